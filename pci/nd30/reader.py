"""Reads a .docx into an outline, which the rules of form judge."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pci.core.errors import CannotDo
from pci.files.office import External
from pci.nd30.field_codes import fetched
from pci.nd30.gaps import gaps_of
from pci.nd30.numbering import Lists
from pci.nd30.outline import Control, Header, Outline, Paragraph, Place, Run, Section, Table
from pci.nd30.styles import SLOTS, Look, Styles, length, line_spacing, millimetres
from pci.nd30.word_file import DAMAGE, DOCUMENT, FALLBACK, Package, R, W, child, is_on, local, value

__all__ = ["Outline", "read_outline"]

MAX_PARAGRAPHS = 100_000

_TEXT = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNSEEN = {W + name for name in ("del", "moveFrom", "pPr", "tblPr", "tblGrid", "sdtPr")} | {
    FALLBACK
}
_CHANGES = (
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "cellIns",
    "cellDel",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
)
_TRACKED = tuple(W + name for name in (*_CHANGES, "tblPrChange", "trPrChange", "tcPrChange"))


_RULES = ("top", "bottom")
"""The borders that may serve as a line under the text."""
_DASHED = re.compile("dash|dot|wave", re.IGNORECASE)

_NUMBER = W + "rsidP"
"""An attribute of paragraphs that programs carry along and nobody reads: it holds a trial's numbers."""


def read_outline(data: bytes) -> Outline:
    """Read a .docx; a file that is none, or that would swell beyond bounds, is `CannotDo`."""
    return _read_document(data)[0]


def numbered(template: bytes) -> dict[str, bytes]:
    """The part of a template to put in its place so that what is made of it shows which paragraph came from which."""
    _, nodes = _read_document(template)
    for n, node in enumerate(nodes, 1):
        node.set(_NUMBER, f"{n:08X}")
    return (
        {DOCUMENT: etree.tostring(nodes[0].getroottree(), encoding="UTF-8", standalone=True)}
        if nodes
        else {}
    )


def read_trial(data: bytes, template: Outline) -> Outline:
    """What was made of a numbered template: each paragraph knows the template's that it was printed from."""
    outline, nodes = _read_document(data)
    numbers = (int(node.get(_NUMBER, "0"), 16) for node in nodes)
    paragraphs = (
        p._replace(origin=template.paragraphs[n - 1] if n else None)
        for p, n in zip(outline.paragraphs, numbers, strict=True)
    )
    return outline._replace(paragraphs=tuple(paragraphs))


def _read_document(data: bytes) -> tuple[Outline, list[Any]]:
    """The outline, and the nodes of its paragraphs in the same order."""
    package = Package(data)
    try:
        reader = _Reader(package)
        return reader.outline(), reader.nodes
    except DAMAGE as error:
        raise CannotDo(
            "tệp Word bị hỏng, không đọc được", "mở bằng Word rồi lưu lại dạng .docx"
        ) from error


