"""The columns of every list, in one place for terminal, csv, Markdown and xlsx."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from textwrap import shorten
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from pci.core import deadlines, stats
from pci.core.dates import Period
from pci.core.evidence import without_fingerprints
from pci.core.ledger import Entry, Role, View, meant_state, replaced
from pci.core.model import Plan, Remark, Task, Update, Withdrawal
from pci.core.progress import Progress
from pci.core.remarks import REMARK_KINDS, holder_words, passed_words, target_of
from pci.core.reporting import Totals
from pci.core.vi import (
    BRIEF_LABELS,
    ROLE_LABELS,
    STATE_LABELS,
    TASK_LABELS,
    count_words,
    due_words,
    join_statements,
    late_words,
    lower_first,
    measure_words,
    number_words,
    short_date,
)

R = TypeVar("R")


class Column(NamedTuple, Generic[R]):
    """One column of a list; the cells of a `number` column are numbers to a spreadsheet.

    On a screen a cell keeps to one `line`, takes as many `lines` of a narrow column as it needs, is
    `text`, which gets the room that the others leave, or a `title`, each line of which is cut to
    that room; a column of none of these is left out.
    There `brief` is the cell and `heading` the title, where they are shorter.
    """

    title: str
    cell: Callable[[R], str]
    screen: Literal["", "line", "lines", "text", "title"] = ""
    brief: Callable[[R], str] | None = None
    heading: str = ""
    number: bool = False


class TaskRow(NamedTuple):
    """A task as a list shows it; `role` is that of the unit asked for, `view` the states."""

    id: str
    task: Task
    plan: Plan
    role: Role | None
    view: View

    @property
    def heading(self) -> tuple[str, str]:
        """The section a task stands under, as a list groups them: id and title."""
        section = self.plan.section_of(self.id)
        return section, self.plan.title_of(section)


class UpdateRow(NamedTuple):
    """An update as a list shows it.

    `corrected_by` is the update that counts in its place; `overruled` says that this one does not
    correct it, but another correction of the same update; `answered` is the update whose remarks it
    answers. `withdrawal` takes it back, `withdrawn_by` is its id. A `stray` has an error and is
    left out of everything.
    """

    entry: Entry
    plan: Plan
    corrected_by: str | None
    overruled: bool = False
    answered: Entry | None = None
    withdrawn_by: str | None = None
    withdrawal: Withdrawal | None = None
    stray: bool = False

    @property
    def update(self) -> Update:
        """What the update says."""
        return self.entry.update

    @property
    def unproven(self) -> bool:
        """Whether it counts, says that work is done, and names no evidence."""
        return self._meant == "done" and not (self.update.evidence or self.mark)

    @property
    def mark(self) -> str:
        """Why it does not count; empty where it does."""
        if self.withdrawal:
            return "đã rút"
        if self.overruled:
            return "không tính, có bản sửa khác"
        if self.corrected_by:
            return "đã sửa"
        return "không tính, có lỗi" if self.stray else ""

    @property
    def state(self) -> str:
        """What it says of the work; one that only answers says nothing of it."""
        return "Trả lời" if self.update.only_answers else STATE_LABELS[self._meant]

    @property
    def _meant(self) -> str:
        return meant_state(self.plan, self.update)

    @property
    def answer_to(self) -> str:
        """`Trả lời 2023-09-14-A.I.4-c3cmmr (Kiến nghị: Thêm người)`; empty where it answers
        nothing."""
        if self.answered is None:
            return ""
        remarks = target_of(self.update.answers or "").among(self.answered.update.remarks)
        texts = [f"{REMARK_KINDS[kind]}: {remark.text}" for kind, remark in remarks]
        return f"Trả lời {self.answered.id} ({'; '.join(texts)})"

    @property
    def figures(self) -> str:
        """Its figures with the titles that the plan gives them."""
        return figure_words(self.plan, self.update.subject, self.update.figures)

    @property
    def remarks(self) -> str:
        """Its difficulty and its proposal, each with where it goes."""
        return "\n".join(
            f"{REMARK_KINDS[kind]} ({self.plan.name(remark.to)}): {remark.text}"
            for kind, remark in self.update.remarks.items()
        )

    @property
    def words(self) -> str:
        """All that it says but its evidence."""
        lack = f"({UNPROVEN})" if self.unproven else ""
        why = f"Nguyên nhân: {self.update.reason}" if self.update.reason else ""
        gone = f"Rút: {self.withdrawal.reason}" if self.withdrawal else ""
        lines = (self.answer_to, self.update.result, self.figures, self.remarks, why, lack, gone)
        return "\n".join(filter(None, lines))


class RemarkRow(NamedTuple):
    """A difficulty or a proposal that waits for an answer, with the plan that names its unit."""

    entry: Entry
    kind: str
    remark: Remark
    days: int
    passed: Period | None
    plan: Plan

    @property
    def time_passed(self) -> str:
        """The time that its words name and that is over; empty without one."""
        return passed_words(self.passed) if self.passed else ""


class DeadlineRow(NamedTuple):
    """A row of `pci deadlines` with the plan that names its unit."""

    row: deadlines.Deadline
    plan: Plan


PLAN = Column[Any]("Kế hoạch", lambda row: row.plan.id, "line")
"""The first column of a list of several plans, whose rows all know theirs."""


class StatRow(NamedTuple):
    """A line of the official table, the same line at the previous period's end, and its reporting
    account."""

    row: stats.Row
    before: stats.Row
    asked: Totals


def _role(row: TaskRow) -> str:
    return ROLE_LABELS[row.role.name] if row.role else ""


def _via(row: TaskRow) -> str:
    return row.plan.name(row.role.via) if row.role and row.role.via else ""


def _day(day: date | None) -> str:
    return short_date(day) if day else ""


def _due(row: TaskRow) -> str:
    """The task's next due day, marked where days off of its year are not decided."""
    if row.view.due is None:
        return ""
    reasons = (item.provisional for item in row.view.items if item.due == row.view.due)
    provisional = next(filter(None, reasons), "")
    return due_words(row.view.due, provisional)


