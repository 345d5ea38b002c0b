"""A finished Word document as Markdown, for a look before printing, a merge request or a pipe.

Words, their order, tables and gaps are kept; the form of the page is not. Nothing here knows one
document from another.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pci.lists.md import line, literal
from pci.nd30.outline import CellPlace, Outline, Run, WordParagraph, WordTable
from pci.nd30.reader import read_outline

_ITEM = re.compile(r"- ")
_BLOCK = re.compile(r"\d{1,9}(?=[.)])|(?=[+-])")
"""Before the sign that would begin a list or draw a rule: «1.», «2)», «+», «---»."""


def markdown(document: bytes) -> str:
    """Write a document in its order, appendices apart by a rule.

    A table with a repeated header row stays a table; others only place words on the page, and are
    written cell after cell. A gap that somebody must still fill stands between ==…==.
    """
    blocks = _blocks(read_outline(document))
    return "\n".join(_with_blank_lines([*blocks])) + "\n"


def _blocks(outline: Outline) -> Iterator[str]:
    section = 1
    for (number, table_number), group in groupby(outline.paragraphs, _section_and_table):
        if number != section:
            section = number
            yield "---"
        table = outline.tables[table_number - 1] if table_number else None
        if table and table.has_header:
            yield _table(table, group)
        else:
            yield from _lines(group)


def _section_and_table(paragraph: WordParagraph) -> tuple[int, int]:
    return paragraph.section, paragraph.place.table if paragraph.place else 0


def _with_blank_lines(blocks: Sequence[str]) -> Iterator[str]:
    """Put an empty line between blocks, but for items of one list."""
    for n, block in enumerate(blocks):
        if n and not (_ITEM.match(block) and _ITEM.match(blocks[n - 1])):
            yield ""
        yield block


def _lines(paragraphs: Iterable[WordParagraph]) -> Iterator[str]:
    """Write each line of words as a paragraph or an item of a list."""
    for paragraph in paragraphs:
        for text in _words(paragraph):
            number = None if _ITEM.match(text) else _BLOCK.match(text)
            yield f"{number[0]}\\{text[number.end() :]}" if number else text


def _words(paragraph: WordParagraph) -> list[str]:
    """Write the lines of a paragraph that have words."""
    lines: list[list[Run]] = [[]]
    for run in paragraph.runs:
        first, *others = run.text.split("\n")
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=text)] for text in others]
    return [text for text in map(_inline, lines) if text]


def _inline(runs: Iterable[Run]) -> str:
    """Write one line; bold or italic only where all of it is, for marks inside words print."""
    printed = [run for run in runs if run.text]
    pieces = [
        _highlight(same) if highlighted else "".join(literal(run.text) for run in same)
        for highlighted, same in groupby(printed, _is_highlighted)
    ]
    text = " ".join("".join(pieces).split())
    item = "- " if text.startswith("- ") else ""
    words, mark = text.removeprefix(item), _emphasis(printed)
    return f"{item}{mark}{words}{mark[::-1]}" if words else text


def _emphasis(runs: Iterable[Run]) -> str:
    """Choose the mark of a line by the runs that are not highlighted."""
    plain = [run for run in runs if run.text.strip() and not _is_highlighted(run)]
    bold = "**" if plain and all(run.bold for run in plain) else ""
    italic = "*" if plain and all(run.italic for run in plain) else ""
    return bold + italic


def _is_highlighted(run: Run) -> bool:
    return run.highlight != "none"


def _highlight(runs: Iterable[Run]) -> str:
    text = "".join(run.text for run in runs)
    return f"=={literal(text.strip())}==" if text.strip() else text


def _table(table: WordTable, paragraphs: Iterable[WordParagraph]) -> str:
    """Write a table of as many columns as the page shows; a cell that spans several has its words
    in the first of them, a row of fewer is filled up.

    A last row of one cell, as that of the sign that an appendix ends, is a line after it.
    """
    cells: dict[CellPlace, list[str]] = defaultdict(list)
    for paragraph in paragraphs:
        if paragraph.place:
            cells[paragraph.place] += _words(paragraph)
    rows = []
    for number, spans in enumerate(table.spans, 1):
        own = (cells[CellPlace(table.number, number, cell + 1)] for cell in range(len(spans)))
        rows.append(["<br>".join(words) for words in own])
    end = f"\n\n{rows.pop()[0]}" if len(rows[-1]) == 1 < table.columns else ""
    head, *body = (
        _spread(row, spans, table.columns) for row, spans in zip(rows, table.spans, strict=False)
    )
    return "\n".join((line(head), line(["---"] * len(head)), *map(line, body))) + end


def _spread(row: Sequence[str], spans: Sequence[int], columns: int) -> list[str]:
    """Put the cells of a row where the page has them."""
    cells = [
        text for words, span in zip(row, spans, strict=True) for text in (words, *[""] * (span - 1))
    ]
    return [*cells, *[""] * (columns - len(cells))]
