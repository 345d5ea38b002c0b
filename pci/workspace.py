"""A workspace: its root, its files as bytes, and the plan with what was recorded of it."""

import os
from collections.abc import (
    Callable,
    Container,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    Set,
)
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, NamedTuple

from pci import cache
from pci.core.amendments import Amendment
from pci.core.dates import Calendar
from pci.core.diagnostic import Diagnostic, Severity
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.ledger import Entry
from pci.core.model import Plan
from pci.core.organisation import Organisation
from pci.core.papers import Issue, Words, issue_copy
from pci.core.progress import Progress, id_of
from pci.core.vi import fold, shortened
from pci.files.outside import Place, file_beginning, refuse_link
from pci.files.paths import (
    CALENDARS,
    MAX_BYTES,
    MOST_BYTES,
    PLAN_FILE,
    Files,
    belongs,
    is_of_progress,
    is_record,
)

if TYPE_CHECKING:
    from pci.loading import Loaded


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
    matches = (PLAN_FILE.fullmatch(path) for path in paths)
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
    return _contents(plan_id, _places(root, plan_id))


def _places(root: Path, plan_id: str, left_out: Container[str] = ()) -> Iterator[tuple[str, Place]]:
    """List what there is of a plan, with its path inside the workspace."""
    plans = root / "plans"
    shared = [path for path in (plans / "organisation.yaml",) if path.exists() or path.is_symlink()]
    yield from ((f"plans/{path.name}", path) for path in (plans / f"{plan_id}.yaml", *shared))
    for name in ("calendar", plan_id):
        yield from _below(plans / name, f"plans/{name}", left_out)


def _contents(plan_id: str, places: Iterable[tuple[str, Place]]) -> Files:
    """Read the files among these that belong to a plan."""
    contents, size = {}, 0
    for inside, place in places:
        is_wanted = belongs(inside, plan_id)
        refuse_link(place, inside)  # one that leads nowhere would look like a year without updates
        if is_wanted and not place.is_file():
            raise CannotDo(f"{inside} không phải tệp", "thay bằng tệp thật")
        if is_wanted:
            contents[inside] = file_beginning(place, MAX_BYTES)
            size += len(contents[inside])
        if size > MOST_BYTES:
            words = f"dữ liệu của kế hoạch lớn hơn {MOST_BYTES >> 20} MiB, không đọc"
            raise CannotDo(words, f"xem có tệp lạ trong plans/{plan_id}/")
    return contents


def records_of(root: Path) -> Files:
    """Read the files of all plans that nobody edits, also of plans that are gone."""
    below = dict(_below(root / "plans", "plans"))
    return {i: file_beginning(one, MAX_BYTES) for i, one in below.items() if is_record(i)}


def _below(start: Path, inside: str, left_out: Container[str] = ()) -> Iterator[tuple[str, Place]]:
    """List a folder and everything below it with its path inside the workspace, in the same order
    on every machine; a new plan has no folder."""
    yield inside, start
    ahead: list[tuple[str, Place, int]] = [(inside, start, 0)]
    while ahead:
        above, folder, depth = ahead.pop()
        if depth > DEEPEST:
            raise CannotDo(f"{start.name}/ có thư mục lồng quá sâu", "dời các thư mục ấy đi")
        try:
            entries = _listed(folder, above, left_out)
        except FileNotFoundError:
            continue
        yield from entries
        folders = (pair for pair in entries if pair[1].is_dir(follow_symlinks=False))
        inner = [pair for pair in folders if pair[0] not in left_out]
        ahead += [(path, entry, depth + 1) for path, entry in reversed(inner)]


def _listed(
    folder: Place, inside: str, left_out: Container[str]
) -> list[tuple[str, os.DirEntry[str]]]:
    """List what a folder holds but for the plain files that are left out."""
    with os.scandir(folder) as listed:
        pairs = ((f"{inside}/{entry.name}", entry) for entry in listed)
        return sorted(
            pair
            for pair in pairs
            if pair[0] not in left_out or not pair[1].is_file(follow_symlinks=False)
        )


DEEPEST = 32
"""Folders within each other below that of a plan; none needs more than three."""


Need = Literal["plan", "counts", "words"]
"""What of a workspace must be sound: the plan and the calendars; what is counted too; or the
Office's words too, which only a report prints."""


