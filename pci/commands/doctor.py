"""`pci doctor`: what is not as it should be on this machine and in this workspace, each with what
to do."""

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import typer

from pci import __version__
from pci.clock import today
from pci.commands import deliver
from pci.commands.options import Place, TextOptions
from pci.console import notice, relative, visible
from pci.core.errors import CannotDo
from pci.core.holidays import CalendarYear, needed_years
from pci.files import git
from pci.files.paths import belongs
from pci.lists import json
from pci.loading import calendars, read_file
from pci.word.pdf import find_office
from pci.workspace import files, plan_ids, root_folder


class Level(StrEnum):
    """How a check ended. A problem keeps a command from working, or data from being read."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Checkup(NamedTuple):
    """What a check saw, by its stable name and its title, and what to do about it."""

    name: str
    title: str
    level: Level
    message: str
    hint: str = ""


_WORDS = {Level.OK: "tốt", Level.WARNING: "nên xem", Level.PROBLEM: "hỏng"}


def doctor(place: Place, how: TextOptions) -> None:
    """Khám máy và thư mục kế hoạch: điều gì chưa ổn, phải làm gì.

    Xem bản chương trình, git, LibreOffice; trong thư mục kế hoạch xem thêm lịch nghỉ và tệp để lạc
    chỗ nên không được đọc. Không ghi gì. Mã thoát 1: có điều hỏng; 0: tốt, hoặc chỉ có điều nên
    xem. Dữ liệu đúng sai thì xem «pci check».

    Ví dụ: pci doctor
    """
    checkups = _of_machine(place.root or Path.cwd())
    folder = _folder(place.root)
    if folder:
        checkups += _of_folder(folder, _plan_in(folder, place))
    else:
        notice(
            "pci: không ở trong thư mục kế hoạch nên chỉ khám máy; "
            "thêm --root để khám cả kế hoạch, «pci new» để lập mới"
        )
    deliver.text(_json(checkups, folder) if how.format == "json" else _text(checkups), how)
    if any(checkup.level is Level.PROBLEM for checkup in checkups):
        raise typer.Exit(1)


def _folder(root: Path | None) -> Path | None:
    """The workspace; null where none was named and the current folder lies in none."""
    try:
        return root_folder(root)
    except CannotDo:
        if root:
            raise
        return None


def _of_machine(root: Path) -> list[Checkup]:
    """What the program runs on, seen from a folder."""
    python, system = platform.python_version(), f"{platform.system()} {platform.release()}"
    words = f"pci {__version__}, Python {python}, {system}"
    program = Checkup("program", "Chương trình", Level.OK, words)
    return [program, _git(root), _office()]


def _git(root: Path) -> Checkup:
    """The version of git, or why it cannot be used."""
    try:
        return Checkup("git", "Git", Level.OK, f"git {git.version(root)}")
    except CannotDo as error:
        return Checkup("git", "Git", Level.WARNING, error.message, error.hint)


def _office() -> Checkup:
    """Where LibreOffice is."""
    program = find_office()
    if program is None:
        words = "không có LibreOffice nên --pdf không chạy"
        hint = "cài LibreOffice, hoặc lưu sang PDF từ bản Word bằng tay"
        return Checkup("office", "LibreOffice", Level.WARNING, words, hint)
    return Checkup("office", "LibreOffice", Level.OK, program)


def _plan_in(folder: Path, place: Place) -> str:
    """The plan meant; where nobody named one of several, the newest."""
    known = plan_ids(folder)
    is_named = place.plan_id is not None or place.year is not None
    has_usual = any(i.isdecimal() for i in known)
    return place.among(known) if is_named or has_usual or not known else known[-1]


def _of_folder(folder: Path, plan_id: str) -> list[Checkup]:
    """What lies in a workspace."""
    contents = files(folder, plan_id)
    written = (p for p in sorted((folder / "plans").rglob("*")) if not p.is_dir())
    paths = [
        p.relative_to(folder).as_posix() for p in written if p.suffix.lower() in (".yaml", ".yml")
    ]
    known = plan_ids(folder)
    lost = [path for path in paths if not any(belongs(path, one) for one in known)]
    return [
        calendar(int(plan_id[:4]), today(), calendars(contents)),
        unread(lost),
        *_broken(folder, known),
    ]


def _broken(folder: Path, known: Sequence[str]) -> Iterator[Checkup]:
    """The plans whose files cannot be read as plans."""
    paths = [f"plans/{i}.yaml" for i in known]
    contents = {path: data for one in known for path, data in files(folder, one).items()}
    broken = [p for p in paths if read_file(contents[p], p, p).record is None]
    if broken:
        words = f"{_listed(broken)} không đọc được"
        yield Checkup("plans", "Kế hoạch", Level.PROBLEM, words, "xem lỗi bằng «pci check»")


def calendar(year: int, today: date, calendars: Mapping[int, CalendarYear]) -> Checkup:
    """The days off of a plan's year, and of the next one towards its end."""
    needed = needed_years(year, today)
    level, words, hint = Level.OK, f"đủ lịch nghỉ năm {_listed(needed)}", ""
    absent = [one for one in needed if one not in calendars]
    if absent:
        level = Level.PROBLEM
        words = f"{_no_days_off(absent, calendars)}: thời hạn không trừ ngày lễ"
        hint = f"chép plans/calendar/{absent[0]}.yaml của bản chương trình mới, hoặc lập tệp ấy"
    elif undecided := [one for one in needed if not calendars[one].decided]:
        level = Level.WARNING
        words = f"lịch nghỉ năm {_listed(undecided)} chưa được quyết định: thời hạn là tạm tính"
        hint = "có quyết định thì sửa tệp lịch, đặt decided: true"
    return Checkup("calendar", "Lịch nghỉ", level, words, hint)


