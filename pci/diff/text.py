"""A comparison as text for a screen or a pipe."""

from collections.abc import Iterator
from itertools import groupby
from textwrap import fill

from pci.console import visible
from pci.diff.lines import ChangeList, pieces_of
from pci.diff.word_diff import Piece

_MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_COLOURS = {"removed": "\x1b[31m", "added": "\x1b[32m"}
_NO_COLOUR = "\x1b[0m"
_SIGNS = {"added": "+", "removed": "-"}


def text(listed: ChangeList, columns: int | None, colour: bool) -> str:
    """Write lines wrapped at the width of a screen, or whole where there is no screen."""
    lines: list[str] = []
    for indent, words in _paragraphs(listed, colour):
        lines += (_line(" " * indent, line, columns) for line in words.split("\n"))
    return "\n".join(lines) + "\n"


def _paragraphs(listed: ChangeList, colour: bool) -> Iterator[tuple[int, str]]:
    """Write each paragraph with its indent."""
    for line in listed.head():
        yield 0, visible(line)
    for heading, changes in listed.groups():
        yield 0, f"\n{heading}"
        for (words, name), parts in groupby(
            changes, key=lambda change: (change.words, change.name)
        ):
            first, *rest = parts
            sign = "!" if first.finding else _SIGNS.get(first.verb, "~")
            yield 2, visible(f"{sign} {words}: {name}")
            for change in (first, *rest):
                yield 6, "".join(_drawn(piece, colour) for piece in pieces_of(change))


def _drawn(piece: Piece, colour: bool) -> str:
    """Write a piece between its marks, which stay where colours are lost."""
    before, after = _MARKS[piece.mark]
    words = f"{before}{visible(piece.text)}{after}" if piece.text else ""
    return f"{_COLOURS[piece.mark]}{words}{_NO_COLOUR}" if colour and before and words else words


def _line(start: str, words: str, columns: int | None) -> str:
    """Write a line, broken between words; a word wider than the screen stays whole."""
    if columns is None:
        return f"{start}{words}".rstrip()
    return fill(
        words,
        columns,
        initial_indent=start,
        subsequent_indent=f"{start}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
