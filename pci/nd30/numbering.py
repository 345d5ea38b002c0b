"""The labels that a word processor prints before the paragraphs of its lists, in no run of theirs: `-`, `2.`, `b)`."""

from collections.abc import Iterator
from typing import Any

from pci.core.vi import roman
from pci.nd30.word_file import Package, W, value

_BULLET = "-"


class Lists:
    """The lists of one document. Ask for every paragraph's label once, in order: the numbers count on."""

    def __init__(self, package: Package) -> None:
        root = package.optional("word/numbering.xml")
        abstract = {node.get(W + "abstractNumId"): node for node in root.iter(W + "abstractNum")}
        self._levels = {
            (node.get(W + "numId", ""), level.get(W + "ilvl", "0")): level
            for node in root.iter(W + "num")
            for level in _levels(abstract.get(value(node, "abstractNumId")))
        }
        self._styles = {
            s.get(W + "styleId", ""): s
            for s in package.optional("word/styles.xml").iter(W + "style")
        }
        self._counts: dict[tuple[str, str], int] = {}

    def label(self, paragraph: Any) -> str:
        """What stands before a paragraph: a number as printed, a hyphen for any bullet, nothing outside of lists."""
        found = next(self._properties(paragraph), None)
        key = (value(found, "numId"), value(found, "ilvl") or "0")
        level = self._levels.get(key)
        if level is None:
            return ""
        for other in [o for o in self._counts if o[0] == key[0] and o[1] > key[1]]:
            del self._counts[other]
        self._counts[key] = self._counts.get(key, int(value(level, "start") or 1) - 1) + 1
        text = value(level, "lvlText")
        if value(level, "numFmt") in ("bullet", "none") or "%" not in text:
            return _BULLET if text.strip() else ""
        for n in range(9):
            text = text.replace(f"%{n + 1}", self._number(key[0], str(n)))
        return text.strip()

    def _number(self, num: str, depth: str) -> str:
        level = self._levels.get((num, depth))
        return _written(value(level, "numFmt"), self._counts.get((num, depth), 1))

    def _properties(self, paragraph: Any) -> Iterator[Any]:
        """Where a paragraph is said to belong to a list: by itself, else by its style or one that this is based on."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            yield own
        style, seen = value(paragraph.find(W + "pPr"), "pStyle"), set[str]()
        while (node := self._styles.get(style)) is not None and style not in seen:
            if (found := node.find(f"{W}pPr/{W}numPr")) is not None:
                yield found
            seen.add(style)
            style = value(node, "basedOn")


def _levels(abstract: Any) -> list[Any]:
    return [] if abstract is None else abstract.findall(W + "lvl")


def _written(kind: str, number: int) -> str:
    """A number as one of the formats that Word offers first; the rare others as digits."""
    if kind in ("lowerRoman", "upperRoman"):
        return roman(number).lower() if kind == "lowerRoman" else roman(number)
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    return str(number)
