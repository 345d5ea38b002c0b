"""Lists for a person: a table fitted to a screen, or plain lines without frames for a pipe."""

from collections.abc import Callable, Sequence
from io import StringIO
from itertools import groupby
from typing import TypeVar

from pci.console import visible
from pci.lists.columns import Column

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
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = [column for column in columns if column.screen]
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="bold",
    )
    for column in shown:
        is_fixed = column.screen == "line"
        table.add_column(
            column.heading or column.title,
            no_wrap=is_fixed,
            overflow="fold",
            min_width=_widest(column, rows) if is_fixed else None,
        )
    for name, group in groupby(rows, heading):
        if name:
            table.add_section()
            table.add_row(*(Text(visible(part), style="bold") for part in name))
        for row in group:
            table.add_row(*(Text(_brief(column, row)) for column in shown))
    console = Console(
        file=StringIO(),
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
    )
    with console.capture() as capture:
        console.print(table)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def _widest(column: Column[R], rows: Sequence[R]) -> int:
    return max((len(_brief(column, row)) for row in rows), default=0)


def _brief(column: Column[R], row: R) -> str:
    return _one_line((column.brief or column.cell)(row))


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def plain(columns: Sequence[Column[R]], rows: Sequence[R]) -> str:
    """Every column of every row, whole, tabs between: for other programs."""
    lines = [[column.title for column in columns]]
    lines += [[_one_line(column.cell(row)) for column in columns] for row in rows]
    return "".join("\t".join(line) + "\n" for line in lines)
