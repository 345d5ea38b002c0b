"""`pci show`: one task whole."""

from dataclasses import dataclass
from datetime import date, timedelta

from pci.commands import deliver
from pci.commands.options import DatedPlace, TextOptions
from pci.console import notice
from pci.core import corrections, names
from pci.core.history import ending
from pci.core.history import history as changes_of
from pci.core.ledger import ledger, view
from pci.core.lineage import Forerunner
from pci.core.model import Plan, Task
from pci.core.vi import plan_words
from pci.lists import json
from pci.lists.columns import TaskRow, UpdateRow, update_rows
from pci.lists.history import steps
from pci.lists.text import paragraph_page, task_page
from pci.usage import argument, flag, seldom
from pci.workspace import Workspace, other, plan_ids


@dataclass(frozen=True)
class ShowOptions(TextOptions):
    """What is wanted, as typed, and how."""

    item: str = argument("MÃ", "Mã nhiệm vụ, giải pháp chung hoặc trách nhiệm.", ...)
    as_printed: bool = seldom(flag("--as-printed", "Lời văn như bản quét, kể cả lỗi."))


def show(how: ShowOptions, place: DatedPlace) -> None:
    """Xem trọn một nhiệm vụ.

    Gồm lời văn, đơn vị, thời hạn, nhiệm vụ của kế hoạch trước mà nó tiếp nối, các đính chính so với
    bản quét, mọi lần văn bản thay đổi nhiệm vụ và mọi cập nhật đã ghi. Cũng xem được một giải
    pháp chung hoặc trách nhiệm của phần lời, như II.1.4.

    Ví dụ: pci show A.VII.4
    """
    workspace = place.opened()
    subject = names.subject(place.plan(workspace), how.item)
    book = place.book(workspace)
    history = steps(book.plan, changes_of(book.plan, subject), workspace.calendar)
    plan = _last_version(book.plan, subject)
    updates = _updates(workspace, plan, subject, book.as_of)
    if (ended := ending(book.plan, subject)) and ended.by.since:
        last = ended.by.since - timedelta(days=1)
        book = ledger(plan, workspace.entries, last, workspace.calendar)
    words = corrections.as_printed(plan) if how.as_printed else plan
    complete = workspace.progress.complete
    if subject not in plan.body:
        row = TaskRow(subject, words.tasks[subject], plan, None, view(book, subject))
        before, is_read = _forerunner(workspace, row.task)
        complete = complete and is_read
        if how.format == "json":
            page = json.task(row, updates, book.as_of, complete, history, before)
        else:
            page = task_page(row, updates, how.as_printed, book.as_of, history, before)
    elif how.format == "json":
        page = json.paragraph(words, subject, updates, book.as_of, complete)
    else:
        page = paragraph_page(words, subject, updates, how.as_printed)
    deliver.text(page, how)


def _last_version(plan: Plan, subject: str) -> Plan:
    """The version in which a task or a paragraph last was."""
    return next(v for v in plan.versions if subject in {**v.tasks, **v.body})


def _updates(workspace: Workspace, plan: Plan, subject: str, as_of: date) -> list[UpdateRow]:
    """What was recorded about a task or a paragraph up to a day."""
    rows = update_rows(plan, workspace.progress)
    own = (row for row in rows if row.update.subject == subject and not row.stray)
    return [row for row in own if row.update.date <= as_of]


def _forerunner(workspace: Workspace, task: Task) -> tuple[Forerunner | None, bool]:
    """The task that this one carries on, with its last state where its plan is at hand; and whether
    nothing of that plan is left out because of its faults."""
    if task.forerunner is None:
        return None, True
    plan, _, i = task.forerunner.partition("/")
    one, past = Forerunner(plan, i), other(workspace.root, plan)
    if past:
        ended = one.as_of_year_end(past.plan, past.entries, past.calendar)
        return ended, past.progress.complete
    if is_faulty := plan in plan_ids(workspace.root):
        notice(f"Không nêu tình trạng ở {plan_words(plan)} vì tệp của năm ấy có lỗi: «pci check».")
    return one, not is_faulty
