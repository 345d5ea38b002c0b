"""Difficulties and proposals that nobody has answered yet."""

from typing import NamedTuple

from pci.core.ledger import Entry, Ledger
from pci.core.model import Remark

REMARK_KINDS = {"difficulty": "Khó khăn", "proposal": "Kiến nghị"}


class Raised(NamedTuple):
    """A difficulty or a proposal (`kind`) that waits for an answer, for so many days."""

    entry: Entry
    kind: str
    remark: Remark
    days: int


def raised(book: Ledger) -> tuple[Raised, ...]:
    """Every remark known to the ledger that no update known to it answers, oldest first. What was
    answered stays so when a slip in it, or in what was answered, is corrected afterwards."""
    answered = {_origin(book, entry.update.answers) for entry in book.known if entry.update.answers}
    return tuple(
        Raised(entry, kind, remark, (book.as_of - entry.update.date).days)
        for entry in book.known
        if _origin(book, entry.id) not in answered
        for kind in REMARK_KINDS
        if (remark := getattr(entry.update, kind))
    )


def _origin(book: Ledger, update_id: str) -> str:
    return book.origins.get(update_id, update_id)
