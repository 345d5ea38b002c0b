"""Markdown tables, for a merge request or a note."""

import re
from collections.abc import Sequence
from typing import TypeVar

from pci.columns import Column

R = TypeVar("R")

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~#])")


def write(columns: Sequence[Column[R]], rows: Sequence[R]) -> str:
    """A table whose cells print literally whatever they hold; line breaks become `<br>`."""
    titles = [column.title for column in columns]
    lines = [_line(titles), _line(["---"] * len(titles))]
    lines += [_line([_literal(column.cell(row)) for column in columns]) for row in rows]
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "<br>")
