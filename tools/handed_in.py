"""What units and scripts hand in, made for trials: a form filled in row by row, updates as JSON."""

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

_JSON: dict[str, list[dict[str, Any]]] = {
    "cap-nhat.json": [
        {"state": "doing", "result": "Đã họp.", "evidence": ["412/BC-KKT ngày 14/9/2023"]},
        {"state": "nothing", "about": "con-lai", "period": "Q3"},
        {"state": "doing", "about": "II.1.3", "proposal": {"to": "noi-bo", "text": "Thêm người."}},
    ],
    "sai.json": [{"state": "doing", "percent": 150}, {"state": "xong", "reslt": "x"}, {}],
}
"""Updates by the name of their file; what they leave out is the Office's, about A.I.1, on 14
September."""


def write_json(folder: Path, year: int) -> None:
    """The files of updates, for a plan of some year."""
    plain = {"about": "A.I.1", "unit": "van-phong", "date": f"{year}-09-14"}
    for name, updates in _JSON.items():
        whole = [{**plain, **update} for update in updates]
        for update in whole:
            if "period" in update:
                update["period"] = f"{year}-{update['period']}"
        (folder / name).write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")


def fill(path: Path, how: str = "") -> None:
    """Fill in a form as a clerk does: `lan-2` for the second time with other words, `sai` with a
    fault in each row."""
    data = path.read_bytes()
    rows = {
        key: dict(_words(key, number, printed, how))
        for number, (key, printed) in enumerate(rows_of(data).items())
    }
    path.write_bytes(fill_rows(data, rows))


def rows_of(data: bytes) -> dict[str, str]:
    """The keys of a form's rows, each with what is printed in its cell of figures."""
    sheet, columns = _opened(data)
    keys = (str(cell.value or "@") for cell in sheet[columns["key"]])
    printed = (str(cell.value or "") for cell in sheet[columns["figures"]])
    return {k: text for k, text in zip(keys, printed, strict=True) if k[0] != "@" and ":" not in k}


def fill_rows(data: bytes, rows: Mapping[str, Mapping[str, object]]) -> bytes:
    """The form with words typed into some cells, by the keys of rows and the names of columns."""
    sheet, columns = _opened(data)
    places = {str(cell.value): cell.row for cell in sheet[columns["key"]]}
    for key, cells in rows.items():
        for name, value in cells.items():
            cell = sheet[f"{columns[name]}{places[key]}"]
            cell.value, cell.data_type = value, "s"  # text, whatever it begins with
    out = BytesIO()
    sheet.parent.save(out)
    return out.getvalue()


def _opened(data: bytes) -> tuple[Any, dict[str, str]]:
    """The sheet to fill in, and the letters of its columns by their names."""
    sheet: Any = load_workbook(BytesIO(data)).worksheets[0]
    cells = (cell for row in sheet.iter_rows() for cell in row)
    named = (cell for cell in cells if str(cell.value).startswith("pci:"))
    return sheet, {cell.value.removeprefix("pci:"): cell.column_letter for cell in named}


def _words(key: str, number: int, printed: str, how: str) -> Iterator[tuple[str, str]]:
    """What is typed into the row of a key, by the names of columns."""
    is_wrong = how == "sai"
    if key.startswith("con-lai"):
        yield "state", "rồi" if is_wrong else "x"
        return
    yield "state", "Đã hoàn thành" if "/" in key else "Đang thực hiện"
    yield "result", f"Kết quả {number}{how}."
    if printed:
        yield "figures", _figures(printed, "chín" if is_wrong else "100%", str(number))
    if number % 3 == 0:
        to = "Bộ Y tế" if is_wrong else "nội bộ"
        yield "remarks", f"Khó khăn: thiếu người\nKiến nghị (gửi {to}): thêm người"
    if number % 4 == 0:
        yield "evidence", "- 412/BC-KKT ngày 11/9/2023\n- Biên bản ngày 12/9/2023"


def _figures(printed: str, share: str, count: str) -> str:
    """The cell of figures with a number behind each label."""
    return "\n".join(line + (share if "%" in line else count) for line in printed.splitlines())
