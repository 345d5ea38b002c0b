"""What changed of the days: obligations and when they fall due, the reporting regime, letters, the calendar."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import assert_never

from pci.core.holidays import CalendarYear, DaysOff, SwappedDay
from pci.core.model import After, By, During, Every, Obligation
from pci.core.schedule import Occurrence, is_owed, occurrences, reporting_periods
from pci.core.vi import lower_first, occurrence_words, short_date
from pci.diff.changes import Change
from pci.diff.fields import Changes, Of, fields, register, whole
from pci.diff.pairing import by_day
from pci.diff.plan import obligation_pairs, task_pairs
from pci.diff.version import Version


def _obligations(old: Version, new: Version) -> Changes:
    for task_was, task_now in task_pairs(old.plan, new.plan):
        before, after = old.plan.tasks.get(task_was), new.plan.tasks.get(task_now)
        for was, now in obligation_pairs(before, after):
            at = f"{task_now or task_was}/{now or was}"
            one = before.owes[was] if before and was else None
            other = after.owes[now] if after and now else None
            if one and other:
                yield from _obligation(old, new, at, was, now, one, other)
            elif one:
                yield Change(
                    "obligation-removed", at, _named(at, one), old=_promise(old, one), was=one
                )
            elif other:
                yield Change(
                    "obligation-added", at, _named(at, other), new=_promise(new, other), now=other
                )


def _obligation(
    old: Version, new: Version, at: str, was: str, now: str, before: Obligation, after: Obligation
) -> Changes:
    name = _named(at, after)
    if was != now:
        yield Change("obligation-renamed", at, name, was, now, "id", "Mã", was=was, now=now)
    moved = list(_deadlines(old, new, at, name, before, after))
    is_told = moved and _names_its_day(before) and _names_its_day(after)
    yield from fields(
        Of("obligation-changed", at, name, old.plan, new.plan),
        before,
        after,
        skip=frozenset(("by",) if is_told else ()),
    )
    yield from moved


def _named(at: str, obligation: Obligation) -> str:
    return f"{at} ({lower_first(obligation.title)})"


def _promise(side: Version, obligation: Obligation) -> str:
    """An obligation with the days on which it falls due."""
    owed = [] if _names_its_day(obligation) else _owed(side, obligation)
    days = [_due_words(occurrence) for occurrence in owed if occurrence.due]
    return whole(side.plan, obligation) + (f"\nCác hạn: {', '.join(days)}" if days else "")


def _names_its_day(obligation: Obligation) -> bool:
    """Whether the schedule itself is the day on which an obligation falls due."""
    match obligation.schedule:
        case By():
            return True
        case During() | Every() | After():
            return False
        case other:
            assert_never(other)


def _owed(side: Version, obligation: Obligation) -> list[Occurrence]:
    found = occurrences(side.plan, obligation, side.calendar)
    return [occurrence for occurrence in found if is_owed(side.plan, occurrence.due)]


def _deadlines(
    old: Version, new: Version, at: str, name: str, before: Obligation, after: Obligation
) -> Changes:
    """When it falls due, then and now. Two years' plans have no deadline in common."""
    if old.plan.year != new.plan.year:
        return
    pairs, gone, come = by_day(_owed(old, before), _owed(new, after))
    for a, b in pairs:
        if a.due != b.due:
            days = (b.due - a.due).days if a.due and b.due else None
            field = b.period or a.period or ""
            label = occurrence_words(field) if field else "Hạn"
            yield Change(
                "deadline-moved",
                at,
                name,
                _day(a),
                _day(b),
                field or "due",
                label,
                days,
                a.due,
                b.due,
            )
    for one in gone:
        yield Change(
            "deadline-removed",
            at,
            name,
            old=_due_words(one),
            field=one.period or "due",
            was=one.due,
        )
    for one in come:
        yield Change(
            "deadline-added", at, name, new=_due_words(one), field=one.period or "due", now=one.due
        )


