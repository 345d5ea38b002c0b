"""Everything in the files of one plan, and what is wrong in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain, pairwise, permutations
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple, TypeVar

from pci.check import ignores, rules
from pci.check.partly import Gap
from pci.check.rule import FolderCase, YearsCase
from pci.core.amendments import Amendment
from pci.core.dates import Calendar
from pci.core.diagnostic import START, Diagnostic, Severity, SourceMap, Span
from pci.core.evidence import Fingerprints
from pci.core.fields import Record
from pci.core.grouping import grouped
from pci.core.holidays import CalendarYear, calendar_of, misplaced_days
from pci.core.model import Plan, Update, Withdrawal
from pci.core.organisation import (
    NO_ORGANISATION,
    ORGANISATION_PATH,
    Organisation,
    concerning,
    defining,
)
from pci.core.papers import Issue, Words, issue_copy, report_of, standing_issues
from pci.core.progress import Progress, id_of
from pci.core.references import references
from pci.files.paths import CALENDARS, PLAN_FILE, Files, is_of_progress
from pci.files.shape import build, readable
from pci.files.versions import AmendmentFile, Step, latest, steps, unmade
from pci.files.yamlio import error, read

K = TypeVar("K", bound=Record)


class Loaded(NamedTuple):
    """The content of a plan's files. `plan` is the last version of the `signed` one, null where its
    shape or the organisation's is broken; words and issues are by the id of their report; `skipped`
    are the files whose syntax or shape is broken."""

    signed: Plan | None
    plan: Plan | None
    amendments: Mapping[str, Amendment]
    organisation: Organisation
    progress: Progress
    words: Mapping[str, Words]
    issued: Mapping[str, Issue]
    calendar: Calendar
    diagnostics: tuple[Diagnostic, ...]
    skipped: tuple[str, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that make the figures of these files untrue: none in what is left out of
        them."""
        left, strays = rules.UNPRINTED, self.progress.strays
        errors = (d for d in self.diagnostics if d.severity is Severity.ERROR)
        return tuple(d for d in errors if d.where not in strays and d.code not in left)


class File(NamedTuple):
    """One file as it was read; `record` is null where its syntax or its shape is broken."""

    record: Record | None
    source: SourceMap
    problems: tuple[Diagnostic, ...]
    tree: Any = None


