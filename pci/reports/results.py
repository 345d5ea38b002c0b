"""The lines of a report's body on one task: the last words of its units, and the figures."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from pci.core.dates import WEEKDAYS, Period, parse_period, periods_of
from pci.core.evidence import citable
from pci.core.figures import span_of
from pci.core.grouping import grouped
from pci.core.ledger import Entry, meant_state
from pci.core.model import Indicator, Plan, Target, Task, Update
from pci.core.reporting import spans_several
from pci.core.schedule import ReportingPeriod, period_holding, window_of
from pci.core.vi import (
    STATE_LABELS,
    day_words,
    join_statements,
    join_words,
    lower_first,
    measure_words,
    number_words,
    occurrence_words,
    period_words,
    short_date,
    stretches_words,
    upper_first,
)
from pci.lists.columns import figure_words
from pci.reports import phrases
from pci.reports.consolidated import is_done, quoted, times_words, unmentioned, work
from pci.reports.facts import Facts

LONGEST = 400
"""Characters of one unit's text that the body tells; the appendix has the whole of it."""
_REPORT = re.compile(r"Báo cáo (tháng|quý|6 tháng|năm)(?: gửi ((?:[A-Z]|Đ|Ủ).+))?")
"""The title of a periodic report, with the body that receives it."""
BULLETS = ("-", "+", "•", "*", "–")


# --- texts ----------------------------------------------------------------------------------------


def result_texts(plan: Plan, update: Update) -> list[str]:
    """List the result of an update, then the figures that the result does not state."""
    result = update.result or ""
    indicators = plan.measured(update.subject)
    unstated = {
        key: value
        for key, value in update.figures.items()
        if key in indicators and not states(result, value, indicators[key].unit)
    }
    return [text for text in (result, figure_words(plan, update.subject, unstated)) if text]


def states(text: str, value: Decimal, unit: str) -> bool:
    """Whether a text states a figure: `236/240 hồ sơ` states 236 of the unit `hồ sơ`."""
    number = rf"\b0*{re.escape(number_words(value))}(?:/[\d.]+)?"
    return re.search(rf"{number}\s*{re.escape(unit)}", text) is not None


def full_text(plan: Plan, update: Update) -> str:
    """The result and the figures of an update, or its state where it has neither; that a condition
    is met is its title."""
    state = f"{lower_first(STATE_LABELS[meant_state(plan, update)])}."
    if update.about in plan.triggers:
        title = plan.triggers[update.about].title
        state = f"{title}." if update.state == "done" else f"{title}: {state}"
    return "\n".join(result_texts(plan, update)) or state


def whole_line(update: Update, words: str, speaker: str) -> str:
    """Quote a text as one sentence, with the unit that speaks and its documents."""
    return f"{sentence(words)}{in_brackets([speaker, *citable(update.evidence)], '; ')}."


def sentence(text: str) -> str:
    """Join the lines of a text, less their bullets, into one sentence without its final stop."""
    *before, last = [words for words in map(_unbulleted, text.splitlines()) if words] or [""]
    head = "".join(
        line + " " if line.endswith(":") else line.rstrip(".;,") + "; " for line in before
    )
    return head + last.rstrip(".;")


def _unbulleted(line: str) -> str:
    words = line.split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in BULLETS else words)


def unit_names(plan: Plan, units: Iterable[str]) -> str:
    """Join the names of units in the plan's order."""
    return enumerated(plan.units[unit].name for unit in plan.ordered(units))


def id_and_title(task_id: str, task: Task) -> str:
    """Name a task by its id, and by its short title or all that it owes, where it has any."""
    titles = [task.short] if task.short else dict.fromkeys(one.title for one in task.owes.values())
    return f"{task_id}{in_brackets(titles, '; ')}"


def enumerated(named: Iterable[str]) -> str:
    """Join names, by semicolons where one has an `và`."""
    names = [*named]
    return "; ".join(names) if any(" và " in name for name in names) else join_words(names)


