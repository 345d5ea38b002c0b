"""`pci log`: the updates recorded, and the difficulties and proposals that wait for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pci.commands import deliver
from pci.commands.options import ListOptions, Places, as_of_option, day, each, unit_id, unit_option
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.core.remarks import is_with, open_remarks
from pci.core.vi import count_words, short_date
from pci.lists import json
from pci.lists.columns import LOG_COLUMNS, OPEN_COLUMNS, RemarkRow, UpdateRow, update_rows
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

    def filter(self, plan: Plan, last: date | None, latest: Plan | None = None) -> LogFilter:
        """What the options mean to a version of the plan; `last` is the last day of interest."""
        period, window = named_period(plan, self.period) if self.period else (None, None)
        return LogFilter(
            plan,
            subject=names.about(plan, self.about, earlier=plan.versions) if self.about else None,
            unit=unit_id(plan, self.unit, latest),
            period=period,
            window=window,
            first=day(self.since, "--since") if self.since else None,
            last=last,
            text=self.text,
        )


@dataclass(frozen=True)
class LogPlace(Places):
    """A workspace as of a day, or with everything that was ever recorded."""

    as_of: str | None = as_of_option("kể mọi cập nhật, với --open là hôm nay")


def log(how: LogOptions, place: LogPlace) -> None:
    """Xem các cập nhật đã ghi.

    Cũ trước, mới sau, kể cả cập nhật đã sửa, đã rút. --open theo dõi khó khăn, kiến
    nghị đến khi được trả lời bằng «pci record --answers MÃ --result …».

    Ví dụ: pci log A.VII.4 --since 2023-07-01
    """
    if how.still_open and how.no_evidence:
        raise CannotDo("--open không đi với --no-evidence", "bỏ một trong hai")
    with place.workspaces() as workspaces:
        if how.still_open:
            waiting = each(workspaces, lambda one: _waiting(one, place, how))
            name = "kho-khan-kien-nghi"
            deliver.lists(OPEN_COLUMNS, waiting, json.OPEN, how, name, by_plan=place.several)
        else:
            listed = each(workspaces, lambda one: _updates(one, place, how))
            name = "cap-nhat"
            deliver.lists(LOG_COLUMNS, listed, json.LOG, how, name, by_plan=place.several)


def _updates(workspace: Workspace, place: Places, how: LogOptions) -> deliver.Listed[UpdateRow]:
    plan, progress = workspace.plan, workspace.progress
    as_of = place.day(plan) if place.as_of else None
    admits = how.filter(plan, as_of).admits
    rows = [
        row
        for row in update_rows(plan, progress)
        if admits(row.entry) and (row.unproven or not how.no_evidence)
    ]
    nothing = "Không có cập nhật nào như vậy." if progress.records else "Chưa có cập nhật nào."
    remarks = [f"{len(rows)} cập nhật" if rows else nothing]
    if rowless := progress.rowless:
        ids = ", ".join(rowless)
        remarks.append(f"Có lỗi nên không có trong danh sách: {ids}; xem «pci check».")
    return deliver.Listed(json.Part(plan, as_of, not progress.rowless, rows), remarks)


def _waiting(workspace: Workspace, place: Places, how: LogOptions) -> deliver.Listed[RemarkRow]:
    """What waits for an answer."""
    book = place.book(workspace)
    plan = book.plan
    asked = how.filter(plan, None, workspace.plan)
    admits = replace(asked, unit=None).admits
    rows = [
        RemarkRow(one.entry, one.kind, one.remark, one.days, one.passed, plan)
        for one in open_remarks(book)
        if admits(one.entry) and is_with(plan, one.entry.update, asked.unit)
    ]
    passed = [
        f"Thời gian nêu đã qua: {row.time_passed} ({row.entry.id}); cần rà soát."
        for row in rows
        if row.passed
    ]
    part = json.Part(plan, book.as_of, workspace.progress.complete, rows)
    return deliver.Listed(part, [_count(rows, book.as_of), *passed])


def _count(rows: Sequence[RemarkRow], on: date) -> str:
    """`03 khó khăn, kiến nghị chưa được trả lời đến ngày 02/10/2023; lâu nhất 45 ngày.`"""
    what = f"chưa được trả lời đến ngày {short_date(on)}"
    if not rows:
        return f"Không có khó khăn, kiến nghị nào {what}."
    oldest = count_words(max(row.days for row in rows))
    return f"{count_words(len(rows))} khó khăn, kiến nghị {what}; lâu nhất {oldest} ngày."
