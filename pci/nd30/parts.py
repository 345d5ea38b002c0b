"""Which paragraph is which component of a document under NĐ 30/2020, Phụ lục I.

Components are known by where they stand and how they begin, not by their looks, for it is the looks
that are checked. One that is not found is an empty tuple.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from pci.core.vi import fold
from pci.nd30.look import is_bold, is_italic
from pci.nd30.outline import Outline, WordParagraph

Lines = tuple[WordParagraph, ...]

# Abbreviations of document types: NĐ 30/2020, Phụ lục III, mục I.
_TYPES = """
nghi quyet: NQ
quyet dinh: QĐ
chi thi: CT
quy che: QC
quy dinh: QyĐ
thong cao: TC
thong bao: TB
huong dan: HD
chuong trinh: CTr
ke hoach: KH
phuong an: PA
de an: ĐA
du an: DA
bao cao: BC
bien ban: BB
to trinh: TTr
hop dong: HĐ
"""
TYPE_CODES = dict(row.split(": ") for row in _TYPES.strip().splitlines())
ROMAN_HEADING = re.compile(r"[IVXLC]+\.\s")
NUMBERED = re.compile(r"\d{1,3}\.\s")
PART_HEADING = re.compile(r"(phần|chương) [ivxlc]+|(tiểu mục|mục) \d+", re.IGNORECASE)
_NUMBER = re.compile(r"số\b", re.IGNORECASE)
_GIVEN_NUMBER = re.compile(r"số[\W_]*\d", re.IGNORECASE)
_DATE = re.compile(r"^(?:(?!ngày\b).)*ngày\b.*\btháng\b", re.IGNORECASE | re.MULTILINE)
_RECIPIENTS = re.compile(r"nơi nhận *(:|$)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
_APPENDIX = re.compile(r"phu luc( ([ivxlc]+|\d+))?")
_NEAR = 10
"""How many lines below an appendix's heading its title and source are looked for."""
_DRAFT_MARKS = ("DỰ THẢO", "DỮ LIỆU MINH HỌA", "DỮ LIỆU MINH HOẠ")
_OF_AGENCY = re.compile(
    r"cộng h(òa|oà) xã hội|độc lập|số *:.*/|kính gửi|nơi nhận *:", re.IGNORECASE
)
"""How a line begins that only papers of agencies have."""


class Head(NamedTuple):
    """The table at the top of page 1: cells 1 to 4 and 5b of the decree's diagram."""

    left: Lines = ()
    """All that stands in the first column; `right` is the other one."""
    right: Lines = ()
    country: Lines = ()
    motto: Lines = ()
    agencies: Lines = ()
    number: Lines = ()
    place_date: Lines = ()
    subject: Lines = ()


class Foot(NamedTuple):
    """The table after the content: who receives the document, who signs it in what capacity."""

    label: Lines = ()
    recipients: Lines = ()
    signers: Lines = ()


class Appendix(NamedTuple):
    """The lines at the top of an appendix."""

    heading: WordParagraph
    title: Lines
    attached: Lines


class Parts(NamedTuple):
    """A document taken apart."""

    outline: Outline
    head: Head
    kind: Lines
    summary: Lines
    addressing: Lines
    addressees: Lines
    grounds: Lines
    content: Lines
    headings: frozenset[int]
    """The numbers of the lines of the content that name what follows."""
    foot: Foot
    appendices: tuple[Appendix, ...]

    @property
    def has_head(self) -> bool:
        """Whether there is a letterhead at all."""
        return bool(self.head.country or self.head.motto or self.head.number)

    @property
    def is_letter(self) -> bool:
        """A công văn has no type name, but a subject under its number, or at least an addressee."""
        unnamed = not self.kind and not self.summary
        return bool(self.head.subject or (unnamed and self.addressing))

    @property
    def is_numbered(self) -> bool:
        """Whether it has been given its number, which a draft leaves blank."""
        return any(_GIVEN_NUMBER.match(line.words) for line in self.head.number)

    @property
    def is_appendix(self) -> bool:
        """Whether this is an appendix kept apart from the document that it comes with."""
        first = next(filter(prints, self.outline.paragraphs), None)
        return any(appendix.heading is first for appendix in self.appendices)

    @property
    def may_address(self) -> bool:
        """Only a công văn, a báo cáo and a tờ trình say to whom they are addressed."""
        return all(fold(line.text) in ("bao cao", "to trinh") for line in self.kind)

    @property
    def body(self) -> Lines:
        """The content without its headings."""
        return tuple(p for p in self.content if p.number not in self.headings)

    @property
    def sized(self) -> frozenset[int]:
        """The numbers of the paragraphs whose size has a rule of its own."""
        return frozenset(line.number for line in _lines_of((self.head[2:], *self[2:])))


