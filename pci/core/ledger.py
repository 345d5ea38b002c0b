"""What updates are called and what they amount to: which count, who answered for a period, what was last said."""

import json
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.fields import content, plain
from pci.core.model import Plan, Task, Update
from pci.core.schedule import Occurrence, is_owed, occurrences, triggers
from pci.core.vi import fold


class Entry(NamedTuple):
    """An update with its id, the stem of its file's name."""

    id: str
    update: Update


class Role(NamedTuple):
    """How a unit is concerned by a task, and through which group or sub-unit (null when named itself)."""

    name: str
    via: str | None


class Item(NamedTuple):
    """The row of everything: task × obligation × period × accountable unit, as of a day (contract, section 4).

    `state` is one of ITEM_STATES. `days` is positive when overdue, negative when ahead, null where nothing runs:
    done, suspended, waiting, or without a due date. `said` is the update that decided, `waits` the triggers that
    have not happened, `provisional` tells of a due day counted in a year whose days off are not decided.
    """

    task: str
    obligation: str
    period: str | None
    unit: str
    opens: date | None
    due: date | None
    provisional: bool
    state: str
    days: int | None
    said: Entry | None
    waits: tuple[str, ...]

    @property
    def unproven(self) -> bool:
        """Whether it is finished and nothing proves it."""
        return self.state in FINISHED and self.said is not None and not self.said.update.evidence


ITEM_STATES = ("overdue", "open", "suspended", "waiting", "not_due", "done_late", "done")
"""In the order in which the first one present gives a task's state."""

FINISHED = ("done", "done_late")


class Ledger(NamedTuple):
    """What the updates known on a day amount to. `origins` tells of every correction which update its chain goes back
    to."""

    plan: Plan
    as_of: date
    known: tuple[Entry, ...]
    items: tuple[Item, ...]
    origins: Mapping[str, str] = MappingProxyType({})

    def of_task(self, task_id: str, unit: str | None = None) -> tuple[Item, ...]:
        """A task's items, or those of one accountable unit."""
        return tuple(i for i in self.items if i.task == task_id and unit in (None, i.unit))


class View(NamedTuple):
    """One task as of a day, for all who answer for it or for one unit. `percent` is null for standing tasks."""

    state: str
    percent: int | None
    due: date | None
    updated: date | None
    items: tuple[Item, ...]


class Filter(NamedTuple):
    """Which tasks a list holds; an empty field admits everything. `text` is already folded."""

    unit: str | None = None
    role: str | None = None
    sections: tuple[str, ...] | None = None
    text: str = ""
    state: str | None = None
    due_by: date | None = None


def counted(entries: Iterable[Entry], as_of: date) -> tuple[Entry, ...]:
    """The updates that count on a day, oldest first: none dated later, none that another one replaces."""
    listed = {
        entry.id: entry for entry in entries
    }.values()  # of a file copied elsewhere both say one thing
    gone = replaced(listed)
    return tuple(e for e in sorted(listed, key=_age) if e.update.date <= as_of and e.id not in gone)


