"""Things in groups and in lines."""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")
V = TypeVar("V")


def grouped(listed: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Group things by a key, in the order in which the keys appear."""
    groups: dict[K, list[T]] = {}
    for one in listed:
        groups.setdefault(key(one), []).append(one)
    return groups


def by_key(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """Group the values of pairs by their keys, in the order in which the keys appear."""
    return {key: [value for _, value in own] for key, own in grouped(pairs, itemgetter(0)).items()}


def followed(links: Mapping[K, K]) -> dict[K, K]:
    """Get all that links lead on from, each with where they lead in the end; of a circle that is
    any one in it."""
    last: dict[K, K] = {}
    for start in links:
        passed: dict[K, None] = {}
        one = start
        while one in links and one not in last and one not in passed:
            passed[one] = None
            one = links[one]
        last |= dict.fromkeys(passed, last.get(one, one))
    return last
