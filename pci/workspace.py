"""A workspace: its root, its files as bytes, and the plan, updates and faults in them."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain, pairwise, permutations
from pathlib import Path, PurePosixPath
from typing import Any, Literal, NamedTuple, TypeVar

from pci.check import ignores, rules
from pci.check.partly import without_followers
from pci.check.rule import FolderCase, YearsCase
from pci.core.amendments import Amendment
from pci.core.dates import Calendar
from pci.core.diagnostic import START, Diagnostic, DocPath, Severity, SourceMap, Span
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.evidence import Fingerprints
from pci.core.fields import Record
from pci.core.holidays import CalendarYear, calendar_of, misplaced_days
from pci.core.ledger import Entry
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
from pci.core.vi import fold, shortened
from pci.files.outside import file_beginning, refuse_link
from pci.files.shape import build, readable
from pci.files.versions import AmendmentFile, Step, are_whole, latest, steps
from pci.files.yamlio import MAX_BYTES, error, read

K = TypeVar("K", bound=Record)

_PLAN = re.compile(r"plans/(?P<id>\d{4}(?:-(?P<slug>[a-z][a-z0-9]*(?:-[a-z0-9]+)*))?)\.yaml")
_CALENDARS = "plans/calendar/"

Files = Mapping[str, bytes]
"""Contents by paths inside a workspace (with `/`): from a disk, a revision, an editor or a test."""


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

    def workspace(self, root: Path, contents: Files, plan: Plan) -> "Workspace":
        """The workspace of these files, whose plan is sound."""
        return Workspace(
            root,
            self.signed or plan,
            plan,
            self.amendments,
            self.organisation,
            self.progress,
            self.words,
            self.issued,
            self.calendar,
            contents,
        )


class Workspace(NamedTuple):
    """A sound plan with what was recorded of it, the Office's words and issues by report, and the
    working days. `plan` is its last version, which holds those before it; `signed` is its file
    alone; amendments are by the stems of their files. `files` is what all this was read from."""

    root: Path
    signed: Plan
    plan: Plan
    amendments: Mapping[str, Amendment]
    organisation: Organisation
    progress: Progress
    words: Mapping[str, Words]
    issued: Mapping[str, Issue]
    calendar: Calendar
    files: Files

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The updates from which everything is counted."""
        return self.progress.entries

    def on(self, day: date) -> "Workspace":
        """The workspace with the version of the plan that held on a day."""
        return self._replace(plan=self.plan.on(day))


def find_root(start: Path) -> Path:
    """Find the nearest folder upward with a plan in `plans/`; stop at the top of a git
    repository."""
    for folder in (start, *start.parents):
        if plan_ids(folder):
            return folder
        if (folder / ".git").exists():
            break
    raise CannotDo(
        f"không tìm thấy plans/<năm>.yaml từ {start} trở lên",
        "chạy trong thư mục kế hoạch, hoặc thêm --root; chưa có thì «pci new»",
    )


def root_folder(root: Path | None) -> Path:
    """Find the workspace's folder upward from the given one, else from the current one."""
    if root and not root.is_dir():
        raise CannotDo(
            f"không có thư mục {root}", "xem lại --root hoặc PCI_ROOT; lập mới thì «pci new»"
        )
    return find_root((root or Path.cwd()).resolve())


def plan_ids(root: Path) -> tuple[str, ...]:
    """The ids of the plans, oldest first."""
    folder = root / "plans"
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return plans_among(f"plans/{name}" for name in names)


def plans_among(paths: Iterable[str]) -> tuple[str, ...]:
    """The ids of the plans among paths inside a workspace, oldest first."""
    matches = (_PLAN.fullmatch(path) for path in paths)
    return tuple(sorted(match["id"] for match in matches if match))


def chosen_plan(known: Sequence[str], asked: str | None, year: int | None, today: date) -> str:
    """Choose a plan among known ones, by its id or a part that only one has, by its year, or by
    both. Without either it is the newest without a slug that is not in the future, or the only
    one."""
    if asked is not None:
        return _one_like(known, asked, year)
    if year is None:
        return _usual_plan(known, today)
    if str(year) not in known:
        raise no_plan(f"kế hoạch năm {year}", known, year)
    return str(year)


