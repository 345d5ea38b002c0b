"""Calendar files are read back by another program's parser, whatever the plan's words hold."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT, Run

from pci import workspace
from pci.core.deadlines import Deadline, deadlines
from pci.core.ledger import ledger
from pci.lists import ics

REAL = workspace.open_workspace(ROOT, "2023")
PLAN, CALENDAR = REAL.plan, REAL.calendar
DAY = date(2023, 10, 2)
ON = ("deadlines", "--as-of", "2023-10-02", "--format", "ics")
ROW = Deadline(
    "A.I.6", "kiem-tra", "2023-09", "van-phong", date(2023, 10, 31), "open", -29, "hạn", "Kiểm tra"
)


def rows(day: date = DAY) -> tuple[Deadline, ...]:
    return deadlines(ledger(PLAN, (), day, CALENDAR), CALENDAR, 90, issued={})


def parsed(text: str) -> list[Any]:
    """The events as `icalendar` reads them; its classes say too little of what a property holds."""
    calendar = icalendar.Calendar.from_ical(text)
    assert isinstance(calendar, icalendar.Calendar)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    events = calendar.walk("VEVENT")
    assert not [error for component in (calendar, *events) for error in component.errors]
    return list(events)


def one(title: str, reason: str) -> Any:
    (event,) = parsed(ics.write(PLAN, [ROW._replace(title=title, reason=reason)], DAY, ""))
    return event


def test_an_event_for_every_due_day() -> None:
    listed = [row for row in rows() if row.due]
    events = parsed(ics.write(PLAN, rows(), DAY, ""))
    assert len(events) == len(listed) > 85
    for row, event in zip(listed, events, strict=True):
        assert row.due
        assert event["DTSTART"].dt == row.due
        assert event["DTEND"].dt == row.due + timedelta(days=1)
        assert event["DTSTART"].params["VALUE"] == event["DTEND"].params["VALUE"] == "DATE"
        assert event["DTSTAMP"].to_ical() == b"20231002T000000Z"
        named = f"{row.task}: {row.title}" if row.task else row.title
        assert event["SUMMARY"] == f"{named}, {PLAN.name(row.unit)}"
        assert event["DESCRIPTION"] == row.reason


def test_an_alarm_rings_three_days_before_what_is_still_ahead() -> None:
    for row, event in zip(
        [r for r in rows() if r.due], parsed(ics.write(PLAN, rows(), DAY, "")), strict=True
    ):
        alarms = event.walk("VALARM")
        assert len(alarms) == row.soon
        for alarm in alarms:
            assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(days=-3))
            assert alarm["DESCRIPTION"] == event["SUMMARY"]


def test_uids_are_unique_and_stay_the_same_from_run_to_run() -> None:
    def uids(day: date) -> dict[tuple[str, str | None, str], str]:
        events = parsed(ics.write(PLAN, rows(day), day, ""))
        listed = [row for row in rows(day) if row.due]
        return {
            (f"{r.task}/{r.obligation}", r.period, r.unit): str(e["UID"])
            for r, e in zip(listed, events, strict=True)
        }

    before, after = uids(DAY), uids(DAY + timedelta(days=9))
    assert len(set(before.values())) == len(before)
    assert {key: before[key] for key in before if key in after} == {
        key: after[key] for key in after if key in before
    }
    assert (
        after["A.VII.4/bao-cao-thang", "2023-10", "phong-qldn"]
        == "2023/A.VII.4/bao-cao-thang/2023-10/phong-qldn@pci"
    )


def test_the_same_bytes_for_the_same_day(run: Run, real: Path) -> None:
    shown = run(*ON, cwd=real)
    other = {"TZ": "America/New_York", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    assert run(*ON, "-o", "a.ics", cwd=real, env=other).out == "a.ics\n"
    made = (real / "a.ics").read_bytes()
    assert made == ics.write(PLAN, _by_unit(), DAY, "").encode()
    assert made.decode().replace("\r\n", "\n") == shown.out.replace("\r\n", "\n")


def _by_unit() -> list[Deadline]:
    order = list(PLAN.units)
    found = deadlines(ledger(PLAN, (), DAY, CALENDAR), CALENDAR, 30, issued={})
    return sorted(found, key=lambda row: order.index(row.unit))


def test_lines_end_in_crlf_and_hold_75_octets_at_most() -> None:
    text = ics.write(PLAN, rows(), DAY, "DỮ LIỆU MINH HỌA")
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert not any("\n" in line or "\r" in line for line in lines)
    sizes = [len(line.encode()) for line in lines]
    assert max(sizes) in (74, 75)
    assert any(line.startswith(" ") for line in lines)
    assert "�" not in text


def test_words_with_line_breaks_add_no_lines() -> None:
    evil = 'a\r\nEND:VEVENT\nBEGIN:VALARM\r\x0b\x0c\x85\u2028b\u2029\\n;,:"'
    text = ics.write(PLAN, [ROW._replace(title=evil, reason=evil)], DAY, evil)
    honest = ics.write(PLAN, [ROW._replace(title="a" * 40, reason="b" * 40)], DAY, "c" * 40)
    names = [
        line.partition(":")[0].partition(";")[0] for line in text.split("\r\n") if line[:1] != " "
    ]
    assert names == [
        line.partition(":")[0].partition(";")[0] for line in honest.split("\r\n") if line[:1] != " "
    ]
    assert [line for line in text.splitlines() if line == "END:VEVENT"] == ["END:VEVENT"]
    assert len(parsed(text)) == 1


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
        | st.sampled_from("\n;,\\ ăờữđ\U0001f600"),
        max_size=200,
    )
)
def test_any_words_survive(words: str) -> None:
    event = one(words, words)
    assert event["SUMMARY"] == "\n".join(f"A.I.6: {words}, Văn phòng".splitlines())
    assert event["DESCRIPTION"] == "\n".join(words.splitlines())
