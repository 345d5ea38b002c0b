"""Rules of form on the title, the addressees and the content of a document."""

import re
from collections.abc import Callable, Iterator

from pci.core.vi import roman
from pci.nd30.lines import line_below
from pci.nd30.look import Finding, Look, departures, figure, is_italic, name, tidy
from pci.nd30.outline import Paragraph
from pci.nd30.parts import NUMBERED, PART_HEADING, ROMAN_HEADING, Parts

_ANNEX = "NĐ 30/2020, Phụ lục I, mục II"
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_POINT = re.compile(r"(\w)\)\s")
_INDENTS = (10.0, 12.7)
_ROMANS = tuple(map(roman, range(1, 40)))
"""L, C are rather letters of a list A, B, C than fifty and a hundred."""
_SLACK = 0.3


def kind(parts: Parts) -> Iterator[Finding]:
    """Tên loại in hoa, cỡ 13–14, đứng, đậm, căn giữa; công văn không có (NĐ 30/2020, Phụ lục I, mục II.5.b)."""
    if parts.kind:
        yield from departures(
            parts.kind,
            Look(13, 14, bold=True, italic=False, upper=True, align="center"),
            f"{_ANNEX}.5.b",
        )
    elif not parts.is_letter:
        yield Finding(
            "không thấy tên loại văn bản dưới phần đầu trang", f"thêm dòng tên loại ({_ANNEX}.5.b)"
        )


def summary(parts: Parts) -> Iterator[Finding]:
    """Trích yếu in thường, cỡ 13–14, đứng, đậm, căn giữa dưới tên loại (NĐ 30/2020, Phụ lục I, mục II.5.b)."""
    if parts.kind and not parts.summary:
        yield Finding("không thấy trích yếu dưới tên loại", f"thêm trích yếu ({_ANNEX}.5.b)")
    for line in parts.summary:
        yield from departures(
            line,
            Look(13, 14, bold=True, italic=False, upper=False, align="center"),
            f"{_ANNEX}.5.b",
        )


def rule_below_summary(parts: Parts) -> Iterator[Finding]:
    """Dưới trích yếu có đường kẻ, nét liền, bằng 1/3–1/2 dòng chữ (NĐ 30/2020, Phụ lục I, mục II.5.b)."""
    if parts.summary:
        yield from line_below(parts, parts.summary[-1], f"{_ANNEX}.5.b", as_long=False)


def addressing(parts: Parts) -> Iterator[Finding]:
    """«Kính gửi:» cỡ 13–14, đứng; công văn phải có, kế hoạch thì không (NĐ 30/2020, Phụ lục I, mục II.9.b, II.9.d)."""
    line = parts.addressing
    if line is None and parts.is_letter:
        yield Finding(
            "công văn không có dòng «Kính gửi:»", f"thêm nơi nhận công văn ({_ANNEX}.9.b)"
        )
    if line and not parts.may_address:
        yield Finding(
            f"{name(line)}: loại văn bản này không ghi «Kính gửi»", f"bỏ dòng ấy ({_ANNEX}.9.c)"
        )
    if line and not tidy(line).startswith("Kính gửi:"):
        yield Finding(f"{name(line)}: cần viết «Kính gửi:»", f"sửa chữ đầu dòng ({_ANNEX}.9.d)")
    for shown in (line, *parts.addressees) if line else ():
        yield from departures(shown, Look(13, 14, italic=False), f"{_ANNEX}.9.d")


def addressees(parts: Parts) -> Iterator[Finding]:
    """Gửi từ hai nơi thì mỗi nơi một dòng, đầu «- », cuối «;», dòng cuối «.» (NĐ 30/2020, Phụ lục I, mục II.9.d)."""
    line, listed = parts.addressing, parts.addressees
    hint = f"một nơi thì cùng dòng; từ hai nơi thì mỗi dòng «- …;», dòng cuối «- ….» ({_ANNEX}.9.d)"
    beside = (
        line is not None and line.place is not None
    )  # the next cell of a table is the same line
    if line and tidy(line).endswith(":") and len(listed) < 2 and not beside:
        yield Finding(f"{name(line)}: gửi một nơi thì ghi cùng dòng «Kính gửi:»", hint)
    for shown in listed:
        mark = "." if shown is listed[-1] else ";"
        if not tidy(shown).startswith("- ") or not tidy(shown).endswith(mark):
            yield Finding(f"{name(shown)}: cần bắt đầu bằng «- », kết thúc bằng «{mark}»", hint)


