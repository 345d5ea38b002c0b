"""What the ids in a record refer to, and the things of a plan that they may name."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pci.core.diagnostic import DocPath
from pci.core.fields import Frozen, Refers, fields_of, held, note
from pci.core.model import INSIDE, REST, Plan


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


def references(record: Frozen) -> Iterator[Reference]:
    """Every id in a record that refers to something, in the order of its fields."""
    for path, value, hint, on_key in leaves(record):
        if refers := note(hint, Refers):
            yield Reference(path, value, refers.registers, on_key)


def leaves(record: Frozen, path: DocPath = ()) -> Iterator[Leaf]:
    """Every key of a mapping and every value that holds no others, in the order of the record's
    fields."""
    for key, field in fields_of(type(record)).items():
        yield from _leaves(field.hint, field.of(record), (*path, key))


def _leaves(hint: Any, value: Any, path: DocPath) -> Iterator[Leaf]:
    if isinstance(value, Frozen):
        yield from leaves(value, path)
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _leaves(held(_bare(hint)), item, (*path, n))
    elif isinstance(value, Mapping):
        key_hint, item_hint = get_args(_bare(hint))
        for key, item in value.items():
            yield Leaf((*path, key), key, key_hint, on_key=True)
            yield from _leaves(item_hint, item, (*path, key))
    elif value is not None:
        yield Leaf(path, value, hint)


def _bare(hint: Any) -> Any:
    """The type of a list or a mapping without what annotates it."""
    while get_origin(hint) in (Annotated, Union, UnionType):
        hint = held(hint)
    return hint


def things(plan: Plan, registers: tuple[str, ...]) -> Mapping[str, Any]:
    """All that an id of some registers may name, by id."""
    found: dict[str, Any] = {}
    for register in registers:
        found |= _SETS[register](plan) if register in _SETS else getattr(plan, register)
    return found


def _headings(plan: Plan) -> Mapping[str, Any]:
    """Sections that hold tasks."""
    sections = dict.fromkeys(map(plan.section_of, plan.tasks))
    return {i: plan.sections[i] for i in sections if i in plan.sections}


def _indicators(plan: Plan) -> Mapping[str, Any]:
    return {i: thing for task in plan.tasks.values() for i, thing in task.indicators.items()}


def _subjects(plan: Plan) -> Mapping[str, Any]:
    """What an update may speak of."""
    rest = {REST: "mọi việc còn lại của đơn vị trong kỳ: vẫn làm đều, không phát sinh"}
    body = plan.reported_paragraphs
    return {**plan.tasks, **plan.obligations, **body, **plan.triggers, **rest}


_SETS = {
    "inside": lambda plan: INSIDE,
    "headings": _headings,
    "indicators": _indicators,
    "subjects": _subjects,
}
"""Sets of ids that are no register of the plan."""
