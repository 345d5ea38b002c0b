"""The form that a unit fills in: one table of its columns, from which the workbook is drawn here and read back in
`form_reading`.

Rows are known by a hidden key, columns by a hidden name, the form by a hidden sheet: whoever sorts, filters, inserts or
hides changes nothing of what is read. Text cells only, no password; the same bytes for the same form.
"""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any, NamedTuple

from pci.console import INVENTED
from pci.core.dates import Period
from pci.core.model import INSIDE, Plan
from pci.core.vi import STATE_LABELS, nfc, period_words, short_date, upper_first
from pci.lists.xlsx import MADE, OPTIONS
from pci.reports.fill_in import STATES, VERSION, Form, Line, digest, received_by, title
from pci.sheet import cells as form_cells
from pci.sheet.cells import Reader

GUIDE, IDENTITY = "Hướng dẫn", "pci"
"""The sheet of instructions; the one that nobody sees."""


class Column(NamedTuple):
    """One column: its name in the hidden row, title, width in characters, what it prints, and, where it is filled in,
    how it is read and what a clerk is told about it."""

    name: str
    title: str
    width: float
    prints: str | None = None
    read: Reader | None = None
    prompt: str = ""


COLUMNS = (
    Column("pci:number", "TT\n(mã)", 8, "number"),
    Column("pci:work", "Nhiệm vụ, đầu việc", 25, "work"),
    Column("pci:outputs", "Kết quả/Sản phẩm theo Kế hoạch", 15, "outputs"),
    Column("pci:last", "Kết quả đã báo cáo lần trước", 14, "last"),
    Column("pci:state", "Tình trạng", 11, None, form_cells.state, "Chọn trong danh sách."),
    Column(
        "pci:figures",
        "Số liệu",
        15,
        "figures",
        form_cells.figures,
        "Gõ số sau dấu hai chấm của từng chỉ tiêu. Số lẻ dùng dấu phẩy (98,33), tỷ lệ kèm dấu % (80%), số nghìn gõ "
        "liền (1234). Số đếm được chỉ ghi phần mới sau lần báo cáo trước (ô xám), chương trình tự cộng; tỷ lệ thì ghi "
        "mức đến ngày báo cáo.",
    ),
    Column(
        "pci:result",
        "Kết quả thực hiện trong kỳ",
        23,
        None,
        form_cells.result,
        "Việc đã làm trong kỳ, gọn như sẽ in trong báo cáo. Xuống dòng trong ô: Alt+Enter.",
    ),
    Column(
        "pci:evidence",
        "Tài liệu kiểm chứng",
        13,
        None,
        form_cells.evidence,
        "Mỗi văn bản một dòng (Alt+Enter): 412/BC-KKT ngày 14/9/2023.",
    ),
    Column(
        "pci:remarks",
        "Khó khăn, kiến nghị",
        17,
        None,
        form_cells.remarks,
        "«Khó khăn: …» và «Kiến nghị: …», mỗi ý một dòng. Không nêu nơi nhận là gửi Lãnh đạo Ban; gửi nơi khác thì "
        "ghi «Kiến nghị (gửi UBND tỉnh): …».",
    ),
)
"""What people see: nine columns."""
KEY, ASKED, PRINTED, SHOWN, OFFERED = HIDDEN = tuple(
    Column(f"pci:{name}", "", 4) for name in ("key", "asked", "printed", "shown", "offered")
)
"""Behind them, unseen: what a row speaks of; which figures were printed in it; a mark of each printed cell, by which
words typed over it are noticed; the marks of the updates about it that there were; where its states are listed, for
sorting moves cells and leaves their lists where they were."""
ALL = (*COLUMNS, *HIDDEN)
_FIRST_INPUT = next(n for n, column in enumerate(COLUMNS) if column.read)

