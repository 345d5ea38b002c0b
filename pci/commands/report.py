"""`pci report`: the statutory report of a period, as a Word document."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pci.commands import (
    deliver,
    report_brief,
    report_drafts,
    report_issue,
    report_unit,
    report_words,
)
from pci.commands.options import (
    Force,
    Output,
    Root,
    Year,
    chosen,
    day,
    one_of,
    opened,
)
from pci.commands.paper import (
    FORMATS,
    Paper,
    PaperOptions,
    Pdf,
    Template,
    TrustTemplate,
    keep,
    refuse_pdf,
    rendered,
    target,
    template_data,
)
from pci.commands.periods import First, Last, PeriodOptions, one_period, range_id
from pci.console import notice
from pci.core import names, stats
from pci.core.errors import CannotDo
from pci.core.ledger import view
from pci.core.model import Plan, Reporting
from pci.core.reporting import asks, missing_reports
from pci.core.schedule import WINDOWS, ReportingPeriod, reporting_period
from pci.core.vi import count_words, lower_first, short_date, shortened
from pci.lists.columns import TaskRow
from pci.reports import json, periodic
from pci.reports.charts import progress_charts
from pci.reports.facts import Facts, gather

TEMPLATE = "bao-cao.docx"


def report(
    *,
    asked_period: PeriodOptions,
    first: First = None,
    last: Last = None,
    subject: Annotated[
        str, typer.Option("--title", metavar="CHỮ", help="Trích yếu của báo cáo đột xuất.")
    ] = "",
    addressee: Annotated[
        list[str] | None,
        typer.Option("--addressee", metavar="NƠI", help="Nơi nhận báo cáo đột xuất; lặp lại được."),
    ] = None,
    basis: Annotated[
        str, typer.Option("--basis", metavar="CHỮ", help="Văn bản yêu cầu báo cáo đột xuất.")
    ] = "",
    window: Annotated[
        str | None,
        typer.Option(
            "--window",
            metavar="nd09|calendar",
            help="Thời gian lấy số liệu; calendar là đúng kỳ theo lịch.",
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="ĐƠN_VỊ", help="Báo cáo của một đơn vị gửi Lãnh đạo Ban."),
    ] = None,
    brief: Annotated[
        bool,
        typer.Option(
            "--brief", help="Một trang cho họp giao ban, tính đến hôm nay.", show_default=False
        ),
    ] = False,
    root: Root = None,
    year: Year = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            envvar="PCI_AS_OF",
            metavar="NGÀY",
            help="Tính đến ngày này; mặc định ngày chốt số liệu.",
        ),
    ] = None,
    cumulative: Annotated[
        bool,
        typer.Option("--cumulative", help="Báo cáo quý kèm lũy kế từ đầu năm.", show_default=False),
    ] = False,
    words: Annotated[
        bool,
        typer.Option(
            "--words",
            help="Tạo tệp lời văn để Văn phòng sửa, thay vì lập báo cáo.",
            show_default=False,
        ),
    ] = False,
    pull: Annotated[
        Path | None,
        typer.Option("--pull", metavar="TỆP", help="Kéo lời đã sửa trong Word về tệp lời văn."),
    ] = None,
    issue: Annotated[
        bool,
        typer.Option(
            "--issue", help="Ghi việc ban hành: báo cáo đã ký, đã có số.", show_default=False
        ),
    ] = False,
    number: Annotated[
        str | None, typer.Option("--number", metavar="SỐ", help="Số văn bản, đi với --issue.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--date", metavar="NGÀY", help="Ngày văn bản, đi với --issue.")
    ] = None,
    signed: Annotated[
        Path | None,
        typer.Option("--file", metavar="TỆP", help="Bản đã ký, đi với --issue; chỉ giữ mã băm."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Mã thoát 1 khi còn thiếu báo cáo.", show_default=False)
    ] = False,
    format: Annotated[str, one_of("--format", FORMATS, "Dạng in; md để xem trước.")] = "docx",
    output: Output = None,
    charts: Annotated[
        bool,
        typer.Option("--charts", help="Thêm biểu đồ tiến độ vào Phụ lục II.", show_default=False),
    ] = False,
    pdf: Pdf = False,
    template: Template = None,
    trust_template: TrustTemplate = False,
    force: Force = False,
) -> None:
    """Lập báo cáo theo thể thức Nghị định 30/2020/NĐ-CP.

    Số liệu lấy theo thời gian chốt của Nghị định 09/2019/NĐ-CP: quý III là 15/6 đến 14/9. Chỗ còn thiếu được tô vàng.
    Văn bản đã có và đã sửa không bao giờ bị ghi đè.

    Ví dụ: pci report --quarter 3
    """
    how = PaperOptions(format, output, pdf, template, trust_template, force)
    refuse_pdf(how)
    workspace = opened(root, year)
    plan = workspace.plan
    named = asked_period.ids(plan)
    of_ad_hoc = {"--title": subject, "--addressee": addressee, "--basis": basis}
    of_issue = {"--number": number, "--date": on, "--file": signed}
    of_office = {
        **of_ad_hoc,
        "--words": words,
        "--pull": pull,
        "--issue": issue,
        **of_issue,
        "--charts": charts,
    }
    if brief:
        of_period = {
            "--from": first,
            "--to": last,
            "--window": window,
            "--unit": unit,
            "--cumulative": cumulative,
        }
        report_brief.brief(workspace, as_of, how, strict, {**named, **of_period, **of_office})
        return
    of_paper = {"-o": output, "--pdf": pdf, "--charts": charts, "--strict": strict}
    if unit is None:
        _refuse_mixed(
            {"--words": words, "--pull": pull, "--issue": issue}, of_issue, of_paper, format
        )
    period = one_period({**named, "--from, --to": range_id(plan, first, last)})
    regime = plan.reporting
    if window and (other := chosen(window, WINDOWS, "--window")) != regime.window:
        regime = replace(regime, window=other, periods={})  # letters speak of the regime's own
    span = reporting_period(regime, period, workspace.calendar)
    known_on = day(as_of, "--as-of") if as_of else span.window_last
    if known_on < span.window_first:
        begins = f"ngày đầu lấy số liệu ({short_date(span.window_first)})"
        raise CannotDo(
            f"--as-of {short_date(known_on)} trước {begins}", "chọn ngày trong kỳ, hoặc kỳ trước"
        )
    report_id = period.id + ("+" if cumulative else "")
    own_words = workspace.words.get(report_id)
    facts = gather(
        plan,
        workspace.entries,
        span,
        known_on,
        workspace.calendar,
        regime,
        words=own_words,
        cumulative=cumulative,
    )
    if unit is not None:
        report_unit.report(workspace, facts, unit, how, strict, of_office)
        return
    if period.kind != "range" and (
        used := [option for option, value in of_ad_hoc.items() if value]
    ):
        raise CannotDo(
            f"{', '.join(used)} chỉ đi với --from, --to", "đó là phần riêng của báo cáo đột xuất"
        )
    extra = periodic.AdHoc(subject, [_addressee(plan, typed) for typed in addressee or ()], basis)
    if words:
        report_words.begin(workspace, facts)
        return
    missing = missing_reports(plan, facts.answers)
    if format == "json":
        rows = [TaskRow(i, plan.tasks[i], plan, None, view(facts.book, i)) for i in plan.tasks]
        deliver.text(
            json.report(span, facts.book, rows, facts.answers, stats.by_index(facts.book)),
            output,
            force,
        )
    else:
        own = {"title": subject, "addressee": "; ".join(extra.addressees), "basis": basis}
        asked = {"as_of": str(known_on), "window": regime.window, "charts": str(charts), **own}
        made_of = report_issue.inputs(
            workspace, facts, template_data(workspace, TEMPLATE, how), asked
        )

        def render(issued: periodic.Issued | None) -> bytes:
            return rendered(workspace, _paper(facts, extra, issued, charts), how)

        if issue:
            given = report_issue.asked(facts, number, on, force)
            data = report_issue.paper(workspace, facts, given, signed, render)
            if output:
                deliver.refuse_data_folder(output)  # before anything is written
            usual = Path(f"{_name(facts)}.docx")
            report_drafts.refuse_unkept(
                facts, target(_name(facts), how), usual, data, render(None), force
            )
            report_issue.keep(workspace, facts, given, data, made_of, signed)
        else:
            data = report_issue.as_it_stands(workspace, facts, made_of, render)
        if pull:
            report_words.pull(workspace, facts, pull, data, force)
            return
        try:
            keep(data, _name(facts), span.window_last, how)
        except (OSError, CannotDo) as error:
            if not issue or isinstance(error, BrokenPipeError):
                raise
            raise report_issue.unkept(error) from error
    report_words.tell_untold(workspace, facts)
    notice(_window_words(span, regime))
    if known_on != span.window_last:
        notice(f"Tính đến ngày {short_date(known_on)} theo --as-of.")
    if not asks(plan, span):
        notice("Kỳ này không phải kỳ báo cáo của các đơn vị: không tính ai còn thiếu.")
    elif not facts.answers:
        notice("Kỳ này kết thúc trước khi kế hoạch ban hành: không đơn vị nào phải báo cáo.")
    for unit, tasks in missing.items():
        notice(f"Chưa gửi báo cáo: {plan.name(unit)} ({len(tasks)} nhiệm vụ): {', '.join(tasks)}")
    _tell_unproven(facts)
    if strict and missing:
        raise typer.Exit(1)


def _refuse_mixed(
    ways: Mapping[str, object],
    of_issue: Mapping[str, object],
    of_document: Mapping[str, object],
    format: str,
) -> None:
    """Words, pull and issue are each a work of its own, which takes only its own options."""
    used, told = ([option for option, value in some.items() if value] for some in (ways, of_issue))
    if len(used) > 1:
        raise CannotDo(f"{', '.join(used)} không đi cùng nhau", "làm từng việc một")
    if told and used != ["--issue"]:
        raise CannotDo(f"{', '.join(told)} chỉ đi với --issue", "thêm --issue, hoặc bỏ đi")
    if used and format != "docx":
        raise CannotDo(f"{used[0]} không đi với --format {format}", "bỏ --format")
    if used in (["--words"], ["--pull"]) and (
        idle := [option for option, value in of_document.items() if value]
    ):
        raise CannotDo(f"{used[0]} không đi với {', '.join(idle)}", "lệnh này chỉ ghi tệp lời văn")


def _paper(
    facts: Facts, own: periodic.AdHoc, issued: periodic.Issued | None, charts: bool
) -> Paper:
    drawn = progress_charts(facts.book) if charts else {}
    marks = {field: chart.mark for field, chart in drawn.items()}
    values = periodic.periodic_report(facts, own, issued, marks)
    title = f"Báo cáo {lower_first(values.trich_yeu)}"
    return Paper(
        TEMPLATE, _name(facts), values, title, facts.window.window_last, tuple(drawn.values())
    )


def _name(facts: Facts) -> str:
    return f"bao-cao-pci-{facts.report}"


def _tell_unproven(facts: Facts) -> None:
    """What was finished in the window and nothing proves, by unit: the house mends it, the paper does not print it."""
    unproven: dict[str, list[str]] = {}
    for item in facts.book.items:
        if item.unproven and item.entry and facts.window.holds(item.entry.update.date):
            named = f"{item.task}/{item.obligation}" + (f" ({item.period})" if item.period else "")
            unproven.setdefault(item.unit, []).append(named)
    for unit, works in unproven.items():
        named = (
            f"{facts.plan.name(unit)} ({count_words(len(works))} việc đã xong): {', '.join(works)}"
        )
        notice(f"Chưa có tài liệu kiểm chứng: {named}")


def _window_words(span: ReportingPeriod, regime: Reporting) -> str:
    """Which days' data the report draws on and by when it must go, with what says so."""
    first, last, internal, send = map(short_date, span[1:5])
    if span.period.kind == "range":
        return f"Số liệu từ {first} đến {last}, theo yêu cầu đột xuất."
    counted = " (tạm tính: lịch nghỉ chưa quyết định)" if span.provisional else ""
    source = span.basis or WINDOWS[regime.window].source
    return f"Số liệu từ {first} đến {last} ({source}); hạn nội bộ {internal}, gửi đi chậm nhất {send}{counted}."


def _addressee(plan: Plan, typed: str) -> str:
    """One of those to whom the paper goes: an outside body that the plan knows by its full name, any other as typed."""
    name = typed.strip()
    if not name or ";" in name or len(name.splitlines()) > 1:
        hint = 'mỗi nơi một lần: --addressee "UBND tỉnh" --addressee "Sở Nội vụ"'
        raise CannotDo(f"--addressee «{shortened(name)}» không phải tên một nơi nhận", hint)
    try:
        known = names.addressee(plan, name)
    except CannotDo:
        return name
    return plan.name(known) if known in plan.outside else name
