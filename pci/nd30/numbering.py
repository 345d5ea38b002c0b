"""The labels that Word prints before the items of lists, in no run of theirs: `-`, `2.`, `b)`."""

from collections import defaultdict
from typing import Any

from pci.core.vi import roman
from pci.nd30.word_file import W, value

_BULLET = "-"
_LEVELS = tuple("012345678")
_LONGEST = 100
"""Of the text of a label, which Word bounds too."""
_ROMAN_END = 4000

Level = tuple[str, str]
"""A list and how deep in it: the values of `numId` and `ilvl`."""


class Lists:
    """The lists of one document; asked for every item's label once, in order, they count on."""

    def __init__(self, numbering: Any) -> None:
        kinds = {
            kind.get(W + "abstractNumId"): {
                level.get(W + "ilvl", "0"): level for level in kind.iter(W + "lvl")
            }
            for kind in numbering.iter(W + "abstractNum")
        }
        self._levels: dict[str, dict[str, Any]] = {
            node.get(W + "numId", ""): kinds.get(value(node, "abstractNumId"), {})
            for node in numbering.iter(W + "num")
        }
        self._counts: dict[str, dict[str, int]] = defaultdict(dict)

    def label(self, item: Level) -> str:
        """A number as printed, a hyphen for any bullet, nothing outside of lists."""
        number, depth = item
        level = self._levels.get(number, {}).get(depth)
        if level is None or depth not in _LEVELS:
            return ""
        self._count(item, level)
        text = value(level, "lvlText")[:_LONGEST]
        if value(level, "numFmt") in ("bullet", "none") or "%" not in text:
            return _BULLET if text.strip() else ""
        for above in _LEVELS:
            text = text.replace(f"%{int(above) + 1}", self._number(number, above))
        return text.strip()

    def _count(self, item: Level, level: Any) -> None:
        """Go on by one, and begin anew with what is deeper."""
        number, depth = item
        counts = self._counts[number]
        before = counts.get(depth, int(value(level, "start") or 1) - 1)
        kept = {other: count for other, count in counts.items() if other <= depth}
        self._counts[number] = {**kept, depth: before + 1}

    def _number(self, number: str, depth: str) -> str:
        kind = value(self._levels[number].get(depth), "numFmt")
        return _written(kind, self._counts[number].get(depth, 1))


def _written(kind: str, number: int) -> str:
    """A number in one of the formats that Word offers first; the rare others as digits."""
    if kind.endswith("Roman") and number < _ROMAN_END:
        text = roman(number)
    elif kind.endswith("Letter"):
        text = chr(ord("A") + (number - 1) % 26)
    else:
        return str(number)
    return text.lower() if kind.startswith("lower") else text
