"""Lists for a person: a table fitted to a screen, or plain lines without frames for a pipe."""

from collections.abc import Callable, Sequence
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from pci.console import visible
from pci.lists.columns import Column

if TYPE_CHECKING:
    from rich.table import Table

R = TypeVar("R")

_NARROWEST_SHARE = 5
_WIDE = 120
_NEVER_CUT = 48
"""Characters of a cell that are always shown: a code with its period must stay readable on a narrow
screen."""


def screen(
    columns: Sequence[Column[R]],
    rows: Sequence[R],
    width: int,
    colour: bool,
    heading: Callable[[R], Sequence[str]] = lambda _: (),
) -> str:
    """A table no wider than the screen; long cells end in "…". Headings (a mark and a title) group
    the rows."""
    from rich.text import Text

    shown = [column for column in columns if _is_shown(column, width)]
    widths = [_widest(column, rows) for column in shown]
    unit = _unit(shown, widths, width)
    table = _empty(shown, widths, unit)
    for name, group in groupby(rows, heading):
        if name:
            table.add_section()
            table.add_row(*(Text(visible(part), style="bold") for part in name))
        for row in group:
            table.add_row(*(Text(_cell(column, row, unit)) for column in shown))
    return _drawn(table, width, colour)


def _is_shown(column: Column[R], width: int) -> bool:
    return column.brief is not None and (width >= _WIDE or not column.wide)


def _unit(columns: Sequence[Column[R]], widths: Sequence[int], width: int) -> int:
    """How many characters one share of the width has."""
    shares = sum(column.share for column in columns) or 1
    without_share = sum(not column.share for column in columns)
    free = width - sum(widths) - 2 * without_share - 2 * len(columns)
    return max(1, free // shares)


def _empty(columns: Sequence[Column[R]], widths: Sequence[int], unit: int) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        # on a screen too narrow for the shares, words stay whole where all columns shrink alike
        expand=unit >= _NARROWEST_SHARE,
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="bold",
    )
    for column, widest in zip(columns, widths, strict=True):
        table.add_column(
            column.heading or column.title,
            no_wrap=not column.share,
            overflow="fold",
            ratio=column.share or None,
            min_width=widest,
        )
    return table


def _drawn(table: "Table", width: int, colour: bool) -> str:
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


def _brief(column: Column[R], row: R) -> str:
    return visible(column.brief(row)) if column.brief else ""


def _widest(column: Column[R], rows: Sequence[R]) -> int:
    """The width of a column that is as wide as its content, zero for one that has a share."""
    return 0 if column.share else max((len(_brief(column, row)) for row in rows), default=0)


def _cell(column: Column[R], row: R, unit: int) -> str:
    """A cell cut to the lines it may take: the whole is in `show` and in every other format."""
    text, width = " ".join(_brief(column, row).split()), unit * column.share
    limit = max(_NEVER_CUT, width * column.lines - width // 3)
    return text if not width or len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + " …"


def plain(columns: Sequence[Column[R]], rows: Sequence[R]) -> str:
    """Every column of every row, whole, tabs between: for other programs."""
    lines = [[column.title for column in columns]]
    lines += [[" ".join(visible(column.cell(row)).split()) for column in columns] for row in rows]
    return "".join("\t".join(line) + "\n" for line in lines)
