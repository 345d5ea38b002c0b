"""Fill in a template from elsewhere in a process of its own, with limits of time and memory.

The engine's sandbox keeps a template from reaching into the program; it cannot keep one from
looping for ever. Only JSON and the bytes of documents pass between the two processes.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from datetime import date
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.nd30.word_file import Package
from pci.word.render import render


class Limits(NamedTuple):
    """What one document may cost: ten thousand rows take about 3 seconds and 250 MiB."""

    seconds: int = 20
    mebibytes: int = 512


_REFUSED = 2
"""The child's exit code where its answer is a message, not a document."""
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)
_IDLE_SECONDS = 10
"""What the clock on the wall may show beyond the processor's, on a busy machine."""


def render_apart(
    template: bytes,
    name: str,
    values: dict[str, Any],
    title: str,
    author: str,
    day: date,
    limits: Limits = Limits(),
) -> bytes:
    """Fill in a template that nobody here vouches for, as `render` does."""
    paper = {"name": name, "values": values, "title": title, "author": author}
    task = paper | {"day": day.isoformat(), "limits": limits}
    # -P: nothing is imported from the current folder unless this process does so too
    command = [sys.executable, "-P", "-m", __name__]
    too_slow = CannotDo(
        f"mẫu {name} chạy quá {limits.seconds} giây nên bị dừng", "bỏ vòng lặp quá dài trong mẫu"
    )
    try:
        answer = subprocess.run(  # noqa: S603
            command,
            input=json.dumps(task).encode() + b"\n" + template,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            timeout=limits.seconds + _IDLE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise too_slow from None
    if answer.returncode == _REFUSED:
        raise CannotDo(*json.loads(answer.stdout))
    if answer.returncode != 0:
        broken = CannotDo(f"mẫu {name} vượt quá giới hạn cho phép", "dùng mẫu đơn giản hơn")
        raise too_slow if answer.returncode == _OUT_OF_TIME else broken
    Package(answer.stdout).refuse_active()
    return answer.stdout


def _limit(limits: Limits) -> None:
    """Bind this process for good; on Windows the parent's clock alone ends it."""
    try:
        import resource
    except ImportError:
        return
    memory = limits.mebibytes << 20
    bounds = {
        resource.RLIMIT_CPU: (limits.seconds, limits.seconds + 1),  # a signal that says why, first
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, most in bounds.items():
        # a tighter one holds already, or the system has none
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, most)


def main() -> int:
    """Run the child: one task from stdin, a document or a message to stdout."""
    head, _, template = sys.stdin.buffer.read().partition(b"\n")
    task = json.loads(head)
    _limit(Limits(*task.pop("limits")))
    day = date.fromisoformat(task.pop("day"))
    try:
        answer = render(template, day=day, **task)
    except CannotDo as refused:
        sys.stdout.buffer.write(json.dumps([refused.message, refused.hint]).encode())
        return _REFUSED
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
