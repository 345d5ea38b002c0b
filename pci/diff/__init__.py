"""What changed between two versions of a plan and its records.

Things are paired by id and words (`things`), their values compared by the fields of the model
(`values`), their deadlines as they fall due (`due`), whatever moved them: the plan's words, the
reporting regime, a letter about one period, or the calendar.
"""

from collections.abc import Iterator, Sequence

from pci.core.fields import title_of
from pci.core.model import Plan
from pci.diff import due
from pci.diff.changes import NOUNS, Change
from pci.diff.things import REGISTERS, Thing, things
from pci.diff.values import Sides, changes_of
from pci.workspace import Workspace


def diff(old: Workspace, new: Workspace) -> list[Change]:
    """List every difference of meaning: first what must be looked into, then noun by noun."""
    found = things(old, new)
    ids = {thing.was: thing.now for thing in found if thing.was and thing.was != thing.now}
    sides = Sides(old, new, ids)
    changes = [*_order(sides, found), *_astray(sides)]
    for thing in found:
        changes += _of_thing(sides, thing)
    if old.plan.year == new.plan.year:
        changes += due.reports(sides)
    nouns = list(NOUNS)
    return sorted(changes, key=lambda change: (not change.finding, nouns.index(change.noun)))


def _of_thing(sides: Sides, thing: Thing) -> list[Change]:
    """List what changed of a thing; plans of two years have no deadlines in common."""
    is_one_year = sides.old.plan.year == sides.new.plan.year
    days = list(due.deadlines(sides, thing)) if is_one_year else []
    changes = changes_of(sides, thing)
    return days + [change for change in changes if not days or change.field != "by"]


def _order(sides: Sides, found: Sequence[Thing]) -> Iterator[Change]:
    """List the registers whose things stand in another order under the ids they had."""
    for noun, field in REGISTERS.items():
        stayed = {thing.was for thing in found if thing.noun == noun and thing.was == thing.now}
        was, now = (
            [i for i in getattr(side.plan, field) if i in stayed] for side in (sides.old, sides.new)
        )
        if was != now:
            title = title_of(Plan, field)
            words = ", ".join(was), ", ".join(now)
            yield Change(
                "order", "changed", field, title, *words, field, "Thứ tự", was=was, now=now
            )


def _astray(sides: Sides) -> Iterator[Change]:
    """List updates whose ids mean something else now, or nothing; updates are never rewritten."""
    kept = {entry.id for entry in sides.old.entries}
    kept -= {entry.update.corrects or "" for entry in sides.new.entries}
    for at, update in sides.new.entries:
        named = (update.unit, update.subject, update.about)
        was = next((i for i in named if i in sides.ids), None)
        if was and at in kept:
            now = sides.ids[was]
            name = f"{was} nay là {now}" if now else f"nội dung cũ của {was} đã bỏ"
            said = f"{at} ({sides.old.plan.name(update.unit)})"
            yield Change("update", "astray", at, name, new=said, was=was, now=now or None)
