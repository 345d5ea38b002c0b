"""The leaders' sheet for the weekly meeting: what is late, what falls due, who has not reported, what waits for them.

It is one A4 page whatever the data. The page leaves so many points of height to the rows (`ROOM`), a row costs what
its lines take, the four blocks grow by turns, and what does not fit is gathered in one sentence. An internal
working sheet, no document of NĐ 30/2020: it has no number, no addressee and nobody signs it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from pci.core import stats
from pci.core.dates import Calendar, parse_period
from pci.core.deadlines import Row, deadlines
from pci.core.ledger import Ledger
from pci.core.model import Plan
from pci.core.remarks import REMARK_KINDS, Raised, addressee, raised
from pci.core.vi import count_words, period_words, short_date
from pci.lists.columns import short_name
from pci.reports.facts import Figures, figures
from pci.reports.fields import Field, fields_of, plain
from pci.reports.fit import clipped, lines

FIELDS = (
    Field("minh_hoa", "kế hoạch là dữ liệu minh họa"),
    Field("co_quan.ten", "tên cơ quan, in hoa", "BAN QUẢN LÝ KHU KINH TẾ VÂN PHONG"),
    Field("ke_hoach.nam", "năm của Kế hoạch", "2023"),
    Field("tinh_den", "ngày tính tình trạng", "02/10/2023"),
    *fields_of(Figures, "tong."),
    Field("qua_han.so", "số việc quá hạn", "02"),
    Field("qua_han.dong[].tt", "số thứ tự trên trang", "1"),
    Field(
        "qua_han.dong[].viec",
        "việc quá hạn, kèm kỳ",
        "Kiểm tra công tác cải cách hành chính (tháng 9 năm 2023)",
    ),
    Field("qua_han.dong[].don_vi", "đơn vị phải làm", "VP"),
    Field("qua_han.dong[].han", "thời hạn", "30/9/2023"),
    Field("qua_han.dong[].so_ngay", "số ngày đã quá hạn", "02"),
    Field("qua_han.con_lai", "phần không đủ chỗ, gộp một câu", "và 12 việc khác: P.QLDN 09, VP 03"),
    Field("den_han.so", "số việc đến hạn trong 30 ngày", "01"),
    Field("den_han.dong[].tt", "số thứ tự trên trang", "1"),
    Field(
        "den_han.dong[].viec",
        "việc đến hạn, kèm kỳ",
        "Báo cáo tháng gửi Sở Kế hoạch và Đầu tư (tháng 10 năm 2023)",
    ),
    Field("den_han.dong[].don_vi", "đơn vị phải làm", "P.QLDN"),
    Field("den_han.dong[].han", "thời hạn", "17/10/2023"),
    Field("den_han.dong[].so_ngay", "số ngày còn lại", "15"),
    Field("den_han.con_lai", "phần không đủ chỗ, gộp một câu", "và 02 việc khác: BQLDA, VP"),
    Field("chua_bao_cao.so", "số đơn vị chưa gửi đủ báo cáo", "06"),
    Field("chua_bao_cao.dong[].tt", "số thứ tự trên trang", "1"),
    Field("chua_bao_cao.dong[].don_vi", "đơn vị chưa gửi", "Phòng Quản lý Doanh nghiệp"),
    Field("chua_bao_cao.dong[].ky", "kỳ báo cáo", "quý III năm 2023"),
    Field("chua_bao_cao.dong[].han", "hạn nội bộ", "11/9/2023"),
    Field("chua_bao_cao.dong[].nhiem_vu", "số nhiệm vụ chưa báo cáo", "13"),
    Field("chua_bao_cao.con_lai", "phần không đủ chỗ, gộp một câu", "và 02 đơn vị khác: BQLDA, VP"),
    Field("cho_quyet_dinh.so", "số kiến nghị, khó khăn chưa được trả lời", "03"),
    Field("cho_quyet_dinh.dong[].tt", "số thứ tự trên trang", "1"),
    Field(
        "cho_quyet_dinh.dong[].noi_dung",
        "nội dung kiến nghị, khó khăn",
        "Kiến nghị: Bố trí kinh phí khảo sát",
    ),
    Field("cho_quyet_dinh.dong[].don_vi", "đơn vị nêu", "P.QLDN"),
    Field("cho_quyet_dinh.dong[].gui", "gửi ai", "Lãnh đạo Ban"),
    Field("cho_quyet_dinh.dong[].tu_ngay", "nêu từ ngày", "13/9/2023"),
    Field("cho_quyet_dinh.dong[].so_ngay", "số ngày đã chờ", "19"),
    Field(
        "cho_quyet_dinh.con_lai",
        "phần không đủ chỗ, gộp một câu",
        "và 04 kiến nghị, khó khăn khác: VP 04",
    ),
)

WITHIN = 30
"""Days ahead that the meeting looks."""


class Brief(NamedTuple):
    """What the leaders look at, whole. `missing` has a row for each task and unit that owes a report; `remarks` are
    those that only leaders or outside bodies can answer, the leaders' own first."""

    book: Ledger
    overdue: tuple[Row, ...]
    soon: tuple[Row, ...]
    missing: tuple[Row, ...]
    remarks: tuple[Raised, ...]


