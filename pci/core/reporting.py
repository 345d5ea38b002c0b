"""Reporting as its own account: who was asked, who reported, in time or not. Never part of a task's state."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from pci.core.dates import VIETNAM, Calendar
from pci.core.ledger import FINISHED, Entry, Ledger, counted, ledger, view
from pci.core.model import REST, Plan, Task
from pci.core.schedule import ReportingPeriod, is_owed, reporting_periods


class Answer(NamedTuple):
    """One accountable unit on one task in one reporting period.

    `rest` is the first line that closes all its remaining tasks, null where none was written. `state`: reported,
    reported_late (first typed after the internal day), awaited (until that day has passed) or missing.
    """

    task: str
    unit: str
    entries: tuple[Entry, ...]
    rest: Entry | None
    state: str

    @property
    def reported(self) -> bool:
        """Whether anything was said, late or not."""
        return self.state in ("reported", "reported_late")


class Totals(NamedTuple):
    """Three counts that users must not confuse: asked for, received, received in time."""

    expected: int
    reported: int
    on_time: int


def answers(
    plan: Plan, entries: Iterable[Entry], period: ReportingPeriod, as_of: date, calendar: Calendar
) -> tuple[Answer, ...]:
    """Who has reported what in a window as of a day, task by task: each accountable unit, or the one that reports
    for it.

    Nothing is asked for a period before the plan or shorter than the regime's own, on a task that waits for its
    triggers at the window's end, or that was done or suspended before it began. A longer period is answered when the
    last of the regime's own inside it is, and as early or late: a year's report also waits for the fourth quarter's.
    What only passes on an answer to a remark reports nothing.
    """
    if not is_owed(plan, period.internal_due) or not asks(plan, period):
        return ()
    known = counted(entries, as_of)
    before = ledger(plan, known, period.window_first - timedelta(days=1), calendar)
    after = ledger(plan, known, period.window_last, calendar)
    inside = [e for e in after.known if period.holds(e.update.date) and not e.update.only_answers]
    said: dict[tuple[str, str], list[Entry]] = {}
    for entry in inside:
        said.setdefault((entry.update.subject, entry.update.unit), []).append(entry)
    longer = spans_several(plan, period)
    rest: dict[str, list[Entry]] = {}
    for entry in inside:
        if entry.update.about == REST and (longer or entry.update.period == period.period.id):
            rest.setdefault(entry.update.unit, []).append(entry)
    asked: list[Answer] = []
    for task_id, task in plan.tasks.items():
        for unit in _asked(plan, task_id, task):
            if _excused(before, after, task_id, unit):
                continue
            speakers = _speakers(plan, task, unit)
            own = tuple(e for speaker in speakers for e in said.get((task_id, speaker), ()))
            lines = [
                e for s in speakers if _covers(plan, task_id, task, s) for e in rest.get(s, ())
            ]
            gathered = min(lines, key=lambda e: (e.update.recorded, e.id), default=None)
            asked.append(
                Answer(task_id, unit, own, gathered, _answer_state(own, gathered, period, as_of))
            )
    if not spans_several(plan, period):
        return tuple(asked)
    last = next(p for p in reporting_periods(plan, calendar) if p.period.last == period.period.last)
    then = {(a.task, a.unit): a.state for a in answers(plan, known, last, as_of, calendar)}
    return tuple(a._replace(state=then.get((a.task, a.unit), a.state)) for a in asked)


LENGTHS = ("month", "quarter", "half", "nine_months", "year")
"""Kinds of periods, shortest first."""


def asks(plan: Plan, period: ReportingPeriod) -> bool:
    """Whether units owe anything for a period: one of their regime, or a longer one made of those; for a shorter one
    or a free range nobody was asked."""
    kind = period.period.kind
    return kind in LENGTHS and LENGTHS.index(kind) >= LENGTHS.index(plan.reporting.every)


def spans_several(plan: Plan, period: ReportingPeriod) -> bool:
    """Whether a period is made of several of the regime's own."""
    return period.period.kind != plan.reporting.every and asks(plan, period)


def _asked(plan: Plan, task_id: str, task: Task) -> tuple[str, ...]:
    """The units asked on a task: those accountable under the name of whoever reports for them, or the focal one."""
    focal = plan.reporting.focal.get(task_id)
    return (
        (focal,)
        if focal
        else tuple(dict.fromkeys(plan.reporter(unit) for unit in plan.accountable(task)))
    )


def _excused(before: Ledger, after: Ledger, task_id: str, unit: str) -> bool:
    """Whether nothing is owed by any of the accountable units that `unit` reports for; a focal unit's are all."""
    plan = before.plan
    accountable = plan.accountable(plan.tasks[task_id])
    focal = plan.reporting.focal.get(task_id) == unit
    stood_for = [u for u in accountable if focal or plan.reporter(u) == unit] or [unit]
    return all(
        view(after, task_id, u).state == "waiting"
        or view(before, task_id, u).state in (*FINISHED, "suspended")
        for u in stood_for
    )


def _speakers(plan: Plan, task: Task, unit: str) -> tuple[str, ...]:
    """The units whose updates answer for `unit` on a task: itself, its sub-units, accountable units it reports for."""
    accountable = plan.accountable(task)

    def speaks(speaker: str) -> bool:
        own = unit in (speaker, plan.units[speaker].part_of)
        return own or (speaker in accountable and plan.reporter(speaker) == unit)

    return tuple(speaker for speaker in plan.units if speaks(speaker))


def _covers(plan: Plan, task_id: str, task: Task, unit: str) -> bool:
    """Whether a unit's one line for its remaining tasks covers this one: a sub-unit's covers what it leads itself,
    a unit's also what its sub-units and those that report through it lead, a focal unit's what it stands for."""
    leads = any(unit in (u, plan.reporter(u)) for u in plan.members(task.lead))
    return leads or plan.reporting.focal.get(task_id) == unit


def _answer_state(
    own: tuple[Entry, ...], rest: Entry | None, period: ReportingPeriod, as_of: date
) -> str:
    typed = [
        e.update.recorded.astimezone(VIETNAM).date() for e in (*own, *([rest] if rest else []))
    ]
    if typed:
        return "reported" if min(typed) <= period.internal_due else "reported_late"
    return "missing" if as_of > period.internal_due else "awaited"


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
    """The first period of the plan's year that is asked for and whose internal day has not passed; null after the
    last."""
    coming = (
        p
        for p in reporting_periods(plan, calendar)
        if p.internal_due >= as_of and is_owed(plan, p.internal_due)
    )
    return next(coming, None)


def missing_reports(plan: Plan, asked: Iterable[Answer]) -> Mapping[str, tuple[str, ...]]:
    """The tasks on which each unit said nothing in the window, in plan order; one that owes nothing is left out."""
    owed: dict[str, list[str]] = {unit: [] for unit in plan.units}
    for answer in asked:
        if not answer.reported:
            owed[answer.unit].append(answer.task)
    return {unit: tuple(tasks) for unit, tasks in owed.items() if tasks}
