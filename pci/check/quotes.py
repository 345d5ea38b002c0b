"""Rules that compare what the plan's file says with the words that it quotes: a schedule with its
quote, the coordinating units with the printed cell.

Only plain words are read; where they say two things or nothing, no rule speaks.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, assert_never

from pci.check.rule import PlanCase
from pci.check.units import calls
from pci.core.dates import parse_period, periods_of
from pci.core.diagnostic import Problem
from pci.core.model import After, By, During, Every, Obligation, Plan
from pci.core.rule import Rules
from pci.core.schedule import period_ids
from pci.core.vi import fold, join_words

RULES: Rules[PlanCase, Problem] = Rules()

# --- what words say of a time ---------------------------------------------------------------------


class TimeWords(NamedTuple):
    """What a quote says of a time; a field is empty where it says nothing.

    `times` is how often in a year, `every` a kind of period, `day` its day, `working_days` the
    time allowed after an event.
    """

    days: tuple[date, ...] = ()
    periods: tuple[str, ...] = ()
    times: int = 0
    every: str = ""
    day: int = 0
    working_days: int = 0

    @property
    def clear(self) -> bool:
        """Whether the words say one thing only."""
        return sum(map(bool, (self.days, self.periods, self.times, self.every))) == 1

    def schedule(self, year: int) -> str:
        """The line of a plan's file that says the same."""
        if self.days:
            return f"by: {self.days[0]}"
        if self.periods:
            return f"during: [{', '.join(self.periods)}]"
        if self.times:
            return f"during: [{year}], times: {self.times}"
        return f"every: {self.every}" + (f", day: {self.day}" if self.day else "")


_KINDS = {"tháng": "month", "quý": "quarter", "năm": "year"}
_PER_YEAR = {"tháng": 12, "quý": 4, "năm": 1}
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_HALVES = {"đầu": "H1", "cuối": "H2"}

_Q = r"(?:IV|I{1,3}|[1-4])\b"
_M = r"(?:1[0-2]|0?[1-9])\b"
_YEAR = r"(?:\s*(?:/|năm)\s*(?P<year>20\d\d))?"
_AND = r"\s*(?:,|;|và)\s*"
_QUARTER = re.compile(rf"(?i)\bquý (?P<list>{_Q}(?:{_AND}(?:quý )?{_Q})*){_YEAR}")
_MONTH = re.compile(rf"(?i)\btháng (?P<list>{_M}(?:{_AND}(?:tháng )?{_M})*){_YEAR}")
_HALF = re.compile(r"(?i)\b0?6 tháng (?P<half>đầu|cuối)(?: năm(?: (?P<year>20\d\d))?)?")
_DAY = re.compile(
    r"(?i)\bngày (?P<day>\d\d?)(?:/| tháng )(?P<month>\d\d?)(?:(?:/| năm )(?P<year>20\d\d))?"
)
_DAY_OF_MONTH = re.compile(r"(?i)\bngày (?P<day>\d\d?) h[àằ]ng tháng")
_EVERY_HALF = re.compile(r"(?i)\b0?6 tháng ?(?:/|một|1) ?lần")
_EVERY = re.compile(r"(?i)\b(?:h[àằ]ng|mỗi) (?P<kind>tháng|quý|năm)\b")
_TIMES = re.compile(
    r"(?i)\b(?P<count>\d\d?) lần\s?(?:/|trong|một|mỗi)\s?(?:một |mỗi )?(?P<kind>tháng|quý|năm)\b"
)
_WORKING_DAYS = re.compile(r"(?i)\b(?P<count>\d+) ngày làm việc")
_UNREADABLE = re.compile(
    r"(?i)\b(?:không quá|tối đa|tối thiểu|ít nhất|từ|(?:trước|sau|đến) (?:quý|tháng|0?6 tháng)"
    r"|h[àằ]ng (?:tháng|quý|năm)(?:,| và) (?:h[àằ]ng )?(?:tháng|quý|năm|0?6 tháng))\b"
)
"""Limits, stretches of time and several rhythms at once, of which one schedule says too little."""


