"""The periodic report on a plan: what a template may print, from the plan, its updates and a window.

`fields` is the whole contract with the template's author: its keys are the tags of `templates/bao-cao.docx`,
unaccented Vietnamese, its values plain text, truth values, lists and mappings. The outline is that of periodic
reports (domain notes, section 3), the form that of NĐ 30/2020/NĐ-CP.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from pci.columns import figure_words, output_lines
from pci.dates import parse_period, period_after
from pci.ledger import Answer, Entry, answers, awaited_triggers, counted, last_words, missing_reports
from pci.model import Plan, Remark, Task
from pci.schedule import Occurrence, ReportingPeriod, is_owed, occurrences
from pci.vi import (
    STATE_LABELS,
    count_words,
    fold,
    join_words,
    lower_first,
    month_words,
    number_words,
    period_words,
    short_date,
)

BLANK = "     "
"""Room for a number or a day that is written by hand or by the registry."""

REST_WORDS = "duy trì thực hiện thường xuyên, không phát sinh vướng mắc"
POINTS = "abcdđeghiklmnopqrstuvxy"
"""Letters of điểm: the Vietnamese alphabet without its marked vowels (NĐ 30/2020, Phụ lục I)."""
KEPT_UP = "duy trì thực hiện, không phát sinh"


class Account(NamedTuple):
    """What one report draws on: the updates of its window, who answered, and the words last said."""

    plan: Plan
    window: ReportingPeriod
    as_of: date
    inside: tuple[Entry, ...]
    known: tuple[Entry, ...]
    asked: tuple[Answer, ...]

    def of_task(self, task_id: str) -> list[Answer]:
        return [answer for answer in self.asked if answer.task == task_id]

    def said_of(self, task_id: str) -> list[Entry]:
        """The window's updates about a task, coordinators' too, in the plan's order of units."""
        order = {unit: n for n, unit in enumerate(self.plan.units)}
        found = [entry for entry in self.inside if entry.update.subject == task_id]
        return sorted(found, key=lambda e: (order[e.update.unit], e.update.date))


def account(plan: Plan, entries: Iterable[Entry], window: ReportingPeriod, as_of: date) -> Account:
    """The facts of a window as known on a day."""
    known = counted(entries, as_of)
    inside = tuple(entry for entry in known if window.holds(entry.update.date))
    return Account(plan, window, as_of, inside, known, answers(plan, known, window))


def fields(facts: Account) -> dict[str, Any]:
    """Every field of the template, by its tag."""
    plan, window = facts.plan, facts.window
    return {
        "minh_hoa": plan.illustrative,
        "co_quan": _agency(plan),
        "so": BLANK,
        "ky_hieu": plan.reporting.symbol,
        "ngay_thang": f"ngày {BLANK} {month_words(window.send_by.month)} năm {window.send_by.year}",
        "kinh_gui": plan.name(plan.reporting.to),
        "ke_hoach": _plan(plan),
        "can_cu": [_citation(plan, document) for document in plan.basis],
        "ky": _period(window),
        "tong": _totals(facts),
        "chi_dao": _leadership(facts),
        "chi_so_pci": [{"chu": POINTS[n], **_section(facts, i)} for n, i in enumerate(_sections(plan, "pci"))],
        "chi_so_xanh": [_section(facts, i) for i in _sections(plan, "pgi")],
        "kho_khan": _remarks(facts, "difficulty"),
        "kien_nghi": _remarks(facts, "proposal"),
        "phuong_huong": _coming(facts),
        "noi_nhan": _recipients(plan),
        "quyen_han": list(plan.reporting.signer.capacity),
        "nguoi_ky": plan.reporting.signer.name,
        "phu_luc_1": _annex_tasks(facts),
        "phu_luc_2": _annex_counts(facts),
        "thieu": [plan.name(unit) for unit in missing_reports(plan, facts.asked)],
    }


def title(facts: Account) -> str:
    """The report's name, as a file's properties carry it."""
    return (
        f"Báo cáo kết quả thực hiện Kế hoạch {lower_first(facts.plan.title)} trong {period_words(facts.window.period)}"
    )


