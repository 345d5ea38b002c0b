"""Two texts laid over each other, word by word."""

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of two texts laid over each other: `same`, `removed` or `added`."""

    mark: str
    text: str


class _Stretch(NamedTuple):
    """The tokens of one stretch in the old text and in the new one."""

    old: list[str]
    new: list[str]

    @property
    def is_blank(self) -> bool:
        return not "".join(self.old).strip()


_TOKEN = re.compile(r"\d+(?:[/.,]\d+)+|\w+|\s+|[^\w\s]")
_MOST_TOKENS = 2000
"""A comparison takes the square of it; longer texts are told as wholly different."""


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """Lay two texts over each other; a blank between two changes is taken into them."""
    stretches = _stretches(_TOKEN.findall(old), _TOKEN.findall(new))
    last = len(stretches) - 1

    def stays(n: int) -> bool:
        stretch = stretches[n]
        return stretch.old == stretch.new and (n in (0, last) or not stretch.is_blank)

    pieces: list[Piece] = []
    for same, group in groupby(range(len(stretches)), stays):
        numbers = list(group)
        gone = "".join(token for n in numbers for token in stretches[n].old)
        fresh = "".join(token for n in numbers for token in stretches[n].new)
        if same:
            pieces.append(Piece("same", gone))
        else:
            pieces += [Piece("removed", gone), Piece("added", fresh)]
    return tuple(piece for piece in pieces if piece.text)


def _stretches(old: list[str], new: list[str]) -> list[_Stretch]:
    """Cut two texts into stretches that are the same and stretches that differ, in turn."""
    head = _common_start(old, new)
    tail = _common_start(old[head:][::-1], new[head:][::-1])
    one, other = old[head : len(old) - tail], new[head : len(new) - tail]
    end = old[len(old) - tail :]
    middle = [_Stretch(one, other)]
    if max(len(one), len(other)) <= _MOST_TOKENS:
        codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        middle = [_Stretch(one[a:b], other[c:d]) for _, a, b, c, d in codes]
    stretches = [_Stretch(old[:head], new[:head]), *middle, _Stretch(end, end)]
    return [stretch for stretch in stretches if stretch.old or stretch.new]


def _common_start(one: list[str], other: list[str]) -> int:
    """Count the tokens with which both begin."""
    shortest = min(len(one), len(other))
    return next((n for n in range(shortest) if one[n] != other[n]), shortest)
