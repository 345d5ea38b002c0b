"""What a person at a terminal may do about an update that was recorded wrongly: correct or withdraw
one of the last."""

from functools import partial

from pci.core import names
from pci.core.ledger import Entry, meant_state
from pci.core.model import Plan
from pci.core.vi import STATE_LABELS, occurrence_words, short_date
from pci.record.implied import fields_of_update
from pci.record.questions import Answers, choose, put
from pci.workspace import Workspace

ACTS = {
    "new": "ghi một cập nhật mới",
    "correct": "sửa một cập nhật đã ghi",
    "withdraw": "rút một cập nhật ghi nhầm",
}

_MOST_OFFERED = 9
"""Updates of one list; any other is named by its id."""


def ask_act() -> str:
    """Which of ACTS a person wants; something new, unless told otherwise."""
    return choose("Việc cần làm", ACTS, "việc", "1")


def ask_update(workspace: Workspace) -> Entry:
    """One of the updates that count, offered from the last recorded on."""
    standing = workspace.progress.standing
    corrected = {entry.update.corrects for entry in standing}
    known = {entry.id: entry for entry in standing if entry.id not in corrected}
    last = sorted(known.values(), key=lambda entry: entry.update.recorded, reverse=True)
    offers = {entry.id: _label(workspace.plan, entry) for entry in last[:_MOST_OFFERED]}
    words = "Cập nhật nào (số; cập nhật cũ hơn: 6 chữ cuối của mã, xem «pci log»)"
    return known[put(words, partial(names.update, known), offers)]


def _label(plan: Plan, entry: Entry) -> str:
    """`14/9/2023  A.VII.4, tháng 9 năm 2023, P.QLDN (c3cmmr): Đã gửi báo cáo.`"""
    update = entry.update
    period = f", {occurrence_words(update.period)}" if update.period else ""
    who = f"{plan.short_name(update.unit)} ({entry.id.rpartition('-')[2]})"
    words = " ".join((update.result or STATE_LABELS[meant_state(plan, update)]).split())
    return f"{short_date(update.date)}  {update.subject}{period}, {who}: {words}"


def ask_reason(words: str) -> str:
    """Why a record is put right: it is kept with it."""
    return put(words, str)


def correction_of(entry: Entry) -> Answers:
    """The answers that a correction of an update begins with: all that was said."""
    return {**fields_of_update(entry.update), "corrects": entry.id}


def is_moved(workspace: Workspace, fields: Answers) -> bool:
    """Whether a correction speaks of another subject or for another unit than before."""
    known = {entry.id: entry.update for entry in workspace.progress.standing}
    old = known.get(fields.get("corrects") or "")
    return old is not None and (old.about, old.unit) != (fields["about"], fields["unit"])
