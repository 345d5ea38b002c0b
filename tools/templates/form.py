"""The form of NĐ 30/2020/NĐ-CP, Phụ lục I, as pieces of a template: page, letterhead, rules,
signature.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from pci.word.pagination import element, thin_line
from pci.word.render import canonical
from tools.templates.package import PLACEHOLDER, furnish
from tools.templates.styles import (
    ADDRESSED,
    ANNEX,
    ANNEX_TITLE,
    BODY,
    CELL,
    CELL_HEAD,
    CENTRED,
    LETTERHEAD,
    NORMAL,
    RECIPIENTS,
    SIGNER,
    Style,
    define,
    letter,
    shape,
)

TEXT_WIDTH = 160
"""Millimetres between the margins of a portrait page (210 − 30 − 20)."""
HALVES = (64, 96)
"""The official models' 40 : 60 of the text width."""
MOTTO = 60.5
"""Millimetres of «Độc lập - Tự do - Hạnh phúc» in bold letters of 14 points."""


SUMMARY = r"{{ trich_yeu | replace(' năm ', '\u00a0năm\u00a0') }}"
OF_THE_YEAR = "{{ ke_hoach.goi | upper }}\u00a0NĂM\u00a0{{ ke_hoach.nam }}"
"""Titles in which no year stands alone on a line."""

TAG = NORMAL
"""A tag that stands alone, which leaves no paragraph behind."""


def blank_document() -> Any:
    """A4 portrait, margins of NĐ 30, one family in all four font slots, page number centred in the
    top margin.
    """
    document = Document()
    furnish(document)
    define(document)
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
    made.style = style.name
    shape(made.paragraph_format, style)
    for words, highlighted in ((text, False), (marked, True)):
        if words:
            run(made, words, style, highlighted)
    return made


def run(made: Any, words: str, style: Style, highlighted: bool = False) -> None:
    added = made.add_run(words)
    letter(added.font, style)
    if highlighted:
        added.font.highlight_color = WD_COLOR_INDEX.YELLOW


def rule(place: Any, width: float, length: float) -> None:
    """A solid line of `length` mm centred in `width` mm: the top border of a thin paragraph, clear
    of descenders.
    """
    made = paragraph(place, "", CENTRED)
    form = made.paragraph_format
    form.space_before, form.line_spacing = Pt(2), Pt(4)
    form.left_indent = form.right_indent = Mm((width - length) / 2)
    borders = element("w:pBdr", element("w:top", val="single", sz="6", space="1", color="000000"))
    made._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    made._p.get_or_add_pPr().append(element("w:rPr", element("w:sz", val="8")))


def table(document: Any, widths: Sequence[float], rows: int, title: str = "") -> Any:
    """A table of fixed column widths in millimetres; one with a title, which is read out to who
    cannot see it, has borders, any other only sets words side by side.
    """
    made = document.add_table(rows=rows, cols=len(widths))
    made.autofit = False
    if title:
        made.style = "Table Grid"
        made._tbl.tblPr.append(element("w:tblCaption", val=title))
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


def head_rows(made: Any, titles: Sequence[tuple[str, str]], style: Style = CELL_HEAD) -> None:
    """Two rows of heads: each column has a group, which spans it and its neighbours of the same
    group, and its own title; one without a title has only the first.
    """
    upper, lower = made.rows[0], made.rows[1]
    for row in (upper, lower):
        row_flag(row, "cantSplit", "tblHeader")
    number = 0
    for group, members in groupby(titles, key=itemgetter(0)):
        own = [title for _, title in members]
        last = number + len(own) - 1
        below = lower.cells[number : last + 1]
        above = upper.cells[number].merge(upper.cells[last] if own[0] else lower.cells[number])
        paragraph(above, group, style)
        for cell, title in zip((above, *below), ("", *own), strict=True):
            cell.vertical_alignment = 1
            if title:
                paragraph(cell, title, style)
        number = last + 1


def loop(
    document: Any, variable: str, items: str, line: str, marked: str = "", style: Style = BODY
) -> list[Any]:
    """One paragraph for each item."""
    return [
        paragraph(document, f"{{%p for {variable} in {items} %}}", TAG),
        paragraph(document, line, style, marked),
        paragraph(document, "{%p endfor %}", TAG),
    ]


