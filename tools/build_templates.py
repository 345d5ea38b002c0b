"""Builds the default Word templates from one description of the form of NĐ 30/2020/NĐ-CP, Phụ lục I.

Run `make templates` after a change; a test compares the bytes. An agency edits its own copy in Word instead.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from pci.formats.docx import canonical

FONT = "Times New Roman"
TEXT_WIDTH = 160
"""Millimetres between the margins of a portrait page (210 − 30 − 20)."""
LETTERHEAD = (64, 96)
"""The official models' 40 : 60 of the text width."""
ANNEX_COLUMNS = (
    ("TT", 11, "{{ viec.so }}"),
    ("Nhiệm vụ và giải pháp", 60, "{{ viec.noi_dung }}"),
    ("Đơn vị thực hiện", 31, "{{ viec.don_vi }}"),
    ("Thời gian", 23, "{{ viec.thoi_gian }}"),
    ("Kết quả/Sản phẩm theo Kế hoạch", 37, "{{ viec.san_pham }}"),
    ("Kết quả thực hiện trong kỳ", 47, "{{ viec.ket_qua }}"),
    ("Tình trạng", 22, "{{ viec.tinh_trang }}"),
    ("Ghi chú", 21, "{{ viec.ghi_chu }}"),
)


def counts(head: str) -> tuple[tuple[str, float, str], ...]:
    """Columns of the official table, with the field that each prints."""
    return (
        ("TT", 10, "so"),
        (head, 54, "ten"),
        ("Số nhiệm vụ", 18, "nhiem_vu"),
        ("Trong đó thường xuyên", 20, "thuong_xuyen"),
        ("Đầu việc có thời hạn", 20, "dau_viec"),
        ("Hoàn thành đúng hạn", 20, "dung_han"),
        ("Hoàn thành quá hạn", 20, "hoan_thanh_muon"),
        ("Chưa hoàn thành, trong hạn", 22, "trong_han"),
        ("Chưa hoàn thành, quá hạn", 22, "qua_han"),
        ("Chưa đủ điều kiện", 16, "cho_dieu_kien"),
        ("Tạm dừng", 14, "tam_dung"),
        ("Tỷ lệ", 16, "ty_le"),
    )


@dataclass(frozen=True)
class Style:
    """How a paragraph looks; sizes in points, indents in millimetres."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Any = WD_ALIGN_PARAGRAPH.CENTER
    before: float = 0
    first: float = 0
    keep_next: bool = False


BODY = Style(align=WD_ALIGN_PARAGRAPH.JUSTIFY, before=6, first=10)
HEADING = replace(BODY, bold=True, keep_next=True)
CENTRED = Style(bold=True)
SMALL = Style(size=13)
CELL = Style(size=11, align=WD_ALIGN_PARAGRAPH.LEFT)
CELL_HEAD = Style(size=11, bold=True)
TAG = replace(BODY, before=0)


def paragraph(place: Any, text: str, style: Style, marked: str = "") -> Any:
    """A paragraph at the end of a document or cell; `marked` is a second, highlighted run: what is still missing."""
    first_of_cell = hasattr(place, "_tc") and len(place.paragraphs) == 1 and not place.paragraphs[0].runs
    made = place.paragraphs[0] if first_of_cell and not getattr(place, "_begun", False) else place.add_paragraph()
    form = made.paragraph_format
    made.alignment = style.align
    form.space_before, form.space_after, form.line_spacing = Pt(style.before), Pt(0), 1.0
    form.keep_with_next = style.keep_next
    if style.first:
        form.first_line_indent = Mm(style.first)
    for words, highlighted in ((text, False), (marked, True)):
        if words:
            run(made, words, style, highlighted)
    return made


def run(made: Any, words: str, style: Style, highlighted: bool = False) -> None:
    added = made.add_run(words)
    added.font.size, added.font.bold, added.font.italic = Pt(style.size), style.bold, style.italic
    if highlighted:
        added.font.highlight_color = WD_COLOR_INDEX.YELLOW


def rule(place: Any, width: float, length: float) -> None:
    """A solid line of `length` mm centred in `width` mm: the top border of a thin paragraph, clear of descenders."""
    made = paragraph(place, "", Style(size=4))
    form = made.paragraph_format
    form.space_before, form.line_spacing = Pt(2), Pt(4)
    form.left_indent = form.right_indent = Mm((width - length) / 2)
    borders = element("w:pBdr", element("w:top", val="single", sz="6", space="1", color="000000"))
    made._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    made._p.get_or_add_pPr().append(element("w:rPr", element("w:sz", val="8")))


def element(tag: str, *children: Any, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    for child in children:
        made.append(child)
    return made


def table(document: Any, widths: Sequence[float], rows: int, bordered: bool) -> Any:
    """A table of fixed column widths in millimetres, its cells flush with the text where it has no borders."""
    made = document.add_table(rows=rows, cols=len(widths))
    made.autofit = False
    if bordered:
        made.style = "Table Grid"
    else:
        margins = element("w:tblCellMar", *(element(f"w:{side}", w="0", type="dxa") for side in ("left", "right")))
        made._tbl.tblPr.append(margins)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return made


def row_flag(row: Any, *names: str) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(element(f"w:{name}"))


def tag_row(made: Any, tag: str) -> None:
    """A row that holds nothing but a loop's tag: the engine replaces the whole row."""
    paragraph(made.add_row().cells[0], tag, CELL)


