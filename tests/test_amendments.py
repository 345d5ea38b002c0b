"""What people see of documents that change a plan: papers, a task's history, lists, reports.

The plan is a small invented one: a room is merged in mid-year, one document puts a misprint right,
one adds, changes and ends tasks, one moves a day.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from documents import text
from sheets import filled
from support import Run

PLAN = """\
year: 2023
title: Triển khai chương trình cải cách năm 2023
issued: 2023-01-10
number: "15"
symbol: KH-BQL
letterhead: {parent: UBND TỈNH, agency: BAN QUẢN LÝ, place: Sông An}
agency: {name: Ban quản lý Sông An, short: Ban quản lý}
reporting: {every: quarter, window: nd09, due: window end + 2 working days, internal_due: window end - 3 working days, to: so-khdt}
units:
  van-phong: {name: Văn phòng, short: VP}
  phong-a: {name: Phòng Đầu tư, short: P.ĐT}
  phong-b: {name: Phòng Môi trường, short: P.MT}
outside: {so-khdt: {name: Sở Kế hoạch}}
sections: {A: {title: CẢI CÁCH}, A.I: {title: Thủ tục}, A.II: {title: Đối thoại}}
tasks:
  A.I.1: {work: Niêm yết thủ tục., units: "Văn phòng chủ trì, phối hợp Phòng Đầu tư", lead: van-phong, coordinating: [phong-a], time: Nhiệm vụ thường xuyên, outputs: [Bảng niêm yết.]}
  A.I.2:
    work: Khảo sát doanh nghiệp.
    units: Phòng Đầu tư chủ trì
    lead: phong-a
    time: Trước 30/9/2023
    outputs: [Báo cáo.]
    owes: {khao-sat: {title: Khảo sát, by: 2023-09-30, quote: Trước 30/9/2023}}
  A.II.1:
    work: Đối thoại doanh nghiệp.
    units: Phòng Môi trường chủ trì
    lead: phong-b
    time: Quý II/2023 và Quý IV/2023
    outputs: [Biên bản.]
    owes: {doi-thoai: {title: Tổ chức đối thoại, during: [2023-Q2, 2023-Q4], quote: Quý II/2023 và Quý IV/2023}}
    indicators: {luot: {title: Số lượt, unit: lượt}}
"""  # noqa: E501
ORGANISATION = """\
units:
  phong-b: {until: 2023-10-11, successor: phong-a, basis: Quyết định 9/QĐ-UBND}
"""
PUT_RIGHT = """\
document: {type: Công văn, number: 7/BQL-VP, date: 2023-02-01, title: Đính chính}
effective: issued
change: {tasks: {A.I.1: {outputs: [Bảng niêm yết công khai.]}}}
"""
CHANGE = """\
document: {type: Quyết định, number: 45/QĐ-BQL, date: 2023-06-28, issuer: Ban quản lý Sông An, title: Điều chỉnh}
effective: 2023-07-01
text: |
  Khảo sát chậm nhất 31/10/2023.
add:
  tasks:
    A.II.2: {work: Tập huấn., units: Văn phòng chủ trì, lead: van-phong, time: Quý IV/2023, outputs: [Tài liệu.], owes: {tap-huan: {title: Tập huấn, during: [2023-Q4], quote: Quý IV/2023}}}
change:
  tasks:
    A.I.2: {units: Văn phòng chủ trì, lead: van-phong, owes: {khao-sat: {by: 2023-10-31, quote: chậm nhất 31/10/2023}}}
