"""Any words put into a template come back from the document as they went in; what no file of Word
can hold is refused.

Letters come back composed, every line end as a new line, and characters without a shape do not come
back.
"""

import re
import string
import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from documents import blank
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from support import Run

from pci.core.errors import CannotDo
from pci.word.render import render

DAY = date(2023, 9, 14)


@cache
def template() -> bytes:
    """Values as officers print them: in a paragraph, among words, in a cell and in the header."""
    document = blank()
    for place in (document, document.sections[0].header):
        for line in ("{%p for dong in cac_dong %}", "{{ dong }}", "{%p endfor %}"):
            place.add_paragraph(line)
    for line in ("{%p for dong in cac_dong %}", "trước {{ dong }} sau", "{%p endfor %}"):
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=2)
    for row, line in zip(
        table.rows, ("{%tr for dong in cac_dong %}", "{{ dong }}", "{%tr endfor %}"), strict=True
    ):
        row.cells[0].text = line
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def made(lines: list[str], source: bytes | None = None, title: str = "", author: str = "") -> bytes:
    return render(source or template(), "thu.docx", {"cac_dong": lines}, title, author, DAY)


def shown(root: Any) -> list[str]:
    """The words of each paragraph as Word shows them: blanks at the edge of a text count only where
    it says so.
    """
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    kept = "{http://www.w3.org/XML/1998/namespace}space"

    def words(node: Any) -> str:
        if node.tag != qn("w:t"):
            return signs.get(node.tag, "")
        text = node.text or ""
        return text if node.get(kept) == "preserve" else text.strip(" \t\n")

    return [
        "".join(words(n) for run in p.iter(qn("w:r")) for n in run) for p in root.iter(qn("w:p"))
    ]


def stories(data: bytes) -> tuple[list[str], list[str]]:
    """What the body and the header show."""
    with ZipFile(BytesIO(data)) as package:
        header = next(name for name in package.namelist() if re.match(r"word/header\d", name))
        return tuple(
            shown(etree.fromstring(package.read(name))) for name in ("word/document.xml", header)
        )  # type: ignore[return-value]


def expected(text: str) -> str:
    lines = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)
    emoji = "\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
    joiner = f"(?<=[{emoji}\ufe0f])\u200d(?=[{emoji}])"
    hidden = "[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    seen = re.sub(f"(?!{joiner}){hidden}", "", lines)
    return unicodedata.normalize("NFC", seen)


MARKS = (
    *(
        "&",
        "<",
        ">",
        "]]>",
        "&amp;",
        "&#10;",
        "&lt;b&gt;",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?x?>",
        '"',
        "'",
        "</w:t>",
    ),
    *(
        "{{ so }}",
        "{% if x %}",
        "{%p endfor %}",
        "{#",
        "#}",
        "{_{",
        "}_}",
        "{_%",
        "{{",
        "}}",
        "%}",
        "{%",
        "\\n",
        "\\",
    ),
    *(
        "\n<w:p ",
        "<w:p/>",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        " ",
        "  ",
        "\u0085",
        "\u2028",
        "\u2029",
        "\xa0",
        "\u3000",
    ),
    *(
        "e\u0302\u0301",
        "o\u031b\u0323",
        "a\u200b\u0301",
        "đ",
        "Ự",
        "𠀋",
        "😀",
        "\u0301",
        "\u202e",
        "👩\u200d🌾",
        "\ufeff",
        "\u00ad",
    ),
)
LEGAL = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXT = st.lists(
    st.sampled_from(MARKS) | st.text(string.ascii_letters + " ", max_size=4) | LEGAL, max_size=8
).map("".join)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.large_base_example, HealthCheck.too_slow],
)
@given(st.lists(TEXT, min_size=40, max_size=40))
def test_any_words_come_back_equal_from_body_cell_and_header(lines: list[str]) -> None:
    body, header = stories(made(lines))
    wanted = [expected(line) for line in lines]
    assert header[1:] == wanted
    assert body[:40] == wanted
    assert body[40:80] == [f"trước {line} sau" for line in wanted]
    *cells, below = body[80:]
    assert cells[::2] == wanted  # the second cell of each row is empty
    assert below == ""


ILLEGAL = [
    "\x00",
    "\x07",
    "\x08",
    "\x0b",
    "\x0c",
    "\x1b",
    "\x7f",
    "\x9b",
    "\ufffe",
    "\uffff",
    "\ud800",
    "\udfff",
]


