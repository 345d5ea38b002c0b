"""Reads back the passages that people edited in Word or LibreOffice: text of named content controls, the text between.

Word keeps a control around all its paragraphs. LibreOffice keeps it around the first one only, so there a passage
runs on to the next paragraph of the fixed style, the next control, or a table; and a line put before that one, or moved
with it, is not where the control is. So what stands between the lines that the program prints around a passage is that
passage, and the control tells what it was made with (`placed`); the control alone is read where those lines are not to
be found. Tracked changes are read as if they were accepted; what Word shows in an empty control is nobody's words.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.core.vi import shown
from pci.nd30.gaps import BRACKETED, SAID_MISSING, UNSEEN, invites, stretches
from pci.nd30.numbering import Lists
from pci.nd30.word_file import DAMAGE, DOCUMENT, FALLBACK, Package, W, local, value

FIXED_STYLE = "PCI cố định"
"""Paragraphs of this style bound passages; the default template gives it to headings (`tools/templates/form.py`)."""

_TAG = re.compile(r"([0-9A-Z_+-]+):([a-z]+(?:\.[A-Za-z0-9.]+)?)#([0-9a-f]{8})")
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_NO_WORDS = (
    "tbl",
    "drawing",
    "pict",
    "object",
    "oMath",
    "sym",
    "footnoteReference",
    "endnoteReference",
)


class Read(NamedTuple):
    """One passage as it stands in a document: the report and the mark it was made with, its paragraphs now, without
    gaps; `lost` where it holds more than words, which words cannot keep. Without its control nothing tells the mark."""

    report: str
    mark: str
    lines: tuple[str, ...] = ()
    lost: bool = False


class Line(NamedTuple):
    """A line in the order of the document: the passage it is read in, or none; in a cell of a table, the words of the
    cells before it in the row; whether its paragraph holds more than words."""

    text: str
    passage: str
    cell: str | None
    rich: bool


class Edited(NamedTuple):
    """What a document holds: its passages by name, its lines (empty ones only where they tell of a passage's place or
    of more than words), the paragraphs of headers, footers and text boxes, whether changes were tracked in it, and what
    was noted in the margin, each with who noted it."""

    passages: dict[str, Read]
    lines: tuple[Line, ...]
    beside: tuple[str, ...]
    tracked: bool
    comments: tuple[str, ...]

    @property
    def outside(self) -> tuple[str, ...]:
        """Every line that prints something and is in no passage."""
        return (*(line.text for line in self.lines if line.text and not line.passage), *self.beside)


class _Block(NamedTuple):
    """A paragraph on the way through a document: `name` is the passage of the control around it or inside it, `held`
    whether the control holds it whole, `cell` the table cell it is in."""

    node: Any
    name: str
    held: bool
    cell: Any


def read_passages(data: bytes) -> Edited:
    """The passages of a .docx; one without any gives an empty mapping."""
    package = Package(data)
    try:
        return _Reader(package).edited()
    except DAMAGE as error:
        raise CannotDo(
            "tệp Word bị hỏng, không đọc được", "mở bằng Word rồi lưu lại dạng .docx"
        ) from error


class _Reader:
    """Walks one document once, in its order, and keeps what it meets."""

    def __init__(self, package: Package) -> None:
        self.body = package.part(DOCUMENT).find(W + "body")
        styles = package.optional("word/styles.xml").iter(W + "style")
        # a program may change the style's id, never the name that people see
        self.fixed = {s.get(W + "styleId", "") for s in styles if value(s, "name") == FIXED_STYLE}
        self.lists = Lists(package)
        self.margins = [
            package.part(name) for name in sorted(package.names) if _MARGIN.fullmatch(name)
        ]
        self.comments = tuple(
            map(_comment, package.optional("word/comments.xml").iter(W + "comment"))
        )
        self.found: dict[str, Read] = {}
        self.lines: list[Line] = []
        self.leads: set[str] = set()

    def edited(self) -> Edited:
        if self.body is None:
            raise CannotDo(
                "tệp Word khác dạng .docx thường dùng",
                "lưu lại bằng Word, kiểu «Word Document (.docx)»",
            )
        name, cell, before, text = "", None, None, ""
        for block in self._blocks(self.body, "", None):
            if block.name:
                name = block.name
            elif block.cell is not cell or self._is_fixed(block.node):
                name = ""
            if block.cell is not cell:
                cell, before = block.cell, self._before(block.cell)
            text += self._words(block.node)
            rich = any(local(node) in _NO_WORDS for node in block.node.iter())
            if not _runs_on(block.node):
                self._keep(name, before, text, rich)
                text = ""
            if name and rich:
                self._lose(name)
            if block.held:
                name = ""
        if text:
            self._keep(name, before, text, False)
        tracked = (
            next(self.body.iter(W + "ins", W + "del", W + "moveFrom", W + "moveTo"), None)
            is not None
        )
        return Edited(self.found, tuple(self.lines), tuple(self._beside()), tracked, self.comments)

    def _beside(self) -> Iterator[str]:
        """The words beside the text, but for the numbers of pages."""
        boxes = [
            box
            for box in self.body.iter(W + "txbxContent")
            if next(box.iterancestors(FALLBACK), None) is None
        ]
        for paragraph in (p for place in [*self.margins, *boxes] for p in place.iter(W + "p")):
            words = "".join(text for _, text in stretches(paragraph)).strip()
            if words and not words.isdigit():
                yield words

    def _blocks(self, parent: Any, name: str, cell: Any) -> Iterator[_Block]:
        """Every paragraph under a node that lies in the passage of that name, or in none."""
        for node in parent:
            if node.tag == W + "p":
                # emptied, a control is moved by LibreOffice into the paragraph below
                named = name or (
                    "" if self._is_fixed(node) else self._claimed(node.iter(W + "sdt"))
                )
                yield _Block(node, named, bool(name), cell)
            elif node.tag == W + "sdt":
                own = self._claimed([node]) or name
                yield from () if invites(node) else self._blocks(node, own, cell)
            elif node.tag == W + "tc":
                inside = [control for control in node.iter(W + "sdt") if _tag_of(control)]
                own = self._claimed(inside) if len(inside) == 1 else ""
                yield from self._blocks(node, own or name, node)
            elif local(node) not in UNSEEN:
                if name and node.tag == W + "tbl":
                    self._lose(name)
                yield from self._blocks(node, name, cell)

    def _claimed(self, controls: Iterable[Any]) -> str:
        """The passage of the first control that has one. It is the first control's of that name: in a copy of it the
        text is like any other."""
        for tag in filter(None, map(_tag_of, controls)):
            report, name, mark = tag.groups()
            if name not in self.found:
                self.found[name] = Read(report, mark)
                return str(name)
        return ""

    def _is_fixed(self, paragraph: Any) -> bool:
        return value(paragraph.find(W + "pPr"), "pStyle") in self.fixed

    def _words(self, paragraph: Any) -> str:
        """The paragraph's text; typed with a hyphen and made a list by the word processor, it has its label again."""
        text = "".join(
            _supplied(words) if marked else words for marked, words in stretches(paragraph)
        )
        label = self.lists.label(paragraph)
        return (
            f"{label} {text.lstrip()}"
            if label and text.strip() and text.lstrip()[0] not in "-–"
            else text
        )

    def _keep(self, name: str, before: str | None, text: str, rich: bool) -> None:
        lines = tuple(line for part in text.split("\n") if (line := part.strip()))
        if name:
            read = self.found[name]
            self.found[name] = read._replace(lines=(*read.lines, *lines))
        self.lines += [
            Line(line, name, before, rich) for line in lines or ("",) * bool(name or rich)
        ]

    def _before(self, cell: Any) -> str | None:
        """What leads to a cell; nothing where it is the first of its row, or a copy of another."""
        if cell is None:
            return None
        before = "\n".join(
            "".join(text.text or "" for text in other.iter(W + "t"))
            for other in cell.itersiblings(W + "tc", preceding=True)
        )
        if before in self.leads:
            return ""
        self.leads.add(before)
        return before

    def _lose(self, name: str) -> None:
        self.found[name] = self.found[name]._replace(lost=True)


def _comment(node: Any) -> str:
    words = " ".join(
        text for p in node.iter(W + "p") if (text := "".join(t for _, t in stretches(p)).strip())
    )
    return f"{shown(node.get(W + 'author', ''))}: {words}"


def _tag_of(control: Any) -> re.Match[str] | None:
    return _TAG.fullmatch(value(control.find(W + "sdtPr"), "tag"))


def _supplied(highlighted: str) -> str:
    """What is typed over or beside a gap has its highlight: only the gap itself is no word of anybody's."""
    return "" if BRACKETED.fullmatch(highlighted) else SAID_MISSING.sub("", highlighted)


def _runs_on(paragraph: Any) -> bool:
    """Whether the end of a paragraph was deleted while changes were tracked: its text then runs into the next."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
