"""When work falls due: the occurrences of obligations, and the windows of periodic reports."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, groupby, pairwise, zip_longest
from typing import NamedTuple, assert_never

from pci.core.dates import (
    WEEKDAYS,
    Calendar,
    Period,
    parse_day,
    parse_period,
    period_after,
    period_before,
    periods_of,
)
from pci.core.history import TaskChange
from pci.core.model import (
    After,
    By,
    During,
    Every,
    Obligation,
    Plan,
    Reporting,
    ReportingOverride,
    Window,
    WindowDays,
    WindowKind,
)
from pci.core.vi import short_date


class WindowRule(NamedTuple):
    """How a regime cuts the window of a period: it opens on this day of the month before the
    period and closes on that day of the last month. Null days mean the period itself.

    `source` tells the Office where the rule comes from; `cited` is the citation of a paper,
    empty where there is none.
    """

    opens: int | None
    closes: int | None
    source: str
    cited: str


WINDOWS: Mapping[WindowKind, WindowRule] = {
    "nd09": WindowRule(
        15,
        14,
        "Nghị định 09/2019/NĐ-CP, Điều 12, hiệu lực từ 12/3/2019",
        "Điều 12 Nghị định số 09/2019/NĐ-CP ngày 24/01/2019 của Chính phủ",
    ),
    "calendar": WindowRule(None, None, "kỳ theo lịch", ""),
}


def window_rule(window: Window) -> WindowRule:
    """Get the rule that a regime names, or gives itself."""
    if isinstance(window, WindowDays):
        return WindowRule(window.from_day, window.to_day, window.basis, window.basis)
    return WINDOWS[window]


class ReportingPeriod(NamedTuple):
    """A calendar period and the window of days that its report draws data from.

    The units report to the Office by `internal_due`, the report leaves by `send_by`; the doubts
    say why one of them is provisional, empty where it is not. `basis` is the letter that set the
    days of this period, null where the rule holds.
    """

    period: Period
    window_first: date
    window_last: date
    internal_due: date
    send_by: date
    internal_doubt: str = ""
    send_doubt: str = ""
    basis: str | None = None

    @property
    def provisional(self) -> str:
        """Why a day of it is provisional, empty where none is."""
        return self.internal_doubt or self.send_doubt

    def holds(self, day: date) -> bool:
        """Whether a day's work belongs to this report."""
        return self.window_first <= day <= self.window_last

    @property
    def days_words(self) -> str:
        """`từ 15/6/2023 đến 14/9/2023`"""
        return f"từ {short_date(self.window_first)} đến {short_date(self.window_last)}"


class Occurrence(NamedTuple):
    """One time an obligation falls due. `period` is null where there can be only one; an
    occurrence that waits for triggers has no days yet. `provisional` says why the due day is
    provisional, empty where it is not."""

    period: str | None
    opens: date | None
    due: date | None
    provisional: str = ""

    def is_past(self, day: date) -> bool:
        """Whether a day is later than the due day; never where there is none."""
        return self.due is not None and day > self.due


def reporting_period(regime: Reporting, period: Period, calendar: Calendar) -> ReportingPeriod:
    """Get the window of a report and its due days; a letter about the period beats the rule."""
    first, last, letter = _days(regime, period)
    own = letter or ReportingOverride(basis=regime.basis)
    internal = own.internal_due or _offset(last, regime.internal_due, calendar)
    send = own.send_by or _offset(last, regime.due, calendar)
    internal_doubt, send_doubt = (
        calendar.doubt(last, day) if rule is not None and ordered is None else ""
        for rule, ordered, day in (
            (regime.internal_due, own.internal_due, internal),
            (regime.due, own.send_by, send),
        )
    )
    basis = letter.basis if letter else None
    return ReportingPeriod(period, first, last, internal, send, internal_doubt, send_doubt, basis)


def _days(regime: Reporting, period: Period) -> tuple[date, date, ReportingOverride | None]:
    """Get the window of a period and the letter that sets its days: its own, else, of a period
    longer than the regime's, the letters on the first and the last of its parts."""
    first, last = _beside_letters(regime, period, *_window(window_rule(regime.window), period))
    parts = _parts(regime, period)
    if parts and parts[0].first == period.first:
        first = _days(regime, parts[0])[0]
    letter = own = regime.periods.get(period.id)
    if parts and parts[-1].last == period.last:
        last = _days(regime, parts[-1])[1]
        letter = own or regime.periods.get(parts[-1].id)
    if own:
        first, last = own.window_first or first, own.window_last or last
    return first, last, letter


LENGTHS = ("month", "quarter", "half", "nine_months", "year")
"""Kinds of periods, shortest first."""


def is_longer(regime: Reporting, period: Period) -> bool:
    """Whether a period is longer than those of the regime, if that has any."""
    return regime.every is not None and period.kind in LENGTHS[LENGTHS.index(regime.every) + 1 :]


def _parts(regime: Reporting, period: Period) -> list[Period]:
    """The regime's periods inside a longer one, in order."""
    if not is_longer(regime, period):
        return []
    regular = periods_of(period.last.year, regime.every)
    return [part for part in regular if part.last <= period.last and part.first >= period.first]


