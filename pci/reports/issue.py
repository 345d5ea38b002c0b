"""That a report was signed, numbered and sent: what is recorded of it."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from pci.core.fields import content, fields_of
from pci.core.ledger import Entry, days_of
from pci.core.papers import Issue, hash_of, seal, words_path
from pci.files import shape
from pci.reports.facts import Facts
from pci.reports.periodic import Issued
from pci.reports.supplements import added_updates


def inputs_hash(
    facts: Facts, files: Mapping[str, bytes], template: bytes, choices: Mapping[str, str]
) -> str:
    """The hash of all that a paper is made of.

    That is the plan, the calendars, the Office's words, the updates known, which of them supplement
    an earlier paper, the template, and what was asked for.
    """
    known = {entry.id for entry in facts.book.known}
    words = words_path(facts.plan.id, facts.report)
    used = {
        path: data
        for path, data in files.items()
        if path.count("/") == 1
        or "/calendar/" in path
        or path == words
        or PurePosixPath(path).stem in known
    }
    added = {"supplements": "; ".join(ids)} if (ids := added_updates(facts)) else {}
    return hash_of({**used, "template": template}, {**choices, **added})


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
    written = {key: value for key, value in record.items() if value is not None and key != "seal"}
    return {
        **written,
        "seal": seal(shape.value(Issue, {**written, "number": str(record["number"])})),
    }
