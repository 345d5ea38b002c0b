"""How a command hands over a Word document: filled into its template, then kept or shown."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pci.commands import deliver
from pci.commands.options import Target, output_option
from pci.console import as_given
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.files.outside import whole_file
from pci.files.templates import is_default, is_own_template
from pci.files.templates import template as template_named
from pci.reports.fields import mapping
from pci.usage import choice, flag, option, seldom
from pci.word.chart_data import Chart
from pci.workspace import Workspace


@dataclass(frozen=True)
class PaperOptions(Target):
    """In which format a document is wanted, where it goes, and of which template it is made.

    `md` is for a look; a PDF is made beside a docx that is kept.
    """

    output: Path | None = output_option("Tên tệp ghi ra.")
    format: str = choice("--format", ("docx", "json", "md"), "Dạng in; md để xem trước.", "docx")
    pdf: bool = flag("--pdf", "Lập thêm bản PDF bên cạnh (cần LibreOffice).")
    template: Path | None = seldom(
        option("--template", "TỆP", "Dùng mẫu .docx này một lần thay mẫu có sẵn.")
    )
    trust_template: bool = seldom(
        flag(
            "--trust-template",
            "Nhận mẫu nằm ngoài templates/; mẫu được điền riêng, có hạn thời gian và bộ nhớ.",
        )
    )

    def __post_init__(self) -> None:
        """Refuse a document under the name of another kind of file, which opens nowhere."""
        if self.format != "docx":
            if self.pdf:
                raise CannotDo(f"--pdf không đi với --format {self.format}", "bỏ một trong hai")
            return
        suffix = self.output.suffix.lower() if self.output else ""
        if suffix == ".doc" or (suffix == ".pdf" and not self.pdf):
            hint = "đặt đuôi .docx; cần PDF thì thêm --pdf"
            raise CannotDo(f"-o {self.output}: văn bản là tệp Word .docx", hint)


class Paper(NamedTuple):
    """A document about to be made.

    `name` has no suffix. `title` and `day` are properties of the file. The marks of `charts` are
    among the `values` that the template prints.
    """

    template: str
    name: str
    values: object
    title: str
    day: date
    charts: tuple[Chart, ...] = ()


def day_of_issue(plan: Plan) -> date:
    """The first day that a plan's date of issue may be, for the properties of a file."""
    return date.fromisoformat(f"{plan.issued or plan.year}-01-01"[:10])


def hand_over(workspace: Workspace, paper: Paper, how: PaperOptions) -> None:
    """Make a document and keep it, or show it as Markdown."""
    keep(rendered(workspace, paper, how), paper.name, paper.day, how)


def keep(data: bytes, name: str, day: date, how: PaperOptions) -> None:
    """Keep a finished document under its own name, without a suffix, or where it was asked for."""
    if how.format == "md":
        from pci.word.preview import markdown

        deliver.text(markdown(data), how)
        return
    path = deliver.document(data, target(name, how), how.force)
    if how.pdf:
        from pci.word.pdf import to_pdf

        deliver.document(to_pdf(data, day), path.with_suffix(".pdf"), how.force)


def target(name: str, how: PaperOptions) -> Path:
    """Where a Word document goes; beside its PDF where the person named that."""
    path = how.output or Path(f"{name}.docx")
    return path.with_suffix(".docx") if how.pdf and path.suffix.lower() == ".pdf" else path


def rendered(workspace: Workspace, paper: Paper, how: PaperOptions) -> bytes:
    """The finished document; any template but the program's own is filled apart."""
    source = template_data(workspace, paper.template, how)
    path, name = _template(workspace, paper.template, how)
    if is_default(paper.template, source):
        from pci.word.render import render as fill
    elif how.trust_template or is_own_template(workspace.root, path):
        from pci.word.sandbox import render_apart as fill
    else:
        why = "mẫu từ nơi khác có thể chạy mãi hoặc giấu nội dung lạ"
        hint = f"{why}: xem trong Word, tin thì thêm --trust-template, hoặc chép vào templates/"
        raise CannotDo(f"mẫu {name} nằm ngoài templates/ của kế hoạch", hint)
    author = workspace.plan.letterhead.agency
    data = fill(source, name, mapping(paper.values), paper.title, author, paper.day)
    if not paper.charts:
        return data
    from pci.word.chart import draw

    return draw(data, paper.charts)


def template_data(workspace: Workspace, name: str, how: PaperOptions) -> bytes:
    """The template that a document is made of: that of its name, unless the person gave another."""
    path, shown = _template(workspace, name, how)
    if how.template and not path.is_file():
        raise CannotDo(f"không có mẫu {shown}", "xem lại --template")
    return whole_file(path)


def _template(workspace: Workspace, name: str, how: PaperOptions) -> tuple[Path, str]:
    """Where a template lies, and what a person calls it."""
    if how.template:
        return how.template, as_given(how.template)
    return template_named(workspace.root, name), name
