"""A form that came back: every cell that somebody filled in, by its row's hidden key and its
column's hidden name."""

import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from io import BytesIO, StringIO
from itertools import chain
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.core.vi import shortened
from pci.files.office import DAMAGE, Kind, OfficePackage
from pci.record.fault import Fault
from pci.reports.unit_form import VERSION
from pci.sheet.cells import Cell, read_cell
from pci.sheet.layout import COLUMNS, FURNITURE, IDENTITY, KEY, KNOWN_IDS, LAST, NUMBER, OF

Row = Mapping[str, Any]
"""The cells of a row that have words, by the names of their columns; in a column that somebody
added by its letter."""

_SEEN = [column.name for column in COLUMNS]
_FILLED = [column.name for column in COLUMNS if column.read]
_NEEDED = (KEY, *(column for column in COLUMNS if column.read))

_COPY = "chép phần đã điền sang biểu mới lập bằng «pci form»"
MOST_SHEETS, MOST_ROWS = 50, 1_048_576
"""The sheets of a form; the rows of a sheet in every spreadsheet program."""
MOST_CELLS, MOST_PLACES = 100_000, 1_000_000
"""The rows and cells that are written in a form; the places of cells, also of empty ones, that it
spreads over."""
MOST_SEARCHED = 50_000_000
"""The squares of the letters of all names and formats: half a second, as of one of 7,000."""
EXCEL = Kind("Excel", ".xlsx", ".xls", "xl/workbook.xml", 10_000_000, 500_000, _COPY, _COPY)
"""A table of 100 000 cells has as many tags."""


class FilledRow(NamedTuple):
    """A row that came back: its subject and period, its filled cells by the names of their columns,
    and its faults.

    `known_ids` are the ends of the ids of the updates about it that were recorded when the form was
    made.
    """

    about: str
    period: str | None
    known_ids: Collection[str]
    cells: Mapping[str, Cell]
    faults: Sequence[Fault]


class FilledForm(NamedTuple):
    """A form that came back, its cells not yet judged against a plan.

    `plan` is the id of a plan, `place` names its sheet, `head` holds the fields of its head by
    their keys, `faults` are those outside of the rows.
    """

    file: str
    plan: str
    period: str
    unit: str
    place: str
    head: Mapping[str, Cell]
    rows: Sequence[FilledRow]
    faults: Sequence[Fault]


