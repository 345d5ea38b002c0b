"""Laws of time that hold for every plan, every update and every year, whatever the cases say."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from builders import CALENDAR, PLAN, entry_of, period, plan_of, task, window, with_reporting
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from pci import clock, loading, workspace
from pci.core import stats
from pci.core.dates import VIETNAM, WEEKDAYS, Calendar, periods_of
from pci.core.ledger import ITEM_STATES, Entry, Filter, counted, ledger, select, view
from pci.core.model import Obligation, Plan, ReportingOverride, UnitGroup
from pci.core.reporting import answers, totals
from pci.core.schedule import is_owed, occurrences, period_ids, reporting_period, reporting_periods
from pci.files import shape
from tools import calendar_check

REAL = {name: (ROOT / name).read_bytes() for name in ("plans/2023.yaml",)}
CALENDARS = {
    f"plans/calendar/{p.name}": p.read_bytes()
    for p in sorted((ROOT / "plans/calendar").glob("*.yaml"))
}
ALL_YEARS = loading.load({**REAL, **CALENDARS}).calendar
"""The working days of every year that has a file, though the program reads three at a time."""

TRIGGERS = tuple(PLAN.triggers)
LEADS = (
    "phong-qldn",
    "phong-tthc",
    "tat-ca",
    "bo-phan-mot-cua",
    "to-thu-ky-iso",
    "van-phong-ca-hai",
)
TWICE = {
    "van-phong-ca-hai": UnitGroup(
        name="Văn phòng và Bộ phận Một cửa", members=("van-phong", "bo-phan-mot-cua")
    )
}
TASKS = ("A.I.1", "A.II.1", "B.I.1")
NAMED = [p.id for kind in ("month", "quarter", "half", "year") for p in periods_of(2023, kind)]


@st.composite
def schedules(draw: st.DrawFn) -> dict[str, Any]:
    """One of the four schedules."""
    kind = draw(st.sampled_from(["by", "during", "every", "after"]))
    if kind == "by":
        return {"by": str(draw(st.dates(date(2023, 1, 1), date(2023, 12, 31))))}
    if kind == "during":
        named = draw(st.lists(st.sampled_from(NAMED), min_size=1, max_size=4, unique=True))
        return {"during": named, **draw(st.sampled_from([{}, {"times": "2"}]))}
    if kind == "every":
        cadence = draw(st.sampled_from(["month", "quarter", "half", "year"]))
        day = draw(st.none() | st.integers(1, 31))
        return {"every": cadence, **({"day": str(day)} if day else {})}
    triggers = draw(st.lists(st.sampled_from(TRIGGERS), min_size=1, max_size=2, unique=True))
    within = draw(st.none() | st.integers(1, 60))
    return {"after": triggers, **({"within": {"working_days": str(within)}} if within else {})}


def obligation(schedule: dict[str, Any]) -> Obligation:
    return shape.value(Obligation, {"title": "Đầu việc", "quote": "trong năm", **schedule})


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Three tasks in three sections, standing or not, with up to two pieces of work each."""
    tasks = {
        i: task(
            {
                f"viec-{n}": schedule
                for n, schedule in enumerate(draw(st.lists(schedules(), max_size=2)))
            },
            draw(st.sampled_from(LEADS)),
            draw(st.booleans()),
        )
        for i in TASKS
    }
    issued = draw(st.sampled_from(["2022-12", "2023-05", "2023-08-09"]))
    return plan_of(tasks, issued, groups={**PLAN.groups, **TWICE})


