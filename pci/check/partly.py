"""Findings in a file of which only a part could be read."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import get_origin

from pci.core.diagnostic import Diagnostic, DocPath, SourceMap
from pci.core.fields import Record, fields_of


def without_followers(
    found: Iterable[Diagnostic],
    left: Iterable[DocPath],
    faults: Iterable[Diagnostic],
    kind: type[Record],
    source: SourceMap,
) -> Iterator[Diagnostic]:
    """Leave out what may follow from what was not read: findings inside the same task, unit or
    other entry, and those that name it, its register, or the right spelling of a faulty word."""
    entries = {_entry(path, kind) for path in left}
    there = entries & {*source.keys}
    lines = {*chain.from_iterable(_lines(entry, source) for entry in there)}
    names = {*map(str, chain.from_iterable(entries)), *(d.instead for d in faults if d.instead)}
    named = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})(?!\w)")
    for one in found:
        if one.span.line not in lines and not named.search(f"{one.message} {one.hint}"):
            yield one


def _entry(path: DocPath, kind: type[Record]) -> DocPath:
    """The task, unit or other entry of a register that a place is in, else the part of the file."""
    field = fields_of(kind).get(str(path[0]))
    return path[:2] if field and get_origin(field.hint) is Mapping else path[:1]


def _lines(entry: DocPath, source: SourceMap) -> range:
    first, last = source.locate(entry, on_key=True), source.locate(entry)
    return range(first.line, last.end_line + (last.end_column > 1))
