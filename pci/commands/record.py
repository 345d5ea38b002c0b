"""`pci record`: what a unit did, as new files: by options, by questions in a terminal, from JSON,
from forms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pci.clock import now, today
from pci.commands import deliver
from pci.commands.options import ListOptions, Place, TextOptions, tell_user, typist
from pci.commands.record_options import (
    UpdateOptions,
    UpdateSource,
    reach_of,
    received_day,
    update_fields,
    withdrawal_options,
)
from pci.console import notice
from pci.core.duty import duty_periods
from pci.core.errors import CannotDo
from pci.core.ledger import replaced
from pci.core.model import REST, Plan
from pci.core.vi import count_words
from pci.keyboard import agreed, is_attended
from pci.lists.columns import LOG_COLUMNS, PLAN, Column, UpdateRow
from pci.record.correcting import tell_dropped, tell_moved
from pci.record.drafts import Draft, after, judge, refusal, tell
from pci.record.fault import Fault, Fields
from pci.record.implied import period_of, with_implied
from pci.record.keeping import (
    Receipt,
    keep_all,
    receipt_json,
    receipts_json,
    receipts_text,
    tell_answered,
    tell_kept,
    tell_owed,
)
from pci.record.questions import ask_received
from pci.usage import typed
from pci.workspace import Workspace

if TYPE_CHECKING:
    from pci.sheet.batch import RowUpdate
    from pci.sheet.read import FilledForm

_FILES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".docx", ".doc", ".pdf")
"""What names a file rather than a task: the first can be read, the others are refused by name."""

_NEEDED = {"about": "NỘI_DUNG", "unit": "--unit", "date": "--date", "state": "--state"}
"""The fields without which there is no update, by the option that gives each."""
_OF_PAPER = ["--period"]

Batch = tuple[Workspace, Sequence[Draft]]
"""What is recorded of one plan."""


def _columns(cells: Mapping[tuple[str, str], str]) -> Sequence[Column[UpdateRow]]:
    """The columns that show what forms say before it is recorded: those of `pci log`, the cell of
    each update by its plan and its id, and which earlier one it corrects."""
    day, unit, about, state, result, figures, remarks, evidence = LOG_COLUMNS[:8]
    return (
        Column("Ô", lambda row: cells[row.plan.id, row.entry.id], "line"),
        day._replace(brief=lambda row: f"{row.update.date:%d/%m}"),
        unit,
        about,
        state,
        result._replace(brief=lambda row: "\n".join((row.words, *row.update.evidence))),
        figures,
        remarks,
        evidence,
        Column("Ghi", _act, "line", _brief_act),
    )


def _act(row: UpdateRow) -> str:
    """What recording does: `sửa 2023-09-14-A.I.4-c3cmmr`, or `mới`."""
    corrected = row.update.corrects
    return f"sửa {corrected}" if corrected else "mới"


def _brief_act(row: UpdateRow) -> str:
    """The same with the end of the id, on a line of its own."""
    act, _, corrected = _act(row).partition(" ")
    return f"{act}\n{corrected.rpartition('-')[2]}"


def record(
    update: UpdateOptions, source: UpdateSource, place: Place, delivery: TextOptions
) -> None:
    """Ghi một cập nhật về kết quả thực hiện.

    Mỗi cập nhật là một tệp mới trong plans/<năm>/progress/<đơn vị>/, không sửa tệp nào đã có. Gõ
    thiếu trong cửa sổ lệnh thì chương trình hỏi từng điều, cho xem rồi mới ghi. Biểu của «pci form»
    đã điền thì nêu tên tệp, thư mục hoặc «*.xlsx»: mọi dòng được kiểm tra trước, đúng hết mới ghi,
    ghi lại lần nữa không thành hai.

    Ví dụ: pci record A.VII.4/bao-cao-thang --unit QLDN --date 14/9/2023 --state done
    --evidence "412/BC-KKT ngày 14/9/2023"
    """
    if delivery.force and not delivery.output:
        raise CannotDo("--force chỉ đi với -o", "cập nhật đã ghi không bao giờ bị ghi đè")
    if delivery.output:
        deliver.refuse_data_folder(delivery.output)  # before anything is written
    subjects = source.subject or []
    forms = any(_names_forms(subject) for subject in subjects)
    _refuse_mixed(update, source, forms)
    stamp = {"recorded": now(), "by": typist(source.by)}
    if forms:
        _by_forms(subjects, update.received, stamp, source.dry_run, place, delivery)
        return
    workspace = place.opened("plan", reach_of(subjects, update))
    if source.from_json is not None:
        _by_json(workspace, source.from_json, stamp, source.dry_run, delivery)
    elif update.withdraw is not None:
        if subjects:
            raise CannotDo("--withdraw không đi với nội dung", "nội dung lấy theo lời được rút")
        _withdraw(workspace, update, stamp, source.dry_run, delivery)
    else:
        fields = update_fields(workspace, next(iter(subjects), None), update)
        _by_options(workspace, fields, stamp, source.dry_run, delivery)


def _names_forms(subject: str) -> bool:
    """Whether what was typed names a file, a folder or a pattern rather than a task."""
    return subject.lower().endswith(_FILES) or "*" in subject or Path(subject).is_dir()


def _refuse_mixed(update: UpdateOptions, source: UpdateSource, forms: bool) -> None:
    """Refuse to take updates from two places at once."""
    script = [] if source.from_json is None else ["--from-json"]
    subjects = [] if forms else source.subject or []
    host, others = ("biểu", script) if forms else ("--from-json", subjects)
    beside = [*typed(replace(update, received=None) if forms else update), *others]
    if beside and (forms or script):
        raise CannotDo(f"{', '.join(beside)} không đi với {host}", "nội dung lấy cả trong tệp")
    if len(subjects) > 1:
        raise CannotDo("chỉ biểu .xlsx mới nêu nhiều tệp một lần", "mỗi lần ghi một nội dung")


def _by_forms(
    named: Iterable[str],
    received: str | None,
    stamp: Fields,
    dry_run: bool,
    place: Place,
    delivery: TextOptions,
) -> None:
    """Keep everything that the forms say, once a person at a terminal has said when they came and
    agrees; where there is a fault nothing."""
    from pci.sheet.batch import form_files, judge_forms, read_forms

    forms, unreadable = read_forms(form_files(named))
    by_plan = _by_plan(forms, place)
    asks = not dry_run and delivery.format == "text" and is_attended()
    shared = {**stamp, "received": _day_of_receipt(received, asks)}
    judged = [(workspace, *judge_forms(workspace, own, shared)) for workspace, own in by_plan]
    _refuse_faults([*unreadable, *chain.from_iterable(faults for *_, faults in judged)])
    batches = [(workspace, _rest_last(rows)) for workspace, rows, _ in judged]
    if delivery.format == "text":
        cells = {
            (workspace.plan.id, row.draft.entry.id): row.place.rpartition(" ô ")[2]
            for workspace, rows, _ in judged
            for row in rows
        }
        if not _are_wanted(batches, cells, asks, delivery):
            notice("Chưa ghi gì.")
            return
    _keep(batches, dry_run, delivery, listed=True)


def _by_plan(
    forms: Sequence["FilledForm"], place: Place
) -> list[tuple[Workspace, Sequence["FilledForm"]]]:
    """Each plan with its own forms; a plan that was chosen has them all."""
    if place.asked_year is not None or place.plan_id is not None:
        return [(place.opened("plan"), forms)]
    ids = dict.fromkeys(form.plan for form in forms)
    workspaces = [replace(place, plan_id=i).opened("plan") for i in ids]
    return [(one, [form for form in forms if form.plan == one.plan.id]) for one in workspaces]


def _rest_last(rows: Iterable["RowUpdate"]) -> list[Draft]:
    """The updates of rows, the line for the remaining tasks last: it must not stand where what it
    stands beside could not be written."""
    return sorted((row.draft for row in rows), key=lambda draft: draft.update.about == REST)


def _are_wanted(
    batches: Sequence[Batch],
    cells: Mapping[tuple[str, str], str],
    asks: bool,
    delivery: TextOptions,
) -> bool:
    """List what is new in forms; whether a person who is asked wants it."""
    new = [UpdateRow(d.entry, w.plan, None) for w, drafts in batches for d in drafts if d.text]
    if not new:
        return True
    columns = _columns(cells) if len(batches) == 1 else [PLAN, *_columns(cells)]
    deliver.rows(columns, new, str, ListOptions(delivery.output, delivery.force))
    return not asks or agreed(f"Ghi {count_words(len(new))} cập nhật?")


def _refuse_faults(faults: Sequence[Fault]) -> None:
    """Raise with all that is wrong in forms, where anything is."""
    if faults:
        tell(faults)
        words = f"{count_words(len(faults))} chỗ chưa đúng, không ghi gì"
        raise CannotDo(words, "sửa trong biểu rồi chạy lại")


def _day_of_receipt(typed_day: str | None, asks: bool) -> date | None:
    """The day on which forms came: the one typed, else the one that a person is asked for."""
    if typed_day:
        return received_day(typed_day)
    return ask_received() if asks else None


def _by_json(
    workspace: Workspace, source: str, stamp: Fields, dry_run: bool, delivery: TextOptions
) -> None:
    from pci.record.from_json import read_drafts

    drafts = read_drafts(workspace, source, stamp)
    for draft in drafts:
        tell_dropped(workspace, draft)
    _keep([(workspace, drafts)], dry_run, delivery)


def _by_options(
    workspace: Workspace, typed_fields: Fields, stamp: Fields, dry_run: bool, delivery: TextOptions
) -> None:
    fields = with_implied(workspace, typed_fields, today())
    missing = _missing(workspace.plan, fields)
    if missing and is_attended() and delivery == TextOptions():
        from pci.record.dialogue import ask

        tell_user(stamp["by"])
        ask(workspace, fields, stamp["by"], dry_run)
        return
    if fields["answers"] and not fields["result"]:
        raise CannotDo("thiếu --result", "nêu trả lời thế nào, ai trả lời")
    if missing:
        periods = ", ".join(duty_periods(workspace.plan, fields["about"]))
        hint = f"có: {periods}" if missing == _OF_PAPER else "xem «pci record --help»"
        raise CannotDo(f"thiếu {', '.join(missing)}", hint)
    draft = judge(workspace, {**fields, **stamp, "period": period_of(workspace, fields)})
    if not isinstance(draft, Draft):
        raise refusal(draft)
    tell(draft.doubts)
    _tell_of_rival(workspace, draft)
    tell_dropped(workspace, draft)
    _keep([(workspace, [draft])], dry_run, delivery, alone=True)


def _missing(plan: Plan, fields: Fields) -> list[str]:
    """The options that an update lacks; of a paper that was sent its period, from which the others
    follow."""
    is_paper = fields["evidence"] and duty_periods(plan, fields["about"] or "")
    if is_paper and not (fields["period"] or fields["state"]):
        return _OF_PAPER
    return [option for key, option in _NEEDED.items() if not fields[key]]


def _withdraw(
    workspace: Workspace,
    options: UpdateOptions,
    stamp: Fields,
    dry_run: bool,
    delivery: TextOptions,
) -> None:
    """Record that an update acts as absent from now on."""
    from pci.record.withdraw import withdraw

    target, reason = withdrawal_options(workspace, options)
    receipt = withdraw(workspace, target, reason, {"date": today(), **stamp}, dry_run)
    deliver.text(_receipts([receipt], delivery, alone=True), delivery)
    notice("Chạy thử: chưa ghi gì." if dry_run else f"Đã rút: {target}.")
    if not dry_run:
        tell_user(stamp["by"])


def _tell_of_rival(workspace: Workspace, draft: Draft) -> None:
    """Tell that somebody corrected the same update already."""
    corrected = draft.update.corrects
    other = replaced(workspace.entries).get(corrected) if corrected else None
    if other not in (None, draft.entry.id):
        notice(f"pci: «{corrected}» đã có bản thay: {other}; chỉ bản sau cùng được tính")


def _keep(
    batches: Sequence[Batch],
    dry_run: bool,
    delivery: TextOptions,
    *,
    listed: bool = False,
    alone: bool = False,
) -> None:
    """Keep the updates, then tell what their units still owe; a trial only shows them. What was
    `listed` already is told once more to a script only."""
    kept = [keep_all(workspace, drafts, dry_run) for workspace, drafts in batches]
    receipts = [receipt for own, _ in kept for receipt in own]
    faults = [*filter(None, (fault for _, fault in kept))]
    if delivery.format == "json" or not listed:
        deliver.text(_receipts(receipts, delivery, alone, not faults), delivery)
    if faults:
        raise faults[0]
    if dry_run:
        notice("Chạy thử: chưa ghi gì.")
    for (workspace, drafts), (own, _) in zip(batches, kept, strict=True):
        _tell(workspace, drafts, own, dry_run, delivery)


def _receipts(
    receipts: Sequence[Receipt], delivery: TextOptions, alone: bool, complete: bool = True
) -> str:
    """What became of updates, to a person or to a script; `alone` marks the one of a command."""
    if delivery.format != "json":
        return receipts_text(receipts)
    return receipt_json(receipts[0]) if alone else receipts_json(receipts, complete)


def _tell(
    workspace: Workspace,
    drafts: Sequence[Draft],
    receipts: Sequence[Receipt],
    dry_run: bool,
    delivery: TextOptions,
) -> None:
    """Tell what was recorded of a plan and what is still owed, and offer what was withdrawn."""
    if not dry_run:
        tell_kept(workspace, drafts, receipts)
        if any(receipt.written for receipt in receipts):
            tell_user(drafts[0].update.by)
        tell_owed(after(workspace, drafts), [draft.update for draft in drafts], today())
    for draft in drafts:
        tell_moved(workspace, draft)
        tell_answered(workspace, draft)
    if not dry_run and delivery.format == "text" and is_attended():
        _offer_back(workspace, drafts)


def _offer_back(workspace: Workspace, drafts: Iterable[Draft]) -> None:
    """Offer to take back the withdrawals of words that were recorded again."""
    from pci.record.dialogue import take_back

    for draft in drafts:
        if draft.withdrawn_by:
            take_back(workspace, draft)
