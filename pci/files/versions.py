"""The plan as of each day: the signed one, its amendments, and the organisation around it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from pci.core.amendments import Amendment, amended
from pci.core.corrections import misfit
from pci.core.diagnostic import Diagnostic, Places, SourceMap
from pci.core.model import Amended, Correction, Plan, Task
from pci.core.organisation import Organisation, change_days, organised
from pci.core.progress import id_of
from pci.files.shape import build


class AmendmentFile(NamedTuple):
    """An amendment with the path of its file and the places of its values."""

    path: str
    amendment: Amendment
    source: SourceMap

    @property
    def as_plan(self) -> SourceMap:
        """The places of the values that it gives the plan, by their paths in the plan."""
        source = self.source
        return SourceMap(lambda: Places(_inside(source.values), _inside(source.keys)), source.text)


class Step(NamedTuple):
    """The plan once an amendment has come; `faults` where its shape then is broken, and `plan` is
    the one before."""

    file: AmendmentFile
    plan: Plan
    faults: tuple[Diagnostic, ...]


def in_order(files: Iterable[AmendmentFile]) -> list[AmendmentFile]:
    """Sort amendments in the order in which they come: what always held, then by day, then by
    name."""
    return sorted(files, key=lambda file: (file.amendment.since or date.min, file.path))


def steps(tree: Mapping[str, Any], signed: Plan, files: Iterable[AmendmentFile]) -> Iterator[Step]:
    """Yield the plan after each amendment, in order; one whose plan is of no sound shape is left
    out."""
    plan = signed
    for file in in_order(files):
        changed = amended(tree, file.amendment)
        built = build(Plan, changed, file.as_plan, file.path)
        if isinstance(built, tuple):
            yield Step(file, plan, built)
            continue
        tree, plan = changed, _after(plan, built, file)
        yield Step(file, plan, ())


def unmade(made: Iterable[Step], paths: Iterable[str]) -> set[str]:
    """Get the amendments among the paths of some files without which the plan was made."""
    sound = {step.file.path for step in made if not step.faults}
    return {path for path in paths if "/amendments/" in path and path not in sound}


def latest(signed: Plan, changes: Iterable[Step], organisation: Organisation) -> Plan:
    """Get the last version of a plan, which holds all those before it. What changed before the
    days of its first report made the signed plan already."""
    start = date(signed.year - 1, 12, 1)
    by_day: dict[date, list[Step]] = {d: [] for d in change_days(organisation) if d > start}
    plan = signed
    for step in changes:
        if step.faults:
            continue
        since = step.file.amendment.since
        if since and since > start:
            by_day.setdefault(since, []).append(step)
        else:
            plan = step.plan
    version = organised(plan, organisation, start)
    for day, todays in sorted(by_day.items(), key=itemgetter(0)):
        plan = todays[-1].plan if todays else plan
        now = organised(plan, organisation, day)
        if now.reporting == version.reporting:  # the same one is compared at once, and often
            now = replace(now, reporting=version.reporting)
        version = replace(now, since=day, before=version)
    return version


def _after(old: Plan, new: Plan, file: AmendmentFile) -> Plan:
    """Get a plan that an amendment made out of another, with what only the two together show."""
    amendment = file.amendment
    tasks = {i: _task_after(old.tasks.get(i), task) for i, task in new.tasks.items()}
    changes: dict[str, Any] = {
        "slug": old.slug,
        "tasks": tasks,
        "added": _added(old, new, amendment.since),
        "amending_text": "\n".join(filter(None, (old.amending_text, amendment.text))),
        "corrections": _fitting(old, new),
    }
    plan = replace(new, **changes)
    made = Amended(id_of(file.path), amendment.since, amendment.document, old, plan)
    return replace(plan, amendments=(*old.amendments, made))


def _fitting(old: Plan, new: Plan) -> tuple[Correction, ...]:
    """Get the corrections of the scan that still have their place: a document may put other words
    there, or end the task."""
    return tuple(one for one in new.corrections if not misfit(new, one) or misfit(old, one))


def _task_after(old: Task | None, new: Task) -> Task:
    """Get a task that is standing, or not, as its signed row was, unless its time is another."""
    if old is None or new.time != old.time or new.standing == old.standing:
        return new
    return replace(new, signed_standing=old.standing)


def _added(old: Plan, new: Plan, day: date | None) -> dict[str, date]:
    """Get the tasks and obligations of a plan that documents added, or made wait for something
    else, with their days."""
    was, now = old.obligations, new.obligations
    known = {*old.tasks, *(i for i, one in was.items() if i in now and now[i].after == one.after)}
    there = [*new.tasks, *now]
    days = {i: day for i in there if i not in known and day}
    return {i: day for i, day in old.added.items() if i in there} | days


def _inside(places: Mapping[Any, Any]) -> dict[Any, Any]:
    """Get the places of what an amendment adds and changes, without those two keys."""
    return {path[1:]: span for path, span in places.items() if path[:1] in (("add",), ("change",))}
