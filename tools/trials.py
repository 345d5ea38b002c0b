"""What trials of the program share: a workspace, runs, and what they leave in it."""

import atexit
import io
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from pci import loading, workspace
from pci.cli import main as pci
from pci.core.diagnostic import Severity
from pci.core.ledger import update_id
from tools.forkserver import ROOT, ForkServer, Ran

YEAR = 2023
PROGRESS = f"plans/{YEAR}/progress"
_HOURS_AGO = 7200


class CannotTry(Exception):
    """This machine lacks what a trial needs."""


class Outcome(NamedTuple):
    """How much was tried, and how often something went wrong."""

    tried: Mapping[str, int]
    wrong: Mapping[str, int]


Arguments = Callable[[Path], Sequence[str]]
"""Writes to a folder what a run needs beside its workspace, and gives the arguments of the run."""


def fresh(folder: Path) -> Path:
    """A workspace with the real plan and no updates."""
    shutil.rmtree(folder, ignore_errors=True)
    nothing_recorded = shutil.ignore_patterns("progress", "reports")
    shutil.copytree(ROOT / "plans", folder / "plans", ignore=nothing_recorded)
    return folder.resolve()


def record(text: str, *more: str, on: str = "14/9/2023") -> tuple[str, ...]:
    """Arguments that record one update."""
    about = ("record", "A.VII.4", "--unit", "QLDN", "--date", on, "--state", "doing")
    return (*about, "--result", text, *more)


def environment() -> dict[str, str]:
    """The environment of a run: nothing that decides its answers or the order of its calls, to
    which a measuring of coverage would add its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PCI_", "COV"))}
    fixed = {"PYTHONHASHSEED": "0", "PYTHONSAFEPATH": "1", "PYTHONPATH": str(ROOT)}
    return {**kept, "PCI_NO_CACHE": "1", **fixed, "PCI_BY": "Người thử", "PCI_AS_OF": "2023-09-20"}


@cache
def server() -> ForkServer:
    """The fork server of this process."""
    folder = Path(tempfile.mkdtemp())
    found = ForkServer(folder, environment())

    def end() -> None:
        found.close()
        shutil.rmtree(folder)

    atexit.register(end)
    return found


def start(root: Path, *arguments: str, stopped: bool = False) -> int:
    """Start a run in a process of its own and get its number."""
    return server().start(arguments, root, environment(), stopped=stopped)


def run(root: Path, *arguments: str) -> Ran:
    """Run the program in a process of its own."""
    return server().run(arguments, root, environment())


def here(root: Path, *arguments: str) -> Ran:
    """Run the program inside this process: the same answers, sooner."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = pci([*arguments, "--root", str(root)])
    return Ran(code, out.getvalue(), err.getvalue())


def acknowledged(out: str) -> set[str]:
    """Names of the updates that a run said it wrote, as lines or as JSON: whole lines only."""
    return set(re.findall(r'([^/"\n]+\.yaml)(?:",?)?\n', out))


class Records(NamedTuple):
    """The updates of a workspace: their texts by file name, the files not whole, the left-overs."""

    texts: Mapping[str, str]
    torn: frozenset[str]
    left: tuple[Path, ...]


def records(root: Path) -> Records:
    """Read every update with our reader and with a plain YAML reader."""
    loaded = loading.load(workspace.files(root, str(YEAR)))
    torn = {Path(d.where).name for d in loaded.diagnostics if d.severity is Severity.ERROR}
    torn |= {f"{e.id}.yaml" for e in loaded.progress.entries if e.id != update_id(e.update)}
    texts: dict[str, str] = {}
    for path in sorted((root / PROGRESS).rglob("*.yaml")):
        data = path.read_bytes()
        tree = yaml.safe_load(data) or {}
        texts[path.name] = str(tree.get("result")).strip()
        if "recorded" not in tree or not data.endswith(b"\n"):
            torn.add(path.name)
    return Records(texts, frozenset(torn), tuple((root / PROGRESS).rglob(".*.pci-tmp")))


NEXT = "Lần chạy sau."
"""Said of a day that lies in no form's period: there a form would correct it."""


def is_clean_after(root: Path) -> bool:
    """Tell whether the next runs go well: left-overs an hour later, one more update, a check."""
    make_old(records(root).left)
    recorded = here(root, *record(NEXT, on="1/6/2023"))
    if recorded.code or here(root, "check").code:
        return False
    now = records(root)
    return not now.left and not now.torn


def make_old(paths: Sequence[Path]) -> None:
    """Give files a time of two hours ago, when no run that wrote them can still be at work."""
    for path in paths:
        os.utime(path, (time.time() - _HOURS_AGO,) * 2)
