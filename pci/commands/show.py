"""`pci show`: one task whole."""

from typing import Annotated

import typer

from pci.commands import deliver
from pci.commands.options import AsOf, Force, Output, Root, Year, book_of, one_of, opened
from pci.core import corrections, names
from pci.core.ledger import view
from pci.lists import json
from pci.lists.columns import TaskRow, update_rows
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
    format: Annotated[str, one_of("--format", ("text", "json"), "Dạng in.")] = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Xem trọn một nhiệm vụ.

    Gồm lời văn, đơn vị, thời hạn, các đính chính so với bản quét và mọi cập nhật đã ghi. Cũng xem
    được một giải pháp chung hoặc trách nhiệm của phần lời, như II.1.4.

    Ví dụ: pci show A.VII.4
    """
    workspace = opened(root, year)
    plan = workspace.plan
    subject = names.subject(plan, item)
    book = book_of(workspace, as_of)
    words = corrections.as_printed(plan) if as_printed else plan
    updates = [
        row
        for row in update_rows(plan, workspace.entries)
        if row.entry.update.subject == subject and row.entry.update.date <= book.as_of
    ]
    if subject in plan.body:
        if format == "json":
            page = json.paragraph(words, subject, updates)
        else:
            page = paragraph_page(words, subject, updates, as_printed)
    else:
        row = TaskRow(subject, words.tasks[subject], plan, None, view(book, subject))
        if format == "json":
            page = json.task(row, updates, book.as_of)
        else:
            page = task_page(row, updates, as_printed, book.as_of)
    deliver.text(page, output, force)
