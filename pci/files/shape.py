"""The judge of shape: a file's tree becomes a record, or a list of faults."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING
from difflib import get_close_matches
from functools import partial
from itertools import takewhile
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic_core import CoreSchema, ErrorDetails, SchemaValidator, ValidationError, core_schema

from pci.core import names
from pci.core.diagnostic import MOST_LISTED, Diagnostic, DocPath, Severity, SourceMap, listed
from pci.core.fields import (
    Codes,
    Field,
    MalformedValue,
    OneOrMore,
    OrId,
    OrRecord,
    PartOf,
    Record,
    Refers,
    Scalar,
    annotation,
    deep_annotation,
    derived_of,
    fields_of,
    inner,
    innermost,
)
from pci.core.vi import fold, shortened

M = TypeVar("M", bound=Record)

FAULTS = {
    "PCI101": """Không có khóa nào ngoài mẫu: khóa gõ sai không bao giờ bị bỏ qua.

Sai:
    # cập nhật
    evidences: [412/BC-VP ngày 14/9/2023]   # ←

Đúng:
    # cập nhật
    evidence: [412/BC-VP ngày 14/9/2023]
""",
    "PCI102": """Không thiếu khóa bắt buộc.

Sai:
    outside:
      so-tc: {short: Sở TC}   # ←

Đúng:
    outside:
      so-tc: {name: Sở Tài chính}
""",
    "PCI103": """Mỗi giá trị đúng kiểu: văn bản, danh sách hay các dòng «khóa: giá trị».

Sai:
    # cập nhật
    evidence: 412/BC-VP ngày 14/9/2023   # ←

Đúng:
    # cập nhật
    evidence: [412/BC-VP ngày 14/9/2023]
""",
    "PCI104": """Ngày có thật dạng 2023-09-30, kỳ dạng 2023-Q3, thời điểm có múi giờ.

Sai:
    # cập nhật
    date: 2023-09-31   # ←

Đúng:
    # cập nhật
    date: 2023-09-13
""",
    "PCI105": """Số đúng dạng và trong khoảng cho phép; số lẻ dùng dấu chấm.

Sai:
    # cập nhật
    figures:
      ho-so: "1,5"   # ←

Đúng:
    # cập nhật
    figures:
      ho-so: 1.5
""",
    "PCI106": """Giá trị chọn trong danh sách cho phép.

Sai:
    # cập nhật
    state: xong   # ←

Đúng:
    # cập nhật
    state: doing
""",
    "PCI107": "Mã đúng dạng: A.VII.4, phong-qldt, pci.3. "
    """Mã viết không dấu để gõ được trên mọi máy.

Sai:
    basis: [QĐ 44]   # ←

Đúng:
    basis: []
""",
    "PCI108": """Nội dung không để trống: chưa có thì bỏ cả dòng; không quá 100.000 chữ.

Sai:
    # cập nhật
    result: " "   # ←

Đúng:
    # cập nhật
    result: Đã gửi báo cáo.
""",
    "PCI109": "Mỗi đầu việc có đúng một lịch: by, during, every hoặc after; "
    """hai lịch thì không biết hạn nào.

Sai:
    tasks:
      A.I.2:
        owes:
          doi-thoai:   # ←
            title: Tổ chức đối thoại
            every: month

Đúng:
    tasks:
      A.I.2:
        owes:
          doi-thoai:
            title: Tổ chức đối thoại
            during: [2023-Q4]
""",
    "PCI110": """Tệp theo một định dạng mới hơn thì chỉ phiên bản pci mới hơn đọc được.

Sai:
    format: 2   # ←

Đúng:
    format: 1
""",
}
"""The codes of faults of shape, with their pages."""

_WANTED = {
    "string_type": "một đoạn văn bản",
    "int_type": "một số",
    "decimal_type": "một số",
    "date_type": "một ngày",
    "day_or_word": "một ngày, hoặc issued",
    "time_type": "một giờ trong ngày",
    "datetime_type": "một thời điểm",
    "bool_type": "true hoặc false",
    "tuple_type": "một danh sách",
}
"""What a value must be, by pydantic's name of the fault; anything else must be a mapping."""


