"""The passages of a periodic report that people may word in place of the program.

A passage is a list of paragraphs under a name that the words file and the content controls of the
document share: `leadership`, `sections.A.I`, `tasks.A.I.3.result`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import chain
from typing import NamedTuple

from pci.core.dates import period_after
from pci.core.duty import names_paper
from pci.core.evidence import citable
from pci.core.grouping import grouped
from pci.core.history import TaskChange
from pci.core.ledger import Entry, Item, Ledger, awaited_triggers, meant_state, view
from pci.core.model import Plan, Task, Update
from pci.core.papers import PASSAGES, section_passage
from pci.core.reporting import spans_several
from pci.core.vi import (
    STATE_LABELS,
    TASK_LABELS,
    due_words,
    join_words,
    lower_first,
    occurrence_words,
    occurrences_words,
    shortened,
    shown,
    upper_first,
)
from pci.reports import phrases
from pci.reports.consolidated import consolidated, times_words
from pci.reports.facts import Facts
from pci.reports.lineage import carried_lines
from pci.reports.remarks import (
    cause_lines,
    delayed_work,
    remark_lines,
    remark_notes,
    remarks_of,
    stray_notes,
    suspensions,
    unexplained,
)
from pci.reports.results import (
    figures_line,
    full_text,
    id_and_title,
    in_brackets,
    ratio_notes,
    sentence,
    task_lines,
    unit_names,
)
from pci.reports.silence import silence, silence_gaps, silent_on, silent_units
from pci.reports.supplements import Supplement, supplement_lines, supplements


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

    @property
    def title(self) -> str:
        """The label as the content control carries it: Word takes 64 characters."""
        return shortened(self.label, 64)


def mark(lines: Iterable[str]) -> str:
    """Hash paragraphs by what they show, to tell whether somebody changed them in Word."""
    text = "\n".join(filter(None, (" ".join(shown(line).split()) for line in lines)))
    return sha256(text.encode()).hexdigest()[:8]


def passages(facts: Facts) -> tuple[Passage, ...]:
    """Make every passage of the report, in the order of the paper."""
    facts = without_drafts(facts)
    sections = dict.fromkeys(map(facts.plan.section_of, facts.tasks))
    return (
        _leading(facts),
        _assessment(facts),
        *(_section(facts, section) for section in sections),
        *(_supplement(facts, supplement) for supplement in supplements(facts)),
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
    facts: Facts,
    name: str,
    computed: Sequence[str],
    add: str = "",
    gaps: Iterable[str] = (),
    label: str = "",
) -> Passage:
    """Take the Office's words in place of the computed ones, and highlight the gaps; `add` is one
    where there are no words at all."""
    lines = facts.own_words(name) or tuple(computed)
    noted = filter(None, (*gaps, "" if lines else add))
    return Passage(facts.report, name, label or PASSAGES[name], lines, tuple(noted))


# --- I. Leadership --------------------------------------------------------------------------------


def _leading(facts: Facts) -> Passage:
    """Make the passage of leadership, at its end the results of the year before that belong to no
    task; they alone are not what it has to say."""
    own, carried = _leadership(facts), _carried(facts, None)
    lacking = carried and not (own or facts.own_words("leadership"))
    add = phrases.ADD_LEADERSHIP.format(office=facts.office)
    return _worded(facts, "leadership", [*own, *carried], add, [add] if lacking else [])


def _carried(facts: Facts, task_id: str | None) -> list[str]:
    return [f"- {line}" for line in carried_lines(facts, task_id)]


def _leadership(facts: Facts) -> list[str]:
    """Say what was done on the plan's general measures, then on the conditions that no work told
    here waits for.

    These have no row in an appendix, so nothing is left out but the bare number of a report that
    the Office sent: its reader has it.
    """
    entries = [entry for entry in facts.entries if _is_printed(facts, entry.update)]
    by_subject = grouped(entries, lambda entry: facts.place_of(entry.update))
    of_measures = [by_subject.get(i, ()) for i in (*facts.plan.body, *facts.plan.triggers)]
    return [line for of_measure in of_measures for line in _measure_lines(facts, of_measure)]


def _measure_lines(facts: Facts, entries: Sequence[Entry]) -> list[str]:
    """Say what was done on a measure: a line an update, in a longer report a line a unit."""
    by_unit = grouped(entries, lambda entry: entry.update.unit)
    longer = spans_several(facts.plan, facts.window)
    parts = by_unit.values() if longer else [[entry] for entry in entries]
    return [_measure(facts, own, len(by_unit) > 1) for own in parts]


def _is_printed(facts: Facts, update: Update) -> bool:
    """Whether an update on a measure says more than the number of a report that was sent."""
    return bool(update.result or (update.evidence and not names_paper(facts.plan, update)))


def _measure(facts: Facts, entries: Sequence[Entry], several: bool) -> str:
    """Say what a unit did on a measure: a sentence an update, with its documents; several updates
    of the same words are one sentence, behind their times. The last names the unit, where one must
    be told from others."""
    alike = list(grouped(entries, lambda entry: _measure_words(facts, entry.update)).values())
    speaker = facts.speaker(entries[0].update, several)
    sentences = (_measure_sentence(facts, i, speaker if i is alike[-1] else "") for i in alike)
    return f"- {' '.join(sentences)}"


def _measure_sentence(facts: Facts, entries: Sequence[Entry], speaker: str) -> str:
    """Quote equal words on a measure with their speaker and documents; in a longer report words
    without a document stand behind their time."""
    update = entries[0].update
    documents = dict.fromkeys(line for e in entries for line in citable(e.update.evidence))
    is_timed = len(entries) > 1 or (spans_several(facts.plan, facts.window) and not documents)
    times = f"{upper_first(times_words(facts, entries))}: " if is_timed else ""
    source = in_brackets([speaker, *documents], "; ")
    return f"{times}{sentence(_measure_words(facts, update))}{source}."


def _measure_words(facts: Facts, update: Update) -> str:
    if update.about in facts.plan.triggers:
        return full_text(facts.plan, update)
    return update.result or phrases.CARRIED_OUT.format(update.about)


def _assessment(facts: Facts) -> Passage:
    """Make the passage of the assessment, which alone names the units that have not reported."""
    add = phrases.ADD_ASSESSMENT.format(office=facts.office)
    gaps = [] if facts.unit else silence_gaps(facts)
    return _worded(facts, "assessment", (), add, gaps)


# --- II. Results by section -----------------------------------------------------------------------


def _section(facts: Facts, section: str) -> Passage:
    """Make the passage of a sub-index: results, then one line for the tasks without any."""
    words = {i: task_lines(facts, i) for i in _tasks_of(facts, section)}
    lines = [line for i, own in words.items() for line in (*own, *_carried(facts, i))]
    gap, admitted = silent_on(facts, words)
    lines += _remaining_lines(facts, words, bool(gap or admitted))
    lines = lines or [f"- {line}" for line in admitted]
    gaps = ["" if lines and not facts.unit else gap, *_ratio_gaps(facts, section)]
    label = facts.plan.title_of(section)
    return _worded(facts, section_passage(section), lines, gaps=gaps, label=label)


def _tasks_of(facts: Facts, section: str) -> list[str]:
    return [i for i in facts.tasks if facts.plan.section_of(i) == section]


def _remaining_lines(facts: Facts, words: Mapping[str, Sequence[str]], is_noted: bool) -> list[str]:
    """Say what became of the tasks without words, where somebody reported on one or nothing else is
    said of the section."""
    silent, has_words = _without_words(facts, words), any(words.values())
    is_due = any(map(facts.reported, silent)) or not (has_words or is_noted)
    if not (silent and is_due):
        return []
    left = sum(not own for own in words.values())
    return [
        f"- {_outcome_line(facts, outcome, tasks, len(words), left)}."
        for outcome, tasks in _by_outcome(facts, silent).items()
    ]


def _by_outcome(facts: Facts, tasks: Iterable[str]) -> dict[str, list[str]]:
    """Group tasks by what became of them; of all that was kept up only what holds for all is
    said."""
    outcomes = {i: words for i in tasks if (words := _outcome(facts, i))}
    if phrases.REST_KEPT_ON in outcomes.values():
        outcomes = {i: _KEPT_ON.get(words, words) for i, words in outcomes.items()}
    return grouped(outcomes, outcomes.__getitem__)


def _outcome_line(facts: Facts, outcome: str, tasks: Sequence[str], count: int, left: int) -> str:
    """Say what became of tasks of a section with `count` of them, of which `left` have no words."""
    if outcome in _KEPT and len(tasks) == count:
        return upper_first(outcome)
    if outcome in _KEPT and 1 < len(tasks) == left:
        return f"{phrases.ALL_OTHERS}: {outcome}"
    names = ", ".join(id_and_title(i, facts.plan.tasks[i]) for i in tasks)
    return f"{phrases.OF_TASK.format(names)}: {outcome}"


_KEPT = (phrases.REST_KEPT_UP, phrases.REST_KEPT_ON)
_KEPT_ON = dict.fromkeys(_KEPT, phrases.REST_KEPT_ON)


def ratio_gaps(facts: Facts) -> list[str]:
    """Say which ratios of the report are not printed, and for want of what."""
    facts = without_drafts(facts)
    sections = dict.fromkeys(map(facts.plan.section_of, facts.tasks))
    return [note for section in sections for note in _ratio_gaps(facts, section)]


def _ratio_gaps(facts: Facts, section: str) -> list[str]:
    """The same of a section, none where the Office words its passage or that of the task."""
    if facts.own_words(section_passage(section)):
        return []
    return [note for i in _tasks_of(facts, section) for note in ratio_notes(facts, i)]


def _without_words(facts: Facts, words: Mapping[str, Sequence[str]]) -> list[str]:
    """The tasks without words on which somebody reported, or that are led and nobody was asked."""
    silent = [i for i, lines in words.items() if not lines]
    return [i for i in silent if facts.reported(i) or (facts.leads(i) and not facts.answers_of(i))]


def _outcome(facts: Facts, task_id: str) -> str:
    """Say what became of a task without words: `chưa đến hạn`; standing work was kept up, or
    nothing is said where nobody was asked or all that reported have suspended it."""
    if facts.plan.tasks[task_id].standing and _is_kept_up(facts, task_id):
        troubled = _has_difficulty(facts, task_id) or _is_held_up(facts, task_id)
        untroubled = facts.all_reported(task_id) and not troubled
        return phrases.REST_KEPT_UP if untroubled else phrases.REST_KEPT_ON
    state = view(facts.book, task_id, facts.unit).state
    return "" if state == "standing" else lower_first(TASK_LABELS[state])


def _is_kept_up(facts: Facts, task_id: str) -> bool:
    """Whether a unit reported on a task and has not suspended it."""
    units = [answer.unit for answer in facts.answers_of(task_id) if answer.reported]
    return any(view(facts.book, task_id, unit).state != "suspended" for unit in units)


def _has_difficulty(facts: Facts, task_id: str) -> bool:
    """Whether a unit raised a difficulty with a task in the window, or one is open from before."""
    closing = facts.closing_lines(task_id).values()
    raised = remarks_of(facts, "difficulty").entries
    return any(entry in closing or entry.update.subject == task_id for entry in raised)


def _is_held_up(facts: Facts, task_id: str) -> bool:
    """Whether work of a task is overdue or suspended, or a unit has suspended the whole of it."""
    held_up = ("overdue", "suspended")
    units = [facts.unit] if facts.unit else facts.plan.accountable(facts.plan.tasks[task_id])
    return any(item.state in held_up for item in facts.items_of(task_id)) or any(
        view(facts.book, task_id, unit).state == "suspended" for unit in units
    )


def _supplement(facts: Facts, supplement: Supplement) -> Passage:
    """Make the passage of what an earlier period's paper does not have."""
    lines = supplement_lines(facts, supplement)
    return _worded(facts, supplement.passage, lines, label=supplement.label)


