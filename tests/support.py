"""What several tests share: where things lie, how a run of the program is described."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from pci.core.diagnostic import Span
from tools.forkserver import ROOT as ROOT
from tools.forkserver import Ran as Ran

Run = Callable[..., Ran]
Golden = Callable[[str, str], None]


def files(root: Path) -> dict[str, bytes]:
    """Every file of a folder by its path in it."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


_ONCE: dict[str, dict[str, bytes]] = {}


def once(name: str, root: Path, prepare: Callable[[], object]) -> Path:
    """Prepare a workspace; in one session only the first test takes the time that this takes."""
    if name not in _ONCE:
        prepare()
        _ONCE[name] = files(root)
    for path, data in _ONCE[name].items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(data)
    return root


def scrubbed(text: str) -> str:
    """Output without the moment it was made."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]+\+07:00", "<lúc ghi>", text)


class Bracketed(NamedTuple):
    """A text without its brackets ⟦ and ⟧, and the spans they enclosed, by their beginnings."""

    text: str
    spans: tuple[Span, ...]


def bracketed(text: str) -> Bracketed:
    """Read a file in which brackets enclose the places that findings must point at."""
    plain, opened, spans = "", list[tuple[int, int]](), list[Span]()
    for character in text:
        if character == "⟦":
            opened.append(_place(plain))
        elif character == "⟧":
            spans.append(Span(*opened.pop(), *_place(plain)))
        else:
            plain += character
    return Bracketed(plain, tuple(sorted(spans)))


def _place(before: str) -> tuple[int, int]:
    """The line and column that follow a text."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def swap(old: str, new: str) -> Callable[[str], str]:
    """An edit of the one place where `old` stands."""

    def edit(text: str) -> str:
        assert text.count(old) == 1, f"{old!r} có {text.count(old)} lần"
        return text.replace(old, new)

    return edit


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no list and no mapping, by the path that a tag would take."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, f"{path}.{key}".strip("."))
    elif isinstance(value, list):
        for item in value or [None]:
            yield from leaves(item, f"{path}[]")
    else:
        yield path, value


_AFTER_ALL_STARTED = """
import sys, time
from pathlib import Path
from tempfile import TemporaryDirectory
from pci.cli import main
folder, name, processes, *arguments = sys.argv[1:]
Path(folder, name).touch()
while len(list(Path(folder).iterdir())) < int(processes):
    time.sleep(0.001)
sys.exit(main(arguments))
"""


def run_together(commands: Sequence[Sequence[str]], cwd: Path) -> list[Ran]:
    """Run the program once for each command, in processes that begin when the last has started."""
    with TemporaryDirectory() as started:
        running = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    _AFTER_ALL_STARTED,
                    started,
                    str(n),
                    str(len(commands)),
                    *command,
                ],
                cwd=cwd,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for n, command in enumerate(commands)
        ]
        streams = [process.communicate(timeout=120) for process in running]
    return [
        Ran(process.returncode, out, err)
        for process, (out, err) in zip(running, streams, strict=True)
    ]