def grounds(parts: Parts) -> Iterator[Finding]:
    """Căn cứ cỡ 13–14, nghiêng, mỗi căn cứ một dòng kết thúc «;», dòng cuối «.» (NĐ 30/2020, Phụ lục I, mục II.6.a)."""
    for line in parts.grounds:
        yield from departures(line, Look(13, 14, italic=True), f"{_ANNEX}.6.a")
        mark = "." if line is parts.grounds[-1] else ";"
        if not tidy(line).endswith(mark):
            yield Finding(
                f"{name(line)}: cần kết thúc bằng «{mark}»", f"sửa dấu cuối dòng ({_ANNEX}.6.a)"
            )


def justified(parts: Parts) -> Iterator[Finding]:
    """Nội dung được canh đều cả hai lề (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    for p in parts.body:
        if p.align != "justified":
            yield Finding(f"{name(p)}: chưa căn đều hai lề", f"căn đều hai lề ({_ANNEX}.6.e)")


def first_line(parts: Parts) -> Iterator[Finding]:
    """Chữ đầu dòng lùi vào 1 cm hoặc 1,27 cm (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    for p in parts.body:
        if all(abs(p.first_line - indent) > _SLACK for indent in _INDENTS):
            message = f"{name(p)}: dòng đầu lùi {figure(p.first_line)} mm, cần 10 hoặc 12,7 mm"
            yield Finding(
                message, f"đặt thụt dòng đầu 1 cm hoặc 1,27 cm, không gõ phím cách ({_ANNEX}.6.e)"
            )


def paragraph_gap(parts: Parts) -> Iterator[Finding]:
    """Khoảng cách giữa các đoạn văn tối thiểu là 6 pt (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    for above, p in zip(parts.content, parts.content[1:], strict=False):
        merged = above.style == p.style
        after = 0 if above.contextual and merged else above.space_after
        before = 0 if p.contextual and merged else p.space_before
        if p.number == above.number + 1 and after + before < 6:
            message = f"{name(p)}: cách đoạn trên {figure(after + before)} pt, cần ít nhất 6 pt"
            yield Finding(message, f"đặt khoảng cách trước hoặc sau đoạn 6 pt ({_ANNEX}.6.e)")


def line_spacing(parts: Parts) -> Iterator[Finding]:
    """Khoảng cách giữa các dòng từ dòng đơn đến 1,5 lines (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    for p in parts.body:
        # An exact height is only estimated in lines, so a little is forgiven.
        if not 0.95 <= p.line_spacing <= 1.55:
            message = f"{name(p)}: cách dòng {figure(p.line_spacing)}, cần từ 1 đến 1,5"
            yield Finding(message, f"đặt lại khoảng cách dòng ({_ANNEX}.6.e)")


def body_size(parts: Parts) -> Iterator[Finding]:
    """Nội dung cỡ chữ 13–14 (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    for p in parts.body:
        yield from departures(p, Look(13, 14), f"{_ANNEX}.6.e")


def upright_body(parts: Parts) -> Iterator[Finding]:
    """Nội dung trình bày kiểu chữ đứng, không nghiêng cả đoạn (NĐ 30/2020, Phụ lục I, mục II.6.e)."""
    for p in parts.body:
        if is_italic(p):
            yield Finding(f"{name(p)}: nghiêng cả đoạn", f"đặt kiểu chữ đứng ({_ANNEX}.6.e)")


def roman_heading(parts: Parts) -> Iterator[Finding]:
    """Số La Mã và tiêu đề của mục cùng dòng, in hoa, cỡ 13–14, đứng, đậm (NĐ 30/2020, Phụ lục I, mục V, ô 6b)."""
    for p in parts.content:
        if ROMAN_HEADING.match(tidy(p)):
            yield from departures(
                p, Look(13, 14, bold=True, italic=False, upper=True), "NĐ 30/2020, Phụ lục I, mục V"
            )


def numbered_heading(parts: Parts) -> Iterator[Finding]:
    """Khoản có tiêu đề: số và tiêu đề một dòng riêng, in thường, đứng, đậm (NĐ 30/2020, Phụ lục I, mục II.6.đ)."""
    for p in parts.content:
        if NUMBERED.match(tidy(p)) and p.number in parts.headings:
            yield from departures(
                p, Look(13, 14, bold=True, italic=False, upper=False), f"{_ANNEX}.6.đ"
            )


def part_heading(parts: Parts) -> Iterator[Finding]:
    """«Phần I», «Chương I», «Mục 1» in thường, đậm, giữa, tiêu đề in hoa ở dưới (NĐ 30/2020, Phụ lục I, mục II.6.đ)."""
    title = False
    for p in parts.content:
        part = PART_HEADING.fullmatch(tidy(p)) is not None
        if part or title:
            yield from departures(
                p,
                Look(13, 14, bold=True, italic=False, upper=not part, align="center"),
                f"{_ANNEX}.6.đ",
            )
        title = part


def points(parts: Parts) -> Iterator[Finding]:
    """Điểm đánh chữ cái theo bảng chữ cái tiếng Việt: a, b, c, d, đ, e, g … (NĐ 30/2020, Phụ lục I, mục II.6.đ)."""
    expected = "a"
    for p in parts.body:
        found = _POINT.match(tidy(p))
        if found and found[1] not in ("a", expected):
            yield Finding(
                f"{name(p)}: điểm {found[1]}) sai thứ tự, cần {expected})",
                f"đánh lại điểm ({_ANNEX}.6.đ)",
            )
        if found:
            stands_for = (
                found[1] if found[1] in _LETTERS else expected
            )  # f, j, w, z: in the place of the one expected
            place = _LETTERS.find(stands_for) + 1
            expected = _LETTERS[place : place + 1]


def skipped(parts: Parts) -> Iterator[Finding]:
    """Mục I, II, III … và khoản 1, 2, 3 … có tiêu đề đánh liền số, không nhảy số (NĐ 30/2020, Phụ lục I, mục II.6.đ).

    Khoản đánh lại từ 1 ở mỗi mục, hoặc đánh tiếp mục trên.
    """
    romans: set[int] = set()
    numbers: set[int] = set()
    last = 0
    for p in parts.content:
        text = tidy(p)
        head, number = text.partition(".")[0], NUMBERED.match(text)
        if PART_HEADING.fullmatch(text):
            romans, numbers = set(), {last}
        elif head in _ROMANS and ROMAN_HEADING.match(text):
            yield from _skip(p, _ROMANS.index(head) + 1, romans, roman)
            numbers = {last}
        elif ROMAN_HEADING.match(f"{p.label} "):
            romans, numbers = set(), set()
        elif NUMBERED.match(f"{p.label} "):
            numbers = set()
        elif number:
            last = int(head)
            found = tuple(_skip(p, last, numbers, str))
            yield from found if p.number in parts.headings else ()


def _skip(
    p: Paragraph, value: int, seen: set[int], shown: Callable[[int], str]
) -> Iterator[Finding]:
    """Told only where a lower one was typed before, and no number of a list stands between: where none was, the word
    processor may have numbered it."""
    below = max((n for n in seen if 0 < n < value), default=value)
    if below < value - 1:
        message = f"{name(p)}: mục {shown(value)} đứng sau mục {shown(below)}"
        yield Finding(
            message, f"đánh số lại, hoặc thêm mục {shown(below + 1)} còn thiếu ({_ANNEX}.6.đ)"
        )
        seen.add(value - 1)
    seen.add(value)


def closing(parts: Parts) -> Iterator[Finding]:
    """Nội dung kết thúc bằng «./.», như mọi mẫu (NĐ 30/2020, Phụ lục III)."""
    if parts.content and not tidy(parts.content[-1]).endswith("./."):
        message = f"{name(parts.content[-1])}: hết nội dung mà không có «./.»"
        yield Finding(message, "thêm «./.» vào cuối nội dung (NĐ 30/2020, Phụ lục III)")
