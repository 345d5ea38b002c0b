"""What a person may compare: a git revision, a folder, a plan file; each named as typed and read into its files."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pci import git
from pci.clock import today
from pci.commands.options import root_folder, whole_number
from pci.console import notice, relative
from pci.diagnostic import Severity
from pci.diff import Version
from pci.errors import CannotDo, InvalidWorkspace
from pci.vi import shortened
from pci.workspace import Files, Loaded, belongs, chosen_year, files, find_root, load, years, years_among

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

    def told(self, version: Version, source: Source) -> dict[str, Any]:
        """A side as a script reads it."""
        return {"name": source.name, "revision": source.revision, "year": version.plan.year}


def sources(old: str | None, new: str | None, root: Path | None) -> tuple[Source, Source]:
    """The two sides that a person's words name: the last revision and the files there are, unless they say else."""
    if old and new is None and not Path(old).exists() and (parted := _RANGE.fullmatch(old)):
        if _LIKE_A_PATH.match(old):
            raise CannotDo(f"không có thư mục hay tệp «{shortened(old)}»", "xem lại đường dẫn")
        return _range(parted[1] or "HEAD", parted[3] or "HEAD", root_folder(root), from_fork=parted[2] == "...")
    return _source(old or "HEAD", root), _source(new, root) if new else _folder(root_folder(root), ON_DISK)


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
        folder = root_folder(root)
        return _revision(folder, _known(folder, word))
    try:
        named = git.revision(root_folder(root), word)
    except CannotDo:  # no git here, so it can only be the path
        named = None
    if named:
        hint = f"thư mục hay tệp thì gõ ./{word}, bản git thì gõ {named.id[:10]}"
        raise CannotDo(f"«{shortened(word)}» vừa là bản git vừa là thư mục hoặc tệp", hint)
    return _path(path)


def _known(root: Path, word: str) -> git.Revision:
    if found := git.revision(root, word):
        return found
    raise CannotDo(f"không có bản git nào tên «{shortened(word)}»", git.unknown_hint(root))


def _revision(root: Path, at: git.Revision) -> Source:
    listed = git.tree(root, at)
    if not (found := years_among(listed)):
        _refuse_foreign_plans(listed, at)
        raise CannotDo(f"bản {at.name} chưa có kế hoạch nào trong plans/ của {relative(root)}", "chọn bản khác")

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
            raise CannotDo(f"{path} không có plans/<năm>.yaml", "nêu thư mục chứa plans/, hoặc một tệp kế hoạch")
        return _folder(path.resolve(), f"thư mục {relative(path)}")
    if not path.is_file():
        raise CannotDo(f"không có thư mục hay tệp «{path}»", "xem lại đường dẫn")
    return _file(path)


def _folder(root: Path, name: str) -> Source:
    return Source(name, root, years(root), lambda year: files(root, year), lambda path: relative(root / path))


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


def read(old: Source, new: Source, year: str | None) -> Sides:
    """Both sides of one year; raises InvalidWorkspace where one cannot be read whole."""
    chosen = _year(old, new, whole_number(year, "--year"))
    contents = new.read(chosen)
    earlier = old.read(chosen)
    after = _loaded(new, contents)
    before = after if earlier == contents else _loaded(old, earlier)
    _tell_doubts(old, before)
    if before is not after:
        _tell_doubts(new, after)
    plan_only = old.is_file or new.is_file
    was, now = _version(before, after, plan_only), _version(after, before, plan_only)
    if was.plan.year != now.plan.year:
        both = f"năm {was.plan.year} và năm {now.plan.year}"
        notice(f"Hai kế hoạch khác nhau: {both}; không so thời hạn của hai năm.")
    if plan_only:
        notice("Chỉ so kế hoạch: tệp kế hoạch không kèm cập nhật và báo cáo.")
    return Sides(was, now, (old, new), contents)


def _year(old: Source, new: Source, asked: int | None) -> int:
    """One year that both sides have."""
    if new.is_file and old.is_file:
        return 0
    leading = old if new.is_file else new
    year = chosen_year(leading.years, asked, today())
    if not old.is_file and year not in old.years:
        has = ", ".join(map(str, old.years))
        raise CannotDo(f"{old.name} không có kế hoạch năm {year}", f"có: {has}; --year để chọn năm khác")
    return year


def _loaded(source: Source, contents: Files) -> Loaded:
    """A side whose every file could be read: one that could not would look like one that was deleted."""
    loaded = load(contents)
    broken = [d for d in loaded.diagnostics if d.severity is Severity.ERROR and d.code < "PCI2"]
    if broken or loaded.plan is None:
        raise InvalidWorkspace(tuple(d._replace(where=source.place(d.where)) for d in broken))
    return loaded


def _tell_doubts(source: Source, loaded: Loaded) -> None:
    """What is said falsely can be compared all the same."""
    count = sum(d.severity is Severity.ERROR for d in loaded.diagnostics)
    if count and not source.is_file:
        notice(f"pci: kiểm tra {source.name} thấy {count:02} lỗi, vẫn so được; «pci check» nêu từng lỗi")


def _version(loaded: Loaded, other: Loaded, plan_only: bool) -> Version:
    """A side as it is compared: a plan file has no records, so neither side's are; nor a calendar where none lies
    beside it."""
    assert loaded.plan
    if not plan_only:
        return Version(loaded.plan, loaded.entries, loaded.words, loaded.issued, loaded.calendar)
    known = loaded.calendar.decided or loaded.calendar.off
    return Version(loaded.plan, (), {}, {}, loaded.calendar if known else other.calendar)
