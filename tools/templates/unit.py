"""`bao-cao-don-vi.docx`: a unit's own report to the leaders, with the appendix of its tasks."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from tools.templates.form import (
    BODY,
    CELL,
    CELL_HEAD,
    CENTRED,
    HEADING,
    TAG,
    TEXT_WIDTH,
    Style,
    annex_section,
    annex_table,
    blank_document,
    head_row,
    if_paragraph,
    letterhead,
    loop,
    packed,
    paragraph,
    row_flag,
    rule,
    run,
    signature,
    table,
    tag_row,
)

WORK_COLUMNS = (
    ("TT", 11, "{{ viec.tt }}"),
    ("Đầu việc", 81, "{{ viec.ten }}"),
    ("Thời hạn", 28, "{{ viec.han }}"),
    ("Tình trạng", 40, "{{ viec.tinh_trang }}"),
)
ANNEX_COLUMNS = (
    ("TT", 13, "{{ viec.so }}"),
    ("Nhiệm vụ và giải pháp", 74, "{{ viec.noi_dung }}"),
    ("Vai trò", 20, "{{ viec.vai_tro }}"),
    ("Thời gian", 26, "{{ viec.thoi_gian }}"),
    ("Kết quả thực hiện trong kỳ", 63, "{{ viec.ket_qua }}"),
    ("Tình trạng", 32, "{{ viec.tinh_trang }}"),
    ("Ghi chú", 24, "{{ viec.ghi_chu }}"),
)


def opening(document: Any) -> None:
    paragraph(document, "BÁO CÁO", replace(CENTRED, before=12))
    paragraph(document, "{{ trich_yeu }}", CENTRED)
    rule(document, TEXT_WIDTH, 60)
    through = "{% if co_quan.ten_day_du != 'Văn phòng' %} (qua Văn phòng){% endif %}"
    paragraph(document, f"Kính gửi: Lãnh đạo {{{{ co_quan.chu_quan }}}}{through}", Style(before=12))
    words = "Thực hiện Kế hoạch số {{ ke_hoach.so }}"
    made = paragraph(document, words, replace(BODY, before=12), "{{ ke_hoach.thieu_so }}")
    run(made, "/{{ ke_hoach.ky_hieu }} ngày {{ ke_hoach.ngay }}", BODY)
    run(made, "{{ ke_hoach.thieu_ngay }}", BODY, highlighted=True)
    words = (
        " {{ ke_hoach.trich_yeu }}, {{ co_quan.ten_day_du }} báo cáo kết quả thực hiện"
        " {{ ky.trong }} (số liệu từ ngày {{ ky.tu_ngay }} đến ngày {{ ky.den_ngay }}) như sau:"
    )
    run(made, words, BODY)


def results(document: Any) -> None:
    paragraph(document, "I. KẾT QUẢ THỰC HIỆN", HEADING)
    paragraph(document, "1. Đánh giá chung", HEADING)
    paragraph(document, "{{ danh_gia }}", BODY)
    paragraph(document, "2. Các đầu việc có thời hạn trong kỳ", replace(HEADING, after=4))
    work_table(document, "dau_viec")
    if_paragraph(document, "not dau_viec", "Không có.")
    paragraph(document, "3. Kết quả theo chỉ số", HEADING)
    paragraph(document, "{%p for muc in chi_so %}", TAG)
    paragraph(document, "{{ muc.chu }}) {{ muc.ten }}", replace(BODY, keep_next=True))
    loop(document, "dong", "muc.ket_qua", "{{ dong }}")
    if_paragraph(document, "muc.chua_bao_cao", "- {{ muc.chua_bao_cao }}: ", "[chưa báo cáo]")
    paragraph(document, "{%p endfor %}", TAG)
    if_paragraph(document, "con_lai", "{{ con_lai }}")
    if_paragraph(document, "not chi_so and not con_lai", "Không có nhiệm vụ phải báo cáo trong kỳ.")
    where_told(document, "phoi_hop", "4. Nhiệm vụ phối hợp")
    where_told(document, "giai_phap_chung", "{{ 5 if phoi_hop else 4 }}. Nhiệm vụ, giải pháp chung")


def where_told(document: Any, items: str, heading: str) -> None:
    """A heading with its paragraphs, neither where there is nothing to tell."""
    paragraph(document, f"{{%p if {items} %}}", TAG)
    paragraph(document, heading, HEADING)
    loop(document, "dong", items, "{{ dong }}")
    paragraph(document, "{%p endif %}", TAG)


def work_table(document: Any, items: str) -> None:
    """Pieces of work with their days and states; no table where there is none."""
    paragraph(document, f"{{%p if {items} %}}", TAG)
    made = table(document, [width for _, width, _ in WORK_COLUMNS], 1, bordered=True)
    head_row(made, [title for title, _, _ in WORK_COLUMNS], replace(CELL_HEAD, keep_next=True))
    tag_row(made, f"{{%tr for viec in {items} %}}")
    row = made.add_row()
    row_flag(row, "cantSplit")
    fill(row, WORK_COLUMNS, replace(CELL, size=12))
    tag_row(made, "{%tr endfor %}")
    paragraph(document, "{%p endif %}", TAG)


def fill(row: Any, columns: Sequence[tuple[str, float, str]], style: Style) -> None:
    """The row of a table that stands once for each piece of work."""
    middle = replace(style, align=WD_ALIGN_PARAGRAPH.CENTER)
    for cell, (title, _, tag) in zip(row.cells, columns, strict=True):
        short = title in ("TT", "Thời hạn", "Vai trò")
        paragraph(
            cell, tag, middle if short else style, "{{ viec.thieu }}" if "ket_qua" in tag else ""
        )


def remarks_and_plans(document: Any) -> None:
    for heading, items in (
        ("II. KHÓ KHĂN, VƯỚNG MẮC", "kho_khan"),
        ("III. KIẾN NGHỊ, ĐỀ XUẤT", "kien_nghi"),
    ):
        paragraph(document, heading, HEADING)
        loop(document, "dong", items, "{{ dong }}")
        if_paragraph(document, f"thieu_{items}", "", f"{{{{ thieu_{items} }}}}")
    paragraph(document, "IV. NHIỆM VỤ {{ ky.ten_tiep | upper }}", HEADING)
    standing = "{% if tong.thuong_xuyen != '0' %} thường xuyên{% endif %}"
    goes_on = f"Tiếp tục thực hiện các nhiệm vụ{standing} theo Kế hoạch; "
    listed = replace(BODY, after=4, keep_next=True)
    if_paragraph(document, "ky_toi", f"{goes_on}các đầu việc có thời hạn:", style=listed)
    if_paragraph(document, "not ky_toi", f"{goes_on}không có đầu việc đến hạn.")
    work_table(document, "ky_toi")
    loop(document, "dong", "cho_dieu_kien", "{{ dong }}")
    words = (
        "Trên đây là báo cáo kết quả thực hiện Kế hoạch {{ ky.trong }} của"
        " {{ co_quan.ten_day_du }}, kính trình Lãnh đạo {{ co_quan.chu_quan }} xem xét, chỉ đạo./."
    )
    paragraph(document, words, replace(BODY, keep_next=True))


def annex(document: Any) -> None:
    annex_section(document, "", "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ {{ ky.trong | upper }}")
    fill(annex_table(document, ANNEX_COLUMNS, "phu_luc"), ANNEX_COLUMNS, CELL)


def unit() -> bytes:
    document = blank_document()
    letterhead(document)
    opening(document)
    results(document)
    remarks_and_plans(document)
    signature(document, "{% if not nguoi_ky %}[họ và tên]{% endif %}")
    annex(document)
    return packed(document)
