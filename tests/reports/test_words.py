"""The Office's words for a report: begun from what the units wrote, edited by hand or in Word,
printed again."""

import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import documents
import libreoffice
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libreoffice import Edit, find, go, say
from support import ROOT, Golden, Ran, Run, files, scrubbed
from terminal import Talk
from word_edits import Word, content, copied, element, paragraph, retype

from pci.core.papers import PASSAGES, Words
from pci.files import yamlio
from pci.files.shape import build
from pci.reports.facts import Facts
from pci.reports.passages import mark, passages
from pci.reports.words import words_text
from pci.word.passages import read_passages
from pci.word.render import render

Q3 = ("report", "--quarter", "3")
WORDS = "plans/2024/reports/2024-Q3.yaml"
WRITTEN = "written: 2024-09-15T08:00:00+07:00\n"
WRITTEN_AT = datetime(2024, 9, 15, 8, tzinfo=timezone(timedelta(hours=7)))
NOTHING_NEW = "Không có lời nào mới để giữ."


def keep(root: Path, text: str, report: str = "2024-Q3") -> Path:
    """A words file as an officer writes it."""
    path = root / f"plans/2024/reports/{report}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(WRITTEN + text, encoding="utf-8")
    return path


def made(run: Run, root: Path, *more: str) -> bytes:
    """The report of the third quarter as it is made now."""
    return documents.made(run, root, *Q3, *more, out=root.parent / "lap.docx")


def told_in(data: bytes, name: str) -> list[str]:
    return list(read_passages(data).passages[name].lines)


# --- begun
# --------------------------------------------------------------------------------------------------


def test_words_are_begun_with_what_the_units_wrote(run: Run, example: Path, golden: Golden) -> None:
    done = run(*Q3, "--words", cwd=example)
    assert (done.code, done.out) == (0, f"{WORDS}\n")
    golden("words-example-Q3.yaml", scrubbed((example / WORDS).read_text(encoding="utf-8")))
    assert run("check", cwd=example).code == 0


def test_words_begun_and_left_alone_print_what_was_computed(run: Run, example: Path) -> None:
    before = read_passages(made(run, example)).passages
    run(*Q3, "--words", cwd=example)
    assert read_passages(made(run, example)).passages == before


@pytest.mark.parametrize("more", [(), ("--force",)])
def test_words_that_exist_are_never_replaced(
    run: Run, example: Path, more: tuple[str, ...]
) -> None:
    path = keep(example, "causes: Do thiếu người.\n")
    before = files(example)
    done = run(*Q3, "--words", *more, cwd=example)
    assert (done.code, done.out) == (2, "")
    assert f"đã có {path.relative_to(example)}" in done.err
    assert files(example) == before


def test_every_period_has_words_of_its_own(run: Run, example: Path) -> None:
    asked = {
        ("--month", "9"): "2024-09",
        ("--annual",): "2024",
        ("--quarter", "3", "--cumulative"): "2024-Q3+",
        ("--from", "2024-08-01", "--to", "2024-08-20"): "2024-08-01_2024-08-20",
    }
    for period, report in asked.items():
        assert (
            run("report", *period, "--words", cwd=example).out
            == f"plans/2024/reports/{report}.yaml\n"
        )
    keep(example, "causes: Riêng cho quý III có lũy kế.\n", "2024-Q3+")
    assert "Riêng cho quý III" not in documents.text(made(run, example))
    assert "Riêng cho quý III" in documents.text(made(run, example, "--cumulative"))
    assert run("check", cwd=example).code == 0


# --- printed
# --------------------------------------------------------------------------------------------------

SIMPLE = sorted(set(PASSAGES) - {"results", "sections", "supplements", "tasks"})
"""The passages without further keys of a plan whose tasks all stand in sections."""


def test_words_stand_in_place_of_each_passage_of_the_body(run: Run, example: Path) -> None:
    before = read_passages(made(run, example)).passages
    names = [*SIMPLE, "sections.A.I", "sections.B.I"]
    own = "|\n    - Lời thứ nhất của {0}; thứ hai.\n\n        Lời lùi vào của {0}.   \n"
    simple = [f"{name}: {own.format(name)}" for name in SIMPLE]
    sections = [f"  {i}: {own.format(f'sections.{i}')}" for i in ("A.I", "B.I")]
    keep(example, "".join([*simple, "sections:\n", *sections]))
    after = read_passages(made(run, example)).passages
    for name in names:
        told = (f"- Lời thứ nhất của {name}; thứ hai.", f"Lời lùi vào của {name}.")
        assert after[name].lines == told
    assert {n: p for n, p in after.items() if n not in names} == {
        n: p for n, p in before.items() if n not in names
    }


def test_a_task_s_result_stands_for_its_units_texts_in_the_table_and_in_the_body(
    run: Run, example: Path
) -> None:
    before = read_passages(made(run, example)).passages
    own = ("Sáu đơn vị đã ban hành 20 quy trình nội bộ.", "- Còn 01 quy trình;")
    keep(example, f"tasks:\n  A.IV.3:\n    result: |\n      {own[0]}\n\n      {own[1]}\n")
    after = read_passages(made(run, example)).passages
    assert after["tasks.A.IV.3.result"].lines == own
    body = [f"- {own[0]}", "- Còn 01 quy trình."]
    assert [line for line in after["sections.A.IV"].lines if line in body] == body
    assert not any("Ban hành 06 quy trình nội bộ" in line for line in after["sections.A.IV"].lines)
    changed = {"tasks.A.IV.3.result", "sections.A.IV"}
    assert {n: p for n, p in after.items() if n not in changed} == {
        n: p for n, p in before.items() if n not in changed
    }


