"""Rules on documents that the plan cites: register and text agree, their laws are in force, days
are well written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pci.check.rule import FileText, Hit, PlanCase, cells
from pci.check.symbols import DAY, SOUND, days, real_day
from pci.core.diagnostic import Problem, Severity
from pci.core.model import CitedDocument, Plan
from pci.core.rule import Rules
from pci.core.vi import short_date

PLAN_RULES: Rules[PlanCase, Problem] = Rules()
TEXT_RULES: Rules[Sequence[FileText], Problem] = Rules()


@PLAN_RULES.rule("PCI431", Severity.WARNING)
def not_in_register(case: PlanCase) -> Iterator[Problem]:
    """Văn bản được viện dẫn phải có trong documents: từ đó lấy căn cứ của báo cáo và biết văn bản
    nào đã bị thay.

    Sai:
        body:
          I.1:
            text: Thực hiện Quyết định số 44/QĐ-UBND ngày 09/01/2023 của UBND tỉnh.   # ←

    Đúng:
        body:
          I.1:
            text: Thực hiện Quyết định số 44/QĐ-UBND ngày 09/01/2023 của UBND tỉnh.
        documents:
          qd-44: {type: Quyết định, number: 44/QĐ-UBND, date: 2023-01-09, issuer: UBND tỉnh}
    """
    known = _by_number(case.plan)
    for hit in _citations(case.plan):
        if hit.text not in known:
            yield hit.problem(f"{hit.text} chưa có trong documents", "thêm vào documents")


@PLAN_RULES.rule("PCI437", Severity.WARNING)
def other_day(case: PlanCase) -> Iterator[Problem]:
    """Ngày của văn bản trong lời văn phải khớp documents: một trong hai chỗ gõ nhầm thì căn cứ của
    báo cáo in sai.

    Sai:
        body:
          I.1:
            text: Thực hiện Quyết định số 44/QĐ-UBND ngày 19/01/2023.   # ←
        documents:
          qd-44: {type: Quyết định, number: 44/QĐ-UBND, date: 2023-01-09}

    Đúng:
        body:
          I.1:
            text: Thực hiện Quyết định số 44/QĐ-UBND ngày 09/01/2023.
        documents:
          qd-44: {type: Quyết định, number: 44/QĐ-UBND, date: 2023-01-09}
    """
    known = _by_number(case.plan)
    for hit in _citations(case.plan):
        document = known.get(hit.text)
        if not document or not document.date:
            continue
        written = _DAY_AFTER.match(hit.passage.text, hit.end)
        day = real_day(written) if written else None
        if written and day and day != document.date:
            message = (
                f"{hit.text} ở documents ngày {short_date(document.date)}, "
                f"ở đây ngày {short_date(day)}"
            )
            start, end = written.start("day"), written.end()
            yield hit.passage.problem(start, end, message, "đối chiếu bản gốc, sửa chỗ sai")


@PLAN_RULES.rule("PCI435", Severity.WARNING)
def out_of_force(case: PlanCase) -> Iterator[Problem]:
    """Kế hoạch không dẫn văn bản đã hết hiệu lực trong năm của nó: lập từ kế hoạch năm trước thì
    hay quên.

    Sai:
        body:
          I.1:
            text: Theo Luật Đấu thầu năm 2013.
        documents:
          luat-dau-thau:   # ←
            type: Luật
            title: Luật Đấu thầu năm 2013
            replaced: {by: Luật Đấu thầu năm 2023, since: 2023-01-01, source: ví dụ}

    Đúng:
        body:
          I.1:
            text: Theo Luật Đấu thầu năm 2023.
        documents:
          luat-dau-thau: {type: Luật, title: Luật Đấu thầu năm 2023}
    """
    for since, problem in _replacements(case.plan):
        if since.year <= case.plan.year:
            yield problem


@PLAN_RULES.rule("PCI436", Severity.HINT)
def replaced_since(case: PlanCase) -> Iterator[Problem]:
    """Văn bản còn hiệu lực khi lập kế hoạch, nay đã bị thay: kế hoạch đã ký thì giữ, văn bản lập từ
    nay dẫn cái mới.

    Sai:
        body:
          I.1:
            text: Theo Luật Đấu thầu năm 2013.
        documents:
          luat-dau-thau:   # ←
            type: Luật
            title: Luật Đấu thầu năm 2013
            replaced: {by: Luật Đấu thầu năm 2023, since: 2024-01-01, source: ví dụ}

    Đúng:
        body:
          I.1:
            text: Theo Luật Đấu thầu năm 2023.
        documents:
          luat-dau-thau: {type: Luật, title: Luật Đấu thầu năm 2023}
    """
    for since, problem in _replacements(case.plan):
        if case.today and case.plan.year < since.year and since <= case.today:
            yield problem


def _replacements(plan: Plan) -> Iterator[tuple[date, Problem]]:
    """The cited documents that another one replaces, each with the day from which on."""
    for i, document in plan.documents.items():
        if by := document.replaced:
            name = document.number or document.title or document.type
            sure = "" if by.confirmed else ", chưa đối chiếu"
            message = (
                f"«{name}» được thay bằng {by.by} từ {short_date(by.since)} ({by.source}{sure})"
            )
            hint = "văn bản lập từ ngày ấy dẫn cái mới"
            yield by.since, Problem(("documents", i), message, hint, on_key=True)


_DAY_AFTER = re.compile(r"\s*(?:,\s*)?ngày (?=\d)" + DAY.pattern)


@TEXT_RULES.rule("PCI434", Severity.WARNING)
def impossible_day(passages: Sequence[FileText]) -> Iterator[Problem]:
    """Ngày trong lời văn phải có thật, viết theo thứ tự ngày, tháng, năm.

    Sai:
        # cập nhật
        result: Hoàn thành trước ngày 31/9/2023.   # ←

    Đúng:
        # cập nhật
        result: Hoàn thành trước ngày 30/9/2023.
    """
    for passage in passages:
        for hit in days(passage):
            if not real_day(hit.match):
                yield hit.problem(f"không có ngày {hit.text}", "viết ngày/tháng/năm có thật")


def _by_number(plan: Plan) -> Mapping[str, CitedDocument]:
    return {document.number: document for document in plan.documents.values() if document.number}


def _citations(plan: Plan) -> Iterator[Hit]:
    return (hit for passage in _cited(plan) for hit in passage.hits(SOUND))


def _cited(plan: Plan) -> Iterator[FileText]:
    """What the plan prints where it may cite: preamble, body, the appendix's cells, closing."""
    yield FileText(("preamble",), plan.preamble)
    for i, paragraph in plan.body.items():
        yield FileText(("body", i, "text"), paragraph.text or "")
    for i, task in plan.tasks.items():
        yield from cells(i, task)
    yield FileText(("closing",), plan.closing)
