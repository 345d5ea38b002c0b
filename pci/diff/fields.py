"""The parts of any two things that say something else: fields, entries of lists, things in registers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any, NamedTuple

from pci.core.fields import Field, Frozen, fields_of
from pci.core.labels import field_words, is_prose, is_reference, key_words, words
from pci.core.model import Plan
from pci.core.vi import lower_first
from pci.diff.changes import Change
from pci.diff.pairing import by_place


class Of(NamedTuple):
    """What some changes are told of, and the plans that name its parts."""

    kind: str
    at: str
    name: str
    old: Plan
    new: Plan


Changes = Iterator[Change]
_NONE: frozenset[str] = frozenset()
REGISTERS = {
    "section": "sections",
    "unit": "units",
    "group": "groups",
    "outside": "outside",
    "trigger": "triggers",
    "subindex": "subindices",
    "document": "documents",
}
"""The registers of a plan, by the kinds of their changes."""


def fields(
    of: Of,
    before: Frozen,
    after: Frozen,
    skip: frozenset[str] = _NONE,
    path: str = "",
    label: str = "",
) -> Changes:
    """The fields of one thing that say something else than before, each part of a field told by itself."""
    for field in fields_of(type(after)).values():
        was, now, title = field.of(before), field.of(after), field.label.title
        if field.name not in skip and was != now:
            named = f"{label}, {lower_first(title)}" if label else title
            yield from _value(of, after, field, path + field.name, named, was, now)


def _value(
    of: Of, owner: Frozen, field: Field, path: str, label: str, was: Any, now: Any
) -> Changes:
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys((*was, *now)):
            a, b, name = was.get(key), now.get(key), key_words(of.new, owner, field, key)
            if a != b:
                yield from _value(of, owner, field, f"{path}.{key}", f"{label}, {name}", a, b)
    elif isinstance(was, Frozen) and isinstance(now, Frozen):
        yield from fields(of, was, now, path=f"{path}.", label=label)
    elif isinstance(was, tuple) and isinstance(now, tuple):
        yield from _entries(of, owner, field, path, label, was, now)
    elif _under_its_id_now(of, field, was) != now:
        one, other = words(of.old, owner, field, was), words(of.new, owner, field, now)
        if one == other:  # two ids of one name, two spellings of one value
            one, other = f"{one} ({was})", f"{other} ({now})"
        refers = is_reference(field)
        yield Change(
            of.kind, of.at, of.name, one, other, path, label, was=was, now=now, reference=refers
        )


def _entries(
    of: Of,
    owner: Frozen,
    field: Field,
    path: str,
    label: str,
    was: Sequence[Any],
    now: Sequence[Any],
) -> Changes:
    """The entries of a list that came, went, were reworded or stand elsewhere."""
    known = [_under_its_id_now(of, field, entry) for entry in was]
    for i, j in by_place(known, now, is_prose(field)):
        before = "" if i is None else words(of.old, owner, field, was[i])
        after = "" if j is None else words(of.new, owner, field, now[j])
        one, other = None if i is None else was[i], None if j is None else now[j]
        if i is not None and j is not None and known[i] == now[j]:
            what = f"{label}, đổi chỗ «{shorten(after, 60, placeholder='…')}»"
            yield Change(
                of.kind,
                of.at,
                of.name,
                f"thứ {i + 1}",
                f"thứ {j + 1}",
                path,
                what,
                was=one,
                now=other,
            )
        else:
            what = f"{label}, bỏ" if j is None else f"{label}, thêm" if i is None else label
            yield Change(of.kind, of.at, of.name, before, after, path, what, was=one, now=other)


def _under_its_id_now(of: Of, field: Field, value: Any) -> Any:
    """A reference by the id that the new plan uses: a thing that only got another id is told once, by its register. A
    recorded update has no such excuse."""
    if of.kind == "update-edited" or not is_reference(field):
        return value
    for register in REGISTERS.values():
        before, after = getattr(of.old, register), getattr(of.new, register)
        if value in before and value not in after:
            return renamed(before, after).get(value, value)
    return value


def whole(plan: Plan, thing: Frozen) -> str:
    """A thing that came or went, its parts one a line."""
    return "\n".join(f"{label}: {said}" for label, said in field_words(plan, thing))


def register(
    kind: str,
    old: Plan,
    new: Plan,
    before: Mapping[str, Frozen],
    after: Mapping[str, Frozen],
    name: Callable[[str, Plan], str],
) -> Changes:
    """Things by their ids."""
    now_under = renamed(before, after)
    for key in dict.fromkeys((*before, *after)):
        if now := now_under.get(key):
            yield Change(
                f"{kind}-renamed", now, name(now, new), key, now, "id", "Mã", was=key, now=now
            )
        elif key not in after:
            yield Change(
                f"{kind}-removed", key, name(key, old), old=whole(old, before[key]), was=before[key]
            )
        elif key in before:
            yield from fields(
                Of(f"{kind}-changed", key, name(key, new), old, new), before[key], after[key]
            )
        elif key not in now_under.values():
            yield Change(
                f"{kind}-added", key, name(key, new), new=whole(new, after[key]), now=after[key]
            )


def renamed(before: Mapping[str, Frozen], after: Mapping[str, Frozen]) -> dict[str, str]:
    """Ids that were changed and nothing else."""
    come = [i for i in after if i not in before]
    found: dict[str, str] = {}
    for i, thing in before.items():
        now = next((c for c in come if after[c] == thing), None) if i not in after else None
        if now:
            found[i] = now
            come.remove(now)
    return found
