"""Periods, working days, reporting windows and the times at which obligations fall due."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from pci import workspace
from pci.core.dates import (
    WEEKDAYS,
    Calendar,
    Period,
    parse_day,
    parse_period,
    period_after,
    periods_of,
)
from pci.core.model import Obligation, Plan, ReportingOverride
from pci.core.schedule import (
    Occurrence,
    is_owed,
    last_issue_day,
    occurrences,
    period_ids,
    reporting_period,
)
from pci.files import shape

YEARS = st.integers(2000, 2100)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


YEAR = workspace.open_workspace(ROOT, "2023")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return YEAR.plan


def period(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


PERIODS = {
    "2023": ("year", "2023-01-01", "2023-12-31"),
    "2023-H1": ("half", "2023-01-01", "2023-06-30"),
    "2023-H2": ("half", "2023-07-01", "2023-12-31"),
    "2023-9M": ("nine_months", "2023-01-01", "2023-09-30"),
    "2023-Q1": ("quarter", "2023-01-01", "2023-03-31"),
    "2023-Q2": ("quarter", "2023-04-01", "2023-06-30"),
    "2023-Q3": ("quarter", "2023-07-01", "2023-09-30"),
    "2023-Q4": ("quarter", "2023-10-01", "2023-12-31"),
    "2023-02": ("month", "2023-02-01", "2023-02-28"),
    "2024-02": ("month", "2024-02-01", "2024-02-29"),
    "2100-02": ("month", "2100-02-01", "2100-02-28"),
    "2023-12": ("month", "2023-12-01", "2023-12-31"),
}
NO_PERIODS = (
    *(
        "2023-0",
        "2023-00",
        "2023-13",
        "2023-9",
        "2023-Q0",
        "2023-Q5",
        "2023-q3",
        "2023-H3",
        "2023-6M",
        "2023-9m",
    ),
    *(
        "2023-Q3+",
        "2023Q3",
        "Q3",
        "23",
        "0000",
        "0001-Q1",
        "9999-Q4",
        "٢٠٢٣",
        " 2023",
        "2023 ",
        "2023\n",
        "2023-",
        "",
    ),
)


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_is_a_stretch_of_the_calendar(text: str) -> None:
    kind, first, last = PERIODS[text]
    assert parse_period(text) == Period(
        text, kind, date.fromisoformat(first), date.fromisoformat(last)
    )


@pytest.mark.parametrize("text", NO_PERIODS)
def test_no_other_text_is_a_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    "text", ["2023-9-30", "30/9/2023", "2023-09-31", "2023-02-29", "20230930", "٢٠٢٣-09-30", ""]
)
def test_no_other_text_is_a_day(text: str) -> None:
    assert parse_day(text) is None


@given(DAYS)
def test_a_day_is_its_iso_text(day: date) -> None:
    assert parse_day(str(day)) == day


@given(YEARS, st.sampled_from(["month", "quarter", "half", "year"]))
def test_the_periods_of_a_year_tile_it(year: int, kind: str) -> None:
    tiles = periods_of(year, kind)
    assert len(tiles) == {"month": 12, "quarter": 4, "half": 2, "year": 1}[kind]
    assert (tiles[0].first, tiles[-1].last) == (date(year, 1, 1), date(year, 12, 31))
    for tile, following in zip(tiles, [*tiles[1:], periods_of(year + 1, kind)[0]], strict=True):
        assert parse_period(tile.id) == tile
        assert following.first == tile.last + timedelta(days=1)
        assert period_after(tile) == following


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Calendars with days off and worked in exchange around the turn of 2023."""
    near = st.dates(date(2022, 12, 1), date(2024, 1, 31))
    off = draw(st.frozensets(near, max_size=20))
    worked = draw(st.frozensets(near.filter(lambda day: day.weekday() > 4), max_size=5))
    return Calendar(off, worked - off, frozenset({2023}))


NEAR = st.dates(date(2022, 12, 1), date(2024, 1, 31))


@given(calendars(), NEAR, st.integers(-80, 80).filter(bool))
def test_working_days_land_on_a_working_day_on_the_right_side(
    calendar: Calendar, day: date, count: int
) -> None:
    landed = calendar.add_working_days(day, count)
    assert calendar.is_working_day(landed) and (landed.weekday() < 5 or landed in calendar.worked)
    between = (min(day, landed) + timedelta(days=n) for n in range(1, abs((landed - day).days)))
    assert (landed > day) == (count > 0)
    assert sum(map(calendar.is_working_day, between)) == abs(count) - 1


