"""Older versions of a plan and its records, for `pci diff` in `tools.outputs`."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path


def _change(path: Path, *changes: tuple[str, str]) -> None:
    """Replace the first match of each pattern in a file, where there is one."""
    text = path.read_text(encoding="utf-8")
    for pattern, new in changes:
        text = re.sub(pattern, new, text, count=1, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def _other(plans: Path, year: int) -> None:
    """A day, a unit and some words differ."""
    _change(
        plans / f"{year}.yaml",
        ("Nhiệm vụ thường xuyên", "Thường xuyên"),
        (r"\[2023-Q4\]", "[2023-Q3]"),
        ("lead: phong-qldn", "lead: van-phong"),
    )


def _units(plans: Path, year: int) -> None:
    """Units: another id, another name, one more, one fewer in a group; a register reordered."""
    path = plans / f"{year}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("van-phong", "vp-ban"), encoding="utf-8")
    _change(
        path,
        (
            r"^  bo-phan-mot-cua:(.*)",
            r"  phong-moi: {name: Phòng Mới, short: P.M}\n  bo-phan-mot-cua:\1",
        ),
        ("name: Bộ phận ", "name: Bộ phận Một cửa "),
        (r"(members: \[[^,]+), [^,]+", r"\1"),
        (r"^  ubnd-tinh: .*\n", ""),
        (r"^(documents:\n)(.*\n)(.*\n)", r"\1\3\2"),
        (r"^  iso-9001: .*\n", "  iso-9000: {type: Tiêu chuẩn, title: ISO 9000}\n"),
    )


def _tasks(plans: Path, year: int) -> None:
    """Tasks and paragraphs: renumbered, reworded, gone; obligations and indicators renamed."""
    _change(
        plans / f"{year}.yaml",
        (r"^  A\.V\.2:", "  A.V.8:"),
        (r"^  A\.I\.2:", "  A.II.9:"),
        (r"^  A\.III\.1:(?:\n    .*|\n(?=\n))*\n", ""),
        (r"^(    work: \|\n      )(?:- )?(\w)", r"\1Khẩn trương \2"),
        (r"^    outputs:\n(      - .*\n)(      - .*\n)", r"    outputs:\n\2\1      - Sổ.\n"),
        (r"^    owes:\n      [\w-]+:", "    owes:\n      viec-khac:"),
        (r"^    indicators:\n      [\w-]+:", "    indicators:\n      chi-tieu-khac:"),
        (r"^(    units: .*) chủ trì", r"\1, Thanh tra chủ trì"),
        (r"^  II\.1\.3:", "  II.1.99:"),
        (r"^  I\.2\.1:\n    text: \|\n.*\n", ""),
        (r"^(  I\.1\.1:\n    text: \|\n      )\w+", r"\1Chi tiết"),
        (r"^(recipients:\n)(.*\n)(.*\n)", r"\1\3\2"),
        (r"^title: ", "title: Tổ chức "),
        (r"^corrections:\n.*\n", "corrections:\n"),
        (r"to: Bố trí", "to: Bố trí đủ"),
    )


def _regime(plans: Path, year: int) -> None:
    """The reporting regime, a letter about one period, the letters, a fixed day and a cadence."""
    letter = f"{{send_by: {year}-12-25, basis: Công văn số 1}}"
    _change(
        plans / f"{year}.yaml",
        (r"^(  to: so-khdt.*\n)", rf"\1  periods:\n    {year}-Q4: {letter}\n"),
        ("due: window end [+] 2", "due: window end + 5"),
        (r"^letters:.*\n(?:  .*\n)+", ""),
        (r"by: \d{4}-\d\d-\d\d", f"by: {year}-10-20"),
        ("every: month", "every: quarter"),
        (r"during: \[.*\]", f"during: [{year}-09, {year}-11]"),
        (r"^issued: .*", f"issued: {year}-07-31"),
    )


def _days(plans: Path, year: int) -> None:
    """The calendar: a holiday gone, one renamed, not yet decided."""
    _change(
        plans / f"calendar/{year}.yaml",
        (r"^  - .*Quốc khánh.*\n", ""),
        ("Tết Dương lịch", "Năm mới"),
        ("decided: true", "decided: false"),
    )


def _records(plans: Path, year: int) -> None:
    """What was recorded: an update edited, one gone, one renamed; words and an issued report."""
    updates = sorted((plans / str(year) / "progress").rglob("*.yaml"))
    if updates:
        first, second, third, *_ = updates
        _change(first, ("^state: .*", "state: suspended"), ("^result: .*", "result: Khác."))
        second.unlink()
        third.rename(third.with_name("2024-01-01-A.I.1-aaaaaa.yaml"))
    reports = plans / str(year) / "reports"
    reports.mkdir(parents=True)
    moment = f"{year}-09-18T09:00:00+07:00"
    (reports / f"{year}-Q3.yaml").write_text(f"written: {moment}\ncauses: Mưa.\n", encoding="utf-8")
    issued = (
        f"number: '45'\ndate: {year}-09-18\nwindow_first: {year}-06-15\n"
        f"window_last: {year}-09-14\ninputs: {'a' * 64}\ndocument: {'b' * 64}\n"
        f"recorded: {moment}\n"
    )
    (reports / f"{year}-Q3.issued.yaml").write_text(issued, encoding="utf-8")


OLDER: Mapping[str, Callable[[Path, int], None]] = {
    "other": _other,
    "cu-don-vi": _units,
    "cu-nhiem-vu": _tasks,
    "cu-che-do": _regime,
    "cu-lich": _days,
    "cu-ghi": _records,
}
"""Older versions that lie beside the workspace, by the names of their folders in command lines."""


def two_commits(place: Path, source: Path, year: int) -> None:
    """A repository with an older version, then the workspace; the disk differs in a few words."""
    plans = place / "plans"
    _git(place, "init", "-q", "-b", "main")
    _tasks(plans, year)
    _git(place, "add", "plans")
    _git(place, "commit", "-q", "-m", "Bản trước")
    shutil.rmtree(plans)
    shutil.copytree(source / "plans", plans)
    _git(place, "add", "plans")
    _git(place, "commit", "-q", "-m", "Bản sau")
    _other(plans, year)


def _git(place: Path, *arguments: str) -> None:
    who = {"NAME": "Ai", "EMAIL": "ai@example.vn", "DATE": "2024-01-01T00:00:00+07:00"}
    env = {f"GIT_{role}_{key}": who[key] for role in ("AUTHOR", "COMMITTER") for key in who}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *arguments], cwd=place, env={**os.environ, **env}, check=True)
