"""`pci check`: everything wrong in the files, in one run."""

from pathlib import Path
from typing import Annotated

import typer

from pci.clock import today
from pci.commands import deliver
from pci.commands.options import Force, Output, Root, Year, chosen, root_folder, whole_number
from pci.console import complain, fault_words, notice, relative
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
    refused: list[CannotDo] = []
    found = [d for path in paths for d in _form(path, refused)] if paths else _workspace(root, year)
    if found or not refused:
        deliver.text(_FORMATS[format](found), output, force)
    if refused:
        for error in refused[:-1]:
            complain(error)
        raise refused[-1]
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


def _form(path: Path, refused: list[CannotDo]) -> tuple[Diagnostic, ...]:
    """What is wrong in one document; one that cannot be judged does not keep the others' findings back."""
    from pci.formats.outline import read_outline
    from pci.rules.form import check_form

    try:
        if path.suffix.lower() in (".yaml", ".yml"):
            raise CannotDo(
                "không kiểm tra riêng một tệp YAML", "chạy «pci check» không nêu tệp để kiểm tra cả kế hoạch"
            )
        return check_form(read_outline(path.read_bytes()), relative(path))
    except CannotDo as error:
        refused.append(CannotDo(f"{relative(path)}: {error.message}", error.hint))
    except OSError as error:
        refused.append(CannotDo(f"{relative(path)}: {fault_words(error)}"))
    return ()
