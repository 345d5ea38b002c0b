"""Where pages end: what asks to stay with the next paragraph does, in the program that prints."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import documents
import libreoffice
import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from docx.shared import Pt
from support import Run

from pci.word.pagination import element, marked_for_libreoffice
from pci.word.render import render

_FIELD = qn("w:fldSimple")
UNITS = ("VP", "P.XTĐT", "P.QHXD", "P.DNLĐ", "P.MTĐĐ", "TT.HTDN")


def rendered(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return render(out.getvalue(), "mau.docx", {}, "", "", date(2024, 1, 1))


def body(data: bytes) -> list[str]:
    """The parts of a document in order, by their tags."""
    return [part.tag.rpartition("}")[2] for part in Document(BytesIO(data)).element.body]


def keeping(data: bytes) -> list[str]:
    """The paragraphs that LibreOffice is made to look at again, in its own copy only."""
    marked = [
        p.text for p in documents.paragraphs(marked_for_libreoffice(data)) if p._p.findall(_FIELD)
    ]
    assert not [p for p in documents.paragraphs(data) if p._p.findall(_FIELD)]
    return marked


def test_what_asks_to_stay_with_the_next_is_looked_at_again_and_prints_as_before() -> None:
    document = Document()
    document.add_paragraph("trước")
    document.add_paragraph("I. MỤC").paragraph_format.keep_with_next = True
    document.add_paragraph("1. Tiểu mục", style="Heading 2")  # whose style keeps
    document.add_paragraph("2. Tiểu mục", style="Heading 2").paragraph_format.keep_with_next = False
    document.add_paragraph("sau")
    document.add_table(1, 1).cell(0, 0).paragraphs[0].paragraph_format.keep_with_next = True
    data = rendered(document)
    assert keeping(data) == ["I. MỤC", "1. Tiểu mục"]
    assert (
        documents.text(data) == "trước\nI. MỤC\n1. Tiểu mục\n2. Tiểu mục\nsau\n\n\n"
    )  # the cell; after the table


def test_the_sign_that_an_appendix_ends_becomes_the_last_row_of_its_table() -> None:
    document = Document()
    document.add_table(2, 3).cell(1, 1).text = "việc"
    document.add_paragraph("./.")
    data = rendered(document)
    (table,) = Document(BytesIO(data)).tables
    assert [len(dict.fromkeys(row.cells)) for row in table.rows] == [3, 3, 1]
    assert table.rows[2].cells[0].text == "./."
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in table.rows[1].cells)
    assert body(data) == ["tbl", "p", "sectPr"]
    assert documents.paragraphs(data)[-1].paragraph_format.line_spacing == Pt(1)


@pytest.mark.office
def test_no_page_holds_only_that_sign_however_the_rows_fall(tmp_path: Path) -> None:
    """A table that ends a point lower each time, past the foot of its page."""
    made = [tmp_path / f"{lower}.docx" for lower in range(30)]
    for lower, path in enumerate(made):
        document = documents.blank()
        document.add_paragraph().paragraph_format.line_spacing = Pt(lower + 1)
        table = document.add_table(30, 2)
        for row in table.rows:
            row.height, row.height_rule = Pt(20), WD_ROW_HEIGHT_RULE.EXACTLY
            row.cells[0].text = "việc"
        document.add_paragraph("./.")
        path.write_bytes(rendered(document))
    ends = [pages[-1].split() for pages in libreoffice.pages_of(made)]
    assert ["./."] not in ends
    assert ["việc", "./."] in ends


def test_the_same_sign_after_words_stays_where_it_is() -> None:
    document = Document()
    document.add_table(1, 1)
    document.add_paragraph("Chữ in đậm là chữ mới.")
    document.add_paragraph("./.")
    assert body(rendered(document)) == ["tbl", "p", "p", "sectPr"]


def without_widths(document: Any) -> None:
    for column in document.tables[0]._tbl.tblGrid:
        del column.attrib[qn("w:w")]


def without_grid(document: Any) -> None:
    document.tables[0]._tbl.tblGrid.clear()


def table_in_a_control(document: Any) -> None:
    table = document.tables[0]._tbl
    control = element("w:sdt", element("w:sdtContent"))
    table.addprevious(control)
    control[0].append(table)


def sign_in_a_control(document: Any) -> None:
    sign = document.paragraphs[-1]._p
    control = element("w:sdt", element("w:sdtContent"))
    sign.addprevious(control)
    control[0].append(sign)


def bookmark_between(document: Any) -> None:
    document.paragraphs[-1]._p.addprevious(element("w:bookmarkEnd", id="1"))


def rows_in_controls(document: Any) -> None:
    for row in document.tables[0]._tbl.tr_lst:
        control = element("w:sdt", element("w:sdtContent"))
        row.addprevious(control)
        control[0].append(row)


@pytest.mark.parametrize(
    "shape",
    [
        without_widths,
        without_grid,
        table_in_a_control,
        sign_in_a_control,
        bookmark_between,
        rows_in_controls,
    ],
    ids=lambda shape: shape.__name__,
)
def test_the_sign_joins_a_table_however_it_was_made(shape: Callable[[Any], None]) -> None:
    document = Document()
    document.add_table(2, 2).cell(1, 1).text = "việc"
    document.add_paragraph("./.")
    shape(document)
    data = rendered(document)
    (table,) = Document(BytesIO(data)).element.body.iter(qn("w:tbl"))
    *_, above, last = table.iter(qn("w:tr"))
    assert [[p.text for p in row.iter(qn("w:p"))] for row in (above, last)] == [
        ["", "việc"],
        ["./."],
    ]
    assert all(p.pPr.keepNext is not None for p in above.iter(qn("w:p")))


def test_a_cell_that_a_template_leaves_empty_gets_the_paragraph_that_word_wants() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "{%p if false %}"
    cell.add_paragraph("việc")
    cell.add_paragraph("{%p endif %}")
    (cell,) = Document(BytesIO(rendered(document))).element.body.iter(qn("w:tc"))
    assert [part.tag for part in cell if part.tag != qn("w:tcPr")] == [qn("w:p")]


def test_a_table_without_rows_leaves_the_sign_where_it_is() -> None:
    document = Document()
    document.add_table(0, 2)
    document.add_paragraph("./.")
    assert documents.text(rendered(document)) == "./.\n"


def test_the_end_of_a_section_stays_where_the_sign_was() -> None:
    document = Document()
    document.add_table(1, 1)
    sign = document.add_paragraph("./.")
    document.add_section()
    ending: Any = sign._p.getnext()
    sign._p.get_or_add_pPr().append(ending.pPr.sectPr)
    ending.getparent().remove(ending)
    data = rendered(document)
    assert len(Document(BytesIO(data)).sections) == 2
    assert body(data) == ["tbl", "p", "sectPr"]


def test_styles_in_a_circle_and_a_control_without_content_hold_nothing() -> None:
    document = Document()
    one, other = (
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in ("Một", "Hai")
    )
    one.base_style, other.base_style = other, one
    document.add_paragraph("đoạn", style="Một")
    document.element.body.insert(0, element("w:sdt", element("w:sdtPr")))
    assert keeping(rendered(document)) == []


def test_the_signatures_of_a_form_are_a_row_of_its_table_kept_with_the_last_one(
    run: Run, example: Path
) -> None:
    done = run(
        "form",
        "--unit",
        "P.MTĐĐ",
        "--quarter",
        "1",
        "--format",
        "docx",
        "-o",
        "x.docx",
        cwd=example,
    )
    assert done.code == 0, done.err
    table = Document(str(example / "x.docx")).tables[-1]
    assert "NGƯỜI LẬP" in table.rows[-1].cells[0].text
    assert all(
        p.paragraph_format.keep_with_next for cell in table.rows[-2].cells for p in cell.paragraphs
    )


@pytest.mark.parametrize("kind", ["report", "unit", "plan"])
def test_the_paragraph_that_ends_a_section_asks_for_no_page_of_its_own(
    run: Run, example: Path, kind: str
) -> None:
    """After the signature, after an appendix: where a page is full, Word would set it on an empty
    one.
    """
    words = (
        ["plan"]
        if kind == "plan"
        else ["report", "--quarter", "3", *(["--unit", "VP"] if kind == "unit" else [])]
    )
    assert run(*words, "-o", "x.docx", cwd=example).code == 0
    shown = documents.paragraphs((example / "x.docx").read_bytes())
    ends = [p for p in shown if p._p.find(".//" + qn("w:sectPr")) is not None]
    assert ends
    assert [(p.text, p.paragraph_format.line_spacing) for p in ends] == [("", Pt(1))] * len(ends)


@pytest.mark.office
def test_a_chart_stands_on_the_page_of_its_title_and_what_follows_begins_a_page(
    run: Run, example: Path, tmp_path: Path
) -> None:
    made = tmp_path / "x.docx"
    assert run("report", "--quarter", "3", "--charts", "-o", str(made), cwd=example).code == 0
    (pages,) = libreoffice.pages_of([made])
    (first,) = [page for page in pages if "Biểu đồ 1." in page]
    (second,) = [page for page in pages if "Biểu đồ 2." in page]
    assert "Tạm dừng" in first.partition("Biểu đồ 1.")[2]  # the last name of its legend
    assert "2. Theo đơn vị" not in first
    assert "2. Theo đơn vị" in second


@pytest.mark.office
def test_no_page_ends_with_a_heading_or_holds_only_the_sign_of_the_end(
    run: Run, example: Path, tmp_path: Path
) -> None:
    """Every unit's draft of the example: their short paragraphs are what LibreOffice's first guess
    goes wrong on.
    """
    made: list[Path] = []
    for quarter in ("1", "2", "3", "4"):
        for unit in UNITS:
            path = tmp_path / f"{quarter}-{len(made)}.docx"
            done = run("report", "--quarter", quarter, "--unit", unit, "-o", str(path), cwd=example)
            assert done.code == 0, done.err
            made.append(path)
    for path, pages in zip(made, libreoffice.pages_of(made), strict=True):
        headings = {" ".join(words.split()) for words in keeping(path.read_bytes())}
        for page in pages[:-1]:
            lines = [" ".join(line.split()) for line in page.splitlines() if line.strip()]
            assert not headings & {" ".join(lines[-n:]) for n in (1, 2)}, (path, lines[-1])
        assert pages[-1].split() != ["./."]
