"""An update about a task, or for a unit, that the plan does not have any more: a finding of
`check`, left out by every other command."""

import json
import shutil
from pathlib import Path

import pytest
from support import Run

from pci.core.ledger import update_path
from pci.core.model import Update
from pci.files import shape, yamlio

GONE = (("A.I.99", "van-phong"), ("A.I.2", "phong-cu"))
COMMANDS = (
    ("tasks",),
    ("show", "A.I.2"),
    ("deadlines",),
    ("log",),
    ("log", "--open"),
    ("stats",),
    ("form", "--unit", "VP", "--quarter", "3", "-o", "../bieu.xlsx"),
    ("report", "--quarter", "3", "-o", "../bao-cao.docx"),
    ("report", "--brief", "-o", "../tom-tat.docx"),
    ("remind", "--as-of", "2024-10-02", "-o", "../don-doc.docx"),
    ("plan", "-o", "../ke-hoach.docx"),
)


def stray(root: Path, about: str, unit: str, **more: object) -> str:
    """The id of an update that some earlier plan explained."""
    said = {
        "about": about,
        "unit": unit,
        "date": "2024-09-10",
        "state": "doing",
        "result": "Lời của kế hoạch cũ.",
        "recorded": "2024-09-10T08:00:00+07:00",
        **more,
    }
    path = root / update_path(2024, shape.value(Update, said))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yamlio.write(said), encoding="utf-8")
    return path.stem


def errors(run: Run, root: Path) -> list[str]:
    told = json.loads(run("check", "--format", "json", cwd=root).out)["diagnostics"]
    return [d["code"] for d in told if d["severity"] == "error"]


@pytest.fixture
def strays(example: Path) -> list[str]:
    return [stray(example, *about) for about in GONE]


def test_check_finds_them(run: Run, example: Path, strays: list[str]) -> None:
    assert run("check", cwd=example).code == 1
    assert errors(run, example) == ["PCI402", "PCI401"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_other_command_leaves_them_out_with_one_notice(
    run: Run, example: Path, command: tuple[str, ...]
) -> None:
    clean = run(*command, cwd=example)
    strays = sorted(stray(example, *about) for about in GONE)
    done = run(*command, "--force", cwd=example) if "-o" in command else run(*command, cwd=example)
    assert (done.code, done.out) == (clean.code, clean.out), done.err
    notices = [line for line in done.err.splitlines() if "Không tính" in line]
    assert len(notices) == 1 and all(i in notices[0] for i in strays)
    assert "Không tính 02 cập nhật mà kế hoạch không có nội dung, đơn vị ấy: " in notices[0]


def test_a_comparison_of_revisions_does_not_stop_at_them(
    run: Run, example: Path, tmp_path: Path
) -> None:
    before = shutil.copytree(example, tmp_path / "truoc")
    ids = [stray(example, *about) for about in GONE]
    done = run("diff", str(before), str(example), cwd=tmp_path)
    assert done.code == 0, done.err
    assert all(i in done.out for i in ids)


def test_one_is_put_right_by_a_correction_or_a_withdrawal(
    run: Run, example: Path, strays: list[str]
) -> None:
    task, unit = strays
    done = run("record", "A.I.2", "--corrects", task, "--reason", "Đổi mã.", cwd=example)
    assert done.code == 0, done.err
    assert errors(run, example) == ["PCI402"]
    done = run("record", "--withdraw", unit, "--reason", "Phòng đã bỏ.", cwd=example)
    assert done.code == 0, done.err
    assert errors(run, example) == []
    assert "Không tính" not in run("tasks", cwd=example).err


def test_recording_asks_for_a_sound_plan_and_a_sound_update_only(
    run: Run, example: Path, strays: list[str]
) -> None:
    edited = example / "plans/2024/progress/van-phong" / f"{strays[0]}.yaml"
    edited.write_text(edited.read_text(encoding="utf-8") + "by: ai đó\nxxx: 1\n", encoding="utf-8")
    saying = ("A.I.2", "--unit", "VP", "--date", "2024-09-12", "--state", "doing")
    assert run("record", *saying, cwd=example).code == 0
    assert run("tasks", cwd=example).code == 2, "một tệp hỏng vẫn chặn việc đọc số liệu"
    assert run("record", "A.I.99", *saying[1:], cwd=example).code == 2
    plan = example / "plans/2024.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + "xxx: 1\n", encoding="utf-8")
    done = run("record", *saying, "--result", "Khác", cwd=example)
    assert (done.code, "xxx" in done.err) == (2, True)
