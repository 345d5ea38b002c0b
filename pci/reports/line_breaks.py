"""Break text into the lines that it takes on paper: the page breaks on the reader's machine.

Letters are as wide as in Times New Roman, rounded up: a line takes no more room than it has here.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

BOLD = 1.1
"""How much wider than upright letters a name in bold may be."""

_MM = 25.4 / 72
"""Millimetres in a point."""
_LETTERS = {
    0.20: "'|",
    0.25: " ,.",
    0.28: "ijlt/\\:;",
    0.34: "frI!()[]-`‘’",
    0.41: 'sJ"°',
    0.45: "acez?“”",
    0.50: "bdghknopquvxyđ0123456789#$*_–«»",
    0.58: "FPS<=>+~×",
    0.62: "ELTZ",
    0.67: "BCR",
    0.73: "ADGHKNOQUVXYĐw",
    0.78: "m&",
    0.89: "M%",
    0.95: "W@",
}
"""Upright letters by their width as a share of the size of the type."""
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_OTHER = 1.10
_HORN = "\u031b"
_HORN_WIDTH = 0.06


@cache
def _width(letter: str) -> float:
    base = unicodedata.normalize("NFD", letter)
    return _WIDTHS.get(base[0], _OTHER) + _HORN_WIDTH * base.count(_HORN)


def width(text: str, size: float) -> float:
    """Measure the most millimetres that a line takes in type of so many points."""
    return sum(map(_width, text)) * size * _MM


def lines(text: str, room: float, size: float) -> list[str]:
    """Break a text into the lines of a column of so many millimetres; an empty one is one line."""
    broken = [""]
    for word in text.split():
        for piece in _pieces(word, room, size):
            longer = f"{broken[-1]} {piece}".lstrip()
            if width(longer, size) <= room:
                broken[-1] = longer
            else:
                broken.append(piece)
    return broken


def _pieces(word: str, room: float, size: float) -> Iterator[str]:
    """Break a word that is wider than the column."""
    piece = ""
    for letter in word:
        if piece and width(piece + letter, size) > room:
            yield piece
            piece = ""
        piece += letter
    yield piece


def clip(text: str, room: float, size: float, most: int) -> list[str]:
    """Break a text into so many lines at most; three dots stand for the rest."""
    broken = lines(text, room, size)
    if len(broken) <= most:
        return broken
    last = broken[most - 1]
    while width(f"{last} …", size) > room:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*broken[: most - 1], f"{last} …"]
