"""`pci log`: the updates recorded."""

from typing import Annotated

import typer

from pci import names
from pci.columns import LOG_COLUMNS, log_rows
from pci.commands import deliver
from pci.commands.options import Color, Force, ListFormat, Output, Root, Unit, Year, day, opened
from pci.console import notice
from pci.formats import json


def log(
    about: Annotated[
        str | None, typer.Argument(metavar="[MÃ]", help="Nhiệm vụ, đầu việc hoặc nội dung; bỏ trống là tất cả.")
    ] = None,
    unit: Unit = None,
    since: Annotated[str | None, typer.Option("--since", metavar="NGÀY", help="Từ ngày này trở đi.")] = None,
    root: Root = None,
    year: Year = None,
    format: ListFormat = "table",
    output: Output = None,
    force: Force = False,
    color: Color = "auto",
) -> None:
    """Xem các cập nhật đã ghi.

    Cũ trước, mới sau; cập nhật đã được đính chính vẫn hiện và có ghi chú.

    Ví dụ: pci log A.VII.4 --since 2023-07-01
    """
    workspace = opened(root, year)
    plan = workspace.plan
    subject = names.about(plan, about) if about is not None else None
    unit_id = names.unit(plan, unit) if unit is not None else None
    first = day(since, "--since") if since is not None else None
    rows = [
        row
        for row in log_rows(plan, workspace.entries)
        if (subject is None or subject in (row.entry.update.about, row.entry.update.subject))
        and (unit_id is None or unit_id in (row.entry.update.unit, plan.units[row.entry.update.unit].part_of))
        and (first is None or row.entry.update.date >= first)
    ]
    deliver.rows(
        LOG_COLUMNS,
        rows,
        lambda: json.log(plan, rows),
        format=format,
        output=output,
        force=force,
        color=color,
        title=f"cap-nhat-pci-{plan.year}",
        invented=plan.illustrative,
    )
    notice(f"{len(rows)} cập nhật" if rows else "Chưa có cập nhật nào.")
