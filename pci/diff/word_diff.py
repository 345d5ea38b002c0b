"""Two texts laid over each other, word by word."""

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of two texts laid over each other: `same`, `removed` or `added`."""

    mark: str
    text: str


_TOKEN = re.compile(r"\w+(?:[/.,]\w+)*|\s+|[^\w\s]")
"""A day, a number and an id are words: `18/9/2023`, `1.000`, `A.II.1`."""

_MOST_TOKENS = 2000
"""A comparison takes the square of it; longer texts are told as wholly different."""


def word_diff(old: str, new: str) -> list[Piece]:
    """Lay two texts over each other; a blank beside a change is taken into it."""
    one, other = _TOKEN.findall(old), _TOKEN.findall(new)
    if old != new and max(len(one), len(other)) > _MOST_TOKENS:
        return [Piece("removed", old), Piece("added", new)]
    codes = SequenceMatcher(None, one, other).get_opcodes()
    stretches = [("".join(one[a:b]), "".join(other[c:d])) for _, a, b, c, d in codes]
    pieces = []
    for _, group in groupby(stretches, lambda pair: pair[0] == pair[1] and not pair[0].isspace()):
        gone, come = map("".join, zip(*group, strict=True))
        if gone == come:
            pieces.append(Piece("same", gone))
        else:
            pieces += [Piece("removed", gone), Piece("added", come)]
    return [piece for piece in pieces if piece.text]
