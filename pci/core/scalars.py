"""The form of each kind of value in a file: one exact spelling, with what editors and people are
told of it."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from pci import __version__
from pci.core.dates import parse_day, parse_period
from pci.core.fields import Codes, MalformedValue, Scalar
from pci.core.vi import NO_DAY, number_words, occurrence_words, short_date

# an editor admits 29 February of every year: `pci check` has the last word
_YEAR = r"(20\d\d|2100)"
_DAY = (
    rf"{_YEAR}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)"
    r"|02-(0[1-9]|[12]\d))"
)
_CITED_DAY = _DAY.replace("(20", r"(19\d\d|20", 1)
_MONTH = rf"{_YEAR}-(0[1-9]|1[0-2])"
_PERIOD = rf"{_YEAR}|{_YEAR}-(Q[1-4]|H[12]|9M)|{_MONTH}|{_DAY}_{_DAY}"
_A_YEAR = {"minimum": 2000, "maximum": 2100}


def _written(
    pattern: str,
    code: str,
    fault: str,
    form: str,
    read: Callable[[str], Any] = str,
    types: tuple[str, ...] = (),
    **limits: int,
) -> Scalar:
    """Make a value of one pattern, whose digits are 0 to 9; an editor may read it as one of
    `types`."""

    def exact(text: str) -> Any:
        return read(text) if re.fullmatch(pattern, text, re.ASCII) else None

    editor = {
        "type": ["string", *types] if types else "string",
        "pattern": f"^({pattern})$",
        "patternErrorMessage": f"không đúng dạng: {form}",
        **limits,
    }
    return Scalar(code, "«{}» " + fault, exact, editor)


def _id(pattern: str, form: str, *types: str) -> Scalar:
    return _written(pattern, "PCI107", f"không đúng dạng {form}", form, types=types)


def whole(low: int, high: int) -> Scalar:
    """A whole number within limits."""

    def within(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            hint = f"ít nhất {low}" if number < low else f"nhiều nhất {high}"
            raise MalformedValue("PCI105", f"{number} ngoài khoảng cho phép", hint)
        return number

    form, limits = "số nguyên", {"minimum": low, "maximum": high}
    pattern = r"-?(0|[1-9]\d{0,8})"
    return _written(pattern, "PCI105", f"không phải {form}", form, within, ("integer",), **limits)


LONGEST = 100_000
"""The letters of one text: thirty pages."""


def _not_blank(text: str) -> str | None:
    if len(text) > LONGEST:
        most, length = (number_words(Decimal(n)) for n in (LONGEST, len(text)))
        hint = f"không quá {most} chữ; phần dài để ở văn bản riêng rồi viện dẫn"
        raise MalformedValue("PCI108", f"nội dung dài {length} chữ", hint)
    return text.strip("\n") if text.strip() else None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _period(text: str) -> str | None:
    return text if parse_period(text) else None


def _partial_day(text: str) -> str | None:
    return text if len(text) < 10 or parse_day(text) else None


def _partial_day_words(text: str) -> str:
    day = parse_day(text)
    return short_date(day) if day else occurrence_words(text)


def _offset_words(rule: str) -> str:
    return rule.replace("window end", "ngày chốt số liệu").replace("working days", "ngày làm việc")


_TEXT = {
    "type": ["string", "number", "boolean"],
    "pattern": r"\S",
    "patternErrorMessage": "nội dung để trống",
}
_FLAG = {"type": "boolean", "errorMessage": "cần true hoặc false"}

Text = Annotated[
    str, Scalar("PCI108", "nội dung để trống", _not_blank, _TEXT, "viết nội dung, hoặc bỏ cả dòng")
]
Lines = tuple[Text, ...]
Flag = Annotated[
    bool,
    Scalar("PCI106", "«{}» không phải true hoặc false", {"true": True, "false": False}.get, _FLAG),
]
Number = Annotated[
    Decimal,
    _written(
        r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?",
        "PCI105",
        "không phải số (dấu thập phân là dấu chấm)",
        "số, dấu thập phân là dấu chấm",
        Decimal,
        ("number",),
    ),
]
Day = Annotated[
    date,
    _written(
        _DAY,
        "PCI104",
        f"{NO_DAY}, dạng 2023-09-30",
        "ngày có thật, 2023-09-30",
        parse_day,
    ),
]
CitedDay = Annotated[
    date,
    _written(
        _CITED_DAY,
        "PCI104",
        "không phải ngày có thật trong các năm 1900-2100, dạng 2023-09-30",
        "ngày có thật, 2023-09-30",
        parse_day,
    ),
]
"""The day of a document that is cited."""
EffectiveDay = Annotated[
    date | Literal["issued"],
    _written(
        rf"{_DAY}|issued",
        "PCI104",
        f"{NO_DAY}, dạng 2023-09-30, cũng không phải issued",
        "ngày có thật, hoặc issued",
        lambda text: parse_day(text) or text,
    ),
]
FORMAT = 1
"""The latest format of a plan's file that this version of the program reads."""


