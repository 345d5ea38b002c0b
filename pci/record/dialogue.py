"""`pci record` in a terminal: puts the questions, shows the update before it is written, offers what is owed next."""

import os
import textwrap
from collections.abc import Mapping
from functools import partial
from typing import Any

from pci.clock import now, today
from pci.console import complain, fault_words, notice, result, shown_name, visible, width
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.fields import title_of
from pci.core.model import REST, Plan, Update
from pci.core.vi import count_words, fold, period_words, shortened
from pci.files.attachments import proof
from pci.keyboard import EditorFailed, agreed, chosen, edit_lines, edited, line
from pci.record.drafts import (
    Draft,
    Owed,
    after,
    judged,
    keep,
    owed,
    owed_line,
    place,
    rest_fields,
    tell,
    tell_answered,
    tell_kept,
)
from pci.record.questions import (
    Desk,
    Known,
    Option,
    Question,
    answered,
    asked,
    fields,
    following,
    label,
    needed,
    without,
)
from pci.workspace import Workspace


def ask(
    workspace: Workspace, given: Mapping[str, Any], written: Mapping[str, Any], dry_run: bool
) -> None:
    """Ask for what was not given, one update after the other while the person wants to go on. `written` are the fields
    that say who typed it."""
    edit_lines()
    known: Known | None = {key: value for key, value in given.items() if value}
    if known and "about" in known:
        known = {**known, "part": known["about"]}
    kept, halfway = 0, True
    try:
        while known is not None:
            halfway = True
            draft = _draft(workspace, known, written)
            if draft and dry_run:
                notice("Chạy thử: chưa ghi gì.")
                return
            if draft is None or not _kept(workspace, draft):
                notice("Không ghi.")
                return
            kept, halfway = kept + 1, False
            workspace = after(workspace, (draft,))
            known = _next(workspace, draft)
    except (EOFError, KeyboardInterrupt) as stop:
        result("\n")  # below the prompt
        earlier = f"{count_words(kept)} cập nhật đã ghi" if kept else "chưa ghi gì"
        if not halfway:
            notice(f"Thôi; {earlier}.")
        elif isinstance(stop, EOFError):
            raise CannotDo(f"thôi giữa chừng, cập nhật đang hỏi chưa được ghi; {earlier}") from None
        else:
            notice(f"Thôi giữa chừng, cập nhật đang hỏi chưa được ghi; {earlier}.")
        if isinstance(stop, KeyboardInterrupt):
            raise


def _draft(workspace: Workspace, given: Known, written: Mapping[str, Any]) -> Draft | None:
    """A sound update that the person has seen and wants; null where they do not."""
    desk = Desk(
        workspace.plan,
        workspace.entries,
        workspace.calendar,
        today(),
        partial(proof, workspace.root),
    )
    known, before = given, given
    while True:
        while question := following(desk, known):
            known = _put(desk.plan, known, question, before.get(question.key))
        known = before = needed(desk, known, given)
        found = judged(workspace, {**fields(known), **written, "recorded": now()})
        if isinstance(found, Draft):
            result(f"\n{place(workspace, found)}\n\n{textwrap.indent(visible(found.text), '  ')}")
            tell_answered(workspace, found)
            tell(found.doubts)
            wanted = chosen(
                "Ghi? (s: sửa)",
                "C/k/s",
                True,
                lambda said: "s" if fold(said) in ("s", "sua") else None,
            )
            if isinstance(wanted, bool):
                return found if wanted else None
            field = _field_to_mend(desk, known)
        else:
            tell(found)
            wrong = (fault.field for fault in found if fault.field not in _NOT_ASKED)
            field = next((f for f in wrong if without(known, f) != known), None) or _field_to_mend(
                desk, known
            )
        known = without(known, field)


_NOT_ASKED = ("corrects", "answers")
"""Given for good: where they do not fit, the answers are to be mended."""


def _field_to_mend(desk: Desk, known: Known) -> str:
    """The field that the person wants to answer once more."""
    options = tuple(Option(field, title_of(Update, field)) for field in asked(desk, known))
    named = {option.value: (option.label,) for option in options}
    question = Question(
        "field", "Sửa mục nào", lambda said: names.resolve(said, named, "mục"), options
    )
    field: str = _put(desk.plan, {}, question, None)["field"]
    return field


def _put(plan: Plan, known: Known, question: Question, before: Any) -> Known:
    """Put one question until it is answered; `before` is what was answered the last time, null where it was not."""
    for number, option in enumerate(question.options, 1):
        result(shortened(visible(f"  {number:>2}. {option.label}"), width() - 1))
    kept = before if isinstance(before, str) and question.skip else ""
    while True:
        try:
            found = answered(known, question, _typed(question, kept))
        except CannotDo as error:
            complain(error)
            kept = error.text if isinstance(error, EditorFailed) else kept
        else:
            if question.key == "words" and isinstance(about := found["words"], str):
                result(shortened(visible(f"  {label(plan, about)}"), width() - 1))
            return found


def _typed(question: Question, kept: str) -> str:
    """What a person answers, beginning with what they had typed before."""
    words = question.words + (f" [{question.default}]" if question.default else "")
    editor = next(
        filter(str.strip, (os.environ.get(name, "") for name in ("VISUAL", "EDITOR"))), None
    )
    if not question.long:
        return line(f"{words}: ", kept)
    if not editor:
        return line(f"{words} (Enter: không): ", kept)
    typed = line(f"{words} (gõ một dòng; Enter: mở trình soạn thảo; -: không): ")
    if typed.strip() == "-":
        return ""
    return typed if typed.strip() else edited(editor, kept)


def _kept(workspace: Workspace, draft: Draft) -> bool:
    """Keep an update and say so; where the disk refuses, try again as often as the person wants."""
    while True:
        try:
            new = keep(workspace, draft)
        except OSError as error:
            complain(
                CannotDo(
                    f"chưa ghi được: {shown_name(error)}: {fault_words(error)}", "sửa rồi thử lại"
                )
            )
        except CannotDo as error:
            complain(error)
        else:
            result(place(workspace, draft))
            tell_kept(workspace, draft, new)
            return True
        if not agreed("Thử lại?"):
            return False


def _next(workspace: Workspace, draft: Draft) -> Known | None:
    """What the unit owes next and the person wants to go on with; null where nothing, or enough."""
    update, plan = draft.update, workspace.plan
    found = owed(workspace, update.unit, update.date, today())
    if found is None:
        return None
    notice(owed_line(plan, found))
    if not found.tasks:
        return None
    for number, task_id in enumerate(found.tasks, 1):
        work = " ".join(plan.tasks[task_id].work.split())
        result(shortened(visible(f"  {number:>2}. {task_id}  {work}"), width() - 1))

    def task(said: str) -> str | None:
        if said.isascii() and said.strip().isdigit():
            return dict(enumerate(found.tasks, 1)).get(int(said.strip()[:9]))
        return names.subject(plan, said)

    wanted = chosen(f"Ghi tiếp {found.tasks[0]}?", "C/k/số", True, task)
    if wanted is False:
        return _rest(found)
    return {"about": found.tasks[0] if wanted is True else wanted, "unit": update.unit}


def _rest(found: Owed) -> Known | None:
    """The one line that closes the others, never by default: it claims that nothing happened."""
    words = f"Không phát sinh gì ở các nhiệm vụ còn lại trong {period_words(found.period.period)}: ghi {REST}?"
    if not agreed(words, usual=False):
        return None
    return {**rest_fields(found.unit, found.period, today()), "part": REST, "result": None}