# --- III and V. Difficulties, causes, proposals ---------------------------------------------------

_KINDS = {"difficulties": "difficulty", "proposals": "proposal"}


def remark_passages(facts: Facts) -> tuple[Passage, ...]:
    """Make the passages of difficulties and of proposals."""
    facts = without_drafts(facts)
    return tuple(_remarks(facts, name) for name in _KINDS)


def _remarks(facts: Facts, name: str) -> Passage:
    """Make the passage of difficulties or proposals from the open ones for outside bodies; that
    there is none is said only where nothing is withheld or missing and no unit is silent."""
    kind = _KINDS[name]
    remarks = remarks_of(facts, kind)
    lines = remark_lines(facts, kind, remarks.printed)
    notes = remark_notes(facts, kind, remarks)
    own = facts.own_words(name)
    if not (lines or notes):
        notes = stray_notes(facts)
    computed = lines or ([] if notes else [_none_raised(facts, kind)])
    gaps = () if own else tuple(notes)
    return Passage(facts.report, name, PASSAGES[name], own or tuple(computed), gaps)


def _none_raised(facts: Facts, kind: str) -> str:
    """Say that nobody raised anything, or only none of those that reported."""
    if not any(silent_units(facts.answers)):
        return phrases.NONE_RAISED[kind]
    heard = any(answer.reported for answer in facts.answers)
    return phrases.NONE_HEARD[kind] if heard else phrases.NO_REPORTS


