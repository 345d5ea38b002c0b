"""What a change is: the table of kinds, what each field is called, values and word-level marks in Vietnamese."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from pci.model import (
    INSIDE,
    Agency,
    Cap,
    Capacity,
    CitedDocument,
    Correction,
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
    Task,
    Trigger,
    Unit,
    UnitGroup,
    Update,
    Within,
)
from pci.papers import Issue, SignedFile, TaskWords, Words
from pci.vi import STATE_LABELS, number_words, occurrence_words, short_date


class Kind(NamedTuple):
    """A kind of change: where it is listed, what it is called. A `finding` is a change that nobody should have made."""

    group: str
    label: str
    finding: bool = False


class Change(NamedTuple):
    """One difference of meaning.

    `at` is the id of what it concerns (the new one where that changed), `name` what people call it. `field` and its
    `label` tell the part, empty where the whole came or went. `days` is how far a day moved, positive when later.
    """

    kind: str
    at: str
    name: str
    old: str = ""
    new: str = ""
    field: str = ""
    label: str = ""
    days: int | None = None

    @property
    def finding(self) -> bool:
        """Whether it must be looked into."""
        return KINDS[self.kind].finding


class Piece(NamedTuple):
    """A stretch of two texts laid over each other: `same`, `removed` or `added`."""

    mark: str
    text: str


def _whole_or_part(key: str, noun: str, group: str) -> dict[str, Kind]:
    verbs = {"added": "Thêm", "removed": "Bỏ", "changed": "Sửa"}
    return {f"{key}-{what}": Kind(group, f"{verb} {noun}") for what, verb in verbs.items()}


_RECORDED, _PLAN, _TASKS, _DUE = "Cập nhật đã ghi", "Lời văn của Kế hoạch", "Nhiệm vụ", "Đầu việc và thời hạn"
_UNITS, _REGIME, _REFERENCES, _CALENDAR = "Đơn vị", "Chế độ báo cáo, công văn", "Danh mục, đính chính", "Lịch làm việc"
_PAPERS = "Báo cáo"

KINDS: Mapping[str, Kind] = {
    "update-edited": Kind(_RECORDED, "Cập nhật đã ghi bị sửa", finding=True),
    "update-deleted": Kind(_RECORDED, "Cập nhật đã ghi bị xóa", finding=True),
    "update-astray": Kind(_RECORDED, "Cập nhật nay trỏ sang nhiệm vụ khác", finding=True),
    "issue-edited": Kind(_PAPERS, "Báo cáo đã ban hành bị sửa", finding=True),
    "issue-deleted": Kind(_PAPERS, "Báo cáo đã ban hành bị xóa", finding=True),
    "plan-changed": Kind(_PLAN, "Sửa"),
    **_whole_or_part("paragraph", "đoạn", _PLAN),
    "paragraph-renumbered": Kind(_PLAN, "Đổi số đoạn"),
    **_whole_or_part("section", "mục của Phụ lục", _TASKS),
    "task-added": Kind(_TASKS, "Thêm nhiệm vụ"),
    "task-removed": Kind(_TASKS, "Bỏ nhiệm vụ"),
    "task-renumbered": Kind(_TASKS, "Đổi số nhiệm vụ"),
    "task-reworded": Kind(_TASKS, "Sửa lời nhiệm vụ"),
    "task-units": Kind(_TASKS, "Đổi đơn vị của nhiệm vụ"),
    **_whole_or_part("indicator", "chỉ tiêu", _TASKS),
    **_whole_or_part("obligation", "đầu việc", _DUE),
    "deadline-moved": Kind(_DUE, "Dời hạn"),
    "deadline-added": Kind(_DUE, "Thêm hạn"),
    "deadline-removed": Kind(_DUE, "Bỏ hạn"),
    **_whole_or_part("unit", "đơn vị", _UNITS),
    **_whole_or_part("group", "nhóm đơn vị", _UNITS),
    **_whole_or_part("outside", "cơ quan ngoài", _UNITS),
    "reporting-changed": Kind(_REGIME, "Sửa chế độ báo cáo"),
    "report-moved": Kind(_REGIME, "Dời ngày của kỳ báo cáo"),
    "letters-changed": Kind(_REGIME, "Sửa cách viết công văn"),
    **_whole_or_part("trigger", "điều kiện", _REFERENCES),
    **_whole_or_part("subindex", "chỉ số thành phần", _REFERENCES),
    **_whole_or_part("document", "văn bản viện dẫn", _REFERENCES),
    "correction-added": Kind(_REFERENCES, "Thêm đính chính so với bản quét"),
    "correction-removed": Kind(_REFERENCES, "Bỏ đính chính so với bản quét"),
    "calendar-changed": Kind(_CALENDAR, "Đổi ngày làm việc, ngày nghỉ"),
    "words-added": Kind(_PAPERS, "Thêm lời văn báo cáo"),
    "words-removed": Kind(_PAPERS, "Bỏ lời văn báo cáo"),
    "words-changed": Kind(_PAPERS, "Sửa lời văn báo cáo"),
    "issue-added": Kind(_PAPERS, "Báo cáo được ban hành"),
    "update-added": Kind(_RECORDED, "Cập nhật mới"),
}
"""Every kind of change, in the order in which changes are told: first what must be looked into."""

_TITLE = {"title": "Tên"}
_NAMES = {"name": "Tên", "short": "Tên tắt", "aliases": "Tên gọi khác"}
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
        "confirmed": "Đã đối chiếu bản gốc",
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


_WORDS: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("Obligation", "every"): _EVERY.__getitem__,
    ("Obligation", "during"): occurrence_words,
    ("Reporting", "every"): _EVERY.__getitem__,
    ("Reporting", "window"): _WINDOWS.__getitem__,
    ("Reporting", "due"): _offset,
    ("Reporting", "internal_due"): _offset,
    ("Paragraph", "kind"): _PARAGRAPHS.__getitem__,
    ("Update", "state"): STATE_LABELS.__getitem__,
}
"""Texts that are codes, by model and field, and what they mean to people."""

_REFERENCES_IN = {
    "Task": ("lead", "coordinating"),
    "Obligation": ("after",),
    "Unit": ("part_of", "reports_through"),
    "UnitGroup": ("members",),
    "Section": ("subindex",),
    "Reporting": ("to", "focal"),
    "Letters": ("drafted_by",),
    "Plan": ("basis",),
    "Update": ("unit",),
    "Remark": ("to",),
}


def value_words(plan: Plan, owner: Frozen, field: str) -> str:
    """A field's value as people read it; ids by the names that the plan gives them."""
    model = type(owner).__name__
    words = _WORDS.get((model, field), str)
    if field in _REFERENCES_IN.get(model, ()):
        return _said(plan, getattr(owner, field), lambda ref: reference_words(plan, ref))
    return _said(plan, getattr(owner, field), words)


