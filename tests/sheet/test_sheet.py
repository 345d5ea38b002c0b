"""The form as a workbook: what it holds, and that what is typed into it is what is read, whoever
saved it."""

import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libreoffice import forms_saved_again
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import column_index_from_string
from sheets import (
    COLUMNS,
    KEYS,
    fill,
    filled,
    opened,
    put,
    row_of,
    saved,
)
from support import ROOT

from pci.core.dates import parse_period
from pci.core.errors import CannotDo
from pci.core.ledger import ledger
from pci.core.model import Plan
from pci.core.schedule import reporting_period
from pci.reports import unit_form
from pci.sheet import write as form
from pci.sheet.batch import author_of, day_of, row_fields
from pci.sheet.read import read
from pci.workspace import open_workspace

WORKSPACE = open_workspace(ROOT, "2023")
PLAN: Plan = WORKSPACE.plan
MONTHLY = "A.VII.4/bao-cao-thang 2023-09"
REST = "con-lai 2023-Q3"


def made(unit: str, period_id: str = "2023-Q3", as_of: date = date(2023, 9, 5)) -> unit_form.Form:
    period = parse_period(period_id)
    assert period
    window = reporting_period(PLAN.reporting, period, WORKSPACE.calendar)
    book = ledger(PLAN, (), as_of, WORKSPACE.calendar)
    found = unit_form.gather(book, (), window, WORKSPACE.calendar, unit)
    assert found
    return found


BLANK = {unit: form.write([made(unit)]) for unit in ("van-phong", "phong-qldn")}
QLDN = BLANK["phong-qldn"]


def told(data: bytes) -> dict[str, dict[str, Any]]:
    """What the rows say by their keys; any fault fails."""
    found = read(data, "F.xlsx")[0]
    assert not found.faults
    said = {}
    for row in found.rows:
        fields, _, wrong = row_fields(row, unit_form.scope_of(PLAN, row.about))
        assert not wrong
        if fields:
            said[" ".join(filter(None, (row.about, row.period)))] = fields
    return said


def faults(data: bytes) -> list[str]:
    found = read(data, "F.xlsx")[0]
    wrong = [*found.faults]
    for row in found.rows:
        wrong += row_fields(row, unit_form.scope_of(PLAN, row.about))[2]
    return [f"{fault.message}; {fault.hint}".removeprefix("F.xlsx, ") for fault in wrong]


# --- what it holds
# --------------------------------------------------------------------------------------------------


def test_the_sheet_is_for_a_clerk_and_for_a4() -> None:
    book = opened(QLDN)
    sheet = book.worksheets[0]
    assert (sheet.title, book.sheetnames[1], book["pci"].sheet_state) == (
        "2023-Q3",
        "Hướng dẫn",
        "veryHidden",
    )
    shown = [x for x in "ABCDEFGHIJKL" if not sheet.column_dimensions[x].hidden]
    assert len(shown) == 11
    assert sheet.column_dimensions[KEYS].hidden, "cột mã và cột sau nó"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes, sheet.protection.sheet) == (
        "$8:$8",
        "C9",
        False,
    )
    assert all(dimension.height is None for dimension in sheet.row_dimensions.values())
    words = "\n".join(str(cell.value) for row in sheet["A1:K6"] for cell in row if cell.value)
    for text in (
        "PHÒNG QUẢN LÝ DOANH NGHIỆP",
        "15/6/2023",
        "Hạn nộp: ngày 11/9/2023",
        "Người lập",
        "duyệt",
    ):
        assert text in words
    assert sheet["E4"].value == "11/9/2023"
    prompts = [rule.prompt for rule in sheet.data_validations.dataValidation if rule.prompt]
    assert max(map(len, prompts)) <= 255, "Excel không mở được lời dài hơn"
    assert any("chỉ ghi phần mới sau lần báo cáo trước" in prompt for prompt in prompts), (
        "số liệu được cộng lại"
    )


def test_no_cell_is_a_formula_and_the_same_form_is_the_same_bytes() -> None:
    kinds = {
        cell.data_type
        for sheet in opened(QLDN)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    }
    assert kinds == {"s"}
    assert form.write([made("phong-qldn")]) == QLDN


