"""What the rules on data look at: a plan, an update, what is kept of a report, a text, two plans."""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.diagnostic import DocPath, Problem, Stretch
from pci.core.evidence import Fingerprints
from pci.core.ledger import Entry
from pci.core.model import Plan
from pci.core.papers import Issue, Words


class PlanCase(NamedTuple):
    """A plan with the path of its file; `today` is null where the day must not matter."""

    plan: Plan
    path: str
    today: date | None = None

    @property
    def filed(self) -> int:
        """The year in the name of the plan's file, which is also the year of the folder of updates."""
        return int(PurePosixPath(self.path).stem)


class LastCorrection(NamedTuple):
    """The update that counts of several corrections, and the update that all of them correct."""

    id: str
    origin: str


class History(NamedTuple):
    """What all updates amount to together, by the ids of updates.

    `turns`: which time in its year a paragraph with a limit is done (1 is the first). `earlier`: the update
    before it that gives a per cent of the same thing by the same unit. `overruled`: of a correction that
    does not count, the correction that counts instead and says something else.
    """

    turns: Mapping[str, int]
    earlier: Mapping[str, Entry]
    overruled: Mapping[str, LastCorrection]


class UpdateCase(NamedTuple):
    """An update with its path, the plan, all updates by id and the issues of reports by path.

    `today` is null where the day must not matter.
    """

    plan: Plan
    entry: Entry
    path: str
    known: Mapping[str, Entry]
    history: History
    issued: Mapping[str, Issue]
    today: date | None = None


class EntryCase(NamedTuple):
    """An update by itself, whatever the plan says.

    `cited` tells the fingerprints of the files that it cites, null where they must not matter.
    """

    entry: Entry
    cited: Fingerprints | None = None


class PaperCase(NamedTuple):
    """The words or the issue of one report, with the report's id; `today` is null where the day must not matter."""

    plan: Plan
    report: str
    paper: Words | Issue
    today: date | None = None


class YearsCase(NamedTuple):
    """Two plans that follow each other: the path of the later one, and the updates of the earlier by path."""

    earlier: Plan
    later: Plan
    later_path: str
    entries: Mapping[str, Entry]
    calendar: Calendar


class Passage(NamedTuple):
    """One text of a file and its place there."""

    path: DocPath
    text: str

    def problem(
        self, start: int, end: int, message: str, hint: str, instead: str | None = None
    ) -> Problem:
        """What is wrong with some characters of the text, and what to write instead where that is known."""
        change = None if instead is None else (self.text[start:end], instead)
        return Problem(
            self.path, message, hint, stretch=Stretch(self.text, start, end), instead=change
        )
