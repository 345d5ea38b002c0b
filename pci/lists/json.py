"""Versioned JSON for scripts: small shapes, no dump of internal types (contract, section 8)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, time
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

from pci.console import escaped
from pci.core.dates import Calendar
from pci.core.deadlines import Deadline
from pci.core.fields import Record, content
from pci.core.history import changes_by, task_changes, with_ended
from pci.core.ledger import Item, Ledger
from pci.core.lineage import Forerunner
from pci.core.model import Amended, Plan, Task
from pci.core.remarks import OpenRemark
from pci.core.reporting import Totals
from pci.core.schedule import ReportingPeriod
from pci.core.stats import Row, Table
from pci.lists.columns import DeadlineRow, RemarkRow, TaskRow, UpdateRow, printed_cells
from pci.lists.history import Step, as_json, steps

R = TypeVar("R")


def write(shape: object) -> str:
    """A shape as indented JSON; days, times, numbers and model values are spelt as scripts read
    them."""
    return escaped(json.dumps(shape, ensure_ascii=False, indent=2, default=_plain)) + "\n"


def of_plan(plan: Plan, schema: str, **fields: Any) -> str:
    """A shape of a plan's data: its schema, which plan it is, then the fields."""
    return write({"schema": schema, **named(plan), **fields})


def of_plans(
    schema: str, plans: Sequence[Mapping[str, Any]], asked: Sequence[str], **fields: Any
) -> str:
    """A shape of several plans' data, complete where each plan asked for is there and complete."""
    complete = len(plans) == len(asked) and all(plan["complete"] for plan in plans)
    return write({"schema": schema, "complete": complete, "plans": plans, **fields})


def named(plan: Plan) -> dict[str, Any]:
    """Which plan it is, with a mark where its data is invented."""
    mark = {"illustrative": True} if plan.illustrative else {}
    return {"plan": plan.id, "year": plan.year, **mark}


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Record):
        return content(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)


class ListKind(NamedTuple, Generic[R]):
    """A kind of list: its schema, the key of its rows, and how one is written."""

    schema: str
    key: str
    shape: Callable[[R], dict[str, Any]]


class Part(NamedTuple, Generic[R]):
    """What one plan gives to a list: its rows as of a day, null for all that was ever recorded, and
    whether nothing is left out of them because of its faults."""

    plan: Plan
    as_of: date | None
    complete: bool
    rows: Sequence[R]


def listed(kind: ListKind[R], part: Part[R]) -> str:
    """The list of one plan."""
    rows = {kind.key: [kind.shape(row) for row in part.rows]}
    return of_plan(part.plan, kind.schema, as_of=part.as_of, complete=part.complete, **rows)


def listed_by_plan(kind: ListKind[R], parts: Sequence[Part[R]], asked: Sequence[str]) -> str:
    """The lists of several plans as one, in which each row names its plan."""
    plans = [{**named(part.plan), "as_of": part.as_of, "complete": part.complete} for part in parts]
    rows = [{"plan": part.plan.id, **kind.shape(row)} for part in parts for row in part.rows]
    return of_plans(kind.schema, plans, asked, **{kind.key: rows})


def task(
    row: TaskRow,
    updates: Sequence[UpdateRow],
    as_of: date,
    complete: bool,
    history: Sequence[Step] = (),
    before: Forerunner | None = None,
) -> str:
    """`pci.task/1`: one task whole, with its updates, what documents changed of it, and the task of
    an earlier plan that it carries on, with the last state of that one."""
    steps = [{**_amended(step.change.by), **as_json(step)} for step in history]
    return of_plan(
        row.plan,
        "pci.task/1",
        as_of=as_of,
        complete=complete,
        task=task_row(row),
        updates=[_update(u) for u in updates],
        **({"history": steps} if steps else {}),
        **({"from": _forerunner(before)} if before else {}),
    )


def _forerunner(one: Forerunner) -> dict[str, Any]:
    state, percent = (one.last.state, one.last.percent) if one.last else (None, None)
    named = {"plan": one.plan, "task": one.task, "as_of": one.year_end if one.last else None}
    return {**named, "state": state, "percent": percent}


def paragraph(
    plan: Plan, body_id: str, updates: Sequence[UpdateRow], as_of: date, complete: bool
) -> str:
    """`pci.paragraph/1`: one general measure or duty, with its updates."""
    return of_plan(
        plan,
        "pci.paragraph/1",
        as_of=as_of,
        complete=complete,
        id=body_id,
        kind=plan.kind_of(body_id),
        text=plan.body[body_id].text,
        updates=[_update(u) for u in updates],
    )


def consolidated_plan(version: Plan, as_of: date) -> str:
    """`pci.plan/1` of a day: with the tasks that have ended, and what documents made of each."""
    whole = replace(version, tasks=with_ended(version))
    made: dict[str, list[dict[str, Any]]] = {i: [] for i in whole.tasks}
    for one in task_changes(version):
        made[one.task].append({"kind": one.kind, **_amended(one.by)})
    sources = {
        i: {"ended": i not in version.tasks, "changes": changes} for i, changes in made.items()
    }
    amendments = [_amended(by) for by in version.amendments]
    return plan(whole, False, as_of, sources, amendments=amendments)


def amendment(plan: Plan, by: Amended, calendar: Calendar) -> str:
    """`pci.amendment/1`: what one document made of each task."""
    tasks = [
        {"id": one.change.task, "was": one.was or None, "now": one.now or None, **as_json(one)}
        for one in steps(plan, changes_by(by), calendar)
    ]
    return of_plan(plan, "pci.amendment/1", **_amended(by), tasks=tasks)


