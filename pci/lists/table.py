"""Lists for a person: a table fitted to a screen, or plain lines without frames for a pipe."""

from collections.abc import Callable, Sequence
from io import StringIO
from itertools import groupby
from textwrap import shorten
from typing import TYPE_CHECKING, Any, TypeVar

from pci.console import visible
from pci.lists.columns import Column

if TYPE_CHECKING:
    from rich.table import Table

R = TypeVar("R")


def screen(
    columns: Sequence[Column[R]],
    rows: Sequence[R],
    width: int,
    colour: bool,
    heading: Callable[[R], Sequence[str]] = lambda _: (),
) -> str:
    """A table no wider than the screen. Headings (a mark and a title) group the rows."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = [column for column in columns if column.screen]
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold"
    )
    for column in shown:
        table.add_column(_name(column), overflow="fold", **_widths(column, rows, width))
    room = _room(shown, rows, width)
    before = [""] * (_texts(shown) - 1)
    for title, group in groupby(rows, heading):
        if title:
            table.add_section()
            table.add_row(*before, *(Text(visible(part), style="bold") for part in title))
        for row in group:
            table.add_row(*(Text(_cut(column, row, room)) for column in shown))
    return _drawn(table, width, colour)


def _texts(columns: Sequence[Column[R]]) -> int:
    """The place of the column above whose texts the titles of groups stand."""
    return next((i for i, c in enumerate(columns) if c.screen in ("text", "title")), 1)


def _widths(column: Column[R], rows: Sequence[R], width: int) -> dict[str, Any]:
    """How wide a column may be: one line is never cut, several are narrow, text takes the rest."""
    if column.screen == "line":
        return {"no_wrap": True, "min_width": _widest(column, rows, str.splitlines)}
    if column.screen == "lines":
        return {"max_width": _narrow(column, rows, width)}
    return {}


def _narrow(column: Column[R], rows: Sequence[R], width: int) -> int:
    """The most that a narrow column takes of the screen; it breaks no word."""
    return max(_widest(column, rows, str.split), width // 8)


_GAP = 2
"""The letters between two columns."""
_ONE_LINE = 30
"""The letters of a line below which a title takes two."""


def _room(columns: Sequence[Column[R]], rows: Sequence[R], width: int) -> int:
    """The letters of a title: those of its line, or of two on a narrow screen."""
    others = [column for column in columns if column.screen != "title"]
    line = width - sum(_GAP + _taken(column, rows, width) for column in others)
    return line if line >= _ONE_LINE else max(2 * line - 8, _ONE_LINE)


def _taken(column: Column[R], rows: Sequence[R], width: int) -> int:
    """The letters that a column of short lines takes of a screen's line."""
    longest = max(len(_name(column)), _widest(column, rows, str.splitlines))
    return min(longest, _narrow(column, rows, width)) if column.screen == "lines" else longest


def _name(column: Column[R]) -> str:
    return column.heading or column.title


def _cut(column: Column[R], row: R, room: int) -> str:
    """What a screen shows in a cell, a title cut at a word."""
    text = _brief(column, row)
    if column.screen != "title":
        return text
    return "\n".join(shorten(line, room, placeholder=" …") for line in text.splitlines())


def _drawn(table: "Table", width: int, colour: bool) -> str:
    """The table as lines of a screen."""
    from rich.console import Console

    console = Console(
        file=StringIO(),
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
    )
    with console.capture() as capture:
        console.print(table)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def _widest(column: Column[R], rows: Sequence[R], parts: Callable[[str], list[str]]) -> int:
    """The letters of the longest word, or line, of a column."""
    return max((len(part) for row in rows for part in parts(_brief(column, row))), default=0)


def _brief(column: Column[R], row: R) -> str:
    lines = (column.brief or column.cell)(row).splitlines()
    return "\n".join(filter(None, map(_one_line, lines)))


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def plain(columns: Sequence[Column[R]], rows: Sequence[R]) -> str:
    """Every column of every row, whole, tabs between: for other programs."""
    lines = [[column.title for column in columns]]
    lines += [[_one_line(column.cell(row)) for column in columns] for row in rows]
    return "".join("\t".join(line) + "\n" for line in lines)