def letterhead(document: Any) -> None:
    """Cells 1 to 4 of the diagram, the draft mark, and the mark of invented data where it applies."""
    cells = table(document, LETTERHEAD, 2, bordered=False)
    left, right = cells.cell(0, 0), cells.cell(0, 1)
    paragraph(left, "{{ co_quan.cap_tren }}", SMALL)
    paragraph(left, "{{ co_quan.ten }}", replace(SMALL, bold=True))
    rule(left, LETTERHEAD[0], 24)
    paragraph(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", replace(SMALL, bold=True))
    paragraph(right, "Độc lập - Tự do - Hạnh phúc", Style(bold=True))
    rule(right, LETTERHEAD[1], 65)
    left, right = cells.cell(1, 0), cells.cell(1, 1)
    paragraph(left, "Số: {{ so }}/{{ ky_hieu }}", replace(SMALL, before=4))
    paragraph(left, "DỰ THẢO", replace(SMALL, bold=True, before=4))
    paragraph(left, "{%p if minh_hoa %}", SMALL)
    paragraph(left, "DỮ LIỆU MINH HỌA", replace(SMALL, bold=True))
    paragraph(left, "{%p endif %}", SMALL)
    paragraph(right, "{{ co_quan.dia_danh }}, {{ ngay_thang }}", Style(italic=True, before=4))


def opening(document: Any) -> None:
    paragraph(document, "BÁO CÁO", replace(CENTRED, before=12))
    paragraph(document, "{{ trich_yeu }}", CENTRED)
    rule(document, TEXT_WIDTH, 60)
    paragraph(document, "Kính gửi: {{ kinh_gui }}", Style(before=12))
    made = paragraph(
        document,
        "Thực hiện {{ can_cu | join('; ') }} và Kế hoạch số {{ ke_hoach.so }}",
        replace(BODY, before=12),
        "{{ ke_hoach.thieu_so }}",
    )
    run(made, "/{{ ke_hoach.ky_hieu }} ngày {{ ke_hoach.ngay }}", BODY)
    run(made, "{{ ke_hoach.thieu_ngay }}", BODY, highlighted=True)
    words = (
        " {{ ke_hoach.trich_yeu }}, {{ co_quan.ten_ngan }} báo cáo kết quả thực hiện"
        " {{ ky.trong }} (số liệu từ ngày {{ ky.tu_ngay }} đến ngày {{ ky.den_ngay }}) như sau:"
    )
    run(made, words, BODY)


def loop(document: Any, variable: str, items: str, line: str) -> None:
    """One paragraph for each item."""
    paragraph(document, f"{{%p for {variable} in {items} %}}", TAG)
    paragraph(document, line, BODY)
    paragraph(document, "{%p endfor %}", TAG)


def or_else(document: Any, items: str, variable: str, otherwise: str, marked: str = "") -> None:
    """A paragraph for each item, or one that says there is none (`marked` highlighted: for the Office to fill)."""
    loop(document, variable, items, f"- {{{{ {variable} }}}}")
    if_paragraph(document, f"not {items}", otherwise, marked)


def if_paragraph(document: Any, condition: str, text: str, marked: str = "") -> None:
    """A paragraph that stands only where a condition holds."""
    paragraph(document, f"{{%p if {condition} %}}", TAG)
    paragraph(document, text, BODY, marked)
    paragraph(document, "{%p endif %}", TAG)


def raised(document: Any, items: str) -> None:
    """What units raised; "không có" only when every unit has reported, for silence is no answer."""
    loop(document, "dong", items, "- {{ dong }}")
    if_paragraph(document, f"not {items} and not thieu", "Không có.")
    if_paragraph(document, "thieu", "", "[Bổ sung khi các đơn vị gửi đủ báo cáo]")


def sub_indices(document: Any, items: str, lettered: bool) -> None:
    """Results by sub-index: what was told, what was kept up, who has not reported."""
    paragraph(document, f"{{%p for chi_so in {items} %}}", TAG)
    paragraph(
        document,
        ("{{ chi_so.chu }}) " if lettered else "") + "{{ chi_so.ten }}",
        replace(BODY, italic=False, keep_next=True),
    )
    loop(document, "dong", "chi_so.ket_qua", "- {{ dong }}")
    if_paragraph(document, "chi_so.con_lai", "- {{ chi_so.con_lai }}")
    if_paragraph(document, "chi_so.thieu", "", "[{{ chi_so.thieu }} chưa gửi báo cáo]")
    paragraph(document, "{%p endfor %}", TAG)


def outline(document: Any) -> None:
    """Parts I to V of a periodic report."""
    paragraph(document, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", HEADING)
    or_else(document, "chi_dao", "dong", "", "[Văn phòng bổ sung công tác chỉ đạo, điều hành trong kỳ]")
    paragraph(document, "II. KẾT QUẢ THỰC HIỆN", HEADING)
    paragraph(document, "1. Đánh giá chung", HEADING)
    paragraph(
        document,
        "Kế hoạch có {{ tong.nhiem_vu }} nhiệm vụ, trong đó {{ tong.thuong_xuyen }} nhiệm vụ thường xuyên. Tính đến "
        "ngày {{ ky.tinh_den }}, trong {{ tong.dau_viec }} đầu việc có thời hạn: {{ tong.hoan_thanh }} đã hoàn thành "
        "(đúng hạn {{ tong.dung_han }}, quá hạn {{ tong.hoan_thanh_muon }}); {{ tong.chua_hoan_thanh }} chưa hoàn "
        "thành (trong hạn {{ tong.trong_han }}, quá hạn {{ tong.qua_han }}); {{ tong.cho_dieu_kien }} chưa đủ điều "
        "kiện thực hiện; {{ tong.tam_dung }} tạm dừng; tỷ lệ hoàn thành trên số đến hạn: {{ tong.ty_le }} (chi tiết "
        "tại Phụ lục I, Phụ lục II kèm theo).",
        BODY,
    )
    paragraph(document, "2. Theo chỉ số thành phần PCI", HEADING)
    sub_indices(document, "chi_so_pci", lettered=True)
    paragraph(document, "3. Chỉ số xanh cấp tỉnh (PGI)", HEADING)
    sub_indices(document, "chi_so_xanh", lettered=False)
    paragraph(document, "III. KHÓ KHĂN, VƯỚNG MẮC, HẠN CHẾ VÀ NGUYÊN NHÂN", HEADING)
    paragraph(document, "1. Khó khăn, vướng mắc, hạn chế", HEADING)
    raised(document, "kho_khan")
    paragraph(document, "2. Nguyên nhân", HEADING)
    if_paragraph(document, "kho_khan or thieu", "", "[Văn phòng bổ sung nguyên nhân khách quan, chủ quan]")
    if_paragraph(document, "not kho_khan and not thieu", "Không có.")
    paragraph(document, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ {{ ky.ten_tiep | upper }}", HEADING)
    paragraph(document, "Tiếp tục thực hiện các nhiệm vụ thường xuyên theo Kế hoạch; trọng tâm:", BODY)
    or_else(document, "phuong_huong", "dong", "Không có nhiệm vụ đến hạn.")
    paragraph(document, "V. KIẾN NGHỊ, ĐỀ XUẤT", HEADING)
    raised(document, "kien_nghi")
    paragraph(
        document,
        "Trên đây là báo cáo kết quả thực hiện Kế hoạch {{ ky.trong }}, {{ co_quan.ten_ngan }} kính gửi "
        "{{ kinh_gui }} tổng hợp, báo cáo UBND tỉnh./.",
        replace(BODY, keep_next=True),
    )


def signature(document: Any) -> None:
    """Cells 9b and 7: recipients on the left, capacity and name on the right, room for the signature between."""
    foot = table(document, LETTERHEAD, 1, bordered=False)
    row_flag(foot.rows[0], "cantSplit")
    left, right = foot.cell(0, 0), foot.cell(0, 1)
    recipients = Style(size=11, align=WD_ALIGN_PARAGRAPH.LEFT)
    paragraph(left, "Nơi nhận:", replace(recipients, size=12, bold=True, italic=True, before=12))
    for text in ("{%p for dong in noi_nhan %}", "{{ dong }}", "{%p endfor %}"):
        paragraph(left, text, recipients)
    paragraph(right, "", replace(CENTRED, size=8))
    for text in ("{%p for dong in quyen_han %}", "{{ dong }}", "{%p endfor %}"):
        paragraph(right, text, CENTRED)
    for _ in range(4):
        paragraph(right, "", CENTRED)
    paragraph(right, "{{ nguoi_ky }}", CENTRED)


def annex_section(document: Any, number: str, title: str) -> None:
    """A landscape section numbered on its own, with the heading that NĐ 30 asks of an appendix."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = True
    restart_pages(section)
    paragraph(document, f"Phụ lục {number}", CENTRED)
    paragraph(document, title, CENTRED)
    words = "(Kèm theo Báo cáo số {{ so }}/{{ ky_hieu }} {{ ngay_thang }} của {{ co_quan.ten_day_du }})"
    paragraph(document, words, Style(italic=True))
    paragraph(document, "", Style(size=6))


def restart_pages(section: Any) -> None:
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    properties.insert_element_before(element("w:pgNumType", start="1"), "w:cols", "w:titlePg", "w:docGrid")


def head_row(made: Any, titles: Sequence[str]) -> None:
    row_flag(made.rows[0], "cantSplit", "tblHeader")
    for cell, title in zip(made.rows[0].cells, titles, strict=True):
        paragraph(cell, title, CELL_HEAD)
        cell.vertical_alignment = 1


def annex_tasks(document: Any) -> None:
    annex_section(document, "I", "TÌNH HÌNH, KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ {{ ky.trong | upper }}")
    made = table(document, [width for _, width, _ in ANNEX_COLUMNS], 1, bordered=True)
    head_row(made, [title for title, _, _ in ANNEX_COLUMNS])
    tag_row(made, "{%tr for muc in phu_luc_1 %}")
    heading = made.add_row()
    row_flag(heading, "cantSplit")
    bold = replace(CELL, bold=True, keep_next=True)
    paragraph(heading.cells[0], "{{ muc.so }}", replace(bold, align=WD_ALIGN_PARAGRAPH.CENTER))
    paragraph(heading.cells[1].merge(heading.cells[-1]), "{{ muc.ten }}", bold)
    tag_row(made, "{%tr for viec in muc.nhiem_vu %}")
    cells = made.add_row().cells
    for cell, (_, _, tag) in zip(cells, ANNEX_COLUMNS, strict=True):
        centred = replace(CELL, align=WD_ALIGN_PARAGRAPH.CENTER) if cell is cells[0] else CELL
        paragraph(cell, tag, centred, "{{ viec.thieu }}" if "ket_qua" in tag else "")
    tag_row(made, "{%tr endfor %}")
    tag_row(made, "{%tr endfor %}")
    paragraph(document, "./.", replace(CELL, align=WD_ALIGN_PARAGRAPH.RIGHT))


def annex_counts(document: Any) -> None:
    annex_section(document, "II", "TỔNG HỢP KẾT QUẢ THỰC HIỆN TÍNH ĐẾN NGÀY {{ ky.tinh_den }}")
    count_table(document, "1. Theo chỉ số thành phần", counts("Chỉ số"), "phu_luc_2.theo_chi_so", "phu_luc_2.tong_cong")
    count_table(
        document, "2. Theo đơn vị (nhiệm vụ chung tính cho từng đơn vị)", counts("Đơn vị"), "phu_luc_2.theo_don_vi"
    )
    paragraph(document, "./.", replace(CELL, align=WD_ALIGN_PARAGRAPH.RIGHT))


def count_table(
    document: Any, title: str, columns: Sequence[tuple[str, float, str]], items: str, total: str = ""
) -> None:
    paragraph(document, title, replace(CELL, size=13, bold=True, before=6, keep_next=True))
    made = table(document, [width for _, width, _ in columns], 1, bordered=True)
    head_row(made, [head for head, _, _ in columns])
    tag_row(made, f"{{%tr for dong in {items} %}}")
    count_cells(made.add_row(), columns, "dong", CELL)
    tag_row(made, "{%tr endfor %}")
    if total:
        count_cells(made.add_row(), columns, total, replace(CELL, bold=True))


def count_cells(row: Any, columns: Sequence[tuple[str, float, str]], source: str, style: Style) -> None:
    row_flag(row, "cantSplit")
    for cell, (_, _, field) in zip(row.cells, columns, strict=True):
        text = "" if style.bold and field == "so" else f"{{{{ {source}.{field} }}}}"
        paragraph(cell, text, style if field == "ten" else replace(style, align=WD_ALIGN_PARAGRAPH.CENTER))


def blank_document() -> Any:
    """A4 portrait, margins of NĐ 30, one family in all four font slots, page number centred in the top margin."""
    document = Document()
    for part in (document.styles.element.find(qn("w:docDefaults")), *(style.element for style in document.styles)):
        for fonts in part.iter(qn("w:rFonts")):
            fonts.attrib.clear()
            for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{slot}"), FONT)
        for language in part.iter(qn("w:lang")):
            language.set(qn("w:val"), "vi-VN")
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    for slot in ("cs", "eastAsia"):
        normal.element.rPr.rFonts.set(qn(f"w:{slot}"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(30),
        Mm(20),
        Mm(20),
        Mm(20),
    )
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    page_number(section.header.paragraphs[0])
    return document


def page_number(made: Any) -> None:
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind in ("begin", None, "separate", "text", "end"):
        added = made.add_run("1" if kind == "text" else "")
        added.font.size = Pt(13)
        if kind is None:
            instruction = element("w:instrText")
            instruction.text = "PAGE"
            added._r.append(instruction)
        elif kind != "text":
            added._r.append(element("w:fldChar", fldCharType=kind))


def report() -> bytes:
    """`bao-cao.docx`: the periodic report with its two appendices."""
    document = blank_document()
    document._body.clear_content()
    letterhead(document)
    opening(document)
    outline(document)
    signature(document)
    annex_tasks(document)
    annex_counts(document)
    out = BytesIO()
    document.save(out)
    return canonical(out.getvalue(), {})


TEMPLATES = {"bao-cao.docx": report}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, build in TEMPLATES.items():
        (folder / name).write_bytes(build())
        print(folder / name)
