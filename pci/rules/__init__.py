"""All rules in one visible table, and the two ways they are run: over a workspace, over one update to be recorded."""

from collections.abc import Iterable, Iterator, Mapping

from pci.diagnostic import Diagnostic, Problem, SourceMap
from pci.ledger import Entry
from pci.model import Plan
from pci.papers import Issue, Words, report_of
from pci.rules import papers, schedule, structure, units, updates
from pci.rules.rule import PaperCase, PaperRule, PlanCase, PlanRule, UpdateCase, UpdateRule

PLAN_RULES: tuple[PlanRule, ...] = (*structure.PLAN_RULES, *units.PLAN_RULES, *schedule.PLAN_RULES)
UPDATE_RULES: tuple[UpdateRule, ...] = updates.UPDATE_RULES
PAPER_RULES: tuple[PaperRule, ...] = papers.PAPER_RULES


def check(
    plan: Plan,
    plan_path: str,
    entries: Mapping[str, Entry],
    words: Mapping[str, Words],
    issued: Mapping[str, Issue],
    sources: Mapping[str, SourceMap],
) -> Iterator[Diagnostic]:
    """What the rules find in a plan, its updates and what is kept of its reports, whose shapes are whole; all but
    the plan by path."""
    case = PlanCase(plan, plan_path)
    for rule in PLAN_RULES:
        yield from (_placed(rule, problem, plan_path, sources[plan_path]) for problem in rule.check(case))
    known = {entry.id: entry for entry in entries.values()}
    turns = updates.turns(plan, known.values())
    for path, entry in entries.items():
        for update_rule, found in _found(UpdateCase(plan, entry, path, known, turns, issued)):
            yield _placed(update_rule, found, path, sources[path])
    kept: dict[str, Words | Issue] = {**words, **issued}
    for path, paper in kept.items():
        paper_case = PaperCase(plan, report_of(path), paper)
        for paper_rule in PAPER_RULES:
            yield from (_placed(paper_rule, found, path, sources[path]) for found in paper_rule.check(paper_case))


def check_update(
    plan: Plan, entry: Entry, path: str, known: Mapping[str, Entry], issued: Mapping[str, Issue]
) -> Iterable[tuple[UpdateRule, Problem]]:
    """What the rules find in one update about to be recorded beside those known."""
    beside = {**known, entry.id: entry}
    return _found(UpdateCase(plan, entry, path, beside, updates.turns(plan, beside.values()), issued))


def _found(case: UpdateCase) -> Iterator[tuple[UpdateRule, Problem]]:
    return ((rule, problem) for rule in UPDATE_RULES for problem in rule.check(case))


def _placed(rule: PlanRule | UpdateRule | PaperRule, problem: Problem, where: str, source: SourceMap) -> Diagnostic:
    span = source.locate(problem.path, problem.on_key)
    return Diagnostic(where, span, rule.code, rule.severity, problem.message, problem.hint)
