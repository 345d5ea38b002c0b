"""`pci form` and `pci record F.xlsx`: a form goes out, is filled in, and comes back as updates or
with every fault."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import documents
import pytest
from libreoffice import forms_saved_again
from openpyxl import Workbook, load_workbook
from sheets import filled, put
from support import ROOT, Ran, Run
from terminal import Talk, on_screen

Q3 = ("--quarter", "3", "--year", "2023")
MONTHLY = "A.VII.4/bao-cao-thang 2023-09"
ROWS: Mapping[str, Mapping[str, object]] = {
    "A.IV.1": {"state": "Đang thực hiện", "figures": "80%"},
    "A.VII.4": {
        "state": "Đang thực hiện",
        "figures": "Số kiến nghị đã giải quyết (kiến nghị): 9",
        "result": "Đã xử lý 9 kiến nghị.\nCòn 01 kiến nghị.",
        "remarks": "Khó khăn: chưa có hướng dẫn\nKiến nghị (gửi UBND tỉnh): sửa quy định",
    },
    MONTHLY: {"state": "Đã hoàn thành", "evidence": "412/BC-KKT ngày 11/9/2023"},
    "con-lai 2023-Q3": {"state": "x"},
}
OLD_FORM = ROOT / "tests/data/bieu-ban-2.xlsx"
"""Made by `pci form --unit QLDN --quarter 3` on 5/9/2023, when forms were of version 2."""
IDS = ["A.IV.1", "A.VII.4", "A.VII.4/bao-cao-thang", "con-lai"]

Fill = Callable[..., Path]


@pytest.fixture
def fill(run: Run, real: Path) -> Fill:
    """Makes a unit's form, fills it in and keeps it under a name."""

    def make(
        rows: Mapping[str, Mapping[str, object]] = ROWS,
        *edits: Callable[[Workbook], object],
        unit: str = "QLDN",
        name: str = "F.xlsx",
    ) -> Path:
        blank = real / "mau.xlsx"
        assert run("form", "--unit", unit, *Q3, "-o", blank.name, "--force", cwd=real).code == 0
        (real / name).write_bytes(filled(blank.read_bytes(), rows, *edits))
        return real / name

    return make


def updates(run: Run, root: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        run("log", "--year", "2023", "--format", "json", cwd=root).out
    )["updates"]
    return found


def nothing_written(root: Path) -> bool:
    return not (root / "plans/2023/progress").exists()


def told(done: Ran) -> list[str]:
    return done.err.splitlines()


# --- out
# --------------------------------------------------------------------------------------------------


def test_one_form_a_unit_named_by_period_and_unit(run: Run, real: Path) -> None:
    done = run("form", "--all", *Q3, "-o", "bieu", cwd=real)
    units = ("VP", "QLDT", "QLQHXD", "QLTNMT", "QLDN", "BQLDA")
    assert done.out.split() == [f"bieu/2023-Q3_{unit}.xlsx" for unit in units]
    assert done.err == (
        "Đã tạo thư mục bieu.\n06 biểu quý III năm 2023, hạn nộp 11/9/2023; "
        "số liệu từ 15/6/2023 đến 14/9/2023.\n"
    )
    last = (real / "bieu/2023-Q3_BQLDA.xlsx").read_bytes()
    assert run("form", "--unit", "Ban Quản lý dự án", *Q3, cwd=real).out == "2023-Q3_BQLDA.xlsx\n"
    assert (real / "2023-Q3_BQLDA.xlsx").read_bytes() == last


def test_an_edited_form_is_never_replaced(run: Run, real: Path) -> None:
    (real / "2023-Q3_VP.xlsx").write_bytes(b"x")
    done = run("form", "--unit", "VP", *Q3, cwd=real)
    assert done.out == "2023-Q3_VP-2.xlsx\n"
    assert (real / "2023-Q3_VP.xlsx").read_bytes() == b"x"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*Q3,), "nêu một đơn vị hoặc --all"),
        (("--unit", "VP", "--all", *Q3), "nêu một đơn vị hoặc --all"),
        (("--unit", "VP", "--year", "2023"), "mọi kỳ báo cáo của năm 2023 đã qua hạn nội bộ"),
        (
            ("--unit", "VP", "--month", "9", "--year", "2023"),
            "Văn phòng không phải báo cáo tháng 9 năm 2023",
        ),
        (
            ("--all", "--quarter", "1", "--year", "2023"),
            "không đơn vị nào phải báo cáo quý I năm 2023",
        ),
        (("--unit", "VP", *Q3, "-o", "plans/F.xlsx"), "plans/F.xlsx nằm trong plans/ của kế hoạch"),
    ],
    ids=str,
)
def test_what_cannot_be_made_is_said(
    run: Run, real: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run("form", *arguments, cwd=real)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"pci: {said}; ")


def test_a_file_where_a_folder_is_meant_is_told(run: Run, real: Path) -> None:
    (real / "F.xlsx").touch()
    assert run("form", "--all", *Q3, "-o", "F.xlsx", cwd=real) == Ran(
        2, "", "pci: F.xlsx: đã có tệp tên này\n"
    )


