"""What people call each field of a plan and of its records, and how its value reads: ids by their names, codes by
their meaning, days as a paper writes them.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pci.core.dates import VIETNAM, parse_day, parse_period
from pci.core.model import (
    INSIDE,
    Agency,
    CalendarYear,
    Cap,
    Capacity,
    CitedDocument,
    Correction,
    DaysOff,
    Frozen,
    Indicator,
    Letterhead,
    Letters,
    Obligation,
    OutsideBody,
    Paragraph,
    Plan,
    Remark,
    Replacement,
    Reporting,
    ReportingOverride,
    Section,
    Signer,
    Subindex,
    SwappedDay,
    Task,
    Trigger,
    Unit,
    UnitGroup,
    Update,
    Within,
)
from pci.core.papers import Issue, SignedFile, TaskWords, Words
from pci.core.vi import (
    STATE_LABELS,
    lower_first,
    number_words,
    occurrence_words,
    period_words,
    short_date,
)

_TITLE = {"title": "Tên"}
_NAMES = {"name": "Tên", "short": "Tên tắt", "aliases": "Tên gọi khác"}
_SEEN = "Đã đối chiếu bản gốc"
_SIGNER = {"capacity": "Quyền hạn, chức vụ", "name": "Họ và tên"}

LABELS: Mapping[type[Frozen], Mapping[str, str]] = {
    Plan: {
        "year": "Năm",
        "illustrative": "Dữ liệu minh họa",
        "number": "Số",
        "symbol": "Ký hiệu",
        "issued": "Ngày ban hành",
        "agency": "Tên cơ quan trong câu",
        "letterhead": "Phần đầu trang",
        "title": "Trích yếu",
        "preamble": "Phần mở đầu",
        "basis": "Căn cứ",
        "body": "Nội dung",
        "closing": "Phần kết thúc",
        "recipients": "Nơi nhận",
        "signer": "Người ký",
        "appendix_title": "Tên Phụ lục",
        "reporting": "Chế độ báo cáo",
        "letters": "Cách viết công văn",
        "units": "Đơn vị",
        "groups": "Nhóm đơn vị",
        "outside": "Cơ quan ngoài",
        "triggers": "Điều kiện",
        "subindices": "Chỉ số thành phần",
        "sections": "Mục của Phụ lục",
        "tasks": "Nhiệm vụ",
        "documents": "Văn bản viện dẫn",
        "corrections": "Đính chính",
    },
    Agency: {"name": "Tên", "short": "Tên gọi tắt"},
    Letterhead: {"parent": "Cơ quan chủ quản", "agency": "Cơ quan ban hành", "place": "Địa danh"},
    Capacity: _SIGNER,
    Signer: _SIGNER,
    Paragraph: {"title": "Tên", "text": "Nội dung", "kind": "Loại", "cap": "Mức tối đa"},
    Cap: {"at_most": "Nhiều nhất", "quote": "Lời của kế hoạch"},
    Section: {**_TITLE, "subindex": "Chỉ số thành phần"},
    Task: {
        "number": "Số thứ tự",
        "work": "Nhiệm vụ và giải pháp",
        "units": "Đơn vị thực hiện",
        "lead": "Chủ trì",
        "coordinating": "Phối hợp",
        "time": "Thời gian thực hiện",
        "outputs": "Kết quả/Sản phẩm",
        "owes": "Đầu việc",
        "indicators": "Chỉ tiêu",
    },
    Obligation: {
        **_TITLE,
        "by": "Hạn",
        "during": "Trong kỳ",
        "times": "Số lần",
        "every": "Định kỳ",
        "day": "Ngày trong kỳ",
        "after": "Sau khi",
        "within": "Trong vòng",
        "quote": "Lời của kế hoạch",
    },
    Within: {"working_days": "Số ngày làm việc"},
    Indicator: {**_TITLE, "unit": "Đơn vị tính", "adds_up": "Cộng dồn"},
    Unit: {**_NAMES, "part_of": "Thuộc", "reports_through": "Báo cáo qua"},
    UnitGroup: {"name": "Tên", "members": "Gồm", "indefinite": "Không nêu rõ đơn vị nào"},
    OutsideBody: _NAMES,
    Trigger: _TITLE,
    Subindex: {**_TITLE, "short": "Mã ngắn"},
    CitedDocument: {
        "type": "Loại",
        "number": "Số",
        "date": "Ngày",
        "issuer": "Cơ quan ban hành",
        "title": "Trích yếu",
        "replaced": "Đã được thay",
    },
    Replacement: {"by": "Bằng", "since": "Từ ngày", "source": "Theo", "confirmed": "Đã đối chiếu"},
    Correction: {"at": "Chỗ", "printed": "Bản quét", "to": "Sửa thành", "note": "Ghi chú"},
    Reporting: {
        "every": "Định kỳ",
        "window": "Cách chốt số liệu",
        "due": "Hạn gửi",
        "internal_due": "Hạn nội bộ",
        "to": "Nơi nhận báo cáo",
        "basis": "Căn cứ",
        "confirmed": _SEEN,
        "periods": "Kỳ có văn bản riêng",
        "focal": "Đơn vị đầu mối",
        "symbol": "Ký hiệu",
        "recipients": "Nơi nhận",
        "signer": "Người ký",
    },
    ReportingOverride: {
        "window_first": "Số liệu từ ngày",
        "window_last": "Số liệu đến ngày",
        "internal_due": "Hạn nội bộ",
        "send_by": "Hạn gửi",
        "basis": "Căn cứ",
    },
    Letters: {
        "drafted_by": "Đơn vị soạn",
        "symbol": "Ký hiệu",
        "plan_name": "Tên kế hoạch trong trích yếu",
        "answer_by": "Giờ trả lời",
        "answer_within": "Thời gian trả lời",
        "answer_form": "Hình thức trả lời",
        "recipients": "Nơi nhận",
        "signer": "Người ký",
    },
    Update: {
        "about": "Về",
        "period": "Kỳ",
        "unit": "Đơn vị",
        "date": "Ngày",
        "state": "Tình trạng",
        "percent": "Tỷ lệ (%)",
        "figures": "Số liệu",
        "result": "Kết quả",
        "evidence": "Tài liệu kiểm chứng",
        "difficulty": "Khó khăn, vướng mắc",
        "proposal": "Kiến nghị, đề xuất",
        "corrects": "Đính chính cho",
        "answers": "Trả lời cho",
        "recorded": "Ghi lúc",
        "by": "Người ghi",
    },
    CalendarYear: {
        "year": "Năm",
        "decided": "Đã có quyết định",
        "days_off": "Ngày nghỉ",
        "swapped": "Hoán đổi",
    },
    DaysOff: {
        "first": "Từ ngày",
        "last": "Đến ngày",
        "name": "Tên",
        "basis": "Căn cứ",
        "confirmed": _SEEN,
    },
    SwappedDay: {"work": "Làm bù", "off": "Nghỉ", "basis": "Căn cứ", "confirmed": _SEEN},
    Remark: {"to": "Gửi", "text": "Nội dung"},
    Words: {
        "written": "Viết lúc",
        "leadership": "Chỉ đạo, điều hành",
        "assessment": "Đánh giá chung",
        "sections": "Kết quả theo chỉ số",
        "tasks": "Kết quả của từng nhiệm vụ",
        "difficulties": "Khó khăn, vướng mắc",
        "causes": "Nguyên nhân",
        "direction": "Phương hướng, nhiệm vụ",
        "proposals": "Kiến nghị, đề xuất",
    },
    TaskWords: {"result": "Kết quả"},
    Issue: {
        "number": "Số",
        "date": "Ngày",
        "window_first": "Số liệu từ ngày",
        "window_last": "Số liệu đến ngày",
        "inputs": "Mã băm dữ liệu",
        "document": "Mã băm văn bản",
        "signed": "Bản đã ký",
        "recorded": "Ghi lúc",
        "by": "Người ghi",
        "updates": "Cập nhật đã tính",
        "seal": "Dấu",
    },
    SignedFile: {"name": "Tệp", "sha256": "Mã băm"},
}
"""What people call each field. A field without a label would change unseen: a test compares them with the models."""

_EVERY = {"month": "hằng tháng", "quarter": "hằng quý", "half": "sáu tháng", "year": "hằng năm"}
_WINDOWS = {"nd09": "từ ngày 15 đến ngày 14 (Nghị định 09/2019/NĐ-CP)", "calendar": "theo lịch"}
_PARAGRAPHS = {"measures": "giải pháp chung", "duties": "trách nhiệm"}


def _offset(rule: str) -> str:
    return rule.replace("window end", "ngày chốt số liệu").replace("working days", "ngày làm việc")


def period_name(period: str) -> str:
    """A period of an obligation or a report as people say it, or as typed where it is none."""
    base = period.partition("-lan-")[0]
    return occurrence_words(period) if parse_period(base) else period


def report_name(report: str) -> str:
    """`báo cáo quý III năm 2023`, from the id of a report."""
    period = parse_period(report.removesuffix("+"))
    cumulative = " kèm lũy kế" if report.endswith("+") else ""
    return f"báo cáo {period_words(period)}{cumulative}" if period else report


def _issued(day: str) -> str:
    whole = parse_day(day)
    return short_date(whole) if whole else period_name(day)


_CODES: Mapping[tuple[type[Frozen], str], Callable[[str], str]] = {
    (Obligation, "every"): _EVERY.__getitem__,
    (Obligation, "during"): period_name,
    (Reporting, "every"): _EVERY.__getitem__,
    (Reporting, "window"): _WINDOWS.__getitem__,
    (Reporting, "due"): _offset,
    (Reporting, "internal_due"): _offset,
    (Paragraph, "kind"): _PARAGRAPHS.__getitem__,
    (Plan, "issued"): _issued,
    (Update, "state"): STATE_LABELS.__getitem__,
    (Update, "period"): period_name,
}
"""Texts that are codes, and what they mean to people."""

_REFERENCES: Mapping[type[Frozen], tuple[str, ...]] = {
    Task: ("lead", "coordinating"),
    Obligation: ("after",),
    Unit: ("part_of", "reports_through"),
    UnitGroup: ("members",),
    Section: ("subindex",),
    Reporting: ("to", "focal"),
    Letters: ("drafted_by",),
    Plan: ("basis",),
    Update: ("unit",),
    Remark: ("to",),
    Issue: ("updates",),
}
"""Texts that are ids of something else."""


def is_reference(owner: Frozen, field: str) -> bool:
    """Whether a field names other things by their ids."""
    return field in _REFERENCES.get(type(owner), ())


def is_prose(owner: Frozen, field: str) -> bool:
    """Whether a field's text is people's own words: neither ids nor codes."""
    return not is_reference(owner, field) and (type(owner), field) not in _CODES


def words(plan: Plan, owner: Frozen, field: str, value: Any) -> str:
    """A field's value, or one entry of it, as people read it."""
    if value is None:
        return ""
    if isinstance(value, str):
        if is_reference(owner, field):
            return reference_words(plan, value)
        return _CODES.get((type(owner), field), str)(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return number_words(value)
    if isinstance(value, datetime):
        moment = value.astimezone(VIETNAM)
        return f"{moment:%H:%M:%S} ngày {short_date(moment.date())}"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Mapping):
        parts = (
            f"{key_words(plan, owner, field, k)}: {words(plan, owner, field, v)}"
            for k, v in value.items()
        )
        return "; ".join(parts)
    if isinstance(value, Frozen):
        return ", ".join(
            f"{lower_first(label)}: {said}" for label, said in said_fields(plan, value)
        )
    return "; ".join(words(plan, owner, field, part) for part in value)


