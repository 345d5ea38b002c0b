"""What the Office is told beside a report or a letter: how it was counted, who still owes."""

from collections.abc import Iterator, Sequence

from pci.core.dates import Calendar
from pci.core.deadlines import gathered
from pci.core.figures import earlier_figures
from pci.core.grouping import by_key
from pci.core.model import Capacity, Plan, Window
from pci.core.remarks import REMARK_KINDS
from pci.core.reporting import asks, missing_reports
from pci.core.schedule import ReportingPeriod, window_rule
from pci.core.unclaimed import unclaimed_lines
from pci.core.vi import count_words, period_words, short_date
from pci.reports import phrases
from pci.reports.brief import Brief
from pci.reports.facts import Facts
from pci.reports.follow_up import AnswerTime, FollowUp
from pci.reports.passages import ratio_gaps, remark_passages
from pci.reports.remarks import left_out
from pci.reports.results import unit_names
from pci.reports.silence import reported_since
from pci.reports.supplements import supplements
from pci.reports.takeover import Takeover


def period_notices(facts: Facts, window_kind: Window) -> Iterator[str]:
    """Beside the agency's report; `window_kind` is the way in which its data were taken."""
    plan, window = facts.plan, facts.window
    yield _data_taken(facts, window_kind)
    if facts.book.as_of != window.window_last:
        yield f"Tính đến ngày {short_date(facts.book.as_of)} theo --as-of."
    if not asks(plan, window):
        yield "Kỳ này không phải kỳ báo cáo của các đơn vị: không tính ai còn thiếu."
    elif not facts.answers:
        yield "Kỳ này kết thúc trước khi kế hoạch ban hành: không đơn vị nào phải báo cáo."
    if owed := missing_reports(plan, facts.answers):
        units = ", ".join(f"{facts.name_now(unit)} ({len(tasks)})" for unit, tasks in owed.items())
        yield f"Chưa gửi báo cáo (số nhiệm vụ): {units}; --format json nêu từng nhiệm vụ."
    if heard := reported_since(facts):
        names = unit_names(plan, heard)
        yield f"Lời văn nêu chưa gửi báo cáo, nhưng đã báo cáo đủ: {names}; sửa lời văn."
    yield from _remark_notices(facts)
    yield from _figure_notices(facts)
    yield from _supplement_notices(facts)
    yield from _unproven(facts)


def _remark_notices(facts: Facts) -> Iterator[str]:
    """What the paper withholds or misses of difficulties and proposals, and what it rightly
    leaves out."""
    notes = [(note, passage.label) for passage in remark_passages(facts) for note in passage.gaps]
    above = (phrases.NOBODY_ASKED.format(office=facts.office), phrases.NOT_ALL_HEARD)
    notes = [one for one in notes if one[0] not in above]  # said there in other words
    for note, labels in by_key(notes).items():
        yield f"{'; '.join(labels)}: {note.strip('[]')}."
    for kind in REMARK_KINDS:
        yield from left_out(facts, kind)


def _figure_notices(facts: Facts) -> Iterator[str]:
    """Which ratios cannot be computed, and which figures the report adds though they were said
    before for the same days."""
    yield from (f"{note.strip('[]')}." for note in ratio_gaps(facts))
    plan, window = facts.plan, facts.year_to_date or facts.window
    entries = {entry.id: entry for entry in facts.book.known if facts.hears(entry)}
    for again, figures in earlier_figures(plan, entries.values()).items():
        update = entries[again].update
        if window.holds(update.date):
            subject = f"{update.about} ({plan.short_name(update.unit)})"
            for key, before in figures.items():
                yield (
                    f"Số liệu nêu hai lần, báo cáo cộng cả hai: «{key}» của {subject} đã nêu ở "
                    f"{before[-1]}, nêu lại ở {again}; nêu lại thì sửa, cộng thêm thì "
                    "--adds."
                )


def _supplement_notices(facts: Facts) -> Iterator[str]:
    """What the paper adds to those of earlier periods."""
    for one in supplements(facts):
        about = ", ".join(
            f"{e.update.about} ({facts.plan.short_name(e.update.unit)})" for e in one.entries
        )
        count = f"{count_words(len(one.entries))} cập nhật"
        yield f"{one.label}: {count} chưa có trong báo cáo đã ban hành: {about}."