def _state(row: TaskRow, labels: Mapping[str, str]) -> str:
    """The task's state, and how late its oldest overdue item is."""
    days = max((item.days or 0 for item in row.view.items if item.state == "overdue"), default=0)
    return late_words(labels[row.view.state], days)


def _unproven(row: TaskRow) -> str:
    """How many finished items lack evidence; empty where none does."""
    count = sum(item.unproven for item in row.view.items)
    return f"{count_words(count)} đầu việc đã xong" if count else ""


def _brief_work(row: TaskRow) -> str:
    """The task in one line, and a note below it where finished work lacks evidence."""
    title = row.task.short or " ".join(row.task.work.removeprefix("- ").split())
    return title + (f"\n({UNPROVEN})" if _unproven(row) else "")


def _brief_state(row: TaskRow) -> str:
    """The state, and below it the due day."""
    due = _due(row)
    return _state(row, BRIEF_LABELS) + (f"\nhạn {due}" if due else "")


def _brief_name(plan: Plan, ref: str) -> str:
    """A group by how many it counts: its name would fill the screen."""
    return f"{len(plan.members(ref)):02} đơn vị" if ref in plan.groups else plan.short_name(ref)


UNPROVEN = "chưa có tài liệu kiểm chứng"
"""What a list says of finished work without evidence."""

ROLE_COLUMNS: tuple[Column[TaskRow], ...] = (Column("Vai trò", _role, "line"), Column("Qua", _via))
"""Columns of a list of one unit only."""

