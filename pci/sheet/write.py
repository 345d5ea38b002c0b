"""The form that a unit fills in, drawn as a workbook: text cells only, no password, the same bytes
for the same form."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from pci.console import INVENTED
from pci.core.dates import Period
from pci.core.model import INSIDE, Plan
from pci.core.vi import STATE_LABELS, period_words, short_date, upper_first
from pci.lists.xlsx import MADE, OPTIONS
from pci.reports.letterhead import office_of
from pci.reports.unit_form import STATES, VERSION, Form, FormLine, title
from pci.sheet.layout import (
    APPROVER,
    AUTHOR,
    COLUMNS,
    DATE,
    FURNITURE,
    GUIDE,
    HIDDEN,
    IDENTITY,
    KEY,
    KNOWN_IDS,
    OFFERED,
    STATE,
    FormColumn,
)

_ALL = (*COLUMNS, *HIDDEN)
_FIRST_INPUT = next(x for x, column in enumerate(COLUMNS) if column.read)
_HEAD = (
    (DATE, "Ngày báo cáo (kết quả tính đến ngày này)"),
    (AUTHOR, "Người lập"),
    (APPROVER, "Lãnh đạo phòng, đơn vị duyệt"),
)
"""The fields that hold for the whole form, below the three lines that say what it is."""
_NAMES = 3 + len(_HEAD)
"""The hidden row of the columns' names, under the head."""
_TITLES = _NAMES + 1

Lists = Mapping[tuple[str, ...], str]
"""Where the hidden sheet holds each list of states."""

_FONT = {"font_name": "Times New Roman", "font_size": 10}
"""With it the columns fill the width of the paper as they are: shrunk to fit, lines would break
elsewhere than on the screen and the last ones be cut."""
_GRID = {**_FONT, "border": 1, "text_wrap": True, "valign": "top"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "bold": {**_FONT, "bold": True},
    "title": {**_FONT, "bold": True, "font_size": 13},
    "note": {**_FONT, "italic": True},
    "titles": {
        **_GRID,
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#DDEBF7",
    },
    "block": {**_FONT, "bold": True, "top": 1, "bottom": 1, "bg_color": "#F2F2F2"},
    "printed": _GRID,
    "last": {**_GRID, "font_color": "#595959", "bg_color": "#EDEDED"},
    # as text, so that the program turns neither 1.234 nor 15/3 into something else
    "input": {**_GRID, "bg_color": "#FFF2CC", "num_format": "@"},
}


def write(form: Form) -> bytes:
    """The workbook to fill in: A4 landscape, its head on every page, rows as high as their
    words."""
    import xlsxwriter

    out = BytesIO()
    # the width of a column counts digits of the workbook's own font
    with xlsxwriter.Workbook(out, {**OPTIONS, "default_format_properties": _FONT}) as book:
        book.set_properties({"title": title(form), "created": MADE})
        sheet = book.add_worksheet(_sheet_name(form.window.period))
        _write_guide(book, book.add_worksheet(GUIDE), form.plan)
        lists = _write_identity(book.add_worksheet(IDENTITY), form)
        styles = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
        _write_form(sheet, form, styles, lists)
    return out.getvalue()


def _sheet_name(period: Period) -> str:
    """`Quý III`, `6 tháng đầu`, `Năm`."""
    words = period_words(period).removesuffix(f"năm {period.first.year}").strip() or "năm"
    return upper_first(words)


# --- the sheet to fill in
# ---------------------------------------------------------------------------------------------


