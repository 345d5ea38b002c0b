"""`pci record` in a terminal: puts the questions, shows the update before it is written, offers
what is owed next."""

import textwrap
from collections.abc import Iterable, Iterator

from pci.clock import now, today
from pci.console import notice, result, visible
from pci.core.errors import CannotDo
from pci.core.fields import title_of
from pci.core.labels import about_words, field_words, labelled
from pci.core.model import REST, Update
from pci.core.vi import count_words, fold, period_words
from pci.keyboard import agreed, chosen, edit_lines
from pci.record.correcting import tell_moved
from pci.record.drafts import DATED_LATE, UNEXPLAINED, Draft, Judgement, after, judge, tell
from pci.record.fault import Fault, Fields
from pci.record.keeping import debts, keep, owed_line, place, tell_answered, tell_kept
from pci.record.mending import ask_act, ask_reason, ask_update, correction_of, is_moved
from pci.record.questions import (
    Answers,
    ask_field,
    ask_missing,
    ask_part,
    forget,
    label,
    put_prose,
    show,
)
from pci.record.withdraw import withdraw
from pci.workspace import Workspace


def ask(workspace: Workspace, options: Fields, by: str | None, dry_run: bool) -> None:
    """Ask for what was not given, one update after the other while the person wants to go on."""
    edit_lines()
    count = 0
    try:
        for _ in _recorded(workspace, options, by, dry_run):
            count += 1
    except (EOFError, KeyboardInterrupt) as stop:
        result("\n")  # below the prompt
        words = f"thôi, {count_words(count)} cập nhật đã ghi" if count else "thôi, chưa ghi gì"
        if isinstance(stop, EOFError):
            raise CannotDo(words) from None
        notice(f"pci: {words}")
        raise


def _recorded(
    workspace: Workspace, options: Fields, by: str | None, dry_run: bool
) -> Iterator[Draft]:
    """Ask for updates and keep them one by one, until the person wants no more."""
    fields: Answers | None = {key: value for key, value in options.items() if value}
    if not fields and workspace.progress.standing:
        fields = _begun(workspace, by, dry_run)
    while fields is not None:
        draft = _draft(workspace, fields, by)
        if draft is None or dry_run:
            notice("Chạy thử: chưa ghi gì." if draft else "Không ghi.")
            return
        receipt = keep(workspace, draft)
        result(receipt.path)
        tell_kept(workspace, (draft,), (receipt,))
        tell_moved(workspace, draft)
        if draft.withdrawn_by:
            take_back(workspace, draft)
            return
        yield draft
        workspace = after(workspace, (draft,))
        fields = _next(workspace, draft.update)


def _begun(workspace: Workspace, by: str | None, dry_run: bool) -> Answers | None:
    """What a person begins with who named nothing: no answer yet, or all of an update that is to be
    corrected; null where one was to be withdrawn."""
    act = ask_act()
    if act == "new":
        return {}
    entry = ask_update(workspace)
    if act == "withdraw":
        _withdrawn(workspace, entry.id, by, dry_run)
        return None
    fields = correction_of(entry)
    forget(fields, ask_field(fields))
    return fields


def _withdrawn(workspace: Workspace, target: str, by: str | None, dry_run: bool) -> None:
    """Withdraw an update once the person has said why and agrees."""
    reason = ask_reason("Vì sao rút")
    if not agreed(f"Rút {target}?", usual=False):
        notice("Không rút.")
        return
    stamp = {"date": today(), "recorded": now(), "by": by}
    result(withdraw(workspace, target, reason, stamp, dry_run).path)
    notice("Chạy thử: chưa ghi gì." if dry_run else f"Đã rút: {target}.")


def take_back(workspace: Workspace, draft: Draft) -> None:
    """Offer to take back the withdrawal of words that were recorded again."""
    if not agreed("Lấy lại lời đã rút?", usual=False):
        return
    try:
        reason = ask_reason("Vì sao lấy lại")
    except EOFError:
        result("\n")  # below the prompt
        raise CannotDo("thôi, không lấy lại") from None
    stamp = {"date": today(), "recorded": now(), "by": draft.update.by}
    result(withdraw(workspace, draft.withdrawn_by, reason, stamp, dry_run=False).path)
    notice(f"Đã lấy lại: {draft.entry.id}.")


