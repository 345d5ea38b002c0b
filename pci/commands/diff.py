"""`pci diff`: what changed in a plan and its records, by meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

import typer

from pci.commands import deliver
from pci.commands.options import Place, ScreenTarget, tell_invented
from pci.commands.paper import Paper, PaperOptions, day_of_issue, hand_over
from pci.console import notice
from pci.core.errors import CannotDo
from pci.core.vi import count_words
from pci.diff import diff as changes_between
from pci.diff.changes import Change
from pci.diff.json import json_of
from pci.diff.lines import ChangeList
from pci.diff.lost import with_lost
from pci.diff.markdown import markdown
from pci.diff.sources import Side, sides
from pci.diff.text import text
from pci.usage import argument, choice, flag, seldom
from pci.workspace import Workspace

TEMPLATE = "phu-luc-dieu-chinh.docx"


@dataclass(frozen=True)
class DiffOptions(ScreenTarget):
    """What is compared, as typed, and what becomes of the result."""

    old: str | None = argument(
        "[CŨ]", "Bản git, thư mục hoặc tệp kế hoạch; trống là HEAD. Nhận A..B, A...B."
    )
    new: str | None = argument("[MỚI]", "Như trên; bỏ trống là các tệp hiện có.")
    format: str = choice(
        "--format",
        ("text", "md", "json", "docx"),
        "Dạng in; docx là phụ lục điều chỉnh, bổ sung.",
        "text",
    )
    fail_on: str | None = seldom(
        choice(
            "--fail-on",
            ("finding", "change"),
            "Mã thoát 1: finding khi có điều phải xem, change khi có thay đổi.",
        )
    )
    exit_code: bool = seldom(flag("--exit-code", "Như --fail-on change."))
    staged: bool = seldom(
        flag("--staged", "Bản mới là những gì sắp lưu (git add), như máy chặn trước khi lưu cần.")
    )


def diff(how: DiffOptions, place: Place) -> None:
    """Nêu những gì đã thay đổi, theo nghĩa, giữa hai bản.

    Nhiệm vụ thêm, bỏ, đổi mã, sửa lời; thời hạn dời; đơn vị đổi; cập nhật mới. Cập nhật đã ghi mà
    bị sửa, xóa là điều phải xem. A..B so hai bản; A...B chỉ nêu những gì B đã đổi từ khi
    tách khỏi A. Dạng docx là phụ lục kèm quyết định điều chỉnh, bổ sung Kế hoạch, chỉ gồm lời văn
    in trong Kế hoạch.

    Ví dụ: pci diff main...HEAD --format md
    """
    if how.staged and how.new:
        raise CannotDo("--staged không đi với [MỚI]", "bỏ một trong hai")
    failing = "change" if how.exit_code else how.fail_on
    gate = how.fail_on == "finding"
    compared = sides(how.old, how.new, place.root, place.among, gate, how.staged)
    if not compared:
        return
    old, new = compared
    changes = with_lost(old, new, changes_between(old.version, new.version))
    tell_invented(new.version.plan)
    if how.format == "docx":
        _annex(old.version, new.version, changes, PaperOptions(how.output, how.force))
    else:
        deliver.text(_shown(old, new, changes, how), how)
    if failing and any(change.finding or failing == "change" for change in changes):
        raise typer.Exit(1)


def _shown(old: Side, new: Side, changes: Sequence[Change], how: DiffOptions) -> str:
    if how.format == "json":
        return json_of(old, new, changes)
    names = old.source.name, new.source.name
    listed = ChangeList(new.version.plan, *names, changes, old.is_read)
    return markdown(listed) if how.format == "md" else text(listed, how.columns, how.colour)


def _annex(old: Workspace, new: Workspace, changes: Sequence[Change], how: PaperOptions) -> None:
    """The words that the plan prints, as the annex of the decision that changes them."""
    from pci.reports.adjustments import annex, is_printed, title

    printed = [change for change in changes if is_printed(change)]
    if not printed:
        fault = "lời văn in trong Kế hoạch không thay đổi nên không có gì để lập phụ lục"
        raise CannotDo(fault, "xem --format text")
    plan = new.plan
    name = f"phu-luc-dieu-chinh-{plan.mark}-{plan.year}"
    values = annex(old.plan, plan, printed)
    paper = Paper(TEMPLATE, name, values, title(plan), day_of_issue(plan))
    hand_over(new, paper, how)
    if rest := len(changes) - len(printed):
        why = "không in trong Kế hoạch nên không có trong phụ lục"
        notice(f"{count_words(rest)} thay đổi khác {why}; xem --format text.")
