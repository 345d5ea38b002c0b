"""Takes back an update that should never have been recorded, by one more file."""

from pci.console import complain, relative
from pci.core.errors import CannotDo
from pci.core.ledger import replaced, update_id, update_path
from pci.core.model import Withdrawal
from pci.core.papers import CORRECTED_PAPER, stated_words, stating
from pci.core.progress import id_of
from pci.files import yamlio
from pci.record.drafts import composed, read_back, refusal, unwritable
from pci.record.fault import Fields
from pci.record.keeping import Receipt, keep_file
from pci.workspace import Workspace


def withdraw(
    workspace: Workspace, target: str, reason: str, stamp: Fields, dry_run: bool
) -> Receipt:
    """Record the withdrawal of an update, or of an earlier withdrawal; raises CannotDo where it is
    withdrawn already. A withdrawal that says the same and was itself taken back is put in force
    again by withdrawing that."""
    withdrawn = workspace.progress.withdrawn
    if again := withdrawn.get(target):
        raise CannotDo(f"«{target}» đã được rút", f"rút nhầm thì rút lần rút ấy: {again}")
    fields = {
        **_repeated(workspace, target),
        "date": stamp["date"],
        "withdraws": target,
        "reason": reason,
        **stamp,
    }
    values = {key: composed(value) for key, value in fields.items() if value is not None}
    if faults := tuple(unwritable(values)):
        raise refusal(faults)
    text = yamlio.write(values)
    record = read_back(Withdrawal, text)
    if isinstance(record, tuple):
        raise refusal(record)
    corrected = workspace.progress.corrected
    for report, issue in stating(workspace.issued, target) if target not in corrected else ():
        complain(CannotDo(stated_words(report, issue), CORRECTED_PAPER))
    if instead := replaced(workspace.entries).get(target):
        words = f"«{target}» đã có bản thay, vẫn được tính: {instead}"
        complain(CannotDo(words, "sai cả hai thì rút cả bản ấy"))
    if taken_back := withdrawn.get(update_id(record)):
        return withdraw(workspace, taken_back, reason, stamp, dry_run)
    return keep_file(workspace, update_path(workspace.plan.id, record), text, dry_run)


def _repeated(workspace: Workspace, target: str) -> Fields:
    """What a withdrawal repeats of a record; of one that cannot be read, what the name of its file
    says."""
    progress = workspace.progress
    for path, old in progress.records.items():
        if id_of(path) == target:
            return {"about": old.about, "period": old.period, "unit": old.unit}
    path = progress.unread[target]
    named = {i.replace("/", "-"): i for i in workspace.plan.subjects}
    about = named.get(target[len("2023-09-14-") :].rpartition("-")[0])
    if about is None:
        hint = "sửa tệp ấy theo «pci check», hoặc xóa đi"
        raise CannotDo(f"không đọc được {relative(workspace.root / path)}", hint)
    return {"about": about, "period": None, "unit": path.split("/")[-2]}
