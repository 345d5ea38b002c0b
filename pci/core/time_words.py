"""What Vietnamese words say of a time: the schedule that a quote states, the times that a text
names.

A quote is read where one row of `_ROWS` fits it from its first word to its last; other words say
nothing for sure.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from pci.core.dates import Period, parse_period, periods_of
from pci.core.model import After, By, During, Every, Schedule, Within
from pci.core.scalars import PeriodKind
from pci.core.vi import nfc

_ROWS = (
    "HEAD? PERIODS YEARLY?",  # Quý II và Quý IV hằng năm
    "DO* IN PERIODS YEARLY?",  # hoàn thành trong quý IV/2023
    "DO* YEARLY DO* IN? PERIODS",  # hằng năm, vào tháng 12
    "HEAD? DAY YEARLY?",  # ngày 20 tháng 12 hằng năm
    "DO* BY DAY YEARLY?",  # báo cáo trước ngày 30/9/2023
    "DO* YEARLY DO* BY? DAY",  # hằng năm, trước ngày 15/12
    "DO* EACH KIND DO*",  # báo cáo định kỳ hằng tháng
    "DO* EACH KIND DO* TIMES lần",  # mỗi quý 01 lần
    "DO* một KIND DO* TIMES lần",  # một năm hai lần
    "DO* THIS_YEAR YEAR? DO* TIMES lần",  # trong năm 2023 tổ chức 02 lần
    "DO* TIMES lần DO* PER KIND YEAR?",  # 02 lần/năm
    "DO* SPAN PER? TIMES? lần",  # 06 tháng một lần
    "DO* BY? ngày MONTH_DAY EACH MONTH",  # trước ngày 20 hằng tháng
    "DO* EACH MONTH DO* BY? ngày MONTH_DAY",  # hằng tháng, chậm nhất ngày 20
    "DO* EACH QUARTER DO* BY? ngày MONTH_DAY QUARTER_END",  # hằng quý, ngày 20 tháng cuối quý
    "DO* BY? ngày MONTH_DAY QUARTER_END",  # trước ngày 10 của tháng cuối quý
    "DO* WITHIN? WORKING_DAYS ngày làm việc SINCE?",  # trong 15 ngày làm việc kể từ khi có kho
)
"""The ways to say when something is due. `?` marks what may lack, `*` what may also repeat; a word
in capital letters stands for words of `_WORDS` or `_KINDS`, or for what `_SLOTS` reads."""
_IN_TEXT = (
    "IN PERIODS REST",  # xin cấp kinh phí trong quý IV
    "IN WHOLE_YEAR REST",  # trong năm 2024
    "BY DAY REST",  # trước ngày 5/12
    "LONG_PERIODS REST",  # xin cấp kinh phí quý II/2024
)
"""The ways to name a time inside a longer text: a cited paper's day or month has no such word."""

_WORDS: Mapping[str, Sequence[str]] = {
    "DO": (
        *("hoàn thành", "xong", "thực hiện", "triển khai", "tổ chức", "tiến hành", "định kỳ"),
        *("báo cáo", "cập nhật", "gửi", "trình", "ban hành", "công bố", "công khai"),
        *("họp", "giao ban", "đối thoại", "khảo sát", "kiểm tra"),
    ),
    "HEAD": ("hoàn thành", "xong", "thời gian", "thời hạn", "hạn", "tiến độ"),
    "IN": ("trong", "vào"),
    "BY": (
        *("trước", "đến", "đến hết", "hạn đến", "vào", "trong", "muộn nhất", "muộn nhất là"),
        *("chậm nhất", "chậm nhất là", "chậm nhất vào", "chậm nhất đến"),
    ),
    "EACH": ("hằng", "hàng", "mỗi", "định kỳ", "định kỳ hằng", "định kỳ hàng", "định kỳ mỗi"),
    "PER": ("/", "/ một", "trong", "trong một", "trong mỗi", "một", "mỗi", "hằng", "hàng"),
    "YEARLY": ("hằng năm", "hàng năm", "mỗi năm"),
    "WITHIN": (
        *("trong", "trong vòng", "trong thời hạn", "thời hạn", "không quá", "tối đa"),
        *("chậm nhất", "chậm nhất là", "chậm nhất sau"),
    ),
}
_QUARTER = {"quý": "quarter"}
_SPAN = {"3 tháng": "quarter", "6 tháng": "half"}
_KINDS: Mapping[str, Mapping[str, str]] = {
    "KIND": {"tháng": "month", **_QUARTER, "năm": "year", **_SPAN},
    "MONTH": {"tháng": "month"},
    "QUARTER": _QUARTER,
    "QUARTER_END": {"tháng cuối quý": "quarter", "của tháng cuối quý": "quarter"},
    "SPAN": _SPAN,
    "THIS_YEAR": {"năm": "year", "trong năm": "year"},
}
"""Words that say a kind of period."""

