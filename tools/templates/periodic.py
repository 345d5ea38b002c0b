"""`bao-cao.docx`: the periodic report with its two appendices."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

from pci.reports.annex_rows import WIDTHS
from pci.reports.annexes import ANNEX_HEADS
from pci.word.pagination import element
from tools.templates.form import (
    SUMMARY,
    TAG,
    TEXT_WIDTH,
    addressed,
    annex_section,
    annex_table,
    blank_document,
    control,
    head_rows,
    if_paragraph,
    letterhead,
    packed,
    paragraph,
    passage,
    row_flag,
    rule,
    run,
    signature,
    table,
    tag_row,
)
from tools.templates.styles import (
    BODY,
    CAPTION,
    CELL,
    CELL_HEAD,
    HEADING,
    POINT,
    SUBHEADING,
    SUBTITLE,
    TITLE,
    Style,
)

OF_PERIOD = " trong {{ 'năm' if ky.ten[:3] == 'năm' else 'kỳ' }}"
ANNEX_COLUMNS = (
    ("TT", 13, "so"),
    *(
        (title + (OF_PERIOD if field == "ket_qua" else ""), WIDTHS[field], field)
        for field, title in ANNEX_HEADS.items()
    ),
)
BELOW = "(ghi ở dòng dưới)"
NUMBER = replace(CELL, align=WD_ALIGN_PARAGRAPH.CENTER)


FIRST_ADDED = "(4 if chi_so_xanh else 3)"
"""The number of the first heading behind the sub-indices."""
ADDED = "Bổ sung kết quả {{ ky_truoc.ten }}"


STANDING = (
    "{% if tong.thuong_xuyen != '0' %}, trong đó {{ tong.thuong_xuyen }} nhiệm vụ thường"
    " xuyên{% endif %}"
)


def counts(head: str) -> tuple[tuple[str, str, float, str], ...]:
    """Columns of the official table: group, title within it, millimetres, the field printed."""
    return (
        ("TT", "", 9, "so"),
        (head, "", 48, "ten"),
        ("Số nhiệm vụ", "Tổng số", 16, "nhiem_vu"),
        ("Số nhiệm vụ", "Thường xuyên", 19, "thuong_xuyen"),
        ("Đầu việc có thời hạn", "", 20, "dau_viec"),
        ("Đã hoàn thành", "Đúng hạn", 17, "dung_han"),
        ("Đã hoàn thành", "Quá hạn", 17, "hoan_thanh_muon"),
        ("Chưa hoàn thành", "Trong hạn", 17, "trong_han"),
        ("Chưa hoàn thành", "Quá hạn", 17, "qua_han"),
        ("Chưa đủ điều kiện", "", 18, "cho_dieu_kien"),
        ("Tạm dừng", "", 14, "tam_dung"),
        ("Tỷ lệ", "Hoàn thành", 20, "ty_le_hoan_thanh"),
        ("Tỷ lệ", "Đúng hạn", 20, "ty_le_dung_han"),
    )


RATES = (
    "Tỷ lệ hoàn thành là số đầu việc đã hoàn thành trên số đã hoàn thành hoặc đã đến hạn; tỷ lệ"
    " đúng hạn là số hoàn thành đúng hạn trên cùng số đó. Từ 10 đầu việc trở lên, tỷ lệ ghi kèm"
    " phần trăm."
)
"""What the rates of the official table are."""


def opening(document: Any) -> None:
    paragraph(document, "BÁO CÁO", TITLE)
    paragraph(document, SUMMARY, SUBTITLE)
    rule(document, TEXT_WIDTH, 60)
    addressed(document)
    made = paragraph(
        document,
        "Thực hiện {% if can_cu %}{{ can_cu | join('; ') }} và {% endif %}"
        "Kế hoạch số {{ ke_hoach.so }}",
        replace(BODY, before=12),
        "{{ ke_hoach.thieu_so }}",
    )
    run(made, "/{{ ke_hoach.ky_hieu }} ngày {{ ke_hoach.ngay }}", BODY)
    run(made, "{{ ke_hoach.thieu_ngay }}", BODY, highlighted=True)
    words = (
        " {{ ke_hoach.trich_yeu }}, {{ co_quan.ten_ngan }} báo cáo kết quả thực hiện"
        " {{ ky.trong }}{% if ky.tu_ngay not in ky.trong %}"
        " (số liệu từ ngày {{ ky.tu_ngay }} đến ngày {{ ky.den_ngay }}"
        "{% if ky.luy_ke_tu %}, lũy kế từ ngày {{ ky.luy_ke_tu }}{% endif %}){% endif %} như sau:"
    )
    run(made, words, BODY)


def sub_indices(document: Any, items: str, lettered: bool) -> None:
    """Results by sub-index: its name, then the passage that people word."""
    paragraph(document, f"{{%p for chi_so in {items} %}}", TAG)
    name = ("{{ chi_so.chu }}) " if lettered else "") + "{{ chi_so.ten }}"
    paragraph(document, "{%p if chi_so.ten %}", TAG)
    paragraph(document, name, POINT)
    paragraph(document, "{%p endif %}", TAG)
    passage(document, "chi_so")
    paragraph(document, "{%p endfor %}", TAG)


def figures(document: Any) -> None:
    """The figures of the general assessment: the plan's, the period's, the year's so far, and what
    moved."""
    paragraph(
        document,
        f"Kế hoạch có {{{{ tong.nhiem_vu }}}} nhiệm vụ{STANDING}"
        " (chi tiết từng nhiệm vụ, từng lần báo cáo tại Phụ lục I, số liệu tổng hợp"
        " tại Phụ lục II kèm theo)."
        "{% if so_lieu %} Tính đến ngày {{ ky.tinh_den }}, {{ so_lieu }}.{% endif %}",
        BODY,
    )
    changes(document)
    for it, opening in (("trong_ky", "Trong kỳ"), ("luy_ke", "Lũy kế {{ luy_ke.ten }}")):
        if_paragraph(document, f"{it}.ten", f"{opening} {{{{ {it}.so_lieu }}}}.")
    tasks = "(các nhiệm vụ tiếp nối)"
    if_paragraph(
        document,
        "cung_ky.ten",
        f"So với {{{{ cung_ky.ten }}}} {tasks}: {{{{ cung_ky.thay_doi }}}}.",
    )


CHANGED = (
    "- {% if dong.bo_sung %}Bổ sung nhiệm vụ {{ dong.nhiem_vu }}"
    "{% elif dong.bai_bo %}Bãi bỏ nhiệm vụ {{ dong.nhiem_vu }}"
    "{% elif dong.dau_viec %}Nhiệm vụ {{ dong.nhiem_vu }}: hạn “{{ dong.dau_viec }}” chuyển từ"
    " {{ dong.han_cu }} sang {{ dong.han_moi }}"
    "{% else %}Nhiệm vụ {{ dong.nhiem_vu }}: đơn vị chủ trì chuyển từ {{ dong.chu_tri_cu }} sang"
    " {{ dong.chu_tri_moi }}{% endif %}"
    "{% if dong.ket_qua %}; kết quả trước khi bãi bỏ: {{ dong.ket_qua }}{% endif %}."
)


def changes(document: Any) -> None:
    """Under each document a line for each task that came, ended or has another lead, and each day
    that moved."""
    paragraph(document, "{%p for dong in thay_doi %}", TAG)
    paragraph(document, "{%p if loop.changed(dong.van_ban) %}", TAG)
    by = "Theo {{ dong.van_ban }}, thực hiện từ ngày {{ dong.tu_ngay }}:"
    paragraph(document, by, replace(BODY, keep_next=True))
    paragraph(document, "{%p endif %}", TAG)
    paragraph(document, CHANGED, BODY)
    paragraph(document, "{%p endfor %}", TAG)


def outline(document: Any) -> None:
    """Parts I to V of a periodic report."""
    paragraph(document, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", HEADING)
    passage(document, "doan.chi_dao")
    paragraph(document, "II. KẾT QUẢ THỰC HIỆN", HEADING)
    paragraph(document, "1. Đánh giá chung", SUBHEADING)
    figures(document)
    passage(document, "doan.danh_gia")
    paragraph(document, "2. {{ de_muc }}", SUBHEADING)
    sub_indices(document, "chi_so_pci", lettered=True)
    paragraph(document, "{%p if chi_so_xanh %}", TAG)
    paragraph(document, "3. Chỉ số xanh cấp tỉnh (PGI)", SUBHEADING)
    sub_indices(document, "chi_so_xanh", lettered=False)
    paragraph(document, "{%p endif %}", TAG)
    paragraph(document, "{%p for ky_truoc in bo_sung %}", TAG)
    paragraph(document, f"{{{{ {FIRST_ADDED} + loop.index0 }}}}. {ADDED}", SUBHEADING)
    passage(document, "ky_truoc")
    paragraph(document, "{%p endfor %}", TAG)
    paragraph(document, "III. KHÓ KHĂN, VƯỚNG MẮC, HẠN CHẾ VÀ NGUYÊN NHÂN", HEADING)
    paragraph(document, "1. Khó khăn, vướng mắc, hạn chế", SUBHEADING)
    passage(document, "doan.kho_khan")
    paragraph(document, "{%p if doan.nguyen_nhan.dong or doan.nguyen_nhan.thieu %}", TAG)
    paragraph(document, "2. Nguyên nhân", SUBHEADING)
    passage(document, "doan.nguyen_nhan")
    paragraph(document, "{%p endif %}", TAG)
    paragraph(document, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ {{ ky.ten_tiep | upper }}", HEADING)
    standing = "tong.thuong_xuyen != '0'"
    goes_on = (
        f"{{% if {standing} %}}Tiếp tục thực hiện các nhiệm vụ thường xuyên{{% else %}}"
        "Thực hiện các nhiệm vụ{% endif %}"
    )
    work_to_come(document, goes_on, standing)
    passage(document, "doan.phuong_huong")
    paragraph(document, "V. KIẾN NGHỊ, ĐỀ XUẤT", HEADING)
    passage(document, "doan.kien_nghi")
    paragraph(
        document,
        "Trên đây là báo cáo kết quả thực hiện Kế hoạch {{ ky.trong }}, {{ co_quan.ten_ngan }}"
        " kính gửi {{ kinh_gui | join(', ') }}"
        "{% if tong_hop %} tổng hợp, báo cáo UBND tỉnh{% endif %}./.",
        replace(BODY, keep_next=True),
    )


def work_to_come(document: Any, goes_on: str, condition: str = "true") -> None:
    """Say what goes on where a condition holds or a list follows of what matters."""
    lines = "doan.phuong_huong.dong"
    listed = f"({lines} and {lines}[0][:1] == '-')"
    words = f"{goes_on} theo Kế hoạch{{% if {listed} %}}; trọng tâm:{{% else %}}.{{% endif %}}"
    if_paragraph(document, f"{condition} or {listed}", words, style=replace(BODY, keep_next=True))


def annex_rows(document: Any, gap: str = "", controlled: bool = False) -> None:
    """The tasks with their results, each `controlled` by a content control or not, and below a task
    what is too long for its column; a `gap` says who has not reported in words of its own."""

    def below(made: Any) -> None:
        tag_row(made, "{%tr for phan in viec.duoi %}")
        tag_row(made, "{%tr if phan.the %}")
        row_below(made, gap, controlled)
        tag_row(made, "{%tr else %}")
        row_below(made, gap, controlled=False)
        tag_row(made, "{%tr endif %}")
        tag_row(made, "{%tr endfor %}")

    row = annex_table(document, ANNEX_COLUMNS, "phu_luc_1", below=below)
    row_flag(row, "cantSplit")
    for cell, (_, _, field) in zip(row.cells, ANNEX_COLUMNS, strict=True):
        value = f"{{{{ viec.{field} }}}}"
        if field == "ket_qua":
            paragraph(cell, "{%p if 'ket_qua' in viec.dai %}", CELL)
            paragraph(cell, BELOW, CELL)
            paragraph(cell, "{%p else %}", CELL)
            results(cell, "viec", field, gap, controlled)
            paragraph(cell, "{%p endif %}", CELL)
        elif field in ANNEX_HEADS:
            either = f"{{% if '{field}' in viec.dai %}}{BELOW}{{% else %}}{value}{{% endif %}}"
            paragraph(cell, either, CELL)
        else:
            paragraph(cell, value, NUMBER if field == "so" else CELL)


def row_below(made: Any, gap: str, controlled: bool) -> None:
    """A row that repeats the number and the task, for words that are too long for their column."""
    row = made.add_row()
    row_flag(row, "cantSplit")
    paragraph(row.cells[0], "{{ viec.so }}", NUMBER)
    cell = row.cells[1].merge(row.cells[-1])
    bold = replace(CELL, bold=True, keep_next=True)
    named = paragraph(cell, "{{ viec.goi }}{% if phan.tiep %} (tiếp theo){% endif %}", bold)
    run(named, " – {{ phan.cot }}:", replace(CELL, italic=True))
    results(cell, "phan", "noi_dung", gap, controlled)


def results(cell: Any, source: str, field: str, gap: str, controlled: bool) -> None:
    """The words of a passage and, highlighted, who has not reported, with no blank line above it;
    `controlled`, they stand in a control of their own inside the cell's one paragraph."""
    value, missing = f"{source}.{field}", f"{source}.thieu"
    parted = f"{{% if {value} and {missing} %}}\n{{% endif %}}"
    owed = f"{{% if {missing} %}}{gap or f'{{{{ {missing} }}}}'}{{% endif %}}"
    made = paragraph(cell, f"{{{{ {value} }}}}{parted}", CELL, owed)
    if controlled:
        inside = control(source, element("w:text", multiLine="1"))
        inside[-1].extend(made._p.r_lst)
        made._p.append(inside)


