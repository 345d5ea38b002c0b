"""Rules on documents that the plan cites: register and text agree, their laws are in force, days are well written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pci.check.rule import Passage, PlanCase
from pci.check.symbols import DAY, SOUND, days, real_day
from pci.core.diagnostic import Problem, Severity
from pci.core.model import CitedDocument, Plan
from pci.core.rule import Rules
from pci.core.vi import day_number, fold, short_date

PLAN_RULES: Rules[PlanCase, Problem] = Rules()
TEXT_RULES: Rules[Sequence[Passage], Problem] = Rules()


@PLAN_RULES.rule("PCI431", Severity.WARNING)
def not_in_register(case: PlanCase) -> Iterator[Problem]:
    """Văn bản được viện dẫn phải có trong documents: từ đó lấy căn cứ của báo cáo và biết văn bản nào đã bị thay.

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
    for passage in _cited(case.plan):
        for found in SOUND.finditer(passage.text):
            if found[0] not in known:
                yield passage.problem(
                    *found.span(), f"{found[0]} chưa có trong documents", "thêm vào documents"
                )


@PLAN_RULES.rule("PCI432", Severity.WARNING)
def not_in_text(case: PlanCase) -> Iterator[Problem]:
    """Văn bản trong documents phải được viện dẫn ở đâu đó trong kế hoạch; thừa là do bỏ câu mà quên danh mục, hoặc gõ
    sai số.

    Sai:
        documents:
          qd-44: {type: Quyết định, number: 44/QĐ-UBND, date: 2023-01-09}   # ←

    Đúng:
        body:
          I.1:
            text: Thực hiện Quyết định số 44/QĐ-UBND ngày 09/01/2023.
        documents:
          qd-44: {type: Quyết định, number: 44/QĐ-UBND, date: 2023-01-09}
    """
    regime = case.plan.reporting
    grounds = (regime.basis, *(letter.basis for letter in regime.periods.values()))
    text = "\n".join((*(passage.text for passage in _cited(case.plan)), *grounds))
    numbers, folded = set(SOUND.findall(text)), fold(text)
    for i, document in case.plan.documents.items():
        named = document.number or document.title or document.type
        if document.number not in numbers if document.number else fold(named) not in folded:
            yield Problem(
                ("documents", i),
                f"kế hoạch không viện dẫn «{named}»",
                "sửa số, tên hoặc bỏ dòng",
                True,
            )


@PLAN_RULES.rule("PCI437", Severity.WARNING)
def other_day(case: PlanCase) -> Iterator[Problem]:
    """Ngày của văn bản trong lời văn phải khớp documents: một trong hai chỗ gõ nhầm thì căn cứ của báo cáo in sai.

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
    for passage in _cited(case.plan):
        for found in SOUND.finditer(passage.text):
            document, between = known.get(found[0]), _BETWEEN.match(passage.text, found.end())
            said = between and DAY.match(passage.text, between.end())
            if (
                document
                and document.date
                and said
                and (day := real_day(said))
                and day != document.date
            ):
                words = f"{found[0]} ở documents ngày {short_date(document.date)}, ở đây ngày {short_date(day)}"
                yield passage.problem(*said.span(), words, "đối chiếu bản gốc, sửa chỗ sai")


@PLAN_RULES.rule("PCI435", Severity.WARNING)
def out_of_force(case: PlanCase) -> Iterator[Problem]:
    """Kế hoạch không dẫn văn bản đã hết hiệu lực trong năm của nó: lập từ kế hoạch năm trước thì hay quên.

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
    for i, document in case.plan.documents.items():
        if document.replaced and document.replaced.since.year <= case.plan.year:
            yield Problem(("documents", i), _replaced(document), "dẫn văn bản mới", True)


@PLAN_RULES.rule("PCI436", Severity.HINT)
def replaced_since(case: PlanCase) -> Iterator[Problem]:
    """Văn bản còn hiệu lực khi lập kế hoạch, nay đã bị thay: kế hoạch đã ký thì giữ, văn bản lập từ nay dẫn cái mới.

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
    for i, document in case.plan.documents.items():
        if (
            document.replaced
            and case.today
            and date(case.plan.year, 12, 31) < document.replaced.since <= case.today
        ):
            yield Problem(
                ("documents", i), _replaced(document), "văn bản lập từ ngày ấy dẫn cái mới", True
            )


def _replaced(document: CitedDocument) -> str:
    found = document.replaced
    assert found
    sure = "" if found.confirmed else ", chưa đối chiếu"
    named = document.number or document.title or document.type
    return (
        f"«{named}» được thay bằng {found.by} từ {short_date(found.since)} ({found.source}{sure})"
    )


_BETWEEN = re.compile(r"\s*,?\s*ngày (?=\d)")


@TEXT_RULES.rule("PCI433", Severity.HINT)
def badly_padded(given: Sequence[Passage]) -> Iterator[Problem]:
    """Ngày dưới 10 và tháng 1, 2 viết thêm số 0, tháng khác thì không (NĐ 30/2020, Phụ lục I, mục II.4): 09/8/2022.

    Sai:
        body:
          I.2: {text: Thực hiện từ ngày 9/08/2023.}   # ←

    Đúng:
        body:
          I.2: {text: Thực hiện từ ngày 09/8/2023.}
    """
    for passage, found in _days(given):
        day, month = day_number(int(found["day"]), 10), day_number(int(found["month"]), 3)
        if real_day(found) and (day, month) != (found["day"], found["month"]):
            right = (
                f"{day}/{month}/{found['year']}"
                if "/" in found[0]
                else f"{day} tháng {month} năm {found['year']}"
            )
            yield passage.problem(*found.span(), f"ngày viết «{found[0]}»", f"viết {right}", right)


@TEXT_RULES.rule("PCI434", Severity.WARNING)
def impossible_day(given: Sequence[Passage]) -> Iterator[Problem]:
    """Ngày trong lời văn phải có thật, viết theo thứ tự ngày, tháng, năm.

    Sai:
        # cập nhật
        result: Hoàn thành trước ngày 31/9/2023.   # ←

    Đúng:
        # cập nhật
        result: Hoàn thành trước ngày 30/9/2023.
    """
    for passage, found in _days(given):
        if not real_day(found):
            yield passage.problem(
                *found.span(), f"không có ngày {found[0]}", "viết ngày/tháng/năm có thật"
            )


def _days(given: Sequence[Passage]) -> Iterator[tuple[Passage, re.Match[str]]]:
    return ((passage, found) for passage in given for found in days(passage.text))


def _by_number(plan: Plan) -> Mapping[str, CitedDocument]:
    return {document.number: document for document in plan.documents.values() if document.number}


def _cited(plan: Plan) -> Iterator[Passage]:
    """What the plan prints where it may cite: preamble, body, the appendix's cells, closing."""
    yield Passage(("preamble",), plan.preamble)
    for i, paragraph in plan.body.items():
        if paragraph.text:
            yield Passage(("body", i, "text"), paragraph.text)
    for i, task in plan.tasks.items():
        yield Passage(("tasks", i, "work"), task.work)
        yield Passage(("tasks", i, "time"), task.time)
        yield from (
            Passage(("tasks", i, "outputs", n), output) for n, output in enumerate(task.outputs)
        )
    yield Passage(("closing",), plan.closing)
