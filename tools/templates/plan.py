"""`ke-hoach.docx`: the plan with its one appendix; `ke-hoach-hop-nhat.docx`: that as of a day."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from tools.templates.form import (
    TAG,
    TEXT_WIDTH,
    annex_section,
    annex_table,
    blank_document,
    if_paragraph,
    letterhead,
    loop,
    packed,
    paragraph,
    row_flag,
    rule,
    signature,
)
from tools.templates.styles import BODY, CELL, HEADING, SUBHEADING, SUBTITLE, TITLE

COLUMNS = (
    ("STT", 13, "{{ viec.so }}"),
    ("Nhiệm vụ và giải pháp thực hiện", 100, "{{ viec.noi_dung }}"),
    ("Đơn vị thực hiện", 46, "{{ viec.don_vi }}"),
    ("Thời gian\nthực hiện", 33, "{{ viec.thoi_gian }}"),
    ("Kết quả/\nSản phẩm", 60, "{{ viec.san_pham }}"),
)
"""The columns of the signed plan, with its own headings."""

CONSOLIDATED_COLUMNS = (
    ("STT", 13, "{{ viec.so }}"),
    ("Nhiệm vụ và giải pháp thực hiện", 85, "{{ viec.noi_dung }}"),
    ("Đơn vị thực hiện", 40, "{{ viec.don_vi }}"),
    ("Thời gian\nthực hiện", 29, "{{ viec.thoi_gian }}"),
    ("Kết quả/\nSản phẩm", 45, "{{ viec.san_pham }}"),
    ("Ghi chú", 40, "{{ viec.ghi_chu }}"),
)

WIDE = replace(CELL, size=12)
"""Five columns leave room for larger letters than a report's eight."""


CONSOLIDATION = (
    "Văn bản hợp nhất nội dung của Kế hoạch đến ngày {{ den_ngay }}"
    "{% if van_ban %}, theo {{ van_ban | join('; ') }}{% endif %};"
    " dùng để tra cứu, không thay các văn bản đã ký."
)


def opening(document: Any, note: str = "") -> None:
    paragraph(document, "KẾ HOẠCH", TITLE)
    paragraph(document, "{{ trich_yeu }}", SUBTITLE)
    rule(document, TEXT_WIDTH, 60)
    if note:
        paragraph(document, note, BODY)
    loop(document, "dong", "can_cu", "{{ dong }}", style=replace(BODY, italic=True))
    loop(document, "dong", "mo_dau", "{{ dong }}")


def outline(document: Any) -> None:
    """Each part's and section's heading with the paragraphs under it, then the closing words."""
    paragraph(document, "{%p for doan in noi_dung %}", TAG)
    if_paragraph(document, "doan.phan", "{{ doan.phan | upper }}", style=HEADING)
    if_paragraph(document, "doan.muc", "{{ doan.muc }}", style=SUBHEADING)
    loop(document, "dong", "doan.dong", "{{ dong }}")
    paragraph(document, "{%p endfor %}", TAG)
    loop(document, "dong", "ket_luan", "{{ dong }}", style=replace(BODY, keep_next=True))


def annex(document: Any, columns: Sequence[tuple[str, float, str]], issuer: str) -> None:
    annex_section(
        document,
        "",
        "{{ phu_luc.ten | upper }}",
        "Kế hoạch số {{ so }}/{{ ky_hieu }} ngày {{ ngay }}",
        issuer,
    )
    row = annex_table(document, columns, "phu_luc.muc", WIDE)
    row_flag(row, "cantSplit")  # word processors still break a row that is taller than a page
    for n, (cell, (_, _, tag)) in enumerate(zip(row.cells, columns, strict=True)):
        align = CELL.align if n else WD_ALIGN_PARAGRAPH.CENTER
        paragraph(cell, tag, replace(WIDE, align=align))


def plan() -> bytes:
    document = blank_document()
    letterhead(document)
    opening(document)
    outline(document)
    signature(document)
    annex(document, COLUMNS, "co_quan.ten_day_du")
    return packed(document)


def consolidated_plan() -> bytes:
    """`ke-hoach-hop-nhat.docx`: the plan as it stands on a day, which nobody signs."""
    document = blank_document()
    letterhead(document)
    opening(document, CONSOLIDATION)
    outline(document)
    annex(document, CONSOLIDATED_COLUMNS, "ban_hanh")
    return packed(document)