def window_of(plan: Plan, period: Period, calendar: Calendar) -> ReportingPeriod:
    """Get the window of a report and its due days by the regime of its own days; the first one of
    another regime begins on the day after the last window before it, so that each day has one
    report."""
    window = _own_window(plan, period, calendar)
    if plan.before is None or period.kind == "range":
        return window
    listed = reporting_periods(plan, WEEKDAYS)
    for own in listed:
        if own.period == period:
            return window._replace(window_first=own.window_first)
    parts = [part for part in listed if part.period.first >= period.first]
    if is_longer(plan.reporting, period) and parts and parts[0].period.first == period.first:
        return window._replace(window_first=parts[0].window_first)
    return window


def _own_window(plan: Plan, period: Period, calendar: Calendar) -> ReportingPeriod:
    """Get the window of a period, as if all regimes had periods of its length."""
    window = reporting_period(_regime_of(plan, period), period, calendar)
    if plan.before is None or period.kind in ("range", "nine_months"):
        return window
    before = period_before(period)
    earlier, regime = _regime_of(plan, before), _regime_of(plan, period)
    if (earlier.window, earlier.periods) == (regime.window, regime.periods):
        return window
    _, last, _ = _days(earlier, before)
    return window._replace(window_first=last + timedelta(days=1))


def _regime_of(plan: Plan, period: Period) -> Reporting:
    """Get the regime of a period: the first under which its window closed before another came."""
    for version, after in pairwise(reversed([*plan.versions])):
        if version.reporting == after.reporting:
            continue
        _, last, _ = _days(version.reporting, period)
        if after.since and last < after.since:
            return version.reporting
    return plan.reporting


def period_holding(plan: Plan, day: date) -> ReportingPeriod | None:
    """Get the reporting period of a day's work, counted as if there were no holidays."""
    years = (day.year, day.year + 1)
    others = (p for year in years for p in periods_of(year, plan.reporting.every))
    windows = (window_of(plan, p, WEEKDAYS) for p in others if p.first.year != plan.year)
    listed = chain(reporting_periods(plan, WEEKDAYS), windows)
    return next((window for window in listed if window.holds(day)), None)


def _beside_letters(
    regime: Reporting, period: Period, first: date, last: date
) -> tuple[date, date]:
    """Move the ends of a window to those of its neighbours where a letter moved theirs, so that
    each day has one report."""
    if period.kind in ("range", "nine_months") or not regime.periods:
        return first, last
    before = regime.periods.get(period_before(period).id)
    after = regime.periods.get(period_after(period).id)
    if before and before.window_last:
        first = before.window_last + timedelta(days=1)
    if after and after.window_first:
        last = after.window_first - timedelta(days=1)
    return first, last


def _window(rule: WindowRule, period: Period) -> tuple[date, date]:
    if rule.opens is None or rule.closes is None or period.kind == "range":
        return period.first, period.last
    month_before = period.first - timedelta(days=1)
    return month_before.replace(day=rule.opens), period.last.replace(day=rule.closes)


def _offset(window_last: date, rule: str | None, calendar: Calendar) -> date:
    """Count the days of a rule such as `window end + 2 working days`; without one it is the
    window's last day."""
    if rule is None:
        return window_last
    sign, count = rule.split()[2:4]
    return calendar.add_working_days(window_last, int(sign + count))


def reporting_periods(plan: Plan, calendar: Calendar) -> tuple[ReportingPeriod, ...]:
    """List the reporting periods of the plan's year over all its versions, in order: of each length
    those whose windows close while reports of that length are asked for."""
    listed: list[ReportingPeriod] = []
    for version, since, until in _lengths(plan):
        windows = (
            _own_window(version, period, calendar)
            for period in periods_of(plan.year, version.reporting.every)
        )
        own = [window for window in windows if since <= window.window_last < until]
        if listed and own:
            first = listed[-1].window_last + timedelta(days=1)
            own[0] = own[0]._replace(window_first=first)
        listed += own
    return tuple(listed)


def _lengths(plan: Plan) -> Iterator[tuple[Plan, date, date]]:
    """Yield the last version with each length of reporting periods, the first day of that length,
    and the first day of the next one."""
    by_length = groupby(reversed([*plan.versions]), key=lambda version: version.reporting.every)
    runs = [[*run] for _, run in by_length]
    for run, following in zip_longest(runs, runs[1:]):
        until = following and following[0].since
        yield run[-1], run[0].since or date.min, until or date.max


def period_ids(plan: Plan, obligation: Obligation) -> tuple[str, ...]:
    """List the periods of an obligation's occurrences, in order; none where there can be only
    one."""
    match obligation.schedule:
        case Every(kind):
            return tuple(period.id for period in periods_of(plan.year, kind))
        case During() as during:
            return tuple(period for period, _ in _turns(during))
        case By() | After():
            return ()
        case other:
            assert_never(other)


