"""Several plans at one desk: which one is meant, and where its files and papers go."""

import csv
import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sheets import fill, filled, opened, saved
from support import ROOT, Run
from test_small_plan import SMALL

from pci.core.vi import upper_first

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
def desk(signed_example: Path) -> Path:
    """The illustrative workspace with a small plan of the same year and the real one of another."""
    (signed_example / "plans/2024-cchc.yaml").write_text(CCHC, encoding="utf-8")
    shutil.copy(ROOT / "plans/2023.yaml", signed_example / "plans/2023.yaml")
    return signed_example


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
        (
            ("--year", "2025"),
            "không có kế hoạch năm 2025; có: 2023, 2024, 2024-cchc",
            "; lập mới: pci new 2025 --from 2024\n",
        ),
        (("--plan", "cchc", "--year", "2025"), "năm 2025", "pci new 2025 --from 2024-cchc\n"),
        (("--all-plans", "--year", "2025"), "năm 2025", "lập mới: pci new 2025 --from 2024\n"),
        (("--year", "2022"), "không có kế hoạch năm 2022", "có: 2023, 2024, 2024-cchc\n"),
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


# --- all of them ----------------------------------------------------------------------------------

DAY = ("--as-of", "2024-05-20")


def without(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "plan"}


@pytest.mark.parametrize(
    ("command", "rows"),
    [
        (("tasks",), "tasks"),
        (("tasks", "--unit", "Văn phòng"), "tasks"),
        (("deadlines", "--within", "60"), "items"),
        (("log",), "updates"),
        (("log", "--open"), "open"),
    ],
)
def test_all_are_listed_as_each_alone(
    run: Run, desk: Path, command: tuple[str, ...], rows: str
) -> None:
    run(
        *("record", "2/hop", "--period", "2024-Q1", "--unit", "P.ĐT", "--state", "done"),
        *("--date", "20/3/2024", "--plan", "cchc", "--difficulty", "Thiếu người."),
        *("--difficulty-to", "noi-bo"),
        cwd=desk,
    )
    both = json.loads(run(*command, *DAY, "--all-plans", "--format", "json", cwd=desk).out)
    ids = ["2023", "2024", "2024-cchc"]
    assert [part["plan"] for part in both["plans"]] == ids
    cells = list(reader(run(*command, *DAY, "--all-plans", "--format", "csv", cwd=desk).out))
    assert cells[0][0] == "Kế hoạch"
    for plan_id in ids:
        own = (*command, *DAY, "--plan", plan_id)
        alone = json.loads(run(*own, "--format", "json", cwd=desk).out)
        head = next(part for part in both["plans"] if part["plan"] == plan_id)
        assert [without(r) for r in both[rows] if r["plan"] == plan_id] == alone[rows]
        assert {**head, "schema": both["schema"], rows: alone[rows]} == alone
        text = run(*own, "--format", "csv", cwd=desk).out
        assert [row[1:] for row in cells[1:] if row[0] == plan_id] == list(reader(text))[1:]
    told = run(*command, *DAY, "--all-plans", cwd=desk).err
    assert all(f"{plan_id}: " in told for plan_id in ids)  # each by itself, no total
    assert run(*command, "--all-plans", "--plan", "cchc", cwd=desk).code == 2


def reader(text: str) -> Any:
    return csv.reader(StringIO(text))


def test_a_year_narrows_them(run: Run, desk: Path) -> None:
    asked = ("tasks", "--all-plans", "--format", "json")
    listed = json.loads(run(*asked, "--year", "2024", cwd=desk).out)
    assert [part["plan"] for part in listed["plans"]] == ["2024", "2024-cchc"]
    done = run(*asked, "--year", "2022", cwd=desk)
    assert (done.code, done.out) == (2, "")


def test_a_calendar_of_all_names_each_plan(run: Run, desk: Path) -> None:
    asked = ("deadlines", *DAY, "--within", "60", "--format", "ics")
    everything = run(*asked, "--all-plans", cwd=desk).out.replace("\r\n ", "")
    alone = run(*asked, "--plan", "cchc", cwd=desk).out.replace("\r\n ", "")
    uids = {line for line in alone.splitlines() if line.startswith("UID:")}
    assert uids <= set(everything.splitlines())
    assert "SUMMARY:[2024-cchc] 2: Đối thoại" in everything


def test_a_unit_of_one_plan_only_is_no_fault(run: Run, desk: Path) -> None:
    asked = ("tasks", "--all-plans", "--format", "json", "--unit")
    done = run(*asked, "P.ĐT", cwd=desk)
    assert done.code == 0
    assert {row["plan"] for row in json.loads(done.out)["tasks"]} == {"2024-cchc"}
    assert "2023: không có đơn vị «P.ĐT»." in done.err
    assert run(*asked, "Phòng Ma", cwd=desk).code == 2


