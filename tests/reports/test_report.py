"""The quarter's report: its words, its form, what it marks as missing, and that it harms nobody's
file."""

import json
import shutil
from pathlib import Path

import documents
import libreoffice
import pytest
from docx import Document
from support import ROOT, Golden, Run, swap

from pci import workspace
from pci.nd30.form import check_form
from pci.nd30.reader import read_outline

GAP = "PCI618"
"""What a draft lacks, marked for the Office to complete."""

NAME = "bao-cao-pci-2023-Q3.docx"


def make(run: Run, root: Path, *more: str, quarter: str = "3") -> bytes:
    """A report of a workspace, as the program writes it."""
    out = root.parent / f"bao-cao-{quarter}.docx"
    return documents.made(run, root, "report", "--quarter", quarter, *more, out=out)


def deviations(data: bytes) -> set[str]:
    """The codes of what the decree's check finds in a document."""
    return {fault.code for fault in check_form(read_outline(data), "x.docx")}


def record(run: Run, root: Path, *arguments: str) -> None:
    done = run("record", *arguments, "--root", str(root))
    assert done.code == 0, done.err


def test_it_lies_in_the_current_folder_under_a_name_that_tells_the_period(
    run: Run, real: Path, tmp_path: Path
) -> None:
    done = run("report", "--quarter", "3", "--root", str(real))
    assert (done.code, done.out) == (0, f"{NAME}\n")
    assert (tmp_path / NAME).is_file()


@pytest.mark.parametrize("typed", ["3", "III", "iii", "Q3", "quý III", "2023-Q3"])
def test_a_quarter_may_be_typed_in_any_way(run: Run, real: Path, typed: str) -> None:
    done = run("report", "--quarter", typed, "--root", str(real), "--format", "json")
    assert json.loads(done.out)["period"]["id"] == "2023-Q3"


def test_every_task_stands_in_it_word_for_word(run: Run, real: Path) -> None:
    words = documents.text(make(run, real))
    plan = workspace.open_workspace(real, "2023").plan
    for task_id, task in plan.tasks.items():
        for cell in (task.work, task.units, task.time, *task.outputs):
            assert cell in words, task_id


def test_the_window_and_the_units_that_owe_are_told(run: Run, real: Path, golden: Golden) -> None:
    done = run("report", "--quarter", "3", "--root", str(real), "--format", "json")
    told = json.loads(done.out)
    assert told["schema"] == "pci.report/1"
    assert told["period"] == {
        "id": "2023-Q3",
        "first": "2023-07-01",
        "last": "2023-09-30",
        "window_first": "2023-06-15",
        "window_last": "2023-09-14",
        "internal_due": "2023-09-11",
        "send_by": "2023-09-18",
    }
    assert told["as_of"] == "2023-09-14"
    owed = {row["unit"]: len(row["tasks"]) for row in told["missing"]}
    assert owed == {
        "van-phong": 24,
        "phong-qldt": 12,
        "phong-qlqhxd": 12,
        "phong-qltnmt": 14,
        "phong-qldn": 13,
        "bqlda": 10,
    }
    golden("report-missing.txt", done.err)


def test_strict_finds_what_is_missing(run: Run, real: Path) -> None:
    assert run("report", "--quarter", "3", "--root", str(real), "--strict").code == 1


HOUSE, ASK = "gửi Lãnh đạo Ban, chưa đưa vào báo cáo", "Văn phòng xin ý kiến"


def test_what_is_missing_is_highlighted_and_nothing_else(
    run: Run, real: Path, example: Path
) -> None:
    marked = set(documents.highlighted(make(run, real)))
    assert {"[Chưa đơn vị nào báo cáo kỳ này]", "[chưa báo cáo]"} <= marked
    assert {"[chưa có số]", "[chưa có ngày] tháng 8 năm 2023"} <= marked
    assert all(words.startswith("[") for words in marked)
    full = documents.highlighted(make(run, example))
    assert set(full) == {
        "[Phòng Quy hoạch và Xây dựng chưa gửi báo cáo]",
        "[Văn phòng bổ sung nhận xét, đánh giá]",
        "[Văn phòng bổ sung nguyên nhân khách quan, chủ quan]",
        "[Phòng Quy hoạch và Xây dựng chưa báo cáo đủ các nhiệm vụ]",
        *(f"[Có 01 {kind} {HOUSE}: TT.HTDN; {ASK}]" for kind in ("khó khăn", "kiến nghị")),
    }


