"""The preview: every word of a document in Markdown that another program reads back as the same
words.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from documents import blank
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support import Golden, Run

from pci.word.preview import markdown

REPORT = ("report", "--quarter", "3", "--root")


def packed(document: object) -> bytes:
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def tidied(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def lines_of(document: bytes) -> list[str]:
    """The lines of words of a document, in tables too."""
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    body = Document(BytesIO(document)).element.body
    found = (
        "".join(signs.get(node.tag) or node.text or "" for node in p.iter(qn("w:t"), *signs))
        for p in body.iter(qn("w:p"))
    )
    return [line for text in found for line in tidied(text)]


def read_back(text: str) -> Iterator[str]:
    """The lines of words that a Markdown reader shows."""
    item = False
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        assert token.type not in (
            "ordered_list_open",
            "heading_open",
            "blockquote_open",
            "fence",
            "code_block",
        )
        assert token.type != "html_block"
        if token.type == "bullet_list_open":
            item = True
        elif token.type == "bullet_list_close":
            item = False
        elif token.type == "inline":
            words = "".join(
                "\n" if c.content == "<br>" else c.content for c in token.children or ()
            )
            yield from tidied(("- " if item else "") + words)


def test_the_example_can_be_read_before_it_is_printed(
    run: Run, example: Path, golden: Golden
) -> None:
    done = run(*REPORT, str(example), "--format", "md")
    assert done.code == 0
    golden("report-example-Q3.md", done.out)


def test_a_reader_of_markdown_finds_every_word_of_the_document(
    run: Run, real: Path, tmp_path: Path
) -> None:
    shown = run(*REPORT, str(real), "--format", "md").out
    run(*REPORT, str(real), "-o", "x.docx")
    read = [line.replace("==", "") for line in read_back(shown)]
    assert read == lines_of((tmp_path / "x.docx").read_bytes())
    assert "==\\[chưa báo cáo\\]==" in shown, "chỗ còn thiếu phải thấy được"


def test_nothing_is_kept_unless_asked(run: Run, real: Path, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    shown = run(*REPORT, str(real), "--format", "md").out
    assert set(tmp_path.iterdir()) == before
    assert run(*REPORT, str(real), "--format", "md", "-o", "x.md").out == "x.md\n"
    assert (tmp_path / "x.md").read_text(encoding="utf-8") == shown


WORDS = st.text(st.sampled_from("aB1 .)-+=_*`~#|<>[]()!&\\:/\"'ộ\n\t"), max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=4), st.lists(WORDS, min_size=2, max_size=6), st.booleans())
def test_signs_of_markdown_stay_signs(lines: list[str], cells: list[str], bold: bool) -> None:
    document = blank()
    for line in lines:
        document.add_paragraph().add_run(line).bold = bold
    table = document.add_table(rows=0, cols=2)
    for one, two in zip(cells[::2], cells[1::2], strict=False):
        row = table.add_row()
        row.cells[0].text, row.cells[1].text = one, two
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(head.makeelement(qn("w:tblHeader"), {}))
    data = packed(document)
    assert list(read_back(markdown(data))) == lines_of(data)


def test_what_is_highlighted_stands_apart_inside_a_line() -> None:
    document = Document()
    made = document.add_paragraph("Kế hoạch số ")
    made.add_run("[chưa có số]").font.highlight_color = WD_COLOR_INDEX.YELLOW
    made.add_run("/KH-KKT")
    assert markdown(packed(document)) == "Kế hoạch số ==\\[chưa có số\\]==/KH-KKT\n"


def test_a_table_of_merged_cells_keeps_its_columns() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("TT", "Tên", "Số"), strict=True):
        cell.text = text
    table.cell(1, 1).merge(table.cell(1, 2))
    table.cell(1, 0).text, table.cell(1, 1).text = "I", "Chỉ số"
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(head.makeelement(qn("w:tblHeader"), {}))
    assert (
        markdown(packed(document)) == "| TT | Tên | Số |\n| --- | --- | --- |\n| I | Chỉ số |  |\n"
    )
