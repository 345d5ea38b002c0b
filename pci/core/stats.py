"""The official table: tasks, and beside them the work with a due day in its states, by sub-index or
unit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pci.core.ledger import ITEM_STATES, Item, Ledger, rate, role
from pci.core.model import Plan


class Row(NamedTuple):
    """One line of the table. `items` has every state of an item; they add up to its total."""

    id: str
    title: str
    tasks: int
    standing: int
    items: Mapping[str, int]
    rate: Decimal | None

    @property
    def total(self) -> int:
        """All pieces of work with a due day, in whatever state."""
        return sum(self.items.values())

    @property
    def unfinished_in_time(self) -> int:
        """«Chưa hoàn thành, trong hạn»: open, or not yet to begin (domain notes, section 3)."""
        return self.items["open"] + self.items["not_due"]


class Table(NamedTuple):
    """Rows and their total. Rows by unit do not add up to it: shared tasks stand in several."""

    rows: tuple[Row, ...]
    total: Row


def by_index(book: Ledger) -> Table:
    """A row for every section that holds tasks, under its printed title."""
    plan = book.plan
    held = dict.fromkeys(plan.section_of(i) for i in plan.tasks)
    return Table(
        tuple(
            _row(book, s, plan.sections[s].title, [i for i, _ in plan.tasks_of(s)]) for s in held
        ),
        _total(book),
    )


def by_unit(book: Ledger) -> Table:
    """A row for every unit that answers for a task: its tasks, and its own items."""
    plan = book.plan
    led = {
        unit: [i for i, task in plan.tasks.items() if unit in plan.accountable(task)]
        for unit in plan.units
    }
    return Table(
        tuple(_row(book, u, plan.name(u), tasks, u) for u, tasks in led.items() if tasks),
        _total(book),
    )


def of_unit(book: Ledger, unit: str) -> Row:
    """The row of one unit: the tasks that it leads, and its own items; a sub-unit has its parent's
    on those tasks."""
    plan = book.plan
    led = [
        i
        for i, task in plan.tasks.items()
        if (found := role(plan, task, unit)) and found.name == "lead"
    ]
    return _row(book, unit, plan.name(unit), led, plan.units[unit].part_of or unit)


def _total(book: Ledger) -> Row:
    return _row(book, "total", "Tổng cộng", list(book.plan.tasks))


def _row(
    book: Ledger, row_id: str, title: str, tasks: Sequence[str], unit: str | None = None
) -> Row:
    wanted = set(tasks)
    its = [item for item in book.items if item.task in wanted and unit in (None, item.unit)]
    return Row(
        row_id,
        title,
        len(tasks),
        _standing(book.plan, tasks),
        _counts(its),
        rate(i.state for i in its),
    )


def _standing(plan: Plan, tasks: Sequence[str]) -> int:
    return sum(plan.tasks[i].standing for i in tasks)


def _counts(its: Sequence[Item]) -> Mapping[str, int]:
    counted = Counter(item.state for item in its)
    return {state: counted[state] for state in ITEM_STATES}