def test_the_example_reads_as_an_office_would_write_it(
    run: Run, example: Path, golden: Golden
) -> None:
    golden("report-example-Q3.txt", documents.text(make(run, example)))


def test_the_draft_of_the_real_plan_reads_well(run: Run, real: Path, golden: Golden) -> None:
    golden("report-real-Q3.txt", documents.text(make(run, real)).split("Phụ lục I\n")[0])


@pytest.mark.parametrize("quarter", ["1", "2", "3", "4"])
def test_its_form_is_that_of_the_decree(run: Run, real: Path, example: Path, quarter: str) -> None:
    for root in (real, example):
        assert deviations(make(run, root, quarter=quarter)) == {GAP}


def test_invented_data_is_marked_and_real_data_is_not(run: Run, real: Path, example: Path) -> None:
    assert "DỮ LIỆU MINH HỌA" in documents.text(make(run, example))
    assert "MINH HỌA" not in documents.text(make(run, real))


HOSTILE = (
    "Họp với Sở KH&ĐT: 3 < 5 > 2, \"một cửa\" & 'hai', </w:t><w:p/>, {{ so }}, {_{x}_}, {% if "
    "%}, ]]>, [/b], \\n"
)


def test_signs_that_mean_something_to_xml_or_to_the_template_stay_words(
    run: Run, real: Path
) -> None:
    record(
        run,
        real,
        "A.I.1",
        "--unit",
        "VP",
        "--date",
        "2023-09-14",
        "--state",
        "doing",
        "--result",
        HOSTILE,
    )
    words = documents.text(make(run, real))
    assert f"- {HOSTILE}." in words
    assert f"Văn phòng: {HOSTILE}" in words


def test_what_was_recorded_stands_in_its_places(run: Run, real: Path) -> None:
    at = ("--unit", "QLDN", "--date", "2023-09-13", "--state")
    remarks = (
        "--difficulty",
        "Thiếu phòng họp",
        "--difficulty-to",
        "noi-bo",
        "--proposal",
        "Bố trí kinh phí.",
    )
    record(
        run,
        real,
        "A.VII.4",
        *at,
        "doing",
        "--figure",
        "kien-nghi-giai-quyet=9",
        *remarks,
        "--proposal-to",
        "UBND tỉnh",
    )
    record(
        run, real, "A.VII.4/bao-cao-thang", *at, "done", "--evidence", "412/BC-KKT ngày 13/9/2023"
    )
    record(run, real, "con-lai", "--unit", "QLDN", "--date", "2023-09-13", "--state", "nothing")
    record(
        run,
        real,
        "II.1.3",
        "--unit",
        "VP",
        "--date",
        "2023-09-01",
        "--state",
        "doing",
        "--result",
        "Đăng 05 tin bài",
    )
    words = documents.text(make(run, real))
    assert "- Số kiến nghị đã giải quyết: 09 kiến nghị." in words
    assert "Đối với UBND tỉnh:\n- Bố trí kinh phí." in words
    assert "Thiếu phòng họp" not in words, "nội bộ không in trong văn bản gửi lên trên"
    assert "412/BC-KKT ngày 13/9/2023" in words
    assert "Tháng 9 năm 2023: đã hoàn thành" in words
    assert "- Đăng 05 tin bài." in words
    assert "[Phòng Quản lý Doanh nghiệp chưa gửi báo cáo]" not in words
    assert "(từ tháng 10 đến tháng 12 năm 2023): Phòng Quản lý Doanh nghiệp." in words


def test_an_answered_proposal_no_longer_goes_up(run: Run, real: Path) -> None:
    base = ("--unit", "VP", "--date", "2023-09-01", "--state", "doing")
    record(
        run,
        real,
        "A.I.1",
        *base,
        "--result",
        "Rà soát",
        "--proposal",
        "Cấp máy",
        "--proposal-to",
        "UBND tỉnh",
    )
    assert "Cấp máy" in documents.text(make(run, real))
    (update,) = json.loads(run("log", "--root", str(real), "--format", "json").out)["updates"]
    record(run, real, "A.I.1", *base, "--result", "Đã được cấp máy tính", "--answers", update["id"])
    assert "Cấp máy" not in documents.text(make(run, real))


