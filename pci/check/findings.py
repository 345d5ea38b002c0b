"""What a check found, as a person reads it: each finding with the line it stands in, why, and the mend."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pci.check.catalogue import pages
from pci.console import SEVERITY_WORDS, diagnostic_line, visible
from pci.core.diagnostic import Diagnostic, Severity, Span

_PIPE_COLUMNS = 120
"""How much of a long line is quoted where there is no screen whose width could say."""

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.HINT: "1;36"}
_PLACE, _GUTTER, _MEND = "1", "34", "32"


class Checked(NamedTuple):
    """Findings sorted by place, what was looked at, and from which severity on a finding is a failure, null where none
    is.

    `files` holds the contents of all files by the same paths that the findings name; nothing for one that has no
    lines, such as a Word document.
    """

    found: Sequence[Diagnostic]
    files: Mapping[str, bytes]
    fail_on: Severity | None

    @property
    def failures(self) -> tuple[Diagnostic, ...]:
        """The findings that make a check fail."""
        ranks = tuple(Severity)
        worst = ranks[: ranks.index(self.fail_on) + 1] if self.fail_on else ()
        return tuple(d for d in self.found if d.severity in worst)


def lines_of(data: bytes) -> list[str]:
    """The lines that places count, of a file that may not even be text."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
    return [line.removesuffix("\r") for line in text.split("\n")] if text else []


def lines_by_file(checked: Checked) -> Mapping[str, Sequence[str]]:
    """The lines of each file in which something was found."""
    return {where: lines_of(checked.files[where]) for where in {d.where for d in checked.found}}


def summary(found: Sequence[Diagnostic]) -> str:
    """How many of each kind: `2 lỗi, 1 cảnh báo`."""
    counts = (
        f"{n} {SEVERITY_WORDS[s]}" for s in Severity if (n := sum(d.severity is s for d in found))
    )
    return ", ".join(counts) or "Không có lỗi."


def concise(checked: Checked) -> str:
    """One line a finding, then their number."""
    return (
        "\n".join([*(visible(diagnostic_line(d)) for d in checked.found), summary(checked.found)])
        + "\n"
    )


def text(checked: Checked, columns: int | None = None, colour: bool = False) -> str:
    """Every finding with its excerpt, then their number. Why a rule exists is told once a run, with its first finding.
    `columns` is the width of a screen, null where there is none: nothing is wrapped then."""
    reasons = {page.code: page.words for page in pages()}
    lines = lines_by_file(checked)
    blocks = [
        [*_block(d, lines[d.where], reasons.pop(d.code, ""), columns, colour)]
        for d in checked.found
    ]
    shown = ["\n".join(block) + "\n" * (len(block) > 1) for block in blocks]
    return "\n".join([*shown, summary(checked.found)]) + "\n"


def _block(
    found: Diagnostic, lines: Sequence[str], why: str, columns: int | None, colour: bool
) -> Iterator[str]:
    """The lines on one finding: a single one where there is nothing to quote."""
    if found.span.line > len(lines):
        yield visible(diagnostic_line(found))
        return
    line, number = lines[found.span.line - 1], str(found.span.line)
    room = (columns or _PIPE_COLUMNS) - len(number) - 3
    look = _COLOURS[found.severity]
    place = _drawn(_one_line(f"{found.where}:{number}:{found.span.column}"), _PLACE, colour)
    kind = _drawn(f"{found.code} {SEVERITY_WORDS[found.severity]}", look, colour)
    yield f"{place}: {kind}: {_one_line(found.message)}"
    margin = " " * len(number)
    quoted, carets = excerpt(line, found.span, room)
    yield f"{_drawn(f'{number} |', _GUTTER, colour)} {quoted}".rstrip()
    yield f"{_drawn(f'{margin} |', _GUTTER, colour)} {_drawn(carets, look, colour)}"
    yield from _note(f"{margin} = vì: ", why, columns)
    yield from _note(f"{margin} = sửa: ", found.hint, columns)
    if found.instead is not None and found.span.line == found.span.end_line:
        yield _drawn(f"{number} + {_mended(line, found.span, found.instead, room)}", _MEND, colour)


