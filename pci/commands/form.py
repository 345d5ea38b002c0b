"""`pci form`: what a unit fills in for a period, as a workbook or as a Word table."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from pci.clock import today
from pci.commands import deliver
from pci.commands.options import (
    Places,
    Target,
    as_of_option,
    day,
    each,
    output_option,
    paper_unit,
    unit_option,
)
from pci.commands.paper import Paper, PaperOptions, hand_over
from pci.commands.periods import NO_REGIME, PeriodOptions, refuse_doubt
from pci.console import notice
from pci.core.dates import Calendar, Period
from pci.core.errors import CannotDo
from pci.core.grouping import grouped
from pci.core.ledger import ledger
from pci.core.model import Plan
from pci.core.organisation import named
from pci.core.reporting import next_due
from pci.core.schedule import ReportingPeriod, window_of
from pci.core.vi import count_words, due_words, period_words, short_date
from pci.reports import unit_form
from pci.reports.unit_form import Form
from pci.usage import choice, flag
from pci.workspace import Workspace

TEMPLATE = "bieu-mau.docx"


@dataclass(frozen=True)
class FormOptions(Target):
    """Whose forms are wanted, in which shape, and where they go."""

    unit: str | None = unit_option()
    every: bool = flag("--all", "Mỗi đơn vị một biểu; -o là thư mục.")
    output: Path | None = output_option("Tên tệp biểu; với --all là thư mục.")
    format: str = choice("--format", ("xlsx", "docx"), "Dạng biểu; docx để in, ghi tay.", "xlsx")


@dataclass(frozen=True)
class FormPlace(Places):
    """A workspace as of a day that is never later, unless told so, than the last one of a form."""

    as_of: str | None = as_of_option("hôm nay, không muộn hơn ngày chốt số liệu")


def form(how: FormOptions, asked: PeriodOptions, place: FormPlace) -> None:
    """Lập biểu để đơn vị điền kết quả thực hiện trong kỳ.

    Biểu Excel có sẵn nhiệm vụ, đầu việc, lần báo cáo trước; điền xong thì «pci record
    2023-Q3_QLDN.xlsx». --all lập cho mọi đơn vị. Không nêu kỳ thì là kỳ đầu tiên chưa qua hạn nội
    bộ; kỳ ấy chưa bắt đầu, hoặc kế hoạch chưa ban hành, thì phải nêu rõ kỳ. --all-plans lập cho mỗi
    đơn vị một tệp, mỗi kế hoạch một trang.

    Ví dụ: pci form --unit QLDN --quarter 3
    """
    if how.every == (how.unit is not None):
        raise CannotDo("nêu một đơn vị hoặc --all", "--unit QLDN, hoặc --all")
    if place.all_plans and how.format == "docx":
        raise CannotDo("--all-plans không đi với --format docx", "lập từng kế hoạch (--plan)")
    with place.workspaces() as workspaces:
        made = each(workspaces, lambda one: _forms(one, asked, how.unit, place))
        for forms in _by_unit(made):
            path = how.output or Path()
            if how.every or not how.output:
                path /= f"{unit_form.file_stem(forms[0], place.all_plans)}.{how.format}"
            _keep(workspaces[0], forms, path, how)
        for forms in made:
            notice((f"{forms[0].plan.id}: " if place.all_plans else "") + _summary(forms))


def _by_unit(made: Iterable[Sequence[Form]]) -> Collection[Sequence[Form]]:
    """The forms of each unit, from all plans."""
    return grouped(chain.from_iterable(made), lambda form: form.unit).values()


def _summary(forms: Sequence[Form]) -> str:
    """`06 biểu quý III năm 2023, hạn nộp 11/9/2023; số liệu từ 15/6/2023 đến 14/9/2023.`"""
    window = forms[0].window
    return (
        f"{count_words(len(forms))} biểu {period_words(window.period)}, "
        f"hạn nộp {due_words(window.internal_due, window.internal_doubt)}; "
        f"số liệu {window.days_words}."
    )


def _coming(plan: Plan, calendar: Calendar, on: date) -> Period:
    """The period of a day: the first whose internal day has not passed."""
    if window := next_due(plan, calendar, on):
        refuse_doubt(plan, window, on, "Vẫn lập biểu {}?")
        return window.period
    if plan.reporting.every is None:
        raise CannotDo(NO_REGIME, "nêu kỳ (--quarter …)")
    fault = f"mọi kỳ báo cáo của năm {plan.year} đã qua hạn nội bộ"
    raise CannotDo(fault, f"nêu kỳ (--quarter …), hoặc --as-of; tính đến {short_date(on)}")


def _forms(
    workspace: Workspace, typed: PeriodOptions, unit: str | None, place: FormPlace
) -> list[Form]:
    """The forms of all units, or of one, that were asked anything; where nobody was, why. Among all
    plans, one without a regime asks nobody."""
    calendar = workspace.calendar
    on = day(place.as_of, "--as-of") if place.as_of else today()
    plan = workspace.plan.on(on)
    if place.all_plans and plan.reporting.every is None:
        raise CannotDo(NO_REGIME, "lập riêng biểu của kế hoạch ấy (--plan)")
    period = typed.one_or_none(plan) or _coming(plan, calendar, on)
    window = window_of(plan, period, calendar)
    until = on if place.as_of else min(on, window.window_last)
    return _asked(workspace, window, until, unit)


def _asked(
    workspace: Workspace, window: ReportingPeriod, until: date, unit: str | None
) -> list[Form]:
    """The forms of a period as of a day."""
    plan, calendar = workspace.plan.on(min(until, window.window_last)), workspace.calendar
    only = paper_unit(plan, unit, workspace.plan)
    units = [only] if only else unit_form.reporters(plan)
    book = ledger(plan, workspace.entries, until, calendar)
    book = replace(book, plan=named(book.plan, workspace.organisation, until))
    forms = [unit_form.gather(book, workspace.entries, window, calendar, unit) for unit in units]
    if asked := [form for form in forms if form]:
        return asked
    raise _nobody(plan, units, window.period)


def _nobody(plan: Plan, units: Sequence[str], period: Period) -> CannotDo:
    """Why there is no form."""
    nobody = f"{plan.name(units[0])} không" if len(units) == 1 else "không đơn vị nào"
    hint = "xem «pci tasks --unit», hoặc nêu kỳ khác"
    return CannotDo(f"{nobody} phải báo cáo {period_words(period)}", hint)


def _keep(workspace: Workspace, forms: Sequence[Form], path: Path, how: FormOptions) -> None:
    """The workbook of a unit, or its one form as a paper."""
    if how.format == "docx":
        (one,) = forms
        paper = Paper(
            TEMPLATE, path.stem, unit_form.paper(one), unit_form.title(one), one.window.window_last
        )
        hand_over(
            workspace._replace(plan=one.plan), paper, PaperOptions(output=path, force=how.force)
        )
        return
    from pci.sheet.write import cut, write

    deliver.document(write(forms), path, how.force)
    for words in cut(forms):
        notice(words)
