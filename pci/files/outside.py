"""The only door for a file from outside: it is looked at before it is opened, its size is judged
before it is read."""

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path

from pci.console import as_given
from pci.core.errors import CannotDo

MOST_BYTES = 50_000_000
"""Of a file that is read whole: a Word file of words, a workbook take some hundred kilobytes."""
MOST_OF_EVIDENCE = 500_000_000
"""Of a file of which only the fingerprint is kept, such as a scan."""


def opened(path: Path, most: int | None) -> BufferedReader:
    """Open a plain file of no more than `most` bytes.

    Raises an OSError for any other: a device never ends, a pipe waits for ever.
    """
    there = path.stat()
    if stat.S_ISDIR(there.st_mode):
        raise _refusal(errno.EISDIR, path)
    if not stat.S_ISREG(there.st_mode):
        raise _refusal(errno.ENODEV, path)
    if most is not None and there.st_size > most:
        raise _refusal(errno.EOVERFLOW, path)
    return path.open("rb")


def _refusal(why: int, path: Path) -> OSError:
    return OSError(why, os.strerror(why), as_given(path))


def whole_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """Read a plain file of no more than `most` bytes."""
    with opened(path, most) as file:
        return file.read(most)


def file_beginning(path: Path, most: int) -> bytes:
    """Read a plain file, of a larger one no more than shows that it is larger."""
    with opened(path, None) as file:
        return file.read(most + 1)


def fingerprint(path: Path) -> str:
    """Hash a plain file by SHA-256."""
    with opened(path, MOST_OF_EVIDENCE) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refuse_link(place: Path, shown: str) -> None:
    """Refuse a link among the files of a workspace: it may lead out of it, or nowhere."""
    if place.is_symlink():
        raise CannotDo(f"{shown} là liên kết", "thay bằng tệp, thư mục thật")
