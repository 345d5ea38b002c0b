"""A Word template as plain values: its outline, and what every tag prints, walks and reads."""

from typing import NamedTuple

from pci.nd30.outline import Outline, WordParagraph

OPENING = ("for", "if")
CLOSING = {"endfor": "for", "endif": "if"}
BETWEEN = ("elif", "else")
WORDS = (*OPENING, *BETWEEN, *CLOSING, "set")
"""The statements that templates are written in; the engine knows more, which no clerk needs."""
NOTE = "#"
"""In place of a word: a remark to whoever edits the template."""


class Tag(NamedTuple):
    """One tag where it stands.

    Fields are written as in `pci help fields`, with `[]` behind what one picks from a list.
    """

    source: str
    """As typed, with single spaces."""
    paragraph: WordParagraph
    part: str
    """The header or footer that holds it, nothing in the body; a block closes where it opens."""
    level: str = ""
    """`p`, `tr`, `tc` or `r` where it takes the place of its whole paragraph, row, cell or run."""
    word: str = ""
    """`for`, `if`, `endif` …; nothing where the tag prints."""
    subject: str = ""
    """The field that a loop walks, that a tag prints as it is, or that a `set` names anew."""
    reads: tuple[str, ...] = ()
    """All other fields that it draws on."""
    binds: tuple[str, ...] = ()
    """The names that a loop or a `set` gives."""
    misspelt: bool = False
    """The letter of the level stands where the engine does not see it: `{% p if %}`, `{%pif %}`."""
    unsafe: str = ""
    """What in it reaches for the program: `__class__`, `x()`."""
    fault: str = ""
    """Why it cannot be read, in words."""

    @property
    def prints(self) -> bool:
        """It puts a value into the text."""
        return self.source.startswith("{{")


class Template(NamedTuple):
    """A template: its outline, its tags in the engine's order, the fields that it may print."""

    outline: Outline
    tags: tuple[Tag, ...]
    known: frozenset[str]