def _amended(by: Amended) -> dict[str, Any]:
    return {"amendment": by.name, "since": by.since, "document": by.document}


def plan(
    plan: Plan,
    as_printed: bool,
    as_of: date | None = None,
    sources: Mapping[str, Mapping[str, Any]] = {},
    **more: Any,
) -> str:
    """`pci.plan/1`: the plan's paper, the cells of its appendix as they are printed. `as_printed`
    says that the words are those of the scanned source; `as_of` is null for the signed plan;
    `sources` says more of each task."""
    sections = [
        {
            "id": i or None,
            "title": plan.title_of(i) or None,
            "tasks": [
                {"id": t, "cells": printed_cells(plan, task), **sources.get(t, {})}
                for t, task in plan.tasks_of(i)
            ],
        }
        for i in plan.printed_sections
    ]
    return of_plan(
        plan,
        "pci.plan/1",
        as_of=as_of,
        **more,
        as_printed=as_printed,
        number=plan.number,
        symbol=plan.symbol,
        issued=plan.issued,
        title=plan.title,
        preamble=plan.preamble,
        body=[{"id": i, "title": p.title, "text": p.text} for i, p in plan.body.items()],
        closing=plan.closing,
        recipients=plan.recipients,
        signer={"capacity": plan.signer.capacity, "name": plan.signer.name},
        appendix={"title": plan.appendix_title, "sections": sections},
    )


def task_row(row: TaskRow) -> dict[str, Any]:
    """One row of `pci.tasks/1`."""
    plan, task, view = row.plan, row.task, row.view
    section = plan.section_of(row.id)
    return {
        "id": row.id,
        "number": task.number,
        "part": _heading(plan, section.partition(".")[0]),
        "section": _heading(plan, section, subindex=True),
        "work": task.work.splitlines(),
        **({"short": task.short} if task.short else {}),
        "outputs": task.outputs,
        "units": {
            "printed": task.units or None,
            "lead": [{**_ref(plan, plan.leader(task)), "explicit": task.lead_is_explicit}],
            "coordinating": [_ref(plan, ref) for ref in plan.coordinators(task)],
        },
        **({"role": row.role.name, "via": row.role.via} if row.role else {}),
        "schedule": {"printed": task.time or None},
        "items": [_item(task, item) for item in view.items],
        "state": view.state,
        "percent": view.percent,
        "due": view.due,
        "updated": view.updated,
    }


def _heading(plan: Plan, section: str, subindex: bool = False) -> dict[str, str | None] | None:
    """A part or a section, null for a task that stands in none."""
    if not section:
        return None
    about = plan.sections[section]
    more = {"subindex": about.subindex} if subindex else {}
    return {"id": section, "title": about.title, **more}


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


def _update(row: UpdateRow) -> dict[str, Any]:
    replacing = {
        "corrected_by": row.corrected_by,
        "withdrawn_by": row.withdrawn_by,
        "withdrawal_reason": row.withdrawal.reason if row.withdrawal else None,
    }
    stray = {"stray": True} if row.stray else {}
    return {"id": row.entry.id, **asdict(row.update), **replacing, **stray}


def open_remark(remark: OpenRemark | RemarkRow) -> dict[str, Any]:
    """A remark that waits for an answer, as in `pci.log.open/1`."""
    update = remark.entry.update
    return {
        "update": remark.entry.id,
        "about": update.about,
        "unit": update.unit,
        "kind": remark.kind,
        "to": remark.remark.to,
        "text": remark.remark.text,
        "date": update.date,
        "days": remark.days,
        "passed": remark.passed.id if remark.passed else None,
    }


_IN_REASON = ("title", "handed", "provisional")
"""The parts of a deadline that its reason says."""


def due_row(row: Deadline) -> dict[str, Any]:
    """One row of `pci.deadlines/1`."""
    shown = row._asdict() | {"task": row.task or None, "obligation": row.obligation or None}
    return {key: value for key, value in shown.items() if key not in _IN_REASON}


TASKS = ListKind("pci.tasks/1", "tasks", task_row)
LOG = ListKind("pci.log/1", "updates", _update)
OPEN = ListKind[RemarkRow]("pci.log.open/1", "open", open_remark)
"""Difficulties and proposals that nobody has answered, oldest first, as in `pci.brief/1`."""
DEADLINES = ListKind[DeadlineRow]("pci.deadlines/1", "items", lambda shown: due_row(shown.row))


def stats(
    book: Ledger, window: ReportingPeriod, complete: bool, table: Table, before: Row, asked: Totals
) -> str:
    """`pci.stats/2`: the official table as of a day, the total at the previous period's end, the
    reporting account."""
    return of_plan(
        book.plan,
        "pci.stats/2",
        period=reporting_period(window),
        as_of=book.as_of,
        complete=complete,
        **stats_table(table, asked),
        previous=stats_row(before),
    )


def stats_table(table: Table, asked: Totals) -> dict[str, Any]:
    """The official table with its total and the reporting account."""
    rows = [stats_row(row) for row in table.rows]
    return {"rows": rows, "total": stats_row(table.total), "reporting": asked._asdict()}


def stats_row(row: Row) -> dict[str, Any]:
    """One row of the official table."""
    return {**row._asdict(), "items": {"total": row.total, **row.items}}


def reporting_period(window: ReportingPeriod) -> dict[str, Any]:
    """A period and the window its report draws data from."""
    return {
        "id": window.period.id,
        "first": window.period.first,
        "last": window.period.last,
        "window_first": window.window_first,
        "window_last": window.window_last,
        "internal_due": window.internal_due,
        "send_by": window.send_by,
    }
