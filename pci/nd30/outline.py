"""A finished .docx as plain values: pages, tables, and every paragraph with the look that its styles give it."""

from typing import NamedTuple

from pci.files.office import Active, External


class Run(NamedTuple):
    """A stretch of text of one look; a page number's run may have no text. Sizes in points."""

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


class Place(NamedTuple):
    """Where in which table; all count from 1, and a row counts cells, not columns."""

    table: int
    row: int
    cell: int
    header_row: bool


class Paragraph(NamedTuple):
    """A paragraph of the body, numbered from 1, or of a header or footer, all numbered 0."""

    number: int
    text: str
    runs: tuple[Run, ...]
    section: int
    place: Place | None
    boxed: bool
    style: str
    align: str
    """One of left, center, right, justified, or a rarer name as the file has it."""
    first_line: float
    """Millimetres, negative for a hanging indent."""
    left: float
    right: float
    space_before: float
    space_after: float
    contextual: bool
    """No space towards a neighbour of the same style."""
    line_spacing: float
    borders: frozenset[str]
    dashed: bool
    """A border of it is dotted, dashed or wavy."""
    drawing: bool
    page_field: bool
    gaps: tuple[str, ...] = ()
    """What somebody must still supply, as a draft says it: `[Văn phòng bổ sung nhận xét]`."""
    origin: "Paragraph | None" = None
    """The template's paragraph that this one was printed from, where the document is a template's trial."""
    fields: tuple[str, ...] = ()
    """The codes of its fields, as `PAGE`."""
    label: str = ""
    """What the word processor prints before it as an item of a list, in no run: `2.`, `b)`, a hyphen for any bullet."""

    @property
    def printed(self) -> str:
        """The text as a reader sees it, in capitals where a run is set in them."""
        return "".join(run.text.upper() if run.caps else run.text for run in self.runs)


class Table(NamedTuple):
    """The frame of a table; widths in millimetres, 0 where the file gives none."""

    number: int
    section: int
    widths: tuple[float, ...]
    """Of the grid's columns."""
    rows: tuple[int, ...]
    """How many grid columns the cells of each row take up."""
    header_rows: int
    """How many at its top repeat on every page."""
    heading_rows: int
    """How many its first row reaches down to, by cells merged across rows."""
    broken_cells: int
    """Cells that do not end in a paragraph, which Word refuses to open."""
    cell_widths: tuple[tuple[float, ...], ...] = ()
    """What the cells of each row say themselves, in millimetres; 0 where one says nothing or a share."""

    @property
    def columns(self) -> int:
        """How many columns its grid has."""
        return len(self.widths)

    @property
    def grid_width(self) -> float:
        """Its whole width."""
        return sum(self.widths)


class Header(NamedTuple):
    """A header or footer; `role` is default, first or even."""

    part: str
    is_footer: bool
    role: str
    paragraphs: tuple[Paragraph, ...]


class Section(NamedTuple):
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
    """What of the left margin, or of the top one, is kept for binding."""
    title_page: bool
    page_start: int | None
    page_format: str
    """How page numbers are written, as the file has it: `lowerRoman`; nothing for plain figures."""
    headers: tuple[Header, ...]

    def header(self, role: str) -> Header | None:
        """The section's header of a role (default, first, even), null where it has none."""
        return next((h for h in self.headers if h.role == role and not h.is_footer), None)

    def footer(self, role: str) -> Header | None:
        """The section's footer of a role, null where it has none."""
        return next((h for h in self.headers if h.role == role and h.is_footer), None)


class Control(NamedTuple):
    """A content control: its tag, its title, and the number of the paragraph that it is in or begins with."""

    tag: str
    title: str
    paragraph: int


class Outline(NamedTuple):
    """All of a document that can be seen or that can do harm."""

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    sections: tuple[Section, ...]
    headers: tuple[Header, ...]
    even_headers: bool
    tracked_changes: bool
    comments: bool
    active: tuple[Active, ...]
    externals: tuple[External, ...]
    controls: tuple[Control, ...]
