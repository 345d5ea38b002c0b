"""`pci help`: what there is to know that no single command tells, and any command's own page."""

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from pci.commands import deliver
from pci.commands.options import ListOptions, chosen, one_of
from pci.console import SEVERITY_WORDS, result, visible, width
from pci.core.errors import CannotDo
from pci.lists.columns import Column
from pci.reports import json
from pci.reports.documents import DOCUMENTS
from pci.reports.field_sheet import FieldRow, field_rows, sheet
from pci.reports.fields import DocumentKind, mapping
from pci.workspace import template as found_template

_FORMATS = ("table", "json", "csv", "md", "docx")
_SHEET = "truong.docx"
_SHEET_NAME = Path("truong-cua-mau.docx")
_OF_NO_DAY = date(1980, 1, 1)
"""The sheet tells of this version, not of a day: it is the same file whenever it is made."""


_CODE = re.compile(r"(?:pci)?\d{3}", re.IGNORECASE | re.ASCII)
_FIELDS = "fields"
_TOPICS = {
    _FIELDS: "Các trường của mẫu văn bản: tên, nghĩa, ví dụ",
    "LỆNH": "Cách dùng một lệnh, như «pci help tasks»",
    "MÃ_LỖI": "Nghĩa của một mã lỗi, như «pci help PCI204»",
}

FIELD_COLUMNS: tuple[Column[FieldRow], ...] = (
    Column("Mẫu", lambda row: row.template),
    Column("Trường", lambda row: row.path, lambda row: row.brief),
    Column("Nghĩa", lambda row: row.meaning, lambda row: row.meaning, 3, lines=6),
    Column("Ví dụ", lambda row: row.example, lambda row: row.example, 2, lines=6),
)


@dataclass(frozen=True)
class HelpListOptions(ListOptions):
    """How a topic is wanted; the fields also come as a Word table."""

    format: Annotated[str, one_of("--format", _FORMATS, "Dạng in.")] = "table"


def help(
    *,
    context: typer.Context,
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[CHỦ_ĐỀ]", help="Chủ đề, tên lệnh hoặc mã lỗi; bỏ trống là liệt kê."
        ),
    ] = None,
    part: Annotated[
        str | None, typer.Argument(metavar="[PHẦN]", help="Một phần của chủ đề: bao-cao.docx.")
    ] = None,
    how: HelpListOptions,
) -> None:
    """Giải thích các trường của mẫu, cách dùng từng lệnh.

    «pci help fields --format docx» lập bảng tra các trường để in ra, đặt cạnh máy khi sửa mẫu trong
    Word.

    Ví dụ: pci help fields bao-cao.docx
    """
    if topic == _FIELDS:
        _fields(part, how)
    elif topic and _CODE.fullmatch(topic) and not part:
        result(_code_page(f"PCI{topic[-3:]}"))
    elif part or how.format != "table" or how.output:
        raise CannotDo("chỉ chủ đề mới có phần, dạng in và tệp", f"dùng với: {_FIELDS}")
    elif topic:
        result(_command_page(context, topic))
    else:
        result("\n".join(f"{name:10}{summary}" for name, summary in _TOPICS.items()))


def _command_page(context: typer.Context, name: str) -> str:
    """A command's `--help`."""
    above = context.parent
    assert above and isinstance(above.command, TyperGroup)
    command = above.command.get_command(above, name)
    if command is None:
        near = get_close_matches(name, [_FIELDS, *above.command.list_commands(above)], 1)
        hint = f"có phải «{near[0]}»?" if near else "xem «pci help»"
        raise CannotDo(f"không có chủ đề hay lệnh «{name}»", hint)
    return command.get_help(command.context_class(command, info_name=name, parent=above))


def _code_page(code: str) -> str:
    """A code of `pci check`: how bad it is, what is wanted and why, a wrong and a right example."""
    from textwrap import fill, indent

    from pci.check.catalogue import pages

    listed = {page.code: page for page in pages()}
    if code not in listed:
        raise CannotDo(f"không có mã lỗi {code}", "chép đúng mã mà «pci check» in ra")
    page = listed[code]
    blocks = [
        f"{code} ({SEVERITY_WORDS[page.severity]})",
        fill(page.words, min(width(), 100), break_on_hyphens=False),
    ]
    if page.wrong:
        blocks += [f"Sai:\n{indent(page.wrong, '    ')}", f"Đúng:\n{indent(page.right, '    ')}"]
    return visible("\n\n".join(blocks))


def _fields(part: str | None, how: ListOptions) -> None:
    """Every field of one document's template, or of all."""
    documents = DOCUMENTS if part is None else {part: DOCUMENTS[chosen(part, DOCUMENTS, "mẫu")]}
    if how.format == "docx":
        _sheet(documents, how)
        return
    deliver.rows(
        FIELD_COLUMNS,
        field_rows(documents),
        lambda: json.fields(documents),
        how,
        heading=lambda row: (row.template, row.title),
    )


def _sheet(documents: dict[str, DocumentKind], how: ListOptions) -> None:
    from pci.word.render import render

    source = found_template(Path.cwd(), _SHEET)
    title = "Các trường của mẫu văn bản"
    data = render(source.read_bytes(), _SHEET, mapping(sheet(documents)), title, "pci", _OF_NO_DAY)
    deliver.document(data, how.output or _SHEET_NAME, how.force)
