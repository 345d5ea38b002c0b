"""What one report draws on, and the words that its body and its appendices share."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, NamedTuple, TypeVar

from pci.core import stats
from pci.core.dates import Calendar, Period, parse_period, period_after, period_before
from pci.core.errors import CannotDo
from pci.core.ledger import Entry, Item, Ledger, ledger
from pci.core.model import Plan, Reporting
from pci.core.papers import CUMULATIVE, Words
from pci.core.reporting import Answer, answers
from pci.core.schedule import ReportingPeriod, is_owed, reporting_period
from pci.core.vi import (
    count_words,
    join_words,
    lower_first,
    number_words,
    occurrence_words,
    period_words,
    roman,
    short_date,
    within_words,
)
from pci.lists.columns import figure_words, rate_words

POINTS = "abcdđeghiklmnopqrstuvxy"
"""Letters of điểm: the Vietnamese alphabet without its marked vowels (NĐ 30/2020, Phụ lục I)."""

T = TypeVar("T")


class Before(NamedTuple):
    """The reporting period before, and what was known at its end."""

    window: ReportingPeriod
    book: Ledger


@dataclass(frozen=True)
class Facts:
    """What one report draws on: the updates of its window, who answered, the words last said, and the Office's own.

    `before` is the period before with the ledger at its end, null where there is none in the plan's time; `whole` the
    stretch from the year's start that a cumulative report tells besides, null in any other. `begun` are the facts that
    the Office's words were written from, null where there are none; `drafts` the passages nobody has worded since.
    """

    book: Ledger
    window: ReportingPeriod
    inside: tuple[Entry, ...]
    asked: tuple[Answer, ...]
    words: Words | None = None
    before: Before | None = None
    whole: ReportingPeriod | None = None
    begun: "Facts | None" = None
    drafts: frozenset[str] = frozenset()

    @property
    def plan(self) -> Plan:
        """The plan that the ledger speaks of."""
        return self.book.plan

    @property
    def report(self) -> str:
        """The id of the report: the period's, with a plus where it is cumulative."""
        return self.window.period.id + ("+" if self.whole else "")

    @property
    def closes(self) -> Period:
        """The period whose end a report stands at: the year for one on the fourth quarter and the year."""
        return (
            self.whole.period
            if self.whole and self.whole.period.kind == "year"
            else self.window.period
        )

    @cached_property
    def _answers(self) -> Mapping[str, list[Answer]]:
        return _by(self.asked, lambda answer: answer.task)

    @cached_property
    def _known(self) -> Mapping[str, list[Entry]]:
        said = (entry for entry in self.book.known if not entry.update.only_answers)
        return _by(said, lambda entry: entry.update.subject)

    def own(self, name: str) -> tuple[str, ...]:
        """The Office's own words of one passage, paragraph by paragraph; none where they are left to be computed."""
        text = self.words.passages().get(name, "") if self.words and name not in self.drafts else ""
        return tuple(line for part in text.splitlines() if (line := part.strip()))

    def of_task(self, task_id: str) -> list[Answer]:
        """Who was asked on a task, and what each answered."""
        return self._answers.get(task_id, [])

    def reported(self, task_id: str) -> bool:
        """Whether any of those asked on a task answered."""
        return any(answer.reported for answer in self.of_task(task_id))

    def known_of(self, task_id: str, window: ReportingPeriod) -> list[Entry]:
        """The updates about a task in a window, coordinators' too, in the plan's order of units."""
        order = {unit: n for n, unit in enumerate(self.plan.units)}
        found = [entry for entry in self._known.get(task_id, ()) if window.holds(entry.update.date)]
        return sorted(found, key=lambda e: (order[e.update.unit], e.update.date))

    def said_of(self, task_id: str) -> list[Entry]:
        """The same in the report's own window."""
        return self.known_of(task_id, self.window)


