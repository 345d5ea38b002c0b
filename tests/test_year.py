"""The year 2023 played on the real plan by the Office, quarter by quarter, at the command line.

The plan is the signed one, as if it had been issued on 28/12/2022 under No 215, so that all of its
24 pieces of work are owed. All that units say is invented. What the papers must say was worked out
by hand from the contract and stands in `tests/year/`, the body of each quarter's paper line by
line.

| period | data | units report by | leaves by |
|---|---|---|---|
| quý I | 15/12/2022–14/3/2023 | 09/3 | 16/3 |
| quý II | 15/3–14/6 | 09/6 | 16/6 |
| quý III, moved by a letter | 15/6–10/9 | 06/9 | 13/9 |
| quý IV | 11/9–14/12 | 11/12 | 18/12 |
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import yaml
from builders import entry_of
from office import Office, Paper
from support import ROOT, Ran

from pci.core.fields import content
from pci.files import yamlio
from tools.forkserver import ForkServer

MONTHLY, DIALOGUE, SURVEY = "A.VII.4/bao-cao-thang", "A.VII.1/doi-thoai", "A.I.5/lay-y-kien"
INSPECTION, DATA = "A.I.6/kiem-tra-cchc", "A.IV.3/khai-thac-du-lieu"
SOLVED, DIALOGUES = "kien-nghi-giai-quyet", "cuoc-doi-thoai"
REPORT_OF_MONTH = "Báo cáo tháng gửi Sở Kế hoạch và Đầu tư"
LETTER = """\
  periods:
    2023-Q3:
      window_last: 2023-09-10
      send_by: 2023-09-13
      basis: Công văn số 2900/SKHĐT-TH ngày 28/8/2023 của Sở Kế hoạch và Đầu tư