def _causes(facts: Facts) -> Passage:
    """Make the passage of causes, empty where there is no difficulty and nothing is delayed."""
    difficulties = _remarks(facts, "difficulties")
    gaps = {*difficulties.gaps} - {*stray_notes(facts)}
    none_raised = not gaps and phrases.NONE_SAID.issuperset(difficulties.lines)
    troubled = not none_raised or delayed_work(facts) or suspensions(facts)
    add = phrases.ADD_CAUSES.format(office=facts.office) if troubled else ""
    lines, own = cause_lines(facts), facts.own_words("causes")
    left = unexplained(facts) if lines and not own else ""
    gap = phrases.ADD_CAUSES_OF.format(left, office=facts.office) if left else ""
    return _worded(facts, "causes", lines, add, [gap])


# --- IV. Work to come -----------------------------------------------------------------------------


def _direction(facts: Facts) -> Passage:
    """Make the passage of work to come; beyond the plan's year it is that of the next plan, or the
    Office's to write."""
    year = facts.plan.year
    unplanned = facts.closing_period.last == date(year, 12, 31) and facts.next_year is None
    lines = _coming_lines(facts)
    if not (lines or unplanned):
        lines = [phrases.NONE_COMING]
    unwritten = unplanned and not facts.own_words("direction")
    gap = phrases.ADD_DIRECTION.format(year + 1, office=facts.office) if unwritten else ""
    return _worded(facts, "direction", lines, gaps=[gap])


