"""A comparison as `pci.diff/1`."""

from collections.abc import Sequence
from typing import Any

from pci.diff.changes import Change
from pci.diff.sides import Sides
from pci.diff.word_diff import word_diff
from pci.lists.json import of_plan


def json_of(sides: Sides, changes: Sequence[Change]) -> str:
    """Write both sides by their names, and every change.

    `old` and `new` of a change are values as they stand in the files, null where there is none;
    `field` is the path of the part, null where the whole came or went; `days` is how far a day
    moved; `marks` lays two texts over each other, word by word.
    """
    plan = sides.new.plan
    old, new = sides.names
    return of_plan(
        plan,
        "pci.diff/1",
        year=plan.year,
        old=old,
        new=new,
        findings=sum(change.finding for change in changes),
        changes=[_change(change) for change in changes],
    )


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "finding": change.finding,
        "at": change.at,
        "name": change.name,
        "field": change.field or None,
        "old": change.was,
        "new": change.now,
        "days": change.days,
        "marks": _marks(change),
    }


def _marks(change: Change) -> list[list[str]]:
    """Lay the old text over the new one; ids and values that are no text have no marks."""
    was, now = change.was, change.now
    if change.is_id or not change.field or not isinstance(was, str) or not isinstance(now, str):
        return []
    return [list(piece) for piece in word_diff(was, now)]
