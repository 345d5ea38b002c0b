"""That `pci record` reads only what an update is judged beside, and says the same (record 029)."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_years import PLAN, YEAR, History, word, written, years
from support import scrubbed

from pci.cli import main

PLACES = st.tuples(
    st.sampled_from([*PLAN.tasks, *PLAN.obligations]),
    st.sampled_from([*PLAN.units]),
    st.dates(date(YEAR, 1, 1), date(YEAR + 1, 1, 31)),
    st.sampled_from(["doing", "done", "suspended", "nothing"]),
)
UNITS = st.sampled_from(
    [
        "units: {}",
        f"units: {{phong-hai: {{until: {YEAR}-08-20, successor: phong-mot}}}}",
        f"units: {{van-phong: {{until: {YEAR}-12-20, successor: phong-mot}}}}",
        f"units: {{phong-mot: {{until: {YEAR}-10-31}}}}",
    ]
)
"""The organisation: as it was signed, merged, or without a unit."""


def said(root: Path, *command: str, **env: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in env.items():
            patch.setenv(name, value)
        patch.chdir(root)
        code = main([*command])
    return code, scrubbed(out.getvalue()), err.getvalue()


def recorded(place: tuple[str, str, date, str], number: int) -> Sequence[str]:
    about, unit, day, state = place
    what = ("--unit", unit, "--date", str(day), "--state", state, "--result", word(number))
    return ("record", about, *what)


def paths(root: Path) -> list[Path]:
    return sorted(root.glob("plans/*/progress/*/*.yaml"))


@settings(max_examples=20, deadline=None)
@given(years(), st.lists(PLACES, min_size=2, max_size=5), st.integers(0, 40), UNITS)
def test_it_says_the_same_as_when_everything_is_read(
    history: History, places: Sequence[tuple[str, str, date, str]], known: int, units: str
) -> None:
    with TemporaryDirectory() as folder:
        root, cache, whole = (Path(folder, name) for name in ("w", "c", "whole"))
        (written(history, root) / "plans/organisation.yaml").write_text(units)
        later = {path: path.read_bytes() for path in paths(root)[known:]}
        for path in later:
            path.unlink()
        said(root, "tasks", XDG_CACHE_HOME=str(cache))
        for path, data in later.items():
            path.write_bytes(data)
        for number, place in enumerate(places):
            shutil.copytree(root, whole, dirs_exist_ok=True)
            command = recorded(place, 5000 + number)
            within = said(root, *command, XDG_CACHE_HOME=str(cache))
            assert within == said(whole, *command, PCI_NO_CACHE="1")


@pytest.mark.parametrize("edited", [slice(1), slice(1, 2), slice(2)], ids=["one", "other", "both"])
def test_an_edited_report_of_another_task_reports_nothing(tmp_path: Path, edited: slice) -> None:
    root, cache = written({}, tmp_path / "w"), str(tmp_path / "c")
    day = date(YEAR, 2, 1)
    for number, task in enumerate(("A.I.1", "A.I.2", "A.I.2")):
        assert said(root, *recorded((task, "phong-mot", day, "doing"), number))[0] == 0
    assert said(root, "tasks", XDG_CACHE_HOME=cache)[0] == 0
    for path in [path for path in paths(root) if "A.I.2" in path.name][edited]:
        path.write_bytes(path.read_bytes().replace(b"doing", b"suspended"))
    shutil.copytree(root, whole := tmp_path / "whole")
    command = recorded(("A.I.1", "phong-mot", day, "nothing"), 9)
    *within, notices = said(root, *command, XDG_CACHE_HOME=cache)
    *full, all_notices = said(whole, *command, PCI_NO_CACHE="1")
    owed = notices.splitlines()[-1]
    assert ([*within, owed]) == [*full, all_notices.splitlines()[-1]]
    assert ("A.I.2" in owed) is (edited == slice(2))


def link(path: Path) -> None:
    path.symlink_to(path.rename(path.parents[4] / "elsewhere.yaml"))


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def copy(path: Path) -> None:
    shutil.copy(path, path.with_suffix(".yml"))


def gone(path: Path, other: Path) -> None:
    path.unlink()


FEBRUARY, MAY = date(YEAR, 2, 1), date(YEAR, 5, 1)
SURVEY = ("A.I.4", "phong-hai", MAY, "doing")
BOTH = [("A.I.2", unit, MAY, "doing") for unit in ("phong-hai", "phong-mot")]
BEGUN = [("mo-kho", "van-phong", MAY, "done"), ("A.II.1", "to-thu-ky", MAY, "doing")]
OVER = [
    *((f"A.I.3/{part}", "mot-cua", FEBRUARY, "done") for part in ("mot", "hai")),
    *(("A.I.3", unit, MAY, "nothing") for unit in ("mot-cua", "van-phong")),
]


@pytest.mark.parametrize(
    ("ended", "before", "change", "about", "unit"),
    [
        ("", [SURVEY], link, "A.I.1", "phong-mot"),
        ("", [SURVEY], folder, "A.I.1", "phong-mot"),
        ("", [SURVEY], copy, "A.I.1", "phong-mot"),
        ("", [("A.I.2", "phong-mot", MAY, "doing")] * 2, gone, "A.I.1", "phong-mot"),
        ("phong-hai", BOTH, None, "A.I.1", "phong-mot"),
        ("van-phong", BEGUN, None, "A.I.4", "to-thu-ky"),
        ("", OVER, None, "A.I.4", "mot-cua"),
    ],
    ids=["link", "folder", "copy", "gone", "merged", "reporter ended", "all done before"],
)
def test_what_is_left_out_changes_nothing(
    tmp_path: Path,
    ended: str,
    before: Sequence[tuple[str, str, date, str]],
    change: Callable[..., None] | None,
    about: str,
    unit: str,
) -> None:
    root, cache = written({}, tmp_path / "w"), str(tmp_path / "c")
    if ended:
        units = f"units: {{{ended}: {{until: {YEAR}-12-20, successor: phong-mot}}}}"
        (root / "plans/organisation.yaml").write_text(units)
    for number, earlier in enumerate(before):
        assert said(root, *recorded(earlier, number), PCI_NO_CACHE="1")[0] == 0
    assert said(root, "tasks", XDG_CACHE_HOME=cache)[0] == 0
    if change:
        change(*paths(root))
    shutil.copytree(root, whole := tmp_path / "whole", symlinks=True)
    command = recorded((about, unit, MAY, "doing"), 9)
    within = said(root, *command, XDG_CACHE_HOME=cache)
    assert within == said(whole, *command, PCI_NO_CACHE="1")


def test_a_unit_that_is_still_to_come_is_refused_as_ever(tmp_path: Path) -> None:
    root, cache = written({}, tmp_path / "w"), str(tmp_path / "c")
    plan = root / f"plans/{YEAR}.yaml"
    (root / "plans/2099.yaml").write_text(plan.read_text().replace(str(YEAR), "2099"))
    ended = "phong-mot: {until: 2098-12-31, successor: moi}"
    come = "moi: {name: Phòng Mới, from: 2099-01-01}"
    (root / "plans/organisation.yaml").write_text(f"units: {{{ended}, {come}}}")
    assert said(root, "tasks", "--year", "2099", XDG_CACHE_HOME=cache)[0] == 0
    command = (*recorded(("A.I.1", "moi", date(2099, 5, 1), "doing"), 9), "--year", "2099")
    refused = said(root, *command, XDG_CACHE_HOME=cache)
    assert refused == said(root, *command, PCI_NO_CACHE="1")
