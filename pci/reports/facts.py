"""The facts of a report: work, updates of its window, answers of units, words of the Office."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from pci.core import stats
from pci.core.dates import Calendar, Period, period_before
from pci.core.deadlines import leads, reports_on
from pci.core.errors import CannotDo
from pci.core.grouping import grouped
from pci.core.history import TaskChange, task_changes
from pci.core.ledger import FINISHED, Entry, Item, Ledger, ledger, role
from pci.core.model import Plan, Reporting, Signer, Update
from pci.core.organisation import Organisation, named
from pci.core.papers import Issues, Words, closed_by
from pci.core.progress import Stray
from pci.core.remarks import is_with, waits_with
from pci.core.reporting import Answer, answers
from pci.core.schedule import (
    MovedDay,
    ReportingPeriod,
    is_owed,
    moved_days,
    reporting_period,
    window_of,
)


class Before(NamedTuple):
    """The reporting period before, with the ledger at its end."""

    window: ReportingPeriod
    book: Ledger


@dataclass(frozen=True)
class Facts:
    """Everything that one report draws on.

    `entries` are the updates of the window. `before` is null without a period before in the plan's
    year, `next_year` (the work of the next plan) where nothing looks to it, `year_to_date` in a
    report that is not cumulative, `at_writing` without words of the Office: these are the facts on
    the day of its words. `drafts` are the passages that nobody has worded since `--words` began
    them. `issued` are the issues of the year's reports by the ids of those. `changes` are
    what documents of the window made of tasks, with the days that moved. `unit` is empty in the
    agency's report. `carried` are those of the plan of the year before on days that only this
    report has, `year_ago` those of the same period of that year; in these, `heirs` are the
    units of today by those of then. `latest` is the last version of the plan, `day` that of the
    paper. `strays` are the updates left out that may be of the window; `complete` is false where
    anything at all is left out because of its faults.
    """

    book: Ledger
    window: ReportingPeriod
    entries: tuple[Entry, ...]
    answers: tuple[Answer, ...]
    words: Words | None = None
    before: Before | None = None
    next_year: Ledger | None = None
    year_to_date: ReportingPeriod | None = None
    at_writing: "Facts | None" = None
    drafts: frozenset[str] = frozenset()
    issued: Issues = field(default_factory=dict)
    changes: tuple[tuple[TaskChange, tuple[MovedDay, ...]], ...] = ()
    unit: str = ""
    carried: "Facts | None" = None
    year_ago: "Facts | None" = None
    heirs: Mapping[str, str] = field(default_factory=dict)
    latest: Plan | None = None
    day: date | None = None
    strays: tuple[Stray, ...] = ()
    complete: bool = True

    @property
    def plan(self) -> Plan:
        """The plan of the ledger."""
        return self.book.plan

    @property
    def office(self) -> str:
        """The name of the unit that gathers reports."""
        return self.plan.name(self.plan.office)

    @property
    def report(self) -> str:
        """The id of the report: the period's, with a plus where it is cumulative."""
        return self.window.period.id + ("+" if self.year_to_date else "")

    @property
    def closing_period(self) -> Period:
        """The period that the report closes: in a cumulative one of quarter IV, the year."""
        if self.year_to_date and self.year_to_date.period.kind == "year":
            return self.year_to_date.period
        return self.window.period

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The work of the agency, or what the unit whose report it is tells."""
        return self.items_in(self.book)

    def items_in(self, book: Ledger) -> tuple[Item, ...]:
        """The work in another ledger that the report tells."""
        return tuple(item for item in book.items if self._tells(item.task, item.unit))

    def items_of(self, task_id: str) -> list[Item]:
        """The work on a task that the report tells."""
        return [i for i in self.book.of_task(task_id) if self._tells(task_id, i.unit)]

    @cached_property
    def tasks(self) -> tuple[str, ...]:
        """The tasks of the plan, or those that concern the unit whose report it is."""
        return tuple(filter(self._concerns, self.plan.tasks))

    def total(self, book: Ledger) -> stats.Row:
        """The figures in a ledger of the agency; in a unit's report the tasks that it leads, and
        all the work that it tells."""
        if not self.unit:
            return stats.by_index(book).total
        led, name = list(filter(self.leads, self.plan.tasks)), self.plan.name(self.unit)
        return stats.counted(self.plan, self.unit, name, led, self.items_in(book))

    def leads(self, task_id: str) -> bool:
        """Whether the unit whose report it is leads a task; the agency leads all."""
        return not self.unit or any(leads(self.plan, task_id, unit) for unit in self._units)

    @cached_property
    def _units(self) -> tuple[str, ...]:
        """The units whose report it is, as the plan knows them."""
        return tuple(i for i, heir in self.heirs.items() if heir == self.unit) or (self.unit,)

    def accountable(self, task_id: str) -> list[str]:
        """The units that answer for a task and whose work the report tells."""
        units = self.plan.accountable(self.plan.tasks[task_id])
        return [unit for unit in units if self._tells(task_id, unit)]

    def _tells(self, task_id: str, unit: str) -> bool:
        """Whether the report tells the work of a unit on a task.

        A unit's report tells its own, another's that it reports on, or in a sub-unit its parent's
        on the tasks that the sub-unit leads.
        """
        return not self.unit or any(self._tells_of(own, task_id, unit) for own in self._units)

    def _tells_of(self, own: str, task_id: str, unit: str) -> bool:
        plan = self.plan
        if (parent := plan.parent(own)) != own:
            return unit == parent and leads(plan, task_id, own)
        return own in (unit, plan.focal(task_id) or plan.reporter(unit))

    def _concerns(self, task_id: str) -> bool:
        """Whether a report tells a task: where the unit may only join it, if it said something."""
        if not self.unit or self.answers_of(task_id):
            return True
        parts = [role(self.plan, self.plan.tasks[task_id], unit) for unit in self._units]
        names = {part.name for part in parts if part}
        return bool(names - {"related"}) or bool(names and self.entries_of(task_id))

    def heir_now(self, unit: str) -> str:
        """The successor of a unit on the paper's day, or the unit itself."""
        return self.now.heir(unit) or unit

    def name_now(self, unit: str) -> str:
        """`Phòng Chung (trước là Phòng Anh)`: a unit by its successor on the paper's day."""
        now, *before = self.names_now(unit)
        return f"{now} (trước là {before[0]})" if before else now

    def names_now(self, unit: str) -> list[str]:
        """The names of a unit's successor on the paper's day, where it has one, and of itself."""
        heir, own = self.heir_now(unit), self.plan.name(unit)
        return [own] if heir == unit else [self.now.name(heir), own]

    @cached_property
    def now(self) -> Plan:
        """The version of the plan on the day of the paper."""
        return (self.latest or self.plan).on(self.day or self.book.as_of)

    def speaker(self, update: Update, several: bool = False) -> str:
        """The name of the unit that speaks; empty in its own report, and in the agency's, which
        speaks as one, unless `several` units speak of the same."""
        unnamed = update.unit == self.unit or not (self.unit or several)
        return "" if unnamed else self.plan.name(update.unit)

    def ended(self, item: Item) -> bool:
        """Whether a piece of work was finished or suspended in the window."""
        ended = item.state in (*FINISHED, "suspended")
        return ended and item.entry is not None and self.window.holds(item.entry.update.date)

    @property
    def ended_tasks(self) -> Mapping[str, TaskChange]:
        """The tasks that documents of the window ended, each with its end."""
        ends = (change for change, _ in self.changes if change.task not in self.plan.tasks)
        return {change.task: change for change in ends if change.after is None}

    @property
    def missing(self) -> tuple[str, ...]:
        """The tasks without a report, once for each unit that owes one."""
        return tuple(answer.task for answer in self.answers if not answer.reported)

    @cached_property
    def _answers(self) -> Mapping[str, list[Answer]]:
        return grouped(self.answers, lambda answer: answer.task)

    @cached_property
    def _known(self) -> Mapping[str, list[Entry]]:
        known = (e for e in self.book.known if not e.update.only_answers and self.hears(e))
        return grouped(known, lambda entry: entry.update.subject)

    def hears(self, entry: Entry) -> bool:
        """Whether the report tells an update.

        A unit's report tells its own updates, those of units that report through it, and in a
        sub-unit those of its parent on the tasks that the sub-unit leads.
        """
        return not self.unit or any(self._hears_as(own, entry.update) for own in self._units)

    def _hears_as(self, own: str, update: Update) -> bool:
        speaker = update.unit
        is_own = own in (speaker, self.plan.reporter(speaker))
        return is_own or self._hears_parent(own, speaker, update)

    def keeps(self, entry: Entry) -> bool:
        """Whether the report tells what an update asks and nobody answered: it is with the unit,
        whoever asked it, or would be told were it its holder's own update."""
        return not self.unit or any(self._keeps_as(own, entry.update) for own in self._units)

    def _keeps_as(self, own: str, update: Update) -> bool:
        if is_with(self.plan, update, own):
            return True
        return self._hears_parent(own, waits_with(self.plan, update), update)

    def _hears_parent(self, own: str, speaker: str, update: Update) -> bool:
        """Whether a unit is the parent of another one, on a task that this leads."""
        is_parent = speaker != own and speaker == self.plan.parent(own)
        return is_parent and leads(self.plan, update.subject, own)

    def own_words(self, name: str) -> tuple[str, ...]:
        """The Office's words for a passage by paragraph, none where the passage is computed."""
        text = "" if name in self.drafts else self._passages.get(name, "")
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    @cached_property
    def _passages(self) -> Mapping[str, str]:
        return self.words.passages() if self.words else {}

    def answers_of(self, task_id: str) -> list[Answer]:
        """The answers of all units that were asked on a task."""
        return self._answers.get(task_id, [])

    def reported(self, task_id: str) -> bool:
        """Whether any unit reported on a task."""
        return any(answer.reported for answer in self.answers_of(task_id))

    def all_reported(self, task_id: str) -> bool:
        """Whether units were asked on a task, and all of them reported."""
        asked = self.answers_of(task_id)
        return bool(asked) and all(answer.reported for answer in asked)

    def closing_lines(self, task_id: str) -> dict[str, Entry]:
        """By unit, the line for all remaining tasks that is its only answer on this task."""
        answered = self.answers_of(task_id)
        return {a.unit: a.rest for a in answered if a.rest and not a.entries}

    def entries_in(self, task_id: str, window: ReportingPeriod) -> list[Entry]:
        """The updates about a task in a window, in the plan's order of units, then by day."""
        order = list(self.plan.units)
        known = [entry for entry in self._known.get(task_id, ()) if window.holds(entry.update.date)]
        return sorted(known, key=lambda e: (order.index(e.update.unit), e.update.date))

    @cached_property
    def _waiting(self) -> Mapping[str, str]:
        """By trigger, the first task told that waits for it."""
        return {
            trigger: task_id
            for task_id in reversed(self.tasks)
            for obligation in self.plan.tasks[task_id].owes.values()
            for trigger in obligation.after
        }

    def place_of(self, update: Update) -> str:
        """The subject under which an update is told: of a trigger, the task that waits for it."""
        return self._waiting.get(update.subject, update.subject)

    def conditions_of(self, task_id: str) -> Sequence[Entry]:
        """The updates of the window about the triggers told with a task, oldest first."""
        return self._conditions.get(task_id, ())

    @cached_property
    def _conditions(self) -> Mapping[str, list[Entry]]:
        about = (entry for entry in self.entries if entry.update.about in self.plan.triggers)
        return grouped(about, lambda entry: self.place_of(entry.update))

    def entries_of(self, task_id: str) -> list[Entry]:
        """The updates about a task in the report's own window."""
        return self.entries_in(task_id, self.window)


