"""Things in groups."""

from collections.abc import Callable, Iterable
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


def grouped(listed: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Group things by a key, in the order in which the keys appear."""
    groups: dict[K, list[T]] = {}
    for one in listed:
        groups.setdefault(key(one), []).append(one)
    return groups
