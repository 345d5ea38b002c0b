"""That no account grows faster than the tasks and the updates that it is of: its steps are counted,
no clock judges."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import CALENDAR, PLAN, entry_of, issue_of, window
from steps import steps

from pci.check.rules import check_new
from pci.core import reporting
from pci.core.deadlines import deadlines
from pci.core.holidays import CalendarYear, DaysOff, calendar_of
from pci.core.ledger import Entry, Filter, ledger, select, withdrawn
from pci.core.model import Plan, Withdrawal
from pci.core.organisation import DatedUnit, Organisation, organised
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


SAID = entry_of("A.I.1", "van-phong").update
GONE = Withdrawal(
    about="A.I.1",
    unit="van-phong",
    date=END,
    withdraws="0",
    reason="Ghi nhầm.",
    recorded=SAID.recorded,
)


def corrected(length: int) -> None:
    """Each update corrects the one before it."""
    line = [Entry(f"{n}", replace(SAID, corrects=f"{n - 1}")) for n in range(length)]
    reporting.account(PLAN, line, Q3, END, CALENDAR)


def taken_back(length: int) -> None:
    """Each withdrawal takes back the one before it."""
    line = withdrawn({f"{n + 1}": replace(GONE, withdraws=f"{n}") for n in range(length)})
    assert len(line) == (length + 1) // 2


def succeeded(length: int) -> None:
    """Each unit is followed by the one after it, and nobody has seen by what document."""
    over = DatedUnit(name="Phòng", until=date(2001, 1, 1), confirmed=False)
    units = {f"u{n}": (replace(over, successor=f"u{n + 1}"),) for n in range(length)}
    plan = organised(PLAN, Organisation(units=units), END)
    assert plan.heirs["u0"] == f"u{length}" and "u0" in plan.unconfirmed


def waited_for(length: int) -> None:
    """Each new update is of work that waits for a trigger, of which as many were recorded."""
    trigger = replace(SAID, about="bo-khdt-trien-khai", state="done")
    work = replace(SAID, about="A.VIII.2/tuyen-truyen", state="done", evidence=("1/BC 2/6/2023",))
    there = Progress({f"plans/2023/progress/van-phong/{n}.yaml": trigger for n in range(length)})
    new = [(f"{n}.yaml", Entry(f"new-{n}", work)) for n in range(length // 8)]
    for _ in check_new(PLAN, new, there, {}, CALENDAR):
        pass


@pytest.mark.parametrize("account", [corrected, taken_back, succeeded, waited_for])
def test_a_line_four_times_as_long_takes_four_times_the_steps(
    account: Callable[[int], None],
) -> None:
    assert steps(lambda: account(1200)) < 4.6 * steps(lambda: account(300))


def closed(length: int) -> None:
    """Each holiday names all days of the year again."""
    days = DaysOff(first=date(2023, 1, 1), last=date(2023, 12, 31), name="Nghỉ", basis="QĐ")
    calendar_of([CalendarYear(year=2023, decided=True, days_off=(days,) * length)])


def test_days_off_named_a_hundred_times_are_gone_through_once() -> None:
    assert steps(lambda: closed(100)) < 2 * steps(lambda: closed(1))