def _changes(
    plan: Plan, window: ReportingPeriod, calendar: Calendar
) -> Iterator[tuple[TaskChange, tuple[MovedDay, ...]]]:
    """List what documents of a window made of the plan's tasks, with the days that they moved."""
    for change in task_changes(plan):
        if change.by.since and window.holds(change.by.since):
            yield change, tuple(moved_days(change, calendar))


@dataclass(frozen=True)
class Sources:
    """What the facts of a window are gathered from, as known on the day `as_of`.

    `plan` is its last version; `entries` are all updates of it. `regime` stands in place of the
    plan's own, `words` are those of the Office, and `next_plan` is the one that a year's last
    report looks to.
    """

    plan: Plan
    entries: Sequence[Entry]
    window: ReportingPeriod
    as_of: date
    calendar: Calendar
    regime: Reporting | None = None
    words: Words | None = None
    cumulative: bool = False
    next_plan: Plan | None = None
    issued: Issues = field(default_factory=dict)
    strays: Sequence[Stray] = ()

    @cached_property
    def version(self) -> Plan:
        """The plan as the window ends, or on the day where that is earlier."""
        return self.plan.on(min(self.window.window_last, self.as_of))

    @property
    def strays_of_window(self) -> tuple[Stray, ...]:
        """The updates left out that may be of the window."""
        return tuple(s for s in self.strays if s.update is None or self.window.holds(s.update.date))

    def book(self, day: date) -> Ledger:
        """The ledger of a day."""
        return ledger(self.version, self.entries, day, self.calendar)

    def window_of(self, period: Period) -> ReportingPeriod:
        """The window of a period by the regime."""
        if self.regime:
            return reporting_period(self.regime, period, self.calendar)
        return window_of(self.version, period, self.calendar)

    def written_by(self, moment: datetime) -> "Sources":
        """What was recorded by a moment, without the words of the Office."""
        entries = tuple(e for e in self.entries if e.update.recorded <= moment)
        strays = [s for s in self.strays if s.update and s.update.recorded <= moment]
        return replace(self, entries=entries, strays=strays, words=None)


