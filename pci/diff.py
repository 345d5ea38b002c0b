"""What changed between two versions of a plan and its records: `diff(old, new) -> tuple[Change, ...]`.

Tasks and paragraphs are matched by id and, where ids moved, by their words. Deadlines are compared as they fall due,
whatever moved them: the plan's words, the reporting regime, a letter about one period, or the calendar.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import NamedTuple

from pci.changes import KINDS, LABELS, Change, reference_words, set_fields, value_words
from pci.columns import printed_cells
from pci.dates import Calendar
from pci.ledger import Entry
from pci.model import Frozen, Obligation, Plan, Task, Update
from pci.papers import Issue, Words
from pci.schedule import Occurrence, is_owed, occurrences, reporting_periods
from pci.vi import STATE_LABELS, lower_first, occurrence_words, short_date


class Version(NamedTuple):
    """One side of a comparison: a plan whose shape is whole, what was recorded, the working days."""

    plan: Plan
    entries: tuple[Entry, ...]
    words: Mapping[str, Words]
    issued: Mapping[str, Issue]
    calendar: Calendar


Changes = Iterator[Change]


def diff(old: Version, new: Version) -> tuple[Change, ...]:
    """Every difference of meaning, in the order of the table of kinds, then of the plan."""
    order = {kind: n for n, kind in enumerate(KINDS)}
    found = [change for part in PARTS for change in part(old, new)]
    return tuple(sorted(found, key=lambda change: order[change.kind]))


# --- the plan's own words -----------------------------------------------------------------------------------------

_BY_PARTS = frozenset(
    ("body", "reporting", "letters", "units", "groups", "outside", "triggers", "subindices", "sections", "tasks")
) | {"documents", "corrections"}


def _document(old: Version, new: Version) -> Changes:
    yield from _fields("plan-changed", "plan", "Kế hoạch", old, new, old.plan, new.plan, skip=_BY_PARTS)


def _fields(
    kind: str,
    at: str,
    name: str,
    old: Version,
    new: Version,
    before: Frozen,
    after: Frozen,
    skip: frozenset[str] = frozenset(),
) -> Changes:
    """The fields of one thing that say something else than before."""
    for field, label in LABELS[type(after)].items():
        if field not in skip and getattr(before, field) != getattr(after, field):
            was, now = value_words(old.plan, before, field), value_words(new.plan, after, field)
            if was == now:  # two ids of one name, two spellings of one value
                was, now = f"{was} ({getattr(before, field)})", f"{now} ({getattr(after, field)})"
            yield Change(kind, at, name, was, now, field, label)


def _whole(plan: Plan, thing: Frozen) -> str:
    """A thing that came or went, its parts one a line."""
    return "\n".join(f"{label}: {value_words(plan, thing, field)}" for label, field in set_fields(thing))


def _body(old: Version, new: Version) -> Changes:
    texts = [{i: f"{p.title or ''}\n{p.text or ''}" for i, p in side.plan.body.items()} for side in (old, new)]
    for was, now in _matched(*texts):
        name = f"Đoạn {now or was}"
        if not now:
            yield Change("paragraph-removed", was, name, old=texts[0][was].strip())
        elif not was:
            yield Change("paragraph-added", now, name, new=texts[1][now].strip())
        else:
            if was != now:
                yield Change("paragraph-renumbered", now, name, was, now, "id", "Số")
            before, after = old.plan.body[was], new.plan.body[now]
            yield from _fields("paragraph-changed", now, name, old, new, before, after)


def _tasks(old: Version, new: Version) -> Changes:
    for was, now in _task_pairs(old, new):
        if not now:
            yield Change("task-removed", was, was, old=_cells(old.plan.tasks[was]))
        elif not was:
            yield Change("task-added", now, now, new=_cells(new.plan.tasks[now]))
        else:
            yield from _task(old, new, was, now)


def _cells(task: Task) -> str:
    """A row of the appendix, one printed cell a paragraph under its column's name."""
    cells = printed_cells(task)
    return "\n".join(f"{LABELS[Task][column]}: {cell.strip()}" for column, cell in cells.items() if column != "number")


