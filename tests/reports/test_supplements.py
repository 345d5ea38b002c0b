"""What comes after the paper of its period was issued stands once, in the next one, and is not
counted there."""

import json
import re
from pathlib import Path

import documents
import pytest
from support import Run, once

pytestmark = pytest.mark.long

LATE = "Đã rà soát thêm 12 thủ tục"
KNOWN = "2024-09-10-A.V.1-tdlc3z"
"""An update of the example that the paper of the third quarter has."""
WORK = "- Nhiệm vụ 2, Chỉ số gia nhập thị trường"
HEADING = "Bổ sung kết quả quý III năm 2024"
NOTE = f"{HEADING}: 01 cập nhật chưa có trong báo cáo đã ban hành: A.I.2 (VP).\n"


def issue(
    run: Run, root: Path, quarter: int, day: str, number: str = "45", as_of: str = ""
) -> None:
    """Issue the report of a quarter, silent units called so by the Office."""
    numbered = ("--issue", "--number", number, "--date", day)
    until = ("--as-of", as_of) if as_of else ()
    asked = ("report", "--quarter", str(quarter), *numbered, *until)
    path = root / f"plans/2024/reports/2024-Q{quarter}.yaml"
    path.parent.mkdir(exist_ok=True)
    parts = ("leadership", "assessment", "difficulties", "causes", "direction", "proposals")
    words = "".join(f"{part}: Lời của Văn phòng.\n" for part in parts)
    path.write_text(f"written: 2025-01-15T08:00:00+07:00\n{words}", encoding="utf-8")
    done = run(*asked, cwd=root)
    if silent := re.search("viết vào assessment của lời văn: «(.*)»", done.err):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("assessment: ", f"assessment: {silent[1]} "), encoding="utf-8")
        done = run(*asked, cwd=root)
    assert done.code == 0, done.err


def record(run: Run, root: Path, *arguments: str) -> str:
    done = run("record", *arguments, cwd=root)
    assert done.code == 0, done.err
    return Path(done.out.strip()).stem


def say(run: Run, root: Path, words: str = LATE, day: str = "2024-09-10", *more: str) -> str:
    told = ("--unit", "VP", "--state", "doing", "--result", f"{words}.", "--date", day)
    return record(run, root, "A.I.2", *told, *more)


def text(run: Run, root: Path, *period: str) -> str:
    """The words of a report; its body as a person reads it, then its appendices."""
    out = root.parent / "bao-cao.docx"
    done = run("report", *period, "-o", str(out), "--force", cwd=root)
    assert done.code == 0, done.err
    return documents.text(out.read_bytes())


def added(paper: str) -> dict[str, list[str]]:
    """The lines under each heading of what a paper adds, as that is numbered."""
    lines, parts = iter(paper.splitlines()), dict[str, list[str]]()
    for line in lines:
        if re.match(r"\d\. Bổ sung kết quả ", line):
            own = parts.setdefault(line, [])
        elif re.match(r"(\d|[IV]+)\. ", line):
            own = []
        else:
            own = own if parts else []
            own.append(line)
    return parts


def findings(run: Run, root: Path) -> list[tuple[str, str]]:
    found = json.loads(run("check", "--format", "json", cwd=root).out)["diagnostics"]
    return [(one["code"], Path(one["path"]).stem) for one in found]


@pytest.fixture
def issued(run: Run, example: Path) -> Path:
    """The illustrative agency once its report of the third quarter is issued."""
    return once("issued, supplements", example, lambda: issue(run, example, 3, "18/9/2024"))


# --- where it stands
# --------------------------------------------------------------------------------------------------


