"""How a component of a document must look, and the words that all findings on form share."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from pci.core.vi import nfc, number_words, shortened
from pci.nd30.finding import Finding, Findings
from pci.nd30.outline import WordParagraph

QUOTED = 40
_ALIGNMENTS = {"left": "trái", "center": "giữa", "right": "phải", "justified": "đều hai lề"}
_SIZE = re.compile(r"cỡ (\d+)(?:–(\d+))?")


def departures(lines: Iterable[WordParagraph], look: str, source: str) -> Findings:
    """Where the lines of a component depart from its look.

    The look is in the words of the hint: `cỡ 13–14, đậm, đứng, in hoa, căn giữa`. The source is the
    place in the decree's annex.
    """
    for line in lines:
        for words in look.split(", "):
            fault = _fault(line, words)
            if fault:
                yield Finding(f"{name(line)}: {fault}", f"đặt {look} ({source})")


def _fault(paragraph: WordParagraph, words: str) -> str:
    """What is wrong with one thing that a look asks for, nothing where it is as it must be."""
    sizes = _SIZE.fullmatch(words)
    if sizes:
        low, high = float(sizes[1]), float(sizes[2] or sizes[1])
        wrong = [run.size for run in paragraph.visible if not low <= run.size <= high]
        return f"cỡ chữ {figure(wrong[0])}, cần {words.removeprefix('cỡ ')}" if wrong else ""
    if words.startswith("căn "):
        align = f"căn {_ALIGNMENTS.get(paragraph.align, paragraph.align)}"
        return "" if align == words else f"đang {align}, cần {words}"
    holds, fault = _TRAITS[words]
    return "" if holds(paragraph) else fault


def is_bold(paragraph: WordParagraph) -> bool:
    """Whether all that prints is bold."""
    return all(run.bold for run in paragraph.visible)


def is_italic(paragraph: WordParagraph) -> bool:
    """Whether all that prints is italic."""
    return all(run.italic for run in paragraph.visible)


def _is_upper(paragraph: WordParagraph) -> bool:
    return nfc(paragraph.printed).isupper()


_TRAITS: dict[str, tuple[Callable[[WordParagraph], bool], str]] = {
    "đậm": (is_bold, "chưa đậm cả dòng"),
    "không đậm": (lambda p: not any(run.bold for run in p.visible), "có chữ đậm, cần chữ thường"),
    "nghiêng": (is_italic, "chưa nghiêng cả dòng"),
    "đứng": (lambda p: not any(run.italic for run in p.visible), "có chữ nghiêng, cần chữ đứng"),
    "chữ màu đen": (
        lambda p: all(run.colour.lower() in ("auto", "000000") for run in p.visible),
        "có chữ không phải màu đen",
    ),
    "in hoa": (_is_upper, "chưa viết in hoa"),
    "in thường": (lambda p: not _is_upper(p), "viết in hoa, cần chữ in thường"),
}
"""What a look may ask for: whether a paragraph has it, and the fault where it has not."""


def figure(number: float) -> str:
    """A measured size or length, to a tenth: `11`, `12,7`."""
    return number_words(Decimal(str(round(number, 1))))


def name(paragraph: WordParagraph) -> str:
    """A paragraph as a message names it: `đoạn 12 «Nơi nhận:»`; a trial's by its template."""
    return f"{place(paragraph)} «{shortened((paragraph.origin or paragraph).words, QUOTED)}»"


def place(paragraph: WordParagraph) -> str:
    """Where a paragraph stands, for a message that quotes it anyway: `đoạn 12`."""
    number = (paragraph.origin or paragraph).number
    return f"đoạn {number}" if number else "đầu hoặc chân trang"
