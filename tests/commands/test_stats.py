"""`pci stats`: the official table, its sums, its change on the period before, and the reporting
account beside it."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import Ran, Run
from terminal import Talk, on_screen

STATES = ("done", "done_late", "open", "not_due", "overdue", "waiting", "suspended")


def told(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    shape: dict[str, Any] = json.loads(ran.out)
    return shape


def test_the_real_plan_with_nothing_recorded(run: Run, real: Path) -> None:
    shape = told(
        run("stats", "--as-of", "2023-10-02", "--quarter", "3", "--format", "json", cwd=real)
    )
    assert (shape["schema"], shape["period"]["id"], shape["as_of"]) == (
        "pci.stats/2",
        "2023-Q3",
        "2023-10-02",
    )
    assert shape["reporting"] == {"expected": 85, "reported": 0, "on_time": 0}
    total = shape["total"]
    assert (total["tasks"], total["standing"], total["rate"]) == (34, 31, 0)
    assert total["items"] == {
        "total": 15,
        "overdue": 2,
        "open": 4,
        "suspended": 0,
        "waiting": 7,
        "not_due": 2,
        "done_late": 0,
        "done": 0,
    }
    assert [row["tasks"] for row in shape["rows"]] == [7, 2, 6, 3, 3, 4, 4, 4, 1]


@pytest.mark.parametrize("by", ["index", "unit"])
@pytest.mark.parametrize("day", ["2024-01-15", "2024-03-14", "2024-09-14", "2025-01-31"])
def test_states_add_up_in_every_row_and_by_index_to_the_total(
    run: Run, example: Path, by: str, day: str
) -> None:
    shape = told(run("stats", "--by", by, "--as-of", day, "--format", "json", cwd=example))
    for row in (*shape["rows"], shape["total"]):
        assert sum(row["items"][state] for state in STATES) == row["items"]["total"]
    sums = {state: sum(row["items"][state] for row in shape["rows"]) for state in STATES}
    assert sums == {state: shape["total"]["items"][state] for state in STATES}
    tasks = sum(row["tasks"] for row in shape["rows"])
    assert (tasks == shape["total"]["tasks"]) is (by == "index"), (
        "nhiệm vụ chung đứng ở nhiều đơn vị"
    )


def test_the_rate_is_done_of_what_was_due(run: Run, example: Path) -> None:
    total = told(run("stats", "--as-of", "2024-09-14", "--format", "json", cwd=example))["total"]
    assert (total["items"]["done"], total["items"]["done_late"], total["items"]["overdue"]) == (
        26,
        4,
        1,
    )
    assert total["rate"] == 96.77


def test_a_table_in_a_file_has_the_change_and_the_reports_of_each_row(
    run: Run, example: Path
) -> None:
    done = run(
        "stats",
        "--by",
        "unit",
        "--quarter",
        "III",
        "--as-of",
        "2024-09-14",
        "--format",
        "csv",
        cwd=example,
    )
    rows = {row["Tên"]: row for row in csv.DictReader(StringIO(done.out, newline=""))}
    late = rows["Phòng Môi trường và Đất đai"]
    assert (late["Chưa hoàn thành, quá hạn"], late["Tỷ lệ"]) == ("1", "75%")
    assert rows["Phòng Doanh nghiệp và Lao động"]["Hoàn thành tăng so với kỳ trước"] == "4"
    reports = [late[name] for name in ("Báo cáo phải gửi", "Báo cáo đã gửi", "Báo cáo đúng hạn")]
    total = [
        rows["Tổng cộng"][name]
        for name in ("Báo cáo phải gửi", "Báo cáo đã gửi", "Báo cáo đúng hạn")
    ]
    assert (reports, total) == (["6", "6", "4"], ["39", "36", "33"])
    assert "Báo cáo quý III năm 2024: phải gửi 39, đã gửi 36, đúng hạn 33." in done.err


def test_without_a_period_the_running_one_is_meant(run: Run, example: Path) -> None:
    for day, period in (
        ("2023-12-20", "2024-Q1"),
        ("2024-06-15", "2024-Q3"),
        ("2024-12-31", "2024-Q4"),
    ):
        assert (
            told(run("stats", "--as-of", day, "--format", "json", cwd=example))["period"]["id"]
            == period
        )


def test_every_period_of_the_plan_s_year_can_be_named(run: Run, example: Path) -> None:
    named = (
        ("--month", "9", "2024-09"),
        ("--half", "1", "2024-H1"),
        ("--nine-months", "2024-9M"),
        ("--annual", "2024"),
    )
    for *option, period in named:
        shape = told(
            run("stats", *option, "--as-of", "2024-12-31", "--format", "json", cwd=example)
        )
        assert shape["period"]["id"] == period
    assert shape["reporting"]["expected"] > 0


@pytest.mark.parametrize(
    "wrong",
    [("--by", "task"), ("--quarter", "5"), ("--quarter", "2023-Q3"), ("--annual", "--nine-months")],
)
def test_what_cannot_be_meant_is_refused(run: Run, example: Path, wrong: tuple[str, str]) -> None:
    done = run("stats", *wrong, cwd=example)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1].startswith("pci: ")


def test_nothing_later_than_the_day_counts_not_even_for_the_change(run: Run, real: Path) -> None:
    update = ("--unit", "VP", "--date", "2023-09-10", "--state", "done")
    assert run("record", "A.I.6/kiem-tra-cchc", *update, cwd=real).code == 0
    shape = told(
        run("stats", "--quarter", "4", "--as-of", "2023-09-01", "--format", "json", cwd=real)
    )
    assert (shape["total"]["items"]["done"], shape["previous"]["items"]["done"]) == (0, 0)
    shown = run("show", "A.I.6", "--as-of", "2023-09-01", cwd=real).out
    assert "Cập nhật:" not in shown


def test_figures_are_numbers_in_a_workbook(run: Run, example: Path) -> None:
    assert (
        run("stats", "--as-of", "2024-09-14", "-o", "x.xlsx", "--format", "xlsx", cwd=example).code
        == 0
    )
    sheet = openpyxl.load_workbook(example / "x.xlsx").active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    total = dict(zip(head, rows[-1], strict=True))
    assert (total["Số nhiệm vụ"], total["Đầu việc có thời hạn"], total["Tỷ lệ"]) == (
        23,
        45,
        "96,77%",
    )


@pytest.mark.pty
def test_a_screen_of_80_columns_has_room_for_the_main_counts(example: Path) -> None:
    screen = on_screen(
        80, "stats", "--by", "unit", "--as-of", "2024-09-14", cwd=example, NO_COLOR="1"
    )
    assert max(map(len, screen.splitlines())) <= 80
    assert "kiện," in screen


@pytest.mark.pty
def test_a_screen_does_not_name_a_column_that_it_leaves_out(run: Run, example: Path) -> None:
    arguments = ("stats", "--as-of", "2024-09-14")
    assert "; tăng so với ngày 14/6/2024.\n" in run(*arguments, cwd=example).err
    talk = Talk("-m", "pci", *arguments, cwd=example)
    assert talk.end() == 0
    assert "Tính đến ngày 14/9/2024." in talk.heard
    talk.close()
