"""Lists for a person: a table fitted to a screen, or plain lines without frames for a pipe."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, repeat
from textwrap import shorten
from typing import TypeVar

from pci.console import visible
from pci.lists.columns import Column
from pci.lists.grid import Limit, Row, cells, drawn

R = TypeVar("R")

_GAP = 2
"""The cells between two columns."""
_LEAST = 8
"""The cells that a column of several lines keeps while titles of other columns can be broken."""
_ONE_LINE = 30
"""The letters of a line below which a title takes two."""


def screen(
    columns: Sequence[Column[R]],
    rows: Sequence[R],
    width: int,
    colour: bool,
    heading: Callable[[R], Sequence[str]] = lambda _: (),
) -> str:
    """A table no wider than the screen. Headings (a mark and a title) group the rows."""
    shown = [column for column in columns if column.screen]
    texts = [[_brief(column, row) for row in rows] for column in shown]
    limits = list(map(_limit, shown, texts, repeat(width)))
    room = _room(shown, texts, limits, width)
    cut = [
        _cut(own, room) if c.screen == "title" else own for c, own in zip(shown, texts, strict=True)
    ]
    before = [""] * (_texts(shown) - 1)
    made: list[Row] = []
    for title, group in groupby(zip(rows, *cut, strict=True), lambda row: heading(row[0])):
        if title:
            made += [Row(())] * bool(made)
            made.append(Row([*before, *map(_clean, title)], bold=True))
        made += (Row(line) for _, *line in group)
    return drawn(Row(list(map(_name, shown)), bold=True), made, limits, width, colour)


def _texts(columns: Sequence[Column[R]]) -> int:
    """The place of the column above whose texts the titles of groups stand."""
    return next((i for i, c in enumerate(columns) if c.screen in ("text", "title")), 1)


def _limit(column: Column[R], texts: Iterable[str], width: int) -> Limit:
    """How wide a column may be: one line is never cut, several are narrow, text takes the rest."""
    if column.screen == "line":
        return Limit(width, width, _widest(texts, str.splitlines))
    narrow = column.screen == "lines"  # it breaks no word
    return Limit(max(_widest(texts, str.split), width // 8) if narrow else width, _LEAST, 0)


def _room(
    columns: Sequence[Column[R]],
    texts: Sequence[Sequence[str]],
    limits: Sequence[Limit],
    width: int,
) -> int:
    """The letters of a title: those of its line, or of two on a narrow screen."""
    line = width
    for column, own, limit in zip(columns, texts, limits, strict=True):
        if column.screen != "title":
            longest = max(cells(_name(column)), _widest(own, str.splitlines))
            line -= _GAP + min(longest, limit.most)
    return line if line >= _ONE_LINE else max(2 * line - 8, _ONE_LINE)


def _name(column: Column[R]) -> str:
    return column.heading or column.title


def _cut(texts: Iterable[str], room: int) -> list[str]:
    """Titles cut at a word, line by line."""
    return [
        "\n".join(shorten(line, room, placeholder=" …") for line in text.splitlines())
        for text in texts
    ]


def _widest(texts: Iterable[str], parts: Callable[[str], list[str]]) -> int:
    """The cells of the longest word, or line, of a column."""
    return max((cells(part) for text in texts for part in parts(text)), default=0)


def _brief(column: Column[R], row: R) -> str:
    return _clean((column.brief or column.cell)(row))


def _clean(text: str) -> str:
    """A text as a screen shows it, without empty lines."""
    return "\n".join(filter(None, map(_one_line, text.splitlines())))


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def plain(columns: Sequence[Column[R]], rows: Sequence[R]) -> str:
    """Every column of every row, whole, tabs between: for other programs."""
    lines = [[column.title for column in columns]]
    lines += [[_one_line(column.cell(row)) for column in columns] for row in rows]
    return "".join("\t".join(line) + "\n" for line in lines)
