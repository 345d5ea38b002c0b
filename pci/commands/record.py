"""`pci record`: what a unit did, as new files: by options, by questions in a terminal, from JSON,
from forms."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pci.clock import now, today
from pci.commands import deliver
from pci.commands.options import Root, Year, opened, typist
from pci.commands.record_options import Delivery, Handling, UpdateOptions, update_fields
from pci.console import notice
from pci.core.errors import CannotDo
from pci.core.ledger import replaced
from pci.keyboard import is_attended
from pci.record.drafts import Draft, after, judge, refusal, tell
from pci.record.implied import period_of, with_implied
from pci.record.keeping import (
    keep_all,
    receipt_json,
    receipts_json,
    receipts_text,
    tell_each,
    trial,
)
from pci.record.owed import tell_owed
from pci.workspace import Workspace

_FILES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".docx", ".doc", ".pdf")
"""What names a file rather than a task: the first can be read, the others are refused by name."""

_NEEDED = {"about": "đối số NỘI_DUNG", "unit": "--unit", "date": "--date", "state": "--state"}
"""The fields without which there is no update, by the option that gives each."""


def record(
    *,
    update: UpdateOptions,
    handling: Handling,
    root: Root = None,
    year: Year = None,
    delivery: Delivery,
) -> None:
    """Ghi một cập nhật về kết quả thực hiện.

    Mỗi cập nhật là một tệp mới trong plans/<năm>/progress/<đơn vị>/, không sửa tệp nào đã có. Gõ
    thiếu trong cửa sổ lệnh thì chương trình hỏi từng điều, cho xem rồi mới ghi. Biểu của «pci form»
    đã điền thì nêu tên tệp: mọi dòng được kiểm tra trước, đúng hết mới ghi, ghi lại lần nữa không
    thành hai.

    Ví dụ: pci record A.VII.4/bao-cao-thang --unit QLDN --date 14/9/2023 --state done
    --evidence "412/BC-KKT ngày 14/9/2023"
    """
    if delivery.output:
        deliver.refuse_data_folder(delivery.output)  # before anything is written
    subjects = update.subject or []
    if any(subject.lower().endswith(_FILES) for subject in subjects):
        _by_forms(update, handling, root, year, delivery)
    elif handling.partial or len(subjects) > 1:
        hint = "mỗi lần ghi một nội dung"
        raise CannotDo("--partial, nhiều đối số chỉ dùng với biểu .xlsx", hint)
    elif handling.from_json is not None:
        _by_json(opened(root, year), update, handling.from_json, handling.dry_run, delivery)
    else:
        _by_options(opened(root, year), update, handling.dry_run, delivery)


def _by_forms(
    update: UpdateOptions,
    handling: Handling,
    root: Path | None,
    year: str | None,
    delivery: Delivery,
) -> None:
    from pci.commands.record_forms import keep_forms

    if handling.from_json or update.says_something:
        fault = "biểu không đi với nội dung nêu ở dòng lệnh"
        raise CannotDo(fault, "nội dung lấy trong biểu")
    keep_forms(update.subject or [], root, year, update.by, handling, delivery)


def _by_json(
    workspace: Workspace, update: UpdateOptions, source: str, dry_run: bool, delivery: Delivery
) -> None:
    from pci.record.from_json import read_drafts

    if update.subject or update.says_something:
        fault = "--from-json không đi với nội dung nêu ở dòng lệnh"
        raise CannotDo(fault, "đưa mọi trường vào JSON")
    drafts = read_drafts(workspace, source, {"recorded": now(), "by": typist(update.by)})
    _keep(workspace, drafts, dry_run, delivery, several=True)


def _by_options(
    workspace: Workspace, update: UpdateOptions, dry_run: bool, delivery: Delivery
) -> None:
    fields = with_implied(workspace, update_fields(workspace, update), today())
    missing = [option for key, option in _NEEDED.items() if not fields[key]]
    by = typist(update.by)
    if missing and is_attended() and delivery == Delivery():
        from pci.record.dialogue import ask

        ask(workspace, fields, by, dry_run)
        return
    if fields["answers"] and not fields["result"]:
        raise CannotDo("thiếu --result", "nêu trả lời thế nào, ai trả lời")
    if missing:
        raise CannotDo(f"thiếu {', '.join(missing)}", "xem «pci record --help»")
    draft = _draft(workspace, {**fields, "recorded": now(), "by": by})
    _keep(workspace, (draft,), dry_run, delivery, several=False)


def _draft(workspace: Workspace, fields: dict[str, Any]) -> Draft:
    """The update of these fields; faults end the command, doubts are told."""
    judgement = judge(workspace, {**fields, "period": period_of(workspace, fields)})
    if not isinstance(judgement, Draft):
        raise refusal(judgement)
    tell(judgement.doubts)
    corrects = judgement.update.corrects
    other = replaced(workspace.entries).get(corrects or "")
    if other not in (None, judgement.entry.id):
        notice(f"pci: «{corrects}» đã có bản thay: {other}; chỉ bản sau cùng được tính")
    return judgement


def _keep(
    workspace: Workspace,
    drafts: Sequence[Draft],
    dry_run: bool,
    delivery: Delivery,
    *,
    several: bool,
) -> None:
    """Keep the updates, then tell what their units still owe; a trial only shows them."""
    outcome = trial(workspace, drafts) if dry_run else keep_all(workspace, drafts)
    tell_each(workspace, drafts, outcome, dry_run)
    text = receipts_text(outcome.receipts)
    if delivery.format == "json":
        text = receipts_json(outcome.receipts) if several else receipt_json(outcome.receipts[0])
    deliver.text(text, delivery.output, delivery.force)
    if outcome.fault:
        raise outcome.fault
    if dry_run:
        notice("Chạy thử: chưa ghi gì.")
    else:
        tell_owed(after(workspace, drafts), [draft.update for draft in drafts], today())