@pytest.mark.parametrize("sign", ILLEGAL, ids=[f"U+{ord(sign):04X}" for sign in ILLEGAL])
def test_what_no_document_can_hold_is_refused_with_its_field(sign: str) -> None:
    with pytest.raises(CannotDo) as refused:
        made(["được", f"a{sign}b"])
    assert refused.value.message == f"trường cac_dong[1]: ký tự không hợp lệ U+{ord(sign):04X}"


WAYS = (
    "{{ dong }}",
    "{{ dong | safe }}",
    "{{ dong | e }}",
    "{{ dong | safe | escape }}",
    "{% autoescape false %}{{ dong }}{% endautoescape %}",
    "{% set chep %}{{ dong }}{% endset %}{{ chep }}",
    "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(dong) }}",
    "{% filter trim %}{{ dong }}{% endfilter %}",
    "{{ [dong, dong] | first }}",
    "{{ '%s' | format(dong) }}",
)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_printing_lets_words_become_markup(way: str) -> None:
    document = Document()
    document.add_paragraph(f"{{% for dong in cac_dong %}}{way}{{% endfor %}}")
    out = BytesIO()
    document.save(out)
    words = 'R&D &amp; </w:t></w:r></w:p><w:p/> {{ x }} ]]>\n- "một"\tcửa'
    with ZipFile(BytesIO(made([words], out.getvalue()))) as package:
        assert shown(etree.fromstring(package.read("word/document.xml"))) == [words]


ESCAPES = ["\\x0b", "\\0", "\\a", "\\e", "\\ud800", "\\uffff", "\\x9b"]


@pytest.mark.parametrize("escape", ESCAPES)
def test_what_no_document_can_hold_is_refused_with_its_file_and_line(
    run: Run, real: Path, tmp_path: Path, escape: str
) -> None:
    path, line = real / "plans/2023.yaml", "    work: "
    text = path.read_text(encoding="utf-8")
    number = text[: text.index(line)].count("\n") + 1
    wrong = re.sub(f"{line}.*", lambda _: f'{line}"Rà{escape}soát"', text, count=1)
    path.write_text(wrong, encoding="utf-8")
    checked = run("check", cwd=real)
    assert checked.code == 1
    assert f"plans/2023.yaml:{number}:" in checked.out
    assert "ký tự không hợp lệ" in checked.out
    done = run("report", "--quarter", "3", cwd=real)
    assert (done.code, "ký tự không hợp lệ" in done.err) == (2, True)
    assert not list(tmp_path.rglob("*.docx"))


def test_updates_of_what_no_document_can_hold_are_refused_with_their_lines_and_not_counted(
    run: Run, real: Path
) -> None:
    folder = "plans/2023/progress/van-phong"
    (real / folder).mkdir(parents=True)
    head = "about: A.I.1\nunit: van-phong\ndate: 2023-09-14\nstate: doing\n"
    paths = [f"{folder}/2023-09-14-A.I.1-aaaaa{n}.yaml" for n in range(len(ESCAPES))]
    for path, escape in zip(paths, ESCAPES, strict=True):
        (real / path).write_text(f'{head}result: "Rà{escape}soát"\n', encoding="utf-8")
    checked = run("check", cwd=real)
    assert checked.code == 1
    for path in paths:
        (told,) = [line for line in checked.out.splitlines() if f"{path}:5:" in line]
        assert "ký tự không hợp lệ" in told
    done = run("report", "--quarter", "3", cwd=real)
    assert done.code == 0
    assert f"Không tính {len(ESCAPES):02} cập nhật có lỗi: 2023-09-14-A.I.1-aaaaa0" in done.err


@settings(max_examples=20, deadline=None)
@given(TEXT, TEXT)
def test_the_properties_hold_the_words_too(title: str, author: str) -> None:
    properties = Document(BytesIO(made([], title=title, author=author))).core_properties
    assert (properties.title, properties.author) == (expected(title)[:255], expected(author)[:255])


# --- what it costs (`make bench` measures whole processes) ----------------------------------------


def calls(work: Callable[[], Any]) -> int:
    """How many functions a piece of work calls: the same number on a busy machine."""
    count = 0

    def add(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(add)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def lines_of_report(count: int) -> list[str]:
    return [f"{n}. Đã gửi báo cáo & họp với Sở KH&ĐT;\n- kiến nghị số {n}" for n in range(count)]


def test_four_times_the_rows_take_four_times_the_calls() -> None:
    made(lines_of_report(9))  # once for whatever only the first pays
    few, many = (calls(partial(made, lines_of_report(n))) for n in (100, 400))
    assert many / few < 4.5, "bậc hai là 16 lần"
