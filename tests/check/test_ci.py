"""Findings for build machines: every format is read back by a parser that is not ours, whatever the
texts hold."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from junitparser import JUnitXml
from lxml import etree
from support import ROOT

from pci.check import ci
from pci.check.findings import Results, fingerprinted
from pci.check.sarif import sarif
from pci.console import visible
from pci.core.diagnostic import Diagnostic, Severity, Span

HOSTILE = (
    "a\n::error::giả",
    "\r\n::warning file=x::y",
    "50%0A::error::z",
    "%25, a:b,c=d",
    "##[error]giả",
    "\"'<![CDATA[ ]]> </failure><failure>&amp;",
    "{{ x }} \\ \\n \\u0000",
    "abc\u202edcb\u2066\u200b",
    "\x00\x07\x1b[31m\x85\ufffe\U0010ffff",
    "Văn phòng tie\u0302\u0301ng Việt 漢字 🏢",
)
CODES = ("PCI101", "PCI211", "PCI405", "PCI444", "PCI446", "PCI448")
SCHEMA = json.loads((ROOT / "tests/data/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))

hostile = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), min_size=1, max_size=3).map(
    "".join
)


@st.composite
def diagnostics(draw: st.DrawFn) -> tuple[Diagnostic, ...]:
    files = draw(st.lists(hostile, min_size=1, max_size=3, unique=True))
    found = [
        Diagnostic(
            draw(st.sampled_from(files)),
            Span(
                line := draw(st.integers(1, 5)), column := draw(st.integers(1, 9)), line, column + 1
            ),
            draw(st.sampled_from(CODES)),
            draw(st.sampled_from(Severity)),
            draw(hostile),
            draw(st.just("") | hostile),
            draw(st.none() | hostile),
        )
        for _ in range(draw(st.integers(0, 15)))
    ]
    return tuple(sorted(found, key=lambda d: (d.where, d.span, d.code)))


def checked(
    found: tuple[Diagnostic, ...], *sound: str, fail_on: Severity | None = Severity.ERROR
) -> Results:
    return Results(
        found, dict.fromkeys((*{d.where for d in found}, *sound), b"abcdefghijkl\n" * 6), fail_on
    )


def words(found: Diagnostic) -> str:
    return found.message + (f"; {found.hint}" if found.hint else "")


def command(line: str) -> tuple[str, Mapping[str, str], str]:
    """One workflow command, as the runner's documentation says it is to be read."""
    parts = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
    assert parts, line
    pairs = (pair.partition("=") for pair in parts[2].split(","))
    return parts[1], {key: _plain(value) for key, _, value in pairs}, _plain(parts[3])


