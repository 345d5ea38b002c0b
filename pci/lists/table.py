"""Lists for a person: a table fitted to a screen, or plain lines without frames for a pipe."""

from collections.abc import Callable, Sequence
from io import StringIO
from itertools import groupby
from typing import TypeVar

from pci.console import visible
from pci.lists.columns import Column

R = TypeVar("R")

_NARROWEST_SHARE = 5
_WIDE = 120
_NEVER_CUT = 48
"""Characters of a cell that are always shown: a code with its period must stay readable on a narrow screen."""


def screen(
    columns: Sequence[Column[R]],
    rows: Sequence[R],
    width: int,
    colour: bool,
    heading: Callable[[R], tuple[str, str]] | None = None,
) -> str:
    """A table no wider than the screen; long cells end in "…". Headings (a mark and a title) group the rows."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = [column for column in columns if column.brief and (width >= _WIDE or not column.wide)]
    fixed = sum(_widest(column, rows) + 2 for column in shown if not column.share)
    unit = max(1, (width - fixed - 2 * len(shown)) // (sum(column.share for column in shown) or 1))
    # on a screen too narrow for the shares, letting every column shrink alike keeps words whole the longest
    shared = unit >= _NARROWEST_SHARE
    table = Table(
        expand=shared,
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="bold",
    )
    for column in shown:
        table.add_column(
            column.heading or column.title,
            no_wrap=not column.share,
            overflow="fold",
            ratio=column.share or None,
            min_width=_widest(column, rows),
        )
    console = Console(
        file=StringIO(),
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
    )
    for name, group in groupby(rows, heading or (lambda _: ("", ""))):
        if name[0]:
            table.add_section()
            table.add_row(*(Text(visible(part), style="bold") for part in name))
        for row in group:
            cells = (
                Text(_fitted(visible(c.brief(row)), unit * c.share, c.lines))
                for c in shown
                if c.brief
            )
            table.add_row(*cells)
    console.print(table)
    file = console.file
    assert isinstance(file, StringIO)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _widest(column: Column[R], rows: Sequence[R]) -> int:
    return max(
        (len(column.brief(row)) for row in rows if column.brief and not column.share), default=0
    )


def _fitted(text: str, width: int, lines: int) -> str:
    """Text cut to the lines a cell may take: the whole is in `show` and in every other format."""
    limit = max(_NEVER_CUT, width * lines - width // 3)
    flat = " ".join(text.split())
    return flat if not width or len(flat) <= limit else flat[: limit - 1].rsplit(" ", 1)[0] + " …"


def plain(columns: Sequence[Column[R]], rows: Sequence[R]) -> str:
    """Every column of every row, whole, tabs between: for other programs."""
    lines = ["\t".join(column.title for column in columns)]
    lines += [
        "\t".join(" ".join(visible(column.cell(row)).split()) for column in columns) for row in rows
    ]
    return "\n".join(lines) + "\n"
