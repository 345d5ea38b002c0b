"""The appendices of a periodic report: every task with its results, and the official table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pci.core import stats
from pci.core.evidence import citable
from pci.core.grouping import grouped
from pci.core.history import TaskChange, with_ended
from pci.core.ledger import Item, last_word, state_of_task, view
from pci.core.model import Task, Update
from pci.core.reporting import spans_several
from pci.core.vi import (
    STATE_LABELS,
    TASK_LABELS,
    join_words,
    late_words,
    lower_first,
    stretches_words,
    upper_first,
)
from pci.reports import phrases
from pci.reports.annex_rows import is_tall, parts
from pci.reports.counts import Figures, figures
from pci.reports.facts import Facts
from pci.reports.passages import Passage, awaited_conditions, ended_lines, when
from pci.reports.plan import PlanSection, PlanTask, called, plan_task

ANNEX_HEADS = {
    "noi_dung": "Nhiệm vụ và giải pháp",
    "don_vi": "Đơn vị thực hiện",
    "thoi_gian": "Thời gian",
    "san_pham": "Kết quả/Sản phẩm theo Kế hoạch",
    "ket_qua": "Kết quả thực hiện",
    "tinh_trang": "Tình trạng",
    "ghi_chu": "Ghi chú",
}
"""The fields that may be too long for their column, with its title."""
_LISTS = ("tinh_trang", "ghi_chu")
"""Of these fields each line is short."""
_RUNNING = ("overdue", "open", "waiting")
"""The states of work that a period's report tells of though it did not end."""

# --- the tasks ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnnexBelow:
    """A row below that of a task, for words that are too long for their column."""

    cot: Annotated[str, "tên của cột", "Kết quả thực hiện"]
    tiep: Annotated[bool, "phần tiếp theo của dòng trên"]
    noi_dung: Annotated[str, "lời của ô, hoặc một phần", "Văn phòng: đã niêm yết 45 thủ tục."]
    thieu: Annotated[str, "đơn vị còn thiếu báo cáo, để tô vàng", "[Văn phòng chưa gửi báo cáo]"]
    the: Annotated[str, "tên của ô nội dung trong Word", "tasks.A.I.1.result/2#1a2b3c4d"]
    nhan: Annotated[str, "nhãn của ô nội dung trong Word", "Kết quả nhiệm vụ A.I.1"]


@dataclass(frozen=True)
class AnnexTask(PlanTask):
    """The row of a task: as the plan prints it, then what became of it."""

    ket_qua: Annotated[str, "kết quả thực hiện trong kỳ", "Văn phòng: đã niêm yết 45 thủ tục."]
    thieu: Annotated[str, "đơn vị còn thiếu báo cáo, để tô vàng", "[Văn phòng chưa gửi báo cáo]"]
    tinh_trang: Annotated[str, "tình trạng", "Nhiệm vụ thường xuyên"]
    ghi_chu: Annotated[str, "tài liệu kiểm chứng", "412/BC-KKT ngày 14/9/2023"]
    the: Annotated[str, "tên của ô nội dung trong Word", "tasks.A.I.1.result#1a2b3c4d"]
    nhan: Annotated[str, "nhãn của ô nội dung trong Word", "Kết quả nhiệm vụ A.I.1"]
    goi: Annotated[str, "nhiệm vụ, rút gọn", "Công khai danh mục dự án …"]
    dai: Annotated[
        tuple[str, ...], "các trường quá dài so với cột, in ở các dòng dưới", "ket_qua\nghi_chu"
    ] = ()
    duoi: Annotated[tuple[AnnexBelow, ...], "(các dòng dưới)"] = ()


@dataclass(frozen=True)
class AnnexSection(PlanSection):
    """A part or a section of Phụ lục I with its tasks."""

    nhiem_vu: tuple[AnnexTask, ...]


def annex_tasks(facts: Facts, by_name: Mapping[str, Passage]) -> tuple[AnnexSection, ...]:
    """Make Phụ lục I: the plan's parts and sections with their tasks."""
    with_tasks = set(map(facts.plan.section_of, (*facts.tasks, *facts.ended_tasks)))
    return tuple(
        _section(facts, section, by_name)
        for section in facts.plan.printed_sections
        if any(f"{other}.".startswith(f"{section}.") for other in with_tasks)
    )


def _section(facts: Facts, section: str, by_name: Mapping[str, Passage]) -> AnnexSection:
    listed = {*facts.tasks, *facts.ended_tasks}
    tasks = [i for i in with_ended(facts.plan) if i in listed]
    return AnnexSection(
        so=section.rpartition(".")[2],
        ten=facts.plan.title_of(section),
        nhiem_vu=tuple(
            _with_rows_below(
                _ended(facts, facts.ended_tasks[i])
                if i in facts.ended_tasks
                else _task(facts, i, by_name[f"tasks.{i}.result"])
            )
            for i in tasks
            if facts.plan.section_of(i) == section
        ),
    )


