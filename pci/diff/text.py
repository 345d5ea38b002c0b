"""A comparison as text for a screen or a pipe."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pci.console import INVENTED, visible
from pci.diff.changes import KINDS, Change
from pci.diff.lines import ChangeList, groups, lines_of
from pci.diff.word_diff import Piece

_COLOURS = {"removed": "\x1b[31m", "added": "\x1b[32m", "finding": "\x1b[1;33m", "group": "\x1b[1m"}
_NO_COLOUR = "\x1b[0m"
_BRACKETS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_SIGNS = {"added": "+", "removed": "-"}
_COUNTED = ("update-added", "update-astray")
"""The kinds of which many changes stand under one name."""


class TextLine(NamedTuple):
    """A line: how far in it begins, and its pieces."""

    indent: int
    pieces: Sequence[Piece]


def text(listed: ChangeList, columns: int | None, colour: bool) -> str:
    """Write lines wrapped at the width of a screen, or whole where there is no screen."""
    lines = [_with_brackets(line) for line in _lines(listed)]
    if columns:
        lines = [part for line in lines for part in _wrapped(line, columns)]
    return "".join(_drawn(line, colour) + "\n" for line in lines)


def _lines(listed: ChangeList) -> Iterator[TextLine]:
    if listed.plan.illustrative:
        yield _line(INVENTED)
    yield _line(listed.heading)
    yield _line(listed.summary)
    for (is_finding, title), changes in groups(listed.changes):
        yield _line("")
        yield _line(f"PHẢI XEM: {title}" if is_finding else title, mark="group")
        things = groupby(changes, key=lambda change: (change.kind, change.name))
        for (kind, name), parts in things:
            yield from _thing(kind, name, list(parts))


def _line(words: str, indent: int = 0, mark: str = "same") -> TextLine:
    return TextLine(indent, [Piece(mark, words)])


def _thing(kind: str, name: str, changes: list[Change]) -> Iterator[TextLine]:
    """Write what happened to one thing: a line that names it, then each part."""
    finding, label = KINDS[kind].finding, KINDS[kind].label
    sign = "!" if finding else _SIGNS.get(kind.rpartition("-")[2], "~")
    count = f" ({len(changes):02})" if kind in _COUNTED else ""
    yield _line(f"{sign} {label}: {name}{count}", 2, "finding" if finding else "same")
    for change in changes:
        yield from (TextLine(6, pieces) for pieces in lines_of(change))


def _with_brackets(line: TextLine) -> TextLine:
    """Put each piece between its marks, which stay where colours are lost."""
    pieces = []
    for mark, words in line.pieces:
        before, after = _BRACKETS.get(mark, ("", ""))
        pieces.append(Piece(mark, f"{before}{visible(words)}{after}"))
    return line._replace(pieces=pieces)


def _wrapped(line: TextLine, columns: int) -> Iterator[TextLine]:
    """Break a line between words; a word wider than the screen stays whole."""
    indent, row, used = line.indent, list[Piece](), 0
    for mark, words in line.pieces:
        for word in re.findall(r"\S+\s*|\s+", words):
            if row and indent + used + len(word.rstrip()) > columns:
                yield TextLine(indent, row)
                indent, row, used = line.indent + 2, [], 0
            row.append(Piece(mark, word))
            used += len(word)
    yield TextLine(indent, row)


def _drawn(line: TextLine, colour: bool) -> str:
    """Write the bytes of a line, without blanks at its end."""
    shown = [
        f"{_COLOURS[mark]}{words}{_NO_COLOUR}" if colour and mark in _COLOURS else words
        for mark, words in line.pieces
    ]
    return (" " * line.indent + "".join(shown)).rstrip()
