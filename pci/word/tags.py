"""Reads the tags of a Word template, each parsed by itself as the engine would, and prints a trial of it."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from pci.core.errors import CannotDo
from pci.nd30.outline import Control, Outline, Paragraph
from pci.nd30.reader import numbered, read_trial
from pci.nd30.template_outline import CLOSING, NOTE, WORDS, Tag, TemplateOutline
from pci.word.render import canonical, environment
from pci.word.sandbox import render_apart

MAX_TAGS = 2000
"""A long template has some hundred."""

_TAG = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}", re.S)
"""No tag holds the beginning of another: many beginnings without an end must not be searched again and again."""
_LOOSE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_LEVEL = re.compile(r"(tr|tc|p|r) +")
_MISSPELT = re.compile(rf"\s*(tr|tc|p|r)\s*(?=(?:{'|'.join(WORDS)})\b)", re.I)
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_KEEPING = ("sort", "list", "reverse", "unique", "select", "reject", "selectattr", "rejectattr")
"""Filters whose items are those of the list they are given."""
_ENVIRONMENT = environment()


def has_tags(outline: Outline) -> bool:
    """Whether any paragraph holds a tag of a template."""
    return any(_TAG.search(p.text) for p in _stories(outline))


def read_tags(outline: Outline) -> TemplateOutline:
    """A template with its tags parsed. Nothing in it is run."""
    tags = tuple(islice(_tags(outline), MAX_TAGS + 1))
    if len(tags) > MAX_TAGS:
        raise CannotDo("mẫu có quá nhiều thẻ, không kiểm tra", "chia mẫu thành nhiều tệp")
    return TemplateOutline(outline, tags)


def _stories(outline: Outline) -> Iterator[Paragraph]:
    yield from outline.paragraphs
    for header in outline.headers:
        yield from header.paragraphs


def _tags(outline: Outline) -> Iterator[Tag]:
    controls: dict[int, list[Control]] = {}
    for control in outline.controls:
        controls.setdefault(control.paragraph, []).append(control)
    for p in outline.paragraphs:
        for control in controls.get(p.number, ()):
            yield from (
                tag._replace(level="") for tag in _read(f"{control.title} {control.tag}", p, "")
            )
        yield from _read(p.text, p, "")
    for header in outline.headers:
        for p in header.paragraphs:
            yield from _read(p.text, p, header.part)


def _read(text: str, paragraph: Paragraph, part: str) -> Iterator[Tag]:
    for found in _TAG.finditer(text):
        yield _tag(found[0], paragraph, part)
    for loose in _LOOSE.findall(_TAG.sub(" ", text)):
        yield Tag(loose, paragraph, part, fault=f"«{loose}» lẻ loi, thẻ chưa viết đủ hai đầu")


def _tag(source: str, paragraph: Paragraph, part: str) -> Tag:
    body = source[2:-2].translate(_QUOTES).strip("-+")
    exact = _LEVEL.match(body)
    found = exact or (_MISSPELT.match(body) if source.startswith("{%") else None)
    level, body = (found[1].lower(), body[found.end() :]) if found else ("", body)
    bare = Tag(" ".join(source.split()), paragraph, part, level, misspelt=found is not exact)
    if source.startswith("{#"):
        return bare._replace(word=NOTE)
    if source.startswith("{{"):
        return _judged(bare, f"{{{{ {body} }}}}")
    word = (re.match(r"\s*(\w+)", body) or ["", ""])[1]
    tag = bare._replace(word=word)
    if word in ("else", *CLOSING):
        return tag._replace(fault="" if body.strip() == word else f"sau «{word}» còn chữ thừa")
    if word not in WORDS:
        return tag
    return _judged(tag, _WHOLE[word].format(body))


_WHOLE = {
    "for": "{{% {} %}}{{% endfor %}}",
    "if": "{{% {} %}}{{% endif %}}",
    "elif": "{{% if true %}}{{% {} %}}{{% endif %}}",
    "set": "{{% {} %}}",
}
"""How a statement stands by itself, so that it can be parsed alone."""


def _judged(tag: Tag, source: str) -> Tag:
    """Add to a tag what its expression says."""
    try:
        tree = _ENVIRONMENT.parse(source)
    except (TemplateSyntaxError, RecursionError, ValueError):  # ValueError: thousands of digits
        return tag._replace(fault="thẻ viết sai")
    if unsafe := next(_reaching(tree), ""):
        return tag._replace(unsafe=unsafe)
    if unknown := next(_unknown(tree), ""):
        return tag._replace(fault=f"không có bộ lọc «{unknown}»")
    main, target, condition = _expressions(tree.body[0])
    subject = _path(main)
    reads = [] if subject else [*_reads(main)]
    reads += _reads(condition) if condition else []
    return tag._replace(
        subject=subject,
        reads=tuple(reads),
        binds=tuple(_names(target)) if target else (),
    )


def _expressions(node: nodes.Node) -> tuple[nodes.Node, nodes.Node | None, nodes.Node | None]:
    """Split a statement into its expression, the names that it gives, and its condition."""
    if isinstance(node, nodes.For):
        return _items(node.iter), node.target, node.test
    if isinstance(node, nodes.Assign):
        return node.node, node.target, None
    if isinstance(node, nodes.Output) and len(node.nodes) == 1:
        return node.nodes[0], None, None
    return node, None, None


def _items(node: nodes.Node) -> nodes.Node:
    """Find the list below filters that only sort or choose."""
    while isinstance(node, nodes.Filter) and node.name in _KEEPING and node.node:
        node = node.node
    return node


def _path(node: nodes.Node) -> str:
    """`viec.noi_dung`, `can_cu[]` for one picked by its place; nothing for any other expression."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        above = _path(node.node)
        return above and f"{above}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        above = _path(node.node)
        return above and (
            f"{above}[]" if isinstance(node.arg.value, int) else f"{above}.{node.arg.value}"
        )
    return ""


