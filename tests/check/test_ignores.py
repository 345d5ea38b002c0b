"""Findings set aside by a remark: only by a real comment, only with a reason, only what does no
harm."""

import re
from collections.abc import Callable
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from pci.check.ignores import Faulty, Ignore, remarks
from pci.check.rules import IGNORABLE
from pci.core.diagnostic import Diagnostic, Severity
from pci.files import yamlio
from pci.loading import load

PLAN = "plans/2023.yaml"
REAL = re.sub(" *# pci: ignore.*", "", (ROOT / PLAN).read_text(encoding="utf-8"))
"""The real plan without its own remarks."""
REMARK = "# pci: ignore[PCI444] lý do"
TODAY = date(2024, 1, 1)


def found(edit: Callable[[str], str]) -> list[tuple[str, int]]:
    """What is found in the edited real plan and was not before."""
    before = [(d.code, d.message) for d in load({PLAN: REAL.encode()}, TODAY).diagnostics]
    after = load({PLAN: edit(REAL).encode()}, TODAY).diagnostics
    return [(d.code, d.span.line) for d in after if (d.code, d.message) not in before]


def line_of(text: str) -> int:
    return REAL[: REAL.index(text)].count("\n") + 1


def source(text: str) -> list[Ignore | Faulty]:
    return [*remarks(yamlio.read(text.encode(), "x.yaml").source)]


def covered(text: str) -> list[tuple[int, int]]:
    return [(one.first, one.last) for one in source(text) if isinstance(one, Ignore)]


def test_a_remark_speaks_of_its_own_line() -> None:
    assert covered(f"a: 1\nb: x  y {REMARK}\nc: 2\n") == [(2, 2)]


def test_after_another_comment_or_remark_it_speaks_too() -> None:
    assert covered(f"a: x  y  # ghi chú: 'xem lại' {REMARK}\n") == [(1, 1)]
    assert covered(f"a: x  y {REMARK} {REMARK}\nb: |  # ghi chú {REMARK}\n  z\n") == [
        (2, 3),
        (1, 1),
        (1, 1),
    ]


def test_alone_on_its_line_it_speaks_of_the_next() -> None:
    assert covered(f"a:\n  {REMARK}\n  # vì sao\n\n  b: x  y\n  c: 2\n") == [(5, 5)]
    assert covered(f"a: 1\n{REMARK}\n") == [(2, 2)]


def test_on_the_line_that_opens_a_block_it_speaks_of_the_whole_block() -> None:
    """Inside the block there is no place for a comment: all that stands there is text."""
    block = "  một  hai\n\n  ba\n"
    assert covered(f"a: | {REMARK}\n{block}b: 1\n") == [(1, 4)]
    assert covered(f"{REMARK}\na: >-\n{block}b: 1\n") == [(2, 5)]
    assert covered(f'{REMARK}\na: "một  hai\n  ba"\nb: 1\n') == [(2, 3)]
    assert covered(f"x:\n  a: |2+ {REMARK}\n    một\n  # nữa\n") == [(2, 3)]


def test_between_two_blocks_it_is_a_comment() -> None:
    assert covered(f"x:\n  a: |\n    một\n  {REMARK}\n  b: |\n    hai\n") == [(5, 6)]


@pytest.mark.parametrize(
    "text",
    [
        f'a: "x {REMARK}"',
        f"a: 'x {REMARK}'",
        f"a: |\n  x\n  {REMARK}",
        f"a: >\n  {REMARK}",
        f'"k {REMARK}": 1',
        f"a: x{REMARK}",
    ],
)
def test_inside_a_text_it_is_text_which_is_told(text: str) -> None:
    (told,) = source(text + "\n")
    assert isinstance(told, Faulty)
    assert told.message == "lời bỏ qua nằm trong lời văn, sẽ in ra giấy"
    shown = text.split("\n")[told.span.line - 1]
    assert shown[told.span.column - 1 :].startswith(REMARK)


def test_a_remark_at_the_end_of_a_line_of_a_block_is_told_and_sets_nothing_aside() -> None:
    owner = "báo cáo định kỳ hàng tháng gửi Sở Kế hoạch và Đầu tư theo quy định.\n"
    line = line_of(owner)
    spoilt = REAL.replace(owner, f"{owner[:-1]} # pci: ignore[PCI448] bản in viết như vậy\n", 1)
    assert found(lambda _: spoilt) == [("PCI016", line)]
    left = load({PLAN: spoilt.encode()}, TODAY).diagnostics
    assert ("PCI448", line) in [(d.code, d.span.line) for d in left]


pieces = st.lists(
    st.sampled_from(
        [REMARK, "#", " ", "\n", "'", '"', "  ", "chữ", ":", "- ", "|", ">", "\\", "[", "{", ","]
    )
    | st.text(alphabet="aê#: \n", max_size=4),
    max_size=8,
).map("".join)


