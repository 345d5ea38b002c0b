"""Each check of `pci doctor`, judged on facts alone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support import Golden

from pci.core.diagnostic import Severity
from pci.core.errors import CannotDo
from pci.core.holidays import CalendarYear
from pci.doctor import page
from pci.doctor.checks import FOLDER_CHECKS, MACHINE_CHECKS, Folder, Level, Machine, examine, worst
from pci.files import shape

CALENDAR = shape.value(CalendarYear, {"year": "2023", "decided": "true", "days_off": []})
MACHINE = Machine(
    program="0.1.0",
    python="3.11.9",
    system="Linux 6.1",
    git="2.47.3",
    office="25.2.3",
)
UPDATE = "plans/2023/progress/van-phong/2023-09-14-A.I.1-abcdef.yaml"
DATA = {"plans/2023.yaml": True, UPDATE: True}
FOLDER = Folder(
    year=2023,
    today=date(2023, 9, 20),
    files=DATA,
    unreadable=None,
    severities=(),
    calendars={2023: CALENDAR},
    templates={"bao-cao.docx": True},
    unsaved=(),
)
NO_GIT = CannotDo("máy không có git", "cài git")
NO_REPOSITORY = CannotDo("/ke-hoach không nằm trong kho git nên không có bản cũ", "so hai thư mục")
LINKED = CannotDo("x là liên kết", "thay bằng tệp thật")


def other(path: str) -> dict[str, Any]:
    """One more file in the workspace, which is no data of a year."""
    return {"files": {**DATA, path: False}}


OF_MACHINE: list[tuple[str, dict[str, Any], Level, str]] = [
    ("git", {"git": NO_GIT}, Level.WARNING, "máy không có git"),
    ("office", {"office": None}, Level.WARNING, "không có LibreOffice"),
]
OF_FOLDER: list[tuple[str, dict[str, Any], Level, str]] = [
    ("data", {"severities": [Severity.ERROR] * 3}, Level.PROBLEM, "03 lỗi trong các tệp dữ liệu"),
    (
        "data",
        {"severities": [Severity.WARNING] * 12},
        Level.OK,
        "không có lỗi; «pci check» nêu 12 cảnh báo",
    ),
    (
        "data",
        {"unreadable": LINKED},
        Level.PROBLEM,
        "x là liên kết",
    ),
    (
        "repository",
        {"unsaved": NO_REPOSITORY},
        Level.WARNING,
        "/ke-hoach không nằm trong kho git",
    ),
    (
        "repository",
        {"unsaved": ("a", "b", "c", "d", "e")},
        Level.WARNING,
        "05 tệp chưa lưu vào kho: a, b, c và 02 tệp nữa",
    ),
    ("calendar", {"calendars": {}}, Level.PROBLEM, "chưa có lịch nghỉ năm 2023"),
    ("calendar", {"today": date(2023, 12, 1)}, Level.PROBLEM, "chưa có lịch nghỉ năm 2024"),
    ("calendar", {"today": date(2023, 11, 30)}, Level.OK, "đủ lịch nghỉ năm 2023"),
    (
        "calendar",
        {"calendars": {2023: replace(CALENDAR, decided=False)}},
        Level.WARNING,
        "lịch nghỉ năm 2023 chưa được quyết",
    ),
    ("unread", other("plans/2023 (1).yaml"), Level.PROBLEM, "plans/2023 (1).yaml không được đọc"),
    ("unread", other("plans/2023.yml"), Level.PROBLEM, "plans/2023.yml không được đọc"),
    (
        "unread",
        other("plans/calendar/cu/2022.yaml"),
        Level.PROBLEM,
        "plans/calendar/cu/2022.yaml không được đọc",
    ),
    (
        "templates",
        {"templates": {"bao-cao.docx": False}},
        Level.OK,
        "dùng mẫu riêng, khác mẫu đi kèm chương trình: bao",
    ),
    (
        "calendar",
        {"calendars": {}, "today": date(2023, 12, 1)},
        Level.PROBLEM,
        "chưa có lịch nghỉ năm 2023, 2024",
    ),
]


def judged(name: str, machine: Machine, folder: Folder) -> tuple[Level, str]:
    checkups = (*examine(MACHINE_CHECKS, machine), *examine(FOLDER_CHECKS, folder))
    (found,) = (checkup for checkup in checkups if checkup.name == name)
    assert bool(found.hint) is (found.level is not Level.OK), (
        "điều chưa ổn nào cũng nêu phải làm gì"
    )
    assert "\n" not in found.words + found.hint
    return found.level, found.words


@pytest.mark.parametrize(
    ("name", "changes", "level", "words"), OF_MACHINE, ids=lambda value: str(value)[:40]
)
def test_a_check_of_the_machine(
    name: str, changes: dict[str, Any], level: Level, words: str
) -> None:
    found = judged(name, MACHINE._replace(**changes), FOLDER)
    assert (found[0], found[1][: len(words)]) == (level, words)


@pytest.mark.parametrize(
    ("name", "changes", "level", "words"), OF_FOLDER, ids=lambda value: str(value)[:40]
)
def test_a_check_of_the_workspace(
    name: str, changes: dict[str, Any], level: Level, words: str
) -> None:
    found = judged(name, MACHINE, FOLDER._replace(**changes))
    assert (found[0], found[1][: len(words)]) == (level, words)


def test_a_sound_machine_and_workspace_are_well() -> None:
    checkups = (*examine(MACHINE_CHECKS, MACHINE), *examine(FOLDER_CHECKS, FOLDER))
    assert {checkup.level for checkup in checkups} == {Level.OK}
    assert worst(()) is Level.OK


def test_what_cannot_be_read_is_not_judged_further() -> None:
    names = {checkup.name for checkup in examine(FOLDER_CHECKS, FOLDER)}
    blind = FOLDER._replace(unreadable=LINKED, calendars={})
    left = {checkup.name for checkup in examine(FOLDER_CHECKS, blind)}
    assert names - left == {"repository", "calendar"}


def test_every_check_that_can_find_fault_has_a_case() -> None:
    names = {check.name for check in MACHINE_CHECKS} | {check.name for check in FOLDER_CHECKS}
    assert names - {name for name, *_ in (*OF_MACHINE, *OF_FOLDER)} == {"program"}


def test_what_a_person_sees(golden: Golden) -> None:
    poor = MACHINE._replace(office=None)
    folder = FOLDER._replace(
        **other("plans/2023 (1).yaml"), unsaved=NO_REPOSITORY, severities=[Severity.ERROR] * 2
    )
    checkups = (*examine(MACHINE_CHECKS, poor), *examine(FOLDER_CHECKS, folder))
    golden("doctor.txt", page.plain(checkups))
    shown = page.screen(checkups, 80, colour=False)
    assert max(map(len, shown.splitlines())) <= 80
    golden("doctor-80.txt", shown)
