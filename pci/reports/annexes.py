"""The appendices of a periodic report: every task with its results, and the official table."""

from collections.abc import Mapping
from typing import Any

from pci.core import stats
from pci.core.evidence import printed
from pci.core.ledger import FINISHED, Item, awaited_triggers, last_word, view
from pci.core.model import Task
from pci.core.vi import STATE_LABELS, TASK_LABELS, join_words, lower_first, upper_first
from pci.lists.columns import output_lines
from pci.reports.facts import Facts, figures, when
from pci.reports.fields import plain
from pci.reports.passages import Passage


def annex_tasks(facts: Facts, told: Mapping[str, Passage]) -> list[dict[str, Any]]:
    """Phụ lục I: a heading row for each part and section, then its tasks; `told` are the passages by name."""
    plan = facts.plan
    held = {plan.section_of(i) for i in plan.tasks}
    return [
        {
            "so": section.rpartition(".")[2],
            "ten": plan.sections[section].title,
            "nhiem_vu": [
                _annex_task(facts, i, task, told[f"tasks.{i}.result"])
                for i, task in plan.tasks_of(section)
            ],
        }
        for section in plan.sections
        if section in held or any(other.startswith(section + ".") for other in held)
    ]


def _annex_task(facts: Facts, task_id: str, task: Task, passage: Passage) -> dict[str, Any]:
    rest = (answer.rest for answer in facts.of_task(task_id) if answer.rest and not answer.entries)
    evidence = dict.fromkeys(
        d for e in (*facts.said_of(task_id), *rest) for d in printed(e.update.evidence)
    )
    return {
        "so": task.number,
        "noi_dung": task.work,
        "don_vi": task.units,
        "thoi_gian": task.time,
        "san_pham": "\n".join(output_lines(task)),
        "the": passage.tag,
        "nhan": passage.label,
        "ket_qua": "\n".join(passage.lines),
        "thieu": "\n".join(passage.gaps),
        "tinh_trang": _condition(facts, task_id, task),
        "ghi_chu": "\n".join(evidence),
    }


def _condition(facts: Facts, task_id: str, task: Task) -> str:
    """The state of a task in words: what it waits for, its items that ran in the window, the last words on itself."""
    plan, book = facts.plan, facts.book
    if waiting := awaited_triggers(plan, task, book.known):
        return f"Chưa đủ điều kiện thực hiện (chờ {join_words([plan.triggers[t].title for t in waiting])})"
    groups: dict[tuple[str, str, str], list[Item]] = {}
    for item in book.of_task(task_id):
        if item.state != "not_due" and _recent(facts, item):
            who = plan.name(item.unit) if len(plan.accountable(task)) > 1 else ""
            title = task.owes[item.obligation].title if len(task.owes) > 1 else ""
            groups.setdefault((who, title, state_words(item)), []).append(item)
    lines = [
        f"{', '.join(filter(None, (who, title, join_words([when(i) for i in found]))))}: {words}"
        for (who, title, words), found in groups.items()
    ]
    for unit in plan.accountable(task):
        word = last_word(book, task_id, unit)
        if word and not (task.standing and word.state == "doing"):
            who = f"{plan.name(unit)}: " if len(plan.accountable(task)) > 1 else ""
            label = STATE_LABELS[word.state]
            lines.append(who + (lower_first(label) if who else label))
    if not lines:
        lines = [
            _kept_up(facts, task_id) if task.standing else TASK_LABELS[view(book, task_id).state]
        ]
    return "\n".join(map(upper_first, lines))


def _kept_up(facts: Facts, task_id: str) -> str:
    """What became of standing work in the window; that it stands, where nobody said."""
    if any(entry.update.state != "nothing" for entry in facts.said_of(task_id)):
        return "Có kết quả trong kỳ"
    reported = any(answer.reported for answer in facts.of_task(task_id))
    return STATE_LABELS["nothing"] if reported else TASK_LABELS["standing"]


def _recent(facts: Facts, item: Item) -> bool:
    """Whether an item belongs in this period's report: it still runs, or was ended in its window."""
    return item.state not in (*FINISHED, "suspended") or bool(
        item.said and facts.window.holds(item.said.update.date)
    )


def state_words(item: Item) -> str:
    """`quá hạn 02 ngày`, `đang thực hiện (trong hạn)`."""
    label = lower_first(TASK_LABELS[item.state])
    return f"{label} {item.days:02} ngày" if item.state == "overdue" else label


def _title(facts: Facts, row: stats.Row) -> str:
    """A sub-index by its name; that of the PGI, which has no table of its own, with that mark."""
    return (
        f"{row.title} (PGI)"
        if (facts.plan.sections[row.id].subindex or "").startswith("pgi")
        else row.title
    )


def annex_counts(facts: Facts) -> dict[str, Any]:
    """Phụ lục II: the official table by sub-index, with its total, and by unit."""
    index, unit = stats.by_index(facts.book), stats.by_unit(facts.book)
    return {
        "theo_chi_so": [
            {"so": str(n), **plain(figures(row)), "ten": _title(facts, row)}
            for n, row in enumerate(index.rows, 1)
        ],
        "tong_cong": plain(figures(index.total)),
        "theo_don_vi": [
            {"so": str(n), **plain(figures(row))} for n, row in enumerate(unit.rows, 1)
        ],
        "bieu_do_chi_so": "",  # the mark of a chart where charts are asked for
        "bieu_do_don_vi": "",
    }