"""  # noqa: E501
END = """\
document: {type: Quyết định, number: 60/QĐ-BQL, date: 2023-11-08}
effective: 2023-11-10
end: {tasks: [A.II.1]}
"""
AMENDMENTS = {
    "2023-02-01-dinh-chinh": PUT_RIGHT,
    "2023-07-01-dieu-chinh": CHANGE,
    "2023-11-10-bai-bo": END,
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace of the plan, its organisation and its amendments."""
    root = tmp_path / "co-quan"
    (root / "plans/2023/amendments").mkdir(parents=True)
    (root / "plans/2023.yaml").write_text(PLAN, encoding="utf-8")
    (root / "plans/organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    for stem, words in AMENDMENTS.items():
        path = root / f"plans/2023/amendments/{stem}.yaml"
        path.write_text(words, encoding="utf-8")
    return root


def told(run: Run, root: Path, *arguments: str) -> Any:
    done = run(*arguments, "--format", "json", cwd=root)
    assert done.code == 0, done.err
    return json.loads(done.out)


def paper(run: Run, root: Path, *arguments: str) -> str:
    """The words of a document, its name checked by the caller's `-o`."""
    path = root.parent / "van-ban.docx"
    done = run(*arguments, "-o", str(path), "--force", cwd=root)
    assert done.code == 0, done.err
    return text(path.read_bytes())


def record(run: Run, root: Path, about: str, unit: str, day: str, *more: str) -> None:
    done = run("record", about, "--unit", unit, "--date", day, *more, cwd=root)
    assert done.code == 0, done.err


def told_faults(run: Run, root: Path) -> list[Any]:
    found = json.loads(run("check", "--format", "json", cwd=root).out)["diagnostics"]
    return [one for one in found if one["severity"] == "error"]


def test_the_workspace_has_no_fault(run: Run, office: Path) -> None:
    assert told_faults(run, office) == []


# --- the plan as a paper --------------------------------------------------------------------------


def test_the_plan_stays_as_it_was_signed(run: Run, office: Path) -> None:
    signed = paper(run, office, "plan")
    bare = office.parent / "bare"
    (bare / "plans").mkdir(parents=True)
    (bare / "plans/2023.yaml").write_text(PLAN, encoding="utf-8")
    assert signed == paper(run, bare, "plan")
    assert told(run, office, "plan") == told(run, bare, "plan")


@pytest.mark.parametrize(
    ("day", "notes"),
    [
        ("2023-06-30", {"A.I.1": "corrected"}),
        ("2023-07-01", {"A.I.1": "corrected", "A.I.2": "changed", "A.II.2": "added"}),
        (
            "2023-11-10",
            {"A.I.1": "corrected", "A.I.2": "changed", "A.II.1": "ended", "A.II.2": "added"},
        ),
    ],
)
def test_the_consolidated_plan_names_the_source_of_every_change(
    run: Run, office: Path, day: str, notes: dict[str, str]
) -> None:
    plan = told(run, office, "plan", "--as-of", day)
    assert (plan["schema"], plan["as_of"]) == ("pci.plan/1", day)
    tasks = {task["id"]: task for s in plan["appendix"]["sections"] for task in s["tasks"]}
    kinds = {i: [one["kind"] for one in task["changes"]] for i, task in tasks.items()}
    assert {i: kind[0] for i, kind in kinds.items() if kind} == notes
    assert [i for i, task in tasks.items() if task["ended"]] == [
        i for i, kind in notes.items() if kind == "ended"
    ]


def test_the_consolidated_paper_says_what_it_is(run: Run, office: Path) -> None:
    done = run("plan", "--as-of", "11/11/2023", cwd=office)
    assert done.out == "ke-hoach-pci-2023-hop-nhat-2023-11-11.docx\n"
    words = paper(run, office, "plan", "--as-of", "2023-11-11")
    assert (
        "Văn bản hợp nhất nội dung của Kế hoạch đến ngày 11/11/2023, theo Công văn số 7/BQL-VP"
        " ngày 01/02/2023; Quyết định số 45/QĐ-BQL ngày 28/6/2023; Quyết định số 60/QĐ-BQL ngày"
        " 08/11/2023; dùng để tra cứu, không thay các văn bản đã ký."
    ) in words
    assert "Nơi nhận:" not in words
    rows = words.partition("Ghi chú")[2].split("\n")
    assert [line for line in rows if " theo " in line] == [
        "Đính chính theo Công văn số 7/BQL-VP ngày 01/02/2023",
        "Thay đổi theo Quyết định số 45/QĐ-BQL ngày 28/6/2023",
        "Bãi bỏ theo Quyết định số 60/QĐ-BQL ngày 08/11/2023",
        "Bổ sung theo Quyết định số 45/QĐ-BQL ngày 28/6/2023",
    ]
    assert rows.index("Đối thoại doanh nghiệp.") < rows.index("Tập huấn.")


def test_the_consolidated_paper_is_of_its_day_and_cites_the_signed_one(
    run: Run, office: Path
) -> None:
    later = (
        "agency:\n  - {from: 2023-09-01, name: Ban Quản lý tỉnh, short: Ban Quản lý, letterhead:"
        " {parent: UBND TỈNH, agency: BAN QUẢN LÝ TỈNH, place: Hòa Bình}}\n"
    )
    (office / "plans/organisation.yaml").write_text(later + ORGANISATION, encoding="utf-8")
    words = paper(run, office, "plan", "--as-of", "2023-10-05")
    assert "Hòa Bình, ngày 05 tháng 10 năm 2023" in words
    assert "(Kèm theo Kế hoạch số 15/KH-BQL ngày 10/01/2023 của Ban quản lý Sông An)" in words


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ("{foo: null}", "PCI101", "khóa «foo» không có trong mẫu"),
        ("{tasks: {A.I.1: {foo: null}}}", "PCI101", "khóa «foo» không có trong mẫu"),
        ("{sections: null}", "PCI254", "«sections» để trống là bỏ cả danh mục"),
        ("{units: {phong-b: }}", "PCI256", "«phong-b» để trống là bỏ đơn vị"),
    ],
)
def test_null_takes_away_only_what_is_there(
    run: Run, office: Path, change: str, code: str, message: str
) -> None:
    path = office / "plans/2023/amendments/2023-08-01-doi.yaml"
    path.write_text(
        "document: {type: Quyết định, number: 50/QĐ-BQL, date: 2023-07-28}\n"
        f"effective: 2023-08-01\nchange: {change}\n",
        encoding="utf-8",
    )
    done = run("check", "--format", "json", cwd=office)
    errors = [d for d in json.loads(done.out)["diagnostics"] if d["severity"] == "error"]
    assert {(d["code"], d["message"]) for d in errors} == {(code, message)}
    assert "2023-08-01-doi.yaml" in str(errors[0])


