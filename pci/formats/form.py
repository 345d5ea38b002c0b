"""The form that a unit fills in: one table of its columns, from which the workbook is drawn and read back.

Rows are known by a hidden key, columns by a hidden name, the form by a hidden sheet: whoever sorts, filters, inserts or
hides changes nothing of what is read. Text cells only, no password; the same bytes for the same form.
"""

import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from pci.console import INVENTED
from pci.dates import Period
from pci.errors import CannotDo
from pci.formats import form_cells
from pci.formats.form_cells import Cell, Fields, Question, Reader
from pci.formats.package import DAMAGE, Kind, OfficePackage
from pci.formats.xlsx import MADE, OPTIONS
from pci.model import INSIDE, Plan
from pci.names import day
from pci.reports.fill_in import (
    STATES,
    VERSION,
    Form,
    Line,
    digest,
    expected,
    marked,
    number_of,
    received_by,
    title,
)
from pci.vi import STATE_LABELS, period_words, short_date, shortened

EXCEL = Kind(
    "Excel",
    ".xlsx",
    ".xls",
    "xl/workbook.xml",
    "chép phần đã điền sang biểu mới lập bằng «pci form»",
    "chép phần đã điền sang biểu mới lập bằng «pci form»",
)
_LOCKED = b"\xd0\xcf\x11\xe0"
"""How a file of Excel before 2007 begins, and any that has a password."""

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
    Column("pci:work", "Nhiệm vụ, đầu việc", 29, "work"),
    Column("pci:outputs", "Kết quả/Sản phẩm theo Kế hoạch", 17, "outputs"),
    Column("pci:last", "Kết quả đã báo cáo lần trước", 16, "last"),
    Column("pci:state", "Tình trạng", 12, None, form_cells.state, "Chọn trong danh sách."),
    Column(
        "pci:figures",
        "Số liệu",
        17,
        "figures",
        form_cells.figures,
        "Gõ số sau dấu hai chấm của từng chỉ tiêu. Số lẻ dùng dấu phẩy (98,33), tỷ lệ kèm dấu % (80%), số nghìn gõ "
        "liền (1234).",
    ),
    Column(
        "pci:result",
        "Kết quả thực hiện trong kỳ",
        26,
        None,
        form_cells.result,
        "Việc đã làm trong kỳ, gọn như sẽ in trong báo cáo. Xuống dòng trong ô: Alt+Enter.",
    ),
    Column(
        "pci:evidence",
        "Tài liệu kiểm chứng",
        15,
        None,
        form_cells.evidence,
        "Mỗi văn bản một dòng (Alt+Enter): 412/BC-KKT ngày 14/9/2023.",
    ),
    Column(
        "pci:remarks",
        "Khó khăn, kiến nghị",
        20,
        None,
        form_cells.remarks,
        "«Khó khăn: …» và «Kiến nghị: …», mỗi ý một dòng. Không nêu nơi nhận là gửi Lãnh đạo Ban; gửi nơi khác thì "
        "ghi «Kiến nghị (gửi UBND tỉnh): …».",
    ),
)
"""What people see: nine columns. The key of a row stands hidden behind them."""
KEY, ASKED = Column("pci:key", "", 4), Column("pci:asked", "", 4)
"""Hidden: what a row speaks of; which figures were printed in it."""
ALL = (*COLUMNS, KEY, ASKED)
_MARKS = (KEY, ASKED, COLUMNS[0])
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

Lists = Mapping[tuple[str, ...], str]
"""Where the hidden sheet holds each list of states."""


# --- out --------------------------------------------------------------------------------------------------------------


def write(form: Form) -> bytes:
    """The workbook to fill in: A4 landscape, its head on every page, rows as high as their words."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": title(form), "created": MADE})
        sheet = book.add_worksheet(sheet_name(form.window.period))
        _write_guide(book, book.add_worksheet(GUIDE), form.plan)
        lists = _write_identity(book.add_worksheet(IDENTITY), form)
        _write_form(book, sheet, form, lists)
    return out.getvalue()


def sheet_name(period: Period) -> str:
    """`Quý III`, `6 tháng đầu`, `Năm`."""
    words = period_words(period).removesuffix(f"năm {period.first.year}").strip() or "năm"
    return words[:1].upper() + words[1:]


def suggested_day(form: Form) -> date:
    """The day that the form is dated with until a clerk changes it: that of the units' reports."""
    return min(max(form.window.internal_due, form.window.window_first), form.window.window_last)


