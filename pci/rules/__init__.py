"""All rules in one visible table, and the two ways they are run: over a workspace, over one update to be recorded."""

from collections.abc import Iterable, Iterator, Mapping

from pci.diagnostic import Diagnostic, Problem, SourceMap
from pci.ledger import Entry
from pci.model import Plan
from pci.rules import schedule, structure, units, updates
from pci.rules.rule import PlanCase, PlanRule, UpdateCase, UpdateRule

PLAN_RULES: tuple[PlanRule, ...] = (*structure.PLAN_RULES, *units.PLAN_RULES, *schedule.PLAN_RULES)
UPDATE_RULES: tuple[UpdateRule, ...] = updates.UPDATE_RULES


def check(
    plan: Plan, plan_path: str, entries: Mapping[str, Entry], sources: Mapping[str, SourceMap]
) -> Iterator[Diagnostic]:
    """What the rules find in a plan and its updates, whose shapes are whole."""
    case = PlanCase(plan, plan_path)
    for rule in PLAN_RULES:
        yield from (_placed(rule, problem, plan_path, sources[plan_path]) for problem in rule.check(case))
    known = {entry.id: entry for entry in entries.values()}
    turns = updates.turns(plan, known.values())
    for path, entry in entries.items():
        for update_rule, found in _found(UpdateCase(plan, entry, path, known, turns)):
            yield _placed(update_rule, found, path, sources[path])


def check_update(
    plan: Plan, entry: Entry, path: str, known: Mapping[str, Entry]
) -> Iterable[tuple[UpdateRule, Problem]]:
    """What the rules find in one update about to be recorded beside those known."""
    beside = {**known, entry.id: entry}
    return _found(UpdateCase(plan, entry, path, beside, updates.turns(plan, beside.values())))


def _found(case: UpdateCase) -> Iterator[tuple[UpdateRule, Problem]]:
    return ((rule, problem) for rule in UPDATE_RULES for problem in rule.check(case))


def _placed(rule: PlanRule | UpdateRule, problem: Problem, where: str, source: SourceMap) -> Diagnostic:
    span = source.locate(problem.path, problem.on_key)
    return Diagnostic(where, span, rule.code, rule.severity, problem.message, problem.hint)
