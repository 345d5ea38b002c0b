"""Which things of two versions are the same one: by ids and words, by place in a list, by days."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from math import inf
from typing import Any, TypeVar

from pci.core.schedule import Occurrence

T = TypeVar("T")
Pairs = list[tuple[T | None, T | None]]
"""The same things in the old and in the new version; one is null where a thing came or went."""


def paired(old: Sequence[T], new: Sequence[T], cost: Callable[[T, T], float]) -> Pairs[T]:
    """Pair things, the lowest cost first, then what is left; an infinite cost pairs nothing."""
    costs = [(cost(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new)]
    gone, come = dict(enumerate(old)), dict(enumerate(new))
    pairs: Pairs[T] = []
    for price, i, j in sorted(costs):
        if price < inf and i in gone and j in come:
            pairs.append((gone.pop(i), come.pop(j)))
    return [
        *pairs,
        *((was, None) for was in gone.values()),
        *((None, now) for now in come.values()),
    ]


# --- things with ids -------------------------------------------------------------------------

Ids = list[tuple[str, str]]
"""The ids of a thing in the old and in the new version; one is empty where it came or went."""


def by_id(old: Mapping[str, Any], new: Mapping[str, Any]) -> Ids:
    """Pair things by their ids, and by their content where only the id changed."""

    def cost(is_one_id: bool, was: Any, now: Any) -> float:
        if is_one_id:
            return 0
        return 1 if was == now else inf

    return _pair_ids(old, new, cost)


def by_words(old: Mapping[str, str], new: Mapping[str, str]) -> Ids:
    """Pair things by their texts and ids."""
    return _pair_ids(old, new, _cost_of_words)


def _pair_ids(
    old: Mapping[str, T], new: Mapping[str, T], cost: Callable[[bool, T, T], float]
) -> Ids:
    """Pair ids; first come those that are gone, then all in the new order."""
    gone, come = _changed_keys(old, new), _changed_keys(new, old)
    old_ids = {i: i for i in new}
    pairs: Ids = []
    for was, now in paired(gone, come, lambda was, now: cost(was == now, old[was], new[now])):
        if now is None:
            pairs.append((was or "", ""))
        else:
            old_ids[now] = was or ""
    return pairs + [(old_ids[i], i) for i in new]


def _changed_keys(one: Mapping[str, T], other: Mapping[str, T]) -> list[str]:
    return [i for i in one if i not in other or one[i] != other[i]]


_ALIKE = 0.5
"""How much two texts share at least to be one thing under one id."""
_ALMOST_THE_SAME = 0.75
"""How much they share at least to be one thing under two ids."""


def _cost_of_words(is_one_id: bool, was: str, now: str) -> float:
    """Rank two texts: the same words, like words under one id, like words, one id."""
    likeness = _likeness(was, now)
    if likeness == 1:
        return 0 if is_one_id else 1
    if is_one_id:
        return 2 if likeness >= _ALIKE else 4
    return 4 - likeness if likeness >= _ALMOST_THE_SAME else inf


def _likeness(one: str, other: str) -> float:
    """Measure from 0 to 1 how many words two texts share; a cheap bound spares most comparisons."""
    a, b = one.split(), other.split()
    shared = (Counter(a) & Counter(b)).total()
    if 2 * shared < _ALIKE * (len(a) + len(b)):
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


# --- entries of lists ------------------------------------------------------------------------


def by_place(old: Sequence[Hashable], new: Sequence[Hashable], *, texts: bool) -> Pairs[int]:
    """Pair the indices of entries that changed: moved; reworded, of `texts`; else come or gone."""
    gone, come = set(range(len(old))), set(range(len(new)))
    for i, j, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        gone -= set(range(i, i + size))
        come -= set(range(j, j + size))

    def cost(i: int, j: int) -> float:
        if old[i] == new[j]:
            return 0
        likeness = _likeness(str(old[i]), str(new[j])) if texts else 0
        return 2 - likeness if likeness >= _ALIKE else inf

    pairs = paired(sorted(gone), sorted(come), cost)
    return sorted(pairs, key=lambda pair: -1 if pair[1] is None else pair[1])


# --- days ------------------------------------------------------------------------------------


def by_day(old: Sequence[Occurrence], new: Sequence[Occurrence]) -> Pairs[Occurrence]:
    """Pair the times that something falls due: of one period, else the nearest days."""
    return paired(old, new, _days_apart)


def _days_apart(was: Occurrence, now: Occurrence) -> float:
    """Count the days between two; below zero of one period, very many where only one has a day."""
    if was.period == now.period:
        return -1
    if was.due and now.due:
        return abs((now.due - was.due).days)
    return 0 if was.due == now.due else 1e9
