"""JSON Schemas of the files that people edit, for the completion and checks of an editor.

An editor reads YAML 1.2 with types (decision 003): a number or `true` may stand where we read
text. A schema never refuses what the program accepts in a usual spelling. `pci check` judges
what no schema can say: a real 29 February, the order of days, ids in other files.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, replace
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from pci.core.amendments import Amendment
from pci.core.fields import (
    Codes,
    OneOrMore,
    OrId,
    OrRecord,
    PartOf,
    Record,
    Refers,
    Scalar,
    annotation,
    fields_of,
    inner,
)
from pci.core.history import with_ended
from pci.core.holidays import CalendarYear
from pci.core.model import CitedDocument, Indicator, Obligation, Plan, Task, Update, Withdrawal
from pci.core.organisation import Organisation
from pci.core.papers import Issue, Words
from pci.core.references import things
from pci.core.vi import lower_first

JsonSchema = dict[str, Any]
Names = Mapping[str, str]
"""Ids that may stand in one place, and what each is called."""


class FileKind(NamedTuple):
    """A kind of file: the record that it holds, its title, whether it names ids of the plan, and
    the other record that it may hold instead, known by one key of its own."""

    record: type[Record]
    title: str
    names_ids: bool
    other: type[Record] | None = None


KINDS = {
    "plan": FileKind(Plan, "Kế hoạch", True),
    "amendment": FileKind(Amendment, "Văn bản thay đổi kế hoạch", False),
    "organisation": FileKind(Organisation, "Cơ quan, đơn vị qua từng thời kỳ", False),
    "update": FileKind(Update, "Cập nhật, hoặc lần rút một cập nhật", True, Withdrawal),
    "words": FileKind(Words, "Lời văn của một báo cáo", True),
    "issued": FileKind(Issue, "Việc ban hành một báo cáo", False),
    "calendar": FileKind(CalendarYear, "Ngày nghỉ, ngày làm bù của một năm", False),
}


def schema(kind: str, plan: Plan | None = None) -> JsonSchema:
    """Make the schema of one kind of file; with a plan, ids are only those of that plan, and of
    tasks that have ended, of which files speak too."""
    about = KINDS[kind]
    plan = plan and replace(plan, tasks=with_ended(plan))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": about.title + (f" {plan.id}" if plan and about.names_ids else ""),
        **_file(about, plan if about.names_ids else None),
    }


def text_of(kind: str, plan: Plan | None = None) -> str:
    """The text of a schema file."""
    content = {"$comment": "Do «pci schema» viết ra, đừng sửa tay.", **schema(kind, plan)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def path_of(kind: str, plan: Plan | None = None) -> str:
    """The path of a schema below `schemas/`: one with a plan's ids lies under its id."""
    folder = f"{plan.id}/" if plan and KINDS[kind].names_ids else ""
    return f"{folder}{kind}.schema.json"


def _file(kind: FileKind, plan: Plan | None) -> JsonSchema:
    """The schema of a whole file; where it may hold either of two records, that of both, and what
    the key of the other one asks for and forbids."""
    own = _record(kind.record, plan)
    if kind.other is None:
        return own
    other = _record(kind.other, plan)
    (mark,) = other["properties"].keys() - own["properties"].keys()
    foreign = [key for key in own["properties"] if key not in other["properties"]]
    return {
        **own,
        "required": [key for key in own["required"] if key in other["required"]],
        "properties": {**own["properties"], mark: other["properties"][mark]},
        "if": {"required": [mark]},
        "then": {
            "required": other["required"],
            "not": {"anyOf": [{"required": [key]} for key in foreign]},
        },
        "else": {"required": own["required"]},
    }


def _record(record: type[Record], plan: Plan | None) -> JsonSchema:
    fields = fields_of(record)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [key for key, field in fields.items() if field.default is MISSING],
        "properties": {
            key: {
                "description": field.label.meaning,
                **_value(field.hint, field.label.meaning, plan),
            }
            for key, field in fields.items()
        },
        **_one_kind(record),
    }


def _one_kind(record: type[Record]) -> JsonSchema:
    """Say that an obligation has the keys of exactly one schedule."""
    if record is not Obligation:
        return {}
    return {
        "oneOf": [{"required": [kind]} for kind in Obligation.SCHEDULES],
        "dependencies": {key: [kind] for kind, key in Obligation.SCHEDULES.items() if key},
    }