"""


@dataclass(frozen=True)
class Quarter:
    """What happened in a quarter: what was expected by hand, and all that the program said."""

    number: int
    expected: Mapping[str, Any]
    said: dict[str, Any]

    def __getitem__(self, what: str) -> Any:
        return self.said[what]

    @property
    def stats(self) -> tuple[str, ...]:
        return ("stats", "--quarter", str(self.number), "--as-of", self.expected["ends"])


def quarter(number: int) -> Quarter:
    text = (ROOT / f"tests/year/quy-{number}.yaml").read_text(encoding="utf-8")
    return Quarter(number, yaml.safe_load(text), {})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, forkserver: ForkServer) -> Office:
    """The Office on 28/12/2022, the plan just issued."""
    root = tmp_path_factory.mktemp("nam-2023")
    shutil.copytree(ROOT / "plans", root / "plans")
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("PCI_", "NO_COLOR", "FORCE_COLOR"))
    }
    office = Office(root, forkserver, {**kept, "USER": "nguoi-thu"})
    office.edit("issued: 2023-08 ", "issued: 2022-12-28 ")
    office.edit("number: null ", 'number: "215" ')
    return office


# --- what happens over and over -------------------------------------------------------------------


def send_month(office: Office, month: int, day: str, number: str, figure: int, *more: str) -> str:
    """Phòng Quản lý Doanh nghiệp has sent its paper of a month."""
    words = ("--period", f"2023-{month:02}", "--state", "done", "--figure", f"{SOLVED}={figure}")
    said = ("--result", f"Đã gửi báo cáo tháng {month}.", "--evidence", f"{number}/BC-KKT")
    return office.record(MONTHLY, "QLDN", day, *words, *said, *more)


def hand_out(office: Office, number: int, day: str) -> None:
    """Forms go to all units, and to Bộ phận Một cửa, which reports through Văn phòng."""
    period = ("--quarter", str(number), "--as-of", day)
    office.done("form", "--all", *period, "-o", f"bieu-{number}")
    one = office.form(number, "BPMC")
    office.done("form", "--unit", "Một cửa", *period, "-o", one)


def collect(office: Office, its: Quarter) -> None:
    """All good forms of a quarter come back and are recorded."""
    for unit, form in its.expected["forms"].items():
        name = office.form(its.number, unit)
        office.fill(name, form["rows"], form.get("date", ""))
        ran = office.receive(name, form["received"])
        assert ran.code == 0, (unit, ran.err)


def close(office: Office, its: Quarter, paper: str, day: str) -> None:
    """The draft is made, the Office words its part, and the paper goes out."""
    report = ("report", "--quarter", str(its.number))
    its.said["draft"] = office.paper(*report)
    its.said["reports"] = office.json(*its.stats)["reporting"]
    its.said["stopped"] = office.run(*report, "--issue", "--number", paper, "--date", day)
    office.word(f"2023-Q{its.number}", its.expected["words"])
    its.said["path"], its.said["paper"] = office.kept(
        *report, "--issue", "--number", paper, "--date", day
    )


def check_papers(its: Quarter) -> None:
    """The draft has the gaps expected, each of which stops the issue; the paper says what was
    expected, line by line, and has no gap."""
    draft, paper, expected = its["draft"], its["paper"], its.expected
    assert list(dict.fromkeys(draft.gaps)) == expected["gaps"]
    assert its["stopped"].code == 2
    assert f"văn bản còn {len(expected['gaps']):02} chỗ phải bổ sung" in its["stopped"].err
    assert paper.body == expected["body"].splitlines()
    assert not paper.gaps
    assert "DỰ THẢO" not in paper.lines
    assert paper.row("Tổng cộng", 10) == [str(value) for value in expected["total"]]
    for unit, counts in expected["units"].items():
        row = paper.row(unit, 10, below="2. Theo đơn vị (nhiệm vụ chung tính cho từng đơn vị)")
        assert row == [str(value) for value in counts]
    told = {part for line in paper.lines for part in line.split("; ")}  # long cells are one line
    assert set(expected["annex"]) <= told.union(paper.lines)
    assert its["reports"] == expected["reports"]
    for words in expected["never"]:
        assert not [line for line in paper.lines if words in line], words


# --- quý I ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def quarter_1(office: Office) -> Quarter:
    """Two monthly papers, one late; one bad form; a difficulty for every kind of addressee; one
    unit silent until the paper has gone."""
    its = quarter(1)
    plan_of_reform = ("--state", "doing", "--evidence", "07/KH-KKT ngày 10/01/2023")
    words = "Ban hành Kế hoạch cải cách hành chính năm 2023."
    office.record("II.1.1", "VP", "2023-01-10", *plan_of_reform, "--result", words)
    send_month(office, 1, "2023-01-16", "12", 3)
    its.said["deadlines"] = office.json("deadlines", "--within", "26", "--as-of", "2023-02-19")
    late = ("--reason", "Chờ số liệu của chủ đầu tư hạ tầng.")
    send_month(office, 2, "2023-02-20", "31", 4, *late)
    its.said["request"] = office.paper("remind", "--request", "--as-of", "2023-02-21")
    hand_out(office, 1, "2023-02-21")

    bad, form = its.expected["bad_form"], office.form(1, "QLQHXD")
    blank = (office.root / form).read_bytes()
    office.fill(form, bad["rows"], bad["date"])
    before = office.files()
    its.said["refused"] = office.receive(form, "9/3/2023")
    its.said["nothing recorded"] = office.files() == before
    (office.root / form).write_bytes(blank)

    collect(office, its)
    its.said["open"] = office.json("log", "--open", "--as-of", "2023-03-14")
    close(office, its, "15", "16/3/2023")

    office.fill(office.form(1, "BQLDA"), its.expected["late_form"]["rows"])
    assert office.receive(office.form(1, "BQLDA"), "20/3/2023").code == 0
    its.said["afterwards"] = office.json(*its.stats)["reporting"]
    return its


def test_the_papers_of_the_first_quarter(quarter_1: Quarter) -> None:
    check_papers(quarter_1)
    paper: Paper = quarter_1["paper"]
    assert quarter_1["path"].name == "bao-cao-pci-2023-Q1-15-BC-KKT.docx"
    assert "Số: 15/BC-KKT" in paper.lines
    assert "Khánh Hòa, ngày 16 tháng 3 năm 2023" in paper.lines
    assert "Kính gửi: Sở Kế hoạch và Đầu tư" in paper.lines


def test_what_the_office_is_told_beside_the_first_draft(quarter_1: Quarter) -> None:
    told = quarter_1["draft"].told
    assert "hạn nội bộ 09/3/2023, gửi đi chậm nhất 16/3/2023." in told
    assert "Chưa gửi báo cáo (số nhiệm vụ): Ban Quản lý dự án (10);" in told
    assert "Có 01 khó khăn nêu trong nội bộ, không đưa vào báo cáo: VP." in told


def test_a_late_month_is_overdue_until_it_is_sent(quarter_1: Quarter) -> None:
    rows = quarter_1["deadlines"]["items"]
    dated = [(r["obligation"], r["period"], r["due"], r["state"], r["days"]) for r in rows]
    assert [row for row in dated if row[2]] == [
        ("gui-bao-cao", "2023-Q1", "2023-03-16", "open", -25),
        ("bao-cao-thang", "2023-02", "2023-02-16", "overdue", 3),
        ("bao-cao-thang", "2023-03", "2023-03-16", "open", -25),
    ]
    assert sum(row["state"] == "waiting" for row in rows) == 7


def test_the_request_of_the_first_quarter(quarter_1: Quarter) -> None:
    lines = quarter_1["request"].lines
    assert "V/v báo cáo kết quả thực hiện Kế hoạch nâng cao chỉ số PCI quý I năm 2023" in lines
    assert any("chậm nhất ngày 16/3/2023" in line for line in lines)
    assert any("trước 16 giờ 00 ngày 09/3/2023" in line for line in lines)
    row = quarter_1["request"].row(f"Nhiệm vụ A.VII.4: {REPORT_OF_MONTH} (tháng 3 năm 2023)", 3)
    assert row == ["Phòng Quản lý Doanh nghiệp", "16/3/2023", "Còn 23 ngày"]
    assert not any("tháng 02 năm 2023)" in line for line in lines), "đã gửi hôm trước"
    asked = {"Văn phòng": "24", "Phòng Quản lý Đầu tư": "12", "Ban Quản lý dự án": "10"}
    assert {unit: quarter_1["request"].row(unit, 1)[0] for unit in asked} == asked


def test_a_bad_form_is_refused_whole_and_every_fault_is_named(quarter_1: Quarter) -> None:
    refused: Ran = quarter_1["refused"]
    assert refused.code == 2
    for words in (
        "ngày 20/3/2023 ngoài thời gian chốt số liệu (15/12/2022–14/3/2023)",
        "cả nhiệm vụ thì không ghi «Đã hoàn thành»",
        "không rõ «0,8» là 80% hay 0,8%",
        "A.V.1: có kết quả mà chưa chọn tình trạng",
        "04 chỗ chưa đúng, không ghi gì",
    ):
        assert words in refused.err
    assert quarter_1["nothing recorded"]


def test_every_difficulty_waits_with_its_addressee(quarter_1: Quarter) -> None:
    waiting = [(row["unit"], row["kind"], row["to"]) for row in quarter_1["open"]["open"]]
    assert sorted(waiting) == [
        ("phong-qldn", "difficulty", "so-khdt"),
        ("phong-qldt", "difficulty", "lanh-dao"),
        ("phong-qltnmt", "difficulty", "so-tnmt"),
        ("phong-qltnmt", "proposal", "ubnd-tinh"),
        ("van-phong", "difficulty", "noi-bo"),
    ]


def test_what_came_after_the_paper_counts_as_late(quarter_1: Quarter) -> None:
    assert quarter_1["afterwards"] == {"expected": 85, "reported": 85, "on_time": 63}


# --- quý II ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def quarter_2(office: Office, quarter_1: Quarter) -> Quarter:
    """A figure corrected, a record withdrawn, a task suspended, the first of two conditions met,
    three remarks answered; two forms sent again; the paper's number put right."""
    its = quarter(2)
    land = office.raised("A.II.1")
    office.answer(f"{land}#difficulty", "2023-03-20", "Sở đã hướng dẫn hệ số điều chỉnh giá đất.")
    money = office.raised("A.III.1")
    office.answer(money, "2023-04-10", "Lãnh đạo Ban đã bố trí kinh phí dịch danh mục dự án.")
    april = send_month(office, 4, "2023-04-18", "61", 14)
    right = ("--figure", f"{SOLVED}=4", "--evidence", "61/BC-KKT", "--reason", "Gõ nhầm số.")
    office.done("record", "--corrects", april, *right)
    done = ("--state", "done", "--evidence")
    meeting = ("--period", "2023-Q2", "--result", "Họp trù bị.", *done, "70/BB-KKT ngày 25/4/2023")
    wrong = office.record(DIALOGUE, "QLDN", "2023-04-25", *meeting)
    office.done("record", "--withdraw", wrong, "--reason", "Mới là họp trù bị.")
    stop = ("--state", "suspended", "--reason", "Dịch Covid-19 đã được kiểm soát.")
    office.record("A.VIII.3", "QLĐT", "2023-04-20", *stop)
    office.record("kho-du-lieu", "VP", "2023-05-10", *done, "1502/STTTT-CNTT ngày 10/5/2023")
    send_month(office, 5, "2023-05-16", "79", 6)
    survey = ("--period", "2023-lan-1", "--result", "Lấy ý kiến 60 khách hàng, 58 hài lòng.")
    office.record(SURVEY, "VP", "2023-05-25", *survey, *done, "82/BC-VP ngày 25/5/2023")
    words = "UBND tỉnh đã ban hành hệ số điều chỉnh giá đất."
    office.answer(f"{land}#proposal", "2023-06-05", words)
    hand_out(office, 2, "2023-06-06")
    collect(office, its)
    its.said["in time"] = office.json(*its.stats)["reporting"]
    for unit, rows in its.expected["sent_again"].items():
        office.fill(office.form(2, unit), rows)
        assert office.receive(office.form(2, unit), "13/6/2023").code == 0
    its.said["log"] = office.json("log")
    close(office, its, "98", "16/6/2023")
    its.said["first"] = office.read("plans/2023/reports/2023-Q2.issued.yaml")
    again = ("--issue", "--number", "89", "--date", "16/6/2023", "--reason", "Ghi nhầm số.")
    its.said["corrected"] = office.kept("report", "--quarter", "2", *again)
    return its


