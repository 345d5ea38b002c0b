"""`pci check`: everything wrong in the files, in one run."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from pci.check import ci, findings, sarif
from pci.check.findings import Results
from pci.clock import today
from pci.commands import deliver
from pci.commands.check_files import Checked, asked_years, named, unsaved, whole
from pci.commands.options import Color, Force, Output, Root, Year, one_of
from pci.console import complain, is_terminal, notice, relative, use_colour, width
from pci.core.diagnostic import Severity
from pci.core.errors import CannotDo
from pci.workspace import files, load, root_folder

_FORMATS: Mapping[str, Callable[[Results], str]] = {
    "text": findings.text,
    "concise": findings.concise,
    "json": ci.script,
    "github": ci.github,
    "gitlab": ci.gitlab,
    "sarif": sarif.sarif,
    "junit": ci.junit,
}
_FAIL_ON = (*Severity, "never")
_STDIN = Path("-")


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[TỆP]…",
            help="Tệp, thư mục của kế hoạch, văn bản hoặc mẫu .docx; «-» là đọc từ đầu vào;"
            " bỏ trống là tất cả.",
        ),
    ] = None,
    root: Root = None,
    year: Year = None,
    format: Annotated[str, one_of("--format", _FORMATS, "Dạng in.")] = "text",
    fail_on: Annotated[
        str, one_of("--fail-on", _FAIL_ON, "Mã thoát 1 từ mức này trở lên, never là không.")
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

    Mọi lỗi trong mọi tệp được nêu trong một lần chạy, kể cả mẫu riêng trong templates/. Văn bản
    .docx được soát thể thức; mẫu .docx được soát từng thẻ, rồi thể thức của bản in thử. Mã thoát 0:
    không có lỗi; 1: có lỗi; 2: không kiểm tra được.

    Cảnh báo, gợi ý đã xem xét thì ghi trên chính dòng ấy (đoạn viết thành khối: sau dấu | mở khối):
    # pci: ignore[PCI448] lý do

    Ví dụ: pci check
    """
    if fix:
        _refuse_part(paths, stdin_filename, format)
        _fix(root, year, output, force)
        return
    outcome = _outcome(root, year, paths, stdin_filename)
    severity = None if fail_on == "never" else Severity(fail_on)
    results = Results(outcome.findings, outcome.contents, severity)
    if results.diagnostics or not outcome.refusals:
        deliver.text(_rendered(results, format, output, color), output, force)
    for refusal in outcome.refusals:
        complain(refusal)
    if outcome.refusals:
        raise typer.Exit(2)
    if results.failures:
        raise typer.Exit(1)


def _refuse_part(paths: list[Path] | None, name: Path | None, format: str) -> None:
    """Refuse to fix a part of a workspace, or to show fixes in another form than a patch."""
    if paths or name or format != "text":
        raise CannotDo("--fix chỉ đi với cả kế hoạch", "bỏ tệp, --stdin-filename và --format")


def _outcome(
    root: Path | None, year: str | None, paths: list[Path] | None, name: Path | None
) -> Checked:
    """Check what was asked for; `name` is the file whose content the standard input holds."""
    if not paths and not name:
        return whole(root, year)
    if paths and _STDIN not in paths and not name:
        return named(root, year, paths)
    if name is None:
        hint = "thêm --stdin-filename plans/2023.yaml"
        raise CannotDo("đọc từ đầu vào mà không biết là tệp nào", hint)
    if paths != [_STDIN]:
        hint = "pci check --stdin-filename plans/2023.yaml -"
        raise CannotDo("--stdin-filename đi với «-»", hint)
    return unsaved(root, name)


def _rendered(results: Results, format: str, output: Path | None, color: str) -> str:
    if format == "text" and output is None:
        return findings.text(results, width() if is_terminal() else None, use_colour(color))
    return _FORMATS[format](results)


def _fix(root: Path | None, year: str | None, output: Path | None, force: bool) -> None:
    """Print the safe fixes as a patch for the top of the git repository, else of the workspace."""
    from pci.check.fix import fixes, patch

    folder = root_folder(root)
    top = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    sealed: dict[str, None] = {}
    faulty: dict[str, None] = {}
    for one in asked_years(folder, year):
        contents = files(folder, one)
        made = fixes(contents, lambda contents: load(contents, today()).diagnostics)
        sealed |= dict.fromkeys(relative(folder / path) for path in made.sealed)
        faulty |= dict.fromkeys(relative(folder / path) for path in made.faulty)
        for path, data in made.files.items():
            below = (folder / path).relative_to(top).as_posix()
            before[below], after[below] = contents[path], data
    for line in _fix_notices(sealed, faulty, len(after), relative(top)):
        notice(line)
    deliver.text(patch(before, after).decode(), output, force)


def _fix_notices(
    sealed: Iterable[str], faulty: Iterable[str], count: int, top: str
) -> Iterator[str]:
    """What the patch leaves out and why, and how to use it."""
    for path in sealed:
        why = "cập nhật, bản ban hành đã ghi thì không sửa"
        yield f"pci: {path} không có trong bản vá: {why}"
    if listed := ", ".join(faulty):
        why = f"còn lỗi cú pháp, cấu trúc trong {listed}"
        yield f"pci: chưa vá được hết vì {why}; sửa theo «pci check» rồi chạy lại"
    if count:
        yield f"pci: bản vá cho {count} tệp; xem rồi chạy «git apply» trong thư mục {top}"
    elif not sealed and not faulty:
        yield "pci: không có gì để vá"
