"""What the store must survive: many writers, kills, failing and full disks, branches, disks that only read.

Everything runs the real program on real files; where a machine has to fail, it is the system that fails it (signals,
`strace` injections, small and read-only mounts). Prints what was tried and what went wrong, which must be nothing.
"""

import atexit
import ctypes
import io
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, NamedTuple

import yaml

from pci import workspace
from pci.cli import main as pci
from pci.core.diagnostic import Severity
from pci.core.ledger import update_id

ROOT = Path(__file__).parent.parent
YEAR = 2023
PROGRESS = f"plans/{YEAR}/progress"
HOURS_AGO = 7200


class Outcome(NamedTuple):
    """What was tried and what went wrong. `skipped` says why nothing was tried."""

    tried: Mapping[str, int]
    wrong: Mapping[str, int]
    skipped: str = ""


class Ran(NamedTuple):
    """One run of the program; `trace` are its system calls, where they were followed."""

    code: int
    out: str
    err: str
    trace: tuple[str, ...] = ()


# --- the program and its workspace --------------------------------------------------------------------------------


def fresh(folder: Path) -> Path:
    """A workspace with the real plan and no updates."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        ROOT / "plans", folder / "plans", ignore=shutil.ignore_patterns("progress", "reports")
    )
    return folder.resolve()


def record(text: str, *more: str, on: str = "14/9/2023") -> tuple[str, ...]:
    """Arguments that record one update."""
    return (
        "record",
        "A.VII.4",
        "--unit",
        "QLDN",
        "--date",
        on,
        "--state",
        "doing",
        "--result",
        text,
        *more,
    )


def environment() -> dict[str, str]:
    """Of a child: nothing that decides its answers, the order of its calls the same every time."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PCI_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "0",
        "PYTHONSAFEPATH": "1",
        "PCI_BY": "Người thử",
        "PCI_AS_OF": "2023-09-20",
    }


class Nursery(NamedTuple):
    """A process that has loaded the program and runs it in children of its own, one after the other: each is a run from
    the start, but for the loading. `folder` holds what the run at hand says."""

    process: subprocess.Popen[str]
    folder: Path

    def ask(self, line: Any) -> int:
        """A request, and the one number that answers it."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@cache
def nursery() -> Nursery:
    """The one of this process."""
    pipe, folder = subprocess.PIPE, Path(tempfile.mkdtemp())
    command = [sys.executable, "-c", "from tools.torture import nurse; nurse()"]
    process = subprocess.Popen(command, env=environment(), stdin=pipe, stdout=pipe, text=True)

    def end() -> None:
        process.communicate()
        shutil.rmtree(folder)

    atexit.register(end)
    return Nursery(process, folder)


def nurse() -> None:
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


def _be(root: str, arguments: Sequence[str], folder: str, held: bool) -> None:
    code = 70
    try:
        os.chdir(root)
        for number, path in enumerate((os.devnull, f"{folder}/out", f"{folder}/err")):
            os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), number)
        sys.stdin, sys.stdout, sys.stderr = (open(n, mode) for n, mode in enumerate("rww"))  # noqa: SIM115, PTH123
        if held:
            with suppress(AttributeError):
                ctypes.CDLL(None).prctl(0x59616D61, -1)  # PR_SET_PTRACER: whoever may, may trace it
            os.kill(os.getpid(), signal.SIGSTOP)
        code = pci(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def started(root: Path, *arguments: str, held: bool = False) -> int:
    """The program begun in a process of its own, whose number it gives; one at a time. `held` stops it at its very
    beginning."""
    found = nursery()
    asked = {"root": str(root), "arguments": arguments, "folder": str(found.folder), "held": held}
    return found.ask(asked)


def ended() -> Ran:
    """The run that was begun, waited for."""
    found = nursery()
    code = found.ask("end")
    out, err = ((found.folder / name).read_text(errors="replace") for name in ("out", "err"))
    return Ran(code, out, err)


def run(root: Path, *arguments: str) -> Ran:
    """A whole run."""
    started(root, *arguments)
    return ended()


def here(root: Path, *arguments: str) -> Ran:
    """The program run inside this process: the same answers, sooner."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = pci([*arguments, "--root", str(root)])
    return Ran(code, out.getvalue(), err.getvalue())


def acknowledged(out: str) -> set[str]:
    """Names of the updates that a run said it wrote, as lines or as JSON: whole lines only."""
    return set(re.findall(r'([^/"\n]+\.yaml)(?:",?)?\n', out))