TASK_COLUMNS: tuple[Column[TaskRow], ...] = (
    Column("Mã", lambda row: row.id, "line"),
    Column("TT", lambda row: row.task.number),
    Column("Chỉ số", lambda row: row.heading[1]),
    Column("Nhiệm vụ và giải pháp", lambda row: row.task.work, "title", _brief_work),
    Column("Đơn vị thực hiện", lambda row: row.plan.performers(row.task)),
    Column(
        "Đơn vị chủ trì",
        lambda row: row.plan.name(row.plan.leader(row.task)),
        "lines",
        lambda row: _brief_name(row.plan, row.plan.leader(row.task)),
        "Đơn vị",
    ),
    Column(
        "Đơn vị phối hợp",
        lambda row: "; ".join(map(row.plan.name, row.plan.coordinators(row.task))),
    ),
    *ROLE_COLUMNS,
    Column("Thời gian", lambda row: row.task.time),
    Column("Kết quả/Sản phẩm theo Kế hoạch", lambda row: "\n".join(output_lines(row.task))),
    Column("Tình trạng", lambda row: _state(row, TASK_LABELS), "line", _brief_state),
    Column("Chưa có tài liệu kiểm chứng", _unproven),
    Column("Tỷ lệ", lambda row: "" if row.view.percent is None else f"{row.view.percent}%"),
    Column("Thời hạn", _due),
    Column("Cập nhật gần nhất", lambda row: _day(row.view.updated)),
)


def output_lines(task: Task) -> tuple[str, ...]:
    """The expected results as printed: a dash before each where there are several."""
    return (
        task.outputs if len(task.outputs) == 1 else tuple(f"- {output}" for output in task.outputs)
    )


def printed_cells(plan: Plan, task: Task) -> dict[str, str]:
    """A row of the plan's appendix as it is printed, by the plan's own names of its columns."""
    return {
        "number": task.number,
        "work": task.work,
        "units": plan.performers(task),
        "time": task.time,
        "outputs": "\n".join(output_lines(task)),
    }


def figure_words(plan: Plan, subject: str, figures: Mapping[str, Decimal]) -> str:
    """Figures with the titles that the plan gives them: `Số cuộc đối thoại: 01 cuộc; số kiến nghị:
    12 kiến nghị`."""
    known = plan.measured(subject)
    statements = [
        f"{known[key].title}: {measure_words(value, known[key].unit)}"
        for key, value in figures.items()
        if key in known
    ]
    return join_statements(statements)


def _about(row: UpdateRow) -> str:
    return row.update.about + (f" ({row.update.period})" if row.update.period else "")


def _brief_about(row: UpdateRow) -> str:
    """The same, each of its parts on a line of its own."""
    return _about(row).replace("/", "/\n").replace(" (", "\n(")


def _evidence(row: UpdateRow) -> str:
    return "\n".join(without_fingerprints(row.update.evidence)) or UNPROVEN * row.unproven


def _brief_words(row: UpdateRow) -> str:
    """All that an update says, what it answers named shortly."""
    if row.answered is None:
        return row.words
    answer = row.answer_to.replace(row.answered.id, row.answered.id.rpartition("-")[2])
    return row.words.replace(row.answer_to, shorten(answer, 80, placeholder=" …)"))


def _reason(row: UpdateRow) -> str:
    return (row.withdrawal.reason if row.withdrawal else row.update.reason) or ""


def _update_state(row: UpdateRow) -> str:
    percent = "" if row.update.percent is None else f" {row.update.percent}%"
    return row.state + percent + (f" ({row.mark})" if row.mark else "")


def _brief_id(row: UpdateRow | RemarkRow) -> str:
    """The end of an update's id, enough to name it where room is short."""
    return row.entry.id.rpartition("-")[2]


