"""What a rule is: a code that never changes, how bad its findings are, and a function that yields them."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pci.diagnostic import Problem, Severity
from pci.ledger import Entry
from pci.model import Plan
from pci.papers import Issue, Words


class PlanCase(NamedTuple):
    """The plan as a rule sees it, and where it is stored."""

    plan: Plan
    path: str


class PlanRule(NamedTuple):
    """A rule over the plan alone. Its docstring, in Vietnamese, says what is wrong and why."""

    code: str
    check: Callable[[PlanCase], Iterator[Problem]]
    severity: Severity = Severity.ERROR


class UpdateCase(NamedTuple):
    """One update as a rule sees it: where it is stored, what the plan and the other updates say, the how-manieth of
    its kind it is in its year where the plan sets a limit (`turns`), and the reports already issued, by their ids."""

    plan: Plan
    entry: Entry
    path: str
    known: Mapping[str, Entry]
    turns: Mapping[str, int]
    issued: Mapping[str, Issue]


class UpdateRule(NamedTuple):
    """A rule over one update in the light of the plan and of all other updates."""

    code: str
    check: Callable[[UpdateCase], Iterator[Problem]]
    severity: Severity = Severity.ERROR


class PaperCase(NamedTuple):
    """What is kept of one report, as a rule sees it: its words or its issue, and the report's id."""

    plan: Plan
    report: str
    paper: Words | Issue


class PaperRule(NamedTuple):
    """A rule over what is kept of one report."""

    code: str
    check: Callable[[PaperCase], Iterator[Problem]]
    severity: Severity = Severity.ERROR
