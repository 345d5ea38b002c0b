"""Every document by its template.

Apart from the package, so that who needs one document does not load them all.
"""

from pci.reports import (
    adjustments,
    brief,
    consolidated_plan,
    letters,
    periodic,
    plan,
    takeover,
    unit_form,
)
from pci.reports.fields import DocumentKind

DOCUMENTS: dict[str, DocumentKind] = {
    "ban-giao.docx": DocumentKind(
        "Bàn giao việc theo dõi kế hoạch", takeover.TakeoverSheet, official=False
    ),
    "bao-cao.docx": DocumentKind("Báo cáo định kỳ", periodic.PeriodicReport),
    "bao-cao-don-vi.docx": DocumentKind("Báo cáo của đơn vị", periodic.PeriodicReport),
    "bieu-mau.docx": DocumentKind("Biểu để đơn vị điền", unit_form.FormPaper, official=False),
    "de-nghi-bao-cao.docx": DocumentKind("Công văn đề nghị báo cáo", letters.Letter),
    "don-doc.docx": DocumentKind("Công văn đôn đốc", letters.Letter),
    "don-doc-chung.docx": DocumentKind("Công văn đôn đốc nhiều kế hoạch", letters.JointLetter),
    "ke-hoach-hop-nhat.docx": DocumentKind(
        "Kế hoạch hợp nhất đến một ngày", consolidated_plan.ConsolidatedPlan, official=False
    ),
    "ke-hoach.docx": DocumentKind("Kế hoạch kèm Phụ lục", plan.PlanPaper),
    "phu-luc-dieu-chinh.docx": DocumentKind(
        "Phụ lục điều chỉnh, bổ sung Kế hoạch", adjustments.AdjustmentsAnnex
    ),
    "tom-tat.docx": DocumentKind("Tóm tắt cho cuộc họp giao ban", brief.BriefSheet, official=False),
}
"""A test compares them with the templates there are, in both directions."""