def _write_form(sheet: Any, form: Form, styles: Mapping[str, Any], lists: Lists) -> None:
    for x, column in enumerate(_ALL):
        sheet.set_column(x, x, column.width, None, {"hidden": column in HIDDEN})
    sheet.write_row(_NAMES, 0, [column.name for column in _ALL])
    sheet.set_row(_NAMES, None, None, {"hidden": True})
    _write_head(sheet, form, styles)
    sheet.write_row(_TITLES, 0, [column.title for column in COLUMNS], styles["titles"])
    _write_hidden(sheet, _TITLES, FURNITURE)
    y = _TITLES
    for block in form.blocks:
        y += 1
        words = [block.title] + [""] * (len(COLUMNS) - 1)
        sheet.write_row(y, 0, words, styles["block"])
        _write_hidden(sheet, y, FURNITURE)
        for line in block.lines:
            y += 1
            _write_line(sheet, y, line, styles)
            _write_hidden(sheet, y, line.key, line.known_ids, lists[line.states])
    _lay_out(sheet, y)


def _write_head(sheet: Any, form: Form, styles: Mapping[str, Any]) -> None:
    """What the form is, and the three fields that hold for all of it."""
    plan, window = form.plan, form.window
    invented = f"   {INVENTED}" if plan.illustrative else ""
    dates = (
        f"Số liệu từ ngày {short_date(window.window_first)} đến ngày "
        f"{short_date(window.window_last)}. "
        f"Hạn nộp: ngày {short_date(window.internal_due)}, về {plan.name(office_of(plan))}."
    )
    printed = (
        (plan.name(form.unit).upper() + invented, "bold"),
        (title(form).upper(), "title"),
        (f"{dates} Ghi vào các ô màu vàng; cách ghi ở trang «{GUIDE}».", "note"),
    )
    for y, (words, style) in enumerate(printed):
        sheet.write_string(y, 0, words, styles[style])
        _write_hidden(sheet, y, FURNITURE)
    for y, (key, label) in enumerate(_HEAD, len(printed)):
        sheet.write_string(y, 0, label, styles["bold"])
        sheet.merge_range(y, _FIRST_INPUT, y, _FIRST_INPUT + 1, "", styles["input"])
        day = short_date(_suggested_day(form)) if key == DATE else ""
        sheet.write_string(y, _FIRST_INPUT, day, styles["input"])
        _write_hidden(sheet, y, key)


def _suggested_day(form: Form) -> date:
    """The day that the form is dated with until a clerk changes it: that of the units' reports."""
    return min(max(form.window.internal_due, form.window.window_first), form.window.window_last)


def _write_line(sheet: Any, y: int, line: FormLine, styles: Mapping[str, Any]) -> None:
    for x, column in enumerate(COLUMNS):
        style = styles["input" if column.read else "last" if column.prints == "last" else "printed"]
        sheet.write(y, x, _printed(line, column), style)
        if column.read:
            sheet.data_validation(y, x, y, x, _validation(y, column))


def _printed(line: FormLine, column: FormColumn) -> str:
    if column.prints == "figures":
        return "\n".join(f"{label}: " for label in line.figures.values())
    return str(getattr(line, column.prints)) if column.prints else ""