def test_a_new_lead_that_the_printed_cell_does_not_name(run: Run, office: Path) -> None:
    path = office / "plans/2023/amendments/2023-08-01-doi.yaml"
    path.write_text(
        "document: {type: Quyết định, number: 50/QĐ-BQL, date: 2023-07-28}\n"
        "effective: 2023-08-01\nchange: {tasks: {A.I.1: {lead: phong-a, coordinating: []}}}\n",
        encoding="utf-8",
    )
    (found,) = (d for d in told(run, office, "check")["diagnostics"] if d["code"] == "PCI253")
    assert (found["severity"], found["message"]) == (
        "warning",
        "A.I.1 đổi đơn vị chủ trì, ô in ra vẫn là «Văn phòng chủ trì, phối hợp Phòng Đầu tư»",
    )
    words = paper(run, office, "plan", "--as-of", "2023-08-01")
    assert (
        "Thay đổi theo Quyết định số 50/QĐ-BQL ngày 28/7/2023\nĐơn vị chủ trì: Phòng Đầu tư"
        in words
    )


def test_before_any_document_the_consolidated_plan_has_no_notes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/2023.yaml").write_text(PLAN, encoding="utf-8")
    words = paper(run, tmp_path, "plan", "--as-of", "2023-11-11")
    assert "đến ngày 11/11/2023; dùng để tra cứu" in words
    assert told(run, tmp_path, "plan", "--as-of", "2023-11-11")["amendments"] == []


def test_the_annex_of_a_decision(run: Run, office: Path) -> None:
    done = run("plan", "--amendment", "2023-07", cwd=office)
    assert done.out == "phu-luc-pci-2023-07-01-dieu-chinh.docx\n"
    words = paper(run, office, "plan", "--amendment", "2023-07-01-dieu-chinh.yaml").split("\n")
    assert words[:3] == [
        "Phụ lục",
        "ĐIỀU CHỈNH, BỔ SUNG KẾ HOẠCH TRIỂN KHAI CHƯƠNG TRÌNH CẢI CÁCH NĂM 2023",
        "(Kèm theo Quyết định số 45/QĐ-BQL ngày 28 tháng 6 năm 2023 của Ban quản lý Sông An)",
    ]
    row = words.index("Nhiệm vụ số 2, mục I, phần A Phụ lục")
    assert words[row + 1 : row + 3] == [
        "Đơn vị thực hiện: Phòng Đầu tư chủ trì",
        "Đơn vị thực hiện: Văn phòng chủ trì",
    ]
    row = words.index("Nhiệm vụ số 2, mục I, phần A Phụ lục: thời hạn “Khảo sát”")
    assert words[row + 1 : row + 3] == ["Hạn: 30/9/2023", "Hạn: 31/10/2023"]
    row = words.index("Nhiệm vụ số 2, mục II, phần A Phụ lục")
    assert words[row + 1] == "(Chưa có)"
    assert "Nhiệm vụ và giải pháp: Tập huấn." in words[row + 2]


