"""How a Word file makes a paragraph and its runs look: defaults, chains of styles, own settings."""

import re
from collections.abc import Callable
from typing import Any

from pci.nd30.word_file import W, child, is_on, local, value

Look = dict[str, Any]
"""Settings by name: sizes and spaces in points, indents in millimetres, lines as in the file."""

SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
_THEMES = ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme")
_ALIGNMENTS = {"start": "left", "end": "right", "both": "justified"}
_NUMBER = re.compile(r"-?\d{1,9}(\.\d+)?")
_SINGLE = 1.15
"""The height of a single line of Times New Roman, as a multiple of its size."""
_AUTOMATIC = 14.0
"""The points that Word puts around a paragraph of a web page."""
_YES = ("1", "true", "on")


class Styles:
    """The styles of one document, each resolved once: a long table repeats a few of them."""

    def __init__(self, root: Any) -> None:
        self._nodes = {node.get(W + "styleId", ""): node for node in root.iter(W + "style")}
        defaults = child(root, "docDefaults")
        self._base = (
            _UNSET | _own(child(defaults, "pPrDefault")) | _own(child(defaults, "rPrDefault"))
        )
        defaults = filter(_is_default, root.iter(W + "style"))
        self._default = next((node.get(W + "styleId", "") for node in defaults), "")
        self._chains: dict[str, Look] = {"": {}}

    def id(self, paragraph: Any) -> str:
        """The style of a paragraph."""
        return value(paragraph.find(W + "pPr"), "pStyle") or self._default

    def paragraph(self, node: Any) -> Look:
        """The look of a paragraph, and of those of its runs that set nothing themselves."""
        return self._base | self._chain(self.id(node)) | _own(node)

    def run(self, paragraph: Look, node: Any) -> Look:
        """The look of a run of a paragraph."""
        return paragraph | self._chain(value(node.find(W + "rPr"), "rStyle")) | _own(node)

    def _chain(self, style: str) -> Look:
        """What a style and those it is based on set; a chain that bites its tail ends there."""
        if style not in self._chains:
            self._chains[style] = {}
            node = self._nodes.get(style)
            if node is not None:
                self._chains[style] = self._chain(value(node, "basedOn")) | _own(node)
        return self._chains[style]


def _is_default(style: Any) -> bool:
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in _YES


def length(node: Any, attribute: str) -> float:
    """A length in twips, 0 where there is none."""
    text = node.get(W + attribute, "0")
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"not a length: {text}")
    return float(text)


def millimetres(node: Any, attribute: str) -> float:
    """A length in twips as millimetres."""
    return length(node, attribute) * 25.4 / 1440


def line_spacing(look: Look, size: float) -> float:
    """In lines; an exact height is measured against a single line of text of that size."""
    line, rule = look["line"], look["rule"]
    if rule == "auto":
        return float(line) / 240
    share = float(line) / 20 / (size * _SINGLE) if size else 0.0
    return max(1.0, share) if rule == "atLeast" else share


def _own(node: Any) -> Look:
    """What a paragraph, a run or a style sets itself."""
    look: Look = {}
    for properties, readers in (("pPr", _PARAGRAPH), ("rPr", _RUN)):
        for setting in child(node, properties):
            if local(setting) in readers:
                look |= readers[local(setting)](setting)
    return look


def _switch(name: str) -> Callable[[Any], Look]:
    return lambda node: {name: is_on(node)}


def _fonts(node: Any) -> Look:
    """A theme's font wins over a name beside it, but not over a name set nearer to the text."""
    look: Look = {}
    for slot, theme in zip(SLOTS, _THEMES, strict=True):
        if node.get(W + theme):
            look[slot] = "theme"
        elif node.get(W + slot):
            look[slot] = node.get(W + slot)
    return look


def _align(node: Any) -> Look:
    name = node.get(W + "val", "left")
    return {"align": _ALIGNMENTS.get(name, name)}


def _indent(node: Any) -> Look:
    """By the side's old name or its new one; a hanging first line is negative."""
    look: Look = {}
    for side, name in (("left", "start"), ("left", "left"), ("right", "end"), ("right", "right")):
        if node.get(W + name):
            look[side] = millimetres(node, name)
    if node.get(W + "hanging"):
        look["first_line"] = -millimetres(node, "hanging")
    elif node.get(W + "firstLine"):
        look["first_line"] = millimetres(node, "firstLine")
    return look


def _spacing(node: Any) -> Look:
    look: Look = {}
    for side in ("before", "after"):
        if node.get(f"{W}{side}Autospacing") in _YES:
            look[f"space_{side}"] = _AUTOMATIC
        elif node.get(W + side):
            look[f"space_{side}"] = length(node, side) / 20
    if node.get(W + "line"):
        look |= {"line": length(node, "line"), "rule": node.get(W + "lineRule", "auto")}
    return look


def _borders(node: Any) -> Look:
    """How the lines above and below are drawn, nothing where none is."""
    look: Look = {}
    for name, side in (("line_above", "top"), ("line_below", "bottom")):
        border = node.find(W + side)
        if border is not None:
            drawn = border.get(W + "val", "none")
            look[name] = "" if drawn in ("none", "nil") else drawn
    return look


_RUN: dict[str, Callable[[Any], Look]] = {
    "rFonts": _fonts,
    "sz": lambda node: {"size": length(node, "val") / 2},
    "b": _switch("bold"),
    "i": _switch("italic"),
    "caps": _switch("caps"),
    "color": lambda node: {"colour": node.get(W + "val", "auto")},
    "highlight": lambda node: {"highlight": node.get(W + "val", "none")},
    "vanish": _switch("hidden"),
}
_PARAGRAPH: dict[str, Callable[[Any], Look]] = {
    "jc": _align,
    "ind": _indent,
    "spacing": _spacing,
    "contextualSpacing": _switch("contextual"),
    "pBdr": _borders,
    "numPr": lambda node: {"list": (value(node, "numId"), value(node, "ilvl") or "0")},
}
_UNSET: Look = {
    **dict.fromkeys(SLOTS, ""),
    "size": 10.0,
    "bold": False,
    "italic": False,
    "caps": False,
    "colour": "auto",
    "highlight": "none",
    "hidden": False,
    "align": "left",
    "first_line": 0.0,
    "left": 0.0,
    "right": 0.0,
    "space_before": 0.0,
    "space_after": 0.0,
    "contextual": False,
    "line": 240.0,
    "rule": "auto",
    "line_above": "",
    "line_below": "",
    "list": ("", "0"),
}
"""The look where no style says anything."""
