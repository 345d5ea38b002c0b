"""The periodic report on a plan: what a template may print, from the plan, its updates and a window.

`fields` is the whole contract with the template's author: its keys are the tags of `templates/bao-cao.docx`,
unaccented Vietnamese, its values plain text, truth values, lists and mappings. The outline is that of periodic
reports (domain notes, section 3), the form that of NĐ 30/2020/NĐ-CP.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from pci import stats
from pci.account import missing_reports
from pci.dates import period_after
from pci.ledger import Entry, Item, awaited_triggers, view
from pci.model import Plan, Remark, Task
from pci.reports.annexes import annex_counts, annex_tasks
from pci.reports.facts import Facts, figures, told, unit_names, when
from pci.vi import (
    TASK_LABELS,
    fold,
    join_words,
    lower_first,
    month_words,
    period_words,
    short_date,
    within_words,
)

BLANK = "     "
"""Room for a number or a day that is written by hand or by the registry."""

REST_WORDS = "duy trì thực hiện thường xuyên, không phát sinh vướng mắc"
POINTS = "abcdđeghiklmnopqrstuvxy"
"""Letters of điểm: the Vietnamese alphabet without its marked vowels (NĐ 30/2020, Phụ lục I)."""


class AdHoc(NamedTuple):
    """What a báo cáo đột xuất sets for itself: its title, whom it goes to, which letter asked for it."""

    title: str = ""
    addressee: str = ""
    basis: str = ""


def fields(facts: Facts, own: AdHoc = AdHoc()) -> dict[str, Any]:
    """Every field of the template, by its tag."""
    plan, window = facts.plan, facts.window
    return {
        "minh_hoa": plan.illustrative,
        "co_quan": _agency(plan),
        "so": BLANK,
        "ky_hieu": plan.reporting.symbol,
        "ngay_thang": f"ngày {BLANK} {month_words(window.send_by.month)} năm {window.send_by.year}",
        "trich_yeu": own.title or subject(facts),
        "kinh_gui": own.addressee or plan.name(plan.reporting.to),
        "ke_hoach": _plan(plan),
        "can_cu": [*([own.basis] if own.basis else []), *(_citation(plan, document) for document in plan.basis)],
        "ky": _period(facts),
        "tong": figures(stats.by_index(facts.book).total, padded=True),
        "chi_dao": _leadership(facts),
        "chi_so_pci": [{"chu": POINTS[n], **_section(facts, i)} for n, i in enumerate(_sections(plan, "pci"))],
        "chi_so_xanh": [_section(facts, i) for i in _sections(plan, "pgi")],
        "kho_khan": _remarks(facts, "difficulty"),
        "kien_nghi": _remarks(facts, "proposal"),
        "phuong_huong": _coming(facts),
        "noi_nhan": _recipients(plan),
        "quyen_han": list(plan.reporting.signer.capacity),
        "nguoi_ky": plan.reporting.signer.name,
        "phu_luc_1": annex_tasks(facts),
        "phu_luc_2": annex_counts(facts),
        "thieu": [plan.name(unit) for unit in missing_reports(plan, facts.asked)],
    }


def subject(facts: Facts) -> str:
    """Trích yếu: what the report is on."""
    return f"Kết quả thực hiện Kế hoạch {lower_first(facts.plan.title)} {within_words(facts.window.period)}"


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


def _period(facts: Facts) -> dict[str, str]:
    window = facts.window
    return {
        "ten": period_words(window.period),
        "tu_ngay": short_date(window.window_first),
        "den_ngay": short_date(window.window_last),
        "tinh_den": short_date(facts.book.as_of),
        "trong": within_words(window.period),
        "ten_tiep": "thời gian tới" if window.period.kind == "range" else period_words(period_after(window.period)),
    }


def _leadership(facts: Facts) -> list[str]:
    """What was reported on the general measures and duties, then on the conditions that work waits for."""
    plan = facts.plan
    order = {i: n for n, i in enumerate((*plan.body, *plan.triggers))}
    said = [e for e in facts.inside if e.update.about in order and (e.update.result or e.update.evidence)]
    return [_documented(plan, e) for e in sorted(said, key=lambda e: order[e.update.about])]


def _documented(plan: Plan, entry: Entry) -> str:
    """A sentence with the documents that prove it: these updates have no row in an appendix. Where nothing was said
    of it, a condition is told by its own name, a measure by its id."""
    about = entry.update.about
    name = plan.triggers[about].title if about in plan.triggers else about
    words = [" ".join(text.split()).rstrip(".;") for text in told(plan, entry)] or [name]
    source = "; ".join((plan.name(entry.update.unit), *entry.update.evidence))
    return f"{'; '.join(words)} ({source})."


def _sentence(plan: Plan, entry: Entry) -> str:
    """A result with its figures and the unit that reported it, as one closed sentence."""
    words = (" ".join(text.split()).rstrip(".;") for text in told(plan, entry))
    return f"{'; '.join(words)} ({plan.name(entry.update.unit)})."


def _sections(plan: Plan, index: str) -> list[str]:
    """Sections that hold tasks and answer to PCI or PGI; one without a sub-index stands with PCI."""
    held = dict.fromkeys(plan.section_of(i) for i in plan.tasks)
    return [i for i in held if (plan.sections[i].subindex or "pci").partition(".")[0] == index]


def _section(facts: Facts, section: str) -> dict[str, Any]:
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
    rest = f"{'Các nhiệm vụ còn lại' if told else 'Các nhiệm vụ'}: {REST_WORDS}." if kept_up else ""
    return {
        "ten": facts.plan.sections[section].title,
        "ket_qua": told,
        "con_lai": rest if rest or told or missing else _settled(facts, section),
        "thieu": unit_names(facts.plan, missing),
    }


def _settled(facts: Facts, section: str) -> str:
    """What is left to say of a sub-index on which nothing was asked: its tasks' states."""
    states = dict.fromkeys(view(facts.book, i).state for i, _ in facts.plan.tasks_of(section))
    return f"Các nhiệm vụ: {join_words([lower_first(TASK_LABELS[state]) for state in states])}."


