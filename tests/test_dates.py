"""Periods, working days, reporting windows and the times at which obligations fall due."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from pci import workspace
from pci.dates import Period, add_working_days, is_working_day, parse_day, parse_period, period_after, periods_of
from pci.model import Obligation, Plan
from pci.schedule import Occurrence, is_owed, last_issue_day, occurrences, reporting_period

YEARS = st.integers(2000, 2100)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return workspace.open_workspace(ROOT, 2023).plan


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
    *("2023-0", "2023-00", "2023-13", "2023-9", "2023-Q0", "2023-Q5", "2023-q3", "2023-H3", "2023-6M", "2023-9m"),
    *("2023-Q3+", "2023Q3", "Q3", "23", "0000", "0001-Q1", "9999-Q4", "٢٠٢٣", " 2023", "2023 ", "2023\n", "2023-", ""),
)


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_is_a_stretch_of_the_calendar(text: str) -> None:
    kind, first, last = PERIODS[text]
    assert parse_period(text) == Period(text, kind, date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", NO_PERIODS)
def test_no_other_text_is_a_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize("text", ["2023-9-30", "30/9/2023", "2023-09-31", "2023-02-29", "20230930", "٢٠٢٣-09-30", ""])
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


@given(DAYS, st.integers(-400, 400).filter(bool))
def test_working_days_land_on_a_working_day_on_the_right_side(day: date, count: int) -> None:
    landed = add_working_days(day, count)
    assert is_working_day(landed) and landed.weekday() < 5
    between = (min(day, landed) + timedelta(days=n) for n in range(1, abs((landed - day).days)))
    assert (landed > day) == (count > 0)
    assert sum(map(is_working_day, between)) == abs(count) - 1


@given(DAYS, st.integers(0, 150), st.integers(0, 150), st.sampled_from([1, -1]))
def test_working_days_add_up(day: date, some: int, more: int, sign: int) -> None:
    assert add_working_days(add_working_days(day, sign * some), sign * more) == add_working_days(
        day, sign * (some + more)
    )


@given(DAYS.filter(is_working_day), st.integers(-150, 150))
def test_working_days_are_taken_back(day: date, count: int) -> None:
    assert add_working_days(add_working_days(day, count), -count) == day


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
    window = reporting_period(plan.reporting, period(text))
    days = (window.window_first, window.window_last, window.internal_due, window.send_by)
    assert tuple(map(str, days)) == WINDOWS[text]


@given(YEARS, st.sampled_from(["month", "quarter", "half", "year"]))
def test_windows_of_periods_that_adjoin_adjoin(plan: Plan, year: int, kind: str) -> None:
    for this in periods_of(year, kind):
        window, following = (reporting_period(plan.reporting, p) for p in (this, period_after(this)))
        assert following.window_first - window.window_last == timedelta(days=1)
        assert window.holds(window.window_last) and not window.holds(following.window_first)
        assert following.holds(following.window_first) and not following.holds(window.window_last)


@given(YEARS)
def test_the_window_of_a_longer_report_is_that_of_its_quarters(plan: Plan, year: int) -> None:
    quarters = [reporting_period(plan.reporting, p) for p in periods_of(year, "quarter")]
    for text, count in ((f"{year}-H1", 2), (f"{year}-9M", 3), (f"{year}", 4)):
        window = reporting_period(plan.reporting, period(text))
        assert (window.window_first, window.window_last) == (quarters[0].window_first, quarters[count - 1].window_last)


def owed(**schedule: Any) -> Obligation:
    return Obligation.model_validate({"title": "Báo cáo", "quote": "báo cáo", **schedule})


def due(plan: Plan, obligation: Obligation) -> list[tuple[str | None, str, str]]:
    return [(o.period, str(o.opens), str(o.due)) for o in occurrences(plan, obligation)]


def test_by_a_day(plan: Plan) -> None:
    assert due(plan, owed(by="2023-09-30")) == [(None, "2023-01-01", "2023-09-30")]


def test_during_periods(plan: Plan) -> None:
    assert due(plan, owed(during=["2023-Q2", "2023-11"])) == [
        ("2023-Q2", "2023-04-01", "2023-06-30"),
        ("2023-11", "2023-11-01", "2023-11-30"),
    ]


def test_several_times_during_a_period(plan: Plan) -> None:
    assert due(plan, owed(during=["2023"], times="2")) == [
        ("2023-lan-1", "2023-01-01", "2023-12-31"),
        ("2023-lan-2", "2023-01-01", "2023-12-31"),
    ]


def test_every_quarter_by_the_reporting_regime(plan: Plan) -> None:
    assert due(plan, owed(every="quarter")) == [
        (i, WINDOWS[i][0], WINDOWS[i][3]) for i in ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")
    ]
    assert due(plan, owed(every="half"))[0] == ("2023-H1", WINDOWS["2023-H1"][0], WINDOWS["2023-H1"][3])
    assert due(plan, owed(every="year")) == [("2023", WINDOWS["2023"][0], WINDOWS["2023"][3])]


def test_every_month_on_a_day_that_shorter_months_lack(plan: Plan) -> None:
    found = due(plan, owed(every="month", day="31"))
    assert [day for _, _, day in found] == [str(p.last) for p in periods_of(2023, "month")]
    assert found[1] == ("2023-02", "2023-01-15", "2023-02-28")
    assert due(plan, owed(every="month", day="25"))[10] == ("2023-11", "2023-10-15", "2023-11-25")
    assert due(plan, owed(every="quarter", day="5"))[2] == ("2023-Q3", "2023-06-15", "2023-09-05")


def test_after_triggers_there_is_no_day_yet(plan: Plan) -> None:
    assert occurrences(plan, owed(after=["kho-du-lieu"], within={"working_days": "5"})) == (
        Occurrence(None, None, None),
    )


@pytest.mark.parametrize(
    ("issued", "last"),
    [("2023-08-09", "2023-08-09"), ("2023-08", "2023-08-31"), ("2024-02", "2024-02-29"), ("2023", "2023-12-31")],
)
def test_what_fell_due_by_the_last_possible_day_of_issue_is_not_owed(plan: Plan, issued: str, last: str) -> None:
    signed = plan.model_copy(update={"issued": issued})
    day = date.fromisoformat(last)
    assert last_issue_day(signed) == day
    assert not is_owed(signed, Occurrence(None, None, day))
    assert is_owed(signed, Occurrence(None, None, day + timedelta(days=1)))
    assert is_owed(signed, Occurrence(None, None, None))


def test_what_the_real_plan_owes(plan: Plan) -> None:
    def asked(task: str, name: str) -> list[str | None]:
        return [o.period for o in occurrences(plan, plan.tasks[task].owes[name]) if is_owed(plan, o)]

    assert asked("A.VII.1", "doi-thoai") == ["2023-Q4"]
    assert asked("A.I.6", "kiem-tra-cchc") == ["2023-09"]
    assert asked("A.I.5", "lay-y-kien") == ["2023-lan-1", "2023-lan-2"]
    assert asked("A.VII.4", "bao-cao-thang") == ["2023-09", "2023-10", "2023-11", "2023-12"]
    assert asked("A.IV.3", "khai-thac-du-lieu") == [None]
