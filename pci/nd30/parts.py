"""Which paragraph is which component of a document under NĐ 30/2020, Phụ lục I.

Components are known by where they stand and how they begin, not by their looks, for it is the looks that are checked.
"""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import NamedTuple

from pci.core.vi import fold
from pci.nd30.look import is_bold, is_italic, tidy
from pci.nd30.outline import Outline, Paragraph

# Abbreviations of document types: NĐ 30/2020, Phụ lục III, mục I.
TYPE_CODES = {
    "nghi quyet": "NQ",
    "quyet dinh": "QĐ",
    "chi thi": "CT",
    "quy che": "QC",
    "quy dinh": "QyĐ",
    "thong cao": "TC",
    "thong bao": "TB",
    "huong dan": "HD",
    "chuong trinh": "CTr",
    "ke hoach": "KH",
    "phuong an": "PA",
    "de an": "ĐA",
    "du an": "DA",
    "bao cao": "BC",
    "bien ban": "BB",
    "to trinh": "TTr",
    "hop dong": "HĐ",
}
ROMAN_HEADING = re.compile(r"[IVXLC]+\.\s")
NUMBERED = re.compile(r"\d+\.\s")
PART_HEADING = re.compile(r"(phần|chương) [ivxlc]+|(tiểu mục|mục) \d+", re.IGNORECASE)
_NUMBER = re.compile(r"số\b", re.IGNORECASE)
_DATE = re.compile(r"ngày\b.*\btháng\b", re.IGNORECASE)
_RECIPIENTS = re.compile(r"nơi nhận *(:|$)", re.IGNORECASE)
_APPENDIX = re.compile(r"phu luc( ([ivxlc]+|\d+))?")
_NEAR = 10
"""How many lines below an appendix's heading its title and source are looked for."""
_MARKS = ("DỰ THẢO", "DỮ LIỆU MINH HỌA", "DỮ LIỆU MINH HOẠ")
_OF_AGENCY = re.compile(
    r"cộng h(òa|oà) xã hội|độc lập|số *:.*/|kính gửi|nơi nhận *:", re.IGNORECASE
)
"""How a line begins that only papers of agencies have."""
_NUMBERED = re.compile(r"số[\W_]*\d", re.IGNORECASE)


class Letterhead(NamedTuple):
    """The table at the top of page 1: cells 1 to 4 and 5b of the decree's diagram."""

    left: tuple[Paragraph, ...]
    right: tuple[Paragraph, ...]
    country: Paragraph | None
    motto: Paragraph | None
    agencies: tuple[Paragraph, ...]
    number: Paragraph | None
    place_date: Paragraph | None
    subject: Paragraph | None


class Foot(NamedTuple):
    """The table after the content: who receives the document, and who signs it in what capacity."""

    label: Paragraph
    recipients: tuple[Paragraph, ...]
    signers: tuple[Paragraph, ...]


class Appendix(NamedTuple):
    """The lines at the top of an appendix."""

    heading: Paragraph
    title: tuple[Paragraph, ...]
    attached: Paragraph | None


class Parts(NamedTuple):
    """A document taken apart. A component that cannot be found is None or empty."""

    outline: Outline
    letterhead: Letterhead | None
    kind: Paragraph | None
    summary: tuple[Paragraph, ...]
    addressing: Paragraph | None
    addressees: tuple[Paragraph, ...]
    grounds: tuple[Paragraph, ...]
    content: tuple[Paragraph, ...]
    headings: frozenset[int]
    foot: Foot | None
    appendices: tuple[Appendix, ...]

    @property
    def is_letter(self) -> bool:
        """A công văn has no type name, but a subject under its number, or at least an addressee atop its content."""
        has_subject = self.letterhead is not None and self.letterhead.subject is not None
        return has_subject or (
            self.kind is None and not self.summary and self.addressing is not None
        )

    @property
    def is_numbered(self) -> bool:
        """Whether it has been given its number, which a draft leaves blank."""
        number = self.letterhead and self.letterhead.number
        return number is not None and _NUMBERED.match(tidy(number)) is not None

    @property
    def is_appendix(self) -> bool:
        """Whether this is an appendix kept apart from the document that it comes with."""
        first = next(filter(prints, self.outline.paragraphs), None)
        return any(appendix.heading is first for appendix in self.appendices)

    @property
    def may_address(self) -> bool:
        """Only a công văn, a report to a superior and a tờ trình say to whom they are addressed."""
        return self.kind is None or fold(self.kind.text) in ("bao cao", "to trinh")

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """The content without its headings."""
        return tuple(p for p in self.content if p.number not in self.headings)

    @property
    def sized(self) -> frozenset[int]:
        """The numbers of the paragraphs whose size has a rule of its own."""
        head, foot = self.letterhead, self.foot
        found: list[Paragraph | None] = [
            self.kind,
            *self.summary,
            self.addressing,
            *self.addressees,
        ]
        found += [*self.grounds, *self.content]
        found += (
            [head.country, head.motto, *head.agencies, head.number, head.place_date, head.subject]
            if head
            else []
        )
        found += [foot.label, *foot.recipients, *foot.signers] if foot else []
        found += [
            line for appendix in self.appendices for line in (appendix.heading, *appendix.title)
        ]
        found += [appendix.attached for appendix in self.appendices]
        return frozenset(line.number for line in found if line)


