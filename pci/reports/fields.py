"""How a document's fields are described to the clerk who edits its template."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple


class Field(NamedTuple):
    """One value that a template may print. `path` is written as in a tag, with `[]` behind each list that a loop must
    walk: `chi_so_pci[].ten`. `example` is a value as it prints; empty for lists of mappings."""

    path: str
    meaning: str
    example: str = ""


class Document(NamedTuple):
    """A document that is filled into a template: its name for people, and every field that it gives. One that no
    agency signs (`official` is false) has no form set by a decree."""

    title: str
    fields: tuple[Field, ...]
    official: bool = True


def below(path: str, fields: Iterable[Field]) -> tuple[Field, ...]:
    """The same fields under another one."""
    return tuple(field._replace(path=f"{path}.{field.path}") for field in fields)


FIGURES = (
    Field("ten", "tên của dòng số liệu", "Tổng cộng"),
    Field("nhiem_vu", "số nhiệm vụ", "34"),
    Field("thuong_xuyen", "trong đó số nhiệm vụ thường xuyên", "31"),
    Field("dau_viec", "số đầu việc có thời hạn", "15"),
    Field("hoan_thanh", "số đầu việc đã hoàn thành, đúng hạn và quá hạn", "05"),
    Field("dung_han", "số đầu việc hoàn thành đúng hạn", "04"),
    Field("hoan_thanh_muon", "số đầu việc hoàn thành quá hạn", "01"),
    Field("chua_hoan_thanh", "số đầu việc chưa hoàn thành, trong hạn và quá hạn", "03"),
    Field("trong_han", "số đầu việc chưa hoàn thành, trong hạn", "01"),
    Field("qua_han", "số đầu việc chưa hoàn thành, quá hạn", "02"),
    Field("cho_dieu_kien", "số đầu việc chưa đủ điều kiện thực hiện", "07"),
    Field("tam_dung", "số đầu việc tạm dừng", "0"),
    Field(
        "ty_le", "tỷ lệ hoàn thành trên số đến hạn; dưới 10 đầu việc thì ghi số trên số", "05/07"
    ),
)
"""A row of the official table (`pci.reports.facts.figures`)."""


def sample(fields: Iterable[Field], repeated: Collection[str] = ()) -> dict[str, Any]:
    """Values for a trial of a template, from the examples: one item in each list, a dozen in those `repeated` (lists
    by path, `[]` behind each list around them), an item a line where the example of a list of texts has several.
    A field without an example is a condition, and holds."""
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
        return [_lengthened(item, f"{path}[]", repeated) for item in value] * (
            _DOZEN if path in repeated else 1
        )
    return value
