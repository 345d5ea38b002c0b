"""What changed of one thing: its id, its values, or the whole of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest
from textwrap import shorten
from typing import Any, NamedTuple

from pci.core.fields import Field, Record, fields_of
from pci.core.labels import is_reference, key_words, report_name, words
from pci.core.model import Plan, Task, Update
from pci.core.papers import Issue, Words
from pci.core.vi import lower_first
from pci.diff.changes import Change
from pci.diff.things import OF_TASK, REGISTERS, Thing
from pci.workspace import Workspace

Changes = Iterator[Change]


class Versions(NamedTuple):
    """The two versions, and the new ids of what has another one; they are empty where it went."""

    old: Workspace
    new: Workspace
    ids: Mapping[str, str]


class Value(NamedTuple):
    """A value inside a record: its label, the record and the field that hold it."""

    label: str
    owner: Record
    field: Field
    value: Any


_THINGS = {Plan: (*REGISTERS.values(), "reporting", "letters"), Task: tuple(OF_TASK.values())}
"""The fields that hold things of their own."""


_UNITS = ("units", "lead", "coordinating")
"""The fields of a task that tell who does it."""


def changes_of(versions: Versions, thing: Thing) -> Changes:
    """List what changed of a thing."""
    noun, was, now, before, after = thing
    plan = versions.new.plan if after else versions.old.plan
    whole = Change(noun, "changed", thing.at, name_of(plan, thing))
    if before and after:
        if was != now:
            yield whole._replace(
                verb="renamed", old=was, new=now, field="id", label="Mã", was=was, now=now
            )
        for change in _changed_values(versions, whole, before, after):
            if not _ids_show(versions, thing, change):
                yield change
    elif before:
        yield whole._replace(verb="removed", old=_written(plan, before), was=before)
    elif after:
        yield whole._replace(verb="added", new=_written(plan, after), now=after)


def _ids_show(versions: Versions, thing: Thing, change: Change) -> bool:
    """Whether the ids of a thing tell a change already: of its number, of what it carries on."""
    if change.field == "forerunner":
        return bool(change.now == f"{versions.old.plan.id}/{thing.was}")
    return thing.was != thing.now and change.field == "number"


def name_of(plan: Plan, thing: Thing) -> str:
    """Write the id of a thing and the words by which people know it."""
    at, record = thing.at, thing.after or thing.before
    match record:
        case Plan():
            return f"năm {record.year}"
        case Words() | Issue():
            return report_name(at)
        case Update():
            return f"{at} ({plan.name(record.unit)})"
    texts = (getattr(record, field, None) for field in ("work", "title", "name"))
    text = next(filter(None, texts), "")
    return f"{at} ({shorten(text.lstrip('-+ '), 60, placeholder='…')})" if text else at


def _written(plan: Plan, thing: Record) -> str:
    """Write a thing that came or went, a value a line, without who typed it and when."""
    typed = getattr(thing, "NOT_CONTENT", ())
    lines = [
        f"{value.label}: {words(plan, value.owner, value.field, value.value)}"
        for path, value in _values(plan, thing).items()
        if value.value != value.field.default and path not in typed
    ]
    return "\n".join(lines)


# --- values ----------------------------------------------------------------------------------


def _values(plan: Plan, owner: Record) -> dict[str, Value]:
    """List the values of a record by their paths, but for the things that it holds."""
    return dict(_inside(plan, owner, "", ""))


def _inside(plan: Plan, owner: Record, path: str, label: str) -> Iterator[tuple[str, Value]]:
    for field in fields_of(type(owner)).values():
        if field.name not in _THINGS.get(type(owner), ()):
            title = field.label.title
            name = f"{label}, {lower_first(title)}" if label else title
            value = Value(name, owner, field, field.of(owner))
            yield from _parts(plan, value, path + field.name)


def _parts(plan: Plan, whole: Value, path: str) -> Iterator[tuple[str, Value]]:
    match whole.value:
        case Record():
            yield from _inside(plan, whole.value, f"{path}.", whole.label)
        case Mapping():
            for key, value in whole.value.items():
                label = f"{whole.label}, {key_words(plan, whole.owner, whole.field, key)}"
                yield from _parts(plan, whole._replace(label=label, value=value), f"{path}.{key}")
        case _:
            yield path, whole


def _changed_values(versions: Versions, whole: Change, before: Record, after: Record) -> Changes:
    one, other = _values(versions.old.plan, before), _values(versions.new.plan, after)
    for path in {**one, **other}:
        value = other.get(path) or one[path]
        ids = versions.ids if is_reference(value.field) and whole.noun != "update" else {}
        was, now = (side[path].value if path in side else None for side in (one, other))
        for gone, come in _differences(was, now, ids):
            yield whole._replace(
                verb="units" if whole.noun == "task" and path in _UNITS else "changed",
                old=words(versions.old.plan, value.owner, value.field, gone),
                new=words(versions.new.plan, value.owner, value.field, come),
                field=path,
                label=value.label,
                was=gone,
                now=come,
            )


def _differences(was: Any, now: Any, ids: Mapping[str, str]) -> list[tuple[Any, Any]]:
    """Pair what a value no longer holds and what it holds now; an entry of a list is by itself.

    An id that only changed is the same value. A list in another order is one change.
    """
    old, new = _entries(was), _entries(now)
    kept = [ids.get(entry) or entry for entry in old]
    if _in_both(kept, new) != _in_both(new, kept):
        return [(was, now)]
    gone = [entry for entry, known in zip(old, kept, strict=True) if known not in new]
    come = [entry for entry in new if entry not in kept]
    if len(gone) == len(come):
        return list(zip(gone, come, strict=True))
    return [*zip_longest(gone, ()), *((None, entry) for entry in come)]


def _in_both(entries: Iterable[Any], others: Collection[Any]) -> list[Any]:
    return [entry for entry in entries if entry in others]


def _entries(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, tuple) else [value]
