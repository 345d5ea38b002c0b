"""`make torture` in small: whatever fails, nothing acknowledged is lost or half-written."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import torture
from tools.branches import branches
from tools.power_loss import power_loss
from tools.syscalls import NO_HARD_LINKS, WRITING, traced
from tools.trials import PROGRESS, CannotTry, Outcome, acknowledged, fresh, record

pytestmark = pytest.mark.disk

SMALL: dict[str, Callable[[Path], Outcome]] = {
    "writers": lambda folder: torture.writers(folder, 4, 5, 3),
    "kills": lambda folder: torture.kills(folder, every=6),
    "kills, no hard links": lambda folder: torture.kills(folder, every=8, links=False),
    "kills of a form": lambda folder: torture.kills(folder, every=91, given=torture.form),
    "kills of many in JSON": lambda folder: torture.kills(folder, every=91, given=torture.array),
    "replaced document": lambda folder: torture.kills_of_document(folder, every=4),
    "writing fails": lambda folder: torture.faults(folder, every=41),
    "reading fails": lambda folder: torture.faults_of_reading(folder, every=29),
    "full disk": lambda folder: torture.full_disk(folder, (8, 40)),
    "full disk, a form": lambda folder: torture.full_disk(folder, (24,), torture.form),
    "full disk, many in JSON": lambda folder: torture.full_disk(folder, (24,), torture.array),
    "power loss": power_loss,
    "branches": lambda folder: branches(folder, 2, 2),
    "what reading asks for": torture.reading,
    "disk mounted to read": lambda folder: torture.read_only(folder, every=5),
    "random fill-ins of forms": lambda folder: torture.fill_ins(folder, 100, 1, 0),
}


@pytest.mark.parametrize("name", SMALL)
def test_nothing_goes_wrong(name: str, tmp_path: Path) -> None:
    try:
        outcome = SMALL[name](tmp_path)
    except CannotTry as reason:
        pytest.skip(str(reason))
    assert next(iter(outcome.tried.values())) > 0
    assert {what: n for what, n in outcome.wrong.items() if n} == {}


def test_without_hard_links_a_name_that_another_run_is_taking_is_refused_until_that_run_is_given_up(
    tmp_path: Path,
) -> None:
    root, update = fresh(tmp_path / "kho"), record("Lượt này.")
    try:
        (name,) = acknowledged(traced(root, update, WRITING).ran.out)
    except CannotTry as reason:
        pytest.skip(str(reason))
    (path,) = (root / PROGRESS).rglob(name)
    path.unlink()
    turn = path.with_name(f".{name}.00000000.pci-tmp")
    turn.touch()
    refused = traced(root, update, WRITING, NO_HARD_LINKS).ran
    assert (refused.code, refused.out) == (2, "")
    hint = "chạy lại; lần chạy ấy đã bị ngắt thì chờ một giờ"
    assert refused.err == f"pci: {name} đang được một lần chạy khác ghi; {hint}\n"
    os.utime(turn, (1, 1))
    assert traced(root, update, WRITING, NO_HARD_LINKS).ran.code == 0
    assert [path.name for path in path.parent.iterdir()] == [name]