def test_the_papers_of_the_second_quarter(quarter_2: Quarter) -> None:
    check_papers(quarter_2)
    assert quarter_2["path"].name == "bao-cao-pci-2023-Q2-98-BC-KKT.docx"


def test_reports_that_came_in_pieces_are_in_time_piece_by_piece(quarter_2: Quarter) -> None:
    """Two tasks of BQLDA came in time, the other eight with the form sent again; what QLDN sent
    again corrects words that had come in time."""
    assert quarter_2["in time"] == {"expected": 85, "reported": 77, "on_time": 63}


def test_what_was_corrected_or_withdrawn_stays_in_the_log(quarter_2: Quarter) -> None:
    reasons = {update.get("reason") for update in quarter_2["log"]["updates"]}
    assert {"Gõ nhầm số."} <= reasons
    assert "Mới là họp trù bị." in str(quarter_2["log"])


def test_a_wrong_number_is_put_right_beside_the_first(office: Office, quarter_2: Quarter) -> None:
    path, paper = quarter_2["corrected"]
    assert path.name == "bao-cao-pci-2023-Q2-89-BC-KKT.docx"
    assert "Số: 89/BC-KKT" in paper.lines
    assert paper.between("I. ", "Trên đây") == quarter_2["paper"].between("I. ", "Trên đây")
    assert office.read("plans/2023/reports/2023-Q2.issued.yaml") == quarter_2["first"]
    second = office.read("plans/2023/reports/2023-Q2.issued-2.yaml")
    assert "number: 89\n" in second
    assert "reason: Ghi nhầm số." in second


