"""Rules of form on the top of page 1: Quốc hiệu, agencies, number, place and date, and the subject of a công văn."""

import re
from collections.abc import Iterator
from datetime import date

from pci.core.vi import day_number, fold
from pci.nd30.lines import line_below
from pci.nd30.look import Finding, Look, departures, figure, name, tidy
from pci.nd30.outline import Paragraph
from pci.nd30.parts import TYPE_CODES, Letterhead, Parts

_COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_ANNEX = "NĐ 30/2020, Phụ lục I, mục II"
_MIXED_CASE = {code for code in TYPE_CODES.values() if not code.isupper()}
_BLANK = re.compile(r"[\s.…_]*")
_DATE = re.compile(r"(.*?)(,?)\s*\bngày([\s\d.…_]*)tháng([\s\d.…_]*)năm\s*(\d{4})")


def letterhead_table(parts: Parts) -> Iterator[Finding]:
    """Quốc hiệu, Tiêu ngữ ở bên phải, tên cơ quan ở bên trái đầu trang 1 (NĐ 30/2020, Phụ lục I, mục II.1, II.2)."""
    if parts.letterhead is None:
        hint = f"đặt hai phần ấy ở hai cột của một bảng không viền đầu văn bản ({_ANNEX}.1)"
        yield Finding("không thấy bảng đầu trang có tên cơ quan và Quốc hiệu", hint)


def country(parts: Parts) -> Iterator[Finding]:
    """Quốc hiệu in hoa, cỡ 12–13, đứng, đậm, ở trên cùng bên phải (NĐ 30/2020, Phụ lục I, mục II.1.a)."""
    head = parts.letterhead
    if head and head.country is None:
        yield Finding(
            "không thấy Quốc hiệu ở cột phải đầu trang", f"thêm dòng {_COUNTRY} ({_ANNEX}.1.a)"
        )
    elif head and head.country:
        yield from departures(
            head.country,
            Look(12, 13, bold=True, italic=False, upper=True, align="center"),
            f"{_ANNEX}.1.a",
        )
        # The decree's own annex prints both HÒA and HOÀ.
        if tidy(head.country).upper().replace("HOÀ", "HÒA") != _COUNTRY:
            yield Finding(
                f"{name(head.country)}: Quốc hiệu viết sai", f"viết {_COUNTRY} ({_ANNEX}.1.a)"
            )
        if head.right[0] is not head.country:
            yield Finding(
                f"{name(head.right[0])}: đứng trên Quốc hiệu",
                f"để Quốc hiệu ở trên cùng ({_ANNEX}.1.a)",
            )


def motto(parts: Parts) -> Iterator[Finding]:
    """Tiêu ngữ in thường, cỡ 13–14, đứng, đậm, gạch nối có cách chữ (NĐ 30/2020, Phụ lục I, mục II.1.b)."""
    head = parts.letterhead
    if head and head.motto is None:
        yield Finding(
            "không thấy Tiêu ngữ ở cột phải đầu trang", f"thêm dòng {_MOTTO} ({_ANNEX}.1.b)"
        )
    elif head and head.motto:
        yield from departures(
            head.motto,
            Look(13, 14, bold=True, italic=False, upper=False, align="center"),
            f"{_ANNEX}.1.b",
        )
        if tidy(head.motto) != _MOTTO and not tidy(head.motto).isupper():
            yield Finding(
                f"{name(head.motto)}: Tiêu ngữ viết sai", f"viết «{_MOTTO}» ({_ANNEX}.1.b)"
            )


def rule_below_motto(parts: Parts) -> Iterator[Finding]:
    """Dưới Tiêu ngữ có đường kẻ ngang, nét liền, dài bằng dòng chữ (NĐ 30/2020, Phụ lục I, mục II.1.b)."""
    if parts.letterhead and parts.letterhead.motto:
        yield from line_below(parts, parts.letterhead.motto, f"{_ANNEX}.1.b", as_long=True)


def parent_agency(parts: Parts) -> Iterator[Finding]:
    """Tên cơ quan chủ quản in hoa, cỡ 12–13, đứng, không đậm (NĐ 30/2020, Phụ lục I, mục II.2.b)."""
    if parts.letterhead and len(parts.letterhead.agencies) > 1:
        look = Look(12, 13, bold=False, italic=False, upper=True, align="center")
        yield from departures(parts.letterhead.agencies[0], look, f"{_ANNEX}.2.b")


