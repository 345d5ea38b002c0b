"""Gaps that somebody must still fill in a Word document, and the text of its paragraphs as people
see it."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pci.core.vi import shown
from pci.nd30.word_file import FALLBACK, W, is_on, local, value

BRACKETED = re.compile(r"\s*(\[[^\[\]]*\])\s*")
SAID_MISSING = re.compile(r"\[(?=[^\[\]]*\])[^\[\]]*(?:bổ sung|chưa )[^\[\]]*\]", re.I)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
UNSEEN = ("del", "moveFrom", "pPr", "sdtPr", "Fallback")
_WITHOUT_KEY = re.compile("[\x7f-\x9f]")


def gaps_of(paragraph: Any, text: str, invitation: bool) -> Iterator[str]:
    """What somebody must still supply in a paragraph with this text: words in square brackets that
    are all that is highlighted, or that say so; what Word shows in an empty control, which all of
    an `invitation` is."""
    empty = [paragraph] if invitation and text else filter(invites, paragraph.iter(W + "sdt"))
    for node in empty:
        yield "".join(map(run_text, node.iter(W + "r")))
    for marked, stretch in stretches(paragraph) if "[" in text else ():
        whole = BRACKETED.fullmatch(stretch) if marked else None
        yield from [whole[1]] if whole else SAID_MISSING.findall(stretch)


def invites(control: Any) -> bool:
    """Whether a control is empty: Word then shows in it an invitation to type, all of it in a style
    for that. The mark alone says little, for other programs leave it when somebody typed."""
    if not is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr")):
        return False
    return all(
        run.find(f"{W}rPr/{W}rStyle") is not None
        for run in control.iter(W + "r")
        if run_text(run).strip()
    )


def invitations(story: Any) -> set[Any]:
    """The paragraphs of a document's part that lie in empty controls."""
    empty = filter(invites, story.iter(W + "sdt"))
    return {paragraph for control in empty for paragraph in control.iter(W + "p")}


def stretches(node: Any) -> Iterator[tuple[bool, str]]:
    """The text of a paragraph in stretches, highlighted ones apart from the others."""
    for marked, same in groupby(runs(node), _is_marked):
        yield marked, _WITHOUT_KEY.sub("", shown("".join(map(run_text, same))))


def plain(paragraph: Any) -> str:
    """Get the words of a paragraph."""
    return "".join(text for _, text in stretches(paragraph)).strip()


def runs(node: Any) -> Iterator[Any]:
    """List the runs of a paragraph, also in links, fields and controls, but not of boxes, of what
    was deleted or invites to type."""
    for part in node:
        if part.tag == W + "r":
            yield part
        elif local(part) not in UNSEEN and not invites(part):
            yield from runs(part)


def run_text(run: Any) -> str:
    """Get the text that a run shows."""
    return "".join(map(_part_text, run))


def _part_text(part: Any) -> str:
    """What a part of a run shows; of a sign that only new programs know, as an emoji, the one for
    the others."""
    name = local(part)
    if name == "AlternateContent":
        return "".join(text.text or "" for text in part.findall(f"{FALLBACK}/{W}t"))
    return (part.text or "") if name == "t" else _SIGNS.get(name, "")


def _is_marked(run: Any) -> bool:
    own = run.find(W + "rPr")
    if value(own, "highlight") == "yellow":
        return True
    shade = None if own is None else own.find(W + "shd")
    return shade is not None and shade.get(W + "fill", "").upper() == "FFFF00"
