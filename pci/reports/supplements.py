"""Results of earlier periods that came after the paper of their period was issued.

They stand in the next paper of the regime, once, and are no part of its counts.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import chain, takewhile
from typing import NamedTuple

from pci.core.causes import cause_of
from pci.core.dates import WEEKDAYS, Period
from pci.core.duty import names_paper
from pci.core.ledger import Entry
from pci.core.model import REST, Update
from pci.core.papers import Issue, Issues
from pci.core.reporting import repeated
from pci.core.schedule import reporting_periods
from pci.core.vi import occurrence_words, period_words
from pci.reports import phrases
from pci.reports.facts import Facts
from pci.reports.remarks import explains
from pci.reports.results import full_text, in_brackets, sentence, whole_line


class Supplement(NamedTuple):
    """What a paper adds to that of an earlier period: updates in the order of the plan."""

    period: Period
    entries: tuple[Entry, ...]

    @property
    def passage(self) -> str:
        """The name of its passage."""
        return f"supplements.{self.period.id}"

    @property
    def label(self) -> str:
        """Its heading: `Bổ sung kết quả quý III năm 2024`."""
        return phrases.SUPPLEMENT_OF.format(period_words(self.period))


def supplements(facts: Facts) -> tuple[Supplement, ...]:
    """Make what a paper of the regime's length adds, the oldest period first; a longer one holds
    such results as its own."""
    if facts.window.period.kind != facts.plan.reporting.every:
        return ()
    added = _added(facts)
    parts = (
        Supplement(period, _in_order(facts, (e for e in added if _missed(facts.issued, period, e))))
        for period in reversed([*_periods_before(facts)])
    )
    return tuple(part for part in parts if part.entries)


def supplement_lines(facts: Facts, supplement: Supplement) -> list[str]:
    """Quote each update, equal words once, its work before it: `- Nhiệm vụ 2, Chi phí thời gian: Đã
    … (Phòng …).`"""
    lines = (work_line(facts, entry, _correction(facts, entry)) for entry in supplement.entries)
    return [f"- {line}" for line in dict.fromkeys(lines)]


def added_updates(facts: Facts) -> list[str]:
    """List the ids of the updates of earlier periods that the report adds."""
    return [entry.id for supplement in supplements(facts) for entry in supplement.entries]


# --- which updates --------------------------------------------------------------------------------


def _periods_before(facts: Facts) -> Iterator[Period]:
    """Yield the periods before the report's whose papers were issued, back to the first that has
    none: what is older stands in that one."""
    own = facts.window.period
    before = [p for p in _regular(facts) if p.last < own.first]
    return takewhile(lambda period: _papers(facts.issued, period), reversed(before))


def _regular(facts: Facts) -> list[Period]:
    """List the periods of the plan's regime, as it was and is."""
    return [window.period for window in reporting_periods(facts.plan, WEEKDAYS)]


def _papers(issued: Issues, period: Period) -> list[Issue]:
    """The issues of a period's report, the plain and the cumulative one."""
    return [issued[report] for report in (period.id, f"{period.id}+") if report in issued]


def _missed(issued: Issues, period: Period, entry: Entry) -> bool:
    """Whether an update is of the window of a period and in no paper of it."""
    return all(
        paper.holds(entry.update.date) and entry.id not in paper.updates
        for paper in _papers(issued, period)
    )


def _added(facts: Facts) -> list[Entry]:
    """List the updates of other windows that the report tells, oldest first."""
    papers = [
        (paper.window_last, frozenset(paper.updates))
        for period in _regular(facts)
        for paper in _papers(facts.issued, period)
    ]
    issued_ids = frozenset(chain.from_iterable(paper.updates for paper in facts.issued.values()))
    return [entry for entry in facts.book.known if _is_added(facts, papers, issued_ids, entry)]


