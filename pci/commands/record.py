"""`pci record`: what a unit did, as new files: by options, by questions in a terminal, from JSON, from forms."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from pci.clock import now, today
from pci.commands import deliver
from pci.commands.options import (
    Force,
    Output,
    Root,
    Year,
    chosen,
    day,
    opened,
    typist,
    whole_number,
)
from pci.console import notice, shown_name
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.ledger import replaced
from pci.core.model import REST, Plan, Update
from pci.core.schedule import period_holding, period_ids
from pci.core.vi import count_words, shortened
from pci.files.attachments import proof
from pci.keyboard import is_attended
from pci.record import receipts as json
from pci.record.drafts import (
    MOST_TOLD,
    Draft,
    broken_off,
    keep,
    place,
    sound,
    tell_answered,
    tell_kept,
    tell_owed,
)
from pci.record.questions import fitting_periods
from pci.workspace import Workspace


def record(
    subject: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NỘI_DUNG|TỆP.xlsx …]",
            help="Nhiệm vụ, đầu việc (A.VII.4/bao-cao-thang), II.1.3, điều kiện, con-lai; hoặc các biểu đã điền.",
        ),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ĐƠN_VỊ", help="Đơn vị báo cáo.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--date", metavar="NGÀY", help="Ngày của kết quả: 2023-09-14 hoặc 14/9/2023."),
    ] = None,
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="doing|done|suspended|nothing", help="Tình trạng."),
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="KỲ", help="Kỳ của đầu việc, như 2023-09.")
    ] = None,
    percent: Annotated[
        str | None, typer.Option("--percent", metavar="SỐ", help="Tỷ lệ hoàn thành, 0 đến 100.")
    ] = None,
    figure: Annotated[
        list[str] | None,
        typer.Option("--figure", metavar="CHỈ_TIÊU=SỐ", help="Số liệu của chỉ tiêu; lặp lại được."),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(
            "--result", metavar="CHỮ|-", help="Kết quả thực hiện; «-» đọc từ đầu vào chuẩn."
        ),
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence",
            metavar="TÀI_LIỆU",
            help="«412/BC-KKT ngày 14/9/2023», https://… hoặc tệp trong thư mục kế hoạch; lặp lại được.",
        ),
    ] = None,
    difficulty: Annotated[
        str | None, typer.Option("--difficulty", metavar="CHỮ", help="Khó khăn, vướng mắc.")
    ] = None,
    difficulty_to: Annotated[
        str | None,
        typer.Option(
            "--difficulty-to", metavar="NƠI", help="noi-bo, lanh-dao-ban hoặc cơ quan ngoài."
        ),
    ] = None,
    proposal: Annotated[
        str | None, typer.Option("--proposal", metavar="CHỮ", help="Kiến nghị, đề xuất.")
    ] = None,
    proposal_to: Annotated[
        str | None, typer.Option("--proposal-to", metavar="NƠI", help="Như --difficulty-to.")
    ] = None,
    corrects: Annotated[
        str | None,
        typer.Option(
            "--corrects", metavar="MÃ", help="Mã cập nhật bị thay thế; 6 chữ cuối cũng được."
        ),
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers",
            metavar="MÃ",
            help="Mã cập nhật được trả lời; nội dung, đơn vị lấy theo cập nhật ấy.",
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", envvar="PCI_BY", metavar="NGƯỜI", help="Người ghi.")
    ] = None,
    from_json: Annotated[
        str | None,
        typer.Option(
            "--from-json", metavar="TỆP|-", help="Đọc một hoặc nhiều cập nhật viết bằng JSON."
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Kiểm tra và in ra tệp sẽ ghi, không ghi gì.", show_default=False
        ),
    ] = False,
    partial: Annotated[
        bool,
        typer.Option(
            "--partial", help="Biểu có chỗ sai: vẫn ghi các dòng đúng.", show_default=False
        ),
    ] = False,
    root: Root = None,
    year: Year = None,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help="Dạng in.")] = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Ghi một cập nhật về kết quả thực hiện.

    Mỗi cập nhật là một tệp mới trong plans/<năm>/progress/<đơn vị>/, không sửa tệp nào đã có. Gõ thiếu trong cửa sổ
    lệnh thì chương trình hỏi từng điều, cho xem rồi mới ghi. Biểu của «pci form» đã điền thì nêu tên tệp: mọi dòng được
    kiểm tra trước, đúng hết mới ghi, ghi lại lần nữa không thành hai.

    Ví dụ: pci record A.VII.4/bao-cao-thang --unit QLDN --date 14/9/2023 --state done
    --evidence "412/BC-KKT ngày 14/9/2023"
    """
    chosen(format, ("text", "json"), "--format")
    if output:
        deliver.refuse_data_folder(output)  # before anything is written
    if any(argument.lower().endswith(_FILES) for argument in subject or ()):
        from pci.commands import record_forms

        typed = (
            unit,
            on,
            state,
            period,
            percent,
            figure,
            text,
            evidence,
            difficulty,
            proposal,
            corrects,
            answers,
        )
        if from_json or any(typed):
            raise CannotDo("biểu không đi với nội dung nêu ở dòng lệnh", "nội dung lấy trong biểu")
        record_forms.record(
            subject or (), root, year, by, record_forms.How(partial, dry_run, format, output, force)
        )
        return
    if partial or len(subject or ()) > 1:
        raise CannotDo(
            "--partial, nhiều đối số chỉ dùng với biểu .xlsx", "mỗi lần ghi một nội dung"
        )
    about = next(iter(subject or ()), None)
    workspace = opened(root, year)
    plan = workspace.plan
    ids = [entry.id for entry in workspace.entries]
    corrects, answers = (typed and names.update(ids, typed) for typed in (corrects, answers))
    answered = _answered(workspace, answers) if answers else None
    given: dict[str, Any] = {
        "about": names.about(plan, about) if about else answered and answered.about,
        "period": period,
        "unit": names.unit(plan, unit) if unit else answered and answered.unit,
        "date": day(on, "--date") if on else answered and today(),
        "state": names.state(state) if state else answered and "nothing",
        "percent": whole_number(percent.rstrip("%") if percent else None, "--percent"),
        "figures": _figures(figure or ()),
        "result": _standard_input() if text == "-" else text,
        "evidence": [proof(workspace.root, typed) for typed in evidence or ()],
        "difficulty": _remark(plan, "difficulty", difficulty, difficulty_to),
        "proposal": _remark(plan, "proposal", proposal, proposal_to),
        "corrects": corrects,
        "answers": answers,
    }
    if answered and given["about"] == answered.about:
        given["period"] = period or answered.period
    if given["about"] == REST:
        given["state"] = given["state"] or "nothing"
    written = {"recorded": now(), "by": typist(by)}
    if from_json is not None:
        from pci.record.from_json import drafts

        _refuse_beside_json({key: value for key, value in given.items() if value})
        made = drafts(workspace, from_json, written)
        _hand_over(workspace, made, dry_run, format, output, force, several=True)
        return
    missing = [option for key, option in _NEEDED.items() if not given[key]]
    if missing and is_attended() and format == "text" and not output:
        from pci.record.dialogue import ask

        if (
            corrects and corrects not in ids
        ):  # before anything is asked, for no answer could mend it
            raise CannotDo(f"không có cập nhật «{shortened(corrects)}»", "xem mã bằng «pci log»")
        ask(workspace, given, written, dry_run)
        return
    if answered and not given["result"]:
        raise CannotDo("thiếu --result", "nêu trả lời thế nào, ai trả lời")
    if missing:
        raise CannotDo(f"thiếu {', '.join(missing)}", "xem «pci record --help»")
    given["period"] = _period(
        workspace, given["about"], given["unit"], given["date"], given["period"]
    )
    draft = sound(workspace, given | written)
    if (other := replaced(workspace.entries).get(corrects or "")) not in (None, draft.entry.id):
        notice(f"pci: «{corrects}» đã có bản thay: {other}; chỉ bản sau cùng được tính")
    _hand_over(workspace, (draft,), dry_run, format, output, force)


