"""That a report was issued is written once; what comes later is told, and a number stands only on what was issued."""

import hashlib
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import word
from support import Golden, Ran, Run, scrubbed

Q3 = ("report", "--quarter", "3")
NUMBERED = ("--issue", "--number", "45", "--date", "18/9/2024")
FACT = "plans/2024/reports/2024-Q3.issued.yaml"
NAME = "bao-cao-pci-2024-Q3.docx"
WORDS = "written: 2024-09-15T08:00:00+07:00\nassessment: Kết quả tốt hơn quý trước.\ncauses: Do thiếu người.\n"
LAST = ("con-lai", "--unit", "QHXD", "--date", "2024-09-13", "--state", "nothing")


@pytest.fixture
def ready(run: Run, example: Path) -> Path:
    """The illustrative agency once every unit has reported and the Office has written its part."""
    record(run, example, *LAST)
    words(example, "2024-Q3")
    return example


def words(root: Path, report: str, text: str = WORDS) -> None:
    path = root / f"plans/2024/reports/{report}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def record(run: Run, root: Path, *arguments: str) -> str:
    """The id of an update newly recorded."""
    done = run("record", *arguments, cwd=root)
    assert done.code == 0, done.err
    return Path(done.out.strip()).stem


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def issue(run: Run, root: Path, *more: str) -> Ran:
    return run(*Q3, *NUMBERED, *more, cwd=root)


def fact(root: Path, path: str = FACT) -> str:
    return (root / path).read_text(encoding="utf-8")


def found(run: Run, root: Path) -> list[tuple[str, str, str]]:
    """What `pci check` finds: code, severity, message."""
    told = json.loads(run("check", "--format", "json", cwd=root).out)["diagnostics"]
    return [(d["code"], d["severity"], d["message"]) for d in told]


# --- once ---------------------------------------------------------------------------------------------------------


def test_the_fact_is_written_once_with_the_hashes_of_what_was_issued(run: Run, ready: Path, golden: Golden) -> None:
    signed = ready.parent / "đã ký.pdf"
    signed.write_bytes(b"%PDF-1.7 ...")
    done = issue(run, ready, "--file", str(signed))
    assert (done.code, done.out) == (0, f"{NAME}\n")
    assert f"Đã ghi việc ban hành vào {FACT}." in done.err
    text = fact(ready)
    assert hashlib.sha256((ready / NAME).read_bytes()).hexdigest() in text
    assert f"  name: đã ký.pdf\n  sha256: {hashlib.sha256(signed.read_bytes()).hexdigest()}\n" in text
    golden("issued-example-Q3.yaml", re.sub("[0-9a-f]{64}", "<mã băm>", scrubbed(text)))
    assert found(run, ready) == []
    before = files(ready)
    for again in (NUMBERED, ("--issue", "--number", "46", "--date", "19/9/2024")):
        refused = run(*Q3, *again, "--force", cwd=ready)
        assert (refused.code, refused.out) == (2, "")
        assert "báo cáo này đã ban hành (số 45 ngày 18/9/2024)" in refused.err
    assert files(ready) == before


def test_the_number_and_the_day_stand_in_it_and_it_is_no_draft(run: Run, ready: Path) -> None:
    issue(run, ready)
    printed = word.text((ready / NAME).read_bytes())
    assert "Số: 45/BC-KCN\n" in printed
    assert "Sông An, ngày 18 tháng 9 năm 2024\n" in printed
    assert "(Kèm theo Báo cáo số 45/BC-KCN ngày 18 tháng 9 năm 2024 của" in printed
    assert "DỰ THẢO" not in printed
    assert word.highlighted((ready / NAME).read_bytes()) == []


def test_a_number_below_ten_has_its_zero(run: Run, ready: Path) -> None:
    done = run(*Q3, "--issue", "--number", "05", "--date", "2024-09-18", cwd=ready)
    assert done.code == 0, done.err
    assert "Số: 05/BC-KCN\n" in word.text((ready / NAME).read_bytes())
    assert "number: 5\n" in fact(ready)


def test_the_same_command_then_gives_the_same_numbered_bytes(run: Run, ready: Path) -> None:
    issue(run, ready)
    data = (ready / NAME).read_bytes()
    (ready / NAME).unlink()
    done = run(*Q3, cwd=ready)
    assert (done.code, done.out) == (0, f"{NAME}\n")
    assert "Báo cáo này đã ban hành (số 45, 18/9/2024).\n" in done.err
    assert (ready / NAME).read_bytes() == data


