"""Read a .docx into an outline: one walk through the document, in its order."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from lxml import etree

from pci.core.errors import CannotDo
from pci.core.vi import nfc, shown
from pci.files.office import External
from pci.nd30.field_codes import fields
from pci.nd30.gaps import UNSEEN, gaps_of, invitations, plain, run_text, runs
from pci.nd30.numbering import Lists
from pci.nd30.outline import (
    CellPlace,
    Control,
    Header,
    Outline,
    Run,
    WordParagraph,
    WordSection,
    WordTable,
)
from pci.nd30.styles import SLOTS, Look, Styles, line_spacing, millimetres
from pci.nd30.word_file import DAMAGE, DOCUMENT, FALLBACK, Package, R, W, child, is_on, local, value

MAX_PARAGRAPHS = 10_000
MAX_CELLS = 63
"""The most cells of a row that Word knows."""

_AROUND = ("sdt", "sdtContent", "customXml", "ins")
"""What may stand around the rows of a table or the cells of a row."""
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")
_CHANGED = ("rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr")
_TRACKED = [*(W + name for name in _CHANGES), *(f"{W}{name}Change" for name in _CHANGED)]
_PAGE_FIELD = re.compile(r"\bPAGE\b")
_NUMBER = W + "rsidP"
"""An attribute of paragraphs that programs carry along and nobody reads: a trial's numbers."""


def read_outline(data: bytes) -> Outline:
    """Read a .docx; a file that is none, or that would swell beyond bounds, is `CannotDo`."""
    package = Package(data)
    try:
        return _Walk(package).outline()
    except DAMAGE as error:
        raise CannotDo(
            "tệp Word bị hỏng, không đọc được", "mở bằng Word rồi lưu lại dạng .docx"
        ) from error


def numbered(template: bytes) -> dict[str, bytes]:
    """The part of a template that lets what is printed from it show the paragraphs it came from."""
    root = Package(template).part(DOCUMENT)
    for number, node in enumerate(root.iter(W + "p"), 1):
        node.set(_NUMBER, f"{number:08X}")
    return {DOCUMENT: etree.tostring(root, encoding="UTF-8", standalone=True)}


def with_origins(printed: Outline, template: Outline) -> Outline:
    """What was printed from a numbered template, each paragraph with that of the template."""
    origins = {p.node.get(_NUMBER): p for p in template.paragraphs}
    paragraphs = (p._replace(origin=origins.get(p.node.get(_NUMBER))) for p in printed.paragraphs)
    return printed._replace(paragraphs=tuple(paragraphs))