def value(record: type[M], tree: Any) -> M:
    """Turn a tree into a record; raises ValueError for a tree of another shape."""
    if record not in _JUDGES:
        _JUDGES[record] = SchemaValidator(_schema(record))
    result: M = _JUDGES[record].validate_python(tree)
    return result


_JUDGES: dict[type[Record], SchemaValidator] = {}


def _schema(hint: Any) -> Any:
    """Make pydantic's schema of a type. Its own reading of our classes takes twice the time."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated_schema(hint)
    if origin in (Union, UnionType):
        return _union_schema(parts)
    if origin is tuple:
        return core_schema.tuple_variable_schema(_schema(parts[0]))
    if origin is Mapping:
        return core_schema.dict_schema(*map(_schema, parts))
    if origin is Literal:
        return core_schema.literal_schema([*parts])
    if issubclass(hint, Record):
        return _record_schema(hint)
    return {"type": hint.__name__.lower()}


def _annotated_schema(hint: Any) -> Any:
    if instead := annotation(hint, OrRecord):
        judge = partial(_record_or, instead.record)
        return core_schema.no_info_wrap_validator_function(judge, _schema(_code(hint)))
    if admit := _admission(hint):
        return core_schema.no_info_before_validator_function(admit, _schema(inner(hint)))
    if annotation(hint, PartOf):
        return core_schema.dict_schema(core_schema.str_schema())
    return _schema(inner(hint))


def _union_schema(parts: Sequence[Any]) -> Any:
    kinds = [_schema(part) for part in parts if part is not type(None)]
    one = kinds[0] if len(kinds) == 1 else _either(kinds)
    return core_schema.nullable_schema(one) if type(None) in parts else one


def _either(kinds: Sequence[CoreSchema]) -> CoreSchema:
    """Make the schema of a day or a word; what is neither has one fault."""
    return core_schema.union_schema(
        [*kinds], custom_error_type="day_or_word", custom_error_message="neither"
    )


def _admission(hint: Any) -> Callable[[Any], Any] | None:
    """Get what turns the spelling of a value in a file into the value; null where nothing does."""
    if scalar := annotation(hint, Scalar):
        return scalar.admit
    if or_id := annotation(hint, OrId):
        return partial(_by_id, or_id)
    return _listed if annotation(hint, OneOrMore) else None


def _by_id(or_id: OrId, value: Any) -> Any:
    """Turn an id into the record that it stands for; any other value stays as it is."""
    return or_id.make(value) if isinstance(value, str) else value


def _record_or(record: type[M], value_: Any, of_code: Callable[[Any], Any]) -> Any:
    """Judge a mapping as a record, any other value as a code."""
    return value(record, value_) if isinstance(value_, dict) else of_code(value_)


def _code(hint: Any) -> Any:
    """Get the type of the codes in whose place a record may stand."""
    return get_args(inner(hint))[0]


def _listed(value: Any) -> Any:
    """Make a list of its only entry; a list stays as it is."""
    return value if isinstance(value, list | tuple) else (value,)


def _record_schema(record: type[Record]) -> CoreSchema:
    keys, derived = fields_of(record), derived_of(record)
    fields = [*map(_key, keys, keys.values()), *map(_derived, derived, derived.values())]
    return core_schema.dataclass_schema(
        record,
        core_schema.dataclass_args_schema(record.__name__, fields),
        [field["name"] for field in fields],
        post_init=hasattr(record, "__post_init__"),
        slots=True,
        config={"extra_fields_behavior": "forbid"},
    )


def _key(key: str, field: Field) -> core_schema.DataclassField:
    schema = _schema(field.hint)
    if field.default is not MISSING:
        schema = core_schema.with_default_schema(schema, default=field.default)
    return core_schema.dataclass_field(field.name, schema, kw_only=True, validation_alias=key)


def _derived(name: str, factory: Callable[[], Any]) -> core_schema.DataclassField:
    schema = core_schema.with_default_schema(core_schema.any_schema(), default_factory=factory)
    return core_schema.dataclass_field(name, schema, kw_only=True, init=False)


def build(record: type[M], tree: Any, source: SourceMap, where: str) -> M | tuple[Diagnostic, ...]:
    """Turn a tree into a record, or list the faults of its shape with their places; of a later
    format nothing else is said."""
    try:
        return value(record, tree)
    except ValidationError as error:
        details = error.errors(include_url=False)
        first = details[:MOST_LISTED]
        faults = [_diagnostic(record, tree, detail, source, where) for detail in first]
        shown = listed(faults, len(details) - len(first))
        return tuple(fault for fault in shown if fault.code == LATER_FORMAT) or shown


def readable(
    record: type[M], tree: Any, spare: Mapping[str, Any]
) -> tuple[M | None, list[DocPath]]:
    """Turn what is sound of a tree into a record, and list the places left out; null where too
    little is, even with spare values for what is missing at the top."""
    left: list[DocPath] = []
    for _ in range(_MOST_ROUNDS):
        try:
            return value(record, tree), left
        except ValidationError as error:
            places = [_unsound(detail) for detail in error.errors(include_url=False)]
        if not isinstance(tree, dict) or () in places or len(places) > MOST_LISTED:
            break
        for place in places:
            tree = _without(tree, place)
        tree, left = {**spare, **tree}, left + places
    return None, []


_MOST_ROUNDS = 9
"""So often more is left out: a value, then what cannot be without it, and so on."""


def _unsound(detail: ErrorDetails) -> DocPath:
    """Get the place of what is left out for a fault: a key, a whole record without a key that it
    must have, a whole list with a faulty entry."""
    path = detail["loc"]
    if detail["type"] == "missing" and len(path) > 1:
        path = path[:-1]
    return tuple(takewhile(lambda step: isinstance(step, str) and step != "[key]", path))


def _without(tree: Any, place: DocPath) -> Any:
    first, *rest = place
    if not isinstance(tree, dict) or first not in tree:
        return tree
    kept = {key: inside for key, inside in tree.items() if key != first}
    return {**tree, first: _without(tree[first], tuple(rest))} if rest else kept


LATER_FORMAT = "PCI110"


class _Fault(NamedTuple):
    """A fault of shape: its code, what is wrong, the mend, and what to write instead where that is
    known."""

    code: str
    message: str
    hint: str = ""
    instead: str | None = None


def _diagnostic(
    record: type[Record], tree: Any, detail: ErrorDetails, source: SourceMap, where: str
) -> Diagnostic:
    path: DocPath = detail["loc"]
    is_key = path[-1:] == ("[key]",)  # pydantic's own step
    path = path[:-1] if is_key else path
    fault = _fault(record, tree, detail, path)
    on_key = is_key or fault.code in ("PCI101", "PCI109")
    span = source.locate(path, on_key)
    return Diagnostic(
        where, span, fault.code, Severity.ERROR, fault.message, fault.hint, fault.instead
    )


def _fault(record: type[Record], tree: Any, detail: ErrorDetails, path: DocPath) -> _Fault:
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    match detail["type"]:
        case "value_error":
            meant = _called(tree, _field_at(record, path), detail["input"])
            return _malformed(name, detail["ctx"]["error"], detail["input"], meant)
        case "unexpected_keyword_argument":
            return _unknown_key(name, _fields_around(record, path))
        case "missing":
            return _Fault("PCI102", f"thiếu «{name}»", f"thêm dòng «{name}: …»")
        case "literal_error":
            return _unknown_code(name, _fields_around(record, path)[name], detail["input"])
        case kind:
            return _wrong_kind(name, kind, detail["input"])


def _field_at(record: type[Record], path: DocPath) -> Field | None:
    """Get the field that a path leads to, or into whose list or mapping it leads."""
    hint: Any = record
    field = None
    for step in path:
        if instead := annotation(hint, OrRecord):
            hint = instead.record
        while get_origin(hint) in (Annotated, Union, UnionType):
            hint = inner(hint)
        if isinstance(hint, type):
            field = fields_of(hint).get(str(step))
            hint = field.hint if field else None
        else:
            hint = inner(hint)
    return field


def _called(tree: Any, field: Field | None, value: Any) -> str | None:
    """Find the id of what is called by its name where an id belongs: `phong-qldn` for `QLDN`."""
    refers = deep_annotation(field.hint, Refers) if field else None
    if refers is None or not isinstance(value, str):
        return None
    things = {
        i: _names_of(about)
        for register in refers.registers
        if isinstance(tree.get(register), dict)
        for i, about in tree[register].items()
        if isinstance(about, dict)
    }
    ids = names.matches(value, things, whole=True)
    return ids[0] if len(ids) == 1 else None


def _names_of(about: Mapping[str, Any]) -> list[str]:
    """List what a thing is called, whatever else stands where a name belongs."""
    called = (about.get("name"), about.get("short"), *(about.get("aliases") or ()))
    return [name for name in called if isinstance(name, str)]


def _malformed(name: str, fault: MalformedValue, value: Any, meant: str | None) -> _Fault:
    right = meant or (_right_spelling(fault.scalar, value) if fault.scalar else None)
    return _meant(fault.code, f"{name}: {fault.message}", right, fault.hint)


def _right_spelling(scalar: Scalar, value: str) -> str | None:
    """Find the right spelling of a day or an id: of `30/9/2023`, `QĐ 44`, `a.vii.4`."""
    if scalar.code == "PCI104":
        day = names.day(value, since=1900)
        spellings = [day.isoformat()] if day else []
    elif scalar.code == "PCI107":
        spellings = [fold(value).replace(" ", "-"), value.upper()]
    else:
        spellings = []
    return next((spelling for spelling in spellings if scalar.read(spelling)), None)


def _unknown_key(name: str, fields: Mapping[str, Field]) -> _Fault:
    known = sorted(fields)
    near = next(iter(get_close_matches(name, known, 1)), None)
    hint = f"các khóa dùng được: {', '.join(known)}"
    return _meant("PCI101", f"khóa «{name}» không có trong mẫu", near, hint)


def _unknown_code(name: str, field: Field, value: Any) -> _Fault:
    codes = deep_annotation(field.hint, Codes)
    assert codes
    labels = {code: (codes.words(code),) for code in get_args(innermost(field.hint))}
    meant = names.matches(value, labels) if isinstance(value, str) else []
    message = f"{_words_of(value)} không dùng được cho «{name}»"
    hint = f"chọn một trong: {', '.join(labels)}"
    return _Fault("PCI106", message, hint, meant[0] if len(meant) == 1 else None)


def _wrong_kind(name: str, kind: str, value: Any) -> _Fault:
    got = "để trống" if value is None else f"đang là {_words_of(value)}"
    wanted = f"cần {_WANTED.get(kind, 'các dòng «khóa: giá trị»')}"
    if kind == "string_type" and isinstance(value, dict):
        wanted += "; câu có dấu hai chấm thì đặt trong dấu nháy"
    return _Fault("PCI103", f"«{name}» {got}", wanted)


def _meant(code: str, message: str, right: str | None, hint: str) -> _Fault:
    """A fault with the right spelling where it is known, else with what else may help."""
    return _Fault(code, message, f"có phải «{right}»?" if right else hint, right)


def _words_of(value: Any) -> str:
    """Say a value of a tree in a message."""
    if value is None:
        return "chỗ trống"
    if isinstance(value, dict):
        return "các dòng «khóa: giá trị»"
    return "một danh sách" if isinstance(value, list) else f"«{shortened(value)}»"


def _fields_around(record: type[Record], path: DocPath) -> Mapping[str, Field]:
    """Get the fields of the record that holds the last key of a path."""
    steps = iter(path[:-1])
    for key in steps:
        hint = fields_of(record)[str(key)].hint
        if instead := annotation(hint, OrRecord):
            hint = instead.record
        while (inside := inner(hint)) is not None:
            if get_origin(hint) in (Mapping, tuple):
                next(steps)  # an id or a position: whatever it is called, it is no field
            hint = inside
        record = hint
    return fields_of(record)
