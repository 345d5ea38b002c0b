"""Rules on the plan's skeleton: headings, sub-indices, cited documents, recorded corrections."""

from collections.abc import Iterator

from pci.check.rule import PlanCase, dangling
from pci.core.corrections import misfit
from pci.core.diagnostic import DocPath, Problem, Severity
from pci.core.fields import fields_of
from pci.core.model import Plan, Task
from pci.core.rule import Rules
from pci.core.vi import fold, upper_first

RULES: Rules[PlanCase, Problem] = Rules()


@RULES.rule("PCI201")
def heading_missing(case: PlanCase) -> Iterator[Problem]:
    """Nhiệm vụ và mục phải nằm dưới một mục có tên, vì mục của nhiệm vụ suy từ mã của nó. Kế hoạch
    không chia mục thì không khai sections, mã của nhiệm vụ viết thế nào cũng được.

    Sai:
        tasks:
          A.II.1:   # ←
            number: "1"
            work: Rà soát quy hoạch.
            units: Phòng Đầu tư
            lead: phong-dt
            time: Nhiệm vụ thường xuyên
            outputs: [Báo cáo.]

    Đúng:
        sections:
          A.II: {title: Tiếp cận đất đai, subindex: pci.1}
        tasks:
          A.II.1:
            number: "1"
            work: Rà soát quy hoạch.
            units: Phòng Đầu tư
            lead: phong-dt
            time: Nhiệm vụ thường xuyên
            outputs: [Báo cáo.]
    """
    for register, headings, noun in _HEADINGS:
        known = getattr(case.plan, headings)
        for i in getattr(case.plan, register) if known else ():
            above = i.rpartition(".")[0]
            if above and above not in known:
                yield _lacks(register, i, f"{noun} {above}", f"thêm {above} vào {headings}")


_HEADINGS = (
    ("tasks", "sections", "mục"),
    ("sections", "sections", "phần"),
    ("body", "body", "đề mục"),
)
"""The registers whose ids name a heading, each with the register and the noun of the heading."""


def _lacks(register: str, i: str, heading: str, hint: str) -> Problem:
    return Problem((register, i), f"{i}: không có {heading}", hint, on_key=True)


@RULES.rule("PCI202")
def unknown_subindex(case: PlanCase) -> Iterator[Problem]:
    """Mục phải ứng với một chỉ số thành phần có trong danh mục subindices, nếu không số liệu theo
    chỉ số bỏ sót mục ấy.

    Sai:
        sections:
          A.I:
            title: Gia nhập thị trường
            subindex: pci.11   # ←

    Đúng:
        sections:
          A.I:
            title: Gia nhập thị trường
            subindex: pci.1
    """
    return dangling(case.plan, case.references, "subindices")


@RULES.rule("PCI203")
def unknown_document(case: PlanCase) -> Iterator[Problem]:
    """Căn cứ phải là một văn bản có trong danh mục documents, vì báo cáo in căn cứ theo danh mục
    ấy.

    Sai:
        basis: [qd-44]   # ←

    Đúng:
        basis: [qd-44]
        body:
          I.1: {text: Thực hiện Quyết định số 44/QĐ-UBND ngày 09/01/2023.}
        documents:
          qd-44: {type: Quyết định, number: 44/QĐ-UBND, date: 2023-01-09}
    """
    return dangling(case.plan, case.references, "documents")


@RULES.rule("PCI204", Severity.WARNING)
def correction_without_place(case: PlanCase) -> Iterator[Problem]:
    """Đính chính phải chỉ đúng một chỗ, để bản in lại được như bản quét. Số liệu và văn bản không
    đổi theo nó, chỉ «--as-printed» không in được.

    Sai:
        corrections:
          - at: tasks.A.I.9.work   # ←
            from: Niên yết
            to: Niêm yết

    Đúng:
        corrections:
          - at: tasks.A.I.1.work
            from: Niên yết
            to: Niêm yết
    """
    for n, correction in enumerate(case.plan.corrections):
        if fault := misfit(case.plan, correction):
            yield Problem(("corrections", n, fault.field), fault.message, fault.hint)


@RULES.rule("PCI205")
def empty_paragraph(case: PlanCase) -> Iterator[Problem]:
    """Đoạn của phần lời phải có tên hoặc nội dung, nếu không bản in có một số thứ tự trơ trọi.

    Sai:
        body:
          I.2: {}   # ←

    Đúng:
        body:
          I.2: {text: Các đơn vị chủ động phối hợp.}
    """
    for i, paragraph in case.plan.body.items():
        if not paragraph.title and not paragraph.text:
            message = f"{i}: không có title và text"
            yield Problem(("body", i), message, "thêm một trong hai", on_key=True)


