"""One side of a comparison."""

from collections.abc import Mapping
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.holidays import CalendarYear
from pci.core.model import Plan, Update
from pci.core.papers import Issue, Words


class Version(NamedTuple):
    """One side of a comparison: a plan whose shape is whole, updates by their paths, the Office's words and issues by
    report, the working days and the calendars that set them. An update that is the same on both sides may be left out
    if it names nothing that `departed`."""

    plan: Plan
    updates: Mapping[str, Update]
    words: Mapping[str, Words]
    issued: Mapping[str, Issue]
    calendar: Calendar
    years: Mapping[int, CalendarYear]
