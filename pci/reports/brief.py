"""The leaders' sheet for the weekly meeting: late and coming work, missing reports, remarks.

It is one A4 page whatever the data (`pci.reports.brief_page`). It is an internal working sheet, no
document of NĐ 30/2020: it has no number, no addressee and nobody signs it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple, TypeVar

from pci.core import stats
from pci.core.dates import Calendar, parse_period
from pci.core.deadlines import Deadline, deadlines
from pci.core.ledger import Ledger
from pci.core.model import Plan
from pci.core.remarks import REMARK_KINDS, OpenRemark, open_remarks
from pci.core.vi import count_words, period_words, short_date
from pci.reports.brief_page import (
    CUT,
    PAGE,
    REMARK_COLUMNS,
    REPORT_COLUMNS,
    ROOM,
    WHOLE,
    WORK_COLUMNS,
    PageRow,
    all_fit,
    block,
    cell,
    height,
    rows_shown,
)
from pci.reports.counts import Figures, figures
from pci.reports.line_breaks import clip

WITHIN = 30
"""Days ahead that the meeting looks."""


class Brief(NamedTuple):
    """The four lists whole.

    `missing` has a row for each task and unit that owes a report. `remarks` are those that only
    leaders or outside bodies can answer, the leaders' own first.
    """

    book: Ledger
    overdue: tuple[Deadline, ...]
    soon: tuple[Deadline, ...]
    missing: tuple[Deadline, ...]
    remarks: tuple[OpenRemark, ...]


def gather(book: Ledger, calendar: Calendar) -> Brief:
    """Gather the four lists as of the ledger's day."""
    rows = deadlines(book, calendar, WITHIN)
    upward = [remark for remark in open_remarks(book) if remark.remark.to != "noi-bo"]
    return Brief(
        book,
        tuple(row for row in rows if row.state == "overdue"),
        tuple(row for row in rows if row.soon),
        tuple(row for row in rows if row.state == "missing"),
        tuple(sorted(upward, key=lambda remark: remark.remark.to in book.plan.outside)),
    )


# --- what the template prints ---------------------------------------------------------------------


@dataclass(frozen=True)
class SheetAgency:
    """The agency whose leaders meet."""

    ten: Annotated[str, "tên cơ quan, in hoa", "BAN QUẢN LÝ KHU KINH TẾ VÂN PHONG"]


@dataclass(frozen=True)
class SheetPlan:
    """The plan that the meeting looks at."""

    nam: Annotated[str, "năm của Kế hoạch", "2023"]


@dataclass(frozen=True)
class LateWork:
    """A row of late work."""

    tt: Annotated[str, "số thứ tự trên trang", "1"]
    viec: Annotated[
        str,
        "việc quá hạn, kèm kỳ",
        "Kiểm tra công tác cải cách hành chính (tháng 9 năm 2023)",
    ]
    don_vi: Annotated[str, "đơn vị phải làm", "VP"]
    han: Annotated[str, "thời hạn", "30/9/2023"]
    so_ngay: Annotated[str, "số ngày đã quá hạn", "02"]


@dataclass(frozen=True)
class LateBlock:
    """The late work."""

    so: Annotated[str, "số việc quá hạn", "02"]
    dong: tuple[LateWork, ...]
    con_lai: Annotated[str, "phần không đủ chỗ, gộp một câu", "và 12 việc khác: P.QLDN 09, VP 03"]


@dataclass(frozen=True)
class SoonWork:
    """A row of work that falls due."""

    tt: Annotated[str, "số thứ tự trên trang", "1"]
    viec: Annotated[
        str,
        "việc đến hạn, kèm kỳ",
        "Báo cáo tháng gửi Sở Kế hoạch và Đầu tư (tháng 10 năm 2023)",
    ]
    don_vi: Annotated[str, "đơn vị phải làm", "P.QLDN"]
    han: Annotated[str, "thời hạn", "17/10/2023"]
    so_ngay: Annotated[str, "số ngày còn lại", "15"]


