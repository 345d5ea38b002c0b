"""System calls of a run of the program, followed and made to fail by `strace`."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tools.forkserver import Ran
from tools.trials import CannotTry, server, start

WRITING = ("mkdir", "openat", "write", "fsync", "close", "link", "unlink", "rename", "getdents64")
READING = (*WRITING, "read", "newfstatat", "access", "readlink")
NO_HARD_LINKS = "link:error=EPERM"
_CHANGING = ("mkdir", "write", "fsync", "link", "unlink", "rename")


class Call(NamedTuple):
    """The `nth` call of a name in a run, with its line in the trace."""

    name: str
    nth: int
    line: str

    @property
    def is_change(self) -> bool:
        """Whether it can change a disk."""
        opened = re.search(r"O_(CREAT|WRONLY|RDWR|TRUNC)", self.line)
        return self.name in _CHANGING or opened is not None

    @property
    def is_output(self) -> bool:
        """Whether it hands over the result."""
        return "write(1<" in self.line

    def with_fault(self, fault: str) -> str:
        """The injection that makes this call fail, or kills the run before it."""
        return f"{self.name}:{fault}:when={self.nth}"


class Traced(NamedTuple):
    """A run and the lines of its system calls."""

    ran: Ran
    lines: tuple[str, ...]

    @property
    def injected(self) -> list[str]:
        """The calls that were made to fail."""
        return [line for line in self.lines if "(INJECTED)" in line]


@cache
def require_strace() -> None:
    """Stop where system calls cannot be followed."""
    if sys.platform != "linux" or not shutil.which("strace"):
        raise CannotTry("no strace")
    command = ["strace", "-o", os.devnull, "true"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise CannotTry("strace may not trace here")


def traced(
    root: Path, arguments: Sequence[str], calls: Sequence[str], *faults: str, children: bool = False
) -> Traced:
    """Run the program, follow its calls and inject faults; `children` follows these too."""
    require_strace()
    log = server().folder / "trace"
    child = start(root, *arguments, stopped=True)
    command = ["strace", "-y", "-s0", "-o", str(log), f"-etrace={','.join(calls)}"]
    command += [f"-einject={fault}" for fault in faults]
    command += ["-f"] * children
    command += ["-p", str(child)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr
        attached = tracer.stderr.readline()
        os.kill(child, signal.SIGCONT)
        ran = server().wait()
    assert "attached" in attached, attached
    return Traced(ran, tuple(log.read_text(errors="replace").splitlines()))


def touching(root: Path, lines: Sequence[str]) -> list[Call]:
    """The calls that concern a workspace, in which the run stands, or hand over the result."""
    inside = re.compile(rf"""[<"]{re.escape(str(root))}[/>"]|[(,] ?"[^/"]""")
    here = f"AT_FDCWD<{root}>"  # the current folder, which strace names beside every path
    found = _calls(lines)
    return [call for call in found if inside.search(call.line.replace(here, "")) or call.is_output]


def _calls(lines: Sequence[str]) -> Iterator[Call]:
    """The calls of a trace, counted as an injection counts them."""
    seen: Counter[str] = Counter()
    for line in lines:
        if name := re.match(r"(?:\d+ +)?(\w+)\(", line):
            seen[name[1]] += 1
            yield Call(name[1], seen[name[1]], line)


def from_first_change(calls: Sequence[Call]) -> list[Call]:
    """The calls of the writing itself: those before it only read."""
    first = next(n for n, call in enumerate(calls) if call.is_change)
    return list(calls[first:])
