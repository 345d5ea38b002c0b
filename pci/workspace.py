"""A workspace: finds its root, reads its files as bytes, loads them into a plan and updates with every fault told."""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pci import rules, yamlio
from pci.diagnostic import START, Diagnostic, Severity, SourceMap
from pci.errors import CannotDo, InvalidWorkspace
from pci.ledger import Entry
from pci.model import Plan, Update
from pci.shape import M, build

_PLAN = re.compile(r"(\d{4})\.yaml")

Files = Mapping[str, bytes]
"""Paths inside a workspace (with `/`) and their contents: from a disk, a revision, an editor or a test alike."""


class Loaded(NamedTuple):
    """What a year's files say. `plan` is null where its shape is broken; `skipped` names what was then not checked."""

    plan: Plan | None
    entries: tuple[Entry, ...]
    diagnostics: tuple[Diagnostic, ...]
    skipped: tuple[str, ...]


class Workspace(NamedTuple):
    """A sound plan and its updates, ready for any question."""

    root: Path
    plan: Plan
    entries: tuple[Entry, ...]


def find_root(start: Path) -> Path:
    """The nearest folder upward with a plan in `plans/`; the search stops at the top of a git repository."""
    for folder in (start, *start.parents):
        if years(folder):
            return folder
        if (folder / ".git").exists():
            break
    raise CannotDo(
        f"không tìm thấy plans/<năm>.yaml từ {start} trở lên", "chạy trong thư mục kế hoạch, hoặc thêm --root"
    )


def years(root: Path) -> tuple[int, ...]:
    """The years that have a plan, oldest first."""
    folder = root / "plans"
    if not folder.is_dir():
        return ()
    return tuple(sorted(int(found[1]) for path in folder.iterdir() if (found := _PLAN.fullmatch(path.name))))


def choose_year(root: Path, asked: int | None, today: date) -> int:
    """The year asked for, else the newest plan that is not in the future."""
    known = years(root)
    if asked is None:
        return max((year for year in known if year <= today.year), default=known[0])
    if asked not in known:
        raise CannotDo(f"không có kế hoạch năm {asked}", "có: " + ", ".join(map(str, known)))
    return asked


def files(root: Path, year: int) -> Files:
    """The plan of a year and its updates as stored on disk. A link is refused: it may lead out of the workspace."""
    plan = root / "plans" / f"{year}.yaml"
    progress = root / "plans" / str(year) / "progress"
    found = [plan, *(Path(folder) / name for folder, _, names in os.walk(progress) for name in sorted(names))]
    kept = [path for path in found if path.suffix.lower() in (".yaml", ".yml")]
    if link := next((path for path in kept if path.is_symlink()), None):
        raise CannotDo(f"{link} là liên kết", "thay bằng tệp thật")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in kept}


def load(contents: Files) -> Loaded:
    """Everything that the files of one year say and everything wrong in them: shape first, then references."""
    plan: Plan | None = None
    plan_path = next(path for path in contents if path.count("/") == 1)
    diagnostics: list[Diagnostic] = []
    sources: dict[str, SourceMap] = {}
    updates: dict[str, Update] = {}
    for path, data in contents.items():
        if not path.endswith(".yaml"):
            diagnostics.append(
                Diagnostic(path, START, "PCI014", Severity.ERROR, "tệp không được đọc", "đổi đuôi thành .yaml")
            )
            continue
        document = yamlio.read(data, path)
        sources[path] = document.source
        diagnostics += document.problems
        if document.problems:
            continue
        if path == plan_path:
            plan = _kept(build(Plan, document.tree, document.source, path), diagnostics)
        elif update := _kept(build(Update, document.tree, document.source, path), diagnostics):
            updates[path] = update
    entries = {path: Entry(PurePosixPath(path).stem, update) for path, update in updates.items()}
    skipped: tuple[str, ...] = ()
    if plan is None:
        skipped = (plan_path,)
    else:
        diagnostics += rules.check(plan, plan_path, entries, sources)
    ordered = tuple(sorted(diagnostics, key=lambda d: (d.where, d.span, d.code)))
    return Loaded(plan, tuple(entries.values()), ordered, skipped)


def _kept(built: M | tuple[Diagnostic, ...], diagnostics: list[Diagnostic]) -> M | None:
    if isinstance(built, tuple):
        diagnostics += built
        return None
    return built


def open_workspace(root: Path, year: int) -> Workspace:
    """A workspace whose figures can be trusted; raises InvalidWorkspace where any file holds an error."""
    loaded = load(files(root, year))
    errors = tuple(d for d in loaded.diagnostics if d.severity is Severity.ERROR)
    if errors or loaded.plan is None:
        raise InvalidWorkspace(errors)
    return Workspace(root, loaded.plan, loaded.entries)


def template(root: Path, name: str) -> bytes:
    """A template by name: the workspace's own copy, else the default that came with the program."""
    package = Path(__file__).parent
    # the wheel carries the defaults inside the package; in a checkout they lie beside it
    places = (root / "templates", package / "templates", package.parent / "templates")
    found = next((path for folder in places if (path := folder / name).is_file()), None)
    if found is None:
        raise CannotDo(f"không có mẫu {name}", "cài lại chương trình hoặc chép mẫu vào templates/")
    return found.read_bytes()