def issuing_agency(parts: Parts) -> Iterator[Finding]:
    """Tên cơ quan ban hành in hoa, cỡ 12–13, đứng, đậm, có thể thành nhiều dòng (NĐ 30/2020, Phụ lục I, mục II.2.b)."""
    head = parts.letterhead
    if head and not head.agencies:
        yield Finding(
            "không thấy tên cơ quan ban hành ở cột trái đầu trang",
            f"thêm tên cơ quan ({_ANNEX}.2.b)",
        )
    for line in head.agencies[1:-1] if head else ():
        yield from departures(
            line, Look(12, 13, italic=False, upper=True, align="center"), f"{_ANNEX}.2.b"
        )
    for line in head.agencies[-1:] if head else ():
        yield from departures(
            line, Look(12, 13, bold=True, italic=False, upper=True, align="center"), f"{_ANNEX}.2.b"
        )


def rule_below_agency(parts: Parts) -> Iterator[Finding]:
    """Dưới tên cơ quan ban hành có đường kẻ, nét liền, bằng 1/3–1/2 dòng chữ (NĐ 30/2020, Phụ lục I, mục II.2.b)."""
    if parts.letterhead and parts.letterhead.agencies:
        yield from line_below(parts, parts.letterhead.agencies[-1], f"{_ANNEX}.2.b", as_long=False)


def number_look(parts: Parts) -> Iterator[Finding]:
    """Số, ký hiệu cỡ 13, đứng, không đậm, căn giữa dưới tên cơ quan (NĐ 30/2020, Phụ lục I, mục II.3.c)."""
    head = parts.letterhead
    if head and head.number is None:
        yield Finding(
            "không thấy dòng «Số:» ở cột trái đầu trang", f"thêm dòng số, ký hiệu ({_ANNEX}.3.c)"
        )
    elif head and head.number:
        yield from departures(
            head.number, Look(13, 13, bold=False, italic=False, align="center"), f"{_ANNEX}.3.c"
        )


def number_text(parts: Parts) -> Iterator[Finding]:
    """Viết như «Số: 05/BC-KKT», số dưới 10 thêm số 0, các nhóm chữ không cách (NĐ 30/2020, Phụ lục I, mục II.3.c)."""
    line = parts.letterhead.number if parts.letterhead else None
    fault = _number_fault(tidy(line)) if line else ""
    if line and fault:
        yield Finding(f"{name(line)}: {fault}", f"viết như «Số: 05/BC-KKT» ({_ANNEX}.3.c)")


def _number_fault(text: str) -> str:
    """What is wrong with a number; a draft leaves it blank."""
    word, colon, rest = text.partition(":")
    number, slash, symbol = rest.partition("/")
    digits, groups = number.strip(), symbol.split("-")
    if word != "Số" or not colon:
        return "sau chữ «Số» cần dấu hai chấm"
    if not slash:
        return "giữa số và ký hiệu cần dấu gạch chéo"
    if not _BLANK.fullmatch(digits) and not digits.isdecimal():
        return "số phải là chữ số Ả Rập"
    if digits.isdecimal() and digits != day_number(int(digits), 10):
        return f"số {int(digits)} viết sai số 0 phía trước"
    if " " in symbol or (number != number.rstrip() and digits) or not all(map(str.isalnum, groups)):
        return "ký hiệu nối các nhóm chữ bằng «-», không cách"
    return (
        "" if all(g.isupper() or g in _MIXED_CASE for g in groups) else "ký hiệu phải viết in hoa"
    )


def symbol_of_kind(parts: Parts) -> Iterator[Finding]:
    """Ký hiệu bắt đầu bằng chữ viết tắt tên loại; công văn thì không (NĐ 30/2020, Phụ lục I, mục II.3.b)."""
    line = parts.letterhead.number if parts.letterhead else None
    code = tidy(line).partition("/")[2].partition("-")[0].strip() if line else ""
    wanted = TYPE_CODES.get(fold(parts.kind.text)) if parts.kind else None
    if line and code and wanted and code.upper() != wanted.upper():
        yield Finding(
            f"{name(line)}: ký hiệu bắt đầu bằng {code}, cần {wanted}",
            f"sửa ký hiệu ({_ANNEX}.3.b)",
        )
    elif line and parts.is_letter and code in {*TYPE_CODES.values(), "CV"}:
        hint = f"viết tên cơ quan rồi đơn vị soạn thảo, như «Số: 12/KKT-VP» ({_ANNEX}.3.b)"
        yield Finding(f"{name(line)}: công văn không ghi tên loại {code} trong ký hiệu", hint)


