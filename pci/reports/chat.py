"""The reminder as at most five lines for a group chat."""

from collections.abc import Sequence

from pci.console import INVENTED
from pci.core.deadlines import Deadline
from pci.core.model import Plan
from pci.core.vi import PROVISIONAL, count_words, due_words, period_words, short_date, shortened
from pci.reports.follow_up import FollowUp, missing_share

_HEADING = "{plan} năm {year}, tính đến ngày {day}:"
_ASKED = "Cần báo cáo {period} (số liệu từ {first} đến {last}), số nhiệm vụ: {units}."
_MISSING = "Chưa gửi đủ báo cáo {period} (hạn {due}), số nhiệm vụ còn thiếu: {units}."
_LATE = "Quá hạn: {work}."
_SOON = "Đến hạn từ nay đến {until}: {work}."
_ANSWER = "Đề nghị gửi kết quả về {unit} {when}."

_UNITS_NAMED = 8
_WORK_NAMED = 3
_TITLE = 60
"""How many units, how much work and how many characters of a title a line on a phone may hold."""


def chat(follow_up: FollowUp) -> str:
    """Write who still owes a report, what is late, what falls due, by when and to whom."""
    lines = (_heading(follow_up), _reports(follow_up), *_works(follow_up), _answer(follow_up))
    return "".join(f"{line}\n" for line in lines if line)


def _heading(follow_up: FollowUp) -> str:
    plan = follow_up.plan
    mark = f"{INVENTED}: " if plan.illustrative else ""
    day = short_date(follow_up.book.as_of)
    return mark + _HEADING.format(plan=plan.called, year=plan.year, day=day)


def _reports(follow_up: FollowUp) -> str:
    window, silent = follow_up.window, follow_up.silent
    if window is None or not silent:
        return ""
    units = [
        f"{follow_up.plan.short_name(unit.unit)} "
        + (count_words(len(unit.missing)) if follow_up.asking else missing_share(unit))
        for unit in silent
    ]
    return (_ASKED if follow_up.asking else _MISSING).format(
        period=period_words(window.period),
        first=short_date(window.window_first),
        last=short_date(window.window_last),
        due=due_words(window.internal_due, window.internal_doubt),
        units=_join(units, _UNITS_NAMED, "đơn vị", ", "),
    )


def _works(follow_up: FollowUp) -> list[str]:
    """Say what is late, by how many days, and what falls due, and when."""
    plan, until = follow_up.plan, follow_up.until
    late = [_dated(plan, row, f"{count_words(row.days or 0)} ngày") for row in follow_up.late]
    soon = [_dated(plan, row, short_date(row.due or until)) for row in follow_up.soon]
    return [
        phrase.format(until=short_date(until), work=_join(works, _WORK_NAMED, "việc"))
        for phrase, works in ((_LATE, late), (_SOON, soon))
        if works
    ]


def _answer(follow_up: FollowUp) -> str:
    when = f"trước {follow_up.by.words}" if follow_up.by else "ngay"
    if not follow_up.addressed:
        when = "đúng hạn"
    return _ANSWER.format(unit=follow_up.plan.name(follow_up.plan.office), when=when)


def _dated(plan: Plan, row: Deadline, when: str) -> str:
    """Name a piece of work and when it falls due, or since when it is late."""
    mark = f" {PROVISIONAL}" if row.provisional else ""
    return f"{_work(plan, row)}, {when}{mark}"


def _work(plan: Plan, row: Deadline) -> str:
    """Name a piece of work with its period and its unit, the title cut to what a phone shows."""
    title = plan.tasks[row.task].owes[row.obligation].title
    period = row.title.removeprefix(title)
    return f"{shortened(title, _TITLE)}{period} - {plan.short_name(row.unit)}"


def _join(names: Sequence[str], most: int, noun: str, mark: str = "; ") -> str:
    """Join so many names at most, then say how many more there are."""
    more = len(names) - most
    rest = f" và {count_words(more)} {noun} khác" if more > 0 else ""
    return mark.join(names[:most]) + rest
