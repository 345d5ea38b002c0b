"""A process that has imported the whole program and forks one child for each run.

A child has its own streams, folder and environment, as a run by a user has; shared are only the
imports and what a first run builds, which would take most of its time. Run as a script, this file
is that process: it answers a line of JSON with the number of the child, and the line after it with
the child's exit code.
"""

import ctypes
import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import walk_packages
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
TIME_LIMIT = 120
"""Seconds after which SIGALRM ends a run."""
_PR_SET_PTRACER = 0x59616D61
_ANY_PROCESS = -1


class Ran(NamedTuple):
    """One run of the program."""

    code: int
    out: str
    err: str


class ForkServer:
    """The client of the process, which makes one run at a time; `folder` holds its streams."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env={**env, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], stdin: bytes = b""
    ) -> Ran:
        """Run the program from its start to its end."""
        self.start(arguments, cwd, env, stdin)
        return self.wait()

    def start(
        self,
        arguments: Sequence[str],
        cwd: Path,
        env: Mapping[str, str],
        stdin: bytes = b"",
        *,
        stopped: bool = False,
    ) -> int:
        """Start a run and get its process number; `stopped` holds it until SIGCONT."""
        (self.folder / "in").write_bytes(stdin)
        request = {
            "arguments": arguments,
            "cwd": str(cwd),
            "env": dict(env),
            "folder": str(self.folder),
            "stopped": stopped,
        }
        return self._ask(json.dumps(request))

    def wait(self) -> Ran:
        """Wait for the run that was started."""
        code = self._ask("wait")
        out, err = ((self.folder / name).read_bytes().decode() for name in ("out", "err"))
        return Ran(code, out, err)

    def close(self) -> None:
        """Close the input of the process, which ends it, and wait for that."""
        self._process.communicate()

    def _ask(self, line: str) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def serve() -> None:
    """Answer requests until the input ends."""
    warm_up()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            _run(**request)
        if request["stopped"]:
            os.waitpid(child, os.WUNTRACED)
        print(child, flush=True)
        sys.stdin.readline()  # the child is reaped after it, so that its number stays its own
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def warm_up() -> None:
    """Import the program and run it once, so that no child builds what every run needs."""
    for module in walk_packages([str(ROOT / "pci")], "pci."):
        import_module(module.name)
    for library in ("openpyxl", "xlsxwriter"):
        import_module(library)
    from pci.cli import main

    command = ("report", "--quarter", "3", "--format", "md", "--root", str(ROOT / "examples"))
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        main(command)


def _run(
    arguments: Sequence[str], cwd: str, env: Mapping[str, str], folder: str, stopped: bool
) -> None:
    """Run the program in the child, which ends with it."""
    from pci.cli import main

    gc.disable()  # the child ends before garbage would fill the memory
    code = 70
    try:
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        flags = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2)
        for number, (name, flag) in enumerate(zip(("in", "out", "err"), flags, strict=True)):
            os.dup2(os.open(f"{folder}/{name}", flag, 0o600), number)
        sys.stdin, sys.stdout, sys.stderr = (open(n, mode) for n, mode in enumerate("rww"))  # noqa: SIM115, PTH123
        if stopped:
            _stop_for_tracer()
        signal.alarm(TIME_LIMIT)
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _stop_for_tracer() -> None:
    """Let any process trace this one, and stop until it says to go on."""
    with suppress(AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY_PROCESS)
    os.kill(os.getpid(), signal.SIGSTOP)


if __name__ == "__main__":
    serve()
