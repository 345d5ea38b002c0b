"""The mends that nobody needs to think about: composed letters, single spaces, no blanks at line ends, a final newline.

Only in files that people edit. Updates and issues are named or sealed by their content and never change.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pci.check.rules import is_sealed
from pci.core.diagnostic import Diagnostic, Severity, Span
from pci.core.vi import nfc
from pci.files import yamlio

_SPACES = "PCI444"
_MEANING = "PCI2"
"""From here on codes are of meaning: a file with a fault before them says nothing yet."""

_DOUBLE = re.compile("[ \t]{2,}")
_TRAILING = re.compile(r"(?<![\\ \t])[ \t]+(?=\r?(?:\n|\Z))")
"""Blanks at a line's end; after a backslash, one of them is text."""
_BOM = b"\xef\xbb\xbf"

Files = Mapping[str, bytes]
Judge = Callable[[Files], Iterable[Diagnostic]]
"""Every finding in the files of a year."""


class Mended(NamedTuple):
    """New contents of the files that a mend changes, the files that need one but must stay as they are, and those whose
    faults of shape keep mends back."""

    files: Files
    sealed: tuple[str, ...]
    faulty: tuple[str, ...]


def mended(contents: Files, judge: Judge) -> Mended:
    """Every safe mend of a year's files. Where one would bring about a finding that was not there, as when a quotation
    no longer fits what it quotes, only the layout is mended."""
    laid = {path: _laid_out(data, path) for path, data in contents.items()}
    single = _single_spaced(laid, judge(laid))
    sealed = tuple(path for path in contents if is_sealed(path) and single[path] != contents[path])
    candidates = (
        {path: made[path] for path in contents if not is_sealed(path)} for made in (single, laid)
    )
    found = judge(contents)
    before = _codes(found)
    kept = next(files for files in candidates if not _codes(judge({**contents, **files})) - before)
    faulty = dict.fromkeys(
        d.where for d in found if d.severity is Severity.ERROR and d.code < _MEANING
    )
    return Mended(
        {path: data for path, data in kept.items() if data != contents[path]}, sealed, tuple(faulty)
    )


def _codes(found: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    return Counter((d.where, d.code) for d in found)


def _laid_out(data: bytes, path: str) -> bytes:
    """A file with composed letters and clean line ends; one that cannot be read stays as it is."""
    if not path.endswith(".yaml") or yamlio.read(data, path).tree is None:
        return data
    text = _TRAILING.sub("", nfc(data.decode()))
    if not text.endswith("\n"):
        text += "\r\n" if "\r\n" in text else "\n"
    return text.encode()


def _single_spaced(contents: Files, found: Iterable[Diagnostic]) -> Files:
    """The same files with one space wherever the rule on spaces marks several."""
    spans: dict[str, list[Span]] = {}
    for d in found:
        if d.code == _SPACES:
            spans.setdefault(d.where, []).append(d.span)
    return {**contents, **{path: _joined(contents[path], of) for path, of in spans.items()}}


def _joined(data: bytes, spans: Iterable[Span]) -> bytes:
    lines = data.removeprefix(_BOM).decode().split("\n")
    for span in sorted(spans, reverse=True):
        line = lines[span.line - 1]
        before, marked, after = (
            line[: span.column - 1],
            line[span.column - 1 : span.end_column - 1],
            line,
        )
        if span.line == span.end_line and _DOUBLE.fullmatch(marked):
            after = f"{before} {line[span.end_column - 1 :]}"
        lines[span.line - 1] = after
    return data[: len(_BOM) * data.startswith(_BOM)] + "\n".join(lines).encode()
