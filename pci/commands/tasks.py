"""`pci tasks`: lists tasks."""

from dataclasses import dataclass

from pci.commands import deliver
from pci.commands.options import ListOptions, Places, day, each, unit_id, unit_option
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.ledger import Filter, Ledger, role, select
from pci.core.model import Plan
from pci.core.unclaimed import unclaimed_lines
from pci.core.vi import fold
from pci.lists import json
from pci.lists.columns import ROLE_COLUMNS, TASK_COLUMNS, TaskRow
from pci.usage import option
from pci.workspace import Workspace


@dataclass(frozen=True)
class TaskOptions(ListOptions):
    """Which tasks are wanted, as typed, and how."""

    unit: str | None = unit_option()
    role: str | None = option("--role", "lead|coordinating|related", "Vai trò của đơn vị.")
    index: str | None = option(
        "--index", "CHỈ_SỐ", "Chỉ số: mã, tên hoặc tên tắt, như minh-bach, A.III."
    )
    text: str = option("--text", "CHỮ", "Chữ có trong nhiệm vụ; không cần dấu.", default="")
    state: str | None = option("--state", "TÌNH_TRẠNG", "Như overdue, «quá hạn», «trong hạn».")
    due_by: str | None = option("--due-by", "NGÀY", "Thời hạn không muộn hơn ngày này.")

    def filter(self, plan: Plan, latest: Plan) -> Filter:
        """What the options mean to a version of a plan, whose latest one knows all units."""
        return Filter(
            unit=unit_id(plan, self.unit, latest),
            role=names.role(self.role) if self.role is not None else None,
            sections=names.sections(plan, self.index) if self.index is not None else None,
            text=fold(self.text),
            state=names.task_state(self.state) if self.state else None,
            due_by=day(self.due_by, "--due-by") if self.due_by else None,
        )


def tasks(how: TaskOptions, place: Places) -> None:
    """Liệt kê nhiệm vụ theo đơn vị, vai trò, chỉ số, tình trạng.

    Trong cửa sổ lệnh mỗi nhiệm vụ một, hai dòng, gọi bằng tên ngắn (short trong tệp kế hoạch) hoặc
    vài chữ đầu; in ra tệp, dạng khác thì đủ lời.

    Ví dụ: pci tasks --unit "Văn phòng" --role lead
    """
    if how.role is not None and how.unit is None:
        raise CannotDo("--role cần đi với --unit", "thêm --unit ĐƠN_VỊ")
    columns = [c for c in TASK_COLUMNS if how.unit is not None or c not in ROLE_COLUMNS]
    with place.workspaces() as workspaces:
        deliver.lists(
            columns,
            each(workspaces, lambda one: _listed(one, how, place)),
            json.TASKS,
            how,
            "nhiem-vu",
            by_plan=place.several,
            heading=lambda row: row.heading,
        )


def _listed(workspace: Workspace, how: TaskOptions, place: Places) -> deliver.Listed[TaskRow]:
    plan = place.plan(workspace)
    wanted = how.filter(plan, workspace.plan)
    book = place.book(workspace)
    rows = _rows(book, wanted)
    remark = f"{len(rows)} nhiệm vụ" if rows else "Không có nhiệm vụ nào khớp."
    left = unclaimed_lines(book, workspace.calendar)
    part = json.Part(plan, book.as_of, workspace.progress.complete, rows)
    return deliver.Listed(part, [remark, *left])


def _rows(book: Ledger, wanted: Filter) -> list[TaskRow]:
    """The tasks wanted; with a unit, each with the role of that unit."""
    plan, unit = book.plan, wanted.unit
    rows = []
    for task_id, view in select(book, wanted):
        task = plan.tasks[task_id]
        concerned = role(plan, task, unit) if unit else None
        rows.append(TaskRow(task_id, task, plan, concerned, view))
    return rows