def read_parts(outline: Outline) -> Parts:
    """The components of NĐ 30/2020, Phụ lục I, mục IV, found by place and look."""
    letterhead, foot = _letterhead(outline), _foot(outline)
    appendices = tuple(_appendices(outline, foot.label.number if foot else 0))
    flow = _flow(outline, letterhead, foot, appendices)
    has_subject = letterhead is not None and letterhead.subject is not None
    kind = flow.pop(0) if not has_subject and flow and _names_type(flow[0]) else None
    summary = () if has_subject else _take_summary(flow)
    addressing = flow.pop(0) if flow and _is_addressing(flow[0]) else None
    addressees = _take(flow, _is_dashed) if addressing and tidy(addressing).endswith(":") else ()
    flow = [p for p in flow if p.place is None]
    grounds = _take_grounds(flow)
    return Parts(
        outline=outline,
        letterhead=letterhead,
        kind=kind,
        summary=summary,
        addressing=addressing,
        addressees=addressees,
        grounds=grounds,
        content=tuple(flow),
        headings=frozenset(_headings(flow)),
        foot=foot,
        appendices=appendices,
    )


def is_official(outline: Outline) -> bool:
    """Whether any line, however it is set, shows that this is a paper of an agency or an appendix of one."""
    return any(_is_of_agency(p) for p in outline.paragraphs)


def below(parts: Parts, paragraph: Paragraph) -> Paragraph | None:
    """The next paragraph, empty or not: in a table, the next one in the same column."""
    place = paragraph.place
    for other in parts.outline.paragraphs[paragraph.number :]:
        if place is None or (
            other.place and (other.place.table, other.place.cell) == (place.table, place.cell)
        ):
            return other
    return None


def prints(paragraph: Paragraph) -> bool:
    """It has words, and they are no mark of a draft or of sample data."""
    return bool(fold(paragraph.text)) and not tidy(paragraph).startswith(_MARKS)


def _is_of_agency(paragraph: Paragraph) -> bool:
    """One of the lines around the content wherever it stands; a type's or an appendix's name on a line of its own."""
    text = fold(paragraph.text)
    names = paragraph.place is None and (
        text in TYPE_CODES or _APPENDIX.fullmatch(text) is not None
    )
    return names or _OF_AGENCY.match(tidy(paragraph)) is not None


def _column(outline: Outline, table: int, right: bool) -> tuple[Paragraph, ...]:
    """What a two-column table says on one side."""
    cells = (p for p in outline.paragraphs if p.place and p.place.table == table and not p.boxed)
    return tuple(p for p in cells if p.place and (p.place.cell > 1) == right and prints(p))


def _letterhead(outline: Outline) -> Letterhead | None:
    """The first table that holds one of the lines by which a letterhead is known."""
    found = (
        _read_letterhead(outline, table.number) for table in outline.tables if table.section == 1
    )
    return next(filter(None, found), None)


def _read_letterhead(outline: Outline, table: int) -> Letterhead | None:
    left, right = _column(outline, table, False), _column(outline, table, True)
    country = _first(right, lambda p: fold(p.text).startswith("cong hoa xa hoi"))
    motto = _first(right, lambda p: fold(p.text).startswith("doc lap"))
    number = _first(left, lambda p: bool(_NUMBER.match(tidy(p))))
    subject = _first(left, lambda p: tidy(p).casefold().startswith("v/v"))
    if not (country or motto or number):
        return None
    agencies = tuple(takewhile(lambda p: p not in (number, subject), left))
    place_date = _first(right, lambda p: bool(_DATE.search(tidy(p))))
    return Letterhead(left, right, country, motto, agencies, number, place_date, subject)


def _foot(outline: Outline) -> Foot | None:
    labels = (
        p
        for p in outline.paragraphs
        if p.place and p.place.cell == 1 and _RECIPIENTS.match(tidy(p))
    )
    label = next(labels, None)
    if label is None or label.place is None:
        return None
    left, right = (_column(outline, label.place.table, side) for side in (False, True))
    signers = tuple(p for p in right if not p.text.strip().startswith("("))
    return Foot(label, tuple(p for p in left if p.number > label.number), signers)


