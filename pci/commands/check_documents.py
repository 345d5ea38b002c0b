"""Check one Word document: a paper by its form, a template by its tags and by what it prints."""

from pathlib import Path

from pci.console import notice, real, relative
from pci.core.diagnostic import START, Diagnostic, Severity
from pci.core.errors import CannotDo
from pci.files.outside import whole_file
from pci.nd30.form import UNFINISHED, check_form
from pci.nd30.outline import Outline
from pci.nd30.parts import is_official
from pci.nd30.template import OF_FILE
from pci.reports.documents import DOCUMENTS
from pci.reports.fields import sample

_ENOUGH = 3
"""Fields that make a document a template rather than a paper with left-over tags."""


def document(path: Path) -> tuple[Diagnostic, ...]:
    """A paper by its form; a template by its tags, then by the form of what it prints."""
    from pci.nd30.reader import read_outline
    from pci.word.tags import words_in_tags

    data, where = whole_file(path), relative(path)
    outline = read_outline(data)
    name = _made_from(path, words_in_tags(outline))
    if name:
        return _of_template(data, outline, name, where)
    if not is_official(outline):
        reason = "không phải văn bản hành chính (không có Quốc hiệu, số, «Nơi nhận»)"
        notice(f"{where}: {reason}; chỉ kiểm tra trang, phông chữ, bảng, chỗ còn sót")
    return check_form(outline, where)


def _made_from(path: Path, words: frozenset[str]) -> str:
    """The document that a template is for, nothing for a paper in which a few tags were left over.

    It is told by the template's name, else by the fields that its tags name, which is said.
    """
    if not words or path.name in DOCUMENTS:
        return path.name if words else ""
    fields = {name: len(words & _known(name)) for name in DOCUMENTS}
    best = max(fields, key=lambda name: fields[name])
    if fields[best] < _ENOUGH and real(path).parent.name != "templates":
        return ""
    notice(f"{relative(path)}: kiểm tra theo các trường của {best} ({DOCUMENTS[best].title})")
    return best


def _known(name: str) -> frozenset[str]:
    from pci.word.tags import with_parts

    return with_parts(field.path for field in DOCUMENTS[name].fields)


def _of_template(data: bytes, outline: Outline, name: str, where: str) -> tuple[Diagnostic, ...]:
    """The faults of a template's tags and file; without any, those of a trial from the examples."""
    from pci.word.tags import check_tags, trial

    own = (finding for finding in check_form(outline, where) if finding.code in OF_FILE)
    faults = (*check_tags(outline, _known(name), where), *own)
    if faults:
        notice(f"pci: chưa kiểm tra thể thức vì thẻ của {where} còn lỗi")
        return faults
    document = DOCUMENTS[name]
    try:
        printed = trial(data, name, sample(document.values))
    except CannotDo as error:
        message = f"không điền được: {error.message.removeprefix(f'mẫu {name}').lstrip(': ')}"
        return (Diagnostic(where, START, "PCI721", Severity.ERROR, message, error.hint),)
    form = check_form(printed, where) if document.official else ()
    return tuple(finding for finding in form if finding.code not in UNFINISHED)
