"""How a command hands over a list, a text or a document: to the screen, a pipe or a file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from pci.commands.options import ListOptions, Target
from pci.console import INVENTED, as_given, notice, result
from pci.core.errors import CannotDo
from pci.files.store import keep_document
from pci.lists import csv, md, table, xlsx
from pci.lists.columns import Column
from pci.workspace import plan_ids

R = TypeVar("R")


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
    """A list in one of the formats of lists.

    `title` names a workbook, `heading` groups the rows of a screen, `on_screen` are its rows
    where it gets fewer. Invented data says so wherever the format has room for a remark.
    """
    mark = INVENTED if invented else ""
    if how.format == "xlsx":
        workbook = xlsx.write(columns, listed, title, mark)
        document(workbook, how.output or Path(f"{title}.xlsx"), how.force)
    elif how.format == "table" and how.columns:
        shown = listed if on_screen is None else on_screen
        result(table.screen(columns, shown, how.columns, how.colour, heading))
    else:
        text(as_json() if how.format == "json" else _written(columns, listed, how, mark), how)


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
    refuse_data_folder(path)
    new_folder = not path.parent.exists()
    stored = keep_document(path, data, force)
    if new_folder:
        notice(f"Đã tạo thư mục {as_given(path.parent)}.")
    if stored.beside:
        beside = as_given(stored.beside)
        notice(f"pci: {beside} đã có nội dung khác nên giữ nguyên; --force để ghi đè")
    result(as_given(stored.path))
    return stored.path


def refuse_data_folder(path: Path) -> None:
    """Refuse a target among the files that people edit: the plans and templates of a workspace."""
    for folder in path.resolve().parents:
        if folder.name in ("plans", "templates") and plan_ids(folder.parent):
            fault = f"{as_given(path)} nằm trong {folder.name}/ của kế hoạch"
            raise CannotDo(fault, "chọn nơi khác sau -o")
