"""What a task carries on: a task of an earlier plan, and how that one ended its year."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.ledger import Entry, View, ledger, view
from pci.core.model import Plan
from pci.core.vi import TASK_LABELS, plan_words, short_date


class Forerunner(NamedTuple):
    """The plan and the id of a task that another carries on; `last` is its state on the last day of
    its year, null where its plan cannot be read or has no such task then."""

    plan: str
    task: str
    last: View | None = None

    @property
    def year_end(self) -> date:
        """The last day of its plan's year."""
        return date(int(self.plan[:4]), 12, 31)

    @property
    def words(self) -> str:
        """`Tiếp nối nhiệm vụ A.VII.3 kế hoạch năm 2023: Đã hoàn thành, tính đến 31/12/2023`."""
        plan = plan_words(self.plan).removeprefix("kế hoạch ")
        name = f"Tiếp nối nhiệm vụ {self.task} kế hoạch {plan}"
        if self.last is None:
            return name
        percent = "" if self.last.percent is None else f" ({self.last.percent}%)"
        state = TASK_LABELS[self.last.state] + percent
        return f"{name}: {state}, tính đến {short_date(self.year_end)}"

    def as_of_year_end(
        self, plan: Plan, entries: Iterable[Entry], calendar: Calendar
    ) -> "Forerunner":
        """The same with its last state, out of its plan and what was recorded of it."""
        book = ledger(plan, entries, self.year_end, calendar)
        last = view(book, self.task) if self.task in book.plan.tasks else None
        return self._replace(last=last)
