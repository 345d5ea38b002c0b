"""`make torture` in small: whatever fails, nothing acknowledged is lost and nothing is half-written."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import torture
from tools.torture import Outcome

pytestmark = pytest.mark.disk

SMALL: dict[str, Callable[[Path], Outcome]] = {
    "writers": lambda folder: torture.writers(folder, 4, 5, 3),
    "random kills": lambda folder: torture.random_kills(folder, 10, 1),
    "boundary kills": lambda folder: torture.boundary_kills(folder, every=6),
    "boundary kills, no hard links": lambda folder: torture.boundary_kills(
        folder, every=8, links=False
    ),
    "boundary kills of a form": lambda folder: torture.boundary_kills(
        folder, every=91, asking=torture.form
    ),
    "boundary kills of many in JSON": lambda folder: torture.boundary_kills(
        folder, every=91, asking=torture.array
    ),
    "replaced document": lambda folder: torture.replaced_kills(folder, every=4),
    "writing fails": lambda folder: torture.faults(folder, every=41),
    "reading fails": lambda folder: torture.read_faults(folder, every=29),
    "full disk": lambda folder: torture.full_disk(folder, (8, 40)),
    "full disk, a form": lambda folder: torture.full_disk(folder, (24,), torture.form),
    "full disk, many in JSON": lambda folder: torture.full_disk(folder, (24,), torture.array),
    "power loss": torture.power_loss,
    "branches": lambda folder: torture.branches(folder, 2, 2),
    "what reading asks for": torture.reading,
    "disk mounted to read": lambda folder: torture.read_only(folder, every=5),
    "random fill-ins of forms": lambda folder: torture.fill_ins(folder, 100, 1, 0),
}


@pytest.mark.parametrize("name", SMALL)
def test_nothing_goes_wrong(name: str, tmp_path: Path) -> None:
    outcome = SMALL[name](tmp_path)
    if outcome.skipped:
        pytest.skip(outcome.skipped)
    assert next(iter(outcome.tried.values())) > 0
    assert {what: n for what, n in outcome.wrong.items() if n} == {}


def test_without_hard_links_a_name_that_another_run_is_taking_is_refused_until_that_run_is_given_up(
    tmp_path: Path,
) -> None:
    if reason := torture.strace():
        pytest.skip(reason)
    root, update = torture.fresh(tmp_path / "kho"), torture.record("Lượt này.")
    (name,) = torture.acknowledged(torture.traced(root, update, torture.WRITING).out)
    (path,) = (root / torture.PROGRESS).rglob(name)
    path.unlink()
    turn = path.with_name(f".{name}.00000000.pci-tmp")
    turn.touch()
    refused = torture.traced(root, update, torture.WRITING, torture.NO_LINKS)
    assert (refused.code, refused.out) == (2, "")
    hint = "chạy lại; lần chạy ấy đã bị ngắt thì chờ một giờ"
    assert refused.err == f"pci: {name} đang được một lần chạy khác ghi; {hint}\n"
    os.utime(turn, (1, 1))
    assert torture.traced(root, update, torture.WRITING, torture.NO_LINKS).code == 0
    assert [path.name for path in path.parent.iterdir()] == [name]