def _lines_of(component: object) -> Iterator[WordParagraph]:
    """The lines of a component, of its parts and of theirs."""
    if isinstance(component, WordParagraph):
        yield component
    elif isinstance(component, tuple):
        for part in component:
            yield from _lines_of(part)


def read_parts(outline: Outline) -> Parts:
    """The components of NĐ 30/2020, Phụ lục I, mục IV, found by place and words."""
    head, foot = _head(outline), _foot(outline)
    appendices = tuple(_appendices(outline, foot))
    lines = _between(outline, head, foot, appendices)
    kind = () if head.subject else _take(lines, _names_type, 1)
    summary = () if head.subject else _take_summary(lines)
    addressing = _take(lines, _is_addressing, 1)
    is_list = any(line.words.endswith(":") for line in addressing)
    addressees = _take(lines, _is_dashed) if is_list else ()
    lines = [p for p in lines if p.place is None]
    grounds = _take_grounds(lines)
    return Parts(
        outline=outline,
        head=head,
        kind=kind,
        summary=summary,
        addressing=addressing,
        addressees=addressees,
        grounds=grounds,
        content=tuple(lines),
        headings=frozenset(_headings(lines)),
        foot=foot,
        appendices=appendices,
    )


def is_official(outline: Outline) -> bool:
    """Whether any line shows that this is a paper of an agency or an appendix of one."""
    return any(map(_is_of_agency, outline.paragraphs))


def below(parts: Parts, paragraph: WordParagraph) -> WordParagraph | None:
    """The next paragraph, empty or not: in a table, the next one in the same column."""
    place = paragraph.place
    for other in parts.outline.paragraphs[paragraph.number :]:
        beside = other.place
        if not place or (beside and (beside.table, beside.cell) == (place.table, place.cell)):
            return other
    return None


def prints(paragraph: WordParagraph) -> bool:
    """Whether it has words that are no mark of a draft or of sample data."""
    return bool(_LETTER.search(paragraph.text)) and not paragraph.words.startswith(_DRAFT_MARKS)


def _is_of_agency(paragraph: WordParagraph) -> bool:
    """One of the lines around the content; a type's or an appendix's name on a line of its own."""
    if not paragraph.place and len(paragraph.text) < 100:
        text = fold(paragraph.text)
        if text in TYPE_CODES or _APPENDIX.fullmatch(text):
            return True
    return bool(_OF_AGENCY.match(paragraph.words))


def _columns(outline: Outline, table: int) -> tuple[Lines, Lines]:
    """What a table says in its first column, and in the others."""
    left: list[WordParagraph] = []
    right: list[WordParagraph] = []
    for p in outline.paragraphs:
        if p.place and p.place.table == table and not p.boxed and prints(p):
            column = right if p.place.cell > 1 else left
            column.append(p)
    return tuple(left), tuple(right)


def _head(outline: Outline) -> Head:
    """The first table that holds one of the lines by which a letterhead is known."""
    for table in outline.tables:
        left, right = _columns(outline, table.number)
        country = _first(right, lambda p: fold(p.text).startswith("cong hoa xa hoi"))
        motto = _first(right, lambda p: fold(p.text).startswith("doc lap"))
        number = _first(left, lambda p: bool(_NUMBER.match(p.words)))
        if table.section == 1 and (country or motto or number):
            subject = _first(left, lambda p: p.words.casefold().startswith("v/v"))
            place_date = _first(right, lambda p: bool(_DATE.search(p.words)))
            ends = [p.number for p in (*number, *subject)]
            agencies = tuple(p for p in left if p.number < min(ends, default=p.number + 1))
            return Head(left, right, country, motto, agencies, number, place_date, subject)
    return Head()


def _foot(outline: Outline) -> Foot:
    for p in outline.paragraphs:
        if p.place and p.place.cell == 1 and _RECIPIENTS.match(p.words):
            left, right = _columns(outline, p.place.table)
            recipients = tuple(line for line in left if line.number > p.number)
            signers = tuple(line for line in right if not line.text.strip().startswith("("))
            return Foot((p,), recipients, signers)
    return Foot()


