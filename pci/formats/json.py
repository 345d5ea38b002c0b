"""Versioned JSON for scripts: small shapes of our own, never a dump of internal types (contract, section 8)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pci.columns import LogRow, TaskRow
from pci.diagnostic import Diagnostic, Severity
from pci.ledger import Answer
from pci.model import Plan, Remark
from pci.schedule import ReportingPeriod


def _write(shape: Mapping[str, Any]) -> str:
    return json.dumps(shape, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)


def _year(plan: Plan) -> dict[str, Any]:
    """The plan's year, and a mark where its data is invented."""
    return {"year": plan.year, **({"illustrative": True} if plan.illustrative else {})}


def tasks(plan: Plan, rows: Iterable[TaskRow]) -> str:
    """`pci.tasks/1`."""
    return _write({"schema": "pci.tasks/1", **_year(plan), "tasks": [_task(row) for row in rows]})


def task(row: TaskRow, updates: Sequence[LogRow]) -> str:
    """`pci.task/1`: one task whole, with its updates."""
    return _write(
        {"schema": "pci.task/1", **_year(row.plan), "task": _task(row), "updates": [_update(u) for u in updates]}
    )


def paragraph(plan: Plan, body_id: str, updates: Sequence[LogRow]) -> str:
    """`pci.paragraph/1`: one general measure or duty, with its updates."""
    shape = {"id": body_id, "kind": plan.kind_of(body_id), "text": plan.body[body_id].text}
    return _write({"schema": "pci.paragraph/1", **_year(plan), **shape, "updates": [_update(u) for u in updates]})


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
    }


def _ref(plan: Plan, ref: str) -> dict[str, str]:
    return {"id": ref, "name": plan.name(ref)}


def log(rows: Iterable[LogRow]) -> str:
    """`pci.log/1`."""
    return _write({"schema": "pci.log/1", "updates": [_update(row) for row in rows]})


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


def _remark(remark: Remark | None) -> dict[str, str] | None:
    return {"to": remark.to, "text": remark.text} if remark else None


def recorded(path: str, update_id: str, written: bool) -> str:
    """`pci.record/1`: `written` is false where the same update had been recorded before."""
    return _write({"schema": "pci.record/1", "id": update_id, "path": path, "written": written})


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
        "message": found.message,
        "hint": found.hint,
    }


def report(window: ReportingPeriod, as_of: date, asked: Sequence[Answer], missing: Mapping[str, Sequence[str]]) -> str:
    """`pci.report/1`: the window, what each unit reported, and what is still owed."""
    period = {
        "id": window.period.id,
        "first": window.period.first,
        "last": window.period.last,
        "window_first": window.window_first,
        "window_last": window.window_last,
        "internal_due": window.internal_due,
        "send_by": window.send_by,
    }
    answers = [
        {
            "task": a.task,
            "unit": a.unit,
            "reported": a.reported,
            "updates": [e.id for e in (*a.entries, *([a.rest] if a.rest else []))],
        }
        for a in asked
    ]
    owed = [{"unit": unit, "tasks": list(tasks)} for unit, tasks in missing.items()]
    return _write({"schema": "pci.report/1", "period": period, "as_of": as_of, "answers": answers, "missing": owed})
