"""What a command shows a person."""

import os
import pty
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
COLUMNS = 80


def on_terminal(command: str) -> str:
    """What a person sees on a terminal of 80 columns, result and notices together. A page never
    shows a failure."""
    ours = {
        "COLUMNS": str(COLUMNS),
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PCI_ROOT": str(ROOT),
        "PCI_YEAR": "2023",
    }
    arguments = [sys.executable, "-m", *shlex.split(command)]
    reader, writer = pty.openpty()
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            arguments, cwd=folder, env={**os.environ, **ours}, stdout=writer, stderr=writer
        ) as process,
    ):
        os.close(writer)
        shown = b"".join(iter(lambda: _read(reader), b""))
        os.close(reader)
    text = shown.decode().replace("\r\n", "\n")
    if process.returncode:
        sys.exit(f"«{command}» không chạy được:\n{text}")
    return text


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # the other end is closed
        return b""
