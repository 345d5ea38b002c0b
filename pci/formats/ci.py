"""Diagnostics for people and build machines: text lines and GitHub annotations."""

from collections.abc import Sequence

from pci.console import SEVERITY_WORDS, diagnostic_line, visible
from pci.diagnostic import Diagnostic, Severity

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def text(found: Sequence[Diagnostic]) -> str:
    """One line a finding, then their number."""
    lines = [visible(diagnostic_line(d)) for d in found]
    counts = (f"{n} {SEVERITY_WORDS[s]}" for s in Severity if (n := sum(d.severity is s for d in found)))
    return "\n".join([*lines, ", ".join(counts) or "Không có lỗi."]) + "\n"


def github(found: Sequence[Diagnostic]) -> str:
    """Workflow commands. Nothing in a message can open a second command: `%` and line ends are escaped."""
    return "".join(_annotation(d) + "\n" for d in found)


def _annotation(found: Diagnostic) -> str:
    span = found.span
    place = f"file={_property(found.where)},line={span.line},endLine={span.end_line},col={span.column}"
    words = found.message + (f"; {found.hint}" if found.hint else "")
    return f"::{_GITHUB[found.severity]} {place},title={_property(found.code)}::{_data(words)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