def gather(book: Ledger, calendar: Calendar) -> Brief:
    """The four lists as of the ledger's day."""
    rows = deadlines(book, calendar, WITHIN)
    up = [found for found in raised(book) if found.remark.to != "noi-bo"]
    return Brief(
        book,
        tuple(row for row in rows if row.state == "overdue"),
        tuple(row for row in rows if row.soon),
        tuple(row for row in rows if row.state == "missing"),
        tuple(sorted(up, key=lambda found: found.remark.to in book.plan.outside)),
    )


# --- the room on the page -------------------------------------------------------------------------------------------

PAGE = 165
"""Millimetres between the margins: 210 − 30 − 15."""
SIZE = 11
"""Points of the type in rows."""
LINE = 13
"""Points from line to line, set exactly in the template."""
PADDING = 2
"""Points by which a row is higher than its lines."""
ROOM = 446
"""Points of height that head, headings and title rows leave to the rows, less a margin for other printers."""
WHOLE, CUT = 20, 4
"""The most lines that one text takes: where every row fits on the page, and where some must be left out."""
REST = 2 * LINE + 2
"""Points kept for the sentence about what does not fit."""
CELL_MARGIN = 1
"""Millimetres between a cell's border and its text."""

WORK_COLUMNS = (9, 94, 23, 20, 19)
REPORT_COLUMNS = (9, 85, 30, 22, 19)
REMARK_COLUMNS = (9, 90, 21, 24, 21)
"""Widths of the columns in millimetres."""


class _Line(NamedTuple):
    """A row as it prints; `owners` are the units of all it stands for, one for each."""

    cells: dict[str, str]
    owners: tuple[str, ...]
    cost: int


def _line(
    cells: dict[str, str], owners: Iterable[str], fitted: dict[str, tuple[int, int]], least: int = 1
) -> _Line:
    """A row of `least` lines or more, its long cells cut to so many lines of their columns (`fitted`: width and lines
    by cell)."""
    cut = {
        name: clipped(cells[name], room - 2 * CELL_MARGIN, SIZE, most)
        for name, (room, most) in fitted.items()
    }
    high = max(
        len(lines(text, fitted[name][0] - 2 * CELL_MARGIN, SIZE)) for name, text in cut.items()
    )
    return _Line(cells | cut, tuple(owners), max(least, high) * LINE + PADDING)


def rows_shown(costs: Sequence[Sequence[int]], room: int) -> list[int]:
    """How many rows of each block fit: the block with the least so far has the next one, so that a long list never
    crowds out a short one. Room for the sentence about the rest is kept until a block is whole."""
    if sum(map(sum, costs)) + LINE * sum(not rows for rows in costs) <= room:
        return [len(rows) for rows in costs]
    kept, used = [0] * len(costs), [0] * len(costs)
    room -= sum(REST if rows else LINE for rows in costs)
    while True:
        fitting = [
            i for i, rows in enumerate(costs) if kept[i] < len(rows) and _net(rows, kept[i]) <= room
        ]
        if not fitting:
            return kept
        block = min(fitting, key=lambda i: used[i])
        room -= _net(costs[block], kept[block])
        used[block] += costs[block][kept[block]]
        kept[block] += 1


def _net(rows: Sequence[int], kept: int) -> int:
    """What the next row of a block costs: the last one makes its sentence needless."""
    return rows[kept] - (REST if kept + 1 == len(rows) else 0)


def _block(plan: Plan, listed: Sequence[_Line], kept: int, noun: str) -> dict[str, Any]:
    """The rows that fit, numbered, then in words how many more there are and whose."""
    return {
        "so": count_words(sum(len(line.owners) for line in listed)),
        "dong": [{"tt": str(n), **line.cells} for n, line in enumerate(listed[:kept], 1)],
        "con_lai": _rest(plan, [owner for line in listed[kept:] for owner in line.owners], noun),
    }


