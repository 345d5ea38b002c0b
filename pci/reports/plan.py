"""The plan as a paper: Kế hoạch with its one Phụ lục, word for word as the plan's file holds them.

What the plan leaves blank, its number or its day, stays blank: the registry fills it in by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile, zip_longest
from textwrap import shorten
from typing import Annotated, TypeVar

from pci.core.model import Paragraph, Plan, Task
from pci.core.vi import day_number, lower_first
from pci.lists.columns import printed_cells
from pci.reports.annex_rows import ROW, parts
from pci.reports.letterhead import BLANK, AgencyNames, agency, capacity_of, given, recipient_lines

PLAN_WIDTHS = {"noi_dung": 100, "don_vi": 46, "thoi_gian": 33, "san_pham": 60}
"""Millimetres of the columns behind the number, as the default template has them."""
_CALLED = 80
"""Letters of the first words of a task."""


@dataclass(frozen=True)
class PlanParagraph:
    """A heading, the text under it, or both."""

    phan: Annotated[str, "số La Mã và tên của phần; rỗng ở đoạn khác", "I. MỤC ĐÍCH, YÊU CẦU:"]
    muc: Annotated[str, "số và tên của mục; rỗng ở đoạn khác", "1. Mục đích:"]
    dong: Annotated[
        tuple[str, ...],
        "từng đoạn văn, có số hoặc gạch đầu dòng",
        "- Triển khai có hiệu quả.\nTheo Phụ lục đính kèm.",
    ]


@dataclass(frozen=True)
class PlanTask:
    """A row of the appendix: one task."""

    so: Annotated[str, "số thứ tự in của nhiệm vụ", "1"]
    noi_dung: Annotated[str, "nhiệm vụ và giải pháp", "Công khai danh mục dự án kêu gọi đầu tư."]
    don_vi: Annotated[str, "đơn vị thực hiện", "Phòng Quản lý Đầu tư chủ trì"]
    thoi_gian: Annotated[str, "thời gian thực hiện", "Nhiệm vụ thường xuyên"]
    san_pham: Annotated[str, "kết quả, sản phẩm", "Báo cáo định kỳ kết quả thực hiện."]


R = TypeVar("R", bound=PlanTask)


@dataclass(frozen=True)
class PlanSection:
    """A heading of the appendix with its tasks."""

    so: Annotated[str, "số của phần hoặc mục trong bảng", "VII"]
    ten: Annotated[str, "tên của phần hoặc mục trong bảng", "Chỉ số tính minh bạch"]
    nhiem_vu: tuple[PlanTask, ...]


@dataclass(frozen=True)
class PlanAppendix:
    """The one appendix of the plan."""

    ten: Annotated[
        str, "tên của Phụ lục", "Các chỉ tiêu, nhiệm vụ, giải pháp hành động trọng tâm năm 2023"
    ]
    muc: tuple[PlanSection, ...]


@dataclass(frozen=True)
class PlanWords:
    """The body of the plan, which the signed paper and a consolidated one print alike."""

    minh_hoa: Annotated[bool, "kế hoạch là dữ liệu minh họa"]
    du_thao: Annotated[bool, "văn bản là dự thảo; Kế hoạch in ra thì không"]
    co_quan: AgencyNames
    so: Annotated[str, "số của Kế hoạch; để trống khi chưa có", "12"]
    ky_hieu: Annotated[str, "ký hiệu của Kế hoạch", "KH-KKT"]
    ngay_thang: Annotated[
        str, "ngày tháng ở đầu trang; ngày để trống khi chưa có", "ngày 15 tháng 8 năm 2023"
    ]
    ngay: Annotated[str, "ngày ở dòng «Kèm theo»; để trống khi chưa có", "15/8/2023"]
    trich_yeu: Annotated[
        str, "trích yếu", "Triển khai Chương trình hành động nâng cao chỉ số PCI năm 2023"
    ]
    can_cu: Annotated[
        tuple[str, ...],
        "từng căn cứ đứng riêng một dòng",
        "Căn cứ Quyết định số 1776/QĐ-UBND ngày 28/7/2023 của UBND tỉnh.",
    ]
    mo_dau: Annotated[
        tuple[str, ...], "từng đoạn mở đầu", "Ban quản lý xây dựng kế hoạch với các nội dung sau:"
    ]
    noi_dung: tuple[PlanParagraph, ...]
    ket_luan: Annotated[
        tuple[str, ...],
        "từng đoạn kết thúc",
        "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo Văn phòng./.",
    ]


@dataclass(frozen=True)
class PlanPaper(PlanWords):
    """What `templates/ke-hoach.docx` may print."""

    noi_nhan: Annotated[
        tuple[str, ...], "từng dòng nơi nhận", "- UBND tỉnh;\n- Lãnh đạo Ban;\n- Lưu: VT, VP."
    ]
    quyen_han: Annotated[
        tuple[str, ...],
        "từng dòng quyền hạn, chức vụ của người ký",
        "KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN",
    ]
    nguoi_ky: Annotated[str, "họ và tên người ký", "Vương Thị Lệ Huyền"]
    phu_luc: PlanAppendix


def paper(plan: Plan) -> PlanPaper:
    """Write the plan as a paper, never as a draft: its file holds the plan as it was signed."""
    return PlanPaper(
        **vars(plan_words(plan)),
        noi_nhan=recipient_lines(plan.recipients),
        quyen_han=capacity_of(plan.signer),
        nguoi_ky=given(plan.signer.name, "họ tên người ký"),
        phu_luc=PlanAppendix(
            given(plan.appendix_title, "tên Phụ lục"),
            tuple(_section(plan, section) for section in plan.printed_sections),
        ),
    )


def plan_words(plan: Plan) -> PlanWords:
    """Write the body of the plan."""
    grounds, opening = _preamble(plan)
    year, month, day = _issued(plan)
    return PlanWords(
        minh_hoa=plan.illustrative,
        du_thao=False,
        co_quan=agency(plan),
        so=_number(plan),
        ky_hieu=given(plan.symbol, "ký hiệu"),
        ngay_thang=f"ngày {day} tháng {month} năm {year}",
        ngay=f"{day}/{month}/{year}",
        trich_yeu=plan.title,
        can_cu=grounds,
        mo_dau=opening,
        noi_dung=tuple(_paragraph(i, paragraph) for i, paragraph in plan.body.items())
        or (PlanParagraph("", "", (given("", "nội dung"),)),),
        ket_luan=_lines(given(plan.closing, "phần kết thúc")),
    )


def title(plan: Plan) -> str:
    """Name the paper in the properties of its file."""
    return f"Kế hoạch {lower_first(plan.title)}"


def _number(plan: Plan) -> str:
    """Write a number below 10 with a leading zero (NĐ 30/2020, Phụ lục I, mục II.3)."""
    number = plan.number or BLANK
    return day_number(int(number), 10) if number.isdecimal() else number


def _issued(plan: Plan) -> tuple[str, str, str]:
    """Write year, month and day of issue, with room for those that are not known."""
    year, month, day = (*(plan.issued or str(plan.year)).split("-"), "", "")[:3]
    return (
        year,
        day_number(int(month), 3) if month else BLANK,
        day_number(int(day), 10) if day else BLANK,
    )


def _preamble(plan: Plan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split the preamble into the căn cứ on lines of their own and the sentences after them."""
    lines = _lines(given(plan.preamble, "phần mở đầu"))
    grounds = tuple(takewhile(_is_ground, lines))
    return grounds, lines[len(grounds) :]


