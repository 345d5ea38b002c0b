"""Difficulties and proposals that nobody has answered yet."""

from typing import NamedTuple

from pci.ledger import Entry, Ledger
from pci.model import INSIDE, Plan, Remark


class Raised(NamedTuple):
    """A difficulty or a proposal (`kind`) that waits for an answer, for so many days."""

    entry: Entry
    kind: str
    remark: Remark
    days: int


KINDS = {"difficulty": "Khó khăn", "proposal": "Kiến nghị"}


def raised(book: Ledger) -> tuple[Raised, ...]:
    """Every remark known to the ledger that no update known to it answers, oldest first."""
    answered = {entry.update.answers for entry in book.known}
    return tuple(
        Raised(entry, kind, remark, (book.as_of - entry.update.date).days)
        for entry in book.known
        if entry.id not in answered
        for kind in KINDS
        if (remark := getattr(entry.update, kind))
    )


def addressee(plan: Plan, remark: Remark) -> str:
    """Whom a remark is addressed to, by the shortest name there is."""
    body = plan.outside.get(remark.to)
    return (body.short or body.name) if body else INSIDE[remark.to]
