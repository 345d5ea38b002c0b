"""The form that a unit fills in for a period: what it is asked about, with what it last said.

The workbook and `templates/bieu-mau.docx` draw the same rows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Annotated, NamedTuple

from pci.core.dates import Calendar
from pci.core.deadlines import reports_on
from pci.core.figures import Span, added_figures, span_of
from pci.core.history import with_ended
from pci.core.ledger import FINISHED, Entry, Item, Ledger, answering, meant_state, role, speaks_for
from pci.core.model import REST, Plan, Task
from pci.core.reporting import answers
from pci.core.schedule import ReportingPeriod, period_holding
from pci.core.vi import (
    STATE_LABELS,
    due_words,
    fold,
    occurrence_words,
    period_words,
    short_date,
    shortened,
)
from pci.lists.columns import figure_words, output_lines
from pci.reports.letterhead import AgencyNames, ReportedPeriod, agency, code_of, reported_period
from pci.reports.results import in_brackets, result_texts

VERSION = 3
"""The version of the layout. A form of a later one is refused."""

PERCENT = "percent"
"""The key of the one figure that is no indicator: how much of the work is done."""
PERCENT_LABEL = "Tỷ lệ hoàn thành (%)"

WHOLE = ("doing", "nothing")
"""The states of a task as a whole: a form never ends or suspends all of its work in one word."""
WORK = ("doing", "done", "suspended")
"""The states of one of its pieces of work."""

_LAST = 400
"""Characters of what was last said: to remind, not to repeat."""
_REST_WORDS = (
    "Các nhiệm vụ còn lại của mục I (không ghi riêng ở trên): duy trì thực hiện thường xuyên, "
    "không phát sinh; đánh dấu x ở cột Tình trạng"
)


class FormLine(NamedTuple):
    """A row to fill in.

    `key` is hidden: what the row is about and, after a blank, its period. `figures` are the labels
    of the numbers asked for, by their keys. `known_ids` are the ends of the ids of all updates
    about it so far, and of those whose figures `last` sums up.
    """

    key: str
    number: str
    work: str
    outputs: str
    last: str
    states: tuple[str, ...]
    figures: Mapping[str, str]
    known_ids: tuple[str, ...] = ()


class Block(NamedTuple):
    """Rows under one heading."""

    title: str
    lines: tuple[FormLine, ...]


class Form(NamedTuple):
    """What one unit fills in for one period."""

    plan: Plan
    unit: str
    window: ReportingPeriod
    blocks: tuple[Block, ...]


def gather(
    book: Ledger, entries: Iterable[Entry], window: ReportingPeriod, calendar: Calendar, unit: str
) -> Form | None:
    """Make a unit's form as of the ledger's day; null where nothing is asked of it.

    A plan without a regime asks nobody: a form then holds what the unit answers for.
    """
    plan = book.plan
    heading, rest = "I. NHIỆM VỤ PHẢI BÁO CÁO", [_rest(plan, window)]
    if plan.reporting.every is None:
        heading, rest = "I. NHIỆM VỤ CHỦ TRÌ", []
    own = _own_tasks(book, entries, window, calendar, unit)
    if not own:
        return None
    main = [line for i in own for line in _lines(book, window, i, unit)]
    others = [i for i in plan.tasks if i not in own and _coordinates(plan, i, unit)]
    blocks = [Block(heading, (*main, *rest))]
    if others:
        beside = tuple(_line(book, window, i, unit, {}) for i in others)
        blocks.append(Block("II. NHIỆM VỤ PHỐI HỢP (ghi khi có kết quả)", beside))
    return Form(plan, unit, window, tuple(blocks))


def _own_tasks(
    book: Ledger, entries: Iterable[Entry], window: ReportingPeriod, calendar: Calendar, unit: str
) -> Collection[str]:
    """List the tasks on which a unit is asked; of a plan without a regime what it answers for."""
    plan = book.plan
    if plan.reporting.every is None:
        return [i for i, task in plan.tasks.items() if answering(plan, task, unit)]
    asked = answers(plan, entries, window, book.as_of, calendar)
    return dict.fromkeys(answer.task for answer in asked if reports_on(plan, unit, answer))


def _coordinates(plan: Plan, task_id: str, unit: str) -> bool:
    part = role(plan, plan.tasks[task_id], unit)
    return part is not None and part.name == "coordinating"


def _rest(plan: Plan, window: ReportingPeriod) -> FormLine:
    """Make the one line for all remaining tasks.

    It closes one period of the regime: the one that holds the window's last day.
    """
    regular = period_holding(plan, window.window_last) or window
    key = f"{REST} {regular.period.id}"
    return FormLine(key, "", _REST_WORDS, "", "", ("nothing",), {})


def _lines(book: Ledger, window: ReportingPeriod, task_id: str, unit: str) -> Iterator[FormLine]:
    """Make a row for the task where it stands or has no open work, then one for each open work.

    A figure of the task is asked for once, in its first row.
    """
    task = book.plan.tasks[task_id]
    own = [item for item in book.of_task(task_id) if _is_open(book, window, item, unit)]
    figures = _labels(task)
    if task.standing or not own:
        yield _line(book, window, task_id, unit, figures)
        figures = {}
    for item in own:
        yield _line(book, window, task_id, unit, {**figures, PERCENT: PERCENT_LABEL}, item)
        figures = {}


def _labels(task: Task) -> dict[str, str]:
    return {key: f"{indicator.title} ({indicator.unit})" for key, indicator in task.asked.items()}


def _is_open(book: Ledger, window: ReportingPeriod, item: Item, unit: str) -> bool:
    """Tell whether a piece of work is the unit's and can be reported on by the window's end."""
    return (
        item.unit in answering(book.plan, book.plan.tasks[item.task], unit)
        and item.state not in (*FINISHED, "waiting")
        and item.opens is not None
        and item.opens <= window.window_last
    )


def _line(
    book: Ledger,
    window: ReportingPeriod,
    task_id: str,
    unit: str,
    figures: Mapping[str, str],
    item: Item | None = None,
) -> FormLine:
    """Make the row of a task as a whole, or of one of its pieces of work."""
    task = book.plan.tasks[task_id]
    about, period = (f"{task_id}/{item.obligation}", item.period) if item else (task_id, None)
    updates = _updates(book, task_id, unit)
    earlier = [e for e in updates if (e.update.about, e.update.period) == (about, period)]
    span = span_of(book.plan, period, window.window_last)
    added = _added(book, task_id, unit, figures, span)
    words = _last_quote(book.plan, earlier, updates, about if item else None)
    return FormLine(
        key=" ".join(filter(None, (about, period))),
        number=f"{task.number}\n({task_id}{'; đầu việc' if item else ''})",
        work=_piece(task, item) if item else task.work.strip(),
        outputs="\n".join(output_lines(task)),
        last="\n".join([*words, *_added_words(book.plan, task_id, figures, added)]),
        states=WORK if item else WHOLE,
        figures=figures,
        known_ids=tuple(dict.fromkeys(map(short_id, (*earlier, *added)))),
    )


def _last_quote(
    plan: Plan, earlier: Sequence[Entry], updates: Sequence[Entry], work: str | None
) -> list[str]:
    """Quote the last that was said of a row, else of other times of its work, else of its task;
    `work` is null in the row of a whole task."""
    of_work = [entry for entry in updates if work in (None, entry.update.about)]
    last = next(iter([*earlier, *of_work, *updates]), None)
    return [_last_words(plan, last, not (work and earlier))] if last else []


def _added(
    book: Ledger, task_id: str, unit: str, figures: Collection[str], span: Span
) -> list[Entry]:
    """List what the unit said of a row's figures that add up, for the days that the row counts."""
    return [
        entry
        for entry in book.known
        if (entry.update.subject, entry.update.unit) == (task_id, unit)
        and span.meets(span_of(book.plan, entry.update.period, entry.update.date))
        and not set(figures).isdisjoint(added_figures(book.plan, entry))
    ]


