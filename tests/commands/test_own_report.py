"""The report that the Office itself owes to the body above: when it is due, what closes it, and
where it is told."""

import json
from pathlib import Path
from typing import Any

import documents
import pytest
from builders import issue_of
from support import ROOT, Ran, Run

from pci.core.fields import content, plain
from pci.core.papers import seal
from pci.files import yamlio

SENT = ("III.1.2", "--period", "2023-Q3", "--evidence", "45/BC-KKT ngày 18/9/2023")
OFFICE = ("deadlines", "--unit", "VP", "--within", "10")
MEND = ("  confirmed: false", "  replaces: true\n  confirmed: false")


def papers(run: Run, root: Path, day: str, *more: str) -> list[dict[str, Any]]:
    """The rows of the Office's own reports on a day, whatever their due day."""
    command = ("deadlines", "--within", "400", "--as-of", day, "--format", "json", *more)
    done = run(*command, cwd=root)
    assert done.code == 0, done.err
    return [row for row in json.loads(done.out)["items"] if row["obligation"] == "gui-bao-cao"]


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str, str, int]]:
    return [(row["period"], row["due"], row["state"], row["days"]) for row in rows]


def issue(root: Path, report: str, day: str) -> None:
    """Write that a report was issued on a day."""
    signed = issue_of(day)
    fields = {**content(signed), "seal": seal(signed)}
    written = {
        key: value if isinstance(value, str) else plain(value) for key, value in fields.items()
    }
    path = root / f"plans/{signed.date.year}/reports/{report}.issued.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yamlio.write(written), encoding="utf-8")


def edit(root: Path, old: str, new: str) -> None:
    path = root / "plans/2023.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- when it is owed ------------------------------------------------------------------------------


def test_it_is_owed_only_after_the_plan_s_issue(run: Run, real: Path) -> None:
    rows = papers(run, real, "2023-09-18")
    assert told(rows) == [
        ("2023-Q3", "2023-09-18", "open", 0),
        ("2023-Q4", "2023-12-18", "open", -91),
    ]
    assert {(row["task"], row["unit"]) for row in rows} == {(None, "van-phong")}
    assert told(papers(run, real, "2023-09-19"))[0] == ("2023-Q3", "2023-09-18", "overdue", 1)


