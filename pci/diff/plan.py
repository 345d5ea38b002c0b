"""What changed in the plan's own words: paragraphs, tasks, registers, corrections."""

from collections.abc import Iterator
from textwrap import shorten

from pci.core.fields import fields_of, title_of
from pci.core.labels import labelled, reference_words
from pci.core.model import Paragraph, Plan, Task
from pci.core.vi import lower_first
from pci.diff.fields import REGISTERS, Changes, Subject, compare, fields, register
from pci.diff.pairing import Ids, by_id, by_place, by_words
from pci.diff.version import Version
from pci.lists.columns import printed_cells

_OTHER_PARTS = frozenset(
    ("body", "tasks", "corrections", "reporting", "letters", *REGISTERS.values())
)
"""The fields of a plan that have functions of their own."""


def _document(old: Version, new: Version) -> Changes:
    subject = Subject("plan", "plan", "Kế hoạch", old, new)
    yield from fields(subject, "changed", old.plan, new.plan, _OTHER_PARTS)


# --- paragraphs ------------------------------------------------------------------------------


def paragraph_ids(old: Version, new: Version) -> Ids:
    """Pair the paragraphs of two plans by their words."""
    before, after = (
        {i: f"{p.title or ''}\n{p.text or ''}" for i, p in side.plan.body.items()}
        for side in (old, new)
    )
    return by_words(before, after)


def _body(old: Version, new: Version) -> Changes:
    for was, now in paragraph_ids(old, new):
        subject = Subject("paragraph", now or was, f"Đoạn {now or was}", old, new)
        yield from subject.id_change(was, now, "renumbered", "Số")
        yield from compare(subject, old.plan.body.get(was), new.plan.body.get(now), _printed)


def _printed(version: Version, paragraph: Paragraph) -> str:
    return "\n".join(filter(None, (paragraph.title, paragraph.text)))


# --- tasks -----------------------------------------------------------------------------------


def task_ids(old: Version, new: Version) -> Ids:
    """Pair the tasks of two plans by their words."""
    before, after = ({i: task.work for i, task in v.plan.tasks.items()} for v in (old, new))
    return by_words(before, after)


def _tasks(old: Version, new: Version) -> Changes:
    for was, now in task_ids(old, new):
        before, after = old.plan.tasks.get(was), new.plan.tasks.get(now)
        if before and after:
            subject = Subject("task", now, f"{now} ({_first_words(after)})", old, new)
            yield from subject.id_change(was, now, "renumbered")
            yield from _section(subject, old.plan.section_of(was), new.plan.section_of(now))
            yield from _task(subject, was, before, after)
        else:
            yield from compare(
                Subject("task", now or was, now or was, old, new), before, after, _cells
            )


def _cells(version: Version, task: Task) -> str:
    """Write a row of the appendix, one printed cell a paragraph under its column's name."""
    cells = printed_cells(task)
    del cells["number"]
    return "\n".join(labelled(title_of(Task, name), cell.strip()) for name, cell in cells.items())


def _first_words(task: Task) -> str:
    """The words by which people know a task."""
    line = task.work.lstrip("-+ ").splitlines()[0]
    return lower_first(shorten(line, 60, placeholder="…"))


def _section(subject: Subject, was: str, now: str) -> Changes:
    """List the new section of a task: it counts for another sub-index."""
    if was != now:
        old, new = _heading(subject.old.plan, was), _heading(subject.new.plan, now)
        yield subject.change("renumbered", old, new, field="section", label="Mục", was=was, now=now)


def _heading(plan: Plan, section: str) -> str:
    return f"{section} ({plan.sections[section].title})" if section in plan.sections else section


_UNITS = frozenset(("units", "lead", "coordinating"))
_NO_UNITS = frozenset(fields_of(Task)) - _UNITS


def _task(subject: Subject, was: str, before: Task, after: Task) -> Changes:
    _, now, _, old, new = subject
    reworded = subject._replace(name=now) if before.work != after.work else subject
    skipped = _UNITS | {"owes", "indicators"}
    if was != now and was.endswith(f".{before.number}") and now.endswith(f".{after.number}"):
        skipped |= {"number"}  # the change of the id says it
    yield from fields(reworded, "reworded", before, after, skipped)
    yield from fields(subject, "units", before, after, _NO_UNITS)

    def indicator(version: Version, key: str) -> str:
        task = before if version is old else after
        return f"{now} ({lower_first(task.indicators[key].title)})"

    yield from register("indicator", old, new, before.indicators, after.indicators, indicator)


TaskAndKey = tuple[str, str]


def obligation_ids(old: Version, new: Version) -> Iterator[tuple[TaskAndKey, TaskAndKey]]:
    """Pair the obligations of the same tasks by their words."""
    for was, now in task_ids(old, new):
        before, after = (
            {key: f"{owed.title}\n{owed.quote}" for key, owed in side.plan.tasks[i].owes.items()}
            if i
            else {}
            for side, i in ((old, was), (new, now))
        )
        for key, new_key in by_words(before, after):
            yield (was, key), (now, new_key)


# --- order -----------------------------------------------------------------------------------

_ORDERED = {
    "tasks": "nhiệm vụ",
    "body": "đoạn",
    "sections": "mục của Phụ lục",
    "units": "đơn vị",
    "groups": "nhóm đơn vị",
    "outside": "cơ quan ngoài",
    "subindices": "chỉ số thành phần",
}
"""The parts of a plan that are printed in the order of the file."""


def _order(old: Version, new: Version) -> Changes:
    """List what stands elsewhere under the id it had, and so is printed elsewhere."""
    for field, noun in _ORDERED.items():
        stayed = {was for was, now in _ids(old, new, field) if was == now}
        one, other = ([i for i in getattr(side.plan, field) if i in stayed] for side in (old, new))
        for i, j in by_place(one, other, texts=False):
            assert i is not None
            assert j is not None
            yield Subject("order", other[j], noun, old, new).change(
                "changed",
                f"thứ {i + 1}",
                f"thứ {j + 1}",
                field=field,
                label=other[j],
                was=i + 1,
                now=j + 1,
            )


def _ids(old: Version, new: Version, field: str) -> Ids:
    if field == "tasks":
        return task_ids(old, new)
    if field == "body":
        return paragraph_ids(old, new)
    return by_id(getattr(old.plan, field), getattr(new.plan, field))


# --- registers -------------------------------------------------------------------------------


def _registers(old: Version, new: Version) -> Changes:
    for noun, field in REGISTERS.items():
        before, after = getattr(old.plan, field), getattr(new.plan, field)
        yield from register(noun, old, new, before, after, _id if noun == "section" else _name)


def _id(version: Version, key: str) -> str:
    return key


def _name(version: Version, key: str) -> str:
    return reference_words(version.plan, key)


def _corrections(old: Version, new: Version) -> Changes:
    gone = [c for c in old.plan.corrections if c not in new.plan.corrections]
    come = [c for c in new.plan.corrections if c not in old.plan.corrections]
    for correction in come:
        earlier = next((c for c in gone if c.at == correction.at), None)
        if earlier:
            gone.remove(earlier)
        subject = Subject("correction", correction.at, correction.at, old, new)
        yield from compare(subject, earlier, correction)
    for correction in gone:
        subject = Subject("correction", correction.at, correction.at, old, new)
        yield from compare(subject, correction, None)


PARTS = (_document, _body, _order, _tasks, _registers, _corrections)