def test_each_row_offers_the_states_that_fit_its_kind() -> None:
    sheet = opened(QLDN).worksheets[0]
    offered: dict[str, list[str]] = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            for area in rule.sqref.ranges:
                labels = str(rule.formula1).strip('"').split(",")
                offered[str(sheet[f"{KEYS}{area.min_row}"].value)] = labels
            assert rule.errorStyle == "warning", "sắp xếp rồi vẫn gõ được"
    assert offered["A.VII.4"] == ["Đang thực hiện", "Không phát sinh trong kỳ"]
    assert offered[MONTHLY] == ["Đang thực hiện", "Đã hoàn thành", "Tạm dừng"]
    assert offered[REST] == ["x", "✓", "có"]


def test_a_row_for_each_task_that_is_asked_and_each_open_piece_of_work() -> None:
    sheet = opened(QLDN).worksheets[0]
    keys = [str(row[0].value) for row in sheet[f"{KEYS}9:{KEYS}{sheet.max_row}"]]
    second = keys.index("@", 1)
    asked = [key for key in keys[1:second] if "/" not in key]
    assert asked[-1] == REST
    assert len(asked) - 1 == 13, "13 nhiệm vụ phải báo cáo quý III"
    assert [key for key in keys if "/" in key] == [MONTHLY]
    assert keys[second + 1 :] == ["A.I.1", "A.I.2", "A.I.3", "A.I.4", "A.I.7", "A.VI.2"]


# --- tolerances
# --------------------------------------------------------------------------------------------------

ROWS: Mapping[str, Mapping[str, object]] = {
    "A.VII.4": {
        "state": "Đang thực hiện",
        "figures": "Số kiến nghị đã giải quyết (kiến nghị): 9",
        "result": "Đã xử lý.",
    },
    MONTHLY: {"state": "Đã hoàn thành", "evidence": "412/BC-KKT ngày 11/9/2023"},
    REST: {"state": "x"},
}
SAID: dict[str, dict[str, Any]] = {
    "A.VII.4": {
        "state": "doing",
        "figures": {"kien-nghi-giai-quyet": Decimal(9)},
        "result": "Đã xử lý.",
    },
    MONTHLY: {"state": "done", "evidence": ["412/BC-KKT ngày 11/9/2023"]},
    REST: {"state": "nothing"},
}


def test_an_untouched_form_says_nothing() -> None:
    assert told(QLDN) == {}


def shuffled(book: Workbook) -> None:
    """Sort the rows of the table backwards, as a clerk does by a column."""
    sheet = book.worksheets[0]
    _, *area = list(
        sheet.iter_rows(min_row=8, max_col=column_index_from_string(sheet.auto_filter.ref[3]))
    )
    values = [[cell.value for cell in row] for row in area]
    for row, kept in zip(area, reversed(values), strict=True):
        for cell, value in zip(row, kept, strict=True):
            cell.value = value


def keys_left_behind(book: Workbook) -> None:
    """Sort only what is seen, which no program does unless told to."""
    sheet = book.worksheets[0]
    for letter in COLUMNS.values():
        sheet[f"{letter}20"], sheet[f"{letter}21"] = (
            sheet[f"{letter}21"].value,
            sheet[f"{letter}20"].value,
        )
    sheet["A20"], sheet["A21"] = sheet["A21"].value, sheet["A20"].value


def test_keys_sorted_apart_from_their_rows_are_noticed() -> None:
    found, *_ = faults(filled(QLDN, ROWS, keys_left_behind))
    assert found.startswith(
        "trang 2023-Q3, ô A20: dòng in mã A.VII.4, mã ẩn lại là A.VII.3: cột ẩn bị xáo; "
    )


def hidden_rows(book: Workbook) -> None:
    sheet = book.worksheets[0]
    for y in range(9, sheet.max_row):
        sheet.row_dimensions[y].hidden = True
    sheet.auto_filter.ref = "A8:K20"


