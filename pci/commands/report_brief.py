"""`pci report --brief`: the leaders' one page for the weekly meeting."""

from collections.abc import Mapping

import typer

from pci.commands import deliver
from pci.commands.options import as_of_day
from pci.commands.paper import Paper, PaperOptions, hand_over
from pci.console import notice
from pci.core.errors import CannotDo
from pci.core.ledger import ledger
from pci.core.vi import count_words, short_date
from pci.reports import json
from pci.reports.brief import gather, sheet
from pci.workspace import Workspace

TEMPLATE = "tom-tat.docx"


def brief(
    workspace: Workspace,
    as_of: str | None,
    how: PaperOptions,
    strict: bool,
    others: Mapping[str, object],
) -> None:
    """The page as of a day, today where none is named. `others` are options that speak of a period's report."""
    if used := [option for option, value in others.items() if value]:
        raise CannotDo(
            f"--brief không đi với {', '.join(used)}", "trang tóm tắt lập theo ngày: dùng --as-of"
        )
    plan = workspace.plan
    book = ledger(plan, workspace.entries, as_of_day(as_of, plan), workspace.calendar)
    found = gather(book, workspace.calendar)
    if how.format == "json":
        deliver.text(json.brief(found), how.output, how.force)
    else:
        title = f"Tình hình thực hiện Kế hoạch PCI năm {plan.year} tính đến ngày {short_date(book.as_of)}"
        hand_over(
            workspace,
            Paper(TEMPLATE, f"tom-tat-pci-{book.as_of}", sheet(found), title, book.as_of),
            how,
        )
    counts = (
        (found.overdue, "việc quá hạn"),
        (found.soon, "việc đến hạn trong 30 ngày"),
        ({row.unit for row in found.missing}, "đơn vị chưa gửi báo cáo"),
        (found.remarks, "kiến nghị, khó khăn chờ quyết định"),
    )
    told = "; ".join(f"{count_words(len(rows))} {words}" for rows, words in counts)
    notice(f"Tính đến ngày {short_date(book.as_of)}: {told}.")
    if strict and found.missing:
        raise typer.Exit(1)