def in_brackets(parts: Iterable[str], between: str = ", ") -> str:
    """Put notes in brackets behind a statement, none where all are empty."""
    inside = between.join(filter(None, parts))
    return f" ({inside})" if inside else ""


# --- words ----------------------------------------------------------------------------------------


def task_lines(facts: Facts, task_id: str) -> list[str]:
    """Make the lines on one task: the Office's words, or what its units said, then the figures of
    the window.

    In a report over several regular periods the figures come first, and all is one line.
    """
    longer = spans_several(facts.plan, facts.window)
    own = facts.own_words(f"tasks.{task_id}.result")
    if own:
        lines, units = _shortened(facts, own), set(facts.plan.units)
    else:
        lines, units = _spoken(facts, task_id)
    figures = figures_line(facts, task_id, own or lines, units)
    if figures:
        parts = [figures, *lines] if longer else [*lines, figures]
        lines = [" ".join(parts)] if len(lines) == 1 else parts
    if lines and longer and not own:
        lines = [" ".join(lines)]
    return [f"- {line}" for line in lines]


def _shortened(facts: Facts, own: Sequence[str]) -> list[str]:
    """Quote the Office's words on a task; of what is too long for the body only the beginning."""
    lines = [f"{sentence(line)}." for line in own]
    whole = " ".join(lines)
    return [_cut(facts, whole, [])] if len(whole) > LONGEST else lines


def figures_line(facts: Facts, task_id: str, lines: Iterable[str], units: Set[str]) -> str:
    """State the figures of a task that its lines do not state, each with all the units that give
    it, unless all of these speak in those lines; empty without any."""
    stated = _figures(facts, task_id, " ".join(lines))
    if not stated:
        return ""
    givers = [one.givers for one in stated.values()]
    if all(giving <= units for giving in givers):
        return f"{join_statements(list(stated))}."
    names = [in_brackets([unit_names(facts.plan, giving)]) for giving in givers]
    if len(set(names)) == 1:
        return f"{join_statements(list(stated))}{names[0]}."
    return f"{join_statements([text + name for text, name in zip(stated, names, strict=True)])}."


def figures_of_years(facts: Facts, task_id: str) -> dict[str, tuple[Decimal, Decimal]]:
    """Get the figures of a task that are known of the same period last year too, by their keys:
    those of then and of now."""
    both = {one.key: one.years for one in _measurements(facts, task_id)}
    return {key: pair for key, pair in both.items() if pair}


def ratio_notes(facts: Facts, task_id: str) -> list[str]:
    """Say why a ratio of a task is not printed: which unit gives only one of its parts."""
    if facts.own_words(f"tasks.{task_id}.result"):
        return []
    notes = (one.ratio_note() for one in _measurements(facts, task_id))
    return [note for note in notes if note]


def _spoken(facts: Facts, task_id: str) -> tuple[list[str], set[str]]:
    """Make the lines from what was said of a task and its conditions, and name the units whose
    figures need no name."""
    conditions = [entry.update for entry in facts.conditions_of(task_id)]
    lines = [whole_line(u, full_text(facts.plan, u), facts.speaker(u)) for u in conditions]
    entries = facts.entries_of(task_id)
    results = [entry for entry in entries if entry.update.result]
    if spans_several(facts.plan, facts.window):
        lines += _consolidated_lines(facts, entries)
    else:
        for of_work in grouped(results, work).values():
            lines += _work_lines(facts, of_work)
    return lines, {_expected(facts, task_id), *(entry.update.unit for entry in results)}


def _expected(facts: Facts, task_id: str) -> str:
    """The unit that a reader expects to speak: the task's lead, or the unit that reports."""
    return facts.unit or facts.plan.tasks[task_id].lead


def _source(facts: Facts, update: Update) -> str:
    """The name of the unit that speaks, empty where the reader expects it."""
    expected = update.unit == _expected(facts, update.subject)
    return "" if expected else facts.plan.name(update.unit)


