"""Word documents in tests: made by a command line, read as paragraphs, text, highlighted words."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun
from support import ROOT, Run

from pci import workspace
from pci.core.dates import parse_period
from pci.core.errors import CannotDo
from pci.core.schedule import reporting_period
from pci.reports.facts import Facts, Sources, gather
from pci.reports.fields import mapping
from pci.reports.periodic import periodic_report
from pci.word.render import render


@cache
def _blank() -> bytes:
    document, out = Document(), BytesIO()
    links = document.part.rels
    for key in [key for key, link in links.items() if "stylesWithEffects" in link.reltype]:
        del links[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)
    document.save(out)
    return out.getvalue()


def blank() -> WordDocument:
    """An empty document without the looks of tables, most of what the library's own brings."""
    return Document(BytesIO(_blank()))


@cache
def facts(root: Path, report: str) -> Facts:
    """What a report of a period, as `2024-Q3`, tells of a workspace that no test changes."""
    year = workspace.open_workspace(root, report[:4])
    period = parse_period(report)
    assert period
    regime = year.plan.reporting
    window = reporting_period(regime, period, year.calendar)
    return gather(
        Sources(year.plan, year.entries, window, window.window_last, year.calendar, regime)
    )


def report_fields(facts: Facts) -> dict[str, Any]:
    """What the template of the periodic report is filled with."""
    values = mapping(periodic_report(facts))
    assert isinstance(values, dict)
    return values


def refused(template: bytes) -> str:
    """What is said of a template that the real plan's report cannot be filled into."""
    own = facts(ROOT, "2023-Q3")
    with pytest.raises(CannotDo) as refusal:
        render(template, "bao-cao.docx", report_fields(own), "", "", own.window.window_last)
    return f"{refusal.value.message}; {refusal.value.hint}"


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
