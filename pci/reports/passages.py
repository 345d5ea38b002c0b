"""The passages of a periodic report that people word: what is computed for each, and what the
Office wrote instead.

A passage is a list of paragraphs under a name that the words file and the document's content
controls share: `leadership`, `sections.A.I`, `tasks.A.I.3.result`. Its mark is a hash of its
paragraphs: it stands in the control, and tells a passage that somebody changed in Word from one
that nobody touched.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from pci.core.dates import period_after
from pci.core.evidence import printed
from pci.core.ledger import Entry, Item, awaited_triggers, view
from pci.core.model import Plan, Task
from pci.core.papers import PASSAGES
from pci.core.remarks import Raised, raised
from pci.core.schedule import period_holding
from pci.core.vi import (
    STATE_LABELS,
    TASK_LABELS,
    count_words,
    fold,
    join_words,
    lower_first,
    occurrence_words,
    occurrences_words,
    short_date,
    shown,
)
from pci.reports import phrases
from pci.reports.facts import Facts, grouped
from pci.reports.results import (
    full_text,
    in_brackets,
    result_texts,
    sentence,
    task_lines,
    unit_names,
    within_year,
)


@dataclass(frozen=True)
class Passage:
    """One passage: its paragraphs, and `gaps`, what the draft highlights because somebody must
    still supply it."""

    report: str
    name: str
    label: str
    lines: tuple[str, ...]
    gaps: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """The name of its content control: the report's, the passage's own, and its mark."""
        return f"{self.report}:{self.name}#{mark(self.lines)}"


def mark(lines: Iterable[str]) -> str:
    """A short hash of paragraphs that composed letters, stray blanks and signs without a shape do
    not change."""
    text = "\n".join(filter(None, (" ".join(shown(line).split()) for line in lines)))
    return sha256(text.encode()).hexdigest()[:8]


def passages(facts: Facts) -> tuple[Passage, ...]:
    """Every passage of the report, in its order."""
    facts, plan = without_drafts(facts), facts.plan
    sections = dict.fromkeys(plan.section_of(i) for i in plan.tasks)
    return (
        _worded(facts, "leadership", _leadership(facts), phrases.ADD_LEADERSHIP),
        _worded(facts, "assessment", (), phrases.ADD_ASSESSMENT),
        *(_section(facts, section) for section in sections),
        _remarks(facts, "difficulties"),
        _causes(facts),
        _direction(facts),
        _remarks(facts, "proposals"),
        *(_task(facts, task_id) for task_id in plan.tasks),
    )


def without_drafts(facts: Facts) -> Facts:
    """The facts without words that are still as `--words` began them: what was recorded since is
    told like the rest."""
    if facts.begun is None:
        return facts
    drafts = {p.name for p in passages(facts.begun) if mark(facts.own(p.name)) == mark(p.lines)}
    return replace(facts, begun=None, drafts=frozenset(drafts))


def _worded(
    facts: Facts, name: str, computed: Sequence[str], add: str = "", gap: str = "", label: str = ""
) -> Passage:
    """A passage with the Office's words in place of the computed ones. Highlighted are `gap`, and
    `add` where there are no words."""
    lines = facts.own(name) or tuple(computed)
    gaps = (gap, "" if lines else add)
    return Passage(facts.report, name, label or PASSAGES[name], lines, tuple(filter(None, gaps)))


# --- I. Leadership --------------------------------------------------------------------------------


def _leadership(facts: Facts) -> list[str]:
    """What was reported on the general measures and duties, then on the conditions that work waits
    for. These have no row in an appendix, so all is told."""
    told = [entry for entry in facts.inside if entry.update.result or entry.update.evidence]
    by_subject = grouped(told, lambda entry: entry.update.about)
    return [
        line
        for about in (*facts.plan.body, *facts.plan.triggers)
        for entries in grouped(by_subject.get(about, ()), lambda e: e.update.unit).values()
        for line in _measure(facts.plan, entries)
    ]


def _measure(plan: Plan, entries: Sequence[Entry]) -> list[str]:
    """One unit on one measure. What left a document each time is told by the last words, with the
    earlier documents."""
    *before, last = entries
    note = ""
    if before and all(printed(entry.update.evidence) for entry in entries):
        earlier = [document for entry in before for document in printed(entry.update.evidence)]
        phrase = phrases.EARLIER_DOCUMENTS if len(earlier) > 1 else phrases.EARLIER_DOCUMENT
        note, entries = phrase.format(", ".join(earlier)), [last]
    about = last.update.about
    name = plan.triggers[about].title if about in plan.triggers else about
    lines = []
    for entry in entries:
        words = sentence("\n".join(result_texts(plan, entry.update))) or name
        source = [plan.name(entry.update.unit), *printed(entry.update.evidence), note]
        lines.append(f"- {words}{in_brackets(source, '; ')}.")
    return lines


# --- II. Results by section -----------------------------------------------------------------------


def _section(facts: Facts, section: str) -> Passage:
    """One sub-index: results, then in one line the tasks without any; the units named that have not
    reported."""
    words = {i: task_lines(facts, i) for i, _ in facts.plan.tasks_of(section)}
    lines = [line for told in words.values() for line in told]
    gap = _silent_units(facts, words)
    silent = _without_words(facts, words)
    if any(map(facts.reported, silent)) or not (lines or gap):
        became = Counter(_became(facts, i) for i in silent)
        lines.append(f"- {remaining(became, bool(lines))}.")
    label = facts.plan.sections[section].title
    return _worded(facts, f"sections.{section}", lines, gap=gap, label=label)


def _without_words(facts: Facts, words: Mapping[str, Sequence[str]]) -> list[str]:
    """The tasks on which nobody owes a report and of which there is nothing to tell."""
    silent = [i for i, told in words.items() if not told]
    return [i for i in silent if facts.reported(i) or not facts.of_task(i)]


def _silent_units(facts: Facts, tasks: Iterable[str]) -> str:
    """Who has not reported on some tasks; empty where everybody has."""
    silent = (a.unit for i in tasks for a in facts.of_task(i) if not a.reported)
    names = unit_names(facts.plan, silent)
    return phrases.UNITS_SILENT.format(names) if names else ""


def _became(facts: Facts, task_id: str) -> str:
    """What became of a task of which there is nothing to tell: standing work was kept up, any other
    is in its state."""
    if facts.plan.tasks[task_id].standing and facts.reported(task_id):
        return phrases.REST_KEPT_UP
    return state_of(view(facts.book, task_id).state)


def state_of(state: str) -> str:
    """A task's state behind the word for task: `chưa đến hạn`, `thường xuyên`."""
    return lower_first(TASK_LABELS[state].removeprefix("Nhiệm vụ "))