@RULES.rule("PCI206")
def wrong_year(case: PlanCase) -> Iterator[Problem]:
    """Năm của kế hoạch phải là năm trong tên tệp, vì cập nhật nằm trong thư mục mang năm ấy. Lịch
    nghỉ cũng vậy.

    Sai:
        # plans/2023.yaml
        year: 2024   # ←

    Đúng:
        # plans/2023.yaml
        year: 2023
    """
    year, filed = case.plan.year, case.filed
    if year != filed:
        hint = f"sửa thành {filed}, hoặc đổi tên tệp thành {case.plan.id}.yaml"
        instead = (str(year), str(filed))
        yield Problem(("year",), f"năm {year} không khớp tên tệp", hint, instead=instead)


@RULES.rule("PCI207")
def cap_without_words(case: PlanCase) -> Iterator[Problem]:
    """Mức tối đa phải đọc được từ lời của chính đoạn ấy: con số không có trong kế hoạch thì không
    ai phải theo.

    Sai:
        body:
          II.1:
            cap:
              at_most: 2
              quote: không quá 02 lần   # ←

    Đúng:
        body:
          II.1:
            cap:
              at_most: 1
              quote: không quá 01 lần
    """
    for i, paragraph in case.plan.body.items():
        if paragraph.cap and paragraph.cap.quote not in (paragraph.text or ""):
            message = f"«{paragraph.cap.quote}» không có trong {i}"
            yield Problem(("body", i, "cap", "quote"), message, "chép đúng chữ trong đoạn")


@RULES.rule("PCI219")
def ratio_without_parts(case: PlanCase) -> Iterator[Problem]:
    """Tỷ lệ nêu cả tử số và mẫu số, là hai chỉ tiêu cộng dồn khác nhau của chính nhiệm vụ ấy, để kỳ
    dài tính lại được; chính tỷ lệ thì không cộng dồn.

    Sai:
        tasks:
          A.I.1:
            indicators:
              ty-le:   # ←
                title: Tỷ lệ
                unit: "%"
                numerator: luot

    Đúng:
        tasks:
          A.I.1:
            indicators:
              dat: {title: Số lượt đạt, unit: lượt, adds_up: true}
              ty-le: {title: Tỷ lệ, unit: "%", numerator: dat, denominator: luot}
    """
    for i, task in case.plan.tasks.items():
        for key, indicator in task.indicators.items():
            parts = indicator.numerator, indicator.denominator
            path = ("tasks", i, "indicators", key)
            if any(parts) and not _are_two_sums(task, *parts):
                message = f"{key}: tử số, mẫu số phải là hai chỉ tiêu cộng dồn của {i}"
                yield Problem(path, message, "nêu đủ numerator, denominator", on_key=True)
            elif indicator.is_ratio and indicator.adds_up:
                message = f"{key}: tỷ lệ không cộng dồn, kỳ dài tính lại từ tử số, mẫu số"
                yield Problem((*path, "adds_up"), message, "bỏ adds_up", on_key=True)


def _are_two_sums(task: Task, one: str | None, other: str | None) -> bool:
    """Whether two ids are those of two indicators of a task that add up."""
    sums = {key for key, indicator in task.indicators.items() if indicator.adds_up}
    return one != other and {one, other} <= sums


@RULES.rule("PCI220")
def target_without_words(case: PlanCase) -> Iterator[Problem]:
    """Mức phải đạt của một chỉ tiêu phải đọc được từ lời của chính nhiệm vụ ấy: quote là chữ có
    trong nhiệm vụ.

    Sai:
        tasks:
          A.I.1:
            indicators:
              luot:
                title: Số lượt
                unit: lượt
                target: {at_least: 300, over: year, quote: ít nhất 300 lượt}   # ←

    Đúng:
        tasks:
          A.I.1:
            indicators:
              luot: {title: Số lượt, unit: lượt}
    """
    for i, task in case.plan.tasks.items():
        for key, indicator in task.indicators.items():
            target = indicator.target
            if target and target.quote not in task.printed_text:
                path = ("tasks", i, "indicators", key, "target", "quote")
                message = f"«{target.quote}» không có trong nhiệm vụ {i}"
                yield Problem(path, message, "chép đúng chữ trong nhiệm vụ")


@RULES.rule("PCI221")
def place_used_twice(case: PlanCase) -> Iterator[Problem]:
    """Một mã trong Phụ lục chỉ gọi một thứ, viết hoa hay thường cũng là một: nhiệm vụ không trùng
    mã với mục, điều kiện hoặc đoạn mà đơn vị báo cáo về.

    Sai:
        body:
          I: {title: "Trách nhiệm:", kind: duties}
          I.1: {text: Các đơn vị phối hợp.}
        tasks:
          I.1:   # ←
            work: Rà soát quy hoạch.
            lead: phong-dt
        sections: {I: {title: Nhiệm vụ}}

    Đúng:
        body:
          I: {title: "Trách nhiệm:", kind: duties}
          I.1: {text: Các đơn vị phối hợp.}
        tasks:
          B.I.1:
            work: Rà soát quy hoạch.
            lead: phong-dt
        sections: {B: {title: Phụ lục}, B.I: {title: Nhiệm vụ}}
    """
    plan = case.plan
    owner: dict[str, DocPath] = {}
    for register, ids in (
        ("body", plan.reported_paragraphs),
        ("triggers", plan.triggers),
        ("sections", plan.sections),
        ("tasks", plan.tasks),
    ):
        for i in ids:
            first = owner.setdefault(i.casefold(), (register, i))
            if first != (register, i) and (register, first[0]) not in _APART:
                hint = "đặt mã khác"
                if first[0] == "body":
                    hint = f"thêm chữ của phần vào trước mọi mã của Phụ lục: A.{i}"
                yield Problem((register, i), f"mã {i} cũng là {first[1]} ở {first[0]}", hint, True)


