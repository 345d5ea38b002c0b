"""The paper for who takes over: what is signed and where, what is open, what is owed next.

It is an internal working sheet like the one for the weekly meeting: nobody signs it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import filterfalse
from typing import Annotated, NamedTuple

from pci.core.dates import Calendar, parse_period
from pci.core.deadlines import Deadline, deadlines, gathered, undated
from pci.core.duty import unsent
from pci.core.labels import about_words
from pci.core.ledger import Ledger
from pci.core.model import Plan
from pci.core.organisation import ORGANISATION_PATH
from pci.core.papers import Issue, SignedFile, issue_copy, issue_path, report_of, words_path
from pci.core.remarks import (
    REMARK_KINDS,
    OpenRemark,
    holder_words,
    is_with,
    open_remarks,
    passed_words,
    speaks_through,
)
from pci.core.schedule import ReportingPeriod, is_owed, reporting_periods
from pci.core.vi import count_words, due_words, period_words, short_date
from pci.lists.columns import DeadlineRow, deadline_words
from pci.reports.letterhead import AgencyNames, CitedPlan, agency, cited_plan, given, receiver
from pci.workspace import Workspace, plan_ids

YEAR = 366
"""Days ahead within which all work of the plan's year falls due."""


class SignedPaper(NamedTuple):
    """A document that changed the plan (from the day `since` on; null where it always held), or an
    issued report with its signed `file`; `path` is where the fact of it is kept."""

    title: str
    number: str | None
    day: date | None
    path: str
    since: date | None = None
    file: SignedFile | None = None


class Takeover(NamedTuple):
    """All lists of the paper, of one unit where that is named. `drafts` are titles of what nobody
    has signed, by the paths. `work` is late, coming, without a day, suspended,
    or a unit's report that is missing, in this order; `silent` are the units without a word since
    the first day of `window`, the last one of the year that has begun, with the days of their last
    words; `papers` are due next; `places` are paths by what lies there."""

    book: Ledger
    unit: str | None
    amendments: tuple[SignedPaper, ...]
    reports: tuple[SignedPaper, ...]
    drafts: Mapping[str, str]
    work: tuple[Deadline, ...]
    waiting: tuple[Deadline, ...]
    remarks: tuple[OpenRemark, ...]
    window: ReportingPeriod | None
    silent: Mapping[str, date | None]
    papers: tuple[ReportingPeriod, ...]
    places: Mapping[str, str]


def gather(
    workspace: Workspace, book: Ledger, unit: str | None, templates: Sequence[str]
) -> Takeover:
    """Gather the lists as of the ledger's day; `templates` are the workspace's own ones."""
    plan, calendar = book.plan, workspace.calendar
    amended = tuple(_amendments(workspace.plan, book.as_of))
    issued = {i: one for i, one in workspace.issued.items() if one.date <= book.as_of}
    rows = deadlines(book, calendar, YEAR, unit, issued)
    window = _last_begun(plan, calendar, book.as_of)
    return Takeover(
        book,
        unit,
        tuple(filter(_is_dated, amended)),
        tuple(_report(workspace, i, one) for i, one in issued.items()),
        {one.path: one.title for one in filterfalse(_is_dated, (*_draft_of(plan), *amended))},
        tuple(_work(book, rows, unit)),
        tuple(row for row in rows if row.state == "waiting"),
        tuple(one for one in open_remarks(book) if is_with(plan, one.entry.update, unit)),
        window,
        dict(_silent(book, unit, window)),
        tuple(_papers(workspace, book, unit, issued)),
        dict(_places(workspace, book, unit, issued, templates)),
    )


def _last_begun(plan: Plan, calendar: Calendar, as_of: date) -> ReportingPeriod | None:
    windows = reporting_periods(plan, calendar)
    return next((one for one in reversed(windows) if one.window_first <= as_of), None)


def _work(book: Ledger, rows: Sequence[Deadline], unit: str | None) -> Iterator[Deadline]:
    """List what is late and what comes, with a day or without, then what is suspended, then the
    reports missing."""
    yield from (row for row in rows if row.state == "overdue" or (row.soon and row.task))
    yield from undated(book, unit)
    yield from (row for row in rows if row.state == "missing")


