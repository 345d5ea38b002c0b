"""What units and scripts hand in, made for trials: a form filled in row by row, updates as JSON."""

import json
from collections.abc import Iterator
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
"""Updates by the name of their file; what they leave out is the Office's, about A.I.1, on 14 September."""


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
    """Fill in a form as a clerk does: `lan-2` for the second time with other words, `sai` with a fault in each row."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows())
    names = next(row for row in rows if "pci:key" in [cell.value for cell in row])
    at = {cell.value: x for x, cell in enumerate(names) if cell.value}
    for number, row in enumerate(rows):
        key = str(row[at["pci:key"]].value or "@")
        if key.startswith(("@", "pci:")):
            continue
        figures = row[at["pci:figures"]]
        for name, text in _words(key, number, str(figures.value or ""), how):
            cell = row[at[name]]
            cell.value, cell.data_type = text, "s"
    book.save(path)


def _words(key: str, number: int, printed: str, how: str) -> Iterator[tuple[str, str]]:
    """What is typed into the row of a key, by the names of columns."""
    if key.startswith("con-lai"):
        yield "pci:state", "x" if how != "sai" else "rồi"
        return
    yield "pci:state", "Đã hoàn thành" if "/" in key else "Đang thực hiện"
    yield "pci:result", f"Kết quả {number}{how}."
    if printed:
        value = "chín" if how == "sai" else "100%"
        lines = (f"{line}{value if '%' in line else number}" for line in printed.splitlines())
        yield "pci:figures", "\n".join(lines)
    if number % 3 == 0 or how == "sai":
        to = "Bộ Y tế" if how == "sai" else "nội bộ"
        yield "pci:remarks", f"Khó khăn: thiếu người\nKiến nghị (gửi {to}): thêm người"
    if number % 4 == 0:
        yield "pci:evidence", "- 412/BC-KKT ngày 11/9/2023\n- Biên bản ngày 12/9/2023"
