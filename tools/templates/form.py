"""The form of NĐ 30/2020/NĐ-CP, Phụ lục I, as pieces of a template: page, letterhead, rules,
signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from pci.word.pagination import element, thin_line
from pci.word.passages import FIXED_STYLE
from pci.word.render import canonical
from tools.templates.package import PLACEHOLDER, furnish

FONT = "Times New Roman"
TEXT_WIDTH = 160
"""Millimetres between the margins of a portrait page (210 − 30 − 20)."""
LETTERHEAD = (64, 96)
"""The official models' 40 : 60 of the text width."""


@dataclass(frozen=True)
class Style:
    """How a paragraph looks; sizes in points, indents in millimetres."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Any = WD_ALIGN_PARAGRAPH.CENTER
    before: float = 0
    after: float = 0
    first: float = 0
    keep_next: bool = False


BODY = Style(align=WD_ALIGN_PARAGRAPH.JUSTIFY, before=6, first=10)
HEADING = replace(BODY, bold=True, keep_next=True)
CENTRED = Style(bold=True)
SMALL = Style(size=13)
CELL = Style(size=11, align=WD_ALIGN_PARAGRAPH.LEFT)
CELL_HEAD = Style(size=11, bold=True)
TAG = replace(BODY, before=0)


def blank_document() -> Any:
    """A4 portrait, margins of NĐ 30, one family in all four font slots, page number centred in the
    top margin.
    """
    document = Document()
    furnish(document)
    for part in (
        document.styles.element.find(qn("w:docDefaults")),
        *(style.element for style in document.styles),
    ):
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
    document._body.clear_content()
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


def paragraph(place: Any, text: str, style: Style, marked: str = "") -> Any:
    """A paragraph at the end of a document or cell; `marked` is a second, highlighted run: what is
    still missing.
    """
    empty = (
        hasattr(place, "_tc")
        and len(place.paragraphs) == 1
        and not place.paragraphs[0]._p.xpath("./w:r | ./w:sdt")
    )
    made = place.paragraphs[0] if empty else place.add_paragraph()
    form = made.paragraph_format
    made.alignment = style.align
    form.space_before, form.space_after, form.line_spacing = Pt(style.before), Pt(style.after), 1.0
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
    """A solid line of `length` mm centred in `width` mm: the top border of a thin paragraph, clear
    of descenders.
    """
    made = paragraph(place, "", Style(size=4))
    form = made.paragraph_format
    form.space_before, form.line_spacing = Pt(2), Pt(4)
    form.left_indent = form.right_indent = Mm((width - length) / 2)
    borders = element("w:pBdr", element("w:top", val="single", sz="6", space="1", color="000000"))
    made._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    made._p.get_or_add_pPr().append(element("w:rPr", element("w:sz", val="8")))


def table(document: Any, widths: Sequence[float], rows: int, bordered: bool) -> Any:
    """A table of fixed column widths in millimetres, its cells flush with the text where it has no
    borders.
    """
    made = document.add_table(rows=rows, cols=len(widths))
    made.autofit = False
    if bordered:
        made.style = "Table Grid"
    else:
        margins = element(
            "w:tblCellMar", *(element(f"w:{side}", w="0", type="dxa") for side in ("left", "right"))
        )
        made._tbl.tblPr.insert_element_before(margins, "w:tblLook")
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


def head_row(made: Any, titles: Sequence[str], style: Style = CELL_HEAD) -> None:
    row_flag(made.rows[0], "cantSplit", "tblHeader")
    for cell, title in zip(made.rows[0].cells, titles, strict=True):
        paragraph(cell, title, style)
        cell.vertical_alignment = 1


def loop(
    document: Any, variable: str, items: str, line: str, marked: str = "", style: Style = BODY
) -> list[Any]:
    """One paragraph for each item."""
    return [
        paragraph(document, f"{{%p for {variable} in {items} %}}", TAG),
        paragraph(document, line, style, marked),
        paragraph(document, "{%p endfor %}", TAG),
    ]


def fixed(made: Any) -> Any:
    """A paragraph that bounds passages, told by its style."""
    styles = made.part.document.styles
    if FIXED_STYLE not in [style.name for style in styles]:
        added = styles.add_style(FIXED_STYLE, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = styles["Normal"]
    made.style = FIXED_STYLE
    return made


def passage(document: Any, source: str) -> None:
    """A content control with a passage's paragraphs and, highlighted, what is still missing."""
    made = loop(document, "dong", f"{source}.dong", "{{ dong }}")
    made += loop(document, "dong", f"{source}.thieu", "", "{{ dong }}")
    inside = control(source)
    made[0]._p.addprevious(inside)
    inside[-1].extend(made_one._p for made_one in made)