# --- quý III --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def quarter_3(office: Office, quarter_2: Quarter) -> Quarter:
    """The second condition met; a figure said twice; words moved to their unit; one inspection
    suspended; the period moved by a letter; one unit silent to the end."""
    its = quarter(3)
    away = ("--reason", "Lãnh đạo ký đi công tác.")
    send_month(office, 6, "2023-06-19", "98", 3, *away)
    done = ("--state", "done", "--evidence")
    office.record("csdl-chuyen-nganh", "VP", "2023-06-20", *done, "77/TB-KKT ngày 20/6/2023")
    words = ("--result", "Công khai bảng giá đất trên Trang TTĐT.")
    mistaken = office.record("A.III.1", "QLĐT", "2023-07-14", "--state", "doing", *words)
    there = ("A.II.1", "--unit", "QLTNMT", *words, "--reason", "Ghi nhầm đơn vị.")
    office.done("record", *there, "--corrects", mistaken)
    send_month(office, 7, "2023-07-18", "110", 2)
    july = ("--unit", "QLDN", "--date", "2023-07-20", "--received", "2023-07-20")
    more = (MONTHLY, *july, "--period", "2023-07", "--state", "done", "--figure", f"{SOLVED}=1")
    its.said["twice"] = office.run("record", *more)
    office.done("record", *more, "--adds", "--evidence", "111/BC-KKT")
    scanner = office.raised("A.V.2")
    bought = ("--state", "doing")  # not only an answer: a result too
    office.answer(scanner, "2023-08-01", "Đã trang bị 01 máy quét hồ sơ.", *bought)
    used = "Khai thác 120 kết quả giải quyết TTHC từ kho dữ liệu."
    office.record(DATA, "QLĐT", "2023-08-25", "--result", used, *done, "55/BC-QLĐT ngày 25/8/2023")
    office.edit("  confirmed: false   ", f"{LETTER}  confirmed: false   ")
    stop = ("--state", "suspended", "--reason", "Đoàn kiểm tra của tỉnh kiểm tra cùng nội dung.")
    office.record(INSPECTION, "VP", "2023-08-30", "--period", "2023-09", *stop)
    its.said["request"] = office.paper("remind", "--request", "--as-of", "2023-08-31")
    hand_out(office, 3, "2023-08-31")
    collect_but_late(office, its)
    its.said["deadlines"] = office.json("deadlines", "--within", "8", "--as-of", "2023-09-10")
    close(office, its, "130", "13/9/2023")
    return its


