"""Options that several commands share, and the way each opens its workspace."""

import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from pci.clock import today
from pci.console import INVENTED, notice, relative
from pci.core import names
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.ledger import Ledger, ledger
from pci.core.model import Plan
from pci.core.vi import short_date, shortened
from pci.workspace import Workspace, choose_year, open_workspace, root_folder

W = TypeVar("W", bound=str)

Root = Annotated[
    Path | None,
    typer.Option(
        "--root", envvar="PCI_ROOT", metavar="THƯ_MỤC", help="Thư mục có plans/<năm>.yaml."
    ),
]
Year = Annotated[
    str | None, typer.Option("--year", envvar="PCI_YEAR", metavar="NĂM", help="Năm của kế hoạch.")
]
Unit = Annotated[
    str | None,
    typer.Option("--unit", metavar="ĐƠN_VỊ", help="Đơn vị: tên, tên tắt hoặc mã; không cần dấu."),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="TỆP", help="Ghi ra tệp thay vì màn hình.")
]
Within = Annotated[
    str,
    typer.Option("--within", metavar="SỐ_NGÀY", help="Sắp đến hạn là còn chừng này ngày, như 30d."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Ghi đè tệp đã có nội dung khác.", show_default=False)
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", envvar="PCI_AS_OF", metavar="NGÀY", help="Tính đến ngày này; mặc định hôm nay."
    ),
]


def one_of(option: str, values: Collection[str], help: str) -> Any:
    """An option that takes one of a few values, all of which its help names."""

    def check(value: Any) -> Any:
        for typed in value if isinstance(value, list) else [value]:
            if typed is not None:
                chosen(typed, values, option)
        return value

    return typer.Option(option, metavar="|".join(values), help=help, callback=check)


LIST_FORMATS = ("table", "json", "csv", "md", "xlsx")
ListFormat = Annotated[str, one_of("--format", LIST_FORMATS, "Dạng in.")]
Color = Annotated[str, one_of("--color", ("auto", "always", "never"), "Màu trên màn hình.")]


@dataclass(frozen=True)
class ListOptions:
    """In which format a list is wanted, and where it goes."""

    format: ListFormat = "table"
    output: Output = None
    force: Force = False
    color: Color = "auto"


def opened(root: Path | None, year: str | None) -> Workspace:
    """The workspace that a command works on; its faults are named by paths that can be clicked."""
    folder = root_folder(root)
    known_year = choose_year(folder, whole_number(year, "--year"), today())
    try:
        workspace = open_workspace(folder, known_year)
    except InvalidWorkspace as error:
        placed = (d._replace(where=relative(folder / d.where)) for d in error.diagnostics)
        raise InvalidWorkspace(tuple(placed)) from None
    if workspace.plan.illustrative:
        notice(f"{INVENTED}: cơ quan và số liệu của kế hoạch này do bịa ra để làm ví dụ.")
    return workspace


def whole_number(text: str | None, option: str) -> int | None:
    """A number of plain digits; null where none was typed."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise CannotDo(f"{option} «{shortened(text)}» không phải số", "gõ liền các chữ số")
    return int(text)


def day_count(text: str, option: str) -> int:
    """`30d` or `30`."""
    number = re.fullmatch(r"(\d{1,4})d?", text, re.ASCII | re.IGNORECASE)
    if not number:
        raise CannotDo(f"{option} «{text}» không phải số ngày", "gõ như 30d hoặc 30")
    return int(number[1])


def chosen(value: str, values: Collection[W], option: str) -> W:
    """The value, where it is one that the option takes."""
    for word in values:
        if word == value:
            return word
    hint = "chọn một trong: " + ", ".join(values)
    raise CannotDo(f"{option} «{value}» không dùng được", hint)


def day(text: str, option: str) -> date:
    """A day in ISO form or as a Vietnamese paper writes it: `2023-09-14` or `14/9/2023`."""
    parsed = names.day(text.strip())
    if parsed is None:
        hint = "gõ như 2023-09-14 hoặc 14/9/2023"
        raise CannotDo(f"{option} «{shortened(text)}» không phải ngày có thật", hint)
    return parsed


def as_of_day(asked: str | None, plan: Plan) -> date:
    """The day asked for, else the earlier of today and 31 January after the plan's year.

    Work of a plan long over does not become later and later.
    """
    if asked:
        return day(asked, "--as-of")
    now, last = today(), date(plan.year + 1, 1, 31)
    if now <= last:
        return now
    why = f"vì kế hoạch năm {plan.year} đã hết"
    notice(f"Tính đến ngày {short_date(last)}, {why}; --as-of để chọn ngày khác.")
    return last


def unit_id(plan: Plan, typed: str | None) -> str | None:
    """The unit that a person named; null where none was."""
    return None if typed is None else names.unit(plan, typed)


def book_of(workspace: Workspace, as_of: str | None) -> Ledger:
    """The ledger of a workspace as of the day asked for."""
    plan = workspace.plan
    return ledger(plan, workspace.entries, as_of_day(as_of, plan), workspace.calendar)


def typist(name: str | None = None) -> str | None:
    """Who is at the keyboard: as typed, else by the environment; null where no name is known."""
    name = name or os.environ.get("USER") or os.environ.get("USERNAME") or ""
    return "".join(c for c in name if c.isprintable()).strip() or None