def _agency(plan: Plan) -> dict[str, str]:
    """Names in capitals for the letterhead, in small letters for sentences."""
    head = plan.letterhead
    return {"cap_tren": head.parent, "ten": head.agency, "dia_danh": head.place} | {
        "ten_day_du": plan.agency.name,
        "ten_ngan": plan.agency.short,
    }


def _plan(plan: Plan) -> dict[str, str]:
    """The plan as a report cites it; what the signed copy leaves blank is told apart, to be highlighted."""
    year, *rest = plan.issued.split("-")
    day = short_date(date.fromisoformat(plan.issued)) if len(rest) == 2 else ""
    month = f"{month_words(int(rest[0]))} năm {year}" if rest else f"năm {year}"
    return {
        "so": plan.number or "",
        "thieu_so": "" if plan.number else "[chưa có số]",
        "ky_hieu": plan.symbol,
        "ngay": day,
        "thieu_ngay": "" if day else f"[chưa có ngày] {month}",
        "trich_yeu": lower_first(plan.title),
        "nam": str(plan.year),
    }


def _citation(plan: Plan, key: str) -> str:
    """A document cited for the first time: type, number, date, issuer, title (NĐ 30/2020, Phụ lục I, mục II.6)."""
    found = plan.documents[key]
    parts = [
        found.type,
        f"số {found.number}" if found.number else "",
        f"ngày {short_date(found.date)}" if found.date else "",
        f"của {found.issuer}" if found.issuer else "",
        found.title or "",
    ]
    return " ".join(filter(None, parts))


def _period(window: ReportingPeriod) -> dict[str, str]:
    return {
        "ten": period_words(window.period),
        "tu_ngay": short_date(window.window_first),
        "den_ngay": short_date(window.window_last),
        "ten_tiep": period_words(period_after(window.period)),
    }


def _totals(facts: Account) -> dict[str, str]:
    plan = facts.plan
    waiting = [i for i, task in plan.tasks.items() if awaited_triggers(plan, task, facts.known)]
    lacking = {answer.task for answer in facts.asked if not answer.reported}
    asked = {answer.task for answer in facts.asked}
    return {
        "nhiem_vu": count_words(len(plan.tasks)),
        "thuong_xuyen": count_words(sum(task.standing for task in plan.tasks.values())),
        "du_bao_cao": count_words(len(asked - lacking)),
        "thieu_bao_cao": count_words(len(lacking)),
        "cho_dieu_kien": count_words(len(waiting)),
    }


def _leadership(facts: Account) -> list[str]:
    """What was reported on the general measures and duties, in the plan's order."""
    said = [e for e in facts.inside if e.update.about in facts.plan.body and e.update.result]
    order = {i: n for n, i in enumerate(facts.plan.body)}
    return [_sentence(facts.plan, e) for e in sorted(said, key=lambda e: order[e.update.about])]


def _sentence(plan: Plan, entry: Entry) -> str:
    """A result with its figures and the unit that reported it, as one closed sentence."""
    words = (" ".join(text.split()).rstrip(".;") for text in _told(plan, entry))
    return f"{'; '.join(words)} ({plan.name(entry.update.unit)})."


def _told(plan: Plan, entry: Entry) -> list[str]:
    """The result, then the figures that it does not already tell."""
    update = entry.update
    result = update.result or ""
    untold = {k: v for k, v in update.figures.items() if not re.search(rf"\b0*{re.escape(number_words(v))}\b", result)}
    figures = figure_words(plan, update.subject, untold)
    return [text for text in (result, figures) if text]


def _sections(plan: Plan, index: str) -> list[str]:
    """Sections that hold tasks and answer to PCI or PGI; one without a sub-index stands with PCI."""
    held = dict.fromkeys(plan.section_of(i) for i in plan.tasks)
    return [i for i in held if (plan.sections[i].subindex or "pci").partition(".")[0] == index]


def _section(facts: Account, section: str) -> dict[str, Any]:
    """One sub-index in the body: results told, the rest gathered in one line, units that owe named."""
    told: list[str] = []
    kept_up = False
    missing: list[str] = []
    for task_id, _ in facts.plan.tasks_of(section):
        words = [_sentence(facts.plan, e) for e in facts.said_of(task_id) if e.update.result or e.update.figures]
        told += words
        asked = facts.of_task(task_id)
        kept_up |= not words and any(answer.reported for answer in asked)
        missing += [answer.unit for answer in asked if not answer.reported]
    return {
        "ten": facts.plan.sections[section].title,
        "ket_qua": told,
        "con_lai": f"{'Các nhiệm vụ còn lại' if told else 'Các nhiệm vụ'}: {REST_WORDS}." if kept_up else "",
        "thieu": _unit_names(facts.plan, missing),
    }


