"""The passages of a periodic report that people word: what is computed for each, and what the Office wrote instead.

A passage is a list of paragraphs under a name that the words file and the document's content controls share:
`leadership`, `sections.A.I`, `tasks.A.I.3.result`. Its mark is a hash of its paragraphs: it stands in the control,
and tells a passage that somebody changed in Word from one that nobody touched.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from pci.core.dates import period_after
from pci.core.evidence import printed
from pci.core.ledger import Entry, Item, awaited_triggers, view
from pci.core.model import Plan, Task
from pci.core.papers import PASSAGES
from pci.core.remarks import raised
from pci.core.reporting import missing_reports
from pci.core.schedule import period_holding
from pci.core.vi import (
    STATE_LABELS,
    TASK_LABELS,
    count_words,
    fold,
    join_words,
    lower_first,
    occurrences_words,
    period_words,
    short_date,
    shown,
)
from pci.reports.facts import Facts, told, unit_names, when
from pci.reports.results import in_brackets, longest_told, sentence, task_lines

_TASK = "Nhiệm vụ "
_OF_UNIT = r"của (?:đơn vị|phòng|trung tâm|ban|văn phòng|tổ)\b"
_PREDICATE = r"(?=\s*:|\s+(?:đều|vẫn|được|đã|đang|chưa|không|tiếp tục|duy trì)\b)"
_REST = re.compile(
    rf"^các nhiệm vụ (?:còn lại(?: {_OF_UNIT}[^.:;]*?{_PREDICATE}|(?! của\b))|{_OF_UNIT}(?=\s+được\b))\s*:?\s*"
    r"(?:(?:đều |vẫn )*được\s+(?!(?:đơn vị|phòng|trung tâm|văn phòng)\b|(?-i:[A-ZĐỦ])))?",
    re.IGNORECASE,
)
"""How a line for all remaining tasks begins: their name, and the passive that has no subject without it, unless it says
by whom they are done."""
KEPT_UP = "duy trì thực hiện, không phát sinh"
REST_WORDS = "duy trì thực hiện thường xuyên, không phát sinh vướng mắc"
NOTHING = "Không có."


class Passage(NamedTuple):
    """One passage: its paragraphs, and `gaps`, what the draft highlights because somebody must still supply it."""

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
    """A short hash of paragraphs that composed letters, stray blanks and signs without a shape do not change."""
    text = "\n".join(filter(None, (" ".join(shown(line).split()) for line in lines)))
    return sha256(text.encode()).hexdigest()[:8]


def passages(facts: Facts) -> tuple[Passage, ...]:
    """Every passage of the report, in its order: the Office's words where there are any, else what is computed."""
    facts, plan = without_drafts(facts), facts.plan
    sections = dict.fromkeys(plan.section_of(i) for i in plan.tasks)
    longest = longest_told(facts)
    return (
        _leadership(facts),
        _worded(facts, "assessment", (), "[Văn phòng bổ sung nhận xét, đánh giá]"),
        *(_section(facts, section, longest) for section in sections),
        _raised(facts, "difficulties", "difficulty"),
        _causes(facts),
        _direction(facts),
        _raised(facts, "proposals", "proposal"),
        *(_task(facts, task_id) for task_id in plan.tasks),
    )


def without_drafts(facts: Facts) -> Facts:
    """The facts without words that are still as `--words` began them: what was recorded since is told like the rest."""
    if facts.begun is None:
        return facts
    drafts = {p.name for p in passages(facts.begun) if mark(facts.own(p.name)) == mark(p.lines)}
    return replace(facts, begun=None, drafts=frozenset(drafts))


def _worded(
    facts: Facts, name: str, computed: Sequence[str], gap: str = "", label: str = ""
) -> Passage:
    """A passage with the Office's words in place of the computed ones; the gap stands only where there are neither."""
    lines = facts.own(name) or tuple(computed)
    return Passage(
        facts.report, name, label or PASSAGES[name], lines, (gap,) if gap and not lines else ()
    )


