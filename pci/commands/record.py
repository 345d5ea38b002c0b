"""`pci record`: what a unit did, as new files: by options, by questions in a terminal, from JSON,
from forms."""

from collections.abc import Sequence

from pci.clock import now, today
from pci.commands import deliver
from pci.commands.options import Place, TextOptions, typist
from pci.commands.record_options import Source, UpdateOptions, update_fields
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
    tell_answered,
    tell_kept,
    trial,
)
from pci.record.owed import tell_owed
from pci.workspace import Workspace

_FILES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".docx", ".doc", ".pdf")
"""What names a file rather than a task: the first can be read, the others are refused by name."""

_NEEDED = {"about": "đối số NỘI_DUNG", "unit": "--unit", "date": "--date", "state": "--state"}
"""The fields without which there is no update, by the option that gives each."""


def record(update: UpdateOptions, source: Source, place: Place, delivery: TextOptions) -> None:
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
    subjects, told = source.subject or [], update != UpdateOptions()
    if any(subject.lower().endswith(_FILES) for subject in subjects):
        from pci.commands.record_forms import form_drafts

        _refuse_others("biểu", told or source.from_json is not None)
        workspace, drafts = form_drafts(source, place, delivery)
        _keep(workspace, drafts, source.dry_run, delivery, listed=True)
    elif source.from_json is not None:
        from pci.record.from_json import read_drafts

        _refuse_others("--from-json", told or bool(subjects))
        workspace = place.opened()
        stamp = {"recorded": now(), "by": typist(source.by)}
        drafts = read_drafts(workspace, source.from_json, stamp)
        _keep(workspace, drafts, source.dry_run, delivery)
    elif len(subjects) > 1:
        raise CannotDo("nhiều đối số chỉ dùng với biểu .xlsx", "mỗi lần ghi một nội dung")
    else:
        _by_options(place.opened(), update, source, delivery)


def _refuse_others(source: str, others: bool) -> None:
    if others:
        fault = f"{source} không đi với nội dung nêu ở dòng lệnh"
        raise CannotDo(fault, "nội dung lấy cả trong tệp")


def _by_options(
    workspace: Workspace, update: UpdateOptions, source: Source, delivery: TextOptions
) -> None:
    about, by = next(iter(source.subject or ()), None), typist(source.by)
    fields = with_implied(workspace, update_fields(workspace, about, update), today())
    missing = [option for key, option in _NEEDED.items() if not fields[key]]
    if missing and is_attended() and delivery == TextOptions():
        from pci.record.dialogue import ask

        ask(workspace, fields, by, source.dry_run)
        return
    if fields["answers"] and not fields["result"]:
        raise CannotDo("thiếu --result", "nêu trả lời thế nào, ai trả lời")
    if missing:
        raise CannotDo(f"thiếu {', '.join(missing)}", "xem «pci record --help»")
    stamp = {"period": period_of(workspace, fields), "recorded": now(), "by": by}
    draft = judge(workspace, {**fields, **stamp})
    if not isinstance(draft, Draft):
        raise refusal(draft)
    tell(draft.doubts)
    other = replaced(workspace.entries).get(draft.update.corrects or "")
    if other not in (None, draft.entry.id):
        words = f"«{draft.update.corrects}» đã có bản thay: {other}"
        notice(f"pci: {words}; chỉ bản sau cùng được tính")
    _keep(workspace, [draft], source.dry_run, delivery, alone=True)


def _keep(
    workspace: Workspace,
    drafts: Sequence[Draft],
    dry_run: bool,
    delivery: TextOptions,
    *,
    listed: bool = False,
    alone: bool = False,
) -> None:
    """Keep the updates, then tell what their units still owe; a trial only shows them. What was
    `listed` already is told once more to a script only."""
    fault: CannotDo | None = None
    if dry_run:
        receipts = [trial(workspace, draft) for draft in drafts]
    else:
        receipts, fault = keep_all(workspace, drafts)
    if delivery.format == "json":
        text = receipt_json(receipts[0]) if alone else receipts_json(receipts)
        deliver.text(text, delivery)
    elif not listed:
        deliver.text(receipts_text(receipts), delivery)
    if fault:
        raise fault
    if dry_run:
        notice("Chạy thử: chưa ghi gì.")
    else:
        tell_kept(workspace, drafts, receipts)
        tell_owed(after(workspace, drafts), [draft.update for draft in drafts], today())
    for draft in drafts:
        tell_answered(workspace, draft)
