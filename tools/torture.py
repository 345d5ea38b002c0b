"""What the store must survive: many writers, kills, failing and full disks, disks that only read.

Each scenario runs the real program on real files; the system makes the machine fail, by signals,
`strace` injections, small and read-only mounts. `python -m tools.torture [WORD...]` runs all of
them, or those whose names hold a word, and prints what was tried and what went wrong.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.branches import branches, git
from tools.forkserver import Ran
from tools.power_loss import power_loss
from tools.syscalls import (
    NO_HARD_LINKS,
    READING,
    WRITING,
    Traced,
    from_first_change,
    touching,
    traced,
)
from tools.trials import (
    NEXT,
    PROGRESS,
    Arguments,
    CannotTry,
    Outcome,
    acknowledged,
    environment,
    fresh,
    here,
    is_clean_after,
    make_old,
    record,
    records,
    run,
)

# --- what is recorded ------------------------------------------------------------------------

MANY = 12


def one(folder: Path) -> Sequence[str]:
    """One update, on the command line."""
    return record("Lượt này.")


def array(folder: Path) -> Sequence[str]:
    """Many updates at once, as a script hands them over."""
    update = {"about": "A.VII.4", "unit": "phong-qldn", "date": "2023-09-14", "state": "doing"}
    path = folder / "nhieu.json"
    path.write_text(json.dumps([{**update, "result": f"Lượt {n}."} for n in range(MANY)]))
    return ("record", "--from-json", str(path))


def form(folder: Path) -> Sequence[str]:
    """Many updates at once, in a form that came back filled in."""
    from openpyxl import load_workbook

    path = folder / "bieu.xlsx"
    path.unlink(missing_ok=True)
    made = here(fresh(folder / "bieu"), "form", "--unit", "QLDN", "--quarter", "3", "-o", str(path))
    assert made.code == 0, made.err
    book = load_workbook(path)
    rows = list(book.worksheets[0].iter_rows())
    names = next(row for row in rows if any(cell.value == "pci:key" for cell in row))
    column = {str(cell.value): n for n, cell in enumerate(names)}
    keys = [str(row[column["pci:key"]].value) for row in rows]
    tasks = [
        row for row, key in zip(rows, keys, strict=True) if re.fullmatch(r"[AB][.IVX\d]+", key)
    ]
    for n, row in enumerate(tasks[:MANY]):
        row[column["pci:state"]].value = "Đang thực hiện"
        row[column["pci:result"]].value = f"Lượt {n}."
    book.save(path)
    return ("record", str(path), "--format", "json")


# --- many at once ----------------------------------------------------------------------------

_WRITER = """
import sys, time
from pathlib import Path
from tools.trials import here, record
root, name, each, shared = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
(root / f"{name}.ready").touch()
while not (root / "go").exists():
    time.sleep(0.001)
own = [f"{name}, lượt {n}." for n in range(each)]
for text in [*own, *(f"Chung, lượt {n}." for n in range(shared))]:
    ran = here(root, *record(text))
    print(ran.code, int("Đã ghi" in ran.err), ran.out, end="")
"""
_READER = """
import sys
from pathlib import Path
from tools.trials import here
root, codes = Path(sys.argv[1]), []
while not (root / "stop").exists():
    codes.append(here(root, "log").code)
