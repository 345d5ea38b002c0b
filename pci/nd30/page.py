"""Rules of form on the page, its number, the typeface, tables, and what must not stay in a finished file."""

import re
from collections.abc import Iterator

from pci.core.vi import count_words, day_number, fold, nfc, shortened
from pci.files.office import External
from pci.nd30.look import Finding, Look, departures, figure, name, place, visible
from pci.nd30.outline import Paragraph, Section, Table
from pci.nd30.parts import Parts

_GENERAL = "NĐ 30/2020, Phụ lục I, mục I"
_FONT = "Times New Roman"
_MARGINS = (
    ("trên", "top", 20, 25),
    ("dưới", "bottom", 20, 25),
    ("trái", "left", 30, 35),
    ("phải", "right", 15, 20),
)
_SLACK = 0.2
"""Millimetres by which programs round a length."""
_LONG = 10
_TALLEST = 4
"""Rows of a heading: a cell of the first row that is merged further down belongs to the table."""
_FIGURES = ("", "decimal", "decimalZero", "numberInDash")
"""Ways to write page numbers that keep to figures."""
_OTHER_FIGURES = re.compile(r"\bPAGE\b *\\\* *(roman|alphabetic)", re.IGNORECASE)
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\b(?:None|Undefined)\b")
_SHORT_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_DRAFT = re.compile(r"du thao( lan \w+)?( ngay [\d ]+)?")
_LONG_DATE = re.compile(r"\bngày (\d{1,2}) tháng (\d{1,2})\b")
_MONTH = "(?:0?[1-9]|1[0-2])"
_LOOSE_DATE = re.compile(
    rf"(?<!các )\bngày (\d\d?-{_MONTH}-(?:\d{{4}}|\d\d)|\d\d?/{_MONTH}/\d\d)(?![\d/-]|\s+tháng\b)",
    re.IGNORECASE,
)
"""Only behind «ngày»: elsewhere such figures may be a file's name or a number of something else. «Các ngày 05-06-07
tháng 9» are days."""


def stories(parts: Parts) -> Iterator[Paragraph]:
    """All paragraphs that print something, those of headers and footers included."""
    yield from (p for p in parts.outline.paragraphs if visible(p))
    yield from (p for header in parts.outline.headers for p in header.paragraphs if visible(p))


def page_name(section: Section) -> str:
    """A section as messages call it."""
    return f"phần trang {section.number}"


def paper(parts: Parts) -> Iterator[Finding]:
    """Khổ giấy A4 (210 mm x 297 mm), hướng giấy đúng với chiều rộng, cao (NĐ 30/2020, Phụ lục I, mục I.1)."""
    for s in parts.outline.sections:
        short, long = sorted((s.width, s.height))
        if abs(short - 210) > 1 or abs(long - 297) > 1:
            message = f"{page_name(s)}: khổ giấy {figure(s.width)} x {figure(s.height)} mm, cần A4 (210 x 297 mm)"
            yield Finding(message, f"chọn khổ giấy A4 ({_GENERAL}.1)")
        elif s.landscape != (s.width > s.height):
            yield Finding(
                f"{page_name(s)}: hướng giấy không khớp khổ giấy",
                "chọn lại hướng giấy dọc hoặc ngang",
            )


def margins(parts: Parts) -> Iterator[Finding]:
    """Lề trên, dưới 20–25 mm, trái 30–35 mm, phải 15–20 mm (NĐ 30/2020, Phụ lục I, mục I.3).

    Nghị định chỉ nói trang dọc; trang ngang chỉ cần mỗi lề trong khoảng 15–35 mm. Khoảng gáy (Gutter) tính vào lề.
    """
    for s in parts.outline.sections:
        for words, side, low, high in _MARGINS:
            low, high = (15, 35) if s.width > s.height else (low, high)
            length = float(getattr(s, side))
            if not low - _SLACK <= length <= high + _SLACK:
                bound = (
                    f" (cả gáy {figure(s.gutter)} mm)"
                    if s.gutter and side in ("left", "top")
                    else ""
                )
                message = (
                    f"{page_name(s)}: lề {words} {figure(length)} mm{bound}, cần {low}–{high} mm"
                )
                yield Finding(message, f"đặt lại lề trang ({_GENERAL}.3)")


