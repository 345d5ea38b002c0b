"""`pci doctor`: each check judged on facts alone, then on real folders, real repositories and poor machines."""

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, Golden, Ran, Run, on_screen

from pci.core.dates import VIETNAM
from pci.core.model import CalendarYear
from pci.doctor import page as checkup
from pci.doctor.verdicts import (
    MACHINE_CHECKS,
    WORKSPACE_CHECKS,
    File,
    Kept,
    Level,
    Machine,
    Refusal,
    Terminal,
    examined,
    worst,
)
from pci.files.git import Repository
from pci.files.yamlio import MAX_BYTES

NOW = datetime(2023, 9, 20, 8, 30, tzinfo=VIETNAM)
CALENDAR = CalendarYear.model_validate({"year": "2023", "decided": "true", "days_off": []})
FONTS = frozenset({"Times New Roman", "DejaVu Sans"})
MACHINE = Machine(
    program="0.1.0",
    python="3.11.9",
    system="Linux 6.1",
    encoding="UTF-8",
    code_page=None,
    terminal=Terminal("xterm-256color", 100, True),
    zone=timedelta(hours=7),
    now=NOW,
    git="2.47.3",
    fonts=FONTS,
    office="/usr/bin/soffice",
    office_version="25.2.3",
    free=40 << 30,
)
PLAN = File("plans/2023.yaml", 60_000, 5e6, link=False, mine=True, readable=True, read=True)
UPDATE = PLAN._replace(path="plans/2023/progress/van-phong/2023-09-14-A.I.1-abcdef.yaml", size=300)
KEPT = Kept(
    year=2023,
    now=NOW,
    files=(PLAN, UPDATE),
    locked=(),
    repository=Repository("", (), (), True),
    calendars={2023: CALENDAR},
    errors=0,
    warnings=0,
    latest=NOW,
    templates={"bao-cao.docx": True},
)


def other(path: str, **changes: Any) -> dict[str, Any]:
    """One more file in the workspace."""
    return {"files": (PLAN, UPDATE, UPDATE._replace(path=path, read=False)._replace(**changes))}


def calendar(**changes: Any) -> CalendarYear:
    return CALENDAR.model_copy(update=changes)


