"""Find the passages of an edited document by the lines that the program prints around them.

In LibreOffice a control goes with the first line of its passage, is moved and copied with it, and
does not take in a line put before it. The headings and sentences around a passage are the program's
own, which nobody has to touch.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pci.word.passages import EditedDocument, EditedLine, EditedPassage, with_lines

Places = dict[str, list[int]]
"""The numbers of the lines of each passage."""


def read_by_place(edited: EditedDocument, fresh: EditedDocument) -> EditedDocument:
    """Read the passages of a document by their place, wherever their controls went.

    As in `fresh`, the same report as it would be made now, each stands between the same two lines,
    or after the same cells of its row. Where one of those is not there as it was, or not once, the
    control tells; where that does not hold the passage whole, the passage is missing.
    """
    places = _between(edited.lines, fresh.lines) | _in_cells(edited.lines, fresh.lines)
    lines = [line._replace(passage="") if line.passage in places else line for line in edited.lines]
    for name, numbers in places.items():
        for number in numbers:
            lines[number] = lines[number]._replace(passage=name)
    without_control = {
        name: EditedPassage(fresh.passages[name].report, "")
        for name in places
        if name not in edited.passages
    }
    read = {*places, *(line.passage for line in lines)}
    passages = {
        name: passage
        for name, passage in (edited.passages | without_control).items()
        if name in read
    }
    return edited._replace(passages=with_lines(passages, lines), lines=tuple(lines))


def _between(lines: Sequence[EditedLine], fresh: Sequence[EditedLine]) -> Places:
    """Find the passages of the body whose two neighbours stand once in both documents."""
    body = [number for number, line in enumerate(lines) if line.cell is None]
    where = _once([lines[number].text for number in body])
    places = {}
    for above, name, below in _bounds([line for line in fresh if line.cell is None]):
        if above in where and below in where:
            places[name] = body[where[above] + 1 : where[below]]
    return places


def _bounds(body: Sequence[EditedLine]) -> Iterator[tuple[str, str, str]]:
    """Yield the passages that stand alone between two lines that the program prints once."""
    known = _once([line.text for line in body])
    printed = [number for number, line in enumerate(body) if not line.passage]
    for above, below in pairwise(printed):
        names = {line.passage for line in body[above + 1 : below]}
        if len(names) == 1 and {body[above].text, body[below].text} <= known.keys():
            yield body[above].text, names.pop(), body[below].text


def _once(texts: Sequence[str]) -> dict[str, int]:
    """Number the texts, of those that stand once."""
    counts = Counter(texts)
    return {text: number for number, text in enumerate(texts) if text and counts[text] == 1}


def _in_cells(lines: Sequence[EditedLine], fresh: Sequence[EditedLine]) -> Places:
    """Find the passages that have a cell for themselves, by the cells before it in its row."""
    cells = _by_cell(lines)
    places = {}
    for before, numbers in _by_cell(fresh).items():
        names = {fresh[number].passage for number in numbers}
        if len(names) == 1 and "" not in names and before in cells:
            places[names.pop()] = cells[before]
    return places


def _by_cell(lines: Sequence[EditedLine]) -> dict[tuple[str, ...], list[int]]:
    """Group the numbers of lines by the cells before theirs; of copied rows the first counts."""
    cells: dict[tuple[str, ...], list[int]] = {}
    for before, own in groupby(range(len(lines)), lambda number: lines[number].cell):
        if before and any(before):
            cells.setdefault(before, [*own])
    return cells
