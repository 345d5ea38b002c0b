"""What was recorded of a plan, and what of it counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from pci.core.fields import Record
from pci.core.ledger import Entry, withdrawn
from pci.core.model import Update, Withdrawal
from pci.core.remarks import target_of


class Stray(NamedTuple):
    """An update that is left out because of its faults, by the unit of its folder; `update` is null
    where nobody can read it."""

    unit: str
    update: Update | None


@dataclass(frozen=True)
class Progress:
    """The updates and the withdrawals of a plan by the paths of their files; `faulty` are the paths
    of those files that have an error of their own, also of those that cannot be read."""

    records: Mapping[str, Update | Withdrawal] = field(default_factory=dict)
    faulty: frozenset[str] = frozenset()

    @classmethod
    def of(cls, records: Mapping[str, Record], faulty: frozenset[str] = frozenset()) -> "Progress":
        """What the files of a plan hold: the updates, then the withdrawals."""
        updates = {path: one for path, one in records.items() if isinstance(one, Update)}
        rest = {path: one for path, one in records.items() if isinstance(one, Withdrawal)}
        return cls({**updates, **rest}, faulty)

    @cached_property
    def updates(self) -> Mapping[str, Entry]:
        """All updates by path, those too that count nowhere."""
        listed = self.records.items()
        return {path: Entry(id_of(path), one) for path, one in listed if isinstance(one, Update)}

    @property
    def recorded(self) -> tuple[Entry, ...]:
        """All updates, those too that count nowhere."""
        return tuple(self.updates.values())

    @cached_property
    def withdrawals(self) -> Mapping[str, Withdrawal]:
        """All withdrawals by id, those too that take nothing back."""
        listed = self.records.items()
        return {id_of(path): one for path, one in listed if isinstance(one, Withdrawal)}

    @property
    def unread(self) -> Mapping[str, str]:
        """The paths of the files that hold no record, by id."""
        return {id_of(path): path for path in sorted(self.faulty) if path not in self.records}

    @cached_property
    def withdrawn(self) -> Mapping[str, str]:
        """The ids that are withdrawn, each with that of its withdrawal; a faulty one takes nothing
        back."""
        faulty = set(map(id_of, self.faulty))
        return withdrawn({i: one for i, one in self.withdrawals.items() if i not in faulty})

    @cached_property
    def standing(self) -> tuple[Entry, ...]:
        """The updates that nobody withdrew, faulty ones too: what a new one may name."""
        return tuple(entry for entry in self.recorded if entry.id not in self.withdrawn)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The sound updates that nobody withdrew, and what they correct: of a correction the day
        counts on which the first of its chain came."""
        return tuple(
            entry
            for path, entry in self.updates.items()
            if entry.id not in self.withdrawn
            and (path not in self.faulty or entry.id in self.corrected)
        )

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """The same by id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def corrected(self) -> frozenset[str]:
        """The ids that chains of corrections lead back to from sound updates."""
        corrects = {entry.id: entry.update.corrects for entry in self.standing}
        sound = [entry.id for path, entry in self.updates.items() if path not in self.faulty]
        seen: set[str] = set()
        for i in sound:
            before = corrects.get(i)
            while before and before not in seen:
                seen.add(before)
                before = corrects.get(before)
        return frozenset(seen)

    @cached_property
    def mended(self) -> frozenset[str]:
        """The ids of what somebody corrected or withdrew."""
        return self.corrected | self.withdrawn.keys()

    @cached_property
    def named(self) -> frozenset[str]:
        """The ids of what is withdrawn, corrected or answered anywhere."""
        return frozenset(chain.from_iterable(map(names_in, self.records.values())))

    @property
    def strays(self) -> frozenset[str]:
        """The paths of the files that are left out because of their faults. Two files with one id
        are none: what names that id would mean both."""
        shared = Counter(map(id_of, self.records.keys() | self.faulty) if self.faulty else ())
        return frozenset(path for path in self.faulty if shared[id_of(path)] == 1)

    @property
    def unmended(self) -> tuple[str, ...]:
        """The ids of the strays that nobody corrected or withdrew."""
        return tuple(i for i in map(id_of, sorted(self.strays)) if i not in self.mended)

    @property
    def complete(self) -> bool:
        """Whether nothing is left out because of its faults."""
        return not self.unmended

    @property
    def unjudged(self) -> tuple[Stray, ...]:
        """Those of them that say something, or that nobody can read."""
        records = ((path, self.records.get(path)) for path in sorted(self.strays))
        return tuple(
            Stray(unit_in(path), one)
            for path, one in records
            if id_of(path) not in self.mended and not isinstance(one, Withdrawal)
        )

    @property
    def rowless(self) -> tuple[str, ...]:
        """Those of them that are no update: withdrawals, and files that cannot be read."""
        updates = {entry.id for entry in self.recorded}
        return tuple(i for i in self.unmended if i not in updates)

    def with_updates(self, updates: Mapping[str, Update]) -> "Progress":
        """The same with updates that were recorded since, by path."""
        return replace(self, records={**self.records, **updates})

    def without(self, ids: Iterable[str]) -> "Progress":
        """The same as if some files were not there."""
        gone = set(ids)
        kept = {path: one for path, one in self.records.items() if id_of(path) not in gone}
        return Progress(kept, frozenset(path for path in self.faulty if id_of(path) not in gone))


def names_in(record: Update | Withdrawal) -> Iterator[str]:
    """List the ids of what a record withdraws, corrects or answers."""
    if isinstance(record, Withdrawal):
        yield record.withdraws
        return
    if record.corrects:
        yield record.corrects
    if record.answers:
        yield target_of(record.answers).update


def id_of(path: str) -> str:
    """Get the id of an update or a withdrawal, the stem of its file's name."""
    return path.rpartition("/")[2].rpartition(".")[0]


def task_in(path: str) -> str:
    """Get the task of an update's file by its name, `2023-09-14-A.VII.4-bao-cao-thang-c3cmmr`: an
    id of a task has no hyphen. Of another subject it is the first word."""
    return path.rpartition("/")[2][_DAY + 1 :].partition("-")[0]


def unit_in(path: str) -> str:
    """Get the unit of an update's file by its folder."""
    return path.split("/")[-2]


def day_in(path: str) -> date:
    """Get the day of an update's file by its name."""
    return date.fromisoformat(path.rpartition("/")[2][:_DAY])


_DAY = len("2023-09-14")
