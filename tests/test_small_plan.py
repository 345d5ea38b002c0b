"""Plans that give no more than what must be given, through every command."""

import json
import re
from dataclasses import MISSING
from pathlib import Path
from typing import Any

import pytest
from documents import highlighted, text
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import filled
from support import ROOT, Run

from pci.core.fields import fields_of
from pci.core.model import Plan
from pci.files import yamlio
from pci.loading import load

SMALL = """\
year: 2026
title: Cải cách hành chính năm 2026
units: {van-phong: {name: Văn phòng}, phong-a: {name: Phòng A}}
tasks:
  1: {work: Rà soát thủ tục hành chính., lead: van-phong, coordinating: [phong-a]}
  2: {work: Mỗi quý đối thoại., lead: phong-a, owes: {hop: {title: Đối thoại, every: quarter, quote: Mỗi quý}}}
"""  # noqa: E501
PLACED = """\
format: 1
year: 2026
title: Cải cách hành chính năm 2026
units: {van-phong: {name: Văn phòng}, phong-a: {name: Phòng A}}
subindices:
  par.1: {title: Cải cách thể chế, short: the-che, method: 2025}
sections:
  I: {title: Nhiệm vụ chung}
  2: {title: Cải cách}
  2.1: {title: Thể chế, subindex: par.1}
tasks:
  12: {work: Việc chung., short: Việc chung, lead: van-phong}
  I.3: {work: Báo cáo., lead: van-phong, from: 2025/A.VII.4}
  2.1.a:
    work: Tiếp nhận ít nhất 300 hồ sơ trong năm.
    lead: phong-a
    indicators:
      ho-so:
        title: Số hồ sơ
        unit: hồ sơ
        target: {at_least: 300, over: year, quote: ít nhất 300 hồ sơ}
"""
ON = ("--as-of", "2026-11-01")
NAMED = "\nletters: {drafted_by: phong-a}\n"


def workspace(folder: Path, text: str = SMALL) -> Path:
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    (folder / "plans/2026.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return workspace(tmp_path)


def told(run: Run, folder: Path, *arguments: str) -> Any:
    done = run(*arguments, "--format", "json", cwd=folder)
    assert done.code == 0, done.err
    return json.loads(done.out)


# --- six lines ------------------------------------------------------------------------------------


def test_six_lines_are_a_plan(run: Run, small: Path) -> None:
    assert SMALL.count("\n") == 6
    (hint,) = told(run, small, "check")["diagnostics"]
    assert (hint["code"], hint["severity"]) == ("PCI222", "hint")
    assert "letterhead" in hint["message"]
    assert run("check", cwd=small).code == 0


def test_what_the_organisation_says_is_not_left_out(run: Run, small: Path) -> None:
    (small / "plans/organisation.yaml").write_text(
        "agency:\n"
        "  - {name: Ban cũ, short: Ban, symbol: KH-B,"
        " letterhead: {parent: UBND TỈNH, agency: BAN CŨ, place: Hà An}}\n"
        "  - {from: 2024-07-01, until: 2030-12-31, name: Ban mới, short: Ban, symbol: KH-M,"
        " letterhead: {parent: UBND TỈNH, agency: BAN MỚI, place: Hà An}}\n",
        encoding="utf-8",
    )
    (hint,) = (d for d in told(run, small, "check")["diagnostics"] if d["code"] == "PCI222")
    assert not [w for w in ("agency", "letterhead", "symbol") if w in hint["message"]]


def test_its_tasks_stand_in_one_list_under_their_ids(run: Run, small: Path) -> None:
    first, second = told(run, small, "tasks", *ON)["tasks"]
    assert (first["id"], first["number"], first["part"], first["section"]) == ("1", "1", None, None)
    assert first["units"]["printed"] is None
    assert first["schedule"]["printed"] is None
    assert (first["state"], second["state"]) == ("standing", "overdue")
    assert "Văn phòng; phối hợp: Phòng A" in run("tasks", "--format", "csv", cwd=small).out
    assert "Rà soát thủ tục hành chính." in run("show", "1", cwd=small).out


def test_everything_of_its_year_is_owed_on_the_last_day_of_its_period(
    run: Run, small: Path
) -> None:
    _, second = told(run, small, "tasks", *ON)["tasks"]
    assert [(item["period"], item["due"], item["state"]) for item in second["items"]] == [
        ("2026-Q1", "2026-03-31", "overdue"),
        ("2026-Q2", "2026-06-30", "overdue"),
        ("2026-Q3", "2026-09-30", "overdue"),
        ("2026-Q4", "2026-12-31", "open"),
    ]
    assert not any("provisional" in item for item in second["items"])
    late = told(run, small, "deadlines", *ON)["items"]
    assert [row["state"] for row in late] == ["overdue"] * 3


def test_what_is_recorded_counts(run: Run, small: Path) -> None:
    about = ("2/hop", "--period", "2026-Q1", "--unit", "phong A", "--state", "done")
    done = run("record", *about, "--date", "20/3/2026", "--evidence", "12/BC-PA", cwd=small)
    assert done.code == 0, done.err
    assert re.search(r"/2026-03-20-2-hop-\w{6}\.yaml", done.out)
    whole = ("1", "--unit", "van phong", "--state", "doing", "--date", "20/3/2026")
    assert run("record", *whole, "--result", "Đã rà soát.", cwd=small).code == 0
    updates = told(run, small, "log")["updates"]
    assert {update["about"] for update in updates} == {"1", "2/hop"}
    total = told(run, small, "stats", *ON)["total"]
    assert (total["tasks"], total["items"]["done"], total["items"]["overdue"]) == (2, 1, 2)


def test_nobody_is_asked_to_report(run: Run, small: Path) -> None:
    for arguments in (("form", "--all"), ("remind", "--request")):
        done = run(*arguments, cwd=small)
        assert done.code == 2
        assert "reporting.every" in done.err
    rest = ("con-lai", "--unit", "van phong", "--date", "20/3/2026", "--period", "2026-Q1")
    done = run("record", *rest, cwd=small)
    assert done.code == 2
    assert "con-lai" in done.err
    assert told(run, small, "report", "--quarter", "3")["missing"] == []


def test_a_form_of_a_named_period_holds_what_a_unit_leads(run: Run, small: Path) -> None:
    assert run("form", "--all", "--quarter", "3", "-o", "bieu", cwd=small).code == 0
    assert {path.name for path in (small / "bieu").iterdir()} == {
        "2026-Q3_VP.xlsx",
        "2026-Q3_PA.xlsx",
    }
    done = run("form", "--unit", "phong a", "--quarter", "3", "--format", "docx", cwd=small)
    assert done.code == 0, done.err
    rows = Document(str(small / done.out.strip())).tables[0]._tbl.tr_lst
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows), "dòng để viết ở trọn một trang"