def _plain(words: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        words = words.replace(code, character)
    return words


def shown(text: str) -> str:
    """A text as a log shows it: its line ends kept, what would move the cursor or the order by its
    number."""
    return "".join(c if c in "\r\n" else visible(c) for c in text)


@given(diagnostics())
def test_github_reads_back(found: tuple[Diagnostic, ...]) -> None:
    lines = ci.github(checked(found)).split("\n")
    assert lines.pop() == ""
    assert not any("\r" in line for line in lines)
    commands = [command(line) for line in lines if not line.startswith("- ")]
    by_severity = {"error": Severity.ERROR, "warning": Severity.WARNING, "notice": Severity.HINT}
    told = [(kind, place, text) for kind, place, text in commands if "file" in place]
    for kind, severity in by_severity.items():
        mine = [d for d in found if d.severity is severity]
        theirs = [(place, text) for one, place, text in told if one == kind]
        assert len(theirs) >= min(len(mine), 9)
        for d, (place, text) in zip(mine, theirs, strict=False):
            assert text == shown(words(d))
            assert (place["file"], place["title"]) == (shown(d.where), d.code)
            assert (place["line"], place["col"], place["endColumn"]) == (
                *map(str, d.span[:2]),
                str(d.span.end_column),
            )
    assert len(told) + sum(line.startswith("- ") for line in lines) == len(found)


def test_github_is_told_no_more_than_it_shows() -> None:
    """Ten of each kind and no more: the eleventh would be dropped without a word."""
    found = tuple(
        Diagnostic("plans/2023.yaml", Span(n, 1, n, 2), code, severity, "sai")
        for n, (code, severity) in enumerate(
            [(f"PCI{s:.1}", s) for s in Severity for _ in range(12)], 1
        )
    )
    lines = ci.github(checked(found)).splitlines()
    kinds = [line[2:].partition(" ")[0] for line in lines if line.startswith("::")]
    assert {kind: kinds.count(kind) for kind in ("error", "warning", "notice")} == dict.fromkeys(
        ("error", "warning", "notice"), 10
    )
    assert (
        "::notice title=pci check::còn 2 lỗi, 2 cảnh báo, 3 gợi ý nữa, "
        "xem trong nhật ký của bước này" in lines
    )
    assert sum(line.startswith("- plans/2023.yaml:") for line in lines) == 7


def test_no_plain_line_holds_a_command_of_the_older_kind() -> None:
    """A runner finds `##[error]` anywhere in a line that is no command itself."""
    many = tuple(
        Diagnostic("##[x].yaml", Span(n, 1, n, 2), "PCI101", Severity.ERROR, "##[error]giả")
        for n in range(12)
    )
    plain = [line for line in ci.github(checked(many)).splitlines() if not line.startswith("::")]
    assert len(plain) == 2
    assert not any("##[" in line for line in plain)


def test_github_gets_no_columns_over_several_lines() -> None:
    found = (Diagnostic("a.yaml", Span(1, 1, 8, 1), "PCI405", Severity.ERROR, "sai"),)
    assert ci.github(checked(found)) == "::error file=a.yaml,line=1,endLine=7,title=PCI405::sai\n"


def test_a_block_ends_with_its_own_last_line() -> None:
    """A span ends where the next line begins: of a file of one line, that is no line at all."""
    found = (Diagnostic("a.yaml", Span(1, 1, 2, 1), "PCI405", Severity.ERROR, "sai"),)
    given = Results(found, {"a.yaml": b"about: A.I.1\n"}, Severity.ERROR)
    assert ci.github(given) == "::error file=a.yaml,line=1,endLine=1,title=PCI405::sai\n"
    assert json.loads(ci.gitlab(given))[0]["location"]["lines"] == {"begin": 1, "end": 1}


def test_no_format_lets_a_message_or_a_name_turn_its_words_around() -> None:
    found = (
        Diagnostic(
            "a\u202e.yaml",
            Span(1, 1, 1, 2),
            "PCI401",
            Severity.ERROR,
            "có «abc\u202edcb»",
            "xem \u200b",
        ),
    )
    for form in (
        ci.github,
        ci.gitlab,
        ci.junit,
        sarif,
        ci.script,
    ):
        made = form(checked(found))
        assert "\u202e" not in made
        assert "\u200b" not in made
        assert "‹U+202E›" in made


@given(diagnostics())
def test_gitlab_reads_back(found: tuple[Diagnostic, ...]) -> None:
    issues = json.loads(ci.gitlab(checked(found)))
    assert [(i["check_name"], i["description"], i["location"]["path"]) for i in issues] == [
        (d.code, f"{d.code}: {visible(words(d))}", d.where) for d in found
    ]
    assert [i["location"]["lines"]["begin"] for i in issues] == [d.span.line for d in found]
    assert {i["severity"] for i in issues} <= {"info", "minor", "major", "critical", "blocker"}
    assert len({i["fingerprint"] for i in issues}) == len(issues)


def test_a_fingerprint_stays_while_lines_move() -> None:
    text = "a: sai\nb: dung\nc: sai\n"
    found = tuple(
        Diagnostic("x.yaml", Span(n, 4, n, 7), "PCI444", Severity.HINT, f"dòng {n}") for n in (1, 3)
    )

    def prints(text: str, found: tuple[Diagnostic, ...]) -> list[str]:
        return [
            f for _, f in fingerprinted(Results(found, {"x.yaml": text.encode()}, Severity.ERROR))
        ]

    moved = tuple(
        d._replace(span=Span(d.span.line + 2, 6, d.span.line + 2, 9), message="khác") for d in found
    )
    before = prints(text, found)
    assert prints("# thêm\n#\n" + re.sub("^", "  ", text, flags=re.M), moved) == before
    assert prints(text.replace("a: sai", "a: xấu"), found)[0] != before[0]
    assert len({*before}) == 2


@given(diagnostics())
def test_sarif_is_valid_and_reads_back(found: tuple[Diagnostic, ...]) -> None:
    log = json.loads(sarif(checked(found)))
    Draft4Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert sorted(rules) == sorted({d.code for d in found})
    for d, result in zip(found, run["results"], strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert (result["ruleId"], rules[result["ruleIndex"]]) == (d.code, d.code)
        assert (result["message"]["text"], unquote(place["artifactLocation"]["uri"])) == (
            visible(words(d)),
            d.where,
        )
        assert tuple(place["region"].values()) == d.span
        assert ("fixes" in result) == (d.instead is not None)
    ours = json.loads(ci.script(checked(found)))["diagnostics"]
    assert [one["fix"] for one in ours] == [d.instead for d in found]
    assert len({r["partialFingerprints"]["pciFinding/v1"] for r in run["results"]}) == len(found)


def test_sarif_names_no_line_of_a_word_document() -> None:
    found = (Diagnostic("tờ trình.docx", Span(1, 1, 1, 1), "PCI601", Severity.ERROR, "sai"),)
    log = json.loads(sarif(Results(found, {"tờ trình.docx": b""}, Severity.ERROR)))
    (result,) = log["runs"][0]["results"]
    uri = "t%E1%BB%9D%20tr%C3%ACnh.docx"
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": uri}}}]


def test_the_schema_itself_can_refuse() -> None:
    log: dict[str, Any] = json.loads(sarif(checked(())))
    log["runs"][0]["columnKind"] = "bytes"
    assert not Draft4Validator(SCHEMA).is_valid(log)


@pytest.mark.parametrize("fail_on", [*Severity, None])
@given(found=diagnostics())
def test_junit_reads_back(found: tuple[Diagnostic, ...], fail_on: Severity | None) -> None:
    given = checked(found, "plans/2024.yaml", fail_on=fail_on)
    document = ci.junit(given)
    (suite,) = ElementTree.fromstring(document)  # noqa: S314 (our own output)
    assert etree.tostring(etree.fromstring(document.encode()), method="c14n") == etree.tostring(
        etree.fromstring(ElementTree.tostring(ElementTree.fromstring(document))),  # noqa: S314
        method="c14n",
    )
    parsed = JUnitXml.fromstring(document.encode())
    failing = {d.where for d in given.failures}
    assert (parsed.tests, parsed.failures) == (len(given.files), len(failing))
    assert len(suite) == len(given.files)
    assert sum(case.find("failure") is not None for case in suite) == len(failing)
    told = "\n".join(part.text or "" for case in suite for part in case)
    assert told.count("\n") == max(len(found) - 1, 0)
    assert sum(told.count(code) for code in CODES) >= len(found)
    assert visible(document) == document
