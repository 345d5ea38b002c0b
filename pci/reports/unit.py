"""A unit's own report of a period to the leaders: the agency's, of what concerns the unit.

All difficulties and proposals are printed, internal ones too. A sub-unit reports on its parent's
work where it leads the task.
"""

from collections import Counter
from dataclasses import replace

from pci.core.ledger import role
from pci.core.vi import count_words, fold
from pci.reports import phrases
from pci.reports.counts import work_words
from pci.reports.facts import Facts
from pci.reports.letterhead import (
    AgencyNames,
    agency_name,
    code_of,
    given,
    own_name,
    recipient_lines,
    unit_in_capitals,
)
from pci.reports.periodic import PeriodicReport, UnitParts, date_line, periodic_report, subject

_CAPACITIES = {
    "phong ": "TRƯỞNG PHÒNG",
    "van phong": "CHÁNH VĂN PHÒNG",
    "trung tam": "GIÁM ĐỐC",
    "to ": "TỔ TRƯỞNG",
    "bo phan": "TRƯỞNG BỘ PHẬN",
}
"""Who heads a unit, by how its name begins; any other has a head too."""


def unit_report(facts: Facts) -> PeriodicReport:
    """Make a unit's report from the facts that are its own; it is always a draft."""
    plan, unit = facts.plan, facts.unit
    name, code, office = plan.name(unit), code_of(plan, unit), plan.office
    through = "" if unit == office else f" (qua {plan.name(office)})"
    of_agency = f" của {plan.agency.name}" if plan.agency.name else ""
    own = plan.parent(unit)
    for_others = any(item.unit != own for item in facts.items)
    return replace(
        periodic_report(facts),
        co_quan=AgencyNames(
            cap_tren=agency_name(plan),
            ten=unit_in_capitals(name),
            dia_danh=given(plan.letterhead.place, "địa danh"),
            ten_day_du=name,
            ten_ngan=name,
            lanh_dao=plan.leaders,
        ),
        ky_hieu=f"BC-{code}",
        ngay_thang=date_line(facts.window.internal_due),
        trich_yeu=_subject(facts, of_agency, phrases.OF_UNIT.format("", name)),
        so_lieu=work_words(facts.total(facts.book), phrases.FOR_OTHERS if for_others else ""),
        vai_tro=_parts(facts),
        kinh_gui=(f"Lãnh đạo {own_name(plan)}{through}",),
        noi_nhan=recipient_lines(["Như trên", f"Lưu: VT, {code}"]),
        quyen_han=(_capacity(name),),
        nguoi_ky="",
    )


def _subject(facts: Facts, of_agency: str, of_unit: str) -> str:
    """The subject line of the report, with the unit in the place of the agency."""
    words = subject(facts)
    return words.replace(of_agency, of_unit) if of_agency in words else words + of_unit


def _parts(facts: Facts) -> UnitParts:
    """Count the tasks that the unit does not lead by its part in them."""
    plan, parts = facts.plan, Counter[str]()
    for task_id in facts.tasks:
        own = role(plan, plan.tasks[task_id], facts.unit)
        if not facts.leads(task_id):
            parts["instead" if facts.answers_of(task_id) or own is None else own.name] += 1
    return UnitParts(
        *(
            count_words(parts[part]) if parts[part] else ""
            for part in ("instead", "coordinating", "related")
        )
    )


def _capacity(name: str) -> str:
    words = fold(name)
    heads = (head for start, head in _CAPACITIES.items() if words.startswith(start))
    return next(heads, "THỦ TRƯỞNG ĐƠN VỊ")
