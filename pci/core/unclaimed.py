"""Work that a unit left open when it ended, and that nobody took over."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.ledger import FINISHED, Item, Ledger, ledger
from pci.core.model import Plan
from pci.core.vi import count_words, short_date


class Unclaimed(NamedTuple):
    """What a unit had not finished on its last day, of tasks that stayed in the plan."""

    unit: str
    last: date
    items: tuple[Item, ...]

    def words(self, plan: Plan) -> str:
        """`01 đầu việc của P.A, đã kết thúc ngày 28/02/2025, chưa có đơn vị nhận: 1/viec.`"""
        work = (
            f"{i.task}/{i.obligation}" + (f" ({i.period})" if i.period else "") for i in self.items
        )
        whose = f"{plan.short_name(self.unit)}, đã kết thúc ngày {short_date(self.last)}"
        count = f"{count_words(len(self.items))} đầu việc của {whose}"
        return f"{count}, chưa có đơn vị nhận: {', '.join(work)}."


def unclaimed(book: Ledger, calendar: Calendar) -> Iterator[Unclaimed]:
    """Yield what each unit that ended without a successor left open, the last first."""
    for version in book.plan.versions:
        before = version.before
        if before is None or version.since is None:
            continue
        gone = [i for i, heir in version.heirs.items() if heir is None and before.heir(i) == i]
        last = version.since - timedelta(days=1)
        then = ledger(book.plan, book.known, last, calendar).items if gone else ()
        for unit in gone:
            own = [i for i in then if i.unit == unit and i.state not in FINISHED]
            if items := tuple(i for i in own if not _is_taken(book.plan, before, i)):
                yield Unclaimed(unit, last, items)


def _is_taken(plan: Plan, before: Plan, item: Item) -> bool:
    """Whether work is no more in the plan, or a unit answers for its task that did not before."""
    if f"{item.task}/{item.obligation}" not in plan.obligations:
        return True
    was = before.accountable(before.tasks[item.task])
    return not set(plan.accountable(plan.tasks[item.task])) <= {*was}
