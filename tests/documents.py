"""Reading Word documents in tests: their text, their highlighted text, the pages LibreOffice makes of them."""

import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import cast

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.text.paragraph import Paragraph
from docx.text.run import Run


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


def pdf_text(document: Path) -> tuple[str, int]:
    """The words and the number of pages that LibreOffice makes of a document."""
    pages = pdf_pages(document)
    return "\n".join(pages), len(pages)


def pdf_pages(document: Path) -> list[str]:
    """The words of every page that LibreOffice makes of a document."""
    (pages,) = pages_of([document])
    return pages


def pages_of(documents: Sequence[Path]) -> list[list[str]]:
    """The pages of each of some documents of one folder, from one start of LibreOffice."""
    folder = documents[0].parent
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(folder), *map(str, documents)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    found = []
    for made in (document.with_suffix(".pdf") for document in documents):
        done = subprocess.run(
            ["pdftotext", "-layout", str(made), "-"], check=True, capture_output=True, timeout=60
        )
        found.append(done.stdout.decode().split("\f")[:-1])
    return found
