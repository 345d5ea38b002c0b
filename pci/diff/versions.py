"""What a person may compare: a git revision, a folder, a plan file; each named as typed and read into its files."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar

from pci.clock import today
from pci.console import notice, relative
from pci.core.diagnostic import Severity
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.fields import Frozen
from pci.core.holidays import CalendarYear, calendar_of
from pci.core.ledger import Entry
from pci.core.model import Plan, Update
from pci.core.papers import Issue, Words, report_of
from pci.core.vi import shortened
from pci.diff import Version, departed
from pci.files import git
from pci.workspace import (
    Files,
    Workspace,
    belongs,
    chosen_year,
    files,
    find_root,
    read_file,
    root_folder,
    years,
    years_among,
)

K = TypeVar("K", bound=Frozen)

ON_DISK = "các tệp hiện có"
_RANGE = re.compile(r"(.*?)(\.{2,3})(.*)", re.DOTALL)
_LIKE_A_PATH = re.compile(r"\.{1,2}$|\.{0,2}[/\\]|[A-Za-z]:|.*\.ya?ml$", re.DOTALL | re.IGNORECASE)


class Source(NamedTuple):
    """One side of a comparison before anything of it is read. `years` are the plans it has, none for a plan file, which
    holds one plan and no records; `read` gives the files of a year, `place` says where a person finds one."""

    name: str
    root: Path
    years: tuple[int, ...]
    read: Callable[[int], Files]
    place: Callable[[str], str]
    revision: str | None = None

    @property
    def is_file(self) -> bool:
        """Whether it is a plan alone, of whatever year."""
        return not self.years


class Sides(NamedTuple):
    """Two versions ready to be compared, where each came from, and all files of the newer one."""

    old: Version
    new: Version
    sources: tuple[Source, Source]
    files: Files

    @property
    def workspace(self) -> Workspace:
        """The newer side as a workspace, for what prints papers."""
        plan, updates, kept, issued, calendar, _ = self.new
        entries = tuple(Entry(PurePosixPath(path).stem, update) for path, update in updates.items())
        return Workspace(self.sources[1].root, plan, entries, kept, issued, calendar, self.files)

    def told(self, version: Version, source: Source) -> dict[str, Any]:
        """A side as a script reads it."""
        return {"name": source.name, "revision": source.revision, "year": version.plan.year}


def sources(old: str | None, new: str | None, root: Path | None) -> tuple[Source, Source]:
    """The two sides that a person's words name: the last revision and the files there are, unless they say else."""
    if old and new is None and not Path(old).exists() and (parted := _RANGE.fullmatch(old)):
        if _LIKE_A_PATH.match(old):
            raise CannotDo(f"không có thư mục hay tệp «{shortened(old)}»", "xem lại đường dẫn")
        return _range(
            parted[1] or "HEAD",
            parted[3] or "HEAD",
            root_folder(root),
            from_fork=parted[2] == "...",
        )
    one = _source(old, root) if old else _named(root_folder(root), "HEAD")
    return one, _source(new, root) if new else _folder(root_folder(root), ON_DISK)


def _range(one: str, other: str, root: Path, from_fork: bool) -> tuple[Source, Source]:
    """`A..B`, or `A...B`: what B changed since it parted from A."""
    old, new = _known(root, one), _known(root, other)
    return _revision(root, git.fork(root, old, new) if from_fork else old), _revision(root, new)


def _source(word: str, root: Path | None) -> Source:
    """What one word names. A word that could be both a revision and a path is refused, not guessed."""
    path = Path(word)
    if _LIKE_A_PATH.match(word):
        return _path(path)
    if not path.exists():
        return _named(root_folder(root), word)
    try:
        named = git.revision(root_folder(root), word)
    except CannotDo:  # no git here, so it can only be the path
        named = None
    if named:
        hint = f"thư mục hay tệp thì gõ ./{word}, bản git thì gõ {named.id[:10]}"
        raise CannotDo(f"«{shortened(word)}» vừa là bản git vừa là thư mục hoặc tệp", hint)
    return _path(path)


def _named(root: Path, word: str) -> Source:
    return _revision(root, _known(root, word))


def _known(root: Path, word: str) -> git.Revision:
    if found := git.revision(root, word):
        return found
    raise CannotDo(f"không có bản git nào tên «{shortened(word)}»", git.unknown_hint(root))


def _revision(root: Path, at: git.Revision) -> Source:
    listed = git.tree(root, at)
    if not (found := years_among(listed)):
        _refuse_foreign_plans(listed, at)
        raise CannotDo(
            f"bản {at.name} chưa có kế hoạch nào trong plans/ của {relative(root)}", "chọn bản khác"
        )

    def read(year: int) -> Files:
        return git.files(root, at, lambda path: belongs(path, year))

    return Source(at.name, root, found, read, lambda path: f"{at.asked}:{path}", at.id)


def _refuse_foreign_plans(listed: Mapping[str, git.Blob], at: git.Revision) -> None:
    if "plans" in listed:
        hint = "chạy lệnh với --root là thư mục thật; so hai thư mục thì không cần git"
        raise CannotDo(f"plans ở bản {at.name} là kho con (submodule) hoặc liên kết", hint)


def _path(path: Path) -> Source:
    if path.is_dir():
        if not years(path):
            raise CannotDo(
                f"{path} không có plans/<năm>.yaml",
                "nêu thư mục chứa plans/, hoặc một tệp kế hoạch",
            )
        return _folder(path.resolve(), f"thư mục {relative(path)}")
    if not path.is_file():
        raise CannotDo(f"không có thư mục hay tệp «{path}»", "xem lại đường dẫn")
    return _file(path)