def annex_tasks(document: Any) -> None:
    annex_section(document, "I", "TÌNH HÌNH, KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ {{ ky.trong | upper }}")
    annex_rows(document, controlled=True)


def annex_counts(document: Any) -> None:
    annex_section(document, "II", "TỔNG HỢP KẾT QUẢ THỰC HIỆN TÍNH ĐẾN NGÀY {{ ky.tinh_den }}")
    paragraph(document, RATES, replace(BODY, size=12, italic=True))
    paragraph(document, "{%p if phu_luc_2.theo_chi_so %}", TAG)  # a plan may have no sections
    count_table(
        document,
        "1. ",
        "Theo chỉ số thành phần",
        counts("Chỉ số"),
        "phu_luc_2.theo_chi_so",
        "phu_luc_2.tong_cong",
    )
    by_index = chart(
        document,
        "phu_luc_2.bieu_do_chi_so",
        "Biểu đồ 1. Đầu việc có thời hạn theo chỉ số thành phần",
    )
    by_index.add_run().add_break(WD_BREAK.PAGE)
    paragraph(document, "{%p endif %}", TAG)
    count_table(
        document,
        "{{ '2. ' if phu_luc_2.theo_chi_so else '' }}",
        "Theo đơn vị (nhiệm vụ chung tính cho từng đơn vị)",
        counts("Đơn vị"),
        "phu_luc_2.theo_don_vi",
    )
    number = "{{ 2 if phu_luc_2.bieu_do_chi_so else 1 }}"
    chart(
        document, "phu_luc_2.bieu_do_don_vi", f"Biểu đồ {number}. Đầu việc có thời hạn theo đơn vị"
    )
    paragraph(document, "./.", replace(CELL, align=WD_ALIGN_PARAGRAPH.RIGHT))