def test_a_file_edited_since_is_never_replaced(run: Run, real: Path, tmp_path: Path) -> None:
    command = ("report", "--quarter", "3", "--root", str(real))
    assert run(*command).out == f"{NAME}\n"
    first = (tmp_path / NAME).stat().st_mtime_ns
    assert run(*command).out == f"{NAME}\n", "tệp giống hệt thì để yên"
    assert (tmp_path / NAME).stat().st_mtime_ns == first
    document = Document(str(tmp_path / NAME))
    document.paragraphs[0].add_run("sửa tay")
    document.save(str(tmp_path / NAME))
    edited = (tmp_path / NAME).read_bytes()
    again = run(*command)
    assert again.out == "bao-cao-pci-2023-Q3-2.docx\n"
    assert NAME in again.err
    assert (tmp_path / NAME).read_bytes() == edited
    assert run(*command, "--force").out == f"{NAME}\n"
    assert (tmp_path / NAME).read_bytes() == (tmp_path / "bao-cao-pci-2023-Q3-2.docx").read_bytes()


@pytest.mark.office
def test_libreoffice_opens_it_with_every_word(run: Run, real: Path, tmp_path: Path) -> None:
    record(
        run,
        real,
        "A.I.1",
        "--unit",
        "VP",
        "--date",
        "2023-09-14",
        "--state",
        "doing",
        "--result",
        'Sở KH&ĐT < "a"',
    )
    make(run, real)
    pages = libreoffice.pages(tmp_path / "bao-cao-3.docx")
    assert len(pages) >= 8
    words = "\n".join(pages)
    folded = " ".join(words.split())
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        'Sở KH&ĐT < "a"',
        "Phụ lục II",
        "Vương Thị Lệ Huyền",
    ):
        assert part in folded
    plan = workspace.open_workspace(ROOT, "2023").plan
    assert all(section.title.split()[0] in words for section in plan.sections.values())
    assert words.count("Nhiệm vụ và giải pháp ") >= 5, "hàng tiêu đề lặp lại ở mỗi trang"


@pytest.mark.office
def test_the_body_of_a_whole_year_is_of_seven_pages_at_most(
    run: Run, example: Path, tmp_path: Path
) -> None:
    """Its last page holds little more than the signature; no result of the quarters is left out."""
    assert run("report", "--annual", "-o", str(tmp_path / "nam.docx"), cwd=example).code == 0
    pages = libreoffice.pages(tmp_path / "nam.docx")
    assert next(n for n, page in enumerate(pages, 1) if "Phụ lục I\n" in page) <= 8


@pytest.mark.parametrize("command", [("report", "--quarter", "3"), ("plan",)])
def test_the_sign_that_an_appendix_ends_stays_with_its_last_row(
    run: Run, real: Path, command: tuple[str, ...], tmp_path: Path
) -> None:
    made = tmp_path / "x.docx"
    assert run(*command, "-o", str(made), "--root", str(real)).code == 0
    tables = [
        table for table in Document(str(made)).tables if table.rows[-1].cells[0].text == "./."
    ]
    assert tables
    for table in tables:
        assert all(
            p.paragraph_format.keep_with_next
            for cell in table.rows[-2].cells
            for p in cell.paragraphs
        )


def test_the_window_may_be_the_plain_period(run: Run, real: Path) -> None:
    done = run(
        "report", "--quarter", "3", "--window", "calendar", "--root", str(real), "--format", "json"
    )
    period = json.loads(done.out)["period"]
    assert (period["window_first"], period["window_last"], period["internal_due"]) == (
        "2023-07-01",
        "2023-09-30",
        "2023-09-27",
    )
    refused = run("report", "--quarter", "3", "--window", "tuan", "--root", str(real))
    assert (refused.code, "chọn một trong: nd09, calendar" in refused.err) == (2, True)


def test_a_figure_is_told_unless_the_words_tell_it_with_its_unit(run: Run, real: Path) -> None:
    figure = ("--figure", "kien-nghi-giai-quyet=9")
    at = ("--unit", "QLDN", "--date", "2023-09-12", "--state", "doing", *figure)
    record(run, real, "A.VII.4", *at, "--result", "Giải quyết 09 kiến nghị trong tuần")
    words = documents.text(make(run, real))
    assert "- Giải quyết 09 kiến nghị trong tuần.\n" in words
    assert "Số kiến nghị đã giải quyết" not in words
    at = ("--unit", "QLDN", "--date", "2023-09-13", "--state", "doing", *figure)
    record(run, real, "A.VII.4", *at, "--result", "Đã gửi báo cáo tháng 9", "--adds")
    words = documents.text(make(run, real))
    last = "- Ngày 13/9: Đã gửi báo cáo tháng 9."
    assert f"{last} Số kiến nghị đã giải quyết trong kỳ: 18 kiến nghị.\n" in words


