"""What a rule is: a code that never changes, how bad its findings are, and a function that yields them.

The docstring of that function is the rule's page in `pci help` and in the documentation, in Vietnamese: what is
wanted and what happens otherwise, then «Sai:» and «Đúng:» with a few lines of YAML each, which are tests as well.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.diagnostic import DocPath, Problem, Severity, Stretch
from pci.core.evidence import Fingerprints
from pci.core.ledger import Entry
from pci.core.model import Plan
from pci.core.papers import Issue, Words


class Clash(NamedTuple):
    """A problem of one place with another, whose line the runner adds to the message."""

    problem: Problem
    other: DocPath
    on_key: bool = False


class PlanCase(NamedTuple):
    """The plan as a rule sees it, where it is stored, and the day it is read on, null where that must not matter."""

    plan: Plan
    path: str
    today: date | None = None

    @property
    def filed(self) -> int:
        """The year of the file's name, where updates lie."""
        return int(PurePosixPath(self.path).stem)


class PlanRule(NamedTuple):
    """A rule over the plan alone."""

    code: str
    check: Callable[[PlanCase], Iterator[Problem | Clash]]
    severity: Severity = Severity.ERROR


class Standing(NamedTuple):
    """The update that counts of several corrections, and the one that all of them go back to."""

    id: str
    origin: str


class History(NamedTuple):
    """What the updates amount to together, counted once for all of them, by their ids.

    `turns`: the how-manieth of its kind in its year, where the plan sets a limit. `earlier`: the one that gave a
    per cent before it, of the same thing by the same unit. `overruled`: of the end of a chain of corrections, the
    end of another chain from the same update that counts instead and says something else.
    """

    turns: Mapping[str, int]
    earlier: Mapping[str, Entry]
    overruled: Mapping[str, Standing]


class UpdateCase(NamedTuple):
    """One update as a rule sees it: where it is stored, what the plan and the other updates say, the reports already
    issued, by their ids, and the day it is read on, null where that must not matter."""

    plan: Plan
    entry: Entry
    path: str
    known: Mapping[str, Entry]
    history: History
    issued: Mapping[str, Issue]
    today: date | None = None


class UpdateRule(NamedTuple):
    """A rule over one update in the light of the plan and of all other updates."""

    code: str
    check: Callable[[UpdateCase], Iterator[Problem]]
    severity: Severity = Severity.ERROR


class EntryCase(NamedTuple):
    """One update by itself, whatever the plan says, and what the disk holds of the files it cites, null where that must
    not matter."""

    entry: Entry
    cited: Fingerprints | None = None


class EntryRule(NamedTuple):
    """A rule over one update by itself."""

    code: str
    check: Callable[[EntryCase], Iterator[Problem]]
    severity: Severity = Severity.ERROR


class PaperCase(NamedTuple):
    """What is kept of one report, as a rule sees it: its words or its issue, the report's id, and the day it is read
    on, null where that must not matter."""

    plan: Plan
    report: str
    paper: Words | Issue
    today: date | None = None


class PaperRule(NamedTuple):
    """A rule over what is kept of one report."""

    code: str
    check: Callable[[PaperCase], Iterator[Problem]]
    severity: Severity = Severity.ERROR


class Passage(NamedTuple):
    """One text of a file and its place there."""

    path: DocPath
    text: str

    def problem(
        self, start: int, end: int, message: str, hint: str, instead: str | None = None
    ) -> Problem:
        """What is wrong with some characters of it, and what to write instead where that is known."""
        mend = None if instead is None else (self.text[start:end], instead)
        return Problem(
            self.path, message, hint, stretch=Stretch(self.text, start, end), instead=mend
        )


class TextRule(NamedTuple):
    """A rule over the texts of one file, whatever the file is."""

    code: str
    check: Callable[[Sequence[Passage]], Iterator[Problem]]
    severity: Severity = Severity.WARNING


class YearsCase(NamedTuple):
    """Two plans that follow each other, as a rule sees them: where the later one is stored, and the updates of the
    earlier by their paths."""

    earlier: Plan
    later: Plan
    later_path: str
    entries: Mapping[str, Entry]
    calendar: Calendar


class YearsRule(NamedTuple):
    """A rule over two plans that follow each other; it names the file of each problem."""

    code: str
    check: Callable[[YearsCase], Iterator[tuple[str, Problem]]]
    severity: Severity = Severity.ERROR


Rule = PlanRule | UpdateRule | EntryRule | PaperRule | TextRule | YearsRule