def page_number(parts: Parts) -> Iterator[Finding]:
    """Số trang ở giữa lề trên, không ở chân trang, cỡ chữ 13–14, kiểu chữ đứng (NĐ 30/2020, Phụ lục I, mục I.7)."""
    seen: set[str] = set()
    roles = ("default", "even") if parts.outline.even_headers else ("default",)
    for s in parts.outline.sections:
        for header in map(s.header, roles):
            lines = [p for p in header.paragraphs if p.page_field] if header else []
            if not lines:
                hint = f"chèn số trang vào đầu trang, căn giữa ({_GENERAL}.7)"
                yield Finding(f"{page_name(s)}: không có số trang ở đầu trang", hint)
            elif header and header.part not in seen:
                seen.add(header.part)
                yield from _page_number_looks(lines)
        for footer in filter(None, map(s.footer, roles)):
            if footer.part not in seen and any(p.page_field for p in footer.paragraphs):
                seen.add(footer.part)
                yield Finding(
                    f"{page_name(s)}: chân trang có số trang",
                    f"xóa số trang ở chân trang ({_GENERAL}.7)",
                )


def _page_number_looks(lines: list[Paragraph]) -> Iterator[Finding]:
    for p in lines:
        if any(not 13 <= run.size <= 14 or run.italic for run in p.runs):
            yield Finding(
                "số trang: cần cỡ chữ 13–14, kiểu chữ đứng",
                f"đặt lại cỡ, kiểu chữ ở đầu trang ({_GENERAL}.7)",
            )
        if p.align != "center":
            yield Finding(
                "số trang: chưa căn giữa", f"căn giữa dòng số trang ở đầu trang ({_GENERAL}.7)"
            )


def first_page_number(parts: Parts) -> Iterator[Finding]:
    """Không hiển thị số trang thứ nhất (NĐ 30/2020, Phụ lục I, mục I.7)."""
    section = parts.outline.sections[0]
    shown = [
        p
        for place in (section.header("first"), section.footer("first"))
        if place
        for p in place.paragraphs
    ]
    hint = f"chọn «Khác ở trang đầu» và để trống đầu, chân trang ấy ({_GENERAL}.7)"
    if not section.title_page:
        yield Finding("trang đầu còn hiện số trang", hint)
    elif any(p.page_field for p in shown):
        yield Finding("đầu hoặc chân trang riêng của trang đầu có số trang", hint)


def page_figures(parts: Parts) -> Iterator[Finding]:
    """Số trang được đánh từ số 1, bằng chữ số Ả Rập (NĐ 30/2020, Phụ lục I, mục I.7)."""
    start = parts.outline.sections[0].page_start
    if start not in (None, 1):
        yield Finding(
            f"số trang bắt đầu từ {start}, cần từ 1", f"đặt lại số trang bắt đầu ({_GENERAL}.7)"
        )
    for s in parts.outline.sections:
        fields = " ".join(
            field for header in s.headers for p in header.paragraphs for field in p.fields
        )
        if s.page_format not in _FIGURES or _OTHER_FIGURES.search(fields):
            message = f"{page_name(s)}: số trang không phải chữ số Ả Rập"
            yield Finding(message, f"chọn dạng số trang 1, 2, 3 ({_GENERAL}.7)")


def typeface(parts: Parts) -> Iterator[Finding]:
    """Phông chữ Times New Roman cho mọi chữ, kể cả chữ phức hợp và chữ Á Đông (NĐ 30/2020, Phụ lục I, mục I.4)."""
    for p in stories(parts):
        other = next((font for run in visible(p) for font in run.fonts if font != _FONT), None)
        if other is not None:
            words = {"theme": "phông theo chủ đề của tệp", "": "chưa đặt đủ phông"}.get(
                other, f"phông {shortened(other)}"
            )
            yield Finding(
                f"{name(p)}: {words}, cần {_FONT}",
                f"chọn cả đoạn, đặt phông {_FONT} ({_GENERAL}.4)",
            )


def colour(parts: Parts) -> Iterator[Finding]:
    """Chữ màu đen (NĐ 30/2020, Phụ lục I, mục I.4)."""
    for p in stories(parts):
        if any(run.colour.lower() not in ("auto", "000000") for run in visible(p)):
            yield Finding(
                f"{name(p)}: có chữ không phải màu đen", f"đặt màu chữ «Tự động» ({_GENERAL}.4)"
            )


