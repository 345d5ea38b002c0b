"""Where pages end: what asks to stay with the next paragraph does, in the program that prints."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import word
from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from docx.shared import Pt
from support import Run

from pci.formats.docx import render

UNITS = ("VP", "P.XTĐT", "P.QHXD", "P.DNLĐ", "P.MTĐĐ", "TT.HTDN")


def rendered(document: Document) -> bytes:  # type: ignore[valid-type]
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return render(out.getvalue(), "mau.docx", {}, "", "", date(2024, 1, 1))


def body(data: bytes) -> list[str]:
    """The parts of a document in order, by their tags."""
    return [part.tag.rpartition("}")[2] for part in Document(BytesIO(data)).element.body]


def keeping(data: bytes) -> list[str]:
    """The paragraphs that LibreOffice is made to look at again."""
    return [p.text for p in word.paragraphs(data) if p._p.find(qn("w:fldSimple")) is not None]


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
    assert word.text(data) == "trước\nI. MỤC\n1. Tiểu mục\n2. Tiểu mục\nsau\n\n"


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
    assert word.paragraphs(data)[-1].paragraph_format.line_spacing == Pt(1)


@word.needs_libreoffice
def test_no_page_holds_only_that_sign_however_the_rows_fall(tmp_path: Path) -> None:
    """A table that ends a point lower each time, past the foot of its page."""
    made = [tmp_path / f"{lower}.docx" for lower in range(30)]
    for lower, path in enumerate(made):
        document = Document()
        document.add_paragraph().paragraph_format.line_spacing = Pt(lower + 1)
        table = document.add_table(30, 2)
        for row in table.rows:
            row.height, row.height_rule = Pt(20), WD_ROW_HEIGHT_RULE.EXACTLY
            row.cells[0].text = "việc"
        document.add_paragraph("./.")
        path.write_bytes(rendered(document))
    ends = [pages[-1].split() for pages in word.pages_of(made)]
    assert ["./."] not in ends
    assert ["việc", "./."] in ends


def test_the_same_sign_after_words_stays_where_it_is() -> None:
    document = Document()
    document.add_table(1, 1)
    document.add_paragraph("Chữ in đậm là chữ mới.")
    document.add_paragraph("./.")
    assert body(rendered(document)) == ["tbl", "p", "p", "sectPr"]


@pytest.mark.parametrize("kind", ["report", "unit", "plan"])
def test_the_paragraph_that_ends_a_section_asks_for_no_page_of_its_own(run: Run, example: Path, kind: str) -> None:
    """After the signature, after an appendix: where a page is full, Word would set it on an empty one."""
    words = ["plan"] if kind == "plan" else ["report", "--quarter", "3", *(["--unit", "VP"] if kind == "unit" else [])]
    assert run(*words, "-o", "x.docx", cwd=example).code == 0
    shown = word.paragraphs((example / "x.docx").read_bytes())
    ends = [p for p in shown if p._p.find(".//" + qn("w:sectPr")) is not None]
    assert ends
    assert [(p.text, p.paragraph_format.line_spacing) for p in ends] == [("", Pt(1))] * len(ends)


@word.needs_libreoffice
def test_a_chart_stands_on_the_page_of_its_title_and_what_follows_begins_a_page(
    run: Run, example: Path, tmp_path: Path
) -> None:
    made = tmp_path / "x.docx"
    assert run("report", "--quarter", "3", "--charts", "-o", str(made), cwd=example).code == 0
    (pages,) = word.pages_of([made])
    (first,) = [page for page in pages if "Biểu đồ 1." in page]
    (second,) = [page for page in pages if "Biểu đồ 2." in page]
    assert "Tạm dừng" in first.partition("Biểu đồ 1.")[2]  # the last name of its legend
    assert "2. Theo đơn vị" not in first
    assert "2. Theo đơn vị" in second


@word.needs_libreoffice
@pytest.mark.parametrize("quarter", ["1", "2", "3", "4"])
def test_no_page_ends_with_a_heading_or_holds_only_the_sign_of_the_end(
    run: Run, example: Path, quarter: str, tmp_path: Path
) -> None:
    """Every unit's draft of the example: their short paragraphs are what LibreOffice's first guess goes wrong on."""
    made = [tmp_path / f"{n}.docx" for n in range(len(UNITS))]
    for unit, path in zip(UNITS, made, strict=True):
        done = run("report", "--quarter", quarter, "--unit", unit, "-o", str(path), cwd=example)
        assert done.code == 0, done.err
    for path, pages in zip(made, word.pages_of(made), strict=True):
        headings = {" ".join(words.split()) for words in keeping(path.read_bytes())}
        for page in pages[:-1]:
            lines = [" ".join(line.split()) for line in page.splitlines() if line.strip()]
            assert not headings & {" ".join(lines[-n:]) for n in (1, 2)}, (path, lines[-1])
        assert pages[-1].split() != ["./."]
