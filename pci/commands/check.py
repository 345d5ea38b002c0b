"""`pci check`: everything wrong in the files, in one run."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import typer

from pci.check import ci, findings, sarif
from pci.check.findings import Results
from pci.clock import today
from pci.commands import deliver
from pci.commands.check_files import Checked, asked_plans, named, whole
from pci.commands.options import Place, ScreenTarget
from pci.console import complain, notice, relative
from pci.core.diagnostic import Severity
from pci.core.errors import CannotDo
from pci.core.vi import brief
from pci.loading import load
from pci.usage import argument, choice, flag, seldom
from pci.workspace import files, root_folder

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


@dataclass(frozen=True)
class CheckOptions(ScreenTarget):
    """What is checked, as typed, and what becomes of the findings."""

    paths: list[Path] | None = argument(
        "[TỆP]…", "Tệp, thư mục của kế hoạch, văn bản hoặc mẫu .docx; bỏ trống là tất cả."
    )
    format: str = choice("--format", _FORMATS, "Dạng in.", "text")
    fail_on: str = seldom(
        choice("--fail-on", _FAIL_ON, "Mã thoát 1 từ mức này trở lên, never là không.", "error")
    )
    errors_only: bool = flag("--errors-only", "Chỉ nêu lỗi, không nêu cảnh báo, gợi ý.")
    fix: bool = flag(
        "--fix", "In bản vá cho «git apply»: chữ dựng sẵn, dấu cách, cuối dòng, cuối tệp."
    )


def check(how: CheckOptions, place: Place) -> None:
    """Kiểm tra kế hoạch, cập nhật, văn bản và mẫu.

    Mọi điều sai trong mọi tệp được nêu trong một lần chạy, lỗi trước, kể cả mẫu riêng trong
    templates/. Văn bản .docx được soát thể thức, không soát cấu trúc tệp; mẫu .docx được soát từng
    thẻ, rồi thể thức của bản in thử. Mã thoát 0: không có lỗi; 1: có lỗi; 2: không kiểm tra được.

    Cảnh báo, gợi ý đã xem xét thì ghi trên chính dòng ấy (đoạn viết thành khối: sau dấu | mở khối):
    # pci: ignore[PCI448] lý do

    Ví dụ: pci check
    """
    if how.fix:
        _refuse_beside_fix(how)
        _fix(place, how)
        return
    outcome = named(place, how.paths) if how.paths else whole(place)
    results = _results(outcome, how)
    if results.diagnostics or not outcome.refusals or how.format not in ("text", "concise"):
        deliver.text(_printed(results, how), how)
    for refusal in outcome.refusals:
        complain(refusal)
    if outcome.refusals:
        raise typer.Exit(2)
    if results.failures:
        raise typer.Exit(1)


def _results(outcome: Checked, how: CheckOptions) -> Results:
    """The findings that are asked for."""
    shown = (
        d._replace(message=brief(d.message), hint=brief(d.hint))
        for d in outcome.findings
        if not how.errors_only or d.severity is Severity.ERROR
    )
    fail_on = None if how.fail_on == "never" else Severity(how.fail_on)
    return Results(tuple(shown), outcome.contents, fail_on, outcome.complete)


def _refuse_beside_fix(how: CheckOptions) -> None:
    """Refuse what has no meaning for a patch."""
    if how.paths or how.format != "text":
        raise CannotDo("--fix chỉ đi với cả kế hoạch", "bỏ tệp và --format")


def _printed(results: Results, how: CheckOptions) -> str:
    """The findings in the form that was asked for."""
    if how.format == "text":
        return findings.text(results, how.columns, how.colour)
    return _FORMATS[how.format](results)


def _fix(place: Place, how: CheckOptions) -> None:
    """Print the safe fixes as a patch for the top of the git repository, else of the workspace."""
    from pci.check.fix import fixes, patch

    folder = root_folder(place.root)
    top = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    sealed: dict[str, None] = {}
    faulty: dict[str, None] = {}
    for one in asked_plans(folder, place):
        contents = files(folder, one)
        made = fixes(contents, lambda contents: load(contents, today()).diagnostics)
        sealed |= dict.fromkeys(relative(folder / path) for path in made.sealed)
        faulty |= dict.fromkeys(relative(folder / path) for path in made.faulty)
        for path, data in made.files.items():
            below = (folder / path).relative_to(top).as_posix()
            before[below], after[below] = contents[path], data
    for line in _fix_notices(sealed, faulty, len(after), relative(top)):
        notice(line)
    deliver.text(patch(before, after).decode(), how)


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
