"""`pci remind`: the request for reports, the reminder letter, or five lines for a chat."""

import re
from dataclasses import dataclass
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
    book_of,
    day,
    day_count,
    one_of,
    opened,
    unit_id,
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
from pci.commands.periods import PeriodOptions
from pci.console import notice
from pci.core.dates import Calendar, Period
from pci.core.errors import CannotDo
from pci.core.model import Letters, Plan
from pci.core.reporting import latest_due, next_due
from pci.core.schedule import ReportingPeriod, reporting_period
from pci.core.vi import nfc, period_words, short_date, shortened
from pci.reports import json
from pci.reports.chat import chat
from pci.reports.follow_up import AnswerTime, FollowUp, gather
from pci.reports.letters import Letter
from pci.reports.letters import reminder as reminder_letter
from pci.reports.letters import request as request_letter
from pci.reports.notices import letter_notices
from pci.workspace import Workspace

REQUEST, REMINDER = "de-nghi-bao-cao.docx", "don-doc.docx"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}")
_HOUR = re.compile(r"([01]?\d|2[0-3])\s*(?:h|:|giờ|gio)\s*([0-5]\d)?")
_FILLER = re.compile(r"\b(trước|truoc|ngày|ngay)\b|t(?=\d)|,")


@dataclass(frozen=True, kw_only=True)
class RemindOptions:
    """Which letter is wanted, as typed, and what to do with it."""

    request: Annotated[
        bool,
        typer.Option(
            "--request", help="Đề nghị gửi báo cáo của kỳ đang tới hạn.", show_default=False
        ),
    ] = False
    text: Annotated[
        bool, typer.Option("--text", help="Năm dòng để gửi nhóm chat.", show_default=False)
    ] = False
    unit: Unit = None
    period: PeriodOptions
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            metavar="GIỜ_NGÀY",
            help="Trả lời trước lúc này: «16:00 13/9/2023», hoặc chỉ nêu ngày.",
        ),
    ] = None
    within: Within = "30d"
    root: Root = None
    year: Year = None
    as_of: AsOf = None
    template: Template = None
    trust_template: TrustTemplate = False
    format: Annotated[str, one_of("--format", ("docx", "json", "md", "text"), "Dạng in.")] = "docx"
    pdf: Pdf = False
    output: Output = None
    force: Force = False

    @property
    def paper(self) -> PaperOptions:
        """How the letter is wanted; `--text` is `--format text` in short."""
        return PaperOptions(
            "text" if self.text else self.format,
            self.output,
            self.pdf,
            self.template,
            self.trust_template,
            self.force,
        )


def remind(options: RemindOptions) -> None:
    """Đề nghị gửi báo cáo, đôn đốc việc quá hạn và báo cáo còn thiếu.

    Lập công văn đôn đốc, công văn đề nghị báo cáo (--request), hoặc năm dòng để gửi nhóm chat
    (--text). Công văn đôn đốc nêu đơn vị chưa gửi báo cáo kỳ gần nhất đã qua hạn nội bộ và việc quá
    hạn; không có gì thì không lập. --request đề nghị báo cáo kỳ đầu tiên chưa qua hạn nội bộ. Cách
    viết công văn lấy ở mục letters của kế hoạch.

    Ví dụ: pci remind --request --quarter 3
    """
    how = options.paper
    if options.text and options.format not in ("docx", "text"):
        raise CannotDo(f"--text không đi với --format {options.format}", "bỏ một trong hai")
    refuse_pdf(how)
    days = day_count(options.within, "--within")
    workspace = opened(options.root, options.year)
    follow_up = _follow_up(workspace, options, days)
    only = unit_id(workspace.plan, options.unit)
    is_empty = not follow_up.addressed and not (how.format == "text" and follow_up.soon)
    if is_empty and how.format != "json":
        notice(_nothing(follow_up, only))
        return
    _hand_over(workspace, follow_up, only, how)
    is_typed = options.before is not None
    for line in letter_notices(follow_up, workspace.calendar, only, is_typed):
        notice(line)


def _follow_up(workspace: Workspace, options: RemindOptions, days: int) -> FollowUp:
    """What the letter is about."""
    plan, calendar = workspace.plan, workspace.calendar
    letters = plan.letters or _no_letters(plan)
    only = unit_id(plan, options.unit)
    asked = options.period.one(plan)
    book = book_of(workspace, options.as_of)
    window = (_coming if options.request else _passed)(plan, calendar, book.as_of, asked)
    by = None if options.before is None else _moment(options.before, letters.answer_by)
    until = book.as_of + timedelta(days)
    if options.request and window:
        until = max(until, window.window_last)
    follow_up = gather(book, calendar, letters, options.request, window, by, until, only)
    if asked and follow_up.window is None:
        raise CannotDo(f"không đơn vị nào phải báo cáo {period_words(asked)}", "nêu kỳ khác")
    if follow_up.by.day < book.as_of:
        fault = f"hạn trả lời {follow_up.by.words} đã qua, tính đến {short_date(book.as_of)}"
        raise CannotDo(
            fault, "sửa --before" if by else "thêm --before, hoặc bỏ --request để đôn đốc"
        )
    return follow_up


