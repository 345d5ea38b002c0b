"""How much text certainly fits into a cell of a page: the page breaks on the reader's machine, not here.

Letters are reckoned at the widest they can be in Times New Roman, so a text may take less room than told, never more.
"""

import unicodedata
from collections.abc import Iterator

_POINTS_PER_MM = 72 / 25.4
_TWELFTHS = {
    **dict.fromkeys("ijlrtf .,;:!'‘’|/\\()[]-", 4),
    **dict.fromkeys('abcdeghkmnopqsuvxyzđ0123456789"?“”«»–_*#$°', 6),
    **dict.fromkeys("ABCDEGHIJKLNOPQRSTUVXYZĐFw<>+=~", 9),
    **dict.fromkeys("mM%&", 11),
}
"""The most that letters are wide, in twelfths of the size of the type; a sign not listed is taken for a whole."""
_HORN = "\u031b"


def _letter(character: str) -> int:
    letter = unicodedata.normalize("NFD", character)
    return _TWELFTHS.get(letter[0], 13) + (_HORN in letter)


def width(text: str, size: float) -> float:
    """The most room that a line of upright letters takes, in millimetres."""
    return sum(map(_letter, text)) * size / 12 / _POINTS_PER_MM


def lines(text: str, room: float, size: float) -> list[str]:
    """The lines that a text takes in a column of so many millimetres; a word wider than the column is broken."""
    found: list[str] = []
    for piece in (piece for word in text.split() for piece in _pieces(word, room, size)):
        if found and width(f"{found[-1]} {piece}", size) <= room:
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def _pieces(word: str, room: float, size: float) -> Iterator[str]:
    start = 0
    for end in range(1, len(word)):
        if width(word[start : end + 1], size) > room:
            yield word[start:end]
            start = end
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
