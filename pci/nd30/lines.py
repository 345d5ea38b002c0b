"""The line under the motto, the agency's name and the summary: that it is there, solid, and of fitting length."""

from collections.abc import Iterator

from pci.nd30.look import Finding, figure, name, tidy, visible
from pci.nd30.outline import Paragraph
from pci.nd30.parts import Parts, below

_LETTER = 0.45
"""How wide a letter of Times New Roman is on average, as a share of its size: the motto in bold comes to 0,453."""
_POINT = 25.4 / 72
_SHORT, _LONG = 2 / 3, 3 / 2
"""Shares of the text's estimated length that are far from as long as the text."""
_SLACK = 1.0
"""Millimetres by which a cell may differ from its column."""
_MOST = 0.6
"""The share of its column that half a line of text cannot reach, however long that line is."""


def line_below(parts: Parts, text: Paragraph, source: str, *, as_long: bool) -> Iterator[Finding]:
    """What is wrong with the line under a component, which is as long as its text or half of it at most. Of a line
    that is a drawing only its presence is known."""
    drawn = _drawn(parts, text)
    if drawn is None:
        hint = f"kẻ bằng viền đoạn hoặc hình vẽ, không gõ dấu gạch dưới ({source})"
        yield Finding(f"{name(text)}: phía dưới thiếu đường kẻ ngang", hint)
    elif not drawn.drawing:
        if drawn.dashed:
            yield Finding(
                f"{name(text)}: đường kẻ phía dưới không phải nét liền",
                f"chọn viền nét liền ({source})",
            )
        yield from _lengths(parts, text, drawn, source, as_long=as_long)


def _drawn(parts: Parts, text: Paragraph) -> Paragraph | None:
    """The paragraph that holds the line: the text's own or the next one."""
    following = below(parts, text)
    if text.drawing or "bottom" in text.borders:
        return text
    return following if following is not None and (following.borders or following.drawing) else None


def _lengths(
    parts: Parts, text: Paragraph, drawn: Paragraph, source: str, *, as_long: bool
) -> Iterator[Finding]:
    """Only clear departures: the length of a text is estimated, and where it breaks into lines is not known."""
    room = _column(parts, drawn)
    length = room - drawn.left - drawn.right
    hint = f"đặt lại thụt trái, thụt phải của đoạn mang đường kẻ ({source})"
    if room and as_long:
        words = len(tidy(text)) * max(run.size for run in visible(text)) * _LETTER * _POINT
        if not _SHORT * words <= length <= _LONG * words:
            told = f"đường kẻ phía dưới dài {figure(length)} mm, dòng chữ dài khoảng {words:.0f} mm"
            yield Finding(f"{name(text)}: {told}", hint)
    elif room and length > _MOST * room:
        told = f"đường kẻ phía dưới dài {figure(length)} mm, cần 1/3–1/2 dòng chữ"
        yield Finding(f"{name(text)}: {told}", hint)


def _column(parts: Parts, paragraph: Paragraph) -> float:
    """Millimetres between the margins or across the cell; 0 where cells are merged, or the table names no widths or
    another one than the cell, for then programs differ in which they follow."""
    place = paragraph.place
    if place is None:
        page = parts.outline.sections[paragraph.section - 1]
        return page.width - page.left - page.right
    table = parts.outline.tables[place.table - 1]
    own = table.cell_widths[place.row - 1]
    if len(own) != table.columns:
        return 0.0
    width = table.widths[place.cell - 1]
    return width if abs((own[place.cell - 1] or width) - width) <= _SLACK else 0.0