def _amendments(plan: Plan, as_of: date) -> Iterator[SignedPaper]:
    """List the documents signed by a day, also those that hold later, and those without a day."""
    for by in plan.amendments:
        document = by.document
        if (document.date or by.since or date.min) <= as_of:
            title = ": ".join(filter(None, (document.type, document.title)))
            path = f"plans/{plan.id}/amendments/{by.name}.yaml"
            yield SignedPaper(title, document.number, document.date, path, by.since)


def _is_dated(paper: SignedPaper) -> bool:
    return paper.day is not None


def _draft_of(plan: Plan) -> Iterator[SignedPaper]:
    """List the plan where nobody says that it is issued."""
    if plan.issued is None:
        title = f"Kế hoạch {cited_plan(plan).trich_yeu}"
        yield SignedPaper(title, plan.number, None, f"plans/{plan.id}.yaml")


def _report(workspace: Workspace, report: str, issue: Issue) -> SignedPaper:
    symbol = workspace.plan.on(issue.date).reporting.symbol
    number = "/".join(filter(None, (f"{int(issue.number):02}", symbol)))
    copy = max(issue_copy(path) for path in workspace.files if report_of(path) == report)
    path = issue_path(workspace.plan.id, report, copy)
    return SignedPaper(_title(report), number, issue.date, path, file=issue.signed)


def _title(report: str) -> str:
    """`Báo cáo quý III năm 2023`, also of one with the figures from the year's start."""
    period = parse_period(report.removesuffix("+"))
    cumulative = " kèm lũy kế từ đầu năm" if report.endswith("+") else ""
    return f"Báo cáo {period_words(period) if period else report}{cumulative}"


def _reporting(plan: Plan) -> set[str]:
    """Get the units that report on the plan's tasks."""
    return {plan.reporter(u) for task in plan.tasks.values() for u in plan.accountable(task)}


def _silent(
    book: Ledger, unit: str | None, window: ReportingPeriod | None
) -> Iterator[tuple[str, date | None]]:
    """List the one unit, or those that report on the plan's tasks, as far as they are silent."""
    plan = book.plan
    reporting = _reporting(plan)
    units = [unit] if unit else [u for u in plan.units if plan.reporter(u) == u]
    for one in [u for u in units if plan.reporter(u) in reporting]:
        last = _last_word(book, one)
        if last is None or (window and last < window.window_first):
            yield one, last


def _last_word(book: Ledger, unit: str) -> date | None:
    """Get the day of the last update of a unit, of its sub-units, or of those that it stands in for
    or reports for."""
    plan, updates = book.plan, [entry.update for entry in book.known]
    of_unit = (u for u in updates if speaks_through(plan, plan.heir(u.unit) or u.unit, unit))
    return max((update.date for update in of_unit), default=None)


def _papers(
    workspace: Workspace, book: Ledger, unit: str | None, issued: Mapping[str, Issue]
) -> Iterator[ReportingPeriod]:
    """List the agency's papers still to be sent, or the reports that a unit still has to write."""
    plan, calendar, as_of = book.plan, workspace.calendar, book.as_of
    if unit is None or unit == plan.drafter:
        for window in unsent(plan, book.known, issued, as_of, calendar):
            if window.send_by >= as_of:
                yield window
        return
    is_asked = plan.reporter(unit) in _reporting(plan)
    for window in reporting_periods(plan, calendar) if is_asked else ():
        if window.internal_due >= as_of and is_owed(plan, window.internal_due):
            yield window