class _Reader:
    """Walks one document once, in its order, and keeps what it meets."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package.optional("word/styles.xml"))
        self.settings = package.optional("word/settings.xml")
        self.gutter_at_top = is_on(self.settings.find(W + "gutterAtTop"))
        self.links = package.links()
        self.lists = Lists(package)
        self.paragraphs: list[Paragraph] = []
        self.nodes: list[Any] = []
        self.tables: list[Table] = []
        self.sections: list[Section] = []
        self.headers: dict[str, Header] = {}

    def outline(self) -> Outline:
        document = self.package.part(DOCUMENT)
        if document.find(W + "body") is None:
            raise CannotDo(
                "tệp Word khác dạng .docx thường dùng",
                "lưu lại bằng Word, kiểu «Word Document (.docx)»",
            )
        body = child(document, "body")
        self._walk(body, None, False)
        self._end_section(child(body, "sectPr"))
        return Outline(
            paragraphs=tuple(self.paragraphs),
            tables=tuple(self.tables),
            sections=tuple(self.sections),
            headers=tuple(self.headers.values()),
            even_headers=is_on(self.settings.find(W + "evenAndOddHeaders")),
            tracked_changes=self._is_tracked(document),
            comments=len(self.package.optional("word/comments.xml")) > 0,
            active=tuple(self.package.active(chart_data=False)),
            externals=(*self.package.externals(), *self._fetched(document)),
            controls=tuple(self._controls(document)),
        )

    def _is_tracked(self, document: Any) -> bool:
        stories = [document, *map(self.package.part, self.headers)]
        return any(next(story.iter(*_TRACKED), None) is not None for story in stories)

    def _fetched(self, document: Any) -> Iterator[External]:
        """What fields and mail merges fetch, those of the body with the paragraphs that they begin in."""
        numbers = {node: n for n, node in enumerate(self.nodes, 1)}
        for found, node in fetched(document, DOCUMENT):
            paragraph = next((numbers[p] for p in node.iterancestors(W + "p") if p in numbers), 0)
            yield found._replace(paragraph=paragraph)
        for name, root in self.package.with_fields(besides=DOCUMENT):
            yield from (found for found, _ in fetched(root, name))

    def _controls(self, document: Any) -> Iterator[Control]:
        numbers = {node: n for n, node in enumerate(self.nodes, 1)}
        for node in document.iter(W + "sdt"):
            own = child(node, "sdtPr")
            around = (*node.iterancestors(W + "p"), *node.iter(W + "p"))
            number = next((numbers[p] for p in around if p in numbers), 0)
            yield Control(value(own, "tag"), value(own, "alias"), number)

    def _walk(self, parent: Any, place: Place | None, boxed: bool) -> None:
        for node in parent:
            if node.tag == W + "p":
                self._paragraph(node, place, boxed)
            elif node.tag == W + "tbl":
                self._table(node, boxed)
            elif node.tag not in _UNSEEN:
                self._walk(node, place, boxed)

    def _paragraph(self, node: Any, place: Place | None, boxed: bool) -> None:
        if len(self.paragraphs) == MAX_PARAGRAPHS:
            raise CannotDo(
                "tệp Word có quá nhiều đoạn, không đọc", "tách phụ lục dài thành tệp riêng"
            )
        read = self._read(node, len(self.paragraphs) + 1, place, boxed)
        self.paragraphs.append(read._replace(label=self.lists.label(node)))
        self.nodes.append(node)
        for box in node.iter(W + "txbxContent"):
            # A box stands twice in the file, once for old programs; a box within a box is its own paragraph's.
            if (
                next(box.iterancestors(W + "p")) is node
                and next(box.iterancestors(FALLBACK), None) is None
            ):
                self._walk(box, None, True)
        ending = node.find(f"{W}pPr/{W}sectPr")
        if ending is not None:
            self._end_section(ending)

    def _table(self, node: Any, boxed: bool) -> None:
        rows = [(row, list(_inside(row, "tc"))) for row in _inside(node, "tr")]
        headers = [is_on(row.find(f"{W}trPr/{W}tblHeader")) for row, _ in rows]
        leading = headers.index(False) if False in headers else len(headers)
        grid = node.findall(f"{W}tblGrid/{W}gridCol")
        table = Table(
            number=len(self.tables) + 1,
            section=len(self.sections) + 1,
            widths=tuple(millimetres(length(column, "w")) for column in grid),
            rows=tuple(_columns(row, cells) for row, cells in rows),
            header_rows=leading,
            heading_rows=_heading_rows(rows),
            broken_cells=sum(
                len(cell) == 0 or cell[-1].tag != W + "p" for _, cells in rows for cell in cells
            ),
            cell_widths=tuple(tuple(map(_own_width, cells)) for _, cells in rows),
        )
        self.tables.append(table)
        for r, (_, cells) in enumerate(rows, 1):
            for c, cell in enumerate(cells, 1):
                self._walk(cell, Place(table.number, r, c, r <= leading), boxed)

    def _read(self, node: Any, number: int, place: Place | None, boxed: bool) -> Paragraph:
        own = node.find(W + "pPr")
        look, base = self.styles.paragraph(own), self.styles.runs_of(own)
        nodes = list(_runs(node))
        runs = tuple(run for run in (self._run(n, base) for n in nodes) if run)
        codes = tuple(_codes(node, nodes))
        text = "".join(run.text for run in runs)
        return Paragraph(
            number=number,
            text=text,
            runs=runs,
            section=len(self.sections) + 1,
            place=place,
            boxed=boxed,
            style=self.styles.name(own),
            align=look.get("align", "left"),
            first_line=look.get("first_line", 0.0),
            left=look.get("left", 0.0),
            right=look.get("right", 0.0),
            space_before=look.get("before", 0.0),
            space_after=look.get("after", 0.0),
            contextual=look.get("contextual", False),
            line_spacing=line_spacing(look, max((run.size for run in runs), default=base["size"])),
            borders=frozenset(side for side in _RULES if look.get(side)),
            dashed=any(_DASHED.search(look.get(side, "")) for side in _RULES),
            drawing=next(node.iter(W + "drawing", W + "pict"), None) is not None,
            page_field=any(re.search(r"\bPAGE\b", code) for code in codes),
            gaps=tuple(gaps_of(node)),
            fields=codes,
        )

    def _run(self, node: Any, base: Look) -> Run | None:
        """A run with text or with a field's code; other runs have nothing to look at."""
        text = "".join(
            (part.text or "") if local(part) == "t" else _TEXT.get(local(part), "") for part in node
        )
        if not text and node.find(W + "instrText") is None:
            return None
        own = node.find(W + "rPr")
        look = self.styles.run(base, own)
        resolved = {name: look[name] for name in Run._fields if name in look}
        return Run(text, tuple(look[slot] for slot in SLOTS), **resolved)

    def _end_section(self, node: Any) -> None:
        size, margins = child(node, "pgSz"), child(node, "pgMar")
        start, gutter = (
            child(node, "pgNumType").get(W + "start"),
            millimetres(length(margins, "gutter")),
        )
        inherited = (
            {(h.is_footer, h.role): h for h in self.sections[-1].headers} if self.sections else {}
        )
        own = {(h.is_footer, h.role): h for h in self._section_headers(node)}
        section = Section(
            number=len(self.sections) + 1,
            width=millimetres(length(size, "w")),
            height=millimetres(length(size, "h")),
            landscape=size.get(W + "orient") == "landscape",
            top=millimetres(length(margins, "top")) + gutter * self.gutter_at_top,
            bottom=millimetres(length(margins, "bottom")),
            left=millimetres(length(margins, "left")) + gutter * (not self.gutter_at_top),
            right=millimetres(length(margins, "right")),
            gutter=gutter,
            title_page=is_on(node.find(W + "titlePg")),
            page_start=None if start is None else int(start),
            page_format=child(node, "pgNumType").get(W + "fmt", ""),
            headers=tuple((inherited | own).values()),
        )
        self.sections.append(section)

    def _section_headers(self, node: Any) -> Iterator[Header]:
        for link in node.iter(W + "headerReference", W + "footerReference"):
            part, role = self.links.get(link.get(R + "id", ""), ""), link.get(W + "type", "default")
            if part not in self.package.names:
                continue
            if part not in self.headers:
                root = self.package.part(part)
                lines = tuple(self._read(p, 0, None, False) for p in root.iter(W + "p"))
                self.headers[part] = Header(part, local(root) == "ftr", role, lines)
            yield self.headers[part]._replace(role=role)


