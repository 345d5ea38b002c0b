"""What a report has of the plan of the year before, by the tasks that its own carry on (`from`).

Results after that plan's last window stand in the report whose window holds their days, and are no
part of its counts; the carried on tasks compare with the same period of that year.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from pci.core import stats
from pci.core.dates import parse_period
from pci.core.ledger import Entry, ledger
from pci.core.model import Update
from pci.core.progress import id_of
from pci.core.schedule import ReportingPeriod, is_owed, window_of
from pci.core.vi import period_words, short_date
from pci.reports import phrases
from pci.reports.counts import Comparison, change_words
from pci.reports.facts import Facts
from pci.reports.supplements import is_bare_paper, work_told
from pci.workspace import Files, Workspace, files, is_of_progress


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
    year_end = date(old.plan.year, 12, 31)
    carried = year_ago = None
    if window.window_first <= year_end:
        carried = _past(old, listed, window, min(as_of, year_end))
    if same := _same_window(facts, old):
        year_ago = _past(old, listed, same, same.window_last + (as_of - window.window_last))
    return replace(facts, carried=carried, year_ago=year_ago)


def _past(old: Workspace, entries: Iterable[Entry], window: ReportingPeriod, as_of: date) -> Facts:
    """The facts of a window by the old plan, of which nobody asks anything any more."""
    plan = old.plan.on(min(window.window_last, as_of))
    book = ledger(plan, entries, as_of, old.calendar)
    told = (e for e in book.known if window.holds(e.update.date) and not e.update.only_answers)
    return Facts(book, window, tuple(told), ())


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


def carried_lines(facts: Facts, task_id: str | None) -> list[str]:
    """Quote what the old plan's updates of the window say of a task that this one carries on; where
    null is asked for, of what no task carries on."""
    past = facts.carried
    if past is None or (task_id and facts.own_words(f"tasks.{task_id}.result")):
        return []
    year = past.plan.year
    heirs = {was: i for i, was in reversed([*facts.plan.carried_on(past.plan.id).items()])}
    return [
        work_told(past, entry, phrases.OF_YEAR_BEFORE.format(year, short_date(entry.update.date)))
        for entry in past.entries
        if heirs.get(past.place_of(entry.update)) == task_id and _is_result(past, entry.update)
    ]


def _is_result(past: Facts, update: Update) -> bool:
    says = update.result or update.figures or update.state == "done"
    return bool(says) and not is_bare_paper(past, update)


# --- the same period of the year before -----------------------------------------------------------


def same_period(facts: Facts) -> Comparison:
    """Compare the work of the tasks that carry on others with that of those, a year ago; empty
    where there is none."""
    past = facts.year_ago
    if past is None:
        return Comparison("", "")
    pairs = facts.plan.carried_on(past.plan.id)
    carried = {i: was for i, was in pairs.items() if was in past.plan.tasks}
    then, now = _row(past, carried.values()), _row(facts, carried)
    if not then.total + now.total:
        return Comparison("", "")
    return Comparison(period_words(past.window.period), change_words(then, now))


def _row(facts: Facts, tasks: Iterable[str]) -> stats.Row:
    wanted = dict.fromkeys(tasks)
    its = [item for item in facts.items if item.task in wanted]
    return stats.counted(facts.plan, "", "", list(wanted), its)


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
