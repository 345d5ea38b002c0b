"""Where the pages of a finished document may end: a heading stays with what follows it, the sign that an appendix ends
with the last row of its table. Word does both by «Giữ cùng đoạn sau»; LibreOffice needs help with each.
"""

from collections.abc import Container, Iterable, Iterator
from itertools import pairwise
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_END = "./."
_PARAGRAPH, _TABLE, _ROW = qn("w:p"), qn("w:tbl"), qn("w:tr")
_BELOW = "/".join(map(qn, ("w:tc", "w:tcPr", "w:tcBorders", "w:bottom")))
_AROUND = (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"))


def hold_together(document: Any) -> None:
    """Make a document keep together, in both programs, what its paragraphs ask to keep."""
    flow = list(_flow(document.element.body))
    keeping = {style.styleId for style in document.styles.element.style_lst if _style_keeps(style)}
    held = [part for part in flow if part.tag == _PARAGRAPH and _is_held(part, keeping)]
    for number, paragraph in enumerate(held, 1):
        paragraph.insert(0 if paragraph.pPr is None else 1, _look_again(number))
    for table, after in pairwise(flow):
        if (
            table.tag == _TABLE
            and after.tag == _PARAGRAPH
            and after.text.strip() == _END
            and _rows(table)
        ):
            _end_inside(table, after)
    for table in (part for part in flow if part.tag == _TABLE):
        _hold_last_row(table)
        if table.getnext() is not None and table.getnext().tag in (_TABLE, qn("w:sectPr")):
            table.addnext(thin_line())


def _flow(parts: Iterable[Any]) -> Iterator[Any]:
    """The paragraphs and tables of the text, those in content controls too."""
    for part in parts:
        if part.tag in (_PARAGRAPH, _TABLE):
            yield part
        elif part.tag in _AROUND:
            yield from _flow(part)


def _rows(table: Any) -> list[Any]:
    """The rows of a table, those in content controls too."""
    return [row for row in table.iter(_ROW) if next(row.iterancestors(_TABLE)) is table]


def _is_held(paragraph: Any, keeping: Container[str]) -> bool:
    """Whether a paragraph asks to stay on the page of the next one, by itself or by its style."""
    asked = _keep_next(paragraph)
    return paragraph.style in keeping if asked is None else asked


def _style_keeps(style: Any) -> bool:
    """Whether a style, or one that it is based on, keeps its paragraphs with the next one."""
    seen: list[Any] = []
    while style is not None and style not in seen and (asked := _keep_next(style)) is None:
        seen.append(style)
        style = style.base_style
    return style is not None and style not in seen and bool(asked)


def _keep_next(holder: Any) -> bool | None:
    """What a paragraph or a style says itself of staying on the page of the next paragraph."""
    said = holder.pPr.keepNext if holder.pPr is not None else None
    return None if said is None else bool(said.val)


def _look_again(number: int) -> Any:
    """A field that prints nothing, in Word and in what LibreOffice saves too. LibreOffice first deals paragraphs out by
    number, some 20 a page, and asks the last of such a page whether it keeps with the next only if it lays it out
    again: for a field that sets a bookmark it does. The bookmark is empty: no program has a text to keep for it."""
    return element("w:fldSimple", instr=f' SET giu_{number} "" ')


def _end_inside(table: Any, sign: Any) -> None:
    """Move the sign that ends an appendix into a last row of its own without borders: LibreOffice keeps a row with the
    next row, never with a paragraph after the table. The end of a section stays outside."""
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
    """A last row without borders, which only closes a table, stays on the page of the row above."""
    *_, above, last = (None, None, *_rows(table))
    below = None if above is None else last.find(_BELOW)
    if below is not None and below.get(qn("w:val")) == "nil":
        for paragraph in above.iter(_PARAGRAPH):
            paragraph.get_or_add_pPr().get_or_add_keepNext().val = True


def no_borders() -> Any:
    """The borders of a cell below the last bordered row."""
    return element(
        "w:tcBorders", *(element(f"w:{side}", val="nil") for side in ("left", "bottom", "right"))
    )


def thin_line() -> Any:
    """A paragraph of one point, where one must stand that nobody is to see: after a table, at the end of a section."""
    spacing = element("w:spacing", before="0", after="0", line="20", lineRule="exact")
    return element("w:p", element("w:pPr", spacing, element("w:rPr", element("w:sz", val="2"))))


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """An element of a Word document: `element("w:jc", val="center")`."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made
