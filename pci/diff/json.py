"""A comparison as `pci.diff/1`."""

from collections.abc import Sequence
from typing import Any

from pci.diff.changes import Change
from pci.diff.sources import Side
from pci.diff.word_diff import word_diff
from pci.lists.json import of_plan


def json_of(old: Side, new: Side, changes: Sequence[Change]) -> str:
    """Write both sides by their names, and every change.

    `old` and `new` of a change are values as they stand in the files, null where there is none;
    `field` is the path of the part, null where the whole came or went; `days` is how far a day
    moved; `marks` lays two texts over each other, word by word.
    """
    plan = new.version.plan
    return of_plan(
        plan,
        "pci.diff/1",
        complete=old.is_read and old.complete and new.complete,
        old=_side(old),
        new=_side(new),
        findings=sum(change.finding for change in changes),
        changes=[_change(change) for change in changes],
    )


def _side(side: Side) -> dict[str, Any]:
    source, year = side.source, side.version.plan.year
    return {"name": source.name, "revision": source.revision, "year": year}


def _change(change: Change) -> dict[str, Any]:
    was, now = change.was, change.now
    are_texts = change.field and isinstance(was, str) and isinstance(now, str)
    return {
        "kind": change.kind,
        "finding": change.finding,
        "at": change.at,
        "name": change.name,
        "field": change.field or None,
        "old": was,
        "new": now,
        "days": change.days,
        "marks": [list(piece) for piece in word_diff(was, now)] if are_texts else [],
    }
