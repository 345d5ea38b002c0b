"""What `pci check` looks at: a whole workspace, some files of it, what an editor holds of one."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pci.check.findings import Results
from pci.clock import today
from pci.commands.check_documents import document
from pci.commands.options import whole_number
from pci.console import fault_words, notice, relative
from pci.core.diagnostic import Diagnostic, Severity
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

STDIN = Path("-")


def whole(
    root: Path | None, year: str | None, fail_on: Severity | None, refused: list[CannotDo]
) -> Results:
    """What is wrong in a workspace: the files of its years and its own templates."""
    folder = root_folder(root)
    return Results(*_under(_workspace(folder, year), folder, refused), fail_on)


def named(
    root: Path | None,
    year: str | None,
    paths: Iterable[Path],
    fail_on: Severity | None,
    refused: list[CannotDo],
) -> Results:
    """Word documents each by itself; YAML files and folders as the check of their whole workspace sees them."""
    found: dict[Diagnostic, None] = {}
    contents: dict[str, bytes] = {}
    checked: dict[Path, _Workspace] = {}
    for path in paths:
        if not path.is_dir() and path.suffix.lower() not in (".yaml", ".yml"):
            found |= dict.fromkeys(document(path, refused))
            contents[relative(path)] = b""
            continue
        try:
            place = path.resolve(strict=True)
            folder = root_folder(root or (place if place.is_dir() else place.parent))
            checked[folder] = checked.get(folder) or _workspace(folder, year)
            told, read = _under(checked[folder], place, refused)
            if not read:
                raise CannotDo(
                    "không có tệp nào của kế hoạch", f"kế hoạch ở {relative(folder / 'plans')}/"
                )
        except OSError as error:
            refused.append(CannotDo(f"{relative(path)}: {fault_words(error)}"))
        except CannotDo as error:
            refused.append(CannotDo(f"{relative(path)}: {error.message}", error.hint))
        else:
            found |= dict.fromkeys(told)
            contents |= read
    return Results(tuple(found), contents, fail_on)


def typed(
    root: Path | None, paths: list[Path] | None, name: Path | None, fail_on: Severity | None
) -> Results:
    """One file of the workspace as an editor holds it, not yet saved, beside the others as they are on the disk."""
    if name is None:
        raise CannotDo(
            "đọc từ đầu vào mà không biết là tệp nào", "thêm --stdin-filename plans/2023.yaml"
        )
    if paths != [STDIN]:
        raise CannotDo(
            "--stdin-filename đi với «-»", "pci check --stdin-filename plans/2023.yaml -"
        )
    place = (Path.cwd() / name).resolve()
    is_plan = bool(years_among(["/".join(place.parts[-2:])]))  # it need not be there, nor any other
    folder = place.parent.parent if is_plan and not root else root_folder(root)
    inside = place.relative_to(folder).as_posix() if place.is_relative_to(folder) else ""
    saved = years(folder)
    own = next(
        (
            year
            for year in sorted({*saved, *years_among([inside])}, reverse=True)
            if belongs(inside, year)
        ),
        None,
    )
    if own is None:
        hint = "nêu tệp kế hoạch, cập nhật, lời văn hoặc lịch nghỉ .yaml trong plans/"
        raise CannotDo(f"{name} không phải tệp của kế hoạch trong {relative(folder)}", hint)
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if hasattr(sys.stdin, "buffer") else b""
    beside = (
        files(folder, own if own in saved else saved[-1]) if saved else {}
    )  # of another year, its calendars
    of_year = {path: held for path, held in beside.items() if belongs(path, own)}
    found = _loaded(folder, {**of_year, inside: data}).diagnostics
    where = name.as_posix()
    return Results(
        tuple(d._replace(where=where) for d in found if d.where == inside), {where: data}, fail_on
    )


def asked_years(folder: Path, year: str | None) -> tuple[int, ...]:
    """Every year that has a plan, or the one that was asked for."""
    asked = whole_number(year, "--year")
    return years(folder) if asked is None else (choose_year(folder, asked, today()),)


class _Workspace(NamedTuple):
    """A workspace that was checked: what was found, and the files that were read, by their paths inside it."""

    folder: Path
    found: Sequence[Diagnostic]
    files: Files


def _workspace(folder: Path, year: str | None) -> _Workspace:
    """All years' files, or those of one."""
    contents: dict[str, bytes] = {}
    found: dict[Diagnostic, None] = {}  # what is wrong in a calendar is found with every year
    read: list[Loaded] = []
    for one in asked_years(folder, year):
        of_year = files(folder, one)
        contents |= of_year
        read.append(_loaded(folder, of_year))
        found |= dict.fromkeys(read[-1].diagnostics)
    found |= dict.fromkeys(between_years(contents, read))
    return _Workspace(folder, tuple(found), contents)


def _loaded(folder: Path, contents: Files) -> Loaded:
    loaded = load(contents, today(), fingerprints(folder))
    if loaded.plan is None:
        plan = relative(folder / min(loaded.skipped, key=len))
        notice(f"pci: chưa kiểm tra các tham chiếu vì {plan} sai cấu trúc")
    if others := len(loaded.skipped) - (loaded.plan is None):
        notice(f"pci: chưa kiểm tra nội dung của {others} tệp sai cú pháp, cấu trúc")
    return loaded


def _under(
    checked: _Workspace, place: Path, refused: list[CannotDo]
) -> tuple[tuple[Diagnostic, ...], dict[str, bytes]]:
    """What was found in the files below a place, itself included, and those files, by the paths a person would type.
    With them its templates: all of a folder that was named, of a whole workspace those that are not the default."""
    folder = checked.folder
    names = {
        path: relative(folder / path)
        for path in checked.files
        if (folder / path).is_relative_to(place)
    }
    found = sorted(
        (d._replace(where=names[d.where]) for d in checked.found if d.where in names),
        key=_place,
    )
    contents = {name: checked.files[path] for path, name in names.items()}
    for name, is_default in own_templates(folder).items():
        path = folder / "templates" / name
        if (
            path.is_relative_to(place)
            and not name.startswith("~$")
            and not (is_default and place == folder)
        ):
            found += document(path, refused)
            contents[relative(path)] = b""
    return tuple(found), contents


def _place(found: Diagnostic) -> tuple[object, ...]:
    return found.where, found.span, found.code
