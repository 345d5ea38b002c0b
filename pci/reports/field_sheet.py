"""The fields of documents as people look them up: a row a field, a row a list above its items."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from pci.reports.fields import DocumentKind, TemplateField

TAGS = (
    ("{{ trường }}", "in giá trị của trường"),
    (
        "{{ trường | upper }}",
        "in chữ hoa; {{ danh_sach | join('; ') }} in cả danh sách, cách nhau bằng dấu chấm phẩy",
    ),
    (
        "{%p if trường %} … {%p endif %}",
        "các đoạn ở giữa chỉ in khi trường có nội dung; có thể thêm {%p else %}",
    ),
    (
        "{%p for x in danh_sach %} … {%p endfor %}",
        "in các đoạn ở giữa cho từng mục x của danh sách; x.ten là trường ten",
    ),
    ("{%tr for x in danh_sach %} … {%tr endfor %}", "như trên, cho các dòng của bảng"),
    ("{% if trường %} … {% endif %}", "trong một đoạn: phần ở giữa chỉ in khi trường có nội dung"),
)
"""The few tags that templates are written in, and what each does."""

RULES = (
    "Mỗi thẻ {%p … %} đứng một mình một đoạn, mỗi thẻ {%tr … %} một mình một dòng của bảng: chữ "
    "đứng chung sẽ mất.",
    "Tên có [] là danh sách: can_cu[] lặp bằng {%p for dong in can_cu %} rồi in {{ dong }}; "
    "chi_so_pci[].ten lặp bằng {%p for chi_so in chi_so_pci %} rồi in {{ chi_so.ten }}. Dấu · là "
    "trường của mỗi mục trong danh sách ở trên.",
    "Giữ nguyên tên trường. Gõ sai thì chương trình báo đoạn sai và không lập văn bản.",
    "Sửa mẫu xong, chạy «pci check templates/bao-cao.docx»: thẻ sai, chữ sẽ mất, thể thức lệch đều "
    "được nêu kèm đoạn.",
)
"""What a clerk must keep to who edits a template."""

_LIST = "danh sách; các trường dưới đây có dấu · là của mỗi mục"
_CONDITION = "(có hoặc không: dùng với if)"


class FieldRow(NamedTuple):
    """A field, or a list above the fields of its items.

    `path` is whole, `brief` leaves out the lists above it.
    """

    template: str
    title: str
    path: str
    brief: str
    meaning: str
    example: str


def field_rows(documents: Mapping[str, DocumentKind]) -> list[FieldRow]:
    """List the fields of some documents, in the order of their tables."""
    return [
        FieldRow(template, document.title, path, _brief(path), meaning, example)
        for template, document in documents.items()
        for path, meaning, example in _with_lists(document.fields)
    ]


def _with_lists(fields: Iterable[TemplateField]) -> Iterator[TemplateField]:
    """Put each list before the first field of its items; say how a condition is used."""
    listed: set[str] = set()
    for field in fields:
        lists = [field.path[: dot.start()] for dot in re.finditer(r"(?<=\[\])\.", field.path)]
        yield from (TemplateField(path, _LIST) for path in lists if path not in listed)
        listed.update(lists)
        yield field if field.example else field._replace(example=_CONDITION)


def _brief(path: str) -> str:
    """Write a dot for each list above a field: `· ten`."""
    *lists, last = re.split(r"(?<=\[\])\.", path)
    return "· " * len(lists) + last


@dataclass(frozen=True)
class SheetTag:
    """A way to write a tag."""

    viet: Annotated[str, "cách viết thẻ", "{{ trường }}"]
    nghia: Annotated[str, "thẻ ấy làm gì", "in giá trị của trường"]


@dataclass(frozen=True)
class SheetField:
    """A row of a table of fields."""

    ten: Annotated[str, "tên trường, như viết trong thẻ", "ky.ten"]
    nghia: Annotated[str, "nghĩa của trường", "tên kỳ báo cáo"]
    vi_du: Annotated[str, "ví dụ, như in ra", "quý III năm 2023"]


@dataclass(frozen=True)
class SheetTable:
    """The fields of one document."""

    ten: Annotated[str, "tên văn bản", "Báo cáo định kỳ"]
    mau: Annotated[str, "tên tệp mẫu", "bao-cao.docx"]
    truong: tuple[SheetField, ...]


@dataclass(frozen=True)
class FieldSheet:
    """What `templates/truong.docx` may print."""

    the: tuple[SheetTag, ...]
    luu_y: Annotated[tuple[str, ...], "từng điều phải giữ khi sửa mẫu", RULES[1]]
    van_ban: tuple[SheetTable, ...]


def sheet(documents: Mapping[str, DocumentKind]) -> FieldSheet:
    """Write the sheet of some documents: the tags, the rules, a table a document."""
    return FieldSheet(
        the=tuple(SheetTag(*tag) for tag in TAGS),
        luu_y=RULES,
        van_ban=tuple(
            SheetTable(document.title, template, tuple(_sheet_fields(template, document)))
            for template, document in documents.items()
        ),
    )


def _sheet_fields(template: str, document: DocumentKind) -> Iterator[SheetField]:
    for row in field_rows({template: document}):
        yield SheetField(row.brief, row.meaning, row.example)
