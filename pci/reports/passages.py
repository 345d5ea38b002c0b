"""The passages of a periodic report that people may word in place of the program.

A passage is a list of paragraphs under a name that the words file and the content controls of the
document share: `leadership`, `sections.A.I`, `tasks.A.I.3.result`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import chain

from pci.core.dates import period_after
from pci.core.ledger import Entry, Item, awaited_triggers, view
from pci.core.model import Plan, Task
from pci.core.papers import PASSAGES
from pci.core.remarks import OpenRemark, open_remarks
from pci.core.schedule import period_holding
from pci.core.vi import (
    STATE_LABELS,
    TASK_LABELS,
    count_words,
    due_words,
    fold,
    join_words,
    lower_first,
    occurrence_words,
    occurrences_words,
    short_date,
    shown,
    upper_first,
)
from pci.reports import phrases
from pci.reports.facts import Facts, grouped
from pci.reports.results import (
    full_text,
    in_brackets,
    sentence,
    task_lines,
    unit_names,
    whole_line,
    within_year,
)
from pci.reports.silence import silence


@dataclass(frozen=True)
class Passage:
    """The paragraphs of a passage, and its `gaps`: what a draft highlights as still missing."""

    report: str
    name: str
    label: str
    lines: tuple[str, ...]
    gaps: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """The name of the content control: of the report, of the passage, and the mark."""
        return f"{self.report}:{self.name}#{mark(self.lines)}"


def mark(lines: Iterable[str]) -> str:
    """Hash paragraphs by what they show, to tell whether somebody changed them in Word."""
    text = "\n".join(filter(None, (" ".join(shown(line).split()) for line in lines)))
    return sha256(text.encode()).hexdigest()[:8]


def passages(facts: Facts) -> tuple[Passage, ...]:
    """Make every passage of the report, in the order of the paper."""
    facts = without_drafts(facts)
    sections = dict.fromkeys(map(facts.plan.section_of, facts.tasks))
    return (
        _worded(facts, "leadership", _leadership(facts), phrases.ADD_LEADERSHIP),
        _worded(facts, "assessment", (), phrases.ADD_ASSESSMENT),
        *(_section(facts, section) for section in sections),
        _remarks(facts, "difficulties"),
        _causes(facts),
        _direction(facts),
        _remarks(facts, "proposals"),
        *(_task(facts, task_id) for task_id in facts.tasks),
    )


def without_drafts(facts: Facts) -> Facts:
    """Leave out the Office's words that are still as `--words` began them."""
    if facts.at_writing is None:
        return facts
    drafts = {
        p.name for p in passages(facts.at_writing) if mark(facts.own_words(p.name)) == mark(p.lines)
    }
    return replace(facts, at_writing=None, drafts=frozenset(drafts))


def _worded(
    facts: Facts, name: str, computed: Sequence[str], add: str = "", gap: str = "", label: str = ""
) -> Passage:
    """Take the Office's words in place of the computed ones, and highlight the gap; `add` is a gap
    where there are no words at all."""
    lines = facts.own_words(name) or tuple(computed)
    gaps = (gap, "" if lines else add)
    return Passage(facts.report, name, label or PASSAGES[name], lines, tuple(filter(None, gaps)))


# --- I. Leadership --------------------------------------------------------------------------------


def _leadership(facts: Facts) -> list[str]:
    """Say what was done on the plan's general measures, then on the conditions that no work told
    here waits for.

    These have no row in an appendix, so nothing is left out.
    """
    entries = [entry for entry in facts.entries if entry.update.result or entry.update.evidence]
    by_subject = grouped(entries, lambda entry: facts.place_of(entry.update))
    return [
        _measure(facts, entry)
        for about in (*facts.plan.body, *facts.plan.triggers)
        for entry in by_subject.get(about, ())
    ]


def _measure(facts: Facts, entry: Entry) -> str:
    """Say what a unit did on a measure, with its documents."""
    update = entry.update
    is_condition = update.about in facts.plan.triggers
    words = full_text(facts.plan, update) if is_condition else update.result or update.about
    return f"- {whole_line(facts, update, words)}"


# --- II. Results by section -----------------------------------------------------------------------


def _section(facts: Facts, section: str) -> Passage:
    """Make the passage of a sub-index: results, then one line for the tasks without any."""
    tasks = [i for i in facts.tasks if facts.plan.section_of(i) == section]
    words = {i: task_lines(facts, i) for i in tasks}
    lines = [*chain.from_iterable(words.values())]
    name = f"sections.{section}"
    gap, line = silence(facts, name, words)
    silent = _without_words(facts, words)
    if silent and (any(map(facts.reported, silent)) or not (lines or gap or line)):
        states = Counter(_outcome(facts, i) for i in silent)
        lines.append(f"- {_remaining(states, bool(lines))}.")
    if line:
        lines.append(f"- {line}")
    label = facts.plan.sections[section].title
    return _worded(facts, name, lines, gap=gap, label=label)


