"""The fields of a Word document that fetch: their codes put together as Word does, whatever the file calls them."""

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
    """Whether it is worth a look: large tables of styles never are. In other encodings names may be spelt otherwise."""
    return any(sign in part for sign in _SIGNS) or _PLAIN.match(part) is None


def fetched(root: Any, part: str) -> Iterator[tuple[External, Any]]:
    """What one part of a document would fetch, each with the node that asks for it."""
    for code, node in _fields(root):
        if _FETCHING.match(code):
            yield External("field", " ".join(code.split()), part), node
    for merge in root.iter("{*}mailMerge"):
        # Not what it connects to, which may hold a password.
        kind = next(merge.iter("{*}mainDocumentType"), merge)
        yield External("mailMerge", _attribute(kind, "val"), part), merge


def _fields(root: Any) -> Iterator[tuple[str, Any]]:
    """The code of every field with its first node. A code lies between a beginning and the sign that separates it from
    what the field shows; Word takes it from any text there. Codes that no beginning leads in stand for themselves."""
    if next(root.iter(*_MARKS), None) is None:
        return
    begun: list[_Field] = []
    for node in root.iter(*_MARKS, *_WORDS):
        kind = etree.QName(node).localname
        mark = _attribute(node, "fldCharType") if kind == "fldChar" else ""
        inside = begun[-1].code if begun and not begun[-1].is_shown else None
        if inside is not None and (kind == "fldSimple" or mark == "begin"):
            inside.append(_MADE)
        if kind == "fldSimple":
            yield _attribute(node, "instr"), node
        elif mark == "begin":
            begun.append(_Field(node))
        elif mark == "separate" and begun:
            begun[-1].is_shown = True
        elif mark == "end" and begun:
            yield begun.pop().told
        elif kind != "fldChar" and inside is not None:
            inside.append("".join(node.itertext()) or " ")
        elif kind.endswith("nstrText"):
            yield "".join(node.itertext()), node
    yield from (field.told for field in begun)


class _Field:
    """A field that has begun: its code so far, and whether what it shows has begun too."""

    def __init__(self, node: Any) -> None:
        self.node = node
        self.code: list[str] = []
        self.is_shown = False

    @property
    def told(self) -> tuple[str, Any]:
        return "".join(self.code), self.node


def _attribute(node: Any, name: str) -> str:
    return next((str(value) for key, value in node.items() if key.rpartition("}")[2] == name), "")
