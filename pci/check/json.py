"""Findings for a script (`pci.check/1`)."""

from collections.abc import Sequence
from typing import Any

from pci.console import visible
from pci.core.diagnostic import Diagnostic, Severity
from pci.lists.json import write


def check(found: Sequence[Diagnostic]) -> str:
    """`pci.check/1`."""
    counts = {s: sum(d.severity is s for d in found) for s in Severity}
    shape = {"errors": counts[Severity.ERROR], "warnings": counts[Severity.WARNING]}
    return write({"schema": "pci.check/1", **shape, "diagnostics": [_diagnostic(d) for d in found]})


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "path": found.where,
        "line": found.span.line,
        "column": found.span.column,
        "end_line": found.span.end_line,
        "end_column": found.span.end_column,
        "message": visible(found.message),
        "hint": visible(found.hint),
    }
