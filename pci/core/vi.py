"""Vietnamese for people: folding, labels, numbers and dates in the style of the decrees."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from itertools import filterfalse, pairwise
from typing import Literal, NamedTuple

from pci.core.dates import Period, parse_period, period_after

_D = str.maketrans("đĐ", "dD")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_NOT_WORD = re.compile(r"[\W_]+")
_EMOJI = r"\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
WITHOUT_SHAPE = (
    rf"(?!(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}]))"
    r"[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""The pattern of a character without a shape; some reverse the order of the letters that follow.
One that joins two emoji belongs to them."""
_SHAPELESS = re.compile(WITHOUT_SHAPE)
_LONG = 1000
_MARKS = re.compile(r"([^\w\s\x00-\x7f]{30})")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")

STATE_LABELS = {
    "doing": "Đang thực hiện",
    "done": "Đã hoàn thành",
    "suspended": "Tạm dừng",
    "nothing": "Không phát sinh trong kỳ",
}
"""The states of an update as Mẫu 3.1b words them."""

TASK_LABELS = {
    "overdue": "Quá hạn",
    "open": "Đang thực hiện (trong hạn)",
    "suspended": "Tạm dừng",
    "waiting": "Chưa đủ điều kiện thực hiện",
    "not_due": "Chưa đến hạn",
    "done_late": "Đã hoàn thành (quá hạn)",
    "done": "Đã hoàn thành",
    "standing": "Nhiệm vụ thường xuyên",
    "none": "Không còn đầu việc",
}
"""The states of items and tasks."""

BRIEF_LABELS = {
    **TASK_LABELS,
    "open": "Trong hạn",
    "waiting": "Chưa đủ điều kiện",
    "done_late": "Hoàn thành (quá hạn)",
    "done": "Hoàn thành",
    "standing": "Thường xuyên",
}
"""The states of items and tasks on a narrow screen."""

ROLE_LABELS = {"lead": "Chủ trì", "coordinating": "Phối hợp", "related": "Có liên quan"}

NO_DAY = "không phải ngày có thật trong các năm 2000-2100"
"""What is wrong with a text that must be a day."""

_NUMERALS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def nfc(text: str) -> str:
    """The composed form: macOS and some keyboards give decomposed letters that compare unequal."""
    return _normalized("NFC", text)


def _normalized(form: Literal["NFC", "NFD"], text: str) -> str:
    """Compose or take apart the letters of a text. Marks without end go thirty at a time: to
    order them takes as many steps as the square of their number."""
    if len(text) <= _LONG:
        return unicodedata.normalize(form, text)
    return "".join(unicodedata.normalize(form, part) for part in _MARKS.split(text))


def shown(text: str) -> str:
    """Get the text as a page shows it: composed letters, plain line ends, no character without a
    shape."""
    return nfc(_SHAPELESS.sub("", _LINE_END.sub("\n", text)))


def control_character(text: str) -> str:
    """The first character that belongs in no document, as `U+000B`; tabs and line ends do belong.

    >>> control_character("a\\tb\\vc")
    'U+000B'
    """
    match = _CONTROL.search(text)
    return f"U+{ord(match[0]):04X}" if match else ""


def fold(text: str) -> str:
    """A key that ignores accents, case, đ/d, old and new tone placement, punctuation and spacing.

    >>> fold("Bộ phận Một-cửa") == fold("bo phan mot cua")
    True
    >>> fold("hoà") == fold("hòa")
    True
    """
    letters = _normalized("NFD", text.translate(_D).casefold())
    bare = "".join(filterfalse(unicodedata.combining, letters))
    return _NOT_WORD.sub(" ", bare).strip()


def file_words(text: str) -> str:
    """A part of a file's name that any machine takes: bare letters, digits, dots and hyphens.

    >>> file_words("45/BC-BQL Đặc khu")
    '45-BC-BQL-Dac-khu'
    """
    letters = _normalized("NFD", text.translate(_D))
    bare = "".join(filterfalse(unicodedata.combining, letters))
    return re.sub("[^A-Za-z0-9.]+", "-", bare).strip("-.")


def roman(number: int) -> str:
    """`3` as `III`, as Vietnamese papers number quarters and parts."""
    text = ""
    for value, letters in _NUMERALS:
        count, number = divmod(number, value)
        text += letters * count
    return text


def day_number(number: int, pad_below: int) -> str:
    """A day or month, with a leading zero below a limit."""
    return f"{number:02}" if number < pad_below else str(number)