def test_a_section_s_own_words_win_over_those_of_its_tasks(run: Run, example: Path) -> None:
    keep(example, "sections:\n  A.IV: Cả mục.\ntasks:\n  A.IV.3: {result: Một việc.}\n")
    data = made(run, example)
    assert told_in(data, "sections.A.IV") == ["Cả mục."]
    assert told_in(data, "tasks.A.IV.3.result") == ["Một việc."]


def test_words_of_the_agency_are_not_put_into_a_unit_s_mouth(run: Run, example: Path) -> None:
    keep(example, "tasks:\n  A.IV.3: {result: Lời của Văn phòng.}\n")
    run(*Q3, "--unit", "XTĐT", "-o", "../dv.docx", cwd=example)
    assert "Lời của Văn phòng" not in documents.text((example.parent / "dv.docx").read_bytes())


FAULTS = [
    ("2024-Q3", "sections:\n  A.XX: Lời.\n", "PCI502", 3, "không có «A.XX» trong kế hoạch"),
    (
        "2024-Q3",
        "tasks:\n  A.I.9: {result: Lời.}\n",
        "PCI502",
        3,
        "không có «A.I.9» trong kế hoạch",
    ),
    ("2024-Q3", "tasks:\n  A.I.1: Lời.\n", "PCI103", 3, "«A.I.1» đang là «Lời.»"),
    ("2024-Q3", "nguyen_nhan: Lời.\n", "PCI101", 2, ""),
    ("2024-Q3", "causes: ''\n", "PCI108", 2, "nội dung để trống"),
    ("2024-Q5", "causes: Lời.\n", "PCI501", 1, "«2024-Q5» không phải kỳ báo cáo của năm 2024"),
    ("2023-Q3", "causes: Lời.\n", "PCI501", 1, "«2023-Q3» không phải kỳ báo cáo của năm 2024"),
    ("quy-3", "causes: Lời.\n", "PCI501", 1, "«quy-3» không phải kỳ báo cáo của năm 2024"),
    ("2024-09+", "causes: Lời.\n", "PCI501", 1, "«2024-09+» không phải kỳ báo cáo của năm 2024"),
    ("2024-Q1+", "causes: Lời.\n", "PCI501", 1, "«2024-Q1+» không phải kỳ báo cáo của năm 2024"),
]


def test_words_for_what_the_plan_does_not_hold_are_told_with_their_place(
    run: Run, example: Path
) -> None:
    for report, text, code, line, message in FAULTS:
        path = keep(example, text, report)
        done = run(*Q3, "--format", "json", cwd=example)
        if code == "PCI502":  # left out and named by the report: tests/commands/test_strays.py
            assert done.code == 0
            done = run("check", str(path), cwd=example)
        place = f"{path.relative_to(example)}:{line}:"
        told = [said for said in (done.out + done.err).splitlines() if place in said]
        assert any(code in said and message in said for said in told), done
        assert done.code == (1 if code == "PCI502" else 2)
        path.unlink()


def record(run: Run, root: Path, *arguments: str) -> None:
    done = run("record", *arguments, "--state", "doing", cwd=root)
    assert done.code == 0, done.err


def test_updates_that_the_words_came_too_early_for_are_named(run: Run, example: Path) -> None:
    """Those of passages that were worded; others are told anyway."""
    keep(example, "tasks:\n  A.I.1: {result: Lời.}\nproposals: Không có.\n")
    at = ("--unit", "VP", "--date", "2024-09-10", "--result", "Mới")
    record(run, example, "A.I.1", *at)
    record(run, example, "A.I.2", *at, "--proposal", "Cấp máy", "--proposal-to", "UBND tỉnh")
    record(run, example, "A.X.1", *at)
    err = run(*Q3, "-o", "../x.docx", cwd=example).err
    (line,) = [line for line in err.splitlines() if "nên không kể" in line]
    assert line == (
        f"Lời văn trong {WORDS} viết trước 02 cập nhật nên không kể: A.I.1 (10/9/2024), "
        "A.I.2 (10/9/2024)."
    )
    path = example / WORDS
    later = (datetime.now(timezone(timedelta(hours=7))) + timedelta(seconds=1)).isoformat(
        timespec="seconds"
    )
    path.write_text(
        path.read_text(encoding="utf-8").replace("2024-09-15T08:00:00+07:00", later),
        encoding="utf-8",
    )
    assert "nên không kể" not in run(*Q3, "-o", "../x.docx", "--force", cwd=example).err


def test_words_begun_too_early_do_not_hide_what_units_send_in_later(
    run: Run, example: Path
) -> None:
    """A passage nobody has worded since is computed as if it were not in the file."""
    run(*Q3, "--words", cwd=example)
    path = example / WORDS
    begun = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"written: .*", WRITTEN.strip(), begun), encoding="utf-8")
    at = ("--unit", "TT.HTDN", "--date", "2024-09-11")
    record(
        run,
        example,
        "A.VIII.1",
        *at,
        "--result",
        "Tư vấn thêm 08 lượt",
        "--figure",
        "luot-tu-van=8",
        "--adds",
    )
    path.write_text(
        path.read_text(encoding="utf-8").replace("proposals: |\n", "proposals: |\n  Đã sửa.\n"),
        "utf-8",
    )
    ran = run(*Q3, "-o", "../x.docx", cwd=example)
    assert "nên không kể" not in ran.err, "đề xuất đã sửa không liên quan đến cập nhật này"
    told = read_passages((example.parent / "x.docx").read_bytes()).passages
    assert "Tư vấn thêm 08 lượt" in " ".join(told["tasks.A.VIII.1.result"].lines)
    (line,) = [
        line
        for line in told["sections.A.VIII"].lines
        if "Số lượt tư vấn trong kỳ: 120 lượt" in line
    ]
    assert "tăng 32 lượt so với quý II" in line
    assert told["proposals"].lines[0] == "Đã sửa."


