"""Rules on units and groups: that every reference resolves, to one thing only."""

from collections.abc import Iterator
from difflib import get_close_matches

from pci.diagnostic import DocPath, Problem, Severity
from pci.model import INSIDE, REST, Plan
from pci.rules.rule import PlanCase, PlanRule
from pci.vi import fold


def unknown_unit(case: PlanCase) -> Iterator[Problem]:
    """Đơn vị chủ trì, phối hợp, soạn công văn, thành viên nhóm phải có trong units hoặc groups, nếu không việc ấy không
    có ai chịu trách nhiệm.

    Sai:
        tasks:
          A.I.2:
            lead: phong-dautu   # ←

    Đúng:
        tasks:
          A.I.2:
            lead: phong-dt
    """
    plan = case.plan
    for path, ref, kinds in _references(plan):
        known = [i for kind in kinds for i in getattr(plan, kind)]
        if ref not in known:
            near = get_close_matches(ref, known, 1)
            hint = f"có phải «{near[0]}»?" if near else f"có: {', '.join(known)}"
            mend = (ref, near[0]) if near else None
            yield Problem(path, f"không có «{ref}» trong {' và '.join(kinds)}", hint, instead=mend)


def _references(plan: Plan) -> Iterator[tuple[DocPath, str, tuple[str, ...]]]:
    for i, task in plan.tasks.items():
        yield ("tasks", i, "lead"), task.lead, ("units", "groups")
        for n, ref in enumerate(task.coordinating):
            yield ("tasks", i, "coordinating", n), ref, ("units", "groups")
    for i, group in plan.groups.items():
        for n, ref in enumerate(group.members):
            yield ("groups", i, "members", n), ref, ("units",)
    for i, unit in plan.units.items():
        if unit.part_of:
            yield ("units", i, "part_of"), unit.part_of, ("units",)
        if unit.reports_through:
            yield ("units", i, "reports_through"), unit.reports_through, ("units",)
    yield ("reporting", "to"), plan.reporting.to, ("outside",)
    if plan.letters:
        yield ("letters", "drafted_by"), plan.letters.drafted_by, ("units",)
    for i, unit_id in plan.reporting.focal.items():
        yield ("reporting", "focal", i), i, ("tasks",)
        yield ("reporting", "focal", i), unit_id, ("units",)


def id_used_twice(case: PlanCase) -> Iterator[Problem]:
    """Một mã chỉ gọi một thứ: đơn vị, nhóm, cơ quan ngoài và điều kiện không được trùng mã nhau.

    Sai:
        outside:
          van-phong: {name: Văn phòng UBND tỉnh}   # ←

    Đúng:
        outside:
          vp-ubnd: {name: Văn phòng UBND tỉnh}
    """
    plan = case.plan
    seen: dict[str, str] = dict.fromkeys((*INSIDE, REST), "từ dành riêng")
    for kind in ("units", "groups", "outside", "triggers"):
        for i in getattr(plan, kind):
            if i in seen:
                yield Problem((kind, i), f"mã «{i}» đã dùng ở {seen[i]}", "đặt mã khác", True)
            seen[i] = kind


def name_used_twice(case: PlanCase) -> Iterator[Problem]:
    """Một cách gọi chỉ chỉ một đơn vị, nếu không thì --unit không biết chọn đơn vị nào.

    Sai:
        units:
          phong-dt:   # ←
            name: Phòng Đầu tư
            aliases: [VP]

    Đúng:
        units:
          phong-dt:
            name: Phòng Đầu tư
            aliases: [ĐT]
    """
    plan = case.plan
    owner = {
        fold(name): i for i, body in plan.outside.items() for name in (body.name, body.short, *body.aliases) if name
    }
    for i, unit in plan.units.items():
        for name in (unit.name, unit.short, *unit.aliases):
            if name and owner.setdefault(fold(name), i) != i:
                yield Problem(
                    ("units", i), f"«{name}» cũng là tên của {owner[fold(name)]}", "đổi tên hoặc bỏ alias", True
                )


