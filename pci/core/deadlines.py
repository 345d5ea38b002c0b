"""What is late, what falls due soon, what waits and who owes a report: one row each, with its
reason in words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.duty import SEND, unsent
from pci.core.grouping import grouped
from pci.core.ledger import Item, Ledger, last_word, meant_state, role, speaks_as
from pci.core.model import Plan, Update
from pci.core.papers import Issues
from pci.core.reporting import Answer, answers, latest_due
from pci.core.schedule import ReportingPeriod
from pci.core.vi import (
    STATE_LABELS,
    count_words,
    lower_first,
    occurrence_words,
    period_words,
    short_date,
    shortened,
)

REPORT = "bao-cao"
"""The obligation of a missing report, which belongs to the plan and to no task."""

_PROVISIONAL = "; tạm tính: "
_ORDER = {"overdue": 0, "open": 1, "not_due": 1, "waiting": 2, "missing": 3}


class Deadline(NamedTuple):
    """One thing that somebody must look after. `task` is empty for a paper that the Office owes.
    `state` is an item's, or `missing` for a unit's report; `days` is positive when late, negative
    when ahead, null without a due day. `handed` says from whom the unit took it over, `provisional`
    why the due day of work is not certain."""

    task: str
    obligation: str
    period: str | None
    unit: str
    due: date | None
    state: str
    days: int | None
    reason: str
    title: str
    handed: tuple[str, ...] = ()
    provisional: str = ""

    @property
    def soon(self) -> bool:
        """Whether it falls due soon: it is neither late nor waiting, nor a unit's report."""
        return self.state in ("open", "not_due")


def deadlines(
    book: Ledger,
    calendar: Calendar,
    within: int,
    unit: str | None = None,
    issued: Issues | None = None,
) -> tuple[Deadline, ...]:
    """List everything late, due within so many days or waiting, and the missing reports of the
    latest period whose internal day has passed; for one unit, only what it answers for.

    With the issues of reports the list has the papers that the Office itself owes, too.
    The rows go by state, then by due day, then in the plan's order.
    """
    rows = [
        *(_of_item(book, item) for item in book.items if _is_due(book, item, within, unit)),
        *_missing(book, calendar, unit),
    ]
    if issued is not None:
        rows += _papers(book, issued, calendar, within, unit)
    return tuple(sorted(rows, key=lambda row: (_ORDER[row.state], row.due or date.max)))


def undated(book: Ledger, unit: str | None = None) -> tuple[Deadline, ...]:
    """List the work without a day ahead, of a unit or of all: what is open without one, then what
    is suspended, tasks as a whole too."""
    undue = (i for i in book.items if i.state == "suspended" or (i.state == "open" and not i.due))
    rows = [*(_of_item(book, item) for item in undue), *_suspended_tasks(book)]
    own = (row for row in rows if unit is None or _answers_for(book.plan, unit, row))
    return tuple(sorted(own, key=lambda row: row.state))


def _suspended_tasks(book: Ledger) -> Iterator[Deadline]:
    """List the tasks without items that units have suspended."""
    for i, task in book.plan.tasks.items():
        title = task.short or shortened(" ".join(task.work.removeprefix("- ").split()))
        for unit in book.plan.accountable(task) if not book.of_task(i) else ():
            word = last_word(book, i, unit)
            if word and word.state == "suspended":
                why = f"tạm dừng từ ngày {short_date(word.date)}"
                yield Deadline(i, "", None, unit, None, word.state, None, why, title)


def _is_due(book: Ledger, item: Item, within: int, unit: str | None) -> bool:
    """Whether an item of a unit (of any where null) is late, due soon or waiting."""
    soon = item.state in ("open", "not_due") and item.days is not None and -item.days <= within
    if not soon and item.state not in ("overdue", "waiting"):
        return False
    return unit is None or _answers_for(book.plan, unit, item)


def _answers_for(plan: Plan, unit: str, item: Item | Deadline) -> bool:
    """Whether a unit answers for an item: its own one, or its parent's on a task that it leads."""
    parent = plan.parent(unit)
    if parent == unit:
        return item.unit == unit
    return item.unit == parent and leads(plan, item.task, unit)


def leads(plan: Plan, task_id: str, unit: str) -> bool:
    """Whether a unit, itself or in a group, leads a task that the plan has."""
    part = role(plan, plan.tasks[task_id], unit) if task_id in plan.tasks else None
    return part is not None and part.name == "lead"


def _of_item(book: Ledger, item: Item) -> Deadline:
    plan = book.plan
    title = plan.tasks[item.task].owes[item.obligation].title
    return Deadline(
        item.task,
        item.obligation,
        item.period,
        item.unit,
        item.due,
        item.state,
        item.days,
        _waits(plan, item) if item.state == "waiting" else _runs(book, item),
        f"{title} ({occurrence_words(item.period)})" if item.period else title,
        tuple(one.words(plan) for one in item.handed),
        item.provisional,
    )


def _waits(plan: Plan, item: Item) -> str:
    return "chờ " + "; ".join(plan.triggers[trigger].title for trigger in item.waits)