def _format(text: str) -> int | None:
    number = int(text)
    if number > FORMAT:
        message = f"tệp theo định dạng {number}, phiên bản pci {__version__} chỉ đọc đến {FORMAT}"
        raise MalformedValue("PCI110", message, f"cài pci mới hơn {__version__}")
    return number


FormatNumber = Annotated[
    int,
    _written(
        r"[1-9]\d{0,3}",
        "PCI105",
        "không đúng dạng số định dạng: 1",
        "số định dạng, 1",
        _format,
        ("integer",),
        minimum=1,
        maximum=FORMAT,
    ),
]
PartialDay = Annotated[
    str,
    _written(
        rf"{_DAY}|{_MONTH}|{_YEAR}",
        "PCI104",
        "không phải ngày, tháng có thật trong các năm 2000-2100: 2023-08",
        "ngày hoặc tháng, 2023-08",
        _partial_day,
        ("integer",),
        **_A_YEAR,
    ),
    Codes(_partial_day_words),
]
Moment = Annotated[
    datetime,
    _written(
        rf"{_DAY}T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)",
        "PCI104",
        "không phải thời điểm trong các năm 2000-2100, dạng 2023-09-15T09:12:40+07:00",
        "thời điểm, 2023-09-15T09:12:40+07:00",
        _moment,
    ),
]
TimeOfDay = Annotated[
    time,
    _written(
        r"([01]\d|2[0-3]):[0-5]\d",
        "PCI104",
        "không phải giờ dạng 16:00",
        "giờ, 16:00",
        time.fromisoformat,
    ),
]
PeriodId = Annotated[
    str,
    _written(
        _PERIOD,
        "PCI104",
        "không phải kỳ trong các năm 2000-2100: 2023, 2023-H1, 2023-9M, 2023-Q3 hoặc 2023-09",
        "kỳ, 2023, 2023-H1, 2023-9M, 2023-Q3 hoặc 2023-09",
        _period,
        ("integer",),
        **_A_YEAR,
    ),
    Codes(occurrence_words),
]
Offset = Annotated[
    str,
    _id(r"window end [+-] [1-9]\d? working days", "«window end + 2 working days»"),
    Codes(_offset_words),
]
Slug = Annotated[str, _id(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "mã: phong-qldt", "boolean")]
_NUMERAL = r"([A-Za-z]|[IVXLC]+|[1-9]\d*)"
_PLACE = rf"{_NUMERAL}(\.{_NUMERAL}){{0,3}}"
"""A place in the appendix: one to four numerals, each a letter, Roman or Arabic. An editor reads
some as numbers."""
TaskId = Annotated[str, _id(_PLACE, "mã nhiệm vụ: A.VII.4, I.3, 12, 2.1.a", "number")]
SectionId = Annotated[str, _id(_PLACE, "mã mục: A, A.VII, 2.1", "number")]
PlanTaskId = Annotated[
    str,
    _id(
        rf"\d{{4}}(-[a-z][a-z0-9]*(-[a-z0-9]+)*)?/{_PLACE}",
        "mã kế hoạch và mã nhiệm vụ: 2023/A.VII.4",
    ),
]
BodyId = Annotated[str, _id(r"[IVXLC]+(\.[1-9]\d*){0,2}", "mã đoạn: II hoặc II.1.3")]
SubindexId = Annotated[str, _id(r"[a-z][a-z0-9]*\.[1-9]\d?", "mã chỉ số: pci.3, par.1")]
Sha256 = Annotated[str, _id("[0-9a-f]{64}", "dấu sha256, 64 chữ số 0-9 a-f")]
IssueNumber = Annotated[
    str,
    _written(
        r"[1-9]\d{0,5}",
        "PCI105",
        "không đúng dạng số văn bản: 45",
        "số văn bản, 45",
        types=("integer",),
        minimum=1,
        maximum=999999,
    ),
]

_EVERY = {
    "month": "hằng tháng",
    "quarter": "hằng quý",
    "half": "sáu tháng một lần",
    "year": "hằng năm",
}
PeriodKind = Annotated[Literal["month", "quarter", "half", "year"], Codes(_EVERY.__getitem__)]