def remaining(became: Mapping[str, int], beside_others: bool) -> str:
    """How many of the tasks without words of their own became what: `01 nhiệm vụ còn lại: chưa đến
    hạn`."""
    parts = [(phrases.TASKS.format(count_words(n)), words) for words, n in became.items()]
    if beside_others and len(parts) == 1:
        return phrases.REMAINING_TASKS.format(*parts[0])
    counted = "; ".join(f"{tasks} {words}" for tasks, words in parts)
    return phrases.REMAINING.format(counted) if beside_others else counted


# --- III and V. Difficulties, causes, proposals ---------------------------------------------------

_KINDS = {"difficulties": "difficulty", "proposals": "proposal"}


def _remarks(facts: Facts, name: str) -> Passage:
    """The difficulties or proposals that nobody has answered and that are addressed to an outside
    body: only these go up. What was raised in an earlier period comes back until it is answered,
    and says since when."""
    kind = _KINDS[name]
    lines = [_remark_line(facts, one) for one in _outward(facts, kind)]
    if not lines and none_raised(facts, kind):
        lines = [phrases.NOTHING]
    awaited = facts.missing and not facts.own(name)
    gap = phrases.AWAITING_REPORTS if awaited else ""
    return _worded(facts, name, lines, "" if awaited else phrases.ADD_REMARKS[kind], gap)


def none_raised(facts: Facts, kind: str) -> bool:
    """Whether a report may state that there is no difficulty, or no proposal: every unit that owed
    a report has sent it, and nobody has raised any, whomever it is addressed to."""
    if facts.missing or not facts.asked:
        return False
    raised_now = any(getattr(entry.update, kind) for entry in facts.inside)
    return not raised_now and not open_remarks(facts, kind)


def open_remarks(facts: Facts, kind: str) -> list[Raised]:
    """The difficulties or proposals that the report knows of and that nobody has answered."""
    return [one for one in raised(facts.book) if one.kind == kind and facts.hears(one.entry)]


def _outward(facts: Facts, kind: str) -> list[Raised]:
    """Those addressed to an outside body; proposals to one body stand together."""
    bodies = list(facts.plan.outside)
    outward = [
        one
        for one in open_remarks(facts, kind)
        if one.remark.to in bodies and one.entry.update.date <= facts.window.window_last
    ]
    return (
        sorted(outward, key=lambda one: bodies.index(one.remark.to))
        if kind == "proposal"
        else outward
    )


def _remark_line(facts: Facts, one: Raised) -> str:
    """A remark with who raised it; a proposal names its addressee first, unless its own words
    do."""
    plan, update = facts.plan, one.entry.update
    text, to = sentence(one.remark.text), plan.name(one.remark.to)
    named = one.kind == "difficulty" or fold(to) in fold(text)
    source = in_brackets([plan.name(update.unit), _since(facts, update.date)])
    return f"- {'' if named else f'{to}: '}{text}{source}."


