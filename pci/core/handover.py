"""Who owes a piece of work once units have ended, merged, or lost the lead of a task (contract,
sections 2.1 and 2.2)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from pci.core.grouping import grouped
from pci.core.model import Plan
from pci.core.vi import late_words, short_date


class Handover(NamedTuple):
    """That unfinished work passed from a unit to another on a day; `days` as in an item of the
    day."""

    unit: str
    day: date
    days: int | None

    def words(self, plan: Plan) -> str:
        """`nhận bàn giao từ P.QLTNMT ngày 01/11/2023, khi đó đã quá hạn 12 ngày`."""
        words = f"nhận bàn giao từ {plan.short_name(self.unit)} ngày {short_date(self.day)}"
        days = max(self.days or 0, 0)
        return late_words(f"{words}, khi đó đã quá hạn", days) if days else words


class Holder(NamedTuple):
    """A unit that owes a piece of work, and the units that owed it before. Of work that it took
    over, or was given later, only its words from the day `since` count; those of before were on its
    own piece, or of one that only took part. What suspended a part of it before the day `resumed`
    counts no more: that day it met a part that ran."""

    unit: str
    handed: tuple[Handover, ...] = ()
    since: date | None = None
    resumed: date | None = None


class Held(NamedTuple):
    """A piece of work as it stood at the end of a version of the plan."""

    holder: Holder
    is_finished: bool
    is_suspended: bool
    days: int | None


def holders(plan: Plan, task_id: str, due: date | None, before: Sequence[Held]) -> list[Holder]:
    """Get who owes one occurrence in a version of the plan, from who owed it in the version before.

    Finished work stays with the unit that finished it: it has no holder here, unless that unit
    still answers for the task. Work that comes with a version owes nothing due before its day, and
    no word of before finishes it.
    """
    units, since = plan.accountable(plan.tasks[task_id]), plan.since
    newly = () if due and since and due < since else units
    if since is None or not before:
        return [Holder(unit, (), since) for unit in newly]
    was = _answered_before(plan, task_id)
    own = grouped(before, lambda held: held.holder.unit)
    passed, joining = _passed(plan, before, was, units), _joining(plan, newly, was, units)
    listed: list[Holder] = []
    for unit in units:
        listed += _of_unit(unit, own.get(unit, ()), passed[unit], since)
        if unit in joining and unit not in own:
            listed.append(Holder(unit, (), since))
    return listed


def _passed(
    plan: Plan, before: Sequence[Held], was: Sequence[str], now: Sequence[str]
) -> Mapping[str, list[Held]]:
    """Get the unfinished work that passes to each unit that answers for a task now."""
    passed: dict[str, list[Held]] = {unit: [] for unit in now}
    for held in before:
        if not held.is_finished:
            for unit in receivers(plan, held.holder.unit, was, now):
                passed[unit].append(held)
    return passed


def _joining(
    plan: Plan, units: Iterable[str], was: Sequence[str], now: Sequence[str]
) -> Collection[str]:
    """Get those of some units that answer for a task newly, and in the place of no other."""
    replacing = {*chain.from_iterable(receivers(plan, unit, was, now) for unit in was)}
    return {*units}.difference(was, replacing)


def _answered_before(plan: Plan, task_id: str) -> tuple[str, ...]:
    """Get the units that answered for a task in the version before."""
    earlier = plan.before and plan.before.tasks.get(task_id)
    return plan.before.accountable(earlier) if plan.before and earlier else ()


def _of_unit(
    unit: str, own: Sequence[Held], passed: Sequence[Held], since: date
) -> Iterator[Holder]:
    """Get the holders that one unit is: what it still owes of its own becomes one with what passed
    to it; beside what it finished, that is a piece of its own."""
    handed = tuple(chain.from_iterable(_handed(held, since) for held in passed))
    unfinished = [held for held in own if not held.is_finished]
    resumed = _resumed([*unfinished[:1], *passed], since)
    yield from (held.holder for held in own if held.is_finished)
    yield from (held.holder for held in unfinished[1:])
    if unfinished:
        first = unfinished[0].holder
        yield first._replace(handed=first.handed + handed, resumed=resumed)
    elif passed:
        yield Holder(unit, handed, since, resumed)


def _resumed(met: Sequence[Held], day: date) -> date | None:
    """Get the day from which suspensions of what met on a day count again: that day, where only
    some of it was suspended."""
    if len({held.is_suspended for held in met}) > 1:
        return day
    days = (held.holder.resumed for held in met)
    return max(filter(None, days), default=None)


def _handed(held: Held, day: date) -> tuple[Handover, ...]:
    """Get how a piece of work came to who takes it over on a day, the last handover first."""
    days = None if held.days is None else held.days + 1
    return Handover(held.holder.unit, day, days), *held.holder.handed


def receivers(plan: Plan, unit: str, was: Sequence[str], now: Sequence[str]) -> list[str]:
    """Get the units to which the work of a unit on a task passes in a version: none while it
    answers for the task, its successor, else those that newly answer for it."""
    if unit in now:
        return []
    heir = plan.heir(unit)
    if heir and heir != unit and plan.parent(heir) in now:
        return [plan.parent(heir)]
    return [other for other in now if other not in was]


def predecessors(plan: Plan, task_id: str, unit: str) -> Mapping[str, date]:
    """Get the units that answered for a task before a unit, and whose work on it passed to it, each
    with the day from which it did no more: what they recorded before counts for it."""
    line: dict[str, date] = {}
    version = plan
    while version.before and version.since:
        earlier = version.before
        if task_id in version.tasks and task_id in earlier.tasks:
            was = earlier.accountable(earlier.tasks[task_id])
            now = version.accountable(version.tasks[task_id])
            for other in was:
                if {unit, *line}.intersection(receivers(version, other, was, now)):
                    line.setdefault(other, version.since)
        version = earlier
    return {other: day for other, day in line.items() if other != unit}
