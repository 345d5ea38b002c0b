"""When work falls due: the occurrences of an obligation, and the windows that periodic reports draw on."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from pci.dates import Period, add_working_days, parse_period, periods_of
from pci.model import Obligation, Plan, Reporting


class ReportingPeriod(NamedTuple):
    """An official period and the window its report draws data from: two calendars that never mix.

    `internal_due` is the day by which the units report to the Office, `send_by` the day the report leaves.
    """

    period: Period
    window_first: date
    window_last: date
    internal_due: date
    send_by: date

    def holds(self, day: date) -> bool:
        """Whether a day's work belongs to this report."""
        return self.window_first <= day <= self.window_last


class Occurrence(NamedTuple):
    """One time an obligation falls due. `period` is null where there can be only one; an occurrence that
    waits for triggers has neither day yet."""

    period: str | None
    opens: date | None
    due: date | None


def reporting_period(regime: Reporting, period: Period) -> ReportingPeriod:
    """The window of a report: from the 15th of the month before the period to the 14th of its last month
    (NĐ 09/2019/NĐ-CP, Điều 12), and the days that the regime counts from the window's end."""
    first = (period.first - timedelta(days=1)).replace(day=15)
    last = period.last.replace(day=14)
    return ReportingPeriod(period, first, last, _offset(last, regime.internal_due), _offset(last, regime.due))


def _offset(window_last: date, rule: str) -> date:
    """`window end + 2 working days`, a form the model has already checked."""
    sign, count = rule.split()[2:4]
    return add_working_days(window_last, int(sign + count))


def occurrences(plan: Plan, obligation: Obligation) -> tuple[Occurrence, ...]:
    """Every time an obligation falls due in the plan's year, in order; those before the plan's issue too."""
    if obligation.by:
        return (Occurrence(None, date(plan.year, 1, 1), obligation.by),)
    if obligation.during:
        return tuple(
            occurrence for i in obligation.during if (p := parse_period(i)) for occurrence in _repeated(p, obligation)
        )
    if obligation.every:
        return tuple(_periodic(plan.reporting, p, obligation.day) for p in periods_of(plan.year, obligation.every))
    return (Occurrence(None, None, None),)


def _repeated(period: Period, obligation: Obligation) -> list[Occurrence]:
    if obligation.times == 1:
        return [Occurrence(period.id, period.first, period.last)]
    ids = (f"{period.id}-lan-{n}" for n in range(1, obligation.times + 1))
    return [Occurrence(i, period.first, period.last) for i in ids]


def _periodic(regime: Reporting, period: Period, day: int | None) -> Occurrence:
    window = reporting_period(regime, period)
    if day is None:
        return Occurrence(period.id, window.window_first, window.send_by)
    month_length = monthrange(period.last.year, period.last.month)[1]
    return Occurrence(period.id, window.window_first, period.last.replace(day=min(day, month_length)))


def last_issue_day(plan: Plan) -> date:
    """The last day on which the plan may have been signed: its date may be known to the month or year only."""
    year, *rest = (int(part) for part in plan.issued.split("-"))
    if len(rest) == 2:
        return date(year, rest[0], rest[1])
    month = rest[0] if rest else 12
    return date(year, month, monthrange(year, month)[1])


def is_owed(plan: Plan, occurrence: Occurrence) -> bool:
    """Whether an occurrence is asked for: what fell due by the day of issue is not."""
    return occurrence.due is None or occurrence.due > last_issue_day(plan)
