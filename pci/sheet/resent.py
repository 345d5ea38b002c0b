"""A form that is sent again: which of its rows say something new, which correct what they said the first time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pci.core.fields import content
from pci.core.ledger import Entry, counted
from pci.core.model import Update
from pci.core.schedule import ReportingPeriod
from pci.core.vi import fold
from pci.reports.fill_in import mark_of
from pci.sheet.updates import APPROVED


def thing(update: Update) -> tuple[object, ...]:
    """What is spoken of, and by whom."""
    return update.unit, update.about, update.period


def words(update: Update) -> dict[str, Any]:
    """What is said, whenever it is true of and whatever it corrects."""
    left_out = (*Update.NOT_CONTENT, "date", "corrects")
    return {key: value for key, value in content(update).items() if key not in left_out}


Shown = tuple[str, ...] | None
"""The marks of the updates that were there when a form was made; null where it does not tell."""


class Before:
    """What units have said in a period before their forms came back.

    A form sent again corrects what it said the first time: words of the same writer, that were not there when it was
    made. What was there its writer knew of: the last of it is corrected only by words of the same day, as both would
    count. What somebody else recorded meanwhile is nobody's to replace: it counts beside the form's, but for figures,
    which would be added up.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        listed = [entry for entry in entries if not entry.update.answers]
        self.counting = frozenset(entry.id for entry in counted(listed, date.max))
        self._said: dict[tuple[object, ...], list[Entry]] = {}
        for entry in sorted(listed, key=lambda e: (e.update.date, e.update.recorded, e.id)):
            self._said.setdefault(thing(entry.update), []).append(entry)

    def _inside(self, thing: tuple[object, ...], window: ReportingPeriod) -> list[Entry]:
        return [entry for entry in self._said.get(thing, ()) if window.holds(entry.update.date)]

    def unseen(
        self, thing: tuple[object, ...], shown: Shown, window: ReportingPeriod
    ) -> list[Entry]:
        """What counts of a matter and was not there when the form was made, latest first."""
        said = reversed(self._inside(thing, window))
        return [
            entry
            for entry in said
            if entry.id in self.counting and mark_of(entry) not in (shown or ())
        ]

    def replaced(self, update: Update, shown: Shown, window: ReportingPeriod) -> Entry | None:
        """The earlier words that an update stands for."""
        said = reversed(self._inside(thing(update), window))
        known = (e for e in said if e.id in self.counting and mark_of(e) in (shown or ()))
        same_day = (entry for entry in known if entry.update.date == update.date)
        unseen = self.unseen(thing(update), shown, window)
        same_writer = (e for e in unseen if _writer(e.update) == _writer(update))
        sent = (e for e in same_writer if shown is not None or e.update.date == update.date)
        return next(same_day, None) or next(sent, None)

    def same(self, update: Update, shown: Shown, window: ReportingPeriod) -> Entry | None:
        """The update that says this already, whether or not it was corrected since, whoever wrote it: a form that was
        recorded once changes nothing the second time. Another day alone is no other word."""
        said = self._inside(thing(update), window)
        found = next(
            (e for e in said if e.update.date == update.date and words(e.update) == words(update)),
            None,
        )
        earlier = found or self.replaced(update, shown, window)
        if earlier:
            return earlier if words(earlier.update) == words(update) else None
        unseen = self.unseen(thing(update), shown, window) if shown is not None else ()
        return next((entry for entry in unseen if words(entry.update) == words(update)), None)


def _writer(update: Update) -> str:
    """Who wrote it, however the name is typed, and whoever approved it since."""
    return fold((update.by or "").partition(APPROVED)[0])