DATE, AUTHOR, APPROVER, FURNITURE = "@date", "@by", "@approved", "@"
"""Keys of rows that are no tasks: three fields of the head, and what is only printed."""
HEAD = (
    (DATE, "Ngày báo cáo (kết quả tính đến ngày này)"),
    (AUTHOR, "Người lập"),
    (APPROVER, "Lãnh đạo phòng, đơn vị duyệt"),
)
_NAMES = 3 + len(HEAD)
"""The hidden row of the columns' names, under the head."""
_TITLES = _NAMES + 1

Guide = tuple[tuple[str, str], ...]
"""The lines of the sheet of instructions: what they are about, what they say."""

Lists = Mapping[tuple[str, ...], str]
"""Where the hidden sheet holds each list of states."""


_FONT = {"font_name": "Times New Roman", "font_size": 10}
"""With it the columns fill the width of the paper as they are: shrunk to fit, lines would break elsewhere than on the
screen and the last ones be cut."""


def write(form: Form) -> bytes:
    """The workbook to fill in: A4 landscape, its head on every page, rows as high as their words."""
    import xlsxwriter

    out = BytesIO()
    # the width of a column counts digits of the workbook's own font
    with xlsxwriter.Workbook(out, {**OPTIONS, "default_format_properties": _FONT}) as book:
        book.set_properties({"title": title(form), "created": MADE})
        sheet = book.add_worksheet(sheet_name(form.window.period))
        guide = _guide(form.plan)
        _write_guide(book, book.add_worksheet(GUIDE), guide)
        lists = _write_identity(book.add_worksheet(IDENTITY), form, guide)
        _write_form(book, sheet, form, lists)
    return out.getvalue()


def sheet_name(period: Period) -> str:
    """`Quý III`, `6 tháng đầu`, `Năm`."""
    words = period_words(period).removesuffix(f"năm {period.first.year}").strip() or "năm"
    return upper_first(words)


def suggested_day(form: Form) -> date:
    """The day that the form is dated with until a clerk changes it: that of the units' reports."""
    return min(max(form.window.internal_due, form.window.window_first), form.window.window_last)


def _write_form(book: Any, sheet: Any, form: Form, lists: Lists) -> None:
    styles = _styles(book)
    for x, column in enumerate(ALL):
        sheet.set_column(x, x, column.width, None, {"hidden": column in HIDDEN})
        sheet.write_string(_NAMES, x, column.name)
    sheet.set_row(_NAMES, None, None, {"hidden": True})
    _write_head(sheet, form, styles)
    for x, column in enumerate(COLUMNS):
        sheet.write_string(_TITLES, x, column.title, styles["titles"])
    _write_hidden(sheet, _TITLES, FURNITURE, {column: column.title for column in COLUMNS})
    y = _TITLES + 1
    for block in form.blocks:
        for x in range(len(COLUMNS)):
            sheet.write_blank(y, x, None, styles["block"])
        sheet.write_string(y, 0, block.title, styles["block"])
        _write_hidden(sheet, y, FURNITURE, {COLUMNS[0]: block.title})
        for below, line in enumerate(block.lines, 1):
            _write_line(sheet, y + below, line, styles, lists)
        y += len(block.lines) + 1
    _lay_out(sheet, y - 1)


