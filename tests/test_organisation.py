"""The agency, its units and the bodies around it as they stood on each day, through commands."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import documents
import pytest
from support import Run, swap

PLAN = """\
year: 2025
title: Nâng cao chỉ số năng lực cạnh tranh năm 2025
issued: 2024-12-20
agency: {name: Ban quản lý Khu kinh tế Vân Phong, short: Ban quản lý}
letterhead: {parent: UBND TỈNH KHÁNH HÒA, agency: BAN QUẢN LÝ KHU KINH TẾ VÂN PHONG, place: Khánh Hòa}
reporting:
  every: quarter
  window: nd09
  due: window end + 2 working days
  internal_due: window end - 3 working days
  to: so-khdt
  signer: truong-ban
letters: {drafted_by: van-phong}
units:
  van-phong: {name: Văn phòng, short: VP}
  phong-a: {name: Phòng Anh, short: P.A}
  phong-b: {name: Phòng Ban, short: P.B}
outside: {so-khdt: {name: Sở Kế hoạch và Đầu tư}}
tasks:
  1: {work: Đối thoại trong năm., lead: phong-a, owes: {viec: {title: Đối thoại, during: [2025], quote: trong năm}}}
  2: {work: Khảo sát trong năm., lead: phong-b, owes: {viec: {title: Khảo sát, during: [2025], quote: trong năm}}}
"""  # noqa: E501
ORGANISATION = """\
agency:
  - from: 2025-07-01
    name: Ban quản lý Khu kinh tế tỉnh
    short: Ban quản lý
    letterhead: {parent: UBND TỈNH KHÁNH HÒA, agency: BAN QUẢN LÝ KHU KINH TẾ TỈNH, place: Huế}
    basis: Quyết định số 1/QĐ-TTg
    confirmed: false
  - from: 2026-01-01
    name: Ban quản lý các khu kinh tế
    short: Ban quản lý
    letterhead: {parent: UBND TỈNH KHÁNH HÒA, agency: BAN QUẢN LÝ CÁC KHU KINH TẾ, place: Cam Ranh}
units:
  phong-a: {until: 2025-02-28, successor: phong-c, basis: Quyết định số 5/QĐ-BQL, confirmed: false}
  phong-b: {until: 2025-06-30, successor: phong-c}
  phong-c: {name: Phòng Chung, short: P.C, from: 2025-03-01}
outside:
  so-khdt: {until: 2025-02-28, successor: so-tc}
  so-tc: {name: Sở Tài chính, until: 2025-12-31}
signers:
  truong-ban:
    - {capacity: [TRƯỞNG BAN], name: Nguyễn Văn Nhất, until: 2025-06-30}
    - {from: 2025-07-01, until: 2025-12-31, capacity: [Q. TRƯỞNG BAN], name: Trần Thị Nhì}
  pho-ban: {capacity: [KT. TRƯỞNG BAN, PHÓ TRƯỞNG BAN], name: Lê Văn Ba, until: 2025-09-30}
