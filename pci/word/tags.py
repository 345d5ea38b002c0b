"""Read the tags of a Word template, each parsed as the engine would; print a trial."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from pci.core.errors import CannotDo
from pci.nd30.outline import Control, Outline, WordParagraph
from pci.nd30.reader import numbered, read_outline, with_origins
from pci.nd30.template_outline import CLOSING, NOTE, WORDS, Tag
from pci.word.render import canonical, environment
from pci.word.sandbox import render_apart

MAX_TAGS = 2000
"""A long template has some hundred."""

_TAG = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}", re.S)
"""No tag holds the beginning of another: many beginnings would be searched again and again."""
_LOOSE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_LEVEL = re.compile(r"(tr|tc|p|r) +")
_MISSPELT = re.compile(rf"\s*(tr|tc|p|r)\s*(?=(?:{'|'.join(WORDS)})\b)", re.I)
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_WHOLE = {
    "for": "{{% {} %}}{{% endfor %}}",
    "if": "{{% {} %}}{{% endif %}}",
    "elif": "{{% if true %}}{{% {} %}}{{% endif %}}",
    "set": "{{% {} %}}",
}
"""How a statement stands by itself, so that it can be parsed alone."""
_KEEPING = ("sort", "list", "reverse", "unique", "select", "reject", "selectattr", "rejectattr")
"""Filters whose items are those of the list that they are given."""
_ENVIRONMENT = environment()


def read_tags(outline: Outline) -> tuple[Tag, ...]:
    """Parse the tags of a template. Nothing in it is run."""
    tags = tuple(islice(_tags(outline), MAX_TAGS + 1))
    if len(tags) > MAX_TAGS:
        raise CannotDo("mẫu có quá nhiều thẻ, không kiểm tra", "chia mẫu thành nhiều tệp")
    return tags


def _tags(outline: Outline) -> Iterator[Tag]:
    controls: dict[int, list[Control]] = {}
    for control in outline.controls:
        controls.setdefault(control.paragraph, []).append(control)
    for paragraph in outline.paragraphs:
        for control in controls.get(paragraph.number, ()):
            for tag in _read(f"{control.title} {control.tag}", paragraph, ""):
                yield tag._replace(level="")
        yield from _read(paragraph.text, paragraph, "")
    for header in outline.headers:
        for paragraph in header.paragraphs:
            yield from _read(paragraph.text, paragraph, header.part)


def _read(text: str, paragraph: WordParagraph, part: str) -> Iterator[Tag]:
    for source in _TAG.findall(text):
        yield _tag(source, paragraph, part)
    for loose in _LOOSE.findall(_TAG.sub(" ", text)):
        yield Tag(loose, paragraph, part, fault=f"«{loose}» lẻ loi, thẻ chưa viết đủ hai đầu")


def _tag(source: str, paragraph: WordParagraph, part: str) -> Tag:
    level, misspelt, body = _level(source)
    tag = Tag(" ".join(source.split()), paragraph, part, level, misspelt=misspelt)
    if source.startswith("{#"):
        return tag._replace(word=NOTE)
    if source.startswith("{{"):
        return _with_expression(tag, f"{{{{ {body} }}}}")
    word, *_ = [*re.findall(r"^\s*(\w+)", body), ""]
    tag = tag._replace(word=word)
    if word in ("else", *CLOSING):
        return tag._replace(fault="" if body.strip() == word else f"sau «{word}» còn chữ thừa")
    return _with_expression(tag, _WHOLE[word].format(body)) if word in WORDS else tag


def _level(source: str) -> tuple[str, bool, str]:
    """Split a tag into its level, whether the engine fails to see that, and the rest."""
    body = source[2:-2].translate(_QUOTES).strip("-+")
    exact = _LEVEL.match(body)
    match = exact or (_MISSPELT.match(body) if source.startswith("{%") else None)
    if match is None:
        return "", False, body
    return match[1].lower(), exact is None, body[match.end() :]


def _with_expression(tag: Tag, source: str) -> Tag:
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
    """Write `viec.noi_dung`, or `can_cu[]` for one picked by its place; nothing else has a path."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        above = _path(node.node)
        return above and f"{above}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        above = _path(node.node)
        step = "[]" if isinstance(node.arg.value, int) else f".{node.arg.value}"
        return above and above + step
    return ""


def _reads(node: nodes.Node) -> Iterator[str]:
    """List the longest paths that an expression draws on."""
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
    """List what goes behind plain values: names with an underscore in front, calls."""
    for attribute in tree.find_all(nodes.Getattr):
        if attribute.attr.startswith("_"):
            yield f".{attribute.attr}"
    for item in tree.find_all(nodes.Getitem):
        if isinstance(item.arg, nodes.Const) and str(item.arg.value).startswith("_"):
            yield f"['{item.arg.value}']"
    for filter_ in tree.find_all(nodes.Filter):
        if filter_.name == "attr":
            yield "attr"
    for call in tree.find_all(nodes.Call):
        yield f"{_path(call.node) or '…'}()"


def _unknown(tree: nodes.Template) -> Iterator[str]:
    """List the filters and tests that the engine does not have."""
    filters = (node.name for node in tree.find_all(nodes.Filter))
    tests = (node.name for node in tree.find_all(nodes.Test))
    yield from (name for name in filters if name not in _ENVIRONMENT.filters)
    yield from (name for name in tests if name not in _ENVIRONMENT.tests)


def trial(template: bytes, name: str, values: dict[str, Any]) -> Outline:
    """Read what a template prints, each paragraph with the template's that it was printed from.

    It is filled in apart: nobody vouches for what is only being checked.
    """
    source = canonical(template, numbered(template))
    printed = render_apart(source, name, values, "", "", date(1980, 1, 1))
    return with_origins(read_outline(printed), read_outline(source))
