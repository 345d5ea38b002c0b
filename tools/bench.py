"""What commands cost beside a floor that nobody gets under: `make bench` writes `docs/toc-do.md`.

A cost is the seconds of the processor of a whole process. All rows of a table run in turn, round
after round; what is printed is the median of their ratios to S, an empty subcommand, of the same
round, so that the moods of a machine cancel out. A cold run finds no cache, a warm one has it.
"""

import argparse
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pci.clock import today
from tools import peers

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/toc-do.md"
PYTHON = sys.executable
LIBRARIES = ("typer", "click", "pydantic", "PyYAML", "rich", "docxtpl")
TASKS, UPDATES = (34, 1_000, 10_000), (0, 5_000, 50_000)

EMPTY = """
import typer
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
@app.callback()
def root() -> None: pass
@app.command()
def tasks({}) -> None: pass
app()
""".format(", ".join(f"o{n}: str = typer.Option(None)" for n in range(13)))
READ_YAML = """
import yaml
from pathlib import Path
for path in Path("plans").rglob("*.yaml"):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""
FILL_WORD = """
import json, sys
from docxtpl import DocxTemplate
from jinja2 import Environment
document = DocxTemplate("templates/bao-cao.docx")
document.render(json.load(open(sys.argv[1])), Environment(autoescape=True))
document.save(sys.argv[2])
"""
COMMANDS = (
    "tasks",
    "show A.I.1",
    "deadlines",
    "stats",
    "log",
    "check",
    "record A.I.1 --unit VP --date 1/9/2023 --state doing --result x",
    "report --quarter 3 --force -o Q3.docx",
)


class Row(NamedTuple):
    """A command line that is measured; `caches` says whether a second run may be quicker."""

    name: str
    line: Sequence[str]
    caches: bool = False
    cwd: Path = ROOT
    terminal: bool = False


class Cost(NamedTuple):
    """Seconds of the processor, or their ratio to S, and MiB of memory at its fullest."""

    time: float
    memory: float


Costs = Mapping[str, Sequence[Cost]]
"""Of each row by its name: cold and, where it has a cache, warm."""


def cost(row: Row, caches: Path) -> Cost:
    """Run a row once; what it records is taken away again."""
    unset = re.compile("PCI_|COV|PYTHONDONTWRITEBYTECODE")  # the first round compiles for all
    env = {k: v for k, v in os.environ.items() if not unset.match(k)}
    env |= {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(caches), "COLUMNS": "100"}
    reader, writer = os.openpty() if row.terminal else os.pipe()
    null = subprocess.DEVNULL
    run = subprocess.Popen(row.line, cwd=row.cwd, env=env, stdin=null, stdout=writer, stderr=null)
    os.close(writer)
    said = b"".join(_pieces(reader))
    os.close(reader)
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        raise SystemExit(f"mã thoát {run.returncode}: {' '.join(row.line)}")
    if "record" in row.line:
        (row.cwd / said.decode().strip()).unlink()
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _pieces(reader: int) -> Iterator[bytes]:
    while piece := _piece(reader):
        yield piece


def _piece(reader: int) -> bytes:
    try:
        return os.read(reader, 1 << 16)
    except OSError:  # how Linux tells that a terminal was closed
        return b""


def measured(rows: Sequence[Row], rounds: int, folder: Path) -> Costs:
    """The medians of so many rounds; the cache of a warm run is that of the round before."""
    floor = Row("S", [PYTHON, "-c", EMPTY, "tasks"])
    taken: dict[str, list[list[Cost]]] = {row.name: [] for row in rows}
    for number in range(rounds + 1):
        unit = cost(floor, folder).time
        for row in rows:
            shutil.rmtree(folder / "caches/cold", ignore_errors=True)
            pair = [cost(row, folder / "caches/cold")]
            pair += [cost(row, folder / "caches/warm")] * row.caches
            if number:  # what is compiled or kept once is there now
                taken[row.name].append([Cost(one.time / unit, one.memory) for one in pair])
        print(f"{number}/{rounds}", end=" ", file=sys.stderr, flush=True)
    return {
        name: [_median(costs) for costs in zip(*runs, strict=True)] for name, runs in taken.items()
    }


def _median(costs: Sequence[Cost]) -> Cost:
    times, memories = zip(*costs, strict=True)
    return Cost(statistics.median(times), statistics.median(memories))


def workspace(folder: Path, tasks: int, updates: int) -> Path:
    """A workspace of a size, made by a process of its own: this one's memory is not to grow."""
    made = folder / f"{tasks}-{updates}"
    run_tool("made_plan", str(made), str(tasks), str(updates))
    return made


