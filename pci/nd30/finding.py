"""What the rules on documents find, and the way they are run."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from pci.core.diagnostic import START, Diagnostic
from pci.core.rule import Rule

Case = TypeVar("Case")


class Finding(NamedTuple):
    """What is wrong, in one line, and what to do about it."""

    message: str
    hint: str


Findings = Iterator[Finding]


def diagnostics(
    rules: Iterable[Rule[Case, Finding]], case: Case, where: str
) -> tuple[Diagnostic, ...]:
    """Run rules over one document, which `where` names; what is said twice alike is said once."""
    return tuple(
        Diagnostic(where, START, rule.code, rule.severity, finding.message, finding.hint)
        for rule in rules
        for finding in dict.fromkeys(rule.check(case))
    )
