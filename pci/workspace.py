"""A workspace: its root, its files as bytes, and the plan, updates and faults in them."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar

from pci.check import ignores, rules
from pci.check.rule import YearsCase
from pci.core.dates import Calendar
from pci.core.diagnostic import START, Diagnostic, Severity, SourceMap
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.evidence import Fingerprints
from pci.core.fields import Record
from pci.core.holidays import CalendarYear, calendar_of, misplaced_days
from pci.core.ledger import Entry, withdrawn
from pci.core.model import Plan, Update, Withdrawal
from pci.core.papers import Issue, Words, issue_copy, report_of, standing_issues
from pci.files.shape import build
from pci.files.yamlio import error, read

K = TypeVar("K", bound=Record)

_PLAN = re.compile(r"plans/(\d{4})\.yaml")
_CALENDARS = "plans/calendar/"

Files = Mapping[str, bytes]
"""Contents by paths inside a workspace (with `/`): from a disk, a revision, an editor or a test."""


class Loaded(NamedTuple):
    """The content of a year's files: of all updates `recorded`, `entries` are those that nobody
    withdrew; beside them `strays`, by path, speak of a task or for a unit that the plan does not
    have. Withdrawals are by their ids, words and issues by the id of their report. `plan` is null
    where its shape is broken; `skipped` are the files whose shape is."""

    plan: Plan | None
    entries: tuple[Entry, ...]
    recorded: tuple[Entry, ...]
    strays: Mapping[str, Entry]
    withdrawals: Mapping[str, Withdrawal]
    words: Mapping[str, Words]
    issued: Mapping[str, Issue]
    calendar: Calendar
    diagnostics: tuple[Diagnostic, ...]
    skipped: tuple[str, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that make the figures of these files untrue; strays are in none."""
        errors = (d for d in self.diagnostics if d.severity is Severity.ERROR)
        return tuple(d for d in errors if d.where not in self.strays)

    def workspace(self, root: Path, contents: Files, plan: Plan) -> "Workspace":
        """The workspace of these files, whose plan is sound."""
        _, entries, recorded, strays, withdrawals, words, issued, calendar, _, _ = self
        return Workspace(
            root,
            plan,
            entries,
            recorded,
            tuple(strays.values()),
            withdrawals,
            words,
            issued,
            calendar,
            contents,
        )


class Workspace(NamedTuple):
    """A sound plan with its updates (`entries`; with those that were withdrawn, `recorded`; those
    that it does not explain, `strays`), the Office's words and issues by report, and the working
    days. `files` is what all this was read from."""

    root: Path
    plan: Plan
    entries: tuple[Entry, ...]
    recorded: tuple[Entry, ...]
    strays: tuple[Entry, ...]
    withdrawals: Mapping[str, Withdrawal]
    words: Mapping[str, Words]
    issued: Mapping[str, Issue]
    calendar: Calendar
    files: Files

    @property
    def standing(self) -> tuple[Entry, ...]:
        """The updates that nobody withdrew, strays too: what a new one may correct or answer."""
        gone = withdrawn(self.withdrawals)
        return (*self.entries, *(entry for entry in self.strays if entry.id not in gone))

    @property
    def unmended(self) -> tuple[str, ...]:
        """The ids of the strays that nobody corrected or withdrew."""
        corrected = {entry.update.corrects for entry in self.entries}
        return tuple(e.id for e in self.standing if e in self.strays and e.id not in corrected)


def find_root(start: Path) -> Path:
    """Find the nearest folder upward with a plan in `plans/`; stop at the top of a git
    repository."""
    for folder in (start, *start.parents):
        if years(folder):
            return folder
        if (folder / ".git").exists():
            break
    raise CannotDo(
        f"không tìm thấy plans/<năm>.yaml từ {start} trở lên",
        "chạy trong thư mục kế hoạch, hoặc thêm --root",
    )


