"""The values of a document, declared once for its template and for the clerk who edits that.

A document is a frozen dataclass whose attributes are the tags of its template. Each attribute is
annotated with its meaning in the clerk's words and with an example of its value as it prints; a
condition has no example. A group of values may have words of its own, which follow each meaning in
it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints


class Field(NamedTuple):
    """One value that a template may print.

    `path` is written as in a tag, with `[]` behind each list that a loop must walk:
    `chi_so_pci[].ten`. `example` is a value as it prints, empty for a condition.
    """

    path: str
    meaning: str
    example: str = ""


@dataclass(frozen=True)
class DocumentKind:
    """A document that is filled into a template: its name for people and the type of its values.

    NĐ 30/2020 sets no form for one that no agency signs (`official` is false).
    """

    title: str
    values: type | tuple[Field, ...]
    official: bool = True

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field that the document gives to its template."""
        if isinstance(self.values, tuple):  # until every document is declared by its type
            return self.values
        return tuple(fields_of(self.values))


def fields_of(values: type, above: str = "") -> Iterator[Field]:
    """List the fields of a dataclass in their order, those of its groups under their path."""
    for name, hint in get_type_hints(values, include_extras=True).items():
        yield from _fields(above + name, hint)


def _fields(path: str, hint: Any) -> Iterator[Field]:
    kind, *words = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    if get_origin(kind) is tuple:
        path, kind = f"{path}[]", get_args(kind)[0]
    if not (isinstance(kind, type) and is_dataclass(kind)):
        yield Field(path, *words)
        return
    for field in fields_of(kind, f"{path}."):
        yield field._replace(meaning=" ".join((field.meaning, *words)))


def below(path: str, fields: Iterable[Field]) -> tuple[Field, ...]:
    """List fields under another one."""
    return tuple(field._replace(path=f"{path}.{field.path}") for field in fields)


def plain(values: object) -> Any:
    """Turn the values of a document into the mappings and lists that a template reads."""
    if is_dataclass(values) and not isinstance(values, type):
        return {field.name: plain(getattr(values, field.name)) for field in fields(values)}
    if isinstance(values, tuple):
        return [plain(value) for value in values]
    return values


def sample(fields: Iterable[Field], repeated: Collection[str] = ()) -> dict[str, Any]:
    """Make values for a trial of a template from the examples of its fields.

    A list has one item, or a dozen where its path is in `repeated`; a list of texts has an item
    for each line of its example. A condition holds.
    """
    root: dict[str, Any] = {}
    for field in fields:
        *above, last = field.path.split(".")
        at = root
        for step in above:
            name = step.removesuffix("[]")
            at = at.setdefault(name, {}) if step == name else at.setdefault(name, [{}])[0]
        name = last.removesuffix("[]")
        at[name] = (field.example or True) if last == name else field.example.split("\n")
    return {name: _lengthened(value, name, repeated) for name, value in root.items()}


_DOZEN = 12
"""Rows enough for a table to be long (`pci.nd30.page`)."""


def _lengthened(value: Any, path: str, repeated: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {name: _lengthened(part, f"{path}.{name}", repeated) for name, part in value.items()}
    if isinstance(value, list):
        items = [_lengthened(item, f"{path}[]", repeated) for item in value]
        return items * _DOZEN if path in repeated else items
    return value
