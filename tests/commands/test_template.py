"""`pci template dump`: a Word file as text, in which no change of words or of form hides from `git diff`."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from support import ROOT, Run

from pci.word.pagination import element

TEMPLATE = ROOT / "templates/bao-cao.docx"


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, timeout=60
    ).stdout.decode()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository set up as the documentation says, with a template in its first commit."""
    git(tmp_path, "init", "-q")
    page = (ROOT / "docs/mau-bao-cao.md").read_text(encoding="utf-8")
    told = re.findall(r"^git config --global diff\.docx\.textconv '(.*)'$", page, re.M)
    command = told[0].replace("pci ", f'env PYTHONPATH="{ROOT}" "{sys.executable}" -m pci ')
    for key, value in {
        "user.name": "Thử",
        "user.email": "thu@vi-du.vn",
        "diff.docx.textconv": command,
    }.items():
        git(tmp_path, "config", key, value)
    (tmp_path / ".gitattributes").write_text("*.docx diff=docx\n")
    (tmp_path / "bao-cao.docx").write_bytes(TEMPLATE.read_bytes())
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Mẫu")
    return tmp_path


def edited(folder: Path, change: Callable[[Any], object]) -> list[str]:
    """The changed lines that git shows."""
    document = docx.Document(str(folder / "bao-cao.docx"))
    change(document)
    document.save(str(folder / "bao-cao.docx"))
    shown = git(folder, "diff", "--no-color", "-U0").splitlines()
    return [line for line in shown if line[:1] in "+-" and not line.startswith(("+++", "---"))]


def added(run: Run, folder: Path, change: Callable[[Any], object]) -> set[str]:
    """The lines that a change adds to the text."""
    document = docx.Document(str(TEMPLATE))
    change(document)
    document.save(str(folder / "sua.docx"))
    before, after = run("template", "dump", str(TEMPLATE)), run("template", "dump", "sua.docx")
    return {*after.out.splitlines()} - {*before.out.splitlines()}


def find(document: Any, words: str) -> Any:
    return next(p for p in document.paragraphs if p.text.startswith(words))


def margin(document: Any) -> None:
    document.sections[0].left_margin = Mm(25)


def tag(document: Any) -> None:
    run = find(document, "{{ trich_yeu }}").runs[0]
    run.text = run.text.replace("trich_yeu", "ky.ten")


def look(document: Any) -> None:
    made = find(document, "Kính gửi")
    made.alignment, made.runs[0].font.size = WD_ALIGN_PARAGRAPH.LEFT, Pt(12)


def style(document: Any) -> None:
    document.styles["Normal"].font.italic = True
    find(document, "{{ trich_yeu }}").runs[0].font.italic = None


def column(document: Any) -> None:
    document.tables[0]._tbl.tblGrid.gridCol_lst[0].set(qn("w:w"), "3402")


def header(document: Any) -> None:
    document.sections[0].header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def control(document: Any) -> None:
    next(document.element.body.iter(qn("w:tag"))).set(qn("w:val"), "khac")


def paragraph_setting(name: str, **attributes: str) -> Callable[[Any], object]:
    return lambda document: (
        find(document, "Kính gửi")._p.get_or_add_pPr().append(element(f"w:{name}", **attributes))
    )


def run_setting(name: str, **attributes: str) -> Callable[[Any], object]:
    return lambda document: (
        find(document, "Kính gửi")
        .runs[0]
        ._r.get_or_add_rPr()
        .append(element(f"w:{name}", **attributes))
    )


def page_setting(name: str, **attributes: str) -> Callable[[Any], object]:
    def change(document: Any) -> None:
        pages = document.sections[0]._sectPr
        found = pages.find(qn(f"w:{name}"))
        if found is None:
            found = element(f"w:{name}")
            pages.append(found)
        for attribute, value in attributes.items():
            found.set(qn(f"w:{attribute}"), value)

    return change


def cell_setting(name: str, *children: Any, **attributes: str) -> Callable[[Any], object]:
    return lambda document: (
        document.tables[2]
        .cell(0, 0)
        ._tc.get_or_add_tcPr()
        .append(element(f"w:{name}", *children, **attributes))
    )


def table_borders(document: Any) -> None:
    sides = [element(f"w:{side}", val="nil") for side in ("top", "insideV")]
    document.tables[2]._tbl.tblPr.append(element("w:tblBorders", *sides))


def borders_of_style(document: Any) -> None:
    borders = next(document.styles["Table Grid"].element.iter(qn("w:tblBorders")))
    borders.getparent().remove(borders)


def kept_style(document: Any) -> None:
    document.styles["Header"].paragraph_format.keep_with_next = True


def field(code: str) -> Callable[[Any], object]:
    return lambda document: find(document, "Kính gửi")._p.append(element("w:fldSimple", instr=code))


def cut_field(document: Any) -> None:
    """A field as Word saves it: its code in several runs."""
    for part in ("begin", "INCLUDE", 'TEXT "x"', "separate", "end"):
        run = find(document, "Kính gửi").add_run()._r
        if part in ("begin", "separate", "end"):
            run.append(element("w:fldChar", fldCharType=part))
        else:
            run.append(element("w:instrText"))
            run[-1].text = part


def title(document: Any) -> None:
    document.core_properties.title = "Mẫu của Ban"


