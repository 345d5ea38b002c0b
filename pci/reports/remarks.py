"""The difficulties and proposals of a report, those that it withholds, and the causes of delay."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from pci.core.causes import cause_of
from pci.core.grouping import by_key, grouped
from pci.core.ledger import Entry, Item, counted, speaks_for
from pci.core.model import Plan, Update
from pci.core.remarks import OpenRemark, open_remarks, passed_words, waits_with
from pci.core.schedule import period_holding
from pci.core.vi import count_words, lower_first, short_date
from pci.reports import phrases
from pci.reports.facts import Facts
from pci.reports.results import in_brackets, sentence, within_year
from pci.reports.silence import silence_gaps

_HOUSE = "noi-bo"


class Remarks(NamedTuple):
    """The difficulties or the proposals that a report hears of: the open ones that it prints, those
    `withheld` until the leaders decide, those that stay in the `house`, and those `settled` in the
    window that raised them."""

    printed: tuple[OpenRemark, ...]
    withheld: tuple[Entry, ...]
    house: tuple[Entry, ...]
    settled: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All the updates that raise them."""
        printed = (one.entry for one in self.printed)
        return (*printed, *self.withheld, *self.house, *self.settled)


def remarks_of(facts: Facts, kind: str) -> Remarks:
    """Sort the remarks of a kind by what becomes of them; a unit's own report prints all open
    ones."""
    waiting = _waiting(facts, kind)
    answered = _answered(facts, kind)
    if facts.unit:
        return Remarks(tuple(waiting), (), (), tuple(answered))
    inward = [one.entry for one in waiting if one.remark.to not in facts.plan.outside]
    return Remarks(
        tuple(_outward(facts.plan, kind, waiting)),
        tuple(e for e in inward if e.update.remarks[kind].is_for_leaders),
        tuple(e for e in (*inward, *answered) if e.update.remarks[kind].to == _HOUSE),
        tuple(e for e in answered if e.update.remarks[kind].to != _HOUSE),
    )


def carried_remarks(facts: Facts, kind: str) -> Remarks:
    """Sort the remarks of a kind that nobody has answered of those that came with the results of
    the year before."""
    past = facts.carried
    if past is None:
        return Remarks((), (), (), ())
    known = counted(past.book.entries, facts.book.as_of)
    book = replace(past.book, as_of=facts.book.as_of, known=known)
    of_year = remarks_of(replace(past, book=book), kind)
    printed = tuple(one for one in of_year.printed if one.entry in past.entries)
    withheld = tuple(entry for entry in of_year.withheld if entry in past.entries)
    return Remarks(printed, withheld, (), ())


def _outward(plan: Plan, kind: str, waiting: Iterable[OpenRemark]) -> list[OpenRemark]:
    """List the remarks to other bodies, proposals in the plan's order of bodies."""
    bodies = list(plan.outside)
    outward = [one for one in waiting if one.remark.to in bodies]
    if kind == "proposal":
        outward.sort(key=lambda one: bodies.index(plan.heir(one.remark.to) or one.remark.to))
    return outward


def _waiting(facts: Facts, kind: str) -> list[OpenRemark]:
    """List the remarks of a kind that the report hears of and nobody has answered."""
    last = facts.window.window_last
    heard = [one for one in open_remarks(facts.book) if facts.keeps(one.entry)]
    return [one for one in heard if one.kind == kind and one.entry.update.date <= last]


def _answered(facts: Facts, kind: str) -> list[Entry]:
    """List the updates of the window whose remark of a kind is answered already."""
    open_ids = {one.entry.id for one in open_remarks(facts.book) if one.kind == kind}
    raised = [entry for entry in facts.entries if kind in entry.update.remarks]
    return [entry for entry in raised if entry.id not in open_ids]


