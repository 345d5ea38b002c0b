"""The tables of `docs/ke-hoach-yaml.md`: every key of every file with the words of its schema, the
codes of its rules, and an example out of the files on that page."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple

import yaml

from pci.check.catalogue import pages
from pci.files import yamlio
from pci.files.schema import JsonSchema, schema

Path = tuple[str, ...]
"""The kind of a file, and the keys down to one; `*` stands for an id or an entry of a list."""
Examples = Sequence[tuple[Path, Any]]
_TABLE = re.compile(r"(<!-- khóa: (\w+) -->\n).*?(?=\n## |\Z)", re.S)
_FILE = re.compile(r"^```yaml\n# (plans/\S+)\n(.*?)^```$", re.M | re.S)
_WHERE = re.compile(r"^# (cập nhật|rút|plans/\S+)$\n?", re.M)
_NAMES = re.compile(r"(?:^[ -]*|\{)([\w./-]+):(?= |$)")
_KINDS = {
    "/progress/": "update",
    "cập nhật": "update",
    "rút": "update",
    "/amendments/": "amendment",
    "organisation": "organisation",
    "/calendar/": "calendar",
    ".issued": "issued",
    "/reports/": "words",
    "": "plan",
}
"""The kinds of files by what is in their paths; the first that fits counts."""
_PARTS_OF_PLAN = (("amendment", "add"), ("amendment", "change"))
_HEAD = "| khóa | nghĩa | quy tắc | ví dụ |\n|---|---|---|---|"
_LONG = 160


class Key(NamedTuple):
    """A key of a file: the schema of its value, and whether it must be there."""

    content: JsonSchema
    required: bool


def files(page: str) -> list[tuple[str, str]]:
    """The paths and the texts of the files on the page."""
    return _FILE.findall(page)


def with_tables(page: str) -> str:
    """The page with a table after each of its marks `<!-- khóa: … -->`."""
    examples = [pair for path, text in files(page) for pair in _values((_kind(path),), _tree(text))]
    return _TABLE.sub(lambda mark: f"{mark[1]}\n{_tables(mark[2], examples)}", page)


@cache
def keys(kind: str) -> Mapping[Path, Key]:
    """Every key of a kind of file, in the order of a file."""
    return dict(_keys(schema(kind), (kind,)))


def _keys(content: JsonSchema, above: Path) -> Iterator[tuple[Path, Key]]:
    if above in _PARTS_OF_PLAN:
        return
    for name, inner in content.get("properties", {}).items():
        yield (*above, name), Key(inner, name in content.get("required", ()))
        yield from _keys(inner, (*above, name))
    for inner in content.get("anyOf", ()):
        yield from _keys(inner, above)
    for word in ("additionalProperties", "items"):
        if isinstance(inner := content.get(word), dict):
            yield from _keys(inner, _entry(above))


def _entry(above: Path) -> Path:
    """The path of an entry; the only one of a list may stand for the list."""
    return above if above[-1] == "*" else (*above, "*")


def _kind(where: str) -> str:
    return next(kind for part, kind in _KINDS.items() if part in where)


def _tree(text: str) -> Any:
    return yamlio.read(text.encode(), "ví dụ").tree


def _tables(kind: str, examples: Examples) -> str:
    """A table of the outermost keys, then one for all that stands below each."""
    rows = {"": [_HEAD]}
    for path, (content, required) in keys(kind).items():
        codes = ", ".join(_codes().get(path, ()))
        rule = filter(None, ("bắt buộc" * required, _form(content), codes))
        key, example = f"`{'.'.join(path[1:])}`", f"`{_example(path, content, examples)}`"
        cells = (key, content["description"], "; ".join(rule), example)
        group = rows.setdefault(path[1] if len(path) > 2 else "", [_HEAD])
        group.append(f"| {' | '.join(cells)} |")
    tables = (f"### {kind}.{top}\n\n" * bool(top) + "\n".join(group) for top, group in rows.items())
    return "\n\n".join(tables) + "\n"


# --- the form of a value ------------------------------------------------------------------------


def _form(content: JsonSchema) -> str:
    """What a value may be, in words."""
    if either := content.get("anyOf"):
        forms = ("hoặc danh sách" if p.get("items") in either else _form(p) for p in either)
        return "; ".join(dict.fromkeys(forms))
    if "enum" in content:
        words = zip(content["enum"], content["enumDescriptions"], strict=True)
        return ", ".join(f"{choice} ({meaning})" for choice, meaning in words if choice)
    if "properties" in content:
        names = [*content["properties"]]
        return "các khóa " + ("của tệp kế hoạch" if "tasks" in names[1:] else ", ".join(names))
    return _entries(content) or _written(content)


def _entries(content: JsonSchema) -> str:
    """The form of a list or a mapping; empty for a value that holds no others."""
    if "items" in content:
        return f"danh sách: {_form(content['items'])}"
    inner = content.get("additionalProperties")
    return f"mã, rồi {_form(inner)}" if inner else ""


def _written(content: JsonSchema) -> str:
    """The form of a text, with its limits."""
    if content["type"] == "boolean":
        return "true hoặc false"
    form = str(content.get("patternErrorMessage", "mã ở signers")).removeprefix("không đúng dạng: ")
    low, high = content.get("minimum"), content.get("maximum")
    limits = f", từ {low} đến {high}" if low != high else ""
    return "chữ" if form == "nội dung để trống" else form.replace(": ", ", như ") + limits


# --- examples -----------------------------------------------------------------------------------


class _Plain(yaml.SafeDumper):
    """Writes numbers and days, which are texts to us, as a person does."""


_Plain.yaml_implicit_resolvers = {}


def _values(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Every value of a file with its path; a part of a plan is one in an amendment too."""
    if path in _PARTS_OF_PLAN:
        path = ("plan",)
    if isinstance(value, list):
        for inner in value:
            yield from _values(_entry(path), inner)
    elif isinstance(value, dict):
        for name, inner in value.items():
            below = (*path, name) if (*path, name) in keys(path[0]) else _entry(path)
            yield below, inner
            yield from _values(below, inner)


