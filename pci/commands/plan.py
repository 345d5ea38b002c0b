"""`pci plan`: the plan itself as a Word document."""

from collections.abc import Iterator
from dataclasses import dataclass

from pci.commands import deliver
from pci.commands.options import Place
from pci.commands.paper import Paper, PaperOptions, day_of_issue, hand_over
from pci.console import notice
from pci.core import corrections
from pci.core.dates import parse_day
from pci.core.model import Plan
from pci.core.vi import count_words, join_words
from pci.lists import json
from pci.reports.plan import paper, title
from pci.usage import flag

TEMPLATE = "ke-hoach.docx"


@dataclass(frozen=True)
class PlanOptions(PaperOptions):
    """Whose words are wanted, and how."""

    as_printed: bool = flag("--as-printed", "Lời văn như bản quét, kể cả lỗi.")


def plan(how: PlanOptions, place: Place) -> None:
    """In Kế hoạch kèm Phụ lục theo thể thức Nghị định 30/2020/NĐ-CP.

    Lời văn lấy nguyên từ tệp kế hoạch, gồm cả đính chính so với bản quét. Số và ngày mà kế hoạch
    chưa có thì để trống.

    Ví dụ: pci plan
    """
    workspace, as_printed = place.opened(), how.as_printed
    words = corrections.as_printed(workspace.plan) if as_printed else workspace.plan
    if how.format == "json":
        deliver.text(json.plan(words, as_printed), how)
    else:
        made = Paper(
            TEMPLATE,
            f"ke-hoach-{words.mark}-{words.year}",
            paper(words),
            title(words),
            day_of_issue(words),
        )
        hand_over(workspace, made, how)
    for line in _remarks(words, as_printed):
        notice(line)


def _remarks(plan: Plan, as_printed: bool) -> Iterator[str]:
    """What the reader of the paper should know: whose words it has, and what it leaves blank."""
    count = count_words(len(plan.corrections))
    if as_printed:
        yield f"Lời văn như bản quét, không dùng {count} đính chính."
    elif plan.corrections:
        yield f"Đã dùng {count} đính chính so với bản quét; --as-printed để in như bản quét."
    parts = (("số", plan.number), ("ngày", parse_day(plan.issued or "")))
    blank = [name for name, known in parts if not known]
    if blank:
        yield f"Để trống {join_words(blank)} của Kế hoạch, vì tệp kế hoạch chưa có."