def test_it_is_the_drafting_unit_s_and_without_letters_nobody_s(run: Run, real: Path) -> None:
    assert len(papers(run, real, "2023-09-18", "--unit", "VP")) == 2
    for unit in ("BQLDA", "Bộ phận Một cửa"):
        assert papers(run, real, "2023-09-18", "--unit", unit) == []
    text = (real / "plans/2023.yaml").read_text(encoding="utf-8")
    start, end = text.index("\nletters:"), text.index("\nunits:")
    (real / "plans/2023.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    assert papers(run, real, "2023-09-18") == []


def test_a_letter_about_the_period_sets_its_day(run: Run, real: Path) -> None:
    letter = "periods:\n    2023-Q3: {send_by: 2023-09-20, basis: Công văn 9}\n  confirmed: false"
    edit(real, "  confirmed: false", f"  {letter}")
    (row, _) = papers(run, real, "2023-09-18")
    assert row["reason"] == "chưa ban hành, hạn gửi 20/9/2023 theo Công văn 9"


# --- what closes it -------------------------------------------------------------------------------


def test_a_paper_signed_outside_is_recorded_in_one_line(run: Run, real: Path) -> None:
    done = run("record", *SENT, cwd=real)
    assert (done.code, done.out.rpartition("/")[2][:18]) == (0, "2023-09-18-III.1.2"), done.err
    assert "unit: van-phong\ndate: 2023-09-18\nstate: done\n" in (
        real / done.out.strip()
    ).read_text(encoding="utf-8")
    assert [row["period"] for row in papers(run, real, "2023-09-17")] == ["2023-Q3", "2023-Q4"]
    assert [row["period"] for row in papers(run, real, "2023-09-18")] == ["2023-Q4"]
    assert run("check", cwd=real).code == 0


def test_without_its_period_that_is_asked_for(run: Run, real: Path) -> None:
    done = run("record", *SENT[:1], *SENT[3:], "--date", "18/9/2023", cwd=real)
    hint = "có: 2023-Q1, 2023-Q2, 2023-Q3, 2023-Q4"
    assert done == Ran(2, "", f"pci: thiếu --period; {hint}\n")


def test_its_bare_number_is_printed_in_no_later_report(run: Run, real: Path) -> None:
    assert run("record", *SENT, cwd=real).code == 0
    shown = run("report", "--quarter", "4", "--format", "md", cwd=real)
    assert "45/BC-KKT" not in shown.out and "III.1.2" not in shown.out
    assert "**I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH**" in shown.out
    said = (*SENT, "--result", "Đã gửi báo cáo quý III, kèm kiến nghị.", "--unit", "VP")
    assert run("record", *said, cwd=real).code == 0
    shown = run("report", "--quarter", "4", "--format", "md", cwd=real)
    assert "- Đã gửi báo cáo quý III, kèm kiến nghị (Báo cáo số 45/BC-KKT" in shown.out


@pytest.mark.parametrize(
    "words",
    [
        ("--period", "2023-Q3", "--unit", "VP", "--date", "2023-09-18"),  # nothing proves it
        ("--unit", "VP", "--date", "2023-09-18", "--evidence", "45/BC-KKT"),  # of no period
        (
            "--period",
            "2023-Q3",
            "--unit",
            "QLDN",
            "--date",
            "2023-09-18",
            "--evidence",
            "45/BC-KKT",
        ),
    ],
)
def test_what_is_not_proved_or_another_unit_s_closes_nothing(
    run: Run, real: Path, words: tuple[str, ...]
) -> None:
    done = run("record", "III.1.2", "--state", "doing", *words, cwd=real)
    assert done.code == 0, done.err
    assert len(papers(run, real, "2023-09-30")) == 2


def test_a_withdrawn_record_opens_it_again(run: Run, real: Path) -> None:
    kept = Path(run("record", *SENT, cwd=real).out.strip()).stem
    assert run("record", "--withdraw", kept, "--reason", "Chưa gửi", cwd=real).code == 0
    assert len(papers(run, real, "2023-09-30")) == 2


@pytest.mark.parametrize(("report", "closes"), [("2023-Q3", 1), ("2023-Q3+", 1), ("2023-9M", 0)])
def test_it_is_closed_on_the_day_of_issue(run: Run, real: Path, report: str, closes: int) -> None:
    issue(real, report, "2023-09-20")
    assert told(papers(run, real, "2023-09-19"))[0] == ("2023-Q3", "2023-09-18", "overdue", 1)
    assert len(papers(run, real, "2023-09-20")) == 2 - closes


@pytest.mark.parametrize(
    ("about", "period", "hint"),
    [
        ("III.1.2", "2023-09", "có: 2023-Q1, 2023-Q2, 2023-Q3, 2023-Q4"),
        ("III.1.1", "2023-Q3", "bỏ dòng period"),
    ],
)
def test_only_the_duty_has_periods_and_only_those_of_the_regime(
    run: Run, real: Path, about: str, period: str, hint: str
) -> None:
    whole = ("--unit", "VP", "--date", "2023-09-18", "--state", "doing", "--period", period)
    refused = f"pci: «{about}» không có kỳ «{period}»; {hint}\n"
    assert run("record", about, *whole, cwd=real) == Ran(2, "", refused)


# --- one paper for the quarter and the longer period ----------------------------------------------


def test_the_longer_period_stands_for_the_quarter(run: Run, real: Path) -> None:
    edit(real, *MEND)
    assert told(papers(run, real, "2023-09-18")) == [
        ("2023-9M", "2023-09-18", "open", 0),
        ("2023", "2023-12-18", "open", -91),
    ]
    issue(real, "2023-Q3", "2023-09-18")  # the quarter alone is not the nine months
    assert len(papers(run, real, "2023-09-30")) == 2
    issue(real, "2023-9M", "2023-09-25")
    assert [row["period"] for row in papers(run, real, "2023-09-30")] == ["2023"]
    sent = ("III.1.2", "--period", "2023", "--evidence", "80/BC-KKT ngày 15/12/2023")
    assert run("record", *sent, cwd=real).code == 0
    assert papers(run, real, "2023-12-31") == []


def test_of_a_period_that_a_longer_one_replaces_no_paper_is_recorded(run: Run, real: Path) -> None:
    edit(real, *MEND)
    sent = ("III.1.2", "--period", "2023-Q3", "--evidence", "45/BC-KKT ngày 18/9/2023")
    refused = run("record", *sent, cwd=real)
    assert (refused.code, refused.out) == (2, "")
    assert "không có kỳ «2023-Q3»; có: 2023-Q1, 2023-H1, 2023-9M, 2023" in refused.err


def test_the_request_names_the_paper_that_is_sent(run: Run, real: Path) -> None:
    edit(real, *MEND)
    asking = ("remind", "--request", "--as-of", "2023-08-28")
    text = documents.text(documents.made(run, real, *asking, out=real / "cong-van.docx"))
    assert "để tổng hợp báo cáo 9 tháng đầu năm 2023 gửi Sở Kế hoạch và Đầu tư" in text
    assert "kết quả thực hiện Kế hoạch nâng cao chỉ số PCI 9 tháng đầu năm 2023" in text
    assert "Báo cáo quý III năm 2023; số liệu từ ngày 15/6/2023" in text


# --- where it is told -----------------------------------------------------------------------------


def test_fail_on_counts_it(run: Run, real: Path) -> None:
    before, late = ("--as-of", "2023-09-17"), ("--as-of", "2023-09-19")
    assert run(*OFFICE, *before, "--fail-on", "due", cwd=real).code == 1
    assert run(*OFFICE, *late, "--fail-on", "overdue", cwd=real).code == 1
    assert run("record", *SENT, cwd=real).code == 0
    assert run(*OFFICE, *late, "--fail-on", "due", "--fail-on", "overdue", cwd=real).code == 0


def test_it_stands_in_the_calendar(run: Run, real: Path) -> None:
    assert run(*OFFICE, "--as-of", "2023-09-15", "-o", "han.ics", cwd=real).out == "han.ics\n"
    shown = (real / "han.ics").read_bytes().decode()
    lines = shown.replace("\r\n ", "").splitlines()
    assert "UID:2023/-/gui-bao-cao/2023-Q3/van-phong@pci" in lines
    assert "SUMMARY:Báo cáo quý III năm 2023 gửi Sở Kế hoạch và Đầu tư\\, Văn phòng" in lines


def test_it_is_in_no_letter_to_units_and_in_no_count(run: Run, real: Path) -> None:
    on = ("--as-of", "2023-09-19", "--format", "json")
    commands = (("remind", *on), ("stats", *on), ("tasks", *on))
    before = [run(*command, cwd=real).out for command in commands]
    assert "gui-bao-cao" not in "".join(before)
    issue(real, "2023-Q3", "2023-09-18")
    assert [run(*command, cwd=real).out for command in commands] == before


def test_the_example_s_own_papers_are_true(run: Run) -> None:
    for day, open_ones in (
        ("2024-03-17", ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]),
        ("2024-03-18", ["2024-Q2", "2024-Q3", "2024-Q4"]),
        ("2024-09-17", ["2024-Q4"]),
    ):
        rows = papers(run, ROOT / "examples", day)
        assert [(row["period"], row["state"]) for row in rows] == [(i, "open") for i in open_ones]


# --- before there was a plan ----------------------------------------------------------------------


@pytest.mark.parametrize("command", ["tasks", "deadlines", "stats", "show A.I.1"])
def test_before_its_issue_lists_say_that_there_was_no_plan(
    run: Run, real: Path, example: Path, command: str
) -> None:
    words = command.split()
    for root, day, notice in (
        (
            real,
            "2023-07-31",
            "Ngày 31/7/2023 chưa có kế hoạch: kế hoạch ban hành tháng 8 năm 2023.",
        ),
        (real, "2023-08-01", None),
        (
            example,
            "2024-01-14",
            "Ngày 14/01/2024 chưa có kế hoạch: kế hoạch ban hành ngày 15/01/2024.",
        ),
        (example, "2024-01-15", None),
    ):
        shown = run(*words, "--as-of", day, cwd=root)
        assert shown.code == 0
        assert [line for line in shown.err.splitlines() if "chưa có kế hoạch" in line] == (
            [notice] if notice else []
        )
