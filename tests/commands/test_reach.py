"""That `pci record` reads only what an update is judged beside, and says the same (record 029)."""

import shutil
from collections.abc import Sequence
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
@given(years(), st.lists(PLACES, min_size=2, max_size=5), st.integers(0, 40))
def test_it_says_the_same_as_when_everything_is_read(
    history: History, places: Sequence[tuple[str, str, date, str]], known: int
) -> None:
    with TemporaryDirectory() as folder:
        root, cache, whole = (Path(folder, name) for name in ("w", "c", "whole"))
        later = {path: path.read_bytes() for path in paths(written(history, root))[known:]}
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
