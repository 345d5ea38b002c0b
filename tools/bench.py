"""Ratios of whole processes, measured in pairs so that a machine's moods cancel out.

Absolute times mean little on a shared machine; the ratio of two commands run in turn holds.
"""

import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 15
FEW_RUNS = 5
PYTHON = sys.executable

EMPTY_COMMAND = """
import typer
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
@app.callback()
def root() -> None: pass
@app.command()
def tasks(unit: str = typer.Option(None), index: str = typer.Option(None),
          role: str = typer.Option(None), text: str = typer.Option(None),
          fmt: str = typer.Option(None, "--format")) -> None: pass
app()
"""
READ_BARE = """
import yaml
data = open('plans/2023.yaml').read()
for _ in range(20):
    yaml.load(data, yaml.CSafeLoader)
"""
READ_OURS = """
from pci.files.yamlio import read
data = open('plans/2023.yaml', 'rb').read()
for _ in range(20):
    read(data, 'p')
"""
VALIDATE_BARE = """
import yaml
from pci.core.model import Plan
from pci.files.shape import value
from pci.files.yamlio import read
data = open('plans/2023.yaml', 'rb').read()
tree = read(data, 'p').tree  # of texts only, where the bare loader gives dates and numbers
for _ in range(200):
    yaml.load(data, yaml.CSafeLoader)
    value(Plan, tree)
"""
VALIDATE_OURS = """
from pci.core.model import Plan
from pci.files.shape import build
from pci.files.yamlio import read
data = open('plans/2023.yaml', 'rb').read()
for _ in range(200):
    document = read(data, 'p')
    build(Plan, document.tree, document.source, 'p')
"""
LOAD_OURS = """
from pathlib import Path
from pci import workspace
files = workspace.files(Path('.'), "2023")
for _ in range(20):
    workspace.load(files)
"""
FIELDS = """
import sys
from itertools import chain, cycle, islice
from pci import workspace as w
from pci.core.dates import parse_period
from pci.core.schedule import reporting_period
from pci.reports.facts import Sources, gather
from pci.reports.fields import mapping
from pci.reports.periodic import periodic_report
ws = w.open_workspace(w.Path('examples'), 2024)
window = reporting_period(ws.plan.reporting, parse_period('2024-Q3'), ws.calendar)
facts = gather(Sources(ws.plan, ws.entries, window, window.window_last, ws.calendar))
fields = mapping(periodic_report(facts))
rows = int(sys.argv[2])
if rows:
    whole = list(chain.from_iterable(part['nhiem_vu'] for part in fields['phu_luc_1']))
    many = list(islice(cycle(whole), rows))
    parts = [many[n : n + 15] for n in range(0, rows, 15)]
    fields['phu_luc_1'] = [{'so': 'I', 'ten': 'A', 'nhiem_vu': part} for part in parts]
template = w.Path('templates/bao-cao.docx').read_bytes()
"""
RENDER_OURS = """
from datetime import date
from pci.word.render import render
made = render(template, 'bao-cao.docx', fields, 'T', 'A', date(2024, 9, 14))
w.Path(sys.argv[1]).write_bytes(made)
"""
RENDER_BARE = """
from io import BytesIO
from docxtpl import DocxTemplate
from jinja2 import Environment
document = DocxTemplate(BytesIO(template))
document.render(fields, Environment(autoescape=True))
document.save(sys.argv[1])
"""
ROWS = (45, 1_000, 10_000)


def seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(
        arguments, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def ratio(ours: list[str], other: list[str]) -> tuple[float, float, float]:
    """Lowest, median and highest ratio of paired runs, after one uncounted pair."""
    seconds(ours), seconds(other)
    ratios = sorted(seconds(ours) / seconds(other) for _ in range(RUNS))
    return ratios[0], statistics.median(ratios), ratios[-1]


def processor_seconds(code: str, *arguments: str) -> float:
    """What one process takes of the processor, whatever else the machine does."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([PYTHON, "-c", code, *arguments], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def growth(folder: str) -> None:
    """Render ever more rows, ours against bare, without data and start-up."""
    note = f"(CPU s beyond start-up, median of {FEW_RUNS})"
    print(f"\n{'rows':<10} {'render':>8} {'bare':>8} {'ratio':>6}   {note}")
    taken: dict[tuple[int, str], float] = {}
    for rows in ROWS:
        runs: dict[str, list[float]] = {"": [], RENDER_OURS: [], RENDER_BARE: []}
        for _ in range(FEW_RUNS):
            for code, seconds in runs.items():
                seconds.append(processor_seconds(FIELDS + code, f"{folder}/x.docx", str(rows)))
        bare, ours, theirs = (
            statistics.median(runs[code]) for code in ("", RENDER_OURS, RENDER_BARE)
        )
        one, other = ours - bare, theirs - bare
        taken[rows, "ours"], taken[rows, "bare"] = one, other
        print(f"{rows:<10} {one:>8.2f} {other:>8.2f} {one / other:>6.2f}")
    few, some, many = ROWS
    for name in ("ours", "bare"):
        start = taken[few, name]
        exponent = math.log10((taken[many, name] - start) / (taken[some, name] - start))
        print(f"growth from {some} to {many} rows, {name}: exponent {exponent:.2f} (1 is linear)")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY_COMMAND, encoding="utf-8")
        out = f"{folder}/out.docx"
        pci = [PYTHON, "-m", "pci"]
        report = [
            *pci,
            "report",
            "--root",
            "examples",
            "--quarter",
            "3",
            "--year",
            "2024",
            "-o",
            out,
            "--force",
        ]
        pairs = [
            ("pci --version : import typer", [*pci, "--version"], [PYTHON, "-c", "import typer"]),
            ("pci --help : import typer", [*pci, "--help"], [PYTHON, "-c", "import typer"]),
            (
                "pci tasks --unit VP : empty subcommand",
                [*pci, "tasks", "--unit", "VP", "--year", "2023"],
                [PYTHON, str(empty), "tasks"],
            ),
            (
                "reading the plan ×20 : CSafeLoader ×20",
                [PYTHON, "-c", READ_OURS],
                [PYTHON, "-c", READ_BARE],
            ),
            (
                "reading and validating ×200 : CSafeLoader, pydantic",
                [PYTHON, "-c", VALIDATE_OURS],
                [PYTHON, "-c", VALIDATE_BARE],
            ),
            (
                "loading and checking ×20 : CSafeLoader ×20",
                [PYTHON, "-c", LOAD_OURS],
                [PYTHON, "-c", READ_BARE],
            ),
            (
                "pci report : bare docxtpl render",
                report,
                [PYTHON, "-c", FIELDS + RENDER_BARE, f"{folder}/b.docx", "0"],
            ),
        ]
        print(f"{'pair':<52} {'low':>6} {'median':>7} {'high':>6}   ({RUNS} pairs)")
        for name, ours, other in pairs:
            low, median, high = ratio(ours, other)
            print(f"{name:<52} {low:>6.2f} {median:>7.2f} {high:>6.2f}")
        growth(folder)


if __name__ == "__main__":
    main()