_OF_UNITS = frozenset(("units", "lead", "coordinating"))
_OF_TASK = frozenset(LABELS[Task])


def _task(old: Version, new: Version, was: str, now: str) -> Changes:
    before, after = old.plan.tasks[was], new.plan.tasks[now]
    if was != now:
        yield Change("task-renumbered", now, now, was, now, "id", "Mã")
        yield from _astray(old, new, was, now)
    beside = _OF_UNITS | {"owes", "indicators"}
    yield from _fields("task-reworded", now, now, old, new, before, after, skip=beside)
    yield from _fields("task-units", now, now, old, new, before, after, skip=_OF_TASK - _OF_UNITS)
    yield from _register("indicator", old, new, before.indicators, after.indicators, lambda key, _: f"{now} {key}")


def _astray(old: Version, new: Version, was: str, now: str) -> Changes:
    """Updates are never rewritten: those on the old id speak of another task now, or of none."""
    about = [e for e in old.entries if e.update.subject == was and e in new.entries]
    if about:
        words = f"nhiệm vụ {was} nay là {now}; {len(about):02} cập nhật đã ghi vẫn nói về {was}:"
        yield Change("update-astray", was, was, new="\n".join((words, *(entry.id for entry in about))))


def _task_pairs(old: Version, new: Version) -> list[tuple[str, str]]:
    return _matched(*({i: task.work for i, task in side.plan.tasks.items()} for side in (old, new)))


_ALIKE, _THE_SAME = 0.5, 0.75
"""How much two texts share: to be one thing under one id, to be one thing under two."""


def _matched(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str]]:
    """Ids of the same thing in both versions, in the new one's order; an empty id where it came or went.

    An id with its very words comes first, then the very words under another id, then similar words under the same id,
    then under another one; an id left over on both sides is taken for itself reworded.
    """
    pairs: dict[str, str] = {}
    left = dict(old)

    def take(now: str, was: str) -> None:
        pairs[now] = was
        del left[was]

    def pending() -> list[str]:
        return [i for i in new if i not in pairs]

    for now in pending():
        if now in left and _folded(left[now]) == _folded(new[now]):
            take(now, now)
    for now in pending():
        if was := next((i for i, text in left.items() if _folded(text) == _folded(new[now])), None):
            take(now, was)
    for now in pending():
        if now in left and _likeness(left[now], new[now]) >= _ALIKE:
            take(now, now)
    for now in pending():
        scored = ((_likeness(text, new[now]), i) for i, text in left.items())
        score, was = max(scored, default=(0.0, ""), key=lambda found: found[0])
        if score >= _THE_SAME:
            take(now, was)
    for now in pending():
        if now in left:
            take(now, now)
    return [(i, "") for i in left] + [(pairs.get(i, ""), i) for i in new]


