"""What one report draws on: the work, the updates of its window, who was asked, and the Office's
own words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from pci.core.dates import Calendar, Period, parse_period, period_before
from pci.core.deadlines import reports_on
from pci.core.errors import CannotDo
from pci.core.ledger import FINISHED, Entry, Item, Ledger, ledger, role
from pci.core.model import Plan, Reporting
from pci.core.papers import CUMULATIVE, Words
from pci.core.reporting import Answer, answers
from pci.core.schedule import ReportingPeriod, is_owed, reporting_period

K = TypeVar("K")
T = TypeVar("T")


class Before(NamedTuple):
    """The reporting period before, with the ledger at its end."""

    window: ReportingPeriod
    book: Ledger


@dataclass(frozen=True)
class Facts:
    """What one report draws on.

    `inside` are the updates of the window, `before` is null where the plan's year has no period
    before. `whole` is the time from the year's start of a cumulative report, null in any other.
    `begun` are the facts that the Office's words were written from, `drafts` the passages that
    nobody has worded since. `unit` is the unit whose own report it is, empty for the agency's.
    """

    book: Ledger
    window: ReportingPeriod
    inside: tuple[Entry, ...]
    asked: tuple[Answer, ...]
    words: Words | None = None
    before: Before | None = None
    whole: ReportingPeriod | None = None
    begun: "Facts | None" = None
    drafts: frozenset[str] = frozenset()
    unit: str = ""

    @property
    def plan(self) -> Plan:
        """The plan of the ledger."""
        return self.book.plan

    @property
    def report(self) -> str:
        """The id of the report: the period's, with a plus where it is cumulative."""
        return self.window.period.id + ("+" if self.whole else "")

    @property
    def closes(self) -> Period:
        """The period that ends with the report: the year where a fourth quarter's is cumulative."""
        if self.whole and self.whole.period.kind == "year":
            return self.whole.period
        return self.window.period

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The work that the report tells of."""
        if not self.unit:
            return self.book.items
        return tuple(item for item in self.book.items if _owes(self.plan, item, self.unit))

    def ended(self, item: Item) -> bool:
        """Whether a piece of work was finished or suspended in the window."""
        ended = item.state in (*FINISHED, "suspended")
        return ended and item.entry is not None and self.window.holds(item.entry.update.date)

    @property
    def missing(self) -> tuple[str, ...]:
        """The tasks on which somebody asked has not reported, once for each unit."""
        return tuple(answer.task for answer in self.asked if not answer.reported)

    @cached_property
    def _answers(self) -> Mapping[str, list[Answer]]:
        return grouped(self.asked, lambda answer: answer.task)

    @cached_property
    def _known(self) -> Mapping[str, list[Entry]]:
        known = (e for e in self.book.known if not e.update.only_answers and self.hears(e))
        return grouped(known, lambda entry: entry.update.subject)

    def hears(self, entry: Entry) -> bool:
        """Whether the report tells an update: any in the agency's, in a unit's its own and those of
        a unit that reports through it; in a sub-unit's also its parent's on what the sub-unit
        leads."""
        speaker = entry.update.unit
        if self.unit in ("", speaker, self.plan.reporter(speaker)):
            return True
        parent = self.plan.units[self.unit].part_of
        return speaker == parent and _leads(self.plan, entry.update.subject, self.unit)

    def own(self, name: str) -> tuple[str, ...]:
        """The Office's own words for a passage, paragraph by paragraph; none where it is
        computed."""
        text = self.words.passages().get(name, "") if self.words and name not in self.drafts else ""
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    def of_task(self, task_id: str) -> list[Answer]:
        """Who was asked on a task, and what each answered."""
        return self._answers.get(task_id, [])

    def reported(self, task_id: str) -> bool:
        """Whether any of those asked on a task answered."""
        return any(answer.reported for answer in self.of_task(task_id))

    def closing_of(self, task_id: str) -> dict[str, Entry]:
        """The lines for all its remaining tasks by which a unit answered for this one, by unit."""
        answered = self.of_task(task_id)
        return {a.unit: a.rest for a in answered if a.rest and not a.entries}

    def known_of(self, task_id: str, window: ReportingPeriod) -> list[Entry]:
        """The updates about a task in a window, coordinators' too, in the plan's order of units."""
        order = list(self.plan.units)
        known = [entry for entry in self._known.get(task_id, ()) if window.holds(entry.update.date)]
        return sorted(known, key=lambda e: (order.index(e.update.unit), e.update.date))

    def said_of(self, task_id: str) -> list[Entry]:
        """The updates about a task in the report's own window."""
        return self.known_of(task_id, self.window)


