"""`pci report`: the statutory report of a period, as a Word document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from pci.commands import deliver, report_paper, report_words
from pci.commands.options import (
    Force,
    Output,
    Root,
    Year,
    book_of,
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
    hand_over,
    refuse_pdf,
)
from pci.commands.periods import First, Last, PeriodOptions, one_period, range_id
from pci.commands.report_paper import PeriodicPaper
from pci.console import notice, relative
from pci.core import names, stats
from pci.core.errors import CannotDo
from pci.core.ledger import role, view
from pci.core.model import Plan, Reporting
from pci.core.papers import words_path
from pci.core.reporting import missing_reports
from pci.core.schedule import WINDOWS, reporting_period
from pci.core.vi import count_words, lower_first, short_date, shortened
from pci.lists.columns import TaskRow
from pci.reports import brief as leaders
from pci.reports import json
from pci.reports.facts import Facts, gather, unit_facts
from pci.reports.notices import brief_notice, period_notices, unit_notices
from pci.reports.periodic import AdHoc
from pci.reports.unit import unit_report
from pci.reports.words import later_updates
from pci.workspace import Workspace

UNIT_TEMPLATE = "bao-cao-don-vi.docx"
BRIEF_TEMPLATE = "tom-tat.docx"

_AD_HOC = ("--title", "--addressee", "--basis")
_WAYS = ("--words", "--pull", "--issue")
_OF_ISSUE = ("--number", "--date", "--file")
_OF_AGENCY = (*_AD_HOC, *_WAYS, *_OF_ISSUE, "--charts")
_OF_PERIOD = ("--from", "--to", "--window", "--unit", "--cumulative")
_OF_PAPER = ("-o", "--pdf", "--charts", "--strict")
"""Options by what they speak of: a way or a kind of report refuses those that it has no use for."""


@dataclass(frozen=True)
class ReportOptions:
    """Which report is wanted, as typed, and what to do with it."""

    first: First = None
    last: Last = None
    subject: Annotated[
        str, typer.Option("--title", metavar="CHỮ", help="Trích yếu của báo cáo đột xuất.")
    ] = ""
    addressee: Annotated[
        list[str] | None,
        typer.Option("--addressee", metavar="NƠI", help="Nơi nhận báo cáo đột xuất; lặp lại được."),
    ] = None
    basis: Annotated[
        str, typer.Option("--basis", metavar="CHỮ", help="Văn bản yêu cầu báo cáo đột xuất.")
    ] = ""
    window: Annotated[
        str | None,
        typer.Option(
            "--window",
            metavar="nd09|calendar",
            help="Thời gian lấy số liệu; calendar là đúng kỳ theo lịch.",
        ),
    ] = None
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="ĐƠN_VỊ", help="Báo cáo của một đơn vị gửi Lãnh đạo Ban."),
    ] = None
    brief: Annotated[
        bool,
        typer.Option(
            "--brief", help="Một trang cho họp giao ban, tính đến hôm nay.", show_default=False
        ),
    ] = False
    root: Root = None
    year: Year = None
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            envvar="PCI_AS_OF",
            metavar="NGÀY",
            help="Tính đến ngày này; mặc định ngày chốt số liệu.",
        ),
    ] = None
    cumulative: Annotated[
        bool,
        typer.Option("--cumulative", help="Báo cáo quý kèm lũy kế từ đầu năm.", show_default=False),
    ] = False
    words: Annotated[
        bool,
        typer.Option(
            "--words",
            help="Tạo tệp lời văn để Văn phòng sửa, thay vì lập báo cáo.",
            show_default=False,
        ),
    ] = False
    pull: Annotated[
        Path | None,
        typer.Option("--pull", metavar="TỆP", help="Kéo lời đã sửa trong Word về tệp lời văn."),
    ] = None
    issue: Annotated[
        bool,
        typer.Option(
            "--issue", help="Ghi việc ban hành: báo cáo đã ký, đã có số.", show_default=False
        ),
    ] = False
    number: Annotated[
        str | None, typer.Option("--number", metavar="SỐ", help="Số văn bản, đi với --issue.")
    ] = None
    on: Annotated[
        str | None, typer.Option("--date", metavar="NGÀY", help="Ngày văn bản, đi với --issue.")
    ] = None
    signed: Annotated[
        Path | None,
        typer.Option("--file", metavar="TỆP", help="Bản đã ký, đi với --issue; chỉ giữ mã băm."),
    ] = None
    strict: Annotated[
        bool, typer.Option("--strict", help="Mã thoát 1 khi còn thiếu báo cáo.", show_default=False)
    ] = False
    format: Annotated[str, one_of("--format", FORMATS, "Dạng in; md để xem trước.")] = "docx"
    output: Output = None
    charts: Annotated[
        bool,
        typer.Option("--charts", help="Thêm biểu đồ tiến độ vào Phụ lục II.", show_default=False),
    ] = False
    pdf: Pdf = False
    template: Template = None
    trust_template: TrustTemplate = False
    force: Force = False

    @property
    def paper(self) -> PaperOptions:
        """How the document is wanted."""
        return PaperOptions(
            self.format, self.output, self.pdf, self.template, self.trust_template, self.force
        )

    def used(self, options: Iterable[str]) -> str:
        """Those of some options that were typed, as a list."""
        values = {
            "--from": self.first,
            "--to": self.last,
            "--window": self.window,
            "--unit": self.unit,
            "--cumulative": self.cumulative,
            "--title": self.subject,
            "--addressee": self.addressee,
            "--basis": self.basis,
            "--words": self.words,
            "--pull": self.pull,
            "--issue": self.issue,
            "--number": self.number,
            "--date": self.on,
            "--file": self.signed,
            "--charts": self.charts,
            "--strict": self.strict,
            "-o": self.output,
            "--pdf": self.pdf,
        }
        return ", ".join(option for option in options if values[option])


def report(*, period: PeriodOptions, options: ReportOptions) -> None:
    """Lập báo cáo theo thể thức Nghị định 30/2020/NĐ-CP.

    Số liệu lấy theo thời gian chốt của Nghị định 09/2019/NĐ-CP: quý III là 15/6 đến 14/9. Chỗ còn
    thiếu được tô vàng. Văn bản đã có và đã sửa không bao giờ bị ghi đè.

    Ví dụ: pci report --quarter 3
    """
    refuse_pdf(options.paper)
    workspace = opened(options.root, options.year)
    periods = period.ids(workspace.plan)
    if options.brief:
        _brief(workspace, periods, options)
    elif options.unit is not None:
        _unit(workspace, _facts(workspace, periods, options), options)
    else:
        _refuse_mixed(options)
        _agency(workspace, _facts(workspace, periods, options), options)


def _refuse_mixed(options: ReportOptions) -> None:
    """Words, pull and issue are each a work of its own, which takes only its own options."""
    way, format = options.used(_WAYS), options.format
    if "," in way:
        raise CannotDo(f"{way} không đi cùng nhau", "làm từng việc một")
    if way != "--issue" and (idle := options.used(_OF_ISSUE)):
        raise CannotDo(f"{idle} chỉ đi với --issue", "thêm --issue, hoặc bỏ đi")
    if way and format != "docx":
        raise CannotDo(f"{way} không đi với --format {format}", "bỏ --format")
    if way in ("--words", "--pull") and (idle := options.used(_OF_PAPER)):
        raise CannotDo(f"{way} không đi với {idle}", "lệnh này chỉ ghi tệp lời văn")


def _facts(
    workspace: Workspace, periods: Mapping[str, str | None], options: ReportOptions
) -> Facts:
    """What the report of the one period that was named draws on."""
    plan, calendar = workspace.plan, workspace.calendar
    days = range_id(plan, options.first, options.last)
    period = one_period({**periods, "--from, --to": days})
    regime = _regime(plan, options)
    window = reporting_period(regime, period, calendar)
    as_of = day(options.as_of, "--as-of") if options.as_of else window.window_last
    if as_of < window.window_first:
        begins = f"ngày đầu lấy số liệu ({short_date(window.window_first)})"
        fault = f"--as-of {short_date(as_of)} trước {begins}"
        raise CannotDo(fault, "chọn ngày trong kỳ, hoặc kỳ trước")
    return gather(
        plan,
        workspace.entries,
        window,
        as_of,
        calendar,
        regime,
        words=workspace.words.get(period.id + ("+" if options.cumulative else "")),
        cumulative=options.cumulative,
    )


def _regime(plan: Plan, options: ReportOptions) -> Reporting:
    """The plan's reporting regime, its data taken in another way where one was named."""
    regime = plan.reporting
    if not options.window:
        return regime
    window = chosen(options.window, WINDOWS, "--window")
    if window == regime.window:
        return regime
    # letters speak of the regime's own window
    return replace(regime, window=window, periods={})


