"""`pci report --handover`: one paper for who takes over a plan, or one room's part of it.

All that is recorded here is invented for the test.
"""

import json
from pathlib import Path
from typing import Any

import documents
import pytest
from support import Golden, Run

PLAN = """\
year: 2025
title: Nâng cao chỉ số năng lực cạnh tranh năm 2025
number: "7"
symbol: KH-KKT
issued: 2024-12-20
agency: {name: Ban quản lý Khu kinh tế Vân Phong, short: Ban quản lý}
reporting:
  every: quarter
  window: nd09
  due: window end + 2 working days
  internal_due: window end - 3 working days
  to: so-khdt
  symbol: BC-KKT
letters: {drafted_by: van-phong}
units:
  van-phong: {name: Văn phòng, short: VP}
  mot-cua: {name: Bộ phận Một cửa, part_of: van-phong}
  phong-a: {name: Phòng Anh, short: P.A}
  phong-b: {name: Phòng Ban, short: P.B}
  phong-d: {name: Phòng Đông}
outside: {so-khdt: {name: Sở Kế hoạch và Đầu tư, short: Sở KH&ĐT}}
triggers: {co-kho: {title: Kho dữ liệu được xây dựng}}
tasks:
  1: {work: Đối thoại trước 20/02/2025., lead: phong-a, owes: {hop: {title: Đối thoại, by: 2025-02-20, quote: 20/02/2025}}}
  2: {work: Khảo sát trước 01/12/2025., lead: phong-b, owes: {viec: {title: Khảo sát, by: 2025-12-01, quote: 01/12/2025}}}
  3: {work: Khai thác sau khi có kho., lead: mot-cua, owes: {mo: {title: Mở kho, after: [co-kho], quote: sau khi có kho}}}
"""  # noqa: E501
ORGANISATION = """\
units:
  phong-a: {until: 2025-02-28, successor: phong-c, basis: QĐ 5/QĐ-KKT}
  phong-d: {until: 2025-03-31}
  phong-c: {name: Phòng Chung, short: P.C, from: 2025-03-01}
"""
AMENDMENT = """\
document: {{type: Quyết định, number: {number}/QĐ-KKT, date: {signed}, issuer: Ban, title: Đổi thời hạn}}
effective: {effective}
text: |
  Khảo sát chậm nhất ngày {day}/11/2025.
change: {{tasks: {{2: {{owes: {{viec: {{by: 2025-11-{day}, quote: ngày {day}/11/2025}}}}}}}}}}
"""  # noqa: E501
WORDS = (
    "written: 2024-09-15T08:00:00+07:00\nassessment: Kết quả tốt hơn quý trước.\ncauses: Do "
    "thiếu người.\ndifficulties: Thiếu nước giờ cao điểm.\nproposals: Nâng công suất cấp nước.\n"
)
ON = ("--as-of", "2025-05-10")


def told(run: Run, root: Path, *arguments: str) -> Any:
    done = run("report", "--handover", *arguments, "--format", "json", "--root", str(root))
    assert done.code == 0, done.err
    return json.loads(done.out)


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """A room has ended; one document is signed and holds later, another is signed later; one room
    has suspended its work and asks, the Office spoke last before the running window."""
    root = tmp_path / "co-quan"
    (root / "plans/2025/amendments").mkdir(parents=True)
    (root / "plans/2025.yaml").write_text(PLAN, encoding="utf-8")
    (root / "plans/organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    for number, signed, effective, day in (
        (8, "2025-05-01", "2025-06-01", 20),
        (9, "2025-05-20", "2025-07-01", 25),
    ):
        text = AMENDMENT.format(number=number, signed=signed, effective=effective, day=day)
        path = root / f"plans/2025/amendments/{effective}-doi.yaml"
        path.write_text(text, encoding="utf-8")
    for words in (
        ("3", "--unit", "mot-cua", "--date", "2025-03-01", "--state", "doing"),
        (
            *("2/viec", "--unit", "phong-b", "--date", "2025-03-20", "--state", "suspended"),
            *("--proposal", "Đề nghị bố trí kinh phí.", "--proposal-to", "so-khdt"),
        ),
    ):
        done = run("record", *words, "--result", "Đã báo cáo.", "--root", str(root))
        assert done.code == 0, done.err
    return root


def test_what_is_signed_by_the_day_and_where(run: Run, folder: Path) -> None:
    signed = told(run, folder, *ON)["signed"]
    assert signed["plan"] == {"number": "7", "symbol": "KH-KKT", "issued": "2024-12-20"}
    assert signed["amendments"] == [
        {
            "title": "Quyết định: Đổi thời hạn",
            "number": "8/QĐ-KKT",
            "day": "2025-05-01",
            "path": "plans/2025/amendments/2025-06-01-doi.yaml",
            "since": "2025-06-01",
            "file": None,
        }
    ]
    assert signed["reports"] == []
    later = told(run, folder, "--as-of", "2025-05-20")["signed"]["amendments"]
    assert [one["number"] for one in later] == ["8/QĐ-KKT", "9/QĐ-KKT"]


