"""Every code that `pci check` can print, each with its page: what is wanted, why, a wrong and a
right example."""

import inspect
from collections.abc import Iterator
from textwrap import dedent
from typing import Any, NamedTuple

from pci.check import ignores, rules
from pci.core.diagnostic import Severity
from pci.files import shape, yamlio
from pci.nd30 import form, template


class Page(NamedTuple):
    """The page of one code. The examples are empty where a few lines of text cannot show the fault;
    in the wrong example, `# ←` stands on the faulty line."""

    code: str
    severity: Severity
    words: str
    wrong: str
    right: str


def pages() -> Iterator[Page]:
    """All pages in the order in which faults are looked for."""
    for faults in (yamlio.FAULTS, ignores.FAULTS, shape.FAULTS):
        yield from (
            _page(code, _SEVERITY.get(code, Severity.ERROR), text) for code, text in faults.items()
        )
    yield from sorted(_of(rule) for rule in (*rules.OF_ONE_YEAR, *rules.YEARS_RULES))
    yield from (_of(rule) for rule in form.FORM_RULES)
    yield from (_page(code, Severity.ERROR, text) for code, text in template.FAULTS.items())


_SEVERITY = {"PCI015": Severity.WARNING, **dict.fromkeys(ignores.FAULTS, Severity.WARNING)}
"""The codes beside the rules whose faults do not forbid reading."""


def _of(rule: Any) -> Page:
    return _page(rule.code, rule.severity, rule.check.__doc__ or "")


def _page(code: str, severity: Severity, text: str) -> Page:
    words, _, examples = inspect.cleandoc(text).partition("\n\nSai:\n")
    wrong, _, right = examples.partition("\n\nĐúng:\n")
    return Page(
        code,
        severity,
        " ".join(words.split()),
        dedent(wrong).strip("\n"),
        dedent(right).strip("\n"),
    )
