"""What a report's body says of one task: its units' last words, how often work was done, the figures of the window."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pci.core.dates import Period, parse_period
from pci.core.ledger import Entry
from pci.core.model import Indicator, Plan, Update
from pci.core.reporting import spans_several
from pci.core.schedule import ReportingPeriod, period_holding
from pci.core.vi import (
    STATE_LABELS,
    join_statements,
    join_words,
    lower_first,
    measure_words,
    number_words,
    occurrence_words,
    occurrences_words,
    period_words,
    short_date,
    upper_first,
)
from pci.lists.columns import figure_words
from pci.reports import phrases
from pci.reports.facts import Facts, grouped

LONGEST = (600, 400, 250, 150)
"""Characters of one unit's text that the body tells: the first of these at which all results fit in `ROOM`."""
ROOM = 5_000
"""Characters of results that a body of about five pages has room for, beside names, figures and its other parts."""
LEVELS = 4
"""How many figures of one indicator that do not add up stand beside each other: those of a year's quarters."""
BULLETS = ("-", "+", "•", "*", "–")


# --- texts ----------------------------------------------------------------------------------------


def result_texts(plan: Plan, update: Update) -> list[str]:
    """The result of an update, then the figures that it does not state itself."""
    result = update.result or ""
    task = plan.tasks.get(update.subject)
    indicators = task.indicators if task else {}
    unstated = {
        key: value
        for key, value in update.figures.items()
        if not states(result, value, indicators[key].unit if key in indicators else "")
    }
    return [text for text in (result, figure_words(plan, update.subject, unstated)) if text]


def states(text: str, value: Decimal, unit: str) -> bool:
    """Whether a text states a figure: `236/240 hồ sơ` states 236 of the unit `hồ sơ`."""
    number = rf"\b0*{re.escape(number_words(value))}(?:/[\d.]+)?"
    return re.search(rf"{number}\s*{re.escape(unit)}", text) is not None


def full_text(plan: Plan, update: Update) -> str:
    """All that an update says of its work, its state where it says nothing else."""
    state = f"{lower_first(STATE_LABELS[update.state])}."
    return "\n".join(result_texts(plan, update)) or state


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
    """Units in the plan's order as in a sentence; semicolons keep names apart that have an `và` of their own."""
    wanted = set(units)
    names = [plan.units[unit].name for unit in plan.units if unit in wanted]
    return "; ".join(names) if any(" và " in name for name in names) else join_words(names)


def in_brackets(parts: Iterable[str], between: str = ", ") -> str:
    """What stands in brackets behind a statement; nothing where there is nothing."""
    inside = between.join(filter(None, parts))
    return f" ({inside})" if inside else ""


# --- words ----------------------------------------------------------------------------------------


def task_lines(facts: Facts, task_id: str, longest: int = LONGEST[0]) -> list[str]:
    """What the body says of one task: the Office's words, else the last words of each unit on each piece of work, with
    work done in several periods counted in one line; then the figures of the window. The appendix has all the rest.

    In a report over several regular periods the figures come first, and stand for the words that gave them.
    """
    several = spans_several(facts.plan, facts.window)
    own = facts.own(f"tasks.{task_id}.result")
    spoken = {} if own else _by_work(facts, task_id)
    if several:
        spoken = {key: said for key, said in spoken.items() if not _only_figures(task_id, said)}
    lines = [f"{sentence(line)}." for line in own]
    for entries in spoken.values():
        lines += _work_lines(facts, entries, longest)
    figures = _figures(facts, task_id, " ".join(lines))
    if figures:
        giving = {e.update.unit for e in facts.said_of(task_id) if e.update.figures}
        unnamed = giving - {_expected(facts, task_id), *(unit for _, unit in spoken)}
        figures += in_brackets([] if own else [unit_names(facts.plan, unnamed)]) + "."
        parts = [figures, *lines] if several else [*lines, figures]
        lines = [" ".join(parts)] if len(lines) == 1 else parts
    return [f"- {line}" for line in lines]


def _by_work(facts: Facts, task_id: str) -> dict[tuple[str, str], list[Entry]]:
    """The results of a task in the window, oldest first, by the piece of work and the unit."""
    told = [entry for entry in facts.said_of(task_id) if entry.update.result]
    return grouped(told, lambda entry: (entry.update.about, entry.update.unit))


