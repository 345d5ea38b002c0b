"""`truong.docx`: the cheat sheet of all fields, for a clerk to keep beside the keyboard."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from tools.templates.form import (
    BODY,
    CELL,
    CENTRED,
    TAG,
    TEXT_WIDTH,
    Style,
    blank_document,
    head_row,
    packed,
    paragraph,
    row_flag,
    rule,
    table,
    tag_row,
)

SMALL_BODY = replace(BODY, size=13)
SECTION = replace(
    BODY, bold=True, first=0, before=12, keep_next=True, align=WD_ALIGN_PARAGRAPH.LEFT
)
TAG_COLUMNS = (("Viết", 72, "{{ dong.viet }}"), ("Để làm gì", 88, "{{ dong.nghia }}"))
FIELD_COLUMNS = (
    ("Trường", 52, "{{ dong.ten }}"),
    ("Nghĩa", 60, "{{ dong.nghia }}"),
    ("Ví dụ", 48, "{{ dong.vi_du }}"),
)


def listed(document: Any, columns: Sequence[tuple[str, float, str]], items: str) -> None:
    """A table with a row for each item, its head on every page."""
    made = table(document, [width for _, width, _ in columns], 1, bordered=True)
    head_row(made, [title for title, _, _ in columns])
    tag_row(made, f"{{%tr for dong in {items} %}}")
    row = made.add_row()
    row_flag(row, "cantSplit")
    for cell, (_, _, tag) in zip(row.cells, columns, strict=True):
        paragraph(cell, tag, CELL)
    tag_row(made, "{%tr endfor %}")


def fields() -> bytes:
    document = blank_document()
    paragraph(document, "CÁC TRƯỜNG CỦA MẪU VĂN BẢN", CENTRED)
    paragraph(document, "Dùng khi sửa mẫu .docx của pci trong Word", Style(size=13, italic=True))
    rule(document, TEXT_WIDTH, 60)
    paragraph(document, "Cách viết thẻ", SECTION)
    listed(document, TAG_COLUMNS, "the")
    paragraph(document, "{%p for dong in luu_y %}", replace(TAG, size=13))
    paragraph(document, "- {{ dong }}", SMALL_BODY)
    paragraph(document, "{%p endfor %}", TAG)
    paragraph(document, "{%p for muc in van_ban %}", TAG)
    paragraph(document, "{{ muc.ten }} ({{ muc.mau }})", SECTION)
    listed(document, FIELD_COLUMNS, "muc.truong")
    paragraph(document, "{%p endfor %}", TAG)
    return packed(document)
