"""Keeps sound updates as files, and says what became of each: to a person in a line, to a script as
JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from pci.console import complain, file_fault, notice, relative, visible
from pci.core.deadlines import leads, reports_on
from pci.core.errors import CannotDo
from pci.core.labels import about_words
from pci.core.model import Plan, Update
from pci.core.remarks import REMARK_KINDS, target_of
from pci.core.reporting import Answer, answers, asked_units, asks
from pci.core.schedule import ReportingPeriod, is_owed, period_holding, reporting_periods
from pci.core.vi import count_words, occurrence_words, period_words, short_date
from pci.files.store import create, inside
from pci.lists.json import write
from pci.lists.progress import each
from pci.record.drafts import Draft
from pci.workspace import Workspace


class Receipt(NamedTuple):
    """What became of one update of a `plan`: `written` is false where the same was recorded before,
    or where this is a trial; `content` is what the file of a trial would hold; `withdrawn_by` is
    the withdrawal of the same words."""

    plan: str
    path: str
    id: str
    written: bool
    content: str = ""
    withdrawn_by: str = ""


def keep(workspace: Workspace, draft: Draft, dry_run: bool = False) -> Receipt:
    """Write the update's file, unless the same was recorded before or this is a trial."""
    receipt = keep_file(workspace, draft.path, draft.text, dry_run)
    return receipt._replace(withdrawn_by=draft.withdrawn_by)


def keep_file(workspace: Workspace, path: str, text: str, dry_run: bool) -> Receipt:
    """Write a file of the log, unless there is nothing to write or this is a trial."""
    shown, stem = relative(workspace.root / path), PurePosixPath(path).stem
    if dry_run:
        return Receipt(workspace.plan.id, shown, stem, False, text)
    written = bool(text) and create(inside(workspace.root, path), text.encode())
    return Receipt(workspace.plan.id, shown, stem, written)


def keep_all(
    workspace: Workspace, drafts: Sequence[Draft], dry_run: bool
) -> tuple[list[Receipt], CannotDo | None]:
    """Write the files of updates until one cannot be written; give the receipts and that fault.

    The fault is null where all were written. Run again, the command records only the rest.
    """
    receipts: list[Receipt] = []
    for draft in each(drafts, "Ghi"):
        try:
            receipts.append(keep(workspace, draft, dry_run))
        except (OSError, CannotDo) as error:
            if len(drafts) == 1:
                raise
            done = f"{count_words(len(receipts))} trên {count_words(len(drafts))} cập nhật"
            why = file_fault(workspace.root / draft.path, error)
            hint = "chữa xong thì chạy lại lệnh này: chỉ ghi phần còn thiếu"
            return receipts, CannotDo(f"mới ghi được {done}; {why.message}", hint)
    return receipts, None


def place(workspace: Workspace, draft: Draft) -> str:
    """Where the update's file is, as a person in the current folder would type it."""
    return relative(workspace.root / draft.path)


def tell_kept(workspace: Workspace, drafts: Sequence[Draft], receipts: Sequence[Receipt]) -> None:
    """Tell what was recorded, how to get back what was withdrawn before, and what no report of this
    year will have."""
    for draft in drafts:
        if draft.withdrawn_by:
            words = f"{_subject(workspace.plan, draft.update)}: lời này đã được rút, không ghi lại"
            way_back = f'«pci record --withdraw {draft.withdrawn_by} --reason "…"»'
            complain(CannotDo(words, f"cần lấy lại thì rút lần rút ấy: {way_back}"))
    if line := _kept_line(workspace, drafts, receipts):
        notice(line)
    new = (d.update for d, receipt in zip(drafts, receipts, strict=True) if receipt.written)
    for line in _later_lines(workspace.plan, new):
        notice(line)


def _kept_line(workspace: Workspace, drafts: Sequence[Draft], receipts: Sequence[Receipt]) -> str:
    """Say what was recorded: one update by its subject, several by their number."""
    new = sum(receipt.written for receipt in receipts)
    if len(drafts) == 1:
        return _one_kept_line(workspace.plan, drafts[0], bool(new))
    withdrawn = sum(bool(draft.withdrawn_by) for draft in drafts)
    words = f"Đã ghi {count_words(new)} cập nhật" if new else "Không có gì mới để ghi"
    corrected = sum(bool(draft.text and draft.update.corrects) for draft in drafts)
    if corrected:
        words += f", trong đó {count_words(corrected)} sửa lời đã ghi"
    if before := len(drafts) - new - withdrawn:
        words += f", {count_words(before)} đã có từ trước"
    if withdrawn:
        words += f", {count_words(withdrawn)} đã được rút"
    return f"{words}."


def _one_kept_line(plan: Plan, draft: Draft, is_new: bool) -> str:
    """Say what was recorded; nothing of an update that was withdrawn before."""
    words = _subject(plan, draft.update)
    known = "" if draft.withdrawn_by else f"Cập nhật này đã có, không ghi lại: {words}."
    return f"Đã ghi: {words}." if is_new else known


