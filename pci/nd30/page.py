"""Rules of form on the page, its number, the typeface, tables, and what a file must not keep."""

import re
from collections.abc import Iterator
from itertools import chain

from pci.core.diagnostic import Severity
from pci.core.rule import Rules
from pci.core.vi import count_words, day_number, fold, nfc, shortened
from pci.files.office import External
from pci.nd30 import measures
from pci.nd30.finding import Finding, Findings
from pci.nd30.look import departures, figure, name, place
from pci.nd30.outline import WordParagraph
from pci.nd30.parts import Parts

RULES = Rules[Parts, Finding]()
"""What is asked of any document."""
rule = RULES.rule

_GENERAL = "NĐ 30/2020, Phụ lục I, mục I"
_DATES = "NĐ 30/2020, Phụ lục I, mục II.4"
_FONT = "Times New Roman"
_SLACK = 0.2
"""Millimetres by which programs round a length."""
_PADDING = 5
"""Millimetres by which the cells' padding lets a table of full width reach out."""
_LONG = 10
_FIGURES = ("", "decimal", "decimalZero", "numberInDash")
"""Ways to write page numbers that keep to figures."""
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\b(?:None|Undefined)\b")
_SHORT_DATE = re.compile(r"(?=\d)(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_DRAFT = re.compile(r"du thao( lan \w+)?( ngay [\d ]+)?")
_LONG_DATE = re.compile(r"\bngày (\d{1,2}) tháng (\d{1,2})\b")
_MONTH = "(?:0?[1-9]|1[0-2])"
_LOOSE_DATE = re.compile(
    rf"(?=n)(?<!các )\bngày (\d\d?-{_MONTH}-(?:\d{{4}}|\d\d)|\d\d?/{_MONTH}/\d\d)"
    r"(?![\d/-]|\s+tháng\b)",
    re.IGNORECASE,
)
"""Only behind «ngày»: elsewhere such figures may be a file's name or a number of something else.

«Các ngày 05-06-07 tháng 9» are days."""


def _printing(parts: Parts) -> list[WordParagraph]:
    """All paragraphs that print something, those of headers and footers included."""
    return [p for p in parts.outline.stories if p.visible]


@rule("PCI601")
def paper(parts: Parts) -> Findings:
    """Khổ giấy A4 (210 mm x 297 mm), hướng giấy đúng với chiều rộng, cao (NĐ 30/2020, Phụ lục I,
    mục I.1)."""
    for s in parts.outline.sections:
        sides, (short, long) = sorted((s.width, s.height)), measures.A4
        if abs(sides[0] - short) > 1 or abs(sides[1] - long) > 1:
            wanted = f"A4 ({short} x {long} mm)"
            message = f"khổ giấy {figure(s.width)} x {figure(s.height)} mm, cần {wanted}"
            yield Finding(f"phần trang {s.number}: {message}", f"chọn khổ giấy A4 ({_GENERAL}.1)")
        elif s.landscape != (s.width > s.height):
            yield Finding(
                f"phần trang {s.number}: hướng giấy không khớp khổ giấy",
                "chọn lại hướng giấy dọc hoặc ngang",
            )


@rule("PCI602")
def margins(parts: Parts) -> Findings:
    """Lề trên, dưới 20–25 mm, trái 30–35 mm, phải 15–20 mm (NĐ 30/2020, Phụ lục I, mục I.3).

    Nghị định chỉ nói trang dọc; trang ngang chỉ cần mỗi lề trong khoảng 15–35 mm. Khoảng gáy
    (Gutter) tính vào lề.
    """
    for s in parts.outline.sections:
        for words, side, low, high in measures.MARGINS:
            if s.width > s.height:
                low, high = measures.SIDEWAYS
            length = float(getattr(s, side))
            if not low - _SLACK <= length <= high + _SLACK:
                bound = s.gutter and side == "left"
                gutter = f" (cả gáy {figure(s.gutter)} mm)" if bound else ""
                message = f"lề {words} {figure(length)} mm{gutter}, cần {low}–{high} mm"
                yield Finding(
                    f"phần trang {s.number}: {message}", f"đặt lại lề trang ({_GENERAL}.3)"
                )


@rule("PCI603")
def page_number(parts: Parts) -> Findings:
    """Số trang ở giữa lề trên, không ở chân trang, cỡ chữ 13–14, kiểu chữ đứng (NĐ 30/2020, Phụ lục
    I, mục I.7)."""
    roles = ("default", "even") if parts.outline.even_headers else ("default",)
    for s in parts.outline.sections:
        for role in roles:
            numbers = s.page_numbers(role)
            if not numbers:
                yield Finding(
                    f"phần trang {s.number}: không có số trang ở đầu trang",
                    f"chèn số trang vào đầu trang, căn giữa ({_GENERAL}.7)",
                )
            yield from departures(numbers, *measures.PAGE_NUMBER)
            if s.page_numbers(role, in_footer=True):
                yield Finding("chân trang có số trang", f"xóa số trang ở chân trang ({_GENERAL}.7)")


@rule("PCI604")
def first_page_number(parts: Parts) -> Findings:
    """Không hiển thị số trang thứ nhất (NĐ 30/2020, Phụ lục I, mục I.7)."""
    first = parts.outline.sections[0]
    own = first.page_numbers("first") or first.page_numbers("first", in_footer=True)
    if own or not first.title_page:
        yield Finding(
            "trang đầu còn hiện số trang",
            f"chọn «Khác ở trang đầu» và để trống đầu, chân trang ấy ({_GENERAL}.7)",
        )


@rule("PCI605")
def page_figures(parts: Parts) -> Findings:
    """Số trang được đánh từ số 1, bằng chữ số Ả Rập (NĐ 30/2020, Phụ lục I, mục I.7)."""
    start = parts.outline.sections[0].page_start
    if start not in (None, 1):
        yield Finding(
            f"số trang bắt đầu từ {start}, cần từ 1", f"đặt lại số trang bắt đầu ({_GENERAL}.7)"
        )
    for s in parts.outline.sections:
        if s.page_format not in _FIGURES:
            yield Finding(
                f"phần trang {s.number}: số trang không phải chữ số Ả Rập",
                f"chọn dạng số trang 1, 2, 3 ({_GENERAL}.7)",
            )


@rule("PCI606")
def typeface(parts: Parts) -> Findings:
    """Phông chữ Times New Roman cho mọi chữ, kể cả chữ phức hợp và chữ Á Đông (NĐ 30/2020, Phụ lục
    I, mục I.4)."""
    hint = f"chọn cả đoạn, đặt phông {_FONT} ({_GENERAL}.4)"
    for p in _printing(parts):
        others = [font for run in p.visible for font in run.fonts if font != _FONT]
        if others:
            odd = {"theme": "phông theo chủ đề của tệp", "": "chưa đặt đủ phông"}
            words = odd.get(others[0], f"phông {shortened(others[0])}")
            yield Finding(f"{name(p)}: {words}, cần {_FONT}", hint)


@rule("PCI607")
def colour(parts: Parts) -> Findings:
    """Chữ màu đen (NĐ 30/2020, Phụ lục I, mục I.4)."""
    return departures(_printing(parts), *measures.COLOUR)


@rule("PCI608")
def size(parts: Parts) -> Findings:
    """Chữ trong bảng và chữ chưa có cỡ riêng: trong khoảng chung 10–14 (NĐ 30/2020, Phụ lục I, mục
    I.5)."""
    sized = parts.sized
    others = [p for p in _printing(parts) if p.number not in sized and not p.page_field]
    return departures(others, *measures.TEXT_SIZE)


@rule("PCI609")
def composed(parts: Parts) -> Findings:
    """Chữ tiếng Việt dùng mã Unicode dựng sẵn, để tìm và so được (NĐ 30/2020, Phụ lục I, mục I.4:
    TCVN 6909:2001)."""
    for p in _printing(parts):
        if p.text != nfc(p.text):
            yield Finding(
                f"{name(p)}: có chữ dùng mã Unicode tổ hợp",
                "gõ lại bằng bộ gõ đặt «Unicode dựng sẵn»",
            )


@rule("PCI610")
def left_over(parts: Parts) -> Findings:
    """Văn bản không còn thẻ của mẫu hay giá trị rỗng (NĐ 30/2020, Phụ lục I, mục II.6: nội dung văn
    bản)."""
    for p in _printing(parts):
        sign = _LEFT_OVER.search(p.text)
        if sign:
            yield Finding(
                f"{name(p)}: còn sót «{sign[0]}» của mẫu",
                "sửa mẫu hoặc dữ liệu rồi tạo lại văn bản",
            )


@rule("PCI611", Severity.WARNING)
def dates(parts: Parts) -> Findings:
    """Ngày nhỏ hơn 10 và tháng 1, 2 thêm số 0 phía trước, tháng khác thì không (NĐ 30/2020, Phụ lục
    I, mục II.4).

    Năm đủ bốn chữ số; ngày viết bằng số thì ngăn bằng dấu «/».
    """
    for p in _printing(parts):
        if p in parts.head.place_date:
            continue
        where = name(p)
        matches = chain(_SHORT_DATE.finditer(p.text), _LONG_DATE.finditer(p.text))
        for date in {match[0]: match for match in matches}.values():
            day, month = day_number(int(date[1]), 10), day_number(int(date[2]), 3)
            if (date[1], date[2]) != (day, month):
                yield Finding(
                    f"{where}: «{date[0]}» thừa hoặc thiếu số 0",
                    f"viết ngày {day}, tháng {month} ({_DATES})",
                )
        for loose in _LOOSE_DATE.finditer(p.text):
            yield Finding(
                f"{where}: «{loose[1]}» chưa đúng cách viết ngày",
                f"viết như «ngày 05/9/2023» hoặc «ngày 05 tháng 9 năm 2023» ({_DATES})",
            )


@rule("PCI612", Severity.WARNING)
def repeated_header(parts: Parts) -> Findings:
    """Bảng trên 10 hàng có hàng tiêu đề lặp lại, để trang nào cũng đọc được (ngoài NĐ 30/2020)."""
    for table in parts.outline.tables:
        if len(table.rows) > _LONG and not table.has_header:
            message = f"dài {len(table.rows)} hàng mà tiêu đề không lặp lại ở trang sau"
            yield Finding(
                f"bảng {table.number}: {message}", "chọn hàng tiêu đề, bật «Lặp lại hàng tiêu đề»"
            )


@rule("PCI613")
def broken_table(parts: Parts) -> Findings:
    """Bảng đúng cấu trúc: các hàng đủ cột, ô nào cũng có đoạn văn, nếu không Word báo tệp hỏng."""
    for table in parts.outline.tables:
        wrong = [row for row, taken in enumerate(table.rows, 1) if taken != table.columns]
        for row in wrong[:1]:
            taken = f"chiếm {table.rows[row - 1]} cột, bảng có {table.columns}"
            yield Finding(
                f"bảng {table.number}: hàng {row} {taken}", "sửa ô gộp của hàng ấy trong mẫu"
            )
        if table.broken_cells:
            message = f"{table.broken_cells} ô không kết thúc bằng đoạn văn"
            yield Finding(
                f"bảng {table.number}: {message}",
                "để một đoạn không điều kiện ở cuối mỗi ô của mẫu",
            )


@rule("PCI614", Severity.WARNING)
def wide_table(parts: Parts) -> Findings:
    """Bảng nằm trong lề trang (NĐ 30/2020, Phụ lục I, mục I.3)."""
    for table in parts.outline.tables:
        page = parts.outline.sections[table.section - 1]
        room, width = page.width - page.left - page.right, sum(table.widths)
        if width > room + _PADDING:
            message = f"rộng {figure(width)} mm, giữa hai lề chỉ có {figure(room)} mm"
            yield Finding(
                f"bảng {table.number}: {message}", "thu hẹp cột hoặc để bảng ở trang ngang"
            )


@rule("PCI615")
def tracked_changes(parts: Parts) -> Findings:
    """Văn bản hoàn chỉnh không còn sửa đổi được theo dõi hay bình luận, để nơi nhận không đọc được
    bản nháp."""
    if parts.outline.tracked_changes:
        yield Finding(
            "còn sửa đổi đang theo dõi (Track Changes)", "chấp nhận hoặc từ chối hết các sửa đổi"
        )
    if parts.outline.comments:
        yield Finding("còn bình luận", "xóa hết bình luận")


@rule("PCI616")
def macros(parts: Parts) -> Findings:
    """Văn bản không mang macro, đối tượng của chương trình khác, tệp lồng bên trong: máy nơi nhận
    có thể chạy chúng.

    Bảng tính mà biểu đồ của Word giữ số liệu thì được.
    """
    for active in parts.outline.active:
        yield Finding(f"tệp {active.message}", active.hint)


@rule("PCI617")
def external_content(parts: Parts) -> Findings:
    """Văn bản không lấy hình, mẫu, dữ liệu từ ngoài tệp: nơi nhận mở ra sẽ mất hoặc tải về.

    Trường Word lấy từ nơi khác (DDE, LINK, INCLUDEPICTURE, INCLUDETEXT …), trộn thư cũng vậy; liên
    kết trong chữ thì được.
    """
    for external in parts.outline.externals:
        if external.kind != "hyperlink":
            yield Finding(f"{_asking(parts, external)}{external.message}", external.hint)


def _asking(parts: Parts, external: External) -> str:
    """What of the file fetches something, as messages call it."""
    if external.paragraph:
        p = parts.outline.paragraphs[external.paragraph - 1]
        return f"{name(p) if p.visible else place(p)}: "
    if any(header.part == external.part for header in parts.outline.headers):
        return "đầu hoặc chân trang: "
    return {"field": f"phần {external.part} của tệp: ", "mailMerge": "tệp "}.get(external.kind, "")


@rule("PCI618", Severity.WARNING)
def gaps(parts: Parts) -> Findings:
    """Dự thảo đem trình ký thì không còn chỗ phải bổ sung: chữ tô màu trong ngoặc vuông, như «[họ
    và tên]»."""
    if not parts.is_numbered:
        for message in _gaps(parts):
            yield Finding(message, "bổ sung trước khi trình ký, lấy số")


@rule("PCI619")
def unfinished(parts: Parts) -> Findings:
    """Văn bản đã có số thì không còn dòng «DỰ THẢO», không còn chỗ phải bổ sung trong ngoặc
    vuông."""
    if parts.is_numbered:
        for message in _gaps(parts):
            yield Finding(f"{message}, mà văn bản đã có số", "bổ sung trước khi phát hành")
        for p in _printing(parts):
            if p.section == 1 and len(p.text) < 100 and _DRAFT.fullmatch(fold(p.text)):
                yield Finding(
                    f"{name(p)}: văn bản đã có số",
                    "xóa dòng ấy, hoặc để trống số nếu còn là dự thảo",
                )


def _gaps(parts: Parts) -> Iterator[str]:
    """Each gap once, where it first stands: a unit that has not reported leaves it many times."""
    places: dict[str, list[WordParagraph]] = {}
    for p in parts.outline.stories:
        for gap in p.gaps:
            places.setdefault(gap, []).append(p)
    for gap, holders in places.items():
        more = f", {count_words(len(holders))} chỗ" if len(holders) > 1 else ""
        yield f"{place(holders[0])}: còn phải bổ sung «{shortened(gap)}»{more}"


@rule("PCI680", Severity.WARNING)
def hidden(parts: Parts) -> Findings:
    """Văn bản hoàn chỉnh không có chữ ẩn: bản in không có, nơi nhận bật lên thì đọc được (ngoài NĐ
    30/2020)."""
    for p in _printing(parts):
        if any(run.hidden for run in p.visible):
            yield Finding(
                f"{name(p)}: có chữ ẩn, không in ra", "xóa chữ ấy, hoặc bỏ dấu «Hidden» ở hộp Font"
            )