"""


def workspace(folder: Path, organisation: str = ORGANISATION, plan: str = PLAN) -> Path:
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    (folder / "plans/2025.yaml").write_text(plan, encoding="utf-8")
    (folder / "plans/organisation.yaml").write_text(organisation, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return workspace(tmp_path / "co-quan")


def told(run: Run, folder: Path, *arguments: str) -> Any:
    done = run(*arguments, "--format", "json", cwd=folder)
    assert done.code == 0, done.err
    return json.loads(done.out)


NHAT, NHI = ("TRƯỞNG BAN", "Nguyễn Văn Nhất"), ("Q. TRƯỞNG BAN", "Trần Thị Nhì")
NOBODY = ("CHƯA CÓ CHỨC VỤ NGƯỜI KÝ", "chưa có họ tên người ký")
VAN_PHONG, TINH = ("VÂN PHONG", "Khánh Hòa"), ("KHU KINH TẾ TỈNH", "Huế")
DAYS = [
    # day, quarter, addressee, letterhead, signer, first and last day of data, who owes 1 and 2
    ("2024-12-31", 1, "Sở Kế hoạch", VAN_PHONG, NHAT, "15/12/2024", "14/3/2025", "phong-a phong-b"),
    ("2025-01-01", 1, "Sở Kế hoạch", VAN_PHONG, NHAT, "15/12/2024", "14/3/2025", "phong-a phong-b"),
    ("2025-02-28", 1, "Sở Kế hoạch", VAN_PHONG, NHAT, "15/12/2024", "14/3/2025", "phong-a phong-b"),
    ("2025-03-01", 1, "Sở Tài", VAN_PHONG, NHAT, "15/12/2024", "14/3/2025", "phong-c phong-b"),
    ("2025-03-14", 1, "Sở Tài", VAN_PHONG, NHAT, "15/12/2024", "14/3/2025", "phong-c phong-b"),
    ("2025-03-15", 2, "Sở Tài", VAN_PHONG, NHAT, "15/3/2025", "14/6/2025", "phong-c phong-b"),
    ("2025-06-14", 2, "Sở Tài", VAN_PHONG, NHAT, "15/3/2025", "14/6/2025", "phong-c phong-b"),
    ("2025-06-15", 3, "Sở Tài", VAN_PHONG, NHAT, "15/6/2025", "14/9/2025", "phong-c phong-b"),
    ("2025-06-30", 3, "Sở Tài", VAN_PHONG, NHAT, "15/6/2025", "14/9/2025", "phong-c phong-b"),
    ("2025-07-01", 3, "Sở Tài chính", TINH, NHI, "15/6/2025", "14/9/2025", "phong-c phong-c"),
    ("2025-09-15", 4, "Sở Tài chính", TINH, NHI, "15/9/2025", "14/12/2025", "phong-c phong-c"),
    ("2025-12-14", 4, "Sở Tài chính", TINH, NHI, "15/9/2025", "14/12/2025", "phong-c phong-c"),
    ("2025-12-31", 4, "Sở Tài chính", TINH, NHI, "15/9/2025", "14/12/2025", "phong-c phong-c"),
    ("2026-01-01", 4, "chưa có nơi nhận báo cáo", ("CÁC KHU KINH TẾ", "Cam Ranh"), NOBODY,
     "15/9/2025", "14/12/2025", "phong-c phong-c"),
    ("2026-01-31", 4, "chưa có nơi nhận báo cáo", ("CÁC KHU KINH TẾ", "Cam Ranh"), NOBODY,
     "15/9/2025", "14/12/2025", "phong-c phong-c"),
]  # fmt: skip


@pytest.mark.parametrize("row", DAYS, ids=lambda row: row[0])
def test_a_day(run: Run, folder: Path, row: tuple[Any, ...]) -> None:
    day, quarter, addressee, (agency, place), signer, first, last, owes = row
    asked = ("report", "--quarter", str(quarter), "--as-of", day, "--format", "md")
    done = run(*asked, cwd=folder)
    assert done.code == 0, done.err
    head, _, rest = done.out.partition("Kính gửi:")
    assert agency in head and f"{place}, ngày" in head
    assert addressee in rest[:60]
    assert all(line in done.out for line in signer)
    assert f"Số liệu từ {first} đến {last} " in done.err
    rows = told(run, folder, "deadlines", "--as-of", day, "--within", "400d")["items"]
    units = {row["task"]: row["unit"] for row in rows if row["obligation"] == "viec"}
    assert " ".join(units[task] for task in ("1", "2")) == owes


# --- papers ---------------------------------------------------------------------------------------


def test_an_addressee_that_ended_without_a_successor_is_missing(run: Run, folder: Path) -> None:
    asked = ("report", "--quarter", "4", "--as-of", "2026-01-02", "--format", "md")
    done = run(*asked, cwd=folder)
    assert (
        "Để trống nơi nhận: Sở Kế hoạch và Đầu tư không còn, chưa nêu cơ quan kế nhiệm." in done.err
    )
    assert "Để trống người ký: không ai là «truong-ban» vào ngày của văn bản." in done.err
    named = run(*asked, "--addressee", "UBND tỉnh", cwd=folder)
    assert "Để trống nơi nhận" not in named.err
    assert "PCI249" not in run("check", cwd=folder).out  # it ends with the plan's year
    workspace(
        folder, swap("until: 2025-12-31}\nsigners", "until: 2025-11-30}\nsigners")(ORGANISATION)
    )
    assert (
        "nơi nhận báo cáo «Sở Tài chính» hết hoạt động ngày 30/11" in run("check", cwd=folder).out
    )


def of_many(folder: Path) -> Path:
    """A plan of a hundred and more tasks, whose units ended and left them."""
    names = [f"phong-{n}" for n in range(120)]
    units = "".join(f"  {i}: {{name: {i}}}\n" for i in names)
    last = PLAN.splitlines(keepends=True)[-1]
    tasks = (last.replace("2:", f"{n}:").replace("phong-b", i) for n, i in enumerate(names, 3))
    plan = PLAN.replace("outside:", f"{units}outside:") + "".join(tasks)
    ended = "".join(f"  {i}: {{until: 2025-11-30}}\n" for i in names)
    return workspace(folder, ORGANISATION.replace("outside:", f"{ended}outside:"), plan)


def test_what_is_left_blank_is_told_behind_a_hundred_other_things(run: Run, folder: Path) -> None:
    asked = ("report", "--quarter", "4", "--as-of", "2026-01-02", "--format", "json")
    *_, count, addressee, signer, doubt = run(*asked, cwd=of_many(folder)).err.splitlines()
    assert count.endswith(" điều khác")
    assert addressee.startswith("Để trống nơi nhận") and signer.startswith("Để trống người ký")
    assert doubt.startswith("Tạm tính")


def test_an_id_is_proposed_in_a_large_plan_too(run: Run, folder: Path) -> None:
    update = {"about": "1000", "unit": "phong-c", "date": "2025-12-01", "state": "doing"}
    asked = ("record", "--from-json", "-")
    done = run(*asked, cwd=of_many(folder), stdin=json.dumps(update))
    assert "không có «1000» trong kế hoạch; có phải «100»?" in done.err


def test_an_addressee_goes_by_its_old_or_new_name(run: Run, folder: Path) -> None:
    asked = ("--as-of", "2025-09-01", "--from", "1/8/2025", "--to", "31/8/2025", "--format", "md")
    for name in ("so-khdt", "Sở Kế hoạch và Đầu tư", "so tai chinh"):
        done = run("report", *asked, "--addressee", name, cwd=folder)
        assert "Kính gửi: Sở Tài chính" in done.out, done.err


def test_a_remark_to_a_body_that_ended_goes_to_its_successor(run: Run, folder: Path) -> None:
    for name, text in (("so-khdt", "Cấp mẫu biểu."), ("Sở Tài chính", "Cấp kinh phí.")):
        asked = ("--unit", "P.B", "--date", "10/2/2025", "--proposal", text, "--proposal-to", name)
        done = run("record", "2", *asked, "--state", "doing", cwd=folder)
        assert done.code == 0, done.err
    quarter = ("report", "--quarter", "1", "--format", "md", "--as-of")
    after = run(*quarter, "2025-03-14", cwd=folder).out
    to = after.partition("Đối với Sở Tài chính:")[2]
    assert "- Cấp mẫu biểu." in to and "- Cấp kinh phí." in to
    before = run(*quarter, "2025-02-20", cwd=folder).out
    assert "- Cấp mẫu biểu." in before.partition("Đối với Sở Kế hoạch và Đầu tư:")[2]
    rows = told(run, folder, "log", "--open", "--as-of", "2025-03-14")
    assert {row["to"] for row in rows["open"]} == {"so-khdt", "so-tc"}


def test_another_signs_one_paper(run: Run, folder: Path) -> None:
    asked = ("report", "--quarter", "3", "--as-of", "2025-09-14", "--format", "md")
    done = run(*asked, "--signer", "pho-ban", cwd=folder)
    assert "PHÓ TRƯỞNG BAN" in done.out and "Lê Văn Ba" in done.out
    unknown = run(*asked, "--signer", "pho", cwd=folder)
    assert unknown.code == 0  # one capacity has the word
    unknown = run(*asked, "--signer", "chanh-van-phong", cwd=folder)
    assert unknown.code == 2 and "pho-ban" in unknown.err


def test_what_leans_on_an_unconfirmed_fact_says_so(run: Run, folder: Path) -> None:
    report = run("report", "--quarter", "3", "--as-of", "2025-09-14", "--format", "md", cwd=folder)
    name = "tên cơ quan từ ngày 01/7/2025 theo Quyết định số 1/QĐ-TTg chưa đối chiếu bản gốc"
    end = "P.A hoạt động đến ngày 28/02/2025 theo Quyết định số 5/QĐ-BQL chưa đối chiếu bản gốc"
    assert f"Tạm tính: {name}; {end}." in report.err
    rows = told(run, folder, "deadlines", "--as-of", "2025-04-01", "--within", "400d")["items"]
    reasons = {row["task"]: row["reason"] for row in rows if row["obligation"] == "viec"}
    assert reasons["1"].endswith(f"; tạm tính: {end}")
    assert "tạm tính" not in reasons["2"]


def test_a_form_marks_a_due_day_counted_across_it(run: Run, folder: Path) -> None:
    plan = swap(
        "during: [2025], quote: trong năm}}}\n  2:", "every: quarter, quote: trong năm}}}\n  2:"
    )
    workspace(folder, plan=plan(PLAN))
    asked = ("--unit", "P.C", "--quarter", "4", "--as-of", "2025-12-01", "--format", "docx")
    assert run("form", *asked, "-o", "x.docx", cwd=folder).code == 0
    printed = documents.text((folder / "x.docx").read_bytes())
    assert "Đối thoại (quý IV năm 2025), hạn 16/12/2025 (tạm tính)" in printed  # no calendar


def test_a_doubt_about_an_addressee_names_the_one_that_ended(run: Run, folder: Path) -> None:
    unseen = "so-khdt: {until: 2025-02-28, successor: so-tc, confirmed: false}"
    workspace(folder, swap("so-khdt: {until: 2025-02-28, successor: so-tc}", unseen)(ORGANISATION))
    asked = ("--quarter", "1", "--as-of", "2025-03-14", "--format", "md")
    told = "Sở Kế hoạch và Đầu tư hoạt động đến ngày 28/02/2025 chưa đối chiếu bản gốc."
    assert told in run("report", *asked, cwd=folder).err


def test_a_day_counted_across_an_unconfirmed_holiday_says_so(run: Run, folder: Path) -> None:
    holiday = """\
