"""A process that has loaded the program and runs it in children of its own, one after the other: each run is a process
with its own streams, folder and environment, as a user's is, but for the loading, which would be most of its time."""

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

ROOT = Path(__file__).parent.parent
TIME_LIMIT = 120
"""Seconds after which a run is ended by SIGALRM."""


class Nursery:
    """The process, begun in an environment that decides what only counts at the start. `folder` holds what goes into
    the run at hand and what comes out of it."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        command, pipe = [sys.executable, "-m", "tools.nursery"], subprocess.PIPE
        self.process = subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, text=True)  # noqa: S603

    def _ask(self, line: object) -> int:
        """A request, and the one number that answers it."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def begin(
        self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], stdin: bytes = b"", held: bool = False
    ) -> int:
        """Starts a run and gives its number; one at a time. `held` stops it at its very beginning."""
        (self.folder / "in").write_bytes(stdin)
        run = {"arguments": arguments, "cwd": str(cwd), "env": dict(env), "folder": str(self.folder), "held": held}
        return self._ask(run)

    def ended(self) -> tuple[int, bytes, bytes]:
        """The run that was begun, waited for: its exit code, what it said to each stream."""
        return self._ask("end"), (self.folder / "out").read_bytes(), (self.folder / "err").read_bytes()

    def end(self) -> None:
        """Waits until the process is gone."""
        self.process.communicate()


def serve() -> None:
    """What that process does: a line asks for a run and gives the child's number, a second how the child ended."""
    for module in walk_packages([str(ROOT / "pci")], "pci."):
        import_module(module.name)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _be(**asked)
        if asked["held"]:
            os.waitpid(child, os.WUNTRACED)
        print(child, flush=True)
        sys.stdin.readline()  # until then its number is nobody else's
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _be(arguments: Sequence[str], cwd: str, env: Mapping[str, str], folder: str, held: bool) -> None:
    from pci.cli import main

    code = 70
    try:
        signal.alarm(TIME_LIMIT)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        flags = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2)
        for number, (name, flag) in enumerate(zip(("in", "out", "err"), flags, strict=True)):
            os.dup2(os.open(f"{folder}/{name}", flag, 0o600), number)
        sys.stdin, sys.stdout, sys.stderr = (open(n, mode) for n, mode in enumerate("rww"))  # noqa: SIM115, PTH123
        if held:
            with suppress(AttributeError):
                ctypes.CDLL(None).prctl(0x59616D61, -1)  # PR_SET_PTRACER: whoever may, may trace it
            os.kill(os.getpid(), signal.SIGSTOP)
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
