"""The columns of every list, once: terminal, csv, markdown and xlsx draw the same ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from pci.core import deadlines, stats
from pci.core.evidence import shown
from pci.core.ledger import Entry, Role, View, origins, replaced
from pci.core.model import INSIDE, Plan, Remark, Task
from pci.core.remarks import REMARK_KINDS
from pci.core.reporting import Totals
from pci.core.vi import (
    BRIEF_LABELS,
    ROLE_LABELS,
    STATE_LABELS,
    TASK_LABELS,
    count_words,
    join_statements,
    lower_first,
    measure_words,
    number_words,
    short_date,
)

R = TypeVar("R")


class Column(NamedTuple, Generic[R]):
    """One column. `brief` is its cell on a screen, null where the screen leaves the column out; `share` is
    its part of the width there, zero for as wide as its content; `heading` its title there, where it has another;
    `lines` how many lines a cell may take there; a `wide` column is left out of narrow screens. The cells of a
    `number` column are numbers to a spreadsheet."""

    title: str
    cell: Callable[[R], str]
    brief: Callable[[R], str] | None = None
    share: int = 0
    heading: str = ""
    lines: int = 3
    wide: bool = False
    number: bool = False


class TaskRow(NamedTuple):
    """A task as a list shows it; `role` is the asked unit's, `view` its states."""

    id: str
    task: Task
    plan: Plan
    role: Role | None
    view: View

    @property
    def heading(self) -> tuple[str, str]:
        """The section a task stands under, as a list groups them: id and title."""
        section = self.plan.section_of(self.id)
        return section, self.plan.sections[section].title


class LogRow(NamedTuple):
    """An update as a list shows it; `corrected_by` names the update that counts in its place, `overruled` says that the
    other one does not correct it but goes back to the same; `depth` says how many stand above it in its chain.
    `answered` is the update whose remarks it answers."""

    entry: Entry
    plan: Plan
    corrected_by: str | None
    overruled: bool = False
    depth: int = 0
    answered: Entry | None = None

    @property
    def unproven(self) -> bool:
        """Whether it says that work was done, counts, and names nothing that proves it."""
        update = self.entry.update
        return update.state == "done" and not update.evidence and not self.corrected_by

    @property
    def mark(self) -> str:
        """Why it does not count; empty where it does."""
        if self.overruled:
            return "không tính, có bản đính chính khác"
        return "đã đính chính" if self.corrected_by else ""

    @property
    def state(self) -> str:
        """What it says of the work; one that only answers says nothing of it."""
        update = self.entry.update
        return "Trả lời" if update.only_answers else STATE_LABELS[update.state]

    @property
    def asked(self) -> str:
        """The remarks that it answers: `Kiến nghị: Thêm người`; empty where it answers nothing."""
        answered = self.answered.update if self.answered else None
        told = (
            (title, answered and getattr(answered, kind)) for kind, title in REMARK_KINDS.items()
        )
        return "; ".join(
            f"{title}: {' '.join(remark.text.split())}" for title, remark in told if remark
        )

    @property
    def answer_to(self) -> str:
        """`Trả lời 2023-09-14-A.I.4-c3cmmr (Kiến nghị: Thêm người)`; empty where it answers nothing."""
        return f"Trả lời {self.answered.id} ({self.asked})" if self.answered else ""


class OpenRow(NamedTuple):
    """A difficulty or a proposal that waits for an answer, with the plan that names its unit."""

    entry: Entry
    kind: str
    remark: Remark
    days: int
    plan: Plan


class DeadlineRow(NamedTuple):
    """A row of `pci deadlines` with the plan that names its unit."""

    row: deadlines.Row
    plan: Plan


class StatRow(NamedTuple):
    """A line of the official table, the same line at the previous period's end, and its reporting account."""

    row: stats.Row
    before: stats.Row
    asked: Totals


def _names(plan: Plan, refs: Sequence[str]) -> str:
    return "; ".join(plan.name(ref) for ref in refs)


def short_name(plan: Plan, ref: str) -> str:
    """What a unit is called where room is short."""
    found = plan.units.get(ref)
    return (found.short or found.name) if found else plan.name(ref)


def _role(row: TaskRow) -> str:
    return ROLE_LABELS[row.role.name] if row.role else ""


def _via(row: TaskRow) -> str:
    return row.plan.name(row.role.via) if row.role and row.role.via else ""


def _day(day: date | None) -> str:
    return short_date(day) if day else ""


def _due(row: TaskRow) -> str:
    """The task's next due day, marked where it was counted in a year whose days off are not decided."""
    counted = any(item.provisional for item in row.view.items if item.due == row.view.due)
    return _day(row.view.due) + (" (tạm tính)" if counted and row.view.due else "")