def replaced(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Of every update that counts no more, by its id, the one in its place: its correction, or, where several chains of
    corrections go back to one update (two branches, say), the last of their last words. So no figure is added twice."""
    listed = sorted(entries, key=_age)
    corrected = {entry.update.corrects: entry.id for entry in listed if entry.update.corrects}
    overruled = {i: words[-1] for words in last_words(listed).values() for i in words[:-1]}
    return corrected | overruled


def last_words(entries: Iterable[Entry]) -> Mapping[str, Sequence[str]]:
    """Of every update that is no correction, the ends of the chains of corrections that go back to it, oldest first:
    one, its own where nobody corrected it, unless two people did without knowing of each other. The last one counts."""
    listed = {entry.id: entry for entry in entries}.values()
    corrected, back = {entry.update.corrects for entry in listed}, origins(listed)
    ends: dict[str, list[str]] = {}
    for entry in sorted(listed, key=_age):
        if entry.id not in corrected:
            ends.setdefault(back.get(entry.id, entry.id), []).append(entry.id)
    return ends


def _age(entry: Entry) -> tuple[date, datetime, str]:
    return entry.update.date, entry.update.recorded, entry.id


def origins(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Of every correction, by its id, the update that its chain goes back to."""
    corrects = {entry.id: entry.update.corrects for entry in entries if entry.update.corrects}
    return {i: _origin(i, corrects) for i in corrects}


def _origin(i: str, corrects: Mapping[str, str]) -> str:
    """What a chain of corrections goes back to."""
    seen: set[str] = set()
    while (
        i in corrects and i not in seen
    ):  # a chain that bites its tail cannot be recorded, only forged
        seen.add(i)
        i = corrects[i]
    return i


def days_of(update: Update, known: Mapping[str, Entry]) -> tuple[date, ...]:
    """The days that an update changes something of: its own, and that of the one it corrects."""
    corrected = known.get(update.corrects or "")
    return (update.date, corrected.update.date) if corrected else (update.date,)


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
    joined = (
        ref for ref in task.coordinating if ref in plan.groups and plan.groups[ref].indefinite
    )
    return next((Role("related", ref) for ref in joined), None)


def ledger(plan: Plan, entries: Iterable[Entry], as_of: date, calendar: Calendar) -> Ledger:
    """The ledger of a day: updates dated later are invisible, so the same files and day give the same ledger."""
    listed = tuple(entries)
    known = counted(listed, as_of)
    return Ledger(plan, as_of, known, tuple(_items(plan, known, as_of, calendar)), origins(listed))


def items(
    plan: Plan, entries: Iterable[Entry], as_of: date, calendar: Calendar
) -> tuple[Item, ...]:
    """Everything owed in the plan's year as of a day, in the plan's order."""
    return ledger(plan, entries, as_of, calendar).items


def _items(plan: Plan, known: Sequence[Entry], as_of: date, calendar: Calendar) -> Iterator[Item]:
    happened = triggers_done(known, plan)
    by_task: dict[str, list[Entry]] = {}
    for entry in known:
        by_task.setdefault(entry.update.subject, []).append(entry)
    for task_id, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            waits = tuple(t for t in triggers(obligation) if t not in happened)
            listed = occurrences(plan, obligation, calendar, happened)
            for occurrence in (found for found in listed if is_owed(plan, found.due)):
                for unit in answering(plan, task, None):
                    heard = [
                        e for e in by_task.get(task_id, ()) if speaks_for(plan, e.update.unit, unit)
                    ]
                    said = _deciding(heard, name, occurrence.period)
                    yield _item(task_id, name, unit, occurrence, said, waits, as_of)


def _deciding(heard: Iterable[Entry], obligation: str, period: str | None) -> Entry | None:
    """The last update that decides one item. Words on the task as a whole end or suspend what is not done; a later
    `doing` resumes what they suspended, never what was suspended by a word on the item itself."""
    current: Entry | None = None
    for entry in heard:
        update = entry.update
        if update.state == "nothing":
            continue
        state = current.update.state if current else None
        if update.obligation == obligation and update.period == period:
            current = entry
        elif update.obligation is None and state != "done":
            resumes = bool(current and state == "suspended" and current.update.obligation is None)
            current = entry if update.state != "doing" or resumes else current
    return current


def _item(
    task: str,
    obligation: str,
    unit: str,
    when: Occurrence,
    said: Entry | None,
    waits: tuple[str, ...],
    as_of: date,
) -> Item:
    state = _item_state(when, said, waits, as_of)
    running = state in ("overdue", "open", "not_due") and when.due
    days = (as_of - when.due).days if running and when.due else None
    return Item(
        task,
        obligation,
        when.period,
        unit,
        when.opens,
        when.due,
        when.provisional,
        state,
        days,
        said,
        waits,
    )


def _item_state(when: Occurrence, said: Entry | None, waits: tuple[str, ...], as_of: date) -> str:
    """The first line of the contract's table that fits (section 4)."""
    if waits:
        return "waiting"
    if said and said.update.state == "done":
        return "done" if when.due is None or said.update.date <= when.due else "done_late"
    if said and said.update.state == "suspended":
        return "suspended"
    if when.due and as_of > when.due:
        return "overdue"
    return "not_due" if when.opens and as_of < when.opens else "open"


def speaks_for(plan: Plan, speaker: str, unit: str) -> bool:
    """Whether a unit's updates decide another's items: its own, and those of its sub-units."""
    return unit in (speaker, plan.units[speaker].part_of)


def triggers_done(entries: Iterable[Entry], plan: Plan) -> Mapping[str, date]:
    """The day each trigger happened: the first one recorded for it."""
    happened: dict[str, date] = {}
    for entry in entries:
        if entry.update.about in plan.triggers and entry.update.state == "done":
            happened.setdefault(entry.update.about, entry.update.date)
    return happened


def awaited_triggers(plan: Plan, task: Task, known: Iterable[Entry]) -> tuple[str, ...]:
    """The triggers that a task as a whole still waits for: empty for standing work, and once work can begin."""
    happened = triggers_done(known, plan)
    missing = [tuple(t for t in triggers(o) if t not in happened) for o in task.owes.values()]
    if task.standing or not all(missing):
        return ()
    return tuple(dict.fromkeys(trigger for group in missing for trigger in group))


def view(book: Ledger, task_id: str, unit: str | None = None) -> View:
    """A task's state, percent and due day; a unit that answers for the task sees its own, any other the task's."""
    plan, task = book.plan, book.plan.tasks[task_id]
    units = answering(plan, task, unit)
    its = tuple(item for item in book.items if item.task == task_id and item.unit in units)
    words = [word.state if (word := last_word(book, task_id, u)) else None for u in units]
    heard = [e.update for e in book.known if e.update.subject == task_id]
    own = [update for update in heard if any(speaks_for(plan, update.unit, u) for u in units)]
    shown = own if unit and speaks_for(plan, unit, units[0]) else heard
    percent = None if task.standing else _percent(its, own if len(units) == 1 else ())
    return View(
        _task_state(task, its, words),
        percent,
        _next_due(its),
        shown[-1].date if shown else None,
        its,
    )


def answering(plan: Plan, task: Task, unit: str | None) -> tuple[str, ...]:
    """The accountable units whose account is meant: the asked one's (a sub-unit's parent's) if it is one, else all."""
    accountable = tuple(dict.fromkeys(plan.accountable(task)))
    own = (plan.units[unit].part_of or unit) if unit else None
    return (own,) if own in accountable else accountable


def last_word(book: Ledger, task_id: str, unit: str) -> Update | None:
    """The last thing a unit said of the task itself, not of one of its obligations."""
    said = (
        e.update
        for e in reversed(book.known)
        if e.update.about == task_id
        and e.update.state != "nothing"
        and speaks_for(book.plan, e.update.unit, unit)
    )
    return next(said, None)


def _task_state(task: Task, its: Sequence[Item], words: Sequence[str | None]) -> str:
    """The first line of the contract's second table that fits. A task all of whose occurrences fell before the plan
    was issued owes nothing and is called standing."""
    if all(word == "suspended" for word in words):
        return "suspended"
    present = {item.state for item in its}
    if all(word in ("done", "suspended") for word in words):
        return "done_late" if "done_late" in present else "done"
    if task.standing:
        return next((state for state in ("overdue", "open") if state in present), "standing")
    return next((state for state in ITEM_STATES if state in present), "standing")


def _percent(its: Sequence[Item], said: Sequence[Update]) -> int | None:
    """What the one answering unit gave last, of the task or of its only item, unless something was done since; else
    items done of those expected, half up."""
    told = next(
        (
            update
            for update in reversed(said)
            if update.percent is not None or update.state == "done"
        ),
        None,
    )
    if told and told.percent is not None and (told.obligation is None or len(its) == 1):
        return told.percent
    done = sum(item.state in FINISHED for item in its)
    return (200 * done + len(its)) // (2 * len(its)) if its else None


def _next_due(its: Sequence[Item]) -> date | None:
    """The earliest due day of what is overdue or open, else of what is not yet."""
    for states in (("overdue", "open"), ("not_due",)):
        if days := [item.due for item in its if item.state in states and item.due]:
            return min(days)
    return None


def rate(states: Iterable[str]) -> Decimal | None:
    """Per cent of what was due that is done: (done + done_late) ÷ (done + done_late + overdue), two decimals half up;
    null when nothing was due.

    The denominator is items already due (báo cáo 1270/BC-TCTTTg năm 2017: 16.051 of 16.274 give 98,63).
    """
    counts = Counter(states)
    done = counts["done"] + counts["done_late"]
    due = done + counts["overdue"]
    return (Decimal(100 * done) / due).quantize(Decimal("0.01"), ROUND_HALF_UP) if due else None


def select(book: Ledger, wanted: Filter) -> tuple[tuple[str, View], ...]:
    """The tasks that a filter admits with their views, in the plan's order: the only filter of tasks."""
    plan = book.plan
    found = []
    for task_id, task in plan.tasks.items():
        if _admitted(plan, task_id, task, wanted):
            seen = view(book, task_id, wanted.unit)
            if wanted.state in (None, seen.state) and (
                wanted.due_by is None or (seen.due is not None and seen.due <= wanted.due_by)
            ):
                found.append((task_id, seen))
    return tuple(found)


def _admitted(plan: Plan, task_id: str, task: Task, wanted: Filter) -> bool:
    if wanted.sections is not None and plan.section_of(task_id) not in wanted.sections:
        return False
    if wanted.unit:
        concerned = role(plan, task, wanted.unit)
        if concerned is None or (wanted.role and concerned.name != wanted.role):
            return False
    return wanted.text in fold(f"{task_id} {task.printed_text}")


def update_path(year: int, update: Update) -> str:
    """Where an update is stored: its unit's folder, then day, subject and a hash of what was said."""
    return f"plans/{year}/progress/{update.unit}/{update_id(update)}.yaml"


def update_id(update: Update) -> str:
    """The stem of an update's file. The hash leaves out who typed it and when, and how the YAML is laid out."""
    said = {key: value for key, value in content(update).items() if key not in Update.NOT_CONTENT}
    text = json.dumps(
        said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain
    )
    mark = b32encode(sha256(text.encode()).digest()).decode().lower()[:6]
    return f"{update.date}-{update.about.replace('/', '-')}-{mark}"
