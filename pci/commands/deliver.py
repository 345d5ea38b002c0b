"""How a command hands over a list: the chosen format to the screen, a pipe or a file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pci.console import INVENTED, as_given, is_terminal, notice, result, use_colour, width
from pci.core.errors import CannotDo
from pci.files.store import keep_document
from pci.lists import csv, md, table, xlsx
from pci.lists.columns import Column
from pci.workspace import years

R = TypeVar("R")


def rows(
    columns: Sequence[Column[R]],
    listed: Sequence[R],
    as_json: Callable[[], str],
    *,
    format: str,
    output: Path | None,
    force: bool,
    color: str,
    title: str,
    invented: bool,
    heading: Callable[[R], tuple[str, str]] | None = None,
    on_screen: Sequence[R] | None = None,
    more: Mapping[str, Callable[[], str]] = MappingProxyType({}),
) -> None:
    """A list in one of the formats of lists; a workbook without `-o` gets a name of its own. Invented data says so
    wherever the format has room for a remark. `on_screen` are the rows of a terminal where it gets fewer, `more` makes
    the formats that one list alone has."""
    if format == "xlsx":
        document(
            xlsx.write(columns, listed, title, INVENTED * invented),
            output or Path(f"{title}.xlsx"),
            force,
        )
    elif format in more:
        text(more[format](), output, force)
    elif format == "json":
        text(as_json(), output, force)
    elif format == "csv":
        # a byte order mark tells a spreadsheet program that the file is UTF-8
        text(("\ufeff" if output else "") + csv.write(columns, listed), output, force)
    elif format == "md":
        text(f"**{INVENTED}**\n\n" * invented + md.write(columns, listed), output, force)
    elif output or not is_terminal():
        text(table.plain(columns, listed), output, force)
    else:
        result(
            table.screen(
                columns,
                listed if on_screen is None else on_screen,
                width(),
                use_colour(color),
                heading,
            )
        )


def text(words: str, output: Path | None, force: bool) -> None:
    """Text to stdout, or to a file."""
    if output is None:
        result(words)
    else:
        document(words.encode(errors="backslashreplace"), output, force)


def document(data: bytes, path: Path, force: bool) -> Path:
    """A file kept without replacing another; its place goes to stdout. Never among the files people edit. A folder that
    it needed is told, for its name may be mistyped."""
    refuse_data_folder(path)
    new_folder = not path.parent.exists()
    stored = keep_document(path, data, force)
    if new_folder:
        notice(f"Đã tạo thư mục {as_given(path.parent)}.")
    if stored.beside:
        notice(
            f"pci: {as_given(stored.beside)} đã có nội dung khác nên giữ nguyên; --force để ghi đè"
        )
    result(as_given(stored.path))
    return stored.path


def refuse_data_folder(path: Path) -> None:
    """Refuse a target among the files that people edit: the plans and the templates of a workspace."""
    for folder in path.resolve().parents:
        if folder.name in ("plans", "templates") and years(folder.parent):
            raise CannotDo(
                f"{as_given(path)} nằm trong {folder.name}/ của kế hoạch", "chọn nơi khác sau -o"
            )