def _appendices(outline: Outline, after: int) -> Iterator[Appendix]:
    """Appendices start with their name on a line of its own, or with a line that begins with it, atop a section."""
    seen: set[int] = set()
    for p in filter(prints, outline.paragraphs):
        opens_section, text = p.section not in seen, fold(p.text)
        seen.add(p.section)
        named = _APPENDIX.fullmatch(text) or (
            opens_section and p.section > 1 and text.startswith("phu luc")
        )
        if named and p.place is None and p.number > after:
            yield _appendix(outline, p)


def _appendix(outline: Outline, heading: Paragraph) -> Appendix:
    near = outline.paragraphs[heading.number : heading.number + _NEAR]
    following = [
        p
        for p in takewhile(lambda p: p.place is None and p.section == heading.section, near)
        if prints(p)
    ]
    attached = _first(following, lambda p: fold(p.text).startswith("kem theo"))
    title = takewhile(lambda p: p is not attached, following) if attached else following[:1]
    return Appendix(heading, tuple(title), attached)


def _flow(
    outline: Outline,
    letterhead: Letterhead | None,
    foot: Foot | None,
    appendices: tuple[Appendix, ...],
) -> list[Paragraph]:
    """What stands outside tables in the first section, from the letterhead to the foot or the first appendix; and of a
    table that lays out whom the document is addressed to, the lines that say so."""
    start = (
        max((p.number for p in (*letterhead.left, *letterhead.right)), default=0)
        if letterhead
        else 0
    )
    ends = [a.heading.number for a in appendices] + ([foot.label.number] if foot else [])
    end = min(ends, default=len(outline.paragraphs) + 1)
    between = (p for p in outline.paragraphs if start < p.number < end and p.section == 1)
    lines = [p for p in between if not p.boxed and prints(p)]
    addressed = {p.place.table for p in lines if p.place and _is_addressing(p)}
    return [
        p for p in lines if p.place is None or (p.place.table in addressed and _names_addressee(p))
    ]


def _first(
    paragraphs: tuple[Paragraph, ...] | list[Paragraph], test: Callable[[Paragraph], bool]
) -> Paragraph | None:
    return next(filter(test, paragraphs), None)


def _take(flow: list[Paragraph], test: Callable[[Paragraph], bool]) -> tuple[Paragraph, ...]:
    """Take off the front of the flow what passes the test."""
    taken = tuple(takewhile(test, flow))
    del flow[: len(taken)]
    return taken


def _take_summary(flow: list[Paragraph]) -> tuple[Paragraph, ...]:
    """The trích yếu: whatever follows the type name, and further bold lines under it."""
    if not flow or _is_addressing(flow[0]) or ROMAN_HEADING.match(tidy(flow[0])):
        return ()
    return (
        flow.pop(0),
        *_take(flow, lambda p: p.align == "center" and is_bold(p) and not _is_part(p)),
    )


def _take_grounds(flow: list[Paragraph]) -> tuple[Paragraph, ...]:
    """A list of căn cứ. A sentence that begins with that word and runs on into the content is none."""
    lines = tuple(takewhile(lambda p: fold(p.text).startswith("can cu"), flow))
    if not any(p.text.rstrip().endswith(";") or is_italic(p) for p in lines):
        return ()
    del flow[: len(lines)]
    return lines


def _names_type(paragraph: Paragraph) -> bool:
    text = tidy(paragraph)
    return fold(text) in TYPE_CODES or (
        text.isupper() and not ROMAN_HEADING.match(text) and not _is_part(paragraph)
    )


def _is_addressing(paragraph: Paragraph) -> bool:
    return fold(paragraph.text).startswith("kinh gui")


def _names_addressee(paragraph: Paragraph) -> bool:
    return _is_addressing(paragraph) or _is_dashed(paragraph)


def _is_dashed(paragraph: Paragraph) -> bool:
    return tidy(paragraph).startswith(("-", "–"))


def _is_part(paragraph: Paragraph) -> bool:
    return bool(PART_HEADING.fullmatch(tidy(paragraph)))


def _headings(content: list[Paragraph]) -> Iterator[int]:
    """Lines that name what follows: `I. …`, `Phần I` and its title below, and `1. …` if bold or without an end."""
    part = False
    for p in content:
        text = tidy(p)
        unended = bool(NUMBERED.match(text)) and (
            is_bold(p) or not text.endswith((".", ";", ",", ":"))
        )
        if part or unended or ROMAN_HEADING.match(text) or _is_part(p):
            yield p.number
        part = _is_part(p)
