"""`pci report`: the statutory report of a period, as a Word document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import typer

from pci.commands import deliver, report_paper, report_words
from pci.commands.options import DatedPlace, as_of_option, day, paper_unit, strays_line
from pci.commands.paper import Paper, PaperOptions, hand_over
from pci.commands.periods import RangeOptions
from pci.commands.report_paper import PeriodicPaper
from pci.console import notice, notices, relative
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.model import Plan, Reporting
from pci.core.papers import Issue, words_path
from pci.core.references import absent, references
from pci.core.schedule import WINDOWS, reporting_period, window_of
from pci.core.unclaimed import unclaimed_lines
from pci.core.vi import count_words, lower_first, plan_words, short_date, shortened, upper_first
from pci.files.templates import own_templates
from pci.reports import brief as leaders
from pci.reports import json, takeover
from pci.reports.facts import Facts, Sources, gather, renamed, signed_by, unit_facts
from pci.reports.issue import as_issued, recorded_by
from pci.reports.lineage import with_year_before
from pci.reports.notices import (
    blank_notices,
    brief_notice,
    doubt_notices,
    period_notices,
    reporter_notice,
    takeover_notice,
    unit_notices,
)
from pci.reports.passages import ratio_gaps, remark_passages
from pci.reports.periodic import AdHoc
from pci.reports.unit import unit_report
from pci.reports.words import later_updates
from pci.usage import choice, chosen, flag, option, seldom, typed
from pci.workspace import Workspace, other, plan_ids, plan_of

UNIT_TEMPLATE = "bao-cao-don-vi.docx"
BRIEF_TEMPLATE = "tom-tat.docx"
HANDOVER_TEMPLATE = "ban-giao.docx"

_AD_HOC = ("--title", "--addressee", "--basis")
_OF_ISSUE = ("--number", "--date", "--file", "--reason")
_OF_PAPER = ("--format", "-o", "--pdf", "--charts", "--strict", "--signer")
_WORKS = ("--issue", "--words", "--pull")
_OF_AGENCY = (*_AD_HOC, *_WORKS, *_OF_ISSUE, "--charts", "--signer")
_PERIODS = ("--quarter", "--month", "--half", "--nine-months", "--annual", "--from", "--to")
_OF_PERIOD = (*_PERIODS, "--window", "--cumulative")
_BY_DAY = {"--handover": "bản bàn giao", "--brief": "trang tóm tắt"}
_USELESS = {
    "--handover": (*_OF_PERIOD, *_OF_AGENCY, "--brief", "--strict"),
    "--brief": (*_OF_PERIOD, "--unit", *_OF_AGENCY),
    "--unit": _OF_AGENCY,
    "--words": (*_WORKS, *_OF_ISSUE, *_OF_PAPER),
    "--pull": (*_WORKS, *_OF_ISSUE, *_OF_PAPER),
    "--issue": (*_WORKS, "--format"),
}
"""A kind of report, or a work on one, with the options that it has no use for."""


@dataclass(frozen=True)
class ReportOptions:
    """Which report is wanted, as typed, and what to do with it."""

    subject: str = seldom(option("--title", "CHỮ", "Trích yếu của báo cáo đột xuất.", default=""))
    addressee: list[str] | None = seldom(
        option("--addressee", "NƠI", "Nơi nhận báo cáo đột xuất; lặp lại được.")
    )
    basis: str = seldom(option("--basis", "CHỮ", "Văn bản yêu cầu báo cáo đột xuất.", default=""))
    window: str | None = seldom(
        choice("--window", WINDOWS, "Thời gian lấy số liệu; calendar là đúng kỳ theo lịch.")
    )
    unit: str | None = option("--unit", "ĐƠN_VỊ", "Báo cáo của một đơn vị gửi lãnh đạo cơ quan.")
    brief: bool = flag("--brief", "Một trang cho họp giao ban, tính đến hôm nay.")
    handover: bool = seldom(
        flag(
            "--handover", "Bản bàn giao cho người tiếp nhận, cả kế hoạch hoặc một đơn vị (--unit)."
        )
    )
    signer: str | None = seldom(
        option(
            "--signer", "MÃ", "Người ký văn bản này, một mã ở signers của plans/organisation.yaml."
        )
    )
    cumulative: bool = seldom(flag("--cumulative", "Báo cáo quý kèm lũy kế từ đầu năm."))
    words: bool = flag("--words", "Tạo tệp lời văn để Văn phòng sửa, thay vì lập báo cáo.")
    pull: Path | None = option("--pull", "TỆP", "Kéo lời đã sửa trong Word về tệp lời văn.")
    issue: bool = flag("--issue", "Ghi việc ban hành: báo cáo đã ký, đã có số.")
    number: str | None = option("--number", "SỐ", "Số văn bản, đi với --issue.")
    on: str | None = option("--date", "NGÀY", "Ngày văn bản, đi với --issue.")
    signed: Path | None = seldom(
        option("--file", "TỆP", "Bản đã ký, đi với --issue; chỉ giữ dấu để đối chiếu.")
    )
    reason: str | None = seldom(
        option(
            "--reason", "CHỮ", "Vì sao ghi lại số, ngày của báo cáo đã ban hành, đi với --issue."
        )
    )
    strict: bool = seldom(
        flag(
            "--strict",
            "Mã thoát 1 khi còn thiếu báo cáo, còn khó khăn, kiến nghị, số của tỷ lệ phải bổ sung.",
        )
    )
    charts: bool = seldom(flag("--charts", "Thêm biểu đồ tiến độ vào Phụ lục II."))


@dataclass(frozen=True)
class ReportPlace(DatedPlace):
    """A workspace as of a day that is, unless told otherwise, the last one that a report counts."""

    as_of: str | None = as_of_option("ngày chốt số liệu, với --brief, --handover là hôm nay")


def report(
    period: RangeOptions, options: ReportOptions, place: ReportPlace, how: PaperOptions
) -> None:
    """Lập báo cáo theo thể thức Nghị định 30/2020/NĐ-CP.

    Số liệu lấy theo thời gian chốt của Nghị định 09/2019/NĐ-CP: quý III là 15/6 đến 14/9. Chỗ còn
    thiếu được tô vàng. Văn bản đã có và đã sửa không bao giờ bị ghi đè.

    Ví dụ: pci report --quarter 3
    """
    _refuse_mixed(typed(period, options, how))
    workspace = place.opened("words")
    if options.handover:
        _handover(workspace, options, place, how)
        return
    if options.brief:
        _brief(workspace, options, place, how)
        return
    facts = _facts(workspace, period, options, place)
    if options.unit is not None:
        _unit(workspace, facts, options, how)
        return
    paper = _paper(workspace, facts, options, how)
    if done := workspace.issued.get(facts.report):
        earlier = as_issued(workspace, done)
        then = _paper(earlier, _facts(earlier, period, options, place, done), options, how)
        paper = report_paper.standing(paper, then, done)
    _agency(workspace, paper, options, how)


def _refuse_mixed(used: list[str]) -> None:
    """Refuse options that mean nothing beside the kind of report, or the work, that is asked."""
    kind = next((kind for kind in _USELESS if kind in used), "")
    idle = [name for name in used if name != kind and name in _USELESS.get(kind, _OF_ISSUE)]
    names = ", ".join(idle)
    if idle and kind:
        raise CannotDo(f"{kind} không đi với {names}", _hint(kind, idle))
    if idle:
        raise CannotDo(f"{names} chỉ đi với --issue", "thêm --issue, hoặc bỏ đi")
    _refuse_ad_hoc(used)


def _refuse_ad_hoc(used: Sequence[str]) -> None:
    """Refuse the parts of an ad hoc report in any other."""
    ad_hoc = ", ".join(name for name in _AD_HOC if name in used)
    if ad_hoc and "--from" not in used:
        hint = "đó là phần riêng của báo cáo đột xuất"
        raise CannotDo(f"{ad_hoc} chỉ đi với --from, --to", hint)


def _hint(kind: str, idle: Sequence[str]) -> str:
    """Say what to do about options that mean nothing beside a kind of report."""
    if kind in _WORKS:
        return "làm từng việc một"
    if kind in _BY_DAY and not set(idle).isdisjoint(_PERIODS):
        return f"{_BY_DAY[kind]} lập theo ngày: dùng --as-of"
    return f"bỏ {', '.join(idle)}"


def _facts(
    workspace: Workspace,
    asked: RangeOptions,
    options: ReportOptions,
    place: DatedPlace,
    made: Issue | None = None,
) -> Facts:
    """What the report of the one period that was named draws on, or drew on when it was made."""
    plan, calendar = workspace.plan, workspace.calendar
    period = asked.one(plan)
    regime = _own_regime(plan.on(period.last), options)
    window = (
        reporting_period(regime, period, calendar) if regime else window_of(plan, period, calendar)
    )
    as_of = day(place.as_of, "--as-of") if place.as_of else window.window_last
    if as_of < window.window_first:
        begins = f"ngày đầu lấy số liệu ({short_date(window.window_first)})"
        fault = f"--as-of {short_date(as_of)} trước {begins}"
        raise CannotDo(fault, "chọn ngày trong kỳ, hoặc kỳ trước")
    ends_year = period.last == date(plan.year, 12, 31)
    sources = Sources(
        workspace.plan,
        workspace.entries,
        window,
        as_of,
        calendar,
        regime,
        words=workspace.words.get(period.id + ("+" if options.cumulative else "")),
        cumulative=options.cumulative,
        next_plan=_next_plan(workspace.root, plan) if ends_year else None,
        issued=workspace.issued,
        strays=() if made else workspace.progress.unjudged,
    )
    old = _year_before(workspace.root, plan)
    facts = replace(gather(sources), complete=_is_complete(workspace, old))
    if old:
        facts = with_year_before(facts, _as_reported(old, made))
    return renamed(_signed(workspace, facts, options.signer), workspace.organisation, as_of)


def _signed(workspace: Workspace, facts: Facts, typed: str | None) -> Facts:
    """The facts with the signer whom a person named, else the one of the report as it is issued."""
    if typed:
        return signed_by(facts, names.signer(workspace.organisation, typed))
    done = workspace.issued.get(facts.report)
    return signed_by(facts, done.signer) if done and done.signer else facts


def _next_plan(root: Path, plan: Plan) -> Plan | None:
    """The plan of the next year, to which the last reports of a year look ahead."""
    after = plan.id_in(plan.year + 1)
    coming = plan_of(root, after)
    if coming is None and after in plan_ids(root):
        notice(f"Không kể việc {plan_words(after)} vì tệp của năm ấy có lỗi; xem «pci check».")
    return coming


def _as_reported(old: Workspace, made: Issue | None) -> Workspace:
    """The year before as a paper drew on it when it was made, else as it is, told what is left out
    of it."""
    if made:
        return recorded_by(old, made)
    if strays := old.progress.unmended:
        notice(f"{upper_first(plan_words(old.plan.id))}: {lower_first(strays_line(strays))}")
    return old


def _year_before(root: Path, plan: Plan) -> Workspace | None:
    """The workspace with the plan of the year before."""
    before = plan.id_in(plan.year - 1)
    old = other(root, before)
    if old is None and before in plan_ids(root):
        named = plan_words(before)
        notice(f"Không kể, không so với việc {named} vì tệp của năm ấy có lỗi; xem «pci check».")
    return old


def _is_complete(workspace: Workspace, old: Workspace | None) -> bool:
    """Whether no update, and no plan of the year before, is left out because of its faults."""
    plan = workspace.plan
    if old is None and plan.id_in(plan.year - 1) in plan_ids(workspace.root):
        return False
    return all(one.progress.complete for one in (workspace, old) if one)


def _own_regime(plan: Plan, options: ReportOptions) -> Reporting | None:
    """The plan's reporting regime with its data taken in another way; null where none was named."""
    regime = plan.reporting
    if options.window in (None, regime.window):
        return None
    window = chosen(options.window, WINDOWS, "--window")
    # letters speak of the regime's own window
    return replace(regime, window=window, periods={})