# --- pulled
# --------------------------------------------------------------------------------------------------


def edited(run: Run, root: Path, edit: Callable[[Word], object]) -> Path:
    """The report made, then edited; beside the workspace."""
    document = Word(made(run, root))
    edit(document)
    path = root.parent / "sua.docx"
    path.write_bytes(document.saved())
    return path


def pull(run: Run, root: Path, document: Path, *more: str) -> Ran:
    return run(*Q3, "--pull", str(document), *more, cwd=root)


def several(document: Word) -> None:
    retype(document.paragraphs("leadership")[0], "- Họp giao ban.")
    document.paragraphs("leadership")[0].addnext(paragraph("Đoạn thêm."))
    retype(document.paragraphs("assessment")[0], "Kết quả ", "tốt hơn quý trước.")
    retype(content(document.control("tasks.A.I.2.result")), "Đã khảo sát\nhai lần.")
    retype(document.with_text("Kính gửi"), "Kính gửi: Ông Nguyễn Văn A")
    document.with_text("Kính gửi").addnext(paragraph("Gõ ngoài khung."))


def test_what_was_changed_in_word_is_shown_kept_and_printed_again(
    run: Run, example: Path, golden: Golden
) -> None:
    document = edited(run, example, several)
    before = read_passages(made(run, example)).passages
    done = pull(run, example, document)
    assert done.code == 0, done.err
    golden("pull-example-Q3.txt", done.out)
    assert "Đã giữ lời văn vào" in done.err
    assert "assessment: |\n  Kết quả tốt hơn quý trước.\n" in (example / WORDS).read_text(
        encoding="utf-8"
    )
    after, wanted = read_passages(made(run, example)), read_passages(document.read_bytes())
    for name, passage in wanted.passages.items():
        if name != "sections.A.I":
            assert after.passages[name].lines == passage.lines, name
    assert "- Đã khảo sát." not in before["sections.A.I"].lines
    assert "- Đã khảo sát." in after.passages["sections.A.I"].lines, (
        "lời trong bảng cũng là lời trong thân báo cáo"
    )
    assert before["direction"] == after.passages["direction"]
    assert "Gõ ngoài khung." not in after.outside
    assert run("check", cwd=example).code == 0
    kept = files(example)
    again = pull(run, example, document)
    assert (again.code, NOTHING_NEW in again.err) == (0, True)
    assert files(example) == kept


def test_pulling_what_nobody_changed_keeps_nothing(run: Run, example: Path) -> None:
    document = edited(run, example, lambda _: None)
    before = files(example)
    done = pull(run, example, document)
    assert (done.code, done.out) == (0, "")
    assert NOTHING_NEW in done.err
    assert files(example) == before


def test_a_result_longer_than_a_page_stands_below_its_row_and_is_read_back_as_one(
    run: Run, example: Path
) -> None:
    words = " ".join(f"Câu {n} đã họp, đã ghi biên bản, đã giao việc." for n in range(200))
    said = ("--unit", "VP", "--date", "2024-09-10", "--state", "doing", "--result", words)
    papers = [f"--evidence={n}/BC-KCN ngày 09/9/2024" for n in range(300, 380)]
    assert run("record", "A.X.1", *said, *papers, cwd=example).code == 0
    assert NOTHING_NEW in pull(run, example, edited(run, example, lambda _: None)).err
    data = made(run, example)
    (table,) = (t for t in Document(BytesIO(data)).tables if "A.X.1.result+3" in t._tbl.xml)
    below = [row.cells for row in table.rows if "(tiếp theo)" in row.cells[1].text]
    assert [cells[0].text for cells in below] == ["1"] * len(below)
    *below, papers_below = below
    assert papers_below[1].text.splitlines()[1].startswith("Báo cáo số ")
    assert (len(below), len({id(cell._tc) for cell in below[0]})) == (8, 2)
    row = next(row for row in table.rows if "Quy chế phối hợp" in row.cells[1].text)
    assert row.cells[5].text == "(ghi ở dòng dưới)"

    def retyped(document: Word) -> None:
        retype(content(document.control("tasks.A.X.1.result+4")), "Phần đã sửa.")

    before = read_passages(data).passages["tasks.A.X.1.result"].lines
    assert any(words in line for line in before)
    assert pull(run, example, edited(run, example, retyped)).code == 0
    after = read_passages(made(run, example)).passages["tasks.A.X.1.result"].lines
    assert len(after) == len(before)
    assert "Câu 0 đã họp" in after[0] + after[1]
    assert "đã giao việc. Phần đã sửa. Câu" in "".join(after)


def test_the_report_that_was_edited_is_never_replaced(run: Run, example: Path) -> None:
    run(*Q3, cwd=example)
    path = example / "bao-cao-pci-2024-Q3.docx"
    document = Word(path.read_bytes())
    several(document)
    path.write_bytes(before := document.saved())
    pull(run, example, path)
    assert run(*Q3, cwd=example).out == "bao-cao-pci-2024-Q3-2.docx\n"
    assert path.read_bytes() == before


