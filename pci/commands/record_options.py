"""The options of `pci record`: what each is, and the fields of an update that they mean."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, Any

import typer

from pci.commands.options import Force, Output, day, one_of, whole_number
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.files.attachments import evidence_line
from pci.workspace import Workspace


@dataclass(frozen=True)
class UpdateOptions:
    """What a person typed of one update, option by option."""

    subject: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NỘI_DUNG|TỆP.xlsx …]",
            help=(
                "Nhiệm vụ, đầu việc (A.VII.4/bao-cao-thang), II.1.3, điều kiện, con-lai; hoặc "
                "các biểu đã điền."
            ),
        ),
    ] = None
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ĐƠN_VỊ", help="Đơn vị báo cáo.")
    ] = None
    on: Annotated[
        str | None,
        typer.Option("--date", metavar="NGÀY", help="Ngày của kết quả: 2023-09-14 hoặc 14/9/2023."),
    ] = None
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="doing|done|suspended|nothing", help="Tình trạng."),
    ] = None
    period: Annotated[
        str | None, typer.Option("--period", metavar="KỲ", help="Kỳ của đầu việc, như 2023-09.")
    ] = None
    percent: Annotated[
        str | None, typer.Option("--percent", metavar="SỐ", help="Tỷ lệ hoàn thành, 0 đến 100.")
    ] = None
    figure: Annotated[
        list[str] | None,
        typer.Option("--figure", metavar="CHỈ_TIÊU=SỐ", help="Số liệu của chỉ tiêu; lặp lại được."),
    ] = None
    result: Annotated[
        str | None,
        typer.Option(
            "--result", metavar="CHỮ|-", help="Kết quả thực hiện; «-» đọc từ đầu vào chuẩn."
        ),
    ] = None
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence",
            metavar="TÀI_LIỆU",
            help=(
                "«412/BC-KKT ngày 14/9/2023», https://… hoặc tệp trong thư mục kế hoạch; lặp "
                "lại được."
            ),
        ),
    ] = None
    difficulty: Annotated[
        str | None, typer.Option("--difficulty", metavar="CHỮ", help="Khó khăn, vướng mắc.")
    ] = None
    difficulty_to: Annotated[
        str | None,
        typer.Option(
            "--difficulty-to", metavar="NƠI", help="noi-bo, lanh-dao-ban hoặc cơ quan ngoài."
        ),
    ] = None
    proposal: Annotated[
        str | None, typer.Option("--proposal", metavar="CHỮ", help="Kiến nghị, đề xuất.")
    ] = None
    proposal_to: Annotated[
        str | None, typer.Option("--proposal-to", metavar="NƠI", help="Như --difficulty-to.")
    ] = None
    corrects: Annotated[
        str | None,
        typer.Option(
            "--corrects", metavar="MÃ", help="Mã cập nhật bị thay thế; 6 chữ cuối cũng được."
        ),
    ] = None
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers",
            metavar="MÃ",
            help="Mã cập nhật được trả lời; nội dung, đơn vị lấy theo cập nhật ấy.",
        ),
    ] = None
    by: Annotated[
        str | None, typer.Option("--by", envvar="PCI_BY", metavar="NGƯỜI", help="Người ghi.")
    ] = None

    @property
    def says_something(self) -> bool:
        """Whether an update was told by options: forms and JSON tell all of theirs."""
        return replace(self, subject=None, by=None) != UpdateOptions()


@dataclass(frozen=True)
class Handling:
    """Where updates come from other than options, and what is done with them."""

    from_json: Annotated[
        str | None,
        typer.Option(
            "--from-json", metavar="TỆP|-", help="Đọc một hoặc nhiều cập nhật viết bằng JSON."
        ),
    ] = None
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Kiểm tra và in ra tệp sẽ ghi, không ghi gì.", show_default=False
        ),
    ] = False
    partial: Annotated[
        bool,
        typer.Option(
            "--partial", help="Biểu có chỗ sai: vẫn ghi các dòng đúng.", show_default=False
        ),
    ] = False


@dataclass(frozen=True)
class Delivery:
    """How receipts are printed, and where they go."""

    format: Annotated[str, one_of("--format", ("text", "json"), "Dạng in.")] = "text"
    output: Output = None
    force: Force = False


def update_fields(workspace: Workspace, options: UpdateOptions) -> dict[str, Any]:
    """The fields of an update that were typed, by their names; null where one was left out."""
    plan = workspace.plan
    about = next(iter(options.subject or ()), None)
    return {
        "about": names.about(plan, about) if about else None,
        "period": options.period,
        "unit": options.unit and names.unit(plan, options.unit),
        "date": options.on and day(options.on, "--date"),
        "state": options.state and names.state(options.state),
        "percent": _percent(options.percent),
        "figures": _figures(options.figure or ()),
        "result": _standard_input() if options.result == "-" else options.result,
        "evidence": [evidence_line(workspace.root, typed) for typed in options.evidence or ()],
        "difficulty": _remark(plan, "difficulty", options.difficulty, options.difficulty_to),
        "proposal": _remark(plan, "proposal", options.proposal, options.proposal_to),
        "corrects": _update_id(workspace, options.corrects),
        "answers": _update_id(workspace, options.answers),
    }


def _percent(typed: str | None) -> int | None:
    return whole_number(typed.rstrip("%"), "--percent") if typed else None


def _update_id(workspace: Workspace, typed: str | None) -> str | None:
    return typed and names.update([entry.id for entry in workspace.entries], typed)


def _standard_input() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError:
        raise CannotDo("đầu vào chuẩn không phải UTF-8", "lưu lại dưới dạng UTF-8") from None


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
