"""`pci deadlines`: what is late, due soon, waiting, and the reports still missing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import typer

from pci.commands import deliver
from pci.commands.options import (
    LIST_FORMATS,
    ListOptions,
    Places,
    day_count,
    each,
    unit_id,
    unit_option,
    within_option,
)
from pci.console import INVENTED
from pci.core.deadlines import Deadline, gathered
from pci.core.deadlines import deadlines as deadlines_of
from pci.core.model import Plan
from pci.core.unclaimed import unclaimed_lines
from pci.lists import ics, json
from pci.lists.columns import DeadlineRow
from pci.lists.deadlines import GROUPINGS, columns, heading_of, ordered, summary
from pci.usage import choice, seldom
from pci.workspace import Workspace

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
    fail_on: list[str] | None = seldom(
        choice("--fail-on", _FAULTS, "Mã thoát 1 khi có việc như thế; dùng được nhiều lần.")
    )
    format: str = choice("--format", (*LIST_FORMATS, "ics"), "Dạng in.", "table")


def deadlines(how: DeadlineOptions, place: Places) -> None:
    """Việc quá hạn, sắp đến hạn, chưa đủ điều kiện và báo cáo còn thiếu.

    Báo cáo mà cơ quan phải gửi lên cũng là một dòng, đến khi ban hành hoặc ghi văn bản đã gửi.

    Ví dụ: pci deadlines --unit "Văn phòng" --within 14d
    """
    how, days = deliver.named(how), day_count(how.within, "--within")
    with place.workspaces() as workspaces:
        listed = each(workspaces, lambda one: _listed(one, how, place, days))
        rows = [row for one in listed for row in one.part.rows]
        if how.format == "ics":
            lines = (line for one in listed for line in _events(one.part, place.all_plans))
            deliver.text(ics.calendar(lines), how)
            deliver.tell(listed, place.all_plans)
        else:
            deliver.lists(
                columns(how.by),
                listed,
                json.DEADLINES,
                how,
                "thoi-han",
                by_plan=place.several,
                heading=heading_of(how.by),
            )
        if any(_FAULTS[kind](shown.row) for kind in how.fail_on or () for shown in rows):
            raise typer.Exit(1)


def _events(part: json.Part[DeadlineRow], by_plan: bool) -> Iterator[str]:
    """The lines of a calendar; of several plans every event names its own."""
    plan, rows = part.plan, (shown.row for shown in part.rows)
    remark = ", ".join([INVENTED] * plan.illustrative + [plan.id] * by_plan)
    assert part.as_of
    return ics.events(plan, rows, part.as_of, remark)


def _listed(
    workspace: Workspace, how: DeadlineOptions, place: Places, days: int
) -> deliver.Listed[DeadlineRow]:
    plan = place.plan(workspace)
    only = unit_id(plan, how.unit, workspace.plan)
    book = place.book(workspace)
    rows = deadlines_of(book, workspace.calendar, days, only, workspace.issued)
    listed = ordered(plan, rows, how.by)
    return deliver.Listed(
        json.Part(plan, book.as_of, workspace.progress.complete, listed),
        [
            summary([shown.row for shown in listed], book.as_of, days),
            *_remarks(plan, only),
            *unclaimed_lines(book, workspace.calendar),
        ],
        ordered(plan, gathered(plan, rows), how.by),
    )


def _remarks(plan: Plan, only: str | None) -> Iterator[str]:
    """What the days of a list lean on: who reports for a unit, a source nobody has checked."""
    if only and (reporter := plan.reporter(only)) != only:
        yield f"{plan.name(only)} báo cáo qua {plan.name(reporter)}."
    if plan.reporting.basis and not plan.reporting.confirmed:
        yield f"Thời hạn báo cáo tính theo {plan.reporting.basis}: nguồn chưa đối chiếu bản gốc."
