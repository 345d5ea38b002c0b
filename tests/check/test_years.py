"""Two plans side by side: `pci check` of all years sees what no single year shows."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from support import ROOT, Run

from pci.core.ledger import update_path
from pci.core.model import Update
from pci.files import shape
from pci.files.yamlio import write

OLD, NEW = "plans/2023.yaml", "plans/2024.yaml"
SAID = {
    "about": "A.I.1",
    "unit": "van-phong",
    "state": "doing",
    "recorded": "2024-03-01T08:00:00+07:00",
}


@pytest.fixture
def both(signed_example: Path) -> Path:
    """The two plans that ship with the program, in one workspace: of two agencies that differ."""
    shutil.copytree(ROOT / "plans", signed_example / "plans", dirs_exist_ok=True)
    return signed_example


def edit(root: Path, old: str, new: str, path: str = NEW) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def found(run: Run, root: Path, *arguments: str) -> list[tuple[str, str, str]]:
    """File, code and the very line of what is between the years."""
    done = run("check", "--format", "json", *arguments, cwd=root)
    assert done.code == 0, done.out + done.err
    rows = []
    for d in json.loads(done.out)["diagnostics"]:
        if "PCI512" <= d["code"] <= "PCI513":
            assert (d["severity"], bool(d["hint"])) == ("warning", True)
            line = (root / d["path"]).read_text(encoding="utf-8").splitlines()[d["line"] - 1]
            rows.append((d["code"], line.strip()[:20], d["message"]))
    return rows


def gone(name: str, count: str) -> tuple[str, str, str]:
    return "PCI512", "units:", f"«{name}» không còn, mà năm 2023 còn {count} việc quá hạn"


def test_units_that_left_with_debts_and_no_heir_are_told(run: Run, both: Path) -> None:
    told = found(run, both)
    # others kept their id, left a name among the aliases of 2024, or owed nothing
    assert told == [gone("Phòng Quản lý Doanh nghiệp", "05")]
    assert found(run, both, "--year", "2024") == found(run, both, "--year", "2023") == []


def test_an_alias_of_the_heir_is_word_enough(run: Run, both: Path) -> None:
    edit(
        both,
        "short: P.DNLĐ, aliases: [DNLĐ]",
        "short: P.DNLĐ, aliases: [DNLĐ, Phòng Quản lý Doanh nghiệp]",
    )
    assert found(run, both) == []


@pytest.mark.parametrize(("day", "late"), [("2024-01-31", False), ("2024-02-01", True)])
def test_an_update_of_the_old_year_after_its_january(
    run: Run, both: Path, day: str, late: bool
) -> None:
    fields = {**SAID, "date": date.fromisoformat(day)}
    path = both / update_path("2023", shape.value(Update, fields))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write(fields), encoding="utf-8")
    told = [row for row in found(run, both) if row[0] == "PCI513"]
    words = "ngày 01/02/2024 sau 31/01/2024, đã thuộc kế hoạch 2024"
    assert told == ([("PCI513", f"date: {day}", words)] if late else [])
    (both / NEW).unlink()
    assert "PCI513" not in {code for code, *_ in found(run, both)}


def test_a_year_with_errors_is_not_compared(run: Run, both: Path) -> None:
    edit(both, "drafted_by: van-phong", "drafted_by: van-fong")
    done = run("check", "--format", "json", cwd=both)
    assert done.code == 1
    assert not {"PCI512", "PCI513"} & {d["code"] for d in json.loads(done.out)["diagnostics"]}
