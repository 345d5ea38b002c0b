"""Versioned JSON for scripts: small shapes of our own, never a dump of internal types (contract, section 8)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from pci import deadlines as deadlines_of
from pci.account import Answer, Totals, missing_reports, totals
from pci.columns import LogRow, OpenRow, TaskRow, printed_cells
from pci.console import escaped, visible
from pci.diagnostic import Diagnostic, Severity
from pci.diff.changes import Change
from pci.diff.marks import marked
from pci.doctor import Finding, Level
from pci.ledger import Item, Ledger
from pci.model import Frozen, Plan, Remark, Task
from pci.schedule import ReportingPeriod
from pci.stats import Row, Table, by_index

if TYPE_CHECKING:
    from pci.reports.brief import Brief
    from pci.reports.fields import Document
    from pci.reports.letters import Facts
    from pci.reports.remarks import Raised


def _write(shape: Mapping[str, Any]) -> str:
    return escaped(json.dumps(shape, ensure_ascii=False, indent=2, default=_plain)) + "\n"


def _drawn(plan: Plan, schema: str, **fields: Any) -> str:
    """What is drawn from a plan: its schema, a mark where the data is invented, then the fields."""
    return _write({"schema": schema, **({"illustrative": True} if plan.illustrative else {}), **fields})


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Frozen):
        return value.model_dump(by_alias=True, exclude_defaults=True)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)


def tasks(plan: Plan, rows: Iterable[TaskRow], as_of: date) -> str:
    """`pci.tasks/1`."""
    return _drawn(plan, "pci.tasks/1", year=plan.year, as_of=as_of, tasks=[_task(row) for row in rows])


def task(row: TaskRow, updates: Sequence[LogRow], as_of: date) -> str:
    """`pci.task/1`: one task whole, with its updates."""
    return _drawn(
        row.plan,
        "pci.task/1",
        year=row.plan.year,
        as_of=as_of,
        task=_task(row),
        updates=[_update(u) for u in updates],
    )


def paragraph(plan: Plan, body_id: str, updates: Sequence[LogRow]) -> str:
    """`pci.paragraph/1`: one general measure or duty, with its updates."""
    shape = {"id": body_id, "kind": plan.kind_of(body_id), "text": plan.body[body_id].text}
    return _drawn(plan, "pci.paragraph/1", year=plan.year, **shape, updates=[_update(u) for u in updates])


def plan(plan: Plan, as_printed: bool) -> str:
    """`pci.plan/1`: the plan's paper, the cells of its appendix as they are printed. `as_printed` says that the words
    are those of the scanned source."""
    sections = [
        {
            "id": i,
            "title": section.title,
            "tasks": [{"id": t, "cells": printed_cells(task)} for t, task in plan.tasks_of(i)],
        }
        for i, section in plan.sections.items()
    ]
    return _drawn(
        plan,
        "pci.plan/1",
        year=plan.year,
        as_printed=as_printed,
        number=plan.number,
        symbol=plan.symbol,
        issued=plan.issued,
        title=plan.title,
        preamble=plan.preamble,
        body=[{"id": i, "title": p.title, "text": p.text} for i, p in plan.body.items()],
        closing=plan.closing,
        recipients=list(plan.recipients),
        signer={"capacity": list(plan.signer.capacity), "name": plan.signer.name},
        appendix={"title": plan.appendix_title, "sections": sections},
    )


def _task(row: TaskRow) -> dict[str, Any]:
    plan, section = row.plan, row.plan.section_of(row.id)
    part = section.partition(".")[0]
    lead = {**_ref(plan, row.task.lead), "explicit": row.task.lead_is_explicit}
    return {
        "id": row.id,
        "number": row.task.number,
        "part": {"id": part, "title": plan.sections[part].title},
        "section": {"id": section, "title": plan.sections[section].title, "subindex": plan.sections[section].subindex},
        "work": row.task.work.splitlines(),
        "outputs": list(row.task.outputs),
        "units": {
            "printed": row.task.units,
            "lead": [lead],
            "coordinating": [_ref(plan, ref) for ref in row.task.coordinating],
        },
        **({"role": row.role.name, "via": row.role.via} if row.role else {}),
        "schedule": {"printed": row.task.time},
        "items": [_item(row.task, item) for item in row.view.items],
        "state": row.view.state,
        "percent": row.view.percent,
        "due": row.view.due,
        "updated": row.view.updated,
    }


def _item(task: Task, item: Item) -> dict[str, Any]:
    return {
        "obligation": item.obligation,
        "title": task.owes[item.obligation].title,
        "period": item.period,
        "unit": item.unit,
        "due": item.due,
        "state": item.state,
        "days": item.days,
        **({"provisional": True} if item.provisional else {}),
    }


def _ref(plan: Plan, ref: str) -> dict[str, str]:
    return {"id": ref, "name": plan.name(ref)}


def log(plan: Plan, rows: Iterable[LogRow]) -> str:
    """`pci.log/1`."""
    return _drawn(plan, "pci.log/1", updates=[_update(row) for row in rows])


def _update(row: LogRow) -> dict[str, Any]:
    update = row.entry.update
    return {
        "id": row.entry.id,
        "about": update.about,
        "period": update.period,
        "unit": update.unit,
        "date": update.date,
        "state": update.state,
        "percent": update.percent,
        "figures": dict(update.figures),
        "result": update.result,
        "evidence": list(update.evidence),
        "difficulty": _remark(update.difficulty),
        "proposal": _remark(update.proposal),
        "corrects": update.corrects,
        "corrected_by": row.corrected_by,
        "answers": update.answers,
        "recorded": update.recorded,
        "by": update.by,
    }


def still_open(plan: Plan, rows: Iterable[OpenRow], as_of: date) -> str:
    """`pci.log.open/1`: difficulties and proposals that nobody has answered, oldest first, as in `pci.brief/1`."""
    return _drawn(plan, "pci.log.open/1", as_of=as_of, open=[_raised(row) for row in rows])


def _remark(remark: Remark | None) -> dict[str, str] | None:
    return {"to": remark.to, "text": remark.text} if remark else None


class Receipt(NamedTuple):
    """What became of one update: `written` is false where the same had been recorded before, or where nothing was to be
    written; then `content` is what the file would hold."""

    path: str
    id: str
    written: bool
    content: str | None = None


def recorded(receipt: Receipt) -> str:
    """`pci.record/1`."""
    return _write({"schema": "pci.record/1", **_receipt(receipt)})


def recorded_all(receipts: Iterable[Receipt]) -> str:
    """`pci.records/1`: one receipt for each update, in the order given."""
    return _write({"schema": "pci.records/1", "updates": [_receipt(receipt) for receipt in receipts]})


def _receipt(receipt: Receipt) -> dict[str, Any]:
    shown = {} if receipt.content is None else {"dry_run": True, "content": receipt.content}
    return {"id": receipt.id, "path": receipt.path, "written": receipt.written, **shown}


def check(found: Sequence[Diagnostic]) -> str:
    """`pci.check/1`."""
    counts = {s: sum(d.severity is s for d in found) for s in Severity}
    shape = {"errors": counts[Severity.ERROR], "warnings": counts[Severity.WARNING]}
    return _write({"schema": "pci.check/1", **shape, "diagnostics": [_diagnostic(d) for d in found]})


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "path": found.where,
        "line": found.span.line,
        "column": found.span.column,
        "end_line": found.span.end_line,
        "end_column": found.span.end_column,
        "message": visible(found.message),
        "hint": visible(found.hint),
    }


def doctor(findings: Sequence[Finding], root: str | None) -> str:
    """`pci.doctor/1`: every check with its level; `workspace` is null where there was none to look at."""
    counts = {f"{level}s": sum(found.level is level for found in findings) for level in (Level.PROBLEM, Level.WARNING)}
    return _write({"schema": "pci.doctor/1", "workspace": root, **counts, "checks": [_checked(f) for f in findings]})


def _checked(found: Finding) -> dict[str, Any]:
    shape = {"name": found.name, "title": found.title, "level": found.level.value}
    return {**shape, "message": found.words, "hint": found.mend}


def deadlines(plan: Plan, rows: Iterable[deadlines_of.Row], as_of: date) -> str:
    """`pci.deadlines/1`."""
    return _drawn(plan, "pci.deadlines/1", as_of=as_of, items=[_due(row) for row in rows])


def _due(row: deadlines_of.Row) -> dict[str, Any]:
    return {key: value for key, value in row._asdict().items() if key != "title"}


def brief(found: "Brief") -> str:
    """`pci.brief/1`: the leaders' page uncut, its rows as in `pci.deadlines/1`."""
    return _drawn(
        found.book.plan,
        "pci.brief/1",
        as_of=found.book.as_of,
        total=_row(by_index(found.book).total),
        overdue=[_due(row) for row in found.overdue],
        soon=[_due(row) for row in found.soon],
        missing=[_due(row) for row in found.missing],
        remarks=[_raised(remark) for remark in found.remarks],
    )


