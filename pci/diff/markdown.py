"""A comparison as Markdown, for a comment on a merge request."""

import re

from pci.console import INVENTED, visible
from pci.diff.changes import KINDS, Change
from pci.diff.lines import ChangeList, groups, lines_of
from pci.diff.word_diff import Piece
from pci.lists.md import line, literal

_TAGS = {"same": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}


def markdown(listed: ChangeList) -> str:
    """Write a table for each group of changes; no text of a plan can do anything but be read."""
    parts = [f"**{INVENTED}**"] if listed.plan.illustrative else []
    parts += [f"### {_literal(listed.heading)}", f"**{_literal(listed.summary)}**"]
    for (is_finding, title), changes in groups(listed.changes):
        rows = [_row(change) for change in changes]
        heading = f"Phải xem: {title}" if is_finding else title
        head = [f"#### {heading}\n", line(["Thay đổi", "Ở đâu", "Nội dung"]), line(["---"] * 3)]
        parts.append("\n".join([*head, *rows]))
    return "\n\n".join(parts) + "\n"


def _row(change: Change) -> str:
    label = KINDS[change.kind].label
    contents = "<br>".join("".join(map(_tagged, pieces)) for pieces in lines_of(change))
    return line([f"**{label}**" if change.finding else label, _literal(change.name), contents])


def _tagged(piece: Piece) -> str:
    before, after = _TAGS[piece.mark]
    return f"{before}{_literal(piece.text)}{after}"


_CALLING = re.compile(r"@|(?:\\[#~&]|!|\$|%)(?=\w)|\b[Gg][Hh](?=-\d)")
"""What makes a code host notify people, or refer to things of its own."""


def _literal(words: str) -> str:
    """Write text so that it prints as it is, in one line, and calls nobody.

    A mark without width parts what would call.
    """
    quiet = _CALLING.sub(r"\g<0>&#8203;", literal(visible(words)))
    return quiet.replace("\\<", "&lt;").replace("\\>", "&gt;")
