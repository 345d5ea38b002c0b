"""Templates: the defaults have no finding; each fault put into one has exactly the finding that
names it."""

import io
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from documents import blank
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from support import ROOT, Run

from pci.core.diagnostic import Diagnostic
from pci.core.errors import CannotDo
from pci.nd30.reader import read_outline
from pci.nd30.template import FAULTS as PAGES
from pci.reports.documents import DOCUMENTS
from pci.reports.fields import sample
from pci.word.render import render
from pci.word.tags import check_tags, with_parts
from tools.templates import TEMPLATES

Change = Callable[[Document], object]
DEFAULT = (ROOT / "templates/bao-cao.docx").read_bytes()
VALUES = sample(DOCUMENTS["bao-cao.docx"].values)
KNOWN = with_parts(field.path for field in DOCUMENTS["bao-cao.docx"].fields)


def changed(change: Change, template: bytes | None = None) -> bytes:
    """A template with a change, an empty one unless another is given."""
    document = docx.Document(io.BytesIO(template)) if template else blank()
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def check(data: bytes) -> tuple[Diagnostic, ...]:
    return tuple(check_tags(read_outline(data), KNOWN, "bao-cao.docx"))


def lines(*texts: str) -> Change:
    """Paragraphs at the end of the document."""

    def change(document: Document) -> None:
        for text in texts:
            document.add_paragraph(text)

    return change


def rows(*texts: tuple[str, str]) -> Change:
    """A table of two columns at the end of the document."""

    def change(document: Document) -> None:
        table = document.add_table(0, 2)
        for row in texts:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                first, *more = text.split("\n")
                cell.paragraphs[0].add_run(first)
                for line in more:
                    cell.add_paragraph(line)

    return change


def boxed(document: Document) -> None:
    box = parse_xml(
        f"<w:r {nsdecls('w')} "
        'xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>{{ so "
        "}}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph()._p.append(box)


def beside_a_picture(document: Document) -> None:
    made = document.add_paragraph("{%p if minh_hoa %}")
    made._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:pict/></w:r>"))
    lines("a", "{%p endif %}")(document)


def with_the_end_of_pages(document: Document) -> None:
    lines("{%p if minh_hoa %}", "a")(document)
    made = document.add_paragraph("{%p endif %}")
    document.add_section(WD_SECTION.NEW_PAGE)
    (mark,) = (p for p in document.element.body.iter(qn("w:p")) if p.getprevious() is made._p)
    made._p.get_or_add_pPr().append(mark.find(qn("w:pPr")).find(qn("w:sectPr")))
    mark.getparent().remove(mark)
    document.add_paragraph("trang sau")


def in_a_header(document: Document) -> None:
    document.sections[0].header.add_paragraph("{%p if minh_hoa %}")


def in_a_control(document: Document) -> None:
    document.element.body.insert(
        0,
        parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:tag w:val="{{{{ doan.chi_da.the }}}}"/></w:sdtPr>'
            "<w:sdtContent><w:p/></w:sdtContent></w:sdt>"
        ),
    )


