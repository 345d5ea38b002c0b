"""Rules on obligations: that their words stand in the plan and their triggers exist."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import takewhile

from pci.check.rule import Passage, PlanCase
from pci.core.dates import WEEKDAYS, parse_period, periods_of
from pci.core.diagnostic import Problem, Severity
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
    plan = case.plan
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            for n, trigger in enumerate(obligation.after):
                if trigger not in plan.triggers:
                    near = get_close_matches(trigger, plan.triggers, 1)
                    hint = (
                        f"có phải «{near[0]}»?"
                        if near
                        else f"có: {', '.join(plan.triggers) or 'chưa có gì'}"
                    )
                    instead = (trigger, near[0]) if near else None
                    path = ("tasks", i, "owes", name, "after", n)
                    yield Problem(path, f"không có điều kiện «{trigger}»", hint, instead=instead)


@RULES.rule("PCI302")
def quote_not_in_task(case: PlanCase) -> Iterator[Problem]:
    """Đầu việc phải đọc được từ lời của kế hoạch: quote là chữ có trong chính nhiệm vụ ấy, để không ai bị giao việc mà
    kế hoạch không nói.

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
    plan = case.plan
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            if obligation.quote not in task.printed_text:
                path = ("tasks", i, "owes", name, "quote")
                yield Problem(
                    path,
                    f"«{obligation.quote}» không có trong nhiệm vụ {i}",
                    "chép đúng chữ trong nhiệm vụ",
                )


@RULES.rule("PCI303")
def same_occurrence_twice(case: PlanCase) -> Iterator[Problem]:
    """Mỗi kỳ của một đầu việc chỉ nêu một lần, nếu không một việc bị tính thành hai.

    Sai:
        tasks:
          A.I.2:
            owes:
              doi-thoai: {during: [2023-Q4, 2023-Q4]}   # ←

    Đúng:
        tasks:
          A.I.2:
            owes:
              doi-thoai: {during: [2023-Q2, 2023-Q4]}
    """
    plan = case.plan
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            twice = [str(p) for p, n in Counter(period_ids(plan, obligation)).items() if n > 1]
            if twice:
                yield Problem(
                    ("tasks", i, "owes", name, "during"),
                    f"kỳ lặp lại: {', '.join(twice)}",
                    "bỏ kỳ thừa",
                )


@RULES.rule("PCI304")
def outside_the_year(case: PlanCase) -> Iterator[Problem]:
    """Lịch của đầu việc, kỳ báo cáo nằm trong năm kế hoạch; gõ nhầm năm thì việc không bao giờ đến hạn đúng.

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
    plan = case.plan
    either = (plan.year, case.filed)  # which of the two is the slip, nobody knows
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            path = ("tasks", i, "owes", name)
            if obligation.by and obligation.by.year not in either:
                yield Problem(
                    (*path, "by"), f"ngày {obligation.by} ngoài năm {plan.year}", "sửa năm"
                )
            for n, period in enumerate(obligation.during):
                if int(period[:4]) not in either:
                    yield Problem(
                        (*path, "during", n), f"kỳ {period} ngoài năm {plan.year}", "sửa năm"
                    )
    for i in plan.reporting.periods:
        if int(i[:4]) not in either:
            yield Problem(
                ("reporting", "periods", i), f"kỳ {i} ngoài năm {plan.year}", "sửa năm", True
            )


@RULES.rule("PCI305")
def letter_out_of_order(case: PlanCase) -> Iterator[Problem]:
    """Các ngày do văn bản ấn định cho một kỳ phải theo thứ tự: đầu kỳ, cuối kỳ, ngày gửi; hạn nội bộ trước ngày gửi.

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
        if period := parse_period(i):
            window = reporting_period(regime, period, WEEKDAYS)
            first, last, internal, send = window[1:5]
            if not (first <= last < send and internal <= send):
                days = ", ".join(map(short_date, (first, last, internal, send)))
                words = (
                    f"kỳ {i}: đầu kỳ, cuối kỳ, hạn nội bộ, ngày gửi là {days}, không theo thứ tự"
                )
                yield Problem(("reporting", "periods", i), words, "sửa ngày", True)


