"""Plain pages for reading: one task whole."""

from collections.abc import Iterable, Sequence

from pci.columns import LogRow, TaskRow, figure_words, output_lines
from pci.console import INVENTED, visible
from pci.ledger import Item
from pci.model import INSIDE, Obligation, Plan
from pci.rules.structure import corrected_text
from pci.vi import STATE_LABELS, TASK_LABELS, lower_first, short_date

MARKS = {
    "done": "●",
    "done_late": "◐",
    "open": "○",
    "not_due": "○",
    "overdue": "!",
    "suspended": "–",
    "waiting": "?",
}
LEGEND = (("●", "hoàn thành"), ("◐", "hoàn thành quá hạn"), ("○", "chưa đến hạn"), ("!", "quá hạn"), ("–", "tạm dừng"))
AS_SCANNED = " (như bản quét)"


def task_page(row: TaskRow, updates: Sequence[LogRow], as_printed: bool) -> str:
    """Everything known of one task. With `as_printed` its words are those of the scanned source."""
    plan, task, section = row.plan, row.task, row.plan.section_of(row.id)
    parts = [
        *[INVENTED] * plan.illustrative,
        f"{row.id}  (số thứ tự in trong kế hoạch: {task.number})",
        f"{plan.sections[section.partition('.')[0]].title}",
        f"{section}  {plan.sections[section].title}",
        *_block(
            "Nhiệm vụ và giải pháp" + AS_SCANNED * as_printed, [_reading(plan, f"tasks.{row.id}.work", as_printed)]
        ),
        *_block("Đơn vị thực hiện", [task.units, *_roles(plan, row)]),
        *_block("Thời gian thực hiện", [task.time]),
        *_block("Kết quả/Sản phẩm theo Kế hoạch", output_lines(task)),
        *_block("Đầu việc có thời hạn", [line for o in task.owes.values() for line in _obligation(plan, o)]),
        *_block(f"Năm {plan.year}", _timeline(row)),
        *_block("Chỉ tiêu", [f"{i.title} ({i.unit}): {key}" for key, i in task.indicators.items()]),
        *_block("Đính chính so với bản quét", _corrections(plan, f"tasks.{row.id}.")),
        *_block("Cập nhật", [line for update in updates for line in _update(update)]),
    ]
    return visible("\n".join(parts)) + "\n"


def paragraph_page(plan: Plan, body_id: str, updates: Sequence[LogRow], as_printed: bool) -> str:
    """A general measure or a duty of the plan's body, with what was recorded on it."""
    headings = [i for i in plan.body if body_id.startswith(i + ".") and plan.body[i].title]
    parts = [
        *[INVENTED] * plan.illustrative,
        body_id,
        *(f"{i}  {plan.body[i].title}" for i in headings),
        *_block("Nội dung" + AS_SCANNED * as_printed, [_reading(plan, f"body.{body_id}.text", as_printed)]),
        *_block("Đính chính so với bản quét", _corrections(plan, f"body.{body_id}.")),
        *_block("Cập nhật", [line for update in updates for line in _update(update)]),
    ]
    return visible("\n".join(parts)) + "\n"


def _block(title: str, lines: Iterable[str]) -> list[str]:
    indented = [f"  {line}" for text in lines for line in text.splitlines()]
    return ["", f"{title}:", *indented] if indented else []


def _reading(plan: Plan, at: str, as_printed: bool) -> str:
    """The text at a place; with `as_printed` the recorded corrections are taken back."""
    text = corrected_text(plan, at) or ""
    for correction in plan.corrections if as_printed else ():
        if correction.at == at:
            text = text.replace(correction.to, correction.printed)
    return text


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
    lines += [f"  sau khi: {plan.triggers[trigger].title}" for trigger in obligation.after]
    return lines


def _timeline(row: TaskRow) -> list[str]:
    """The task's year, a column a month: a mark where an item falls due, its state by the mark; then each in words."""
    its = [item for item in row.view.items if item.due]
    if not its:
        return []
    names = {(i.obligation, i.unit): f"{i.obligation} ({row.plan.name(i.unit)})" for i in its}
    wide = max(map(len, names.values()))
    lines = [" " * wide + "  " + "".join(f"{month:>3}" for month in range(1, 13))]
    for key, name in names.items():
        due = {i.due.month: MARKS[i.state] for i in its if (i.obligation, i.unit) == key and i.due}
        lines.append(f"{name:<{wide}}  " + "".join(f"{due.get(month, '·'):>3}" for month in range(1, 13)))
    lines.append(", ".join(f"{mark} {words}" for mark, words in LEGEND))
    return lines + [_item(item) for item in its]


def _item(item: Item) -> str:
    late = f" {item.days:02} ngày" if item.state == "overdue" else ""
    when = f"{item.period}: " if item.period else ""
    said = f"; cập nhật {short_date(item.said.update.date)}" if item.said else ""
    return f"{when}hạn {short_date(item.due)}, {lower_first(TASK_LABELS[item.state])}{late}{said}" if item.due else ""


def _update(row: LogRow) -> list[str]:
    update, plan = row.entry.update, row.plan
    head = f"{short_date(update.date)}  {plan.name(update.unit)}: {STATE_LABELS[update.state]}"
    detail = [update.obligation or "", update.period or "", "đã đính chính" if row.corrected_by else ""]
    lines = [head + "".join(f" [{word}]" for word in detail if word)]
    body = [update.result or "", figure_words(plan, update.subject, update.figures)]
    body += [f"Tài liệu kiểm chứng: {document}" for document in update.evidence]
    for kind, remark in (("Khó khăn, vướng mắc", update.difficulty), ("Kiến nghị, đề xuất", update.proposal)):
        if remark:
            body.append(f"{kind} ({INSIDE.get(remark.to) or plan.name(remark.to)}): {remark.text}")
    lines += [f"  {line}" for text in body for line in text.splitlines()]
    return [*lines, f"  mã: {row.entry.id}"]
