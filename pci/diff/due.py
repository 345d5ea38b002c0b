"""What falls due on other days: obligations, and the periods of the reporting regime."""

from collections.abc import Iterator
from datetime import date

from pci.core.model import Obligation
from pci.core.schedule import due_days, paired_days, reporting_periods
from pci.core.vi import occurrence_words, short_date
from pci.diff.changes import Change
from pci.diff.things import Thing
from pci.diff.values import Versions, name_of
from pci.workspace import Workspace


def deadlines(versions: Versions, thing: Thing) -> Iterator[Change]:
    """List the deadlines of an obligation that moved, came or went.

    They are paired by period; a single one left on each side is one that moved.
    """
    match thing.before, thing.after:
        case Obligation() as before, Obligation() as after:
            was, now = _owed(versions.old, before), _owed(versions.new, after)
        case _:
            return
    whole = Change("deadline", "moved", thing.at, name_of(versions.new.plan, thing))
    for period, old, new in paired_days(was, now):
        label = occurrence_words(period) if period else "Hạn"
        yield from _moved(whole, period or "due", label, old, new)


def _owed(version: Workspace, obligation: Obligation) -> dict[str, date]:
    return due_days(version.plan, obligation, version.calendar)


_DAYS_OF_PERIOD = {
    "window_first": "số liệu từ ngày",
    "window_last": "số liệu đến ngày",
    "internal_due": "hạn nội bộ",
    "send_by": "hạn gửi",
}


def reports(versions: Versions) -> Iterator[Change]:
    """List the days of reporting periods that moved."""
    old, new = versions.old, versions.new
    before = {one.period.id: one for one in reporting_periods(old.plan, old.calendar)}
    for now in reporting_periods(new.plan, new.calendar):
        at = now.period.id
        whole = Change("report", "moved", at, occurrence_words(at))
        for field, label in _DAYS_OF_PERIOD.items():
            was = getattr(before.get(at, now), field)
            yield from _moved(whole, field, label, was, getattr(now, field))


def _moved(
    whole: Change, field: str, label: str, was: date | None, now: date | None
) -> Iterator[Change]:
    """Tell a day that moved, came or went."""
    if was != now:
        yield whole._replace(
            verb="moved" if was and now else "added" if now else "removed",
            old=short_date(was) if was else "",
            new=short_date(now) if now else "",
            field=field,
            label=label,
            days=(now - was).days if was and now else None,
            was=was,
            now=now,
        )
