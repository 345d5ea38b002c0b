"""What is wrong in a file and where: severities, places and the one diagnostic value."""

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


class Stretch(NamedTuple):
    """Some characters of one line of a text: the text as it was read, and offsets into it, the end exclusive."""

    text: str
    start: int
    end: int


class SourceMap(NamedTuple):
    """Where every value, and every key, of one document stands in its lines."""

    values: Mapping[DocPath, Span]
    keys: Mapping[DocPath, Span]
    lines: Sequence[str] = ()

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
        """A stretch of a scalar that stands in the file letter by letter; null where escapes or folding moved it."""
        above, before = _row(stretch)
        if scalar.line == scalar.end_line:
            line, raw = scalar.line, self.lines[scalar.line - 1][scalar.column - 1 : scalar.end_column - 1]
            shift = next((n for n, part in enumerate((raw, raw[1:-1])) if part == stretch.text), None)
            column = None if shift is None else scalar.column + shift
        else:
            block = self.lines[scalar.line : scalar.end_line]
            blank = next((n for n, row in enumerate(block) if row.strip()), 0)
            line, shown = scalar.line + blank + above + 1, stretch.text.split("\n")[above]
            raw = self.lines[line - 1] if line <= scalar.end_line else ""
            column = len(raw) - len(shown) + 1 if raw.endswith(shown) else None
        if column is None:
            return None
        return Span(line, column + before, line, column + before + stretch.end - stretch.start)


def _row(stretch: Stretch) -> tuple[int, int]:
    """How many lines stand above a stretch in its text, and how many characters before it in its own line."""
    before = stretch.text[: stretch.start]
    return before.count("\n"), stretch.start - before.rfind("\n") - 1


class Problem(NamedTuple):
    """What a rule finds: a symbolic place, so that rules never see line numbers."""

    path: DocPath
    message: str
    hint: str = ""
    on_key: bool = False
    stretch: Stretch | None = None
    instead: tuple[str, str] | None = None
    """What stands in that place and what to write there, where that is known."""


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
