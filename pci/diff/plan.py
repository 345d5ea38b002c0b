"""What changed in the plan's own words: paragraphs, tasks, registers, corrections."""

from textwrap import shorten

from pci.core.fields import fields_of, title_of
from pci.core.labels import labelled, reference_words
from pci.core.model import Plan, Task
from pci.core.vi import lower_first
from pci.diff.changes import Change
from pci.diff.fields import REGISTERS, Changes, Of, fields, register, whole
from pci.diff.pairing import by_place, by_words
from pci.diff.version import Version
from pci.lists.columns import printed_cells

_BY_PARTS = frozenset(
    (
        "body",
        "reporting",
        "letters",
        "units",
        "groups",
        "outside",
        "triggers",
        "subindices",
        "sections",
        "tasks",
    )
) | {"documents", "corrections"}


def _document(old: Version, new: Version) -> Changes:
    yield from fields(
        Of("plan-changed", "plan", "Kế hoạch", old.plan, new.plan),
        old.plan,
        new.plan,
        skip=_BY_PARTS,
    )


def paragraph_pairs(old: Plan, new: Plan) -> list[tuple[str, str]]:
    """The paragraphs of two plans, as `by_words` pairs them."""
    return by_words(
        *(
            {i: f"{p.title or ''}\n{p.text or ''}" for i, p in plan.body.items()}
            for plan in (old, new)
        )
    )


def _body(old: Version, new: Version) -> Changes:
    for was, now in paragraph_pairs(old.plan, new.plan):
        name = f"Đoạn {now or was}"
        before, after = old.plan.body.get(was), new.plan.body.get(now)
        if before and after:
            if was != now:
                yield Change(
                    "paragraph-renumbered", now, name, was, now, "id", "Số", was=was, now=now
                )
            yield from fields(Of("paragraph-changed", now, name, old.plan, new.plan), before, after)
        elif before:
            yield Change(
                "paragraph-removed", was, name, old=_printed(before.title, before.text), was=before
            )
        elif after:
            yield Change(
                "paragraph-added", now, name, new=_printed(after.title, after.text), now=after
            )


def _printed(*parts: str | None) -> str:
    return "\n".join(filter(None, parts))


def task_pairs(old: Plan, new: Plan) -> list[tuple[str, str]]:
    """The tasks of two plans, as `by_words` pairs them."""
    return by_words(*({i: task.work for i, task in plan.tasks.items()} for plan in (old, new)))


def _tasks(old: Version, new: Version) -> Changes:
    for was, now in task_pairs(old.plan, new.plan):
        before, after = old.plan.tasks.get(was), new.plan.tasks.get(now)
        if before and after:
            yield from _task(old, new, was, now)
        elif before:
            yield Change("task-removed", was, was, old=_cells(before), was=before)
        elif after:
            yield Change("task-added", now, now, new=_cells(after), now=after)


def _cells(task: Task) -> str:
    """A row of the appendix, one printed cell a paragraph under its column's name."""
    cells = printed_cells(task)
    return "\n".join(
        labelled(title_of(Task, column), cell.strip())
        for column, cell in cells.items()
        if column != "number"
    )


_OF_UNITS = frozenset(("units", "lead", "coordinating"))
_OF_TASK = frozenset(fields_of(Task))


def _task(old: Version, new: Version, was: str, now: str) -> Changes:
    before, after = old.plan.tasks[was], new.plan.tasks[now]
    name = f"{now} ({_brief(after)})"
    if was != now:
        yield Change("task-renumbered", now, name, was, now, "id", "Mã", was=was, now=now)
        yield from _section(old.plan, new.plan, now, name, was)
    skip = _OF_UNITS | {"owes", "indicators"}
    if was != now and (before.number, after.number) == (
        was.rpartition(".")[2],
        now.rpartition(".")[2],
    ):
        skip |= {"number"}  # the id has said it
    named = now if before.work != after.work else name
    yield from fields(Of("task-reworded", now, named, old.plan, new.plan), before, after, skip)
    yield from fields(
        Of("task-units", now, name, old.plan, new.plan), before, after, _OF_TASK - _OF_UNITS
    )
    yield from register(
        "indicator",
        old.plan,
        new.plan,
        before.indicators,
        after.indicators,
        lambda key, plan: (
            f"{now} ({lower_first((before if plan is old.plan else after).indicators[key].title)})"
        ),
    )


