"""The options of `pci record`: what each is, and the fields of an update that they mean."""

import sys
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from pci.clock import today
from pci.commands.options import day, speaker, whole_number
from pci.core import names
from pci.core.dates import Calendar
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.core.progress import id_of
from pci.core.remarks import REMARK_KINDS
from pci.core.scalars import LONGEST
from pci.core.vi import short_date
from pci.record.reach import Coming, needed
from pci.usage import argument, flag, option, seldom
from pci.workspace import Reach, Workspace


@dataclass(frozen=True)
class UpdateOptions:
    """What a person typed of one update, option by option."""

    unit: str | None = option("--unit", "ĐƠN_VỊ", "Đơn vị báo cáo.")
    on: str | None = option("--date", "NGÀY", "Ngày của kết quả: 2023-09-14 hoặc 14/9/2023.")
    state: str | None = option("--state", "doing|done|suspended|nothing", "Tình trạng.")
    period: str | None = option("--period", "KỲ", "Kỳ của đầu việc, như 2023-09.")
    percent: str | None = seldom(option("--percent", "SỐ", "Tỷ lệ hoàn thành, 0 đến 100."))
    figure: list[str] | None = option(
        "--figure", "CHỈ_TIÊU=SỐ", "Số liệu của chỉ tiêu; lặp lại được."
    )
    result: str | None = option(
        "--result", "CHỮ|-", "Kết quả thực hiện; «-» đọc từ lệnh trước dấu |."
    )
    evidence: list[str] | None = option(
        "--evidence",
        "TÀI_LIỆU",
        "«412/BC-KKT ngày 14/9/2023», https://… hoặc tệp trong thư mục kế hoạch; lặp lại được.",
    )
    difficulty: str | None = option("--difficulty", "CHỮ", "Khó khăn, vướng mắc.")
    difficulty_to: str | None = option(
        "--difficulty-to", "NƠI", "noi-bo, lanh-dao hoặc cơ quan ngoài."
    )
    proposal: str | None = option("--proposal", "CHỮ", "Kiến nghị, đề xuất.")
    proposal_to: str | None = option("--proposal-to", "NƠI", "Như --difficulty-to.")
    corrects: str | None = option(
        "--corrects", "MÃ", "Mã cập nhật bị thay thế; 6 chữ cuối cũng được."
    )
    answers: str | None = option(
        "--answers",
        "MÃ",
        "Mã cập nhật được trả lời; chỉ trả lời một điều thì MÃ#difficulty hoặc MÃ#proposal.",
    )
    received: str | None = seldom(
        option(
            "--received",
            "NGÀY",
            "Ngày Văn phòng nhận được (biểu: của cả lượt); không nêu thì là hôm nay.",
        )
    )
    reason: str | None = option("--reason", "CHỮ", "Vì sao quá hạn, tạm dừng, sửa hoặc rút.")
    adds: bool = seldom(flag("--adds", "Số liệu này cộng thêm vào số đã nêu trong kỳ."))
    withdraw: str | None = option(
        "--withdraw", "MÃ", "Rút cập nhật ghi nhầm (hoặc một lần rút); cần --reason."
    )


@dataclass(frozen=True)
class UpdateSource:
    """What updates are about, where they come from other than options, and who records them."""

    subject: list[str] | None = argument(
        "[NỘI_DUNG|TỆP.xlsx …]",
        "Nhiệm vụ, đầu việc (A.VII.4/bao-cao-thang), II.1.3, điều kiện, con-lai; hoặc các biểu đã"
        " điền: tệp, thư mục, «*.xlsx».",
    )
    from_json: str | None = seldom(
        option("--from-json", "TỆP|-", "Đọc một hoặc nhiều cập nhật viết bằng JSON.")
    )
    by: str | None = seldom(option("--by", "NGƯỜI", "Người ghi.", "PCI_BY"))
    dry_run: bool = flag("--dry-run", "Kiểm tra và in ra tệp sẽ ghi, không ghi gì.")


def update_fields(
    workspace: Workspace, about: str | None, options: UpdateOptions
) -> dict[str, Any]:
    """The fields of an update that were typed, by their names; null where one was left out."""
    plan = workspace.plan
    on = day(options.on, "--date") if options.on else None
    return {
        "about": about and _about(plan, about, on),
        "period": options.period,
        "unit": options.unit and speaker(plan, options.unit, on),
        "date": on,
        "state": options.state and names.state(options.state),
        "percent": options.percent and whole_number(options.percent.rstrip("%"), "--percent"),
        "figures": _figures(options.figure or ()),
        "result": _standard_input() if options.result == "-" else options.result,
        "evidence": options.evidence,
        "difficulty": _remark(plan, "difficulty", options.difficulty, options.difficulty_to),
        "proposal": _remark(plan, "proposal", options.proposal, options.proposal_to),
        "corrects": _update_id(workspace, options.corrects),
        "answers": _answers(workspace, options.answers),
        "received": options.received and received_day(options.received),
        "reason": options.reason,
        "adds": options.adds or None,
    }


