"""`pci check`: everything wrong in the files, in one run."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from pci.clock import today
from pci.commands import deliver
from pci.commands.check_documents import document
from pci.commands.options import Color, Force, Output, Root, Year, chosen, root_folder, whole_number
from pci.console import complain, is_terminal, notice, relative, use_colour, width
from pci.diagnostic import Diagnostic, Severity
from pci.errors import CannotDo
from pci.exhibits import fingerprints
from pci.formats import ci, findings, json, sarif
from pci.formats.findings import Checked
from pci.workspace import Files, Loaded, belongs, between_years, choose_year, files, load, years
from pci.yamlio import MAX_BYTES

_FORMATS: Mapping[str, Callable[[Checked], str]] = {
    "text": findings.text,
    "concise": findings.concise,
    "json": lambda checked: json.check(checked.found),
    "github": ci.github,
    "gitlab": ci.gitlab,
    "sarif": sarif.sarif,
    "junit": ci.junit,
}
_STDIN = Path("-")


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[TỆP]…", help="Văn bản hoặc mẫu .docx; «-» là đọc từ đầu vào; bỏ trống là kiểm tra kế hoạch."
        ),
    ] = None,
    root: Root = None,
    year: Year = None,
    format: Annotated[str, typer.Option("--format", metavar="|".join(_FORMATS), help="Dạng in.")] = "text",
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="|".join(Severity), help="Mã thoát 1 từ mức này trở lên.")
    ] = "error",
    stdin_filename: Annotated[
        Path | None,
        typer.Option(
            "--stdin-filename", metavar="TỆP", help="Nội dung đọc từ đầu vào là của tệp này (trình soạn thảo)."
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="In bản vá cho «git apply»: chữ dựng sẵn, dấu cách, cuối dòng, cuối tệp.", show_default=False
        ),
    ] = False,
    output: Output = None,
    force: Force = False,
    color: Color = "auto",
) -> None:
    """Kiểm tra kế hoạch, cập nhật, văn bản và mẫu.

    Mọi lỗi trong mọi tệp được nêu trong một lần chạy. Văn bản .docx được soát thể thức; mẫu .docx được soát từng thẻ,
    rồi thể thức của bản in thử. Mã thoát 0: không có lỗi; 1: có lỗi; 2: không kiểm tra được.

    Cảnh báo, gợi ý đã xem xét thì ghi trên chính dòng ấy: # pci: ignore[PCI448] lý do

    Ví dụ: pci check
    """
    chosen(format, _FORMATS, "--format")
    severity = Severity(chosen(fail_on, Severity, "--fail-on"))
    if fix:
        if paths or stdin_filename or format != "text":
            raise CannotDo("--fix chỉ đi với cả kế hoạch", "bỏ tệp, --stdin-filename và --format")
        _fix(root, year, output, force)
        return
    refused: list[CannotDo] = []
    if _STDIN in (paths or ()) or stdin_filename:
        checked = _typed(root, paths, stdin_filename, severity)
    elif paths:
        found = tuple(d for path in paths for d in document(path, refused))
        checked = Checked(found, {relative(path): b"" for path in paths}, severity)
    else:
        checked = _workspace(root, year, severity)
    if checked.found or not refused:
        deliver.text(_rendered(checked, format, output, color), output, force)
    if refused:
        for error in refused[:-1]:
            complain(error)
        raise refused[-1]
    if checked.failures:
        raise typer.Exit(1)


def _rendered(checked: Checked, format: str, output: Path | None, color: str) -> str:
    if format == "text" and output is None:
        return findings.text(checked, width() if is_terminal() else None, use_colour(color))
    return _FORMATS[format](checked)


def _workspace(root: Path | None, year: str | None, fail_on: Severity) -> Checked:
    """All years' files, or those of one."""
    folder = root_folder(root)
    contents: dict[str, bytes] = {}
    found: dict[Diagnostic, None] = {}  # what is wrong in a calendar is found with every year
    read: list[Loaded] = []
    for one in _years(folder, year):
        of_year = files(folder, one)
        contents |= of_year
        read.append(_loaded(folder, of_year))
        found |= dict.fromkeys(read[-1].diagnostics)
    found |= dict.fromkeys(between_years(contents, read))
    return Checked(
        tuple(sorted((d._replace(where=relative(folder / d.where)) for d in found), key=_place)),
        {relative(folder / path): data for path, data in contents.items()},
        fail_on,
    )


def _place(found: Diagnostic) -> tuple[object, ...]:
    return found.where, found.span, found.code


def _years(folder: Path, year: str | None) -> tuple[int, ...]:
    asked = whole_number(year, "--year")
    return years(folder) if asked is None else (choose_year(folder, asked, today()),)


def _loaded(folder: Path, contents: Files) -> Loaded:
    loaded = load(contents, today(), fingerprints(folder))
    for path in loaded.skipped:
        notice(f"pci: chưa kiểm tra các tham chiếu vì {relative(folder / path)} sai cấu trúc")
    return loaded


def _typed(root: Path | None, paths: list[Path] | None, name: Path | None, fail_on: Severity) -> Checked:
    """One file of the workspace as an editor holds it, not yet saved, beside the others as they are on the disk."""
    if name is None:
        raise CannotDo("đọc từ đầu vào mà không biết là tệp nào", "thêm --stdin-filename plans/2023.yaml")
    if paths != [_STDIN]:
        raise CannotDo("--stdin-filename đi với «-»", "pci check --stdin-filename plans/2023.yaml -")
    folder = root_folder(root)
    place = Path.cwd() / name
    inside = place.resolve().relative_to(folder).as_posix() if place.resolve().is_relative_to(folder) else ""
    own = next((year for year in reversed(years(folder)) if belongs(inside, year)), None)
    if own is None:
        hint = "nêu tệp kế hoạch, cập nhật, lời văn hoặc lịch nghỉ .yaml trong plans/"
        raise CannotDo(f"{name} không phải tệp của kế hoạch trong {relative(folder)}", hint)
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if hasattr(sys.stdin, "buffer") else b""
    found = _loaded(folder, {**files(folder, own), inside: data}).diagnostics
    where = name.as_posix()
    return Checked(tuple(d._replace(where=where) for d in found if d.where == inside), {where: data}, fail_on)


def _fix(root: Path | None, year: str | None, output: Path | None, force: bool) -> None:
    """Print the safe mends as a patch from the top of the git repository, or of the workspace where there is none."""
    from pci.formats.patch import patch
    from pci.mends import mended

    folder = root_folder(root)
    top = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    sealed: dict[str, None] = {}
    for one in _years(folder, year):
        contents = files(folder, one)
        made = mended(contents, today())
        sealed |= dict.fromkeys(made.sealed)
        for path, data in made.files.items():
            named = (folder / path).relative_to(top).as_posix()
            before[named], after[named] = contents[path], data
    for path in sealed:
        notice(f"pci: {relative(folder / path)} không có trong bản vá: cập nhật, bản ban hành đã ghi thì không sửa")
    if after:
        notice(f"pci: bản vá cho {len(after)} tệp; xem rồi chạy «git apply» trong thư mục {relative(top)}")
    deliver.text(patch(before, after).decode(), output, force)
