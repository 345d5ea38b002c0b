"""What `pci doctor` looks at: facts about a machine and a folder in, one verdict a check out.

The facts are gathered in `facts`; nothing here asks a clock, a disk or a program.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from pci.core.diagnostic import Severity
from pci.core.errors import CannotDo
from pci.core.holidays import CalendarYear
from pci.core.vi import count_words

F = TypeVar("F")


class Level(StrEnum):
    """How a check ended. A problem keeps a command from working, or data from being read."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Verdict(NamedTuple):
    """What a check saw, and what to do where that is not as it should be."""

    level: Level
    words: str
    hint: str = ""


class Checkup(NamedTuple):
    """The verdict of one check with the check's stable name and its title."""

    name: str
    title: str
    level: Level
    words: str
    hint: str


class Machine(NamedTuple):
    """What the program runs on: `git` is its version or why it cannot be used, `office` the version
    of LibreOffice, empty where it does not tell and null where there is none."""

    program: str
    python: str
    system: str
    git: str | CannotDo
    office: str | None


class Folder(NamedTuple):
    """A workspace: the `year` asked for, and what reading all its years brought.

    `files` tells of every file at its top, in plans/ and in templates/ whether it is data of a
    year; `unreadable` is why data cannot be read; `templates` tells of each own template whether it
    is the program's; `unsaved` are the files that differ from the last commit, null on a
    machine without git.
    """

    year: int
    today: date
    files: Mapping[str, bool]
    unreadable: CannotDo | None
    severities: Sequence[Severity]
    calendars: Mapping[int, CalendarYear]
    templates: Mapping[str, bool]
    unsaved: Sequence[str] | CannotDo | None


def _ok(words: str) -> Verdict:
    return Verdict(Level.OK, words)


def _warning(words: str, hint: str) -> Verdict:
    return Verdict(Level.WARNING, words, hint)


def _problem(words: str, hint: str) -> Verdict:
    return Verdict(Level.PROBLEM, words, hint)


def _program(machine: Machine) -> Verdict:
    return _ok(f"pci {machine.program}, Python {machine.python}, {machine.system}")


def _git(machine: Machine) -> Verdict:
    if isinstance(machine.git, CannotDo):
        return _warning(machine.git.message, machine.git.hint)
    return _ok(f"git {machine.git}")


def _office(machine: Machine) -> Verdict:
    if machine.office is None:
        return _warning(
            "không có LibreOffice nên --pdf không chạy",
            "cài LibreOffice, hoặc lưu sang PDF từ bản Word bằng tay",
        )
    return _ok(f"LibreOffice {machine.office}".strip())


def _data(folder: Folder) -> Verdict:
    if folder.unreadable:
        return _problem(folder.unreadable.message, folder.unreadable.hint)
    if errors := folder.severities.count(Severity.ERROR):
        words = f"{count_words(errors)} lỗi trong các tệp dữ liệu"
        return _problem(words, "chạy «pci check», sửa từng lỗi")
    if warnings := folder.severities.count(Severity.WARNING):
        return _ok(f"không có lỗi; «pci check» nêu {count_words(warnings)} cảnh báo")
    return _ok("không có lỗi")


def _repository(folder: Folder) -> Verdict | None:
    found = folder.unsaved
    if isinstance(found, CannotDo):
        return _warning(found.message, found.hint)
    if found is None or folder.unreadable:
        return None
    if found:
        words = f"{count_words(len(found))} tệp chưa lưu vào kho: {_listed(found)}"
        return _warning(words, "git add plans rồi git commit")
    return _ok("mọi tệp dữ liệu đã lưu vào kho")


_NEXT_IS_NEEDED = (12, 1)
"""From this day of a plan's year on, due days are counted into the next year."""


def _calendar(folder: Folder) -> Verdict | None:
    if folder.unreadable:
        return None
    needed = [folder.year]
    if folder.today >= date(folder.year, *_NEXT_IS_NEEDED):
        needed.append(folder.year + 1)
    absent = [str(year) for year in needed if year not in folder.calendars]
    if absent:
        words = f"chưa có lịch nghỉ năm {_listed(absent)}: thời hạn không trừ ngày lễ"
        hint = f"chép plans/calendar/{absent[0]}.yaml của bản chương trình mới, hoặc lập tệp ấy"
        return _problem(words, hint)
    undecided = [str(year) for year in needed if not folder.calendars[year].decided]
    if undecided:
        words = f"lịch nghỉ năm {_listed(undecided)} chưa được quyết định: thời hạn là tạm tính"
        return _warning(words, "có quyết định thì sửa tệp lịch, đặt decided: true")
    return _ok("đủ lịch nghỉ năm " + _listed([str(year) for year in needed]))


_YAML = re.compile(r"(?i)plans/.*\.ya?ml")


def _unread(folder: Folder) -> Verdict | None:
    """Data in a place or under a name where no command looks for it."""
    lost = [path for path, is_data in folder.files.items() if not is_data and _YAML.fullmatch(path)]
    hint = (
        "đặt lại đúng chỗ, đúng tên: plans/<năm>.yaml, plans/<năm>/progress/<đơn vị>/….yaml; "
        "bản sao khi đồng bộ thì so với tệp gốc, giữ một"
    )
    return _problem(f"{_listed(lost)} không được đọc", hint) if lost else None


def _templates(folder: Folder) -> Verdict | None:
    if not folder.templates:
        return None
    altered = [name for name, same in folder.templates.items() if not same]
    if altered:
        return _ok(f"dùng mẫu riêng, khác mẫu đi kèm chương trình: {_listed(altered)}")
    return _ok("mẫu của kế hoạch giống mẫu đi kèm chương trình")


class Check(NamedTuple, Generic[F]):
    """One check: its name, its title, and the function that judges, null where there is nothing to
    look at."""

    name: str
    title: str
    judge: Callable[[F], Verdict | None]


MACHINE_CHECKS: tuple[Check[Machine], ...] = (
    Check("program", "Chương trình", _program),
    Check("git", "Git", _git),
    Check("office", "LibreOffice", _office),
)
FOLDER_CHECKS: tuple[Check[Folder], ...] = (
    Check("data", "Dữ liệu", _data),
    Check("repository", "Kho git", _repository),
    Check("calendar", "Lịch nghỉ", _calendar),
    Check("unread", "Tệp lạc", _unread),
    Check("templates", "Mẫu", _templates),
)


def examine(checks: Sequence[Check[F]], facts: F) -> tuple[Checkup, ...]:
    """Every check of a table that has something to look at, in its order."""
    verdicts = [(check, check.judge(facts)) for check in checks]
    return tuple(Checkup(check.name, check.title, *found) for check, found in verdicts if found)


def worst(levels: Iterable[Level]) -> Level:
    """The level of several together."""
    return max(levels, key=tuple(Level).index, default=Level.OK)


_SHOWN = 3


def _listed(names: Sequence[str]) -> str:
    """A few names and how many more there are."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" và {count_words(more)} tệp nữa" if more > 0 else "")