def _folded(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _likeness(one: str, other: str) -> float:
    """From 0 to 1 by shared words; a cheap bound first, for most texts have little in common."""
    a, b = one.split(), other.split()
    shared = sum((Counter(a) & Counter(b)).values())
    if 2 * shared < _ALIKE * (len(a) + len(b)):
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


# --- registers: things by their ids -------------------------------------------------------------------------------

_REGISTERS = {
    "section": "sections",
    "unit": "units",
    "group": "groups",
    "outside": "outside",
    "trigger": "triggers",
    "subindex": "subindices",
    "document": "documents",
}


def _registers(old: Version, new: Version) -> Changes:
    for kind, field in _REGISTERS.items():
        before, after = getattr(old.plan, field), getattr(new.plan, field)
        yield from _register(kind, old, new, before, after, _of_id if kind == "section" else _of_name)


def _of_id(key: str, plan: Plan) -> str:
    return key


def _of_name(key: str, plan: Plan) -> str:
    return reference_words(plan, key)


def _register(
    kind: str,
    old: Version,
    new: Version,
    before: Mapping[str, Frozen],
    after: Mapping[str, Frozen],
    name: Callable[[str, Plan], str],
) -> Changes:
    for key in dict.fromkeys((*before, *after)):
        if key not in after:
            yield Change(f"{kind}-removed", key, name(key, old.plan), old=_whole(old.plan, before[key]))
        elif key not in before:
            yield Change(f"{kind}-added", key, name(key, new.plan), new=_whole(new.plan, after[key]))
        else:
            yield from _fields(f"{kind}-changed", key, name(key, new.plan), old, new, before[key], after[key])


def _corrections(old: Version, new: Version) -> Changes:
    for correction in old.plan.corrections:
        if correction not in new.plan.corrections:
            yield Change("correction-removed", correction.at, correction.at, old=_whole(old.plan, correction))
    for correction in new.plan.corrections:
        if correction not in old.plan.corrections:
            yield Change("correction-added", correction.at, correction.at, new=_whole(new.plan, correction))


# --- obligations and deadlines ------------------------------------------------------------------------------------


def _obligations(old: Version, new: Version) -> Changes:
    for was, now in _task_pairs(old, new):
        before = old.plan.tasks[was].owes if was else {}
        after = new.plan.tasks[now].owes if now else {}
        for key in dict.fromkeys((*before, *after)):
            at = f"{now or was}/{key}"
            if key not in after:
                yield Change("obligation-removed", at, _named(at, before[key]), old=_promise(old, before[key]))
            elif key not in before:
                yield Change("obligation-added", at, _named(at, after[key]), new=_promise(new, after[key]))
            else:
                name = _named(at, after[key])
                yield from _fields("obligation-changed", at, name, old, new, before[key], after[key])
                yield from _deadlines(old, new, at, name, before[key], after[key])


def _named(at: str, obligation: Obligation) -> str:
    return f"{at} ({lower_first(obligation.title)})"


def _promise(side: Version, obligation: Obligation) -> str:
    """An obligation with the days on which it falls due."""
    days = [_due_words(due) for due in _owed(side, obligation) if due.due]
    return _whole(side.plan, obligation) + (f"\nCác hạn: {', '.join(days)}" if days else "")


def _owed(side: Version, obligation: Obligation) -> list[Occurrence]:
    found = occurrences(side.plan, obligation, side.calendar)
    return [occurrence for occurrence in found if is_owed(side.plan, occurrence.due)]


def _deadlines(old: Version, new: Version, at: str, name: str, before: Obligation, after: Obligation) -> Changes:
    """When it falls due, then and now: by period, and those of no common period in their order. Two years' plans have
    no deadline in common."""
    if old.plan.year != new.plan.year:
        return
    was = {occurrence.period: occurrence for occurrence in _owed(old, before)}
    now = {occurrence.period: occurrence for occurrence in _owed(new, after)}
    shared = [(was[period], now[period]) for period in now if period in was]
    gone, fresh = ([o for period, o in one.items() if period not in other] for one, other in ((was, now), (now, was)))
    for a, b in (*shared, *zip(gone, fresh, strict=False)):
        if a.due != b.due:
            days = (b.due - a.due).days if a.due and b.due else None
            field = b.period or a.period or ""
            yield Change("deadline-moved", at, name, _day(a), _day(b), field, _period_words(field), days)
    for occurrence in gone[len(fresh) :]:
        yield Change("deadline-removed", at, name, old=_due_words(occurrence))
    for occurrence in fresh[len(gone) :]:
        yield Change("deadline-added", at, name, new=_due_words(occurrence))


def _day(occurrence: Occurrence) -> str:
    return short_date(occurrence.due) if occurrence.due else "khi đủ điều kiện"


def _period_words(period: str) -> str:
    return occurrence_words(period) if period else "Hạn"


def _due_words(occurrence: Occurrence) -> str:
    day = _day(occurrence)
    return f"{day} ({occurrence_words(occurrence.period)})" if occurrence.period else day


_OF_WINDOW = {
    "window_first": "số liệu từ ngày",
    "window_last": "số liệu đến ngày",
    "internal_due": "hạn nội bộ",
    "send_by": "hạn gửi",
}


def _reporting(old: Version, new: Version) -> Changes:
    before, after = old.plan.reporting, new.plan.reporting
    yield from _fields("reporting-changed", "reporting", "mục reporting", old, new, before, after)
    if old.plan.year != new.plan.year:
        return
    was = {window.period.id: window for window in reporting_periods(old.plan, old.calendar)}
    for window in reporting_periods(new.plan, new.calendar):
        earlier = was.get(window.period.id, window)
        for field, label in _OF_WINDOW.items():
            a, b = getattr(earlier, field), getattr(window, field)
            if a != b:
                name, days = occurrence_words(window.period.id), (b - a).days
                yield Change("report-moved", window.period.id, name, short_date(a), short_date(b), field, label, days)


def _letters(old: Version, new: Version) -> Changes:
    before, after, name = old.plan.letters, new.plan.letters, "mục letters"
    if before and after:
        yield from _fields("letters-changed", "letters", name, old, new, before, after)
    elif before or after:
        was, now = (_whole(side.plan, side.plan.letters) if side.plan.letters else "" for side in (old, new))
        yield Change("letters-changed", "letters", name, was, now)


# --- the calendar -------------------------------------------------------------------------------------------------


def _calendar(old: Version, new: Version) -> Changes:
    was, now = old.calendar, new.calendar
    yield from _days("off", "Ngày nghỉ", was.off, now.off)
    yield from _days("worked", "Ngày làm bù", was.worked, now.worked)
    for year in sorted(was.decided ^ now.decided):
        said = {True: "đã có quyết định", False: "chưa có quyết định"}
        before, after = said[year in was.decided], said[year in now.decided]
        yield Change("calendar-changed", str(year), f"Lịch nghỉ {year}", before, after, "decided", "Lịch nghỉ")


def _days(field: str, label: str, was: frozenset[date], now: frozenset[date]) -> Changes:
    """Days that came or went, those of one stretch together."""
    for first, last in _stretches(was - now):
        yield Change(
            "calendar-changed", str(first), label, _stretch(first, last), "", field, f"Bỏ {lower_first(label)}"
        )
    for first, last in _stretches(now - was):
        yield Change(
            "calendar-changed", str(first), label, "", _stretch(first, last), field, f"Thêm {lower_first(label)}"
        )


def _stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _stretch(first: date, last: date) -> str:
    return short_date(first) if first == last else f"{short_date(first)}–{short_date(last)}"


# --- what was recorded --------------------------------------------------------------------------------------------


def _updates(old: Version, new: Version) -> Changes:
    was, now = ({entry.id: entry.update for entry in side.entries} for side in (old, new))
    for i, update in was.items():
        if i not in now:
            yield Change("update-deleted", i, i, old=_said(old.plan, update))
        else:
            yield from _fields("update-edited", i, i, old, new, update, now[i])
    fresh = [(i, update) for i, update in now.items() if i not in was]
    for i, update in sorted(fresh, key=lambda found: (found[1].unit, found[1].date, found[0])):
        yield Change("update-added", i, new.plan.name(update.unit), new=_said(new.plan, update))


def _said(plan: Plan, update: Update) -> str:
    """One line of an update: its day, what it is about, what it says."""
    about = f"{update.about} ({update.period})" if update.period else update.about
    result = f". {' '.join(update.result.split())}" if update.result else ""
    corrects = f"; đính chính {update.corrects}" if update.corrects else ""
    return f"{short_date(update.date)} {about}: {lower_first(STATE_LABELS[update.state])}{corrects}{result}"


def _reports(old: Version, new: Version) -> Changes:
    yield from _register("words", old, new, old.words, new.words, _of_id)
    for report in dict.fromkeys((*old.issued, *new.issued)):
        was, now = old.issued.get(report), new.issued.get(report)
        if was and now:
            yield from _fields("issue-edited", report, report, old, new, was, now)
        elif was:
            yield Change("issue-deleted", report, report, old=_whole(old.plan, was))
        elif now:
            yield Change("issue-added", report, report, new=f"số {now.number} ngày {short_date(now.date)}")


PARTS: tuple[Callable[[Version, Version], Changes], ...] = (
    _document,
    _body,
    _tasks,
    _obligations,
    _registers,
    _corrections,
    _reporting,
    _letters,
    _calendar,
    _updates,
    _reports,
)