def _leadership(facts: Facts) -> Passage:
    """What was reported on the general measures and duties, then on the conditions that work waits for, each with the
    documents that prove it. These have no row in an appendix, so all is told; only what was done again and again and
    left a document each time is told by its last words and the numbers of the earlier documents."""
    plan = facts.plan
    said: dict[tuple[str, str], list[Entry]] = {}
    for entry in facts.inside:
        if entry.update.result or entry.update.evidence:
            said.setdefault((entry.update.about, entry.update.unit), []).append(entry)
    lines = []
    for about in (*plan.body, *plan.triggers):
        name = plan.triggers[about].title if about in plan.triggers else about
        for (_, unit), entries in ((key, found) for key, found in said.items() if key[0] == about):
            told_apart = (
                entries if not all(printed(e.update.evidence) for e in entries) else entries[-1:]
            )
            earlier = [
                d for e in entries if e not in told_apart for d in printed(e.update.evidence)
            ]
            for entry in told_apart:
                source = [plan.name(unit), *printed(entry.update.evidence)]
                source += (
                    [f"{'các ' if len(earlier) > 1 else ''}lần trước: {', '.join(earlier)}"]
                    if earlier
                    else []
                )
                lines.append(f"- {sentence(told(plan, entry)) or name} ({'; '.join(source)}).")
    return _worded(
        facts, "leadership", lines, "[Văn phòng bổ sung công tác chỉ đạo, điều hành trong kỳ]"
    )


def _section(facts: Facts, section: str, longest: int) -> Passage:
    """One sub-index: results told, the rest gathered in one line, units that owe named."""
    lines: list[str] = []
    silent: list[str] = []
    missing: list[str] = []
    for task_id, _ in facts.plan.tasks_of(section):
        words = task_lines(facts, task_id, longest=longest)
        lines += words
        asked = facts.of_task(task_id)
        if not words and (not asked or facts.reported(task_id)):
            silent.append(task_id)
        missing += [answer.unit for answer in asked if not answer.reported]
    if any(facts.reported(i) for i in silent) or not (lines or missing):
        became = Counter(_became(facts, i) for i in silent)
        lines.append(f"- {remaining(became, bool(lines))}.")
    passage = _worded(facts, f"sections.{section}", lines, label=facts.plan.sections[section].title)
    units = unit_names(facts.plan, missing)
    return passage._replace(gaps=(f"[{units} chưa gửi báo cáo]",)) if units else passage


def _became(facts: Facts, task_id: str) -> str:
    """What became of a task of which there is nothing to tell: standing work was kept up, any other is in its state."""
    if facts.plan.tasks[task_id].standing and facts.reported(task_id):
        return REST_WORDS
    return state_of(view(facts.book, task_id).state)


def state_of(state: str) -> str:
    """A task's state behind the word for task: `chưa đến hạn`, `thường xuyên`."""
    return lower_first(TASK_LABELS[state].removeprefix(_TASK))


def remaining(became: Mapping[str, int], beside_others: bool) -> str:
    """How many of the tasks without words of their own became what: `01 nhiệm vụ còn lại: chưa đến hạn`."""
    counts = {words: f"{count_words(n)} nhiệm vụ" for words, n in became.items()}
    if beside_others and len(counts) == 1:
        return "".join(f"{count} còn lại: {words}" for words, count in counts.items())
    return ("Các nhiệm vụ còn lại: " if beside_others else "") + "; ".join(
        f"{n} {words}" for words, n in counts.items()
    )


def names_the_rest(text: str) -> bool:
    """Whether a unit's line for all its remaining tasks begins with their name."""
    return _REST.match(text) is not None


def rest_words(text: str) -> str:
    """A unit's line for all its remaining tasks without their name: `duy trì thực hiện thường xuyên`."""
    return lower_first(_REST.sub("", text))


def kept_words(task: Task, closing: Entry) -> str:
    """What a unit's line for all its remaining tasks says of one of them: that it was kept up, in the unit's words; of
    work that does not stand, that nothing arose."""
    if not task.standing:
        return f"{lower_first(STATE_LABELS['nothing'])}."
    return rest_words(closing.update.result or "") or f"{KEPT_UP}."


def _raised(facts: Facts, name: str, field: str) -> Passage:
    """Difficulties or proposals not yet answered, addressed to an outside body: only these go up. What was raised in an
    earlier period comes back until it is answered, and says since when.

    Proposals stand together by addressee, named first unless their own words name it. "Không có" is said only when
    every unit has reported, for silence is no answer.
    """
    plan = facts.plan
    found = [
        one
        for one in raised(facts.book)
        if one.kind == field
        and one.remark.to in plan.outside
        and one.entry.update.date <= facts.window.window_last
    ]
    if field == "proposal":
        found.sort(key=lambda one: list(plan.outside).index(one.remark.to))
    lines = []
    for one in found:
        text, to = sentence([one.remark.text]), plan.name(one.remark.to)
        named = field == "difficulty" or fold(to) in fold(text)
        source = in_brackets(
            [plan.name(one.entry.update.unit), *_since(facts, one.entry.update.date)]
        )
        lines.append(f"- {'' if named else to + ': '}{text}{source}.")
    missing = missing_reports(plan, facts.asked)
    gaps = ("[Bổ sung khi các đơn vị gửi đủ báo cáo]",) if missing and not facts.own(name) else ()
    return _worded(facts, name, lines or (() if missing else (NOTHING,)))._replace(gaps=gaps)


