"""Rules on the fields that a template's tags draw on, and what else follows from them."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import groupby
from typing import NamedTuple

from pci.core.vi import shortened
from pci.nd30.look import Finding, name
from pci.nd30.template_outline import Tag, TemplateCase, TemplateOutline

_LOOP = "loop"
"""What the engine tells inside a loop: `loop.index`, `loop.last`."""


class Read(NamedTuple):
    """A field as a tag names it, and as the document's table does; `field` is null where a name may mean anything."""

    tag: Tag
    typed: str
    field: str | None


def best_match(
    template: TemplateOutline, documents: Mapping[str, frozenset[str]]
) -> tuple[str, int]:
    """The document whose fields explain most of what a template draws on, and how many fields that is."""
    counts = {
        document: len(
            {read.field for read in reads(TemplateCase(template, known)) if read.field in known}
        )
        for document, known in documents.items()
    }
    best = max(counts, key=lambda document: counts[document])
    return best, counts[best]


def repeated_rows(template: TemplateOutline, known: frozenset[str]) -> frozenset[str]:
    """The lists that make rows of tables, which may be long."""
    walked = (
        r
        for r in reads(TemplateCase(template, known))
        if r.tag.word == "for" and r.tag.level == "tr"
    )
    return frozenset(read.field for read in walked if read.field and read.typed == read.tag.subject)


def with_parts(paths: Iterable[str]) -> frozenset[str]:
    """Fields with all that stands around them: `muc[].ten` is known as `muc`, `muc[]` and itself."""
    found: set[str] = set()
    for path in paths:
        steps = path.split(".")
        for n in range(1, len(steps) + 1):
            part = ".".join(steps[:n])
            found |= {part, part.removesuffix("[]")}
    return frozenset(found)


def reads(case: TemplateCase) -> Iterator[Read]:
    """Every field that a tag draws on, names given by loops and `set` put back to what they stand for. A fault is told
    once: what stands below an unknown list may be anything."""
    for _, tags in groupby(case.template.tags, lambda tag: tag.part):
        scopes: list[dict[str, str | None]] = [{}]
        for tag in tags:
            if tag.word == "endfor" and len(scopes) > 1:
                scopes.pop()
            subject = _resolved(tag.subject, scopes)
            if tag.subject:
                yield Read(tag, tag.subject, subject)
            if tag.word == "for":
                items = f"{subject}[]" if len(tag.binds) == 1 else ""
                scopes.append(dict.fromkeys(tag.binds, items if items in case.known else None))
                scopes[-1][_LOOP] = None
            elif tag.word == "set":
                scopes[-1] |= dict.fromkeys(tag.binds, subject if subject in case.known else None)
            yield from (Read(tag, typed, _resolved(typed, scopes)) for typed in tag.reads)


def _resolved(typed: str, scopes: list[dict[str, str | None]]) -> str | None:
    """A typed path from the document's root; null below a name of which nothing is known."""
    own, rest = _head(typed)
    above = next((scope[own] for scope in reversed(scopes) if own in scope), own)
    return None if above is None else above + rest


def _head(path: str) -> tuple[str, str]:
    """The first name of a path, and what follows it."""
    end = next((n for n, letter in enumerate(path) if letter in ".["), len(path))
    return path[:end], path[end:]


def unknown_field(case: TemplateCase) -> Iterator[Finding]:
    """Thẻ chỉ dùng trường có trong danh sách trường của văn bản («pci help fields»), đúng từng chữ."""
    for tag, typed, field in reads(case):
        if field is not None and field not in case.known:
            hint = _nearest(typed, field, case.known) or "xem các trường: «pci help fields»"
            yield Finding(f"{name(tag.paragraph)}: không có trường «{shortened(typed)}»", hint)


def _nearest(typed: str, field: str, known: frozenset[str]) -> str:
    """The likest field, written as the tag would: below the loop's own name."""
    own, rest = _head(typed)
    above = field.removesuffix(rest) if rest else field
    for near in get_close_matches(field, sorted(known), 1, 0.75):
        return (
            f"có phải «{own + near.removeprefix(above) if near.startswith(above + '.') else near}»?"
        )
    return ""


def wrong_kind(case: TemplateCase) -> Iterator[Finding]:
    """Danh sách thì lặp bằng for hoặc nối bằng join; trường đơn thì in, không lặp."""
    for tag, typed, field in reads(case):
        if field not in case.known or typed != tag.subject or tag.word == "set":
            continue
        if tag.word == "for" and f"{field}[]" not in case.known:
            yield Finding(
                f"{name(tag.paragraph)}: «{typed}» không phải danh sách, không lặp được",
                "bỏ vòng lặp",
            )
        elif tag.prints and f"{field}[]" in case.known:
            hint = f"lặp bằng for, hoặc nối lại: {{{{ {typed} | join('; ') }}}}"
            yield Finding(
                f"{name(tag.paragraph)}: «{typed}» là danh sách, không in trọn được", hint
            )
        elif tag.prints and any(other.startswith(f"{field}.") for other in case.known):
            below = next(other for other in sorted(case.known) if other.startswith(f"{field}."))
            hint = f"chọn một trường trong đó, như «{typed}{below.removeprefix(str(field))}»"
            yield Finding(
                f"{name(tag.paragraph)}: «{typed}» gồm nhiều trường, không in trọn được", hint
            )
