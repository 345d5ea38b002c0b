"""Templates: the defaults are what the code builds, an agency's own wins, and a bad one is refused
in clear words.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import documents
import pytest
from docx import Document
from support import ROOT, Run

from pci.word.render import CODE, code_of
from tools.templates import TEMPLATES


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_default_is_what_the_code_builds(name: str) -> None:
    template = TEMPLATES[name]()
    assert template == (ROOT / "templates" / name).read_bytes(), "chạy «make templates»"
    code_name, code = code_of(template, name)
    assert code == (CODE / code_name).read_text("utf-8"), "chạy «make templates»"


@pytest.mark.parametrize("name", ["bao-cao.docx", "bao-cao-don-vi.docx", "don-doc.docx"])
def test_who_receives_and_who_signs_stand_level_below_one_blank_line(name: str) -> None:
    document: Any = Document(str(ROOT / "templates" / name))
    foot = next(table for table in document.tables if "Nơi nhận" in table.cell(0, 0).text)
    first = [cell.text.split("\n")[0] for cell in foot.rows[0].cells]
    assert first == ["Nơi nhận:", "{%p for dong in quyen_han %}"]
    blank = foot._tbl.getprevious()
    assert (blank.text, blank.pPr.keepNext is None) == ("", False)
    assert blank.getprevious().text.endswith("./.")


def with_template(
    root: Path, edit: Callable[[list[str]], None] | None = None, added: str = ""
) -> Path:
    """A workspace with its own template: the default with a paragraph added at the end."""
    document = Document(str(ROOT / "templates/bao-cao.docx"))
    document.add_paragraph(added)
    (root / "templates").mkdir(exist_ok=True)
    document.save(str(root / "templates/bao-cao.docx"))
    return root


def only(tag: str) -> bytes:
    """A template of one paragraph."""
    document, out = documents.blank(), BytesIO()
    document.add_paragraph(tag)
    document.save(out)
    return out.getvalue()


def test_the_agency_s_own_template_wins(run: Run, real: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    done = run(
        "report",
        "--quarter",
        "3",
        "--root",
        str(with_template(real, added="Mẫu riêng, {{ ky.ten }}")),
        "-o",
        str(out),
    )
    assert done.code == 0, done.err
    assert "Mẫu riêng, quý III năm 2023" in documents.text(out.read_bytes())


def test_a_tag_may_compare(run: Run, real: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    own = with_template(real, added="Kỳ {% if 1 < 2 %}này{% endif %} đúng hạn")
    done = run("report", "--quarter", "3", "--root", str(own), "-o", str(out))
    assert done.code == 0, done.err
    assert "Kỳ này đúng hạn" in documents.text(out.read_bytes())


ATTACKS = (
    "{{ cycler.__init__.__globals__.os.popen('touch bi-tan-cong').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ so.__class__ }}",
    "{{ can_cu.append('x') }}",
    "{{ lipsum.__globals__ }}",
    "{{ self.__init__.__globals__ }}",
    "{% for x in range(999999999) %}{% endfor %}",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_template_cannot_reach_into_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attack: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert documents.refused(only(attack)).startswith("mẫu bao-cao.docx")
    assert not list(tmp_path.iterdir())


BROKEN = (
    ("Kỳ: {{ ky.tenn }}", "không có trường «tenn», ở đoạn «Kỳ: {{ ky.tenn }}»"),
    ("{{ khong_co }}", "không có trường «khong_co»"),
    ("{{ khong_co * 2 }}", "không có trường «khong_co»"),
    (
        "{%p for x in can_cu %}",
        "khối mở mà không đóng, hoặc đóng sai chỗ; chạy «pci check ‹mẫu›» để biết đoạn",
    ),
    ("{% endif %}", "khối mở mà không đóng, hoặc đóng sai chỗ"),
    ("{% if so %}{{ so }}{% endfor %}", "khối mở mà không đóng, hoặc đóng sai chỗ"),
    ("{% neu so %}", "không có thẻ «neu», ở đoạn «{% neu so %}»"),
    ("{{ so", "thẻ"),
    ("{{ 1 / 0 }}", "không điền được thẻ"),
    ("{{ 'a'|center(1000001) }}", "một thẻ in ra hơn 1000000 chữ"),
    ("{{ can_cu }}", "thẻ in ra «['"),
    ("{{ minh_hoa }}", "thẻ in ra «False», không phải chữ hay số"),
    ("{{ so.upper }}", "thẻ in ra «<built-in method"),
    ("{{ ky_hieu | urlize }}", "không có bộ lọc «urlize», ở đoạn «{{ ky_hieu"),
    ("{%p if so %} Kết luận: đồng ý", "«Kết luận: đồng ý» sẽ mất vì đứng chung với thẻ"),
    ("{{r ky_hieu }}", "chữ «BC-KKT» rơi ra ngoài văn bản"),
    ("{{p ky_hieu }}", "chữ «BC-KKT» rơi ra ngoài văn bản"),
)


@pytest.mark.parametrize(("tag", "told"), BROKEN)
def test_a_tag_that_cannot_be_honoured_is_named(tag: str, told: str) -> None:
    assert told in documents.refused(only(tag))


@pytest.mark.parametrize("tag", [ATTACKS[0], BROKEN[0][0]])
def test_nothing_is_made_of_a_template_that_is_refused(
    run: Run, real: Path, tmp_path: Path, tag: str
) -> None:
    (real / "templates").mkdir()
    (real / "templates/bao-cao.docx").write_bytes(only(tag))
    done = run("report", "--quarter", "3", "--root", str(real))
    assert (done.code, done.out, done.err) == (2, "", f"pci: {documents.refused(only(tag))}\n")
    assert list(tmp_path.iterdir()) == [real]


def test_a_block_left_open_blames_no_paragraph_far_below_it(run: Run, real: Path) -> None:
    document = Document(str(with_template(real) / "templates/bao-cao.docx"))
    first: Any = next(
        paragraph for paragraph in document.paragraphs if paragraph.text == "{%p endif %}"
    )._p
    first.getparent().remove(first)
    document.save(str(real / "templates/bao-cao.docx"))
    told = "khối mở mà không đóng, hoặc đóng sai chỗ; chạy «pci check ‹mẫu›» để biết đoạn"
    assert (
        run("report", "--quarter", "3", "--root", str(real)).err
        == f"pci: mẫu bao-cao.docx: {told}\n"
    )
    assert (
        "PCI705 lỗi: đoạn 18 «{%p if kinh_gui | length == 1 %}»"
        in run("check", str(real / "templates/bao-cao.docx")).out
    )


def test_lost_words_are_told_whole_where_the_next_paragraph_begins_like_them(
    run: Run, real: Path
) -> None:
    document = Document(str(with_template(real) / "templates/bao-cao.docx"))
    title = next(paragraph for paragraph in document.paragraphs if paragraph.text == "BÁO CÁO")
    title.insert_paragraph_before("Bản thảo lần 2 {%p if du_thao %}")
    document.save(str(real / "templates/bao-cao.docx"))
    assert "«Bản thảo lần 2» sẽ mất" in run("report", "--quarter", "3", "--root", str(real)).err


def test_a_template_that_is_no_word_file_is_refused(run: Run, real: Path) -> None:
    (real / "templates").mkdir()
    (real / "templates/bao-cao.docx").write_bytes(b"%PDF-1.7")
    done = run("report", "--quarter", "3", "--root", str(real))
    assert done.code == 2
    assert "mẫu bao-cao.docx: không phải tệp Word .docx" in done.err


def test_a_template_saved_anew_by_word_processors_still_works(
    run: Run, real: Path, tmp_path: Path
) -> None:
    document = Document(BytesIO((ROOT / "templates/bao-cao.docx").read_bytes()))
    document.core_properties.title = "R&D <x>"
    (real / "templates").mkdir()
    document.save(str(real / "templates/bao-cao.docx"))
    out = tmp_path / "x.docx"
    assert run("report", "--quarter", "3", "--root", str(real), "-o", str(out)).code == 0
    assert Document(str(out)).core_properties.title.startswith(
        "Báo cáo kết quả thực hiện Kế hoạch triển khai"
    )
    assert Document(str(out)).core_properties.author == "BAN QUẢN LÝ KHU KINH TẾ VÂN PHONG"