def root_folder(root: Path | None) -> Path:
    """Find the workspace's folder upward from the given one, else from the current one."""
    if root and not root.is_dir():
        raise CannotDo(f"không có thư mục {root}", "xem lại --root hoặc PCI_ROOT")
    return find_root((root or Path.cwd()).resolve())


def years(root: Path) -> tuple[int, ...]:
    """The years that have a plan, oldest first."""
    folder = root / "plans"
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return years_among(f"plans/{name}" for name in names)


def years_among(paths: Iterable[str]) -> tuple[int, ...]:
    """The years that have a plan among paths inside a workspace, oldest first."""
    matches = (_PLAN.fullmatch(path) for path in paths)
    return tuple(sorted(int(match[1]) for match in matches if match))


def chosen_year(known: tuple[int, ...], asked: int | None, today: date) -> int:
    """Choose a year among known ones."""
    if asked is None:
        return max((year for year in known if year <= today.year), default=known[0])
    if asked not in known:
        raise CannotDo(f"không có kế hoạch năm {asked}", "có: " + ", ".join(map(str, known)))
    return asked


def files(root: Path, year: int) -> Files:
    """Read the plan of a year, its updates, what is kept of its reports, and all calendars.

    Nothing is left out in silence: a folder that cannot be read raises; a link, or anything that
    is no plain file, is refused, for it may lead out of the workspace or never end.
    """
    plans = root / "plans"
    contents = {}
    for path in (plans / f"{year}.yaml", *_below(plans / "calendar"), *_below(plans / str(year))):
        inside = path.relative_to(root).as_posix()
        is_wanted = belongs(inside, year)
        if path.is_symlink():  # one that leads nowhere would look like a year without updates
            raise CannotDo(f"{inside} là liên kết", "thay bằng tệp, thư mục thật")
        if is_wanted and not path.is_file():
            raise CannotDo(f"{inside} không phải tệp", "thay bằng tệp thật")
        if is_wanted:
            contents[inside] = path.read_bytes()
    return contents


def belongs(path: str, year: int) -> bool:
    """Whether a path inside a workspace is of a file of a year."""
    if path.startswith((f"plans/{year}/progress/", f"plans/{year}/reports/")):
        return path.lower().endswith((".yaml", ".yml"))
    is_calendar = path.startswith(_CALENDARS) and path.count("/") == 2 and path.endswith(".yaml")
    return is_calendar or path == f"plans/{year}.yaml"


def _below(start: Path) -> Iterator[Path]:
    """List a folder and everything below it, in the same order on every machine."""
    yield start
    for at, folders, names in os.walk(start, onerror=_raise_unless_absent):
        folders.sort()
        yield from (Path(at, name) for name in sorted((*names, *folders)))


def _raise_unless_absent(error: OSError) -> None:
    """Raise an error unless the folder is missing: a new plan has no updates."""
    if not isinstance(error, FileNotFoundError):
        raise error


class File(NamedTuple):
    """One file as it was read; `record` is null where its syntax or its shape is broken."""

    record: Record | None
    source: SourceMap
    problems: tuple[Diagnostic, ...]


