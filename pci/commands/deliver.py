"""How a command hands over a list, a text or a document: to the screen, a pipe or a file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pci.commands.options import ListOptions, Target
from pci.console import INVENTED, as_given, notice, real, result, visible
from pci.core.errors import CannotDo
from pci.files.store import keep_document
from pci.lists import csv, json, md, table, xlsx
from pci.lists.columns import PLAN, Column
from pci.workspace import plan_ids

R = TypeVar("R")
L = TypeVar("L", bound=ListOptions)
_NAMED = ("csv", "ics", "md", "xlsx")
"""The formats that a file's name tells; JSON is for scripts, which ask for it."""


def rows(
    columns: Sequence[Column[R]],
    listed: Sequence[R],
    as_json: Callable[[], str],
    how: ListOptions,
    *,
    title: str = "",
    invented: bool = False,
    heading: Callable[[R], Sequence[str]] = lambda _: (),
    on_screen: Sequence[R] | None = None,
) -> None:
    """A list in one of the formats of lists, where nobody names one in that of the file's name.

    `title` names a workbook, `heading` groups the rows of a screen, `on_screen` are its rows
    where it gets fewer. Invented data says so wherever the format has room for a remark.
    """
    mark = INVENTED if invented else ""
    how = named(how)
    if how.format == "xlsx":
        workbook = xlsx.write(columns, listed, title, mark)
        document(workbook, how.output or Path(f"{title}.xlsx"), how.force)
        for words in xlsx.cut(columns, listed):
            notice(words)
    elif how.format == "table" and how.columns:
        shown = listed if on_screen is None else on_screen
        result(table.screen(columns, shown, how.columns, how.colour, heading))
    else:
        text(as_json() if how.format == "json" else _written(columns, listed, how, mark), how)


def named(how: L) -> L:
    """The options with the format that the file's name tells, where they name none."""
    name = how.output.suffix.lower().lstrip(".") if how.output else ""
    return replace(how, format=name) if how.format == "table" and name in _NAMED else how


class Listed(NamedTuple, Generic[R]):
    """What one plan gives to a list, what is said beside it, and the rows of a screen where those
    are fewer."""

    part: json.Part[R]
    remarks: Sequence[str]
    on_screen: Sequence[R] | None = None

    @property
    def shown(self) -> Sequence[R]:
        """The rows of a screen."""
        return self.part.rows if self.on_screen is None else self.on_screen


def lists(
    columns: Sequence[Column[R]],
    listed: Sequence[Listed[R]],
    kind: json.ListKind[R],
    how: ListOptions,
    name: str,
    *,
    by_plan: Sequence[str],
    heading: Callable[[R], Sequence[str]] = lambda _: (),
) -> None:
    """The list of one plan, or of the several that were asked for `by_plan`, and what is said
    beside each; `name` begins that of a workbook."""
    parts = [one.part for one in listed]
    plan = parts[0].plan
    rows(
        [PLAN, *columns] if by_plan else columns,
        [row for part in parts for row in part.rows],
        lambda: (
            json.listed_by_plan(kind, parts, by_plan) if by_plan else json.listed(kind, parts[0])
        ),
        how,
        title=f"{name}-moi-ke-hoach" if by_plan else f"{name}-{plan.mark}-{plan.year}",
        invented=any(part.plan.illustrative for part in parts),
        heading=heading,
        on_screen=[row for one in listed for row in one.shown],
    )
    tell(listed, bool(by_plan))


def tell(listed: Sequence[Listed[R]], by_plan: bool) -> None:
    """What is said beside the list of each plan."""
    for one in listed:
        for remark in one.remarks:
            notice(f"{one.part.plan.id}: {remark}" if by_plan else remark)


def _written(columns: Sequence[Column[R]], listed: Sequence[R], how: ListOptions, mark: str) -> str:
    if how.format == "csv":
        # a byte order mark tells a spreadsheet program that the file is UTF-8
        return ("\ufeff" if how.output else "") + csv.write(columns, listed)
    if how.format == "md":
        return (f"**{mark}**\n\n" if mark else "") + md.write(columns, listed)
    return table.plain(columns, listed)


def text(words: str, how: Target) -> None:
    """Text to stdout, or to a file."""
    if how.output is None:
        result(words)
    else:
        document(words.encode(errors="backslashreplace"), how.output, how.force)


def document(data: bytes, path: Path, force: bool) -> Path:
    """A file kept without replacing another, never among the files people edit.

    Its place goes to stdout. A folder made for it is named, for its name may be mistyped.
    """
    if path.parts[:1] == ("-",):
        raise CannotDo("-o - không phải tên tệp, thư mục", "bỏ -o để in ra màn hình, hoặc nêu tên")
    refuse_data_folder(path)
    new_folder = not path.parent.exists()
    stored = keep_document(path, data, force)
    if new_folder:
        notice(f"Đã tạo thư mục {as_given(path.parent)}.")
    if stored.beside:
        beside = as_given(stored.beside)
        notice(f"pci: {beside} đã có nội dung khác nên giữ nguyên; --force để ghi đè")
    result(visible(as_given(stored.path)))
    return stored.path


def refuse_data_folder(path: Path) -> None:
    """Refuse a target among the files that people edit: the plans and templates of a workspace."""
    for folder in real(path).parents:
        if folder.name in ("plans", "templates") and plan_ids(folder.parent):
            fault = f"{as_given(path)} nằm trong {folder.name}/ của kế hoạch"
            raise CannotDo(fault, "chọn nơi khác sau -o")