_PARTS: Mapping[str, Mapping[str, str]] = {
    "quý": {
        name: f"-Q{n}"
        for n, names in enumerate(("1 i", "2 ii", "3 iii", "4 iv"), 1)
        for name in names.split()
    },
    "tháng": {str(n): f"-{n:02}" for n in range(1, 13)},
}
_STRETCHES = {"6 tháng đầu năm": "-H1", "6 tháng cuối năm": "-H2", "9 tháng đầu năm": "-9M"}
_CITED = ("báo cáo", "kế hoạch", "số liệu", "kết quả", "cùng kỳ")
"""Words whose period is no time by which something is wanted."""
_SPELLED = {"một": "1", "hai": "2", "ba": "3", "bốn": "4", "sáu": "6", "quí": "quý", "–": "-"}
_AND = (",", ";", "và", "+", "&")
_PAUSES = (",", ";", ":", ".", "(", ")", "“", "”", '"', "«", "»")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_ENDS = ("", "", "", "")
"""The marks at the end: as many as a reader may look ahead."""
_MOST = 200
"""A longer quote is no wording of a time."""

Tokens = tuple[str, ...]
Reading = tuple[Mapping[str, Any], int]
"""The fields of a time that some words state, and the place after them."""
Slot = Callable[[Tokens, int, int], Reading | None]
"""A reader of the words at a place, beside the year of a plan."""


def _tokens(text: str) -> Tokens:
    """The words, numbers and signs of a text, each as the tables spell it."""
    tokens = _TOKEN.findall(nfc(text).lower())
    return tuple(_SPELLED.get(t, t.lstrip("0") or "0") for t in tokens)


_table_tokens = cache(_tokens)
"""The same of words of the tables."""


def _of_text(text: str) -> Tokens:
    """The same with marks at the end, so that a reader may look at what follows."""
    return (*_tokens(text), *_ENDS)


def _end(tokens: Tokens) -> int:
    """The place of the marks at the end."""
    return len(tokens) - len(_ENDS)


class _Time(NamedTuple):
    """What the words of a row say."""

    periods: tuple[str, ...] = ()
    day: date | None = None
    kind: PeriodKind = "year"
    times: int = 1
    month_day: int | None = None
    working_days: int = 0

    def schedule(self, year: int) -> Schedule:
        """The schedule that a plan's file would have."""
        if self.day:
            return By(self.day)
        if self.periods:
            return During(self.periods, 1)
        if self.working_days:
            return After((), Within(working_days=self.working_days))
        if self.times == 1:
            return Every(self.kind, self.month_day)
        return During(tuple(period.id for period in periods_of(year, self.kind)), self.times)


def stated_schedule(quote: str, year: int) -> Schedule | None:
    """The schedule that words of a plan of a year state, null where they say none for sure, or one
    of another year; of working days the event that they count from is left out."""
    tokens = _of_text(quote)
    if len(tokens) > _MOST:
        return None
    times = (_read(row.split(), tokens, 0, _Time(), year) for row in _ROWS)
    time = next(filter(None, times), None)
    if time is None:
        return None
    years = {*(i[:4] for i in time.periods), *([str(time.day.year)] if time.day else [])}
    return time.schedule(year) if years <= {str(year)} else None


def named_times(text: str, year: int) -> tuple[Period, ...]:
    """The days and periods by which a text wants something, in its order, a day as a range of one
    day; what says no year is of the year given.

    >>> [period.id for period in named_times("xin kinh phí trong quý IV, trước ngày 5/12", 2024)]
    ['2024-Q4', '2024-12-05_2024-12-05']
    """
    tokens = _of_text(text)
    times = (
        _read(row.split(), tokens, at, _Time(), year)
        for at in range(_end(tokens))
        for row in _IN_TEXT
    )
    ids = [i for t in times if t for i in ([f"{t.day}_{t.day}"] if t.day else t.periods)]
    return tuple(period for i in dict.fromkeys(ids) if (period := parse_period(i)))


def _read(row: Sequence[str], tokens: Tokens, at: int, time: _Time, year: int) -> _Time | None:
    """What the words from a place on say if a row fits them to their end."""
    while tokens[at] in _PAUSES:
        at += 1
    if not row:
        return time if at == _end(tokens) else None
    element, rest = row[0], row[1:]
    for fields, end in _fits(element.rstrip("?*"), tokens, at, year):
        onward = row if element.endswith("*") else rest
        if whole := _read(onward, tokens, end, time._replace(**fields), year):
            return whole
    return _read(rest, tokens, at, time, year) if element[-1] in "?*" else None


def _fits(name: str, tokens: Tokens, at: int, year: int) -> Iterator[Reading]:
    """Every way in which an element of a row fits the words at a place."""
    if name in _SLOTS:
        if reading := _SLOTS[name](tokens, at, year):
            yield reading
    elif name in _KINDS:
        for words, kind in _KINDS[name].items():
            if end := _after(words, tokens, at):
                yield {"kind": kind}, end
    else:
        yield from (
            ({}, end) for words in _WORDS.get(name, (name,)) if (end := _after(words, tokens, at))
        )


def _after(words: str, tokens: Tokens, at: int) -> int:
    """The place after some words, 0 where they do not stand there."""
    wanted = _table_tokens(words)
    return at + len(wanted) if tokens[at : at + len(wanted)] == wanted else 0


