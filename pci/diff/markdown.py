"""A comparison as Markdown, for a comment on a merge request."""

import re

from pci.diff.changes import Change
from pci.diff.lines import ChangeList, pieces_of
from pci.diff.word_diff import Piece
from pci.lists.md import line, literal

_TAGS = {"same": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}


def markdown(listed: ChangeList) -> str:
    """Write a table for each group of changes; no text of a plan can do anything but be read."""
    parts = [f"**{_literal(words)}**" for words in listed.head()]
    for heading, changes in listed.groups():
        head = [f"#### {heading}\n", line(["Thay đổi", "Ở đâu", "Nội dung"]), line(["---"] * 3)]
        parts.append("\n".join([*head, *map(_row, changes)]))
    return "\n\n".join(parts) + "\n"


def _row(change: Change) -> str:
    words = f"**{change.words}**" if change.finding else change.words
    contents = "".join(_tagged(piece) for piece in pieces_of(change) if piece.text)
    return line([words, _literal(change.name), contents])


def _tagged(piece: Piece) -> str:
    before, after = _TAGS[piece.mark]
    return f"{before}{_literal(piece.text)}{after}"


_CALLING = re.compile(r"@|(?:\\[#~&]|!|\$|%)(?=\w)|\b[Gg][Hh](?=-\d)")
"""What makes a code host notify people, or refer to things of its own."""


def _literal(words: str) -> str:
    """Write text so that it prints as it is, in one line, and calls nobody.

    A mark without width parts what would call.
    """
    quiet = _CALLING.sub(r"\g<0>&#8203;", literal(words))
    return quiet.replace("\\<", "&lt;").replace("\\>", "&gt;")