def test_a_late_result_stands_in_the_next_report_with_its_unit_and_documents(
    run: Run, issued: Path
) -> None:
    before = text(run, issued, "--quarter", "4")
    assert "Bổ sung kết quả" not in before
    say(run, issued, LATE, "2024-09-10", "--evidence", "77/BC-VP ngày 10/9/2024")
    after = text(run, issued, "--quarter", "4")
    source = "(Văn phòng; Báo cáo số 77/BC-VP ngày 10/9/2024)"
    line = f"- Nhiệm vụ 2, Chỉ số gia nhập thị trường: {LATE} {source}."
    assert added(after) == {f"4. {HEADING}": [line]}
    assert after.replace(f"4. {HEADING}\n{line}\n", "") == before
    done = run("report", "--quarter", "4", "-o", "../x.docx", cwd=issued)
    assert NOTE in done.err


def test_reports_of_other_lengths_hold_it_as_their_own_or_not_at_all(
    run: Run, issued: Path
) -> None:
    say(run, issued)
    assert LATE not in text(run, issued, "--quarter", "3"), "văn bản đã ban hành"
    for period in (("--nine-months",), ("--annual",), ("--half", "2")):
        paper = text(run, issued, *period)
        assert (LATE in paper, added(paper)) == (True, {})
    for shorter in (("--month", "12"), ("--from", "2024-10-01", "--to", "2024-10-20")):
        assert LATE not in text(run, issued, *shorter)


def test_its_work_is_not_counted_in_the_next_report(run: Run, issued: Path) -> None:
    """The survey is done on 27/9, in the fourth quarter; once it is said, late, to be done on 13/9,
    it is no result of the fourth quarter any more."""
    work = ("A.IX.2/khao-sat-nhu-cau", "--unit", "DNLD", "--period", "2024-Q3")
    before = text(run, issued, "--quarter", "4")
    assert "đúng hạn (trong đó 02 hoàn thành từ trước)" in before
    record(run, issued, *work, "--state", "done", "--date", "2024-09-13", "--result", "Xong.")
    after = text(run, issued, "--quarter", "4")
    ((_, lines),) = added(after).items()
    assert len(lines) == 1 and "(quý III năm 2024): Xong (Phòng Doanh nghiệp và" in lines[0]
    assert "đúng hạn (trong đó 03 hoàn thành từ trước)" in after


def test_what_the_paper_has_or_what_came_in_its_own_days_is_no_supplement(
    run: Run, example: Path
) -> None:
    say(run, example, "Có trong báo cáo")
    issue(run, example, 3, "18/9/2024")
    say(run, example, "Việc của quý IV", "2024-09-20")
    assert added(text(run, example, "--quarter", "4")) == {}


def test_nothing_is_added_to_a_period_without_a_paper(run: Run, example: Path) -> None:
    say(run, example)
    assert added(text(run, example, "--quarter", "4")) == {}


def test_the_paper_decides_and_no_clock(run: Run, example: Path) -> None:
    """Received in time and brought in after the issue: still no paper has it."""
    late = say(run, example, LATE, "2024-09-10", "--received", "2024-09-11")
    (path,) = example.rglob(f"{late}.yaml")
    aside = path.rename(example.parent / "nhanh-khac.yaml")
    issue(run, example, 3, "18/9/2024")
    aside.rename(path)
    assert list(added(text(run, example, "--quarter", "4"))) == [f"4. {HEADING}"]


def test_what_came_after_the_day_that_the_paper_counts_to_is_added(run: Run, example: Path) -> None:
    late = say(run, example, LATE, "2024-09-13")
    issue(run, example, 3, "18/9/2024", as_of="2024-09-12")
    assert ("PCI414", late) in findings(run, example)
    ((_, lines),) = added(text(run, example, "--quarter", "4")).items()
    assert any(LATE in line for line in lines)