def remark_notes(facts: Facts, kind: str, remarks: Remarks) -> list[str]:
    """Say what is withheld or missing, so that nobody may state that there is none."""
    notes = _withheld_notes(facts, kind, remarks)
    notes += _passed_notes(facts, kind, remarks.printed)
    if silence_gaps(facts) and not remarks.printed:
        notes.append(phrases.NOT_ALL_HEARD)
    if remarks.settled and not remarks.printed:
        notes.append(_note(facts, phrases.SETTLED, kind, remarks.settled))
    if not (facts.answers or remarks.printed):
        notes.append(phrases.NOBODY_ASKED.format(office=facts.office))
    if remarks.house and not (notes or remarks.printed):
        notes.append(phrases.ADD_REMARKS[kind].format(office=facts.office))
    return notes


def stray_notes(facts: Facts) -> list[str]:
    """Say how many updates are left out because of their faults: what they say, nobody knows."""
    count = count_words(len(facts.strays))
    return [phrases.UNCOUNTED.format(count, office=facts.office)] if facts.strays else []


def _withheld_notes(facts: Facts, kind: str, remarks: Remarks) -> list[str]:
    """Count what waits for the leaders, of the year before apart."""
    held = [(facts.carried, carried_remarks(facts, kind).withheld), (facts, remarks.withheld)]
    return [_note(own, phrases.WITHHELD, kind, entries) for own, entries in held if own and entries]


def _passed_notes(facts: Facts, kind: str, printed: Iterable[OpenRemark]) -> list[str]:
    """Name the times that printed remarks ask for and that are over, with the units."""
    passed = by_key(
        (passed_words(one.passed), waits_with(facts.plan, one.entry.update))
        for one in printed
        if one.passed
    )
    what, office = phrases.KINDS[kind], facts.office
    return [
        phrases.TIME_PASSED.format(what, time, _short_names(facts, units), office=office)
        for time, units in passed.items()
    ]


def left_out(facts: Facts, kind: str) -> list[str]:
    """Name the units whose remarks stay in the house, and those whose remarks were settled where
    open ones are printed: the paper lacks nothing, but somebody should know."""
    remarks = remarks_of(facts, kind)
    settled = remarks.settled if remarks.printed else ()
    named = ((phrases.IN_THE_HOUSE, remarks.house), (phrases.SETTLED_BESIDE, settled))
    return [_note(facts, phrase, kind, entries) for phrase, entries in named if entries]


def _note(facts: Facts, phrase: str, kind: str, entries: Sequence[Entry]) -> str:
    """Count remarks and name their units shortly."""
    units = _short_names(facts, (waits_with(facts.plan, entry.update) for entry in entries))
    count = f"{count_words(len(entries))} {phrases.KINDS[kind]}"
    return phrase.format(count, units, leaders=facts.plan.leaders, office=facts.office)


def _short_names(facts: Facts, units: Iterable[str]) -> str:
    return ", ".join(map(facts.plan.short_name, facts.plan.ordered(units)))


def remark_lines(facts: Facts, kind: str, listed: Iterable[OpenRemark]) -> list[str]:
    """Quote remarks behind those of the year before, proposals under those who are to decide:
    `Đối với UBND tỉnh:`."""
    quoted = []
    if past := facts.carried:
        for one in carried_remarks(facts, kind).printed:
            day = phrases.OF_YEAR_BEFORE.format(past.plan.year, short_date(one.entry.update.date))
            quoted.append((past.plan.name(one.remark.to), _remark_line(past, one, day)))
    quoted += [(facts.plan.name(one.remark.to), _remark_line(facts, one)) for one in listed]
    if kind == "difficulty":
        return list(dict.fromkeys(line for _, line in quoted))
    return [
        line
        for to, lines in by_key(dict.fromkeys(quoted)).items()
        for line in (phrases.ADDRESSED.format(to), *lines)
    ]


