"""`pci show`: one task whole."""

from typing import Annotated

import typer

from pci import names
from pci.columns import TaskRow, log_rows
from pci.commands import deliver
from pci.commands.options import Force, Output, Root, Year, chosen, opened
from pci.formats import json
from pci.formats.text import task_page


def show(
    task: Annotated[str, typer.Argument(metavar="MÃ", help="Mã nhiệm vụ, như A.VII.4.")],
    as_printed: Annotated[
        bool, typer.Option("--as-printed", help="Lời văn như bản quét, kể cả lỗi.", show_default=False)
    ] = False,
    root: Root = None,
    year: Year = None,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help="Dạng in.")] = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Xem trọn một nhiệm vụ.

    Gồm lời văn, đơn vị, thời hạn, các đính chính so với bản quét và mọi cập nhật đã ghi.

    Ví dụ: pci show A.VII.4
    """
    chosen(format, ("text", "json"), "--format")
    workspace = opened(root, year)
    plan, task_id = workspace.plan, names.task(workspace.plan, task)
    row = TaskRow(task_id, plan.tasks[task_id], plan, None)
    updates = [u for u in log_rows(plan, workspace.entries) if u.entry.update.subject == task_id]
    page = json.task(row, updates) if format == "json" else task_page(row, updates, as_printed)
    deliver.text(page, output, force)
