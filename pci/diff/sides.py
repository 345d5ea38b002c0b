"""The two sides of a comparison, read from what a person named into versions."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple, TypeVar

from pci.clock import today
from pci.console import notice
from pci.core.diagnostic import Diagnostic, Severity
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.fields import Record
from pci.core.holidays import CalendarYear, calendar_of
from pci.core.ledger import Entry
from pci.core.model import Plan, Update
from pci.core.papers import Issue, Words, report_of
from pci.diff.sources import Source
from pci.diff.version import Version
from pci.workspace import Files, Workspace, chosen_year, read_file

K = TypeVar("K", bound=Record)


class Sides(NamedTuple):
    """Two versions ready to be compared, where each came from, and all files of the newer one."""

    old: Version
    new: Version
    sources: tuple[Source, Source]
    files: Files

    @property
    def workspace(self) -> Workspace:
        """The newer side as a workspace, for what prints papers."""
        plan, updates, words, issued, calendar = self.new
        entries = tuple(Entry(PurePosixPath(path).stem, update) for path, update in updates.items())
        return Workspace(self.sources[1].root, plan, entries, words, issued, calendar, self.files)

    @property
    def names(self) -> list[dict[str, Any]]:
        """Both sides as a script reads them."""
        return [
            {"name": source.name, "revision": source.revision, "year": version.plan.year}
            for source, version in zip(self.sources, (self.old, self.new), strict=True)
        ]


def read(old: Source, new: Source, asked: int | None) -> Sides:
    """Read both sides of one year; raises InvalidWorkspace where one cannot be read whole."""
    year = _year(old, new, asked)
    before, after = old.read(year), new.read(year)
    same = {path for path, data in after.items() if _is_update(path) and before.get(path) == data}
    was, now = _version(_records(old, before, same)), _version(_records(new, after, same))
    plan_only = old.is_file or new.is_file
    if plan_only:
        was, now = _plan_only(was, now), _plan_only(now, was)
    if was.plan.year != now.plan.year:
        both = f"năm {was.plan.year} và năm {now.plan.year}"
        notice(f"Hai kế hoạch khác nhau: {both}; không so thời hạn của hai năm.")
    if plan_only:
        notice("Chỉ so kế hoạch: tệp kế hoạch không kèm cập nhật và báo cáo.")
    else:
        _notice_other_years(old, new, year)
    return Sides(was, now, (old, new), after)


def _is_update(path: str) -> bool:
    return "/progress/" in path


# --- the year --------------------------------------------------------------------------------


def _year(old: Source, new: Source, asked: int | None) -> int:
    """Choose a year that both sides have: the one asked for, else the newest not in the future."""
    sides = [side for side in (new, old) if not side.is_file]
    if not sides:
        return 0
    for side in sides:
        if asked and asked not in side.years:
            hint = f"có: {_listed(side)}; --year để chọn năm khác"
            raise CannotDo(f"{side.name} không có kế hoạch năm {asked}", hint)
    common = tuple(year for year in sides[0].years if year in sides[-1].years)
    if not common:
        has = f"{old.name} có {_listed(old)}; {new.name} có {_listed(new)}"
        raise CannotDo(
            "hai bản không có kế hoạch của cùng một năm",
            f"{has}; so hai tệp kế hoạch thì nêu từng tệp",
        )
    return chosen_year(common, asked, today())


def _listed(side: Source) -> str:
    return ", ".join(map(str, side.years))


def _notice_other_years(old: Source, new: Source, chosen: int) -> None:
    """Say what this comparison leaves out: it is of one plan."""
    for year in sorted({*old.years, *new.years} - {chosen}):
        if year not in old.years:
            notice(f"Kế hoạch năm {year} chỉ có ở {new.name}; ở đây chỉ so năm {chosen}.")
        elif year not in new.years:
            notice(f"Kế hoạch năm {year} chỉ còn ở {old.name}; ở đây chỉ so năm {chosen}.")
        elif old.read(year) != new.read(year):
            see = f"xem bằng --year {year}; ở đây chỉ so năm {chosen}"
            notice(f"Năm {year} cũng có thay đổi, {see}.")


# --- what files hold -------------------------------------------------------------------------


def _records(source: Source, contents: Files, same: set[str]) -> dict[str, Record]:
    """Read files, by path; one that cannot be read is refused, for it would look deleted.

    A file that is the `same` on both sides is left out instead. Only the shape is judged: what is
    said falsely can be compared all the same.
    """
    plan_path = next(path for path in contents if path.count("/") == 1)
    records: dict[str, Record] = {}
    faults: list[Diagnostic] = []
    for path, data in contents.items():
        file = read_file(data, path, plan_path)
        if file.record:
            records[path] = file.record
        if path not in same:
            faults += file.problems
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    if errors:
        raise InvalidWorkspace(tuple(d._replace(where=source.place(d.where)) for d in errors))
    return records


def _version(records: Mapping[str, Record]) -> Version:
    (plan,) = _of(records, Plan).values()
    words, issued = _of(records, Words), _of(records, Issue)
    return Version(
        plan,
        _of(records, Update),
        {report_of(path): paper for path, paper in words.items()},
        {report_of(path): paper for path, paper in issued.items()},
        calendar_of(_of(records, CalendarYear).values()),
    )


def _of(records: Mapping[str, Record], kind: type[K]) -> dict[str, K]:
    return {path: record for path, record in records.items() if isinstance(record, kind)}


def _plan_only(side: Version, other: Version) -> Version:
    """Leave out the records, which a plan file has not; use the other calendar if there is none."""
    known = other if side.calendar == calendar_of(()) else side
    return Version(side.plan, {}, {}, {}, known.calendar)
