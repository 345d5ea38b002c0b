"""Forms as a clerk handles them: opened, filled in and saved by another library."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

KEYS = "L"
"""The column of hidden keys, as the form is made."""
COLUMNS = {
    "state": "E",
    "finished": "F",
    "figures": "G",
    "result": "H",
    "evidence": "I",
    "reason": "J",
    "remarks": "K",
}


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet: Any, key: str) -> int:
    """Where a row stands now."""
    return next(y for y in range(1, sheet.max_row + 1) if sheet[f"{KEYS}{y}"].value == key)


def put(sheet: Any, place: str, value: object) -> None:
    """What a person types: text stays text, whatever it begins with."""
    sheet[place] = value
    if isinstance(value, str):
        sheet[place].data_type = "s"


def fill(sheet: Any, rows: Mapping[str, Mapping[str, object]]) -> None:
    """Values by the row's key and the column's name."""
    for key, cells in rows.items():
        y = row_of(sheet, key)
        for name, value in cells.items():
            put(sheet, f"{COLUMNS[name]}{y}", value)


def filled(
    data: bytes, rows: Mapping[str, Mapping[str, object]], *edits: Callable[[Workbook], object]
) -> bytes:
    """The form with rows filled in, then edited as a whole."""
    book = opened(data)
    fill(book.worksheets[0], rows)
    for edit in edits:
        edit(book)
    return saved(book)