def _value(hint: Any, meaning: str, plan: Plan | None) -> JsonSchema:
    """The schema of the values of one type."""
    origin = get_origin(hint)
    if part := annotation(hint, PartOf):
        return _partial(_record(part.record, None))
    if annotation(hint, OneOrMore):
        several = _value(inner(hint), meaning, plan)
        return {"anyOf": [several["items"], several]}
    if instead := annotation(hint, OrRecord):
        codes = _value(inner(inner(hint)), meaning, plan)
        return {"anyOf": [codes, _record(instead.record, plan)]}
    if annotation(hint, OrId):
        return {"anyOf": [_record(inner(hint), plan), {"type": "string"}]}
    if origin in (Union, UnionType):
        return _or_null(_value(inner(hint), meaning, plan))
    if origin is tuple:
        return {"type": "array", "items": _value(inner(hint), meaning, plan)}
    if origin is Mapping:
        return _mapping(hint, meaning, plan)
    if isinstance(hint, type):
        return _record(hint, plan)
    return _annotated(hint, plan) or _value(inner(hint), meaning, plan)


def _partial(whole: JsonSchema) -> JsonSchema:
    """Make the schema of a part of a record: any key may be missing, and null takes it away."""
    whole_only = ("required", "oneOf", "dependencies")
    part = {key: value for key, value in whole.items() if key not in whole_only}
    if isinstance(inside := part.get("additionalProperties"), dict):
        part["additionalProperties"] = _or_null(_partial(inside))
    if inside := part.get("properties"):
        part["properties"] = {key: _or_null(_partial(value)) for key, value in inside.items()}
    return part


def _annotated(hint: Any, plan: Plan | None) -> JsonSchema:
    """Make the schema of an id, a code or another scalar; empty for any other type."""
    refers, codes, scalar = (
        annotation(hint, Refers),
        annotation(hint, Codes),
        annotation(hint, Scalar),
    )
    if refers and plan:
        hint = f"kế hoạch {plan.id} không có mã này; vừa thêm vào thì chạy «pci schema --all»"
        return _one_of(names_of(plan, refers), hint)
    if scalar:
        return dict(scalar.editor)
    if codes:
        labels = {code: lower_first(codes.words(code)) for code in get_args(inner(hint))}
        return _one_of(labels, "chọn một từ trong danh sách")
    return {}


def _mapping(hint: Any, meaning: str, plan: Plan | None) -> JsonSchema:
    """The schema of a mapping: its keys make new ids, or are ids of the plan."""
    key, value = get_args(hint)
    inner = {"description": meaning, **_value(value, meaning, plan)}
    refers = annotation(key, Refers)
    if refers and plan:
        known = names_of(plan, refers)
        properties = {i: {**inner, "description": name} for i, name in known.items()}
        return {"type": "object", "additionalProperties": False, "properties": properties}
    names = _value(key, meaning, None)
    return {"type": "object", "propertyNames": names, "additionalProperties": inner}


def _one_of(names: Names, otherwise: str) -> JsonSchema:
    if not names:  # editors refuse a schema with an empty list of choices
        return {"type": "string", "not": {"type": "string"}, "errorMessage": otherwise}
    return {
        "type": "string",
        "enum": list(names),
        "enumDescriptions": list(names.values()),
        "errorMessage": otherwise,
    }


def _or_null(content: JsonSchema) -> JsonSchema:
    if "anyOf" in content:
        return {**content, "anyOf": [*content["anyOf"], {"type": "null"}]}
    kinds = content["type"] if isinstance(content["type"], list) else [content["type"]]
    if "null" in kinds:
        return content
    more = {"enum": [*content["enum"], None]} if "enum" in content else {}
    if "enumDescriptions" in content:
        more["enumDescriptions"] = [*content["enumDescriptions"], "để trống"]
    return {**content, "type": [*kinds, "null"], **more}


def names_of(plan: Plan, refers: Refers) -> Names:
    """The ids of some registers, and what each is called."""
    by_id = things(plan, refers.registers)
    return {i: _name(thing) for i, thing in by_id.items() if not getattr(thing, refers.but, False)}


def _name(thing: Any) -> str:
    match thing:
        case CitedDocument():
            return " ".join(filter(None, (thing.type, thing.number)))
        case Task():
            return _first_line(thing.work)
        case Indicator():
            return f"{thing.title} ({thing.unit})"
        case str():
            return _first_line(thing)
    name: str = getattr(thing, "name", None) or thing.title
    return name


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
