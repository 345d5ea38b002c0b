"""Read back the passages that people edited in Word or LibreOffice.

A passage stands in a content control whose tag names it. Word keeps the control around all its
paragraphs, LibreOffice around the first one only, and moves it with that: so `read_by_place` reads
a passage by the lines that the program prints around it, and by its control where those are gone.
Tracked changes are read as accepted; what Word shows in an empty control is nobody's words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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
_MORE_THAN_WORDS = frozenset(
    ["drawing", "pict", "object", "oMath", "sym", "footnoteReference", "endnoteReference"]
)
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
    """Read the passages of a .docx by their controls; one without any gives an empty mapping."""
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
    controls = _controls(body)
    lines = tuple(_lines(package, body, controls))
    passages = {}
    for control, (name, passage) in controls.items():
        has_table = any(True for _ in control.iter(W + "tbl"))
        passages[name] = with_lines(passage._replace(lost=has_table), name, lines)
    return EditedDocument(
        passages=passages,
        lines=lines,
        beside=tuple(_beside(package, body)),
        tracked=any(True for _ in body.iter(*_CHANGES)),
        comments=tuple(map(_comment, package.optional("word/comments.xml").iter(W + "comment"))),
    )


def with_lines(passage: EditedPassage, name: str, lines: Sequence[EditedLine]) -> EditedPassage:
    """Give a passage the lines that are read in it."""
    own = [line for line in lines if line.passage == name]
    return passage._replace(
        lines=tuple(line.text for line in own if line.text),
        lost=passage.lost or any(line.rich for line in own),
    )


Controls = Mapping[Any, tuple[str, EditedPassage]]
"""The control of each passage: in a copy of it the text is like any other."""


def _controls(body: Any) -> Controls:
    controls: dict[Any, tuple[str, EditedPassage]] = {}
    names: set[str] = set()
    for control in body.iter(W + "sdt"):
        tag = _TAG.fullmatch(value(control.find(W + "sdtPr"), "tag"))
        if tag and tag[2] not in names:
            names.add(tag[2])
            controls[control] = tag[2], EditedPassage(tag[1], tag[3])
    return controls


def _lines(package: Package, body: Any, controls: Controls) -> Iterator[EditedLine]:
    """Read the lines of the body; a paragraph whose end was deleted runs into the next."""
    styles = Styles(package.optional("word/styles.xml"))
    lists = Lists(package.optional("word/numbering.xml"))
    text, rich = "", False
    for paragraph in _paragraphs(body):
        text += _words(paragraph, lists.label(styles.paragraph(paragraph)["list"]))
        rich = rich or not _MORE_THAN_WORDS.isdisjoint(map(local, paragraph.iter()))
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            continue
        name, cell = _passage_of(paragraph, controls), _cells_before(paragraph)
        for line in list(filter(None, map(str.strip, text.split("\n")))) or [""]:
            if line or name or rich:
                yield EditedLine(line, name, cell, rich)
        text, rich = "", False


def _paragraphs(parent: Any) -> Iterator[Any]:
    """List the paragraphs of the text, but for what invites to type."""
    for node in parent:
        if node.tag == W + "p":
            yield node
        elif local(node) not in UNSEEN and not invites(node):
            yield from _paragraphs(node)


def _passage_of(paragraph: Any, controls: Controls) -> str:
    """Name the passage whose control holds a paragraph.

    A control inside a paragraph holds a passage in a cell only: elsewhere it is what LibreOffice
    leaves of one around several paragraphs, and does not tell which.
    """
    around = [*paragraph.iterancestors(W + "sdt")]
    if _cell_of(paragraph) is not None:
        around += paragraph.iter(W + "sdt")
    return next((controls[control][0] for control in around if control in controls), "")


def _cell_of(paragraph: Any) -> Any:
    return next(paragraph.iterancestors(W + "tc"), None)


def _words(paragraph: Any, label: str) -> str:
    """Read a paragraph; one that a word processor made a list item has its label again."""
    text = "".join(
        _without_gaps(words) if marked else words for marked, words in stretches(paragraph)
    )
    bare = text.lstrip()
    return f"{label} {bare}" if label and bare and bare[0] not in "-–" else text


def _cells_before(paragraph: Any) -> str | None:
    """Read the cells before a paragraph's own in the row; null outside of tables."""
    cell = _cell_of(paragraph)
    if cell is None:
        return None
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


def _without_gaps(highlighted: str) -> str:
    """Keep what is typed over or beside a gap, which has its highlight; the gap is nobody's."""
    return "" if BRACKETED.fullmatch(highlighted) else SAID_MISSING.sub("", highlighted)
