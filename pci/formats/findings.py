"""What a check found, as a person reads it: each finding with the line it stands in, why, and the mend."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pci.console import SEVERITY_WORDS, diagnostic_line, visible
from pci.diagnostic import Diagnostic, Severity, Span
from pci.rules.catalogue import pages

_PIPE_COLUMNS = 120
"""How much of a long line is quoted where there is no screen whose width could say."""

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.HINT: "1;36"}
_PLACE, _GUTTER, _MEND = "1", "34", "32"


class Checked(NamedTuple):
    """Findings sorted by place, what was looked at, and from which severity on a finding is a failure.

    `files` holds the contents of all files by the same paths that the findings name; nothing for one that has no
    lines, such as a Word document.
    """

    found: Sequence[Diagnostic]
    files: Mapping[str, bytes]
    fail_on: Severity

    @property
    def failures(self) -> tuple[Diagnostic, ...]:
        """The findings that make a check fail."""
        ranks = tuple(Severity)
        return tuple(d for d in self.found if ranks.index(d.severity) <= ranks.index(self.fail_on))


def lines_of(data: bytes) -> list[str]:
    """The lines that places count, of a file that may not even be text."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
    return [line.removesuffix("\r") for line in text.split("\n")] if text else []


def lines_by_file(checked: Checked) -> Mapping[str, Sequence[str]]:
    """The lines of each file in which something was found."""
    return {where: lines_of(checked.files[where]) for where in {d.where for d in checked.found}}


def summary(found: Sequence[Diagnostic]) -> str:
    """How many of each kind: `2 lỗi, 1 cảnh báo`."""
    counts = (f"{n} {SEVERITY_WORDS[s]}" for s in Severity if (n := sum(d.severity is s for d in found)))
    return ", ".join(counts) or "Không có lỗi."


def concise(checked: Checked) -> str:
    """One line a finding, then their number."""
    return "\n".join([*(visible(diagnostic_line(d)) for d in checked.found), summary(checked.found)]) + "\n"


def text(checked: Checked, columns: int | None = None, colour: bool = False) -> str:
    """Every finding with its excerpt, then their number. Why a rule exists is told once a run, with its first finding.
    `columns` is the width of a screen, null where there is none: nothing is wrapped then."""
    reasons = {page.code: page.words for page in pages()}
    lines = lines_by_file(checked)
    blocks = [[*_block(d, lines[d.where], reasons.pop(d.code, ""), columns, colour)] for d in checked.found]
    shown = ["\n".join(block) + "\n" * (len(block) > 1) for block in blocks]
    return "\n".join([*shown, summary(checked.found)]) + "\n"


def _block(found: Diagnostic, lines: Sequence[str], why: str, columns: int | None, colour: bool) -> Iterator[str]:
    if found.span.line > len(lines):
        yield visible(diagnostic_line(found))
        return
    place, _, words = visible(diagnostic_line(found._replace(hint=""))).partition(f": {found.code} ")
    kind, _, message = words.partition(": ")
    marked = _COLOURS[found.severity]
    yield f"{_drawn(place, _PLACE, colour)}: {_drawn(f'{found.code} {kind}', marked, colour)}: {message}"
    number = str(found.span.line)
    bar = _drawn(f"{' ' * len(number)} |", _GUTTER, colour)
    line = lines[found.span.line - 1]
    quoted, carets = excerpt(line, found.span, (columns or _PIPE_COLUMNS) - len(number) - 3)
    yield f"{_drawn(f'{number} |', _GUTTER, colour)} {quoted}".rstrip()
    yield f"{bar} {_drawn(carets, marked, colour)}"
    for label, note in (("vì", why), ("sửa", found.hint)):
        yield from _note(f"{' ' * len(number)} = {label}: ", note, columns)
    if found.instead is not None and found.span.line == found.span.end_line:
        mended = line[: found.span.column - 1] + found.instead + line[found.span.end_column - 1 :]
        span = found.span._replace(end_column=found.span.column + len(found.instead))
        quoted, _ = excerpt(mended, span, (columns or _PIPE_COLUMNS) - len(number) - 3)
        yield _drawn(f"{number} + {quoted}", _MEND, colour)


def _drawn(words: str, look: str, colour: bool) -> str:
    return f"\x1b[{look}m{words}\x1b[0m" if colour else words


def _note(label: str, words: str, columns: int | None) -> Iterator[str]:
    if not words:
        return
    line = visible(" ".join((label + words).split(" ")))
    if columns is None:
        yield line
    else:
        indent = " " * len(label)
        yield from textwrap.wrap(line, columns, subsequent_indent=indent, break_on_hyphens=False, drop_whitespace=True)


def excerpt(line: str, span: Span, columns: int) -> tuple[str, str]:
    """A line as a screen can show it, cut around a span that is too far along, and the carets to go under the span;
    a span of several lines is marked to the end of its first."""
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line.rstrip())
    cells = [_shown(c) for c in line]
    widths = [_width(cell) for cell in cells]
    first, last = _window(widths, start, max(end, start + 1), columns)
    left, right = "…" * (first > 0), "…" * (last < len(line))
    before = len(left) + sum(widths[first:start])
    marked = sum(widths[start : min(max(end, start), last)])
    return left + "".join(cells[first:last]) + right, " " * before + "^" * max(marked, 1)


def _window(widths: Sequence[int], start: int, end: int, columns: int) -> tuple[int, int]:
    """Which characters to quote: as many as there is room for, what is marked among them, a third before it."""
    if sum(widths) <= columns:
        return 0, len(widths)
    room = columns - 2  # for the marks of what was cut
    first, used = start, 0
    while first > 0 and used + widths[first - 1] <= max(room // 3, room - sum(widths[start:])):
        first -= 1
        used += widths[first]
    last = first
    taken = 0
    while last < len(widths) and taken + widths[last] <= room:
        taken += widths[last]
        last += 1
    while first < start and widths[first] == 0:  # a mark whose letter was cut off
        first += 1
    return first, last


def _shown(character: str) -> str:
    return "    " if character == "\t" else visible(character)


def _width(cell: str) -> int:
    """Columns on a screen: none for a mark over the letter before it, two for a wide character."""
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in cell)


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
        yield d, sha256("\0".join((*key, str(seen[key]))).encode(errors="backslashreplace")).hexdigest()
