"""The words of a record's fields: names for ids, meanings for codes, days as on paper."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, get_args

from pci.core.dates import VIETNAM, parse_period
from pci.core.fields import Codes, Field, Record, Refers, annotation, deep_annotation, fields_of
from pci.core.model import REST, Plan, Update
from pci.core.vi import lower_first, number_words, period_words, short_date


def report_name(report: str) -> str:
    """`báo cáo quý III năm 2023`, from the id of a report."""
    period = parse_period(report.removesuffix("+"))
    cumulative = " kèm lũy kế" if report.endswith("+") else ""
    return f"báo cáo {period_words(period)}{cumulative}" if period else report


def about_words(plan: Plan, about: str) -> str:
    """Name what an update speaks of: a piece of work by its task and title, a condition by its
    title, the remaining tasks in words, all else by its id."""
    task, owed = about.partition("/")[0], plan.obligation(about)
    if owed:
        return f"{task} ({owed.title})"
    if about == REST:
        return "các nhiệm vụ còn lại"
    return plan.triggers[about].title if about in plan.triggers else about


def is_reference(field: Field) -> bool:
    """Whether a field names other things by their ids."""
    refers = deep_annotation(field.hint, Refers)
    return refers is not None and refers.registers != ("subjects",)


def words(plan: Plan, owner: Record, field: Field, value: Any) -> str:
    """Say a field's value, or one entry of it, in people's words."""
    match value:
        case str():
            return _text_words(plan, field, value)
        case Mapping():
            return "; ".join(_entry(plan, owner, field, *entry) for entry in value.items())
        case tuple():
            return "; ".join(words(plan, owner, field, part) for part in value)
        case Record():
            fields = field_words(plan, value)
            return ", ".join(f"{lower_first(label)}: {text}" for label, text in fields)
    return next(read(value) for kind, read in _SIMPLE.items() if isinstance(value, kind))


def _entry(plan: Plan, owner: Record, field: Field, key: str, value: Any) -> str:
    return f"{key_words(plan, owner, field, key)}: {words(plan, owner, field, value)}"


def _text_words(plan: Plan, field: Field, text: str) -> str:
    if is_reference(field):
        return reference_words(plan, text)
    codes = deep_annotation(field.hint, Codes)
    return codes.words(text) if codes else text


def _moment_words(moment: datetime) -> str:
    here = moment.astimezone(VIETNAM)
    return f"{here:%H:%M:%S} ngày {short_date(here.date())}"


_SIMPLE: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda value: "có" if value else "không",
    int: str,
    Decimal: number_words,
    datetime: _moment_words,
    date: short_date,
    time: lambda value: f"{value:%H:%M}",
}
"""The words of a simple value. The first kind that fits counts: a moment is a day too, a flag a
number."""


def key_words(plan: Plan, owner: Record, field: Field, key: str) -> str:
    """Say the key of an entry in people's words."""
    if isinstance(owner, Update) and field.name == "figures":
        known = plan.measured(owner.subject)
        return lower_first(known[key].title) if key in known else key
    codes = annotation(get_args(field.hint)[0], Codes)
    return codes.words(key) if codes else key


def field_words(plan: Plan, owner: Record) -> Iterator[tuple[str, str]]:
    """List the labels and words of the fields whose values differ from their defaults."""
    for field in fields_of(type(owner)).values():
        value = field.of(owner)
        if value != field.default:
            yield field.label.title, words(plan, owner, field, value)


def labelled(label: str, text: str) -> str:
    """Put a label before its words; a list begins on a line of its own."""
    return f"{label}:" + ("\n" if text.startswith("-") else " ") + text


def reference_words(plan: Plan, ref: str) -> str:
    """What a cited document, a trigger, a sub-index, a unit or another body is called."""
    if document := plan.documents.get(ref):
        number = f"số {document.number}" if document.number else ""
        return f"{document.type} {number}".strip()
    titled = plan.triggers.get(ref) or plan.subindices.get(ref)
    return titled.title if titled else plan.name(ref)


def days_words(days: int) -> str:
    """How far a day moved: `lùi 02 ngày`, `sớm hơn 10 ngày`."""
    return f"{'lùi' if days > 0 else 'sớm hơn'} {abs(days):02} ngày"
