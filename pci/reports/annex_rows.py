"""Cells that would make a row of an appendix too tall: their words stand below it, or in more rows.

How many lines a text takes is an estimate from the width of its column: Word alone knows.
"""

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import NamedTuple

WIDTHS = {
    "noi_dung": 56,
    "don_vi": 26,
    "thoi_gian": 22,
    "san_pham": 30,
    "ket_qua": 57,
    "tinh_trang": 24,
    "ghi_chu": 24,
}
"""Millimetres of the columns of Phụ lục I behind the number, as the default templates have them:
no date breaks, and the reports of both plans take the fewest pages."""
BELOW = sum(WIDTHS.values())
"""Millimetres of the cell below a row."""
ROW = 26
"""Lines of a row that fits below the heading of an appendix on its first page."""
TALLEST = 16
"""Lines of a cell, half a page: a taller one often leaves the page above its row half empty."""
PART = 10
"""Lines of a cell below a row: what is longer goes on in another."""

_LETTER, _MARGINS = 1.7, 3.8
"""Millimetres of a letter of 11 points on average, and of both margins of a cell."""
_SPACE = re.compile(r"(?<=\S) (?=\S)")


class Part(NamedTuple):
    """Some of a text; `goes_on` says that it begins inside a line."""

    text: str
    goes_on: bool


def is_tall(text: str, field: str) -> bool:
    """Tell whether a cell would make its row too tall; a task's own words stay while they fit."""
    return not _fits(text, WIDTHS[field], ROW if field == "noi_dung" else TALLEST)


def parts(text: str, width: float = BELOW, lines: int = PART) -> list[Part]:
    """Cut a text for cells of some lines: at the end of a line, else of a sentence or word."""
    made: list[Part] = []
    for piece in (piece for line in text.splitlines() for piece in _pieces(line, width, lines)):
        joined = f"{made[-1].text}\n{piece.text}" if made and not piece.goes_on else ""
        if joined and _fits(joined, width, lines):
            made[-1] = made[-1]._replace(text=joined)
        else:
            made.append(piece)
    return made or [Part("", False)]


def _pieces(line: str, width: float, lines: int) -> Iterator[Part]:
    """Cut a line that is longer than a part at one space between words, which falls away."""
    room, start = lines * _letters(width), 0
    while len(line) > start + room:
        spaces = [match.start() for match in _SPACE.finditer(line, start, start + room)]
        ends = [space for space in spaces if line[space - 1] in ".;" and space > start + room // 2]
        if not spaces:
            break
        cut = (ends or spaces)[-1]
        yield Part(line[start:cut], start > 0)
        start = cut + 1
    yield Part(line[start:], start > 0)


def _fits(text: str, width: float, lines: int) -> bool:
    """Tell whether a text takes so many lines at most; to break a word without end takes as many
    steps as the square of its length."""
    letters = _letters(width)
    if len(text) > 2 * lines * letters:
        return False
    return sum(len(wrap(line, letters)) for line in text.splitlines()) <= lines


def _letters(width: float) -> int:
    """Count the letters of a line in a cell of so many millimetres."""
    return int((width - _MARGINS) / _LETTER)
