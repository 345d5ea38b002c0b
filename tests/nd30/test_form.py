"""A document that follows NĐ 30/2020 has no finding; each departure has exactly the finding that
names it."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import docx
import pytest
from documents import blank
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from pci.core.diagnostic import START, Diagnostic, Severity
from pci.nd30.form import FORM_RULES, check_form
from pci.nd30.reader import read_outline

CENTER, JUSTIFY, LEFT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
)
Change = Callable[[Document], object]


def node(name: str, **attributes: str) -> Any:
    found: Any = OxmlElement(name)
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), value)
    return found


def write(
    paragraph: Paragraph,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Any = CENTER,
) -> Paragraph:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    paragraph.alignment = align
    return paragraph


def body(paragraph: Paragraph, text: str, *, bold: bool = False) -> Paragraph:
    write(paragraph, text, 14, bold=bold, align=JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.space_before = Pt(6)
    return paragraph


def border(paragraph: Paragraph, side: str, inset: float) -> None:
    borders = node("w:pBdr")
    borders.append(node(f"w:{side}", val="single", sz="6", space="1", color="auto"))
    paragraph._p.get_or_add_pPr().append(borders)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(inset)


def cell(document_table: Any, row: int, column: int) -> Callable[[], Paragraph]:
    """The paragraphs of a cell one by one: its first, then new ones."""
    made = document_table.cell(row, column)
    fresh = iter(made.paragraphs)
    return lambda: next(fresh, None) or made.add_paragraph()


def page_number(document: Document) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.alignment = CENTER
    for part in (
        node("w:fldChar", fldCharType="begin"),
        "PAGE",
        node("w:fldChar", fldCharType="end"),
    ):
        run = paragraph.add_run()
        run.font.size = Pt(14)
        if part == "PAGE":
            part = node("w:instrText")
            part.text = " PAGE "
        run._r.append(part)


def start(symbol: str) -> Document:
    """An empty document with the looks of the decree and a letterhead."""
    document = blank()
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{slot}"), "Times New Roman")
    # The library's own template has 1.15 lines and 10 pt after each paragraph.
    normal: Any = document.styles["Normal"]
    normal.paragraph_format.line_spacing, normal.paragraph_format.space_after = 1.0, Pt(0)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = page.right_margin = Mm(20)
    page.left_margin = Mm(30)
    page.different_first_page_header_footer = True
    page_number(document)
    table = document.add_table(2, 2)
    left, right = cell(table, 0, 0), cell(table, 0, 1)
    write(left(), "UBND TỈNH KHÁNH HÒA", 13)
    write(left(), "BAN QUẢN LÝ", 13, bold=True)
    write(left(), "KHU KINH TẾ VÂN PHONG", 13, bold=True)
    border(left(), "top", 25)
    write(right(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    border(write(right(), "Độc lập - Tự do - Hạnh phúc", 14, bold=True), "bottom", 8)
    write(cell(table, 1, 0)(), f"Số: 05/{symbol}", 13)
    write(cell(table, 1, 1)(), "Khánh Hòa, ngày 05 tháng 9 năm 2023", 14, italic=True)
    return document


def title(document: Document, kind: str, summary: str) -> None:
    write(document.add_paragraph(), kind, 14, bold=True)
    write(document.add_paragraph(), summary, 14, bold=True)
    border(document.add_paragraph(), "top", 50)


def foot(document: Document, *signers: str, above: bool = True) -> None:
    table = document.add_table(1, 2)
    left, right = cell(table, 0, 0), cell(table, 0, 1)
    write(left(), "Nơi nhận:", 12, bold=True, italic=True, align=LEFT)
    for text in (*["- Như trên;"] * above, "- Các phòng, BQLDA;", "- Lưu: VT, VP, 02."):
        write(left(), text, 11, align=LEFT)
    for text in signers:
        write(right(), text, 14, bold=True)
        right()


def appendix(document: Document, name: str, heading: str, *, landscape: bool) -> None:
    page = document.add_section(WD_SECTION.NEW_PAGE)
    page.different_first_page_header_footer = False
    for old in page._sectPr.findall(qn("w:pgNumType")):
        page._sectPr.remove(old)
    page._sectPr.append(node("w:pgNumType", start="1"))
    if landscape:
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    write(document.add_paragraph(), name, 14, bold=True)
    write(document.add_paragraph(), heading, 14, bold=True)
    source = (
        "Báo cáo số      /BC-KKT ngày      tháng 9 năm 2023 của Ban quản lý Khu kinh tế Vân Phong"
    )
    write(document.add_paragraph(), f"(Kèm theo {source})", 14, italic=True)
    table = document.add_table(12, 4)
    for row in table.rows:
        for one in row.cells:
            write(one.paragraphs[0], "Văn phòng", 12, align=LEFT)
    table.rows[0]._tr.get_or_add_trPr().append(node("w:tblHeader"))


def report() -> Document:
    document = start("BC-KKT")
    title(document, "BÁO CÁO", "Kết quả thực hiện Kế hoạch nâng cao chỉ số PCI quý III năm 2023")
    write(document.add_paragraph(), "Kính gửi: Sở Kế hoạch và Đầu tư", 14)
    body(
        document.add_paragraph(),
        "Thực hiện Quyết định số 1776/QĐ-UBND ngày 28/7/2023, Ban quản lý báo cáo như sau:",
    )
    body(document.add_paragraph(), "I. KẾT QUẢ THỰC HIỆN", bold=True)
    body(document.add_paragraph(), "1. Đánh giá chung", bold=True)
    body(
        document.add_paragraph(),
        "Văn phòng đã hoàn thành 02 nhiệm vụ (chi tiết tại các Phụ lục I và II kèm theo).",
    )
    body(document.add_paragraph(), "a) Tiếp nhận 120 hồ sơ;")
    body(document.add_paragraph(), "b) Giải quyết đúng hạn 118/120 hồ sơ (98,33%).")
    body(document.add_paragraph(), "II. KIẾN NGHỊ, ĐỀ XUẤT", bold=True)
    body(document.add_paragraph(), "Kính gửi Sở Kế hoạch và Đầu tư tổng hợp, báo cáo UBND tỉnh./.")
    foot(document, "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Vương Thị Lệ Huyền")
    appendix(document, "Phụ lục I", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ", landscape=True)
    appendix(document, "Phụ lục II", "SỐ LIỆU TỔNG HỢP", landscape=True)
    return document


def plan() -> Document:
    document = start("KH-KKT")
    title(document, "KẾ HOẠCH", "Triển khai Chương trình hành động nâng cao chỉ số PCI năm 2023")
    for text in (
        "Căn cứ Luật Đầu tư;",
        "Căn cứ Quyết định số 1776/QĐ-UBND ngày 28/7/2023 của UBND tỉnh.",
    ):
        write(document.add_paragraph(), text, 14, italic=True, align=JUSTIFY)
    body(document.add_paragraph(), "Ban quản lý xây dựng kế hoạch triển khai thực hiện như sau:")
    write(document.add_paragraph(), "Phần I", 14, bold=True).paragraph_format.space_before = Pt(6)
    write(
        document.add_paragraph(), "NHIỆM VỤ CHUNG", 14, bold=True
    ).paragraph_format.space_before = Pt(6)
    body(
        document.add_paragraph(),
        "1. Các phòng, đơn vị thực hiện nghiêm kế hoạch này (Phụ lục kèm theo)./.",
    )
    foot(document, "TRƯỞNG BAN", "Nguyễn Văn A", above=False)
    appendix(document, "Phụ lục", "DANH MỤC NHIỆM VỤ", landscape=False)
    return document


def letter() -> Document:
    document = start("KKT-VP")
    about = document.tables[0].cell(1, 0).add_paragraph()
    write(
        about, "V/v báo cáo kết quả thực hiện Kế hoạch quý III", 12
    ).paragraph_format.space_before = Pt(6)
    write(document.add_paragraph(), "Kính gửi:", 14, align=LEFT)
    write(document.add_paragraph(), "- UBND tỉnh;", 14, align=LEFT)
    write(document.add_paragraph(), "- Sở Kế hoạch và Đầu tư.", 14, align=LEFT)
    body(
        document.add_paragraph(),
        "Ban quản lý đề nghị các cơ quan cho ý kiến trước 16 giờ 00 ngày 13/9/2023./.",
    )
    foot(document, "TL. TRƯỞNG BAN", "CHÁNH VĂN PHÒNG", "Nguyễn Văn A")
    return document


KINDS = {"report": report, "plan": plan, "letter": letter}


@cache
def built(kind: str) -> bytes:
    stream = io.BytesIO()
    KINDS[kind]().save(stream)
    return stream.getvalue()


def changed(kind: str, change: Change) -> bytes:
    document = docx.Document(io.BytesIO(built(kind)))
    change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def check(data: bytes) -> tuple[Diagnostic, ...]:
    return check_form(read_outline(data), "bao-cao.docx")


def shown(found: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{d.code} {d.message}" for d in found]


# Ways to change a document. The paragraph is the first that starts with the words given.


def find(document: Document, words: str) -> Paragraph:
    paragraphs = (Paragraph(p, document) for p in document.element.body.iter(qn("w:p")))
    return next(p for p in paragraphs if p.text.startswith(words))


def remove(element: Any) -> None:
    element.getparent().remove(element)


def say(words: str, text: str) -> Change:
    def change(document: Document) -> None:
        find(document, words).runs[0].text = text

    return change


def font(words: str, **attributes: Any) -> Change:
    def change(document: Document) -> None:
        for key, value in attributes.items():
            setattr(find(document, words).runs[0].font, key, value)

    return change


def layout(words: str, **attributes: Any) -> Change:
    def change(document: Document) -> None:
        for key, value in attributes.items():
            setattr(find(document, words).paragraph_format, key, value)

    return change


def gap(words: str, text: str) -> Change:
    """What the program leaves highlighted in a draft, for people to fill in."""
    return all_of(say(words, text), font(text, highlight_color=WD_COLOR_INDEX.YELLOW))


def all_of(*changes: Change) -> Change:
    return lambda document: [change(document) for change in changes]


def page(number: int, **attributes: Any) -> Change:
    def change(document: Document) -> None:
        for key, value in attributes.items():
            setattr(document.sections[number], key, value)

    return change


def drop(words: str) -> Change:
    def change(document: Document) -> None:
        remove(find(document, words)._p)

    return change


def before(words: str, text: str, **looks: Any) -> Change:
    def change(document: Document) -> None:
        write(find(document, words).insert_paragraph_before(), text, looks.pop("size", 13), **looks)

    return change


def number_start(number: int, value: str | None) -> Change:
    def change(document: Document) -> None:
        properties = document.sections[number]._sectPr
        for old in properties.findall(qn("w:pgNumType")):
            properties.remove(old)
        if value:
            properties.append(node("w:pgNumType", start=value))

    return change


def number_format(number: int, value: str) -> Change:
    def change(document: Document) -> None:
        properties = document.sections[number]._sectPr
        if not properties.findall(qn("w:pgNumType")):
            properties.append(node("w:pgNumType"))
        properties.findall(qn("w:pgNumType"))[0].set(qn("w:fmt"), value)

    return change


def header_text(document: Document) -> None:
    for run in document.sections[0].header.paragraphs[0].runs:
        run.font.size = Pt(11)


def first_header(document: Document) -> None:
    paragraph = document.sections[0].first_page_header.paragraphs[0]
    paragraph._p.append(node("w:fldSimple", instr="PAGE"))


def second_number(role: str) -> Change:
    def change(document: Document) -> None:
        paragraph = getattr(document.sections[0], role).paragraphs[0]
        paragraph._p.append(node("w:fldSimple", instr="PAGE"))

    return change


def line(words: str, **attributes: str) -> Change:
    """How the line that is a border of this paragraph or of the next one is drawn."""

    def change(document: Document) -> None:
        _, found = ruled(document, words)
        for key, value in attributes.items():
            found.set(qn(f"w:{key}"), value)

    return change


def inset(words: str, millimetres: float) -> Change:
    """How far the ends of that line are from those of its column."""

    def change(document: Document) -> None:
        paragraph, _ = ruled(document, words)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(
            millimetres
        )

    return change


def ruled(document: Document, words: str) -> tuple[Paragraph, Any]:
    paragraph: Any = find(document, words)._p
    drawn = next(
        one for one in (paragraph, paragraph.getnext()) if one.findall(f".//{qn('w:pBdr')}")
    )
    return Paragraph(drawn, document), drawn.findall(f".//{qn('w:pBdr')}")[0][0]


def no_border(words: str) -> Change:
    """Take the line from the paragraph, and from the one after it."""

    def change(document: Document) -> None:
        paragraph = find(document, words)._p
        for one in (paragraph, paragraph.getnext()):
            for borders in [] if one is None else list(one.iter(qn("w:pBdr"))):
                remove(borders)

    return change


def theme_font(document: Document) -> None:
    fonts = find(document, "a) Tiếp nhận").runs[0]._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:asciiTheme"), "minorHAnsi")


def east_asian_font(document: Document) -> None:
    fonts = find(document, "a) Tiếp nhận").runs[0]._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "MS Mincho")


def in_table(number: int, change: Callable[[Any], object]) -> Change:
    return lambda document: change(document.tables[number])


def no_header_row(table: Any) -> None:
    for mark in list(table._tbl.iter(qn("w:tblHeader"))):
        remove(mark)


def lost_cell(table: Any) -> None:
    table.rows[3]._tr.remove(table.rows[3]._tr.tc_lst[-1])


def empty_cell(table: Any) -> None:
    table.rows[3]._tr.tc_lst[-1].remove(table.rows[3].cells[-1].paragraphs[0]._p)


def wide_column(table: Any) -> None:
    next(table._tbl.iter(qn("w:gridCol"))).set(qn("w:w"), "12000")


def small_cell(table: Any) -> None:
    table.cell(2, 1).paragraphs[0].runs[0].font.size = Pt(9)


def tracked(document: Document) -> None:
    find(document, "a) Tiếp nhận")._p.append(node("w:ins", author="A", id="1"))


def comment(document: Document) -> None:
    document.add_comment(find(document, "a) Tiếp nhận").runs[0], "Xem lại", "A")


def link(kind: str) -> Change:
    return lambda document: document.part.relate_to("https://example.vn/a", kind, is_external=True)


def no_letterhead(document: Document) -> None:
    remove(document.tables[0]._tbl)


def tight(document: Document) -> None:
    find(document, "b) Giải").paragraph_format.space_before = Pt(3)


def contextual(document: Document) -> None:
    find(document, "b) Giải")._p.get_or_add_pPr().append(node("w:contextualSpacing"))


def no_number_field(document: Document) -> None:
    paragraph = document.sections[0].header.paragraphs[0]._p
    for run in list(paragraph):
        paragraph.remove(run)


def center_header(document: Document) -> None:
    document.sections[0].header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def even_pages(document: Document) -> None:
    document.settings.odd_and_even_pages_header_footer = True


def one_section(document: Document) -> None:
    """Both appendices on the pages of one section."""
    remove(document.element.body.findall(f".//{qn('w:pPr')}/{qn('w:sectPr')}")[-1])


def red(document: Document) -> None:
    find(document, "a) Tiếp").runs[0].font.color.rgb = RGBColor(255, 0, 0)


def unnumbered(document: Document) -> None:
    find(document, "Số:").runs[0].text = "Số:      /BC-KKT"


def unreported(table: Any) -> None:
    run = table.cell(2, 1).paragraphs[0].runs[0]
    run.text, run.font.highlight_color = "[chưa báo cáo]", WD_COLOR_INDEX.YELLOW


def hidden_by_style(document: Document) -> None:
    style: Any = document.styles.add_style("An", 2)
    style.font.hidden = True
    find(document, "a) Tiếp").runs[0].style = style


def before_as(words: str, text: str) -> Change:
    """A heading of the content in front of a paragraph."""
    return lambda document: body(find(document, words).insert_paragraph_before(), text, bold=True)


def source(words: str) -> Change:
    return say("(Kèm theo", f"(Kèm theo {words} của Ban quản lý)")


def drop_second_source(document: Document) -> None:
    *_, last = (p for p in document.paragraphs if p.text.startswith("(Kèm theo"))
    remove(last._p)


def addressed_in_table(*places: str) -> Change:
    """«Kính gửi:» in one cell of a table without borders, the places in the next."""

    def change(document: Document) -> None:
        table: Any = document._body.add_table(1, 2, Mm(160))
        find(document, "Kính gửi:")._p.addprevious(table._tbl)
        for words in ("Kính gửi:", "- UBND tỉnh;", "- Sở Kế hoạch và Đầu tư."):
            for p in [p for p in document.paragraphs if p.text.startswith(words)]:
                remove(p._p)
        write(cell(table, 0, 0)(), "Kính gửi:", 14, align=LEFT)
        beside = cell(table, 0, 1)
        for text in places:
            write(beside(), text, 14, align=LEFT)

    return change


def numbered_by_word(document: Document) -> None:
    before_as("II. KIẾN", "Việc tự đánh số")(document)
    own = node("w:numPr")
    own.extend([node("w:ilvl", val="0"), node("w:numId", val="5")])
    find(document, "Việc tự")._p.get_or_add_pPr().append(own)
    before_as("II. KIẾN", "3. Khó khăn")(document)


def wide_right_cell(document: Document) -> None:
    """As the library sets widths: of the cells alone, so that the grid says another thing."""
    for row in document.tables[0].rows:
        row.cells[0].width, row.cells[1].width = Mm(60), Mm(115)
    inset("Độc lập", 22)(document)


QUARTER = "Kết quả thực hiện Kế hoạch"
FAULTS: list[tuple[str, str, Change]] = [
    ("PCI601", "report", page(0, page_width=Mm(216), page_height=Mm(279))),
    ("PCI601", "report", page(1, orientation=WD_ORIENT.PORTRAIT)),
    ("PCI602", "report", page(0, left_margin=Mm(25))),
    ("PCI602", "report", page(0, right_margin=Mm(12))),
    ("PCI602", "report", page(2, top_margin=Mm(10))),
    ("PCI602", "report", page(0, right_margin=Mm(15), gutter=Mm(6))),
    ("PCI603", "report", no_number_field),
    ("PCI603", "report", second_number("footer")),
    ("PCI603", "report", header_text),
    ("PCI603", "report", center_header),
    ("PCI603", "report", even_pages),
    ("PCI604", "report", page(0, different_first_page_header_footer=False)),
    ("PCI604", "report", first_header),
    ("PCI604", "report", second_number("first_page_footer")),
    ("PCI605", "report", number_start(0, "3")),
    ("PCI605", "report", number_format(0, "lowerRoman")),
    ("PCI605", "report", number_format(1, "upperRoman")),
    ("PCI606", "report", font("a) Tiếp", name="Arial")),
    ("PCI606", "report", theme_font),
    ("PCI606", "report", east_asian_font),
    ("PCI607", "report", red),
    ("PCI608", "report", in_table(2, small_cell)),
    ("PCI609", "report", say("a) Tiếp", "a) Tiê\u0301p nhận 120 hồ sơ;")),
    ("PCI610", "report", say("a) Tiếp", "a) Tiếp nhận {{ so }} hồ sơ;")),
    ("PCI610", "report", say("a) Tiếp", "a) Tiếp nhận None hồ sơ;")),
    ("PCI611", "report", say("a) Tiếp", "a) Ngày 9/8/2023;")),
    ("PCI611", "report", say("a) Tiếp", "a) Trước ngày 12 tháng 03 năm 2023;")),
    ("PCI611", "report", say("a) Tiếp", "a) Trước ngày 15-9-2023;")),
    ("PCI611", "report", say("a) Tiếp", "a) Ngày 15/9/23;")),
    ("PCI612", "report", in_table(2, no_header_row)),
    ("PCI613", "report", in_table(2, lost_cell)),
    ("PCI613", "report", in_table(2, empty_cell)),
    ("PCI614", "report", in_table(2, wide_column)),
    ("PCI615", "report", tracked),
    ("PCI615", "report", comment),
    ("PCI617", "report", link(RELATIONSHIP_TYPE.IMAGE)),
    ("PCI617", "report", link(RELATIONSHIP_TYPE.OLE_OBJECT)),
    ("PCI618", "report", all_of(unnumbered, gap("Thực hiện", "[Văn phòng rà soát số hồ sơ]"))),
    (
        "PCI618",
        "report",
        all_of(unnumbered, say("a) Tiếp", "a) Tiếp nhận [chưa có số liệu] hồ sơ;")),
    ),
    ("PCI618", "report", all_of(unnumbered, gap("Vương Thị", "[họ và tên]"))),
    ("PCI618", "report", all_of(unnumbered, in_table(2, unreported))),
    ("PCI619", "report", gap("Thực hiện", "[Văn phòng rà soát số hồ sơ]")),
    ("PCI619", "letter", gap("Nguyễn Văn A", "[họ và tên]")),
    ("PCI619", "report", before("Số:", "DỰ THẢO", bold=True)),
    ("PCI619", "report", before("BÁO CÁO", "DỰ THẢO LẦN 2 (ngày 14/9/2023)", bold=True)),
    ("PCI620", "report", no_letterhead),
    ("PCI621", "report", drop("CỘNG HÒA")),
    ("PCI621", "report", font("CỘNG HÒA", size=Pt(14))),
    ("PCI621", "report", say("CỘNG HÒA", "CỘNG HÒA XÃ HỘI CHŨ NGHĨA VIỆT NAM")),
    ("PCI621", "report", before("CỘNG HÒA", "Mẫu 1.4")),
    ("PCI622", "report", drop("Độc lập")),
    ("PCI622", "report", font("Độc lập", italic=True)),
    ("PCI622", "report", say("Độc lập", "Độc lập – Tự do – Hạnh phúc")),
    ("PCI622", "report", say("Độc lập", "Độc lập-Tự do-Hạnh phúc")),
    ("PCI623", "report", no_border("Độc lập")),
    ("PCI623", "report", line("Độc lập", val="dashed")),
    ("PCI623", "report", inset("Độc lập", 25)),
    ("PCI623", "report", inset("Độc lập", -15)),
    ("PCI624", "report", font("UBND TỈNH", bold=True)),
    ("PCI624", "report", say("UBND TỈNH", "Ubnd tỉnh Khánh Hòa")),
    ("PCI625", "report", font("KHU KINH TẾ", bold=False)),
    ("PCI625", "report", font("BAN QUẢN LÝ", size=Pt(11))),
    ("PCI625", "report", all_of(say("UBND TỈNH", ""), say("BAN QUẢN", ""), say("KHU KINH TẾ", ""))),
    ("PCI626", "report", no_border("KHU KINH TẾ")),
    ("PCI626", "report", line("KHU KINH TẾ", val="dotDash")),
    ("PCI626", "report", inset("KHU KINH TẾ", 0)),
    ("PCI627", "report", font("Số:", size=Pt(14))),
    ("PCI627", "plan", say("Số:", "")),
    ("PCI628", "report", say("Số:", "Số 05/BC-KKT")),
    ("PCI628", "report", say("Số:", "Số: 5/BC-KKT")),
    ("PCI628", "report", say("Số:", "Số: V/BC-KKT")),
    ("PCI628", "report", say("Số:", "Số: 05-BC-KKT")),
    ("PCI628", "report", say("Số:", "Số: 05/BC - KKT")),
    ("PCI628", "report", say("Số:", "Số: 05/BC-Kkt")),
    ("PCI629", "report", say("Số:", "Số: 05/KH-KKT")),
    ("PCI629", "letter", say("Số:", "Số: 05/CV-KKT")),
    ("PCI630", "report", font("Khánh Hòa,", italic=False)),
    ("PCI630", "report", say("Khánh Hòa,", "")),
    ("PCI631", "report", say("Khánh Hòa,", "Khánh Hòa ngày 05 tháng 9 năm 2023")),
    ("PCI631", "report", say("Khánh Hòa,", "Khánh Hòa, ngày 5 tháng 9 năm 2023")),
    ("PCI631", "report", say("Khánh Hòa,", "Khánh Hòa, ngày 05 tháng 09 năm 2023")),
    ("PCI631", "report", say("Khánh Hòa,", "Khánh Hòa, ngày 15 tháng 2 năm 2023")),
    ("PCI631", "report", say("Khánh Hòa,", "khánh Hòa, ngày 15 tháng 9 năm 2023")),
    ("PCI631", "report", say("Khánh Hòa,", "Khánh Hòa, ngày 15 tháng 9")),
    ("PCI631", "report", say("Khánh Hòa,", "Khánh Hòa, ngày 32 tháng 9 năm 2023")),
    ("PCI631", "report", say("Khánh Hòa,", "Khánh Hòa, ngày 31 tháng 9 năm 2023")),
    ("PCI631", "report", say("Khánh Hòa,", "Khánh Hòa, ngày      tháng 13 năm 2023")),
    ("PCI632", "letter", font("V/v", size=Pt(14))),
    ("PCI632", "letter", layout("V/v", space_before=Pt(0))),
    ("PCI632", "letter", say("V/v", "v/v báo cáo kết quả")),
    ("PCI632", "letter", drop("V/v")),
    ("PCI633", "report", layout("CỘNG HÒA", line_spacing=1.5)),
    ("PCI640", "report", say("BÁO CÁO", "Báo cáo")),
    ("PCI640", "report", drop("BÁO CÁO")),
    ("PCI641", "report", font(QUARTER, bold=False)),
    ("PCI641", "report", layout(QUARTER, alignment=LEFT)),
    ("PCI641", "report", drop(QUARTER)),
    ("PCI642", "report", no_border(QUARTER)),
    ("PCI642", "report", line(QUARTER, val="wave")),
    ("PCI642", "report", inset(QUARTER, 0)),
    ("PCI643", "report", font("Kính gửi: Sở", italic=True)),
    ("PCI643", "report", say("Kính gửi: Sở", "Kính gửi Sở Kế hoạch")),
    ("PCI643", "plan", before("Căn cứ Luật", "Kính gửi: UBND tỉnh")),
    ("PCI643", "letter", all_of(drop("Kính gửi:"), drop("- UBND"), drop("- Sở Kế"))),
    ("PCI644", "letter", say("- UBND", "- UBND tỉnh")),
    ("PCI644", "letter", say("- Sở Kế", "- Sở Kế hoạch và Đầu tư;")),
    ("PCI644", "letter", drop("- UBND")),
    ("PCI645", "plan", font("Căn cứ Luật", italic=False)),
    ("PCI645", "plan", say("Căn cứ Luật", "Căn cứ Luật Đầu tư.")),
    ("PCI646", "report", layout("a) Tiếp", alignment=LEFT)),
    ("PCI646", "report", layout("Văn phòng đã", alignment=CENTER)),
    ("PCI647", "report", layout("a) Tiếp", first_line_indent=Mm(0))),
    ("PCI647", "report", layout("a) Tiếp", first_line_indent=Mm(-10))),
    ("PCI648", "report", tight),
    ("PCI648", "report", contextual),
    ("PCI649", "report", layout("a) Tiếp", line_spacing=2.0)),
    ("PCI649", "report", layout("a) Tiếp", line_spacing=Pt(12))),
    ("PCI650", "report", font("a) Tiếp", size=Pt(12))),
    ("PCI651", "report", font("a) Tiếp", italic=True)),
    ("PCI652", "report", say("I. KẾT", "I. Kết quả thực hiện")),
    ("PCI652", "report", font("I. KẾT", bold=False)),
    ("PCI653", "report", font("1. Đánh", bold=False)),
    ("PCI654", "plan", say("Phần I", "PHẦN I")),
    ("PCI654", "plan", say("NHIỆM VỤ CHUNG", "Nhiệm vụ chung")),
    ("PCI655", "report", say("b) Giải", "c) Giải quyết đúng hạn 118/120 hồ sơ.")),
    ("PCI656", "report", say("Kính gửi Sở", "Kính gửi Sở tổng hợp, báo cáo UBND tỉnh.")),
    ("PCI657", "report", say("II. KIẾN", "III. KIẾN NGHỊ, ĐỀ XUẤT")),
    ("PCI657", "report", before_as("II. KIẾN", "3. Việc khác")),
    ("PCI660", "report", drop("Nơi nhận:")),
    ("PCI660", "report", font("Nơi nhận:", italic=False)),
    ("PCI660", "report", say("Nơi nhận:", "Nơi nhận: UBND tỉnh;")),
    ("PCI661", "report", font("- Các phòng", size=Pt(12))),
    ("PCI662", "report", say("- Các phòng", "- Các phòng, BQLDA,")),
    ("PCI662", "report", say("- Các phòng", "– Các phòng, BQLDA;")),
    ("PCI663", "report", say("- Lưu", "- Lưu: VT, VP")),
    ("PCI664", "report", drop("- Như trên")),
    ("PCI664", "report", drop("Kính gửi: Sở")),
    ("PCI665", "report", say("PHÓ TRƯỞNG", "Phó Trưởng ban")),
    ("PCI665", "plan", drop("Nguyễn Văn A")),
    ("PCI666", "report", say("KT. TRƯỞNG", "KT.TRƯỞNG BAN")),
    ("PCI666", "report", say("KT. TRƯỞNG", "TP. TRƯỞNG BAN")),
    ("PCI666", "report", say("KT. TRƯỞNG", "TL TRƯỞNG BAN")),
    ("PCI666", "report", say("KT. TRƯỞNG", "K/T TRƯỞNG BAN")),
    ("PCI666", "report", say("KT. TRƯỞNG", "K.T. TRƯỞNG BAN")),
    ("PCI666", "letter", say("TL. TRƯỞNG", "T/L TRƯỞNG BAN")),
    ("PCI666", "plan", say("TRƯỞNG BAN", "T/M TRƯỞNG BAN")),
    ("PCI666", "plan", say("TRƯỞNG BAN", "TM. TRƯỞNG BAN")),
    ("PCI666", "report", say("KT. TRƯỞNG", "TM. LÃNH ĐẠO BAN")),
    (
        "PCI666",
        "report",
        all_of(say("KT. TRƯỞNG", "TM. BAN QUẢN LÝ"), say("PHÓ TRƯỞNG", "TRƯỞNG BAN")),
    ),
    (
        "PCI666",
        "report",
        all_of(say("KT. TRƯỞNG", "KT. CHỦ TỊCH"), say("PHÓ TRƯỞNG", "K/T PHÓ CHỦ TỊCH")),
    ),
    ("PCI666", "report", drop("PHÓ TRƯỞNG")),
    ("PCI667", "report", say("Vương Thị", "VƯƠNG THỊ LỆ HUYỀN")),
    ("PCI667", "report", say("Vương Thị", "Vương thị Lệ Huyền")),
    ("PCI667", "report", say("Vương Thị", "ThS. Vương Thị Lệ Huyền")),
    ("PCI670", "report", say("Phụ lục I", "PHỤ LỤC I")),
    ("PCI670", "report", font("Phụ lục I", size=Pt(13))),
    ("PCI670", "report", say("Phụ lục I", "Phụ lục I. KẾT QUẢ")),
    ("PCI671", "report", say("Phụ lục II", "Phụ lục 2")),
    ("PCI672", "report", say("SỐ LIỆU", "Số liệu tổng hợp")),
    ("PCI672", "report", drop("SỐ LIỆU")),
    ("PCI673", "report", font("(Kèm theo", italic=False)),
    ("PCI673", "report", drop("(Kèm theo")),
    ("PCI673", "report", say("(Kèm theo", "Kèm theo Báo cáo")),
    ("PCI673", "report", source("Báo cáo số 99/BC-KKT ngày 05 tháng 9 năm 2023")),
    ("PCI674", "report", number_start(1, None)),
    ("PCI674", "report", one_section),
    ("PCI675", "report", say("Văn phòng đã", "Hoàn thành 02 nhiệm vụ (Phụ lục I).")),
    ("PCI644", "letter", addressed_in_table("- UBND tỉnh,", "- Sở Kế hoạch và Đầu tư.")),
    ("PCI676", "plan", drop("Phụ lục")),
    ("PCI676", "report", drop("Phụ lục I")),
    ("PCI676", "report", drop("Phụ lục II")),
    ("PCI676", "report", all_of(drop("Phụ lục II"), number_start(2, None))),
    ("PCI680", "report", font("a) Tiếp", hidden=True)),
    ("PCI680", "report", hidden_by_style),
]
ALLOWED: list[tuple[str, Change]] = [
    ("report", say("Số:", "Số:      /BC-KKT")),
    ("report", say("Khánh Hòa,", "Khánh Hòa, ngày      tháng 9 năm 2023")),
    ("report", say("CỘNG HÒA", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
    ("report", all_of(unnumbered, before("CỘNG HÒA", "DỰ THẢO", bold=True))),
    ("report", all_of(unnumbered, before("Số:", "DỰ THẢO", bold=True))),
    ("report", all_of(unnumbered, before("BÁO CÁO", "DỰ THẢO LẦN 2", bold=True))),
    ("report", before("BÁO CÁO", "DỮ LIỆU MINH HỌA", bold=True)),
    ("letter", say("Nguyễn Văn A", "[họ và tên]")),
    ("letter", before("- UBND", "- Các phòng, đơn vị thuộc và trực thuộc;", align=LEFT)),
    ("report", font("Văn phòng đã", highlight_color=WD_COLOR_INDEX.YELLOW)),
    ("report", say("a) Tiếp", "a) Tiếp nhận 120 hồ sơ [1];")),
    ("report", say("Văn phòng đã", "Hoàn thành 02 nhiệm vụ (Phụ lục I và Phụ lục II).")),
    ("report", all_of(say("KT. TRƯỞNG", "TM. ỦY BAN NHÂN DÂN"), say("PHÓ TRƯỞNG", "CHỦ TỊCH"))),
    ("plan", say("TRƯỞNG BAN", "Q. TRƯỞNG BAN")),
    ("report", layout("a) Tiếp", first_line_indent=Mm(12.7))),
    ("report", layout("a) Tiếp", line_spacing=Pt(18))),
    ("report", lambda d: setattr(find(d, "a) Tiếp").runs[0].font.color, "rgb", RGBColor(0, 0, 0))),
    ("report", link(RELATIONSHIP_TYPE.HYPERLINK)),
    (
        "report",
        lambda d: (say("PHÓ TRƯỞNG", "Phó Trưởng ban")(d), font("Phó Trưởng", all_caps=True)(d)),
    ),
    ("report", before(QUARTER, "Kết quả công tác,", size=14, bold=True)),
    ("report", page(0, left_margin=Mm(20), gutter=Mm(10))),
    ("report", number_format(0, "decimal")),
    ("report", source("Báo cáo số 5/BC-KKT ngày 05 tháng 9 năm 2023")),
    ("report", source("Quyết định số 1776/QĐ-UBND ngày 28/7/2023")),
    ("report", say("a) Tiếp", "a) Ngày 15/9, tệp so-lieu-15-9-2023.xlsx, tỷ lệ 15/9/24;")),
    (
        "report",
        say(
            "a) Tiếp",
            "a) Tập huấn trong các ngày 15-10-17 và ngày 05-06-07 tháng 9, ngày 15-16-17;",
        ),
    ),
    ("report", inset("Độc lập", 0)),
    ("report", wide_right_cell),
    ("report", addressed_in_table("Sở Kế hoạch và Đầu tư")),
    ("report", addressed_in_table("- UBND tỉnh;", "- Sở Kế hoạch và Đầu tư.")),
    ("letter", addressed_in_table("- UBND tỉnh;", "- Sở Kế hoạch và Đầu tư.")),
    ("report", numbered_by_word),
    (
        "report",
        all_of(drop("Phụ lục II"), drop("SỐ LIỆU"), drop_second_source, number_start(2, None)),
    ),
    (
        "report",
        all_of(before_as("II. KIẾN", "2. Chi phí"), before_as("Kính gửi Sở", "3. Kiến nghị")),
    ),
    (
        "report",
        lambda d: [
            body(find(d, "II. KIẾN").insert_paragraph_before(), f"{letter}) Việc;")
            for letter in ("c", "d", "đ", "e")
        ],
    ),
    (
        "report",
        lambda d: body(find(d, "II. KIẾN").insert_paragraph_before(), "2. Các phòng báo cáo."),
    ),
]


LONG = "9" * 5000
"""More digits than a number is read from."""


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("PCI628", say("Số:", f"Số: 0{LONG}/BC-KKT")),
        ("PCI631", say("Khánh Hòa,", f"Khánh Hòa, ngày {LONG} tháng 9 năm 2023")),
        ("PCI673", source(f"Báo cáo số {LONG}/BC-KKT")),
        ("PCI653", before_as("II. KIẾN", f"{LONG}. Việc khác")),
    ],
)
def test_endless_digits_are_judged_like_any_others(code: str, change: Change) -> None:
    assert {d.code for d in check(changed("report", change))} <= {code}


@pytest.mark.parametrize("kind", KINDS)
def test_a_conforming_document_has_no_finding(kind: str) -> None:
    assert shown(check(built(kind))) == []


@pytest.mark.parametrize(("code", "kind", "change"), FAULTS)
def test_each_departure_has_exactly_its_finding(code: str, kind: str, change: Change) -> None:
    found = check(changed(kind, change))
    assert {d.code for d in found} == {code}, shown(found)


def test_a_point_of_another_alphabet_is_told_alone() -> None:
    def change(document: Document) -> None:
        for letter in "cdđefh":
            body(find(document, "II. KIẾN").insert_paragraph_before(), f"{letter}) Việc;")

    found = check(changed("report", change))
    assert ["điểm f) sai thứ tự, cần g)" in d.message for d in found] == [True], shown(found)


@pytest.mark.parametrize(("kind", "change"), ALLOWED)
def test_what_drafts_and_other_hands_do_is_allowed(kind: str, change: Change) -> None:
    assert shown(check(changed(kind, change))) == []


def test_macros_are_found() -> None:
    stream = io.BytesIO(built("report"))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("word/vbaProject.bin", b"")
    assert shown(check(stream.getvalue())) == ["PCI616 tệp có macro hoặc nút lệnh riêng"]


def test_a_finding_names_the_paragraph_and_says_what_to_do() -> None:
    found = check(changed("report", font("Nơi nhận:", size=Pt(11))))
    assert found == (
        Diagnostic(
            "bao-cao.docx",
            START,
            "PCI660",
            Severity.ERROR,
            "đoạn 21 «Nơi nhận:»: cỡ chữ 11, cần 12",
            "đặt cỡ 12, đậm, nghiêng, in thường (NĐ 30/2020, Phụ lục I, mục II.9.d)",
        ),
    )


def test_a_finding_is_one_line_however_long_the_paragraph() -> None:
    found = check(changed("report", say("a) Tiếp", "a) Tiếp nhận\n" + "hồ sơ " * 50 + "{{ so }};")))
    assert shown(found) == [
        "PCI610 đoạn 17 «a) Tiếp nhận hồ sơ hồ sơ hồ sơ hồ sơ hồ…»: còn sót «{{» của mẫu"
    ]


def test_a_flood_of_findings_is_counted() -> None:
    days = "; ".join(f"5/9/{year}" for year in range(1900, 2023))
    found = check(changed("report", say("a) Tiếp", f"a) Tiếp nhận {days};")))
    assert len(found) == 100
    assert "«5/9/1999» thừa hoặc thiếu số 0, và 23 lỗi khác trong tệp" in found[-1].message


def test_an_empty_document_is_told_what_it_lacks() -> None:
    assert {"PCI601", "PCI603", "PCI620", "PCI640", "PCI660"} <= {
        d.code for d in check(one_line("Số: 45/BC-KKT"))
    }


OFFICIAL = (
    "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 45/BC-KKT",
    "BÁO CÁO",
    "Kính gửi: UBND tỉnh",
    "Nơi nhận:",
)


@pytest.mark.parametrize("line", OFFICIAL)
def test_one_line_of_an_agency_s_paper_makes_it_one(line: str) -> None:
    assert "PCI620" in {d.code for d in check(one_line(line))}


@pytest.mark.parametrize(
    "line", ["", "TÌNH HÌNH THỰC HIỆN KẾ HOẠCH", "Số lượng: 5", "Nơi nhận hồ sơ ở tầng 1"]
)
def test_of_a_paper_that_no_agency_issues_the_page_alone_is_judged(line: str) -> None:
    found = {d.code for d in check(one_line(line))}
    assert {"PCI601", "PCI603"} <= found
    assert all(code < "PCI620" for code in found)


def one_line(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_gap_is_told_once_where_it_first_stands_with_how_often() -> None:
    missing = say("b) Giải", "b) Đúng hạn: [Văn phòng chưa gửi báo cáo].")
    found = check(
        changed(
            "report", all_of(unnumbered, gap("Thực hiện", "[Văn phòng chưa gửi báo cáo]"), missing)
        )
    )
    assert [(d.severity, d.message) for d in found] == [
        (Severity.WARNING, "đoạn 13: còn phải bổ sung «[Văn phòng chưa gửi báo cáo]», 02 chỗ")
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("K/T TRƯỞNG BAN", "viết «KT. TRƯỞNG BAN»"),
        ("KT.TRƯỞNG BAN", "viết «KT. TRƯỞNG BAN»"),
        ("T.U.Q TRƯỞNG BAN", "viết «TUQ. TRƯỞNG BAN»"),
        ("Q TRƯỞNG BAN", "viết «Q. TRƯỞNG BAN»"),
        (
            "T/M TRƯỞNG BAN",
            "người đứng đầu ghi chức vụ, như «TRƯỞNG BAN»; cấp phó ghi «KT. TRƯỞNG BAN»",
        ),
    ],
)
def test_a_capacity_written_wrong_is_told_with_the_right_one(written: str, told: str) -> None:
    (found,) = check(changed("report", say("KT. TRƯỞNG", written)))
    assert (found.code, found.hint) == ("PCI666", f"{told} (NĐ 30/2020, Phụ lục I, mục II.7.b)")


def test_every_rule_stands_in_the_table_and_has_a_fault_of_its_own() -> None:
    codes = [rule.code for rule in FORM_RULES]
    assert codes == sorted(set(codes))
    assert {code for code, _, _ in FAULTS} | {"PCI616"} == set(codes)
    assert all(rule.check.__doc__ for rule in FORM_RULES)