def size(parts: Parts) -> Iterator[Finding]:
    """Chữ trong bảng và chữ chưa có cỡ riêng: trong khoảng chung 10–14 (NĐ 30/2020, Phụ lục I, mục I.5)."""
    sized = parts.sized
    for p in stories(parts):
        if p.number not in sized and not p.page_field:
            yield from departures(p, Look(10, 14), f"{_GENERAL}.5")


def composed(parts: Parts) -> Iterator[Finding]:
    """Chữ tiếng Việt dùng mã Unicode dựng sẵn, để tìm và so được (NĐ 30/2020, Phụ lục I, mục I.4: TCVN 6909:2001)."""
    for p in stories(parts):
        if p.text != nfc(p.text):
            yield Finding(
                f"{name(p)}: có chữ dùng mã Unicode tổ hợp",
                "gõ lại bằng bộ gõ đặt «Unicode dựng sẵn»",
            )


def left_over(parts: Parts) -> Iterator[Finding]:
    """Văn bản không còn thẻ của mẫu hay giá trị rỗng (NĐ 30/2020, Phụ lục I, mục II.6: nội dung văn bản)."""
    for p in stories(parts):
        found = _LEFT_OVER.search(p.text)
        if found:
            yield Finding(
                f"{name(p)}: còn sót «{found[0]}» của mẫu",
                "sửa mẫu hoặc dữ liệu rồi tạo lại văn bản",
            )


def dates(parts: Parts) -> Iterator[Finding]:
    """Ngày nhỏ hơn 10 và tháng 1, 2 thêm số 0 phía trước, tháng khác thì không (NĐ 30/2020, Phụ lục I, mục II.4).

    Năm đủ bốn chữ số; ngày viết bằng số thì ngăn bằng dấu «/».
    """
    own = parts.letterhead.place_date if parts.letterhead else None
    for p in (p for p in stories(parts) if p is not own):
        for date in (*_SHORT_DATE.finditer(p.text), *_LONG_DATE.finditer(p.text)):
            wanted = (day_number(int(date[1]), 10), day_number(int(date[2]), 3))
            if (date[1], date[2]) != wanted:
                hint = f"viết ngày {wanted[0]}, tháng {wanted[1]} (NĐ 30/2020, Phụ lục I, mục II.4)"
                yield Finding(f"{name(p)}: «{date[0]}» thừa hoặc thiếu số 0", hint)
        for loose in _LOOSE_DATE.finditer(p.text):
            hint = "viết như «ngày 05/9/2023» hoặc «ngày 05 tháng 9 năm 2023» (NĐ 30/2020, Phụ lục I, mục II.4)"
            yield Finding(f"{name(p)}: «{loose[1]}» chưa đúng cách viết ngày", hint)


def repeated_header(parts: Parts) -> Iterator[Finding]:
    """Bảng trên 10 hàng có hàng tiêu đề lặp lại, để trang nào cũng đọc được (ngoài NĐ 30/2020)."""
    for table in parts.outline.tables:
        partly = table.header_rows < table.heading_rows <= _TALLEST
        if len(table.rows) > _LONG and (partly or not table.header_rows):
            part = f" đủ {table.heading_rows} hàng" if table.header_rows else ""
            message = f"{_table_name(table)}: dài {len(table.rows)} hàng mà tiêu đề không lặp lại{part} ở trang sau"
            yield Finding(message, "chọn hàng tiêu đề, bật «Lặp lại hàng tiêu đề»")


def broken_table(parts: Parts) -> Iterator[Finding]:
    """Bảng đúng cấu trúc: các hàng đủ cột, ô nào cũng có đoạn văn, nếu không Word báo tệp hỏng."""
    for table in parts.outline.tables:
        row = next((n for n, taken in enumerate(table.rows, 1) if taken != table.columns), None)
        if row is not None:
            message = f"{_table_name(table)}: hàng {row} chiếm {table.rows[row - 1]} cột, bảng có {table.columns}"
            yield Finding(message, "sửa ô gộp của hàng ấy trong mẫu")
        if table.broken_cells:
            message = f"{_table_name(table)}: {table.broken_cells} ô không kết thúc bằng đoạn văn"
            yield Finding(message, "để một đoạn không điều kiện ở cuối mỗi ô của mẫu")


