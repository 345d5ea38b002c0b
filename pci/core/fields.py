"""The fields of a record: their labels, what their ids refer to, how their values are written.

A record is a frozen dataclass whose fields are typed with the classes of this module. From its
fields come the faults of a file, the schemas for editors, the content that is hashed and the words
that people read. Only the judge of shape (`files/shape.py`) loads pydantic.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import (
    Annotated,
    Any,
    NamedTuple,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from pci.core.vi import shortened

N = TypeVar("N")


class MalformedValue(ValueError):
    """A value that its field does not admit; `scalar` is the form that a text lacks."""

    def __init__(
        self, code: str, message: str, hint: str = "", scalar: "Scalar | None" = None
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.scalar = code, message, hint, scalar


class Label(NamedTuple):
    """What people call a field, and what it means to those who fill it in."""

    title: str
    meaning: str


class Refers(NamedTuple):
    """The registers of the plan in which a text is an id; things with a true `but` do not count."""

    registers: tuple[str, ...]
    but: str = ""


class PartOf(NamedTuple):
    """The record of whose file a mapping is a part, as it is written: judged once it is whole."""

    record: type["Record"]


class OneOrMore:
    """That the only entry of a list may stand for the list."""


class OrId(NamedTuple):
    """That an id of a register may stand for a record; `make` turns the id into the record."""

    register: str
    make: Callable[[str], "Record"]


class OrRecord(NamedTuple):
    """That a record may stand where a code would."""

    record: type["Record"]


class Codes(NamedTuple):
    """The words that people read for a text that is a code."""

    words: Callable[[str], str]


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """The one form of a value that is written as text, so that no library guesses its meaning.

    `read` gives null for another form; `fault` says so in a diagnostic of that `code`. `editor` is
    the JSON Schema of the form for an editor, which reads numbers and booleans by itself.
    """

    code: str
    fault: str
    read: Callable[[str], Any]
    editor: Mapping[str, Any]
    hint: str = ""

    def admit(self, value: Any) -> Any:
        """Turn a text into its value; any other value stays as it is. Raises MalformedValue."""
        if not isinstance(value, str):
            return value
        result = self.read(value)
        if result is None:
            raise MalformedValue(self.code, self.fault.format(shortened(value)), self.hint, self)
        return result


def field(
    title: str, meaning: str, *, default: Any = MISSING, factory: Any = MISSING, key: str = ""
) -> Any:
    """Make a field of a record with its label; `key` is its key in a file where no name in Python
    can be that word."""
    about = {"label": Label(title, meaning), "key": key}
    if factory is not MISSING:
        return dataclasses.field(default_factory=factory, metadata=about)
    return dataclasses.field(default=default, metadata=about)


def derived(factory: Callable[[], Any]) -> Any:
    """Make a field that no file holds: it is null, or empty, until the program works it out."""
    return dataclasses.field(default_factory=factory, compare=False, repr=False)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field, derived))
def record(kind: type[N]) -> type[N]:
    """Make a class a record. Its methods are those of `Record`: to write them for each class, as
    the library does by itself, takes a third of the time of a command."""
    make = dataclass(init=False, repr=False, eq=False, match_args=False, slots=True, kw_only=True)
    made: Any = make(kind)
    made.compared = tuple(f.name for f in dataclasses.fields(made) if f.compare)
    return made  # type: ignore[no-any-return]


@record
class Record:
    """A record of a file, a value that never changes. An unknown key is a fault, so that no
    misspelt key is lost in silence."""

    compared = tuple[str, ...]()
    """The names of the fields that make a record what it is."""

    def __init__(self, **values: Any) -> None:
        for one in dataclasses.fields(self):
            if one.name in values:
                value = values.pop(one.name)
            else:
                value = one.default if one.default_factory is MISSING else one.default_factory()
            if value is MISSING:
                raise TypeError(f"{type(self).__name__} has no {one.name}")
            object.__setattr__(self, one.name, value)
        if values:
            raise TypeError(f"{type(self).__name__} knows no {', '.join(values)}")
        if hasattr(self, "__post_init__"):
            self.__post_init__()

    def __setattr__(self, name: str, value: Any) -> None:
        raise dataclasses.FrozenInstanceError(name)

    def __eq__(self, other: object) -> bool:
        if self is other or type(self) is not type(other):
            return self is other
        return all(getattr(self, name) == getattr(other, name) for name in self.compared)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self.compared))

    def __deepcopy__(self, _: Any) -> "Record":
        return self

    def __repr__(self) -> str:
        shown = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
        return f"{type(self).__name__}({', '.join(shown)})"


class Field(NamedTuple):
    """A field of a record; `default` is MISSING where a file must give a value. `refers` tells
    whether an id in it may refer to something."""

    name: str
    hint: Any
    default: Any
    label: Label
    refers: bool

    def of(self, owner: Record) -> Any:
        """Get the value in a record."""
        return getattr(owner, self.name)


def derived_of(kind: type[Record]) -> Mapping[str, Callable[[], Any]]:
    """Get the names of the fields that no file holds, each with what makes its first value."""
    derived: dict[str, Any] = {
        f.name: f.default_factory for f in dataclasses.fields(kind) if not f.metadata
    }
    return derived


_FIELDS: dict[type[Record], Mapping[str, Field]] = {}


def fields_of(kind: type[Record]) -> Mapping[str, Field]:
    """Get the fields of a record by their keys, in the order of a file."""
    if kind not in _FIELDS:
        _FIELDS[kind] = dict(_read(kind))
    return _FIELDS[kind]


def _read(kind: type[Record]) -> Iterator[tuple[str, Field]]:
    hints = get_type_hints(kind, include_extras=True)
    for one in dataclasses.fields(kind):
        if not one.metadata:  # derived
            continue
        default = one.default if one.default_factory is MISSING else one.default_factory()
        key = one.metadata["key"] or one.name
        hint = hints[one.name]
        yield key, Field(one.name, hint, default, one.metadata["label"], _may_refer(hint))


def _may_refer(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Record):
        return any(field.refers for field in fields_of(hint).values())
    return annotation(hint, Refers) is not None or any(map(_may_refer, get_args(hint)))


def title_of(kind: type[Record], key: str) -> str:
    """Get what people call a field."""
    return fields_of(kind)[key].label.title


def inner(hint: Any) -> Any:
    """Get the type inside a type: of an annotated or optional one, of a list's entries, of a
    mapping's values; null where there is none."""
    origin = get_origin(hint)
    if origin in (Annotated, Union, UnionType, tuple):
        return get_args(hint)[0]
    return get_args(hint)[1] if origin is Mapping else None


def innermost(hint: Any) -> Any:
    """Get the type inside all others."""
    inside = inner(hint)
    return hint if inside is None else innermost(inside)


def annotation(hint: Any, kind: type[N]) -> N | None:
    """Get the annotation of one kind on a type itself; null where there is none."""
    return next((n for n in getattr(hint, "__metadata__", ()) if isinstance(n, kind)), None)


def deep_annotation(hint: Any, kind: type[N]) -> N | None:
    """Get the annotation of one kind on a type, or on the values that it holds; null where there is
    none."""
    inside = inner(hint)
    own = annotation(hint, kind)
    return own if own or inside is None else deep_annotation(inside, kind)


def content(owner: Record) -> dict[str, Any]:
    """Get the values of a record that differ from their defaults, by the keys of a file."""
    values = ((key, one.of(owner), one.default) for key, one in fields_of(type(owner)).items())
    return {key: value for key, value, default in values if value != default}


def plain(value: Any) -> Any:
    """Turn a value of a record into what JSON knows. Hashes are made of it, so it never changes."""
    if isinstance(value, Record):
        return content(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
