"""A workspace of any size for `make bench`: the real plan repeated, with updates by a seed.

A process of its own, so that its memory is not counted as that of what is measured.
"""

import json
import sys
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from random import Random
from shutil import copytree
from textwrap import shorten
from typing import Any

import yaml

from pci.core.dates import parse_period
from pci.core.ledger import update_id
from pci.core.model import Plan, Update
from pci.core.schedule import reporting_period
from pci.files import shape, yamlio
from pci.reports.facts import Sources, gather
from pci.reports.fields import mapping
from pci.reports.periodic import periodic_report
from pci.workspace import open_workspace

ROOT = Path(__file__).parent.parent
YEAR = 2023
SEED = 20_230_818
_FIRST, _DAYS = date(YEAR, 8, 21), 120
_WORDS = ("hồ sơ", "doanh nghiệp", "đã xử lý", "rà soát", "công khai", "tập huấn", "kiến nghị")


def make(folder: Path, tasks: int, updates: int) -> None:
    """Write the workspace: so many tasks, so many updates on tasks drawn by lot."""
    copytree(ROOT / "plans/calendar", folder / "plans/calendar")
    data = yaml.load((ROOT / f"plans/{YEAR}.yaml").read_bytes(), yaml.CSafeLoader)
    data["tasks"] = _repeated(data["tasks"], tasks)
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    (folder / f"plans/{YEAR}.yaml").write_text(text, encoding="utf-8")
    plan = open_workspace(folder, str(YEAR)).plan
    chance = Random(SEED)  # noqa: S311
    for number in range(updates):
        values = _values(plan, number, chance)
        update = shape.value(Update, values)
        path = folder / f"plans/{YEAR}/progress/{update.unit}/{update_id(update)}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yamlio.write(values), encoding="utf-8")


def _repeated(tasks: dict[str, Any], count: int) -> dict[str, Any]:
    """So many tasks: those given, then again and again in few words under numbers of their own."""
    made = dict(tasks)
    for again in range(1, count // len(tasks) + 1):
        for name, task in tasks.items():
            section, _, number = name.rpartition(".")
            made[f"{section}.{100 * again + int(number)}"] = _short(task)
    return dict(list(made.items())[:count])


def _short(task: dict[str, Any]) -> dict[str, Any]:
    """A task of few words, for a plan is at most 4 MiB; what it owes still quotes it."""
    quotes = [one["quote"] for one in task.get("owes", {}).values()]
    outputs = quotes or [shorten(task["outputs"][0], 40)]
    # one object in two tasks would be written as an alias
    return deepcopy({**task, "work": shorten(task["work"], 40), "outputs": outputs})


def _values(plan: Plan, number: int, chance: Random) -> dict[str, Any]:
    """The fields of an update; its number makes it another than all before."""
    name = chance.choice(list(plan.tasks))
    unit = chance.choice(plan.accountable(plan.tasks[name]))
    day = (_FIRST + timedelta(days=chance.randrange(_DAYS))).isoformat()
    return {
        "about": name,
        "unit": unit,
        "date": day,
        "state": "doing",
        "result": f"Đợt {number}: {' '.join(chance.choices(_WORDS, k=12))}.",
        "recorded": f"{day}T16:00:00+07:00",
    }


def report_fields() -> dict[str, Any]:
    """What the report of a quarter of the example prints."""
    workspace = open_workspace(ROOT / "examples", "2024")
    plan, calendar = workspace.plan, workspace.calendar
    period = parse_period("2024-Q3")
    assert period
    window = reporting_period(plan.reporting, period, calendar)
    sources = Sources(plan, workspace.entries, window, window.window_last, calendar)
    return dict(mapping(periodic_report(gather(sources))))


if __name__ == "__main__":
    if len(sys.argv) == 2:
        Path(sys.argv[1]).write_text(json.dumps(report_fields(), default=str), encoding="utf-8")
    else:
        make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
