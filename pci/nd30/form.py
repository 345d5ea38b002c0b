"""The form of a finished document under NĐ 30/2020, Phụ lục I: every rule in one table, and the way they are run."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pci.core.diagnostic import START, Diagnostic, Severity
from pci.nd30 import appendix as form_appendix
from pci.nd30 import content as form_content
from pci.nd30 import letterhead as form_letterhead
from pci.nd30 import page as form_page
from pci.nd30 import signature as form_signature
from pci.nd30.look import Finding
from pci.nd30.outline import Outline
from pci.nd30.parts import Parts, is_official, read_parts


class FormRule(NamedTuple):
    """A rule over the parts of a document. Its docstring, in Vietnamese, says what is wanted and where that is set."""

    code: str
    severity: Severity
    check: Callable[[Parts], Iterator[Finding]]


def check_form(outline: Outline, where: str) -> tuple[Diagnostic, ...]:
    """What a reader with the decree in hand would mark in a plan, a report or a công văn, drafts included; of an
    appendix that stands alone, what is asked of an appendix; of a paper that no agency issues, the page alone."""
    parts = read_parts(outline)
    return tuple(
        Diagnostic(where, START, rule.code, rule.severity, finding.message, finding.hint)
        for rule in _asked(parts)
        for finding in rule.check(parts)
    )


def _asked(parts: Parts) -> Iterable[FormRule]:
    """Rules go by their codes: of the page, of each part of a document (62 to 66), of appendices (67), of what
    an agency's paper keeps out of sight (68)."""
    if parts.is_appendix:
        return (
            r
            for r in FORM_RULES
            if not "PCI620" <= r.code < "PCI670" and r.check is not form_appendix.referred_to
        )
    return (
        FORM_RULES if is_official(parts.outline) else (r for r in FORM_RULES if r.code < "PCI620")
    )


FORM_RULES: tuple[FormRule, ...] = (
    FormRule("PCI601", Severity.ERROR, form_page.paper),
    FormRule("PCI602", Severity.ERROR, form_page.margins),
    FormRule("PCI603", Severity.ERROR, form_page.page_number),
    FormRule("PCI604", Severity.ERROR, form_page.first_page_number),
    FormRule("PCI605", Severity.ERROR, form_page.page_figures),
    FormRule("PCI606", Severity.ERROR, form_page.typeface),
    FormRule("PCI607", Severity.ERROR, form_page.colour),
    FormRule("PCI608", Severity.ERROR, form_page.size),
    FormRule("PCI609", Severity.ERROR, form_page.composed),
    FormRule("PCI610", Severity.ERROR, form_page.left_over),
    FormRule("PCI611", Severity.WARNING, form_page.dates),
    FormRule("PCI612", Severity.WARNING, form_page.repeated_header),
    FormRule("PCI613", Severity.ERROR, form_page.broken_table),
    FormRule("PCI614", Severity.WARNING, form_page.wide_table),
    FormRule("PCI615", Severity.ERROR, form_page.tracked_changes),
    FormRule("PCI616", Severity.ERROR, form_page.macros),
    FormRule("PCI617", Severity.ERROR, form_page.external_content),
    FormRule("PCI618", Severity.WARNING, form_page.gaps),
    FormRule("PCI619", Severity.ERROR, form_page.unfinished),
    FormRule("PCI620", Severity.ERROR, form_letterhead.letterhead_table),
    FormRule("PCI621", Severity.ERROR, form_letterhead.country),
    FormRule("PCI622", Severity.ERROR, form_letterhead.motto),
    FormRule("PCI623", Severity.ERROR, form_letterhead.rule_below_motto),
    FormRule("PCI624", Severity.ERROR, form_letterhead.parent_agency),
    FormRule("PCI625", Severity.ERROR, form_letterhead.issuing_agency),
    FormRule("PCI626", Severity.ERROR, form_letterhead.rule_below_agency),
    FormRule("PCI627", Severity.ERROR, form_letterhead.number_look),
    FormRule("PCI628", Severity.ERROR, form_letterhead.number_text),
    FormRule("PCI629", Severity.ERROR, form_letterhead.symbol_of_kind),
    FormRule("PCI630", Severity.ERROR, form_letterhead.place_date_look),
    FormRule("PCI631", Severity.ERROR, form_letterhead.place_date_text),
    FormRule("PCI632", Severity.ERROR, form_letterhead.subject),
    FormRule("PCI633", Severity.ERROR, form_letterhead.single_spacing),
    FormRule("PCI640", Severity.ERROR, form_content.kind),
    FormRule("PCI641", Severity.ERROR, form_content.summary),
    FormRule("PCI642", Severity.ERROR, form_content.rule_below_summary),
    FormRule("PCI643", Severity.ERROR, form_content.addressing),
    FormRule("PCI644", Severity.ERROR, form_content.addressees),
    FormRule("PCI645", Severity.ERROR, form_content.grounds),
    FormRule("PCI646", Severity.ERROR, form_content.justified),
    FormRule("PCI647", Severity.ERROR, form_content.first_line),
    FormRule("PCI648", Severity.ERROR, form_content.paragraph_gap),
    FormRule("PCI649", Severity.ERROR, form_content.line_spacing),
    FormRule("PCI650", Severity.ERROR, form_content.body_size),
    FormRule("PCI651", Severity.WARNING, form_content.upright_body),
    FormRule("PCI652", Severity.ERROR, form_content.roman_heading),
    FormRule("PCI653", Severity.ERROR, form_content.numbered_heading),
    FormRule("PCI654", Severity.ERROR, form_content.part_heading),
    FormRule("PCI655", Severity.ERROR, form_content.points),
    FormRule("PCI656", Severity.WARNING, form_content.closing),
    FormRule("PCI657", Severity.WARNING, form_content.skipped),
    FormRule("PCI660", Severity.ERROR, form_signature.recipients_label),
    FormRule("PCI661", Severity.ERROR, form_signature.recipients_look),
    FormRule("PCI662", Severity.ERROR, form_signature.recipients_marks),
    FormRule("PCI663", Severity.ERROR, form_signature.filed_copy),
    FormRule("PCI664", Severity.ERROR, form_signature.as_above),
    FormRule("PCI665", Severity.ERROR, form_signature.authority_look),
    FormRule("PCI666", Severity.ERROR, form_signature.authority_prefix),
    FormRule("PCI667", Severity.ERROR, form_signature.signer_name),
    FormRule("PCI670", Severity.ERROR, form_appendix.heading),
    FormRule("PCI671", Severity.ERROR, form_appendix.numbering),
    FormRule("PCI672", Severity.ERROR, form_appendix.title),
    FormRule("PCI673", Severity.ERROR, form_appendix.attached),
    FormRule("PCI674", Severity.ERROR, form_appendix.own_numbers),
    FormRule("PCI675", Severity.WARNING, form_appendix.referred_to),
    FormRule("PCI676", Severity.ERROR, form_appendix.unnamed_pages),
    FormRule("PCI680", Severity.WARNING, form_page.hidden),
)

UNFINISHED = ("PCI618", "PCI619")
"""Rules on what people must still do to a paper; a template's trial and the sheet of fields show such things."""
