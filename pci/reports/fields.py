"""The values of a document, declared once for its template and for the clerk who edits that.

A document is a frozen dataclass whose attributes are the tags of its template. Each attribute is
annotated with its meaning in the clerk's words and with an example of its value as it prints; a
condition has no example. A group of values may have words of its own, which follow each meaning in
it, and a mapping of examples of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints


class TemplateField(NamedTuple):
    """One value that a template may print.

    `path` is written as in a tag, with `[]` behind each list that a loop must walk:
    `chi_so_pci[].ten`. `example` is a value as it prints, empty for a condition.
    """

    path: str
    meaning: str
    example: str = ""

    @property
    def shown(self) -> str:
        """The example, or how a condition is used."""
        return self.example or "(có hoặc không: dùng với if)"


@dataclass(frozen=True)
class DocumentKind:
    """A document that is filled into a template: its name for people and the type of its values.

    NĐ 30/2020 sets no form for one that no agency signs (`official` is false).
    """

    title: str
    values: type
    official: bool = True

    @property
    def fields(self) -> tuple[TemplateField, ...]:
        """Every field that the document gives to its template."""
        return tuple(template_fields(self.values))


class _Attribute(NamedTuple):
    """An attribute of a document: its type, or its items' where it is a list, and its words."""

    name: str
    kind: type
    is_list: bool
    words: tuple[str, ...]
    examples: Mapping[str, str]

    @property
    def path(self) -> str:
        return self.name + "[]" if self.is_list else self.name


def _attributes(values: type) -> Iterator[_Attribute]:
    for name, hint in get_type_hints(values, include_extras=True).items():
        kind, *notes = get_args(hint) if get_origin(hint) is Annotated else (hint,)
        is_list = get_origin(kind) is tuple
        words = tuple(note for note in notes if isinstance(note, str))
        examples = next((note for note in notes if isinstance(note, Mapping)), {})
        yield _Attribute(name, get_args(kind)[0] if is_list else kind, is_list, words, examples)


def template_fields(values: type, above: str = "") -> Iterator[TemplateField]:
    """List the fields of a dataclass in their order, those of its groups under their path."""
    for attribute in _attributes(values):
        path = above + attribute.path
        if is_dataclass(attribute.kind):
            for field in template_fields(attribute.kind, f"{path}."):
                name = field.path.removeprefix(f"{path}.").removesuffix("[]")
                yield field._replace(
                    meaning=" ".join((field.meaning, *attribute.words)),
                    example=attribute.examples.get(name, field.example),
                )
        else:
            yield TemplateField(path, *attribute.words)


def mapping(values: object) -> Any:
    """Turn the values of a document into the mappings and lists that a template reads."""
    if is_dataclass(values) and not isinstance(values, type):
        return {field.name: mapping(getattr(values, field.name)) for field in fields(values)}
    if isinstance(values, tuple):
        return [mapping(value) for value in values]
    return values


_DOZEN = 12
"""Rows enough for a table to be long (`pci.nd30.page`)."""


def sample(values: type, count: int = _DOZEN) -> dict[str, Any]:
    """Make values for a trial of a template from the examples of a dataclass.

    A list of texts has an item for each line of its example, a list of groups `count`: the first
    holds lists as long, the others lists of two. A condition holds.
    """
    return {attribute.name: _example(attribute, count) for attribute in _attributes(values)}


def _example(attribute: _Attribute, count: int) -> Any:
    if is_dataclass(attribute.kind):
        group = sample(attribute.kind, count)
        if not attribute.is_list:
            return group
        return [group, *[sample(attribute.kind, 2)] * (count - 1)]
    _, *examples = attribute.words
    return examples[0].split("\n") if attribute.is_list else [*examples, True][0]
