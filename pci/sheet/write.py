"""The form that a unit fills in, drawn as a workbook: text cells only, no password, the same bytes
for the same form."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from itertools import chain
from typing import Any

from pci.console import INVENTED
from pci.core.model import INSIDE, Plan
from pci.core.vi import STATE_LABELS, due_words, short_date
from pci.lists.xlsx import CUT, LONGEST, MADE, OPTIONS
from pci.reports.unit_form import VERSION, Form, FormLine, title
from pci.sheet.layout import (
    APPROVER,
    AUTHOR,
    COLUMNS,
    DATE,
    FINISHED_ON,
    FURNITURE,
    GUIDE,
    HIDDEN,
    IDENTITY,
    OF,
    STATE,
    FormColumn,
)

_ALL = (*COLUMNS, *HIDDEN)
_FIRST_INPUT = next(x for x, column in enumerate(COLUMNS) if column.read)
_HEAD = {
    DATE: "Ngày báo cáo (kết quả tính đến ngày này)",
    AUTHOR: "Người lập",
    APPROVER: "Lãnh đạo phòng, đơn vị duyệt",
}
"""The fields that hold for the whole form, below the three lines that say what it is."""
_NAMES = 3 + len(_HEAD)
"""The hidden row of the columns' names, under the head."""
_TITLES = _NAMES + 1

Styles = Mapping[str, Any]

_FONT = {"font_name": "Times New Roman", "font_size": 10}
"""With it the columns fill the width of the paper as they are: shrunk to fit, lines would break
elsewhere than on the screen and the last ones be cut."""
_WRAPPED = {**_FONT, "text_wrap": True, "valign": "top"}
_GRID = {**_WRAPPED, "border": 1}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "plain": _FONT,
    "wrapped": _WRAPPED,
    "bold": {**_FONT, "bold": True},
    "lead": {**_WRAPPED, "bold": True},
    "titles": {**_GRID, "bold": True, "align": "center", "bg_color": "#DDEBF7"},
    "block": {**_FONT, "bold": True, "bg_color": "#F2F2F2"},
    "printed": _GRID,
    "last": {**_GRID, "font_color": "#595959", "bg_color": "#EDEDED"},
    # as text, so that the program turns neither 1.234 nor 15/3 into something else
    "input": {**_GRID, "bg_color": "#FFF2CC", "num_format": "@"},
}


def write(forms: Sequence[Form]) -> bytes:
    """The workbook that a unit fills in, a sheet a plan: A4 landscape, its head on every page, rows
    as high as their words."""
    import xlsxwriter

    out = BytesIO()
    # the width of a column counts digits of the workbook's own font
    with xlsxwriter.Workbook(out, {**OPTIONS, "default_format_properties": {**_FONT}}) as book:
        book.set_properties({"title": title(forms[0]), "created": MADE})
        styles = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
        is_alone = len(forms) == 1
        for n, form in enumerate(forms, 1):
            name = f"{n}. {form.window.period.id} {form.plan.slug}"[:31].strip()
            sheet = book.add_worksheet(form.window.period.id if is_alone else name)
            _write_form(sheet, form, styles, marked=bool(form.plan.slug) or not is_alone)
        _write_guide(book.add_worksheet(GUIDE), [form.plan for form in forms], styles)
        _write_identity(book.add_worksheet(IDENTITY), forms[0])
    return out.getvalue()


def cut(forms: Sequence[Form]) -> Iterator[str]:
    """What is said of each cell whose words a workbook cannot keep whole."""
    guide = (f"trang {GUIDE}", _addressees([form.plan for form in forms]))
    cells = chain([guide], *map(_cells, forms))
    return (f"{place}: {CUT}" for place, words in cells if len(words) > LONGEST)


def _cells(form: Form) -> Iterator[tuple[str, str]]:
    """The words that a form prints, each with its place."""
    yield "đầu biểu", form.plan.name(form.unit)
    for block in form.blocks:
        yield "tên mục", block.title
        for line in block.lines:
            yield from ((f"{one.title}, {line.key}", _printed(line, one)) for one in COLUMNS)


