"""The things of two versions, each with what it was: tasks, paragraphs, units, updates."""

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from pci.core.fields import Record
from pci.core.model import Obligation, Task, Update, Withdrawal
from pci.core.organisation import DatedFact, DatedUnit
from pci.core.papers import Issue, Words
from pci.loading import calendars
from pci.workspace import Workspace

REGISTERS = {
    "paragraph": "body",
    "section": "sections",
    "task": "tasks",
    "unit": "units",
    "group": "groups",
    "outside": "outside",
    "trigger": "triggers",
    "subindex": "subindices",
    "document": "documents",
}
"""The registers of a plan, by the nouns of their changes."""
OF_TASK = {"obligation": "owes", "indicator": "indicators"}
"""The registers of a task, by the nouns of their changes."""


class Thing(NamedTuple):
    """A thing on both sides; where it came or went, one id is empty and one record null."""

    noun: str
    was: str
    now: str
    before: Record | None
    after: Record | None

    @property
    def at(self) -> str:
        """Its id: the new one, else the one it had."""
        return self.now or self.was


def things(old: Workspace, new: Workspace) -> list[Thing]:
    """Pair everything that two versions hold."""
    one, other = old.plan, new.plan
    pairs = [
        Thing("plan", "plan", "plan", one, other),
        Thing("reporting", "reporting", "reporting", one.reporting, other.reporting),
        Thing("letters", "letters", "letters", one.letters, other.letters),
    ]
    for noun, field in REGISTERS.items():
        carried = other.carried_on(one.id) if noun == "task" else {}
        pairs += _paired(noun, getattr(one, field), getattr(other, field), carried)
    for task in [thing for thing in pairs if thing.noun == "task"]:
        for noun, field in OF_TASK.items():
            was, now = (_of_task(task, side, field) for side in task[3:])
            pairs += _paired(noun, was, now)
    pairs += _paired("tenure", _tenures(old), _tenures(new))
    pairs += _paired("calendar", _calendars(old), _calendars(new))
    pairs += _paired("words", old.words, new.words)
    pairs += _paired("issue", old.issued, new.issued)
    then, since = old.progress, new.progress
    pairs += _paired("update", dict(then.recorded), dict(since.recorded))
    return pairs + _paired("withdrawal", then.withdrawals, since.withdrawals)


def _of_task(task: Thing, side: Record | None, field: str) -> dict[str, Record]:
    """Get what one side of a task holds; the ids begin with that of the task on both sides."""
    return {f"{task.at}/{key}": one for key, one in getattr(side, field, {}).items()}


def _tenures(version: Workspace) -> dict[str, Record]:
    """Get from when until when each entry of the organisation holds, and into what it ends; names
    are the plan's."""
    shared = version.organisation
    registers = {"agency": shared.agency, **shared.units, **shared.outside, **shared.signers}
    entries = ((i, n, one) for i, facts in registers.items() for n, one in enumerate(facts, 1))
    tenures = {f"{i} ({n})" if n > 1 else i: _tenure(one) for i, n, one in entries}
    return {i: tenure for i, tenure in tenures.items() if tenure != DatedUnit()}


def _tenure(fact: DatedFact) -> DatedUnit:
    return DatedUnit(
        since=fact.since,
        until=fact.until,
        basis=fact.basis,
        confirmed=fact.confirmed,
        successor=getattr(fact, "successor", None),
    )


def _calendars(version: Workspace) -> dict[str, Record]:
    return {str(year): calendar for year, calendar in calendars(version.files).items()}


def _paired(
    noun: str,
    old: Mapping[str, Record],
    new: Mapping[str, Record],
    carried: Mapping[str, str] = MappingProxyType({}),
) -> list[Thing]:
    """Make a thing of each pair, and of what one version alone has."""
    pairs = _pairs(old, new, carried)
    kept = set(pairs.values())
    gone = [Thing(noun, i, "", old[i], None) for i in old if i not in kept]
    now = ((i, pairs.get(i, "")) for i in new)
    return gone + [Thing(noun, was, i, old.get(was), new[i]) for i, was in now]


def _pairs(
    old: Mapping[str, Record], new: Mapping[str, Record], carried: Mapping[str, str]
) -> dict[str, str]:
    """Get the old id of each new one: what says so (of several the first), then what has one id and
    one text, then one text, then one id."""
    heirs = {was: i for i, was in reversed([*carried.items()]) if was in old}
    pairs = {i: was for was, i in heirs.items()}
    pairs |= {i: i for i in _alike(old, new, pairs) if _text(i, old[i]) == _text(i, new[i])}
    pairs |= _by_text(old, new, pairs)
    return pairs | {i: i for i in _alike(old, new, pairs)}


def _alike(
    old: Mapping[str, Record], new: Mapping[str, Record], pairs: Mapping[str, str]
) -> list[str]:
    """Get the ids that both versions have and no pair has yet."""
    taken = set(pairs.values())
    return [i for i in new if i in old and i not in pairs and i not in taken]


def _by_text(
    old: Mapping[str, Record], new: Mapping[str, Record], pairs: Mapping[str, str]
) -> dict[str, str]:
    """Pair what has one text and no pair yet."""
    taken = set(pairs.values())
    ids = {_text(i, old[i]): i for i in old if i not in taken}
    left = [i for i in new if i not in pairs]
    return {i: was for i in left if (was := ids.pop(_text(i, new[i]), None))}


def _text(i: str, thing: Record) -> Hashable:
    """Get what tells a thing that has another id now; a file is what its name says."""
    match thing:
        case Task():
            return thing.work
        case Obligation():
            return thing.title
        case Words() | Issue() | Update() | Withdrawal() | DatedUnit():
            return i
    return thing
