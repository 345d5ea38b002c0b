"""That the cache of what was judged changes nothing but time (record 027)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_examples import PLAN, workspace
from support import ROOT, scrubbed

from pci.check.catalogue import pages
from pci.cli import main
from pci.files.records import from_json, to_json
from pci.workspace import open_workspace

PAGES = [page for page in pages() if page.wrong and "PCI1" < page.code < "PCI6"]
STATES = [text for page in PAGES for text in (page.right, page.right, page.wrong)]
COMMANDS = (
    ["log"],
    ["tasks"],
    ["deadlines"],
    ["record", "A.I.1", "--unit", "van-phong", "--date", "14/9/2023", "--state", "doing"],
)
"""What reads the plan and all that was recorded, and what judges one more update."""


def said(root: Path, command: list[str], **env: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    trial = ["--dry-run", "--result", "Đã xong."] if command[0] == "record" else []
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in env.items():
            patch.setenv(name, value)
        code = main([*command, *trial, "--root", str(root)])
    return code, scrubbed(out.getvalue()), err.getvalue()


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*.yaml") if path != root / PLAN)


def lay(root: Path, cache: Path, n: int) -> None:
    """Lay the files of an example over those that are there."""
    for path, data in workspace(STATES[n % len(STATES)]).items():
        write(root / path, data)


def remove(root: Path, cache: Path, n: int) -> None:
    for path in files(root)[n % 7 :: 7]:
        path.unlink()


def copy(root: Path, cache: Path, n: int) -> None:
    """Copy an update into the folder of another unit."""
    for path in [*root.glob("plans/2023/progress/*/*.yaml")][n % 3 :: 3]:
        write(path.parent.parent / "phong-dt" / path.name, path.read_bytes())


def edit(root: Path, cache: Path, n: int) -> None:
    for path in files(root)[n % 4 :: 4]:
        old = path.read_bytes()
        path.write_bytes((old[: n % len(old)] if n % 3 else old + b"# x\n") if old else b"a: 1\n")


def damage(root: Path, cache: Path, n: int) -> None:
    for path in (cache / "pci").glob("*"):
        old = path.read_bytes()
        at = n % len(old)
        path.write_bytes(old[:at] + bytes([old[at] ^ 1 << n % 8]) + old[at + 1 :][: n % 5 or None])


STEPS = (lay, lay, lay, lay, remove, copy, edit, damage)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 10**6)), min_size=3, max_size=9))
def test_every_command_says_the_same_with_and_without_it(
    steps: list[tuple[Callable[[Path, Path, int], None], int]],
) -> None:
    with TemporaryDirectory() as folder:
        root, cache = Path(folder, "w"), Path(folder, "c")
        lay(root, cache, 0)
        for n, (step, number) in enumerate(steps):
            step(root, cache, number)
            command = COMMANDS[n % len(COMMANDS)]
            with_it = said(root, command, XDG_CACHE_HOME=str(cache))
            assert with_it == said(root, command, PCI_NO_CACHE="1")


FIRST = "2023-09-14-A.I.1-2ysx4l"
CORRECTED = f"""
# cập nhật
result: Đã niêm yết 10 thủ tục.
---
corrects: {FIRST}
result: Đã niêm yết 12 thủ tục.
"""
"""An update and its correction."""


@pytest.mark.parametrize(
    "data", [None, b"about: [", b"about: A.I.1\n"], ids=["gone", "cut", "short"]
)
def test_an_update_is_judged_again_once_what_it_names_is_another(
    tmp_path: Path, data: bytes | None
) -> None:
    for path, there in workspace(CORRECTED).items():
        write(tmp_path / path, there)
    first = tmp_path / f"plans/2023/progress/van-phong/{FIRST}.yaml"
    whole = first.read_bytes()
    assert said(tmp_path, ["log"])[0] == 0
    for edited in (data, whole.replace(b"A.I.1", b"A.I.2"), whole):
        first.unlink() if edited is None else first.write_bytes(edited)
        assert said(tmp_path, ["log"]) == said(tmp_path, ["log"], PCI_NO_CACHE="1")


@pytest.mark.parametrize(("root", "plan"), [("", "2023"), ("examples", "2024")])
def test_what_is_kept_is_the_same_value(root: str, plan: str) -> None:
    whole = open_workspace(ROOT / root, plan)
    made = (whole.signed, whole.plan, whole.organisation, whole.amendments, whole.words)
    rows = to_json((*made, whole.issued, dict(whole.progress.records)))
    assert from_json(rows)[:5] == made
    assert from_json(to_json(whole.calendar)) == whole.calendar
    assert to_json(from_json(rows)) == rows  # what is derived too, which does not compare


def test_it_is_the_user_s_alone(real: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pci"
    home = {"XDG_CACHE_HOME": str(tmp_path)}
    assert said(real, ["check"], **home)[0] == 0
    assert said(real, ["tasks"], PCI_NO_CACHE="1", **home)[0] == 0
    assert not folder.exists()
    assert said(real, ["tasks"], **home)[0] == 0
    (kept,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)
    kept.unlink()
    os.mkfifo(kept)  # a reader of it waits for ever
    assert said(real, ["tasks"], **home)[0] == 0
    kept.unlink()
    for name in ("old.kept", "another program's"):
        (folder / name).touch()
        os.truncate(folder / name, 65 << 20)  # takes no room on a disk
    assert said(real, ["tasks"], **home)[0] == 0
    assert {path.name for path in folder.iterdir()} == {kept.name, "another program's"}
    shutil.rmtree(folder)
    folder.mkdir(0o755)  # others might have written in it
    assert said(real, ["tasks"], **home)[0] == 0
    assert not [*folder.iterdir()]


def test_commands_at_once_meet_it_whole(real: Path, tmp_path: Path) -> None:
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pci", "tasks", "--year", "2023"]
    runs = [subprocess.Popen(command, cwd=real, env=env, stdout=subprocess.PIPE) for _ in range(3)]
    (one,) = {run.communicate()[0] for run in runs}
    assert one.decode() == said(real, ["tasks"], PCI_NO_CACHE="1")[1]
    assert len([*(tmp_path / "pci").iterdir()]) == 1
