"""Fills a template from elsewhere in a process of its own, which may use so much time and memory and no more.

The sandbox keeps a template from reaching into the program; it cannot keep one from looping for ever. Only JSON and
the bytes of documents pass between the two processes.
"""

import contextlib
import json
import os
import subprocess
import sys
from datetime import date
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.nd30.word_file import Package
from pci.word.render import render


class Limits(NamedTuple):
    """What one document may cost. Ten thousand rows take about 3 seconds and 250 MiB."""

    seconds: int = 20
    mebibytes: int = 1024


REFUSED = 2
"""How the child says that its answer is a message, not a document."""
_IDLE_SECONDS = 10
"""What the clock on the wall may show beyond the processor's, on a busy machine."""


def render_apart(
    template: bytes,
    name: str,
    fields: dict[str, Any],
    title: str,
    author: str,
    made: date,
    limits: Limits = Limits(),
) -> bytes:
    """What `render` makes of a template that nobody here vouches for."""
    task = {
        "name": name,
        "fields": fields,
        "title": title,
        "author": author,
        "made": made.isoformat(),
    }
    asked = json.dumps(task | {"limits": limits}).encode() + b"\n" + template
    # -P: nothing is imported from the current folder unless this process does so too
    command = [sys.executable, "-P", "-m", __name__]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        answer = subprocess.run(  # noqa: S603
            command,
            input=asked,
            capture_output=True,
            env=environment,
            timeout=limits.seconds + _IDLE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(name, limits) from None
    if answer.returncode == REFUSED:
        raise CannotDo(*json.loads(answer.stdout))
    if answer.returncode != 0:
        raise _too_slow(name, limits) if _out_of_time(answer.returncode) else _broken(name)
    Package(answer.stdout).refuse_active()
    return answer.stdout


def _too_slow(name: str, limits: Limits) -> CannotDo:
    return CannotDo(
        f"mẫu {name} chạy quá {limits.seconds} giây nên bị dừng", "bỏ vòng lặp quá dài trong mẫu"
    )


def _broken(name: str) -> CannotDo:
    return CannotDo(f"mẫu {name} vượt quá giới hạn cho phép", "dùng mẫu đơn giản hơn")


def _out_of_time(code: int) -> bool:
    import signal

    return code == -getattr(signal, "SIGXCPU", 0)


def _limit(limits: Limits) -> None:
    """Binds this process for good. Windows has no such limits: there the parent's clock alone ends it."""
    try:
        import resource
    except ImportError:
        return
    memory = limits.mebibytes << 20
    for kind, most in (
        (
            resource.RLIMIT_CPU,
            (limits.seconds, limits.seconds + 1),
        ),  # a signal that says why, then the end
        (resource.RLIMIT_AS, (memory, memory)),
        (resource.RLIMIT_CORE, (0, 0)),
    ):
        with contextlib.suppress(
            ValueError, OSError
        ):  # a tighter one holds already, or the system has none
            resource.setrlimit(kind, most)


def main() -> int:
    """The child: one task from stdin, a document or a message to stdout."""
    head, _, template = sys.stdin.buffer.read().partition(b"\n")
    task = json.loads(head)
    limits = Limits(*task.pop("limits"))
    _limit(limits)
    try:
        answer = render(template, **task | {"made": date.fromisoformat(task["made"])})
    except CannotDo as refused:
        sys.stdout.buffer.write(json.dumps([refused.message, refused.hint]).encode())
        return REFUSED
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