def no_plan(what: str, known: Sequence[str], year: int | None, wanted: str = "") -> CannotDo:
    """Say that a plan is not among the known ones, and how one of a year is made out of the latest
    before it: of those whose id holds what was `wanted`, else of those without a slug."""
    like = (i for i in known if (wanted in i if wanted else i.isdecimal()))
    earlier = [i for i in like if year and int(i[:4]) < year]
    made = f"; lập mới: pci new {year} --from {earlier[-1]}" if earlier else ""
    return CannotDo(f"không có {what}", f"có: {', '.join(known)}{made}")


def _usual_plan(known: Sequence[str], today: date) -> str:
    """Choose the newest plan without a slug that is not in the future, or the only one."""
    plain = [i for i in known if i.isdecimal()]
    if not plain and len(known) > 1:
        raise CannotDo("có nhiều kế hoạch", f"nêu --plan một trong: {', '.join(known)}")
    return max((i for i in plain if int(i) <= today.year), default=(plain or known)[0])


def _one_like(known: Sequence[str], asked: str, year: int | None) -> str:
    """Find the one plan, perhaps of a year, whose id is what was typed, or holds it."""
    wanted = fold(asked).replace(" ", "-")
    if not wanted:
        raise CannotDo("--plan để trống", f"có: {', '.join(known)}")
    fitting = _fitting([i for i in known if year is None or i.startswith(str(year))], wanted)
    if len(fitting) == 1:
        return fitting[0]
    words = f"kế hoạch «{shortened(asked)}»" + (f" năm {year}" if year else "")
    if fitting:
        raise CannotDo(f"có nhiều {words}", f"gõ rõ hơn: {', '.join(fitting)}")
    raise no_plan(words, known, year, wanted)


def _fitting(known: Sequence[str], wanted: str) -> list[str]:
    """List the wanted id, or where it is not known those that hold it."""
    return [wanted] if wanted in known else [i for i in known if wanted in i]


def files(root: Path, plan_id: str) -> Files:
    """Read a plan, its updates, what is kept of its reports, and all calendars.

    Nothing is left out in silence: a folder that cannot be read raises; a link, or anything that
    is no plain file, is refused, for it may lead out of the workspace or never end.
    """
    plans = root / "plans"
    contents = {}
    shared = [path for path in (plans / "organisation.yaml",) if path.exists() or path.is_symlink()]
    below = (*_below(plans / "calendar"), *_below(plans / plan_id))
    for path in (plans / f"{plan_id}.yaml", *shared, *below):
        inside = path.relative_to(root).as_posix()
        is_wanted = belongs(inside, plan_id)
        refuse_link(path, inside)  # one that leads nowhere would look like a year without updates
        if is_wanted and not path.is_file():
            raise CannotDo(f"{inside} không phải tệp", "thay bằng tệp thật")
        if is_wanted:
            contents[inside] = file_beginning(path, MAX_BYTES)
    return contents


def belongs(path: str, plan_id: str) -> bool:
    """Whether a path inside a workspace is of a file of a plan."""
    if path.startswith(tuple(f"plans/{plan_id}/{folder}/" for folder in _FOLDERS)):
        return path.lower().endswith((".yaml", ".yml"))
    is_calendar = path.startswith(_CALENDARS) and path.count("/") == 2 and path.endswith(".yaml")
    return is_calendar or path in (f"plans/{plan_id}.yaml", ORGANISATION_PATH)


_FOLDERS = ("progress", "reports", "amendments")
"""The folders of one plan."""


def is_of_progress(path: str) -> bool:
    """Whether a path inside a workspace is of an update or a withdrawal."""
    return path.split("/")[2:3] == ["progress"]


def is_record(path: str) -> bool:
    """Whether a path inside a workspace is of a file of some plan that nobody edits: an update, a
    withdrawal, an issue."""
    return rules.is_sealed(path) and path.lower().endswith((".yaml", ".yml"))


