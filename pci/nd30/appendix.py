"""Rules of form on appendices: their names, titles, page numbers, and that the document speaks of them."""

import re

from pci.core.diagnostic import Severity
from pci.core.rule import Rules
from pci.core.vi import fold, roman
from pci.nd30.finding import Finding, Findings
from pci.nd30.look import departures, name, tidy
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
    """«Phụ lục» và số thứ tự một dòng riêng, giữa, in thường, cỡ 14, đứng, đậm (NĐ 30/2020, Phụ lục I, mục III.1.b)."""
    for line in (appendix.heading for appendix in parts.appendices):
        yield from departures(line, "cỡ 14, đậm, đứng, căn giữa", f"{_ANNEX}.b")
        if not _HEADING.fullmatch(tidy(line)):
            hint = f"viết «Phụ lục» in thường trên một dòng riêng ({_ANNEX}.b)"
            yield Finding(f"{name(line)}: cần đúng «Phụ lục» và số thứ tự", hint)


@rule("PCI671")
def numbering(parts: Parts) -> Findings:
    """Từ hai phụ lục trở lên thì đánh số thứ tự bằng chữ số La Mã (NĐ 30/2020, Phụ lục I, mục III.1.a)."""
    headings = [appendix.heading for appendix in parts.appendices]
    unnamed = _unnamed(parts)
    if len(headings) + len(unnamed) < 2:
        return
    for n, line in enumerate(headings, 1):
        above = sum(section < line.section for section in unnamed)
        wanted = f"Phụ lục {roman(n + above)}"
        if not f"{fold(line.text)} ".startswith(f"{fold(wanted)} "):
            hint = f"đánh lại số thứ tự ({_ANNEX}.a)"
            yield Finding(f"{name(line)}: cần đánh số «{wanted}»", hint)


@rule("PCI672")
def title(parts: Parts) -> Findings:
    """Tên phụ lục in hoa, cỡ 13–14, đứng, đậm, căn giữa (NĐ 30/2020, Phụ lục I, mục III.1.b)."""
    for appendix in parts.appendices:
        if not appendix.title:
            hint = f"thêm tên ở dòng dưới ({_ANNEX}.b)"
            yield Finding(f"{name(appendix.heading)}: không có tên phụ lục", hint)
        for line in appendix.title:
            look = "cỡ 13–14, đậm, đứng, in hoa, căn giữa"
            yield from departures(line, look, f"{_ANNEX}.b")


@rule("PCI673")
def attached(parts: Parts) -> Findings:
    """«(Kèm theo …)» dưới tên phụ lục, in thường, cỡ 13–14, nghiêng, căn giữa (NĐ 30/2020, Phụ lục I, mục III.1.c).

    Số ghi ở đó là số của chính văn bản.
    """
    for appendix in parts.appendices:
        if not appendix.attached:
            message = f"{name(appendix.heading)}: không có dòng «(Kèm theo …)»"
            yield Finding(message, f"ghi văn bản mà phụ lục kèm theo ({_ANNEX}.c)")
        for line in appendix.attached:
            look = "cỡ 13–14, không đậm, nghiêng, in thường, căn giữa"
            yield from departures(line, look, f"{_ANNEX}.c")
            if not (tidy(line).startswith("(Kèm theo ") and tidy(line).endswith(")")):
                yield Finding(f"{name(line)}: cần dạng «(Kèm theo …)»", f"sửa dòng ấy ({_ANNEX}.c)")
            for own in parts.head.number:
                fault = _number_fault(tidy(own), tidy(line))
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
    """Số trang của phụ lục được đánh riêng theo từng phụ lục (NĐ 30/2020, Phụ lục I, mục III.1.đ)."""
    tops = {p.section: p for p in reversed(parts.outline.paragraphs) if prints(p)}
    for line in (appendix.heading for appendix in parts.appendices):
        if tops[line.section] is not line:
            message = f"{name(line)}: phụ lục không bắt đầu ở một phần trang riêng"
            yield Finding(message, f"ngắt phần trang (Section) trước phụ lục ({_ANNEX}.đ)")
        elif parts.outline.sections[line.section - 1].page_start != 1:
            hint = f"đặt số trang bắt đầu từ 1 ở phần trang {line.section} ({_ANNEX}.đ)"
            yield Finding(f"{name(line)}: số trang không đánh lại từ 1", hint)


@ATTACHED.rule("PCI675", Severity.WARNING)
def referred_to(parts: Parts) -> Findings:
    """Văn bản phải có chỉ dẫn về từng phụ lục kèm theo (NĐ 30/2020, Phụ lục I, mục III.1.a)."""
    text = " ".join(tidy(p) for p in parts.content)
    for n, appendix in enumerate(parts.appendices, 1):
        others = r"[\s,IVXLC]*(và|đến)?[\s,IVXLC]*\b"
        number = f"{others}{roman(n)}" if len(parts.appendices) > 1 else ""
        if not re.search(rf"\b[Pp]hụ lục{number}\b", text):
            hint = f"nhắc đến phụ lục ở chỗ liên quan, như «(chi tiết tại Phụ lục I)» ({_ANNEX}.a)"
            yield Finding(f"{name(appendix.heading)}: nội dung không nhắc đến phụ lục này", hint)


@ATTACHED.rule("PCI676")
def unnamed_pages(parts: Parts) -> Findings:
    """Phần trang sau phần ký là phụ lục, phải mở đầu bằng dòng «Phụ lục» (NĐ 30/2020, Phụ lục I, mục III.1.b)."""
    for section in _unnamed(parts):
        hint = f"thêm dòng «Phụ lục» ở đầu phần ấy; còn là phụ lục trên thì cho số trang đánh tiếp ({_ANNEX}.b)"
        yield Finding(f"phần trang {section}: không có dòng «Phụ lục»", hint)


def _unnamed(parts: Parts) -> list[int]:
    """The sections after the signature that open an appendix without its heading.

    The first does, and one that restarts the page number or names its source. Others may go on
    with the appendix above, as its wide table does.
    """
    sections = parts.outline.sections
    end = max((line.section for line in parts.foot.label), default=len(sections))
    later = [p for p in parts.outline.paragraphs if p.section > end and prints(p)]
    opening = {p.section for p in later[:1]} | {p.section for p in later if _names_source(p)}
    restarted = {s.number for s in sections if s.page_start is not None}
    opening |= restarted & {p.section for p in later}
    return sorted(opening - {appendix.heading.section for appendix in parts.appendices})


def _names_source(paragraph: WordParagraph) -> bool:
    return paragraph.place is None and fold(paragraph.text).startswith("kem theo")
