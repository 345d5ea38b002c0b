"""The fields of a record: their labels, what their ids refer to, how their values are written.

A record is a frozen dataclass whose fields are annotated with the classes of this module. From
these annotations come the faults of a file, the schemas for editors, the content that is hashed and
the words that people read. Only the judge of shape (`files/shape.py`) loads pydantic.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    NamedTuple,
    TypeVar,
    Union,
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


@dataclass(frozen=True, slots=True)
class Label:
    """What people call a field, and what it means to those who fill it in."""

    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Refers:
    """The registers of the plan in which a text is an id; things with a true `but` do not count."""

    registers: tuple[str, ...]
    but: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
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

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.admit, handler(source))


@dataclass(frozen=True, slots=True)
class Inline:
    """That the keys of a record, one of several kinds, stand among the keys of its owner. The
    first key of a kind tells which one it is.

    The judge of shape gets these keys in a mapping of their own, under a name in brackets.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        kinds = {f"[{head(kind)}]": handler.generate_schema(kind) for kind in get_args(source)}
        return core_schema.tagged_union_schema(kinds, lambda tree: f"[{next(iter(tree))}]")


def key_of(name: str) -> str:
    """Get the key of a field in a file: `from` cannot be a name in Python."""
    return {"printed": "from", "schedule": "[schedule]"}.get(name, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record of a file. An unknown key is a fault, so that no misspelt key is lost in silence."""

    __pydantic_config__: ClassVar = {"extra": "forbid", "alias_generator": key_of}


class Field(NamedTuple):
    """A field of a record. `default` is MISSING where a file must give a value; `owner` is the
    field that holds the record of an inlined key."""

    name: str
    hint: Any
    default: Any
    owner: str = ""

    @property
    def label(self) -> Label:
        """Get the label, which every field has."""
        label = deep_annotation(self.hint, Label)
        assert label
        return label

    def of(self, record: Record) -> Any:
        """Get the value in a record; the default where another inlined record stands there."""
        holder = getattr(record, self.owner) if self.owner else record
        return getattr(holder, self.name, self.default)


_FIELDS: dict[type[Record], Mapping[str, Field]] = {}


def fields_of(record: type[Record]) -> Mapping[str, Field]:
    """Get the fields of a record by their keys, in the order of a file."""
    if record not in _FIELDS:
        _FIELDS[record] = _read(record)
    return _FIELDS[record]


def _read(record: type[Record]) -> Mapping[str, Field]:
    hints = get_type_hints(record, include_extras=True)
    known: dict[str, Field] = {}
    for field in fields(record):
        hint = hints[field.name]
        if deep_annotation(hint, Inline):
            for kind in get_args(inner(hint)):
                known |= {key: _inline(one, field.name) for key, one in fields_of(kind).items()}
        else:
            default = field.default
            if field.default_factory is not MISSING:
                default = field.default_factory()
            known[key_of(field.name)] = Field(field.name, hint, default)
    return known


def title_of(record: type[Record], key: str) -> str:
    """Get what people call a field."""
    return fields_of(record)[key].label.title


def _inline(field: Field, owner: str) -> Field:
    """Make the field of an inlined record a field of its owner, which may lack it."""
    if field.default is not MISSING:
        return field._replace(owner=owner)
    if get_origin(inner(field.hint)) is tuple:
        return field._replace(owner=owner, default=())
    return field._replace(owner=owner, default=None, hint=field.hint | None)


def head(kind: type[Record]) -> str:
    """Get the first key of a record."""
    return next(iter(fields_of(kind)))


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


def content(record: Record) -> dict[str, Any]:
    """Get the values of a record that differ from their defaults, by the keys of a file."""
    values = {
        key: (field.of(record), field.default) for key, field in fields_of(type(record)).items()
    }
    return {key: value for key, (value, default) in values.items() if value != default}


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
