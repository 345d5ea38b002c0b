"""The columns of every list, once: terminal, csv, markdown and xlsx draw the same ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from pci.ledger import Entry, Role
from pci.model import INSIDE, Plan, Task
from pci.vi import ROLE_LABELS, STATE_LABELS, number_words, short_date

R = TypeVar("R")


class Column(NamedTuple, Generic[R]):
    """One column. `brief` is its cell on a screen, null where the screen leaves the column out; `share` is
    its part of the width there, zero for as wide as its content."""

    title: str
    cell: Callable[[R], str]
    brief: Callable[[R], str] | None = None
    share: int = 0


class TaskRow(NamedTuple):
    """A task as a list shows it; `role` is the asked unit's."""

    id: str
    task: Task
    plan: Plan
    role: Role | None

    @property
    def heading(self) -> tuple[str, str]:
        """The section a task stands under, as a list groups them: id and title."""
        section = self.plan.section_of(self.id)
        return section, self.plan.sections[section].title


class LogRow(NamedTuple):
    """An update as a list shows it; `corrected_by` names the update that replaces it."""

    entry: Entry
    plan: Plan
    corrected_by: str | None


def _names(plan: Plan, refs: Sequence[str]) -> str:
    return "; ".join(plan.name(ref) for ref in refs)


def _short(plan: Plan, ref: str) -> str:
    found = plan.units.get(ref)
    return (found.short or found.name) if found else plan.name(ref)


def _role(row: TaskRow) -> str:
    return ROLE_LABELS[row.role.name] if row.role else ""


def _via(row: TaskRow) -> str:
    return row.plan.name(row.role.via) if row.role and row.role.via else ""


def _brief_time(row: TaskRow) -> str:
    return row.task.time.removeprefix("Nhiệm vụ ").capitalize() if row.task.standing else row.task.time


ROLE_COLUMNS: tuple[Column[TaskRow], ...] = (Column("Vai trò", _role, _role), Column("Qua", _via))
"""Only where a list is drawn for one unit."""

TASK_COLUMNS: tuple[Column[TaskRow], ...] = (
    Column("Mã", lambda row: row.id, lambda row: row.id),
    Column("TT", lambda row: row.task.number),
    Column("Chỉ số", lambda row: row.plan.sections[row.plan.section_of(row.id)].title),
    Column("Nhiệm vụ và giải pháp", lambda row: row.task.work, lambda row: row.task.work, 6),
    Column("Đơn vị thực hiện", lambda row: row.task.units),
    Column("Đơn vị chủ trì", lambda row: row.plan.name(row.task.lead), lambda row: _short(row.plan, row.task.lead), 2),
    Column("Đơn vị phối hợp", lambda row: _names(row.plan, row.task.coordinating)),
    *ROLE_COLUMNS,
    Column("Thời gian", lambda row: row.task.time, _brief_time, 2),
    Column("Kết quả/Sản phẩm theo Kế hoạch", lambda row: "\n".join(output_lines(row.task))),
)


def output_lines(task: Task) -> tuple[str, ...]:
    """The expected results as printed: a dash before each where there are several."""
    return task.outputs if len(task.outputs) == 1 else tuple(f"- {output}" for output in task.outputs)


def figure_words(plan: Plan, subject: str, figures: Mapping[str, Decimal]) -> str:
    """Figures with the titles that the plan gives them: `Số cuộc đối thoại: 1 cuộc`."""
    task = plan.tasks.get(subject)
    known = task.indicators if task else {}
    return "; ".join(
        f"{known[k].title}: {number_words(v)}{'%' if known[k].unit == '%' else ' ' + known[k].unit}"
        for k, v in figures.items()
        if k in known
    )


def _figures(row: LogRow) -> str:
    return figure_words(row.plan, row.entry.update.subject, row.entry.update.figures)


def _remarks(row: LogRow) -> str:
    update, plan = row.entry.update, row.plan
    kinds = (("Khó khăn", update.difficulty), ("Kiến nghị", update.proposal))
    return "\n".join(f"{kind} ({INSIDE.get(r.to) or plan.name(r.to)}): {r.text}" for kind, r in kinds if r)


def _about(row: LogRow) -> str:
    update = row.entry.update
    return update.about + (f" ({update.period})" if update.period else "")


def _words(row: LogRow) -> str:
    update = row.entry.update
    return "\n".join(filter(None, (update.result, _figures(row), _remarks(row))))


def _state(row: LogRow) -> str:
    percent = row.entry.update.percent
    mark = " (đã đính chính)" if row.corrected_by else ""
    return STATE_LABELS[row.entry.update.state] + (f" {percent}%" if percent is not None else "") + mark


LOG_COLUMNS: tuple[Column[LogRow], ...] = (
    Column("Ngày", lambda row: short_date(row.entry.update.date), lambda row: short_date(row.entry.update.date)),
    Column(
        "Đơn vị", lambda row: row.plan.name(row.entry.update.unit), lambda row: _short(row.plan, row.entry.update.unit)
    ),
    Column("Nội dung", _about, _about, 2),
    Column("Tình trạng", _state, _state, 2),
    Column("Kết quả thực hiện", lambda row: row.entry.update.result or "", _words, 5),
    Column("Số liệu", _figures),
    Column("Khó khăn, kiến nghị", _remarks),
    Column("Tài liệu kiểm chứng", lambda row: "\n".join(row.entry.update.evidence)),
    Column("Đính chính bởi", lambda row: row.corrected_by or ""),
    Column("Mã cập nhật", lambda row: row.entry.id),
)


def log_rows(plan: Plan, entries: Iterable[Entry]) -> list[LogRow]:
    """All updates oldest first, each with the one that corrects it."""
    listed = sorted(entries, key=lambda e: (e.update.date, e.update.recorded, e.id))
    replaced_by = {e.update.corrects: e.id for e in listed if e.update.corrects}
    return [LogRow(entry, plan, replaced_by.get(entry.id)) for entry in listed]
