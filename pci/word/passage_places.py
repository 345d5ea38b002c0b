"""Where the passages stand in a document that people edited: between the lines that the program prints around them.

In LibreOffice a control goes with the first line of its passage, is moved and copied with it, and does not take in a
line put before it. The headings and sentences around a passage are the program's own, which nobody has to touch.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise

from pci.word.passages import Edited, Line, Read


def placed(read: Edited, made: Edited) -> Edited:
    """A document with its passages read by their place, wherever their controls went: as in `made`, the same report as
    it would be made now, each stands between the same two lines, or after the same cells of its row. Where one of those
    is not there as it was, or not once, the control tells; where that is gone too, the passage is missing."""
    places = dict([*_between(read.lines, made.lines), *_in_cells(read.lines, made.lines)])
    owner = {number: name for name, numbers in places.items() for number in numbers}
    missing = _missing(read, made, places)
    left = {name for name in read.passages if name not in places and name not in missing}
    lines = tuple(
        line._replace(passage=owner.get(number, line.passage if line.passage in left else ""))
        for number, line in enumerate(read.lines)
    )
    passages = {
        name: _read(name, read, made, lines) for name in dict.fromkeys([*read.passages, *places])
    }
    return read._replace(
        passages={n: p for n, p in passages.items() if n not in missing}, lines=lines
    )


def _between(lines: Sequence[Line], made: Sequence[Line]) -> Iterator[tuple[str, Sequence[int]]]:
    """Each passage of the body whose two neighbours stand once in both documents, with the numbers of its lines."""
    body = [(number, line.text) for number, line in enumerate(lines) if line.cell is None]
    once = _once(text for _, text in body) & _once(line.text for line in made if line.cell is None)
    where = {text: place for place, (_, text) in enumerate(body) if text in once}
    stretches = [
        (name, list(its))
        for name, its in groupby((x for x in made if x.cell is None), lambda x: x.passage)
    ]
    for (_, above), (name, _), (_, below) in zip(
        stretches, stretches[1:], stretches[2:], strict=False
    ):
        first, last = where.get(above[-1].text), where.get(below[0].text)
        if (
            name
            and not above[-1].passage
            and not below[0].passage
            and first is not None
            and last is not None
        ):
            yield name, [number for number, _ in body[first + 1 : last]]


def _in_cells(lines: Sequence[Line], made: Sequence[Line]) -> Iterator[tuple[str, Sequence[int]]]:
    """Each passage that has a cell for itself, with the numbers of the lines in the cell with the same before it."""
    names: dict[str, set[str]] = {}
    for line in made:
        if line.cell:
            names.setdefault(line.cell, set()).add(line.passage)
    numbers: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line.cell:
            numbers.setdefault(line.cell, []).append(number)
    for cell, (name, *others) in names.items():
        if name and not others and cell in numbers:
            yield name, numbers[cell]


def _once(texts: Iterator[str]) -> set[str]:
    return {text for text, count in Counter(texts).items() if text and count == 1}


def _missing(read: Edited, made: Edited, places: Collection[str]) -> set[str]:
    """The passages that neither place nor control tells, and those above one that only their control tells: without a
    bound below they run on into it."""
    gone = {name for name in made.passages if name not in places and name not in read.passages}
    order = dict.fromkeys(line.passage for line in made.lines if line.passage and line.cell is None)
    return gone | {above for above, name in pairwise(order) if name in gone and above not in places}


def _read(name: str, read: Edited, made: Edited, lines: Sequence[Line]) -> Read:
    """A passage with the lines that are its own; what it was made with is known as far as its control is there."""
    known = read.passages.get(name) or Read(made.passages[name].report, "")
    own = [line for line in lines if line.passage == name]
    texts = tuple(line.text for line in own if line.text)
    return known._replace(lines=texts, lost=known.lost or any(line.rich for line in own))
