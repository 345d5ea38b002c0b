"""A Word document as plain values: pages, tables, every paragraph as its styles make it look."""

from typing import Any, NamedTuple

from pci.files.office import Active, External


class Run(NamedTuple):
    """A stretch of text of one look; sizes in points. The run of a page number may have no text."""

    text: str
    fonts: tuple[str, ...]
    """For ascii, hAnsi, cs and eastAsia: a name, `theme`, or nothing where no style names one."""
    size: float
    bold: bool
    italic: bool
    caps: bool
    colour: str
    highlight: str
    hidden: bool
    """Kept in the file, shown only on demand, never printed."""


class CellPlace(NamedTuple):
    """A cell of a table. All count from 1; a row counts its cells, not the columns of the grid."""

    table: int
    row: int
    cell: int


class WordParagraph(NamedTuple):
    """A paragraph of the body, numbered from 1, or of a header or footer, all numbered 0."""

    number: int
    text: str
    printed: str
    """The text as a reader sees it, in capitals where a run is set in them."""
    words: str
    """The same, composed, with single spaces."""
    runs: tuple[Run, ...]
    section: int
    place: CellPlace | None
    boxed: bool
    """In a text box."""
    style: str
    align: str
    """One of left, center, right, justified, or a rarer name as the file has it."""
    first_line: float
    """Millimetres, negative for a hanging indent; so are `left` and `right`."""
    left: float
    right: float
    space_before: float
    """Points; so is `space_after`."""
    space_after: float
    contextual: bool
    """No space towards a neighbour of the same style."""
    line_spacing: float
    """In lines."""
    line_above: str
    """How the border above is drawn, as `single`, nothing where none is; so is `line_below`."""
    line_below: str
    drawing: bool
    gaps: tuple[str, ...] = ()
    """What somebody must still supply, as a draft says it: `[Văn phòng bổ sung nhận xét]`."""
    invitation: bool = False
    """Whether it lies in an empty control, in which Word shows an invitation to type."""
    page_field: bool = False
    """Whether it prints the number of its page."""
    label: str = ""
    """What Word prints before it as an item of a list: `2.`, `b)`, a hyphen for any bullet."""
    origin: "WordParagraph | None" = None
    """The paragraph of the template that a trial printed this one from."""
    node: Any = None
    """Its element, which knows the controls around it."""

    @property
    def visible(self) -> list[Run]:
        """The runs that print something, the number of a page too."""
        return [run for run in self.runs if run.text.strip() or self.page_field]


class WordTable(NamedTuple):
    """The frame of a table; widths in millimetres, 0 where the file gives none."""

    number: int
    section: int
    widths: tuple[float, ...]
    """Of the grid's columns."""
    rows: tuple[int, ...]
    """How many columns of the grid the cells of each row take up."""
    spans: tuple[tuple[int, ...], ...]
    """How many each cell of each row takes up."""
    has_header: bool
    """Whether its first row repeats on every page."""
    broken_cells: int
    """Cells that do not end in a paragraph, which Word refuses to open."""
    cell_widths: tuple[tuple[float, ...], ...]
    """Of the cells of each row; 0 where one says nothing or a share."""

    @property
    def columns(self) -> int:
        """How many columns its grid has."""
        return len(self.widths)


class Header(NamedTuple):
    """A header or footer of a section; `role` is default, first or even."""

    part: str
    is_footer: bool
    role: str
    paragraphs: tuple[WordParagraph, ...]


class WordSection(NamedTuple):
    """A run of pages of one make, numbered from 1; lengths in millimetres, headers as inherited."""

    number: int
    width: float
    height: float
    landscape: bool
    top: float
    bottom: float
    left: float
    right: float
    gutter: float
    """What of the left margin is kept for binding."""
    title_page: bool
    page_start: int | None
    page_format: str
    """How page numbers are written, as the file has it: `lowerRoman`; nothing for plain figures."""
    headers: tuple[Header, ...]

    def page_numbers(self, role: str, in_footer: bool = False) -> tuple[WordParagraph, ...]:
        """The lines of its header, or footer, of a role that print the number of the page."""
        margins = [h for h in self.headers if h.role == role and h.is_footer == in_footer]
        return tuple(p for margin in margins for p in margin.paragraphs if p.page_field)


class Control(NamedTuple):
    """A content control, with the number of the paragraph that it is in or begins with."""

    tag: str
    title: str
    paragraph: int
    node: Any
    """Its element."""


class Outline(NamedTuple):
    """All of a document that can be seen or that can do harm."""

    paragraphs: tuple[WordParagraph, ...]
    tables: tuple[WordTable, ...]
    sections: tuple[WordSection, ...]
    headers: tuple[Header, ...]
    even_headers: bool
    tracked_changes: bool
    comments: tuple[str, ...]
    """The notes in the margin, each behind its author."""
    active: tuple[Active, ...]
    externals: tuple[External, ...]
    controls: tuple[Control, ...]

    @property
    def stories(self) -> tuple[WordParagraph, ...]:
        """The paragraphs of the body, then those of headers and footers."""
        margins = (p for header in self.headers for p in header.paragraphs)
        return (*self.paragraphs, *margins)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What somebody must still supply, each gap once."""
        return tuple(dict.fromkeys(gap for p in self.paragraphs for gap in p.gaps))
