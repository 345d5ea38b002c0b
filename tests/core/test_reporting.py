"""Reporting as an account of its own: who is asked for a period, who has answered, in time or
not."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from builders import CALENDAR, EXPECTED, PLAN, entry_of, plan_of, task, window, with_reporting
from support import ROOT

from pci import workspace
from pci.core.ledger import Entry, Filter, ledger, select, view
from pci.core.model import Plan, ReportingOverride
from pci.core.reporting import Answer, Totals, answers, latest_due, missing_reports, totals
from pci.core.schedule import ReportingPeriod, reporting_periods
from pci.files import shape

Q3 = window("2023-Q3")
DUE, AFTER = date(2023, 9, 11), date(2023, 9, 12)
"""The internal day of Q3, on which nobody is late yet, and the day after."""


def asked(
    *entries: Entry, period: ReportingPeriod = Q3, as_of: date = AFTER, plan: Plan = PLAN
) -> tuple[Answer, ...]:
    return answers(
        plan, entries, period, max(as_of, *(e.update.date for e in entries), as_of), CALENDAR
    )


def lacking(*entries: Entry, **more: Any) -> dict[str, tuple[str, ...]]:
    plan = more.get("plan", PLAN)
    return dict(missing_reports(plan, asked(*entries, **more)))


def test_eighty_five_answers_are_expected_of_six_units_in_a_quarter() -> None:
    found = asked()
    assert totals(found) == Totals(85, 0, 0)
    assert Counter(answer.unit for answer in found) == EXPECTED
    assert len({(answer.task, answer.unit) for answer in found}) == 85
    assert {unit: len(tasks) for unit, tasks in lacking().items()} == EXPECTED
    assert [answer.task for answer in found if answer.unit == "bqlda"] == [
        i for i, each in PLAN.tasks.items() if each.lead == "tat-ca" and i != "A.IV.3"
    ]


@pytest.mark.parametrize(
    ("as_of", "state"), [(DUE, "awaited"), (AFTER, "missing"), (date(2024, 3, 1), "missing")]
)
def test_a_report_is_awaited_until_the_internal_day_has_passed(as_of: date, state: str) -> None:
    assert {answer.state for answer in asked(as_of=as_of)} == {state}


@pytest.mark.parametrize(
    ("recorded", "state"),
    [
        ("2023-09-01T08:00:00+07:00", "reported"),
        ("2023-09-11T23:59:59+07:00", "reported"),
        ("2023-09-11T16:59:59+00:00", "reported"),  # 23:59:59 in Vietnam
        ("2023-09-11T17:00:00+00:00", "reported_late"),  # midnight in Vietnam
        ("2023-09-12T00:00:00+07:00", "reported_late"),
        ("2023-11-01T08:00:00+07:00", "reported_late"),
    ],
)
def test_late_is_what_was_first_typed_after_the_internal_day(recorded: str, state: str) -> None:
    entry = entry_of("A.III.3", "bqlda", "2023-09-01", recorded=recorded)
    (answer,) = (a for a in asked(entry) if a.reported)
    assert (answer.task, answer.unit, answer.state) == ("A.III.3", "bqlda", state)
    assert totals(asked(entry)) == Totals(85, 1, int(state == "reported"))
    early = entry_of("A.III.3", "bqlda", "2023-08-01")
    assert totals(asked(entry, early)).on_time == 1
    silent = entry_of(
        "con-lai",
        "bqlda",
        "2023-09-14",
        "nothing",
        period="2023-Q3",
        recorded="2023-09-20T08:00:00+07:00",
    )
    assert totals(asked(entry, silent)) == Totals(85, 10, int(state == "reported"))


def test_a_longer_period_is_as_late_as_its_last_quarter() -> None:
    spring, late = (
        entry_of("A.III.3", "bqlda", day, recorded=f"{typed}T08:00:00+07:00")
        for day, typed in SAID_LATE
    )
    assert (
        totals(asked(spring, late, period=window("2023-9M")))
        == Totals(85, 1, 0)
        == totals(asked(spring, late))
    )
    assert totals(asked(spring, period=window("2023-9M"))) == Totals(85, 0, 0)


SAID_LATE = (("2023-06-01", "2023-06-01"), ("2023-09-01", "2023-09-20"))
"""The day of a word and the day it was typed: in time for the second quarter, too late for the
third."""


def test_nine_months_are_answered_with_the_half_that_ends_within_them() -> None:
    plan = replace(with_reporting(every="half"), issued="2022-12-30")
    nine = window("2023-9M", plan)
    spring = entry_of("A.VII.4", "phong-qldn", "2023-05-02")
    summer = entry_of("A.VII.4", "phong-qldn", "2023-08-01")
    assert totals(asked(spring, period=nine, plan=plan)) == Totals(85, 1, 1)
    assert totals(asked(summer, period=nine, plan=plan)) == Totals(85, 0, 0)


def test_an_update_answers_for_its_unit_its_task_and_its_window_only() -> None:
    everything = lacking()
    one_less = {**everything, "bqlda": tuple(i for i in everything["bqlda"] if i != "A.III.3")}
    for day in ("2023-06-15", "2023-09-01", "2023-09-14"):
        assert lacking(entry_of("A.III.3", "bqlda", day)) == one_less
    for day in ("2023-06-14", "2023-09-15"):
        assert lacking(entry_of("A.III.3", "bqlda", day)) == everything
    assert lacking(entry_of("A.VII.4", "bqlda"), entry_of("II.1.3", "bqlda")) == everything
    unseen = answers(PLAN, [entry_of("A.III.3", "bqlda", "2023-09-13")], Q3, AFTER, CALENDAR)
    assert totals(unseen).reported == 0


def test_a_word_on_an_obligation_and_nothing_arisen_count_as_reported() -> None:
    for entry in (
        entry_of("A.VII.4/bao-cao-thang", "phong-qldn", period="2023-08"),
        entry_of("A.VII.4", "phong-qldn", state="nothing"),
    ):
        (answer,) = (a for a in asked(entry) if a.task == "A.VII.4")
        assert (answer.entries, answer.rest, answer.reported) == ((entry,), None, True)


def test_sub_units_and_the_iso_team_answer_through_the_office() -> None:
    entries = (
        entry_of("A.I.2", "bo-phan-mot-cua"),
        entry_of("A.I.7", "to-thu-ky-iso"),
        entry_of("A.I.5", "bo-phan-mot-cua"),
    )
    found = {a.task: a for a in asked(*entries) if a.reported}
    assert {i: (answer.unit, answer.entries) for i, answer in found.items()} == {
        entry.update.about: ("van-phong", (entry,)) for entry in entries
    }
    assert {a.task for a in asked(entry_of("A.I.7", "van-phong")) if a.reported} == {"A.I.7"}


def rest(unit: str, day: str = "2023-09-14", period: str = "2023-Q3") -> Entry:
    return entry_of("con-lai", unit, day, "nothing", period=period)


@pytest.mark.parametrize("unit", EXPECTED)
def test_one_line_closes_all_the_rest_of_its_unit_and_of_no_other(unit: str) -> None:
    everything = lacking()
    assert lacking(rest(unit)) == {
        other: tasks for other, tasks in everything.items() if other != unit
    }
    own = entry_of(everything[unit][0], unit)
    reported = [a for a in asked(own, rest(unit)) if a.unit == unit]
    assert [a.entries for a in reported if a.entries] == [(own,)]
    assert all(a.rest == rest(unit) for a in reported)


def test_one_line_closes_its_own_period_only() -> None:
    assert lacking(rest("bqlda", period="2023-Q2")) == lacking()
    assert lacking(rest("bqlda"), period=window("2023-Q4")) == lacking(period=window("2023-Q4"))
    assert lacking(rest("bqlda", "2023-09-15")) == lacking()


def test_one_line_of_a_sub_unit_closes_what_it_leads_itself() -> None:
    office = lacking()["van-phong"]
    for unit in ("bo-phan-mot-cua", "to-thu-ky-iso"):
        led = {
            i for i, _ in select(ledger(PLAN, (), AFTER, CALENDAR), Filter(unit=unit, role="lead"))
        }
        assert led and lacking(rest(unit))["van-phong"] == tuple(i for i in office if i not in led)


def test_a_focal_unit_answers_for_all_on_a_task_of_all() -> None:
    focal = with_reporting(focal={"A.IV.1": "phong-qldt"})
    assert len(asked(plan=focal)) == 80
    assert [a.unit for a in asked(plan=focal) if a.task == "A.IV.1"] == ["phong-qldt"]
    for entry, count in (
        (entry_of("A.IV.1", "phong-qldt"), 1),
        (entry_of("A.IV.1", "van-phong"), 0),
        (rest("phong-qldt"), EXPECTED["phong-qldt"]),
        (rest("van-phong"), EXPECTED["van-phong"] - 1),
    ):
        assert totals(asked(entry, plan=focal))[:2] == (80, count)
    assert "A.IV.1" in lacking(rest("van-phong"), plan=focal)["phong-qldt"]


def happened(trigger: str, day: str = "2023-08-01", state: str = "done", **more: Any) -> Entry:
    return entry_of(trigger, "van-phong", day, state, **more)


BOTH = (happened("kho-du-lieu"), happened("csdl-chuyen-nganh"))


def count(i: str, *entries: Entry, **more: Any) -> int:
    return sum(answer.task == i for answer in asked(*entries, **more))


def test_a_task_asks_nothing_until_all_its_triggers_have_happened() -> None:
    assert count("A.IV.3") == count("A.IV.3", BOTH[0]) == count("A.IV.3", BOTH[1]) == 0
    assert count("A.IV.3", *BOTH) == 6
    assert count("A.VIII.2") == count("A.VIII.2", *BOTH) == 0
    assert count("A.VIII.2", happened("bo-khdt-trien-khai")) == 1
    assert len(asked(*BOTH, happened("bo-khdt-trien-khai"))) == 85 + 6 + 1


def test_a_trigger_must_be_done_by_the_window_s_end_and_stand_uncorrected() -> None:
    assert count("A.VIII.2", happened("bo-khdt-trien-khai", "2023-09-15")) == 0
    assert count("A.VIII.2", happened("bo-khdt-trien-khai", "2023-09-14")) == 1
    assert count("A.VIII.2", happened("bo-khdt-trien-khai", state="doing")) == 0
    wrong = happened("bo-khdt-trien-khai")
    assert (
        count("A.VIII.2", wrong, happened("bo-khdt-trien-khai", state="doing", corrects=wrong.id))
        == 0
    )


ONLY = plan_of({"A.VII.4": PLAN.tasks["A.VII.4"]}, "2022-12-30")


def test_what_was_suspended_before_the_window_is_asked_no_more() -> None:
    stopped = entry_of("A.VII.4", "phong-qldn", "2023-06-14", "suspended")
    assert count("A.VII.4", stopped) == 0
    assert count("A.VII.4", entry_of("A.VII.4", "phong-qldn", "2023-06-15", "suspended")) == 1
    resumed = entry_of(
        "A.VII.4", "phong-qldn", "2023-06-14", "doing", recorded="2023-06-14T09:00:00+07:00"
    )
    assert count("A.VII.4", stopped, resumed) == 1
    assert count("A.VII.4", stopped, entry_of("A.VII.4", "phong-qldn", "2023-09-01")) == 1
    assert count("A.III.3", entry_of("A.III.3", "bqlda", "2023-06-01", "suspended")) == 5


def test_standing_work_that_was_called_done_is_asked_all_the_same() -> None:
    assert count("A.VII.4", entry_of("A.VII.4", "phong-qldn", "2023-06-14", "done")) == 1
    assert count("A.III.3", entry_of("A.III.3", "bqlda", "2023-06-01", "done")) == 6


def test_a_suspended_first_item_does_not_silence_the_later_ones() -> None:
    plan = plan_of({"A.I.1": task({"viec": {"during": ["2023-Q1", "2023-Q4"]}})})
    first = entry_of("A.I.1/viec", "phong-qldn", "2023-03-01", "suspended", period="2023-Q1")
    assert [a.task for a in asked(first, plan=plan)] == ["A.I.1"]


def test_a_report_is_in_time_by_the_day_the_office_had_it() -> None:
    late = {"recorded": "2023-09-20T08:00:00+07:00"}
    (typed,) = asked(entry_of("A.VII.4", "phong-qldn", "2023-09-08", **late), plan=ONLY)
    assert typed.state == "reported_late"
    handed_in = entry_of("A.VII.4", "phong-qldn", "2023-09-08", received="2023-09-11", **late)
    (answer,) = asked(handed_in, plan=ONLY)
    assert answer.state == "reported"
    mended = entry_of(
        "A.VII.4",
        "phong-qldn",
        "2023-09-08",
        corrects=handed_in.id,
        received="2023-09-19",
        result="Sửa số liệu.",
        **late,
    )
    (answer,) = asked(handed_in, mended, plan=ONLY)
    assert answer.state == "reported"


def test_a_dated_task_is_asked_no_more_once_its_items_are_done() -> None:
    plan = plan_of({"A.I.1": task({"viec": {"by": "2023-10-31"}}), "A.I.2": task()})
    done = entry_of("A.I.1/viec", "phong-qldn", "2023-05-01", "done")
    assert [a.task for a in asked(plan=plan)] == ["A.I.1", "A.I.2"]
    assert [a.task for a in asked(done, plan=plan)] == ["A.I.2"]


def test_a_unit_that_answers_for_two_is_excused_when_both_are() -> None:
    groups = {
        **PLAN.groups,
        "hai": replace(PLAN.groups["tat-ca"], members=("van-phong", "to-thu-ky-iso")),
    }
    plan = plan_of({"A.I.1": task(lead="hai")}, groups=groups)
    office, iso = (
        entry_of("A.I.1", unit, "2023-06-01", "suspended")
        for unit in ("van-phong", "to-thu-ky-iso")
    )
    assert [
        count("A.I.1", *entries, plan=plan) for entries in ((), (office,), (iso,), (office, iso))
    ] == [1, 1, 1, 0]
    (answer,) = asked(entry_of("A.I.1", "to-thu-ky-iso"), plan=plan)
    assert (answer.unit, answer.state) == ("van-phong", "reported")


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ("2023-08", ["2023-Q3", "2023-Q4"]),
        ("2023-09-10", ["2023-Q3", "2023-Q4"]),
        ("2023-09-11", ["2023-Q4"]),
        ("2023", []),
        ("2022-12", ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]),
    ],
)
def test_nothing_is_asked_for_a_period_whose_day_passed_before_the_plan_was_issued(
    issued: str, expected: list[str]
) -> None:
    plan = replace(PLAN, issued=issued)
    found = [p.period.id for p in reporting_periods(plan, CALENDAR) if asked(period=p, plan=plan)]
    assert found == expected


def test_a_letter_about_a_period_beats_the_rule() -> None:
    letter = shape.value(
        ReportingOverride,
        {
            "window_last": "2023-09-20",
            "internal_due": "2023-09-21",
            "send_by": "2023-09-22",
            "basis": "Công văn",
        },
    )
    plan = with_reporting(periods={"2023-Q3": letter})
    period = window("2023-Q3", plan)
    late = entry_of("A.III.3", "bqlda", "2023-09-20", recorded="2023-09-21T16:00:00+07:00")
    assert totals(asked(late, period=period, plan=plan)) == Totals(85, 1, 1)
    assert totals(asked(late)) == Totals(85, 0, 0)
    assert {a.state for a in asked(period=period, plan=plan, as_of=date(2023, 9, 21))} == {
        "awaited"
    }
    assert {a.state for a in asked(period=period, plan=plan, as_of=date(2023, 9, 22))} == {
        "missing"
    }


def test_a_regime_may_follow_the_calendar() -> None:
    plan = with_reporting(window="calendar")
    period = window("2023-Q3", plan)
    assert (period.window_first, period.window_last, period.internal_due) == (
        *(date(2023, 7, 1), date(2023, 9, 30)),
        date(2023, 9, 27),
    )
    for day, reported in (
        ("2023-06-30", 0),
        ("2023-07-01", 1),
        ("2023-09-30", 1),
        ("2023-10-01", 0),
    ):
        assert (
            totals(asked(entry_of("A.III.3", "bqlda", day), period=period, plan=plan)).reported
            == reported
        )


@pytest.mark.parametrize(
    ("as_of", "period"),
    [
        ("2023-03-09", None),
        ("2023-03-10", "2023-Q1"),
        ("2023-09-11", "2023-Q2"),
        ("2023-09-12", "2023-Q3"),
        ("2023-12-31", "2023-Q4"),
        ("2025-01-01", "2023-Q4"),
    ],
)
def test_the_latest_period_whose_day_has_passed(as_of: str, period: str | None) -> None:
    found = latest_due(PLAN, CALENDAR, date.fromisoformat(as_of))
    assert (found.period.id if found else None) == period


def test_reporting_is_no_part_of_any_state() -> None:
    day = date(2023, 10, 2)
    silent = [rest(unit) for unit in EXPECTED]
    assert ledger(PLAN, silent, day, CALENDAR).items == ledger(PLAN, (), day, CALENDAR).items
    before, after = ledger(PLAN, (), day, CALENDAR), ledger(PLAN, silent, day, CALENDAR)
    assert [view(before, i) for i in PLAN.tasks] == [view(after, i) for i in PLAN.tasks]


def test_the_real_plan_with_nothing_recorded_on_2_10_2023() -> None:
    year = workspace.open_workspace(ROOT, "2023")
    day = date(2023, 10, 2)
    its = ledger(year.plan, year.entries, day, year.calendar).items
    late = [(i.task, i.period, str(i.due), i.days) for i in its if i.state == "overdue"]
    assert late == [("A.I.6", "2023-09", "2023-09-30", 2), ("A.VII.4", "2023-09", "2023-09-18", 14)]
    soon = [
        (i.task, i.period, str(i.due), i.days)
        for i in its
        if i.state in ("open", "not_due") and i.days
    ]
    assert [row for row in soon if row[3] >= -30] == [("A.VII.4", "2023-10", "2023-10-17", -15)]
    assert {i.task for i in its if i.state == "waiting"} == {"A.IV.3", "A.VIII.2"}
    assert not [i for i in its if i.period == "2023-Q2"]
    period = latest_due(year.plan, year.calendar, day)
    assert period is not None and period.period.id == "2023-Q3"
    found = answers(year.plan, year.entries, period, day, year.calendar)
    assert Counter(a.unit for a in found if a.state == "missing") == EXPECTED


# --- letters, focal units and closing lines at their edges
# --------------------------------------------------------


def lettered(**days: str) -> Plan:
    """The real plan with a letter about Quý III."""
    letter = shape.value(ReportingOverride, {"basis": "CV 1/SKHĐT", **days})
    return with_reporting(periods={"2023-Q3": letter})


@pytest.mark.parametrize(
    ("moved", "day"), [("2023-09-20", "2023-09-18"), ("2023-09-10", "2023-09-12")]
)
def test_a_day_belongs_to_one_period_though_a_letter_moved_a_window(moved: str, day: str) -> None:
    plan = lettered(window_last=moved)
    third, fourth = window("2023-Q3", plan), window("2023-Q4", plan)
    assert fourth.window_first - third.window_last == timedelta(days=1)
    entry = entry_of("A.VII.4", "phong-qldn", day)
    assert sum(p.holds(entry.update.date) for p in (third, fourth)) == 1
    early = lettered(window_first="2023-06-20")
    assert window("2023-Q2", early).window_last == date(2023, 6, 19)


def test_a_focal_unit_is_excused_when_all_it_stands_for_are() -> None:
    plan = with_reporting(focal={"A.IV.1": "van-phong"})
    ended = [entry_of("A.IV.1", unit, "2023-06-01", "suspended") for unit in PLAN.members("tat-ca")]
    assert sum(a.task == "A.IV.1" for a in asked(ended[0], plan=plan)) == 1
    assert sum(a.task == "A.IV.1" for a in asked(*ended, plan=plan)) == 0


def test_of_several_closing_lines_the_first_typed_tells_whether_it_was_in_time() -> None:
    early, late = rest("van-phong", "2023-09-10"), rest("van-phong", "2023-09-14")
    assert {a.state for a in asked(late, early) if a.unit == "van-phong"} == {"reported"}
    desk = rest("bo-phan-mot-cua", "2023-09-10")
    states = {a.task: a.state for a in asked(late, desk) if a.unit == "van-phong"}
    assert (states["A.I.2"], states["A.I.1"]) == ("reported", "reported_late")
