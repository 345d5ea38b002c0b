"""A bar for whoever waits at a terminal."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_FEW = 3
"""So few items need no bar."""


def each(items: Sequence[T], words: str) -> Iterator[T]:
    """The items one by one; on a terminal a bar says how many of them are done."""
    if len(items) <= _FEW or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, words, console=Console(stderr=True), transient=True)
