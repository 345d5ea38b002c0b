"""The blanks of a document, highlighted wherever the plan's file leaves something out."""

import re
from copy import deepcopy
from itertools import groupby
from typing import Any

from pci.nd30.word_file import W, value
from pci.word.pagination import element

_BLANK = re.compile(r"(\[chưa có [^\[\]]+\])", re.IGNORECASE)
"""What the values of a document say in place of a text that nobody gave."""


def highlight_blanks(document: Any) -> None:
    """Highlight every blank in the body of a document, apart from the words around it."""
    for run in list(document.element.body.iter(f"{W}r")):
        text = "".join(part.text or "" for part in run.iter(f"{W}t"))
        if _BLANK.search(text) and not value(run.find(f"{W}rPr"), "highlight"):
            _split(run)


def _split(run: Any) -> None:
    """Put copies of a run in its place, in turn without and with the mark."""
    properties = run.find(f"{W}rPr")
    pieces = [piece for part in run if part is not properties for piece in _pieces(part)]
    for is_blank, same in groupby(pieces, lambda piece: piece[0]):
        made = element("w:r", *([] if properties is None else [deepcopy(properties)]))
        if is_blank:
            made.get_or_add_rPr().get_or_add_highlight().set(f"{W}val", "yellow")
        made.extend(part for _, part in same)
        run.addprevious(made)
    run.getparent().remove(run)


def _pieces(part: Any) -> list[tuple[bool, Any]]:
    """Cut a text at its blanks, each piece with whether it is one; any other part is whole."""
    if part.tag != f"{W}t":
        return [(False, part)]
    pieces = []
    for words in filter(None, _BLANK.split(part.text or "")):
        text = element("w:t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        pieces.append((_BLANK.fullmatch(words) is not None, text))
    return pieces
