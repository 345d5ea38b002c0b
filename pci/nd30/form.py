"""The form of a finished document under NĐ 30/2020, Phụ lục I: every rule in one table."""

from collections.abc import Iterable

from pci.core.diagnostic import MOST_LISTED, START, Diagnostic, listed
from pci.core.rule import Rule
from pci.nd30 import appendix, content, letterhead, page, signature
from pci.nd30.finding import Finding
from pci.nd30.outline import Outline
from pci.nd30.parts import Parts, is_official, read_parts

FORM_RULES: tuple[Rule[Parts, Finding], ...] = tuple(
    sorted(
        (
            *page.RULES,
            *letterhead.RULES,
            *content.RULES,
            *signature.RULES,
            *appendix.RULES,
            *appendix.ATTACHED,
        )
    )
)
UNFINISHED = ("PCI618", "PCI619")
"""Rules on what people must still do to a paper; in a trial it stays."""


def check_form(outline: Outline, where: str) -> tuple[Diagnostic, ...]:
    """What a reader with the decree in hand would mark in a plan, a report or a công văn.

    What a rule says twice alike is said once; much of one kind is counted.
    """
    parts = read_parts(outline)
    faults: list[Diagnostic] = []
    for rule in _asked(parts):
        findings = [*dict.fromkeys(rule.check(parts))]
        first = [
            Diagnostic(where, START, rule.code, rule.severity, finding.message, finding.hint)
            for finding in findings[:MOST_LISTED]
        ]
        faults += listed(first, len(findings) - len(first))
    return tuple(faults)


def _asked(parts: Parts) -> Iterable[Rule[Parts, Finding]]:
    """Choose the rules: of what no agency issues, the page alone is judged."""
    if parts.is_appendix:
        return (*page.RULES, *appendix.RULES)
    return FORM_RULES if is_official(parts.outline) else page.RULES
