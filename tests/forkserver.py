"""A process that has imported the whole program and forks one child for each run.

A child has its own streams, folder and environment, as a run by a user has; only the imports are shared, which would
take most of its time. Run as a script, this file is that process.
"""

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
"""Seconds after which SIGALRM ends a run."""


class ForkServer:
    """The client of the process; `folder` holds the streams of the current run."""

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
        """Run the program from its start to its end."""
        assert self.process.stdin
        assert self.process.stdout
        (self.folder / "in").write_bytes(stdin)
        request = {
            "arguments": arguments,
            "cwd": str(cwd),
            "env": dict(env),
            "folder": str(self.folder),
        }
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        out, err = ((self.folder / name).read_bytes().decode() for name in ("out", "err"))
        return Ran(code, out, err)

    def close(self) -> None:
        """Close its input, which ends it, and wait for that."""
        self.process.communicate()


def serve() -> None:
    """Answer each request, a line of JSON, with the exit code of a run."""
    for module in walk_packages([str(ROOT / "pci")], "pci."):
        import_module(module.name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _run(arguments: Sequence[str], cwd: str, env: Mapping[str, str], folder: str) -> None:
    """Run the program in the child, which ends with it."""
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