@st.composite
def books(draw: st.DrawFn) -> tuple[Plan, Sequence[Entry]]:
    """A plan and what was said about it: by any unit, late, twice on a day, corrected."""
    plan = draw(plans())
    subjects: list[tuple[str, str | None]] = [(i, None) for i in (*TASKS, *TRIGGERS)]
    for i, each in plan.tasks.items():
        for name, owed in each.owes.items():
            subjects += [(f"{i}/{name}", p) for p in period_ids(plan, owed) or (None,)]
    entries: list[Entry] = []
    for _ in range(draw(st.integers(0, 8))):
        (about, turn), unit = (
            draw(st.sampled_from(subjects)),
            draw(st.sampled_from(list(plan.units))),
        )
        day, state = draw(DAYS), draw(st.sampled_from(["doing", "done", "suspended", "nothing"]))
        more: dict[str, Any] = {"recorded": f"{day}T08:00:0{draw(st.integers(0, 1))}+07:00"}
        more |= {"period": turn} if turn else {}
        if entries and draw(st.integers(0, 4)) == 0:
            more["corrects"] = draw(st.sampled_from(entries)).id
        entries.append(entry_of(about, unit, str(day), state, **more))
    return plan, list({entry.id: entry for entry in entries}.values())


DAYS = st.dates(date(2022, 11, 1), date(2024, 3, 31))


@given(schedules(), st.integers(2020, 2035))
def test_occurrences_are_sorted_and_each_comes_once(schedule: dict[str, Any], year: int) -> None:
    plan, owed = replace(PLAN, year=year), obligation(schedule)
    found = occurrences(plan, owed, ALL_YEARS)
    days = [o.due for o in found if o.due]
    assert days == sorted(days)
    assert len({o.period for o in found}) == len(found) >= 1
    assert tuple(o.period for o in found if o.period) == period_ids(plan, owed)
    assert "every" not in schedule or len(found) == len(periods_of(year, schedule["every"]))


@given(st.lists(st.sampled_from(NAMED), min_size=2, max_size=6, unique=True), st.data())
def test_occurrences_of_several_periods_are_those_of_each(
    named: list[str], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(named) - 1))
    whole, some, others = (
        occurrences(PLAN, obligation({"during": part}), CALENDAR)
        for part in (named, named[:cut], named[cut:])
    )
    assert sorted(some + others, key=str) == sorted(whole, key=str)


@pytest.mark.parametrize("year", range(2020, 2036))
def test_the_months_of_a_longer_period_tile_it(year: int) -> None:
    plan = replace(PLAN, year=year)
    months = occurrences(plan, obligation({"every": "month"}), ALL_YEARS)
    for cadence, count in (("quarter", 3), ("half", 6), ("year", 12)):
        for n, longer in enumerate(occurrences(plan, obligation({"every": cadence}), ALL_YEARS)):
            inside = months[n * count : (n + 1) * count]
            assert (inside[0].opens, inside[-1].due) == (longer.opens, longer.due)
    for first, then in pairwise(
        reporting_period(plan.reporting, p, ALL_YEARS) for p in periods_of(year, "month")
    ):
        assert then.window_first - first.window_last == timedelta(days=1)


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_working_days_are_those_of_an_independent_calendar(year: int) -> None:
    package = country_holidays("VN", years=year, language="vi")
    days = [
        date(year, 1, 1) + timedelta(days=n)
        for n in range(366)
        if (date(year, 1, 1) + timedelta(days=n)).year == year
    ]
    assert [d for d in days if ALL_YEARS.is_working_day(d) != package.is_working_day(d)] == []
    assert ALL_YEARS.is_working_day(date(2024, 5, 4)) and not ALL_YEARS.is_working_day(
        date(2024, 4, 29)
    )
    assert ALL_YEARS.is_working_day(date(2025, 4, 26)) and not ALL_YEARS.is_working_day(
        date(2025, 5, 2)
    )


PACKAGE = country_holidays("VN", years=range(2023, 2026), language="vi")


@given(st.dates(date(2023, 2, 15), date(2025, 11, 15)), st.integers(-20, 20).filter(bool))
def test_n_working_days_land_where_an_independent_calendar_does(day: date, count: int) -> None:
    landed = ALL_YEARS.add_working_days(day, count)
    assert PACKAGE.is_working_day(landed)
    assert landed == PACKAGE.get_nth_working_day(day, count)