def test_a_sub_unit_and_one_that_reports_through_another_have_forms_too(
    run: Run, real: Path
) -> None:
    assert run("form", "--unit", "Một cửa", *Q3, cwd=real).out == "2023-Q3_BPMC.xlsx\n"
    assert run("form", "--unit", "ISO", *Q3, cwd=real).out == "2023-Q3_ISO.xlsx\n"


def test_the_word_form_holds_the_same_rows(run: Run, real: Path) -> None:
    assert (
        run("form", "--unit", "QLDN", *Q3, "--format", "docx", cwd=real).out
        == "2023-Q3_QLDN.docx\n"
    )
    text = documents.text((real / "2023-Q3_QLDN.docx").read_bytes())
    for words in (
        "BIỂU BÁO CÁO KẾT QUẢ",
        "hạn nộp: ngày 11/9/2023",
        "Các nhiệm vụ còn lại",
        "☐ Tạm dừng",
        "NGƯỜI LẬP",
    ):
        assert words in text
    assert text.count("(A.") == 13 + 1 + 6
    assert text.count("Các khó khăn, vướng mắc của doanh nghiệp được giải") == 1, "dòng đầu"
    refused = run("record", "2023-Q3_QLDN.docx", cwd=real)
    said = "pci: 2023-Q3_QLDN.docx: không phải tệp Excel .xlsx; chọn tệp dạng .xlsx\n"
    assert refused == Ran(2, "", said)


def test_what_was_said_last_is_shown_beside(run: Run, fill: Fill, real: Path) -> None:
    assert run("record", fill().name, cwd=real).code == 0
    run("form", "--unit", "QLDN", *Q3, "--format", "docx", cwd=real)
    text = documents.text((real / "2023-Q3_QLDN.docx").read_bytes())
    assert "Ngày 11/9/2023: Đang thực hiện. Đã xử lý 9 kiến nghị." in text
    assert "Đầu việc" not in text, "việc đã xong thì không hỏi nữa"


def test_a_task_whose_work_was_reported_shows_it_too(run: Run, example: Path) -> None:
    run("form", "--unit", "XTĐT", "--quarter", "3", "--format", "docx", cwd=example)
    text = documents.text((example / "2024-Q3_XTDT.docx").read_bytes())
    assert "Ngày 20/8/2024: Ban hành quy trình nội bộ sửa đổi: Đã hoàn thành. Ban hành 06" in text


def test_without_a_period_it_is_the_one_of_today(run: Run, example: Path) -> None:
    """As `pci remind --request` has it: the first whose internal day has not passed."""
    for day, name in (("2024-09-01", "2024-Q3"), ("2024-09-16", "2024-Q4")):
        done = run("form", "--unit", "XTĐT", "--as-of", day, cwd=example)
        assert done.out == f"{name}_XTDT.xlsx\n"
        assert f"\n01 biểu quý {'III' if name[-1] == '3' else 'IV'} năm 2024, hạn nộp" in done.err
    early = run("form", "--unit", "XTĐT", "--as-of", "2024-09-12", cwd=example)
    assert (early.code, early.out) == (2, "")
    assert "chưa tới ngày đầu lấy số liệu 15/9/2024" in early.err


# --- back in
# --------------------------------------------------------------------------------------------------


def test_a_form_is_shown_then_recorded_once(run: Run, fill: Fill, real: Path) -> None:
    def signed(book: Workbook) -> None:
        put(book.worksheets[0], "E5", "Nguyễn A")
        put(book.worksheets[0], "E6", "Trần B")

    form = fill(ROWS, signed)
    done = run("record", form.name, cwd=real)
    assert (done.code, done.err) == (
        0,
        "Đã ghi 04 cập nhật.\nPhòng Quản lý Doanh nghiệp đã báo cáo đủ quý III năm 2023.\n",
    )
    head, *rows = [line.split("\t") for line in done.out.splitlines()]
    assert head[:5] == ["Ô", "Ngày", "Đơn vị", "Nội dung", "Tình trạng"]
    assert head[5:] == [
        "Kết quả thực hiện",
        "Số liệu",
        "Khó khăn, kiến nghị",
        "Tài liệu kiểm chứng",
        "Ghi",
    ]
    assert [row[3].split()[0] for row in rows] == IDS
    assert rows[1][6:8] == [
        "Số kiến nghị đã giải quyết: 09 kiến nghị",
        "Khó khăn (Lãnh đạo Ban): chưa có hướng dẫn Kiến nghị (UBND tỉnh): sửa quy định",
    ]
    assert rows[2][8] == "412/BC-KKT ngày 11/9/2023"
    assert {row[-1] for row in rows} == {"mới"}
    found = {update["about"]: update for update in updates(run, real)}
    assert sorted(found) == IDS
    told_of = found["A.VII.4"]
    assert told_of["figures"] == {"kien-nghi-giai-quyet": 9}
    assert told_of["result"] == "Đã xử lý 9 kiến nghị.\nCòn 01 kiến nghị."
    assert told_of["difficulty"] == {"to": "lanh-dao", "text": "chưa có hướng dẫn"}
    assert told_of["proposal"] == {"to": "ubnd-tinh", "text": "sửa quy định"}
    assert (told_of["date"], told_of["by"]) == ("2023-09-11", "Nguyễn A (duyệt: Trần B)")
    again = run("record", form.name, form.name, cwd=real)
    assert again.err.startswith("Không có gì mới để ghi, 04 đã có từ trước.\n")
    assert len(updates(run, real)) == 4
    assert run("check", cwd=real).code == 0


