"""Rules of form on the top of page 1: Quốc hiệu, agencies, number, place and date, subject."""

import re
from datetime import date

from pci.core.rule import Rules
from pci.core.vi import day_number, fold
from pci.nd30 import measures
from pci.nd30.finding import Finding, Findings
from pci.nd30.lines import line_below
from pci.nd30.look import departures, figure, name
from pci.nd30.parts import TYPE_CODES, Lines, Parts

RULES = Rules[Parts, Finding]()
rule = RULES.rule

_COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_ANNEX = "NĐ 30/2020, Phụ lục I, mục II"
_MIXED_CASE = {code for code in TYPE_CODES.values() if not code.isupper()}
_NUMBER = re.compile(r"Số:([\s.…_]*|\s*(0\d|[1-9]\d+))/[^\W_]+(-[^\W_]+)*")
"""A draft leaves the number blank."""
_DATE = re.compile(r".*?,\s*ngày([\s\d.…_]{,30})tháng([\s\d.…_]{,30})năm\s*(\d{4})")


@rule("PCI620")
def letterhead_table(parts: Parts) -> Findings:
    """Quốc hiệu, Tiêu ngữ ở bên phải, tên cơ quan ở bên trái đầu trang 1 (NĐ 30/2020, Phụ lục I,
    mục II.1, II.2)."""
    if not parts.has_head:
        yield Finding(
            "không thấy bảng đầu trang có tên cơ quan và Quốc hiệu",
            f"đặt hai phần ấy ở hai cột của một bảng không viền đầu văn bản ({_ANNEX}.1)",
        )


def _component(
    parts: Parts, lines: Lines, names: str, hint: str, look: str, source: str
) -> Findings:
    """That a line is there and looks as it must; without a letterhead all its lines are missing."""
    if parts.has_head and not lines:
        yield Finding(f"không thấy {names} đầu trang", f"{hint} ({source})")
    yield from departures(lines, look, source)


@rule("PCI621")
def country(parts: Parts) -> Findings:
    """Quốc hiệu in hoa, cỡ 12–13, đứng, đậm, ở trên cùng bên phải (NĐ 30/2020, Phụ lục I, mục
    II.1.a)."""
    source = measures.COUNTRY[1]
    yield from _component(
        parts,
        parts.head.country,
        "Quốc hiệu ở cột phải",
        f"thêm dòng {_COUNTRY}",
        *measures.COUNTRY,
    )
    for line in parts.head.country:
        # The decree's own annex prints both HÒA and HOÀ.
        if line.words.upper().replace("HOÀ", "HÒA") != _COUNTRY:
            yield Finding(f"{name(line)}: Quốc hiệu viết sai", f"viết {_COUNTRY} ({source})")
        top = parts.head.right[0]
        if top is not line:
            yield Finding(
                f"{name(top)}: đứng trên Quốc hiệu", f"để Quốc hiệu ở trên cùng ({source})"
            )


@rule("PCI622")
def motto(parts: Parts) -> Findings:
    """Tiêu ngữ in thường, cỡ 13–14, đứng, đậm, gạch nối có cách chữ (NĐ 30/2020, Phụ lục I, mục
    II.1.b)."""
    yield from _component(
        parts, parts.head.motto, "Tiêu ngữ ở cột phải", f"thêm dòng {_MOTTO}", *measures.MOTTO
    )
    for line in parts.head.motto:
        if line.words != _MOTTO and not line.words.isupper():
            yield Finding(f"{name(line)}: Tiêu ngữ viết sai", f"viết «{_MOTTO}» ({_ANNEX}.1.b)")


@rule("PCI623")
def rule_below_motto(parts: Parts) -> Findings:
    """Dưới Tiêu ngữ có đường kẻ ngang, nét liền, dài bằng dòng chữ (NĐ 30/2020, Phụ lục I, mục
    II.1.b)."""
    return line_below(parts, parts.head.motto, f"{_ANNEX}.1.b", as_long=True)


@rule("PCI624")
def parent_agency(parts: Parts) -> Findings:
    """Tên cơ quan chủ quản in hoa, cỡ 12–13, đứng, không đậm (NĐ 30/2020, Phụ lục I, mục
    II.2.b)."""
    first = parts.head.agencies[:-1][:1]
    return departures(first, *measures.PARENT_AGENCY)


@rule("PCI625")
def issuing_agency(parts: Parts) -> Findings:
    """Tên cơ quan ban hành in hoa, cỡ 12–13, đứng, đậm, có thể thành nhiều dòng (NĐ 30/2020, Phụ
    lục I, mục II.2.b)."""
    names, hint = "tên cơ quan ban hành ở cột trái", "thêm tên cơ quan"
    lines = parts.head.agencies
    yield from departures(lines[1:-1], *measures.AGENCY_BETWEEN)
    yield from _component(parts, lines[-1:], names, hint, *measures.AGENCY)


@rule("PCI626")
def rule_below_agency(parts: Parts) -> Findings:
    """Dưới tên cơ quan ban hành có đường kẻ, nét liền, bằng 1/3–1/2 dòng chữ (NĐ 30/2020, Phụ lục
    I, mục II.2.b)."""
    return line_below(parts, parts.head.agencies[-1:], f"{_ANNEX}.2.b")


@rule("PCI627")
def number_look(parts: Parts) -> Findings:
    """Số, ký hiệu cỡ 13, đứng, không đậm, căn giữa dưới tên cơ quan (NĐ 30/2020, Phụ lục I, mục
    II.3.c)."""
    return _component(
        parts, parts.head.number, "dòng «Số:» ở cột trái", "thêm dòng số, ký hiệu", *measures.NUMBER
    )


