"""`ke-hoach.docx`: the plan with its one appendix; `ke-hoach-hop-nhat.docx`: that as of a day."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from pci.reports.consolidated_plan import CONSOLIDATED_WIDTHS
from pci.reports.plan import PLAN_WIDTHS
from tools.templates.form import (
    SUMMARY,
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

HEADS = {
    "noi_dung": "Nhiệm vụ và giải pháp thực hiện",
    "don_vi": "Đơn vị thực hiện",
    "thoi_gian": "Thời gian\nthực hiện",
    "san_pham": "Kết quả/\nSản phẩm",
    "ghi_chu": "Ghi chú",
}
"""The columns of the signed plan with its own headings, and one for the sources of changes."""

WIDE = replace(CELL, size=12)
"""Five columns leave room for larger letters than a report's eight."""


CONSOLIDATION = (
    "Văn bản hợp nhất nội dung của Kế hoạch đến ngày {{ den_ngay }}"
    "{% if van_ban %}, theo {{ van_ban | join('; ') }}{% endif %};"
    " dùng để tra cứu, không thay các văn bản đã ký."
)


def opening(document: Any, note: str = "") -> None:
    paragraph(document, "KẾ HOẠCH", TITLE)
    paragraph(document, SUMMARY, SUBTITLE)
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


def annex(document: Any, widths: Mapping[str, float], issuer: str) -> None:
    annex_section(
        document,
        "",
        "{{ phu_luc.ten | upper }}",
        "Kế hoạch số {{ so }}/{{ ky_hieu }} ngày {{ ngay }}",
        issuer,
    )
    behind = ((HEADS[field], width, f"{{{{ viec.{field} }}}}") for field, width in widths.items())
    columns = [("STT", 13.0, "{{ viec.so }}"), *behind]
    row = annex_table(document, columns, "phu_luc.muc", WIDE)
    row_flag(row, "cantSplit")
    for n, (cell, (_, _, tag)) in enumerate(zip(row.cells, columns, strict=True)):
        align = CELL.align if n else WD_ALIGN_PARAGRAPH.CENTER
        paragraph(cell, tag, replace(WIDE, align=align))


def plan() -> bytes:
    document = blank_document()
    letterhead(document)
    opening(document)
    outline(document)
    signature(document)
    annex(document, PLAN_WIDTHS, "co_quan.ten_day_du")
    return packed(document)


def consolidated_plan() -> bytes:
    """`ke-hoach-hop-nhat.docx`: the plan as it stands on a day, which nobody signs."""
    document = blank_document()
    letterhead(document)
    opening(document, CONSOLIDATION)
    outline(document)
    annex(document, CONSOLIDATED_WIDTHS, "ban_hanh")
    return packed(document)
