"""Findings for a script (`pci.check/1`)."""

from collections.abc import Sequence
from typing import Any

from pci.console import visible
from pci.core.diagnostic import Diagnostic, Severity
from pci.lists.json import write


def check(diagnostics: Sequence[Diagnostic]) -> str:
    """`pci.check/1`."""
    counts = {s: sum(d.severity is s for d in diagnostics) for s in Severity}
    shape = {"errors": counts[Severity.ERROR], "warnings": counts[Severity.WARNING]}
    return write(
        {"schema": "pci.check/1", **shape, "diagnostics": [_diagnostic(d) for d in diagnostics]}
    )


def _diagnostic(finding: Diagnostic) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "path": finding.where,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column,
        "message": visible(finding.message),
        "hint": visible(finding.hint),
    }
