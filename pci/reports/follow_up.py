"""What the Office follows up with the units: missing reports, late work, work that falls due.

All is addressed to the unit that reports: a sub-unit, or one that reports through another, is
reached through that other.
"""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.deadlines import Deadline, deadlines
from pci.core.ledger import Ledger
from pci.core.model import Letters, Plan
from pci.core.reporting import Answer, answers
from pci.core.schedule import ReportingPeriod
from pci.core.vi import PROVISIONAL, count_words, moment_words, short_date


class AnswerTime(NamedTuple):
    """By when the units answer; the hour is null where nobody set one. `provisional` says why the
    day is provisional, empty where it is not."""

    hour: time | None
    day: date
    provisional: str = ""

    @property
    def moment(self) -> str:
        """`16 giờ 00 ngày 11/9/2023`."""
        return moment_words(self.hour, self.day) if self.hour else f"ngày {short_date(self.day)}"

    @property
    def words(self) -> str:
        """The same, marked where it is provisional."""
        return self.moment + (f" {PROVISIONAL}" if self.provisional else "")


class UnitReports(NamedTuple):
    """The tasks on which a unit reports for a period, and those on which it has said nothing."""

    unit: str
    asked: tuple[str, ...]
    missing: tuple[str, ...]


def missing_share(reports: UnitReports) -> str:
    """Say on how many of its tasks a unit has said nothing: `07/12`."""
    return f"{len(reports.missing):02}/{len(reports.asked):02}"


def missing_words(plan: Plan, units: Sequence[UnitReports]) -> str:
    """Count the reports that units owe: `06 đơn vị chưa gửi đủ báo cáo (còn thiếu 85 nội dung)`,
    `Văn phòng còn 07/12 nhiệm vụ chưa báo cáo`; empty where none do."""
    if len(units) == 1:
        return f"{plan.name(units[0].unit)} còn {missing_share(units[0])} nhiệm vụ chưa báo cáo"
    return missing_count(len(units), sum(len(one.missing) for one in units)) if units else ""


def missing_count(units: int, reports: int) -> str:
    """`06 đơn vị chưa gửi đủ báo cáo (còn thiếu 85 nội dung)`"""
    left = f" (còn thiếu {count_words(reports)} nội dung)" if reports else ""
    return f"{count_words(units)} đơn vị chưa gửi đủ báo cáo{left}"


class FollowUp(NamedTuple):
    """What the Office follows up as of the ledger's day.

    `asking` tells a request for reports from a reminder of late ones; `window` is the period
    reported on, null where nobody is asked; `by` is null where nobody said how long an answer
    takes. `rows` is the work that is late or due by the day
    `until`.
    """

    book: Ledger
    letters: Letters
    asking: bool
    window: ReportingPeriod | None
    by: AnswerTime | None
    reports: tuple[UnitReports, ...]
    rows: tuple[Deadline, ...]
    until: date
    only: str | None

    @property
    def plan(self) -> Plan:
        """The plan that the ledger speaks of."""
        return self.book.plan

    @property
    def late(self) -> tuple[Deadline, ...]:
        """The work that is late."""
        return tuple(row for row in self.rows if row.state == "overdue")

    @property
    def soon(self) -> tuple[Deadline, ...]:
        """The work that falls due."""
        return tuple(row for row in self.rows if row.soon)

    @property
    def silent(self) -> tuple[UnitReports, ...]:
        """The units that still owe something of the period's report."""
        return tuple(unit for unit in self.reports if unit.missing)

    @property
    def addressed(self) -> tuple[str, ...]:
        """The units that the letter goes to, in the plan's order.

        A request goes to all who report for the period, a reminder to those that are silent or
        late.
        """
        if self.asking:
            return tuple(unit.unit for unit in self.reports)
        late = (self.plan.reporter(row.unit) for row in self.late)
        return tuple(self.plan.ordered((*late, *(unit.unit for unit in self.silent))))


def gather(
    book: Ledger,
    calendar: Calendar,
    letters: Letters,
    asking: bool,
    window: ReportingPeriod | None,
    by: AnswerTime | None,
    until: date,
    unit: str | None = None,
) -> FollowUp:
    """Gather what is to be followed up; with a unit, what concerns the unit that reports for it.

    `by` is when the units answer where a person set it.
    """
    plan = book.plan
    only = plan.reporter(unit) if unit else None
    units = [unit for unit in plan.units if only in (None, plan.reporter(unit))]
    asked = answers(plan, book.entries, window, book.as_of, calendar) if window else ()
    reports = _reports(units, asked)
    rows = deadlines(book, calendar, (until - book.as_of).days)
    if by is None:
        by = _answer_time(letters, calendar, book.as_of, asking, window, reports)
    return FollowUp(
        book=book,
        letters=letters,
        asking=asking,
        window=window if asked else None,
        by=by,
        reports=reports,
        rows=tuple(row for row in rows if row.unit in units),
        until=until,
        only=only,
    )


def of_unit(follow_up: FollowUp, calendar: Calendar, unit: str, is_typed: bool) -> FollowUp:
    """What of it concerns one unit, which answers by the same time where that `is_typed`."""
    book, letters, asking, window, by, *_ = follow_up
    by = by if is_typed else None
    return gather(book, calendar, letters, asking, window, by, follow_up.until, unit)


def _reports(units: Iterable[str], asked: Sequence[Answer]) -> tuple[UnitReports, ...]:
    """Gather the answers of each unit that was asked."""
    by_unit = {unit: [answer for answer in asked if answer.unit == unit] for unit in units}
    return tuple(
        UnitReports(
            unit,
            tuple(answer.task for answer in own),
            tuple(answer.task for answer in own if not answer.reported),
        )
        for unit, own in by_unit.items()
        if own
    )


def _answer_time(
    letters: Letters,
    calendar: Calendar,
    as_of: date,
    asking: bool,
    window: ReportingPeriod | None,
    reports: Iterable[UnitReports],
) -> AnswerTime | None:
    """Find by when the units answer; null where nobody said how long that takes.

    A request is answered by the internal day. A reminder leaves the regime's working days; where
    reports are missing, the Office keeps a working day before it sends its own, if one is left.
    """
    hour = letters.answer_by
    if asking and window:
        return AnswerTime(hour, window.internal_due, window.internal_doubt)
    if letters.answer_within is None:
        return None
    day = calendar.add_working_days(as_of, letters.answer_within.working_days)
    usual = AnswerTime(hour, day, calendar.doubt(as_of, day))
    if window is None or not any(unit.missing for unit in reports):
        return usual
    last = calendar.add_working_days(window.send_by, -1)
    if not as_of <= last < day:
        return usual
    return AnswerTime(hour, last, window.send_doubt or calendar.doubt(last, window.send_by))
