"""CSV for a spreadsheet program: every cell quoted, none of them a formula."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import TypeVar

from pci.console import visible
from pci.lists.columns import Column

R = TypeVar("R")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(columns: Sequence[Column[R]], rows: Sequence[R]) -> str:
    """Header and rows with CRLF; an apostrophe leads a cell that a spreadsheet would compute."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([column.title for column in columns])
    writer.writerows(
        [c.cell(row) if c.number else _inert(visible(c.cell(row))) for c in columns] for row in rows
    )
    return out.getvalue()


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