def _write_form(book: Any, sheet: Any, form: Form, lists: Lists) -> None:
    styles = _styles(book)
    for x, column in enumerate(ALL):
        sheet.set_column(x, x, column.width, None, {"hidden": column in (KEY, ASKED)})
        sheet.write_string(_NAMES, x, column.name)
    sheet.set_row(_NAMES, None, None, {"hidden": True})
    _write_head(sheet, form, styles)
    for x, column in enumerate(COLUMNS):
        sheet.write_string(_TITLES, x, column.title, styles["titles"])
    _write_key(sheet, _TITLES, FURNITURE)
    y = _TITLES + 1
    for block in form.blocks:
        for x in range(len(COLUMNS)):
            sheet.write_blank(y, x, None, styles["block"])
        sheet.write_string(y, 0, block.title, styles["block"])
        _write_key(sheet, y, FURNITURE)
        for below, line in enumerate(block.lines, 1):
            _write_line(sheet, y + below, line, styles, lists)
        y += len(block.lines) + 1
    _lay_out(sheet, y - 1)


def _styles(book: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 11}
    grid = {**font, "border": 1, "text_wrap": True, "valign": "top"}
    looks: dict[str, dict[str, Any]] = {
        "bold": {**font, "bold": True},
        "title": {**font, "bold": True, "font_size": 13},
        "note": {**font, "italic": True},
        "titles": {**grid, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DDEBF7"},
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
    first, last, due = map(short_date, (window.window_first, window.window_last, window.internal_due))
    dates = f"Số liệu từ ngày {first} đến ngày {last}. Hạn nộp: ngày {due}, về {received_by(plan)}."
    printed = (
        (plan.name(form.unit).upper() + f"   {INVENTED}" * plan.illustrative, "bold"),
        (title(form).upper(), "title"),
        (f"{dates} Ghi vào các ô màu vàng; cách ghi ở trang «{GUIDE}».", "note"),
    )
    for y, (words, style) in enumerate(printed):
        sheet.write_string(y, 0, words, styles[style])
        _write_key(sheet, y, FURNITURE)
    for y, (key, label) in enumerate(HEAD, len(printed)):
        sheet.write_string(y, 0, label, styles["bold"])
        sheet.merge_range(y, _FIRST_INPUT, y, _FIRST_INPUT + 1, "", styles["input"])
        sheet.write_string(y, _FIRST_INPUT, short_date(suggested_day(form)) if key == DATE else "", styles["input"])
        _write_key(sheet, y, key)


def _write_key(sheet: Any, y: int, key: str) -> None:
    sheet.write_string(y, ALL.index(KEY), key)


def _lay_out(sheet: Any, last: int) -> None:
    """On the screen and on paper: the titles stay, the width fits."""
    right = len(COLUMNS) - 1
    # the hidden columns too: sorted apart from their rows, keys would stand beside another task's words
    sheet.autofilter(_TITLES, 0, last, len(ALL) - 1)
    sheet.freeze_panes(_TITLES + 1, 2)
    sheet.repeat_rows(_TITLES)
    sheet.print_area(0, 0, last, right)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def _write_line(sheet: Any, y: int, line: Line, styles: Mapping[str, Any], lists: Lists) -> None:
    for x, column in enumerate(COLUMNS):
        style = styles["input" if column.read else "last" if column.prints == "last" else "printed"]
        text = _printed(line, column)
        if text:
            sheet.write_string(y, x, text, style)
        else:
            sheet.write_blank(y, x, None, style)
        if column.read is form_cells.state:
            _offer(sheet, y, x, line, lists)
        elif column.read:
            sheet.data_validation(
                y, x, y, x, {"validate": "any", "input_title": column.title, "input_message": column.prompt}
            )
    _write_key(sheet, y, line.key)
    sheet.write_string(y, ALL.index(ASKED), ",".join(line.figures))


def _printed(line: Line, column: Column) -> str:
    if column.prints == "figures":
        return "\n".join(f"{label}: " for label in line.figures.values())
    return str(getattr(line, column.prints)) if column.prints else ""


def _offer(sheet: Any, y: int, x: int, line: Line, lists: Lists) -> None:
    """The states to choose from; in a row of one state any mark will do."""
    if len(line.states) == 1:
        sheet.data_validation(y, x, y, x, {"validate": "list", "source": ["x"], "error_type": "information"})
        return
    wrong = {"error_title": "Tình trạng", "error_message": "Chọn một trong danh sách, hoặc để trống."}
    sheet.data_validation(y, x, y, x, {"validate": "list", "source": lists[line.states], **wrong})


def _write_identity(sheet: Any, form: Form) -> dict[tuple[str, ...], str]:
    """What the form is, and the lists that its cells choose from: where each stands, by what it holds."""
    sheet.very_hidden()
    facts = {
        "version": str(VERSION),
        "year": str(form.plan.year),
        "period": form.window.period.id,
        "unit": form.unit,
        "plan": digest(form.plan, form.unit),
    }
    for y, (name, text) in enumerate(facts.items()):
        sheet.write_string(y, 0, name)
        sheet.write_string(y, 1, text)
    places = {}
    for x, states in enumerate(STATES, 3):
        for y, state in enumerate(states):
            sheet.write_string(y, x, STATE_LABELS[state])
        letter = chr(ord("A") + x)
        places[states] = f"='{IDENTITY}'!${letter}$1:${letter}${len(states)}"
    return places


def _write_guide(book: Any, sheet: Any, plan: Plan) -> None:
    font = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}
    bold, plain = book.add_format({**font, "bold": True}), book.add_format(font)
    outside = "; ".join((*INSIDE.values(), *(body.name for body in plan.outside.values())))
    lines = (
        ("CÁCH GHI BIỂU", ""),
        ("Ghi ở đâu", "Chỉ ghi vào ô màu vàng. Dòng nào để trống thì coi như chưa báo cáo về nhiệm vụ ấy."),
        *((column.title.replace("\n", " "), column.prompt) for column in COLUMNS if column.read),
        ("Nơi nhận kiến nghị", f"{outside}. Chỉ điều gửi cơ quan ngoài mới có thể vào báo cáo gửi lên cấp trên."),
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
            "Được phép",
            "Sắp xếp, lọc, ẩn dòng, đổi độ rộng cột, độ cao dòng; lưu bằng Excel hoặc LibreOffice, dạng .xlsx.",
        ),
        ("Không xóa", "Cột ẩn phía sau, hàng ẩn trên hàng tiêu đề, các trang khác: chương trình nhận dòng nhờ đó."),
    )
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    for y, (name, words) in enumerate(lines):
        sheet.write_string(y, 0, name, bold)
        sheet.write_string(y, 1, words, plain)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


