"""`pci doctor`: what is not as it should be on this machine and in this workspace, each with what to do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pci.clock import today
from pci.commands import deliver
from pci.commands.options import Color, Force, Output, Root, Year, one_of, whole_number
from pci.console import is_terminal, notice, relative, use_colour, width
from pci.core.errors import CannotDo
from pci.doctor import facts as doctor_facts
from pci.doctor import page as checkup
from pci.doctor.page import json_of
from pci.doctor.verdicts import Finding, Level, examined, worst
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

    Xem bảng mã, cửa sổ lệnh, giờ, git, phông chữ, LibreOffice, đĩa; trong thư mục kế hoạch xem thêm dữ liệu, quyền,
    kho git, lịch nghỉ, tệp sót, mẫu. Không ghi gì. Mã thoát 1: có điều hỏng; 0: tốt, hoặc chỉ có điều nên xem.

    Ví dụ: pci doctor
    """
    machine = doctor_facts.machine(Path.cwd() if root is None else root, use_colour(color))
    folder = _folder(root)
    if folder is None:
        notice(
            "pci: không ở trong thư mục kế hoạch nên chỉ khám máy; thêm --root để khám cả kế hoạch"
        )
        findings = examined(machine, None)
    else:
        year_of_plan = choose_year(folder, whole_number(year, "--year"), today())
        kept = doctor_facts.kept(folder, year_of_plan, has_git=isinstance(machine.git, str))
        findings = examined(machine, kept)
    deliver.text(_drawn(findings, folder, format, output, color), output, force)
    if worst(findings) is Level.PROBLEM:
        raise typer.Exit(1)


def _folder(root: Path | None) -> Path | None:
    """The workspace; null where none was named and the current folder lies in none."""
    try:
        return root_folder(root)
    except CannotDo:
        if root:
            raise
        return None


def _drawn(
    findings: Sequence[Finding], folder: Path | None, format: str, output: Path | None, color: str
) -> str:
    if format == "json":
        return json_of(findings, relative(folder) if folder else None)
    if output is None and is_terminal() and doctor_facts.shows_marks():
        return checkup.screen(findings, width(), use_colour(color))
    return checkup.plain(findings)