# --- the sheet to fill in -----------------------------------------------------------------------


def _write_form(sheet: Any, form: Form, styles: Styles, marked: bool) -> None:
    """A sheet to fill in; a `marked` one says of which plan and period it is."""
    for x, column in enumerate(_ALL):
        sheet.set_column(x, x, column.width, None, {"hidden": column in HIDDEN})
    sheet.write_row(_NAMES, 0, [column.name for column in _ALL])
    sheet.write_row(_NAMES, len(_ALL), [f"{OF}{form.plan.id} {form.window.period.id}"] * marked)
    sheet.set_row(_NAMES, None, None, {"hidden": True})
    _write_head(sheet, form, styles)
    _write_row(sheet, _TITLES, [column.title for column in COLUMNS], styles["titles"])
    y = _TITLES
    for block in form.blocks:
        y += 1
        _write_row(sheet, y, [block.title] + [""] * (len(COLUMNS) - 1), styles["block"])
        for line in block.lines:
            y += 1
            _write_line(sheet, y, line, styles, form.plan.leaders)
    _lay_out(sheet, y)


def _write_head(sheet: Any, form: Form, styles: Styles) -> None:
    """What the form is, and the three fields that hold for all of it."""
    plan, window = form.plan, form.window
    first, last = map(short_date, (window.window_first, window.window_last))
    due = due_words(window.internal_due, window.internal_doubt)
    invented = f"   {INVENTED}" if plan.illustrative else ""
    dates = (
        f"Số liệu từ ngày {first} đến ngày {last}. Hạn nộp: ngày {due}, về "
        f"{plan.name(plan.office)}. Ghi vào các ô màu vàng; cách ghi ở trang «{GUIDE}»."
    )
    _write_row(sheet, 0, [plan.name(form.unit).upper() + invented], styles["bold"])
    _write_row(sheet, 1, [title(form).upper()], styles["bold"])
    _write_row(sheet, 2, [dates], styles["plain"])
    for y, (key, label) in enumerate(_HEAD.items(), 3):
        _write_row(sheet, y, [label], styles["bold"], key)
        day = short_date(_suggested_day(form)) if key == DATE else ""
        sheet.merge_range(y, _FIRST_INPUT, y, _FIRST_INPUT + 2, day, styles["input"])


def _suggested_day(form: Form) -> date:
    """The day that the form is dated with until a clerk changes it: that of the units' reports."""
    return min(max(form.window.internal_due, form.window.window_first), form.window.window_last)


def _write_row(sheet: Any, y: int, words: Sequence[str], style: Any, key: str = FURNITURE) -> None:
    """A row that is no task's: its words, and its hidden key."""
    sheet.write_row(y, 0, words, style)
    sheet.write_row(y, len(COLUMNS), [key])


def _write_line(sheet: Any, y: int, line: FormLine, styles: Styles, leaders: str) -> None:
    for x, column in enumerate(COLUMNS):
        is_input = _is_input(line, column)
        style = "input" if is_input else "last" if column.prints == "last" else "printed"
        sheet.write(y, x, _printed(line, column), styles[style])
        if is_input:
            sheet.data_validation(y, x, y, x, _validation(line, column, leaders))
    sheet.write_row(y, len(COLUMNS), [line.key, " ".join(line.known_ids)])


def _is_input(line: FormLine, column: FormColumn) -> bool:
    """Whether a row is filled in there: only work that can be finished has a day of that."""
    return column.read is not None and (column is not FINISHED_ON or "done" in line.states)


def _printed(line: FormLine, column: FormColumn) -> str:
    if column.prints == "figures":
        return "\n".join(f"{label}: " for label in line.figures.values())
    return str(getattr(line, column.prints)) if column.prints else ""


