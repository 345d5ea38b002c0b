"""Charts in a Word document: drawn by Word itself, so sharp at any size, with their numbers in a workbook inside."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from pci.lists import xlsx
from pci.lists.columns import Column
from pci.nd30.word_file import DOCUMENT
from pci.word.chart_data import Chart, Series
from pci.word.render import canonical

WIDTH, HEIGHT_MOST = 250, 145
"""Millimetres: what a landscape page holds between its margins, with a heading above and a line below."""
_TOP, _BAR, _FOOT = 2, 8, 22
"""Millimetres of height above the bars, for each of them, and below for the axis and the legend."""
_LETTER, _NAMES_MOST = 1.85, 125
"""Millimetres that a letter of a name takes, and the width that names may have; a longer one gets a second line."""
_LABEL = 35
"""A bar's part shorter than a 35th of the axis has no room for its number; the table above tells it."""
_STEPS = (1, 2, 5)
_EMU = 36_000

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_SOLID = '<a:solidFill><a:srgbClr val="{}"/></a:solidFill>'
_PATTERN = (
    '<a:pattFill prst="{}"><a:fgClr><a:srgbClr val="{}"/></a:fgClr>'
    '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
)
_FILLS = (
    _SOLID.format("1F3864"),
    _PATTERN.format("wdUpDiag", "1F3864"),
    _SOLID.format("D9D9D9"),
    _PATTERN.format("lgGrid", "C00000"),
    _PATTERN.format("narVert", "000000"),
    _SOLID.format("FFFFFF"),
)
"""One for each state, told apart by pattern and by grey as well as by colour: most offices print in black."""
_BLACK = _SOLID.format("000000")
_TEXT = (
    '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1100" b="{}">'
    + _BLACK
    + '<a:latin typeface="Times New '
    'Roman"/><a:ea typeface="Times New Roman"/><a:cs typeface="Times New Roman"/></a:defRPr></a:pPr>'
    '<a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
)
_LETTERS, _BOLD = _TEXT.format(0), _TEXT.format(1)


def drawn(document: bytes, charts: Sequence[Chart]) -> bytes:
    """A finished document with each chart in the place of its mark; a chart whose mark is not printed is left out."""
    with zipfile.ZipFile(BytesIO(document)) as opened:
        body, links, types = (opened.read(name).decode() for name in (DOCUMENT, _LINKS, _TYPES))
    added: dict[str, bytes] = {}
    first = 1 + max(
        (int(number) for number in re.findall(r'<wp:docPr[^>]* id="(\d+)"', body)), default=0
    )
    for number, chart in enumerate(charts, first):
        before, body = body, _placed(body, chart, number)
        if body == before:
            continue
        name = f"bieu-do-{number}"
        links = _with(links, _link(f"rIdBieuDo{number}", "chart", f"charts/{name}.xml"))
        types = _with(
            types, f'<Override PartName="/word/charts/{name}.xml" ContentType="{_CHART_TYPE}"/>'
        )
        types = _with(
            types, f'<Override PartName="/word/embeddings/{name}.xlsx" ContentType="{_BOOK_TYPE}"/>'
        )
        book = _link("rId1", "package", f"../embeddings/{name}.xlsx")
        added[f"word/charts/{name}.xml"] = (_HEAD + _chart_space(chart)).encode()
        added[f"word/charts/_rels/{name}.xml.rels"] = (_HEAD + _LINK_LIST.format(book)).encode()
        added[f"word/embeddings/{name}.xlsx"] = _workbook(chart)
    return canonical(
        document, {**added, DOCUMENT: body.encode(), _LINKS: links.encode(), _TYPES: types.encode()}
    )


_LINKS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_LINK_LIST = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'


def _placed(body: str, chart: Chart, number: int) -> str:
    """The body with the chart wherever its mark is printed, in a run of its own."""
    mark = rf"<w:t(?: [^<>]*)?>{re.escape(escape(chart.mark))}</w:t>"
    return re.sub(mark, lambda _: _drawing(chart, number), body)


def _drawing(chart: Chart, number: int) -> str:
    """What stands in a run of the document; `number` is its own among the document's drawings."""
    size = f'cx="{WIDTH * _EMU}" cy="{_height(chart) * _EMU}"'
    named = f"name={quoteattr(f'{chart.title} {number}')} descr={quoteattr(chart.words)}"
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" {named}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" xmlns:r="{_RELATIONS}" r:id="rIdBieuDo{number}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _link(relation: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{relation}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'