_FILES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".docx", ".doc", ".pdf")
"""What names a file rather than a task: the first can be read, the others are refused by name."""

_NEEDED = {"about": "đối số NỘI_DUNG", "unit": "--unit", "date": "--date", "state": "--state"}
"""Without these there is no update; what a person in a terminal left out is asked."""


def _hand_over(
    workspace: Workspace,
    drafts: Sequence[Draft],
    dry_run: bool,
    format: str,
    output: Path | None,
    force: bool,
    several: bool = False,
) -> None:
    """Keep the updates, or only show them, and say what was done and what is still owed. Where one cannot be kept,
    those before it are told like any others: run again, the command records only the rest."""
    receipts: list[json.Receipt] = []
    # of very many nobody reads a line each
    fault, each = None, len(drafts) <= MOST_TOLD
    try:
        for draft in drafts:
            new = False if dry_run else keep(workspace, draft)
            receipts.append(
                json.Receipt(
                    place(workspace, draft), draft.entry.id, new, draft.text if dry_run else None
                )
            )
            if each and not dry_run:
                tell_kept(workspace, draft, new)
            elif not dry_run:
                tell_answered(workspace, draft)
    except (OSError, CannotDo) as error:
        if not receipts:
            raise
        failed = shown_name(error) if isinstance(error, OSError) else ""
        fault = broken_off(len(receipts), len(drafts), failed, error)
    if format == "json":
        shown = json.recorded_all(receipts) if several else json.recorded(receipts[0])
    else:
        shown = "".join(f"{r.path}\n" + (f"\n{r.content}\n" if r.content else "") for r in receipts)
    try:
        deliver.text(shown, output, force)
    finally:  # the receipt may fail for the same reason, which is told once
        if fault:
            raise fault
    if not each and not dry_run:
        fresh = sum(receipt.written for receipt in receipts)
        notice(
            f"Đã ghi {count_words(fresh)} cập nhật, {count_words(len(receipts) - fresh)} đã có từ trước."
        )
    if dry_run:
        for draft in drafts:
            tell_answered(workspace, draft)
        notice("Chạy thử: chưa ghi gì.")
        return
    tell_owed(workspace, drafts, today())


