"""Builders of test data: the real plan, plans of few tasks, updates in one line."""

from dataclasses import replace
from typing import Any

from support import ROOT

from pci import workspace
from pci.core.dates import Period, parse_period
from pci.core.ledger import Entry, update_id
from pci.core.model import Plan, Task, Update
from pci.core.papers import Issue
from pci.core.schedule import ReportingPeriod, reporting_period
from pci.files import shape

YEAR = workspace.open_workspace(ROOT, "2023")
PLAN, CALENDAR = YEAR.plan, YEAR.calendar

EXPECTED = {
    "van-phong": 24,
    "phong-qltnmt": 14,
    "phong-qldn": 13,
    "phong-qldt": 12,
    "phong-qlqhxd": 12,
    "bqlda": 10,
}
"""How many reports each accountable unit owes for a quarter in which nothing has begun."""


def entry_of(
    about: str, unit: str, day: str = "2023-09-01", state: str = "doing", **more: Any
) -> Entry:
    """An update, typed on the morning of its day unless `recorded` says otherwise."""
    fields = {
        "about": about,
        "unit": unit,
        "date": day,
        "state": state,
        "recorded": f"{day}T08:00:00+07:00",
        **more,
    }
    update = shape.value(Update, fields)
    return Entry(update_id(update), update)


def issue_of(day: str) -> Issue:
    """The issue of a report on a day, of which only the day matters."""
    fields = {
        "number": "1",
        "date": day,
        "window_first": day,
        "window_last": day,
        "inputs": "0" * 64,
        "document": "0" * 64,
        "recorded": f"{day}T16:00:00+07:00",
    }
    return shape.value(Issue, fields)


def period(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


def window(text: str, plan: Plan = PLAN) -> ReportingPeriod:
    return reporting_period(plan.reporting, period(text), CALENDAR)


def with_reporting(plan: Plan = PLAN, **changes: Any) -> Plan:
    """The plan under another regime."""
    return replace(plan, reporting=replace(plan.reporting, **changes))


def task(
    owes: dict[str, Any] | None = None, lead: str = "phong-qldn", standing: bool = False
) -> Task:
    """A task with obligations, each given by its schedule; that of `standing` names none."""
    named = {
        i: {"title": "Đầu việc", "quote": "trong năm", **schedule}
        for i, schedule in (owes or {}).items()
    }
    time = "Nhiệm vụ thường xuyên" if standing or not owes else "trong năm"
    cells = {
        "number": "1",
        "work": "Việc trong năm",
        "units": lead,
        "lead": lead,
        "time": time,
        "outputs": [],
    }
    return shape.value(Task, {**cells, "owes": named})


def plan_of(tasks: dict[str, Task], issued: str = "2022-12-30", **changes: Any) -> Plan:
    """The real plan's units and triggers with other tasks."""
    return replace(PLAN, tasks=tasks, issued=issued, **changes)
