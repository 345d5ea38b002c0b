"""`pci tasks`: lists tasks."""

from dataclasses import dataclass
from typing import Annotated

import typer

from pci.commands import deliver
from pci.commands.options import (
    AsOf,
    ListOptions,
    Root,
    Unit,
    Year,
    book_of,
    day,
    opened,
    unit_id,
)
from pci.console import notice
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.ledger import Filter, Ledger, role, select
from pci.core.model import Plan
from pci.core.vi import fold
from pci.lists import json
from pci.lists.columns import ROLE_COLUMNS, TASK_COLUMNS, TaskRow


@dataclass(frozen=True)
class TaskOptions:
    """Which tasks are wanted, as typed."""

    unit: Unit = None
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="lead|coordinating|related", help="Vai trò của đơn vị."),
    ] = None
    index: Annotated[
        str | None,
        typer.Option(
            "--index", metavar="CHỈ_SỐ", help="Chỉ số: mã, tên hoặc tên tắt, như minh-bach, A.III."
        ),
    ] = None
    text: Annotated[
        str, typer.Option("--text", metavar="CHỮ", help="Chữ có trong nhiệm vụ; không cần dấu.")
    ] = ""
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="TÌNH_TRẠNG", help="Như overdue, «quá hạn», «trong hạn»."),
    ] = None
    due_by: Annotated[
        str | None,
        typer.Option("--due-by", metavar="NGÀY", help="Thời hạn không muộn hơn ngày này."),
    ] = None

    def filter(self, plan: Plan) -> Filter:
        """What the options mean to a plan."""
        return Filter(
            unit=unit_id(plan, self.unit),
            role=names.role(self.role) if self.role is not None else None,
            sections=names.sections(plan, self.index) if self.index is not None else None,
            text=fold(self.text),
            state=names.task_state(self.state) if self.state else None,
            due_by=day(self.due_by, "--due-by") if self.due_by else None,
        )


def tasks(
    *,
    wanted: TaskOptions,
    as_of: AsOf = None,
    root: Root = None,
    year: Year = None,
    how: ListOptions,
) -> None:
    """Liệt kê nhiệm vụ theo đơn vị, vai trò, chỉ số, tình trạng.

    Ví dụ: pci tasks --unit "Văn phòng" --role lead
    """
    if wanted.role is not None and wanted.unit is None:
        raise CannotDo("--role cần đi với --unit", "thêm --unit ĐƠN_VỊ")
    workspace = opened(root, year)
    plan = workspace.plan
    tasks_wanted = wanted.filter(plan)
    book = book_of(workspace, as_of)
    rows = _rows(book, tasks_wanted)
    deliver.rows(
        [c for c in TASK_COLUMNS if tasks_wanted.unit or c not in ROLE_COLUMNS],
        rows,
        lambda: json.tasks(plan, rows, book.as_of),
        how,
        title=f"nhiem-vu-pci-{plan.year}",
        invented=plan.illustrative,
        heading=lambda row: row.heading,
    )
    notice(f"{len(rows)} nhiệm vụ" if rows else "Không có nhiệm vụ nào khớp.")


def _rows(book: Ledger, wanted: Filter) -> list[TaskRow]:
    """The tasks wanted; with a unit, each with the role of that unit."""
    plan, unit = book.plan, wanted.unit
    rows = []
    for task_id, view in select(book, wanted):
        task = plan.tasks[task_id]
        concerned = role(plan, task, unit) if unit else None
        rows.append(TaskRow(task_id, task, plan, concerned, view))
    return rows