UNCONFIRMED = CalendarYear.model_validate(
    {
        "year": "2023",
        "decided": "true",
        "days_off": [
            {
                "first": "2023-09-04",
                "name": "Quốc khánh",
                "basis": "chưa thấy",
                "confirmed": "false",
            }
        ],
    }
)
NO_GIT = Refusal("máy không có git", "cài git")
NO_REPOSITORY = Refusal("/ke-hoach không nằm trong kho git nên không có bản cũ", "so hai thư mục")
ON_MACHINE: list[tuple[str, dict[str, Any], Level, str]] = [
    ("encoding", {"encoding": "ANSI_X3.4-1968"}, Level.WARNING, "máy đặt bảng mã ANSI_X3.4-1968"),
    ("encoding", {"encoding": "utf8"}, Level.OK, "UTF-8"),
    ("encoding", {"code_page": 1258}, Level.WARNING, "bảng mã của cửa sổ lệnh là 1258"),
    ("encoding", {"code_page": 65001, "encoding": "cp1252"}, Level.OK, "bảng mã 65001"),
    ("screen", {"terminal": None}, Level.OK, "đầu ra là tệp hoặc ống dẫn"),
    ("screen", {"terminal": Terminal("linux", 120, True)}, Level.WARNING, "màn hình chữ của Linux"),
    (
        "screen",
        {"terminal": Terminal("xterm", 79, True)},
        Level.WARNING,
        "cửa sổ lệnh chỉ có 79 cột",
    ),
    ("screen", {"terminal": Terminal("xterm", 80, False)}, Level.OK, "80 cột, không màu"),
    (
        "clock",
        {"zone": timedelta()},
        Level.OK,
        "máy ở UTC+00:00; chương trình tính theo giờ Việt Nam, nay là 08:30",
    ),
    ("clock", {"zone": timedelta(hours=-3, minutes=-30)}, Level.OK, "máy ở UTC-03:30"),
    ("git", {"git": NO_GIT}, Level.WARNING, "máy không có git"),
    ("git", {"git": "2.25.1"}, Level.WARNING, "git 2.25.1 quá cũ"),
    ("fonts", {"fonts": None}, Level.WARNING, "không xem được danh sách phông chữ"),
    ("fonts", {"fonts": frozenset({"Tinos"})}, Level.OK, "Tinos, thay được Times New Roman"),
    ("fonts", {"fonts": frozenset({"Arial"})}, Level.WARNING, "không có Times New Roman"),
    ("office", {"office": None}, Level.WARNING, "không có LibreOffice"),
    ("disk", {"free": 150 << 20}, Level.WARNING, "đĩa còn trống 150 MB"),
    ("disk", {"free": 19 << 20}, Level.PROBLEM, "đĩa còn trống 19 MB"),
]
IN_WORKSPACE: list[tuple[str, dict[str, Any], Level, str]] = [
    ("data", {"errors": 3}, Level.PROBLEM, "03 lỗi trong các tệp dữ liệu"),
    ("data", {"warnings": 12}, Level.OK, "không có lỗi; «pci check» nêu 12 cảnh báo"),
    (
        "data",
        {"unreadable": Refusal("x là liên kết", "thay bằng tệp thật")},
        Level.PROBLEM,
        "x là liên kết",
    ),
    (
        "rights",
        {"locked": ("plans/2023/progress",)},
        Level.PROBLEM,
        "không có quyền ghi vào plans/2023/progress",
    ),
    (
        "rights",
        {"files": (PLAN._replace(readable=False),)},
        Level.PROBLEM,
        "không có quyền đọc plans/2023.yaml",
    ),
    (
        "owners",
        {"files": (PLAN, UPDATE._replace(mine=False))},
        Level.WARNING,
        "01 tệp thuộc người dùng khác",
    ),
    (
        "links",
        other("plans/2023/progress/vp", link=True),
        Level.PROBLEM,
        "plans/2023/progress/vp là liên kết",
    ),
    (
        "repository",
        {"repository": NO_REPOSITORY},
        Level.WARNING,
        "/ke-hoach không nằm trong kho git",
    ),
    (
        "repository",
        {"repository": Repository("gộp nhánh (merge)", (), (), True)},
        Level.WARNING,
        "gộp nhánh (merge)",
    ),
    (
        "repository",
        {"repository": Repository("dời nhánh (rebase)", tuple("abcde"), (), True)},
        Level.PROBLEM,
        "dời nhánh (rebase) còn dở, xung đột ở a, b, c và 02 tệp nữa",
    ),
    (
        "repository",
        {"repository": Repository("", (), None, True)},
        Level.WARNING,
        "kho chưa có bản nào được lưu",
    ),
    (
        "repository",
        {"repository": Repository("", (), ("a",), True)},
        Level.WARNING,
        "01 tệp chưa lưu vào kho: a",
    ),
    ("line-ends", {"repository": Repository("", (), (), False)}, Level.WARNING, "kho chưa giữ LF"),
    ("calendar", {"calendars": {}}, Level.PROBLEM, "chưa có lịch nghỉ năm 2023"),
    ("calendar", {"now": NOW.replace(month=12)}, Level.PROBLEM, "chưa có lịch nghỉ năm 2024"),
    ("calendar", {"now": NOW.replace(month=11, day=30)}, Level.OK, "đủ lịch nghỉ năm 2023"),
    (
        "calendar",
        {"calendars": {2023: calendar(decided=False)}},
        Level.WARNING,
        "lịch nghỉ năm 2023 chưa được quyết",
    ),
    (
        "calendar",
        {"calendars": {2023: UNCONFIRMED}},
        Level.WARNING,
        "01 dòng của lịch năm 2023 chưa đối chiếu",
    ),
    (
        "typed",
        {"latest": NOW + timedelta(hours=1)},
        Level.WARNING,
        "có cập nhật ghi lúc 09:30 ngày 20/9/2023",
    ),
    (
        "strays",
        other("plans/2023/.2023.yaml.0a1b2c3d.pci-tmp"),
        Level.WARNING,
        "plans/2023/.2023.yaml.0a1b2c3d.pci-",
    ),
    (
        "strays",
        other("plans/2023/.2023.yaml.0a1b2c3d.pci-tmp", age=60),
        Level.OK,
        "không có tệp sót",
    ),
    ("strays", other("~$bao-cao.docx"), Level.WARNING, "~$bao-cao.docx là khóa của Word"),
    (
        "strays",
        other(".~lock.bao-cao.docx#"),
        Level.WARNING,
        ".~lock.bao-cao.docx# là khóa của Word",
    ),
    ("strays", other("plans/2023.yaml~"), Level.WARNING, "plans/2023.yaml~ là bản lưu"),
    ("strays", other("plans/.2023.yaml.swp"), Level.WARNING, "plans/.2023.yaml.swp là bản lưu"),
    ("strays", other("plans/2023 (1).yaml"), Level.PROBLEM, "plans/2023 (1).yaml là bản sao"),
    (
        "strays",
        other("plans/2023 (May VP's conflicted copy 2023-09-01).yaml"),
        Level.PROBLEM,
        "plans/2023 (May VP",
    ),
    (
        "strays",
        other("plans/2023.sync-conflict-20230901-A.yaml"),
        Level.PROBLEM,
        "plans/2023.sync-conflict",
    ),
    ("unread", other("plans/2023.yml"), Level.PROBLEM, "plans/2023.yml không được đọc"),
    (
        "unread",
        other("plans/calendar/cu/2022.yaml"),
        Level.PROBLEM,
        "plans/calendar/cu/2022.yaml không được đọc",
    ),
    ("sizes", {"files": (PLAN, UPDATE._replace(size=0))}, Level.PROBLEM, f"{UPDATE.path} rỗng"),
    (
        "sizes",
        {"files": (PLAN._replace(size=MAX_BYTES + 1),)},
        Level.PROBLEM,
        "plans/2023.yaml lớn hơn ",
    ),
    (
        "templates",
        {"templates": {"bao-cao.docx": False}},
        Level.OK,
        "dùng mẫu riêng, khác mẫu đi kèm chương trình: bao",
    ),
]


