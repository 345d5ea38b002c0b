"""How much text certainly fits into a cell of a page: the page breaks on the reader's machine, not here.

Letters are as wide as in Times New Roman, rounded up, so a text may take a little less room than told, never more.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

_POINTS_PER_MM = 72 / 25.4
_HUNDREDTHS = {
    20: "'|",
    25: " ,.",
    28: "ijlt/\\:;",
    34: "frI!()[]-`‘’",
    41: 'sJ"°',
    45: "acez?“”",
    50: "bdghknopquvxyđ0123456789#$*_–«»",
    58: "FPS<=>+~×",
    62: "ELTZ",
    67: "BCR",
    73: "ADGHKNOQUVXYĐw",
    78: "m&",
    89: "M%",
    95: "W@",
}
"""Upright letters by their width in hundredths of the size of the type; any other sign is taken for a wide one."""
_WIDTHS = {letter: width for width, letters in _HUNDREDTHS.items() for letter in letters}
_WIDE = 110
_HORN, _HORN_WIDTH = "\u031b", 6
BOLD = 1.1
"""How much wider than upright letters a name in bold may be."""


@cache
def _letter(character: str) -> int:
    letter = unicodedata.normalize("NFD", character)
    return _WIDTHS.get(letter[0], _WIDE) + _HORN_WIDTH * (_HORN in letter)


def width(text: str, size: float) -> float:
    """The most room that a line of upright letters takes, in millimetres."""
    return _hundredths(text) * size / 100 / _POINTS_PER_MM


def _hundredths(text: str) -> int:
    return sum(map(_letter, text))


def lines(text: str, room: float, size: float) -> list[str]:
    """The lines that a text takes in a column of so many millimetres; a word wider than the column is broken."""
    most, blank = room * 100 * _POINTS_PER_MM / size, _letter(" ")
    found: list[str] = []
    used = 0
    for piece in (piece for word in text.split() for piece in _pieces(word, most)):
        wide = _hundredths(piece)
        if found and used + blank + wide <= most:
            found[-1] += f" {piece}"
            used += blank + wide
        else:
            found.append(piece)
            used = wide
    return found


def _pieces(word: str, most: float) -> Iterator[str]:
    start = used = 0
    for end, letter in enumerate(word):
        wide = _letter(letter)
        if end > start and used + wide > most:
            yield word[start:end]
            start, used = end, 0
        used += wide
    yield word[start:]


def clipped(text: str, room: float, size: float, most: int) -> str:
    """As many words as fit in so many lines of a column; three dots stand for the rest."""
    found = lines(text, room, size)
    if len(found) <= most:
        return " ".join(found)
    *above, last = found[:most]
    while width(f"{last} …", size) > room:
        last = last.rpartition(" ")[0] or last[:-1]
    return " ".join((*above, last, "…"))
