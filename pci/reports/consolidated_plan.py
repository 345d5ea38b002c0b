"""The plan as it stands on a day, with the document that each of its changes comes from.

It is read beside the signed papers and is none: nobody signs it, it has no recipients.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pci.core.history import TaskChange, task_changes, with_ended
from pci.core.model import Plan
from pci.core.vi import day_number, short_date, upper_first
from pci.reports.letterhead import agency, given
from pci.reports.periodic import date_line
from pci.reports.plan import (
    PlanAppendix,
    PlanSection,
    PlanTask,
    PlanWords,
    across_pages,
    called,
    plan_task,
    plan_words,
)

CONSOLIDATED_WIDTHS = {
    "noi_dung": 85,
    "don_vi": 40,
    "thoi_gian": 29,
    "san_pham": 45,
    "ghi_chu": 40,
}
"""Millimetres of the columns behind the number, as the default template has them."""


@dataclass(frozen=True)
class ConsolidatedTask(PlanTask):
    """A row of the appendix, perhaps of a task that has ended, with the sources of its changes."""

    ghi_chu: Annotated[
        str,
        "nguồn của mỗi lần thay đổi, mỗi dòng một văn bản",
        "Bổ sung theo Quyết định số 456/QĐ-KKT ngày 28/6/2023",
    ]


@dataclass(frozen=True)
class ConsolidatedSection(PlanSection):
    """A heading of the appendix with its tasks."""

    nhiem_vu: tuple[ConsolidatedTask, ...]


@dataclass(frozen=True)
class ConsolidatedAppendix(PlanAppendix):
    """The one appendix of the plan."""

    muc: tuple[ConsolidatedSection, ...]


@dataclass(frozen=True)
class ConsolidatedPlan(PlanWords):
    """What `templates/ke-hoach-hop-nhat.docx` may print."""

    ban_hanh: Annotated[
        str, "cơ quan ban hành Kế hoạch, tên khi ấy", "Ban quản lý Khu kinh tế Vân Phong"
    ]
    den_ngay: Annotated[str, "ngày mà kế hoạch được hợp nhất đến", "05/10/2023"]
    van_ban: Annotated[
        tuple[str, ...],
        "từng văn bản đã điều chỉnh, bổ sung, đính chính kế hoạch",
        "Quyết định số 456/QĐ-KKT ngày 28/6/2023",
    ]
    phu_luc: ConsolidatedAppendix


def consolidated(plan: Plan, signed: Plan, day: date) -> ConsolidatedPlan:
    """Write the version of the plan of a day, with the tasks that have ended in their places;
    `signed` has the names of the day of its issue."""
    whole = replace(plan, tasks=with_ended(plan))
    changes = task_changes(plan)
    sections = tuple(_section(whole, section, changes) for section in plan.printed_sections)
    return ConsolidatedPlan(
        **{**vars(plan_words(plan)), "ngay_thang": date_line(day, day_number(day.day, 10))},
        ban_hanh=agency(signed).ten_day_du,
        den_ngay=short_date(day),
        van_ban=tuple(dict.fromkeys(by.document.cited for by in plan.amendments)),
        phu_luc=ConsolidatedAppendix(given(plan.appendix_title, "tên Phụ lục"), sections),
    )


def _section(plan: Plan, section: str, changes: Iterable[TaskChange]) -> ConsolidatedSection:
    rows: list[ConsolidatedTask] = []
    for i, task in plan.tasks_of(section):
        notes = "\n".join(_note(plan, one) for one in changes if one.task == i)
        row = ConsolidatedTask(**vars(plan_task(plan, task)), ghi_chu=notes)
        rows += across_pages(row, called(task), CONSOLIDATED_WIDTHS)
    return ConsolidatedSection(section.rpartition(".")[2], plan.title_of(section), tuple(rows))


def _note(plan: Plan, change: TaskChange) -> str:
    """Say by what a task changed, and who leads it now where its printed cell does not."""
    was, now = change.before, change.after
    source = upper_first(change.words)
    if was is None or now is None or was.units != now.units or was.lead == now.lead:
        return source
    return f"{source}\nĐơn vị chủ trì: {plan.name(now.lead)}"