def _one_line(words: str) -> str:
    return visible(" ".join(words.split()))


def _drawn(words: str, look: str, colour: bool) -> str:
    return f"\x1b[{look}m{words}\x1b[0m" if colour else words


def _note(label: str, words: str, columns: int | None) -> Iterator[str]:
    line = label + _one_line(words)
    if words and columns is None:
        yield line
    elif words:
        yield from textwrap.wrap(
            line, columns or 0, subsequent_indent=" " * len(label), break_on_hyphens=False
        )


def excerpt(line: str, span: Span, columns: int) -> tuple[str, str]:
    """A line as a screen can show it, cut around a span that is too far along, and the carets to go under the span;
    a span of several lines is marked to the end of its first."""
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line.rstrip())
    # a file may be one line of four million letters: only those near the span are worth measuring
    low, high = max(start - 4 * columns, 0), min(start + 8 * columns, len(line))
    cells = [*map(_shown, line[low:high])]
    widths = [*map(_width, cells)]
    start, end = start - low, min(end, high) - low
    first, last = (0, len(cells))
    if low > 0 or high < len(line) or sum(widths) > columns:
        first, last = _window(widths, start, columns - 2)  # two for the marks of what was cut
    left, right = "…" * (low + first > 0), "…" * (low + last < len(line))
    before = len(left) + sum(widths[first:start])
    carets = "^" * max(sum(widths[start : min(max(end, start), last)]), 1)
    return left + "".join(cells[first:last]) + right, " " * before + carets


def _mended(line: str, span: Span, instead: str, columns: int) -> str:
    """A line with other words in place of a span, cut around them as `excerpt` does."""
    low = max(span.column - 1 - 4 * columns, 0)
    before, after = (
        line[low : span.column - 1],
        line[span.end_column - 1 : span.end_column - 1 + 8 * columns],
    )
    start = len(before) + 1
    return excerpt(before + instead + after, Span(1, start, 1, start + len(instead)), columns)[0]


def _window(widths: Sequence[int], start: int, room: int) -> tuple[int, int]:
    """Which characters to quote: as many as there is room for, a third of it before the span or more where little
    follows."""
    first, used, before = start, 0, max(room // 3, room - sum(widths[start:]))
    while first > 0 and used + widths[first - 1] <= before:
        first -= 1
        used += widths[first]
    last, taken = first, 0
    while last < len(widths) and taken + widths[last] <= room:
        taken += widths[last]
        last += 1
    while first < start and widths[first] == 0:  # a mark whose letter was cut off
        first += 1
    return first, last


@cache
def _shown(character: str) -> str:
    return "    " if character == "\t" else visible(character)


@cache
def _width(cell: str) -> int:
    """Columns on a screen: none for a mark over the letter before it, two for a wide character."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in cell
    )


def fingerprinted(checked: Checked) -> Iterator[tuple[Diagnostic, str]]:
    """Each finding with a name that stays the same while lines move: by its code, its file, the text it marks, and
    which of several such it is."""
    from hashlib import sha256

    lines = lines_by_file(checked)
    seen: dict[tuple[str, str, str], int] = {}
    for d in checked.found:
        of = lines[d.where]
        line = of[d.span.line - 1] if d.span.line <= len(of) else d.message
        end = d.span.end_column - 1 if d.span.line == d.span.end_line else len(line)
        marked = line[d.span.column - 1 : end] or line
        key = (d.code, d.where, re.sub(r"\s+", " ", marked.strip()))
        seen[key] = seen.get(key, 0) + 1
        yield (
            d,
            sha256("\0".join((*key, str(seen[key]))).encode(errors="backslashreplace")).hexdigest(),
        )