def _work_lines(facts: Facts, entries: Sequence[Entry]) -> list[str]:
    """Say how often a unit did a piece of work, with words or without, then its last words where
    they say more."""
    last, done = entries[-1], [entry for entry in entries if is_done(facts, entry)]
    every = _done_like(facts, last)
    periods = sorted({e.update.period for e in every if e.update.period})
    last_words = [last] if last in done else [*done[-1:], last]
    lines = []
    if len(periods) > 1:
        lines = [_times_done(facts, every)]
        last_words = [] if last in done else [last]
    return lines + [_words(facts, e.update, _day(facts, e, entries)) for e in last_words]


def _day(facts: Facts, entry: Entry, entries: Sequence[Entry]) -> str:
    """Label the words of an update by its day, where there are others on the same work."""
    day = day_words(entry.update.date, facts.window.period.last.year)
    return phrases.ON_DAY.format(day) if len(entries) > 1 else ""


def _done_like(facts: Facts, entry: Entry) -> list[Entry]:
    """List the updates of the window by which a unit did a piece of work."""
    of_task = facts.entries_of(entry.update.subject)
    return [one for one in of_task if is_done(facts, one) and work(one) == work(entry)]


def _consolidated_lines(facts: Facts, entries: Sequence[Entry]) -> list[str]:
    """Say how often work was done over several regular periods where its words do not, then quote
    each text once behind its times."""
    quotations = _without_counted_on(facts.plan, quoted(facts, entries))
    return [
        *(_times_done(facts, done) for done in unmentioned(facts, entries, quotations)),
        *_labelled(facts, quotations),
    ]


def _without_counted_on(plan: Plan, quotations: Sequence[list[Entry]]) -> list[list[Entry]]:
    """Leave to the appendix the words on a whole task that state figures which later words of the
    same unit go on to count: the figures of the time stand before the words."""
    return [
        quotation
        for n, quotation in enumerate(quotations)
        if not any(_counts_on(plan, quotation[0], later[0]) for later in quotations[n + 1 :])
    ]


def _counts_on(plan: Plan, entry: Entry, later: Entry) -> bool:
    """Whether later words of a unit on a task give the figures that its words state."""
    update, known = entry.update, plan.measured(entry.update.subject)
    return (
        work(entry) == work(later)
        and not update.obligation
        and bool(update.figures)
        and later.update.figures.keys() >= update.figures.keys()
        and all(states(update.result or "", n, known[k].unit) for k, n in update.figures.items())
    )


def _labelled(facts: Facts, quotations: Sequence[Sequence[Entry]]) -> Iterator[str]:
    """Quote texts behind their times, those of the same time behind one label."""
    label = ""
    for quotation in quotations:
        before, label = label, times_words(facts, quotation)
        yield _words(facts, quotation[0].update, "" if label == before else label)


def _times_done(facts: Facts, done: Sequence[Entry]) -> str:
    """Count how often work was done: `Đối thoại: đã thực hiện 02 lần (quý I, II)`; of a periodic
    report `Đã gửi 03 báo cáo tháng (tháng 6, 7, 8)`."""
    update, times = done[-1].update, {entry.update.period for entry in done}
    assert update.obligation
    title = facts.plan.tasks[update.subject].owes[update.obligation].title
    notes = in_brackets([times_words(facts, done), _source(facts, update)], "; ")
    report = _REPORT.fullmatch(title)
    if report is None:
        return f"{phrases.TIMES_DONE.format(title, len(times))}{notes}."
    receiver = phrases.SENT_TO.format(report[2]) if report[2] else ""
    return f"{phrases.REPORTS_SENT.format(len(times), report[1])}{notes}{receiver}."


def _words(facts: Facts, update: Update, start: str) -> str:
    """Quote an update as one sentence behind a label: its times or its day."""
    words = _cut(facts, sentence(update.result or ""), [_source(facts, update)])
    return f"{upper_first(start)}: {words}" if start else words


