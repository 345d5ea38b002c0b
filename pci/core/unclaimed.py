"""Work that a unit left open when it ended, and that nobody took over."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.grouping import grouped
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


def unclaimed_lines(book: Ledger, calendar: Calendar) -> Iterator[str]:
    """Say of each such unit what it left open."""
    return (one.words(book.plan) for one in unclaimed(book, calendar))


def unclaimed(book: Ledger, calendar: Calendar) -> Iterator[Unclaimed]:
    """Yield what each unit that ended without a successor left open, the last first."""
    for version in book.plan.versions:
        gone = _gone(version)
        if gone and version.since:
            last = version.since - timedelta(days=1)
            left = _left(book, last, calendar)
            yield from (Unclaimed(u, last, tuple(left[u])) for u in gone if u in left)


def _left(book: Ledger, day: date, calendar: Calendar) -> Mapping[str, Sequence[Item]]:
    """Get the work that was open on a day, and that nobody took over since, by its unit."""
    then = ledger(book.plan, book.known, day, calendar)
    unfinished = (item for item in then.items if item.state not in FINISHED)
    left = (item for item in unfinished if not _is_taken(book.plan, then.plan, item))
    return grouped(left, lambda item: item.unit)


def _gone(version: Plan) -> list[str]:
    """List what ended with a version of the plan, and has no successor."""
    before = version.before
    ended = (i for i, heir in version.heirs.items() if heir is None)
    return [i for i in ended if before and before.heir(i) == i]


def _is_taken(plan: Plan, before: Plan, item: Item) -> bool:
    """Whether work is no more in the plan, or a unit answers for its task that did not before."""
    task = plan.tasks.get(item.task)
    if task is None or item.obligation not in task.owes:
        return True
    was = before.accountable(before.tasks[item.task])
    return not set(plan.accountable(task)) <= {*was}