def judged(name: str, machine: Machine, kept: Kept) -> tuple[Level, str]:
    (found,) = (found for found in examined(machine, kept) if found.name == name)
    assert bool(found.mend) is (found.level is not Level.OK), (
        "điều chưa ổn nào cũng nêu phải làm gì"
    )
    assert "\n" not in found.words + found.mend
    return found.level, found.words


@pytest.mark.parametrize(
    ("name", "changes", "level", "words"), ON_MACHINE, ids=lambda value: str(value)[:40]
)
def test_a_check_of_the_machine(
    name: str, changes: dict[str, Any], level: Level, words: str
) -> None:
    found = judged(name, MACHINE._replace(**changes), KEPT)
    assert (found[0], found[1][: len(words)]) == (level, words)


@pytest.mark.parametrize(
    ("name", "changes", "level", "words"), IN_WORKSPACE, ids=lambda value: str(value)[:40]
)
def test_a_check_of_the_workspace(
    name: str, changes: dict[str, Any], level: Level, words: str
) -> None:
    found = judged(name, MACHINE, KEPT._replace(**changes))
    assert (found[0], found[1][: len(words)]) == (level, words)


def test_a_sound_machine_and_workspace_are_well() -> None:
    assert {found.level for found in examined(MACHINE, KEPT)} == {Level.OK}
    assert worst(()) is Level.OK