@dataclass(frozen=True)
class SoonBlock:
    """The work that falls due."""

    so: Annotated[str, "số việc đến hạn trong 30 ngày", "01"]
    dong: tuple[SoonWork, ...]
    con_lai: Annotated[str, "phần không đủ chỗ, gộp một câu", "và 02 việc khác: BQLDA, VP"]


@dataclass(frozen=True)
class MissingReport:
    """A row of a unit that owes a report."""

    tt: Annotated[str, "số thứ tự trên trang", "1"]
    don_vi: Annotated[str, "đơn vị chưa gửi", "Phòng Quản lý Doanh nghiệp"]
    ky: Annotated[str, "kỳ báo cáo", "quý III năm 2023"]
    han: Annotated[str, "hạn nội bộ", "11/9/2023"]
    nhiem_vu: Annotated[str, "số nhiệm vụ chưa báo cáo", "13"]


@dataclass(frozen=True)
class MissingBlock:
    """The missing reports."""

    so: Annotated[str, "số đơn vị chưa gửi đủ báo cáo", "06"]
    dong: tuple[MissingReport, ...]
    con_lai: Annotated[str, "phần không đủ chỗ, gộp một câu", "và 02 đơn vị khác: BQLDA, VP"]


@dataclass(frozen=True)
class WaitingRemark:
    """A row of a difficulty or a proposal that waits for an answer."""

    tt: Annotated[str, "số thứ tự trên trang", "1"]
    noi_dung: Annotated[str, "nội dung kiến nghị, khó khăn", "Kiến nghị: Bố trí kinh phí khảo sát"]
    don_vi: Annotated[str, "đơn vị nêu", "P.QLDN"]
    gui: Annotated[str, "gửi ai", "Lãnh đạo Ban"]
    tu_ngay: Annotated[str, "nêu từ ngày", "13/9/2023"]
    so_ngay: Annotated[str, "số ngày đã chờ", "19"]


@dataclass(frozen=True)
class WaitingBlock:
    """The remarks that wait for an answer."""

    so: Annotated[str, "số kiến nghị, khó khăn chưa được trả lời", "03"]
    dong: tuple[WaitingRemark, ...]
    con_lai: Annotated[
        str, "phần không đủ chỗ, gộp một câu", "và 04 kiến nghị, khó khăn khác: VP 04"
    ]


@dataclass(frozen=True)
class BriefSheet:
    """What `templates/tom-tat.docx` may print."""

    minh_hoa: Annotated[bool, "kế hoạch là dữ liệu minh họa"]
    co_quan: SheetAgency
    ke_hoach: SheetPlan
    tinh_den: Annotated[str, "ngày tính tình trạng", "02/10/2023"]
    tong: Figures
    qua_han: LateBlock
    den_han: SoonBlock
    chua_bao_cao: MissingBlock
    cho_quyet_dinh: WaitingBlock


# --- the sheet ------------------------------------------------------------------------------------


class SheetRows(NamedTuple):
    """The rows of the four blocks, those that do not fit on the page too."""

    late: list[PageRow[LateWork]]
    soon: list[PageRow[SoonWork]]
    missing: list[PageRow[MissingReport]]
    waiting: list[PageRow[WaitingRemark]]

    @property
    def heights(self) -> list[list[int]]:
        """The heights of the rows of each block."""
        return [[row.height for row in rows] for rows in self]


def sheet(brief: Brief) -> BriefSheet:
    """Write the sheet: long texts whole where all of it fits on the page, else cut."""
    plan = brief.book.plan
    rows = _rows(brief, WHOLE)
    if not all_fit(rows.heights, ROOM):
        rows = _rows(brief, CUT)
    late, soon, missing, waiting = rows_shown(rows.heights, ROOM)
    return BriefSheet(
        minh_hoa=plan.illustrative,
        co_quan=SheetAgency(" ".join(clip(plan.letterhead.agency, PAGE * 0.9, 12, 1))),
        ke_hoach=SheetPlan(str(plan.year)),
        tinh_den=short_date(brief.book.as_of),
        tong=figures(stats.by_index(brief.book).total, padded=True),
        qua_han=LateBlock(*block(plan, rows.late, late, "việc")),
        den_han=SoonBlock(*block(plan, rows.soon, soon, "việc")),
        chua_bao_cao=MissingBlock(*block(plan, rows.missing, missing, "đơn vị")),
        cho_quyet_dinh=WaitingBlock(*block(plan, rows.waiting, waiting, "kiến nghị, khó khăn")),
    )