def _cut(facts: Facts, words: str, notes: Sequence[str]) -> str:
    """Put notes behind words, and behind the beginning of long ones where the whole stands."""
    if len(words) > LONGEST:
        words = _opening(words)
        notes = [*notes, phrases.FULL_TEXT_OF_UNIT if facts.unit else phrases.FULL_TEXT]
    return f"{words}{in_brackets(notes)}."


def _opening(words: str) -> str:
    """Cut a long text after its last whole sentence, or its last whole word."""
    head = words[:LONGEST]
    sentences, stop, _ = head.rpartition(". ")
    return sentences if stop else head.rpartition(" ")[0] + " …"


def within_year(facts: Facts, period: Period) -> str:
    """Name a period, without the year where it is the report's own: `quý II`, `6 tháng đầu năm`."""
    year = facts.window.period.last.year
    if period.kind in ("half", "nine_months"):
        return period_words(period).removesuffix(f" {year}")
    return period_words(period).removesuffix(f" năm {year}")


# --- figures --------------------------------------------------------------------------------------


def _measurements(facts: Facts, task_id: str) -> "list[Measurements]":
    indicators = facts.plan.measured(task_id)
    return [Measurements(facts, task_id, key, indicators) for key in indicators]


def _figures(facts: Facts, task_id: str, already: str) -> "dict[str, Measurements]":
    """State the figures of a task's indicators, except those that the words `already` state."""
    words = already.casefold()
    stated = {one.statement(already): one for one in _measurements(facts, task_id)}
    return {text: one for text, one in stated.items() if text and text.casefold() not in words}