def _since(facts: Facts, raised_on: date) -> list[str]:
    """`từ quý II`, of what was raised before the report's own window."""
    if raised_on >= facts.window.window_first:
        return []
    period = period_holding(facts.plan.reporting, raised_on)
    words = period_words(period.period) if period else f"ngày {short_date(raised_on)}"
    return [f"từ {words.removesuffix(f' năm {facts.window.period.last.year}')}"]


def _causes(facts: Facts) -> Passage:
    """Causes are the Office's to judge; there are none where nothing is difficult."""
    missing = missing_reports(facts.plan, facts.asked)
    difficult = _raised(facts, "difficulties", "difficulty").lines != (NOTHING,)
    if difficult or missing:
        return _worded(facts, "causes", (), "[Văn phòng bổ sung nguyên nhân khách quan, chủ quan]")
    return _worded(facts, "causes", (NOTHING,))


def _direction(facts: Facts) -> Passage:
    """The work to come; what a year's report says beyond the plan's own year is the Office's to write."""
    passage = _worded(facts, "direction", _coming(facts) or ("- Không có nhiệm vụ đến hạn.",))
    if facts.closes.kind != "year" or (facts.words and facts.words.direction):
        return passage
    return passage._replace(
        gaps=(f"[Văn phòng bổ sung phương hướng năm {facts.window.period.last.year + 1}]",)
    )


def _coming(facts: Facts) -> list[str]:
    """Work carried over because it is overdue, then what begins by the end of the next period, then what waits."""
    plan, last = facts.plan, period_after(facts.window.period).last
    its = facts.book.items
    late = _gathered(plan, [i for i in its if i.state == "overdue"])
    coming = _gathered(
        plan, [i for i in its if i.state in ("open", "not_due") and i.opens and i.opens <= last]
    )
    lines = [
        f"- {title} ({when}): quá hạn, khẩn trương hoàn thành ({lead})."
        for title, when, lead in late
    ]
    lines += [f"- {title} ({when}): {lead}." for title, when, lead in coming]
    for task in plan.tasks.values():
        if triggers := awaited_triggers(plan, task, facts.book.known):
            title = next(iter(task.owes.values())).title
            lines.append(
                f"- {title}: thực hiện sau khi {join_words([plan.triggers[t].title for t in triggers])}."
            )
    return lines


def _gathered(plan: Plan, its: Sequence[Item]) -> list[tuple[str, str, str]]:
    """Items of one obligation in one line: its title, when, and who leads."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in its:
        groups.setdefault((item.task, item.obligation), []).append(item)
    return [
        (
            plan.tasks[task].owes[name].title,
            _times(found),
            _who(plan, plan.tasks[task], {item.unit for item in found}),
        )
        for (task, name), found in groups.items()
    ]


def _times(found: Sequence[Item]) -> str:
    periods = list(dict.fromkeys(item.period for item in found if item.period))
    return (
        occurrences_words(periods) if periods else join_words(list(dict.fromkeys(map(when, found))))
    )


def _who(plan: Plan, task: Task, units: set[str]) -> str:
    """The lead as the plan names it where all who answer are meant, else the units meant."""
    return plan.name(task.lead) if units >= set(plan.accountable(task)) else unit_names(plan, units)


def _task(facts: Facts, task_id: str) -> Passage:
    """What Phụ lục I tells of one task: the Office's words, else every update of the window, unit by unit."""
    computed = _cell_lines(facts, task_id)
    passage = _worded(
        facts, f"tasks.{task_id}.result", computed, label=f"Kết quả nhiệm vụ {task_id}"
    )
    missing = unit_names(facts.plan, (a.unit for a in facts.of_task(task_id) if not a.reported))
    return passage._replace(gaps=(f"[{missing} chưa gửi báo cáo]",)) if missing else passage


def _cell_lines(facts: Facts, task_id: str) -> list[str]:
    plan = facts.plan
    rest: dict[str, list[str]] = {}
    for answer in facts.of_task(task_id):
        if answer.rest and not answer.entries:
            rest.setdefault(kept_words(plan.tasks[task_id], answer.rest), []).append(answer.unit)
    lines = [f"{plan.name(e.update.unit)}: {_cell(plan, e)}" for e in facts.said_of(task_id)]
    lines += [f"{unit_names(plan, units)}: {words}" for words, units in rest.items()]
    return "\n".join(lines).splitlines()


def _cell(plan: Plan, entry: Entry) -> str:
    return "\n".join(told(plan, entry)) or f"{lower_first(STATE_LABELS[entry.update.state])}."