year: 2025
decided: true
days_off: [{first: 2025-09-16, name: Ngày hội, basis: báo chí, confirmed: false}]
"""
    (folder / "plans/calendar").mkdir()
    (folder / "plans/calendar/2025.yaml").write_text(holiday, encoding="utf-8")
    asked = ("--quarter", "3", "--as-of", "2025-09-14", "--format", "md")
    done = run("report", *asked, cwd=folder)
    why = "(tạm tính: ngày nghỉ Ngày hội chưa đối chiếu bản gốc)"
    assert f"gửi đi chậm nhất 17/9/2025 {why}." in done.err
    rows = told(run, folder, "deadlines", "--as-of", "2025-09-15")["items"]
    (paper,) = [row for row in rows if row["obligation"] == "gui-bao-cao" and "Q3" in row["period"]]
    assert paper["reason"].endswith("; tạm tính: ngày nghỉ Ngày hội chưa đối chiếu bản gốc")
    request = ("remind", "--request", "--format", "md", "--as-of", "2025-09-01")
    letter = run(*request, cwd=folder).out
    assert "chậm nhất ngày 17/9/2025 (tạm tính)" in letter
    assert "trước ngày 10/9/2025 để" in letter  # the holiday is no day of that count
    owes = "{v: {title: Báo cáo, every: quarter, quote: hằng quý}}"
    work = f"{{work: Báo cáo hằng quý., lead: phong-b, owes: {owes}}}"
    workspace(folder, plan=f"{PLAN}  3: {work}\n")
    chat = run("remind", "--text", "--as-of", "2025-09-20", cwd=folder).out
    assert "Báo cáo (quý III năm 2025) - P.C, 03 ngày (tạm tính)" in chat
    holiday = holiday.replace("2025-09-16", "2025-09-12")
    (folder / "plans/calendar/2025.yaml").write_text(holiday, encoding="utf-8")
    assert "trước ngày 09/9/2025 (tạm tính)" in run(*request, cwd=folder).out
    form = ("form", "--unit", "P.C", "--quarter", "3", "--as-of", "2025-09-01")
    assert "hạn nộp 09/9/2025 (tạm tính);" in run(*form, cwd=folder).err


# --- findings -------------------------------------------------------------------------------------


def test_a_plan_relabelled_keeps_no_old_year_and_name(run: Run, folder: Path) -> None:
    (folder / "plans/2025.yaml").rename(folder / "plans/2026.yaml")
    text = PLAN.replace("year: 2025", "year: 2026").replace("[2025]", "[2026]")
    (folder / "plans/2026.yaml").write_text(text, encoding="utf-8")
    checked = run("check", cwd=folder).out
    assert "PCI251 cảnh báo: năm 2025 trong kế hoạch năm 2026" in checked
    assert "PCI252 cảnh báo: «BAN QUẢN LÝ KHU KINH TẾ VÂN PHONG» là tên cũ: từ ngày" in checked


@pytest.mark.parametrize(
    "words",
    [
        "title: Thực hiện Kế hoạch số 9/KH-UBND của tỉnh năm 2024",
        "title: Thực hiện Chương trình đến năm 2030",
        "title: Rà soát từ ngày 01 tháng 12 năm 2024",
    ],
)
def test_the_year_of_something_else_is_no_finding(run: Run, folder: Path, words: str) -> None:
    title = "title: Nâng cao chỉ số năng lực cạnh tranh năm 2025"
    workspace(folder, plan=swap(title, words)(PLAN))
    assert "PCI251" not in run("check", cwd=folder).out


def test_an_unknown_signer_is_a_finding(run: Run, folder: Path) -> None:
    workspace(folder, plan=swap("signer: truong-ban", "signer: truong")(PLAN))
    checked = run("check", cwd=folder)
    assert "PCI250 cảnh báo: không có «truong» trong signers" in checked.out
    assert run("check", cwd=workspace(folder)).out.count("PCI25") == 0


# --- units ----------------------------------------------------------------------------------------

DONE = ("--state", "doing", "--result", "Đã họp.")


def test_a_unit_answers_until_its_last_day(run: Run, folder: Path) -> None:
    late = run("record", "1", "--unit", "P.A", "--date", "1/3/2025", *DONE, cwd=folder)
    assert late.code == 2
    assert "Phòng Anh không còn vào ngày 01/3/2025: ghi cho phong-c (Phòng Chung)" in " ".join(
        late.err.replace("\n", " ").replace("; ", ": ").split()
    )
    kept = run("record", "1", "--unit", "P.A", "--date", "28/2/2025", *DONE, cwd=folder)
    assert kept.code == 0, kept.err
    heir = run("record", "1", "--unit", "P.C", "--date", "1/3/2025", *DONE, cwd=folder)
    assert heir.code == 0, heir.err
    assert run("check", cwd=folder).code == 0
    for unit in ("phong-a", "Phòng Anh", "P.C"):
        assert len(told(run, folder, "log", "--unit", unit)["updates"]) == 2


@pytest.mark.parametrize("unit", ["phong-a", "phong anh", "P.C"])
def test_a_unit_goes_by_its_old_or_new_name(run: Run, folder: Path, unit: str) -> None:
    for command in ("tasks", "deadlines"):
        listed = run(command, "--unit", unit, "--as-of", "2025-08-01", cwd=folder)
        assert listed.code == 0, listed.err
    asked = ("--unit", unit, "--quarter", "3", "--as-of", "2025-08-01")
    report = run("report", *asked, "--format", "md", cwd=folder)
    assert "PHÒNG CHUNG" in report.out, report.err
    gone = "Phòng Anh không có vào ngày ấy: Phòng Chung trả lời."
    assert (gone in report.err) == (unit != "P.C")
    form = run("form", *asked, "-o", "bieu.docx", "--format", "docx", cwd=folder)
    assert form.code == 0 and (gone in form.err) == (unit != "P.C")
    early = ("--unit", unit, "--quarter", "1", "--as-of", "2025-02-01", "--format", "md")
    before = run("report", *early, cwd=folder)
    if unit == "P.C":  # it comes from two
        assert before.code == 2 and "khi ấy là: Phòng Anh, Phòng Ban" in before.err
    else:
        assert "PHÒNG ANH" in before.out


def test_who_leads_is_named_as_of_the_day(run: Run, folder: Path) -> None:
    for day, name in (("2025-02-28", "Phòng Anh"), ("2025-03-01", "Phòng Chung")):
        asked = ("--as-of", day, "--format")
        assert f'"{name}"' in run("tasks", *asked, "csv", cwd=folder).out
        assert f"Chủ trì: {name}" in run("show", "1", *asked[:2], cwd=folder).out
        report = run("report", "--quarter", "1", *asked, "md", cwd=folder).out
        assert f"Đối thoại (năm 2025): {name}" in report


def test_who_takes_part_is_named_as_of_the_day(run: Run, folder: Path) -> None:
    beside = "  3: {work: Tổng hợp., lead: van-phong, coordinating: [phong-a, phong-b]}\n"
    workspace(folder, plan=PLAN + beside)
    for day, names in (("2025-06-30", "Phòng Chung; Phòng Ban"), ("2025-07-01", "Phòng Chung")):
        listed = run("tasks", "--unit", "P.C", "--as-of", day, "--format", "csv", cwd=folder).out
        row = next(row for row in csv.DictReader(StringIO(listed)) if row["Mã"] == "3")
        assert (row["Đơn vị phối hợp"], row["Qua"]) == (names, "")
        assert row["Đơn vị thực hiện"] == f"Văn phòng; phối hợp: {names.replace(';', ',')}"
    assert "Phối hợp: Phòng Chung\n" in run("show", "3", "--as-of", day, cwd=folder).out
    *_, last = told(run, folder, "tasks", "--as-of", day)["tasks"]
    assert [one["id"] for one in last["units"]["coordinating"]] == ["phong-c"]


def test_the_successor_s_form_lists_what_it_took_over(run: Run, folder: Path) -> None:
    asked = ("form", "--all", "--quarter", "3", "--as-of", "2025-08-01", "--format", "docx")
    assert run(*asked, "-o", "bieu", cwd=folder).code == 0
    (form,) = (folder / "bieu").iterdir()
    printed = documents.text(form.read_bytes())
    assert "Đối thoại trong năm." in printed and "Khảo sát trong năm." in printed


def test_who_gathers_the_reports_is_named_as_of_the_day(run: Run, folder: Path) -> None:
    plan = swap("letters: {drafted_by: van-phong}\n", "")(PLAN)
    workspace(folder, plan=swap("  van-phong: {name: Văn phòng, short: VP}\n", "")(plan))
    chat = run("remind", "--text", "--as-of", "2025-07-01", cwd=folder).out
    assert "Đề nghị gửi kết quả về Phòng Chung ngay." in chat


def test_a_room_renamed_under_its_id_keeps_both_names(run: Run, folder: Path) -> None:
    rooms = """\
