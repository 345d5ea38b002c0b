"""The JSON that the program prints, as published schemas and as a page."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from tools.json_shapes import SHAPES

JsonSchema = dict[str, Any]

_WORDS = {
    "string": "chữ",
    "integer": "số nguyên",
    "number": "số",
    "boolean": "true, false",
    "null": "null",
    "date": "ngày",
    "date-time": "thời điểm",
}


class _Untitled(GenerateJsonSchema):
    """Schemas without the titles that only repeat the names of fields."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema_of(name: str) -> JsonSchema:
    """Make the schema of what names itself so; it admits fields that later versions may add."""
    made = [TypeAdapter(one).json_schema(schema_generator=_Untitled) for one in SHAPES[name]]
    parts: JsonSchema = {}
    for one in made:
        parts |= one.pop("$defs", {})
        one["properties"] = {"schema": {"const": name}, **one["properties"]}
        one["required"] = ["schema", *one["required"]]
        one["title"] = name
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Do «make docs» viết ra, đừng sửa tay.",
        **(made[0] if len(made) == 1 else {"anyOf": made}),
        "$defs": parts,
    }


def path_of(name: str) -> str:
    """The path of a published schema."""
    return f"schemas/json/{name.replace('/', '-')}.schema.json"


def text_of(name: str) -> str:
    """The text of a published schema."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=1) + "\n"


def sections() -> Iterator[str]:
    """What each command prints, then the parts that stand in several of them."""
    parts: JsonSchema = {}
    for name in SHAPES:
        whole = schema_of(name)
        parts |= whole["$defs"]
        yield f"## `{name}`"
        yield f"[Lược đồ](../{path_of(name)})"
        for one in whole.get("anyOf", [whole]):
            yield one["description"]
            yield _table(one)
    yield "## Các phần"
    for name, part in sorted(parts.items()):
        yield f"### {name}\n\n{part['description']}"
        yield _table(part)


def _table(shape: JsonSchema) -> str:
    rows = [
        f"| `{key}`{'' if key in shape['required'] else ' ?'} | {_kind(field)} "
        f"| {field['description']} |"
        for key, field in shape["properties"].items()
        if key != "schema"
    ]
    return "\n".join(["| khóa | kiểu | nghĩa |", "|---|---|---|", *rows])


def _kind(value: Mapping[str, Any]) -> str:
    """The kind of a value in words, a part by its link."""
    match value:
        case {"$ref": ref}:
            part = ref.rpartition("/")[2]
            return f"[{part}](#{part.lower()})"
        case {"anyOf": kinds}:
            return " hoặc ".join(map(_kind, kinds))
        case {"enum": words}:
            return ", ".join(f"`{word}`" for word in words)
        case {"prefixItems": kinds}:
            return f"[{'; '.join(map(_kind, kinds))}]"
        case {"items": kind}:
            return f"danh sách {_kind(kind)}"
        case {"additionalProperties": kind}:
            return f"mã và {_kind(kind)}"
    return _WORDS.get(value.get("format") or value.get("type", ""), "giá trị bất kỳ")
