"""Markdown tables, for a merge request or a note."""

import re
from collections.abc import Sequence
from typing import TypeVar

from pci.console import visible
from pci.lists.columns import Column

R = TypeVar("R")

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~#])")


def write(columns: Sequence[Column[R]], rows: Sequence[R]) -> str:
    """A table whose cells print literally whatever they hold; line breaks become `<br>`."""
    titles = [column.title for column in columns]
    lines = [line(titles), line(["---"] * len(titles))]
    lines += [line([literal(column.cell(row)) for column in columns]) for row in rows]
    return "\n".join(lines) + "\n"


def line(cells: Sequence[str]) -> str:
    """One line of a table."""
    return "| " + " | ".join(cells) + " |"


def literal(text: str) -> str:
    """Text that prints as it is written; line breaks become `<br>`."""
    return _SPECIAL.sub(r"\\\1", visible(text)).replace("\n", "<br>")
