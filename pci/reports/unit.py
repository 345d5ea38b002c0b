"""A unit's own report of a period to the leaders.

The attributes of `UnitReport` are the tags of `templates/bao-cao-don-vi.docx`. The report is made
of the same facts as the agency's, narrowed to the unit (`facts.unit_facts`). A sub-unit reports on
its parent's work where it leads the task. All difficulties and proposals are printed, internal
ones too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pci.core import stats
from pci.core.evidence import citable
from pci.core.ledger import Entry, Item, role, view
from pci.core.model import INSIDE, Plan
from pci.core.remarks import OpenRemark
from pci.core.vi import (
    ROLE_LABELS,
    TASK_LABELS,
    count_words,
    fold,
    join_words,
    lower_first,
    occurrence_words,
    short_date,
    upper_first,
)
from pci.lists.columns import UNPROVEN
from pci.reports import phrases
from pci.reports.annexes import AnnexTask, annex_task, state_words
from pci.reports.counts import figures, tasks_words, work_words
from pci.reports.facts import Facts, grouped
from pci.reports.letterhead import (
    BLANK,
    AgencyNames,
    agency_name,
    cited_plan,
    recipient_lines,
)
from pci.reports.passages import (
    awaited_conditions,
    became,
    coming_work,
    due_day,
    none_raised,
    open_remarks,
    remaining,
    rest_text,
    waiting_lines,
)
from pci.reports.periodic import Report, date_line, period_names, within
from pci.reports.plan import PlanSection
from pci.reports.results import full_text, in_brackets, result_texts, sentence, source, task_lines

_CAPACITIES = {
    "phong": "TRƯỞNG PHÒNG",
    "van phong": "CHÁNH VĂN PHÒNG",
    "trung tam": "GIÁM ĐỐC",
    "to": "TỔ TRƯỞNG",
    "bo phan": "TRƯỞNG BỘ PHẬN",
}
"""Who heads a unit, by how its name begins; any other has a head too."""

# --- what a template may print --------------------------------------------------------------------


@dataclass(frozen=True)
class UnitNames(AgencyNames):
    """The names of a unit, and of its agency."""

    chu_quan: Annotated[str, "tên cơ quan chủ quản trong câu", "Ban quản lý"]


@dataclass(frozen=True)
class WorkRow:
    """A piece of work with a due day."""

    tt: Annotated[str, "số thứ tự của đầu việc", "1"]
    ten: Annotated[
        str, "đầu việc, kèm kỳ", "Báo cáo tháng gửi Sở Kế hoạch và Đầu tư (tháng 9 năm 2023)"
    ]
    han: Annotated[str, "thời hạn; rỗng khi không định thời hạn", "18/9/2023"]
    tinh_trang: Annotated[str, "tình trạng", "Quá hạn 02 ngày"]


@dataclass(frozen=True)
class SectionResults:
    """A sub-index on which there is something to tell: results, or tasks without a report."""

    chu: Annotated[str, "chữ của điểm", "a"]
    ten: Annotated[str, "tên chỉ số thành phần", "Chỉ số chi phí thời gian"]
    ket_qua: Annotated[tuple[str, ...], "từng kết quả", "- Đã gửi báo cáo tháng 9."]
    chua_bao_cao: Annotated[
        str, "những nhiệm vụ chưa báo cáo của chỉ số; rỗng khi đủ", "Nhiệm vụ số 1 và 3"
    ]


@dataclass(frozen=True)
class UnitTask(AnnexTask):
    """The row of a task in the appendix."""

    vai_tro: Annotated[str, "vai trò của đơn vị", "Chủ trì"]


@dataclass(frozen=True)
class UnitSection(PlanSection):
    """A section of the appendix with its tasks."""

    nhiem_vu: tuple[UnitTask, ...]


@dataclass(frozen=True)
class UnitReport(Report):
    """A unit's own report."""

    co_quan: UnitNames
    danh_gia: Annotated[
        str,
        "số nhiệm vụ, số đầu việc có thời hạn của đơn vị và của đơn vị mà nó báo cáo thay",
        "Văn phòng chủ trì 09 nhiệm vụ; phối hợp 03 nhiệm vụ (chi tiết tại Phụ lục kèm theo).",
    ]
    dau_viec: Annotated[tuple[WorkRow, ...], "trong kỳ"]
    chi_so: tuple[SectionResults, ...]
    con_lai: Annotated[
        str,
        "một câu cho các nhiệm vụ chỉ duy trì; rỗng khi không có",
        "08 nhiệm vụ còn lại: duy trì thực hiện ….",
    ]
    phoi_hop: Annotated[
        tuple[str, ...], "từng kết quả phối hợp", "- Cử 02 công chức tham gia đoàn kiểm tra."
    ]
    giai_phap_chung: Annotated[
        tuple[str, ...],
        "từng kết quả về nhiệm vụ, giải pháp chung",
        "- Đăng 05 tin bài trên Trang TTĐT.",
    ]
    kho_khan: Annotated[
        tuple[str, ...],
        "từng khó khăn chưa được trả lời",
        "- Thiếu máy quét (gửi Lãnh đạo Ban, ngày 13/9/2023).",
    ]
    thieu_kho_khan: Annotated[
        str, "chữ để tô vàng khi chưa rõ có khó khăn hay không", "[chưa báo cáo]"
    ]
    kien_nghi: Annotated[
        tuple[str, ...],
        "từng kiến nghị chưa được trả lời",
        "- Cấp 01 máy quét (gửi Lãnh đạo Ban, ngày 13/9/2023).",
    ]
    thieu_kien_nghi: Annotated[
        str, "chữ để tô vàng khi chưa rõ có kiến nghị hay không", "[chưa báo cáo]"
    ]
    ky_toi: Annotated[tuple[WorkRow, ...], "của kỳ tới"]
    cho_dieu_kien: Annotated[
        tuple[str, ...],
        "từng việc chờ điều kiện",
        "- Sửa quy trình nội bộ: thực hiện sau khi ….",
    ]
    phu_luc: tuple[UnitSection, ...]


