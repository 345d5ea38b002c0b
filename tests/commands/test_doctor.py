"""`pci doctor` on real folders, real repositories and poor machines."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT, Ran, Run
from terminal import on_screen

from pci.doctor.checks import MACHINE_CHECKS


def told(done: Ran) -> dict[str, tuple[str, str]]:
    """The level and the words of each check."""
    return {
        check["name"]: (check["level"], check["message"])
        for check in json.loads(done.out)["checks"]
    }


def git(root: Path, *arguments: str) -> None:
    who = (
        "-c",
        "user.name=VP",
        "-c",
        "user.email=vp@vi-du.invalid",
        "-c",
        "init.defaultBranch=main",
    )
    subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, check=False)


@pytest.fixture
def repo(real: Path) -> Path:
    """The real plan as a repository with one commit, line ends kept."""
    (real / ".gitattributes").write_text("*.yaml text eol=lf\n", encoding="utf-8")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Kế hoạch")):
        git(real, *arguments)
    return real


def test_a_sound_workspace_is_well_in_one_shape_for_scripts(run: Run, repo: Path) -> None:
    done = run("doctor", "--format", "json", cwd=repo)
    shape = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert list(shape) == ["schema", "workspace", "problems", "warnings", "checks"]
    assert (shape["schema"], shape["workspace"], shape["problems"]) == ("pci.doctor/1", ".", 0)
    assert list(shape["checks"][0]) == ["name", "title", "level", "message", "hint"]
    assert told(done)["repository"] == ("ok", "mọi tệp dữ liệu đã lưu vào kho")
    assert "templates" not in told(done), "kế hoạch không có mẫu riêng"


def test_outside_a_workspace_only_the_machine_is_looked_at(run: Run, tmp_path: Path) -> None:
    done = run("doctor", "--format", "json")
    assert (done.code, json.loads(done.out)["workspace"]) == (0, None)
    assert list(told(done)) == [check.name for check in MACHINE_CHECKS]
    assert (
        done.err
        == "pci: không ở trong thư mục kế hoạch nên chỉ khám máy; thêm --root để khám cả kế hoạch\n"
    )
    named = run("doctor", "--root", str(tmp_path))
    assert (named.code, named.out) == (2, "")


def test_problems_are_exit_code_one_and_nothing_is_written(run: Run, repo: Path) -> None:
    folder = repo / "plans/2023/progress/van-phong"
    folder.mkdir(parents=True)
    (folder / "2023-09-14-A.I.1-abcdef (1).yaml").write_bytes(b"")
    (folder / "a.yml").write_bytes(b"x")
    (repo / "plans/2024.yml").write_bytes(b"x")
    (repo / "~$bao-cao.docx").write_bytes(b"x")
    (repo / "plans/calendar/2023.yaml").unlink()
    before = sorted((str(path), path.lstat().st_mtime_ns) for path in repo.rglob("*"))
    done = run("doctor", cwd=repo)
    assert done.code == 1
    lines = {line[8:22].rstrip(): line[:8].rstrip() for line in done.out.splitlines()[:-1]}
    wrong = {title for title, level in lines.items() if level == "hỏng"}
    assert wrong == {"Dữ liệu", "Lịch nghỉ", "Tệp lạc"}
    assert lines["Kho git"] == "nên xem"
    assert sorted((str(path), path.lstat().st_mtime_ns) for path in repo.rglob("*")) == before


def test_a_link_is_told_not_followed(run: Run, real: Path, tmp_path: Path) -> None:
    progress = real / "plans/2023/progress"
    progress.mkdir(parents=True)
    (progress / "van-phong").symlink_to(tmp_path)
    done = run("doctor", "--format", "json", cwd=real)
    assert done.code == 1
    assert told(done)["data"] == ("problem", "plans/2023/progress/van-phong là liên kết")
    assert "calendar" not in told(done), "dữ liệu không đọc được thì không đoán lịch nghỉ"


def without_power(root: Path) -> dict[str, tuple[str, str]]:
    """The doctor run by somebody who must obey modes."""
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("không có setpriv để bỏ quyền của root")
        prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "pci", "doctor", "--format", "json"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    return told(Ran(1, done.stdout.decode(), ""))


def test_a_folder_that_may_not_be_read(real: Path) -> None:
    folder = real / "plans/2023/progress/van-phong"
    folder.mkdir(parents=True)
    folder.chmod(0o000)
    found = without_power(real)
    folder.chmod(0o755)
    assert found["data"][0] == "problem"
    assert "không có quyền" in found["data"][1]


def test_what_is_not_saved_is_told_but_not_mere_line_ends(run: Run, repo: Path) -> None:
    plan, year = repo / "plans/2023.yaml", repo / "plans/calendar/2023.yaml"
    plan.write_bytes(plan.read_bytes().replace(b"\n", b"\r\n"))
    assert told(run("doctor", "--format", "json", cwd=repo))["repository"][0] == "ok"
    year.write_bytes(year.read_bytes() + b"\n")
    words = "01 tệp chưa lưu vào kho: plans/calendar/2023.yaml"
    assert told(run("doctor", "--format", "json", cwd=repo))["repository"] == ("warning", words)


def test_nothing_planted_in_a_repository_is_run(run: Run, repo: Path) -> None:
    canary, script = repo / "da-chay", repo / "chay.sh"
    script.write_text(f"#!/bin/sh\ntouch '{canary}'\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    (repo / ".gitattributes").write_text("*.yaml filter=x diff=x text eol=lf\n", encoding="utf-8")
    keys = (
        "core.fsmonitor",
        "filter.x.clean",
        "filter.x.smudge",
        "diff.x.textconv",
        "diff.external",
        "core.pager",
    )
    for key in (*keys, "alias.status", "core.sshCommand"):
        git(repo, "config", key, f"!{script}" if key.startswith("alias") else str(script))
    plan = repo / "plans/2023.yaml"
    plan.write_bytes(plan.read_bytes() + b"\n")
    canary.unlink(missing_ok=True)
    done = run("doctor", "--format", "json", cwd=repo)
    assert told(done)["repository"] == ("warning", "01 tệp chưa lưu vào kho: plans/2023.yaml")
    assert not canary.exists()


def test_a_machine_that_has_nothing_is_only_warned(run: Run, repo: Path, tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    done = run(
        "doctor", "--format", "json", cwd=repo, env={"PATH": str(tmp_path / "trong"), "LC_ALL": "C"}
    )
    found = told(done)
    assert done.code == 0
    assert {name for name, (level, _) in found.items() if level == "warning"} == {"git", "office"}
    assert "repository" not in found


@pytest.mark.pty
def test_marks_stand_only_where_they_can_be_shown(run: Run, repo: Path) -> None:
    def first(**env: str) -> str:
        return on_screen(100, "doctor", cwd=repo, **env).splitlines()[0]

    assert first(LC_ALL="C.UTF-8", NO_COLOR="1").startswith("✓ Chương trình  pci ")
    assert first(LC_ALL="C.UTF-8").startswith("\x1b[32m✓\x1b[0m Chương trình")
    assert first(LC_ALL="C").startswith("tốt     Chương trình  pci ")
    assert first(LC_ALL="C.UTF-8", TERM="linux").startswith("tốt     Chương trình  pci ")
    assert run("doctor", cwd=repo).out.startswith("tốt     Chương trình  pci ")


def test_own_templates_are_told_apart_from_the_programs(run: Run, repo: Path) -> None:
    (repo / "templates").mkdir()
    own = shutil.copy(ROOT / "templates/bao-cao.docx", repo / "templates")

    def asked() -> tuple[str, str]:
        return told(run("doctor", "--format", "json", cwd=repo))["templates"]

    assert asked() == ("ok", "mẫu của kế hoạch giống mẫu đi kèm chương trình")
    Path(own).write_bytes(b"khac")
    assert asked() == ("ok", "dùng mẫu riêng, khác mẫu đi kèm chương trình: bao-cao.docx")
