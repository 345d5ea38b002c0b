"""The only writer: new files whole or not at all, documents beside an existing one."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count, takewhile
from pathlib import Path
from typing import NamedTuple

from pci.core.errors import CannotDo


class Stored(NamedTuple):
    """Where a document lies. `beside` is an older, different file that was left alone."""

    path: Path
    beside: Path | None = None


def create(path: Path, data: bytes) -> bool:
    """Write a new file; False where there is one, which is left alone.

    The data is on the disk under a temporary name before the real name appears, so that no
    reader and no crash sees half of it. The name is on the disk before this returns, also where
    another run made it and was killed.
    """
    missing = [folder for folder in path.parents if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    with _written_beside(path, data) as temporary:
        new = _publish(temporary, path)
    # the name of the folder too: another run may have made it without coming to this point
    folders = [path.parent, path.parent.parent, *(folder.parent for folder in missing)]
    for folder in dict.fromkeys(folders):
        _sync_folder(folder)
    return new


def _publish(temporary: Path, path: Path) -> bool:
    """Give a written file its real name, unless that is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
        return _move(temporary, path)
    return True


def _move(temporary: Path, path: Path) -> bool:
    """Give a written file its real name on a disk without hard links (FAT, some shares)."""
    if os.name == "nt":
        try:
            temporary.rename(path)  # never replaces there
        except FileExistsError:
            return False
        return True
    # elsewhere a move replaces what it meets: one run at a time may find a name free and take it
    turn = _hidden(path, "0" * 8)
    try:
        turn.touch(exist_ok=False)
    except FileExistsError:
        hint = "chạy lại; lần chạy ấy đã bị ngắt thì chờ một giờ"
        raise CannotDo(f"{path.name} đang được một lần chạy khác ghi", hint) from None
    try:
        free = not os.path.lexists(path)
        if free:
            temporary.replace(path)
        return free
    finally:
        turn.unlink()


def inside(root: Path, path: str) -> Path:
    """Get a path inside the workspace. A linked folder is refused: a file written there may land
    anywhere and would not be read back."""
    place = root / path
    for folder in place.parents[: path.count("/")]:
        if folder.is_symlink():
            shown = folder.relative_to(root).as_posix()
            raise CannotDo(f"{shown} là liên kết", "thay bằng thư mục thật trong kế hoạch")
    return place


def keep_document(path: Path, data: bytes, force: bool) -> Stored:
    """Keep a document at a path. A different one there, which may be edited, is replaced only
    with `force`; else the new document gets the next free name."""
    if path.is_dir():
        raise CannotDo(f"{path} là thư mục", "thêm tên tệp sau -o")
    if path.exists() and not path.is_file():
        message = f"{path} là thiết bị hoặc ống dẫn, không phải tệp"
        raise CannotDo(message, "bỏ -o để in ra màn hình")
    for candidate in _names(path):
        same = _is_there(candidate, data)
        if same or create(candidate, data):
            return Stored(candidate, None if candidate == path else path)
        if force:
            replace(candidate, data)
            return Stored(candidate)
    raise AssertionError("names never run out")


def _is_there(path: Path, data: bytes) -> bool:
    """Whether a file is there already with the same content; one of another size is not read."""
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def taken(path: Path) -> tuple[Path, ...]:
    """List the files in the way of a document, in the order of their names."""
    return tuple(takewhile(Path.exists, _names(path)))


def _names(path: Path) -> Iterator[Path]:
    """List a document's own name, then the next ones."""
    yield path
    yield from (path.with_stem(f"{path.stem}-{n}") for n in count(2))


def replace(path: Path, data: bytes) -> None:
    """Replace a file whole or not at all, only where a person asks for it."""
    if path.is_symlink():
        raise CannotDo(f"{path} là liên kết", "chọn tên tệp khác")
    with _written_beside(path, data) as temporary:
        temporary.replace(path)
    _sync_folder(path.parent)


@contextmanager
def _written_beside(path: Path, data: bytes) -> Iterator[Path]:
    """Write a temporary file in the same folder; it is gone afterwards."""
    temporary = _hidden(path, os.urandom(4).hex())
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            _sync(file.fileno())
        _clear(path.parent, temporary.stat().st_mtime)
        yield temporary
    except OSError as error:
        # a write that finds no room names no file
        error.filename = error.filename or str(temporary)
        raise
    finally:
        with suppress(OSError):  # what cannot be removed now is cleared an hour later
            temporary.unlink()


def _hidden(path: Path, token: str) -> Path:
    """Make a name that no reader takes for data and no other program uses."""
    return path.with_name(f".{path.name}.{token}.pci-tmp")


_ABANDONED = 3600
"""Seconds after which a temporary file is abandoned; a write takes far less. A process number
would not tell: the process may run on another machine."""


def _clear(folder: Path, now: float) -> None:
    """Remove what killed runs left. `now` is the disk's time, which may differ from ours."""
    for left in folder.glob(".*.pci-tmp"):
        with suppress(OSError):  # another person's file, or gone meanwhile
            # a clock that was set back dates files in the future
            if abs(now - left.lstat().st_mtime) > _ABANDONED:
                left.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # cannot be opened there; the file itself was flushed
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder to drop things into
        return
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some shares have no such thing
            raise
