"""Rows laid out on a terminal: how wide the columns are, where their words break, what is bold."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple
from unicodedata import category, east_asian_width

_UNUSUAL = re.compile("\u200d.|[^ -\u02ff\u1e00-\u1eff\u2010-\u203a]")
"""What may take another number of cells than one; no letter of composed Vietnamese does."""
_WIDENING = "\ufe0f"
"""It makes a sign an emoji, which is two cells wide."""


class Row(NamedTuple):
    """The texts of a row, one a column as far as they go."""

    texts: Sequence[str]
    bold: bool = False


class Limit(NamedTuple):
    """The most cells that a column takes, what it keeps at first where rows are too wide, what it
    keeps at last."""

    most: int
    first: int
    last: int


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return len(text) + sum(map(_beyond_one, _UNUSUAL.findall(text)))


def _beyond_one(sign: str) -> int:
    """The cells that an unusual sign takes beyond one; what is joined to another sign has none."""
    if len(sign) > 1 or (category(sign) in ("Mn", "Me", "Cf") and sign != _WIDENING):
        return -len(sign)
    return east_asian_width(sign) in ("W", "F")


def drawn(head: Row, rows: Sequence[Row], limits: Sequence[Limit], room: int, bold: bool) -> str:
    """A table no wider than the room; `bold` says whether the screen shows bold letters."""
    widths = _widths([head, *rows], limits, room)
    made = [_shown(line, room, bold) for line in _lines(head, widths, low=True)]
    made.append("─" * min(room, sum(widths) + len(widths) - 2))
    for row in rows:
        made += (_shown(line, room, row.bold and bold) for line in _lines(row, widths))
    return "\n".join([*made, ""])


def _widths(rows: Sequence[Row], limits: Sequence[Limit], room: int) -> list[int]:
    """The cells of each column and one after it: those of its longest line where all lines fit."""
    columns = zip_longest(*(row.texts for row in rows), fillvalue="")
    longest = [max(cells(line) for text in c for line in text.split("\n")) for c in columns]
    widths = [min(w, limit.most) + 1 for w, limit in zip(longest, limits, strict=True)]
    room += 2 - len(widths)
    for kept in ([limit.first for limit in limits], [limit.last for limit in limits]):
        widths = _narrowed(widths, kept, room)
    return widths


def _narrowed(widths: Sequence[int], kept: Sequence[int], room: int) -> list[int]:
    """The widths, the widest narrowed until all fit or each is down to what it keeps."""
    made = list(widths)
    for _ in range(sum(made) - room):
        loose = [i for i, least in enumerate(kept) if made[i] > least + 1]
        if loose:
            made[max(loose, key=made.__getitem__)] -= 1
    return made


def _lines(row: Row, widths: Sequence[int], low: bool = False) -> Iterator[str]:
    """The lines of a row on the screen; `low` texts end with the last of them."""
    columns = list(map(list, map(_folded, row.texts, (w - 1 for w in widths))))
    for lines in columns:
        lines[:0] = [""] * (max(map(len, columns)) - len(lines)) * low
    for texts in zip_longest(*columns, fillvalue="") if columns else [()]:
        yield " ".join(map(_padded, texts, widths)).rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _shown(line: str, room: int, bold: bool) -> str:
    """A line cut to the room, as a terminal wants it."""
    if cells(line) > room:
        line = next(_pieces(line, room))
    return f"\x1b[1m{line}\x1b[0m" if bold and line else line


def _folded(text: str, room: int) -> Iterator[str]:
    """The lines of a text in so many cells; no word is broken but one that is longer."""
    for line in text.split("\n") if room > 0 else ():
        made = ""
        for word in line.split(" "):
            longer = f"{made} {word}" if made else word
            if cells(longer) <= room:
                made = longer
                continue
            if made:
                yield made
            *pieces, made = _pieces(word, room, "-")
            yield from pieces
        yield made


def _pieces(word: str, room: int, behind: str = "") -> Iterator[str]:
    """A word broken wherever a line of so many cells is full, there behind a sign if it has one."""
    piece, taken = "", 0
    for sign in word:
        more = cells(sign)
        if piece and taken + more > room:
            end = piece.rfind(behind) + 1 or len(piece)
            yield piece[:end]
            piece = piece[end:]
            taken = cells(piece)
        piece, taken = piece + sign, taken + more
    yield piece
