"""What was judged sound, kept in the user's cache folder, so that only new files are judged.

A file of the cache is true of one state of the program and of a plan's files but its updates: its
name is a hash of them. It holds what those files make, then, a line each, the sound updates and
withdrawals beside them; a line has a hash of its own file and of those that its record names.
Nothing else decides what an update is judged by, so what has the same hash is the same record. A
sum of it all comes first: what is damaged is judged anew. `pci check` never looks here.
"""

import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.core.grouping import grouped
from pci.core.model import Update, Withdrawal
from pci.core.progress import id_of
from pci.core.remarks import target_of
from pci.files.outside import whole_file
from pci.files.paths import Files, is_of_progress
from pci.files.records import from_json, to_json
from pci.files.store import replace

Recorded = Update | Withdrawal

_SUFFIX = ".kept"
_MOST_BYTES = 64 << 20
"""Of all files of the cache: what was written first goes first."""


class Kept(NamedTuple):
    """What is kept of some files: what the plan's own make, null where that is not known, and the
    sound records by path; `lines` are these as the cache has them."""

    made: Mapping[str, Any] | None = None
    records: Mapping[str, Recorded] = {}
    lines: Sequence[bytes] = ()


def known(root: Path, contents: Files) -> Kept:
    """Get what is kept of some files and still true."""
    try:
        written = whole_file(_folder() / _name(root, contents), _MOST_BYTES)
    except OSError:
        return Kept()
    total, _, data = written.partition(b"\n")
    if sha256(data).hexdigest().encode() != total:
        return Kept()
    made, *lines = data.split(b"\n")
    records: dict[str, Recorded] = {}
    valid, marks = [], _Marks(contents)
    for line in lines:
        path, mark, rows = json.loads(line)
        if path in contents and mark == marks.of(path, record := from_json(rows)):
            records[path] = record
            valid.append(line)
    in_order = {path: records[path] for path in contents if path in records}
    return Kept(from_json(json.loads(made)), in_order, valid)


def keep(
    root: Path,
    contents: Files,
    kept: Kept,
    made: Mapping[str, Any],
    sound: Mapping[str, Recorded],
) -> None:
    """Keep what some files make and the sound records of others, where that is not kept."""
    new = {path: record for path, record in sound.items() if path not in kept.records}
    if kept.made is not None and not new:
        return
    marks = _Marks(contents)
    rows = ([path, marks.of(path, record), to_json(record)] for path, record in new.items())
    lines = [_line(to_json(made)), *kept.lines, *map(_line, rows)]
    data = b"\n".join(lines)
    with suppress(OSError, CannotDo):  # a full disk, another person's folder
        path = _folder() / _name(root, contents)
        replace(path, sha256(data).hexdigest().encode() + b"\n" + data)
        path.chmod(0o600)
        _prune(path.parent)


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
        beside = [other for i in _named(record) for other in self._paths.get(i, ())]
        return _hash(b"", {one: self.contents[one] for one in (path, *beside)})

    @cached_property
    def _paths(self) -> Mapping[str, Sequence[str]]:
        """The files of progress by id."""
        return grouped(filter(is_of_progress, self.contents), id_of)


def _named(record: Recorded) -> Iterator[str]:
    """List the ids of what a record withdraws, corrects or answers."""
    if isinstance(record, Withdrawal):
        yield record.withdraws
        return
    if record.corrects:
        yield record.corrects
    if record.answers:
        yield target_of(record.answers).update


def _name(root: Path, contents: Files) -> str:
    """Hash the program, the folder, and the files of a plan but those of its progress."""
    own = {path: data for path, data in contents.items() if not is_of_progress(path)}
    return _hash(_program() + os.fsencode(root), own) + _SUFFIX


def _hash(start: bytes, contents: Files) -> str:
    """Hash contents with their paths."""
    total = sha256(start)
    for path, data in contents.items():
        total.update(f"{path} {len(data)}\n".encode(errors="surrogatepass") + data)
    return total.hexdigest()[:32]


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
    """Remove the oldest files of a cache that is too large, and none of another program."""
    left, ours = _MOST_BYTES, folder.glob(f"*{_SUFFIX}")
    for path in sorted(ours, key=lambda path: path.stat().st_mtime, reverse=True):
        left -= path.stat().st_size
        if left < 0:
            path.unlink()
