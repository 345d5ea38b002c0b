"""`pci log`: the updates recorded, and the difficulties and proposals that wait for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pci.commands import deliver
from pci.commands.options import (
    DatedPlace,
    ListOptions,
    as_of_option,
    day,
    unit_id,
    unit_option,
)
from pci.console import notice
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.core.remarks import open_remarks
from pci.core.vi import count_words, short_date
from pci.lists import json
from pci.lists.columns import LOG_COLUMNS, OPEN_COLUMNS, RemarkRow, update_rows
from pci.lists.log import LogFilter, named_period
from pci.usage import argument, flag, option
from pci.workspace import Workspace


@dataclass(frozen=True)
class LogOptions(ListOptions):
    """Which updates are wanted, as typed, and how."""

    about: str | None = argument("[MÃ]", "Nhiệm vụ, đầu việc hoặc nội dung; bỏ trống là tất cả.")
    unit: str | None = unit_option()
    period: str | None = option("--period", "KỲ", "Kỳ báo cáo hoặc kỳ của đầu việc: III, 2023-09.")
    since: str | None = option("--since", "NGÀY", "Từ ngày này trở đi.")
    text: str = option("--text", "CHỮ", "Có chữ này trong lời ghi; không cần dấu.", default="")
    no_evidence: bool = flag("--no-evidence", "Việc đã xong mà chưa có tài liệu kiểm chứng.")
    still_open: bool = flag("--open", "Khó khăn, kiến nghị chưa được trả lời, cũ trước.")

    def filter(self, plan: Plan, last: date | None) -> LogFilter:
        """What the options mean to a plan; `last` is the last day of interest."""
        period, window = named_period(plan, self.period) if self.period else (None, None)
        return LogFilter(
            plan,
            subject=names.about(plan, self.about) if self.about else None,
            unit=unit_id(plan, self.unit),
            period=period,
            window=window,
            first=day(self.since, "--since") if self.since else None,
            last=last,
            text=self.text,
        )


@dataclass(frozen=True)
class LogPlace(DatedPlace):
    """A workspace as of a day, or with everything that was ever recorded."""

    as_of: str | None = as_of_option("kể mọi cập nhật, với --open là hôm nay")


def log(how: LogOptions, place: LogPlace) -> None:
    """Xem các cập nhật đã ghi.

    Cũ trước, mới sau, kể cả cập nhật đã được đính chính, đã rút. --open theo dõi khó khăn, kiến
    nghị đến khi được trả lời bằng «pci record --answers MÃ --result …».

    Ví dụ: pci log A.VII.4 --since 2023-07-01
    """
    workspace = place.opened()
    if how.still_open and how.no_evidence:
        raise CannotDo("--open không đi với --no-evidence", "bỏ một trong hai")
    (_list_open if how.still_open else _list_updates)(workspace, place, how)


def _list_updates(workspace: Workspace, place: DatedPlace, how: LogOptions) -> None:
    plan = workspace.plan
    admits = how.filter(plan, place.day(plan) if place.as_of else None).admits
    rows = [
        row
        for row in update_rows(plan, workspace.progress)
        if admits(row.entry) and (row.unproven or not how.no_evidence)
    ]
    deliver.rows(
        LOG_COLUMNS,
        rows,
        lambda: json.log(plan, rows),
        how,
        title=f"cap-nhat-{plan.mark}-{plan.year}",
        invented=plan.illustrative,
    )
    nothing = (
        "Không có cập nhật nào như vậy." if workspace.progress.records else "Chưa có cập nhật nào."
    )
    notice(f"{len(rows)} cập nhật" if rows else nothing)
    if rowless := workspace.progress.rowless:
        notice(f"Có lỗi nên không có trong danh sách: {', '.join(rowless)}; xem «pci check».")


def _list_open(workspace: Workspace, place: DatedPlace, how: LogOptions) -> None:
    """List what waits for an answer."""
    plan = workspace.plan
    admits, book = how.filter(plan, None).admits, place.book(workspace)
    rows = [RemarkRow(*waiting, plan) for waiting in open_remarks(book) if admits(waiting.entry)]
    deliver.rows(
        OPEN_COLUMNS,
        rows,
        lambda: json.still_open(plan, rows, book.as_of),
        how,
        title=f"kho-khan-kien-nghi-{plan.mark}-{book.as_of}",
        invented=plan.illustrative,
    )
    notice(_count(rows, book.as_of))


def _count(rows: Sequence[RemarkRow], on: date) -> str:
    """`03 khó khăn, kiến nghị chưa được trả lời đến ngày 02/10/2023; lâu nhất 45 ngày.`"""
    what = f"chưa được trả lời đến ngày {short_date(on)}"
    if not rows:
        return f"Không có khó khăn, kiến nghị nào {what}."
    oldest = count_words(max(row.days for row in rows))
    return f"{count_words(len(rows))} khó khăn, kiến nghị {what}; lâu nhất {oldest} ngày."