def _raised(found: "Raised | OpenRow") -> dict[str, Any]:
    update = found.entry.update
    said = {"about": update.about, "unit": update.unit, "kind": found.kind, **(_remark(found.remark) or {})}
    return {"update": found.entry.id, **said, "date": update.date, "days": found.days}


def remind(facts: "Facts") -> str:
    """`pci.remind/1`: whom the Office writes to, by when they answer, which reports they owe (`asked`, `missing`), what
    is late and what falls due."""
    return _drawn(
        facts.plan,
        "pci.remind/1",
        kind="request" if facts.asking else "reminder",
        as_of=facts.book.as_of,
        period=_period(facts.window) if facts.window else None,
        answer_by=datetime.combine(facts.by.day, facts.by.hour).isoformat(timespec="minutes"),
        units=facts.addressed,
        reports=[owed._asdict() for owed in facts.owed],
        overdue=[_due(row) for row in facts.late],
        soon=[_due(row) for row in facts.soon],
    )


def stats(plan: Plan, window: ReportingPeriod, as_of: date, table: Table, before: Row, asked: Totals) -> str:
    """`pci.stats/1`: the official table as of a day, the total at the previous period's end, the reporting account."""
    told = _stats(table, asked)
    return _drawn(plan, "pci.stats/1", period=window.period.id, as_of=as_of, **told, previous=_row(before))