def reach_of(subjects: Sequence[str], options: UpdateOptions) -> Reach | None:
    """What the update that was typed is judged beside; null for anything: where it names an earlier
    one, or a person may be asked for the rest."""
    earlier = options.corrects or options.answers or options.withdraw
    whole = subjects and options.unit and options.on and options.state
    return partial(_reach, subjects[0], options) if whole and not earlier else None


def _reach(
    about: str, options: UpdateOptions, plan: Plan, calendar: Calendar, alone: Sequence[str]
) -> Set[str]:
    try:
        on = day(options.on or "", "--date")
        subject, unit = _about(plan, about, on), speaker(plan, options.unit or "", on)
    except CannotDo:  # told in its turn, once the workspace is open
        return set(alone)
    task = subject.partition("/")[0]
    coming = Coming(task, unit, on)
    return needed(plan, calendar, coming, today(), alone) if task in plan.tasks else set(alone)


def _about(plan: Plan, typed: str, on: date | None) -> str:
    """The subject that was typed, among those of a day too."""
    return names.about(plan, typed, earlier=(plan.on(on),) if on else ())


def received_day(typed: str) -> date:
    """The day on which the Office had something, which is no day to come."""
    came = day(typed, "--received")
    if came > today():
        raise CannotDo(f"--received {short_date(came)} chưa tới", "gõ ngày Văn phòng đã nhận được")
    return came


def _update_id(workspace: Workspace, typed: str | None) -> str | None:
    return typed and names.update([entry.id for entry in workspace.progress.standing], typed)


def _answers(workspace: Workspace, typed: str | None) -> str | None:
    """The update answered, with the mark of the one remark meant where there is one."""
    update, mark, kind = (typed or "").strip().lower().partition("#")
    if mark and kind not in REMARK_KINDS:
        hint = " hoặc ".join(f"MÃ#{known}" for known in REMARK_KINDS)
        raise CannotDo(f"--answers «{typed}» không nêu đúng điều được trả lời", f"gõ {hint}")
    update_id = _update_id(workspace, update)
    return f"{update_id}{mark}{kind}" if update_id else None


def withdrawal_options(workspace: Workspace, options: UpdateOptions) -> tuple[str, str]:
    """What is withdrawn, and why."""
    alone = UpdateOptions(withdraw=options.withdraw, reason=options.reason)
    if options != alone:
        raise CannotDo("--withdraw chỉ đi với --reason", "nội dung, đơn vị lấy theo lời được rút")
    if not options.reason:
        raise CannotDo("thiếu --reason", "nêu vì sao rút")
    progress = workspace.progress
    ids = [*map(id_of, progress.records), *progress.unread]
    return names.update(ids, options.withdraw or ""), options.reason


def _standard_input() -> str:
    try:
        text = sys.stdin.read(LONGEST + 1)
    except UnicodeDecodeError:
        raise CannotDo("chữ đưa vào không phải UTF-8", "lưu lại dưới dạng UTF-8") from None
    if len(text) > LONGEST:
        raise CannotDo("chữ đưa vào dài bất thường", "xem có nhầm tệp không")
    return text


def _figures(pairs: Sequence[str]) -> dict[str, Decimal]:
    figures = dict(map(_figure, pairs))
    if len(figures) < len(pairs):
        raise CannotDo("--figure nêu hai lần một chỉ tiêu", "mỗi chỉ tiêu một con số")
    return figures


def _figure(pair: str) -> tuple[str, Decimal]:
    """`kien-nghi-giai-quyet=9` as an indicator and its number."""
    name, sign, number = (part.strip() for part in pair.partition("="))
    if not sign:
        hint = "gõ như kien-nghi-giai-quyet=9 hoặc ty-le=98,33"
        raise CannotDo(f"--figure «{pair}» không đúng dạng", hint)
    try:
        return name, names.number(number.removesuffix("%"))
    except CannotDo as error:
        raise CannotDo(f"--figure {name}: {error.message}", error.hint) from None


def _remark(plan: Plan, kind: str, text: str | None, to: str | None) -> dict[str, str] | None:
    if text is None and to is None:
        return None
    if not text or not to:
        raise CannotDo(f"--{kind} và --{kind}-to phải đi cùng nhau", "nêu cả nội dung và nơi nhận")
    return {"to": names.addressee(plan, to), "text": text}