_APART = {("triggers", "body"), ("sections", "body"), ("sections", "triggers")}
"""Registers whose ids are never taken for each other."""


@RULES.rule("PCI222", Severity.HINT)
def left_out(case: PlanCase) -> Iterator[Problem]:
    """Điều mà văn bản in ra, tệp kế hoạch chưa nêu, thì để trống và tô vàng trên văn bản. Không
    phải lỗi: thêm khi đã biết.

    Sai:
        title: Nâng cao chỉ số PCI   # ←
        recipients: []

    Đúng:
        title: Nâng cao chỉ số PCI
        recipients: [UBND tỉnh, "Lưu: VT, VP"]
    """
    fields = fields_of(Plan)
    blank = [key for key in _PRINTED if fields[key].of(case.plan) == fields[key].default]
    if case.plan.signer.id and "signer" in blank:
        blank.remove("signer")
    if blank:
        message = f"chưa nêu {', '.join(blank)}"
        yield Problem(("title",), message, "văn bản để trống, tô vàng chỗ ấy")


@RULES.rule("PCI223", Severity.WARNING)
def title_says_plan(case: PlanCase) -> Iterator[Problem]:
    """Trích yếu đứng sau chữ KẾ HOẠCH của văn bản nên không lặp lại chữ ấy, nếu không báo cáo in
    «Kế hoạch kế hoạch …».

    Sai:
        title: Kế hoạch nâng cao chỉ số năm 2023   # ←

    Đúng:
        title: Nâng cao chỉ số năm 2023
    """
    title = case.plan.title
    if fold(title).startswith("ke hoach "):
        hint = f"viết «{upper_first(title[9:].lstrip())}»"
        yield Problem(("title",), "trích yếu lặp lại chữ Kế hoạch", hint)


@RULES.rule("PCI224", Severity.WARNING)
def carries_on_itself(case: PlanCase) -> Iterator[Problem]:
    """Nhiệm vụ tiếp nối (from) một nhiệm vụ của kế hoạch năm trước, không phải của chính kế hoạch
    này hay năm sau.

    Sai:
        tasks:
          A.I.1: {from: 2023/A.I.1}   # ←

    Đúng:
        tasks:
          A.I.1: {from: 2022/A.I.1}
    """
    for i, task in case.plan.tasks.items():
        if task.forerunner and int(task.forerunner[:4]) >= case.plan.year:
            message = f"{i} tiếp nối «{task.forerunner}», không phải của năm trước"
            hint = f"nêu nhiệm vụ của kế hoạch trước, như {case.plan.year - 1}/{i}"
            yield Problem(("tasks", i, "from"), message, hint)


_PRINTED = (
    "symbol",
    "issued",
    "agency",
    "letterhead",
    "preamble",
    "body",
    "closing",
    "recipients",
    "signer",
    "appendix_title",
    "reporting",
    "letters",
)
"""The keys of a plan whose words documents print."""


@RULES.rule("PCI209", Severity.WARNING)
def out_of_sequence(case: PlanCase) -> Iterator[Problem]:
    """Mã trong một mục theo thứ tự 1, 2, 3: thiếu hoặc đảo là do chép sót, hoặc gộp hai bản sửa mà
    mất một nhiệm vụ.

    Sai:
        tasks:
          A.I.4:   # ←
            number: "3"
            work: Rà soát quy hoạch.
            units: Phòng Đầu tư
            lead: phong-dt
            time: Nhiệm vụ thường xuyên
            outputs: [Báo cáo.]

    Đúng:
        tasks:
          A.I.3:
            number: "3"
            work: Rà soát quy hoạch.
            units: Phòng Đầu tư
            lead: phong-dt
            time: Nhiệm vụ thường xuyên
            outputs: [Báo cáo.]
    """
    last: dict[str, int] = {}
    for i in () if case.before else case.plan.tasks:
        section, dot, number = i.rpartition(".")
        if not number.isdecimal():
            continue
        expected = last.get(section, 0) + 1
        if int(number) != expected:
            message = f"{i} đứng ở chỗ của {section}{dot}{expected}"
            yield Problem(("tasks", i), message, "xem có sót hoặc đảo nhiệm vụ", on_key=True)
        last[section] = int(number)
