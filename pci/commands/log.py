"""`pci log`: the updates recorded, and the difficulties and proposals that wait for an answer."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import typer

from pci.commands import deliver
from pci.commands.options import (
    AsOf,
    Color,
    Force,
    ListFormat,
    Output,
    Root,
    Unit,
    Year,
    as_of_day,
    opened,
)
from pci.console import notice
from pci.core import names
from pci.core.dates import WEEKDAYS, parse_period
from pci.core.errors import CannotDo
from pci.core.ledger import Entry, ledger
from pci.core.model import Plan, Update
from pci.core.remarks import raised
from pci.core.reporting import asks
from pci.core.schedule import period_ids, reporting_period
from pci.core.vi import count_words, fold, short_date, shortened
from pci.files import git
from pci.lists import json
from pci.lists.columns import LOG_COLUMNS, OPEN_COLUMNS, OpenRow, log_rows
from pci.workspace import Workspace

Admits = Callable[[Entry], bool]


def log(
    about: Annotated[
        str | None,
        typer.Argument(
            metavar="[MÃ]", help="Nhiệm vụ, đầu việc hoặc nội dung; bỏ trống là tất cả."
        ),
    ] = None,
    unit: Unit = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period", metavar="KỲ", help="Kỳ báo cáo hoặc kỳ của đầu việc: III, 2023-09."
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="NGÀY|BẢN", help="Từ ngày này trở đi, hoặc mới so với bản git này."
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NGƯỜI", help="Người ghi; không cần dấu.")
    ] = None,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="CHỮ", help="Có chữ này trong lời ghi; không cần dấu."),
    ] = None,
    no_evidence: Annotated[
        bool,
        typer.Option(
            "--no-evidence", help="Việc đã xong mà chưa có tài liệu kiểm chứng.", show_default=False
        ),
    ] = False,
    still_open: Annotated[
        bool,
        typer.Option(
            "--open", help="Khó khăn, kiến nghị chưa được trả lời, cũ trước.", show_default=False
        ),
    ] = False,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="NƠI", help="Khó khăn, kiến nghị gửi nơi này: lanh-dao-ban, …."
        ),
    ] = None,
    as_of: AsOf = None,
    root: Root = None,
    year: Year = None,
    format: ListFormat = "table",
    output: Output = None,
    force: Force = False,
    color: Color = "auto",
) -> None:
    """Xem các cập nhật đã ghi.

    Cũ trước, mới sau; cập nhật đã được đính chính đứng dưới bản đính chính. --open theo dõi khó khăn, kiến nghị đến
    khi được trả lời bằng «pci record --answers MÃ --result …».

    Ví dụ: pci log A.VII.4 --since 2023-07-01
    """
    workspace = opened(root, year)
    plan = workspace.plan
    if still_open and no_evidence:
        raise CannotDo("--open không đi với --no-evidence", "bỏ một trong hai")
    addressee = names.addressee(plan, to) if to else None
    wanted: list[Admits] = []
    if about is not None:
        wanted.append(_speaks_of(names.about(plan, about)))
    if unit is not None:
        wanted.append(_said_by(plan, names.unit(plan, unit)))
    if period is not None:
        wanted.append(_in_period(plan, period))
    if since is not None:
        wanted.append(_since(workspace, since))
    if by is not None:
        wanted.append(lambda entry: fold(by) in fold(entry.update.by or ""))
    if text is not None:
        wanted.append(lambda entry: fold(text) in fold(_texts(entry.update)))
    if addressee and not still_open:
        wanted.append(
            lambda e: addressee in [r.to for r in (e.update.difficulty, e.update.proposal) if r]
        )

    def admitted(entry: Entry) -> bool:
        return all(admits(entry) for admits in wanted)

    if still_open:
        on = as_of_day(as_of, plan)
        book = ledger(plan, workspace.entries, on, workspace.calendar)
        waiting = [OpenRow(*found, plan) for found in raised(book) if admitted(found.entry)]
        waiting = [row for row in waiting if addressee in (None, row.remark.to)]
        deliver.rows(
            OPEN_COLUMNS,
            waiting,
            lambda: json.still_open(plan, waiting, on),
            format=format,
            output=output,
            force=force,
            color=color,
            title=f"kho-khan-kien-nghi-pci-{on}",
            invented=plan.illustrative,
        )
        notice(_count(waiting, on))
        return
    if as_of is not None:
        last = as_of_day(as_of, plan)
        wanted.append(lambda entry: entry.update.date <= last)
    rows = [
        row
        for row in log_rows(plan, workspace.entries)
        if admitted(row.entry) and (row.unproven or not no_evidence)
    ]
    deliver.rows(
        LOG_COLUMNS,
        rows,
        lambda: json.log(plan, rows),
        format=format,
        output=output,
        force=force,
        color=color,
        title=f"cap-nhat-pci-{plan.year}",
        invented=plan.illustrative,
    )
    nothing = "Không có cập nhật nào như vậy." if workspace.entries else "Chưa có cập nhật nào."
    notice(f"{len(rows)} cập nhật" if rows else nothing)


def _count(waiting: list[OpenRow], on: date) -> str:
    """`03 khó khăn, kiến nghị chưa được trả lời đến ngày 02/10/2023; lâu nhất 45 ngày.`"""
    if not waiting:
        return f"Không có khó khăn, kiến nghị nào chưa được trả lời đến ngày {short_date(on)}."
    oldest = max(row.days for row in waiting)
    return (
        f"{count_words(len(waiting))} khó khăn, kiến nghị chưa được trả lời đến ngày {short_date(on)}; "
        f"lâu nhất {count_words(oldest)} ngày."
    )


def _speaks_of(subject: str) -> Admits:
    return lambda entry: subject in (entry.update.about, entry.update.subject)


def _said_by(plan: Plan, unit: str) -> Admits:
    """By a unit or its sub-units."""
    return lambda entry: unit in (entry.update.unit, plan.units[entry.update.unit].part_of)


def _in_period(plan: Plan, typed: str) -> Admits:
    """Of one occurrence of an obligation, or in the window of a period for which reports are asked."""
    occurrences = {
        i for task in plan.tasks.values() for o in task.owes.values() for i in period_ids(plan, o)
    }
    named = next((i for i in occurrences if fold(i) == fold(typed)), None)
    found = parse_period(named or typed.strip().upper())
    if named is None and found is None:
        named = names.quarter(plan.year, typed)
        found = parse_period(named)
    asked = found and reporting_period(plan.reporting, found, WEEKDAYS)
    window = asked if asked and asks(plan, asked) else None
    period = named or (found.id if found else typed)
    return lambda entry: (
        entry.update.period == period or bool(window and window.holds(entry.update.date))
    )


def _since(workspace: Workspace, typed: str) -> Admits:
    """Dated on a day or later; or not yet recorded at a revision of git."""
    if (first := names.day(typed)) is not None:
        return lambda entry: entry.update.date >= first
    if typed[:1].isdigit() and not typed.isalnum():
        raise CannotDo(
            f"--since «{shortened(typed)}» không phải ngày có thật",
            "gõ như 2023-09-14 hoặc 14/9/2023",
        )
    at = git.revision(workspace.root, typed)
    if at is None:
        hint = f"gõ như 2023-09-14; bản git thì {git.unknown_hint(workspace.root)}"
        raise CannotDo(
            f"--since «{shortened(typed)}» không phải ngày, cũng không phải bản git nào", hint
        )
    folder = f"plans/{workspace.plan.year}/progress/"
    had = {
        path.rpartition("/")[2].removesuffix(".yaml")
        for path in git.tree(workspace.root, at)
        if path.startswith(folder)
    }
    return lambda entry: entry.id not in had


def _texts(update: Update) -> str:
    """All words of an update: what was done, what stands in the way, what proves it."""
    remarks = (remark.text for remark in (update.difficulty, update.proposal) if remark)
    return "\n".join((update.result or "", *remarks, *update.evidence))
