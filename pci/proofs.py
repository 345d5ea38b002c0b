"""What proves an update, one line each: a document by number, symbol and day; a link; a file kept in the workspace.

A link or a file may carry its fingerprint: `tai-lieu/bien-ban.pdf sha256:9f86d0…`.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

Fingerprints = Callable[[str], str | None]
"""The SHA-256 of the file at a path inside a workspace, null where there is none: a fact about a disk, told to rules as
a value."""

_MARK = re.compile(r"(.+?)\s+sha256:(\S*)", re.DOTALL)
_LINK = re.compile(r"https?://[^\s/]+\S*")
_FILE = re.compile(r"[^:*?\"<>|\n]*/[^/:*?\"<>|\n]*\.(?=[a-z0-9]{2,5}$)[0-9]*[a-z][a-z0-9]*", re.IGNORECASE)


class Proof(NamedTuple):
    """One line, what it says without its fingerprint, and what it leads to: a link, a file, or neither for a document
    that only a register knows."""

    line: str
    text: str
    link: str | None
    path: str | None
    sha256: str | None


def read(line: str) -> Proof:
    """A line of evidence told apart. What carries a fingerprint is no mere document; `412/BC-KKT` is no path."""
    marked = _MARK.fullmatch(line)
    text, sha256 = (marked[1], marked[2]) if marked else (line, None)
    link = text if _LINK.fullmatch(text) else None
    path = text if link is None and (marked or _FILE.fullmatch(text)) else None
    return Proof(line, text, link, path, sha256)


def shown(lines: Iterable[str]) -> tuple[str, ...]:
    """Evidence as a list shows it: without the fingerprints."""
    return tuple(read(line).text for line in lines)


def printed(lines: Iterable[str]) -> tuple[str, ...]:
    """Evidence as a paper prints it: what its reader can look up, so not the files of our own folders."""
    return tuple(proof.text for proof in map(read, lines) if proof.path is None)
