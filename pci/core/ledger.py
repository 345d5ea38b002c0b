"""The state of everything on a day: which updates count, what is owed, how each task stands."""

import json
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from pci.core.dates import Calendar
from pci.core.fields import content, plain
from pci.core.grouping import followed, grouped
from pci.core.handover import Handover, Held, Holder, holders, predecessors
from pci.core.model import Plan, Remark, Task, Update, Withdrawal
from pci.core.schedule import Occurrence, is_owed, occurrences
from pci.core.vi import fold

ITEM_STATES = ("overdue", "open", "suspended", "waiting", "not_due", "done_late", "done")
"""In the order in which the first one present gives a task's state."""

FINISHED = ("done", "done_late")


Done = Callable[[], Mapping[str, date]]
"""Tells the day on which each thing was done."""


class Entry(NamedTuple):
    """An update with its id, the stem of its file's name."""

    id: str
    update: Update


class Role(NamedTuple):
    """How a unit is concerned by a task, and through which group or sub-unit (null when named
    itself)."""

    name: str
    via: str | None


class Item(NamedTuple):
    """The row of everything: task × obligation × period × accountable unit, as of a day
    (contract, section 4).

    `entry` is the update that decides the `state`, one of ITEM_STATES; of finished work the first
    that said so, on the day it was finished. `unproven` work is finished and nothing proves it.
    `days` is positive when
    overdue, negative when ahead, null where nothing runs: done, suspended, waiting, or without a
    due date. `waits` are the triggers that have not happened. `provisional` says why the
    due day is provisional, empty where it is not. `handed` are the units that owed it before,
    the last first; with `since`, the unit owes it from that day on, with `resumed`, no suspension
    of before that day counts.
    """

    task: str
    obligation: str
    period: str | None
    unit: str
    opens: date | None
    due: date | None
    provisional: str
    state: str
    days: int | None
    entry: Entry | None
    unproven: bool
    waits: tuple[str, ...]
    handed: tuple[Handover, ...] = ()
    since: date | None = None
    resumed: date | None = None


@dataclass(frozen=True)
class Ledger:
    """All updates, those that count on the ledger's day (`known`, oldest first), and the items by
    the version of the plan of that day. `ended` are the finished items of tasks and obligations
    that the plan no longer has: they stay counted. `origins` gives, for every correction, the
    update at the start of its chain of corrections."""

    plan: Plan
    as_of: date
    entries: tuple[Entry, ...]
    known: tuple[Entry, ...]
    items: tuple[Item, ...]
    ended: tuple[Item, ...]
    origins: Mapping[str, str]

    def of_task(self, task_id: str) -> Sequence[Item]:
        """A task's items."""
        return self._items_by_task.get(task_id, ())

    def about(self, task_id: str) -> Sequence[Entry]:
        """The known updates about a task and its obligations."""
        return self._known_by_subject.get(task_id, ())

    @cached_property
    def recorded(self) -> Mapping[str, Entry]:
        """All updates by id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def happened(self) -> Mapping[str, date]:
        """The triggers that have happened, each with its day."""
        return triggers_done(self.known, self.plan)

    @cached_property
    def _items_by_task(self) -> Mapping[str, Sequence[Item]]:
        return grouped(self.items, lambda item: item.task)

    @cached_property
    def _known_by_subject(self) -> Mapping[str, Sequence[Entry]]:
        return grouped(self.known, lambda entry: entry.update.subject)


class View(NamedTuple):
    """One task as of a day, for all who answer for it or for one unit. `percent` is null for
    standing tasks."""

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


# --- which updates count --------------------------------------------------------------------------


def withdrawn(withdrawals: Mapping[str, Withdrawal]) -> Mapping[str, str]:
    """Get the ids that are withdrawn, each with the id of its withdrawal; a withdrawal that is
    itself withdrawn acts as absent."""
    undecided = Counter(withdrawal.withdraws for withdrawal in withdrawals.values())
    decided = [i for i in withdrawals if not undecided[i]]
    gone: set[str] = set()
    for i in decided:  # it grows by what these withdraw
        target = withdrawals[i].withdraws
        if i not in gone:
            gone.add(target)
        undecided[target] -= 1
        if target in withdrawals and not undecided[target]:
            decided.append(target)
    return {one.withdraws: i for i, one in withdrawals.items() if i not in gone}


def counted(entries: Iterable[Entry], as_of: date) -> tuple[Entry, ...]:
    """Get the updates that count on a day, oldest first: none dated later, none replaced."""
    listed = _by_age(entries)
    counting = {ends[-1] for ends in last_words(listed).values()}
    return tuple(e for e in listed if e.update.date <= as_of and e.id in counting)


def replaced(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Get the id of every update that counts no more, with the id of the one in its place: its
    correction, or the last end where several chains of corrections start at one update. So no
    figure is added twice."""
    listed = sorted(entries, key=_typed)
    corrected = {entry.update.corrects: entry.id for entry in listed if entry.update.corrects}
    overruled = {i: ends[-1] for ends in last_words(listed).values() for i in ends[:-1]}
    return corrected | overruled