def _nothing(follow_up: FollowUp, only: str | None) -> str:
    """Why no letter is made."""
    what = "phải báo cáo" if follow_up.asking else "quá hạn, không thiếu báo cáo"
    whose = f"{follow_up.plan.name(only)} không" if only else "Không"
    as_of = short_date(follow_up.book.as_of)
    return f"{whose} có gì {what} tính đến {as_of}: không lập văn bản."


def _hand_over(
    workspace: Workspace, follow_up: FollowUp, only: str | None, how: PaperOptions
) -> None:
    """Hand over what is followed up: as JSON, as lines for a chat, or as a letter."""
    if how.format == "json":
        deliver.text(json.remind(follow_up), how.output, how.force)
    elif how.format == "text":
        deliver.text(chat(follow_up), how.output, how.force)
    else:
        hand_over(workspace, _paper(follow_up, only), how)


def _no_letters(plan: Plan) -> Letters:
    """Refuse, with the lines that a plan needs; nothing of them may be guessed in silence."""
    office, unit = next(iter(plan.units.items()))
    symbol = f"{plan.symbol.partition('-')[2] or plan.symbol}-{unit.short or office}"
    lines = (
        f"drafted_by: {office}",
        f"symbol: {symbol}",
        "plan_name: Kế hoạch nâng cao chỉ số PCI",
        'answer_by: "16:00"',
        "answer_within: {working_days: 2}",
        "answer_form: văn bản điện tử",
        'recipients: [Như trên, "Lưu: VT, VP"]',
        "signer: {capacity: [TL. TRƯỞNG BAN, CHÁNH VĂN PHÒNG], name: null}",
    )
    example = f"letters: {{{', '.join(lines)}}}"
    raise CannotDo(
        f"kế hoạch năm {plan.year} chưa nói cách viết công văn (mục letters)",
        f"thêm vào plans/{plan.year}.yaml rồi sửa cho đúng: {example}",
    )


def _coming(plan: Plan, calendar: Calendar, as_of: date, period: Period | None) -> ReportingPeriod:
    """The period to ask for: the one named, else the first whose internal day has not passed."""
    if period:
        return reporting_period(plan.reporting, period, calendar)
    if window := next_due(plan, calendar, as_of):
        return window
    hint = f"nêu kỳ (--quarter …) và --before, hoặc --as-of; tính đến {short_date(as_of)}"
    raise CannotDo(f"mọi kỳ báo cáo của năm {plan.year} đã qua hạn nội bộ", hint)


def _passed(
    plan: Plan, calendar: Calendar, as_of: date, period: Period | None
) -> ReportingPeriod | None:
    """The period that is late: the one named, else the latest whose internal day has passed."""
    if period is None:
        return latest_due(plan, calendar, as_of)
    window = reporting_period(plan.reporting, period, calendar)
    if as_of <= window.internal_due:
        due = f"{short_date(window.internal_due)}, tính đến {short_date(as_of)}"
        raise CannotDo(
            f"{period_words(period)} chưa qua hạn nội bộ {due}", "thêm --request để đề nghị báo cáo"
        )
    return window


def _moment(text: str, usual: time) -> AnswerTime:
    """A moment as people write it; a day alone has the usual hour.

    `16:00 13/9/2023`, `16 giờ 00 ngày 13/9/2023`, `2023-09-13T16:00`.
    """
    words = nfc(text).casefold()
    date = _DAY.search(words)
    rest = _FILLER.sub(" ", _DAY.sub(" ", words, count=1)).strip()
    hour = _HOUR.fullmatch(rest)
    if not date or (rest and not hour):
        hint = "gõ như «16:00 13/9/2023», «16 giờ 00 ngày 13/9/2023» hoặc 2023-09-13"
        raise CannotDo(f"--before «{shortened(text)}» không phải giờ và ngày", hint)
    if hour:
        usual = time(int(hour[1]), int(hour[2] or 0))
    return AnswerTime(usual, day(date[0], "--before"))


def _paper(follow_up: FollowUp, only: str | None) -> Paper:
    """The letter, named by its period or its day, and by the one unit meant."""
    as_of = follow_up.book.as_of
    letter: Letter
    if follow_up.asking and follow_up.window:
        name = f"de-nghi-bao-cao-pci-{follow_up.window.period.id}"
        template, letter = REQUEST, request_letter(follow_up)
    else:
        name = f"don-doc-pci-{as_of}"
        template, letter = REMINDER, reminder_letter(follow_up)
    unit = f"-{only}" if only else ""
    title = f"Công văn về việc {letter.trich_yeu}"
    return Paper(template, name + unit, letter, title, as_of)
