"""What proves an update, one line each: a document by number, symbol and day; a link; a file kept
in the workspace.

A link or a file may carry its fingerprint: `tai-lieu/bien-ban.pdf sha256:9f86d0…`.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

Fingerprints = Callable[[str], str | None]
"""Get the SHA-256 of the file at a path inside a workspace, null where there is none. Rules get
this fact about a disk as a function."""

_MARK = re.compile(r"(.+?)\s+((?:sha-?\d+|md5|blake\w+)\s*:.*)", re.DOTALL | re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LINK = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_FILE = re.compile(
    r"[^:*?\"<>|\n]*[/\\][^/\\:*?\"<>|\n]*\.(?=[a-z0-9]{2,5}$)[0-9]*[a-z][a-z0-9]*", re.IGNORECASE
)
_BARE_FILE = re.compile(
    r"[^\s/\\:*?\"<>|]+\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|jpe?g|png|gif|bmp|tiff?|heic|zip|rar|7z|txt|csv|html?|eml|msg)",
    re.IGNORECASE,
)

UNREACHABLE = re.compile(
    r"\b(?:javascript|vbscript|data|file|mailto):(?=\S)"
    r"|\b(?!https?:)[a-z][a-z0-9+.-]*://"
    r"|^https?:(?!//[^\s/]\S*(?:\s+sha256:\S*)?$)"
    r"|\\\\[^\s\\]+\\|^//|\b[a-z]:[\\/]|(?:^|[\\/ ])\.\.[\\/]",
    re.IGNORECASE,
)
"""What leads nowhere on another machine: a broken or local address, a drive, a private server, a
path out of the workspace."""


class Evidence(NamedTuple):
    """One line of evidence: its text without the fingerprint, and the link or file it names; a
    document that only a register knows has neither. `sha256` is the fingerprint as written."""

    line: str
    text: str
    link: str | None
    path: str | None
    sha256: str | None


def read(line: str) -> Evidence:
    """Read a line of evidence. A text with a fingerprint is a file; `412/BC-KKT` is not."""
    mark = _MARK.fullmatch(line)
    text = mark[1] if mark else line
    sha256 = mark[2].lower().removeprefix("sha256:") if mark else None
    if _LINK.fullmatch(text):
        return Evidence(line, text, text, None, sha256)
    is_file = mark or _FILE.fullmatch(text) or _BARE_FILE.fullmatch(text)
    return Evidence(line, text, None, text if is_file else None, sha256)


def is_fingerprint(mark: str) -> bool:
    """Whether a text has the form of a SHA-256."""
    return _SHA256.fullmatch(mark) is not None


def without_fingerprints(lines: Iterable[str]) -> tuple[str, ...]:
    """Get evidence as a list shows it: without fingerprints."""
    return tuple(read(line).text for line in lines)


def citable(lines: Iterable[str]) -> tuple[str, ...]:
    """Get evidence as a paper prints it: without files, which its reader cannot open."""
    return tuple(one.text for one in map(read, lines) if one.path is None)
