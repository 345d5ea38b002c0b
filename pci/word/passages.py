"""Read back the passages that people edited in Word or LibreOffice.

A passage stands in a content control whose tag names it. Word keeps the control around all its
paragraphs. LibreOffice keeps it around the first one only, so there a passage runs on to the next
paragraph of the fixed style, the next control or a table; a line put before the first one, or moved
with it, is not where the control is (`pci.word.passage_places` then reads by the place). Tracked
changes are read as accepted; what Word shows in an empty control is nobody's words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.core.vi import shown
from pci.nd30.gaps import BRACKETED, SAID_MISSING, UNSEEN, invites, stretches
from pci.nd30.numbering import Lists
from pci.nd30.styles import Styles
from pci.nd30.word_file import DAMAGE, DOCUMENT, FALLBACK, Package, W, local, value

FIXED_STYLE = "PCI cố định"
"""The style of the paragraphs that bound passages (`tools/templates/form.py`)."""

_TAG = re.compile(r"([0-9A-Z_+-]+):([a-z]+(?:\.[A-Za-z0-9.]+)?)#([0-9a-f]{8})")
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_MORE_THAN_WORDS = {
    "drawing",
    "pict",
    "object",
    "oMath",
    "sym",
    "footnoteReference",
    "endnoteReference",
}
_CHANGES = (W + "ins", W + "del", W + "moveFrom", W + "moveTo")


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
    says that its paragraph holds more than words.
    """

    text: str
    passage: str
    cell: str | None
    rich: bool


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

    @property
    def outside(self) -> tuple[str, ...]:
        """Every line that prints something and is in no passage."""
        return (*(line.text for line in self.lines if line.text and not line.passage), *self.beside)


def read_passages(data: bytes) -> EditedDocument:
    """Read the passages of a .docx; one without any gives an empty mapping."""
    package = Package(data)
    try:
        return _read(package)
    except DAMAGE as error:
        raise CannotDo(
            "tệp Word bị hỏng, không đọc được", "mở bằng Word rồi lưu lại dạng .docx"
        ) from error


def _read(package: Package) -> EditedDocument:
    body = package.part(DOCUMENT).find(W + "body")
    if body is None:
        raise CannotDo(
            "tệp Word khác dạng .docx thường dùng",
            "lưu lại bằng Word, kiểu «Word Document (.docx)»",
        )
    walk = _Walk(package)
    lines = tuple(walk.lines(body))
    comments = package.optional("word/comments.xml").iter(W + "comment")
    return EditedDocument(
        passages={
            name: with_lines(passage, name, lines) for name, passage in walk.passages.items()
        },
        lines=lines,
        beside=tuple(_beside(package, body)),
        tracked=any(True for _ in body.iter(*_CHANGES)),
        comments=tuple(map(_comment, comments)),
    )


def with_lines(passage: EditedPassage, name: str, lines: Sequence[EditedLine]) -> EditedPassage:
    """Give a passage the lines that are read in it."""
    own = [line for line in lines if line.passage == name]
    return passage._replace(
        lines=tuple(line.text for line in own if line.text),
        lost=passage.lost or any(line.rich for line in own),
    )


class _Block(NamedTuple):
    """A paragraph on the way through a document.

    `name` is the passage of the control around it or inside it; `whole` says that the control
    holds all of it. `cell` is the table cell that it is in.
    """

    node: Any
    name: str
    whole: bool
    cell: Any


