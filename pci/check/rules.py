"""All rules on data in one visible table, and the three ways to run them: over the files of a year,
over updates to be recorded, over two years."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from pci.check import (
    amendments,
    citations,
    evidence,
    organisation,
    own_year,
    papers,
    quotes,
    schedule,
    structure,
    text,
    unit_cells,
    units,
    updates,
    withdrawals,
    years,
)
from pci.check.amendments import AmendmentCase
from pci.check.organisation import OrganisationCase
from pci.check.rule import FolderCase, PaperCase, PlanCase, UpdateCase, WithdrawalCase, YearsCase
from pci.core.dates import Calendar, parse_period
from pci.core.diagnostic import (
    MOST_LISTED,
    Diagnostic,
    DocPath,
    Problem,
    Severity,
    SourceMap,
)
from pci.core.evidence import Fingerprints
from pci.core.fields import Record
from pci.core.figures import earlier_figures
from pci.core.ledger import Entry, chains_on, done_of_all
from pci.core.model import Plan, Withdrawal
from pci.core.organisation import NO_ORGANISATION, ORGANISATION_PATH, Organisation, defining, joined
from pci.core.papers import Issue, ids_by_report, report_of, standing_issues
from pci.core.progress import Progress, id_of
from pci.core.references import references, things
from pci.core.rule import Case, Rule
from pci.files.paths import is_sealed
from pci.files.versions import Step, unmade

PLAN_RULES = (
    *structure.RULES,
    *units.RULES,
    *unit_cells.RULES,
    *schedule.RULES,
    *quotes.RULES,
    *own_year.RULES,
    *citations.PLAN_RULES,
)
UPDATE_RULES = (*updates.RULES, *evidence.RULES)
TEXT_RULES = (*citations.TEXT_RULES, *text.RULES)
WITHDRAWAL_RULES = tuple(withdrawals.RULES)
PAPER_RULES = tuple(papers.RULES)
AMENDMENT_RULES = tuple(amendments.RULES)
ORGANISATION_RULES = tuple(organisation.RULES)
AGENCY_RULES = tuple(organisation.IN_PLAN)
YEARS_RULES = tuple(years.RULES)

OF_ONE_YEAR = (
    *PLAN_RULES,
    *AMENDMENT_RULES,
    *ORGANISATION_RULES,
    *AGENCY_RULES,
    *UPDATE_RULES,
    *WITHDRAWAL_RULES,
    *TEXT_RULES,
    *PAPER_RULES,
)
IGNORABLE = frozenset(rule.code for rule in OF_ONE_YEAR if rule.severity is not Severity.ERROR)
"""Codes that a person may set aside in a file (`ignores`): an error makes figures wrong."""

CORRECTABLE = frozenset(r.code for r in UPDATE_RULES if r.severity is Severity.ERROR) - {
    "PCI404",
    "PCI405",
}
"""Errors of an update that a correction of it settles: all but those of a file that was moved or
edited."""

UNPRINTED = frozenset({"PCI502"})
"""Errors of words that stop nothing: the report leaves those words out."""


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
    folder: FolderCase, today: date | None, cited: Fingerprints | None, *, errors: bool
) -> Iterator[Diagnostic]:
    """What the rules find in files of sound shape: the errors, or all that is none. An error is
    judged beside everything recorded; which files have one must be known before the rest, which
    asks what counts."""

    def run(rules: Iterable[Rule[Case, Problem]], case: Case, path: str) -> Iterator[Diagnostic]:
        return _diagnostics(_asked(rules, errors), case, path, folder.sources)

    signed = joined(folder.signed, folder.organisation)
    plan_case = PlanCase(signed, folder.path, today, tuple(references(folder.signed)))
    plan_rules, source = _asked(PLAN_RULES, errors), folder.sources[folder.path]
    for rule, problem in _run(plan_rules, plan_case):
        yield _in_plan(rule, problem, folder, folder.path, source)
    yield from _of_amendments(folder, today, errors)
    if unmade(folder.steps, folder.sources):
        return  # what the rest refers to may stand in the one that could not be read
    own = defining([folder.signed, *(step.plan for step in folder.steps)])
    organisation_case = OrganisationCase(folder.organisation, own)
    yield from run(AGENCY_RULES, organisation_case, folder.path)
    if folder.organisation != NO_ORGANISATION:
        yield from run(ORGANISATION_RULES, organisation_case, ORGANISATION_PATH)
    if folder.signed.year != plan_case.filed:
        # a fault of the plan, not of every update in the folder of the right year
        folder = folder._replace(plan=replace(folder.signed, year=plan_case.filed))
    yield from _recorded(folder, errors, today, cited)
    for paper_case in _paper_cases(folder, today):
        yield from run(PAPER_RULES, paper_case, paper_case.path)


def check_recorded(
    plan: Plan, progress: Progress, calendar: Calendar, sources: Mapping[str, SourceMap]
) -> Iterator[Diagnostic]:
    """The errors in the updates and withdrawals of some files, beside all that was recorded of a
    sound plan."""
    folder = FolderCase(plan, plan, "", (), NO_ORGANISATION, progress, {}, calendar, sources)
    return _recorded(folder, errors=True)


def _recorded(
    folder: FolderCase,
    errors: bool,
    today: date | None = None,
    cited: Fingerprints | None = None,
) -> Iterator[Diagnostic]:
    """What is wrong in the updates and withdrawals of the files whose places are known."""
    asked, sources = _asked(UPDATE_RULES, errors), folder.sources
    for case in _update_cases(folder, errors, today, cited):
        yield from _diagnostics(asked, case, case.path, sources)
    withdrawal_rules = _asked(WITHDRAWAL_RULES, errors)
    for withdrawal in _withdrawal_cases(folder):
        yield from _diagnostics(withdrawal_rules, withdrawal, withdrawal.path, sources)


def _asked(rules: Iterable[Rule[Case, Problem]], errors: bool) -> Sequence[Rule[Case, Problem]]:
    return [rule for rule in rules if (rule.severity is Severity.ERROR) == errors]


def _of_amendments(folder: FolderCase, today: date | None, errors: bool) -> Iterator[Diagnostic]:
    """What is wrong in each amendment, else in the plan that it makes; of those that come after one
    without which the plan was made nothing, for they may be about what it brought."""
    asked, before = _asked(AMENDMENT_RULES, errors), folder.signed
    broken = min(unmade(folder.steps, folder.sources), default="~")
    for step in folder.steps:
        path = step.file.path
        if path > broken or (step.faults and not errors):
            continue
        case = AmendmentCase(before, path, step.file.amendment)
        faults = list(_diagnostics(asked, case, path, folder.sources))
        yield from faults or _brought(folder, before, step, today, errors)
        before = step.plan


def _brought(
    folder: FolderCase, before: Plan, step: Step, today: date | None, errors: bool
) -> Iterator[Diagnostic]:
    """What is wrong in the plan after an amendment and was not before it: in its shape, or what the
    rules find."""
    yield from step.faults if errors else ()
    asked = _asked(PLAN_RULES, errors)

    def problems(
        plan: Plan, before: Plan | None = None
    ) -> list[tuple[Rule[PlanCase, Problem], Problem]]:
        whole, refs = joined(plan, folder.organisation), tuple(references(plan))
        case = PlanCase(whole, folder.path, today, refs, before)
        return [(rule, problem) for rule in asked for problem in rule.check(case)]

    if not (now := problems(step.plan, before)):
        return
    known = {(rule.code, problem.path, problem.message) for rule, problem in problems(before)}
    new = (one for one in now if (one[0].code, one[1].path, one[1].message) not in known)
    for rule, problem in islice(new, MOST_LISTED):
        yield _in_plan(rule, problem, folder, step.file.path, step.file.as_plan)


def _in_plan(
    rule: Rule[PlanCase, Problem],
    problem: Problem,
    folder: FolderCase,
    path: str,
    source: SourceMap,
) -> Diagnostic:
    """A problem of a plan with its place in a file of it, or in the organisation where only that
    has it."""
    files = {path: source, folder.path: folder.sources[folder.path]}
    shared = folder.sources.get(ORGANISATION_PATH, SourceMap())

    def home(place: DocPath) -> str:
        own = any(place in one.values or place in one.keys for one in files.values())
        return ORGANISATION_PATH if place[:2] in shared.keys and not own else path

    sources = {path: source, ORGANISATION_PATH: shared}
    where, other = home(problem.path), problem.other
    if other is None or home(other) == where:
        return _placed(rule, problem, where, sources[where])
    line = sources[home(other)].locate(other, problem.on_key).line
    message = f"{problem.message} ({home(other)}:{line})"
    return _placed(rule, problem._replace(message=message, other=None), where, sources[where])


def _update_cases(
    folder: FolderCase, errors: bool, today: date | None, cited: Fingerprints | None
) -> Iterator[UpdateCase]:
    """Every update; no error rests on what counts."""
    latest, progress = folder.plan, folder.progress
    counting = () if errors else progress.entries
    known = {entry.id: entry for entry in progress.recorded}
    overruled = updates.overruled(counting)
    earlier = earlier_figures(latest, counting)
    happened = done_of_all(counting)
    subjects = _subjects(latest)
    unread = progress.unread
    issued = standing_issues(_issues(folder))
    issued_ids = ids_by_report(issued)
    for path, entry in progress.updates.items():
        if path not in folder.sources:
            continue
        plan = latest.on(entry.update.date)
        yield UpdateCase(
            plan,
            entry,
            path,
            known,
            happened,
            unread,
            overruled,
            earlier,
            issued,
            issued_ids,
            subjects[plan.since],
            folder.calendar,
            today,
            cited,
        )


def _subjects(latest: Plan) -> Mapping[date | None, Mapping[str, Any]]:
    """What an update may speak of in each version of a plan, by the day since which it holds."""
    return {version.since: things(version, ("subjects",)) for version in latest.versions}


def _withdrawal_cases(folder: FolderCase) -> Iterator[WithdrawalCase]:
    known = {id_of(path): one for path, one in folder.progress.records.items()}
    unread, issued = folder.progress.unread, standing_issues(_issues(folder))
    for path, one in folder.progress.records.items():
        if isinstance(one, Withdrawal) and path in folder.sources:
            plan, corrected = folder.plan.on(one.date), folder.progress.corrected
            yield WithdrawalCase(plan, path, one, known, unread, corrected, issued)


def _paper_cases(folder: FolderCase, today: date | None) -> Iterator[PaperCase]:
    issues = _issues(folder)
    for path, paper in folder.papers.items():
        period = parse_period(report_of(path).removesuffix("+"))
        plan = folder.plan.on(period.last) if period else folder.plan
        yield PaperCase(plan, path, paper, issues, today)


def _issues(folder: FolderCase) -> Mapping[str, Issue]:
    return {path: paper for path, paper in folder.papers.items() if isinstance(paper, Issue)}


def check_new(
    plan: Plan,
    new: Sequence[tuple[str, Entry]],
    progress: Progress,
    issued: Mapping[str, Issue],
    calendar: Calendar,
) -> Iterator[list[tuple[Rule[Any, Problem], Problem]]]:
    """What the rules find in each update about to be recorded, given with its path, beside what was
    recorded and the other new ones."""
    coming = {entry.id: entry for _, entry in new}
    known = {entry.id: entry for entry in progress.standing} | coming
    counting = tuple(({entry.id: entry for entry in progress.entries} | coming).values())
    subjects = {entry.update.subject for _, entry in new}
    overruled = updates.overruled(e for e in counting if e.update.subject in subjects)
    earlier = earlier_figures(plan, chains_on(counting, subjects))
    happened = done_of_all(counting)
    named = _subjects(plan)
    issued_ids = ids_by_report(issued)
    for path, entry in new:
        of_day = plan.on(entry.update.date)
        about = named[of_day.since]
        case = UpdateCase(
            of_day,
            entry,
            path,
            known,
            happened,
            (),
            overruled,
            earlier,
            issued,
            issued_ids,
            about,
            calendar,
        )
        yield [*_run(UPDATE_RULES, case), *_run(TEXT_RULES, text.passages_of(entry.update))]


def check_years(case: YearsCase, source: Callable[[str], SourceMap]) -> Iterator[Diagnostic]:
    """What the rules find between two sound plans that follow each other; `source` gives the places
    of a file."""
    for rule, problem in _run(YEARS_RULES, case):
        yield _placed(rule, problem, problem.file, source(problem.file))


def check_organisation(
    shared: Organisation, plans: Sequence[Plan], source: SourceMap
) -> Iterator[Diagnostic]:
    """What of the organisation has no name in any plan, or ends into what none has."""
    case = OrganisationCase(shared, defining(plans))
    shown = [rule for rule in ORGANISATION_RULES if rule.code in ("PCI246", "PCI247")]
    for rule, problem in _run(shown, case):
        yield _placed(rule, problem, ORGANISATION_PATH, source)


def _run(
    rules: Iterable[Rule[Case, Problem]], case: Case
) -> Iterator[tuple[Rule[Case, Problem], Problem]]:
    """What each rule finds, no more than may be listed; the last then says that there is more."""
    for rule in rules:
        problems = rule.check(case)
        for count, problem in enumerate(islice(problems, MOST_LISTED), 1):
            if count == MOST_LISTED and any(True for _ in islice(problems, 1)):
                problem = problem._replace(message=f"{problem.message}, và còn những chỗ khác")
            yield rule, problem


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


def _way_out(code: str, path: str) -> str:
    """What can be done about the words of an update: correct it by a new one, or leave them as they
    are."""
    command = f"«pci record --corrects {id_of(path)}»"
    return f"sửa bằng {command}, hoặc bỏ qua bằng «# pci: ignore[{code}] lý do»"