def test_a_broken_one_is_told_beside_the_others(run: Run, desk: Path) -> None:
    path = desk / "plans/2024-cchc.yaml"
    path.write_text(CCHC.replace("lead: phong-dt", "lead: phong-x"), encoding="utf-8")
    for more in ((), ("--fail-on", "overdue")):
        done = run("deadlines", "--all-plans", *DAY, "--format", "json", *more, cwd=desk)
        assert done.code == 2
        assert {row["plan"] for row in json.loads(done.out)["items"]} == {"2023", "2024"}
        assert "plans/2024-cchc.yaml:" in done.err


def test_a_unit_fills_in_one_workbook(run: Run, desk: Path) -> None:
    asked = ("form", "--all-plans", "--year", "2024", "--quarter", "1", "--unit")
    path = desk / run(*asked, "Văn phòng", cwd=desk).out.strip()
    assert path.name == "2024-Q1-moi-ke-hoach_VP.xlsx"
    book = opened(path.read_bytes())
    assert book.sheetnames[:2] == ["1. 2024-Q1", "2. 2024-Q1 cchc"]
    for sheet, key in zip(book.worksheets, ("A.I.1", "1"), strict=False):
        fill(sheet, {key: {"state": "Đang thực hiện", "result": f"Đã làm {key}."}})
    book.worksheets[0].title = "Tên khác"
    path.write_bytes(saved(book))
    done = run("record", path.name, "--format", "json", cwd=desk)
    assert done.code == 0, done.err
    places = [row["path"].split("/")[1:4] for row in json.loads(done.out)["updates"]]
    assert places == [[i, "progress", "van-phong"] for i in ("2024", "2024-cchc")]
    again = run("record", path.name, cwd=desk)
    assert again.err.count("Cập nhật này đã có, không ghi lại") == 2
    assert run(*asked, "Văn phòng", "--format", "docx", cwd=desk).code == 2


def test_each_sheet_is_the_form_of_its_plan(run: Run, desk: Path) -> None:
    run("form", "--all-plans", "--all", "--year", "2024", "--quarter", "1", cwd=desk)
    for asked, n in ((("--year", "2024"), 0), (("--plan", "cchc"), 1)):
        one = run("form", *asked, "--quarter", "1", "--unit", "Văn phòng", cwd=desk).out.strip()
        alone = opened((desk / one).read_bytes()).worksheets[0]
        beside = opened((desk / "2024-Q1-moi-ke-hoach_VP.xlsx").read_bytes()).worksheets[n]
        cells = [
            {c.coordinate: c.value for row in sheet.iter_rows(max_col=13) for c in row if c.value}
            for sheet in (alone, beside)
        ]
        assert cells[0] == cells[1]


def test_a_unit_gets_one_reminder(run: Run, desk: Path) -> None:
    asked = ("remind", "--all-plans", "--as-of", "2024-05-20", "--year", "2024")
    done = run(*asked, cwd=desk)
    assert (done.code, len(done.out.split())) == (0, 4)
    assert "don-doc-moi-ke-hoach-2024-05-20-phong-dt.docx" in done.out
    done = run(*asked, "--unit", "Văn phòng", "--format", "md", cwd=desk)
    text = done.out
    assert "UBND TỈNH SÔNG AN" in text  # the letterhead of the plan that the year alone names
    assert "V/v đôn đốc thực hiện các kế hoạch năm 2024" in text
    assert "**1. Cải cách hành chính năm 2024**" in text
    assert "Báo cáo quý I năm 2024, hạn gửi trước ngày 31/3/2024: " in text
    assert "2024: Văn phòng không có gì quá hạn" in done.err
    refused = run(*asked, "--request", cwd=desk)
    assert (refused.code, refused.err.count("\n")) == (2, 1)


def test_the_reminders_of_all_go_where_they_are_asked(run: Run, desk: Path) -> None:
    asked = ("remind", "--all-plans", "--as-of", "2024-05-20", "--year", "2024")
    done = run(*asked, "--format", "md", cwd=desk)
    assert (done.code, done.out.count("V/v đôn đốc")) == (0, 4)
    assert not [*desk.glob("don-doc*")]
    assert run(*asked, "--format", "md", "-o", "ra", cwd=desk).code == 0
    assert {path.suffix for path in (desk / "ra").iterdir()} == {".md"}
    refused = run(*asked, "-o", "-", cwd=desk)
    assert (refused.code, "-o - không phải tên tệp" in refused.err) == (2, True)
    assert not (desk / "-").exists()