def _reads(node: nodes.Node) -> Iterator[str]:
    """The longest paths that an expression draws on."""
    if path := _path(node):
        yield path
    else:
        for part in node.iter_child_nodes():
            yield from _reads(part)


def _names(target: nodes.Node) -> Iterator[str]:
    if isinstance(target, nodes.Name):
        yield target.name
    else:
        yield from (name.name for name in target.find_all(nodes.Name))


def _reaching(tree: nodes.Template) -> Iterator[str]:
    """What goes behind plain values: names with an underscore in front, calls."""
    yield from (
        f".{node.attr}" for node in tree.find_all(nodes.Getattr) if node.attr.startswith("_")
    )
    for item in tree.find_all(nodes.Getitem):
        if isinstance(item.arg, nodes.Const) and str(item.arg.value).startswith("_"):
            yield f"['{item.arg.value}']"
    yield from ("attr" for node in tree.find_all(nodes.Filter) if node.name == "attr")
    yield from (f"{_path(node.node) or '…'}()" for node in tree.find_all(nodes.Call))


def _unknown(tree: nodes.Template) -> Iterator[str]:
    """Filters and tests that the engine does not have."""
    yield from (
        node.name for node in tree.find_all(nodes.Filter) if node.name not in _ENVIRONMENT.filters
    )
    yield from (
        node.name for node in tree.find_all(nodes.Test) if node.name not in _ENVIRONMENT.tests
    )


def trial(template: bytes, outline: Outline, name: str, values: dict[str, Any]) -> Outline:
    """What a template prints for some values, each paragraph with the template's that it was printed from. It is
    filled apart: nobody vouches for what is only being checked."""
    made = render_apart(
        canonical(template, numbered(template)), name, values, "", "", date(1980, 1, 1)
    )
    return read_trial(made, outline)
