"""The official table: tasks, and work with a due day by its states, for sub-indices or units."""

from collections.abc import Iterable, Mapping, Sequence
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

    def like(self, other: Row) -> Row:
        """The row of the same section or unit as one of another table; an empty one where this
        table has none."""
        empty = other._replace(tasks=0, standing=0, items=dict.fromkeys(ITEM_STATES, 0), rate=None)
        return next((row for row in self.rows if row.id == other.id), empty)


def by_index(book: Ledger) -> Table:
    """A row for every section that holds tasks, or finished work of tasks that have ended, under
    its printed title; beside them one for the tasks in no section."""
    plan = book.plan
    ended = dict.fromkeys(plan.section_of(item.task) for item in book.ended)
    headings = {**plan.headings, **{i: plan.sections[i] for i in ended if i in plan.sections}}
    titles = {i: section.title for i, section in headings.items()}
    if titles and any(plan.tasks_of("")):
        titles[""] = "Nhiệm vụ không thuộc mục nào"
    rows = (
        _row(book, i, title, [task_id for task_id, _ in plan.tasks_of(i)], ended_in=i)
        for i, title in titles.items()
    )
    return Table(tuple(rows), _total(book))


def by_unit(book: Ledger) -> Table:
    """A row for every unit that answers for a task, or finished some work: its tasks, and its own
    items."""
    plan = book.plan
    accountable = {i: plan.accountable(task) for i, task in plan.tasks.items()}
    tasks = {unit: [i for i, units in accountable.items() if unit in units] for unit in plan.units}
    rows = (_row(book, i, unit.name, tasks[i], i) for i, unit in plan.units.items())
    return Table(tuple(row for row in rows if row.tasks or row.total), _total(book))


def of_unit(book: Ledger, unit: str) -> Row:
    """Make the row of one unit: the tasks that it leads and its items; a sub-unit has its
    parent's items."""
    plan = book.plan
    roles = {i: role(plan, task, unit) for i, task in plan.tasks.items()}
    led = [i for i, part in roles.items() if part and part.name == "lead"]
    return _row(book, unit, plan.name(unit), led, plan.parent(unit))


def _total(book: Ledger) -> Row:
    return _row(book, "total", "Tổng cộng", list(book.plan.tasks))


def _row(
    book: Ledger,
    row_id: str,
    title: str,
    tasks: Sequence[str],
    unit: str | None = None,
    ended_in: str | None = None,
) -> Row:
    """Make a row of some tasks, of one unit or of all, with the finished work that is no more in
    the plan: of that unit, of one section, or all."""
    plan, wanted = book.plan, set(tasks)
    items = [
        item
        for item in book.items
        if unit in (None, item.unit) and (item.task in wanted or _gave_up(plan, item, unit))
    ]
    items += [
        item
        for item in book.ended
        if unit in (None, item.unit) and ended_in in (None, plan.section_of(item.task))
    ]
    return counted(plan, row_id, title, tasks, items)


def _gave_up(plan: Plan, item: Item, unit: str | None) -> bool:
    """Whether a unit finished an item of a task for which it answers no more."""
    return unit is not None and unit not in plan.accountable(plan.tasks[item.task])


def counted(
    plan: Plan, row_id: str, title: str, tasks: Sequence[str], items: Iterable[Item]
) -> Row:
    """Make a row of these tasks and these items."""
    states = [item.state for item in items]
    standing = sum(plan.tasks[i].standing for i in tasks)
    counts = {state: states.count(state) for state in ITEM_STATES}
    return Row(row_id, title, len(tasks), standing, counts, rate(states))