def test_the_reminders_of_all_say_what_each_says_alone(run: Run, desk: Path) -> None:
    both = json.loads(run("remind", *DAY, "--all-plans", "--format", "json", cwd=desk).out)
    texts = run("remind", *DAY, "--all-plans", "--text", cwd=desk).out.split("\n\n")
    for part, text in zip(both["plans"], texts, strict=True):
        own = ("remind", *DAY, "--plan", part["plan"])
        alone = json.loads(run(*own, "--format", "json", cwd=desk).out)
        assert {"schema": both["schema"], **part} == alone
        name, _, lines = text.strip().partition("\n")
        assert run(*own, "--text", cwd=desk).out.strip() == lines
        signed = json.loads(run("plan", *own[-2:], "--format", "json", cwd=desk).out)
        assert name == upper_first(signed["title"])


# --- true hints -----------------------------------------------------------------------------------


def test_every_plan_says_which_units_it_has(run: Run, desk: Path) -> None:
    done = run("tasks", "--all-plans", "--unit", "xyz", "--year", "2024", cwd=desk)
    assert done.code == 2
    assert "2024-cchc: có: van-phong, phong-dt (Phòng Đầu tư)" in done.err


def test_a_plan_without_sections_names_none(run: Run, desk: Path) -> None:
    done = run("tasks", "--plan", "cchc", "--index", "A.I", cwd=desk)
    assert (done.code, done.err) == (2, "pci: không có chỉ số «A.I»; xem tệp kế hoạch\n")


def test_an_empty_plan_is_no_plan(run: Run, desk: Path) -> None:
    done = run("tasks", "--plan", "", cwd=desk)
    assert (done.code, done.err) == (2, "pci: --plan để trống; có: 2023, 2024, 2024-cchc\n")


def test_a_plan_without_a_regime_asks_nobody_for_a_form(run: Run, desk: Path) -> None:
    silent = CCHC.replace("reporting: {every: quarter}\n", "")
    (desk / "plans/2024-cchc.yaml").write_text(silent, encoding="utf-8")
    done = run("form", "--all-plans", "--all", "--year", "2024", "--quarter", "1", cwd=desk)
    assert done.code == 0
    assert "2024-cchc: kế hoạch chưa nêu báo cáo định kỳ" in done.err
    book = opened((desk / "2024-Q1-moi-ke-hoach_VP.xlsx").read_bytes())
    assert not [name for name in book.sheetnames if "cchc" in name]


def test_a_plan_that_carries_on_itself(run: Run, desk: Path) -> None:
    own = CCHC.replace("lead: van-phong,", "lead: van-phong, from: 2024-cchc/1,")
    (desk / "plans/2024-cchc.yaml").write_text(own, encoding="utf-8")
    done = run("check", "--plan", "cchc", "--format", "json", cwd=desk)
    found = [d["message"] for d in json.loads(done.out)["diagnostics"] if d["code"] == "PCI224"]
    assert found == ["1 tiếp nối «2024-cchc/1», không phải của năm trước"]


# --- words of the plan, not of the program --------------------------------------------------------


def test_both_words_for_the_leaders_are_one(run: Run, desk: Path) -> None:
    said = (
        *("record", "1", "--unit", "VP", "--state", "doing", "--date", "20/3/2024"),
        *("--plan", "cchc", "--by", "A", "--difficulty", "Thiếu người."),
    )
    first = run(*said, "--difficulty-to", "lanh-dao", cwd=desk).out.strip()
    path = desk / first
    text = path.read_text(encoding="utf-8")
    assert "to: lanh-dao\n" in text
    path.write_text(text.replace("to: lanh-dao\n", "to: lanh-dao-ban\n"), encoding="utf-8")
    checked = json.loads(run("check", "--plan", "cchc", "--format", "json", cwd=desk).out)
    assert checked["errors"] == 0  # its name still is the hash of what it says
    for word in ("lanh-dao", "lanh-dao-ban", "Lãnh đạo cơ quan"):
        again = run(*said, "--difficulty-to", word, cwd=desk)
        assert (again.code, again.out.strip()) == (0, first)
        assert "đã có, không ghi lại" in again.err
    assert len([*path.parent.iterdir()]) == 1
    report = run("report", "--plan", "cchc", "--quarter", "1", "--format", "md", cwd=desk).out
    assert "gửi Lãnh đạo cơ quan, chưa đưa vào báo cáo: VP" in report


