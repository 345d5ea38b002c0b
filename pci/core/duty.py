"""The Office's own duty: to send the report of each period to the body above, by its day."""

from collections.abc import Iterable, Iterator
from datetime import date

from pci.core.dates import WEEKDAYS, Calendar, Period, parse_period
from pci.core.ledger import Entry, speaks_for
from pci.core.model import Plan, Update
from pci.core.papers import Issues, closed_by
from pci.core.schedule import ReportingPeriod, is_owed, reporting_periods, window_of

SEND = "gui-bao-cao"
"""The obligation of a paper that the Office owes, which belongs to the plan and to no task."""


def paper_periods(plan: Plan) -> tuple[Period, ...]:
    """List the periods for each of which the Office owes one paper: those of the regime, or the
    longer ones that stand for them."""
    windows = reporting_periods(plan, WEEKDAYS)
    return tuple(paper_period(plan.on(window.window_last), window.period) for window in windows)


def paper_period(plan: Plan, period: Period) -> Period:
    """The period of the paper that the Office makes of what units report for a period."""
    return (plan.reporting.replaces and closed_by(period)) or period


def duty_periods(plan: Plan, about: str) -> tuple[str, ...]:
    """List the periods that an update on the duty of reporting may name; none on anything else."""
    if about != plan.reporting.duty:
        return ()
    return tuple(period.id for period in paper_periods(plan))


def unsent(
    plan: Plan, known: Iterable[Entry], issued: Issues, as_of: date, calendar: Calendar
) -> tuple[ReportingPeriod, ...]:
    """List the periods whose papers are owed and neither issued nor recorded by a day."""
    sent = {*_issued(issued, as_of), *_recorded(plan, known)}
    windows = (window_of(plan, p, calendar) for p in paper_periods(plan))
    return tuple(w for w in windows if is_owed(plan, w.send_by) and w.period.id not in sent)


def _issued(issued: Issues, as_of: date) -> Iterator[str]:
    """Get the periods of the papers issued by a day; a cumulative one is also of the period that
    its quarter closes."""
    for report, issue in issued.items():
        if issue.date <= as_of:
            name = report.removesuffix("+")
            yield name
            quarter = parse_period(name)
            if name != report and quarter and (longer := closed_by(quarter)):
                yield longer.id


def names_paper(plan: Plan, update: Update) -> bool:
    """Whether an update says that the report of a period was sent."""
    return update.period is not None and update.about == plan.reporting.duty


def _recorded(plan: Plan, known: Iterable[Entry]) -> Iterator[str]:
    """Get the periods of the papers that the unit which drafts them says it sent, and proves."""
    office = plan.drafter
    for entry in known:
        update = entry.update
        drafts = office and speaks_for(plan, update.unit, office)
        if update.period and update.evidence and drafts and names_paper(plan, update):
            yield update.period
