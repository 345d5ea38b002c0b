"""Units that have not reported: highlighted in a draft, until the Office's own words say so in one
place."""

from collections.abc import Iterable
from typing import NamedTuple

from pci.core.vi import fold
from pci.reports import phrases
from pci.reports.facts import Facts
from pci.reports.results import unit_names


class Silence(NamedTuple):
    """What a passage says of silent units: a gap to be highlighted, and a line to be printed; both
    may be empty."""

    gap: str
    line: str


def silence(facts: Facts, tasks: Iterable[str]) -> Silence:
    """Name the units that have not reported on some tasks.

    Of those that the Office's words for any passage call silent it is said as plainly.
    """
    units = {a.unit for i in tasks for a in facts.answers_of(i) if not a.reported}
    admitted = units & admitted_units(facts)
    gap, line = unit_names(facts.plan, units - admitted), unit_names(facts.plan, admitted)
    return Silence(
        phrases.UNITS_SILENT.format(gap) if gap else "",
        phrases.UNITS_ADMITTED.format(line) if line else "",
    )


def admissions(facts: Facts) -> list[str]:
    """Say of the units that the Office's words call silent whether they owe a report for all their
    tasks or for some."""
    admitted = admitted_units(facts)
    named = zip((phrases.UNITS_ADMITTED, phrases.UNITS_PARTLY_ADMITTED), owing(facts), strict=True)
    return [
        phrase.format(unit_names(facts.plan, units & admitted))
        for phrase, units in named
        if units & admitted
    ]


def owing(facts: Facts) -> tuple[set[str], set[str]]:
    """The units that owe a report for all their tasks, and those that owe it for some."""
    silent = {answer.unit for answer in facts.answers if not answer.reported}
    heard = {answer.unit for answer in facts.answers if answer.reported}
    return silent - heard, silent & heard


def silent_sentence(facts: Facts) -> str:
    """The sentence by which the Office may say who has not reported; empty where all have, or where
    its words say it."""
    left = set().union(*owing(facts)) - admitted_units(facts)
    return phrases.SILENT_WHEN_REPORTED.format(unit_names(facts.plan, left)) if left else ""


def admitted_units(facts: Facts) -> set[str]:
    """The units of which a paragraph of the Office's words says that they have not reported."""
    names = facts.words.passages() if facts.words else ()
    lines = [fold(line) for name in names for line in facts.own_words(name)]
    admissions = [line for line in lines if fold(phrases.NOT_SENT) in line]
    units = facts.plan.units.items()
    return {i for i, unit in units if any(fold(unit.name) in line for line in admissions)}
