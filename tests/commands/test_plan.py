"""`pci plan`: the paper has every word of the signed plan, in order, in the form of the decree."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import documents
import libreoffice
import pytest
import scanned_plan
from docx import Document
from docx.oxml.ns import qn
from support import Golden, Run, swap

from pci import workspace
from pci.core.model import Correction
from pci.lists.columns import printed_cells
from pci.nd30.form import check_form
from pci.nd30.reader import read_outline

NAME = "ke-hoach-pci-2023.docx"

LOST_BY_THE_SCAN = (
    "UBND TỈNH KHÁNH HÒA",
    "BAN QUẢN LÝ KHU KINH TẾ VÂN PHONG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
)
"""The head of the first page, which the form asks for."""
SET_BY_FORM = {
    "PHỤ LỤC": "Phụ lục",
    "Các chỉ tiêu, nhiệm vụ, giải pháp hành động trọng tâm năm 2023": (
        "CÁC CHỈ TIÊU, NHIỆM VỤ, GIẢI PHÁP HÀNH ĐỘNG TRỌNG TÂM NĂM 2023"
    ),
}
"""Lines whose case NĐ 30/2020 sets otherwise than the signed plan printed them (Phụ lục I, mục
III.1.b).
"""
END_OF_APPENDIX = "./."
"""Closes an appendix as it closes the content (NĐ 30/2020, Phụ lục III)."""


def make(run: Run, root: Path, *more: str) -> bytes:
    """The plan of a workspace, as the program writes it."""
    return documents.made(run, root, "plan", *more, out=root.parent / "ke-hoach.docx")


def lines(data: bytes) -> list[str]:
    """Every paragraph outside the appendix's table that has words, in order, blanks as one."""
    outline = read_outline(data)
    annex = outline.tables[-1].number
    shown = (p.text for p in outline.paragraphs if p.place is None or p.place.table != annex)
    return [" ".join(line.split()) for line in shown if line.strip()]


def rows(data: bytes) -> list[list[str]]:
    """The rows of the appendix's table, its merged cells once; the last is that of the sign that
    the appendix ends.
    """
    table = Document(BytesIO(data)).tables[-1]
    *rows, end = [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]
    assert end == [END_OF_APPENDIX]
    return rows


# --- round trip -----------------------------------------------------------------------------------


def as_scanned(texts: list[str], corrections: tuple[Correction, ...]) -> list[str]:
    """The words of the scan."""
    return texts


def as_corrected(texts: list[str], corrections: tuple[Correction, ...]) -> list[str]:
    """The words of the scan with each correction made in the one text that it speaks of."""
    for correction in corrections:
        (place,) = [n for n, text in enumerate(texts) if correction.printed in text]
        texts[place] = texts[place].replace(correction.printed, correction.to)
    return texts


WORDS = pytest.mark.parametrize(
    ("options", "read"),
    [(["--as-printed"], as_scanned), ([], as_corrected)],
    ids=["as-printed", "corrected"],
)


@WORDS
def test_every_paragraph_of_the_signed_plan_is_there_in_order(
    run: Run, real: Path, options: list[str], read: Callable[..., list[str]]
) -> None:
    plan = workspace.open_workspace(real, "2023").plan
    expected = read(
        scanned_plan.paragraphs(), tuple(c for c in plan.corrections if c.at.startswith("body."))
    )
    formed = [SET_BY_FORM.get(line, line) for line in expected]
    assert lines(make(run, real, *options)) == [*LOST_BY_THE_SCAN, *formed]


@WORDS
def test_every_cell_of_the_signed_plan_is_there_in_order(
    run: Run, real: Path, options: list[str], read: Callable[..., list[str]]
) -> None:
    plan = workspace.open_workspace(real, "2023").plan
    ids = iter(plan.tasks)
    expected = []
    for number, *cells in scanned_plan.table():
        at = f"tasks.{next(ids)}." if number.strip().isdecimal() else "no task"
        read(cells, tuple(c for c in plan.corrections if c.at.startswith(at)))
        expected.append([scanned_plan.words(cell) for cell in (number, *cells) if cell.strip()])
    assert [
        [scanned_plan.words(cell) for cell in row] for row in rows(make(run, real, *options))
    ] == expected
    assert len(expected) == 1 + 11 + 34


def test_the_same_words_stand_in_the_preview(run: Run, real: Path) -> None:
    shown = run("plan", "--root", str(real), "--format", "md")
    assert shown.code == 0, shown.err
    plan = workspace.open_workspace(real, "2023").plan
    for paragraph in plan.body.values():
        assert (paragraph.title or paragraph.text or "").strip() in shown.out