def _ended(facts: Facts, end: TaskChange) -> AnnexTask:
    """Fill the row of a task that a document of the window ended: what was done until then."""
    plan, entries = end.by.before, facts.entries_of(end.task)
    evidence = dict.fromkeys(line for e in entries for line in citable(e.update.evidence))
    return AnnexTask(
        **vars(plan_task(facts.plan, plan.tasks[end.task])),
        ket_qua="\n".join(ended_lines(facts, end)),
        thieu="",
        tinh_trang=upper_first(end.begun),
        ghi_chu="\n".join((*evidence, upper_first(end.words))),
        the="",
        nhan=phrases.RESULT_OF.format(end.task),
        goi=called(plan.tasks[end.task]),
    )


def _task(facts: Facts, task_id: str, passage: Passage) -> AnnexTask:
    """Fill the row of a task; the last cell has the documents of the window."""
    own = [*facts.conditions_of(task_id), *facts.entries_of(task_id)]
    if spans_several(facts.plan, facts.window):
        own.sort(key=lambda entry: entry.update.date)
    entries = [*own, *facts.closing_lines(task_id).values()]
    evidence = dict.fromkeys(line for e in entries for line in citable(e.update.evidence))
    return AnnexTask(
        **vars(plan_task(facts.plan, facts.plan.tasks[task_id])),
        ket_qua="\n".join(passage.lines),
        thieu="\n".join(passage.gaps),
        tinh_trang=_condition(facts, task_id),
        ghi_chu="\n".join((*evidence, *_handed(facts, task_id))),
        the=passage.tag,
        nhan=passage.title,
        goi=called(facts.plan.tasks[task_id]),
    )


def _with_rows_below(task: AnnexTask) -> AnnexTask:
    """Give a task the rows below its own for what is too long for its column."""
    tall = tuple(name for name in ANNEX_HEADS if is_tall(_cell(task, name), name))
    return replace(task, dai=tall, duoi=tuple(row for name in tall for row in _below(task, name)))


def _cell(task: AnnexTask, name: str) -> str:
    """Write all that stands in a cell."""
    words = str(getattr(task, name))
    return f"{words}\n{task.thieu}" if name == "ket_qua" else words


def _below(task: AnnexTask, name: str) -> Iterator[AnnexBelow]:
    """Make the rows for one field, what is a list as one line; the parts of a passage carry its
    tag with their numbers, those that begin inside a line with `+`."""
    is_result, words = name == "ket_qua", str(getattr(task, name))
    pieces = parts("; ".join(words.splitlines()) if name in _LISTS else words)
    for n, part in enumerate(pieces, 1):
        number = f"{'+' if part.goes_on else '/'}{n}#"
        yield AnnexBelow(
            cot=ANNEX_HEADS[name],
            tiep=n > 1,
            noi_dung=part.text,
            thieu=task.thieu if is_result and n == len(pieces) else "",
            the=task.the.replace("#", number if n > 1 else "#") if is_result else "",
            nhan=task.nhan,
        )


def _handed(facts: Facts, task_id: str) -> dict[str, None]:
    """Say of unfinished work from whom its unit took it over."""
    running = (i for i in facts.items_of(task_id) if i.state in ("overdue", "open"))
    words = (upper_first(one.words(facts.plan)) for item in running for one in item.handed)
    return dict.fromkeys(words)


def _condition(facts: Facts, task_id: str) -> str:
    """Say what a task waits for, or how its work stands and what was said of it as a whole."""
    task = facts.plan.tasks[task_id]
    conditions = awaited_conditions(facts, task)
    if conditions:
        return phrases.WAITS_FOR.format(conditions)
    lines = [*_work_states(facts, task_id, task), *_words_on_itself(facts, task_id, task)]
    if not lines:
        state = view(facts.book, task_id, facts.unit).state
        lines = [_kept_up(facts, task_id) if state == "standing" else TASK_LABELS[state]]
    return "\n".join(map(upper_first, lines))


def _work_states(facts: Facts, task_id: str, task: Task) -> list[str]:
    """Say how the work of a task stands: `Quý III năm 2024: đang thực hiện (trong hạn)`."""
    own = facts.items_of(task_id)
    items = [item for item in own if item.state in _RUNNING or facts.ended(item)]
    alike = grouped(items, lambda item: (_kind(facts, task, item), _state_words(item)))
    return [
        f"{', '.join([*kind, _times(facts, same)])}: {state}"
        for (kind, state), same in alike.items()
    ]


