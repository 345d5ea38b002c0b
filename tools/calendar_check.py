"""Compares the calendars of `plans/calendar` with the `holidays` package, day by day.

The files are what counts: each day in them names its decision, and a report must not change with a
library's version. The package is a second pair of eyes. Fails on differences in decided years that
are not explained here."""

import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import holidays

from pci.core.holidays import CalendarYear, by_day
from pci.files import yamlio
from pci.files.shape import build

ROOT = Path(__file__).parent.parent

EXPLAINED = {
    date(
        2026, 1, 2
    ): "hoán đổi với 10/01/2026 (văn bản 12729/VPCP-KGVX ngày 25/12/2025), thư viện chưa có",
    date(2026, 1, 10): "làm bù cho 02/01/2026, cùng văn bản, thư viện chưa có",
}
"""Days on which the package is known to differ, and why our file is right."""


def calendars() -> Iterator[CalendarYear]:
    """Every calendar of the workspace, by year."""
    for path in sorted((ROOT / "plans/calendar").glob("*.yaml")):
        document = yamlio.read(path.read_bytes(), path.name)
        built = build(CalendarYear, document.tree, document.source, path.name)
        if isinstance(built, tuple):
            raise SystemExit(f"{path.name}: {built[0].message}")
        yield built


def ours(year: CalendarYear) -> Mapping[date, tuple[bool, str]]:
    """Whether each day that the file names is worked, and by what decision."""
    named = {day: (False, f"{off.name}; {off.basis}") for day, off in by_day(year.days_off)}
    for swap in year.swapped:
        named[swap.off] = (False, f"hoán đổi; {swap.basis}")
        named[swap.work] = (True, f"làm bù; {swap.basis}")
    return named


def differences(year: CalendarYear) -> Iterator[tuple[date, str]]:
    """The days on which the file and the package disagree, each with what both say."""
    named, package = ours(year), holidays.country_holidays("VN", years=year.year, language="vi")
    day = date(year.year, 1, 1)
    while day.year == year.year:
        worked, basis = named.get(day, (day.weekday() < 5, "không nêu trong tệp"))
        if worked != package.is_working_day(day):
            theirs = package.get(day) or "không nêu"
            yield day, f"tệp: {_word(worked)} ({basis}); thư viện: {_word(not worked)} ({theirs})"
        day += timedelta(days=1)


def _word(worked: bool) -> str:
    return "làm việc" if worked else "nghỉ"


def main() -> int:
    failed = False
    for year in calendars():
        found = list(differences(year))
        decided = "" if year.decided else ", chưa có quyết định"
        print(
            f"{year.year}{decided}: {len(found)} ngày khác thư viện holidays {version('holidays')}"
        )
        for day, words in found:
            known = EXPLAINED.get(day)
            failed |= year.decided and known is None
            print(f"  {day}: {words}" + (f" [đã rõ: {known}]" if known else ""))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
