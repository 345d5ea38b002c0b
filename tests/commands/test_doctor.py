"""`pci doctor` on real folders and poor machines."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support import Ran, Run

from pci.commands.doctor import calendar
from pci.core.holidays import CalendarYear
from pci.files import shape


def told(done: Ran) -> dict[str, tuple[str, str]]:
    """The level and the words of each check."""
    return {
        check["name"]: (check["level"], check["message"])
        for check in json.loads(done.out)["checks"]
    }


def calendar_of(year: int) -> CalendarYear:
    return shape.value(CalendarYear, {"year": str(year), "decided": "true", "days_off": []})


def test_a_sound_workspace_is_well_in_one_shape_for_scripts(run: Run, real: Path) -> None:
    done = run("doctor", "--format", "json", cwd=real)
    shown = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert list(shown) == ["schema", "workspace", "problems", "warnings", "checks"]
    assert (shown["schema"], shown["workspace"], shown["problems"]) == ("pci.doctor/1", ".", 0)
    assert list(shown["checks"][0]) == ["name", "title", "level", "message", "hint"]
    assert list(told(done)) == ["program", "git", "office", "calendar", "unread"]
    assert run("doctor", cwd=real).out.startswith("tốt     Chương trình  pci ")


def test_several_plans_none_of_which_is_the_usual_one(run: Run, real: Path) -> None:
    (real / "plans/2023.yaml").rename(real / "plans/2023-pci.yaml")
    (real / "plans/2023-dti.yaml").write_text("format: 2\n", encoding="utf-8")
    done = run("doctor", "--format", "json", cwd=real)
    assert done.code == 1
    assert told(done)["plans"] == ("problem", "plans/2023-dti.yaml không đọc được")


def test_outside_a_workspace_only_the_machine_is_looked_at(run: Run, tmp_path: Path) -> None:
    done = run("doctor", "--format", "json")
    assert (done.code, json.loads(done.out)["workspace"]) == (0, None)
    assert list(told(done)) == ["program", "git", "office"]
    assert done.err == (
        "pci: không ở trong thư mục kế hoạch nên chỉ khám máy; "
        "thêm --root để khám cả kế hoạch, «pci new» để lập mới\n"
    )
    named = run("doctor", "--root", str(tmp_path))
    assert (named.code, named.out) == (2, "")


def test_problems_are_exit_code_one_and_nothing_is_written(run: Run, real: Path) -> None:
    folder = real / "plans/2023/progress/van-phong"
    folder.mkdir(parents=True)
    (folder / "a.yml").write_bytes(b"x")
    (real / "plans/2024.YML").write_bytes(b"x")
    (real / "plans/calendar/cu").mkdir()
    (real / "plans/calendar/cu/2022.yaml").write_bytes(b"x")
    (real / "plans/calendar/2023.yaml").unlink()
    before = sorted((str(path), path.lstat().st_mtime_ns) for path in real.rglob("*"))
    done = run("doctor", "--format", "json", cwd=real)
    assert done.code == 1
    found = told(done)
    assert found["unread"] == (
        "problem",
        "plans/2024.YML, plans/calendar/cu/2022.yaml không được đọc",
    )
    assert found["calendar"][0] == "problem"
    assert sorted((str(path), path.lstat().st_mtime_ns) for path in real.rglob("*")) == before
    lines = {
        line[8:22].rstrip(): line[:8].rstrip() for line in run("doctor", cwd=real).out.split("\n")
    }
    assert (lines["Lịch nghỉ"], lines["Tệp lạc"], lines["Chương trình"]) == ("hỏng", "hỏng", "tốt")


def test_a_link_is_told_not_followed(run: Run, real: Path, tmp_path: Path) -> None:
    progress = real / "plans/2023/progress"
    progress.mkdir(parents=True)
    (progress / "van-phong").symlink_to(tmp_path)
    done = run("doctor", "--format", "json", cwd=real)
    assert (done.code, done.out) == (2, "")
    assert "plans/2023/progress/van-phong là liên kết" in done.err


def test_a_machine_that_has_nothing_is_only_warned(run: Run, real: Path, tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    env = {"PATH": str(tmp_path / "trong"), "LC_ALL": "C"}
    done = run("doctor", "--format", "json", cwd=real, env=env)
    assert done.code == 0
    assert {name for name, (level, _) in told(done).items() if level == "warning"} == {
        "git",
        "office",
    }


KNOWN = {2023: calendar_of(2023)}


@pytest.mark.parametrize(
    ("today", "known", "level", "message"),
    [
        (date(2023, 11, 30), KNOWN, "ok", "đủ lịch nghỉ năm 2023"),
        (date(2023, 9, 20), {}, "problem", "chưa có lịch nghỉ năm 2023: "),
        (
            date(2023, 12, 1),
            KNOWN,
            "problem",
            "lịch nghỉ: chưa có quy định áp dụng sau ngày 31/12/2023: ",
        ),
        (date(2023, 12, 1), {}, "problem", "chưa có lịch nghỉ năm 2023, 2024: "),
        (
            date(2023, 9, 20),
            {2023: replace(KNOWN[2023], decided=False)},
            "warning",
            "lịch nghỉ năm 2023 chưa được quyết định",
        ),
    ],
    ids=str,
)
def test_days_off_are_needed_for_the_year_and_towards_its_end_for_the_next(
    today: date, known: dict[int, CalendarYear], level: str, message: str
) -> None:
    found = calendar(2023, today, known)
    assert (found.level, found.message[: len(message)]) == (level, message)
    assert bool(found.hint) is (level != "ok")