def test_what_may_be_an_addressee_is_told_with_those_known(
    run: Run, fill: Fill, real: Path
) -> None:
    words = "Kiến nghị: Sở Nội vụ: thêm người"
    form = fill({"A.VII.4": {"state": "Đang thực hiện", "remarks": words}})
    done = run("record", form.name, "--dry-run", cwd=real)
    told = (
        "ô K21: «Sở Nội vụ» không đọc là nơi nhận, kiến nghị gửi Lãnh đạo Ban; gửi nơi khác thì "
        "ghi «Kiến nghị (gửi …): …», có: UBND tỉnh, Sở Kế hoạch và Đầu tư, "
    )
    assert told in done.err and "Kiến nghị (Lãnh đạo Ban): Sở Nội vụ: thêm người" in done.out


def kept(run: Run, root: Path) -> dict[str, tuple[str, str, str | None]]:
    """The day, state and reason of each update by its subject."""
    return {u["about"]: (u["date"], u["state"], u["reason"]) for u in updates(run, root)}


def test_a_form_made_by_the_version_before_is_still_read(run: Run, real: Path) -> None:
    """The keys of its rows stand in column J, the states in E, the documents in H."""
    book = load_workbook(OLD_FORM)
    sheet = book.worksheets[0]
    rows = {str(sheet[f"J{y}"].value): y for y in range(1, sheet.max_row + 1)}
    put(sheet, f"E{rows[MONTHLY]}", "Đã hoàn thành")
    put(sheet, f"H{rows[MONTHLY]}", "412/BC-KKT ngày 11/9/2023")
    put(sheet, f"E{rows['A.IV.1']}", "Đang thực hiện")
    put(sheet, f"I{rows['A.IV.1']}", "Khó khăn: thiếu người")
    book.save(real / "F.xlsx")
    assert run("record", "F.xlsx", cwd=real).code == 0
    assert kept(run, real) == {
        "A.IV.1": ("2023-09-11", "doing", None),
        "A.VII.4/bao-cao-thang": ("2023-09-11", "done", None),
    }


# --- the day on which work was finished
# --------------------------------------------------------------------------------------------------

IN_TIME = "412/BC-KKT ngày 16/8/2023"
AUGUST = "A.VII.4/bao-cao-thang 2023-08"
DONE = {"state": "Đã hoàn thành", "evidence": IN_TIME}


@pytest.fixture
def plan_of_july(real: Path) -> Path:
    """The plan as if it had been issued before August's work fell due."""
    plan = real / "plans/2023.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("issued: 2023-08", "issued: 2023-07", 1), encoding="utf-8")
    return plan


@pytest.mark.usefixtures("plan_of_july")
def test_work_done_in_time_is_never_late_because_the_form_came_late(
    run: Run, fill: Fill, real: Path
) -> None:
    late = run("record", fill({AUGUST: DONE}).name, cwd=real)
    fault, _ = told(late)
    assert re.fullmatch(
        r"pci: F\.xlsx, trang 2023-Q3, ô E\d+: ghi hoàn thành ngày 11/9/2023, sau hạn 16/8/2023; "
        r"tài liệu kiểm chứng ngày 16/8/2023, trong hạn; ghi ngày việc thật sự xong; đúng là xong "
        r"sau hạn thì nêu nguyên nhân \(reason\)",
        fault,
    )
    assert (late.code, nothing_written(real)) == (2, True)
    form = fill({AUGUST: {**DONE, "finished": "16/8/2023"}})
    assert run("record", form.name, cwd=real).code == 0
    assert kept(run, real) == {"A.VII.4/bao-cao-thang": ("2023-08-16", "done", None)}
    again = run("record", form.name, cwd=real)
    assert again.err.startswith(
        "Cập nhật này đã có, không ghi lại: A.VII.4 (Báo cáo tháng gửi Sở Kế hoạch và "
        "Đầu tư), tháng 8 năm 2023"
    )


@pytest.mark.usefixtures("plan_of_july")
def test_a_person_confirms_that_it_was_late_by_a_reason(run: Run, fill: Fill, real: Path) -> None:
    form = fill({AUGUST: {**DONE, "finished": "20/8/2023", "reason": "Chờ ý kiến Sở."}})
    assert run("record", form.name, cwd=real).code == 0
    assert kept(run, real) == {"A.VII.4/bao-cao-thang": ("2023-08-20", "done", "Chờ ý kiến Sở.")}
    assert "PCI453" not in run("check", cwd=real).out


@pytest.mark.usefixtures("plan_of_july")
def test_what_is_late_is_asked_why(run: Run, fill: Fill, real: Path) -> None:
    said = (
        "quá hạn 16/8/2023 mà chưa nêu nguyên nhân; "
        "nêu bằng --reason, hoặc ở cột Nguyên nhân rồi gửi lại biểu"
    )
    form = fill({AUGUST: {"state": "Đang thực hiện"}})
    done = run("record", form.name, cwd=real)
    assert (done.code, f": {said}\n" in done.err) == (0, True)
    assert said not in run("record", form.name, cwd=real).err
    form.write_bytes(filled(form.read_bytes(), {AUGUST: {"reason": "Chờ ý kiến Sở."}}))
    assert said not in run("record", form.name, cwd=real).err