def _validation(y: int, column: FormColumn) -> dict[str, str]:
    """What a cell takes. The states are those of whichever row stands here once the rows were
    sorted."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    if column is not STATE:
        return {"validate": "any", "input_title": column.title, "input_message": column.prompt}
    offered = xl_rowcol_to_cell(y, _ALL.index(OFFERED), col_abs=True)
    return {
        "validate": "list",
        "source": f"=INDIRECT({offered})",
        "error_title": column.title,
        "error_message": "Chọn một trong danh sách, hoặc để trống.",
    }


def _write_hidden(
    sheet: Any, y: int, key: str, known_ids: Iterable[str] = (), offered: str = ""
) -> None:
    """What is not seen of a row."""
    for column, text in ((KEY, key), (KNOWN_IDS, " ".join(known_ids)), (OFFERED, offered)):
        sheet.write_string(y, _ALL.index(column), text)


def _lay_out(sheet: Any, last: int) -> None:
    """On the screen and on paper: the titles stay, the width fits."""
    # the hidden columns too: sorted apart from their rows, keys would stand beside another task's
    # words
    sheet.autofilter(_TITLES, 0, last, len(_ALL) - 1)
    sheet.freeze_panes(_TITLES + 1, 2)
    # or a mark warns of every figure typed
    sheet.ignore_errors({"number_stored_as_text": f"A1:I{last + 1}"})
    sheet.repeat_rows(_TITLES)
    sheet.print_area(0, 0, last, len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer('&C&"Times New Roman,Regular"&P/&N')


# --- the other sheets
# -------------------------------------------------------------------------------------------------


def _write_identity(sheet: Any, form: Form) -> Lists:
    """What the form is, and the lists that its cells choose from: where each stands, by what it
    holds."""
    sheet.very_hidden()
    facts = {
        "version": str(VERSION),
        "year": str(form.plan.year),
        "period": form.window.period.id,
        "unit": form.unit,
    }
    for y, (name, text) in enumerate(facts.items()):
        sheet.write_string(y, 0, name)
        sheet.write_string(y, 1, text)
    lists = {}
    for x, states in enumerate(STATES, 3):
        offered = [STATE_LABELS[state] for state in states] if len(states) > 1 else ["x", "✓", "có"]
        for y, words in enumerate(offered):
            sheet.write_string(y, x, words)
        letter = chr(ord("A") + x)
        lists[states] = f"'{IDENTITY}'!${letter}$1:${letter}${len(offered)}"
    return lists


def _guide(plan: Plan) -> tuple[tuple[str, str], ...]:
    """The lines of the sheet of instructions: what they are about, what they say."""
    addressees = "; ".join(plan.name(i) for i in (*INSIDE, *plan.outside))
    return (
        ("CÁCH GHI BIỂU", ""),
        (
            "Ghi ở đâu",
            "Chỉ ghi vào ô màu vàng; lời ghi ở ô khác, cột thêm, dòng thêm bị trả lại. "
            "Dòng nào để trống thì coi như "
            "chưa báo cáo về nhiệm vụ ấy.",
        ),
        *((column.title.replace("\n", " "), column.prompt) for column in COLUMNS if column.read),
        (
            "Nơi nhận kiến nghị",
            f"{addressees}. Chỉ điều gửi cơ quan ngoài mới có thể vào báo cáo gửi lên cấp trên.",
        ),
        (
            "Các nhiệm vụ còn lại",
            "Nhiệm vụ nào chỉ duy trì, không phát sinh thì không cần ghi riêng: đánh dấu x "
            "ở dòng «Các nhiệm vụ còn "
            "lại», có thể thêm một câu ở cột Kết quả thực hiện trong kỳ.",
        ),
        ("Không có khó khăn", "Để trống, hoặc ghi «Không»."),
        (
            "Thêm kết quả",
            (
                "Một nhiệm vụ một dòng. Không thêm dòng mới, không dùng công thức; chép bằng "
                "Dán giá trị (Paste Values)."
            ),
        ),
        (
            "Gửi lại",
            "Cần sửa thì sửa ngay trong biểu đã gửi rồi gửi lại cả biểu: dòng nào đổi thì "
            "thay lời đã ghi, dòng không "
            "đổi giữ nguyên.",
        ),
        (
            "Được phép",
            (
                "Sắp xếp, lọc, ẩn dòng, đổi độ rộng cột, độ cao dòng; lưu bằng Excel hoặc "
                "LibreOffice, dạng .xlsx."
            ),
        ),
        (
            "Không xóa",
            (
                "Cột ẩn phía sau, hàng ẩn trên hàng tiêu đề, các trang khác: chương trình nhận "
                "dòng nhờ đó."
            ),
        ),
    )


def _write_guide(book: Any, sheet: Any, plan: Plan) -> None:
    font = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}
    bold = book.add_format({**font, "bold": True})
    plain = book.add_format(font)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    for y, (name, words) in enumerate(_guide(plan)):
        sheet.write_string(y, 0, name, bold)
        sheet.write_string(y, 1, words, plain)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
