"""All rules on data in one visible table, and the three ways to run them: over the files of a year,
over updates to be recorded, over two years."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from pci.check import (
    citations,
    evidence,
    papers,
    quotes,
    schedule,
    structure,
    text,
    units,
    updates,
    withdrawals,
    years,
)
from pci.check.rule import PaperCase, PlanCase, UpdateCase, WithdrawalCase, YearsCase
from pci.core.dates import Calendar
from pci.core.diagnostic import Diagnostic, Problem, Severity, SourceMap
from pci.core.evidence import Fingerprints
from pci.core.fields import Record
from pci.core.ledger import Entry
from pci.core.model import Plan, Update, Withdrawal
from pci.core.papers import Issue, Words, issue_copy, standing_issues
from pci.core.references import references, things
from pci.core.rule import Case, Rule

PLAN_RULES = (
    *structure.RULES,
    *units.RULES,
    *schedule.RULES,
    *quotes.RULES,
    *citations.PLAN_RULES,
)
UPDATE_RULES = (*updates.RULES, *evidence.RULES)
TEXT_RULES = (*citations.TEXT_RULES, *text.RULES)
WITHDRAWAL_RULES = tuple(withdrawals.RULES)
PAPER_RULES = tuple(papers.RULES)
YEARS_RULES = tuple(years.RULES)

OF_ONE_YEAR = (*PLAN_RULES, *UPDATE_RULES, *WITHDRAWAL_RULES, *TEXT_RULES, *PAPER_RULES)
IGNORABLE = frozenset(rule.code for rule in OF_ONE_YEAR if rule.severity is not Severity.ERROR)
"""Codes that a person may set aside in a file (`ignores`): an error makes figures wrong."""

UNEXPLAINED = frozenset({"PCI401", "PCI402"})
"""Errors of an update that the plan does not explain: such an update is left out, and put right by
a correction or a withdrawal."""


def check_words(
    files: Mapping[str, Record], sources: Mapping[str, SourceMap]
) -> Iterator[Diagnostic]:
    """What the rules find in the words of each file, by path: a plan, an update, a report."""
    for path, file in files.items():
        for rule, problem in _run(TEXT_RULES, text.passages_of(file)):
            if is_sealed(path):
                problem = problem._replace(hint=f"{problem.hint}; {_way_out(rule.code, path)}")
            yield _placed(rule, problem, path, sources[path])


def check(
    plan: Plan,
    plan_path: str,
    recorded: Mapping[str, Entry],
    entries: Mapping[str, Entry],
    papers: Mapping[str, Words | Issue],
    sources: Mapping[str, SourceMap],
    calendar: Calendar,
    today: date | None = None,
    cited: Fingerprints | None = None,
) -> Iterator[Diagnostic]:
    """What the rules find in a plan, its updates and what is kept of its reports, all of sound
    shape; all but the plan by path. Of all updates `recorded`, `entries` are those not withdrawn.
    """
    case = PlanCase(plan, plan_path, today, tuple(references(plan)))
    yield from _diagnostics(PLAN_RULES, case, plan_path, sources)
    # a wrong year is a fault of the plan, not of every update in the folder of the right year
    plan = replace(plan, year=case.filed)
    known = {entry.id: entry for entry in recorded.values()}
    overruled = updates.overruled(entries.values())
    earlier = updates.earlier_figures(plan, entries.values())
    subjects = things(plan, ("subjects",))
    issues = {path: paper for path, paper in papers.items() if isinstance(paper, Issue)}
    issued = standing_issues(issues)
    for path, entry in entries.items():
        update_case = UpdateCase(
            plan, entry, path, known, overruled, earlier, issued, subjects, calendar, today, cited
        )
        yield from _diagnostics(UPDATE_RULES, update_case, path, sources)
    for path, paper in papers.items():
        paper_case = PaperCase(plan, path, paper, issues, today)
        yield from _diagnostics(PAPER_RULES, paper_case, path, sources)


def check_withdrawals(
    plan: Plan,
    listed: Mapping[str, Withdrawal],
    recorded: Iterable[Entry],
    sources: Mapping[str, SourceMap],
) -> Iterator[Diagnostic]:
    """What the rules find in withdrawals of sound shape, by path."""
    known: dict[str, Update | Withdrawal] = {entry.id: entry.update for entry in recorded}
    known |= {PurePosixPath(path).stem: one for path, one in listed.items()}
    for path, withdrawal in listed.items():
        case = WithdrawalCase(plan, path, withdrawal, known)
        yield from _diagnostics(WITHDRAWAL_RULES, case, path, sources)


def check_new(
    plan: Plan,
    new: Sequence[tuple[str, Entry]],
    known: Iterable[Entry],
    issued: Mapping[str, Issue],
    calendar: Calendar,
) -> Iterator[list[tuple[Rule[Any, Problem], Problem]]]:
    """What the rules find in each update about to be recorded, given with its path, beside those
    known and the other new ones."""
    beside = {entry.id: entry for entry in (*known, *(entry for _, entry in new))}
    subjects = {entry.update.subject for _, entry in new}
    overruled = updates.overruled(e for e in beside.values() if e.update.subject in subjects)
    earlier = updates.earlier_figures(plan, beside.values())
    about = things(plan, ("subjects",))
    for path, entry in new:
        case = UpdateCase(plan, entry, path, beside, overruled, earlier, issued, about, calendar)
        yield [*_run(UPDATE_RULES, case), *_run(TEXT_RULES, text.passages_of(entry.update))]


def check_years(case: YearsCase, source: Callable[[str], SourceMap]) -> Iterator[Diagnostic]:
    """What the rules find between two sound plans that follow each other; `source` gives the places
    of a file."""
    for rule, problem in _run(YEARS_RULES, case):
        yield _placed(rule, problem, problem.file, source(problem.file))


def _run(
    rules: Iterable[Rule[Case, Problem]], case: Case
) -> Iterator[tuple[Rule[Case, Problem], Problem]]:
    return ((rule, problem) for rule in rules for problem in rule.check(case))


def _diagnostics(
    rules: Iterable[Rule[Case, Problem]], case: Case, path: str, sources: Mapping[str, SourceMap]
) -> Iterator[Diagnostic]:
    return (_placed(rule, problem, path, sources[path]) for rule, problem in _run(rules, case))


def _placed(
    rule: Rule[Case, Problem], problem: Problem, path: str, source: SourceMap
) -> Diagnostic:
    """A problem with its place in the lines of its file."""
    span = source.locate(problem.path, problem.on_key, problem.stretch)
    message = problem.message
    if problem.other:
        message += f" (dòng {source.locate(problem.other, problem.on_key).line})"
    instead = None
    # a folded or escaped text is marked as a whole: nothing can be written in place of a part
    if problem.instead and not is_sealed(path):
        old, new = problem.instead
        instead = new if source.marked(span).strip("'\"") == old else None
    return Diagnostic(path, span, rule.code, rule.severity, message, problem.hint, instead)


def is_sealed(path: str) -> bool:
    """Whether a file is named or sealed by its content, so that nothing can be written in it: an
    update, an issue."""
    return "/progress/" in path or issue_copy(path) > 0


def _way_out(code: str, path: str) -> str:
    """What can be done about the words of an update: correct it by a new one, or leave them as they
    are."""
    command = f"«pci record --corrects {PurePosixPath(path).stem}»"
    return f"ghi đính chính bằng {command}, hoặc bỏ qua bằng «# pci: ignore[{code}] lý do»"