@pytest.mark.usefixtures("plan_of_july")
def test_a_cause_that_is_given_later_is_printed_and_leaves_the_day_of_receipt(
    run: Run, fill: Fill, real: Path
) -> None:
    form = fill({AUGUST: {"state": "Đang thực hiện"}})
    assert run("record", form.name, "--received", "11/9/2023", cwd=real).code == 0
    form.write_bytes(filled(form.read_bytes(), {AUGUST: {"reason": "Chờ ý kiến Sở."}}))
    assert run("record", form.name, "--received", "25/9/2023", cwd=real).code == 0
    assert {u["received"] for u in updates(run, real)} == {"2023-09-11", None}
    report = ("report", "--quarter", "3", "--year", "2023", "--format", "md")
    assert (
        "- Chờ ý kiến Sở (Báo cáo tháng gửi Sở Kế hoạch và Đầu tư)." in run(*report, cwd=real).out
    )


def test_what_is_suspended_is_asked_why(run: Run, fill: Fill, real: Path) -> None:
    done = run("record", fill({MONTHLY: {"state": "Tạm dừng"}}).name, cwd=real)
    assert "ô E22: tạm dừng mà chưa nêu nguyên nhân; " in done.err


@pytest.mark.usefixtures("plan_of_july")
def test_another_day_of_finishing_corrects_the_first(run: Run, fill: Fill, real: Path) -> None:
    """Also a day before the period."""
    signed = lambda book: put(book.worksheets[0], "E5", "Nguyễn A")  # noqa: E731
    form = fill({}, signed)
    blank = form.read_bytes()
    for number, day in enumerate(("14/6/2023", "15/8/2023", "13/6/2023"), 1):
        rows = {AUGUST: {"state": "Đã hoàn thành", "finished": day}}
        form.write_bytes(filled(blank, rows))
        assert run("record", form.name, cwd=real).code == 0
        assert len(updates(run, real)) == number
    assert [bool(update["corrects"]) for update in updates(run, real)].count(True) == 2


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {**DONE, "finished": "31/8/23"},
            "«31/8/23» không phải ngày có thật trong ",
        ),
        (
            {**DONE, "finished": "12/9/2023"},
            "hoàn thành ngày 12/9/2023, sau ngày báo cáo 11/9/2023; ",
        ),
        (
            {"state": "Đang thực hiện", "finished": "16/8/2023"},
            "có ngày hoàn thành mà tình trạng là «Đang thực hiện»; ",
        ),
    ],
    ids=str,
)
def test_a_day_on_which_nothing_can_be_finished_is_refused(
    run: Run, fill: Fill, real: Path, cells: Mapping[str, object], said: str
) -> None:
    done = run("record", fill({MONTHLY: cells}).name, cwd=real)
    assert told(done)[0].startswith(f"pci: F.xlsx, trang 2023-Q3, ô F22: {said}")
    assert (done.code, nothing_written(real)) == (2, True)


@pytest.mark.usefixtures("plan_of_july")
def test_the_command_line_and_a_script_are_refused_by_the_same_rule(run: Run, real: Path) -> None:
    about, period = AUGUST.split()
    said = {"about": about, "period": period, "unit": "phong-qldn", "date": "2023-09-11"}
    fields = json.dumps({**said, "state": "done", "evidence": [IN_TIME]})
    (real / "a.json").write_text(fields, encoding="utf-8")
    where = ("record", about, "--period", period, "--unit", "QLDN", "--year", "2023")
    typed = (*where, "--date", "11/9/2023", "--state", "done", "--evidence", IN_TIME)
    for arguments in (typed, ("record", "--from-json", "a.json", "--year", "2023")):
        done = run(*arguments, cwd=real)
        assert (done.code, nothing_written(real)) == (2, True)
        assert "ghi hoàn thành ngày 11/9/2023, sau hạn 16/8/2023" in done.err
    assert run(*typed, "--reason", "Chờ ý kiến Sở.", cwd=real).code == 0


# --- many forms, and the day on which they came
# --------------------------------------------------------------------------------------------------


def test_the_day_on_which_forms_came_is_that_of_the_batch(run: Run, fill: Fill, real: Path) -> None:
    fill(name="F.xlsx")
    fill({"A.III.1": {"state": "Đang thực hiện"}}, unit="VP", name="V.xlsx")
    assert run("record", "F.xlsx", "V.xlsx", "--received", "12/9/2023", cwd=real).code == 0
    assert {update["received"] for update in updates(run, real)} == {"2023-09-12"}
    done = run("record", "F.xlsx", "--received", "hôm qua", cwd=real)
    assert (done.code, done.err.partition(";")[0]) == (
        2,
        "pci: --received «hôm qua» không phải ngày có thật trong các năm 2000-2100",
    )