LOG_COLUMNS: tuple[Column[UpdateRow], ...] = (
    Column("Ngày", lambda row: short_date(row.update.date), "line"),
    Column(
        "Đơn vị",
        lambda row: row.plan.name(row.update.unit),
        "line",
        lambda row: row.plan.short_name(row.update.unit),
    ),
    Column("Nội dung", _about, "lines", _brief_about),
    Column("Tình trạng", _update_state, "lines"),
    Column("Kết quả thực hiện", lambda row: row.update.result or "", "text", _brief_words),
    Column("Số liệu", lambda row: row.figures),
    Column("Khó khăn, kiến nghị", lambda row: row.remarks),
    Column("Tài liệu kiểm chứng", _evidence),
    Column("Trả lời", lambda row: row.answer_to),
    Column("Sửa bởi", lambda row: row.corrected_by or ""),
    Column("Rút bởi", lambda row: row.withdrawn_by or ""),
    Column("Nguyên nhân", _reason),
    Column("Mã cập nhật", lambda row: row.entry.id, "line", _brief_id, "Mã"),
)


def update_rows(plan: Plan, progress: Progress) -> list[UpdateRow]:
    """All updates, oldest first, those that count nowhere too."""
    listed = sorted(progress.recorded, key=lambda e: (e.update.date, e.update.recorded, e.id))
    known, gone = {entry.id: entry for entry in listed}, progress.withdrawn
    instead = replaced(progress.entries)
    corrected = {entry.update.corrects for entry in progress.entries}
    strays = set(progress.unmended)

    def row(i: str, entry: Entry) -> UpdateRow:
        overruled = i in instead and i not in corrected
        answered = known.get(target_of(entry.update.answers or "").update)
        by = gone.get(i)
        withdrawal = progress.withdrawals[by] if by else None
        return UpdateRow(
            entry, plan, instead.get(i), overruled, answered, by, withdrawal, i in strays
        )

    return [row(i, entry) for i, entry in known.items()]


def _remark_with_note(row: RemarkRow) -> str:
    """A remark, and below it that the time which it names is over."""
    note = f"[Thời gian nêu đã qua: {row.time_passed}]" if row.passed else ""
    return "\n".join(filter(None, (row.remark.text, note)))


OPEN_COLUMNS: tuple[Column[RemarkRow], ...] = (
    Column(
        "Loại",
        lambda row: REMARK_KINDS[row.kind],
        "line",
        lambda row: REMARK_KINDS[row.kind].replace(" ", "\n"),
    ),
    Column("Nội dung", lambda row: row.remark.text, "text", _remark_with_note),
    Column("Thời gian đã qua", lambda row: row.time_passed),
    Column(
        "Đơn vị",
        lambda row: holder_words(row.plan, row.entry.update, row.plan.name),
        "lines",
        lambda row: holder_words(row.plan, row.entry.update, row.plan.short_name),
    ),
    Column(
        "Gửi",
        lambda row: row.plan.name(row.remark.to),
        "lines",
        lambda row: row.plan.short_name(row.remark.to),
    ),
    Column("Về", lambda row: row.entry.update.about),
    Column(
        "Từ ngày",
        lambda row: short_date(row.entry.update.date),
        "line",
        lambda row: f"{short_date(row.entry.update.date)}\n{row.days:02} ngày",
    ),
    Column("Số ngày", lambda row: str(row.days), number=True),
    Column("Mã cập nhật", lambda row: row.entry.id, "line", _brief_id, "Mã"),
)


def rate_words(row: stats.Row) -> str:
    """A rate in per cent from ten items on, in counts below: `01/01` says more than 100%."""
    done = row.items["done"] + row.items["done_late"]
    due = done + row.items["overdue"]
    if row.rate is None:
        return "–"
    return f"{number_words(row.rate)}%" if due >= 10 else f"{done:02}/{due:02}"


def _change(row: StatRow) -> int:
    """How many more are done than at the previous period's end."""
    now, before = (r.items["done"] + r.items["done_late"] for r in (row.row, row.before))
    return now - before


def _percent(row: StatRow) -> str:
    """The rate as a spreadsheet reads it: `01/02` would be a date there."""
    return "" if row.row.rate is None else f"{number_words(row.row.rate)}%"


