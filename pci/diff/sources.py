"""The two sides of a comparison: a git revision, a folder or a plan file; each named as typed."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pci.console import notice, relative
from pci.core.dates import Calendar
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.progress import Progress
from pci.core.vi import count_words, plan_words, shortened, upper_first
from pci.files import git
from pci.files.outside import file_beginning
from pci.files.yamlio import MAX_BYTES
from pci.workspace import (
    Files,
    Workspace,
    belongs,
    files,
    load,
    plan_ids,
    plans_among,
    root_folder,
)

_RANGE = re.compile(r"(.*?)(\.{2,3})(?![/\\])(.*)", re.DOTALL)

_PATH = re.compile(r"[./\\].*|.*\.ya?ml", re.DOTALL)
"""What no revision is called."""


class Source(NamedTuple):
    """Where one side is read from.

    `plans` are the ids of its plans; a plan file has none, for it holds one plan and no records.
    `read` gives the files of a plan, `place` says where a person finds one of them.
    """

    name: str
    root: Path
    plans: tuple[str, ...]
    read: Callable[[str], Files]
    place: Callable[[str], str]
    revision: str | None = None


class Side(NamedTuple):
    """One side of a comparison, read."""

    source: Source
    version: Workspace


Choice = Callable[[Sequence[str]], str]
"""How the plan is chosen among those that both sides have."""


def sides(old: str | None, new: str | None, root: Path | None, choose: Choice) -> list[Side]:
    """Read the two sides that a person names; by default the last revision and the disk."""
    one, other = _sources(old, new, root)
    chosen = _common(one, other, choose)
    read = _without_unread([Side(source, _version(source, chosen)) for source in (one, other)])
    if one.plans and other.plans:
        _notice_other_plans(one, other, chosen)
        return read
    notice(
        "Chỉ so kế hoạch như đã ký: tệp kế hoạch không kèm văn bản điều chỉnh, cập nhật, báo cáo."
    )
    was, now = (side.version.plan.year for side in read)
    if was != now:
        notice(f"Hai kế hoạch khác nhau: năm {was} và năm {now}; không so thời hạn của hai năm.")
    calendar = read[1].version.calendar
    if not calendar.off:
        calendar = read[0].version.calendar
    return [side._replace(version=_plan_only(side.version, calendar)) for side in read]


def _plan_only(version: Workspace, calendar: Calendar) -> Workspace:
    kept: dict[str, Any] = {"progress": Progress(), "words": {}, "issued": {}, "files": {}}
    return version._replace(**kept, calendar=calendar)


def _sources(old: str | None, new: str | None, root: Path | None) -> tuple[Source, Source]:
    ends = _RANGE.fullmatch(old or "")
    if ends and new is None and not Path(ends[0]).exists():
        return _range(root_folder(root), *ends.groups())
    one = _source(old, root) if old else _revision(root_folder(root), "HEAD")
    other = _source(new, root) if new else _folder(root_folder(root), "các tệp hiện có")
    return one, other


def _range(root: Path, one: str, dots: str, other: str) -> tuple[Source, Source]:
    """Find the sides of `A..B`, or of `A...B`: what B changed since it parted from A."""
    old, new = _commit(root, one or "HEAD"), _commit(root, other or "HEAD")
    start = git.fork(root, old, new) if dots == "..." else old
    return _at(root, start), _at(root, new)


def _source(word: str, root: Path | None) -> Source:
    """Find what one word names: a file or a folder that is there, else a revision."""
    path = Path(word)
    if path.is_file():
        return _file(path)
    if path.is_dir():
        return _folder(path.resolve(), f"thư mục {relative(path)}")
    if _PATH.fullmatch(word):
        raise CannotDo(f"không có thư mục hay tệp {shortened(word)}", "xem lại đường dẫn")
    return _revision(root_folder(root), word)


def _revision(root: Path, word: str) -> Source:
    return _at(root, _commit(root, word))


def _commit(root: Path, word: str) -> git.Revision:
    commit = git.revision(root, word)
    if commit:
        return commit
    message = f"không có bản git nào tên «{shortened(word)}», không có thư mục hay tệp ấy"
    raise CannotDo(message, git.unknown_hint(root))


def _at(root: Path, at: git.Revision) -> Source:
    def read(plan_id: str) -> Files:
        return git.files(root, at, lambda path: belongs(path, plan_id))

    def place(path: str) -> str:
        return f"{at.asked}:{path}"

    plans = _with_plans(at.name, plans_among(git.tree(root, at)))
    return Source(at.name, root, plans, read, place, at.id)


def _folder(root: Path, name: str) -> Source:
    def place(path: str) -> str:
        return relative(root / path)

    return Source(name, root, _with_plans(name, plan_ids(root)), partial(files, root), place)


def _with_plans(name: str, plans: tuple[str, ...]) -> tuple[str, ...]:
    if plans:
        return plans
    hint = "nêu bản git hoặc thư mục chứa plans/, hoặc một tệp kế hoạch; lập mới thì «pci new»"
    raise CannotDo(f"{name} không có plans/<năm>.yaml", hint)


def _file(path: Path) -> Source:
    """Read a plan file with the organisation and the calendars that lie beside it."""
    beside = path.resolve().parent

    def read(_: str) -> Files:
        paths = (path.resolve(), *beside.glob("organisation.yaml"), *beside.glob("calendar/*.yaml"))
        return {
            f"plans/{one.relative_to(beside).as_posix()}": file_beginning(one, MAX_BYTES)
            for one in paths
        }

    def place(inside: str) -> str:
        return relative(beside / inside.removeprefix("plans/"))

    return Source(f"tệp {relative(path)}", beside.parent, (), read, place)


# --- reading ---------------------------------------------------------------------------------


def _common(old: Source, new: Source, choose: Choice) -> str:
    """Choose a plan that both sides have."""
    listed = [set(side.plans) for side in (old, new) if side.plans]
    if not listed:
        return ""
    common = sorted(set.intersection(*listed))
    if not common:
        message = f"{old.name} và {new.name} không có kế hoạch của cùng một năm"
        raise CannotDo(message, "so hai tệp kế hoạch thì nêu từng tệp")
    return choose(common)


def _version(source: Source, plan_id: str) -> Workspace:
    """Read a side; a file that cannot be read is refused, for it would look deleted, unless it is
    an update.

    Only the shape is checked: faulty contents can be compared all the same.
    """
    contents = source.read(plan_id)
    loaded = load(contents, depth="shape")
    if loaded.errors or loaded.plan is None:
        faults = (fault._replace(where=source.place(fault.where)) for fault in loaded.errors)
        raise InvalidWorkspace(tuple(faults))
    return loaded.workspace(source.root, contents, loaded.plan)


def _without_unread(sides: list[Side]) -> list[Side]:
    """Leave out on both sides what cannot be read on one: it would look recorded or deleted."""
    unread = {
        i: side.source.place(path)
        for side in sides
        for i, path in side.version.progress.unread.items()
    }
    if not unread:
        return sides
    places = ", ".join(unread.values())
    notice(f"Không so {count_words(len(unread))} cập nhật vì không đọc được: {places}.")
    kept = [side.version.progress.without(unread) for side in sides]
    return [
        side._replace(version=side.version._replace(progress=progress))
        for side, progress in zip(sides, kept, strict=True)
    ]


def _notice_other_plans(old: Source, new: Source, chosen: str) -> None:
    """Say what this comparison leaves out: it is of one plan."""
    for other in sorted({*old.plans, *new.plans} - {chosen}):
        is_common = other in old.plans and other in new.plans
        if not is_common or old.read(other) != new.read(other):
            words = f"{upper_first(plan_words(other))} cũng có thay đổi"
            notice(f"{words}; ở đây chỉ so {plan_words(chosen)}.")
