"""Which of the updates that stand alone a new one on a task is judged beside."""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import chain
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.grouping import grouped
from pci.core.model import REST, Plan
from pci.core.progress import day_in, task_in, unit_in
from pci.core.reporting import Answer, asked_units
from pci.core.schedule import ReportingPeriod, reporting_periods
from pci.record.keeping import reports_for


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
    windows = [w for w in reporting_periods(plan, calendar) if w.holds(coming.date)]
    now = plan.on(as_of)
    unit = now.heir(coming.unit) or ""
    for task in {i for window in windows for i in _asked_of(now, unit, window)}:
        chosen |= _enough(paths.get(task, []), unit, windows, as_of)
    return chosen


def _asked_of(now: Plan, unit: str, window: ReportingPeriod) -> Iterator[str]:
    """List the tasks on which a unit, as it is now, may have to report in a window."""
    plan = now.on(window.window_last)
    for i, task in plan.tasks.items():
        answers = (Answer(i, asked, (), None, "") for asked in asked_units(plan, i, task))
        if any(reports_for(now, unit, answer) for answer in answers):
            yield i


def _enough(
    paths: Sequence[str], unit: str, windows: Iterable[ReportingPeriod], as_of: date
) -> Set[str]:
    """Choose of the updates on a task one that shows that a unit reported in all of some windows,
    or else all."""
    for path in paths:
        said = day_in(path)
        is_heard = unit_in(path) == unit and said <= as_of
        if is_heard and all(window.holds(said) for window in windows):
            return {path}
    return set(paths)