units:
  phong-d:
    - {name: Phòng Đất, short: P.Đ}
    - {from: 2025-07-01, name: Phòng Nhà ở, short: P.N}
  phong-b: {until: 2025-05-31, successor: phong-d}
"""
    workspace(folder, rooms)
    for unit in ("Phòng Đất", "P.N"):
        rows = told(run, folder, "tasks", "--unit", unit, "--as-of", "2025-08-01")["tasks"]
        assert [row["id"] for row in rows] == ["2"]
    for day, name in (("2025-06-30", "PHÒNG ĐẤT"), ("2025-07-01", "PHÒNG NHÀ Ở")):
        asked = ("--unit", "phong-d", "--quarter", "3", "--as-of", day, "--format", "md")
        assert name in run("report", *asked, cwd=folder).out


# --- a decree of its own --------------------------------------------------------------------------


def windowed(text: str) -> str:
    return swap("window: nd09", f"window: {text}")(PLAN)


def test_a_new_decree_is_a_line_of_the_plan(run: Run, folder: Path) -> None:
    workspace(folder, plan=windowed("{from_day: 20, to_day: 19, basis: Nghị định số 9/2025/NĐ-CP}"))
    done = run("report", "--quarter", "2", "--as-of", "2025-06-19", "--format", "md", cwd=folder)
    assert "Số liệu từ 20/3/2025 đến 19/6/2025 (Nghị định số 9/2025/NĐ-CP)" in done.err
    request = run("remind", "--request", "--quarter", "2", "--before", "16/6/2025", "--as-of",
                  "2025-06-10", "--format", "md", cwd=folder)  # fmt: skip
    assert "Nghị định số 9/2025/NĐ-CP" in request.out, request.err
    named = ("--window", "nd09", "--format", "md")
    done = run("report", "--quarter", "2", "--as-of", "2025-06-19", *named, cwd=folder)
    assert "Số liệu từ 15/3/2025 đến 14/6/2025" in done.err


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{from_day: 15, to_day: 13, basis: NĐ}", "PCI104 lỗi: window: to_day phải là 14"),
        ("{from_day: 15, to_day: 14}", "PCI102 lỗi: thiếu «basis»"),
        ("{from_day: a, to_day: 14, basis: NĐ}", "PCI105 lỗi: from_day: «a»"),
        ("{from: 15, from_day: 15, to_day: 14, basis: NĐ}", "PCI101 lỗi: khóa «from»"),
        ("nd10", "PCI106 lỗi: «nd10» không dùng được"),
    ],
)
def test_a_broken_window_is_one_fault(run: Run, folder: Path, text: str, fault: str) -> None:
    workspace(folder, plan=windowed(text))
    done = run("check", "--errors-only", cwd=folder)
    assert done.code == 1 and fault in done.out and done.out.count(" lỗi: ") == 1


# --- odd files ------------------------------------------------------------------------------------

ODD = {
    "a circle": "phong-a: {until: 2025-02-28, successor: phong-b}\n"
    "  phong-b: {until: 2025-03-31, successor: phong-a}",
    "itself": "phong-a: {until: 2025-02-28, successor: phong-a}",
    "one that begins later": "phong-a: {until: 2025-02-28, successor: c}\n"
    "  c: {name: Phòng C, from: 2025-04-01}",
    "one that is over": "phong-a: {until: 2025-02-28, successor: c}\n"
    "  c: {name: Phòng C, until: 2025-02-28}",
    "an outside body": "phong-a: {until: 2025-02-28, successor: so-khdt}",
    "no day": "phong-a: {successor: phong-b}",
    "an unknown parent": "phong-a: {until: 2025-02-28, successor: c}\n"
    "  c: {name: Phòng C, part_of: khong-co}",
}


@pytest.mark.parametrize("units", ODD.values(), ids=ODD)
def test_a_successor_that_cannot_be_is_one_fault(run: Run, folder: Path, units: str) -> None:
    workspace(folder, f"units:\n  {units}\n")
    done = run("check", cwd=folder)
    assert done.code == 1
    assert done.out.count("PCI247 lỗi: ") == 1 and "\n1 lỗi, " in done.out
    for command in ("tasks", "stats", "deadlines"):
        assert run(command, "--as-of", "2025-12-01", cwd=folder).code == 2


def test_a_unit_may_end_without_a_successor(run: Run, folder: Path) -> None:
    workspace(folder, "units:\n  phong-a: {until: 2025-02-28}\n  van-phong: {until: 2025-05-31}\n")
    assert run("check", cwd=folder).out.count("PCI249 cảnh báo") == 2
    for command in ("tasks", "stats", "deadlines"):
        done = run(command, "--as-of", "2025-12-01", cwd=folder)
        left = (
            "01 đầu việc của P.A, đã kết thúc ngày 28/02/2025, chưa có đơn vị nhận: 1/viec (2025)."
        )
        assert done.code == 0 and left in done.err
    done = run("report", "--quarter", "4", "--as-of", "2025-12-15", "--format", "md", cwd=folder)
    assert "chưa có đơn vị nhận: 1/viec (2025)." in done.err
    for kind in (
        ("report", "--brief"),
        ("report", "--handover"),
        ("remind", "--before", "9/1/2026"),
    ):
        done = run(*kind, "--as-of", "2025-12-01", "--format", "md", cwd=folder)
        assert "chưa có đơn vị nhận: 1/viec (2025)." in done.err, done.err
    before = ("--as-of", "2025-02-28")
    assert "chưa có đơn vị nhận" not in run("tasks", *before, cwd=folder).err


def test_nobody_owes_a_report_once_it_has_ended_without_a_successor(run: Run, folder: Path) -> None:
    workspace(folder, "units: {phong-a: {until: 2025-09-15}}\n")
    for day, missing in {"2025-09-15": {"phong-a", "phong-b"}, "2025-09-20": {"phong-b"}}.items():
        rows = told(run, folder, "deadlines", "--as-of", day)["items"]
        assert {row["unit"] for row in rows if row["state"] == "missing"} == missing
        done = run("remind", "--as-of", day, "--before", "30/9/2025", "--format", "md", cwd=folder)
        assert ("Phòng Anh" in done.out) == ("phong-a" in missing), done.err
        done = run("stats", "--quarter", "3", "--as-of", day, cwd=folder)
        assert "phải gửi 2, đã gửi 0" in done.err


@pytest.mark.parametrize("day", ["9999-12-31", "1999-12-31"])
def test_a_day_outside_our_years_is_one_fault(run: Run, folder: Path, day: str) -> None:
    workspace(folder, f"units:\n  phong-a: {{until: {day}}}\n")
    (folder / "plans/2025-khac.yaml").write_text(PLAN, encoding="utf-8")
    done = run("check", cwd=folder)
    assert done.code == 1 and done.out.splitlines()[-1].startswith("1 lỗi,")
    assert (
        done.err
        == "pci: chưa kiểm tra hết các tham chiếu vì plans/organisation.yaml sai cấu trúc\n"
    )
    assert f"until: «{day}» không phải ngày có thật trong các năm 2000-2100" in done.out
    plan = PLAN.replace("quote: trong năm", "quote: trong quý", 1)
    (folder / "plans/2025-khac.yaml").write_text(plan, encoding="utf-8")
    assert "PCI302 lỗi: «trong quý»" in run("check", cwd=folder).out


FAULTS = {
    "a name twice": (
        "units:\n  c: {name: Phòng Ban}\n",
        "organisation.yaml:2:13: PCI213 lỗi: «Phòng Ban» cũng là tên của phong-b (plans/2025.yaml",
    ),
    "a name twice, beside a slip of shape": (
        "người: {}\nunits:\n  c: {name: Phòng Ban}\n",
        "organisation.yaml:3:13: PCI213 lỗi: «Phòng Ban» cũng là tên của phong-b (plans/2025.yaml",
    ),
    "an alias twice": (
        "units: {phong-a: {aliases: [Cũ, Ban]}}\noutside: {so-tc: {name: Ban}}\n",
        "organisation.yaml:1:33: PCI213 lỗi: «Ban» cũng là tên của so-tc (dòng 2)",
    ),
    "below one below": (
        "units:\n  c: {name: Tổ C, part_of: phong-a}\n  d: {name: Tổ D, part_of: c}\n",
        "plans/organisation.yaml:3:28: PCI215 lỗi: d: thuộc «c»",
    ),
    "nothing": ("units: {c: }\n", "PCI103 lỗi: «c» để trống"),
    "a text": ("units: {c: Phòng C}\n", "cần các dòng «khóa: giá trị»"),
    "a letterhead of before": (
        "agency:\n  - {name: Ban, short: Ban, letterhead: {parent: A, agency: B, place: C}}\n"
        "  - {from: 2025-07-01, name: Ban mới, short: Ban}\n",
        "PCI222 gợi ý: chưa nêu symbol, letterhead,",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_organisation_is_told_there(
    run: Run, folder: Path, text: str, fault: str
) -> None:
    plan = swap(PLAN.splitlines()[4] + "\n", "")(PLAN)
    workspace(folder, text, plan)
    done = run("check", cwd=folder)
    assert fault in done.out + done.err, done.out


def test_a_comparison_tells_another_last_day(run: Run, folder: Path) -> None:
    old = workspace(folder.parent / "cu")
    workspace(
        folder, swap("until: 2025-06-30, successor", "until: 2025-07-31, successor")(ORGANISATION)
    )
    done = run("diff", str(old), cwd=folder)
    change = "~ Sửa thời kỳ: phong-b\n      Đến hết ngày: [-30/6/2025-] → {+31/7/2025+}\n"
    assert change in done.out and done.out.count("~") == 1


# --- several plans --------------------------------------------------------------------------------


def test_a_plan_leaves_out_the_end_of_what_only_another_defines(run: Run, folder: Path) -> None:
    rooms = "phong-x: {until: 2025-02-28, successor: phong-y}\n  phong-y: {until: 2025-12-31}"
    workspace(folder, f"units:\n  {rooms}\n  phong-z: {{until: 2025-06-30}}\n")
    assert run("check", cwd=folder).out.count("PCI246 lỗi: ") == 3
    other = PLAN.replace("phong-a", "phong-x").replace("phong-b", "phong-y")
    (folder / "plans/2025-khac.yaml").write_text(other, encoding="utf-8")
    for plan in ("2025", "2025-khac"):
        for command in ("tasks", "stats", "deadlines"):
            assert run(command, "--plan", plan, "--as-of", "2025-12-01", cwd=folder).code == 0
    rows = told(run, folder, "deadlines", "--plan", "khac", "--as-of", "2026-01-05")["items"]
    assert [row["unit"] for row in rows] == ["van-phong"] * 4
    done = run("check", cwd=folder)
    assert "\n1 lỗi, " in done.out and "PCI246 lỗi: «phong-z» chưa có tên" in done.out
    assert run("check", "--plan", "khac", cwd=folder).code == 0


def test_a_unit_may_end_into_one_that_only_another_plan_defines(run: Run, folder: Path) -> None:
    workspace(folder, "units:\n  z: {name: Phòng Zê, until: 2025-06-30, successor: phong-x}\n")
    (folder / "plans/2025-khac.yaml").write_text(PLAN.replace("phong-a", "phong-x"), "utf-8")
    assert run("check", cwd=folder).code == 0
    for plan in ("2025", "2025-khac"):
        assert run("tasks", "--plan", plan, "--as-of", "2025-12-01", cwd=folder).code == 0
    (folder / "plans/2025-khac.yaml").write_text(PLAN, "utf-8")
    done = run("check", cwd=folder)  # no plan knows it
    assert done.code == 1 and done.out.count("PCI247 lỗi: không có «phong-x»") == 1
    assert run("tasks", cwd=folder).code == 0  # and none needs it
    workspace(folder, (folder / "plans/organisation.yaml").read_text("utf-8"),
              swap("trong năm., lead: phong-b", "trong năm., lead: z")(PLAN))  # fmt: skip
    assert run("tasks", cwd=folder).code == 2


def test_the_end_of_a_unit_that_an_amendment_adds_is_known(run: Run, folder: Path) -> None:
    workspace(folder, "units:\n  phong-d: {until: 2025-11-30, successor: van-phong}\n")
    amendment = """\
