"""What a rule is: a function over one kind of case, with a code that never changes and a severity.

The function's docstring is the rule's page in `pci help` and in the documentation, in Vietnamese:
what is wanted and what happens otherwise, then «Sai:» and «Đúng:» with a few lines of YAML each,
which are tests as well.
"""

from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

from pci.core.diagnostic import Severity

Case = TypeVar("Case")
Found = TypeVar("Found")


class Rule(NamedTuple, Generic[Case, Found]):
    """One rule: `check` yields what is wrong in a case."""

    code: str
    severity: Severity
    check: Callable[[Case], Iterator[Found]]


class Rules(Generic[Case, Found]):
    """The rules of a theme: each function below `@RULES.rule(code, severity)` adds itself."""

    def __init__(self) -> None:
        self._rules: list[Rule[Case, Found]] = []

    def __iter__(self) -> Iterator[Rule[Case, Found]]:
        return iter(self._rules)

    def rule(
        self, code: str, severity: Severity = Severity.ERROR
    ) -> Callable[[Callable[[Case], Iterator[Found]]], Callable[[Case], Iterator[Found]]]:
        """Add the function below to the table."""

        def add(check: Callable[[Case], Iterator[Found]]) -> Callable[[Case], Iterator[Found]]:
            self._rules.append(Rule(code, severity, check))
            return check

        return add
