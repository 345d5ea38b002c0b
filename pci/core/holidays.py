"""The days off of each year, and the calendar of working days that they make."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

from pci.core.dates import WEEKDAYS, Calendar
from pci.core.diagnostic import DocPath, Problem
from pci.core.fields import MalformedValue, Record, field, record
from pci.core.model import BASIS, CONFIRMED
from pci.core.scalars import Day, Flag, Text, whole


@record
class DaysOff(Record):
    """Days on which offices are closed, by a law or decision; a single day has no `last`.

    `confirmed` is false where nobody has seen the decision itself.
    """

    first: Day = field("Từ ngày", "Ngày nghỉ đầu tiên.")
    last: Day | None = field(
        "Đến ngày", "Ngày nghỉ cuối cùng; nghỉ một ngày thì bỏ dòng này.", default=None
    )
    name: Text = field("Tên", "Tên kỳ nghỉ.")
    basis: Text = field(*BASIS)
    confirmed: Flag = field(*CONFIRMED, default=True)

    def __post_init__(self) -> None:
        if self.last and self.last < self.first:
            raise MalformedValue("PCI104", "last trước first")


@record
class SwappedDay(Record):
    """A weekend day worked (`work`) in exchange for a weekday off, with the decision."""

    work: Day = field("Làm bù", "Thứ Bảy hoặc Chủ nhật phải đi làm bù.")
    off: Day = field("Nghỉ", "Ngày thường được nghỉ đổi.")
    basis: Text = field(*BASIS)
    confirmed: Flag = field(*CONFIRMED, default=True)


@record
class CalendarYear(Record):
    """The days off of one year. `decided` is false until the government sets them."""

    year: Annotated[int, whole(2000, 2100)] = field("Năm", "Năm, trùng với tên tệp.")
    decided: Flag = field(
        "Đã có quyết định",
        "false khi Nhà nước chưa quyết định lịch nghỉ của năm: "
        "mọi hạn tính qua năm ấy là tạm tính.",
    )
    days_off: tuple[DaysOff, ...] = field(
        "Ngày nghỉ", "Các kỳ nghỉ lễ, tết; không cần ghi thứ Bảy, Chủ nhật."
    )
    swapped: tuple[SwappedDay, ...] = field("Hoán đổi", "Các ngày làm bù để nghỉ đổi.", default=())


def calendar_of(years: Iterable[CalendarYear]) -> Calendar:
    """Make the calendar of working days of some years."""
    listed = tuple(years)
    days_off = [days for year in listed for days in year.days_off]
    swapped = [swap for year in listed for swap in year.swapped]
    return Calendar(
        frozenset(swap.off for swap in swapped).union(day for day, _ in by_day(days_off)),
        frozenset(swap.work for swap in swapped),
        frozenset(year.year for year in listed if year.decided),
        _unseen(days_off, swapped),
    )


def by_day(days_off: Iterable[DaysOff]) -> Iterator[tuple[date, DaysOff]]:
    """Get every day off once, however often it is named, with the days of which it is one."""
    passed = 0
    for days in sorted(days_off, key=lambda days: days.first):
        last = (days.last or days.first).toordinal()
        for day in range(max(days.first.toordinal(), passed + 1), last + 1):
            yield date.fromordinal(day), days
        passed = max(passed, last)


def _unseen(days_off: Iterable[DaysOff], swapped: Iterable[SwappedDay]) -> dict[date, str]:
    """Name each day whose decision nobody has seen."""
    unseen = {
        day: f"ngày nghỉ {days.name}"
        for day, days in by_day(days for days in days_off if not days.confirmed)
        if day.weekday() < 5
    }
    for swap in swapped:
        if not swap.confirmed:
            unseen |= {swap.off: "ngày nghỉ hoán đổi", swap.work: "ngày làm bù"}
    return unseen


_NEXT_IS_NEEDED = (12, 1)
"""From this day of a plan's year on, due days are counted into the next year."""


def needed_years(year: int, today: date) -> list[int]:
    """List the years whose days off the due days of a plan's year depend on."""
    return [year, year + 1] if today >= date(year, *_NEXT_IS_NEEDED) else [year]


def misplaced_days(year: CalendarYear, filed: str) -> Iterator[Problem]:
    """Find the days of another year than the calendar's or its file's, and swaps without effect."""
    for path, day in _days(year):
        if str(day.year) not in (str(year.year), filed):
            hint = "sửa năm, hoặc chuyển sang lịch của năm ấy"
            yield Problem(path, f"ngày {day} ngoài năm {year.year}", hint)
    for n, swap in enumerate(year.swapped):
        if WEEKDAYS.is_working_day(swap.work):
            message = f"ngày làm bù {swap.work} là ngày trong tuần"
            yield Problem(("swapped", n, "work"), message, "làm bù vào thứ Bảy hoặc Chủ nhật")
        if not WEEKDAYS.is_working_day(swap.off):
            message = f"ngày nghỉ thay {swap.off} là ngày cuối tuần"
            hint = "cuối tuần đã nghỉ: nêu ngày trong tuần được nghỉ"
            yield Problem(("swapped", n, "off"), message, hint)


def _days(year: CalendarYear) -> Iterator[tuple[DocPath, date]]:
    """Every day that a year names, with its place."""
    for n, days in enumerate(year.days_off):
        yield ("days_off", n, "first"), days.first
        if days.last:
            yield ("days_off", n, "last"), days.last
    for n, swap in enumerate(year.swapped):
        yield ("swapped", n, "work"), swap.work
        yield ("swapped", n, "off"), swap.off
