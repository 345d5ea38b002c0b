"""The columns of the form and its hidden rows: what is written in them and read back from them.

Rows are known by a hidden key, columns by a hidden name, the form by a hidden sheet: whoever sorts,
filters, inserts or hides changes nothing of what is read."""

from typing import NamedTuple

from pci.sheet import cells
from pci.sheet.cells import Reader

GUIDE = "Hướng dẫn"
"""The sheet of instructions."""
IDENTITY = "pci"
"""The hidden sheet that says which form it is."""
OF = "pci:of "
"""In the hidden row of names, before the plan and the period of a sheet: only where the year of the
hidden sheet does not tell."""

DATE, AUTHOR, APPROVER = "@date", "@by", "@approved"
FURNITURE = "@"
"""Keys of rows that are no tasks: the fields of the head, and what is only printed."""


class FormColumn(NamedTuple):
    """One column: its name in the hidden row, title, width in characters, the field of a row that
    it prints and, where it is filled in, how a cell is read and what a clerk is told about it.

    `since` is the version of the form that first has it."""

    name: str
    title: str
    width: float
    prints: str = ""
    read: Reader | None = None
    prompt: str = ""
    since: int = 1


NUMBER = FormColumn("pci:number", "TT\n(mã)", 8, "number")
LAST = FormColumn("pci:last", "Kết quả đã báo cáo lần trước", 12, "last")
"""What was said last: `Ngày 11/9/2023: …`, or nothing."""
STATE = FormColumn("pci:state", "Tình trạng", 10, read=cells.state, prompt="Chọn trong danh sách.")
FINISHED_ON = FormColumn(
    "pci:finished",
    "Ngày hoàn thành",
    9,
    read=cells.finished_on,
    prompt="Ngày việc thật sự xong (16/10/2023), ghi khi «Đã hoàn thành»; để trống là ngày báo cáo "
    "ở đầu biểu.",
    since=3,
)
"""Only in rows of work that can be finished."""
COLUMNS = (
    NUMBER,
    FormColumn("pci:work", "Nhiệm vụ, đầu việc", 25, "work"),
    FormColumn("pci:outputs", "Kết quả/Sản phẩm theo Kế hoạch", 12, "outputs"),
    LAST,
    STATE,
    FINISHED_ON,
    FormColumn(
        "pci:figures",
        "Số liệu",
        13,
        "figures",
        cells.figures,
        "Gõ số sau dấu hai chấm của từng chỉ tiêu. Số lẻ dùng dấu phẩy (98,33), tỷ lệ kèm "
        "dấu % (80%), số nghìn gõ "
        "liền (1234). Số đếm được chỉ ghi phần mới sau lần báo cáo trước (ô xám), chương "
        "trình tự cộng; tỷ lệ thì ghi "
        "mức đến ngày báo cáo.",
    ),
    FormColumn(
        "pci:result",
        "Kết quả thực hiện trong kỳ",
        21,
        read=cells.result,
        prompt="Việc đã làm trong kỳ, gọn như sẽ in trong báo cáo. Xuống dòng trong ô: Alt+Enter.",
    ),
    FormColumn(
        "pci:evidence",
        "Tài liệu kiểm chứng",
        11,
        read=cells.evidence,
        prompt="Mỗi văn bản một dòng (Alt+Enter): 412/BC-KKT ngày 14/9/2023.",
    ),
    FormColumn(
        "pci:reason",
        "Nguyên nhân",
        10,
        read=cells.reason,
        prompt="Vì sao quá hạn hoặc tạm dừng, như sẽ in trong báo cáo; việc đúng hạn thì để trống.",
        since=3,
    ),
    FormColumn(
        "pci:remarks",
        "Khó khăn, kiến nghị",
        14,
        read=cells.remarks,
        prompt="«Khó khăn: …» và «Kiến nghị: …», mỗi ý một dòng. Không nêu nơi nhận là gửi "
        "{leaders}; gửi nơi khác thì "
        "ghi «Kiến nghị (gửi UBND tỉnh): …».",
    ),
)
"""What people see: eleven columns."""

KEY = FormColumn("pci:key", "mã ẩn", 4)
"""What a row speaks of and, after a blank, its period."""
KNOWN_IDS = FormColumn("pci:shown", "", 4)
"""The ends of the ids of the updates about it that there were when the form was made."""
HIDDEN = (KEY, KNOWN_IDS)
"""Behind them, unseen."""
