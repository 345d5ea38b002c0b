"""Rules on the files of reports: they belong to a period of the plan and name what the plan has."""

from collections.abc import Iterator

from pci.check.rule import PaperCase, unknown
from pci.core.dates import VIETNAM, parse_period
from pci.core.diagnostic import Problem, Severity
from pci.core.papers import CUMULATIVE, Issue, Words, issue_copy, issue_path, seal
from pci.core.references import absent, references, things
from pci.core.rule import Rules
from pci.core.vi import short_date

RULES: Rules[PaperCase, Problem] = Rules()


@RULES.rule("PCI501")
def no_period(case: PaperCase) -> Iterator[Problem]:
    """Tên tệp trong reports/ là mã của một kỳ trong năm kế hoạch; báo cáo lũy kế có dấu + ở cuối.

    Sai:
        # plans/2023/reports/quy-3.yaml
        written: 2023-09-18T16:00:00+07:00   # ←

    Đúng:
        # plans/2023/reports/2023-Q3.yaml
        written: 2023-09-18T16:00:00+07:00
    """
    year = case.plan.year
    name = case.report.removesuffix("+")
    period = parse_period(name)
    in_year = period and year in (period.first.year, period.last.year)
    can_cumulate = name.rpartition("-")[2] in CUMULATIVE
    if not in_year or (name != case.report and not can_cumulate):
        message = f"«{case.report}» không phải kỳ báo cáo của năm {year}"
        example = f"{year}-Q3.yaml, {year}-09.yaml, {year}-Q3.issued.yaml"
        yield Problem((), message, f"đặt tên như {example}")


@RULES.rule("PCI502")
def unknown_place(case: PaperCase) -> Iterator[Problem]:
    """Lời văn viết cho một mục hoặc nhiệm vụ phải nêu đúng mã trong kế hoạch, nếu không sẽ không
    được in.

    Sai:
        # plans/2023/reports/2023-Q3.yaml
        written: 2023-09-18T16:00:00+07:00
        tasks:
          A.I.9:   # ←
            result: Đã niêm yết.

    Đúng:
        # plans/2023/reports/2023-Q3.yaml
        written: 2023-09-18T16:00:00+07:00
        tasks:
          A.I.1:
            result: Đã niêm yết.
    """
    for ref in absent(case.plan, references(case.paper)):
        known = things(case.plan, ref.registers)
        yield from unknown(ref.path, ref.id, known, "kế hoạch", ref.on_key)


@RULES.rule("PCI503")
def edited_after_issue(case: PaperCase) -> Iterator[Problem]:
    """Việc ban hành ghi một lần, không sửa: «seal» là dấu của mọi dòng khác, sửa số hay ngày thì
    dấu không còn khớp.

    Sai:
        # plans/2023/reports/2023-Q3.issued.yaml
        number: 54
        date: 2023-09-18
        window_first: 2023-06-15
        window_last: 2023-09-14
        recorded: 2023-09-18T16:00:00+07:00
        seal: 34182ffa67288bcd9f9c2e9e41709bc4066aaafddb7bea72622f12c28916f2fa   # ←

    Đúng:
        # plans/2023/reports/2023-Q3.issued.yaml
        number: 45
        date: 2023-09-18
        window_first: 2023-06-15
        window_last: 2023-09-14
        recorded: 2023-09-18T16:00:00+07:00
        seal: 34182ffa67288bcd9f9c2e9e41709bc4066aaafddb7bea72622f12c28916f2fa
    """
    if isinstance(case.paper, Issue) and case.paper.seal != seal(case.paper):
        hint = "khôi phục tệp như lúc ghi; lúc ghi đã gõ nhầm thì --issue lại, kèm --reason"
        yield Problem(("seal",), "nội dung không khớp «seal»: tệp đã bị sửa sau khi ban hành", hint)


@RULES.rule("PCI505")
def unexplained_issue(case: PaperCase) -> Iterator[Problem]:
    """Số, ngày ban hành ghi nhầm thì ghi lại bằng tệp issued-2, rồi issued-3, không sửa tệp đã có:
    số liền nhau, vẫn kỳ số liệu ấy, có nguyên nhân (reason). Tệp số cao nhất được tính.

    Sai:
        # plans/2023/reports/2023-Q3.issued.yaml
        number: 54
        date: 2023-09-18
        window_first: 2023-06-15
        window_last: 2023-09-14
        recorded: 2023-09-18T16:00:00+07:00
        # plans/2023/reports/2023-Q3.issued-2.yaml
        number: 45   # ←
        date: 2023-09-18
        window_first: 2023-06-15
        window_last: 2023-09-14
        recorded: 2023-09-19T08:00:00+07:00

    Đúng:
        # plans/2023/reports/2023-Q3.issued.yaml
        number: 54
        date: 2023-09-18
        window_first: 2023-06-15
        window_last: 2023-09-14
        recorded: 2023-09-18T16:00:00+07:00
        # plans/2023/reports/2023-Q3.issued-2.yaml
        number: 45
        date: 2023-09-18
        window_first: 2023-06-15
        window_last: 2023-09-14
        reason: Gõ nhầm số.
        recorded: 2023-09-19T08:00:00+07:00
    """
    paper, copy = case.paper, issue_copy(case.path)
    if not isinstance(paper, Issue) or copy < 2:
        return
    path = issue_path(case.plan.id, case.report, copy - 1)
    before = case.issues.get(path)
    if before is None:
        message = f"không có {path}, tệp liền trước"
        yield Problem(("number",), message, "đánh số tệp liền nhau, từ issued-2")
    if not paper.reason:
        message = "ghi lại việc ban hành mà không có reason"
        yield Problem(("number",), message, "xóa tệp rồi ghi lại, kèm --reason")
    for field in ("window_first", "window_last") if before else ():
        if getattr(paper, field) != getattr(before, field):
            message = f"{field} không như ở {path}: là báo cáo khác"
            yield Problem((field,), message, "chỉ số, ngày của cùng một báo cáo được ghi lại")


@RULES.rule("PCI504", Severity.WARNING)
def not_yet(case: PaperCase) -> Iterator[Problem]:
    """Lời văn không viết vào ngày chưa tới: cập nhật ghi trước ngày ấy đều bị coi là đã có trong
    lời văn, nên không ai được nhắc là báo cáo thiếu chúng.

    Sai:
        # plans/2023/reports/2023-Q3.yaml
        written: 2032-09-18T16:00:00+07:00   # ←

    Đúng:
        # plans/2023/reports/2023-Q3.yaml
        written: 2023-09-18T16:00:00+07:00
    """
    if case.today and isinstance(case.paper, Words):
        written = case.paper.written.astimezone(VIETNAM).date()
        if written > case.today:
            hint = "ghi lúc xem lại lời văn lần cuối, và xem đồng hồ của máy"
            yield Problem(("written",), f"ngày {short_date(written)} chưa tới", hint)