# --- the report -----------------------------------------------------------------------------------


def unit_report(facts: Facts) -> UnitReport:
    """Make a unit's report from the facts that are its own; it is always a draft."""
    plan, unit = facts.plan, facts.unit
    parts = parts_of(facts)
    main = [i for i, part in parts.items() if part in ("lead", "instead")]
    beside = [i for i in parts if i not in main]
    code = code_of(plan, unit)
    difficulties, difficulty_gap = _remarks(facts, "difficulty")
    proposals, proposal_gap = _remarks(facts, "proposal")
    return UnitReport(
        minh_hoa=plan.illustrative,
        du_thao=True,
        co_quan=UnitNames(
            cap_tren=agency_name(plan),
            ten=plan.name(unit).upper(),
            dia_danh=plan.letterhead.place,
            ten_day_du=plan.name(unit),
            ten_ngan=plan.short_name(unit),
            chu_quan=plan.agency.short,
        ),
        so=BLANK,
        ky_hieu=f"BC-{code}",
        ngay_thang=date_line(facts.window.internal_due),
        trich_yeu=_subject(facts),
        ke_hoach=cited_plan(plan),
        ky=period_names(facts),
        tong=figures(stats.of_unit(facts.book, unit), padded=True),
        danh_gia=_assessment(facts, parts),
        dau_viec=_work_rows(facts, _work_of_period(facts)),
        chi_so=_sections(facts, main),
        con_lai=_rest(facts, main),
        phoi_hop=tuple(line for i in beside for line in task_lines(facts, i)),
        giai_phap_chung=tuple(_measures(facts)),
        kho_khan=difficulties,
        thieu_kho_khan=difficulty_gap,
        kien_nghi=proposals,
        thieu_kien_nghi=proposal_gap,
        ky_toi=_work_rows(facts, coming_work(facts)),
        cho_dieu_kien=tuple(waiting_lines(facts, main)),
        noi_nhan=recipient_lines(["Như trên", f"Lưu: VT, {code}"]),
        quyen_han=(_capacity(plan.name(unit)),),
        nguoi_ky="",
        phu_luc=_annex(facts, parts),
    )


def parts_of(facts: Facts) -> dict[str, str]:
    """List the tasks of a unit's report with its part in each.

    The unit has the `lead`, reports `instead` of another unit, is `coordinating`, or is `related`
    to a task on which it said something.
    """
    parts = {}
    for task_id, task in facts.plan.tasks.items():
        own = role(facts.plan, task, facts.unit)
        if own and own.name == "lead":
            parts[task_id] = "lead"
        elif facts.answers_of(task_id):
            parts[task_id] = "instead"
        elif own and (own.name != "related" or facts.entries_of(task_id)):
            parts[task_id] = own.name
    return parts


def code_of(plan: Plan, unit: str) -> str:
    """A unit's letters in a document's symbol: `QLDN` of `P.QLDN`, or the first letters of its
    name."""
    initials = "".join(word[0] for word in plan.name(unit).split())
    short = plan.units[unit].short
    letters = short.removeprefix("P.") if short else initials
    return "".join(character for character in letters if character.isalnum()).upper()


def _capacity(name: str) -> str:
    words = fold(name).split()
    return _CAPACITIES.get(" ".join(words[:2])) or _CAPACITIES.get(words[0], "THỦ TRƯỞNG ĐƠN VỊ")


