"""The plan as of each day: who owes what once documents change it, and units end, merge, begin."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from builders import CALENDAR, PLAN, entry_of, period, window
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from pci.core.amendments import Amendment
from pci.core.deadlines import deadlines
from pci.core.ledger import FINISHED, Entry, Ledger, Role, ledger, role, view
from pci.core.model import Obligation, Plan
from pci.core.organisation import Organisation
from pci.core.reporting import account, answers, missing_reports, totals
from pci.core.schedule import occurrences, period_holding, reporting_periods, window_of
from pci.files import shape
from pci.files.versions import AmendmentFile, latest, steps
from pci.files.yamlio import read

TREE: dict[str, Any] = read((ROOT / "plans/2023.yaml").read_bytes(), "plans/2023.yaml").tree
UNITS = ("phong-qldt", "phong-qlqhxd", "phong-qltnmt", "phong-qldn", "bqlda")


def cells(lead: str, **owes: dict[str, Any]) -> dict[str, Any]:
    """A task as a file gives it, each of its obligations by its schedule."""
    named = {i: {"title": "Đầu việc", "quote": "trong năm", **how} for i, how in owes.items()}
    row = {"number": "1", "work": "Việc trong năm", "units": lead, "time": "trong năm"}
    return {**row, "lead": lead, "outputs": [], "owes": named}


def plan_of(
    tasks: dict[str, Any],
    organisation: dict[str, Any] | None = None,
    amendments: Sequence[tuple[str, dict[str, Any]]] = (),
) -> Plan:
    """The real plan with other tasks and groups of two, issued before its year, and its changes."""
    groups = {**TREE["groups"], "doi": {"name": "Hai phòng", "members": [*UNITS[:2]]}}
    tree = {**TREE, "issued": "2022-12-30", "tasks": tasks, "groups": groups, "corrections": []}
    source = read(b"document: {type: x}", "x").source
    document = {"document": {"type": "Quyết định"}}
    files = [
        AmendmentFile(name, shape.value(Amendment, {**document, **change}), source)
        for name, change in amendments
    ]
    changes = list(steps(tree, shape.value(Plan, tree), files))
    assert not any(step.faults for step in changes)
    return latest(shape.value(Plan, tree), changes, shape.value(Organisation, organisation or {}))


def book(plan: Plan, day: str, *entries: Entry) -> Ledger:
    return ledger(plan, entries, date.fromisoformat(day), CALENDAR)


def rows(plan: Plan, day: str, *entries: Entry) -> list[str]:
    """The items of a day as `task/obligation period unit state`."""
    seen = book(plan, day, *entries)
    return [
        " ".join(filter(None, (f"{i.task}/{i.obligation}", i.period, i.unit, i.state)))
        for i in (*seen.items, *seen.ended)
    ]


QUARTERS = {"during": ["2023-Q2", "2023-Q4"]}
MERGER = {
    "units": {
        "phong-qldn": {"until": "2023-06-30", "successor": "phong-moi"},
        "phong-qldt": {"until": "2023-06-30", "successor": "phong-moi"},
        "phong-moi": {"name": "Phòng Mới", "from": "2023-07-01"},
    }
}


def test_a_successor_owes_what_its_units_left_open() -> None:
    plan = plan_of({"A.I.1": cells("phong-qldn", a=QUARTERS)}, MERGER)
    done = entry_of(
        "A.I.1/a", "phong-qldn", "2023-06-01", "done", period="2023-Q2", evidence=["1/BC"]
    )
    assert rows(plan, "2023-06-30", done) == [
        "A.I.1/a 2023-Q2 phong-qldn done",
        "A.I.1/a 2023-Q4 phong-qldn not_due",
    ]
    assert rows(plan, "2023-07-01", done) == [
        "A.I.1/a 2023-Q4 phong-moi not_due",
        "A.I.1/a 2023-Q2 phong-qldn done",
    ]
    assert rows(plan, "2023-07-01") == [
        "A.I.1/a 2023-Q2 phong-moi overdue",
        "A.I.1/a 2023-Q4 phong-moi not_due",
    ]


def test_an_overdue_item_says_from_whom_and_how_late_it_then_was() -> None:
    plan = plan_of({"A.I.1": cells("phong-qldn", a={"during": ["2023-Q1"]})}, MERGER)
    (item,) = book(plan, "2023-08-01").items
    assert [(h.unit, h.day, h.days) for h in item.handed] == [
        ("phong-qldn", date(2023, 7, 1), 92)  # from 31/3 to 1/7
    ]


def test_unfinished_items_that_meet_in_one_heir_are_one() -> None:
    merger = {
        "units": {
            "phong-qldt": {"until": "2023-06-30", "successor": "phong-moi"},
            "phong-qlqhxd": {"until": "2023-06-30", "successor": "phong-moi"},
            "phong-moi": {"name": "Phòng Mới", "from": "2023-07-01"},
        }
    }
    plan = plan_of({"A.I.1": cells("doi", a=QUARTERS)}, merger)
    assert rows(plan, "2023-07-01") == [
        "A.I.1/a 2023-Q2 phong-moi overdue",
        "A.I.1/a 2023-Q4 phong-moi not_due",
    ]
    one = entry_of("A.I.1/a", "phong-qldt", "2023-06-01", "done", period="2023-Q2", evidence=["x"])
    assert rows(plan, "2023-07-01", one) == [
        "A.I.1/a 2023-Q2 phong-moi overdue",  # of the other unit
        "A.I.1/a 2023-Q4 phong-moi not_due",
        "A.I.1/a 2023-Q2 phong-qldt done",
    ]


def test_a_unit_that_finished_its_own_still_owes_what_it_takes_over() -> None:
    takes = {"units": {"phong-qldt": {"until": "2023-06-30", "successor": "phong-qlqhxd"}}}
    plan = plan_of({"A.I.1": cells("doi", a={"during": ["2023"]})}, takes)
    about, heir = "A.I.1/a", "phong-qlqhxd"
    own = entry_of(about, heir, "2023-05-01", "done", period="2023", evidence=["x"])
    other = entry_of(about, heir, "2023-08-01", "done", period="2023", evidence=["y"])
    assert sorted(rows(plan, "2023-07-15", own)) == [
        "A.I.1/a 2023 phong-qlqhxd done",
        "A.I.1/a 2023 phong-qlqhxd open",
    ]
    assert rows(plan, "2023-08-01", own, other) == ["A.I.1/a 2023 phong-qlqhxd done"] * 2


def test_a_new_lead_takes_over_what_is_open_and_what_was_recorded_counts() -> None:
    change = {"effective": "2023-07-01", "change": {"tasks": {"A.I.1": {"lead": "bqlda"}}}}
    plan = plan_of({"A.I.1": cells("phong-qldn", a=QUARTERS)}, None, [("a", change)])
    begun = entry_of("A.I.1/a", "phong-qldn", "2023-06-20", "suspended", period="2023-Q2")
    assert rows(plan, "2023-07-01", begun) == [
        "A.I.1/a 2023-Q2 bqlda suspended",
        "A.I.1/a 2023-Q4 bqlda not_due",
    ]


def test_an_added_task_owes_nothing_that_fell_due_before_it_came() -> None:
    add = {"effective": "2023-07-01", "add": {"tasks": {"A.I.2": cells("bqlda", a=QUARTERS)}}}
    plan = plan_of({"A.I.1": cells("phong-qldn", a=QUARTERS)}, None, [("a", add)])
    assert "A.I.2" not in plan.on(date(2023, 6, 30)).tasks
    assert rows(plan, "2023-07-01")[2:] == ["A.I.2/a 2023-Q4 bqlda not_due"]


def test_an_ended_task_leaves_the_open_counts_and_keeps_what_is_finished() -> None:
    end = {"effective": "2023-07-01", "end": {"tasks": ["A.I.1"]}}
    tasks = {"A.I.1": cells("phong-qldn", a=QUARTERS), "A.I.2": cells("bqlda", a=QUARTERS)}
    plan = plan_of(tasks, None, [("a", end)])
    done = entry_of("A.I.1/a", "phong-qldn", "2023-06-01", "done", period="2023-Q2", evidence=["x"])
    seen = book(plan, "2023-07-01", done)
    assert {item.task for item in seen.items} == {"A.I.2"}
    assert [(i.task, i.period, i.state) for i in seen.ended] == [("A.I.1", "2023-Q2", "done")]


def test_a_task_stays_standing_unless_its_time_changes() -> None:
    standing = {**cells("bqlda"), "time": "Nhiệm vụ thường xuyên"}
    owes = {"a": {"title": "Đầu việc", "quote": "Điều 1", **QUARTERS}}
    change = {"tasks": {"A.I.1": {"owes": owes}}}
    plan = plan_of(
        {"A.I.1": standing}, None, [("a", {"effective": "2023-07-01", "change": change})]
    )
    assert plan.tasks["A.I.1"].standing
    timed = {"tasks": {"A.I.1": {"owes": owes, "time": "Theo Điều 1"}}}
    plan = plan_of({"A.I.1": standing}, None, [("a", {"effective": "2023-07-01", "change": timed})])
    assert not plan.tasks["A.I.1"].standing


def test_a_unit_that_joins_a_group_owes_its_own_beside_the_heir() -> None:
    """A unit is dissolved into two: the successor takes over, the other one is asked anew."""
    split = {
        "units": {
            "phong-qldt": {"until": "2023-06-30", "successor": "phong-moi"},
            "phong-moi": {"name": "Phòng Mới", "from": "2023-07-01"},
        }
    }
    joins = {"groups": {"doi": {"members": [*UNITS[:2], "bqlda"]}}}
    document = ("a", {"effective": "2023-07-01", "change": joins})
    plan = plan_of({"A.I.1": cells("doi", a={"during": ["2023-Q2", "2023-Q4"]})}, split, [document])
    assert rows(plan, "2023-07-01") == [
        "A.I.1/a 2023-Q2 phong-moi overdue",
        "A.I.1/a 2023-Q2 phong-qlqhxd overdue",
        "A.I.1/a 2023-Q4 phong-moi not_due",
        "A.I.1/a 2023-Q4 phong-qlqhxd not_due",
        "A.I.1/a 2023-Q4 bqlda not_due",
    ]


def test_what_the_old_lead_says_later_decides_nothing() -> None:
    change = {"effective": "2023-07-01", "change": {"tasks": {"A.I.1": {"lead": "bqlda"}}}}
    plan = plan_of({"A.I.1": cells("phong-qldn", a=QUARTERS)}, None, [("a", change)])
    about = "A.I.1/a"
    before = entry_of(about, "phong-qldn", "2023-06-30", "done", period="2023-Q4", evidence=["x"])
    after = entry_of(about, "phong-qldn", "2023-10-02", "done", period="2023-Q2", evidence=["x"])
    on_task = entry_of("A.I.1", "phong-qldn", "2023-10-02", "suspended")
    assert rows(plan, "2023-10-03", before, after, on_task) == [
        "A.I.1/a 2023-Q2 bqlda overdue",
        "A.I.1/a 2023-Q4 phong-qldn done",
    ]
    seen = book(plan, "2023-10-03", before, after, on_task)
    assert view(seen, "A.I.1").state == "overdue"
    asked = answers(plan, seen.entries, window("2023-Q4", plan), date(2024, 1, 2), CALENDAR)
    assert [(a.unit, a.state) for a in asked] == [("bqlda", "missing")]


def test_what_a_unit_said_before_it_led_a_task_decides_nothing() -> None:
    """It only took part then."""
    change = {"effective": "2023-07-01", "change": {"tasks": {"A.I.1": {"lead": "bqlda"}}}}
    plan = plan_of({"A.I.1": cells("phong-qldn", a=QUARTERS)}, None, [("a", change)])
    early = entry_of("A.I.1/a", "bqlda", "2023-06-01", "done", period="2023-Q2", evidence=["x"])
    assert rows(plan, "2023-07-01", early)[0] == "A.I.1/a 2023-Q2 bqlda overdue"


def test_a_unit_joins_a_group_after_another_one_left_with_its_work_finished() -> None:
    gone = {"units": {"phong-qldt": {"until": "2023-03-31"}}}
    joins = {"groups": {"doi": {"members": [*UNITS[:2], "bqlda"]}}}
    document = ("a", {"effective": "2023-07-01", "change": joins})
    plan = plan_of({"A.I.1": cells("doi", a={"during": ["2023"]})}, gone, [document])
    done = entry_of("A.I.1/a", "phong-qldt", "2023-03-01", "done", period="2023", evidence=["x"])
    assert rows(plan, "2023-07-01", done) == [
        "A.I.1/a 2023 phong-qlqhxd open",
        "A.I.1/a 2023 bqlda open",
        "A.I.1/a 2023 phong-qldt done",
    ]


def test_what_the_old_lead_finished_the_new_one_never_owes() -> None:
    """Not after a later change of anything else, either."""
    later = {"units": {"phong-moi": {"name": "Phòng Mới", "from": "2023-08-01"}}}
    change = {"effective": "2023-07-01", "change": {"tasks": {"A.I.1": {"lead": "bqlda"}}}}
    plan = plan_of({"A.I.1": cells("phong-qldn", a=QUARTERS)}, later, [("a", change)])
    about = "A.I.1/a"
    done = entry_of(about, "phong-qldn", "2023-06-01", "done", period="2023-Q2", evidence=["x"])
    for day in ("2023-07-01", "2023-08-01"):
        assert rows(plan, day, done) == [
            "A.I.1/a 2023-Q4 bqlda not_due",
            "A.I.1/a 2023-Q2 phong-qldn done",
        ]


def test_a_sub_unit_works_for_what_takes_its_parent_s_place() -> None:
    moved = {
        "units": {
            "van-phong": {"until": "2023-06-30", "successor": "vp-moi"},
            "vp-moi": {"name": "Văn phòng mới", "from": "2023-07-01"},
        }
    }
    plan = plan_of({"A.I.1": cells("bo-phan-mot-cua", a=QUARTERS)}, moved)
    done = entry_of(
        "A.I.1/a", "bo-phan-mot-cua", "2023-08-01", "done", period="2023-Q2", evidence=["x"]
    )
    assert rows(plan, "2023-08-01", done) == [
        "A.I.1/a 2023-Q2 vp-moi done_late",
        "A.I.1/a 2023-Q4 vp-moi not_due",
    ]
    assert role(plan, plan.tasks["A.I.1"], "vp-moi") == Role("lead", "bo-phan-mot-cua")
    asked = answers(plan, [done], window("2023-Q3", plan), date(2023, 10, 2), CALENDAR)
    assert [(a.unit, a.state) for a in asked] == [("vp-moi", "reported")]
    told = deadlines(book(plan, "2023-09-17"), CALENDAR, 2, issued={})
    assert {row.unit for row in told if row.obligation == "gui-bao-cao"} == {"vp-moi"}


def test_a_unit_that_ends_and_begins_again_hands_over_and_takes_back() -> None:
    register = {
        "units": {
            "to-moi": [
                {"name": "Tổ Mới", "until": "2023-03-31", "successor": "bqlda"},
                {"name": "Tổ Mới", "from": "2023-09-01"},
            ]
        }
    }
    plan = plan_of({"A.I.1": cells("to-moi", a={"during": ["2023-Q4"]})}, register)
    days = ("2023-03-31", "2023-04-01", "2023-08-31", "2023-09-01")
    assert [rows(plan, day)[0].split()[2] for day in days] == ["to-moi", "bqlda", "bqlda", "to-moi"]


def test_a_task_that_nobody_leads_any_more_is_not_done() -> None:
    gone = {"units": {"phong-qldn": {"until": "2023-06-30"}}}
    plan = plan_of({"A.I.1": cells("phong-qldn", a=QUARTERS)}, gone)
    seen = book(plan, "2023-07-01")
    assert (seen.items, view(seen, "A.I.1").state) == ((), "none")


def test_what_two_units_have_not_sent_their_heir_is_told_once() -> None:
    merger = {
        "units": {
            "phong-qldt": {"until": "2023-06-30", "successor": "phong-moi"},
            "phong-qlqhxd": {"until": "2023-06-30", "successor": "phong-moi"},
            "phong-moi": {"name": "Phòng Mới", "from": "2023-07-01"},
        }
    }
    plan = plan_of({"A.I.1": cells("doi", a={"during": ["2023-Q4"]})}, merger)
    asked = answers(plan, [], window("2023-Q2", plan), date(2023, 7, 1), CALENDAR)
    closed = account(plan, [], window("2023-Q2", plan), date(2023, 7, 1), CALENDAR)
    assert totals(closed).expected == 2, "sổ của kỳ đã chốt không đổi"
    assert missing_reports(plan, asked) == {"phong-moi": ("A.I.1",)}
    told = [r for r in deadlines(book(plan, "2023-07-01"), CALENDAR, 2) if r.state == "missing"]
    assert [(row.unit, row.task) for row in told] == [("phong-moi", "A.I.1")]


def test_a_regime_changed_in_mid_year_leaves_closed_periods_as_they_were() -> None:
    """From 20/6 on the data go by the calendar: the second quarter had closed on 14/6."""
    document = {
        "effective": "2023-06-20",
        "change": {"reporting": {"window": "calendar", "due": "window end + 5 working days"}},
    }
    plan = plan_of({"A.I.1": cells("bqlda", a={"every": "quarter"})}, None, [("a", document)])
    quarters = reporting_periods(plan, CALENDAR)
    assert [(str(q.window_first), str(q.window_last), str(q.send_by)) for q in quarters] == [
        ("2022-12-15", "2023-03-14", "2023-03-16"),
        ("2023-03-15", "2023-06-14", "2023-06-16"),
        ("2023-06-15", "2023-09-30", "2023-10-06"),
        ("2023-10-01", "2023-12-31", "2024-01-08"),
    ]
    longer = [window_of(plan, period(i), CALENDAR)[1:3] for i in ("2023-H1", "2023-9M", "2023")]
    assert [(str(first), str(last)) for first, last in longer] == [
        ("2022-12-15", "2023-06-14"),
        ("2022-12-15", "2023-09-30"),
        ("2022-12-15", "2023-12-31"),
    ]
    due = [str(item.due) for item in book(plan, "2023-12-31").items]
    assert due == ["2023-03-16", "2023-06-16", "2023-10-06", "2024-01-08"]
    holding = period_holding(plan, date(2023, 6, 25))
    assert holding and holding.period.id == "2023-Q3"


def test_a_word_on_a_task_finishes_nothing_that_a_document_adds_later() -> None:
    quote = {"title": "Đầu việc", "quote": "Điều 1"}
    more = {"tasks": {"A.I.1": {"owes": {"b": {"by": "2023-11-30", **quote}}}}}
    document = ("a", {"effective": "2023-08-01", "text": "Điều 1", "change": more})
    plan = plan_of({"A.I.1": cells("bqlda", a={"by": "2023-12-15"})}, None, [document])
    finished = entry_of("A.I.1", "bqlda", "2023-07-10", "done")
    assert [item.state for item in book(plan, "2023-09-01", finished).items] == ["done", "open"]
    assert view(book(plan, "2023-09-01", finished), "A.I.1").state == "open"
    again = entry_of("A.I.1", "bqlda", "2023-08-20", "done")
    after = book(plan, "2023-09-01", finished, again)
    assert [item.state for item in after.items] == ["done", "done"]
    assert view(after, "A.I.1").state == "done"


def test_a_term_that_a_document_sets_runs_from_its_day() -> None:
    """What was met before is allowed its whole time, so nothing vanishes unseen; a longer term of
    the same condition still runs from the condition."""
    quote = {"title": "Đầu việc", "quote": "Điều 1"}
    term = {"after": ["kho-du-lieu"], "within": {"working_days": 5}, **quote}
    change = {"tasks": {"A.I.1": {"owes": {"a": term}}}}
    document = ("a", {"effective": "2023-08-01", "text": "Điều 1", "change": change})
    met = entry_of("kho-du-lieu", "van-phong", "2023-03-01", "done")
    plan = plan_of({"A.I.1": cells("bqlda", a={"by": "2023-12-15"})}, None, [document])
    assert [str(item.due) for item in book(plan, "2023-08-01", met).items] == ["2023-08-08"]
    longer = {"tasks": {"A.I.1": {"owes": {"a": {"within": {"working_days": 120}}}}}}
    extended = ("b", {"effective": "2023-06-01", "change": longer})
    plan = plan_of({"A.I.1": cells("bqlda", a=term)}, None, [extended])
    assert [str(item.due) for item in book(plan, "2023-06-01", met).items] == ["2023-08-21"]


def test_a_moved_day_is_none_of_what_was_finished_before() -> None:
    bulletin = {"every": "month", "day": 20}
    sooner = {"tasks": {"A.I.1": {"owes": {"a": {"every": "month", "day": 10}}}}}
    change = {"effective": "2023-03-01", "change": sooner}
    plan = plan_of({"A.I.1": cells("bqlda", a=bulletin)}, None, [("a", change)])
    days = {"2023-01": "2023-01-19", "2023-02": "2023-02-23", "2023-03": "2023-03-11"}
    done = [
        entry_of("A.I.1/a", "bqlda", day, "done", period=period, evidence=["x"])
        for period, day in days.items()
    ]
    seen = book(plan, "2023-03-31", *done)
    assert [(str(i.due), i.state) for i in seen.items[:4]] == [
        ("2023-01-20", "done"),
        ("2023-02-20", "done_late"),
        ("2023-03-10", "done_late"),
        ("2023-04-10", "open"),
    ]


def test_an_heir_reports_nothing_on_what_its_units_had_finished() -> None:
    merger = {
        "units": {
            "phong-qldt": {"until": "2023-08-31", "successor": "phong-moi"},
            "phong-moi": {"name": "Phòng Mới", "from": "2023-09-01"},
        }
    }
    plan = plan_of({"A.I.1": cells("doi", a={"during": ["2023"]})}, merger)
    done = entry_of("A.I.1/a", "phong-qldt", "2023-05-01", "done", period="2023", evidence=["x"])
    asked = answers(plan, [done], window("2023-Q3", plan), date(2023, 10, 2), CALENDAR)
    assert [a.unit for a in asked] == ["phong-qlqhxd"]


def test_an_added_task_stands_in_its_section() -> None:
    tasks = {i: cells("bqlda") for i in ("A.I.1", "A.II.1")}
    add = {"effective": "2023-07-01", "add": {"tasks": {"A.I.2": cells("bqlda")}}}
    assert [*plan_of(tasks, None, [("a", add)]).tasks] == ["A.I.1", "A.I.2", "A.II.1"]


# --- laws -----------------------------------------------------------------------------------------

DAYS = st.dates(date(2023, 1, 2), date(2023, 12, 30))
LEADS = st.sampled_from((*UNITS, "doi", "phong-tthc"))
SCHEDULES: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [QUARTERS, {"during": ["2023"]}, {"every": "quarter"}, {"by": "2023-08-15"}, {"every": "half"}]
)
TASKS = ("A.I.1", "A.I.2", "A.I.3")


@st.composite
def organisations(draw: st.DrawFn) -> dict[str, Any]:
    """Units that end, each with a successor that is still there the day after, or with none."""
    units: dict[str, Any] = {"phong-moi": {"name": "Phòng Mới", "from": "2023-03-01"}}
    ends = dict(zip(UNITS, draw(st.lists(DAYS, max_size=3)), strict=False))
    for unit, day in ends.items():
        there = [u for u in UNITS if u not in ends] + ["phong-moi"] * (day >= date(2023, 3, 1))
        units[unit] = {"until": str(day)}
        if draw(st.integers(0, 5)):
            units[unit]["successor"] = draw(st.sampled_from(there))
    return {"units": units}


@st.composite
def documents(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """Amendments that change leads and schedules, add a task, end one."""
    listed = []
    ended = False
    for n in range(draw(st.integers(0, 3))):
        change: dict[str, Any] = {"effective": str(draw(DAYS))}
        kind = draw(st.sampled_from(("lead", "schedule", "end")))
        task = draw(st.sampled_from(TASKS[:2]))
        if kind == "lead":
            change["change"] = {"tasks": {task: {"lead": draw(LEADS)}}}
        elif kind == "schedule":
            change["change"] = {"tasks": {task: {"owes": {"a": draw(SCHEDULES)}}}}
        elif not ended:
            change["end"], ended = {"tasks": [TASKS[2]]}, True
        listed.append((f"plans/2023/amendments/{n}.yaml", change))
    return listed


@st.composite
def words(draw: st.DrawFn) -> list[Entry]:
    listed = []
    for n in range(draw(st.integers(0, 8))):
        period = draw(st.sampled_from((None, "2023", "2023-Q2", "2023-Q4", "2023-H1")))
        about = draw(st.sampled_from(TASKS)) + ("/a" if period or draw(st.booleans()) else "")
        day, state = draw(DAYS), draw(st.sampled_from(("doing", "done", "suspended")))
        more = {"period": period} if period else {}
        typed = f"{day}T08:00:{n:02}+07:00"
        unit = draw(st.sampled_from(UNITS))
        listed.append(entry_of(about, unit, str(day), state, recorded=typed, **more))
    return listed


@st.composite
def signed(draw: st.DrawFn) -> dict[str, Any]:
    return {i: cells(draw(LEADS), a=draw(SCHEDULES)) for i in TASKS}


def finished(seen: Ledger) -> list[tuple[str, ...]]:
    """What is finished: of whom, due when, in time or not."""
    items = (i for i in (*seen.items, *seen.ended) if i.state in FINISHED)
    return sorted(
        (i.task, i.obligation, i.period or "", i.unit, str(i.due), i.state) for i in items
    )


@given(signed(), organisations(), documents(), words(), st.randoms(), DAYS)
def test_the_order_of_files_never_matters(
    tasks: Any, organisation: Any, amendments: Any, entries: Any, random: Any, day: date
) -> None:
    plan = plan_of(tasks, organisation, amendments)
    shuffled = [*amendments]
    random.shuffle(shuffled)
    units = [*organisation["units"].items()]
    random.shuffle(units)
    again = plan_of(tasks, {"units": dict(units)}, shuffled)
    first, second = (ledger(p, entries, day, CALENDAR) for p in (plan, again))
    assert first.items == second.items
    assert first.ended == second.ended


@given(signed(), organisations(), documents(), words(), DAYS)
def test_nobody_owes_on_a_day_on_which_he_does_not_exist(
    tasks: Any, organisation: Any, amendments: Any, entries: Any, day: date
) -> None:
    seen = ledger(plan_of(tasks, organisation, amendments), entries, day, CALENDAR)
    for item in (*seen.items, *seen.ended):
        if item.state not in FINISHED:
            fact = organisation["units"].get(item.unit, {})
            assert fact.get("from", "") <= str(day) <= fact.get("until", "9999")
            assert item.unit in (*PLAN.units, "phong-moi")


@given(signed(), organisations(), documents(), words(), DAYS, st.integers(1, 200))
def test_nothing_finished_comes_undone(
    tasks: Any, organisation: Any, amendments: Any, entries: Any, day: date, later: int
) -> None:
    plan = plan_of(tasks, organisation, amendments)
    heard = [entry for entry in entries if entry.update.date <= day]
    now = ledger(plan, heard, day, CALENDAR)
    then = ledger(plan, heard, day + timedelta(days=later), CALENDAR)
    was, still = finished(now), finished(then)
    for piece in was:
        assert still.count(piece) >= was.count(piece)


# --- a second reading: day by day, without versions -----------------------------------------------


class Piece:
    """A piece of work of a unit; it is moved, merged and finished as the days go by."""

    def __init__(self, task: str, period: str | None, unit: str) -> None:
        self.task, self.period, self.unit, self.done = task, period, unit, False


class Days:
    """The contract's rules on who owes what (2.1, 2.2), played day by day."""

    def __init__(self, tasks: Any, organisation: Any, amendments: Any, entries: Any) -> None:
        self.leads = {i: task["lead"] for i, task in tasks.items()}
        self.times = {
            i: occurrences(PLAN, shape.value(Obligation, task["owes"]["a"]), CALENDAR)
            for i, task in tasks.items()
        }
        self.units, self.entries = (
            organisation["units"],
            sorted(entries, key=lambda e: e.update.recorded),
        )
        self.documents = sorted(amendments, key=lambda named: (named[1]["effective"], named[0]))
        self.groups = {**TREE["groups"], "doi": {"members": [*UNITS[:2]]}}
        self.pieces: list[Piece] = []

    def there(self, unit: str, day: date) -> str | None:
        """What stands for a unit on a day."""
        while unit and (end := self.units.get(unit, {}).get("until")) and end < str(day):
            unit = self.units[unit].get("successor", "")
        return unit or None

    def answering(self, task: str, day: date) -> list[str]:
        group = self.groups.get(self.leads[task])
        named = group["members"] if group else [self.leads[task]]
        return list(dict.fromkeys(u for one in named if (u := self.there(one, day))))

    def play(self, until: date) -> list[tuple[str, str, str, bool]]:
        day = date(2022, 12, 31)
        before = {task: self.answering(task, day) for task in self.leads}
        self.pieces = [
            Piece(task, when.period, unit)
            for task in self.leads
            for when in self.times[task]
            for unit in before[task]
        ]
        while day < until:
            day += timedelta(days=1)
            for _, change in self.documents:
                if change["effective"] == str(day):
                    self.apply(change)
            now = {task: self.answering(task, day) for task in self.leads}
            for task in now:
                self.hand_over(task, before[task], now[task], day)
            before = now
            for entry in self.entries:
                if entry.update.date == day:
                    self.hear(entry, now)
        return sorted((p.task, p.period or "", p.unit, p.done) for p in self.pieces)

    def apply(self, change: Any) -> None:
        for task, cells in change.get("change", {}).get("tasks", {}).items():
            self.leads[task] = cells["lead"]
        for task in change.get("end", {}).get("tasks", ()):
            del self.leads[task]
            self.pieces = [p for p in self.pieces if p.task != task or p.done]

    def hand_over(self, task: str, old: list[str], now: list[str], day: date) -> None:
        came = [unit for unit in now if unit not in old]
        taken = set()
        for unit in old:
            if unit in now:
                continue
            heir = self.there(unit, day)
            to = [heir] if heir and heir != unit and heir in now else came
            taken |= {*to}
            for piece in [
                p for p in self.pieces if (p.task, p.unit, p.done) == (task, unit, False)
            ]:
                self.pieces.remove(piece)
                for other in to:
                    if not any(self.owes(p, task, piece.period, other) for p in self.pieces):
                        self.pieces.append(Piece(task, piece.period, other))
        for when in self.times[task]:
            for unit in came:
                has = any(
                    (p.task, p.period, p.unit) == (task, when.period, unit) for p in self.pieces
                )
                if unit not in taken and not has and when.due and when.due >= day:
                    self.pieces.append(Piece(task, when.period, unit))

    @staticmethod
    def owes(piece: Piece, task: str, period: str | None, unit: str) -> bool:
        return (piece.task, piece.period, piece.unit, piece.done) == (task, period, unit, False)

    def hear(self, entry: Entry, now: dict[str, list[str]]) -> None:
        said = entry.update
        if said.unit not in now.get(said.subject, ()):
            return
        for piece in self.pieces:
            is_about = said.obligation is None or piece.period == said.period
            if (piece.task, piece.unit) == (said.subject, said.unit) and is_about:
                piece.done = True


@settings(max_examples=60)
@given(signed(), organisations(), documents(), words(), DAYS)
def test_who_owes_what_is_that_of_the_second_reading(
    tasks: Any, organisation: Any, amendments: Any, entries: Any, day: date
) -> None:
    leads = [d for d in amendments if "owes" not in str(d)]
    done = [e for e in entries if e.update.state == "done"]
    seen = ledger(plan_of(tasks, organisation, leads), done, day, CALENDAR)
    items = [
        (i.task, i.period or "", i.unit, i.state in FINISHED) for i in (*seen.items, *seen.ended)
    ]
    assert sorted(items) == Days(tasks, organisation, leads, done).play(day)