def records_of(root: Path) -> Files:
    """Read those files of all plans, also of plans that are gone."""
    paths = {path.relative_to(root).as_posix(): path for path in _below(root / "plans")}
    return {
        inside: file_beginning(path, MAX_BYTES)
        for inside, path in paths.items()
        if is_record(inside)
    }


def _below(start: Path) -> Iterator[Path]:
    """List a folder and everything below it, in the same order on every machine."""
    yield start
    for at, folders, names in os.walk(start, onerror=_raise_unless_absent):
        if len(Path(at).parts) - len(start.parts) > _DEEPEST:
            raise CannotDo(f"{start.name}/ có thư mục lồng quá sâu", "dời các thư mục ấy đi")
        folders.sort()
        yield from (Path(at, name) for name in sorted((*names, *folders)))


_DEEPEST = 32
"""Folders within each other below that of a plan; none needs more than three."""


def _raise_unless_absent(error: OSError) -> None:
    """Raise an error unless the folder is missing: a new plan has no updates."""
    if not isinstance(error, FileNotFoundError):
        raise error


class File(NamedTuple):
    """One file as it was read; `record` is null where its syntax or its shape is broken."""

    record: Record | None
    source: SourceMap
    problems: tuple[Diagnostic, ...]
    tree: Any = None


@dataclass(frozen=True)
class _Year:
    """A year's files as they were read: the path of the plan, the records by path, where their
    values stand, what is wrong with the shape of each file, the tree of the plan, and the plan
    after each amendment."""

    plan_path: str
    records: Mapping[str, Record]
    sources: Mapping[str, SourceMap]
    problems: tuple[Diagnostic, ...]
    tree: Any = None
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
        return Progress({**self.of_kind(Update), **self.of_kind(Withdrawal)}, faulty)

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
        problems += _others_in_plan(year, today)
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


def _read(contents: Files) -> _Year:
    plan_path = next(p for p in contents if p.count("/") == 1 and p != ORGANISATION_PATH)
    files = {path: read_file(data, path, plan_path) for path, data in contents.items()}
    records = {path: file.record for path, file in files.items() if file.record}
    sources = {path: file.source for path, file in files.items()}
    problems = chain.from_iterable(file.problems for file in files.values())
    year = _Year(plan_path, records, sources, tuple(problems), files[plan_path].tree)
    if year.signed is None:
        return year
    return replace(year, steps=tuple(steps(year.tree, year.signed, _amendment_files(year))))


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


def _others_in_plan(year: _Year, today: date | None) -> Iterator[Diagnostic]:
    """Find what else is wrong in a plan of broken shape, as far as it can be read; nothing that may
    follow from what was left out."""
    path, source = year.plan_path, year.sources[year.plan_path]
    part, left = _readable(year)
    if (signed := part.signed) and (plan := part.plan):
        case = part.case(signed, plan, Progress())
        others = [*rules.check_words({path: signed}, year.sources)]
        for errors in (True, False):
            others += rules.check(case, today, None, errors=errors)
        own, faults = ([d for d in all_ if d.where == path] for all_ in (others, year.problems))
        yield from without_followers(own, left, faults, source)


def _readable(year: _Year) -> tuple[_Year, list[DocPath]]:
    """A year of only what can be read of a plan of broken shape and what all plans share, with the
    places that were left out of the plan; of a sound plan nothing."""
    path = year.plan_path
    spare = {"year": PurePosixPath(path).stem[:4], "title": "…"}
    shared = (Organisation, CalendarYear)
    records = {i: one for i, one in year.records.items() if isinstance(one, shared)}
    signed, left = (None, []) if year.signed else readable(Plan, year.tree, spare)
    plan = {path: _named(signed, path)} if signed else {}
    return replace(year, records={**records, **plan}), left