def _no_days_off(absent: Sequence[int], known: Iterable[int]) -> str:
    """Say for which years there is no list of days off, or after which day the lists have run
    out."""
    last = max(known, default=absent[0])
    if last < absent[0]:
        return f"lịch nghỉ: chưa có quy định áp dụng sau ngày 31/12/{last}"
    return f"chưa có lịch nghỉ năm {_listed(absent)}"


def unread(paths: Sequence[str]) -> Checkup:
    """Data in a place or under a name where no command looks for it."""
    if not paths:
        return Checkup("unread", "Tệp lạc", Level.OK, "mọi tệp YAML trong plans/ đều được đọc")
    hint = (
        "đặt lại đúng chỗ, đúng tên: plans/<năm>.yaml, plans/<năm>/progress/<đơn vị>/….yaml; "
        "bản sao khi đồng bộ thì so với tệp gốc, giữ một"
    )
    words = f"{_listed(paths)} không được đọc"
    return Checkup("unread", "Tệp lạc", Level.PROBLEM, words, hint)


def _listed(names: Sequence[object]) -> str:
    return ", ".join(map(str, names))


def _text(checkups: list[Checkup]) -> str:
    """One line a check: its level in words, its title, what it saw and what to do."""
    lines = []
    for checkup in checkups:
        words = "; ".join(filter(None, (checkup.message, checkup.hint)))
        lines.append(visible(f"{_WORDS[checkup.level]:8}{checkup.title:14}{words}"))
    return "\n".join(lines)


def _json(checkups: list[Checkup], folder: Path | None) -> str:
    """`pci.doctor/1`: `workspace` is null where there was none to look at."""
    levels = [checkup.level for checkup in checkups]
    return json.write(
        {
            "schema": "pci.doctor/1",
            "workspace": relative(folder) if folder else None,
            "problems": levels.count(Level.PROBLEM),
            "warnings": levels.count(Level.WARNING),
            "checks": [checkup._asdict() for checkup in checkups],
        }
    )
