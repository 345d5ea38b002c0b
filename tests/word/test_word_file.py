"""What Word finds in a file that the program makes: its settings, its controls, nothing stale."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import documents
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from support import ROOT, Run

from tools.templates import TEMPLATES

STALE = "word/stylesWithEffects.xml"


def part(data: bytes, name: str) -> Any:
    """One part of a document as a tree."""
    with ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def names(data: bytes) -> list[str]:
    with ZipFile(BytesIO(data)) as package:
        return package.namelist()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_a_file_of_a_word_of_today_in_vietnamese(name: str) -> None:
    data = (ROOT / "templates" / name).read_bytes()
    assert STALE not in names(data)
    settings = part(data, "word/settings.xml")
    assert settings.find(qn("w:zoom")).get(qn("w:percent")) == "100"
    modes = {m.get(qn("w:name")): m.get(qn("w:val")) for m in settings.iter(qn("w:compatSetting"))}
    assert modes["compatibilityMode"] == "15"
    assert settings.find(qn("w:themeFontLang")).get(qn("w:val")) == "vi-VN"


def test_an_older_template_leaves_its_second_table_of_styles_behind(
    run: Run, real: Path, tmp_path: Path
) -> None:
    older = Document()
    older.add_paragraph("{{ ky.ten }}")
    (real / "templates").mkdir()
    older.save(str(real / "templates/bao-cao.docx"))
    assert STALE in names((real / "templates/bao-cao.docx").read_bytes())
    done = run("report", "--quarter", "3", "-o", str(tmp_path / "x.docx"), "--root", str(real))
    assert done.code == 0, done.err
    assert STALE not in names((tmp_path / "x.docx").read_bytes())


def test_a_control_has_a_title_that_word_takes_an_invitation_and_no_blank_line(
    run: Run, example: Path, tmp_path: Path
) -> None:
    command = ("report", "--quarter", "3")
    data = documents.made(run, example, *command, out=tmp_path / "x.docx")
    controls = [*part(data, "word/document.xml").iter(qn("w:sdt"))]
    titles = [c.find(f".//{qn('w:alias')}").get(qn("w:val")) for c in controls]
    assert max(map(len, titles)) == 64
    (entry,) = part(data, "word/glossary/document.xml").iter(qn("w:docPart"))
    invited = {c.find(f".//{qn('w:placeholder')}/*").get(qn("w:val")) for c in controls}
    assert invited == {entry.find(f".//{qn('w:name')}").get(qn("w:val"))}
    for control in controls:
        beside = [*control.getparent().itersiblings()]
        assert "".join(control.itertext()) or not "".join(p.xpath("string()") for p in beside)


def test_the_navigation_pane_shows_the_headings_and_a_screen_reader_the_tables(
    run: Run, example: Path, tmp_path: Path
) -> None:
    data = documents.made(run, example, "report", "--quarter", "3", out=tmp_path / "x.docx")
    document: Any = Document(BytesIO(data))
    levels = {
        style.name: int(level.get(qn("w:val"))) + 1
        for style in document.styles
        for level in style.element.iter(qn("w:outlineLvl"))
    }
    shown = [(levels[p.style.name], p.text) for p in document.paragraphs if p.style.name in levels]
    assert shown[:4] == [
        (1, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"),
        (1, "II. KẾT QUẢ THỰC HIỆN"),
        (2, "1. Đánh giá chung"),
        (2, "2. Theo chỉ số thành phần PCI"),
    ]
    assert {(3, "a) Chỉ số gia nhập thị trường"), (1, "Phụ lục I")} <= {*shown}
    assert not [p.text for p in document.paragraphs if p.style.name == "Normal" and p.text]
    listed = [t for t in document.tables if t.style.name == "Table Grid"]
    assert listed
    for table in listed:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    sized = [size for table in listed for size in table._tbl.iter(qn("w:sz"))]
    assert not sized, "whoever enlarges the style of cells enlarges every cell"
