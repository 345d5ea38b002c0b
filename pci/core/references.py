"""What the ids in a record refer to, and the things of a plan that they may name."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pci.core.diagnostic import DocPath
from pci.core.fields import Frozen, Refers, fields_of, held, own
from pci.core.model import INSIDE, REST, Plan


class Reference(NamedTuple):
    """One id of a record, which stands as a value, or as a key of a mapping (`on_key`)."""

    path: DocPath
    id: str
    registers: tuple[str, ...]
    on_key: bool = False


def references(record: Frozen, path: DocPath = ()) -> Iterator[Reference]:
    """Every id in a record that refers to something, in the order of its fields."""
    for key, field in fields_of(type(record)).items():
        yield from _of_value(field.hint, field.of(record), (*path, key))


def _of_value(hint: Any, value: Any, path: DocPath) -> Iterator[Reference]:
    if value is None:
        return
    if refers := own(hint, Refers):
        yield Reference(path, value, refers.registers)
    elif get_origin(hint) in (Annotated, Union, UnionType):
        yield from _of_value(held(hint), value, path)
    elif isinstance(value, Frozen):
        yield from references(value, path)
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _of_value(held(hint), item, (*path, n))
    elif isinstance(value, Mapping):
        key_hint, _ = get_args(hint)
        for key, item in value.items():
            names = own(key_hint, Refers)
            if names:
                yield Reference((*path, key), key, names.registers, on_key=True)
            yield from _of_value(held(hint), item, (*path, key))


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
