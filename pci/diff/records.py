"""What changed of what was recorded: updates, the Office's words, issued reports."""

from collections.abc import Mapping
from math import inf
from pathlib import PurePosixPath

from pci.core.labels import report_name
from pci.core.ledger import update_id
from pci.core.model import Update
from pci.core.papers import Issue
from pci.core.vi import STATE_LABELS, lower_first, occurrence_words, short_date
from pci.diff.fields import Changes, Subject, compare, register, whole
from pci.diff.pairing import by_id, paired
from pci.diff.plan import obligation_ids, paragraph_ids, task_ids
from pci.diff.version import Version


def _stem(path: str) -> str:
    return PurePosixPath(path).stem


# --- updates ---------------------------------------------------------------------------------


def _updates(old: Version, new: Version) -> Changes:
    moved = _moved(old.updates, new.updates)
    for path, update in old.updates.items():
        now = moved.get(path, path)
        at = _stem(path)
        subject = Subject("update", at, f"{at} ({old.plan.name(update.unit)})", old, new)
        if path in moved:
            places = _below(path), _below(now)
            yield subject.change("moved", *places, field="path", label="Tệp", was=path, now=now)
        yield from compare(subject, update, new.updates.get(now), _line, "deleted", "edited")
    known = {*old.updates, *moved.values()}
    added = [(u.unit, u.date, path) for path, u in new.updates.items() if path not in known]
    for unit, _, path in sorted(added):
        subject = Subject("update", _stem(path), new.plan.name(unit), old, new)
        yield from compare(subject, None, new.updates[path], _line)


def _below(path: str) -> str:
    """The place of a file among the updates: the unit's folder and the name."""
    return path.partition("/progress/")[2]


def _moved(before: Mapping[str, Update], after: Mapping[str, Update]) -> dict[str, str]:
    """Find the new paths of files: of the same content, else of the same name."""
    gone = {path: update_id(before[path]) for path in before if path not in after}
    come = {path: update_id(after[path]) for path in after if path not in before}

    def cost(was: str, now: str) -> float:
        if gone[was] == come[now]:
            return 0
        return 1 if _stem(was) == _stem(now) else inf

    return {was: now for was, now in paired([*gone], [*come], cost) if was and now}


def _line(version: Version, update: Update) -> str:
    """Write an update in one line: its day, what it is about, what it says."""
    period = f" ({occurrence_words(update.period)})" if update.period else ""
    state = lower_first(STATE_LABELS[update.state])
    corrects = f"; đính chính {update.corrects}" if update.corrects else ""
    result = f". {' '.join(update.result.split())}" if update.result else ""
    return f"{short_date(update.date)} {update.about}{period}: {state}{corrects}{result}"


# --- updates on ids that are gone ------------------------------------------------------------


def _astray(old: Version, new: Version) -> Changes:
    """List updates whose ids mean something else now, or nothing; updates are never rewritten."""
    ids = _changed_ids(old, new)
    corrected = {update.corrects for update in new.updates.values()}
    for path, update in new.updates.items():
        at = _stem(path)
        named = (update.unit, update.subject, update.about)
        was = next((i for i in named if i in ids), None)
        if was and path in old.updates and at not in corrected:
            subject = Subject("update", at, _whereabouts(new, was, ids[was]), old, new)
            said = f"{at} ({old.plan.name(update.unit)})"
            yield subject.change("astray", new=said, was=was, now=ids[was] or None)


def _whereabouts(new: Version, was: str, now: str) -> str:
    if now:
        return f"{was} nay là {now}"
    reused = was in new.plan.tasks or was in new.plan.body
    return f"{was} đã bỏ" + (", mã ấy nay là của nội dung khác" if reused else "")


def _changed_ids(old: Version, new: Version) -> dict[str, str]:
    """The ids that changed, of what updates may name; a new id is empty where the thing is gone."""
    ids = [*task_ids(old, new), *paragraph_ids(old, new)]
    ids += by_id(old.plan.triggers, new.plan.triggers)
    ids += by_id(old.plan.units, new.plan.units)
    for (task_was, was), (task_now, now) in obligation_ids(old, new):
        if was:
            ids.append((f"{task_was}/{was}", f"{task_now}/{now}" if now else ""))
    return {was: now for was, now in ids if was and was != now}


# --- reports ---------------------------------------------------------------------------------


def _reports(old: Version, new: Version) -> Changes:
    yield from register(
        "words", old, new, old.words, new.words, lambda _, report: report_name(report)
    )
    for report in dict.fromkeys((*old.issued, *new.issued)):
        subject = Subject("issue", report, report_name(report), old, new)
        before, after = old.issued.get(report), new.issued.get(report)
        write = whole if before else _number
        yield from compare(subject, before, after, write, "deleted", "edited")


def _number(version: Version, issue: Issue) -> str:
    return f"số {issue.number} ngày {short_date(issue.date)}"


PARTS = (_updates, _astray, _reports)