def _subject(facts: Facts) -> str:
    """The subject line of the report: `Kết quả thực hiện Kế hoạch … của Văn phòng`."""
    plan = facts.plan
    title = lower_first(plan.title).removesuffix(f" của {plan.agency.name}")
    subject = phrases.SUBJECT.format(title=title, within=within(facts))
    return phrases.OF_UNIT.format(subject, plan.name(facts.unit))


# --- 1. Assessment --------------------------------------------------------------------------------


def _assessment(facts: Facts, parts: Mapping[str, str]) -> str:
    """Count the tasks by the unit's part in them, the reports that it owes, and its work."""
    tasks, name = facts.plan.tasks, facts.plan.name
    led = [i for i, part in parts.items() if part == "lead"]
    instead = Counter(name(tasks[i].lead) for i, part in parts.items() if part == "instead")
    standing = sum(tasks[i].standing for i in led)
    by_part = tasks_words(len(led), standing, instead, Counter(parts.values()))
    sentences = [phrases.UNIT_TASKS.format(name(facts.unit), by_part)]
    if facts.answers:
        sentences.append(phrases.TASKS_ASKED.format(count_words(len(facts.answers))))
    work = _work_counted(facts)
    if work:
        sentences.append(phrases.WORK_UNTIL.format(short_date(facts.book.as_of), "; ".join(work)))
    return " ".join(sentences)


def _work_counted(facts: Facts) -> list[str]:
    """Count the unit's own work, then that of each unit for which it reports."""
    name = facts.plan.name
    others = dict.fromkeys(item.unit for item in facts.items if not _is_own(facts, item))
    whose = {facts.unit: f" của {name(facts.unit)}" if others else ""}
    whose |= {other: f" {phrases.REPORTS_FOR.format(name(other))}" for other in others}
    words = [work_words(stats.of_unit(facts.book, unit), its) for unit, its in whose.items()]
    return [line for line in words if line]


# --- 2. Work with a due day -----------------------------------------------------------------------


def _is_own(facts: Facts, item: Item) -> bool:
    return item.unit == (facts.plan.units[facts.unit].part_of or facts.unit)


def _work_of_period(facts: Facts) -> list[Item]:
    """List the work that is overdue, fell due in the window, or ended in it."""
    return [
        item
        for item in facts.items
        if item.state == "overdue"
        or facts.ended(item)
        or (item.due and facts.window.holds(item.due))
    ]


def _by_day(items: Iterable[Item]) -> list[Item]:
    """Sort work by its due day; work without one comes last."""
    return sorted(items, key=lambda item: (item.due is None, item.due))


def _work_rows(facts: Facts, items: Iterable[Item]) -> tuple[WorkRow, ...]:
    return tuple(
        WorkRow(
            tt=str(n),
            ten=_title(facts, item),
            han=due_day(item),
            tinh_trang=upper_first(state_words(item))
            + in_brackets([UNPROVEN if item.unproven else ""]),
        )
        for n, item in enumerate(_by_day(items), 1)
    )


def _title(facts: Facts, item: Item) -> str:
    """Name a piece of work with its period, and with its unit where the report is for another."""
    title = facts.plan.tasks[item.task].owes[item.obligation].title
    period = occurrence_words(item.period) if item.period else ""
    instead = phrases.REPORTS_FOR.format(facts.plan.name(item.unit))
    return title + in_brackets([period, "" if _is_own(facts, item) else instead], "; ")


# --- 3 to 5. Results ------------------------------------------------------------------------------


def _sections(facts: Facts, tasks: Sequence[str]) -> tuple[SectionResults, ...]:
    """Make the sub-indices that have results, or tasks without a report."""
    results: list[SectionResults] = []
    for section, its in grouped(tasks, facts.plan.section_of).items():
        lines = tuple(line for i in its for line in task_lines(facts, i))
        missing = [facts.plan.tasks[i].number for i in its if i in facts.missing]
        if lines or missing:
            letter, title = phrases.POINTS[len(results)], facts.plan.sections[section].title
            gap = phrases.TASK_NUMBERS.format(join_words(missing)) if missing else ""
            results.append(SectionResults(letter, title, lines, gap))
    return tuple(results)


def _rest(facts: Facts, tasks: Sequence[str]) -> str:
    """Sum up in one line the tasks on which the unit reported that nothing arose."""
    silent = [i for i in tasks if facts.reported(i) and not task_lines(facts, i)]
    states = Counter(became(facts, i) for i in silent)
    kept_up, own = states.pop(phrases.REST_KEPT_UP, 0), _closing_words(facts, silent)
    if kept_up and own:
        line = own + in_brackets([phrases.TASKS.format(count_words(kept_up))])
        return "; ".join(filter(None, (line, remaining(states, False)))) + "."
    if kept_up:
        states = Counter({phrases.REST_KEPT_UP: kept_up}) + states
    return f"{remaining(states, len(silent) < len(tasks))}." if silent else ""