document: {type: Quyết định, number: 9/QĐ-BQL, date: 2025-04-01}
effective: 2025-04-01
add: {units: {phong-d: {name: Phòng Dung, short: P.D}}}
change: {tasks: {1: {lead: phong-d}}}
"""
    there = folder / "plans/2025/amendments/2025-04-01-them.yaml"
    there.parent.mkdir(parents=True)
    there.write_text(amendment, encoding="utf-8")
    assert run("check", cwd=folder).code == 0
    rows = told(run, folder, "deadlines", "--as-of", "2026-01-05")["items"]
    assert {r["unit"] for r in rows if r["task"] == "1" and r["state"] == "overdue"} == {
        "van-phong"
    }
    for day in ("", " null", " 9999-12-31", " 2025-02-30"):
        there.write_text(amendment.replace(" 2025-04-01\nadd", f"{day}\nadd"), encoding="utf-8")
        done = run("check", cwd=folder)
        assert done.code == 1 and "\n1 lỗi, " in done.out and "effective" in done.out


# --- what a unit left -----------------------------------------------------------------------------


def test_an_open_remark_is_with_who_took_over_its_task(run: Run, folder: Path) -> None:
    third = PLAN.replace(
        "  2: {work: Khảo sát trong năm., lead: phong-b",
        "  2: {work: Khảo sát trong năm., lead: phong-a",
    )
    workspace(folder, ORGANISATION, third)
    for task in ("1", "2"):
        asked = (
            "--state",
            "doing",
            "--difficulty",
            f"Vướng việc {task}.",
            "--difficulty-to",
            "noi-bo",
            "--date",
            "2025-02-10",
        )
        done = run("record", task, "--unit", "P.A", *asked, cwd=folder)
        assert done.code == 0, done.err
    there = folder / "plans/2025/amendments/2025-03-01-giao.yaml"
    there.parent.mkdir(parents=True)
    there.write_text(
        """\