def _rest(plan: Plan, owners: Sequence[str], noun: str) -> str:
    """How many more there are and whose, each unit's number beside it where any has several."""
    if not owners:
        return ""
    counts = Counter(owners)
    times = {
        unit: f" {count_words(n)}" if len(owners) > len(counts) else ""
        for unit, n in counts.items()
    }
    told = ", ".join(
        f"{short_name(plan, unit)}{times[unit]}" for unit in plan.units if unit in counts
    )
    return clipped(f"và {count_words(len(owners))} {noun} khác: {told}", PAGE, SIZE, 2)


# --- the sheet ------------------------------------------------------------------------------------------------------


def fields(brief: Brief) -> dict[str, Any]:
    """Every field of the template `tom-tat.docx`, by its tag."""
    plan = brief.book.plan
    listed, shown = _fitted(brief, WHOLE)
    if shown != [len(block) for block in listed]:
        listed, shown = _fitted(brief, CUT)
    nouns = ("việc", "việc", "đơn vị", "kiến nghị, khó khăn")
    late, soon, missing, waiting = (
        _block(plan, *block) for block in zip(listed, shown, nouns, strict=True)
    )
    return {
        "minh_hoa": plan.illustrative,
        "co_quan": {"ten": clipped(plan.letterhead.agency, PAGE * 0.9, 12, 1)},
        "ke_hoach": {"nam": str(plan.year)},
        "tinh_den": short_date(brief.book.as_of),
        "tong": plain(figures(stats.by_index(brief.book).total, padded=True)),
        "qua_han": late,
        "den_han": soon,
        "chua_bao_cao": missing,
        "cho_quyet_dinh": waiting,
    }


def _fitted(brief: Brief, most: int) -> tuple[list[list[_Line]], list[int]]:
    """The four blocks with texts of so many lines at most, and how many rows of each fit on the page."""
    plan = brief.book.plan
    listed = [
        _works(plan, brief.overdue, most),
        _works(plan, brief.soon, most),
        _reports(plan, brief.missing),
        [_remark(plan, found, most) for found in brief.remarks],
    ]
    return listed, rows_shown([[line.cost for line in block] for block in listed], ROOM)


def _works(plan: Plan, rows: Iterable[Row], most: int) -> list[_Line]:
    """One row for each piece of work and day, with all the units that owe it."""
    alike: dict[tuple[str, str, str | None, date | None], list[Row]] = {}
    for row in rows:
        alike.setdefault((row.task, row.obligation, row.period, row.due), []).append(row)
    return [_work(plan, group, most) for group in alike.values()]


def _work(plan: Plan, group: Sequence[Row], most: int) -> _Line:
    first, owners = group[0], [row.unit for row in group]
    cells = {
        "viec": first.title,
        "don_vi": _owners(plan, first.task, owners),
        "han": short_date(first.due) if first.due else "",
        "so_ngay": count_words(abs(first.days or 0)),
    }
    return _line(
        cells, owners, {"viec": (WORK_COLUMNS[1], most // 2), "don_vi": (WORK_COLUMNS[2], most)}
    )


def _owners(plan: Plan, task_id: str, units: Sequence[str]) -> str:
    """Short names, or the group's own where all who answer for a shared task are meant."""
    task = plan.tasks[task_id]
    if len(units) > 1 and set(units) == set(plan.accountable(task)):
        return plan.name(task.lead)
    return ", ".join(short_name(plan, unit) for unit in units)


def _reports(plan: Plan, rows: Iterable[Row]) -> list[_Line]:
    """One row for each unit that owes, with the number of tasks on which it does."""
    owed: dict[str, list[Row]] = {}
    for row in rows:
        owed.setdefault(row.unit, []).append(row)
    return [_report(plan, unit, group) for unit, group in owed.items()]


def _report(plan: Plan, unit: str, group: Sequence[Row]) -> _Line:
    period = parse_period(group[0].period or "")
    cells = {
        "don_vi": plan.name(unit),
        "ky": period_words(period) if period else "",
        "han": short_date(group[0].due) if group[0].due else "",
        "nhiem_vu": count_words(len(group)),
    }
    return _line(cells, [unit], {"don_vi": (REPORT_COLUMNS[1], 2)})


def _remark(plan: Plan, found: Raised, most: int) -> _Line:
    update = found.entry.update
    cells = {
        "noi_dung": f"{REMARK_KINDS[found.kind]}: {found.remark.text}",
        "don_vi": short_name(plan, update.unit),
        "gui": addressee(plan, found.remark),
        "tu_ngay": short_date(update.date),
        "so_ngay": count_words(found.days),
    }
    _, words, unit, to, _ = REMARK_COLUMNS
    fitted = {"noi_dung": (words, most), "don_vi": (unit, most), "gui": (to, most)}
    return _line(cells, [update.unit], fitted, least=2)  # the day, and below it for how long
