"""Where the pages of a finished document may end: a heading stays with what follows it, the sign that an appendix ends
with the last row of its table. Word does both by «Giữ cùng đoạn sau»; LibreOffice needs help with each.
"""

from collections.abc import Container, Iterable, Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_END = "./."


def hold_together(document: Any) -> None:
    """Make a document keep together, in both programs, what its paragraphs ask to keep."""
    body = document.element.body
    keeping = {style.styleId for style in document.styles.element.style_lst if _style_keeps(style)}
    held = [paragraph for paragraph in _flow(body) if _is_held(paragraph, keeping)]
    for number, paragraph in enumerate(held, 1):
        paragraph.insert(0 if paragraph.pPr is None else 1, _look_again(number))
    for table in body.findall(qn("w:tbl")):
        after = table.getnext()
        if after is not None and after.tag == qn("w:p") and after.text.strip() == _END:
            _end_inside(table, after)


def _flow(parts: Iterable[Any]) -> Iterator[Any]:
    """The paragraphs between the tables, those in content controls too."""
    for part in parts:
        if part.tag == qn("w:p"):
            yield part
        elif part.tag == qn("w:sdt"):
            yield from _flow(part.find(qn("w:sdtContent")))


def _is_held(paragraph: Any, keeping: Container[str]) -> bool:
    """Whether a paragraph asks to stay on the page of the next one, by itself or by its style."""
    asked = _keep_next(paragraph)
    return paragraph.style in keeping if asked is None else asked


def _style_keeps(style: Any) -> bool:
    """Whether a style, or one that it is based on, keeps its paragraphs with the next one."""
    while style is not None and (asked := _keep_next(style)) is None:
        style = style.base_style
    return style is not None and bool(asked)


def _keep_next(holder: Any) -> bool | None:
    """What a paragraph or a style says itself of staying on the page of the next paragraph."""
    said = holder.pPr.keepNext if holder.pPr is not None else None
    return None if said is None else bool(said.val)


def _look_again(number: int) -> Any:
    """A field that prints nothing, in Word and in what LibreOffice saves too. LibreOffice first deals paragraphs out by
    number, some 20 a page, and asks the last of such a page whether it keeps with the next only if it lays it out
    again: for a field that sets a bookmark it does."""
    return element("w:fldSimple", instr=f' SET giu_{number} "1" ')


def _end_inside(table: Any, sign: Any) -> None:
    """Move the sign that ends an appendix into a last row of its own without borders: LibreOffice keeps a row with the
    next row, never with a paragraph after the table. What stands after a table takes no room."""
    for paragraph in table.tr_lst[-1].iter(qn("w:p")):
        paragraph.get_or_add_pPr().get_or_add_keepNext().val = True
    sign.addprevious(thin_line())
    columns = [int(column.get(qn("w:w"))) for column in table.tblGrid]
    bare = [element(f"w:{side}", val="nil") for side in ("left", "bottom", "right")]
    cell = element(
        "w:tc",
        element(
            "w:tcPr",
            element("w:tcW", w=str(sum(columns)), type="dxa"),
            element("w:gridSpan", val=str(len(columns))),
            element("w:tcBorders", *bare),
        ),
        sign,
    )
    table.append(element("w:tr", element("w:trPr", element("w:cantSplit")), cell))


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
