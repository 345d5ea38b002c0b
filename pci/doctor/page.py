"""What `pci doctor` saw, as a person reads it: one line a check, what to do below it."""

import textwrap
from collections.abc import Sequence

from pci.console import visible
from pci.doctor.checks import Checkup, Level
from pci.lists.json import write

WORDS = {Level.OK: "tốt", Level.WARNING: "nên xem", Level.PROBLEM: "hỏng"}
MARKS = {Level.OK: "✓", Level.WARNING: "!", Level.PROBLEM: "✗"}
_COLOURS = {Level.OK: "32", Level.WARNING: "1;33", Level.PROBLEM: "1;31"}
_TITLE = 14
_INDENT = " " * (2 + _TITLE)


def plain(checkups: Sequence[Checkup]) -> str:
    """One line a check, whole, levels in words: for a pipe, a file, or a window that may lack the
    marks."""
    lines = []
    for checkup in checkups:
        words = "; ".join(filter(None, (checkup.words, checkup.hint)))
        lines.append(visible(f"{WORDS[checkup.level]:8}{checkup.title:{_TITLE}}{words}"))
    return "\n".join([*lines, summary(checkups)]) + "\n"


def screen(checkups: Sequence[Checkup], columns: int, colour: bool) -> str:
    """The same with marks, wrapped to a screen, what to do on lines of its own."""
    lines: list[str] = []
    for checkup in checkups:
        mark = MARKS[checkup.level]
        first, *rest = _wrapped(checkup.words, columns, f"{mark} {checkup.title:{_TITLE}}", _INDENT)
        if colour:
            first = first.replace(mark, f"\x1b[{_COLOURS[checkup.level]}m{mark}\x1b[0m", 1)
        lines += [first, *rest, *_wrapped(checkup.hint, columns, f"{_INDENT}→ ", f"{_INDENT}  ")]
    return "\n".join([*lines, summary(checkups)]) + "\n"


def _wrapped(words: str, columns: int, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        visible(words),
        columns,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
    )


def summary(checkups: Sequence[Checkup]) -> str:
    """How many of each: `1 hỏng, 2 nên xem, 12 tốt`."""
    counts = [(_count(checkups, level), WORDS[level]) for level in reversed(Level)]
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def _count(checkups: Sequence[Checkup], level: Level) -> int:
    return sum(checkup.level is level for checkup in checkups)


def json_of(checkups: Sequence[Checkup], root: str | None) -> str:
    """`pci.doctor/1`: every check with its level; `workspace` is null where there was none to look
    at."""
    return write(
        {
            "schema": "pci.doctor/1",
            "workspace": root,
            "problems": _count(checkups, Level.PROBLEM),
            "warnings": _count(checkups, Level.WARNING),
            "checks": [
                {
                    "name": checkup.name,
                    "title": checkup.title,
                    "level": checkup.level.value,
                    "message": checkup.words,
                    "hint": checkup.hint,
                }
                for checkup in checkups
            ],
        }
    )
