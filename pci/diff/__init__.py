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
from pci.diff.values import Versions, changes_of
from pci.workspace import Workspace


def diff(old: Workspace, new: Workspace) -> list[Change]:
    """List every difference of meaning: first what must be looked into, then noun by noun."""
    pairs = things(old, new)
    ids = {thing.was: thing.now for thing in pairs if thing.was and thing.was != thing.now}
    versions = Versions(old, new, ids)
    changes = [change for thing in pairs for change in _of_thing(versions, thing)]
    changes += [*_order(versions, pairs), *_astray(versions)]
    if old.plan.year == new.plan.year:
        changes += due.reports(versions)
    nouns = list(NOUNS)
    return sorted(changes, key=lambda change: (not change.finding, nouns.index(change.noun)))


def _of_thing(versions: Versions, thing: Thing) -> list[Change]:
    """List what changed of a thing; plans of two years have no deadlines in common."""
    is_one_year = versions.old.plan.year == versions.new.plan.year
    days = list(due.deadlines(versions, thing)) if is_one_year else []
    changes = changes_of(versions, thing)
    return days + [change for change in changes if not days or change.field != "by"]


def _order(versions: Versions, pairs: Sequence[Thing]) -> Iterator[Change]:
    """List the registers whose things stand in another order under the ids they had."""
    for noun, field in REGISTERS.items():
        stayed = {thing.was for thing in pairs if thing.noun == noun and thing.was == thing.now}
        was, now = (
            [i for i in getattr(side.plan, field) if i in stayed]
            for side in (versions.old, versions.new)
        )
        if was != now:
            title = title_of(Plan, field)
            words = ", ".join(was), ", ".join(now)
            yield Change(
                "order", "changed", field, title, *words, field, "Thứ tự", was=was, now=now
            )


def _astray(versions: Versions) -> Iterator[Change]:
    """List updates whose ids mean something else now, or nothing; updates are never rewritten."""
    corrected = {entry.update.corrects for entry in versions.new.progress.standing}
    kept = {entry.id for entry in versions.old.progress.standing} - corrected
    for at, update in versions.new.progress.standing:
        named = (update.unit, update.subject, update.about)
        was = next((i for i in named if i in versions.ids), None)
        if was and at in kept:
            now = versions.ids[was]
            name = f"{was} nay là {now}" if now else f"nội dung cũ của {was} đã bỏ"
            words = f"{at} ({versions.old.plan.name(update.unit)})"
            yield Change("update", "astray", at, name, new=words, was=was, now=now or None)
