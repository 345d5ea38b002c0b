"""Difficulties and proposals that nobody has answered yet."""

from typing import NamedTuple

from pci.core.ledger import Entry, Ledger
from pci.core.model import Remark

REMARK_KINDS = {"difficulty": "Khó khăn", "proposal": "Kiến nghị"}


class OpenRemark(NamedTuple):
    """A difficulty or a proposal (`kind`) that waits for an answer, for so many days."""

    entry: Entry
    kind: str
    remark: Remark
    days: int


def open_remarks(book: Ledger) -> tuple[OpenRemark, ...]:
    """Every remark known to the ledger that no update known to it answers, oldest first. An answer
    holds though the remark or the answer itself is corrected afterwards."""
    answers = [entry.update.answers for entry in book.known if entry.update.answers]
    answered = {book.origins.get(i, i) for i in answers}
    return tuple(
        OpenRemark(entry, kind, remark, (book.as_of - entry.update.date).days)
        for entry in book.known
        if book.origins.get(entry.id, entry.id) not in answered
        for kind, remark in entry.update.remarks.items()
    )
