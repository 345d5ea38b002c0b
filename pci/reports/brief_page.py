"""The room on the leaders' page: how high its rows are, how many of each block fit.

The page leaves `ROOM` points of height to the rows, a row costs what its lines take, the blocks
grow by turns, and one sentence for each counts what does not fit.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from pci.core.model import Plan
from pci.core.vi import count_words
from pci.reports.line_breaks import clip

PAGE = 165
"""Millimetres between the margins: 210 − 30 − 15."""
SIZE = 11
"""Points of the type in rows."""
LINE = 13
"""Points from line to line, set exactly in the template."""
PADDING = 2
"""Points by which a row is higher than its lines."""
ROOM = 446
"""Points of height for the rows: the page less head, headings and title rows, with a margin."""
WHOLE, CUT = 20, 4
"""The most lines of one text: where every row fits on the page, and where some must be left out."""
REST = 2 * LINE + 2
"""Points kept for the sentence about what does not fit."""
CELL_MARGIN = 1
"""Millimetres between a cell's border and its text."""

WORK_COLUMNS = (9, 94, 23, 20, 19)
REPORT_COLUMNS = (9, 85, 30, 22, 19)
REMARK_COLUMNS = (9, 90, 21, 24, 21)
"""Widths of the columns in millimetres."""

R = TypeVar("R")


class PageRow(NamedTuple, Generic[R]):
    """A row as it prints, the units of all that it stands for, and its height in points."""

    values: R
    owners: Sequence[str]
    height: int


def cell(text: str, column: int, most: int) -> list[str]:
    """Break the text of a cell into so many lines at most."""
    return clip(text, column - 2 * CELL_MARGIN, SIZE, most)


def height(*cells: Sequence[str]) -> int:
    """Measure a row by the longest of its cells, each given by its lines."""
    return max(map(len, cells)) * LINE + PADDING


def all_fit(heights: Sequence[Sequence[int]], room: int) -> bool:
    """Tell whether every row of every block fits; an empty block takes a line that says so."""
    return sum(sum(rows) or LINE for rows in heights) <= room


def rows_shown(heights: Sequence[Sequence[int]], room: int) -> list[int]:
    """Count the rows of each block that fit.

    The block with the least height so far has the next row, so that a long list never crowds out a
    short one. Room for the sentence about the rest is kept until a block is whole.
    """
    if all_fit(heights, room):
        return [len(rows) for rows in heights]
    left = room - sum(REST if rows else LINE for rows in heights)
    shown = [0] * len(heights)
    while True:
        block = _next_block(heights, shown, left)
        if block is None:
            return shown
        left -= _cost(heights[block], shown[block])
        shown[block] += 1


def _next_block(heights: Sequence[Sequence[int]], shown: Sequence[int], left: int) -> int | None:
    """Find the block with the least height among those whose next row fits."""
    fitting = [
        n
        for n, rows in enumerate(heights)
        if shown[n] < len(rows) and _cost(rows, shown[n]) <= left
    ]
    return min(fitting, key=lambda n: sum(heights[n][: shown[n]]), default=None)


def _cost(rows: Sequence[int], shown: int) -> int:
    """Count what the next row of a block takes: the last one makes the sentence needless."""
    is_last = shown + 1 == len(rows)
    return rows[shown] - (REST if is_last else 0)


def block(
    plan: Plan, rows: Sequence[PageRow[R]], shown: int, noun: str
) -> tuple[str, tuple[R, ...], str]:
    """Count all that a block stands for, list the rows that fit, count the rest by unit."""
    total = sum(len(row.owners) for row in rows)
    rest = [owner for row in rows[shown:] for owner in row.owners]
    return count_words(total), tuple(row.values for row in rows[:shown]), _rest(plan, rest, noun)


def _rest(plan: Plan, owners: Sequence[str], noun: str) -> str:
    """Say how many more there are and whose, with numbers where a unit has several."""
    if not owners:
        return ""
    counts = Counter(owners)
    units = [(plan.short_name(unit), counts[unit]) for unit in plan.units if unit in counts]
    named = [name for name, _ in units]
    if len(owners) > len(counts):
        named = [f"{name} {count_words(count)}" for name, count in units]
    rest = f"và {count_words(len(owners))} {noun} khác: {', '.join(named)}"
    return " ".join(clip(rest, PAGE, SIZE, 2))