def _count(title: str, count: Callable[[StatRow], int], heading: str = "") -> Column[StatRow]:
    """A column of numbers; without a heading a screen leaves it out."""
    screen: Literal["", "line"] = "line" if heading else ""
    return Column(title, lambda row: str(count(row)), screen, None, heading, number=True)


def _items(title: str, *states: str, heading: str = "") -> Column[StatRow]:
    """A column that counts the items in some states."""
    return _count(title, lambda row: sum(row.row.items[s] for s in states), heading)


STAT_COLUMNS: tuple[Column[StatRow], ...] = (
    Column("Tên", lambda row: row.row.title, "text"),
    _count("Số nhiệm vụ", lambda row: row.row.tasks, "Nhiệm\nvụ"),
    _count("Trong đó thường xuyên", lambda row: row.row.standing),
    _count("Đầu việc có thời hạn", lambda row: row.row.total, "Đầu\nviệc"),
    _items("Hoàn thành đúng hạn", "done", heading="Đúng\nhạn"),
    _items("Hoàn thành quá hạn", "done_late", heading="Hoàn\nthành\nquá\nhạn"),
    _count("Chưa hoàn thành, trong hạn", lambda row: row.row.unfinished_in_time, "Trong\nhạn"),
    _items("Chưa hoàn thành, quá hạn", "overdue", heading="Quá\nhạn"),
    _items(
        "Chưa đủ điều kiện, tạm dừng", "waiting", "suspended", heading="Chưa\nđủ\nđiều\nkiện,\ndừng"
    ),
    _items("Chưa đủ điều kiện", "waiting"),
    _items("Tạm dừng", "suspended"),
    Column("Tỷ lệ", _percent, "line", lambda row: rate_words(row.row)),
    _count("Hoàn thành tăng so với kỳ trước", _change),
    _count("Báo cáo phải gửi", lambda row: row.asked.expected),
    _count("Báo cáo đã gửi", lambda row: row.asked.reported),
    _count("Báo cáo đúng hạn", lambda row: row.asked.on_time),
)
"""Counts of items first, then the reporting account, which is never part of the rate."""


def _deadline_state(shown: DeadlineRow) -> str:
    """`Quá hạn 02 ngày`, `Đang thực hiện (trong hạn), còn 15 ngày`."""
    row = shown.row
    if row.soon:
        return f"{TASK_LABELS[row.state]}, {lower_first(deadline_words(shown))}"
    return TASK_LABELS[row.state] if row.state == "waiting" else deadline_words(shown)


def deadline_words(shown: DeadlineRow) -> str:
    """`Quá hạn 02 ngày`, `Còn 15 ngày`, `Đến hạn`, `Chưa gửi báo cáo`."""
    row = shown.row
    if row.state == "missing":
        return "Chưa gửi báo cáo"
    if row.soon and row.days is not None:
        return f"Còn {-row.days:02} ngày" if row.days else "Đến hạn"
    return late_words(BRIEF_LABELS[row.state], row.days or 0)


DEADLINE_UNIT = Column[DeadlineRow](
    "Đơn vị",
    lambda shown: shown.plan.name(shown.row.unit),
    "lines",
    lambda shown: _brief_name(shown.plan, shown.row.unit),
)
"""A screen that groups by unit leaves it out."""

DEADLINE_COLUMNS: tuple[Column[DeadlineRow], ...] = (
    Column("Mã", lambda shown: shown.row.task, "line"),
    Column(
        "Nội dung",
        lambda shown: shown.row.title,
        "text",
        lambda shown: f"{shown.row.title}: {shown.row.reason}",
    ),
    DEADLINE_UNIT,
    Column("Tình trạng", _deadline_state, "line", deadline_words),
    Column("Thời hạn", lambda shown: _day(shown.row.due)),
    Column("Lý do", lambda shown: shown.row.reason),
)
