"""What is wrong in a file and where: severities, places and the one diagnostic value."""

from collections.abc import Mapping
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


class SourceMap(NamedTuple):
    """Where every value, and every key, of one document stands in its text."""

    values: Mapping[DocPath, Span]
    keys: Mapping[DocPath, Span]

    def locate(self, path: DocPath, on_key: bool = False) -> Span:
        """The span of the value at `path` (of its key with `on_key`), or of the nearest thing around it."""
        for depth in range(len(path), -1, -1):
            route = path[:depth]
            if (on_key or depth < len(path)) and route in self.keys:
                return self.keys[route]
            if route in self.values:
                return self.values[route]
        return START


class Problem(NamedTuple):
    """What a rule finds: a symbolic place, so that rules never see line numbers."""

    path: DocPath
    message: str
    hint: str = ""
    on_key: bool = False


class Diagnostic(NamedTuple):
    """One finding with its place; `where` is the file as a person would type it."""

    where: str
    span: Span
    code: str
    severity: Severity
    message: str
    hint: str = ""
