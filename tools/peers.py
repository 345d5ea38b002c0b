"""Other programs that list tasks, given as many of them, for `make bench`."""

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import which
from typing import NamedTuple
from uuid import UUID


class Peer(NamedTuple):
    """A program, how its data of so many tasks are written, the command that lists those of one
    unit, and whether it has a cache."""

    name: str
    program: str
    write: Callable[[Path, int], None]
    command: Sequence[str]
    caches: bool = False

    @property
    def present(self) -> bool:
        """Whether this machine has it."""
        return which(self.program) is not None


def _words(number: int) -> str:
    return f"Rà soát, cập nhật cơ sở dữ liệu thủ tục hành chính, lần {number}"


def _unit(number: int) -> str:
    return ("VP", "QLDN", "QLDT")[number % 3]


def _day(number: int, sign: str) -> str:
    return sign.join(("2023", f"{number % 12 + 1:02}", f"{number % 28 + 1:02}"))


def _journal(folder: Path, count: int) -> None:
    entries = (
        f"{_day(n, '-')} {_words(n)}  ; lead:{_unit(n)}\n    viec:{n % 99}  1\n    han\n\n"
        for n in range(count)
    )
    (folder / "viec.journal").write_text("".join(entries), encoding="utf-8")


def _pending(folder: Path, count: int) -> None:
    (folder / "taskrc").write_text(f"data.location={folder}\nconfirmation=off\n", encoding="utf-8")
    lines = (
        f'[description:"{_words(n)}" due:"{1_690_000_000 + n}" entry:"1690000000"'
        f' project:"{_unit(n)}" status:"pending" uuid:"{UUID(int=n + 1)}"]\n'
        for n in range(count)
    )
    (folder / "pending.data").write_text("".join(lines), encoding="utf-8")


def _calendars(folder: Path, count: int) -> None:
    (folder / "viec").mkdir()
    settings = f'path = "{folder}/*"\ndate_format = "%Y-%m-%d"\n'
    (folder / "config.py").write_text(settings, encoding="utf-8")
    for n in range(count):
        lines = (
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:pci\nBEGIN:VTODO",
            f"UID:{n}\nDTSTAMP:20230801T000000Z\nDUE;VALUE=DATE:{_day(n, '')}",
            f"SUMMARY:{_words(n)}\nCATEGORIES:{_unit(n)}\nEND:VTODO\nEND:VCALENDAR\n",
        )
        (folder / f"viec/{n}.ics").write_text("\n".join(lines), encoding="utf-8")


def _requirements(folder: Path, count: int) -> None:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)  # it wants one
    settings = "settings:\n  digits: 5\n  prefix: VIEC\n  sep: ''\n"
    (folder / ".doorstop.yml").write_text(settings, encoding="utf-8")
    for n in range(count):
        words = f"active: true\nlevel: 1.{n}\ntext: |\n  {_words(n)}\n"
        (folder / f"VIEC{n:05}.yml").write_text(words, encoding="utf-8")


_TODO = ("todo", "--config", "config.py", "list", "--category", "VP")
PEERS = (
    Peer(
        "hledger reg", "hledger", _journal, ("hledger", "-f", "viec.journal", "reg", "tag:lead=VP")
    ),
    Peer("Taskwarrior list", "task", _pending, ("task", "rc:taskrc", "project:VP", "list")),
    Peer("todoman list", "todo", _calendars, _TODO, caches=True),
    Peer("doorstop", "doorstop", _requirements, ("doorstop", "--no-reformat")),
)
