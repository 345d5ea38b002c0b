"""`pci stats`: the official table of figures."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pci.commands import deliver
from pci.commands.options import DatedPlace, ListOptions
from pci.commands.periods import PeriodOptions
from pci.console import notice
from pci.core import stats as figures
from pci.core.dates import Calendar, periods_of
from pci.core.ledger import Ledger, ledger
from pci.core.model import Plan
from pci.core.reporting import Answer, account, totals
from pci.core.schedule import ReportingPeriod, reporting_periods, window_of
from pci.core.unclaimed import unclaimed_lines
from pci.core.vi import period_words, short_date
from pci.lists import json
from pci.lists.columns import STAT_COLUMNS, StatRow
from pci.usage import choice

_TABLES: Mapping[str, Callable[[Ledger], figures.Table]] = {
    "index": figures.by_index,
    "unit": figures.by_unit,
}


@dataclass(frozen=True)
class StatOptions(ListOptions):
    """What the rows of the table are, and how it is wanted."""

    by: str = choice("--by", _TABLES, "Mỗi dòng một chỉ số hoặc một đơn vị.", "index")


def stats(how: StatOptions, period: PeriodOptions, place: DatedPlace) -> None:
    """Tổng hợp số liệu theo chỉ số hoặc đơn vị.

    Đầu việc có thời hạn đếm theo tình trạng; tỷ lệ là số đã hoàn thành trên số đã đến hạn. Số báo
    cáo phải có, đã gửi, gửi đúng hạn nội bộ là sổ riêng, không tính vào tỷ lệ. Không nêu kỳ thì lấy
    kỳ đang chạy.

    Ví dụ: pci stats --by unit --quarter 3
    """
    workspace = place.opened()
    calendar = workspace.calendar
    on, by = place.day(workspace.plan), how.by
    plan = workspace.plan.on(on)
    window = _window(plan, calendar, period, on)
    # windows adjoin: the end of the period before
    since = min(on, window.window_first - timedelta(days=1))
    book = ledger(plan, workspace.entries, on, calendar)
    table = _TABLES[by](book)
    before = _TABLES[by](ledger(plan, workspace.entries, since, calendar))
    asked = account(plan, workspace.entries, window, on, calendar)
    reports = totals(asked)
    ids = [row.id for row in table.rows]
    rows = [
        StatRow(
            row, before.like(row), totals(a for a in asked if row.id == _row_of(plan, by, ids, a))
        )
        for row in table.rows
    ]
    rows.append(StatRow(table.total, before.total, reports))
    deliver.rows(
        STAT_COLUMNS,
        rows,
        lambda: json.stats(book, window, workspace.progress.complete, table, before.total, reports),
        how,
        title=f"so-lieu-{plan.mark}-{plan.year}",
        invented=plan.illustrative,
    )
    is_brief = how.format == "table" and how.columns
    change = "" if is_brief else f"; tăng so với ngày {short_date(since)}"
    notice(f"Tính đến ngày {short_date(on)}{change}.")
    counts = f"đã gửi {reports.reported}, đúng hạn {reports.on_time}"
    notice(f"Báo cáo {period_words(window.period)}: phải gửi {reports.expected}, {counts}.")
    for line in unclaimed_lines(book, calendar):
        notice(line)


def _window(plan: Plan, calendar: Calendar, period: PeriodOptions, on: date) -> ReportingPeriod:
    """The period asked for, else the latest whose window had opened, or the year of a plan that
    asks for no reports."""
    if asked := period.one_or_none(plan):
        return window_of(plan, asked, calendar)
    windows = reporting_periods(plan, calendar)
    if not windows:
        return window_of(plan, periods_of(plan.year, "year")[0], calendar)
    opened_before = [window for window in windows if window.window_first <= on]
    return opened_before[-1] if opened_before else windows[0]


def _row_of(plan: Plan, by: str, rows: Iterable[str], answer: Answer) -> str:
    """The row of the table in which an answer counts: of a unit that has none more, its
    successor's."""
    if by == "index":
        return plan.section_of(answer.task)
    return answer.unit if answer.unit in rows else plan.heir(answer.unit) or answer.unit
