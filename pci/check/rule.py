"""What the rules on data look at: a plan, an update, a report's file, a text, two plans."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.diagnostic import DocPath, Problem, SourceMap, Stretch
from pci.core.evidence import Fingerprints
from pci.core.ledger import Done, Entry
from pci.core.model import Plan, Task, Update, Withdrawal
from pci.core.organisation import Organisation
from pci.core.papers import Issue, Words, report_of
from pci.core.progress import Progress
from pci.core.references import Reference, absent, things
from pci.core.vi import shortened
from pci.files.versions import Step


class FolderCase(NamedTuple):
    """All that the files of one plan hold: the plan as it was signed, its last version and its
    path, the steps from the one to the other, the organisation, what was recorded, what is kept of
    reports by path, the days off, and where every value stands in each file."""

    signed: Plan
    plan: Plan
    path: str
    steps: tuple[Step, ...]
    organisation: Organisation
    progress: Progress
    papers: Mapping[str, Words | Issue]
    calendar: Calendar
    sources: Mapping[str, SourceMap]


class PlanCase(NamedTuple):
    """A plan with the path of its file; `today` is null where the day must not matter. `before` is
    the plan that a document made this one of, null for a signed plan: it is no more numbered as it
    was signed."""

    plan: Plan
    path: str
    today: date | None = None
    references: tuple[Reference, ...] = ()
    before: Plan | None = None

    def is_cell_kept(self, task_id: str) -> bool:
        """Whether the cell of units of a task was printed before a document changed the task: it
        says nothing of whom the document names."""
        old = self.before and self.before.tasks.get(task_id)
        return old is not None and old.units == self.plan.tasks[task_id].units

    @property
    def filed(self) -> int:
        """The year in the name of the plan's file and of the folder of updates."""
        return int(PurePosixPath(self.path).stem[:4])


class UpdateCase(NamedTuple):
    """An update with its path, the plan, all updates by id, what was done, the ids of the
    files beside them that cannot be read, the corrections that do not count with those that do,
    the figures said before by what they count, the issues of reports with the ids that
    each or a later one has, and the days off.

    `today`, and `cited`, which tells the fingerprints of files, are null where they must not
    matter.
    """

    plan: Plan
    entry: Entry
    path: str
    known: Mapping[str, Entry]
    happened: Done
    unread: Collection[str]
    overruled: Mapping[str, str]
    earlier: Mapping[str, Mapping[str, tuple[str, ...]]]
    issued: Mapping[str, Issue]
    issued_ids: Mapping[str, Collection[str]]
    subjects: Collection[str]
    calendar: Calendar
    today: date | None = None
    cited: Fingerprints | None = None

    @property
    def update(self) -> Update:
        """What the update says."""
        return self.entry.update

    @property
    def task(self) -> Task | None:
        """The task that the update speaks of, null where it speaks of something else."""
        return self.plan.tasks.get(self.update.subject)

    @property
    def has_subject(self) -> bool:
        """Whether the plan has what the update speaks of."""
        return self.update.about in self.subjects


class WithdrawalCase(NamedTuple):
    """A withdrawal with its path, the plan, all updates and withdrawals by id, the ids of the files
    beside them that cannot be read, those of the updates that others correct, and the issues of
    reports."""

    plan: Plan
    path: str
    withdrawal: Withdrawal
    known: Mapping[str, Update | Withdrawal]
    unread: Collection[str]
    corrected: Collection[str]
    issued: Mapping[str, Issue]

    @property
    def id(self) -> str:
        """The stem of its file's name."""
        return PurePosixPath(self.path).stem


class PaperCase(NamedTuple):
    """The words or the issue of one report with its path, and all issues by path; `today` is null
    where the day must not matter."""

    plan: Plan
    path: str
    paper: Words | Issue
    issues: Mapping[str, Issue]
    today: date | None = None

    @property
    def report(self) -> str:
        """The id of the report."""
        return report_of(self.path)


