"""Forms as a clerk handles them: opened, filled in and saved by another library or by LibreOffice."""

import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

KEYS = "J"
"""The column of hidden keys, as the form is made."""
COLUMNS = {"state": "E", "figures": "F", "result": "G", "evidence": "H", "remarks": "I"}


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


@cache
def _has_calc() -> bool:
    """Whether LibreOffice is here with its part for spreadsheets."""
    with TemporaryDirectory() as folder:
        source = Path(folder, "a.csv")
        source.write_text("a,b\n", encoding="utf-8")
        return _converted(source, "xlsx").is_file()


def by_libreoffice(data: bytes, folder: Path, kind: str = "xlsx") -> bytes:
    """The form opened and saved by LibreOffice."""
    if not _has_calc():
        pytest.skip("không có LibreOffice Calc")
    source = folder / "nguon.xlsx"
    source.write_bytes(data)
    return _converted(source, kind).read_bytes()


def _converted(source: Path, kind: str) -> Path:
    with TemporaryDirectory() as profile:
        command = [
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--convert-to",
            kind,
        ]
        subprocess.run(
            [*command, "--outdir", str(source.parent / "ra"), str(source)],
            capture_output=True,
            timeout=120,
            check=False,
        )
    return source.parent / "ra" / f"{source.stem}.{kind}"
