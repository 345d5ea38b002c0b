"""Ratios of whole processes, measured in pairs so that a machine's moods cancel out. Prints a table.

Absolute times mean little on a shared machine; the ratio of two commands run in turn holds.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 15
PYTHON = sys.executable

EMPTY_COMMAND = """
import typer
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
@app.callback()
def root() -> None: pass
@app.command()
def tasks(unit: str = typer.Option(None), index: str = typer.Option(None), role: str = typer.Option(None),
          text: str = typer.Option(None), fmt: str = typer.Option(None, "--format")) -> None: pass
app()
"""
READ_BARE = "import yaml; data = open('plans/2023.yaml').read(); [yaml.load(data, yaml.CSafeLoader) for _ in range(20)]"
READ_OURS = (
    "from pci.yamlio import read; data = open('plans/2023.yaml', 'rb').read();[read(data, 'p') for _ in range(20)]"
)
LOAD_OURS = (
    "from pathlib import Path; from pci import workspace as w; files = w.files(Path('.'), 2023);"
    "[w.load(files) for _ in range(20)]"
)
RENDER_BARE = """
import sys
from docxtpl import DocxTemplate
from jinja2 import Environment
from pathlib import Path
from pci import workspace as w
from pci.dates import parse_period
from pci.reports import periodic
from pci.reports.facts import gather
from pci.schedule import reporting_period
ws = w.open_workspace(Path('.'), 2023)
window = reporting_period(ws.plan.reporting, parse_period('2023-Q3'), ws.calendar)
fields = periodic.fields(gather(ws.plan, ws.entries, window, window.window_last, ws.calendar))
document = DocxTemplate('templates/bao-cao.docx')
document.render(fields, Environment(autoescape=True))
document.save(sys.argv[1])
"""


def seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(arguments, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    return time.perf_counter() - start


def ratio(ours: list[str], other: list[str]) -> tuple[float, float, float]:
    """Lowest, median and highest ratio of paired runs, after one uncounted pair."""
    seconds(ours), seconds(other)
    ratios = sorted(seconds(ours) / seconds(other) for _ in range(RUNS))
    return ratios[0], statistics.median(ratios), ratios[-1]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY_COMMAND, encoding="utf-8")
        out = f"{folder}/out.docx"
        pci = [PYTHON, "-m", "pci"]
        report = [*pci, "report", "--quarter", "3", "--year", "2023", "-o", out, "--force"]
        pairs = [
            ("pci --version : import typer", [*pci, "--version"], [PYTHON, "-c", "import typer"]),
            ("pci --help : import typer", [*pci, "--help"], [PYTHON, "-c", "import typer"]),
            (
                "pci tasks --unit VP : empty subcommand",
                [*pci, "tasks", "--unit", "VP", "--year", "2023"],
                [PYTHON, str(empty), "tasks"],
            ),
            ("reading the plan ×20 : CSafeLoader ×20", [PYTHON, "-c", READ_OURS], [PYTHON, "-c", READ_BARE]),
            ("loading and checking ×20 : CSafeLoader ×20", [PYTHON, "-c", LOAD_OURS], [PYTHON, "-c", READ_BARE]),
            ("pci report : bare docxtpl render", report, [PYTHON, "-c", RENDER_BARE, f"{folder}/bare.docx"]),
        ]
        print(f"{'pair':<46} {'low':>6} {'median':>7} {'high':>6}   ({RUNS} pairs)")
        for name, ours, other in pairs:
            low, median, high = ratio(ours, other)
            print(f"{name:<46} {low:>6.2f} {median:>7.2f} {high:>6.2f}")


if __name__ == "__main__":
    main()