def _styles(book: Any) -> dict[str, Any]:
    font = _FONT
    grid = {**font, "border": 1, "text_wrap": True, "valign": "top"}
    looks: dict[str, dict[str, Any]] = {
        "bold": {**font, "bold": True},
        "title": {**font, "bold": True, "font_size": 13},
        "note": {**font, "italic": True},
        "titles": {
            **grid,
            "bold": True,
            "align": "center",
            "valign": "vcenter",
            "bg_color": "#DDEBF7",
        },
        "block": {**font, "bold": True, "top": 1, "bottom": 1, "bg_color": "#F2F2F2"},
        "printed": grid,
        "last": {**grid, "font_color": "#595959", "bg_color": "#EDEDED"},
        # as text, so that the program turns neither 1.234 nor 15/3 into something else
        "input": {**grid, "bg_color": "#FFF2CC", "num_format": "@"},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def _write_head(sheet: Any, form: Form, styles: Mapping[str, Any]) -> None:
    """What the form is, and the three fields that hold for all of it."""
    plan, window = form.plan, form.window
    first, last, due = map(
        short_date, (window.window_first, window.window_last, window.internal_due)
    )
    dates = f"Số liệu từ ngày {first} đến ngày {last}. Hạn nộp: ngày {due}, về {received_by(plan)}."
    printed = (
        (plan.name(form.unit).upper() + f"   {INVENTED}" * plan.illustrative, "bold"),
        (title(form).upper(), "title"),
        (f"{dates} Ghi vào các ô màu vàng; cách ghi ở trang «{GUIDE}».", "note"),
    )
    for y, (words, style) in enumerate(printed):
        sheet.write_string(y, 0, words, styles[style])
        _write_hidden(sheet, y, FURNITURE, {COLUMNS[0]: words})
    for y, (key, label) in enumerate(HEAD, len(printed)):
        sheet.write_string(y, 0, label, styles["bold"])
        sheet.merge_range(y, _FIRST_INPUT, y, _FIRST_INPUT + 1, "", styles["input"])
        sheet.write_string(
            y, _FIRST_INPUT, short_date(suggested_day(form)) if key == DATE else "", styles["input"]
        )
        _write_hidden(sheet, y, key, {COLUMNS[0]: label})


def _write_hidden(
    sheet: Any,
    y: int,
    key: str,
    printed: Mapping[Column, str],
    line: Line | None = None,
    offered: str = "",
) -> None:
    """What is not seen of a row."""
    hidden = {
        KEY: key,
        ASKED: ",".join(line.figures) if line else "",
        PRINTED: " ".join(
            f"{column.name}={mark(text)}" for column, text in printed.items() if text
        ),
        SHOWN: " ".join(line.shown) if line else "",
        OFFERED: offered,
    }
    for column, text in hidden.items():
        sheet.write_string(y, ALL.index(column), text)


def mark(text: str) -> str:
    """What tells a printed text from any other, however a program has kept its blanks and letters."""
    return sha256(" ".join(nfc(text).split()).encode()).hexdigest()[:8]


def _lay_out(sheet: Any, last: int) -> None:
    """On the screen and on paper: the titles stay, the width fits."""
    right = len(COLUMNS) - 1
    # the hidden columns too: sorted apart from their rows, keys would stand beside another task's words
    sheet.autofilter(_TITLES, 0, last, len(ALL) - 1)
    sheet.freeze_panes(_TITLES + 1, 2)
    sheet.ignore_errors(
        {"number_stored_as_text": f"A1:I{last + 1}"}
    )  # or a mark warns of every figure typed
    sheet.repeat_rows(_TITLES)
    sheet.print_area(0, 0, last, right)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer('&C&"Times New Roman,Regular"&P/&N')


def _write_line(sheet: Any, y: int, line: Line, styles: Mapping[str, Any], lists: Lists) -> None:
    for x, column in enumerate(COLUMNS):
        style = styles["input" if column.read else "last" if column.prints == "last" else "printed"]
        text = _printed(line, column)
        if text:
            sheet.write_string(y, x, text, style)
        else:
            sheet.write_blank(y, x, None, style)
        if column.read is form_cells.state:
            _offer(sheet, y, x)
        elif column.read:
            sheet.data_validation(
                y,
                x,
                y,
                x,
                {"validate": "any", "input_title": column.title, "input_message": column.prompt},
            )
    _write_hidden(
        sheet,
        y,
        line.key,
        {c: _printed(line, c) for c in COLUMNS if not c.read},
        line,
        lists[line.states],
    )


def _printed(line: Line, column: Column) -> str:
    if column.prints == "figures":
        return "\n".join(f"{label}: " for label in line.figures.values())
    return str(getattr(line, column.prints)) if column.prints else ""


def _offer(sheet: Any, y: int, x: int) -> None:
    """The states to choose from: those of whichever row stands here once the rows were sorted."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    listed = xl_rowcol_to_cell(y, ALL.index(OFFERED), col_abs=True)
    wrong = {
        "error_title": "Tình trạng",
        "error_message": "Chọn một trong danh sách, hoặc để trống.",
    }
    sheet.data_validation(
        y, x, y, x, {"validate": "list", "source": f"=INDIRECT({listed})", **wrong}
    )


def _write_identity(sheet: Any, form: Form, guide: Guide) -> dict[tuple[str, ...], str]:
    """What the form is, and the lists that its cells choose from: where each stands, by what it holds."""
    sheet.very_hidden()
    facts = {
        "version": str(VERSION),
        "year": str(form.plan.year),
        "period": form.window.period.id,
        "unit": form.unit,
        "plan": digest(form.plan, form.unit),
        "guide": mark(" ".join(f"{name} {words}" for name, words in guide)),
    }
    for y, (name, text) in enumerate(facts.items()):
        sheet.write_string(y, 0, name)
        sheet.write_string(y, 1, text)
    places = {}
    for x, states in enumerate(STATES, 3):
        offered = [STATE_LABELS[state] for state in states] if len(states) > 1 else ["x", "✓", "có"]
        for y, words in enumerate(offered):
            sheet.write_string(y, x, words)
        letter = chr(ord("A") + x)
        places[states] = f"'{IDENTITY}'!${letter}$1:${letter}${len(offered)}"
    return places


def _guide(plan: Plan) -> Guide:
    outside = "; ".join((*INSIDE.values(), *(body.name for body in plan.outside.values())))
    return (
        ("CÁCH GHI BIỂU", ""),
        (
            "Ghi ở đâu",
            "Chỉ ghi vào ô màu vàng; lời ghi ở ô khác, cột thêm, dòng thêm bị trả lại. Dòng nào để trống thì coi như "
            "chưa báo cáo về nhiệm vụ ấy.",
        ),
        *((column.title.replace("\n", " "), column.prompt) for column in COLUMNS if column.read),
        (
            "Nơi nhận kiến nghị",
            f"{outside}. Chỉ điều gửi cơ quan ngoài mới có thể vào báo cáo gửi lên cấp trên.",
        ),
        (
            "Các nhiệm vụ còn lại",
            "Nhiệm vụ nào chỉ duy trì, không phát sinh thì không cần ghi riêng: đánh dấu x ở dòng «Các nhiệm vụ còn "
            "lại», có thể thêm một câu ở cột Kết quả thực hiện trong kỳ.",
        ),
        ("Không có khó khăn", "Để trống, hoặc ghi «Không»."),
        (
            "Thêm kết quả",
            "Một nhiệm vụ một dòng. Không thêm dòng mới, không dùng công thức; chép bằng Dán giá trị (Paste Values).",
        ),
        (
            "Gửi lại",
            "Cần sửa thì sửa ngay trong biểu đã gửi rồi gửi lại cả biểu: dòng nào đổi thì thay lời đã ghi, dòng không "
            "đổi giữ nguyên.",
        ),
        (
            "Được phép",
            "Sắp xếp, lọc, ẩn dòng, đổi độ rộng cột, độ cao dòng; lưu bằng Excel hoặc LibreOffice, dạng .xlsx.",
        ),
        (
            "Không xóa",
            "Cột ẩn phía sau, hàng ẩn trên hàng tiêu đề, các trang khác: chương trình nhận dòng nhờ đó.",
        ),
    )


def _write_guide(book: Any, sheet: Any, lines: Guide) -> None:
    font = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}
    bold, plain = book.add_format({**font, "bold": True}), book.add_format(font)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    for y, (name, words) in enumerate(lines):
        sheet.write_string(y, 0, name, bold)
        sheet.write_string(y, 1, words, plain)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
