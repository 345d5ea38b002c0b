"""Charts in a Word document, drawn by Word itself, with their numbers in a workbook inside.

The XML of a chart is the template `chart_space.xml`, that of its place in the text
`chart_drawing.xml`.
"""

from collections.abc import Sequence
from io import BytesIO
from math import ceil
from operator import itemgetter
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from jinja2 import Environment, StrictUndefined

from pci.lists import xlsx
from pci.lists.columns import Column
from pci.word.chart_data import Chart
from pci.word.render import canonical
from pci.word.saved import saved

WIDTH, HEIGHT_MOST = 250, 145
"""Millimetres of a landscape page between its margins, less a heading and a line of text."""
_TOP, _BAR, _FOOT = 2, 8, 22
"""Millimetres above the bars, of each bar, and below them for the axis and the legend."""
_LETTER, _NAMES_MOST = 1.85, 125
"""Millimetres of a letter in a name, and the most that names may take; a longer one wraps."""
_EMU = 36_000
"""English metric units in a millimetre."""
_SHEET = "SoLieu"
"""The sheet of a chart's workbook."""

_XML = Environment(autoescape=True, undefined=StrictUndefined)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def draw(document: bytes, charts: Sequence[Chart]) -> bytes:
    """Put each chart in the place of its mark; leave out a chart whose mark is not printed."""
    opened = Document(BytesIO(document))
    body: Any = opened.element.body
    drawings = (int(node.get("id")) for node in body.iter("{*}docPr"))
    for number, chart in enumerate(charts, 1 + max(drawings, default=0)):
        marks = [text for text in body.iter(qn("w:t")) if text.text == chart.mark]
        if marks:
            link = _add(opened.part, chart, f"bieu-do-{number}")
        for mark in marks:
            mark.getparent().replace(mark, parse_xml(_drawing(chart, number, link)))
    return canonical(saved(opened), {})


def _add(body: Part, chart: Chart, name: str) -> str:
    """Add the parts of a chart and give the relation to it."""
    package = body.package
    space = Part(
        PackURI(f"/word/charts/{name}.xml"),
        CONTENT_TYPE.DML_CHART,
        _chart_space(chart).encode(),
        package,
    )
    sheet = PackURI(f"/word/embeddings/{name}.xlsx")
    space.relate_to(
        Part(sheet, CONTENT_TYPE.SML_SHEET, _workbook(chart), package), RELATIONSHIP_TYPE.PACKAGE
    )
    return body.relate_to(space, RELATIONSHIP_TYPE.CHART)


def _workbook(chart: Chart) -> bytes:
    """Write the numbers of a chart, as Word shows them to whoever edits its data."""
    titles = ["", *(series.name for series in chart.series)]
    columns: list[Column[tuple[str, ...]]] = [
        Column(title, itemgetter(n), number=n > 0) for n, title in enumerate(titles)
    ]
    counts = (series.values for series in chart.series)
    rows = [tuple(map(str, row)) for row in zip(chart.categories, *counts, strict=True)]
    return xlsx.write(columns, rows, _SHEET, "")


def _drawing(chart: Chart, number: int, link: str) -> str:
    """Write what stands in a run of the document; `number` is its own among the drawings."""
    size = {"width": WIDTH * _EMU, "height": _height(chart) * _EMU}
    return _fill_in("chart_drawing.xml", chart=chart, number=number, link=link, **size)


def _chart_space(chart: Chart) -> str:
    step = _step(chart)
    end = max(step, ceil(_longest(chart) / step) * step)
    values = {"layout": _layout(chart), "sheet": _SHEET, "step": step, "end": end}
    return _HEAD + _fill_in("chart_space.xml", chart=chart, **values)


def _fill_in(template: str, **values: object) -> str:
    """Fill in a template whose line ends and indents are for its reader."""
    source = Path(__file__).with_name(template).read_text(encoding="utf-8")
    return _XML.from_string("".join(map(str.strip, source.splitlines()))).render(values)


def _layout(chart: Chart) -> dict[str, float]:
    """Say where the bars stand, as shares of the frame.

    The names stand to their left on one line, so that no program leaves any out.
    """
    names = min(_NAMES_MOST, 8 + _LETTER * max(map(len, chart.categories)))
    height = _height(chart)
    return {
        "x": names / WIDTH,
        "y": _TOP / height,
        "w": 1 - (names + 6) / WIDTH,
        "h": 1 - (_TOP + _FOOT) / height,
    }


def _height(chart: Chart) -> int:
    return min(HEIGHT_MOST, _TOP + _BAR * len(chart.categories) + _FOOT)


def _longest(chart: Chart) -> int:
    return max(map(sum, zip(*(series.values for series in chart.series), strict=True)))


def _step(chart: Chart) -> int:
    """Find the first of the steps 1, 2, 5, 10, 20 … that reaches the longest bar in ten."""
    longest, unit = _longest(chart), 1
    while 5 * unit * 10 < longest:
        unit *= 10
    return next(step * unit for step in (1, 2, 5) if step * unit * 10 >= longest)
