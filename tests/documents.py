"""Reading Word documents in tests: their paragraphs, their text, their highlighted words."""

from io import BytesIO
from typing import Any, cast

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pci.reports.facts import Facts
from pci.reports.fields import mapping
from pci.reports.periodic import periodic_report


def report_fields(facts: Facts) -> dict[str, Any]:
    """What the template of the periodic report is filled with."""
    values = mapping(periodic_report(facts))
    assert isinstance(values, dict)
    return values


def paragraphs(data: bytes) -> list[Paragraph]:
    """Every paragraph in document order, those in tables too."""
    document = Document(BytesIO(data))
    body = document.element.body
    return [Paragraph(p, document._body) for p in body.iter(qn("w:p"))]


def text(data: bytes) -> str:
    """The words of a document, one paragraph a line, those in content controls too."""
    return (
        "\n".join("".join(run.text for run in _runs(paragraph)) for paragraph in paragraphs(data))
        + "\n"
    )


def highlighted(data: bytes) -> list[str]:
    """The words that are marked for somebody to complete."""
    runs = [run for p in paragraphs(data) for run in _runs(p)]
    return [run.text for run in runs if run.font.highlight_color is not None and run.text]


def _runs(paragraph: Paragraph) -> list[Run]:
    return [Run(cast(CT_R, r), paragraph) for r in paragraph._p.iter(qn("w:r"))]