def test_forms_did_not_come_on_a_day_to_come(run: Run, fill: Fill, real: Path) -> None:
    fill({"A.III.1": {"state": "Đang thực hiện"}}, unit="VP", name="V.xlsx")
    done = run("record", fill().name, "V.xlsx", "--received", "1/1/2099", cwd=real)
    assert (done.code, done.out) == (2, "")
    assert done.err == "pci: --received 01/01/2099 chưa tới; gõ ngày Văn phòng đã nhận được\n"
    assert nothing_written(real)


@pytest.mark.parametrize("named", ["bieu", "bieu/*.xlsx", "bieu/*"])
def test_a_folder_and_a_pattern_are_all_their_forms_in_order_of_name(
    run: Run, fill: Fill, real: Path, named: str
) -> None:
    """Windows shells expand no pattern."""
    (real / "bieu").mkdir()
    fill(name="bieu/b.xlsx")
    fill({"A.III.1": {"state": "Đang thực hiện"}}, unit="VP", name="bieu/a.xlsx")
    (real / "bieu/~$a.xlsx").write_bytes(b"x")
    done = run("record", named, cwd=real)
    rows = [line.split("\t")[2] for line in done.out.splitlines()[1:]]
    assert (done.code, rows[:2]) == (0, ["Văn phòng", "Phòng Quản lý Doanh nghiệp"])
    assert len(updates(run, real)) == 5


@pytest.mark.parametrize("named", ["trong", "trong/*.xlsx", "khong-co/*.xlsx"])
def test_where_there_is_no_form_it_is_said(run: Run, real: Path, named: str) -> None:
    (real / "trong").mkdir()
    said = "không có biểu .xlsx nào; xem lại tên thư mục; biểu đã điền là tệp .xlsx"
    assert run("record", named, cwd=real) == Ran(2, "", f"pci: {named}: {said}\n")


def test_the_year_is_that_of_the_form(run: Run, fill: Fill, real: Path) -> None:
    later = (
        (real / "plans/2023.yaml")
        .read_text(encoding="utf-8")
        .replace("year: 2023", "year: 2024", 1)
    )
    form = fill()
    (real / "plans/2024.yaml").write_text(later, encoding="utf-8")
    assert run("record", form.name, cwd=real).code == 0
    assert len(updates(run, real)) == 4
    assert run("record", form.name, "--year", "2024", cwd=real).code == 2


@pytest.mark.office
def test_many_forms_at_once_also_those_that_libreoffice_saved(
    run: Run, fill: Fill, real: Path, tmp_path: Path
) -> None:
    form, other = (
        fill(),
        fill(
            {"A.III.1": {"result": "Đã công khai.", "state": "Đang thực hiện"}},
            unit="VP",
            name="V.xlsx",
        ),
    )
    (again,) = forms_saved_again([form.read_bytes()], tmp_path)
    (real / "L.xlsx").write_bytes(again)
    done = run("record", form.name, other.name, "L.xlsx", cwd=real)
    assert "Đã ghi 05 cập nhật" in done.err
    assert len(updates(run, real)) == 5


def test_one_fault_and_nothing_is_written(run: Run, fill: Fill, real: Path) -> None:
    wrong = {
        **ROWS,
        "A.IV.1": {"state": "Đang thực hiện", "figures": "0,8"},
        "A.V.1": {"result": "Đã phổ biến"},
        "A.VII.1": {"state": "Không phát sinh trong kỳ", "figures": "2"},
        MONTHLY: {"state": "Đã hoàn thành", "figures": "Tỷ lệ hoàn thành (%): 90"},
        "A.III.3": {"state": "Đang thực hiện", "evidence": "tai-lieu/khong-co.pdf"},
    }
    form = fill(wrong)
    done = run("record", form.name, cwd=real)
    assert (done.code, done.out) == (2, "")
    *faults, last = told(done)
    places = [
        found[1]
        for line in faults
        if (found := re.match(r"pci: F\.xlsx, trang 2023-Q3, ô ([A-I]\d+): ", line))
    ]
    assert places == ["I10", "G13", "H15", "G18", "G22"]
    assert last == "pci: 05 chỗ chưa đúng, không ghi gì; sửa trong biểu rồi chạy lại"
    assert nothing_written(real)


def test_a_form_sent_again_corrects_what_it_said_and_a_third_time_changes_nothing(
    run: Run, fill: Fill, real: Path
) -> None:
    first = fill()
    assert run("record", first.name, cwd=real).code == 0
    second = {
        **ROWS,
        "A.IV.1": {"state": "Đang thực hiện", "figures": "81%"},
        MONTHLY: {},
        "A.III.3": ROWS["con-lai 2023-Q3"],
    }
    second["A.III.3"] = {"state": "Đang thực hiện"}
    blank = first.read_bytes()

    def later(book: Workbook) -> None:
        put(book.worksheets[0], "E4", "12/9/2023")

    def emptied(book: Workbook) -> None:
        put(book.worksheets[0], "E22", None)
        put(book.worksheets[0], "I22", None)

    (real / "G.xlsx").write_bytes(
        filled(blank, {k: v for k, v in second.items() if v}, emptied, later)
    )
    again = run("record", "G.xlsx", cwd=real)
    assert [line.split("\t")[-1][:4] for line in again.out.splitlines()[1:]] == [
        "mới",
        "sửa ",
    ]
    name = "A.VII.4 (Báo cáo tháng gửi Sở Kế hoạch và Đầu tư)"
    assert f"G.xlsx nay để trống {name}; lời đã ghi trong kỳ vẫn giữ." in told(again)
    assert "Đã ghi 02 cập nhật, trong đó 01 sửa lời đã ghi, 02 đã có từ trước." in told(again)
    found = updates(run, real)
    (corrected,) = (update for update in found if update["corrects"])
    assert (corrected["about"], corrected["date"], corrected["figures"]) == (
        "A.IV.1",
        "2023-09-12",
        {"nhiem-vu-dung-tien-do": 81},
    )
    for name in ("G.xlsx", "F.xlsx"):
        assert "Không có gì mới để ghi" in run("record", name, cwd=real).err
    assert (
        "lời này đã ghi rồi được sửa sau đó, không ghi lại (2023-09-11-A.IV.1-"
        in run("record", "F.xlsx", cwd=real).err
    )
    assert (len(updates(run, real)), run("check", cwd=real).code) == (len(found), 0)


