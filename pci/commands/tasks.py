"""`pci tasks`: lists tasks."""

from typing import Annotated

import typer

from pci.commands import deliver
from pci.commands.options import (
    AsOf,
    Color,
    Force,
    ListFormat,
    Output,
    Root,
    Unit,
    Year,
    as_of_day,
    day,
    opened,
)
from pci.console import notice
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.ledger import Filter, ledger, select
from pci.core.ledger import role as role_of
from pci.core.vi import fold
from pci.lists import json
from pci.lists.columns import ROLE_COLUMNS, TASK_COLUMNS, TaskRow


def tasks(
    unit: Unit = None,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="lead|coordinating|related", help="Vai trò của đơn vị."),
    ] = None,
    index: Annotated[
        str | None,
        typer.Option(
            "--index", metavar="CHỈ_SỐ", help="Chỉ số: mã, tên hoặc tên tắt, như minh-bach, A.III."
        ),
    ] = None,
    text: Annotated[
        str, typer.Option("--text", metavar="CHỮ", help="Chữ có trong nhiệm vụ; không cần dấu.")
    ] = "",
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="TÌNH_TRẠNG", help="Như overdue, «quá hạn», «trong hạn»."),
    ] = None,
    due_by: Annotated[
        str | None,
        typer.Option("--due-by", metavar="NGÀY", help="Thời hạn không muộn hơn ngày này."),
    ] = None,
    as_of: AsOf = None,
    root: Root = None,
    year: Year = None,
    format: ListFormat = "table",
    output: Output = None,
    force: Force = False,
    color: Color = "auto",
) -> None:
    """Liệt kê nhiệm vụ theo đơn vị, vai trò, chỉ số, tình trạng.

    Ví dụ: pci tasks --unit "Văn phòng" --role lead
    """
    if role is not None and unit is None:
        raise CannotDo("--role cần đi với --unit", "thêm --unit ĐƠN_VỊ")
    workspace = opened(root, year)
    plan = workspace.plan
    unit_id = names.unit(plan, unit) if unit is not None else None
    wanted = Filter(
        unit=unit_id,
        role=names.role(role) if role is not None else None,
        sections=names.sections(plan, index) if index is not None else None,
        text=fold(text),
        state=names.task_state(state) if state else None,
        due_by=day(due_by, "--due-by") if due_by else None,
    )
    book = ledger(plan, workspace.entries, as_of_day(as_of, plan), workspace.calendar)
    rows = [
        TaskRow(
            i, plan.tasks[i], plan, role_of(plan, plan.tasks[i], unit_id) if unit_id else None, seen
        )
        for i, seen in select(book, wanted)
    ]
    columns = TASK_COLUMNS if unit_id else tuple(c for c in TASK_COLUMNS if c not in ROLE_COLUMNS)
    deliver.rows(
        columns,
        rows,
        lambda: json.tasks(plan, rows, book.as_of),
        format=format,
        output=output,
        force=force,
        color=color,
        title=f"nhiem-vu-pci-{plan.year}",
        invented=plan.illustrative,
        heading=lambda row: row.heading,
    )
    notice(f"{len(rows)} nhiệm vụ" if rows else "Không có nhiệm vụ nào khớp.")
