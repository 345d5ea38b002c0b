"""Pydantic's findings as diagnostics: one translation, so that every fault of shape has a code and Vietnamese words."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pci.diagnostic import Diagnostic, DocPath, Severity, SourceMap
from pci.vi import shortened

M = TypeVar("M", bound=BaseModel)

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
    "PCI107": """Mã đúng dạng: A.VII.4, phong-qldt, pci.3. Mã viết không dấu để gõ được trên mọi máy.

Sai:
    basis: [QĐ 44]   # ←

Đúng:
    basis: []
""",
    "PCI108": """Nội dung không để trống: chưa có thì bỏ cả dòng.

Sai:
    # cập nhật
    result: " "   # ←

Đúng:
    # cập nhật
    result: Đã gửi báo cáo.
""",
    "PCI109": """Mỗi đầu việc có đúng một lịch: by, during, every hoặc after; hai lịch thì không biết hạn nào.

Sai:
    tasks:
      A.I.2:
        owes:
          doi-thoai:
            title: Tổ chức đối thoại   # ←
            every: month

Đúng:
    tasks:
      A.I.2:
        owes:
          doi-thoai:
            title: Tổ chức đối thoại
            during: [2023-Q4]
""",
}
"""What every value must be before references can be judged, by code."""

_OURS = {
    "pci_date": "PCI104",
    "pci_period": "PCI104",
    "pci_number": "PCI105",
    "pci_choice": "PCI106",
    "pci_id": "PCI107",
    "pci_blank": "PCI108",
    "pci_schedule": "PCI109",
}

_WANTED = {
    "string_type": "một đoạn văn bản",
    "int_type": "một số",
    "decimal_type": "một số",
    "date_type": "một ngày",
    "time_type": "một giờ trong ngày",
    "datetime_type": "một thời điểm",
    "bool_type": "true hoặc false",
    "tuple_type": "một danh sách",
    "mapping_type": "các dòng «khóa: giá trị»",
    "dict_type": "các dòng «khóa: giá trị»",
    "model_type": "các dòng «khóa: giá trị»",
    "model_attributes_type": "các dòng «khóa: giá trị»",
}

_EXAMPLES: Mapping[Any, str] = {datetime: "2023-09-15T09:12:40+07:00", date: "2023-09-30", time: "16:00", bool: "true"}


def build(model: type[M], tree: Any, source: SourceMap, where: str) -> M | tuple[Diagnostic, ...]:
    """The typed value of a tree, or every fault of its shape, each with its place."""
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        return tuple(_diagnostic(model, detail, source, where) for detail in error.errors(include_url=False))


def _diagnostic(model: type[BaseModel], detail: ErrorDetails, source: SourceMap, where: str) -> Diagnostic:
    on_key = detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)
    path: DocPath = tuple(part for part in detail["loc"] if part != "[key]")
    code, message, hint = _words(model, detail, path)
    near = _near_key(model, path) if code == "PCI101" else None
    return Diagnostic(where, source.locate(path, on_key), code, Severity.ERROR, message, hint, near)


def _words(model: type[BaseModel], detail: ErrorDetails, path: DocPath) -> tuple[str, str, str]:
    kind, name = detail["type"], next((part for part in reversed(path) if isinstance(part, str)), "")
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        near = _near_key(model, path)
        known = sorted(_keys(_model_at(model, path[:-1])))
        hint = f"có phải «{near}»?" if near else f"các khóa dùng được: {', '.join(known)}"
        return "PCI101", f"khóa «{name}» không có trong mẫu", hint
    if kind == "missing":
        return "PCI102", f"thiếu «{name}»", f"thêm dòng «{name}: {_example(model, path)}»"
    if kind in _OURS:
        return _OURS[kind], f"{name}: {detail['msg']}", ""
    if kind == "literal_error":
        return (
            "PCI106",
            f"{_kind_of(detail['input'])} không dùng được cho «{name}»",
            f"chọn một trong: {context['expected']}".replace(" or ", ", ").replace("'", ""),
        )
    if "ge" in context or "le" in context:
        limit = f"ít nhất {context['ge']}" if "ge" in context else f"nhiều nhất {context['le']}"
        return "PCI105", f"{name}: {detail['input']} ngoài khoảng cho phép", limit
    got = "để trống" if detail["input"] is None else f"đang là {_kind_of(detail['input'])}"
    return "PCI103", f"«{name}» {got}", f"cần {_WANTED.get(kind, 'giá trị khác')}"


def _example(model: type[BaseModel], path: DocPath) -> str:
    """How the value of a missing field is written, where its type alone tells."""
    owner = _model_at(model, path[:-1])
    fields = owner.model_fields if owner else {}
    return next((_EXAMPLES.get(field.annotation, "…") for name, field in fields.items() if name == path[-1]), "…")


def _near_key(model: type[BaseModel], path: DocPath) -> str | None:
    """The key that a misspelt one was meant to be."""
    near = get_close_matches(str(path[-1]), sorted(_keys(_model_at(model, path[:-1]))), 1)
    return near[0] if near else None


def _kind_of(value: Any) -> str:
    if value is None:
        return "chỗ trống"
    if isinstance(value, dict):
        return "các dòng «khóa: giá trị»"
    return "một danh sách" if isinstance(value, list) else f"«{shortened(value)}»"


def _keys(model: type[BaseModel] | None) -> Iterator[str]:
    if model:
        yield from (field.alias or name for name, field in model.model_fields.items())


def _model_at(model: type[BaseModel], path: DocPath) -> type[BaseModel] | None:
    """The model that a route through the tree leads to, so that a misspelt key is compared with its neighbours."""
    found: type[BaseModel] | None = model
    steps = iter(path)
    for field in steps:
        annotation = found.model_fields[str(field)].annotation if found else None
        if get_origin(annotation) in (Mapping, tuple):
            next(steps)  # an id or a position: whatever it is called, it is no field
        found = _model_in(annotation)
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _model_in(arg))), None)