class YearsCase(NamedTuple):
    """Two plans that follow each other, or of which the later carries on tasks of the earlier
    (`follows` is false): the path of the later one, and the updates of the earlier by path."""

    earlier: Plan
    later: Plan
    later_path: str
    entries: Mapping[str, Entry]
    calendar: Calendar
    follows: bool = True


class FileText(NamedTuple):
    """One text of a file and its place there."""

    path: DocPath
    text: str

    def hits(self, pattern: re.Pattern[str]) -> Iterator["Hit"]:
        """Every place where a pattern fits."""
        return (Hit(self, *match.span(), match) for match in pattern.finditer(self.text))

    def problem(
        self, start: int, end: int, message: str, hint: str, instead: str | None = None
    ) -> Problem:
        """What is wrong with some characters, and what to write instead where that is known."""
        stretch = Stretch(self.text, start, end)
        change = None if instead is None else (self.text[start:end], instead)
        return Problem(self.path, message, hint, stretch=stretch, instead=change)


class Hit(NamedTuple):
    """The characters of a passage in which a pattern fits."""

    passage: FileText
    start: int
    end: int
    match: re.Match[str]

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.passage.text[self.start : self.end]

    def problem(self, message: str, hint: str, instead: str | None = None) -> Problem:
        """What is wrong with the characters, and what to write instead where that is known."""
        return self.passage.problem(self.start, self.end, message, hint, instead)


def cells(i: str, task: Task) -> Iterator[FileText]:
    """What the appendix prints of a task, its units apart."""
    yield FileText(("tasks", i, "time"), task.time)
    yield FileText(("tasks", i, "work"), task.work)
    for n, output in enumerate(task.outputs):
        yield FileText(("tasks", i, "outputs", n), output)


_MOST_COMPARED = 500
"""Of more ids none is proposed: comparing takes long. A plan of 34 tasks has 63."""


@lru_cache  # after an id was changed all updates on it miss the same one
def _nearest(i: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(i, known, 1)), "")


def unknown(
    path: DocPath, i: str, known: Collection[str], where: str, on_key: bool = False
) -> Iterator[Problem]:
    """What is wrong with an id that nothing known bears: the id that is perhaps meant, else those
    that there are."""
    if i in known:
        return
    message = f"không có «{i}» trong {where}"
    if len(known) <= _MOST_COMPARED and (near := _nearest(i, tuple(known))):
        yield Problem(path, message, f"có phải «{near}»?", on_key, instead=(i, near))
    else:
        listed = shortened(", ".join(known) or "chưa có gì", 200)
        yield Problem(path, message, f"có: {listed}", on_key)


def dangling(plan: Plan, refs: Iterable[Reference], *registers: str) -> Iterator[Problem]:
    """The ids that refer to something in some registers which is not there; an id that was renamed
    is one fault, told where it stands."""
    refs = tuple(refs)
    missing = [*absent(plan, (ref for ref in refs if ref.registers[0] in registers))]
    renamed = _renamed(plan, refs, missing)
    if renamed:
        (old, register, new), count = renamed, len(missing)
        message = f"{count} chỗ nhắc «{old}» mà không có, không chỗ nào nhắc «{new}»"
        hint = f"đặt lại mã «{old}», hoặc sửa {count} chỗ ấy thành «{new}»"
        yield Problem((register, new), message, hint, on_key=True, instead=(new, old))
        return
    for ref in missing:
        where = " và ".join(ref.registers)
        yield from unknown(ref.path, ref.id, things(plan, ref.registers), where, ref.on_key)


def _renamed(
    plan: Plan, refs: Sequence[Reference], missing: Sequence[Reference]
) -> tuple[str, str, str] | None:
    """The one id that several places miss, and the register and id of the one thing that none
    names: somebody gave it another id."""
    gone, named = {ref.id for ref in missing}, {ref.id for ref in refs}
    if len(gone) != 1 or len(missing) < 2:
        return None
    registers = missing[0].registers
    idle = [(r, i) for r in registers for i in getattr(plan, r) if i not in named]
    return (*gone, *idle[0]) if len(idle) == 1 else None
