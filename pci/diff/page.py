"""A comparison for people: plain lines for a screen or a pipe, Markdown for a merge request."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from pci.console import INVENTED, visible
from pci.core.labels import days_words
from pci.core.model import Plan
from pci.diff.changes import KINDS, Change
from pci.diff.marks import Piece, marked
from pci.lists.json import of_plan
from pci.lists.md import line, literal

_COLOURS = {"removed": "\x1b[31m", "added": "\x1b[32m", "finding": "\x1b[1;33m", "group": "\x1b[1m"}
_PLAIN = "\x1b[0m"
_BRACKETS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_TAGS = {"same": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}


class Compared(NamedTuple):
    """What was compared, by names for people, and the changes found."""

    plan: Plan
    old: str
    new: str
    changes: Sequence[Change]

    @property
    def findings(self) -> int:
        """How many changes must be looked into."""
        return sum(change.finding for change in self.changes)

    @property
    def heading(self) -> str:
        """The plan and its two sides."""
        return f"Kế hoạch năm {self.plan.year}: {self.old} → {self.new}"

    @property
    def summary(self) -> str:
        """How many changes, and how many that nobody should have made."""
        if not self.changes:
            return "Không có thay đổi."
        found = f", trong đó {self.findings:02} điều phải xem (!)" if self.findings else ""
        return f"{len(self.changes):02} thay đổi{found}."


class _Line(NamedTuple):
    """One line of a page: how far in, and its pieces."""

    indent: int
    pieces: tuple[Piece, ...]


def text(found: Compared, columns: int | None, colour: bool) -> str:
    """Lines for reading: wrapped at a screen's width, never cut; whole lines where there is no screen."""
    lines = [
        _Line(0, (Piece("same", words),))
        for words in (*[INVENTED] * found.plan.illustrative, found.heading)
    ]
    lines += [_Line(0, (Piece("same", found.summary),)), *_body(found.changes)]
    shown = (_wrapped(one, columns) if columns else [one] for one in lines)
    return "\n".join(_drawn(one, colour) for several in shown for one in several) + "\n"


def _body(changes: Iterable[Change]) -> Iterator[_Line]:
    for group, members in groupby(
        changes, key=lambda change: (change.finding, KINDS[change.kind].group)
    ):
        yield _Line(0, ())
        yield _Line(0, (Piece("group", f"{'PHẢI XEM: ' * group[0]}{group[1]}"),))
        for (kind, name), parts in groupby(members, key=lambda change: (change.kind, change.name)):
            yield from _block(kind, name, list(parts))


def _block(kind: str, name: str, parts: list[Change]) -> Iterator[_Line]:
    """What happened to one thing: a line that names it, then each part."""
    found = KINDS[kind]
    count = f" ({len(parts):02})" if kind in _COUNTED else ""
    head = f"{_sign(kind)} {found.label}: {name}{count}"
    yield _Line(2, (Piece("finding" if found.finding else "same", head),))
    for change in parts:
        for pieces in _told(change):
            yield _Line(6, pieces)


_COUNTED = ("update-added", "update-astray")
"""Told many under one name."""


def _sign(kind: str) -> str:
    if KINDS[kind].finding:
        return "!"
    return {"added": "+", "removed": "-"}.get(kind.rpartition("-")[2], "~")


def _told(change: Change) -> Iterator[tuple[Piece, ...]]:
    """One change, a line each: the words marked where some stayed, else what was and what is."""
    label = (Piece("same", f"{change.label}: "),) if change.label else ()
    by = (Piece("same", f" ({days_words(change.days)})"),) if change.days else ()
    if not (change.old and change.new):
        mark = "same" if not change.label else "removed" if change.old else "added"
        for n, words in enumerate((change.old or change.new).splitlines()):
            yield (*(label if n == 0 else ()), Piece(mark, words))
        return
    pieces = marked(change.old, change.new)
    stayed = any(mark == "same" and re.search(r"\w", words) for mark, words in pieces)
    if change.days is not None or change.whole or not stayed:
        pieces = (Piece("removed", change.old), Piece("same", " → "), Piece("added", change.new))
    yield from _lines((*label, *_near(pieces), *by))


_AROUND, _LEAST = 60, 40
"""Letters of an unchanged stretch that are shown beside a change, and the fewest worth leaving out."""