def short_date(day: date) -> str:
    """`09/8/2023`: days below 10 and months 1 and 2 take a leading zero (NĐ 30/2020, Phụ lục I, mục
    II.4).

    >>> short_date(date(2023, 2, 6)), short_date(date(2023, 9, 14))
    ('06/02/2023', '14/9/2023')
    """
    return f"{day_number(day.day, 10)}/{day_number(day.month, 3)}/{day.year}"


def day_words(day: date, year: int) -> str:
    """A day in a paper of a year, which need not be said again: `26/3`.

    >>> day_words(date(2024, 3, 26), 2024), day_words(date(2023, 12, 20), 2024)
    ('26/3', '20/12/2023')
    """
    return short_date(day).removesuffix(f"/{year}")


PROVISIONAL = "(tạm tính)"
"""The mark of a day that rests on what nobody has confirmed or decided."""


def due_words(due: date, provisional: str) -> str:
    """A due day, marked where it is provisional for some reason."""
    return short_date(due) + (f" {PROVISIONAL}" if provisional else "")


def late_words(label: str, days: int) -> str:
    """The label of a state with the days that something is late, if any: `Quá hạn 02 ngày`."""
    return f"{label} {days:02} ngày" if days else label


def moment_words(hour: time, day: date) -> str:
    """By when an answer is due: `16 giờ 00 ngày 11/9/2023`."""
    return f"{hour.hour:02} giờ {hour.minute:02} ngày {short_date(day)}"


def month_words(month: int) -> str:
    """`tháng 02`, `tháng 9`: the month as a document's date line spells it (NĐ 30/2020, Phụ lục I,
    mục II.4)."""
    return f"tháng {day_number(month, 3)}"


def period_words(period: Period) -> str:
    """`quý III năm 2023`, `tháng 9 năm 2023`, `6 tháng đầu năm 2023`: never the id."""
    year, month = period.first.year, period.first.month
    return {
        "month": f"{month_words(month)} năm {year}",
        "quarter": f"quý {roman(month // 3 + 1)} năm {year}",
        "half": f"6 tháng {'đầu' if month == 1 else 'cuối'} năm {year}",
        "nine_months": f"9 tháng đầu năm {year}",
        "year": f"năm {year}",
        "range": f"từ ngày {short_date(period.first)} đến ngày {short_date(period.last)}",
    }[period.kind]


def occurrence_words(period_id: str) -> str:
    """A period of an obligation or a report as people say it, or the id as it stands where it is
    none.

    >>> occurrence_words("2023-lan-2")
    'lần 2 năm 2023'
    """
    base, _, turn = period_id.partition("-lan-")
    period = parse_period(base)
    if period is None:
        return period_id
    return (f"lần {turn} " if turn else "") + period_words(period)


def occurrences_words(period_ids: Sequence[str]) -> str:
    """Several periods in a sentence: a common year once, three or more in a row as a stretch.

    >>> occurrences_words(["2023-01", "2023-02", "2023-03"])
    'từ tháng 01 đến tháng 3 năm 2023'
    >>> occurrences_words(["2023-Q1", "2023-Q3"])
    'quý I và quý III năm 2023'
    """
    words = [occurrence_words(i) for i in period_ids]
    year = words[-1][words[-1].rfind(" năm ") :] if " năm " in words[-1] else ""
    if year and all(word.endswith(year) for word in words):
        words = [word.removesuffix(year) for word in words]
        words[-1] += year
    if len(words) > 2 and all(_follows(*pair) for pair in pairwise(period_ids)):
        return f"từ {words[0]} đến {words[-1]}"
    return join_words(words)


def stretches_words(period_ids: Iterable[str], year: int) -> str:
    """Several periods as a label, in order: four or more in a row as a stretch, their year only
    where it is another one.

    >>> stretches_words(["2023-06", "2023-01", "2023-03", "2023-02", "2023-04"], 2023)
    'tháng 1–4, 6'
    >>> stretches_words(["2023-Q4", "2024-Q1", "2024-Q2"], 2024)
    'quý IV năm 2023; quý I, II'
    >>> stretches_words(["2024-H1", "2024-lan-2"], 2024)
    '6 tháng đầu năm; lần 2'
    """
    numbers: dict[_Series, set[int]] = {}
    for period_id in sorted(set(period_ids), key=_period_order):
        series, number = _numbered(period_id, year)
        numbers.setdefault(series, set()).add(number)
    return "; ".join(_stretches(series, sorted(own)) for series, own in numbers.items())