def test_what_is_taller_than_a_page_goes_on_under_its_number_and_task(run: Run, real: Path) -> None:
    """A task of two pages and a cell of forty units: more rows of the plan, below those of a
    report.
    """
    path = real / "plans/2023.yaml"
    work = " ".join(f"Câu {n} về công khai, cập nhật đầy đủ quy hoạch." for n in range(90))
    units = "; ".join(f"Phòng Quản lý hạ tầng kỹ thuật số {n:02d} khu vực" for n in range(40))
    text = swap("Tích cực đảm bảo Hệ thống", work)(path.read_text(encoding="utf-8"))
    text = swap("Tổ Thư ký ISO chủ trì, phối hợp các phòng, đơn vị thuộc và trực thuộc", units)(
        text
    )
    path.write_text(text, encoding="utf-8")
    first = "Câu 0 về công khai, cập nhật đầy đủ quy hoạch. Câu 1 về công khai, cập nhật …"
    for day in ((), ("--as-of", "2023-12-01")):
        more = [row for row in rows(make(run, real, *day)) if f"{first} (tiếp theo)" in row[1]]
        assert [row[0] for row in more] == ["7"] * 3
        assert [row[0] for row in more if "số 39 khu vực" in row[2]] == ["7"]
    said = run("report", "--quarter", "3", "--format", "md", cwd=real).out
    assert "| 7 | (ghi ở dòng dưới) | (ghi ở dòng dưới) | Nhiệm vụ thường xuyên |" in said
    assert f"| 7 | {first} (tiếp theo) – Nhiệm vụ và giải pháp:<br>Câu " in said


# --- form -----------------------------------------------------------------------------------------


def test_its_form_is_that_of_the_decree(run: Run, real: Path, example: Path) -> None:
    for data in (make(run, real), make(run, real, "--as-printed"), make(run, example)):
        assert check_form(read_outline(data), "x.docx") == ()


def test_the_example_reads_as_an_office_would_write_it(
    run: Run, example: Path, golden: Golden
) -> None:
    golden("plan-example.txt", documents.text(make(run, example)))


def test_invented_data_is_marked_and_nothing_else_is(run: Run, real: Path, example: Path) -> None:
    assert "DỮ LIỆU MINH HỌA" in lines(make(run, example))
    data = make(run, real)
    assert "MINH HỌA" not in documents.text(data)
    assert "DỰ THẢO" not in documents.text(data)
    assert documents.highlighted(data) == []


def test_the_appendix_can_be_read_on_every_page(run: Run, real: Path) -> None:
    data = make(run, real)
    outline = read_outline(data)
    assert outline.sections[-1].landscape
    assert outline.tables[-1].has_header
    table = Document(BytesIO(data)).tables[-1]
    assert all(
        row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None
        for row in table.rows
    )
    *rows, last, _ = table.rows
    kept = [
        row.cells[0].text
        for row in rows
        if row.cells[1].paragraphs[0].paragraph_format.keep_with_next
    ]
    assert kept == ["A", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "B", "I"]
    assert last.cells[1].paragraphs[0].paragraph_format.keep_with_next  # with the row of «./.»


def edited(root: Path, *changes: tuple[str, str]) -> Path:
    """The plan's file with each text, found once, replaced."""
    path = root / "plans/2023.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("number", "issued", "told"),
    [
        (
            "null",
            "2023",
            ("Số: /KH-KKT", "Khánh Hòa, ngày tháng năm 2023", "số /KH-KKT ngày / /2023 của"),
        ),
        (
            '"5"',
            "2023-01",
            (
                "Số: 05/KH-KKT",
                "Khánh Hòa, ngày tháng 01 năm 2023",
                "số 05/KH-KKT ngày /01/2023 của",
            ),
        ),
        (
            '"105"',
            "2023-08-09",
            (
                "Số: 105/KH-KKT",
                "Khánh Hòa, ngày 09 tháng 8 năm 2023",
                "số 105/KH-KKT ngày 09/8/2023 của",
            ),
        ),
    ],
)
def test_what_is_not_known_of_its_number_and_day_stays_blank(
    run: Run, real: Path, number: str, issued: str, told: tuple[str, str, str]
) -> None:
    edited(
        real, ("number: null ", f"number: {number} "), ("issued: 2023-08 ", f"issued: {issued} ")
    )
    data = make(run, real)
    shown = lines(data)
    assert set(told[:2]) <= set(shown)
    assert any(told[2] in line for line in shown)
    assert check_form(read_outline(data), "x.docx") == ()