def _added_words(
    plan: Plan, task_id: str, figures: Iterable[str], added: Iterable[Entry]
) -> Iterator[str]:
    """Tell the sums so far, and that the figures of the form come on top of them."""
    sums: dict[str, Decimal] = {}
    for entry in added:
        for key in set(figures).intersection(added_figures(plan, entry)):
            sums[key] = sums.get(key, Decimal(0)) + entry.update.figures[key]
    ordered = {key: sums[key] for key in figures if key in sums}
    if ordered:
        known = figure_words(plan, task_id, ordered).rstrip(".")
        yield f"Đã báo cáo trong kỳ: {known}. Số ghi ở biểu này được cộng thêm."


def _piece(task: Task, item: Item) -> str:
    period = f" ({occurrence_words(item.period)})" if item.period else ""
    due = f", hạn {due_words(item.due, item.provisional)}" if item.due else ""
    return f"Đầu việc: {task.owes[item.obligation].title}{period}{due}"


def _updates(book: Ledger, task_id: str, unit: str) -> list[Entry]:
    """List what the unit said of a task and of its pieces of work, the last first."""
    return [
        entry
        for entry in reversed(book.known)
        if entry.update.subject == task_id and _speaks(book.plan, entry.update.unit, unit)
    ]


def _speaks(plan: Plan, speaker: str, unit: str) -> bool:
    return speaks_for(plan, speaker, unit) or plan.reporter(speaker) == unit


def _last_words(plan: Plan, entry: Entry, whole: bool) -> str:
    """Quote an update with its day, in a row of other work or of a `whole` task with its own."""
    update = entry.update
    words = [STATE_LABELS[meant_state(plan, update)], *result_texts(plan, update)]
    work = ""
    if whole and update.obligation:
        period = in_brackets([occurrence_words(update.period) if update.period else ""])
        work = f"{plan.obligations[update.about].title}{period}: "
    text = f"Ngày {short_date(update.date)}: {work}{'. '.join(word.rstrip('.') for word in words)}."
    return shortened(text, _LAST)


def short_id(entry: Entry) -> str:
    """Take the end of an update's id: enough among updates about the same."""
    return entry.id.rpartition("-")[2]


