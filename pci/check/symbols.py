"""Numbers, symbols and days of documents, as NĐ 30/2020/NĐ-CP and the Party's offices write them:
found in a text."""

import re
from collections.abc import Iterator
from datetime import date

from pci.check.rule import FileText, Hit

_TYPES = [
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
    "GM",
    "NĐ",
    "TT",
    "KL",
    "CV",
]
"""Types of papers by their short names (NĐ 30/2020, Phụ lục III); NĐ, TT of laws, KL of the Party.
CV is none."""

_BARE = str.maketrans("Đđ", "Dd")
_BY_BARE = {name.translate(_BARE).upper(): name for name in _TYPES}
_PARTY = ["TU", "TW", "BTV", "BTVTU", "BTGTU", "BTCTU", "UBKTTU", "VPTU", "ĐUK", "HU", "ThU"]
_UPPER = "[A-ZĐƯ]"
_AGENCY = rf"{_UPPER}[\wĐđ]*(?:[-&.]{_UPPER}[\wĐđ]*)*"
_NUMBER = r"\d{1,6}(?:/\d{4})?"

SOUND = re.compile(
    rf"(?<![\w/.,-])(?:{_NUMBER}/{_UPPER}[\wĐđ]*(?:[-&.]{_UPPER}[\wĐđ]*)+|\d+/\d{{4}}/QH\d+"
    rf"|\d{{1,6}}-{_UPPER}[\wĐđ]*/{_UPPER}{{2,}}[\wĐđ]*)"
)
"""Number and symbol as they should be: `12/BC-KKT`, `45/KKT-VP`, `08/2022/TT-BKHĐT`,
`55/2022/QH15`, `91-KL/TU`."""

_LOOSE = re.compile(
    rf"(?<![\w/.,-])(?P<number>\d{{1,6}}(?:\s*/\s*\d{{4}})?)\s*[-/–]\s*"
    rf"(?P<type>(?i:{'|'.join(sorted({*_TYPES, *_BY_BARE}, key=len, reverse=True))}))\s*[-/–_ ]\s*"
    rf"(?P<agency>{_AGENCY}|(?i:ubnd|hđnd|kkt|kcn)\b)"
)


def malformed(passage: FileText) -> Iterator[tuple[Hit, str]]:
    """Every symbol that is not written as it should be, and how it should be."""
    for hit in passage.hits(_LOOSE):
        right = _right(hit.match)
        if hit.text != right:
            yield hit, right


def _right(found: re.Match[str]) -> str:
    """`số/loại-cơ quan` of the state, `số-loại/cơ quan` of the Party; a letter (CV) has its
    drafting unit instead of a type."""
    number = re.sub(r"\s", "", found["number"])
    kind = _BY_BARE[found["type"].translate(_BARE).upper()]
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


def days(passage: FileText) -> Iterator[Hit]:
    """Every day written out in a text, with groups `day`, `month` and `year`, also one that is in
    no calendar."""
    yield from passage.hits(DAY)
    yield from passage.hits(_LONG_DAY)


def real_day(match: re.Match[str]) -> date | None:
    """The day that is written, null where no calendar has it."""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