def test_the_annex_says_in_words_what_no_cell_prints(run: Run, office: Path) -> None:
    (office / "plans/2023/amendments/2023-08-01-doi.yaml").write_text(
        """\
document: {type: Quyết định, number: 50/QĐ-BQL, date: 2023-07-28}
effective: 2023-08-01
text: Họp một lần.
add:
  units: {phong-c: {name: Phòng Xây dựng}}
  groups: {cac-phong: {name: các phòng, members: [phong-a, phong-b]}}
change:
  reporting: {every: month}
  tasks:
    A.I.1: {lead: phong-a, coordinating: [van-phong]}
    A.I.2: {owes: {hop: {title: Họp, by: 2023-12-01, quote: Họp một lần}}}
    A.II.1: {indicators: {luot: {unit: lần}}}
""",
        encoding="utf-8",
    )
    words = "\n".join(paper(run, office, "plan", "--amendment", "doi", "--force").split("\n"))
    for row in (
        "1\nNhiệm vụ số 1, mục I, phần A Phụ lục\nChủ trì: Văn phòng\nPhối hợp: Phòng Đầu tư\n"
        "Chủ trì: Phòng Đầu tư\nPhối hợp: Văn phòng\n",
        "2\nNhiệm vụ số 1, mục II, phần A Phụ lục: chỉ tiêu “Số lượt”\nĐơn vị tính: lượt\n"
        "Đơn vị tính: lần\n",
        "3\nChế độ báo cáo\nĐịnh kỳ: hằng quý\nĐịnh kỳ: hằng tháng\n",
        "Nhiệm vụ số 2, mục I, phần A Phụ lục: đầu việc “Họp”\n(Chưa có)\nTên: Họp\n"
        "Hạn: 01/12/2023\n",
        "Đơn vị “Phòng Xây dựng”\n(Chưa có)\nTên: Phòng Xây dựng\n",
        "Nhóm đơn vị “các phòng”\n(Chưa có)\nTên: các phòng\nGồm: Phòng Đầu tư; Phòng Môi trường\n",
    ):
        assert row in words, words


def test_the_annex_of_an_end(run: Run, office: Path) -> None:
    words = paper(run, office, "plan", "--amendment", "bai-bo").split("\n")
    row = words.index("Nhiệm vụ số 1, mục II, phần A Phụ lục")
    assert words[row - 1] == "1"
    assert "Đối thoại doanh nghiệp." in words[row + 1]
    assert words[row + 5] == "Bãi bỏ."
    shape = told(run, office, "plan", "--amendment", "bai-bo")
    assert (shape["schema"], shape["since"]) == ("pci.amendment/1", "2023-11-10")
    (task,) = shape["tasks"]
    assert (task["id"], task["kind"], task["now"]) == ("A.II.1", "ended", None)


