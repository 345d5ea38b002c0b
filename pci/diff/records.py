"""What changed of what was recorded: updates, the Office's words, issued reports."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from pci.core.labels import report_name
from pci.core.ledger import update_id
from pci.core.model import Plan, Update
from pci.core.vi import STATE_LABELS, lower_first, occurrence_words, short_date
from pci.diff.changes import Change
from pci.diff.fields import Changes, Of, fields, register, renamed, whole
from pci.diff.plan import obligation_pairs, paragraph_pairs, task_pairs
from pci.diff.version import Version


def _updates(old: Version, new: Version) -> Changes:
    gone = {path: update for path, update in old.updates.items() if path not in new.updates}
    come = {path: update for path, update in new.updates.items() if path not in old.updates}
    to = _moved(gone, come)
    for path, update in old.updates.items():
        now = to.get(path, path)
        at = PurePosixPath(path).stem
        name = f"{at} ({old.plan.name(update.unit)})"
        if path in to:
            places = _below(path), _below(now)
            yield Change(
                "update-moved", at, name, places[0], places[1], "path", "Tệp", was=path, now=now
            )
        if now in new.updates:
            yield from fields(
                Of("update-edited", at, name, old.plan, new.plan), update, new.updates[now]
            )
        else:
            yield Change("update-deleted", at, name, old=_said(old.plan, update), was=update)
    fresh = [(path, update) for path, update in come.items() if path not in to.values()]
    for path, update in sorted(fresh, key=lambda found: (found[1].unit, found[1].date, found[0])):
        at = PurePosixPath(path).stem
        yield Change(
            "update-added", at, new.plan.name(update.unit), new=_said(new.plan, update), now=update
        )


def _below(path: str) -> str:
    """A file's place among the updates: the unit's folder and the name."""
    return path.partition("/progress/")[2]


def _moved(gone: Mapping[str, Update], come: Mapping[str, Update]) -> dict[str, str]:
    """Files that stand elsewhere now: with the same content, else under the same name."""
    found: dict[str, str] = {}
    for key in (_content, _stem):
        taken = set(found.values())
        left = {key(path, update): path for path, update in come.items() if path not in taken}
        for path, update in gone.items():
            if path not in found and (now := left.pop(key(path, update), None)):
                found[path] = now
    return found


def _content(path: str, update: Update) -> str:
    return update_id(update)


def _stem(path: str, update: Update) -> str:
    return PurePosixPath(path).stem


def _said(plan: Plan, update: Update) -> str:
    """One line of an update: its day, what it is about, what it says."""
    about = f"{update.about} ({occurrence_words(update.period)})" if update.period else update.about
    result = f". {' '.join(update.result.split())}" if update.result else ""
    corrects = f"; đính chính {update.corrects}" if update.corrects else ""
    return f"{short_date(update.date)} {about}: {lower_first(STATE_LABELS[update.state])}{corrects}{result}"


def departed(old: Plan, new: Plan) -> Mapping[str, str]:
    """What an update may speak of, or be a word of, that the new plan has no more under its id: where it is now, empty
    where it is nowhere."""
    tasks = task_pairs(old, new)
    found = {was: now for was, now in (*tasks, *paragraph_pairs(old, new)) if was and was != now}
    for was, now in tasks:
        for key, key_now in (
            obligation_pairs(old.tasks.get(was), new.tasks.get(now)) if was and now else ()
        ):
            if key and key != key_now:
                found[f"{was}/{key}"] = f"{now}/{key_now}" if key_now else ""
    for before, after in ((old.triggers, new.triggers), (old.units, new.units)):
        found |= {i: renamed(before, after).get(i, "") for i in before if i not in after}
    return found


def _astray(old: Version, new: Version) -> Changes:
    """Updates are never rewritten: those on an id that departed speak of something else now, or of nothing."""
    gone = departed(old.plan, new.plan)
    corrected = {update.corrects for update in new.updates.values()}
    for path, update in new.updates.items() if gone else ():
        at = PurePosixPath(path).stem
        was = next((i for i in (update.unit, update.subject, update.about) if i in gone), None)
        if was and path in old.updates and at not in corrected:
            name = f"{was} nay là {gone[was]}" if gone[was] else f"{was} đã bỏ"
            if not gone[was] and (was in new.plan.tasks or was in new.plan.body):
                name += ", mã ấy nay là của nội dung khác"
            told = f"{at} ({old.plan.name(update.unit)})"
            yield Change("update-astray", at, name, new=told, was=was, now=gone[was] or None)


def _reports(old: Version, new: Version) -> Changes:
    yield from register(
        "words", old.plan, new.plan, old.words, new.words, lambda report, _: report_name(report)
    )
    for report in dict.fromkeys((*old.issued, *new.issued)):
        was, now, name = old.issued.get(report), new.issued.get(report), report_name(report)
        if was and now:
            yield from fields(Of("issue-edited", report, name, old.plan, new.plan), was, now)
        elif was:
            yield Change("issue-deleted", report, name, old=whole(old.plan, was), was=was)
        elif now:
            yield Change(
                "issue-added",
                report,
                name,
                new=f"số {now.number} ngày {short_date(now.date)}",
                now=now,
            )


PARTS = (_updates, _astray, _reports)
