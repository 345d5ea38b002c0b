"""A process that has loaded the program and runs it in children of its own: each run is a process with its own streams
and its own folder, as a user's is, but for the loading, which would be most of its time."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from support import ROOT, Ran

TIME_LIMIT = 120
"""Seconds after which a run is ended by SIGALRM."""


class Nursery:
    """The one of a test session. `folder` holds what goes into a run and what comes out of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], stdin: bytes) -> Ran:
        """The program from its start to its end."""
        given, out, err = (self.folder / name for name in ("in", "out", "err"))
        given.write_bytes(stdin)
        assert self.process.stdin
        assert self.process.stdout
        asked = {
            "arguments": arguments,
            "cwd": str(cwd),
            "env": dict(env),
            "folder": str(self.folder),
        }
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return Ran(
            int(self.process.stdout.readline()),
            out.read_bytes().decode(),
            err.read_bytes().decode(),
        )

    def end(self) -> None:
        """Waits until it is gone."""
        self.process.communicate()


def serve() -> None:
    """What that process does: a line asks for a run and is answered with its exit code."""
    for module in walk_packages([str(ROOT / "pci")], "pci."):
        import_module(module.name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _be(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _be(arguments: Sequence[str], cwd: str, env: Mapping[str, str], folder: str) -> None:
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
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