class _Walk:
    """One walk through a document, with all that it has met."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package.optional("word/styles.xml"))
        self.settings = package.optional("word/settings.xml")
        self.parts = {link.id: link.part for link in package.related(DOCUMENT)}
        self.lists = Lists(package.optional("word/numbering.xml"))
        self.paragraphs: list[WordParagraph] = []
        self.described = 0
        self.numbers: dict[Any, int] = {}
        self.invitations: set[Any] = set()
        self.tables: list[WordTable] = []
        self.sections: list[WordSection] = []
        self.headers: dict[str, Header] = {}

    def outline(self) -> Outline:
        """The whole document."""
        document = self.package.part(DOCUMENT)
        if document.find(W + "body") is None:
            raise CannotDo(
                "tệp Word khác dạng .docx thường dùng",
                "lưu lại bằng Word, kiểu «Word Document (.docx)»",
            )
        self.invitations |= invitations(document)
        body = child(document, "body")
        self._walk(body, None, False)
        self._end_section(child(body, "sectPr"))
        stories = [document, *map(self.package.part, self.headers)]
        return Outline(
            paragraphs=tuple(self.paragraphs),
            tables=tuple(self.tables),
            sections=tuple(self.sections),
            headers=tuple(self.headers.values()),
            even_headers=is_on(self.settings.find(W + "evenAndOddHeaders")),
            tracked_changes=any(_has(story, *_TRACKED) for story in stories),
            comments=tuple(map(_comment, self.package.optional("word/comments.xml"))),
            active=tuple(self.package.active(chart_data=False)),
            externals=(*self.package.externals(), *self._fetched()),
            controls=tuple(self._controls(document)),
        )

    def _fetched(self) -> Iterator[External]:
        """What fields and mail merges fetch, those of the body with their paragraphs."""
        for external, node in self.package.fetched_by_fields():
            yield external._replace(paragraph=self._number(node.iterancestors(W + "p")))

    def _controls(self, document: Any) -> Iterator[Control]:
        for node in document.iter(W + "sdt"):
            own = child(node, "sdtPr")
            around = chain(node.iterancestors(W + "p"), node.iter(W + "p"))
            yield Control(value(own, "tag"), value(own, "alias"), self._number(around), node)

    def _number(self, nodes: Iterable[Any]) -> int:
        """The number of the first paragraph among some nodes, 0 where there is none."""
        return next((self.numbers[node] for node in nodes if node in self.numbers), 0)

    def _walk(self, parent: Any, place: CellPlace | None, boxed: bool) -> None:
        for node in parent:
            if node.tag == W + "p":
                self._paragraph(node, place, boxed)
            elif node.tag == W + "tbl":
                self._table(node, boxed)
            elif local(node) not in UNSEEN:
                self._walk(node, place, boxed)

    def _paragraph(self, node: Any, place: CellPlace | None, boxed: bool) -> None:
        self.paragraphs.append(self._described(node, len(self.paragraphs) + 1, place, boxed))
        self.numbers[node] = len(self.paragraphs)
        for box in node.iter(W + "txbxContent"):
            # A box stands twice, once for old programs; one inside a box is its own paragraph's.
            owner = next(box.iterancestors(W + "p"))
            if owner is node and next(box.iterancestors(FALLBACK), None) is None:
                self._walk(box, None, True)
        ending = node.find(f"{W}pPr/{W}sectPr")
        if ending is not None:
            self._end_section(ending)

    def _table(self, node: Any, boxed: bool) -> None:
        rows = list(_rows(node))
        table = WordTable(
            number=len(self.tables) + 1,
            section=len(self.sections) + 1,
            widths=tuple(millimetres(column, "w") for column in node.iterfind(_COLUMNS)),
            rows=tuple(_columns(row, cells) for row, cells in rows),
            spans=tuple(tuple(map(_span, cells)) for _, cells in rows),
            has_header=bool(rows) and is_on(rows[0][0].find(f"{W}trPr/{W}tblHeader")),
            broken_cells=sum(sum(map(_is_broken, cells)) for _, cells in rows),
            cell_widths=tuple(tuple(map(_own_width, cells)) for _, cells in rows),
        )
        self.tables.append(table)
        for r, (_, cells) in enumerate(rows, 1):
            for c, cell in enumerate(cells, 1):
                self._walk(cell, CellPlace(table.number, r, c), boxed)

    def _described(
        self, node: Any, number: int, place: CellPlace | None, boxed: bool
    ) -> WordParagraph:
        self.described += 1
        if self.described > MAX_PARAGRAPHS:
            raise CannotDo(
                "tệp Word có quá nhiều đoạn, không đọc", "tách phụ lục dài thành tệp riêng"
            )
        look = self.styles.paragraph(node)
        described = (self._run(run, look) for run in runs(node))
        texts = tuple(run for run in described if run)
        text = "".join(run.text for run in texts)
        printed = _printed(texts)
        size = max((run.size for run in texts), default=look["size"])
        return WordParagraph(
            number=number,
            text=text,
            printed=printed,
            words=nfc(" ".join(printed.split())),
            runs=texts,
            section=len(self.sections) + 1,
            place=place,
            boxed=boxed,
            style=self.styles.id(node),
            line_spacing=line_spacing(look, size),
            drawing=_has(node, W + "drawing", W + "pict"),
            invitation=node in self.invitations,
            gaps=tuple(gaps_of(node, text, node in self.invitations)),
            page_field=any(_PAGE_FIELD.search(code) for code, _ in fields(node)),
            label=self.lists.label(look["list"]),
            node=node,
            **{name: look[name] for name in WordParagraph._fields if name in look},
        )

    def _run(self, node: Any, paragraph: Look) -> Run | None:
        """A run with text or with a field's code; other runs have nothing to look at."""
        text = run_text(node)
        if not text and node.find(W + "instrText") is None:
            return None
        look = self.styles.run(paragraph, node)
        fonts = tuple(look[slot] for slot in SLOTS)
        return Run(text, fonts, *(look[name] for name in Run._fields[2:]))

    def _end_section(self, node: Any) -> None:
        size, margins, numbers = (child(node, name) for name in ("pgSz", "pgMar", "pgNumType"))
        gutter = millimetres(margins, "gutter")
        start = numbers.get(W + "start")
        inherited = self.sections[-1].headers if self.sections else ()
        headers = {(h.is_footer, h.role): h for h in (*inherited, *self._headers(node))}
        section = WordSection(
            number=len(self.sections) + 1,
            width=millimetres(size, "w"),
            height=millimetres(size, "h"),
            landscape=size.get(W + "orient") == "landscape",
            top=millimetres(margins, "top"),
            bottom=millimetres(margins, "bottom"),
            left=millimetres(margins, "left") + gutter,
            right=millimetres(margins, "right"),
            gutter=gutter,
            title_page=is_on(node.find(W + "titlePg")),
            page_start=None if start is None else int(start),
            page_format=numbers.get(W + "fmt", ""),
            headers=tuple(headers.values()),
        )
        self.sections.append(section)

    def _headers(self, node: Any) -> Iterator[Header]:
        """The headers and footers that a section names itself."""
        for link in node.iter(W + "headerReference", W + "footerReference"):
            part = self.parts.get(link.get(R + "id", ""))
            role = link.get(W + "type", "default")
            if part is None or role not in _ROLES:
                continue
            if part not in self.headers:
                root = self.package.part(part)
                self.invitations |= invitations(root)
                lines = tuple(self._described(p, 0, None, False) for p in root.iter(W + "p"))
                self.headers[part] = Header(part, local(root) == "ftr", role, lines)
            yield self.headers[part]._replace(role=role)


