"""A second reading of a plan and its updates, written from the contract alone.

It shares no code with the program, so that what the program prints can be held against it. It
reads the YAML itself, plainly and slowly.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HANOI = timezone(timedelta(hours=7))
PER_YEAR = {"month": 12, "quarter": 4, "half": 2, "year": 1}
KINDS = ("month", "quarter", "half", "nine_months", "year")


class Span(NamedTuple):
    """A calendar period."""

    id: str
    kind: str
    first: date
    last: date


class Window(NamedTuple):
    """A reporting period with its days."""

    span: Span
    first: date
    last: date
    internal_due: date
    send_by: date


@dataclass(frozen=True)
class Said:
    """An update as its file says."""

    id: str
    fields: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.fields.get(name)

    @property
    def task(self) -> str:
        """The subject without the obligation."""
        return str(self.about).partition("/")[0]

    @property
    def obligation(self) -> str | None:
        """The obligation, null where the whole is meant."""
        return str(self.about).partition("/")[2] or None

    @property
    def day(self) -> date:
        """The day it is true of."""
        return as_day(self.date)

    @property
    def typed(self) -> datetime:
        """When it was typed."""
        return datetime.fromisoformat(str(self.recorded))

    @property
    def got(self) -> date:
        """The day the Office had it."""
        return as_day(self.received) if self.received else self.typed.astimezone(HANOI).date()


class Piece(NamedTuple):
    """An item with its state on a day; `done_on` is the day it was finished."""

    task: str
    obligation: str
    period: str | None
    unit: str
    opens: date | None
    due: date | None
    state: str
    done_on: date | None


class Asked(NamedTuple):
    """A unit that reports on a task for a window, with what it said; `rest` is its line for all
    remaining tasks."""

    task: str
    unit: str
    updates: tuple[Said, ...]
    rest: Said | None
    reported: bool


class Owed(NamedTuple):
    """A report that the Office owes to the body above."""

    period: str
    unit: str
    due: date
    state: str
    days: int


def as_day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


# --- periods --------------------------------------------------------------------------------------


def span(text: str) -> Span:
    """A period by its id."""
    if "_" in text:
        first, last = text.split("_")
        return Span(text, "range", as_day(first), as_day(last))
    year, _, rest = text.partition("-")
    y = int(year)
    if not rest:
        return Span(text, "year", date(y, 1, 1), date(y, 12, 31))
    if rest == "9M":
        return Span(text, "nine_months", date(y, 1, 1), date(y, 9, 30))
    if rest[0] == "Q":
        start, months, kind = 3 * int(rest[1]) - 2, 3, "quarter"
    elif rest[0] == "H":
        start, months, kind = 6 * int(rest[1]) - 5, 6, "half"
    else:
        start, months, kind = int(rest), 1, "month"
    end = start + months - 1
    return Span(text, kind, date(y, start, 1), date(y, end, monthrange(y, end)[1]))


def spans(year: int, kind: str) -> list[Span]:
    """All periods of a kind in a year."""
    ids = {
        "month": [f"{year}-{m:02}" for m in range(1, 13)],
        "quarter": [f"{year}-Q{q}" for q in range(1, 5)],
        "half": [f"{year}-H1", f"{year}-H2"],
        "year": [str(year)],
    }
    return [span(i) for i in ids[kind]]


# --- the reading ----------------------------------------------------------------------------------


class Reading:
    """A plan, its calendar and its updates, from the files of a workspace."""

    def __init__(self, root: Path, year: int) -> None:
        self.plan = load(root / f"plans/{year}.yaml")
        self.year = year
        self.off: set[date] = set()
        self.worked: set[date] = set()
        for path in (root / "plans/calendar").glob("*.yaml"):
            self._read_calendar(load(path))
        folder = root / f"plans/{year}/progress"
        self.updates = [Said(p.stem, load(p)) for p in sorted(folder.glob("*/*.yaml"))]
        self.tasks: Mapping[str, Any] = self.plan["tasks"]
        self.units: Mapping[str, Any] = self.plan["units"]
        self.regime: Mapping[str, Any] = self.plan["reporting"]

    def _read_calendar(self, calendar: Mapping[str, Any]) -> None:
        for free in calendar.get("days_off") or ():
            day, last = as_day(free["first"]), as_day(free.get("last") or free["first"])
            while day <= last:
                self.off.add(day)
                day += timedelta(1)
        for swap in calendar.get("swapped") or ():
            self.off.add(as_day(swap["off"]))
            self.worked.add(as_day(swap["work"]))

    # --- who ---

    def members(self, ref: str) -> list[str]:
        """The units behind a unit or a group."""
        groups = self.plan.get("groups") or {}
        return list(groups[ref].get("members") or ()) if ref in groups else [ref]

    def parent(self, unit: str) -> str | None:
        """The unit that a sub-unit is part of."""
        above = self.units[unit].get("part_of")
        return str(above) if above else None

    def accountable(self, task: str) -> list[str]:
        """Who answers for a task: a sub-unit's parent in its place."""
        units = [self.parent(u) or u for u in self.members(self.tasks[task]["lead"])]
        return list(dict.fromkeys(units))

    def reporter(self, unit: str) -> str:
        """Who reports for a unit."""
        own = self.units[unit]
        return str(own.get("part_of") or own.get("reports_through") or unit)

    def asked(self, task: str) -> list[str]:
        """Who reports on a task in a reporting period."""
        focal = (self.regime.get("focal") or {}).get(task)
        if focal:
            return [focal]
        return list(dict.fromkeys(self.reporter(u) for u in self.accountable(task)))

    def coordinating(self, task: str) -> list[str]:
        """The units that coordinate on a task; a group stands for its members."""
        refs = self.tasks[task].get("coordinating") or ()
        return [unit for ref in refs for unit in self.members(ref)]

    def triggers(self, task: str) -> list[str]:
        """What has to happen before work of a task begins."""
        owed = (self.tasks[task].get("owes") or {}).values()
        return [trigger for about in owed for trigger in about.get("after") or ()]

    # --- days ---

    def working(self, day: date) -> bool:
        """Whether offices are open."""
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def later(self, day: date, count: int) -> date:
        """So many working days later, or earlier."""
        step = timedelta(1 if count > 0 else -1)
        while count:
            day += step
            if self.working(day):
                count -= 1 if count > 0 else -1
        return day

    @property
    def last_issue_day(self) -> date:
        """The last day on which the plan may have been signed."""
        issued = str(self.plan["issued"])
        if len(issued) == 10:
            return as_day(issued)
        return span(issued).last

    def window(self, period: Span) -> Window:
        """The days of a report."""
        letters = self.regime.get("periods") or {}
        first, last = period.first, period.last
        if self.regime["window"] == "nd09" and period.kind != "range":
            first = (period.first - timedelta(1)).replace(day=15)
            last = period.last.replace(day=14)
        if period.kind in PER_YEAR:
            around = [s for y in (-1, 0, 1) for s in spans(period.first.year + y, period.kind)]
            n = [s.id for s in around].index(period.id)
            before = letters.get(around[n - 1].id) or {}
            after = letters.get(around[n + 1].id) or {} if n + 1 < len(around) else {}
            if before.get("window_last"):
                first = as_day(before["window_last"]) + timedelta(1)
            if after.get("window_first"):
                last = as_day(after["window_first"]) - timedelta(1)
        own = dict(letters.get(period.id) or {})
        every = self.regime["every"]
        if period.kind in KINDS and KINDS.index(period.kind) > KINDS.index(every):
            inside = [s for s in spans(period.last.year, every) if period.first <= s.first]
            inside = [s for s in inside if s.last <= period.last]
            if inside and inside[0].first == period.first:
                first = self.window(inside[0]).first
            if inside and inside[-1].last == period.last:
                last = self.window(inside[-1]).last
                moved = letters.get(inside[-1].id) or {}
                own = own or {k: moved[k] for k in ("internal_due", "send_by") if k in moved}
        first = as_day(own["window_first"]) if own.get("window_first") else first
        last = as_day(own["window_last"]) if own.get("window_last") else last
        internal, send = (self.later(last, self._days(self.regime[k])) for k in _OFFSETS)
        return Window(
            period,
            first,
            last,
            as_day(own["internal_due"]) if own.get("internal_due") else internal,
            as_day(own["send_by"]) if own.get("send_by") else send,
        )

    @staticmethod
    def _days(rule: str) -> int:
        _, _, sign, count, *_ = rule.split()
        return int(sign + count)

    # --- which updates count ---

    def counting(self) -> list[Said]:
        """The updates that nobody withdrew or corrected, oldest first, whatever the day."""
        by_id = {u.id: u for u in self.updates}
        withdrawers: dict[str, list[Said]] = {}
        for update in by_id.values():
            if update.withdraws:
                withdrawers.setdefault(update.withdraws, []).append(update)

        def absent(i: str) -> bool:
            return any(not absent(w.id) for w in withdrawers.get(i, ()))

        there = [u for u in by_id.values() if not absent(u.id)]
        said = [u for u in there if not u.withdraws]
        listed = sorted(said, key=_age)
        ids = {u.id for u in listed}
        corrects = {u.id: u.corrects for u in listed if u.corrects}

        def origin(i: str) -> str:
            seen = set()
            while i in corrects and i not in seen:
                seen.add(i)
                i = corrects[i]
            return i

        ends: dict[str, Said] = {}
        for update in sorted(listed, key=lambda u: (u.typed, u.day, u.id)):
            if update.id not in corrects.values():
                ends[origin(update.id)] = update
        self.first_of = {u.id: origin(u.id) for u in listed}
        self.by_id = {i: by_id[i] for i in ids}
        return sorted(ends.values(), key=_age)

    def known(self, as_of: date) -> list[Said]:
        """The updates that count on a day, oldest first."""
        return [u for u in self.counting() if u.day <= as_of]

    def why(self, update: Said) -> Any:
        """Why the work stands as an update says: its own reason, unless that only says why another
        update was put right; then the reason of that one, while the state is the same."""
        if not update.corrects:
            return update.reason
        old = self.by_id.get(update.corrects)
        if old is None:
            return None
        beside = ("reason", "corrects", "received", "recorded", "by")
        one, other = (
            {key: value for key, value in u.fields.items() if key not in beside}
            for u in (update, old)
        )
        moved = any(one[key] != other[key] for key in ("about", "unit"))
        turned = any(one[key] != other[key] for key in ("date", "state"))
        explained = one == other and not update.received
        if update.reason and not moved and (turned or explained):
            return update.reason
        return self.why(old) if update.state == old.state else None

    def speaks(self, update: Said, unit: str) -> bool:
        """Whether an update is a unit's own, or of one of its sub-units."""
        return unit in (update.unit, self.parent(update.unit))

    # --- items ---

    def happened(self, known: Sequence[Said]) -> dict[str, date]:
        """The first day each trigger was said to have happened."""
        days: dict[str, date] = {}
        for update in known:
            if update.about in (self.plan.get("triggers") or {}) and update.state == "done":
                days.setdefault(update.about, update.day)
        return days

    def occurrences(
        self, owed: Mapping[str, Any], happened: Mapping[str, date]
    ) -> Iterator[tuple[str | None, date | None, date | None]]:
        """Period, opening and due day of every time an obligation falls due."""
        if "by" in owed:
            yield None, date(self.year, 1, 1), as_day(owed["by"])
        elif "during" in owed:
            times = int(owed.get("times") or 1)
            named = sorted((span(str(i)) for i in owed["during"]), key=lambda s: (s.last, s.first))
            for period in named:
                for n in range(1, times + 1):
                    yield period.id + (f"-lan-{n}" if times > 1 else ""), period.first, period.last
        elif "every" in owed:
            for period in spans(self.year, owed["every"]):
                window = self.window(period)
                due = window.send_by
                if owed.get("day"):
                    due = period.last.replace(day=min(int(owed["day"]), period.last.day))
                yield period.id, window.first, due
        elif all(trigger in happened for trigger in owed["after"]):
            opens = max(happened[trigger] for trigger in owed["after"])
            due = None
            if owed.get("within"):
                start = max(opens, self.last_issue_day)
                due = self.later(start, int(owed["within"]["working_days"]))
            yield None, opens, due
        else:
            yield None, None, None

    def pieces(self, as_of: date, by: date | None = None) -> list[Piece]:
        """Every item of the year with its state on a day, by what was known then, or before."""
        known = self.known(min(as_of, by or as_of))
        happened = self.happened(known)
        pieces = []
        for task, about in self.tasks.items():
            for name, owed in (about.get("owes") or {}).items():
                for period, opens, due in self.occurrences(owed, happened):
                    if due is not None and due <= self.last_issue_day:
                        continue
                    waits = [t for t in owed.get("after") or () if t not in happened]
                    for unit in self.accountable(task):
                        own = [u for u in known if u.task == task and self.speaks(u, unit)]
                        word, day = self._word(task, name, period, own)
                        state = _state(bool(waits), word, day, opens, due, as_of)
                        done = day if word == "done" and not waits else None
                        pieces.append(Piece(task, name, period, unit, opens, due, state, done))
        return pieces

    def _word(
        self, task: str, name: str, period: str | None, own: Sequence[Said]
    ) -> tuple[str | None, date | None]:
        """The deciding word on an item and its day: of a run of `done` the first."""
        word, day, by_task, held = None, None, False, False
        for update in own:
            said = update.state
            if said == "nothing":
                continue
            if (update.obligation, update.period) == (name, period):
                if not (said == "done" == word):
                    day = update.day
                word, by_task, held = said, False, said == "suspended"
            elif update.obligation is None and word != "done":
                if said == "done" and self.standing(task):
                    said = "doing"
                if said == "doing":
                    if word == "suspended" and by_task:
                        word, by_task = ("suspended", False) if held else ("doing", False)
                        day = update.day
                else:
                    word, day, by_task = said, update.day, True
        return word, day

    def standing(self, task: str) -> bool:
        """Whether a task has no end: no obligation quotes its time cell."""
        about = self.tasks[task]
        quotes = [owed["quote"] for owed in (about.get("owes") or {}).values()]
        return not any(quote in about["time"] for quote in quotes)

    def task_state(
        self, task: str, as_of: date, unit: str | None = None, by: date | None = None
    ) -> str:
        """The state of a whole task, or of what one accountable unit has to do of it."""
        units = [unit] if unit else self.accountable(task)
        states = {p.state for p in self.pieces(as_of, by) if p.task == task and p.unit in units}
        words = [self.task_word(task, unit, min(as_of, by or as_of)) for unit in units]
        if set(words) == {"suspended"}:
            return "suspended"
        if set(words) <= {"done", "suspended"}:
            return "done_late" if "done_late" in states else "done"
        if self.standing(task):
            return next((s for s in ("overdue", "open") if s in states), "standing")
        return next((s for s in _ORDER if s in states), "none")

    def task_word(self, task: str, unit: str, as_of: date) -> str:
        """The last state that a unit gave of a whole task, empty without any."""
        word = ""
        for update in self.known(as_of):
            on_task = update.about == task and update.state != "nothing"
            if on_task and self.speaks(update, unit):
                ended = update.state == "done" and self.standing(task)
                word = "doing" if ended else update.state
        return word

    # --- who reported ---

    def told_in(self, window: Window, as_of: date) -> list[Said]:
        """The updates of a window known on a day, without those that only answer a remark."""
        known = [u for u in self.known(as_of) if window.first <= u.day <= window.last]
        return [u for u in known if not (u.answers and u.state == "nothing")]

    def answers(self, window: Window, as_of: date) -> list[Asked]:
        """Who reports on what for a window, and whether it did; nobody for a period shorter than
        the regime's, or over before the plan's issue."""
        every, kind = self.regime["every"], window.span.kind
        longer = kind in KINDS and KINDS.index(kind) > KINDS.index(every)
        if not (longer or kind == every) or window.internal_due <= self.last_issue_day:
            return []
        told = self.told_in(window, as_of)
        asked = [
            self._answer(task, unit, told, window, longer)
            for task in self.tasks
            for unit in self.asked(task)
            if not self._excused(task, unit, window, as_of)
        ]
        if longer:
            inside = [s for s in spans(window.span.last.year, every) if s.last <= window.span.last]
            last = {a[:2]: a.reported for a in self.answers(self.window(inside[-1]), as_of)}
            asked = [a._replace(reported=last.get(a[:2], a.reported)) for a in asked]
        return asked

    def _answer(
        self, task: str, unit: str, told: Sequence[Said], window: Window, longer: bool
    ) -> Asked:
        accountable = self.accountable(task)
        speakers = [
            speaker
            for speaker in self.units
            if unit in (speaker, self.parent(speaker))
            or (speaker in accountable and self.reporter(speaker) == unit)
        ]
        own = tuple(u for u in told if u.task == task and u.unit in speakers)
        rests = [
            u
            for u in told
            if u.about == "con-lai" and (longer or u.period == window.span.id)
            if u.unit in speakers and self.covers(task, u.unit)
        ]
        rest = min(rests, key=lambda u: (u.typed, u.id), default=None)
        return Asked(task, unit, own, rest, bool(own or rest))

    def covers(self, task: str, unit: str) -> bool:
        """Whether the line of a unit for its remaining tasks is one for this task."""
        focal = (self.regime.get("focal") or {}).get(task)
        leads = self.members(self.tasks[task]["lead"])
        return focal == unit or any(unit in (u, self.reporter(u)) for u in leads)

    def _excused(self, task: str, unit: str, window: Window, as_of: date) -> bool:
        accountable = self.accountable(task)
        focal = (self.regime.get("focal") or {}).get(task) == unit
        units = [u for u in accountable if focal or self.reporter(u) == unit]
        return all(self._rests(task, u, window, as_of) for u in units)

    def _rests(self, task: str, unit: str, window: Window, as_of: date) -> bool:
        """Whether a unit owes no words on a task: it waits, or it had ended before and after."""
        ended = ("done", "done_late", "suspended")
        now = self.task_state(task, window.last, unit, as_of)
        before = self.task_state(task, window.first - timedelta(1), unit, as_of)
        pieces = [p for p in self.pieces(window.last, as_of) if (p.task, p.unit) == (task, unit)]
        if now == "waiting":
            return True
        return before in ended and now in ended and all(p.state in ended for p in pieces)

    # --- the Office's own papers ---

    def papers(self, as_of: date, issued: Mapping[str, date]) -> list[Owed]:
        """The reports to the body above that are owed on a day and not sent; `issued` are the days
        of the signed ones by their names."""
        letters = self.plan.get("letters")
        if not letters:
            return []
        sent = {name for name, day in issued.items() if day <= as_of}
        for update in self.known(as_of):
            ours = update.about == self.regime.get("duty") and update.evidence
            if ours and update.period and self.speaks(update, letters["drafted_by"]):
                sent.add(str(update.period))
        owed = []
        for own in spans(self.year, self.regime["every"]):
            longer = {"Q2": f"{self.year}-H1", "Q3": f"{self.year}-9M", "Q4": str(self.year)}
            paper = own
            if str(self.regime.get("replaces")) == "true" and own.kind == "quarter":
                paper = span(longer.get(own.id[5:], own.id))
            due = self.window(paper).send_by
            if due > self.last_issue_day and not sent & {paper.id, f"{own.id}+"}:
                state = "overdue" if as_of > due else "open"
                owed.append(Owed(paper.id, letters["drafted_by"], due, state, (as_of - due).days))
        return owed

    # --- figures and counts ---

    def figure(self, task: str, key: str, window: Window) -> Decimal | None:
        """The sum of an indicator that adds up over a window, null without a figure."""
        given = [
            Decimal(str(u.figures[key]))
            for u in self.known(window.last)
            if u.task == task and window.first <= u.day and key in (u.figures or {})
        ]
        return sum(given, Decimal(0)) if given else None

    def remarks(self, kind: str, first: date, last: date, as_of: date | None = None) -> list[Said]:
        """The open difficulties or proposals on the last day that a report of these days hears of:
        said within them, or earlier and never answered, even after them, by `as_of`."""
        known = self.known(as_of or last)
        answered = set()
        for update in known:
            if update.answers:
                target, _, mark = str(update.answers).partition("#")
                if mark in ("", kind):
                    answered.add(self.first_of.get(target, target))
        raised = [u for u in known if u.fields.get(kind) and u.day <= last]
        return [u for u in raised if self.first_of[u.id] not in answered]


_OFFSETS = ("internal_due", "due")
_ORDER = ("overdue", "open", "suspended", "waiting", "not_due", "done_late", "done")


def _age(update: Said) -> tuple[date, datetime, str]:
    return update.day, update.typed, update.id


def _state(
    waits: bool,
    word: str | None,
    day: date | None,
    opens: date | None,
    due: date | None,
    as_of: date,
) -> str:
    """The first line of the contract's table that fits."""
    if waits:
        return "waiting"
    if word == "done" and day:
        return "done_late" if due and day > due else "done"
    if word == "suspended":
        return "suspended"
    if due and as_of > due:
        return "overdue"
    return "not_due" if opens and as_of < opens else "open"


def rate(states: Sequence[str]) -> Decimal | None:
    """Done of what was due, in per cent."""
    done = sum(s in ("done", "done_late") for s in states)
    due = done + sum(s == "overdue" for s in states)
    if not due:
        return None
    return (Decimal(100) * done / due).quantize(Decimal("0.01"), ROUND_HALF_UP)


def load(path: Path) -> Any:
    """A file of which every scalar stays text: `off` is a word here, no boolean."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
