"""`pci remind`: the request for reports, the reminder letter, or five lines for a chat."""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Annotated

import typer

from pci.commands import deliver
from pci.commands.options import (
    AsOf,
    Force,
    Output,
    Root,
    Unit,
    Within,
    Year,
    as_of_day,
    day,
    day_count,
    one_of,
    opened,
)
from pci.commands.paper import (
    Paper,
    PaperOptions,
    Pdf,
    Template,
    TrustTemplate,
    hand_over,
    refuse_pdf,
)
from pci.commands.periods import PeriodOptions, one_period
from pci.console import notice
from pci.core import names
from pci.core.dates import Calendar, Period
from pci.core.errors import CannotDo
from pci.core.ledger import ledger
from pci.core.model import Letters, Plan
from pci.core.reporting import latest_due, next_due
from pci.core.schedule import ReportingPeriod, reporting_period
from pci.core.vi import count_words, nfc, period_words, short_date, shortened
from pci.reports import json, letters
from pci.reports.chat import chat
from pci.reports.follow_up import FollowUp, Moment, gather
from pci.reports.letters import Letter

REQUEST, REMINDER = "de-nghi-bao-cao.docx", "don-doc.docx"

_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:|giờ|gio)\s*(\d{2})?(?!\d)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}")


def remind(
    *,
    request: Annotated[
        bool,
        typer.Option(
            "--request", help="Đề nghị gửi báo cáo của kỳ đang tới hạn.", show_default=False
        ),
    ] = False,
    text: Annotated[
        bool, typer.Option("--text", help="Năm dòng để gửi nhóm chat.", show_default=False)
    ] = False,
    unit: Unit = None,
    asked: PeriodOptions,
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            metavar="GIỜ_NGÀY",
            help="Trả lời trước lúc này: «16:00 13/9/2023», hoặc chỉ nêu ngày.",
        ),
    ] = None,
    within: Within = "30d",
    root: Root = None,
    year: Year = None,
    as_of: AsOf = None,
    template: Template = None,
    trust_template: TrustTemplate = False,
    format: Annotated[str, one_of("--format", ("docx", "json", "md", "text"), "Dạng in.")] = "docx",
    pdf: Pdf = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Đề nghị gửi báo cáo, đôn đốc việc quá hạn và báo cáo còn thiếu.

    Lập công văn đôn đốc, công văn đề nghị báo cáo (--request), hoặc năm dòng để gửi nhóm chat (--text). Công văn đôn
    đốc nêu đơn vị chưa gửi báo cáo kỳ gần nhất đã qua hạn nội bộ và việc quá hạn; không có gì thì không lập. --request
    đề nghị báo cáo kỳ đầu tiên chưa qua hạn nội bộ. Cách viết công văn lấy ở mục letters của kế hoạch.

    Ví dụ: pci remind --request --quarter 3
    """
    if text and format not in ("docx", "text"):
        raise CannotDo(f"--text không đi với --format {format}", "bỏ một trong hai")
    shape = "text" if text else format
    how = PaperOptions(shape, output, pdf, template, trust_template, force)
    refuse_pdf(how)
    days = timedelta(days=day_count(within, "--within"))
    workspace = opened(root, year)
    plan, calendar = workspace.plan, workspace.calendar
    regime = plan.letters or _no_letters(plan)
    only = names.unit(plan, unit) if unit is not None else None
    ids = asked.ids(plan)
    period = one_period(ids) if any(ids.values()) else None
    book = ledger(plan, workspace.entries, as_of_day(as_of, plan), calendar)
    window = (_coming if request else _passed)(plan, calendar, book.as_of, period)
    by = _moment(before, regime.answer_by) if before is not None else None
    until = max(book.as_of + days, window.window_last if request and window else book.as_of)
    follow_up = gather(book, calendar, regime, request, window, by, until, only)
    if period and follow_up.window is None:
        raise CannotDo(f"không đơn vị nào phải báo cáo {period_words(period)}", "nêu kỳ khác")
    if follow_up.by.day < book.as_of:
        hint = "sửa --before" if by else "thêm --before, hoặc bỏ --request để đôn đốc"
        raise CannotDo(
            f"hạn trả lời {follow_up.by.words} đã qua, tính đến {short_date(book.as_of)}", hint
        )
    if shape == "json":
        deliver.text(json.remind(follow_up), output, force)
    elif not follow_up.addressed and not (follow_up.soon and shape == "text"):
        what = "phải báo cáo" if request else "quá hạn, không thiếu báo cáo"
        whose = f"{plan.name(only)} không" if only else "Không"
        notice(f"{whose} có gì {what} tính đến {short_date(book.as_of)}: không lập văn bản.")
        return
    elif shape == "text":
        deliver.text(chat(follow_up), output, force)
    else:
        hand_over(workspace, _paper(follow_up, only), how)
    for line in _remarks(follow_up, calendar, only, before is not None):
        notice(line)


def _no_letters(plan: Plan) -> Letters:
    """Refuses, with the lines that a plan needs; nothing of them may be guessed in silence."""
    office, unit = next(iter(plan.units.items()))
    symbol = f"{plan.symbol.partition('-')[2] or plan.symbol}-{unit.short or office}"
    lines = (
        f"letters: {{drafted_by: {office}, symbol: {symbol}, plan_name: Kế hoạch nâng cao chỉ số PCI,"
        ' answer_by: "16:00", answer_within: {working_days: 2}, answer_form: văn bản điện tử,'
        ' recipients: [Như trên, "Lưu: VT, VP"], signer: {capacity: [TL. TRƯỞNG BAN, CHÁNH VĂN PHÒNG], name: null}}'
    )
    raise CannotDo(
        f"kế hoạch năm {plan.year} chưa nói cách viết công văn (mục letters)",
        f"thêm vào plans/{plan.year}.yaml rồi sửa cho đúng: {lines}",
    )


def _coming(plan: Plan, calendar: Calendar, as_of: date, period: Period | None) -> ReportingPeriod:
    """The period whose reports are asked for: the one named, else the first whose internal day has not passed."""
    if period:
        return reporting_period(plan.reporting, period, calendar)
    if window := next_due(plan, calendar, as_of):
        return window
    hint = f"nêu kỳ (--quarter …) và --before, hoặc --as-of; tính đến {short_date(as_of)}"
    raise CannotDo(f"mọi kỳ báo cáo của năm {plan.year} đã qua hạn nội bộ", hint)


def _passed(
    plan: Plan, calendar: Calendar, as_of: date, period: Period | None
) -> ReportingPeriod | None:
    """The period whose reports are late: the one named, else the latest whose internal day has passed."""
    if period is None:
        return latest_due(plan, calendar, as_of)
    window = reporting_period(plan.reporting, period, calendar)
    if as_of <= window.internal_due:
        due = f"{short_date(window.internal_due)}, tính đến {short_date(as_of)}"
        raise CannotDo(
            f"{period_words(period)} chưa qua hạn nội bộ {due}", "thêm --request để đề nghị báo cáo"
        )
    return window


def _moment(text: str, hour: time) -> Moment:
    """`16:00 13/9/2023`, `16 giờ 00 ngày 13/9/2023`, `2023-09-13T16:00`, or a day alone, by the regime's hour."""
    words = nfc(text).casefold()
    found = _DAY.search(words)
    rest = re.sub(
        r"\b(trước|truoc|ngày|ngay)\b|t(?=\d)|,", " ", _DAY.sub(" ", words, count=1)
    ).strip()
    typed = _HOUR.fullmatch(rest)
    if not found or (rest and (typed is None or int(typed[1]) > 23 or int(typed[2] or 0) > 59)):
        hint = "gõ như «16:00 13/9/2023», «16 giờ 00 ngày 13/9/2023» hoặc 2023-09-13"
        raise CannotDo(f"--before «{shortened(text)}» không phải giờ và ngày", hint)
    at = time(int(typed[1]), int(typed[2] or 0)) if typed else hour
    return Moment(at, day(found[0], "--before"))


