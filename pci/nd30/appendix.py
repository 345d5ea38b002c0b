"""Rules of form on appendices: names, titles, page numbers, the document's references."""

import re

from pci.core.diagnostic import Severity
from pci.core.rule import Rules
from pci.core.vi import fold, roman
from pci.nd30 import measures
from pci.nd30.finding import Finding, Findings
from pci.nd30.look import departures, name
from pci.nd30.outline import WordParagraph
from pci.nd30.parts import Parts, prints

RULES = Rules[Parts, Finding]()
"""What is asked of any appendix."""
rule = RULES.rule

ATTACHED = Rules[Parts, Finding]()
"""What is asked where the appendix is not kept apart from its document."""

_ANNEX = "NĐ 30/2020, Phụ lục I, mục III.1"
_NUMBER = re.compile(r"\bsố\W*(\d{1,9})/([\w-]+)", re.IGNORECASE)
_HEADING = re.compile(r"Phụ lục( \w+)?")


@rule("PCI670")
def heading(parts: Parts) -> Findings:
    """«Phụ lục» và số thứ tự một dòng riêng, giữa, in thường, cỡ 14, đứng, đậm (NĐ 30/2020, Phụ lục
    I, mục III.1.b)."""
    for line in (appendix.heading for appendix in parts.appendices):
        yield from departures([line], *measures.APPENDIX)
        if not _HEADING.fullmatch(line.words):
            yield Finding(
                f"{name(line)}: cần đúng «Phụ lục» và số thứ tự",
                f"viết «Phụ lục» in thường trên một dòng riêng ({_ANNEX}.b)",
            )


@rule("PCI671")
def numbering(parts: Parts) -> Findings:
    """Từ hai phụ lục trở lên thì đánh số thứ tự bằng chữ số La Mã (NĐ 30/2020, Phụ lục I, mục
    III.1.a)."""
    for number, appendix in enumerate(parts.appendices, 1):
        wanted = f"Phụ lục {roman(number)}"
        right = f"{fold(appendix.heading.text)} ".startswith(f"{fold(wanted)} ")
        if len(parts.appendices) > 1 and not right:
            yield Finding(
                f"{name(appendix.heading)}: cần đánh số «{wanted}»",
                f"đánh lại số thứ tự ({_ANNEX}.a)",
            )


@rule("PCI672")
def title(parts: Parts) -> Findings:
    """Tên phụ lục in hoa, cỡ 13–14, đứng, đậm, căn giữa (NĐ 30/2020, Phụ lục I, mục III.1.b)."""
    for appendix in parts.appendices:
        if not appendix.title:
            yield Finding(
                f"{name(appendix.heading)}: không có tên phụ lục",
                f"thêm tên ở dòng dưới ({_ANNEX}.b)",
            )
        yield from departures(appendix.title, *measures.APPENDIX_TITLE)


@rule("PCI673")
def attached(parts: Parts) -> Findings:
    """«(Kèm theo …)» dưới tên phụ lục, in thường, cỡ 13–14, nghiêng, căn giữa (NĐ 30/2020, Phụ lục
    I, mục III.1.c).

    Số ghi ở đó là số của chính văn bản.
    """
    for appendix in parts.appendices:
        if not appendix.attached:
            yield Finding(
                f"{name(appendix.heading)}: không có dòng «(Kèm theo …)»",
                f"ghi văn bản mà phụ lục kèm theo ({_ANNEX}.c)",
            )
        yield from departures(appendix.attached, *measures.ATTACHED)
        for line in appendix.attached:
            if not (line.words.startswith("(Kèm theo ") and line.words.endswith(")")):
                yield Finding(f"{name(line)}: cần dạng «(Kèm theo …)»", f"sửa dòng ấy ({_ANNEX}.c)")
            for own in parts.head.number:
                fault = _number_fault(own.words, line.words)
                if fault:
                    yield Finding(f"{name(line)}: {fault}", f"ghi đúng số của văn bản ({_ANNEX}.c)")


def _number_fault(own: str, named: str) -> str:
    """Another symbol is another paper, from which an appendix may have been taken."""
    right, number = _NUMBER.search(own), _NUMBER.search(named)
    if right and number and right[2] == number[2] and int(right[1]) != int(number[1]):
        return f"ghi số {number[1]}, văn bản này số {right[1]}"
    return ""


@rule("PCI674")
def own_numbers(parts: Parts) -> Findings:
    """Số trang của phụ lục được đánh riêng theo từng phụ lục (NĐ 30/2020, Phụ lục I, mục
    III.1.đ)."""
    tops = {p.section: p for p in reversed(parts.outline.paragraphs) if prints(p)}
    for line in (appendix.heading for appendix in parts.appendices):
        if tops[line.section] is not line:
            yield Finding(
                f"{name(line)}: phụ lục không bắt đầu ở một phần trang riêng",
                f"ngắt phần trang (Section) trước phụ lục ({_ANNEX}.đ)",
            )
        elif parts.outline.sections[line.section - 1].page_start != 1:
            yield Finding(
                f"{name(line)}: số trang không đánh lại từ 1",
                f"đặt số trang bắt đầu từ 1 ở phần trang {line.section} ({_ANNEX}.đ)",
            )


_REFERENCE = re.compile(r"\b[Pp]hụ lục\b(?=((?:[\s,IVXLCDM]++|và|đến)*+\w*))")
"""One appendix or several: «Phụ lục I, II và III». The word behind may begin the next reference."""
_WORD = re.compile(r"\w+")


@ATTACHED.rule("PCI675", Severity.WARNING)
def referred_to(parts: Parts) -> Findings:
    """Văn bản phải có chỉ dẫn về từng phụ lục kèm theo (NĐ 30/2020, Phụ lục I, mục III.1.a)."""
    references = _REFERENCE.findall(" ".join(p.words for p in parts.content))
    named = {number for reference in references for number in _WORD.findall(reference)}
    is_only = len(parts.appendices) == 1
    for n, appendix in enumerate(parts.appendices, 1):
        if not references if is_only else roman(n) not in named:
            yield Finding(
                f"{name(appendix.heading)}: nội dung không nhắc đến phụ lục này",
                f"nhắc đến phụ lục ở chỗ liên quan, như «(chi tiết tại Phụ lục I)» ({_ANNEX}.a)",
            )


@ATTACHED.rule("PCI676")
def unnamed_pages(parts: Parts) -> Findings:
    """Phần trang sau phần ký là phụ lục, phải mở đầu bằng dòng «Phụ lục» (NĐ 30/2020, Phụ lục I,
    mục III.1.b)."""
    named = {appendix.heading.section for appendix in parts.appendices}
    for section in sorted(_opening(parts) - named):
        hint = "thêm dòng «Phụ lục» ở đầu phần ấy; còn là phụ lục trên thì cho số trang đánh tiếp"
        yield Finding(f"phần trang {section}: không có dòng «Phụ lục»", f"{hint} ({_ANNEX}.b)")


def _opening(parts: Parts) -> set[int]:
    """The sections after the signature that open an appendix.

    The first does, and one that restarts the page number or names its source. Others may go on
    with the appendix above, as its wide table does.
    """
    last = max((line.section for line in parts.foot.label), default=len(parts.outline.sections))
    later = [p for p in parts.outline.paragraphs if p.section > last and prints(p)]
    opening = [p for p in later if _opens(parts, p)]
    return {p.section for p in (*later[:1], *opening)}


def _opens(parts: Parts, paragraph: WordParagraph) -> bool:
    if parts.outline.sections[paragraph.section - 1].page_start is not None:
        return True
    return not paragraph.place and fold(paragraph.text[:100]).startswith("kem theo")
