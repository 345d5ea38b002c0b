"""Keeps sound updates as files, and says what became of each: to a person in a line, to a script as
JSON."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pci.console import fault_words, notice, relative
from pci.core.errors import CannotDo
from pci.core.remarks import REMARK_KINDS
from pci.core.vi import count_words
from pci.files.store import create, inside
from pci.lists.json import write
from pci.lists.progress import each
from pci.record.drafts import Draft
from pci.workspace import Workspace


class Receipt(NamedTuple):
    """What became of one update: `written` is false where the same was recorded before, or where
    this is a trial; `content` is what the file of a trial would hold."""

    path: str
    id: str
    written: bool
    content: str = ""


def keep(workspace: Workspace, draft: Draft) -> Receipt:
    """Write the update's file, unless the same was recorded before."""
    written = bool(draft.text) and create(inside(workspace.root, draft.path), draft.text.encode())
    return Receipt(place(workspace, draft), draft.entry.id, written)


def keep_all(
    workspace: Workspace, drafts: Sequence[Draft]
) -> tuple[list[Receipt], CannotDo | None]:
    """Write the files of updates until one cannot be written; why it could not, null where all
    could. Run again, a command records only the rest."""
    receipts: list[Receipt] = []
    for draft in each(drafts, "Ghi"):
        try:
            receipts.append(keep(workspace, draft))
        except (OSError, CannotDo) as error:
            if len(drafts) == 1:
                raise
            done = f"{count_words(len(receipts))} trên {count_words(len(drafts))} cập nhật"
            why = fault_words(error) if isinstance(error, OSError) else error.message
            hint = "chữa xong thì chạy lại lệnh này: chỉ ghi phần còn thiếu"
            words = f"mới ghi được {done}; {place(workspace, draft)}: {why}"
            return receipts, CannotDo(words, hint)
    return receipts, None


def trial(workspace: Workspace, draft: Draft) -> Receipt:
    """What would be written, where nothing is."""
    return Receipt(place(workspace, draft), draft.entry.id, False, draft.text)


def place(workspace: Workspace, draft: Draft) -> str:
    """Where the update's file is, as a person in the current folder would type it."""
    return relative(workspace.root / draft.path)


def tell_kept(workspace: Workspace, drafts: Sequence[Draft], receipts: Sequence[Receipt]) -> None:
    """What was recorded: of one update what it is, of several how many."""
    new = sum(receipt.written for receipt in receipts)
    if len(drafts) == 1:
        update = drafts[0].update
        period = f" kỳ {update.period}" if update.period else ""
        words = f"{update.about}{period}, {workspace.plan.name(update.unit)}"
        notice(f"Đã ghi: {words}." if new else f"Cập nhật này đã có, không ghi lại: {words}.")
        return
    words = f"Đã ghi {count_words(new)} cập nhật" if new else "Không có gì mới để ghi"
    corrected = sum(bool(draft.text and draft.update.corrects) for draft in drafts)
    if corrected:
        words += f", trong đó {count_words(corrected)} sửa lời đã ghi"
    if known := len(drafts) - new:
        words += f", {count_words(known)} đã có từ trước"
    notice(f"{words}.")


def tell_answered(workspace: Workspace, draft: Draft) -> None:
    """The difficulty and the proposal that an update answers, in one line."""
    answers, plan = draft.update.answers, workspace.plan
    for entry in workspace.entries:
        if entry.id == answers:
            remarks = entry.update.remarks.items()
            texts = [f"{REMARK_KINDS[k]} ({plan.name(r.to)}): {r.text}" for k, r in remarks]
            notice(f"Trả lời {answers}: {'; '.join(texts)}")


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
    trial = {"dry_run": True, "content": receipt.content} if receipt.content else {}
    return {"id": receipt.id, "path": receipt.path, "written": receipt.written, **trial}
