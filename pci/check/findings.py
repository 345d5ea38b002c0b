"""Findings as a person reads them: each with its line, why, and what to write instead."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pci.check.catalogue import pages
from pci.console import SEVERITY_WORDS, diagnostic_line, visible
from pci.core.diagnostic import Diagnostic, Severity, Span

_PIPE_COLUMNS = 120
"""How much of a long line is quoted where there is no screen whose width could say."""

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.HINT: "1;36"}
_PLACE, _GUTTER, _INSTEAD = "1", "34", "32"


class Checked(NamedTuple):
    """Findings sorted by place, and the contents of all files checked, by the paths that the
    findings name.

    A file without lines, such as a Word document, has no contents. `fail_on` is the severity from
    which on a finding is a failure, null where none is.
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


def words(found: Diagnostic) -> str:
    """What is wrong, and what to do about it."""
    return f"{found.message}; {found.hint}" if found.hint else found.message


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
    """Every finding with its excerpt, then their number; why a rule exists stands with its first
    finding.

    `columns` is the width of a screen, null where there is none: nothing is wrapped then.
    """
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
        yield _drawn(
            f"{number} + {_replaced(line, found.span, found.instead, room)}", _INSTEAD, colour
        )


def _one_line(words: str) -> str:
    return visible(" ".join(words.split()))


def _drawn(words: str, look: str, colour: bool) -> str:
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
    if len(before + marked + after) > columns:
        room = columns - 2  # for the signs of what is cut
        limit = max(room // 3, room - len(marked + after))
        if len(before) > limit:
            before = "…" + before[-limit:]
            room += 1
        room -= len(before)
        after = _cut(after, room - len(marked))
        marked = marked[:room]
    carets = "^" * max(_width(marked), 1)
    return before + marked + after, " " * _width(before) + carets


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(room, 0)] + "…"


def _replaced(line: str, span: Span, instead: str, columns: int) -> str:
    """A line with other words in place of a span, cut around them as `excerpt` does."""
    before = line[: span.column - 1]
    end = len(before) + len(instead)
    whole = before + instead + line[span.end_column - 1 :]
    return excerpt(whole, span._replace(end_column=end + 1), columns)[0]


def _shown(text: str) -> str:
    return visible(text.replace("\t", "    "))


def _width(text: str) -> int:
    """Columns on a screen: none for a mark over the letter before it."""
    return sum(not unicodedata.combining(character) for character in text)


def fingerprinted(checked: Checked) -> Iterator[tuple[Diagnostic, str]]:
    """Each finding with a fingerprint that stays the same while lines move: of its code, its file,
    the text it marks, and which of several such it is."""
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
        content = "\0".join((*key, str(seen[key])))
        yield d, sha256(content.encode(errors="backslashreplace")).hexdigest()
