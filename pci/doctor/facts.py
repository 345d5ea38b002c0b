"""The facts that `pci doctor` judges, asked of the machine and of the workspace's folder; nothing
is written."""

import locale
import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pci import __version__
from pci.clock import today
from pci.console import fault_line
from pci.core.errors import CannotDo
from pci.doctor.checks import Folder, Machine
from pci.files import git
from pci.word.pdf import find_office, office_version
from pci.workspace import Files, belongs, calendars, files, load, own_templates, years

T = TypeVar("T")


def machine(root: Path) -> Machine:
    """What the program runs on, seen from a folder."""
    office = find_office()
    return Machine(
        __version__,
        platform.python_version(),
        f"{platform.system()} {platform.release()}",
        _or_refusal(lambda: git.version(root)),
        office_version(office) if office else None,
    )


def shows_marks() -> bool:
    """Whether the window can be trusted with «✓»: Windows is written to in Unicode, others by their
    locale."""
    if os.name == "nt":
        return True
    poor = os.environ.get("TERM", "dumb") in ("dumb", "linux")
    return locale.getencoding().lower() in ("utf-8", "utf8") and not poor


def folder(root: Path, year: int, has_git: bool) -> Folder:
    """What lies in a workspace and how it stands."""
    every = years(root)
    contents: Files = {}
    severities, templates, unreadable = [], {}, None
    try:
        for one in every:
            of_year = files(root, one)
            contents = {**contents, **of_year}
            severities += [d.severity for d in load(of_year, today()).diagnostics]
        templates = {**own_templates(root)}
    except CannotDo as error:
        unreadable = error
    except OSError as error:
        words = fault_line(error)
        unreadable = CannotDo(words, "xin quyền đọc, hoặc chép lại tệp")

    def is_data(path: str) -> bool:
        return any(belongs(path, one) for one in every)

    return Folder(
        year,
        today(),
        {path: is_data(path) for path in _paths(root)},
        unreadable,
        severities,
        calendars(contents),
        templates,
        _or_refusal(lambda: git.unsaved(root, contents, is_data)) if has_git else None,
    )


def _paths(root: Path) -> tuple[str, ...]:
    """The files right in a workspace, and all below its plans and its templates."""
    below = [path for name in ("plans", "templates") for path in sorted((root / name).rglob("*"))]
    listed = [path for path in (*sorted(root.iterdir()), *below) if not path.is_dir()]
    return tuple(path.relative_to(root).as_posix() for path in listed)


def _or_refusal(ask: Callable[[], T]) -> T | CannotDo:
    try:
        return ask()
    except CannotDo as error:
        return error