def test_what_was_there_when_the_form_was_made_is_no_earlier_sending(
    run: Run, fill: Fill, real: Path
) -> None:
    """July's and August's words stand beside September's, not only the last of them, which the grey
    column shows."""
    for day in ("20/7/2023", "20/8/2023"):
        typed = (
            "record",
            "A.IV.1",
            "--unit",
            "QLDN",
            "--date",
            day,
            "--state",
            "doing",
            "--result",
            "Đã họp.",
        )
        assert run(*typed, cwd=real).code == 0
    done = run("record", fill({"A.IV.1": ROWS["A.IV.1"]}).name, cwd=real)
    assert (done.code, "đã có lời khác" in done.err) == (0, False)
    assert [update["corrects"] for update in updates(run, real)] == [None, None, None]


def test_what_somebody_else_recorded_meanwhile_is_not_replaced(
    run: Run, fill: Fill, real: Path
) -> None:
    """The clerk never saw it; both count, and it is told."""
    form = fill({"A.IV.1": ROWS["A.IV.1"]}).name
    typed = (
        "record",
        "A.IV.1",
        "--unit",
        "QLDN",
        "--date",
        "11/9/2023",
        "--state",
        "doing",
        "--result",
        "Qua điện thoại.",
    )
    assert run(*typed, "--by", "chị Hòa", cwd=real).code == 0
    done = run("record", form, cwd=real)
    assert any("đã có lời khác (chị Hòa ghi 2023-09-11-A.IV.1-" in line for line in told(done))
    assert [update["corrects"] for update in updates(run, real)] == [None, None]


@pytest.mark.parametrize(("second", "corrected"), [("nguyễn a", True), ("Trần C", False)])
def test_figures_sent_again_under_another_name_never_count_twice(
    run: Run, fill: Fill, real: Path, second: str, corrected: bool
) -> None:
    """An approver added since, or the name typed in small letters, is the same writer; of another
    nobody knows."""

    def signed(name: str, approver: str) -> Callable[[Workbook], None]:
        def edit(book: Workbook) -> None:
            put(book.worksheets[0], "E5", name)
            put(book.worksheets[0], "E6", approver)

        return edit

    fill({"A.VII.4": {"state": "Đang thực hiện", "figures": "9"}}, signed("Nguyễn A", ""))
    fill(
        {"A.VII.4": {"state": "Đang thực hiện", "figures": "10"}},
        signed(second, "Trần B"),
        name="G.xlsx",
    )
    assert run("record", "F.xlsx", cwd=real).code == 0
    done = run("record", "G.xlsx", cwd=real)
    found = updates(run, real)
    if corrected:
        assert (done.code, [bool(update["corrects"]) for update in found].count(True)) == (0, 1)
        return
    (first,) = found
    assert done.code == 2
    assert told(done)[0] == (
        "pci: G.xlsx, trang 2023-Q3, ô G21: sau khi lập biểu đã có lời khác (Nguyễn A ghi "
        f"{first['id']}), số liệu sẽ "
        "tính hai lần; gửi lại thì ghi Người lập như lần ấy; số mới thêm thì điền biểu mới "
        "lập bằng «pci form»"
    )


