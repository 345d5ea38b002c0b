"""A workspace: finds its root, reads its files as bytes, loads them into a plan and updates with every fault told."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise, product
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

from pci.check import ignores, rules
from pci.check.rule import YearsCase
from pci.core.dates import WEEKDAYS, Calendar
from pci.core.diagnostic import START, Diagnostic, Severity, SourceMap
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.evidence import Fingerprints
from pci.core.fields import Frozen
from pci.core.ledger import Entry
from pci.core.model import CalendarYear, Plan, Update
from pci.core.papers import ISSUED, Issue, Words, report_of
from pci.files import yamlio
from pci.files.shape import build

K = TypeVar("K", bound=Frozen)

_PLAN = re.compile(r"(\d{4})\.yaml")

Files = Mapping[str, bytes]
"""Paths inside a workspace (with `/`) and their contents: from a disk, a revision, an editor or a test alike."""


class Loaded(NamedTuple):
    """What a year's files say; words and issues by the id of their report. `plan` is null where its shape is broken;
    `skipped` names the files whose shape is, so that what they say could not be judged."""

    plan: Plan | None
    entries: tuple[Entry, ...]
    words: Mapping[str, Words]
    issued: Mapping[str, Issue]
    calendar: Calendar
    diagnostics: tuple[Diagnostic, ...]
    skipped: tuple[str, ...]


class Workspace(NamedTuple):
    """A sound plan, its updates, the Office's words and issues by report, and the working days around it, ready for
    any question. `files` is what all this was read from."""

    root: Path
    plan: Plan
    entries: tuple[Entry, ...]
    words: Mapping[str, Words]
    issued: Mapping[str, Issue]
    calendar: Calendar
    files: Files


def find_root(start: Path) -> Path:
    """The nearest folder upward with a plan in `plans/`; the search stops at the top of a git repository."""
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
    """The workspace's folder: found upward from the one given, else from the current one."""
    if root and not root.is_dir():
        raise CannotDo(f"không có thư mục {root}", "xem lại --root hoặc PCI_ROOT")
    return find_root((root or Path.cwd()).resolve())


def years(root: Path) -> tuple[int, ...]:
    """The years that have a plan, oldest first."""
    folder = root / "plans"
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(int(found[1]) for path in folder.iterdir() if (found := _PLAN.fullmatch(path.name)))
    )


def choose_year(root: Path, asked: int | None, today: date) -> int:
    """The year asked for, else the newest plan that is not in the future."""
    return chosen_year(years(root), asked, today)


def chosen_year(known: tuple[int, ...], asked: int | None, today: date) -> int:
    """The same among years already found."""
    if asked is None:
        return max((year for year in known if year <= today.year), default=known[0])
    if asked not in known:
        raise CannotDo(f"không có kế hoạch năm {asked}", "có: " + ", ".join(map(str, known)))
    return asked


def files(root: Path, year: int) -> Files:
    """The plan of a year, its updates, what is kept of its reports, and all calendars as stored on disk.

    Nothing is passed over in silence: a folder that cannot be read raises, a link or anything else that is no
    plain file is refused, for it may lead out of the workspace or never end.
    """
    plans = root / "plans"
    calendars = sorted((plans / "calendar").glob("*.yaml"))
    below = (
        path
        for folder in ("progress", "reports")
        for path in _below(root, plans / str(year) / folder)
    )
    found = [plans / f"{year}.yaml", *calendars, *below]
    strange = next((path for path in found if path.is_symlink() or not path.is_file()), None)
    if strange:
        inside = strange.relative_to(root).as_posix()
        raise CannotDo(
            f"{inside} không phải tệp thường (là liên kết, thư mục hoặc thiết bị)",
            "thay bằng tệp thật",
        )
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def belongs(path: str, year: int) -> bool:
    """Whether a path inside a workspace is one that `files` reads of a year: for places that are no folder."""
    if path.startswith((f"plans/{year}/progress/", f"plans/{year}/reports/")):
        return _is_yaml(path)
    return path == f"plans/{year}.yaml" or (
        path.rpartition("/")[0] == "plans/calendar" and path.endswith(".yaml")
    )


def years_among(paths: Iterable[str]) -> tuple[int, ...]:
    """The years that have a plan among paths inside a workspace, oldest first."""
    names = (path.removeprefix("plans/") for path in paths if path.startswith("plans/"))
    return tuple(sorted(int(found[1]) for name in names if (found := _PLAN.fullmatch(name))))


def _below(root: Path, start: Path) -> Iterator[Path]:
    """Every YAML file of a folder, in one order on every machine."""
    _refuse_links(
        root, (start.parent, start)
    )  # one that leads nowhere would look like a year without updates
    for at, folders, names in os.walk(start, onerror=_raise_unless_absent):
        folders.sort()
        _refuse_links(root, (Path(at, name) for name in folders))
        odd = [name for name in folders if _is_yaml(name)]
        yield from (Path(at, name) for name in sorted([*filter(_is_yaml, names), *odd]))


