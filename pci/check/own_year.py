"""The rule on years in a plan's words: its own, unless another document is cited."""

import re
from collections.abc import Collection, Iterator

from pci.check.quotes import periods_of_work
from pci.check.rule import FileText, Hit, PlanCase
from pci.core.diagnostic import Problem, Severity
from pci.core.model import Plan
from pci.core.rule import Rules

RULES: Rules[PlanCase, Problem] = Rules()

_YEAR = re.compile(r"(tháng\s+\d+\s+|đến\s+|từ\s+|trước\s+)?năm\s+(\d{4})\b")
_YEAR_OF_QUOTE = re.compile(r"(đến\s+)?(?:năm\s+|/)(\d{4})\b")
_SYMBOL = re.compile(r"số\s+\d\S*/|\d{1,2}/\d{1,2}/\d{4}")


@RULES.rule("PCI251", Severity.WARNING)
def other_year(case: PlanCase) -> Iterator[Problem]:
    """Năm trong trích yếu, tên Phụ lục, phần mở đầu, lời dẫn của đầu việc là năm của kế hoạch: khác
    thì thường là chép từ kế hoạch năm trước. Năm của văn bản được viện dẫn không tính.

    Sai:
        title: Nâng cao chỉ số năng lực cạnh tranh năm 2022   # ←

    Đúng:
        title: Nâng cao chỉ số năng lực cạnh tranh năm 2023
    """
    if case.plan.year == case.filed:
        yield from _in_passages(case.plan)
        yield from _in_quotes(case.plan)


def _in_passages(plan: Plan) -> Iterator[Problem]:
    """Find the other years in what the plan says of itself; a document's symbol has its own."""
    for key in ("title", "appendix_title", "preamble"):
        passage = FileText((key,), getattr(plan, key))
        for hit in passage.hits(_YEAR):
            clause = re.split("[;\n]", passage.text[: hit.start])[-1]
            if not hit.match[1] and not _SYMBOL.search(clause):
                yield from _of_other_year(plan, hit, ())


def _in_quotes(plan: Plan) -> Iterator[Problem]:
    """Find the other years in quotes, beside those in which the work is done."""
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            held = {period.last.year for period in periods_of_work(plan, obligation)}
            quote = FileText(("tasks", i, "owes", name, "quote"), obligation.quote)
            for hit in quote.hits(_YEAR_OF_QUOTE):
                if not hit.match[1]:
                    yield from _of_other_year(plan, hit, held)


def _of_other_year(plan: Plan, hit: Hit, held: Collection[int]) -> Iterator[Problem]:
    """What is wrong with a year that is neither the plan's nor that of what it is said of."""
    year = int(hit.match[2])
    if year != plan.year and year not in held:
        message = f"năm {year} trong kế hoạch năm {plan.year}"
        yield hit.problem(message, f"sửa thành {plan.year}, hoặc sửa year của kế hoạch")