def _appendices(outline: Outline, foot: Foot) -> Iterator[Appendix]:
    """Each starts with a line «Phụ lục», or with one that begins so atop a section."""
    after = foot.label[0].number if foot.label else 0
    section = 1
    for p in filter(prints, outline.paragraphs):
        text = fold(p.text[:100])
        opens = p.section > section and text.startswith("phu luc")
        section = p.section
        if (opens or _APPENDIX.fullmatch(text)) and p.place is None and p.number > after:
            yield _appendix(outline, p)


def _appendix(outline: Outline, heading: WordParagraph) -> Appendix:
    near = outline.paragraphs[heading.number : heading.number + _NEAR]
    free = takewhile(lambda p: p.place is None and p.section == heading.section, near)
    following = tuple(filter(prints, free))
    attached = _first(following, lambda p: fold(p.text).startswith("kem theo"))
    title = takewhile(lambda p: p not in attached, following) if attached else following[:1]
    return Appendix(heading, tuple(title), attached)


def _between(
    outline: Outline, head: Head, foot: Foot, appendices: Iterable[Appendix]
) -> list[WordParagraph]:
    """What stands in the first section from the letterhead to the foot or the first appendix.

    Of tables only the lines that name an addressee count, where they lay out «Kính gửi:».
    """
    start = max((p.number for p in (*head.left, *head.right)), default=0)
    ends = [p.number for p in (*foot.label, *(appendix.heading for appendix in appendices))]
    end = min(ends, default=len(outline.paragraphs) + 1)
    lines = filter(prints, outline.paragraphs[start : end - 1])
    return list(_free_or_addressing(p for p in lines if p.section == 1 and not p.boxed))


def _free_or_addressing(lines: Iterable[WordParagraph]) -> Iterator[WordParagraph]:
    """The lines outside tables, and in tables «Kính gửi:» with the addressees below it."""
    addressed = 0
    for p in lines:
        if p.place is None:
            yield p
        elif _is_addressing(p):
            addressed = p.place.table
            yield p
        elif p.place.table == addressed and _is_dashed(p):
            yield p


def _first(lines: Sequence[WordParagraph], test: Callable[[WordParagraph], bool]) -> Lines:
    return tuple(islice(filter(test, lines), 1))


def _take(
    lines: list[WordParagraph], test: Callable[[WordParagraph], bool], most: int | None = None
) -> Lines:
    """Take off the front of some lines what passes the test."""
    taken = tuple(islice(takewhile(test, lines), most))
    del lines[: len(taken)]
    return taken


def _take_summary(lines: list[WordParagraph]) -> Lines:
    """The trích yếu: whatever follows the type name, and further bold lines under it."""
    first = _take(lines, lambda p: not (_is_addressing(p) or ROMAN_HEADING.match(p.words)), 1)
    if not first:
        return ()
    return first + _take(lines, lambda p: p.align == "center" and is_bold(p) and not _is_part(p))


def _take_grounds(lines: list[WordParagraph]) -> Lines:
    """A list of căn cứ, which a sentence of the content that begins with that word is not."""
    grounds = tuple(takewhile(lambda p: fold(p.text).startswith("can cu"), lines))
    if not any(p.text.rstrip().endswith(";") or is_italic(p) for p in grounds):
        return ()
    del lines[: len(grounds)]
    return grounds


def _names_type(paragraph: WordParagraph) -> bool:
    text = paragraph.words
    is_heading = ROMAN_HEADING.match(text) or _is_part(paragraph)
    return fold(text) in TYPE_CODES or (text.isupper() and not is_heading)


def _is_addressing(paragraph: WordParagraph) -> bool:
    return fold(paragraph.text).startswith("kinh gui")


def _is_dashed(paragraph: WordParagraph) -> bool:
    return paragraph.words.startswith(("-", "–"))


def _is_part(paragraph: WordParagraph) -> bool:
    return bool(PART_HEADING.fullmatch(paragraph.words))


def _headings(content: Sequence[WordParagraph]) -> Iterator[int]:
    """The numbers of headings: `I. …`, `Phần I` and its title, `1. …` if bold or without an end."""
    below_part = False
    for p in content:
        text = p.words
        runs_on = text.endswith((".", ";", ",", ":")) and not is_bold(p)
        named = NUMBERED.match(text) and not runs_on
        if below_part or named or ROMAN_HEADING.match(text) or _is_part(p):
            yield p.number
        below_part = _is_part(p)
