"""`pci diff`: what changed in a plan and its records, by meaning."""

from pathlib import Path
from typing import Annotated

import typer

from pci.commands import deliver
from pci.commands.options import Color, Force, Output, Root, Year, one_of, whole_number
from pci.commands.paper import Paper, PaperOptions, day_of_issue, hand_over
from pci.console import INVENTED, is_terminal, notice, use_colour, width
from pci.core.errors import CannotDo
from pci.core.vi import count_words
from pci.diff import diff as changes_between
from pci.diff.changes import Change
from pci.diff.json import json_of
from pci.diff.lines import ChangeList
from pci.diff.markdown import markdown
from pci.diff.sides import Sides, read
from pci.diff.sources import sources
from pci.diff.text import text

FORMATS = ("text", "md", "json", "docx")
FAIL_ON = ("finding", "change")
TEMPLATE = "phu-luc-dieu-chinh.docx"


def diff(
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[CŨ]",
            help="Bản git, ./thư_mục hoặc tệp kế hoạch; trống là HEAD. Nhận A..B, A...B.",
        ),
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="[MỚI]", help="Như trên; bỏ trống là các tệp hiện có.")
    ] = None,
    root: Root = None,
    year: Year = None,
    format: Annotated[
        str, one_of("--format", FORMATS, "Dạng in; docx là phụ lục điều chỉnh, bổ sung.")
    ] = "text",
    output: Output = None,
    force: Force = False,
    fail_on: Annotated[
        str | None,
        one_of(
            "--fail-on",
            FAIL_ON,
            "Mã thoát 1: finding khi có điều phải xem, change khi có thay đổi.",
        ),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Như --fail-on change.", show_default=False)
    ] = False,
    color: Color = "auto",
) -> None:
    """Nêu những gì đã thay đổi, theo nghĩa, giữa hai bản.

    Nhiệm vụ thêm, bỏ, đổi số, sửa lời; thời hạn dời; đơn vị đổi; cập nhật mới. Cập nhật đã ghi mà
    bị sửa, xóa, dời chỗ là điều phải xem. A..B so hai bản; A...B chỉ nêu những gì B đã đổi từ khi
    tách khỏi A. Dạng docx là phụ lục kèm quyết định điều chỉnh, bổ sung Kế hoạch, chỉ gồm lời văn
    in trong Kế hoạch.

    Ví dụ: pci diff main...HEAD --format md
    """
    failing = "change" if exit_code else fail_on
    sides = read(*sources(old, new, root), whole_number(year, "--year"))
    changes = changes_between(sides.old, sides.new)
    if sides.new.plan.illustrative:
        notice(f"{INVENTED}: cơ quan và số liệu của kế hoạch này do bịa ra để làm ví dụ.")
    if format == "docx":
        _annex(sides, changes, PaperOptions(output=output, force=force))
    else:
        deliver.text(_shown(sides, changes, format, output, color), output, force)
    if failing and any(change.finding or failing == "change" for change in changes):
        raise typer.Exit(1)


def _shown(
    sides: Sides, changes: tuple[Change, ...], format: str, output: Path | None, color: str
) -> str:
    old, new = sides.sources
    if format == "json":
        return json_of(sides, changes)
    listed = ChangeList(sides.new.plan, old.name, new.name, changes)
    if format == "md":
        return markdown(listed)
    screen = output is None and is_terminal()
    return text(listed, width() if screen else None, output is None and use_colour(color))


def _annex(sides: Sides, changes: tuple[Change, ...], how: PaperOptions) -> None:
    """The words that the plan prints, as the annex of the decision that changes them."""
    from pci.reports.adjustments import annex, is_printed, title

    printed = [change for change in changes if is_printed(change)]
    if not printed:
        fault = "lời văn in trong Kế hoạch không thay đổi nên không có gì để lập phụ lục"
        raise CannotDo(fault, "xem --format text")
    plan = sides.new.plan
    name = f"phu-luc-dieu-chinh-pci-{plan.year}"
    values = annex(sides.old.plan, plan, printed)
    paper = Paper(TEMPLATE, name, values, title(plan), day_of_issue(plan))
    hand_over(sides.workspace, paper, how)
    if rest := len(changes) - len(printed):
        why = "không in trong Kế hoạch nên không có trong phụ lục"
        notice(f"{count_words(rest)} thay đổi khác {why}; xem --format text.")