def read(quote: str, year: int) -> TimeWords:
    """Read the words of a plan of a year on when something is due."""
    words = TimeWords()
    if within := _WORKING_DAYS.search(quote):
        words = words._replace(working_days=int(within["count"]))
    if _UNREADABLE.search(quote):
        return words
    if monthly := _DAY_OF_MONTH.search(quote):
        return words._replace(every="month", day=int(monthly["day"]))
    if days := _days(quote, year):
        return words._replace(days=days)
    times = sum(int(m["count"]) * _PER_YEAR[m["kind"].lower()] for m in _TIMES.finditer(quote))
    named = _periods(quote, year)
    rest = _TIMES.sub(" ", quote)
    every = "half" if _EVERY_HALF.search(rest) else ""
    rhythm = _EVERY.search(rest)
    if rhythm and not (named or times):  # «Quý II và Quý IV hàng năm» names its quarters
        every = _KINDS[rhythm["kind"].lower()]
    return words._replace(periods=named, times=times, every=every)


def _days(quote: str, year: int) -> tuple[date, ...]:
    days = []
    for match in _DAY.finditer(quote):
        try:
            days.append(date(int(match["year"] or year), int(match["month"]), int(match["day"])))
        except ValueError:
            return ()
    return tuple(days) if len(days) == 1 else ()


def _periods(quote: str, year: int) -> tuple[str, ...]:
    """The quarters, months or halves that words name, as ids in the order of the words."""
    ids = [f"{m['year'] or year}-{_HALVES[m['half'].lower()]}" for m in _HALF.finditer(quote)]
    rest = _HALF.sub(" ", quote)
    for match in _QUARTER.finditer(rest):
        numbers = re.findall(_Q, match["list"], re.IGNORECASE)
        ids += [f"{match['year'] or year}-Q{_QUARTERS[number.upper()]}" for number in numbers]
    for match in _MONTH.finditer(rest):
        numbers = re.findall(_M, match["list"])
        ids += [f"{match['year'] or year}-{int(number):02}" for number in numbers]
    return tuple(dict.fromkeys(ids))


# --- schedules ------------------------------------------------------------------------------------


@RULES.rule("PCI310")
def schedule_beside_quote(case: PlanCase) -> Iterator[Problem]:
    """Lịch của đầu việc phải đúng với chữ nó chép từ kế hoạch (quote), nếu không bị đôn đốc sai
    ngày. Chữ nói hai điều hoặc không nói thời gian thì không so.

    Sai:
        tasks:
          A.I.2:
            owes:
              doi-thoai: {during: [2023-Q3], quote: Quý IV}   # ←

    Đúng:
        tasks:
          A.I.2:
            owes:
              doi-thoai: {during: [2023-Q4], quote: Quý IV}
    """
    plan = case.plan
    if plan.year != case.filed:
        return  # a wrong year is one fault, told at its own place
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            words = read(obligation.quote, plan.year)
            if fault := _fault(plan, obligation, words):
                key, line = fault
                path = ("tasks", i, "owes", name, key)
                message = f"{i}/{name}: lịch không đúng với chữ «{obligation.quote}»"
                yield Problem(path, message, f"viết «{line}», hoặc chép lại quote", on_key=True)


def _fault(plan: Plan, obligation: Obligation, words: TimeWords) -> tuple[str, str] | None:
    """The key of a schedule that its quote contradicts and the line to write, null where it does
    not."""
    schedule = obligation.schedule
    if isinstance(schedule, After):
        return _other_allowance(schedule, words)
    if not words.clear:
        return None
    match schedule:
        case By(day):
            key, fits = "by", day.year != plan.year or _fits_day(day, words)
        case During(ids):
            key, fits = "during", _is_faulty(plan, ids) or _fits(plan, obligation, words)
        case Every(_, day_of_period):
            key, fits = "every", _fits(plan, obligation, words)
            fits = fits and words.day in (0, day_of_period)
        case other:
            assert_never(other)
    return None if fits else (key, words.schedule(plan.year))


def _other_allowance(after: After, words: TimeWords) -> tuple[str, str] | None:
    """The same of the working days allowed after an event."""
    given = after.within.working_days if after.within else 0
    if words.working_days in (0, given):
        return None
    key = "within" if after.within else "after"
    return key, f"within: {{working_days: {words.working_days}}}"