def _printed(texts: Iterable[Run]) -> str:
    return "".join(run.text.upper() if run.caps else run.text for run in texts)


_ROLES = ("default", "first", "even")
_COLUMNS = f"{W}tblGrid/{W}gridCol"


def _comment(node: Any) -> str:
    words = " ".join(filter(None, map(plain, node.iter(W + "p"))))
    return f"{shown(node.get(W + 'author', ''))}: {words}"


def _has(node: Any, *tags: str) -> bool:
    return next(node.iter(*tags), None) is not None


def _rows(table: Any) -> Iterator[tuple[Any, list[Any]]]:
    """The rows of a table, each with its cells."""
    for row in _inside(table, "tr"):
        cells = list(_inside(row, "tc"))
        if len(cells) > MAX_CELLS:
            raise CannotDo("tệp Word có bảng quá nhiều cột, không đọc", "chia thành bảng hẹp hơn")
        yield row, cells


def _inside(node: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those in controls and tracked insertions."""
    for part in node:
        if part.tag == W + name:
            yield part
        elif local(part) in _AROUND:
            yield from _inside(part, name)


def _is_broken(cell: Any) -> bool:
    return len(cell) == 0 or cell[-1].tag != W + "p"


def _own_width(cell: Any) -> float:
    width = child(child(cell, "tcPr"), "tcW")
    return millimetres(width, "w") if width.get(W + "type", "dxa") == "dxa" else 0.0


def _columns(row: Any, cells: list[Any]) -> int:
    """How many grid columns a row takes up, with those it leaves out on either side."""
    own = child(row, "trPr")
    columns = sum(int(value(own, name) or 0) for name in ("gridBefore", "gridAfter"))
    return columns + sum(map(_span, cells))


def _span(cell: Any) -> int:
    return int(value(child(cell, "tcPr"), "gridSpan") or 1)
