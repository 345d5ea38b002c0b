"""What was judged sound, kept in the user's cache folder, so that only new files are judged.

Files of the cache are true of one state of the program and of a plan's files but its updates: their
names begin with a hash of these. One holds what these files make. Others hold, a line each, the
sound updates and withdrawals beside them, those on one task together; a line has a hash of its own
file and of those that its record names. Nothing else decides what an update is judged by, so what
has the same hash is the same record. The last one lists the updates that stand alone: `pci record`
need not read those on other tasks. A sum comes first in each: what is damaged is judged anew.
`pci check` never looks here.
"""

import json
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from pci.core.errors import CannotDo
from pci.core.grouping import grouped
from pci.core.model import Update, Withdrawal
from pci.core.progress import Progress, id_of, names_in, task_in
from pci.files.outside import whole_file
from pci.files.paths import Files, is_of_progress
from pci.files.records import from_json, to_json
from pci.files.store import replace

Recorded = Update | Withdrawal

_SUFFIX = ".kept"
_MADE, _ALONE = "made", "alone"
_SHELVES = 8
"""Files of records: one more record writes only its own anew."""
_MOST_BYTES = 64 << 20
"""Of all files of the cache: what was written first goes first."""
_MOST_FILES = 1000


class Kept(NamedTuple):
    """What is kept of some files: what the plan's own make, null where that is not known, and the
    sound records by path; `lines` are all records as the files of the cache have them, `alone` the
    paths of those among others that stand alone."""

    made: Mapping[str, Any] | None = None
    records: Mapping[str, Recorded] = {}
    lines: Mapping[str, Sequence[bytes]] = {}
    alone: Sequence[str] = ()


def made(root: Path, contents: Files) -> Mapping[str, Any] | None:
    """Get what the files of a plan but its updates make; null where it is not kept."""
    data = _read(_name(root, contents), _MADE)
    return from_json(json.loads(data)) if data else None


def alone(root: Path, contents: Files) -> Sequence[str]:
    """Get the paths of the sound updates that name no other and that no other names. What one says
    of other tasks than its own is nothing, and its name changes with what it says."""
    return _read(_name(root, contents), _ALONE).decode().splitlines()


def records(root: Path, contents: Files) -> Kept:
    """Get the sound records of some files that are kept and still true."""
    name, marks = _name(root, contents), _Marks(contents)
    recorded: dict[str, Recorded] = {}
    lines: dict[str, list[bytes]] = {}
    for shelf in sorted({_shelf(path) for path in contents if is_of_progress(path)}):
        lines[shelf] = []
        for line in _read(name, shelf).splitlines():
            path = line.split(b'"', 2)[1].decode()
            if path in contents:
                _, mark, rows = json.loads(line)
                if mark != marks.of(path, record := from_json(rows)):
                    continue
                recorded[path] = record
            lines[shelf].append(line)
    in_order = {path: recorded[path] for path in contents if path in recorded}
    return Kept(None, in_order, lines)


def known(root: Path, contents: Files) -> Kept:
    """Get all that is kept of some files and still true."""
    return records(root, contents)._replace(made=made(root, contents))


def keep(
    root: Path,
    contents: Files,
    kept: Kept,
    made: Mapping[str, Any],
    progress: Progress,
) -> None:
    """Keep what some files make and the sound records of others, where that is not kept."""
    written = {} if kept.made is not None else {_MADE: _line(to_json(made))}
    written |= _new_lines(contents, kept, progress)
    if not written:
        return
    name = _name(root, contents)
    with suppress(OSError, CannotDo):  # a full disk, another person's folder
        folder = _folder()
        for kind, data in written.items():
            path = folder / f"{name}-{kind}{_SUFFIX}"
            replace(path, sha256(data).hexdigest().encode() + b"\n" + data)
            path.chmod(0o600)
        _prune(folder)


