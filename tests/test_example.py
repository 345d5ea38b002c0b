"""The illustrative agency as its year went on: rooms merge, documents change its plan, a second
plan. The figures are computed by hand from the files."""

import json
import re
from pathlib import Path

import pytest
from support import Run

COUNTS = ("total", "done", "done_late", "open", "overdue")
SIGNED = {
    "2024-10-14": (23, 16, 45, 29, 5, 6, 0),
    "2024-12-14": (23, 16, 45, 37, 5, 3, 0),
    "2024-12-31": (23, 16, 45, 38, 6, 0, 1),
}
AMENDED = {  # from 15/10: one task more, a standing one less; what was added was done on 18/12
    "2024-10-14": (23, 16, 45, 29, 5, 6, 0),
    "2024-12-14": (23, 15, 46, 37, 5, 4, 0),
    "2024-12-31": (23, 15, 46, 39, 6, 0, 1),
}


def figures(run: Run, root: Path, day: str) -> tuple[int, ...]:
    """Tasks, standing ones of them, items, and items by their states."""
    done = run("stats", "--as-of", day, "--format", "json", cwd=root)
    total = json.loads(done.out)["total"]
    return total["tasks"], total["standing"], *(total["items"][name] for name in COUNTS)


def test_figures_with_the_decisions(run: Run, example: Path) -> None:
    assert {day: figures(run, example, day) for day in AMENDED} == AMENDED


def test_figures_without_them(run: Run, signed_example: Path) -> None:
    assert {day: figures(run, signed_example, day) for day in SIGNED} == SIGNED


@pytest.mark.parametrize(
    ("day", "addressee"), [("2025-02-28", "Sở Kế hoạch và Đầu tư"), ("2025-03-01", "Sở Tài chính")]
)
def test_its_year_s_report_goes_to_who_is_there(
    run: Run, example: Path, day: str, addressee: str
) -> None:
    done = run("report", "--annual", "--as-of", day, "--format", "md", cwd=example)
    assert f"Kính gửi: {addressee} tỉnh Sông An" in done.out, done.err
    asked, tasks = done.out.split("Phụ lục I**")
    assert "\nHoàn thành các đầu việc còn lại của Kế hoạch năm 2024:\n" in asked
    _, _, asked = asked.partition("**V. KIẾN NGHỊ")
    assert not re.search(r"^- .*\((?:Phòng|Văn phòng|Trung tâm)", asked, re.MULTILINE)
    assert "| **Kết quả thực hiện trong năm** |" in tasks
    assert "| Trung tâm Hỗ trợ doanh nghiệp khu công nghiệp (quý III): Vận động 45" in tasks


def test_what_two_rooms_left_to_one_is_told_apart(run: Run, example: Path) -> None:
    done = run("report", "--annual", "--plan", "cchc", "--format", "md", cwd=example)
    states = ("Đầu tư và Quy hoạch, năm 2024: đang", "Quy hoạch và Xây dựng, năm 2024: đã hoàn")
    assert all(f"Phòng {state}" in done.out for state in states)
    assert "thủ tục hành chính (năm 2024): Phòng Đầu tư và Quy hoạch.\n" in done.out


def test_the_new_room_owes_what_both_left_in_both_plans(run: Run, example: Path) -> None:
    asked = ("--all-plans", "--unit", "ĐTQH", "--as-of", "2024-12-12", "--format", "json")
    done = run("deadlines", *asked, cwd=example)
    owed = [(r["plan"], r["task"], r["state"]) for r in json.loads(done.out)["items"]]
    assert owed == [
        ("2024", "A.III.4", "open"),
        ("2024-cchc", "B.2", "open"),
        ("2024-cchc", "B.1", "missing"),
    ]