def test_a_passage_cleared_or_without_its_control_stays_as_it_was(run: Run, example: Path) -> None:
    def edit(document: Word) -> None:
        for node in document.paragraphs("leadership"):
            retype(node)
        control = document.control("proposals")
        control.getparent().remove(control)

    done = pull(run, example, edited(run, example, edit))
    assert done.code == 0
    blank = "Bị xóa trắng nên lời giữ như cũ (muốn in «Không có.» thì viết ra)"
    assert f"{blank}: Công tác chỉ đạo, điều hành; Kiến nghị, đề xuất." in done.err
    assert NOTHING_NEW in done.err
    assert not (example / WORDS).exists()


def test_a_passage_whose_control_is_gone_is_found_by_its_place(run: Run, example: Path) -> None:
    """Under its heading, beside what is computed there; in its cell, after the cells before."""

    def edit(document: Word) -> None:
        for name, words in (
            ("leadership", "- Họp."),
            ("assessment", "Tốt hơn."),
            ("tasks.A.I.2.result", "Xong."),
        ):
            control = document.control(name)
            nodes = list(content(control))
            retype(document.paragraphs(name)[0], words)
            for node in nodes if control.getparent() is not None else ():
                control.addprevious(node)
            if control.getparent() is not None:
                control.getparent().remove(control)

    done = pull(run, example, edited(run, example, edit))
    assert done.code == 0, done.err
    found = "Công tác chỉ đạo, điều hành; Đánh giá chung; Kết quả nhiệm vụ A.I.2"
    assert (
        "Khung đã mất khi sửa nên đọc theo chỗ của đoạn, không rõ dữ liệu đã đổi từ khi "
        "lập tệp chưa"
    ) in done.err
    assert f"xem lại: {found}." in done.err
    assert "Ngoài các đoạn" not in done.out
    data = made(run, example)
    assert told_in(data, "leadership")[0] == "- Họp."
    assert told_in(data, "assessment") == ["Tốt hơn."]
    assert told_in(data, "tasks.A.I.2.result") == ["Xong."]


def test_a_passage_without_its_control_is_not_guessed_where_its_place_is_in_doubt(
    run: Run, example: Path
) -> None:
    def edit(document: Word) -> None:
        for name in ("leadership", "assessment"):
            control = document.control(name)
            for node in list(content(control)):
                control.addprevious(node)
            control.getparent().remove(control)
        retype(document.with_text("I. CÔNG TÁC CHỈ ĐẠO"), "I. CHỈ ĐẠO")
        retype(document.with_text("Trong kỳ hoàn thành"), "Trong kỳ: tốt hơn.")

    done = pull(run, example, edited(run, example, edit))
    kept = "Công tác chỉ đạo, điều hành; Đánh giá chung"
    assert f"Tệp không còn khung của 02 đoạn, lời của các đoạn ấy giữ như cũ: {kept}." in done.err
    assert NOTHING_NEW in done.err


def test_a_passage_is_what_stands_in_its_place_wherever_its_control_went(
    run: Run, example: Path
) -> None:
    """A line put before the control or after it; a control copied, with its first line, into
    another passage, and one moved with it."""

    def edit(document: Word) -> None:
        document.control("leadership").addprevious(paragraph("- Đoạn trước."))
        document.control("leadership").addnext(paragraph("- Đoạn sau."))
        copied_first, moved = document.control("difficulties"), document.control("sections.A.IV")
        document.paragraphs("causes")[0].addprevious(copied(copied_first))
        document.control("sections.A.V").addprevious(moved)

    before = {name: list(p.lines) for name, p in read_passages(made(run, example)).passages.items()}
    done = pull(run, example, edited(run, example, edit))
    assert done.code == 0, done.err
    assert "Ngoài các đoạn" not in done.out
    assert "thì viết ra): Chỉ số chi phí thời gian." in done.err
    data = made(run, example)
    assert told_in(data, "leadership") == ["- Đoạn trước.", *before["leadership"], "- Đoạn sau."]
    assert told_in(data, "difficulties") == before["difficulties"]
    assert told_in(data, "causes") == before["difficulties"]
    assert told_in(data, "sections.A.V") == [*before["sections.A.IV"], *before["sections.A.V"]]


@pytest.mark.office
def test_a_passage_that_would_run_on_into_a_lost_one_is_named_with_it(
    run: Run, example: Path
) -> None:
    """A heading deleted together with the first line below it, as LibreOffice leaves it."""
    data = Word(libreoffice.edited(made(run, example), example.parent))
    first = data.paragraphs("sections.A.IV")[0]
    for node in (first.getprevious(), first):
        node.getparent().remove(node)
    document = example.parent / "lo.docx"
    document.write_bytes(data.saved())
    done = pull(run, example, document)
    lost = "Chỉ số tính minh bạch và tiếp cận thông tin; Chỉ số chi phí thời gian"
    assert f"Tệp không còn khung của 02 đoạn, lời của các đoạn ấy giữ như cũ: {lost}." in done.err
    assert NOTHING_NEW in done.err


def test_what_word_shows_in_an_emptied_control_is_no_word_of_anybody_s(
    run: Run, example: Path
) -> None:
    def edit(document: Word) -> None:
        for name in ("proposals", "tasks.A.IX.1.result"):
            document.control(name).find(qn("w:sdtPr")).append(element("<w:showingPlcHdr/>"))
            first, *others = document.paragraphs(name)
            for node in others:
                node.getparent().remove(node)
            inside = content(document.control(name)) if name.startswith("tasks") else first
            retype(
                inside,
                "Click or tap here to enter text.",
                look='<w:rPr><w:rStyle w:val="Chdanhsn"/></w:rPr>',
            )

    path = edited(run, example, edit)
    done = pull(run, example, path)
    assert (
        "(muốn in «Không có.» thì viết ra): Kiến nghị, đề xuất; Kết quả nhiệm vụ A.IX.1."
        in done.err
    )
    assert NOTHING_NEW in done.err
    assert "ngoặc vuông" not in done.err
    assert (
        "còn phải bổ sung «Click or tap here to enter text.», 02 chỗ"
        in run("check", str(path), cwd=example).out
    )


