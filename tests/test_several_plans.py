"""Several plans at one desk: which one is meant, and where its files and papers go."""

import json
import shutil
from pathlib import Path

import pytest
from sheets import filled
from support import ROOT, Run
from test_small_plan import SMALL

CCHC = """\
year: 2024
title: Cải cách hành chính năm 2024
reporting: {every: quarter}
units: {van-phong: {name: Văn phòng, short: VP}, phong-dt: {name: Phòng Đầu tư, short: P.ĐT}}
tasks:
  1: {work: Rà soát thủ tục hành chính., lead: van-phong, coordinating: [phong-dt]}
  2: {work: Mỗi quý đối thoại., lead: phong-dt, owes: {hop: {title: Đối thoại, every: quarter, quote: Mỗi quý}}}
"""  # noqa: E501


@pytest.fixture
def desk(example: Path) -> Path:
    """The illustrative workspace with a small plan of the same year and the real one of another."""
    (example / "plans/2024-cchc.yaml").write_text(CCHC, encoding="utf-8")
    shutil.copy(ROOT / "plans/2023.yaml", example / "plans/2023.yaml")
    return example


def first_task(run: Run, folder: Path, *asked: str) -> str:
    done = run("tasks", "--format", "json", *asked, cwd=folder)
    assert done.code == 0, done.err
    return str(json.loads(done.out)["tasks"][0]["work"][0])


# --- which one ------------------------------------------------------------------------------------


def test_a_plan_is_named_by_its_id_or_a_part_of_it(run: Run, desk: Path) -> None:
    small = "Rà soát thủ tục hành chính."
    for asked in ("2024-cchc", "cchc", "CCHC", "24-c"):
        assert first_task(run, desk, "--plan", asked) == small
    assert first_task(run, desk, "--plan", "cchc", "--year", "2024") == small
    usual = first_task(run, desk)
    assert usual == first_task(run, desk, "--year", "2024") != small
    assert first_task(run, desk, "--plan", "2023") == first_task(run, desk, "--year", "2023")


@pytest.mark.parametrize(
    ("asked", "fault", "hint"),
    [
        (("--plan", "202"), "có nhiều kế hoạch «202»", "2023, 2024, 2024-cchc"),
        (("--plan", "dti"), "không có kế hoạch «dti»", "có: 2023, 2024, 2024-cchc"),
        (("--plan", "cchc", "--year", "2023"), "không có kế hoạch «cchc» năm 2023", "2024-cchc"),
        (("--year", "2025"), "không có kế hoạch năm 2025", "có: 2023, 2024, 2024-cchc"),
    ],
)
def test_what_no_plan_or_several_fit_is_refused(
    run: Run, desk: Path, asked: tuple[str, ...], fault: str, hint: str
) -> None:
    done = run("tasks", *asked, cwd=desk)
    assert (done.code, done.out) == (2, "")
    assert fault in done.err
    assert hint in done.err


