"""Which of the updates that stand alone a new one on a task is judged beside."""

from collections.abc import Iterable, Sequence, Set
from datetime import date
from itertools import chain
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.grouping import grouped
from pci.core.model import REST, Plan
from pci.core.progress import day_in, task_in, unit_in
from pci.core.schedule import ReportingPeriod, reporting_periods
from pci.record.keeping import asked_of


class Coming(NamedTuple):
    """What an update speaks of that is about to be recorded."""

    task: str
    unit: str
    date: date


def needed(
    plan: Plan, calendar: Calendar, coming: Coming, as_of: date, alone: Iterable[str]
) -> Set[str]:
    """Choose among the paths of updates: all on the same task, on triggers, on remaining tasks; and
    of each other task on which the unit reports one that shows that it has done so, or else all."""
    paths = grouped(alone, task_in)
    triggers = chain.from_iterable(version.triggers for version in plan.versions)
    subjects = {subject.partition("-")[0] for subject in (coming.task, *triggers, REST)}
    chosen = set(chain.from_iterable(paths.get(subject, ()) for subject in subjects))
    now = plan.on(as_of)
    unit = now.heir(coming.unit) or ""
    listed = reporting_periods(plan, calendar) if unit in now.units else ()
    for window in (window for window in listed if window.holds(coming.date)):
        for task, units in asked_of(now, unit, window).items():
            chosen |= _enough(paths.get(task, []), units, window, as_of)
    return chosen


def _enough(
    paths: Sequence[str], units: Iterable[str], window: ReportingPeriod, as_of: date
) -> Set[str]:
    """Choose of the updates on a task one that shows that a unit reported in a window, of each of
    some units, or else all."""
    enough, last = set[str](), min(window.window_last, as_of)
    for unit in units:
        own = (path for path in paths if unit_in(path) == unit)
        reports = (path for path in own if window.window_first <= day_in(path) <= last)
        if (report := next(reports, None)) is None:
            return set(paths)
        enough.add(report)
    return enough
