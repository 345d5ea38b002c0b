"""The leaders' sheet for the weekly meeting: late and coming work, missing reports, remarks.

It is one A4 page whatever the data: a row is as high as the lines of its texts, and the page has
room for so many points. It is an internal working sheet, no document of NĐ 30/2020: it has no
number, no addressee and nobody signs it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Annotated, NamedTuple

from pci.core import stats
from pci.core.dates import Calendar
from pci.core.deadlines import Deadline, deadlines
from pci.core.grouping import grouped
from pci.core.ledger import Ledger
from pci.core.model import Plan
from pci.core.papers import Issues
from pci.core.remarks import (
    REMARK_KINDS,
    OpenRemark,
    holder_words,
    open_remarks,
    passed_words,
    waits_with,
)
from pci.core.vi import count_words, join_words, occurrence_words, short_date
from pci.reports.counts import Figures, figures
from pci.reports.letterhead import AgencyNames, CitedPlan, agency, cited_plan

WITHIN = 30
"""Days ahead that the meeting looks."""
ROOM = 512
"""Points of height that the page leaves to the four lists below their headings."""
WHOLE, CUT = 20, 4
"""The most lines of a text: where every row fits on the page, and where some are left out."""
LINE, PADDING = 13, 2.5
"""Points from line to line, and by which a row is higher than its lines."""
REST = 2 * LINE + 2
"""Points of the sentence about the rows that do not fit."""
TEXT, NAMES = 87, 25
"""How wide a line of the text and of the units' names is, in quarters of the size of the type."""
_WIDTHS = {1: " .,", 3: "wơư", 4: "mMWƠƯ@%…"}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
"""Letters by their width in quarters of their size; others take two, capitals three."""
_FILLER = "\u2060"
"""Stands behind a letter for each quarter after its first, so that lengths are widths."""


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


def gather(book: Ledger, calendar: Calendar, issued: Issues) -> Brief:
    """Gather the four lists as of the ledger's day, with the papers that the Office itself owes."""
    rows = deadlines(book, calendar, WITHIN, issued=issued)
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
        str, "việc, đơn vị chưa báo cáo, kiến nghị hay khó khăn", "Báo cáo tháng (tháng 9 năm 2023)"
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
    cua: Annotated[str, "các đơn vị của phần không đủ chỗ", "P.QLDN 09, VP 03"]


@dataclass(frozen=True)
class BriefSheet:
    """What `templates/tom-tat.docx` may print."""

    minh_hoa: Annotated[bool, "kế hoạch là dữ liệu minh họa"]
    co_quan: AgencyNames
    ke_hoach: CitedPlan
    tinh_den: Annotated[str, "ngày tính tình trạng", "02/10/2023"]
    ky: Annotated[str, "kỳ của báo cáo chưa gửi; rỗng khi đã gửi đủ", "quý III năm 2023"]
    con_thieu: Annotated[str, "số nội dung báo cáo còn thiếu; rỗng khi đã gửi đủ", "85"]
    tong: Figures
    bao_cao_qua_han: Annotated[
        str, "số báo cáo cơ quan phải gửi trong các việc quá hạn; rỗng khi không có", "01"
    ]
    qua_han: Annotated[BriefBlock, "(việc quá hạn)"]
    den_han: Annotated[BriefBlock, "(việc đến hạn trong 30 ngày)"]
    chua_bao_cao: Annotated[BriefBlock, "(đơn vị chưa gửi báo cáo)"]
    cho_quyet_dinh: Annotated[BriefBlock, "(kiến nghị, khó khăn chưa được trả lời)"]


# --- the sheet ------------------------------------------------------------------------------------


class Line(NamedTuple):
    """What a row says; `owners` has a short name for each of a list that it stands for."""

    text: str
    units: str
    day: date | None
    number: int
    owners: Sequence[str]

    def height(self, most: int) -> float:
        """The points that the row takes with so many lines at most."""
        lines = max(len(_lines(self.text, TEXT, most)), len(_lines(self.units, NAMES, most)))
        return lines * LINE + PADDING


def sheet(brief: Brief) -> BriefSheet:
    """Write the sheet."""
    plan = brief.book.plan
    lists = (
        _works(plan, brief.overdue),
        _works(plan, brief.soon),
        _reports(plan, brief.missing),
        [_remark(plan, remark) for remark in brief.remarks],
    )
    papers = sum(not row.task for row in brief.overdue)
    periods = dict.fromkeys(occurrence_words(row.period or "") for row in brief.missing)
    return BriefSheet(
        plan.illustrative,
        agency(plan),
        cited_plan(plan),
        short_date(brief.book.as_of),
        join_words(list(periods)),
        count_words(len(brief.missing)) if brief.missing else "",
        figures(stats.by_index(brief.book).total, padded=True),
        count_words(papers) if papers else "",
        *_blocks(lists),
    )


