"""Templates from elsewhere: filled only when a person vouches for them, in a process of their own
that is held to its time and memory. Whatever acts by itself is refused in any template.
"""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import documents
import pytest
from docx import Document
from support import ROOT, Run

from pci.core.errors import CannotDo
from pci.word.render import render
from pci.word.sandbox import Limits, limits_of, render_apart

pytestmark = pytest.mark.long

DAY = date(2023, 9, 14)

DEFAULT = ROOT / "templates/bao-cao.docx"
REPORT = ("report", "--quarter", "3")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def written(path: Path, *lines: str) -> Path:
    """A template of a few paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    path.parent.mkdir(exist_ok=True)
    document.save(str(path))
    return path


def test_a_template_from_elsewhere_needs_a_person_s_word(
    run: Run, real: Path, tmp_path: Path
) -> None:
    own = written(tmp_path / "mau.docx", "Mẫu lạ, {{ ky.ten }}")
    asked = (*REPORT, "--root", str(real), "--template", str(own), "-o", "x.docx")
    refused = run(*asked)
    assert (refused.code, refused.out, len(refused.err.splitlines())) == (2, "", 1)
    assert refused.err.startswith("pci: mẫu mau.docx nằm ngoài templates/ của kế hoạch; ")
    assert "--trust-template" in refused.err
    assert not (tmp_path / "x.docx").exists()
    done = run(*asked, "--trust-template")
    assert (done.code, done.out) == (0, "x.docx\n"), done.err
    assert documents.text((tmp_path / "x.docx").read_bytes()) == "Mẫu lạ, quý III năm 2023\n"


def test_a_template_of_the_workspace_or_of_the_program_is_trusted(
    run: Run, real: Path, tmp_path: Path
) -> None:
    own = written(real / "templates/rieng.docx", "{{ so }}/{{ ky_hieu }}")
    for template in (own, DEFAULT):
        assert (
            run(
                *REPORT, "--root", str(real), "--template", str(template), "-o", "x.docx", "--force"
            ).code
            == 0
        )


def test_a_link_does_not_make_a_template_the_workspace_s_own(
    run: Run, real: Path, tmp_path: Path
) -> None:
    elsewhere = written(tmp_path / "mau.docx", "{{ so }}")
    (real / "templates").mkdir()
    (real / "templates/bao-cao.docx").symlink_to(elsewhere)
    refused = run(*REPORT, "--root", str(real))
    assert (refused.code, "templates/bao-cao.docx là liên kết" in refused.err) == (2, True)
    (real / "templates/bao-cao.docx").unlink()
    (real / "templates").rmdir()
    (real / "templates").symlink_to(tmp_path)
    written(tmp_path / "bao-cao.docx", "{{ so }}")
    assert run(*REPORT, "--root", str(real)).code == 2


def test_both_ways_of_filling_make_the_same_bytes(run: Run, example: Path, tmp_path: Path) -> None:
    (tmp_path / "mau.docx").write_bytes(edited("word/document.xml", "", ""))
    assert (tmp_path / "mau.docx").read_bytes() != DEFAULT.read_bytes()
    apart = run(
        *REPORT,
        "--template",
        str(tmp_path / "mau.docx"),
        "--trust-template",
        "-o",
        "../a.docx",
        cwd=example,
    )
    here = run(*REPORT, "-o", "../b.docx", cwd=example)
    assert (apart.code, here.code) == (0, 0), apart.err
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


@pytest.mark.parametrize("name", ["khong-co.docx", ".", "/dev/zero"])
def test_a_template_that_is_no_file_is_refused(run: Run, real: Path, name: str) -> None:
    done = run(*REPORT, "--root", str(real), "--template", name, "--trust-template")
    assert (done.code, done.out, "không có mẫu" in done.err) == (2, "", True)


# --- time and memory ------------------------------------------------------------------------------

LETTERS = "x" * 9_999
ENDLESS = (
    f"{{% for a in '{LETTERS}' %}}{{% for b in '{LETTERS}' %}}{{% endfor %}}{{% endfor %}}" * 2
)
SWELLING = ENDLESS.replace("{% endfor %}", "chữ dài {% endfor %}")


PRODUCT = "thẻ chỉ nhân được hai số, không tính lũy thừa"
AGAIN = "sửa mẫu trong Word rồi chạy lại"


def children() -> set[str]:
    listed = subprocess.run(
        ["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True
    ).stdout
    return {
        line for line in listed.splitlines() if "docx_apart" in line and f" {os.getpid()} " in line
    }


@pytest.mark.parametrize(
    ("line", "limits", "told"),
    [
        (ENDLESS, Limits(1, 200), "mẫu x.docx chạy quá 1 giây nên bị dừng"),
        (SWELLING, Limits(20, 200), "mẫu x.docx dùng quá nhiều bộ nhớ"),
        ("{{ 'x'|center(2000000000) }}", limits_of(0), "mẫu x.docx dùng quá nhiều bộ nhớ"),
    ],
    ids=["endless loop", "loop that swells", "long text"],
)
@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows chỉ có giới hạn thời gian của tiến trình cha"
)
def test_a_template_is_held_to_its_time_and_memory(
    tmp_path: Path, line: str, limits: Limits, told: str
) -> None:
    template = written(tmp_path / "mau.docx", line).read_bytes()
    with pytest.raises(CannotDo) as stopped:
        render_apart(template, "x.docx", {}, "", "", DAY, limits)
    assert stopped.value.message == told
    assert not children()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{ '%999999999d'|format(1) }}", " dùng quá nhiều bộ nhớ; bỏ vòng lặp quá dài trong mẫu"),
        (f"{{{{ {'9' * 100_000} }}}}", ": có thẻ mang số quá dài; viết lại thẻ ấy"),
        ("{{ 9 ** 9 ** 9 }}", f": {PRODUCT}, ở đoạn «{{{{ 9 ** 9 ** 9 }}}}»; {AGAIN}"),
        ("{{ 'x' * 9999 }}", f": {PRODUCT}, ở đoạn «{{{{ 'x' * 9999 }}}}»; {AGAIN}"),
    ],
    ids=["wide number", "long number", "power", "long text"],
)
def test_a_template_of_the_workspace_is_held_to_them_too_and_told_in_one_line(
    run: Run, real: Path, tmp_path: Path, line: str, told: str
) -> None:
    written(real / "templates/bao-cao.docx", line)
    done = run(*REPORT, "--root", str(real))
    assert (done.code, done.out, done.err) == (2, "", f"pci: mẫu bao-cao.docx{told}\n")
    assert not list(tmp_path.glob("bao-cao*"))


def test_the_child_imports_nothing_from_the_current_folder(
    run: Run, real: Path, tmp_path: Path
) -> None:
    for module in ("json.py", "docxtpl.py", "pci/__init__.py"):
        (tmp_path / "bay" / module).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "bay" / module).write_text("raise SystemExit('bị chạy')", encoding="utf-8")
    template = written(tmp_path / "mau.docx", "{{ so }}")
    code = (
        "import sys; from pathlib import Path; from pci.cli import main; "
        "sys.exit(main(sys.argv[1:]))"
    )
    asked = [*REPORT, "--root", str(real), "--template", str(template), "--trust-template"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *asked],
        cwd=tmp_path / "bay",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_a_table_that_does_not_tell_its_columns_is_refused(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(1, 1)._tbl
    table.remove(table.tblGrid)
    document.save(str(tmp_path / "mau.docx"))
    with pytest.raises(CannotDo, match=r"mẫu x\.docx: có bảng thiếu lưới cột"):
        render((tmp_path / "mau.docx").read_bytes(), "x.docx", {}, "", "", DAY)


# --- what acts by itself --------------------------------------------------------------------------


def related(kind: str, target: str, outside: bool = True) -> bytes:
    mode = ' TargetMode="External"' * outside
    link = (
        f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    )
    return edited("word/_rels/document.xml.rels", "</Relationships>", link)


def edited(name: str, old: str, new: str, **added: str) -> bytes:
    """The default template with a stretch of one part replaced, and parts added."""
    out = BytesIO()
    with (
        zipfile.ZipFile(DEFAULT) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for member in package.namelist():
            data = package.read(member).decode("utf-8", "surrogateescape")
            assert member != name or old in data
            data = data.replace(old, new, 1) if member == name else data
            made.writestr(member, data.encode("utf-8", "surrogateescape"))
        for member, data in added.items():
            made.writestr(member, data.encode("utf-8", "surrogateescape"))
    return out.getvalue()


NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
INSTRUCTION = "<w:r><w:instrText>{}</w:instrText></w:r>"
SHOWN = '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
BEGIN, END = (
    f'<w:r><w:fldChar w:dirty="true" w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")
)


def field(code: str, before: str = "") -> str:
    return f"<w:p>{before}{BEGIN}{code}{SHOWN}{END}</w:p>"


def inner(code: str) -> str:
    return f"{BEGIN}{INSTRUCTION.format(code)}{SHOWN}{END}"


FETCHING = {
    "DDE in two runs": field(
        INSTRUCTION.format("DDE") + INSTRUCTION.format("AUTO c:\\windows\\calc.exe")
    ),
    "picture from elsewhere": field(
        INSTRUCTION.format("INCLUDEPICTURE &quot;http://x/y.png&quot; \\d")
    ),
    "after another field": field(INSTRUCTION.format(" includetext c:/x"), before=inner("PAGE")),
    "RD": field(INSTRUCTION.format("RD &quot;http://x/y.docx&quot;")),
    "quoted": field(INSTRUCTION.format(" &quot;DDEAUTO&quot; c:/x")),
    "behind a switch": field(INSTRUCTION.format("\\* DDEAUTO c:/x")),
    "cut by a comment": field(INSTRUCTION.format("DD<!-- x -->EAUTO c:/x")),
    "partly as text": field(INSTRUCTION.format("DDE") + "<w:r><w:t>AUTO c:/x</w:t></w:r>"),
    "deleted": field("<w:del><w:r><w:delInstrText>DDEAUTO c:/x</w:delInstrText></w:r></w:del>"),
    "without a beginning": f"<w:p>{INSTRUCTION.format('DDEAUTO c:/x')}</w:p>",
    "without an end": f"<w:p>{BEGIN}{INSTRUCTION.format('DDEAUTO c:/x')}</w:p>",
    "in what another "
    "shows": f"<w:p>{BEGIN}{INSTRUCTION.format('TOC')}{SHOWN}{inner('DDE a b')}{END}</w:p>",
    "named by another": field(inner("QUOTE 68 68 69") + INSTRUCTION.format("AUTO c:/x")),
    "simple": "<w:p><w:fldSimple w:instr=' DDEAUTO c:/x "
    "'><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>",
    "other prefix": field(INSTRUCTION.format("LINK a b"))
    .replace("w:", "q:")
    .replace("<q:p", f"<q:p {NAMESPACE}", 1)
    .replace("xmlns:w", "xmlns:q"),
    "half made by a tag": field(INSTRUCTION.format("{{ 'DDE' }}AUTO c:/x")),
    "made by tags": field(INSTRUCTION.format("{{ 'DD' }}{{ 'EAUTO' }} c:/x")),
    "made by a tag in a simple "
    "one": "<w:p><w:fldSimple w:instr=\"{{ 'DD' }}{{ 'E' }} a b\"/></w:p>",
}


def harmful() -> Iterator[tuple[str, bytes, str]]:
    for kind in ("image", "attachedTemplate", "subDocument", "frame", "mailMergeSource"):
        yield f"external {kind}", related(kind, "http://noi-khac.vn/x"), "trỏ ra ngoài tệp"
    yield (
        "file share",
        related("image", "file://may-khac/x.png"),
        "trỏ ra ngoài tệp (image): file://may-khac/x.png",
    )
    yield (
        "external object",
        related("oleObject", "http://noi-khac.vn/x"),
        "trỏ ra ngoài tệp (oleObject)",
    )
    types = "[Content_Types].xml"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    yield (
        "docm",
        edited(types, main, "application/vnd.ms-word.document.macroEnabled.main+xml"),
        "có macro",
    )
    yield "vbaProject", edited(types, "", "", **{"word/vbaProject.bin": "x"}), "có macro"
    yield "VBA in capitals", edited(types, "", "", **{"word/VBAPROJECT.BIN": "x"}), "có macro"
    yield "ribbon", edited(types, "", "", **{"customUI/customUI.xml": "<x/>"}), "có macro"
    yield (
        "embedded object",
        edited(types, "", "", **{"word/embeddings/oleObject1.bin": "x"}),
        "nhúng đối tượng",
    )
    yield (
        "ActiveX",
        edited(types, "", "", **{"word/activeX/activeX1.xml": "<x/>"}),
        "nhúng đối tượng",
    )
    yield "control", related("control", "activeX1.xml", outside=False), "nhúng đối tượng"
    yield "file in the file", related("aFChunk", "x.html", outside=False), "lồng một tệp khác"
    yield "part not there", related("image", "khong-co.png", outside=False), "tệp Word bị hỏng"
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM '
        '"file:///etc/passwd">]>\n<w:settings'
    )
    for part in ("word/settings.xml", "word/document.xml"):
        root = "<w:settings" if "settings" in part else "<w:document"
        yield f"DOCTYPE in {part}", doctype(part, root, bomb), "khai báo lạ (DOCTYPE)"
    yield (
        "swelling",
        edited("word/document.xml", "<w:body>", "<w:body>" + "<w:p/>" * 2_000_001),
        "lớn bất thường",
    )
    yield "half a part", edited("word/header1.xml", "</w:hdr>", ""), "tệp Word bị hỏng"
    for case, body in FETCHING.items():
        yield (
            case,
            edited("word/document.xml", "<w:body>", f"<w:body>{body}"),
            "trường Word lấy dữ liệu từ nơi khác: «",
        )
    header = field(INSTRUCTION.format("INCLUDEPICTURE &quot;http://x/y.png&quot;"))
    yield (
        "field in a header",
        edited("word/header1.xml", "</w:hdr>", f"{header}</w:hdr>"),
        "«INCLUDEPICTURE",
    )
    made = field(INSTRUCTION.format("{{ 'DD' }}{{ 'EAUTO' }} c:/x"))
    yield (
        "made by tags in a header",
        edited("word/header1.xml", "</w:hdr>", f"{made}</w:hdr>"),
        "«DDEAUTO c:/x»",
    )
    for encoding in ("utf-8", "utf-16", "utf-16-le"):
        yield f"glossary in {encoding}", glossary(encoding), "«DDEAUTO c:/x»"
    merge = (
        "<w:mailMerge><w:dataType/><w:connectString "
        "w:val='DSN=x;PWD=bi-mat'/></w:mailMerge></w:settings>"
    )
    yield "mail merge", edited("word/settings.xml", "</w:settings>", merge), "trộn thư (Mail Merge)"


def doctype(part: str, root: str, bomb: str) -> bytes:
    with zipfile.ZipFile(DEFAULT) as package:
        text = package.read(part).decode()
    start = text[: text.index(root) + len(root)]
    return edited(part, start, bomb.replace("<w:settings", root))


def glossary(encoding: str) -> bytes:
    """Parts that are no part of the text, of a type that says they are XML."""
    body = field(INSTRUCTION.format("DDEAUTO c:/x"))
    text = (
        f'<?xml version="1.0" encoding="{encoding[:6]}"?><w:glossaryDocument '
        f"{NAMESPACE}>{body}</w:glossaryDocument>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml"
    types = f'<Override PartName="/word/glossary/khac.dat" ContentType="{kind}"/></Types>'
    added = text.encode(encoding).decode("utf-8", "surrogateescape")
    return edited("[Content_Types].xml", "</Types>", types, **{"word/glossary/khac.dat": added})


HARMFUL = list(harmful())


@pytest.mark.parametrize(
    ("data", "told"), [row[1:] for row in HARMFUL], ids=[row[0] for row in HARMFUL]
)
def test_what_acts_by_itself_is_refused_in_any_template(data: bytes, told: str) -> None:
    said = documents.refused(data)
    assert said.startswith("mẫu bao-cao.docx: ")
    assert told in said


@pytest.mark.parametrize("case", ["docm", "swelling", "made by tags in a header"])
def test_what_is_refused_so_is_told_in_one_line(run: Run, real: Path, case: str) -> None:
    data = next(data for name, data, _ in HARMFUL if name == case)
    (real / "templates").mkdir()
    (real / "templates/bao-cao.docx").write_bytes(data)
    said = documents.refused(data)
    assert run(*REPORT, "--root", str(real)) == (2, "", f"pci: {said}\n")


HARMLESS = (
    "PAGE",
    "= 3 + 4",
    "HYPERLINK &quot;http://x/y&quot;",
    "TOC \\o",
    "INCLUDED",
    "MERGEFIELD link",
    "DATE",
)


def test_fields_that_fetch_nothing_may_stay(run: Run, real: Path) -> None:
    sum_of_page = field(INSTRUCTION.format(" = ") + inner("PAGE") + INSTRUCTION.format(" - 1"))
    chosen = field(
        INSTRUCTION.format("IF ")
        + inner("PAGE")
        + INSTRUCTION.format(" = 1 &quot;a&quot; &quot;b&quot;")
    )
    fields = "".join(field(INSTRUCTION.format(code)) for code in HARMLESS)
    (real / "templates").mkdir()
    data = edited("word/document.xml", "<w:body>", f"<w:body>{fields}{sum_of_page}{chosen}")
    (real / "templates/bao-cao.docx").write_bytes(data)
    done = run(*REPORT, "--root", str(real))
    assert done.code == 0, done.err


def test_a_link_that_a_person_clicks_may_stay(run: Run, real: Path) -> None:
    (real / "templates").mkdir()
    (real / "templates/bao-cao.docx").write_bytes(
        related("hyperlink", "https://vanban.chinhphu.vn")
    )
    assert run(*REPORT, "--root", str(real)).code == 0