def last_words(entries: Iterable[Entry]) -> Mapping[str, Sequence[str]]:
    """Get, for every update that is no correction, the ends of its chains of corrections, as they
    were recorded. It is its own end where nobody corrected it; two people may correct it without
    knowing of each other, then the last end counts."""
    listed = sorted({entry.id: entry for entry in entries}.values(), key=_typed)
    corrected, origin = {entry.update.corrects for entry in listed}, origins(listed)
    ends = (entry.id for entry in listed if entry.id not in corrected)
    return grouped(ends, lambda i: origin.get(i, i))


def _by_age(entries: Iterable[Entry]) -> list[Entry]:
    """Sort updates from the oldest on, each once: a copied file says nothing new."""
    listed = {entry.id: entry for entry in entries}.values()
    return sorted(listed, key=_age)


def _typed(entry: Entry) -> tuple[datetime, date, str]:
    return entry.update.recorded, entry.update.date, entry.id


def _age(entry: Entry) -> tuple[date, datetime, str]:
    return entry.update.date, entry.update.recorded, entry.id


def origins(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Get the id of every correction with the id of the update that its chain starts at."""
    return followed({entry.id: entry.update.corrects for entry in entries if entry.update.corrects})


def chains_on(entries: Iterable[Entry], subjects: Collection[str]) -> list[Entry]:
    """Get the updates on some subjects, with all those of the chains that these are part of."""
    listed = [*entries]
    origin = origins(listed)
    wanted = {origin.get(e.id, e.id) for e in listed if e.update.subject in subjects}
    return [entry for entry in listed if origin.get(entry.id, entry.id) in wanted]


def days_of(update: Update, known: Mapping[str, Entry]) -> tuple[date, ...]:
    """Get the days that an update changes: its own, and that of the update it corrects."""
    corrected = known.get(update.corrects or "")
    return (update.date, corrected.update.date) if corrected else (update.date,)


# --- who is concerned -----------------------------------------------------------------------------


def role(plan: Plan, task: Task, unit: str) -> Role | None:
    """Get how a unit is concerned: it leads, coordinates, or may join an indefinite group; null
    where it is not concerned."""
    parts = (("lead", (plan.leader(task),)), ("coordinating", plan.coordinators(task)))
    for name, refs in parts:
        standing_for = [ref for ref in refs if _stands_for(plan, ref, unit)]
        if standing_for:
            return Role(name, None if unit in standing_for else standing_for[0])
    if plan.reporter(unit) != unit:
        return None
    for ref in task.coordinating:
        if ref in plan.groups and plan.groups[ref].indefinite:
            return Role("related", ref)
    return None


def _stands_for(plan: Plan, ref: str, unit: str) -> bool:
    """Whether an id names a unit or a sub-unit of it, itself or in a group."""
    members = plan.members(ref)
    above = (plan.parent(member) for member in members if member in plan.units)
    return unit in members or unit in above


def answering(plan: Plan, task: Task, unit: str | None) -> tuple[str, ...]:
    """Get the accountable unit that a unit answers as (a sub-unit as its parent), else all of
    them."""
    accountable = plan.accountable(task)
    own = plan.parent(unit) if unit else None
    return (own,) if own in accountable else accountable


def speaks_for(plan: Plan, speaker: str, unit: str) -> bool:
    """Whether a unit's updates decide the items of another: of itself or of its parent, or of
    what stands in that one's place. A unit that this version does not have speaks for none."""
    own = plan.units.get(speaker)
    return own is not None and unit in (speaker, own.part_of, plan.parent(speaker))


def speaks_on(plan: Plan, task_id: str, update: Update, unit: str) -> bool:
    """Whether an update on a task counts for a unit: it speaks for it, or for one that answered for
    the task before it and then still did."""
    if speaks_for(plan, update.unit, unit):
        return True
    before = predecessors(plan, task_id, unit).items()
    return any(update.date < day and speaks_for(plan, update.unit, u) for u, day in before)


# --- items ----------------------------------------------------------------------------------------


def due_day(plan: Plan, update: Update, happened: Done, calendar: Calendar) -> date | None:
    """Get the due day of the occurrence that an update speaks of; null where it is never late. What
    has happened is asked for only where the day waits for a trigger."""
    obligation = plan.obligation(update.about)
    if obligation is None:
        return None
    since = happened() if obligation.after else {}
    due = {o.period: o.due for o in occurrences(plan, obligation, calendar, since)}
    day = due.get(update.period)
    return day if is_owed(plan, day) else None


def ledger(plan: Plan, entries: Iterable[Entry], as_of: date, calendar: Calendar) -> Ledger:
    """Make the ledger of a day, by the version of the plan of that day. Updates dated later are
    left out, so the same files and day give the same ledger."""
    plan = plan.on(as_of)
    listed = tuple(_by_age(entries))
    known = counted(listed, as_of)
    owed = tuple(_items(plan, known, as_of, calendar))
    obligations = plan.obligations
    items = tuple(i for i in owed if f"{i.task}/{i.obligation}" in obligations)
    ended = tuple(i for i in owed if f"{i.task}/{i.obligation}" not in obligations)
    return Ledger(plan, as_of, listed, known, items, ended, origins(listed))


class _Debt(NamedTuple):
    """One time that an obligation falls due, and the triggers that it still waits for."""

    task: str
    obligation: str
    when: Occurrence
    waits: tuple[str, ...]

    @property
    def key(self) -> "_Key":
        """What tells it from all others of the plan."""
        return self.task, self.obligation, self.when.period


_Key = tuple[str, str, str | None]


def _items(plan: Plan, known: Sequence[Entry], as_of: date, calendar: Calendar) -> Iterator[Item]:
    """Make the items of a version of the plan, then those that units finished before it and answer
    for no more. What was finished before it keeps the day by which it then was due."""
    by_task = grouped(known, lambda entry: entry.update.subject)
    earlier = _items_before(plan, known, calendar)
    staying = set()
    for debt in _debts(plan, triggers_done(known, plan), calendar):
        was = earlier.get(debt.key, ())
        for holder in holders(plan, debt.task, debt.when.due, [*map(_held, was)]):
            staying.add((debt.key, holder.unit))
            about = by_task.get(debt.task, ())
            own = (entry for entry in about if _decides(plan, entry.update, holder))
            word = _word(own, debt, plan.tasks[debt.task])
            yield _item(_as_due_then(debt, holder, was), holder, word, as_of)
    for key, items in earlier.items():
        yield from (i for i in items if i.state in FINISHED and (key, i.unit) not in staying)


def _items_before(
    plan: Plan, known: Iterable[Entry], calendar: Calendar
) -> Mapping["_Key", Sequence[Item]]:
    """Get the items of the version before, as of its last day; none in the signed plan."""
    if plan.before is None or plan.since is None:
        return {}
    last = plan.since - timedelta(days=1)
    then = [entry for entry in known if entry.update.date <= last]
    items = _items(plan.before, then, last, calendar)
    return grouped(items, lambda item: (item.task, item.obligation, item.period))


def _as_due_then(debt: _Debt, holder: Holder, was: Iterable[Item]) -> _Debt:
    """Give a debt the day by which it was due when its holder finished it, if that was before."""
    own = (i for i in was if (i.unit, i.since) == (holder.unit, holder.since))
    days = [item.due for item in own if item.state in FINISHED]
    return debt._replace(when=debt.when._replace(due=days[-1])) if days else debt


def _held(item: Item) -> Held:
    holder = Holder(item.unit, item.handed, item.since, item.resumed)
    return Held(holder, item.state in FINISHED, item.state == "suspended", item.days)


def speaks_as(plan: Plan, update: Update, holder: Holder | Item) -> bool:
    """Whether an update counts for a holder's item: its own, or of a unit that owed it before."""
    for unit, day, _ in holder.handed:
        if update.date < day and speaks_for(plan, update.unit, unit):
            return True
    counts = holder.since is None or update.date >= holder.since
    return counts and speaks_for(plan, update.unit, holder.unit)


def _decides(plan: Plan, update: Update, holder: Holder) -> bool:
    """Whether an update counts for a holder's item, and is no suspension that is over."""
    over = update.state == "suspended" and holder.resumed and update.date < holder.resumed
    return not over and speaks_as(plan, update, holder)


def _debts(plan: Plan, happened: Mapping[str, date], calendar: Calendar) -> Iterator[_Debt]:
    for task_id, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            waits = tuple(trigger for trigger in obligation.after if trigger not in happened)
            came = plan.came(task_id, name)
            for when in occurrences(plan, obligation, calendar, happened, came):
                if is_owed(plan, when.due):
                    yield _Debt(task_id, name, when, waits)


def _item(debt: _Debt, holder: Holder, word: "_Word | None", as_of: date) -> Item:
    """An item of a unit, from the last word on it."""
    when = debt.when
    state = _item_state(debt, word, as_of)
    runs = state in ("overdue", "open", "not_due")
    entries = word.entries if word else ()
    return Item(
        debt.task,
        debt.obligation,
        when.period,
        holder.unit,
        when.opens,
        when.due,
        when.provisional,
        state,
        (as_of - when.due).days if runs and when.due else None,
        next(iter(entries), None),
        state in FINISHED and not any(entry.update.evidence for entry in entries),
        debt.waits,
        holder.handed,
        holder.since,
        holder.resumed,
    )


class _Word(NamedTuple):
    """The word that stands on an item, and the updates in a row that say it.

    A word `of_task` is on the whole task; below it lies the suspension of the item itself, if any,
    which stands again when the task is resumed.
    """

    state: str
    entries: tuple[Entry, ...]
    of_task: bool
    below: "_Word | None" = None


def _word(own: Iterable[Entry], debt: _Debt, task: Task) -> _Word | None:
    """Get the last word of a unit's updates on an item; null where there is none."""
    word: _Word | None = None
    for entry in own:
        update = entry.update
        if update.state == "nothing":
            continue
        if (update.obligation, update.period) == (debt.obligation, debt.when.period):
            again = word is not None and word.state == update.state == "done"
            entries = (*word.entries, entry) if word and again else (entry,)
            word = _Word(update.state, entries, of_task=False)
        elif update.obligation is None and not (word and word.state == "done"):
            word = _task_word(word, entry, state_of_task(task, update))
    return word


def _task_word(word: _Word | None, entry: Entry, state: str) -> _Word | None:
    """Get the word on an item that is not done after one on its task, which ends it, suspends it,
    or resumes what such a word suspended."""
    if state == "doing":
        if word is None or word.state != "suspended" or not word.of_task:
            return word
        return word.below or _Word("doing", (entry,), of_task=True)
    below = word.below if word else None
    if word and word.state == "suspended" and not word.of_task:
        below = word
    return _Word(state, (entry,), True, below)


def state_of_task(task: Task, update: Update) -> str:
    """Get what an update says of a whole task; standing work is never done (contract, 4)."""
    return "doing" if task.standing and update.state == "done" else update.state


def meant_state(plan: Plan, update: Update) -> str:
    """Get the state that an update says of its subject, read as the contract does."""
    task = plan.tasks.get(update.about)
    return state_of_task(task, update) if task else update.state


def _item_state(debt: _Debt, word: _Word | None, as_of: date) -> str:
    """The first line of the contract's table that fits (section 4)."""
    if debt.waits:
        return "waiting"
    if word and word.state == "done":
        return "done_late" if debt.when.is_past(word.entries[0].update.date) else "done"
    if word and word.state == "suspended":
        return "suspended"
    if debt.when.is_past(as_of):
        return "overdue"
    return "not_due" if debt.when.opens and as_of < debt.when.opens else "open"


def triggers_done(entries: Iterable[Entry], plan: Plan) -> Mapping[str, date]:
    """Get the day each trigger happened, by the first update on it."""
    happened = first_done(entries)
    return {i: happened[i] for i in plan.triggers if i in happened}


def first_done(entries: Iterable[Entry]) -> Mapping[str, date]:
    """Get the day on which each thing was done, by the first update that says so."""
    done: dict[str, date] = {}
    for entry in entries:
        if entry.update.state == "done":
            done.setdefault(entry.update.about, entry.update.date)
    return done


def done_of_all(entries: Iterable[Entry]) -> Done:
    """Get what tells what was done by the updates that count, whose account is made once, when it
    is asked for."""
    return cache(lambda: first_done(counted(entries, date.max)))


def awaited_triggers(book: Ledger, task: Task) -> tuple[str, ...]:
    """Get the triggers that a whole task waits for; none for standing work, or once any of its
    work can begin."""
    missing = [[t for t in owed.after if t not in book.happened] for owed in task.owes.values()]
    if task.standing or not all(missing):
        return ()
    return tuple(dict.fromkeys(trigger for waits in missing for trigger in waits))


# --- tasks ----------------------------------------------------------------------------------------


def view(book: Ledger, task_id: str, unit: str | None = None) -> View:
    """Get a task's state, percent and due day: a unit that answers for the task sees its own,
    any other unit the task's."""
    plan, task = book.plan, book.plan.tasks[task_id]
    units = answering(plan, task, unit)
    is_own = bool(unit and units and speaks_for(plan, unit, units[0]))
    items = _of_line(book, task_id, units[0]) if is_own else book.of_task(task_id)
    about = [entry.update for entry in book.about(task_id)]
    own = _spoken(plan, task_id, about, units[0]) if len(units) == 1 else []
    shown = own if is_own else about
    return View(
        _task_state(task, items, [_standing_word(book, task_id, unit, items) for unit in units]),
        _percent(task, items, own),
        _next_due(items),
        shown[-1].date if shown else None,
        tuple(items),
    )


def _spoken(plan: Plan, task_id: str, about: Iterable[Update], unit: str) -> list[Update]:
    """Get those of the updates about a task that count for a unit."""
    return [update for update in about if speaks_on(plan, task_id, update, unit)]


def _of_line(book: Ledger, task_id: str, unit: str) -> Sequence[Item]:
    """Get the items on a task of a unit and of those whose work on it passed to it."""
    line = (unit, *predecessors(book.plan, task_id, unit))
    return [item for item in book.of_task(task_id) if item.unit in line]


def _standing_word(book: Ledger, task_id: str, unit: str, items: Sequence[Item]) -> Update | None:
    """Get the last word of a unit on a task; none where work came since that it did not finish, or
    met suspended work and ran."""
    word = last_word(book, task_id, unit)
    came = {
        "done": [i.since for i in items if i.state not in FINISHED],
        "suspended": [i.resumed for i in items if i.unit == unit],
    }
    if word and any(day and word.date < day for day in came.get(word.state, ())):
        return None
    return word


def last_word(book: Ledger, task_id: str, unit: str) -> Update | None:
    """Get the last update of a unit on the task itself, not on one of its obligations."""
    for entry in reversed(book.about(task_id)):
        update = entry.update
        on_task = update.obligation is None and update.state != "nothing"
        if on_task and speaks_on(book.plan, task_id, update, unit):
            return update
    return None


def _task_state(task: Task, items: Sequence[Item], words: Sequence[Update | None]) -> str:
    """Get the first state of the contract's second table that fits; `none` where all work of a task
    fell due before the plan was issued."""
    present = {item.state for item in items}
    if ended := _ended(task, words):
        return "done_late" if ended == "done" and "done_late" in present else ended
    order = ("overdue", "open", "standing") if task.standing else (*ITEM_STATES, "none")
    return next(state for state in order if state in present or state == order[-1])


def _ended(task: Task, words: Iterable[Update | None]) -> str:
    """Get how all units that answer for a task have ended it by their last words; else empty."""
    last = {word and state_of_task(task, word) for word in words}
    if last == {"suspended"}:
        return "suspended"
    return "done" if last and last <= {"done", "suspended"} else ""


def _percent(task: Task, items: Sequence[Item], updates: Sequence[Update]) -> int | None:
    """Get the per cent that the one answering unit gave last, for the task or its only item,
    unless something was done since; else the share of items done, half up. Null for standing
    work."""
    if task.standing:
        return None
    for update in reversed(updates):
        if update.percent is not None and (update.obligation is None or len(items) == 1):
            return update.percent
        if update.percent is not None or update.state == "done":
            break
    done = sum(item.state in FINISHED for item in items)
    return (200 * done + len(items)) // (2 * len(items)) if items else None


def _next_due(items: Sequence[Item]) -> date | None:
    """The earliest due day of what is overdue or open, else of what is not yet."""
    for states in (("overdue", "open"), ("not_due",)):
        days = [item.due for item in items if item.state in states and item.due]
        if days:
            return min(days)
    return None


def rate(states: Iterable[str]) -> Decimal | None:
    """Per cent of what was due that is done: (done + done_late) ÷ (done + done_late + overdue), two
    decimals half up; null when nothing was due.

    The denominator is items already due (báo cáo 1270/BC-TCTTTg năm 2017: 16.051 of 16.274 give
    98,63).
    """
    counts = Counter(states)
    done = counts["done"] + counts["done_late"]
    due = done + counts["overdue"]
    return percent(done, due) if due else None


def percent(part: int, whole: int) -> Decimal:
    """Per cent with two decimals half up."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def select(book: Ledger, wanted: Filter) -> tuple[tuple[str, View], ...]:
    """The tasks that a filter admits with their views, in the plan's order: the only filter of
    tasks."""
    admitted = [i for i in book.plan.tasks if _admits(wanted, book.plan, i)]
    views = ((i, view(book, i, wanted.unit)) for i in admitted)
    return tuple((i, seen) for i, seen in views if _shows(wanted, seen))


def _admits(wanted: Filter, plan: Plan, task_id: str) -> bool:
    """Whether a filter admits a task by what the plan says of it."""
    task = plan.tasks[task_id]
    if wanted.sections is not None and plan.section_of(task_id) not in wanted.sections:
        return False
    if wanted.unit:
        concerned = role(plan, task, wanted.unit)
        if concerned is None or (wanted.role and concerned.name != wanted.role):
            return False
    return not wanted.text or wanted.text in fold(f"{task_id} {task.printed_text}")


def _shows(wanted: Filter, seen: View) -> bool:
    """Whether a filter admits a task by how it stands."""
    if wanted.due_by is not None and (seen.due is None or seen.due > wanted.due_by):
        return False
    return wanted.state in (None, seen.state)


# --- the names of updates -------------------------------------------------------------------------


def update_path(plan_id: str, update: Update | Withdrawal) -> str:
    """Where an update is stored: its unit's folder, then day, subject and a hash of its content."""
    return f"{folder_of(plan_id, update)}/{update_id(update)}.yaml"


def folder_of(plan_id: str, update: Update | Withdrawal) -> str:
    """The folder of its unit."""
    return f"plans/{plan_id}/progress/{update.unit}"


def content_of(update: Update | Withdrawal) -> dict[str, Any]:
    """What an update says; both words for the leaders say the same."""
    return {
        key: part.as_of_old if isinstance(part, Remark) else part
        for key, part in content(update).items()
    }


def update_id(update: Update | Withdrawal) -> str:
    """The stem of an update's file. The hash leaves out who typed it and when, and how the YAML is
    laid out."""
    hashed = {k: part for k, part in content_of(update).items() if k not in update.NOT_CONTENT}
    text = json.dumps(
        hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain
    )
    mark = b32encode(sha256(text.encode()).digest()[:5]).decode().lower()[:6]
    return f"{update.date}-{update.about.replace('/', '-')}-{mark}"
