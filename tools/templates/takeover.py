"""`ban-giao.docx`: the lists for who takes over, without signature."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from tools.templates.brief import LISTED, PAGE, small_table
from tools.templates.form import (
    OF_THE_YEAR,
    blank_document,
    head_row,
    if_paragraph,
    packed,
    paragraph,
    row_flag,
    tag_row,
)
from tools.templates.styles import CELL, LETTERHEAD, SUBTITLE, TITLE

NUMBER = 9
WIDTHS = {"don_vi": 22, "so": 26, "ngay": 23, "ghi_chu": 54}
"""Millimetres of the columns by the fields of a row; `noi_dung` has what is left."""
SINCE = "{% if tu_ngay %} từ ngày {{ tu_ngay }}{% endif %}"
BLOCKS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    (
        "1. Văn bản đã ký",
        "da_ky",
        {"noi_dung": "Văn bản", "so": "Số, ký hiệu", "ngay": "Ngày", "ghi_chu": "Nơi để"},
    ),
    (
        "2. Việc chưa xong",
        "dang_mo",
        {"noi_dung": "Việc", "don_vi": "Đơn vị", "so": "Tình trạng", "ghi_chu": "Ghi chú"},
    ),
    (
        "3. Việc chưa đủ điều kiện",
        "cho_dieu_kien",
        {"noi_dung": "Việc", "don_vi": "Đơn vị", "ghi_chu": "Điều kiện"},
    ),
    (
        "4. Khó khăn, kiến nghị chưa được trả lời",
        "chua_tra_loi",
        {"noi_dung": "Nội dung", "don_vi": "Đơn vị nêu", "ngay": "Ngày nêu", "so": "Số ngày"},
    ),
    (
        f"5. Đơn vị chưa có cập nhật{SINCE}",
        "im_lang",
        {"noi_dung": "Đơn vị", "ngay": "Gần nhất", "so": "Số ngày"},
    ),
    (
        "6. Báo cáo sắp đến hạn",
        "den_han",
        {"noi_dung": "Báo cáo", "ngay": "Hạn nội bộ", "ghi_chu": "Hạn gửi đi"},
    ),
    ("7. Nơi để tệp", "noi_de", {"noi_dung": "Tài liệu", "ghi_chu": "Nơi để"}),
)
"""Heading, list, and the titles of the columns after the first by the fields of a row."""


def block(document: Any, title: str, source: str, columns: Mapping[str, str]) -> None:
    """A heading and the table of its rows, or the line that there are none."""
    paragraph(document, title, LISTED)
    paragraph(document, f"{{%p if {source} %}}", CELL)
    rest = PAGE - NUMBER - sum(WIDTHS.get(field, 0) for field in columns)
    widths = [NUMBER, *(WIDTHS.get(field, rest) for field in columns)]
    made = small_table(document, widths, title.partition(". ")[2].partition("{")[0])
    head_row(made, ["TT", *columns.values()])
    tag_row(made, f"{{%tr for dong in {source} %}}")
    row = made.add_row()
    row_flag(row, "cantSplit")
    centred = replace(CELL, align=WD_ALIGN_PARAGRAPH.CENTER)
    for cell, field, width in zip(row.cells, ["", *columns], widths, strict=True):
        cell.width = Mm(width)
        tag = f"dong.{field}" if field else "loop.index"
        paragraph(cell, f"{{{{ {tag} }}}}", CELL if field else centred)
    tag_row(made, "{%tr endfor %}")
    paragraph(document, "{%p endif %}", CELL)
    if_paragraph(document, f"not {source}", "Không có.", style=CELL)


def takeover() -> bytes:
    document = blank_document()
    document.sections[0].right_margin = Mm(210 - 30 - PAGE)
    paragraph(document, "{{ co_quan.ten_day_du | upper }}", replace(LETTERHEAD, size=12))
    title = f"BÀN GIAO VIỆC THEO DÕI {OF_THE_YEAR}"
    paragraph(document, title, replace(TITLE, before=4))
    if_paragraph(document, "don_vi", "{{ don_vi | upper }}", style=SUBTITLE)
    paragraph(document, "Tính đến ngày {{ tinh_den }}", replace(LETTERHEAD, italic=True))
    if_paragraph(
        document, "minh_hoa", "DỮ LIỆU MINH HỌA", style=replace(LETTERHEAD, size=12, bold=True)
    )
    note = "Lập từ kế hoạch và kết quả các đơn vị đã ghi; không thay biên bản bàn giao."
    paragraph(document, note, replace(LETTERHEAD, size=10, italic=True))
    for listed in BLOCKS:
        block(document, *listed)
        if listed is BLOCKS[0]:
            if_paragraph(
                document, "chua_ky", "Dự thảo, chưa có ngày ký: {{ chua_ky }}.", style=CELL
            )
    return packed(document)
