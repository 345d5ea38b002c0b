"""Which workspace and which year a command reads, and that reading changes nothing on the disk."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ROOT, Ran, Run

PROGRAM = [sys.executable, "-m", "pci"]
# without the measuring of coverage, which writes files of its own
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("PCI_", "COVERAGE"))} | {
    "PYTHONPATH": str(ROOT)
}


# --- which workspace, which year -------------------------------------------------------------


@pytest.fixture
def both(real: Path) -> Path:
    """One workspace with the plans of 2023, 2024 and, not yet in force, 2099."""
    shutil.copy(ROOT / "examples/plans/2024.yaml", real / "plans")
    plan = (real / "plans/2023.yaml").read_bytes()
    (real / "plans/2099.yaml").write_bytes(plan.replace(b"2023", b"2099"))
    return real


def year_of(ran: Ran) -> str:
    found = re.search(r'"year": (\d+)', ran.out)
    assert found, ran.err
    return found[1]


def test_the_newest_plan_not_in_the_future_is_meant(run: Run, both: Path) -> None:
    tasks = ("tasks", "--format", "json")
    assert year_of(run(*tasks, cwd=both)) == "2024"
    assert year_of(run(*tasks, cwd=both, env={"PCI_YEAR": "2023"})) == "2023"
    assert year_of(run(*tasks, cwd=both, env={"PCI_YEAR": ""})) == "2024"
    assert year_of(run(*tasks, "--year", "2099", cwd=both, env={"PCI_YEAR": "2023"})) == "2099"


def test_a_workspace_is_found_upward_or_named(run: Run, real: Path, tmp_path: Path) -> None:
    deep = real / "a/b"
    deep.mkdir(parents=True)
    tasks = ("tasks", "--format", "json")
    listed = run(*tasks, cwd=real)
    assert listed.code == 0
    assert run(*tasks, cwd=deep) == listed
    assert run(*tasks, "--root", str(real)) == listed
    assert run(*tasks, "--root", "../..", cwd=deep) == listed
    assert run(*tasks, env={"PCI_ROOT": str(real)}) == listed
    empty = tmp_path / "trong"
    (empty / "plans").mkdir(parents=True)
    assert run(*tasks, "--root", str(real), env={"PCI_ROOT": str(empty)}) == listed
    lost = run(*tasks, env={"PCI_ROOT": str(empty)})
    assert (lost.code, lost.out, lost.err.count("\n")) == (2, "", 1)


def test_the_search_stops_at_the_top_of_a_repository(run: Run, real: Path) -> None:
    repository = real / "kho"
    (repository / ".git").mkdir(parents=True)
    (repository / "a").mkdir()
    lost = run("tasks", cwd=repository / "a")
    assert (lost.code, lost.out) == (2, "")
    assert re.fullmatch(r"pci: không tìm thấy plans/<năm>\.yaml từ \S+ trở lên; .+\n", lost.err)


def everything(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file and folder with its content and the moment it was last changed."""
    paths = [root, *sorted(root.rglob("*"))]
    return {str(p): (p.read_bytes() if p.is_file() else b"", p.lstat().st_mtime_ns) for p in paths}


# --- reading changes nothing -----------------------------------------------------------------

READING = [
    ["tasks", "--format", "json"],
    ["show", "A.VII.4"],
    ["log"],
    ["check"],
]


def test_reading_works_where_nothing_may_be_written(real: Path) -> None:
    for path in (real, *real.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = everything(real)
    for arguments in READING:
        done = subprocess.run(
            [*powerless(), *PROGRAM, *arguments],
            cwd=real,
            env=ENVIRONMENT,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
    assert everything(real) == before


def powerless() -> list[str]:
    """A command that takes away the superuser's right to ignore modes."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("không có setpriv để bỏ quyền của root")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]


# --- nothing is passed over in silence -------------------------------------------------------


def test_a_linked_folder_a_pipe_or_a_folder_named_like_a_file_is_refused(
    run: Run, real: Path, tmp_path: Path
) -> None:
    progress = real / "plans/2023/progress"
    (progress / "van-phong").mkdir(parents=True)
    elsewhere = tmp_path / "noi-khac"
    elsewhere.mkdir()
    makers: dict[str, Callable[[Path], None]] = {
        "phong-qldt": lambda path: path.symlink_to(elsewhere),
        "van-phong/a.yaml": os.mkfifo,
        "van-phong/b.yaml": os.mkdir,
    }
    for name, make in makers.items():
        path = progress / name
        make(path)
        for command in ("log", "check", "tasks"):
            done = run(command, cwd=real)
            assert (done.code, done.out, f"plans/2023/progress/{name}" in done.err) == (
                2,
                "",
                True,
            ), done.err
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def test_a_folder_that_may_not_be_read_is_not_an_empty_one(real: Path) -> None:
    closed = real / "plans/2023/progress/van-phong"
    closed.mkdir(parents=True)
    closed.chmod(0)
    for command in ("log", "check"):
        done = subprocess.run(
            [*powerless(), *PROGRAM, command],
            cwd=real,
            env=ENVIRONMENT,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, b""), done.stderr.decode()
        assert "progress/van-phong: không có quyền" in done.stderr.decode()
    closed.chmod(0o755)
