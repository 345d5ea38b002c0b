"""Findings as SARIF 2.1.0, which code scanning and editors read: with the page of each rule, and
what to write instead."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from pci import __version__
from pci.check.catalogue import Page, pages
from pci.check.findings import Results, fingerprinted, words
from pci.console import visible
from pci.core.diagnostic import Diagnostic, Severity, Span
from pci.lists.json import write

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def sarif(results: Results) -> str:
    """One run: the rules that found something, and what they found."""
    codes = {d.code for d in results.diagnostics}
    rules = [page for page in pages() if page.code in codes]
    order = [page.code for page in rules]
    driver = {"name": "pci", "version": __version__, "rules": [_rule(page) for page in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(d, fingerprint, order, bool(results.files[d.where]))
            for d, fingerprint in fingerprinted(results)
        ],
    }
    whole = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return write(whole)


def _rule(page: Page) -> dict[str, Any]:
    examples = f"\n\nSai:\n\n{page.wrong}\n\nĐúng:\n\n{page.right}" if page.wrong else ""
    return {
        "id": page.code,
        "shortDescription": {"text": page.words},
        "help": {"text": page.words + examples},
        "defaultConfiguration": {"level": _LEVELS[page.severity]},
    }


def _result(
    finding: Diagnostic, fingerprint: str, order: Sequence[str], has_lines: bool
) -> dict[str, Any]:
    artifact = {"uri": quote(finding.where, errors="surrogateescape")}
    region = {"region": _region(finding.span)} if has_lines else {}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": order.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": visible(words(finding))},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, **region}}],
        "partialFingerprints": {"pciFinding/v1": fingerprint},
    }
    if finding.instead is not None:
        written = {
            "deletedRegion": _region(finding.span),
            "insertedContent": {"text": finding.instead},
        }
        change = {"artifactLocation": artifact, "replacements": [written]}
        result["fixes"] = [{"artifactChanges": [change]}]
    return result


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