@dataclass(frozen=True)
class _Year:
    """A year's files as they were read: the path of the plan, the records by path, where their
    values stand, what is wrong with the shape of each file, the trees of the files of broken
    shape, and the plan after each amendment."""

    plan_path: str
    records: Mapping[str, Record]
    sources: Mapping[str, SourceMap]
    problems: tuple[Diagnostic, ...]
    broken: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()

    def of_kind(self, kind: type[K]) -> dict[str, K]:
        """Get the records of one kind."""
        return {path: one for path, one in self.records.items() if isinstance(one, kind)}

    @cached_property
    def signed(self) -> Plan | None:
        """The plan as it was signed; null where its shape is broken."""
        return self.of_kind(Plan).get(self.plan_path)

    @cached_property
    def plan(self) -> Plan | None:
        """The last version of the plan; null where its shape or the organisation's is broken."""
        read = ORGANISATION_PATH in self.records or ORGANISATION_PATH not in self.sources
        return latest(self.signed, self.steps, self.organisation) if self.signed and read else None

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation that all plans share, as far as it concerns this one."""
        shared = self.of_kind(Organisation).get(ORGANISATION_PATH, NO_ORGANISATION)
        if self.signed is None or shared == NO_ORGANISATION:
            return shared
        plans = [self.signed, *(step.plan for step in self.steps)]
        named = {ref.id for plan in plans for ref in references(plan)}
        return concerning(shared, defining(plans), named)

    @cached_property
    def calendar(self) -> Calendar:
        """The days off of all years."""
        return calendar_of(self.of_kind(CalendarYear).values())

    def progress(self, errors: Iterable[Diagnostic]) -> Progress:
        """What was recorded, in which these errors were found."""
        places = (d.where for d in errors if d.severity is Severity.ERROR)
        faulty = frozenset(path for path in places if is_of_progress(path))
        return Progress.of(self.records, faulty)

    def case(self, signed: Plan, plan: Plan, progress: Progress) -> FolderCase:
        """What the rules look at."""
        papers: dict[str, Words | Issue] = {**self.of_kind(Words), **self.of_kind(Issue)}
        return FolderCase(
            signed,
            plan,
            self.plan_path,
            self.steps,
            self.organisation,
            progress,
            papers,
            self.calendar,
            self.sources,
        )


Depth = Literal["shape", "errors", "all"]
"""What is looked for in files: faults of shape, all errors, or all that is wrong."""


def load(
    contents: Files,
    today: date | None = None,
    cited: Fingerprints | None = None,
    depth: Depth = "all",
) -> Loaded:
    """Read everything in the files of one plan, and find what is wrong.

    Rules on the day of reading, or on the files that updates cite, run only where these are
    given. A doubt about an update is settled once another update corrects it.
    """
    year = _read(contents)
    problems = list(year.problems)
    if depth == "shape":
        problems += chain.from_iterable(step.faults for step in year.steps)
    else:
        problems += _errors(year, today, cited)
    progress = year.progress(problems)
    if depth == "all":
        problems += _doubts(year, progress, today, cited)
        problems += _others(year, today)
        problems = _unsettled(year, progress, problems, today)
    return Loaded(
        year.signed,
        year.plan,
        {id_of(path): one for path, one in year.of_kind(Amendment).items()},
        year.organisation,
        progress,
        {report_of(path): paper for path, paper in year.of_kind(Words).items()},
        standing_issues(year.of_kind(Issue)),
        year.calendar,
        tuple(sorted(problems, key=_place)),
        tuple(path for path in contents if path not in year.records),
    )


def load_beside(
    made: Mapping[str, Any], contents: Files, known: Mapping[str, Update | Withdrawal]
) -> Loaded:
    """Read the updates among some files beside those that are known to be sound and what the other
    files make, and find the errors in them."""
    year = _recorded(contents, known)
    progress = year.progress(year.problems)
    errors = rules.check_recorded(made["plan"], progress, made["calendar"], year.sources)
    problems = sorted((*year.problems, *errors), key=_place)
    return Loaded(progress=year.progress(problems), diagnostics=tuple(problems), skipped=(), **made)


def _recorded(contents: Files, known: Mapping[str, Update | Withdrawal]) -> _Year:
    """Read only what was recorded in some files, but for what is known."""
    wanted = list(filter(is_of_progress, contents))
    new = {path: read_file(contents[path], path, "") for path in wanted if path not in known}
    read = {path: known.get(path) or new[path].record for path in wanted}
    return _Year(
        "",
        {path: record for path, record in read.items() if record},
        {path: file.source for path, file in new.items()},
        tuple(chain.from_iterable(file.problems for file in new.values())),
    )


def _read(contents: Files) -> _Year:
    plan_path = next(p for p in contents if p.count("/") == 1 and p != ORGANISATION_PATH)
    files = {path: read_file(data, path, plan_path) for path, data in contents.items()}
    records = {path: file.record for path, file in files.items() if file.record}
    sources = {path: file.source for path, file in files.items()}
    problems = chain.from_iterable(file.problems for file in files.values())
    year = _Year(plan_path, records, sources, tuple(problems), _broken(files))
    if year.signed is None:
        return year
    changes = _amendment_files(year)
    return replace(year, steps=tuple(steps(files[plan_path].tree, year.signed, changes)))


def _broken(files: Mapping[str, File]) -> dict[str, Any]:
    """The trees of the files whose shape is broken."""
    unread = {path: file.tree for path, file in files.items() if file.record is None}
    return {path: tree for path, tree in unread.items() if tree is not None}


def _amendment_files(year: _Year) -> list[AmendmentFile]:
    amendments = year.of_kind(Amendment).items()
    return [AmendmentFile(path, one, year.sources[path]) for path, one in amendments]


def _errors(year: _Year, today: date | None, cited: Fingerprints | None) -> Iterator[Diagnostic]:
    """Find the errors in files of sound shape."""
    yield from _calendar_faults(year)
    if (signed := year.signed) and (plan := year.plan):
        case = year.case(signed, plan, year.progress(year.problems))
        yield from rules.check(case, today, cited, errors=True)


def _doubts(
    year: _Year, progress: Progress, today: date | None, cited: Fingerprints | None
) -> Iterator[Diagnostic]:
    """Find what is wrong in files of sound shape and no error, in their words too."""
    worded = {path: one for path, one in year.records.items() if isinstance(one, _WORDED)}
    yield from rules.check_words(worded, year.sources)
    if (signed := year.signed) and (plan := year.plan):
        yield from rules.check(year.case(signed, plan, progress), today, cited, errors=False)


def _others(year: _Year, today: date | None) -> Iterator[Diagnostic]:
    """Find what else is wrong in files of broken shape, as far as each can be read; nothing that
    may follow from what was left out."""
    parts, gaps = _parts(year)
    wide = [gap for gap in gaps.values() if gap.kind in (Plan, Organisation)]
    worded = {path: part for path, part in parts.items() if isinstance(part, _WORDED)}
    findings = rules.check_words(worded, year.sources)
    for one in chain(findings, _in_plan(year, parts, today), _in_updates(year, parts)):
        near = [gaps[one.where]] if one.where in gaps else []
        if not any(gap.may_bring(one) for gap in (*near, *wide)):
            yield one


def _parts(year: _Year) -> tuple[dict[str, Record], dict[str, Gap]]:
    """Get what can be read of the files of broken shape, and what cannot, by path."""
    parts: dict[str, Record] = {}
    gaps: dict[str, Gap] = {}
    faults = grouped(year.problems, lambda fault: fault.where)
    for path, tree in year.broken.items():
        kind = _kind(path, year.plan_path, tree)
        spare = {"year": PurePosixPath(path).stem[:4], "title": "…"} if kind is Plan else {}
        part, left = readable(kind, tree, spare)
        if part is not None:
            parts[path] = _named(part, path) if isinstance(part, Plan) else part
            gaps[path] = Gap(path, kind, left, faults[path], year.sources[path])
    return parts, gaps


def _in_plan(year: _Year, parts: Mapping[str, Record], today: date | None) -> Iterator[Diagnostic]:
    """What the rules find in the parts that can be read of a plan, of the organisation, or of both;
    in a sound plan too, which nothing judged without the organisation."""
    if year.plan_path not in parts and ORGANISATION_PATH not in parts:
        return
    kept = (Plan, Organisation, CalendarYear)
    records = {
        path: one for path, one in {**year.records, **parts}.items() if isinstance(one, kept)
    }
    part = replace(year, records=records)
    if (signed := part.signed) and (plan := part.plan):
        case = part.case(signed, plan, Progress())
        findings = [*rules.check(case, today, None, errors=True)]
        findings += rules.check(case, today, None, errors=False)
        yield from findings if year.signed else (one for one in findings if one.where in parts)


def _in_updates(year: _Year, parts: Mapping[str, Record]) -> Iterator[Diagnostic]:
    """The errors in the parts that can be read of updates; none of a file as a whole, which may say
    that something is missing, or that its name does not fit."""
    updates = {path: part for path, part in parts.items() if isinstance(part, Update)}
    if updates and year.plan and not unmade(year.steps, year.sources):
        sources = {path: year.sources[path] for path in updates}
        progress = Progress.of({**year.records, **updates})
        for finding in rules.check_recorded(year.plan, progress, year.calendar, sources):
            if finding.span != sources[finding.where].locate(()):
                yield finding


def _unsettled(
    year: _Year, progress: Progress, problems: Iterable[Diagnostic], today: date | None
) -> list[Diagnostic]:
    """Leave out what a withdrawal settles, a correction, or a person's remark in the file."""
    left = [finding for finding in problems if not _is_settled(finding, progress)]
    whole = year.plan and today and not unmade(year.steps, year.sources)
    judged = {path for path in year.records if whole and id_of(path) not in progress.mended}
    return [*ignores.apply(left, year.sources, rules.IGNORABLE, judged)]


