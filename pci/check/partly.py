"""Findings in a file of which only a part could be read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import get_origin

from pci.core.diagnostic import Diagnostic, DocPath, SourceMap
from pci.core.fields import Record, fields_of


@dataclass(frozen=True)
class Gap:
    """What was not read of a file: the places left out, for the faults of its shape."""

    path: str
    kind: type[Record]
    left: Sequence[DocPath]
    faults: Sequence[Diagnostic]
    source: SourceMap

    def may_bring(self, found: Diagnostic) -> bool:
        """Whether a finding may follow from the gap: one inside the same task, unit or other entry,
        or one that names it, its register, the right spelling of a faulty word, or what an unknown
        key of the file may stand for."""
        is_inside = found.where == self.path and found.span.line in self._lines
        return is_inside or bool(self._names.search(f"{found.message} {found.hint}"))

    @cached_property
    def _entries(self) -> set[DocPath]:
        return {_entry(path, self.kind) for path in self.left}

    @cached_property
    def _lines(self) -> set[int]:
        there = self._entries & {*self.source.keys}
        return {*chain.from_iterable(_lines(entry, self.source) for entry in there)}

    @cached_property
    def _names(self) -> re.Pattern[str]:
        right = {fault.instead for fault in self.faults if fault.instead}
        names = {*map(str, chain.from_iterable(self._entries)), *right, *self._absent}
        sayable = "|".join(re.escape(name) for name in names if 0 < len(name) < 100)
        return re.compile(rf"(?<!\w)({sayable or '(?!)'})(?!\w)")

    @property
    def _absent(self) -> set[str]:
        """The keys of the file that an unknown one may stand for, where nothing tells which."""
        known = fields_of(self.kind)
        is_strange = any(path[0] not in known for path in self.left)
        if not is_strange or all(one.instead for one in self.faults if one.code == "PCI101"):
            return set()
        return {key for key in known if (key,) not in self.source.keys}


def _entry(path: DocPath, kind: type[Record]) -> DocPath:
    """The task, unit or other entry of a register that a place is in, else the part of the file."""
    field = fields_of(kind).get(str(path[0]))
    return path[:2] if field and get_origin(field.hint) is Mapping else path[:1]


def _lines(entry: DocPath, source: SourceMap) -> range:
    first, last = source.locate(entry, on_key=True), source.locate(entry)
    return range(first.line, last.end_line + (last.end_column > 1))