document: {type: Quyết định, number: 9/QĐ-BQL, date: 2025-02-25}
effective: 2025-03-01
change: {tasks: {1: {lead: van-phong}}}
""",
        encoding="utf-8",
    )

    def waiting(day: str, *options: str) -> str:
        shown = ("--open", "--as-of", day, "--format", "csv", *options)
        return run("log", *shown, cwd=folder).out

    assert waiting("2025-02-20").count("Phòng Anh") == 2
    first, second = waiting("2025-05-01").splitlines()[1:3]
    assert "Vướng việc 1." in first and "Văn phòng (trước là Phòng Anh)" in first
    assert "Vướng việc 2." in second and "Phòng Chung (trước là Phòng Anh)" in second
    quarter = ("--quarter", "2", "--as-of", "2025-05-01", "--format", "md")
    for unit, task in {"VP": "1", "P.C": "2"}.items():
        out = waiting("2025-05-01", "--unit", unit)
        assert out.count("Vướng việc") == 1 and f"Vướng việc {task}." in out
        out = run("report", "--unit", unit, *quarter, cwd=folder).out
        assert out.count("Vướng việc") == 1 and f"- Vướng việc {task} (Phòng Anh, từ quý I)" in out
        out = run("report", "--handover", "--unit", unit, *quarter[2:], cwd=folder).out
        assert out.count("Vướng việc") == 1 and f"Vướng việc {task}. | {unit} (trước là P.A)" in out


def test_the_page_for_the_leaders_names_who_now_asks(run: Run, folder: Path) -> None:
    said = ("--date", "2025-02-10", "--proposal", "Thêm người.", "--proposal-to", "lanh-dao")
    assert run("record", "1", "--unit", "P.A", "--state", "doing", *said, cwd=folder).code == 0
    page = ("report", "--brief", "--format", "md", "--as-of")
    assert "Thêm người. | P.A |" in run(*page, "2025-02-28", cwd=folder).out
    assert "Thêm người. | P.C (trước là P.A) |" in run(*page, "2025-03-01", cwd=folder).out


def test_the_days_late_at_a_handover_are_those_of_its_day(run: Run, folder: Path) -> None:
    quarter = PLAN.replace(
        "during: [2025], quote: trong năm", "during: [2025-01], quote: trong năm"
    )
    workspace(folder, ORGANISATION, quarter)
    rows = told(run, folder, "deadlines", "--as-of", "2025-03-01")["items"]
    late = next(row for row in rows if row["task"] == "1" and row["state"] == "overdue")
    assert late["days"] == 29
    assert "nhận bàn giao từ P.A ngày 01/3/2025, khi đó đã quá hạn 29 ngày" in late["reason"]


def test_a_unit_does_not_speak_before_it_begins(run: Run, folder: Path) -> None:
    said = ("--date", "2025-02-20", "--state", "doing", "--result", "Đã họp.")
    done = run("record", "1", "--unit", "P.C", *said, cwd=folder)
    assert (done.code, done.out) == (2, "") and done.err.count("\n") == 1
    assert "Phòng Chung chưa có vào ngày ấy; khi ấy là: Phòng Anh, Phòng Ban" in done.err


def test_a_report_of_a_closed_period_names_who_now_answers(run: Run, folder: Path) -> None:
    paper = ("--quarter", "2", "--format", "md")
    done = run("report", *paper, "--as-of", "2025-06-20", cwd=folder)
    assert " Phòng Ban (1)" in done.err
    done = run("report", *paper, "--as-of", "2025-07-10", cwd=folder)
    assert " Phòng Chung (trước là Phòng Ban) (1)" in done.err
    assert "\n- Khảo sát (năm 2025): Phòng Chung.\n" in done.out
    words = folder / "plans/2025/reports/2025-Q2.yaml"
    words.parent.mkdir(parents=True)
    own = "difficulties: Phòng Chung chưa gửi báo cáo.\n"
    words.write_text(f"written: 2025-07-10T08:00:00+07:00\n{own}", encoding="utf-8")
    done = run("report", *paper, "--as-of", "2025-07-10", cwd=folder)
    assert "[Phòng Chung (trước" not in done.out.replace("\\", "")  # the Office says it itself
    done = run("stats", "--quarter", "2", "--as-of", "2025-07-10", cwd=folder)
    assert "phải gửi 2, đã gửi 0" in done.err


# --- handovers one after another ------------------------------------------------------------------

CHAIN = """\
units:
  phong-a: {until: 2025-03-31, successor: phong-c}
  phong-c: {name: Phòng Chung, short: P.C, from: 2025-04-01, until: 2025-06-14, successor: phong-d}
  phong-d: {name: Phòng Dung, short: P.D, from: 2025-06-15, until: 2025-09-30, successor: phong-b}
