"""`pci deadlines`: what is late, due soon, waiting, and the reports still missing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import typer

from pci.commands import deliver
from pci.commands.options import (
    LIST_FORMATS,
    DatedPlace,
    ListOptions,
    day_count,
    unit_id,
    unit_option,
    within_option,
)
from pci.console import INVENTED, notice
from pci.core.deadlines import Deadline, gathered
from pci.core.deadlines import deadlines as deadlines_of
from pci.core.model import Plan
from pci.lists import ics, json
from pci.lists.deadlines import GROUPINGS, columns, heading_of, ordered, summary
from pci.usage import choice

_FAULTS: Mapping[str, Callable[[Deadline], bool]] = {
    "overdue": lambda row: row.state == "overdue",
    "due": lambda row: row.soon,
    "missing": lambda row: row.state == "missing",
}


@dataclass(frozen=True)
class DeadlineOptions(ListOptions):
    """Which deadlines are wanted, as typed, and how; they also come as a calendar."""

    unit: str | None = unit_option()
    within: str = within_option()
    by: str = choice("--by", GROUPINGS, "Xếp theo đơn vị hoặc ngày.", "unit")
    fail_on: list[str] | None = choice(
        "--fail-on", _FAULTS, "Mã thoát 1 khi có việc như thế; dùng được nhiều lần."
    )
    format: str = choice("--format", (*LIST_FORMATS, "ics"), "Dạng in.", "table")


def deadlines(how: DeadlineOptions, place: DatedPlace) -> None:
    """Việc quá hạn, sắp đến hạn, chờ điều kiện và báo cáo còn thiếu.

    Báo cáo mà cơ quan phải gửi lên cũng là một dòng, đến khi ban hành hoặc ghi văn bản đã gửi.

    Ví dụ: pci deadlines --unit "Văn phòng" --within 14d
    """
    days = day_count(how.within, "--within")
    workspace = place.opened()
    plan = place.plan(workspace)
    only, by = unit_id(plan, how.unit, workspace.plan), how.by
    book = place.book(workspace)
    found = deadlines_of(book, workspace.calendar, days, only, workspace.issued)
    listed = ordered(plan, found, by)
    rows = [shown.row for shown in listed]
    if how.format == "ics":
        mark = INVENTED if plan.illustrative else ""
        deliver.text(ics.write(plan, rows, book.as_of, mark), how)
    else:
        on_screen = ordered(plan, gathered(plan, found), by)
        deliver.rows(
            columns(by),
            listed,
            lambda: json.deadlines(plan, rows, book.as_of),
            how,
            title=f"thoi-han-{plan.mark}-{plan.year}",
            invented=plan.illustrative,
            heading=heading_of(plan, by),
            on_screen=on_screen,
        )
    notice(summary(rows, book.as_of, days))
    for line in _remarks(plan, only):
        notice(line)
    if any(_FAULTS[kind](row) for kind in how.fail_on or () for row in rows):
        raise typer.Exit(1)


def _remarks(plan: Plan, only: str | None) -> Iterator[str]:
    """What the days of a list lean on: who reports for a unit, a source nobody has checked."""
    if only and (reporter := plan.reporter(only)) != only:
        yield f"{plan.name(only)} báo cáo qua {plan.name(reporter)}."
    if plan.reporting.basis and not plan.reporting.confirmed:
        yield f"Thời hạn báo cáo tính theo {plan.reporting.basis}: nguồn chưa đối chiếu bản gốc."
