"""The fields of an update that need not be typed: they follow from the update answered, from the
plan, from the day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pci.check.rule import FileText
from pci.check.symbols import days, real_day
from pci.core import names
from pci.core.dates import WEEKDAYS, Period
from pci.core.errors import CannotDo
from pci.core.fields import Record, content, fields_of
from pci.core.ledger import FINISHED, answering, ledger
from pci.core.model import REST, Plan, Update
from pci.core.remarks import nothing_asked, target_of
from pci.core.schedule import period_holding, period_ids, reporting_periods, window_of
from pci.core.vi import period_words, short_date
from pci.record.fault import Fields
from pci.workspace import Workspace


def with_implied(workspace: Workspace, typed: Fields, today: date) -> dict[str, Any]:
    """Add the fields that follow from the update that is corrected or answered, and the only state
    that a line for the remaining tasks can have."""
    fields, plan = dict(typed), workspace.plan
    known = {entry.id: entry.update for entry in workspace.progress.standing}
    if fields["corrects"]:
        fields = _of_corrected(plan, fields, known[fields["corrects"]])
    if fields["answers"]:
        target = target_of(fields["answers"])
        asked = known[target.update]
        if asked.remarks.keys().isdisjoint(target.kinds):
            raise CannotDo(nothing_asked(*target), "xem mã bằng «pci log --open»")
        fields = _inherited(plan, fields, asked, date=today, state="nothing")
    if fields["about"] == REST:
        fields["state"] = fields["state"] or "nothing"
    if fields["about"] == plan.reporting.duty and fields["period"]:
        fields = _of_own_paper(plan, fields)
    return fields


def _of_corrected(plan: Plan, fields: dict[str, Any], old: Update) -> dict[str, Any]:
    """Add what follows from the update that is corrected."""
    if {key for key, value in fields.items() if value} <= {"corrects", "received", "reason"}:
        fields = _with_old_fields(fields, old)
    return _inherited(plan, fields, old)


def _of_own_paper(plan: Plan, fields: dict[str, Any]) -> dict[str, Any]:
    """Add what follows for a paper that the Office sent: who drafts it, that it is done, and the
    day of the paper."""
    lines = [FileText(("evidence",), line) for line in fields["evidence"] or ()]
    written = [real_day(hit.match) for line in lines for hit in days(line)]
    implied = {"unit": plan.drafter, "state": "done", "date": next(filter(None, written), None)}
    return fields | {key: fields[key] or value for key, value in implied.items()}


def _inherited(plan: Plan, fields: dict[str, Any], old: Update, **other: Any) -> dict[str, Any]:
    """Give the fields that were not typed the values of an earlier update, or `other` ones; the
    period only where the subject is the same, and nothing that the plan does not have."""
    implied = {
        "about": old.about if old.about in plan.subjects else None,
        "unit": old.unit if old.unit in plan.units else None,
        "date": old.date,
        "state": old.state,
        **other,
    }
    if fields["about"] in (None, old.about):
        implied["period"] = old.period
    return fields | {key: fields[key] or value for key, value in implied.items()}


def _with_old_fields(fields: dict[str, Any], old: Update) -> dict[str, Any]:
    """Add all that was said, where only the day of receipt is put right or the cause is given."""
    if not (fields["received"] or fields["reason"]):
        return fields
    if not fields["reason"]:
        raise CannotDo("thiếu --reason", "nêu vì sao đổi ngày nhận")
    return {**fields_of_update(old), **{key: value for key, value in fields.items() if value}}


def fields_of_update(update: Update) -> dict[str, Any]:
    """All that an update says, as a person's answers hold it; null where it says nothing."""
    kept = {key: _typed(value) for key, value in content(update).items()}
    return {key: kept.get(key) for key in fields_of(Update) if key not in Update.NOT_CONTENT}


def _typed(value: Any) -> Any:
    """A value of a record as a person's answer holds it."""
    if isinstance(value, Record):
        return content(value)
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def period_of(workspace: Workspace, fields: Fields) -> str | None:
    """The period meant: the one typed, else the only one that fits.

    Raises with all that fit where there are several.
    """
    plan, about, period = workspace.plan, fields["about"], fields["period"]
    if about in (REST, plan.reporting.duty):
        return _report_period(plan, about, period, fields["date"])
    periods = occurrences_of(plan.on(fields["date"]), about)
    if period and periods:
        return names.resolve(period, dict.fromkeys(periods, ()), "kỳ", whole=True)
    if period or len(periods) < 2:
        return period or next(iter(periods), None)
    fitting = _fitting(workspace, about, fields["unit"], fields["date"])
    if len(fitting) == 1:
        return fitting[0]
    raise CannotDo(f"«{about}» có nhiều kỳ", f"thêm --period: {', '.join(fitting or periods)}")


def _report_period(plan: Plan, about: str, typed: str | None, day: date) -> str | None:
    """The reporting period of a line for the remaining tasks, or of a paper, if it is named."""
    if typed:
        return names.report_period(plan, typed).strip().upper()
    if about != REST:
        return None
    *others, meant = rest_periods(plan, day)
    for nearest in others:
        last = window_of(plan, nearest, WEEKDAYS).window_last
        words = f"con-lai ngày {short_date(day)} thuộc {period_words(meant)}"
        hint = f"của {period_words(nearest)} thì --date {short_date(last)}"
        hint += f"; đúng {period_words(meant)} thì --period {meant.id}"
        raise CannotDo(f"{words}, không thuộc kỳ nào của năm {plan.year}", hint)
    return meant.id


def rest_periods(plan: Plan, day: date) -> tuple[Period, ...]:
    """The periods that a line of a day for the remaining tasks may mean: that of its day, before it
    the nearest one of the plan's year where that is another."""
    own = [window.period for window in reporting_periods(plan, WEEKDAYS)]
    window = period_holding(plan, day)
    if window is None or window.period in own:
        return (window.period if window else own[-1],)
    return own[-1] if window.period.first > own[-1].first else own[0], window.period


def occurrences_of(plan: Plan, about: str) -> tuple[str, ...]:
    """The periods of an obligation, as `2023-09`; none where it happens once, or for anything
    else."""
    obligation = plan.obligation(about)
    return period_ids(plan, obligation) if obligation else ()


def _fitting(workspace: Workspace, about: str, unit: str, on: date) -> list[str]:
    """The occurrences that a unit may mean on a day: begun, and not done before it."""
    plan, calendar = workspace.plan.on(on), workspace.calendar
    task_id, _, name = about.partition("/")
    units = answering(plan, plan.tasks[task_id], unit)
    # as it stood the day before: what is said the same day may be this very update
    stood = ledger(plan, workspace.entries, on - timedelta(days=1), calendar).items
    fitting = dict.fromkeys(
        item.period or ""
        for item in stood
        if (item.task, item.obligation) == (task_id, name)
        and item.unit in units
        and item.state not in FINISHED
        and item.opens
        and item.opens <= on
    )
    return list(fitting)
