"""`pci log`: the updates recorded, and the difficulties and proposals that wait for an answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated

import typer

from pci.commands import deliver
from pci.commands.options import (
    AsOf,
    ListOptions,
    Root,
    Unit,
    Year,
    as_of_day,
    book_of,
    opened,
    unit_id,
)
from pci.console import notice
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.remarks import open_remarks
from pci.core.vi import count_words, short_date, shortened
from pci.files import git
from pci.lists import json
from pci.lists.columns import LOG_COLUMNS, OPEN_COLUMNS, RemarkRow, update_rows
from pci.lists.log import LogFilter, named_period
from pci.workspace import Workspace


@dataclass(frozen=True)
class LogOptions:
    """Which updates are wanted, as typed."""

    about: Annotated[
        str | None,
        typer.Argument(
            metavar="[MÃ]", help="Nhiệm vụ, đầu việc hoặc nội dung; bỏ trống là tất cả."
        ),
    ] = None
    unit: Unit = None
    period: Annotated[
        str | None,
        typer.Option(
            "--period", metavar="KỲ", help="Kỳ báo cáo hoặc kỳ của đầu việc: III, 2023-09."
        ),
    ] = None
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="NGÀY|BẢN", help="Từ ngày này trở đi, hoặc mới so với bản git này."
        ),
    ] = None
    by: Annotated[
        str | None, typer.Option("--by", metavar="NGƯỜI", help="Người ghi; không cần dấu.")
    ] = None
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="CHỮ", help="Có chữ này trong lời ghi; không cần dấu."),
    ] = None
    no_evidence: Annotated[
        bool,
        typer.Option(
            "--no-evidence", help="Việc đã xong mà chưa có tài liệu kiểm chứng.", show_default=False
        ),
    ] = False
    still_open: Annotated[
        bool,
        typer.Option(
            "--open", help="Khó khăn, kiến nghị chưa được trả lời, cũ trước.", show_default=False
        ),
    ] = False
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="NƠI", help="Khó khăn, kiến nghị gửi nơi này: lanh-dao-ban, …."
        ),
    ] = None

    def filter(self, workspace: Workspace, last: date | None) -> LogFilter:
        """What the options mean to a workspace; `last` is the last day of interest."""
        plan = workspace.plan
        addressee = names.addressee(plan, self.to) if self.to else None
        subject = None if self.about is None else names.about(plan, self.about)
        unit = unit_id(plan, self.unit)
        period, window = (None, None) if self.period is None else named_period(plan, self.period)
        first, known = (None, ()) if self.since is None else _since(workspace, self.since)
        return LogFilter(
            plan,
            subject=subject,
            unit=unit,
            period=period,
            window=window,
            first=first,
            last=last,
            known=known,
            by=self.by or "",
            text=self.text or "",
            addressee=addressee,
        )


def log(
    *,
    wanted: LogOptions,
    as_of: AsOf = None,
    root: Root = None,
    year: Year = None,
    how: ListOptions,
) -> None:
    """Xem các cập nhật đã ghi.

    Cũ trước, mới sau; cập nhật đã được đính chính đứng dưới bản đính chính. --open theo dõi khó
    khăn, kiến nghị đến khi được trả lời bằng «pci record --answers MÃ --result …».

    Ví dụ: pci log A.VII.4 --since 2023-07-01
    """
    workspace = opened(root, year)
    if wanted.still_open and wanted.no_evidence:
        raise CannotDo("--open không đi với --no-evidence", "bỏ một trong hai")
    if wanted.still_open:
        _list_open(workspace, wanted, as_of, how)
    else:
        _list_updates(workspace, wanted, as_of, how)


def _list_updates(
    workspace: Workspace, wanted: LogOptions, as_of: str | None, how: ListOptions
) -> None:
    plan = workspace.plan
    last = None if as_of is None else as_of_day(as_of, plan)
    admits = wanted.filter(workspace, last).admits
    rows = [
        row
        for row in update_rows(plan, workspace.entries)
        if admits(row.entry) and (row.unproven or not wanted.no_evidence)
    ]
    deliver.rows(
        LOG_COLUMNS,
        rows,
        lambda: json.log(plan, rows),
        how,
        title=f"cap-nhat-pci-{plan.year}",
        invented=plan.illustrative,
    )
    nothing = "Không có cập nhật nào như vậy." if workspace.entries else "Chưa có cập nhật nào."
    notice(f"{len(rows)} cập nhật" if rows else nothing)


def _list_open(
    workspace: Workspace, wanted: LogOptions, as_of: str | None, how: ListOptions
) -> None:
    """List what waits for an answer."""
    plan = workspace.plan
    wanted_updates = wanted.filter(workspace, None)
    book = book_of(workspace, as_of)
    rows = [
        RemarkRow(*waiting, plan)
        for waiting in open_remarks(book)
        if wanted_updates.admits(waiting.entry)
        and wanted_updates.addressee in (None, waiting.remark.to)
    ]
    deliver.rows(
        OPEN_COLUMNS,
        rows,
        lambda: json.still_open(plan, rows, book.as_of),
        how,
        title=f"kho-khan-kien-nghi-pci-{book.as_of}",
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


def _since(workspace: Workspace, typed: str) -> tuple[date | None, Collection[str]]:
    """The first day, or the ids of the updates that a revision of git had."""
    if first := names.day(typed):
        return first, ()
    fault = f"--since «{shortened(typed)}» không phải ngày"
    if typed[:1].isdigit() and not typed.isalnum():
        raise CannotDo(f"{fault} có thật", "gõ như 2023-09-14 hoặc 14/9/2023")
    revision = git.revision(workspace.root, typed)
    if revision is None:
        hint = f"gõ như 2023-09-14; bản git thì {git.unknown_hint(workspace.root)}"
        raise CannotDo(f"{fault}, cũng không phải bản git nào", hint)
    folder = f"plans/{workspace.plan.year}/progress/"
    paths = git.tree(workspace.root, revision)
    return None, {PurePosixPath(path).stem for path in paths if path.startswith(folder)}
