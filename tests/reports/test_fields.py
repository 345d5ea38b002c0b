"""The values of a document: what the clerk reads of them, what the template is given."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from pci.reports.documents import DOCUMENTS
from pci.reports.fields import TemplateField, mapping, sample, template_fields


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


def test_fields_are_read_from_the_types_in_their_order() -> None:
    assert [*template_fields(Values)] == [
        TemplateField("nhap", "văn bản là dự thảo"),
        TemplateField("nhan[]", "từng nơi nhận", "Văn phòng\nBan"),
        TemplateField("nhom.so", "số thứ tự", "1"),
        TemplateField("dau.so", "số thứ tự (đầu bảng)", "1"),
        TemplateField("dong[].so", "số thứ tự", "1"),
    ]


def test_a_template_is_given_mappings_and_lists() -> None:
    values = Values(nhap=True, nhan=("Ban",), nhom=Row("1"), dau=Row("2"), dong=(Row("3"),))
    assert mapping(values) == {
        "nhap": True,
        "nhan": ["Ban"],
        "nhom": {"so": "1"},
        "dau": {"so": "2"},
        "dong": [{"so": "3"}],
    }


def test_a_sample_is_made_of_the_examples() -> None:
    row = {"so": "1"}
    short = {"nhap": True, "nhan": ["Văn phòng", "Ban"], "nhom": row, "dau": row, "dong": [row]}
    assert sample(Values) == short
    assert sample(Values, {"dong"}) == short | {"dong": [row] * 12}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_field_has_its_words_and_its_path_once(name: str) -> None:
    fields = DOCUMENTS[name].fields
    paths = [field.path for field in fields]
    assert len(paths) == len(set(paths))
    assert all(field.meaning.strip() for field in fields)
