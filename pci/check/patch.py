"""A change of files as a patch that `git apply` takes, whatever their names, line ends and last lines."""

import difflib
import re
from collections.abc import Iterator, Mapping

_PLAIN = re.compile(r"[ !#-\[\]-~]+")
_SHORT = {b: f"\\{c}" for b, c in zip(b'\a\b\t\n\v\f\r"\\', 'abtnvfr"\\', strict=True)}


def patch(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bytes:
    """What turns the files before into those after, by their paths from the top of the repository."""
    return b"".join(_hunks(path, before[path], after[path]) for path in sorted(after))


def _hunks(path: str, before: bytes, after: bytes) -> bytes:
    old, new = _quoted(f"a/{path}"), _quoted(f"b/{path}")
    rows = difflib.diff_bytes(
        difflib.unified_diff, _lines(before), _lines(after), old, new, lineterm=b"\n"
    )
    return b"".join(_whole(row) for row in rows)


def _lines(data: bytes) -> list[bytes]:
    """Lines as git counts them: only a line feed ends one."""
    return re.findall(rb"[^\n]*\n|[^\n]+", data)


def _whole(row: bytes) -> bytes:
    return row if row.endswith(b"\n") else row + b"\n\\ No newline at end of file\n"


def _quoted(path: str) -> bytes:
    """A path as git writes it in a patch: within quotes and byte by byte where it is not plain ASCII."""
    if _PLAIN.fullmatch(path):
        return path.encode() + b"\t" * (
            " " in path
        )  # other readers take a space for the name's end
    return f'"{"".join(_escaped(path))}"'.encode()


def _escaped(path: str) -> Iterator[str]:
    for byte in path.encode(errors="surrogateescape"):
        yield _SHORT.get(byte) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}")
