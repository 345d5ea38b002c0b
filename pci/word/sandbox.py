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
    """What one document may cost of the processor and of memory.

    A plan of 34 tasks takes 0.3 seconds and 40 MiB; one of 1,000, 1.5 MB of values, 1 second and
    110 MiB.
    """

    seconds: int
    mebibytes: int


def limits_of(megabytes: int) -> Limits:
    """The limits of a document made of so many megabytes of values."""
    return Limits(seconds=2 + 2 * megabytes, mebibytes=200 + 100 * megabytes)


_REFUSED = 2
"""The child's exit code where its answer is a message, not a document."""
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)
_MAPPED_MEBIBYTES = 300
"""Of libraries and files of languages, which are not of the document."""
_IDLE_SECONDS = 10
"""What the clock on the wall may show beyond the processor's, on a busy machine."""


def render_apart(
    template: bytes,
    name: str,
    values: dict[str, Any],
    title: str,
    author: str,
    day: date,
    limits: Limits | None = None,
) -> bytes:
    """Fill in a template that nobody here vouches for, as `render` does."""
    paper = {"name": name, "title": title, "author": author, "day": day.isoformat()}
    task = json.dumps(paper | {"values": values}).encode()
    limits = limits or limits_of(len(task) // 1_000_000)
    # -P: nothing is imported from the current folder unless this process does so too
    command = [sys.executable, "-P", "-m", __name__, *map(str, limits)]
    too_slow = CannotDo(
        f"mẫu {name} chạy quá {limits.seconds} giây nên bị dừng", "bỏ vòng lặp quá dài trong mẫu"
    )
    try:
        answer = subprocess.run(  # noqa: S603
            command,
            input=task + b"\n" + template,
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
    memory, mapped = limits.mebibytes << 20, _MAPPED_MEBIBYTES << 20
    bounds = {
        resource.RLIMIT_CPU: (limits.seconds, limits.seconds + 1),  # a signal that says why, first
        resource.RLIMIT_DATA: (memory, memory),
        resource.RLIMIT_AS: (memory + mapped, memory + mapped),  # where data is not counted
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, most in bounds.items():
        # a tighter one holds already, or the system has none
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, most)


def main() -> int:
    """Run the child: one task from stdin, a document or a message to stdout."""
    head, _, template = sys.stdin.buffer.read().partition(b"\n")
    _limit(Limits(*map(int, sys.argv[1:])))
    task = json.loads(head)
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