def test_every_shape_that_a_body_may_have_is_printed(run: Run, real: Path) -> None:
    edited(
        real,
        (
            "preamble: |\n",
            "preamble: |\n  Căn cứ Luật Đầu tư ngày 17/6/2020;\n  Căn cứ Nghị định số "
            "35/2022/NĐ-CP ngày 28/5/2022.\n",
        ),
        ("  II.1.4:\n", "  II.1.4:\n    title: Tháo gỡ khó khăn\n"),
        (
            "    text: Theo phụ lục đính kèm.\n",
            "    text: |\n      Theo phụ lục đính kèm.\n\n      Xem cả Phụ lục.\n",
        ),
    )
    data = make(run, real)
    shown = lines(data)
    grounds = shown.index("Căn cứ Luật Đầu tư ngày 17/6/2020;")
    assert shown[grounds + 1] == "Căn cứ Nghị định số 35/2022/NĐ-CP ngày 28/5/2022."
    measure = shown.index("- Tháo gỡ khó khăn")
    assert shown[measure + 1].startswith("Thực hiện đồng bộ, quyết liệt, hiệu quả")
    heading = shown.index("2. Nhiệm vụ, giải pháp hành động trọng tâm năm 2023:")
    assert shown[heading + 1 : heading + 3] == ["Theo phụ lục đính kèm.", "Xem cả Phụ lục."]
    assert check_form(read_outline(data), "x.docx") == ()


@pytest.mark.office
def test_a_signature_never_stands_alone_and_no_long_text_is_lost(run: Run, real: Path) -> None:
    long = " ".join(f"từ-{n} ngữ dài" for n in range(1000))
    edited(real, ("      Thời gian giải quyết hồ sơ liên quan thủ tục đất đai", f"      {long}"))
    make(run, real)
    pages = libreoffice.pages(real.parent / "ke-hoach.docx")
    assert {f"từ-{n}" for n in range(1000)} <= {found for page in pages for found in page.split()}
    (signing,) = [page for page in pages if "Nơi nhận:" in page]
    assert "để kịp thời xử lý./." in " ".join(signing.split())


# --- the command ----------------------------------------------------------------------------------


def test_it_lies_in_the_current_folder_and_says_what_the_reader_should_know(
    run: Run, real: Path, tmp_path: Path
) -> None:
    done = run("plan", "--root", str(real))
    assert (done.code, done.out) == (0, f"{NAME}\n")
    assert done.err == (
        "Đã dùng 08 đính chính so với bản quét; --as-printed để in như bản quét.\n"
        "Để trống số và ngày của Kế hoạch, vì tệp kế hoạch chưa có.\n"
    )
    assert run("plan", "--root", str(real)).out == f"{NAME}\n"
    properties = Document(str(tmp_path / NAME)).core_properties
    assert properties.title.startswith("Kế hoạch triển khai Chương trình hành động")
    assert properties.author == "BAN QUẢN LÝ KHU KINH TẾ VÂN PHONG"


def test_json_has_the_body_and_the_cells_as_they_are_printed(
    run: Run, real: Path, example: Path
) -> None:
    plan = workspace.open_workspace(real, "2023").plan
    told = told_by(run, real)
    assert (told["schema"], told["year"], told["as_printed"]) == ("pci.plan/1", 2023, False)
    assert (told["number"], told["symbol"], told["issued"]) == (None, "KH-KKT", "2023-08")
    assert "illustrative" not in told
    assert {p["id"]: (p["title"], p["text"]) for p in told["body"]} == {
        i: (p.title, p.text) for i, p in plan.body.items()
    }
    assert [section["id"] for section in told["appendix"]["sections"]] == list(plan.sections)
    assert cells(told) == {i: printed_cells(plan, task) for i, task in plan.tasks.items()}
    assert told_by(run, example)["illustrative"] is True


def test_json_as_printed_has_the_words_of_the_scan(run: Run, real: Path) -> None:
    told = told_by(run, real, "--as-printed")
    assert told["as_printed"] is True
    assert cells(told)["A.I.3"]["work"].startswith("Bổ trí công chức")
    (measure,) = [p["text"] for p in told["body"] if p["id"] == "II.1.4"]
    assert "giải pháp khó gở khó khăn" in measure


def told_by(run: Run, root: Path, *more: str) -> dict[str, Any]:
    done = run("plan", "--root", str(root), "--format", "json", *more)
    assert done.code == 0, done.err
    told: dict[str, Any] = json.loads(done.out)
    return told


def cells(told: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The rows of the appendix by task."""
    return {
        task["id"]: task["cells"]
        for section in told["appendix"]["sections"]
        for task in section["tasks"]
    }


def test_a_correction_of_a_time_cell_changes_no_reading(run: Run, real: Path) -> None:
    edited(
        real,
        (
            "corrections:\n",
            "corrections:\n  - {at: tasks.A.VII.1.time, from: Quý 2 và Quý 4, to: Quý II và Quý "
            "IV}\n",
        ),
    )
    assert "Quý 2 và Quý 4 hàng năm" in documents.text(make(run, real, "--as-printed"))
    shown = [
        run("show", "A.VII.1", *more, "--as-of", "2023-10-02", "--root", str(real))
        for more in ([], ["--as-printed"])
    ]
    assert [done.code for done in shown] == [0, 0]
    assert "Quý 2 và Quý 4" in shown[1].out
    states = [done.out.split("Tình trạng tính đến")[1].split("Đính chính")[0] for done in shown]
    assert states[0] == states[1]
