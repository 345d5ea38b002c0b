"""Calendar files (RFC 5545): a whole-day event for each due day, with an alarm where the day is
still ahead."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pci.core.deadlines import Deadline
from pci.core.model import Plan

_OCTETS_A_LINE = 75
_ALARM = "-P3D"
_SPECIAL = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,"})


def write(plan: Plan, rows: Iterable[Deadline], as_of: date, remark: str) -> str:
    """One VCALENDAR: the same rows and day give the same bytes, and an event keeps its UID from run
    to run.

    `remark` opens every summary and ends every description.
    """
    return calendar(events(plan, rows, as_of, remark))


def events(plan: Plan, rows: Iterable[Deadline], as_of: date, remark: str) -> Iterator[str]:
    """The lines of the events of one plan."""
    for row in rows:
        if row.due:
            yield from _event(plan, row, row.due, as_of, remark)


def calendar(lines: Iterable[str]) -> str:
    """One VCALENDAR of the lines of its events."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pci//Thoi han//VI", "CALSCALE:GREGORIAN")
    return "".join(f"{_folded(line)}\r\n" for line in (*head, *lines, "END:VCALENDAR"))


def _event(plan: Plan, row: Deadline, due: date, as_of: date, remark: str) -> Iterator[str]:
    mark = f"[{remark}] " if remark else ""
    what = f"{row.task}: {row.title}" if row.task else row.title
    summary = _text(f"{mark}{what}, {plan.name(row.unit)}")
    yield "BEGIN:VEVENT"
    yield "UID:" + _text(
        "/".join((plan.id, row.task or "-", row.obligation, row.period or "-", row.unit)) + "@pci"
    )
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"  # exclusive
    yield f"SUMMARY:{summary}"
    yield "DESCRIPTION:" + _text("\n".join(filter(None, (row.reason, remark))))
    yield "TRANSP:TRANSPARENT"
    if due >= as_of:  # one for a day that has passed would ring as soon as the file is opened
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{summary}",
            f"TRIGGER:{_ALARM}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _text(words: str) -> str:
    """A value in which nothing can end its line: every kind of line break becomes the two
    characters `\\n`."""
    return r"\n".join(words.translate(_SPECIAL).splitlines())


def _folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, the next ones led by a space; no letter is cut
    in two."""
    pieces, size = [""], 0
    for letter in line:
        octets = len(letter.encode(errors="backslashreplace"))
        if size + octets > _OCTETS_A_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += letter
        size += octets
    return "\r\n".join(pieces)