FAULTS: tuple[tuple[str, Change, str], ...] = (
    (
        "PCI701",
        lines("Kỳ: {{ ky.tenn }}"),
        "«Kỳ: {{ ky.tenn }}»: không có trường «ky.tenn»; có phải «ky.ten»?",
    ),
    (
        "PCI701",
        lines("{{ khong_co }}"),
        "không có trường «khong_co»; xem các trường: «pci help fields»",
    ),
    (
        "PCI701",
        lines(
            "{%p for v in phu_luc_1 %}",
            "{%p for n in v.nhiem_vu %}",
            "{{ n.ketqua }}",
            *["{%p endfor %}"] * 2,
        ),
        "không có trường «n.ketqua»; có phải «phu_luc_1[].nhiem_vu[].ket_qua»?",
    ),
    ("PCI701", lines("{{ dong }}"), "không có trường «dong»"),
    ("PCI701", lines("{{ loop.index }}"), "không có trường «loop.index»"),
    ("PCI701", lines("{% set x = tong.ty_lee %}{{ x }}"), "«tong.ty_lee»; có phải «tong.ty_le»?"),
    ("PCI701", lines("{{ so if minh_hoaa else ky_hieu }}"), "«minh_hoaa»; có phải «minh_hoa»?"),
    ("PCI701", lines("{{ phu_luc_1[0].tenn }}"), "«phu_luc_1[].tenn»; có phải «phu_luc_1[].ten»?"),
    ("PCI701", in_a_control, "không có trường «doan.chi_da.the»; có phải «doan.chi_dao.the»?"),
    (
        "PCI702",
        lines("{%p for x in ky_hieu %}", "{{ x }}", "{%p endfor %}"),
        "«ky_hieu» không phải danh sách",
    ),
    ("PCI703", lines("Số {{ so"), "«Số {{ so»: thẻ viết sai"),
    ("PCI703", lines("{{ so + }}"), "«{{ so + }}»: thẻ viết sai; viết lại thẻ ấy"),
    ("PCI703", lines("{% if so %}a{% endif x %}"), "«{% if so %}a{% endif x %}»: thẻ viết sai"),
    ("PCI703", lines("{% neu so %}"), "«{% neu so %}»: không có thẻ «neu»"),
    ("PCI703", lines("{%p if so %}", "{% p else %}", "{%p endif %}"), "«{% p else %}»: không có"),
    ("PCI703", lines("{%pif so %}", "a", "{%p endif %}"), "«{%pif so %}»: không có thẻ «pif»"),
    ("PCI703", lines("{%p if so %}", "a", "{%P endif %}"), "«{%P endif %}»: không có thẻ «P»"),
    ("PCI703", lines("{{r so }}"), "«{{r so }}»: thẻ viết sai"),
    ("PCI703", lines("{% if so %}a{% else %}b{% else %}c{% endif %}"), "không có thẻ «else»"),
    (
        "PCI705",
        lines("{%p for x in can_cu %}", "{{ x }}"),
        "«{%p for x in can_cu %}»: thẻ «{%p for x in can_cu %}» mở mà",
    ),
    ("PCI705", lines("a {% endif %}"), "«a {% endif %}»: thẻ «{% endif %}» không có thẻ mở"),
    ("PCI705", lines("{%p else %}"), "thẻ «{%p else %}» không có thẻ mở"),
    (
        "PCI705",
        lines("{% for x in can_cu %}{% if so %}{{ x }}{% endfor %}"),
        "thẻ «{% if so %}» mở mà không đóng",
    ),
    (
        "PCI705",
        in_a_header,
        "đầu hoặc chân trang «{%p if minh_hoa %}»: thẻ «{%p if minh_hoa %}» mở mà không đóng",
    ),
    (
        "PCI706",
        lines("{%p if so %}", "a {% endif %}"),
        "thẻ «{% endif %}» khác loại hoặc khác chỗ với thẻ mở",
    ),
    ("PCI706", rows(("a\n{%p if so %}", "b\n{%p endif %}")), "khác chỗ với thẻ mở"),
    ("PCI701", lines("{{ so.__class__ }}"), "không có trường «so.__class__»"),
    ("PCI701", lines("{{ cycler['__init__'] }}"), "không có trường «cycler.__init__»"),
    ("PCI701", lines("{% for x in range(9) %}{% endfor %}"), "không có trường «range»"),
)

TRIED: tuple[tuple[Change, str], ...] = (
    (lines("{{ ky }}"), "thẻ in ra «{"),
    (lines("{{ can_cu }}"), "thẻ in ra «['"),
    (lines("{{ so | uper }}"), "không có bộ lọc «uper», ở đoạn «{{ so | uper }}»"),
    (lines("{% if so %}{{ so | attr('x') }}{% endif %}"), "không có bộ lọc «attr», ở đoạn «{% if"),
    (lines("{% include 'x' %}"), "không điền được thẻ, ở đoạn «{% include"),
    (lines("{%tr if so %}", "a", "{%tr endif %}"), "không có thẻ «tr», ở đoạn «{%tr if so %}»"),
    (lines("{%p if so | length % 2 %}", "a", "{%p endif %}"), "không có thẻ «p», ở đoạn «{%p if"),
    (lines("{{ ''.__class__ }}"), "thẻ gọi vào chương trình, không an toàn, ở đoạn «{{ ''."),
    (lines("{{ 1 / 0 }}"), "không điền được thẻ, ở đoạn «{{ 1 / 0 }}»"),
    (
        lines("TRƯỚC {%p if so %}", "a", "{%p endif %}"),
        "«TRƯỚC» sẽ mất vì đứng chung với thẻ; thẻ {%p %} đứng một mình một đoạn",
    ),
    (lines("{%p if so %}", "a", "{%p endif %} SAU"), "«SAU» sẽ mất"),
    (lines("{%p if so %}{{ so }}", "a", "{%p endif %}"), "«{{…}}» sẽ mất"),
    (
        rows(("{%tr for x in can_cu %}", ""), ("{{ x }}", "a"), ("{%tr endfor %}", "SAU")),
        "«SAU» sẽ mất",
    ),
    (beside_a_picture, "«[hình vẽ]» sẽ mất"),
    (with_the_end_of_pages, "«[ngắt trang]» sẽ mất"),
    (lines("{%p if so %}{%p endif %}"), "«{%p endif %}» sẽ mất"),
    (
        lines("{%p if so %}{%p if so %}", "a", "{%p endif %}", "{%p endif %}"),
        "«{%p if so %}» sẽ mất",
    ),
    (rows(("{%tr if so %}", "{%tr endif %}")), "khối mở mà không đóng, hoặc đóng sai chỗ"),
    (rows(("{%tr for x in can_cu %}{{ x }}", "{%tr endfor %}")), "«{{…}}» sẽ mất"),
    (rows(("{%tr for x in can_cu %}", "{{ x }}"), ("{%tr endfor %}", "")), "«{{…}}» sẽ mất"),
)
"""What only a trial shows."""