def control(source: str, *kind: Any) -> Any:
    """An empty content control that carries a passage's tag and label, and invites to type."""
    names = (
        element("w:alias", val=f"{{{{ {source}.nhan }}}}"),
        element("w:tag", val=f"{{{{ {source}.the }}}}"),
        element("w:placeholder", element("w:docPart", val=PLACEHOLDER)),
    )
    return element("w:sdt", element("w:sdtPr", *names, *kind), element("w:sdtContent"))


def if_paragraph(
    place: Any, condition: str, text: str, marked: str = "", style: Style = BODY
) -> None:
    """A paragraph that stands only where a condition holds."""
    paragraph(place, f"{{%p if {condition} %}}", replace(style, before=0))
    paragraph(place, text, style, marked)
    paragraph(place, "{%p endif %}", replace(style, before=0))


def letterhead(document: Any, subject: str = "") -> None:
    """Cells 1 to 4 of the diagram, 5b where there is a subject (công văn), the draft mark, and the
    mark of invented data where it applies.
    """
    cells = table(document, LETTERHEAD, 2, bordered=False)
    left, right = cells.cell(0, 0), cells.cell(0, 1)
    for name, style in (
        ("{{ co_quan.cap_tren }}", SMALL),
        ("{{ co_quan.ten }}", replace(SMALL, bold=True)),
    ):
        form = paragraph(left, name, style).paragraph_format
        form.left_indent = form.right_indent = Mm(
            1.5
        )  # a name that fills its line stays clear of the motto
    rule(left, LETTERHEAD[0], 24)
    paragraph(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", replace(SMALL, bold=True))
    paragraph(right, "Độc lập - Tự do - Hạnh phúc", Style(bold=True))
    rule(right, LETTERHEAD[1], 65)
    left, right = cells.cell(1, 0), cells.cell(1, 1)
    paragraph(left, "Số: {{ so }}/{{ ky_hieu }}", replace(SMALL, before=4))
    if subject:
        paragraph(left, subject, Style(size=12, before=6))
    paragraph(left, "{%p if du_thao %}", SMALL)
    paragraph(left, "DỰ THẢO", replace(SMALL, bold=True, before=4))
    paragraph(left, "{%p endif %}", SMALL)
    paragraph(left, "{%p if minh_hoa %}", SMALL)
    paragraph(left, "DỮ LIỆU MINH HỌA", replace(SMALL, bold=True))
    paragraph(left, "{%p endif %}", SMALL)
    paragraph(right, "{{ co_quan.dia_danh }}, {{ ngay_thang }}", Style(italic=True, before=4))


SEVERAL = "kinh_gui | length > 1"
"""Whether a document goes to several addressees."""
ADDRESS, ADDRESSEES, DASH = 35, 52, 3
"""Where «Kính gửi:» begins, where its colon stands over the dashes, the width of a dash
(millimetres).
"""


def addressed(document: Any) -> None:
    """One addressee on the line of «Kính gửi:»; several below it, their dashes under the colon."""
    one = Style(before=12)
    if_paragraph(document, "kinh_gui | length == 1", "Kính gửi: {{ kinh_gui | first }}", style=one)
    left = replace(one, align=WD_ALIGN_PARAGRAPH.LEFT)
    paragraph(document, f"{{%p if {SEVERAL} %}}", TAG)
    paragraph(document, "Kính gửi:", left).paragraph_format.left_indent = Mm(ADDRESS)
    paragraph(document, "{%p for dong in kinh_gui %}", TAG)
    words = "- {{ dong }}{% if loop.last %}.{% else %};{% endif %}"
    line = paragraph(document, words, replace(left, before=0)).paragraph_format
    line.left_indent, line.first_line_indent = Mm(ADDRESSEES + DASH), Mm(-DASH)
    paragraph(document, "{%p endfor %}", TAG)
    paragraph(document, "{%p endif %}", TAG)


def signature(document: Any, unnamed: str = "") -> None:
    """Cells 9b and 7: recipients on the left, capacity and name on the right, room for the
    signature between. `unnamed` prints, highlighted, that the name is still to be filled in.
    """
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
    paragraph(right, "{{ nguoi_ky }}", CENTRED, unnamed)


WITH_REPORT = "Báo cáo số {{ so }}/{{ ky_hieu }} {{ ngay_thang }}"
"""What a report's appendices come with."""


def annex_section(
    document: Any,
    number: str,
    title: str,
    attached_to: str = WITH_REPORT,
    issuer: str = "co_quan.ten_day_du",
) -> None:
    """A landscape section numbered on its own, with the heading that NĐ 30 asks of an appendix."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    above = document.element.body.xpath("./w:p[w:pPr/w:sectPr]")[-1]
    end = thin_line()  # of a section that fills its last page: no page of its own
    end.pPr.append(above.pPr.sectPr)
    above.getparent().replace(above, end)
    annex_page(section)
    annex_heading(document, number, title, attached_to, issuer)


def annex_page(section: Any) -> None:
    """Turn a section into the pages of an appendix: wide, and numbered on their own."""
    section.orientation, section.page_width, section.page_height = (
        WD_ORIENT.LANDSCAPE,
        Mm(297),
        Mm(210),
    )
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = True
    restart_pages(section)


def annex_heading(
    document: Any, number: str, title: str, attached_to: str, issuer: str = "co_quan.ten_day_du"
) -> None:
    """The lines by which an appendix is known, and the document that it comes with."""
    paragraph(document, f"Phụ lục {number}".strip(), CENTRED)
    paragraph(document, title, CENTRED)
    paragraph(
        document,
        f"(Kèm theo {attached_to} của {{{{ {issuer} }}}})",
        Style(italic=True, after=6),
    )


def restart_pages(section: Any) -> None:
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    properties.insert_element_before(
        element("w:pgNumType", start="1"), "w:cols", "w:titlePg", "w:docGrid"
    )


def annex_table(
    document: Any, columns: Sequence[tuple[str, float, str]], sections: str, cell: Style = CELL
) -> Any:
    """An appendix's table of tasks: heads on every page, a row for each part and section of
    `sections`, then the row, returned to be filled, that stands once for each of its tasks; and the
    mark that the appendix ends.
    """
    made = table(document, [width for _, width, _ in columns], 1, bordered=True)
    head_row(made, [title for title, _, _ in columns], replace(CELL_HEAD, size=cell.size))
    tag_row(made, f"{{%tr for muc in {sections} %}}")
    tag_row(made, "{%tr if muc.ten %}")
    heading = made.add_row()
    row_flag(heading, "cantSplit")
    bold = replace(cell, bold=True, keep_next=True)
    paragraph(heading.cells[0], "{{ muc.so }}", replace(bold, align=WD_ALIGN_PARAGRAPH.CENTER))
    paragraph(heading.cells[1].merge(heading.cells[-1]), "{{ muc.ten }}", bold)
    tag_row(made, "{%tr endif %}")
    tag_row(made, "{%tr for viec in muc.nhiem_vu %}")
    row = made.add_row()
    tag_row(made, "{%tr endfor %}")
    tag_row(made, "{%tr endfor %}")
    paragraph(document, "./.", replace(CELL, align=WD_ALIGN_PARAGRAPH.RIGHT))
    return row


def packed(document: Any) -> bytes:
    """The same bytes for the same content."""
    out = BytesIO()
    document.save(out)
    return canonical(out.getvalue(), {})
