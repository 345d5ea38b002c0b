"""Which updates a person wants to see: one test for each thing that can be asked of them."""

from collections.abc import Callable, Collection
from datetime import date

from pci.core import names
from pci.core.dates import WEEKDAYS, parse_period
from pci.core.ledger import Entry
from pci.core.model import Plan, Remark, Update
from pci.core.reporting import asks
from pci.core.schedule import period_ids, reporting_period
from pci.core.vi import fold

Admits = Callable[[Entry], bool]


def about(subject: str) -> Admits:
    """Whether an update is about a task, an obligation, a measure or a trigger."""
    return lambda entry: subject in (entry.update.about, entry.update.subject)


def of_unit(plan: Plan, unit: str) -> Admits:
    """Whether an update is a unit's, or one of its sub-units'."""
    return lambda entry: unit in (entry.update.unit, plan.units[entry.update.unit].part_of)


def in_period(plan: Plan, typed: str) -> Admits:
    """Whether an update names an occurrence, or lies in the window of a period that is reported."""
    occurrences = _occurrences(plan)
    name = next((i for i in occurrences if fold(i) == fold(typed)), typed.strip().upper())
    period = parse_period(name)
    if period is None and name not in occurrences:
        name = names.quarter(plan.year, typed)
        period = parse_period(name)
    window = reporting_period(plan.reporting, period, WEEKDAYS) if period else None
    if window is None or not asks(plan, window):
        return lambda entry: entry.update.period == name
    return lambda entry: entry.update.period == name or window.holds(entry.update.date)


def _occurrences(plan: Plan) -> set[str]:
    obligations = [o for task in plan.tasks.values() for o in task.owes.values()]
    return {i for obligation in obligations for i in period_ids(plan, obligation)}


def since(first: date) -> Admits:
    """Whether an update is of a day or later."""
    return lambda entry: entry.update.date >= first


def until(last: date) -> Admits:
    """Whether an update is of a day or earlier."""
    return lambda entry: entry.update.date <= last


def unknown_to(ids: Collection[str]) -> Admits:
    """Whether an update is not among some that were there before."""
    return lambda entry: entry.id not in ids


def by(typed: str) -> Admits:
    """Whether an update was typed by somebody of this name."""
    return lambda entry: fold(typed) in fold(entry.update.by or "")


def with_text(typed: str) -> Admits:
    """Whether some text stands in an update's result, remarks or evidence."""
    return lambda entry: fold(typed) in fold(_words(entry.update))


def addressed_to(addressee: str) -> Admits:
    """Whether an update has a difficulty or a proposal for somebody."""
    return lambda entry: addressee in {remark.to for remark in _remarks(entry.update)}


def _remarks(update: Update) -> list[Remark]:
    return [remark for remark in (update.difficulty, update.proposal) if remark]


def _words(update: Update) -> str:
    remarks = [remark.text for remark in _remarks(update)]
    return "\n".join((update.result or "", *remarks, *update.evidence))
