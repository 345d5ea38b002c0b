"""Reports and letters for a script, uncut."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pci.core.dates import VIETNAM
from pci.core.fields import content
from pci.core.ledger import role, view
from pci.core.reporting import missing_reports, totals
from pci.core.stats import Table, by_index, of_unit
from pci.lists.columns import TaskRow
from pci.lists.json import (
    due_row,
    named,
    of_plan,
    of_plans,
    open_remark,
    reporting_period,
    stats_row,
    stats_table,
    task_row,
    write,
)
from pci.reports.lineage import carried_results, same_period
from pci.reports.results import figures_of_years

if TYPE_CHECKING:
    from pci.reports.brief import Brief
    from pci.reports.facts import Facts
    from pci.reports.fields import DocumentKind
    from pci.reports.follow_up import AnswerTime, FollowUp
    from pci.reports.takeover import SignedPaper, Takeover


def brief(page: "Brief", complete: bool) -> str:
    """`pci.brief/1`: the leaders' page uncut, its rows as in `pci.deadlines/1`."""
    return of_plan(
        page.book.plan,
        "pci.brief/1",
        as_of=page.book.as_of,
        complete=complete,
        total=stats_row(by_index(page.book).total),
        overdue=[due_row(row) for row in page.overdue],
        soon=[due_row(row) for row in page.soon],
        missing=[due_row(row) for row in page.missing],
        remarks=[open_remark(remark) for remark in page.remarks],
    )


def handover(paper: "Takeover", complete: bool) -> str:
    """`pci.handover/1`: the paper for who takes over, uncut, its rows as in `pci.deadlines/1` and
    `pci.log.open/1`."""
    plan, as_of, window = paper.book.plan, paper.book.as_of, paper.window
    return of_plan(
        plan,
        "pci.handover/1",
        unit=paper.unit,
        as_of=as_of,
        complete=complete,
        signed={
            "plan": {"number": plan.number, "symbol": plan.symbol, "issued": plan.issued},
            "amendments": [_signed(one) for one in paper.amendments],
            "reports": [_signed(one) for one in paper.reports],
        },
        drafts=_paths((what, path) for path, what in paper.drafts.items()),
        work=[due_row(row) for row in paper.work],
        waiting=[due_row(row) for row in paper.waiting],
        remarks=[open_remark(remark) for remark in paper.remarks],
        silent_since=window.window_first if window else None,
        silent=[{"unit": unit, "last": last} for unit, last in paper.silent.items()],
        papers=[reporting_period(window) for window in paper.papers],
        places=_paths(paper.places.items()),
    )


def _paths(pairs: "Iterable[tuple[str, str]]") -> list[dict[str, str]]:
    return [{"what": what, "path": path} for what, path in pairs]


def _signed(paper: "SignedPaper") -> dict[str, Any]:
    return paper._asdict() | {"file": paper.file and content(paper.file)}


_REMIND = "pci.remind/2"


def remind(follow_up: "FollowUp", complete: bool) -> str:
    """`pci.remind/2`: to whom the Office writes, the reports owed, what is late or falls due."""
    return write({"schema": _REMIND, **_follow_up(follow_up, complete)})


def remind_of_all(follow_ups: "Iterable[tuple[FollowUp, bool]]", asked: "Sequence[str]") -> str:
    """`pci.remind/2` of several plans, one after the other, each with whether it is complete."""
    return of_plans(_REMIND, [_follow_up(*one) for one in follow_ups], asked)


def _follow_up(follow_up: "FollowUp", complete: bool) -> dict[str, Any]:
    return {
        **named(follow_up.plan),
        "complete": complete,
        "kind": "request" if follow_up.asking else "reminder",
        "as_of": follow_up.book.as_of,
        "period": reporting_period(follow_up.window) if follow_up.window else None,
        "answer_by": _moment(follow_up.by) if follow_up.by else None,
        "units": follow_up.addressed,
        "reports": [unit._asdict() for unit in follow_up.reports],
        "overdue": [due_row(row) for row in follow_up.late],
        "soon": [due_row(row) for row in follow_up.soon],
    }


def _moment(by: "AnswerTime") -> str:
    """Spell the last moment of an answer, or its day alone where no hour is set."""
    if by.hour is None:
        return by.day.isoformat()
    return datetime.combine(by.day, by.hour, VIETNAM).isoformat()


def report(facts: "Facts") -> str:
    """`pci.report/1`: the window, the figures, every task, what is still owed, and what it has of
    the year before; of a unit's own report with its role in each task."""
    book, plan, unit = facts.book, facts.plan, facts.unit or None
    table = by_index(book)
    if unit:
        row = of_unit(book, unit)
        table = Table((row,), row)
    rows = [
        TaskRow(i, task, plan, role(plan, task, unit) if unit else None, view(book, i, unit))
        for i, task in plan.tasks.items()
        if i in facts.tasks
    ]
    owed = missing_reports(plan, facts.answers)
    return of_plan(
        plan,
        "pci.report/1",
        period=reporting_period(facts.window),
        as_of=book.as_of,
        complete=facts.complete,
        stats=stats_table(table, totals(facts.answers)),
        tasks=[task_row(row) for row in rows],
        missing=[{"unit": unit, "tasks": list(tasks)} for unit, tasks in owed.items()],
        **_year_before(facts),
    )


def _year_before(facts: "Facts") -> dict[str, Any]:
    """The results of the plan of the year before and the comparison with its same period; nothing
    where there is neither."""
    shown: dict[str, Any] = {}
    if results := carried_results(facts):
        rows = [{"task": task, "id": entry.id, **asdict(entry.update)} for task, entry in results]
        shown["carried"] = rows
    if facts.year_ago:
        shown["same_period"] = _same_period(facts, facts.year_ago)
    plans = [past.plan.id for past in (facts.carried, facts.year_ago) if past]
    return {"year_before": {"plan": plans[0], **shown}} if shown else {}


def _same_period(facts: "Facts", past: "Facts") -> dict[str, Any]:
    """The counts of the work of tasks that carry on others, null where there is none, and their
    figures, each of then and now."""
    same = same_period(facts)
    figures = [
        {"task": task, "indicator": key, "then": then, "now": now}
        for task in facts.tasks
        for key, (then, now) in figures_of_years(facts, task).items()
    ]
    return {
        "period": reporting_period(past.window),
        "as_of": past.book.as_of,
        "then": stats_row(same.then) if same else None,
        "now": stats_row(same.now) if same else None,
        "figures": figures,
    }


def fields(documents: "Mapping[str, DocumentKind]") -> str:
    """`pci.fields/1`: what each template may print."""
    shown = [
        {
            "template": template,
            "title": document.title,
            "fields": [field._asdict() for field in document.fields],
        }
        for template, document in documents.items()
    ]
    return write({"schema": "pci.fields/1", "documents": shown})
