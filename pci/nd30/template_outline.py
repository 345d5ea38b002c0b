"""A Word template as plain values: its outline, and every tag with what it prints, walks, reads and opens."""

from typing import NamedTuple

from pci.nd30.outline import Outline, Paragraph

OPENING = ("for", "if")
CLOSING = {"endfor": "for", "endif": "if"}
BETWEEN = ("elif", "else")
WORDS = (*OPENING, *BETWEEN, *CLOSING, "set")
"""The statements that templates are written in; the engine knows more, which no clerk needs."""
NOTE = "#"
"""In place of a word: a remark to whoever edits the template, which may take its paragraph away as other tags do."""


class Tag(NamedTuple):
    """One tag where it stands. Fields are written as in `pci help fields`, `[]` behind what one picks from a list."""

    source: str
    """As typed, with single spaces."""
    paragraph: Paragraph
    part: str
    """The file of the package that holds it: a block must close where it opens."""
    level: str = ""
    """`p`, `tr`, `tc` or `r` where the tag takes the place of its whole paragraph, row, cell or run."""
    word: str = ""
    """`for`, `if`, `endif` …; nothing where the tag prints."""
    subject: str = ""
    """The field that a loop walks, that a tag prints as it is, or that a `set` names anew; nothing where it is none."""
    reads: tuple[str, ...] = ()
    """All other fields that it draws on."""
    binds: tuple[str, ...] = ()
    """The names that a loop or a `set` gives."""
    misspelt: bool = False
    """The letter that names the level stands where the engine does not see it: `{% p if %}`, `{%pif %}`."""
    unsafe: str = ""
    """What in it reaches for the program: `__class__`, `x()`."""
    fault: str = ""
    """Why it cannot be read, in words."""

    @property
    def prints(self) -> bool:
        """It puts a value into the text."""
        return self.source.startswith("{{")


class TemplateOutline(NamedTuple):
    """A template: what a document's outline says, and its tags in the order of the engine."""

    outline: Outline
    tags: tuple[Tag, ...]


class TemplateCase(NamedTuple):
    """A template, and every field that its document may print, by path."""

    template: TemplateOutline
    known: frozenset[str]