def _is_settled(finding: Diagnostic, progress: Progress) -> bool:
    """Whether its update was withdrawn or corrected; no correction settles an error of the file
    itself."""
    i, is_error = id_of(finding.where), finding.severity is Severity.ERROR
    if is_error and finding.code not in rules.CORRECTABLE:
        return i in progress.withdrawn
    return i in progress.mended


def _place(finding: Diagnostic) -> tuple[str, Span, str]:
    return finding.where, finding.span, finding.code


_WORDED = (Plan, Update, Withdrawal, Words, Amendment)
"""The records that hold people's words."""


def read_file(data: bytes, path: str, plan_path: str) -> File:
    """Read one file, of the kind that its place says."""
    if not path.endswith(".yaml"):
        fault = error(path, START, "PCI014", "tệp không được đọc", "đổi đuôi thành .yaml")
        return File(None, SourceMap(), (fault,))
    tree, source, problems = read(data, path)
    if tree is None:
        return File(None, source, problems)
    built = build(_kind(path, plan_path, tree), tree, source, path)
    if isinstance(built, tuple):
        return File(None, source, (*problems, *built), tree)
    if isinstance(built, Plan):
        return File(_named(built, path), source, problems, tree)
    return File(built, source, problems)


def _named(plan: Plan, path: str) -> Plan:
    """The plan with the slug that its path says."""
    match = PLAN_FILE.fullmatch(path)
    return replace(plan, slug=(match and match["slug"]) or "")


