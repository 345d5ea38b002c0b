"""`pci remind`: the request for reports, the reminder letter, or five lines for a chat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path

from pci.commands import deliver
from pci.commands.options import (
    DatedPlace,
    Places,
    day,
    day_count,
    each,
    paper_unit,
    unit_id,
    unit_option,
    within_option,
)
from pci.commands.paper import Paper, PaperOptions, hand_over
from pci.commands.periods import NO_REGIME, PeriodOptions, refuse_doubt
from pci.console import notice
from pci.core.dates import Calendar, Period
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.core.reporting import latest_due, next_due
from pci.core.schedule import ReportingPeriod, window_of
from pci.core.vi import period_words, short_date, shortened, upper_first
from pci.reports import json
from pci.reports.chat import chat
from pci.reports.follow_up import AnswerTime, FollowUp, gather, of_unit
from pci.reports.letters import joint_letter, letter
from pci.reports.notices import letter_notices
from pci.usage import flag, option, typed
from pci.workspace import Workspace

REQUEST, REMINDER, JOINT = "de-nghi-bao-cao.docx", "don-doc.docx", "don-doc-chung.docx"


@dataclass(frozen=True)
class RemindOptions:
    """Which letter is wanted, as typed."""

    request: bool = flag("--request", "Đề nghị gửi báo cáo của kỳ đang đến hạn.")
    text: bool = flag("--text", "Năm dòng để gửi nhóm chat.")
    unit: str | None = unit_option()
    before: str | None = option(
        "--before", "GIỜ_NGÀY", "Trả lời trước lúc này: «16:00 13/9/2023», hoặc chỉ nêu ngày."
    )
    within: str = within_option()


def remind(options: RemindOptions, period: PeriodOptions, place: Places, how: PaperOptions) -> None:
    """Đề nghị gửi báo cáo, đôn đốc việc quá hạn và báo cáo còn thiếu.

    Lập công văn đôn đốc, công văn đề nghị báo cáo (--request), hoặc năm dòng để gửi nhóm chat
    (--text). Công văn đôn đốc nêu đơn vị chưa gửi báo cáo kỳ gần nhất đã qua hạn nội bộ và việc quá
    hạn; không có gì thì không lập. --request đề nghị báo cáo kỳ đầu tiên chưa qua hạn nội bộ; kỳ ấy
    chưa bắt đầu, hoặc kế hoạch chưa ban hành, thì phải nêu rõ kỳ. Cách viết công văn lấy ở mục
    letters của kế hoạch. --all-plans lập cho mỗi đơn vị một công văn đôn đốc, mỗi kế hoạch một mục.

    Ví dụ: pci remind --request --quarter 3
    """
    _refuse_idle(options, how)
    if not place.all_plans:
        _of_one(place.opened(), options, period, place, how)
        return
    if options.request:
        raise CannotDo("--request không đi với --all-plans", "đề nghị từng kế hoạch (--plan)")
    with place.workspaces() as workspaces:
        _of_all(workspaces, options, period, place, how)


def _of_one(
    workspace: Workspace,
    options: RemindOptions,
    period: PeriodOptions,
    place: Places,
    how: PaperOptions,
) -> None:
    asked = period.one_or_none(workspace.plan)
    follow_up = _follow_up(workspace, options, asked, place)
    only = unit_id(follow_up.plan, options.unit, workspace.plan)
    if how.format == "json":
        deliver.text(json.remind(follow_up, workspace.progress.complete), how)
    elif follow_up.addressed or (options.text and follow_up.soon):
        if asked is None:
            _refuse_doubtful_period(follow_up)
        _deliver(workspace, follow_up, only, options, how)
    else:
        notice(_nothing(follow_up, only))
        return
    is_typed = options.before is not None
    for line in letter_notices(follow_up, workspace.calendar, only, is_typed):
        notice(line)


def _of_all(
    workspaces: Sequence[Workspace],
    options: RemindOptions,
    period: PeriodOptions,
    place: Places,
    how: PaperOptions,
) -> None:
    """The lines for a chat of each plan, or one letter to each unit of what it owes in all."""

    def followed(one: Workspace) -> tuple[Workspace, FollowUp]:
        return one, _follow_up(one, options, period.one_or_none(one.plan), place)

    pairs = each(workspaces, followed)
    follow_ups = [follow_up for _, follow_up in pairs]
    if how.format == "json":
        each_complete = ((one, workspace.progress.complete) for workspace, one in pairs)
        deliver.text(json.remind_of_all(each_complete, place.several), how)
    elif options.text:
        deliver.text(_chats(follow_ups), how)
    else:
        _joint_letters(pairs, options, how)
    for workspace, one in pairs:
        notices = letter_notices(one, workspace.calendar, one.only, options.before is not None)
        for line in notices if one.addressed else [_nothing(one, one.only)]:
            notice(f"{one.plan.id}: {line}")


def _chats(follow_ups: Iterable[FollowUp]) -> str:
    """The lines for a chat of each plan that has any, below its title."""
    owed = (one for one in follow_ups if one.addressed or one.soon)
    return "\n".join(f"{upper_first(one.plan.title)}\n{chat(one)}" for one in owed)


def _joint_letters(
    pairs: Sequence[tuple[Workspace, FollowUp]], options: RemindOptions, how: PaperOptions
) -> None:
    """One letter to each unit of what it owes in all, in the form of the newest plan whose year
    alone names it."""
    host, main = max(pairs, key=lambda pair: (not pair[1].plan.slug, pair[1].plan.year))
    is_typed = options.before is not None
    for unit in dict.fromkeys(unit for _, one in pairs for unit in one.addressed):
        parts = [
            of_unit(one, workspace.calendar, unit, is_typed)
            for workspace, one in pairs
            if unit in one.addressed
        ]
        paper = _joint_paper(main, parts, unit)
        path = _joint_path(paper, options, how)
        hand_over(host._replace(plan=main.plan), paper, replace(how, output=path))


def _joint_path(paper: Paper, options: RemindOptions, how: PaperOptions) -> Path | None:
    """Where the letter to a unit goes: among the others, unless only that one was asked for; null
    for the usual place."""
    if options.unit or (how.format == "md" and not how.output):
        return how.output
    return (how.output or Path()) / f"{paper.name}.{how.format}"


def _joint_paper(main: FollowUp, follow_ups: Sequence[FollowUp], unit: str) -> Paper:
    """The letter of several plans to a unit in the form of the `main` one, named by its day."""
    as_of, values = main.book.as_of, joint_letter(main, follow_ups)
    name = f"don-doc-moi-ke-hoach-{as_of}-{unit}"
    return Paper(JOINT, name, values, f"Công văn về việc {values.trich_yeu}", as_of)


def _refuse_idle(options: RemindOptions, how: PaperOptions) -> None:
    """Refuse what has no meaning for lines of a chat."""
    idle = [name for name in typed(how) if name in ("--format", "--pdf")]
    if options.text and idle:
        raise CannotDo(f"--text không đi với {', '.join(idle)}", "bỏ một trong hai")


def _refuse_doubtful_period(follow_up: FollowUp) -> None:
    """Refuse to ask for reports of a period that nobody named and that is perhaps not meant."""
    if follow_up.asking and follow_up.window:
        question = "Vẫn đề nghị báo cáo {}?"
        refuse_doubt(follow_up.plan, follow_up.window, follow_up.book.as_of, question)


def _deliver(
    workspace: Workspace,
    follow_up: FollowUp,
    only: str | None,
    options: RemindOptions,
    how: PaperOptions,
) -> None:
    """The lines for a chat, or the letter."""
    if options.text:
        deliver.text(chat(follow_up), how)
    else:
        hand_over(workspace._replace(plan=follow_up.plan), _paper(follow_up, only), how)


def _follow_up(
    workspace: Workspace, options: RemindOptions, asked: Period | None, place: DatedPlace
) -> FollowUp:
    """What the letter is about."""
    plan, calendar = place.plan(workspace), workspace.calendar
    letters = plan.letters
    only = paper_unit(plan, options.unit, workspace.plan)
    book = place.book(workspace)
    window = (_coming if options.request else _passed)(plan, calendar, book.as_of, asked)
    by = None if options.before is None else _moment(options.before, letters.answer_by)
    until = book.as_of + timedelta(day_count(options.within, "--within"))
    if options.request and window:
        until = max(until, window.window_last)
    follow_up = gather(book, calendar, letters, options.request, window, by, until, only)
    if asked and follow_up.window is None:
        raise CannotDo(f"không đơn vị nào phải báo cáo {period_words(asked)}", "nêu kỳ khác")
    if follow_up.by and follow_up.by.day < book.as_of:
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


def _coming(plan: Plan, calendar: Calendar, as_of: date, period: Period | None) -> ReportingPeriod:
    """The period to ask for: the one named, else the first whose internal day has not passed."""
    if period:
        return window_of(plan, period, calendar)
    if window := next_due(plan, calendar, as_of):
        return window
    if plan.reporting.every is None:
        raise CannotDo(NO_REGIME, "thêm «reporting: {every: quarter}» vào tệp kế hoạch")
    hint = f"nêu kỳ (--quarter …) và --before, hoặc --as-of; tính đến {short_date(as_of)}"
    raise CannotDo(f"mọi kỳ báo cáo của năm {plan.year} đã qua hạn nội bộ", hint)


def _passed(
    plan: Plan, calendar: Calendar, as_of: date, period: Period | None
) -> ReportingPeriod | None:
    """The period that is late: the one named, else the latest whose internal day has passed."""
    if period is None:
        return latest_due(plan, calendar, as_of)
    window = window_of(plan, period, calendar)
    if as_of <= window.internal_due:
        due = f"{short_date(window.internal_due)}, tính đến {short_date(as_of)}"
        raise CannotDo(
            f"{period_words(period)} chưa qua hạn nội bộ {due}", "thêm --request để đề nghị báo cáo"
        )
    return window


def _moment(text: str, usual: time | None) -> AnswerTime:
    """`16:00 13/9/2023`; a day alone has the usual hour."""
    hour, _, on = text.strip().rpartition(" ")
    try:
        at = time.fromisoformat(f"{hour:0>5}") if hour else usual
    except ValueError:
        hint = "gõ như «16:00 13/9/2023», hoặc chỉ nêu ngày"
        raise CannotDo(f"--before «{shortened(text)}» không phải giờ và ngày", hint) from None
    return AnswerTime(at, day(on, "--before"))


def _paper(follow_up: FollowUp, only: str | None) -> Paper:
    """The letter, named by its period or its day, and by the one unit meant."""
    as_of, values = follow_up.book.as_of, letter(follow_up)
    mark = follow_up.plan.mark
    template, name = REMINDER, f"don-doc-{mark}-{as_of}"
    if follow_up.asking and follow_up.window:
        template, name = (REQUEST, f"de-nghi-bao-cao-{mark}-{follow_up.window.period.id}")
    unit = f"-{only}" if only else ""
    title = f"Công văn về việc {values.trich_yeu}"
    return Paper(template, name + unit, values, title, as_of)