def _coming_lines(facts: Facts) -> list[str]:
    """List the work to come; as the year ends what is left of its plan, apart from that of the
    next."""
    last = period_after(facts.closing_period).last
    lines = _own_lines(facts, last)
    if last.year == facts.plan.year:
        return lines
    parts = {phrases.LEFT_OVER.format(facts.plan.year): lines}
    if facts.next_year:
        then, planned = facts.next_year.plan, _planned(facts, facts.next_year)
        planned_lines = _work_lines(facts, then, then, _due_by(planned, last), phrases.COMING)
        parts[phrases.OF_NEXT_PLAN.format(then.year)] = planned_lines
    return [line for head, listed in parts.items() if listed for line in (head, *listed)]


def _own_lines(facts: Facts, last: date) -> list[str]:
    """List the work that is overdue, what falls due by a day, what continues, and what waits."""
    late = [item for item in facts.items if item.state == "overdue"]
    ahead = [*_due_by(facts.items, last), *_continuing(facts.items, last)]
    return [
        *_work_lines(facts, facts.plan, facts.now, late, phrases.CARRIED_OVER),
        *_work_lines(facts, facts.plan, facts.now, ahead, phrases.COMING),
        *_waiting_lines(facts),
    ]


def _planned(facts: Facts, coming: Ledger) -> list[Item]:
    """List the work of next year's plan; for a unit's own report that of its successor."""
    now = (facts.latest or facts.plan).on(date(coming.plan.year, 1, 1))
    unit = coming.plan.heir(now.heir(facts.unit) or "")
    return [item for item in coming.items if not facts.unit or item.unit == unit]