def test_a_coordinator_is_heard_but_never_decides(run: Run, real: Path) -> None:
    at = ("--unit", "QLDN", "--date", "2023-09-13", "--state", "done", "--result", "Xong")
    record(run, real, "A.I.6/kiem-tra-cchc", *at)
    words = documents.text(make(run, real))
    assert "Phòng Quản lý Doanh nghiệp: Xong" in words
    assert "Tháng 9 năm 2023: đang thực hiện (trong hạn)" in words
    assert "- Kiểm tra công tác cải cách hành chính (tháng 9 năm 2023): Văn phòng." in words


def test_conditions_and_closing_lines_are_told_with_their_documents(run: Run, real: Path) -> None:
    at = ("--unit", "VP", "--date", "2023-09-01", "--state", "done", "--evidence", "9/TB-STTTT")
    record(run, real, "kho-du-lieu", *at)
    closing = (
        "--unit",
        "BQLDA",
        "--date",
        "2023-09-12",
        "--state",
        "nothing",
        "--result",
        "Duy trì, đã rà soát",
    )
    record(run, real, "con-lai", *closing)
    words = documents.text(make(run, real))
    assert (
        "- Kho quản lý dữ liệu kết quả giải quyết TTHC điện tử được xây dựng (9/TB-STTTT)."
    ) in words
    assert "Ban Quản lý dự án: Duy trì, đã rà soát" in words


def test_overdue_work_is_carried_over(run: Run, real: Path) -> None:
    words = documents.text(make(run, real, quarter="4"))
    late = (
        "- Kiểm tra công tác cải cách hành chính (tháng 9 năm 2023): quá hạn, khẩn trương hoàn "
        "thành (Văn phòng)."
    )
    assert late in words
    assert "(từ tháng 9 đến tháng 11 năm 2023): quá hạn" in words


ASKED = ("A.III.2", "--unit", "MTĐĐ", "--date", "2024-09-10", "--state", "doing", "--figure")


def test_figures_that_arrive_twice_by_merge_are_told_beside_the_report(
    run: Run, example: Path, tmp_path: Path
) -> None:
    branch = tmp_path / "nhanh"
    shutil.copytree(example, branch)
    ids = []
    for root, number in ((example, 50), (branch, 60)):
        done = run("record", *ASKED, f"yeu-cau-tiep-nhan={number}", cwd=root)
        assert done.code == 0, done.err
        ids.append(Path(done.out.strip()).stem)
        if root == branch:
            shutil.copy(root / done.out.strip(), example / done.out.strip())
    for report in (("--quarter", "3"), ("--quarter", "3", "--unit", "MTĐĐ"), ("--annual",)):
        err = run("report", *report, "--format", "json", cwd=example).err
        (line,) = [line for line in err.splitlines() if "nêu hai lần" in line]
        assert "«yeu-cau-tiep-nhan» của A.III.2 (P.MTĐĐ) đã nêu ở " in line
        assert all(i in line for i in ids)
    other = run("report", "--quarter", "2", "--format", "json", cwd=example).err
    assert "nêu hai lần" not in other


def test_a_ratio_that_cannot_be_computed_is_told(run: Run, example: Path) -> None:
    plan = example / "plans/2024.yaml"
    sums = "      yeu-cau-dung-han: {"
    ratio = (
        '      dung-han: {title: Tỷ lệ đúng hạn, unit: "%", '
        "numerator: yeu-cau-dung-han, denominator: yeu-cau-tiep-nhan}\n"
    )
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace(sums, ratio + sums), encoding="utf-8")
    asked = ("report", "--quarter", "3", "--format", "md")
    whole = run(*asked, cwd=example)
    assert "tỷ lệ đúng hạn: 97,96%" in whole.out.casefold() and "tính được" not in whole.err
    assert run("record", *ASKED, "yeu-cau-tiep-nhan=50", cwd=example).code == 0
    note = (
        "Chưa tính được tỷ lệ đúng hạn quý III năm 2024: Phòng Môi trường và Đất đai chưa nêu "
        "số yêu cầu được trả lời đúng hạn"
    )
    half = run(*asked, cwd=example)
    assert "tỷ lệ đúng hạn: " not in half.out.casefold()
    assert f"==\\[{note}\\]==" in half.out and f"{note}.\n" in half.err
    quarter_two = run(*asked[:2], "2", *asked[3:], "--unit", "MTĐĐ", cwd=example)
    assert "tính được" not in quarter_two.err


