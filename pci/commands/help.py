"""`pci help`: what there is to know that no single command tells, and any command's own page."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import typer
from typer.core import TyperGroup

from pci.commands import deliver
from pci.commands.options import ListOptions
from pci.console import SEVERITY_WORDS, result, visible, width
from pci.core.errors import CannotDo
from pci.lists.columns import Column
from pci.reports import json
from pci.reports.documents import DOCUMENTS
from pci.reports.fields import DocumentKind, TemplateField
from pci.usage import argument, chosen, typed

if TYPE_CHECKING:
    from pci.check.catalogue import Page

_CODE = re.compile(r"(?:pci)?\d{3}", re.IGNORECASE | re.ASCII)
FIELDS, TERMS = "fields", "terms"
_TOPICS = {
    FIELDS: "Các trường của mẫu văn bản: tên, nghĩa, ví dụ",
    TERMS: "Thuật ngữ, kèm tiếng Anh",
    "LỆNH": "Cách dùng một lệnh, như «pci help tasks»",
    "KHÓA": "Nghĩa của một khóa trong tệp YAML, như «pci help adds_up», «pci help plan.tasks»",
    "MÃ_LỖI": "Nghĩa của một mã lỗi, như «pci help PCI204»",
}


class FieldRow(NamedTuple):
    """A field of a document's template."""

    template: str
    document: DocumentKind
    field: TemplateField


FIELD_COLUMNS: tuple[Column[FieldRow], ...] = (
    Column("Mẫu", lambda row: row.template),
    Column("Trường", lambda row: row.field.path, "line"),
    Column("Nghĩa", lambda row: row.field.meaning, "text"),
    Column("Ví dụ", lambda row: row.field.shown, "text"),
)


@dataclass(frozen=True)
class HelpOptions(ListOptions):
    """What a person wants to know, and how."""

    topic: str | None = argument(
        "[CHỦ_ĐỀ]", "Chủ đề, tên lệnh, khóa hoặc mã lỗi; bỏ trống là liệt kê."
    )
    part: str | None = argument("[PHẦN]", "Một phần của chủ đề: bao-cao.docx.")


def help(context: typer.Context, how: HelpOptions) -> None:
    """Giải thích lệnh, khóa của tệp, mã lỗi, thuật ngữ, trường của mẫu.

    Ví dụ: pci help internal_due
    """
    topic, part = how.topic, how.part
    if topic == FIELDS:
        _fields(part, how)
    elif part:
        raise CannotDo(f"«{topic}» không có phần «{part}»", f"gõ «pci help {topic}»")
    elif topic and _CODE.fullmatch(topic):
        _code(topic, how)
    elif idle := typed(how):
        raise CannotDo(f"{', '.join(idle)} chỉ đi với «pci help {FIELDS}»", "bỏ đi")
    elif topic == TERMS:
        from pci.commands.reference import terms

        result(terms())
    elif topic:
        result(_page_of(context, topic))
    else:
        result("\n".join(f"{name:10}{summary}" for name, summary in _TOPICS.items()))


def _page_of(context: typer.Context, name: str) -> str:
    """A command's `--help`, or the page of a key of a file."""
    above = context.parent
    assert above and isinstance(above.command, TyperGroup)
    if name not in (commands := above.command.list_commands(above)):
        from pci.commands.reference import key_page

        return key_page(name, commands)
    command = above.command.get_command(above, name)
    assert command
    return command.get_help(command.context_class(command, info_name=name, parent=above))


def _code(typed_code: str, how: HelpOptions) -> None:
    """The page of a code of `pci check`, to a person or to a script."""
    from pci.check.catalogue import pages

    code, listed = f"PCI{typed_code[-3:]}", {page.code: page for page in pages()}
    if code not in listed:
        raise CannotDo(f"không có mã lỗi {code}", "chép đúng mã mà «pci check» in ra")
    if how.format == "json":
        from pci.check.ci import code_page

        deliver.text(code_page(listed[code]), how)
    elif idle := typed(how):
        raise CannotDo(f"{', '.join(idle)} không đi với mã lỗi", "bỏ đi, hoặc --format json")
    else:
        result(_code_text(listed[code]))


def _code_text(page: "Page") -> str:
    """How bad it is, what is wanted and why, a wrong and a right example."""
    from textwrap import fill, indent

    blocks = [
        f"{page.code} ({SEVERITY_WORDS[page.severity]})",
        fill(page.words, min(width(), 100), break_on_hyphens=False),
    ]
    if page.wrong:
        blocks += [f"Sai:\n{indent(page.wrong, '    ')}", f"Đúng:\n{indent(page.right, '    ')}"]
    return visible("\n\n".join(blocks))


def _fields(part: str | None, how: ListOptions) -> None:
    """Every field of one document's template, or of all."""
    documents = DOCUMENTS if part is None else {part: DOCUMENTS[chosen(part, DOCUMENTS, "mẫu")]}
    rows = [
        FieldRow(template, document, field)
        for template, document in documents.items()
        for field in document.fields
    ]
    deliver.rows(
        FIELD_COLUMNS,
        rows,
        lambda: json.fields(documents),
        how,
        heading=lambda row: (row.template, row.document.title),
    )
