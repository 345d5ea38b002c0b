"""`bao-cao-don-vi.docx`: a unit's own report to the leaders, with the appendix of its tasks."""

from dataclasses import replace
from typing import Any

from tools.templates.form import (
    TAG,
    annex_section,
    blank_document,
    if_paragraph,
    letterhead,
    loop,
    packed,
    paragraph,
    signature,
)
from tools.templates.periodic import (
    ADDED,
    FIRST_ADDED,
    STANDING,
    annex_rows,
    changes,
    opening,
    work_to_come,
)
from tools.templates.styles import BODY, HEADING, POINT, SUBHEADING

OWED = "[chưa báo cáo]"
PARTS = {
    "bao_cao_thay": "báo cáo thay đơn vị khác",
    "phoi_hop": "phối hợp",
    "tham_gia": "tham gia",
}


def results(document: Any) -> None:
    paragraph(document, "I. KẾT QUẢ THỰC HIỆN", HEADING)
    paragraph(document, "1. Đánh giá chung", SUBHEADING)
    led = f"{{% if tong.nhiem_vu != '0' %}}chủ trì {{{{ tong.nhiem_vu }}}} nhiệm vụ{STANDING}"
    others = "".join(
        f"{{% if vai_tro.{part} %}}; {words} {{{{ vai_tro.{part} }}}} nhiệm vụ{{% endif %}}"
        for part, words in PARTS.items()
    )
    paragraph(
        document,
        f"{{{{ co_quan.ten_day_du }}}} {led}{{% else %}}không chủ trì nhiệm vụ nào{{% endif %}}"
        f"{others} (chi tiết tại Phụ lục kèm theo)."
        "{% if so_lieu %} Tính đến ngày {{ ky.tinh_den }}, {{ so_lieu }}.{% endif %}",
        BODY,
    )
    changes(document)
    for it, words in (("trong_ky", "Trong kỳ"), ("luy_ke", "Lũy kế {{ luy_ke.ten }}")):
        if_paragraph(document, f"{it}.ten", f"{words} {{{{ {it}.so_lieu }}}}.")
    paragraph(document, "2. {{ de_muc }}", SUBHEADING)
    sub_indices(document, "chi_so_pci", "{{ chi_so.chu }}) ")
    if_paragraph(document, "not chi_so_pci", "Không có nhiệm vụ phải báo cáo trong kỳ.")
    paragraph(document, "{%p if chi_so_xanh %}", TAG)
    paragraph(document, "3. Chỉ số xanh cấp tỉnh (PGI)", SUBHEADING)
    sub_indices(document, "chi_so_xanh", "")
    paragraph(document, "{%p endif %}", TAG)
    paragraph(document, "{%p if doan.chi_dao.dong %}", TAG)
    paragraph(document, "{{ 4 if chi_so_xanh else 3 }}. Nhiệm vụ, giải pháp chung", SUBHEADING)
    loop(document, "dong", "doan.chi_dao.dong", "{{ dong }}")
    paragraph(document, "{%p endif %}", TAG)
    paragraph(document, "{%p for ky_truoc in bo_sung %}", TAG)
    number = f"{{{{ {FIRST_ADDED} + (1 if doan.chi_dao.dong else 0) + loop.index0 }}}}"
    paragraph(document, f"{number}. {ADDED}", SUBHEADING)
    loop(document, "dong", "ky_truoc.dong", "{{ dong }}")
    paragraph(document, "{%p endfor %}", TAG)


def sub_indices(document: Any, items: str, mark: str) -> None:
    """Results by sub-index: its name, its lines, and whether tasks are still to be reported on."""
    paragraph(document, f"{{%p for chi_so in {items} %}}", TAG)
    if_paragraph(document, "chi_so.ten", f"{mark}{{{{ chi_so.ten }}}}", style=POINT)
    loop(document, "dong", "chi_so.dong", "{{ dong }}")
    loop(document, "dong", "chi_so.thieu", "", "{{ dong }}")
    paragraph(document, "{%p endfor %}", TAG)


def remarks_and_plans(document: Any) -> None:
    for heading, source in (
        ("II. KHÓ KHĂN, VƯỚNG MẮC", "doan.kho_khan"),
        ("III. KIẾN NGHỊ, ĐỀ XUẤT", "doan.kien_nghi"),
    ):
        paragraph(document, heading, HEADING)
        loop(document, "dong", f"{source}.dong", "{{ dong }}")
        if_paragraph(document, f"not {source}.dong", "", "[bổ sung]")
    paragraph(document, "IV. NHIỆM VỤ {{ ky.ten_tiep | upper }}", HEADING)
    work_to_come(document, "Tiếp tục thực hiện các nhiệm vụ")
    loop(document, "dong", "doan.phuong_huong.dong", "{{ dong }}")
    words = (
        "Trên đây là báo cáo kết quả thực hiện Kế hoạch {{ ky.trong }} của"
        " {{ co_quan.ten_day_du }}, kính trình {{ co_quan.lanh_dao }} xem xét, chỉ đạo./."
    )
    paragraph(document, words, replace(BODY, keep_next=True))


def annex(document: Any) -> None:
    annex_section(document, "", "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ {{ ky.trong | upper }}")
    annex_rows(document, OWED)


def unit() -> bytes:
    document = blank_document()
    letterhead(document)
    opening(document)
    results(document)
    remarks_and_plans(document)
    signature(document, "{% if not nguoi_ky %}[họ và tên]{% endif %}")
    annex(document)
    return packed(document)