def test_a_period_before_the_plan_asks_for_nothing_and_another_year_is_refused(
    run: Run, real: Path
) -> None:
    before = "Kỳ này kết thúc trước khi kế hoạch ban hành: không đơn vị nào phải báo cáo."
    done = run("report", "--quarter", "2", "--root", str(real), "--format", "json")
    assert (json.loads(done.out)["missing"], done.err.splitlines()[1:]) == ([], [before])
    refused = run("report", "--quarter", "2024-Q1", "--root", str(real))
    assert (refused.code, refused.out) == (2, "")
    assert "không phải kỳ của năm 2023" in refused.err


@pytest.mark.parametrize("target", ["plans/2023.yaml", "plans/x.docx", "templates/bao-cao.docx"])
def test_nothing_is_put_among_the_files_people_edit(run: Run, real: Path, target: str) -> None:
    (real / "templates").mkdir()
    before = {path: path.read_bytes() for path in real.rglob("*") if path.is_file()}
    done = run("report", "--quarter", "3", "-o", target, "--force", cwd=real)
    assert (done.code, done.out) == (2, "")
    assert {path: path.read_bytes() for path in real.rglob("*") if path.is_file()} == before


def test_characters_without_a_shape_never_reach_the_paper(run: Run, real: Path) -> None:
    at = ("--unit", "VP", "--date", "2023-09-14", "--state", "doing")
    record(run, real, "A.I.1", *at, "--result", "A\u202eB\u200bC")
    assert "- ABC." in documents.text(make(run, real))


# --- reports of other periods
# -------------------------------------------------------------------------------------

PERIODS = [
    (("--month", "9"), "2024-09", "2024-08-15", "2024-09-14", "tháng 9 năm 2024"),
    (("--month", "tháng 02"), "2024-02", "2024-01-15", "2024-02-14", "tháng 02 năm 2024"),
    (("--half", "I"), "2024-H1", "2023-12-15", "2024-06-14", "6 tháng đầu năm 2024"),
    (("--half", "2"), "2024-H2", "2024-06-15", "2024-12-14", "6 tháng cuối năm 2024"),
    (("--nine-months",), "2024-9M", "2023-12-15", "2024-09-14", "9 tháng đầu năm 2024"),
    (("--annual",), "2024", "2023-12-15", "2024-12-14", "năm 2024"),
    (
        ("--from", "1/8/2024", "--to", "2024-08-20"),
        "2024-08-01_2024-08-20",
        "2024-08-01",
        "2024-08-20",
        "từ ngày 01/8/2024 đến ngày 20/8/2024",
    ),
]
NEXT = {"2024": "NĂM 2025\n", "2024-9M": "QUÝ IV NĂM 2024\n"}
"""The period that a longer report looks to."""


@pytest.mark.parametrize(
    ("asked", "name", "first", "last", "words"), PERIODS, ids=[p[1] for p in PERIODS]
)
def test_a_report_of_any_period_of_the_decree_or_of_any_days(
    run: Run, example: Path, asked: tuple[str, ...], name: str, first: str, last: str, words: str
) -> None:
    period = json.loads(run("report", *asked, "--format", "json", cwd=example).out)["period"]
    assert (period["id"], period["window_first"], period["window_last"]) == (name, first, last)
    done = run("report", *asked, cwd=example)
    assert (done.code, done.out) == (0, f"bao-cao-pci-{name}.docx\n")
    data = (example / f"bao-cao-pci-{name}.docx").read_bytes()
    text = documents.text(data)
    named = "" if words == "năm 2024" else f" {words}".replace(" năm ", "\u00a0năm\u00a0")
    assert f"Sông An{named}\n" in text, "năm đã nêu trong tên kế hoạch thì không nêu lại"
    assert f"IV. PHƯƠNG HƯỚNG, NHIỆM VỤ {NEXT.get(name, '')}" in text
    assert deviations(data) == {GAP}


def test_the_last_report_of_a_year_draws_on_next_year_s_plan(
    run: Run, real: Path, example: Path
) -> None:
    blank = "[Văn phòng bổ sung phương hướng năm 2024]"
    asked = ("report", "--quarter", "4", "--year", "2023", "-o", "../x.docx", "--force")
    for there in (False, True):
        if there:
            shutil.copy(example / "plans/2024.yaml", real / "plans/2024.yaml")
        assert run(*asked, cwd=real).code == 0
        text = documents.text((real.parent / "x.docx").read_bytes())
        assert (blank in text, "(quý I năm 2024)" in text) == (not there, there)