def test_every_check_that_can_find_fault_has_a_case() -> None:
    names = {check.name for check in MACHINE_CHECKS} | {check.name for check in WORKSPACE_CHECKS}
    assert names - {name for name, *_ in (*ON_MACHINE, *IN_WORKSPACE)} == {"program"}


def test_what_a_person_sees(golden: Golden) -> None:
    poor = MACHINE._replace(
        encoding="ANSI_X3.4-1968", office=None, fonts=frozenset(), free=12 << 20
    )
    kept = KEPT._replace(**other("plans/2023 (1).yaml"), repository=NO_REPOSITORY, errors=2)
    findings = examined(poor, kept)
    golden("doctor.txt", checkup.plain(findings))
    shown = checkup.screen(findings, 80, colour=False)
    assert max(map(len, shown.splitlines())) <= 80
    golden("doctor-80.txt", shown)


# --- on real folders ----------------------------------------------------------------------------------------------


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
    assert told(done)["line-ends"] == ("ok", "tệp .yaml luôn xuống dòng bằng LF")
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
    assert wrong == {"Dữ liệu", "Lịch nghỉ", "Tệp sót", "Tệp lạc", "Cỡ tệp"}
    assert lines["Kho git"] == "nên xem"
    assert sorted((str(path), path.lstat().st_mtime_ns) for path in repo.rglob("*")) == before


def test_a_link_and_a_folder_that_may_not_be_read_are_told_not_followed(
    run: Run, real: Path, tmp_path: Path
) -> None:
    progress = real / "plans/2023/progress"
    progress.mkdir(parents=True)
    (progress / "van-phong").symlink_to(tmp_path)
    done = run("doctor", "--format", "json", cwd=real)
    assert done.code == 1
    assert told(done)["links"] == ("problem", "plans/2023/progress/van-phong là liên kết")
    assert told(done)["data"] == ("problem", "plans/2023/progress/van-phong là liên kết")
    assert told(done)["calendar"][0] != "problem", "lịch nghỉ đọc được dù cập nhật không đọc được"
    (real / "plans/calendar/2023.yaml").write_text("year: 2023\n")
    broken = told(run("doctor", "--format", "json", cwd=real))["calendar"]
    assert broken == (
        "problem",
        "plans/calendar/2023.yaml không dùng được: thời hạn không trừ ngày lễ",
    )


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


def test_a_folder_that_may_not_be_written_or_read(real: Path) -> None:
    folder = real / "plans/2023/progress/van-phong"
    folder.mkdir(parents=True)
    folder.chmod(0o555)
    level, words = without_power(real)["rights"]
    assert (level, words[:54]) == (
        "problem",
        "không có quyền ghi vào plans/2023/progress/van-phong n",
    )
    folder.chmod(0o000)
    found = without_power(real)
    folder.chmod(0o755)
    assert found["data"][0] == "problem"
    assert "không có quyền" in found["data"][1]


def test_a_merge_left_in_dispute_is_a_problem(run: Run, repo: Path) -> None:
    plan = repo / "plans/2023.yaml"
    text = plan.read_text(encoding="utf-8")
    git(repo, "checkout", "-q", "-b", "khac")
    for branch, word in (("khac", "VPA"), ("main", "VPB")):
        git(repo, "checkout", "-q", branch)
        plan.write_text(text.replace("short: VP}", f"short: {word}}}"), encoding="utf-8")
        git(repo, "commit", "-q", "-a", "-m", word)
    git(repo, "merge", "-q", "khac")
    done = run("doctor", "--format", "json", cwd=repo)
    assert done.code == 1
    words = "gộp nhánh (merge) còn dở, xung đột ở plans/2023.yaml"
    assert told(done)["repository"] == ("problem", words)


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
    assert {name for name, (level, _) in found.items() if level == "warning"} == {
        "git",
        "office",
        "encoding",
        "fonts",
    }
    assert "repository" not in found
    assert found["fonts"] == (
        "warning",
        "không xem được danh sách phông chữ (thiếu fontconfig); chưa kiểm tra",
    )


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