def _only_figures(task_id: str, entries: Sequence[Entry]) -> bool:
    """Whether the sum of a unit's figures stands for its words: it gave them of the task as a whole, several times."""
    last = entries[-1].update
    return last.about == task_id and len(entries) > 1 and bool(last.figures)


def _expected(facts: Facts, task_id: str) -> str:
    """The unit that the reader takes for the speaker: the task's lead, in a unit's own report the unit."""
    return facts.unit or facts.plan.tasks[task_id].lead


def _work_lines(facts: Facts, entries: Sequence[Entry], longest: int) -> list[str]:
    """One unit on one piece of work: that it was done, how often, and its last words where they say more."""
    last = entries[-1]
    update = last.update
    done = [e for e in entries if e.update.state == "done" and e.update.obligation]
    periods = list(dict.fromkeys(e.update.period for e in done if e.update.period))
    expected = update.unit == _expected(facts, update.subject)
    source = "" if expected else facts.plan.name(update.unit)
    spoken = [last] if last in done else [*done[-1:], last]
    lines = []
    if update.obligation and len(periods) > 1:
        title = facts.plan.tasks[update.subject].owes[update.obligation].title
        times = phrases.TIMES_DONE.format(title, len(periods))
        lines.append(f"{times}{in_brackets([occurrences_words(periods), source], '; ')}.")
        spoken = [] if last in done else [last]
    dated = len(entries) > 1
    return lines + [_words(facts, e.update, source, dated, longest) for e in spoken]


def _words(facts: Facts, update: Update, source: str, dated: bool, longest: int) -> str:
    """One update's words. Where the window holds several regular periods they begin with theirs, else a day tells
    `dated` ones from others of the same unit."""
    plan, words = facts.plan, sentence(update.result or "")
    notes = [source]
    regular = None
    if spans_several(plan, facts.window):
        regular = period_holding(plan.reporting, update.date)
    if dated and not regular:
        notes.append(phrases.ON_DAY.format(short_date(update.date)))
    if len(words) > longest:
        words = _opening(words, longest)
        notes.append(phrases.FULL_TEXT_OF_UNIT if facts.unit else phrases.FULL_TEXT)
    when = f"{upper_first(within_year(facts, regular.period))}: " if regular else ""
    return f"{when}{words}{in_brackets(notes)}."


def within_year(facts: Facts, period: Period) -> str:
    """A period without the year where it is the report's own: `quý II`."""
    return period_words(period).removesuffix(f" năm {facts.window.period.last.year}")


def _opening(words: str, longest: int) -> str:
    """The whole sentences at the head of a long text, or as many words as there is room for."""
    head = words[:longest]
    sentences, stop, _ = head.rpartition(". ")
    return sentences if stop else head.rpartition(" ")[0] + " …"


def longest_text(facts: Facts) -> int:
    """How many characters of one unit's text the body may tell and keep its length."""
    last_words = [
        len(sentence(entries[-1].update.result or ""))
        for task_id in facts.plan.tasks
        for entries in _by_work(facts, task_id).values()
    ]
    for longest in LONGEST:
        if sum(min(length, longest) for length in last_words) <= ROOM:
            return longest
    return LONGEST[-1]


# --- figures --------------------------------------------------------------------------------------


def _figures(facts: Facts, task_id: str, already: str) -> str:
    """A task's indicators over the window, with those of the period before and from the year's start beside them,
    unless `already` states all of it."""
    indicators = facts.plan.tasks[task_id].indicators
    statements = [
        Measurements(facts, task_id, key, indicator).statement(already)
        for key, indicator in indicators.items()
    ]
    return join_statements([statement for statement in statements if statement])


