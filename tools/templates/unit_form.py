"""`bieu-mau.docx`: the form that a unit fills in, as a table to print and write on."""

from dataclasses import replace
from typing import Any

from docx.shared import Mm, Pt

from pci.word.pagination import no_borders
from tools.templates.form import (
    annex_page,
    blank_document,
    head_row,
    if_paragraph,
    packed,
    paragraph,
    row_flag,
    table,
    tag_row,
)
from tools.templates.styles import CELL, CELL_HEAD, CENTRED, NORMAL, SIGNER, TITLE

COLUMNS = (
    ("TT (mã)", 20, "{{ dong.tt }}"),
    ("Nhiệm vụ, đầu việc", 37, "{{ dong.nhiem_vu }}"),
    ("Kết quả/Sản phẩm theo Kế hoạch", 28, "{{ dong.san_pham }}"),
    ("Kết quả đã báo cáo lần trước", 37, "{{ dong.lan_truoc }}"),
    ("Tình trạng (đánh dấu)", 20, "{{ dong.tinh_trang }}"),
    ("Ngày hoàn thành", 13, ""),
    ("Số liệu", 20, "{{ dong.so_lieu }}"),
    ("Kết quả thực hiện trong kỳ", 31, ""),
    ("Tài liệu kiểm chứng", 15, ""),
    ("Nguyên nhân (quá hạn, tạm dừng)", 17, ""),
    ("Khó khăn, kiến nghị (gửi ai)", 14, ""),
)
"""Title, width in millimetres, what is printed; the others are left to be written in. The first
holds `(A.VIII.1;` on one line."""
SIZE = 10
HAND = 26
"""Millimetres of a row that leave room to write four lines by hand."""
LINE = replace(NORMAL, size=12)


def unit_form() -> bytes:
    document = blank_document()
    annex_page(document.sections[0])
    paragraph(document, "{{ co_quan.ten_day_du | upper }}", LINE)
    paragraph(document, "{{ don_vi }}", replace(LINE, bold=True))
    if_paragraph(document, "minh_hoa", "DỮ LIỆU MINH HỌA", style=replace(LINE, bold=True))
    paragraph(document, "{{ tieu_de }}", replace(TITLE, size=13, before=6))
    paragraph(
        document,
        "(Số liệu từ ngày {{ ky.tu_ngay }} đến ngày {{ ky.den_ngay }}; hạn nộp: ngày {{ ky.han "
        "}}, về {{ nop_ve }})",
        replace(CENTRED, size=12, italic=True),
    )
    paragraph(
        document, "Ngày báo cáo: ……/……/……", replace(LINE, before=6)
    ).paragraph_format.space_after = Pt(6)
    sign(rows(document))
    return packed(document)


def rows(document: object) -> Any:
    """The table of the tasks under their block, a row each, its head on every page."""
    cell = replace(CELL, size=SIZE)
    made = table(document, [width for _, width, _ in COLUMNS], 1, "Biểu báo cáo của đơn vị")
    head_row(made, [title for title, _, _ in COLUMNS], replace(CELL_HEAD, size=SIZE))
    tag_row(made, "{%tr for khoi in nhom %}")
    heading = made.add_row()
    row_flag(heading, "cantSplit")
    merged = heading.cells[0].merge(heading.cells[-1])
    paragraph(merged, "{{ khoi.ten }}", replace(cell, bold=True, keep_next=True))
    tag_row(made, "{%tr for dong in khoi.dong %}")
    row = made.add_row()
    row_flag(row, "cantSplit")
    row.height = Mm(HAND)  # at least: a row grows with what is printed in it
    for place, (_, _, words) in zip(row.cells, COLUMNS, strict=True):
        paragraph(place, words, cell)
    tag_row(made, "{%tr endfor %}")
    tag_row(made, "{%tr endfor %}")
    return made


def sign(made: Any) -> None:
    """Who signs the form, in a last row, so that no page holds nothing else."""
    row = made.add_row()
    row_flag(row, "cantSplit")
    cells = row.cells  # the first five columns are half of the width
    left, right = cells[0].merge(cells[4]), cells[5].merge(cells[-1])
    for cell, words in ((left, "NGƯỜI LẬP"), (right, "LÃNH ĐẠO PHÒNG, ĐƠN VỊ DUYỆT")):
        cell._tc.get_or_add_tcPr().append(no_borders())
        paragraph(cell, words, replace(SIGNER, size=12, before=12))
        paragraph(cell, "(ký, ghi rõ họ tên)", replace(CENTRED, size=12, italic=True))
