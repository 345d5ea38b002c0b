"""Rules on obligations: that their words stand in the plan and their triggers exist."""

from collections import Counter
from collections.abc import Iterator

from pci.dates import WEEKDAYS, parse_period
from pci.diagnostic import Problem
from pci.rules.rule import PlanCase, PlanRule
from pci.schedule import period_ids, reporting_period
from pci.vi import short_date


def unknown_trigger(case: PlanCase) -> Iterator[Problem]:
    """Điều kiện của đầu việc phải có trong triggers."""
    plan = case.plan
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            for n, trigger in enumerate(obligation.after):
                if trigger not in plan.triggers:
                    path = ("tasks", i, "owes", name, "after", n)
                    yield Problem(
                        path, f"không có điều kiện «{trigger}»", f"có: {', '.join(plan.triggers) or 'chưa có gì'}"
                    )


def quote_not_in_task(case: PlanCase) -> Iterator[Problem]:
    """Đầu việc phải đọc được từ lời của kế hoạch: quote là chữ có trong chính nhiệm vụ ấy."""
    plan = case.plan
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            if obligation.quote not in task.printed_text:
                path = ("tasks", i, "owes", name, "quote")
                yield Problem(path, f"«{obligation.quote}» không có trong nhiệm vụ {i}", "chép đúng chữ trong nhiệm vụ")


def same_occurrence_twice(case: PlanCase) -> Iterator[Problem]:
    """Mỗi kỳ của một đầu việc chỉ nêu một lần."""
    plan = case.plan
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            twice = [str(p) for p, n in Counter(period_ids(plan, obligation)).items() if n > 1]
            if twice:
                yield Problem(("tasks", i, "owes", name, "during"), f"kỳ lặp lại: {', '.join(twice)}", "bỏ kỳ thừa")


def outside_the_year(case: PlanCase) -> Iterator[Problem]:
    """Lịch của đầu việc nằm trong năm kế hoạch; gõ nhầm năm thì việc không bao giờ đến hạn đúng."""
    plan = case.plan
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            path = ("tasks", i, "owes", name)
            if obligation.by and obligation.by.year != plan.year:
                yield Problem((*path, "by"), f"ngày {obligation.by} ngoài năm {plan.year}", "sửa năm")
            for n, period in enumerate(obligation.during):
                if not period.startswith(str(plan.year)):
                    yield Problem((*path, "during", n), f"kỳ {period} ngoài năm {plan.year}", "sửa năm")


def letter_out_of_order(case: PlanCase) -> Iterator[Problem]:
    """Các ngày do văn bản ấn định cho một kỳ phải theo thứ tự: đầu kỳ, cuối kỳ, ngày gửi; hạn nội bộ trước ngày gửi."""
    regime = case.plan.reporting
    for i in regime.periods:
        if period := parse_period(i):
            window = reporting_period(regime, period, WEEKDAYS)
            first, last, internal, send = window[1:5]
            if not (first <= last < send and internal <= send):
                days = ", ".join(map(short_date, (first, last, internal, send)))
                words = f"kỳ {i}: đầu kỳ, cuối kỳ, hạn nội bộ, ngày gửi là {days}, không theo thứ tự"
                yield Problem(("reporting", "periods", i), words, "sửa ngày", True)


PLAN_RULES = (
    PlanRule("PCI301", unknown_trigger),
    PlanRule("PCI302", quote_not_in_task),
    PlanRule("PCI303", same_occurrence_twice),
    PlanRule("PCI304", outside_the_year),
    PlanRule("PCI305", letter_out_of_order),
)
