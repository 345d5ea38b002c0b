"""What a value of the wrong form was meant to be: `30/9/2023` is 2023-09-30, `quý III/2023` is 2023-Q3.

A file takes one spelling of each thing; a person who typed another is shown the right one. Null where two could be
meant, or none.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

from pci.core import names
from pci.core.dates import parse_day, parse_period
from pci.core.vi import fold, roman


def meant(kind: str, typed: str) -> str | None:
    """The right spelling of a value, by the kind of its fault."""
    return _READINGS[kind](typed.strip()) if kind in _READINGS else None


def meant_word(typed: str, words: Sequence[str]) -> str | None:
    """The one of some English words that was meant, perhaps by its Vietnamese."""
    known = _IN_VIETNAMESE.get(fold(typed), "")
    begun = [word for word in words if typed.startswith(word)]  # quarterly, half-year
    near = begun or get_close_matches(fold(typed), words, 1)
    return known if known in words else near[0] if near else None


def days_of_month(typed: str) -> str:
    """Why a day in the right form is none; empty where that is not what is wrong."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])-\d\d", typed, re.ASCII)
    if not found or found[1] == "0000":
        return ""
    year, month = int(found[1]), int(found[2])
    return f"tháng {month} năm {year} có {monthrange(year, month)[1]} ngày"


def _day(typed: str) -> str | None:
    if found := names.day(typed):
        return found.isoformat()
    parts = re.fullmatch(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)", typed, re.ASCII)
    text = f"{parts[1]}-{int(parts[2]):02}-{int(parts[3]):02}" if parts else ""
    return text if parse_day(text) else None


def _period(typed: str) -> str | None:
    found = re.fullmatch(
        r"(?:(\d{4}) )?(quy|q|thang|h)? ?(\d{1,2}|i{1,3}|iv)(?: (?:nam )?(\d{4}))?", fold(typed)
    )
    if not found or bool(found[1]) == bool(found[4]):
        return None
    number = _ROMAN.get(found[3]) or int(found[3])
    part = {"q": f"Q{number}", "quy": f"Q{number}", "h": f"H{number}"}.get(found[2], f"{number:02}")
    period = f"{found[1] or found[4]}-{part}"
    return period if parse_period(period) else None


def _month(typed: str) -> str | None:
    period = _period(typed)
    return _day(typed) or (period if period and period[5:].isdigit() else None)


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


_CLOCK = r"((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?"


def _moment(typed: str) -> str | None:
    found = re.fullmatch(
        rf"(\S+?)[ Tt]{_CLOCK}(?:\.\d+)? ?([+-](?:0\d|1[0-4]):[0-5]\d|Z)?", typed, re.ASCII
    )
    day = _day(found[1]) if found else None
    return f"{day}T{found[2]}{found[3] or ':00'}{found[4] or '+07:00'}" if found and day else None


def _time(typed: str) -> str | None:
    found = re.fullmatch(r"(\d|[01]\d|2[0-3])(?:[hg:.]([0-5]\d)|h)", typed, re.ASCII)
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else None


def _integer(typed: str) -> str | None:
    found = re.fullmatch(r"\+?(-?)0*(\d{1,9})\s*%?", typed.replace("_", ""), re.ASCII)
    return f"{found[1]}{found[2]}" if found else None


def _number(typed: str) -> str | None:
    found = re.fullmatch(
        r"(.+?)(?:[,.](\d{1,2}|\d{4,6}))?\s*%?", typed, re.ASCII
    )  # three digits may be thousands
    whole = _integer(found[1]) if found else None
    return whole and found and (f"{whole}.{found[2]}" if found[2] else whole)


def _flag(typed: str) -> str | None:
    word = fold(typed)
    return (
        "true"
        if word in ("true", "yes", "co", "on")
        else "false"
        if word in ("false", "no", "khong", "off")
        else None
    )


def _slug(typed: str) -> str | None:
    slug = fold(typed).replace(" ", "-").replace("_", "-")
    return slug if re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", slug) else None


def _index(typed: str) -> str | None:
    found = re.fullmatch(r"([A-Z])\.(?:(\d{1,2})|([IVXLC]+))(\.[1-9]\d*)", typed.upper(), re.ASCII)
    return f"{found[1]}.{found[3] or roman(int(found[2]))}{found[4]}" if found else None


_READINGS: Mapping[str, Callable[[str], str | None]] = {
    "pci_day": _day,
    "pci_month": _month,
    "pci_period": _period,
    "pci_moment": _moment,
    "pci_time": _time,
    "pci_integer": _integer,
    "pci_number": _number,
    "pci_flag": _flag,
    "pci_slug": _slug,
    "pci_id": _index,
}

_IN_VIETNAMESE = {
    "dang thuc hien": "doing",
    "dang lam": "doing",
    "da hoan thanh": "done",
    "hoan thanh": "done",
    "da xong": "done",
    "xong": "done",
    "tam dung": "suspended",
    "khong phat sinh": "nothing",
    "khong phat sinh trong ky": "nothing",
    "thang": "month",
    "hang thang": "month",
    "quy": "quarter",
    "hang quy": "quarter",
    "6 thang": "half",
    "nua nam": "half",
    "nam": "year",
    "hang nam": "year",
}
