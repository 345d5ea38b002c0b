"""What proves an update, one line each: a document by number, symbol and day; a link; a file kept
in the workspace.

A link or a file may carry its fingerprint: `tai-lieu/bien-ban.pdf sha256:9f86d0…`.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

Fingerprints = Callable[[str], str | None]
"""Get the SHA-256 of the file at a path inside a workspace, null where there is none, empty
where it is too large to have one. Rules get this fact about a disk as a function."""

DOCUMENT_TYPES = {
    "BB": "Biên bản",
    "BC": "Báo cáo",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "CT": "Chỉ thị",
    "CTr": "Chương trình",
    "CĐ": "Công điện",
    "GGT": "Giấy giới thiệu",
    "GM": "Giấy mời",
    "GNP": "Giấy nghỉ phép",
    "GUQ": "Giấy ủy quyền",
    "HD": "Hướng dẫn",
    "HĐ": "Hợp đồng",
    "KH": "Kế hoạch",
    "NQ": "Nghị quyết",
    "PA": "Phương án",
    "PB": "Phiếu báo",
    "PC": "Phiếu chuyển",
    "PG": "Phiếu gửi",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "QĐ": "Quyết định",
    "TB": "Thông báo",
    "TC": "Thông cáo",
    "TTr": "Tờ trình",
    "ĐA": "Đề án",
    "DA": "Dự án",
}
"""Types of document by the letters that open a symbol (NĐ 30/2020/NĐ-CP, Phụ lục III, mục I); only
a công văn has none."""

_DOCUMENT = re.compile(r"\d+/([A-ZĐa-zđ]+)-[A-ZĐa-zđ.&-]+ ngày \d{1,2}/\d{1,2}/\d{4}")
_MARK = re.compile(r"(.*?\S)\s+((?:sha-?\d+|md5|blake\w+)\s*:.*)", re.DOTALL | re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LINK = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_FILE = re.compile(
    r"[^:*?\"<>|\n]*[/\\][^/\\:*?\"<>|\n]*\.(?=[a-z0-9]{2,5}$)[0-9]*[a-z][a-z0-9]*", re.IGNORECASE
)
_BARE_FILE = re.compile(
    r"[^\s/\\:*?\"<>|]+\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|jpe?g|png|gif|bmp|tiff?|heic|zip|rar|7z|txt|csv|html?|eml|msg)",
    re.IGNORECASE,
)

UNREACHABLE = re.compile(
    r"\b(?:javascript|vbscript|data|file|mailto):(?=\S)"
    r"|\b(?!https?:)[a-z][a-z0-9+.-]{0,30}://"
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
    return tuple(_cited(one.text) for one in map(read, lines) if one.path is None)


def _cited(text: str) -> str:
    """Put the type before a document that is named by nothing but its number, symbol and day.

    >>> _cited("371/KCN-VP ngày 30/8/2024")
    'Công văn số 371/KCN-VP ngày 30/8/2024'
    """
    document = _DOCUMENT.fullmatch(text)
    return f"{DOCUMENT_TYPES.get(document[1], 'Công văn')} số {text}" if document else text
