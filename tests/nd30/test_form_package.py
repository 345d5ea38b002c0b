"""What acts by itself or fetches is found in a finished paper too, with the paragraph that it
stands in."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from support import ROOT, Run

CHART = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DDE = '<w:r><w:instrText>DDEAUTO c:\\cmd "x"</w:instrText></w:r>'


def paper(edit: Callable[[Document], object] = id, parts: Mapping[str, str] = {}) -> bytes:
    """Two paragraphs, and parts of a file beside them."""
    document = docx.Document()
    document.add_paragraph("Kết quả thực hiện:")
    document.add_paragraph()
    edit(document)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out, "a") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


def found(run: Run, folder: Path, data: bytes) -> list[str]:
    (folder / "van-ban.docx").write_bytes(data)
    told = (line.partition(" ")[2] for line in run("check", "van-ban.docx").out.splitlines())
    return [line for line in told if line.startswith(("PCI616", "PCI617"))]


def runs(place: Callable[[Document], Any], xml: str = DDE) -> Callable[[Document], object]:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))

    def change(document: Document) -> None:
        for run in parse_xml(f"<w:p {nsdecls('w')}>{begin}{xml}{end}</w:p>"):
            place(document)._p.append(run)

    return change


WHERE: tuple[tuple[Callable[[Document], Any], str], ...] = (
    (lambda document: document.paragraphs[0], "đoạn 1 «Kết quả thực hiện:»:"),
    (lambda document: document.paragraphs[1], "đoạn 2:"),
    (lambda document: document.sections[0].header.paragraphs[0], "đầu hoặc chân trang:"),
)


@pytest.mark.parametrize(("place", "words"), WHERE, ids=[words for _, words in WHERE])
def test_a_field_that_fetches_is_told_with_its_place(
    run: Run, tmp_path: Path, place: Any, words: str
) -> None:
    hint = "xóa trường ấy, hoặc chọn nó rồi bấm Ctrl+Shift+F9 để giữ lại chữ, hình"
    told = (
        f'PCI617 lỗi: {words} có trường Word lấy dữ liệu từ nơi khác: «DDEAUTO c:\\cmd "x"»; {hint}'
    )
    assert found(run, tmp_path, paper(runs(place))) == [told]


def test_a_field_outside_the_text_is_told_with_its_part(run: Run, tmp_path: Path) -> None:
    footnotes = f"<w:footnotes {nsdecls('w')}><w:p>{DDE}</w:p></w:footnotes>"
    (told,) = found(run, tmp_path, paper(parts={"word/footnotes.xml": footnotes}))
    assert told.startswith(
        "PCI617 lỗi: phần word/footnotes.xml của tệp: có trường Word lấy dữ liệu từ nơi khác: «DDE"
    )


def test_a_picture_from_elsewhere_is_told(run: Run, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document.part.relate_to("https://vi-du.vn/a.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)

    told = (
        "PCI617 lỗi: trỏ ra ngoài tệp (image): https://vi-du.vn/a.png; nhúng hình vào tệp, bỏ "
        "mẫu gắn ngoài"
    )
    assert found(run, tmp_path, paper(change)) == [told]


def test_a_page_number_and_a_link_fetch_nothing(run: Run, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document.part.relate_to("https://vi-du.vn", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        runs(lambda document: document.paragraphs[0], "<w:r><w:instrText>PAGE</w:instrText></w:r>")(
            document
        )

    assert found(run, tmp_path, paper(change)) == []


def test_a_mail_merge_is_told_and_its_password_is_not(run: Run, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        connect = '<w:connectString w:val="DSN=x;PWD=bi-mat"/>'
        document.settings.element.append(
            parse_xml(f"<w:mailMerge {nsdecls('w')}>{connect}</w:mailMerge>")
        )

    (told,) = found(run, tmp_path, paper(change))
    assert told.startswith("PCI617 lỗi: tệp còn nối với danh sách trộn thư (Mail Merge); ")
    assert "bi-mat" not in told


ACTIVE = (
    ({"word/vbaProject.bin": "x"}, "tệp có macro hoặc nút lệnh riêng"),
    ({"word/embeddings/oleObject1.bin": "x"}, "tệp nhúng đối tượng của chương trình khác"),
    ({"word/activeX/activeX1.xml": "<x/>"}, "tệp nhúng đối tượng của chương trình khác"),
    (
        {
            "word/_rels/header9.xml.rels": (
                f'<x><Relationship Type="{OFFICE}/aFChunk" Target="x.html"/></x>'
            )
        },
        "tệp lồng một tệp khác bên trong",
    ),
)


@pytest.mark.parametrize(("parts", "words"), ACTIVE, ids=[next(iter(parts)) for parts, _ in ACTIVE])
def test_what_acts_by_itself_is_told(
    run: Run, tmp_path: Path, parts: dict[str, str], words: str
) -> None:
    (told,) = found(run, tmp_path, paper(parts=parts))
    assert told.startswith(f"PCI616 lỗi: {words}")


def test_the_figures_of_a_chart_are_no_foreign_object(run: Run, tmp_path: Path) -> None:
    book = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
    link = (
        f'<Relationship Id="rId1" Type="{OFFICE}/package" '
        'Target="../embeddings/Microsoft_Excel_Sheet1.xlsx"/>'
    )
    rels = f'<Relationships xmlns="{CHART}">{link}</Relationships>'
    chart = {"word/charts/chart1.xml": "<x/>", "word/charts/_rels/chart1.xml.rels": rels, book: "x"}
    assert found(run, tmp_path, paper(parts=chart)) == []
    (told,) = found(run, tmp_path, paper(parts={**chart, "word/embeddings/khac.xlsx": "x"}))
    assert told.startswith("PCI616 lỗi: tệp nhúng đối tượng")


def test_a_template_is_told_the_same_with_the_paragraph(run: Run, tmp_path: Path) -> None:
    document = docx.Document(str(ROOT / "templates/bao-cao.docx"))
    number = next(n for n, p in enumerate(document.paragraphs) if p.text.startswith("Kế hoạch có"))
    runs(lambda document: document.paragraphs[number])(document)
    document.save(str(tmp_path / "bao-cao.docx"))
    (told,) = run("check", "bao-cao.docx").out.splitlines()[:-1]
    assert " PCI617 lỗi: đoạn " in told
    assert "«Kế hoạch có " in told


def test_what_only_a_trial_shows_names_the_template_once(run: Run, tmp_path: Path) -> None:
    document = docx.Document(str(ROOT / "templates/bao-cao.docx"))
    made = "<w:r><w:instrText>{{ 'DD' }}{{ 'E' }} c:/x</w:instrText></w:r>"
    runs(lambda document: document.paragraphs[0], made)(document)
    document.save(str(tmp_path / "bao-cao.docx"))
    told = "PCI721 lỗi: không điền được: có trường Word lấy dữ liệu từ nơi khác: «DDE c:/x»; "
    assert f"bao-cao.docx:1:1: {told}" in run("check", "bao-cao.docx").out