def _is_ground(line: str) -> bool:
    return line.startswith("Căn cứ ") and line.endswith((";", "."))


def _paragraph(body_id: str, paragraph: Paragraph) -> PlanParagraph:
    """Number a part or a section; put a dash before what stands under these."""
    level, number = body_id.count("."), body_id.rpartition(".")[2]
    mark = f"{number}. " if level < 2 else "- "
    lines = _lines(paragraph.text or "")
    if not paragraph.title:
        first = tuple(mark + line for line in lines[:1])
        return PlanParagraph("", "", first + lines[1:])
    heading = mark + paragraph.title
    if level == 2:
        return PlanParagraph("", "", (heading, *lines))
    return PlanParagraph(
        phan=heading if level == 0 else "", muc=heading if level == 1 else "", dong=lines
    )


def _section(plan: Plan, section: str) -> PlanSection:
    return PlanSection(
        section.rpartition(".")[2],
        plan.title_of(section),
        tuple(
            row
            for _, task in plan.tasks_of(section)
            for row in across_pages(plan_task(plan, task), called(task), PLAN_WIDTHS)
        ),
    )


def plan_task(plan: Plan, task: Task) -> PlanTask:
    """Write a task as the appendix of the plan prints it."""
    return PlanTask(*printed_cells(plan, task).values())


def called(task: Task) -> str:
    """Call a task by its short title, else by its first words."""
    return task.short or shorten(task.work.removeprefix("- "), _CALLED, placeholder=" …")


def across_pages(row: R, name: str, widths: Mapping[str, float]) -> tuple[R, ...]:
    """Make several rows of one that is taller than a page, each with its number and task."""
    cells = (parts(getattr(row, field), width, ROW) for field, width in widths.items())
    texts = zip_longest(*([part.text for part in cell] for cell in cells), fillvalue="")
    first, *more = (replace(row, **dict(zip(widths, each, strict=True))) for each in texts)
    again = f"{name} (tiếp theo)\n"
    return (first, *(replace(one, noi_dung=(again + one.noi_dung).strip()) for one in more))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
