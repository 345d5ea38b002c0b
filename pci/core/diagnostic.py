"""What is wrong in a file and where: severities, places and the one diagnostic value."""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

DocPath = tuple[str | int, ...]
"""The route of keys and list positions from a document's root to a value."""


class Severity(StrEnum):
    """How bad a finding is; only an error makes a plan unusable."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Span(NamedTuple):
    """A stretch of text: lines and columns count from 1 in code points, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)


def span_at(text: str, offset: int) -> Span:
    """One character of a text."""
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return Span(line, column, line, column + 1)


class Stretch(NamedTuple):
    """Some characters of one line of a text: the text as it was read, and offsets into it, the end exclusive."""

    text: str
    start: int
    end: int


class SourceMap:
    """Where every value, and every key, of one document stands in its lines."""

    def __init__(
        self,
        values: Mapping[DocPath, Span],
        keys: Mapping[DocPath, Span],
        lines: tuple[str, ...] = (),
    ) -> None:
        self.values, self.keys, self.lines = values, keys, lines
        self._spellings: dict[
            tuple[Span, str], _Spelling | None
        ] = {}  # many findings may stand in one long text

    def locate(self, path: DocPath, on_key: bool = False, stretch: Stretch | None = None) -> Span:
        """The span of the value at `path` (of its key with `on_key`, of a stretch of its text), or of the nearest
        thing around it."""
        for depth in range(len(path), -1, -1):
            route = path[:depth]
            if (on_key or depth < len(path)) and route in self.keys:
                return self.keys[route]
            if route in self.values:
                found = self.values[route]
                return (stretch and self._inside(found, stretch)) or found
        return START

    def marked(self, span: Span) -> str:
        """The characters of a span, of its first line only where it has several."""
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        return line[span.column - 1 : span.end_column - 1 if span.line == span.end_line else None]

    def _inside(self, scalar: Span, stretch: Stretch) -> Span | None:
        """A stretch of a scalar as it stands in the file; null where the scalar does not spell the stretch's text."""
        key = scalar, stretch.text
        if key not in self._spellings:
            self._spellings[key] = _spelt(self.lines, scalar, stretch.text)
        found = self._spellings[key]
        if found is None:
            return None
        first, last = (
            _place(scalar.line, found.breaks, n)
            for n in (found.starts[stretch.start], found.ends[stretch.end - 1])
        )
        return Span(*first, *last)


class _Spelling(NamedTuple):
    """Where in the lines of a scalar each letter of its text starts and ends, and where those lines end, as offsets."""

    starts: Sequence[int]
    ends: Sequence[int]
    breaks: Sequence[int]


def _place(first_line: int, breaks: Sequence[int], offset: int) -> tuple[int, int]:
    above = bisect_left(breaks, offset)
    return first_line + above, offset - (breaks[above - 1] if above else -1)


_BREAK = r"[ \t]*\n[ \t\n]*"
_ESCAPE = r"\\(?:x\w{2}|u\w{4}|U\w{8}|.)"
_MARKS = "[\u0300-\u036f]*"
_LETTERS = {
    "'": re.compile(rf"{_BREAK}|(?:''|.){_MARKS}"),
    '"': re.compile(rf"\\\n[ \t\n]*|{_BREAK}|(?:{_ESCAPE}|.)(?:[\u0300-\u036f]|\\u03[0-6]\w)*"),
}
"""The letters of a quoted scalar, each with its marks, and its ends of line, by the quote."""

_BARE = re.compile(rf"{_BREAK}|.{_MARKS}")
_ESCAPES = dict(zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))


def _spelt(lines: tuple[str, ...], scalar: Span, text: str) -> _Spelling | None:
    """The letters of a text in its scalar, however that was quoted, wrapped, indented or composed; null where it does
    not spell the text."""
    raw = "\n".join(lines[scalar.line - 1 : scalar.end_line])
    above = sum(len(line) + 1 for line in lines[scalar.line - 1 : scalar.end_line - 1])
    first, last = scalar.column - 1, above + scalar.end_column - 1
    quote = raw[first]
    if quote in _LETTERS:
        first, last = first + 1, last - 1
    elif quote in "|>":
        first = raw.find("\n", first)
    if raw[first:last] == text and scalar.line == scalar.end_line:
        return _Spelling(range(first, last), range(first + 1, last + 1), ())
    starts, ends = array("L"), array("L")
    for found in _LETTERS.get(quote, _BARE).finditer(raw, first, last):
        done = len(starts)
        if "\n" not in found[0]:
            letter = unicodedata.normalize("NFC", _read(found[0], quote))
            count = len(letter)
            if not text.startswith(letter, done):
                return None
        elif (
            quote in _LETTERS
        ):  # an end of line is a space, several are one less, and none is left of an escaped one
            count = max(found[0].count("\n") - 1, 1) if found[0][0] != "\\" else 0
        else:
            count = 0
            while text[done + count : done + count + 1] in (" ", "\t", "\n"):
                count += 1
        starts.extend([found.start()] * count)
        ends.extend([found.end()] * count)
    if len(starts) != len(text):
        return None
    return _Spelling(starts, ends, [n for n, letter in enumerate(raw) if letter == "\n"])


def _read(letter: str, quote: str) -> str:
    """What a letter stands for inside quotes."""
    if quote == '"' and "\\" in letter:
        return re.sub(_ESCAPE, lambda found: _unescaped(found[0][1:]), letter)
    return letter.replace("''", "'") if quote == "'" else letter


def _unescaped(escape: str) -> str:
    return chr(int(escape[1:], 16)) if len(escape) > 1 else _ESCAPES.get(escape, escape)


class Problem(NamedTuple):
    """What a rule finds: a symbolic place, so that rules never see line numbers."""

    path: DocPath
    message: str
    hint: str = ""
    on_key: bool = False
    stretch: Stretch | None = None
    instead: tuple[str, str] | None = None
    """What stands in that place and what to write there, where that is known."""
    other: DocPath | None = None
    """A place that this one clashes with; the message names its line."""
    file: str = ""
    """The path of the file, where a rule looks at several."""


class Diagnostic(NamedTuple):
    """One finding with its place; `where` is the file as a person would type it."""

    where: str
    span: Span
    code: str
    severity: Severity
    message: str
    hint: str = ""
    instead: str | None = None
    """What to write in place of the span, where that is known."""
