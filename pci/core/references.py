"""What the ids in a record refer to, and the things of a plan that they may name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, get_args

from pci.core.diagnostic import DocPath
from pci.core.fields import PartOf, Record, Refers, annotation, deep_annotation, fields_of, inner
from pci.core.model import Plan
from pci.core.scalars import Text


class Leaf(NamedTuple):
    """One value of a record that holds no others, with what annotates its type; `on_key` where it
    is a key."""

    path: DocPath
    value: Any
    hint: Any
    on_key: bool = False


class Reference(NamedTuple):
    """One id of a record, which stands as a value, or as a key of a mapping (`on_key`)."""

    path: DocPath
    id: str
    registers: tuple[str, ...]
    on_key: bool = False


def references(record: Record) -> Iterator[Reference]:
    """Every id in a record that refers to something, in the order of its fields."""
    for path, value, hint, on_key in leaves(record, referring=True):
        if refers := deep_annotation(hint, Refers):
            yield Reference(path, value, refers.registers, on_key)


def absent(plan: Plan, listed: Iterable[Reference]) -> Iterator[Reference]:
    """Those references whose id the plan does not have."""
    return (ref for ref in listed if ref.id not in things(plan, ref.registers))


def leaves(record: Record, path: DocPath = (), referring: bool = False) -> Iterator[Leaf]:
    """Every key of a mapping and every value that holds no others, in the order of the record's
    fields, or only of those in which an id may refer to something."""
    for key, field in fields_of(type(record)).items():
        if field.refers or not referring:
            yield from _leaves(field.hint, field.of(record), (*path, key), referring)


def _leaves(hint: Any, value: Any, path: DocPath, referring: bool) -> Iterator[Leaf]:
    if annotation(hint, PartOf):
        yield from _written(value, path)
    elif isinstance(value, Record):
        yield from leaves(value, path, referring)
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _leaves(inner(hint), item, (*path, n), referring)
    elif isinstance(value, Mapping):
        key_hint, item_hint = get_args(hint)
        for key, item in value.items():
            yield Leaf((*path, key), key, key_hint, on_key=True)
            yield from _leaves(item_hint, item, (*path, key), referring)
    elif value is not None:
        yield Leaf(path, value, hint)


def _written(tree: Any, path: DocPath) -> Iterator[Leaf]:
    """Every text in a part of a plan that is not judged yet."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _written(value, (*path, key))
    elif isinstance(tree, list):
        for n, value in enumerate(tree):
            yield from _written(value, (*path, n))
    elif isinstance(tree, str):
        yield Leaf(path, tree, Text)


def things(plan: Plan, registers: tuple[str, ...]) -> Mapping[str, Any]:
    """All that an id of some registers may name, by id."""
    by_id: dict[str, Any] = {}
    for register in registers:
        by_id |= getattr(plan, register)
    return by_id
