"""Reports whose regime a document changes in mid-year, through commands; the plan is invented."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import Run
from test_organisation import PLAN

MONTHLY = """\
document: {type: Quyết định, number: 9/QĐ-BQL, date: 2025-11-18}
effective: 2025-11-20
change: {reporting: {every: month}}
"""
HALF_YEARLY = """\
document: {type: Quyết định, number: 9/QĐ-BQL, date: 2025-08-10}
effective: 2025-08-15
change: {reporting: {every: half}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plans/2025/amendments").mkdir(parents=True)
    plan = PLAN.replace("  signer: truong-ban\n", "")
    (tmp_path / "plans/2025.yaml").write_text(plan, encoding="utf-8")
    return tmp_path


def changed(folder: Path, text: str) -> None:
    name = f"plans/2025/amendments/{text.partition('effective: ')[2][:10]}-bao-cao.yaml"
    (folder / name).write_text(text, encoding="utf-8")


def debts(run: Run, folder: Path, day: str) -> tuple[list[str], list[str]]:
    """The periods of the Office's own papers, and of the missing reports of rooms."""
    done = run("deadlines", "--as-of", day, "--within", "60", "--format", "json", cwd=folder)
    rows: list[dict[str, Any]] = json.loads(done.out)["items"]
    papers = [r["period"] for r in rows if r["obligation"] == "gui-bao-cao"]
    return papers, sorted({r["period"] for r in rows if r["obligation"] == "bao-cao"})


QUARTERS = ["2025-Q1", "2025-Q2", "2025-Q3"]


def test_a_change_to_months_leaves_the_quarters_that_had_closed(run: Run, folder: Path) -> None:
    before = debts(run, folder, "2025-11-19")
    changed(folder, MONTHLY)
    assert debts(run, folder, "2025-11-19") == before == ([*QUARTERS, "2025-Q4"], ["2025-Q3"])
    assert debts(run, folder, "2025-11-25") == ([*QUARTERS, "2025-12"], ["2025-Q3"])
    assert debts(run, folder, "2025-12-20") == ([*QUARTERS, "2025-12"], ["2025-12"])


def test_the_days_between_belong_to_the_first_month(run: Run, folder: Path) -> None:
    changed(folder, MONTHLY)
    paper = ("--as-of", "2025-12-20", "--format", "md")
    done = run("report", "--month", "12", *paper, cwd=folder)
    assert "Số liệu từ 15/9/2025 đến 14/12/2025" in done.err
    assert "Chưa gửi báo cáo (số nhiệm vụ): Phòng Anh (1), Phòng Ban (1);" in done.err
    done = run("report", "--month", "9", *paper, cwd=folder)
    assert "Kỳ này không phải kỳ báo cáo của các đơn vị" in done.err
    done = run("report", "--quarter", "3", *paper, cwd=folder)
    assert "Chưa gửi báo cáo (số nhiệm vụ): Phòng Anh (1), Phòng Ban (1);" in done.err


def test_a_change_to_half_years_goes_on_after_the_last_quarter(run: Run, folder: Path) -> None:
    changed(folder, HALF_YEARLY)
    assert debts(run, folder, "2025-08-20") == (["2025-Q1", "2025-Q2"], ["2025-Q2"])
    assert debts(run, folder, "2025-12-20") == (["2025-Q1", "2025-Q2", "2025-H2"], ["2025-H2"])
    done = run("report", "--half", "2", "--as-of", "2025-12-20", "--format", "md", cwd=folder)
    assert "Số liệu từ 15/6/2025 đến 14/12/2025" in done.err


def test_a_result_between_is_of_the_first_new_period(run: Run, folder: Path) -> None:
    changed(folder, MONTHLY)
    said = (
        "record",
        "1",
        "--unit",
        "P.A",
        "--date",
        "2025-10-10",
        "--state",
        "doing",
        "--result",
        "Đã họp một lần.",
    )
    done = run(*said, cwd=folder)
    assert done.code == 0, done.err
    done = run("report", "--month", "12", "--as-of", "2025-12-20", "--format", "md", cwd=folder)
    assert "Đã họp một lần." in done.out
    assert "Phòng Anh (1)" not in done.err
