"""Which updates a person wants to see."""

from dataclasses import dataclass
from datetime import date

from pci.core import names
from pci.core.dates import WEEKDAYS, parse_period
from pci.core.ledger import Entry
from pci.core.model import Plan
from pci.core.reporting import asks
from pci.core.schedule import ReportingPeriod, window_of
from pci.core.vi import fold


@dataclass(frozen=True)
class LogFilter:
    """What an update must be; null or empty where that is not asked.

    An update is in a period that it names, or whose `window` holds its day.
    """

    plan: Plan
    subject: str | None = None
    unit: str | None = None
    period: str | None = None
    window: ReportingPeriod | None = None
    first: date | None = None
    last: date | None = None
    text: str = ""

    def admits(self, entry: Entry) -> bool:
        """Whether an update is all that was asked."""
        update = entry.update
        heir = self.plan.heir(update.unit) or update.unit
        parent = self.plan.parent(heir) if heir in self.plan.units else None
        in_window = self.window is not None and self.window.holds(update.date)
        remarks = update.remarks.values()
        words = (update.result or "", *(remark.text for remark in remarks), *update.evidence)
        return all(
            (
                self.subject in (None, update.about, update.subject),
                self.unit in (None, update.unit, heir, parent),
                in_window or self.period in (None, update.period),
                self.first is None or self.first <= update.date,
                self.last is None or update.date <= self.last,
                fold(self.text) in fold("\n".join(words)),
            )
        )


def named_period(plan: Plan, typed: str) -> tuple[str, ReportingPeriod | None]:
    """The id of a period that a person named, and its window where reports are asked for it.

    It is an occurrence of an obligation, or any period: `III`, `2023-09`, `2023-lan-1`.
    """
    name = typed.strip().upper()
    if "-LAN-" in name:
        return name.lower(), None
    if parse_period(name) is None:
        name = names.period(plan.year, typed, "quarter")
    period = parse_period(name)
    window = window_of(plan, period, WEEKDAYS) if period else None
    return name, window if window and asks(plan, window) else None