# --- not with a gap -----------------------------------------------------------------------------------------------


def without_a_unit(run: Run, root: Path) -> None:
    words(root, "2024-Q3")


def without_assessment(run: Run, root: Path) -> None:
    record(run, root, *LAST)
    words(root, "2024-Q3", WORDS.replace("assessment: Kết quả tốt hơn quý trước.\n", ""))


def without_causes(run: Run, root: Path) -> None:
    record(run, root, *LAST)
    words(root, "2024-Q3", WORDS.replace("causes: Do thiếu người.\n", ""))


def with_words_that_say_so(run: Run, root: Path) -> None:
    record(run, root, *LAST)
    words(root, "2024-Q3", WORDS.replace("Do thiếu người.", "'Do thiếu người [chờ bổ sung số liệu].'"))


def without_the_plan_s_number(run: Run, root: Path) -> None:
    record(run, root, *LAST)
    words(root, "2024-Q3")
    plan = root / "plans/2024.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub("(?m)^number: .*\n", "", text, count=1), encoding="utf-8")
    assert plan.read_text(encoding="utf-8") != text


GAPS: list[tuple[Callable[[Run, Path], None], str]] = [
    (without_a_unit, "[Phòng Quy hoạch và Xây dựng chưa gửi báo cáo]"),
    (without_assessment, "[Văn phòng bổ sung nhận xét, đánh giá]"),
    (without_causes, "[Văn phòng bổ sung nguyên nhân khách quan, chủ quan]"),
    (with_words_that_say_so, "[chờ bổ sung số liệu]"),
    (without_the_plan_s_number, "[chưa có số]"),
]


@pytest.mark.parametrize(("leave", "gap"), GAPS, ids=[leave.__name__ for leave, _ in GAPS])
def test_a_report_with_a_gap_is_not_issued(
    run: Run, example: Path, leave: Callable[[Run, Path], None], gap: str
) -> None:
    leave(run, example)
    before = files(example)
    done = issue(run, example)
    assert (done.code, done.out) == (2, "")
    assert "chỗ phải bổ sung: " in done.err and gap in done.err
    assert files(example) == before


# --- typed wrong --------------------------------------------------------------------------------------------------

TYPED = [
    (("--number", "0", "--date", "18/9/2024"), "--number «0» không phải số văn bản"),
    (("--number", "45/BC-KCN", "--date", "18/9/2024"), "--number «45/BC-KCN» không phải số"),
    (("--number", "-1", "--date", "18/9/2024"), "--number «-1» không phải số"),
    (("--number", "1000000", "--date", "18/9/2024"), "--number «1000000» không phải số văn bản"),
    (("--number", "45", "--date", "31/9/2024"), "--date «31/9/2024» không phải ngày có thật"),
    (("--number", "45", "--date", "18/9/2099"), "--date 18/9/2099 chưa tới"),
    (("--number", "45", "--date", "14/6/2024"), "--date 14/6/2024 trước ngày đầu lấy số liệu (15/6/2024)"),
    ((*NUMBERED[1:], "--file", "khong-co.pdf"), "không có tệp khong-co.pdf"),
    ((*NUMBERED[1:], "--file", "plans"), "không có tệp plans"),
    ((*NUMBERED[1:], "-o", "plans/x.docx"), "plans/x.docx nằm trong plans/ của kế hoạch"),
]


@pytest.mark.parametrize(("options", "told"), TYPED, ids=[told for _, told in TYPED])
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    run: Run, ready: Path, options: tuple[str, ...], told: str
) -> None:
    before = files(ready)
    done = run(*Q3, "--issue", *options, cwd=ready)
    assert (done.code, done.out) == (2, "")
    assert f"pci: {told}" in done.err
    assert files(ready) == before


def test_a_day_before_the_window_s_end_is_told_and_kept(run: Run, ready: Path) -> None:
    done = run(*Q3, "--issue", "--number", "45", "--date", "10/9/2024", cwd=ready)
    assert done.code == 0
    assert "Ngày 10/9/2024 trước ngày chốt số liệu 14/9/2024; xem lại nếu gõ nhầm." in done.err