def test_nobody_owes_a_report_for_a_period_shorter_than_the_regime_s(
    run: Run, example: Path
) -> None:
    for asked in (("--month", "9"), ("--from", "2024-09-01", "--to", "2024-09-14")):
        done = run("report", *asked, "--strict", "--format", "json", cwd=example)
        assert (done.code, json.loads(done.out)["missing"]) == (1, [])
        assert "không tính ai còn thiếu" in done.err
        label = "Khó khăn, vướng mắc, hạn chế"
        assert f"{label}: Có 01 khó khăn {HOUSE}: TT.HTDN; {ASK}.\n" in done.err


def test_what_was_settled_in_the_period_is_told_beside_what_is_printed(
    run: Run, example: Path
) -> None:
    done = run("report", "--quarter", "3", "--format", "md", cwd=example)
    note = "đã được trả lời trong kỳ, không đưa vào báo cáo: P.DNLĐ."
    for kind in ("khó khăn", "kiến nghị"):
        assert f"\nCó 02 {kind} {note}\n" in done.err
    assert "đã được trả lời" not in done.out


def test_a_time_that_has_passed_is_a_gap_until_the_office_words_the_place(
    run: Run, example: Path
) -> None:
    command = ("report", "--quarter", "4", "--as-of", "2025-01-20", "--format", "md")
    (answer,) = example.glob("plans/2024/progress/van-phong/2024-10-21-A.X.1-*.yaml")
    answer.unlink()
    note = "Thời gian nêu trong kiến nghị đã qua: quý IV năm 2024 (VP); Văn phòng rà soát"
    done = run(*command, cwd=example)
    assert f"Kiến nghị, đề xuất: {note}." in done.err
    assert note in done.out and "bố trí thêm ca tuần tra ban đêm" in done.out
    assert note not in run(*command[:3], "--format", "md", cwd=example).out
    words = example / "plans/2024/reports/2024-Q4.yaml"
    words.parent.mkdir()
    own = "written: 2025-01-19T08:00:00+07:00\nproposals: Lời khác.\n"
    words.write_text(own, encoding="utf-8")
    assert note not in (closed := run(*command, cwd=example)).out + closed.err


def test_the_office_s_own_words_close_what_was_withheld(run: Run, example: Path) -> None:
    record(run, example, "con-lai", "--unit", "QHXD", "--date", "2024-09-13", "--state", "nothing")
    asked = ("report", "--quarter", "3", "--strict", "--format", "json")
    assert run(*asked, cwd=example).code == 1
    path = example / "plans/2024/reports/2024-Q3.yaml"
    path.parent.mkdir()
    said = "difficulties: Thiếu nước.\nproposals: Không có.\n"
    path.write_text(f"written: 2024-09-15T08:00:00+07:00\n{said}", encoding="utf-8")
    done = run(*asked, cwd=example)
    assert (done.code, HOUSE in done.err) == (0, False)


@pytest.mark.parametrize(
    ("quarter", "heading"), [("3", False), ("4", True)], ids=["nothing late", "late work"]
)
def test_causes_are_left_out_where_nothing_has_any(
    run: Run, real: Path, quarter: str, heading: bool
) -> None:
    path = real / f"plans/2023/reports/2023-Q{quarter}.yaml"
    path.parent.mkdir(parents=True)
    said = "difficulties: Trong kỳ không phát sinh khó khăn, vướng mắc.\n"
    path.write_text(f"written: 2023-12-15T08:00:00+07:00\n{said}", encoding="utf-8")
    assert ("2. Nguyên nhân\n" in documents.text(make(run, real, quarter=quarter))) == heading


def test_what_stays_in_the_house_is_told_to_the_office_only(run: Run, real: Path) -> None:
    raised = ("--difficulty", "Thiếu phòng họp", "--difficulty-to", "noi-bo")
    record(run, real, "A.I.1", "--unit", "VP", "--date", "2023-09-01", "--state", "doing", *raised)
    done = run("report", "--quarter", "3", "--root", str(real), "-o", str(real / "x.docx"))
    assert "Có 01 khó khăn nêu trong nội bộ, không đưa vào báo cáo: VP.\n" in done.err
    assert "nội bộ, không" not in documents.text((real / "x.docx").read_bytes())


