"""What changed of one thing: its id, its fields, the entries of its lists, or the whole of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any, NamedTuple

from pci.core.fields import Field, Record, fields_of
from pci.core.labels import field_words, is_prose, is_reference, key_words, words
from pci.core.vi import lower_first
from pci.diff.changes import Change
from pci.diff.pairing import by_id, by_place
from pci.diff.version import Version

Changes = Iterator[Change]

REGISTERS = {
    "section": "sections",
    "unit": "units",
    "group": "groups",
    "outside": "outside",
    "trigger": "triggers",
    "subindex": "subindices",
    "document": "documents",
}
"""The registers of a plan, by the nouns of their changes."""


class Subject(NamedTuple):
    """What changes are about: a sort of thing, its id, its name for people, the two versions."""

    noun: str
    at: str
    name: str
    old: Version
    new: Version

    def change(self, verb: str, old: str = "", new: str = "", **more: Any) -> Change:
        """Make a change of this thing."""
        return Change(f"{self.noun}-{verb}", self.at, self.name, old, new, **more)

    def id_change(self, was: str, now: str, verb: str = "renamed", label: str = "Mã") -> Changes:
        """List the change of the id, where the thing is on both sides."""
        if was and now and was != now:
            yield self.change(verb, was, now, field="id", label=label, was=was, now=now)


def whole(version: Version, thing: Record) -> str:
    """Write a thing that came or went, one part a line."""
    return "\n".join(f"{label}: {text}" for label, text in field_words(version.plan, thing))


def compare(
    subject: Subject,
    before: Record | None,
    after: Record | None,
    write: Callable[[Version, Any], str] = whole,
    removed: str = "removed",
    changed: str = "changed",
) -> Changes:
    """List what changed of a thing that may have come or gone."""
    if before and after:
        yield from fields(subject, changed, before, after)
    elif before:
        yield subject.change(removed, old=write(subject.old, before), was=before)
    elif after:
        yield subject.change("added", new=write(subject.new, after), now=after)


def register(
    noun: str,
    old: Version,
    new: Version,
    before: Mapping[str, Record],
    after: Mapping[str, Record],
    name: Callable[[Version, str], str],
) -> Changes:
    """List what changed of things by their ids."""
    for was, now in by_id(before, after):
        at = now or was
        subject = Subject(noun, at, name(new if now else old, at), old, new)
        yield from subject.id_change(was, now)
        yield from compare(subject, before.get(was), after.get(now))


# --- the parts of a thing --------------------------------------------------------------------


class _Part(NamedTuple):
    """A part of a thing: the field it is in, the path of keys to it, its label."""

    owner: Record
    field: Field
    path: str
    label: str


def fields(
    subject: Subject,
    verb: str,
    before: Record,
    after: Record,
    skip: frozenset[str] = frozenset(),
    path: str = "",
    label: str = "",
) -> Changes:
    """List the fields of a thing that changed; `path` and `label` place it inside another."""
    for field in fields_of(type(after)).values():
        was, now, title = field.of(before), field.of(after), field.label.title
        if field.name not in skip and was != now:
            title = f"{label}, {lower_first(title)}" if label else title
            part = _Part(after, field, path + field.name, title)
            yield from _values(subject, verb, part, was, now)


def _values(subject: Subject, verb: str, part: _Part, was: Any, now: Any) -> Changes:
    match was, now:
        case Mapping(), Mapping():
            for key in dict.fromkeys((*was, *now)):
                if was.get(key) != now.get(key):
                    name = key_words(subject.new.plan, part.owner, part.field, key)
                    entry = part._replace(path=f"{part.path}.{key}", label=f"{part.label}, {name}")
                    yield from _values(subject, verb, entry, was.get(key), now.get(key))
        case Record(), Record():
            yield from fields(subject, verb, was, now, path=f"{part.path}.", label=part.label)
        case tuple(), tuple():
            yield from _entries(subject, verb, part, was, now)
        case _:
            if _new_id(subject, part.field, was) != now:
                yield _value(subject, verb, part, was, now)


def _value(
    subject: Subject, verb: str, part: _Part, was: Any, now: Any, addition: str = ""
) -> Change:
    """Make the change of one value."""
    old = words(subject.old.plan, part.owner, part.field, was)
    new = words(subject.new.plan, part.owner, part.field, now)
    if old == new:  # two ids of one name, two spellings of one value
        old, new = f"{old} ({was})", f"{new} ({now})"
    return subject.change(
        verb,
        old,
        new,
        field=part.path,
        label=part.label + addition,
        was=was,
        now=now,
        reference=is_reference(part.field),
    )


def _entries(
    subject: Subject, verb: str, part: _Part, was: Sequence[Any], now: Sequence[Any]
) -> Changes:
    """List the entries of a list that came, went, were reworded or stand elsewhere."""
    known = [_new_id(subject, part.field, entry) for entry in was]
    for i, j in by_place(known, now, texts=is_prose(part.field)):
        if j is None:
            assert i is not None
            yield _value(subject, verb, part, was[i], None, ", bỏ")
        elif i is None:
            yield _value(subject, verb, part, None, now[j], ", thêm")
        elif known[i] == now[j]:
            entry = shorten(
                words(subject.new.plan, part.owner, part.field, now[j]), 60, placeholder="…"
            )
            moved = _value(subject, verb, part, was[i], now[j], f", đổi chỗ «{entry}»")
            yield moved._replace(old=f"thứ {i + 1}", new=f"thứ {j + 1}", reference=False)
        else:
            yield _value(subject, verb, part, was[i], now[j])


def _new_id(subject: Subject, field: Field, value: Any) -> Any:
    """Find the id that the new plan has for what a reference names.

    So a thing that only got another id is told once, by its register. An update may not change.
    """
    if subject.noun == "update" or not is_reference(field):
        return value
    for name in REGISTERS.values():
        before, after = getattr(subject.old.plan, name), getattr(subject.new.plan, name)
        if value in before:
            return dict(by_id(before, after))[value] or value
    return value