def _late(row: TaskRow) -> str:
    """How late the task's oldest overdue item is."""
    days = max((item.days or 0 for item in row.view.items if item.state == "overdue"), default=0)
    return f" {days:02} ngày" if days else ""


def _task_state(row: TaskRow) -> str:
    return TASK_LABELS[row.view.state] + _late(row)


def _brief_state(row: TaskRow) -> str:
    return BRIEF_LABELS[row.view.state] + _late(row)


def _unproven(row: TaskRow) -> str:
    """How much of what is done nothing proves; empty where all is proved."""
    count = sum(item.unproven for item in row.view.items)
    return f"{count_words(count)} đầu việc đã xong" if count else ""


def _brief_state_and_doubt(row: TaskRow) -> str:
    return _brief_state(row) + (f" ({UNPROVEN})" if _unproven(row) else "")


UNPROVEN = "chưa có tài liệu kiểm chứng"
"""What a list says of work done that nothing proves."""

ROLE_COLUMNS: tuple[Column[TaskRow], ...] = (Column("Vai trò", _role, _role), Column("Qua", _via))
"""Only where a list is drawn for one unit."""

TASK_COLUMNS: tuple[Column[TaskRow], ...] = (
    Column("Mã", lambda row: row.id, lambda row: row.id),
    Column("TT", lambda row: row.task.number),
    Column("Chỉ số", lambda row: row.plan.sections[row.plan.section_of(row.id)].title),
    Column("Nhiệm vụ và giải pháp", lambda row: row.task.work, lambda row: row.task.work, 6),
    Column("Đơn vị thực hiện", lambda row: row.task.units),
    Column(
        "Đơn vị chủ trì",
        lambda row: row.plan.name(row.task.lead),
        lambda row: short_name(row.plan, row.task.lead),
        2,
    ),
    Column("Đơn vị phối hợp", lambda row: _names(row.plan, row.task.coordinating)),
    *ROLE_COLUMNS,
    Column("Thời gian", lambda row: row.task.time),
    Column("Kết quả/Sản phẩm theo Kế hoạch", lambda row: "\n".join(output_lines(row.task))),
    Column("Tình trạng", _task_state, _brief_state_and_doubt, 2),
    Column("Chưa có tài liệu kiểm chứng", _unproven),
    Column("Tỷ lệ", lambda row: "" if row.view.percent is None else f"{row.view.percent}%"),
    Column("Thời hạn", _due, _due),
    Column("Cập nhật gần nhất", lambda row: _day(row.view.updated)),
)


def output_lines(task: Task) -> tuple[str, ...]:
    """The expected results as printed: a dash before each where there are several."""
    return (
        task.outputs if len(task.outputs) == 1 else tuple(f"- {output}" for output in task.outputs)
    )


def printed_cells(task: Task) -> dict[str, str]:
    """A row of the plan's appendix as it is printed, by the plan's own names of its columns."""
    return {
        "number": task.number,
        "work": task.work,
        "units": task.units,
        "time": task.time,
        "outputs": "\n".join(output_lines(task)),
    }


def figure_words(plan: Plan, subject: str, figures: Mapping[str, Decimal]) -> str:
    """Figures with the titles that the plan gives them: `Số cuộc đối thoại: 01 cuộc; số kiến nghị: 12 kiến nghị`."""
    task = plan.tasks.get(subject)
    known = task.indicators if task else {}
    said = [
        f"{known[k].title}: {measure_words(v, known[k].unit)}"
        for k, v in figures.items()
        if k in known
    ]
    return join_statements(said)


def _figures(row: LogRow) -> str:
    return figure_words(row.plan, row.entry.update.subject, row.entry.update.figures)


def _remarks(row: LogRow) -> str:
    update, plan = row.entry.update, row.plan
    kinds = ((title, getattr(update, kind)) for kind, title in REMARK_KINDS.items())
    return "\n".join(f"{title} ({_addressee(plan, r.to)}): {r.text}" for title, r in kinds if r)


def _addressee(plan: Plan, to: str) -> str:
    return INSIDE.get(to) or plan.name(to)


def _about(row: LogRow) -> str:
    update = row.entry.update
    return update.about + (f" ({update.period})" if update.period else "")


def _words(row: LogRow) -> str:
    update, doubt = row.entry.update, f"({UNPROVEN})" if row.unproven else ""
    answer = f"Trả lời {_mark(row.answered)}: " if row.answered else ""
    asked = f"({row.asked})" if row.asked else ""
    said = answer + (update.result or "")
    return "\n".join(filter(None, (said, asked, _figures(row), _remarks(row), doubt)))


