"""Check one Word document: a paper by its form, a template by its tags and by what it prints."""

from pathlib import Path

from pci.commands.paper import word_file
from pci.console import notice, relative
from pci.core.diagnostic import START, Diagnostic, Severity
from pci.core.errors import CannotDo
from pci.nd30.form import UNFINISHED, check_form
from pci.nd30.outline import Outline
from pci.nd30.parts import is_official
from pci.nd30.template import OF_FILE, check_template
from pci.nd30.template_fields import best_match, repeated_rows, with_parts
from pci.nd30.template_outline import Template
from pci.reports.documents import DOCUMENTS
from pci.reports.field_sheet import TAGS
from pci.reports.fields import DocumentKind, sample

_PAGE_ONLY = "chỉ kiểm tra trang, phông chữ, bảng"
_ENOUGH = 3
"""Fields that make a document a template rather than a paper with left-over tags."""


def document(path: Path) -> tuple[Diagnostic, ...]:
    """A paper by its form; a template by its tags, then by the form of what it prints."""
    from pci.nd30.reader import read_outline
    from pci.word.tags import read_tags

    data, where = word_file(path), relative(path)
    outline = read_outline(data)
    if _is_field_sheet(outline):
        notice(f"{where}: bảng tra các trường, không phải mẫu hay văn bản hành chính; {_PAGE_ONLY}")
        return _without(check_form(outline, where), "PCI610", *UNFINISHED)
    tags = read_tags(outline)
    name = _made_from(path, Template(outline, tags, frozenset())) if tags else ""
    if name:
        return _of_template(data, Template(outline, tags, _known(DOCUMENTS[name])), name, where)
    if not is_official(outline):
        reason = "không phải văn bản hành chính (không có Quốc hiệu, số, «Nơi nhận»)"
        notice(f"{where}: {reason}; {_PAGE_ONLY}, chỗ còn sót")
    return check_form(outline, where)


def _is_field_sheet(outline: Outline) -> bool:
    """Whether this is the sheet of fields (`pci help fields --format docx`).

    It shows every way to write a tag, and uses none.
    """
    return {written for written, _ in TAGS} <= {p.text for p in outline.paragraphs}


def _without(diagnostics: tuple[Diagnostic, ...], *codes: str) -> tuple[Diagnostic, ...]:
    return tuple(diagnostic for diagnostic in diagnostics if diagnostic.code not in codes)


def _made_from(path: Path, template: Template) -> str:
    """The document that a template is for, nothing for a paper in which a few tags were left over.

    It is told by the template's name, else by the fields that it draws on, which is said.
    """
    if path.name in DOCUMENTS:
        return path.name
    best, fields = best_match(template, {name: _known(kind) for name, kind in DOCUMENTS.items()})
    if fields < _ENOUGH and path.resolve().parent.name != "templates":
        return ""
    notice(f"{relative(path)}: kiểm tra theo các trường của {best} ({DOCUMENTS[best].title})")
    return best


def _known(document: DocumentKind) -> frozenset[str]:
    return with_parts(field.path for field in document.fields)


def _of_template(data: bytes, template: Template, name: str, where: str) -> tuple[Diagnostic, ...]:
    """The faults of a template's tags and file; without any, those of a trial from the examples."""
    from pci.word.tags import trial

    own = (d for d in check_form(template.outline, where) if d.code in OF_FILE)
    faults = (*check_template(template, where), *own)
    if any(fault.severity is Severity.ERROR for fault in faults):
        notice(f"pci: chưa kiểm tra thể thức vì thẻ của {where} còn lỗi")
        return faults
    document = DOCUMENTS[name]
    values = sample(document.values, repeated_rows(template))
    try:
        printed = trial(data, name, values)
    except CannotDo as error:
        message = f"không điền được: {error.message.removeprefix(f'mẫu {name}').lstrip(': ')}"
        return (*faults, Diagnostic(where, START, "PCI721", Severity.ERROR, message, error.hint))
    form = check_form(printed, where) if document.official else ()
    return tuple(dict.fromkeys((*faults, *_without(form, *UNFINISHED))))
