"""How a command hands over a Word document: filled into its template and kept under its name."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pci.commands import deliver
from pci.console import relative
from pci.errors import CannotDo
from pci.workspace import Workspace, is_own_template, template

MAX_BYTES = 50_000_000
"""Of a template: a page of words takes some hundred kilobytes."""


class Paper(NamedTuple):
    """A document about to be made: its template, its own name without a suffix, what the template prints, and the
    two properties of the file that come from data."""

    template: str
    name: str
    fields: dict[str, Any]
    title: str
    made: date


class Choices(NamedTuple):
    """What the person asked of the document; `template` takes the place of the one that the document would have."""

    output: Path | None
    force: bool
    template: Path | None = None
    trusted: bool = False


def hand_over(workspace: Workspace, paper: Paper, how: Choices) -> None:
    """The document rendered and kept; its place goes to stdout."""
    data = rendered(workspace, paper, how)
    deliver.document(data, how.output or Path(f"{paper.name}.docx"), how.force)


def rendered(workspace: Workspace, paper: Paper, how: Choices) -> bytes:
    """The finished document. A template from elsewhere is filled only when a person vouches for it, and apart."""
    source = how.template or template(workspace.root, paper.template)
    shown = relative(source) if how.template else paper.template
    if not source.is_file():  # a device has no end
        raise CannotDo(f"không có mẫu {shown}", "xem lại --template")
    if source.stat().st_size > MAX_BYTES:
        raise CannotDo(f"mẫu {shown} lớn bất thường, không đọc", "xóa bớt hình trong tệp rồi lưu lại")
    if is_own_template(workspace.root, source):
        from pci.formats.docx import render as fill
    elif how.trusted:
        from pci.formats.docx_apart import render_apart as fill
    else:
        why = "mẫu từ nơi khác có thể chạy mãi hoặc giấu nội dung lạ"
        hint = f"{why}: xem trong Word, tin thì thêm --trust-template, hoặc chép vào templates/"
        raise CannotDo(f"mẫu {shown} nằm ngoài templates/ của kế hoạch", hint)
    author = workspace.plan.letterhead.agency
    return fill(source.read_bytes(), shown, paper.fields, paper.title, author, paper.made)
