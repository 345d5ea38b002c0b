"""What `pci check` looks at: a workspace, some files, one file that an editor has not saved."""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pci.clock import today
from pci.commands.check_documents import document
from pci.commands.options import whole_number
from pci.console import file_fault, notice, relative
from pci.core.diagnostic import Diagnostic
from pci.core.errors import CannotDo
from pci.files.attachments import fingerprints
from pci.files.yamlio import MAX_BYTES
from pci.workspace import (
    Files,
    Loaded,
    belongs,
    between_years,
    choose_year,
    files,
    load,
    own_templates,
    root_folder,
    years,
    years_among,
)


class Checked(NamedTuple):
    """What was found in some files, their contents, and why others could not be checked.

    Paths are as a person in the current folder would type them.
    """

    findings: tuple[Diagnostic, ...] = ()
    contents: Mapping[str, bytes] = MappingProxyType({})
    refusals: tuple[CannotDo, ...] = ()


class _Workspace(NamedTuple):
    """A workspace that was checked: what was found and what was read, by the paths inside it."""

    folder: Path
    findings: Iterable[Diagnostic]
    files: Files


def whole(root: Path | None, year: str | None) -> Checked:
    """Check a workspace: the files of its years and its own templates."""
    folder = root_folder(root)
    return _part(_workspace(folder, year), folder)


def named(root: Path | None, year: str | None, paths: Iterable[Path]) -> Checked:
    """Check Word documents each by itself, YAML files and folders as parts of their workspaces."""
    workspaces: dict[Path, _Workspace] = {}

    def check(path: Path) -> Checked:
        if not path.is_dir() and path.suffix.lower() not in (".yaml", ".yml"):
            return _document(path)
        place = path.resolve(strict=True)
        folder = root_folder(root or (place if place.is_dir() else place.parent))
        if folder not in workspaces:
            workspaces[folder] = _workspace(folder, year)
        part = _part(workspaces[folder], place)
        if part == Checked():
            hint = f"kế hoạch ở {relative(folder / 'plans')}/"
            raise CannotDo("không có tệp nào của kế hoạch", hint)
        return part

    return _merged(_attempt(check, path) for path in paths)


def unsaved(root: Path | None, name: Path) -> Checked:
    """Check one file as an editor holds it, beside the others as they are on the disk."""
    place = (Path.cwd() / name).resolve()
    # a plan need not be there yet, nor any other file
    is_plan = bool(years_among(["/".join(place.parts[-2:])]))
    folder = place.parent.parent if is_plan and not root else root_folder(root)
    inside = place.relative_to(folder).as_posix() if place.is_relative_to(folder) else ""
    saved = years(folder)
    fitting = [year for year in {*saved, *years_among([inside])} if belongs(inside, year)]
    if not fitting:
        hint = "nêu tệp kế hoạch, cập nhật, lời văn hoặc lịch nghỉ .yaml trong plans/"
        raise CannotDo(f"{name} không phải tệp của kế hoạch trong {relative(folder)}", hint)
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if hasattr(sys.stdin, "buffer") else b""
    contents = {**_beside(folder, saved, max(fitting)), inside: data}
    where = name.as_posix()
    findings = [
        found._replace(where=where)
        for found in _loaded(folder, contents).diagnostics
        if found.where == inside
    ]
    return Checked(tuple(findings), {where: data})


def _beside(folder: Path, saved: tuple[int, ...], year: int) -> Files:
    """The saved files that belong to a year; of another year these are its calendars."""
    if not saved:
        return {}
    stored = files(folder, year if year in saved else saved[-1])
    return {path: data for path, data in stored.items() if belongs(path, year)}


def asked_years(folder: Path, year: str | None) -> tuple[int, ...]:
    """Every year that has a plan, or the one that was asked for."""
    asked = whole_number(year, "--year")
    return years(folder) if asked is None else (choose_year(folder, asked, today()),)


def _workspace(folder: Path, year: str | None) -> _Workspace:
    """Check the files of all years, or those of one."""
    contents: dict[str, bytes] = {}
    loaded: list[Loaded] = []
    for one in asked_years(folder, year):
        of_year = files(folder, one)
        contents |= of_year
        loaded.append(_loaded(folder, of_year))
    findings = [found for one in loaded for found in one.diagnostics]
    # what is wrong in a calendar is found with every year
    return _Workspace(
        folder, dict.fromkeys((*findings, *between_years(contents, loaded))), contents
    )


def _loaded(folder: Path, contents: Files) -> Loaded:
    loaded = load(contents, today(), fingerprints(folder))
    others = len(loaded.skipped)
    if loaded.plan is None:
        others -= 1
        plan = relative(folder / min(loaded.skipped, key=len))
        notice(f"pci: chưa kiểm tra các tham chiếu vì {plan} sai cấu trúc")
    if others:
        notice(f"pci: chưa kiểm tra nội dung của {others} tệp sai cú pháp, cấu trúc")
    return loaded


def _part(checked: _Workspace, place: Path) -> Checked:
    """The part of a workspace below a place, with its own templates there."""
    folder = checked.folder
    names = {
        path: relative(folder / path)
        for path in checked.files
        if (folder / path).is_relative_to(place)
    }
    below = [d._replace(where=names[d.where]) for d in checked.findings if d.where in names]
    findings = tuple(sorted(below, key=lambda d: (d.where, d.span, d.code)))
    contents = {name: checked.files[path] for path, name in names.items()}
    documents = [_attempt(_document, path) for path in _templates(folder, place)]
    return _merged([Checked(findings, contents), *documents])


def _templates(folder: Path, place: Path) -> list[Path]:
    """The own templates below a place; a whole workspace leaves out those that are the default."""
    paths = []
    for name, is_default in own_templates(folder).items():
        path = folder / "templates" / name
        is_lock = name.startswith("~$")  # of Word, while the template is open
        if path.is_relative_to(place) and not is_lock and not (is_default and place == folder):
            paths.append(path)
    return paths


def _document(path: Path) -> Checked:
    return Checked(document(path), {relative(path): b""})


def _attempt(check: Callable[[Path], Checked], path: Path) -> Checked:
    """Check a file; one that cannot be checked does not keep the others' findings back."""
    try:
        return check(path)
    except (OSError, CannotDo) as error:
        return Checked(refusals=(file_fault(path, error),))


def _merged(outcomes: Iterable[Checked]) -> Checked:
    """Several outcomes as one; what was found twice is found once."""
    findings: dict[Diagnostic, None] = {}
    contents: dict[str, bytes] = {}
    refusals: list[CannotDo] = []
    for outcome in outcomes:
        findings |= dict.fromkeys(outcome.findings)
        contents |= outcome.contents
        refusals += outcome.refusals
    return Checked(tuple(findings), contents, tuple(refusals))