def collect_but_late(office: Office, its: Quarter) -> None:
    """The forms that came by 6/9, the reminder of 7/9, then what came on 8/9."""
    forms = its.expected["forms"]
    late = {"QLDN": forms["QLDN"]}
    by_then = {unit: form for unit, form in forms.items() if unit not in late}
    collect(office, Quarter(3, {"forms": by_then}, {}))
    its.said["reminder"] = office.paper("remind", "--as-of", "2023-09-07")
    collect(office, Quarter(3, {"forms": late}, {}))


def test_the_papers_of_the_third_quarter(quarter_3: Quarter) -> None:
    check_papers(quarter_3)
    draft = quarter_3["draft"]
    difficulties, proposals = quarter_3.expected["remarks"]
    assert draft.between("1. Khó khăn", "2. Nguyên nhân") == difficulties
    assert draft.between("V. KIẾN NGHỊ", "Trên đây") == proposals


def test_a_figure_said_twice_is_refused(quarter_3: Quarter) -> None:
    assert quarter_3["twice"].code == 2
    assert "--adds" in quarter_3["twice"].err


def test_the_letter_moves_the_days_of_the_third_quarter(quarter_3: Quarter) -> None:
    lines = quarter_3["request"].lines
    assert any("từ ngày 15/6/2023 đến ngày 10/9/2023" in line for line in lines)
    assert any("chậm nhất ngày 13/9/2023" in line for line in lines)
    assert any("trước 16 giờ 00 ngày 06/9/2023" in line for line in lines)
    assert "2900/SKHĐT-TH" in quarter_3["draft"].told


def test_the_reminder_keeps_silence_apart_from_lateness(quarter_3: Quarter) -> None:
    """QLDN has sent its paper of July, so it owes twelve tasks and that of A.VII.4 not."""
    reminder = quarter_3["reminder"]
    silent = reminder.between("1. Chưa gửi báo cáo", "2. Đầu việc quá hạn")
    assert [line for line in silent if line.startswith(("Phòng", "Ban Q", "Văn"))] == [
        "Phòng Quản lý Quy hoạch và Xây dựng",
        "Phòng Quản lý Doanh nghiệp",
    ]
    both = "A.III: {}3, 4, 6; A.IV: 1, 2, 3; A.V: 1; A.VI: 3, 4; A.VII: {}2, 3; A.VIII: 3"
    assert reminder.row("Phòng Quản lý Quy hoạch và Xây dựng", 2) == [
        "13/13",
        both.format("2, ", ""),
    ]
    assert reminder.row("Phòng Quản lý Doanh nghiệp", 2) == ["13/14", both.format("", "1, ")]
    late = reminder.row(f"Nhiệm vụ A.VII.4: {REPORT_OF_MONTH} (tháng 8 năm 2023)", 3)
    assert late == ["Phòng Quản lý Doanh nghiệp", "16/8/2023", "Quá hạn 22 ngày"]


