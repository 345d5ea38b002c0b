"""What documents made of each task of a plan: added, changed, ended."""

from typing import NamedTuple

from pci.core.model import Amended, Plan, Task
from pci.core.vi import short_date

KINDS = {"added": "bổ sung", "changed": "thay đổi", "corrected": "đính chính", "ended": "bãi bỏ"}
"""What a document does to a task, with its words."""


class TaskChange(NamedTuple):
    """What one document made of a task; a row is null where the task was not, or is no more."""

    task: str
    by: Amended
    before: Task | None
    after: Task | None

    @property
    def kind(self) -> str:
        """Which of KINDS it is."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "ended"
        return "corrected" if self.by.corrects else "changed"

    @property
    def words(self) -> str:
        """`bổ sung theo Quyết định số 456/QĐ-KKT ngày 28/6/2023`."""
        return f"{KINDS[self.kind]} theo {self.by.document.cited}"

    @property
    def begun(self) -> str:
        """`bãi bỏ từ ngày 01/7/2023`."""
        since = f" từ ngày {short_date(self.by.since)}" if self.by.since else ""
        return KINDS[self.kind] + since

    @property
    def dated_words(self) -> str:
        """`bãi bỏ từ ngày 01/7/2023 theo Quyết định số 456/QĐ-KKT ngày 28/6/2023`."""
        return f"{self.begun} theo {self.by.document.cited}"


def task_changes(plan: Plan) -> list[TaskChange]:
    """List what documents made of the tasks of a version of a plan, in the order in which they
    came."""
    return [change for by in plan.amendments for change in changes_by(by)]


def changes_by(by: Amended) -> list[TaskChange]:
    """List what one document made of the tasks, in the plan's order."""
    return [
        TaskChange(i, by, was, now)
        for i in {**by.before.tasks, **by.after.tasks}
        if (was := by.before.tasks.get(i)) != (now := by.after.tasks.get(i))
    ]


def history(plan: Plan, task_id: str) -> list[TaskChange]:
    """List what documents made of one task, in the order in which they came."""
    return [change for change in task_changes(plan) if change.task == task_id]


def ending(plan: Plan, task_id: str) -> TaskChange | None:
    """Get by what a task of an earlier version has ended; null where it stands."""
    last = next(reversed(history(plan, task_id)), None)
    return last if last and last.after is None else None


def with_ended(plan: Plan) -> dict[str, Task]:
    """Get the tasks of a version of a plan and those that have ended, each where it stood."""
    tasks = {i: task for v in reversed([*plan.versions]) for i, task in v.tasks.items()}
    return {i: plan.tasks.get(i, task) for i, task in tasks.items()}
