"""A form that came back: every cell that somebody filled in, by its row's hidden key and its column's hidden name."""

import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.core.vi import shortened
from pci.files.office import DAMAGE, Kind, OfficePackage
from pci.record.drafts import Fault
from pci.reports.fill_in import VERSION
from pci.sheet import cells
from pci.sheet.cells import Cell
from pci.sheet.layout import COLUMNS, FURNITURE, IDENTITY, KEY, NUMBER, SHOWN, FormColumn

Row = list[Any]
"""The cells of a row that hold anything."""

_SEEN = {column.name for column in COLUMNS}
_FILLED = {column.name for column in COLUMNS if column.read}

_AGAIN = "lập lại bằng «pci form» rồi chép phần đã điền sang"
_COPY = "chép phần đã điền sang biểu mới lập bằng «pci form»"
EXCEL = Kind("Excel", ".xlsx", ".xls", "xl/workbook.xml", _COPY, _COPY)


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row with a key: what it speaks of, its period, the marks of the updates about it that there were when the form
    was made, the cells that were filled in by their columns' names, what is wrong in it. `place` is its first cell."""

    about: str
    period: str | None
    shown: tuple[str, ...]
    place: str
    cells: Mapping[str, Cell]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as it came back, its cells not yet judged against a plan: the name of its file, of which year, period and
    unit it is, where its sheet is, the fields of its head by their keys, its rows, what is wrong outside of them."""

    file: str
    year: int
    period: str
    unit: str
    place: str
    head: Mapping[str, Cell]
    rows: tuple[FilledRow, ...]
    faults: tuple[Fault, ...]


def read(data: bytes, file: str) -> FilledForm:
    """A form that came back. Raises CannotDo for a file that is none, or that could do harm."""
    OfficePackage(data, EXCEL).refuse_active()
    with warnings.catch_warnings():
        # what the library does not keep of a file concerns nobody who only reads
        warnings.simplefilter("ignore")
        try:
            return _read(data, file)
        except (*DAMAGE, SyntaxError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise CannotDo("tệp Excel bị hỏng, không đọc được", EXCEL.resave) from error


def _read(data: bytes, file: str) -> FilledForm:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    year, period, unit = _identity(book)
    title, table, names = _table(book)
    _refuse_lost(names.values())
    sheet = _Sheet(f"{file}, Sheet '{title}'", names)
    head: dict[str, Cell] = {}
    rows: list[FilledRow] = []
    faults: list[Fault] = []
    for row in table:
        key = sheet.text(row, KEY)
        if key in (FURNITURE, KEY.name):
            continue
        if not key:
            faults += sheet.added(row)
        elif key.startswith(FURNITURE):
            field = sheet.field(row)
            if isinstance(field, Fault):
                faults.append(field)
            elif field:
                head[key] = field
        else:
            rows.append(sheet.row(row, key))
    return FilledForm(file, year, period, unit, sheet.place, head, tuple(rows), tuple(faults))


def _identity(book: Any) -> tuple[int, str, str]:
    """Of which year, period and unit a form is."""
    if IDENTITY not in book.sheetnames:
        hint = "lập biểu bằng «pci form», điền rồi gửi lại tệp ấy"
        raise CannotDo("không phải biểu của chương trình này", hint)
    facts = {row[0].value: str(row[1].value) for row in _rows(book[IDENTITY]) if len(row) > 1}
    if int(facts["version"]) > VERSION:
        words = f"biểu của bản chương trình mới hơn (biểu bản {facts['version']})"
        raise CannotDo(words, "cập nhật chương trình")
    return int(facts["year"]), facts["period"], facts["unit"]


def _table(book: Any) -> tuple[str, list[Row], Mapping[int, str]]:
    """The title of the sheet to fill in, its rows, and the names of its columns by their numbers."""
    tables = []
    for sheet in book.worksheets:
        rows = _rows(sheet)
        if names := _column_names(rows):
            tables.append((sheet.title, rows, names))
    if not tables:
        hint = "giữ trang biểu như lúc lập, hoặc lập lại bằng «pci form»"
        raise CannotDo("không thấy hàng tên cột ẩn của biểu", hint)
    if len(tables) > 1:
        titles = ", ".join(f"«{shortened(title)}»" for title, _, _ in tables)
        raise CannotDo(f"có {len(tables)} trang biểu: {titles}", "giữ lại một trang")
    return tables[0]


def _rows(sheet: Any) -> list[Row]:
    """The rows that hold anything, wherever the file says that they end, each as its cells that do."""
    sheet.reset_dimensions()
    rows = ([cell for cell in row if cell.value is not None] for row in sheet.iter_rows())
    return [row for row in rows if row]


def _column_names(rows: Iterable[Row]) -> dict[int, str]:
    """The columns by their numbers; none where this sheet has no row of names."""
    listed = ({c.column: c.value for c in row if str(c.value).startswith("pci:")} for row in rows)
    return next((names for names in listed if len(names) > 2), {})


def _refuse_lost(names: Collection[str]) -> None:
    """Raises where a column that is read is there no more."""
    if KEY.name not in names:
        raise CannotDo("cột mã ẩn của biểu đã bị xóa", _AGAIN)
    lost = [column for column in COLUMNS if column.read and column.name not in names]
    if lost:
        titles = "; ".join(f"«{column.title}»" for column in lost)
        raise CannotDo(f"biểu mất cột {titles}", _AGAIN)


class _Sheet(NamedTuple):
    """The sheet to fill in: where it is, the names of its columns by their numbers."""

    place: str
    names: Mapping[int, str]

    def at(self, cell: Any) -> str:
        """`F.xlsx, Sheet 'Quý III'!F7`: a spreadsheet program goes to what follows the comma."""
        return f"{self.place}!{cell.column_letter}{cell.row}"

    def text(self, row: Row, column: FormColumn) -> str:
        """What a row holds in a column; empty where nothing."""
        texts = (str(cell.value) for cell in row if self.names.get(cell.column) == column.name)
        return next(texts, "")

    def typed(self, row: Row, columns: Collection[str]) -> list[Any]:
        """The cells with words in some columns, or in a column that somebody added."""
        return [
            cell
            for cell in row
            if self.names.get(cell.column, "") in ("", *columns) and str(cell.value).strip()
        ]

    def added(self, row: Row) -> Iterator[Fault]:
        """What was typed in a row of no key, by its first words."""
        for cell in self.typed(row, _SEEN)[:1]:
            words = shortened(str(cell.value))
            fault = f"dòng thêm không có mã, không biết của nhiệm vụ nào: «{words}»"
            hint = "ghi vào dòng sẵn có của nhiệm vụ, rồi xóa dòng này"
            yield Fault("", fault, hint).at(self.at(cell))

    def field(self, row: Row) -> Cell | Fault | None:
        """What stands beside the label of a row of the head."""
        typed = self.typed(row, _SEEN - {NUMBER.name})
        return self.read(typed[0]) if typed else None

    def row(self, row: Row, key: str) -> FilledRow:
        """A row of a task or of a piece of work."""
        about, _, period = key.partition(" ")
        filled: dict[str, Cell] = {}
        faults: list[Fault] = []
        for cell in self.typed(row, _FILLED):
            found = self.read(cell)
            if isinstance(found, Fault):
                faults.append(found)
            else:
                filled[self.names[cell.column]] = found
        printed = re.search(r"\(([^();]+)", self.text(row, NUMBER))
        if (filled or faults) and printed and printed[1] != about.partition("/")[0]:
            words = f"dòng in mã {printed[1]}, mã ẩn lại là {about}: cột ẩn bị xáo"
            hint = f"hoàn tác việc sắp xếp, hoặc {_COPY}"
            faults = [Fault("", words, hint).at(self.at(row[0]))]
        shown = tuple(self.text(row, SHOWN).split())
        return FilledRow(about, period or None, shown, self.at(row[0]), filled, tuple(faults))

    def read(self, cell: Any) -> Cell | Fault:
        """A cell that was filled in, or why it cannot be taken."""
        place = self.at(cell)
        try:
            self._refuse(cell)
            return cells.cell(place, cell.value, cell.number_format or "")
        except CannotDo as error:
            return Fault("", error.message, error.hint).at(place)

    def _refuse(self, cell: Any) -> None:
        """Raises for what is no plain value of the form."""
        if cell.column not in self.names:
            words = f"có lời ngoài ô màu vàng: «{shortened(str(cell.value))}»"
            raise CannotDo(words, "chép lời cần báo cáo sang ô màu vàng, rồi xóa trắng ô này")
        if cell.data_type == "f":
            hint = "gõ thẳng kết quả, hoặc chép rồi Dán giá trị (Paste Values)"
            raise CannotDo("là công thức", hint)
        if cell.data_type == "e":
            raise CannotDo(f"là lỗi của bảng tính ({cell.value})", "gõ thẳng kết quả")