SOUND: tuple[Change, ...] = (
    lines(
        "{% for x in can_cu | sort %}{{ loop.index }}. {{ x | upper }}{% if not loop.last "
        "%}; {% endif %}{% endfor %}"
    ),
    lines(
        "{% set t = tong %}Tỷ lệ {{ t.ty_le | default(“chưa có”) }}, {{ can_cu[0] }}, {{ "
        "phu_luc_1 | length }}"
    ),
    lines(
        "{%p if minh_hoa %}", "a", "{%p elif du_thao %}", "b", "{%p else %}", "c", "{%p endif %}"
    ),
    lines(
        "{%p for m in phu_luc_1 %}",
        "{{ m['ten'] }}",
        "{%p for m in m.nhiem_vu %}",
        "{{ m.so }}",
        *["{%p endfor %}"] * 2,
    ),
    rows(("{%tr for x in phu_luc_1 %}", ""), ("{{ x.so }}", "{{ x.ten }}"), ("{%tr endfor %}", "")),
    rows(("{%p if so %}\na\n{%p endif %}\nb", "{%p for x in can_cu %}\n{{ x }}\n{%p endfor %}\n")),
    lines("{# ghi chú của người soạn #}", "Đạt 50% {{ so }}%"),
    lines("{# {% if thay %} #}", "{ho_so} «Đề án 06» {{ so }}{{ ky_hieu }}"),
    boxed,
    rows(("{%p for x in can_cu %}\n{{ x }}\n{%p endfor %}", "a")),
    rows(("{%p if so %}\na\n{%p elif ky_hieu %}\nb\n{%p endif %}", "a")),
)


@pytest.mark.parametrize(("code", "change", "told"), FAULTS)
def test_each_fault_has_exactly_its_finding(code: str, change: Change, told: str) -> None:
    found = check(changed(change))
    assert {d.code for d in found} == {code}, [d.message for d in found]
    assert told in f"{found[0].message}; {found[0].hint}"


@pytest.mark.parametrize("change", SOUND)
def test_what_the_engine_honours_is_no_fault(change: Change) -> None:
    assert [d.message for d in check(changed(change))] == []


def test_every_rule_is_tried() -> None:
    assert {code for code, _, _ in FAULTS} | {"PCI721"} == set(PAGES)


# --- as a person runs it
# --------------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_default_templates_have_no_finding(run: Run, name: str) -> None:
    assert run("check", str(ROOT / "templates" / name)) == (0, "Không có lỗi.\n", "")


def saved(folder: Path, change: Change) -> str:
    (folder / "bao-cao.docx").write_bytes(changed(change, DEFAULT))
    return "bao-cao.docx"


