"""Workbooks: text cells only, ready to print, the same bytes for the same rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import TypeVar

from pci.lists.columns import Column

R = TypeVar("R")

MADE = datetime(2000, 1, 1)  # noqa: DTZ001  a fixed day: the same rows must give the same bytes
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Text stays text, whatever it begins with."""

LONGEST = 32_767
"""The letters that a cell keeps in every spreadsheet program."""
CUT = f"bảng tính chỉ giữ {LONGEST} chữ đầu của một ô; xem đủ bằng «pci show» hoặc --format csv"


def cut(columns: Sequence[Column[R]], rows: Sequence[R]) -> Iterator[str]:
    """What is said of each cell whose words a workbook cannot keep whole."""
    for y, row in enumerate(rows, 2):
        for column in columns:
            if len(column.cell(row)) > LONGEST:
                yield f"{column.title}, dòng {y}: {CUT}"


def write(columns: Sequence[Column[R]], rows: Sequence[R], title: str, remark: str) -> bytes:
    """One sheet named `title`, header repeated on each page under `remark`, A4 landscape.

    Numbers where a column holds them, text elsewhere: no cell can be a formula or a link.
    """
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": title, "created": MADE})
        sheet = book.add_worksheet(title[:31])
        font = {"font_name": "Times New Roman", "font_size": 11, "text_wrap": True, "border": 1}
        head = book.add_format({**font, "bold": True, "align": "center", "valign": "vcenter"})
        body = book.add_format({**font, "valign": "top"})
        for x, column in enumerate(columns):
            cells = [column.cell(row) for row in rows]
            sheet.set_column(x, x, max(6, min(50, max(map(len, (column.title, *cells))))))
            sheet.write_string(0, x, column.title, head)
            for y, text in enumerate(cells, 1):
                if column.number and text:
                    sheet.write_number(y, x, int(text), body)
                else:
                    sheet.write_string(y, x, text, body)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        if remark:
            sheet.set_header(f"&C{remark}")
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return out.getvalue()