@rule("PCI628")
def number_text(parts: Parts) -> Findings:
    """Viết như «Số: 05/BC-KKT», số dưới 10 thêm số 0, các nhóm chữ không cách (NĐ 30/2020, Phụ lục
    I, mục II.3.c)."""
    for line in parts.head.number:
        fault = _number_fault(line.words)
        if fault:
            yield Finding(f"{name(line)}: {fault}", f"viết như «Số: 05/BC-KKT» ({_ANNEX}.3.c)")


def _number_fault(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        return "số, ký hiệu viết chưa đúng"
    groups = text.partition("/")[2].split("-")
    proper = all(group.isupper() or group in _MIXED_CASE for group in groups)
    return "" if proper else "ký hiệu phải viết in hoa"


@rule("PCI629")
def symbol_of_kind(parts: Parts) -> Findings:
    """Ký hiệu bắt đầu bằng chữ viết tắt tên loại; công văn thì không (NĐ 30/2020, Phụ lục I, mục
    II.3.b)."""
    wanted = "".join(TYPE_CODES.get(fold(line.text), "") for line in parts.kind)
    for line in parts.head.number:
        code = line.words.partition("/")[2].partition("-")[0].strip()
        if code and wanted and code.upper() != wanted.upper():
            yield Finding(
                f"{name(line)}: ký hiệu bắt đầu bằng {code}, cần {wanted}",
                f"sửa ký hiệu ({_ANNEX}.3.b)",
            )
        elif parts.is_letter and code in (*TYPE_CODES.values(), "CV"):
            yield Finding(
                f"{name(line)}: công văn không ghi tên loại {code} trong ký hiệu",
                f"viết tên cơ quan rồi đơn vị soạn thảo, như «Số: 12/KKT-VP» ({_ANNEX}.3.b)",
            )


@rule("PCI630")
def place_date_look(parts: Parts) -> Findings:
    """Địa danh và thời gian in thường, cỡ 13–14, nghiêng, giữa dưới Tiêu ngữ (NĐ 30/2020, Phụ lục
    I, mục II.4.c)."""
    return _component(
        parts,
        parts.head.place_date,
        "địa danh, ngày tháng ở cột phải",
        "thêm dòng ấy",
        *measures.PLACE_DATE,
    )


@rule("PCI631")
def place_date_text(parts: Parts) -> Findings:
    """Sau địa danh có dấu phẩy; ngày dưới 10 và tháng 1, 2 thêm số 0 phía trước (NĐ 30/2020, Phụ
    lục I, mục II.4)."""
    hint = f"viết như «Khánh Hòa, ngày 05 tháng 9 năm 2023» ({_ANNEX}.4)"
    for line in parts.head.place_date:
        fault = _date_fault(line.words)
        if fault:
            yield Finding(f"{name(line)}: {fault}", hint)


def _date_fault(text: str) -> str:
    """What is wrong with a place and date; a draft leaves the day, or the month too, blank."""
    parts = _DATE.fullmatch(text)
    if not parts or not text[0].isupper():
        return "cần địa danh viết hoa, dấu phẩy, ngày, tháng và năm đủ bốn chữ số"
    day, month, year = (part.strip() for part in parts.groups())
    for word, digits, below in (("ngày", day, 10), ("tháng", month, 3)):
        if digits.isdecimal() and digits != day_number(int(digits), below):
            return f"{word} {digits} cần viết {day_number(int(digits), below)}"
    return "" if _exists(day, month, year) else "không có ngày ấy trong lịch"


def _exists(day: str, month: str, year: str) -> bool:
    """Whether the calendar has such a day; what a draft leaves blank may become any."""
    try:
        date(int(year), int(month) if month.isdecimal() else 1, int(day) if day.isdecimal() else 1)
    except ValueError:
        return False
    return True


@rule("PCI632")
def subject(parts: Parts) -> Findings:
    """Trích yếu công văn «V/v …» cỡ 12–13, đứng, giữa, cách số, ký hiệu 6 pt (NĐ 30/2020, Phụ lục
    I, mục II.5.b)."""
    head = parts.head
    if parts.has_head and parts.is_letter and not head.subject:
        yield Finding(
            "công văn không có trích yếu «V/v …» dưới số, ký hiệu", f"thêm dòng ấy ({_ANNEX}.5.b)"
        )
    yield from departures(head.subject, *measures.SUBJECT)
    for line in head.subject:
        gap = line.space_before + sum(number.space_after for number in head.number)
        if gap < 6:
            yield Finding(
                f"{name(line)}: cách số, ký hiệu {figure(gap)} pt, cần 6 pt",
                "đặt khoảng cách trước 6 pt",
            )
        if not line.words.startswith("V/v "):
            yield Finding(
                f"{name(line)}: cần bắt đầu bằng «V/v »", f"sửa chữ đầu dòng ({_ANNEX}.5.b)"
            )


@rule("PCI633")
def single_spacing(parts: Parts) -> Findings:
    """Quốc hiệu và Tiêu ngữ, tên hai cơ quan cách nhau dòng đơn (NĐ 30/2020, Phụ lục I, mục II.1.c,
    II.2.b)."""
    head = parts.head
    for line in (*head.country, *head.motto, *head.agencies):
        if line.line_spacing > measures.SINGLE_SPACING:
            yield Finding(
                f"{name(line)}: cách dòng {figure(line.line_spacing)}, cần dòng đơn",
                f"đặt khoảng cách dòng «Đơn» ({_ANNEX}.1.c)",
            )
