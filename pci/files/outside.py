"""The only door for a file from outside: it is looked at before it is opened, its size is judged
before it is read."""

import errno
import hashlib
import os
import stat
from io import FileIO
from pathlib import Path

from pci.console import as_given
from pci.core.errors import CannotDo

Place = Path | os.DirEntry[str]
"""What may be opened: as it was named, or as its folder lists it."""
MOST_BYTES = 50_000_000
"""Of a file that is read whole: a Word file of words, a workbook take some hundred kilobytes."""
MOST_OF_EVIDENCE = 500_000_000
"""Of a file of which only the fingerprint is kept, such as a scan."""


def opened(path: Place, most: int | None) -> FileIO:
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
    return FileIO(os.fspath(path))  # as it is: there are thousands, each read in one piece


def _refusal(why: int, path: Place) -> OSError:
    return OSError(why, os.strerror(why), as_given(Path(path)))


def whole_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """Read a plain file of no more than `most` bytes."""
    with opened(path, most) as file:
        return file.read(most)


def file_beginning(path: Place, most: int) -> bytes:
    """Read a plain file, of a larger one no more than shows that it is larger."""
    with opened(path, None) as file:
        size = os.fstat(file.fileno()).st_size  # memory is taken for as much as is asked for
        return file.read(min(size, most) + 1)


def fingerprint(path: Path) -> str:
    """Hash a plain file by SHA-256."""
    with opened(path, MOST_OF_EVIDENCE) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refuse_link(place: Place, shown: str) -> None:
    """Refuse a link among the files of a workspace: it may lead out of it, or nowhere."""
    if place.is_symlink():
        raise CannotDo(f"{shown} là liên kết", "thay bằng tệp, thư mục thật")