def decorated(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet["H12"].comment = Comment("xem lại", "Trần B")
    sheet["B12"] = None
    sheet["C12"].font = Font(bold=True)
    sheet.title = "Bản của phòng"
    book.create_sheet("Nháp")["A1"] = "=1+1"
    put(book["Hướng dẫn"], "D4", "Chưa rõ")
    sheet.merge_cells("H21:I21")


TOLERATED = {
    "sorted": shuffled,
    "filtered and hidden": hidden_rows,
    "a row inserted": lambda book: book.worksheets[0].insert_rows(12, 2),
    "a row above": lambda book: book.worksheets[0].insert_rows(1),
    "a column inserted": lambda book: book.worksheets[0].insert_cols(4),
    "decorated, renamed": decorated,
    "printed columns deleted": lambda book: book.worksheets[0].delete_cols(3, 2),
    "a row deleted": lambda book: book.worksheets[0].delete_rows(
        row_of(book.worksheets[0], "A.V.1")
    ),
}


@pytest.mark.parametrize("edit", TOLERATED.values(), ids=TOLERATED)
def test_what_a_clerk_may_do_changes_nothing(edit: Any) -> None:
    assert told(filled(QLDN, ROWS, edit)) == SAID


@pytest.mark.office
def test_a_libreoffice_save_says_the_same(tmp_path: Path) -> None:
    (data,) = forms_saved_again([filled(QLDN, ROWS)], tmp_path)
    assert told(data) == SAID
    rate = filled(data, {"A.IV.1": {"state": "Đang thực hiện", "figures": "80%"}})
    (with_rate,) = forms_saved_again([rate], tmp_path)
    assert told(with_rate) == {
        **SAID,
        "A.IV.1": {"state": "doing", "figures": {"nhiem-vu-dung-tien-do": Decimal(80)}},
    }


@pytest.mark.office
def test_a_file_of_libreoffice_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (ods,) = forms_saved_again([QLDN], tmp_path, "ods")
    with pytest.raises(CannotDo) as refused:
        read(ods, "F.ods")
    assert refused.value.message == "không phải tệp Excel .xlsx"
    assert refused.value.hint == "chọn tệp dạng .xlsx"


COUNT, RATE = "A.VII.4", "A.IV.1"
NUMBERS: list[tuple[str, object, str, str]] = [
    (COUNT, 9, "General", "9"),
    (COUNT, 9.0, "@", "9"),
    (COUNT, "9", "@", "9"),
    (COUNT, "9 kiến nghị", "@", "9"),
    (COUNT, "Số kiến nghị đã giải quyết (kiến nghị):9", "@", "9"),
    (COUNT, "so kien nghi da giai quyet : 9", "@", "9"),
    (COUNT, "0,8", "@", "0.8"),
    (COUNT, "0,80", "@", "0.8"),
    (COUNT, 0.8, "General", "0.8"),
    (COUNT, 0.1 + 0.2, "General", "0.3"),
    (COUNT, 1234, "#,##0", "1234"),
    (COUNT, 1.234, "General", "1.234"),
    (COUNT, "1234,5", "@", "1234.5"),
    (RATE, "80%", "@", "80"),
    (RATE, "98,33 %", "@", "98.33"),
    (RATE, "80", "@", "80"),
    (RATE, "0,8%", "@", "0.8"),
    (RATE, 0.8, "0%", "80"),
    (RATE, 0.9833, "0.00%", "98.33"),
    (RATE, 80, "General", "80"),
    ("A.VII.1", "Số cuộc đối thoại (cuộc): 02", "@", "2"),
]


@pytest.mark.parametrize(("key", "value", "look", "number"), NUMBERS, ids=str)
def test_numbers_however_they_were_typed(key: str, value: object, look: str, number: str) -> None:
    def typed(book: Workbook) -> None:
        sheet = book.worksheets[0]
        place = f"{COLUMNS['figures']}{row_of(sheet, key)}"
        put(sheet, place, value)
        sheet[place].number_format = look

    (said,) = told(filled(QLDN, {key: {"state": "Đang thực hiện"}}, typed)).values()
    (figure,) = said["figures"].values()
    assert str(figure) == number


@pytest.mark.parametrize(
    "typed",
    [
        "15/8/2023",
        "15-8-2023",
        "15.08.2023",
        "2023-08-15",
        datetime.fromisoformat("2023-08-15"),
        date(2023, 8, 15),
    ],
    ids=str,
)
def test_the_day_however_it_was_typed(typed: object) -> None:
    data = filled(QLDN, {}, lambda book: put(book.worksheets[0], "E4", typed))
    window = made("phong-qldn").window
    assert day_of(read(data, "F.xlsx")[0], window) == date(2023, 8, 15)


def test_who_wrote_and_who_approved() -> None:
    def signed(book: Workbook) -> None:
        put(book.worksheets[0], "E5", " Nguyễn  Văn A ")
        put(book.worksheets[0], "E6", "Trần Thị B")

    assert (
        author_of(read(filled(QLDN, {}, signed), "F.xlsx")[0]) == "Nguyễn Văn A (duyệt: Trần Thị B)"
    )
    assert author_of(read(QLDN, "F.xlsx")[0]) is None


@pytest.mark.parametrize(
    "words", ["Không", "không có.", "Khó khăn: không", "-", "Kiến nghị (gửi UBND tỉnh):"]
)
def test_no_difficulty_is_no_difficulty(words: str) -> None:
    (said,) = told(filled(QLDN, {COUNT: {"state": "Đang thực hiện", "remarks": words}})).values()
    assert said == {"state": "doing"}


@pytest.mark.parametrize(
    "words",
    [
        "Khó khăn: thiếu người;\nKiến nghị (gửi UBND tỉnh): thêm người",
        "kho khan: thiếu người;\nKien nghi, de xuat (UBND tinh): thêm người",
        "1. Khó khăn: thiếu người;\n2. Đề nghị gửi UBND tỉnh: thêm người",
        "a) VƯỚNG MẮC: thiếu người;\n* Kiến nghị (UBND tỉnh): thêm người",
        "Khó khăn: thiếu người;\nKiến nghị: ubnd tinh: thêm người",
    ],
)
def test_each_remark_goes_where_it_is_meant(words: str) -> None:
    (said,) = told(filled(QLDN, {COUNT: {"state": "Đang thực hiện", "remarks": words}})).values()
    assert (said["difficulty"], said["proposal"]) == (
        {"to": "lanh-dao", "text": "thiếu người;"},
        {"to": "ubnd-tinh", "text": "thêm người"},
    )


def test_a_line_of_dashes_is_a_line_of_the_remark_above_it() -> None:
    words = f"Khó khăn: a\n{'-' * 30}\nKiến nghị: b"
    (said,) = told(filled(QLDN, {COUNT: {"state": "Đang thực hiện", "remarks": words}})).values()
    assert (said["difficulty"]["text"], said["proposal"]["text"]) == (f"a\n{'-' * 30}", "b")


# --- faults
# --------------------------------------------------------------------------------------------------

DOING = {"state": "Đang thực hiện"}
FAULTS: list[tuple[str, dict[str, object], str]] = [
    (
        COUNT,
        {"state": "xong"},
        "E21: tình trạng «xong» không có trong danh sách; chọn «Đang thực hiện» hoặc «Không phát …",
    ),
    (
        COUNT,
        {"state": "Đã hoàn thành"},
        "E21: cả nhiệm vụ thì không ghi «Đã hoàn thành»; chọn «Đang thực hiện» hoặc «Không phát "
        "sinh trong kỳ»; việc có hạn đã xong thì ghi ở dòng đầu việc ấy",
    ),
    (
        COUNT,
        {"result": "Đã làm"},
        "H21: A.VII.4: có kết quả mà chưa chọn tình trạng; chọn ở cùng dòng: …",
    ),
    (
        COUNT,
        {**DOING, "figures": "1.234"},
        "G21: «1.234» không rõ là phần nghìn hay phần lẻ; gõ liền 1234, hoặc 1,234 …",
    ),
    (COUNT, {**DOING, "figures": "chín"}, "G21: «chín» không phải một số; …"),
    (
        COUNT,
        {**DOING, "figures": "Số hồ sơ: 9"},
        "G21: không rõ «Số hồ sơ: 9» là số của chỉ tiêu nào; ghi Số kiến nghị đã giải quyết …",
    ),
    (COUNT, {**DOING, "figures": True}, "G21: «True» không phải một số; …"),
    (COUNT, {**DOING, "figures": 1e20}, "G21: số quá lớn; …"),
    (
        COUNT,
        {**DOING, "figures": "-5"},
        "G21: «Số kiến nghị đã giải quyết (kiến nghị)» không thể là -5; bỏ dấu trừ, …",
    ),
    (
        COUNT,
        {**DOING, "figures": timedelta(hours=30)},
        "G21: không rõ «1 day, 6:00:00» là số của chỉ tiêu nào; …",
    ),
    (RATE, {**DOING, "figures": "0,8"}, "G13: không rõ «0,8» là 80% hay 0,8%; ghi kèm dấu %"),
    (RATE, {**DOING, "figures": 0.8}, "G13: không rõ «0,8» là 80% hay 0,8%; ghi kèm dấu %"),
    (RATE, {**DOING, "figures": 1}, "G13: không rõ «1» là 100% hay 1%; ghi kèm dấu %"),
    (COUNT, {"state": "đúng"}, "E21: tình trạng «đúng» không có trong danh sách; …"),
    (COUNT, {"state": "không"}, "E21: tình trạng «không» không có trong danh sách; …"),
    (REST, {"state": "chưa"}, "E24: «chưa» không phải dấu chọn; đánh dấu x, hoặc để trống"),
    (
        REST,
        {"state": "không", "result": "Đã duy trì."},
        "H24: con-lai: có kết quả mà chưa chọn tình trạng; chọn ở cùng dòng: …",
    ),
    (
        "A.V.1",
        {**DOING, "figures": "9"},
        "G15: không rõ «9» là số của chỉ tiêu nào; ghi vào cột Kết quả trong kỳ",
    ),
    (
        MONTHLY,
        {**DOING, "figures": "90%"},
        "G22: không rõ «90%» là số của chỉ tiêu nào; ghi Số kiến nghị …",
    ),
    (
        COUNT,
        {**DOING, "remarks": "Thiếu người"},
        "K21: không rõ «Thiếu người» là khó khăn hay kiến nghị; bắt đầu bằng …",
    ),
    (
        COUNT,
        {**DOING, "remarks": "Kiến nghị (gửi Bộ Y tế): thêm"},
        "K21: không có nơi nhận kiến nghị «Bộ Y tế»; …",
    ),
    (
        COUNT,
        {**DOING, "remarks": "Khó khăn: a\nKiến nghị với UBND tỉnh: b"},
        "K21: không rõ «Kiến nghị với UBND …",
    ),
    (
        COUNT,
        {**DOING, "remarks": "Khó khăn: a\nKhó khăn (gửi UBND tỉnh): b"},
        "K21: hai nơi nhận cho cùng một loại: …",
    ),
]


@pytest.mark.parametrize(("key", "cells", "said"), FAULTS, ids=str)
def test_a_fault_names_its_cell_and_the_mend(key: str, cells: dict[str, object], said: str) -> None:
    (found,) = faults(filled(QLDN, {key: cells}))
    assert re.fullmatch(re.escape(f"trang 2023-Q3, ô {said}").replace("…", ".+"), found)


@pytest.mark.parametrize(
    "words", ["=1+1", '=HYPERLINK("http://x","y")', "=[1]Sheet1!A1", "=SUM(1,2)"]
)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_formula_is_refused_in_every_column(column: str, words: str) -> None:
    def formula(book: Workbook) -> None:
        book.worksheets[0][f"{COLUMNS[column]}21"] = words

    (found,) = faults(filled(QLDN, {}, formula))
    place = f"trang 2023-Q3, ô {COLUMNS[column]}21"
    assert (
        found
        == f"{place}: là công thức; gõ thẳng kết quả, hoặc chép rồi Dán giá trị (Paste Values)"
    )


def test_words_that_begin_like_a_formula_are_words() -> None:
    rows = {COUNT: {**DOING, "result": "=HYPERLINK()", "evidence": "@a\n+ b"}}
    assert told(filled(QLDN, rows)) == {
        COUNT: {"state": "doing", "result": "=HYPERLINK()", "evidence": ["@a", "b"]},
    }


def test_an_error_of_the_spreadsheet_is_refused() -> None:
    def broken(book: Workbook) -> None:
        book.worksheets[0]["H21"] = "#REF!"

    (found,) = faults(filled(QLDN, {COUNT: DOING}, broken))
    assert found == "trang 2023-Q3, ô H21: là lỗi của bảng tính (#REF!); gõ thẳng kết quả"


@pytest.mark.parametrize("typed", ["x", "X", "✓", "v", "có", "Không phát sinh trong kỳ"])
def test_what_counts_as_a_mark(typed: str) -> None:
    assert told(filled(QLDN, {REST: {"state": typed}})) == {REST: {"state": "nothing"}}


@pytest.mark.parametrize(
    ("typed", "state"),
    [("hoàn thành", "done"), ("đang thực hiện", "doing"), ("TAM DUNG", "suspended")],
)
def test_a_state_that_nobody_mistakes(typed: str, state: str) -> None:
    assert told(filled(QLDN, {MONTHLY: {"state": typed}})) == {MONTHLY: {"state": state}}


def a_column_more(book: Workbook) -> None:
    book.worksheets[0].insert_cols(8)
    put(book.worksheets[0], "H21", "thêm")


def a_row_more(book: Workbook) -> None:
    book.worksheets[0].insert_rows(12)
    put(book.worksheets[0], "H12", "Việc khác")


ADDED = "dòng thêm không có mã, không biết của nhiệm vụ nào"
HERE = "ghi vào dòng sẵn có của nhiệm vụ, rồi xóa dòng này"
MOVE = "chép lời cần báo cáo sang ô màu vàng, rồi xóa trắng ô này"


def typed_at(place: str) -> Any:
    return lambda book: put(book.worksheets[0], place, "Việc khác")


OUTSIDE_THE_YELLOW: dict[str, tuple[Any, str]] = {
    "a grey cell": (
        typed_at("D21"),
        f"trang 2023-Q3, ô D21: có lời ngoài ô màu vàng: «Việc khác»; {MOVE}",
    ),
    "beside the table": (
        typed_at("P21"),
        f"trang 2023-Q3, ô P21: có lời ngoài ô màu vàng: «Việc khác»; {MOVE}",
    ),
    "a column more": (
        a_column_more,
        f"trang 2023-Q3, ô H21: có lời ngoài ô màu vàng: «thêm»; {MOVE}",
    ),
    "a row more": (a_row_more, f"trang 2023-Q3, ô H12: {ADDED}: «Việc khác»; {HERE}"),
    "below the table": (typed_at("B40"), f"trang 2023-Q3, ô B40: {ADDED}: «Việc khác»; {HERE}"),
}


@pytest.mark.parametrize(("edit", "said"), OUTSIDE_THE_YELLOW.values(), ids=OUTSIDE_THE_YELLOW)
def test_words_that_no_yellow_cell_holds_are_told_by_their_cell(edit: Any, said: str) -> None:
    put_name = lambda book: put(book.worksheets[0], "E5", "Nguyễn A")  # noqa: E731
    assert faults(filled(QLDN, ROWS, put_name, edit)) == [said]


def newer(book: Workbook) -> None:
    book["pci"]["B1"] = "99"


def two_sheets(book: Workbook) -> None:
    book.copy_worksheet(book.worksheets[0])


BROKEN = {
    "biểu mất cột «mã ẩn»": lambda book: book.worksheets[0].delete_cols(12, 2),
    "biểu mất cột «Kết quả thực hiện trong kỳ»": lambda book: book.worksheets[0].delete_cols(8),
    "có 0 trang biểu": lambda book: book.worksheets[0].delete_rows(7),
    "không phải biểu của chương trình này": lambda book: book.remove(book["pci"]),
    "biểu của bản chương trình mới hơn (biểu bản 99)": newer,
    "có 2 trang biểu": two_sheets,
}


@pytest.mark.parametrize(("said", "edit"), BROKEN.items(), ids=BROKEN)
def test_a_form_that_lost_what_it_is_known_by_is_refused(said: str, edit: Any) -> None:
    with pytest.raises(CannotDo) as refused:
        read(filled(QLDN, ROWS, edit), "F.xlsx")
    assert (refused.value.message, bool(refused.value.hint)) == (said, True)


# --- files that are none, or could do harm
# ----------------------------------------------------------------------------


def repacked(**members: bytes) -> bytes:
    """The form with parts of it replaced, or new ones; `/` written as `__`."""
    named = {name.replace("__", "/"): data for name, data in members.items()}
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(QLDN)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, named.pop(name) if name in named else source.read(name))
        for name, data in named.items():
            target.writestr(name, data)
    return out.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(QLDN)) as source:
        return source.read(name)