def test_a_placeholder_is_never_kept_as_words(run: Run, example: Path) -> None:
    def edit(document: Word) -> None:
        retype(document.paragraphs("assessment")[0], "[Văn phòng bổ sung nhận xét, đánh giá]")
        look = '<w:rPr><w:highlight w:val="yellow"/></w:rPr>'
        retype(document.paragraphs("causes")[0], "[Do thiếu người]", look=look)

    done = pull(run, example, edited(run, example, edit))
    assert NOTHING_NEW in done.err
    assert "Còn trong ngoặc vuông nên chưa coi là lời văn: [Do thiếu người]." in done.err
    assert not (example / WORDS).exists()


def test_tracked_changes_and_what_words_cannot_keep_are_told(run: Run, example: Path) -> None:
    def edit(document: Word) -> None:
        node = document.paragraphs("leadership")[0]
        node.append(element('<w:ins w:id="1" w:author="A"><w:r><w:t> Thêm.</w:t></w:r></w:ins>'))
        content(document.control("leadership")).append(element("<w:p><w:r><w:pict/></w:r></w:p>"))

    err = pull(run, example, edited(run, example, edit)).err
    assert "Tệp còn thay đổi theo dõi (Track Changes): đọc như đã chấp nhận tất cả." in err
    assert (
        "Chỉ giữ được chữ, không giữ bảng, hình, công thức, chú thích trong: Công tác chỉ "
        "đạo, điều hành."
    ) in err


def test_what_was_written_beside_the_text_is_told(run: Run, example: Path) -> None:
    path = edited(run, example, lambda document: None)
    document = Document(str(path))
    lines = document.paragraphs
    document.add_comment(lines[8].runs, text="Bổ sung số liệu\ntháng 9.", author="Trần Thị B")
    document.sections[0].header.paragraphs[0].add_run(" (lần 2)")
    box = "<w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p>"
    lines[0]._p.append(element(f"<w:r><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></w:r>"))
    document.save(str(path))
    done = pull(run, example, path)
    assert (
        "Bình luận trong tệp chưa thành lời văn: Trần Thị B: Bổ sung số liệu tháng 9." in done.err
    )
    assert "mới: 1 (lần 2)\n" in done.out
    assert "mới: HỎA TỐC\n" in done.out


def test_data_that_moved_on_since_is_told(run: Run, example: Path) -> None:
    document = edited(run, example, several)
    record(
        run,
        example,
        "A.I.2",
        "--unit",
        "VP",
        "--date",
        "2024-09-12",
        "--result",
        "Thu thêm 20 phiếu",
    )
    done = pull(run, example, document)
    assert done.code == 0
    assert (
        "Dữ liệu hoặc lời văn đã đổi từ khi lập tệp này, xem lại: Kết quả nhiệm vụ A.I.2."
        in done.err
    )


REFUSED: list[tuple[str, Callable[[Path], object], str]] = [
    ("absent", lambda path: None, "không có tệp"),
    ("a folder", lambda path: path.mkdir(), "không có tệp"),
    ("a pipe", lambda path: os.mkfifo(path), "không có tệp"),
    ("no Word", lambda path: path.write_bytes(b"x"), "không phải tệp Word .docx"),
    (
        "no report",
        lambda path: path.write_bytes((ROOT / "templates/ke-hoach.docx").read_bytes()),
        "không có đoạn nào",
    ),
]


