"""The values of a document: what the clerk reads of them, what the template is given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from typing import Annotated, get_args, get_origin, get_type_hints

import pytest

from pci.reports.documents import DOCUMENTS
from pci.reports.fields import TemplateField, mapping, sample, template_fields
from pci.reports.letterhead import BLANK
from tools.templates import TEMPLATES


@dataclass(frozen=True)
class Row:
    so: Annotated[str, "số thứ tự", "1"]


@dataclass(frozen=True)
class Base:
    nhap: Annotated[bool, "văn bản là dự thảo"]


@dataclass(frozen=True)
class Values(Base):
    nhan: Annotated[tuple[str, ...], "từng nơi nhận", "Văn phòng\nBan"]
    nhom: Row
    dau: Annotated[Row, "(đầu bảng)"]
    dong: tuple[Row, ...]
    cuoi: Annotated[Row, "(cuối bảng)", {"so": "9"}]


def test_fields_are_read_from_the_types_in_their_order() -> None:
    assert [*template_fields(Values)] == [
        TemplateField("nhap", "văn bản là dự thảo"),
        TemplateField("nhan[]", "từng nơi nhận", "Văn phòng\nBan"),
        TemplateField("nhom.so", "số thứ tự", "1"),
        TemplateField("dau.so", "số thứ tự (đầu bảng)", "1"),
        TemplateField("dong[].so", "số thứ tự", "1"),
        TemplateField("cuoi.so", "số thứ tự (cuối bảng)", "9"),
    ]


def test_a_template_is_given_mappings_and_lists() -> None:
    values = Values(True, ("Ban",), Row("1"), Row("2"), (Row("3"),), Row("4"))
    assert mapping(values) == {
        "nhap": True,
        "nhan": ["Ban"],
        "nhom": {"so": "1"},
        "dau": {"so": "2"},
        "dong": [{"so": "3"}],
        "cuoi": {"so": "4"},
    }


def test_a_sample_is_made_of_the_examples() -> None:
    row = {"so": "1"}
    texts = ["Văn phòng", "Ban"]
    rows = [row] * 12
    assert sample(Values) == {
        "nhap": True,
        "nhan": texts,
        "nhom": row,
        "dau": row,
        "dong": rows,
        "cuoi": row,
    }


def test_no_two_passages_have_the_same_example() -> None:
    lines = [field for field in DOCUMENTS["bao-cao.docx"].fields if "doan." in field.path]
    for name in ("nhan", "dong[]"):
        examples = [field.example for field in lines if field.path.endswith(f".{name}")]
        assert len(set(examples)) == len(examples) == 6


def declared(values: type) -> Iterator[tuple[type, list[str]]]:
    """Every value of a document with its words."""
    for hint in get_type_hints(values, include_extras=True).values():
        kind, *words = get_args(hint) if get_origin(hint) is Annotated else (hint,)
        kind = get_args(kind)[0] if get_origin(kind) is tuple else kind
        if isinstance(kind, type) and is_dataclass(kind):
            yield from declared(kind)
        else:
            yield kind, words


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_field_of_a_template_has_its_words_and_its_path_once(name: str) -> None:
    document = DOCUMENTS[name]
    paths = [field.path for field in document.fields]
    assert len(paths) == len(set(paths))
    assert all(re.fullmatch(r"[a-z0-9_]+(\[\])?(\.[a-z0-9_]+(\[\])?)*", path) for path in paths)
    for kind, words in declared(document.values):
        assert kind in (str, bool)
        assert all(word.strip() or word == BLANK for word in words)
        assert len(words) == (1 if kind is bool else 2), "một điều kiện thì không có ví dụ"


def test_every_document_has_its_template() -> None:
    assert set(DOCUMENTS) == set(TEMPLATES)
