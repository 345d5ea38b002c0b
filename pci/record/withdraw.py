"""Takes back an update that should never have been recorded, by one more file."""

from pci.core.errors import CannotDo
from pci.core.ledger import update_path, withdrawn
from pci.core.model import Update, Withdrawal
from pci.files import yamlio
from pci.record.drafts import Fields, composed, read_back, refusal, unwritable
from pci.record.keeping import Receipt, keep_file
from pci.workspace import Workspace


def withdraw(
    workspace: Workspace, target: str, reason: str, stamp: Fields, dry_run: bool
) -> Receipt:
    """Record the withdrawal of an update, or of an earlier withdrawal; raises CannotDo where it is
    withdrawn already."""
    listed = (*workspace.recorded, *workspace.strays)
    known: dict[str, Update | Withdrawal] = {e.id: e.update for e in listed}
    known |= workspace.withdrawals
    if again := withdrawn(workspace.withdrawals).get(target):
        raise CannotDo(f"«{target}» đã được rút", f"rút nhầm thì rút lần rút ấy: {again}")
    old = known[target]
    fields = {
        "about": old.about,
        "period": old.period,
        "unit": old.unit,
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
    return keep_file(workspace, update_path(workspace.plan.year, record), text, dry_run)