def _without_words(facts: Facts, words: Mapping[str, Sequence[str]]) -> list[str]:
    """The tasks without words on which somebody reported, or that are led and nobody was asked."""
    silent = [i for i, lines in words.items() if not lines]
    return [i for i in silent if facts.reported(i) or (facts.leads(i) and not facts.answers_of(i))]


def _outcome(facts: Facts, task_id: str) -> str:
    """Say what became of a task without words: `chưa đến hạn`; standing work was kept up."""
    if facts.plan.tasks[task_id].standing and facts.reported(task_id):
        return phrases.REST_KEPT_UP
    label = TASK_LABELS[view(facts.book, task_id, facts.unit).state]
    return lower_first(label.removeprefix("Nhiệm vụ "))


def _remaining(states: Mapping[str, int], beside_others: bool) -> str:
    """Count the tasks without words by what became of them: `Còn lại 01 nhiệm vụ chưa đến hạn`."""
    parts = [f"{phrases.TASKS.format(count_words(n))} {words}" for words, n in states.items()]
    line = "; ".join(parts)
    return phrases.REMAINING.format(line) if beside_others else line


# --- III and V. Difficulties, causes, proposals ---------------------------------------------------

_KINDS = {"difficulties": "difficulty", "proposals": "proposal"}


def _remarks(facts: Facts, name: str) -> Passage:
    """Make the passage of difficulties or proposals from the open ones for outside bodies."""
    kind = _KINDS[name]
    lines = [_remark_line(facts, one) for one in _reported_remarks(facts, kind)]
    if not lines and _none_raised(facts, kind):
        lines = [phrases.NOTHING]
    awaited = facts.missing and not facts.own_words(name)
    gap = phrases.AWAITING_REPORTS if awaited else ""
    return _worded(facts, name, lines, "" if awaited else phrases.ADD_REMARKS[kind], gap)


def _none_raised(facts: Facts, kind: str) -> bool:
    """Whether a report may state that there is no difficulty or no proposal: all units that owed a
    report have sent it, and nobody raised any to whomever."""
    if facts.missing or not facts.answers:
        return False
    raised_now = any(getattr(entry.update, kind) for entry in facts.entries)
    return not raised_now and not _open(facts, kind)


def _open(facts: Facts, kind: str) -> list[OpenRemark]:
    """List the difficulties or proposals of the report that nobody has answered."""
    return [one for one in open_remarks(facts.book) if one.kind == kind and facts.hears(one.entry)]


def _reported_remarks(facts: Facts, kind: str) -> list[OpenRemark]:
    """List the open ones that go to outside bodies, proposals by the body; a unit tells all."""
    last, bodies = facts.window.window_last, list(facts.plan.outside)
    listed = [one for one in _open(facts, kind) if one.entry.update.date <= last]
    if facts.unit:
        return listed
    outward = [one for one in listed if one.remark.to in bodies]
    if kind == "proposal":
        outward.sort(key=lambda one: bodies.index(one.remark.to))
    return outward


def _remark_line(facts: Facts, one: OpenRemark) -> str:
    """Quote a remark with its unit; a proposal begins with its addressee, unless it names it."""
    plan, update = facts.plan, one.entry.update
    text, to = sentence(one.remark.text), plan.name(one.remark.to)
    named = one.kind == "difficulty" or fold(to) in fold(text)
    source = in_brackets([facts.speaker(update), _since(facts, update.date)])
    return f"- {'' if named else f'{upper_first(to)}: '}{text}{source}."


def _since(facts: Facts, raised_on: date) -> str:
    """Say since when a remark of an earlier period waits: `từ quý II`."""
    if raised_on >= facts.window.window_first:
        return ""
    regular = period_holding(facts.plan.reporting, raised_on)
    day = phrases.ON_DAY.format(short_date(raised_on))
    return phrases.SINCE.format(within_year(facts, regular.period) if regular else day)


def _causes(facts: Facts) -> Passage:
    """Make the passage of causes: the Office's to write, unless there is no difficulty."""
    nothing = _remarks(facts, "difficulties").lines == (phrases.NOTHING,) and not facts.missing
    return _worded(facts, "causes", [phrases.NOTHING] if nothing else [], phrases.ADD_CAUSES)


# --- IV. Work to come -----------------------------------------------------------------------------


