"""How documents changed a task, as `pci show` tells it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from pci.core.dates import Calendar
from pci.core.fields import title_of
from pci.core.history import TaskChange
from pci.core.model import Plan, Task
from pci.core.schedule import MovedDay, moved_days
from pci.core.vi import occurrence_words, short_date, upper_first
from pci.lists.columns import printed_cells


class Step(NamedTuple):
    """One change of a task with its cells before and after, by the names of their fields, and the
    days that it moved."""

    change: TaskChange
    was: dict[str, str]
    now: dict[str, str]
    days: Sequence[MovedDay]

    @property
    def changed(self) -> list[str]:
        """The fields of the cells that it changed; none where the whole came or went."""
        if not (self.was and self.now):
            return []
        return [field for field, cell in self.now.items() if cell != self.was[field]]


def steps(plan: Plan, changes: Sequence[TaskChange], calendar: Calendar) -> list[Step]:
    """Make the steps of a task; each row names the units that its document named."""
    plan = replace(plan, heirs={})
    return [
        Step(
            change,
            _cells(plan, change.before),
            _cells(plan, change.after),
            moved_days(change, calendar),
        )
        for change in changes
    ]


def _cells(plan: Plan, task: Task | None) -> dict[str, str]:
    """The cells of a task as printed, and how they are read."""
    if task is None:
        return {}
    coordinating = "; ".join(map(plan.name, task.coordinating))
    read = {"lead": plan.name(task.lead), "coordinating": coordinating}
    return printed_cells(plan, task) | read


def lines(history: Sequence[Step]) -> Iterator[str]:
    """Tell the first row of a task, as far as it changed, then each change."""
    changed = dict.fromkeys(field for step in history for field in step.changed)
    for n, step in enumerate(history):
        if n == 0 and step.was and changed:
            yield "Kế hoạch đã ký:"
            yield from (_cell(field, step.was) for field in changed)
        yield f"{upper_first(step.change.dated_words)}{':' * bool(step.changed or step.days)}"
        yield from (_cell(field, step.now) for field in step.changed)
        yield from map(_day, step.days)


def _cell(field: str, cells: dict[str, str]) -> str:
    words = cells[field].replace("\n", "\n    ") or "(bỏ trống)"
    return f"  {title_of(Task, field)}: {words}"


def _day(day: MovedDay) -> str:
    """`  Báo cáo tháng, tháng 10 năm 2023: hạn 18/10/2023 chuyển sang 31/10/2023`"""
    name = ", ".join(filter(None, (day.title, day.period and occurrence_words(day.period))))
    if day.was and day.now:
        return f"  {name}: hạn {short_date(day.was)} chuyển sang {short_date(day.now)}"
    words = f"bỏ hạn {short_date(day.was)}" if day.was else ""
    return f"  {name}: {f'thêm hạn {short_date(day.now)}' if day.now else words}"


def as_json(step: Step) -> dict[str, Any]:
    """What a change made of a task: its cells and days before and after."""
    return {
        "kind": step.change.kind,
        "cells": {
            field: {"old": step.was[field], "new": step.now[field]} for field in step.changed
        },
        "days": [
            {"obligation": d.obligation, "period": d.period or None, "old": d.was, "new": d.now}
            for d in step.days
        ],
    }
