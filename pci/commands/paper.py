"""How a command hands over a Word document: filled into its template, then kept under its name or shown."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from pci.commands import deliver
from pci.console import as_given
from pci.core.errors import CannotDo
from pci.reports.fields import plain
from pci.word.chart_data import Chart
from pci.workspace import Workspace, is_own_template, template

MAX_BYTES = 50_000_000
"""Of a template: a page of words takes some hundred kilobytes."""


class Paper(NamedTuple):
    """A document about to be made: its template, its own name without a suffix, the values that it prints, the two
    properties of the file that come from data, and the charts whose marks are among what is printed."""

    template: str
    name: str
    values: object
    title: str
    made: date
    charts: tuple[Chart, ...] = ()


class Choices(NamedTuple):
    """What the person asked of the document; `template` takes the place of the one that the document would have. The
    format is docx, or md for a look; a PDF is made of a docx that is kept."""

    output: Path | None
    force: bool
    template: Path | None = None
    trusted: bool = False
    format: str = "docx"
    pdf: bool = False


def hand_over(workspace: Workspace, paper: Paper, how: Choices) -> None:
    """The document rendered and kept, the PDF asked for beside it, their places to stdout; or shown as Markdown."""
    keep(rendered(workspace, paper, how), paper.name, paper.made, how)


def keep(data: bytes, name: str, made: date, how: Choices) -> None:
    """A document already rendered, handed over as asked; `name` is its own, without a suffix."""
    if how.format == "md":
        from pci.word.preview import markdown

        deliver.text(markdown(data), how.output, how.force)
        return
    kept = deliver.document(data, place(name, how), how.force)
    if how.pdf:
        from pci.word.pdf import to_pdf

        deliver.document(to_pdf(data, made), kept.with_suffix(".pdf"), how.force)


def place(name: str, how: Choices) -> Path:
    """Where a Word document is to go; beside its pages where the person named those."""
    target = how.output or Path(f"{name}.docx")
    return target.with_suffix(".docx") if how.pdf and target.suffix.lower() == ".pdf" else target


def rendered(workspace: Workspace, paper: Paper, how: Choices) -> bytes:
    """The finished document. A template from elsewhere is filled only when a person vouches for it, and apart."""
    _refuse_name(how)
    path, shown = _place(workspace, paper.template, how), _shown(paper.template, how)
    if is_own_template(workspace.root, path):
        from pci.word.render import render as fill
    elif how.trusted:
        from pci.word.sandbox import render_apart as fill
    else:
        why = "mẫu từ nơi khác có thể chạy mãi hoặc giấu nội dung lạ"
        hint = f"{why}: xem trong Word, tin thì thêm --trust-template, hoặc chép vào templates/"
        raise CannotDo(f"mẫu {shown} nằm ngoài templates/ của kế hoạch", hint)
    author = workspace.plan.letterhead.agency
    data = fill(
        source(workspace, paper.template, how),
        shown,
        plain(paper.values),
        paper.title,
        author,
        paper.made,
    )
    if not paper.charts:
        return data
    from pci.word.chart import drawn

    return drawn(data, paper.charts)


def _refuse_name(how: Choices) -> None:
    """A Word document under the name of another kind of file opens nowhere."""
    if how.output is None or how.format != "docx":
        return
    suffix = how.output.suffix.lower()
    if suffix == ".pdf" and not how.pdf:
        raise CannotDo(
            f"{as_given(how.output)}: văn bản là tệp Word, không phải PDF",
            "thêm --pdf, hoặc đặt đuôi .docx",
        )
    if suffix == ".doc":
        raise CannotDo(
            f"{as_given(how.output)}: văn bản là tệp .docx, không phải .doc cũ", "đặt đuôi .docx"
        )


def word_file(path: Path) -> bytes:
    """A Word file that a person named: no device, which has no end, and none larger than any paper."""
    if path.exists() and not path.is_file():
        raise CannotDo("không phải tệp thường (là thư mục hoặc thiết bị)", "chọn tệp Word .docx")
    if path.exists() and path.stat().st_size > MAX_BYTES:
        raise CannotDo("tệp lớn bất thường, không đọc", "xóa bớt hình trong tệp rồi lưu lại")
    return path.read_bytes()


def source(workspace: Workspace, name: str, how: Choices) -> bytes:
    """The template that a document will be made of, by its name unless the person gave another."""
    path, shown = _place(workspace, name, how), _shown(name, how)
    if not path.is_file():  # a device has no end
        raise CannotDo(f"không có mẫu {shown}", "xem lại --template")
    if path.stat().st_size > MAX_BYTES:
        raise CannotDo(
            f"mẫu {shown} lớn bất thường, không đọc", "xóa bớt hình trong tệp rồi lưu lại"
        )
    return path.read_bytes()


def _place(workspace: Workspace, name: str, how: Choices) -> Path:
    return how.template or template(workspace.root, name)


def _shown(name: str, how: Choices) -> str:
    return as_given(how.template) if how.template else name
