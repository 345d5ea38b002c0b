"""`pci check`: everything wrong in the files, in one run."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from pci.check import ci, findings, json, sarif
from pci.check.findings import Results
from pci.clock import today
from pci.commands import deliver
from pci.commands.check_files import STDIN, asked_years, named, typed, whole
from pci.commands.options import Color, Force, Output, Root, Year, chosen
from pci.console import complain, is_terminal, notice, relative, use_colour, width
from pci.core.diagnostic import Severity
from pci.core.errors import CannotDo
from pci.workspace import files, load, root_folder

_FORMATS: Mapping[str, Callable[[Results], str]] = {
    "text": findings.text,
    "concise": findings.concise,
    "json": lambda results: json.check(results.diagnostics),
    "github": ci.github,
    "gitlab": ci.gitlab,
    "sarif": sarif.sarif,
    "junit": ci.junit,
}
_FAIL_ON = (*Severity, "never")


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[TỆP]…",
            help="Tệp, thư mục của kế hoạch, văn bản hoặc mẫu .docx; «-» là đọc từ đầu vào; bỏ trống là tất cả.",
        ),
    ] = None,
    root: Root = None,
    year: Year = None,
    format: Annotated[
        str, typer.Option("--format", metavar="|".join(_FORMATS), help="Dạng in.")
    ] = "text",
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="|".join(_FAIL_ON),
            help="Mã thoát 1 từ mức này trở lên, never là không.",
        ),
    ] = "error",
    stdin_filename: Annotated[
        Path | None,
        typer.Option(
            "--stdin-filename",
            metavar="TỆP",
            help="Nội dung đọc từ đầu vào là của tệp này (trình soạn thảo).",
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="In bản vá cho «git apply»: chữ dựng sẵn, dấu cách, cuối dòng, cuối tệp.",
            show_default=False,
        ),
    ] = False,
    output: Output = None,
    force: Force = False,
    color: Color = "auto",
) -> None:
    """Kiểm tra kế hoạch, cập nhật, văn bản và mẫu.

    Mọi lỗi trong mọi tệp được nêu trong một lần chạy, kể cả mẫu riêng trong templates/. Văn bản .docx được soát thể
    thức; mẫu .docx được soát từng thẻ, rồi thể thức của bản in thử. Mã thoát 0: không có lỗi; 1: có lỗi; 2: không kiểm
    tra được.

    Cảnh báo, gợi ý đã xem xét thì ghi trên chính dòng ấy (đoạn viết thành khối: sau dấu | mở khối):
    # pci: ignore[PCI448] lý do

    Ví dụ: pci check
    """
    chosen(format, _FORMATS, "--format")
    failing = None if chosen(fail_on, _FAIL_ON, "--fail-on") == "never" else Severity(fail_on)
    if fix:
        if paths or stdin_filename or format != "text":
            raise CannotDo("--fix chỉ đi với cả kế hoạch", "bỏ tệp, --stdin-filename và --format")
        _fix(root, year, output, force)
        return
    refused: list[CannotDo] = []
    if STDIN in (paths or ()) or stdin_filename:
        results = typed(root, paths, stdin_filename, failing)
    elif paths:
        results = named(root, year, paths, failing, refused)
    else:
        results = whole(root, year, failing, refused)
    if results.diagnostics or not refused:
        deliver.text(_rendered(results, format, output, color), output, force)
    if refused:
        for error in refused[:-1]:
            complain(error)
        raise refused[-1]
    if results.failures:
        raise typer.Exit(1)


def _rendered(results: Results, format: str, output: Path | None, color: str) -> str:
    if format == "text" and output is None:
        return findings.text(results, width() if is_terminal() else None, use_colour(color))
    return _FORMATS[format](results)


def _fix(root: Path | None, year: str | None, output: Path | None, force: bool) -> None:
    """Print the safe fixes as a patch from the top of the git repository, or of the workspace where there is none."""
    from pci.check.fix import fixes, patch

    folder = root_folder(root)
    top = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    sealed: dict[str, None] = {}
    faulty: dict[str, None] = {}
    for one in asked_years(folder, year):
        contents = files(folder, one)
        made = fixes(contents, lambda held: load(held, today()).diagnostics)
        sealed |= dict.fromkeys(made.sealed)
        faulty |= dict.fromkeys(made.faulty)
        for path, data in made.files.items():
            below = (folder / path).relative_to(top).as_posix()
            before[below], after[below] = contents[path], data
    for path in sealed:
        notice(
            f"pci: {relative(folder / path)} không có trong bản vá: cập nhật, bản ban hành đã ghi thì không sửa"
        )
    if faulty:
        listed = ", ".join(relative(folder / path) for path in faulty)
        notice(
            f"pci: chưa vá được hết vì còn lỗi cú pháp, cấu trúc trong {listed}; sửa theo «pci check» rồi chạy lại"
        )
    if not (after or sealed or faulty):
        notice("pci: không có gì để vá")
    if after:
        notice(
            f"pci: bản vá cho {len(after)} tệp; xem rồi chạy «git apply» trong thư mục {relative(top)}"
        )
    deliver.text(patch(before, after).decode(), output, force)