def _inside(node: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for part in node:
        if part.tag == W + name:
            yield part
        elif local(part) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(part, name)


def _runs(node: Any) -> Iterator[Any]:
    """The runs of a paragraph, also in links, fields and controls, but neither of boxes nor of what is deleted."""
    for part in node:
        if part.tag == W + "r":
            yield part
        elif part.tag not in _UNSEEN:
            yield from _runs(part)


def _codes(paragraph: Any, runs: list[Any]) -> Iterator[str]:
    """The codes of the fields that begin in a paragraph or go on in it, each whole however many runs it is cut into."""
    for field in paragraph.iter(W + "fldSimple"):
        yield " ".join(field.get(W + "instr", "").split())
    code = ""
    for part in (part for run in runs for part in run):
        if local(part) == "instrText":
            code += part.text or ""
        elif part.get(W + "fldCharType") in ("separate", "end") and code:
            yield " ".join(code.split())
            code = ""
    if code:
        yield " ".join(code.split())


def _own_width(cell: Any) -> float:
    found = child(child(cell, "tcPr"), "tcW")
    return millimetres(length(found, "w")) if found.get(W + "type", "dxa") == "dxa" else 0.0


def _columns(row: Any, cells: list[Any]) -> int:
    """How many grid columns a row's cells take up, with those it leaves out on either side."""
    own = row.find(W + "trPr")
    outside = sum(int(value(own, name) or 0) for name in ("gridBefore", "gridAfter"))
    return outside + sum(int(value(cell.find(W + "tcPr"), "gridSpan") or 1) for cell in cells)


def _heading_rows(rows: list[tuple[Any, list[Any]]]) -> int:
    """The first row, and those that its cells go on into."""
    open_columns = (
        {column for column, merge in _merges(*rows[0]) if merge == "restart"} if rows else set()
    )
    for n, (row, cells) in enumerate(rows[1:], 1):
        open_columns &= {column for column, merge in _merges(row, cells) if merge == "continue"}
        if not open_columns:
            return n
    return len(rows)


def _merges(row: Any, cells: list[Any]) -> Iterator[tuple[int, str]]:
    """The grid column at which each cell merged with those above or below starts, and whether it starts or goes on."""
    column = int(value(row.find(W + "trPr"), "gridBefore") or 0)
    for cell in cells:
        own = cell.find(W + "tcPr")
        mark = None if own is None else own.find(W + "vMerge")
        if mark is not None:
            yield column, mark.get(W + "val", "continue")
        column += int(value(own, "gridSpan") or 1)