def _due_by(items: Iterable[Item], last: date) -> list[Item]:
    """List the work ahead that falls due by a day, the nearest first."""
    ahead = [item for item in items if item.state in ("open", "not_due")]
    due = [(item.due, n) for n, item in enumerate(ahead) if item.due and item.due <= last]
    return [ahead[n] for _, n in sorted(due)]


def _continuing(items: Iterable[Item], last: date) -> list[Item]:
    """List the work that has begun and does not fall due by a day."""
    return [i for i in items if i.state == "open" and (i.due is None or i.due > last)]


def _work_lines(
    facts: Facts, plan: Plan, now: Plan, items: Iterable[Item], phrase: tuple[str, str]
) -> list[str]:
    """Say when and by whom work is done: of one obligation a line for all times at which the same
    units do it, those of the plan `now`; a unit's own report does not name the unit."""
    named, unnamed = phrase
    own = facts.unit and facts.plan.name(facts.unit)
    lines = []
    for (task_id, name), occurrences in grouped(items, lambda i: (i.task, i.obligation)).items():
        task = plan.tasks[task_id]
        at_once = grouped(occurrences, lambda item: (item.period, item.due)).values()
        for alike in grouped(at_once, lambda own: frozenset(item.unit for item in own)).values():
            same = [*chain.from_iterable(alike)]
            lead = _who(plan, now, task, same)
            title, times = task.owes[name].title, _times(same)
            words = unnamed if lead == own else named
            lines.append(words.format(title=title, when=times, lead=lead))
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


def _who(plan: Plan, now: Plan, task: Task, items: Iterable[Item]) -> str:
    """Name the task's lead where all its units are meant, else the units; of one that has ended
    now, its heir."""
    units, lead = {item.unit for item in items}, plan.leader(task)
    heirs = {now.heir(unit) or unit for unit in units}
    is_merged = lead in plan.groups and len(heirs) == 1
    if units >= set(plan.accountable(task)) and not is_merged:
        return now.name(now.heir(lead) or lead)
    return unit_names(now, heirs)


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
    triggers = awaited_triggers(facts.book, task)
    return join_words([facts.plan.triggers[trigger].title for trigger in triggers])


# --- Phụ lục I ------------------------------------------------------------------------------------


def _task(facts: Facts, task_id: str) -> Passage:
    """Make the passage of a task's cell in Phụ lục I: every update of the window on its conditions
    and on itself, then the lines of units for all their remaining tasks."""
    task, closing = facts.plan.tasks[task_id], facts.closing_lines(task_id)
    figures, quotes = _figures_and_quotes(facts, task_id)
    alike = grouped(
        closing, lambda u: (_rest_text(task, closing[u]), _rest_times(facts, task_id, u))
    )
    quotes += [_Quote(tuple(units), *rest) for rest, units in alike.items()]
    texts = [*figures, *_by_speaker(facts, quotes)]
    name = f"tasks.{task_id}.result"
    gap, admitted = silence(facts, task_id)
    carried = carried_lines(facts, task_id)
    lines = [line for text in [*texts, *admitted, *carried] for line in text.splitlines()]
    return _worded(facts, name, lines, gaps=[gap], label=phrases.RESULT_OF.format(task_id))


