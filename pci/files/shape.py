"""Pydantic's findings as diagnostics: one translation, so that every fault of shape has a code and Vietnamese words."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pci.core.diagnostic import Diagnostic, DocPath, Severity, SourceMap
from pci.core.spelling import days_of_month, meant, meant_word
from pci.core.vi import shortened

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
}
"""What every value must be before references can be judged, by code."""

_OURS = {
    "pci_date": "PCI104",
    "pci_day": "PCI104",
    "pci_month": "PCI104",
    "pci_period": "PCI104",
    "pci_moment": "PCI104",
    "pci_time": "PCI104",
    "pci_integer": "PCI105",
    "pci_number": "PCI105",
    "pci_flag": "PCI106",
    "pci_slug": "PCI107",
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

_EXAMPLES: Mapping[Any, str] = {
    datetime: "2023-09-15T09:12:40+07:00",
    date: "2023-09-30",
    time: "16:00",
    bool: "true",
}


def build(model: type[M], tree: Any, source: SourceMap, where: str) -> M | tuple[Diagnostic, ...]:
    """The typed value of a tree, or every fault of its shape, each with its place."""
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        return tuple(
            _diagnostic(model, detail, source, where) for detail in error.errors(include_url=False)
        )


class _Words(NamedTuple):
    """What is said of a fault: its code, what is wrong, the mend, and what to write instead where that is known."""

    code: str
    message: str
    hint: str = ""
    instead: str | None = None


def _diagnostic(
    model: type[BaseModel], detail: ErrorDetails, source: SourceMap, where: str
) -> Diagnostic:
    path: DocPath = tuple(part for part in detail["loc"] if part != "[key]")
    words = _words(model, detail, path)
    on_key = words.code in ("PCI101", "PCI109") or detail["loc"][-1:] == ("[key]",)
    span = source.locate(path, on_key)
    return Diagnostic(
        where, span, words.code, Severity.ERROR, words.message, words.hint, words.instead
    )


def _words(model: type[BaseModel], detail: ErrorDetails, path: DocPath) -> _Words:
    kind, name, given = detail["type"], _name(path), detail["input"]
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = sorted(_keys(_model_at(model, path[:-1])))
        near = next(iter(get_close_matches(name, known, 1)), None)
        return _meant(
            "PCI101",
            f"khóa «{name}» không có trong mẫu",
            near,
            f"các khóa dùng được: {', '.join(known)}",
        )
    if kind == "missing":
        return _Words("PCI102", f"thiếu «{name}»", f"thêm dòng «{name}: {_example(model, path)}»")
    if kind in _OURS:
        right = meant(kind, given) if isinstance(given, str) else None
        return _meant(_OURS[kind], f"{name}: {detail['msg']}", right, _hint(kind, given, context))
    if kind == "literal_error":
        words = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        right = meant_word(given, words) if isinstance(given, str) else None
        message = f"{_kind_of(given)} không dùng được cho «{name}»"
        return _Words("PCI106", message, f"chọn một trong: {', '.join(words)}", right)
    if "ge" in context or "le" in context:
        limit = f"ít nhất {context['ge']}" if "ge" in context else f"nhiều nhất {context['le']}"
        return _Words("PCI105", f"{name}: {given} ngoài khoảng cho phép", limit)
    got = "để trống" if given is None else f"đang là {_kind_of(given)}"
    wanted = f"cần {_WANTED.get(kind, 'giá trị khác')}"
    if kind == "string_type" and isinstance(given, dict):
        wanted += "; câu có dấu hai chấm thì đặt trong dấu nháy"
    listed = (
        f"[{given}]"
        if kind == "tuple_type" and isinstance(given, str) and _BARE.fullmatch(given)
        else None
    )
    return _Words("PCI103", f"«{name}» {got}", wanted, listed)


_BARE = re.compile(r"[^\W_][\w ./()-]*")
"""A text that needs no quotation marks in a list of one line."""


def _name(path: DocPath) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _meant(code: str, message: str, right: str | None, hint: str) -> _Words:
    """With the right spelling where it is known, else with what else may help."""
    return _Words(code, message, f"có phải «{right}»?" if right else hint, right)


def _hint(kind: str, given: Any, context: Mapping[str, Any]) -> str:
    if kind == "pci_blank":
        return "viết nội dung, hoặc bỏ cả dòng"
    if "owner" in context:
        return f"bỏ {context['name']}, hoặc đặt lịch bằng {context['owner']}"
    if kind == "pci_schedule":
        return (
            "mỗi đầu việc một lịch: giữ một, bỏ dòng kia; chưa có thì thêm, như during: [2023-Q4]"
        )
    if kind == "pci_slug" and str(given).isdecimal():
        return "số lẻ viết bằng dấu chấm: 9.5"
    return (
        days_of_month(given) if kind in ("pci_day", "pci_month") and isinstance(given, str) else ""
    )


def _example(model: type[BaseModel], path: DocPath) -> str:
    """How the value of a missing field is written, where its type alone tells."""
    owner = _model_at(model, path[:-1])
    fields = owner.model_fields if owner else {}
    return next(
        (
            _EXAMPLES.get(field.annotation, "…")
            for name, field in fields.items()
            if name == path[-1]
        ),
        "…",
    )


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
