"""A comparison as lines of pieces, which a screen and Markdown write in their own ways."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pci.core.labels import days_words
from pci.core.model import Plan
from pci.diff.changes import KINDS, Change
from pci.diff.word_diff import Piece, word_diff


class ChangeList(NamedTuple):
    """The names of the two versions, and their changes; `plan` is the newer one."""

    plan: Plan
    old: str
    new: str
    changes: Sequence[Change]

    @property
    def heading(self) -> str:
        """The plan and its two versions."""
        return f"Kế hoạch năm {self.plan.year}: {self.old} → {self.new}"

    @property
    def summary(self) -> str:
        """The number of changes, and of those that nobody should have made."""
        if not self.changes:
            return "Không có thay đổi."
        findings = sum(change.finding for change in self.changes)
        of_them = f", trong đó {findings:02} điều phải xem (!)" if findings else ""
        return f"{len(self.changes):02} thay đổi{of_them}."


Heading = tuple[bool, str]
"""Whether the changes below must be looked into, and the title."""


def groups(changes: Iterable[Change]) -> Iterator[tuple[Heading, Iterator[Change]]]:
    """Group changes under the headings of their kinds."""
    return groupby(changes, key=lambda change: (change.finding, KINDS[change.kind].group))


def lines_of(change: Change) -> list[list[Piece]]:
    """Write one change: the words marked where some stayed, else what was and what is."""
    label = [Piece("same", f"{change.label}: ")] if change.label else []
    if change.old and change.new:
        days = [Piece("same", f" ({days_words(change.days)})")] if change.days else []
        return _cut_at_line_ends([*label, *_changed(change), *days])
    if not change.label:
        return _cut_at_line_ends([Piece("same", change.old or change.new)])
    one_side = Piece("removed", change.old) if change.old else Piece("added", change.new)
    return _cut_at_line_ends([*label, one_side])


def _changed(change: Change) -> list[Piece]:
    pieces = word_diff(change.old, change.new)
    some_stayed = any(mark == "same" and re.search(r"\w", text) for mark, text in pieces)
    if some_stayed and change.days is None and not change.is_id:
        return _shortened(pieces)
    return [Piece("removed", change.old), Piece("same", " → "), Piece("added", change.new)]


_AROUND = 60
"""Letters of an unchanged stretch that stand beside a change."""
_LEAST = 40
"""Fewest letters worth leaving out."""


def _shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out the middle of long stretches that stayed, and their ends far from any change."""
    shown = []
    for n, (mark, text) in enumerate(pieces):
        head = _AROUND if n > 0 else 0
        tail = _AROUND if n < len(pieces) - 1 else 0
        if mark == "same" and len(text) > head + tail + _LEAST:
            start = text[:head].rpartition(" ")[0]
            end = text[len(text) - tail :].partition(" ")[2] if tail else ""
            text = " ".join(filter(None, (start, "[…]", end)))
        shown.append(Piece(mark, text))
    return shown


def _cut_at_line_ends(pieces: Iterable[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for mark, text in pieces:
        first, *rest = text.split("\n")
        lines[-1].append(Piece(mark, first))
        lines += [[Piece(mark, part)] for part in rest]
    shown = [[piece for piece in line if piece.text] for line in lines]
    return shown if shown[-1] else shown[:-1]
