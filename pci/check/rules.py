"""All rules in one visible table, and the two ways they are run: over a workspace, over updates to be recorded."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from pci.check import citations, evidence, papers, schedule, structure, text, units, updates, years
from pci.check.rule import (
    Clash,
    EntryCase,
    EntryRule,
    PaperCase,
    PaperRule,
    PlanCase,
    PlanRule,
    Rule,
    TextRule,
    UpdateCase,
    UpdateRule,
    YearsCase,
)
from pci.core.diagnostic import Diagnostic, Problem, Severity, SourceMap
from pci.core.evidence import Fingerprints
from pci.core.ledger import Entry
from pci.core.model import Frozen, Plan
from pci.core.papers import ISSUED, Issue, Words, report_of

PLAN_RULES: tuple[PlanRule, ...] = (
    *structure.PLAN_RULES,
    *units.PLAN_RULES,
    *schedule.PLAN_RULES,
    *citations.PLAN_RULES,
)
UPDATE_RULES: tuple[UpdateRule, ...] = updates.UPDATE_RULES
ENTRY_RULES: tuple[EntryRule, ...] = (*updates.ENTRY_RULES, *evidence.ENTRY_RULES)
TEXT_RULES: tuple[TextRule, ...] = (*evidence.TEXT_RULES, *citations.TEXT_RULES, *text.TEXT_RULES)
PAPER_RULES: tuple[PaperRule, ...] = papers.PAPER_RULES
YEARS_RULES = years.YEARS_RULES
IGNORABLE = frozenset(
    rule.code
    for table in (PLAN_RULES, UPDATE_RULES, ENTRY_RULES, TEXT_RULES, PAPER_RULES)
    for rule in table
    if rule.severity is not Severity.ERROR
)
"""What a person may set aside in a file (`ignores`): an error makes figures wrong, whoever agrees to it."""


def check_alone(
    held: Mapping[str, Frozen],
    entries: Mapping[str, Entry],
    sources: Mapping[str, SourceMap],
    cited: Fingerprints | None = None,
) -> Iterator[Diagnostic]:
    """What the rules find in each file by itself, whatever the plan says: in the words that it holds, in the update
    that it is."""
    for path, one in held.items():
        passages = text.passages(one)
        for rule in TEXT_RULES:
            yield from (_placed(rule, found, path, sources[path]) for found in rule.check(passages))
    for path, entry in entries.items():
        case = EntryCase(entry, cited)
        for entry_rule in ENTRY_RULES:
            yield from (
                _placed(entry_rule, found, path, sources[path]) for found in entry_rule.check(case)
            )


def check(
    plan: Plan,
    plan_path: str,
    entries: Mapping[str, Entry],
    papers: Mapping[str, Words | Issue],
    sources: Mapping[str, SourceMap],
    today: date | None = None,
) -> Iterator[Diagnostic]:
    """What the rules find in a plan, its updates and what is kept of its reports, whose shapes are whole; all but
    the plan by path."""
    case = PlanCase(plan, plan_path, today)
    for rule in PLAN_RULES:
        told = (_with_line(problem, sources[plan_path]) for problem in rule.check(case))
        yield from (_placed(rule, problem, plan_path, sources[plan_path]) for problem in told)
    # a slip in the plan's year is told of the plan, not of every update that lies in the folder of the right one
    plan = plan.model_copy(update={"year": case.filed})
    known = {entry.id: entry for entry in entries.values()}
    history = updates.history(plan, known.values())
    issued = {path: paper for path, paper in papers.items() if isinstance(paper, Issue)}
    for path, entry in entries.items():
        for update_rule, found in _found(
            UpdateCase(plan, entry, path, known, history, issued, today)
        ):
            yield _placed(update_rule, found, path, sources[path])
    for path, paper in papers.items():
        paper_case = PaperCase(plan, report_of(path), paper, today)
        for paper_rule in PAPER_RULES:
            yield from (
                _placed(paper_rule, found, path, sources[path])
                for found in paper_rule.check(paper_case)
            )


def check_new(
    plan: Plan,
    new: Sequence[tuple[str, Entry]],
    known: Iterable[Entry],
    issued: Mapping[str, Issue],
) -> Iterator[list[tuple[Rule, Problem]]]:
    """What the rules find in each of some updates about to be recorded, given with their paths, beside those known and
    each other."""
    beside = {entry.id: entry for entry in (*known, *(entry for _, entry in new))}
    spoken_of = {entry.update.subject for _, entry in new}
    told = updates.history(
        plan, [entry for entry in beside.values() if entry.update.subject in spoken_of]
    )
    for path, entry in new:
        passages, own = text.passages(entry.update), EntryCase(entry)
        found: list[tuple[Rule, Problem]] = [
            *_found(UpdateCase(plan, entry, path, beside, told, issued))
        ]
        found += ((rule, problem) for rule in ENTRY_RULES for problem in rule.check(own))
        found += ((rule, problem) for rule in TEXT_RULES for problem in rule.check(passages))
        yield found


def check_years(case: YearsCase, source: Callable[[str], SourceMap]) -> Iterator[Diagnostic]:
    """What the rules find between two sound plans that follow each other; `source` tells the places of a file."""
    for rule in YEARS_RULES:
        yield from (
            _placed(rule, problem, where, source(where)) for where, problem in rule.check(case)
        )


def _found(case: UpdateCase) -> Iterator[tuple[UpdateRule, Problem]]:
    return ((rule, problem) for rule in UPDATE_RULES for problem in rule.check(case))


def _with_line(problem: Problem | Clash, source: SourceMap) -> Problem:
    if isinstance(problem, Problem):
        return problem
    line = source.locate(problem.other, problem.on_key).line
    return problem.problem._replace(message=f"{problem.problem.message} (dòng {line})")


def _placed(rule: Rule, problem: Problem, where: str, source: SourceMap) -> Diagnostic:
    span = source.locate(problem.path, problem.on_key, problem.stretch)
    if is_sealed(where):
        hint = _way_out(rule, problem, where) if isinstance(rule, TextRule) else problem.hint
        return Diagnostic(where, span, rule.code, rule.severity, problem.message, hint)
    # a text that was folded or escaped is marked as a whole: then nothing can be written in place of a part of it
    known = problem.instead and source.marked(span).strip("'\"") == problem.instead[0]
    instead = problem.instead[1] if problem.instead and known else None
    return Diagnostic(where, span, rule.code, rule.severity, problem.message, problem.hint, instead)


def is_sealed(path: str) -> bool:
    """Whether a file is named or sealed by its content, so that nothing can be written in it: an update, an issue."""
    return "/progress/" in path or path.endswith(ISSUED)


def _way_out(rule: TextRule, problem: Problem, where: str) -> str:
    """What can be done about the words of an update, which are mended by a new one or left as they are."""
    right = (
        f"nên viết «{problem.instead[1]}»; "
        if problem.instead and problem.instead[1].strip()
        else ""
    )
    command = f"«pci record --corrects {PurePosixPath(where).stem}»"
    return (
        f"{right}ghi đính chính bằng {command}, hoặc bỏ qua bằng «# pci: ignore[{rule.code}] lý do»"
    )