def _unit_names(plan: Plan, units: Iterable[str]) -> str:
    wanted = set(units)
    return join_words([plan.units[unit].name for unit in plan.units if unit in wanted])


def _remarks(facts: Account, field: str) -> list[str]:
    """Difficulties or proposals of the window, not yet answered, addressed to an outside body: only these go up.

    Proposals stand together by addressee, named first unless their own words name it.
    """
    plan = facts.plan
    answered = {entry.update.answers for entry in facts.known}
    found: list[tuple[Remark, str]] = [
        (remark, plan.name(entry.update.unit))
        for entry in facts.inside
        if (remark := getattr(entry.update, field)) and remark.to in plan.outside and entry.id not in answered
    ]
    if field == "proposal":
        found.sort(key=lambda pair: list(plan.outside).index(pair[0].to))
    lines = []
    for remark, unit in found:
        text = " ".join(remark.text.split()).rstrip(".;")
        named = field == "difficulty" or fold(plan.name(remark.to)) in fold(text)
        lines.append(f"{'' if named else plan.name(remark.to) + ': '}{text} ({unit}).")
    return lines


def _coming(facts: Account) -> list[str]:
    """What opens by the end of the next period, is due after this window and not yet done; then what waits."""
    plan, after = facts.plan, period_after(facts.window.period)
    lines = []
    for task_id, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            due = [
                o
                for o in occurrences(plan, obligation)
                if is_owed(plan, o) and _falls_in(o, facts.window.window_last + timedelta(days=1), after.last)
            ]
            open_ = [o for o in due if not _done(facts, f"{task_id}/{name}", o.period, task)]
            if open_:
                when = join_words([_occurrence_words(o) for o in open_])
                lines.append(f"{obligation.title} ({when}): {_leads(plan, task)}.")
    for task in plan.tasks.values():
        if triggers := awaited_triggers(plan, task, facts.known):
            title = next(iter(task.owes.values())).title
            lines.append(f"{title}: thực hiện sau khi {join_words([plan.triggers[t].title for t in triggers])}.")
    return lines


def _falls_in(occurrence: Occurrence, first: date, last: date) -> bool:
    return bool(occurrence.opens and occurrence.due and occurrence.opens <= last and occurrence.due >= first)


def _done(facts: Account, about: str, period: str | None, task: Task) -> bool:
    """Whether every accountable unit has said that one occurrence is done."""
    plan = facts.plan
    last = {
        (plan.units[e.update.unit].part_of or e.update.unit): e.update
        for e in facts.known
        if e.update.about == about and e.update.period == period and e.update.state != "nothing"
    }
    return all(unit in last and last[unit].state == "done" for unit in plan.accountable(task))


def _occurrence_words(occurrence: Occurrence) -> str:
    """`quý IV năm 2023`, `lần 2 năm 2023`, or the day."""
    period_id, _, turn = (occurrence.period or "").partition("-lan-")
    if period := parse_period(period_id):
        return (f"lần {turn} " if turn else "") + period_words(period)
    return f"ngày {short_date(occurrence.due)}" if occurrence.due else ""


def _leads(plan: Plan, task: Task) -> str:
    return plan.name(task.lead)


def _recipients(plan: Plan) -> list[str]:
    """Nơi nhận, each line closed as NĐ 30/2020 asks (Phụ lục I, mục II.9)."""
    *others, last = plan.reporting.recipients
    return [f"- {name};" for name in others] + [f"- {last}."]


def _annex_tasks(facts: Account) -> list[dict[str, Any]]:
    """Phụ lục I: a heading row for each part and section, then its tasks."""
    plan = facts.plan
    held = {plan.section_of(i) for i in plan.tasks}
    return [
        {
            "so": section.rpartition(".")[2],
            "ten": plan.sections[section].title,
            "nhiem_vu": [_annex_task(facts, i, task) for i, task in plan.tasks_of(section)],
        }
        for section in plan.sections
        if section in held or any(other.startswith(section + ".") for other in held)
    ]