def _times(facts: Facts, items: Sequence[Item]) -> str:
    """Say when work is done, over several regular periods shortly: `tháng 1–7, 9`."""
    periods = [item.period for item in items if item.period]
    if spans_several(facts.plan, facts.window) and len(periods) == len(items):
        return stretches_words(periods, facts.window.period.last.year)
    return join_words([when(item) for item in items])


def _kind(facts: Facts, task: Task, item: Item) -> tuple[str, ...]:
    """Name the unit and the work of an item, each where the task has several."""
    names, work = [], (item.obligation, item.period)
    doing = {i.unit for i in facts.items_of(item.task) if (i.obligation, i.period) == work}
    if len(facts.accountable(item.task)) > 1 or len(doing) > 1:
        names.append(facts.plan.name(item.unit))
    if len(task.owes) > 1:
        names.append(task.owes[item.obligation].title)
    return tuple(names)


def _state_words(item: Item) -> str:
    """Say how work stands: `quá hạn 02 ngày`, `đang thực hiện (trong hạn), đạt 40%`."""
    label = lower_first(TASK_LABELS[item.state])
    if item.state == "overdue":
        label = late_words(label, item.days or 0)
    if item.entry and item.state in ("overdue", "open"):
        return _with_percent(label, item.entry.update)
    return label


def _with_percent(words: str, update: Update) -> str:
    """Add the per cent that a unit gave of unfinished work."""
    return words if update.percent is None else phrases.PERCENT_DONE.format(words, update.percent)


def _words_on_itself(facts: Facts, task_id: str, task: Task) -> list[str]:
    """Say in which state each unit left the task as a whole; standing work that goes on needs no
    words."""
    lines = []
    units = facts.accountable(task_id)
    for unit in units:
        word = last_word(facts.book, task_id, unit)
        if word is None:
            continue
        state = state_of_task(task, word)
        if task.standing and state == "doing":
            continue
        label = STATE_LABELS[state]
        if state == "doing":
            label = _with_percent(label, word)
        lines.append(f"{facts.plan.name(unit)}: {lower_first(label)}" if len(units) > 1 else label)
    return lines


def _kept_up(facts: Facts, task_id: str) -> str:
    """Say what became of standing work in the window."""
    if any(entry.update.state != "nothing" for entry in facts.entries_of(task_id)):
        return phrases.RESULTS_TOLD
    return STATE_LABELS["nothing"] if facts.all_reported(task_id) else TASK_LABELS["standing"]


# --- the official table ---------------------------------------------------------------------------


@dataclass(frozen=True)
class NumberedFigures(Figures):
    """A numbered row of the official table."""

    so: Annotated[str, "số thứ tự của dòng", "1"]


@dataclass(frozen=True)
class AnnexCounts:
    """Phụ lục II: the official table by sub-index, with its total, and by unit."""

    theo_chi_so: tuple[NumberedFigures, ...]
    tong_cong: Figures
    theo_don_vi: tuple[NumberedFigures, ...]
    bieu_do_chi_so: Annotated[
        str, "chỗ của biểu đồ theo chỉ số; rỗng khi không vẽ", "[biểu đồ theo chỉ số]"
    ]
    bieu_do_don_vi: Annotated[
        str, "chỗ của biểu đồ theo đơn vị; rỗng khi không vẽ", "[biểu đồ theo đơn vị]"
    ]


def annex_counts(facts: Facts, charts: Mapping[str, str]) -> AnnexCounts:
    """Make Phụ lục II; `charts` maps fields to the marks where charts are to stand."""
    index, unit = stats.by_index(facts.book), stats.by_unit(facts.book)
    titled = [row._replace(title=_title(facts, row)) for row in index.rows]
    return AnnexCounts(
        theo_chi_so=_numbered(titled),
        tong_cong=figures(index.total),
        theo_don_vi=_numbered(unit.rows),
        bieu_do_chi_so=charts.get("bieu_do_chi_so", ""),
        bieu_do_don_vi=charts.get("bieu_do_don_vi", ""),
    )


def _numbered(rows: Sequence[stats.Row]) -> tuple[NumberedFigures, ...]:
    return tuple(NumberedFigures(**vars(figures(row)), so=str(n)) for n, row in enumerate(rows, 1))


def _title(facts: Facts, row: stats.Row) -> str:
    """Name a sub-index, one of the PGI with that mark: it has no table of its own."""
    section = facts.plan.sections.get(row.id)
    subindex = (section and section.subindex) or ""
    return f"{row.title} (PGI)" if subindex.startswith("pgi") else row.title