def _log_day(row: LogRow) -> str:
    """The day, set in below the correction that replaces it."""
    return "└ " * (row.depth > 0) + short_date(row.entry.update.date)


def _evidence(row: LogRow) -> str:
    return "\n".join(shown(row.entry.update.evidence)) or UNPROVEN * row.unproven


def _state(row: LogRow) -> str:
    percent = row.entry.update.percent
    return (
        row.state
        + (f" {percent}%" if percent is not None else "")
        + (f" ({row.mark})" if row.mark else "")
    )


def _mark(entry: Entry) -> str:
    """What an id ends with, enough to name it where room is short: a whole one broken over lines cannot be copied."""
    return entry.id.rpartition("-")[2]


LOG_COLUMNS: tuple[Column[LogRow], ...] = (
    Column("Ngày", lambda row: short_date(row.entry.update.date), _log_day),
    Column(
        "Đơn vị",
        lambda row: row.plan.name(row.entry.update.unit),
        lambda row: short_name(row.plan, row.entry.update.unit),
    ),
    Column("Nội dung", _about, _about, 1),
    Column("Tình trạng", _state, _state, 1, lines=6),
    Column("Kết quả thực hiện", lambda row: row.entry.update.result or "", _words, 2, lines=5),
    Column("Số liệu", _figures),
    Column("Khó khăn, kiến nghị", _remarks),
    Column("Tài liệu kiểm chứng", _evidence),
    Column("Trả lời", lambda row: row.answer_to),
    Column("Đính chính bởi", lambda row: row.corrected_by or ""),
    Column("Mã cập nhật", lambda row: row.entry.id, lambda row: _mark(row.entry), heading="Mã"),
)


def log_rows(plan: Plan, entries: Iterable[Entry]) -> list[LogRow]:
    """All updates oldest first, each chain of corrections together where its last word stands, newest first."""
    listed = sorted(entries, key=lambda e: (e.update.date, e.update.recorded, e.id))
    known = {e.id: e for e in listed}
    back, instead = origins(listed), replaced(listed)
    corrected = {e.update.corrects for e in listed}
    chains: dict[str, list[LogRow]] = {}
    for i, entry in known.items():
        overruled = i in instead and i not in corrected
        answered = known.get(entry.update.answers or "")
        row = LogRow(entry, plan, instead.get(i), overruled, _depth(i, instead), answered)
        chains.setdefault(back.get(i, i), []).append(row)
    place = {i: n for n, i in enumerate(known)}
    whole = [sorted(chain, key=lambda row: row.depth) for chain in chains.values()]
    return [
        row for chain in sorted(whole, key=lambda chain: place[chain[0].entry.id]) for row in chain
    ]


def _depth(update_id: str, replaced_by: Mapping[str, str]) -> int:
    """How many corrections stand above an update; a chain that bites its tail ends where it began."""
    seen: list[str] = []
    while update_id in replaced_by and update_id not in seen:
        seen.append(update_id)
        update_id = replaced_by[update_id]
    return len(seen)


def _brief_addressee(row: OpenRow) -> str:
    body = row.plan.outside.get(row.remark.to)
    return (body and body.short) or _addressee(row.plan, row.remark.to)


OPEN_COLUMNS: tuple[Column[OpenRow], ...] = (
    Column("Loại", lambda row: REMARK_KINDS[row.kind], lambda row: REMARK_KINDS[row.kind]),
    Column("Nội dung", lambda row: row.remark.text, lambda row: row.remark.text, 3, lines=6),
    Column(
        "Đơn vị",
        lambda row: row.plan.name(row.entry.update.unit),
        lambda row: short_name(row.plan, row.entry.update.unit),
    ),
    Column("Gửi", lambda row: _addressee(row.plan, row.remark.to), _brief_addressee, 1),
    Column("Về", lambda row: row.entry.update.about),
    Column(
        "Từ ngày",
        lambda row: short_date(row.entry.update.date),
        lambda row: short_date(row.entry.update.date),
    ),
    Column("Số ngày", lambda row: str(row.days), lambda row: str(row.days), number=True),
    Column("Mã cập nhật", lambda row: row.entry.id, lambda row: _mark(row.entry), heading="Mã"),
)


def rate_words(row: stats.Row) -> str:
    """A share of ten pieces of work or more in per cent, of fewer as counts: `01/01` says more than 100%."""
    done = row.items["done"] + row.items["done_late"]
    due = done + row.items["overdue"]
    if row.rate is None:
        return "–"
    return f"{number_words(row.rate)}%" if due >= 10 else f"{done:02}/{due:02}"


