"""The facts that `pci doctor` judges, asked of the machine and of the workspace's folder; nothing is written."""

import locale
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from pci import __version__
from pci.clock import now
from pci.console import fault_words, is_terminal, shown_name, width
from pci.core.dates import VIETNAM
from pci.core.diagnostic import Severity
from pci.core.errors import CannotDo
from pci.doctor.verdicts import File, Kept, Machine, Refusal, Terminal
from pci.files import git
from pci.files.git import Repository
from pci.word.pdf import find_office, office_version
from pci.workspace import Files, belongs, calendars, files, load, own_templates, years


def machine(folder: Path, colour: bool) -> Machine:
    """What the program runs on; the disk is that of a folder."""
    office = find_office()
    moment = now()
    return Machine(
        __version__,
        platform.python_version(),
        f"{platform.system()} {platform.release()}",
        locale.getencoding(),
        _code_page(),
        Terminal(os.environ.get("TERM", ""), width(), colour) if is_terminal() else None,
        moment.astimezone().utcoffset() or timedelta(),
        moment,
        _asked(lambda: git.version(folder)),
        _fonts(),
        office,
        office_version(office) if office else "",
        shutil.disk_usage(folder).free,
    )


def shows_marks() -> bool:
    """Whether the window can be trusted with «✓»: Windows is written to in Unicode, others by their locale."""
    return os.name == "nt" or (
        locale.getencoding().lower().replace("-", "") == "utf8" and not _is_poor()
    )


def _is_poor() -> bool:
    return os.environ.get("TERM", "dumb") in ("dumb", "linux")


def _code_page() -> int | None:
    if sys.platform != "win32":
        return None
    import ctypes

    return int(ctypes.windll.kernel32.GetConsoleOutputCP()) or None


_FOLDERS_OF_FONTS = (
    "C:/Windows/Fonts/times.ttf",
    "/System/Library/Fonts/Supplemental/Times New Roman.ttf",
)
"""Where Windows and macOS keep the font of the decree."""


def _fonts() -> frozenset[str] | None:
    """All families, as fontconfig tells; where it is absent, whether the one font lies in its place."""
    program = shutil.which("fc-list")
    if (
        program and Path(program).is_absolute()
    ):  # one that lies in the current folder may be anybody's
        done = subprocess.run(  # noqa: S603  a program of this machine, no word of it from data
            (program, "--format", "%{family}\n"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        if done.returncode == 0:
            lines = done.stdout.decode(errors="replace").splitlines()
            return frozenset(name.strip() for line in lines for name in line.split(","))
    if os.name == "nt" or sys.platform == "darwin":
        return frozenset(
            {"Times New Roman"} if any(Path(place).exists() for place in _FOLDERS_OF_FONTS) else ()
        )
    return None


def kept(root: Path, year: int, has_git: bool) -> Kept:
    """What lies in a workspace and how it stands."""
    moment = now()
    every = years(root)
    contents: dict[str, bytes] = {}
    unreadable: Refusal | None = None
    errors = warnings = 0
    latest = None
    for one in every:
        try:
            of_year = files(root, one)
        except CannotDo as error:
            unreadable = Refusal(error.message, error.hint)
            continue
        except OSError as error:
            unreadable = Refusal(
                f"{shown_name(error)}: {fault_words(error)}", "xin quyền đọc, hoặc chép lại tệp"
            )
            continue
        contents |= of_year
        loaded = load(of_year, moment.date())
        errors += sum(d.severity is Severity.ERROR for d in loaded.diagnostics)
        warnings += sum(d.severity is Severity.WARNING for d in loaded.diagnostics)
        latest = max(
            [entry.update.recorded for entry in loaded.entries] + ([latest] if latest else []),
            default=None,
        )
    return Kept(
        year,
        moment,
        tuple(_below(root, every)),
        _locked(root, year),
        _repository(root, every, contents) if has_git else None,
        calendars(_calendar_files(root)),
        errors,
        warnings,
        latest.astimezone(VIETNAM) if latest else None,
        _templates(root),
        unreadable,
    )


def _calendar_files(root: Path) -> Files:
    """Read on their own: the days off are known, whatever else cannot be read."""
    found = {}
    for path in sorted((root / "plans/calendar").glob("*.yaml")):
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found


def _repository(root: Path, every: tuple[int, ...], contents: Files) -> Repository | Refusal:
    try:
        return git.state(root, contents, lambda path: any(belongs(path, year) for year in every))
    except CannotDo as error:
        return Refusal(error.message, error.hint)


def _below(root: Path, every: tuple[int, ...]) -> Iterator[File]:
    """The files and links of a workspace: right in its folder, and all below its plans and its templates."""
    owner = os.getuid() if hasattr(os, "getuid") else None
    now_of_disk = now().timestamp()
    for folder in (root, root / "plans", root / "templates"):
        for at, folders, names in os.walk(folder):
            linked = [name for name in folders if Path(at, name).is_symlink()]
            folders[:] = sorted(set(folders) - set(linked)) if folder != root else []
            for path in (Path(at, name) for name in sorted([*names, *linked])):
                status = path.lstat()
                inside = path.relative_to(root).as_posix()
                yield File(
                    inside,
                    status.st_size,
                    now_of_disk - status.st_mtime,
                    path.is_symlink(),
                    owner is None or status.st_uid == owner,
                    os.access(path, os.R_OK),
                    any(belongs(inside, year) for year in every),
                )


def _locked(root: Path, year: int) -> tuple[str, ...]:
    """The folders of a year's updates that may not be written to; where there are none yet, the one to hold them."""
    progress = root / "plans" / str(year) / "progress"
    nearest = next(folder for folder in (progress, *progress.parents) if folder.exists())
    units = progress.iterdir() if nearest == progress and os.access(progress, os.R_OK) else ()
    folders = (nearest, *sorted(path for path in units if path.is_dir() and not path.is_symlink()))
    return tuple(
        f.relative_to(root).as_posix() for f in folders if not os.access(f, os.W_OK | os.X_OK)
    )


def _templates(root: Path) -> Mapping[str, bool]:
    """None of them where one may not be read: that is told of the rights."""
    try:
        return own_templates(root)
    except OSError:
        return {}


def _asked(ask: Callable[[], str]) -> str | Refusal:
    try:
        return ask()
    except CannotDo as error:
        return Refusal(error.message, error.hint)