class Kept(NamedTuple):
    """What lies in a workspace: the texts of its updates by name, names of those not whole, hidden left-overs."""

    updates: Mapping[str, str]
    torn: frozenset[str]
    left: tuple[Path, ...]


def kept(root: Path) -> Kept:
    """Every update as a reader of ours and a plain YAML reader see it."""
    found = sorted((root / PROGRESS).rglob("*.yaml"))
    loaded = workspace.load(workspace.files(root, YEAR))
    torn = {Path(d.where).name for d in loaded.diagnostics if d.severity is Severity.ERROR}
    torn |= {f"{e.id}.yaml" for e in loaded.entries if e.id != update_id(e.update)}
    trees = {path.name: yaml.safe_load(path.read_bytes()) or {} for path in found}
    torn |= {
        path.name
        for path in found
        if "recorded" not in trees[path.name] or path.read_bytes()[-1:] != b"\n"
    }
    texts = {name: str(tree.get("result")).strip() for name, tree in trees.items()}
    return Kept(texts, frozenset(torn), tuple((root / PROGRESS).rglob(".*.pci-tmp")))


NEXT = "Lần chạy sau."
"""Said of a day that lies in no form's period: there it would be words for the form to correct."""


def clean(root: Path) -> bool:
    """Whether the next runs go well: left-overs an hour later, one more update, then a check."""
    for path in kept(root).left:
        os.utime(path, (time.time() - HOURS_AGO,) * 2)
    said = here(root, *record(NEXT, on="1/6/2023"))
    return (
        said.code == 0
        and here(root, "check").code == 0
        and not (kept(root).left or kept(root).torn)
    )


# --- many at once -------------------------------------------------------------------------------------------------

TOGETHER = """
import sys, time
from pathlib import Path
from tools.torture import here, record
root, me, each, shared = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
(root / f"{me}.ready").touch()
while not (root / "go").exists():
    time.sleep(0.001)
for text in [*(f"{me}, lượt {n}." for n in range(each)), *(f"Chung, lượt {n}." for n in range(shared))]:
    ran = here(root, *record(text))
    print(ran.code, int("Đã ghi" in ran.err), ran.out, end="")
"""
READING = """
import sys
from pathlib import Path
from tools.torture import here
root, codes = Path(sys.argv[1]), []
while not (root / "stop").exists():
    codes.append(here(root, "log").code)
print(len(codes), sum(map(bool, codes)))
"""


def writers(folder: Path, processes: int, each: int, shared: int) -> Outcome:
    """Processes that record at once, into one folder, updates of their own and then all the same ones; a reader runs
    beside them and must see none half-written."""
    root = fresh(folder / "nhieu")

    def python(code: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, str(root), *arguments]
        return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)

    running = [python(TOGETHER, f"Máy {n}", str(each), str(shared)) for n in range(processes)]
    while len(list(root.glob("*.ready"))) < processes and not any(
        child.poll() for child in running
    ):
        time.sleep(0.01)
    reader = python(READING)
    (root / "go").touch()
    lines = [
        line.split(maxsplit=2) for child in running for line in child.communicate()[0].splitlines()
    ]
    (root / "stop").touch()
    reads, unread = map(int, reader.communicate()[0].split())
    now = kept(root)
    names = {Path(path).name for _, _, path in lines}
    told = Counter(now.updates.values())
    first = sum(written == "1" for _, written, _ in lines)
    return Outcome(
        {
            "processes": processes,
            "records each": each,
            "files": len(now.updates),
            "reads meanwhile": reads,
        },
        {
            "lost": len(names - now.updates.keys()) + processes * each + shared - len(told),
            "duplicated": sum(told.values()) - len(told) + first - len(told),
            "unreadable": len(now.torn),
            "failed runs": processes * (each + shared) - sum(code == "0" for code, _, _ in lines),
            "failed reads": unread + (reads == 0),
            "left-overs": len(now.left),
        },
    )


# --- kills --------------------------------------------------------------------------------------------------------


def random_kills(folder: Path, kills: int, seed: int) -> Outcome:
    """So many runs killed at random moments, half of them near the end, where the writing is; those that had ended
    before their moment came are not counted as killed."""
    root, rng = fresh(folder / "giet"), random.Random(seed)  # noqa: S311

    def timed(n: int) -> float:
        start = time.perf_counter()
        run(root, *record(f"Đo {n}."))
        return time.perf_counter() - start

    usual = statistics.median(timed(n) for n in range(5))
    told, killed, n = set[str](), 0, 0
    while killed < kills:
        n += 1
        child = started(root, *record(f"Lượt {n}."))
        time.sleep(usual * rng.uniform(*((0, 1) if n % 2 else (0.75, 1.1))))
        os.kill(child, signal.SIGKILL)
        end = ended()
        told |= acknowledged(end.out)
        killed += end.code == -signal.SIGKILL
    now = kept(root)
    return Outcome(
        {"killed": killed, "runs": n, "acknowledged": len(told), "left-overs": len(now.left)},
        {
            "lost": len(told - now.updates.keys()),
            "torn": len(now.torn),
            "next run not clean": int(not clean(root)),
        },
    )