def test_every_file_that_cannot_be_read_is_told_in_one_run(
    run: Run, fill: Fill, real: Path
) -> None:
    fill()
    (real / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (real / "~$F.xlsx").write_bytes(b"x")
    names = ("a.xlsx", "F.xlsx", "b.xlsx", "~$F.xlsx")
    assert told(run("record", "~$F.xlsx", "~$G.xlsx", cwd=real))[-1].startswith(
        "pci: không có biểu nào để ghi; "
    )
    (real / "F.csv").write_bytes(b"a,b")
    assert told(run("record", "F.csv", cwd=real))[-1].startswith(
        "pci: F.csv: không phải tệp Excel .xlsx; chọn tệp dạng .xlsx"
    )
    done = run("record", *names, cwd=real)
    assert (done.code, nothing_written(real)) == (2, True)
    assert told(done) == [
        (
            "pci: a.xlsx: không phải tệp Excel .xlsx; tệp .xls cũ: mở bằng Excel rồi lưu lại "
            "dạng .xlsx"
        ),
        "pci: b.xlsx: không có tệp hoặc thư mục",
        "pci: 02 chỗ chưa đúng, không ghi gì; sửa trong biểu rồi chạy lại",
    ]


def test_what_breaks_off_in_the_middle_says_how_far_it_came_and_goes_on(
    run: Run, fill: Fill, real: Path
) -> None:
    fill()
    fill({"A.III.1": {"state": "Đang thực hiện"}}, unit="VP", name="V.xlsx")
    in_the_way = real / "plans/2023/progress/van-phong"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.touch()
    broken = run("record", "F.xlsx", "V.xlsx", cwd=real)
    assert broken.code == 2
    assert len([*in_the_way.parent.rglob("*.yaml")]) == 3
    assert told(broken)[-1].startswith(
        "pci: mới ghi được 03 trên 05 cập nhật; plans/2023/progress/van-phong/2023-09-11-A.III.1-"
    )
    in_the_way.unlink()
    assert (
        "Đã ghi 02 cập nhật, 03 đã có từ trước." in run("record", "F.xlsx", "V.xlsx", cwd=real).err
    )


def test_a_trial_writes_nothing(run: Run, fill: Fill, real: Path) -> None:
    done = run("record", fill().name, "--dry-run", cwd=real)
    assert (done.code, len(done.out.splitlines())) == (0, 5)
    assert told(done)[-1] == "Chạy thử: chưa ghi gì."
    assert nothing_written(real)


def test_receipts_for_a_script(run: Run, fill: Fill, real: Path) -> None:
    form = fill()
    told_of = json.loads(run("record", form.name, "--format", "json", cwd=real).out)
    assert told_of["schema"] == "pci.records/1"
    assert [receipt["written"] for receipt in told_of["updates"]] == [True] * 4
    assert all((real / receipt["path"]).is_file() for receipt in told_of["updates"])
    again = json.loads(run("record", form.name, "--format", "json", cwd=real).out)
    assert [receipt["written"] for receipt in again["updates"]] == [False] * 4
    assert (
        json.loads(run("record", fill({}).name, "--format", "json", cwd=real).out)["updates"] == []
    )


def test_an_empty_form_says_so(run: Run, fill: Fill, real: Path) -> None:
    done = run("record", fill({}).name, cwd=real)
    assert (done.code, done.out) == (0, "")
    assert "Không có gì mới để ghi." in done.err
    assert nothing_written(real)


def test_two_forms_that_differ_are_told_apart_by_both_cells(
    run: Run, fill: Fill, real: Path
) -> None:
    fill()
    other = {**ROWS, "A.IV.1": {"state": "Đang thực hiện", "figures": "81%"}}
    fill(other, name="G.xlsx")
    done = run("record", "F.xlsx", "G.xlsx", cwd=real)
    place = "trang 2023-Q3, ô E13"
    said = f"pci: G.xlsx, {place}: ghi khác với F.xlsx, {place} về cùng nội dung; giữ lại một"
    assert (done.code, said in told(done), nothing_written(real)) == (2, True, True)
    assert run("record", "F.xlsx", cwd=real).code == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            None,
            "F.xlsx, trang 2023-Q3: «» không phải ngày báo cáo; ghi ở đầu biểu, như 11/9/2023",
        ),
        (
            "hôm qua",
            "F.xlsx, trang 2023-Q3, ô E4: «hôm qua» không phải ngày báo cáo; "
            "ghi ở đầu biểu, như 11/9/2023",
        ),
        (
            "31/9/2023",
            "F.xlsx, trang 2023-Q3, ô E4: «31/9/2023» không phải ngày báo cáo; "
            "ghi ở đầu biểu, như 11/9/2023",
        ),
        (
            "15/9/2023",
            (
                "F.xlsx, trang 2023-Q3, ô E4: ngày 15/9/2023 ngoài thời gian chốt số liệu "
                "(15/6/2023–14/9/2023); sửa ngày"
            ),
        ),
    ],
    ids=str,
)
def test_a_day_that_cannot_be_is_one_fault(
    run: Run, fill: Fill, real: Path, typed: object, said: str
) -> None:
    form = fill(ROWS, lambda book: put(book.worksheets[0], "E4", typed))
    done = run("record", form.name, cwd=real)
    assert told(done)[:-1] == [f"pci: {said}"]
    assert (done.code, nothing_written(real)) == (2, True)


def test_a_share_of_the_work_is_a_whole_number(run: Run, fill: Fill, real: Path) -> None:
    rows = {MONTHLY: {"state": "Đang thực hiện", "figures": "Tỷ lệ hoàn thành (%): 33,3"}}
    done = run("record", fill(rows).name, cwd=real)
    fault = "pci: F.xlsx, trang 2023-Q3, ô G22: «Tỷ lệ hoàn thành (%)» không phải số nguyên"
    assert (done.code, told(done)[0]) == (2, f"{fault} từ 0 đến 100; gõ như 80")


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        (MONTHLY, "Tỷ lệ hoàn thành (%): 150", "G22: «Tỷ lệ hoàn thành (%)» không phải"),
        ("A.IV.1", "150%", "G13: «Tỷ lệ nhiệm vụ hoàn thành đúng tiến độ» là tỷ lệ, 150 không"),
    ],
    ids=str,
)
def test_more_than_all_is_refused_by_its_cell(
    run: Run, fill: Fill, real: Path, key: str, typed: str, said: str
) -> None:
    done = run("record", fill({key: {"state": "Đang thực hiện", "figures": typed}}).name, cwd=real)
    assert told(done)[0].startswith(f"pci: F.xlsx, trang 2023-Q3, ô {said}")
    assert (done.code, nothing_written(real)) == (2, True)


