"""What units said over several regular periods: of each piece of work its last words, equal words
once with all their times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from pci.core.dates import parse_period
from pci.core.grouping import grouped
from pci.core.ledger import FINISHED, Entry, speaks_for
from pci.core.schedule import period_holding
from pci.core.vi import day_words, stretches_words
from pci.reports import phrases
from pci.reports.facts import Facts

Work = tuple[str, str]
"""A task or an obligation, and a unit that speaks of it."""


def work(entry: Entry) -> Work:
    """The piece of work that an update speaks of, with its unit."""
    return entry.update.about, entry.update.unit


def _item(entry: Entry) -> tuple[Work, str | None]:
    """The occurrence of work that an update speaks of, or a task as a whole."""
    return work(entry), entry.update.period if entry.update.obligation else None


def is_done(facts: Facts, entry: Entry) -> bool:
    """Whether an update says that an occurrence of work is done, and it still is."""
    update = entry.update
    return update.state == "done" and any(
        item.state in FINISHED and speaks_for(facts.plan, update.unit, item.unit)
        for item in facts.book.of_task(update.subject)
        if (item.obligation, item.period) == (update.obligation, update.period)
    )


def consolidated(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Sort by its times what was said of a task, equal words of a unit on one piece of work
    together: of each occurrence the last words, of the task as a whole everything."""
    alike = grouped(_last_words(entries), _words).values()
    return sorted((sorted(one, key=_place) for one in alike), key=lambda one: _place(one[0]))


def _last_words(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out what was said of an occurrence before its last words, and updates without words
    beside some that have them."""
    kept = []
    for occurrence in grouped(entries, _item).values():
        worded = [entry for entry in occurrence if entry.update.result] or occurrence
        kept += worded[-1:] if occurrence[0].update.obligation else worded
    return kept


def _words(entry: Entry) -> tuple[Work, str, str]:
    """Of what an update speaks, its words as a page shows them, or its state where it has none."""
    update = entry.update
    words = " ".join((update.result or "").split())
    return work(entry), words, "" if words else update.state


def _place(entry: Entry) -> tuple[date, date]:
    """The place of words among others: the last day of their period, or their own day where they
    name none, or one of several times in a period."""
    update = entry.update
    period = parse_period(update.period or "")
    return (period.last if period else update.date), update.date


def times_words(facts: Facts, entries: Iterable[Entry]) -> str:
    """Label words by their periods, of a whole task those of the reports that told them, or by
    their days: `tháng 1–4, 6`, `ngày 26/3`."""
    year = facts.window.period.last.year
    timed = [(_period(facts, entry), entry.update.date) for entry in entries]
    periods = stretches_words([period for period, _ in timed if period], year)
    days = dict.fromkeys(day_words(day, year) for period, day in timed if not period)
    day = phrases.ON_DAY.format(", ".join(days)) if days else ""
    return "; ".join(filter(None, [periods, day]))


def _period(facts: Facts, entry: Entry) -> str | None:
    """The period that an update names, or that of the report that told of a whole task."""
    update = entry.update
    is_whole = update.subject not in facts.plan.triggers and not update.obligation
    return update.period or (_regular(facts, entry) if is_whole else None)


def quoted(facts: Facts, entries: Sequence[Entry]) -> list[list[Entry]]:
    """Choose what the body of a report quotes: all words but those that the papers of the regular
    periods gave by their number only, unless several updates say the same."""
    worded = [quotation for quotation in consolidated(entries) if quotation[0].update.result]
    ids = _given_by_number(facts, entries)
    times = Counter(map(_words, entries))
    return [one for one in worded if times[_words(one[0])] > 1 or one[0].id not in ids]


def _given_by_number(facts: Facts, entries: Iterable[Entry]) -> set[str]:
    """Get the ids of updates on work that was done several times within a regular period."""
    done = [entry for entry in entries if is_done(facts, entry)]
    regular = grouped(done, lambda entry: (work(entry), _regular(facts, entry))).values()
    several = (updates for updates in regular if len({e.update.period for e in updates}) > 1)
    return {entry.id for updates in several for entry in updates}


def _regular(facts: Facts, entry: Entry) -> str | None:
    window = period_holding(facts.plan, entry.update.date)
    return window and window.period.id


def unmentioned(
    facts: Facts, entries: Iterable[Entry], quotations: Iterable[Sequence[Entry]]
) -> list[list[Entry]]:
    """List by the piece of work what was done several times, where the words that are told do not
    say so of each."""
    items = {_item(entry) for one in quotations for entry in one if is_done(facts, entry)}
    return [
        done for done in _several_times(facts, entries) if not items.issuperset(map(_item, done))
    ]


def _several_times(facts: Facts, entries: Iterable[Entry]) -> list[list[Entry]]:
    """List by the piece of work the occurrences that are done, by the last update on each."""
    deciding = (entry for entry in entries if entry.update.state != "nothing")
    last = {_item(entry): entry for entry in deciding if entry.update.period}
    by_work = grouped([e for e in last.values() if is_done(facts, e)], work).values()
    return [done for done in by_work if len(done) > 1]