WRITING = ("mkdir", "openat", "write", "fsync", "close", "link", "unlink", "rename", "getdents64")
READING_TOO = (*WRITING, "read", "newfstatat", "access", "readlink")


def strace() -> str:
    """Why calls cannot be followed here; empty where they can."""
    if sys.platform != "linux" or not shutil.which("strace"):
        return "no strace"
    command = ["strace", "-o", os.devnull, "true"]
    tried = subprocess.run(command, capture_output=True, check=False)
    return "" if tried.returncode == 0 else "strace may not trace here"


def traced(
    root: Path, arguments: Sequence[str], calls: Sequence[str], *inject: str, children: bool = False
) -> Ran:
    """A run whose system calls are written down, some of them made to fail; with those of the programs that it calls
    where `children` says so."""
    log = nursery().folder / "trace"
    options = [*(f"-einject={fault}" for fault in inject), *["-f"] * children]
    child = started(root, *arguments, held=True)
    command = [
        "strace",
        "-y",
        "-s0",
        "-o",
        str(log),
        f"-etrace={','.join(calls)}",
        *options,
        "-p",
        str(child),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr
        attached = tracer.stderr.readline()
        os.kill(child, signal.SIGCONT)
        end = ended()
    assert "attached" in attached, attached
    return end._replace(trace=tuple(log.read_text(errors="replace").splitlines()))


class Call(NamedTuple):
    """The `nth` call of a name in a run; `line` is what it was asked."""

    name: str
    nth: int
    line: str


def calls_of(trace: Sequence[str]) -> Iterator[Call]:
    """The calls of a trace, counted as an injection counts them."""
    seen: Counter[str] = Counter()
    for line in trace:
        if found := re.match(r"(?:\d+ +)?(\w+)\(", line):
            seen[found[1]] += 1
            yield Call(found[1], seen[found[1]], line)


def touching(root: Path, trace: Sequence[str]) -> list[Call]:
    """The calls that concern the workspace, in which the run stands, or hand over the result."""
    named = re.compile(rf"""[<"]{re.escape(str(root))}[/>"]|[(,] ?"[^/"]""")
    here = f"AT_FDCWD<{root}>"  # the current folder, which strace names beside every path
    return [
        c for c in calls_of(trace) if named.search(c.line.replace(here, "")) or "write(1<" in c.line
    ]


def changes(call: Call) -> bool:
    """Whether a call can change a disk."""
    return call.name in ("mkdir", "write", "fsync", "link", "unlink", "rename") or bool(
        re.search(r"O_(CREAT|WRONLY|RDWR|TRUNC)", call.line)
    )


def from_first_change(calls: Sequence[Call]) -> list[Call]:
    """The calls of the writing itself: what comes before only read."""
    return list(calls)[next(n for n, call in enumerate(calls) if changes(call)) :]


NO_LINKS = "link:error=EPERM"


Asking = Callable[[Path], Sequence[str]]
"""Makes what a run is given, beside the workspace that it will record in; gives the arguments of the run."""


def one(folder: Path) -> Sequence[str]:
    """One update, on the command line."""
    return record("Lượt này.")


MANY = 12


def array(folder: Path) -> Sequence[str]:
    """Many updates at once, as a script hands them over."""
    said = {"about": "A.VII.4", "unit": "phong-qldn", "date": "2023-09-14", "state": "doing"}
    (folder / "nhieu.json").write_text(
        json.dumps([{**said, "result": f"Lượt {n}."} for n in range(MANY)])
    )
    return ("record", "--from-json", str(folder / "nhieu.json"))


def form(folder: Path) -> Sequence[str]:
    """Many updates at once, in a form that came back filled in: one for every task that is asked."""
    from openpyxl import load_workbook

    path = folder / "bieu.xlsx"
    path.unlink(missing_ok=True)
    made = here(fresh(folder / "bieu"), "form", "--unit", "QLDN", "--quarter", "3", "-o", str(path))
    assert made.code == 0, made.err
    book = load_workbook(path)
    rows = list(book.worksheets[0].iter_rows())
    at = {
        str(cell.value): x
        for row in rows
        for x, cell in enumerate(row)
        if str(cell.value).startswith("pci:")
    }
    tasks = [row for row in rows if re.fullmatch(r"[AB][.IVX\d]+", str(row[at["pci:key"]].value))]
    for n, row in enumerate(tasks[:MANY]):
        row[at["pci:state"]].value = "Đang thực hiện"
        row[at["pci:result"]].value = f"Lượt {n}."
    book.save(path)
    return ("record", str(path), "--format", "json")


def boundary_kills(
    folder: Path, every: int = 1, links: bool = True, asking: Asking = one
) -> Outcome:
    """SIGKILL before each call of the writing in turn: each update whole or not there, all of them once a name was
    printed; the same run again records the rest and nothing twice. `links` false is a disk without hard links."""
    if reason := strace():
        return Outcome({}, {}, reason)
    root, arguments = folder / "bien", asking(folder)
    always = () if links else (NO_LINKS,)
    probe = from_first_change(
        touching(root.resolve(), traced(fresh(root), arguments, WRITING, *always).trace)
    )
    whole = kept(root).updates
    tried = [call for call in probe if links or call.name != "link"][::every]
    wrong: Counter[str] = Counter()
    for call in tried:
        ran = traced(
            fresh(root), arguments, WRITING, *always, f"{call.name}:signal=SIGKILL:when={call.nth}"
        )
        now = kept(root)
        wrong["not killed"] += ran.code != -signal.SIGKILL
        wrong["lost"] += len(acknowledged(ran.out) - now.updates.keys())
        wrong["torn"] += len(now.torn)
        wrong["next run not clean"] += not clean(root)
        after = {name: text for name, text in kept(root).updates.items() if text == NEXT}
        again = here(root, *arguments)
        wrong["not completed"] += again.code != 0 or dict(kept(root).updates) != {**whole, **after}
    return Outcome({"boundaries": len(tried), "updates": len(whole)}, wrong)


def replaced_kills(folder: Path, every: int = 1) -> Outcome:
    """The same while a document replaces another: the old one or the new one, whole."""
    if reason := strace():
        return Outcome({}, {}, reason)
    root = fresh(folder / "thay")
    document, again = root / "viec.csv", ("tasks", "--format", "csv", "-o", "viec.csv", "--force")

    def with_old() -> Path:
        document.write_text("cũ\n")
        return root

    probe = from_first_change(touching(root, traced(with_old(), again, WRITING).trace))
    new = document.read_bytes()
    wrong: Counter[str] = Counter()
    for call in probe[::every]:
        killed = traced(with_old(), again, WRITING, f"{call.name}:signal=SIGKILL:when={call.nth}")
        wrong["not killed"] += killed.code != -signal.SIGKILL
        wrong["torn"] += document.read_bytes() not in (new, "cũ\n".encode())
        for path in root.glob(".*.pci-tmp"):
            os.utime(path, (time.time() - HOURS_AGO,) * 2)
        wrong["next run not clean"] += (
            run(with_old(), *again).code != 0 or document.read_bytes() != new
        )
        wrong["left-overs"] += len(list(root.glob(".*.pci-tmp")))
    return Outcome({"boundaries": len(probe[::every])}, wrong)


# --- faults -------------------------------------------------------------------------------------------------------

WRITE_FAULTS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT")
READ_FAULTS = ("EIO", "EACCES")


def one_line(ran: Ran) -> bool:
    """Whether a refusal is exit 2 and one line that a person can read, after what was done before it."""
    lines = ran.err.splitlines()
    return ran.code == 2 and lines[-1:] == [line for line in lines if line.startswith("pci: ")]


def faults(folder: Path, every: int = 1) -> Outcome:
    """Every call of a recording that touches the workspace fails in turn, in each of several ways: what was there
    stays, what was said to be written is there, and a refusal is one line."""
    if reason := strace():
        return Outcome({}, {}, reason)
    root, update, old = folder / "hong", record("Lượt này."), fresh(folder / "cu")
    here(old, *record("Có từ trước."))

    def with_old() -> Path:
        shutil.rmtree(root, ignore_errors=True)
        return Path(shutil.copytree(old, root)).resolve()

    calls = touching(with_old(), traced(with_old(), update, READING_TOO).trace)
    writing = len(calls) - len(from_first_change(calls))
    pairs = [
        (c, e) for n, c in enumerate(calls) for e in (WRITE_FAULTS if n >= writing else READ_FAULTS)
    ][::every]
    before = kept(with_old())
    wrong: Counter[str] = Counter()
    for call, fault in pairs:
        ran = traced(with_old(), update, READING_TOO, f"{call.name}:error={fault}:when={call.nth}")
        hit = [line for line in ran.trace if "(INJECTED)" in line]
        now = kept(root)
        wrong["not hit"] += len(hit) != 1 or not touching(root.resolve(), hit)
        wrong["no clear line"] += ran.code != 0 and not one_line(ran)
        wrong["old state changed"] += not before.updates.items() <= now.updates.items()
        wrong["torn"] += len(now.torn)
        wrong["lost"] += len(acknowledged(ran.out) - now.updates.keys())
        wrong["silent"] += ran.code == 0 and len(now.updates) != 2
        wrong["next run not clean"] += not clean(root) or here(root, *update).code != 0
    return Outcome({"calls": len(calls), "faults": len(pairs)}, wrong)


def read_faults(folder: Path, every: int = 1) -> Outcome:
    """Every call of a reading command that touches the workspace fails in turn: the same figures, or a refusal."""
    if reason := strace():
        return Outcome({}, {}, reason)
    root, ask = fresh(folder / "doc"), ("stats", "--format", "json")
    here(root, *record("Có từ trước."))
    sound = traced(root, ask, READING_TOO)
    calls = [call for call in touching(root, sound.trace) if "write(1<" not in call.line]
    pairs = [(call, fault) for call in calls for fault in READ_FAULTS][::every]
    wrong: Counter[str] = Counter()
    for call, fault in pairs:
        ran = traced(root, ask, READING_TOO, f"{call.name}:error={fault}:when={call.nth}")
        wrong["not hit"] += not any("(INJECTED)" in line for line in ran.trace)
        wrong["other figures"] += ran.code == 0 and ran.out != sound.out
        wrong["no clear line"] += ran.code != 0 and not one_line(ran)
    return Outcome({"calls": len(calls), "faults": len(pairs)}, wrong)


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[str]:
    """Something mounted on a folder for a while; gives why it could not be."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", *options, str(folder)], capture_output=True, text=True, check=False
    )
    try:
        yield "mount is not permitted here" if done.returncode else ""
    finally:
        if not done.returncode:
            subprocess.run(["umount", str(folder)], check=True)


def full_disk(folder: Path, rooms: Sequence[int], asking: Asking | None = None) -> Outcome:
    """A disk that fills while updates are recorded, with so many KiB of room left: what was said stays, the rest is
    refused, and once there is room again the same runs record the rest, nothing twice."""
    tried, wrong = Counter({"disks": len(rooms)}), Counter[str]()
    for room in rooms:
        runs = [asking(folder)] if asking else [_large(n) for n in range(room // 8 + 3)]
        disk = folder / "day"
        with mounted(disk, "-ttmpfs", "-osize=4m", "tmpfs") as reason:
            if reason:
                return Outcome({}, {}, reason)
            root, told = fresh(disk / "kho"), set[str]()
            filler = _filled(disk, room)
            for arguments in runs:
                end = run(root, *arguments)
                told |= acknowledged(end.out)
                tried["refused"] += end.code == 2
                named = re.search(rf"{PROGRESS}/\S+: đĩa đầy", end.err)
                wrong["no clear line"] += end.code != 0 and not (one_line(end) and named)
            now = kept(root)
            tried["acknowledged"] += len(told)
            tried["kept"] += len(now.updates)
            wrong["lost"] += len(told - now.updates.keys())
            wrong["not told"] += len(now.updates.keys() - told)
            wrong["torn"] += len(now.torn)
            wrong["left-overs"] += len(now.left)
            filler.unlink()
            again = [here(root, *arguments).code for arguments in runs]
            texts = Counter(kept(root).updates.values())
            wrong["not completed"] += any(again) or len(texts) != (MANY if asking else len(runs))
            wrong["duplicated"] += texts.total() - len(texts)
            wrong["next run not clean"] += not clean(root)
    return Outcome(tried, wrong)


def _large(n: int) -> Sequence[str]:
    return record(f"Lượt {n}.", "--evidence", "x" * 3000)


def _filled(disk: Path, room: int) -> Path:
    """A file that leaves so many KiB free."""
    filler = disk / "lap-day"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    os.truncate(filler, filler.stat().st_size - room * 1024)
    return filler


# --- power --------------------------------------------------------------------------------------------------------


def power_loss(folder: Path) -> Outcome:
    """The calls of one recording replayed on a disk that forgets all that was not flushed, cut off after each: a name
    that stays never means less than the whole update, and what was printed stays."""
    if reason := strace():
        return Outcome({}, {}, reason)
    root = fresh(folder / "dien")
    calls = touching(root, traced(root, record("Lượt này."), WRITING).trace)
    flushed: set[str] = set()  # files whose content stays
    waiting: set[tuple[str, str]] = (
        set()
    )  # names given and not flushed yet, with the file that each stands for
    stays: dict[str, str] = {}
    wrong: Counter[str] = Counter()
    for call in from_first_change(calls):
        paths = [
            path.removeprefix(f"{root}/") for path in re.findall(r'[<"]([^<>"]+)[>"]', call.line)
        ]
        ((asked, *more), done) = ([p for p in paths if p != str(root)], " = 0" in call.line)
        if call.name == "mkdir" and done:
            flushed.add(asked)
            waiting.add((asked, asked))
        elif call.name == "openat" and "O_CREAT" in call.line:
            waiting.add((asked, asked))
        elif call.name == "write" and "write(1<" not in call.line:
            flushed.discard(asked)
        elif call.name == "link":
            waiting.add((more[0], asked))
        elif call.name == "fsync":
            flushed.add(asked)
            stays |= {name: file for name, file in waiting if str(Path(name).parent) == asked}
            waiting = {(name, file) for name, file in waiting if name not in stays}
        real = {name: file for name, file in stays.items() if name.endswith(".yaml")}
        wrong["torn"] += any(file not in flushed for file in real.values())
        if "write(1<" in call.line:
            chain = (
                [str(folder) for folder in Path(*real).parents if str(folder).startswith(PROGRESS)]
                if real
                else []
            )
            wrong["lost"] += not real or any(folder not in stays for folder in chain)
    return Outcome({"moments": len(from_first_change(calls))}, wrong)


# --- branches -----------------------------------------------------------------------------------------------------

SUBJECTS = (
    ("A.VII.4", "QLDN", "doing"),
    (
        "A.VII.4/bao-cao-thang",
        "QLDN",
        "done",
        "--period",
        "2023-08",
        "--evidence",
        "412/BC-QLDN ngày 14/9/2023",
    ),
    ("A.I.1", "VP", "doing"),
    ("A.I.6", "VP", "suspended"),
    ("con-lai", "QLDT", "nothing", "--period", "2023-Q3"),
)


def git(repository: Path, *arguments: str) -> Ran:
    """Plain git: nobody's settings, no merge driver."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = {
        f"GIT_{role}_{what}": "thu@example.vn"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    command = ["git", "-C", str(repository), *arguments]
    done = subprocess.run(
        command, env={**os.environ, **own, **who}, capture_output=True, text=True, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def branches(folder: Path, pairs: int, seed: int) -> Outcome:
    """Pairs of branches that record and correct at random, also what they have corrected themselves, merged both ways.
    Of all corrections that go back to one update one counts; the others are told by `check` and marked by `log`."""
    root = fresh(folder / "nhanh")
    shutil.copy(ROOT / ".gitattributes", root)
    git(root, "init", "-q", "-b", "main")
    rng = random.Random(seed)  # noqa: S311
    _say(root, rng, {}, 4)
    tried, wrong = Counter({"pairs": pairs}), Counter[str]()
    git(root, "add", "."), git(root, "commit", "-qm", "Chung")
    common = _trees(root)
    for _ in range(pairs):
        told: set[str] = set()
        for branch in ("a", "b"):
            git(root, "checkout", "-q", "-B", branch, "main")
            tried["corrections"] += _say(root, rng, common, rng.randint(1, 5))
            told |= _trees(root).keys()
            tried["updates"] += len(_trees(root)) - len(common)
            git(root, "add", "."), git(root, "commit", "-qm", branch)
        trees = set()
        for ours, theirs in (("a", "b"), ("b", "a")):
            git(root, "checkout", "-q", "-B", "gop", ours)
            wrong["conflicts"] += git(root, "merge", "-q", "--no-edit", theirs).code != 0
            trees.add(git(root, "rev-parse", "HEAD^{tree}").out)
        now = kept(root)
        wrong["lost"] += len(told - {Path(name).stem for name in now.updates})
        wrong["unreadable"] += len(now.torn)
        wrong["order of merging matters"] += len(trees) != 1
        ends = _ends(_trees(root))
        rivals = [of for of in ends if len(of) > 1]
        tried["rival chains"] += sum(map(len, rivals))
        checked = here(root, "check", "--format", "json")
        told_of = [
            Path(d["path"]).stem
            for d in json.loads(checked.out)["diagnostics"]
            if d["code"] == "PCI419"
        ]
        wrong["check not clean"] += checked.code != 0
        wrong["rivals not told"] += sorted(told_of) != sorted(i for of in rivals for i in of[:-1])
        listed = json.loads(here(root, "log", "--format", "json").out)["updates"]
        standing = {update["id"] for update in listed if update["corrected_by"] is None}
        wrong["other ones count"] += len(standing ^ {of[-1] for of in ends})
    wrong["no rivals met"] += not tried["rival chains"]
    return Outcome(tried, wrong)


def _trees(root: Path) -> dict[str, dict[str, Any]]:
    """What all updates say, by id."""
    return {
        path.stem: yaml.safe_load(path.read_bytes()) for path in (root / PROGRESS).rglob("*.yaml")
    }


def _ends(trees: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """The ends of the chains of corrections, together where they go back to one update; the last of each counts."""
    corrected = {tree.get("corrects") for tree in trees.values()}
    ends: defaultdict[str, list[str]] = defaultdict(list)
    for i in sorted(
        trees.keys() - corrected, key=lambda i: (trees[i]["date"], trees[i]["recorded"], i)
    ):
        origin = i
        while before := trees[origin].get("corrects"):
            origin = before
        ends[origin].append(i)
    return list(ends.values())


def _say(root: Path, rng: random.Random, known: Mapping[str, Mapping[str, Any]], times: int) -> int:
    """Record so many updates, of which some correct one that all know, or one that corrects such a one; gives how many
    do."""
    ends = {i: (tree["about"], tree["state"]) for i, tree in known.items()}
    corrections = 0
    for _ in range(times):
        corrected = rng.choice(list(ends)) if ends and rng.random() < 0.6 else None
        fitting = [s for s in SUBJECTS if corrected is None or (s[0], s[2]) == ends[corrected]]
        about, unit, state, *more = rng.choice(fitting)
        if corrected:
            more += ["--corrects", corrected]
            del ends[corrected]
            corrections += 1
        on = f"2023-0{rng.randint(8, 9)}-{rng.randint(10, 14)}"
        text = f"Số {rng.getrandbits(40)}."
        said = here(
            root,
            "record",
            about,
            "--unit",
            unit,
            "--date",
            on,
            "--state",
            state,
            "--result",
            text,
            *more,
        )
        if said.code:
            raise RuntimeError(said.err)
        if corrected:
            ends[Path(said.out.strip()).stem] = (about, state)
    return corrections


# --- disks that only read -----------------------------------------------------------------------------------------

OUT = "«out»"
"""Stands for a folder outside the workspace."""
READ_COMMANDS = (
    ("tasks",),
    ("tasks", "--unit", "VP", "--format", "json"),
    ("tasks", "--format", "xlsx", "-o", f"{OUT}/viec.xlsx"),
    ("show", "A.VII.4"),
    ("deadlines",),
    ("deadlines", "--format", "ics"),
    ("stats",),
    ("stats", "--by", "unit", "--format", "md"),
    ("log",),
    ("log", "--open"),
    ("log", "--since", "HEAD"),
    ("log", "--since", "2023-09-01", "--format", "csv"),
    ("record", "A.I.4", "--unit", "VP", "--date", "14/9/2023", "--state", "doing", "--dry-run"),
    ("form", "--unit", "QLDN", "--quarter", "3", "-o", f"{OUT}/bieu.xlsx"),
    ("report", "--quarter", "3", "--format", "md"),
    ("report", "--quarter", "3", "--format", "json"),
    ("report", "--quarter", "3", "-o", f"{OUT}/bao-cao.docx"),
    ("report", "--brief", "-o", f"{OUT}/tom-tat.docx"),
    ("remind", "--text"),
    ("plan", "-o", f"{OUT}/ke-hoach.docx"),
    ("check",),
    ("check", "--fix"),
    ("diff", "HEAD"),
    ("schema", "plan"),
    ("remind", "--request", "-o", f"{OUT}/de-nghi.docx"),
)
ALTERING = (
    *(
        "openat",
        "openat2",
        "open",
        "creat",
        "mkdir",
        "mkdirat",
        "mknod",
        "mknodat",
        "unlink",
        "unlinkat",
        "rmdir",
    ),
    *(
        "rename",
        "renameat",
        "renameat2",
        "link",
        "linkat",
        "symlink",
        "symlinkat",
        "chmod",
        "fchmodat",
        "utimensat",
    ),
    "truncate",
)


def _to_read(root: Path) -> Path:
    """A workspace with an update that is saved in git and one that is not."""
    here(fresh(root), *record("Có từ trước."))
    git(root, "init", "-q"), git(root, "add", "."), git(root, "commit", "-qm", "Có từ trước")
    here(root, *record("Mới.", "--proposal", "Thêm người", "--proposal-to", "noi-bo"))
    return root.resolve()


def _outside(command: Sequence[str], folder: Path) -> list[str]:
    return [word.replace(OUT, str(folder)) for word in command]


def reading(folder: Path) -> Outcome:
    """What the commands that read, and the programs that they call, ask the system for: nothing in the workspace opened
    for writing, made or moved."""
    if reason := strace():
        return Outcome({}, {}, reason)
    root = _to_read(folder / "xem")
    wrong: Counter[str] = Counter()
    for command in (*READ_COMMANDS, ("doctor",)):
        ran = traced(root, _outside(command, folder), ALTERING, children=True)
        within = [call for call in touching(root, ran.trace) if "write(1<" not in call.line]
        reads = [
            c
            for c in within
            if c.name.startswith("open") and not re.search(r"O_(WRONLY|RDWR|CREAT)", c.line)
        ]
        wrong["opened to write"] += len(within) - len(reads)
        wrong["failed"] += ran.code not in (0, 1) or not reads
    return Outcome({"commands": len(READ_COMMANDS) + 1}, wrong)


def read_only(folder: Path, every: int = 1) -> Outcome:
    """The same on a disk mounted to read: the same answers; to record is refused in one line."""
    root, seen = _to_read(folder / "goc"), folder / "chi-doc"
    with mounted(seen, "--bind", "-oro", str(root)) as reason:
        if reason:
            return Outcome({}, {}, reason)
        refused = run(seen, *record("Lượt này."))
        commands = [_outside(command, folder) for command in READ_COMMANDS[::every]]
        others = [command for command in commands if run(seen, *command) != run(root, *command)]
    return Outcome(
        {"commands": len(commands)},
        {
            "other answers": len(others),
            "not refused": int(not one_line(refused) or "ổ đĩa chỉ cho đọc" not in refused.err),
        },
    )


# --- forms --------------------------------------------------------------------------------------------------------


def fill_ins(folder: Path, rows: int, seed: int, resaved: int) -> Outcome:
    """So many rows of forms filled in at random and recorded, as `tools/fillings.py` does it."""
    from tools import fillings

    return Outcome(*fillings.fill_ins(folder, rows, seed, resaved))


# ------------------------------------------------------------------------------------------------------------------

SCENARIOS: Mapping[str, Callable[[Path], Outcome]] = {
    "8 writers at once": lambda folder: writers(folder, 8, 200, 20),
    "SIGKILL at random": lambda folder: random_kills(folder, 500, 1),
    "SIGKILL at every boundary": boundary_kills,
    "SIGKILL at every boundary, no hard links": lambda folder: boundary_kills(folder, links=False),
    "SIGKILL at every boundary of a form": lambda folder: boundary_kills(folder, asking=form),
    "SIGKILL at every boundary of many in JSON": lambda folder: boundary_kills(
        folder, asking=array
    ),
    "SIGKILL while a document is replaced": replaced_kills,
    "every call of a recording fails": faults,
    "every call of a reading fails": read_faults,
    "full disk": lambda folder: full_disk(folder, range(0, 68, 4)),
    "full disk, a form": lambda folder: full_disk(folder, range(0, 68, 4), form),
    "full disk, many in JSON": lambda folder: full_disk(folder, range(0, 68, 4), array),
    "power loss": power_loss,
    "branches": lambda folder: branches(folder, 200, 1),
    "what reading asks for": reading,
    "disk mounted to read": read_only,
    "random fill-ins of forms": lambda folder: fill_ins(folder, 1000, 1, 12),
}


def main() -> None:
    """Run all scenarios, or those whose names hold a word given."""
    failed = False
    for name, scenario in SCENARIOS.items():
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            outcome = scenario(Path(folder).resolve())
        tried, wrong = (
            ", ".join(f"{n} {what}" for what, n in part.items()) for part in outcome[:2]
        )
        print(
            f"{name} ({time.perf_counter() - start:.0f} s): {tried or f'skipped, {outcome.skipped}'}"
        )
        print(f"    {wrong}", flush=True)
        failed |= any(outcome.wrong.values())
    sys.exit(failed)


if __name__ == "__main__":
    main()
