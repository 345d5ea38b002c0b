"""The years in the words of a plan: which of them mean the plan's own time, and move on with it.

A year moves where a time of work names it, or where a title does. One of a cited document stays,
and so does one that may be either: a person decides.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from pci.check.symbols import SOUND

_DUE = (
    r"(?:(?:trước|đến|hết|chậm nhất|muộn nhất|hạn|vào|trong|xong|từ(?=[^.;\n]{1,30}? đến))"
    r"(?: là| vào| trước| hết| cả| các| khoảng| cuối| đầu| giữa){,5} )"
)
"""Words before the time of some work."""
_NUMBER = r"(?:[IVX]{1,8}|\d{1,2})"
_PART = rf"(?:tháng|quý|quí) {_NUMBER}"
_TIME = (
    rf"(?P<due>{_DUE})?(?:"
    rf"(?P<part>(?:ngày \d{{1,2}} )?{_PART}"
    rf"(?:(?:, |; | ?[-–] ?| và | đến )(?:{_PART}|{_NUMBER})){{,12}}"
    r"(?: ?/ ?|,? (?:của )?năm )YEAR|(?:\d{1,2} tháng )?(?:đầu|cuối|giữa) năm YEAR)"
    r"|(?P<day>(?:ngày )?\d{1,2}/\d{1,2}/YEAR)"
    r"|(?P<year>năm YEAR)"
    rf"|(?P<alone>(?:(?<![\d/]){_NUMBER}/|(?<![\w/.:-])(?<![-–] ))YEAR))"
    r"(?![\w/])(?! ?[-–] ?\d{4})"
)
"""A time that names a year at its end. `part` is one of a year; a year `alone` may be anything."""
_DOCUMENT = (
    r"[Qq]uyết định|[Nn]ghị (?:quyết|định)|Thông (?:tư|báo)|Luật|Chỉ thị|Kết luận|Công văn|Tờ trình"
    r"|[Kk]ế hoạch|[Cc]hương trình|[Đđ]ề án|Hướng dẫn|Văn bản|Bản ghi nhớ"
)
_CITED = re.compile(rf"\b(?:{_DOCUMENT})\b|\bsố \d\S*/|{SOUND.pattern}")
_SYMBOL = re.compile(rf"\bsố \d\S*/|{SOUND.pattern}")
_NEAR = 2000
"""The letters before a time among which its clause is looked for."""
_CLAUSE_END = re.compile(r"[;:]|\. ")
_IN_FORCE = re.compile(r"hiệu lực (?:thi hành )?(?:kể )?$")
_WITHIN = re.compile(r"\b(?:trong|hết|cả) $", re.IGNORECASE)


class Move(NamedTuple):
    """The year of a plan, the later one that it is carried on to, the titles of the documents that
    it cites, and the year of the first plan from which its words may come."""

    old: int
    new: int
    titles: tuple[str, ...]
    first: int

    @property
    def own_years(self) -> list[str]:
        """The years of which the words may still be, up to the plan's own."""
        return [f"năm {year}" for year in range(self.first, self.old + 1)]

    def id(self, text: str) -> str:
        """A day or a period of the later year; 29 February becomes the 28th."""
        by = self.new - self.old
        moved = re.sub(r"(?<![-\d])\d{4}", lambda match: str(int(match[0]) + by), text)
        return re.sub(r"(\d{4})-02-29", _real_day, moved)

    def words(self, text: str, is_title: bool, is_own: bool = False) -> list["Moved"]:
        """List the times of a text that move, in order: those of the old year, and days and parts
        of the next, in which some of its work ends. `is_own` marks the title of the plan itself,
        which may be called after what it carries out."""
        years = f"(?:{self.old}|{self.old + 1})"
        times = re.compile(_TIME.replace("YEAR", years), re.IGNORECASE)
        titles = bytearray(len(text) + 1)  # where something ends inside the title of a document
        for title in self.titles:
            for cited in re.finditer(re.escape(title), text):
                titles[cited.start() + 1 : cited.end() + 1] = b"\1" * len(title)
        return [
            Moved(time.start(), time[0], self._later(time[0]))
            for time in times.finditer(re.sub(r"\s", " ", text))
            if not titles[time.end()] and self._moves(time, is_title, is_own)
        ]

    def stays(self, old: str, new: str) -> list[re.Match[str]]:
        """List where a text still names one of these years, or the one after them."""
        named = "|".join(map(str, range(self.first, self.old + 2)))
        years = re.compile(rf"(?<!\d)(?:{named})(?!\d)")
        return [year for year in years.finditer(old) if new[slice(*year.span())] == year[0]]

    def _moves(self, time: re.Match[str], is_title: bool, is_own: bool) -> bool:
        before = time.string[max(0, time.start() - _NEAR) : time.start()]
        if _IN_FORCE.search(before):
            return False
        is_of_year = time[0].endswith(str(self.old))
        if _is_due(time, is_of_year):
            return True
        clause = _CLAUSE_END.split(before + (time["due"] or ""))[-1]
        if (_SYMBOL if is_own else _CITED).search(clause):
            return False
        is_dated = time["day"] is not None or is_of_year
        return time["part"] is not None or (is_title and is_dated)

    def _later(self, time: str) -> str:
        year = int(time[-4:]) + self.new - self.old
        later = time[:-4] + str(year)
        if _last_of_february(year) == 29:
            return later
        return re.sub(r"\b29(?=(?:/| tháng )0?2(?:/| năm ))", "28", later)


def _is_due(time: re.Match[str], is_of_year: bool) -> bool:
    """Whether words before a time say that work is due then; a whole year only as the plan's."""
    due = time["due"] or ""
    is_within = is_of_year and time["year"] and _WITHIN.search(due)
    return bool(due and (time["part"] or time["day"] or is_within))


class Moved(NamedTuple):
    """A time in a text, and what it becomes: both are of one length."""

    start: int
    was: str
    now: str


def replaced(text: str, times: Iterable[Moved]) -> str:
    """A text with its times moved."""
    for start, was, now in times:
        pairs = zip(text[start : start + len(was)], was, now, strict=True)
        kept = "".join(own if old == new else new for own, old, new in pairs)
        text = text[:start] + kept + text[start + len(was) :]
    return text


def _real_day(match: re.Match[str]) -> str:
    return f"{match[1]}-02-{_last_of_february(int(match[1]))}"


def _last_of_february(year: int) -> int:
    return (date(year, 3, 1) - timedelta(days=1)).day