def _stats(table: Table, asked: Totals) -> dict[str, Any]:
    rows = [_row(row) for row in table.rows]
    return {"rows": rows, "total": _row(table.total), "reporting": asked._asdict()}


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "tasks": row.tasks,
        "standing": row.standing,
        "items": {"total": row.total, **row.items},
        "rate": row.rate,
    }


def report(
    window: ReportingPeriod, book: Ledger, rows: Iterable[TaskRow], asked: Sequence[Answer], table: Table
) -> str:
    """`pci.report/1`: the window, the figures, every task, and what is still owed."""
    owed = [{"unit": unit, "tasks": list(tasks)} for unit, tasks in missing_reports(book.plan, asked).items()]
    told = {"stats": _stats(table, totals(asked)), "tasks": [_task(row) for row in rows], "missing": owed}
    return _drawn(book.plan, "pci.report/1", period=_period(window), as_of=book.as_of, **told)


def _period(window: ReportingPeriod) -> dict[str, Any]:
    return {
        "id": window.period.id,
        "first": window.period.first,
        "last": window.period.last,
        "window_first": window.window_first,
        "window_last": window.window_last,
        "internal_due": window.internal_due,
        "send_by": window.send_by,
    }


def fields(documents: "Mapping[str, Document]") -> str:
    """`pci.fields/1`: what each template may print."""
    shown = [
        {"template": template, "title": document.title, "fields": [field._asdict() for field in document.fields]}
        for template, document in documents.items()
    ]
    return _write({"schema": "pci.fields/1", "documents": shown})


def diff(plan: Plan, old: Mapping[str, Any], new: Mapping[str, Any], changes: Sequence[Change]) -> str:
    """`pci.diff/1`: two sides by their names, every change. `old` and `new` of a change are values as they stand in the
    files, null where there is none; `field` is the path of the part, null where the whole came or went; `days` tells
    how far a day moved; `marks` lays two texts over each other, word by word."""
    counted = {"findings": sum(change.finding for change in changes), "changes": [_change(c) for c in changes]}
    return _drawn(plan, "pci.diff/1", year=plan.year, old=old, new=new, **counted)


def _change(change: Change) -> dict[str, Any]:
    texts = isinstance(change.was, str) and isinstance(change.now, str) and change.field and not change.whole
    return {
        "kind": change.kind,
        "finding": change.finding,
        "at": change.at,
        "name": change.name,
        "field": change.field or None,
        "old": change.was,
        "new": change.now,
        "days": change.days,
        "marks": [list(piece) for piece in marked(change.was, change.now)] if texts else [],
    }