def _is_added(
    facts: Facts,
    papers: Iterable[tuple[date, Collection[str]]],
    issued_ids: Collection[str],
    entry: Entry,
) -> bool:
    """Whether the report tells an update of another window: the one that it was issued with, else
    one that none of the regime's papers has."""
    update = entry.update
    tells = facts.hears(entry) and not update.only_answers and not is_bare_paper(facts, update)
    if not tells or facts.window.holds(update.date):
        return False
    own = facts.issued.get(facts.report)
    if own:
        return entry.id in own.updates
    return not (_says_nothing_new(facts, update, issued_ids) or _is_issued(papers, entry))


def _is_issued(papers: Iterable[tuple[date, Collection[str]]], entry: Entry) -> bool:
    """Whether a paper of the regime, given by its last day and its updates, has an update of its
    own or of earlier days."""
    return any(entry.id in updates and entry.update.date <= last for last, updates in papers)


def _says_nothing_new(facts: Facts, update: Update, issued_ids: Collection[str]) -> bool:
    """Whether an update only puts right when another, which a paper has, was received."""
    return any(i in issued_ids for i in repeated(update, facts.book.recorded))


def is_bare_paper(facts: Facts, update: Update) -> bool:
    """Whether an update only says that the report of a period was sent: its reader has it."""
    return names_paper(facts.plan, update) and not update.result


def _in_order(facts: Facts, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Sort updates by what they are about in the order of the plan, by unit, then by day."""
    # a document may have ended the task since
    subjects = list(dict.fromkeys(i for v in facts.plan.versions for i in v.subjects))
    units = list(facts.plan.units)

    def place(entry: Entry) -> tuple[int, int]:
        return subjects.index(facts.place_of(entry.update)), units.index(entry.update.unit)

    return tuple(sorted(entries, key=place))  # those of one place are oldest first already


# --- words ----------------------------------------------------------------------------------------


def work_line(facts: Facts, entry: Entry, note: str) -> str:
    """Quote an update behind what it is about, and why that is late or suspended."""
    words, speaker = full_text(facts.plan, entry.update), facts.speaker(entry.update, several=True)
    if cause := _cause(facts, entry.update):
        words = phrases.BECAUSE.format(sentence(words), cause)
    return f"{_work(facts, entry.update, note)}: {whole_line(entry.update, words, speaker)}"


def _cause(facts: Facts, update: Update) -> str | None:
    """Why work stays suspended or is late, as an update says; null where it is neither."""
    items, states = facts.items_of(update.subject), ("overdue", "done_late", "suspended")
    delayed = (item for item in items if item.state in states)
    if update.state != "suspended" and not any(explains(facts, update, i) for i in delayed):
        return None
    return cause_of(update, facts.book.recorded)


def _work(facts: Facts, update: Update, note: str) -> str:
    """Name what an update is about, with a note: `Báo cáo tháng (tháng 9 năm 2024)`, `Nhiệm vụ 2,
    Chi phí thời gian (đính chính)`."""
    subject = facts.place_of(update)
    plan = next((v for v in facts.plan.versions if subject in v.tasks), facts.plan)
    if update.obligation:
        period = occurrence_words(update.period) if update.period else ""
        title = plan.tasks[subject].owes[update.obligation].title
        return f"{title}{in_brackets([period, note], '; ')}"
    if subject in plan.tasks:
        section = plan.title_of(plan.section_of(subject))
        name = phrases.OF_TASK.format(plan.tasks[subject].number)
        name += f", {section}" if section else ""
    else:
        name = phrases.OF_THE_REST if subject == REST else phrases.OF_MEASURES
    return f"{name}{in_brackets([note])}"


def _correction(facts: Facts, entry: Entry) -> str:
    """The note on an update that corrects what an issued paper says; empty on any other."""
    first = facts.book.origins.get(entry.id)
    is_issued = any(first in paper.updates for paper in facts.issued.values())
    return phrases.CORRECTION if is_issued else ""