"""
OWED = "owes: {viec: {title: Nhập liệu, during: [2025], quote: trong năm}}"
SHARED = f"""\
{PLAN}  3: {{work: Rà soát trong năm., lead: nhom, {OWED}}}
  4: {{work: Nhập liệu trong năm., lead: to-x, {OWED}}}
groups: {{nhom: {{name: Các phòng, members: [phong-a, phong-b]}}}}
"""
SHARED = swap("outside:", "  to-x: {name: Tổ Xanh, short: TX, part_of: phong-a}\noutside:")(SHARED)


@pytest.fixture
def chain(folder: Path) -> Path:
    return workspace(folder, CHAIN, SHARED)


@pytest.mark.parametrize("unit", ["P.A", "P.C", "P.D"])
def test_a_unit_goes_by_any_name_that_it_will_have(run: Run, chain: Path, unit: str) -> None:
    rows = told(run, chain, "tasks", "--unit", unit, "--as-of", "2025-05-01")["tasks"]
    assert [row["id"] for row in rows] == ["1", "3", "4"]


def test_work_is_suspended_only_where_all_that_met_in_it_is(run: Run, chain: Path) -> None:
    stops = ("--date", "2025-02-20", "--state", "suspended", "--reason", "Thiếu người.")
    for task in ("1", "3"):
        assert run("record", task, "--unit", "P.A", *stops, cwd=chain).code == 0

    def open_work(day: str) -> list[tuple[str, str]]:
        rows = told(run, chain, "deadlines", "--as-of", day, "--within", "400d")["items"]
        told_of = [row for row in rows if row["task"] in ("1", "3") and row["state"] == "open"]
        return [(row["task"], row["unit"]) for row in told_of]

    assert open_work("2025-09-30") == [("3", "phong-b")]
    assert open_work("2025-10-01") == [("3", "phong-b")]  # P.D's part of it, suspended, met it
    assert "Tạm dừng" in run("show", "1", "--as-of", "2025-10-01", cwd=chain).out
    shown = run("show", "3", "--as-of", "2025-10-01", cwd=chain).out
    assert "Tình trạng tính đến ngày 01/10/2025:\n  Đang thực hiện" in shown


def test_a_sub_unit_goes_with_what_takes_its_parent_s_place(run: Run, chain: Path) -> None:
    asked = ("--unit", "TX", "--as-of", "2025-06-20")
    rows = told(run, chain, "deadlines", *asked, "--within", "400d")["items"]
    assert ("4", "phong-d") in {(row["task"], row["unit"]) for row in rows}
    paper = run("report", *asked, "--quarter", "3", "--format", "md", cwd=chain).out
    assert "Nhập liệu (năm 2025)" in paper


def test_what_a_sub_unit_asks_passes_with_its_task(run: Run, chain: Path) -> None:
    said = ("--date", "2025-02-10", "--difficulty", "Máy hỏng.", "--difficulty-to", "noi-bo")
    assert run("record", "4", "--unit", "TX", "--state", "doing", *said, cwd=chain).code == 0
    there = chain / "plans/2025/amendments/2025-05-01-giao.yaml"
    there.parent.mkdir(parents=True)
    document = "document: {type: Quyết định, number: 9/QĐ-BQL, date: 2025-04-25}\n"
    there.write_text(
        f"{document}effective: 2025-05-01\nchange: {{tasks: {{4: {{lead: phong-b}}}}}}\n", "utf-8"
    )
    for day, units in (("2025-04-30", "Tổ Xanh"), ("2025-05-01", "Phòng Ban (trước là Tổ Xanh)")):
        listed = run("log", "--open", "--as-of", day, "--format", "csv", cwd=chain).out
        assert f'"{units}"' in listed


def test_recording_for_a_unit_that_ended_tells_what_its_heir_owes(run: Run, chain: Path) -> None:
    done = run("record", "1", "--unit", "P.A", "--date", "28/2/2025", *DONE, cwd=chain)
    assert "Phòng Ban còn phải báo cáo quý I năm 2025: 03 nhiệm vụ (2, 3, 4)." in done.err
    done = run("record", "1", "--unit", "P.D", "--date", "1/9/2025", *DONE, cwd=chain)
    assert "Phòng Ban còn phải báo cáo quý III năm 2025" in done.err