def _folder(root: Path, name: str) -> Source:
    return Source(
        name, root, years(root), lambda year: files(root, year), lambda path: relative(root / path)
    )


def _file(path: Path) -> Source:
    """A plan file with the calendars that lie beside it."""
    beside = path.resolve().parent

    def read(year: int) -> Files:
        calendars = sorted((beside / "calendar").glob("*.yaml"))
        held = {f"plans/calendar/{found.name}": found.read_bytes() for found in calendars}
        return {f"plans/{path.stem}.yaml": path.read_bytes(), **held}

    def place(inside: str) -> str:
        return relative(path if inside.count("/") == 1 else beside / inside.removeprefix("plans/"))

    try:
        root = find_root(beside)
    except CannotDo:
        root = beside
    return Source(f"tệp {relative(path)}", root, (), read, place)


def read(old: Source, new: Source, year: int | None) -> Sides:
    """Both sides of one year; raises InvalidWorkspace where one cannot be read whole."""
    chosen = _year(old, new, year)
    earlier, contents = old.read(chosen), new.read(chosen)
    same = {
        path for path, data in contents.items() if _is_update(path) and earlier.get(path) == data
    }
    before = _shapes(old, {path: data for path, data in earlier.items() if path not in same})
    after = _shapes(new, {path: data for path, data in contents.items() if path not in same})
    if gone := [i.encode() for i in departed(_plan(before), _plan(after))]:
        touched = {
            path: data
            for path, data in contents.items()
            if path in same and any(i in data for i in gone)
        }
        kept = {path: read_file(data, path, "").record for path, data in touched.items()}
        before, after = (
            {**side, **{path: held for path, held in kept.items() if held}}
            for side in (before, after)
        )
    plan_only = old.is_file or new.is_file
    was, now = _version(before, after, plan_only), _version(after, before, plan_only)
    if was.plan.year != now.plan.year:
        both = f"năm {was.plan.year} và năm {now.plan.year}"
        notice(f"Hai kế hoạch khác nhau: {both}; không so thời hạn của hai năm.")
    if plan_only:
        notice("Chỉ so kế hoạch: tệp kế hoạch không kèm cập nhật và báo cáo.")
    else:
        _tell_other_years(old, new, chosen)
    return Sides(was, now, (old, new), contents)


def _is_update(path: str) -> bool:
    return "/progress/" in path


def _year(old: Source, new: Source, asked: int | None) -> int:
    """One year that both sides have: the one asked for, else the newest that is not in the future."""
    if new.is_file and old.is_file:
        return 0
    for side in (new, old):
        if asked and not side.is_file and asked not in side.years:
            has = ", ".join(map(str, side.years))
            raise CannotDo(
                f"{side.name} không có kế hoạch năm {asked}", f"có: {has}; --year để chọn năm khác"
            )
    if new.is_file or old.is_file:
        return chosen_year((old if new.is_file else new).years, asked, today())
    common = tuple(y for y in new.years if y in old.years)
    if not common:
        has = "; ".join(f"{side.name} có {', '.join(map(str, side.years))}" for side in (old, new))
        raise CannotDo(
            "hai bản không có kế hoạch của cùng một năm",
            f"{has}; so hai tệp kế hoạch thì nêu từng tệp",
        )
    return chosen_year(common, asked, today())


def _tell_other_years(old: Source, new: Source, chosen: int) -> None:
    """What this comparison leaves out, for one plan is compared at a time."""
    for year in sorted({*old.years, *new.years} - {chosen}):
        if year not in old.years:
            notice(f"Kế hoạch năm {year} chỉ có ở {new.name}; ở đây chỉ so năm {chosen}.")
        elif year not in new.years:
            notice(f"Kế hoạch năm {year} chỉ còn ở {old.name}; ở đây chỉ so năm {chosen}.")
        elif old.read(year) != new.read(year):
            notice(
                f"Năm {year} cũng có thay đổi, xem bằng --year {year}; ở đây chỉ so năm {chosen}."
            )


Shapes = Mapping[str, Frozen]
"""What files hold, by their paths."""


def _shapes(source: Source, contents: Files) -> Shapes:
    """A side whose every file could be read: one that could not would look like one that was deleted. What is said
    falsely can be compared all the same."""
    plan_path = next(path for path in contents if path.count("/") == 1)
    read = {path: read_file(data, path, plan_path) for path, data in contents.items()}
    broken = [d for file in read.values() for d in file.problems if d.severity is Severity.ERROR]
    if broken:
        raise InvalidWorkspace(tuple(d._replace(where=source.place(d.where)) for d in broken))
    return {path: file.record for path, file in read.items() if file.record}


def _plan(shapes: Shapes) -> Plan:
    return next(held for held in shapes.values() if isinstance(held, Plan))


def _version(shapes: Shapes, other: Shapes, plan_only: bool) -> Version:
    """A side as it is compared: a plan file has no records, so neither side's are; nor a calendar where none lies
    beside it."""
    plan, calendars = _plan(shapes), _of(shapes, CalendarYear).values()
    if not plan_only:
        words = {report_of(path): paper for path, paper in _of(shapes, Words).items()}
        issued = {report_of(path): paper for path, paper in _of(shapes, Issue).items()}
        return Version(
            plan, _of(shapes, Update), words, issued, calendar_of(calendars), _by_year(calendars)
        )
    known = calendars or _of(other, CalendarYear).values()
    return Version(plan, {}, {}, {}, calendar_of(known), _by_year(known))


def _by_year(calendars: Iterable[CalendarYear]) -> dict[int, CalendarYear]:
    return {calendar.year: calendar for calendar in calendars}


def _of(shapes: Shapes, kind: type[K]) -> dict[str, K]:
    return {path: held for path, held in shapes.items() if isinstance(held, kind)}