@dataclass(frozen=True)
class Measurements:
    """The figures of one indicator of a task."""

    facts: Facts
    task: str
    key: str
    known: Mapping[str, Indicator]

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return self.known[self.key]

    def statement(self, already: str) -> str:
        """State the figure of the report's window, or several that make no one number."""
        updates = self._updates(self.facts.window)
        if self.indicator.is_ratio:
            is_given = self._ratio(self.facts.window) is not None
            return self._one_figure(updates, already) if is_given else ""
        if not updates:
            return ""
        apart = self._apart(updates)
        if not apart:
            return self._one_figure(updates, already)
        if all(states(already, u.figures[self.key], self.indicator.unit) for u in apart):
            return ""
        named = len({update.unit for update in apart}) > 1
        return f"{self.indicator.title}: {join_words([self._each(u, named) for u in apart])}"

    def _apart(self, updates: Sequence[Update]) -> Sequence[Update]:
        """The updates whose figures make no one number; none where they do."""
        longer = any(self._longer(update, self.facts.window) for update in updates)
        if self.indicator.adds_up:
            return updates if longer else []
        return self._levels(updates, longer)

    @property
    def givers(self) -> frozenset[str]:
        """The units that give the figure of the report's window; none where the figures beside it
        are of others."""
        windows = [self.facts.window, *self._windows_beside]
        giving, *beside = (self._givers(window) for window in windows)
        return giving if giving.issuperset(frozenset().union(*beside)) else frozenset()

    def _givers(self, window: ReportingPeriod) -> frozenset[str]:
        """The units that give the figure of a window, or the parts of a ratio."""
        parts = self._parts if self.indicator.is_ratio else (self,)
        return frozenset(update.unit for part in parts for update in part._updates(window))

    def ratio_note(self) -> str:
        """Say which units give only one part of a ratio in the longest window told; empty where
        all give both."""
        window = self.facts.year_to_date or self.facts.window
        lacking = [phrases.PART_NOT_GIVEN.format(*one) for one in self._lacking(window)]
        title, period = lower_first(self.indicator.title), period_words(window.period)
        return phrases.RATIO_UNKNOWN.format(title, period, "; ".join(lacking)) if lacking else ""

    def _lacking(self, window: ReportingPeriod) -> list[tuple[str, str]]:
        """The units that give one part of a ratio for days of a window and not the other, each with
        the title of the other."""
        if not self.indicator.is_ratio:
            return []
        plan, (above, below) = self.facts.plan, self._parts
        lacking: dict[tuple[str, str], None] = {}
        for one, other in ((above, below), (below, above)):
            given = other._updates(window)
            for update in one._updates(window):
                if not any(_same_days(plan, update, one) for one in given):
                    lacking[plan.name(update.unit), lower_first(other.indicator.title)] = None
        return list(lacking)

    @property
    def _parts(self) -> "tuple[Measurements, Measurements]":
        """The numerator and the denominator of a ratio."""
        keys = self.indicator.numerator or "", self.indicator.denominator or ""
        above, below = (replace(self, key=key) for key in keys)
        return above, below

    def _updates(self, window: ReportingPeriod) -> list[Update]:
        """The updates of a window that give a figure of the indicator, oldest first."""
        known = (entry.update for entry in self.facts.entries_in(self.task, window))
        giving = (update for update in known if self.key in update.figures)
        return sorted(giving, key=lambda update: (update.date, update.recorded))

    def _levels(self, updates: Sequence[Update], longer: bool) -> list[Update]:
        """The updates whose figures stand beside each other where nothing adds up: the last of each
        unit, or those of several times; none where the last figure says all."""
        if self._is_of_one_period:
            return list({(u.unit, self._regular(u)): u for u in updates}.values())
        by_unit = {update.unit: update for update in updates}
        if len(by_unit) > 1:
            return list(by_unit.values())
        if not longer and not self._several_periods:
            return []
        last = updates[-1]
        earlier = {u.period: u for u in updates if u.period and u.period != last.period}
        return [*earlier.values(), last]

    @property
    def _is_of_one_period(self) -> bool:
        """Whether each figure is of its own regular period only: a percentage without its parts is
        none of a longer one."""
        return self.indicator.unit == "%" and self._several_periods

    def _regular(self, update: Update) -> str:
        """Name the regular period of an update: `quý II`."""
        window = period_holding(self.facts.plan, update.date)
        return within_year(self.facts, window.period) if window else ""

    @property
    def _several_periods(self) -> bool:
        return spans_several(self.facts.plan, self.facts.window)

    @property
    def _is_worded(self) -> bool:
        """Whether the Office's own words stand for those of the units."""
        return bool(self.facts.own_words(f"tasks.{self.task}.result"))

    def _words(self, number: Decimal) -> str:
        return measure_words(number, self.indicator.unit)

    def _each(self, update: Update, named: bool) -> str:
        """State one figure of several: with its unit where `named`, with its time, or both."""
        words = self._words(update.figures[self.key])
        if named:
            words = f"{self.facts.plan.name(update.unit)} {words}"
        timed = self.indicator.adds_up or self._is_of_one_period or not named
        return words + in_brackets([self._time(update) if timed else ""])

    def _time(self, update: Update) -> str:
        """The time of a figure, empty where it is the report's own."""
        window = self.facts.window
        if update.period and update.period != window.period.id:
            return stretches_words([update.period], window.period.last.year)
        if self._is_of_one_period:
            return self._regular(update)
        if self.indicator.adds_up or not self._several_periods:
            return self._longer(update, window)
        return phrases.UNTIL_DAY.format(short_date(update.date))

    def _one_figure(self, updates: Sequence[Update], already: str) -> str:
        """State the figure of the window, unless the words `already` do, with its change on other
        periods, the year's so far and the target."""
        now = self._total(self.facts.window)
        assert now is not None
        notes = list(filter(None, [*self._figures_beside(now), self._against_target(already)]))
        quoted_parts = self._several_periods and len(updates) > 1 and not self._is_worded
        title = self.indicator.title
        if states(already, now, self.indicator.unit) and not quoted_parts:
            return f"{title} {', '.join(notes)}" if notes else ""
        if self.indicator.adds_up and len(updates) > 1:
            is_year = self.facts.window.period.kind == "year"
            title = (phrases.IN_YEAR if is_year else phrases.IN_PERIOD).format(title)
        return f"{title}: {self._words(now)}{in_brackets(notes, '; ')}"

    def _figures_beside(self, now: Decimal) -> list[str]:
        """Compare with the period before and the same of last year; state the figure of the year
        so far of what adds up or is a ratio."""
        facts, past = self.facts, self._year_ago()
        before = self._compared(now, self, facts.before.window) if facts.before else ""
        whole = self._beside(facts.year_to_date) if self._has_whole and facts.year_to_date else ""
        return [before, whole, self._compared(now, past, past.facts.window) if past else ""]

    def _compared(self, now: Decimal, other: "Measurements", window: ReportingPeriod) -> str:
        """Say by how much a figure is more or less than that of another period; a rate stands
        beside that of the other."""
        then = other._total(window)
        if then is None:
            return ""
        period = within_year(self.facts, window.period)
        if self.indicator.unit == "%":
            return f"{period}: {self._words(then)}"
        if now == then:
            return phrases.UNCHANGED.format(period)
        change = phrases.MORE_THAN if now > then else phrases.LESS_THAN
        return change.format(self._words(abs(now - then)), period)

    def _against_target(self, already: str) -> str:
        """Set what is counted so far in the target's period beside the target: `lũy kế 274 lượt,
        đạt 91,33% chỉ tiêu năm`; empty where the report is longer than that, or its words say
        so."""
        target, window = self.indicator.target, self.facts.window
        if target is None:
            return ""
        span = _holding(self.facts.plan, target.over, window.period.last)
        so_far = span._replace(window_last=min(span.window_last, window.window_last))
        total = self._total(so_far)
        if total is None or span.window_first > window.window_first:
            return ""
        words, share = (
            _target_words(target, self._words, total, is_over)
            for is_over in (so_far == span, False)
        )
        if words in already or share in already:
            return ""
        is_part = self.indicator.adds_up and span.window_first < window.window_first
        if is_part and so_far != self.facts.year_to_date:
            words = phrases.SO_FAR.format(self._words(total), words)
        return words

    def _year_ago(self) -> "Measurements | None":
        """The same figure of last year, of the task that this one carries on; null where it counts
        something else, or more than this task does."""
        past, named = self.facts.year_ago, self.facts.plan.tasks[self.task].forerunner or ""
        plan, _, task = named.partition("/")
        if past is None or plan != past.plan.id or task not in past.plan.tasks:
            return None
        then = past.plan.tasks[task].indicators.get(self.key)
        is_whole = then and _is_like(then, self.indicator) and not self._is_shared(named)
        return Measurements(past, task, self.key, past.plan.measured(task)) if is_whole else None

    def _is_shared(self, forerunner: str) -> bool:
        """Whether several tasks that carry on the same one have the indicator."""
        heirs = (one for one in self.facts.plan.tasks.values() if one.forerunner == forerunner)
        return sum(self.key in one.indicators for one in heirs) > 1

    @property
    def years(self) -> tuple[Decimal, Decimal] | None:
        """The figure of the same period last year and this one's; null where one is unknown."""
        past = self._year_ago()
        then = past._total(past.facts.window) if past else None
        now = self._total(self.facts.window)
        return None if then is None or now is None else (then, now)

    @property
    def _has_whole(self) -> bool:
        """Whether the figure of a year so far says more than the last one said."""
        return self.indicator.adds_up or self.indicator.is_ratio

    @property
    def _windows_beside(self) -> list[ReportingPeriod]:
        facts = self.facts
        windows = [facts.before.window] if facts.before else []
        if facts.year_to_date and self._has_whole:
            windows.append(facts.year_to_date)
        return windows

    def _beside(self, window: ReportingPeriod) -> str:
        """State the figure of another window: `9 tháng đầu năm: 21 kiến nghị`."""
        total = self._total(window)
        period = within_year(self.facts, window.period)
        return "" if total is None else f"{period}: {self._words(total)}"

    def _total(self, window: ReportingPeriod) -> Decimal | None:
        """The figure of a window: a sum, the ratio of two sums, or the last level; null where it
        counts a longer time, is a percentage of a shorter one, or each unit has a level of its
        own."""
        if self.indicator.is_ratio:
            return self._ratio(window)
        updates = self._updates(window)
        if self.indicator.unit == "%" and spans_several(self.facts.plan, window):
            return None
        if not updates or any(self._longer(update, window) for update in updates):
            return None
        numbers = [update.figures[self.key] for update in updates]
        if self.indicator.adds_up:
            return sum(numbers, Decimal(0))
        return numbers[-1] if _is_of_one_unit(updates) else None

    def _ratio(self, window: ReportingPeriod) -> Decimal | None:
        """The ratio of a window in per cent, two decimals half up; null where a part of it is not
        given, or a unit gives only one of them."""
        above, below = (part._total(window) for part in self._parts)
        if above is None or not below or self._lacking(window):
            return None
        return (100 * above / below).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()

    def _longer(self, update: Update, window: ReportingPeriod) -> str:
        """The time of a figure where it is longer than a window, or begins before an ad hoc one:
        `6 tháng đầu năm 2023`, in the report of a quarter."""
        if update.period:
            period = parse_period(update.period.partition("-lan-")[0])
            longer = period is not None and (
                _is_longer(period, window.period)
                or (window.period.kind == "range" and period.first < window.period.first)
            )
            return occurrence_words(update.period) if longer else ""
        first = self._first_day(update, window)
        if first >= window.window_first:
            return ""
        return phrases.FROM_TO.format(short_date(first), short_date(update.date))

    def _first_day(self, update: Update, window: ReportingPeriod) -> date:
        """The day from which a figure counts: the first of the window, or in a report that is
        shorter than the regular ones, or ad hoc, that of the regular period, or the day after the
        unit's last figure."""
        regular = period_holding(self.facts.plan, update.date)
        own = update.obligation or not self.indicator.adds_up
        if own or regular is None:
            return window.window_first
        if window.period.kind != "range" and not _is_longer(regular.period, window.period):
            return window.window_first
        updates = (other for other in self._updates(regular) if other.unit == update.unit)
        after = [u.date + timedelta(days=1) for u in updates if u.date < update.date]
        return max(after, default=regular.window_first)