def passage(document: Any, source: str) -> None:
    """A content control with a passage's paragraphs and, highlighted, what is still missing."""
    line = "{{ dong }}"
    made = [
        paragraph(document, f"{{%p for dong in {source}.dong %}}", TAG),
        paragraph(document, "{%p if dong[-1:] == ':' %}", TAG),  # it opens a list: stays with it
        paragraph(document, line, replace(BODY, keep_next=True)),
        paragraph(document, "{%p else %}", TAG),
        paragraph(document, line, BODY),
        paragraph(document, "{%p endif %}", TAG),
        paragraph(document, "{%p endfor %}", TAG),
        *loop(document, "dong", f"{source}.thieu", "", line),
    ]
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
    cells = table(document, HALVES, 2)
    left, right = cells.cell(0, 0), cells.cell(0, 1)
    for name, style in (
        ("{{ co_quan.cap_tren }}", LETTERHEAD),
        ("{{ co_quan.ten }}", replace(LETTERHEAD, bold=True)),
    ):
        form = paragraph(left, name, style).paragraph_format
        form.left_indent = form.right_indent = Mm(
            1.5
        )  # a name that fills its line stays clear of the motto
    rule(left, HALVES[0], 24)
    paragraph(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", replace(LETTERHEAD, bold=True))
    paragraph(right, "Độc lập - Tự do - Hạnh phúc", replace(LETTERHEAD, size=14, bold=True))
    rule(right, HALVES[1], MOTTO)
    left, right = cells.cell(1, 0), cells.cell(1, 1)
    paragraph(left, "Số: {{ so }}/{{ ky_hieu }}", replace(LETTERHEAD, before=4))
    if subject:
        paragraph(left, subject, replace(LETTERHEAD, size=12, before=6))
    paragraph(left, "{%p if du_thao %}", LETTERHEAD)
    paragraph(left, "DỰ THẢO", replace(LETTERHEAD, bold=True, before=4))
    paragraph(left, "{%p endif %}", LETTERHEAD)
    paragraph(left, "{%p if minh_hoa %}", LETTERHEAD)
    paragraph(left, "DỮ LIỆU MINH HỌA", replace(LETTERHEAD, bold=True))
    paragraph(left, "{%p endif %}", LETTERHEAD)
    paragraph(
        right,
        "{{ co_quan.dia_danh }}, {{ ngay_thang }}",
        replace(LETTERHEAD, size=14, italic=True, before=4),
    )


SEVERAL = "kinh_gui | length > 1"
"""Whether a document goes to several addressees."""
ADDRESS, ADDRESSEES, DASH = 35, 52, 3
"""Where «Kính gửi:» begins, where its colon stands over the dashes, the width of a dash
(millimetres).
"""


def addressed(document: Any) -> None:
    """One addressee on the line of «Kính gửi:»; several below it, their dashes under the colon."""
    one = "Kính gửi: {{ kinh_gui | first }}"
    if_paragraph(document, "kinh_gui | length == 1", one, style=ADDRESSED)
    left = replace(ADDRESSED, align=WD_ALIGN_PARAGRAPH.LEFT)
    paragraph(document, f"{{%p if {SEVERAL} %}}", TAG)
    paragraph(document, "Kính gửi:", left).paragraph_format.left_indent = Mm(ADDRESS)
    paragraph(document, "{%p for dong in kinh_gui %}", TAG)
    words = "- {{ dong }}{% if loop.last %}.{% else %};{% endif %}"
    line = paragraph(document, words, replace(left, before=0)).paragraph_format
    line.left_indent, line.first_line_indent = Mm(ADDRESSEES + DASH), Mm(-DASH)
    paragraph(document, "{%p endfor %}", TAG)
    paragraph(document, "{%p endif %}", TAG)


def signature(document: Any, unnamed: str = "") -> None:
    """Cells 9b and 7 below a blank line: recipients on the left, capacity and name on the right,
    level with each other, room for the signature between. `unnamed` prints, highlighted, that the
    name is still to be filled in.
    """
    paragraph(document, "", replace(NORMAL, keep_next=True))
    foot = table(document, HALVES, 1)
    row_flag(foot.rows[0], "cantSplit")
    left, right = foot.cell(0, 0), foot.cell(0, 1)
    label = replace(RECIPIENTS, size=12, bold=True, italic=True, before=2)
    paragraph(left, "Nơi nhận:", label)
    for text in ("{%p for dong in noi_nhan %}", "{{ dong }}", "{%p endfor %}"):
        paragraph(left, text, RECIPIENTS)
    for text in ("{%p for dong in quyen_han %}", "{{ dong }}", "{%p endfor %}"):
        paragraph(right, text, SIGNER)
    for _ in range(4):
        paragraph(right, "", SIGNER)
    paragraph(right, "{{ nguoi_ky }}", SIGNER, unnamed)


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
    paragraph(document, f"Phụ lục {number}".strip(), ANNEX)
    paragraph(document, title, ANNEX_TITLE)
    paragraph(
        document,
        f"(Kèm theo {attached_to} của {{{{ {issuer} }}}})",
        replace(ANNEX_TITLE, bold=False, italic=True, after=6),
    )


def restart_pages(section: Any) -> None:
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    properties.insert_element_before(
        element("w:pgNumType", start="1"), "w:cols", "w:titlePg", "w:docGrid"
    )


def annex_table(
    document: Any,
    columns: Sequence[tuple[str, float, str]],
    sections: str,
    cell: Style = CELL,
    below: Callable[[Any], object] = lambda table: None,
) -> Any:
    """An appendix's table of tasks: heads on every page, a row for each part and section of
    `sections`, then the row, returned to be filled, that stands once for each of its tasks, with
    the rows that `below` adds; and the mark that the appendix ends.
    """
    made = table(document, [width for _, width, _ in columns], 1, "Các nhiệm vụ theo Kế hoạch")
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
    below(made)
    tag_row(made, "{%tr endfor %}")
    tag_row(made, "{%tr endfor %}")
    paragraph(document, "./.", replace(CELL, align=WD_ALIGN_PARAGRAPH.RIGHT))
    return row


def packed(document: Any) -> bytes:
    """The same bytes for the same content."""
    out = BytesIO()
    document.save(out)
    return canonical(out.getvalue(), {})
