"""Rules on units and groups: every reference resolves, to one thing only."""

from collections.abc import Iterator, Mapping

from pci.check.rule import PlanCase, dangling
from pci.core.diagnostic import DocPath, Problem
from pci.core.model import INSIDE, OLD_LEADERS, REST, OutsideBody, Plan, Unit
from pci.core.references import leaves
from pci.core.rule import Rules
from pci.core.vi import fold

RULES: Rules[PlanCase, Problem] = Rules()


@RULES.rule("PCI211")
def unknown_unit(case: PlanCase) -> Iterator[Problem]:
    """Đơn vị chủ trì, phối hợp, soạn công văn, thành viên nhóm phải có trong units hoặc groups, nếu
    không việc ấy không có ai chịu trách nhiệm.

    Sai:
        tasks:
          A.I.2:
            lead: phong-dautu   # ←

    Đúng:
        tasks:
          A.I.2:
            lead: phong-dt
    """
    if case.plan.units:
        yield from dangling(case.plan, case.references, "units", "outside", "tasks", "body")
    else:
        message, hint = "kế hoạch chưa có đơn vị nào", "thêm units, ở đây hoặc ở organisation.yaml"
        yield Problem(("title",), message, hint, on_key=True)


def _above(unit: Unit) -> Mapping[str, str]:
    """The fields by which a unit stands below others, and those others."""
    fields = {"part_of": unit.part_of, "reports_through": unit.reports_through}
    return {field: ref for field, ref in fields.items() if ref}


def calls(body: Unit | OutsideBody) -> list[str]:
    """Every way to call a unit or a body outside, its name first."""
    return [name for name in (body.name, body.short, *body.aliases) if name]


_RESERVED = (*INSIDE, OLD_LEADERS, REST)


@RULES.rule("PCI212")
def id_used_twice(case: PlanCase) -> Iterator[Problem]:
    """Một mã chỉ gọi một thứ: đơn vị, nhóm, cơ quan ngoài và điều kiện không được trùng mã nhau.

    Sai:
        outside:
          van-phong:   # ←
            name: Văn phòng UBND tỉnh

    Đúng:
        outside:
          vp-ubnd: {name: Văn phòng UBND tỉnh}
    """
    plan = case.plan
    seen: dict[str, str] = dict.fromkeys(_RESERVED, "từ dành riêng")
    for kind in ("units", "groups", "outside", "triggers"):
        for i in getattr(plan, kind):
            if i in seen:
                message = f"mã «{i}» đã dùng ở {seen[i]}"
                other = None if i in _RESERVED else (seen[i], i)
                yield Problem((kind, i), message, "đặt mã khác", True, other=other)
            seen[i] = kind


@RULES.rule("PCI213")
def name_used_twice(case: PlanCase) -> Iterator[Problem]:
    """Một cách gọi chỉ chỉ một đơn vị, nhóm hoặc cơ quan ngoài, nếu không thì --unit không biết
    chọn đơn vị nào.

    Sai:
        units:
          phong-dt:
            name: Phòng Đầu tư
            aliases: [VP]   # ←

    Đúng:
        units:
          phong-dt:
            name: Phòng Đầu tư
            aliases: [ĐT]
    """
    owner: dict[str, DocPath] = {}
    for path, name in _names(case.plan):
        first = owner.setdefault(fold(name), path)
        if first[:2] != path[:2]:
            message = f"«{name}» cũng là tên của {first[1]}"
            yield Problem(path, message, "đổi tên hoặc bỏ alias", other=first)


def _names(plan: Plan) -> list[tuple[DocPath, str]]:
    """What anybody is called, aliases last: where two clash the later one is at fault."""
    names = [
        (leaf.path, leaf.value)
        for kind in ("outside", "units", "groups")
        for i, held in getattr(plan, kind).items()
        for leaf in leaves(held, (kind, i))
        if leaf.path[2] in ("name", "short", "aliases")
    ]
    return sorted(names, key=lambda named: named[0][2] == "aliases")


@RULES.rule("PCI214")
def group_misused(case: PlanCase) -> Iterator[Problem]:
    """Nhóm hoặc có thành viên, hoặc không xác định; nhóm không xác định không thể chủ trì, vì không
    biết ai báo cáo.

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
            message = f"nhóm {i}: cần hoặc members, hoặc indefinite: true"
            yield Problem(("groups", i), message, "bỏ hoặc thêm một", on_key=True)
    for i, task in plan.tasks.items():
        lead = plan.groups.get(task.lead)
        if lead and lead.indefinite:
            message = f"«{lead.name}» không thể chủ trì"
            yield Problem(("tasks", i, "lead"), message, "nêu đơn vị hoặc nhóm có thành viên")


@RULES.rule("PCI215")
def nested_unit(case: PlanCase) -> Iterator[Problem]:
    """Đơn vị chịu trách nhiệm phải rõ ràng: bộ phận chỉ thuộc thẳng một đơn vị, đơn vị không báo
    cáo vòng.

    Sai:
        units:
          to-in: {part_of: mot-cua, name: Tổ In}   # ←

    Đúng:
        units:
          to-in: {name: Tổ In, part_of: van-phong}
    """
    for i, unit in case.plan.units.items():
        above = _above(unit)
        if len(above) == 2:
            message = f"{i}: part_of và reports_through không đi cùng"
            yield Problem(("units", i), message, "giữ một", on_key=True)
            continue
        for field, ref in above.items():
            parent = case.plan.units.get(ref)
            if parent and _above(parent):
                message = f"{i}: thuộc «{ref}», đơn vị không tự báo cáo"
                yield Problem(("units", i, field), message, "chỉ thẳng tới một đơn vị tự báo cáo")
