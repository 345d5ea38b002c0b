"""The two sides of a comparison: a git revision, a folder or a plan file; each named as typed."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pci.console import diagnostic_line, notice, relative
from pci.core.dates import Calendar
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.progress import Progress
from pci.core.vi import count_words, plan_words, shortened, upper_first
from pci.files import git
from pci.files.outside import file_beginning
from pci.files.paths import MAX_BYTES, Files, belongs, is_record
from pci.loading import load
from pci.workspace import (
    Workspace,
    files,
    plan_ids,
    plans_among,
    records_of,
    root_folder,
    workspace_of,
)

_RANGE = re.compile(r"(.*?)(\.{2,3})(?![/\\])(.*)", re.DOTALL)

_NO_COMMIT = re.compile(r"0{40,64}")
"""What hosts of git call the revision before a branch's first."""

_PATH = re.compile(r"[./\\].*|.*\.ya?ml", re.DOTALL)
"""What no revision is called."""


class Source(NamedTuple):
    """Where one side is read from.

    `plans` are the ids of its plans, null for a plan file, which holds one plan and no records.
    `read` gives the files of a plan, `place` says where a person finds one of them, `sealed` gives
    what was recorded of all plans.
    """

    name: str
    root: Path
    plans: tuple[str, ...] | None
    read: Callable[[str], Files]
    place: Callable[[str], str]
    sealed: Callable[[], Files] = dict
    revision: str | None = None


class Side(NamedTuple):
    """One side of a comparison, read; `is_read` is false where only its recorded files are, and
    `version` is then that of the other side; `complete` is false where updates are left out."""

    source: Source
    version: Workspace
    is_read: bool = True
    complete: bool = True


Choice = Callable[[Sequence[str]], str]
"""How the plan is chosen among those that both sides have."""


def sides(
    old: str | None,
    new: str | None,
    root: Path | None,
    choose: Choice,
    gate: bool = False,
    staged: bool = False,
) -> list[Side]:
    """Read the two sides that a person names; by default the last revision, and the disk or what is
    staged. For a gate, which must let nothing pass unseen, an old side whose plan cannot be read is
    only files; it has no sides where there is no plan yet and nothing to lose.
    """
    one, other = _sources(old, new, root, gate, staged)
    try:
        return _read(one, other, choose)
    except CannotDo as error:
        if gate and other.plans == () and not one.sealed():
            notice(f"{upper_first(other.name)} chưa có kế hoạch; trước đó chưa ghi gì để mất.")
            return []
        if not gate or not other.plans:
            raise
        version = _version(other, choose(other.plans))
        for fault in error.diagnostics if isinstance(error, InvalidWorkspace) else ():
            notice(diagnostic_line(fault))
        return [Side(one, version, False), Side(other, version)]


def _read(one: Source, other: Source, choose: Choice) -> list[Side]:
    """Read the plan that two sources have."""
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


def _sources(
    old: str | None, new: str | None, root: Path | None, gate: bool, staged: bool
) -> tuple[Source, Source]:
    ends = _RANGE.fullmatch(old or "")
    if ends and not (new or staged or Path(ends[0]).exists()):
        return _range(root_folder(root), gate, *ends.groups())
    one = _source(old, root) if old else _last(root_folder(root), gate)
    if staged:
        return one, _at(root_folder(root), git.STAGED)
    other = _source(new, root) if new else _folder(root_folder(root), "các tệp hiện có")
    return one, other


def _range(root: Path, gate: bool, one: str, dots: str, other: str) -> tuple[Source, Source]:
    """Find the sides of `A..B`, or of `A...B`: what B changed since it parted from A; where the
    clone is too shallow to tell since when, a gate compares with A itself."""
    if gate and _NO_COMMIT.fullmatch(one):
        return _nothing(root), _revision(root, other or "HEAD")
    old, new = _commit(root, one or "HEAD"), _commit(root, other or "HEAD")
    try:
        start = git.fork(root, old, new) if dots == "..." else old
    except CannotDo:
        if not gate:
            raise
        start = old
    return _at(root, start), _at(root, new)


def _last(root: Path, gate: bool) -> Source:
    """The last revision; before the first one a gate has nothing to compare with."""
    if gate and git.revision(root, "HEAD") is None:
        return _nothing(root)
    return _revision(root, "HEAD")


def _nothing(root: Path) -> Source:
    return Source("chưa có gì", root, (), lambda _: {}, str)


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

    plans = plans_among(git.tree(root, at))
    sealed = partial(git.files, root, at, is_record)
    return Source(at.name, root, plans, read, place, sealed, at.id or None)


def _folder(root: Path, name: str) -> Source:
    def place(path: str) -> str:
        return relative(root / path)

    records = partial(records_of, root)
    return Source(name, root, plan_ids(root), partial(files, root), place, records)


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

    return Source(f"tệp {relative(path)}", beside.parent, None, read, place)


# --- reading ---------------------------------------------------------------------------------


def _common(old: Source, new: Source, choose: Choice) -> str:
    """Choose a plan that both sides have."""
    listed = [set(side.plans) for side in (old, new) if side.plans is not None]
    if not listed:
        return ""
    for side in (old, new):
        if side.plans == ():
            where = "bản git hoặc thư mục chứa plans/, hoặc một tệp kế hoạch"
            hint = f"nêu {where}; lập mới thì «pci new»"
            raise CannotDo(f"{side.name} không có plans/<năm>.yaml", hint)
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
    return workspace_of(source.root, contents, loaded, loaded.plan)


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
        side._replace(version=side.version._replace(progress=progress), complete=False)
        for side, progress in zip(sides, kept, strict=True)
    ]


def _notice_other_plans(old: Source, new: Source, chosen: str) -> None:
    """Say what this comparison leaves out: it is of one plan."""
    was, now = old.plans or (), new.plans or ()
    for other in sorted({*was, *now} - {chosen}):
        is_common = other in was and other in now
        if not is_common or old.read(other) != new.read(other):
            words = f"{upper_first(plan_words(other))} cũng có thay đổi"
            notice(f"{words}; ở đây chỉ so {plan_words(chosen)}.")