def test_a_correction_after_the_issue_is_told_as_one(run: Run, example: Path) -> None:
    """Though its chain began in time, its own words are in no paper."""
    first = say(run, example, "Đã rà soát 10 thủ tục")
    issue(run, example, 3, "18/9/2024")
    when = ("--received", "2024-09-11", "--reason", "Giấy đến ngày 11/9.")
    first = record(run, example, "--corrects", first, *when)
    assert added(text(run, example, "--quarter", "4")) == {}, "nói lại, chỉ khác ngày nhận"
    assert ("PCI414", first) not in findings(run, example)
    say(run, example, LATE, "2024-09-10", "--corrects", first)
    ((_, lines),) = added(text(run, example, "--quarter", "4")).items()
    name = "Nhiệm vụ 2, Chỉ số gia nhập thị trường (đính chính)"
    assert lines == [f"- {name}: {LATE} (Văn phòng)."]


def test_what_was_withdrawn_is_not_added(run: Run, issued: Path) -> None:
    late = say(run, issued)
    record(run, issued, "--withdraw", late, "--reason", "Ghi nhầm.")
    assert added(text(run, issued, "--quarter", "4")) == {}


def test_measures_causes_and_the_line_for_the_rest_are_added_too(run: Run, issued: Path) -> None:
    at = ("--unit", "DNLD", "--date")
    told = ("--state", "doing", "--result", "Họp tổ công tác.")
    record(run, issued, "II.1.3", *at, "2024-09-11", *told)
    record(run, issued, "con-lai", *at, "2024-09-12", "--period", "2024-Q3", "--state", "nothing")
    record(run, issued, "A.IX.1", *at, "2024-09-11", *told, "--reason", "Không phải việc chậm.")
    why = ("--state", "suspended", "--reason", "Chờ hướng dẫn.")
    record(run, issued, "A.IX.1", *at, "2024-09-12", *why)
    ((_, lines),) = added(text(run, issued, "--quarter", "4")).items()
    speaker = "(Phòng Doanh nghiệp và Lao động)."
    assert lines == [
        f"- Nhiệm vụ 1, Chỉ số đào tạo lao động: Họp tổ công tác {speaker}",
        f"- Nhiệm vụ 1, Chỉ số đào tạo lao động: tạm dừng; nguyên nhân: Chờ hướng dẫn {speaker}",
        f"- Nhiệm vụ, giải pháp chung: Họp tổ công tác {speaker}",
        f"- Các nhiệm vụ còn lại: không phát sinh trong kỳ {speaker}",
    ]


def test_a_unit_s_own_report_adds_what_is_its_own(run: Run, issued: Path) -> None:
    say(run, issued)
    ((_, lines),) = added(text(run, issued, "--quarter", "4", "--unit", "VP")).items()
    assert lines == [f"- Nhiệm vụ 2, Chỉ số gia nhập thị trường: {LATE}."]
    assert added(text(run, issued, "--quarter", "4", "--unit", "DNLD")) == {}
    done = run("report", "--quarter", "4", "--unit", "VP", "-o", "../x.docx", cwd=issued)
    assert NOTE in done.err


# --- once
# --------------------------------------------------------------------------------------------------


def test_it_stands_in_the_first_paper_that_is_not_issued_yet(run: Run, example: Path) -> None:
    issue(run, example, 2, "18/6/2024")
    say(run, example, "Muộn của quý II", "2024-06-10")
    second = "Bổ sung kết quả quý II năm 2024"
    assert list(added(text(run, example, "--quarter", "3"))) == [f"4. {second}"]
    assert added(text(run, example, "--quarter", "4")) == {}
    issue(run, example, 3, "18/9/2024")
    assert added(text(run, example, "--quarter", "4")) == {}
    say(run, example, "Muộn hơn của quý II", "2024-06-11")
    say(run, example)
    parts = added(text(run, example, "--quarter", "4"))
    assert list(parts) == [f"4. {second}", f"5. {HEADING}"]
    assert ["Muộn hơn" in line for line in parts[f"4. {second}"]] == [True]