@dataclass(frozen=True)
class Measurements:
    """The figures of one indicator of a task."""

    facts: Facts
    task: str
    key: str
    indicator: Indicator

    def given(self, window: ReportingPeriod) -> list[Update]:
        """The updates of a window that give a figure, oldest first."""
        known = (entry.update for entry in self.facts.known_of(self.task, window))
        giving = (update for update in known if self.key in update.figures)
        return sorted(giving, key=lambda update: (update.date, update.recorded))

    def statement(self, already: str) -> str:
        """The figure of the report's window, or several that make no one number; empty where there is none to add."""
        given = self.given(self.facts.window)
        if not given:
            return ""
        apart = self._parts(given) if self.indicator.adds_up else self._levels(given)
        if apart:
            return f"{self.indicator.title}: {join_words(apart)}"
        return self._one_figure(given, already)

    def _measure(self, update: Update) -> str:
        return measure_words(update.figures[self.key], self.indicator.unit)

    def _parts(self, given: Sequence[Update]) -> list[str]:
        """The parts of a sum, each with its days, where one of them counts more days than the report does."""
        window = self.facts.window
        if not any(self._reaches_out(update, window) for update in given):
            return []
        several = len({update.unit for update in given}) > 1
        names = [f"{self.facts.plan.name(u.unit)} " if several else "" for u in given]
        return [
            name + self._measure(update) + self._days(update)
            for name, update in zip(names, given, strict=True)
        ]

    def _levels(self, given: Sequence[Update]) -> list[str]:
        """Figures that do not add up: those of several units, or of several times, each with its own."""
        facts, last = self.facts, given[-1]
        by_unit = {update.unit: update for update in given}
        if len(by_unit) > 1:
            return [f"{facts.plan.name(unit)} {self._measure(u)}" for unit, u in by_unit.items()]
        several = spans_several(facts.plan, facts.window)
        if not several and not any(self._reaches_out(u, facts.window) for u in given):
            return []
        by_period = {u.period: u for u in given if u.period and u.period != last.period}
        levels = [*by_period.values(), last]
        if len(levels) > LEVELS:
            levels = [last]
        return [self._measure(update) + self._when(update, several) for update in levels]

    def _reaches_out(self, update: Update, window: ReportingPeriod) -> bool:
        """Whether a figure counts more days than a window has: of a half year, in a quarter's report."""
        if not update.period:
            first = self._first_day(update, window)
            return first is not None and first < window.window_first
        counted = parse_period(update.period.partition("-lan-")[0])
        return counted is not None and _length(counted) > _length(window.period)

    def _first_day(self, update: Update, window: ReportingPeriod) -> date | None:
        """The day from which a part of a sum counts in a report shorter than the regular ones: the first of the
        regular period, or the one after the unit gave its last figure. Null in other reports, and of a figure that
        belongs to one piece of work."""
        if update.obligation or not self.indicator.adds_up:
            return None
        regular = period_holding(self.facts.plan.reporting, update.date)
        if regular is None or _length(regular.period) <= _length(window.period):
            return None
        given = (other for other in self.given(regular) if other.unit == update.unit)
        after = [u.date + timedelta(days=1) for u in given if u.date < update.date]
        return max(after, default=regular.window_first)

    def _days(self, update: Update) -> str:
        """The days over which a figure counts, where they are not the report's own."""
        window = self.facts.window
        first = None if update.period else self._first_day(update, window)
        if first is None or first >= window.window_first:
            return self._when(update, dated=False)
        return in_brackets([phrases.FROM_TO.format(short_date(first), short_date(update.date))])

    def _when(self, update: Update, dated: bool) -> str:
        """The period of a figure where it is not the report's own, else its day where wanted."""
        if update.period and update.period != self.facts.window.period.id:
            return in_brackets([occurrence_words(update.period)])
        return in_brackets([phrases.UNTIL_DAY.format(short_date(update.date)) if dated else ""])

    def _one_figure(self, given: Sequence[Update], already: str) -> str:
        """The one figure of the window, with those of the period before and from the year's start."""
        facts, unit = self.facts, self.indicator.unit
        beside = []
        if facts.before:
            beside.append(self._beside(facts.before.window))
        if facts.whole and self.indicator.adds_up:
            beside.append(self._beside(facts.whole))
        now = self._total(facts.window)
        assert now is not None
        if not any(beside) and states(already, now, unit):
            return ""
        title = self.indicator.title
        if self.indicator.adds_up and len(given) > 1:
            title = phrases.IN_PERIOD.format(title)
        return f"{title}: {measure_words(now, unit)}{in_brackets(beside, '; ')}"

    def _beside(self, window: ReportingPeriod) -> str:
        """`quý II năm 2023: 07 kiến nghị`, empty where the period has no one figure."""
        total = self._total(window)
        if total is None:
            return ""
        return f"{period_words(window.period)}: {measure_words(total, self.indicator.unit)}"

    def _total(self, window: ReportingPeriod) -> Decimal | None:
        """The figure of a window: the sum of its parts, or the last level; null where a figure counts other days."""
        given = self.given(window)
        if not given or any(self._reaches_out(update, window) for update in given):
            return None
        numbers = [update.figures[self.key] for update in given]
        return sum(numbers, Decimal(0)) if self.indicator.adds_up else numbers[-1]


def _length(period: Period) -> timedelta:
    return period.last - period.first
