"""Findings for build machines: GitHub's workflow commands, GitLab's Code Quality, JUnit's test report.

Whatever a file or its name holds, nothing in it can open a second command or element, and all of it can be read back.
"""

import json
import re
from collections.abc import Mapping
from itertools import groupby
from xml.etree import ElementTree

from pci.check.findings import Checked, fingerprinted, summary
from pci.check.ignores import last_line
from pci.console import diagnostic_line, escaped, visible
from pci.core.diagnostic import Diagnostic, Severity

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_GITLAB = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.HINT: "info"}
_SHOWN = 10
"""How many annotations of a kind GitHub shows of one step; it drops the others without a word."""


def github(checked: Checked) -> str:
    """Workflow commands: the first of each kind; the others as plain lines of the log, with an annotation that tells
    how many they are."""
    shown, others = _divided(checked, dict.fromkeys(Severity, _SHOWN))
    if not others:
        return "".join(_annotation(d) + "\n" for d in shown)
    # what tells of the others is a notice as well
    shown, others = _divided(checked, {s: _SHOWN - (s is Severity.HINT) for s in Severity})
    words = f"còn {summary(others)} nữa, xem trong nhật ký của bước này"
    lines = [*map(_annotation, shown), f"::notice title=pci check::{_data(words)}"]
    # a runner takes `##[error]` for a command anywhere in a plain line
    lines += (f"- {visible(diagnostic_line(d)).replace('##[', '## [')}" for d in others)
    return "\n".join(lines) + "\n"


def _divided(
    checked: Checked, room: Mapping[Severity, int]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The first so many of each kind, and the others."""
    left = dict(room)
    shown: list[Diagnostic] = []
    others: list[Diagnostic] = []
    for d in checked.found:
        left[d.severity] -= 1
        (shown if left[d.severity] >= 0 else others).append(d)
    return shown, others


def _annotation(found: Diagnostic) -> str:
    span = found.span
    place = f"file={_property(found.where)},line={span.line},endLine={last_line(span)}"
    if span.line == span.end_line:  # GitHub refuses columns of an annotation over several lines
        place += f",col={span.column},endColumn={span.end_column}"
    return (
        f"::{_GITHUB[found.severity]} {place},title={_property(found.code)}::{_data(_words(found))}"
    )


def _words(found: Diagnostic) -> str:
    return found.message + (f"; {found.hint}" if found.hint else "")


def _data(words: str) -> str:
    return visible(words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def gitlab(checked: Checked) -> str:
    """A Code Quality report. A finding keeps its fingerprint while lines move, so that a merge request shows as new
    only what is."""
    issues = [
        {
            "description": f"{d.code}: {visible(_words(d))}",
            "check_name": d.code,
            "fingerprint": fingerprint,
            "severity": _GITLAB[d.severity],
            "location": {
                "path": d.where,
                "lines": {"begin": d.span.line, "end": last_line(d.span)},
            },
        }
        for d, fingerprint in fingerprinted(checked)
    ]
    return escaped(json.dumps(issues, ensure_ascii=False, indent=2)) + "\n"


_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(checked: Checked) -> str:
    """A test report: every file that was looked at is a test, which fails by its findings that count as failures."""
    by_file = {where: [*of] for where, of in groupby(checked.found, key=lambda d: d.where)}
    failing = {d.where for d in checked.failures}
    counts = {
        "name": "pci check",
        "tests": str(len(checked.files)),
        "failures": str(len(failing)),
        "errors": "0",
    }
    suites = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(suites, "testsuite", counts)
    for where in sorted(checked.files):
        case = ElementTree.SubElement(
            suite, "testcase", classname="pci check", name=_xml(where), file=_xml(where)
        )
        found = by_file.get(where, [])
        words = "\n".join(_xml(diagnostic_line(d)) for d in found)
        if where in failing:
            ElementTree.SubElement(
                case, "failure", message=summary(found), type=_kind(found)
            ).text = words
        elif found:
            ElementTree.SubElement(case, "system-out").text = words
    ElementTree.indent(suites)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + ElementTree.tostring(suites, encoding="unicode")
        + "\n"
    )


def _kind(found: list[Diagnostic]) -> str:
    """The worst severity among findings."""
    return next(s.value for s in Severity if any(d.severity is s for d in found))


def _xml(words: str) -> str:
    """Text that XML can hold: what it cannot, and what would reorder it on a screen, by its number."""
    return _NOT_XML.sub(lambda c: f"‹U+{ord(c[0]):04X}›", visible(words))
