"""The YAML reader: what it refuses and where, that positions are exact, that the writer's text
reads back."""

import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from support import ROOT, bracketed

from pci.core.diagnostic import DocPath, Severity, Span, Stretch
from pci.core.model import Update
from pci.files import shape, yamlio
from pci.files.shape import build

Place = tuple[str, int, int]
"""Code, line and column of a fault."""

BOMB = b"a0: &a0 [x]\n" + b"".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n".encode() for n in range(1, 10)
)

HOSTILE: dict[str, tuple[bytes, list[Place]]] = {
    "tag that runs code": (b"a: !!python/object/apply:os.system [ls]\n", [("PCI006", 1, 4)]),
    "tag of one's own": (b"a: 1\nb: !ngay 2023\n", [("PCI006", 2, 4)]),
    "empty tag": (b"a: ! x\n", [("PCI006", 1, 4)]),
    "tag on the root": (b"!!map\na: 1\n", [("PCI006", 1, 1)]),
    "tag on a key": (b"!!str a: 1\n", [("PCI006", 1, 1)]),
    "tag without a handle": (b"a: !u!x y\n", [("PCI005", 1, 4)]),
    "anchor and alias": (b"a: &x 1\nb: *x\n", [("PCI007", 1, 4), ("PCI007", 2, 4)]),
    "anchor on the root": (b"&x\na: 1\n", [("PCI007", 1, 1)]),
    "alias of itself": (b"a: &x [*x]\n", [("PCI007", 1, 4), ("PCI007", 1, 8)]),
    "alias of nothing": (b"a: *x\n", [("PCI007", 1, 4)]),
    "alias as a key": (b"a: 1\n*x : 2\n", [("PCI007", 2, 1), ("PCI013", 2, 1)]),
    "merge key": (b"a: {b: 1}\n<<: {c: 2}\n", [("PCI007", 2, 1)]),
    "merge key in quotes": (b"'<<': 1\n", [("PCI007", 1, 1)]),
    "duplicate key": (b"a: 1\nb: 2\na: 3\n", [("PCI008", 3, 1)]),
    "duplicate key twice": (b"a: 1\na: 2\na: 3\n", [("PCI008", 2, 1), ("PCI008", 3, 1)]),
    "duplicate key inside": (b"x:\n  a: 1\n  a: 2\n", [("PCI008", 3, 3)]),
    "key that is a list": (b"? [a]\n: 1\n", [("PCI013", 1, 3)]),
    "key that is empty": (b"a: 1\n? \n: 1\n", [("PCI013", 2, 2)]),
    "UTF-16 with a mark": ("a: 1\n".encode("utf-16"), [("PCI001", 1, 1)]),
    "windows-1258": (b"a: 1\nb: V\xe3n ph\xf2ng\n", [("PCI001", 2, 5)]),
    "TCVN3": (b"a: 1\nbc: V\xa8n ph\xdfng\n", [("PCI001", 2, 6)]),
    "bad byte after a byte order mark": (b"\xef\xbb\xbf#\xff\n", [("PCI001", 1, 2)]),
    "second byte order mark": (b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n", [("PCI002", 1, 1)]),
    "lone CR": (b"a: 1\rb: 2\n", [("PCI002", 1, 5)]),
    "NUL": (b"a: x\0y\n", [("PCI002", 1, 5)]),
    "NUL by escape": (b'a: "x\\0y"\n', [("PCI002", 1, 4)]),
    "ESC": (b"a: 1\nb: \x1b[31m\n", [("PCI002", 2, 4)]),
    "ESC by escape": (b'a: "\\x1b[31m"\n', [("PCI002", 1, 4)]),
    "ESC in a key": (b'"\\e": 1\n', [("PCI002", 1, 1)]),
    "ESC in a comment": (b"a: 1 # \x1b]52;c;x\n", [("PCI002", 1, 8)]),
    "DEL": (b"a: \x7f\n", [("PCI002", 1, 4)]),
    "C1": ("a: \x9b\n".encode(), [("PCI002", 1, 4)]),
    "NEL": ("a: x\x85y\n".encode(), [("PCI002", 1, 5)]),
    "U+2028": ("a: x\u2028y\n".encode(), [("PCI002", 1, 5)]),
    "U+2029 by escape": (b'a: "x\\Py"\n', [("PCI002", 1, 4)]),
    "U+FFFF": ("a: \uffff\n".encode(), [("PCI002", 1, 4)]),
    "conflict": (b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", [("PCI003", 2, 1)]),
    "conflict half solved": (b"a: 1\n=======\nb: 2\n", [("PCI003", 2, 1)]),
    "conflict half solved, CRLF": (b"a: 1\r\n=======\r\nb: 2\r\n", [("PCI003", 2, 1)]),
    "conflict end": (b"a: 1\n>>>>>>> 3f2a (b)\n", [("PCI003", 2, 1)]),
    "conflict base": (b"a: 1\n||||||| 3f2a\n", [("PCI003", 2, 1)]),
    "two conflicts": (
        b"<<<<<<< a\nb: 1\n=======\nb: 2\n>>>>>>> c\nd: 1\n<<<<<<< a\n||||||| "
        b"b\n=======\ne: 2\n>>>>>>> c\n",
        [("PCI003", 1, 1), ("PCI003", 7, 1)],
    ),
    "two halves of conflicts": (
        b"a: 1\n>>>>>>> x\nb: 1\n>>>>>>> y\n",
        [("PCI003", 2, 1), ("PCI003", 4, 1)],
    ),
    "stray characters and a key twice": (
        "a: x\u2028y\nb: \x07\nc: 1\nc: 2\n".encode(),
        [("PCI002", 1, 5), ("PCI002", 2, 4), ("PCI008", 4, 1)],
    ),
    "stray characters that break more": (
        b"a: 1\rb: 2\rc: 3\n",
        [("PCI002", 1, 5), ("PCI002", 1, 10)],
    ),
    "a stray character, a conflict and two tabs": (
        b"a: \x07\n=======\nb:\n\tc: 1\n\td: 1\n",
        [("PCI002", 1, 4), ("PCI003", 2, 1), ("PCI011", 4, 1), ("PCI011", 5, 1)],
    ),
    "tab indent": (b"a:\n\tb: 1\n", [("PCI011", 2, 1)]),
    "tab after spaces": (b"a:\n  \tb: 1\n", [("PCI011", 2, 3)]),
    "tab on a line of its own": (b"a: 1\n\t\nb: 2\n", [("PCI005", 2, 1)]),
    "two documents": (b"a: 1\n---\nb: 2\n", [("PCI010", 2, 1)]),
    "three documents": (b"a: 1\n---\nb: 2\n---\nc: 3\n", [("PCI010", 2, 1)]),
    "empty file": (b"", [("PCI012", 1, 1)]),
    "only comments": (b"# x\n\n", [("PCI012", 1, 1)]),
    "null": (b"~\n", [("PCI012", 1, 1)]),
    "list": (b"- a\n- b\n", [("PCI012", 1, 1)]),
    "text": (b"xin ch\xc3\xa0o\n", [("PCI012", 1, 1)]),
    "4 MiB and a byte": (b"a: " + b"x" * ((4 << 20) - 2), [("PCI004", 1, 1)]),
    "several faults at once": (
        b"a: !x 1\nb: &y 2\na: 3\n",
        [("PCI006", 1, 4), ("PCI007", 2, 4), ("PCI008", 3, 1)],
    ),
}

SYNTAX: dict[str, tuple[str, int, int, str]] = {
    "a: b: c\n": ("a colon inside text", 1, 5, "dấu hai chấm đặt sai chỗ"),
    "recipients:\n  - Lưu: VT: VP\n": (
        "a colon after Vietnamese",
        2,
        12,
        "dấu hai chấm đặt sai chỗ",
    ),
    "a: 1\nb\nc: 2\n": ("a key without a colon", 2, 1, "thiếu dấu hai chấm sau tên khóa"),
    "a:\n  b: 1\n c: 2\n": ("an indent between two levels", 3, 2, "thụt lề lệch"),
    "a: 'it's'\n": ("a quote too many", 1, 8, "còn chữ sau dấu nháy hoặc dấu ngoặc đóng"),
    "a:\n  - x\n  b: 1\n": ("a key among list items", 3, 3, "danh sách viết lẫn với khóa"),
    "a: [1, 2\nb: 3\n": ("an open list", 1, 4, "trong ngoặc thiếu dấu phẩy hoặc dấu đóng"),
    "a: {b: 1\nc: 2\n": ("an open mapping", 1, 4, "trong ngoặc thiếu dấu phẩy hoặc dấu đóng"),
    " a: 1\nb: 2\n": ("a first line indented more", 2, 1, "dòng này không nối tiếp các dòng trên"),
    'a: "x\nb: 2\n': ("an open quote", 1, 4, "dấu nháy chưa đóng"),
    'a: "x\n---\n"\n': ("an open quote before a marker", 1, 4, "dấu nháy chưa đóng"),
    "a: 1\n\t\nb: 2\n": ("a blank line with a tab", 2, 1, "thụt lề bằng phím Tab"),
    "a: @x\n": ("an at sign first", 1, 4, "ký tự không mở đầu giá trị được"),
    "a: %x\n": ("a percent sign first", 1, 4, "ký tự không mở đầu giá trị được"),
    "a: - b\n": ("a list on the key's line", 1, 4, "dấu «-» đặt sai chỗ"),
    'a: "D:\\Ho so"\n': ("a backslash in quotes", 1, 7, "dấu \\ trong nháy kép không hợp lệ"),
    "a: !u!x y\n": ("an unknown handle", 1, 4, "thẻ «!» không được dùng"),
    "a: |x\n  y\n": ("text beside the bar", 1, 5, "còn chữ sau dấu mở khối"),
    "a: 1\nb": ("a last key without a colon", 2, 1, "thiếu dấu hai chấm sau tên khóa"),
    "a: 1\nb: [": ("a list open at the end", 2, 4, "trong ngoặc thiếu dấu phẩy hoặc dấu đóng"),
    "a: 1\nb: [x,\n\n# c\n": (
        "a list open after a comma",
        2,
        4,
        "trong ngoặc thiếu dấu phẩy hoặc dấu đóng",
    ),
    "a: {b: [x], c:\n": (
        "a mapping open after a key",
        1,
        4,
        "trong ngoặc thiếu dấu phẩy hoặc dấu đóng",
    ),
    "a: {b: 1, c: [2}\nd: 1\n": (
        "a list inside closed as a mapping",
        1,
        16,
        "trong ngoặc thiếu dấu phẩy hoặc dấu đóng",
    ),
    'a: [x, "y]\nb: 2\n': ("an open quote in a list", 1, 8, "dấu nháy chưa đóng"),
    'a: "x\nb: 2\nc: "y"\nd: 3\n': (
        "an open quote that closes at the next one",
        3,
        5,
        "còn chữ sau dấu nháy hoặc dấu ngoặc đóng",
    ),
    '"a": "x\n%b: "y"\n%c: 1\n': (
        "an open quote after a quoted key",
        2,
        6,
        "còn chữ sau dấu nháy hoặc dấu ngoặc đóng",
    ),
    "a: {b: 'x, c: 1}\nd: ['y']\n": (
        "an open quote in a mapping",
        1,
        4,
        "trong ngoặc thiếu dấu phẩy hoặc dấu đóng",
    ),
    'a: "x\n  y"\n  b: 1\n': ("an indent under a text of two lines", 3, 3, "thụt lề lệch"),
    "a: [1, , 2]\n": ("a comma too many", 1, 8, "dấu đặt ở chỗ của giá trị"),
    "a: }\n": ("a brace alone", 1, 4, "dấu đặt ở chỗ của giá trị"),
    "a: * x\n": ("a star for a bullet", 1, 5, "dấu & hoặc * không mở đầu giá trị được"),
    'a: "\\xZZ"\n': ("a bad escape", 1, 7, "dấu \\ trong nháy kép không hợp lệ"),
    "a: [x] y\n": ("text after a bracket", 1, 8, "còn chữ sau dấu nháy hoặc dấu ngoặc đóng"),
    "a:\n  b\n    c: 1\n": (
        "a nested key without a colon",
        3,
        6,
        "dấu hai chấm đặt sai chỗ",
    ),
    "a:1\nb: 2\n": ("a first key without a space", 2, 2, "dấu hai chấm đặt sai chỗ"),
    "a:\n  - b\n    c: 1\n": (
        "a key of an item without a colon",
        3,
        6,
        "dấu hai chấm đặt sai chỗ",
    ),
    "a: 1\n  b: 2\n": ("an indent too many", 2, 4, "dấu hai chấm đặt sai chỗ"),
    "a: [1 2, 'x' 'y']\n": ("a comma too few", 1, 14, "trong ngoặc thiếu dấu phẩy hoặc dấu đóng"),
    "%YAML 2.0\n---\na: 1\n": ("another YAML", 1, 1, "cú pháp YAML sai ở đây"),
}

ENGLISH = re.compile(
    r"\b(expected|found|mapping|while|scanning|parsing|did "
    r"not|block|alias|anchor|character|token|context)\b"
)


def places(document: yamlio.Document) -> list[Place]:
    return [(p.code, p.span.line, p.span.column) for p in document.problems]


@pytest.mark.parametrize(("data", "wanted"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_at_its_place_in_vietnamese(
    data: bytes, wanted: list[Place]
) -> None:
    document = yamlio.read(data, "plans/2023.yaml")
    assert places(document) == wanted
    assert document.tree is None
    for problem in document.problems:
        assert (problem.where, problem.severity) == ("plans/2023.yaml", Severity.ERROR)
        assert not problem.message.isascii() and problem.hint
        assert not ENGLISH.search(problem.message + problem.hint)


@pytest.mark.parametrize("text", SYNTAX, ids=[row[0] for row in SYNTAX.values()])
def test_every_kind_of_broken_syntax_has_words_of_its_own(text: str) -> None:
    _, line, column, message = SYNTAX[text]
    (problem,) = yamlio.read(text.encode(), "f.yaml").problems
    assert (problem.code, problem.span) == ("PCI005", Span(line, column, line, column + 1))
    assert problem.message == message
    assert text.split("\n")[line - 1][column - 1 :]
    assert problem.hint and not ENGLISH.search(problem.hint)


def test_of_very_many_stray_characters_the_first_are_told() -> None:
    found = yamlio.read(("a: " + "\x07" * 30 + "\nb: 1\nb: 2\n").encode(), "f.yaml").problems
    assert [p.code for p in found] == ["PCI002"] * 20 + ["PCI008"]
    assert found[0].message == "ký tự không hợp lệ U+0007"


def test_all_stray_characters_of_an_escaped_text_are_named() -> None:
    found = yamlio.read(b'a: "\\x07\\e\\a"\n', "f.yaml").problems
    assert [problem.message[-6:] for problem in found] == ["U+0007", "U+001B"]


PLAN = (ROOT / "plans/2023.yaml").read_text(encoding="utf-8")
CLOSERS = [
    (n, c)
    for n, line in enumerate(PLAN.split("\n"))
    for c in re.findall(r"[]}](?=\s*(?:#.*)?$)", line)
]


@pytest.mark.parametrize(("number", "closer"), CLOSERS, ids=str)
def test_what_never_closes_in_the_real_plan_is_told_where_it_opened(
    number: int, closer: str
) -> None:
    lines = PLAN.split("\n")
    before, _, after = lines[number].rpartition(closer)
    lines[number] = before + after
    (found,) = yamlio.read("\n".join(lines).encode(), "plans/2023.yaml").problems
    assert (found.code, found.span.line) == ("PCI005", number + 1)
    assert lines[number][found.span.column - 1] in "[{"


def test_an_empty_file_is_told_how_to_get_it_back() -> None:
    (empty,), (listed,) = (yamlio.read(data, "x.yaml").problems for data in (b"", b"- a\n"))
    assert "git restore" in empty.hint
    assert "tên khóa" in listed.hint


def test_a_duplicate_key_tells_both_lines() -> None:
    (problem,) = yamlio.read(b"a: 1\nb: 2\na: 3\n", "f.yaml").problems
    assert problem.message == "khóa «a» lặp lại (đã có ở dòng 1)"
    assert problem.span == Span(3, 1, 3, 2)


def test_a_bomb_of_aliases_grows_nothing() -> None:
    found = yamlio.read(BOMB, "f.yaml").problems
    assert {p.code for p in found} == {"PCI007"}
    assert len(found) == BOMB.count(b"&") + BOMB.count(b"*")


NESTED = {"[": "a: {}", "{a: ": "a: {}", "- ": "a:\n  {}"}


def test_thirty_two_levels_are_enough() -> None:
    assert yamlio.read(f"a: {'[' * 31}{']' * 31}\n".encode(), "f.yaml").problems == ()
    assert places(yamlio.read(f"a: {'[' * 32}{']' * 32}\n".encode(), "f.yaml")) == [
        ("PCI009", 1, 35)
    ]


@pytest.mark.parametrize("depth", [32, 1_000, 100_000, 1_000_000])
@pytest.mark.parametrize("opening", NESTED)
def test_deep_nesting_is_one_fault_and_no_crash(opening: str, depth: int) -> None:
    """In a process of its own: a parser that recurses would take the tests down with it."""
    program = (
        "import sys; from pci.files import yamlio\n"
        "around, opening, depth = sys.argv[1:]\n"
        "data = around.format(opening * int(depth)).encode()\n"
        "print(*[p.code for p in yamlio.read(data, 'f.yaml').problems])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, NESTED[opening], opening, str(depth)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "PCI009"), ran.stderr


@pytest.mark.parametrize(
    ("data", "tree"),
    {
        "byte order mark": (b"\xef\xbb\xbfa: 1\n", {"a": "1"}),
        "CRLF": (b"a: |\r\n  x\r\n  y\r\nb: 1\r\n", {"a": "x\ny\n", "b": "1"}),
        "no last line break": (b"a: 1", {"a": "1"}),
        "document marks": (b"---\na: 1\n...\n", {"a": "1"}),
        "conflict marks inside text": (b"a: |\n  =======\n", {"a": "=======\n"}),
        "tab after a colon": (b"a:\t1\n", {"a": "1"}),
        "nothing, tilde and null": (
            b"a:\nb: ~\nc: null\nd: 'null'\n",
            {"a": None, "b": None, "c": None, "d": "null"},
        ),
    }.values(),
)
def test_harmless_variety_is_read(data: bytes, tree: dict[str, Any]) -> None:
    document = yamlio.read(data, "f.yaml")
    assert (document.tree, document.problems) == (tree, ())


@pytest.mark.parametrize("key", ["hoa\u0300", '"hoa\\u0300"'])
def test_a_key_is_the_same_however_its_letters_are_composed(key: str) -> None:
    document = yamlio.read(f"hoà: 1\n{key}: 2\n".encode(), "f.yaml")
    assert document.tree is None
    assert [(d.code, d.span[:2]) for d in document.problems][-1] == ("PCI008", (2, 1))


def test_letters_written_apart_hide_no_fault_of_syntax() -> None:
    document = yamlio.read("  ho\u0061\u0300: x\nb: y\n".encode(), "f.yaml")
    assert document.tree is None
    assert [problem.code for problem in document.problems] == ["PCI015", "PCI005"]


def test_letters_written_apart_are_put_together_and_told_once() -> None:
    document = yamlio.read("a: x\nb: ho\u0061\u0300\nc: ho\u0061\u0300\n".encode(), "f.yaml")
    assert document.tree == {"a": "x", "b": "hoà", "c": "hoà"}
    (found,) = document.problems
    assert (found.code, found.severity, found.span) == ("PCI015", Severity.WARNING, (2, 7, 2, 8))


@pytest.mark.parametrize(
    "scalar",
    [
        "012",
        "0123",
        "1:30",
        "no",
        "On",
        "yes",
        "true",
        "2023-02-30",
        "2023-09-30",
        "30/9/2023",
        "1e3",
        "1_000",
        "=",
        "0x1F",
        ".nan",
        "-.inf",
        "NULL",
        "1.0",
        "+5",
        "9" * 5000,
    ],
)
def test_a_scalar_stays_the_text_that_was_typed(scalar: str) -> None:
    assert yamlio.read(f"a: {scalar}\n".encode(), "f.yaml").tree == {"a": scalar}


WORDS = st.text("abcđêộưỳ😀 1-:#,.'\"[]{}&*!|>%@`?", min_size=1, max_size=12)
PLAIN_TREES = st.dictionaries(
    WORDS,
    st.recursive(
        WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
    ),
    min_size=1,
    max_size=4,
)


def scalars(tree: Any, path: DocPath = ()) -> Iterator[tuple[DocPath, str]]:
    if isinstance(tree, str):
        yield path, tree
    else:
        for part, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from scalars(value, (*path, part))


def keys(tree: Any, path: DocPath = ()) -> Iterator[DocPath]:
    for part, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if isinstance(tree, dict):
            yield (*path, part)
        if not isinstance(value, str):
            yield from keys(value, (*path, part))


def cut(text: str, span: Span) -> str:
    assert span.line == span.end_line
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


@given(PLAIN_TREES, st.booleans())
def test_every_span_cuts_its_scalar_out_of_the_text(tree: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(
        tree, allow_unicode=True, default_flow_style=flow, sort_keys=False, width=1 << 20
    )
    source = yamlio.read(text.encode(), "f.yaml").source
    for path, value in scalars(tree):
        shown = cut(text, source.values[path])
        assert shown == value or (shown[0] in "'\"" and yaml.safe_load(shown) == value)
    for path in keys(tree):
        shown = cut(text, source.keys[path])
        assert shown == path[-1] or (shown[0] in "'\"" and yaml.safe_load(shown) == path[-1])


@given(PLAIN_TREES)
def test_line_ends_and_a_byte_order_mark_move_nothing(tree: dict[str, Any]) -> None:
    def everything(data: bytes) -> tuple[Any, ...]:
        source = yamlio.read(data, "f.yaml").source
        return source.values, source.keys, source.lines

    data = yamlio.write(tree).encode()
    assert everything(b"\xef\xbb\xbf" + data) == everything(data)
    assert everything(data.replace(b"\n", b"\r\n")) == everything(data)


PIECES = (
    *(
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "#",
        " # ",
        ":",
        ": ",
        "- ",
        "'",
        '"',
        "\\",
        "|",
        ">",
        "%",
        "@",
        "`",
        "&a",
        "*a",
    ),
    *(
        "!",
        "!!str ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "?",
        "<<",
        "---",
        "...",
        "=======",
        "null",
        "~",
        "no",
        "012",
        "1:30",
    ),
    *(
        "2023-09-30",
        "1e3",
        "=",
        "Hội nghị",
        "đối thoại",
        "ĐẦU TƯ",
        "😀",
        "“một cửa”",
        "98,33%",
        "a",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map(
    lambda pieces: unicodedata.normalize("NFC", "".join(pieces))
)
TREES = st.dictionaries(
    WORDS,
    st.recursive(
        TEXTS | st.none(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner)
    ),
    min_size=1,
    max_size=4,
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example('a: {b: "\\0"}')
@example('a: {b: "e\\u0301"}')
@example("a: {b: &c [d], e: *c}")
@example("a: 1\n--- b")
@example("a: 1\na: 2")
def test_a_text_is_judged_alike_whether_or_not_it_holds_a_tab(text: str) -> None:
    # a tab, here in a remark, keeps the reader from taking the short way
    short, long = (yamlio.read(one.encode(), "f.yaml") for one in (text, f"#\t\n{text}"))
    assert short.tree == long.tree
    assert [found.code for found in short.problems] == [found.code for found in long.problems]


@given(TREES)
@example({"result": "  thụt đầu dòng\nhai\n"})
@example({"result": "\n\n- một\n"})
@example({"evidence": ["  a\nb", "c: d", ""]})
@example({"x" * 200: "khóa dài", "hai\ndòng": "x"})
def test_what_is_written_reads_back(tree: dict[str, Any]) -> None:
    document = yamlio.read(yamlio.write(tree).encode(), "f.yaml")
    assert (document.tree, document.problems) == (tree, ())


def test_typed_values_are_written_plain() -> None:
    moment = datetime(2023, 9, 15, 9, 12, 40, tzinfo=timezone(timedelta(hours=7)))
    tree = {
        "date": date(2023, 9, 14),
        "recorded": moment,
        "n": 9,
        "ty-le": Decimal("98.30"),
        "số": Decimal("1E+3"),
    }
    assert yamlio.write(tree) == (
        "date: 2023-09-14\nrecorded: 2023-09-15T09:12:40+07:00\nn: 9\nty-le: 98.30\nsố: 1000\n"
    )


SOME_TEXT = TEXTS.filter(lambda text: bool(text.strip())).map(lambda text: text.strip("\n"))
UPDATES = st.fixed_dictionaries(
    {
        "about": st.just("A.VII.4/bao-cao-thang"),
        "unit": st.just("phong-qldn"),
        "date": st.dates(date(2000, 1, 1), date(2100, 12, 31)),
        "state": st.sampled_from(["doing", "done", "suspended", "nothing"]),
        "recorded": st.datetimes(
            datetime(2000, 1, 1),  # noqa: DTZ001
            datetime(2100, 12, 31),  # noqa: DTZ001
            timezones=st.just(timezone(timedelta(hours=7))),
        ).map(lambda moment: moment.replace(microsecond=0)),
    },
    optional={
        "percent": st.integers(0, 100),
        "figures": st.dictionaries(
            st.just("kien-nghi"),
            st.decimals(-999_999, 999_999, places=2, allow_nan=False, allow_infinity=False),
        ),
        "result": SOME_TEXT,
        "evidence": st.lists(SOME_TEXT, max_size=3).map(tuple),
        "proposal": st.fixed_dictionaries({"to": st.just("ubnd-tinh"), "text": SOME_TEXT}),
        "by": SOME_TEXT,
    },
)


@given(UPDATES)
def test_an_update_written_reads_back_as_the_same_update(fields: dict[str, Any]) -> None:
    update = shape.value(Update, fields)
    document = yamlio.read(
        yamlio.write({**fields, "evidence": [*fields.get("evidence", ())]}).encode(), "f.yaml"
    )
    assert build(Update, document.tree, document.source, "f.yaml") == update


# --- a stretch of a text, where it stands in the file
# -------------------------------------------------------------

STRETCHES: dict[str, str] = {
    "bare": "a: Nhiệm vụ ⟦hàng⟧ năm\n",
    "bare, wrapped": "a: Nhiệm vụ năm\n  ⟦hàng⟧ quý thường⟦  ⟧xuyên\n\n  và ⟦hàng⟧ tháng\nb: 1\n",
    "folded": (
        "a: >-   # chú thích\n  Nhiệm vụ năm\n  ⟦hàng⟧ quý thường⟦  ⟧xuyên\n\n  và ⟦hàng⟧ "
        "tháng\n\n\nb: 1\n"
    ),
    "folded, some lines deeper": (
        "a: >\n  Nhiệm vụ\n    - năm\n    - ⟦hàng⟧ quý\n  thường⟦  ⟧xuyên\n"
    ),
    "block": (
        "a:\n  - |\n    Nhiệm vụ năm\n\n    ⟦hàng⟧ quý\n      thường⟦  ⟧xuyên\n    và ⟦hàng⟧ "
        "tháng\nb: 1\n"
    ),
    "block that begins deeper": "a: |2-\n\n    Nhiệm vụ\n  ⟦hàng⟧ quý thường⟦  ⟧xuyên",
    "single quotes": "a: 'Nhiệm vụ ⟦hàng⟧ năm'\n",
    "single quotes inside": "a: 'Rà soát ''⟦hàng⟧ năm'' và ⟦hàng⟧ quý'\n",
    "single quotes, wrapped": "a: 'Nhiệm vụ\n\n    ''⟦hàng⟧ quý''  \n  thường⟦  ⟧xuyên '\nb: 1\n",
    "double quotes": 'a: ["x", "Nhiệm vụ ⟦hàng⟧ năm"]\n',
    "double quotes, wrapped": (
        'a: "Nhiệm vụ\n  năm, ⟦hàng⟧\n  quý thườ\\\n   ng⟦  ⟧xuyên  \\\n  ⟦hàng⟧ tuần"\n'
    ),
    "double quotes, wrapped before an escaped space": 'a: "Nhiệm vụ\n  \\ \\  ⟦hàng⟧ quý\n\n x"\n',
}


@pytest.mark.parametrize("sheet", STRETCHES.values(), ids=STRETCHES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_stretch_of_a_text_is_found_where_it_stands(sheet: str, ends: str) -> None:
    text, spans = bracketed(sheet)
    document = yamlio.read(text.replace("\n", ends).encode(), "f.yaml")
    assert not [p for p in document.problems if p.severity is Severity.ERROR]
    path, value = [*scalars(document.tree)][-1 if "[" in sheet else 0]
    held = value.strip("\n")
    wanted = r"hàng(?= (?:quý|năm|tháng|tuần)|\nnăm)|(?<=\S)  (?=xuyên)"
    found = [
        document.source.locate(path, stretch=Stretch(held, *one.span()))
        for one in re.finditer(wanted, held)
    ]
    assert tuple(found) == spans


@pytest.mark.parametrize(
    "text",
    [
        'a: "Nhiệm v\\u1ee5 h\\xe0ng năm"\n',
        "a: Nhie\u0323\u0302m vu\u0323 ha\u0300ng năm\n",
        "a: >\n  hàng năm, hàng\n  tháng\n",
    ],
    ids=["escapes", "letters written apart", "wrapped in the stretch"],
)
def test_a_stretch_that_the_file_does_not_spell_is_marked_with_its_whole_text(text: str) -> None:
    document = yamlio.read(text.encode(), "f.yaml")
    value = document.tree["a"].strip()
    wanted = re.search("hàng tháng|hàng năm", value)
    assert wanted
    span = document.source.locate(("a",), stretch=Stretch(value, *wanted.span()))
    assert span == document.source.values["a",] or cut(text, span) == wanted[0]


@given(TREES, st.booleans(), st.integers(1, 40))
@example({"a": "it's  2\\ \n\n x: \u0301 'b' "}, True, 5)
def test_a_letter_is_found_where_it_stands_or_not_at_all(
    tree: dict[str, Any], flow: bool, width: int
) -> None:
    text = yaml.safe_dump(
        tree, allow_unicode=True, default_flow_style=flow, sort_keys=False, width=width
    )
    document = yamlio.read(text.encode(), "f.yaml")
    for path, value in (pair for pair in every_scalar(document.tree) if pair[1]):
        for n, letter in enumerate(value):
            if letter not in " \n\t":
                span = document.source.locate(path, stretch=Stretch(value, n, n + 1))
                assert span == document.source.values[path] or cut(text, span) == letter


def every_scalar(tree: Any, path: DocPath = ()) -> Iterator[tuple[DocPath, str]]:
    if isinstance(tree, str):
        yield path, tree
    elif tree is not None:
        for part, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from every_scalar(value, (*path, part))