def test_a_form_of_another_plan_is_refused(run: Run, fill: Fill, real: Path, example: Path) -> None:
    form = fill()
    done = run("record", str(form), cwd=example)
    assert (done.code, done.out) == (2, "")
    assert "2023" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("khong-co.xlsx",),
            "khong-co.xlsx: không có tệp hoặc thư mục",
        ),
        (
            ("F.xlsx", "--unit", "VP"),
            "--unit không đi với biểu; nội dung lấy cả trong tệp",
        ),
        (
            ("A.I.1", "A.I.2"),
            "chỉ biểu .xlsx mới nêu nhiều tệp một lần; mỗi lần ghi một nội dung",
        ),
        (
            ("A.I.1", "--from-json", "-", "--date", "2023-09-14"),
            "--date, A.I.1 không đi với --from-json; nội dung lấy cả trong tệp",
        ),
        (
            ("F.xlsx", "--from-json", "-"),
            "--from-json không đi với biểu; nội dung lấy cả trong tệp",
        ),
        (
            ("F.xlsx", "--force"),
            "--force chỉ đi với -o; cập nhật đã ghi không bao giờ bị ghi đè",
        ),
    ],
    ids=str,
)
def test_what_does_not_go_together(
    run: Run, real: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert run("record", *arguments, cwd=real) == Ran(2, "", f"pci: {said}\n")


@pytest.mark.pty
@pytest.mark.parametrize(
    ("keys", "code", "said"),
    [
        ("\x04", 0, "Chưa ghi gì."),
        ("k\n", 0, "Chưa ghi gì."),
        ("có\n", 0, "Đã ghi 04"),
        ("\x03", 130, ""),
    ],
)
def test_at_a_terminal_a_person_is_asked(
    fill: Fill, real: Path, keys: str, code: int, said: str
) -> None:
    talk = Talk("-m", "pci", "record", fill().name, cwd=real)
    talk.until("Ngày nhận biểu [")
    talk.type("11/9/2023\n")
    talk.until("Ghi 04 cập nhật? [C/k]")
    if code:
        assert talk.give_up(keys) == code
    else:
        talk.type(keys)
        assert talk.end() == code
    assert said in talk.heard
    assert nothing_written(real) == (keys != "có\n")
    files = (real / "plans/2023").rglob("progress/*/*.yaml")
    assert all("received: 2023-09-11" in file.read_text(encoding="utf-8") for file in files)
    talk.close()


def test_a_wrong_day_hides_no_other_fault(run: Run, fill: Fill, real: Path) -> None:
    wrong = {"A.IV.1": {"state": "Đang thực hiện", "figures": "0,8"}, MONTHLY: ROWS[MONTHLY]}
    form = fill(wrong, lambda book: put(book.worksheets[0], "E4", "11/9/2032"))
    *faults, last = told(run("record", form.name, cwd=real))
    assert [line.partition(", ô ")[2].partition(":")[0] for line in faults] == ["E4", "G13"]
    assert last == "pci: 02 chỗ chưa đúng, không ghi gì; sửa trong biểu rồi chạy lại"
    assert nothing_written(real)


def test_the_guide_has_a_bold_title_and_a_bold_lead_for_each_remark(fill: Fill) -> None:
    guide = load_workbook(fill())["Hướng dẫn"]
    (title, _), *rows = guide.iter_rows()
    assert (title.value, title.font.bold) == ("CÁCH GHI BIỂU", True)
    assert all(lead.font.bold and not words.font.bold for lead, words in rows)
    remarks = {lead.value: str(words.value) for lead, words in rows}
    assert "Kiến nghị (gửi UBND tỉnh)" in remarks["Khó khăn, kiến nghị"]


@pytest.mark.pty
def test_what_a_form_corrects_is_easy_to_read_at_a_terminal(
    run: Run, fill: Fill, real: Path
) -> None:
    first = fill()
    recorded = ("record", "--by", "Nguyễn A")
    assert run(*recorded, first.name, cwd=real).code == 0
    long = "Đã xử lý 9 kiến nghị của doanh nghiệp về đất đai, còn 01 kiến nghị chờ Sở Tài nguyên."
    again = {"A.VII.4": {**ROWS["A.VII.4"], "result": long}}
    (real / "G.xlsx").write_bytes(filled(first.read_bytes(), again))
    shown = on_screen(80, *recorded, "G.xlsx", "--dry-run", cwd=real, NO_COLOR="1")
    table = shown.partition("Ngày")[2].partition("Chạy thử")[0].splitlines()
    assert len(table) < 20
    (mark,) = (u["id"][-6:] for u in updates(run, real) if u["about"] == "A.VII.4")
    assert re.search(rf"E\d+ +11/09 +P.QLDN +A.VII.4 .* sửa\n.* {mark}\n", shown)
    assert "2023-09-11-A" not in shown
