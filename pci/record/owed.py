"""What a unit has still to report in a period once it has spoken."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from pci.console import notice
from pci.core.deadlines import reports_on
from pci.core.model import Plan, Update
from pci.core.reporting import answers
from pci.core.schedule import ReportingPeriod, reporting_periods
from pci.core.vi import count_words, period_words
from pci.workspace import Workspace

_MOST_NAMED = 8
"""Ids of tasks in one line."""


class Owed(NamedTuple):
    """The tasks that a unit has still to report on in a reporting period, in the plan's order."""

    unit: str
    period: ReportingPeriod
    tasks: tuple[str, ...]


def debts(workspace: Workspace, updates: Iterable[Update], as_of: date) -> Iterator[Owed]:
    """What units that have just spoken still owe in the periods of their updates; of whoever is
    asked nothing, nothing."""
    plan, calendar = workspace.plan, workspace.calendar
    periods = reporting_periods(plan, calendar)
    spoken = [(u.unit, period) for u in updates for period in periods if period.holds(u.date)]
    for unit, period in dict.fromkeys(spoken):
        asked = [
            answer
            for answer in answers(plan, workspace.entries, period, as_of, calendar)
            if reports_on(plan, unit, answer)
        ]
        if asked:
            yield Owed(unit, period, tuple(a.task for a in asked if not a.reported))


def owed_line(plan: Plan, debt: Owed) -> str:
    """`Phòng … còn phải báo cáo quý III năm 2023: 12 nhiệm vụ (A.I.2, …).`"""
    who, when = plan.name(debt.unit), period_words(debt.period.period)
    if not debt.tasks:
        return f"{who} đã báo cáo đủ {when}."
    more = ", …" if len(debt.tasks) > _MOST_NAMED else ""
    ids = ", ".join(debt.tasks[:_MOST_NAMED]) + more
    return f"{who} còn phải báo cáo {when}: {count_words(len(debt.tasks))} nhiệm vụ ({ids})."


def tell_owed(workspace: Workspace, updates: Iterable[Update], as_of: date) -> None:
    """What the units that have just spoken still owe: one line for each of their periods."""
    for debt in debts(workspace, updates, as_of):
        notice(owed_line(workspace.plan, debt))
