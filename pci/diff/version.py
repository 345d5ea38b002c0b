"""One side of a comparison."""

from collections.abc import Mapping
from typing import NamedTuple

from pci.core.dates import Calendar
from pci.core.model import Plan, Update
from pci.core.papers import Issue, Words


class Version(NamedTuple):
    """A plan of sound shape, updates by path, the Office's words and issues by report, workdays.

    An update that is the same on both sides and cannot be read may be left out.
    """

    plan: Plan
    updates: Mapping[str, Update]
    words: Mapping[str, Words]
    issued: Mapping[str, Issue]
    calendar: Calendar
