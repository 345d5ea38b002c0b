"""The plan as data misses no word of the signed plan: row by row, paragraph by paragraph."""

import re

import pytest
import scanned_plan
from scanned_plan import SOURCE, words
from support import ROOT

from pci import workspace
from pci.core import corrections
from pci.core.model import Plan
from pci.lists.columns import printed_cells


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The plan with the words of the scan."""
    return corrections.as_printed(workspace.open_workspace(ROOT, "2023").plan)


def test_every_row_of_the_table_is_there_word_for_word(plan: Plan) -> None:
    rows = scanned_plan.tasks()
    assert len(rows) == len(plan.tasks) == 34
    for row, (task_id, task) in zip(rows, plan.tasks.items(), strict=True):
        assert [words(cell) for cell in printed_cells(plan, task).values()] == [
            words(cell) for cell in row
        ], task_id


def body_of_the_scan() -> list[str]:
    """What stands between the preamble and the recipients."""
    lines = scanned_plan.paragraphs()
    return lines[lines.index("I. MỤC ĐÍCH, YÊU CẦU:") : lines.index("Nơi nhận:")]


def printed_paragraphs(plan: Plan) -> list[str]:
    """The body as the plan prints it: number before a heading, dash before an item."""
    lines = []
    for i, paragraph in plan.body.items():
        number = i.rpartition(".")[2] + "."
        if paragraph.title:
            lines.append(f"{number} {paragraph.title}")
        if paragraph.text:
            mark = "" if paragraph.title else "- " if i.count(".") == 2 else f"{number} "
            lines.append(mark + paragraph.text)
    return [*lines, plan.closing]


def test_every_paragraph_of_the_body_is_there_word_for_word(plan: Plan) -> None:
    assert printed_paragraphs(plan) == body_of_the_scan()


def test_what_stands_before_and_after_the_body_is_there(plan: Plan) -> None:
    text = " ".join(SOURCE.read_text(encoding="utf-8").split())
    for part in (
        plan.title,
        plan.preamble,
        plan.signer.name,
        plan.appendix_title,
        *plan.signer.capacity,
    ):
        assert " ".join(part.split()) in text
    recipients = re.findall(r"- ([^;]+?)[;.] ", text.split("Nơi nhận:")[1].split("**")[0])
    assert list(plan.recipients) == recipients
    assert f"Số: /{plan.symbol}" in text
    assert plan.issued == "2023-08"
    assert plan.number is None


def test_sections_are_those_of_the_table(plan: Plan) -> None:
    rows = [
        line.split("\t")[:2]
        for line in SOURCE.read_text(encoding="utf-8").splitlines()
        if "\t" in line
    ]
    headings = [(number, title) for number, title in rows if re.fullmatch(r"[AB]|[IVX]+", number)]
    assert [
        (i.rpartition(".")[2], section.title) for i, section in plan.sections.items()
    ] == headings
    sizes = [sum(plan.section_of(t) == i for t in plan.tasks) for i in plan.sections if "." in i]
    assert sizes == [7, 2, 6, 3, 3, 4, 4, 4, 1]


def test_counts_of_the_body(plan: Plan) -> None:
    def under(heading: str) -> int:
        return sum(i.startswith(heading + ".") for i in plan.body)

    assert (under("I.1"), under("I.2"), under("II.1"), under("III.1")) == (3, 4, 15, 3)
    assert [i for i in plan.body if plan.kind_of(i) == "measures" and plan.body[i].text] == [
        f"II.1.{n}" for n in range(1, 16)
    ]
    assert [i for i in plan.body if plan.kind_of(i) == "duties" and plan.body[i].text] == [
        "III.1.1",
        "III.1.2",
        "III.1.3",
        "III.2",
    ]


def test_every_numbered_document_of_the_register_is_cited_with_its_date(plan: Plan) -> None:
    text = SOURCE.read_text(encoding="utf-8")
    for key, document in plan.documents.items():
        assert (document.number or document.title or "") in text, key
    symbols = set(re.findall(r"\d+(?:/\d{4}/[A-ZĐ]+[\w-]*|[/-][A-ZĐ][\wĐ]*[-/][A-ZĐ]+)", text))
    assert symbols == {d.number for d in plan.documents.values() if d.number}
