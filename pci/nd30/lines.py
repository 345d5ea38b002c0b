"""The line under the motto, the agency's name and the summary: there, solid, of fitting length."""

import re

from pci.nd30.finding import Finding, Findings
from pci.nd30.look import figure, name
from pci.nd30.outline import WordParagraph
from pci.nd30.parts import Lines, Parts, below

_DASHED = re.compile("dash|dot|wave", re.IGNORECASE)
_LETTER = 0.45
"""How wide a letter of Times New Roman is on average, as a share of its size."""
_POINT = 25.4 / 72
_SHORT, _LONG = 2 / 3, 3 / 2
"""Shares of the text's estimated length that are far from as long as the text."""
_MOST = 0.6
"""The share of its column that half a line of text cannot reach, however long that line is."""


def line_below(parts: Parts, lines: Lines, source: str, *, as_long: bool = False) -> Findings:
    """What is wrong with the line under a component, as long as its text or half of it at most.

    Of a line that is a drawing only its presence is known.
    """
    for text in lines:
        drawn = _drawn(parts, text)
        if drawn is None:
            yield Finding(
                f"{name(text)}: phía dưới thiếu đường kẻ ngang",
                f"kẻ bằng viền đoạn hoặc hình vẽ, không gõ dấu gạch dưới ({source})",
            )
        elif not drawn.drawing:
            if _DASHED.search(f"{drawn.line_above} {drawn.line_below}"):
                yield Finding(
                    f"{name(text)}: đường kẻ phía dưới không phải nét liền",
                    f"chọn viền nét liền ({source})",
                )
            length = _length_fault(parts, text, drawn, as_long)
            if length:
                yield Finding(
                    f"{name(text)}: đường kẻ phía dưới {length}",
                    f"đặt lại thụt trái, thụt phải của đoạn mang đường kẻ ({source})",
                )


def _drawn(parts: Parts, text: WordParagraph) -> WordParagraph | None:
    """The paragraph that holds the line: the text's own or the next one."""
    if text.drawing or text.line_below:
        return text
    following = below(parts, text)
    if following and (following.line_above or following.line_below or following.drawing):
        return following
    return None


def _length_fault(parts: Parts, text: WordParagraph, drawn: WordParagraph, as_long: bool) -> str:
    """What is wrong with a length, clear departures only: that of the text is estimated."""
    room = _column(parts, drawn)
    length = room - drawn.left - drawn.right
    if not as_long:
        wrong = length > _MOST * room
        return f"dài {figure(length)} mm, cần 1/3–1/2 dòng chữ" if room and wrong else ""
    words = len(text.words) * max(run.size for run in text.visible) * _LETTER * _POINT
    wrong = not _SHORT * words <= length <= _LONG * words
    return f"dài {figure(length)} mm, dòng chữ dài khoảng {words:.0f} mm" if room and wrong else ""


def _column(parts: Parts, paragraph: WordParagraph) -> float:
    """Millimetres between the margins or across the cell; 0 where that is not known."""
    place = paragraph.place
    if place is None:
        page = parts.outline.sections[paragraph.section - 1]
        return page.width - page.left - page.right
    return parts.outline.tables[place.table - 1].cell_widths[place.row - 1][place.cell - 1]