def test_what_is_due_at_the_end_of_the_third_quarter(quarter_3: Quarter) -> None:
    rows = quarter_3["deadlines"]["items"]
    dated = [(r["obligation"], r["period"], r["unit"], r["due"], r["state"]) for r in rows]
    assert [row for row in dated if row[4] in ("overdue", "open") and row[3]] == [
        ("gui-bao-cao", "2023-Q3", "van-phong", "2023-09-13", "open"),
        ("bao-cao-thang", "2023-08", "phong-qldn", "2023-08-16", "overdue"),
        ("bao-cao-thang", "2023-09", "phong-qldn", "2023-09-18", "open"),
    ]
    missing = [row for row in rows if row["state"] == "missing"]
    assert {row["unit"] for row in missing} == {"phong-qlqhxd"}
    assert {row["due"] for row in missing} == {"2023-09-06"}
    assert len(missing) == 13


# --- quý IV ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def quarter_4(office: Office, quarter_3: Quarter) -> Quarter:
    """What was late or suspended is taken up; all remarks are answered; the last condition is met;
    one unit's form is late; one piece of work is done after the last window."""
    its = quarter(4)
    done = ("--state", "done", "--evidence")
    send_month(
        office, 8, "2023-09-12", "129", 7, "--reason", "Chủ đầu tư hạ tầng gửi số liệu chậm."
    )
    send_month(office, 9, "2023-09-18", "133", 2)
    going = ("--period", "2023-09", "--state", "doing", "--result", "Đã lập đoàn kiểm tra.")
    office.record(INSPECTION, "VP", "2023-09-20", *going)
    words = "Tiếp tục phổ biến chính sách phục hồi cho doanh nghiệp."
    office.record("A.VIII.3", "QLĐT", "2023-10-02", "--state", "doing", "--result", words)
    trigger = (*done, "8101/BKHĐT-PTDN ngày 05/10/2023")
    office.record("bo-khdt-trien-khai", "VP", "2023-10-05", *trigger)
    result = ("--result", "Kiểm tra 06/06 phòng, đơn vị.", *done, "15/BB-KKT ngày 12/10/2023")
    why = ("--reason", "Đoàn kiểm tra của tỉnh kiểm tra cùng nội dung.")
    office.record(INSPECTION, "VP", "2023-10-12", "--period", "2023-09", *result, *why)
    send_month(office, 10, "2023-10-17", "150", 1)
    sample = office.raised("A.VII.4")
    office.answer(sample, "2023-10-20", "Sở Kế hoạch và Đầu tư đã gửi mẫu báo cáo tháng.")
    send_month(office, 11, "2023-11-15", "170", 3)
    dialogue = ("--result", "Tổ chức 01 cuộc đối thoại với 52 doanh nghiệp.")
    held = ("--figure", f"{DIALOGUES}=1", *done, "180/BB-KKT ngày 24/11/2023")
    office.record(DIALOGUE, "QLDN", "2023-11-24", "--period", "2023-Q4", *dialogue, *held)
    survey = ("--period", "2023-lan-2", "--result", "Lấy ý kiến 64 khách hàng, 63 hài lòng.")
    office.record(SURVEY, "VP", "2023-11-30", *survey, *done, "190/BC-VP ngày 30/11/2023")
    planning = office.raised("A.III.1")
    office.answer(planning, "2023-12-01", "UBND tỉnh đã phê duyệt quy hoạch chung điều chỉnh.")
    why = ("--reason", "Chưa được cấp tài khoản kho dữ liệu.")
    office.record(DATA, "BQLDA", "2023-12-04", "--state", "suspended", *why)
    hand_out(office, 4, "2023-12-05")
    collect(office, its)
    send_month(office, 12, "2023-12-14", "200", 5)
    close(office, its, "201", "18/12/2023")
    its.said["open"] = office.json("log", "--open", "--as-of", "2023-12-18")
    its.said["deadlines"] = office.json("deadlines", "--as-of", "2023-12-18")
    spread = ("A.VIII.2/tuyen-truyen", "--unit", "VP", "--date", "2023-12-20", *done)
    its.said["after"] = office.done(
        "record", *spread, "210/BC-VP ngày 20/12/2023", "--received", "2023-12-20"
    )
    its.said["year end"] = office.json("stats", "--annual", "--as-of", "2023-12-31")
    return its