def _near(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The words around the changes: of a long stretch that stayed, its two ends."""
    for n, (mark, words) in enumerate(pieces):
        head, tail = _AROUND * (n > 0), _AROUND * (n < len(pieces) - 1)
        if mark != "same" or len(words) <= head + tail + _LEAST:
            yield Piece(mark, words)
            continue
        start = words[:head].rpartition(" ")[0]
        end = words[len(words) - tail :].partition(" ")[2] if tail else ""
        yield Piece(
            "same",
            f"{start} […] {end}" if start and end else f"{start} […]" if start else f"[…] {end}",
        )


def _lines(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Pieces cut at their line ends."""
    row: list[Piece] = []
    for mark, words in pieces:
        first, *rest = words.split("\n")
        row += [Piece(mark, first)] if first else []
        for words_after in rest:
            yield tuple(row)
            row = [Piece(mark, words_after)] if words_after else []
    if row:
        yield tuple(row)


def _bracketed(piece: Piece) -> str:
    """The piece between its marks, which stay though colours are lost."""
    before, after = _BRACKETS.get(piece.mark, ("", ""))
    return f"{before}{visible(piece.text)}{after}"


def _wrapped(one: _Line, columns: int) -> Iterator[_Line]:
    """The lines that one takes on a screen, broken between words; a word wider than the screen is left whole."""
    words = [
        (piece.mark, word)
        for piece in one.pieces
        for word in re.findall(r"\S+\s*|\s+", _bracketed(piece))
    ]
    indent, row, used = one.indent, list[Piece](), 0
    for mark, word in words:
        if row and indent + used + len(word.rstrip()) > columns:
            yield _Line(indent, tuple(row))
            indent, row, used = one.indent + 2, [], 0
        row.append(Piece(f"drawn {mark}", word))
        used += len(word)
    yield _Line(indent, tuple(row))


def _drawn(one: _Line, colour: bool) -> str:
    """A line as its bytes: colours only where asked, no blanks at its end."""
    shown = []
    for piece in one.pieces:
        mark = piece.mark.removeprefix("drawn ")
        words = piece.text if piece.mark != mark else _bracketed(piece)
        shown.append(f"{_COLOURS[mark]}{words}{_PLAIN}" if colour and mark in _COLOURS else words)
    return (" " * one.indent + "".join(shown)).rstrip()


def markdown(found: Compared) -> str:
    """A comment for a merge request, in which no text of a plan can do anything but be read."""
    parts = [f"**{INVENTED}**"] if found.plan.illustrative else []
    parts += [f"### {_literal(found.heading)}", f"**{_literal(found.summary)}**"]
    for group, members in groupby(
        found.changes, key=lambda change: (change.finding, KINDS[change.kind].group)
    ):
        title = f"Phải xem: {group[1]}" if group[0] else group[1]
        rows = [line([_what(change), _literal(change.name), _cell(change)]) for change in members]
        parts.append(
            "\n".join(
                [
                    f"#### {title}\n",
                    line(["Thay đổi", "Ở đâu", "Nội dung"]),
                    line(["---"] * 3),
                    *rows,
                ]
            )
        )
    return "\n\n".join(parts) + "\n"


def _what(change: Change) -> str:
    label = KINDS[change.kind].label
    return f"**{label}**" if change.finding else label


def _cell(change: Change) -> str:
    return "<br>".join("".join(map(_tagged, pieces)) for pieces in _told(change))


def _tagged(piece: Piece) -> str:
    before, after = _TAGS[piece.mark]
    return f"{before}{_literal(piece.text)}{after}"


_CALLING = re.compile(r"@|(?:\\[#~&]|!|\$|%)(?=\w)|\b[Gg][Hh](?=-\d)")
"""What makes a code host notify people, or refer to things of its own."""


def _literal(words: str) -> str:
    """Text that prints as it is written, in one line, and calls nobody: a mark without width parts what would call."""
    quiet = _CALLING.sub(r"\g<0>&#8203;", literal(visible(words)))
    return quiet.replace("\\<", "&lt;").replace("\\>", "&gt;")


def json_of(
    plan: Plan, old: Mapping[str, Any], new: Mapping[str, Any], changes: Sequence[Change]
) -> str:
    """`pci.diff/1`: two sides by their names, every change. `old` and `new` of a change are values as they stand in the
    files, null where there is none; `field` is the path of the part, null where the whole came or went; `days` tells
    how far a day moved; `marks` lays two texts over each other, word by word."""
    counted = {
        "findings": sum(change.finding for change in changes),
        "changes": [_change(c) for c in changes],
    }
    return of_plan(plan, "pci.diff/1", year=plan.year, old=old, new=new, **counted)


def _change(change: Change) -> dict[str, Any]:
    texts = (
        isinstance(change.was, str)
        and isinstance(change.now, str)
        and change.field
        and not change.whole
    )
    return {
        "kind": change.kind,
        "finding": change.finding,
        "at": change.at,
        "name": change.name,
        "field": change.field or None,
        "old": change.was,
        "new": change.now,
        "days": change.days,
        "marks": [list(piece) for piece in marked(change.was, change.now)] if texts else [],
    }
