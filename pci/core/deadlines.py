"""What is late, what falls due soon, what waits and who owes a report: one row each, with its reason in words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.ledger import Item, Ledger, role, speaks_for
from pci.core.model import Plan, Update
from pci.core.reporting import Answer, answers, latest_due
from pci.core.vi import (
    STATE_LABELS,
    count_words,
    lower_first,
    occurrence_words,
    period_words,
    short_date,
)

REPORT = "bao-cao"
"""The obligation of a missing report: the plan-level one, which no task holds."""

_PROVISIONAL = "; tạm tính: "
_ORDER = {"overdue": 0, "open": 1, "not_due": 1, "waiting": 2, "missing": 3}


class Row(NamedTuple):
    """One thing that somebody must look after. `state` is an item's, or `missing` for a report; `days` is positive
    when late, negative when ahead, null without a due day."""

    task: str
    obligation: str
    period: str | None
    unit: str
    due: date | None
    state: str
    days: int | None
    reason: str
    title: str

    @property
    def soon(self) -> bool:
        """Whether it falls due soon, rather than being late, waiting or a report."""
        return self.state in ("open", "not_due")


def deadlines(
    book: Ledger, calendar: Calendar, within: int, unit: str | None = None
) -> tuple[Row, ...]:
    """Everything late, due within so many days or waiting, and the missing reports of the latest period whose
    internal day has passed; of one unit, what it answers for itself. Oldest first, then in the plan's order."""
    rows = [*_items(book, calendar, within, unit), *_missing(book, calendar, unit)]
    return tuple(sorted(rows, key=lambda row: (_ORDER[row.state], row.due or date.max)))


def _items(book: Ledger, calendar: Calendar, within: int, unit: str | None) -> Iterator[Row]:
    plan = book.plan
    for item in book.items:
        soon = item.state in ("open", "not_due") and item.days is not None and -item.days <= within
        if (soon or item.state in ("overdue", "waiting")) and _answers_for(plan, unit, item):
            title = plan.tasks[item.task].owes[item.obligation].title
            period = f" ({occurrence_words(item.period)})" if item.period else ""
            reason = _waits(plan, item) if item.state == "waiting" else _runs(book, item, calendar)
            what = (item.task, item.obligation, item.period, item.unit)
            yield Row(*what, item.due, item.state, item.days, reason, title + period)


def _answers_for(plan: Plan, unit: str | None, item: Item) -> bool:
    """Whether an item is a unit's own: a sub-unit sees its parent's on the tasks that it leads itself."""
    if unit is None:
        return True
    parent = plan.units[unit].part_of
    if parent is None:
        return item.unit == unit
    concerned = role(plan, plan.tasks[item.task], unit)
    return item.unit == parent and concerned is not None and concerned.name == "lead"


def _missing(book: Ledger, calendar: Calendar, unit: str | None) -> Iterator[Row]:
    plan, as_of = book.plan, book.as_of
    if (period := latest_due(plan, calendar, as_of)) is None:
        return
    words, due = period_words(period.period), period.internal_due
    reason = f"chưa gửi báo cáo {words}, hạn nội bộ {short_date(due)}"
    reason += f" theo {period.basis}" if period.basis else ""
    reason += _provisional(due, calendar) if period.provisional else ""
    order = list(plan.units)
    for answer in sorted(
        answers(plan, book.known, period, as_of, calendar), key=lambda a: order.index(a.unit)
    ):
        if answer.state == "missing" and reports_on(plan, unit, answer):
            what = (answer.task, REPORT, period.period.id, answer.unit)
            yield Row(*what, due, "missing", (as_of - due).days, reason, f"Báo cáo {words}")


def reports_on(plan: Plan, unit: str | None, answer: Answer) -> bool:
    """Whether a missing report is a unit's to write: its own, or, where another reports for it, on what it leads."""
    if unit is None or unit == answer.unit:
        return True
    leads = role(plan, plan.tasks[answer.task], unit)
    return plan.reporter(unit) == answer.unit and leads is not None and leads.name == "lead"


def _runs(book: Ledger, item: Item, calendar: Calendar) -> str:
    """`hạn 18/9/2023; cập nhật gần nhất ngày 12/9/2023: đang thực hiện`"""
    assert item.due
    last = last_heard(book, item)
    heard = "chưa có cập nhật"
    if last:
        heard = f"cập nhật gần nhất ngày {short_date(last.date)}: {lower_first(STATE_LABELS[last.state])}"
    return f"hạn {short_date(item.due)}; {heard}" + (
        _provisional(item.due, calendar) if item.provisional else ""
    )


def last_heard(book: Ledger, item: Item) -> Update | None:
    """The last thing said of an item, or of its task since the item opened, whether or not it decides anything."""
    for entry in reversed(book.known):
        said = entry.update
        if said.subject != item.task or not speaks_for(book.plan, said.unit, item.unit):
            continue
        of_task = said.obligation is None and (item.opens is None or said.date >= item.opens)
        if (
            of_task
            or entry == item.entry
            or (said.obligation, said.period) == (item.obligation, item.period)
        ):
            return said
    return None


def _waits(plan: Plan, item: Item) -> str:
    return "chờ " + "; ".join(plan.triggers[trigger].title for trigger in item.waits)


def _provisional(due: date, calendar: Calendar) -> str:
    """Which year's days off are not decided: the due day's, or the year before, in which the count began."""
    year = due.year if due.year not in calendar.decided else due.year - 1
    return f"{_PROVISIONAL}lịch nghỉ năm {year} chưa quyết định"


def gathered(plan: Plan, rows: Iterable[Row]) -> tuple[Row, ...]:
    """The same in fewer lines for a person's screen: the missing reports of a unit in one, without a task of its own,
    and work for which all its units wait in one, under the name of its lead."""
    alike: dict[tuple[str | None, ...], list[Row]] = {}
    for row in rows:
        if row.state == "missing":
            key: tuple[str | None, ...] = (row.state, row.unit)
        elif row.state == "waiting":
            key = (row.state, row.task, row.obligation)
        else:
            key = (row.state, row.task, row.obligation, row.period, row.unit)
        alike.setdefault(key, []).append(row)
    return tuple(line for group in alike.values() for line in _lines(plan, group))


def _lines(plan: Plan, group: Sequence[Row]) -> Sequence[Row]:
    first = group[0]
    if first.state == "missing" and first.due:
        day = f"hạn nội bộ {short_date(first.due)}" + "".join(
            first.reason.partition(_PROVISIONAL)[1:]
        )
        count = f"{count_words(len(group))} nhiệm vụ: {', '.join(row.task for row in group)}"
        return [first._replace(task="", reason=f"{day}; {count}")]
    if first.state == "waiting" and len(group) > 1:
        task = plan.tasks[first.task]
        if {row.unit for row in group} == set(plan.accountable(task)):
            return [first._replace(unit=task.lead)]
    return group
