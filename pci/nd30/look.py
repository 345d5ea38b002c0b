"""How a paragraph looks, compared with how NĐ 30/2020 wants it, and the words that all findings on form share."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pci.core.vi import nfc, number_words, shortened
from pci.nd30.outline import Paragraph, Run

QUOTED = 40
_ALIGNMENTS = {"left": "trái", "center": "giữa", "right": "phải", "justified": "đều hai lề"}


class Finding(NamedTuple):
    """What is wrong, in one line, and what to do about it."""

    message: str
    hint: str


class Look(NamedTuple):
    """How a component must look: sizes in points, and None for what is left free."""

    low: float
    high: float
    bold: bool | None = None
    italic: bool | None = None
    upper: bool | None = None
    align: str | None = None


def departures(paragraph: Paragraph, look: Look, source: str) -> Iterator[Finding]:
    """Where a component departs from its look; `source` is the place in the decree's annex."""
    hint = f"đặt {_wanted(look)} ({source})"
    return (Finding(f"{name(paragraph)}: {fault}", hint) for fault in _faults(paragraph, look))


def _faults(paragraph: Paragraph, look: Look) -> Iterator[str]:
    runs = visible(paragraph)
    size = next((run.size for run in runs if not look.low <= run.size <= look.high), None)
    if size is not None:
        yield f"cỡ chữ {figure(size)}, cần {_sizes(look)}"
    if look.bold is not None and any(run.bold != look.bold for run in runs):
        yield "chưa đậm cả dòng" if look.bold else "có chữ đậm, cần chữ thường"
    if look.italic is not None and any(run.italic != look.italic for run in runs):
        yield "chưa nghiêng cả dòng" if look.italic else "có chữ nghiêng, cần chữ đứng"
    if look.upper is not None and is_upper(paragraph) != look.upper:
        yield "chưa viết in hoa" if look.upper else "viết in hoa, cần chữ in thường"
    if look.align is not None and paragraph.align != look.align:
        yield f"đang căn {_side(paragraph.align)}, cần căn {_side(look.align)}"


def _wanted(look: Look) -> str:
    words = [f"cỡ {_sizes(look)}"]
    words += ["đậm" if look.bold else "không đậm"] if look.bold is not None else []
    words += ["nghiêng" if look.italic else "đứng"] if look.italic is not None else []
    words += ["in hoa" if look.upper else "in thường"] if look.upper is not None else []
    words += [f"căn {_side(look.align)}"] if look.align is not None else []
    return ", ".join(words)


def _sizes(look: Look) -> str:
    return figure(look.low) if look.low == look.high else f"{figure(look.low)}–{figure(look.high)}"


def _side(align: str) -> str:
    return _ALIGNMENTS.get(align, align)


def figure(number: float) -> str:
    """A measured size or length, to a tenth: `11`, `12,7`."""
    return number_words(Decimal(str(round(number, 1))))


def name(paragraph: Paragraph) -> str:
    """A paragraph as a message names it: `đoạn 12 «Nơi nhận:»`; a trial's by the template that people edit."""
    return f"{place(paragraph)} «{shortened(tidy(paragraph.origin or paragraph), QUOTED)}»"


def place(paragraph: Paragraph) -> str:
    """Where a paragraph stands, for a message that quotes it anyway: `đoạn 12`."""
    number = (paragraph.origin or paragraph).number
    return f"đoạn {number}" if number else "đầu hoặc chân trang"


def tidy(paragraph: Paragraph) -> str:
    """The printed text, composed, with single spaces."""
    return nfc(" ".join(paragraph.printed.split()))


def visible(paragraph: Paragraph) -> list[Run]:
    """The runs that print something."""
    return [run for run in paragraph.runs if run.text.strip()]


def is_upper(paragraph: Paragraph) -> bool:
    """Whether every letter a reader sees is a capital."""
    return nfc(paragraph.printed).isupper()


def is_bold(paragraph: Paragraph) -> bool:
    """Whether every visible run is bold."""
    return all(run.bold for run in visible(paragraph))


def is_italic(paragraph: Paragraph) -> bool:
    """Whether every visible run is italic."""
    return all(run.italic for run in visible(paragraph))
