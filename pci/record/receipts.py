"""What became of recorded updates, for a script (`pci.record/1`, `pci.records/1`)."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from pci.lists.json import write


class Receipt(NamedTuple):
    """What became of one update: `written` is false where the same had been recorded before, or where nothing was to be
    written; then `content` is what the file would hold."""

    path: str
    id: str
    written: bool
    content: str | None = None


def recorded(receipt: Receipt) -> str:
    """`pci.record/1`."""
    return write({"schema": "pci.record/1", **_receipt(receipt)})


def recorded_all(receipts: Iterable[Receipt]) -> str:
    """`pci.records/1`: one receipt for each update, in the order given."""
    return write(
        {"schema": "pci.records/1", "updates": [_receipt(receipt) for receipt in receipts]}
    )


def _receipt(receipt: Receipt) -> dict[str, Any]:
    shown = {} if receipt.content is None else {"dry_run": True, "content": receipt.content}
    return {"id": receipt.id, "path": receipt.path, "written": receipt.written, **shown}
