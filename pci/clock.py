"""The only place that asks what time it is, always in Vietnam.

A build machine that runs on UTC is a day late every evening.
"""

from datetime import date, datetime

from pci.core.dates import VIETNAM


def now() -> datetime:
    """The present moment to the second, at +07:00 (Asia/Ho_Chi_Minh has no daylight saving)."""
    return datetime.now(VIETNAM).replace(microsecond=0)


def today() -> date:
    """The present day in Vietnam."""
    return now().date()