def gather(sources: Sources) -> Facts:
    """Gather the facts of a window."""
    plan, window, words = sources.version, sources.window, sources.words
    book = sources.book(sources.as_of)
    entries = (e for e in book.known if window.holds(e.update.date) and not e.update.only_answers)
    return Facts(
        book,
        window,
        entries=tuple(entries),
        answers=answers(plan, book.entries, window, sources.as_of, sources.calendar),
        words=words,
        before=_before(sources),
        next_year=_next_year(sources),
        year_to_date=_year_to_date(sources) if sources.cumulative else None,
        at_writing=gather(sources.written_by(words.written)) if words else None,
        issued=sources.issued,
        changes=tuple(_changes(plan, window, sources.calendar)),
        latest=sources.plan,
        strays=sources.strays_of_window,
    )


def _next_year(sources: Sources) -> Ledger | None:
    """The work of the next plan, with the units of its year's first day whatever the day is."""
    if (plan := sources.next_plan) is None:
        return None
    begun = replace(plan.on(date(plan.year, 1, 1)), before=None)
    return ledger(begun, (), sources.as_of, sources.calendar)


def _before(sources: Sources) -> Before | None:
    """Find the period before of the same length, where it is in the plan's year and over."""
    plan, period = sources.version, sources.window.period
    if period.kind not in ("month", "quarter", "half"):
        return None
    earlier = period_before(period)
    if earlier.first.year != plan.year:
        return None
    window = sources.window_of(earlier)
    if window.window_last > sources.as_of or not is_owed(plan, window.window_last):
        return None
    return Before(window, sources.book(window.window_last))