def _plans(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Say where the plan lies, and the others of the folder."""
    plan = workspace.plan
    yield ("Kế hoạch đã ký" if plan.issued else "Dự thảo kế hoạch", f"plans/{plan.id}.yaml")
    if others := [i for i in plan_ids(workspace.root) if i != plan.id]:
        paths = ", ".join(f"plans/{i}.yaml" for i in others)
        yield ("Kế hoạch khác, bàn giao riêng từng kế hoạch", paths)


def _updates(plan: Plan, unit: str) -> Iterator[tuple[str, str]]:
    """Say where the updates of a unit lie, and those of the units that it stands in for."""
    folder = f"plans/{plan.id}/progress"
    yield ("Cập nhật của đơn vị", f"{folder}/{unit}/")
    for before in (i for i, heir in plan.heirs.items() if heir == unit):
        yield (f"Cập nhật của {plan.name(before)}", f"{folder}/{before}/")


def _places(
    workspace: Workspace,
    book: Ledger,
    unit: str | None,
    issued: Mapping[str, Issue],
    templates: Sequence[str],
) -> Iterator[tuple[str, str]]:
    """Say where the files lie; drafts of words are those of reports not issued yet."""
    plan, count = workspace.plan, count_words(len(workspace.progress.records))
    folder = f"plans/{plan.id}"
    yield from _plans(workspace)
    if plan.amendments:
        yield ("Văn bản điều chỉnh, bổ sung, đính chính", f"{folder}/amendments/")
    if unit:
        yield from _updates(book.plan, unit)
    yield (f"Cập nhật của các đơn vị ({count} tệp)", f"{folder}/progress/")
    if issued:
        yield ("Việc ban hành báo cáo: số, ngày, dấu của văn bản", f"{folder}/reports/")
    for report in sorted(workspace.words.keys() - issued.keys()):
        yield (f"{_title(report)}: lời văn chưa ban hành", words_path(plan.id, report))
    if ORGANISATION_PATH in workspace.files:
        yield ("Đơn vị, người ký theo ngày", ORGANISATION_PATH)
    yield ("Lịch nghỉ", "plans/calendar/")
    own = f"templates/: {', '.join(templates)}" if templates else "mẫu của chương trình"
    yield ("Mẫu văn bản", own)


# --- what the template prints ---------------------------------------------------------------------


@dataclass(frozen=True)
class TakeoverRow:
    """A row of any list; what a list has no use for is empty."""

    noi_dung: Annotated[
        str, "văn bản, việc, câu hỏi, đơn vị hoặc tệp", "A.I.6: Kiểm tra cải cách hành chính"
    ]
    don_vi: Annotated[str, "đơn vị phải làm hoặc đã nêu", "VP"] = ""
    so: Annotated[str, "số văn bản, tình trạng, hoặc số ngày", "45/BC-KKT"] = ""
    ngay: Annotated[str, "ngày ký, ngày nêu, hạn nội bộ, ngày cập nhật gần nhất", "18/9/2023"] = ""
    ghi_chu: Annotated[str, "nơi để, lý do, hoặc hạn gửi đi", "plans/2023.yaml"] = ""


@dataclass(frozen=True)
class TakeoverSheet:
    """What `templates/ban-giao.docx` may print."""

    minh_hoa: Annotated[bool, "kế hoạch là dữ liệu minh họa"]
    co_quan: AgencyNames
    ke_hoach: CitedPlan
    don_vi: Annotated[str, "đơn vị được bàn giao; rỗng khi là cả kế hoạch", "Văn phòng"]
    tinh_den: Annotated[str, "ngày tính tình trạng", "02/10/2023"]
    tu_ngay: Annotated[str, "ngày đầu lấy số liệu của kỳ đang chạy; rỗng khi không có", "15/9/2023"]
    da_ky: Annotated[tuple[TakeoverRow, ...], "(văn bản đã ký)"]
    chua_ky: Annotated[
        str,
        "dự thảo và văn bản chưa có ngày ký, với nơi để; rỗng khi không có",
        "Kế hoạch cải cách hành chính (plans/2023.yaml)",
    ]
    dang_mo: Annotated[tuple[TakeoverRow, ...], "(việc chưa xong)"]
    cho_dieu_kien: Annotated[tuple[TakeoverRow, ...], "(việc chưa đủ điều kiện)"]
    chua_tra_loi: Annotated[tuple[TakeoverRow, ...], "(kiến nghị, khó khăn chưa được trả lời)"]
    im_lang: Annotated[tuple[TakeoverRow, ...], "(đơn vị chưa có cập nhật trong kỳ)"]
    den_han: Annotated[tuple[TakeoverRow, ...], "(báo cáo sắp phải gửi)"]
    noi_de: Annotated[tuple[TakeoverRow, ...], "(nơi để tệp)"]


def sheet(takeover: Takeover) -> TakeoverSheet:
    """Write the paper."""
    plan, unit, window = takeover.book.plan, takeover.unit, takeover.window
    return TakeoverSheet(
        plan.illustrative,
        agency(plan),
        cited_plan(plan),
        plan.name(unit) if unit else "",
        short_date(takeover.book.as_of),
        short_date(window.window_first) if window else "",
        tuple(_signed_rows(takeover)),
        "; ".join(f"{title} ({path})" for path, title in takeover.drafts.items()),
        tuple(_work_row(plan, row) for row in gathered(plan, takeover.work)),
        tuple(_work_row(plan, row) for row in gathered(plan, takeover.waiting)),
        tuple(_remark_row(plan, remark) for remark in takeover.remarks),
        tuple(_silent_row(plan, *one, takeover.book.as_of) for one in takeover.silent.items()),
        tuple(_paper_row(plan, unit, paper) for paper in takeover.papers),
        tuple(TakeoverRow(what, ghi_chu=path) for what, path in takeover.places.items()),
    )


def _signed_rows(takeover: Takeover) -> Iterator[TakeoverRow]:
    if takeover.book.plan.issued:
        yield _plan_row(takeover.book.plan)
    yield from map(_signed_row, (*takeover.amendments, *takeover.reports))


def _plan_row(plan: Plan) -> TakeoverRow:
    cited = cited_plan(plan)
    number, day = cited.so or cited.thieu_so, cited.ngay or cited.thieu_ngay
    so = f"{number}/{cited.ky_hieu}"
    return TakeoverRow(f"Kế hoạch {cited.trich_yeu}", "", so, day, f"plans/{plan.id}.yaml")


def _signed_row(paper: SignedPaper) -> TakeoverRow:
    day = short_date(paper.day) if paper.day else ""
    since = f"có hiệu lực từ ngày {short_date(paper.since)}" if paper.since else ""
    file = f"{paper.file.name} (sha256 {paper.file.sha256[:12]}…)" if paper.file else ""
    note = "; ".join(filter(None, (since, paper.path, file)))
    return TakeoverRow(paper.title, "", given(paper.number, "số"), day, note)


def _work_row(plan: Plan, row: Deadline) -> TakeoverRow:
    title = f"{row.task}: {row.title}" if row.task else row.title
    state = deadline_words(DeadlineRow(row, plan))
    return TakeoverRow(title, plan.short_name(row.unit), state, ghi_chu=row.reason)


def _remark_row(plan: Plan, waiting: OpenRemark) -> TakeoverRow:
    update, to = waiting.entry.update, plan.short_name(waiting.remark.to)
    passed = f"; thời gian nêu đã qua: {passed_words(waiting.passed)}" if waiting.passed else ""
    kind = f"{about_words(plan, update.about)}: {REMARK_KINDS[waiting.kind]} (gửi {to}{passed})"
    unit, day = holder_words(plan, update, plan.short_name), short_date(update.date)
    return TakeoverRow(f"{kind}: {waiting.remark.text}", unit, count_words(waiting.days), day)


def _silent_row(plan: Plan, unit: str, last: date | None, as_of: date) -> TakeoverRow:
    if last is None:
        return TakeoverRow(plan.name(unit), ngay="chưa có")
    return TakeoverRow(plan.name(unit), so=count_words((as_of - last).days), ngay=short_date(last))


def _paper_row(plan: Plan, unit: str | None, window: ReportingPeriod) -> TakeoverRow:
    to = f" gửi {receiver(plan)}" if unit in (None, plan.drafter) else ""
    internal = due_words(window.internal_due, window.internal_doubt)
    send_by = due_words(window.send_by, window.send_doubt)
    title = f"Báo cáo {period_words(window.period)}{to} (số liệu {window.days_words})"
    return TakeoverRow(title, ngay=internal, ghi_chu=send_by)