@RULES.rule("PCI309", Severity.WARNING)
def idle_letter(case: PlanCase) -> Iterator[Problem]:
    """Ngày do văn bản ấn định phải ghi cho kỳ có báo cáo: ngắn hơn kỳ của chế độ báo cáo (every) mà không đầu việc nào
    theo thì không ai dùng đến, hạn vẫn như cũ.

    Sai:
        reporting:
          every: half
          periods:
            2023-Q3: {send_by: 2023-09-20, basis: Công văn 12/UBND-TH}   # ←

    Đúng:
        reporting:
          every: half
          periods:
            2023-H2: {send_by: 2023-12-20, basis: Công văn 12/UBND-TH}
    """
    plan = case.plan
    shorter = takewhile(lambda kind: kind != plan.reporting.every, ("month", "quarter", "half"))
    idle = {*shorter} - {
        obligation.every for task in plan.tasks.values() for obligation in task.owes.values()
    }
    for i in plan.reporting.periods:
        if (period := parse_period(i)) and period.kind in idle:
            words = f"không báo cáo, đầu việc nào theo kỳ {i}"
            hint = f"ghi cho kỳ báo cáo: {', '.join(found.id for found in periods_of(plan.year, plan.reporting.every))}"
            yield Problem(("reporting", "periods", i), words, hint, True)


@RULES.rule("PCI306", Severity.WARNING)
def never_due(case: PlanCase) -> Iterator[Problem]:
    """Đầu việc phải có ít nhất một lần đến hạn sau khi kế hoạch được ký; mọi hạn đều đã qua thì không ai phải làm.

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
    for i, task in plan.tasks.items():
        for name, obligation in task.owes.items():
            if not any(
                is_owed(plan, found.due) for found in occurrences(plan, obligation, WEEKDAYS)
            ):
                words = f"mọi hạn của {i}/{name} đều trước khi kế hoạch được ký ({plan.issued})"
                yield Problem(
                    ("tasks", i, "owes", name), words, "xem lại lịch; đúng như bản in thì giữ", True
                )


@RULES.rule("PCI307", Severity.WARNING)
def idle_trigger(case: PlanCase) -> Iterator[Problem]:
    """Điều kiện phải có đầu việc chờ nó; không thì khi điều kiện xảy ra, chẳng việc nào bắt đầu.

    Sai:
        triggers:
          huong-dan: {title: Bộ có hướng dẫn}   # ←

    Đúng:
        triggers:
          huong-dan: {title: Bộ có hướng dẫn}
        tasks:
          A.I.2:
            time: Sau khi Bộ có hướng dẫn
            owes:
              doi-thoai: {during: [], after: [huong-dan], quote: Sau khi Bộ có hướng dẫn}
    """
    plan = case.plan
    awaited = {
        i
        for task in plan.tasks.values()
        for obligation in task.owes.values()
        for i in obligation.after
    }
    for i in plan.triggers:
        if i not in awaited:
            yield Problem(
                ("triggers", i),
                f"không đầu việc nào chờ «{i}»",
                "thêm after vào đầu việc, hoặc bỏ",
                True,
            )


_TIME_WORDS = re.compile(
    r"(?i)quý (?:[IVX]+|\d)\b|tháng \d{1,2}(?:/\d{4}| năm \d{4})|\d+ lần\s?(?:/|trong |một |mỗi )\s?(?:năm|quý|tháng)"
    r"|định kỳ h[àằ]ng (?:năm|quý|tháng)|(?:trước|chậm nhất|đến) ngày \d|sau khi"
)


@RULES.rule("PCI308", Severity.WARNING)
def unread_time(case: PlanCase) -> Iterator[Problem]:
    """Nhiệm vụ có chữ chỉ thời hạn (Quý II, tháng 9/2023, 02 lần/năm) thì phải có đầu việc đọc từ chữ ấy; bỏ sót thì
    không ai được nhắc. Kế hoạch 2023 giấu hạn tháng 9/2023 trong cột kết quả.

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
        cells = [Passage(("tasks", i, "time"), task.time), Passage(("tasks", i, "work"), task.work)]
        cells += [
            Passage(("tasks", i, "outputs", n), output) for n, output in enumerate(task.outputs)
        ]
        for cell in cells:
            if not task.owes and (found := _TIME_WORDS.search(cell.text)):
                words = f"«{found[0]}» chỉ thời hạn mà {i} không có đầu việc"
                yield cell.problem(*found.span(), words, "thêm đầu việc vào owes, quote là chữ này")