def _data_taken(facts: Facts, window_kind: Window) -> str:
    """Which days' data a report draws on and by when it must go, with what says so."""
    window = facts.window
    days = f"Số liệu {window.days_words}"
    if window.period.kind == "range":
        return f"{days}, theo yêu cầu đột xuất."
    source = window.basis or window_rule(window_kind).source
    if facts.plan.reporting.every is None:
        return f"{days} ({source})."
    provisional = f" (tạm tính: {window.provisional})" if window.provisional else ""
    return (
        f"{days} ({source}); hạn nội bộ {short_date(window.internal_due)}, "
        f"gửi đi chậm nhất {short_date(window.send_by)}{provisional}."
    )


def _unproven(facts: Facts) -> Iterator[str]:
    """What was finished in the window and nothing proves, by unit; no paper prints it."""
    unproven = by_key(
        (item.unit, f"{item.task}/{item.obligation}" + (f" ({item.period})" if item.period else ""))
        for item in facts.items
        if item.unproven and item.entry and facts.window.holds(item.entry.update.date)
    )
    for unit, works in unproven.items():
        count = f"{count_words(len(works))} việc đã xong"
        yield f"Chưa có tài liệu kiểm chứng: {facts.plan.name(unit)} ({count}): {', '.join(works)}"


def unit_notices(facts: Facts) -> Iterator[str]:
    """Beside a unit's own report: by when it reports, through whom, and on what it has not yet."""
    plan, window, unit = facts.plan, facts.window, facts.unit
    due = f"; hạn nội bộ {short_date(window.internal_due)}" if asks(plan, window) else ""
    yield f"Số liệu của {plan.name(unit)} {window.days_words}{due}."
    yield from reporter_notice(plan, unit)
    if facts.missing:
        count = count_words(len(facts.missing))
        yield f"Chưa báo cáo {count} nhiệm vụ: {', '.join(facts.missing)}"
    yield from _figure_notices(facts)
    yield from _supplement_notices(facts)
    yield from _unproven(facts)


def reporter_notice(plan: Plan, unit: str | None) -> Iterator[str]:
    """That a unit reports through another."""
    if unit and plan.reporter(unit) != unit:
        yield f"{plan.name(unit)} báo cáo qua {plan.name(plan.reporter(unit))}."


def regime_notice(plan: Plan) -> Iterator[str]:
    """That nobody compared the days of the reporting regime with its source."""
    if plan.reporting.basis and not plan.reporting.confirmed:
        yield f"Thời hạn báo cáo tính theo {plan.reporting.basis}: nguồn chưa đối chiếu bản gốc."


def blank_notices(plan: Plan, signer: Capacity, addressees: Sequence[str] = ()) -> Iterator[str]:
    """What a paper leaves blank because nobody is there on its day: the addressee of the plan,
    unless others are named, and who signs."""
    above = plan.reporting.to
    if above and plan.receiver is None and not addressees:
        yield f"Để trống nơi nhận: {plan.name(above)} không còn, chưa nêu cơ quan kế nhiệm."
    if signer.id and not signer.capacity:
        yield f"Để trống người ký: không ai là «{signer.id}» vào ngày của văn bản."


def doubt_notices(plan: Plan) -> Iterator[str]:
    """What of the organisation a paper leans on and nobody compared with its source, in one
    line."""
    leads = {ref for task in plan.tasks.values() for ref in (task.lead, *task.coordinating)}
    members = {unit for ref in leads & plan.groups.keys() for unit in plan.groups[ref].members}
    used = {"agency", plan.reporting.to, plan.letters.drafted_by, *leads, *members}
    if doubts := [words for ref, words in plan.unconfirmed.items() if ref in used]:
        yield f"Tạm tính: {'; '.join(dict.fromkeys(doubts))}."