def test_the_issued_paper_keeps_what_it_added_and_takes_nothing_more(
    run: Run, issued: Path
) -> None:
    late = say(run, issued)
    assert findings(run, issued) == [("PCI414", late)]
    moved = say(
        run, issued, "Việc của quý IV", "2024-09-20", "--corrects", KNOWN, "--reason", "Nhầm"
    )
    assert ("PCI414", moved) in findings(run, issued)
    issue(run, issued, 4, "18/12/2024", "60")
    name = "bao-cao-pci-2024-Q4-60-BC-KCN.docx"
    data = (issued / name).read_bytes()
    assert list(added(documents.text(data))) == [f"4. {HEADING}"]
    fact = (issued / "plans/2024/reports/2024-Q4.issued.yaml").read_text(encoding="utf-8")
    assert late in fact
    assert findings(run, issued) == [], "văn bản sau đã nêu"
    later = say(run, issued, "Muộn hơn nữa", "2024-09-11")
    assert findings(run, issued) == [("PCI414", later)]
    done = run("report", "--quarter", "4", "-o", "../lai.docx", cwd=issued)
    assert "Báo cáo này đã ban hành (số 60, 18/12/2024).\n" in done.err
    assert (issued.parent / "lai.docx").read_bytes() == data


def test_what_an_issued_paper_adds_is_part_of_its_hash(run: Run, issued: Path) -> None:
    """The same files, but another paper before it: the hash tells them apart."""
    say(run, issued)
    third = issued / "plans/2024/reports/2024-Q3.issued.yaml"
    hashes = set()
    for _ in range(2):
        issue(run, issued, 4, "18/12/2024", "60")
        fact = issued / "plans/2024/reports/2024-Q4.issued.yaml"
        hashes |= set(re.findall("inputs: .*", fact.read_text(encoding="utf-8")))
        fact.unlink()
        (issued / "bao-cao-pci-2024-Q4-60-BC-KCN.docx").unlink()
        third.unlink(missing_ok=True)
    assert len(hashes) == 2


# --- the Office's words
# --------------------------------------------------------------------------------------------------


def test_the_office_may_word_it(run: Run, issued: Path) -> None:
    say(run, issued)
    assert run("report", "--quarter", "4", "--words", cwd=issued).code == 0
    path = issued / "plans/2024/reports/2024-Q4.yaml"
    begun = path.read_text(encoding="utf-8")
    assert "supplements:\n  2024-Q3: |\n    - Nhiệm vụ 2, Chỉ số gia nhập" in begun
    path.write_text(begun.replace(LATE, "Rà soát 12 thủ tục"), encoding="utf-8")
    ((_, lines),) = added(text(run, issued, "--quarter", "4")).items()
    assert lines == ["- Nhiệm vụ 2, Chỉ số gia nhập thị trường: Rà soát 12 thủ tục (Văn phòng)."]
    earlier = path.read_text(encoding="utf-8").partition("\n")[2]
    lines = [line for line in earlier.splitlines() if not line.startswith("written:")]
    path.write_text("\n".join(["written: 2025-01-15T08:00:00+07:00", *lines]), encoding="utf-8")
    done = run("report", "--quarter", "4", "-o", "../x.docx", cwd=issued)
    assert "viết trước 01 cập nhật nên không kể: A.I.2 (10/9/2024)." in done.err
    assert run("check", cwd=issued).code == 0


def test_the_late_result_of_a_task_that_has_ended_since_keeps_its_name(
    run: Run, example: Path
) -> None:
    issue(run, example, 3, "2024-09-18")
    say(run, example)
    path = example / "plans/2024/amendments/2024-10-01-bai-bo.yaml"
    path.parent.mkdir(exist_ok=True)
    document = "document: {type: Quyết định, number: 9/QĐ-BQL, date: 2024-09-30}\n"
    path.write_text(f"{document}effective: 2024-10-01\nend: {{tasks: [A.I.2]}}\n", encoding="utf-8")
    [lines] = added(text(run, example, "--quarter", "4")).values()
    assert [line.partition(":")[0] for line in lines] == [WORK]
