"""Forms filled in at random and recorded: nothing may change on the way."""

import subprocess
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import rmtree
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from pci import loading, workspace
from pci.core.dates import parse_period
from pci.core.evidence import UNREACHABLE
from pci.core.fields import Record, content
from pci.core.ledger import ledger
from pci.core.schedule import reporting_period
from pci.core.vi import STATE_LABELS, number_words
from pci.reports import unit_form
from pci.sheet.write import write
from pci.word.pdf import find_office
from tools import trials
from tools.handed_in import fill_rows

LETTERS = "aáăắằâđêếơưừýỹ AĂÂĐÊÔƠƯ0123456789.,;()/\\«»“”–-=+@'\"<>&#%{}[]|*_~`^$!?☺𝄞"
WORD = st.text(LETTERS, min_size=1, max_size=40).map(lambda text: f"Việc {text}".strip())
DOCUMENT = WORD.filter(lambda text: UNREACHABLE.search(text) is None)
TEXT = st.lists(WORD, min_size=1, max_size=3).map("\n".join)
SPEECH = st.lists(WORD, min_size=1, max_size=2).map("\n".join)
NUMBER = st.decimals(min_value=1, max_value=100, places=2, allow_nan=False, allow_infinity=False)
ADDRESSES = {
    "": "lanh-dao",
    " (gửi UBND tỉnh)": "ubnd-tinh",
    " gửi Sở KHĐT": "so-khdt",
    " (gửi nội bộ)": "noi-bo",
}

Filling = tuple[dict[str, object], dict[str, Any]]
"""A row's cells by the names of their columns, and the fields of the update that they tell."""


@st.composite
def filling(draw: st.DrawFn, line: unit_form.FormLine) -> Filling:
    """One row as somebody may fill it in."""
    state = draw(st.sampled_from(line.states))
    cells: dict[str, object] = {"state": "x" if len(line.states) == 1 else STATE_LABELS[state]}
    said: dict[str, Any] = {"state": state}
    parts = (_figures(line, state), _result(), _evidence(), _reason(), _remarks())
    for more_cells, more_said in map(draw, parts):
        cells |= more_cells
        said |= more_said
    return cells, said


@st.composite
def _figures(draw: st.DrawFn, line: unit_form.FormLine, state: str) -> Filling:
    """A number for some of the figures; one of work done is whole."""
    asked = line.figures if state != "nothing" else ()
    numbers = {key: draw(NUMBER) for key in asked if draw(st.booleans())}
    said: dict[str, Any] = {}
    if unit_form.PERCENT in numbers:
        said["percent"] = 100 if state == "done" else int(numbers[unit_form.PERCENT])
        numbers[unit_form.PERCENT] = Decimal(said["percent"])
    lines = [f"{label}: {_typed(numbers.get(k), label)}" for k, label in line.figures.items()]
    numbers.pop(unit_form.PERCENT, None)
    if numbers:
        said["figures"] = numbers
    return {"figures": "\n".join(lines)} if lines else {}, said


@st.composite
def _result(draw: st.DrawFn) -> Filling:
    text = draw(st.none() | TEXT)
    if text is None:
        return {}, {}
    typed = unicodedata.normalize(draw(st.sampled_from(("NFC", "NFD"))), text)
    return {"result": typed}, {"result": _composed(text)}


@st.composite
def _evidence(draw: st.DrawFn) -> Filling:
    documents = draw(st.lists(DOCUMENT, max_size=3))
    if not documents:
        return {}, {}
    typed = (draw(st.sampled_from(("", "- "))) + document for document in documents)
    return {"evidence": "\n".join(typed)}, {"evidence": [*map(_composed, documents)]}


@st.composite
def _reason(draw: st.DrawFn) -> Filling:
    text = draw(st.none() | TEXT)
    return ({}, {}) if text is None else ({"reason": text}, {"reason": _composed(text)})


@st.composite
def _remarks(draw: st.DrawFn) -> Filling:
    lines = []
    said = {}
    for kind, label in (("difficulty", "Khó khăn"), ("proposal", "Kiến nghị")):
        if words := draw(st.none() | SPEECH):
            to = draw(st.sampled_from(list(ADDRESSES)))
            lines.append(f"{label}{to}: {words}")
            said[kind] = {"to": ADDRESSES[to], "text": _composed(words)}
    return {"remarks": "\n".join(lines)} if lines else {}, said


