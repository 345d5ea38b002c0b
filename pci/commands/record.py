"""`pci record`: one update as one new file."""

import re
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from pci import names, rules, yamlio
from pci.clock import now, today
from pci.commands import deliver
from pci.commands.options import Force, Output, Root, Year, chosen, day, opened, typist, whole_number
from pci.console import complain, notice, relative
from pci.dates import WEEKDAYS, periods_of
from pci.diagnostic import Severity
from pci.errors import CannotDo
from pci.formats import json
from pci.ledger import FINISHED, Entry, answering, items, update_id, update_path
from pci.model import REST, Plan, Update
from pci.schedule import period_ids, reporting_period
from pci.shape import build
from pci.store import create
from pci.vi import nfc
from pci.workspace import Workspace


def record(
    about: Annotated[
        str,
        typer.Argument(
            metavar="NỘI_DUNG", help="Nhiệm vụ, đầu việc (A.VII.4/bao-cao-thang), II.1.3, điều kiện, con-lai."
        ),
    ],
    unit: Annotated[str, typer.Option("--unit", metavar="ĐƠN_VỊ", help="Đơn vị báo cáo.")],
    on: Annotated[str, typer.Option("--date", metavar="NGÀY", help="Ngày của kết quả: 2023-09-14 hoặc 14/9/2023.")],
    state: Annotated[str, typer.Option("--state", metavar="doing|done|suspended|nothing", help="Tình trạng.")],
    period: Annotated[str | None, typer.Option("--period", metavar="KỲ", help="Kỳ của đầu việc, như 2023-09.")] = None,
    percent: Annotated[str | None, typer.Option("--percent", metavar="SỐ", help="Tỷ lệ hoàn thành, 0 đến 100.")] = None,
    figure: Annotated[
        list[str] | None, typer.Option("--figure", metavar="CHỈ_TIÊU=SỐ", help="Số liệu của chỉ tiêu; lặp lại được.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--result", metavar="CHỮ|-", help="Kết quả thực hiện; «-» đọc từ đầu vào chuẩn.")
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", metavar="VĂN_BẢN", help="«412/BC-KKT ngày 14/9/2023»; lặp lại được."),
    ] = None,
    difficulty: Annotated[str | None, typer.Option("--difficulty", metavar="CHỮ", help="Khó khăn, vướng mắc.")] = None,
    difficulty_to: Annotated[
        str | None, typer.Option("--difficulty-to", metavar="NƠI", help="noi-bo, lanh-dao-ban hoặc cơ quan ngoài.")
    ] = None,
    proposal: Annotated[str | None, typer.Option("--proposal", metavar="CHỮ", help="Kiến nghị, đề xuất.")] = None,
    proposal_to: Annotated[
        str | None, typer.Option("--proposal-to", metavar="NƠI", help="Như --difficulty-to.")
    ] = None,
    corrects: Annotated[str | None, typer.Option("--corrects", metavar="MÃ", help="Mã cập nhật bị thay thế.")] = None,
    answers: Annotated[str | None, typer.Option("--answers", metavar="MÃ", help="Mã cập nhật được trả lời.")] = None,
    by: Annotated[str | None, typer.Option("--by", envvar="PCI_BY", metavar="NGƯỜI", help="Người ghi.")] = None,
    root: Root = None,
    year: Year = None,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help="Dạng in.")] = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Ghi một cập nhật về kết quả thực hiện.

    Mỗi cập nhật là một tệp mới trong plans/<năm>/progress/<đơn vị>/, không sửa tệp nào đã có.

    Ví dụ: pci record A.VII.4/bao-cao-thang --unit QLDN --date 14/9/2023 --state done
    --evidence "412/BC-KKT ngày 14/9/2023"
    """
    chosen(format, ("text", "json"), "--format")
    workspace = opened(root, year)
    plan = workspace.plan
    subject, unit_id, when = names.about(plan, about), names.unit(plan, unit), day(on, "--date")
    if when > today():
        raise CannotDo(f"--date {when} chưa tới", "ghi ngày có kết quả, không muộn hơn hôm nay")
    fields: dict[str, Any] = {
        "about": subject,
        "period": _period(workspace, subject, unit_id, when, period),
        "unit": unit_id,
        "date": when,
        "state": names.state(state),
        "percent": whole_number(percent.rstrip("%") if percent else None, "--percent"),
        "figures": _figures(figure or ()),
        "result": _standard_input() if text == "-" else text,
        "evidence": evidence or [],
        "difficulty": _remark(plan, "difficulty", difficulty, difficulty_to),
        "proposal": _remark(plan, "proposal", proposal, proposal_to),
        "corrects": corrects,
        "answers": answers,
        "recorded": now(),
        "by": typist(by),
    }
    given = {key: _composed(value) for key, value in fields.items() if value not in (None, [], {})}
    content = yamlio.write(given)
    update = _sound(workspace, content)
    path = _unlinked(workspace.root, update_path(plan.year, update))
    if output:
        deliver.refuse_data_folder(output)  # before anything is written
    written = create(path, content.encode())
    place = relative(path)
    deliver.text(json.recorded(place, update_id(update), written) if format == "json" else f"{place}\n", output, force)
    of_period = f" kỳ {update.period}" if update.period else ""
    said = f"{update.about}{of_period}, {plan.name(unit_id)}"
    notice(f"Đã ghi: {said}." if written else f"Cập nhật này đã có, không ghi lại: {said}.")


def _standard_input() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError:
        raise CannotDo("đầu vào chuẩn không phải UTF-8", "lưu lại dưới dạng UTF-8") from None


def _unlinked(root: Path, inside: str) -> Path:
    """A path inside the workspace, reached through real folders only: what is written through a link may land
    anywhere, and reading does not follow it back."""
    path = root / inside
    for folder in path.parents[: inside.count("/")]:
        if folder.is_symlink():
            raise CannotDo(f"{relative(folder)} là liên kết", "thay bằng thư mục thật trong kế hoạch")
    return path


def _composed(value: Any) -> Any:
    """Typed text in composed letters, paragraphs without trailing blanks."""
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in nfc(value).strip().splitlines())
    if isinstance(value, dict):
        return {key: _composed(item) for key, item in value.items()}
    return [_composed(item) for item in value] if isinstance(value, list) else value


def _period(workspace: Workspace, subject: str, unit: str, on: date, asked: str | None) -> str | None:
    """The period meant: as typed, else the only one that fits; several are told, for a person to choose."""
    plan = workspace.plan
    if subject == REST:
        return asked.strip().upper() if asked else _window_of(plan, on)
    task_id, _, name = subject.partition("/")
    ids = period_ids(plan, plan.tasks[task_id].owes[name]) if name else ()
    if asked:
        return names.resolve(asked, dict.fromkeys(ids, ()), "kỳ", whole=True) if ids else asked
    if len(ids) < 2:
        return next(iter(ids), None)
    # as it stood the day before: what is said the same day may be this very update
    stood = items(plan, workspace.entries, on - timedelta(days=1), workspace.calendar)
    units = answering(plan, plan.tasks[task_id], unit)
    fitting = dict.fromkeys(
        item.period or ""
        for item in stood
        if (item.task, item.obligation) == (task_id, name)
        and item.unit in units
        and item.state not in FINISHED
        and item.opens
        and item.opens <= on
    )
    if len(fitting) == 1:
        return next(iter(fitting))
    raise CannotDo(f"«{subject}» có nhiều kỳ", f"thêm --period: {', '.join(fitting or ids)}")


def _window_of(plan: Plan, on: date) -> str | None:
    """The reporting period whose window holds a day."""
    regime = plan.reporting
    windows = (
        reporting_period(regime, p, WEEKDAYS) for y in (on.year, on.year + 1) for p in periods_of(y, regime.every)
    )
    return next((window.period.id for window in windows if window.holds(on)), None)


def _figures(pairs: Sequence[str]) -> dict[str, Decimal]:
    figures = [_figure(pair) for pair in pairs]
    twice = [name for name, count in Counter(name for name, _ in figures).items() if count > 1]
    if twice:
        raise CannotDo(f"--figure «{twice[0]}» nêu hai lần", "mỗi chỉ tiêu một con số")
    return dict(figures)


def _figure(pair: str) -> tuple[str, Decimal]:
    """`ho-so=118` or `ty-le=98,33`: a decimal comma as Vietnamese write it. `1.234` is a thousand to one reader
    and a little over one to another, so it is refused."""
    name, sign, number = pair.partition("=")
    text = number.strip().removesuffix("%")
    if not sign or not re.fullmatch(r"-?[0-9]{1,15}([.,][0-9]{1,6})?", text):
        raise CannotDo(f"--figure «{pair}» không đúng dạng", "gõ như kien-nghi-giai-quyet=9 hoặc ty-le=98,33")
    if re.search(r"\.[0-9]{3}$", text):
        raise CannotDo(f"--figure «{pair}» không rõ là phần nghìn hay phần lẻ", "gõ liền 1234, hoặc 1,234 cho số lẻ")
    return name.strip(), Decimal(text.replace(",", "."))


def _remark(plan: Plan, kind: str, text: str | None, to: str | None) -> dict[str, str] | None:
    if text is None and to is None:
        return None
    if not text or not to:
        raise CannotDo(f"--{kind} và --{kind}-to phải đi cùng nhau", "nêu cả nội dung và nơi nhận")
    return {"to": names.addressee(plan, to), "text": text}


def _sound(workspace: Workspace, text: str) -> Update:
    """The update that a file with this text would hold, judged exactly as it will be when read back."""
    document = yamlio.read(text.encode(), "cập nhật")
    built = build(Update, document.tree, document.source, "cập nhật") if document.tree else document.problems
    if isinstance(built, tuple):
        raise _refusal([(d.message, d.hint) for d in built])
    entry = Entry(update_id(built), built)
    known = {e.id: e for e in workspace.entries}
    path = update_path(workspace.plan.year, built)
    found = list(rules.check_update(workspace.plan, entry, path, known, workspace.issued))
    for rule, problem in found:
        if rule.severity is Severity.WARNING:
            notice(f"pci: {problem.message}; {problem.hint}")
    if faults := [(p.message, p.hint) for rule, p in found if rule.severity is Severity.ERROR]:
        raise _refusal(faults)
    return built


def _refusal(faults: Sequence[tuple[str, str]]) -> CannotDo:
    """All faults but the last are told here, the last by the error boundary: one line each."""
    for message, hint in faults[:-1]:
        complain(CannotDo(message, hint))
    return CannotDo(*faults[-1])
