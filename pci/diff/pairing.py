"""Which things of two versions are the same one: by their ids and words, by their place in a list, by their days."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import product

from pci.core.schedule import Occurrence

_ALIKE, _THE_SAME = 0.5, 0.75
"""How much two texts share: to be one thing under one id, to be one thing under two."""


def by_words(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str]]:
    """Ids of the same thing in both versions, in the new one's order; an empty id where it came or went.

    An id with its very words comes first, then the very words under another id, then similar words under the same id,
    then under another one; an id left over on both sides is taken for itself reworded.
    """
    pairs: dict[str, str] = {}
    left = dict(old)

    def take(now: str, was: str) -> None:
        pairs[now] = was
        del left[was]

    def pending() -> list[str]:
        return [i for i in new if i not in pairs]

    for now in pending():
        if now in left and _folded(left[now]) == _folded(new[now]):
            take(now, now)
    for now in pending():
        if was := next((i for i, text in left.items() if _folded(text) == _folded(new[now])), None):
            take(now, was)
    for now in pending():
        if now in left and _likeness(left[now], new[now]) >= _ALIKE:
            take(now, now)
    for now in pending():
        scored = ((_likeness(text, new[now]), i) for i, text in left.items())
        score, was = max(scored, default=(0.0, ""), key=lambda found: found[0])
        if score >= _THE_SAME:
            take(now, was)
    for now in pending():
        if now in left:
            take(now, now)
    return [(i, "") for i in left] + [(pairs.get(i, ""), i) for i in new]


def _folded(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _likeness(one: str, other: str) -> float:
    """From 0 to 1 by shared words; a cheap bound first, for most texts have little in common."""
    a, b = one.split(), other.split()
    shared = sum((Counter(a) & Counter(b)).values())
    if 2 * shared < _ALIKE * (len(a) + len(b)):
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def by_place(
    old: Sequence[Hashable], new: Sequence[Hashable], texts: bool = False
) -> list[tuple[int | None, int | None]]:
    """The entries of two lists that changed, by their indices: moved, and so equal; reworded, among `texts` only; gone
    or come, with no index on the other side."""
    kept = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    gone = _outside(len(old), [(block.a, block.size) for block in kept])
    come = _outside(len(new), [(block.b, block.size) for block in kept])
    pairs: dict[int, int] = {}
    places: dict[Hashable, list[int]] = {}
    for i in reversed(gone):
        places.setdefault(old[i], []).append(i)
    for j in come:
        if places.get(new[j]):
            pairs[j] = places[new[j]].pop()
    if texts:
        moved = set(pairs.values())
        left = [i for i in gone if i not in moved]
        for j in (j for j in come if j not in pairs):
            score, i = max(
                ((_likeness(str(old[i]), str(new[j])), -i) for i in left), default=(0.0, 0)
            )
            if score >= _ALIKE:
                pairs[j] = -i
                left.remove(-i)
    taken = set(pairs.values())
    return [(i, None) for i in gone if i not in taken] + [(pairs.get(j), j) for j in come]


def _outside(length: int, blocks: Sequence[tuple[int, int]]) -> list[int]:
    inside = {i for start, size in blocks for i in range(start, start + size)}
    return [i for i in range(length) if i not in inside]


def by_day(
    old: Sequence[Occurrence], new: Sequence[Occurrence]
) -> tuple[list[tuple[Occurrence, Occurrence]], list[Occurrence], list[Occurrence]]:
    """The times that something falls due, then and now: of one period, else of one day, else the nearest; and those
    left over on each side."""
    was, now = {o.period: o for o in old}, {o.period: o for o in new}
    pairs = [(was.pop(period), now.pop(period)) for period in [*was] if period in now]
    near = sorted(
        product(was.values(), now.values()), key=lambda pair: _apart(pair[0].due, pair[1].due)
    )
    for one, other in near:
        if one.period in was and other.period in now:
            pairs.append((was.pop(one.period), now.pop(other.period)))
    return pairs, [*was.values()], [*now.values()]


def _apart(one: date | None, other: date | None) -> int:
    """Days between two, none where neither has a day yet."""
    if one and other:
        return abs((other - one).days)
    return 0 if one == other else date.max.toordinal()
