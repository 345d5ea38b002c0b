"""The hand-made cases of `tests/cases`: schedule, updates and a day on one side, what must follow
on the other."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pytest
from builders import PLAN, entry_of, plan_of, task, window
from support import ROOT

from pci import loading
from pci.core.dates import Calendar, parse_day
from pci.core.deadlines import deadlines
from pci.core.fields import content
from pci.core.ledger import ITEM_STATES, Entry, Item, Ledger, ledger, view
from pci.core.model import Plan, Reporting
from pci.core.reporting import Answer, answers
from pci.core.vi import TASK_LABELS
from pci.files import shape
from tools.cases import LEAD, SCHEDULES, TASK, Tree, about, cases_page, groups, works

CASES = [(f"{group.title}: {case['name']}", case) for group in groups() for case in group.cases]
ITEM = ("obligation", "period", "unit")
"""The keys by which a case names one item among several."""


def every_calendar() -> Calendar:
    """The working days of all years that have a calendar, though the program reads three at a
    time."""
    names = [
        "plans/2023.yaml",
        *(f"plans/calendar/{path.name}" for path in (ROOT / "plans/calendar").iterdir()),
    ]
    return loading.load({name: (ROOT / name).read_bytes() for name in names}).calendar


CALENDAR = every_calendar()


class Facts(NamedTuple):
    plan: Plan
    entries: Sequence[Entry]
    as_of: date


def facts_of(case: Tree) -> Facts:
    changed = dict(case.get("plan", {}))
    regime = {**content(PLAN.reporting), **changed.pop("reporting", {})}
    year = int(changed.pop("year", 2023))
    tasks = {
        i: task(dict(works(tree)), tree.get("lead", LEAD), bool(tree.get("standing")))
        for i, tree in {TASK: case, **case.get("more", {})}.items()
    }
    plan = plan_of(tasks, year=year, reporting=shape.value(Reporting, regime), **changed)
    return Facts(plan, entries_of(case), day_of(case["as_of"]))


def entries_of(case: Tree) -> list[Entry]:
    entries: list[Entry] = []
    for tree in case.get("updates", ()):
        more = {"unit": case.get("lead", LEAD), "about": about(case, tree), **tree}
        if "corrects" in more:
            more["corrects"] = entries[int(more["corrects"]) - 1].id
        entries.append(entry_of(more.pop("about"), more.pop("unit"), more.pop("date"), **more))
    return entries


def day_of(text: str) -> date:
    day = parse_day(text)
    assert day is not None, text
    return day


def shown(value: object) -> str | None:
    """A value as a case writes it."""
    if value is None or value is False:
        return None
    return "true" if value is True else str(value)


def row_of(found: Item | Answer, keys: Sequence[str]) -> dict[str, str | None]:
    values = {key: getattr(found, key) for key in keys}
    if "provisional" in values:
        values["provisional"] = bool(values["provisional"])
    return {key: shown(value) for key, value in values.items()}


def one(found: Sequence[Any], row: Mapping[str, str], keys: Sequence[str]) -> Any:
    """The one item or answer that a row of a case names."""
    named = [f for f in found if all(getattr(f, key) == row[key] for key in keys if key in row)]
    assert len(named) == 1, (row, named)
    return named[0]


def reason_of(book: Ledger, found: Item | Answer) -> str:
    """What `pci deadlines` says of one item or one missing report."""
    keys = (
        ("task", "obligation", "period", "unit")
        if isinstance(found, Item)
        else ("task", "unit", "state")
    )
    rows = [
        r
        for r in deadlines(book, CALENDAR, 366)
        if all(getattr(r, key) == getattr(found, key) for key in keys)
    ]
    assert len(rows) == 1, (found, rows)
    return rows[0].reason


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_a_case(name: str, case: Tree) -> None:
    plan, entries, as_of = facts_of(case)
    book = ledger(plan, entries, as_of, CALENDAR)
    if "items" in case:
        keys = ("state", "due", "days", "provisional")
        assert len(book.items) == int(case.get("total", len(case["items"])))
        for row in case["items"]:
            item = one(book.items, row, ITEM)
            assert row_of(item, keys) == {key: row.get(key) for key in keys}
            assert "reason" not in row or row["reason"] == reason_of(book, item)
    if wanted := case.get("task"):
        seen = view(book, TASK, wanted.get("unit"))
        found = {key: shown(getattr(seen, key)) for key in ("state", "percent", "due", "updated")}
        assert found == {key: wanted.get(key) for key in found}
    if "answers" in case:
        asked = answers(plan, entries, window(case["period"], plan), as_of, CALENDAR)
        assert len(asked) == int(case.get("total", len(case["answers"])))
        for row in case["answers"]:
            answer = one(asked, row, ("task", "unit"))
            assert answer.state == row["state"]
            assert "reason" not in row or row["reason"] == reason_of(book, answer)


def test_the_cases_cover_every_schedule_and_every_state() -> None:
    trees = [case for _, case in CASES]
    assert len(trees) >= 70
    assert {
        key for case in trees for work in works(case).values() for key in work if key in SCHEDULES
    } == {*SCHEDULES}
    assert {row["state"] for case in trees for row in case.get("items", ())} == {*ITEM_STATES}
    assert {case["task"]["state"] for case in trees if "task" in case} == {*TASK_LABELS}
    assert {row["state"] for case in trees for row in case.get("answers", ())} == {
        *("reported", "reported_late", "awaited", "missing")
    }
    assert all({"items", "task", "answers"} & case.keys() and case["why"] for case in trees)


def test_a_case_says_nothing_that_is_not_read() -> None:
    known = {
        *("name", "plan", "lead", "standing", "owes", "more", "updates", "period", "as_of"),
        *("items", "total", "task", "answers", "why"),
    }
    rows = {
        "items": {*ITEM, "state", "due", "days", "provisional", "reason"},
        "answers": {"task", "unit", "state", "reason"},
        "updates": {"date", "state", "about", "unit", "period", "percent", "recorded", "corrects"},
    }
    for name, case in CASES:
        assert case.keys() <= known, name
        assert case.get("task", {}).keys() <= {"unit", "state", "percent", "due", "updated"}, name
        for part, keys in rows.items():
            assert all(row.keys() <= keys for row in case.get(part, ())), name


def test_the_page_shows_the_cases_as_they_are() -> None:
    page = (ROOT / "docs/truong-hop.md").read_text(encoding="utf-8")
    assert page == cases_page(), "cũ so với tests/cases; chạy «make docs»"
    assert page.count("\n| ") == len(CASES) + len({name.partition(":")[0] for name, _ in CASES})