def _since(facts: Facts, raised_on: date) -> str:
    """`từ quý II`, of what was raised before the report's own window."""
    if raised_on >= facts.window.window_first:
        return ""
    regular = period_holding(facts.plan.reporting, raised_on)
    day = phrases.ON_DAY.format(short_date(raised_on))
    return phrases.SINCE.format(within_year(facts, regular.period) if regular else day)


def _causes(facts: Facts) -> Passage:
    """Causes are the Office's to judge; there are none where nothing is difficult."""
    nothing = _remarks(facts, "difficulties").lines == (phrases.NOTHING,) and not facts.missing
    return _worded(facts, "causes", [phrases.NOTHING] if nothing else [], phrases.ADD_CAUSES)


# --- IV. Work to come -----------------------------------------------------------------------------


def _direction(facts: Facts) -> Passage:
    """The work to come; what a year's report says beyond the plan's own year is the Office's to
    write."""
    lines = _coming_lines(facts) or [phrases.NONE_COMING]
    unwritten = facts.closes.kind == "year" and not (facts.words and facts.words.direction)
    gap = phrases.ADD_DIRECTION.format(facts.window.period.last.year + 1) if unwritten else ""
    return _worded(facts, "direction", lines, gap=gap)


def _coming_lines(facts: Facts) -> list[str]:
    """Work carried over because it is overdue, then what begins by the end of the next period, then
    what waits."""
    coming = coming_work(facts)
    late = [item for item in coming if item.state == "overdue"]
    return [
        *_work_lines(facts.plan, late, phrases.CARRIED_OVER),
        *_work_lines(facts.plan, [item for item in coming if item not in late], phrases.COMING),
        *waiting_lines(facts, facts.plan.tasks),
    ]


def coming_work(facts: Facts) -> list[Item]:
    """What is late, and what is still to be done and begins by the end of the next period."""
    last = period_after(facts.window.period).last
    return [
        item
        for item in facts.items
        if item.state == "overdue"
        or (item.state in ("open", "not_due") and item.opens and item.opens <= last)
    ]


def _work_lines(plan: Plan, items: Iterable[Item], phrase: str) -> list[str]:
    """Pieces of work with when and by whom they are done, those of one obligation in one line."""
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
    """`quý IV năm 2023`, `lần 2 năm 2023`, or the due day."""
    if item.period:
        return occurrence_words(item.period)
    return phrases.DUE_DAY.format(due_day(item)) if item.due else phrases.UNDATED


def due_day(item: Item) -> str:
    """The due day of a piece of work, with a mark where days off are not decided yet; empty where
    it has none."""
    day = short_date(item.due) if item.due else ""
    return phrases.PROVISIONAL.format(day) if item.provisional else day


def _who(plan: Plan, task: Task, items: Iterable[Item]) -> str:
    """The lead as the plan names it where all who answer are meant, else the units meant."""
    units = {item.unit for item in items}
    return plan.name(task.lead) if units >= set(plan.accountable(task)) else unit_names(plan, units)


def waiting_lines(facts: Facts, tasks: Iterable[str]) -> list[str]:
    """Work that begins once its conditions are met."""
    lines = []
    for task_id in tasks:
        task = facts.plan.tasks[task_id]
        conditions = awaited_conditions(facts, task)
        if conditions:
            title = next(iter(task.owes.values())).title
            lines.append(phrases.AFTER_CONDITIONS.format(title, conditions))
    return lines


def awaited_conditions(facts: Facts, task: Task) -> str:
    """The conditions that a task as a whole still waits for; empty once work can begin."""
    triggers = awaited_triggers(facts.plan, task, facts.book.known)
    return join_words([facts.plan.triggers[trigger].title for trigger in triggers])


# --- Phụ lục I ------------------------------------------------------------------------------------


def _task(facts: Facts, task_id: str) -> Passage:
    """What Phụ lục I tells of one task: every update of the window, unit by unit, then the units
    that reported only by a line for all their remaining tasks."""
    plan, closing = facts.plan, facts.closing_of(task_id)
    texts = [
        f"{plan.name(entry.update.unit)}: {full_text(plan, entry.update)}"
        for entry in facts.said_of(task_id)
    ]
    alike = grouped(closing, lambda unit: rest_text(plan.tasks[task_id], closing[unit]))
    texts += [f"{unit_names(plan, units)}: {text}" for text, units in alike.items()]
    lines = [line for text in texts for line in text.splitlines()]
    label, gap = phrases.RESULT_OF.format(task_id), _silent_units(facts, [task_id])
    return _worded(facts, f"tasks.{task_id}.result", lines, gap=gap, label=label)


def rest_text(task: Task, closing: Entry) -> str:
    """What a unit's line for all its remaining tasks says of one of them; of work that does not
    stand, that nothing arose."""
    if not task.standing:
        return f"{lower_first(STATE_LABELS['nothing'])}."
    return closing.update.result or phrases.KEPT_UP
