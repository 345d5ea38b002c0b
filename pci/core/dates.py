"""Days, months, quarters and years as calendar periods, and working days; ends are inclusive."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta, timezone
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

VIETNAM = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh, which has no daylight saving."""

_PARTS = {
    "": ("year", 1, 12),
    "-9M": ("nine_months", 1, 9),
    **{f"-H{n}": ("half", 6 * n - 5, 6) for n in range(1, 3)},
    **{f"-Q{n}": ("quarter", 3 * n - 2, 3) for n in range(1, 5)},
    **{f"-{n:02}": ("month", n, 1) for n in range(1, 13)},
}
"""The periods of a year by the end of their ids: the kind, the first month, how many months."""
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_RANGE = re.compile(r"(2[01]\d\d-\d{2}-\d{2})_(2[01]\d\d-\d{2}-\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Period(NamedTuple):
    """A calendar period: Quý II is 1/4 to 30/6, whatever window its report draws data from.

    `kind` is one of month, quarter, half, nine_months, year, range.
    """

    id: str
    kind: str
    first: date
    last: date


def parse_day(text: str) -> date | None:
    """The day that an ISO text names, or None: `2023-9-30`, `30/9/2023` and 31 September are
    refused.

    >>> parse_day("2023-09-30")
    datetime.date(2023, 9, 30)
    >>> parse_day("2023-09-31") is None
    True
    """
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@cache
def parse_period(text: str) -> Period | None:
    """The period that an id names: `2023`, `2023-H1`, `2023-9M`, `2023-Q3`, `2023-09`,
    `2023-09-01_2023-09-20`.

    >>> parse_period("2023-Q3")[2:]
    (datetime.date(2023, 7, 1), datetime.date(2023, 9, 30))
    """
    year, part = text[:4], text[4:]
    if part not in _PARTS or not _YEAR.fullmatch(year):
        return _range(text)
    kind, first_month, count = _PARTS[part]
    last_month = first_month + count - 1
    last = date(int(year), last_month, monthrange(int(year), last_month)[1])
    return Period(text, kind, last.replace(month=first_month, day=1), last)


def _range(text: str) -> Period | None:
    match = _RANGE.fullmatch(text)
    first, last = (parse_day(match[1]), parse_day(match[2])) if match else (None, None)
    return Period(text, "range", first, last) if first and last and first <= last else None


def periods_of(year: int, kind: str | None) -> tuple[Period, ...]:
    """All periods of one kind in a calendar year, in order; none of no kind."""
    ids = (f"{year}{part}" for part, (named, _, _) in _PARTS.items() if named == kind)
    return tuple(period for i in ids if (period := parse_period(i)))


def period_after(period: Period) -> Period:
    """Get the period that a report looks forward to: the next of the same kind, the last quarter
    after nine months, as many days again after a free range."""
    day = period.last + timedelta(days=1)
    if period.kind == "range":
        last = day + (period.last - period.first)
        return Period(f"{day}_{last}", "range", day, last)
    kind = "quarter" if period.kind == "nine_months" else period.kind
    return next(p for p in periods_of(day.year, kind) if p.first <= day <= p.last)


def period_before(period: Period) -> Period:
    """Get the previous period of the same kind."""
    day = period.first - timedelta(days=1)
    return next(p for p in periods_of(day.year, period.kind) if p.first <= day <= p.last)


class Calendar(NamedTuple):
    """The days on which offices work: Monday to Friday without days off, and weekend days worked in
    exchange.

    A count of days is provisional outside the years in `decided`, whose days off are decreed, and
    across an `unconfirmed` day, by its name: nobody has seen the decision itself.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    decided: frozenset[int] = frozenset()
    unconfirmed: Mapping[date, str] = MappingProxyType({})

    def is_working_day(self, day: date) -> bool:
        """Whether the office is open."""
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it where negative); zero gives `day`
        itself."""
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def doubt(self, first: date, last: date) -> str:
        """Say why a count from a day to another is provisional: a year that is not decided, else
        an unconfirmed day that is counted; empty where it is not."""
        low, high = sorted((first, last))
        for year in range(high.year, low.year - 1, -1):
            if year not in self.decided:
                return f"lịch nghỉ năm {year} chưa quyết định"
        crossed = (day for day in self.unconfirmed if low <= day <= high and day != first)
        day = min(crossed, default=None)
        return f"{self.unconfirmed[day]} chưa đối chiếu bản gốc" if day else ""


WEEKDAYS = Calendar()
"""A calendar without days off."""