def _rows(brief: Brief, most: int) -> SheetRows:
    """Lay out every row, its texts in so many lines at most."""
    plan = brief.book.plan
    return SheetRows(
        _works(LateWork, plan, brief.overdue, most),
        _works(SoonWork, plan, brief.soon, most),
        _reports(plan, brief.missing),
        [_remark(plan, n, remark, most) for n, remark in enumerate(brief.remarks, 1)],
    )


R = TypeVar("R", LateWork, SoonWork)


def _works(
    kind: Callable[[str, str, str, str, str], R], plan: Plan, rows: Iterable[Deadline], most: int
) -> list[PageRow[R]]:
    """Lay out a row for each piece of work and day, with all the units that owe it."""
    alike: dict[tuple[str, str, str | None, date | None], list[Deadline]] = {}
    for row in rows:
        alike.setdefault((row.task, row.obligation, row.period, row.due), []).append(row)
    laid_out = []
    for n, group in enumerate(alike.values(), 1):
        first, units = group[0], [row.unit for row in group]
        work = cell(first.title, WORK_COLUMNS[1], most // 2)
        owners = cell(_owners(plan, first.task, units), WORK_COLUMNS[2], most)
        due = short_date(first.due) if first.due else ""
        days = count_words(abs(first.days or 0))
        values = kind(str(n), " ".join(work), " ".join(owners), due, days)
        laid_out.append(PageRow(values, units, height(work, owners)))
    return laid_out


def _owners(plan: Plan, task_id: str, units: Sequence[str]) -> str:
    """Name units in short, or by their group where all who answer for a shared task are meant."""
    task = plan.tasks[task_id]
    if len(units) > 1 and set(units) == set(plan.accountable(task)):
        return plan.name(task.lead)
    return ", ".join(plan.short_name(unit) for unit in units)


def _reports(plan: Plan, rows: Iterable[Deadline]) -> list[PageRow[MissingReport]]:
    """Lay out a row for each unit that owes, with the number of tasks on which it does."""
    tasks = Counter((row.unit, row.period or "", row.due) for row in rows)
    laid_out = []
    for n, ((unit, period_id, due), count) in enumerate(tasks.items(), 1):
        name = cell(plan.name(unit), REPORT_COLUMNS[1], 2)
        period = parse_period(period_id)
        values = MissingReport(
            tt=str(n),
            don_vi=" ".join(name),
            ky=period_words(period) if period else "",
            han=short_date(due) if due else "",
            nhiem_vu=count_words(count),
        )
        laid_out.append(PageRow(values, [unit], height(name)))
    return laid_out


_DAY_AND_AGE = ("ngày", "(số ngày)")
"""The cell of the day has a second line: for how long the remark waits."""


def _remark(plan: Plan, number: int, waiting: OpenRemark, most: int) -> PageRow[WaitingRemark]:
    update = waiting.entry.update
    _, words_width, unit_width, to_width, _ = REMARK_COLUMNS
    words = cell(f"{REMARK_KINDS[waiting.kind]}: {waiting.remark.text}", words_width, most)
    unit = cell(plan.short_name(update.unit), unit_width, most)
    to = cell(plan.short_name(waiting.remark.to), to_width, most)
    values = WaitingRemark(
        tt=str(number),
        noi_dung=" ".join(words),
        don_vi=" ".join(unit),
        gui=" ".join(to),
        tu_ngay=short_date(update.date),
        so_ngay=count_words(waiting.days),
    )
    return PageRow(values, [update.unit], height(words, unit, to, _DAY_AND_AGE))