Reach = Callable[[Plan, Calendar, Sequence[str]], Set[str]]
"""Chooses which updates are needed of those that stand alone, by their paths."""


def open_workspace(
    root: Path, plan_id: str, need: Need = "counts", reach: Reach | None = None
) -> Workspace:
    """Open a workspace; raises InvalidWorkspace where a file that is needed has an error. With a
    `reach` what it does not choose is left out, as far as the cache knows what may be."""
    if reach and (part := _within(root, plan_id, need, reach)):
        return part
    contents = files(root, plan_id)
    return _opened(root, contents, cache.known(root, contents), plan_id, need)


def _within(root: Path, plan_id: str, need: Need, reach: Reach) -> Workspace | None:
    """Open what is needed of a workspace; null where the cache does not know enough: not the plan,
    or a new file names what was left out or is a copy of it, or what it knows as sound is so no
    more, or gone."""
    own = _contents(plan_id, _places(root, plan_id, {f"plans/{plan_id}/progress"}))
    made, alone = cache.made(root, own), cache.alone(root, own)
    if made is None:
        return None
    chosen = reach(made["plan"], made["calendar"], alone)
    left_out = set(alone) - chosen
    rest = (pair for pair in _places(root, plan_id, left_out) if is_of_progress(pair[0]))
    contents = {**own, **_contents(plan_id, rest)}
    if not chosen <= contents.keys():
        return None
    kept = cache.records(root, contents)._replace(made=made, alone=alone)
    workspace = _opened(root, contents, kept, plan_id, need)
    named, faulty = workspace.progress.named, workspace.progress.faulty
    missed = named.difference(map(id_of, contents)).union(map(id_of, faulty))
    is_missed = missed and not missed.isdisjoint(map(id_of, alone))
    return None if is_missed else workspace


def _opened(root: Path, contents: Files, kept: cache.Kept, plan_id: str, need: Need) -> Workspace:
    if kept.made and not any(is_of_progress(p) and p not in kept.records for p in contents):
        progress = Progress.of(kept.records)
        return Workspace(root=root, files=contents, progress=progress, **kept.made)
    from pci.loading import load, load_beside  # what judges takes a third of the time of a command

    made = kept.made
    loaded = load_beside(made, contents, kept.records) if made else load(contents, depth="errors")
    errors = tuple(d for d in loaded.errors if _is_needed(d.where, plan_id, need))
    if errors or loaded.plan is None:
        raise InvalidWorkspace(errors)
    workspace = workspace_of(root, contents, loaded, loaded.plan)
    _keep(workspace, loaded.diagnostics, kept)
    return workspace


def _keep(workspace: Workspace, found: Iterable[Diagnostic], kept: cache.Kept) -> None:
    """Keep what is sound for the next command; nothing where a file beside the updates is not."""
    if not any(d.severity is Severity.ERROR and not is_of_progress(d.where) for d in found):
        made = {name: one for name, one in workspace._asdict().items() if name not in _NOT_MADE}
        cache.keep(workspace.root, workspace.files, kept, made, workspace.progress)


_NOT_MADE = ("root", "progress", "files")
"""What of a workspace the files of the plan but its updates do not make."""


def workspace_of(root: Path, contents: Files, loaded: "Loaded", plan: Plan) -> Workspace:
    """Get the workspace of some files whose plan is sound."""
    return Workspace(
        root,
        loaded.signed or plan,
        plan,
        loaded.amendments,
        loaded.organisation,
        loaded.progress,
        loaded.words,
        loaded.issued,
        loaded.calendar,
        contents,
    )


def _is_needed(path: str, plan_id: str, need: Need) -> bool:
    if path.startswith(CALENDARS) and (filed := PurePosixPath(path).stem).isdecimal():
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
    kept = cache.known(root, {p: d for p, d in read.items() if not is_of_progress(p)})
    return kept.made["plan"] if kept.made else _judged_plan(read, plan_id)


def _judged_plan(contents: Files, plan_id: str) -> Plan | None:
    """Get the plan of some files, judged without what was recorded of it; null where it has an
    error."""
    from pci.loading import load

    wanted = {p: d for p, d in contents.items() if _makes_plan(p, plan_id)}
    loaded = load({p: d for p, d in wanted.items() if not p.startswith(CALENDARS)}, depth="errors")
    return None if loaded.errors else loaded.plan
