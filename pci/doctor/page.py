"""What `pci doctor` found, as a person reads it: one line a check, what to do below it."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from pci.console import visible
from pci.doctor.verdicts import Finding, Level
from pci.lists.json import write

WORDS = {Level.OK: "tốt", Level.WARNING: "nên xem", Level.PROBLEM: "hỏng"}
MARKS = {Level.OK: "✓", Level.WARNING: "!", Level.PROBLEM: "✗"}
_COLOURS = {Level.OK: "32", Level.WARNING: "1;33", Level.PROBLEM: "1;31"}
_TITLE = 14


def plain(findings: Sequence[Finding]) -> str:
    """One line a check, whole, levels in words: for a pipe, a file, or a window that may lack the marks."""
    lines = (
        f"{WORDS[found.level]:8}{found.title:{_TITLE}}{found.words}"
        + (f"; {found.mend}" if found.mend else "")
        for found in findings
    )
    return "\n".join([*map(visible, lines), summary(findings)]) + "\n"


def screen(findings: Sequence[Finding], columns: int, colour: bool) -> str:
    """The same with marks, wrapped to a screen, what to do on lines of its own."""
    lines = (line for found in findings for line in _lines(found, columns, colour))
    return "\n".join([*lines, summary(findings)]) + "\n"


def _lines(found: Finding, columns: int, colour: bool) -> Iterator[str]:
    mark = (
        f"\x1b[{_COLOURS[found.level]}m{MARKS[found.level]}\x1b[0m"
        if colour
        else MARKS[found.level]
    )
    first, *rest = _wrapped(found.words, columns - 2 - _TITLE)
    yield f"{mark} {found.title:{_TITLE}}{first}"
    yield from (" " * (2 + _TITLE) + line for line in rest)
    for n, line in enumerate(_wrapped(found.mend, columns - 4 - _TITLE)):
        yield " " * (2 + _TITLE) + ("  " if n else "→ ") + line


def _wrapped(words: str, columns: int) -> list[str]:
    return textwrap.wrap(visible(words), columns, break_on_hyphens=False)


def summary(findings: Sequence[Finding]) -> str:
    """How many of each: `1 hỏng, 2 nên xem, 12 tốt`."""
    counted = (
        (level, sum(found.level is level for found in findings)) for level in reversed(Level)
    )
    return ", ".join(f"{count} {WORDS[level]}" for level, count in counted if count)


def json_of(findings: Sequence[Finding], root: str | None) -> str:
    """`pci.doctor/1`: every check with its level; `workspace` is null where there was none to look at."""
    counts = {
        f"{level}s": sum(found.level is level for found in findings)
        for level in (Level.PROBLEM, Level.WARNING)
    }
    return write(
        {
            "schema": "pci.doctor/1",
            "workspace": root,
            **counts,
            "checks": [_checked(f) for f in findings],
        }
    )


def _checked(found: Finding) -> dict[str, Any]:
    shape = {"name": found.name, "title": found.title, "level": found.level.value}
    return {**shape, "message": found.words, "hint": found.mend}