def test_the_form_is_judged_by_what_the_template_prints(run: Run, tmp_path: Path) -> None:
    """A table that may grow long is judged long."""

    def change(document: Document) -> None:
        document.sections[0].left_margin = Mm(15)
        title = next(p for p in document.paragraphs if p.text.startswith("{{ trich_yeu"))
        title.runs[0].font.size = Pt(10)
        for mark in list(document.element.body.iter(qn("w:tblHeader"))):
            mark.getparent().remove(mark)

    done = run("check", saved(tmp_path, change))
    assert done.code == 1
    margin, size, *tables, _ = done.out.splitlines()
    assert "PCI602 lỗi: phần trang 1: lề trái 15 mm" in margin
    # the template's own paragraph and words, not those of the trial
    own = next(p for p in read_outline(DEFAULT).paragraphs if p.text.startswith("{{ trich_yeu"))
    assert f"PCI641 lỗi: đoạn {own.number} «{own.text[:12]}" in size
    assert "cỡ chữ 10, cần 13–14" in size
    assert {line.split()[1] for line in tables} == {"PCI612"}


def test_a_template_under_another_name_is_known_by_its_fields(run: Run, tmp_path: Path) -> None:
    shutil.copy(ROOT / "templates/de-nghi-bao-cao.docx", tmp_path / "mau-rieng.docx")
    done = run("check", "mau-rieng.docx")
    fields = "các trường của de-nghi-bao-cao.docx (Công văn đề nghị báo cáo)"
    assert done == (0, "Không có lỗi.\n", f"mau-rieng.docx: kiểm tra theo {fields}\n")


def test_a_template_whose_every_field_is_misspelt_is_one_by_its_folder(
    run: Run, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph("{{ abc }}")
    (tmp_path / "templates").mkdir()
    document.save(str(tmp_path / "templates/x.docx"))
    assert "PCI701" in run("check", "templates/x.docx").out


def test_tags_left_over_in_a_paper_are_a_fault_of_its_form(run: Run, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Tiếp nhận {{ so }} hồ sơ")
    document.save(str(tmp_path / "bao-cao-da-ky.docx"))
    done = run("check", "bao-cao-da-ky.docx")
    assert "PCI610 lỗi: đoạn 1 «Tiếp nhận {{ so }} hồ sơ»: còn sót «{{» của mẫu" in done.out
    assert "PCI7" not in done.out


def with_parts_added(data: bytes, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            new.writestr(member, old.read(member))
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def test_macros_and_things_fetched_from_outside_are_told_and_nothing_is_filled(
    run: Run, tmp_path: Path
) -> None:
    def outside(document: Document) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        document.part.relate_to("http://vi-du.vn/a.png", kind, is_external=True)

    data = with_parts_added(changed(outside, DEFAULT), **{"word/vbaProject.bin": "x"})
    (tmp_path / "bao-cao.docx").write_bytes(data)
    done = run("check", "bao-cao.docx")
    assert [line.split()[1] for line in done.out.splitlines()[:-1]] == ["PCI616", "PCI617"]
    assert done.err == "pci: chưa kiểm tra thể thức vì thẻ của bao-cao.docx còn lỗi\n"


@pytest.mark.parametrize(("change", "told"), TRIED)
def test_a_fault_that_only_a_trial_shows(change: Change, told: str) -> None:
    data = changed(change)
    assert check(data) == ()
    with pytest.raises(CannotDo) as refused:
        render(data, "bao-cao.docx", VALUES, "", "", date(1980, 1, 1))
    assert f"{refused.value.message}; {refused.value.hint}".startswith(f"mẫu bao-cao.docx: {told}")


def test_a_fault_of_a_trial_is_a_finding(run: Run, tmp_path: Path) -> None:
    change, told = TRIED[0]
    done = run("check", saved(tmp_path, change))
    assert done.code == 1
    assert f"PCI721 lỗi: không điền được: {told}" in done.out


HOSTILE = (
    "{{ " + "(" * 5000 + " }}",
    "{{ " + "9" * 5000 + " }}",
    "{{ so " * 100_000,
    "{%p if so %}" + "{%p " * 100_000,
    "{{ " + "a" * 100_000 + " }}",
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_a_hostile_template_is_refused_or_told_in_few_words_at_once(
    run: Run, tmp_path: Path, text: str
) -> None:
    done = run("check", saved(tmp_path, lines(text)))
    assert done.code in (1, 2)
    assert max(map(len, (done.out + done.err).splitlines())) < 400


def test_the_first_hundred_faults_are_listed() -> None:
    *faults, last = check(changed(lines(*(f"{{{{ la_{n} }}}}" for n in range(150)))))
    assert len(faults) == 99
    assert last.message.endswith("không có trường «la_99», và còn lỗi khác trong tệp")
