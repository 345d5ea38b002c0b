"""The paragraph styles of the default templates, as Word's gallery and navigation pane show them.

Styles that every Word has keep their names, which Word shows in the reader's language; those of the
decree's components have Vietnamese ones (docs/decisions/026-styles.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from pci.core.vi import fold
from pci.word.pagination import element

FONT = "Times New Roman"


@dataclass(frozen=True)
class Style:
    """How a paragraph looks: as the style of that name, or a little otherwise; sizes in points,
    indents in millimetres.
    """

    name: str = "Normal"
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Any = WD_ALIGN_PARAGRAPH.LEFT
    before: float = 0
    after: float = 0
    first: float = 0
    keep_next: bool = False


NORMAL = Style()
CENTRED = replace(NORMAL, align=WD_ALIGN_PARAGRAPH.CENTER)
BODY = Style("Body Text", align=WD_ALIGN_PARAGRAPH.JUSTIFY, before=6, first=10)
HEADING = replace(BODY, name="Heading 1", bold=True, keep_next=True)
SUBHEADING = replace(HEADING, name="Heading 2")
POINT = replace(HEADING, name="Heading 3", bold=False)
TITLE = replace(CENTRED, name="Title", bold=True, before=12)
SUBTITLE = replace(CENTRED, name="Subtitle", bold=True)
CAPTION = replace(CENTRED, name="Caption", size=11, bold=True, before=12, keep_next=True)
LETTERHEAD = replace(CENTRED, name="Đầu văn bản", size=13)
ADDRESSED = replace(CENTRED, name="Kính gửi", before=12)
SIGNER = replace(CENTRED, name="Người ký", bold=True)
RECIPIENTS = replace(NORMAL, name="Nơi nhận", size=11)
ANNEX = replace(CENTRED, name="Phụ lục", bold=True)
ANNEX_TITLE = replace(CENTRED, name="Tên phụ lục", bold=True)
CELL = replace(NORMAL, name="Ô bảng", size=11)
CELL_HEAD = replace(CENTRED, name="Đầu bảng", size=11, bold=True)

NAMED: Mapping[str, Style] = {
    style.name: style
    for style in (
        *(NORMAL, BODY, HEADING, SUBHEADING, POINT, TITLE, SUBTITLE, CAPTION, LETTERHEAD),
        *(ADDRESSED, SIGNER, RECIPIENTS, ANNEX, ANNEX_TITLE, CELL, CELL_HEAD),
    )
}
LEVELS = {HEADING.name: 0, SUBHEADING.name: 1, POINT.name: 2, ANNEX.name: 0}
"""Of the outline that the navigation pane and the bookmarks of a PDF show."""
_NEXT = dict.fromkeys(LEVELS, BODY.name) | {TITLE.name: SUBTITLE.name}
"""The style of the paragraph that Word begins after one, where it is another."""
_LIBRARY = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid", "Header")
"""The ids of what is kept of the library's own 164 styles."""
_BUILT_IN = ("Body Text", "Heading 1", "Heading 2", "Heading 3", "Title", "Subtitle", "Caption")


def _as_it_is(value: Any) -> Any:
    return value


_PARAGRAPH: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "align": ("alignment", _as_it_is),
    "before": ("space_before", Pt),
    "after": ("space_after", Pt),
    "first": ("first_line_indent", Mm),
    "keep_next": ("keep_with_next", bool),
}
_FONT: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "size": ("size", Pt),
    "bold": ("bold", bool),
    "italic": ("italic", bool),
}
"""Each trait of a look, with the library's name for it and its unit."""


def shape(form: Any, style: Style, base: Style | None = None) -> None:
    """Set what a paragraph has otherwise than the style that it is based on, else than its own."""
    _set(form, style, base or NAMED[style.name], _PARAGRAPH)


def letter(font: Any, style: Style, base: Style | None = None) -> None:
    """Set what letters have otherwise than the style that they are based on."""
    _set(font, style, base or NAMED[style.name], _FONT)


def _set(target: Any, style: Style, base: Style, traits: Mapping[str, Any]) -> None:
    for name, (attribute, unit) in traits.items():
        wanted = getattr(style, name)
        if wanted != getattr(base, name):
            setattr(target, attribute, unit(wanted))


def define(document: Any) -> None:
    """Give a new document these styles in place of the library's."""
    styles = document.styles
    for made in [*styles.element.style_lst]:
        if made.styleId not in _LIBRARY:
            styles.element.remove(made)
        for link in made.findall(qn("w:link")):
            made.remove(link)
    _defaults(styles)
    for style in NAMED.values():
        if style is not NORMAL:
            _add(styles, style)
    for name, following in _NEXT.items():
        styles[name].next_paragraph_style = styles[following]


def _defaults(styles: Any) -> None:
    """One family in all four slots, in Vietnamese, single lines without space around them."""
    root = styles.element
    for fonts in root.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{slot}"), FONT)
    for language in root.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    for spacing in root.find(qn("w:docDefaults")).iter(qn("w:spacing")):
        spacing.set(qn("w:after"), "0")
        spacing.set(qn("w:line"), "240")
    styles["Normal"].font.size = Pt(NORMAL.size)


def _add(styles: Any, style: Style) -> None:
    made = styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH, style.name in _BUILT_IN)
    made.element.styleId = fold(style.name).title().replace(" ", "")
    made.base_style, made.quick_style = styles["Normal"], True
    shape(made.paragraph_format, style, NORMAL)
    letter(made.font, style, NORMAL)
    if style.name in LEVELS:
        level = element("w:outlineLvl", val=str(LEVELS[style.name]))
        made.element.get_or_add_pPr().insert_element_before(level, "w:rPr", "w:sectPr")