def _turns(during: During) -> Iterator[tuple[str, Period]]:
    """Name every time in the calendar periods of a schedule, in the order of their last days."""
    named = (period for i in during.periods if (period := parse_period(i)))
    for period in sorted(named, key=lambda period: (period.last, period.first)):
        if during.times == 1:
            yield period.id, period
        else:
            yield from ((f"{period.id}-lan-{n}", period) for n in range(1, during.times + 1))


def occurrences(
    plan: Plan,
    obligation: Obligation,
    calendar: Calendar,
    happened: Mapping[str, date] = {},
    came: date | None = None,
) -> tuple[Occurrence, ...]:
    """List every time an obligation falls due in the plan's year, in order, also before the
    plan's issue.

    `happened` gives the days of the triggers that have happened; the last trigger begins the
    work. `came` is the day on which a document added the obligation.
    """
    match obligation.schedule:
        case By(day):
            return (Occurrence(None, date(plan.year, 1, 1), day),)
        case During() as during:
            return tuple(Occurrence(i, period.first, period.last) for i, period in _turns(during))
        case Every(kind, day):
            periods = periods_of(plan.year, kind)
            return tuple(_periodic(plan, p, day, calendar) for p in periods)
        case After() as after:
            return (_awaited(plan, after, calendar, happened, came),)
        case other:
            assert_never(other)


def _periodic(plan: Plan, period: Period, day: int | None, calendar: Calendar) -> Occurrence:
    window = _own_window(plan, period, calendar)
    if day is None:
        return Occurrence(period.id, window.window_first, window.send_by, window.send_doubt)
    due = period.last.replace(day=min(day, period.last.day))
    return Occurrence(period.id, window.window_first, due)


def _awaited(
    plan: Plan, after: After, calendar: Calendar, happened: Mapping[str, date], came: date | None
) -> Occurrence:
    """The occurrence that begins with the last trigger; without `within` it is never late."""
    if not happened.keys() >= set(after.triggers):
        return Occurrence(None, None, None)
    begun = max(happened[trigger] for trigger in after.triggers)
    if after.within is None:
        return Occurrence(None, begun, None)
    # what was met before the plan came is allowed its whole time from the plan on
    start = max(begun, last_issue_day(plan), came or date.min)
    due = calendar.add_working_days(start, after.within.working_days)
    return Occurrence(None, begun, due, calendar.doubt(start, due))


def last_issue_day(plan: Plan) -> date:
    """Get the last day on which the plan may have been signed, where only its month or year is
    known, or nothing: then it was before its year."""
    return _issue_days(plan)[1]


def first_issue_day(plan: Plan) -> date:
    """Get the first day on which the plan may have been signed."""
    return _issue_days(plan)[0]


def _issue_days(plan: Plan) -> tuple[date, date]:
    if plan.issued is None:
        before = date(plan.year - 1, 12, 31)
        return before, before
    period, day = parse_period(plan.issued), parse_day(plan.issued)
    if period:
        return period.first, period.last
    assert day
    return day, day


def is_owed(plan: Plan, due: date | None) -> bool:
    """Whether work of a due day is owed: what fell due by the day of issue is not."""
    return due is None or due > last_issue_day(plan)


def due_days(plan: Plan, obligation: Obligation, calendar: Calendar) -> dict[str, date]:
    """Get the days on which an obligation falls due, by period; empty of the one that has none."""
    owed = occurrences(plan, obligation, calendar)
    return {one.period or "": one.due for one in owed if one.due and is_owed(plan, one.due)}


def paired_days(
    was: Mapping[str, date], now: Mapping[str, date]
) -> list[tuple[str, date | None, date | None]]:
    """Pair the days of two schedules by period; a single one left on each side is one moved."""
    gone, come = list(was.keys() - now.keys()), list(now.keys() - was.keys())
    before = dict(was)
    if len(gone) == len(come) == 1:
        before[come[0]] = before.pop(gone[0])
    return [(period, before.get(period), now.get(period)) for period in {**before, **now}]


class MovedDay(NamedTuple):
    """A day on which work falls due, as it was and as a document set it; null where there is none.
    `title` is that of the obligation, `period` is empty where it has none."""

    obligation: str
    title: str
    period: str
    was: date | None
    now: date | None


def moved_days(change: TaskChange, calendar: Calendar) -> list[MovedDay]:
    """List the days of a task that a document moved, added or took away."""
    if change.before is None or change.after is None:
        return []
    since, moved = change.by.since or date.min, []
    for i, owed in {**change.before.owes, **change.after.owes}.items():
        old, new = change.before.owes.get(i), change.after.owes.get(i)
        was = due_days(change.by.before, old, calendar) if old else {}
        now = due_days(change.by.after, new, calendar) if new else {}
        moved += [
            MovedDay(i, owed.title, period, before, after)
            for period, before, after in paired_days(was, now)
            if _is_moved(before, after, since)
        ]
    return moved


def _is_moved(before: date | None, after: date | None, since: date) -> bool:
    """Whether a document moved, added or took away a day that had not passed when it came."""
    return before != after and max(filter(None, (before, after))) >= since
