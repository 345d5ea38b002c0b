"""What a report's body says of one task: its units' last words, how often work was done, the figures of the window."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pci.core.dates import Period, parse_period
from pci.core.ledger import Entry
from pci.core.model import Indicator, Update
from pci.core.reporting import spans_several
from pci.core.schedule import ReportingPeriod, period_holding
from pci.core.vi import (
    join_statements,
    join_words,
    measure_words,
    occurrence_words,
    occurrences_words,
    period_words,
    short_date,
    upper_first,
)
from pci.reports.facts import Facts, tells, unit_names

LONGEST = (600, 400, 250, 150)
"""Characters of one unit's text that the body tells: the first of these at which all results fit in `ROOM`."""
ROOM = 5_000
"""Characters of results that a body of about five pages has room for, beside names, figures and its other parts."""
LEVELS = 4
"""How many figures of one indicator that do not add up are told beside each other: those of a year's quarters."""

_BULLET = re.compile(r"^[-+•*–]\s+")


# --- words ----------------------------------------------------------------------------------------------------------


def task_lines(
    facts: Facts, task_id: str, writer: str | None = None, longest: int = LONGEST[0]
) -> list[str]:
    """What the body says of one task: the Office's words; else of each unit and piece of work what it said last, work
    done in several periods counted in one line; and the figures of the window. Over several regular periods the
    figures come first, and stand for the words that gave them, which are those of a part. All the rest is in the
    appendix.

    Whose words they are is said where it is not the task's lead, whom the appendix names beside it; in a unit's own
    paper, where it is not the unit itself (`writer`).
    """
    several = spans_several(facts.plan, facts.window)
    own = facts.own(f"tasks.{task_id}.result")
    lines = [f"- {sentence([line])}." for line in own]
    spoken = {} if own else _by_work(facts, task_id)
    if several:
        counted = [
            k
            for k, said in spoken.items()
            if k[0] == task_id and len(said) > 1 and said[-1].update.figures
        ]
        spoken = {key: said for key, said in spoken.items() if key not in counted}
    for entries in spoken.values():
        lines += _told(facts, task_id, entries, writer, longest)
    figures = _figures(facts, task_id, " ".join(lines))
    if not figures:
        return lines
    counting = {e.update.unit for e in facts.said_of(task_id) if e.update.figures}
    known = writer or facts.plan.tasks[task_id].lead
    silent = set() if own else counting - {known, *(unit for _, unit in spoken)}
    figures = f"{figures}{in_brackets([unit_names(facts.plan, silent)] if silent else [])}."
    if several:
        return (
            [f"- {figures} {lines[0].removeprefix('- ')}"]
            if len(lines) == 1
            else [f"- {figures}", *lines]
        )
    return [f"{lines[0]} {figures}"] if len(lines) == 1 else [*lines, f"- {figures}"]


def _by_work(facts: Facts, task_id: str) -> dict[tuple[str, str], list[Entry]]:
    """What was said of a task in the window: of each piece of work and unit, from the first time to the last."""
    said: dict[tuple[str, str], list[Entry]] = {}
    for entry in facts.said_of(task_id):
        if entry.update.result:
            said.setdefault((entry.update.about, entry.update.unit), []).append(entry)
    return said


def _told(
    facts: Facts, task_id: str, entries: Sequence[Entry], writer: str | None, longest: int
) -> list[str]:
    """One unit on one piece of work: that it was done, how often, and its last words where they say more."""
    last = entries[-1]
    done = [e for e in entries if e.update.state == "done" and e.update.obligation]
    periods = list(dict.fromkeys(e.update.period for e in done if e.update.period))
    known = writer or facts.plan.tasks[task_id].lead
    source = [] if last.update.unit == known else [facts.plan.name(last.update.unit)]
    lines = []
    if len(periods) > 1 and last.update.obligation:
        title = facts.plan.tasks[task_id].owes[last.update.obligation].title
        times = f"đã hoàn thành {len(periods):02} lần"
        lines.append(
            f"- {title}: {times}{in_brackets([occurrences_words(periods), *source], '; ')}."
        )
        spoken = [] if last in done else [last]
    else:
        spoken = [last] if last in done else [*done[-1:], last]
    return lines + [
        _words(facts, entry, source, len(entries) > 1, writer, longest) for entry in spoken
    ]