def _holding(plan: Plan, kind: str, day: date) -> ReportingPeriod:
    """The window of the calendar period of a kind that holds a day."""
    period = next(one for one in periods_of(day.year, kind) if day <= one.last)
    return window_of(plan, period, WEEKDAYS)


def _target_words(
    target: Target, words: Callable[[Decimal], str], total: Decimal, is_over: bool
) -> str:
    """Set a number beside a target; that it is met is said only when the target's period is
    over."""
    period = phrases.PERIODS[target.over]
    if target.at_most is not None:
        return phrases.AT_MOST.format(period, words(target.at_most))
    assert target.at_least is not None
    asked = words(target.at_least)
    if asked.endswith("%") or not target.at_least:
        return phrases.AT_LEAST.format(period, asked)
    if is_over and total >= target.at_least:
        return phrases.TARGET_MET.format(period)
    share = (100 * total / target.at_least).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return phrases.OF_TARGET.format(number_words(share), period)


def _is_of_one_unit(updates: Iterable[Update]) -> bool:
    return len({update.unit for update in updates}) == 1


def _same_days(plan: Plan, one: Update, other: Update) -> bool:
    """Whether figures of two updates are of one unit and the same days."""
    first, second = (span_of(plan, update.period, update.date) for update in (one, other))
    return one.unit == other.unit and first.meets(second)


def _is_like(one: Indicator, other: Indicator) -> bool:
    """Whether two indicators count the same kind of thing in the same way."""
    kinds = [(i.unit, i.adds_up, i.is_ratio) for i in (one, other)]
    return kinds[0] == kinds[1]


def _is_longer(period: Period, other: Period) -> bool:
    return period.last - period.first > other.last - other.first