def test_the_comparison_of_calendars_knows_every_difference_and_tells_a_new_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    years = list(calendar_check.calendars())
    assert [year.year for year in years] == [2023, 2024, 2025, 2026, 2027]
    assert calendar_check.main() == 0
    assert capsys.readouterr().out.count("đã rõ") == len(calendar_check.EXPLAINED)
    wrong = [replace(year, days_off=year.days_off[1:]) for year in years]
    for changed, code in (
        (wrong[:1], 1),
        ([replace(y, decided=False) for y in wrong], 0),
    ):
        monkeypatch.setattr(calendar_check, "calendars", lambda found=changed: iter(found))
        assert calendar_check.main() == code
        assert (
            "2023-01-02: tệp: làm việc (không nêu trong tệp); thư viện: nghỉ"
            in capsys.readouterr().out
        )


def test_the_program_itself_never_asks_that_package() -> None:
    asks = re.compile(r"\b(import|from) +holidays\b|[\"']holidays[\"'.]")
    assert [
        path
        for path in (ROOT / "pci").rglob("*.py")
        if asks.search(path.read_text(encoding="utf-8"))
    ] == []


@given(books(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_updates_never_matters(
    book: tuple[Plan, Sequence[Entry]], as_of: date, random: Any
) -> None:
    plan, entries = book
    shuffled = random.sample(entries, len(entries))
    assert ledger(plan, shuffled, as_of, CALENDAR) == ledger(plan, entries, as_of, CALENDAR)
    for asked in reporting_periods(plan, CALENDAR)[2:]:
        assert answers(plan, shuffled, asked, as_of, CALENDAR) == answers(
            plan, entries, asked, as_of, CALENDAR
        )


def test_the_order_of_files_never_matters() -> None:
    example = ROOT / "examples"
    files = workspace.files(example, "2024")
    assert len(files) > 10
    one, other = (
        loading.load(dict(listed)) for listed in (files.items(), reversed([*files.items()]))
    )
    assert (one.plan, one.calendar, one.diagnostics) == (
        other.plan,
        other.calendar,
        other.diagnostics,
    )
    assert one.plan is not None
    days = [date(2024, month, 28) for month in range(1, 13)]
    assert [ledger(one.plan, one.progress.entries, day, one.calendar) for day in days] == [
        ledger(one.plan, other.progress.entries, day, one.calendar) for day in days
    ]


@given(books(), DAYS)
def test_states_partition_items_and_tasks_at_every_level(
    book: tuple[Plan, Sequence[Entry]], as_of: date
) -> None:
    plan, entries = book
    seen = ledger(plan, entries, as_of, CALENDAR)
    by_index, by_unit = stats.by_index(seen), stats.by_unit(seen)
    for table in (by_index, by_unit):
        assert all(
            sum(row.items.values()) == row.total and row.items.keys() == {*ITEM_STATES}
            for row in table.rows
        )
        assert table.total.total == len(seen.items) == sum(row.total for row in table.rows)
        for state in ITEM_STATES:
            assert table.total.items[state] == sum(row.items[state] for row in table.rows)
    assert sum(row.tasks for row in by_index.rows) == by_index.total.tasks == len(plan.tasks)
    assert sum(row.standing for row in by_index.rows) == by_index.total.standing
    for unit in (None, *plan.units):
        parts = [
            select(seen, Filter(unit=unit, state=state))
            for state in (*ITEM_STATES, "standing", "none")
        ]
        together = [row for part in parts for row in part]
        assert Counter(i for i, _ in together) == Counter(
            i for i, _ in select(seen, Filter(unit=unit))
        )


@given(books(), DAYS, DAYS)
def test_without_newer_words_only_time_passes(
    book: tuple[Plan, Sequence[Entry]], one: date, other: date
) -> None:
    plan, entries = book
    before, after = min(one, other), max(one, other)
    kept = [e for e in counted(entries, after) if e.update.date <= before]
    steps = {"not_due": {"not_due", "open", "overdue"}, "open": {"open", "overdue"}}
    now, later = (
        ledger(plan, kept, before, CALENDAR).items,
        ledger(plan, kept, after, CALENDAR).items,
    )
    for first, then in zip(now, later, strict=True):
        assert (first.task, first.obligation, first.period, first.unit) == then[:4]
        assert then.state in steps.get(first.state, {first.state})
        assert (first.due, first.entry) == (then.due, then.entry)


@given(books(), DAYS)
def test_what_an_item_says_of_its_days(book: tuple[Plan, Sequence[Entry]], as_of: date) -> None:
    plan, entries = book
    found = ledger(plan, entries, as_of, CALENDAR).items
    assert len({item[:4] for item in found}) == len(found)
    for item in found:
        assert is_owed(plan, item.due)
        assert plan.units[item.unit].part_of is None
        assert (item.state == "overdue") == (item.days is not None and item.days > 0)
        assert (item.state == "waiting") == bool(item.waits)
        assert item.entry is None or item.entry.update.date <= as_of
        if item.state in ("done", "done_late", "suspended"):
            assert item.entry is not None and item.entry.update.state == item.state.removesuffix(
                "_late"
            )
            assert item.state != "done_late" or (item.due and item.due < item.entry.update.date)


@given(books(), DAYS)
def test_reports_only_come_in_and_are_counted_once(
    book: tuple[Plan, Sequence[Entry]], as_of: date
) -> None:
    plan, entries = book
    for asked in reporting_periods(plan, CALENDAR):
        found = answers(plan, entries, asked, as_of, CALENDAR)
        expected, reported, on_time = totals(found)
        assert on_time <= reported <= expected == len({(a.task, a.unit) for a in found})
        assert all(plan.reporter(a.unit) == a.unit for a in found)
        open_states = {a.state for a in found if not a.reported}
        assert open_states <= ({"missing"} if as_of > asked.internal_due else {"awaited"})


SWEEP = range(2020, 2036)


def windows(kind: str, rule: str, calendar: Calendar) -> Iterator[Any]:
    regime = with_reporting(window=rule).reporting
    return (reporting_period(regime, p, calendar) for year in SWEEP for p in periods_of(year, kind))


@pytest.mark.parametrize("rule", ["nd09", "calendar"])
@pytest.mark.parametrize("kind", ["month", "quarter", "half", "year"])
def test_windows_adjoin_and_deadlines_only_grow_for_sixteen_years(kind: str, rule: str) -> None:
    for calendar in (ALL_YEARS, WEEKDAYS):
        found = list(windows(kind, rule, calendar))
        for one in found:
            assert one.window_first <= one.internal_due < one.window_last < one.send_by
            assert calendar.is_working_day(one.internal_due) and calendar.is_working_day(
                one.send_by
            )
            assert (
                (one.window_last - one.internal_due).days
                <= 14
                >= (one.send_by - one.window_last).days
            )
            years = {one.internal_due.year, one.window_last.year, one.send_by.year}
            crossed = any(
                one.internal_due <= day <= one.send_by and day != one.window_last
                for day in calendar.unconfirmed
            )
            assert bool(one.provisional) == (crossed or not years <= calendar.decided)
        for one, then in pairwise(found):
            assert then.window_first - one.window_last == timedelta(days=1)
            assert one.internal_due < then.internal_due and one.send_by < then.send_by


@pytest.mark.parametrize("year", SWEEP)
def test_fixed_days_stay_in_their_month_and_every_deadline_can_be_asked_for(year: int) -> None:
    plan = replace(PLAN, year=year)
    for day in (1, 28, 29, 30, 31):
        for cadence in ("month", "quarter", "half", "year"):
            found = occurrences(plan, obligation({"every": cadence, "day": str(day)}), ALL_YEARS)
            for one, owed in zip(periods_of(year, cadence), found, strict=True):
                assert owed.due is not None and owed.due.month == one.last.month
                assert owed.due.day == min(day, one.last.day)
    edges = [
        date(year, month, 1) + timedelta(days=n) for month in (1, 2, 3, 4, 7, 10) for n in (-1, 0)
    ]
    edges += [date(year, 12, 31), date(year + 1, 1, 1)]
    for as_of in edges:
        book = ledger(
            plan_of(dict(PLAN.tasks), f"{year - 1}-12-30", year=year), (), as_of, ALL_YEARS
        )
        assert all(view(book, i).state in (*ITEM_STATES, "standing", "none") for i in PLAN.tasks)


def test_leap_days_and_the_turns_of_years() -> None:
    assert [period(f"{year}-02").last.day == 29 for year in SWEEP] == [
        year % 4 == 0 for year in SWEEP
    ]
    assert ALL_YEARS.add_working_days(date(2024, 2, 28), 1) == date(2024, 2, 29)
    assert ALL_YEARS.add_working_days(date(2023, 12, 29), 1) == date(2024, 1, 2)
    assert ALL_YEARS.add_working_days(date(2026, 1, 9), 1) == date(2026, 1, 10)
    tet = {
        2023: "2023-01-27",
        2024: "2024-02-15",
        2025: "2025-02-03",
        2026: "2026-02-23",
        2027: "2027-02-11",
    }
    for year, back in tet.items():
        first = next(d for d in sorted(ALL_YEARS.off) if d > date(year, 1, 15))
        assert str(ALL_YEARS.add_working_days(first - timedelta(days=1), 1)) == back


@pytest.mark.parametrize(
    ("text", "rule", "provisional"),
    [
        ("2026-Q4", "nd09", False),
        ("2026-Q4", "calendar", True),
        ("2027-Q1", "nd09", True),
        ("2022-Q4", "nd09", True),
        ("2019-Q3", "nd09", True),
        ("2023-Q1", "calendar", False),
        ("2025-Q4", "calendar", False),
    ],
)
def test_a_deadline_that_leans_on_an_undecided_year_says_so(
    text: str, rule: str, provisional: bool
) -> None:
    plan = with_reporting(window=rule)
    window = reporting_period(plan.reporting, period(text), ALL_YEARS)
    assert bool(window.provisional) == provisional


def test_a_calendar_without_a_decision_is_counted_but_not_trusted() -> None:
    decided = {y.year: y.decided for y in calendar_check.calendars()}
    assert decided == {2023: True, 2024: True, 2025: True, 2026: True, 2027: False}
    assert ALL_YEARS.decided == {2023, 2024, 2025, 2026}
    assert not ALL_YEARS.is_working_day(date(2027, 2, 8)), "Tết 2027 is counted all the same"
    for year in calendar_check.calendars():
        assert all(words for _, words in calendar_check.ours(year).values())


HALF_PAST_FIVE = datetime(2023, 9, 30, 17, 30, 45, 678, tzinfo=UTC)
"""A moment that is 00:30 on 1 October in Vietnam."""


@pytest.mark.parametrize(
    "zone", ["UTC", "America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Auckland"]
)
def test_half_past_five_in_greenwich_is_tomorrow_in_khanh_hoa(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    monkeypatch.setattr(clock, "datetime", SimpleNamespace(now=HALF_PAST_FIVE.astimezone))
    assert clock.today() == date(2023, 10, 1) == HALF_PAST_FIVE.astimezone(VIETNAM).date()
    assert clock.now().isoformat() == "2023-10-01T00:30:45+07:00"
    letter = {"window_last": "2023-10-05", "internal_due": "2023-09-30", "basis": "Công văn"}
    plan = with_reporting(periods={"2023-Q3": shape.value(ReportingOverride, letter)})
    typed = {"2023-09-30T16:59:59Z": "reported", "2023-09-30T17:30:00Z": "reported_late"}
    for recorded, state in typed.items():
        entry = entry_of("A.III.3", "bqlda", "2023-09-29", recorded=recorded)
        found = answers(plan, [entry], window("2023-Q3", plan), date(2023, 10, 2), CALENDAR)
        assert [a.state for a in found if a.reported] == [state]
    monkeypatch.undo()
    time.tzset()


def test_words_of_one_day_are_ordered_by_the_moment_not_by_its_spelling() -> None:
    nine = entry_of("A.III.3", "bqlda", "2023-09-20", "done", recorded="2023-09-20T02:00:00Z")
    eight = entry_of(
        "A.III.3", "bqlda", "2023-09-20", "doing", recorded="2023-09-20T08:00:00+07:00"
    )
    assert counted([nine, eight], date(2023, 9, 30)) == (eight, nine)