def _is_faulty(plan: Plan, ids: Sequence[str]) -> bool:
    """Whether periods have a fault that another rule tells: one twice, or one of another year."""
    return len(set(ids)) < len(ids) or any(i[:4] != str(plan.year) for i in ids)


def _fits_day(day: date, words: TimeWords) -> bool:
    """Whether a single due day is what clear words say."""
    if words.days:
        return words.days == (day,)
    if words.periods:
        period = parse_period(words.periods[0])
        if period is None or len(words.periods) > 1:
            return False
        return period.first <= day <= period.last
    return words.times == 1 or words.every == "year"


def _fits(plan: Plan, obligation: Obligation, words: TimeWords) -> bool:
    """Whether the periods of a schedule are those that clear words say."""
    ids = [i.partition("-lan-")[0] for i in period_ids(plan, obligation)]
    if words.days:
        return [period.last for i in ids if (period := parse_period(i))] == [*words.days]
    if words.times:
        return len(ids) == words.times
    named = words.periods or [period.id for period in periods_of(plan.year, words.every)]
    return set(ids) == set(named)


# --- units ----------------------------------------------------------------------------------------


@RULES.rule("PCI218")
def coordinating_beside_cell(case: PlanCase) -> Iterator[Problem]:
    """Đơn vị phối hợp phải đúng với ô «đơn vị» của bản in, sau chữ «phối hợp»; thiếu một đơn vị thì
    đơn vị ấy không thấy việc của mình, thừa thì bị hỏi việc không phải của mình.

    Sai:
        tasks:
          A.I.2:
            units: Phòng Đầu tư chủ trì, phối hợp với Văn phòng
            lead: phong-dt
            coordinating: [mot-cua]   # ←

    Đúng:
        tasks:
          A.I.2:
            units: Phòng Đầu tư chủ trì, phối hợp với Văn phòng
            lead: phong-dt
            coordinating: [van-phong]
    """
    names, known = _names(case.plan), {*case.plan.units, *case.plan.groups}
    for i, task in case.plan.tasks.items():
        _, _, printed = fold(task.units).partition(" phoi hop ")
        named, rest = _named(printed, names)
        if not task.units or rest or not known.issuperset(task.coordinating):
            continue  # words that call nobody are not read; an unknown id is told by PCI211
        if named != set(task.coordinating):
            key = "coordinating" if task.coordinating else "units"
            message, hint = _as_printed(case.plan, i, named)
            yield Problem(("tasks", i, key), message, hint, on_key=True)


def _as_printed(plan: Plan, task_id: str, named: Collection[str]) -> tuple[str, str]:
    """Say whom a cell names as coordinating, and the line to write."""
    order = [ref for ref in (*plan.units, *plan.groups) if ref in named]
    if not order:
        return f"ô đơn vị của {task_id} không nêu đơn vị phối hợp", "bỏ coordinating"
    units = join_words([f"«{plan.name(ref)}»" for ref in order])
    hint = f"viết «coordinating: [{', '.join(order)}]»"
    return f"ô đơn vị của {task_id} nêu phối hợp là {units}", hint


def _names(plan: Plan) -> Mapping[str, str]:
    """Every folded way to call a unit or a group with its id, the longest first; a group of all is
    also called without that word."""
    names = {fold(name): i for i, unit in plan.units.items() for name in calls(unit)}
    for i, group in plan.groups.items():
        names |= {fold(group.name): i, fold(group.name).removeprefix("tat ca "): i}
    return dict(sorted(names.items(), key=lambda named: -len(named[0])))


def _named(printed: str, names: Mapping[str, str]) -> tuple[set[str], str]:
    """Whom folded words name, and the words that are left."""
    rest, ids = f" {printed} ", set()
    for name, i in names.items():
        if f" {name} " in rest:
            ids.add(i)
            rest = rest.replace(f" {name} ", " | ")
    left = [word for word in rest.split() if word not in ("|", "voi", "va", "cung", "cac")]
    return ids, " ".join(left)
