"""Rules on the plan's skeleton: headings, sub-indices, cited documents, recorded corrections."""

from collections.abc import Iterator

from pci.corrections import corrected_text
from pci.diagnostic import DocPath, Problem
from pci.rules.rule import PlanCase, PlanRule


def heading_missing(case: PlanCase) -> Iterator[Problem]:
    """Nhiệm vụ và mục phải nằm dưới một mục có tên, vì mục của nhiệm vụ suy từ mã của nó."""
    plan = case.plan
    for task_id in plan.tasks:
        section = plan.section_of(task_id)
        if section not in plan.sections:
            yield Problem(
                ("tasks", task_id), f"{task_id}: không có mục {section}", f"thêm {section} vào sections", True
            )
    for section in plan.sections:
        part = section.partition(".")[0]
        if part not in plan.sections:
            yield Problem(("sections", section), f"{section}: không có phần {part}", f"thêm {part} vào sections", True)
    for i in plan.body:
        above = i.rpartition(".")[0]
        if above and above not in plan.body:
            yield Problem(("body", i), f"{i}: không có đề mục {above}", f"thêm {above} vào body", True)


def unknown_subindex(case: PlanCase) -> Iterator[Problem]:
    """Mục phải ứng với một chỉ số thành phần có trong danh mục subindices."""
    plan = case.plan
    for i, section in plan.sections.items():
        if section.subindex and section.subindex not in plan.subindices:
            hint = f"có: {', '.join(plan.subindices)}"
            yield Problem(("sections", i, "subindex"), f"không có chỉ số «{section.subindex}»", hint)


def unknown_document(case: PlanCase) -> Iterator[Problem]:
    """Căn cứ phải là một văn bản có trong danh mục documents."""
    plan = case.plan
    for n, i in enumerate(plan.basis):
        if i not in plan.documents:
            yield Problem(("basis", n), f"không có văn bản «{i}»", "thêm vào documents hoặc sửa mã")


def correction_without_place(case: PlanCase) -> Iterator[Problem]:
    """Đính chính phải chỉ đúng một chỗ, để bản in lại được như bản quét."""
    plan = case.plan
    for n, correction in enumerate(plan.corrections):
        text = corrected_text(plan, correction.at)
        path: DocPath = ("corrections", n)
        if text is None:
            yield Problem(
                (*path, "at"), f"không có chỗ «{correction.at}»", "viết như tasks.A.I.3.work hoặc body.II.1.4.text"
            )
        elif text.count(correction.to) != 1:
            count = text.count(correction.to)
            yield Problem(
                (*path, "to"), f"«{correction.to}» có {count} lần ở {correction.at}", "chép đủ chữ để có đúng một lần"
            )


def empty_paragraph(case: PlanCase) -> Iterator[Problem]:
    """Đoạn của phần lời phải có tên hoặc nội dung."""
    plan = case.plan
    for i, paragraph in plan.body.items():
        if not paragraph.title and not paragraph.text:
            yield Problem(("body", i), f"{i}: không có title và text", "thêm một trong hai", True)


def wrong_year(case: PlanCase) -> Iterator[Problem]:
    """Năm của kế hoạch phải là năm trong tên tệp, vì cập nhật nằm trong thư mục mang năm ấy."""
    if case.path.rpartition("/")[2] != f"{case.plan.year}.yaml":
        yield Problem(("year",), f"năm {case.plan.year} không khớp tên tệp", f"đổi tên tệp thành {case.plan.year}.yaml")


def cap_without_words(case: PlanCase) -> Iterator[Problem]:
    """Mức tối đa phải đọc được từ lời của chính đoạn ấy."""
    for i, paragraph in case.plan.body.items():
        if paragraph.cap and paragraph.cap.quote not in (paragraph.text or ""):
            yield Problem(
                ("body", i, "cap", "quote"), f"«{paragraph.cap.quote}» không có trong {i}", "chép đúng chữ trong đoạn"
            )


PLAN_RULES = (
    PlanRule("PCI201", heading_missing),
    PlanRule("PCI202", unknown_subindex),
    PlanRule("PCI203", unknown_document),
    PlanRule("PCI204", correction_without_place),
    PlanRule("PCI205", empty_paragraph),
    PlanRule("PCI206", wrong_year),
    PlanRule("PCI207", cap_without_words),
)
