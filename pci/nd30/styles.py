"""What a Word file makes of a paragraph and a run: its defaults, then chains of styles, then settings of their own."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pci.nd30.word_file import W, child, is_on, local, value

Look = dict[str, Any]

SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
_THEMES = {
    "ascii": "asciiTheme",
    "hAnsi": "hAnsiTheme",
    "cs": "cstheme",
    "eastAsia": "eastAsiaTheme",
}
_ALIGNMENTS = {"start": "left", "end": "right", "both": "justified"}
_LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d+)?)(mm|cm|in|pt|pc|pi)?")
_TWIPS = {
    None: 1.0,
    "mm": 1440 / 25.4,
    "cm": 1440 / 2.54,
    "in": 1440.0,
    "pt": 20.0,
    "pc": 240.0,
    "pi": 240.0,
}
_SINGLE = 1.15
"""The height of a single line of Times New Roman, as a multiple of its size."""


class Styles:
    """The styles of one document, each resolved once: a long table repeats a few of them thousands of times."""

    def __init__(self, root: Any) -> None:
        self._nodes = {node.get(W + "styleId", ""): node for node in root.iter(W + "style")}
        paragraphs = (
            i
            for i, node in self._nodes.items()
            if node.get(W + "type") == "paragraph" and _is_default(node)
        )
        self._default = next(paragraphs, "")
        defaults = child(root, "docDefaults")
        self._run_base = _UNSET | _settings(child(defaults, "rPrDefault").find(W + "rPr"), _RUN)
        self._paragraph_base = _settings(child(defaults, "pPrDefault").find(W + "pPr"), _PARAGRAPH)
        self._chains: dict[str, tuple[Look, Look]] = {"": ({}, {})}

    def name(self, own: Any) -> str:
        """The style of a paragraph, given its own properties."""
        return value(own, "pStyle") or self._default

    def paragraph(self, own: Any) -> Look:
        """The look of a paragraph: defaults, its style chain, its own settings."""
        return self._paragraph_base | self._chain(self.name(own))[0] | _settings(own, _PARAGRAPH)

    def runs_of(self, own: Any) -> Look:
        """The look of the runs of a paragraph that set nothing themselves."""
        return self._run_base | self._chain(self.name(own))[1]

    def run(self, base: Look, own: Any) -> Look:
        """The look of a run on top of its paragraph's."""
        return base | self._chain(value(own, "rStyle"))[1] | _settings(own, _RUN)

    def _chain(self, style: str) -> tuple[Look, Look]:
        """What a style and those it is based on set for paragraphs and runs; a chain that bites its tail ends there."""
        if style not in self._chains:
            self._chains[style] = ({}, {})
            node = self._nodes.get(style)
            paragraph, run = self._chain(value(node, "basedOn"))
            if node is not None:
                paragraph = paragraph | _settings(node.find(W + "pPr"), _PARAGRAPH)
                run = run | _settings(node.find(W + "rPr"), _RUN)
            self._chains[style] = (paragraph, run)
        return self._chains[style]


def length(node: Any, attribute: str) -> float:
    """A length in twips, 0 where there is none: a bare number, or one with its unit as newer programs write it."""
    text = node.get(W + attribute, "0")
    found = _LENGTH.fullmatch(text)
    if not found:
        raise ValueError(f"not a length: {text}")
    return float(found[1]) * _TWIPS[found[2]]


def millimetres(twips: float) -> float:
    """Twentieths of a point in millimetres."""
    return twips * 25.4 / 1440


def line_spacing(look: Look, size: float) -> float:
    """In lines; an exact height is measured against a single line of text of that size."""
    line, rule = look.get("line", 240.0), look.get("rule", "auto")
    if rule == "auto":
        return float(line) / 240
    share = float(line) / 20 / (size * _SINGLE) if size else 0.0
    return max(1.0, share) if rule == "atLeast" else share


def _settings(node: Any, readers: Mapping[str, Callable[[Any], Look]]) -> Look:
    """What one set of properties says by itself."""
    found: Look = {}
    for part in () if node is None else node:
        name = local(part)
        if name in readers:
            found |= readers[name](part)
    return found


def _is_default(node: Any) -> bool:
    return node.get(W + "default") in ("1", "true", "on")


def _toggle(name: str, node: Any) -> Look:
    return {name: is_on(node)}


def _fonts(node: Any) -> Look:
    """A theme font wins over a name beside it, but not over a name set nearer to the text."""
    found: Look = {slot: node.get(W + slot) for slot in SLOTS if node.get(W + slot)}
    return found | {slot: "theme" for slot, theme in _THEMES.items() if node.get(W + theme)}


def _align(node: Any) -> Look:
    name = node.get(W + "val", "left")
    return {"align": _ALIGNMENTS.get(name, name)}


def _indent(node: Any) -> Look:
    """Millimetres from the margins, by the side's old name or its new one; a hanging first line is negative."""
    names = (("left", "start"), ("left", "left"), ("right", "end"), ("right", "right"))
    found: Look = {
        side: millimetres(length(node, name)) for side, name in names if node.get(W + name)
    }
    if node.get(W + "hanging"):
        return found | {"first_line": -millimetres(length(node, "hanging"))}
    return found | (
        {"first_line": millimetres(length(node, "firstLine"))} if node.get(W + "firstLine") else {}
    )


def _spacing(node: Any) -> Look:
    """Points before and after, the automatic 14 points of web pages included."""
    found: Look = {}
    for side in ("before", "after"):
        if node.get(f"{W}{side}Autospacing") in ("1", "true", "on"):
            found[side] = 14.0
        elif node.get(W + side):
            found[side] = length(node, side) / 20
    if node.get(W + "line"):
        found |= {"line": length(node, "line"), "rule": node.get(W + "lineRule", "auto")}
    return found


def _borders(node: Any) -> Look:
    """How the line of each side is drawn, nothing where none is."""
    drawn = {local(side): side.get(W + "val", "none") for side in node}
    return {side: "" if line in ("none", "nil") else line for side, line in drawn.items()}


_RUN: dict[str, Callable[[Any], Look]] = {
    "rFonts": _fonts,
    "sz": lambda node: {"size": length(node, "val") / 2},
    "b": partial(_toggle, "bold"),
    "i": partial(_toggle, "italic"),
    "caps": partial(_toggle, "caps"),
    "color": lambda node: {"colour": node.get(W + "val", "auto")},
    "highlight": lambda node: {"highlight": node.get(W + "val", "none")},
    "vanish": partial(_toggle, "hidden"),
}
_PARAGRAPH: dict[str, Callable[[Any], Look]] = {
    "jc": _align,
    "ind": _indent,
    "spacing": _spacing,
    "contextualSpacing": partial(_toggle, "contextual"),
    "pBdr": _borders,
}
_UNSET: Look = dict.fromkeys(SLOTS, "") | {
    "size": 10.0,
    "bold": False,
    "italic": False,
    "caps": False,
    "colour": "auto",
    "highlight": "none",
    "hidden": False,
}