class _Year(NamedTuple):
    """The records of a year's files by path, and where their values stand."""

    records: Mapping[str, Record]
    sources: Mapping[str, SourceMap]

    def of_kind(self, kind: type[K]) -> dict[str, K]:
        """Get the records of one kind."""
        return {path: one for path, one in self.records.items() if isinstance(one, kind)}

    @property
    def recorded(self) -> Mapping[str, Entry]:
        """All updates with their ids, those that were withdrawn too."""
        updates = self.of_kind(Update)
        return {path: Entry(PurePosixPath(path).stem, one) for path, one in updates.items()}

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The updates that nobody withdrew."""
        gone = withdrawn(self.withdrawals)
        return {path: entry for path, entry in self.recorded.items() if entry.id not in gone}

    @property
    def withdrawals(self) -> Mapping[str, Withdrawal]:
        """The withdrawals by their ids."""
        return {PurePosixPath(p).stem: one for p, one in self.of_kind(Withdrawal).items()}

    @property
    def papers(self) -> Mapping[str, Words | Issue]:
        """What is kept of reports."""
        return {**self.of_kind(Words), **self.of_kind(Issue)}

    @property
    def calendar(self) -> Calendar:
        """The days off of all years."""
        return calendar_of(self.of_kind(CalendarYear).values())


def load(
    contents: Files,
    today: date | None = None,
    cited: Fingerprints | None = None,
    shape_only: bool = False,
) -> Loaded:
    """Read everything in the files of one year, with all that is wrong, or wrong in shape only.

    Rules on the day of reading, or on the files that updates cite, run only where these are
    given. A doubt about an update is settled once another update corrects it.
    """
    plan_path = next(path for path in contents if path.count("/") == 1)
    files = {path: read_file(data, path, plan_path) for path, data in contents.items()}
    records = {path: file.record for path, file in files.items() if file.record}
    year = _Year(records, {path: file.source for path, file in files.items()})
    problems = [problem for file in files.values() for problem in file.problems]
    plan = year.of_kind(Plan).get(plan_path)
    strays = _strays(plan, year.recorded) if plan else {}
    return Loaded(
        plan,
        tuple(entry for path, entry in year.entries.items() if path not in strays),
        tuple(entry for path, entry in year.recorded.items() if path not in strays),
        strays,
        year.withdrawals,
        {report_of(path): paper for path, paper in year.of_kind(Words).items()},
        standing_issues(year.of_kind(Issue)),
        year.calendar,
        tuple(problems) if shape_only else _judged(problems, year, plan_path, today, cited),
        tuple(path for path in files if path not in records),
    )


def _strays(plan: Plan, recorded: Mapping[str, Entry]) -> dict[str, Entry]:
    """The updates that speak of a task, or for a unit, that the plan does not have (any more)."""
    subjects = plan.subjects
    return {
        path: entry
        for path, entry in recorded.items()
        if entry.update.about not in subjects or entry.update.unit not in plan.units
    }


def _judged(
    problems: list[Diagnostic],
    year: _Year,
    plan_path: str,
    today: date | None,
    cited: Fingerprints | None,
) -> tuple[Diagnostic, ...]:
    """List what is wrong in the files of a year, in the order of places: faults of shape, and what
    words and references show."""
    entries, sources, gone = year.entries, year.sources, withdrawn(year.withdrawals)
    problems += _calendar_faults(year)
    texts = {path: one for path, one in year.records.items() if isinstance(one, _WORDED)}
    problems += rules.check_words(texts, sources)
    plan = year.of_kind(Plan).get(plan_path)
    if plan:
        problems += rules.check(
            plan,
            plan_path,
            year.recorded,
            entries,
            year.papers,
            sources,
            year.calendar,
            today,
            cited,
        )
        problems += rules.check_withdrawals(
            plan, year.of_kind(Withdrawal), year.recorded.values(), sources
        )
    corrected = {entry.update.corrects for entry in entries.values()}
    settled = {path for path, entry in year.recorded.items() if entry.id in corrected | {*gone}}
    problems = [d for d in problems if d.where not in settled or _stays(d)]
    judged = year.records.keys() - settled if plan and today else ()
    left = ignores.apply(problems, sources, rules.IGNORABLE, judged)
    return tuple(sorted(left, key=lambda d: (d.where, d.span, d.code)))


def _stays(found: Diagnostic) -> bool:
    """Whether a finding stands though its update was corrected or withdrawn: an error in a file,
    but none that only says what the plan lacks."""
    return found.severity is Severity.ERROR and found.code not in rules.UNEXPLAINED


_WORDED = (Plan, Update, Withdrawal, Words)
"""The records that hold people's words."""