@given(calendars(), NEAR, st.integers(0, 50), st.integers(0, 50), st.sampled_from([1, -1]))
def test_working_days_add_up(
    calendar: Calendar, day: date, some: int, more: int, sign: int
) -> None:
    halfway = calendar.add_working_days(day, sign * some)
    assert calendar.add_working_days(halfway, sign * more) == calendar.add_working_days(
        day, sign * (some + more)
    )


@given(calendars(), NEAR, st.integers(-80, 80))
def test_working_days_are_taken_back(calendar: Calendar, day: date, count: int) -> None:
    if calendar.is_working_day(day):
        assert calendar.add_working_days(calendar.add_working_days(day, count), -count) == day


@pytest.mark.parametrize(
    ("day", "count", "landed"),
    [
        ("2023-01-19", 1, "2023-01-27"),  # Tết Quý Mão
        ("2023-04-28", 2, "2023-05-05"),  # Giỗ Tổ and 30/4 fell on a weekend: two days more
        ("2023-08-31", 1, "2023-09-05"),  # Quốc khánh
        ("2023-09-14", 2, "2023-09-18"),
        ("2023-09-14", -3, "2023-09-11"),
        ("2023-09-16", 0, "2023-09-16"),
        ("2024-05-02", 2, "2024-05-04"),  # a Saturday worked for Monday 29/4
        ("2024-04-26", 1, "2024-05-02"),
    ],
)
def test_working_days_of_the_calendar_that_comes_with_the_plan(
    day: str, count: int, landed: str
) -> None:
    assert YEAR.calendar.add_working_days(date.fromisoformat(day), count) == date.fromisoformat(
        landed
    )


def test_a_year_in_the_middle_that_is_not_decided_makes_a_count_provisional() -> None:
    decided = Calendar(decided=frozenset({2023, 2025}))
    assert not decided.doubt(date(2023, 1, 1), date(2023, 12, 31))
    why = "lịch nghỉ năm 2024 chưa quyết định"
    assert decided.doubt(date(2023, 12, 31), date(2025, 1, 1)) == why
    assert decided.doubt(date(2025, 1, 1), date(2023, 12, 31)) == why
    assert WEEKDAYS.doubt(date(2023, 9, 14), date(2023, 9, 18))


def test_a_count_across_an_unconfirmed_day_off_is_provisional() -> None:
    unseen = {date(2026, 11, 24): "ngày nghỉ"}  # a Tuesday
    calendar = Calendar(decided=frozenset({2026}), unconfirmed=unseen)
    why = "ngày nghỉ chưa đối chiếu bản gốc"
    assert calendar.doubt(date(2026, 11, 20), date(2026, 11, 25)) == why
    assert calendar.doubt(date(2026, 11, 25), date(2026, 11, 20)) == why
    assert not calendar.doubt(date(2026, 11, 24), date(2026, 11, 26))  # counted from that day on
    assert not calendar.doubt(date(2026, 11, 18), date(2026, 11, 23))


WINDOWS = {
    "2023-Q1": ("2022-12-15", "2023-03-14", "2023-03-09", "2023-03-16"),
    "2023-Q2": ("2023-03-15", "2023-06-14", "2023-06-09", "2023-06-16"),
    "2023-Q3": ("2023-06-15", "2023-09-14", "2023-09-11", "2023-09-18"),
    "2023-Q4": ("2023-09-15", "2023-12-14", "2023-12-11", "2023-12-18"),
    "2023-9M": ("2022-12-15", "2023-09-14", "2023-09-11", "2023-09-18"),
    "2023-H1": ("2022-12-15", "2023-06-14", "2023-06-09", "2023-06-16"),
    "2023": ("2022-12-15", "2023-12-14", "2023-12-11", "2023-12-18"),
    "2024-03": ("2024-02-15", "2024-03-14", "2024-03-11", "2024-03-18"),
}


@pytest.mark.parametrize("text", WINDOWS)
def test_a_report_draws_on_the_15th_to_the_14th(plan: Plan, text: str) -> None:
    window = reporting_period(plan.reporting, period(text), YEAR.calendar)
    days = (window.window_first, window.window_last, window.internal_due, window.send_by)
    assert tuple(map(str, days)) == WINDOWS[text]
    assert (window.provisional, window.basis) == ("", None)