def _paper(
    workspace: Workspace, facts: Facts, options: ReportOptions, how: PaperOptions
) -> PeriodicPaper:
    """The draft of the agency's report."""
    addressees = [_addressee(facts.plan, typed) for typed in options.addressee or ()]
    own = AdHoc(options.subject, addressees, options.basis)
    window_kind = (_own_regime(facts.plan, options) or facts.plan.reporting).window
    return PeriodicPaper(workspace, facts, own, window_kind, options.charts, how)


def _agency(
    workspace: Workspace, paper: PeriodicPaper, options: ReportOptions, how: PaperOptions
) -> None:
    """The agency's report: as JSON, as a document, or one of the works on it."""
    facts = paper.facts
    _tell_unplaced_words(workspace, facts)
    if options.words:
        report_words.begin(workspace, facts)
        return
    if options.pull:
        report_words.pull(workspace, facts, options.pull, paper.render(), how.force)
        return
    if how.format == "json":
        deliver.text(json.report(facts), how)
    elif options.issue:
        issued = report_paper.registered(facts, options.number, options.on, how.force)
        report_paper.issue(paper, issued, options.signed, options.reason)
    else:
        paper.keep(paper.document())
    _tell_later_updates(workspace, facts)
    now = workspace.plan.on(facts.book.as_of)
    left = unclaimed_lines(replace(facts.book, plan=now), workspace.calendar)
    blanks = [*blank_notices(facts.plan, facts.plan.reporting.signer, paper.own.addressees)]
    notices((*period_notices(facts, paper.window), *left))
    notices((*blanks, *doubt_notices(facts.plan)))  # said whatever came before
    if options.strict and (blanks or _is_lacking(facts)):
        raise typer.Exit(1)


