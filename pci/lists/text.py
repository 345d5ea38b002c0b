"""Plain pages for reading: one task whole."""

from collections.abc import Iterable, Sequence
from datetime import date

from pci.console import INVENTED, visible
from pci.core import evidence as proofs
from pci.core.ledger import ITEM_STATES, Item
from pci.core.model import INSIDE, Obligation, Plan
from pci.core.schedule import triggers
from pci.core.vi import TASK_LABELS, lower_first, occurrence_words, short_date
from pci.lists.columns import UNPROVEN, LogRow, TaskRow, figure_words, output_lines

MARKS = {
    "done": "●",
    "done_late": "◐",
    "open": "○",
    "not_due": "□",
    "overdue": "!",
    "suspended": "–",
}
"""How the year's strip shows an item in the month of its due day."""
LATER = 13
"""The strip's last column: due after the year's end."""
AS_SCANNED = " (như bản quét)"


def task_page(row: TaskRow, updates: Sequence[LogRow], as_printed: bool, as_of: date) -> str:
    """Everything known of one task. `as_printed` says that its words are those of the scanned source."""
    plan, task, section = row.plan, row.task, row.plan.section_of(row.id)
    parts = [
        *[INVENTED] * plan.illustrative,
        f"{row.id}  (số thứ tự in trong kế hoạch: {task.number})",
        f"{plan.sections[section.partition('.')[0]].title}",
        f"{section}  {plan.sections[section].title}",
        *_block("Nhiệm vụ và giải pháp" + AS_SCANNED * as_printed, [task.work]),
        *_block("Đơn vị thực hiện", [task.units, *_roles(plan, row)]),
        *_block("Thời gian thực hiện", [task.time]),
        *_block("Kết quả/Sản phẩm theo Kế hoạch", output_lines(task)),
        *_block(
            "Đầu việc có thời hạn",
            [line for o in task.owes.values() for line in _obligation(plan, o)],
        ),
        *_block(f"Tình trạng tính đến ngày {short_date(as_of)}", _states(row)),
        *_block(f"Năm {plan.year}", _timeline(row)),
        *_block("Chỉ tiêu", [f"{i.title} ({i.unit}): {key}" for key, i in task.indicators.items()]),
        *_block("Đính chính so với bản quét", _corrections(plan, f"tasks.{row.id}.")),
        *_block("Cập nhật", [line for update in updates for line in _update(update)]),
    ]
    return visible("\n".join(parts)) + "\n"


def paragraph_page(plan: Plan, body_id: str, updates: Sequence[LogRow], as_printed: bool) -> str:
    """A general measure or a duty of the plan's body, with what was recorded on it. `as_printed` as of a task."""
    headings = [i for i in plan.body if body_id.startswith(i + ".") and plan.body[i].title]
    parts = [
        *[INVENTED] * plan.illustrative,
        body_id,
        *(f"{i}  {plan.body[i].title}" for i in headings),
        *_block("Nội dung" + AS_SCANNED * as_printed, [plan.body[body_id].text or ""]),
        *_block("Đính chính so với bản quét", _corrections(plan, f"body.{body_id}.")),
        *_block("Cập nhật", [line for update in updates for line in _update(update)]),
    ]
    return visible("\n".join(parts)) + "\n"


def _block(title: str, lines: Iterable[str]) -> list[str]:
    indented = [f"  {line}" for text in lines for line in text.splitlines()]
    return ["", f"{title}:", *indented] if indented else []


def _corrections(plan: Plan, within: str) -> list[str]:
    return [
        f"bản quét «{c.printed}», sửa thành «{c.to}»" + (f" ({c.note})" if c.note else "")
        for c in plan.corrections
        if c.at.startswith(within)
    ]


def _roles(plan: Plan, row: TaskRow) -> list[str]:
    said = "" if row.task.lead_is_explicit else " (kế hoạch không in «chủ trì»)"
    lines = [f"Chủ trì: {_expanded(plan, row.task.lead)}{said}"]
    return lines + [f"Phối hợp: {_expanded(plan, ref)}" for ref in row.task.coordinating]


def _expanded(plan: Plan, ref: str) -> str:
    group, unit = plan.groups.get(ref), plan.units.get(ref)
    if group and group.members:
        return f"{group.name} ({', '.join(plan.name(member) for member in group.members)})"
    if unit and unit.part_of:
        return f"{unit.name} (thuộc {plan.name(unit.part_of)})"
    return plan.name(ref)


