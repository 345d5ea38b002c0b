"""Read back the passages that people edited in Word or LibreOffice.

A passage stands in a content control whose tag names it. Word keeps the control around all its
paragraphs, LibreOffice around the first one only, and moves it with that: so `read_by_place` reads
a passage by the lines that the program prints around it, and by its control where those are gone.
Tracked changes are read as accepted; what Word shows in an empty control is nobody's words.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple

from pci.nd30.gaps import BRACKETED, SAID_MISSING, plain, stretches
from pci.nd30.outline import CellPlace, Outline, WordParagraph
from pci.nd30.reader import read_outline
from pci.nd30.word_file import W, local

_TAG = re.compile(r"([0-9A-Z_+-]+):([a-z]+(?:\.[A-Za-z0-9.]+)?)((?:[/+]\d+)?)#([0-9a-f]{8})")
"""Report, name, and mark of a passage; one in several controls has the number of each behind its
name, after `+` where it begins inside a line.
"""
_MORE_THAN_WORDS = frozenset(
    ["drawing", "pict", "object", "oMath", "sym", "footnoteReference", "endnoteReference"]
)


class EditedPassage(NamedTuple):
    """A passage as it stands in a document.

    `report` and `mark` are those that it was made with; without its control nothing tells the
    mark. `lines` are its paragraphs without gaps. `lost` says that it holds more than words, which
    cannot be kept.
    """

    report: str
    mark: str
    lines: tuple[str, ...] = ()
    lost: bool = False


class EditedLine(NamedTuple):
    """A line in the order of the document, with the passage that it is read in.

    `cell` has the words of the cells before its own in the row, null outside of tables. `rich`
    says that its paragraph holds more than words, `goes_on` that it begins inside a line.
    """

    text: str
    passage: str
    cell: tuple[str, ...] | None
    rich: bool
    goes_on: bool = False


class EditedDocument(NamedTuple):
    """What a document holds.

    Lines are empty only where they tell of a passage's place or of more than words. `beside` are
    the paragraphs of headers, footers and text boxes, `comments` the notes in the margin, each
    with its author.
    """

    passages: dict[str, EditedPassage]
    lines: tuple[EditedLine, ...]
    beside: tuple[str, ...]
    tracked: bool
    comments: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def outside(self) -> tuple[str, ...]:
        """Every line that prints something and is in no passage."""
        return (*(line.text for line in self.lines if line.text and not line.passage), *self.beside)


def read_passages(data: bytes) -> EditedDocument:
    """Read the passages of a .docx by their controls; one without any gives an empty mapping."""
    outline = read_outline(data)
    controls = _controls(outline)
    lines = tuple(_lines(outline, controls))
    passages = {}
    for control, (name, passage, _) in controls.items():
        has_table = any(True for _ in control.iter(W + "tbl"))
        passages[name] = passage._replace(lost=has_table)
    beside = (plain(p.node) for p in outline.stories if p.boxed or not p.number)
    return EditedDocument(
        passages=with_lines(passages, lines),
        lines=lines,
        beside=tuple(words for words in beside if words and not words.isdigit()),
        tracked=outline.tracked_changes,
        comments=outline.comments,
        gaps=outline.gaps,
    )


def with_lines(
    passages: Mapping[str, EditedPassage], lines: Sequence[EditedLine]
) -> dict[str, EditedPassage]:
    """Give passages the lines that are read in them."""
    read: dict[str, list[EditedLine]] = defaultdict(list)
    for line in lines:
        read[line.passage].append(line)
    return {name: _with_own(passage, read[name]) for name, passage in passages.items()}


def _with_own(passage: EditedPassage, own: Sequence[EditedLine]) -> EditedPassage:
    texts: list[str] = []
    for line in own:
        if line.goes_on and texts:
            texts[-1] += f" {line.text}"
        elif line.text:
            texts.append(line.text)
    return passage._replace(lines=tuple(texts), lost=passage.lost or any(line.rich for line in own))


Controls = Mapping[Any, tuple[str, EditedPassage, bool]]
"""The controls of each passage, and whether they begin inside a line: in a copy of one the text is
like any other."""


def _controls(outline: Outline) -> Controls:
    controls: dict[Any, tuple[str, EditedPassage, bool]] = {}
    known: set[tuple[str, str]] = set()
    for control in outline.controls:
        tag = _TAG.fullmatch(control.tag)
        if tag and tag.group(2, 3) not in known:
            known.add((tag[2], tag[3]))
            passage = EditedPassage(tag[1], tag[4])
            controls[control.node] = tag[2], passage, tag[3].startswith("+")
    return controls


def _lines(outline: Outline, controls: Controls) -> Iterator[EditedLine]:
    """Read the lines of the body; a paragraph whose end was deleted runs into the next."""
    cells = _cells_before(outline)
    text, rich = "", False
    for p in filter(_is_text, outline.paragraphs):
        text += _words(p)
        rich = rich or not _MORE_THAN_WORDS.isdisjoint(map(local, p.node.iter()))
        if p.node.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            continue
        cell = cells[p.place] if p.place else None
        name, goes_on = _passage_of(p, controls)
        lines = list(filter(None, map(str.strip, text.split("\n"))))
        if not lines and (name or rich):
            lines = [""]
        same = (repeat(value) for value in (name, cell, rich))
        yield from map(EditedLine, lines, *same, chain([goes_on], repeat(False)))
        text, rich = "", False


def _is_text(paragraph: WordParagraph) -> bool:
    """Whether a paragraph is of the text: not in a box, not what Word says of an empty control."""
    return not (paragraph.boxed or paragraph.invitation)


def _cells_before(outline: Outline) -> Mapping[CellPlace, tuple[str, ...]]:
    """Get the words of the cells before each cell in its row, which tell the row."""
    words: dict[CellPlace, list[str]] = defaultdict(list)
    for p in outline.paragraphs:
        if p.place:
            words[p.place].append(p.words)
    cells = {place: "".join(own) for place, own in words.items()}
    return {
        place: tuple(cells.get(place._replace(cell=n), "") for n in range(1, place.cell))
        for place in cells
    }


def _passage_of(paragraph: WordParagraph, controls: Controls) -> tuple[str, bool]:
    """Name the passage whose control holds a paragraph, and say whether that begins inside a line.

    A control inside a paragraph holds a passage in a cell only: elsewhere it is what LibreOffice
    leaves of one around several paragraphs, and does not tell which.
    """
    around = [*paragraph.node.iterancestors(W + "sdt")]
    if paragraph.place:
        around += paragraph.node.iter(W + "sdt")
    held = next((controls[control] for control in around if control in controls), None)
    return (held[0], held[2]) if held else ("", False)


def _words(paragraph: WordParagraph) -> str:
    """Read a paragraph; one that a word processor made a list item has its label again."""
    text = "".join(
        _without_gaps(words) if marked else words for marked, words in stretches(paragraph.node)
    )
    label, bare = paragraph.label, text.lstrip()
    return f"{label} {bare}" if label and bare and bare[0] not in "-–" else text


def _without_gaps(highlighted: str) -> str:
    """Keep what is typed over or beside a gap, which has its highlight; the gap is nobody's."""
    return "" if BRACKETED.fullmatch(highlighted) else SAID_MISSING.sub("", highlighted)
