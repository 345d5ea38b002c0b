"""What was recorded wrongly, twice, or should not have been: each is told, and has a way out that
works when it is taken literally."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import issue_of
from sheets import filled
from support import Ran, Run

from pci.core.fields import content, plain
from pci.core.papers import seal
from pci.files import yamlio

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
    assert f"«Số kiến nghị đã giải quyết» của kỳ này đã nêu ở {first}" in refused.err
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


# --- withdrawn words recorded again ---------------------------------------------------------------


def test_withdrawn_words_recorded_again_are_told_with_the_way_back(run: Run, real: Path) -> None:
    first = kept(run, real, *SENT)
    away = kept(run, real, "--withdraw", first, "--reason", "Ghi nhầm")
    again = record(run, real, *SENT)
    assert "lời này đã được rút, không ghi lại" in again.err
    assert "đã có" not in again.err
    assert f"«pci record --withdraw {away} --reason" in again.err
    kept(run, real, "--withdraw", away, "--reason", "Ghi đúng")
    assert [row["withdrawn_by"] for row in log(run, real)] == [None]
    assert "Cập nhật này đã có" in record(run, real, *SENT).err


def test_a_script_is_told_which_words_were_withdrawn(run: Run, real: Path) -> None:
    said = {"about": "A.I.4", "unit": "van-phong", "date": "2023-09-10", "state": "doing"}
    script = ("--from-json", "-", "--by", "An", "--format", "json")
    listed = json.dumps([said, {**said, "result": "Đã gửi."}])
    receipts = json.loads(record(run, real, *script, stdin=listed).out)["updates"]
    away = kept(run, real, "--withdraw", receipts[1]["id"], "--reason", "Ghi nhầm")
    again = record(run, real, *script, stdin=listed)
    updates = json.loads(again.out)["updates"]
    assert [one.get("withdrawn_by") for one in updates] == [None, away]
    assert "01 đã có từ trước, 01 đã được rút" in again.err


def test_a_form_sent_again_tells_which_words_were_withdrawn(run: Run, real: Path) -> None:
    assert run(*FORM, cwd=real).code == 0
    fill(real, result="Đã xử lý.")
    assert record(run, real, "f.xlsx", cwd=real).code == 0
    (first,) = files(real)
    away = kept(run, real, "--withdraw", first, "--reason", "Ghi nhầm")
    again = record(run, real, "f.xlsx", cwd=real)
    assert f"cần lấy lại thì rút lần rút ấy: «pci record --withdraw {away}" in again.err
    assert len(files(real)) == 2


def test_a_withdrawal_taken_back_may_be_made_again_the_same_day(run: Run, real: Path) -> None:
    first = kept(run, real, *SENT)
    withdraw = ("--withdraw", first, "--reason", "Ghi nhầm")
    for _ in range(2):
        away = kept(run, real, *withdraw)
        assert log(run, real)[0]["withdrawn_by"] is not None
        kept(run, real, "--withdraw", log(run, real)[0]["withdrawn_by"], "--reason", "Ghi đúng")
        assert log(run, real)[0]["withdrawn_by"] is None, away
    assert codes(run, real) == []


# --- what a correction leaves out, moves, and what an issued paper holds --------------------------


def test_a_correction_names_what_it_says_no_more(run: Run, real: Path) -> None:
    first = kept(
        *(run, real, *SENT, "--result", "Đã gửi.", "--difficulty", "Thiếu người"),
        *("--difficulty-to", "lanh-dao-ban"),
    )
    done = record(run, real, "--corrects", first, "--result", "Đã gửi báo cáo tháng 9.")
    assert done.err.startswith(
        "Bản sửa không còn: số liệu (Số kiến nghị đã giải quyết), tài liệu kiểm chứng, "
        "khó khăn, vướng mắc; cần giữ thì nêu lại.\n"
    )


def test_a_correction_that_moves_words_to_another_report_is_told(run: Run, real: Path) -> None:
    first = kept(run, real, *ROW)
    done = record(run, real, "--corrects", first, "--date", "20/9/2023")
    assert f"Bản sửa chuyển {first} từ quý III năm 2023 sang quý IV năm 2023." in done.err


def test_work_after_the_last_window_belongs_to_next_year(run: Run, real: Path) -> None:
    day = ("--date", "20/12/2023")
    done = record(run, real, "A.I.4", "--unit", "VP", "--state", "doing", *day)
    words = "Kết quả ngày 20/12/2023 thuộc báo cáo quý I năm 2024"
    assert words in done.err
    rest = ("con-lai", "--unit", "VP", *day)
    refused = record(run, real, *rest)
    assert refused == Ran(
        2,
        "",
        "pci: con-lai ngày 20/12/2023 thuộc quý I năm 2024, không thuộc kỳ nào của năm 2023; "
        "của quý IV năm 2023 thì --date 14/12/2023; đúng quý I năm 2024 thì --period 2024-Q1\n",
    )
    assert record(run, real, *rest, "--period", "2024-Q1").code == 0
    assert record(run, real, *rest[:3], "--date", "14/12/2023").code == 0


def test_withdrawing_what_an_issued_paper_holds_is_told(run: Run, real: Path) -> None:
    first = kept(run, real, *SENT)
    signed = replace(issue_of("2023-09-18"), updates=(first,))
    fields = {**content(signed), "seal": seal(signed)}
    written = {k: v if isinstance(v, str | tuple) else plain(v) for k, v in fields.items()}
    path = real / "plans/2023/reports/2023-Q3.issued.yaml"
    path.parent.mkdir()
    path.write_text(yamlio.write({**written, "updates": [first]}), encoding="utf-8")
    assert "PCI456" not in codes(run, real)
    away = record(run, real, "--withdraw", first, "--reason", "Ghi nhầm")
    words = "báo cáo 2023-Q3 đã ban hành (số 1, 18/9/2023) có lời này; gửi văn bản đính chính"
    assert (away.code, words in away.err) == (0, True)
    assert "PCI456" in codes(run, real)
    kept(run, real, "--withdraw", Path(away.out.strip()).stem, "--reason", "Ghi đúng")
    assert "PCI456" not in codes(run, real)
    kept(run, real, "--corrects", first, "--result", "Đã gửi 02 báo cáo.")
    away = record(run, real, "--withdraw", first, "--reason", "Ghi nhầm")
    assert (away.code, words in away.err) == (0, False)
    assert "PCI456" not in codes(run, real)


def test_why_it_is_late_or_suspended_is_asked_of_everybody(run: Run, real: Path) -> None:
    suspended = (*SENT[:6], "suspended", *SENT[7:9])
    done = record(run, real, *suspended)
    assert (done.code, "tạm dừng mà chưa nêu nguyên nhân" in done.err) == (0, True)
    said = {
        **{"about": "A.VII.4/bao-cao-thang", "unit": "phong-qldn", "date": "2023-10-20"},
        **{"state": "done", "period": "2023-09"},
    }
    late = record(run, real, "--from-json", "-", stdin=json.dumps(said))
    assert "quá hạn 18/9/2023 mà chưa nêu nguyên nhân; nêu bằng --reason" in late.err
