"""What a change is, and the table of its kinds."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """A kind of change: where it is listed, what it is called. A `finding` is a change that nobody should have made."""

    group: str
    label: str
    finding: bool = False


class Change(NamedTuple):
    """One difference of meaning.

    `at` is the id of what it concerns (the new one where that changed), `name` what people call it. `field` and its
    `label` tell the part, empty where the whole came or went. `old` and `new` are what people read, `was` and `now` the
    values themselves. `days` is how far a day moved, positive when later. `reference`: the part names something else by
    its id, as a task its lead.
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
    def whole(self) -> bool:
        """Whether its part is a name or names something else, which changes whole or not at all."""
        return self.reference or self.field in ("id", "section", "path")

    @property
    def finding(self) -> bool:
        """Whether it must be looked into."""
        return KINDS[self.kind].finding


def _whole_or_part(key: str, noun: str, group: str) -> dict[str, Kind]:
    verbs = {"added": "Thêm", "removed": "Bỏ", "changed": "Sửa"}
    return {f"{key}-{what}": Kind(group, f"{verb} {noun}") for what, verb in verbs.items()}


def _by_id(key: str, noun: str, group: str) -> dict[str, Kind]:
    """Things whose id is a person's own word for them."""
    return {**_whole_or_part(key, noun, group), f"{key}-renamed": Kind(group, f"Đổi mã {noun}")}


_RECORDED, _PLAN, _TASKS, _DUE = (
    "Cập nhật đã ghi",
    "Lời văn của Kế hoạch",
    "Nhiệm vụ",
    "Đầu việc và thời hạn",
)
_UNITS, _REGIME, _REFERENCES, _CALENDAR = (
    "Đơn vị",
    "Chế độ báo cáo, công văn",
    "Danh mục, đính chính",
    "Lịch làm việc",
)
_PAPERS = "Báo cáo"

KINDS: Mapping[str, Kind] = {
    "update-edited": Kind(_RECORDED, "Cập nhật đã ghi bị sửa", finding=True),
    "update-deleted": Kind(_RECORDED, "Cập nhật đã ghi bị xóa", finding=True),
    "update-moved": Kind(_RECORDED, "Tệp cập nhật bị đổi tên, đổi thư mục", finding=True),
    "update-astray": Kind(_RECORDED, "Cập nhật đã ghi không còn đúng chỗ", finding=True),
    "issue-edited": Kind(_PAPERS, "Báo cáo đã ban hành bị sửa", finding=True),
    "issue-deleted": Kind(_PAPERS, "Báo cáo đã ban hành bị xóa", finding=True),
    "plan-changed": Kind(_PLAN, "Sửa"),
    **_whole_or_part("paragraph", "đoạn", _PLAN),
    "paragraph-renumbered": Kind(_PLAN, "Đổi số đoạn"),
    "order-changed": Kind(_PLAN, "Đổi thứ tự in"),
    **_by_id("section", "mục của Phụ lục", _TASKS),
    "task-added": Kind(_TASKS, "Thêm nhiệm vụ"),
    "task-removed": Kind(_TASKS, "Bỏ nhiệm vụ"),
    "task-renumbered": Kind(_TASKS, "Đổi số nhiệm vụ"),
    "task-reworded": Kind(_TASKS, "Sửa lời nhiệm vụ"),
    "task-units": Kind(_TASKS, "Đổi đơn vị của nhiệm vụ"),
    **_by_id("indicator", "chỉ tiêu", _TASKS),
    **_by_id("obligation", "đầu việc", _DUE),
    "deadline-moved": Kind(_DUE, "Dời hạn"),
    "deadline-added": Kind(_DUE, "Thêm hạn"),
    "deadline-removed": Kind(_DUE, "Bỏ hạn"),
    **_by_id("unit", "đơn vị", _UNITS),
    **_by_id("group", "nhóm đơn vị", _UNITS),
    **_by_id("outside", "cơ quan ngoài", _UNITS),
    "reporting-changed": Kind(_REGIME, "Sửa chế độ báo cáo"),
    "report-moved": Kind(_REGIME, "Dời ngày của kỳ báo cáo"),
    **_whole_or_part("letters", "cách viết công văn", _REGIME),
    **_by_id("trigger", "điều kiện", _REFERENCES),
    **_by_id("subindex", "chỉ số thành phần", _REFERENCES),
    **_by_id("document", "văn bản viện dẫn", _REFERENCES),
    **_whole_or_part("correction", "đính chính so với bản quét", _REFERENCES),
    "calendar-changed": Kind(_CALENDAR, "Đổi ngày làm việc, ngày nghỉ"),
    **_whole_or_part("words", "lời văn báo cáo", _PAPERS),
    "issue-added": Kind(_PAPERS, "Báo cáo được ban hành"),
    "update-added": Kind(_RECORDED, "Cập nhật mới"),
}
"""Every kind of change, in the order in which changes are told: first what must be looked into."""