def _brief(task: Task) -> str:
    """The first words of a task, by which people know it."""
    return lower_first(shorten(task.work.lstrip("-+ ").splitlines()[0], 60, placeholder="…"))


def _section(old: Plan, new: Plan, now: str, name: str, was: str) -> Changes:
    """A task that went to another heading counts for another sub-index."""
    one, other = old.section_of(was), new.section_of(now)
    if one != other:
        before, after = _heading(old, one), _heading(new, other)
        yield Change(
            "task-renumbered", now, name, before, after, "section", "Mục", was=one, now=other
        )


def _heading(plan: Plan, section: str) -> str:
    return f"{section} ({plan.sections[section].title})" if section in plan.sections else section


_ORDERED = {
    "tasks": "nhiệm vụ",
    "body": "đoạn",
    "sections": "mục của Phụ lục",
    "units": "đơn vị",
    "groups": "nhóm đơn vị",
    "outside": "cơ quan ngoài",
    "subindices": "chỉ số thành phần",
}


def _order(old: Version, new: Version) -> Changes:
    """Things that stand elsewhere in the file under the id they had, and so are printed elsewhere."""
    paired = {"tasks": task_pairs(old.plan, new.plan), "body": paragraph_pairs(old.plan, new.plan)}
    for field, noun in _ORDERED.items():
        before, after = getattr(old.plan, field), getattr(new.plan, field)
        pairs = paired.get(field) or [(i, i) for i in after if i in before]
        stayed = {now for was, now in pairs if was == now}
        one, other = ([i for i in side if i in stayed] for side in (before, after))
        for i, j in by_place(one, other):
            assert i is not None
            assert j is not None
            places = f"thứ {i + 1}", f"thứ {j + 1}"
            yield Change(
                "order-changed", other[j], noun, *places, field, other[j], was=i + 1, now=j + 1
            )


# --- registers ----------------------------------------------------------------------------------------------------


def _registers(old: Version, new: Version) -> Changes:
    for kind, field in REGISTERS.items():
        before, after = getattr(old.plan, field), getattr(new.plan, field)
        yield from register(
            kind, old.plan, new.plan, before, after, _of_id if kind == "section" else _of_name
        )


def _of_id(key: str, plan: Plan) -> str:
    return key


def _of_name(key: str, plan: Plan) -> str:
    return reference_words(plan, key)


def _corrections(old: Version, new: Version) -> Changes:
    gone = [c for c in old.plan.corrections if c not in new.plan.corrections]
    for correction in new.plan.corrections:
        if correction in old.plan.corrections:
            continue
        at = correction.at
        if earlier := next((c for c in gone if c.at == at), None):
            gone.remove(earlier)
            yield from fields(
                Of("correction-changed", at, at, old.plan, new.plan), earlier, correction
            )
        else:
            yield Change(
                "correction-added", at, at, new=whole(new.plan, correction), now=correction
            )
    for correction in gone:
        at = correction.at
        yield Change("correction-removed", at, at, old=whole(old.plan, correction), was=correction)


def obligation_pairs(before: Task | None, after: Task | None) -> list[tuple[str, str]]:
    """The obligations of one task then and now, by their keys; a task that came or went has none on one side."""
    owes = (task.owes if task else {} for task in (before, after))
    return by_words(
        *({key: f"{owed.title}\n{owed.quote}" for key, owed in side.items()} for side in owes)
    )


PARTS = (_document, _body, _order, _tasks, _registers, _corrections)
