"""That a report was signed, numbered and sent: what is recorded of it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from pci.core.fields import content, fields_of, plain
from pci.core.ledger import Entry, days_of
from pci.core.model import Update
from pci.core.organisation import ORGANISATION_PATH, known_by
from pci.core.papers import Issue, hash_of, seal, words_path
from pci.core.progress import Progress, id_of
from pci.core.vi import count_words, short_date
from pci.reports.facts import Facts
from pci.reports.periodic import Issued
from pci.reports.supplements import added_updates
from pci.workspace import Workspace


def as_issued(workspace: Workspace, done: Issue) -> Workspace:
    """The workspace as a paper that was issued drew on it: the updates that it names, what was
    recorded of other days by then, and the issues of then."""
    progress = _recorded_by(workspace.progress, done)
    known = {entry.id: entry for entry in progress.entries}
    later = [
        i
        for i, entry in known.items()
        if i not in done.updates and any(map(done.holds, days_of(entry.update, known)))
    ]
    issued = {report: one for report, one in workspace.issued.items() if one.made <= done.made}
    return workspace._replace(progress=progress.without(later), issued=issued)


def recorded_by(workspace: Workspace, done: Issue) -> Workspace:
    """Another plan's workspace as it was when a paper was made."""
    issued = {i: one for i, one in workspace.issued.items() if one.made <= done.made}
    return workspace._replace(progress=_recorded_by(workspace.progress, done), issued=issued)


def _recorded_by(progress: Progress, done: Issue) -> Progress:
    """What was recorded when a paper was made; what it names was sound, and nobody's to take
    back."""
    named = frozenset(done.updates)
    records = {
        path: one
        for path, one in progress.records.items()
        if id_of(path) in named
        or (one.recorded <= done.made and (isinstance(one, Update) or one.withdraws not in named))
    }
    return Progress(records, frozenset(p for p in progress.faulty if id_of(p) not in named))


def since_notices(facts: Facts, entries: Iterable[Entry]) -> Iterator[str]:
    """What was recorded and what was withdrawn of the days of an issued paper, which stays as it
    is."""
    now, then = ({e.id: e for e in listed} for listed in (entries, facts.book.entries))
    days = facts.year_to_date or facts.window
    for words, some, others in (
        ("Ghi sau khi ban hành nên không có trong văn bản", now, then),
        ("Đã rút sau khi ban hành, văn bản vẫn có", then, now),
    ):
        updates = [
            f"{one.update.about} ({short_date(one.update.date)})"
            for i, one in some.items()
            if i not in others and any(map(days.holds, days_of(one.update, some)))
        ]
        if updates:
            yield f"{words}: {count_words(len(updates))} cập nhật: {', '.join(updates)}."


def inputs_hash(
    workspace: Workspace,
    facts: Facts,
    day: date,
    template: bytes,
    choices: Mapping[str, str],
    other_plans: Mapping[str, bytes],
) -> str:
    """The hash of all that a paper of a day is made of.

    That is the plan with its amendments and the calendars that the paper draws on, the organisation
    by its day, the Office's words, the updates known, which of them supplement an earlier paper,
    the template, what was asked for, and what it has of the plans of other years.
    """
    wanted = _paths(workspace, facts)
    own = {path: data for path, data in workspace.files.items() if path in wanted}
    used = {**own, **other_plans}
    if there := content(known_by(workspace.organisation, day)):
        text = json.dumps(there, ensure_ascii=False, sort_keys=True, default=plain)
        used[ORGANISATION_PATH] = text.encode()
    added = {"supplements": "; ".join(ids)} if (ids := added_updates(facts)) else {}
    return hash_of({**used, "template": template}, {**choices, **added})


def _paths(workspace: Workspace, facts: Facts) -> set[str]:
    """The files of the plan and the calendars that a paper draws on."""
    plan, last = facts.plan.id, min(facts.window.window_last, facts.book.as_of)
    amendments = (i for i, one in workspace.amendments.items() if (one.since or last) <= last)
    known = {entry.id for entry in facts.book.known}
    return {
        f"plans/{plan}.yaml",
        words_path(plan, facts.report),
        *(f"plans/{plan}/amendments/{i}.yaml" for i in amendments),
        *(f"plans/calendar/{year}.yaml" for year in _years(facts)),
        *(path for path, entry in workspace.progress.updates.items() if entry.id in known),
    }


def _years(facts: Facts) -> set[int]:
    """The years in which the paper's days lie."""
    books = filter(None, (facts.book, facts.next_year))
    due = (item.due for book in books for item in book.items if item.due)
    window = facts.window
    return {day.year for day in (window.window_first, window.window_last, window.send_by, *due)}


def issue_record(
    facts: Facts,
    entries: tuple[Entry, ...],
    issued: Issued,
    document: bytes,
    inputs: str,
    signed: Mapping[str, str] | None,
    recorded: datetime,
    by: str | None,
) -> dict[str, Any]:
    """The content of the file that says a report was issued, sealed."""
    window = facts.window
    known = {entry.id: entry for entry in entries}
    last = min(window.window_last, facts.book.as_of)
    updates = [
        e.id
        for e in entries
        if any(window.window_first <= day <= last for day in days_of(e.update, known))
    ]
    record: dict[str, Any] = {
        "number": int(issued.number),
        "date": issued.day,
        "window_first": window.window_first,
        "window_last": window.window_last,
        "inputs": inputs,
        "document": sha256(document).hexdigest(),
        "signed": signed,
        "signer": facts.plan.reporting.signer.id or None,
        "recorded": recorded,
        "by": by,
        "updates": sorted({*updates, *added_updates(facts)}),
    }
    return _sealed(record)


def corrected_record(
    done: Issue,
    issued: Issued,
    document: bytes | None,
    signed: Mapping[str, str] | None,
    reason: str,
    recorded: datetime,
    by: str | None,
) -> dict[str, Any]:
    """The content of the file that puts a wrong number or day right, sealed; the document is null
    where the paper cannot be made again."""
    kept = content(done)
    record = {
        **{key: kept.get(key) for key in fields_of(Issue)},
        "number": int(issued.number),
        "date": issued.day,
        "document": sha256(document).hexdigest() if document else done.document,
        "signed": signed or (content(done.signed) if done.signed else None),
        "reason": reason,
        "recorded": recorded,
        "by": by,
        "updates": list(done.updates),
    }
    return _sealed(record)


def _sealed(record: dict[str, Any]) -> dict[str, Any]:
    """The content of a file of issue without what is null, and with its seal."""
    from pci.files import shape

    written = {key: value for key, value in record.items() if value is not None and key != "seal"}
    return {
        **written,
        "seal": seal(shape.value(Issue, {**written, "number": str(record["number"])})),
    }
