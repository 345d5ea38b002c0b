"""Does what the pages of the guide say, as a reader does who pastes each block into one terminal.

A page begins in an empty folder, or in a copy of the repository; `pci`, Python and git are at hand.
What a page may hold, in its order:

    ```sh         pasted as it stands; the first command that fails ends the page
    ```text       right below it: what it prints, compared; a line … stands for any lines
    ```yaml       under a first line `# plans/…`: the content of that file
    ```diff       what a person changes in an editor
    <!-- gõ:      above a block: what a person types, each line `what is read | what is typed`
    <!-- mã thoát 1 -->               above a block: how its last command ends
    <!-- thay người: … -->            a command in place of work in Word or Excel (tools/hands.py)
    <!-- không chạy: … -->            above a block: why it is not pasted here

`python -m tools.guide [--write] [page…]` does the pages with the program as it is here; `--write`
puts what is printed today into the blocks of text.
"""

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs/huong-dan"
IN_THE_REPOSITORY = (ROOT / "README.md", GUIDE / "ky-thuat.md")
"""The pages whose reader stands in a copy of the repository."""
COLUMNS = 80
WAIT = 120.0
"""Seconds."""
_STEP = re.compile(
    r"(?P<notes>(?:^<!-- (?:gõ|mã thoát|không chạy)[^>]*?\s-->\n)*)"
    r"^```(?P<kind>sh|yaml|diff)\n(?P<body>.*?)^```$(?:\n\n?```text\n(?P<shown>.*?)^```$)?"
    r"|^<!-- thay người: (?P<instead>.*?) -->$",
    re.M | re.S,
)
_FILE = re.compile(r"# (plans/\S+)\n")
_END = "\x1e"
_SETTINGS = (
    "[user]\n\tname = Nguyễn Thử\n\temail = thu@example.org\n[init]\n\tdefaultBranch = main\n"
)


class Step(NamedTuple):
    """One block of a page as lines of a shell, what a person reads and types, what the block below
    shows, and where that is in the page."""

    script: str
    typed: Sequence[tuple[str, str]] = ()
    shown: str | None = None
    place: tuple[int, int] = (0, 0)


class Failed(Exception):
    """A page does not say what happens."""


def pages() -> list[Path]:
    """The pages that are done."""
    return [ROOT / "README.md", *sorted(GUIDE.glob("*.md"))]


def do(page: Path, program: str, write: bool = False) -> None:
    """Do a page, where `pci` runs the program; fail where the page is wrong, or write what is
    printed."""
    text = page.read_text(encoding="utf-8")
    steps = [step for one in _STEP.finditer(text) if (step := _step(one))]
    with TemporaryDirectory() as folder:
        outputs = list(_outputs(steps, _prepared(page, Path(folder), program), page.name))
    wrong = [
        (step, output)
        for step, output in zip(steps, outputs, strict=True)
        if step.shown is not None and not _fits(step.shown, output)
    ]
    if wrong and not write:
        step, output = wrong[0]
        raise Failed(f"{page.name}: in ra khác trang\n{step.script}\n{output}")
    for step, output in reversed(wrong):
        start, end = step.place
        text = text[:start] + output + text[end:]
    if wrong:
        page.write_text(text, encoding="utf-8")


def _step(block: re.Match[str]) -> Step | None:
    """What a reader does at a block; nothing at one that only shows."""
    if block["instead"]:
        return Step(f"{block['instead']}\n")
    notes, script = block["notes"], _script(block["kind"], block["body"])
    if "không chạy" in notes or not script:
        return None
    if code := re.search(r"mã thoát (\d+)", notes):
        script = f"if {{\n{script}}}; then code=0; else code=$?; fi\n[ $code = {code[1]} ]\n"
    answers = re.search(r"gõ:\n(.*?)\s-->", notes, re.S)
    typed = [line.split(" | ", 1) for line in answers[1].splitlines()] if answers else []
    return Step(script, [(read, keys) for read, keys in typed], block["shown"], block.span("shown"))


def _script(kind: str, body: str) -> str:
    """A block as lines of a shell; empty where it is a part of a file."""
    if kind == "diff":
        return f"git apply --recount <<'HẾT'\n{body}HẾT\n"
    if kind == "yaml":
        if not (file := _FILE.match(body)):
            return ""
        return f"mkdir -p {Path(file[1]).parent}\ncat > {file[1]} <<'HẾT'\n{body}HẾT\n"
    return body