def _typed(number: Decimal | None, label: str) -> str:
    """A number as the form asks for it: a rate with its sign."""
    return "" if number is None else number_words(number) + "%" * label.endswith("(%)")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in text.split("\n")))


def fill_ins(
    folder: Path, rows: int, start: int, resaved: int
) -> tuple[Counter[str], Counter[str]]:
    """Fill in rows of one unit's form with another library and record them.

    What the workspace then holds is what was typed, and recording the same form again writes
    nothing. The first `resaved` forms go this way once more after LibreOffice, where it is here,
    has opened and saved them. Gives what was tried and what went wrong.
    """
    root = trials.fresh(folder / "bieu")
    blank = _blank(root)
    lines = {line.key: line for block in blank.blocks for line in block.lines}
    data, path = write([blank]), root / "F.xlsx"
    tried: Counter[str] = Counter()
    wrong: Counter[str] = Counter({"refused": 0, "changed": 0, "recorded twice": 0})
    sent: list[tuple[bytes, dict[str, Filling]]] = []

    def record(filled: bytes, typed: dict[str, Filling]) -> None:
        rmtree(root / trials.PROGRESS, ignore_errors=True)
        path.write_bytes(filled)
        wrong["refused"] += trials.here(root, "record", str(path)).code != 0
        kept = _kept(root)
        wrong["changed"] += sum(kept.get(key) != said for key, (_, said) in typed.items()) + len(
            kept.keys() - typed
        )
        trials.here(root, "record", str(path))
        wrong["recorded twice"] += _kept(root) != kept

    @seed(start)
    @settings(
        max_examples=-(-rows // len(lines)),
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.fixed_dictionaries({key: filling(line) for key, line in lines.items()}))
    def send(typed: dict[str, Filling]) -> None:
        sent.append((fill_rows(data, {key: cells for key, (cells, _) in typed.items()}), typed))
        record(*sent[-1])
        tried["rows"] += len(typed)
        tried["forms"] += 1

    send()
    for filled, (_, typed) in zip(
        _saved_by_libreoffice([one for one, _ in sent[:resaved]], folder), sent, strict=False
    ):
        record(filled, typed)
        tried["saved by LibreOffice"] += 1
    return tried, wrong


def _saved_by_libreoffice(forms: Sequence[bytes], folder: Path) -> list[bytes]:
    """The same workbooks as LibreOffice writes them; none where it is not."""
    program = find_office()
    if program is None or not forms:
        return []
    for n, one in enumerate(forms):
        (folder / f"{n}.xlsx").write_bytes(one)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ("--headless", "--convert-to", "xlsx", "--outdir", str(folder / "ra"))
    names = [f"{n}.xlsx" for n in range(len(forms))]
    subprocess.run(
        [program, profile, *convert, *names],
        cwd=folder,
        capture_output=True,
        timeout=300,
        check=True,
    )
    return [(folder / "ra" / name).read_bytes() for name in names]


def _blank(root: Path) -> unit_form.Form:
    """The form with the most rows."""
    found, period = (
        workspace.open_workspace(root, str(trials.YEAR)),
        parse_period(f"{trials.YEAR}-Q3"),
    )
    assert period
    window = reporting_period(found.plan.reporting, period, found.calendar)
    book = ledger(found.plan, (), date(trials.YEAR, 9, 5), found.calendar)
    made = unit_form.gather(book, (), window, found.calendar, "van-phong")
    assert made
    return made


def _kept(root: Path) -> dict[str, dict[str, Any]]:
    """What the workspace holds, by the keys of rows."""
    found = {}
    for entry in loading.load(workspace.files(root, str(trials.YEAR))).progress.entries:
        said = {key: _plain(value) for key, value in content(entry.update).items()}
        for key in ("recorded", "by", "unit", "date"):
            said.pop(key, None)
        found[" ".join(filter(None, (said.pop("about"), said.pop("period", None))))] = said
    return found


def _plain(value: Any) -> Any:
    """A remark as a mapping, documents as a list."""
    if isinstance(value, Record):
        return content(value)
    return [*value] if isinstance(value, tuple) else value
