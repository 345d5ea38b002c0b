"""The account of reports: who was asked, who reported, and in time or not. It is no part of a
task's state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.grouping import followed, grouped
from pci.core.handover import predecessors
from pci.core.ledger import (
    FINISHED,
    Entry,
    Ledger,
    counted,
    ledger,
    origins,
    speaks_on,
    update_id,
    view,
)
from pci.core.model import REST, Plan, Task, Update
from pci.core.schedule import ReportingPeriod, is_longer, is_owed, reporting_periods


class Answer(NamedTuple):
    """One accountable unit on one task in one reporting period.

    `rest` is the first line that closes all its remaining tasks, null where there is none.
    `state` is reported, reported_late (received after the internal day), awaited (until that day
    has passed) or missing.
    """

    task: str
    unit: str
    entries: tuple[Entry, ...]
    rest: Entry | None
    state: str

    @property
    def reported(self) -> bool:
        """Whether there is a report, late or not."""
        return self.state in ("reported", "reported_late")


class Totals(NamedTuple):
    """Three counts that users must not confuse: asked for, received, received in time."""

    expected: int
    reported: int
    on_time: int


def answers(
    plan: Plan, entries: Iterable[Entry], period: ReportingPeriod, as_of: date, calendar: Calendar
) -> tuple[Answer, ...]:
    """Get the account of a period by who owes on a day: what a unit that has ended did not send,
    its successor owes once, and nobody where it has none."""
    now, owed = plan.on(as_of), dict[tuple[str, str, bool], Answer]()
    for answer in account(plan, entries, period, as_of, calendar):
        unit = answer.unit if answer.reported else now.heir(answer.unit)
        if unit:
            owed.setdefault((answer.task, unit, answer.reported), answer._replace(unit=unit))
    return tuple(owed.values())


def account(
    plan: Plan, entries: Iterable[Entry], period: ReportingPeriod, as_of: date, calendar: Calendar
) -> tuple[Answer, ...]:
    """Get the answers for a period as of a day, task by task: of each unit that then was
    accountable, or of the one that reported for it.

    Nothing is asked for a period before the plan or shorter than the regime's; on a task that
    waits for its triggers at the window's end; on a task that has ended on both sides of the
    window. A longer period has the states of the last regime's period inside it. The plan is the
    version of the window's last day, or of the day `as_of` where that is earlier.
    """
    plan = plan.on(min(period.window_last, as_of))
    if not is_owed(plan, period.internal_due) or not asks(plan, period):
        return ()
    listed = tuple(entries)
    known = counted(listed, as_of)
    before = ledger(plan, known, period.window_first - timedelta(days=1), calendar)
    after = ledger(plan, known, period.window_last, calendar)
    heard, received = _heard(plan, after.known, period), _received(listed, period)
    asked = tuple(
        _answer(plan, task_id, unit, heard, received, period, as_of)
        for task_id, task in plan.tasks.items()
        for unit in asked_units(plan, task_id, task)
        if not _excused(before, after, task_id, unit)
    )
    if not spans_several(plan, period):
        return asked
    inside = [p for p in reporting_periods(plan, calendar) if p.period.last <= period.period.last]
    return _as_early_or_late(asked, account(plan, listed, inside[-1], as_of, calendar))


def _as_early_or_late(asked: Iterable[Answer], last: Iterable[Answer]) -> tuple[Answer, ...]:
    """Give the answers of a longer period the states of those for the last period inside it."""
    states = {(answer.task, answer.unit): answer.state for answer in last}
    return tuple(a._replace(state=states.get((a.task, a.unit), a.state)) for a in asked)


def _heard(
    plan: Plan, known: Iterable[Entry], period: ReportingPeriod
) -> Mapping[str, Sequence[Entry]]:
    """Get the reports of a window by their subjects, and the lines for all remaining tasks of its
    period. An update that only answers a remark reports nothing."""
    closes_any = spans_several(plan, period)

    def reports(update: Update) -> bool:
        closes = closes_any or update.period == period.period.id
        speaks = not update.only_answers and (update.about != REST or closes)
        return speaks and period.holds(update.date)

    heard = (entry for entry in known if reports(entry.update))
    return grouped(heard, lambda entry: entry.update.subject)


def _answer(
    plan: Plan,
    task_id: str,
    unit: str,
    heard: Mapping[str, Sequence[Entry]],
    received: Mapping[str, date],
    period: ReportingPeriod,
    as_of: date,
) -> Answer:
    """The answer of a unit on a task, its own reports and the first line that closes its remaining
    tasks."""
    own = tuple(e for e in heard.get(task_id, ()) if _speaks(plan, task_id, e.update, unit))
    lines = [
        e
        for e in heard.get(REST, ())
        if _speaks(plan, task_id, e.update, unit)
        and _covers(plan.on(e.update.date), task_id, e.update.unit)
    ]
    rest = min(lines, key=lambda entry: (entry.update.recorded, entry.id), default=None)
    days = [received[entry.id] for entry in ([*own, rest] if rest else own)]
    state = _state(days, period, as_of)
    return Answer(task_id, unit, own, rest, state)


def asks(plan: Plan, period: ReportingPeriod) -> bool:
    """Whether units report for a period: one of their regime by its last day, or a longer one made
    of those."""
    plan = plan.on(period.window_last)
    return period.period.kind == plan.reporting.every or spans_several(plan, period)


def spans_several(plan: Plan, period: ReportingPeriod) -> bool:
    """Whether a period is made of several periods of the regime."""
    return is_longer(plan.reporting, period.period)


def asked_units(plan: Plan, task_id: str, task: Task) -> tuple[str, ...]:
    """Get the units that report on a task: those that report for the accountable ones, or the
    focal unit."""
    focal = plan.focal(task_id)
    if focal:
        return (focal,)
    return tuple(dict.fromkeys(plan.reporter(unit) for unit in plan.accountable(task)))


def _excused(before: Ledger, after: Ledger, task_id: str, unit: str) -> bool:
    """Whether none of the accountable units that a unit reports for owes anything; a focal unit
    reports for all."""
    plan = after.plan
    accountable = plan.accountable(plan.tasks[task_id])
    focal = plan.focal(task_id) == unit
    represented = [u for u in accountable if focal or plan.reporter(u) == unit] or [unit]
    return all(_owes_nothing(before, after, task_id, u) for u in represented)


def _owes_nothing(before: Ledger, after: Ledger, task_id: str, unit: str) -> bool:
    """Whether a task waits for its triggers at a window's end, or had ended on both its sides with
    nothing left to do."""
    ended = (*FINISHED, "suspended")
    now = view(after, task_id, unit)
    if now.state == "waiting":
        return True
    if now.state not in ended or any(item.state not in ended for item in now.items):
        return False
    if task_id not in before.plan.tasks:  # a document added it within the window
        return False
    was = before.plan.accountable(before.plan.tasks[task_id])
    line = [u for u in (unit, *predecessors(after.plan, task_id, unit)) if u in was]
    return all(view(before, task_id, u).state in ended for u in line or (None,))


def _speaks(plan: Plan, task_id: str, update: Update, unit: str) -> bool:
    """Whether an update counts as a unit's answer on a task: its own, of its sub-units, of who
    answered for the task before it, of accountable units that it reports for."""
    if speaks_on(plan, task_id, update, unit):
        return True
    accountable = plan.accountable(plan.tasks[task_id])
    return update.unit in accountable and plan.reporter(update.unit) == unit


def _covers(plan: Plan, task_id: str, unit: str) -> bool:
    """Whether a unit's line for its remaining tasks covers a task: one that it leads, by itself
    or by a unit that it reports for, or whose focal unit it is."""
    if task_id not in plan.tasks:
        return False
    members = plan.members(plan.tasks[task_id].lead)
    leads = any(unit in (member, plan.reporter(member)) for member in members)
    return leads or plan.focal(task_id) == unit


def _received(entries: Sequence[Entry], period: ReportingPeriod) -> Mapping[str, date]:
    """Get the day on which the Office had each update: of a correction the day of the update that
    its chain starts at, where that one is of the period too, or the last one put right since."""
    by_id, origin = {entry.id: entry for entry in entries}, origins(entries)
    pairs = ((entry, by_id.get(entry.update.corrects or "")) for entry in entries)
    said_with = followed(
        {e.id: old.id for e, old in pairs if old and not _corrects_receipt(e.update, old.update)}
    )
    days = {}
    for entry in entries:
        first = by_id.get(origin.get(entry.id, ""), entry)
        counts = by_id[said_with.get(entry.id, entry.id)]
        days[entry.id] = (counts if period.holds(first.update.date) else entry).update.received_on
    return days


_MOST_REPEATED = 20
"""Corrections in a row of a day of receipt that are looked through: each takes its time."""


def repeated(update: Update, recorded: Mapping[str, Entry]) -> Iterator[str]:
    """Get the ids of the updates that a correction repeats: it only puts right when they were
    received."""
    for _ in range(_MOST_REPEATED):
        old = recorded.get(update.corrects or "")
        if old is None or not _corrects_receipt(update, old.update):
            return
        yield old.id
        update = old.update


def _corrects_receipt(correction: Update, corrected: Update) -> bool:
    """Whether a correction gives another day of receipt, with a reason, and changes nothing
    else."""
    same = replace(corrected, corrects=correction.corrects, reason=correction.reason)
    is_same = update_id(same) == update_id(correction)
    return bool(correction.received and correction.reason) and is_same


def _state(received: Iterable[date], period: ReportingPeriod, as_of: date) -> str:
    """Whether the first of some reports came in time, or how long one is awaited."""
    first = min(received, default=None)
    if first is None:
        return "missing" if as_of > period.internal_due else "awaited"
    return "reported" if first <= period.internal_due else "reported_late"


def totals(asked: Iterable[Answer]) -> Totals:
    """How many reports were asked for, received, and received in time."""
    states = [answer.state for answer in asked]
    late = states.count("reported_late")
    return Totals(len(states), states.count("reported") + late, states.count("reported"))


def latest_due(plan: Plan, calendar: Calendar, as_of: date) -> ReportingPeriod | None:
    """The latest period of the plan's year whose internal day has passed; null before the first."""
    passed = [p for p in reporting_periods(plan, calendar) if p.internal_due < as_of]
    return passed[-1] if passed else None


def next_due(plan: Plan, calendar: Calendar, as_of: date) -> ReportingPeriod | None:
    """Get the first period of the plan's year that is owed and whose internal day has not
    passed; null after the last."""
    for period in reporting_periods(plan, calendar):
        if period.internal_due >= as_of and is_owed(plan, period.internal_due):
            return period
    return None


def missing_reports(plan: Plan, asked: Iterable[Answer]) -> Mapping[str, tuple[str, ...]]:
    """Get the tasks without a report of each unit, in the plan's order; a unit that owes none is
    left out."""
    owed: dict[str, list[str]] = {unit: [] for unit in plan.units}
    for answer in asked:
        if not answer.reported:
            owed[answer.unit].append(answer.task)
    return {unit: tuple(dict.fromkeys(tasks)) for unit, tasks in owed.items() if tasks}