def _remark_line(facts: Facts, one: OpenRemark, note: str = "") -> str:
    """Quote a remark with its unit, in a unit's report, and a note, else since when it waits."""
    update = one.entry.update
    source = in_brackets([facts.speaker(update), note or _since(facts, update.date)])
    return f"- {sentence(one.remark.text)}{source}."


def _since(facts: Facts, raised_on: date) -> str:
    """Say since when a remark of an earlier period waits: `từ quý II`."""
    if raised_on >= facts.window.window_first:
        return ""
    regular = period_holding(facts.plan, raised_on)
    day = phrases.ON_DAY.format(short_date(raised_on))
    return phrases.SINCE.format(within_year(facts, regular.period) if regular else day)


# --- causes ---------------------------------------------------------------------------------------


def delayed_work(facts: Facts) -> list[Item]:
    """List the work that is overdue, or was done late or suspended in the window."""
    return [
        item
        for item in facts.items
        if item.state == "overdue"
        or (item.state in ("done_late", "suspended") and facts.ended(item))
    ]


def suspensions(facts: Facts) -> list[Entry]:
    """List the updates of the window that suspend work or a whole task."""
    return [entry for entry in facts.entries if entry.update.state == "suspended"]


def cause_lines(facts: Facts) -> list[str]:
    """Quote why work is late or suspended, in the plan's order of units, each reason once with the
    work."""
    order = list(facts.plan.units)
    reasons = [
        (sentence(cause), _work(facts.plan, entry.update))
        for entry in sorted(_explaining(facts), key=lambda e: order.index(e.update.unit))
        if (cause := cause_of(entry.update, facts.book.recorded))
    ]
    alike = by_key(dict.fromkeys(reasons))
    return [f"- {text}{in_brackets(works, '; ')}." for text, works in alike.items()]


def _work(plan: Plan, update: Update) -> str:
    """Name the work that an update speaks of by its title, or the whole task."""
    task, name = plan.tasks.get(update.subject), update.obligation
    if task and name and name in task.owes:
        return task.owes[name].title
    return (task and task.short) or lower_first(phrases.OF_TASK.format(update.subject))


def unexplained(facts: Facts) -> str:
    """Name the late and suspended work of which nobody says why: `A.VII.4 (P.QLDN)`."""
    by_task = by_key(_unexplained_work(facts))
    return ", ".join(
        f"{i} ({_short_names(facts, by_task[i])})" for i in facts.tasks if i in by_task
    )


def _unexplained_work(facts: Facts) -> set[tuple[str, str]]:
    """Get the tasks with such work, or suspended as a whole, each with its unit."""
    recorded = facts.book.recorded
    updates = [e.update for e in _explaining(facts) if cause_of(e.update, recorded)]
    by_subject = grouped(updates, lambda update: update.subject)
    late = (
        item
        for item in delayed_work(facts)
        if not any(explains(facts, update, item) for update in by_subject.get(item.task, ()))
    )
    explained = {(update.about, update.unit) for update in updates}
    whole = {(e.update.about, e.update.unit) for e in suspensions(facts)} - explained
    return {(item.task, item.unit) for item in late} | whole


def _explaining(facts: Facts) -> list[Entry]:
    """List the updates that suspend work or speak of late work."""
    late = grouped(delayed_work(facts), lambda item: item.task)
    suspended = {entry.id for entry in suspensions(facts)}

    def is_of_late(update: Update) -> bool:
        return any(explains(facts, update, item) for item in late.get(update.subject, ()))

    heard = filter(facts.hears, facts.book.known)
    return [entry for entry in heard if entry.id in suspended or is_of_late(entry.update)]


def explains(facts: Facts, update: Update, item: Item) -> bool:
    """Whether an update speaks of a late item: of itself, or in the window of its whole task."""
    if update.subject != item.task or not speaks_for(facts.plan, update.unit, item.unit):
        return False
    if update.obligation is None:
        return facts.window.holds(update.date)
    return (update.obligation, update.period) == (item.obligation, item.period)