@pytest.mark.parametrize(("put", "told"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_is_no_report_is_refused_by_name(
    run: Run, example: Path, put: Callable[[Path], object], told: str
) -> None:
    path = example.parent / "la.docx"
    put(path)
    before = files(example)
    done = pull(run, example, path)
    assert (done.code, done.out) == (2, "")
    assert told in done.err and "la.docx" in done.err
    assert files(example) == before


def test_the_report_of_another_period_is_refused(run: Run, example: Path) -> None:
    document = edited(run, example, several)
    for asked, report in (
        (("--quarter", "2"), "2024-Q2"),
        (("--quarter", "3", "--cumulative"), "2024-Q3+"),
    ):
        done = run("report", *asked, "--pull", str(document), cwd=example)
        assert (done.code, done.out) == (2, "")
        assert f"là báo cáo 2024-Q3, không phải {report}" in done.err


# --- whose words win
# ----------------------------------------------------------------------------------------------

BY_HAND = "# xin ý kiến anh Ba\ncauses: Do thiếu người.\ndirection: Làm tiếp.\n"


def test_a_file_edited_by_hand_is_rewritten_only_with_consent(run: Run, example: Path) -> None:
    path = keep(example, BY_HAND)
    document = edited(run, example, several)
    before = files(example)
    done = pull(run, example, document)
    assert done.code == 2
    assert (
        f"{WORDS} đã được sửa tay nên không ghi đè; xem thay đổi ở trên; đồng ý thì thêm --force"
        in done.err
    )
    assert "mới: - Họp giao ban." in done.out
    assert files(example) == before
    assert pull(run, example, document, "--force").code == 0
    text = path.read_text(encoding="utf-8")
    assert (
        "causes: |\n  Do thiếu người.\ndirection: |\n  Làm tiếp.\n" in text
        and "Họp giao ban" in text
    )
    assert "anh Ba" not in text


def test_a_file_as_the_program_wrote_it_needs_no_consent_and_keeps_its_moment(
    run: Run, example: Path
) -> None:
    run(*Q3, "--words", cwd=example)
    written = re.search("written: .*", (example / WORDS).read_text(encoding="utf-8"))
    assert written
    done = pull(run, example, edited(run, example, several))
    assert done.code == 0
    text = (example / WORDS).read_text(encoding="utf-8")
    assert written[0] in text and "Họp giao ban" in text


def test_a_passage_worded_otherwise_since_the_document_was_made_needs_consent(
    run: Run, example: Path
) -> None:
    document = edited(run, example, several).rename(example.parent / "truoc.docx")
    assert (
        pull(
            run,
            example,
            edited(run, example, lambda d: retype(d.paragraphs("leadership")[0], "Khác.")),
        ).code
        == 0
    )
    before = files(example)
    done = pull(run, example, document)
    assert done.code == 2
    assert f"lời của leadership trong {WORDS} đã khác bản in nên không ghi đè" in done.err
    assert files(example) == before
    assert pull(run, example, document, "--force").code == 0
    assert "Họp giao ban" in (example / WORDS).read_text(encoding="utf-8")


def answered(
    root: Path, document: Path, keys: str, meanwhile: Callable[[], object] = lambda: None
) -> tuple[int, str]:
    """How a pull at a terminal ends and what it shows, once its question has been answered."""
    talk = Talk("-m", "pci", *Q3, "--pull", str(document), cwd=root)
    talk.until("Ghi đè bằng lời vừa kéo về (chú thích trong tệp sẽ mất)? [c/K]")
    talk.until("> ")
    meanwhile()
    if keys == "\x03":
        code = talk.give_up(keys)
    else:
        talk.type(keys)
        code = talk.end()
    talk.close()
    return code, " ".join(talk.heard.split())


@pytest.mark.pty
@pytest.mark.parametrize(("keys", "code"), [("k\n", 2), ("\n", 2), ("\x04", 2), ("\x03", 130)])
def test_a_person_at_a_terminal_may_refuse(run: Run, example: Path, keys: str, code: int) -> None:
    keep(example, BY_HAND)
    document = edited(run, example, several)
    before = files(example)
    done, shown = answered(example, document, keys)
    assert (done, files(example)) == (code, before)
    assert (f"giữ nguyên {WORDS}" in shown) == (code == 2)


@pytest.mark.pty
def test_a_person_at_a_terminal_may_agree(run: Run, example: Path) -> None:
    path = keep(example, BY_HAND)
    document = edited(run, example, several)
    done, _ = answered(example, document, "có\n")
    assert (done, "Họp giao ban" in path.read_text(encoding="utf-8")) == (0, True)


@pytest.mark.pty
def test_a_file_saved_while_the_question_stood_is_left_alone(run: Run, example: Path) -> None:
    path = keep(example, BY_HAND)
    document = edited(run, example, several)
    newer = WRITTEN + "causes: Vừa sửa xong.\n"
    code, shown = answered(
        example, document, "c\n", lambda: path.write_text(newer, encoding="utf-8")
    )
    assert (code, path.read_text(encoding="utf-8")) == (2, newer)
    assert f"{WORDS} vừa được sửa" in shown


def test_a_pull_keeps_what_words_began_with_and_nobody_worded(run: Run, example: Path) -> None:
    """What is still as it was begun goes on being computed; wording it over a later update takes
    nobody's consent."""
    run(*Q3, "--words", cwd=example)
    path = example / WORDS
    path.write_text(
        re.sub(r"written: .*", WRITTEN.strip(), path.read_text("utf-8")), encoding="utf-8"
    )
    begun = path.read_text("utf-8")
    for unit, task in (("TT.HTDN", "A.VIII.1"), ("VP", "A.I.2")):
        record(
            run, example, task, "--unit", unit, "--date", "2024-09-12", "--result", f"Mới ở {task}"
        )
    document = edited(
        run,
        example,
        lambda d: retype(content(d.control("tasks.A.I.2.result")), "Đã khảo sát hai lần."),
    )
    done = pull(run, example, document)
    assert done.code == 0, done.err
    kept = path.read_text("utf-8")
    assert re.findall(r"A\.I\.2:\n    result: \|\n      (.*)\n", kept) == ["Đã khảo sát hai lần."]
    again = made(run, example)
    assert told_in(again, "tasks.A.I.2.result") == ["Đã khảo sát hai lần."]
    assert "Mới ở A.VIII.1" in " ".join(told_in(again, "tasks.A.VIII.1.result")), (
        "đoạn chưa sửa vẫn lấy từ cập nhật"
    )
    assert "Mới ở A.VIII.1" not in kept
    others = [
        set(re.sub(r"(?s)  A\.I\.2:\n.*?(?=\n  \S)", "", text).splitlines())
        for text in (begun, kept)
    ]
    assert others[0] == others[1]


@pytest.mark.parametrize("linked", ["plans/2024/reports", "plans/2024"])
@pytest.mark.parametrize("way", ["--words", "--pull"])
def test_nothing_is_written_through_a_link(run: Run, example: Path, linked: str, way: str) -> None:
    document = edited(run, example, several)
    elsewhere = example.parent / "noi-khac"
    folder = example / linked
    if folder.exists():
        folder.rename(elsewhere)
    else:
        elsewhere.mkdir()
    folder.symlink_to(elsewhere)
    before = files(elsewhere)
    done = run(*Q3, way, *([str(document)] if way == "--pull" else []), cwd=example)
    assert done.code == 2
    assert f"{linked} là liên kết" in done.err
    assert files(elsewhere) == before


def test_where_nothing_can_be_written_it_says_so(run: Run, example: Path) -> None:
    document = edited(run, example, several)
    (example / "plans/2024/reports").write_text("một tệp", encoding="utf-8")
    for way in (("--words",), ("--pull", str(document))):
        done = run(*Q3, *way, cwd=example)
        assert (done.code, "plans/2024/reports" in done.err) == (2, True)
    assert (example / "plans/2024/reports").read_text(encoding="utf-8") == "một tệp"


# --- options that do not go together
# ------------------------------------------------------------------------------

ISSUE = ("--issue", "--number", "45", "--date", "18/9/2024")
MIXED = [
    (("--words", "--pull", "x.docx"), "--words không đi với --pull"),
    (("--words", *ISSUE), "--words không đi với --issue"),
    (("--pull", "x.docx", *ISSUE), "--pull không đi với --issue"),
    (("--words", "--format", "json"), "--words không đi với --format"),
    (("--pull", "x.docx", "--format", "md"), "--pull không đi với --format"),
    ((*ISSUE, "--format", "json"), "--issue không đi với --format"),
    ((*ISSUE, "--format", "md"), "--issue không đi với --format"),
    (("--words", "-o", "x.docx"), "--words không đi với -o"),
    (("--pull", "x.docx", "--pdf"), "--pull không đi với --pdf"),
    (("--words", "--strict", "--charts"), "--words không đi với --strict, --charts"),
    (("--number", "45"), "--number chỉ đi với --issue"),
    (("--date", "18/9/2024", "--file", "x.pdf"), "--date, --file chỉ đi với --issue"),
    (("--words", "--number", "45"), "--words không đi với --number"),
    (("--unit", "VP", "--words"), "--unit không đi với --words"),
    (("--unit", "VP", "--pull", "x.docx"), "--unit không đi với --pull"),
    (("--unit", "VP", *ISSUE), "--unit không đi với --issue"),
    (("--unit", "VP", "--number", "45"), "--unit không đi với --number"),
    (("--issue",), "--issue cần --number và --date"),
    (("--issue", "--number", "45"), "--issue cần --number và --date"),
    (
        ("--title", "x", "--basis", "y"),
        "--title, --basis chỉ đi với --from, --to; đó là phần riêng",
    ),
    (("--addressee", "UBND tỉnh", "--words"), "--addressee chỉ đi với --from, --to"),
    (("--as-of", "2024-06-01"), "--as-of 01/6/2024 trước ngày đầu lấy số liệu (15/6/2024)"),
    (
        ("--as-of", "2024-06-14", "--unit", "VP"),
        "--as-of 14/6/2024 trước ngày đầu lấy số liệu (15/6/2024)",
    ),
]


@pytest.mark.parametrize(("options", "told"), MIXED, ids=[told for _, told in MIXED])
def test_options_that_do_not_go_together_are_refused(
    run: Run, example: Path, options: tuple[str, ...], told: str
) -> None:
    before = files(example)
    done = run(*Q3, *options, cwd=example)
    assert (done.code, done.out) == (2, "")
    assert f"pci: {told}" in done.err
    assert files(example) == before


@pytest.mark.parametrize(
    "way", [("--words",), ("--pull", "x"), ISSUE, ("--number", "45"), ("--file", "x")]
)
def test_a_page_for_the_meeting_has_no_words_of_its_own(
    run: Run, example: Path, way: tuple[str, ...]
) -> None:
    done = run("report", "--brief", *way, cwd=example)
    assert (done.code, done.out, way[0] in done.err) == (2, "", True)


# --- there and back
# -----------------------------------------------------------------------------------------------


def facts() -> Facts:
    return documents.facts(ROOT / "examples", "2024-Q3")


def printed(words: Words | None) -> bytes:
    template = (ROOT / "templates/bao-cao.docx").read_bytes()
    own = replace(facts(), words=words)
    return render(
        template, "bao-cao.docx", documents.report_fields(own), "", "", own.window.window_last
    )


def kept(text: str) -> Words:
    document = yamlio.read(text.encode(), "x.yaml")
    built = build(Words, document.tree, document.source, "x.yaml")
    assert isinstance(built, Words), (built, text)
    return built


HOSTILE = (
    *(
        "- a",
        "-",
        "--- ",
        "...",
        ": ",
        "a: b",
        "a:",
        "# b",
        "a #b",
        "'",
        '"',
        "''",
        "null",
        "~",
        "true",
        "no",
        "1e3",
    ),
    *(
        "[c]",
        "{d}",
        "{{ d }}",
        "{% if %}",
        "|",
        ">",
        "|-",
        "%TAG",
        "@x",
        "`y`",
        "!!str z",
        "&n",
        "*n",
        "<<",
        "? k",
        "= ",
    ),
    *(
        "<<<<<<< HEAD",
        "=======",
        ">>>>>>> x",
        "e\tf",
        "\\n",
        "&amp;",
        "<w:p/>",
        "]]>",
        "2024-09-15",
        "=SUM(A1)",
        "\xa0",
    ),
    *("đ Đ ơ ư", "“nháy”", "…", "–", "😀", "𠀋", "x" * 5000, "từ " * 2000),
)
PIECE = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn"])
)
LINE = st.lists(PIECE, min_size=1, max_size=3).map(lambda parts: " ".join("".join(parts).split()))
LINES = st.lists(LINE.filter(bool), min_size=1, max_size=4)
NAMES = (
    "leadership",
    "assessment",
    "sections.A.I",
    "causes",
    "direction",
    "tasks.A.II.1.result",
    "tasks.B.I.1.result",
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.dictionaries(st.sampled_from(NAMES), LINES, min_size=4))
def test_words_kept_and_printed_come_back_as_they_were(typed: dict[str, list[str]]) -> None:
    """Typed in Word, kept in YAML, read, printed, and read back from the document: the same words,
    and nothing that would look changed to the next pull."""
    text = words_text(
        "quý III năm 2024", {n: "\n".join(lines) for n, lines in typed.items()}, WRITTEN_AT
    )
    words = kept(text)
    found = read_passages(printed(words)).passages
    for name, lines in typed.items():
        assert found[name].lines == tuple(unicodedata.normalize("NFC", line) for line in lines)
    assert all(mark(passage.lines) == passage.mark for passage in found.values())
    assert words_text("quý III năm 2024", words.passages(), words.written) == text, (
        "chưa ai sửa tay thì nhận ra"
    )


@pytest.mark.office
def test_words_typed_in_libreoffice_come_back(run: Run, example: Path) -> None:
    """Saved as .docx, or as .odt on the way."""
    typed = [
        *(find("[Văn phòng bổ sung nhận xét, đánh giá]"), say("- Kết quả: tốt; # 1 «A».")),
        *(go("InsertPara"), say("'null' và ~: [x]")),
        *(find("Từ chối tiếp nhận"), say("Không nhận")),
        *(
            find("Đã gửi Sở Kế hoạch và Đầu tư"),
            go("GoToEndOfPara", "InsertPara"),
            say("Đoạn cuối."),
        ),
    ]
    document = example.parent / "lo.docx"
    plain = made(run, example)
    edits = [Edit(plain, typed, through_odt) for through_odt in (False, True)]
    for saved in libreoffice.edited_all(edits, example.parent):
        (example / WORDS).unlink(missing_ok=True)
        document.write_bytes(saved)
        done = pull(run, example, document)
        assert done.code == 0, done.err
        assert "Ngoài các đoạn" not in done.out
        data = made(run, example)
        assert told_in(data, "assessment") == ["- Kết quả: tốt; # 1 «A».", "'null' và ~: [x]"]
        assert told_in(data, "leadership")[-1] == "Đoạn cuối."
        assert any("Không nhận 02 đề xuất" in line for line in told_in(data, "leadership"))
        again = pull(run, example, document)
        assert NOTHING_NEW in again.err
    edits = [Edit(data, (), through_odt) for through_odt in (False, True)]
    for saved in libreoffice.edited_all(edits, example.parent):
        document.write_bytes(saved)
        assert NOTHING_NEW in pull(run, example, document).err, (
            "lưu lại bằng LibreOffice không phải là sửa"
        )


@pytest.mark.office
def test_the_first_line_of_a_passage_deleted_or_typed_over_in_libreoffice(
    run: Run, example: Path
) -> None:
    """Its control goes with it; saved as .docx, or as .odt on the way."""
    plain = made(run, example)
    before = read_passages(plain).passages
    first, typed = before["leadership"].lines[0], before["proposals"].lines[0]
    whole = go("GoToStartOfPara", "EndOfParaSel")
    steps = [
        find(first[:40]),
        whole,
        go("Delete", "Delete"),
        find(typed[:40]),
        whole,
        say("- Dòng đầu viết lại."),
    ]
    document = example.parent / "lo.docx"
    edits = [Edit(plain, steps, through_odt) for through_odt in (False, True)]
    for saved in libreoffice.edited_all(edits, example.parent):
        (example / WORDS).unlink(missing_ok=True)
        document.write_bytes(saved)
        done = pull(run, example, document)
        assert done.code == 0, done.err
        data = made(run, example)
        assert told_in(data, "leadership") == list(before["leadership"].lines[1:])
        rewritten = ["- Dòng đầu viết lại.", *before["proposals"].lines[1:]]
        assert told_in(data, "proposals") == rewritten


@pytest.mark.office
def test_a_passage_emptied_in_libreoffice_does_not_take_the_heading_below(
    run: Run, example: Path
) -> None:
    def empty(document: Word) -> None:
        for name in ("leadership", "proposals"):
            first, *others = document.paragraphs(name)
            for node in others:
                node.getparent().remove(node)
            retype(first)

    emptied = Word(made(run, example))
    empty(emptied)
    document = example.parent / "lo.docx"
    document.write_bytes(libreoffice.edited(emptied.saved(), example.parent))
    done = pull(run, example, document)
    assert (
        "(muốn in «Không có.» thì viết ra): Công tác chỉ đạo, điều hành; Kiến nghị, đề xuất."
        in done.err
    )
    assert NOTHING_NEW in done.err
    assert not (example / WORDS).exists()


def test_every_passage_of_the_report_can_be_worded() -> None:
    named = {passage.name for passage in passages(facts())}
    text = words_text("x", dict.fromkeys(named, "Lời."), WRITTEN_AT)
    assert kept(text).passages() == dict.fromkeys(named, "Lời.")
    found = read_passages(printed(kept(text))).passages
    assert {name: passage.lines for name, passage in found.items()} == dict.fromkeys(
        named, ("Lời.",)
    )
    assert {n for n in named if "." not in n} == set(SIMPLE)
