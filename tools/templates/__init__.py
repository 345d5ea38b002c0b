"""The default Word templates, built from one description of the form of NĐ 30/2020/NĐ-CP.

Run `make templates` after a change; a test compares the bytes. An agency edits its own copy in Word
instead.
"""

from tools.templates.adjustments import adjustments
from tools.templates.brief import brief
from tools.templates.letters import joint_reminder, reminder, request
from tools.templates.periodic import report
from tools.templates.plan import consolidated_plan, plan
from tools.templates.takeover import takeover
from tools.templates.unit import unit
from tools.templates.unit_form import unit_form

TEMPLATES = {
    "ban-giao.docx": takeover,
    "bao-cao.docx": report,
    "bao-cao-don-vi.docx": unit,
    "bieu-mau.docx": unit_form,
    "de-nghi-bao-cao.docx": request,
    "don-doc.docx": reminder,
    "don-doc-chung.docx": joint_reminder,
    "ke-hoach-hop-nhat.docx": consolidated_plan,
    "ke-hoach.docx": plan,
    "phu-luc-dieu-chinh.docx": adjustments,
    "tom-tat.docx": brief,
}