def _refuse_links(root: Path, folders: Iterable[Path]) -> None:
    if link := next(filter(Path.is_symlink, folders), None):
        raise CannotDo(f"{link.relative_to(root).as_posix()} là liên kết", "thay bằng thư mục thật")


def _is_yaml(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml"))


def _raise_unless_absent(error: OSError) -> None:
    """A plan may have no updates yet; any other trouble must not look like that."""
    if not isinstance(error, FileNotFoundError):
        raise error


class File(NamedTuple):
    """One file as it was read; `held` is null where its syntax or its shape is broken."""

    held: Frozen | None
    source: SourceMap
    problems: tuple[Diagnostic, ...]


def load(contents: Files, today: date | None = None, cited: Fingerprints | None = None) -> Loaded:
    """Everything that the files of one year say and everything wrong in them: shape first, then words and references.
    What depends on the day it is read, or on the files that updates cite, is judged only where these are given. What
    was doubtful in an update is settled once another corrects it."""
    plan_path = next(path for path in contents if path.count("/") == 1)
    read = {path: read_file(data, path, plan_path) for path, data in contents.items()}
    sources = {path: file.source for path, file in read.items()}
    whole = {path: file.held for path, file in read.items() if file.held}
    plan, updates, calendars = (
        _of(whole, Plan).get(plan_path),
        _of(whole, Update),
        _of(whole, CalendarYear),
    )
    entries = {path: Entry(PurePosixPath(path).stem, update) for path, update in updates.items()}
    words, issued = _of(whole, Words), _of(whole, Issue)
    found = [d for file in read.values() for d in file.problems]
    found += (
        d
        for path, calendar in calendars.items()
        for d in _calendar_faults(calendar, path, sources[path])
    )
    found += rules.check_words({**_of(whole, Plan), **updates, **words}, sources)
    if plan:
        found += rules.check(plan, plan_path, entries, {**words, **issued}, sources, today, cited)
    gone = {entry.update.corrects for entry in entries.values()}
    replaced = {path for path, entry in entries.items() if entry.id in gone}
    told = [d for d in found if d.severity is Severity.ERROR or d.where not in replaced]
    judged = whole.keys() - replaced if plan and today else frozenset()
    left = ignores.applied(told, sources, rules.IGNORABLE, judged)
    return Loaded(
        plan,
        tuple(entries.values()),
        {report_of(path): paper for path, paper in words.items()},
        {report_of(path): paper for path, paper in issued.items()},
        calendar_of(calendars.values()),
        tuple(sorted(left, key=lambda d: (d.where, d.span, d.code))),
        tuple(path for path in read if path not in whole),
    )


def read_file(data: bytes, path: str, plan_path: str) -> File:
    """One file by itself, of the kind that its place says."""
    if not path.endswith(".yaml"):
        fault = Diagnostic(
            path, START, "PCI014", Severity.ERROR, "tệp không được đọc", "đổi đuôi thành .yaml"
        )
        return File(None, SourceMap({}, {}), (fault,))
    tree, source, problems = yamlio.read(data, path)
    if tree is None:
        return File(None, source, problems)
    built = build(_kind(path, plan_path), tree, source, path)
    return (
        File(None, source, (*problems, *built))
        if isinstance(built, tuple)
        else File(built, source, problems)
    )


def _kind(path: str, plan_path: str) -> type[Frozen]:
    """What a file holds, by where it stands."""
    if path == plan_path:
        return Plan
    if path.startswith("plans/calendar/"):
        return CalendarYear
    if path.split("/")[2] == "reports":
        return Issue if path.endswith(ISSUED) else Words
    return Update


def _of(read: Mapping[str, Frozen], kind: type[K]) -> dict[str, K]:
    """The files of one kind, by path."""
    return {path: found for path, found in read.items() if isinstance(found, kind)}


def _calendar_faults(calendar: CalendarYear, path: str, source: SourceMap) -> Iterator[Diagnostic]:
    """What is wrong in a calendar of sound shape: its own year, and days that are of another."""
    filed = PurePosixPath(path).stem
    if filed != str(calendar.year):
        words, hint = (
            f"năm {calendar.year} không khớp tên tệp",
            f"đổi tên tệp thành {calendar.year}.yaml",
        )
        yield Diagnostic(path, source.locate(("year",)), "PCI206", Severity.ERROR, words, hint)
    kinds = (
        ("days_off", ("first", "last"), calendar.days_off),
        ("swapped", ("work", "off"), calendar.swapped),
    )
    for kind, fields, listed in kinds:
        for n, field in product(range(len(listed)), fields):
            day: date | None = getattr(listed[n], field)
            if day and str(day.year) not in (str(calendar.year), filed):
                words, hint = (
                    f"ngày {day} ngoài năm {calendar.year}",
                    "sửa năm, hoặc chuyển sang lịch của năm ấy",
                )
                yield Diagnostic(
                    path, source.locate((kind, n, field)), "PCI104", Severity.ERROR, words, hint
                )
    for n, swap in enumerate(calendar.swapped):
        if WEEKDAYS.is_working_day(swap.work):
            words, hint = (
                f"ngày làm bù {swap.work} là ngày trong tuần",
                "làm bù vào thứ Bảy hoặc Chủ nhật",
            )
            yield Diagnostic(
                path, source.locate(("swapped", n, "work")), "PCI104", Severity.ERROR, words, hint
            )
        if not WEEKDAYS.is_working_day(swap.off):
            words, hint = (
                f"ngày nghỉ thay {swap.off} là ngày cuối tuần",
                "cuối tuần đã nghỉ: nêu ngày trong tuần được nghỉ",
            )
            yield Diagnostic(
                path, source.locate(("swapped", n, "off")), "PCI104", Severity.ERROR, words, hint
            )


def calendar_of(read: Iterable[CalendarYear]) -> Calendar:
    """The working days that some calendars set."""
    years_read = tuple(read)
    off = {day for year in years_read for days in year.days_off for day in days.days}
    swapped = [swap for year in years_read for swap in year.swapped]
    return Calendar(
        frozenset(off | {swap.off for swap in swapped}),
        frozenset(swap.work for swap in swapped),
        frozenset(year.year for year in years_read if year.decided),
    )


def between_years(contents: Files, read: Sequence[Loaded]) -> tuple[Diagnostic, ...]:
    """What only the plans of several years together show; `read` is what each year's files gave, oldest first. A year
    that holds an error is left out, and its neighbours then are each other's."""
    sound = [(one.plan, one) for one in read if one.plan and not _broken(one)]
    found: list[Diagnostic] = []
    for (plan, one), (later, _) in pairwise(sound):
        progress = f"plans/{plan.year}/progress/"
        paths = {PurePosixPath(path).stem: path for path in contents if path.startswith(progress)}
        entries = {paths[entry.id]: entry for entry in one.entries}
        case = YearsCase(plan, later, f"plans/{later.year}.yaml", entries, one.calendar)
        found += rules.check_years(case, lambda path: yamlio.read(contents[path], path).source)
    return tuple(found)


def _broken(loaded: Loaded) -> bool:
    return any(d.severity is Severity.ERROR for d in loaded.diagnostics)


def calendars(contents: Files) -> Mapping[int, CalendarYear]:
    """The calendars among some files by their year, those left out that cannot be read."""
    found = {}
    for path, data in contents.items():
        document = yamlio.read(data, path) if path.startswith("plans/calendar/") else None
        if document and document.tree is not None:
            built = build(CalendarYear, document.tree, document.source, path)
            if not isinstance(built, tuple):
                found[built.year] = built
    return found


def open_workspace(root: Path, year: int) -> Workspace:
    """A workspace whose figures can be trusted; raises InvalidWorkspace where any file holds an error."""
    contents = files(root, year)
    loaded = load(contents)
    errors = tuple(d for d in loaded.diagnostics if d.severity is Severity.ERROR)
    if errors or loaded.plan is None:
        raise InvalidWorkspace(errors)
    _, entries, words, issued, calendar, _, _ = loaded
    return Workspace(root, loaded.plan, entries, words, issued, calendar, contents)


def template(root: Path, name: str) -> Path:
    """A template by name: the workspace's own copy, else the default that came with the program."""
    found = next(
        (path for folder in _template_folders(root) if (path := folder / name).is_file()), None
    )
    if found is None:
        raise CannotDo(f"không có mẫu {name}", "cài lại chương trình hoặc chép mẫu vào templates/")
    return found


def own_templates(root: Path) -> Mapping[str, bool]:
    """The workspace's own templates, and whether each is the default of that name to the byte."""
    own, *defaults = _template_folders(root)
    same = {}
    for path in sorted(own.glob("*.docx")):
        default = next(
            (found for folder in defaults if (found := folder / path.name).is_file()), None
        )
        same[path.name] = default is not None and default.read_bytes() == path.read_bytes()
    return same


def is_own_template(root: Path, path: Path) -> bool:
    """Whether a template really lies in a folder of templates; one that is only linked there may be anybody's."""
    return any(
        path.resolve().is_relative_to(folder) for folder in _template_folders(root.resolve())
    )


def _template_folders(root: Path) -> tuple[Path, ...]:
    package = Path(__file__).resolve().parent
    # the wheel carries the defaults inside the package; in a checkout they lie beside it
    return root / "templates", package / "templates", package.parent / "templates"