print(len(codes), sum(map(bool, codes)))
"""


def writers(folder: Path, processes: int, each: int, shared: int) -> Outcome:
    """Processes that record at once updates of their own, then all the same ones.

    A reader beside them must see no update half-written.
    """
    root = fresh(folder / "nhieu")
    running = [
        _python(_WRITER, str(root), f"Máy {n}", str(each), str(shared)) for n in range(processes)
    ]
    while len(list(root.glob("*.ready"))) < processes and not any(p.poll() for p in running):
        time.sleep(0.01)
    reader = _python(_READER, str(root))
    (root / "go").touch()
    lines = [
        line.split(maxsplit=2) for child in running for line in child.communicate()[0].splitlines()
    ]
    (root / "stop").touch()
    reads, failed_reads = map(int, reader.communicate()[0].split())
    now = records(root)
    names = {Path(path).name for _, _, path in lines}
    texts = Counter(now.texts.values())
    said_new = sum(is_new == "1" for _, is_new, _ in lines)
    return Outcome(
        {"processes": processes, "updates": len(now.texts), "reads meanwhile": reads},
        {
            "lost": len(names - now.texts.keys()) + processes * each + shared - len(texts),
            "duplicated": texts.total() - len(texts) + said_new - len(texts),
            "unreadable": len(now.torn),
            "failed runs": processes * (each + shared) - sum(code == "0" for code, _, _ in lines),
            "failed reads": failed_reads + (reads == 0),
            "left-overs": len(now.left),
        },
    )


def _python(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)


# --- kills -----------------------------------------------------------------------------------

_KILL = "signal=SIGKILL"


def kills(folder: Path, every: int = 1, links: bool = True, given: Arguments = one) -> Outcome:
    """SIGKILL before each call of the writing in turn; `links` false is a disk without hard links.

    Each update is whole or not there, and there once its name was printed. The same run again
    records the rest and nothing twice.
    """
    root, arguments = folder / "giet", given(folder)
    always = () if links else (NO_HARD_LINKS,)
    undisturbed = traced(fresh(root), arguments, WRITING, *always)
    whole = records(root).texts
    calls = from_first_change(touching(root.resolve(), undisturbed.lines))
    tried = [call for call in calls if links or call.name != "link"][::every]
    wrong: Counter[str] = Counter()
    for call in tried:
        ran, _ = traced(fresh(root), arguments, WRITING, *always, call.with_fault(_KILL))
        now = records(root)
        wrong["not killed"] += ran.code != -signal.SIGKILL
        wrong["lost"] += len(acknowledged(ran.out) - now.texts.keys())
        wrong["torn"] += len(now.torn)
        wrong["next run not clean"] += not is_clean_after(root)
        next_one = {name: text for name, text in records(root).texts.items() if text == NEXT}
        again = here(root, *arguments)
        wrong["not completed"] += again.code != 0 or records(root).texts != {**whole, **next_one}
    return Outcome({"boundaries": len(tried), "updates": len(whole)}, dict(wrong))


def kills_of_document(folder: Path, every: int = 1) -> Outcome:
    """The same while a document replaces another: the old one or the new one, whole."""
    root = fresh(folder / "thay")
    document, command = root / "viec.csv", ("tasks", "--format", "csv", "-o", "viec.csv", "--force")

    def with_old() -> Path:
        document.write_text("cũ\n")
        return root

    undisturbed = traced(with_old(), command, WRITING)
    new = document.read_bytes()
    tried = from_first_change(touching(root, undisturbed.lines))[::every]
    wrong: Counter[str] = Counter()
    for call in tried:
        ran, _ = traced(with_old(), command, WRITING, call.with_fault(_KILL))
        wrong["not killed"] += ran.code != -signal.SIGKILL
        wrong["torn"] += document.read_bytes() not in (new, "cũ\n".encode())
        make_old(list(root.glob(".*.pci-tmp")))
        again = run(with_old(), *command)
        wrong["next run not clean"] += again.code != 0 or document.read_bytes() != new
        wrong["left-overs"] += len(list(root.glob(".*.pci-tmp")))
    return Outcome({"boundaries": len(tried)}, dict(wrong))


# --- faults ----------------------------------------------------------------------------------

_WRITE_ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT")
_READ_ERRORS = ("EIO", "EACCES")


def is_refusal(ran: Ran) -> bool:
    """Whether a run ended with 2 and one line for a person, after what was done before it."""
    lines = ran.err.splitlines()
    return ran.code == 2 and lines[-1:] == [line for line in lines if line.startswith("pci: ")]


def faults(folder: Path, every: int = 1) -> Outcome:
    """Each call of a recording that touches the workspace fails in turn, in several ways.

    What was there stays, what was said to be written is there, and a refusal is one line.
    """
    root, update, old = folder / "hong", record("Lượt này."), fresh(folder / "cu")
    here(old, *record("Có từ trước."))

    def with_old() -> Path:
        shutil.rmtree(root, ignore_errors=True)
        return Path(shutil.copytree(old, root)).resolve()

    calls = touching(with_old(), traced(with_old(), update, READING).lines)
    reading = len(calls) - len(from_first_change(calls))
    tried = [(call, error) for call in calls[:reading] for error in _READ_ERRORS]
    tried += [(call, error) for call in calls[reading:] for error in _WRITE_ERRORS]
    before = records(with_old()).texts
    wrong: Counter[str] = Counter()
    for call, error in tried[::every]:
        disturbed = traced(with_old(), update, READING, call.with_fault(f"error={error}"))
        ran, now = disturbed.ran, records(root)
        wrong["not hit"] += not _is_hit(root.resolve(), disturbed)
        wrong["no clear line"] += ran.code != 0 and not is_refusal(ran)
        wrong["old state changed"] += not before.items() <= now.texts.items()
        wrong["torn"] += len(now.torn)
        wrong["lost"] += len(acknowledged(ran.out) - now.texts.keys())
        wrong["silent"] += ran.code == 0 and len(now.texts) != 2
        wrong["next run not clean"] += not is_clean_after(root) or here(root, *update).code != 0
    return Outcome({"faults": len(tried[::every]), "calls": len(calls)}, dict(wrong))


def _is_hit(root: Path, disturbed: Traced) -> bool:
    return len(disturbed.injected) == 1 and bool(touching(root, disturbed.injected))


def faults_of_reading(folder: Path, every: int = 1) -> Outcome:
    """Each call of a reading command fails in turn: the same figures, or a refusal."""
    root, command = fresh(folder / "doc"), ("stats", "--format", "json")
    here(root, *record("Có từ trước."))
    sound = traced(root, command, READING)
    calls = [call for call in touching(root, sound.lines) if not call.is_output]
    tried = [(call, error) for call in calls for error in _READ_ERRORS][::every]
    wrong: Counter[str] = Counter()
    for call, error in tried:
        disturbed = traced(root, command, READING, call.with_fault(f"error={error}"))
        ran = disturbed.ran
        wrong["not hit"] += not disturbed.injected
        wrong["other figures"] += ran.code == 0 and ran.out != sound.ran.out
        wrong["no clear line"] += ran.code != 0 and not is_refusal(ran)
    return Outcome({"faults": len(tried), "calls": len(calls)}, dict(wrong))


# --- full disks ------------------------------------------------------------------------------


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """Mount something on a folder for a while."""
    folder.mkdir(exist_ok=True)
    command = ["mount", *options, str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise CannotTry("mount is not permitted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def full_disk(folder: Path, rooms: Sequence[int], given: Arguments | None = None) -> Outcome:
    """A disk that fills while updates are recorded, with so many KiB of room left.

    What was acknowledged stays, the rest is refused, and once there is room again the same runs
    record the rest, nothing twice. Without `given` each run records one large update.
    """
    tried, wrong = Counter({"disks": len(rooms)}), Counter[str]()
    for room in rooms:
        runs = [given(folder)] if given else [_large(n) for n in range(room // 8 + 3)]
        wanted = MANY if given else len(runs)
        disk = folder / "day"
        with mounted(disk, "-ttmpfs", "-osize=4m", "tmpfs"):
            _fill_and_record(disk, room, runs, tried, wrong)
            texts = Counter(records(disk / "kho").texts.values())
            wrong["not completed"] += len(texts) != wanted
            wrong["duplicated"] += texts.total() - len(texts)
            wrong["next run not clean"] += not is_clean_after(disk / "kho")
    return Outcome(tried, wrong)


def _fill_and_record(
    disk: Path, room: int, runs: Sequence[Sequence[str]], tried: Counter[str], wrong: Counter[str]
) -> None:
    """Record on a disk that is nearly full, then again with room."""
    root, names = fresh(disk / "kho"), set[str]()
    filler = _filled(disk, room)
    for arguments in runs:
        ran = run(root, *arguments)
        names |= acknowledged(ran.out)
        tried["refused"] += ran.code == 2
        named = re.search(rf"{PROGRESS}/\S+: đĩa đầy", ran.err)
        wrong["no clear line"] += ran.code != 0 and not (is_refusal(ran) and named)
    now = records(root)
    tried["acknowledged"] += len(names)
    wrong["lost"] += len(names - now.texts.keys())
    wrong["not acknowledged"] += len(now.texts.keys() - names)
    wrong["torn"] += len(now.torn)
    wrong["left-overs"] += len(now.left)
    filler.unlink()
    wrong["refused with room"] += sum(here(root, *arguments).code != 0 for arguments in runs)


def _large(n: int) -> Sequence[str]:
    return record(f"Lượt {n}.", "--evidence", "x" * 3000)


def _filled(disk: Path, room: int) -> Path:
    """Write a file that leaves so many KiB free."""
    filler = disk / "lap-day"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    os.truncate(filler, filler.stat().st_size - room * 1024)
    return filler


# --- disks that only read --------------------------------------------------------------------

OUT = "«out»"
"""Stands for a folder outside the workspace."""
READ_COMMANDS = f"""
tasks
tasks --unit VP --format json
tasks --format xlsx -o {OUT}/viec.xlsx
show A.VII.4
deadlines
deadlines --format ics
stats
stats --by unit --format md
log
log --open
log --since 2023-09-01 --format csv
record A.I.4 --unit VP --date 14/9/2023 --state doing --dry-run
form --unit QLDN --quarter 3 -o {OUT}/bieu.xlsx
report --quarter 3 --format md
report --quarter 3 --format json
report --quarter 3 -o {OUT}/bao-cao.docx
report --brief -o {OUT}/tom-tat.docx
remind --text
remind --request -o {OUT}/de-nghi.docx
plan -o {OUT}/ke-hoach.docx
check
check --fix
diff HEAD
schema plan
"""
_ALTERING = [
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
    "truncate",
]


def _read_commands(folder: Path) -> list[list[str]]:
    lines = READ_COMMANDS.strip().replace(OUT, str(folder)).splitlines()
    return [line.split(" ") for line in lines]


def _saved_and_unsaved(root: Path) -> Path:
    """A workspace with an update that is in git and one that is not."""
    here(fresh(root), *record("Có từ trước."))
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Có từ trước")
    here(root, *record("Mới.", "--proposal", "Thêm người", "--proposal-to", "noi-bo"))
    return root.resolve()


def reading(folder: Path) -> Outcome:
    """What commands that read, and the programs they call, ask the system for.

    Nothing in the workspace is opened for writing, made or moved.
    """
    root = _saved_and_unsaved(folder / "xem")
    commands = [*_read_commands(folder), ["doctor"]]
    wrong: Counter[str] = Counter()
    for command in commands:
        ran, lines = traced(root, command, _ALTERING, children=True)
        within = [call for call in touching(root, lines) if not call.is_output]
        reads = [call for call in within if call.name.startswith("open") and not call.is_change]
        wrong["opened to write"] += len(within) - len(reads)
        wrong["failed"] += ran.code not in (0, 1) or not reads
    return Outcome({"commands": len(commands)}, dict(wrong))


def read_only(folder: Path, every: int = 1) -> Outcome:
    """The same on a disk mounted to read: the same answers; to record is refused in one line."""
    root, seen = _saved_and_unsaved(folder / "goc"), folder / "chi-doc"
    commands = _read_commands(folder)[::every]
    with mounted(seen, "--bind", "-oro", str(root)):
        refused = run(seen, *record("Lượt này."))
        others = [command for command in commands if run(seen, *command) != run(root, *command)]
    clear = is_refusal(refused) and "ổ đĩa chỉ cho đọc" in refused.err
    return Outcome(
        {"commands": len(commands)},
        {"other answers": len(others), "not refused": int(not clear)},
    )


# --- forms -----------------------------------------------------------------------------------


def fill_ins(folder: Path, rows: int, seed: int, resaved: int) -> Outcome:
    """Rows of forms filled in at random and recorded."""
    from tools import fillings

    return Outcome(*fillings.fill_ins(folder, rows, seed, resaved))


# ---------------------------------------------------------------------------------------------

_ROOMS = range(0, 68, 4)
SCENARIOS: Mapping[str, Callable[[Path], Outcome]] = {
    "8 writers at once": lambda folder: writers(folder, 8, 200, 20),
    "SIGKILL at every call": kills,
    "SIGKILL at every call, no hard links": lambda folder: kills(folder, links=False),
    "SIGKILL at every call, a form": lambda folder: kills(folder, given=form),
    "SIGKILL at every call, many in JSON": lambda folder: kills(folder, given=array),
    "SIGKILL while a document is replaced": kills_of_document,
    "every call of a recording fails": faults,
    "every call of a reading fails": faults_of_reading,
    "full disk": lambda folder: full_disk(folder, _ROOMS),
    "full disk, a form": lambda folder: full_disk(folder, _ROOMS, form),
    "full disk, many in JSON": lambda folder: full_disk(folder, _ROOMS, array),
    "power loss": power_loss,
    "branches": lambda folder: branches(folder, 200, 1),
    "what reading asks for": reading,
    "disk mounted to read": read_only,
    "random fill-ins of forms": lambda folder: fill_ins(folder, 1000, 1, 12),
}


def main(words: Sequence[str]) -> int:
    """Run the scenarios whose names hold one of some words; 1 where anything went wrong."""
    failed = False
    for name, scenario in SCENARIOS.items():
        if words and not any(word in name for word in words):
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                outcome = scenario(Path(folder).resolve())
            except CannotTry as reason:
                print(f"{name}: skipped, {reason}")
                continue
        print(f"{name}: {_counts(outcome.tried)}")
        print(f"    {_counts(outcome.wrong)}", flush=True)
        failed |= any(outcome.wrong.values())
    return int(failed)


def _counts(part: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {what}" for what, n in part.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
