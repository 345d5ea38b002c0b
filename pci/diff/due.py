"""What changed of the days: deadlines, the reporting regime, letters, the calendar."""

from collections.abc import Iterable
from datetime import date, timedelta

from pci.core.model import Obligation
from pci.core.schedule import Occurrence, is_owed, occurrences, reporting_periods
from pci.core.vi import lower_first, occurrence_words, short_date
from pci.diff.changes import Change
from pci.diff.fields import Changes, Subject, compare, fields, whole
from pci.diff.pairing import by_day
from pci.diff.plan import obligation_ids
from pci.diff.version import Version

# --- obligations -----------------------------------------------------------------------------


def _obligations(old: Version, new: Version) -> Changes:
    for (task_was, was), (task_now, now) in obligation_ids(old, new):
        before = old.plan.tasks[task_was].owes[was] if was else None
        after = new.plan.tasks[task_now].owes[now] if now else None
        subject = Subject("obligation", f"{task_now or task_was}/{now or was}", "", old, new)
        if after:
            subject = _named(subject, after)
        elif before:
            subject = _named(subject, before)
        yield from subject.id_change(was, now)
        if before and after:
            yield from _obligation(subject, before, after)
        else:
            yield from compare(subject, before, after, _promise)


def _named(subject: Subject, obligation: Obligation) -> Subject:
    return subject._replace(name=f"{subject.at} ({lower_first(obligation.title)})")


def _obligation(subject: Subject, before: Obligation, after: Obligation) -> Changes:
    """List what changed of an obligation; the day of a fixed schedule is told as a deadline."""
    deadlines = list(_deadlines(subject._replace(noun="deadline"), before, after))
    is_told = deadlines and before.by and after.by
    yield from fields(subject, "changed", before, after, frozenset({"by"} if is_told else ()))
    yield from deadlines


def _promise(version: Version, obligation: Obligation) -> str:
    """Write an obligation with the days on which it falls due."""
    owed = [] if obligation.by else _owed(version, obligation)
    days = ", ".join(_due_words(occurrence) for occurrence in owed if occurrence.due)
    return whole(version, obligation) + (f"\nCác hạn: {days}" if days else "")


def _owed(version: Version, obligation: Obligation) -> list[Occurrence]:
    found = occurrences(version.plan, obligation, version.calendar)
    return [occurrence for occurrence in found if is_owed(version.plan, occurrence.due)]


def _is_one_year(old: Version, new: Version) -> bool:
    """Tell whether days can be compared: plans of two years have none in common."""
    return old.plan.year == new.plan.year


def _deadlines(subject: Subject, before: Obligation, after: Obligation) -> Changes:
    """List the days on which an obligation no longer falls due, or falls due now."""
    old, new = subject.old, subject.new
    if not _is_one_year(old, new):
        return
    for was, now in by_day(_owed(old, before), _owed(new, after)):
        if was and now:
            if was.due != now.due:
                yield _moved(subject, was, now)
        elif was:
            field = was.period or "due"
            yield subject.change("removed", old=_due_words(was), field=field, was=was.due)
        elif now:
            field = now.period or "due"
            yield subject.change("added", new=_due_words(now), field=field, now=now.due)


def _moved(subject: Subject, was: Occurrence, now: Occurrence) -> Change:
    period = now.period or was.period
    return subject.change(
        "moved",
        _day(was),
        _day(now),
        field=period or "due",
        label=occurrence_words(period) if period else "Hạn",
        days=(now.due - was.due).days if was.due and now.due else None,
        was=was.due,
        now=now.due,
    )


def _day(occurrence: Occurrence) -> str:
    return short_date(occurrence.due) if occurrence.due else "khi đủ điều kiện"


def _due_words(occurrence: Occurrence) -> str:
    day = _day(occurrence)
    return f"{day} ({occurrence_words(occurrence.period)})" if occurrence.period else day


# --- the reporting regime and letters --------------------------------------------------------

_DAYS_OF_PERIOD = {
    "window_first": "số liệu từ ngày",
    "window_last": "số liệu đến ngày",
    "internal_due": "hạn nội bộ",
    "send_by": "hạn gửi",
}


def _reporting(old: Version, new: Version) -> Changes:
    subject = Subject("reporting", "reporting", "mục reporting", old, new)
    yield from compare(subject, old.plan.reporting, new.plan.reporting)
    if not _is_one_year(old, new):
        return
    before = {window.period.id: window for window in reporting_periods(old.plan, old.calendar)}
    for now in reporting_periods(new.plan, new.calendar):
        at = now.period.id
        was = before.get(at, now)
        subject = Subject("report", at, occurrence_words(at), old, new)
        for field, label in _DAYS_OF_PERIOD.items():
            a, b = getattr(was, field), getattr(now, field)
            if a != b:
                days = (b - a).days
                words = short_date(a), short_date(b)
                yield subject.change(
                    "moved", *words, field=field, label=label, days=days, was=a, now=b
                )


def _letters(old: Version, new: Version) -> Changes:
    subject = Subject("letters", "letters", "mục letters", old, new)
    yield from compare(subject, old.plan.letters, new.plan.letters)


# --- the calendar ----------------------------------------------------------------------------

_DECIDED = {True: "đã có quyết định", False: "chưa có quyết định"}


def _calendar(old: Version, new: Version) -> Changes:
    was, now = old.calendar, new.calendar
    yield from _days(old, new, "ngày nghỉ", "off")
    yield from _days(old, new, "ngày làm bù", "worked")
    for year in sorted(was.decided ^ now.decided):
        a, b = year in was.decided, year in now.decided
        yield Subject("calendar", str(year), f"lịch nghỉ {year}", old, new).change(
            "changed", _DECIDED[a], _DECIDED[b], field="decided", label="Lịch nghỉ", was=a, now=b
        )


def _days(old: Version, new: Version, noun: str, field: str) -> Changes:
    """List the days that came or went, those of one stretch together."""
    was, now = getattr(old.calendar, field), getattr(new.calendar, field)
    for days in _stretches(was - now):
        subject = Subject("calendar", str(days[0]), noun, old, new)
        label = f"Bỏ {noun}"
        yield subject.change("changed", old=_span(days), field=field, label=label, was=days)
    for days in _stretches(now - was):
        subject = Subject("calendar", str(days[0]), noun, old, new)
        label = f"Thêm {noun}"
        yield subject.change("changed", new=_span(days), field=field, label=label, now=days)


def _stretches(days: Iterable[date]) -> list[list[date]]:
    """Join days that follow each other; each stretch is its first day and its last."""
    stretches: list[list[date]] = []
    for day in sorted(days):
        if stretches and day - stretches[-1][1] == timedelta(days=1):
            stretches[-1][1] = day
        else:
            stretches.append([day, day])
    return stretches


def _span(days: list[date]) -> str:
    return "–".join(short_date(day) for day in dict.fromkeys(days))


PARTS = (_obligations, _reporting, _letters, _calendar)