def _obligation(plan: Plan, obligation: Obligation) -> list[str]:
    lines = [obligation.title, f"  lời của kế hoạch: «{obligation.quote}»"]
    lines += [f"  sau khi: {plan.triggers[trigger].title}" for trigger in triggers(obligation)]
    return lines


def _states(row: TaskRow) -> list[str]:
    """The task's state, then every item's: when, whose, how late, on which word."""
    percent = "" if row.view.percent is None else f" ({row.view.percent}%)"
    return [
        TASK_LABELS[row.view.state] + percent,
        *(f"- {_item(row, item)}" for item in row.view.items),
    ]


def _item(row: TaskRow, item: Item) -> str:
    plan, task = row.plan, row.task
    parts = [
        task.owes[item.obligation].title if len(task.owes) > 1 else "",
        occurrence_words(item.period) if item.period else "",
        plan.name(item.unit) if len(plan.accountable(task)) > 1 else "",
    ]
    due = (
        f"hạn {short_date(item.due)}{' (tạm tính)' if item.provisional else ''}" if item.due else ""
    )
    late = f" {item.days:02} ngày" if item.state == "overdue" else ""
    waits = (
        f" (chờ {'; '.join(plan.triggers[trigger].title for trigger in item.waits)})"
        if item.waits
        else ""
    )
    said = f"cập nhật {short_date(item.entry.update.date)}" if item.entry else ""
    told = (
        ", ".join(filter(None, parts)),
        due,
        lower_first(TASK_LABELS[item.state]) + late + waits,
        said,
    )
    return "; ".join(filter(None, told))


def _timeline(row: TaskRow) -> list[str]:
    """The task's year, a column a month and one for later: where items fall due, the worst state by its mark."""
    its = [item for item in row.view.items if item.due]
    if not its:
        return []
    names = {(i.obligation, i.unit): _strip_name(row, i) for i in its}
    wide = max(map(len, names.values()))
    lines = [" " * wide + "".join(f"{month:>3}" for month in range(1, LATER)) + "  sau"]
    for key, name in names.items():
        marks = dict.fromkeys(range(1, LATER + 1), "·")
        own = [item for item in its if (item.obligation, item.unit) == key]
        for item in sorted(own, key=lambda item: ITEM_STATES.index(item.state), reverse=True):
            marks[_column(row.plan, item)] = MARKS[item.state]
        lines.append(f"{name:<{wide}}" + "".join(f"{mark:>3}" for mark in marks.values()))
    shown = dict.fromkeys(item.state for item in its)
    legend = ", ".join(
        f"{MARKS[state]} {lower_first(TASK_LABELS[state])}" for state in MARKS if state in shown
    )
    return [*lines, legend]


def _strip_name(row: TaskRow, item: Item) -> str:
    """What a strip is of: the obligation where there are several, the unit where several answer."""
    unit = row.plan.units[item.unit]
    several = len(row.plan.accountable(row.task)) > 1
    parts = (
        item.obligation if len(row.task.owes) > 1 else "",
        (unit.short or unit.name) if several else "",
    )
    return " ".join(filter(None, parts)) or "Đến hạn tháng"


def _column(plan: Plan, item: Item) -> int:
    assert item.due
    return item.due.month if item.due.year == plan.year else LATER


def _update(row: LogRow) -> list[str]:
    update, plan = row.entry.update, row.plan
    head = f"{short_date(update.date)}  {plan.name(update.unit)}: {row.state}"
    detail = [update.obligation or "", update.period or "", row.mark]
    lines = [head + "".join(f" [{word}]" for word in detail if word)]
    body = [row.answer_to, update.result or "", figure_words(plan, update.subject, update.figures)]
    body += [f"Tài liệu kiểm chứng: {document}" for document in proofs.shown(update.evidence)]
    body += [f"({UNPROVEN})"] * row.unproven
    for kind, remark in (
        ("Khó khăn, vướng mắc", update.difficulty),
        ("Kiến nghị, đề xuất", update.proposal),
    ):
        if remark:
            body.append(f"{kind} ({INSIDE.get(remark.to) or plan.name(remark.to)}): {remark.text}")
    lines += [f"  {line}" for text in body for line in text.splitlines()]
    return [*lines, f"  mã: {row.entry.id}"]