def _with(part: str, element: str) -> str:
    """The part with one element more before its end."""
    body, end, tail = part.rpartition("</")
    return body + element + end + tail


def _workbook(chart: Chart) -> bytes:
    """The chart's numbers, as Word shows them to whoever edits its data."""
    columns: list[Column[int]] = [Column("", lambda n: chart.categories[n])]
    columns += [
        Column(series.name, partial(_count, series), number=True) for series in chart.series
    ]
    return xlsx.write(columns, range(len(chart.categories)), _SHEET, "")


def _count(series: Series, category: int) -> str:
    return str(series.values[category])


_SHEET = "SoLieu"


def _chart_space(chart: Chart) -> str:
    series = "".join(_series(chart, n, s) for n, s in enumerate(chart.series))
    return (
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main" xmlns:r="{_RELATIONS}">'
        '<c:date1904 val="0"/><c:lang val="vi-VN"/><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>'
        f"{_layout(chart)}"
        '<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="45"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f"{_axes(chart)}</c:plotArea>"
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_LETTERS}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{_SOLID.format('FFFFFF')}<a:ln><a:noFill/></a:ln></c:spPr>{_LETTERS}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _layout(chart: Chart) -> str:
    """Where the bars stand in the frame: names to their left on one line, so that no program leaves any out."""
    names = min(_NAMES_MOST, 8 + _LETTER * max(map(len, chart.categories)))
    height = _height(chart)
    place = {
        "x": names / WIDTH,
        "y": _TOP / height,
        "w": 1 - (names + 6) / WIDTH,
        "h": 1 - (_TOP + _FOOT) / height,
    }
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        + "".join(f'<c:{key} val="{value:.4f}"/>' for key, value in place.items())
        + "</c:manualLayout></c:layout>"
    )


def _series(chart: Chart, n: int, series: Series) -> str:
    last, column = len(chart.categories) + 1, chr(ord("B") + n)
    names = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(name)}</c:v></c:pt>'
        for i, name in enumerate(chart.categories)
    )
    values = "".join(
        f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(series.values)
    )
    count = f'<c:ptCount val="{len(chart.categories)}"/>'
    return (
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>'
        f"<c:tx><c:strRef><c:f>{_SHEET}!${column}$1</c:f><c:strCache>"
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr>{_FILLS[n % len(_FILLS)]}<a:ln w="6350">{_BLACK}</a:ln></c:spPr><c:invertIfNegative val="0"/>'
        f"<c:dLbls>{''.join(_without_number(chart, series))}<c:spPr>{_SOLID.format('FFFFFF')}</c:spPr>{_BOLD}"
        '<c:dLblPos val="ctr"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>{_SHEET}!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_SHEET}!${column}$2:${column}${last}</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>{count}{values}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _without_number(chart: Chart, series: Series) -> Iterator[str]:
    """Points that print none: there is nothing, or no room for it."""
    for i, value in enumerate(series.values):
        if value * _LABEL < _end(chart):
            yield f'<c:dLbl><c:idx val="{i}"/><c:delete val="1"/></c:dLbl>'


def _axes(chart: Chart) -> str:
    """The categories from above, and under them the numbers, whole ones only."""
    line = '<c:spPr><a:ln w="6350">' + _SOLID + "</a:ln></c:spPr>"
    return (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{line.format("000000")}{_LETTERS}<c:crossAx val="2"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="50"/>'
        '<c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="{_end(chart)}"/>'
        '<c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
        f"<c:majorGridlines>{line.format('D9D9D9')}</c:majorGridlines>"
        '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{line.format("D9D9D9")}{_LETTERS}<c:crossAx val="1"/><c:crosses val="max"/>'
        f'<c:crossBetween val="between"/><c:majorUnit val="{_step(chart)}"/></c:valAx>'
    )


def _longest(chart: Chart) -> int:
    return max(map(sum, zip(*(series.values for series in chart.series), strict=True)))


def _step(chart: Chart) -> int:
    """Of the steps 1, 2, 5, 10, 20 … the first that needs at most ten to reach the longest bar."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * 10 >= _longest(chart):
                return step * power
        power *= 10


def _end(chart: Chart) -> int:
    """Where the axis ends: the first step that takes in the longest bar."""
    step = _step(chart)
    return max(step, -(-_longest(chart) // step) * step)


def _height(chart: Chart) -> int:
    return min(HEIGHT_MOST, _TOP + _BAR * len(chart.categories) + _FOOT)
