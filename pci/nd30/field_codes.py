"""The fields of a Word document, their codes put together as Word does, and those that fetch."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pci.files.office import External

_NAMES = "DDE|DDEAUTO|LINK|IMPORT|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|DATABASE|RD|MACROBUTTON"
_MADE = "…"
"""Stands in a code for what a field within it puts there."""
_FETCHING = re.compile(rf'\W*(?:{_NAMES})\b|[\s"“”]*\w*{_MADE}', re.I)
"""A field that fetches, or one whose very name another field makes."""
_MARKS = ("{*}fldChar", "{*}fldSimple", "{*}instrText", "{*}delInstrText")
_WORDS = ("{*}t", "{*}delText", "{*}tab", "{*}br", "{*}cr")
_SIGNS = (b"fldChar", b"fldSimple", b"nstrText", b"mailMerge")
_PLAIN = re.compile(
    rb"""(?:\xef\xbb\xbf)?<(?![?\x00])|(?:\xef\xbb\xbf)?<\?xml [^<>]*encoding=["']utf-8["']""", re.I
)


def may_fetch(part: bytes) -> bool:
    """Whether a part is worth a look: large tables of styles never are.

    In other encodings than UTF-8 names may be spelt otherwise.
    """
    return any(sign in part for sign in _SIGNS) or _PLAIN.match(part) is None


def fetched(root: Any, part: str) -> Iterator[tuple[External, Any]]:
    """What one part of a document would fetch, each with the node that asks for it."""
    for code, node in fields(root):
        if _FETCHING.match(code):
            yield External("field", " ".join(code.split()), part), node
    for merge in root.iter("{*}mailMerge"):
        # Not what it connects to, which may hold a password.
        kind = next(merge.iter("{*}mainDocumentType"), merge)
        yield External("mailMerge", _attribute(kind, "val"), part), merge


class _Field:
    """A field that has begun: its first node, its code so far, whether its result has begun too."""

    def __init__(self, node: Any) -> None:
        self.node = node
        self.code: list[str] = []
        self.is_shown = False


def fields(root: Any) -> Iterator[tuple[str, Any]]:
    """The code of every field with its first node.

    A code lies between a beginning and the mark that separates it from the field's result; Word
    takes it from any text there. A code that no beginning leads in stands for itself.
    """
    if next(root.iter(*_MARKS), None) is None:
        return
    begun: list[_Field] = []
    for node in root.iter(*_MARKS, *_WORDS):
        kind = etree.QName(node).localname
        if kind == "fldSimple":
            _interrupt(begun)
            yield _attribute(node, "instr"), node
        elif kind == "fldChar":
            yield from map(_whole, _turned(begun, node))
        elif begun and not begun[-1].is_shown:
            begun[-1].code.append("".join(node.itertext()) or " ")
        elif kind.endswith("nstrText"):
            yield "".join(node.itertext()), node
    yield from map(_whole, begun)


def _whole(field: _Field) -> tuple[str, Any]:
    return "".join(field.code), field.node


def _turned(begun: list[_Field], node: Any) -> Iterator[_Field]:
    """Begin a field, go on to its result, or end it: then this is the field."""
    mark = _attribute(node, "fldCharType")
    if mark == "begin":
        _interrupt(begun)
        begun.append(_Field(node))
    elif mark == "separate" and begun:
        begun[-1].is_shown = True
    elif mark == "end" and begun:
        yield begun.pop()


def _interrupt(begun: list[_Field]) -> None:
    """Note in the code of the field around that another field puts something there."""
    if begun and not begun[-1].is_shown:
        begun[-1].code.append(_MADE)


def _attribute(node: Any, name: str) -> str:
    """The value of an attribute, in whatever namespace."""
    return next((str(value) for key, value in node.items() if key.rpartition("}")[2] == name), "")