def test_a_window_by_the_calendar_is_the_period_itself(plan: Plan) -> None:
    regime = replace(plan.reporting, window="calendar")
    for text in WINDOWS:
        window = reporting_period(regime, period(text), YEAR.calendar)
        assert (window.window_first, window.window_last) == period(text)[2:]
    assert str(reporting_period(regime, period("2023-Q3"), YEAR.calendar).send_by) == "2023-10-03"


def test_a_free_range_is_its_own_window(plan: Plan) -> None:
    window = reporting_period(plan.reporting, period("2023-09-01_2023-09-20"), YEAR.calendar)
    assert [str(day) for day in window[1:5]] == [
        "2023-09-01",
        "2023-09-20",
        "2023-09-15",
        "2023-09-22",
    ]


LETTER = {"basis": "Công văn 2900/SKHĐT-ĐKKD ngày 05/9/2023"}


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ({}, ("2023-06-15", "2023-09-14", "2023-09-11", "2023-09-18")),
        ({"send_by": "2023-09-12"}, ("2023-06-15", "2023-09-14", "2023-09-11", "2023-09-12")),
        ({"internal_due": "2023-09-06"}, ("2023-06-15", "2023-09-14", "2023-09-06", "2023-09-18")),
        ({"window_last": "2023-09-08"}, ("2023-06-15", "2023-09-08", "2023-09-05", "2023-09-12")),
        (
            {"window_first": "2023-07-01", "window_last": "2023-09-30", "send_by": "2023-10-05"},
            ("2023-07-01", "2023-09-30", "2023-09-27", "2023-10-05"),
        ),
    ],
)
def test_a_letter_about_one_period_beats_the_rule(
    plan: Plan, days: dict[str, str], wanted: tuple[str, str, str, str]
) -> None:
    letter = shape.value(ReportingOverride, {**LETTER, **days})
    regime = replace(plan.reporting, periods={"2023-Q3": letter})
    window = reporting_period(regime, period("2023-Q3"), YEAR.calendar)
    assert tuple(map(str, window[1:5])) == wanted
    assert window.basis == LETTER["basis"]
    following = reporting_period(regime, period("2023-Q4"), YEAR.calendar)
    usual = reporting_period(plan.reporting, period("2023-Q4"), YEAR.calendar)
    assert following == usual._replace(window_first=window.window_last + timedelta(days=1))


def test_days_that_a_letter_sets_lean_on_no_calendar(plan: Plan) -> None:
    days = {"internal_due": "2023-09-08", "send_by": "2023-09-15"}
    for changed, provisional in ((days, False), ({"send_by": "2023-09-15"}, True), ({}, True)):
        letter = shape.value(ReportingOverride, {**LETTER, **changed})
        regime = replace(plan.reporting, periods={"2023-Q3": letter})
        assert (
            bool(reporting_period(regime, period("2023-Q3"), WEEKDAYS).provisional) == provisional
        )


@given(YEARS, st.sampled_from(["month", "quarter", "half", "year"]))
def test_windows_of_periods_that_adjoin_adjoin(plan: Plan, year: int, kind: str) -> None:
    for this in periods_of(year, kind):
        window, following = (
            reporting_period(plan.reporting, p, WEEKDAYS) for p in (this, period_after(this))
        )
        assert following.window_first - window.window_last == timedelta(days=1)
        assert window.holds(window.window_last) and not window.holds(following.window_first)
        assert following.holds(following.window_first) and not following.holds(window.window_last)


@given(YEARS)
def test_the_window_of_a_longer_report_is_that_of_its_quarters(plan: Plan, year: int) -> None:
    quarters = [reporting_period(plan.reporting, p, WEEKDAYS) for p in periods_of(year, "quarter")]
    for text, count in ((f"{year}-H1", 2), (f"{year}-9M", 3), (f"{year}", 4)):
        window = reporting_period(plan.reporting, period(text), WEEKDAYS)
        assert (window.window_first, window.window_last) == (
            quarters[0].window_first,
            quarters[count - 1].window_last,
        )


def owed(**schedule: Any) -> Obligation:
    return shape.value(Obligation, {"title": "Báo cáo", "quote": "báo cáo", **schedule})


def due(plan: Plan, obligation: Obligation) -> list[tuple[str | None, str, str]]:
    return [
        (o.period, str(o.opens), str(o.due)) for o in occurrences(plan, obligation, YEAR.calendar)
    ]


def test_by_a_day(plan: Plan) -> None:
    assert due(plan, owed(by="2023-09-30")) == [(None, "2023-01-01", "2023-09-30")]


