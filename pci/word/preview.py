"""A finished Word document as Markdown: what it says, for a look before printing, a merge request, a pipe.

Words, their order, tables and what is still missing are kept; the form of the page is not. Nothing here knows one
document from another.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pci.lists.md import line, literal
from pci.nd30.outline import Outline, Paragraph, Run, Table
from pci.nd30.reader import read_outline

_ITEM = re.compile(r"- ")
_BLOCK = re.compile(r"\d{1,9}(?=[.)])|(?=[+-])")
"""Before the sign that would begin a list or draw a rule: «1.», «2)», «+», «---»."""


def markdown(document: bytes) -> str:
    """The document in its order: appendices apart by a rule, tables with a repeated header row as tables, others, which
    only place words on the page, cell after cell. What somebody must still complete stands between ==…==."""
    return _blocks(read_outline(document))


def _blocks(outline: Outline) -> str:
    blocks: list[str] = []
    for section, its in groupby(outline.paragraphs, lambda p: p.section):
        blocks += ["---"] if section > 1 else []
        for number, held in groupby(its, lambda p: p.place.table if p.place else 0):
            table = outline.tables[number - 1] if number else None
            if table and table.header_rows:
                blocks.append(_table(table, held))
            else:
                blocks += _lines(held)
    return "\n".join(_spaced(blocks)) + "\n"


def _spaced(blocks: Sequence[str]) -> Iterator[str]:
    """Blocks with an empty line between them, but for items of one list."""
    for n, block in enumerate(blocks):
        if n and not (_ITEM.match(block) and _ITEM.match(blocks[n - 1])):
            yield ""
        yield block


def _lines(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Each line of words as a paragraph or an item of a list."""
    for paragraph in paragraphs:
        for runs in _split(paragraph.runs):
            text = _inline(runs)
            if _ITEM.match(text):
                yield text
            elif text:
                number = _BLOCK.match(text)
                yield f"{number[0]}\\{text[number.end() :]}" if number else text


def _split(runs: Iterable[Run]) -> list[list[Run]]:
    """The lines of a paragraph, each with its runs."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=text)] for text in others]
    return lines


def _inline(runs: Iterable[Run]) -> str:
    """Write one line; bold or italic only where all of it is, for marks inside words print."""
    seen = [run for run in runs if run.text]
    pieces = [
        _highlighted(same) if is_marked else "".join(literal(run.text) for run in same)
        for is_marked, same in groupby(seen, _is_marked)
    ]
    text = " ".join("".join(pieces).split())
    item = "- " if text.startswith("- ") else ""
    words, mark = text.removeprefix(item), _emphasis(seen)
    return f"{item}{mark}{words}{mark[::-1]}" if words else text


def _emphasis(runs: Iterable[Run]) -> str:
    """Choose the mark of a line by the runs that are not highlighted."""
    plain = [run for run in runs if run.text.strip() and not _is_marked(run)]
    bold = "**" if plain and all(run.bold for run in plain) else ""
    italic = "*" if plain and all(run.italic for run in plain) else ""
    return bold + italic


def _is_marked(run: Run) -> bool:
    return run.highlight != "none"


def _highlighted(runs: Iterable[Run]) -> str:
    text = "".join(run.text for run in runs)
    return f"=={literal(text.strip())}==" if text.strip() else text


def _table(table: Table, paragraphs: Iterable[Paragraph]) -> str:
    """A table of as many columns as the page shows; a row of fewer cells is filled up at its end. A last row of one
    cell, as that of the sign that an appendix ends, is a line after it."""
    rows = [
        [_cell(its) for _, its in groupby(cells, lambda p: p.place and p.place.cell)]
        for _, cells in groupby(paragraphs, lambda p: p.place and p.place.row)
    ]
    end = f"\n\n{rows.pop()[0]}" if len(rows[-1]) == 1 < table.columns else ""
    head, *body = ([*cells, *[""] * (table.columns - len(cells))] for cells in rows)
    return "\n".join((line(head), line(["---"] * len(head)), *map(line, body))) + end


def _cell(paragraphs: Iterable[Paragraph]) -> str:
    lines = (_inline(runs) for paragraph in paragraphs for runs in _split(paragraph.runs))
    return "<br>".join(filter(None, lines))
