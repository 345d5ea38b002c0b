"""Rules on units and groups: that every reference resolves, to one thing only."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from pci.check.rule import PlanCase
from pci.core.diagnostic import DocPath, Problem, Severity
from pci.core.model import INSIDE, REST, Plan, Unit
from pci.core.names import matches
from pci.core.rule import Rules
from pci.core.vi import fold

RULES: Rules[PlanCase, Problem] = Rules()


@RULES.rule("PCI211")
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
    for reference in _references(plan):
        if not any(reference.to in getattr(plan, kind) for kind in reference.kinds):
            yield _of_other_kind(plan, reference) or _of_nothing(plan, reference)


class _Reference(NamedTuple):
    """A name that stands somewhere for a thing of one of some kinds, and as what that thing is named there."""

    path: DocPath
    to: str
    kinds: tuple[str, ...]
    role: str


_KINDS = {"units": "đơn vị", "groups": "nhóm", "outside": "cơ quan ngoài", "tasks": "nhiệm vụ"}


def _of_other_kind(plan: Plan, reference: _Reference) -> Problem | None:
    """What is wrong with a name that is known, of a thing that cannot stand there."""
    kind = next((kind for kind in _KINDS if reference.to in getattr(plan, kind)), None)
    if kind is None:
        return None
    wanted = " hoặc ".join(_KINDS[kind] for kind in reference.kinds)
    members = (
        [i for i in plan.groups[reference.to].members if i in plan.units]
        if kind == "groups"
        else []
    )
    hint = f"nêu từng đơn vị: {', '.join(members)}" if members else f"nêu một {wanted}"
    return Problem(
        reference.path,
        f"«{reference.to}» là {_KINDS[kind]}, {reference.role} phải là {wanted}",
        hint,
    )


def _of_nothing(plan: Plan, reference: _Reference) -> Problem:
    """What is wrong with a name that nothing bears, with what it may have meant: a way to call it, or a slip."""
    called = {
        i: _calls(held) for kind in reference.kinds for i, held in getattr(plan, kind).items()
    }
    meant = matches(reference.to, called, whole=True)
    near = meant if len(meant) == 1 else get_close_matches(reference.to, called, 1)
    hint = f"có phải «{near[0]}»?" if near else f"có: {', '.join(called)}"
    message = f"không có «{reference.to}» trong {' và '.join(reference.kinds)}"
    return Problem(reference.path, message, hint, instead=(reference.to, near[0]) if near else None)


def _calls(held: Any) -> list[str]:
    """Every way to call a unit, a group or an outside body; none for what has no name."""
    names = (
        getattr(held, "name", None),
        getattr(held, "short", None),
        *getattr(held, "aliases", ()),
    )
    return [name for name in names if name]


def _references(plan: Plan) -> Iterator[_Reference]:
    anybody = ("units", "groups")
    for i, task in plan.tasks.items():
        yield _Reference(("tasks", i, "lead"), task.lead, anybody, "chủ trì")
        for n, ref in enumerate(task.coordinating):
            yield _Reference(("tasks", i, "coordinating", n), ref, anybody, "phối hợp")
    for i, group in plan.groups.items():
        for n, ref in enumerate(group.members):
            yield _Reference(("groups", i, "members", n), ref, ("units",), "thành viên của nhóm")
    for i, unit in plan.units.items():
        for field, ref in _above(unit).items():
            yield _Reference(("units", i, field), ref, ("units",), field)
    yield _Reference(("reporting", "to"), plan.reporting.to, ("outside",), "nơi nhận báo cáo")
    if plan.letters:
        yield _Reference(
            ("letters", "drafted_by"), plan.letters.drafted_by, ("units",), "nơi soạn công văn"
        )
    for i, unit_id in plan.reporting.focal.items():
        yield _Reference(("reporting", "focal", i), i, ("tasks",), "khóa của focal")
        yield _Reference(("reporting", "focal", i), unit_id, ("units",), "đầu mối")


def _above(unit: Unit) -> Mapping[str, str]:
    """The fields by which a unit stands below others, and those others."""
    fields = {"part_of": unit.part_of, "reports_through": unit.reports_through}
    return {field: ref for field, ref in fields.items() if ref}


_RESERVED = (*INSIDE, REST)


@RULES.rule("PCI212")
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
    """Một cách gọi chỉ chỉ một đơn vị, nhóm hoặc cơ quan ngoài, nếu không thì --unit không biết chọn đơn vị nào.

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