def _new_lines(contents: Files, kept: Kept, progress: Progress) -> Mapping[str, bytes]:
    """Write the files of the cache to which some records come that are not kept."""
    known = progress.faulty | kept.records.keys()
    new = {path: one for path, one in progress.records.items() if path not in known}
    if not new:
        return {}
    marks, written = _Marks(contents), {}
    for shelf, paths in grouped(new, _shelf).items():
        rows = ([path, marks.of(path, new[path]), to_json(new[path])] for path in paths)
        written[shelf] = b"\n".join([*kept.lines.get(shelf, ()), *map(_line, rows)])
    others = (path for path in kept.alone if path not in contents)
    return {**written, _ALONE: "\n".join([*others, *_alone(progress)]).encode()}


def _read(name: str, kind: str) -> bytes:
    """Read a file of the cache; nothing where there is none, or a damaged one."""
    try:
        written = whole_file(_folder() / f"{name}-{kind}{_SUFFIX}", _MOST_BYTES)
    except OSError:
        return b""
    total, _, data = written.partition(b"\n")
    return data if sha256(data).hexdigest().encode() == total else b""


def _shelf(path: str) -> str:
    """Tell in which file of the cache a record is kept: that of its task, as its name says."""
    return str(crc32(task_in(path).encode()) % _SHELVES)


def _alone(progress: Progress) -> list[str]:
    """List the paths of the sound updates that name none of the others, nor are named by one."""
    return [
        path
        for path, one in progress.records.items()
        if not (path in progress.faulty or any(names_in(one)) or id_of(path) in progress.named)
    ]


def _line(rows: Any) -> bytes:
    """Write JSON, which has no end of a line in it."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="surrogatepass")


@dataclass(frozen=True)
class _Marks:
    """The hashes by which a record among some files is known again."""

    contents: Files

    def of(self, path: str, record: Recorded) -> str:
        """Hash the file of a record with those of the records that it names: it is judged beside
        them."""
        beside = [other for i in names_in(record) for other in self._paths.get(i, ())]
        return _hash(b"", {one: self.contents[one] for one in (path, *beside)})

    @cached_property
    def _paths(self) -> Mapping[str, Sequence[str]]:
        """The files of progress by id."""
        return grouped(filter(is_of_progress, self.contents), id_of)


def _name(root: Path, contents: Files) -> str:
    """Hash the program, the folder, and the files of a plan but those of its progress."""
    own = {path: data for path, data in contents.items() if not is_of_progress(path)}
    return _hash(_program() + os.fsencode(root), own)


def _hash(start: bytes, contents: Files) -> str:
    """Hash contents with their paths."""
    total = sha256(start)
    for path, data in contents.items():
        total.update(f"{path} {len(data)}\n".encode(errors="surrogatepass") + data)
    return total.hexdigest()[:32]


@cache
def _program() -> bytes:
    """Tell this state of all that judges from any other: of Python, of the program, of the
    libraries that read and validate."""
    folders = [Path(__file__).parent / name for name in ("", "check", "core", "files")]
    libraries = [find_spec(name) for name in ("pydantic_core", "yaml")]
    folders += [Path(spec.origin).parent for spec in libraries if spec and spec.origin]
    files = [file for folder in folders for file in os.scandir(folder) if file.is_file()]
    states = [(file.path, file.stat().st_mtime_ns, file.stat().st_size) for file in files]
    return repr((sys.version, sorted(states))).encode()


def _folder() -> Path:
    """Get the folder of the cache, which is this user's alone; raises an OSError where there is
    none."""
    home = _home()
    if os.environ.get("PCI_NO_CACHE") or not home.is_absolute():
        raise FileNotFoundError
    folder = home / "pci"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    there = folder.lstat()
    is_ours = os.name == "nt" or (there.st_uid == os.getuid() and not there.st_mode & 0o077)
    if not (is_ours and stat.S_ISDIR(there.st_mode)):
        raise PermissionError
    return folder


def _home() -> Path:
    """Get the folder that the system gives the caches of a user."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", ""))
    usual = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path(os.environ.get("HOME", ""), usual))


def _prune(folder: Path) -> None:
    """Remove the oldest files of a cache that has too much, and none of another program."""
    left, ours = _MOST_BYTES, folder.glob(f"*{_SUFFIX}")
    newest = sorted(ours, key=lambda path: path.stat().st_mtime, reverse=True)
    for count, path in enumerate(newest):
        left -= path.stat().st_size
        if left < 0 or count >= _MOST_FILES:
            path.unlink()
