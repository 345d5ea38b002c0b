"""Rules on the fields that a template's tags draw on, and what else follows from them."""

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import groupby
from typing import NamedTuple

from pci.core.rule import Rules
from pci.core.vi import shortened
from pci.nd30.finding import Finding, Findings
from pci.nd30.look import name
from pci.nd30.template_outline import Tag, Template

RULES = Rules[Template, Finding]()
rule = RULES.rule

Scope = ChainMap[str, str | None]
"""The fields that the names of loops and of `set` stand for; null where a name may be anything."""


class FieldUse(NamedTuple):
    """A field as a tag names it, and as the document has it; null where a name may be anything."""

    tag: Tag
    typed: str
    field: str | None


def best_match(template: Template, documents: Mapping[str, frozenset[str]]) -> tuple[str, int]:
    """The document whose fields explain most of what a template draws on, and how many they are."""
    counts = {}
    for document, known in documents.items():
        fields = {use.field for use in uses(template._replace(known=known))}
        counts[document] = len(fields & known)
    best = max(counts, key=lambda document: counts[document])
    return best, counts[best]


def repeated_rows(template: Template) -> set[str]:
    """The lists that make rows of tables, which may be long."""
    return {
        use.field
        for use in uses(template)
        if use.tag.word == "for" and use.tag.level == "tr" and use.typed == use.tag.subject
        if use.field
    }


def with_parts(paths: Iterable[str]) -> frozenset[str]:
    """Fields with all that stands around them: `muc[].ten` is known as `muc`, `muc[]` and
    itself."""
    parts: set[str] = set()
    for path in paths:
        steps = path.split(".")
        for n in range(1, len(steps) + 1):
            part = ".".join(steps[:n])
            parts |= {part, part.removesuffix("[]")}
    return frozenset(parts)


def uses(template: Template) -> Iterator[FieldUse]:
    """Every field that a tag draws on, with names put back to what they stand for.

    A fault is told once: what stands below an unknown list may be anything.
    """
    for _, tags in groupby(template.tags, lambda tag: tag.part):
        scope: Scope = ChainMap()
        for tag in tags:
            if tag.word == "endfor":
                scope = scope.parents
            subject = _resolved(tag.subject, scope)
            if tag.subject:
                yield FieldUse(tag, tag.subject, subject)
            if tag.word == "for":
                items = f"{subject}[]" if len(tag.binds) == 1 else ""
                scope = scope.new_child(_named(tag, items, template.known))
                scope["loop"] = None  # what the engine tells inside a loop: `loop.index`
            elif tag.word == "set":
                scope.update(_named(tag, subject, template.known))
            for typed in tag.reads:
                yield FieldUse(tag, typed, _resolved(typed, scope))


def _named(tag: Tag, field: str | None, known: frozenset[str]) -> dict[str, str | None]:
    return dict.fromkeys(tag.binds, field if field in known else None)


def _resolved(typed: str, scope: Scope) -> str | None:
    """A typed path from the document's root; null below a name of which nothing is known."""
    own = _first_name(typed)
    above = scope.get(own, own)
    return None if above is None else above + typed.removeprefix(own)


def _first_name(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


@rule("PCI701")
def unknown_field(template: Template) -> Findings:
    """Thẻ chỉ dùng trường có trong danh sách trường của văn bản («pci help fields»), đúng từng
    chữ."""
    for tag, typed, field in uses(template):
        if field is not None and field not in template.known:
            hint = _nearest(typed, field, template.known) or "xem các trường: «pci help fields»"
            yield Finding(f"{name(tag.paragraph)}: không có trường «{shortened(typed)}»", hint)


def _nearest(typed: str, field: str, known: frozenset[str]) -> str:
    """The likest field, written as the tag would: below the loop's own name."""
    own = _first_name(typed)
    above = field.removesuffix(typed.removeprefix(own))
    for near in get_close_matches(field, sorted(known), 1, 0.75):
        if near.startswith(f"{above}."):
            near = own + near.removeprefix(above)
        return f"có phải «{near}»?"
    return ""


@rule("PCI702")
def wrong_kind(template: Template) -> Findings:
    """Danh sách thì lặp bằng for hoặc nối bằng join; trường đơn thì in, không lặp."""
    for tag, typed, field in uses(template):
        if field in template.known and typed == tag.subject:
            fault, hint = _kind_fault(tag, field, template.known)
            if fault:
                yield Finding(f"{name(tag.paragraph)}: «{typed}» {fault}", hint)


def _kind_fault(tag: Tag, field: str, known: frozenset[str]) -> tuple[str, str]:
    """What is wrong with walking a field or printing it as it is, and the hint."""
    is_list = f"{field}[]" in known
    if tag.word == "for" and not is_list:
        return "không phải danh sách, không lặp được", "bỏ vòng lặp"
    if tag.prints and is_list:
        hint = f"lặp bằng for, hoặc nối lại: {{{{ {tag.subject} | join('; ') }}}}"
        return "là danh sách, không in trọn được", hint
    below = sorted(other for other in known if other.startswith(f"{field}."))
    if tag.prints and below:
        one = f"{tag.subject}{below[0].removeprefix(field)}"
        return "gồm nhiều trường, không in trọn được", f"chọn một trường trong đó, như «{one}»"
    return "", ""
