"""Rules of form on the title, the addressees and the content of a document."""

import re
from collections.abc import Callable
from itertools import pairwise

from pci.core.diagnostic import Severity
from pci.core.rule import Rules
from pci.core.vi import roman
from pci.nd30 import measures
from pci.nd30.finding import Finding, Findings
from pci.nd30.lines import line_below
from pci.nd30.look import departures, figure, is_italic, name
from pci.nd30.outline import WordParagraph
from pci.nd30.parts import NUMBERED, PART_HEADING, ROMAN_HEADING, Parts

RULES = Rules[Parts, Finding]()
rule = RULES.rule

_ANNEX = "NĐ 30/2020, Phụ lục I, mục II"
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_POINT = re.compile(r"(\w)\)\s")
_ROMANS = tuple(map(roman, range(1, 40)))
"""L, C are rather letters of a list A, B, C than fifty and a hundred."""
_SLACK = 0.3


@rule("PCI640")
def kind(parts: Parts) -> Findings:
    """Tên loại in hoa, cỡ 13–14, đứng, đậm, căn giữa; công văn không có (NĐ 30/2020, Phụ lục I, mục
    II.5.b)."""
    if not parts.kind and not parts.is_letter:
        yield Finding(
            "không thấy tên loại văn bản dưới phần đầu trang", f"thêm dòng tên loại ({_ANNEX}.5.b)"
        )
    yield from departures(parts.kind, *measures.KIND)


@rule("PCI641")
def summary(parts: Parts) -> Findings:
    """Trích yếu in thường, cỡ 13–14, đứng, đậm, căn giữa dưới tên loại (NĐ 30/2020, Phụ lục I, mục
    II.5.b)."""
    if parts.kind and not parts.summary:
        yield Finding("không thấy trích yếu dưới tên loại", f"thêm trích yếu ({_ANNEX}.5.b)")
    yield from departures(parts.summary, *measures.SUMMARY)


@rule("PCI642")
def rule_below_summary(parts: Parts) -> Findings:
    """Dưới trích yếu có đường kẻ, nét liền, bằng 1/3–1/2 dòng chữ (NĐ 30/2020, Phụ lục I, mục
    II.5.b)."""
    return line_below(parts, parts.summary[-1:], f"{_ANNEX}.5.b")


@rule("PCI643")
def addressing(parts: Parts) -> Findings:
    """«Kính gửi:» cỡ 13–14, đứng; công văn phải có, kế hoạch thì không (NĐ 30/2020, Phụ lục I, mục
    II.9.b, II.9.d)."""
    if parts.is_letter and not parts.addressing:
        yield Finding(
            "công văn không có dòng «Kính gửi:»", f"thêm nơi nhận công văn ({_ANNEX}.9.b)"
        )
    for line in parts.addressing:
        if not parts.may_address:
            yield Finding(
                f"{name(line)}: loại văn bản này không ghi «Kính gửi»", f"bỏ dòng ấy ({_ANNEX}.9.c)"
            )
        if not line.words.startswith("Kính gửi:"):
            yield Finding(f"{name(line)}: cần viết «Kính gửi:»", f"sửa chữ đầu dòng ({_ANNEX}.9.d)")
    lines = (*parts.addressing, *parts.addressees)
    yield from departures(lines, *measures.ADDRESSED)


@rule("PCI644")
def addressees(parts: Parts) -> Findings:
    """Gửi từ hai nơi thì mỗi nơi một dòng, đầu «- », cuối «;», dòng cuối «.» (NĐ 30/2020, Phụ lục
    I, mục II.9.d)."""
    hint = f"một nơi thì cùng dòng; từ hai nơi thì mỗi dòng «- …;», dòng cuối «- ….» ({_ANNEX}.9.d)"
    for line in parts.addressing:
        # The next cell of a table is the same line.
        if line.words.endswith(":") and len(parts.addressees) < 2 and not line.place:
            yield Finding(f"{name(line)}: gửi một nơi thì ghi cùng dòng «Kính gửi:»", hint)
    for line in parts.addressees:
        end = "." if line is parts.addressees[-1] else ";"
        if not line.words.startswith("- ") or not line.words.endswith(end):
            yield Finding(f"{name(line)}: cần bắt đầu bằng «- », kết thúc bằng «{end}»", hint)


