"""`pci report`: the statutory report of a period, as a Word document."""

from typing import Annotated

import typer

from pci import names, stats
from pci.account import asks, missing_reports
from pci.columns import TaskRow
from pci.commands import deliver, periods
from pci.commands.options import Force, Output, Root, Template, TrustTemplate, Year, chosen, day, opened
from pci.commands.paper import Choices, Paper, hand_over
from pci.commands.periods import Annual, First, Half, Last, Month, NineMonths, Quarter
from pci.console import notice
from pci.errors import CannotDo
from pci.formats import json
from pci.ledger import view
from pci.model import Plan, Reporting
from pci.reports import periodic
from pci.reports.facts import gather
from pci.schedule import WINDOWS, ReportingPeriod, reporting_period
from pci.vi import lower_first, short_date

TEMPLATE = "bao-cao.docx"


def report(
    quarter: Quarter = None,
    month: Month = None,
    half: Half = None,
    nine_months: NineMonths = False,
    annual: Annual = False,
    first: First = None,
    last: Last = None,
    subject: Annotated[str, typer.Option("--title", metavar="CHỮ", help="Trích yếu của báo cáo đột xuất.")] = "",
    addressee: Annotated[str, typer.Option("--addressee", metavar="NƠI", help="Nơi nhận báo cáo đột xuất.")] = "",
    basis: Annotated[str, typer.Option("--basis", metavar="CHỮ", help="Văn bản yêu cầu báo cáo đột xuất.")] = "",
    window: Annotated[
        str | None,
        typer.Option("--window", metavar="nd09|calendar", help="Thời gian lấy số liệu; calendar là đúng kỳ theo lịch."),
    ] = None,
    root: Root = None,
    year: Year = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", envvar="PCI_AS_OF", metavar="NGÀY", help="Tính đến ngày này; mặc định ngày chốt số liệu."
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Mã thoát 1 khi còn thiếu báo cáo.", show_default=False)
    ] = False,
    format: Annotated[str, typer.Option("--format", metavar="docx|json", help="Dạng in.")] = "docx",
    output: Output = None,
    template: Template = None,
    trust_template: TrustTemplate = False,
    force: Force = False,
) -> None:
    """Lập báo cáo theo thể thức Nghị định 30/2020/NĐ-CP.

    Số liệu lấy theo thời gian chốt của Nghị định 09/2019/NĐ-CP: quý III là 15/6 đến 14/9. Chỗ còn thiếu được tô vàng.
    Văn bản đã có và đã sửa không bao giờ bị ghi đè.

    Ví dụ: pci report --quarter 3
    """
    chosen(format, ("docx", "json"), "--format")
    workspace = opened(root, year)
    plan = workspace.plan
    named = periods.asked(plan, quarter, month, half, nine_months, annual)
    period = periods.only({**named, "--from, --to": periods.days(first, last)})
    regime = plan.reporting
    if window and chosen(window, WINDOWS, "--window") != regime.window:
        regime = regime.model_copy(update={"window": window, "periods": {}})  # letters speak of the regime's own window
    span = reporting_period(regime, period, workspace.calendar)
    known_on = day(as_of, "--as-of") if as_of else span.window_last
    facts = gather(plan, workspace.entries, span, known_on, workspace.calendar)
    missing = missing_reports(plan, facts.asked)
    if format == "json":
        rows = [TaskRow(i, plan.tasks[i], plan, None, view(facts.book, i)) for i in plan.tasks]
        deliver.text(json.report(span, facts.book, rows, facts.asked, stats.by_index(facts.book)), output, force)
    else:
        extra = periodic.AdHoc(subject, _addressee(plan, addressee) if addressee else "", basis)
        fields = periodic.fields(facts, extra)
        title = f"Báo cáo {lower_first(fields['trich_yeu'])}"
        paper = Paper(TEMPLATE, f"bao-cao-pci-{period.id}", fields, title, span.window_last)
        hand_over(workspace, paper, Choices(output, force, template, trust_template))
    notice(_window_words(span, regime))
    if not asks(plan, span):
        notice("Kỳ này không phải kỳ báo cáo của các đơn vị: không tính ai còn thiếu.")
    elif not facts.asked:
        notice("Kỳ này kết thúc trước khi kế hoạch ban hành: không đơn vị nào phải báo cáo.")
    for unit, tasks in missing.items():
        notice(f"Chưa gửi báo cáo: {plan.name(unit)} ({len(tasks)} nhiệm vụ): {', '.join(tasks)}")
    if strict and missing:
        raise typer.Exit(1)


def _window_words(span: ReportingPeriod, regime: Reporting) -> str:
    """Which days' data the report draws on and by when it must go, with what says so."""
    first, last, internal, send = map(short_date, span[1:5])
    if span.period.kind == "range":
        return f"Số liệu từ {first} đến {last}, theo yêu cầu đột xuất."
    counted = " (tạm tính: lịch nghỉ chưa quyết định)" if span.provisional else ""
    source = span.basis or WINDOWS[regime.window].source
    return f"Số liệu từ {first} đến {last} ({source}); hạn nội bộ {internal}, gửi đi chậm nhất {send}{counted}."


def _addressee(plan: Plan, query: str) -> str:
    """Whom the paper goes to: an outside body that the plan knows by its full name, any other as typed."""
    try:
        known = names.addressee(plan, query)
    except CannotDo:
        return query
    return plan.name(known) if known in plan.outside else query
