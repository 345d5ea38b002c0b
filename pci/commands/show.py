"""`pci show`: one task whole."""

from typing import Annotated

import typer

from pci.commands import deliver
from pci.commands.options import AsOf, Force, Output, Root, Year, as_of_day, chosen, opened
from pci.core import corrections, names
from pci.core.ledger import ledger, view
from pci.lists import json
from pci.lists.columns import TaskRow, log_rows
from pci.lists.text import paragraph_page, task_page


def show(
    item: Annotated[
        str, typer.Argument(metavar="MÃ", help="Mã nhiệm vụ, giải pháp chung hoặc trách nhiệm.")
    ],
    as_printed: Annotated[
        bool,
        typer.Option("--as-printed", help="Lời văn như bản quét, kể cả lỗi.", show_default=False),
    ] = False,
    as_of: AsOf = None,
    root: Root = None,
    year: Year = None,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help="Dạng in.")] = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Xem trọn một nhiệm vụ.

    Gồm lời văn, đơn vị, thời hạn, các đính chính so với bản quét và mọi cập nhật đã ghi. Cũng xem được một giải pháp
    chung hoặc trách nhiệm của phần lời, như II.1.4.

    Ví dụ: pci show A.VII.4
    """
    chosen(format, ("text", "json"), "--format")
    workspace = opened(root, year)
    plan, subject = workspace.plan, names.subject(workspace.plan, item)
    on = as_of_day(as_of, plan)
    words = corrections.as_printed(plan) if as_printed else plan
    heard = [u for u in log_rows(plan, workspace.entries) if u.entry.update.subject == subject]
    updates = [u for u in heard if u.entry.update.date <= on]
    if subject in plan.body:
        as_json = format == "json"
        shown = (
            json.paragraph(words, subject, updates)
            if as_json
            else paragraph_page(words, subject, updates, as_printed)
        )
    else:
        book = ledger(plan, workspace.entries, on, workspace.calendar)
        row = TaskRow(subject, words.tasks[subject], plan, None, view(book, subject))
        shown = (
            json.task(row, updates, book.as_of)
            if format == "json"
            else task_page(row, updates, as_printed, on)
        )
    deliver.text(shown, output, force)