def test_what_a_misprint_is_put_right_to(run: Run, office: Path) -> None:
    done = run("plan", "--amendment", "dinh-chinh", cwd=office)
    assert done.out == "dinh-chinh-pci-2023-02-01-dinh-chinh.docx\n"
    words = paper(run, office, "plan", "--amendment", "dinh-chinh").split("\n")
    assert words[1].startswith("ĐÍNH CHÍNH KẾ HOẠCH")
    assert words[2].startswith("(Kèm theo Công văn số 7/BQL-VP ngày 01 tháng 02 năm 2023 của")
    row = words.index("1. Tại nhiệm vụ số 1, mục I, phần A Phụ lục, đã in:")
    assert words[row + 1 : row + 4] == [
        "Kết quả/Sản phẩm: Bảng niêm yết.",
        "Nay đính chính là:",
        "Kết quả/Sản phẩm: Bảng niêm yết công khai.",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--amendment", "x"), "không có văn bản điều chỉnh «x»; có: 2023-02-01-dinh-chinh, "),
        (("--amendment", "2023"), "«2023» có thể là nhiều văn bản; có: 2023-02-01-dinh-chinh, "),
        (("--amendment", "bai-bo", "--as-printed"), "không đi với nhau"),
        (("--as-of", "2023-07-01", "--as-printed"), "không đi với nhau"),
        (("--as-of", "x"), "--as-of «x» không phải ngày có thật"),
    ],
)
def test_what_cannot_be_printed(
    run: Run, office: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = run("plan", *arguments, cwd=office)
    assert done.code == 2
    assert words in done.err


# --- a task's history -----------------------------------------------------------------------------


def test_show_tells_what_documents_changed(run: Run, office: Path) -> None:
    page = run("show", "A.I.2", "--as-of", "2023-08-01", cwd=office).out
    assert page.partition("Các lần thay đổi:\n")[2] == (
        "  Kế hoạch đã ký:\n"
        "    Đơn vị thực hiện: Phòng Đầu tư chủ trì\n"
        "    Chủ trì: Phòng Đầu tư\n"
        "  Thay đổi từ ngày 01/7/2023 theo Quyết định số 45/QĐ-BQL ngày 28/6/2023:\n"
        "    Đơn vị thực hiện: Văn phòng chủ trì\n"
        "    Chủ trì: Văn phòng\n"
        "    Khảo sát: hạn 30/9/2023 chuyển sang 31/10/2023\n"
    )
    (change,) = told(run, office, "show", "A.I.2", "--as-of", "2023-08-01")["history"]
    assert (change["kind"], change["since"]) == ("changed", "2023-07-01")
    assert change["document"]["number"] == "45/QĐ-BQL"
    assert change["cells"]["lead"] == {"old": "Phòng Đầu tư", "new": "Văn phòng"}
    assert change["days"] == [
        {"obligation": "khao-sat", "period": None, "old": "2023-09-30", "new": "2023-10-31"}
    ]


def test_show_knows_nothing_of_a_document_to_come(run: Run, office: Path) -> None:
    assert "Các lần thay đổi" not in run("show", "A.I.2", "--as-of", "2023-06-30", cwd=office).out
    assert "history" not in told(run, office, "show", "A.I.2", "--as-of", "2023-06-30")
    assert "Bãi bỏ" not in run("show", "A.II.1", "--as-of", "2023-11-09", cwd=office).out


def test_show_of_an_ended_task_tells_how_it_last_stood(run: Run, office: Path) -> None:
    page = run("show", "A.II.1", "--as-of", "2023-12-01", cwd=office).out.split("\n")
    ended = "Bãi bỏ từ ngày 10/11/2023 theo Quyết định số 60/QĐ-BQL ngày 08/11/2023"
    assert page[1] == ended
    assert "Tình trạng tính đến ngày 09/11/2023:" in page
    late = [line for line in page if "quý II năm 2023" in line]
    assert late == [
        "  - quý II năm 2023; hạn 30/6/2023; quá hạn 132 ngày;"
        " nhận bàn giao từ P.MT ngày 12/10/2023, khi đó đã quá hạn 104 ngày"
    ]
    history = told(run, office, "show", "A.II.1", "--as-of", "2023-12-01")["history"]
    assert [(one["kind"], one["since"]) for one in history] == [("ended", "2023-11-10")]


# --- reports --------------------------------------------------------------------------------------


def test_the_report_of_the_window_lists_what_came_and_moved(run: Run, office: Path) -> None:
    """Quarter III reads 15/6 to 14/9, so 1/7 is in it and 10/11 is not."""
    report = paper(run, office, "report", "--quarter", "3", "--as-of", "2023-09-14")
    by = "Theo Quyết định số 45/QĐ-BQL ngày 28/6/2023, thực hiện từ ngày 01/7/2023:"
    told_changes = report.partition(f"{by}\n")[2].split("\n")[:3]
    assert told_changes == [
        "- Nhiệm vụ A.I.2 (Khảo sát): đơn vị chủ trì chuyển từ Phòng Đầu tư sang Văn phòng.",
        "- Nhiệm vụ A.I.2: hạn “Khảo sát” chuyển từ 30/9/2023 sang 31/10/2023.",
        "- Bổ sung nhiệm vụ A.II.2 (Tập huấn).",
    ]
    assert "Kế hoạch có 04 nhiệm vụ" in report


def test_the_report_of_the_window_lists_an_end_and_its_row(run: Run, office: Path) -> None:
    record(
        run, office, "A.II.1", "phong-b", "2023-10-02", "--state", "doing", "--result", "Đã mời."
    )
    report = paper(run, office, "report", "--quarter", "4", "--as-of", "2023-12-14")
    by = "Theo Quyết định số 60/QĐ-BQL ngày 08/11/2023, thực hiện từ ngày 10/11/2023:\n"
    ended = f"{by}- Bãi bỏ nhiệm vụ A.II.1 (Tổ chức đối thoại)"
    assert f"{ended}; kết quả trước khi bãi bỏ: Đã mời.\n" in report
    assert ended in paper(run, office, "report", "--annual", "--as-of", "2023-12-14")
    assert "Kế hoạch có 03 nhiệm vụ" in report
    rows = report.partition("Ghi chú")[2].split("\n")
    row = rows.index("Đối thoại doanh nghiệp.")
    assert rows[row + 1 : row + 7] == [
        "Phòng Môi trường chủ trì",
        "Quý II/2023 và Quý IV/2023",
        "Biên bản.",
        "Phòng Môi trường: Đã mời.",
        "Bãi bỏ từ ngày 10/11/2023",
        "Bãi bỏ theo Quyết định số 60/QĐ-BQL ngày 08/11/2023",
    ]
    annex = paper(run, office, "plan", "--amendment", "bai-bo")
    assert "Cập nhật" not in annex, "cập nhật không phải nội dung của quyết định"
    shape = told(run, office, "report", "--quarter", "4", "--as-of", "2023-12-14")
    assert "A.II.1" not in [task["id"] for task in shape["tasks"]]
    end = office / "plans/2023/amendments/2023-11-10-bai-bo.yaml"
    end.write_text(END.replace("[A.II.1]", "[A.I.1]"), encoding="utf-8")
    untitled = run("report", "--quarter", "4", "--format", "md", cwd=office).out
    assert "Bãi bỏ nhiệm vụ A.I.1 (Niêm yết thủ tục)." in untitled


def test_a_unit_s_report_tells_what_concerns_it(run: Run, office: Path) -> None:
    arguments = ("report", "--quarter", "3", "--as-of", "2023-09-14", "--unit")
    lines = {
        unit: [
            line.partition(":")[0].rstrip(".")
            for line in paper(run, office, *arguments, unit).split("\n")
            if line.startswith(("- Nhiệm vụ A.", "- Bổ sung nhiệm vụ"))
        ]
        for unit in ("van-phong", "phong-a", "phong-b")
    }
    assert lines == {
        "van-phong": [
            "- Nhiệm vụ A.I.2 (Khảo sát)",
            "- Nhiệm vụ A.I.2",
            "- Bổ sung nhiệm vụ A.II.2 (Tập huấn)",
        ],
        "phong-a": ["- Nhiệm vụ A.I.2 (Khảo sát)", "- Nhiệm vụ A.I.2"],
        "phong-b": [],
    }


# --- work handed over -----------------------------------------------------------------------------

HANDED = "nhận bàn giao từ P.MT ngày 12/10/2023, khi đó đã quá hạn 104 ngày"


def test_late_work_says_from_whom_it_was_taken_over(run: Run, office: Path) -> None:
    record(
        run, office, "A.II.1/doi-thoai", "phong-b", "2023-06-20", "--period", "2023-Q2",
        "--state", "doing", "--result", "Đã mời.",
    )  # fmt: skip
    on = ("--as-of", "2023-11-01")
    rows = told(run, office, "deadlines", "--within", "90d", *on)["items"]
    late = [row for row in rows if row["task"] == "A.II.1"]
    assert [(row["unit"], row["period"], row["days"], row["reason"]) for row in late] == [
        (
            "phong-a", "2023-Q2", 124,
            f"hạn 30/6/2023; cập nhật gần nhất ngày 20/6/2023: đang thực hiện; {HANDED}",
        ),
        (
            "phong-a", "2023-Q4", -60,
            "hạn 31/12/2023; chưa có cập nhật; nhận bàn giao từ P.MT ngày 12/10/2023",
        ),
    ]  # fmt: skip
    assert set(late[0]) == {
        "task", "obligation", "period", "unit", "due", "state", "days", "reason",
    }  # fmt: skip
    for command in (("remind",), ("report", "--brief")):
        assert HANDED in paper(run, office, *command, *on), command
    report = paper(run, office, "report", "--quarter", "4", *on)
    assert "N" + HANDED[1:] in report


# --- updates --------------------------------------------------------------------------------------


def test_nothing_is_recorded_of_an_ended_task(run: Run, office: Path) -> None:
    words = "nhiệm vụ A.II.1 đã bãi bỏ từ ngày 10/11/2023 theo Quyết định số 60/QĐ-BQL ngày"
    for about in ("A.II.1", "a.ii.1/doi-thoai"):
        done = run(
            "record", about, "--unit", "phong-a", "--date", "2023-11-10", "--state", "doing",
            "--result", "x", cwd=office,
        )  # fmt: skip
        assert (done.code, done.err.count("\n")) == (2, 1)
        assert words in done.err
    assert not (office / "plans/2023/progress").exists()
    record(run, office, "A.II.1", "phong-a", "2023-11-09", "--state", "doing", "--result", "Mời.")


def test_a_form_sent_out_before_a_task_was_ended(run: Run, office: Path) -> None:
    end = office / "plans/2023/amendments/2023-11-10-bai-bo.yaml"
    end.unlink()
    asked = ("form", "--unit", "phong-a", "--quarter", "4", "--as-of", "2023-11-01")
    path = office / run(*asked, cwd=office).out.strip()
    form = path.read_bytes()
    end.write_text(END, encoding="utf-8")

    def sent(rows: dict[str, dict[str, object]]) -> Any:
        path.write_bytes(filled(form, rows))
        return run("record", path.name, cwd=office)

    other: dict[str, object] = {"state": "Đang thực hiện", "result": "Đã niêm yết."}
    done = sent({"A.I.1": other, "A.II.1/doi-thoai 2023-Q4": {"state": "Đang thực hiện"}})
    assert done.code == 2
    assert (
        "nhiệm vụ A.II.1 đã bãi bỏ từ ngày 10/11/2023 theo Quyết định số 60/QĐ-BQL ngày 08/11/2023;"
        " xóa trắng dòng này; việc xong trước đó thì ghi ngày hoàn thành"
    ) in done.err
    assert "có phải" not in done.err
    before: dict[str, object] = {
        "state": "Đã hoàn thành",
        "finished": "8/11/2023",
        "figures": "Số lượt: 3",
        "result": "x",
    }
    done = sent({"A.I.1": other, "A.II.1/doi-thoai 2023-Q2": before})
    assert (done.code, done.err.splitlines()[0]) == (0, "Đã ghi 02 cập nhật.")


def test_a_hint_names_no_unit_that_is_refused_too(run: Run, office: Path) -> None:
    (office / "plans/organisation.yaml").write_text(
        "units:\n  phong-b: {until: 2023-10-11, successor: van-phong}\n", encoding="utf-8"
    )
    said = ("--unit", "phong-b", "--date", "2023-10-20", "--state", "doing", "--result", "x")
    refused = run("record", "A.I.2/khao-sat", *said, cwd=office)
    assert "ghi cho van-phong (Văn phòng)" in refused.err  # which leads it
    path = office / "plans/2023/amendments/2023-07-01-dieu-chinh.yaml"
    path.unlink()
    refused = run("record", "A.I.2/khao-sat", *said, cwd=office)
    assert refused.code == 2
    assert "ghi cho" not in refused.err


def test_a_form_of_a_unit_that_has_ended_says_what_can_be_mended(run: Run, office: Path) -> None:
    (office / "plans/organisation.yaml").unlink()
    asked = ("form", "--unit", "phong-b", "--quarter", "4", "--as-of", "2023-10-01")
    path = office / run(*asked, cwd=office).out.strip()
    rows: dict[str, dict[str, object]] = {
        "A.II.1/doi-thoai 2023-Q4": {"state": "Đang thực hiện", "result": "Đã mời."}
    }
    path.write_bytes(filled(path.read_bytes(), rows))
    (office / "plans/organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    (office / "plans/2023/amendments/2023-11-10-bai-bo.yaml").unlink()
    done = run("record", path.name, cwd=office)
    assert done.code == 2
    assert "sửa ngày báo cáo; việc từ khi đơn vị kế nhiệm nhận thì điền biểu" in done.err
    assert "ghi cho" not in done.err


def test_the_log_keeps_what_was_said_of_ended_tasks_and_by_ended_units(
    run: Run, office: Path
) -> None:
    remark = ("--proposal", "Cấp kinh phí.", "--proposal-to", "so-khdt", "--figure", "luot=3")
    record(
        run, office, "A.II.1", "phong-b", "2023-10-02", "--state", "doing", "--result", "Mời.",
        *remark,
    )  # fmt: skip
    for unit in ("phong-a", "Phòng Môi trường"):
        (update,) = told(run, office, "log", "A.II.1", "--unit", unit)["updates"]
        assert update["unit"] == "phong-b"
    assert "Số lượt: 03 lượt" in run("log", cwd=office).out
    on = ("--as-of", "2023-12-01")
    waiting = run("log", "--open", "--unit", "phong-a", *on, cwd=office)
    assert "Phòng Đầu tư (trước là Phòng Môi trường)" in waiting.out
    before = run("log", "--open", "--as-of", "2023-10-05", cwd=office)
    assert "trước là" not in before.out


# --- what was said before a document came ---------------------------------------------------------


def amend(root: Path, since: str, words: str) -> None:
    """Write one more document that holds from a day on."""
    path = root / f"plans/2023/amendments/{since}-them.yaml"
    document = f"document: {{type: Quyết định, number: 50/QĐ-BQL, date: {since}}}\n"
    path.write_text(f"{document}effective: {since}\n{words}", encoding="utf-8")


def test_a_figure_stays_said_when_its_indicator_ends(run: Run, office: Path) -> None:
    said = ("--state", "doing", "--result", "Đã mời.", "--figure", "luot=3")
    record(run, office, "A.II.1", "phong-b", "2023-06-20", *said)
    amend(office, "2023-08-01", "change: {tasks: {A.II.1: {indicators: {luot: null}}}}\n")
    assert "Số lượt: 03 lượt" in run("log", cwd=office).out
    report = run("report", "--quarter", "3", "--as-of", "2023-09-14", "--format", "md", cwd=office)
    assert "Số lượt: 03 lượt" in report.out


def test_what_was_finished_stays_with_a_task_that_ends_and_comes_again(
    run: Run, office: Path
) -> None:
    row = (
        "{work: Đối thoại lại., units: Phòng Đầu tư chủ trì, lead: phong-a, time: Quý IV/2023,"
        " owes: {doi-thoai: {title: Đối thoại, during: [2023-Q4], quote: Quý IV/2023}}}"
    )
    amend(office, "2023-07-15", "end: {tasks: [A.II.1]}\n")
    amend(office, "2023-08-01", f"add: {{tasks: {{A.II.1: {row}}}}}\n")
    said = ("--period", "2023-Q2", "--state", "done", "--result", "Đã họp.")
    record(run, office, "A.II.1/doi-thoai", "phong-b", "2023-05-20", *said)
    tasks = told(run, office, "tasks", "--as-of", "2023-09-01")["tasks"]
    (items,) = (task["items"] for task in tasks if task["id"] == "A.II.1")
    assert [(one["period"], one["unit"], one["state"]) for one in items] == [
        ("2023-Q4", "phong-a", "not_due"),
        ("2023-Q2", "phong-b", "done"),
    ]


def test_a_unit_whose_last_task_ended_still_reports_what_it_did(run: Run, office: Path) -> None:
    (office / "plans/organisation.yaml").unlink()
    said = ("--state", "doing", "--result", "Đã mời.")
    record(run, office, "A.II.1", "phong-b", "2023-10-02", *said)
    own = ("report", "--quarter", "4", "--as-of", "2023-12-14", "--unit", "phong-b")
    done = run(*own, "--format", "md", cwd=office)
    assert (done.code, "kết quả trước khi bãi bỏ: Đã mời." in done.out) == (0, True)


def test_the_form_of_a_day_knows_nothing_of_a_document_to_come(run: Run, office: Path) -> None:
    amend(office, "2023-09-08", "change: {reporting: {every: month}}\n")
    form = ("form", "--unit", "VP", "--as-of", "2023-09-05")
    assert run(*form, cwd=office).out == "2023-Q3_VP.xlsx\n"


def test_a_changed_schedule_tells_no_day_that_had_passed(run: Run, office: Path) -> None:
    owes = "{doi-thoai: {every: month, quote: hằng tháng}}"
    change = f"text: Họp hằng tháng.\nchange: {{tasks: {{A.II.1: {{owes: {owes}}}}}}}\n"
    amend(office, "2023-08-01", change)
    (change,) = told(run, office, "show", "A.II.1", "--as-of", "2023-08-01")["history"]
    days = [(one["period"], one["old"], one["new"]) for one in change["days"]]
    assert days[0] == ("2023-Q4", "2023-12-31", None)
    assert [new for _, _, new in days[1:]] == sorted(new for _, _, new in days[1:])
    assert days[1][2] == "2023-08-16"


def test_the_annex_names_the_period_that_is_taken_away(run: Run, office: Path) -> None:
    owes = "{doi-thoai: {during: [2023-Q4], quote: Quý IV/2023}}"
    amend(office, "2023-08-01", f"change: {{tasks: {{A.II.1: {{owes: {owes}}}}}}}\n")
    annex = run("plan", "--amendment", "them", "--format", "md", cwd=office).out
    assert "Trong kỳ: quý II năm 2023 | Trong kỳ: bãi bỏ quý II năm 2023" in annex


def test_putting_right_what_another_document_added_says_how(run: Run, office: Path) -> None:
    path = office / "plans/2023/amendments/2023-07-20-dinh-chinh.yaml"
    changed = "change: {tasks: {A.II.2: {work: Tập huấn nghiệp vụ.}}}\n"
    document = "document: {type: Công văn, number: 9/BQL-VP, date: 2023-07-20}\n"
    path.write_text(f"{document}effective: issued\n{changed}", encoding="utf-8")
    done = run("tasks", cwd=office)
    assert done.code == 2
    assert "thì effective là ngày văn bản ấy có hiệu lực" in done.err
    path = path.rename(path.with_name("2023-07-01-dinh-chinh.yaml"))
    path.write_text(f"{document}effective: 2023-07-01\n{changed}", encoding="utf-8")
    shown = run("show", "A.II.2", "--as-of", "2023-07-01", cwd=office).out
    assert "Đính chính từ ngày 01/7/2023 theo Công văn số 9/BQL-VP" in shown
    assert "Nhiệm vụ và giải pháp: Tập huấn nghiệp vụ." in shown


@pytest.mark.parametrize(
    "misspelt",
    [
        ("add:", "them:"),
        ("lead: van-phong, time", "leed: a, time"),
        ("A.I.2: {units", "A.I.2: {unit"),
    ],
)
def test_a_broken_amendment_is_the_fault_of_no_update_and_no_later_one(
    run: Run, office: Path, misspelt: tuple[str, str]
) -> None:
    said = ("--period", "2023-Q4", "--state", "doing", "--result", "Đã mời.")
    record(run, office, "A.II.2/tap-huan", "VP", "2023-10-05", *said)
    path = office / "plans/2023/amendments/2023-07-01-dieu-chinh.yaml"
    path.write_text(CHANGE.replace(*misspelt), encoding="utf-8")
    later = office / "plans/2023/amendments/2023-11-10-bai-bo.yaml"
    later.write_text(END.replace("A.II.1", "A.II.2"), encoding="utf-8")
    found = json.loads(run("check", "--format", "json", cwd=office).out)["diagnostics"]
    paths = {one["path"] for one in found if one["severity"] != "hint"}
    assert paths == {path.relative_to(office).as_posix()}
    done = run("record", "A.I.1", "--unit", "VP", "--date", "2023-10-06", *said[2:], cwd=office)
    assert done.code == 2 and "amendments/2023-07-01-dieu-chinh.yaml" in done.err
