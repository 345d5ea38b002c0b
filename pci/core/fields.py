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
    """The registers of the plan in which a text is an id; things of which `but` holds cannot be
    named."""

    registers: tuple[str, ...]
    but: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """The words that people read for a text that is a code."""

    words: Callable[[str], str]


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """The one way to write a value as text, so that no library guesses what a text means.

    `read` gives null for a text of another form, which `fault` tells as the `code` of a diagnostic.
    `editor` is the JSON Schema of the same form for an editor, which tells numbers and booleans
    from text by itself.
    """

    code: str
    fault: str
    read: Callable[[str], Any]
    editor: Mapping[str, Any]
    hint: str = ""

    def admit(self, value: Any) -> Any:
        """The value of a text; raises MalformedValue. What is no text stays as it is."""
        if not isinstance(value, str):
            return value
        found = self.read(value)
        if found is None:
            raise MalformedValue(self.code, self.fault.format(shortened(value)), self.hint, self)
        return found

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.admit, handler(source))


@dataclass(frozen=True, slots=True)
class Inline:
    """That the keys of one of several records stand among those of its owner; its first key tells
    which it is.

    The judge of shape gets these keys in a mapping of their own, under a name in brackets that no
    file has.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        kinds = {f"[{head(kind)}]": handler.generate_schema(kind) for kind in get_args(source)}
        return core_schema.tagged_union_schema(kinds, lambda tree: f"[{next(iter(tree))}]")


def key_of(name: str) -> str:
    """The key that a file has for a field: `from` can be no name in Python."""
    return {"printed": "from", "schedule": "[schedule]"}.get(name, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record. Unknown keys are faults: a misspelt key must never be dropped in silence."""

    __pydantic_config__: ClassVar = {"extra": "forbid", "alias_generator": key_of}


class Field(NamedTuple):
    """A field of a record. `default` is MISSING where a file must give it; `owner` is the field
    whose record holds it, where the keys of that record are inlined."""

    name: str
    hint: Any
    default: Any
    owner: str = ""

    @property
    def label(self) -> Label:
        """What people call it; every field has one."""
        found = deep_annotation(self.hint, Label)
        assert found
        return found

    def of(self, record: Record) -> Any:
        """Its value in a record; the default where another inlined record stands there."""
        holder = getattr(record, self.owner) if self.owner else record
        return getattr(holder, self.name, self.default)


_FIELDS: dict[type[Record], Mapping[str, Field]] = {}


def fields_of(record: type[Record]) -> Mapping[str, Field]:
    """The fields of a record by their keys, in the order of a file."""
    if record not in _FIELDS:
        _FIELDS[record] = _read(record)
    return _FIELDS[record]


def _read(record: type[Record]) -> Mapping[str, Field]:
    hints = get_type_hints(record, include_extras=True)
    found: dict[str, Field] = {}
    for field in fields(record):
        hint = hints[field.name]
        if deep_annotation(hint, Inline):
            for kind in get_args(inner(hint)):
                found |= {key: _inline(one, field.name) for key, one in fields_of(kind).items()}
        else:
            default = field.default
            if field.default_factory is not MISSING:
                default = field.default_factory()
            found[key_of(field.name)] = Field(field.name, hint, default)
    return found


def title_of(record: type[Record], key: str) -> str:
    """What people call a field."""
    return fields_of(record)[key].label.title


def _inline(field: Field, owner: str) -> Field:
    """The field of an inlined record as a field of its owner, which may have another record and so
    an empty field."""
    if field.default is not MISSING:
        return field._replace(owner=owner)
    if get_origin(inner(field.hint)) is tuple:
        return field._replace(owner=owner, default=())
    return field._replace(owner=owner, default=None, hint=field.hint | None)


def head(kind: type[Record]) -> str:
    """The first key of a record."""
    return next(iter(fields_of(kind)))


def inner(hint: Any) -> Any:
    """The type inside one that is annotated or optional, of a list's entries, of a mapping's
    values; null of others."""
    origin = get_origin(hint)
    if origin in (Annotated, Union, UnionType, tuple):
        return get_args(hint)[0]
    return get_args(hint)[1] if origin is Mapping else None


def innermost(hint: Any) -> Any:
    """The type that all others around it hold."""
    inside = inner(hint)
    return hint if inside is None else innermost(inside)


def annotation(hint: Any, kind: type[N]) -> N | None:
    """What annotates a type itself; null where nothing of that kind does."""
    return next((n for n in getattr(hint, "__metadata__", ()) if isinstance(n, kind)), None)


def deep_annotation(hint: Any, kind: type[N]) -> N | None:
    """What annotates a type, or else the values that it holds; null where nothing of that kind
    does."""
    inside = inner(hint)
    found = annotation(hint, kind)
    return found if found or inside is None else deep_annotation(inside, kind)


def content(record: Record) -> dict[str, Any]:
    """What a record says, by the keys of its file: without what it would say unsaid."""
    values = {
        key: (field.of(record), field.default) for key, field in fields_of(type(record)).items()
    }
    return {key: value for key, (value, default) in values.items() if value != default}


def plain(value: Any) -> Any:
    """A value of a record's content as JSON has it. It never changes: hashes are made of it."""
    if isinstance(value, Record):
        return content(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
