"""Charts in a Word document, drawn by Word itself, with their numbers in a workbook inside.

The XML of a chart is the template `chart_space.xml`, that of its place in the text
`chart_drawing.xml`.
"""

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from math import ceil
from operator import itemgetter
from pathlib import Path
from xml.sax.saxutils import escape

from jinja2 import Environment, StrictUndefined

from pci.lists import xlsx
from pci.lists.columns import Column
from pci.nd30.word_file import DOCUMENT
from pci.word.chart_data import Chart
from pci.word.render import canonical

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
_LINKS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_OFFICE = "application/vnd.openxmlformats-officedocument."


def draw(document: bytes, charts: Sequence[Chart]) -> bytes:
    """Put each chart in the place of its mark; leave out a chart whose mark is not printed."""
    with zipfile.ZipFile(BytesIO(document)) as package:
        body, links, types = (package.read(name).decode() for name in (DOCUMENT, _LINKS, _TYPES))
    parts: dict[str, bytes] = {}
    drawings = map(int, re.findall(r'<wp:docPr[^>]* id="(\d+)"', body))
    for number, chart in enumerate(charts, 1 + max(drawings, default=0)):
        mark = rf"<w:t(?: [^<>]*)?>{re.escape(escape(chart.mark))}</w:t>"
        around = re.split(mark, body)
        if len(around) == 1:
            continue
        body = _drawing(chart, number).join(around)
        name = f"bieu-do-{number}"
        links = _with(links, _link(f"rIdBieuDo{number}", "chart", f"charts/{name}.xml"))
        types = _with(types, _part_type(f"charts/{name}.xml", "drawingml.chart+xml"))
        types = _with(types, _part_type(f"embeddings/{name}.xlsx", "spreadsheetml.sheet"))
        parts[f"word/charts/{name}.xml"] = _chart_space(chart).encode()
        parts[f"word/charts/_rels/{name}.xml.rels"] = _links_of_chart(name).encode()
        parts[f"word/embeddings/{name}.xlsx"] = _workbook(chart)
    parts |= {DOCUMENT: body.encode(), _LINKS: links.encode(), _TYPES: types.encode()}
    return canonical(document, parts)


def _with(part: str, element: str) -> str:
    """Add an element at the end of a part."""
    body, end, tail = part.rpartition("</")
    return body + element + end + tail


def _link(relation: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{relation}" Type="{_RELATION}{kind}" Target="{target}"/>'


def _links_of_chart(name: str) -> str:
    book = _link("rId1", "package", f"../embeddings/{name}.xlsx")
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{book}</Relationships>'


def _part_type(name: str, kind: str) -> str:
    return f'<Override PartName="/word/{name}" ContentType="{_OFFICE}{kind}"/>'


def _workbook(chart: Chart) -> bytes:
    """Write the numbers of a chart, as Word shows them to whoever edits its data."""
    titles = ["", *(series.name for series in chart.series)]
    columns: list[Column[tuple[str, ...]]] = [
        Column(title, itemgetter(n), number=n > 0) for n, title in enumerate(titles)
    ]
    counts = (series.values for series in chart.series)
    rows = [tuple(map(str, row)) for row in zip(chart.categories, *counts, strict=True)]
    return xlsx.write(columns, rows, _SHEET, "")


def _drawing(chart: Chart, number: int) -> str:
    """Write what stands in a run of the document; `number` is its own among the drawings."""
    size = {"width": WIDTH * _EMU, "height": _height(chart) * _EMU}
    return _fill_in("chart_drawing.xml", chart=chart, number=number, **size)


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