def key_words(plan: Plan, owner: Frozen, field: str, key: str) -> str:
    """The key of an entry as people read it."""
    if isinstance(owner, Reporting) and field == "periods":
        return period_name(key)
    if isinstance(owner, Update) and field == "figures":
        task = plan.tasks.get(owner.subject)
        return lower_first(task.indicators[key].title) if task and key in task.indicators else key
    return key


def said_fields(plan: Plan, owner: Frozen) -> Iterator[tuple[str, str]]:
    """The labels and the words of the fields that say something else than they would unsaid."""
    for field, label in LABELS[type(owner)].items():
        value = getattr(owner, field)
        if value != type(owner).model_fields[field].default:
            yield label, words(plan, owner, field, value)


def labelled(label: str, said: str) -> str:
    """A label before its words; a list begins on a line of its own."""
    return f"{label}:" + ("\n" if said.startswith("-") else " ") + said


def reference_words(plan: Plan, ref: str) -> str:
    """What a unit, a group, an outside body, a trigger, a sub-index or a cited document is called."""
    if document := plan.documents.get(ref):
        return (
            " ".join(filter(None, (document.type, document.number and f"số {document.number}")))
            or ref
        )
    titled = plan.triggers.get(ref) or plan.subindices.get(ref)
    return titled.title if titled else INSIDE.get(ref) or plan.name(ref)


def days_words(days: int) -> str:
    """How far a day moved: `lùi 02 ngày`, `sớm hơn 10 ngày`."""
    return f"{'lùi' if days > 0 else 'sớm hơn'} {abs(days):02} ngày"