def test_the_name_of_the_signed_file_may_be_anything(run: Run, ready: Path) -> None:
    signed = ready.parent / "ký\nsố\u202e'[1]: #.pdf"
    signed.write_bytes(b"")
    assert issue(run, ready, "--file", str(signed)).code == 0
    assert found(run, ready) == []
    assert "name: '" in fact(ready) and "kýsố" in fact(ready)


def test_a_fact_is_not_written_through_a_link(run: Run, ready: Path) -> None:
    elsewhere = ready.parent / "noi-khac"
    (ready / "plans/2024").rename(elsewhere)
    (ready / "plans/2024").symlink_to(elsewhere)
    before = files(elsewhere)
    done = issue(run, ready)
    assert (done.code, done.out) == (2, "")
    assert "plans/2024 là liên kết" in done.err
    assert files(elsewhere) == before
    assert not (ready / NAME).exists()


# --- every kind of report -----------------------------------------------------------------------------------------

KINDS = [
    (("--quarter", "3", "--cumulative"), "2024-Q3+", "2024-06-15", "2024-09-14"),
    (("--nine-months",), "2024-9M", "2023-12-15", "2024-09-14"),
    (("--month", "9"), "2024-09", "2024-08-15", "2024-09-14"),
    (("--from", "2024-08-01", "--to", "2024-08-20"), "2024-08-01_2024-08-20", "2024-08-01", "2024-08-20"),
    (("--quarter", "3", "--as-of", "2024-09-30"), "2024-Q3", "2024-06-15", "2024-09-14"),
    (("--quarter", "3", "--title", "Kết quả riêng"), "2024-Q3", "2024-06-15", "2024-09-14"),
    (("--quarter", "3", "--charts"), "2024-Q3", "2024-06-15", "2024-09-14"),
]


@pytest.mark.parametrize(("asked", "report", "first", "last"), KINDS, ids=[" ".join(k[0]) for k in KINDS])
def test_a_report_of_any_kind_is_issued_and_made_again(
    run: Run, ready: Path, asked: tuple[str, ...], report: str, first: str, last: str
) -> None:
    words(ready, report, WORDS + "leadership: Đã chỉ đạo.\n")
    name = f"bao-cao-pci-{report}.docx"
    done = run("report", *asked, "--issue", "--number", "45", "--date", "20/9/2024", cwd=ready)
    assert (done.code, done.out) == (0, f"{name}\n"), done.err
    text = fact(ready, f"plans/2024/reports/{report}.issued.yaml")
    assert f"window_first: {first}\nwindow_last: {last}\n" in text
    assert found(run, ready) == []
    data = (ready / name).read_bytes()
    assert "Số: 45/BC-KCN" in word.text(data)
    assert run("report", *asked, "-o", "../lai.docx", cwd=ready).code == 0
    assert (ready.parent / "lai.docx").read_bytes() == data


@pytest.mark.parametrize(
    "other", [("--as-of", "2024-10-30"), ("--title", "Khác"), ("--charts",), ("--window", "calendar")]
)
def test_another_choice_than_the_one_issued_is_a_draft(run: Run, ready: Path, other: tuple[str, ...]) -> None:
    issue(run, ready)
    done = run(*Q3, *other, "-o", "../khac.docx", cwd=ready)
    assert done.code == 0
    assert "dữ liệu hoặc lựa chọn nay đã khác nên đây là dự thảo mới, không mang số" in done.err
    printed = word.text((ready.parent / "khac.docx").read_bytes())
    assert "DỰ THẢO" in printed and "Số: 45" not in printed


def test_what_changes_nothing_in_the_paper_leaves_its_number(run: Run, ready: Path) -> None:
    """A calendar of a later year, a remark in the plan: the paper is the same, byte for byte."""
    issue(run, ready)
    with (ready / "plans/2024.yaml").open("a", encoding="utf-8") as plan:
        plan.write("# xem lại vào năm sau\n")
    assert "Báo cáo này đã ban hành (số 45, 18/9/2024).\n" in run(*Q3, "-o", "../lai.docx", cwd=ready).err


# --- what comes later ---------------------------------------------------------------------------------------------

AT = ("--unit", "VP", "--state", "doing", "--result", "Mới biết", "--date")


def told(report: str) -> tuple[str, str, str]:
    return ("PCI414", "warning", f"báo cáo {report} đã ban hành (số 45, 18/9/2024) không có cập nhật này")