CHANGES: tuple[tuple[Callable[[Any], None], str, str], ...] = (
    (margin, "lề trên 20, dưới 20, trái 30, phải 20", "lề trên 20, dưới 20, trái 25, phải 20"),
    (tag, "{{ trich_yeu }}", "{{ ky.ten }}"),
    (
        look,
        "[căn giữa, dòng đầu 0 mm, trước 12 pt] Kính gửi",
        "[căn trái, dòng đầu 0 mm, trước 12 pt; cỡ 12] Kính gửi",
    ),
    (style, "dòng đầu 0 mm; đậm] {{ trich_yeu }}", "đậm, nghiêng] {{ trich_yeu }}"),
    (column, "cột 64 + 96 mm", "cột 60 + 96 mm"),
    (
        header,
        "đầu trang (mọi trang): [kiểu Header, căn giữa",
        "đầu trang (mọi trang): [kiểu Header, căn phải",
    ),
    (control, "tên «{{ doan.chi_dao.the }}»", "tên «khac»"),
)


ADDED: tuple[tuple[Callable[[Any], object], str], ...] = (
    (paragraph_setting("keepNext"), "giữ cùng đoạn sau] Kính gửi"),
    (paragraph_setting("pageBreakBefore"), "sang trang trước đoạn] Kính gửi"),
    (paragraph_setting("shd", val="clear", fill="FF0000"), "nền clear fill=FF0000] Kính gửi"),
    (run_setting("u", val="single"), "gạch chân single] Kính gửi"),
    (run_setting("strike"), "gạch ngang] Kính gửi"),
    (run_setting("vanish"), "chữ ẩn] Kính gửi"),
    (page_setting("pgMar", gutter="567"), "gáy 10 mm"),
    (page_setting("pgNumType", fmt="lowerRoman"), "kiểu số trang fmt=lowerRoman"),
    (page_setting("cols", num="2"), "cột chữ num=2"),
    (table_borders, "viền (trên nil, dọc nil)"),
    (borders_of_style, "kiểu TableGrid: lùi trái w=0, lề ô"),
    (
        cell_setting("shd", val="clear", fill="FF0000"),
        "  ô 3.1.1: căn dọc center, nền clear fill=FF0000",
    ),
    (
        cell_setting("tcBorders", element("w:top", val="nil")),
        "  ô 3.1.1: căn dọc center, viền (trên nil)",
    ),
    (kept_style, "kiểu Header: giữ cùng đoạn sau, mốc dừng"),
    (field(" DDEAUTO x "), "(trường DDEAUTO x) Kính gửi"),
    (field(' SET giu_1 "x" '), '(trường SET giu_1 "x") Kính gửi'),
    (cut_field, '(trường INCLUDETEXT "x") '),
)


@pytest.mark.parametrize(("change", "shown"), ADDED)
def test_what_was_added_is_told(
    run: Run, tmp_path: Path, change: Callable[[Any], object], shown: str
) -> None:
    lines = added(run, tmp_path, change)
    assert any(shown in line for line in lines), lines


def test_the_field_that_only_holds_a_page_together_is_not_told(run: Run, tmp_path: Path) -> None:
    assert not added(run, tmp_path, field(' SET giu_12 "" '))


@pytest.mark.parametrize(("change", "before", "after"), CHANGES)
def test_git_shows_what_changed(
    repository: Path, change: Callable[[Any], None], before: str, after: str
) -> None:
    shown = edited(repository, change)
    assert any(line[0] == "-" and before in line for line in shown), shown
    assert any(line[0] == "+" and after in line for line in shown), shown


def test_git_shows_a_property_that_was_not_there(repository: Path) -> None:
    assert edited(repository, title) == ["+thuộc tính title: Mẫu của Ban"]


def test_a_file_saved_anew_unchanged_shows_nothing(repository: Path) -> None:
    assert edited(repository, lambda document: None) == []


def test_a_file_that_cannot_be_read_is_one_line_and_the_others_are_compared(
    repository: Path,
) -> None:
    (repository / "a.docx").write_bytes(b"%PDF-1.7")
    git(repository, "add", "a.docx")
    git(repository, "commit", "-qm", "Tệp hỏng")
    (repository / "a.docx").write_bytes(b"%PDF-1.8")
    before, after, *others = edited(repository, margin)
    unread = r"\(không đọc được: [0-9a-f]{40}\)"
    assert re.fullmatch(f"-{unread}", before)
    assert re.fullmatch(rf"\+{unread}", after)
    assert before[1:] != after[1:]
    assert any("trái 25" in line for line in others)
    assert "trái 30" in git(repository, "log", "-p", "--no-color")


def test_the_same_file_gives_the_same_lines_and_every_paragraph_is_there(run: Run) -> None:
    first, again = run("template", "dump", str(TEMPLATE)), run("template", "dump", str(TEMPLATE))
    assert first == again
    assert (first.code, first.err) == (0, "")
    for paragraph in docx.Document(str(TEMPLATE)).paragraphs:
        assert all(run.text in first.out for run in paragraph.runs)


def test_what_cannot_be_read_is_told_by_its_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"%PDF-1.7")
    done = run("template", "dump", "x.docx")
    assert (done.code, done.out) == (2, "")
    assert (
        done.err
        == "pci: x.docx: không phải tệp Word .docx; tệp .doc cũ: mở bằng Word rồi lưu lại dạng .docx\n"
    )
    assert run("template", "dump", "khong-co.docx").code == 2
    assert (
        run("template", "xem", "x.docx").err
        == "pci: lệnh con «xem» không dùng được; chọn một trong: dump\n"
    )


def test_it_is_not_on_the_first_help_page_but_has_its_own(run: Run) -> None:
    assert "template" not in run().out
    assert "pci template" in run("template", "--help").out
