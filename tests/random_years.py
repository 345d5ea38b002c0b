"""Random years of updates on a plan with every kind of schedule, as files of a workspace.

Every word of a unit stands between two ※, every word of the plan between two ¤, so that what is
left of a paper is the program's own.
"""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st
from support import ROOT

from pci import workspace
from pci.core.ledger import role, update_id
from pci.core.model import REST, Update, Withdrawal
from pci.core.schedule import period_ids
from pci.files import shape

YEAR = 2024
FOLDER = ROOT / "tests/data/moi-loai"
PLAN = workspace.open_workspace(FOLDER, str(YEAR)).plan

Fields = dict[str, Any]
History = Mapping[str, Fields]
"""The fields of the updates and withdrawals of a year by their ids."""

_WINDOWS = {
    1: ("01-05", "03-14"),
    2: ("03-15", "06-14"),
    3: ("06-15", "09-14"),
    4: ("09-15", "12-14"),
}
_BODIES = ("noi-bo", "lanh-dao-ban", "ubnd-tinh", "so-mot")


def word(number: int) -> str:
    """The word of a number, without a digit."""
    letters = ""
    while True:
        number, digit = divmod(number, 26)
        letters = chr(ord("a") + digit) + letters
        if not number:
            return f"※{letters}※"


def _subjects() -> list[tuple[str, str | None]]:
    """What a unit may speak of, with its period."""
    subjects: list[tuple[str, str | None]] = []
    for i, task in PLAN.tasks.items():
        subjects += [(i, None)] * 3
        for name, owed in task.owes.items():
            subjects += [(f"{i}/{name}", period) for period in period_ids(PLAN, owed) or (None,)]
    measures: list[tuple[str, str | None]] = [("II.1", None), ("II.2", None)]
    duty: list[tuple[str, str | None]] = [("III.1", f"{YEAR}-Q{n}") for n in range(1, 5)]
    triggers: list[tuple[str, str | None]] = [(i, None) for i in (*PLAN.triggers, *PLAN.triggers)]
    return [*subjects, *measures, *duty, *triggers]


SUBJECTS = _subjects()
DAYS = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))


@st.composite
def years(draw: st.DrawFn) -> History:
    """A year: what units say of their work, then what the Office corrects and takes back."""
    records: dict[str, Fields] = {}
    updates: dict[str, Fields] = {}
    for n in range(draw(st.integers(0, 40))):
        fields = draw(_sayings(n, updates))
        record = update_id(shape.value(Update, fields))
        updates[record] = records[record] = fields
    for n in range(draw(st.integers(0, 3)) if records else 0):
        target = draw(st.sampled_from([*records]))
        kept = {k: v for k, v in records[target].items() if k in ("about", "period", "unit")}
        taken = {"date": "2025-01-02", "recorded": f"2025-01-02T08:00:{n:02}+07:00"}
        fields = {**kept, **taken, "withdraws": target, "reason": word(9000 + n)}
        records[update_id(shape.value(Withdrawal, fields))] = fields
    return records


@st.composite
def _sayings(draw: st.DrawFn, n: int, before: Mapping[str, Fields]) -> Fields:
    """An update: of all remaining tasks, of a subject, or a correction of an earlier one."""
    kind = draw(st.sampled_from(["rest", *["new"] * 7, "again", "answer"]))
    fields: Fields
    if kind == "rest":
        quarter = draw(st.integers(1, 4))
        days = st.dates(*(date.fromisoformat(f"{YEAR}-{day}") for day in _WINDOWS[quarter]))
        unit = draw(st.sampled_from([*PLAN.units]))
        fields = {"about": REST, "unit": unit, "state": "nothing", "period": f"{YEAR}-Q{quarter}"}
    elif kind == "again" and before:
        target = draw(st.sampled_from([*before]))
        kept = ("about", "period", "unit")
        fields = {k: v for k, v in before[target].items() if k in kept} | {"corrects": target}
        fields["state"] = "nothing" if fields["about"] == REST else draw(_states(fields["about"]))
        days = st.just(date.fromisoformat(before[target]["date"]))
        if fields["about"] != REST:
            days = st.one_of(days, DAYS)
    else:
        about, period = draw(st.sampled_from(SUBJECTS))
        fields = {"about": about, "unit": draw(_speakers(about)), "state": draw(_states(about))}
        fields |= {"period": period} if period else {}
        days = DAYS
    fields["date"] = str(draw(days))
    if kind == "answer":
        asked = [i for i, told in before.items() if "difficulty" in told or "proposal" in told]
        if asked:
            fields["answers"] = draw(st.sampled_from(asked))
    return fields | draw(_details(n, fields))


def _speakers(about: str) -> st.SearchStrategy[str]:
    """Who speaks of a subject: mostly those who answer for it."""
    task = PLAN.tasks.get(about.partition("/")[0])
    if task is None:
        return st.sampled_from([*PLAN.units])
    concerned = [unit for unit in PLAN.units if role(PLAN, task, unit)]
    return st.sampled_from([*PLAN.accountable(task) * 4, *concerned])


def _states(about: str) -> st.SearchStrategy[str]:
    if about in PLAN.body:
        return st.just("doing")
    return st.sampled_from(["doing", "done", "done", "suspended", "nothing"])


@st.composite
def _details(draw: st.DrawFn, n: int, fields: Fields) -> Fields:
    """What an update says beside its state, and when it was received and typed."""
    more: Fields = {"recorded": f"{fields['date']}T08:00:{n:02}+07:00"}
    chance = st.integers(0, 9)
    if draw(chance) < 6:
        more["result"] = word(10 * n)
    if draw(chance) < 3:
        more["evidence"] = [word(10 * n + 1)]
    for number, kind in ((2, "difficulty"), (3, "proposal")):
        if draw(chance) == 0:
            more[kind] = {"to": draw(st.sampled_from(_BODIES)), "text": word(10 * n + number)}
    if draw(chance) < 2:
        more["reason"] = word(10 * n + 4)
    task = PLAN.tasks.get(fields["about"].partition("/")[0])
    if task and fields["state"] != "nothing":
        whole = task.standing and "/" not in fields["about"]
        if draw(chance) < 3 and fields["state"] == "doing" and not whole:
            more["percent"] = draw(st.integers(0, 99))
        given = {key: one for key, one in task.indicators.items() if not one.numerator}
        figures = {
            key: draw(st.integers(0, 100 if one.unit == "%" else 900))
            for key, one in given.items()
            if draw(chance) < 4
        }
        more |= {"figures": figures} if figures else {}
    if draw(chance) == 0:
        more["received"] = str(draw(DAYS))
    return more


def written(history: History, root: Path) -> Path:
    """Write a year as a workspace."""
    shutil.copytree(FOLDER, root)
    for record, fields in history.items():
        path = root / f"plans/{YEAR}/progress/{fields['unit']}/{record}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")
    return root
