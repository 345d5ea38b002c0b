"""The tags of a Word template: every rule in one table, and the way they are run."""

from pci.core.diagnostic import Diagnostic
from pci.nd30 import template_fields, template_tags
from pci.nd30.finding import diagnostics
from pci.nd30.template_outline import Template

TEMPLATE_RULES = (*template_fields.RULES, *template_tags.RULES)

FAULTS = {"PCI721": "Mẫu điền được bằng dữ liệu thử."}
"""What only a trial shows."""

OF_FILE = ("PCI615", "PCI616", "PCI617")
"""Rules of form that judge a template's own file; all others judge what it prints."""


def check_template(template: Template, where: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the tags of a template."""
    return diagnostics(TEMPLATE_RULES, template, where)
