"""A form that is sent again: which of its rows say something new, which correct what they said the
first time."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from pci.core.fields import content
from pci.core.ledger import Entry, counted
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
    """What is said, whatever day it is true of and whatever it corrects."""
    left_out = (*Update.NOT_CONTENT, "date", "corrects")
    return {key: value for key, value in content(update).items() if key not in left_out}


class EarlierWords:
    """What units have said of a period before a form dated on some day came back, latest first.

    A form sent again corrects what it said the first time: words of the same writer that were not
    there when it was made. What was there its writer knew of: that is corrected only by words of
    the same day, as both would count. What somebody else recorded meanwhile counts beside the
    form's. `known_ids` are the ends of the ids of what was there of a row's matter."""

    def __init__(self, entries: Iterable[Entry], window: ReportingPeriod, day: date) -> None:
        said = [entry for entry in entries if not entry.update.answers]
        counting = {entry.id: entry for entry in counted(said, date.max)}
        listed = reversed(counting.values())
        self._counting = [entry for entry in listed if window.holds(entry.update.date)]
        self.replaced = [e for e in said if e.update.date == day and e.id not in counting]

    def unseen(self, matter: Matter, known_ids: Collection[str]) -> list[Entry]:
        """What counts of a matter and was not there when the form was made."""
        about = (entry for entry in self._counting if matter_of(entry.update) == matter)
        return [entry for entry in about if short_id(entry) not in known_ids]

    def repeated(self, update: Update, known_ids: Collection[str]) -> Entry | None:
        """The update that says this already, whoever wrote it: one of the same day, also where it
        was `replaced` since, or one that was not there when the form was made."""
        for entry in (*self._counting, *self.replaced):
            own = entry.update.date == update.date or short_id(entry) not in known_ids
            if own and words_of(entry.update) == words_of(update):
                return entry
        return None

    def corrected(self, update: Update, known_ids: Collection[str]) -> Entry | None:
        """The earlier words that an update stands for."""
        for entry in self._counting:
            known, earlier = short_id(entry) in known_ids, entry.update
            own = earlier.date == update.date if known else _writer(earlier) == _writer(update)
            if own and matter_of(earlier) == matter_of(update):
                return entry
        return None


def _writer(update: Update) -> str:
    """Who wrote it, however the name is typed, and whoever approved it."""
    return fold((update.by or "").partition(APPROVED)[0])