def _agency(workspace: Workspace, facts: Facts, options: ReportOptions) -> None:
    """The agency's report: as JSON, as a document, or one of the works on it."""
    own = _ad_hoc(facts, options)
    if options.words:
        report_words.begin(workspace, facts)
        return
    window_kind = _regime(facts.plan, options).window
    paper = PeriodicPaper(workspace, facts, own, window_kind, options.charts, options.paper)
    if options.pull:
        data = report_paper.draft(paper)
        report_words.pull(workspace, facts, options.pull, data, options.force)
        return
    if options.format == "json":
        deliver.text(_json(facts), options.output, options.force)
    elif options.issue:
        issued = report_paper.registered(facts, options.number, options.on, options.force)
        report_paper.issue(paper, issued, options.signed)
    else:
        paper.keep(report_paper.draft(paper))
    _tell_later_updates(workspace, facts)
    for line in period_notices(facts, window_kind):
        notice(line)
    if options.strict and missing_reports(facts.plan, facts.answers):
        raise typer.Exit(1)


def _json(facts: Facts) -> str:
    book = facts.book
    tasks = book.plan.tasks
    rows = [TaskRow(i, task, book.plan, None, view(book, i)) for i, task in tasks.items()]
    return json.report(facts.window, book, rows, facts.answers, stats.by_index(book))