def count_table(
    document: Any,
    number: str,
    title: str,
    columns: Sequence[tuple[str, str, float, str]],
    items: str,
    total: str = "",
) -> None:
    """A table of counts, never parted from its title, after its first row, or before its last."""
    flush = replace(SUBHEADING, size=13, align=WD_ALIGN_PARAGRAPH.LEFT, first=0)
    paragraph(document, number + title, flush)
    made = table(document, [width for *_, width, _ in columns], 2, title)
    head_rows(made, [column[:2] for column in columns], replace(CELL_HEAD, keep_next=True))
    fields = [field for *_, field in columns]
    tag_row(made, f"{{%tr for dong in {items} %}}")
    tag_row(made, f"{{%tr if loop.first or loop.revindex == {1 if total else 2} %}}")
    count_cells(made.add_row(), fields, "dong", replace(CELL, keep_next=True))
    tag_row(made, "{%tr else %}")
    count_cells(made.add_row(), fields, "dong", CELL)
    tag_row(made, "{%tr endif %}")
    tag_row(made, "{%tr endfor %}")
    if total:
        count_cells(made.add_row(), fields, total, replace(CELL, bold=True))


def chart(document: Any, mark: str, title: str) -> Any:
    """A chart under its title, where one was asked for; the line after it stays on its page."""
    paragraph(document, f"{{%p if {mark} %}}", TAG)
    paragraph(document, title, CAPTION)
    made = paragraph(document, f"{{{{ {mark} }}}}", replace(CELL_HEAD, bold=False, keep_next=True))
    paragraph(document, "{%p endif %}", TAG)
    return made


def count_cells(row: Any, fields: Sequence[str], source: str, style: Style) -> None:
    row_flag(row, "cantSplit")
    centred = replace(style, align=WD_ALIGN_PARAGRAPH.CENTER)
    for cell, field in zip(row.cells, fields, strict=True):
        text = "" if style.bold and field == "so" else f"{{{{ {source}.{field} }}}}"
        paragraph(cell, text, style if field == "ten" else centred)


def report() -> bytes:
    document = blank_document()
    letterhead(document)
    opening(document)
    outline(document)
    signature(document)
    annex_tasks(document)
    annex_counts(document)
    return packed(document)