def _refuse_beside_json(given: Mapping[str, Any]) -> None:
    if given:
        raise CannotDo(
            "--from-json không đi với nội dung nêu ở dòng lệnh", "đưa mọi trường vào JSON"
        )


def _answered(workspace: Workspace, update_id: str) -> Update:
    """The update whose difficulty or proposal is answered."""
    found = next((entry.update for entry in workspace.entries if entry.id == update_id), None)
    if found is None:
        raise CannotDo(f"không có cập nhật «{update_id}»", "xem mã bằng «pci log --open»")
    if not (found.difficulty or found.proposal):
        raise CannotDo(
            f"«{update_id}» không nêu khó khăn, kiến nghị nào", "xem mã bằng «pci log --open»"
        )
    return found


def _standard_input() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError:
        raise CannotDo("đầu vào chuẩn không phải UTF-8", "lưu lại dưới dạng UTF-8") from None


def _period(
    workspace: Workspace, subject: str, unit: str, on: date, asked: str | None
) -> str | None:
    """The period meant: as typed, else the only one that fits; several are told, for a person to choose."""
    plan = workspace.plan
    if subject == REST:
        window = period_holding(plan.reporting, on)
        return (
            names.report_period(plan, asked).strip().upper()
            if asked
            else window and window.period.id
        )
    task_id, _, name = subject.partition("/")
    ids = period_ids(plan, plan.tasks[task_id].owes[name]) if name else ()
    if asked:
        return names.resolve(asked, dict.fromkeys(ids, ()), "kỳ", whole=True) if ids else asked
    if len(ids) < 2:
        return next(iter(ids), None)
    fitting = fitting_periods(plan, workspace.entries, workspace.calendar, subject, unit, on)
    if len(fitting) == 1:
        return fitting[0]
    raise CannotDo(f"«{subject}» có nhiều kỳ", f"thêm --period: {', '.join(fitting or ids)}")


def _figures(pairs: Sequence[str]) -> dict[str, Decimal]:
    figures = [_figure(pair) for pair in pairs]
    twice = [name for name, count in Counter(name for name, _ in figures).items() if count > 1]
    if twice:
        raise CannotDo(f"--figure «{twice[0]}» nêu hai lần", "mỗi chỉ tiêu một con số")
    return dict(figures)


def _figure(pair: str) -> tuple[str, Decimal]:
    name, sign, number = pair.partition("=")
    if not sign:
        raise CannotDo(
            f"--figure «{pair}» không đúng dạng", "gõ như kien-nghi-giai-quyet=9 hoặc ty-le=98,33"
        )
    try:
        return name.strip(), names.number(number.strip().removesuffix("%"))
    except CannotDo as error:
        raise CannotDo(f"--figure {name.strip()}: {error.message}", error.hint) from None


def _remark(plan: Plan, kind: str, text: str | None, to: str | None) -> dict[str, str] | None:
    if text is None and to is None:
        return None
    if not text or not to:
        raise CannotDo(f"--{kind} và --{kind}-to phải đi cùng nhau", "nêu cả nội dung và nơi nhận")
    return {"to": names.addressee(plan, to), "text": text}