def _tell_later_updates(workspace: Workspace, facts: Facts) -> None:
    if later := later_updates(facts):
        path = relative(workspace.root / words_path(facts.plan.year, facts.report))
        updates = ", ".join(f"{e.update.about} ({short_date(e.update.date)})" for e in later)
        count = f"{count_words(len(later))} cập nhật"
        notice(f"Lời văn trong {path} viết trước {count} nên không kể: {updates}.")


def _ad_hoc(facts: Facts, options: ReportOptions) -> AdHoc:
    """What a báo cáo đột xuất sets for itself, and no other report."""
    used = options.used(_AD_HOC)
    if used and facts.window.period.kind != "range":
        raise CannotDo(f"{used} chỉ đi với --from, --to", "đó là phần riêng của báo cáo đột xuất")
    addressees = [_addressee(facts.plan, typed) for typed in options.addressee or ()]
    return AdHoc(options.subject, addressees, options.basis)


def _addressee(plan: Plan, typed: str) -> str:
    """An outside body that the plan knows by its full name, any other addressee as typed."""
    name = typed.strip()
    if not name or ";" in name or len(name.splitlines()) > 1:
        hint = 'mỗi nơi một lần: --addressee "UBND tỉnh" --addressee "Sở Nội vụ"'
        raise CannotDo(f"--addressee «{shortened(name)}» không phải tên một nơi nhận", hint)
    try:
        known = names.addressee(plan, name)
    except CannotDo:
        return name
    return plan.name(known) if known in plan.outside else name


def _unit(workspace: Workspace, whole: Facts, options: ReportOptions) -> None:
    """A unit's own report of a period to the leaders."""
    if used := options.used(_OF_AGENCY):
        raise CannotDo(
            f"--unit không đi với {used}", "đó là việc của báo cáo cả cơ quan: bỏ --unit"
        )
    plan = whole.plan
    unit = names.unit(plan, options.unit or "")
    facts = unit_facts(whole, unit)
    if not facts.tasks:
        fault = f"{plan.name(unit)} không có nhiệm vụ nào trong kế hoạch"
        raise CannotDo(fault, "xem «pci tasks --unit»")
    if options.format == "json":
        rows = [
            TaskRow(i, task, plan, role(plan, task, unit), view(facts.book, i, unit))
            for i, task in plan.tasks.items()
            if i in facts.tasks
        ]
        row = stats.of_unit(facts.book, unit)
        text = json.report(facts.window, facts.book, rows, facts.answers, stats.Table((row,), row))
        deliver.text(text, options.output, options.force)
    else:
        values = unit_report(facts)
        title = f"Báo cáo {lower_first(values.trich_yeu)}"
        name = f"bao-cao-pci-{facts.report}-{unit}"
        paper = Paper(UNIT_TEMPLATE, name, values, title, facts.window.window_last)
        hand_over(workspace, paper, options.paper)
    for line in unit_notices(facts):
        notice(line)
    if options.strict and facts.missing:
        raise typer.Exit(1)


def _brief(workspace: Workspace, periods: Mapping[str, str | None], options: ReportOptions) -> None:
    """The leaders' one page for the weekly meeting, as of a day."""
    named = ", ".join(option for option, period in periods.items() if period)
    used = ", ".join(filter(None, (named, options.used((*_OF_PERIOD, *_OF_AGENCY)))))
    if used:
        raise CannotDo(f"--brief không đi với {used}", "trang tóm tắt lập theo ngày: dùng --as-of")
    book = book_of(workspace, options.as_of)
    brief = leaders.gather(book, workspace.calendar)
    if options.format == "json":
        deliver.text(json.brief(brief), options.output, options.force)
    else:
        as_of = short_date(book.as_of)
        title = f"Tình hình thực hiện Kế hoạch PCI năm {book.plan.year} tính đến ngày {as_of}"
        name = f"tom-tat-pci-{book.as_of}"
        paper = Paper(BRIEF_TEMPLATE, name, leaders.sheet(brief), title, book.as_of)
        hand_over(workspace, paper, options.paper)
    notice(brief_notice(brief))
    if options.strict and brief.missing:
        raise typer.Exit(1)
