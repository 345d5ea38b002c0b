"""What was recorded wrongly, twice, or should not have been: each is told, and has a way out that
works when it is taken literally."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sheets import filled
from support import Ran, Run

SENT = (
    *("A.VII.4/bao-cao-thang", "--unit", "QLDN", "--date", "8/9/2023", "--state", "done"),
    *("--period", "2023-09", "--figure", "kien-nghi-giai-quyet=7"),
    *("--evidence", "412/BC-KKT ngày 8/9/2023"),
)


def record(run: Run, root: Path, *arguments: str, **how: Any) -> Ran:
    return run("record", *arguments, "--root", str(root), **how)


def kept(run: Run, root: Path, *arguments: str) -> str:
    """Records something that is written; its id."""
    done = record(run, root, *arguments)
    assert done.code == 0, done.err
    return Path(done.out.split()[-1]).stem


def log(run: Run, root: Path, *arguments: str) -> list[dict[str, Any]]:
    listed = run("log", *arguments, "--format", "json", "--root", str(root))
    updates: list[dict[str, Any]] = json.loads(listed.out)["updates"]
    return updates


def files(root: Path) -> list[str]:
    return sorted(path.stem for path in root.glob("plans/*/progress/*/*.yaml"))


def codes(run: Run, root: Path) -> list[str]:
    found = json.loads(run("check", "--format", "json", "--root", str(root)).out)
    return [one["code"] for one in found["diagnostics"]]


# --- figures said twice ---------------------------------------------------------------------------

ROW = ("A.VII.4", "--unit", "QLDN", "--date", "11/9/2023", "--state", "doing")
SEVEN = ("--figure", "kien-nghi-giai-quyet=7")


def test_a_figure_of_the_task_and_of_its_piece_of_work_is_said_twice(run: Run, real: Path) -> None:
    first = kept(run, real, *ROW, *SEVEN)
    refused = record(run, real, *SENT)
    assert (refused.code, refused.out) == (2, "")
    assert f"«kien-nghi-giai-quyet» của kỳ này đã nêu ở {first}" in refused.err
    kept(run, real, *SENT, "--adds")
    assert codes(run, real) == []


def test_what_was_recorded_first_was_said_first_whatever_its_day(run: Run, real: Path) -> None:
    kept(run, real, *SENT)
    earlier_day = (*ROW[:4], "1/9/2023", *ROW[5:])
    assert record(run, real, *earlier_day, *SEVEN).code == 2
    kept(run, real, *earlier_day, *SEVEN, "--adds")
    assert codes(run, real) == []


def test_figures_of_two_periods_are_never_said_twice(run: Run, real: Path) -> None:
    kept(run, real, *SENT)
    kept(run, real, *("2023-08" if word == "2023-09" else word for word in SENT))
    assert codes(run, real) == []


# --- figures of a form ----------------------------------------------------------------------------

TASK = ("A.VII.4", "--unit", "QLDN", "--state", "doing", "--date")
FORM = ("form", "--unit", "QLDN", "--quarter", "3", "-o", "mau.xlsx")


def fill(root: Path, **cells: object) -> None:
    data = (root / "mau.xlsx").read_bytes()
    (root / "f.xlsx").write_bytes(filled(data, {"A.VII.4": {"state": "Đang thực hiện", **cells}}))


def test_a_figure_of_a_form_comes_on_top_of_those_that_it_shows(run: Run, real: Path) -> None:
    kept(run, real, *TASK, "5/9/2023", *SEVEN)
    assert run(*FORM, cwd=real).code == 0
    fill(real, figures="5")
    done = record(run, real, "f.xlsx", cwd=real)
    assert done.code == 0, done.err
    assert [(u["figures"], u["adds"]) for u in log(run, real)] == [
        ({"kien-nghi-giai-quyet": 7}, False),
        ({"kien-nghi-giai-quyet": 5}, True),
    ]
    assert codes(run, real) == []
    again = record(run, real, "f.xlsx", cwd=real)
    assert (again.code, len(files(real))) == (0, 2)
    fill(real, figures="6")
    assert record(run, real, "f.xlsx", cwd=real).code == 0
    assert codes(run, real) == []
    assert [u["adds"] for u in log(run, real) if u["corrects"]] == [True]


def test_a_form_says_what_it_adds_to(run: Run, real: Path) -> None:
    kept(run, real, *TASK, "5/9/2023", *SEVEN)
    kept(run, real, *SENT, "--adds")
    assert run(*FORM, cwd=real).code == 0
    from openpyxl import load_workbook

    sheet = load_workbook(real / "mau.xlsx").worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    words = "Đã báo cáo trong kỳ: Số kiến nghị đã giải quyết: 14 kiến nghị"
    (cell,) = [text for text in texts if words in text]
    assert cell.endswith("Số ghi ở biểu này được cộng thêm.")


def test_a_figure_said_since_the_form_was_made_is_refused_with_a_way_out(
    run: Run, real: Path
) -> None:
    assert run(*FORM, cwd=real).code == 0
    kept(run, real, *SENT)
    fill(real, figures="5")
    refused = record(run, real, "f.xlsx", cwd=real)
    assert refused.code == 2
    assert "số mới thêm thì điền biểu mới lập bằng «pci form»" in refused.err
    assert "--adds" not in refused.err
    assert run(*FORM, "--force", cwd=real).code == 0
    fill(real, figures="5")
    assert record(run, real, "f.xlsx", cwd=real).code == 0
    assert codes(run, real) == []


# --- ratios ---------------------------------------------------------------------------------------


@pytest.fixture
def ratio(real: Path) -> Path:
    """The real plan with a ratio of two figures of A.VII.4."""
    plan = real / "plans/2023.yaml"
    text, count = re.subn(
        r"\n( +)(kien-nghi-giai-quyet: \{.*)",
        r"\n\1\2"
        r"\n\1kien-nghi-nhan: {title: Số kiến nghị đã nhận, unit: kiến nghị, adds_up: true}"
        r"\n\1ty-le: {title: Tỷ lệ giải quyết, unit: '%', numerator: kien-nghi-giai-quyet,"
        r" denominator: kien-nghi-nhan}",
        plan.read_text(encoding="utf-8"),
    )
    assert count == 1
    plan.write_text(text, encoding="utf-8")
    return real


def test_nobody_is_asked_for_a_ratio(run: Run, ratio: Path) -> None:
    refused = record(run, ratio, *ROW, "--figure", "ty-le=50")
    assert (refused.code, refused.out) == (2, "")
    assert "«ty-le» là tỷ lệ, chương trình tự tính" in refused.err
    assert "nêu kien-nghi-giai-quyet và kien-nghi-nhan" in refused.err
    assert run(*FORM, cwd=ratio).code == 0
    from openpyxl import load_workbook

    sheet = load_workbook(ratio / "mau.xlsx").worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any("Số kiến nghị đã nhận (kiến nghị): " in text for text in texts)
    assert not any("Tỷ lệ giải quyết" in text for text in texts)


def test_a_part_above_its_whole_and_a_count_below_nothing_are_doubted(
    run: Run, ratio: Path
) -> None:
    done = record(run, ratio, *ROW, *SEVEN, "--figure", "kien-nghi-nhan=5")
    assert done.code == 0
    assert "«kien-nghi-giai-quyet» nhiều hơn «kien-nghi-nhan»" in done.err
    kept(run, ratio, *ROW, "--adds", "--figure", "kien-nghi-nhan=-5")
    assert codes(run, ratio).count("PCI455") == 2


# --- the day of receipt ---------------------------------------------------------------------------


def punctual(run: Run, root: Path) -> dict[str, int]:
    stats = run(
        *("stats", "--quarter", "3", "--year", "2023", "--as-of", "2023-12-31"),
        *("--format", "json", "--root", str(root)),
    )
    counts: dict[str, int] = json.loads(stats.out)["reporting"]
    return counts


def test_only_a_correction_of_the_day_of_receipt_replaces_it(run: Run, real: Path) -> None:
    says = ("A.II.1", "--unit", "QLTNMT", "--date", "8/9/2023", "--state", "doing")
    first = kept(run, real, *says, "--result", "Đã rà soát.", "--received", "20/9/2023")
    assert punctual(run, real)["on_time"] == 0
    refused = record(run, real, "--corrects", first, "--received", "11/9/2023")
    assert (refused.code, refused.out) == (2, "")
    assert "thiếu --reason" in refused.err
    mended = kept(
        run, real, "--corrects", first, "--received", "11/9/2023", "--reason", "Văn thư nhận 11/9"
    )
    (row,) = [one for one in log(run, real) if one["id"] == mended]
    assert row["result"] == "Đã rà soát."
    assert punctual(run, real) == {"expected": 85, "reported": 1, "on_time": 1}
    kept(
        *(run, real, "--corrects", mended, "--result", "Đã rà soát xong."),
        *("--received", "25/9/2023", "--reason", "Viết rõ hơn"),
    )
    assert punctual(run, real)["on_time"] == 1
