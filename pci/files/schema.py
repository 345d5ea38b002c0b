"""JSON Schemas of the files that people edit, made from the models: what an editor completes, explains and underlines.

An editor reads YAML 1.2, so what is text to us (record 003) reaches it typed: a number or `true` may stand wherever a
text may. A schema never refuses what the program accepts in a scalar's usual spelling; of what it cannot say (a real
29 February, order of days, what an id refers to in another file) `pci check` has the last word.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from pci.core import model as m
from pci.core import papers
from pci.core.meanings import CHOICES, MEANINGS

JsonSchema = dict[str, Any]
Names = Mapping[str, str]
"""Ids that may stand in one place, and what each is called."""

_DAY = r"\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|[12]\d))"  # 29/2: check
_MONTH = r"[12]\d{3}-(0[1-9]|1[0-2])"
_PERIOD = rf"[12]\d{{3}}|[12]\d{{3}}-(Q[1-4]|H[12]|9M)|{_MONTH}|{_DAY}_{_DAY}"
_A_YEAR = {"minimum": 1000, "maximum": 2999}


def _text(pattern: str, wanted: str, *types: str, **more: Any) -> JsonSchema:
    return {
        "type": ["string", *types] if types else "string",
        "pattern": pattern,
        "patternErrorMessage": wanted,
        **more,
    }


def _whole(pattern: str, wanted: str, *types: str, **more: Any) -> JsonSchema:
    return _text(f"^({pattern})$", f"không đúng dạng: {wanted}", *types, **more)


_SCALARS: tuple[tuple[Any, JsonSchema], ...] = (
    (m.Text, _text(r"\S", "nội dung để trống", "number", "boolean")),
    (m.Day, _whole(_DAY, "ngày có thật, 2023-09-30")),
    (m.Integer, _whole(r"-?(0|[1-9]\d{0,8})", "số nguyên", "integer")),
    (
        m.Number,
        _whole(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?", "số, dấu thập phân là dấu chấm", "number"),
    ),
    (m.Flag, {"type": "boolean", "errorMessage": "cần true hoặc false"}),
    (
        m.Moment,
        _whole(rf"{_DAY}T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", "thời điểm, 2023-09-15T09:12:40+07:00"),
    ),
    (m.TimeOfDay, _whole(r"([01]\d|2[0-3]):[0-5]\d", "giờ, 16:00")),
    (
        m.PeriodId,
        _whole(_PERIOD, "kỳ, 2023, 2023-H1, 2023-9M, 2023-Q3 hoặc 2023-09", "integer", **_A_YEAR),
    ),
    (
        m.PartialDay,
        _whole(rf"{_DAY}|{_MONTH}|[12]\d{{3}}", "ngày hoặc tháng, 2023-08", "integer", **_A_YEAR),
    ),
    (
        papers.IssueNumber,
        _whole(r"[1-9]\d{0,5}", "số văn bản, 45", "integer", minimum=1, maximum=999999),
    ),
)
"""How each scalar of ours is written, for a reader that types numbers and booleans itself."""


class Kind(NamedTuple):
    """One kind of file: the model it is read by, its title, and whether it names ids of the plan."""

    model: type[m.Frozen]
    title: str
    names_ids: bool


KINDS = {
    "plan": Kind(m.Plan, "Kế hoạch", True),
    "update": Kind(m.Update, "Cập nhật", True),
    "words": Kind(papers.Words, "Lời văn của một báo cáo", True),
    "issued": Kind(papers.Issue, "Việc ban hành một báo cáo", False),
    "calendar": Kind(m.CalendarYear, "Ngày nghỉ, ngày làm bù của một năm", False),
}


def schema(kind: str, plan: m.Plan | None = None) -> JsonSchema:
    """The schema of one kind of file; with a plan, ids that stand for something are only those of that plan."""
    found = KINDS[kind]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": found.title + (f" {plan.year}" if plan and found.names_ids else ""),
        **_object(found.model, plan),
    }


def sealed(found: JsonSchema) -> str:
    """The text of a schema file, with a seal over its content by which a hand's work in it shows."""
    words = f"Do «pci schema» viết ra; sửa tay thì lần sau không ghi đè nữa. Dấu: {_seal(found)}"
    return json.dumps({"$comment": words, **found}, ensure_ascii=False, indent=1) + "\n"


def is_untouched(text: str) -> bool:
    """Whether a schema file is as this program, of whatever version, once wrote it."""
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, dict) and str(found.pop("$comment", "")).endswith(_seal(found))


def _seal(found: JsonSchema) -> str:
    return sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:16]


def _object(model: type[m.Frozen], plan: m.Plan | None) -> JsonSchema:
    hints = get_type_hints(model, include_extras=True)
    fields = {info.alias or name: (name, info) for name, info in model.model_fields.items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [key for key, (_, info) in fields.items() if info.is_required()],
        "properties": {
            key: {
                "description": MEANINGS[model][name],
                **_value(hints[name], _Place(model, name), plan),
            }
            for key, (name, _) in fields.items()
        },
        **(_ONE_SCHEDULE if model is m.Obligation else {}),
    }


_ONE_SCHEDULE: JsonSchema = {
    "oneOf": [{"required": [name]} for name in ("by", "during", "every", "after")],
    "dependencies": {"times": ["during"], "day": ["every"], "within": ["after"]},
}
"""The rule of `Obligation` that no single field can tell."""


class _Place(NamedTuple):
    """A field of a model: where an id stands says what it must refer to."""

    model: type[m.Frozen]
    field: str


