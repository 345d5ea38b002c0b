"""The published schemas of what commands print as JSON."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from support import ROOT, Ran

from tools.json_docs import path_of

_OURS = '{\n  "schema": "pci.'


def held(ran: Ran) -> Ran:
    """Hold the JSON of a run against the schema that it names: the page has every field of it."""
    if ran.out.startswith(_OURS):
        shape = json.loads(ran.out)
        validator(shape["schema"]).validate(shape)
    return ran


@cache
def validator(name: str) -> Draft202012Validator:
    """Get the published schema, which here admits no field that it does not name."""
    schema = json.loads((ROOT / path_of(name)).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    formats = Draft202012Validator.FORMAT_CHECKER
    formats.checks("date-time", raises=ValueError)(_has_zone)
    return Draft202012Validator(_closed(schema), format_checker=formats)


def _has_zone(value: object) -> bool:
    """Whether a time names its zone; the library judges no times without another package."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closing = {"additionalProperties": False} if isinstance(schema.get("required"), list) else {}
    return closing | {key: _closed(part) for key, part in schema.items()}