def _kind(path: str, plan_path: str, tree: Any) -> type[Record]:
    """What a file holds, by where it stands; a withdrawal lies among the updates."""
    if path == plan_path:
        return Plan
    if path.startswith(CALENDARS):
        return CalendarYear
    if path == ORGANISATION_PATH:
        return Organisation
    folder = path.split("/")[2]
    if folder == "amendments":
        return Amendment
    if folder == "reports":
        return Issue if issue_copy(path) else Words
    return Withdrawal if isinstance(tree, dict) and "withdraws" in tree else Update


def _calendar_faults(year: _Year) -> Iterator[Diagnostic]:
    """List the faults of calendars of sound shape: a wrong year, and misplaced days."""
    for path, calendar in year.of_kind(CalendarYear).items():
        locate, filed, own = year.sources[path].locate, PurePosixPath(path).stem, str(calendar.year)
        if filed != own:
            message, hint = f"năm {own} không khớp tên tệp", f"đổi tên tệp thành {own}.yaml"
            yield error(path, locate(("year",)), "PCI206", message, hint)
        for problem in misplaced_days(calendar, filed):
            yield error(path, locate(problem.path), "PCI104", problem.message, problem.hint)


def between_years(contents: Files, loaded: Sequence[Loaded]) -> tuple[Diagnostic, ...]:
    """List what only the plans of several years together show: of those that follow each other,
    slug by slug, and of any whose tasks another carries on. `loaded` is oldest first; a year with
    an error is left out, its neighbours then meet."""
    sound = [(year.plan, year) for year in loaded if year.plan and not year.errors]
    years = {plan.id: year for plan, year in sound}
    problems: list[Diagnostic] = []
    for plan, later, follows in _linked(plan for plan, _ in sound):
        year = years[plan.id]
        counting = {entry.id for entry in year.progress.entries}
        entries = {path: e for path, e in year.progress.updates.items() if e.id in counting}
        path = f"plans/{later.id}.yaml"
        case = YearsCase(plan, later, path, entries, year.calendar, follows)
        problems += rules.check_years(case, lambda path: read(contents[path], path).source)
    return tuple(problems)


def _linked(plans: Iterable[Plan]) -> Iterator[tuple[Plan, Plan, bool]]:
    """Pair the plans that follow each other (true), then any of which one carries on the other."""
    chains = sorted(plans, key=lambda plan: plan.slug)
    following = [(a, b) for a, b in pairwise(chains) if a.slug == b.slug]
    yield from ((a, b, True) for a, b in following)
    for a, b in permutations(chains, 2):
        if a.year < b.year and (a, b) not in following and b.carried_on(a.id):
            yield a, b, False


def between_plans(contents: Files, loaded: Sequence[Loaded]) -> tuple[Diagnostic, ...]:
    """List what of the organisation no plan knows and none alone tells; nothing where some file
    cannot be read."""
    if ORGANISATION_PATH not in contents or any(one.skipped for one in loaded):
        return ()
    file = read_file(contents[ORGANISATION_PATH], ORGANISATION_PATH, "")
    plans = [version for one in loaded if one.plan for version in one.plan.versions]
    if not isinstance(file.record, Organisation):
        return ()
    places = _fault_places(loaded)
    whole = rules.check_organisation(file.record, plans, file.source)
    return tuple(finding for finding in whole if finding.span not in places)


def _fault_places(loaded: Sequence[Loaded]) -> set[Span]:
    """Get the places of the organisation in which a plan alone shows a fault."""
    listed = chain.from_iterable(one.diagnostics for one in loaded)
    return {finding.span for finding in listed if finding.where == ORGANISATION_PATH}


def calendars(contents: Files) -> Mapping[int, CalendarYear]:
    """Get the calendars among some files by their year, without those that cannot be read."""
    paths = (path for path in contents if path.startswith(CALENDARS))
    records = (read_file(contents[path], path, "").record for path in paths)
    return {record.year: record for record in records if isinstance(record, CalendarYear)}
