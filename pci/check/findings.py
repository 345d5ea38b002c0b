"""Findings as a person reads them: each with its line, why, and what to write instead."""

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pci.check.catalogue import pages
from pci.console import SEVERITY_WORDS, diagnostic_line, visible
from pci.core.diagnostic import Diagnostic, Severity, Span

_PIPE_COLUMNS = 120
"""How much of a long line is quoted where there is no screen."""

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.HINT: "1;36"}


class Results(NamedTuple):
    """Diagnostics sorted by place, and the contents of all checked files by path.

    A file without lines, such as a Word document, has no contents. `fail_on` is the severity from
    which on a finding is a failure, null where none is; `complete` is false where something could
    not be checked.
    """

    diagnostics: Sequence[Diagnostic]
    files: Mapping[str, bytes]
    fail_on: Severity | None
    complete: bool = True

    @property
    def failures(self) -> tuple[Diagnostic, ...]:
        """The findings that make a check fail."""
        ranks = tuple(Severity)
        worst = ranks[: ranks.index(self.fail_on) + 1] if self.fail_on else ()
        return tuple(d for d in self.diagnostics if d.severity in worst)


def lines_of(data: bytes) -> list[str]:
    """The lines of a file as places count them; the file may not even be text."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
    return [line.removesuffix("\r") for line in text.split("\n")] if text else []


def lines_by_file(results: Results) -> Mapping[str, Sequence[str]]:
    """The lines of each file that has findings."""
    paths = {d.where for d in results.diagnostics}
    return {path: lines_of(results.files[path]) for path in paths}


def words(finding: Diagnostic) -> str:
    """What is wrong, and what to do about it."""
    return f"{finding.message}; {finding.hint}" if finding.hint else finding.message


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """How many of each kind: `2 lỗi, 1 cảnh báo`."""
    counts = {s: sum(d.severity is s for d in diagnostics) for s in Severity}
    parts = [f"{count} {SEVERITY_WORDS[s]}" for s, count in counts.items() if count]
    return ", ".join(parts) or "Không có lỗi."


def _worst_first(results: Results) -> list[Diagnostic]:
    """The findings as a person mends them: errors, then warnings, then hints, each by place."""
    return sorted(results.diagnostics, key=lambda d: tuple(Severity).index(d.severity))


def concise(results: Results) -> str:
    """One line a finding, then their number."""
    lines = [visible(diagnostic_line(d)) for d in _worst_first(results)]
    return "\n".join([*lines, summary(results.diagnostics)]) + "\n"


def text(results: Results, columns: int | None = None, colour: bool = False) -> str:
    """Every finding with its excerpt, then their number; why a rule exists stands with its first
    finding.

    `columns` is the width of a screen, null where there is none: nothing is wrapped then.
    """
    reasons = {page.code: page.words for page in pages()}
    lines = lines_by_file(results)
    blocks = []
    for d in _worst_first(results):
        block = [*_block(d, lines[d.where], reasons.pop(d.code, ""), columns, colour)]
        blocks.append("\n".join(block) + "\n" * (len(block) > 1))
    return "\n".join([*blocks, summary(results.diagnostics)]) + "\n"


def _block(
    finding: Diagnostic, lines: Sequence[str], why: str, columns: int | None, colour: bool
) -> Iterator[str]:
    """The lines on one finding: a single one where there is nothing to quote."""
    if finding.span.line > len(lines):
        yield visible(diagnostic_line(finding))
        return
    line, number = lines[finding.span.line - 1], str(finding.span.line)
    room = (columns or _PIPE_COLUMNS) - len(number) - 3
    look = _COLOURS[finding.severity]
    place = _one_line(f"{finding.where}:{number}:{finding.span.column}")
    kind = _coloured(f"{finding.code} {SEVERITY_WORDS[finding.severity]}", look, colour)
    yield f"{place}: {kind}: {_one_line(finding.message)}"
    margin = " " * len(number)
    quoted, carets = excerpt(line, finding.span, room)
    yield f"{number} | {quoted}".rstrip()
    yield f"{margin} | {_coloured(carets, look, colour)}"
    yield from _note(f"{margin} = vì: ", why, columns)
    yield from _note(f"{margin} = sửa: ", finding.hint, columns)


def _one_line(words: str) -> str:
    return visible(" ".join(words.split()))


def _coloured(words: str, look: str, colour: bool) -> str:
    return f"\x1b[{look}m{words}\x1b[0m" if colour else words


def _note(label: str, words: str, columns: int | None) -> list[str]:
    if not words:
        return []
    line, indent = label + _one_line(words), " " * len(label)
    if columns is None:
        return [line]
    return textwrap.wrap(line, columns, subsequent_indent=indent, break_on_hyphens=False)


def excerpt(line: str, span: Span, columns: int) -> tuple[str, str]:
    """A line as a screen can show it, cut around a span that is too far along, and the carets to go
    under the span.

    A span of several lines is marked to the end of its first.
    """
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    # a file may be one line of four million letters: only those near the span are of use
    near = columns + 1
    before = _shown(line[max(start - near, 0) : start])
    marked = _shown(line[start : min(end, start + near)])
    after = _shown(line[max(start, end) : max(start, end) + near])
    lead = max(columns // 3, columns - len(marked + after))
    if len(before) > lead:
        before = "…" + before[1 - lead :]
    room = columns - len(before)
    if len(marked + after) > room:
        marked, after = marked[: room - 1], after[: max(room - 1 - len(marked), 0)] + "…"
    carets = "^" * max(_width(marked), 1)
    return before + marked + after, " " * _width(before) + carets


def _shown(text: str) -> str:
    return visible(text.replace("\t", "    "))


def _width(text: str) -> int:
    """Columns on a screen: none for a mark over the letter before it."""
    return sum(not unicodedata.combining(character) for character in text)


def fingerprinted(results: Results) -> Iterator[tuple[Diagnostic, str]]:
    """Each finding with a fingerprint that stays the same while lines move: of its code, its file,
    the text it marks, and which of several such it is."""
    from hashlib import sha256

    lines = lines_by_file(results)
    seen: Counter[tuple[str, ...]] = Counter()
    for d in results.diagnostics:
        key = d.code, d.where, " ".join(_marked(d, lines[d.where]).split())
        seen[key] += 1
        content = "\0".join((*key, str(seen[key])))
        yield d, sha256(content.encode(errors="backslashreplace")).hexdigest()


def _marked(finding: Diagnostic, lines: Sequence[str]) -> str:
    """The text that a finding marks, the line where that is empty, the message where there is no
    line."""
    span = finding.span
    line = lines[span.line - 1] if span.line <= len(lines) else finding.message
    end = span.end_column - 1 if span.line == span.end_line else len(line)
    return line[span.column - 1 : end] or line
