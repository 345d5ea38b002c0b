"""What updates are called and what they amount to: which count, who answered for a period, what was last said."""

import json
from base64 import b32encode
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from pci.model import REST, Plan, Task, Update
from pci.schedule import ReportingPeriod
from pci.vi import fold


class Entry(NamedTuple):
    """An update with its id, the stem of its file's name."""

    id: str
    update: Update


class Filter(NamedTuple):
    """Which tasks a list holds; an empty field admits everything. `text` is already folded."""

    unit: str | None = None
    role: str | None = None
    sections: tuple[str, ...] | None = None
    text: str = ""


class Role(NamedTuple):
    """How a unit is concerned by a task, and through which group or sub-unit (null when named itself)."""

    name: str
    via: str | None


class Answer(NamedTuple):
    """One accountable unit on one task in one reporting period. With no entry it owes its report.

    `rest` is the unit's one line for all its remaining tasks, null where it wrote none.
    """

    task: str
    unit: str
    entries: tuple[Entry, ...]
    rest: Entry | None

    @property
    def reported(self) -> bool:
        return bool(self.entries or self.rest)


def counted(entries: Iterable[Entry], as_of: date) -> tuple[Entry, ...]:
    """The updates that count on a day, oldest first: none dated later, none that another one corrects."""
    listed = tuple(entries)
    corrected = {entry.update.corrects for entry in listed}
    valid = (e for e in listed if e.id not in corrected and e.update.date <= as_of)
    return tuple(sorted(valid, key=lambda e: (e.update.date, e.update.recorded, e.id)))


def role(plan: Plan, task: Task, unit: str) -> Role | None:
    """How a unit is concerned: it leads, it coordinates, it may join through an indefinite group, or not at all."""
    for name, refs in (("lead", (task.lead,)), ("coordinating", task.coordinating)):
        for ref in refs:
            if ref == unit:
                return Role(name, None)
            if unit in plan.members(ref) or (ref in plan.units and plan.units[ref].part_of == unit):
                return Role(name, ref)
    own = plan.units[unit]
    if own.part_of or own.reports_through:
        return None
    joined = (ref for ref in task.coordinating if ref in plan.groups and plan.groups[ref].indefinite)
    return next((Role("related", ref) for ref in joined), None)


def select(plan: Plan, wanted: Filter) -> tuple[str, ...]:
    """Ids of the tasks that a filter admits, in the plan's order: the only filter of tasks."""

    def admitted(task_id: str, task: Task) -> bool:
        if wanted.sections is not None and plan.section_of(task_id) not in wanted.sections:
            return False
        if wanted.unit:
            concerned = role(plan, task, wanted.unit)
            if concerned is None or (wanted.role and concerned.name != wanted.role):
                return False
        return wanted.text in fold(f"{task_id} {task.printed_text}")

    return tuple(i for i, task in plan.tasks.items() if admitted(i, task))


def triggers_done(entries: Iterable[Entry], plan: Plan) -> Mapping[str, date]:
    """The day each trigger happened, from the updates that say so."""
    return {
        e.update.about: e.update.date for e in entries if e.update.about in plan.triggers and e.update.state == "done"
    }


def awaited_triggers(plan: Plan, task: Task, entries: Iterable[Entry]) -> tuple[str, ...]:
    """The triggers that a task as a whole still waits for: empty for standing work, and once work can begin."""
    happened = triggers_done(entries, plan)
    missing = [tuple(t for t in o.after if t not in happened) for o in task.owes.values()]
    if task.standing or not all(missing):
        return ()
    return tuple(dict.fromkeys(trigger for group in missing for trigger in group))


def answers(plan: Plan, entries: Iterable[Entry], period: ReportingPeriod) -> tuple[Answer, ...]:
    """Who has reported what in a window, task by task: each accountable unit, or the one that reports for it.

    A task that waits for its triggers asks nothing.
    """
    known = counted(entries, period.window_last)
    inside = [e for e in known if period.holds(e.update.date)]
    said: dict[tuple[str, str], list[Entry]] = {}
    for entry in inside:
        said.setdefault((entry.update.subject, entry.update.unit), []).append(entry)
    rest = {e.update.unit: e for e in inside if e.update.about == REST and e.update.period == period.period.id}
    asked: list[Answer] = []
    for task_id, task in plan.tasks.items():
        if not awaited_triggers(plan, task, known):
            for unit in dict.fromkeys(plan.reporter(accountable) for accountable in plan.accountable(task)):
                speakers = _speakers(plan, task, unit)
                own = tuple(e for speaker in speakers for e in said.get((task_id, speaker), ()))
                gathered = next((rest[s] for s in speakers if s in rest and _leads(plan, task, s)), None)
                asked.append(Answer(task_id, unit, own, gathered))
    return tuple(asked)


def _speakers(plan: Plan, task: Task, unit: str) -> tuple[str, ...]:
    """The units whose updates answer for `unit` on a task: itself, its sub-units, accountable units it reports for."""
    accountable = plan.accountable(task)
    return tuple(
        u
        for u in plan.units
        if u == unit or plan.units[u].part_of == unit or (u in accountable and plan.reporter(u) == unit)
    )


def _leads(plan: Plan, task: Task, unit: str) -> bool:
    """Whether a unit's one line for its remaining tasks covers this one: a sub-unit's covers what it leads itself,
    a unit's also what its sub-units and those that report through it lead."""
    return any(unit in (u, plan.reporter(u)) for u in plan.members(task.lead))


def missing_reports(plan: Plan, asked: Iterable[Answer]) -> Mapping[str, tuple[str, ...]]:
    """The tasks on which each unit said nothing in the window, in plan order; one that owes nothing is left out."""
    owed: dict[str, list[str]] = {unit: [] for unit in plan.units}
    for answer in asked:
        if not answer.reported:
            owed[answer.unit].append(answer.task)
    return {unit: tuple(tasks) for unit, tasks in owed.items() if tasks}


def last_words(entries: Iterable[Entry], task_id: str) -> Mapping[tuple[str, str | None, str | None], Update]:
    """The last update that decides a state, by unit, obligation and period; `nothing` counts as reported only."""
    return {
        (e.update.unit, e.update.obligation, e.update.period): e.update
        for e in entries
        if e.update.subject == task_id and e.update.state != "nothing"
    }


def update_path(year: int, update: Update) -> str:
    """Where an update is stored: its unit's folder, then day, subject and a hash of what was said."""
    return f"plans/{year}/progress/{update.unit}/{update_id(update)}.yaml"


def update_id(update: Update) -> str:
    """The stem of an update's file. The hash leaves out who typed it and when, and how the YAML is laid out."""
    content = update.model_dump(mode="json", exclude=set(Update.NOT_CONTENT), exclude_defaults=True)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    mark = b32encode(sha256(text.encode()).digest()).decode().lower()[:6]
    return f"{update.date}-{update.about.replace('/', '-')}-{mark}"