_MISREAD = (SyntaxError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What the library raises besides where a damaged file has what it does not expect."""


def read(data: bytes, file: str) -> list[FilledForm]:
    """The forms of a workbook that came back, one a sheet. Raises CannotDo for a file that is none,
    or that could do harm."""
    package = OfficePackage(data, EXCEL)
    package.refuse_active()
    # what the library does not keep of a file concerns nobody who only reads; and it prints
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        try:
            return _read(data, file, package)
        except (*DAMAGE, *_MISREAD) as error:
            raise CannotDo("tệp Excel bị hỏng, không đọc được", EXCEL.resave) from error


def _read(data: bytes, file: str, package: OfficePackage) -> list[FilledForm]:
    from openpyxl import load_workbook

    _refuse_long(package.part(name) for name in package.tree_names())
    book: Any = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    if len(book.worksheets) > MOST_SHEETS:
        raise CannotDo(f"có {len(book.worksheets)} trang", _COPY)
    _refuse_far((one.title, package.part(one._worksheet_path)) for one in book.worksheets)
    version, year, period, unit = _identity(book)
    forms = [
        _form(file, title, table, (year, period), unit) for title, table in _tables(book, version)
    ]
    if len({(form.plan, form.period) for form in forms}) != len(forms) or not forms:
        hint = "giữ đúng một trang; mất hàng tên cột ẩn thì lập lại bằng «pci form»"
        raise CannotDo(f"có {len(forms)} trang biểu", hint)
    return forms


def _refuse_long(parts: Iterable[Any]) -> None:
    """Refuse names and formats of numbers so long that the library, which searches each of them
    from each of its letters, takes minutes."""
    named = (part.iter("{*}definedName", "{*}numFmt") for part in parts)
    texts = (node.get("formatCode") or node.text or "" for node in chain.from_iterable(named))
    if sum(len(text) ** 2 for text in texts) > MOST_SEARCHED:
        raise CannotDo("có tên vùng hoặc dạng số dài bất thường", _COPY)


def _refuse_far(sheets: Iterable[tuple[str, Any]]) -> None:
    """Refuse sheets with a row that no program has, or with so many cells, or so many that are
    empty before others, that to read them takes minutes."""
    from openpyxl.utils.cell import coordinate_to_tuple

    written = wide = 0
    for title, row in ((title, row) for title, sheet in sheets for row in sheet.iter("{*}row")):
        places = (coordinate_to_tuple(cell.get("r")) for cell in row if cell.get("r"))
        written, wide = written + 1 + len(row), wide + max((x for _, x in places), default=0)
        if int(row.get("r", 0)) > MOST_ROWS or written > MOST_CELLS or wide > MOST_PLACES:
            words = f"trang {title} có ô nằm quá xa biểu, từ dòng {shortened(row.get('r', ''))}"
            raise CannotDo(words, _COPY)


def _form(file: str, title: str, table: list[Row], usual: Sequence[str], unit: str) -> FilledForm:
    """The form of one sheet, which may say itself of which plan and period it is."""
    marks = (name.removeprefix(OF).split() for row in table for name in row if name.startswith(OF))
    plan, period = next(marks, usual)
    place = f"{file}, trang {title}"
    head: dict[str, Cell] = {}
    rows: list[FilledRow] = []
    faults: list[Fault] = []
    for row in table:
        key = str(row[KEY.name].value) if KEY.name in row else ""
        if key in (FURNITURE, KEY.name):
            continue
        if not key:
            faults += _added(place, row)
        elif not key.startswith(FURNITURE):
            rows.append(_filled_row(place, row, key))
        else:
            beside, wrong = _filled_cells(place, _typed(row, _SEEN[1:]))
            for cell in beside.values():
                head.setdefault(key, cell)
            faults += wrong
    return FilledForm(file, plan, period, unit, place, head, rows, faults)


def _identity(book: Any) -> tuple[int, str, str, str]:
    """Of which version, year, period and unit a form is."""
    if IDENTITY not in book.sheetnames:
        hint = "lập biểu bằng «pci form», điền rồi gửi lại tệp ấy"
        raise CannotDo("không phải biểu của chương trình này", hint)
    facts = {row[0].value: str(row[1].value) for row in _cells(book[IDENTITY]) if len(row) > 1}
    version = int(facts["version"])
    if version > VERSION:
        words = f"biểu của bản chương trình mới hơn (biểu bản {version})"
        raise CannotDo(words, "cập nhật chương trình")
    return version, facts["year"], facts["period"], facts["unit"]


def _tables(book: Any, version: int) -> list[tuple[str, list[Row]]]:
    """The titles of the sheets to fill in, each with its rows."""
    sheets = {sheet.title: _named(_cells(sheet), version) for sheet in book.worksheets}
    return [(title, rows) for title, rows in sheets.items() if rows]


def _cells(sheet: Any) -> list[list[Any]]:
    """The rows that are not empty, each as its cells that are not empty.

    The size that the file states is ignored, for it may be wrong.
    """
    sheet.reset_dimensions()
    rows = ([c for c in row if str(c.value or "").strip()] for row in sheet.iter_rows())
    return [row for row in rows if row]


def _named(rows: list[list[Any]], version: int) -> list[Row]:
    """The rows, each cell by the name of its column; nothing where the sheet has no row of names.

    Raises where a column that the form of a version needs is gone.
    """
    for row in rows:
        names = {c.column: c.value for c in row if str(c.value).startswith("pci:")}
        if len(names) > 2:
            if lost := _lost([*names.values()], version):
                raise CannotDo(f"biểu mất cột «{'», «'.join(lost)}»", _COPY)
            return [{names.get(c.column, c.column_letter): c for c in row} for row in rows]
    return []


def _lost(names: Collection[str], version: int) -> list[str]:
    """The titles of the columns that the form of a version needs and that are gone."""
    needed = (column for column in _NEEDED if column.since <= version)
    return [column.title for column in needed if column.name not in names]


def _typed(row: Row, columns: Collection[str]) -> Row:
    """The cells of a row in some columns, and in columns that somebody added."""
    return {n: cell for n, cell in row.items() if n in columns or not n.startswith("pci:")}


def _added(place: str, row: Row) -> Iterator[Fault]:
    """A fault for a row that somebody added, which has no key; it quotes the first words."""
    for cell in [*_typed(row, _SEEN).values()][:1]:
        words = shortened(str(cell.value))
        fault = f"dòng thêm không có mã, không biết của nhiệm vụ nào: «{words}»"
        hint = "ghi vào dòng sẵn có của nhiệm vụ, rồi xóa dòng này"
        yield Fault("", fault, hint).at(_at(place, cell))


def _filled_row(place: str, row: Row, key: str) -> FilledRow:
    """A row of a task or of a piece of work."""
    about, _, period = key.partition(" ")
    cells = _typed(row, _FILLED)
    last = row.get(LAST.name)
    if last and not str(last.value).startswith("Ngày "):
        cells = {**cells, last.column_letter: last}  # what was done now, in the column beside
    filled, faults = _filled_cells(place, cells)
    number, known_ids = row.get(NUMBER.name), row.get(KNOWN_IDS.name)
    printed = re.search(r"\(([^();]+)", str(number.value)) if number else None
    if (filled or faults) and printed and printed[1] != about.partition("/")[0]:
        words = f"dòng in mã {printed[1]}, mã ẩn lại là {about}: cột ẩn bị xáo"
        fault = Fault("", words, f"hoàn tác việc sắp xếp, hoặc {_COPY}")
        faults = [fault.at(_at(place, next(iter(row.values()))))]
    seen = str(known_ids.value).split() if known_ids else ()
    return FilledRow(about, period or None, seen, filled, faults)


def _filled_cells(place: str, row: Row) -> tuple[dict[str, Cell], list[Fault]]:
    """Cells by the names of their columns, and why others cannot be taken."""
    filled: dict[str, Cell] = {}
    faults: list[Fault] = []
    for name, cell in row.items():
        at = _at(place, cell)
        try:
            _refuse(name, cell)
            filled[name] = read_cell(at, cell.value, cell.number_format or "")
        except CannotDo as error:
            faults.append(Fault.of(error).at(at))
    return filled, faults


def _refuse(name: str, cell: Any) -> None:
    """Raise for a cell outside of the form's columns, a formula or an error value."""
    if not name.startswith("pci:"):
        words = f"có lời ngoài ô màu vàng: «{shortened(str(cell.value))}»"
        raise CannotDo(words, "chép lời cần báo cáo sang ô màu vàng, rồi xóa trắng ô này")
    if cell.data_type == "f":
        raise CannotDo("là công thức", "gõ thẳng kết quả, hoặc chép rồi Dán giá trị (Paste Values)")
    if cell.data_type == "e":
        raise CannotDo(f"là lỗi của bảng tính ({cell.value})", "gõ thẳng kết quả")


def _at(place: str, cell: Any) -> str:
    """`F.xlsx, trang 2023-Q3, ô F7`"""
    return f"{place}, ô {cell.column_letter}{cell.row}"