@rule("PCI645")
def grounds(parts: Parts) -> Findings:
    """Căn cứ cỡ 13–14, nghiêng, mỗi căn cứ một dòng kết thúc «;», dòng cuối «.» (NĐ 30/2020, Phụ
    lục I, mục II.6.a)."""
    yield from departures(parts.grounds, *measures.GROUNDS)
    for line in parts.grounds:
        end = "." if line is parts.grounds[-1] else ";"
        if not line.words.endswith(end):
            yield Finding(
                f"{name(line)}: cần kết thúc bằng «{end}»", f"sửa dấu cuối dòng ({_ANNEX}.6.a)"
            )


@rule("PCI646")
def justified(parts: Parts) -> Findings:
    """Nội dung được canh đều cả hai lề (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    return departures(parts.body, *measures.JUSTIFIED)


@rule("PCI647")
def first_line(parts: Parts) -> Findings:
    """Chữ đầu dòng lùi vào 1 cm hoặc 1,27 cm (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    hint = f"đặt thụt dòng đầu 1 cm hoặc 1,27 cm, không gõ phím cách ({_ANNEX}.6.e)"
    for p in parts.body:
        if all(abs(p.first_line - indent) > _SLACK for indent in measures.INDENTS):
            message = f"dòng đầu lùi {figure(p.first_line)} mm, cần 10 hoặc 12,7 mm"
            yield Finding(f"{name(p)}: {message}", hint)


@rule("PCI648")
def paragraph_gap(parts: Parts) -> Findings:
    """Khoảng cách giữa các đoạn văn tối thiểu là 6 pt (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    hint = f"đặt khoảng cách trước hoặc sau đoạn 6 pt ({_ANNEX}.6.e)"
    for above, p in pairwise(parts.content):
        alike = above.style == p.style
        after = 0 if alike and above.contextual else above.space_after
        before = 0 if alike and p.contextual else p.space_before
        gap = after + before
        if gap < measures.PARAGRAPH_GAP and p.number == above.number + 1:
            yield Finding(f"{name(p)}: cách đoạn trên {figure(gap)} pt, cần ít nhất 6 pt", hint)


@rule("PCI649")
def line_spacing(parts: Parts) -> Findings:
    """Khoảng cách giữa các dòng từ dòng đơn đến 1,5 lines (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    low, high = measures.LINE_SPACING
    for p in parts.body:
        if not low <= p.line_spacing <= high:
            yield Finding(
                f"{name(p)}: cách dòng {figure(p.line_spacing)}, cần từ 1 đến 1,5",
                f"đặt lại khoảng cách dòng ({_ANNEX}.6.e)",
            )


@rule("PCI650")
def body_size(parts: Parts) -> Findings:
    """Nội dung cỡ chữ 13–14 (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    return departures(parts.body, *measures.BODY)


@rule("PCI651", Severity.WARNING)
def upright_body(parts: Parts) -> Findings:
    """Nội dung trình bày kiểu chữ đứng, không nghiêng cả đoạn (NĐ 30/2020, Phụ lục I, mục
    II.6.e)."""
    for p in parts.body:
        if is_italic(p):
            yield Finding(f"{name(p)}: nghiêng cả đoạn", f"đặt kiểu chữ đứng ({_ANNEX}.6.e)")


@rule("PCI652")
def roman_heading(parts: Parts) -> Findings:
    """Số La Mã và tiêu đề của mục cùng dòng, in hoa, cỡ 13–14, đứng, đậm (NĐ 30/2020, Phụ lục I,
    mục V, ô 6b)."""
    lines = [p for p in parts.content if ROMAN_HEADING.match(p.words)]
    return departures(lines, *measures.ROMAN_HEADING)


@rule("PCI653")
def numbered_heading(parts: Parts) -> Findings:
    """Khoản có tiêu đề: số và tiêu đề một dòng riêng, in thường, đứng, đậm (NĐ 30/2020, Phụ lục I,
    mục II.6.đ)."""
    headings = (p for p in parts.content if p.number in parts.headings)
    lines = [p for p in headings if NUMBERED.match(p.words)]
    return departures(lines, *measures.CLAUSE_HEADING)


@rule("PCI654")
def part_heading(parts: Parts) -> Findings:
    """«Phần I», «Chương I», «Mục 1» in thường, đậm, giữa, tiêu đề in hoa ở dưới (NĐ 30/2020, Phụ
    lục I, mục II.6.đ)."""
    is_below = False
    for p in parts.content:
        is_part = bool(PART_HEADING.fullmatch(p.words))
        if is_part or is_below:
            yield from departures([p], *(measures.PART if is_part else measures.PART_TITLE))
        is_below = is_part


@rule("PCI655")
def points(parts: Parts) -> Findings:
    """Điểm đánh chữ cái theo bảng chữ cái tiếng Việt: a, b, c, d, đ, e, g … (NĐ 30/2020, Phụ lục I,
    mục II.6.đ)."""
    expected = "a"
    for p in parts.body:
        point = _POINT.match(p.words)
        if point:
            letter = point[1]
            if letter not in ("a", expected):
                yield Finding(
                    f"{name(p)}: điểm {letter}) sai thứ tự, cần {expected})",
                    f"đánh lại điểm ({_ANNEX}.6.đ)",
                )
            if letter not in _LETTERS:  # f, j, w, z: in the place of the one expected
                letter = expected
            place = _LETTERS.find(letter) + 1
            expected = _LETTERS[place : place + 1]


@rule("PCI656", Severity.WARNING)
def closing(parts: Parts) -> Findings:
    """Nội dung kết thúc bằng «./.», như mọi mẫu (NĐ 30/2020, Phụ lục III)."""
    for p in parts.content[-1:]:
        if not p.words.endswith("./."):
            yield Finding(
                f"{name(p)}: hết nội dung mà không có «./.»",
                "thêm «./.» vào cuối nội dung (NĐ 30/2020, Phụ lục III)",
            )


@rule("PCI657", Severity.WARNING)
def skipped(parts: Parts) -> Findings:
    """Mục I, II, III … và khoản 1, 2, 3 … có tiêu đề đánh liền số, không nhảy số (NĐ 30/2020, Phụ
    lục I, mục II.6.đ).

    Khoản đánh lại từ 1 ở mỗi mục, hoặc đánh tiếp mục trên.
    """
    last_roman = highest = last = 0
    for p in parts.content:
        text = p.words
        head = text.partition(".")[0]
        if PART_HEADING.fullmatch(text):
            last_roman = highest = 0
        elif head in _ROMANS and ROMAN_HEADING.match(text):
            yield from _skip(p, _ROMANS.index(head) + 1, last_roman, roman)
            last_roman = _ROMANS.index(head) + 1
            highest = 0
        elif ROMAN_HEADING.match(f"{p.label} "):
            last_roman = highest = last = 0
        elif NUMBERED.match(f"{p.label} "):
            highest = last = 0
        elif NUMBERED.match(text):
            if p.number in parts.headings:
                yield from _skip(p, int(head), highest or last, str)
            last = int(head)
            highest = max(highest, last)


def _skip(p: WordParagraph, number: int, before: int, shown: Callable[[int], str]) -> Findings:
    """Told only where a number was typed before: where none was, Word may have numbered it."""
    if 0 < before < number - 1:
        message = f"{name(p)}: mục {shown(number)} đứng sau mục {shown(before)}"
        yield Finding(
            message, f"đánh số lại, hoặc thêm mục {shown(before + 1)} còn thiếu ({_ANNEX}.6.đ)"
        )