def group_misused(case: PlanCase) -> Iterator[Problem]:
    """Nhóm hoặc có thành viên, hoặc không xác định; nhóm không xác định không thể chủ trì, vì không biết ai báo cáo.

    Sai:
        tasks:
          A.I.2:
            units: Các phòng có liên quan
            lead: lien-quan   # ←

    Đúng:
        tasks:
          A.I.2:
            units: Phòng Đầu tư phối hợp các phòng có liên quan
            lead: phong-dt
            coordinating: [lien-quan]
    """
    plan = case.plan
    for i, group in plan.groups.items():
        if group.indefinite == bool(group.members):
            yield Problem(("groups", i), f"nhóm {i}: cần hoặc members, hoặc indefinite: true", "bỏ hoặc thêm một", True)
    for i, task in plan.tasks.items():
        found = plan.groups.get(task.lead)
        if found and found.indefinite:
            yield Problem(
                ("tasks", i, "lead"), f"«{found.name}» không thể chủ trì", "nêu đơn vị hoặc nhóm có thành viên"
            )


def nested_unit(case: PlanCase) -> Iterator[Problem]:
    """Đơn vị chịu trách nhiệm phải rõ ràng: bộ phận chỉ thuộc thẳng một đơn vị, đơn vị không báo cáo vòng.

    Sai:
        units:
          to-in: {name: Tổ In, part_of: mot-cua}   # ←

    Đúng:
        units:
          to-in: {name: Tổ In, part_of: van-phong}
    """
    plan = case.plan
    for i, unit in plan.units.items():
        above = plan.units.get(unit.part_of or unit.reports_through or "")
        if unit.part_of and unit.reports_through:
            yield Problem(("units", i), f"{i}: part_of và reports_through không đi cùng", "giữ một", True)
        elif above and (above.part_of or above.reports_through):
            yield Problem(
                ("units", i), f"{i}: thuộc một đơn vị không tự báo cáo", "chỉ thẳng tới đơn vị cấp trên", True
            )


def lead_not_printed(case: PlanCase) -> Iterator[Problem]:
    """Đơn vị chủ trì phải đọc được từ ô «đơn vị» của bản in, theo tên hoặc một cách gọi của nó; gõ nhầm lead thì việc
    bị đôn đốc sai đơn vị.

    Sai:
        tasks:
          A.I.2:
            units: Phòng Đầu tư chủ trì
            lead: van-phong   # ←

    Đúng:
        tasks:
          A.I.2:
            units: Phòng Đầu tư chủ trì
            lead: phong-dt
    """
    plan = case.plan
    for i, task in plan.tasks.items():
        unit, group = plan.units.get(task.lead), plan.groups.get(task.lead)
        names = (unit.name, unit.short, *unit.aliases) if unit else (group.name,) if group else ()
        printed = f" {fold(task.units)} "
        if names and not any(f" {fold(name)} " in printed for name in names if name):
            words, hint = f"ô đơn vị của {i} không nêu «{names[0]}»", "sửa lead, hoặc thêm cách gọi vào aliases"
            yield Problem(("tasks", i, "lead"), words, hint)


def listed_twice(case: PlanCase) -> Iterator[Problem]:
    """Trong một danh sách mỗi đơn vị nêu một lần; nêu hai lần thường là gộp hai bản sửa mà quên bỏ bớt.

    Sai:
        groups:
          hai-phong: {name: Hai phòng, members: [van-phong, van-phong]}   # ←

    Đúng:
        groups:
          hai-phong: {name: Hai phòng, members: [van-phong, phong-dt]}
    """
    lists = [(("groups", i, "members"), group.members) for i, group in case.plan.groups.items()]
    lists += [(("tasks", i, "coordinating"), task.coordinating) for i, task in case.plan.tasks.items()]
    for path, refs in lists:
        for n, ref in enumerate(refs):
            if ref in refs[:n]:
                yield Problem((*path, n), f"«{ref}» đã nêu trong danh sách này", "bỏ một")


PLAN_RULES = (
    PlanRule("PCI211", unknown_unit),
    PlanRule("PCI212", id_used_twice),
    PlanRule("PCI213", name_used_twice),
    PlanRule("PCI214", group_misused),
    PlanRule("PCI215", nested_unit),
    PlanRule("PCI216", lead_not_printed, Severity.WARNING),
    PlanRule("PCI217", listed_twice, Severity.WARNING),
)