def wide_table(parts: Parts) -> Iterator[Finding]:
    """Bảng nằm trong lề trang (NĐ 30/2020, Phụ lục I, mục I.3)."""
    for table in parts.outline.tables:
        page = parts.outline.sections[table.section - 1]
        room = page.width - page.left - page.right
        # A table of full width reaches out by its cells' padding on both sides.
        if table.grid_width > room + 5:
            message = f"{_table_name(table)}: rộng {figure(table.grid_width)} mm, giữa hai lề chỉ có {figure(room)} mm"
            yield Finding(message, "thu hẹp cột hoặc để bảng ở trang ngang")


def _table_name(table: Table) -> str:
    return f"bảng {table.number}"


def tracked_changes(parts: Parts) -> Iterator[Finding]:
    """Văn bản hoàn chỉnh không còn sửa đổi được theo dõi hay bình luận, để nơi nhận không đọc được bản nháp."""
    if parts.outline.tracked_changes:
        yield Finding(
            "còn sửa đổi đang theo dõi (Track Changes)", "chấp nhận hoặc từ chối hết các sửa đổi"
        )
    if parts.outline.comments:
        yield Finding("còn bình luận", "xóa hết bình luận")


def hidden(parts: Parts) -> Iterator[Finding]:
    """Văn bản hoàn chỉnh không có chữ ẩn: bản in không có, nơi nhận bật lên thì đọc được (ngoài NĐ 30/2020)."""
    for p in stories(parts):
        if any(run.hidden for run in visible(p)):
            yield Finding(
                f"{name(p)}: có chữ ẩn, không in ra", "xóa chữ ấy, hoặc bỏ dấu «Hidden» ở hộp Font"
            )


def macros(parts: Parts) -> Iterator[Finding]:
    """Văn bản không mang macro, đối tượng của chương trình khác, tệp lồng bên trong: máy nơi nhận có thể chạy chúng.

    Bảng tính mà biểu đồ của Word giữ số liệu thì được.
    """
    for active in parts.outline.active:
        yield Finding(f"tệp {active.told}", active.hint)


def external_content(parts: Parts) -> Iterator[Finding]:
    """Văn bản không lấy hình, mẫu, dữ liệu từ ngoài tệp: nơi nhận mở ra sẽ mất hoặc tải về.

    Trường Word lấy từ nơi khác (DDE, LINK, INCLUDEPICTURE, INCLUDETEXT …), trộn thư cũng vậy; liên kết trong chữ thì
    được.
    """
    for external in parts.outline.externals:
        if external.kind != "hyperlink":
            yield Finding(f"{_asking(parts, external)}{external.told}", external.hint)


def _asking(parts: Parts, external: External) -> str:
    """What of the file fetches something, as messages call it."""
    if external.paragraph:
        p = parts.outline.paragraphs[external.paragraph - 1]
        return f"{name(p) if visible(p) else place(p)}: "
    if any(header.part == external.part for header in parts.outline.headers):
        return "đầu hoặc chân trang: "
    return {"field": f"phần {external.part} của tệp: ", "mailMerge": "tệp "}.get(external.kind, "")


def gaps(parts: Parts) -> Iterator[Finding]:
    """Dự thảo đem trình ký thì không còn chỗ phải bổ sung: chữ tô màu trong ngoặc vuông, như «[họ và tên]»."""
    if not parts.is_numbered:
        for message in _gaps(parts):
            yield Finding(message, "bổ sung trước khi trình ký, lấy số")


def unfinished(parts: Parts) -> Iterator[Finding]:
    """Văn bản đã có số thì không còn dòng «DỰ THẢO», không còn chỗ phải bổ sung trong ngoặc vuông."""
    if parts.is_numbered:
        for message in _gaps(parts):
            yield Finding(f"{message}, mà văn bản đã có số", "bổ sung trước khi phát hành")
        for p in stories(parts):
            if p.section == 1 and _DRAFT.fullmatch(fold(p.text)):
                yield Finding(
                    f"{name(p)}: văn bản đã có số",
                    "xóa dòng ấy, hoặc để trống số nếu còn là dự thảo",
                )


def _gaps(parts: Parts) -> Iterator[str]:
    """Each gap once, where it first stands: a unit that has not reported leaves the same one many times."""
    found: dict[str, list[Paragraph]] = {}
    for p in stories(parts):
        for gap in p.gaps:
            found.setdefault(gap, []).append(p)
    for gap, places in found.items():
        more = f", {count_words(len(places))} chỗ" if len(places) > 1 else ""
        yield f"{place(places[0])}: còn phải bổ sung «{shortened(gap)}»{more}"
