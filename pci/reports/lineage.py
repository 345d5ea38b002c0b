"""What a report has of the plan of the year before, by the tasks that its own carry on (`from`).

Results after that plan's last window, or after the paper of their own, stand in the report whose
window holds the year's end, or once that is issued in the next one, and are no part of its counts;
the carried on tasks compare with the same period of that year.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from pci.core import stats
from pci.core.dates import parse_period
from pci.core.ledger import Entry, Item, ledger
from pci.core.model import Plan, Update
from pci.core.papers import Issue, Issues
from pci.core.progress import id_of
from pci.core.schedule import ReportingPeriod, is_owed, reporting_periods, window_of
from pci.core.vi import period_words, short_date
from pci.files.paths import Files, is_of_progress
from pci.reports import phrases
from pci.reports.counts import Comparison, due_share, share_words
from pci.reports.facts import Facts
from pci.reports.supplements import is_bare_paper, work_line
from pci.workspace import Workspace, files


def with_year_before(facts: Facts, old: Workspace) -> Facts:
    """Get the facts with those of the plan of the year before, as they were known when the Office
    wrote its words too."""
    at_writing, words = facts.at_writing, facts.words
    if at_writing and words:
        then = [e for e in old.entries if e.update.recorded <= words.written]
        at_writing = _with_year_before(at_writing, old, then)
    return replace(_with_year_before(facts, old, old.entries), at_writing=at_writing)


def _with_year_before(facts: Facts, old: Workspace, entries: Iterable[Entry]) -> Facts:
    window, as_of, listed = facts.window, facts.book.as_of, tuple(entries)
    carried = year_ago = None
    since = _last_paper_time(facts)
    has_all = _opens(facts, old) or since is not None
    if left := _days_left(facts, old, has_all):
        unissued, day = _unissued(old, listed, since), min(as_of, left.window_last)
        carried = _past(old, unissued, left, day, _closed(old) if has_all else ())
    same = _same_window(facts, old) if facts.plan.carried_on(old.plan.id) else None
    if same:
        year_ago = _past(old, listed, same, same.window_last + (as_of - window.window_last))
    today = old.plan.on(min(window.window_last, as_of))
    carried, year_ago = (past and _with_heirs(past, today, facts) for past in (carried, year_ago))
    return replace(facts, carried=carried, year_ago=year_ago)


def _with_heirs(past: Facts, today: Plan, facts: Facts) -> Facts:
    """Pair the units of then with those of today, by what the old plan and the new one know of
    their ends."""
    heirs = {unit: today.heir(unit) for unit in past.plan.units}
    now = {unit: heir and facts.plan.heir(heir) for unit, heir in heirs.items()}
    return replace(past, heirs={unit: heir for unit, heir in now.items() if heir})


def _opens(facts: Facts, old: Workspace) -> bool:
    """Whether a report is one of the first of its plan: it begins with the year."""
    plan, window = facts.plan, facts.window
    begins = window.period.kind != "range" and window.period.first == date(plan.year, 1, 1)
    own = window_of(plan, window.period, old.calendar)
    return begins and own.window_first == window.window_first


def _last_paper_time(facts: Facts) -> datetime | None:
    """When the last paper before a report of the regime was made, once one of the first is issued;
    null until then, and for any other report."""
    plan, window = facts.plan, facts.window
    papers = {parse_period(i.rstrip("+")): one for i, one in _regular(facts.issued)}
    before = {p: one for p, one in papers.items() if p and one.window_last < window.window_first}
    is_begun = any(period.first == date(plan.year, 1, 1) for period in before)
    if not is_begun or window.period.kind != plan.reporting.every:
        return None
    return max(one.made for one in before.values())


def _days_left(facts: Facts, old: Workspace, has_all: bool) -> ReportingPeriod | None:
    """The days of the old plan that none of its windows holds and the report's does; with
    `has_all` even those, or none, before its own window. Null where it has nothing of that year."""
    window = facts.window
    windows = reporting_periods(old.plan, old.calendar)
    first = windows[-1].window_last + timedelta(days=1) if windows else window.window_first
    if not has_all:
        first = max(first, window.window_first)
    last = min(window.window_last, old.plan.last_day)
    return (
        window._replace(window_first=first, window_last=last) if has_all or first <= last else None
    )


def _regular(issued: Issues) -> list[tuple[str, Issue]]:
    """The issued reports of a plan, less those of days of their own."""
    return [(report, one) for report, one in issued.items() if "_" not in report]


def _unissued(old: Workspace, entries: Iterable[Entry], since: datetime | None) -> Iterator[Entry]:
    """Leave out what stands in an issued report of the old plan, not one of days of its own, and
    what was recorded before the last paper of the new one."""
    issued_ids = {i for _, one in _regular(old.issued) for i in one.updates}
    for entry in entries:
        if entry.id not in issued_ids and (since is None or entry.update.recorded > since):
            yield entry


def _closed(old: Workspace) -> Sequence[Issue]:
    """The issued reports of the old plan once they reach the end of its last window: what came
    later has no other place."""
    issued = [one for _, one in _regular(old.issued)]
    windows = reporting_periods(old.plan, old.calendar)
    reach = max((one.window_last for one in issued), default=date.min)
    return issued if windows and reach >= windows[-1].window_last else ()


def _past(
    old: Workspace,
    entries: Iterable[Entry],
    window: ReportingPeriod,
    as_of: date,
    closed: Sequence[Issue] = (),
) -> Facts:
    """The facts of a window by the old plan, of which nobody asks anything any more, with those of
    the days of closed reports."""
    plan = old.plan.on(min(window.window_last, as_of))
    book = ledger(plan, entries, as_of, old.calendar)
    spans: tuple[ReportingPeriod | Issue, ...] = (window, *closed)
    of_days = (e for e in book.known if any(one.holds(e.update.date) for one in spans))
    return Facts(book, window, tuple(e for e in of_days if not e.update.only_answers), ())


def _same_window(facts: Facts, old: Workspace) -> ReportingPeriod | None:
    """The window of the same period of the old plan's year; null where that plan has none, or its
    data were taken in another way."""
    asked = facts.window.period
    period = parse_period(f"{old.plan.year}{asked.id[4:]}")
    if period is None or asked.kind == "range":
        return None
    window = window_of(old.plan, period, old.calendar)
    is_alike = _edges(window) == _edges(facts.window)
    return window if is_alike and is_owed(old.plan, window.window_last) else None


def _edges(window: ReportingPeriod) -> tuple[str, str]:
    """The days of the year on which a window begins, and the next one."""
    after = window.window_last + timedelta(days=1)
    return f"{window.window_first:%m-%d}", f"{after:%m-%d}"


# --- results after the last window of the year before ---------------------------------------------


class Carried(NamedTuple):
    """A result of the old plan; `task` carries its own on, null where the report tells none that
    does."""

    task: str | None
    entry: Entry


def carried_results(facts: Facts) -> list[Carried]:
    """List the results of the old plan that the report tells; of several tasks that carry one on,
    the first has them."""
    past = facts.carried
    if past is None:
        return []
    pairs = facts.plan.carried_on(past.plan.id)
    heirs = {pairs[i]: i for i in reversed(facts.tasks) if i in pairs}
    return [
        Carried(heirs.get(past.place_of(entry.update)), entry)
        for entry in past.entries
        if _is_result(past, entry.update)
    ]


def carried_lines(facts: Facts, task_id: str | None) -> list[str]:
    """Quote the results of the old plan under a task; where null is asked for, those under none."""
    past = facts.carried
    if past is None or (task_id and facts.own_words(f"tasks.{task_id}.result")):
        return []
    year = past.plan.year
    return [
        work_line(past, entry, phrases.OF_YEAR_BEFORE.format(year, short_date(entry.update.date)))
        for task, entry in carried_results(facts)
        if task == task_id
    ]


def _is_result(past: Facts, update: Update) -> bool:
    says = update.result or update.figures or update.state in ("done", "suspended")
    return bool(says) and not is_bare_paper(past, update)


# --- the same period of the year before -----------------------------------------------------------


class SamePeriod(NamedTuple):
    """The work of tasks that carry on others, and that of those a year ago."""

    past: Facts
    then: stats.Row
    now: stats.Row


def same_period(facts: Facts) -> SamePeriod | None:
    """Count the work of both years; null where there is none."""
    past = facts.year_ago
    if past is None:
        return None
    carried = _carried_tasks(facts, past)
    then, now = _row(past, carried.values()), _row(facts, carried)
    return SamePeriod(past, then, now) if then.total + now.total else None


def _carried_tasks(facts: Facts, past: Facts) -> dict[str, str]:
    """The tasks that carry on others, each with the one of the old plan."""
    pairs = facts.plan.carried_on(past.plan.id)
    return {i: was for i, was in pairs.items() if was in past.plan.tasks}


def comparison(facts: Facts) -> Comparison:
    """Say what fell due beside the same period of the year before; empty where nothing did."""
    past = facts.year_ago
    if past is None:
        return Comparison("", "")
    carried = _carried_tasks(facts, past)
    now = due_share(_work(facts, carried), facts.window)
    then = due_share(_work(past, carried.values()), past.window)
    name = period_words(past.window.period)
    return Comparison(name, share_words(now, name, then)) if now or then else Comparison("", "")


def _row(facts: Facts, tasks: Iterable[str]) -> stats.Row:
    wanted = dict.fromkeys(tasks)
    return stats.counted(facts.plan, "", "", list(wanted), _work(facts, wanted))


def _work(facts: Facts, tasks: Iterable[str]) -> list[Item]:
    wanted = set(tasks)
    return [item for item in facts.items if item.task in wanted]


# --- what a paper is made of ----------------------------------------------------------------------


def files_of_year_before(facts: Facts, root: Path) -> Files:
    """The files of the old plan that a report draws on."""
    pasts = [*filter(None, (facts.carried, facts.year_ago))]
    if not pasts:
        return {}
    plan = pasts[0].plan
    known = {entry.id for past in pasts for entry in past.book.known}
    own = {f"plans/{plan.id}.yaml", f"plans/calendar/{plan.year}.yaml"}
    return {
        path: data
        for path, data in files(root, plan.id).items()
        if path in own
        or path.startswith(f"plans/{plan.id}/amendments/")
        or (is_of_progress(path) and id_of(path) in known)
    }
