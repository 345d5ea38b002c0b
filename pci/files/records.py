"""Records as JSON that the program alone writes and reads, each record in it once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Any

from pci.core import amendments, dates, model, organisation, papers
from pci.core.fields import Record

_MODULES = (amendments, dates, model, organisation, papers)
_KINDS: Mapping[str, Any] = {
    name: kind
    for module in _MODULES
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Record | tuple)
}
"""The classes of what may stand in it, by their names: no other is ever made."""
_SERIES: Mapping[str, Any] = {"tuple": tuple, "list": list, "frozenset": frozenset}
_TEXTS: Mapping[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "Decimal": Decimal,
}


@cache
def _names(name: str) -> tuple[str, ...]:
    """Get the names of what a record, or a named tuple, holds: the derived too."""
    kind = _KINDS[name]
    return tuple(f.name for f in fields(kind)) if issubclass(kind, Record) else kind._fields


def to_json(value: Any) -> list[Any]:
    """Get the rows of all records in a value, then the value: a row, or a list that begins with a
    word, has the name of its kind first; a list of a number is the record of that row."""
    rows: list[Any] = []
    places: dict[int, int] = {}

    def written(one: Any) -> Any:
        kind = type(one).__name__
        if one is None or isinstance(one, str | int):
            return one
        if kind in _KINDS:
            if id(one) not in places:
                row = [kind, *(written(getattr(one, name)) for name in _names(kind))]
                places[id(one)] = len(rows)
                rows.append(row)
            return [places[id(one)]]
        if isinstance(one, Mapping):
            return ["dict", *map(written, chain.from_iterable(one.items()))]
        if kind in _SERIES:
            return [kind, *map(written, one)]
        return [kind, str(one) if kind == "Decimal" else one.isoformat()]

    last = written(value)
    return [*rows, last]


def from_json(rows: Sequence[Any]) -> Any:
    """Get the value of such rows."""
    made: list[Any] = []
    for kind, *values in rows[:-1]:
        values = [_value(one, made) if isinstance(one, list) else one for one in values]
        made.append(_made(kind, values))
    return _value(rows[-1], made)


def _made(kind: str, values: Sequence[Any]) -> Any:
    """Make a record, which was judged before it was kept."""
    made = _KINDS[kind]
    if issubclass(made, tuple):
        return made(*values)
    one = object.__new__(made)
    for put, value in zip(_setters(kind), values, strict=True):
        put(one, value)
    return one


@cache
def _setters(name: str) -> tuple[Callable[[Any, Any], None], ...]:
    """Get what sets the values of a record, whose own way is shut."""
    return tuple(getattr(_KINDS[name], field).__set__ for field in _names(name))


def _value(one: Any, made: Sequence[Any]) -> Any:
    if not isinstance(one, list):
        return one
    kind, *parts = one
    if isinstance(kind, int):
        return made[kind]
    if kind in _TEXTS:
        return _TEXTS[kind](*parts)
    values = [_value(part, made) for part in parts]
    if kind == "dict":
        return dict(zip(values[::2], values[1::2], strict=True))
    return _SERIES[kind](values)
