"""How the list of deadlines is grouped, headed and summed up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from pci.core.deadlines import Deadline
from pci.core.model import Plan
from pci.core.vi import count_words, short_date
from pci.lists.columns import DEADLINE_COLUMNS, DEADLINE_UNIT, Column, DeadlineRow


def _unit_group(plan: Plan, row: Deadline) -> tuple[int, str]:
    return [*plan.units, *plan.groups].index(row.unit), plan.name(row.unit)


def _day_group(plan: Plan, row: Deadline) -> tuple[int, str]:
    if row.due is None:
        return date.max.toordinal(), "Chưa có thời hạn"
    return row.due.toordinal(), f"Ngày {short_date(row.due)}"


GROUPINGS: Mapping[str, Callable[[Plan, Deadline], tuple[int, str]]] = {
    "unit": _unit_group,
    "date": _day_group,
}
"""A row's group by the way of grouping: its place among the groups, and its name."""


def ordered(plan: Plan, rows: Sequence[Deadline], grouping: str) -> list[DeadlineRow]:
    """The rows with those of one group together."""
    group = GROUPINGS[grouping]
    return [DeadlineRow(row, plan) for row in sorted(rows, key=lambda row: group(plan, row)[0])]


def columns(grouping: str) -> Sequence[Column[DeadlineRow]]:
    """The columns of the list; a screen that is grouped by unit leaves the unit's out."""
    if grouping != "unit":
        return DEADLINE_COLUMNS
    hidden = DEADLINE_UNIT._replace(screen="")
    return [hidden if column is DEADLINE_UNIT else column for column in DEADLINE_COLUMNS]


def heading_of(grouping: str) -> Callable[[DeadlineRow], tuple[str, str]]:
    """The function that gives a row the heading of its group, below the column of codes."""
    group = GROUPINGS[grouping]
    return lambda shown: ("", group(shown.plan, shown.row)[1])


def summary(rows: Sequence[Deadline], as_of: date, days: int) -> str:
    """`Tính đến ngày 02/10/2023: 02 việc quá hạn; …`: kinds of which there are none go unsaid."""
    soon = f"việc đến hạn trong {count_words(days)} ngày" if days else "việc đến hạn trong ngày"
    counts = (
        (sum(row.state == "overdue" for row in rows), "việc quá hạn"),
        (sum(row.soon for row in rows), soon),
        (sum(row.state == "waiting" for row in rows), "việc chưa đủ điều kiện"),
        (sum(row.state == "missing" for row in rows), "báo cáo còn thiếu"),
    )
    parts = [f"{count_words(count)} {what}" for count, what in counts if count]
    nothing = "không có việc quá hạn, sắp đến hạn hay báo cáo còn thiếu"
    return f"Tính đến ngày {short_date(as_of)}: {'; '.join(parts) or nothing}."
