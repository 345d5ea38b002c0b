"""A form that is sent again: which of its rows are new, which correct an earlier update."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from pci.core.ledger import Entry, content_of, counted
from pci.core.model import Update
from pci.core.schedule import ReportingPeriod
from pci.core.vi import fold
from pci.reports.unit_form import short_id

APPROVED = "(duyệt: "
"""What stands before the name of whoever approved a form."""

Matter = tuple[str, str, str | None]
"""Which unit speaks, of what, of which occurrence of it."""


def matter_of(update: Update) -> Matter:
    """What an update is about."""
    return update.unit, update.about, update.period


def words_of(update: Update) -> dict[str, Any]:
    """What is recorded, whatever day it is true of, whatever it corrects or comes on top of."""
    left_out = (*Update.NOT_CONTENT, "date", "corrects", "adds")
    return {key: value for key, value in content_of(update).items() if key not in left_out}


class EarlierWords:
    """The updates of a period that were recorded before a form came back, latest first.

    An update that is in `known_ids` (the ends of the ids that a row was made with) was printed in
    the form, so the form corrects it only where both are of the same day. An update that is not was
    recorded later: the form corrects it where the same person wrote both, for then the form is sent
    again; an update of somebody else counts beside the form's. Finished work with a day of its own
    is the same only on that day, and may be finished in an earlier period.
    """

    def __init__(self, entries: Iterable[Entry], window: ReportingPeriod, day: date) -> None:
        recorded = [entry for entry in entries if not entry.update.answers]
        counting = {entry.id: entry for entry in counted(recorded, date.max)}
        self._window, self._day = window, day
        self._counting = [*reversed(counting.values())]
        self.replaced = [entry for entry in recorded if entry.id not in counting]

    def unseen(self, matter: Matter, known_ids: Collection[str]) -> list[Entry]:
        """What counts of a matter and was not there when the form was made."""
        return [
            entry
            for entry in self._counting
            if self._window.holds(entry.update.date)
            and matter_of(entry.update) == matter
            and short_id(entry) not in known_ids
        ]

    def repeated(self, update: Update, known_ids: Collection[str]) -> Entry | None:
        """The update that says this already, whoever wrote it: one of the same day, also where it
        was `replaced` since, or one that was not there when the form was made."""
        same_day = (entry for entry in self.replaced if entry.update.date == update.date)
        for entry in (*self._beside(update), *same_day):
            unseen = update.date == self._day and short_id(entry) not in known_ids
            own = entry.update.date == update.date or unseen
            if own and words_of(entry.update) == words_of(update):
                return entry
        return None

    def corrected(self, update: Update, known_ids: Collection[str]) -> Entry | None:
        """The earlier update that an update corrects."""
        for entry in self._beside(update):
            known, earlier = short_id(entry) in known_ids, entry.update
            if earlier.date == update.date if known else _writer(earlier) == _writer(update):
                return entry
        return None

    def _beside(self, update: Update) -> Iterator[Entry]:
        """What counts of the same matter: in the period, and of work with a day of its own also
        where it was finished before."""
        for entry in self._counting:
            earlier = entry.update
            finished = update.date != self._day and earlier.state == "done"
            if matter_of(earlier) == matter_of(update) and (
                finished or self._window.holds(earlier.date)
            ):
                yield entry


def _writer(update: Update) -> str:
    """Who wrote it, however the name is typed, and whoever approved it."""
    return fold((update.by or "").partition(APPROVED)[0])