def _paper(follow_up: FollowUp, only: str | None) -> Paper:
    """The letter, named by the period that is asked for or by the day of the reminder, and by the one unit meant."""
    unit = f"-{only}" if only else ""
    if follow_up.asking and follow_up.window:
        name = f"de-nghi-bao-cao-pci-{follow_up.window.period.id}{unit}"
        return _of_letter(REQUEST, name, letters.request(follow_up), follow_up)
    name = f"don-doc-pci-{follow_up.book.as_of}{unit}"
    return _of_letter(REMINDER, name, letters.reminder(follow_up), follow_up)


def _of_letter(template: str, name: str, letter: Letter, follow_up: FollowUp) -> Paper:
    title = f"Công văn về việc {letter.trich_yeu}"
    return Paper(template, name, letter, title, follow_up.book.as_of)


def _remarks(
    follow_up: FollowUp, calendar: Calendar, only: str | None, typed: bool
) -> Iterator[str]:
    """What the Office should know of the letter: to whom, by when and how that was counted."""
    plan, by, as_of, window = follow_up.plan, follow_up.by, follow_up.book.as_of, follow_up.window
    if only and (reporter := plan.reporter(only)) != only:
        yield f"{plan.name(only)} báo cáo qua {plan.name(reporter)}: gửi {plan.name(reporter)}."
    count = (
        f"Gửi {count_words(len(follow_up.addressed))} đơn vị"
        if follow_up.addressed
        else "Không đơn vị nào quá hạn"
    )
    yield f"{count}; trả lời trước {by.words} ({_counted(follow_up, calendar, typed)})."
    if not calendar.is_working_day(by.day):
        yield f"Ngày {short_date(by.day)} là ngày nghỉ."
    if window and follow_up.silent and window.send_by < as_of:
        yield f"Ngày phải gửi báo cáo {period_words(window.period)} đi ({short_date(window.send_by)}) đã qua."
    elif window and follow_up.silent and window.send_by < by.day:
        yield f"Trả lời sau ngày phải gửi báo cáo đi ({short_date(window.send_by)})."
    if not plan.reporting.confirmed:
        yield f"Thời hạn báo cáo tính theo {plan.reporting.basis}: nguồn chưa đối chiếu bản gốc."


def _counted(follow_up: FollowUp, calendar: Calendar, typed: bool) -> str:
    """Where the day of the answer comes from."""
    if typed:
        return "theo --before"
    days = follow_up.letters.answer_within.working_days
    source = (
        "hạn nội bộ" if follow_up.asking else f"{count_words(days)} ngày làm việc, theo mục letters"
    )
    if (
        not follow_up.asking
        and follow_up.window
        and follow_up.by.day < calendar.add_working_days(follow_up.book.as_of, days)
    ):
        source = f"trước ngày phải gửi báo cáo đi {short_date(follow_up.window.send_by)}"
    provisional = follow_up.window.provisional if follow_up.asking and follow_up.window else False
    if provisional or calendar.is_provisional(follow_up.book.as_of, follow_up.by.day):
        source += ", tạm tính vì lịch nghỉ chưa quyết định"
    return f"{source}; --before để đổi"