# --- back in ----------------------------------------------------------------------------------------------------------


class Identity(NamedTuple):
    """Which form a file is: of which version, plan, period and unit."""

    version: int
    year: int
    period: str
    unit: str
    plan: str


class Row(NamedTuple):
    """A row with a key: what it speaks of, its period, the number and id that people see, the figures printed in it,
    the cells that were filled in by their columns' names."""

    about: str
    period: str | None
    number: str
    asked: tuple[str, ...]
    place: str
    cells: Mapping[str, Cell]


class Fault(NamedTuple):
    """Something that cannot be recorded, by its cell."""

    place: str
    message: str
    hint: str


class Filled(NamedTuple):
    """A form as it came back, its cells not yet judged against a plan. `sheet` places what no cell holds."""

    identity: Identity
    sheet: str
    day: Cell | None
    author: Cell | None
    approver: Cell | None
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read(data: bytes) -> Filled:
    """A form that came back. Raises CannotDo for a file that is none, or that could do harm."""
    _refuse_others(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library does not keep of a file concerns nobody who only reads
        try:
            return _read(data)
        except (*DAMAGE, SyntaxError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise CannotDo("tệp Excel bị hỏng, không đọc được", EXCEL.resave) from error


def _refuse_others(data: bytes) -> None:
    """Everything that is no plain .xlsx, by the name that people know it by."""
    if data.startswith(_LOCKED):
        raise CannotDo("tệp có mật khẩu, hoặc là .xls của Excel cũ", f"bỏ mật khẩu, {EXCEL.resave}")
    if data[:2] != b"PK":
        raise CannotDo("không phải tệp Excel .xlsx", EXCEL.resave)
    if b"application/vnd.oasis.opendocument" in data[:200]:
        raise CannotDo("tệp dạng .ods của LibreOffice", "trong LibreOffice chọn Lưu thành, dạng Excel .xlsx")
    if b"word/document.xml" in data[-100_000:]:
        raise CannotDo("tệp Word không nhập được", "bản Word để in và ký; nhập bằng biểu Excel")
    OfficePackage(data, EXCEL).refuse_active()


def _read(data: bytes) -> Filled:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    identity = _identity(book)
    sheets = [sheet for sheet in book.worksheets if sheet.title not in (IDENTITY, GUIDE)]
    tables = [(sheet, rows, found) for sheet in sheets if (found := _columns(rows := _rows(sheet), identity))]
    if len(tables) != 1:
        fault = "không thấy hàng tên cột ẩn của biểu" if not tables else "có hai trang biểu"
        raise CannotDo(fault, "giữ đúng một trang biểu như lúc lập, hoặc lập lại bằng «pci form»")
    sheet, rows, places = tables[0]
    return _gathered(sheet.title, rows, places, identity)


def _rows(sheet: Any) -> list[list[Any]]:
    """The rows that hold anything, wherever the file says that they end."""
    sheet.reset_dimensions()
    rows = ([c for c in row if c.value is not None] for row in sheet.iter_rows())
    return [row for row in rows if row]


def _identity(book: Any) -> Identity:
    if IDENTITY not in book.sheetnames:
        raise CannotDo("không phải biểu của chương trình này", "lập biểu bằng «pci form», điền rồi gửi lại tệp ấy")
    told = {row[0].value: str(row[1].value) for row in _rows(book[IDENTITY]) if len(row) > 1}
    if not told["version"].isdigit() or not told["year"].isdigit():
        raise CannotDo("trang ẩn của biểu đã bị sửa", "lập lại bằng «pci form» rồi chép phần đã điền sang")
    found = Identity(int(told["version"]), int(told["year"]), told["period"], told["unit"], told["plan"])
    if found.version > VERSION:
        raise CannotDo(f"biểu của bản chương trình mới hơn (biểu bản {found.version})", "cập nhật chương trình")
    return found


def _columns(rows: list[list[Any]], identity: Identity) -> dict[str, int]:
    """Where each named column stands now; none where this sheet has no row of names."""
    known = [column.name for column in ALL]
    found = next((row for row in rows if sum(c.value in known for c in row) > 2), [])
    places = {cell.value: cell.column for cell in found if cell.value in known}
    if not places:
        return {}
    lost = [c for c in (*COLUMNS, KEY) if c.name not in places and (c is KEY or c.read)]
    if KEY in lost:
        raise CannotDo("cột mã ẩn của biểu đã bị xóa", "lập lại bằng «pci form» rồi chép phần đã điền sang")
    if lost and identity.version == VERSION:
        names = "; ".join(f"«{column.title}»" for column in lost)
        raise CannotDo(f"biểu mất cột {names}", "lập lại bằng «pci form» rồi chép phần đã điền sang")
    return places


def _gathered(sheet: str, rows: list[list[Any]], places: Mapping[str, int], identity: Identity) -> Filled:
    inputs = {places[c.name]: c.name for c in COLUMNS if c.read and c.name in places}
    head: dict[str, Cell] = {}
    found: list[Row] = []
    faults: list[Fault] = []
    for row in rows:
        at = {cell.column: cell for cell in row}
        key, asked, number = (str(at[x].value) if (x := places.get(c.name)) in at else "" for c in _MARKS)
        if key in (FURNITURE, KEY.name):
            continue
        cells: dict[str, Cell] = {}
        for x, name in inputs.items():
            read = _cell(sheet, at[x]) if x in at else None
            if isinstance(read, Fault):
                faults.append(read)
            elif read and read.text:
                cells[name] = read
        first = next(iter(cells.values()), None)
        if key.startswith("@"):
            head |= {key: first} if first else {}
        elif key:
            about, _, period = key.partition(" ")
            found.append(
                Row(about, period or None, number, tuple(filter(None, asked.split(","))), _place(sheet, row[0]), cells)
            )
        elif first:
            hint = "ghi vào dòng sẵn có của nhiệm vụ, hoặc dùng «pci record»"
            faults.append(Fault(first.place, "dòng thêm không có mã, không biết của nhiệm vụ nào", hint))
    return Filled(
        identity, f"Sheet '{sheet}'", head.get(DATE), head.get(AUTHOR), head.get(APPROVER), tuple(found), tuple(faults)
    )


def _cell(sheet: str, found: Any) -> Cell | Fault:
    place = _place(sheet, found)
    if found.data_type == "f":
        return Fault(place, "là công thức", "gõ thẳng kết quả, hoặc chép rồi Dán giá trị (Paste Values)")
    if found.data_type == "e":
        return Fault(place, f"là lỗi của bảng tính ({found.value})", "gõ thẳng kết quả")
    try:
        return form_cells.cell(place, found.value, found.number_format or "")
    except CannotDo as error:
        return Fault(place, error.message, error.hint)


def _place(sheet: str, found: Any) -> str:
    """`Sheet 'Quý III'!F7`, which can be typed into the program's own box of places."""
    return f"Sheet '{sheet}'!{found.column_letter}{found.row}"


# --- what it says -----------------------------------------------------------------------------------------------------


class Draft(NamedTuple):
    """An update as a row tells it; `places` are its fields' cells, `place` that of the row."""

    place: str
    told: Fields
    places: Mapping[str, str]


def drafts(filled: Filled, plan: Plan) -> Iterator[Draft | Fault]:
    """What the filled rows say, in their order, and what cannot be understood, cell by cell."""
    yield from filled.faults
    named = {column.name: column for column in COLUMNS}
    for row in filled.rows:
        if row.cells and (seen := marked(row.number)) and seen != marked(number_of(row.about, "")):
            hint = "hoàn tác việc sắp xếp, hoặc chép phần đã điền sang biểu mới lập bằng «pci form»"
            yield Fault(row.place, f"dòng in mã {seen}, mã ẩn lại là {row.about}: cột ẩn bị xáo", hint)
            continue
        told: dict[str, Any] = {}
        places: dict[str, str] = {}
        faults: list[Fault] = []
        question = Question(plan, expected(plan, row.about), row.asked)
        for name, cell in row.cells.items():
            reader = named[name].read
            assert reader
            try:
                said = reader(cell, question)
            except CannotDo as error:
                faults.append(Fault(cell.place, error.message, error.hint))
                continue
            told |= said
            places |= dict.fromkeys(said, cell.place)
        place = next(iter(places.values()), row.place)
        if told and "state" not in told and not faults:
            told, faults = _with_state(told, question, row, place)
        yield from faults
        if told and not faults:
            yield Draft(place, {"about": row.about, "period": row.period, **told}, places)


def _with_state(told: dict[str, Any], asked: Question, row: Row, place: str) -> tuple[dict[str, Any], list[Fault]]:
    """The state that a row of one state needs not be told; of several, one must be chosen."""
    if len(asked.expected.states) == 1:
        return {**told, "state": asked.expected.states[0]}, []
    labels = ", ".join(f"«{STATE_LABELS[state]}»" for state in asked.expected.states)
    return told, [Fault(place, f"{row.about}: có kết quả mà chưa chọn tình trạng", f"chọn ở cùng dòng: {labels}")]


def day_of(filled: Filled) -> date | Fault:
    """The day that the whole form is true of."""
    if filled.day is None:
        return Fault(filled.sheet, "chưa ghi ngày báo cáo", "ghi ở đầu biểu, như 11/9/2023")
    found = day(filled.day.text)
    return found or Fault(filled.day.place, f"«{shortened(filled.day.text)}» không phải ngày", "gõ như 11/9/2023")


def author(filled: Filled) -> str | None:
    """Who wrote the form and who approved it: `Nguyễn Văn A (duyệt: Trần Thị B)`; null where nobody is named."""
    names = [" ".join(cell.text.split()) if cell else "" for cell in (filled.author, filled.approver)]
    approved = f"(duyệt: {names[1]})" if names[1] else ""
    return " ".join(part for part in (names[0], approved) if part) or None
