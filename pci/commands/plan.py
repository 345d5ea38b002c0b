"""`pci plan`: the plan itself as a Word document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pci.commands import deliver
from pci.commands.options import Place, day
from pci.commands.paper import Paper, PaperOptions, day_of_issue, hand_over
from pci.console import notice
from pci.core import corrections
from pci.core.dates import parse_day
from pci.core.errors import CannotDo
from pci.core.model import Amended, Plan
from pci.core.organisation import named
from pci.core.vi import count_words, join_words, short_date, shortened
from pci.lists import json
from pci.reports.consolidated_plan import consolidated
from pci.reports.plan import paper, title
from pci.usage import flag, option, seldom
from pci.workspace import Workspace

TEMPLATE = "ke-hoach.docx"


CONSOLIDATED = "ke-hoach-hop-nhat.docx"
ANNEX = "phu-luc-dieu-chinh.docx"


@dataclass(frozen=True)
class PlanOptions(PaperOptions):
    """Whose words are wanted, of which day or document, and how."""

    as_printed: bool = seldom(flag("--as-printed", "Lời văn như bản quét, kể cả lỗi."))
    as_of: str | None = option(
        "--as-of", "NGÀY", "Văn bản hợp nhất đến ngày này, ghi nguồn của từng thay đổi."
    )
    amendment: str | None = option(
        "--amendment", "TÊN", "Phụ lục của một văn bản điều chỉnh, hoặc đính chính; nêu tên tệp."
    )


def plan(how: PlanOptions, place: Place) -> None:
    """In Kế hoạch kèm Phụ lục theo thể thức Nghị định 30/2020/NĐ-CP.

    Lời văn lấy nguyên từ tệp kế hoạch đã ký, gồm cả đính chính so với bản quét. Số và ngày mà kế
    hoạch chưa có thì để trống. --as-of hợp nhất mọi văn bản đã điều chỉnh kế hoạch đến một ngày;
    --amendment lập phụ lục của một văn bản trong amendments/, nêu một phần tên tệp cũng được.

    Ví dụ: pci plan --amendment 2023-07-01
    """
    if sum(map(bool, (how.as_printed, how.as_of, how.amendment))) > 1:
        fault = "--as-printed, --as-of và --amendment không đi với nhau"
        raise CannotDo(fault, "chọn một")
    workspace = place.opened()
    if how.as_of:
        _consolidated(workspace, day(how.as_of, "--as-of"), how)
    elif how.amendment:
        _annex(workspace, how.amendment, how)
    else:
        _signed(workspace, how)


def _signed(workspace: Workspace, how: PlanOptions) -> None:
    """The plan as it was signed."""
    as_printed = how.as_printed
    signed = _as_issued(workspace)
    words = corrections.as_printed(signed) if as_printed else signed
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


def _as_issued(workspace: Workspace) -> Plan:
    """The signed plan with the names of its day."""
    signed = workspace.signed
    return named(signed, workspace.organisation, day_of_issue(signed))


def _consolidated(workspace: Workspace, on: date, how: PlanOptions) -> None:
    """The plan with everything that documents had changed by a day."""
    there = workspace.plan.on(on)
    if how.format == "json":
        deliver.text(json.consolidated_plan(there, on), how)
    else:
        name = f"ke-hoach-{there.mark}-{there.year}-hop-nhat-{on}"
        values = consolidated(there, _as_issued(workspace), on)
        hand_over(workspace, Paper(CONSOLIDATED, name, values, title(there), on), how)
    count = count_words(len(there.amendments))
    notice(f"Hợp nhất {count} văn bản đến ngày {short_date(on)}; không thay các văn bản đã ký.")


def _annex(workspace: Workspace, typed: str, how: PlanOptions) -> None:
    """The annex of a document that changes the plan, or what it puts right."""
    from pci.diff import diff
    from pci.reports.adjustments import annex, of_amendment
    from pci.reports.adjustments import title as title_of

    by = _amended(workspace, typed)
    on = by.since or by.document.date or day_of_issue(by.after)
    old, new = (named(one, workspace.organisation, on) for one in (by.before, by.after))
    changes = diff(workspace._replace(plan=old), workspace._replace(plan=new))
    adjustments = of_amendment(changes, [*{**old.tasks, **new.tasks}])
    if how.format == "json":
        deliver.text(json.amendment(new, by, workspace.calendar), how)
        return
    if not adjustments:
        fault = f"{by.name} không đổi điều gì của Kế hoạch"
        raise CannotDo(fault, "xem lại add, change, end trong tệp")
    name = f"{'dinh-chinh' if by.corrects else 'phu-luc'}-{new.mark}-{by.name}"
    values = annex(old, new, adjustments, by)
    hand_over(workspace, Paper(ANNEX, name, values, title_of(new, by.corrects), on), how)


def _amended(workspace: Workspace, typed: str) -> Amended:
    """The one document that a person named by its file's stem, or by a part of it."""
    known = {one.name: one for one in workspace.plan.amendments}
    stem = typed.removesuffix(".yaml")
    fitting = [stem] if stem in known else [name for name in known if stem in name]
    if len(fitting) == 1:
        return known[fitting[0]]
    fault = f"«{shortened(typed)}» có thể là nhiều văn bản" if fitting else ""
    listed = ", ".join(fitting or known)
    raise CannotDo(
        fault or f"không có văn bản điều chỉnh «{shortened(typed)}»",
        f"có: {listed}" if listed else f"plans/{workspace.plan.id}/amendments/ chưa có tệp nào",
    )


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