def run_tool(name: str, *arguments: str) -> None:
    """Run a module of this folder."""
    subprocess.run([PYTHON, "-m", f"tools.{name}", *arguments], cwd=ROOT, check=True)


def start_rows(folder: Path) -> list[Row]:
    """What costs nothing but the start of the program, a terminal, a Word document."""
    pci = [PYTHON, "-m", "pci"]
    fields, out = str(folder / "fields.json"), str(folder / "Q3.docx")
    run_tool("made_plan", fields)
    report = ["report", "--root", "examples", "--year", "2024", "--quarter", "3", "--force", "-o"]
    return [
        Row("python -c pass", [PYTHON, "-c", "pass"]),
        Row("import typer", [PYTHON, "-c", "import typer"]),
        *(Row(f"pci {name}", [*pci, *name.split()]) for name in ("--version", "--help")),
        Row("pci tasks --help", [*pci, "tasks", "--help"]),
        Row("pci tasks", [*pci, "tasks"], caches=True),
        Row("pci tasks, màn hình", [*pci, "tasks"], caches=True, terminal=True),
        Row("pci report, docx", [*pci, *report, out], caches=True),
        Row("docxtpl, cùng trường", [PYTHON, "-c", FILL_WORD, fields, out]),
    ]


def rows_of(place: Path, commands: Sequence[str]) -> list[Row]:
    """The commands in a workspace, with the bare reading of its files."""
    bare = Row("CSafeLoader, cùng tệp", [PYTHON, "-c", READ_YAML], cwd=place)
    lines = [line.split() for line in COMMANDS if line.split()[0] in commands]
    ours = (Row(f"pci {line[0]}", [PYTHON, "-m", "pci", *line], True, place) for line in lines)
    return [bare, *ours]


def peer_rows(folder: Path, tasks: int) -> Iterator[Row]:
    """What the other programs of this machine take for so many tasks."""
    for peer in peers.PEERS:
        if peer.present:
            place = folder / f"{peer.program}-{tasks}"
            place.mkdir()
            peer.write(place, tasks)
            yield Row(peer.name, peer.command, peer.caches, place)