@pytest.mark.parametrize(
    ("longer", "last"), [(("--annual",), "4"), (("--nine-months",), "3"), (("--half", "1"), "2")]
)
def test_a_longer_report_waits_for_those_who_owe_its_last_quarter(
    run: Run, example: Path, longer: tuple[str, ...], last: str
) -> None:
    """And for nobody else: `con-lai` of any earlier quarter closes the rest of that quarter."""
    told = [
        run("report", *asked, "--format", "json", cwd=example).out
        for asked in (longer, ("--quarter", last))
    ]
    whole, part = (json.loads(out)["missing"] for out in told)
    assert whole == part != []


def test_an_ad_hoc_report_has_its_own_title_addressee_and_basis(run: Run, example: Path) -> None:
    own = (
        "--title",
        "Tình hình phục vụ giao ban",
        "--addressee",
        "ubnd tinh",
        "--basis",
        "Công văn số 900/UBND-TH",
    )
    run(
        "report", "--from", "2024-08-01", "--to", "2024-08-20", *own, "-o", "../x.docx", cwd=example
    )
    words = documents.text((example.parent / "x.docx").read_bytes())
    assert "BÁO CÁO\nTình hình phục vụ giao ban\n" in words
    assert "Kính gửi: UBND tỉnh Sông An\n" in words or "Kính gửi: UBND tỉnh\n" in words
    assert "Thực hiện Công văn số 900/UBND-TH; Quyết định số 95/QĐ-UBND" in words
    assert "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI\n" in words


@pytest.mark.parametrize("addressee", ["lanh-dao-ban", "Đoàn kiểm tra số 2"])
def test_an_addressee_the_plan_does_not_know_is_printed_as_typed(
    run: Run, example: Path, addressee: str
) -> None:
    asked = ("--from", "2024-08-01", "--to", "2024-08-20", "--addressee", addressee)
    run("report", *asked, "-o", "../x.docx", cwd=example)
    assert f"Kính gửi: {addressee}\n" in documents.text((example.parent / "x.docx").read_bytes())


def test_a_report_to_the_agency_above_does_not_go_through_it(run: Run, example: Path) -> None:
    path = example / "plans/2024.yaml"
    text = swap("  to: so-khdt\n", "  to: ubnd-tinh\n")(path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    done = run("report", "--year", "2024", "--quarter", "3", "--format", "md", cwd=example)
    assert "Ban Quản lý kính gửi UBND tỉnh./.\n" in done.out


def test_a_report_to_another_addressee_neither_goes_through_it_nor_goes_to_it_twice(
    run: Run, example: Path
) -> None:
    asked = ("report", "--from", "2024-08-01", "--to", "2024-08-20", "-o", "../x.docx", "--force")
    run(*asked, cwd=example)
    usual = documents.text((example.parent / "x.docx").read_bytes())
    assert "tổng hợp, báo cáo UBND tỉnh./.\n" in usual
    assert "- UBND tỉnh (b/c);\n" in usual
    run(*asked, "--addressee", "UBND tỉnh Sông An", cwd=example)
    own = documents.text((example.parent / "x.docx").read_bytes())
    assert "Ban Quản lý kính gửi UBND tỉnh Sông An./.\n" in own
    assert "- UBND tỉnh (b/c);\n" not in own


AD_HOC = ("report", "--from", "2024-06-15", "--to", "2024-09-14")


def addressed(run: Run, root: Path, *names: str) -> bytes:
    """The report of a day's asking, to these addressees."""
    asked = [part for name in names for part in ("--addressee", name)]
    done = run(*AD_HOC, *asked, "-o", "../x.docx", "--force", cwd=root)
    assert done.code == 0, done.err
    return (root.parent / "x.docx").read_bytes()


@pytest.mark.parametrize(
    "typed",
    [
        ("UBND tỉnh", "Sở Nội vụ", "Sở KH&ĐT"),
        ("Sở Nội vụ", "Sở KH&ĐT", "ubnd tinh"),
        ("Sở Nội vụ", "UBND tỉnh", "ubnd-tinh", "Sở KH&ĐT", " Sở Nội vụ "),
    ],
    ids=["in order", "the superior last", "one twice"],
)
def test_several_addressees_stand_on_lines_of_their_own_the_superior_first(
    run: Run, example: Path, typed: tuple[str, ...]
) -> None:
    data = addressed(run, example, *typed)
    words = documents.text(data)
    planning = "Sở Kế hoạch và Đầu tư tỉnh Sông An"
    assert f"Kính gửi:\n- UBND tỉnh;\n- Sở Nội vụ;\n- {planning}.\n" in words
    assert f"Ban Quản lý kính gửi UBND tỉnh, Sở Nội vụ, {planning}./.\n" in words
    assert "Nơi nhận:\n- Như trên;\n- Lãnh đạo Ban;\n" in words
    assert deviations(data) == {GAP}


def test_the_superior_is_known_by_its_name_in_full_too(run: Run, example: Path) -> None:
    words = documents.text(addressed(run, example, "Sở Nội vụ", "Ủy ban nhân dân tỉnh"))
    assert "Kính gửi:\n- Ủy ban nhân dân tỉnh;\n- Sở Nội vụ.\n" in words
    assert "(b/c)" not in words


def test_who_is_not_addressed_still_receives_a_copy(run: Run, example: Path) -> None:
    words = documents.text(addressed(run, example, "Sở Nội vụ", "Sở Xây dựng"))
    assert "- Như trên;\n- UBND tỉnh (b/c);\n" in words
    assert "tổng hợp, báo cáo UBND tỉnh" not in words


@pytest.mark.parametrize("format", ["docx", "json"])
@pytest.mark.parametrize(
    "typed",
    ["", "  ", "UBND tỉnh; Sở Nội vụ", "UBND tỉnh\nSở Nội vụ", "UBND tỉnh\u2028Sở Nội vụ"],
    ids=["none", "blank", "semicolon", "line end", "line separator"],
)
def test_an_addressee_is_one_name(run: Run, example: Path, typed: str, format: str) -> None:
    done = run(
        *AD_HOC, "--addressee", "Sở Xây dựng", "--addressee", typed, "--format", format, cwd=example
    )
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 2), (
        done.err
    )  # the mark of invented data, then this
    assert (
        'tên một nơi nhận; mỗi nơi một lần: --addressee "UBND tỉnh" --addressee "Sở Nội vụ"\n'
        in done.err
    )


