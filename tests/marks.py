"""Faults marked in the text of a file: what stands between ⟦ and ⟧ is what a finding must point at."""

from collections.abc import Callable
from typing import NamedTuple

from pci.core.diagnostic import Span


class Marked(NamedTuple):
    """A text without its marks, and the stretches they held, in the order in which they begin."""

    text: str
    spans: tuple[Span, ...]


def marked(text: str) -> Marked:
    plain, opened, spans = "", list[tuple[int, int]](), list[Span]()
    for character in text:
        if character == "⟦":
            opened.append(_place(plain))
        elif character == "⟧":
            spans.append(Span(*opened.pop(), *_place(plain)))
        else:
            plain += character
    return Marked(plain, tuple(sorted(spans)))


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def swap(old: str, new: str) -> Callable[[str], str]:
    """An edit of the one place where `old` stands."""

    def edit(text: str) -> str:
        assert text.count(old) == 1, f"{old!r} có {text.count(old)} lần"
        return text.replace(old, new)

    return edit