def _names(plan: Plan) -> Iterator[tuple[DocPath, str]]:
    """What anybody is called: whole names first and aliases last, for where two clash the lesser one is at fault."""
    kinds = ("outside", "units", "groups")
    everybody = [((kind, i), held) for kind in kinds for i, held in getattr(plan, kind).items()]
    for field in ("name", "short"):
        yield from (
            ((*who, field), name) for who, held in everybody if (name := getattr(held, field, None))
        )
    for who, held in everybody:
        yield from (
            ((*who, "aliases", n), name) for n, name in enumerate(getattr(held, "aliases", ()))
        )


@RULES.rule("PCI214")
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
            yield Problem(
                ("groups", i),
                f"nhóm {i}: cần hoặc members, hoặc indefinite: true",
                "bỏ hoặc thêm một",
                True,
            )
    for i, task in plan.tasks.items():
        found = plan.groups.get(task.lead)
        if found and found.indefinite:
            yield Problem(
                ("tasks", i, "lead"),
                f"«{found.name}» không thể chủ trì",
                "nêu đơn vị hoặc nhóm có thành viên",
            )


@RULES.rule("PCI215")
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
        fields, chain = [*_above(unit)], _chain(plan, i)
        if len(fields) == 2:
            yield Problem(
                ("units", i), f"{i}: part_of và reports_through không đi cùng", "giữ một", True
            )
        elif len(chain) > 1 and chain[-1] == i:
            # one finding for each loop, at the unit of it that the plan names first
            if i == next(unit for unit in plan.units if unit in chain):
                words = f"đơn vị báo cáo vòng: {' → '.join(chain)}"
                yield Problem(
                    ("units", i, fields[0]), words, "chỉ tới một đơn vị tự báo cáo, hoặc bỏ"
                )
        elif len(chain) > 2 and chain[-1] in plan.units and len({*chain}) == len(chain):
            words, top = f"{i}: thuộc «{chain[1]}», đơn vị không tự báo cáo", chain[-1]
            yield Problem(
                ("units", i, fields[0]), words, f"chỉ thẳng tới «{top}»", instead=(chain[1], top)
            )


def _chain(plan: Plan, unit: str) -> list[str]:
    """A unit and those above it; of a loop, the first that comes again ends it."""
    chain = [unit]
    while (
        chain.count(chain[-1]) == 1
        and chain[-1] in plan.units
        and (above := _above(plan.units[chain[-1]]))
    ):
        chain.append(next(iter(above.values())))
    return chain


@RULES.rule("PCI216", Severity.WARNING)
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
        names = _calls(plan.units.get(task.lead) or plan.groups.get(task.lead))
        printed = f" {fold(task.units)} "
        if names and not any(f" {fold(name)} " in printed for name in names):
            words, hint = (
                f"ô đơn vị của {i} không nêu «{names[0]}»",
                "sửa lead, hoặc thêm cách gọi vào aliases",
            )
            yield Problem(("tasks", i, "lead"), words, hint)


@RULES.rule("PCI217", Severity.WARNING)
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
    lists += [
        (("tasks", i, "coordinating"), task.coordinating) for i, task in case.plan.tasks.items()
    ]
    for path, refs in lists:
        for n, ref in enumerate(refs):
            if ref in refs[:n]:
                yield Problem((*path, n), f"«{ref}» đã nêu trong danh sách này", "bỏ một")