def _closing_words(facts: Facts, tasks: Iterable[str]) -> str:
    """Quote what the unit wrote of all its remaining tasks."""
    closing = (answer.rest for i in tasks for answer in facts.answers_of(i) if answer.rest)
    return next((sentence(e.update.result) for e in closing if e.update.result), "")


def _measures(facts: Facts) -> Iterator[str]:
    """Quote the unit's last words on each general measure and each condition, with all documents.

    These have no row in the appendix.
    """
    triggers = facts.plan.triggers
    by_subject = grouped((entry.update for entry in facts.entries), lambda update: update.about)
    for about in (*facts.plan.body, *triggers):
        updates = by_subject.get(about, [])
        texts = [triggers[about].title] if updates and about in triggers else []
        texts += [sentence("\n".join(result_texts(facts.plan, update))) for update in updates]
        words = next(filter(None, reversed(texts)), "")
        evidence = dict.fromkeys(line for update in updates for line in citable(update.evidence))
        if words:
            yield f"- {words}{in_brackets(evidence, '; ')}."


# --- II and III. Difficulties and proposals -------------------------------------------------------


def _remarks(facts: Facts, kind: str) -> tuple[tuple[str, ...], str]:
    """List the open difficulties or proposals; without any, say what is still to be supplied."""
    lines = tuple(_remark_line(facts, one) for one in open_remarks(facts, kind))
    if lines:
        return lines, ""
    if facts.missing:
        return (), phrases.UNREPORTED
    if none_raised(facts, kind):
        return (phrases.NOTHING,), ""
    return (), phrases.ADD_UNIT_REMARKS[kind]


def _remark_line(facts: Facts, one: OpenRemark) -> str:
    """Quote a remark: `- Thiếu máy quét (gửi Lãnh đạo Ban, ngày 09/9/2023).`"""
    plan, update, to = facts.plan, one.entry.update, one.remark.to
    inside = INSIDE[to] if to == "noi-bo" else phrases.SENT_TO.format(plan.short_name(to))
    day = phrases.ON_DAY.format(short_date(update.date))
    return f"- {sentence(one.remark.text)}{in_brackets([source(facts, update), inside, day])}."


# --- the appendix ---------------------------------------------------------------------------------


def _annex(facts: Facts, parts: Mapping[str, str]) -> tuple[UnitSection, ...]:
    """Make the appendix: the tasks under their sub-index, with all updates of the window."""
    return tuple(
        UnitSection(
            so=section.rpartition(".")[2],
            ten=facts.plan.sections[section].title,
            nhiem_vu=tuple(_annex_task(facts, i, parts[i]) for i in its),
        )
        for section, its in grouped(parts, facts.plan.section_of).items()
    )


def _annex_task(facts: Facts, task_id: str, part: str) -> UnitTask:
    task = facts.plan.tasks[task_id]
    lines = [_dated_text(facts, entry) for entry in facts.entries_of(task_id)]
    lines += [upper_first(rest_text(task, e)) for e in facts.closing_lines(task_id).values()]
    gap = phrases.UNREPORTED if task_id in facts.missing else ""
    row = annex_task(facts, task_id, "\n".join(lines), gap, _condition(facts, task_id))
    instead = upper_first(phrases.REPORTS_FOR.format(facts.plan.short_name(task.lead)))
    return UnitTask(**vars(row), vai_tro=ROLE_LABELS.get(part, instead))


def _dated_text(facts: Facts, entry: Entry) -> str:
    """Quote an update with its day: `Ngày 13/9/2023: Đã gửi báo cáo tháng 9.`"""
    update = entry.update
    day = phrases.ON_DAY.format(short_date(update.date))
    own = update.unit == facts.unit
    start = upper_first(day) if own else f"{facts.plan.name(update.unit)}, {day}"
    return f"{start}: {full_text(facts.plan, update)}"


def _condition(facts: Facts, task_id: str) -> str:
    """Say what a task waits for, how its work of the period stands, or its state."""
    conditions = awaited_conditions(facts, facts.plan.tasks[task_id])
    if conditions:
        return phrases.WAITS_FOR.format(conditions)
    works = [item for item in _work_of_period(facts) if item.task == task_id]
    lines = [f"{_title(facts, item)}: {state_words(item)}" for item in _by_day(works)]
    return "\n".join(lines) or TASK_LABELS[view(facts.book, task_id, facts.unit).state]