def _said(plan: Plan, value: Any, words: Callable[[str], str]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return words(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, (int, Decimal)):
        return number_words(Decimal(value))
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_said(plan, part, words)}" for key, part in value.items())
    if isinstance(value, Frozen):
        return "; ".join(f"{label}: {value_words(plan, value, field)}" for label, field in set_fields(value))
    return "\n".join(_said(plan, part, words) for part in value)


def set_fields(owner: Frozen) -> Iterator[tuple[str, str]]:
    """The labels and names of the fields that say something else than they would unsaid."""
    for field, label in LABELS[type(owner)].items():
        if getattr(owner, field) != type(owner).model_fields[field].default:
            yield label, field


def reference_words(plan: Plan, ref: str) -> str:
    """What a unit, a group, an outside body, a trigger, a sub-index or a cited document is called."""
    if document := plan.documents.get(ref):
        return " ".join(filter(None, (document.type, document.number and f"số {document.number}"))) or ref
    titled = plan.triggers.get(ref) or plan.subindices.get(ref)
    return titled.title if titled else INSIDE.get(ref) or plan.name(ref)


_TOKEN = re.compile(r"\d+(?:[/.,]\d+)+|\w+|\s+|[^\w\s]")
_MOST_TOKENS = 2000


def marked(old: str, new: str) -> tuple[Piece, ...]:
    """Two texts laid over each other word by word; what stands alone between two changes is taken into them."""
    one, two = _TOKEN.findall(old), _TOKEN.findall(new)
    first = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest = min(len(one), len(two)) - first
    last = next((n for n in range(rest) if one[-1 - n] != two[-1 - n]), rest)
    begin, end = one[:first], one[len(one) - last :]
    pieces = [Piece("same", "".join(begin)), *_laid_over(one[first : len(one) - last], two[first : len(two) - last])]
    return tuple(_joined([*pieces, Piece("same", "".join(end))]))


def _laid_over(one: list[str], two: list[str]) -> Iterator[Piece]:
    if max(len(one), len(two)) > _MOST_TOKENS:  # the comparison takes the square of it
        yield from (Piece("removed", "".join(one)), Piece("added", "".join(two)))
        return
    for what, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(one[a:b]))
        else:
            yield from (Piece("removed", "".join(one[a:b])), Piece("added", "".join(two[c:d])))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours made one: within a change first all that is gone, then all that is new."""
    gone = fresh = ""
    for n, (mark, text) in enumerate(pieces):
        if mark == "same" and (text.strip() or not (gone or fresh) or not any(p.text for p in pieces[n + 1 :])):
            yield from (piece for piece in (Piece("removed", gone), Piece("added", fresh)) if piece.text)
            gone = fresh = ""
            if text:
                yield Piece("same", text)
        else:
            gone += text if mark != "added" else ""
            fresh += text if mark != "removed" else ""
    yield from (piece for piece in (Piece("removed", gone), Piece("added", fresh)) if piece.text)


def days_words(days: int) -> str:
    """How far a day moved: `lùi 02 ngày`, `sớm hơn 10 ngày`."""
    return f"{'lùi' if days > 0 else 'sớm hơn'} {abs(days):02} ngày"
