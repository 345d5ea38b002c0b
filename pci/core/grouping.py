"""Things in groups."""

from collections.abc import Callable, Iterable
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