class _Quote(NamedTuple):
    """What some units said, and of what times where that must be told."""

    units: tuple[str, ...]
    text: str
    times: str = ""


def ended_lines(facts: Facts, end: TaskChange) -> Iterator[str]:
    """Quote what was said in the window of a task until a document ended it."""
    longer = spans_several(facts.plan, facts.window)
    return _by_speaker(
        facts,
        [
            _Quote(
                (entry.update.unit,),
                full_text(end.by.before, entry.update),
                times_words(facts, [entry]) if longer else "",
            )
            for entry in facts.entries_of(end.task)
        ],
    )


def _figures_and_quotes(facts: Facts, task_id: str) -> tuple[list[str], list[_Quote]]:
    """Quote what was said of a task and its conditions in the window, over several regular periods
    behind the figures, each text once."""
    conditions, entries = facts.conditions_of(task_id), facts.entries_of(task_id)
    if not spans_several(facts.plan, facts.window):
        return [], _full_texts(facts, [*conditions, *entries])
    quotes = [_consolidated_text(facts, quotation) for quotation in consolidated(entries)]
    own = [*_full_texts(facts, conditions), *(quote for quote in quotes if quote.text)]
    figures = figures_line(facts, task_id, [q.text for q in own], set(facts.plan.units))
    return [figures] if figures else [], own


def _full_texts(facts: Facts, entries: Iterable[Entry]) -> list[_Quote]:
    updates = (entry.update for entry in entries)
    return [_Quote((update.unit,), full_text(facts.plan, update)) for update in updates]


def _consolidated_text(facts: Facts, entries: Sequence[Entry]) -> _Quote:
    """Quote equal words of a unit once, or its state; empty where it gave figures only."""
    update = entries[0].update
    text = update.result or f"{lower_first(STATE_LABELS[meant_state(facts.plan, update)])}."
    if update.figures and not update.result:
        text = ""
    return _Quote((update.unit,), text, times_words(facts, entries))


def _by_speaker(facts: Facts, quotes: Sequence[_Quote]) -> Iterator[str]:
    """Put together what the same units say and name them once; a unit's own report begins with what
    it says itself, without its name."""
    speakers = grouped(quotes, lambda quote: quote.units)
    own = (facts.unit,)
    for units in sorted(speakers, key=lambda units: units != own):
        first, *others = speakers[units]
        yield _unnamed(first) if units == own else _named(facts, first)
        yield from map(_unnamed, others)


def _named(facts: Facts, quote: _Quote) -> str:
    names = unit_names(facts.plan, quote.units)
    return f"{names}{in_brackets([quote.times])}: {quote.text}"


def _unnamed(quote: _Quote) -> str:
    return f"{upper_first(quote.times)}: {quote.text}" if quote.times else upper_first(quote.text)


def _rest_text(task: Task, closing: Entry) -> str:
    """Quote a unit's line for all its remaining tasks; of a task with an end it says only that
    nothing arose."""
    if not task.standing:
        return f"{lower_first(STATE_LABELS['nothing'])}."
    return closing.update.result or phrases.KEPT_UP


def _rest_times(facts: Facts, task_id: str, unit: str) -> str:
    """Of a unit that owes a report of a longer paper, the periods of its line for all remaining
    tasks."""
    owed = {answer.unit for answer in facts.answers_of(task_id) if not answer.reported}
    longer = spans_several(facts.plan, facts.window)
    rest = facts.closing_lines(task_id)[unit]
    return times_words(facts, [rest]) if longer and unit in owed else ""