class RowScope(NamedTuple):
    """What a row may be filled with: its states, and the labels of its figures by their keys."""

    plan: Plan
    states: tuple[str, ...]
    figures: Mapping[str, str]


def scope_of(plan: Plan, about: str) -> RowScope:
    """Say what the row of a form about this may hold, whichever form it stands in."""
    subject, _, obligation = about.partition("/")
    if about == REST:
        return RowScope(plan, ("nothing",), {})
    task = plan.tasks.get(subject) or with_ended(plan).get(subject)
    figures = _labels(task) if task else {}
    if obligation:
        return RowScope(plan, WORK, {**figures, PERCENT: PERCENT_LABEL})
    return RowScope(plan, WHOLE, figures)


def title(form: Form) -> str:
    """Name the form, as printed above it."""
    name = form.plan.called
    return f"Biểu báo cáo kết quả thực hiện {name} {period_words(form.window.period)}"


def file_stem(form: Form, of_all: bool = False) -> str:
    """Name the file in letters that every disk can hold: `2023-Q3_QLDN`, by the unit's id where
    others have the same letters; one `of_all` plans has more than this form."""
    slug = "moi-ke-hoach" if of_all else form.plan.slug
    which = f"-{slug}" if slug else ""
    own, *others = (
        fold(code_of(form.plan, unit)).replace(" ", "").upper()
        for unit in (form.unit, *reporters(form.plan))
    )
    unit = own if others.count(own) <= 1 else form.unit
    return f"{form.window.period.id}{which}_{unit}"


def reporters(plan: Plan) -> Sequence[str]:
    """List the units that report for themselves, in the plan's order."""
    return [unit for unit in plan.units if plan.reporter(unit) == unit]


@dataclass(frozen=True)
class FormRow:
    """A row to fill in."""

    tt: Annotated[str, "số thứ tự in và mã của nhiệm vụ", "2\n(A.VII.4)"]
    nhiem_vu: Annotated[str, "nhiệm vụ hoặc đầu việc", "Đầu việc: Báo cáo tháng …, hạn 18/9/2023"]
    san_pham: Annotated[
        str,
        "kết quả, sản phẩm theo Kế hoạch, ở dòng đầu của nhiệm vụ",
        "Các khó khăn … được giải quyết kịp thời.",
    ]
    lan_truoc: Annotated[str, "điều đơn vị ghi lần trước", "Ngày 14/8/2023: Đang thực hiện."]
    tinh_trang: Annotated[
        str, "các tình trạng để chọn, mỗi dòng một ô đánh dấu", "☐ Đang thực hiện"
    ]
    so_lieu: Annotated[
        str, "số liệu cần ghi, mỗi dòng một chỉ tiêu", "Số kiến nghị đã giải quyết (kiến nghị):"
    ]


@dataclass(frozen=True)
class FormGroup:
    """Rows under one heading."""

    ten: Annotated[str, "tên của nhóm nhiệm vụ", "I. NHIỆM VỤ PHẢI BÁO CÁO"]
    dong: tuple[FormRow, ...]


@dataclass(frozen=True)
class FormPaper:
    """What `templates/bieu-mau.docx` may print."""

    minh_hoa: Annotated[bool, "kế hoạch là dữ liệu minh họa"]
    co_quan: AgencyNames
    don_vi: Annotated[str, "tên đơn vị, in hoa", "PHÒNG QUẢN LÝ DOANH NGHIỆP"]
    tieu_de: Annotated[
        str, "tên của biểu, in hoa", "BIỂU BÁO CÁO KẾT QUẢ THỰC HIỆN KẾ HOẠCH … QUÝ III NĂM 2023"
    ]
    ky: ReportedPeriod
    nop_ve: Annotated[str, "đơn vị nhận biểu", "Văn phòng"]
    nhom: tuple[FormGroup, ...]


def paper(form: Form) -> FormPaper:
    """Write the form as a table to print and to fill in by hand."""
    plan, window = form.plan, form.window
    return FormPaper(
        minh_hoa=plan.illustrative,
        co_quan=agency(plan),
        don_vi=plan.name(form.unit).upper(),
        tieu_de=title(form).upper(),
        ky=reported_period(plan, window),
        nop_ve=plan.name(plan.office),
        nhom=tuple(FormGroup(block.title, tuple(_rows(block.lines))) for block in form.blocks),
    )


def _rows(lines: Iterable[FormLine]) -> Iterator[FormRow]:
    """Make the rows; what the plan wants of a task stands in its first."""
    for _, own in groupby(lines, lambda line: line.key.partition("/")[0]):
        first, *others = own
        yield _row(first, first.outputs)
        yield from (_row(line, "") for line in others)


def _row(line: FormLine, outputs: str) -> FormRow:
    return FormRow(
        tt=line.number,
        nhiem_vu=line.work,
        san_pham=outputs,
        lan_truoc=line.last,
        tinh_trang="\n".join(f"☐ {STATE_LABELS[state]}" for state in line.states),
        so_lieu="\n".join(f"{label}:" for label in line.figures.values()),
    )
