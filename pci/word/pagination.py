"""Where the pages of a finished document may end.

A heading stays with what follows it, the sign that an appendix ends with the last row of its table.
Word does both by «Giữ cùng đoạn sau»; LibreOffice needs help with each, with headings only where it
is to convert the document.
"""

from collections.abc import Container, Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pci.word.saved import saved

_END = "./."
_PARAGRAPH, _TABLE, _ROW = qn("w:p"), qn("w:tbl"), qn("w:tr")
_BELOW = "/".join(map(qn, ("w:tc", "w:tcPr", "w:tcBorders", "w:bottom")))
_AROUND = (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"))


def hold_together(document: Any) -> None:
    """Make the end of a table keep together, and leave no page to what prints nothing."""
    flow = list(_flow(document.element.body))
    for table, after in pairwise(flow):
        if _rows(table) and after.tag == _PARAGRAPH and after.text.strip() == _END:
            _end_inside(table, after)
    for table in flow:
        if table.tag == _TABLE:
            _hold_last_row(table)
            _part_from_next(table)
    for cell in document.element.body.iter(qn("w:tc")):
        if cell[-1].tag != _PARAGRAPH:  # Word opens no cell without one
            cell.append(element("w:p"))


def marked_for_libreoffice(document: bytes) -> bytes:
    """Copy a finished document, in each paragraph that stays with the next one a field that prints
    nothing.

    LibreOffice first deals paragraphs out by number, some 20 a page, and asks the last of such a
    page whether it keeps with the next only if it lays it out again: for a field that sets a
    bookmark it does. The bookmark is empty: no program has a text to keep for it.
    """
    opened = Document(BytesIO(document))
    for number, paragraph in enumerate(_keepers(opened), 1):
        field = element("w:fldSimple", instr=f' SET giu_{number} "" ')
        paragraph.insert(0 if paragraph.pPr is None else 1, field)
    return saved(opened)


def _keepers(document: Any) -> list[Any]:
    """List the paragraphs of the text that ask to stay on the page of the next one."""
    styles = document.styles.element.style_lst
    keeping = {style.styleId for style in styles if _style_keeps(style)}
    flow = _flow(document.element.body)
    return [part for part in flow if part.tag == _PARAGRAPH and _is_kept(part, keeping)]


def _flow(parts: Iterable[Any]) -> Iterator[Any]:
    """List the paragraphs and tables of the text, those in content controls too."""
    for part in parts:
        if part.tag in (_PARAGRAPH, _TABLE):
            yield part
        elif part.tag in _AROUND:
            yield from _flow(part)


def _rows(table: Any) -> list[Any]:
    """List the rows of a table, those in content controls too; a paragraph has none."""
    return [row for row in table.iter(_ROW) if next(row.iterancestors(_TABLE)) is table]


def _is_kept(paragraph: Any, keeping: Container[str]) -> bool:
    """Tell whether a paragraph asks to stay on the page of the next one."""
    asked = _keep_next(paragraph)
    return paragraph.style in keeping if asked is None else asked


def _style_keeps(style: Any) -> bool:
    """Tell whether a style, or one that it is based on, keeps its paragraphs with the next one."""
    seen: list[Any] = []
    while style is not None and style not in seen:
        asked = _keep_next(style)
        if asked is not None:
            return asked
        seen.append(style)
        style = style.base_style
    return False


def _keep_next(holder: Any) -> bool | None:
    """Read what a paragraph or a style says itself; null where it says nothing."""
    asked = holder.pPr.keepNext if holder.pPr is not None else None
    return None if asked is None else bool(asked.val)


def _end_inside(table: Any, sign: Any) -> None:
    """Move the sign that ends an appendix into a last row of its own without borders.

    LibreOffice keeps a row with the next row, never with a paragraph after the table. The end of a
    section stays outside.
    """
    left = thin_line()
    if sign.pPr is not None and sign.pPr.sectPr is not None:
        left.pPr.append(sign.pPr.sectPr)
    sign.addprevious(left)
    span = max(1, len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")))
    width = element("w:tcW", w="0", type="auto")
    properties = element("w:tcPr", width, element("w:gridSpan", val=str(span)), no_borders())
    row = element(
        "w:tr", element("w:trPr", element("w:cantSplit")), element("w:tc", properties, sign)
    )
    table.append(row)


def _hold_last_row(table: Any) -> None:
    """Keep a last row without borders, which only closes a table, on the page of the row above."""
    rows = _rows(table)
    below = rows[-1].find(_BELOW) if len(rows) > 1 else None
    if below is not None and below.get(qn("w:val")) == "nil":
        for paragraph in rows[-2].iter(_PARAGRAPH):
            paragraph.get_or_add_pPr().get_or_add_keepNext().val = True


def _part_from_next(table: Any) -> None:
    """Put a thin paragraph after a table that ends a section or stands before another table."""
    after = table.getnext()
    if after is not None and after.tag in (_TABLE, qn("w:sectPr")):
        table.addnext(thin_line())


def no_borders() -> Any:
    """Make the borders of a cell below the last bordered row."""
    return element(
        "w:tcBorders", *(element(f"w:{side}", val="nil") for side in ("left", "bottom", "right"))
    )


def thin_line() -> Any:
    """Make a paragraph of one point, for where one must stand that nobody is to see."""
    spacing = element("w:spacing", before="0", after="0", line="20", lineRule="exact")
    return element("w:p", element("w:pPr", spacing, element("w:rPr", element("w:sz", val="2"))))


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """Make an element of a Word document: `element("w:jc", val="center")`."""
    node = OxmlElement(tag)
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), value)
    node.extend(children)
    return node