def _unsettled(
    year: _Year, progress: Progress, problems: Iterable[Diagnostic], today: date | None
) -> list[Diagnostic]:
    """Leave out what a withdrawal settles, a correction, or a person's remark in the file."""
    left = [found for found in problems if not _is_settled(found, progress)]
    whole = year.plan and today and are_whole(year.steps, year.sources)
    judged = {path for path in year.records if whole and id_of(path) not in progress.mended}
    return [*ignores.apply(left, year.sources, rules.IGNORABLE, judged)]


def _is_settled(found: Diagnostic, progress: Progress) -> bool:
    """Whether its update was withdrawn or corrected; no correction settles an error of the file
    itself."""
    i, is_error = id_of(found.where), found.severity is Severity.ERROR
    if is_error and found.code not in rules.CORRECTABLE:
        return i in progress.withdrawn
    return i in progress.mended


def _place(found: Diagnostic) -> tuple[str, Span, str]:
    return found.where, found.span, found.code


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
    match = _PLAN.fullmatch(path)
    return replace(plan, slug=(match and match["slug"]) or "")


def _kind(path: str, plan_path: str, tree: Any) -> type[Record]:
    """What a file holds, by where it stands; a withdrawal lies among the updates."""
    if path == plan_path:
        return Plan
    if path.startswith(_CALENDARS):
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
    told = _places_told(loaded)
    whole = rules.check_organisation(file.record, plans, file.source)
    return tuple(found for found in whole if found.span not in told)


def _places_told(loaded: Sequence[Loaded]) -> set[Span]:
    """Get the places of the organisation in which a plan alone shows a fault."""
    listed = chain.from_iterable(one.diagnostics for one in loaded)
    return {found.span for found in listed if found.where == ORGANISATION_PATH}


def calendars(contents: Files) -> Mapping[int, CalendarYear]:
    """Get the calendars among some files by their year, without those that cannot be read."""
    paths = (path for path in contents if path.startswith(_CALENDARS))
    records = (read_file(contents[path], path, "").record for path in paths)
    return {record.year: record for record in records if isinstance(record, CalendarYear)}


Need = Literal["plan", "counts", "words"]
"""What of a workspace must be sound: the plan and the calendars; what is counted too; or the
Office's words too, which only a report prints."""


def open_workspace(root: Path, plan_id: str, need: Need = "counts") -> Workspace:
    """Open a workspace; raises InvalidWorkspace where a file that is needed has an error."""
    contents = files(root, plan_id)
    loaded = load(contents, depth="errors")
    errors = tuple(d for d in loaded.errors if _is_needed(d.where, plan_id, need))
    if errors or loaded.plan is None:
        raise InvalidWorkspace(errors)
    return loaded.workspace(root, contents, loaded.plan)


def _is_needed(path: str, plan_id: str, need: Need) -> bool:
    if path.startswith(_CALENDARS) and (filed := PurePosixPath(path).stem).isdecimal():
        return int(filed) - int(plan_id[:4]) in (0, 1)
    if need == "plan":
        return _makes_plan(path, plan_id)
    reports = f"plans/{plan_id}/reports/"
    return need == "words" or not path.startswith(reports) or issue_copy(path) > 0


def _makes_plan(path: str, plan_id: str) -> bool:
    """Whether a file is of what the plan says, not of what was recorded of it."""
    own = f"plans/{plan_id}/"
    return path.startswith(f"{own}amendments/") or not path.startswith(own)


def other(root: Path, plan_id: str) -> Workspace | None:
    """Open the workspace with another plan and all that was recorded of it; null where there is
    none, or one with an error or that cannot be read."""
    try:
        return open_workspace(root, plan_id) if plan_id in plan_ids(root) else None
    except (CannotDo, OSError):
        return None


def plan_of(root: Path, plan_id: str) -> Plan | None:
    """Read another plan; null where there is none, or one with an error or that cannot be read."""
    if plan_id not in plan_ids(root):
        return None
    try:
        read = files(root, plan_id)
    except (CannotDo, OSError):
        return None
    wanted = {p: d for p, d in read.items() if _makes_plan(p, plan_id)}
    loaded = load({p: d for p, d in wanted.items() if not p.startswith(_CALENDARS)}, depth="errors")
    return None if loaded.errors else loaded.plan