def _direction(facts: Facts) -> Passage:
    """Make the passage of work to come; beyond the plan's year it is the Office's to write."""
    lines = _coming_lines(facts) or [phrases.NONE_COMING]
    unwritten = facts.closing_period.kind == "year" and not (facts.words and facts.words.direction)
    gap = phrases.ADD_DIRECTION.format(facts.window.period.last.year + 1) if unwritten else ""
    return _worded(facts, "direction", lines, gap=gap)


def _coming_lines(facts: Facts) -> list[str]:
    """List the work that is overdue, then what begins by the next period's end, then what waits."""
    coming = _coming_work(facts)
    late = [item for item in coming if item.state == "overdue"]
    return [
        *_work_lines(facts.plan, late, phrases.CARRIED_OVER),
        *_work_lines(facts.plan, [item for item in coming if item not in late], phrases.COMING),
        *_waiting_lines(facts),
    ]


def _coming_work(facts: Facts) -> list[Item]:
    """List the work that is overdue or begins by the end of the next period."""
    last = period_after(facts.window.period).last
    return [
        item
        for item in facts.items
        if item.state == "overdue"
        or (item.state in ("open", "not_due") and item.opens and item.opens <= last)
    ]


def _work_lines(plan: Plan, items: Iterable[Item], phrase: str) -> list[str]:
    """Say when and by whom work is done, all work of one obligation in one line."""
    lines = []
    for its in grouped(items, lambda item: (item.task, item.obligation)).values():
        task = plan.tasks[its[0].task]
        title = task.owes[its[0].obligation].title
        lines.append(phrase.format(title=title, when=_times(its), lead=_who(plan, task, its)))
    return lines


def _times(items: Sequence[Item]) -> str:
    periods = list(dict.fromkeys(item.period for item in items if item.period))
    if periods:
        return occurrences_words(periods)
    return join_words(list(dict.fromkeys(map(when, items))))


def when(item: Item) -> str:
    """Say when work is done: `quý IV năm 2023`, `lần 2 năm 2023`, or its due day."""
    if item.period:
        return occurrence_words(item.period)
    if item.due is None:
        return phrases.UNDATED
    return phrases.DUE_DAY.format(due_words(item.due, item.provisional))


def _who(plan: Plan, task: Task, items: Iterable[Item]) -> str:
    """Name the task's lead where all its units are meant, else the units."""
    units = {item.unit for item in items}
    return plan.name(task.lead) if units >= set(plan.accountable(task)) else unit_names(plan, units)


def _waiting_lines(facts: Facts) -> list[str]:
    """List the work that begins once its conditions are met."""
    lines = []
    for task_id in filter(facts.leads, facts.tasks):
        task = facts.plan.tasks[task_id]
        conditions = awaited_conditions(facts, task)
        if conditions:
            title = next(iter(task.owes.values())).title
            lines.append(phrases.AFTER_CONDITIONS.format(title, conditions))
    return lines


def awaited_conditions(facts: Facts, task: Task) -> str:
    """Name the conditions that a task as a whole still waits for."""
    triggers = awaited_triggers(facts.plan, task, facts.book.known)
    return join_words([facts.plan.triggers[trigger].title for trigger in triggers])


# --- Phụ lục I ------------------------------------------------------------------------------------


def _task(facts: Facts, task_id: str) -> Passage:
    """Make the passage of a task's cell in Phụ lục I: every update of the window on its conditions
    and on itself, then the lines of units for all their remaining tasks."""
    task, closing = facts.plan.tasks[task_id], facts.closing_lines(task_id)
    texts = [
        _quoted(facts, [entry.update.unit], full_text(facts.plan, entry.update))
        for entry in (*facts.conditions_of(task_id), *facts.entries_of(task_id))
    ]
    alike = grouped(closing, lambda unit: _rest_text(task, closing[unit]))
    texts += [_quoted(facts, units, text) for text, units in alike.items()]
    name = f"tasks.{task_id}.result"
    gap, silent = silence(facts, name, [task_id])
    lines = [line for text in [*texts, silent] for line in text.splitlines()]
    return _worded(facts, name, lines, gap=gap, label=phrases.RESULT_OF.format(task_id))


def _quoted(facts: Facts, units: Sequence[str], text: str) -> str:
    """Say who speaks, unless it is the unit in its own report."""
    if units == [facts.unit]:
        return upper_first(text)
    return f"{unit_names(facts.plan, units)}: {text}"


def _rest_text(task: Task, closing: Entry) -> str:
    """Quote a unit's line for all its remaining tasks; of a task with an end it says only that
    nothing arose."""
    if not task.standing:
        return f"{lower_first(STATE_LABELS['nothing'])}."
    return closing.update.result or phrases.KEPT_UP
