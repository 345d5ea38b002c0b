"""Reads back the passages that people edited in Word or LibreOffice: text of named content controls, the text between.

Word keeps a control around all its paragraphs. LibreOffice keeps it around the first one only, so there a passage
runs on to the next paragraph of the fixed style, the next control, or a table. In a table the whole cell is the
passage, however its paragraphs were split.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pci.formats.word_package import DOCUMENT, Package, W, local, value
from pci.vi import nfc

FIXED_STYLE = "PCI cố định"
"""Paragraphs of this style bound passages; the default template gives it to headings (`tools/templates/form.py`)."""

_TAG = re.compile(r"([a-z]+(?:\.[A-Za-z0-9.]+)?)#([0-9a-f]{8})")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNSEEN = ("del", "moveFrom", "pPr", "sdtPr", "Fallback")


class Read(NamedTuple):
    """One passage as it stands in a document: the mark it was made with, and its paragraphs now, without gaps."""

    mark: str
    lines: tuple[str, ...]


class Edited(NamedTuple):
    """What a document holds: its passages by name, and every other paragraph that prints something."""

    passages: dict[str, Read]
    outside: tuple[str, ...]


class _Block(NamedTuple):
    """A paragraph on the way through a document: `tag` is that of the control around it or inside it, `held` whether
    the control holds it whole, `cell` the table cell it is in."""

    node: Any
    tag: str | None
    held: bool
    cell: Any


def read_passages(data: bytes) -> Edited:
    """The passages of a .docx; one without any gives an empty mapping."""
    package = Package(data)
    fixed = _fixed_styles(package)
    body = package.part(DOCUMENT).find(W + "body")
    found: dict[str, Read] = {}
    outside: list[str] = []
    open_tag: str | None = None
    cell: Any = None
    for block in _blocks(body):
        style = value(block.node.find(W + "pPr"), "pStyle")
        if block.tag:
            # a control of a cell or of all its paragraphs ends where they end; one that LibreOffice cut runs on
            open_tag, cell = block.tag, block.cell
        elif block.cell is not cell or style in fixed:
            open_tag = None
        if open_tag is None:
            outside += filter(None, [_text(block.node).strip()])
        else:
            _add(found, open_tag, block.node)
        if block.tag and block.held and block.cell is None:
            open_tag = None
    return Edited(found, tuple(outside))


def gaps(data: bytes) -> tuple[str, ...]:
    """The highlighted words in square brackets that a draft still carries: what somebody must supply."""
    paragraphs = Package(data).part(DOCUMENT).iter(W + "p")
    marked = ("".join(_run_text(r) for r in _runs(p) if _is_marked(r)).strip() for p in paragraphs)
    return tuple(dict.fromkeys(words for words in marked if words.startswith("[")))


def _fixed_styles(package: Package) -> frozenset[str]:
    """The ids under which this file keeps the fixed style: a program may rename them, never the name people see."""
    styles = package.optional("word/styles.xml").iter(W + "style")
    return frozenset(s.get(W + "styleId", "") for s in styles if value(s, "name") == FIXED_STYLE)


def _blocks(parent: Any, tag: str | None = None, cell: Any = None) -> Iterator[_Block]:
    for node in parent:
        if node.tag == W + "p":
            inner = next((own for s in node.iter(W + "sdt") if (own := _tag_of(s))), None)
            yield _Block(node, tag or inner, tag is not None, cell)
        elif node.tag == W + "sdt":
            yield from _blocks(node, _tag_of(node) or tag, cell)
        elif node.tag == W + "tc":
            yield from _blocks(node, tag, node)
        elif local(node) not in _UNSEEN:
            yield from _blocks(node, tag, cell)


def _tag_of(control: Any) -> str | None:
    tag = value(control.find(W + "sdtPr"), "tag")
    return tag if _TAG.fullmatch(tag) else None


def _add(found: dict[str, Read], tag: str, paragraph: Any) -> None:
    """One more paragraph of a passage; what is highlighted in square brackets is a gap, not a word of anybody's."""
    name, _, mark = tag.partition("#")
    before = found.get(name, Read(mark, ()))
    runs = list(_runs(paragraph))
    text = "".join(map(_run_text, runs)).strip()
    marked = "".join(_run_text(r) for r in runs if _is_marked(r)).strip()
    if marked.startswith("[") and marked.endswith("]"):
        text = text.removesuffix(marked).strip()
    number = value(paragraph.find(f"{W}pPr/{W}numPr"), "numId")
    if text and number not in ("", "0") and not text.startswith(("-", "–")):
        text = f"- {text}"  # typed with a hyphen and made a list by the word processor
    lines = (line for part in text.split("\n") if (line := nfc(part).strip()))
    found[name] = before._replace(lines=(*before.lines, *lines))


def _text(paragraph: Any) -> str:
    return nfc("".join(map(_run_text, _runs(paragraph))))


def _runs(node: Any) -> Iterator[Any]:
    for part in node:
        if part.tag == W + "r":
            yield part
        elif local(part) not in _UNSEEN:
            yield from _runs(part)


def _run_text(run: Any) -> str:
    return "".join((part.text or "") if local(part) == "t" else _BREAKS.get(local(part), "") for part in run)


def _is_marked(run: Any) -> bool:
    own = run.find(W + "rPr")
    if value(own, "highlight") == "yellow":
        return True
    shade = None if own is None else own.find(W + "shd")
    return shade is not None and shade.get(W + "fill", "").upper() == "FFFF00"
