"""How a command hands over a Word document: filled into its template and kept under its name."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pci.commands import deliver
from pci.workspace import Workspace, template


class Paper(NamedTuple):
    """A document about to be made: its template, its own name without a suffix, what the template prints, and the
    two properties of the file that come from data."""

    template: str
    name: str
    fields: dict[str, Any]
    title: str
    made: date


class Choices(NamedTuple):
    """What the person asked of the document."""

    output: Path | None
    force: bool


def hand_over(workspace: Workspace, paper: Paper, how: Choices) -> None:
    """The document rendered and kept; its place goes to stdout."""
    from pci.formats.docx import render

    source = template(workspace.root, paper.template)
    author = workspace.plan.letterhead.agency
    data = render(source, paper.template, paper.fields, paper.title, author, paper.made)
    deliver.document(data, how.output or Path(f"{paper.name}.docx"), how.force)
