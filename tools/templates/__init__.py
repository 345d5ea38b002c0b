"""The default Word templates, built from one description of the form of NĐ 30/2020/NĐ-CP.

Run `make templates` after a change; a test compares the bytes. An agency edits its own copy in Word instead.
"""

from tools.templates.periodic import report
from tools.templates.plan import plan

TEMPLATES = {"bao-cao.docx": report, "ke-hoach.docx": plan}
