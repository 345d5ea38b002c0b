"""Rules of form on appendices: their names, titles, page numbers, and that the document speaks of them."""

import re
from collections.abc import Iterator

from pci.core.vi import fold, roman
from pci.nd30.look import Finding, Look, departures, name, tidy
from pci.nd30.parts import Parts, prints

_ANNEX = "NĐ 30/2020, Phụ lục I, mục III.1"
_NUMBER = re.compile(r"\bsố\W*(\d+)/([\w-]+)", re.IGNORECASE)
_HEADING = re.compile(r"Phụ lục( \w+)?", re.IGNORECASE)


def heading(parts: Parts) -> Iterator[Finding]:
    """«Phụ lục» và số thứ tự một dòng riêng, giữa, in thường, cỡ 14, đứng, đậm (NĐ 30/2020, Phụ lục I, mục III.1.b)."""
    for line in (appendix.heading for appendix in parts.appendices):
        yield from departures(
            line, Look(14, 14, bold=True, italic=False, align="center"), f"{_ANNEX}.b"
        )
        if not _HEADING.fullmatch(tidy(line)) or not tidy(line).startswith("Phụ lục"):
            hint = f"viết «Phụ lục» in thường trên một dòng riêng ({_ANNEX}.b)"
            yield Finding(f"{name(line)}: cần đúng «Phụ lục» và số thứ tự", hint)


def numbering(parts: Parts) -> Iterator[Finding]:
    """Từ hai phụ lục trở lên thì đánh số thứ tự bằng chữ số La Mã (NĐ 30/2020, Phụ lục I, mục III.1.a)."""
    unnamed = _unnamed(parts)
    for n, appendix in enumerate(parts.appendices, 1):
        wanted = (
            f"Phụ lục {roman(n + sum(section < appendix.heading.section for section in unnamed))}"
        )
        shown = fold(appendix.heading.text) + " "
        if len(parts.appendices) + len(unnamed) > 1 and not shown.startswith(fold(wanted) + " "):
            yield Finding(
                f"{name(appendix.heading)}: cần đánh số «{wanted}»",
                f"đánh lại số thứ tự ({_ANNEX}.a)",
            )


def title(parts: Parts) -> Iterator[Finding]:
    """Tên phụ lục in hoa, cỡ 13–14, đứng, đậm, căn giữa (NĐ 30/2020, Phụ lục I, mục III.1.b)."""
    for appendix in parts.appendices:
        if not appendix.title:
            yield Finding(
                f"{name(appendix.heading)}: không có tên phụ lục",
                f"thêm tên ở dòng dưới ({_ANNEX}.b)",
            )
        for line in appendix.title:
            yield from departures(
                line,
                Look(13, 14, bold=True, italic=False, upper=True, align="center"),
                f"{_ANNEX}.b",
            )


def attached(parts: Parts) -> Iterator[Finding]:
    """«(Kèm theo …)» dưới tên phụ lục, in thường, cỡ 13–14, nghiêng, căn giữa (NĐ 30/2020, Phụ lục I, mục III.1.c).

    Số ghi ở đó là số của chính văn bản.
    """
    for appendix in parts.appendices:
        line = appendix.attached
        if line is None:
            message = f"{name(appendix.heading)}: không có dòng «(Kèm theo …)»"
            yield Finding(message, f"ghi văn bản mà phụ lục kèm theo ({_ANNEX}.c)")
        else:
            yield from departures(
                line,
                Look(13, 14, bold=False, italic=True, upper=False, align="center"),
                f"{_ANNEX}.c",
            )
            if not (tidy(line).startswith("(Kèm theo ") and tidy(line).endswith(")")):
                yield Finding(f"{name(line)}: cần dạng «(Kèm theo …)»", f"sửa dòng ấy ({_ANNEX}.c)")
            own = parts.letterhead and parts.letterhead.number
            number, named = (_NUMBER.search(tidy(p)) if p else None for p in (own, line))
            # Another symbol is another paper, from which an appendix may have been taken.
            if number and named and named[2] == number[2] and int(named[1]) != int(number[1]):
                message = f"{name(line)}: ghi số {named[1]}, văn bản này số {number[1]}"
                yield Finding(message, f"ghi đúng số của văn bản ({_ANNEX}.c)")


def own_numbers(parts: Parts) -> Iterator[Finding]:
    """Số trang của phụ lục được đánh riêng theo từng phụ lục (NĐ 30/2020, Phụ lục I, mục III.1.đ)."""
    tops = {p.section: p for p in reversed(parts.outline.paragraphs) if prints(p)}
    for line in (appendix.heading for appendix in parts.appendices):
        if tops[line.section] is not line:
            message = f"{name(line)}: phụ lục không bắt đầu ở một phần trang riêng"
            yield Finding(message, f"ngắt phần trang (Section) trước phụ lục ({_ANNEX}.đ)")
        elif parts.outline.sections[line.section - 1].page_start != 1:
            hint = f"đặt số trang bắt đầu từ 1 ở phần trang {line.section} ({_ANNEX}.đ)"
            yield Finding(f"{name(line)}: số trang không đánh lại từ 1", hint)


def referred_to(parts: Parts) -> Iterator[Finding]:
    """Văn bản phải có chỉ dẫn về từng phụ lục kèm theo (NĐ 30/2020, Phụ lục I, mục III.1.a)."""
    text = " ".join(tidy(p) for p in parts.content)
    for n, appendix in enumerate(parts.appendices, 1):
        number = (
            rf"[\s,IVXLC]*(và|đến)?[\s,IVXLC]*\b{roman(n)}\b"
            if len(parts.appendices) > 1
            else r"\b"
        )
        if not re.search(rf"\b[Pp]hụ lục{number}", text):
            hint = f"nhắc đến phụ lục ở chỗ liên quan, như «(chi tiết tại Phụ lục I)» ({_ANNEX}.a)"
            yield Finding(f"{name(appendix.heading)}: nội dung không nhắc đến phụ lục này", hint)


def unnamed_pages(parts: Parts) -> Iterator[Finding]:
    """Phần trang sau phần ký là phụ lục, phải mở đầu bằng dòng «Phụ lục» (NĐ 30/2020, Phụ lục I, mục III.1.b)."""
    for section in _unnamed(parts):
        hint = f"thêm dòng «Phụ lục» ở đầu phần ấy; còn là phụ lục trên thì cho số trang đánh tiếp ({_ANNEX}.b)"
        yield Finding(f"phần trang {section}: không có dòng «Phụ lục»", hint)


def _unnamed(parts: Parts) -> tuple[int, ...]:
    """The sections after the signature that open an appendix without its heading. Others may go on with the appendix
    above, as its wide table does."""
    foot = parts.foot
    later = [
        p for p in parts.outline.paragraphs if foot and p.section > foot.label.section and prints(p)
    ]
    named = {appendix.heading.section for appendix in parts.appendices}
    restarted = {s.number for s in parts.outline.sections if s.page_start is not None}
    sources = {p.section for p in later if p.place is None and fold(p.text).startswith("kem theo")}
    opening = {p.section for p in later[:1]} | restarted | sources
    return tuple(
        n for n in dict.fromkeys(p.section for p in later) if n in opening and n not in named
    )
