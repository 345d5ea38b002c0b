"""What a person reads: the quoted line with carets under exactly what is wrong, on any screen."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pci.check.findings import Results, excerpt, text
from pci.core.diagnostic import Diagnostic, Severity, Span

LETTERS = st.text(alphabet="aeđ ữêộ\u0301\u0323\t·", max_size=300)


def marked(before: str, mark: str, after: str, columns: int) -> tuple[str, str]:
    line = before + mark + after
    return excerpt(line, Span(1, len(before) + 1, 1, len(before + mark) + 1), columns)


@given(LETTERS, LETTERS, st.integers(30, 130))
def test_carets_stand_under_what_is_wrong(before: str, after: str, columns: int) -> None:
    quoted, carets = marked(before, "<SAIệ>", after, columns)
    at = quoted.index("<SAIệ>")
    assert len(carets) - len(carets.lstrip()) == cell_len(quoted[:at])
    assert carets.strip() == "^" * cell_len("<SAIệ>")
    assert cell_len(quoted) <= columns


@given(LETTERS, LETTERS)
def test_a_line_is_cut_only_where_it_is_too_long(before: str, after: str) -> None:
    whole = (before + "<SAI>" + after).replace("\t", "    ")
    quoted, _ = marked(before, "<SAI>", after, 100)
    assert (quoted == whole) == (len(whole) <= 100)
    assert quoted.strip("…") in whole


def test_a_mark_longer_than_the_screen_is_cut_too() -> None:
    quoted, carets = marked("a: ", "x" * 2000, "", 80)
    assert (quoted, carets) == ("a: " + "x" * 76 + "…", "   " + "^" * 76)


def test_a_file_of_one_line_is_quoted_at_once() -> None:
    line = "a: " + "chữ  " * 800_000
    for n in range(200):
        quoted, carets = excerpt(line, Span(1, 6 + 5 * n * 3000, 1, 8 + 5 * n * 3000), 100)
        assert (len(quoted) <= 100, carets.strip()) == (True, "^^")


def test_the_place_of_nothing_is_marked_by_one_caret() -> None:
    assert marked("a:", "", "", 80) == ("a:", "  ^")


FOUND = (
    Diagnostic(
        "p.yaml",
        Span(2, 5, 2, 10),
        "PCI444",
        Severity.HINT,
        "thừa dấu cách",
        "để một dấu cách",
        " ",
    ),
    Diagnostic("p.yaml", Span(3, 1, 5, 1), "PCI405", Severity.ERROR, "bị sửa\x1b[2J", "khôi phục"),
    Diagnostic("p.yaml", Span(9, 1, 9, 1), "PCI444", Severity.HINT, "ngoài tệp", "để một dấu cách"),
)
CHECKED = Results(
    FOUND, {"p.yaml": "một: 1\na:\t\u202e     b\nc: \x1b]0;x\x07\nd: 2\n".encode()}, Severity.ERROR
)


def test_a_finding_has_its_line_its_reason_and_its_mend() -> None:
    second, first, rest = text(CHECKED).split("\n\n")
    assert re.sub("vì: .*", "vì: …", first).splitlines() == [
        "p.yaml:2:5: PCI444 gợi ý: thừa dấu cách",
        "2 | a:    ‹U+202E›     b",
        "  |               ^^^^^",
        "  = vì: …",
        "  = sửa: để một dấu cách",
    ]
    assert second.splitlines()[:3] == [
        "p.yaml:3:1: PCI405 lỗi: bị sửa‹U+001B›[2J",
        "3 | c: ‹U+001B›]0;x‹U+0007›",
        "  | ^^^^^^^^^^^^^^^^^^^^^^^",
    ]
    assert rest == "p.yaml:9:1: PCI444 gợi ý: ngoài tệp; để một dấu cách\n1 lỗi, 2 gợi ý\n"


def test_nothing_in_a_file_reaches_the_terminal() -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text(CHECKED))
    coloured = text(CHECKED, 60, colour=True)
    bare = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert bare == text(CHECKED, 60)
    assert bare != coloured
    assert max(map(cell_len, bare.splitlines())) <= 60


def test_why_is_told_once() -> None:
    assert text(CHECKED).count("= vì: ") == 2