def _is_lacking(facts: Facts) -> bool:
    """Whether reports, or what the difficulties, proposals and ratios need, have yet to come."""
    gaps = (passage.gaps for passage in remark_passages(facts))
    return bool(facts.missing or ratio_gaps(facts) or any(gaps))


def _tell_unplaced_words(workspace: Workspace, facts: Facts) -> None:
    """Say which of the Office's words have no place in the plan any more."""
    if facts.words is None:
        return
    if listed := [".".join(map(str, r.path)) for r in absent(facts.plan, references(facts.words))]:
        path = relative(workspace.root / words_path(facts.plan.id, facts.report))
        why = "kế hoạch không có các mã ấy; xem «pci check»"
        notice(f"Không in lời văn trong {path} ở {', '.join(listed)}: {why}.")


def _tell_later_updates(workspace: Workspace, facts: Facts) -> None:
    if later := later_updates(facts):
        path = relative(workspace.root / words_path(facts.plan.id, facts.report))
        updates = ", ".join(f"{e.update.about} ({short_date(e.update.date)})" for e in later)
        count = f"{count_words(len(later))} cập nhật"
        notice(f"Lời văn trong {path} viết trước {count} nên không kể: {updates}.")


def _addressee(plan: Plan, typed: str) -> str:
    """An outside body that the plan knows by its id, any other addressee as typed."""
    name = typed.strip()
    if not name or ";" in name or len(name.splitlines()) > 1:
        hint = 'mỗi nơi một lần: --addressee "UBND tỉnh" --addressee "Sở Nội vụ"'
        raise CannotDo(f"--addressee «{shortened(name)}» không phải tên một nơi nhận", hint)
    try:
        known = names.addressee(plan, name)
    except CannotDo:
        return name
    return known if known in plan.outside else name