def _period_order(period_id: str) -> tuple[date, date, int, str]:
    """The place of a period among others: by its last day, then the longer first, then by turns."""
    base, _, turn = period_id.partition("-lan-")
    period = parse_period(base)
    ends = (period.last, period.first) if period else (date.max, date.max)
    return (*ends, int(turn or 0), period_id)


class _Series(NamedTuple):
    """Periods that differ by their number only: months of a year, times in a period."""

    kind: str
    end: str = ""


def _numbered(period_id: str, year: int) -> tuple[_Series, int]:
    """The series of a period and its number in it, 0 for one that stands alone."""
    base, _, turn = period_id.partition("-lan-")
    period = parse_period(base)
    if period is None:
        return _Series(period_id), 0
    words, month = period_words(period), period.first.month
    end = words[words.rfind(" năm ") :].removesuffix(f" năm {year}")
    if turn:
        return _Series("lần", "" if base == str(year) else f" {words}"), int(turn)
    if period.kind == "month":
        return _Series("tháng", end), month
    if period.kind == "quarter":
        return _Series("quý", end), month // 3 + 1
    return _Series(words if period.kind == "year" else words.removesuffix(f" {year}")), 0


def _stretches(series: _Series, numbers: Sequence[int]) -> str:
    """Name the periods of a series: `tháng 1–3, 5 năm 2022`, a lone month as everywhere."""
    if numbers == [0]:
        return series.kind
    if series.kind == "tháng" and len(numbers) == 1:
        return month_words(numbers[0]) + series.end
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = roman if series.kind == "quý" else str
    parts = [
        f"{names(run[0])}–{names(run[-1])}" if len(run) > 3 else ", ".join(map(names, run))
        for run in runs
    ]
    return f"{series.kind} {', '.join(parts)}{series.end}"


def _follows(before: str, after: str) -> bool:
    period = parse_period(before)
    return period is not None and period_after(period).id == after


def lower_first(text: str) -> str:
    """A title continued inside a sentence; an abbreviation at its head stays.

    >>> lower_first("Số hồ sơ"), lower_first("TTHC đã rà soát")
    ('số hồ sơ', 'TTHC đã rà soát')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Words at the head of a sentence: `Quý III`."""
    return text[:1].upper() + text[1:]


def plan_words(plan_id: str) -> str:
    """A plan inside a sentence: `năm 2023`, or `kế hoạch 2026-cchc` where the year alone does not
    tell which."""
    return f"năm {plan_id}" if plan_id.isdecimal() else f"kế hoạch {plan_id}"


def count_words(count: int) -> str:
    """A count in prose, two digits at least where there is any: `05 nhiệm vụ`, `12 nhiệm vụ`, `0
    nhiệm vụ`."""
    return f"{count:02}" if count else "0"


def number_words(number: Decimal) -> str:
    """A figure with a decimal comma and dots between thousands: `1.234,5`.

    >>> number_words(Decimal("1234.50"))
    '1.234,5'
    """
    text = f"{number:,f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + ("," + fraction if fraction else "")


def measure_words(number: Decimal, unit: str) -> str:
    """A figure with its unit as in a sentence: two digits for a small count, no blank before the
    sign of a rate.

    >>> measure_words(Decimal(3), "phiên"), measure_words(Decimal("0.5"), "ha")
    ('03 phiên', '0,5 ha')
    >>> measure_words(Decimal(8), "%")
    '8%'
    """
    if unit == "%":
        return f"{number_words(number)}%"
    small = 0 < number < 10 and number == number.to_integral_value()
    return f"{'0' if small else ''}{number_words(number)} {unit}"


def shortened(text: str, limit: int = 60) -> str:
    """A text as a message may repeat it: never pages of it."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


_ENDLESS = re.compile("[^\\s«»/]{256,}|(?<=«)[^«»]{256,}(?=»)")


def brief(message: str) -> str:
    """A message whose words and quotes all end soon, whatever it repeats; a path stays whole."""
    return _ENDLESS.sub(lambda long: shortened(long[0]), message)


def join_statements(statements: Sequence[str]) -> str:
    """Statements in one sentence: `Số cuộc đối thoại: 01 cuộc; số kiến nghị: 12 kiến nghị`."""
    return "; ".join([*statements[:1], *map(lower_first, statements[1:])])


def join_words(words: Sequence[str]) -> str:
    """`A, B và C`."""
    return " và ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
