"""The program and a second reading of the contract agree on random years of updates."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from builders import entry_of, issue_of, with_reporting
from hypothesis import given, settings
from hypothesis import strategies as st
from second_reading import Reading, Said
from second_reading import rate as second_rate
from support import ROOT

from pci import workspace
from pci.core.dates import parse_period
from pci.core.deadlines import deadlines
from pci.core.duty import SEND
from pci.core.ledger import Entry, ledger, rate, update_id, view, withdrawn
from pci.core.model import Withdrawal
from pci.core.schedule import period_ids, reporting_period
from pci.files import shape
from pci.reports.facts import Sources, gather
from pci.reports.passages import remark_passages

pytestmark = pytest.mark.long

ROOTS = {2023: ROOT, 2024: ROOT / "examples"}
OPENED = {year: workspace.open_workspace(root, str(year)) for year, root in ROOTS.items()}
WORKSPACES = {year: one._replace(plan=one.signed) for year, one in OPENED.items()}
READINGS = {year: Reading(root, year) for year, root in ROOTS.items()}
STATES = ("doing", "done", "suspended", "nothing")
DONE = ("done", "done_late")


@st.composite
def histories(draw: st.DrawFn, year: int) -> list[tuple[Entry, dict[str, Any]]]:
    """Updates of a few tasks by the units that answer for them, said again, corrected, resumed."""
    plan = WORKSPACES[year].plan
    tasks = draw(st.lists(st.sampled_from([*plan.tasks]), min_size=1, max_size=3, unique=True))
    subjects: list[tuple[str, str | None]] = [(trigger, None) for trigger in plan.triggers]
    for i in tasks:
        subjects.append((i, None))
        for name, owed in plan.tasks[i].owes.items():
            subjects += [(f"{i}/{name}", period) for period in period_ids(plan, owed) or (None,)]
    days = st.dates(date(year, 1, 1), date(year, 12, 31))
    told: list[tuple[Entry, dict[str, Any]]] = []
    for n in range(draw(st.integers(0, 10))):
        about, period = draw(st.sampled_from(subjects))
        day, subject = draw(days), about.partition("/")[0]
        units = plan.accountable(plan.tasks[subject]) if subject in plan.tasks else [*plan.units]
        more: dict[str, Any] = {"recorded": f"{day}T08:00:{n:02}+07:00"}
        more |= {"period": period} if period else {}
        if told and draw(st.integers(0, 4)) == 0:
            more["corrects"] = draw(st.sampled_from(told))[0].id
        unit, state = draw(st.sampled_from(units)), draw(st.sampled_from(STATES))
        entry = entry_of(about, unit, str(day), state, **more)
        fields = {"about": about, "unit": unit, "date": str(day), "state": state, **more}
        told.append((entry, fields))
    return list({entry.id: (entry, fields) for entry, fields in told}.values())


@st.composite
def withdrawals(
    draw: st.DrawFn, history: list[tuple[Entry, dict[str, Any]]]
) -> dict[str, tuple[Withdrawal, dict[str, Any]]]:
    """Withdrawals of some updates, and of some of these withdrawals."""
    records: dict[str, dict[str, Any]] = {entry.id: fields for entry, fields in history}
    listed: dict[str, tuple[Withdrawal, dict[str, Any]]] = {}
    for n in range(draw(st.integers(0, 4)) if records else 0):
        target = draw(st.sampled_from([*records]))
        kept = {k: v for k, v in records[target].items() if k in ("about", "period", "unit")}
        fields = {
            **kept,
            "date": "2025-01-02",
            "withdraws": target,
            "reason": f"Nhầm {n}",
            "recorded": "2025-01-02T08:00:00+07:00",
        }
        record = shape.value(Withdrawal, fields)
        records[update_id(record)] = fields
        listed[update_id(record)] = record, fields
    return listed


@pytest.mark.parametrize("year", ROOTS)
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_states_days_and_rates_are_those_of_the_second_reading(
    year: int, data: st.DataObject
) -> None:
    here, reading = WORKSPACES[year], READINGS[year]
    told = data.draw(histories(year))
    away = data.draw(withdrawals(told))
    as_of = data.draw(st.dates(date(year, 1, 1), date(year + 1, 1, 31)))
    gone = withdrawn({i: record for i, (record, _) in away.items()})
    standing = [entry for entry, _ in told if entry.id not in gone]
    book = ledger(here.plan, standing, as_of, here.calendar)
    reading.updates = [Said(entry.id, fields) for entry, fields in told]
    reading.updates += [Said(i, fields) for i, (_, fields) in away.items()]
    pieces = reading.pieces(as_of)
    assert [(*item[:6], item.state) for item in book.items] == [piece[:7] for piece in pieces]
    finished = {
        item[:4]: item.entry.update.date for item in book.items if item.state in DONE and item.entry
    }
    assert finished == {piece[:4]: piece.done_on for piece in pieces if piece.state in DONE}
    states = {i: view(book, i).state for i in here.plan.tasks}
    assert states == {i: reading.task_state(i, as_of) for i in here.plan.tasks}
    assert rate(item.state for item in book.items) == second_rate([p.state for p in pieces])


ISSUED: tuple[dict[str, str], ...] = (
    {},
    {"Q1": "03-20", "Q3": "09-18", "9M": "09-25"},
    {"Q2+": "06-17", "H1": "06-30", "Q3+": "10-02", "Q4": "12-18"},
)


@pytest.mark.parametrize("issued", ISSUED, ids=", ".join)
@pytest.mark.parametrize("replaces", [False, True])
@pytest.mark.parametrize("year", ROOTS)
def test_the_office_s_own_papers_day_by_day(
    year: int, replaces: bool, issued: dict[str, str]
) -> None:
    here, reading = WORKSPACES[year], Reading(ROOTS[year], year)
    plan = with_reporting(here.plan, replaces=replaces)
    reading.regime = {**reading.regime, "replaces": str(replaces).lower()}
    days = {f"{year}-{name}": date.fromisoformat(f"{year}-{day}") for name, day in issued.items()}
    issues = {name: issue_of(str(day)) for name, day in days.items()}
    # only what is said of the duty: the rest is much, and has no part in this
    entries = [entry for entry in here.entries if entry.update.about == plan.reporting.duty]
    plan = replace(plan, tasks={})
    for n in range(365 + 31):
        as_of = date(year, 1, 1) + timedelta(n)
        book = ledger(plan, entries, as_of, here.calendar)
        rows = deadlines(book, here.calendar, 366, issued=issues)
        told = [(r.period, r.unit, r.due, r.state, r.days) for r in rows if r.obligation == SEND]
        assert told == reading.papers(as_of, days)


NONE = {"difficulties": "Trong kỳ không phát sinh khó khăn, vướng mắc.", "proposals": "Không có."}


@st.composite
def closings(draw: st.DrawFn, units: list[str]) -> list[tuple[Entry, dict[str, Any]]]:
    """The lines of most units for quarter III, now and then with a remark; remarks of before; and
    answers to some of these."""
    told: list[tuple[Entry, dict[str, Any]]] = []

    def say(about: str, unit: str, day: str, **more: Any) -> None:
        more["recorded"] = f"{day}T08:00:00+07:00"
        entry = entry_of(about, unit, day, "nothing", **more)
        fields = {"about": about, "unit": unit, "date": day, "state": "nothing", **more}
        told.append((entry, fields))

    remark = st.dictionaries(
        st.sampled_from(["difficulty", "proposal"]),
        st.sampled_from(["noi-bo", "lanh-dao-ban", "ubnd-tinh"]),
        max_size=1,
    )
    for unit in units:
        raised = [
            {kind: {"to": to, "text": "Thiếu người."} for kind, to in draw(remark).items()}
            for _ in range(2)
        ]
        if draw(st.integers(0, 7)):
            more = raised[0] if draw(st.integers(0, 3)) == 0 else {}
            say("con-lai", unit, "2024-09-05", period="2024-Q3", **more)
        if draw(st.integers(0, 3)) == 0 and raised[1]:
            say("A.I.1", unit, "2024-02-05", **raised[1])
    for entry, _ in [one for one in told if one[0].update.remarks]:
        mark = draw(st.sampled_from([None, "", "#difficulty", "#proposal"]))
        day = draw(st.sampled_from(["2024-09-10", "2024-06-10"]))
        if mark is not None and day > str(entry.update.date):
            say("A.I.1", entry.update.unit, day, answers=f"{entry.id}{mark}", result="Rồi.")
    return told


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_that_there_is_none_is_said_only_where_the_second_reading_finds_none(
    data: st.DataObject,
) -> None:
    """And always there: all who owe have reported, nobody raised any, none is open from before."""
    here, reading = WORKSPACES[2024], READINGS[2024]
    owing = {unit for i in here.plan.tasks for unit in reading.asked(i)}
    told = data.draw(closings([*here.plan.units]))
    period = parse_period("2024-Q3")
    assert period
    window = reporting_period(here.plan.reporting, period, here.calendar)
    facts = gather(
        Sources(here.plan, [e for e, _ in told], window, window.window_last, here.calendar)
    )
    reading.updates = [Said(entry.id, fields) for entry, fields in told]
    reported = {u.unit for u in reading.updates if u.about == "con-lai"}
    for name, kind in (("difficulties", "difficulty"), ("proposals", "proposal")):
        open_ones = reading.remarks(kind, window.window_first, window.window_last)
        raised = [u for u in reading.updates if u.day >= window.window_first and u.fields.get(kind)]
        none = owing <= reported and not (open_ones or raised)
        passage = next(p for p in remark_passages(facts) if p.name == name)
        assert (passage.lines == (NONE[name],)) == none
        assert bool(passage.gaps) or bool(passage.lines)