def _example(path: Path, content: JsonSchema, examples: Examples) -> str:
    """A key and its value in the files of the page, at its own path or else at the most alike; of
    a long value a part that is one too."""
    there, value = max(examples, key=lambda pair: _likeness(pair[0], path))
    if there[-1] != path[-1]:
        sys.exit(f"docs/ke-hoach-yaml.md: thêm {'.'.join(path)} vào một tệp trên trang")
    text = _line({path[-1]: value})
    return text if len(text) <= _LONG else _line({path[-1]: _short(value, content)})


def _likeness(one: Path, other: Path) -> tuple[bool, int]:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one[::-1], other[::-1], strict=False))
    return one == other, len(list(same))


def _short(value: Any, content: JsonSchema) -> Any:
    """The first entry of a list or mapping; of a record what must be there."""
    if isinstance(value, list):
        return value[:1]
    if not isinstance(value, dict):
        return value
    either = content.get("anyOf", [content])
    content = next(one for one in either if "object" in one.get("type", ()))
    if inner := content.get("additionalProperties"):
        name = next(iter(value))
        return {name: _short(value[name], inner)}
    kept = content.get("required") or [*value][:2]
    return {name: _short(value[name], content["properties"][name]) for name in kept}


def _line(tree: Any) -> str:
    text = yaml.dump(
        tree, Dumper=_Plain, default_flow_style=True, allow_unicode=True, sort_keys=False, width=999
    )
    return text.strip()[1:-1]


# --- codes --------------------------------------------------------------------------------------


@cache
def _codes() -> Mapping[Path, list[str]]:
    """The codes of the rules about each key: those whose wrong example has its faulty line there.
    Faults of reading, of shape and of letters may be at any key."""
    codes: dict[Path, list[str]] = {}
    for page in pages():
        if page.wrong and page.code > "PCI200" and not "PCI441" <= page.code <= "PCI449":
            codes.setdefault(_faulty(page.wrong), []).append(page.code)
    return codes


def _faulty(example: str) -> Path:
    """The path of the key on the faulty line of an example, or of the nearest above it."""
    path: Path = ("plan",)
    above: list[tuple[int, str]] = []
    for line in example.partition("# ←")[0].splitlines():
        if where := _WHERE.match(line):
            path, above = (_kind(where[1]),), []
        indent = len(line) - len(line.lstrip(" -"))
        above = [pair for pair in above if pair[0] < indent]
        above += [(indent, name) for name in _NAMES.findall(line)[:2]]
    for _, name in above:
        below = ((*path, name), (*path, "*", name))
        path = next((one for one in below if one in keys(path[0])), path)
    return path
