"""`tom-tat.docx`: the leaders' sheet for the weekly meeting, a page without signature."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from pci.reports.brief import LINE
from pci.word.pagination import element
from tools.templates.form import (
    OF_THE_YEAR,
    blank_document,
    head_row,
    packed,
    paragraph,
    row_flag,
    table,
    tag_row,
)
from tools.templates.styles import CELL, CENTRED, HEADING, LETTERHEAD, NORMAL, TITLE, Style

PAGE = 165
"""Millimetres between the margins: 210 − 30 − 15."""
CELL_MARGIN = 1
"""Millimetres between a cell's border and its text, one point above and below it."""
WIDTHS = (9, 89, 27, 21, 19)
FIELDS = ("tt", "noi_dung", "don_vi", "ngay", "so")
"""The columns of every block."""

LISTED = replace(HEADING, size=12, align=WD_ALIGN_PARAGRAPH.LEFT, first=0)
"""The heading of a list on a page without clauses."""
NUMBER = replace(CELL, align=WD_ALIGN_PARAGRAPH.CENTER)

FIGURES = (
    ("nhiem_vu", "nhiệm vụ"),
    ("dau_viec", "đầu việc có thời hạn"),
    ("hoan_thanh", "đã hoàn thành"),
    ("qua_han", "quá hạn"),
    ("ty_le", "tỷ lệ hoàn thành"),
)
BLOCKS = (
    (
        "1. Việc quá hạn",
        "qua_han",
        "việc",
        ("Việc", "Đơn vị", "Thời hạn", "Số ngày"),
        "{% if bao_cao_qua_han %} ({{ tong.qua_han }} đầu việc, {{ bao_cao_qua_han }} báo cáo phải "
        "gửi){% endif %}",
    ),
    (
        "2. Việc đến hạn trong 30 ngày",
        "den_han",
        "việc",
        ("Việc", "Đơn vị", "Thời hạn", "Còn ngày"),
    ),
    (
        "3. Đơn vị chưa gửi đủ báo cáo{% if ky %} {{ ky }}{% endif %}",
        "chua_bao_cao",
        "đơn vị",
        ("Đơn vị", "Tên tắt", "Hạn nội bộ", "Nhiệm vụ"),
        "{% if con_thieu %} (còn thiếu {{ con_thieu }} nội dung){% endif %}",
    ),
    (
        "4. Kiến nghị, khó khăn chờ quyết định",
        "cho_quyet_dinh",
        "kiến nghị, khó khăn",
        ("Nội dung", "Đơn vị", "Từ ngày", "Số ngày"),
    ),
)
"""Heading, field, what it counts, the titles of the columns after the first, and what stands behind
the count."""


def exact(made: Any, points: float) -> Any:
    """Lines of one height whatever stands in them: so many fit on the page."""
    made.paragraph_format.line_spacing = Pt(points)
    return made


def only_if(document: Any, condition: str, text: str, style: Style, points: float) -> None:
    """A line that stands only where a condition holds; the tags leave no line behind."""
    paragraph(document, f"{{%p if {condition} %}}", style)
    exact(paragraph(document, text, style), points)
    paragraph(document, "{%p endif %}", style)


def head(document: Any) -> None:
    exact(paragraph(document, "{{ co_quan.ten_day_du | upper }}", replace(LETTERHEAD, size=12)), 15)
    exact(
        paragraph(
            document,
            f"TÌNH HÌNH THỰC HIỆN {OF_THE_YEAR}",
            replace(TITLE, before=2),
        ),
        18,
    )
    exact(paragraph(document, "Tính đến ngày {{ tinh_den }}", replace(LETTERHEAD, italic=True)), 16)
    only_if(document, "minh_hoa", "DỮ LIỆU MINH HỌA", replace(LETTERHEAD, size=12, bold=True), 15)
    exact(paragraph(document, "", NORMAL), 4)
    figures(document)


def figures(document: Any) -> None:
    """The five figures side by side, each above its name."""
    made = small_table(document, [PAGE / len(FIGURES)] * len(FIGURES), "Số liệu chung")
    for cell, (field, name) in zip(made.rows[0].cells, FIGURES, strict=True):
        exact(paragraph(cell, f"{{{{ tong.{field} }}}}", replace(CENTRED, bold=True)), 17)
        exact(paragraph(cell, name, replace(NUMBER, size=10)), 12)


def small_table(document: Any, widths: Sequence[float], title: str) -> Any:
    """A table with borders and little room around its text."""
    made = table(document, widths, 1, title)
    high, wide = 20, round(CELL_MARGIN * 1440 / 25.4)
    sides = {"top": high, "left": wide, "bottom": high, "right": wide}
    margins = element(
        "w:tblCellMar",
        *(element(f"w:{side}", w=str(twips), type="dxa") for side, twips in sides.items()),
    )
    made._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    return made


def block(
    document: Any, title: str, source: str, noun: str, heads: Sequence[str], made_of: str = ""
) -> None:
    """A heading with its count and what that is `made_of`, the rows that fit, and the line about
    the others."""
    heading = replace(LISTED, before=4)
    exact(paragraph(document, f"{title}: {{{{ {source}.so }}}}{made_of}", heading), 16)
    paragraph(document, f"{{%p if {source}.dong %}}", CELL)
    made = small_table(document, WIDTHS, heads[0])
    head_row(made, ["TT", *heads])
    for cell in made.rows[0].cells:
        exact(cell.paragraphs[0], LINE)
    tag_row(made, f"{{%tr for dong in {source}.dong %}}")
    row = made.add_row()
    row_flag(row, "cantSplit")
    for cell, field, width in zip(row.cells, FIELDS, WIDTHS, strict=True):
        cell.width = Mm(width)
        style = CELL if field in ("noi_dung", "don_vi") else NUMBER
        exact(paragraph(cell, f"{{{{ dong.{field} }}}}", style), LINE)
    tag_row(made, "{%tr endfor %}")
    paragraph(document, "{%p endif %}", CELL)
    rest = f"{source}.con_lai"
    words = f"và {{{{ {rest} }}}} {noun} khác: {{{{ {source}.cua }}}}"
    only_if(document, rest, words, replace(CELL, before=2), LINE)
    only_if(document, f"not {source}.dong", "Không có.", CELL, LINE)


def brief() -> bytes:
    document = blank_document()
    document.sections[0].right_margin = Mm(15)
    head(document)
    for listed in BLOCKS:
        block(document, *listed)
    note = replace(NORMAL, size=10, italic=True, before=4)
    exact(
        paragraph(
            document, "Tài liệu phục vụ họp giao ban, lập từ kết quả các đơn vị đã ghi.", note
        ),
        12,
    )
    return packed(document)
