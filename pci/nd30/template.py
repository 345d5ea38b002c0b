"""The tags of a Word template: every rule in one table, and the way they are run."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from pci.core.diagnostic import START, Diagnostic, Severity
from pci.nd30 import template_fields, template_tags
from pci.nd30.look import Finding
from pci.nd30.template_outline import TemplateCase, TemplateOutline


class TemplateRule(NamedTuple):
    """A rule over a template. Its docstring, in Vietnamese, says what is wanted and what happens otherwise."""

    code: str
    check: Callable[[TemplateCase], Iterator[Finding]]
    severity: Severity = Severity.ERROR


def check_template(
    template: TemplateOutline, known: frozenset[str], where: str
) -> tuple[Diagnostic, ...]:
    """What is wrong with the tags of a template; `known` are the fields of its document."""
    case = TemplateCase(template, known)
    return tuple(
        Diagnostic(where, START, rule.code, rule.severity, finding.message, finding.hint)
        for rule in TEMPLATE_RULES
        for finding in dict.fromkeys(rule.check(case))
    )


TEMPLATE_RULES: tuple[TemplateRule, ...] = (
    TemplateRule("PCI701", template_fields.unknown_field),
    TemplateRule("PCI702", template_fields.wrong_kind),
    TemplateRule("PCI703", template_tags.unreadable),
    TemplateRule("PCI704", template_tags.unknown_word),
    TemplateRule("PCI705", template_tags.unbalanced),
    TemplateRule("PCI706", template_tags.torn),
    TemplateRule("PCI707", template_tags.bare_field, Severity.WARNING),
    TemplateRule("PCI711", template_tags.swallowed),
    TemplateRule("PCI712", template_tags.crowded),
    TemplateRule("PCI713", template_tags.own_row),
    TemplateRule("PCI714", template_tags.misspelt),
    TemplateRule("PCI715", template_tags.marks_inside),
    TemplateRule("PCI716", template_tags.empty_cell),
    TemplateRule("PCI717", template_tags.rich_text),
    TemplateRule("PCI718", template_tags.trimmed),
    TemplateRule("PCI719", template_tags.boxed),
    TemplateRule("PCI720", template_tags.unsafe),
)

FAULTS = {"PCI721": "Mẫu điền được bằng dữ liệu thử."}
"""What only a trial shows."""

OF_FILE = ("PCI615", "PCI616", "PCI617")
"""Rules of form that judge a template's own file; all others judge what it prints."""
