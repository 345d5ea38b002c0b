"""What is wrong in a file and where: severities, places and the one diagnostic value."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
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
    """Some characters of one line of a text, as offsets into that text; the end is exclusive."""

    text: str
    start: int
    end: int


class Places(NamedTuple):
    """Where every value, and every key, of one document stands."""

    values: Mapping[DocPath, Span]
    keys: Mapping[DocPath, Span]


def nowhere() -> Places:
    """No place at all."""
    return Places({}, {})


@dataclass(frozen=True)
class SourceMap:
    """Where everything in the text of one document stands. Most documents have no fault, so the
    places are looked for only once somebody asks."""

    look: Callable[[], Places] = nowhere
    text: str = ""

    @cached_property
    def places(self) -> Places:
        """Where every value, and every key, stands."""
        return self.look()

    @property
    def values(self) -> Mapping[DocPath, Span]:
        """Where every value stands."""
        return self.places.values

    @property
    def keys(self) -> Mapping[DocPath, Span]:
        """Where every key stands."""
        return self.places.keys

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text."""
        return tuple(line.removesuffix("\r") for line in self.text.split("\n"))

    def locate(self, path: DocPath, on_key: bool = False, stretch: Stretch | None = None) -> Span:
        """Get the span of the value at a path (of its key with `on_key`, of a stretch of its text),
        or of the nearest thing around it."""
        for depth in range(len(path), -1, -1):
            route = path[:depth]
            if (on_key or depth < len(path)) and route in self.keys:
                return self.keys[route]
            if route in self.values:
                scalar = self.values[route]
                return (stretch and self._inside(scalar, stretch)) or scalar
        return START

    def marked(self, span: Span) -> str:
        """Get the characters of a span, of its first line only where it has several."""
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        return line[span.column - 1 : span.end_column - 1 if span.line == span.end_line else None]

    def _inside(self, scalar: Span, stretch: Stretch) -> Span | None:
        """Get the span of a stretch in the file; null where the file spells the text in another
        way."""
        wanted = stretch.text[stretch.start : stretch.end]
        lines = [*self._lines_of(scalar)]
        if sum(text.count(wanted) for *_, text in lines) != stretch.text.count(wanted):
            return None
        earlier = stretch.text.count(wanted, 0, stretch.start)
        for number, column, text in lines:
            if earlier < (here := text.count(wanted)):
                *before, _ = text.split(wanted, earlier + 1)
                at = column + len(wanted.join(before))
                return Span(number, at, number, at + len(wanted))
            earlier -= here
        return None

    def _lines_of(self, scalar: Span) -> Iterator[tuple[int, int, str]]:
        """Get the lines of a scalar without indentation, each with its number and first column."""
        lines = [*self.lines[scalar.line - 1 : scalar.end_line]]
        lines[-1] = lines[-1][: scalar.end_column - 1]
        before = scalar.column - 1
        is_block = lines[0][before] in "|>"
        lines[0] = "" if is_block else " " * before + lines[0][before:]
        least = min((_indent(line) for line in lines if line.strip()), default=0)
        for number, line in enumerate(lines, scalar.line):
            start = least if is_block else _indent(line)
            yield number, start + 1, line[start:] if is_block else line.strip(" ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class Problem(NamedTuple):
    """What a rule finds, at a symbolic place, so that rules never see line numbers."""

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


MOST_LISTED = 100
"""Of the faults that are listed, before the others are only counted."""


def listed(faults: Sequence[Diagnostic], others: int) -> tuple[Diagnostic, ...]:
    """List the faults of a file; the last says how many others there are."""
    if not others:
        return tuple(faults)
    *first, last = faults
    return *first, last._replace(message=f"{last.message}, và {others} lỗi khác trong tệp")
