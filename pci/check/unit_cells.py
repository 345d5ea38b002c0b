"""Rules that compare the lead and the coordinating units of a task with the cell that the plan
prints.

A cell is read where names that the plan knows and the words around them are all that it has.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from pci.check.rule import PlanCase
from pci.check.units import calls
from pci.core.diagnostic import Problem
from pci.core.grouping import grouped
from pci.core.model import Plan, Task
from pci.core.rule import Rules
from pci.core.vi import fold, join_words

RULES: Rules[PlanCase, Problem] = Rules()

# --- what a cell says -----------------------------------------------------------------------------

_UNIT, _AND = "U", ","
_WORDS: Mapping[str, str] = {
    **{"chu tri": "L", "phoi hop": "C", "phoi hop chat che": "C"},
    **{"va": _AND, "voi": _AND, "cung": _AND, "cac": _AND},
    **{",": _AND, ";": _AND, ":": _AND, "\n": _AND, "(": "(", ")": ")"},
}
"""Words and marks around names, each with its sign."""
_NOBODY = -1
_SHAPES: Mapping[str, tuple[int, int]] = {
    "U": (0, _NOBODY),  # Phòng A
    "UL": (0, _NOBODY),  # Phòng A chủ trì
    "LU": (1, _NOBODY),  # Chủ trì: Phòng A
    "UCU": (0, 2),  # Phòng A phối hợp với Phòng B, Phòng C
    "ULCU": (0, 3),  # Phòng A chủ trì, phối hợp với Phòng B
    "LUCU": (1, 3),  # Chủ trì: Phòng A; phối hợp: Phòng B
    "ULUC": (0, 2),  # Phòng A chủ trì; Phòng B phối hợp
}
"""The orders of signs that are read, each with the places of who leads and who coordinates."""
_HEADS = {"UL": 0, "UC": 0, "LUC": 1}
"""The beginnings that say who leads whatever follows, unless it speaks of leading again."""
_MARKS = ",;:()\n"
_PIECE = re.compile(rf"[{_MARKS}]|[^{_MARKS}]+")

Party = tuple[str, ...]
"""The ids that a name may mean, the most exact last: of «Văn phòng (Bộ phận Một cửa)» there are
two."""
Sign = tuple[str, Party]
"""What a stretch of a cell is, with whom it names."""
Entry = tuple[list[str], Sign]
"""Folded words and the sign that they are."""


class UnitCell(NamedTuple):
    """Whom a cell names; null where it is not sure who coordinates."""

    lead: Party
    coordinating: Sequence[Party] | None


def unit_cells(case: PlanCase) -> Iterator[tuple[str, Task, UnitCell | None]]:
    """Every task whose cell is as new as its units, with its id and what the cell says, null where
    it is not sure who leads."""
    plan = case.plan
    named = {**{words: (sign, ()) for words, sign in _WORDS.items()}, **_names(plan)}
    lexicon = _by_first_word((name.split(" "), sign) for name, sign in named.items())
    for i, task in plan.tasks.items():
        if case.is_cell_kept(i):
            continue
        yield i, task, _read(_with_parts(_signs(task.units, lexicon), plan))


def _by_first_word(entries: Iterable[Entry]) -> Mapping[str, Sequence[Entry]]:
    """The entries by their first words, those of most words first."""
    longest_first = sorted(entries, key=lambda entry: -len(entry[0]))
    return grouped(longest_first, lambda entry: entry[0][0])


def _names(plan: Plan) -> Mapping[str, Sign]:
    """Every folded way to call somebody; a group of all is also called without that word."""
    names = {fold(name): i for i, body in plan.outside.items() for name in calls(body)}
    names |= {fold(name): i for i, unit in plan.units.items() for name in calls(unit)}
    for i, group in plan.groups.items():
        names |= dict.fromkeys((fold(group.name), fold(group.name).removeprefix("tat ca ")), i)
    return {name: (_UNIT, (i,)) for name, i in names.items()}


def _read(signs: Sequence[Sign]) -> UnitCell | None:
    if "UU" in "".join(kind for kind, _ in signs):
        return None  # two names with nothing between them
    runs = _runs(signs)
    shape = "".join(kind for kind, _ in runs)
    lead, others = _SHAPES.get(shape) or (_head(shape), None)
    if lead is None or len(runs[lead][1]) > 1:
        return None
    coordinating = [] if others == _NOBODY else runs[others][1] if others else None
    return UnitCell(runs[lead][1][0], coordinating)


def _runs(signs: Sequence[Sign]) -> list[tuple[str, list[Party]]]:
    """The signs without those that only join, equal ones after each other as one."""
    plain = [sign for sign in signs if sign[0] != _AND]
    return [(kind, [party for _, party in run]) for kind, run in groupby(plain, lambda s: s[0])]


def _head(shape: str) -> int | None:
    """The place of who leads in signs that are not read to their end."""
    places = (place for head, place in _HEADS.items() if shape.startswith(head))
    return None if "L" in shape[2:] else next(places, None)


def _signs(printed: str, lexicon: Mapping[str, Sequence[Entry]]) -> list[Sign]:
    """The signs of a cell; a word that is none of the known ones is a sign without a meaning."""
    pieces = _PIECE.findall(printed)
    tokens = [t for piece in pieces for t in ([piece] if piece in _MARKS else fold(piece).split())]
    signs, at = [], 0
    while at < len(tokens):
        ends = ((_after(name, tokens, at), sign) for name, sign in lexicon.get(tokens[at], ()))
        at, sign = next((pair for pair in ends if pair[0]), (at + 1, ("?", ())))
        signs.append(sign)
    return signs


def _after(name: Sequence[str], tokens: Sequence[str], at: int) -> int:
    """The place after a name, which may have commas between its words, 0 where it does not stand
    there."""
    for n, word in enumerate(name):
        while n and tokens[at : at + 1] == [","]:
            at += 1
        if tokens[at : at + 1] != [word]:
            return 0
        at += 1
    return at


def _with_parts(signs: Sequence[Sign], plan: Plan) -> list[Sign]:
    """Signs with a part of a unit in brackets joined to the unit."""
    joined: list[Sign] = []
    for sign in signs:
        joined.append(sign)
        if [kind for kind, _ in joined[-4:]] == [_UNIT, "(", _UNIT, ")"]:
            (_, outer), _, (_, inner), _ = joined[-4:]
            part = plan.units.get(inner[0])
            if outer == inner or (part and outer[0] in (part.part_of, part.reports_through)):
                joined[-4:] = [(_UNIT, (*outer, *inner))]
    return joined


# --- lead and coordinating units ------------------------------------------------------------------


@RULES.rule("PCI216")
def lead_beside_cell(case: PlanCase) -> Iterator[Problem]:
    """Đơn vị chủ trì phải đúng với ô «đơn vị» của bản in, theo tên hoặc một cách gọi của nó; gõ
    nhầm lead thì việc bị đôn đốc sai đơn vị. Ô không đọc được trọn vẹn và chắc chắn thì không so.

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
    able = {*plan.units, *(i for i, group in plan.groups.items() if not group.indefinite)}
    for i, task, cell in unit_cells(case):
        if not cell or task.lead not in able or task.lead in cell.lead:
            continue  # an unknown id, and one that cannot lead, are told by PCI211 and PCI214
        if lead := [ref for ref in cell.lead if ref in able]:
            message = f"ô đơn vị của {i} nêu chủ trì là «{plan.name(lead[-1])}»"
            yield Problem(("tasks", i, "lead"), message, f"viết «lead: {lead[-1]}»")


