"""`phu-luc-dieu-chinh.docx`: the annex of a decision that adjusts the plan, without the decision
itself.
"""

from dataclasses import replace
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from tools.templates.form import (
    TAG,
    annex_heading,
    annex_page,
    blank_document,
    head_row,
    if_paragraph,
    packed,
    paragraph,
    row_flag,
    run,
    table,
    tag_row,
)
from tools.templates.styles import BODY, CELL, CELL_HEAD, CENTRED, Style

COLUMNS = (
    ("TT", 12),
    ("Nội dung theo Kế hoạch", 100),
    ("Nội dung điều chỉnh, bổ sung", 100),
    ("Lý do", 40),
)
WIDE = replace(CELL, size=12)
BOLD = replace(WIDE, bold=True)


def adjustments() -> bytes:
    document = blank_document()
    annex_page(document.sections[0])
    if_paragraph(document, "minh_hoa", "DỮ LIỆU MINH HỌA", style=replace(CENTRED, bold=True))
    attached = "{{ loai }} số {{ so }}/{{ ky_hieu }} {{ ngay_thang }}"
    what = "{% if dinh_chinh %}ĐÍNH CHÍNH{% else %}ĐIỀU CHỈNH, BỔ SUNG{% endif %}"
    annex_heading(document, "", f"{what} KẾ HOẠCH {{{{ trich_yeu | upper }}}}", attached)
    paragraph(document, "{%p if dinh_chinh %}", TAG)
    printed_wrongly(document)
    paragraph(document, "{%p else %}", TAG)
    adjusted(document)
    paragraph(document, "{%p endif %}", TAG)
    paragraph(document, "./.", replace(CELL, align=WD_ALIGN_PARAGRAPH.RIGHT))
    return packed(document)


def printed_wrongly(document: Any) -> None:
    """The words of a đính chính, place by place."""
    paragraph(document, "{%p for muc in phan %}", TAG)
    paragraph(document, "{%p for dong in muc.dong %}", TAG)
    paragraph(document, "{{ dong.tt }}. Tại {{ dong.tai }}, đã in:", BODY)
    paragraph(document, "{{ dong.cu }}", BODY)
    paragraph(document, "Nay đính chính là:", BODY)
    pieces(document, BODY)
    paragraph(document, "{%p endfor %}", TAG)
    paragraph(document, "{%p endfor %}", TAG)


def adjusted(document: Any) -> None:
    """The table of what changes, with the words before and after."""
    note = replace(WIDE, italic=True, after=6, keep_next=True)
    paragraph(document, "Chữ in đậm ở cột 3 là chữ mới hoặc được sửa.", note)
    made = table(document, [width for _, width in COLUMNS], 1, "Nội dung điều chỉnh, bổ sung")
    head_row(made, [title for title, _ in COLUMNS], replace(CELL_HEAD, size=12))
    tag_row(made, "{%tr for muc in phan %}")
    heading = made.add_row()
    row_flag(heading, "cantSplit")
    above = replace(BOLD, keep_next=True)
    paragraph(heading.cells[0], "{{ muc.so }}", replace(above, align=WD_ALIGN_PARAGRAPH.CENTER))
    paragraph(heading.cells[1].merge(heading.cells[-1]), "{{ muc.ten }}", above)
    tag_row(made, "{%tr for dong in muc.dong %}")
    row = made.add_row()
    row_flag(row, "cantSplit")
    number, was, now, _ = row.cells
    paragraph(number, "{{ dong.tt }}", replace(WIDE, align=WD_ALIGN_PARAGRAPH.CENTER))
    paragraph(was, "{{ dong.vi_tri }}", replace(BOLD, keep_next=True))
    if_paragraph(was, "dong.cu", "{{ dong.cu }}", style=WIDE)
    pieces(now, WIDE)
    tag_row(made, "{%tr endfor %}")
    tag_row(made, "{%tr endfor %}")


def pieces(place: Any, style: Style) -> None:
    """The new words of a row, those that are new or mended in bold."""
    made = paragraph(place, "{% for manh in dong.moi %}{% if manh.dam %}", style)
    run(made, "{{ manh.chu }}", replace(style, bold=True))
    run(made, "{% else %}{{ manh.chu }}{% endif %}{% endfor %}", style)
