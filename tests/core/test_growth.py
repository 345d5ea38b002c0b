"""That no account grows faster than the tasks and the updates that it is of: its steps are counted,
no clock judges."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import CALENDAR, PLAN, entry_of, issue_of, window
from steps import steps

from pci.check.rules import check_new
from pci.core.deadlines import deadlines
from pci.core.ledger import Entry, Filter, ledger, select
from pci.core.model import Plan
from pci.core.progress import Progress
from pci.core.stats import by_index
from pci.reports.facts import Sources, gather
from pci.reports.fields import mapping
from pci.reports.periodic import periodic_report

END = date(2023, 9, 30)
Q3 = window("2023-Q3")
ISSUE = replace(issue_of("2023-09-30"), window_first=date(2023, 6, 1))


def of_size(times: int) -> tuple[Plan, list[Entry]]:
    """The real plan with so many times its tasks, and two updates on each of them."""
    tasks = {
        f"{i.rpartition('.')[0]}.{100 * n + int(i.rpartition('.')[2])}": one
        for n in range(times)
        for i, one in PLAN.tasks.items()
    }
    plan = replace(PLAN, tasks=tasks)
    return plan, list(_updates(plan))


def _updates(plan: Plan) -> Iterator[Entry]:
    for n, (i, one) in enumerate(plan.tasks.items()):
        for state in ("doing", "suspended"):
            day = date(2023, 7, 1) + timedelta(days=n % 70)
            said = {"result": f"Đợt {n}.", "reason": "Chờ hướng dẫn."}
            yield entry_of(i, plan.accountable(one)[0], day.isoformat(), state, **said)


def lists(plan: Plan, entries: list[Entry]) -> None:
    book = ledger(plan, entries, END, CALENDAR)
    select(book, Filter())
    deadlines(book, CALENDAR, 30)
    by_index(book)


def report(plan: Plan, entries: list[Entry]) -> None:
    mapping(periodic_report(gather(Sources(plan, entries, Q3, END, CALENDAR))))


def judged(plan: Plan, entries: list[Entry]) -> None:
    """Each update is recorded beside all others, in the window of a paper that has them all."""
    new = [(f"plans/2023/progress/{one.update.unit}/{one.id}.yaml", one) for one in entries]
    paper = replace(ISSUE, updates=tuple(one.id for one in entries))
    for _ in check_new(plan, new, Progress(), {"2023-Q3": paper}, CALENDAR):
        pass


@pytest.mark.parametrize("account", [lists, report, judged])
def test_four_times_the_work_takes_four_times_the_steps(
    account: Callable[[Plan, list[Entry]], None],
) -> None:
    few, many = (of_size(times) for times in (2, 8))
    account(*few)  # what is made once is made
    assert steps(lambda: account(*many)) < 4.6 * steps(lambda: account(*few))
