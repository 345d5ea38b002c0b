"""A form that came back: every cell that somebody filled in, by its row's hidden key and its column's hidden name.

Nothing typed is passed over: what stands outside the cells to fill in is a fault at its cell, and what no cell holds
(notes, pictures, other sheets) is told.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.core.vi import shortened
from pci.files.office import DAMAGE, Kind, OfficePackage
from pci.reports.fill_in import VERSION, marked, number_of
from pci.sheet import cells as form_cells
from pci.sheet.cells import Cell
from pci.sheet.write import (
    ALL,
    APPROVER,
    ASKED,
    AUTHOR,
    COLUMNS,
    DATE,
    FURNITURE,
    GUIDE,
    HIDDEN,
    IDENTITY,
    KEY,
    PRINTED,
    SHOWN,
    mark,
)

_COPY = "chép phần đã điền sang biểu mới lập bằng «pci form»"
EXCEL = Kind("Excel", ".xlsx", ".xls", "xl/workbook.xml", _COPY, _COPY)
_LOCKED = b"\xd0\xcf\x11\xe0"
"""How a file of Excel before 2007 begins, and any that has a password."""


class Identity(NamedTuple):
    """Which form a file is: of which version, plan, period and unit; `guide` is a mark of its instructions, empty in a
    form that tells none."""

    version: int
    year: int
    period: str
    unit: str
    plan: str
    guide: str


class Fault(NamedTuple):
    """Something that cannot be recorded, by its cell."""

    place: str
    message: str
    hint: str


class Row(NamedTuple):
    """A row with a key: what it speaks of, its period, the figures printed in it, the marks of the updates about
    it that there were when the form was made (null in one that does not tell), the cells that were filled in by their
    columns' names, what is wrong in it."""

    about: str
    period: str | None
    asked: tuple[str, ...]
    shown: tuple[str, ...] | None
    place: str
    cells: Mapping[str, Cell]
    faults: tuple[Fault, ...]


class Filled(NamedTuple):
    """A form as it came back, its cells not yet judged against a plan. `sheet` places what no cell holds; `faults` are
    those of no row, `unread` tells in words what was attached beside the cells."""

    identity: Identity
    sheet: str
    day: Cell | None
    author: Cell | None
    approver: Cell | None
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]


