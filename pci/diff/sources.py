"""What a person may compare: a git revision, a folder, a plan file; each named as typed."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from pci.console import relative
from pci.core.errors import CannotDo
from pci.core.vi import shortened
from pci.files import git
from pci.workspace import Files, belongs, files, find_root, root_folder, years, years_among

_ON_DISK = "các tệp hiện có"
_RANGE = re.compile(r"(.*?)(\.{2,3})(.*)", re.DOTALL)
_LIKE_A_PATH = re.compile(r"\.{1,2}$|\.{0,2}[/\\]|[A-Za-z]:|.*\.ya?ml$", re.DOTALL | re.IGNORECASE)


class Source(NamedTuple):
    """One side of a comparison before anything of it is read.

    `years` are those of its plans; a plan file has none, for it holds one plan and no records.
    `read` gives the files of a year, `place` says where a person finds one of them.
    """

    name: str
    root: Path
    years: tuple[int, ...]
    read: Callable[[int], Files]
    place: Callable[[str], str]
    revision: str | None = None

    @property
    def is_file(self) -> bool:
        """Whether it is a plan file."""
        return not self.years


def sources(old: str | None, new: str | None, root: Path | None) -> tuple[Source, Source]:
    """Find the two sides that a person names; by default the last revision and the disk."""
    if old and new is None and not Path(old).exists():
        ends = _RANGE.fullmatch(old)
        if ends:
            return _range(old, root_folder(root), *ends.groups())
    one = _source(old, root) if old else _named(root_folder(root), "HEAD")
    other = _source(new, root) if new else _folder(root_folder(root), _ON_DISK)
    return one, other


def _range(word: str, root: Path, one: str, dots: str, other: str) -> tuple[Source, Source]:
    """Find the sides of `A..B`, or of `A...B`: what B changed since it parted from A."""
    if _LIKE_A_PATH.match(word):
        raise CannotDo(f"không có thư mục hay tệp «{shortened(word)}»", "xem lại đường dẫn")
    old, new = _known(root, one or "HEAD"), _known(root, other or "HEAD")
    start = git.fork(root, old, new) if dots == "..." else old
    return _revision(root, start), _revision(root, new)


def _source(word: str, root: Path | None) -> Source:
    """Find what one word names; one that could be a revision and a path is refused."""
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
    found = git.revision(root, word)
    if found:
        return found
    raise CannotDo(f"không có bản git nào tên «{shortened(word)}»", git.unknown_hint(root))


def _revision(root: Path, at: git.Revision) -> Source:
    listed = git.tree(root, at)
    found = years_among(listed)
    if not found:
        raise _no_plan(root, listed, at)

    def read(year: int) -> Files:
        return git.files(root, at, lambda path: belongs(path, year))

    return Source(at.name, root, found, read, lambda path: f"{at.asked}:{path}", at.id)


def _no_plan(root: Path, listed: Mapping[str, git.Blob], at: git.Revision) -> CannotDo:
    if "plans" in listed:
        hint = "chạy lệnh với --root là thư mục thật; so hai thư mục thì không cần git"
        return CannotDo(f"plans ở bản {at.name} là kho con (submodule) hoặc liên kết", hint)
    where = relative(root)
    return CannotDo(f"bản {at.name} chưa có kế hoạch nào trong plans/ của {where}", "chọn bản khác")


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
    """Read a plan file with the calendars that lie beside it."""
    beside = path.resolve().parent

    def read(year: int) -> Files:
        calendars = sorted((beside / "calendar").glob("*.yaml"))
        contents = {f"plans/{path.stem}.yaml": path.read_bytes()}
        return contents | {f"plans/calendar/{c.name}": c.read_bytes() for c in calendars}

    def place(inside: str) -> str:
        return relative(path if inside.count("/") == 1 else beside / inside.removeprefix("plans/"))

    try:
        root = find_root(beside)
    except CannotDo:
        root = beside
    return Source(f"tệp {relative(path)}", root, (), read, place)
