"""`pci doctor`: what is not as it should be on this machine and in this workspace, each with what
to do."""

from pathlib import Path
from typing import Annotated

import typer

from pci.clock import today
from pci.commands import deliver
from pci.commands.options import Color, Force, Output, Root, Year, one_of, whole_number
from pci.console import is_terminal, notice, relative, use_colour, width
from pci.core.errors import CannotDo
from pci.doctor import facts, page
from pci.doctor.checks import FOLDER_CHECKS, MACHINE_CHECKS, Level, examine, worst
from pci.workspace import choose_year, root_folder

_FORMATS = ("text", "json")


def doctor(
    root: Root = None,
    year: Year = None,
    format: Annotated[str, one_of("--format", _FORMATS, "Dạng in.")] = "text",
    output: Output = None,
    force: Force = False,
    color: Color = "auto",
) -> None:
    """Khám máy và thư mục kế hoạch: điều gì chưa ổn, phải làm gì.

    Xem bản chương trình, git, LibreOffice; trong thư mục kế hoạch xem thêm dữ liệu, kho git, lịch
    nghỉ, tệp lạc, mẫu. Không ghi gì. Mã thoát 1: có điều hỏng; 0: tốt, hoặc chỉ có điều nên xem.

    Ví dụ: pci doctor
    """
    machine = facts.machine(root or Path.cwd())
    found = examine(MACHINE_CHECKS, machine)
    folder = _folder(root)
    if folder:
        year_of_plan = choose_year(folder, whole_number(year, "--year"), today())
        has_git = isinstance(machine.git, str)
        found += examine(FOLDER_CHECKS, facts.folder(folder, year_of_plan, has_git))
    else:
        notice(
            "pci: không ở trong thư mục kế hoạch nên chỉ khám máy; thêm --root để khám cả kế hoạch"
        )
    if format == "json":
        text = page.json_of(found, relative(folder) if folder else None)
    elif output is None and is_terminal() and facts.shows_marks():
        text = page.screen(found, width(), use_colour(color))
    else:
        text = page.plain(found)
    deliver.text(text, output, force)
    if worst(checkup.level for checkup in found) is Level.PROBLEM:
        raise typer.Exit(1)


def _folder(root: Path | None) -> Path | None:
    """The workspace; null where none was named and the current folder lies in none."""
    try:
        return root_folder(root)
    except CannotDo:
        if root:
            raise
        return None