DOCUMENTS = {
    "bao-cao-pci-2026-Q3.docx": ("report", "--quarter", "3", "--charts"),
    "bao-cao-pci-2026-09.docx": ("report", "--month", "9"),
    "bao-cao-pci-2026-H1.docx": ("report", "--half", "1"),
    "bao-cao-pci-2026-9M.docx": ("report", "--nine-months"),
    "bao-cao-pci-2026.docx": ("report", "--annual"),
    "bao-cao-pci-2026-Q3-van-phong.docx": ("report", "--quarter", "3", "--unit", "van phong"),
    "tom-tat-pci-2026-11-01.docx": ("report", "--brief", *ON),
    "ban-giao-pci-2026-11-01.docx": ("report", "--handover", *ON),
    "don-doc-pci-2026-11-01.docx": ("remind", *ON),
    "ke-hoach-pci-2026.docx": ("plan",),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_nobody_gave_is_a_highlighted_blank(run: Run, small: Path, name: str) -> None:
    done = run(*DOCUMENTS[name], cwd=small)
    assert done.code == 0, done.err
    data = (small / name).read_bytes()
    marked = highlighted(data)
    assert any("CHƯA CÓ TÊN CƠ QUAN" in words for words in marked), marked
    assert all("[" in words for words in marked), marked
    assert not re.search(r"\bNone\b|\(\)|  và Kế hoạch", text(data))


def test_tasks_without_sections_have_one_passage_that_people_may_word(
    run: Run, small: Path
) -> None:
    assert run("report", "--quarter", "3", "--words", cwd=small).code == 0
    words = small / "plans/2026/reports/2026-Q3.yaml"
    own = "results: Lời riêng.\ndirection: Họp.\n"
    words.write_text(words.read_text(encoding="utf-8") + own, encoding="utf-8")
    shown = run("report", "--quarter", "3", "--format", "md", cwd=small).out
    assert "Theo từng nhiệm vụ" in shown
    assert "Lời riêng." in shown
    assert "theo Kế hoạch.\n\nHọp.\n" in shown, "«trọng tâm:» chỉ mở một danh sách"
    assert "Theo chỉ số thành phần" not in shown
    assert re.search(r"\n\W*Theo đơn vị \(nhiệm vụ chung", shown)


def test_a_request_asks_with_blanks_once_the_plan_says_how_often(run: Run, tmp_path: Path) -> None:
    asking = workspace(tmp_path, SMALL + "reporting: {every: quarter}\n")
    done = run("remind", "--request", "--quarter", "3", "--as-of", "2026-09-10", cwd=asking)
    assert done.code == 0, done.err
    marked = highlighted((asking / "de-nghi-bao-cao-pci-2026-Q3.docx").read_bytes())
    assert "[chưa có nơi nhận báo cáo]" in marked
    assert "[chưa có hình thức trả lời]" in marked
    late = told(run, asking, "deadlines", "--as-of", "2026-10-02")["items"]
    assert {row["unit"] for row in late if row["state"] == "missing"} == {"van-phong", "phong-a"}
    assert run("report", "--quarter", "3", cwd=asking).code == 0


def test_a_change_of_it_is_told(run: Run, tmp_path: Path) -> None:
    old = workspace(tmp_path / "cu")
    new = workspace(tmp_path / "moi", SMALL.replace("lead: van-phong", "lead: phong-a", 1))
    done = run("diff", str(old), str(new), cwd=tmp_path)
    assert done.code == 0, done.err
    assert "Phòng A" in done.out


# --- ids and catalogues ---------------------------------------------------------------------------


def test_ids_follow_the_appendix_however_it_numbers(run: Run, tmp_path: Path) -> None:
    placed = workspace(tmp_path, PLACED)
    codes = {one["code"] for one in told(run, placed, "check")["diagnostics"]}
    assert codes == {"PCI222", "PCI209"}  # 12 and I.3 are not the first of their lists
    rows = {row["id"]: row for row in told(run, placed, "tasks")["tasks"]}
    assert [*rows] == ["12", "I.3", "2.1.a"]
    assert rows["2.1.a"]["section"] == {"id": "2.1", "title": "Thể chế", "subindex": "par.1"}
    assert rows["2.1.a"]["part"] == {"id": "2", "title": "Cải cách"}
    assert rows["2.1.a"]["number"] == "a"
    assert rows["12"]["section"] is None
    assert [row["id"] for row in told(run, placed, "tasks", "--index", "the che")["tasks"]] == [
        "2.1.a"
    ]
    shown = run("show", "2.1.A", cwd=placed).out
    assert "2.1  Thể chế" in shown
    assert "ít nhất 300 trong năm" in shown


def test_updates_forms_and_papers_bear_such_ids(run: Run, tmp_path: Path) -> None:
    placed = workspace(tmp_path, PLACED)
    for about, unit in (("12", "van phong"), ("2.1.a", "phong a"), ("i.3", "van phong")):
        whole = (about, "--unit", unit, "--state", "doing", "--date", "20/8/2026")
        done = run("record", *whole, "--result", f"Kết quả {about}.", cwd=placed)
        assert done.code == 0, done.err
    assert {update["about"] for update in told(run, placed, "log")["updates"]} == {
        "12",
        "2.1.a",
        "I.3",
    }
    assert run("check", cwd=placed).code == 0
    assert told(run, placed, "stats")["total"]["tasks"] == 3
    assert [row["id"] for row in told(run, placed, "stats")["rows"]] == ["I", "2.1", ""]
    report = run("report", "--quarter", "3", "--format", "md", cwd=placed).out
    assert all(f"Kết quả {about}" in report for about in ("12", "2.1.a", "i.3"))
    assert "Theo từng mục" in report
    assert run("plan", cwd=placed).code == 0
    assert run("form", "--all", "--quarter", "3", "-o", "bieu", cwd=placed).code == 0
    form = placed / "bieu/2026-Q3_PA.xlsx"
    form.write_bytes(
        filled(form.read_bytes(), {"2.1.a": {"figures": "Số hồ sơ: 12", "state": "Đang thực hiện"}})
    )
    done = run("record", "bieu/2026-Q3_PA.xlsx", cwd=placed)
    assert done.code == 0, done.err


FAULTS = {
    "one id in two cases": (("  I.3: {", "  i.3: {"), "PCI201"),
    "a section": (("  12: {", "  2: {"), "PCI221"),
    "a reported paragraph": (
        ("sections:\n", "body: {I: {title: A, kind: duties}, I.3: {text: B}}\nsections:\n"),
        "PCI221",
    ),
    "a later format": (("format: 1", "format: 2\nkiểu: mới"), "PCI110"),
    "no number": (("at_least: 300, ", ""), "PCI109"),
    "words of no task": (("quote: ít nhất 300 hồ sơ", "quote: 500 hồ sơ"), "PCI220"),
    "another forerunner": (("2025/A.VII.4", "A.VII.4"), "PCI107"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_is_told(run: Run, tmp_path: Path, fault: str) -> None:
    (old, new), code = FAULTS[fault]
    placed = workspace(tmp_path, PLACED.replace(old, new))
    done = run("check", "--format", "json", cwd=placed)
    found = json.loads(done.out)["diagnostics"]
    errors = [one["code"] for one in found if one["severity"] == "error"]
    assert (done.code, errors) == (1, [code])


def test_a_paragraph_on_which_nobody_reports_may_have_the_id_of_a_task(
    run: Run, tmp_path: Path
) -> None:
    body = "body: {I: {title: A}, I.3: {text: B}}\nsections:\n"
    assert run("check", cwd=workspace(tmp_path, PLACED.replace("sections:\n", body))).code == 0


# --- any of the optional keys ---------------------------------------------------------------------

EXAMPLE = yamlio.read((ROOT / "examples/plans/2024.yaml").read_bytes(), "plans/2024.yaml").tree
OPTIONAL = sorted(key for key, field in fields_of(Plan).items() if field.default is not MISSING)


def without(gone: set[str]) -> str:
    """The example plan without some of its keys."""
    return yamlio.write({key: value for key, value in EXAMPLE.items() if key not in gone})


@settings(max_examples=8, deadline=None)
@given(st.sets(st.sampled_from(OPTIONAL), min_size=1))
def test_a_plan_without_some_of_its_keys_has_no_fault_of_shape(gone: set[str]) -> None:
    loaded = load({"plans/2024.yaml": without(gone).encode()}, depth="shape")
    assert loaded.plan is not None, loaded.diagnostics


@pytest.mark.parametrize(
    "gone",
    [
        {"reporting", "letters"},
        {"agency", "letterhead", "signer", "recipients", "symbol", "issued"},
        {"preamble", "closing", "basis", "appendix_title", "number"},
    ],
    ids=["regime", "head and foot", "words"],
)
def test_a_plan_without_some_of_its_keys_lists_and_prints(
    run: Run, tmp_path: Path, gone: set[str]
) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/2024.yaml").write_text(without(gone), encoding="utf-8")
    for arguments in (
        ("tasks",),
        ("deadlines",),
        ("stats",),
        ("check",),
        ("plan",),
        ("report", "--quarter", "3"),
        ("report", "--brief"),
        ("report", "--quarter", "3", "--unit", "VP"),
        ("remind", "--as-of", "2024-11-02"),
    ):
        done = run(*arguments, cwd=tmp_path)
        assert done.code == 0, (arguments, done.err)


# --- units of the organisation --------------------------------------------------------------------


ORGANISATION = """\
agency: [{name: Ban Quản lý A, short: Ban Quản lý}]
units:
  van-phong: {name: Văn phòng}
  phong-a: {name: Phòng A, until: 2026-03-31, successor: phong-b}
  phong-b: {name: Phòng B, from: 2026-04-01}
"""


def test_units_may_stand_in_the_organisation_alone(run: Run, tmp_path: Path) -> None:
    lines = [line for line in SMALL.splitlines() if not line.startswith("units:")]
    folder = workspace(tmp_path, "\n".join(lines) + "\n")
    listed = json.loads(run("check", "--format", "json", cwd=folder).out)["diagnostics"]
    (missing,) = [found for found in listed if found["severity"] == "error"]
    assert missing["message"] == "kế hoạch chưa có đơn vị nào"
    (folder / "plans/organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    (hint,) = told(run, folder, "check")["diagnostics"]
    assert "agency" not in hint["message"]
    for day, unit in (("2026-03-31", "phong-a"), ("2026-04-01", "phong-b")):
        task = told(run, folder, "tasks", "--as-of", day)["tasks"][1]
        assert {item["unit"] for item in task["items"]} == {unit}


def test_a_title_says_once_that_it_is_a_plan(run: Run, tmp_path: Path) -> None:
    folder = workspace(tmp_path, SMALL.replace("Cải cách hành", "Kế hoạch cải cách hành"))
    done = run("check", cwd=folder)
    assert "viết «Cải cách hành chính năm 2026»" in done.out


def test_what_is_missing_is_asked_of_the_unit_that_gathers_reports(
    run: Run, tmp_path: Path
) -> None:
    """No unit here is called Văn phòng."""
    text = SMALL.replace("Văn phòng", "Phòng Hành chính")
    for extra, unit in (("", "Phòng Hành chính"), (NAMED, "Phòng A")):
        root = workspace(tmp_path, text + extra)
        done = run("report", "--annual", "--format", "md", "--root", str(root))
        assert f"{unit} bổ sung nhận xét, đánh giá" in done.out
        assert "Văn phòng" not in done.out + done.err
