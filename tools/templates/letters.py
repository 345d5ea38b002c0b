"""`de-nghi-bao-cao.docx`, `don-doc.docx`: the Office's công văn to the units (mẫu 1.5)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from tools.templates.form import (
    SEVERAL,
    TAG,
    addressed,
    blank_document,
    head_row,
    if_paragraph,
    letterhead,
    packed,
    paragraph,
    row_flag,
    run,
    signature,
    table,
    tag_row,
)
from tools.templates.styles import BODY, CELL, CELL_HEAD, HEADING

Columns = Sequence[tuple[str, float, str]]
"""Title, width in millimetres, field of the row."""

REPORTS: Columns = (
    ("TT", 11, "tt"),
    ("Đơn vị", 57, "don_vi"),
    ("Số nhiệm vụ", 22, "so_nhiem_vu"),
    ("Nhiệm vụ tại Phụ lục Kế hoạch (phần, mục: thứ tự)", 70, "nhiem_vu"),
)
MISSING: Columns = (
    *REPORTS[:2],
    ("Số nhiệm vụ chưa báo cáo", 22, "so_nhiem_vu"),
    REPORTS[-1],
)
COMING: Columns = (
    ("TT", 11, "tt"),
    ("Nhiệm vụ, đầu việc", 62, "viec"),
    ("Đơn vị", 38, "don_vi"),
    ("Hạn", 25, "han"),
    ("Tình trạng", 24, "tinh_trang"),
)
LATE: Columns = (
    ("TT", 10, "tt"),
    ("Nhiệm vụ, đầu việc", 42, "viec"),
    ("Đơn vị", 28, "don_vi"),
    ("Hạn", 24, "han"),
    ("Tình trạng", 22, "tinh_trang"),
    ("Ghi chú", 34, "ghi_chu"),
)
WORK = "Nhiệm vụ {{ dong.ma }}: {{ dong.ten }}"
CENTRED_FIELDS = ("tt", "so_nhiem_vu", "han")

UNITS = f"{{% if {SEVERAL} %}}các {{% endif %}}đơn vị"
"""The words for those that a letter goes to."""


def opening(document: Any, words: str) -> None:
    """The plan as first cited, then what the letter is about."""
    made = paragraph(
        document,
        "Thực hiện Kế hoạch số {{ ke_hoach.so }}",
        replace(BODY, before=12),
        "{{ ke_hoach.thieu_so }}",
    )
    run(made, "/{{ ke_hoach.ky_hieu }} ngày {{ ke_hoach.ngay }}", BODY)
    run(made, "{{ ke_hoach.thieu_ngay }}", BODY, highlighted=True)
    run(made, f" {{{{ ke_hoach.trich_yeu }}}}, {words}", BODY)


def listing(document: Any, items: str, columns: Columns) -> None:
    """A table with a row for each item, its head on every page, never alone at the foot of one."""
    head, cell = replace(CELL_HEAD, size=12, keep_next=True), replace(CELL, size=12)
    made = table(document, [width for _, width, _ in columns], 1, columns[1][0])
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    head_row(made, [title for title, _, _ in columns], head)
    tag_row(made, f"{{%tr for dong in {items} %}}")
    row = made.add_row()
    row_flag(row, "cantSplit")
    for place, (_, _, field) in zip(row.cells, columns, strict=True):
        centred = (
            replace(cell, align=WD_ALIGN_PARAGRAPH.CENTER) if field in CENTRED_FIELDS else cell
        )
        paragraph(place, WORK if field == "viec" else f"{{{{ dong.{field} }}}}", centred)
    tag_row(made, "{%tr endfor %}")


def listed_if_any(document: Any, items: str, words: str, columns: Columns) -> None:
    """A sentence and its table, where there is anything to list."""
    paragraph(document, f"{{%p if {items} %}}", TAG)
    paragraph(document, words, replace(BODY, keep_next=True)).paragraph_format.space_after = Pt(6)
    listing(document, items, columns)
    paragraph(document, "{%p endif %}", TAG)


def closing(document: Any, words: str) -> None:
    """The last sentence, on the same page as the signature."""
    paragraph(document, words, replace(BODY, keep_next=True))
    signature(document, "{% if not nguoi_ky %}[họ và tên]{% endif %}")


def request() -> bytes:
    document = blank_document()
    letterhead(document, "V/v {{ trich_yeu }}")
    addressed(document)
    opening(
        document,
        "để tổng hợp báo cáo {{ ky.ten_gui }} gửi {{ ky.noi_nhan }} chậm nhất ngày "
        "{{ ky.gui_di }}, {{ co_quan.ten_ngan }} đề nghị {{ cac_don_vi }} báo cáo kết quả thực "
        "hiện như sau:",
    )
    paragraph(document, "1. Kỳ báo cáo và số liệu", HEADING)
    paragraph(
        document,
        "Báo cáo {{ ky.ten }}; số liệu từ ngày {{ ky.tu_ngay }} đến ngày {{ ky.den_ngay }}"
        "{% if ky.theo %} (theo {{ ky.theo }}){% endif %}"
        "{% if bo_sung %}; kết quả phát sinh sau khi gửi báo cáo được bổ sung đến hết ngày "
        "{{ ky.den_ngay }}{% endif %}.",
        BODY,
    )
    paragraph(document, "2. Nội dung báo cáo", HEADING)
    paragraph(
        document,
        "Với từng nhiệm vụ: tình trạng, kết quả thực hiện, số liệu, tài liệu kiểm chứng; khó khăn, "
        "vướng mắc, nguyên nhân; kiến nghị, đề xuất. Nhiệm vụ không phát sinh thì ghi rõ “không "
        "phát sinh trong kỳ”.",
        BODY,
    )
    words = f"Số nhiệm vụ {{% if {SEVERAL} %}}mỗi {{% endif %}}đơn vị phải báo cáo:"
    listed_if_any(document, "bao_cao", words, REPORTS)
    paragraph(document, "3. Đầu việc quá hạn, đến hạn", HEADING)
    words = (
        "Đầu việc quá hạn hoặc đến hạn từ nay đến ngày {{ den_ngay }}, cần nêu rõ kết quả "
        "hoặc tiến độ:"
    )
    listed_if_any(document, "dau_viec", words, COMING)
    if_paragraph(
        document, "not dau_viec", "Từ nay đến ngày {{ den_ngay }} không có đầu việc đến hạn."
    )
    paragraph(document, "4. Hình thức, thời hạn", HEADING)
    closing(
        document,
        f"Đề nghị {UNITS} gửi báo cáo về "
        "{{ don_vi_soan }} bằng {{ hinh_thuc }} trước {{ truoc }} để kịp thời tổng hợp./.",
    )
    return packed(document)


def reminder() -> bytes:
    document = blank_document()
    letterhead(document, "V/v {{ trich_yeu }}")
    addressed(document)
    opening(
        document,
        "qua theo dõi đến ngày {{ tinh_den }}, {{ co_quan.ten_ngan }} thông báo tình hình và đề "
        "nghị {{ cac_don_vi }} như sau:",
    )
    late_reports(document)
    late_work(document)
    paragraph(document, "3. Đề nghị", HEADING)
    words = (
        f"- {{% if {SEVERAL} %}}Đơn vị chưa gửi báo cáo: gửi{{% else %}}Gửi{{% endif %}} ngay báo "
        "cáo về các nhiệm vụ nêu tại mục 1; nhiệm vụ không phát sinh thì ghi rõ “không phát sinh "
        "trong kỳ”."
    )
    if_paragraph(document, "bao_cao", words)
    words = (
        f"- {{% if {SEVERAL} %}}"
        "Đơn vị có đầu việc quá hạn: khẩn trương hoàn thành"
        "{% else %}Khẩn trương hoàn thành đầu việc quá hạn{% endif %}"
        "; báo cáo kết quả, nguyên nhân chậm và thời gian hoàn thành."
    )
    if_paragraph(document, "dau_viec", words)
    closing(
        document,
        f"Đề nghị {UNITS} gửi về "
        "{{ don_vi_soan }} bằng {{ hinh_thuc }} trước {{ truoc }} để tổng hợp, báo cáo Lãnh đạo "
        "{{ co_quan.ten_ngan }}./.",
    )
    return packed(document)


def joint_reminder() -> bytes:
    document = blank_document()
    letterhead(document, "V/v {{ trich_yeu }}")
    addressed(document)
    paragraph(
        document,
        "Qua theo dõi thực hiện các kế hoạch, {{ co_quan.ten_ngan }} thông báo tình hình và đề "
        "nghị {{ cac_don_vi }} như sau:",
        replace(BODY, before=12),
    )
    paragraph(document, "{%p for phan in cac_ke_hoach %}", TAG)
    paragraph(document, "{{ loop.index }}. {{ phan.ten }}", HEADING)
    due = "Báo cáo {{ phan.ky.ten }}, hạn gửi trước {{ phan.han }}: {{ phan.con_thieu }}, gồm:"
    listed_if_any(document, "phan.bao_cao", due, MISSING)
    late = "Tính đến ngày {{ phan.tinh_den }}, đầu việc quá hạn gồm:"
    listed_if_any(document, "phan.dau_viec", late, LATE)
    paragraph(document, "{%p endfor %}", TAG)
    closing(
        document,
        "Đề nghị {{ cac_don_vi }} gửi ngay báo cáo còn thiếu, khẩn trương hoàn thành đầu việc quá "
        "hạn; gửi kết quả, nguyên nhân chậm và thời gian hoàn thành về {{ don_vi_soan }} bằng "
        "{{ hinh_thuc }} trước {{ truoc }} để tổng hợp, báo cáo Lãnh đạo {{ co_quan.ten_ngan }}./.",
    )
    return packed(document)


def late_reports(document: Any) -> None:
    """The units that have not sent their reports, or that all have."""
    paragraph(document, "1. Chưa gửi báo cáo", HEADING)
    due = "Báo cáo {{ ky.ten }}, hạn gửi trước {{ han }}"
    listed_if_any(document, "bao_cao", f"{due}: {{{{ con_thieu }}}}, gồm:", MISSING)
    if_paragraph(document, "ky.ten and not bao_cao", "Báo cáo {{ ky.ten }} đã được gửi đủ.")
    if_paragraph(document, "not ky.ten", "Chưa có kỳ báo cáo nào quá hạn gửi.")


def late_work(document: Any) -> None:
    """The work that is late."""
    paragraph(document, "2. Đầu việc quá hạn", HEADING)
    words = (
        "Tính đến ngày {{ tinh_den }}{% if so_lieu %}, {{ so_lieu }}. Đầu việc quá hạn"
        "{% else %}, đầu việc quá hạn{% endif %} gồm:"
    )
    listed_if_any(document, "dau_viec", words, LATE)
    if_paragraph(document, "not dau_viec", "Không có đầu việc quá hạn.")
