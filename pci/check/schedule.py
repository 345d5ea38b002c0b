"""Rules on obligations: their words stand in the plan, their triggers exist, their days are in its
year."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import assert_never

from pci.check.rule import PlanCase, cells, dangling
from pci.core.dates import WEEKDAYS, parse_period
from pci.core.diagnostic import DocPath, Problem, Severity
from pci.core.model import After, By, During, Every, Obligation, Plan
from pci.core.rule import Rules
from pci.core.schedule import is_owed, occurrences, period_ids, reporting_period
from pci.core.vi import short_date

RULES: Rules[PlanCase, Problem] = Rules()


@RULES.rule("PCI301")
def unknown_trigger(case: PlanCase) -> Iterator[Problem]:
    """Điều kiện của đầu việc phải có trong triggers, nếu không việc ấy chờ mãi.

    Sai:
        tasks:
          A.I.2:
            owes:
              doi-thoai:
                title: Tổ chức đối thoại
                after: [huong-dan]   # ←
                during: []
                quote: Quý IV

    Đúng:
        triggers:
          huong-dan: {title: Bộ có hướng dẫn}
        tasks:
          A.I.2:
            owes:
              doi-thoai:
                title: Tổ chức đối thoại
                after: [huong-dan]
                during: []
                quote: Quý IV
    """
    return dangling(case.plan, case.references, "triggers")


def _obligations(plan: Plan) -> Iterator[tuple[DocPath, str, Obligation]]:
    """Every obligation with its path and the id of its task."""
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            yield ("tasks", i, "owes", name), i, obligation


@RULES.rule("PCI302")
def quote_not_in_task(case: PlanCase) -> Iterator[Problem]:
    """Đầu việc phải đọc được từ lời của kế hoạch: quote là chữ có trong chính nhiệm vụ ấy, để không
    ai bị giao việc mà kế hoạch không nói.

    Sai:
        tasks:
          A.I.1:
            owes:
              bao-cao-thang: {quote: báo cáo hằng tuần}   # ←

    Đúng:
        tasks:
          A.I.1:
            owes:
              bao-cao-thang: {quote: báo cáo hằng tháng}
    """
    for path, i, obligation in _obligations(case.plan):
        words = (case.plan.tasks[i].printed_text, case.plan.amending_text)
        if not any(obligation.quote in text for text in words):
            message = f"«{obligation.quote}» không có trong nhiệm vụ {i}"
            yield Problem((*path, "quote"), message, "chép đúng chữ trong nhiệm vụ")


@RULES.rule("PCI303")
def same_occurrence_twice(case: PlanCase) -> Iterator[Problem]:
    """Mỗi kỳ của một đầu việc chỉ nêu một lần, nếu không một việc bị tính thành hai.

    Sai:
        tasks:
          A.I.2:
            owes:
              doi-thoai: {during: [2023-Q4, 2023-Q4], quote: đối thoại}   # ←

    Đúng:
        tasks:
          A.I.2:
            owes:
              doi-thoai: {during: [2023-Q2, 2023-Q4], quote: đối thoại}
    """
    for path, _, obligation in _obligations(case.plan):
        counts = Counter(period_ids(case.plan, obligation))
        twice = [period for period, count in counts.items() if count > 1]
        if twice:
            yield Problem((*path, "during"), f"kỳ lặp lại: {', '.join(twice)}", "bỏ kỳ thừa")


@RULES.rule("PCI304")
def outside_the_year(case: PlanCase) -> Iterator[Problem]:
    """Lịch của đầu việc, kỳ báo cáo nằm trong năm kế hoạch; gõ nhầm năm thì việc không bao giờ đến
    hạn đúng.

    Sai:
        tasks:
          A.I.2:
            owes:
              doi-thoai: {during: [2032-Q4]}   # ←

    Đúng:
        tasks:
          A.I.2:
            owes:
              doi-thoai: {during: [2023-Q4]}
    """
    year = case.plan.year
    allowed = {str(year), str(case.filed)}  # which of the two is wrong, nobody knows
    for path, _, obligation in _obligations(case.plan):
        for place, words, named in _named_years(obligation):
            if named not in allowed:
                yield Problem((*path, *place), f"{words} ngoài năm {year}", "sửa năm")
    for i in case.plan.reporting.periods:
        if i[:4] not in allowed:
            path = ("reporting", "periods", i)
            yield Problem(path, f"kỳ {i} ngoài năm {year}", "sửa năm", on_key=True)


def _named_years(obligation: Obligation) -> Iterator[tuple[DocPath, str, str]]:
    """The days and periods that a schedule names, each with its place and its year."""
    match obligation.schedule:
        case By(day):
            yield ("by",), f"ngày {day}", f"{day.year}"
        case During(periods):
            for n, period in enumerate(periods):
                yield ("during", n), f"kỳ {period}", period[:4]
        case Every() | After():
            return
        case other:
            assert_never(other)


@RULES.rule("PCI305")
def letter_out_of_order(case: PlanCase) -> Iterator[Problem]:
    """Các ngày do văn bản ấn định cho một kỳ phải theo thứ tự: đầu kỳ, cuối kỳ, ngày gửi; hạn nội
    bộ trước ngày gửi.

    Sai:
        reporting:
          periods:
            2023-Q3: {window_last: 2023-06-01, basis: Công văn 12/UBND-TH}   # ←

    Đúng:
        reporting:
          periods:
            2023-Q3: {window_last: 2023-09-20, basis: Công văn 12/UBND-TH}
    """
    regime = case.plan.reporting
    for i in regime.periods:
        period = parse_period(i)
        if period is None:
            continue
        first, last, internal, send = reporting_period(regime, period, WEEKDAYS)[1:5]
        if not (first <= last < send and internal <= send):
            days = ", ".join(map(short_date, (first, last, internal, send)))
            message = f"kỳ {i}: đầu kỳ, cuối kỳ, hạn nội bộ, ngày gửi là {days}, không theo thứ tự"
            yield Problem(("reporting", "periods", i), message, "sửa ngày", on_key=True)


@RULES.rule("PCI306", Severity.WARNING)
def never_due(case: PlanCase) -> Iterator[Problem]:
    """Đầu việc phải có ít nhất một lần đến hạn sau khi kế hoạch được ký; mọi hạn đều đã qua thì
    không ai phải làm.

    Sai:
        tasks:
          A.I.2:
            time: Tháng 01 năm 2023
            owes:
              doi-thoai: {during: [2023-01], quote: Tháng 01}   # ←

    Đúng:
        tasks:
          A.I.2:
            time: Tháng 11 năm 2023
            owes:
              doi-thoai: {during: [2023-11], quote: Tháng 11}
    """
    plan = case.plan
    for path, i, obligation in _obligations(plan):
        times = occurrences(plan, obligation, WEEKDAYS)
        if not any(is_owed(plan, time.due) for time in times):
            name = f"{i}/{path[-1]}"
            message = f"mọi hạn của {name} đều trước khi kế hoạch được ký ({plan.issued})"
            yield Problem(path, message, "xem lại lịch; đúng như bản in thì giữ", on_key=True)


_TIME_WORDS = re.compile(
    r"(?i)(?=[qtđcs\d])(?:quý (?:[IVX]+|\d)\b|tháng \d{1,2}(?:/\d{4}| năm \d{4})"
    r"|(?<!\d)\d+ lần\s?(?:/|trong |một |mỗi )\s?(?:năm|quý|tháng)"
    r"|định kỳ h[àằ]ng (?:năm|quý|tháng)|(?:trước|chậm nhất|đến) ngày \d|sau khi)"
)
"""It looks at the first letter first: most letters begin none of these."""


@RULES.rule("PCI308", Severity.WARNING)
def unread_time(case: PlanCase) -> Iterator[Problem]:
    """Nhiệm vụ có chữ chỉ thời hạn (Quý II, tháng 9/2023, 02 lần/năm) thì phải có đầu việc đọc từ
    chữ ấy; bỏ sót thì không ai được nhắc. Kế hoạch 2023 giấu hạn tháng 9/2023 trong cột kết quả.

    Sai:
        tasks:
          A.I.3:
            number: "3"
            work: Khảo sát doanh nghiệp.
            units: Phòng Đầu tư
            lead: phong-dt
            time: Quý III năm 2023   # ←
            outputs: [Báo cáo.]

    Đúng:
        tasks:
          A.I.3:
            number: "3"
            work: Khảo sát doanh nghiệp.
            units: Phòng Đầu tư
            lead: phong-dt
            time: Quý III năm 2023
            outputs: [Báo cáo.]
            owes:
              khao-sat: {title: Khảo sát, during: [2023-Q3], quote: Quý III}
    """
    for i, task in case.plan.tasks.items():
        if task.owes:
            continue
        for cell in cells(i, task):
            if hit := next(cell.hits(_TIME_WORDS), None):
                message = f"«{hit.text}» chỉ thời hạn mà {i} không có đầu việc"
                yield hit.problem(message, "thêm đầu việc vào owes, quote là chữ này")
