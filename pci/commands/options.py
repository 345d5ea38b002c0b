"""Options that several commands share, and the way each opens its workspace."""

import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from pci.clock import today
from pci.console import INVENTED, notice, relative
from pci.core import names
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.model import Plan
from pci.core.vi import short_date, shortened
from pci.workspace import Workspace, choose_year, open_workspace, root_folder

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
Template = Annotated[
    Path | None,
    typer.Option("--template", metavar="TỆP", help="Dùng mẫu .docx này một lần thay mẫu có sẵn."),
]
TrustTemplate = Annotated[
    bool,
    typer.Option(
        "--trust-template",
        help="Nhận mẫu nằm ngoài templates/; mẫu được điền trong tiến trình riêng, có hạn thời gian và bộ nhớ.",
        show_default=False,
    ),
]
Pdf = Annotated[
    bool,
    typer.Option("--pdf", help="Lập thêm bản PDF bên cạnh (cần LibreOffice).", show_default=False),
]
PAPER_FORMATS = ("docx", "json", "md")


def one_of(option: str, listed: tuple[str, ...], words: str) -> Any:
    """An option that takes one of a few words, all of which its help names."""
    return typer.Option(
        option,
        metavar="|".join(listed),
        help=words,
        callback=lambda value: chosen(value, listed, option),
    )


LIST_FORMATS = ("table", "json", "csv", "md", "xlsx")
ListFormat = Annotated[str, one_of("--format", LIST_FORMATS, "Dạng in.")]
Color = Annotated[str, one_of("--color", ("auto", "always", "never"), "Màu trên màn hình.")]


AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", envvar="PCI_AS_OF", metavar="NGÀY", help="Tính đến ngày này; mặc định hôm nay."
    ),
]


def opened(root: Path | None, year: str | None) -> Workspace:
    """The workspace a command works on, faults told by paths that can be clicked."""
    folder = root_folder(root)
    chosen = choose_year(folder, whole_number(year, "--year"), today())
    try:
        workspace = open_workspace(folder, chosen)
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
    found = re.fullmatch(r"(\d{1,4})d?", text, re.ASCII | re.IGNORECASE)
    if not found:
        raise CannotDo(f"{option} «{text}» không phải số ngày", "gõ như 30d hoặc 30")
    return int(found[1])


def chosen(value: str, known: Iterable[str], option: str) -> str:
    """One of a few words, or the list of those that can be used."""
    if value not in (listed := tuple(known)):
        raise CannotDo(
            f"{option} «{value}» không dùng được", "chọn một trong: " + ", ".join(listed)
        )
    return value


def paper_format(format: str, pdf: bool, known: Iterable[str] = PAPER_FORMATS) -> str:
    """The format of a document; pages are made of a Word document only."""
    if chosen(format, known, "--format") != "docx" and pdf:
        raise CannotDo(f"--pdf không đi với --format {format}", "bỏ --pdf, hoặc bỏ --format")
    return format


def day(text: str, option: str) -> date:
    """A day typed in ISO form or as a Vietnamese paper writes it: `2023-09-14` or `14/9/2023`."""
    found = names.day(text.strip())
    if found is None:
        raise CannotDo(
            f"{option} «{shortened(text)}» không phải ngày có thật",
            "gõ như 2023-09-14 hoặc 14/9/2023",
        )
    return found


def as_of_day(asked: str | None, plan: Plan) -> date:
    """The day asked for, else the earlier of today and 31 January after the plan's year: a plan long over must not
    look ever later."""
    if asked:
        return day(asked, "--as-of")
    now, last = today(), date(plan.year + 1, 1, 31)
    if now > last:
        notice(
            f"Tính đến ngày {short_date(last)}, vì kế hoạch năm {plan.year} đã hết; --as-of để chọn ngày khác."
        )
    return min(now, last)


def typist(given: str | None = None) -> str | None:
    """Who is at the keyboard: as typed, else by the environment, where anything may stand; null where nothing is left
    of it."""
    name = given or os.environ.get("USER") or os.environ.get("USERNAME") or ""
    return "".join(c for c in name if c.isprintable()).strip() or None
