"""What a change is, and the words of its kinds."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Noun(NamedTuple):
    """A sort of thing that changes: the heading over its changes, and its name."""

    group: str
    name: str


class Change(NamedTuple):
    """One difference of meaning.

    `noun` and `verb` tell its kind. `at` is the id of what it concerns (the new one where that
    changed), `name` what people call it. `field` and its `label` name the part, empty where the
    whole came or went. `old` and `new` are what people read, `was` and `now` the values
    themselves. `days` is how far a day moved, positive when later.
    """

    noun: str
    verb: str
    at: str
    name: str
    old: str = ""
    new: str = ""
    field: str = ""
    label: str = ""
    days: int | None = None
    was: Any = None
    now: Any = None

    @property
    def kind(self) -> str:
        """Its kind as scripts know it."""
        regular = f"{self.noun}-{self.verb}"
        return _OTHER_KINDS.get(regular, regular)

    @property
    def words(self) -> str:
        """Its kind in people's words: `Sửa nhiệm vụ`."""
        regular = f"{VERBS[self.verb]} {NOUNS[self.noun].name}"
        return _FINDING_WORDS.get(self.kind, regular)

    @property
    def finding(self) -> bool:
        """Whether nobody should have made it: what is recorded stays as it is."""
        return self.noun in ("update", "withdrawal", "issue") and self.verb != "added"

    @property
    def heading(self) -> str:
        """The heading that it stands under."""
        group = NOUNS[self.noun].group
        return f"PHẢI XEM: {group}" if self.finding else group


_PLAN = "Lời văn của Kế hoạch"
_TASKS = "Nhiệm vụ"
_DUE = "Đầu việc và thời hạn"
_UNITS = "Đơn vị"
_REGIME = "Chế độ báo cáo, công văn"
_REFERENCES = "Danh mục"
_PAPERS = "Báo cáo"

NOUNS: Mapping[str, Noun] = {
    "plan": Noun(_PLAN, "Kế hoạch"),
    "paragraph": Noun(_PLAN, "đoạn"),
    "order": Noun(_PLAN, "thứ tự in"),
    "section": Noun(_TASKS, "mục của Phụ lục"),
    "task": Noun(_TASKS, "nhiệm vụ"),
    "indicator": Noun(_TASKS, "chỉ tiêu"),
    "obligation": Noun(_DUE, "đầu việc"),
    "deadline": Noun(_DUE, "hạn"),
    "unit": Noun(_UNITS, "đơn vị"),
    "group": Noun(_UNITS, "nhóm đơn vị"),
    "outside": Noun(_UNITS, "cơ quan ngoài"),
    "tenure": Noun(_UNITS, "thời kỳ"),
    "reporting": Noun(_REGIME, "chế độ báo cáo"),
    "report": Noun(_REGIME, "ngày của kỳ báo cáo"),
    "letters": Noun(_REGIME, "cách viết công văn"),
    "trigger": Noun(_REFERENCES, "điều kiện"),
    "subindex": Noun(_REFERENCES, "chỉ số thành phần"),
    "document": Noun(_REFERENCES, "văn bản viện dẫn"),
    "calendar": Noun("Lịch làm việc", "lịch nghỉ"),
    "words": Noun(_PAPERS, "lời văn báo cáo"),
    "issue": Noun(_PAPERS, "báo cáo đã ban hành"),
    "update": Noun("Cập nhật", "cập nhật"),
    "withdrawal": Noun("Cập nhật", "lần rút"),
}
"""Everything that changes, in the order of a comparison."""

VERBS: Mapping[str, str] = {
    "added": "Thêm",
    "removed": "Bỏ",
    "renamed": "Đổi mã",
    "changed": "Sửa",
    "units": "Đổi đơn vị của",
    "moved": "Dời",
    "astray": "Mã không còn đúng ở",
}

_FINDING_WORDS = {
    "issue-deleted": "Báo cáo đã ban hành bị xóa",
    "issue-edited": "Báo cáo đã ban hành bị sửa",
    "update-deleted": "Cập nhật đã ghi bị xóa",
    "update-edited": "Cập nhật đã ghi bị sửa",
}
"""Words that tell what happened, of changes that nobody should make."""

_OTHER_KINDS = {
    "paragraph-renamed": "paragraph-renumbered",
    "task-renamed": "task-renumbered",
    "task-changed": "task-reworded",
    "issue-removed": "issue-deleted",
    "issue-changed": "issue-edited",
    "update-removed": "update-deleted",
    "update-changed": "update-edited",
}
"""The kinds that scripts know by another name."""
