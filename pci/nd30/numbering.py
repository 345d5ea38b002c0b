"""The labels that Word prints before the items of lists, in no run of theirs: `-`, `2.`, `b)`."""

from typing import Any

from pci.core.vi import roman
from pci.nd30.word_file import W, value

_BULLET = "-"
_LEVELS = 9

Level = tuple[str, str]
"""A list and how deep in it: the values of `numId` and `ilvl`."""


class Lists:
    """The lists of one document; asked for every item's label once, in order, they count on."""

    def __init__(self, numbering: Any) -> None:
        kinds = {node.get(W + "abstractNumId"): node for node in numbering.iter(W + "abstractNum")}
        self._levels: dict[Level, Any] = {}
        for node in numbering.iter(W + "num"):
            kind = kinds.get(value(node, "abstractNumId"))
            for level in () if kind is None else kind.iter(W + "lvl"):
                self._levels[node.get(W + "numId", ""), level.get(W + "ilvl", "0")] = level
        self._counts: dict[Level, int] = {}

    def label(self, item: Level) -> str:
        """A number as printed, a hyphen for any bullet, nothing outside of lists."""
        level = self._levels.get(item)
        if level is None:
            return ""
        self._count(item, level)
        text = value(level, "lvlText")
        if value(level, "numFmt") in ("bullet", "none") or "%" not in text:
            return _BULLET if text.strip() else ""
        for depth in range(_LEVELS):
            text = text.replace(f"%{depth + 1}", self._number(item[0], str(depth)))
        return text.strip()

    def _count(self, item: Level, level: Any) -> None:
        """Go on by one, and begin anew with what is deeper."""
        number, depth = item
        before = self._counts.get(item, int(value(level, "start") or 1) - 1)
        kept = {i: n for i, n in self._counts.items() if i[0] != number or i[1] <= depth}
        self._counts = {**kept, item: before + 1}

    def _number(self, number: str, depth: str) -> str:
        kind = value(self._levels.get((number, depth)), "numFmt")
        return _written(kind, self._counts.get((number, depth), 1))


def _written(kind: str, number: int) -> str:
    """A number in one of the formats that Word offers first; the rare others as digits."""
    if kind.endswith("Roman"):
        text = roman(number)
    elif kind.endswith("Letter"):
        text = chr(ord("A") + (number - 1) % 26)
    else:
        return str(number)
    return text.lower() if kind.startswith("lower") else text
