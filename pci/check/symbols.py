"""Numbers, symbols and days of documents, as NĐ 30/2020/NĐ-CP and the Party's offices write them:
found in a text."""

import re
from collections.abc import Iterator
from datetime import date

from pci.check.rule import FileText, Hit

_UPPER = "[A-ZĐƯ]"
_NUMBER = r"\d{1,6}(?:/\d{4})?"

SOUND = re.compile(
    rf"(?=\d)(?<![\w/.,-])(?:{_NUMBER}/{_UPPER}[\wĐđ]*(?:[-&.]{_UPPER}[\wĐđ]*)+|\d+/\d{{4}}/QH\d+"
    rf"|\d{{1,6}}-{_UPPER}[\wĐđ]*/{_UPPER}{{2,}}[\wĐđ]*)"
)
"""Number and symbol as they should be: `12/BC-KKT`, `45/KKT-VP`, `08/2022/TT-BKHĐT`,
`55/2022/QH15`, `91-KL/TU`."""

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