def _words(
    facts: Facts,
    entry: Entry,
    source: Sequence[str],
    among_others: bool,
    writer: str | None,
    longest: int,
) -> str:
    """One update's words, with when they were said where the window holds more than its own regular report."""
    update, words, brackets = entry.update, sentence([entry.update.result or ""]), list(source)
    regular = (
        period_holding(facts.plan.reporting, update.date)
        if spans_several(facts.plan, facts.window)
        else None
    )
    if among_others and not regular:
        brackets.append(f"ngày {short_date(update.date)}")
    if len(words) > longest:
        words = _opening(words, longest)
        brackets.append(f"toàn văn tại {'Phụ lục' if writer else 'Phụ lục I'}")
    when = ""
    if regular:
        name = period_words(regular.period).removesuffix(f" năm {facts.window.period.last.year}")
        when = f"{upper_first(name)}: "
    return f"- {when}{words}{in_brackets(brackets)}."


def sentence(texts: Iterable[str]) -> str:
    """Several texts, their lines and bullets, as one sentence without its final stop."""
    lines = [
        _BULLET.sub("", " ".join(line.split())) for text in texts for line in text.splitlines()
    ]
    *before, last = [line for line in lines if line] or [""]
    joined = "".join(
        line + " " if line.endswith(":") else line.rstrip(".;,") + "; " for line in before
    )
    return joined + last.rstrip(".;")


def _opening(words: str, longest: int) -> str:
    """The whole sentences at the head of a long text, or as many words as there is room for."""
    head = words[:longest]
    sentences, stop, _ = head.rpartition(". ")
    return sentences if stop else head.rpartition(" ")[0] + " …"


def longest_told(facts: Facts) -> int:
    """How long one unit's text may be for the whole body to keep its length."""
    told = [
        sentence([said[-1].update.result or ""])
        for i in facts.plan.tasks
        for said in _by_work(facts, i).values()
    ]
    fitting = (
        longest for longest in LONGEST if sum(min(len(words), longest) for words in told) <= ROOM
    )
    return next(fitting, LONGEST[-1])


def in_brackets(parts: Sequence[str], between: str = ", ") -> str:
    """What stands in brackets behind a statement; nothing where there is nothing."""
    return f" ({between.join(parts)})" if parts else ""


# --- figures --------------------------------------------------------------------------------------------------------


def _figures(facts: Facts, task_id: str, already: str) -> str:
    """A task's indicators over the window, with the same of the period before and from the year's start, unless the
    lines above tell all of it."""
    parts = []
    for key, indicator in facts.plan.tasks[task_id].indicators.items():
        said = _giving(key, facts.said_of(task_id))
        if not said:
            continue
        each = _several(facts, key, indicator, said)
        if each:
            parts.append(f"{indicator.title}: {join_words(each)}")
        else:
            parts += _one_figure(facts, task_id, key, indicator, already)
    return join_statements(parts)


def _giving(key: str, entries: Iterable[Entry]) -> list[Update]:
    """The updates that give a figure, oldest first."""
    return sorted(
        (e.update for e in entries if key in e.update.figures), key=lambda u: (u.date, u.recorded)
    )


def _several(facts: Facts, key: str, indicator: Indicator, said: Sequence[Update]) -> list[str]:
    """The figures of an indicator that make no one number, each with whose or when: units beside each other where
    nothing adds up, work of more days than the report's, levels of several times."""
    whole, foreign = (
        facts.window.period,
        any(_reaches_out(facts, key, update, facts.window) for update in said),
    )
    by_unit = {update.unit: update for update in said}
    if indicator.adds_up:
        if not foreign:
            return []
        whose = {unit: f"{facts.plan.name(unit)} " if len(by_unit) > 1 else "" for unit in by_unit}
        return [
            whose[u.unit]
            + measure_words(u.figures[key], indicator.unit)
            + _counted(facts, key, u, facts.window)
            for u in said
        ]
    if len(by_unit) > 1:
        return [
            f"{facts.plan.name(unit)} {measure_words(u.figures[key], indicator.unit)}"
            for unit, u in by_unit.items()
        ]
    several = spans_several(facts.plan, facts.window)
    if not (foreign or several):
        return []
    last = said[-1]
    levels = [*{u.period: u for u in said if u.period and u.period != last.period}.values(), last]
    if len(levels) > LEVELS:
        levels = [last]
    return [
        measure_words(update.figures[key], indicator.unit) + _when(update, whole, several)
        for update in levels
    ]