SHEET = "xl/worksheets/sheet1.xml"
BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]>'
OUTSIDE = (
    b"<Relationships "
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    b'Id="rId1" '
    b'Type="http://x/externalLinkPath" Target="http://evil/x.xlsx" '
    b'TargetMode="External"/></Relationships>'
)


def _of_sheets(count: int) -> Workbook:
    book = Workbook()
    for _ in range(count - len(book.worksheets)):
        book.create_sheet()
    return book


FAR_ROW = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
WIDE = b'<row r="99"><c r="XFD99"><v>1</v></c></row>'
HOSTILE: dict[str, tuple[bytes, str]] = {
    "bomb": (
        repacked(**{"xl/media/a.bin": bytes(60_000_000)}),
        "tệp Excel lớn bất thường, không đọc",
    ),
    "bomb of cells": (
        repacked(**{SHEET: b"<a>" + b"<c/>" * 500_001 + b"</a>"}),
        "tệp Excel lớn bất thường, không đọc",
    ),
    "many parts": (
        repacked(**{f"a/{n}": b"" for n in range(1001)}),
        "tệp Excel lớn bất thường, không đọc",
    ),
    "macro": (repacked(**{"xl/vbaProject.bin": b"x"}), "có macro hoặc nút lệnh riêng"),
    "ole": (
        repacked(**{"xl/embeddings/oleObject1.bin": b"x"}),
        "nhúng đối tượng của chương trình khác (OLE, …",
    ),
    "entities": (
        repacked(**{SHEET: LAUGHS + part(SHEET)[55:]}),
        "tệp Excel chứa khai báo lạ (DOCTYPE), không đọc",
    ),
    "another workbook": (
        repacked(**{"xl/externalLinks/_rels/externalLink1.xml.rels": OUTSIDE}),
        "trỏ ra ngoài tệp (externalLinkPath): http://evil/x.xlsx",
    ),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "không phải tệp Excel .xlsx",
    ),
    "text": (b"a,b\n1,2\n", "không phải tệp Excel .xlsx"),
    "empty": (b"", "không phải tệp Excel .xlsx"),
    "half": (QLDN[: len(QLDN) // 2], "không phải tệp Excel .xlsx"),
    "word": ((ROOT / "templates/bao-cao.docx").read_bytes(), "không phải tệp Excel .xlsx"),
    "another workbook of ours": (saved(Workbook()), "không phải biểu của chương trình này"),
    "a row that no program has": (
        repacked(**{SHEET: part(SHEET).replace(b"</sheetData>", FAR_ROW + b"</sheetData>")}),
        "trang 2023-Q3 có ô nằm quá xa biểu, từ dòng 99999999999",
    ),
    "cells at the last column": (
        repacked(**{SHEET: part(SHEET).replace(b"</sheetData>", WIDE * 50_000 + b"</sheetData>")}),
        "trang 2023-Q3 có ô nằm quá xa biểu, từ dòng 99",
    ),
    "rows without end": (
        repacked(
            **{SHEET: part(SHEET).replace(b"</sheetData>", b"<row/>" * 100_001 + b"</sheetData>")}
        ),
        "trang 2023-Q3 có ô nằm quá xa biểu, từ dòng ",
    ),
    "a name without end": (
        repacked(**{BOOK: part(BOOK).replace(b"$A$1:", b"-1" * 5_000)}),
        "có tên vùng hoặc dạng số dài bất thường",
    ),
    "a format without end": (
        repacked(**{STYLES: part(STYLES).replace(b'"@"', b'"' + b"[" * 10_000 + b'"')}),
        "có tên vùng hoặc dạng số dài bất thường",
    ),
    "many sheets": (saved(_of_sheets(51)), "có 51 trang"),
    "broken xml": (
        repacked(**{SHEET: b"<worksheet><sheetData>"}),
        "tệp Excel bị hỏng, không đọc được",
    ),
}


@pytest.mark.parametrize(("data", "said"), HOSTILE.values(), ids=HOSTILE)
def test_what_could_do_harm_is_refused_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(CannotDo) as refused:
        read(data, "F.xlsx")[0]
    assert re.fullmatch(re.escape(said).replace("…", ".+"), refused.value.message)
    assert ("Break Link" in refused.value.hint) == ("externalLink" in said)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(QLDN) - 1), st.integers(1, 255))
def test_a_damaged_byte_is_read_or_refused_never_a_crash(place: int, change: int) -> None:
    data = bytearray(QLDN)
    data[place] ^= change
    try:
        faults(bytes(data))
    except CannotDo as refused:
        assert refused.message


def test_fill_takes_the_names_of_the_form_itself() -> None:
    """The columns that these tests write into are those of the form."""
    sheet = opened(QLDN).worksheets[0]
    fill(sheet, {COUNT: dict.fromkeys(COLUMNS, "x")})
    assert {name: sheet[f"{letter}7"].value for name, letter in COLUMNS.items()} == {
        name: f"pci:{name}" for name in COLUMNS
    }
