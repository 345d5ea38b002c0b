"""The fixes that need no judgement, as a patch: composed letters, single spaces, no
blanks at the ends of lines, a last newline.

Only files that people edit are fixed: updates and issues are named or sealed by their content and
never change.
"""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pci.core.diagnostic import Diagnostic, Severity
from pci.core.vi import nfc
from pci.files import yamlio
from pci.files.paths import is_sealed

_SPACES = "PCI444"
_MEANING = "PCI2"
"""From here on codes are of meaning: a file with an error before them cannot be judged."""

_TRAILING = re.compile(r"(?<![\\ \t])[ \t]+(?=\r?(?:\n|\Z))")
"""Blanks at a line's end; after a backslash, one of them is text."""

Files = Mapping[str, bytes]
Judge = Callable[[Files], Iterable[Diagnostic]]
"""Every finding in the files of a year."""


class Fixes(NamedTuple):
    """New contents of the files that a fix changes, the sealed files that would need one, and the
    files whose errors of shape keep fixes back."""

    files: Files
    sealed: tuple[str, ...]
    faulty: tuple[str, ...]


def fixes(contents: Files, judge: Judge) -> Fixes:
    """Every safe fix of a year's files.

    Where single spaces bring about a new finding, as in a text that is quoted elsewhere, spaces
    stay.
    """
    clean = {path: _clean(data, path) for path, data in contents.items()}
    sealed = tuple(path for path in filter(is_sealed, clean) if clean[path] != contents[path])
    new = clean | {path: contents[path] for path in sealed}
    before = list(judge(contents))
    faulty = _faulty(before)
    single = new | _single_spaced(new, (d for d in judge(new) if d.where not in faulty))
    if not _codes(judge(single)) - _codes(before):
        new = single
    changed = {path: data for path, data in new.items() if data != contents[path]}
    return Fixes(changed, sealed, faulty)


def _faulty(findings: Iterable[Diagnostic]) -> tuple[str, ...]:
    """The files with an error of shape."""
    errors = (d for d in findings if d.severity is Severity.ERROR and d.code < _MEANING)
    return tuple(dict.fromkeys(d.where for d in errors))


def _codes(diagnostics: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    return Counter((d.where, d.code) for d in diagnostics)


def _clean(data: bytes, path: str) -> bytes:
    """A file with composed letters and clean ends of lines; what cannot be read stays."""
    if not path.endswith(".yaml") or yamlio.read(data, path).tree is None:
        return data
    text = _TRAILING.sub("", nfc(data.decode()))
    if not text.endswith("\n"):
        text += "\r\n" if "\r\n" in text else "\n"
    return text.encode()


def _single_spaced(files: Files, diagnostics: Iterable[Diagnostic]) -> dict[str, bytes]:
    """The files in which the rule on spaces marks some, with what it proposes instead."""
    lines: dict[str, list[str]] = {}
    for d in sorted(diagnostics, key=lambda d: d.span, reverse=True):
        if d.code == _SPACES and d.instead is not None and d.span.line == d.span.end_line:
            of = lines.setdefault(d.where, files[d.where].decode().split("\n"))
            line = of[d.span.line - 1]
            start, end = d.span.column - 1, d.span.end_column - 1
            of[d.span.line - 1] = line[:start] + d.instead + line[end:]
    return {path: "\n".join(of).encode() for path, of in lines.items()}


def patch(before: Files, after: Files) -> bytes:
    """What turns the files before into those after for `git apply`, by their paths from the top of
    the repository."""
    return b"".join(_changes(path, before[path], after[path]) for path in sorted(after))


def _changes(path: str, before: bytes, after: bytes) -> bytes:
    end = "\t" * (" " in path)  # other readers take a space for the end of a name
    old, new = (f"{side}/{path}{end}".encode() for side in "ab")
    rows = difflib.diff_bytes(
        difflib.unified_diff, _lines(before), _lines(after), old, new, lineterm=b"\n"
    )
    return b"".join(
        row if row.endswith(b"\n") else row + b"\n\\ No newline at end of file\n" for row in rows
    )


def _lines(data: bytes) -> list[bytes]:
    """Lines as git counts them: only a line feed ends one."""
    return re.findall(rb"[^\n]*\n|[^\n]+", data)
