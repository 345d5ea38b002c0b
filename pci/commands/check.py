"""`pci check`: everything wrong in the files, in one run."""

from pathlib import Path
from typing import Annotated

import typer

from pci.clock import today
from pci.commands import deliver
from pci.commands.options import Force, Output, Root, Year, chosen, root_folder, whole_number
from pci.console import notice, relative
from pci.diagnostic import Diagnostic, Severity
from pci.errors import CannotDo
from pci.formats import ci, json
from pci.workspace import choose_year, files, load, years

_FORMATS = {"text": ci.text, "json": json.check, "github": ci.github}


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[TỆP]…", help="Văn bản .docx; bỏ trống là kiểm tra kế hoạch.")
    ] = None,
    root: Root = None,
    year: Year = None,
    format: Annotated[str, typer.Option("--format", metavar="|".join(_FORMATS), help="Dạng in.")] = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Kiểm tra kế hoạch, cập nhật và thể thức văn bản.

    Mọi lỗi trong mọi tệp được nêu trong một lần chạy. Mã thoát 0: không có lỗi; 1: có lỗi; 2: không kiểm tra được.

    Ví dụ: pci check
    """
    chosen(format, _FORMATS, "--format")
    found = [d for path in paths for d in _form(path)] if paths else _workspace(root, year)
    deliver.text(_FORMATS[format](found), output, force)
    if any(d.severity is Severity.ERROR for d in found):
        raise typer.Exit(1)


def _workspace(root: Path | None, year: str | None) -> list[Diagnostic]:
    """All years' files, or those of one."""
    folder = root_folder(root)
    asked = whole_number(year, "--year")
    found: list[Diagnostic] = []
    for one in years(folder) if asked is None else (choose_year(folder, asked, today()),):
        loaded = load(files(folder, one))
        found += (d._replace(where=relative(folder / d.where)) for d in loaded.diagnostics)
        for path in loaded.skipped:
            notice(f"pci: chưa kiểm tra các tham chiếu vì {relative(folder / path)} sai cấu trúc")
    return found


def _form(path: Path) -> tuple[Diagnostic, ...]:
    from pci.formats.outline import read_outline
    from pci.rules.form import check_form

    try:
        outline = read_outline(path.read_bytes())
    except CannotDo as error:
        raise CannotDo(f"{relative(path)}: {error.message}", error.hint) from None
    return check_form(outline, relative(path))