def _validation(line: FormLine, column: FormColumn, leaders: str) -> dict[str, Any]:
    """What a cell offers. Sorting moves no lists: other words than those of the list may stay."""
    if column is not STATE:
        prompt = column.prompt.format(leaders=leaders)
        return {"validate": "any", "input_title": column.title, "input_message": prompt}
    labels = [STATE_LABELS[state] for state in line.states]
    return {
        "validate": "list",
        "source": labels if len(labels) > 1 else ["x", "✓", "có"],
        "error_type": "warning",
        "error_title": column.title,
        "error_message": "Chọn một trong danh sách, hoặc để trống.",
    }


def _lay_out(sheet: Any, last: int) -> None:
    """On the screen and on paper: the titles stay, the width fits."""
    from xlsxwriter.utility import xl_range

    # the hidden columns too: sorted apart from their rows, keys would stand beside another task's
    # words
    sheet.autofilter(_TITLES, 0, last, len(_ALL) - 1)
    sheet.freeze_panes(_TITLES + 1, 2)
    # or a mark warns of every figure typed
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last, len(COLUMNS) - 1)})
    sheet.repeat_rows(_TITLES)
    sheet.print_area(0, 0, last, len(COLUMNS) - 1)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer('&C&"Times New Roman,Regular"&P/&N')
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


# --- the other sheets ---------------------------------------------------------------------------


def _write_identity(sheet: Any, form: Form) -> None:
    """What the form is, or the first of several: each of them says so itself."""
    period = form.window.period.id
    sheet.very_hidden()
    sheet.write_column(0, 0, ["version", "year", "period", "unit"])
    sheet.write_column(0, 1, [str(VERSION), str(form.plan.year), period, form.unit])


_GUIDE = {
    "Ô màu vàng": "Chỉ ghi vào ô màu vàng; lời ghi ở ô khác, cột thêm, dòng thêm bị trả lại. Dòng "
    "nào để trống thì coi như chưa báo cáo về nhiệm vụ ấy.",
    **{column.title: column.prompt for column in COLUMNS if column.read},
    "Nơi nhận kiến nghị": "{addressees}. Chỉ điều gửi cơ quan ngoài mới có thể vào báo cáo gửi lên "
    "cấp trên. Không có khó khăn: để trống, hoặc ghi «Không».",
    "Các nhiệm vụ còn lại": "Nhiệm vụ nào chỉ duy trì, không phát sinh thì không cần ghi riêng: "
    "đánh dấu x ở dòng «Các nhiệm vụ còn lại», có thể thêm một câu ở cột Kết quả thực hiện trong "
    "kỳ.",
    "Một nhiệm vụ một dòng": "Không thêm dòng mới, không dùng công thức; chép bằng Dán giá trị "
    "(Paste Values).",
    "Gửi lại": "Cần sửa thì sửa ngay trong biểu đã gửi rồi gửi lại cả biểu: dòng nào đổi thì thay "
    "lời đã ghi, dòng không đổi giữ nguyên.",
    "Được làm": "Sắp xếp, lọc, ẩn dòng, đổi độ rộng cột, độ cao dòng; lưu bằng Excel hoặc "
    "LibreOffice, dạng .xlsx.",
    "Không được xóa": "Cột ẩn phía sau, hàng ẩn trên hàng tiêu đề, các trang khác: chương trình "
    "nhận dòng nhờ đó.",
}
"""How to fill in the form, by what each remark is about."""


def _addressees(plans: Sequence[Plan]) -> str:
    """To whom a proposal may go."""
    called = (plan.name(i) for plan in plans for i in (*INSIDE, *plan.outside))
    return "; ".join(dict.fromkeys(called))


def _write_guide(sheet: Any, plans: Sequence[Plan], styles: Styles) -> None:
    addressees = _addressees(plans)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 66)  # both together are as wide as a page
    sheet.write(0, 0, "CÁCH GHI BIỂU", styles["bold"])
    for y, (about, words) in enumerate(_GUIDE.items(), 1):
        sheet.write(y, 0, about, styles["lead"])
        sheet.write(
            y, 1, words.format(addressees=addressees, leaders=plans[0].leaders), styles["wrapped"]
        )