def place_date_look(parts: Parts) -> Iterator[Finding]:
    """Địa danh và thời gian in thường, cỡ 13–14, nghiêng, giữa dưới Tiêu ngữ (NĐ 30/2020, Phụ lục I, mục II.4.c)."""
    head = parts.letterhead
    if head and head.place_date is None:
        yield Finding(
            "không thấy địa danh, ngày tháng ở cột phải đầu trang", f"thêm dòng ấy ({_ANNEX}.4.c)"
        )
    elif head and head.place_date:
        yield from departures(
            head.place_date,
            Look(13, 14, bold=False, italic=True, upper=False, align="center"),
            f"{_ANNEX}.4.c",
        )


def place_date_text(parts: Parts) -> Iterator[Finding]:
    """Sau địa danh có dấu phẩy; ngày dưới 10 và tháng 1, 2 thêm số 0 phía trước (NĐ 30/2020, Phụ lục I, mục II.4)."""
    line = parts.letterhead.place_date if parts.letterhead else None
    fault = _date_fault(tidy(line)) if line else ""
    if line and fault:
        yield Finding(
            f"{name(line)}: {fault}", f"viết như «Khánh Hòa, ngày 05 tháng 9 năm 2023» ({_ANNEX}.4)"
        )


def _date_fault(text: str) -> str:
    """What is wrong with a place and date; a draft leaves the day, or the month too, blank."""
    found = _DATE.fullmatch(text)
    if not found:
        return "cần địa danh, ngày, tháng và năm đủ bốn chữ số"
    if not found[1] or not found[1][0].isupper():
        return "địa danh phải viết hoa chữ đầu"
    if not found[2]:
        return "sau địa danh cần dấu phẩy"
    for word, text_number, below in (("ngày", found[3], 10), ("tháng", found[4], 3)):
        digits = text_number.strip()
        if digits.isdecimal() and digits != day_number(int(digits), below):
            return f"{word} {digits} cần viết {day_number(int(digits), below)}"
    return "" if _exists(*(found[n].strip() for n in (3, 4, 5))) else "không có ngày ấy trong lịch"


def _exists(day: str, month: str, year: str) -> bool:
    """Whether the calendar has such a day; what a draft leaves blank may become any."""
    try:
        date(int(year), int(month) if month.isdecimal() else 1, int(day) if day.isdecimal() else 1)
    except ValueError:
        return False
    return True


def subject(parts: Parts) -> Iterator[Finding]:
    """Trích yếu công văn «V/v …» cỡ 12–13, đứng, giữa, cách số, ký hiệu 6 pt (NĐ 30/2020, Phụ lục I, mục II.5.b)."""
    head = parts.letterhead
    line = head.subject if head else None
    if head and line is None and parts.is_letter:
        yield Finding(
            "công văn không có trích yếu «V/v …» dưới số, ký hiệu", f"thêm dòng ấy ({_ANNEX}.5.b)"
        )
    elif head and line:
        yield from departures(
            line,
            Look(12, 13, bold=False, italic=False, upper=False, align="center"),
            f"{_ANNEX}.5.b",
        )
        gap = line.space_before + (head.number.space_after if head.number else 0)
        if gap < 6:
            yield Finding(
                f"{name(line)}: cách số, ký hiệu {figure(gap)} pt, cần 6 pt",
                "đặt khoảng cách trước 6 pt",
            )
        if not tidy(line).startswith("V/v "):
            yield Finding(
                f"{name(line)}: cần bắt đầu bằng «V/v »", f"sửa chữ đầu dòng ({_ANNEX}.5.b)"
            )


def single_spacing(parts: Parts) -> Iterator[Finding]:
    """Quốc hiệu và Tiêu ngữ, tên hai cơ quan cách nhau dòng đơn (NĐ 30/2020, Phụ lục I, mục II.1.c, II.2.b)."""
    head = parts.letterhead
    for line in _head_lines(head) if head else ():
        if line.line_spacing > 1.05:
            message = f"{name(line)}: cách dòng {figure(line.line_spacing)}, cần dòng đơn"
            yield Finding(message, f"đặt khoảng cách dòng «Đơn» ({_ANNEX}.1.c)")


def _head_lines(head: Letterhead) -> list[Paragraph]:
    return [line for line in (head.country, head.motto, *head.agencies) if line]
