"""Findings for programs: our own JSON, GitHub's workflow commands, GitLab's Code Quality, JUnit's
test report.

Nothing in a file or in its name can open a second command or element.
"""

import re
from itertools import groupby
from xml.etree import ElementTree

from pci.check.catalogue import Page
from pci.check.findings import Results, fingerprinted, summary, words
from pci.check.ignores import last_line
from pci.console import diagnostic_line, inert, visible
from pci.core.diagnostic import Diagnostic, Severity
from pci.lists.json import write

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_GITLAB = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.HINT: "info"}
_SHOWN = {Severity.ERROR: 10, Severity.WARNING: 10, Severity.HINT: 9}
"""How many annotations of a kind to print: of each, GitHub shows ten of a step. The tenth notice
counts the others."""


def script(results: Results) -> str:
    """`pci.check/1`."""
    severities = [d.severity for d in results.diagnostics]
    shape = {
        "schema": "pci.check/1",
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "hints": severities.count(Severity.HINT),
        "complete": results.complete,
        "diagnostics": [
            {
                "code": d.code,
                "severity": d.severity,
                "path": d.where,
                **d.span._asdict(),
                "message": visible(d.message),
                "hint": visible(d.hint),
                "fix": d.instead,
            }
            for d in results.diagnostics
        ],
    }
    return write(shape)


def code_page(page: Page) -> str:
    """`pci.code/1`: the page of one code."""
    return write({"schema": "pci.code/1", **page._asdict()})


def github(results: Results) -> str:
    """Workflow commands: the first of each kind, then a notice that counts the others, which are
    plain lines."""
    left = dict(_SHOWN)
    shown: list[str] = []
    others: list[Diagnostic] = []
    for d in results.diagnostics:
        left[d.severity] -= 1
        if left[d.severity] < 0:
            others.append(d)
        else:
            shown.append(_annotation(d))
    if others:
        message = f"còn {summary(others)} nữa, xem trong nhật ký của bước này"
        shown.append(f"::notice title=pci check::{_data(message)}")
    log = [f"- {inert(visible(diagnostic_line(d)))}" for d in others]
    return "".join(f"{line}\n" for line in (*shown, *log))


def _annotation(finding: Diagnostic) -> str:
    span = finding.span
    place = f"file={_property(finding.where)},line={span.line},endLine={last_line(span)}"
    if span.line == span.end_line:  # GitHub refuses columns of an annotation over several lines
        place += f",col={span.column},endColumn={span.end_column}"
    title = _property(finding.code)
    return f"::{_GITHUB[finding.severity]} {place},title={title}::{_data(words(finding))}"


def _data(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(results: Results) -> str:
    """A Code Quality report. A finding keeps its fingerprint while lines move, so that a merge
    request shows only new ones as new."""
    issues = [
        {
            "description": f"{d.code}: {visible(words(d))}",
            "check_name": d.code,
            "fingerprint": fingerprint,
            "severity": _GITLAB[d.severity],
            "location": {
                "path": d.where,
                "lines": {"begin": d.span.line, "end": last_line(d.span)},
            },
        }
        for d, fingerprint in fingerprinted(results)
    ]
    return write(issues)


_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Results) -> str:
    """A test report: every file checked is a test, which fails where a finding of it counts as a
    failure."""
    by_file = {where: [*of] for where, of in groupby(results.diagnostics, key=lambda d: d.where)}
    failing = {d.where for d in results.failures}
    counts = {
        "name": "pci check",
        "tests": str(len(results.files)),
        "failures": str(len(failing)),
        "errors": "0",
    }
    suites = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(suites, "testsuite", counts)
    for where in sorted(results.files):
        name = _xml(where)
        case = ElementTree.SubElement(
            suite, "testcase", classname="pci check", name=name, file=name
        )
        diagnostics = by_file.get(where, [])
        if where in failing:
            kind = {"message": summary(diagnostics), "type": str(results.fail_on)}
            result = ElementTree.SubElement(case, "failure", kind)
        elif diagnostics:
            result = ElementTree.SubElement(case, "system-out")
        else:
            continue
        result.text = "\n".join(_xml(diagnostic_line(d)) for d in diagnostics)
    ElementTree.indent(suites)
    xml = ElementTree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n'


def _xml(text: str) -> str:
    """Text that XML can hold: other characters, and those that would reorder it on a screen, by
    their numbers."""
    return _NOT_XML.sub(lambda c: f"‹U+{ord(c[0]):04X}›", visible(text))