def brief_notice(brief: Brief) -> str:
    """Beside the page for the leaders: how much stands on it."""
    counts = (
        (len(brief.overdue), "việc quá hạn"),
        (len(brief.soon), "việc đến hạn trong 30 ngày"),
        (len({row.unit for row in brief.missing}), "đơn vị chưa gửi đủ báo cáo"),
        (len(brief.remarks), "kiến nghị, khó khăn chờ quyết định"),
    )
    parts = "; ".join(f"{count_words(count)} {what}" for count, what in counts)
    passed = sum(remark.passed is not None for remark in brief.remarks)
    of_those = f", trong đó {count_words(passed)} nêu thời gian đã qua" if passed else ""
    return f"Tính đến ngày {short_date(brief.book.as_of)}: {parts}{of_those}."


def takeover_notice(paper: Takeover) -> str:
    """Beside the paper for who takes over: how much stands on it."""
    counts = (
        (sum(row.state == "overdue" for row in paper.work), "việc quá hạn"),
        (len(gathered(paper.book.plan, paper.waiting)), "việc chưa đủ điều kiện"),
        (len(paper.remarks), "khó khăn, kiến nghị chưa được trả lời"),
        (len(paper.silent), "đơn vị chưa có cập nhật trong kỳ"),
    )
    parts = "; ".join(f"{count_words(count)} {what}" for count, what in counts)
    return f"Tính đến ngày {short_date(paper.book.as_of)}: {parts}."


def letter_notices(
    follow_up: FollowUp, calendar: Calendar, unit: str | None, is_typed: bool
) -> Iterator[str]:
    """Beside a letter: to whom it goes, by when they answer and how that was counted.

    `unit` is the one that a person named; `is_typed` says whether a person set the answer's day.
    """
    plan, window = follow_up.plan, follow_up.window
    if follow_up.asking and window:
        yield f"Kỳ báo cáo: {period_words(window.period)}, số liệu {window.days_words}."
    if unit and (reporter := plan.reporter(unit)) != unit:
        yield f"{plan.name(unit)} báo cáo qua {plan.name(reporter)}: gửi {plan.name(reporter)}."
    source = "theo --before" if is_typed else ""
    yield from _answer_notices(follow_up, calendar, source)
    if window and follow_up.silent:
        yield from _send_notices(follow_up, window)
    yield from regime_notice(plan)
    yield from blank_notices(plan, follow_up.letters.signer)
    if not follow_up.asking:
        yield from unclaimed_lines(follow_up.book, calendar)
    yield from doubt_notices(plan)


def _send_notices(follow_up: FollowUp, window: ReportingPeriod) -> Iterator[str]:
    """Say that the report's own day has passed, or comes before the answers."""
    send_by = short_date(window.send_by)
    if window.send_by < follow_up.book.as_of:
        yield f"Ngày phải gửi báo cáo {period_words(window.period)} đi ({send_by}) đã qua."
    elif follow_up.by and window.send_by < follow_up.by.day:
        yield f"Trả lời sau ngày phải gửi báo cáo đi ({send_by})."


def _answer_notices(follow_up: FollowUp, calendar: Calendar, typed: str) -> Iterator[str]:
    """By when how many units answer, and how that was counted, where nobody `typed` it."""
    units, by = len(follow_up.addressed), follow_up.by
    sent = f"Gửi {count_words(units)} đơn vị" if units else "Không đơn vị nào quá hạn"
    if by is None:
        yield f"{sent}; chưa có hạn trả lời (letters.answer_within), --before để đặt."
        return
    source = typed or f"{_answer_source(follow_up, by, calendar)}; --before để đổi"
    yield f"{sent}; trả lời trước {by.moment} ({source})."
    if not calendar.is_working_day(by.day):
        yield f"Ngày {short_date(by.day)} là ngày nghỉ."


def _answer_source(follow_up: FollowUp, by: AnswerTime, calendar: Calendar) -> str:
    """Where the day of the answer comes from."""
    window, as_of = follow_up.window, follow_up.book.as_of
    allowed = follow_up.letters.answer_within
    if follow_up.asking or allowed is None:
        source = "hạn nội bộ"
    elif window and by.day < calendar.add_working_days(as_of, allowed.working_days):
        source = f"trước ngày phải gửi báo cáo đi {short_date(window.send_by)}"
    else:
        source = f"{count_words(allowed.working_days)} ngày làm việc theo kế hoạch"
    return source + (f", tạm tính vì {by.provisional}" if by.provisional else "")