def test_later_data_of_the_window_makes_a_draft_and_a_finding(run: Run, ready: Path) -> None:
    issue(run, ready)
    issued = (ready / NAME).read_bytes()
    done = run("record", "A.I.2", *AT, "2024-09-10", cwd=ready)
    assert (done.code, "báo cáo 2024-Q3 đã ban hành" in done.err) == (0, True), "người ghi biết ngay"
    assert found(run, ready) == [told("2024-Q3")]
    assert run("check", cwd=ready).code == 0, "cảnh báo, không phải lỗi"
    done = run(*Q3, cwd=ready)
    assert done.out == "bao-cao-pci-2024-Q3-2.docx\n"
    assert "nay đã khác nên đây là dự thảo mới, không mang số" in done.err
    assert "DỰ THẢO" in word.text((ready / "bao-cao-pci-2024-Q3-2.docx").read_bytes())
    assert (ready / NAME).read_bytes() == issued


def test_later_data_of_another_time_is_no_finding(run: Run, ready: Path) -> None:
    issue(run, ready)
    record(run, ready, "A.I.2", *AT, "2024-09-15")
    record(run, ready, "A.I.2", *AT, "2024-06-14")
    assert found(run, ready) == []


def test_an_update_typed_before_but_arrived_after_is_a_finding_too(run: Run, ready: Path) -> None:
    """A branch merged late: when it was typed does not matter, the paper does not have it."""
    early = record(run, ready, "A.I.2", *AT, "2024-09-10")
    (path,) = ready.rglob(f"{early}.yaml")
    aside = path.rename(ready.parent / "nhanh-khac.yaml")
    issue(run, ready)
    assert found(run, ready) == []
    aside.rename(path)
    assert found(run, ready) == [told("2024-Q3")]


def test_a_correction_of_what_was_told_is_a_finding_whatever_its_day(run: Run, ready: Path) -> None:
    first = record(run, ready, "A.I.2", *AT, "2024-09-10")
    issue(run, ready)
    record(run, ready, "A.I.2", *AT, "2024-09-20", "--corrects", first)
    assert found(run, ready) == [told("2024-Q3")]


def test_what_was_corrected_before_the_issue_is_no_finding(run: Run, ready: Path) -> None:
    first = record(run, ready, "A.I.2", *AT, "2024-09-10")
    record(run, ready, "A.I.2", *AT, "2024-09-20", "--corrects", first)
    issue(run, ready)
    assert found(run, ready) == []


def test_each_paper_whose_window_holds_it_is_named(run: Run, ready: Path) -> None:
    issue(run, ready)
    words(ready, "2024-9M", WORDS)
    assert run("report", "--nine-months", *NUMBERED, cwd=ready).code == 0
    record(run, ready, "A.I.2", *AT, "2024-09-10")
    record(run, ready, "A.I.2", *AT, "2024-02-10")
    assert sorted(found(run, ready)) == sorted([told("2024-Q3"), told("2024-9M"), told("2024-9M")])


def test_words_changed_after_the_issue_make_a_draft(run: Run, ready: Path) -> None:
    issue(run, ready)
    words(ready, "2024-Q3", WORDS.replace("thiếu người", "thiếu kinh phí"))
    assert "không mang số" in run(*Q3, "-o", "../x.docx", cwd=ready).err
    assert found(run, ready) == []


@pytest.mark.parametrize(("old", "new"), [("number: 45", "number: 45a"), ("inputs: ", "inputs: x"), ("by: ", "boi: ")])
def test_a_fact_that_is_none_is_an_error_of_the_workspace(run: Run, ready: Path, old: str, new: str) -> None:
    issue(run, ready)
    path = ready / FACT
    path.write_text(fact(ready).replace(old, new), encoding="utf-8")
    assert [severity for _, severity, _ in found(run, ready)] == ["error"]
    assert run(*Q3, cwd=ready).code == 2


def test_two_who_issue_at_once_cannot_both(run: Run, ready: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        done = list(
            pool.map(lambda n: run(*Q3, "--issue", "--number", n, "--date", "18/9/2024", cwd=ready), ["45", "46"])
        )
    assert sorted(ran.code for ran in done) == [0, 2]
    winner = next(n for n, ran in zip(("45", "46"), done, strict=True) if ran.code == 0)
    assert f"number: {winner}\n" in fact(ready)
    assert f"Số: {winner}/" in word.text((ready / NAME).read_bytes())
    assert len(list(ready.glob("*.docx"))) == 1
