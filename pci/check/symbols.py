"""Numbers, symbols and days of documents, as NĐ 30/2020/NĐ-CP and the Party's offices write them: found in a text."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_TYPES = (
    *(
        "NQ",
        "QĐ",
        "CT",
        "QC",
        "QyĐ",
        "TC",
        "TB",
        "HD",
        "CTr",
        "KH",
        "PA",
        "ĐA",
        "DA",
        "BC",
        "BB",
        "TTr",
        "HĐ",
        "CĐ",
    ),
    *("GM", "NĐ", "TT", "KL", "CV"),
)
"""Types of papers by their short names (NĐ 30/2020, Phụ lục III); NĐ, TT of laws, KL of the Party. CV is none."""

_BY_BARE = {name.translate(str.maketrans("Đđ", "Dd")).upper(): name for name in _TYPES}
_PARTY = ("TU", "TW", "BTV", "BTVTU", "BTGTU", "BTCTU", "UBKTTU", "VPTU", "ĐUK", "HU", "ThU")
_UPPER = "[A-ZĐƯ]"
_AGENCY = rf"{_UPPER}[\wĐđ]*(?:[-&.]{_UPPER}[\wĐđ]*)*"
_NUMBER = r"\d{1,6}(?:/\d{4})?"

SOUND = re.compile(
    rf"(?<![\w/.,-])(?:{_NUMBER}/{_UPPER}[\wĐđ]*(?:[-&.]{_UPPER}[\wĐđ]*)+|\d+/\d{{4}}/QH\d+"
    rf"|\d{{1,6}}-{_UPPER}[\wĐđ]*/{_UPPER}{{2,}}[\wĐđ]*)"
)
"""Number and symbol as they should be: `12/BC-KKT`, `45/KKT-VP`, `08/2022/TT-BKHĐT`, `55/2022/QH15`, `91-KL/TU`."""

_LOOSE = re.compile(
    rf"(?<![\w/.,-])(?P<number>\d{{1,6}}(?:\s*/\s*\d{{4}})?)\s*[-/–]\s*"
    rf"(?P<type>(?i:{'|'.join(sorted({*_TYPES, *_BY_BARE}, key=len, reverse=True))}))\s*[-/–_ ]\s*"
    rf"(?P<agency>{_AGENCY}|(?i:ubnd|hđnd|kkt|kcn)\b)"
)


class Malformed(NamedTuple):
    """A symbol written as no register would know it, and how it should be."""

    start: int
    end: int
    right: str


def malformed(text: str) -> Iterator[Malformed]:
    """Every symbol of a text that is not written as it should be."""
    for found in _LOOSE.finditer(text):
        right = _right(found)
        if found[0] != right:
            yield Malformed(*found.span(), right)


def _right(found: re.Match[str]) -> str:
    """Of the state `số/loại-cơ quan`, of the Party `số-loại/cơ quan`; a letter has no type but its drafting unit."""
    number = re.sub(r"\s", "", found["number"])
    kind = _BY_BARE[found["type"].translate(str.maketrans("Đđ", "Dd")).upper()]
    agency = found["agency"] if found["agency"][:1].isupper() else found["agency"].upper()
    if len(number) == 1:
        number = f"0{number}"
    if agency in _PARTY:
        return f"{number}-{kind}/{agency}"
    return f"{number}/{agency}-…" if kind == "CV" else f"{number}/{kind}-{agency}"


DAY = re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?![\d/])")
_LONG_DAY = re.compile(
    r"(?<=ngày )(?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})(?!\d)"
)


def days(text: str) -> Iterator[re.Match[str]]:
    """Every day written out in a text, with groups `day`, `month` and `year`, whether it ever was or not."""
    yield from DAY.finditer(text)
    yield from _LONG_DAY.finditer(text)


def real_day(found: re.Match[str]) -> date | None:
    """The day that was written, null where there is none such."""
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