def test_without_a_plan_of_the_year_alone_the_only_one_is_meant(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/2024-cchc.yaml").write_text(CCHC, encoding="utf-8")
    assert first_task(run, tmp_path) == "Rà soát thủ tục hành chính."
    (tmp_path / "plans/2026-dti.yaml").write_text(SMALL, encoding="utf-8")
    done = run("tasks", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "nêu --plan một trong: 2024-cchc, 2026-dti" in done.err


def test_the_environment_names_it_too(run: Run, desk: Path) -> None:
    done = run("tasks", "--format", "json", cwd=desk, env={"PCI_PLAN": "cchc"})
    assert len(json.loads(done.out)["tasks"]) == 2


# --- where its files go ---------------------------------------------------------------------------


def test_what_is_recorded_lies_in_its_own_folder(run: Run, desk: Path) -> None:
    about = ("2/hop", "--period", "2024-Q1", "--unit", "P.ĐT", "--state", "done")
    done = run("record", *about, "--date", "20/3/2024", "--plan", "cchc", cwd=desk)
    assert done.code == 0, done.err
    assert done.out.startswith("plans/2024-cchc/progress/phong-dt/2024-03-20-2-hop-")
    listed = json.loads(run("log", "--plan", "cchc", "--format", "json", cwd=desk).out)["updates"]
    assert [row["about"] for row in listed] == ["2/hop"]
    checked = json.loads(run("check", "--plan", "cchc", "--format", "json", cwd=desk).out)
    assert checked["errors"] == 0
    assert run("doctor", "--plan", "cchc", cwd=desk).out.count("Tệp lạc") == 1
    assert "không được đọc" not in run("doctor", "--plan", "cchc", cwd=desk).out


def test_its_papers_bear_its_name(run: Run, desk: Path) -> None:
    cchc = ("--plan", "cchc", "--quarter", "1")
    assert run("report", *cchc, cwd=desk).out.strip() == "bao-cao-cchc-2024-Q1.docx"
    assert run("report", "--quarter", "1", cwd=desk).out.strip() == "bao-cao-pci-2024-Q1.docx"
    letter = run(
        "remind", "--request", *cchc, "--before", "20/3/2024", "--as-of", "1/3/2024", cwd=desk
    )
    assert letter.out.strip() == "de-nghi-bao-cao-cchc-2024-Q1.docx", letter.err
    assert run("plan", "--plan", "cchc", cwd=desk).out.strip() == "ke-hoach-cchc-2024.docx"


def test_the_file_name_says_the_year(run: Run, desk: Path) -> None:
    path = desk / "plans/2024-cchc.yaml"
    path.write_text(CCHC.replace("year: 2024", "year: 2025"), encoding="utf-8")
    done = run("check", "--plan", "cchc", "--format", "json", cwd=desk)
    (fault,) = (d for d in json.loads(done.out)["diagnostics"] if d["severity"] == "error")
    assert (done.code, fault["code"], fault["path"]) == (1, "PCI206", "plans/2024-cchc.yaml")
    assert "đổi tên tệp thành 2025-cchc.yaml" in fault["hint"]


@pytest.mark.parametrize("name", ["2024-9M", "2024-", "cchc-2024", "2024_cchc"])
def test_another_name_is_no_plan(run: Run, desk: Path, name: str) -> None:
    (desk / f"plans/{name}.yaml").write_text(CCHC, encoding="utf-8")
    assert f"plans/{name}.yaml không được đọc" in run("doctor", cwd=desk).out


# --- the form of a unit ---------------------------------------------------------------------------


def test_a_form_comes_back_to_its_own_plan(run: Run, desk: Path) -> None:
    asked = ("--unit", "P.ĐT", "--quarter", "1", "--plan", "cchc")
    path = desk / run("form", *asked, cwd=desk).out.strip()
    assert path.name == "2024-Q1-cchc_DT.xlsx"
    said = {"2/hop 2024-Q1": {"state": "Đã hoàn thành", "result": "Đã đối thoại."}}
    path.write_bytes(filled(path.read_bytes(), said))
    done = run("record", path.name, "--format", "json", cwd=desk)
    assert done.code == 0, done.err
    (receipt,) = json.loads(done.out)["updates"]
    assert receipt["path"].startswith("plans/2024-cchc/progress/phong-dt/")
    refused = run("record", path.name, "--year", "2024", cwd=desk)
    assert refused.code == 2
    assert "kế hoạch 2024-cchc, không thuộc kế hoạch này" in refused.err


# --- between years and versions -------------------------------------------------------------------


def test_years_of_one_name_are_seen_side_by_side(run: Run, desk: Path) -> None:
    later = CCHC.replace("year: 2024", "year: 2025").replace("phong-dt", "phong-kt")
    later = later.replace("Phòng Đầu tư", "Phòng Kế toán").replace("P.ĐT", "P.KT")
    (desk / "plans/2025-cchc.yaml").write_text(later, encoding="utf-8")
    rows = json.loads(run("check", "--format", "json", cwd=desk).out)["diagnostics"]
    debts = [(d["path"], d["message"]) for d in rows if d["code"] == "PCI512"]
    assert (
        "plans/2025-cchc.yaml",
        "«Phòng Đầu tư» không còn, mà năm 2024 còn 04 việc quá hạn",
    ) in debts
    assert all("cchc" not in path or "Đầu tư" in message for path, message in debts)


def test_diff_takes_the_plan_that_is_named(run: Run, desk: Path, tmp_path: Path) -> None:
    before = tmp_path / "truoc"
    shutil.copytree(desk, before)
    edited = CCHC.replace("Rà soát thủ tục", "Rà soát và công bố thủ tục")
    (desk / "plans/2024-cchc.yaml").write_text(edited, encoding="utf-8")
    done = run("diff", str(before), str(desk), "--plan", "cchc", cwd=desk)
    assert done.out.startswith("Kế hoạch 2024-cchc: ")
    assert "01 thay đổi" in done.out
    other = run("diff", str(before), str(desk), cwd=desk)
    assert "Kế hoạch 2024-cchc cũng có thay đổi; ở đây chỉ so năm 2024." in other.err