def _later_lines(plan: Plan, updates: Iterable[Update]) -> Iterator[str]:
    """Say of each day after the year's last window which report it belongs to."""
    for day in sorted({update.date for update in updates}):
        window = period_holding(plan, day)
        if window and window.period.first.year > plan.year:
            words = f"Kết quả ngày {short_date(day)} thuộc báo cáo {period_words(window.period)}"
            yield f"{words}, không có trong báo cáo nào của năm {plan.year}."


def _subject(plan: Plan, update: Update) -> str:
    """`A.VII.4 (Báo cáo tháng), tháng 9 năm 2023, Phòng Quản lý Doanh nghiệp`"""
    period = f", {occurrence_words(update.period)}" if update.period else ""
    return f"{about_words(plan, update.about)}{period}, {plan.name(update.unit)}"


def tell_answered(workspace: Workspace, draft: Draft) -> None:
    """The difficulty and the proposal that an update answers, in one line."""
    plan, target = workspace.plan, target_of(draft.update.answers or "")
    if entry := workspace.progress.by_id.get(target.update):
        remarks = target.among(entry.update.remarks)
        texts = [f"{REMARK_KINDS[k]} ({plan.name(r.to)}): {r.text}" for k, r in remarks]
        notice(f"Trả lời {entry.id}: {'; '.join(texts)}")


# --- what is owed next ----------------------------------------------------------------------------

_MOST_NAMED = 8
"""Ids of tasks in one line."""


class Owed(NamedTuple):
    """The tasks that a unit has still to report on in a reporting period, in the plan's order."""

    unit: str
    period: ReportingPeriod
    tasks: tuple[str, ...]


def debts(workspace: Workspace, updates: Iterable[Update], as_of: date) -> Iterator[Owed]:
    """What the units of some updates, or their heirs, still owe in the periods of those updates.

    A unit that is asked for no report in a period, or has ended without an heir, is left out.
    """
    plan, calendar = workspace.plan, workspace.calendar
    now, periods = plan.on(as_of), reporting_periods(plan, calendar)
    spoke = [(now.heir(update.unit), update.date) for update in updates]
    recorded = [(unit, p) for unit, day in spoke for p in periods if unit and p.holds(day)]
    for unit, period in dict.fromkeys(recorded):
        if asked_of(now, unit, period):
            listed = answers(plan, workspace.entries, period, as_of, calendar)
            yield Owed(unit, period, _unreported(now, unit, listed))


def _unreported(now: Plan, unit: str, listed: Iterable[Answer]) -> tuple[str, ...]:
    return tuple(a.task for a in listed if not a.reported and reports_on(now, unit, a))


def asked_of(now: Plan, unit: str, period: ReportingPeriod) -> Mapping[str, Sequence[str]]:
    """Get the tasks on which a unit has to report in a period, whatever became of them, each with
    the units that then had to: itself, or those in whose place it writes."""
    plan = now.on(period.window_last)
    if not is_owed(plan, period.internal_due) or not asks(plan, period):
        return {}
    asked: dict[str, list[str]] = {}
    for i, task in plan.tasks.items():
        writers = {unit, now.reporter(unit)} if leads(now, i, unit) else {unit}
        for by in asked_units(plan, i, task):
            if not writers.isdisjoint((by, now.heir(by))):
                asked.setdefault(i, []).append(by)
    return asked


def owed_line(plan: Plan, debt: Owed) -> str:
    """`Phòng … còn phải báo cáo quý III năm 2023: 12 nhiệm vụ (A.I.2, …).`"""
    who, when = plan.name(debt.unit), period_words(debt.period.period)
    if not debt.tasks:
        return f"{who} đã báo cáo đủ {when}."
    more = ", …" if len(debt.tasks) > _MOST_NAMED else ""
    ids = ", ".join(debt.tasks[:_MOST_NAMED]) + more
    return f"{who} còn phải báo cáo {when}: {count_words(len(debt.tasks))} nhiệm vụ ({ids})."


def tell_owed(workspace: Workspace, updates: Iterable[Update], as_of: date) -> None:
    """Tell what the units of some updates still owe: one line for each of their periods."""
    for debt in debts(workspace, updates, as_of):
        notice(owed_line(workspace.plan, debt))


# --- receipts -------------------------------------------------------------------------------------


def receipts_text(receipts: Iterable[Receipt]) -> str:
    """A path a line, and below it what the file of a trial would hold."""
    parts = (f"{r.path}\n" + (f"\n{r.content}\n" if r.content else "") for r in receipts)
    return visible("".join(parts))


def receipt_json(receipt: Receipt) -> str:
    """`pci.record/1`."""
    return write({"schema": "pci.record/1", **_receipt(receipt)})


def receipts_json(receipts: Iterable[Receipt], complete: bool) -> str:
    """`pci.records/1`: one receipt for each update, in the order given, as far as they could be
    written."""
    updates = [*map(_receipt, receipts)]
    return write({"schema": "pci.records/1", "complete": complete, "updates": updates})


def _receipt(receipt: Receipt) -> dict[str, Any]:
    trial = {"dry_run": True, "content": receipt.content} if receipt.content else {}
    gone = {"withdrawn_by": receipt.withdrawn_by} if receipt.withdrawn_by else {}
    own = {"plan": receipt.plan, "id": receipt.id, "path": receipt.path}
    return {**own, "written": receipt.written, **gone, **trial}