def _annex_task(facts: Account, task_id: str, task: Task) -> dict[str, str]:
    plan = facts.plan
    said = facts.said_of(task_id)
    asked = facts.of_task(task_id)
    kept_up = [a.unit for a in asked if a.rest and not a.entries]
    lines = [f"{plan.name(e.update.unit)}: {_cell(plan, e)}" for e in said]
    lines += [f"{_unit_names(plan, kept_up)}: {KEPT_UP}."] if kept_up else []
    missing = _unit_names(plan, (a.unit for a in asked if not a.reported))
    evidence = list(dict.fromkeys(document for e in said for document in e.update.evidence))
    return {
        "so": task.number,
        "noi_dung": task.work,
        "don_vi": task.units,
        "thoi_gian": task.time,
        "san_pham": "\n".join(output_lines(task)),
        "ket_qua": "\n".join(lines) + ("\n" if lines and missing else ""),
        "thieu": f"[{missing} chưa gửi báo cáo]" if missing else "",
        "tinh_trang": _condition(facts, task_id, task),
        "ghi_chu": "\n".join(evidence),
    }


def _cell(plan: Plan, entry: Entry) -> str:
    return "\n".join(_told(plan, entry)) or f"{lower_first(STATE_LABELS[entry.update.state])}."


def _condition(facts: Account, task_id: str, task: Task) -> str:
    """The last recorded words on a task's state, by obligation and unit where there are several."""
    plan = facts.plan
    if waiting := awaited_triggers(plan, task, facts.known):
        return f"Chưa đủ điều kiện thực hiện (chờ {join_words([plan.triggers[t].title for t in waiting])})"
    last = last_words(facts.known, task_id)
    several = len(plan.accountable(task)) > 1
    lines = []
    for (unit, name, period), update in last.items():
        what = task.owes[name].title if name else ""
        when = _occurrence_words(Occurrence(period, None, None)) if period else ""
        subject = ", ".join(filter(None, (plan.name(unit) if several else "", what, when)))
        lines.append(f"{subject}: {lower_first(STATE_LABELS[update.state])}" if subject else STATE_LABELS[update.state])
    return "\n".join(lines) or (task.time if task.standing else "")


def _annex_counts(facts: Account) -> dict[str, Any]:
    """Phụ lục II: tasks on which every unit, or not every unit, reported in the window; by sub-index and by unit."""
    plan = facts.plan
    sections = list(dict.fromkeys(plan.section_of(i) for i in plan.tasks))
    rows = [_counts(facts, plan.sections[s].title, [i for i, _ in plan.tasks_of(s)]) for s in sections]
    by_unit: dict[str, list[Answer]] = {unit: [] for unit in plan.units}
    for answer in facts.asked:
        by_unit[answer.unit].append(answer)
    return {
        "theo_chi_so": [{**row, "so": str(n)} for n, row in enumerate(rows, 1)],
        "tong_cong": _counts(facts, "Tổng cộng", list(plan.tasks)),
        "theo_don_vi": [
            {"so": str(n), **_unit_counts(plan.units[unit].name, found)}
            for n, (unit, found) in enumerate(((u, f) for u, f in by_unit.items() if f), 1)
        ],
    }


def _counts(facts: Account, name: str, task_ids: Sequence[str]) -> dict[str, str]:
    plan = facts.plan
    asked = {answer.task for answer in facts.asked}
    lacking = {answer.task for answer in facts.asked if not answer.reported}
    return {
        "ten": name,
        "nhiem_vu": str(len(task_ids)),
        "thuong_xuyen": str(sum(plan.tasks[i].standing for i in task_ids)),
        "du_bao_cao": str(sum(i in asked - lacking for i in task_ids)),
        "thieu_bao_cao": str(sum(i in lacking for i in task_ids)),
        "cho_dieu_kien": str(sum(i not in asked for i in task_ids)),
    }


def _unit_counts(name: str, found: Sequence[Answer]) -> dict[str, str]:
    reported = sum(answer.reported for answer in found)
    return {
        "ten": name,
        "phai_bao_cao": str(len(found)),
        "da_bao_cao": str(reported),
        "chua_bao_cao": str(len(found) - reported),
    }
