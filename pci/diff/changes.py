"""What a change is, and the table of its kinds."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class ChangeKind(NamedTuple):
    """A kind of change: its heading, its label. A `finding` is a change nobody should have made."""

    group: str
    label: str
    finding: bool = False


class Change(NamedTuple):
    """One difference of meaning.

    `at` is the id of what it concerns (the new one where that changed), `name` what people call it.
    `field` and its `label` name the part, empty where the whole came or went. `old` and `new` are
    what people read, `was` and `now` the values themselves. `days` is how far a day moved, positive
    when later. `reference` says that the part is the id of something else, as a task's lead.
    """

    kind: str
    at: str
    name: str
    old: str = ""
    new: str = ""
    field: str = ""
    label: str = ""
    days: int | None = None
    was: Any = None
    now: Any = None
    reference: bool = False

    @property
    def is_id(self) -> bool:
        """Whether its part is an id or a path, which changes whole or not at all."""
        return self.reference or self.field in ("id", "section", "path")

    @property
    def finding(self) -> bool:
        """Whether somebody must look into it."""
        return KINDS[self.kind].finding


def _whole_or_part(key: str, noun: str, group: str) -> dict[str, ChangeKind]:
    return {
        f"{key}-added": ChangeKind(group, f"Thêm {noun}"),
        f"{key}-removed": ChangeKind(group, f"Bỏ {noun}"),
        f"{key}-changed": ChangeKind(group, f"Sửa {noun}"),
    }


def _by_id(key: str, noun: str, group: str) -> dict[str, ChangeKind]:
    """The kinds of things whose ids people choose."""
    return {
        **_whole_or_part(key, noun, group),
        f"{key}-renamed": ChangeKind(group, f"Đổi mã {noun}"),
    }


_RECORDED = "Cập nhật đã ghi"
_PLAN = "Lời văn của Kế hoạch"
_TASKS = "Nhiệm vụ"
_DUE = "Đầu việc và thời hạn"
_UNITS = "Đơn vị"
_REGIME = "Chế độ báo cáo, công văn"
_REFERENCES = "Danh mục, đính chính"
_CALENDAR = "Lịch làm việc"
_PAPERS = "Báo cáo"

KINDS: Mapping[str, ChangeKind] = {
    "update-edited": ChangeKind(_RECORDED, "Cập nhật đã ghi bị sửa", finding=True),
    "update-deleted": ChangeKind(_RECORDED, "Cập nhật đã ghi bị xóa", finding=True),
    "update-moved": ChangeKind(_RECORDED, "Tệp cập nhật bị đổi tên, đổi thư mục", finding=True),
    "update-astray": ChangeKind(_RECORDED, "Cập nhật đã ghi không còn đúng chỗ", finding=True),
    "issue-edited": ChangeKind(_PAPERS, "Báo cáo đã ban hành bị sửa", finding=True),
    "issue-deleted": ChangeKind(_PAPERS, "Báo cáo đã ban hành bị xóa", finding=True),
    "plan-changed": ChangeKind(_PLAN, "Sửa"),
    **_whole_or_part("paragraph", "đoạn", _PLAN),
    "paragraph-renumbered": ChangeKind(_PLAN, "Đổi số đoạn"),
    "order-changed": ChangeKind(_PLAN, "Đổi thứ tự in"),
    **_by_id("section", "mục của Phụ lục", _TASKS),
    "task-added": ChangeKind(_TASKS, "Thêm nhiệm vụ"),
    "task-removed": ChangeKind(_TASKS, "Bỏ nhiệm vụ"),
    "task-renumbered": ChangeKind(_TASKS, "Đổi số nhiệm vụ"),
    "task-reworded": ChangeKind(_TASKS, "Sửa lời nhiệm vụ"),
    "task-units": ChangeKind(_TASKS, "Đổi đơn vị của nhiệm vụ"),
    **_by_id("indicator", "chỉ tiêu", _TASKS),
    **_by_id("obligation", "đầu việc", _DUE),
    "deadline-moved": ChangeKind(_DUE, "Dời hạn"),
    "deadline-added": ChangeKind(_DUE, "Thêm hạn"),
    "deadline-removed": ChangeKind(_DUE, "Bỏ hạn"),
    **_by_id("unit", "đơn vị", _UNITS),
    **_by_id("group", "nhóm đơn vị", _UNITS),
    **_by_id("outside", "cơ quan ngoài", _UNITS),
    "reporting-changed": ChangeKind(_REGIME, "Sửa chế độ báo cáo"),
    "report-moved": ChangeKind(_REGIME, "Dời ngày của kỳ báo cáo"),
    **_whole_or_part("letters", "cách viết công văn", _REGIME),
    **_by_id("trigger", "điều kiện", _REFERENCES),
    **_by_id("subindex", "chỉ số thành phần", _REFERENCES),
    **_by_id("document", "văn bản viện dẫn", _REFERENCES),
    **_whole_or_part("correction", "đính chính so với bản quét", _REFERENCES),
    "calendar-changed": ChangeKind(_CALENDAR, "Đổi ngày làm việc, ngày nghỉ"),
    **_whole_or_part("words", "lời văn báo cáo", _PAPERS),
    "issue-added": ChangeKind(_PAPERS, "Báo cáo được ban hành"),
    "update-added": ChangeKind(_RECORDED, "Cập nhật mới"),
}
"""Every kind of change, in the order of a comparison: first what somebody must look into."""
