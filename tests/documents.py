"""Word documents in tests: made by a command line, read as paragraphs, text, highlighted words."""

from io import BytesIO
from pathlib import Path
from typing import Any, cast

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun
from support import Run

from pci.reports.facts import Facts
from pci.reports.fields import mapping
from pci.reports.periodic import periodic_report


def report_fields(facts: Facts) -> dict[str, Any]:
    """What the template of the periodic report is filled with."""
    values = mapping(periodic_report(facts))
    assert isinstance(values, dict)
    return values


_MADE: dict[tuple[object, ...], bytes] = {}


def made(run: Run, root: Path, *command: str, out: Path) -> bytes:
    """The document that a command line makes of a workspace, laid at `out`.

    In one session the same command makes the same files into a document once.
    """
    files = sorted(path for path in root.rglob("*") if path.is_file())
    held = tuple((path.relative_to(root).as_posix(), path.read_bytes()) for path in files)
    key = (command, hash(held))
    if key not in _MADE:
        done = run(*command, "--root", str(root), "-o", str(out), "--force")
        assert done.code == 0, done.err
        _MADE[key] = out.read_bytes()
    out.write_bytes(_MADE[key])
    return _MADE[key]


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


def _runs(paragraph: Paragraph) -> list[WordRun]:
    return [WordRun(cast(CT_R, r), paragraph) for r in paragraph._p.iter(qn("w:r"))]