def test_the_papers_of_the_fourth_quarter(quarter_4: Quarter) -> None:
    check_papers(quarter_4)


def test_nothing_waits_at_the_end_of_the_year(quarter_4: Quarter) -> None:
    assert quarter_4["open"]["open"] == []
    states = [(row["obligation"], row["state"]) for row in quarter_4["deadlines"]["items"]]
    assert states == [], "tuyên truyền không có hạn, mọi báo cáo đã gửi"


@pytest.mark.parametrize(("number", "paper"), [(2, 89), (3, 130), (4, 201)])
def test_a_paper_is_made_again_as_it_was_issued(
    office: Office, quarter_4: Quarter, number: int, paper: int
) -> None:
    """Neither what was recorded later nor the letter about the third quarter changes it."""
    issued = office.root / f"bao-cao-pci-2023-Q{number}-{paper}-BC-KKT.docx"
    office.done("report", "--quarter", str(number), "-o", "lai.docx", "--force")
    assert (office.root / "lai.docx").read_bytes() == issued.read_bytes()


def test_the_folder_is_sound_at_the_end_of_the_year(office: Office, quarter_4: Quarter) -> None:
    assert office.run("check") == Ran(0, "Không có lỗi.\n", "")


def test_work_after_the_last_window_is_told_to_be_in_no_report(quarter_4: Quarter) -> None:
    told = (
        "Kết quả ngày 20/12/2023 thuộc báo cáo quý I năm 2024, không có trong báo cáo nào của năm"
    )
    assert told in quarter_4["after"].err
    items = quarter_4["year end"]["total"]["items"]
    assert (items["done"], items["done_late"], items["suspended"]) == (19, 4, 1)
    assert quarter_4["year end"]["total"]["rate"] == 100


# --- the long periods -----------------------------------------------------------------------------


LONG: Mapping[str, Any] = yaml.safe_load((ROOT / "tests/year/ky-dai.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def long_papers(office: Office, quarter_4: Quarter) -> Mapping[str, Paper]:
    """The drafts of the half, of nine months and of the year."""
    return {name: office.paper("report", *its["command"]) for name, its in LONG.items()}


@pytest.mark.parametrize("name", LONG)
def test_the_paper_of_a_long_period(long_papers: Mapping[str, Paper], name: str) -> None:
    paper, expected = long_papers[name], LONG[name]
    assert paper.row("Tổng cộng", 10) == [str(value) for value in expected["total"]]
    assert paper.body == expected["body"].splitlines()
    for words in expected["never"]:
        assert not [line for line in paper.lines if words in line], words


def test_words_of_the_quarters_are_offered_for_the_half(
    office: Office, long_papers: Mapping[str, Paper]
) -> None:
    path = office.root / office.done("report", "--half", "1", "--words").out.strip()
    words = path.read_text(encoding="utf-8")
    path.unlink()
    for said in (
        "# leadership: từ lời Văn phòng viết cho quý II năm 2023 (2023-Q2)\n"
        "#   - Giao ban việc thực hiện Kế hoạch hằng tháng.\n",
        "#   Đối thoại với doanh nghiệp hoàn thành trước thời hạn.\n",
    ):
        assert said in words


# --- a stray --------------------------------------------------------------------------------------


def test_a_stray_stops_no_paper_and_is_put_right(
    office: Office, long_papers: Mapping[str, Paper]
) -> None:
    """A branch brings an update about a task that the plan never had."""
    stray = entry_of("A.VII.9", "phong-qldn", "2023-12-01", result="Việc không có trong Kế hoạch.")
    path = office.root / f"plans/2023/progress/phong-qldn/{stray.id}.yaml"
    fields = {**content(stray.update), "recorded": stray.update.recorded.isoformat()}
    text = yamlio.write({key: str(value) for key, value in fields.items()})
    path.write_text(text, encoding="utf-8")
    checked = office.run("check")
    assert (checked.code, "PCI401" in checked.out) == (1, True)
    paper = office.paper("report", *LONG["year"]["command"])
    assert stray.id in paper.told
    assert paper.lines == long_papers["year"].lines
    office.done("record", "--withdraw", stray.id, "--reason", "Không có nhiệm vụ ấy.")
    assert office.run("check").code == 0