def test_what_nobody_has_signed_stands_apart(run: Run, folder: Path) -> None:
    plan = folder / "plans/2025.yaml"
    plan.write_text(PLAN.replace("issued: 2024-12-20\n", ""), encoding="utf-8")
    path = "plans/2025/amendments/2025-06-01-doi.yaml"
    amendment = folder / path
    text = amendment.read_text(encoding="utf-8").replace("date: 2025-05-01, ", "")
    amendment.write_text(text, encoding="utf-8")
    on = ("--as-of", "2025-06-10")
    paper = told(run, folder, *on)
    assert [one["path"] for one in paper["drafts"]] == ["plans/2025.yaml", path]
    assert [one["number"] for one in paper["signed"]["amendments"]] == ["9/QĐ-KKT"]
    asked = ("report", "--handover", *on, "--format", "md", "--root", str(folder))
    signed = run(*asked).out.partition("**2. Việc chưa xong**")[0]
    assert "chưa có ngày" not in signed.partition("Dự thảo, chưa có ngày ký: ")[0]
    drafts = f"năm 2025 (plans/2025.yaml); Quyết định: Đổi thời hạn ({path})."
    assert drafts in signed


def test_open_work_is_late_first_with_who_handed_it_over_then_suspended_then_missing_reports(
    run: Run, folder: Path
) -> None:
    """20/02 to 10/5 are 8 + 31 + 30 + 10 days; the first quarter's reports were due on 11/3, the
    Office's own on 18/3."""
    rows = told(run, folder, *ON)["work"]
    assert [(r["task"], r["unit"], r["state"], r["days"]) for r in rows] == [
        ("1", "phong-c", "overdue", 79),
        (None, "van-phong", "overdue", 53),
        ("2", "phong-b", "suspended", None),
        ("2", "phong-b", "missing", 60),
        ("1", "phong-c", "missing", 60),
    ]
    handed = "nhận bàn giao từ P.A ngày 01/3/2025, khi đó đã quá hạn 09 ngày"
    assert handed in rows[0]["reason"]


def test_work_without_a_day_is_not_lost(run: Run, folder: Path) -> None:
    plan = folder / "plans/2025.yaml"
    standing = "  4: {work: Niêm yết thủ tục., lead: phong-b}\n"
    plan.write_text(plan.read_text(encoding="utf-8") + standing, encoding="utf-8")
    for words in (
        ("co-kho", "--unit", "VP", "--date", "2025-04-01", "--state", "done"),
        ("4", "--unit", "P.B", "--date", "2025-04-02", "--state", "suspended", "--reason", "Sửa."),
    ):
        assert run("record", *words, "--root", str(folder)).code == 0
    rows = [(r["task"], r["state"], r["due"]) for r in told(run, folder, *ON)["work"]]
    assert [row for row in rows if row[0] in ("3", "4") and row[1] != "missing"] == [
        ("3", "open", None),
        ("4", "suspended", None),
    ]
    done = run("report", "--handover", *ON, "--format", "md", "--root", str(folder))
    assert "| 3: Mở kho | VP | Trong hạn | chưa có cập nhật |" in done.out
    assert "| 4: Niêm yết thủ tục. | P.B | Tạm dừng | tạm dừng từ ngày 02/4/2025 |" in done.out


def test_conditions_questions_silence_and_the_next_papers(run: Run, folder: Path) -> None:
    """The running window began on 15/3: the Office's last words of 01/3 are 70 days old."""
    paper = told(run, folder, *ON)
    assert [(r["task"], r["reason"]) for r in paper["waiting"]] == [
        ("3", "chờ Kho dữ liệu được xây dựng")
    ]
    assert [(r["unit"], r["to"], r["days"]) for r in paper["remarks"]] == [
        ("phong-b", "so-khdt", 51)
    ]
    assert paper["silent_since"] == "2025-03-15"
    assert paper["silent"] == [
        {"unit": "van-phong", "last": "2025-03-01"},
        {"unit": "phong-c", "last": None},
    ]
    assert [one["id"] for one in paper["papers"]] == ["2025-Q2", "2025-Q3", "2025-Q4"]


def test_where_the_files_lie(run: Run, folder: Path) -> None:
    words = ("report", "--quarter", "2", "--words", "--root", str(folder))
    assert run(*words).code == 0
    (folder / "templates").mkdir()
    (folder / "templates/bao-cao.docx").write_bytes(b"")
    places = {place["what"]: place["path"] for place in told(run, folder, *ON)["places"]}
    assert places == {
        "Kế hoạch đã ký": "plans/2025.yaml",
        "Văn bản điều chỉnh, bổ sung, đính chính": "plans/2025/amendments/",
        "Cập nhật của các đơn vị (02 tệp)": "plans/2025/progress/",
        "Báo cáo quý II năm 2025: lời văn chưa ban hành": "plans/2025/reports/2025-Q2.yaml",
        "Đơn vị, người ký theo ngày": "plans/organisation.yaml",
        "Lịch nghỉ": "plans/calendar/",
        "Mẫu văn bản": "templates/: bao-cao.docx",
    }


