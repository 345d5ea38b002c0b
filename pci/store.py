"""The only door out: new files whole or not at all, documents beside an existing one, nothing replaced unasked."""

import os
from itertools import count
from pathlib import Path
from typing import NamedTuple

from pci.errors import CannotDo


class Stored(NamedTuple):
    """Where a document lies now. `beside` is the file that stood in its way and was left alone."""

    path: Path
    beside: Path | None = None


def create(path: Path, data: bytes) -> bool:
    """Write a new file; False where it exists already, which is then left alone.

    The data is on the disk under a temporary name before the real name appears, so no reader and no crash
    ever sees half of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _written_beside(path, data)
    try:
        _publish(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return True


def _publish(temporary: Path, path: Path) -> None:
    """Give finished data its real name, which must be free."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # a disk without hard links (FAT, some shares): reserve the name, then move the data onto it
        path.touch(exist_ok=False)
        temporary.replace(path)


def inside(root: Path, path: str) -> Path:
    """A path inside the workspace, reached through real folders only: what is written through a link may land
    anywhere, and reading does not follow it back."""
    found = root / path
    for folder in found.parents[: path.count("/")]:
        if folder.is_symlink():
            shown = folder.relative_to(root).as_posix()
            raise CannotDo(f"{shown} là liên kết", "thay bằng thư mục thật trong kế hoạch")
    return found


def keep_document(path: Path, data: bytes, force: bool) -> Stored:
    """Keep a generated document at `path`. One that differs from it, so may have been edited, is never replaced
    without `force`: the new one gets the next free name."""
    if path.is_dir():
        raise CannotDo(f"{path} là thư mục", "thêm tên tệp sau -o")
    if path.exists() and not path.is_file():
        raise CannotDo(f"{path} là thiết bị hoặc ống dẫn, không phải tệp", "bỏ -o để in ra màn hình")
    for n in count(1):
        candidate = path if n == 1 else path.with_stem(f"{path.stem}-{n}")
        same = candidate.is_file() and candidate.read_bytes() == data
        if same or create(candidate, data):
            return Stored(candidate, None if n == 1 else path)
        if force:
            replace(candidate, data)
            return Stored(candidate)
    raise AssertionError("names never run out")


def replace(path: Path, data: bytes) -> None:
    """Put new content in the place of a file, whole or not at all; only ever where a person asked for it."""
    if path.is_symlink():
        raise CannotDo(f"{path} là liên kết", "chọn tên tệp khác")
    temporary = _written_beside(path, data)
    try:
        temporary.replace(path)
    except OSError:
        temporary.unlink()
        raise
    _sync_folder(path.parent)


def _written_beside(path: Path, data: bytes) -> Path:
    """A temporary file in the same folder, its data on the disk; gone again where that failed."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _sync_folder(folder: Path) -> None:
    if os.name == "nt" or not os.access(folder, os.R_OK):  # cannot be opened; the file itself was flushed
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
