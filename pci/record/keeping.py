"""Keeps sound updates as files, and says what became of each: to a person in a line, to a script as
JSON."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pci.console import fault_words, notice, relative
from pci.core.errors import CannotDo
from pci.core.ledger import Entry, update_path
from pci.core.remarks import REMARK_KINDS
from pci.core.vi import count_words
from pci.files.store import create, inside
from pci.lists.json import write
from pci.lists.progress import each
from pci.record.drafts import Draft
from pci.workspace import Workspace

_MOST_TOLD = 8
"""Of more updates than these nobody reads a line each."""


class Receipt(NamedTuple):
    """What became of one update: `written` is false where the same was recorded before, or where
    this is a trial; `content` is what the file of a trial would hold."""

    path: str
    id: str
    written: bool
    content: str | None = None


class Outcome(NamedTuple):
    """The receipts of updates in order, up to one that could not be kept; `fault` says why, null
    where all were kept."""

    receipts: tuple[Receipt, ...]
    fault: CannotDo | None = None


def keep(workspace: Workspace, draft: Draft) -> bool:
    """Write the update's file; False where the same was recorded before."""
    return create(inside(workspace.root, draft.path), draft.text.encode())


def keep_all(workspace: Workspace, drafts: Sequence[Draft]) -> Outcome:
    """Write the files of updates until one cannot be written. Run again, a command records only the
    rest."""
    receipts: list[Receipt] = []
    for draft in each(drafts, "Ghi"):
        path = place(workspace, draft)
        try:
            receipts.append(Receipt(path, draft.entry.id, keep(workspace, draft)))
        except (OSError, CannotDo) as error:
            if len(drafts) == 1:
                raise
            done = f"{count_words(len(receipts))} trên {count_words(len(drafts))} cập nhật"
            why = error.message if isinstance(error, CannotDo) else f"{path}: {fault_words(error)}"
            hint = "chữa xong thì chạy lại lệnh này: chỉ ghi phần còn thiếu"
            return Outcome(tuple(receipts), CannotDo(f"mới ghi được {done}; {why}", hint))
    return Outcome(tuple(receipts))


def trial(workspace: Workspace, drafts: Iterable[Draft]) -> Outcome:
    """What would be written, where nothing is."""
    return Outcome(tuple(Receipt(place(workspace, d), d.entry.id, False, d.text) for d in drafts))


def known_receipt(workspace: Workspace, entry: Entry) -> Receipt:
    """Of an update that was recorded before."""
    path = workspace.root / update_path(workspace.plan.year, entry.update)
    return Receipt(relative(path), entry.id, False)


def place(workspace: Workspace, draft: Draft) -> str:
    """Where the update's file is, as a person in the current folder would type it."""
    return relative(workspace.root / draft.path)


def tell_each(
    workspace: Workspace, drafts: Sequence[Draft], outcome: Outcome, dry_run: bool
) -> None:
    """What became of each update, a line each; of very many only how many."""
    few = len(drafts) <= _MOST_TOLD
    for draft, receipt in zip(drafts, outcome.receipts, strict=False):
        if few and not dry_run:
            tell_kept(workspace, draft, receipt.written)
        else:
            tell_answered(workspace, draft)
    if not few and not dry_run and not outcome.fault:
        new = sum(receipt.written for receipt in outcome.receipts)
        tell_count(new, 0, len(drafts) - new)


def tell_kept(workspace: Workspace, draft: Draft, new: bool) -> None:
    """What was recorded, in one line, and the remarks that it answers."""
    update = draft.update
    period = f" kỳ {update.period}" if update.period else ""
    words = f"{update.about}{period}, {workspace.plan.name(update.unit)}"
    notice(f"Đã ghi: {words}." if new else f"Cập nhật này đã có, không ghi lại: {words}.")
    tell_answered(workspace, draft)


def tell_answered(workspace: Workspace, draft: Draft) -> None:
    """The difficulty and the proposal that an update answers, in one line."""
    answers, plan = draft.update.answers, workspace.plan
    for entry in workspace.entries:
        if entry.id == answers:
            remarks = entry.update.remarks.items()
            texts = [f"{REMARK_KINDS[k]} ({plan.name(r.to)}): {r.text}" for k, r in remarks]
            notice(f"Trả lời {answers}: {'; '.join(texts)}")


def tell_count(new: int, corrected: int, known: int) -> None:
    """How many updates were written, how many of them corrections, how many were there before."""
    words = f"Đã ghi {count_words(new)} cập nhật" if new else "Không có gì mới để ghi"
    if corrected:
        words += f", trong đó {count_words(corrected)} sửa lời đã ghi"
    if known:
        words += f", {count_words(known)} đã có từ trước"
    notice(f"{words}.")


def receipts_text(receipts: Iterable[Receipt]) -> str:
    """A path a line, and below it what the file of a trial would hold."""
    return "".join(f"{r.path}\n" + (f"\n{r.content}\n" if r.content else "") for r in receipts)


def receipt_json(receipt: Receipt) -> str:
    """`pci.record/1`."""
    return write({"schema": "pci.record/1", **_receipt(receipt)})


def receipts_json(receipts: Iterable[Receipt]) -> str:
    """`pci.records/1`: one receipt for each update, in the order given."""
    return write({"schema": "pci.records/1", "updates": [*map(_receipt, receipts)]})


def _receipt(receipt: Receipt) -> dict[str, Any]:
    trial = {} if receipt.content is None else {"dry_run": True, "content": receipt.content}
    return {"id": receipt.id, "path": receipt.path, "written": receipt.written, **trial}