def test_during_periods(plan: Plan) -> None:
    for listed in (["2023-Q2", "2023-11"], ["2023-11", "2023-Q2"]):
        assert due(plan, owed(during=listed)) == [
            ("2023-Q2", "2023-04-01", "2023-06-30"),
            ("2023-11", "2023-11-01", "2023-11-30"),
        ]
        assert period_ids(plan, owed(during=listed)) == ("2023-Q2", "2023-11")


def test_several_times_during_a_period(plan: Plan) -> None:
    assert due(plan, owed(during=["2023"], times="2")) == [
        ("2023-lan-1", "2023-01-01", "2023-12-31"),
        ("2023-lan-2", "2023-01-01", "2023-12-31"),
    ]


def test_every_quarter_by_the_reporting_regime(plan: Plan) -> None:
    assert due(plan, owed(every="quarter")) == [
        (i, WINDOWS[i][0], WINDOWS[i][3]) for i in ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")
    ]
    assert due(plan, owed(every="half"))[0] == (
        "2023-H1",
        WINDOWS["2023-H1"][0],
        WINDOWS["2023-H1"][3],
    )
    assert due(plan, owed(every="year")) == [("2023", WINDOWS["2023"][0], WINDOWS["2023"][3])]


def test_every_month_on_a_day_that_shorter_months_lack(plan: Plan) -> None:
    found = due(plan, owed(every="month", day="31"))
    assert [day for _, _, day in found] == [str(p.last) for p in periods_of(2023, "month")]
    assert found[1] == ("2023-02", "2023-01-15", "2023-02-28")
    assert due(plan, owed(every="month", day="25"))[10] == ("2023-11", "2023-10-15", "2023-11-25")
    assert due(plan, owed(every="quarter", day="5"))[2] == ("2023-Q3", "2023-06-15", "2023-09-05")


def test_after_triggers_there_is_no_day_yet(plan: Plan) -> None:
    waiting = owed(after=["kho-du-lieu"], within={"working_days": "5"})
    assert occurrences(plan, waiting, YEAR.calendar) == (Occurrence(None, None, None),)


def test_once_begun_the_working_days_run(plan: Plan) -> None:
    begun = date(2023, 8, 29)
    plan = replace(plan, issued="2023-08-09")
    happened = {"kho-du-lieu": begun, "csdl-chuyen-nganh": date(2023, 7, 3)}
    free = owed(after=[*happened])
    assert occurrences(plan, free, YEAR.calendar, happened) == (Occurrence(None, begun, None),)
    five = owed(after=[*happened], within={"working_days": "5"})
    assert occurrences(plan, five, YEAR.calendar, happened) == (
        Occurrence(None, begun, date(2023, 9, 7)),
    )
    assert occurrences(plan, five, WEEKDAYS, happened) == (
        Occurrence(None, begun, date(2023, 9, 5), "lịch nghỉ năm 2023 chưa quyết định"),
    )
    # what was met before the plan came: the whole time is left from the last day of its issue on
    late = replace(plan, issued="2023-08")
    assert occurrences(late, five, YEAR.calendar, happened) == (
        Occurrence(None, begun, date(2023, 9, 11)),
    )


@pytest.mark.parametrize(
    ("issued", "last"),
    [
        ("2023-08-09", "2023-08-09"),
        ("2023-08", "2023-08-31"),
        ("2024-02", "2024-02-29"),
        ("2023", "2023-12-31"),
    ],
)
def test_what_fell_due_by_the_last_possible_day_of_issue_is_not_owed(
    plan: Plan, issued: str, last: str
) -> None:
    signed = replace(plan, issued=issued)
    day = date.fromisoformat(last)
    assert last_issue_day(signed) == day
    assert not is_owed(signed, day)
    assert is_owed(signed, day + timedelta(days=1))
    assert is_owed(signed, None)


def test_what_the_real_plan_owes(plan: Plan) -> None:
    def asked(task: str, name: str) -> list[str | None]:
        found = occurrences(plan, plan.tasks[task].owes[name], YEAR.calendar)
        return [o.period for o in found if is_owed(plan, o.due)]

    assert asked("A.VII.1", "doi-thoai") == ["2023-Q4"]
    assert asked("A.I.6", "kiem-tra-cchc") == ["2023-09"]
    assert asked("A.I.5", "lay-y-kien") == ["2023-lan-1", "2023-lan-2"]
    assert asked("A.VII.4", "bao-cao-thang") == ["2023-09", "2023-10", "2023-11", "2023-12"]
    assert asked("A.IV.3", "khai-thac-du-lieu") == [None]
