"""The one door out: a file appears whole under its name or not at all, and nothing there is
replaced unasked."""

import errno
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import ROOT

from pci.console import shown_name
from pci.core.errors import CannotDo
from pci.files.store import Stored, create, keep_document


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_created_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a/b/c.yaml"
    assert create(path, b"x\n")
    assert path.read_bytes() == b"x\n"
    assert names(path.parent) == ["c.yaml"]


def test_an_existing_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").mkdir()
    for name in ("a", "link", "folder"):
        assert not create(tmp_path / name, b"other")
    assert names(tmp_path) == ["a", "folder", "link"]
    assert (tmp_path / "a").read_bytes() == b"mine"
    assert (tmp_path / "link").is_symlink()


def test_a_document_is_kept_beside_a_different_one(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    second, third = tmp_path / "bao-cao-2.docx", tmp_path / "bao-cao-3.docx"
    assert keep_document(path, b"1", force=False) == Stored(path)
    assert keep_document(path, b"1", force=False) == Stored(path)
    assert keep_document(path, b"2", force=False) == Stored(second, path)
    assert keep_document(path, b"2", force=False) == Stored(second, path)
    assert keep_document(path, b"3", force=False) == Stored(third, path)
    assert [path.read_bytes(), second.read_bytes(), third.read_bytes()] == [b"1", b"2", b"3"]
    assert names(tmp_path) == ["bao-cao-2.docx", "bao-cao-3.docx", "bao-cao.docx"]


def test_an_identical_document_is_not_even_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"1")
    os.utime(path, ns=(1, 1))
    for force in (False, True):
        assert keep_document(path, b"1", force=force) == Stored(path)
        assert path.stat().st_mtime_ns == 1


def test_force_replaces_a_file_but_never_a_link_or_a_folder(tmp_path: Path) -> None:
    path, target = tmp_path / "a.md", tmp_path / "target"
    path.write_bytes(b"1")
    target.write_bytes(b"1")
    assert keep_document(path, b"2", force=True) == Stored(path)
    assert path.read_bytes() == b"2"
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "folder", "pipe"):
        with pytest.raises(CannotDo, match=name):
            keep_document(tmp_path / name, b"2", force=True)
    assert target.read_bytes() == b"1"
    assert names(tmp_path) == ["a.md", "folder", "link", "pipe", "target"]


def test_a_share_that_cannot_flush_still_keeps_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", refuse)
    assert create(tmp_path / "a.yaml", b"x\n")
    assert (tmp_path / "a.yaml").read_bytes() == b"x\n"


# --- left-overs of killed runs
# --------------------------------------------------------------------------------------


def left_over(folder: Path, name: str, seconds: int) -> Path:
    """A temporary file as a killed run leaves it, so many seconds old."""
    path = folder / name
    path.write_bytes(b"nua chung")
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def test_what_killed_runs_left_is_removed_after_an_hour_and_nothing_else(tmp_path: Path) -> None:
    left_over(tmp_path, ".a.yaml.0123abcd.pci-tmp", 3700)
    left_over(tmp_path, ".f.yaml.0123abcd.pci-tmp", -3700)  # the clock was set back since
    running = left_over(tmp_path, ".b.yaml.0123abcd.pci-tmp", 3500)
    others = [
        left_over(tmp_path, name, 99_999) for name in (".c.yaml.swp", "d.pci-tmp", ".e.123.tmp")
    ]
    assert create(tmp_path / "moi.yaml", b"x")
    assert set(names(tmp_path)) == {"moi.yaml", running.name, *(path.name for path in others)}


def test_a_left_over_that_may_not_be_removed_hinders_nobody(tmp_path: Path) -> None:
    folder = tmp_path / ".a.yaml.0123abcd.pci-tmp"
    folder.mkdir()
    os.utime(folder, (1, 1))
    assert create(tmp_path / "moi.yaml", b"x")
    assert names(tmp_path) == [folder.name, "moi.yaml"]


# --- many writers at once
# -----------------------------------------------------------------------------------------

WRITER = """
import sys, time
from pathlib import Path
from pci.files.store import create, keep_document
folder, me = Path(sys.argv[1]), sys.argv[2]
(folder / "ready" / me).touch()
while not (folder / "go").exists():
    time.sleep(0.001)
for n in range(20):
    print(int(create(folder / f"new/{n}.yaml", me.encode() * 5000)), end="")
keep_document(folder / "new/a.docx", me.encode() * 5000, force=False)
"""


def test_of_eight_writers_of_one_name_exactly_one_wins(tmp_path: Path) -> None:
    (tmp_path / "ready").mkdir()
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(me)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )
        for me in range(8)
    ]
    while len(names(tmp_path / "ready")) < 8 and not any(writer.poll() for writer in writers):
        time.sleep(0.001)
    (tmp_path / "go").touch()
    said = [writer.communicate(timeout=60)[0].decode() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 8
    for n in range(20):
        (winner,) = (me for me in range(8) if said[me][n] == "1")
        assert (tmp_path / f"new/{n}.yaml").read_bytes() == str(winner).encode() * 5000
    documents = sorted((tmp_path / "new").glob("a*.docx"))
    assert {path.read_bytes() for path in documents} == {str(me).encode() * 5000 for me in range(8)}
    assert len(names(tmp_path / "new")) == 20 + 8


# --- no room
# --------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB, where this machine lets one be made."""
    folder = tmp_path / "dia"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("không gắn được ổ đĩa nhỏ ở đây")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def short_files(tmp_path: Path) -> Iterator[Path]:
    """A folder while this process may write no file longer than 64 KiB: a full disk for any
    user."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, before[1]))
    yield tmp_path
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


WRITES: list[Callable[[Path, bytes], object]] = [
    create,
    lambda path, data: keep_document(path, data, force=False),
    lambda path, data: keep_document(path.with_name("old.docx"), data, force=False),
    lambda path, data: keep_document(path.with_name("old.docx"), data, force=True),
]


@pytest.mark.parametrize("write", WRITES, ids=["create", "keep", "keep beside", "replace"])
@pytest.mark.parametrize(
    ("room", "number"), [("small_disk", errno.ENOSPC), ("short_files", errno.EFBIG)]
)
def test_a_write_without_room_leaves_what_was_there(
    request: pytest.FixtureRequest, room: str, number: int, write: Callable[[Path, bytes], object]
) -> None:
    folder: Path = request.getfixturevalue(room)
    (folder / "old.docx").write_bytes(b"old")
    with pytest.raises(OSError) as fault:
        write(folder / "new.yaml", b"x" * 100_000)
    assert fault.value.errno == number
    assert Path(shown_name(fault.value)).name in ("new.yaml", "old-2.docx", "old.docx"), (
        "nêu tên tệp thật"
    )
    assert names(folder) == ["old.docx"]
    assert (folder / "old.docx").read_bytes() == b"old"