def _reaches_out(facts: Facts, key: str, update: Update, window: ReportingPeriod) -> bool:
    """Whether a figure is of work over more days than a report's: of a half year, in a quarter's."""
    if not update.period:
        since = _since(facts, key, update, window)
        return since is not None and since < window.window_first
    of = parse_period(update.period.partition("-lan-")[0])
    return of is not None and _length(of) > _length(window.period)


def _since(facts: Facts, key: str, update: Update, window: ReportingPeriod) -> date | None:
    """In a report shorter than the regular ones, the day from which a figure that adds up counts where it is of no one
    piece of work: the first of the regular period, or the one after the unit gave it last. Null in any other."""
    indicator = facts.plan.tasks[update.subject].indicators[key]
    if update.obligation or not indicator.adds_up:
        return None
    regular = period_holding(facts.plan.reporting, update.date)
    if regular is None or _length(regular.period) <= _length(window.period):
        return None
    given = (
        u for u in _giving(key, facts.known_of(update.subject, regular)) if u.unit == update.unit
    )
    earlier = [u.date + timedelta(days=1) for u in given if u.date < update.date]
    return max(earlier, default=regular.window_first)


def _length(period: Period) -> timedelta:
    return period.last - period.first


def _counted(facts: Facts, key: str, update: Update, window: ReportingPeriod) -> str:
    """The days over which a figure counts, where they are not the report's own."""
    since = None if update.period else _since(facts, key, update, window)
    if since is None or since >= window.window_first:
        return _when(update, window.period, False)
    return in_brackets([f"từ ngày {short_date(since)} đến ngày {short_date(update.date)}"])


def _when(update: Update, whole: Period, dated: bool) -> str:
    if update.period and update.period != whole.id:
        return in_brackets([occurrence_words(update.period)])
    return in_brackets([f"đến ngày {short_date(update.date)}"] if dated else [])


def _one_figure(
    facts: Facts, task_id: str, key: str, indicator: Indicator, already: str
) -> list[str]:
    def total(window: ReportingPeriod) -> Decimal | None:
        return _total(facts, key, indicator, facts.known_of(task_id, window), window)

    said = _giving(key, facts.said_of(task_id))
    now = total(facts.window)
    assert now is not None
    beside = []
    if facts.before and (then := total(facts.before.window)) is not None:
        beside.append(
            f"{period_words(facts.before.window.period)}: {measure_words(then, indicator.unit)}"
        )
    if facts.whole and indicator.adds_up and (since := total(facts.whole)) is not None:
        beside.append(f"{period_words(facts.whole.period)}: {measure_words(since, indicator.unit)}")
    if not beside and tells(already, now, indicator.unit):
        return []
    title = (
        f"{indicator.title} trong kỳ" if indicator.adds_up and len(said) > 1 else indicator.title
    )
    return [f"{title}: {measure_words(now, indicator.unit)}{in_brackets(beside, '; ')}"]


def _total(
    facts: Facts, key: str, indicator: Indicator, entries: Iterable[Entry], window: ReportingPeriod
) -> Decimal | None:
    """The figure of a stretch of days: the sum where each update counts its own days, else the last one said; none
    where it would mix days of other periods in."""
    said = _giving(key, entries)
    if not said or any(_reaches_out(facts, key, update, window) for update in said):
        return None
    numbers = [update.figures[key] for update in said]
    return sum(numbers, Decimal(0)) if indicator.adds_up else numbers[-1]