@RULES.rule("PCI218")
def coordinating_beside_cell(case: PlanCase) -> Iterator[Problem]:
    """Đơn vị phối hợp phải đúng với ô «đơn vị» của bản in, và không cùng là đơn vị chủ trì; thiếu
    một đơn vị thì đơn vị ấy không thấy việc của mình, thừa thì bị hỏi việc không phải của mình.

    Sai:
        tasks:
          A.I.2:
            units: Phòng Đầu tư chủ trì, phối hợp với Văn phòng
            lead: phong-dt
            coordinating: [mot-cua]   # ←

    Đúng:
        tasks:
          A.I.2:
            units: Phòng Đầu tư chủ trì, phối hợp với Văn phòng
            lead: phong-dt
            coordinating: [van-phong]
    """
    plan, known = case.plan, {*case.plan.units, *case.plan.groups}
    for i, task, cell in unit_cells(case):
        given = task.coordinating
        if not known.issuperset(given):
            continue  # an unknown id is told by PCI211
        path = ("tasks", i, "coordinating" if given else "units")
        named = _coordinating(cell, known)
        if named is not None and not _are_named(given, named):
            yield Problem(path, *_as_printed(plan, i, given, named), on_key=True)
        elif _is_twice(task, cell):
            message = f"«{plan.name(task.lead)}» vừa chủ trì vừa phối hợp {i}"
            yield Problem(path, message, "giữ ở lead, hoặc giữ ở coordinating", on_key=True)


def _coordinating(cell: UnitCell | None, known: Collection[str]) -> list[Party] | None:
    """The coordinating parties of a cell that the plan knows; null where it is not sure of any."""
    if cell is None or cell.coordinating is None:
        return None
    return [party for party in cell.coordinating if party[0] in known]


def _is_twice(task: Task, cell: UnitCell | None) -> bool:
    """Whether a task has its lead also as coordinating, and its cell names no other lead."""
    return task.lead in task.coordinating and (not cell or task.lead in cell.lead)


def _are_named(given: Sequence[str], named: Sequence[Party]) -> bool:
    """Whether the coordinating units are those of a cell, one at least of each party."""
    return {*given} <= {i for party in named for i in party} and all(
        {*given} & {*party} for party in named
    )


def _as_printed(
    plan: Plan, task_id: str, given: Sequence[str], named: Sequence[Party]
) -> tuple[str, str]:
    """Say whom a cell names as coordinating, and the line to write."""
    chosen = {next((i for i in party if i in given), party[-1]) for party in named}
    order = [ref for ref in (*plan.units, *plan.groups) if ref in chosen]
    if not order:
        return f"ô đơn vị của {task_id} không nêu đơn vị phối hợp", "bỏ coordinating"
    units = join_words([f"«{plan.name(ref)}»" for ref in order])
    hint = f"viết «coordinating: [{', '.join(order)}]»"
    return f"ô đơn vị của {task_id} nêu phối hợp là {units}", hint