def sized(sizes: Sequence[tuple[int, int]], asked: argparse.Namespace, folder: Path) -> list[Costs]:
    """The costs of the commands at each size, so many tasks and updates; of others where there are
    no updates."""
    made = []
    for number, (tasks, updates) in enumerate(sizes):
        rows = rows_of(workspace(folder, tasks, updates), asked.only)
        rows += [] if updates else peer_rows(folder, tasks)
        made.append(measured(rows, max(1, asked.rounds // (5 if number else 1)), folder))
    return made


# --- the page -----------------------------------------------------------------------------------

INTRODUCTION = """# Tốc độ

Trang này do `make bench` đo và ghi, không sửa tay. Mỗi số là thời gian bộ xử lý của cả một lần
chạy chia cho S: một lệnh con rỗng của typer có 13 tùy chọn, chạy riêng, cùng lượt; lấy trung vị của
các lượt. «Lạnh» là chưa có bộ nhớ đệm, «ấm» là lần chạy sau đó. Số mũ là của phần tăng thêm khi
việc nhiều lên: 1 là tăng đều, 2 là tăng theo bình phương; «–» là tăng không đáng kể.
MiB là bộ nhớ lúc nhiều nhất, ở cỡ lớn nhất; không dưới bộ nhớ của chính chương trình đo.
"""


def decimal(value: float) -> str:
    """`1,04`, `27`"""
    return (f"{value:.2f}" if value < 10 else f"{value:.0f}").replace(".", ",")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown; all columns but the first are numbers."""
    ruled = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in ruled)


def two(texts: Iterable[str]) -> list[str]:
    """The cells of cold and warm, the latter empty where there is none."""
    return [*texts, ""][:2]


def start_table(costs: Costs) -> str:
    """The costs of starting, and their memory."""
    rows = (
        [name, *two(decimal(one.time) for one in pair), *two(decimal(one.memory) for one in pair)]
        for name, pair in costs.items()
    )
    return table(["", "lạnh", "ấm", "MiB lạnh", "MiB ấm"], rows)


def growth_table(sizes: Sequence[int], costs: Sequence[Costs]) -> str:
    """The costs at each size, their exponents of growth, the memory at the largest."""
    counts = (f"{size:,}".replace(",", ".") for size in sizes)
    heads = [f"{what} {state}" for what in (*counts, "số mũ", "MiB") for state in ("lạnh", "ấm")]
    return table(["", *heads], ([n, *growth(sizes, [one[n] for one in costs])] for n in costs[-1]))


def growth(sizes: Sequence[int], pairs: Sequence[Sequence[Cost]]) -> list[str]:
    """The cells of a row: what one command costs at each size."""
    times = [[one.time for one in pair] for pair in pairs]
    cells = [cell for pair in times for cell in two(map(decimal, pair))]
    exponents = two(exponent(sizes, column) for column in zip(*times, strict=True))
    return [*cells, *exponents, *two(decimal(one.memory) for one in pairs[-1])]


LEAST_GROWTH = 0.1
"""In S: less than that between two sizes is a mood of the machine."""


def exponent(sizes: Sequence[int], times: Sequence[float]) -> str:
    """How what is added to the smallest size grows between the two largest of three."""
    if len(times) != 3 or times[1] - times[0] < LEAST_GROWTH:
        return "–" if len(times) == 3 else ""
    more = (times[2] - times[0]) / (times[1] - times[0])
    return decimal(math.log(max(more, 1)) / math.log((sizes[2] - sizes[0]) / (sizes[1] - sizes[0])))


def page(asked: argparse.Namespace, start: Costs, tasks: list[Costs], updates: list[Costs]) -> str:
    """The page of the documentation."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} nhân"
    versions = [f"Python {platform.python_version()}", *(f"{n} {version(n)}" for n in LIBRARIES)]
    bare = start["docxtpl, cùng trường"][0].time
    cold, warm = (decimal(one.time / bare) for one in start["pci report, docx"])
    absent = [peer.program for peer in peers.PEERS if not peer.present]
    return "\n".join(
        [
            INTRODUCTION,
            f"Đo ngày {today():%d/%m/%Y} trên {machine}, {asked.rounds} lượt, cỡ lớn"
            f" {max(1, asked.rounds // 5)} lượt.\n{', '.join(versions)}.\n",
            "## Khởi động\n",
            start_table(start),
            f"`pci report` lạnh gấp {cold} lần, ấm gấp {warm} lần docxtpl điền cùng các trường.\n",
            f"## Theo số nhiệm vụ, {asked.updates[0]} cập nhật\n",
            growth_table(asked.tasks, tasks),
            f"## Theo số cập nhật, {asked.tasks[0]} nhiệm vụ\n",
            growth_table(asked.updates, updates),
            *([f"Không đo vì máy không có: {', '.join(absent)}.\n"] if absent else []),
        ]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…")
    known = [line.split()[0] for line in COMMANDS]
    parser.add_argument("--tasks", nargs="+", type=int, default=TASKS)
    parser.add_argument("--updates", nargs="+", type=int, default=UPDATES)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", nargs="+", choices=known, default=known)
    parser.add_argument("--output", type=Path, default=PAGE)
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as made:
        folder = Path(made)
        start = measured(start_rows(folder), asked.rounds, folder)
        few_tasks, few_updates = asked.tasks[0], asked.updates[0]
        tasks = sized([(n, few_updates) for n in asked.tasks], asked, folder)
        more = sized([(few_tasks, n) for n in asked.updates[1:]], asked, folder)
    asked.output.write_text(page(asked, start, tasks, [tasks[0], *more]), encoding="utf-8")


if __name__ == "__main__":
    main()