class _Walk:
    """One walk through a document, which notes the first control of each passage."""

    def __init__(self, package: Package) -> None:
        styles = package.optional("word/styles.xml").iter(W + "style")
        # a program may change the style's id, never the name that people see
        self.fixed = {s.get(W + "styleId", "") for s in styles if value(s, "name") == FIXED_STYLE}
        self.styles = Styles(package.optional("word/styles.xml"))
        self.lists = Lists(package.optional("word/numbering.xml"))
        self.passages: dict[str, EditedPassage] = {}

    def lines(self, body: Any) -> Iterator[EditedLine]:
        """Yield the lines of the body; a paragraph whose end was deleted runs into the next."""
        text, rich = "", False
        for block, name in self._in_passages(body):
            text += self._words(block.node)
            rich = rich or any(local(node) in _MORE_THAN_WORDS for node in block.node.iter())
            if block.node.find(f"{W}pPr/{W}rPr/{W}del") is None:
                yield from _lines(text, name, block.cell, rich)
                text, rich = "", False
        yield from _lines(text, "", None, False)

    def _in_passages(self, body: Any) -> Iterator[tuple[_Block, str]]:
        """Yield each paragraph with the passage that it is read in, or none."""
        name, cell = "", None
        for block in self._blocks(body, "", None):
            if block.name:
                name = block.name
            elif block.cell is not cell or self._is_fixed(block.node):
                name = ""
            yield block, name
            cell = block.cell
            if block.whole:
                name = ""

    def _blocks(self, parent: Any, name: str, cell: Any) -> Iterator[_Block]:
        """Yield every paragraph under a node that lies in the passage of that name, or in none."""
        for node in parent:
            kind = local(node)
            if kind == "p":
                yield _Block(node, name or self._control_within(node), bool(name), cell)
            elif kind == "sdt":
                own = self._claimed([node]) or name
                yield from () if invites(node) else self._blocks(node, own, cell)
            elif kind == "tc":
                yield from self._blocks(node, self._control_of_cell(node) or name, node)
            elif kind not in UNSEEN:
                yield from self._blocks(node, name, cell)

    def _control_within(self, paragraph: Any) -> str:
        """Name the passage whose control lies in a paragraph.

        One in a fixed paragraph was emptied: LibreOffice then moves it into the paragraph below.
        """
        return "" if self._is_fixed(paragraph) else self._claimed(paragraph.iter(W + "sdt"))

    def _control_of_cell(self, cell: Any) -> str:
        """Name the passage that has a cell for itself."""
        inside = [control for control in cell.iter(W + "sdt") if _tag_of(control)]
        return self._claimed(inside) if len(inside) == 1 else ""

    def _claimed(self, controls: Iterable[Any]) -> str:
        """Name the passage of the first control that has one.

        A passage is its first control's: in a copy of it the text is like any other.
        """
        for control in controls:
            tag = _tag_of(control)
            if tag and tag[2] not in self.passages:
                has_table = any(True for _ in control.iter(W + "tbl"))
                self.passages[tag[2]] = EditedPassage(tag[1], tag[3], lost=has_table)
                return tag[2]
        return ""

    def _is_fixed(self, paragraph: Any) -> bool:
        return value(paragraph.find(W + "pPr"), "pStyle") in self.fixed

    def _words(self, paragraph: Any) -> str:
        """Read a paragraph; one that a word processor made a list item has its label again."""
        text = "".join(
            _without_gaps(words) if marked else words for marked, words in stretches(paragraph)
        )
        label = self.lists.label(self.styles.paragraph(paragraph)["list"])
        bare = text.lstrip()
        return f"{label} {bare}" if label and bare and bare[0] not in "-–" else text


def _lines(text: str, name: str, cell: Any, rich: bool) -> Iterator[EditedLine]:
    before = None if cell is None else _before(cell)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines and (name or rich):
        lines = [""]
    for line in lines:
        yield EditedLine(line, name, before, rich)


def _before(cell: Any) -> str:
    """Read the cells before one in its row."""
    return "\n".join(
        "".join(text.text or "" for text in other.iter(W + "t"))
        for other in cell.itersiblings(W + "tc", preceding=True)
    )


def _beside(package: Package, body: Any) -> Iterator[str]:
    """Read the words beside the text, but for the numbers of pages."""
    margins = [package.part(name) for name in sorted(package.names) if _MARGIN.fullmatch(name)]
    boxes = [
        box
        for box in body.iter(W + "txbxContent")
        if next(box.iterancestors(FALLBACK), None) is None
    ]
    for place in (*margins, *boxes):
        for paragraph in place.iter(W + "p"):
            words = _plain(paragraph)
            if words and not words.isdigit():
                yield words


def _plain(paragraph: Any) -> str:
    return "".join(text for _, text in stretches(paragraph)).strip()


def _comment(node: Any) -> str:
    words = " ".join(filter(None, map(_plain, node.iter(W + "p"))))
    return f"{shown(node.get(W + 'author', ''))}: {words}"


def _tag_of(control: Any) -> re.Match[str] | None:
    return _TAG.fullmatch(value(control.find(W + "sdtPr"), "tag"))


def _without_gaps(highlighted: str) -> str:
    """Keep what is typed over or beside a gap, which has its highlight; the gap is nobody's."""
    return "" if BRACKETED.fullmatch(highlighted) else SAID_MISSING.sub("", highlighted)