def _blocks(lists: Sequence[Sequence[Line]]) -> list[BriefBlock]:
    """Write the lists with whole rows where the page has room for all, else with cut ones."""
    for most in (WHOLE, CUT):
        shown = rows_shown([[line.height(most) for line in lines] for lines in lists])
        if shown == [len(lines) for lines in lists]:
            break
    return [_block(lines, rows, most) for lines, rows in zip(lists, shown, strict=True)]


def rows_shown(heights: Sequence[Sequence[float]]) -> list[int]:
    """Share the page's room: the list with the fewest rows so far has the next one that fits."""
    shown = [0] * len(heights)
    while True:
        for block in sorted(range(len(shown)), key=shown.__getitem__):
            longer = [count + (n == block) for n, count in enumerate(shown)]
            is_left = shown[block] < len(heights[block])
            if is_left and page_height(heights, longer) <= ROOM:
                shown = longer
                break
        else:
            return shown


def page_height(heights: Sequence[Sequence[float]], shown: Sequence[int]) -> float:
    """Add up what so many rows take, with the head of each list or the line that it is empty, and
    the sentence about the rest."""
    total = 0.0
    for rows, count in zip(heights, shown, strict=True):
        total += LINE + (PADDING if rows else 0) + sum(rows[:count])
        total += REST if count < len(rows) else 0
    return total


def _lines(text: str, width: int, most: int) -> list[str]:
    """Break a text at its words into so many lines at most; three dots stand for the rest."""
    filled = (
        letter + _FILLER * (_WIDTH.get(letter, 2 + letter.isupper()) - 1)
        for letter in " ".join(text.split())
    )
    lines = wrap(
        "".join(filled),
        width,
        max_lines=most,
        placeholder=" …" + _FILLER * 3,
        break_on_hyphens=False,
    )
    return [line.replace(_FILLER, "") for line in lines]


def _block(lines: Sequence[Line], shown: int, most: int) -> BriefBlock:
    rows = [
        BriefRow(
            tt=str(number),
            noi_dung=" ".join(_lines(line.text, TEXT, most)),
            don_vi=" ".join(_lines(line.units, NAMES, most)),
            ngay=short_date(line.day) if line.day else "",
            so=count_words(line.number),
        )
        for number, line in enumerate(lines[:shown], 1)
    ]
    total = sum(len(line.owners) for line in lines)
    rest = Counter(owner for line in lines[shown:] for owner in line.owners)
    return BriefBlock(
        so=count_words(total),
        dong=tuple(rows),
        con_lai=count_words(rest.total()) if rest else "",
        cua=", ".join(
            f"{owner} {count_words(count)}" if rest.total() > len(rest) else owner
            for owner, count in rest.items()
        ),
    )


def _works(plan: Plan, rows: Iterable[Deadline]) -> list[Line]:
    """Write a line for each piece of work and day, with all the units that owe it."""
    alike = grouped(rows, lambda row: (row.task, row.obligation, row.period, row.due))
    return [
        Line(
            "; ".join(
                (same[0].title, *dict.fromkeys(words for row in same for words in row.handed))
            ),
            _owners(plan, same),
            same[0].due,
            abs(same[0].days or 0),
            [plan.short_name(row.unit) for row in same],
        )
        for same in alike.values()
    ]


def _owners(plan: Plan, rows: Sequence[Deadline]) -> str:
    """Name units in short, or by their group where all who answer for a shared task are meant."""
    task, units = plan.tasks.get(rows[0].task), [*dict.fromkeys(row.unit for row in rows)]
    if task and len(units) > 1 and set(units) == set(plan.accountable(task)):
        return plan.name(task.lead)
    return ", ".join(map(plan.short_name, units))


def _reports(plan: Plan, rows: Iterable[Deadline]) -> list[Line]:
    """Write a line for each unit that owes, with the number of tasks on which it does."""
    tasks = Counter((row.unit, row.due) for row in rows)
    return [
        Line(plan.name(unit), plan.short_name(unit), due, count, [plan.short_name(unit)])
        for (unit, due), count in tasks.items()
    ]


def _remark(plan: Plan, waiting: OpenRemark) -> Line:
    update, to = waiting.entry.update, plan.short_name(waiting.remark.to)
    passed = f"; thời gian nêu đã qua: {passed_words(waiting.passed)}" if waiting.passed else ""
    text = f"{REMARK_KINDS[waiting.kind]} (gửi {to}{passed}): {waiting.remark.text}"
    units, owner = holder_words(plan, update, plan.short_name), waits_with(plan, update)
    return Line(text, units, update.date, waiting.days, [plan.short_name(owner)])