@given(
    st.recursive(
        pieces,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(pieces, inner, max_size=3),
    ),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.booleans(),
)
def test_no_text_is_ever_taken_for_a_remark(tree: object, style: str | None, flow: bool) -> None:
    text = yaml.dump(
        {"gốc": tree}, default_style=style, default_flow_style=flow, allow_unicode=True, width=40
    )
    document = yamlio.read(text.encode(), "x.yaml")
    if document.tree is not None:
        assert not any(isinstance(remark, Ignore) for remark in remarks(document.source))


@given(pieces.filter(str.strip), st.sampled_from(["'", '"', "|", ">"]))
def test_a_comment_beside_any_text_is_found(words: str, style: str) -> None:
    dumped = yaml.dump({"a": words}, default_style=style, allow_unicode=True, width=1 << 20)
    head, end, tail = dumped.partition("\n")
    document = yamlio.read(f"{head} {REMARK}{end}{tail}".encode(), "x.yaml")
    if document.tree is not None and (style in "|>" or not tail):
        assert sum(isinstance(remark, Ignore) for remark in remarks(document.source)) == 1


@pytest.mark.parametrize(
    "remark",
    [
        "# pci: ignore[PCI448]",
        "# pci: ignore[PCI448]   # sau",
        "# pci: ignore PCI448 lý do",
        "# pci: ignore[] lý do",
        "# pci: ignore[PCI448,] lý do",
        "# pci: ignore[PCI448]lý do",
        "#pci:ignore",
    ],
)
def test_without_a_reason_it_sets_nothing_aside(remark: str) -> None:
    owner = "giao hàng năm."
    line = line_of(owner)
    opening = max(n for n, text in enumerate(REAL.split("\n")[:line], 1) if text.endswith("|"))

    def edit(text: str) -> str:
        lines = text.split("\n")
        lines[opening - 1] += f" {remark}"
        return "\n".join(lines)

    assert found(edit) == [("PCI016", opening)]


def test_an_error_is_never_set_aside() -> None:
    """The plan would open and its figures would be wrong."""
    wrong = "lead: van-fong  # pci: ignore[PCI211, PCI448] tạm thời"
    line = line_of("lead: van-phong")
    assert found(lambda text: text.replace("lead: van-phong", wrong, 1)) == [
        ("PCI211", line),
        ("PCI016", line),
        ("PCI017", line),
    ]
    assert not {"PCI001", "PCI015", "PCI016", "PCI017", "PCI101", "PCI203", "PCI999"} & IGNORABLE


def test_a_correction_that_does_not_fit_can_be_set_aside() -> None:
    """The very remark of the request: no figure depends on a correction."""
    at = "at: tasks.A.I.3.work"
    lost = at.replace("A.I.3", "A.I.9")
    line = line_of(at)
    assert found(lambda text: text.replace(at, lost, 1)) == [("PCI204", line)]
    rows = REAL.split("\n")
    rows[line - 1] = rows[line - 1].replace(at, lost) + "  # pci: ignore[PCI204] lý do"
    assert found(lambda _: "\n".join(rows)) == []


def test_one_that_hits_nothing_is_told_of_only_where_every_rule_was_run() -> None:
    plan = f"{REMARK}\n{REAL}".encode()

    def codes(data: bytes, today: date | None) -> set[str]:
        return {d.code for d in load({PLAN: data}, today).diagnostics}

    assert "PCI017" in codes(plan, TODAY)
    assert "PCI017" not in codes(plan, None)
    assert "PCI017" not in codes(plan.replace(b"symbol:", b"symbl:"), TODAY)


def test_a_remark_changes_no_hash_of_an_update() -> None:
    text = (
        "about: A.I.1\nunit: van-phong\ndate: 2023-09-14\nstate: doing\n"
        "recorded: 2023-09-15T09:12:40+07:00\n"
    )
    path = "plans/2023/progress/van-phong/2023-09-14-A.I.1-{}.yaml"

    def codes(text: str, name: str) -> list[Diagnostic]:
        files = {PLAN: REAL.encode(), path.format(name): text.encode()}
        return [d for d in load(files, TODAY).diagnostics if d.where != PLAN]

    (told,) = codes(text, "aaaaaa")
    name = told.hint.rpartition("-")[2].removesuffix(".yaml")
    assert codes(text, name) == []
    assert codes(text.replace("doing", "done"), name)[0].severity is Severity.ERROR
    hinted = text.replace("state: doing", "state: doing\nresult: Đã gửi  văn bản.")
    assert [d.code for d in codes(hinted, name) if d.code != "PCI405"] == ["PCI444"]
    aside = hinted.replace("văn bản.", f"văn bản. {REMARK}")
    assert [d.code for d in codes(aside, name)] == ["PCI405"]
