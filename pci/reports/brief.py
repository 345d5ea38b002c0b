"""The leaders' sheet for the weekly meeting: late and coming work, missing reports, remarks.

It is one A4 page whatever the data: the rows of a list are all of one height, and the page has
room for so many. It is an internal working sheet, no document of NĐ 30/2020: it has no number, no
addressee and nobody signs it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from pci.core import stats
from pci.core.dates import Calendar, parse_period
from pci.core.deadlines import Deadline, deadlines
from pci.core.ledger import Ledger
from pci.core.model import Plan
from pci.core.remarks import REMARK_KINDS, OpenRemark, open_remarks
from pci.core.vi import count_words, period_words, short_date, shortened
from pci.reports.counts import Figures, figures
from pci.reports.facts import grouped
from pci.reports.letterhead import AgencyNames, CitedPlan, agency, cited_plan

WITHIN = 30
"""Days ahead that the meeting looks."""
ROOM = 386
"""Points of height that the page leaves to rows."""
LINES = (2, 2, 1, 3)
"""How many lines a row of each list has."""
LINE, PADDING = 13, 2
"""Points from line to line, and by which a row is higher than its lines."""
WORDS, NAMES = 50, 14
"""How many letters a line of the text and of the units' names holds."""


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
class BriefRow:
    """A row of any block."""

    tt: Annotated[str, "số thứ tự trên trang", "1"]
    noi_dung: Annotated[
        str, "việc, báo cáo, kiến nghị hay khó khăn", "Báo cáo tháng (tháng 9 năm 2023)"
    ]
    don_vi: Annotated[str, "đơn vị phải làm hoặc đã nêu", "P.QLDN"]
    ngay: Annotated[str, "thời hạn, hoặc ngày nêu", "30/9/2023"]
    so: Annotated[str, "số ngày, hoặc số nhiệm vụ chưa báo cáo", "02"]


@dataclass(frozen=True)
class BriefBlock:
    """One of the four lists."""

    so: Annotated[str, "số lượng tất cả", "15"]
    dong: tuple[BriefRow, ...]
    con_lai: Annotated[str, "số lượng không đủ chỗ; rỗng khi đủ", "12"]


@dataclass(frozen=True)
class BriefSheet:
    """What `templates/tom-tat.docx` may print."""

    minh_hoa: Annotated[bool, "kế hoạch là dữ liệu minh họa"]
    co_quan: AgencyNames
    ke_hoach: CitedPlan
    tinh_den: Annotated[str, "ngày tính tình trạng", "02/10/2023"]
    tong: Figures
    qua_han: Annotated[BriefBlock, "(việc quá hạn)"]
    den_han: Annotated[BriefBlock, "(việc đến hạn trong 30 ngày)"]
    chua_bao_cao: Annotated[BriefBlock, "(đơn vị chưa gửi báo cáo)"]
    cho_quyet_dinh: Annotated[BriefBlock, "(kiến nghị, khó khăn chưa được trả lời)"]


# --- the sheet ------------------------------------------------------------------------------------


class Line(NamedTuple):
    """What a row says, and how many of a list it stands for."""

    text: str
    units: str
    day: date | None
    number: int
    stands_for: int = 1


def sheet(brief: Brief) -> BriefSheet:
    """Write the sheet."""
    plan = brief.book.plan
    lists = (
        _works(plan, brief.overdue),
        _works(plan, brief.soon),
        _reports(plan, brief.missing),
        [_remark(plan, remark) for remark in brief.remarks],
    )
    shown = rows_shown([len(lines) for lines in lists])
    blocks = [_block(*block) for block in zip(lists, shown, LINES, strict=True)]
    return BriefSheet(
        plan.illustrative,
        agency(plan),
        cited_plan(plan),
        short_date(brief.book.as_of),
        figures(stats.by_index(brief.book).total, padded=True),
        *blocks,
    )


def rows_shown(wanted: Sequence[int]) -> list[int]:
    """Share the page's room: the list with the fewest rows so far has the next one."""
    shown, left = [0] * len(wanted), ROOM
    heights = [lines * LINE + PADDING for lines in LINES]
    while True:
        more = [n for n, rows in enumerate(wanted) if shown[n] < rows and heights[n] <= left]
        if not more:
            return shown
        block = min(more, key=shown.__getitem__)
        shown[block] += 1
        left -= heights[block]


def _block(lines: Sequence[Line], shown: int, height: int) -> BriefBlock:
    rows = [
        BriefRow(
            tt=str(number),
            noi_dung=shortened(" ".join(line.text.split()), height * WORDS),
            don_vi=shortened(line.units, height * NAMES),
            ngay=short_date(line.day) if line.day else "",
            so=count_words(line.number),
        )
        for number, line in enumerate(lines[:shown], 1)
    ]
    total = sum(line.stands_for for line in lines)
    rest = sum(line.stands_for for line in lines[shown:])
    return BriefBlock(count_words(total), tuple(rows), count_words(rest) if rest else "")


def _works(plan: Plan, rows: Iterable[Deadline]) -> list[Line]:
    """Write a line for each piece of work and day, with all the units that owe it."""
    alike = grouped(rows, lambda row: (row.task, row.obligation, row.period, row.due))
    return [
        Line(
            group[0].title, _owners(plan, group), group[0].due, abs(group[0].days or 0), len(group)
        )
        for group in alike.values()
    ]


def _owners(plan: Plan, rows: Sequence[Deadline]) -> str:
    """Name units in short, or by their group where all who answer for a shared task are meant."""
    task, units = plan.tasks[rows[0].task], [row.unit for row in rows]
    if len(units) > 1 and set(units) == set(plan.accountable(task)):
        return plan.name(task.lead)
    return ", ".join(map(plan.short_name, units))


def _reports(plan: Plan, rows: Iterable[Deadline]) -> list[Line]:
    """Write a line for each unit that owes, with the number of tasks on which it does."""
    tasks = Counter((row.unit, row.period or "", row.due) for row in rows)
    lines = []
    for (unit, period_id, due), count in tasks.items():
        period = parse_period(period_id)
        text = f"Báo cáo {period_words(period)}" if period else "Báo cáo"
        lines.append(Line(text, plan.short_name(unit), due, count))
    return lines


def _remark(plan: Plan, waiting: OpenRemark) -> Line:
    update, to = waiting.entry.update, plan.short_name(waiting.remark.to)
    text = f"{REMARK_KINDS[waiting.kind]} (gửi {to}): {waiting.remark.text}"
    return Line(text, plan.short_name(update.unit), update.date, waiting.days)
