"""Figures that add up: which of them count the same days, so that a report would add them twice."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple

from pci.core.ledger import Entry, counted, origins
from pci.core.model import Plan
from pci.core.schedule import period_holding


class Span(NamedTuple):
    """The days that a figure counts: those of the period that is named, if one is, else those of
    the reporting period that holds its day."""

    period: str | None
    report: str

    def meets(self, other: "Span") -> bool:
        """Whether two figures count the same days."""
        if self.period and other.period:
            return self.period == other.period
        return self.report == other.report


def span_of(plan: Plan, period: str | None, day: date) -> Span:
    """The days that a figure of a period, or of none, counts that is dated on a day."""
    window = period_holding(plan, day)
    return Span(period, window.period.id if window else "")


def added_figures(plan: Plan, entry: Entry) -> list[str]:
    """The indicators of an update whose figures add up."""
    known = plan.measured(entry.update.subject) if entry.update.figures else {}
    return [key for key in entry.update.figures if key in known and known[key].adds_up]


def earlier_figures(
    plan: Plan, entries: Iterable[Entry]
) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The ids of updates that say a figure for days which the same unit counted before and do not
    add to it, each with the indicators and the ids of the updates that said it first."""
    figures: dict[tuple[str, str, str], list[tuple[str, Span]]] = {}
    span = cache(partial(span_of, plan))
    again: dict[str, dict[str, tuple[str, ...]]] = {}
    for entry in _as_recorded(entries):
        update = entry.update
        if not (keys := added_figures(plan, entry)):
            continue
        own = span(update.period, update.date)
        for key in keys:
            others = figures.setdefault((update.unit, update.subject, key), [])
            before = tuple(i for i, other in others if own.meets(other))
            if before and not update.adds:
                again.setdefault(entry.id, {})[key] = before
            others.append((entry.id, own))
    return again


def _as_recorded(entries: Iterable[Entry]) -> list[Entry]:
    """The updates that count, in the order of recording; a correction stands where its chain
    starts. Of two of the same second the one that adds came later, else the one given later."""
    by_id = {entry.id: entry for entry in entries}
    origin = origins(by_id.values())
    counting = {entry.id for entry in counted(by_id.values(), date.max)}

    def age(entry: Entry) -> tuple[datetime, bool]:
        first = by_id.get(origin.get(entry.id, ""), entry)
        return first.update.recorded, entry.update.adds

    return sorted((entry for entry in by_id.values() if entry.id in counting), key=age)
