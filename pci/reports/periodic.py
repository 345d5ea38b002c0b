"""The periodic report on a plan: what a template may print, from the plan, its updates and a window.

`fields` is the whole contract with the template's author: its keys are the tags of `templates/bao-cao.docx`,
unaccented Vietnamese, its values plain text, truth values, lists and mappings. The outline is that of periodic
reports (domain notes, section 3), the form that of NĐ 30/2020/NĐ-CP.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from pci.core import stats
from pci.core.ledger import FINISHED
from pci.core.model import Plan
from pci.core.reporting import missing_reports
from pci.core.schedule import ReportingPeriod
from pci.core.vi import (
    count_words,
    day_number,
    fold,
    month_words,
    number_words,
    period_words,
    short_date,
)
from pci.reports.annexes import annex_counts, annex_tasks
from pci.reports.counts import Besides, due_words, work_words
from pci.reports.facts import POINTS, Facts, figures, period_fields, subject
from pci.reports.fields import plain
from pci.reports.letterhead import BLANK, agency, cited_plan, closed
from pci.reports.passages import Passage, passages


class AdHoc(NamedTuple):
    """What a báo cáo đột xuất sets for itself: its title, whom it goes to, which letter asked for it."""

    title: str = ""
    addressees: Sequence[str] = ()
    basis: str = ""


class Issued(NamedTuple):
    """The number and the day that the registry gave the signed paper."""

    number: str
    day: date


def fields(facts: Facts, own: AdHoc = AdHoc(), issued: Issued | None = None) -> dict[str, Any]:
    """Every field of the template, by its tag; a draft until it is issued."""
    plan = facts.plan
    told = {passage.name: passage for passage in passages(facts)}
    usual = plan.name(plan.reporting.to)
    addressees = _in_order(plan, own.addressees) or [usual]
    total = stats.by_index(facts.book).total
    return {
        "minh_hoa": plan.illustrative,
        "du_thao": issued is None,
        "co_quan": plain(agency(plan)),
        "so": f"{int(issued.number):02}" if issued else BLANK,
        "ky_hieu": plan.reporting.symbol,
        "ngay_thang": _day_line(facts.window, issued),
        "trich_yeu": own.title or subject(facts),
        "kinh_gui": addressees,
        "tong_hop": addressees == [usual],
        "ke_hoach": plain(cited_plan(plan)),
        "can_cu": [
            *([own.basis] if own.basis else []),
            *(_citation(plan, document) for document in plan.basis),
        ],
        "ky": period_fields(facts),
        "tong": plain(figures(total, padded=True)),
        "so_lieu": work_words(total),
        "trong_ky": _due_in(facts, facts.window),
        "luy_ke": _due_in(facts, facts.whole),
        "so_sanh": _change(facts),
        "doan": {
            "chi_dao": _passage(told["leadership"]),
            "danh_gia": _passage(told["assessment"]),
            "kho_khan": _passage(told["difficulties"]),
            "nguyen_nhan": _passage(told["causes"]),
            "phuong_huong": _passage(told["direction"]),
            "kien_nghi": _passage(told["proposals"]),
        },
        "chi_so_pci": _sub_indices(plan, told, "pci"),
        "chi_so_xanh": _sub_indices(plan, told, "pgi"),
        "noi_nhan": list(closed(_recipients(plan.reporting.recipients, addressees))),
        "quyen_han": list(plan.reporting.signer.capacity),
        "nguoi_ky": plan.reporting.signer.name,
        "phu_luc_1": annex_tasks(facts, told),
        "phu_luc_2": annex_counts(facts),
        "thieu": [plan.name(unit) for unit in missing_reports(plan, facts.asked)],
    }


def _in_order(plan: Plan, addressees: Sequence[str]) -> list[str]:
    """Each addressee once, the agency above this one first."""
    return sorted(
        dict.fromkeys(addressees), key=lambda name: not _names(name, plan.letterhead.parent)
    )


def _recipients(recipients: Sequence[str], addressees: Sequence[str]) -> list[str]:
    """Who receives the paper besides its addressees: «Như trên» stands for those."""
    copies = [(line, line.partition(" (")[0]) for line in recipients]
    return [
        line
        for line, name in copies
        if not any(_names(name, addressee) for addressee in addressees)
    ]


def _names(name: str, body: str) -> bool:
    """Whether a name is that of a body or begins it: «Ủy ban nhân dân tỉnh», «UBND TỈNH SÔNG AN»."""
    short, full = (fold(words).replace("uy ban nhan dan", "ubnd") for words in (name, body))
    return f"{full} ".startswith(f"{short} ")


def _day_line(window: ReportingPeriod, issued: Issued | None) -> str:
    """The date line without its place; the day is left to be written by hand until the paper is issued."""
    on = issued.day if issued else window.send_by
    day = day_number(on.day, 10) if issued else BLANK
    return f"ngày {day} {month_words(on.month)} năm {on.year}"


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "the": passage.tag,
        "nhan": passage.label,
        "dong": list(passage.lines),
        "thieu": list(passage.gaps),
    }


def _sub_indices(plan: Plan, told: Mapping[str, Passage], index: str) -> list[dict[str, Any]]:
    """Sections that hold tasks and answer to PCI or PGI; one without a sub-index stands with PCI. `moc` is a bookmark's
    name and number in the document."""
    held = dict.fromkeys(plan.section_of(i) for i in plan.tasks)
    found = [i for i in held if (plan.sections[i].subindex or "pci").partition(".")[0] == index]
    return [
        {
            "chu": POINTS[n],
            "ten": plan.sections[i].title,
            "moc": str(list(held).index(i) + 101),
            **_passage(told[f"sections.{i}"]),
        }
        for n, i in enumerate(found)
    ]


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


DUE_IN = (
    *("ten", "so_lieu", "den_han", "hoan_thanh", "dung_han", "hoan_thanh_muon", "qua_han", "khac"),
    *("tu_ky_truoc", "no_ky_truoc", "truoc_han", "khong_han"),
)


def _due_in(facts: Facts, window: ReportingPeriod | None) -> dict[str, str]:
    """The work that fell due within a window and what became of it, and what else was finished in it; all empty where
    there is no such window."""
    if window is None:
        return dict.fromkeys(DUE_IN, "")
    states = [i.state for i in facts.book.items if i.due and window.holds(i.due)]
    finished = [
        (i.due, i.said.update.date) for i in facts.book.items if i.state in FINISHED and i.said
    ]
    earlier = sum(
        due is not None and window.holds(due) and on < window.window_first for due, on in finished
    )
    ended = [due for due, on in finished if window.holds(on)]
    besides = Besides(
        late=sum(due is not None and due < window.window_first for due in ended),
        ahead=sum(due is not None and due > window.window_last for due in ended),
        undated=ended.count(None),
    )
    done, late, overdue = map(states.count, ("done", "done_late", "overdue"))
    return {
        "ten": period_words(window.period),
        "so_lieu": due_words(states, earlier, besides, _before(window)),
        "den_han": count_words(len(states)),
        "hoan_thanh": count_words(done + late),
        "dung_han": count_words(done),
        "hoan_thanh_muon": count_words(late),
        "qua_han": count_words(overdue),
        "khac": count_words(len(states) - done - late - overdue),
        "tu_ky_truoc": count_words(earlier),
        "no_ky_truoc": count_words(besides.late),
        "truoc_han": count_words(besides.ahead),
        "khong_han": count_words(besides.undated),
    }


def _before(window: ReportingPeriod) -> str:
    """What came before a window; a báo cáo đột xuất, asked for once, follows no other report."""
    return (
        f"trước ngày {short_date(window.window_first)}"
        if window.period.kind == "range"
        else "kỳ trước"
    )


def _change(facts: Facts) -> dict[str, str]:
    """What moved since the end of the period before; empty where there is none to compare with."""
    if facts.before is None:
        return {"ten": "", "thay_doi": ""}
    now, then = stats.by_index(facts.book).total, stats.by_index(facts.before.book).total
    done = [t.items["done"] + t.items["done_late"] for t in (then, now)]
    late = [t.items["overdue"] for t in (then, now)]
    words = [
        f"đầu việc đã hoàn thành {_moved(*done)}",
        f"đầu việc quá hạn chưa hoàn thành {_moved(*late)}",
    ]
    if now.rate is not None and then.rate is not None and now.rate != then.rate:
        way = "tăng" if now.rate > then.rate else "giảm"
        words.append(
            f"tỷ lệ hoàn thành {way} {number_words(abs(now.rate - then.rate))} điểm phần trăm"
        )
    return {"ten": period_words(facts.before.window.period), "thay_doi": "; ".join(words)}


def _moved(before: int, after: int) -> str:
    if after == before:
        return f"không đổi ({count_words(after)})"
    way, end = ("tăng", "lên") if after > before else ("giảm", "còn")
    return f"{way} {count_words(abs(after - before))} (từ {count_words(before)} {end} {count_words(after)})"