def read(data: bytes) -> Filled:
    """A form that came back. Raises CannotDo for a file that is none, or that could do harm."""
    package = _opened(data)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # what the library does not keep of a file concerns nobody who only reads
        try:
            return _read(data, package)
        except (*DAMAGE, SyntaxError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise CannotDo("tệp Excel bị hỏng, không đọc được", EXCEL.resave) from error


def _opened(data: bytes) -> OfficePackage:
    """The parts of a plain .xlsx; everything else is refused by the name that people know it by."""
    if data.startswith(_LOCKED):
        raise CannotDo("tệp có mật khẩu, hoặc là .xls của Excel cũ", f"bỏ mật khẩu, {EXCEL.resave}")
    if data[:2] != b"PK":
        raise CannotDo("không phải tệp Excel .xlsx", EXCEL.resave)
    if b"application/vnd.oasis.opendocument" in data[:200]:
        raise CannotDo(
            "tệp dạng .ods của LibreOffice", "trong LibreOffice chọn Lưu thành, dạng Excel .xlsx"
        )
    if b"word/document.xml" in data[-100_000:]:
        raise CannotDo("tệp Word không nhập được", "bản Word để in và ký; nhập bằng biểu Excel")
    package = OfficePackage(data, EXCEL)
    package.refuse_active()
    return package


def _read(data: bytes, package: OfficePackage) -> Filled:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    identity = _identity(book)
    sheets = [sheet for sheet in book.worksheets if sheet.title not in (IDENTITY, GUIDE)]
    tables = [
        (sheet, rows, found)
        for sheet in sheets
        if (found := _columns(rows := _rows(sheet), identity))
    ]
    if not tables:
        hint = "giữ trang biểu như lúc lập, hoặc lập lại bằng «pci form»"
        raise CannotDo("không thấy hàng tên cột ẩn của biểu", hint)
    if len(tables) > 1:
        names = ", ".join(f"«{shortened(sheet.title)}»" for sheet, _, _ in tables)
        raise CannotDo(f"có {len(tables)} trang biểu: {names}", "giữ lại một trang")
    sheet, rows, places = tables[0]
    beside = [
        f"trang «{shortened(other.title)}»"
        for other in sheets
        if other is not sheet and _rows(other)
    ]
    part = _part(package, sheet.title)
    guide = (
        " ".join(str(cell.value) for row in _rows(book[GUIDE]) for cell in row)
        if GUIDE in book.sheetnames
        else ""
    )
    if identity.guide and guide and mark(guide) != identity.guide:
        beside.append(f"lời ghi thêm ở trang «{GUIDE}»")
    unread = (*_notes(package, part, sheet.title), *beside)
    return _Table(sheet.title, places, _merged(package, part), identity).gathered(rows, unread)


def _rows(sheet: Any) -> list[list[Any]]:
    """The rows that hold anything, wherever the file says that they end."""
    sheet.reset_dimensions()
    rows = ([c for c in row if c.value is not None] for row in sheet.iter_rows())
    return [row for row in rows if row]


def _identity(book: Any) -> Identity:
    if IDENTITY not in book.sheetnames:
        raise CannotDo(
            "không phải biểu của chương trình này",
            "lập biểu bằng «pci form», điền rồi gửi lại tệp ấy",
        )
    told = {row[0].value: str(row[1].value) for row in _rows(book[IDENTITY]) if len(row) > 1}
    if not told["version"].isdigit() or not told["year"].isdigit():
        raise CannotDo(
            "trang ẩn của biểu đã bị sửa", "lập lại bằng «pci form» rồi chép phần đã điền sang"
        )
    facts = (told["period"], told["unit"], told["plan"], told.get("guide", ""))
    found = Identity(int(told["version"]), int(told["year"]), *facts)
    if found.version > VERSION:
        raise CannotDo(
            f"biểu của bản chương trình mới hơn (biểu bản {found.version})", "cập nhật chương trình"
        )
    return found


def _columns(rows: list[list[Any]], identity: Identity) -> dict[str, int]:
    """Where each named column stands now; none where this sheet has no row of names."""
    known = [column.name for column in ALL]
    found = next((row for row in rows if sum(c.value in known for c in row) > 2), [])
    places = {cell.value: cell.column for cell in found if cell.value in known}
    if not places:
        return {}
    lost = [c for c in (*COLUMNS, KEY) if c.name not in places and (c is KEY or c.read)]
    if KEY in lost:
        raise CannotDo(
            "cột mã ẩn của biểu đã bị xóa", "lập lại bằng «pci form» rồi chép phần đã điền sang"
        )
    if lost and identity.version == VERSION:
        names = "; ".join(f"«{column.title}»" for column in lost)
        raise CannotDo(
            f"biểu mất cột {names}", "lập lại bằng «pci form» rồi chép phần đã điền sang"
        )
    return places


# --- what is attached to a sheet --------------------------------------------------------------------------------------

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _part(package: OfficePackage, title: str) -> str:
    """The part that holds a sheet."""
    ids = {
        sheet.get("name"): sheet.get(_ID)
        for sheet in package.part(EXCEL.main).iter(f"{_MAIN}sheet")
    }
    return next(link.part for link in package.related(EXCEL.main) if link.id == ids[title])


def _merged(package: OfficePackage, part: str) -> dict[tuple[int, int], str]:
    """The first cell, by row and column, of every range of several rows that was made one."""
    from openpyxl.utils import range_boundaries

    found = {}
    for merged in package.part(part).iter(f"{_MAIN}mergeCell"):
        left, top, _, bottom = range_boundaries(merged.get("ref"))
        if top and left and bottom and bottom > top:
            found[top, left] = merged.get("ref")
    return found


def _notes(package: OfficePackage, part: str, title: str) -> Iterator[str]:
    """Notes at cells, and pictures or boxes of text."""
    for link in package.related(part):
        if link.kind == "comments":
            for note in package.part(link.part).iter(f"{_MAIN}comment"):
                words = shortened(" ".join("".join(note.itertext()).split()))
                yield f"ghi chú ở Sheet '{title}'!{note.get('ref')} («{words}»)"
        elif link.kind == "drawing" and len(
            package.part(link.part)
        ):  # LibreOffice adds an empty one
            yield f"hình, khung chữ ở Sheet '{title}'"


# --- cells ------------------------------------------------------------------------------------------------------------


class _Table(NamedTuple):
    """The sheet to fill in: its title, where its named columns stand, which cells were merged."""

    sheet: str
    places: Mapping[str, int]
    merged: Mapping[tuple[int, int], str]
    identity: Identity

    def gathered(self, rows: list[list[Any]], unread: tuple[str, ...]) -> Filled:
        head: dict[str, Cell] = {}
        found: list[Row] = []
        faults: list[Fault] = []
        for row in rows:
            key, asked, shown, number = (
                self._hidden(row, c.name) for c in (KEY, ASKED, SHOWN, COLUMNS[0])
            )
            if key == KEY.name:
                continue
            if not key:
                faults += self._added(row)
                continue
            cells, wrong = self._cells(row, key)
            if key.startswith("@"):
                head |= zip([key], cells.values(), strict=False)
                faults += wrong
                continue
            about, _, period = key.partition(" ")
            if (
                (cells or wrong)
                and (seen := marked(number))
                and seen != marked(number_of(about, ""))
            ):
                hint = "hoàn tác việc sắp xếp, hoặc chép phần đã điền sang biểu mới lập bằng «pci form»"
                wrong = [
                    Fault(
                        self._place(row[0]),
                        f"dòng in mã {seen}, mã ẩn lại là {about}: cột ẩn bị xáo",
                        hint,
                    )
                ]
            figures = tuple(filter(None, asked.split(",")))
            # an id in forms that told only of the last one
            known = (
                tuple(one.rpartition("-")[2] for one in shown.split())
                if SHOWN.name in self.places
                else None
            )
            found.append(
                Row(about, period or None, figures, known, self._place(row[0]), cells, tuple(wrong))
            )
        day, author, approver = (head.get(key) for key in (DATE, AUTHOR, APPROVER))
        shown = f"Sheet '{self.sheet}'"
        return Filled(
            self.identity, shown, day, author, approver, tuple(found), tuple(faults), unread
        )

    def _hidden(self, row: list[Any], name: str) -> str:
        return next((str(cell.value) for cell in row if cell.column == self.places.get(name)), "")

    def _added(self, row: list[Any]) -> Iterator[Fault]:
        """What was typed in a row of no key, by its first words."""
        if typed := next((cell for cell in row if str(cell.value).strip()), None):
            words = f"dòng thêm không có mã, không biết của nhiệm vụ nào: «{shortened(str(typed.value))}»"
            yield Fault(
                self._place(typed), words, "ghi vào dòng sẵn có của nhiệm vụ, rồi xóa dòng này"
            )

    def _cells(self, row: list[Any], key: str) -> tuple[dict[str, Cell], list[Fault]]:
        """The cells filled in, and what is wrong or stands where nothing is asked. Of a row of the head one cell."""
        names = {x: name for name, x in self.places.items()}
        inputs = () if key == FURNITURE else [c.name for c in COLUMNS if c.read]
        printed = dict(re.findall(r"(\S+)=(\S+)", self._hidden(row, PRINTED.name)))
        cells: dict[str, Cell] = {}
        faults: list[Fault] = []
        for cell in row:
            name = names.get(cell.column, "")
            asked = name in inputs and not (key.startswith("@") and cells)
            if name in (c.name for c in HIDDEN) or not str(cell.value).strip():
                continue
            if not asked:
                faults += self._strayed(cell, name, printed)
                continue
            read = self._cell(cell)
            if isinstance(read, Fault):
                faults.append(read)
            else:
                cells[name] = read
        return cells, faults

    def _strayed(self, cell: Any, name: str, printed: Mapping[str, str]) -> Iterator[Fault]:
        """Words in a cell that is not to be filled in; a form of old does not tell what was printed there."""
        known = name and PRINTED.name not in self.places
        if not known and printed.get(name) != mark(str(cell.value)):
            what = "ô in sẵn có lời khác" if name in printed else "có lời ngoài ô màu vàng"
            hint = "chép lời cần báo cáo sang ô màu vàng, rồi xóa trắng ô này"
            yield Fault(self._place(cell), f"{what}: «{shortened(str(cell.value))}»", hint)

    def _cell(self, found: Any) -> Cell | Fault:
        place = self._place(found)
        if found.data_type == "f":
            return Fault(
                place, "là công thức", "gõ thẳng kết quả, hoặc chép rồi Dán giá trị (Paste Values)"
            )
        if found.data_type == "e":
            return Fault(place, f"là lỗi của bảng tính ({found.value})", "gõ thẳng kết quả")
        if range_ := self.merged.get((found.row, found.column)):
            return Fault(
                place, f"ô gộp {range_}, không rõ lời của dòng nào", "bỏ gộp ô, ghi riêng từng dòng"
            )
        try:
            return form_cells.cell(place, found.value, found.number_format or "")
        except CannotDo as error:
            return Fault(place, error.message, error.hint)

    def _place(self, found: Any) -> str:
        """`Sheet 'Quý III'!F7`, which can be typed into the program's own box of places."""
        return f"Sheet '{self.sheet}'!{found.column_letter}{found.row}"