def _number(field: str, most: int) -> Slot:
    """A reader of a number up to the most that a schedule takes."""

    def read(tokens: Tokens, at: int, _: int) -> Reading | None:
        number = tokens[at]
        is_read = number.isdecimal() and len(number) < 4 and 0 < int(number) <= most
        return ({field: int(number)}, at + 1) if is_read else None

    return read


def _year(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """A year and the place after it: `/2023`, `năm 2023`."""
    at += tokens[at] in ("/", "năm")
    year = tokens[at]
    return (int(year), at + 1) if len(year) == 4 and year.startswith("20") else None


def _plan_year(tokens: Tokens, at: int, year: int) -> Reading | None:
    named = _year(tokens, at)
    return ({}, named[1]) if named and named[0] == year else None


def _day(tokens: Tokens, at: int, year: int) -> Reading | None:
    """A day of a month: `ngày 30 tháng 9`, `30/9/2023`; `2/3` before a word is a fraction."""
    is_called = tokens[at] == "ngày"
    signs = ("/", "tháng") if is_called else ("/",)
    day, sign, month = tokens[at + is_called : at + is_called + 3]
    if sign not in signs or not (day + month).isdecimal() or len(day + month) > 4:
        return None
    end = at + is_called + 3
    named = _year(tokens, end)
    if not named and _is_of_fraction(tokens[end], is_called):
        return None
    named_year, end = named or (year, end)
    try:
        return {"day": date(named_year, int(month), int(day))}, end
    except ValueError:
        return None


def _is_of_fraction(following: str, is_called: bool) -> bool:
    """Whether what follows two numbers makes them no day."""
    return following == "/" or (following.isalpha() and not is_called)


def _periods(tokens: Tokens, at: int, year: int) -> Reading | None:
    """The quarters, months or halves named one after the other; a range names none for sure."""
    ids: list[str] = []
    end = at
    while group := _group(tokens, at, year):
        named, end = group
        ids += named
        at = _after_and(tokens, end)
    return ({"periods": tuple(dict.fromkeys(ids))}, end) if ids and tokens[end] != "-" else None


def _group(tokens: Tokens, at: int, year: int) -> tuple[list[str], int] | None:
    """Periods of one kind with their year: `Quý II, IV năm 2023`."""
    stretches = ((part, _after(words, tokens, at)) for words, part in _STRETCHES.items())
    parts, end = next((([part], end) for part, end in stretches if end), _numbered(tokens, at))
    named, end = _year(tokens, end) or (year, end)
    return ([f"{named}{part}" for part in parts], end) if parts else None


def _numbered(tokens: Tokens, at: int) -> tuple[list[str], int]:
    """The parts of a year that a word and some numbers name, and the place after them."""
    word, parts, end = tokens[at], [], at
    names = _PARTS.get(word, {})
    at += 1
    while tokens[at] in names and not _counts(tokens, at):
        parts.append(names[tokens[at]])
        end = at + 1
        at = _after_and(tokens, end)
        at += tokens[at] == word
    return parts, end


def _counts(tokens: Tokens, at: int) -> bool:
    """Whether a number counts times or belongs to a day, as in `9/10`, and numbers no period."""
    following = tokens[at + 1]
    return following in ("lần", "ngày") or (following == "/" and not _year(tokens, at + 1))


def _whole_year(tokens: Tokens, at: int, _: int) -> Reading | None:
    """A year as a whole: `năm 2024`."""
    named = _year(tokens, at) if tokens[at] == "năm" else None
    return ({"periods": (str(named[0]),)}, named[1]) if named else None


def _long_periods(tokens: Tokens, at: int, year: int) -> Reading | None:
    """Quarters with their year, `6 tháng đầu năm` and the like, unless they are of a paper or of
    numbers."""
    is_stretch = any(_after(words, tokens, at) for words in _STRETCHES)
    reading = _periods(tokens, at, year) if is_stretch or tokens[at] == "quý" else None
    is_cited = any(tokens[max(at - 2, 0) : at] == _table_tokens(words) for words in _CITED)
    is_dated = is_stretch or (reading and _year(tokens, reading[1] - 1))
    return reading if is_dated and not is_cited else None


def _after_and(tokens: Tokens, at: int) -> int:
    """The place after the words and signs that add one thing to another."""
    while tokens[at] in _AND:
        at += 1
    return at


def _since(tokens: Tokens, at: int, _: int) -> Reading | None:
    """The event from which days count, to the end: it counts no working days again."""
    is_event = tokens[at] in ("kể", "tính", "từ", "sau", "khi") and "làm" not in tokens[at:]
    return ({}, _end(tokens)) if is_event else None


_SLOTS: Mapping[str, Slot] = {
    "PERIODS": _periods,
    "WHOLE_YEAR": _whole_year,
    "LONG_PERIODS": _long_periods,
    "DAY": _day,
    "YEAR": _plan_year,
    "TIMES": _number("times", 31),
    "MONTH_DAY": _number("month_day", 31),
    "WORKING_DAYS": _number("working_days", 250),
    "SINCE": _since,
    "REST": lambda tokens, _, __: ({}, _end(tokens)),
}
"""The readers of numbers, days and periods."""