def _runs(book: Ledger, item: Item) -> str:
    """`hạn 18/9/2023; cập nhật gần nhất ngày 12/9/2023: đang thực hiện; nhận bàn giao từ …`"""
    last = last_heard(book, item)
    news = "chưa có cập nhật"
    if last:
        label = lower_first(STATE_LABELS[meant_state(book.plan, last)])
        news = f"cập nhật gần nhất ngày {short_date(last.date)}: {label}"
    handed = (book.plan.unconfirmed.get(one.unit, "") for one in item.handed)
    why = _why(next(filter(None, (item.provisional, *handed)), ""))
    due = [f"hạn {short_date(item.due)}"] if item.due else []
    parts = (*due, news, *(one.words(book.plan) for one in item.handed))
    return "; ".join(parts) + why


def _why(provisional: str) -> str:
    return f"{_PROVISIONAL}{provisional}" if provisional else ""


def last_heard(book: Ledger, item: Item) -> Update | None:
    """Get the last update on an item, or on its task since the item opened; it may decide
    nothing."""
    for entry in reversed(book.about(item.task)):
        update = entry.update
        if not speaks_as(book.plan, update, item):
            continue
        on_item = (update.obligation, update.period) == (item.obligation, item.period)
        on_task = update.obligation is None and (item.opens is None or update.date >= item.opens)
        if on_item or on_task or entry == item.entry:
            return update
    return None


def _missing(book: Ledger, calendar: Calendar, unit: str | None) -> Iterator[Deadline]:
    """List the missing reports of a unit, or of all units in the plan's order."""
    plan, as_of = book.plan, book.as_of
    period = latest_due(plan, calendar, as_of)
    if period is None:
        return
    order = list(plan.units)
    asked = answers(plan, book.entries, period, as_of, calendar)
    missing = (answer for answer in asked if answer.state == "missing")
    for answer in sorted(missing, key=lambda answer: order.index(answer.unit)):
        if reports_on(plan, unit, answer):
            yield _of_report(answer, period, as_of)


def _of_report(answer: Answer, period: ReportingPeriod, as_of: date) -> Deadline:
    words, due = period_words(period.period), period.internal_due
    return Deadline(
        answer.task,
        REPORT,
        period.period.id,
        answer.unit,
        due,
        "missing",
        (as_of - due).days,
        f"chưa gửi báo cáo {words}, hạn nội bộ {_reckoned(due, period.internal_doubt, period)}",
        f"Báo cáo {words}",
    )


def _reckoned(due: date, doubt: str, period: ReportingPeriod) -> str:
    """A day of a period, the letter that sets it, and why it is provisional."""
    by_letter = f" theo {period.basis}" if period.basis else ""
    return short_date(due) + by_letter + _why(doubt)


def _papers(
    book: Ledger, issued: Issues, calendar: Calendar, within: int, unit: str | None
) -> Iterator[Deadline]:
    """List the papers not yet sent that are late or due soon; only the unit that drafts them has
    any."""
    office, as_of = book.plan.drafter, book.as_of
    if office is None or unit not in (None, office):
        return
    for window in unsent(book.plan, book.known, issued, as_of, calendar):
        if (window.send_by - as_of).days <= within:
            yield _of_paper(book.plan, window, office, as_of)


def _of_paper(plan: Plan, window: ReportingPeriod, unit: str, as_of: date) -> Deadline:
    due, above = window.send_by, plan.receiver
    sent = f" gửi {plan.name(above)}" if above else ""
    return Deadline(
        "",
        SEND,
        window.period.id,
        unit,
        due,
        "overdue" if as_of > due else "open",
        (as_of - due).days,
        f"chưa ban hành, hạn gửi {_reckoned(due, window.send_doubt, window)}",
        f"Báo cáo {period_words(window.period)}{sent}",
    )


def reports_on(plan: Plan, unit: str | None, answer: Answer) -> bool:
    """Whether a unit writes the report of an answer: its own, or on what it leads where another
    unit reports for it."""
    if unit is None or unit == answer.unit:
        return True
    return plan.reporter(unit) == answer.unit and leads(plan, answer.task, unit)


def gathered(plan: Plan, rows: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Merge rows for a screen: the missing reports of a unit into one row without a task, and work
    for which all its units wait into one row under its lead."""
    return tuple(line for group in grouped(rows, _key).values() for line in _lines(plan, group))


def _key(row: Deadline) -> tuple[str | None, ...]:
    """Get what the rows of one line have in common."""
    if row.state == "missing":
        return (row.state, row.unit)
    if row.state == "waiting":
        return (row.state, row.task, row.obligation)
    return (row.state, row.task, row.obligation, row.period, row.unit)


def _lines(plan: Plan, group: Sequence[Deadline]) -> Sequence[Deadline]:
    first = group[0]
    if first.state == "missing" and first.due:
        tasks = f"{count_words(len(group))} nhiệm vụ: {', '.join(row.task for row in group)}"
        why = "".join(first.reason.partition(_PROVISIONAL)[1:])
        reason = f"hạn nội bộ {short_date(first.due)}{why}; {tasks}"
        return [first._replace(task="", reason=reason)]
    if first.state == "waiting" and len(group) > 1:
        task = plan.tasks[first.task]
        if {row.unit for row in group} == set(plan.accountable(task)):
            return [first._replace(unit=task.lead)]
    return group