def test_an_issued_report_stands_with_its_number_day_file_and_hash(
    run: Run, example: Path, tmp_path: Path
) -> None:
    signed = tmp_path / "da-ky.pdf"
    signed.write_bytes(b"%PDF-1.7")
    rest = ("con-lai", "--unit", "QHXD", "--date", "2024-09-13", "--state", "nothing")
    assert run("record", *rest, "--root", str(example)).code == 0
    words = example / "plans/2024/reports/2024-Q3.yaml"
    words.parent.mkdir()
    words.write_text(WORDS, encoding="utf-8")
    asked = ("report", "--quarter", "3", "--issue", "--file", str(signed), "--root", str(example))
    assert run(*asked, "--number", "44", "--date", "18/9/2024").code == 0
    mended = ("--number", "45", "--date", "18/9/2024", "--reason", "Ghi nhầm số.", "--force")
    done = run(*asked, *mended)
    assert done.code == 0, done.err
    paper = told(run, example, "--as-of", "2024-09-18")
    (one,) = paper["signed"]["reports"]
    assert "lời văn chưa ban hành" not in str(paper["places"])
    assert (one["title"], one["number"], one["day"]) == (
        "Báo cáo quý III năm 2024",
        "45/BC-KCN",
        "2024-09-18",
    )
    assert one["path"] == "plans/2024/reports/2024-Q3.issued-2.yaml"
    assert (one["file"]["name"], len(one["file"]["sha256"])) == ("da-ky.pdf", 64)
    before = told(run, example, "--as-of", "2024-09-17")
    assert before["signed"]["reports"] == []
    assert "Báo cáo quý III năm 2024: lời văn chưa ban hành" in str(before["places"])


UNITS = {
    # typed: unit, tasks of work, waiting, questions, silent, next reports
    "phong b": ("phong-b", ["2", "2"], [], 1, [], 3),
    "phong a": ("phong-c", ["1", "1"], [], 0, ["phong-c"], 3),
    "một cửa": ("mot-cua", [], ["3"], 0, ["mot-cua"], 3),
    "VP": ("van-phong", [None], ["3"], 0, ["van-phong"], 3),
    "phong dong": ("phong-d", [], [], 0, [], 0),
}


@pytest.mark.parametrize("typed", UNITS)
def test_one_room_sees_its_own_part(run: Run, folder: Path, typed: str) -> None:
    """A room that has ended is answered for by its successor, where it has none nothing is open; a
    sub-unit has what it leads."""
    unit, work, waiting, questions, silent, papers = UNITS[typed]
    paper = told(run, folder, *ON, "--unit", typed)
    assert paper["unit"] == unit
    assert [row["task"] for row in paper["work"]] == work
    assert [row["task"] for row in paper["waiting"]] == waiting
    assert len(paper["remarks"]) == questions
    assert [one["unit"] for one in paper["silent"]] == silent
    assert len(paper["papers"]) == papers
    paths = [place["path"] for place in paper["places"]]
    assert f"plans/2025/progress/{unit}/" in paths
    assert ("plans/2025/progress/phong-a/" in paths) == (unit == "phong-c")


def test_it_lies_in_the_current_folder_under_the_day_s_and_the_room_s_name(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    done = run("report", "--handover", *ON, "--root", str(folder))
    assert (done.code, done.out) == (0, "ban-giao-pci-2025-05-10.docx\n")
    assert done.err == (
        "Tính đến ngày 10/5/2025: 02 việc quá hạn; 01 việc chưa đủ điều kiện; "
        "01 khó khăn, kiến nghị chưa được trả lời; 02 đơn vị chưa có cập nhật trong kỳ.\n"
    )
    done = run("report", "--handover", "--unit", "một cửa", *ON, "--root", str(folder))
    assert (done.code, done.out) == (0, "ban-giao-pci-2025-05-10-mot-cua.docx\n")
    assert "Bộ phận Một cửa báo cáo qua Văn phòng.\n" in done.err
    assert "BỘ PHẬN MỘT CỬA" in documents.text((tmp_path / done.out.strip()).read_bytes())


def test_the_example_and_an_empty_plan_read_well(
    run: Run, real: Path, example: Path, golden: Golden, tmp_path: Path
) -> None:
    command, out = ("report", "--handover", "--as-of"), tmp_path / "x.docx"
    papers = {
        "handover-example.txt": (example, "2024-11-30"),
        "handover-real.txt": (real, "2023-10-02"),
    }
    for name, (root, day) in papers.items():
        golden(name, documents.text(documents.made(run, root, *command, day, out=out)))


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        ("--quarter=3", "bản bàn giao lập theo ngày: dùng --as-of"),
        ("--brief", "bỏ --brief"),
        ("--strict", "bỏ --strict"),
        ("--words", "bỏ --words"),
    ],
)
def test_what_means_nothing_beside_it_is_refused(
    run: Run, real: Path, option: str, hint: str
) -> None:
    done = run("report", "--handover", "--unit", "VP", option, "--root", str(real))
    name = option.partition("=")[0]
    assert (done.code, done.err) == (2, f"pci: --handover không đi với {name}; {hint}\n")
