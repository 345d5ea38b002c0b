"""Difficulties and proposals that nobody has answered yet."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from pci.core.dates import Period
from pci.core.handover import predecessors
from pci.core.ledger import Entry, Ledger
from pci.core.model import Plan, Remark, Update
from pci.core.time_words import named_times
from pci.core.vi import period_words, short_date

REMARK_KINDS = {"difficulty": "Khó khăn", "proposal": "Kiến nghị"}


class AnswerTarget(NamedTuple):
    """What an update answers: another update, and the kinds of its remarks that it settles."""

    update: str
    kinds: tuple[str, ...]

    def among(self, remarks: Mapping[str, Remark]) -> list[tuple[str, Remark]]:
        """Get those of an update's remarks that are settled, with their kinds."""
        return [(kind, remark) for kind, remark in remarks.items() if kind in self.kinds]


def target_of(answers: str) -> AnswerTarget:
    """Read what `answers` names: an id closes both remarks of that update, `ID#proposal` one."""
    update, mark, kind = answers.partition("#")
    return AnswerTarget(update, (kind,) if mark else tuple(REMARK_KINDS))


def nothing_asked(update: str, kinds: Iterable[str]) -> str:
    """Say that an update has no remark of these kinds."""
    names = ", ".join(REMARK_KINDS[kind].lower() for kind in kinds)
    return f"«{update}» không nêu {names} nào"


class OpenRemark(NamedTuple):
    """A difficulty or a proposal (`kind`) that waits for an answer on a day."""

    entry: Entry
    kind: str
    remark: Remark
    as_of: date

    @property
    def days(self) -> int:
        """For how many days it waits."""
        return (self.as_of - self.entry.update.date).days

    @property
    def passed(self) -> Period | None:
        """Get the last time that its own words name, where it lay ahead when said and is over by
        the day; a time that was over already is none that anybody asks for."""
        day = self.entry.update.date
        last = max(
            named_times(self.remark.text, day.year), key=lambda time: time.last, default=None
        )
        return last if last and day <= last.last < self.as_of else None


def open_remarks(book: Ledger) -> tuple[OpenRemark, ...]:
    """Every remark known to the ledger that no update known to it answers, oldest first. An answer
    holds though the remark or the answer itself is corrected afterwards."""
    targets = [target_of(e.update.answers) for e in book.known if e.update.answers]
    answered = {(book.origins.get(i, i), kind) for i, kinds in targets for kind in kinds}
    return tuple(
        OpenRemark(entry, kind, remark, book.as_of)
        for entry in book.known
        for kind, remark in entry.update.remarks.items()
        if (book.origins.get(entry.id, entry.id), kind) not in answered
    )


def waits_with(plan: Plan, update: Update) -> str:
    """Get the unit that what an update asks is now with: the one that took over its task, else the
    successor, else the unit itself."""
    heir = plan.heir(update.unit) or update.unit
    task, then = plan.tasks.get(update.subject), plan.on(update.date)
    if task is None or heir in (*plan.accountable(task), *plan.members(task.lead)):
        return heir
    own = then.parent(update.unit) if update.unit in then.units else update.unit
    lines = {u: predecessors(plan, update.subject, u) for u in plan.accountable(task)}
    takers = (unit for unit, line in lines.items() if update.date < line.get(own, date.min))
    return next(takers, heir)


def is_with(plan: Plan, update: Update, unit: str | None) -> bool:
    """Whether what an update asks is now with a unit, with one of its sub-units or one that it
    reports for, or with any."""
    return unit is None or speaks_through(plan, waits_with(plan, update), unit)


def speaks_through(plan: Plan, unit: str, other: str) -> bool:
    """Whether a unit is another one, its sub-unit, or one that it reports for."""
    above = (plan.parent(unit), plan.reporter(unit)) if unit in plan.units else ()
    return other in (unit, *above)


def holder_words(plan: Plan, update: Update, name: Callable[[str], str]) -> str:
    """`Phòng Chung (trước là Phòng Anh)`: the unit that what an update asks is now with, and the
    one that asked it where that is another."""
    unit, holder = update.unit, waits_with(plan, update)
    return name(holder) if holder == unit else f"{name(holder)} (trước là {name(unit)})"


def passed_words(period: Period) -> str:
    """`quý IV năm 2024`, `ngày 05/12/2024`."""
    if period.first == period.last:
        return f"ngày {short_date(period.first)}"
    return period_words(period)
