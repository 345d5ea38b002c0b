"""The rule that compares a schedule with the words that it quotes."""

from collections.abc import Collection, Iterator, Sequence
from typing import assert_never

from pci.check.rule import PlanCase
from pci.core.dates import Period, parse_period, periods_of
from pci.core.diagnostic import Problem
from pci.core.model import After, By, During, Every, Obligation, Plan, Schedule
from pci.core.rule import Rules
from pci.core.schedule import period_ids
from pci.core.time_words import stated_schedule

RULES: Rules[PlanCase, Problem] = Rules()


@RULES.rule("PCI310")
def schedule_beside_quote(case: PlanCase) -> Iterator[Problem]:
    """Lịch của đầu việc phải đúng với chữ nó chép từ kế hoạch (quote), nếu không bị đôn đốc sai
    ngày. Chữ không đọc được trọn vẹn và chắc chắn thì không so.

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
            stated = stated_schedule(obligation.quote, plan.year)
            if stated and not _agrees(plan, obligation, stated):
                key, hint = _mend(obligation, stated)
                message = f"{i}/{name}: lịch không đúng với chữ «{obligation.quote}»"
                yield Problem(("tasks", i, "owes", name, key), message, hint, on_key=True)


def _mend(obligation: Obligation, stated: Schedule) -> tuple[str, str]:
    """The key of a schedule to write anew, and the line to write; a key that goes with the old one
    only is dropped."""
    key = next(key for key in obligation.SCHEDULES if getattr(obligation, key))
    extras = {"during": obligation.times > 1, "every": obligation.day}
    line = _line(stated)
    is_left = extras.get(key) and not line.startswith(key)
    dropped = f" và bỏ {obligation.SCHEDULES[key]}" if is_left else ""
    return "within" if obligation.within else key, f"viết «{line}»{dropped}, hoặc chép lại quote"


def _line(schedule: Schedule) -> str:
    """A schedule as a plan's file has it; of one that waits for events, the time allowed."""
    match schedule:
        case By(day):
            return f"by: {day}"
        case During(ids, times):
            return f"during: [{', '.join(ids)}]" + (f", times: {times}" if times > 1 else "")
        case Every(kind, day_of_period):
            return f"every: {kind}" + (f", day: {day_of_period}" if day_of_period else "")
        case After(_, within):
            return f"within: {{working_days: {within.working_days if within else 0}}}"
        case other:
            assert_never(other)


def _agrees(plan: Plan, obligation: Obligation, stated: Schedule) -> bool:
    """Whether a schedule says what words state, or has a fault that another rule tells."""
    schedule = obligation.schedule
    if isinstance(stated, After):
        return not isinstance(schedule, After) or schedule.within == stated.within
    if isinstance(schedule, After):
        return True
    held = periods_of_work(plan, obligation)
    if len({*obligation.during}) < len(obligation.during) or _years(held) != {plan.year}:
        return True
    return _is_stated(schedule, held, stated, plan.year)


def _is_stated(
    schedule: Schedule, held: Sequence[Period], stated: By | During | Every, year: int
) -> bool:
    """Whether the periods of work are those that words state."""
    match stated:
        case By(day):
            yearly = Every("year", None), Every("year", day.day)
            return [p.last for p in held] == [day] or (schedule in yearly and day.month == 12)
        case Every(kind, None):
            return _falls(held, periods_of(year, kind), 1)
        case Every():
            return schedule == stated
        case During():
            return _is_during(schedule, held, stated)
        case other:
            assert_never(other)


def _is_during(schedule: Schedule, held: Sequence[Period], stated: During) -> bool:
    """Whether work is done in the periods that words name; yearly work may have its last month."""
    named = [period for i in stated.periods if (period := parse_period(i))]
    if stated.times > 1:
        return _falls(held, named, stated.times)
    is_yearly = isinstance(schedule, Every) and schedule.kind == "year"
    return _covers(held, named) or (is_yearly and [p.last.month for p in named] == [12])


def periods_of_work(plan: Plan, obligation: Obligation) -> list[Period]:
    """The period of every occurrence; of a due day, that day."""
    ids = [f"{obligation.by}_{obligation.by}"] if obligation.by else period_ids(plan, obligation)
    return [period for i in ids if (period := parse_period(i.partition("-lan-")[0]))]


def _years(periods: Sequence[Period]) -> set[int]:
    return {day.year for period in periods for day in (period.first, period.last)}


def _falls(held: Sequence[Period], named: Sequence[Period], times: int) -> bool:
    """Whether so many occurrences lie in each period named, and none elsewhere."""
    counts = [sum(_within(period, whole) for period in held) for whole in named]
    return counts == [times] * len(named) and len(held) == sum(counts)


def _within(period: Period, whole: Period) -> bool:
    return whole.first <= period.first and period.last <= whole.last


def _covers(held: Sequence[Period], named: Sequence[Period]) -> bool:
    """Whether occurrences fall in the periods named: one ends with the other or is a few days of
    it, several fill the same months."""
    if len(held) == len(named) == 1:
        is_due = held[0].kind == "range" or held[0].last == named[0].last
        return is_due and _within(held[0], named[0])
    return len({*held}) <= len(named) and _months(held) == _months(named)


def _months(periods: Collection[Period]) -> set[int]:
    return {month for p in periods for month in range(p.first.month, p.last.month + 1)}