def test_an_old_form_sent_again_records_nothing_twice(run: Run, desk: Path) -> None:
    asked = ("--plan", "cchc", "--unit", "VP", "--quarter", "1")
    path = desk / run("form", *asked, cwd=desk).out.strip()
    row = {"state": "Đang thực hiện", "remarks": "Khó khăn: Thiếu người."}
    path.write_bytes(filled(path.read_bytes(), {"1": row}))
    assert run("record", path.name, cwd=desk).code == 0
    (kept,) = (desk / "plans/2024-cchc/progress/van-phong").iterdir()
    text = kept.read_text(encoding="utf-8").replace("to: lanh-dao\n", "to: lanh-dao-ban\n")
    kept.write_text(text, encoding="utf-8")
    again = run("record", path.name, cwd=desk)
    assert (again.code, again.err.count("đã có, không ghi lại")) == (0, 1)
    assert [*kept.parent.iterdir()] == [kept]


@pytest.mark.parametrize(
    ("short", "leaders"),
    [
        ("Sở Nội vụ", "Lãnh đạo Sở"),
        ("Trung tâm", "Lãnh đạo Trung tâm"),
        ("Ban quản lý", "Lãnh đạo Ban"),
    ],
)
def test_titles_and_leaders_are_those_of_the_plan(
    run: Run, desk: Path, short: str, leaders: str
) -> None:
    more = (
        f"agency: {{name: {short} tỉnh, short: {short}}}\nletters: {{plan_name: Kế hoạch CCHC}}\n"
    )
    (desk / "plans/2024-cchc.yaml").write_text(CCHC + more, encoding="utf-8")
    unit = ("report", "--plan", "cchc", "--quarter", "1", "--unit", "VP", "--format", "md")
    assert f"kính trình {leaders} xem xét" in run(*unit, cwd=desk).out
    brief = run("report", "--plan", "cchc", "--brief", "--format", "md", cwd=desk).out
    assert "TÌNH HÌNH THỰC HIỆN KẾ HOẠCH CCHC NĂM 2024" in brief
    assert "PCI" not in brief


# --- each says what it says alone -----------------------------------------------------------------

COMMANDS = (
    *(("tasks", "--format", f) for f in ("table", "json", "csv", "md")),
    ("tasks", "--format", "xlsx", "-o", "out"),
    *(("deadlines", "--format", f) for f in ("table", "json", "csv", "md", "ics")),
    *(("log", "--format", f) for f in ("table", "json", "csv", "md")),
    ("log", "--open"),
    *(("stats", "--format", f) for f in ("table", "json", "csv", "md")),
    ("stats", "--by", "unit"),
    ("form", "--all", "--quarter", "3", "-o", "out"),
    ("form", "--unit", "VP", "--quarter", "3", "--format", "docx", "-o", "out.docx"),
    *(("report", "--quarter", "3", "--format", f) for f in ("md", "json")),
    ("report", "--quarter", "3", "--unit", "VP", "--format", "md"),
    ("report", "--nine-months", "-o", "out.docx"),
    *(("report", "--brief", "--format", f) for f in ("md", "json")),
    *(("remind", "--format", f) for f in ("md", "json")),
    ("remind", "--text"),
    *(("plan", "--format", f) for f in ("md", "json")),
    *(("check", "--format", f) for f in ("text", "json")),
    ("doctor",),
    *(("schema", kind) for kind in ("plan", "update", "words", "amendment")),
)


@pytest.mark.long
@pytest.mark.parametrize("plan_id", ["2023", "2024-cchc"])
def test_each_says_what_it_says_alone(run: Run, desk: Path, tmp_path: Path, plan_id: str) -> None:
    alone = tmp_path / "mot" / "vi-du"
    (alone / "plans").mkdir(parents=True)
    for name in (f"{plan_id}.yaml", plan_id, "calendar"):
        if (one := desk / "plans" / name).is_dir():
            shutil.copytree(one, alone / "plans" / name)
        elif one.exists():
            shutil.copy(one, alone / "plans" / name)
    for command in COMMANDS:
        on = ("--as-of", f"{plan_id[:4]}-09-10") if command[0] in DATED else ()
        made = [run(*command, *on, "--plan", plan_id, cwd=root) for root in (desk, alone)]
        assert made[0] == made[1], command
        assert made[0].code in (0, 1), made[0].err
        assert files(desk) == files(alone), command


DATED = ("tasks", "deadlines", "log", "stats", "form", "report", "remind")


def files(root: Path) -> dict[str, bytes]:
    """What a command wrote, taken away."""
    written = [path for path in root.glob("out*") if path.is_file()]
    written += root.glob("out/*")
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in written}
    for path in written:
        path.unlink()
    return found
