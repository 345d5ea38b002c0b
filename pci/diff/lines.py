"""A comparison in the words that a screen and Markdown share."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pci.console import INVENTED
from pci.core.labels import days_words
from pci.core.model import Plan
from pci.core.vi import plan_words
from pci.diff.changes import Change
from pci.diff.word_diff import Piece, word_diff


class ChangeList(NamedTuple):
    """The names of the two versions, and their changes; `plan` is the newer one. Where the older
    one could not be read, only what was recorded is compared."""

    plan: Plan
    old: str
    new: str
    changes: Sequence[Change]
    is_read: bool = True

    def head(self) -> Iterator[str]:
        """Write what is compared, and how much changed."""
        if self.plan.illustrative:
            yield INVENTED
        which = plan_words(self.plan.id).removeprefix("kế hoạch ")
        yield f"Kế hoạch {which}: {self.old} → {self.new}"
        findings = sum(change.finding for change in self.changes)
        of_them = f", trong đó {findings:02} điều phải xem (!)" if findings else ""
        count = f"{len(self.changes):02} thay đổi{of_them}."
        nothing = "Không có thay đổi." if self.is_read else "Không tệp nào bị sửa, xóa."
        if not self.is_read:
            yield "Không đọc được kế hoạch ở bản cũ: chỉ so từng tệp cập nhật, báo cáo đã ban hành."
        yield count if self.changes else nothing

    def groups(self) -> Iterator[tuple[str, Iterator[Change]]]:
        """Group the changes under their headings."""
        return groupby(self.changes, key=lambda change: change.heading)


def pieces_of(change: Change) -> list[Piece]:
    """Write one change: of a long text the words that differ, else what was and what is."""
    label = f"{change.label}: " if change.label else ""
    days = f" ({days_words(change.days)})" if change.days else ""
    return [Piece("same", label), *_contents(change), Piece("same", days)]


_LONG = 60
"""Letters of a text of which only the words that differ are marked; of a stretch that stayed, the
letters shown at either end."""


def _contents(change: Change) -> list[Piece]:
    old, new = change.old, change.new
    if not change.field:
        return [Piece("same", old or new)]
    if min(len(old), len(new)) > _LONG:
        return [_shortened(piece) for piece in word_diff(old, new)]
    arrow = " → " if old and new else ""
    return [Piece("removed", old), Piece("same", arrow), Piece("added", new)]


def _shortened(piece: Piece) -> Piece:
    """Leave out the middle of a long stretch that stayed."""
    text = piece.text
    if piece.mark != "same" or len(text) < 3 * _LONG:
        return piece
    start, end = text[:_LONG].rpartition(" ")[0], text[-_LONG:].partition(" ")[2]
    return Piece("same", f"{start} […] {end}")