def _day(occurrence: Occurrence) -> str:
    return short_date(occurrence.due) if occurrence.due else "khi đủ điều kiện"


def _due_words(occurrence: Occurrence) -> str:
    day = _day(occurrence)
    return f"{day} ({occurrence_words(occurrence.period)})" if occurrence.period else day


_OF_WINDOW = {
    "window_first": "số liệu từ ngày",
    "window_last": "số liệu đến ngày",
    "internal_due": "hạn nội bộ",
    "send_by": "hạn gửi",
}


def _reporting(old: Version, new: Version) -> Changes:
    before, after = old.plan.reporting, new.plan.reporting
    yield from fields(
        Of("reporting-changed", "reporting", "mục reporting", old.plan, new.plan), before, after
    )
    if old.plan.year != new.plan.year:
        return
    was = {window.period.id: window for window in reporting_periods(old.plan, old.calendar)}
    for window in reporting_periods(new.plan, new.calendar):
        at, earlier = window.period.id, was.get(window.period.id, window)
        for field, label in _OF_WINDOW.items():
            a, b = getattr(earlier, field), getattr(window, field)
            if a != b:
                name, days = occurrence_words(at), (b - a).days
                yield Change(
                    "report-moved", at, name, short_date(a), short_date(b), field, label, days, a, b
                )


def _letters(old: Version, new: Version) -> Changes:
    before, after = (
        {"letters": side.plan.letters} if side.plan.letters else {} for side in (old, new)
    )
    yield from register("letters", old.plan, new.plan, before, after, lambda key, _: f"mục {key}")


# --- the calendar -------------------------------------------------------------------------------------------------


def _calendar(old: Version, new: Version) -> Changes:
    was, now = old.calendar, new.calendar
    yield from _days("off", "ngày nghỉ", was.off, now.off)
    yield from _days("worked", "ngày làm bù", was.worked, now.worked)
    for year in sorted(was.decided ^ now.decided):
        said = {True: "đã có quyết định", False: "chưa có quyết định"}
        before, after = year in was.decided, year in now.decided
        yield Change(
            "calendar-changed",
            str(year),
            f"lịch nghỉ {year}",
            said[before],
            said[after],
            "decided",
            "Lịch nghỉ",
            was=before,
            now=after,
        )
    for year in sorted(old.years.keys() & new.years.keys()):
        yield from _reasons(old, new, old.years[year], new.years[year])


def _days(field: str, label: str, was: frozenset[date], now: frozenset[date]) -> Changes:
    """Days that came or went, those of one stretch together."""
    for first, last in _stretches(was - now):
        gone, days = _stretch(first, last), [first, last]
        yield Change(
            "calendar-changed", str(first), label, gone, "", field, f"Bỏ {label}", was=days
        )
    for first, last in _stretches(now - was):
        come, days = _stretch(first, last), [first, last]
        yield Change(
            "calendar-changed", str(first), label, "", come, field, f"Thêm {label}", now=days
        )


def _stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _stretch(first: date, last: date) -> str:
    return short_date(first) if first == last else f"{short_date(first)}–{short_date(last)}"


def _reasons(old: Version, new: Version, before: CalendarYear, after: CalendarYear) -> Changes:
    """What a day is off for, and by which decision, where the day itself stayed."""
    held: list[dict[date, DaysOff | SwappedDay]] = [
        {
            **{days.first: days for days in year.days_off},
            **{swap.work: swap for swap in year.swapped},
        }
        for year in (before, after)
    ]
    for day, now in held[1].items():
        was = held[0].get(day)
        if was and type(was) is type(now):
            of = Of("calendar-changed", str(day), f"ngày {short_date(day)}", old.plan, new.plan)
            yield from fields(of, was, now, skip=frozenset(("first", "last", "work", "off")))


PARTS = (_obligations, _reporting, _letters, _calendar)