def _unit(workspace: Workspace, whole: Facts, options: ReportOptions, how: PaperOptions) -> None:
    """A unit's own report of a period to the leaders."""
    plan = whole.plan
    unit = paper_unit(plan, options.unit or "", workspace.plan) or ""
    facts = unit_facts(whole, unit)
    if not (facts.tasks or facts.changes):
        fault = f"{plan.name(unit)} không có nhiệm vụ nào trong kế hoạch"
        raise CannotDo(fault, "xem «pci tasks --unit»")
    if how.format == "json":
        deliver.text(json.report(facts), how)
    else:
        values = unit_report(facts)
        title = f"Báo cáo {lower_first(values.trich_yeu)}"
        name = f"bao-cao-{plan.mark}-{facts.report}-{unit}"
        paper = Paper(UNIT_TEMPLATE, name, values, title, facts.window.window_last)
        hand_over(workspace._replace(plan=plan), paper, how)
    notices(unit_notices(facts))
    notices(doubt_notices(plan))
    if options.strict and facts.missing:
        raise typer.Exit(1)


def _brief(
    workspace: Workspace, options: ReportOptions, place: DatedPlace, how: PaperOptions
) -> None:
    """The leaders' one page for the weekly meeting, as of a day."""
    book = place.book(workspace)
    brief = leaders.gather(book, workspace.calendar, workspace.issued)
    if how.format == "json":
        deliver.text(json.brief(brief, workspace.progress.complete), how)
    else:
        as_of = short_date(book.as_of)
        title = f"Tình hình thực hiện {book.plan.called} năm {book.plan.year} tính đến ngày {as_of}"
        name = f"tom-tat-{book.plan.mark}-{book.as_of}"
        paper = Paper(BRIEF_TEMPLATE, name, leaders.sheet(brief), title, book.as_of)
        hand_over(workspace._replace(plan=book.plan), paper, how)
    left = unclaimed_lines(book, workspace.calendar)
    notices((brief_notice(brief), *left))
    notices(doubt_notices(book.plan))
    if options.strict and brief.missing:
        raise typer.Exit(1)


def _handover(
    workspace: Workspace, options: ReportOptions, place: ReportPlace, how: PaperOptions
) -> None:
    """The paper for who takes over the whole plan, or one unit's part of it, as of a day."""
    book = place.book(workspace)
    plan, day_made = book.plan, book.as_of
    unit = paper_unit(plan, options.unit, workspace.plan)
    paper = takeover.gather(workspace, book, unit, [*own_templates(workspace.root)])
    if how.format == "json":
        deliver.text(json.handover(paper, workspace.progress.complete), how)
    else:
        title = (
            f"Bàn giao việc theo dõi {plan.called} năm {plan.year} đến ngày {short_date(day_made)}"
        )
        name = "-".join(filter(None, ("ban-giao", plan.mark, str(day_made), unit)))
        values = takeover.sheet(paper)
        made = Paper(HANDOVER_TEMPLATE, name, values, title, day_made)
        hand_over(workspace._replace(plan=plan), made, how)
    beside = (*reporter_notice(plan, unit), *unclaimed_lines(book, workspace.calendar))
    notices((takeover_notice(paper), *beside))
    notices(doubt_notices(plan))