def test_addressees_do_not_change_the_figures(run: Run, example: Path) -> None:
    several = ("--addressee", "UBND tỉnh", "--addressee", "Sở Nội vụ")
    plain, own = (run(*AD_HOC, *more, "--format", "json", cwd=example) for more in ((), several))
    assert (own.code, own.out) == (0, plain.out)


def test_the_agency_s_name_breaks_where_a_clerk_would_break_it(run: Run, real: Path) -> None:
    run("report", "--quarter", "3", "-o", "../x.docx", cwd=real)
    assert "\nBAN QUẢN LÝ\nKHU KINH TẾ VÂN PHONG\n" in documents.text(
        (real.parent / "x.docx").read_bytes()
    )


@pytest.mark.parametrize(
    ("name", "mend"),
    [("x.pdf", "đặt đuôi .docx; cần PDF thì thêm --pdf"), ("x.DOC", "đặt đuôi .docx")],
)
def test_a_document_is_not_kept_under_the_name_of_another_kind(
    run: Run, real: Path, name: str, mend: str
) -> None:
    done = run("plan", "-o", f"../{name}", cwd=real)
    assert (done.code, done.out, mend in done.err) == (2, "", True), done.err
    assert not (real.parent / name).exists()


REFUSED = [
    ((), "chưa nêu kỳ báo cáo"),
    (("--month", "13"), "«13» không phải kỳ của năm 2024"),
    (("--month", "2023-09"), "«2023-09» không phải kỳ của năm 2024"),
    (("--half", "3"), "«3» không phải kỳ của năm 2024"),
    (("--quarter", "1", "--annual"), "nêu nhiều kỳ báo cáo"),
    (("--from", "2024-08-01"), "--from và --to phải đi cùng nhau"),
    (("--from", "2024-08-02", "--to", "2024-08-01"), "--to trước --from"),
    (
        ("--from", "2023-09-01", "--to", "2023-09-20"),
        "kỳ từ 01/9/2023 đến 20/9/2023 nằm ngoài kế hoạch năm 2024",
    ),
]


@pytest.mark.parametrize(("asked", "told"), REFUSED, ids=[told for _, told in REFUSED])
def test_a_period_that_cannot_be_meant_is_refused(
    run: Run, example: Path, asked: tuple[str, ...], told: str
) -> None:
    done = run("report", *asked, cwd=example)
    assert (done.code, done.out, f"pci: {told}" in done.err) == (2, "", True), done.err
