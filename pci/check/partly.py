"""Findings in a file of which only a part could be read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, get_origin

from pci.core.diagnostic import Diagnostic, DocPath, SourceMap
from pci.core.fields import Record, fields_of


class Gap(NamedTuple):
    """What was not read of a file: the places left out, for the faults of its shape."""

    path: str
    kind: type[Record]
    left: Sequence[DocPath]
    faults: Sequence[Diagnostic]
    source: SourceMap


def without_followers(found: Iterable[Diagnostic], gap: Gap) -> Iterator[Diagnostic]:
    """Leave out what may follow from what was not read: findings inside the same task, unit or
    other entry, and those that name it, its register, the right spelling of a faulty word, or what
    an unknown key of the file may stand for."""
    entries = {_entry(path, gap.kind) for path in gap.left}
    there = entries & {*gap.source.keys}
    lines = {*chain.from_iterable(_lines(entry, gap.source) for entry in there)}
    right = {fault.instead for fault in gap.faults if fault.instead}
    names = {*map(str, chain.from_iterable(entries)), *right, *_absent(gap)}
    named = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})(?!\w)")
    for one in found:
        is_inside = one.where == gap.path and one.span.line in lines
        if not is_inside and not named.search(f"{one.message} {one.hint}"):
            yield one


def _absent(gap: Gap) -> set[str]:
    """The keys of the file that an unknown one may stand for, where nothing tells which."""
    known = fields_of(gap.kind)
    is_strange = any(path[0] not in known for path in gap.left)
    if not is_strange or all(fault.instead for fault in gap.faults if fault.code == "PCI101"):
        return set()
    return {key for key in known if (key,) not in gap.source.keys}


def _entry(path: DocPath, kind: type[Record]) -> DocPath:
    """The task, unit or other entry of a register that a place is in, else the part of the file."""
    field = fields_of(kind).get(str(path[0]))
    return path[:2] if field and get_origin(field.hint) is Mapping else path[:1]


def _lines(entry: DocPath, source: SourceMap) -> range:
    first, last = source.locate(entry, on_key=True), source.locate(entry)
    return range(first.line, last.end_line + (last.end_column > 1))