def read_file(data: bytes, path: str, plan_path: str) -> File:
    """Read one file, of the kind that its place says."""
    if not path.endswith(".yaml"):
        fault = error(path, START, "PCI014", "tệp không được đọc", "đổi đuôi thành .yaml")
        return File(None, SourceMap({}, {}), (fault,))
    tree, source, problems = read(data, path)
    if tree is None:
        return File(None, source, problems)
    built = build(_kind(path, plan_path, tree), tree, source, path)
    if isinstance(built, tuple):
        return File(None, source, (*problems, *built))
    return File(built, source, problems)


def _kind(path: str, plan_path: str, tree: Any) -> type[Record]:
    """What a file holds, by where it stands; a withdrawal lies among the updates."""
    if path == plan_path:
        return Plan
    if path.startswith(_CALENDARS):
        return CalendarYear
    if path.split("/")[2] == "reports":
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
    """List what only the plans of several years together show. `loaded` is oldest first; a year
    with an error is left out, its neighbours then meet."""
    sound = [(year.plan, year) for year in loaded if year.plan and not year.errors]
    problems: list[Diagnostic] = []
    for (plan, year), (later, _) in pairwise(sound):
        progress = f"plans/{plan.year}/progress/"
        paths = {PurePosixPath(path).stem: path for path in contents if path.startswith(progress)}
        entries = {paths[entry.id]: entry for entry in year.entries}
        case = YearsCase(plan, later, f"plans/{later.year}.yaml", entries, year.calendar)
        problems += rules.check_years(case, lambda path: read(contents[path], path).source)
    return tuple(problems)


def calendars(contents: Files) -> Mapping[int, CalendarYear]:
    """Get the calendars among some files by their year, without those that cannot be read."""
    paths = (path for path in contents if path.startswith(_CALENDARS))
    records = (read_file(contents[path], path, "").record for path in paths)
    return {record.year: record for record in records if isinstance(record, CalendarYear)}


def open_workspace(root: Path, year: int, plan_only: bool = False) -> Workspace:
    """Open a workspace of sound files; raises InvalidWorkspace where a file has an error, or, where
    only the plan matters, where the plan or a calendar has."""
    contents = files(root, year)
    loaded = load(contents)
    of_year = f"plans/{year}/"
    errors = tuple(d for d in loaded.errors if not (plan_only and d.where.startswith(of_year)))
    if errors or loaded.plan is None:
        raise InvalidWorkspace(errors)
    return loaded.workspace(root, contents, loaded.plan)


def plan_of(root: Path, year: int) -> Plan | None:
    """Read the plan of another year; null where there is none, or one with an error."""
    if year not in years(root):
        return None
    own = f"plans/{year}/"
    contents = {path: d for path, d in files(root, year).items() if not path.startswith(own)}
    loaded = load(contents)
    return None if loaded.errors else loaded.plan


def template(root: Path, name: str) -> Path:
    """Find a template: the workspace's own copy, else the default of the program."""
    for folder in _template_folders(root):
        if (folder / name).is_file():
            return folder / name
    raise CannotDo(f"không có mẫu {name}", "cài lại chương trình hoặc chép mẫu vào templates/")


def own_templates(root: Path) -> Mapping[str, bool]:
    """List the workspace's own templates, and whether each equals the default of its name."""
    own, *others = _template_folders(root)
    defaults = {path.name: path for folder in reversed(others) for path in folder.glob("*.docx")}
    return {
        path.name: path.name in defaults and defaults[path.name].read_bytes() == path.read_bytes()
        for path in sorted(own.glob("*.docx"))
    }


def is_own_template(root: Path, path: Path) -> bool:
    """Whether a template lies in a folder of templates; a linked one may be anybody's."""
    place = path.resolve()
    return any(place.is_relative_to(folder) for folder in _template_folders(root.resolve()))


def _template_folders(root: Path) -> tuple[Path, ...]:
    package = Path(__file__).resolve().parent
    # the wheel carries the defaults inside the package; in a checkout they lie beside it
    return root / "templates", package / "templates", package.parent / "templates"
