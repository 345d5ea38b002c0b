"""Units that have not reported: highlighted in a draft, until the Office's own words say so in one
place."""

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from pci.core.dates import WEEKDAYS
from pci.core.reporting import Answer, spans_several
from pci.core.schedule import reporting_periods
from pci.core.vi import fold
from pci.reports import phrases
from pci.reports.facts import Facts
from pci.reports.results import enumerated, within_year


class Silence(NamedTuple):
    """What is said of units that are silent on some tasks: a gap to be highlighted, and of those
    that the Office's words call silent lines to be printed; both may be empty."""

    gap: str
    lines: list[str]


def silence_gaps(facts: Facts) -> list[str]:
    """Name the units that owe a report for all their tasks, then those for some of them, except
    those that the Office's words call silent."""
    admitted = admitted_units(facts)
    silent, partly = silent_units(facts.answers)
    heard = any(answer.reported for answer in facts.answers)
    if silent and not (heard or facts.entries or silent & admitted):
        return [phrases.ALL_SILENT]
    named = ((phrases.UNITS_SILENT, silent), (phrases.UNITS_PARTLY_SILENT, partly))
    return [
        phrase.format(units_now(facts, units - admitted))
        for phrase, units in named
        if units - admitted
    ]


def silence(facts: Facts, task_id: str) -> Silence:
    """Name the units that have not reported on a task, unless these are all that were asked."""
    answers = facts.answers_of(task_id)
    admitted, (silent, partly) = admitted_units(facts), silent_units(answers)
    left = (silent | partly) - admitted
    is_all = left == {answer.unit for answer in answers}
    gap = phrases.NOT_REPORTED if is_all else phrases.UNITS_SILENT.format(units_now(facts, left))
    sentences = _silence_sentences(facts, silent & admitted, partly & admitted)
    return Silence(gap if left else "", [f"{sentence}." for sentence in sentences])


def silent_on(facts: Facts, tasks: Iterable[str]) -> Silence:
    """Say that units have not reported on some tasks, whose names the assessment has."""
    silent = {a.unit for i in tasks for a in facts.answers_of(i) if not a.reported}
    is_gap = bool(silent - admitted_units(facts))
    return Silence(
        phrases.NOT_REPORTED if is_gap else "",
        [phrases.NO_REPORTS] if silent and not is_gap else [],
    )


def _silence_sentences(facts: Facts, silent: Set[str], partly: Set[str]) -> list[str]:
    """Say which units have not reported, then which only on some tasks; a longer paper says of
    which period, the last one in it."""
    named = ((silent, phrases.NOT_SENT), (partly, phrases.NOT_ALL_SENT))
    when = _last_period(facts)
    return [f"{units_now(facts, units)} {words}{when}" for units, words in named if units]


def _last_period(facts: Facts) -> str:
    plan, own = facts.plan, facts.window.period
    if not spans_several(plan, facts.window):
        return ""
    inside = [one.period for one in reporting_periods(plan, WEEKDAYS)]
    return f" {within_year(facts, [period for period in inside if period.last <= own.last][-1])}"


def silent_units(answers: Sequence[Answer]) -> tuple[set[str], set[str]]:
    """The units that owe a report for all their tasks, and those that owe it for some."""
    silent = {answer.unit for answer in answers if not answer.reported}
    heard = {answer.unit for answer in answers if answer.reported}
    return silent - heard, silent & heard


def silent_sentence(facts: Facts) -> str:
    """The sentence by which the Office may say who has not reported; empty where all have, or where
    its words say it."""
    silent, partly = (units - admitted_units(facts) for units in silent_units(facts.answers))
    left = "; ".join(_silence_sentences(facts, silent, partly))
    return phrases.SILENT_WHEN_REPORTED.format(left) if left else ""


def reported_since(facts: Facts) -> set[str]:
    """The units that the Office's words call silent and that have reported on all they owe, and on
    all that they took over."""
    asked = {answer.unit for answer in facts.answers}
    left = set().union(*silent_units(facts.answers))
    return (admitted_units(facts) & asked) - left - {facts.heir_now(unit) for unit in left}


def admitted_units(facts: Facts) -> set[str]:
    """The units of which a paragraph of the Office's words says that they have not reported, or not
    on all tasks."""
    names = facts.words.passages() if facts.words else ()
    lines = [fold(line) for name in names for line in facts.own_words(name)]
    silence_words = (fold(phrases.NOT_SENT), fold(phrases.NOT_ALL_SENT))
    admissions = [line for line in lines if any(words in line for words in silence_words)]
    return {unit for unit in facts.plan.units if _is_named(facts, unit, admissions)}


def _is_named(facts: Facts, unit: str, lines: Iterable[str]) -> bool:
    """Whether a line names a unit, or its successor on the day of the paper."""
    names = [fold(name) for name in facts.names_now(unit)]
    return any(name in line for line in lines for name in names)


def units_now(facts: Facts, units: Iterable[str]) -> str:
    """Join the names of units in the plan's order, each by its successor on the paper's day."""
    return enumerated(map(facts.name_now, facts.plan.ordered(units)))