def _remarks(facts: Facts, field: str) -> list[str]:
    """Difficulties or proposals of the window, not yet answered, addressed to an outside body: only these go up.

    Proposals stand together by addressee, named first unless their own words name it.
    """
    plan = facts.plan
    answered = {entry.update.answers for entry in facts.book.known}
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


def _coming(facts: Facts) -> list[str]:
    """Work carried over because it is overdue, then what begins by the end of the next period, then what waits."""
    plan, last = facts.plan, period_after(facts.window.period).last
    its = facts.book.items
    late = _gathered(plan, [i for i in its if i.state == "overdue"])
    coming = _gathered(plan, [i for i in its if i.state in ("open", "not_due") and i.opens and i.opens <= last])
    lines = [f"{title} ({when}): quá hạn, khẩn trương hoàn thành ({lead})." for title, when, lead in late]
    lines += [f"{title} ({when}): {lead}." for title, when, lead in coming]
    for task in plan.tasks.values():
        if triggers := awaited_triggers(plan, task, facts.book.known):
            title = next(iter(task.owes.values())).title
            lines.append(f"{title}: thực hiện sau khi {join_words([plan.triggers[t].title for t in triggers])}.")
    return lines


def _gathered(plan: Plan, its: Sequence[Item]) -> list[tuple[str, str, str]]:
    """Items of one obligation in one line: its title, when, and who leads."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in its:
        groups.setdefault((item.task, item.obligation), []).append(item)
    return [
        (
            plan.tasks[task].owes[name].title,
            join_words(list(dict.fromkeys(when(item) for item in found))),
            _who(plan, plan.tasks[task], {item.unit for item in found}),
        )
        for (task, name), found in groups.items()
    ]


def _who(plan: Plan, task: Task, units: set[str]) -> str:
    """The lead as the plan names it where all who answer are meant, else the units meant."""
    return plan.name(task.lead) if units >= set(plan.accountable(task)) else unit_names(plan, units)


def _recipients(plan: Plan) -> list[str]:
    """Nơi nhận, each line closed as NĐ 30/2020 asks (Phụ lục I, mục II.9)."""
    *others, last = plan.reporting.recipients
    return [f"- {name};" for name in others] + [f"- {last}."]