def _by(listed: Iterable[T], key: Callable[[T], str]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = {}
    for one in listed:
        found.setdefault(key(one), []).append(one)
    return found


def gather(
    plan: Plan,
    entries: Iterable[Entry],
    window: ReportingPeriod,
    as_of: date,
    calendar: Calendar,
    regime: Reporting | None = None,
    words: Words | None = None,
    cumulative: bool = False,
) -> Facts:
    """The facts of a window as known on a day; with a regime, compared with the period before."""
    listed = tuple(entries)
    book = ledger(plan, listed, as_of, calendar)
    inside = tuple(
        e for e in book.known if window.holds(e.update.date) and not e.update.only_answers
    )
    asked = answers(plan, book.known, window, as_of, calendar)
    earlier = _before(regime, plan, window.period, calendar) if regime else None
    ended = earlier and earlier.window_last <= as_of
    before = (
        Before(earlier, ledger(plan, listed, earlier.window_last, calendar))
        if earlier and ended
        else None
    )
    whole = (
        reporting_period(regime, _whole(window.period), calendar) if regime and cumulative else None
    )
    begun = None
    if words:
        then = [entry for entry in listed if entry.update.recorded <= words.written]
        begun = gather(plan, then, window, as_of, calendar, regime, cumulative=cumulative)
    return Facts(book, window, inside, asked, words, before, whole, begun)


def _before(
    regime: Reporting, plan: Plan, period: Period, calendar: Calendar
) -> ReportingPeriod | None:
    """The period before of the same length, where it lies in the plan's year and ended after the plan was issued."""
    if period.kind not in ("month", "quarter", "half"):
        return None
    found = period_before(period)
    if found.first.year != plan.year:
        return None
    window = reporting_period(regime, found, calendar)
    return window if is_owed(plan, window.window_last) else None


def _whole(period: Period) -> Period:
    """What a quarter closes: the half, nine months or the year."""
    year, _, quarter = period.id.partition("-")
    if quarter not in CUMULATIVE:
        raise CannotDo(
            "--cumulative chỉ dùng cho báo cáo quý II, III, IV", "bỏ --cumulative hoặc đổi kỳ"
        )
    found = parse_period(f"{year}-{CUMULATIVE[quarter]}".strip("-"))
    assert found
    return found


@dataclass(frozen=True)
class Figures:
    """A row of the official table."""

    ten: Annotated[str, "tên của dòng số liệu", "Tổng cộng"]
    nhiem_vu: Annotated[str, "số nhiệm vụ", "34"]
    thuong_xuyen: Annotated[str, "trong đó số nhiệm vụ thường xuyên", "31"]
    dau_viec: Annotated[str, "số đầu việc có thời hạn", "15"]
    hoan_thanh: Annotated[str, "số đầu việc đã hoàn thành, đúng hạn và quá hạn", "05"]
    dung_han: Annotated[str, "số đầu việc hoàn thành đúng hạn", "04"]
    hoan_thanh_muon: Annotated[str, "số đầu việc hoàn thành quá hạn", "01"]
    chua_hoan_thanh: Annotated[str, "số đầu việc chưa hoàn thành, trong hạn và quá hạn", "03"]
    trong_han: Annotated[str, "số đầu việc chưa hoàn thành, trong hạn", "01"]
    qua_han: Annotated[str, "số đầu việc chưa hoàn thành, quá hạn", "02"]
    cho_dieu_kien: Annotated[str, "số đầu việc chưa đủ điều kiện thực hiện", "07"]
    tam_dung: Annotated[str, "số đầu việc tạm dừng", "0"]
    ty_le: Annotated[
        str, "tỷ lệ hoàn thành trên số đến hạn; dưới 10 đầu việc thì ghi số trên số", "05/07"
    ]


def figures(row: stats.Row, padded: bool = False) -> Figures:
    """A row of the official table; `padded` as prose writes counts (05), else as a table does (5)."""
    words = count_words if padded else str
    return Figures(
        ten=row.title,
        nhiem_vu=words(row.tasks),
        thuong_xuyen=words(row.standing),
        dau_viec=words(row.total),
        hoan_thanh=words(row.items["done"] + row.items["done_late"]),
        dung_han=words(row.items["done"]),
        hoan_thanh_muon=words(row.items["done_late"]),
        chua_hoan_thanh=words(row.unfinished_in_time + row.items["overdue"]),
        trong_han=words(row.unfinished_in_time),
        qua_han=words(row.items["overdue"]),
        cho_dieu_kien=words(row.items["waiting"]),
        tam_dung=words(row.items["suspended"]),
        ty_le=rate_words(row),
    )


def told(plan: Plan, entry: Entry) -> list[str]:
    """The result, then the figures that it does not already tell."""
    update = entry.update
    result = update.result or ""
    task = plan.tasks.get(update.subject)
    units = {key: indicator.unit for key, indicator in task.indicators.items()} if task else {}
    untold = {
        key: value
        for key, value in update.figures.items()
        if not tells(result, value, units.get(key, ""))
    }
    figures = figure_words(plan, update.subject, untold)
    return [text for text in (result, figures) if text]


def tells(result: str, value: Decimal, unit: str) -> bool:
    """Whether a text already states a figure: the number with its unit beside it, or it is told twice."""
    number = rf"\b0*{re.escape(number_words(value))}(?:/[\d.]+)?"  # 236/240 hồ sơ
    return bool(re.search(rf"{number}\s*{re.escape(unit)}", result))


def unit_names(plan: Plan, units: Iterable[str]) -> str:
    """Units in the plan's order, joined as in a sentence; by semicolons where a name has an `và` of its own."""
    wanted = set(units)
    names = [plan.units[unit].name for unit in plan.units if unit in wanted]
    return "; ".join(names) if any(" và " in name for name in names) else join_words(names)


def when(item: Item) -> str:
    """`quý IV năm 2023`, `lần 2 năm 2023`, or the due day."""
    if item.period:
        return occurrence_words(item.period)
    counted = " (tạm tính)" if item.provisional else ""
    return f"hạn {short_date(item.due)}{counted}" if item.due else "không định thời hạn"


def subject(facts: Facts) -> str:
    """Trích yếu: what the report is on."""
    return f"Kết quả thực hiện Kế hoạch {lower_first(facts.plan.title)} {within(facts)}"


def within(facts: Facts) -> str:
    """`trong quý III năm 2023`, or `trong quý III và 9 tháng đầu năm 2023` where the report is cumulative."""
    period = facts.window.period
    if facts.whole is None:
        return within_words(period)
    every = "cả " if facts.whole.period.kind == "year" else ""
    return f"trong quý {roman(period.last.month // 3)} và {every}{period_words(facts.whole.period)}"


def period_fields(facts: Facts) -> dict[str, str]:
    """The period as sentences name it, and the days whose data the report draws on."""
    window = facts.window
    return {
        "ten": period_words(window.period),
        "tu_ngay": short_date(window.window_first),
        "den_ngay": short_date(min(window.window_last, facts.book.as_of)),
        "luy_ke_tu": short_date(facts.whole.window_first) if facts.whole else "",
        "tinh_den": short_date(facts.book.as_of),
        "trong": within(facts),
        "ten_tiep": "thời gian tới"
        if facts.closes.kind == "range"
        else period_words(period_after(facts.closes)),
    }