def _fits(shown: str, printed: str) -> bool:
    """Whether a block shows what is printed, where a line … stands for any lines."""
    parts = (re.escape(part) for part in re.split("^…\n", shown, flags=re.M))
    return re.fullmatch("(?:.*\n)*?".join(parts), printed) is not None


def _prepared(page: Path, folder: Path, program: str) -> Path:
    """Where the reader of a page begins; beside it the program and the settings of git."""
    (folder / "gitconfig").write_text(_SETTINGS, encoding="utf-8")
    place = folder / "pci"
    place.mkdir()
    (folder / "bin").mkdir()
    if page in IN_THE_REPOSITORY:
        _copy_the_repository(place)
    else:
        _put_command(folder / "bin/pci", program)
        _put_command(folder / "bin/tay", f"{sys.executable} {ROOT / 'tools/hands.py'}")
    return place


def _put_command(file: Path, program: str) -> None:
    """A command by which the reader calls a program."""
    file.write_text(f'#!/bin/sh\nexec {program} "$@"\n', encoding="utf-8")
    file.chmod(0o755)


def _copy_the_repository(place: Path) -> None:
    """Every file of the repository as it is here, committed anew."""
    listed = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in names.split("\0"):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
    for command in ("init -q", "add .", "commit -q -m Kho"):
        subprocess.run(["git", *command.split()], cwd=place, env=_environment(place), check=True)


def _environment(place: Path) -> dict[str, str]:
    """What the reader's terminal knows; nothing of the one who asked for this run."""
    ours = re.compile("PCI_|PYTHON|COV|COLUMNS|GIT_|MAKE|MFLAGS")
    kept = {k: v for k, v in os.environ.items() if not ours.match(k)}
    return kept | {
        "PATH": f"{place.parent / 'bin'}:{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": str(place.parent / "gitconfig"),
        "GIT_PAGER": "cat",
        "XDG_CACHE_HOME": str(place.parent / "cache"),
        "PIP_CACHE_DIR": str(Path.home() / ".cache/pip"),
        "TERM": "dumb",
        "NO_COLOR": "1",
        "LOGNAME": "nguoi-thu",
        "USER": "nguoi-thu",
    }


def _outputs(steps: Sequence[Step], place: Path, page: str) -> Iterator[str]:
    """What each step prints, one after another in one shell on one terminal."""
    script = "".join(f"{step.script}printf '\\036'\n" for step in steps)
    (place.parent / "trang.sh").write_text(f"set -eo pipefail\n{script}", encoding="utf-8")
    keyboard, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    with subprocess.Popen(
        ["bash", str(place.parent / "trang.sh")],
        cwd=place,
        env=_environment(place),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    ) as process:
        os.close(terminal)
        pieces = _pieces(keyboard)
        unread = ""
        for step in steps:
            printed, unread = _one(step, pieces, unread, keyboard)
            if _END not in printed:
                process.kill()
                raise Failed(f"{page}: không làm được\n{step.script}\n{printed}")
            yield printed.removesuffix(_END)
        os.close(keyboard)


def _one(step: Step, pieces: Iterator[str], printed: str, keyboard: int) -> tuple[str, str]:
    """What a step prints up to its end, and what the next one printed by then."""
    read = 0
    answers = [*step.typed]
    while _END not in printed:
        while answers and (at := printed.find(answers[0][0], read)) >= 0:
            read = at + len(answers[0][0])
            os.write(keyboard, f"{answers.pop(0)[1]}\n".encode())
        if (piece := next(pieces, None)) is None:
            return printed, ""
        printed += piece
    printed, end, rest = printed.partition(_END)
    return printed + end, rest


def _pieces(keyboard: int) -> Iterator[str]:
    """What appears on the terminal, until its last program ends or says nothing for too long."""
    letters = getincrementaldecoder("utf-8")()
    with suppress(OSError):  # how Linux tells that the other end was closed
        while select([keyboard], [], [], WAIT)[0]:
            yield letters.decode(os.read(keyboard, 1 << 16)).replace("\r", "")


def main(arguments: Sequence[str]) -> int:
    """Do the pages that are named, or all."""
    named = [Path(one).resolve() for one in arguments if one != "--write"]
    for page in named or pages():
        started = time.monotonic()
        try:
            do(page, f"env PYTHONPATH={ROOT} {sys.executable} -m pci", "--write" in arguments)
        except Failed as failure:
            print(failure, file=sys.stderr)
            return 1
        print(f"{page.relative_to(ROOT)}: {time.monotonic() - started:.0f} giây")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
