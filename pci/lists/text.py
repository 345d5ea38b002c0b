"""Plain pages of one task or one paragraph, for `pci show`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pci.console import INVENTED, visible
from pci.core import evidence
from pci.core.ledger import Item
from pci.core.lineage import Forerunner
from pci.core.model import Indicator, Plan
from pci.core.vi import (
    TASK_LABELS,
    due_words,
    late_words,
    lower_first,
    number_words,
    occurrence_words,
    short_date,
    upper_first,
)
from pci.lists.columns import TaskRow, UpdateRow, output_lines
from pci.lists.history import Step
from pci.lists.history import lines as history_lines

_AS_SCANNED = " (như bản quét)"
_OVER = {"month": "mỗi tháng", "quarter": "mỗi quý", "half": "mỗi 6 tháng", "year": "trong năm"}


def task_page(
    row: TaskRow,
    updates: Sequence[UpdateRow],
    as_printed: bool,
    as_of: date,
    history: Sequence[Step] = (),
    before: Forerunner | None = None,
) -> str:
    """Everything known of one task. `as_printed` says that its words are those of the scanned
    source."""
    plan, task, section = row.plan, row.task, row.plan.section_of(row.id)
    parts = [
        *[INVENTED] * plan.illustrative,
        f"{row.id}  (số thứ tự in trong kế hoạch: {task.number})",
        *(upper_first(step.change.dated_words) for step in history[-1:] if not step.now),
        *_headings(plan, section),
        *([before.words] if before else []),
        *_block("Nhiệm vụ và giải pháp" + _AS_SCANNED * as_printed, [task.work]),
        *_block("Đơn vị thực hiện", [plan.performers(task), *_roles(plan, row)]),
        *_block("Thời gian thực hiện", [task.time]),
        *_block("Kết quả/Sản phẩm theo Kế hoạch", output_lines(task)),
        *_block("Đầu việc có thời hạn", _obligations(row)),
        *_block(f"Tình trạng tính đến ngày {short_date(as_of)}", _states(row)),
        *_block("Chỉ tiêu", [_indicator(key, i) for key, i in task.indicators.items()]),
        *_block("Đính chính so với bản quét", _corrections(plan, f"tasks.{row.id}.")),
        *_block("Các lần thay đổi", history_lines(history)),
        *_block("Cập nhật", _updates(updates)),
    ]
    return visible("\n".join(parts)) + "\n"


def paragraph_page(plan: Plan, body_id: str, updates: Sequence[UpdateRow], as_printed: bool) -> str:
    """A general measure or a duty of the plan's body, with what was recorded on it. `as_printed` as
    of a task."""
    headings = [i for i in plan.body if body_id.startswith(i + ".") and plan.body[i].title]
    parts = [
        *[INVENTED] * plan.illustrative,
        body_id,
        *(f"{i}  {plan.body[i].title}" for i in headings),
        *_block("Nội dung" + _AS_SCANNED * as_printed, [plan.body[body_id].text or ""]),
        *_block("Đính chính so với bản quét", _corrections(plan, f"body.{body_id}.")),
        *_block("Cập nhật", _updates(updates)),
    ]
    return visible("\n".join(parts)) + "\n"


def _headings(plan: Plan, section: str) -> Iterator[str]:
    """The part of a section by its title, then the section itself; a part stands once, and a task
    of the one list has neither."""
    part = section.partition(".")[0]
    if part != section:
        yield plan.title_of(part)
    if section:
        yield f"{section}  {plan.title_of(section)}"


def _indicator(key: str, indicator: Indicator) -> str:
    """`Số cuộc đối thoại (cuộc): doi-thoai (ít nhất 2 trong năm)`"""
    target, words = indicator.target, f"{indicator.title} ({indicator.unit}): {key}"
    if target is None:
        return words
    limits = (("ít nhất", target.at_least), ("nhiều nhất", target.at_most))
    asked = [f"{limit} {number_words(number)}" for limit, number in limits if number is not None]
    return f"{words} ({asked[0]} {_OVER[target.over]})"


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
    implicit = (
        "" if row.task.lead_is_explicit or not row.task.units else " (kế hoạch không in «chủ trì»)"
    )
    lines = [f"Chủ trì: {_expanded(plan, plan.leader(row.task))}{implicit}"]
    return lines + [f"Phối hợp: {_expanded(plan, ref)}" for ref in plan.coordinators(row.task)]


def _expanded(plan: Plan, ref: str) -> str:
    group, unit = plan.groups.get(ref), plan.units.get(ref)
    if group and group.members:
        return f"{group.name} ({', '.join(map(plan.name, plan.members(ref)))})"
    if unit and unit.part_of:
        return f"{unit.name} (thuộc {plan.name(plan.parent(ref))})"
    return plan.name(ref)


def _obligations(row: TaskRow) -> Iterator[str]:
    for obligation in row.task.owes.values():
        yield obligation.title
        yield f"  lời của kế hoạch: «{obligation.quote}»"
        for trigger in obligation.after:
            yield f"  sau khi: {row.plan.triggers[trigger].title}"


def _states(row: TaskRow) -> list[str]:
    """The task's state, then every item's: when, whose, how late, on which update."""
    percent = "" if row.view.percent is None else f" ({row.view.percent}%)"
    items = [f"- {_item(row, item)}" for item in row.view.items]
    return [TASK_LABELS[row.view.state] + percent, *items]


def _item(row: TaskRow, item: Item) -> str:
    parts = [_name(row, item)]
    if item.due:
        parts.append(f"hạn {due_words(item.due, item.provisional)}")
    late = item.days if item.state == "overdue" else 0
    state = late_words(lower_first(TASK_LABELS[item.state]), late or 0)
    if item.waits:
        state += f" (chờ {'; '.join(row.plan.triggers[trigger].title for trigger in item.waits)})"
    parts.append(state)
    if item.entry:
        parts.append(f"cập nhật {short_date(item.entry.update.date)}")
    if item.state in ("overdue", "open"):
        parts += [one.words(row.plan) for one in item.handed]
    return "; ".join(filter(None, parts))


def _name(row: TaskRow, item: Item) -> str:
    """What tells an item from the others of its task."""
    plan, task = row.plan, row.task
    parts = (
        task.owes[item.obligation].title if len(task.owes) > 1 else "",
        occurrence_words(item.period) if item.period else "",
        plan.name(item.unit) if len(plan.accountable(task)) > 1 else "",
    )
    return ", ".join(filter(None, parts))


def _updates(rows: Iterable[UpdateRow]) -> Iterator[str]:
    for row in rows:
        update = row.update
        words = (update.obligation, update.period, row.mark)
        head = f"{short_date(update.date)}  {row.plan.name(update.unit)}: {row.state}"
        yield head + "".join(f" [{word}]" for word in words if word)
        yield from (f"  {line}" for line in row.words.splitlines())
        for document in evidence.without_fingerprints(update.evidence):
            yield f"  Tài liệu kiểm chứng: {document}"
        yield f"  mã: {row.entry.id}"
