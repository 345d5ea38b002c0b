"""Units that have not reported: highlighted in a draft, until the Office's own words say so."""

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


def silence(facts: Facts, passage: str, tasks: Iterable[str]) -> Silence:
    """Name the units that have not reported on some tasks.

    Of those that the assessment calls silent a passage says it as plainly; words of its own close
    the gap of each unit that they call silent.
    """
    units = {a.unit for i in tasks for a in facts.answers_of(i) if not a.reported}
    admitted = {unit for unit in units if _is_admitted(facts, "assessment", unit)}
    pending = {unit for unit in units - admitted if not _is_admitted(facts, passage, unit)}
    gap, line = unit_names(facts.plan, pending), unit_names(facts.plan, admitted)
    return Silence(
        phrases.UNITS_SILENT.format(gap) if gap else "",
        phrases.UNITS_ADMITTED.format(line) if line else "",
    )


def silent_sentence(facts: Facts) -> str:
    """The sentence by which the Office may say who has not reported; empty where all have, or where
    the assessment says it."""
    silent = {answer.unit for answer in facts.answers if not answer.reported}
    left = {unit for unit in silent if not _is_admitted(facts, "assessment", unit)}
    return phrases.SILENT_WHEN_REPORTED.format(unit_names(facts.plan, left)) if left else ""


def _is_admitted(facts: Facts, passage: str, unit: str) -> bool:
    """Whether a paragraph of the Office's words for a passage says that a unit has not reported."""
    wanted = fold(facts.plan.name(unit)), fold(phrases.NOT_SENT)
    lines = map(fold, facts.own_words(passage))
    return any(all(words in line for words in wanted) for line in lines)