def _change(row: StatRow) -> str:
    """How many more are done than at the previous period's end."""
    finished = [r.items["done"] + r.items["done_late"] for r in (row.row, row.before)]
    return str(finished[0] - finished[1])


def _state_count(state: str) -> Callable[[StatRow], str]:
    return lambda row: str(row.row.items[state])


def _stat(
    title: str, heading: str, cell: Callable[[StatRow], str], wide: bool = False
) -> Column[StatRow]:
    return Column(title, cell, cell, 0, heading, wide=wide, number=True)


def _percent(row: StatRow) -> str:
    """The rate as a spreadsheet reads it: `01/02` would be a date there."""
    return "" if row.row.rate is None else f"{number_words(row.row.rate)}%"


def _idle(row: StatRow) -> str:
    return str(row.row.items["waiting"] + row.row.items["suspended"])


STAT_COLUMNS: tuple[Column[StatRow], ...] = (
    Column("Tên", lambda row: row.row.title, lambda row: row.row.title, 1),
    _stat("Số nhiệm vụ", "Nhiệm\nvụ", lambda row: str(row.row.tasks)),
    _stat("Trong đó thường xuyên", "Thường\nxuyên", lambda row: str(row.row.standing), wide=True),
    _stat("Đầu việc có thời hạn", "Đầu\nviệc", lambda row: str(row.row.total)),
    _stat("Hoàn thành đúng hạn", "Đúng\nhạn", _state_count("done")),
    _stat("Hoàn thành quá hạn", "Hoàn\nthành\nmuộn", _state_count("done_late")),
    _stat("Chưa hoàn thành, trong hạn", "Trong\nhạn", lambda row: str(row.row.unfinished_in_time)),
    _stat("Chưa hoàn thành, quá hạn", "Quá\nhạn", _state_count("overdue")),
    _stat("Chưa đủ điều kiện, tạm dừng", "Chờ,\ndừng", _idle),
    _stat("Chưa đủ điều kiện", "Chờ", _state_count("waiting"), wide=True),
    _stat("Tạm dừng", "Dừng", _state_count("suspended"), wide=True),
    Column("Tỷ lệ", _percent, lambda row: rate_words(row.row), 0, "Tỷ lệ"),
    _stat("Hoàn thành tăng so với kỳ trước", "Tăng", _change, wide=True),
    _stat("Báo cáo phải gửi", "Báo cáo\nphải gửi", lambda row: str(row.asked.expected), wide=True),
    _stat("Báo cáo đã gửi", "Đã\ngửi", lambda row: str(row.asked.reported), wide=True),
    _stat("Báo cáo đúng hạn", "Đúng\nhạn", lambda row: str(row.asked.on_time), wide=True),
)
"""Counts of pieces of work first, then the reporting account, which is never part of the rate."""


def _deadline_state(shown: DeadlineRow) -> str:
    """`Quá hạn 02 ngày`, `Đang thực hiện (trong hạn), còn 15 ngày`"""
    row = shown.row
    if row.state == "waiting" or row.soon:
        return TASK_LABELS[row.state] + (
            f", {lower_first(deadline_words(shown))}" if row.soon else ""
        )
    return deadline_words(shown)


def deadline_words(shown: DeadlineRow) -> str:
    """`Quá hạn 02 ngày`, `Còn 15 ngày`, `Đến hạn`, `Chưa gửi báo cáo`."""
    row = shown.row
    if row.state == "missing":
        return "Chưa gửi báo cáo"
    if row.soon:
        return f"Còn {-row.days:02} ngày" if row.days else "Đến hạn"
    return BRIEF_LABELS[row.state] + (f" {row.days:02} ngày" if row.days else "")


def _brief_unit(shown: DeadlineRow) -> str:
    """A group by how many it counts: its name would fill the screen."""
    group = shown.plan.groups.get(shown.row.unit)
    return f"{len(group.members):02} đơn vị" if group else short_name(shown.plan, shown.row.unit)


DEADLINE_UNIT = Column[DeadlineRow](
    "Đơn vị", lambda shown: shown.plan.name(shown.row.unit), _brief_unit, 1
)
"""Left out of a screen that groups by unit."""

DEADLINE_COLUMNS: tuple[Column[DeadlineRow], ...] = (
    Column("Mã", lambda shown: shown.row.task, lambda shown: shown.row.task),
    Column(
        "Nội dung",
        lambda shown: shown.row.title,
        lambda shown: f"{shown.row.title}: {shown.row.reason}",
        3,
        lines=5,
    ),
    DEADLINE_UNIT,
    Column("Tình trạng", _deadline_state, deadline_words),
    Column("Thời hạn", lambda shown: _day(shown.row.due)),
    Column("Lý do", lambda shown: shown.row.reason),
)
