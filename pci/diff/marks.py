"""Two texts laid over each other, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of two texts laid over each other: `same`, `removed` or `added`."""

    mark: str
    text: str


_TOKEN = re.compile(r"\d+(?:[/.,]\d+)+|\w+|\s+|[^\w\s]")
_MOST_TOKENS = 2000


def marked(old: str, new: str) -> tuple[Piece, ...]:
    """Two texts laid over each other word by word; what stands alone between two changes is taken into them."""
    one, two = _TOKEN.findall(old), _TOKEN.findall(new)
    first = next(
        (n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b),
        min(len(one), len(two)),
    )
    rest = min(len(one), len(two)) - first
    last = next((n for n in range(rest) if one[-1 - n] != two[-1 - n]), rest)
    begin, end = one[:first], one[len(one) - last :]
    pieces = [
        Piece("same", "".join(begin)),
        *_laid_over(one[first : len(one) - last], two[first : len(two) - last]),
    ]
    return tuple(_joined([*pieces, Piece("same", "".join(end))]))


def _laid_over(one: list[str], two: list[str]) -> Iterator[Piece]:
    if max(len(one), len(two)) > _MOST_TOKENS:  # the comparison takes the square of it
        yield from (Piece("removed", "".join(one)), Piece("added", "".join(two)))
        return
    for what, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(one[a:b]))
        else:
            yield from (Piece("removed", "".join(one[a:b])), Piece("added", "".join(two[c:d])))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours made one: within a change first all that is gone, then all that is new."""
    gone = fresh = ""
    for n, (mark, text) in enumerate(pieces):
        if mark == "same" and (
            text.strip() or not (gone or fresh) or not any(p.text for p in pieces[n + 1 :])
        ):
            yield from (
                piece for piece in (Piece("removed", gone), Piece("added", fresh)) if piece.text
            )
            gone = fresh = ""
            if text:
                yield Piece("same", text)
        else:
            gone += text if mark != "added" else ""
            fresh += text if mark != "removed" else ""
    yield from (piece for piece in (Piece("removed", gone), Piece("added", fresh)) if piece.text)
