"""Reports and letters for a script, uncut."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pci.core.ledger import Ledger
from pci.core.reporting import Answer, missing_reports, totals
from pci.core.schedule import ReportingPeriod
from pci.core.stats import Table, by_index
from pci.lists.columns import TaskRow
from pci.lists.json import (
    due_row,
    of_plan,
    open_remark,
    reporting_period,
    stats_row,
    stats_table,
    task_row,
    write,
)

if TYPE_CHECKING:
    from pci.reports.brief import Brief
    from pci.reports.fields import DocumentKind
    from pci.reports.follow_up import FollowUp


def brief(found: "Brief") -> str:
    """`pci.brief/1`: the leaders' page uncut, its rows as in `pci.deadlines/1`."""
    return of_plan(
        found.book.plan,
        "pci.brief/1",
        as_of=found.book.as_of,
        total=stats_row(by_index(found.book).total),
        overdue=[due_row(row) for row in found.overdue],
        soon=[due_row(row) for row in found.soon],
        missing=[due_row(row) for row in found.missing],
        remarks=[open_remark(remark) for remark in found.remarks],
    )


def remind(follow_up: "FollowUp") -> str:
    """`pci.remind/1`: to whom the Office writes, the reports owed, what is late or falls due."""
    by = datetime.combine(follow_up.by.day, follow_up.by.hour)
    return of_plan(
        follow_up.plan,
        "pci.remind/1",
        kind="request" if follow_up.asking else "reminder",
        as_of=follow_up.book.as_of,
        period=reporting_period(follow_up.window) if follow_up.window else None,
        answer_by=by.isoformat(timespec="minutes"),
        units=follow_up.addressed,
        reports=[unit._asdict() for unit in follow_up.reports],
        overdue=[due_row(row) for row in follow_up.late],
        soon=[due_row(row) for row in follow_up.soon],
    )


def report(
    window: ReportingPeriod,
    book: Ledger,
    rows: Iterable[TaskRow],
    asked: Sequence[Answer],
    table: Table,
) -> str:
    """`pci.report/1`: the window, the figures, every task, and what is still owed."""
    owed = [
        {"unit": unit, "tasks": list(tasks)}
        for unit, tasks in missing_reports(book.plan, asked).items()
    ]
    told = {
        "stats": stats_table(table, totals(asked)),
        "tasks": [task_row(row) for row in rows],
        "missing": owed,
    }
    return of_plan(
        book.plan, "pci.report/1", period=reporting_period(window), as_of=book.as_of, **told
    )


def fields(documents: "Mapping[str, DocumentKind]") -> str:
    """`pci.fields/1`: what each template may print."""
    shown = [
        {
            "template": template,
            "title": document.title,
            "fields": [field._asdict() for field in document.fields],
        }
        for template, document in documents.items()
    ]
    return write({"schema": "pci.fields/1", "documents": shown})
