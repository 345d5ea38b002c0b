"""Documents that change a signed plan, and the tree of the plan's file once they have come."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pci.core.fields import PartOf, Record, field, record
from pci.core.model import CitedDocument, Obligation, Plan
from pci.core.scalars import EffectiveDay, TaskId, Text

PlanTree = Annotated[Mapping[str, Any], PartOf(Plan)]
"""Some keys of the file of a plan, as they are written."""


@record
class AmendmentEnd(Record):
    """What a document ends."""

    tasks: tuple[TaskId, ...] = field("Nhiệm vụ", "Mã các nhiệm vụ thôi thực hiện.")


@record
class Amendment(Record):
    """One issued document that changes the plan from a day on (contract, section 2.2).

    `add` and `change` have the shape of a plan's file; `change` gives only what becomes different,
    null takes a value away. A đính chính is effective `issued`: it holds on every day.
    """

    document: CitedDocument = field(
        "Văn bản", "Văn bản điều chỉnh, bổ sung, bãi bỏ, gia hạn hoặc đính chính kế hoạch."
    )
    effective: EffectiveDay = field(
        "Có hiệu lực", "Ngày có hiệu lực; issued cho đính chính, đúng từ khi ban hành kế hoạch."
    )
    text: Text | None = field(
        "Lời văn bản", "Chép lời các điều khoản; đầu việc đổi theo thì dẫn lời ở đây.", default=None
    )
    add: PlanTree = field(
        "Bổ sung", "Nhiệm vụ, đơn vị được thêm, viết như trong tệp kế hoạch.", factory=dict
    )
    change: PlanTree = field(
        "Thay đổi",
        "Chỉ viết những gì khác đi; danh sách thì viết lại cả danh sách; null là bỏ; "
        "lịch mới của đầu việc thay lịch cũ.",
        factory=dict,
    )
    end: AmendmentEnd | None = field("Bãi bỏ", "Những gì thôi thực hiện.", default=None)

    @property
    def since(self) -> date | None:
        """The first day on which it holds; null where it always held."""
        return self.effective if isinstance(self.effective, date) else None


_SCHEDULE = frozenset({*Obligation.SCHEDULES, *filter(None, Obligation.SCHEDULES.values())})


def amended(tree: Mapping[str, Any], amendment: Amendment) -> dict[str, Any]:
    """Get the tree of a plan's file after an amendment, each task with those of its section; the
    tree given stays as it is."""
    merged: dict[str, Any] = _merged(_merged(tree, amendment.add), amendment.change)
    gone = amendment.end.tasks if amendment.end else ()
    if isinstance(tasks := merged.get("tasks"), dict):
        sections = list(dict.fromkeys(_section(i) for i in tasks))
        placed = sorted(tasks, key=lambda i: sections.index(_section(i)))
        merged["tasks"] = {i: tasks[i] for i in placed if i not in gone}
    return merged


def _section(task_id: str) -> str:
    return task_id.rpartition(".")[0]


def _merged(old: Any, new: Any) -> Any:
    """Merge a changed value into the old one: mappings key by key, where null takes a key away
    that is there; anything else is replaced. A new schedule takes the place of the old one."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return new
    left = _left(old, new)
    changed = {
        key: _merged(left.get(key), value)
        for key, value in new.items()
        if value is not None or key not in old
    }
    return {**left, **changed}


def _left(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Get what a change leaves as it is: neither what it takes away nor the schedule that a new one
    replaces."""
    taken = {key for key, value in new.items() if value is None}
    if new.keys() & Obligation.SCHEDULES.keys():
        taken |= _SCHEDULE
    return {key: value for key, value in old.items() if key not in taken}