def _year_to_date(sources: Sources) -> ReportingPeriod:
    """Find the period from the year's start that a quarter closes: half, nine months or year."""
    closed = closed_by(sources.window.period)
    if closed is None:
        raise CannotDo(
            "--cumulative chỉ dùng cho báo cáo quý II, III, IV", "bỏ --cumulative hoặc đổi kỳ"
        )
    return sources.window_of(closed)


def renamed(facts: Facts, organisation: Organisation, day: date) -> Facts:
    """Get the facts with the names, addressees and signers that a document of a day prints."""
    book = replace(facts.book, plan=named(facts.plan, organisation, day))
    then = facts.at_writing and renamed(facts.at_writing, organisation, day)
    return replace(facts, book=book, at_writing=then, day=day)


def signed_by(facts: Facts, signer: str) -> Facts:
    """Get the facts of a paper that another one signs, by the id in the organisation."""
    plan = facts.plan
    reporting = replace(plan.reporting, signer=Signer(id=signer))
    return replace(facts, book=replace(facts.book, plan=replace(plan, reporting=reporting)))


def unit_facts(facts: Facts, unit: str) -> Facts:
    """Narrow the facts to those of a unit's own report, without the words of the Office."""
    own = replace(
        facts,
        words=None,
        at_writing=None,
        unit=unit,
        carried=_of_past(facts.carried, unit),
        year_ago=_of_past(facts.year_ago, unit),
    )
    return replace(
        own,
        entries=tuple(entry for entry in facts.entries if own.hears(entry)),
        answers=tuple(answer for answer in facts.answers if reports_on(facts.plan, unit, answer)),
        changes=tuple(change for change in facts.changes if _concerned(facts.plan, unit, *change)),
        strays=tuple(one for one in facts.strays if _is_through(facts.plan, unit, one.unit)),
    )


def _is_through(plan: Plan, unit: str, folder: str) -> bool:
    """Whether a unit reports for the one of a folder."""
    return folder in plan.units and unit in (folder, plan.reporter(folder))


def _of_past(past: Facts | None, unit: str) -> Facts | None:
    """The same of a plan of the year before, null where that knows neither the unit nor any in
    whose place it stands."""
    return unit_facts(past, unit) if past and unit in past.heirs.values() else None


def _concerned(plan: Plan, unit: str, change: TaskChange, _: object) -> bool:
    """Whether what a document made of a task concerns a unit."""
    return any(task and role(plan, task, unit) for task in (change.before, change.after))