def grouped(listed: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Group things by a key, in the order of its first appearance."""
    groups: dict[K, list[T]] = {}
    for one in listed:
        groups.setdefault(key(one), []).append(one)
    return groups


def gather(
    plan: Plan,
    entries: Iterable[Entry],
    window: ReportingPeriod,
    as_of: date,
    calendar: Calendar,
    regime: Reporting | None = None,
    words: Words | None = None,
    cumulative: bool = False,
) -> Facts:
    """Gather the facts of a window as known on a day, under the plan's reporting regime or
    another."""
    listed = tuple(entries)
    regime = regime or plan.reporting
    book = ledger(plan, listed, as_of, calendar)
    facts = Facts(
        book,
        window,
        inside=tuple(
            e for e in book.known if window.holds(e.update.date) and not e.update.only_answers
        ),
        asked=answers(plan, book.known, window, as_of, calendar),
        words=words,
        before=_before(plan, listed, window.period, as_of, calendar, regime),
        whole=reporting_period(regime, _whole(window.period), calendar) if cumulative else None,
    )
    if words is None:
        return facts
    then = [entry for entry in listed if entry.update.recorded <= words.written]
    begun = gather(plan, then, window, as_of, calendar, regime, cumulative=cumulative)
    return replace(facts, begun=begun)


def _before(
    plan: Plan,
    entries: Iterable[Entry],
    period: Period,
    as_of: date,
    calendar: Calendar,
    regime: Reporting,
) -> Before | None:
    """The period before of the same length: in the plan's year, after the plan was issued, and
    over."""
    if (
        period.kind not in ("month", "quarter", "half")
        or period_before(period).first.year != plan.year
    ):
        return None
    window = reporting_period(regime, period_before(period), calendar)
    if window.window_last > as_of or not is_owed(plan, window.window_last):
        return None
    return Before(window, ledger(plan, entries, window.window_last, calendar))


def _whole(period: Period) -> Period:
    """The period from the year's start that a quarter closes: the half, nine months or the year."""
    year, _, quarter = period.id.partition("-")
    if quarter not in CUMULATIVE:
        raise CannotDo(
            "--cumulative chỉ dùng cho báo cáo quý II, III, IV", "bỏ --cumulative hoặc đổi kỳ"
        )
    whole = parse_period(f"{year}-{CUMULATIVE[quarter]}".strip("-"))
    assert whole
    return whole


def unit_facts(facts: Facts, unit: str) -> Facts:
    """Narrow facts to a unit's own report: its own updates, what it was asked, none of the Office's
    words."""
    own = replace(facts, words=None, unit=unit)
    return replace(
        own,
        inside=tuple(entry for entry in facts.inside if own.hears(entry)),
        asked=tuple(answer for answer in facts.asked if reports_on(facts.plan, unit, answer)),
    )


def _leads(plan: Plan, task_id: str, unit: str) -> bool:
    part = role(plan, plan.tasks[task_id], unit) if task_id in plan.tasks else None
    return part is not None and part.name == "lead"


def _owes(plan: Plan, item: Item, unit: str) -> bool:
    """Whether a unit's report tells of a piece of work: its own, one it reports on for another
    unit, or its parent's on what it leads itself."""
    parent = plan.units[unit].part_of
    if parent:
        return item.unit == parent and _leads(plan, item.task, unit)
    return unit in (item.unit, plan.reporting.focal.get(item.task) or plan.reporter(item.unit))
