"""The plan as a paper: Kế hoạch with its one Phụ lục, word for word as the plan's file holds them.

`fields` is the whole contract with `templates/ke-hoach.docx`. What the plan leaves blank, its number or its day, stays
blank: the registry fills it in by hand.
"""

from itertools import takewhile
from typing import Any

from pci.core.model import Paragraph, Plan, Task
from pci.core.vi import day_number, lower_first
from pci.lists.columns import printed_cells
from pci.reports.fields import Field, fields_of, plain
from pci.reports.letterhead import BLANK, AgencyNames, agency, closed

FIELDS = (
    Field("minh_hoa", "kế hoạch là dữ liệu minh họa"),
    Field("du_thao", "văn bản là dự thảo; Kế hoạch in ra thì không"),
    *fields_of(AgencyNames, "co_quan."),
    Field("so", "số của Kế hoạch; để trống khi chưa có", "12"),
    Field("ky_hieu", "ký hiệu của Kế hoạch", "KH-KKT"),
    Field(
        "ngay_thang",
        "ngày tháng ở đầu trang; ngày để trống khi chưa có",
        "ngày 15 tháng 8 năm 2023",
    ),
    Field("ngay", "ngày ở dòng «Kèm theo»; để trống khi chưa có", "15/8/2023"),
    Field(
        "trich_yeu", "trích yếu", "Triển khai Chương trình hành động nâng cao chỉ số PCI năm 2023"
    ),
    Field(
        "can_cu[]",
        "từng căn cứ đứng riêng một dòng",
        "Căn cứ Quyết định số 1776/QĐ-UBND ngày 28/7/2023 của UBND tỉnh.",
    ),
    Field("mo_dau[]", "từng đoạn mở đầu", "Ban quản lý xây dựng kế hoạch với các nội dung sau:"),
    Field("noi_dung[].phan", "số La Mã và tên của phần; rỗng ở đoạn khác", "I. MỤC ĐÍCH, YÊU CẦU:"),
    Field("noi_dung[].muc", "số và tên của mục; rỗng ở đoạn khác", "1. Mục đích:"),
    Field(
        "noi_dung[].dong[]",
        "từng đoạn văn, có số hoặc gạch đầu dòng",
        "- Triển khai có hiệu quả.\nTheo Phụ lục đính kèm.",
    ),
    Field(
        "ket_luan[]",
        "từng đoạn kết thúc",
        "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo Văn phòng./.",
    ),
    Field("noi_nhan[]", "từng dòng nơi nhận", "- UBND tỉnh;\n- Lãnh đạo Ban;\n- Lưu: VT, VP."),
    Field(
        "quyen_han[]", "từng dòng quyền hạn, chức vụ của người ký", "KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN"
    ),
    Field("nguoi_ky", "họ và tên người ký", "Vương Thị Lệ Huyền"),
    Field(
        "phu_luc.ten",
        "tên của Phụ lục",
        "Các chỉ tiêu, nhiệm vụ, giải pháp hành động trọng tâm năm 2023",
    ),
    Field("phu_luc.muc[].so", "số của phần hoặc mục trong bảng", "VII"),
    Field("phu_luc.muc[].ten", "tên của phần hoặc mục trong bảng", "Chỉ số tính minh bạch"),
    Field("phu_luc.muc[].nhiem_vu[].so", "số thứ tự in của nhiệm vụ", "1"),
    Field(
        "phu_luc.muc[].nhiem_vu[].noi_dung",
        "nhiệm vụ và giải pháp",
        "Công khai danh mục dự án kêu gọi đầu tư.",
    ),
    Field("phu_luc.muc[].nhiem_vu[].don_vi", "đơn vị thực hiện", "Phòng Quản lý Đầu tư chủ trì"),
    Field("phu_luc.muc[].nhiem_vu[].thoi_gian", "thời gian thực hiện", "Nhiệm vụ thường xuyên"),
    Field(
        "phu_luc.muc[].nhiem_vu[].san_pham",
        "kết quả, sản phẩm",
        "Báo cáo định kỳ kết quả thực hiện.",
    ),
)


def fields(plan: Plan) -> dict[str, Any]:
    """Every field of the template, by its tag. Never a draft: the plan's file holds the plan as it was signed."""
    grounds, opening = _preamble(plan)
    year, month, day = _issued(plan)
    return {
        "minh_hoa": plan.illustrative,
        "du_thao": False,
        "co_quan": plain(agency(plan)),
        "so": _number(plan),
        "ky_hieu": plan.symbol,
        "ngay_thang": f"ngày {day} tháng {month} năm {year}",
        "ngay": f"{day}/{month}/{year}",
        "trich_yeu": plan.title,
        "can_cu": grounds,
        "mo_dau": opening,
        "noi_dung": [_paragraph(i, paragraph) for i, paragraph in plan.body.items()],
        "ket_luan": _lines(plan.closing),
        "noi_nhan": closed(plan.recipients),
        "quyen_han": list(plan.signer.capacity),
        "nguoi_ky": plan.signer.name,
        "phu_luc": {"ten": plan.appendix_title, "muc": [_section(plan, i) for i in plan.sections]},
    }


def title(plan: Plan) -> str:
    """What the paper is called in a file's properties."""
    return f"Kế hoạch {lower_first(plan.title)}"


def _number(plan: Plan) -> str:
    """Below 10 with a leading zero (NĐ 30/2020, Phụ lục I, mục II.3)."""
    number = plan.number or BLANK
    return day_number(int(number), 10) if number.isdecimal() else number


def _issued(plan: Plan) -> tuple[str, str, str]:
    """Year, month and day as a paper writes them, room left for those that are not known."""
    year, month, day = (*plan.issued.split("-"), "", "")[:3]
    return (
        year,
        day_number(int(month), 3) if month else BLANK,
        day_number(int(day), 10) if day else BLANK,
    )


def _preamble(plan: Plan) -> tuple[list[str], list[str]]:
    """The căn cứ that stand on lines of their own, and the sentences after them."""
    lines = _lines(plan.preamble)
    grounds = list(
        takewhile(lambda line: line.startswith("Căn cứ ") and line.endswith((";", ".")), lines)
    )
    return grounds, lines[len(grounds) :]


def _paragraph(body_id: str, paragraph: Paragraph) -> dict[str, Any]:
    """A heading, a text, or both. Parts and their sections are numbered, what stands under these has a dash."""
    level, number = body_id.count("."), body_id.rpartition(".")[2]
    mark = f"{number}. " if level < 2 else "- "
    heading, lines = (
        (mark + paragraph.title if paragraph.title else ""),
        _lines(paragraph.text or ""),
    )
    if lines and not heading:
        lines[0] = mark + lines[0]
    if level == 2 and heading:
        lines.insert(0, heading)
    return {
        "phan": heading if level == 0 else "",
        "muc": heading if level == 1 else "",
        "dong": lines,
    }


def _section(plan: Plan, section: str) -> dict[str, Any]:
    return {
        "so": section.rpartition(".")[2],
        "ten": plan.sections[section].title,
        "nhiem_vu": [_row(task) for _, task in plan.tasks_of(section)],
    }


def _row(task: Task) -> dict[str, str]:
    number, work, units, time, outputs = printed_cells(task).values()
    return {"so": number, "noi_dung": work, "don_vi": units, "thoi_gian": time, "san_pham": outputs}


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