def _draft(workspace: Workspace, options: Fields, by: str | None) -> Draft | None:
    """A sound update that the person has seen and wants; null where they do not."""
    fields = dict(options)
    while True:
        ask_missing(workspace, fields)
        if is_moved(workspace, fields) and not fields.get("reason"):
            fields["reason"] = ask_reason("Vì sao chuyển sang nội dung, đơn vị khác")
        judgement = judge(workspace, {**fields, "by": by, "recorded": now()})
        if isinstance(judgement, Draft) and judgement.withdrawn_by:
            return judgement
        if _asks_why(fields, judgement):
            fields["reason"] = put_prose("Nguyên nhân quá hạn, tạm dừng")
        elif isinstance(judgement, Draft):
            answer = _wanted(workspace, judgement)
            if isinstance(answer, bool):
                return judgement if answer else None
            forget(fields, ask_field(fields))
        else:
            tell(judgement)
            _mend(fields, judgement)


def _asks_why(fields: Answers, judgement: Judgement) -> bool:
    """Whether something is late or suspended and the person was not asked why."""
    doubts = judgement.doubts if isinstance(judgement, Draft) else ()
    return "reason" not in fields and any(doubt.code == UNEXPLAINED for doubt in doubts)


def _mend(fields: Answers, faults: Iterable[Fault]) -> None:
    """Take back the answer that is at fault; a day after the due day may stand with a reason."""
    late = any(fault.code == DATED_LATE for fault in faults)
    if late and (reason := put_prose("Nguyên nhân xong sau hạn")):
        fields["reason"] = reason
        return
    faulty = (f.field for f in faults if f.field in fields and f.field not in _FIXED)
    forget(fields, next(faulty, None) or ask_field(fields))


_FIXED = ("corrects", "answers")
"""Fields that only options give: where they do not fit, an answer is to be changed."""


def _wanted(workspace: Workspace, draft: Draft) -> bool | str:
    """Whether a person who has seen an update wants it; `s` to change an answer."""
    about = {title_of(Update, "about"): about_words(workspace.plan, draft.update.about)}
    shown = {**dict(field_words(workspace.plan, draft.update)), **about}
    text = textwrap.indent(visible("\n".join(labelled(*pair) for pair in shown.items())), "  ")
    result(f"\n{place(workspace, draft)}\n\n{text}")
    tell_answered(workspace, draft)
    tell(draft.doubts)
    return chosen(
        "Ghi? (s: sửa)", "C/k/s", True, lambda typed: "s" if fold(typed) in ("s", "sua") else None
    )


def _next(workspace: Workspace, update: Update) -> Answers | None:
    """Offer to go on with what the unit owes next: a task, else the line for all remaining tasks.

    Null where nothing is owed or the person declines. The line claims that nothing happened, so it
    is never the default; where the period's window is over it is dated on the last day of that.
    """
    debt = next(debts(workspace, (update,), today()), None)
    if debt is None:
        return None
    notice(owed_line(workspace.plan, debt))
    if not debt.tasks:
        return None
    task, *_ = debt.tasks
    show(f"  {label(workspace.plan, task)}")
    if agreed(f"Ghi tiếp {task}?"):
        return {"about": ask_part(workspace.plan, task), "unit": debt.unit}
    window = debt.period
    when = period_words(window.period)
    words = f"Không phát sinh gì ở các nhiệm vụ còn lại trong {when}: ghi {REST}?"
    if not agreed(words, usual=False):
        return None
    day = today() if window.holds(today()) else window.window_last
    rest = {"about": REST, "unit": workspace.plan.on(day).heir(update.unit), "date": day}
    return {**rest, "period": window.period.id, "result": None}