def _value(hint: Any, place: _Place, plan: m.Plan | None) -> JsonSchema:
    """The schema of one annotation of a field."""
    if get_origin(hint) in (Union, UnionType):
        (inner,) = (part for part in get_args(hint) if part is not type(None))
        return _or_null(_value(inner, place, plan))
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _value(get_args(hint)[0], place, plan)}
    if get_origin(hint) is Mapping:
        key, value = get_args(hint)
        return _mapping(key, value, place, plan)
    if get_origin(hint) is Literal:
        return _one_of(CHOICES[place], "chọn một từ trong danh sách")
    if isinstance(hint, type):
        return _object(hint, plan)
    if plan and (known := _VALUES.get(place)):
        return _one_of(
            known(plan),
            f"kế hoạch {plan.year} không có mã này; vừa thêm vào thì chạy «pci schema --all»",
        )
    return _scalar(hint)


def _mapping(key: Any, value: Any, place: _Place, plan: m.Plan | None) -> JsonSchema:
    inner = {"description": MEANINGS[place.model][place.field], **_value(value, place, plan)}
    if plan and (known := _KEYS.get(place)):
        properties = {i: {**inner, "description": name} for i, name in known(plan).items()}
        return {"type": "object", "additionalProperties": False, "properties": properties}
    return {"type": "object", "propertyNames": _scalar(key), "additionalProperties": inner}


def _scalar(hint: Any) -> JsonSchema:
    base, check, *limits = get_args(hint)
    found = next((known for alias, known in _SCALARS if get_args(alias) == (base, check)), None)
    if found is None:
        pattern = check.func.pattern
        typed = ("boolean",) if pattern.fullmatch("true") else ()  # an id, to us
        found = _whole(pattern.pattern, check.func.wanted, *typed)
    return {
        **found,
        **{k: v for limit in limits if isinstance(limit, FieldInfo) for k, v in _limits(limit)},
    }


def _limits(info: FieldInfo) -> Iterator[tuple[str, int]]:
    for limit in info.metadata:
        for name, word in (("ge", "minimum"), ("le", "maximum")):
            if hasattr(limit, name):
                yield word, getattr(limit, name)


def _one_of(names: Names, otherwise: str) -> JsonSchema:
    return {
        "type": "string",
        "enum": list(names),
        "enumDescriptions": list(names.values()),
        "errorMessage": otherwise,
    }


def _or_null(found: JsonSchema) -> JsonSchema:
    kinds = found["type"] if isinstance(found["type"], list) else [found["type"]]
    more = {"enum": [*found["enum"], None]} if "enum" in found else {}
    if "enumDescriptions" in found:
        more["enumDescriptions"] = [*found["enumDescriptions"], "để trống"]
    return {**found, "type": [*kinds, "null"], **more}


def _units(plan: m.Plan) -> Names:
    return {i: unit.name for i, unit in plan.units.items()}


def _units_and_groups(plan: m.Plan) -> Names:
    return {**_units(plan), **{i: group.name for i, group in plan.groups.items()}}


def _leads(plan: m.Plan) -> Names:
    return {
        **_units(plan),
        **{i: group.name for i, group in plan.groups.items() if not group.indefinite},
    }


def _outside(plan: m.Plan) -> Names:
    return {i: body.name for i, body in plan.outside.items()}


def _triggers(plan: m.Plan) -> Names:
    return {i: trigger.title for i, trigger in plan.triggers.items()}


def _tasks(plan: m.Plan) -> Names:
    return {i: _first_line(task.work) for i, task in plan.tasks.items()}


def _sections(plan: m.Plan) -> Names:
    return {
        i: plan.sections[i].title
        for i in dict.fromkeys(map(plan.section_of, plan.tasks))
        if i in plan.sections
    }


def _indicators(plan: m.Plan) -> Names:
    found = (pair for task in plan.tasks.values() for pair in task.indicators.items())
    return {i: f"{indicator.title} ({indicator.unit})" for i, indicator in found}


def _subjects(plan: m.Plan) -> Names:
    """What an update may speak of."""
    owed = (
        (i, task, name, owes) for i, task in plan.tasks.items() for name, owes in task.owes.items()
    )
    body = ((i, p.text) for i, p in plan.body.items() if p.text and plan.kind_of(i))
    return {
        **_tasks(plan),
        **{f"{i}/{name}": owes.title for i, _, name, owes in owed},
        **{i: _first_line(text) for i, text in body},
        **_triggers(plan),
        m.REST: "mọi việc còn lại của đơn vị trong kỳ: vẫn làm đều, không phát sinh",
    }


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


_Known = Callable[[m.Plan], Names]

_VALUES: dict[tuple[type[m.Frozen], str], _Known] = {
    (m.Task, "lead"): _leads,
    (m.Task, "coordinating"): _units_and_groups,
    (m.UnitGroup, "members"): _units,
    (m.Unit, "part_of"): _units,
    (m.Unit, "reports_through"): _units,
    (m.Obligation, "after"): _triggers,
    (m.Section, "subindex"): lambda plan: {i: found.title for i, found in plan.subindices.items()},
    (m.Plan, "basis"): lambda plan: {
        i: " ".join(filter(None, (document.type, document.number)))
        for i, document in plan.documents.items()
    },
    (m.Reporting, "to"): _outside,
    (m.Reporting, "focal"): _units,
    (m.Letters, "drafted_by"): _units,
    (m.Update, "about"): _subjects,
    (m.Update, "unit"): _units,
    (m.Remark, "to"): lambda plan: {**m.INSIDE, **_outside(plan)},
}
"""What an id refers to, by the field it stands in."""

_KEYS: dict[tuple[type[m.Frozen], str], _Known] = {
    (m.Reporting, "focal"): _tasks,
    (m.Update, "figures"): _indicators,
    (papers.Words, "sections"): _sections,
    (papers.Words, "tasks"): _tasks,
}
"""What the keys of a mapping refer to, where they do not make new ids."""
