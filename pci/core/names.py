"""From what a person typed to what is meant: units, sections, states, periods, the subject of an
update.

Accents, case, đ/d, tone placement and punctuation never matter. A name that fits exactly wins;
otherwise whole words that stand together in one name are enough, if in one only.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from pci.core.dates import parse_day, periods_of
from pci.core.errors import CannotDo
from pci.core.history import task_changes
from pci.core.model import INSIDE, LEADERS, OLD_LEADERS, REST, OutsideBody, Plan, Unit
from pci.core.organisation import ORGANISATION_PATH, Organisation
from pci.core.vi import BRIEF_LABELS, ROLE_LABELS, STATE_LABELS, TASK_LABELS, fold, shortened

Names = Mapping[str, Iterable[str | None]]
"""What can be meant (an id each) and every way it is called."""


_FEW = 12
"""So many names can be listed in one line."""


def matches(query: str, candidates: Names, whole: bool = False) -> list[str]:
    """The ids that a person's words may mean; with `whole`, part of a name is not enough.

    A name may be run together (`vanphong`), one with digits may not: `II.11.1` is not `II.1.11`.
    """
    wanted = fold(query)
    named = {i: _folded((i, *names)) for i, names in candidates.items()}
    exact = [i for i, names in named.items() if _is_called(names, wanted)]
    if exact or whole or not any(map(str.isalpha, wanted)):
        return exact
    return [i for i, names in named.items() if any(f" {wanted} " in f" {name} " for name in names)]


def _folded(names: Iterable[str | None]) -> list[str]:
    return [fold(name) for name in names if name]


def _is_called(names: Collection[str], wanted: str) -> bool:
    return wanted in names or bool(_joined(wanted) & _joined(*names))


def _joined(*names: str) -> set[str]:
    """Names run together, those of letters only."""
    return {joined for name in names if (joined := name.replace(" ", "")).isalpha()}


def resolve(
    query: str,
    candidates: Names,
    what: str,
    whole: bool = False,
    otherwise: str = "xem tệp kế hoạch",
) -> str:
    """The one id that a person's words mean.

    Raises CannotDo with the candidates where several fit; where none does with the nearest names,
    with all where there are few, else with the hint given.
    """
    ids = matches(query, candidates, whole)
    if len(ids) == 1:
        return ids[0]
    if ids:
        hint = "gõ rõ hơn: " + ", ".join(_shown(candidates, ids))
        raise CannotDo(f"«{shortened(query)}» có thể là nhiều {what}", hint)
    raise CannotDo(
        f"không có {what} «{shortened(query)}»", _nearest(query, candidates) or otherwise
    )


def _shown(candidates: Names, ids: Iterable[str]) -> list[str]:
    """Each candidate as its id and the first name people use for it."""
    firsts = {i: next((name for name in candidates[i] if name), "") for i in ids}
    return [f"{i} ({name})" if name and fold(name) != fold(i) else i for i, name in firsts.items()]


def _nearest(query: str, candidates: Names) -> str:
    owners = {fold(name): i for i, names in candidates.items() for name in (i, *names) if name}
    near = [owners[name] for name in get_close_matches(fold(query)[:80], owners, 5, 0.4)]
    shown = _shown(candidates, list(dict.fromkeys(near))[:3])
    if shown:
        return "gần nhất: " + ", ".join(shown)
    is_short = len(candidates) <= _FEW
    return "có: " + ", ".join(_shown(candidates, candidates)) if is_short and candidates else ""


def unit(plan: Plan, query: str) -> str:
    """Find a unit by id, name, short name, alias or initials, also one of earlier days."""
    units = {i: _called(i, (version.units for version in plan.versions)) for i in plan.units}
    if not matches(query, units):
        by_initials = matches(query, {i: map(initials, units[i]) for i in units}, whole=True)
        if len(by_initials) == 1:
            return by_initials[0]
    return resolve(query, units, "đơn vị")


def initials(name: str) -> str:
    """The first letters of a name's words: `PDN` of `Phòng Doanh nghiệp`."""
    return "".join(word[0] for word in name.split() if word[0].isalnum()).upper()


def forerunners(plan: Plan, known: Plan, unit: str) -> list[str]:
    """The units of a version of the plan that became a unit which a later one knows, or which then
    became another one."""
    became = {one for version in known.versions for one in plan.units if version.heir(one) == unit}
    return [*dict.fromkeys(plan.heir(one) or one for one in plan.units if one in became)]


def not_begun(plan: Plan, known: Plan, unit: str, doubtful: str) -> CannotDo:
    """The refusal of a unit which a version of the plan does not have yet, with what stood in its
    place, else what to look at again."""
    before = ", ".join(map(plan.name, forerunners(plan, known, unit)))
    hint = f"khi ấy là: {before}" if before else f"xem lại {doubtful}"
    return CannotDo(f"{known.name(unit)} chưa có vào ngày ấy", hint)


def _called(i: str, registers: Iterable[Mapping[str, Unit | OutsideBody]]) -> tuple[str, ...]:
    """The ways in which a unit or a body is called in some versions of a plan, the last first."""
    known = (register[i] for register in registers if i in register)
    ways = (way for one in known for way in (one.name, one.short, *one.aliases))
    return tuple(dict.fromkeys(filter(None, ways)))


def sections(plan: Plan, query: str) -> tuple[str, ...]:
    """Find the sections of a part, a section or a sub-index, which may have none."""
    names: dict[str, tuple[str, ...]] = {i: (s.title,) for i, s in plan.sections.items()}
    names |= {i: (subindex.title, subindex.short) for i, subindex in plan.subindices.items()}
    under = {i: _below(plan, i) for i in names}
    # "PGI" names a part, its section and its sub-indices: the widest holds all the others
    widest = max((under[i] for i in matches(query, names)), key=len, default=())
    if widest and all(set(under[i]) <= set(widest) for i in matches(query, names)):
        return widest
    return under[resolve(query, names, "chỉ số")]


def _below(plan: Plan, i: str) -> tuple[str, ...]:
    """A section and those inside it, or the sections that answer to a sub-index."""
    if i in plan.subindices:
        return tuple(s for s, section in plan.sections.items() if section.subindex == i)
    return tuple(s for s in plan.sections if f"{s}.".startswith(f"{i}."))


def subject(plan: Plan, query: str) -> str:
    """A task, measure or duty by its id, typed in any case, also one that has ended."""
    ids: Names = {
        i: () for version in plan.versions for i in (*version.tasks, *version.reported_paragraphs)
    }
    return resolve(query, ids, "nhiệm vụ", whole=True)


def about(
    plan: Plan,
    query: str,
    otherwise: str = "xem tệp kế hoạch",
    earlier: Iterable[Plan] = (),
) -> str:
    """What an update speaks of: a task, `task/obligation`, a measure or duty, a trigger or
    `con-lai`; also of earlier versions where these are given. Raises CannotDo with the document by
    which a task has ended."""
    names: dict[str, tuple[str, ...]] = {REST: ("các nhiệm vụ còn lại",)}
    for version in (*earlier, plan):
        names |= dict.fromkeys((*version.tasks, *version.reported_paragraphs), ())
        names |= {i: (owed.title,) for i, owed in version.obligations.items()}
        names |= {i: (trigger.title,) for i, trigger in version.triggers.items()}
    gone = {change.task: change for change in task_changes(plan) if change.task not in names}
    for i in matches(query.partition("/")[0], dict.fromkeys(gone, ()), whole=True):
        hint = "việc đã làm trước đó thì ghi --date của ngày làm"
        raise CannotDo(f"nhiệm vụ {i} đã {gone[i].dated_words}", hint)
    return resolve(query, names, "nhiệm vụ hoặc nội dung", whole=True, otherwise=otherwise)


_SHORT_STATES = {"done_late": "muộn", "waiting": "chờ"}
"""What people also type for a state."""


def task_state(query: str) -> str:
    """A task's state, in English as in JSON or in Vietnamese as printed; `quá hạn` is overdue, not
    done late."""
    labels = {i: (label, BRIEF_LABELS[i], _SHORT_STATES.get(i)) for i, label in TASK_LABELS.items()}
    return resolve(query, labels, "tình trạng")


def state(query: str) -> str:
    """An update's state, in English as stored or in Vietnamese as printed."""
    return resolve(query, {i: (label,) for i, label in STATE_LABELS.items()}, "tình trạng")


def role(query: str) -> str:
    """How a unit is concerned, in English as in JSON or in Vietnamese as printed."""
    return resolve(query, {i: (label,) for i, label in ROLE_LABELS.items()}, "vai trò")


def addressee(plan: Plan, query: str) -> str:
    """Whom a difficulty or proposal is addressed to."""
    return resolve(query, addressees(plan), "nơi nhận kiến nghị")


def addressees(plan: Plan) -> Names:
    """To whom difficulties and proposals may be addressed."""
    names: dict[str, tuple[str | None, ...]] = {i: (plan.name(i), INSIDE[i]) for i in INSIDE}
    names[LEADERS] += (OLD_LEADERS,)
    return names | {i: _called(i, (one.outside for one in plan.versions)) for i in plan.outside}


def signer(organisation: Organisation, query: str) -> str:
    """Find who signs by the id, the capacity or the name."""
    holders = organisation.signers.items()
    names = {i: (w for one in all_ for w in (one.name, *one.capacity)) for i, all_ in holders}
    hint = f"nêu ở signers của {ORGANISATION_PATH}"
    return resolve(query, {i: tuple(n) for i, n in names.items()}, "người ký", otherwise=hint)


def update(known: Iterable[str], query: str) -> str:
    """Find a recorded update by its id, or by the mark at the end of the id, as narrow lists show
    it."""
    marks = {i: (i.rpartition("-")[2],) for i in known}
    return resolve(query, marks, "cập nhật", whole=True, otherwise="xem mã bằng «pci log»")


def number(text: str) -> Decimal:
    """Read a number as Vietnamese type it, `118` or `98,33`. `1.234` is a thousand to one reader
    and about one to another, so it is refused."""
    if not re.fullmatch(r"-?[0-9]{1,15}([.,][0-9]{1,6})?", text):
        hint = "gõ liền các chữ số, dấu phẩy cho số lẻ: 98,33"
        raise CannotDo(f"«{shortened(text)}» không phải một số", hint)
    whole, _, part = text.partition(".")
    if len(part) == 3:
        hint = f"gõ liền {whole}{part}, hoặc {whole},{part} cho số lẻ"
        raise CannotDo(f"«{text}» không rõ là phần nghìn hay phần lẻ", hint)
    return Decimal(text.replace(",", "."))


def day(text: str, since: int = 2000) -> date | None:
    """A day in ISO form or as a Vietnamese paper writes it, `2023-09-14`, `14/9/2023` or `ngày 14
    tháng 9 năm 2023`; null where it is none of the years from one to 2100."""
    pattern = r"(?:ngay )?(\d{1,2}) (?:thang )?(\d{1,2}) (?:nam )?(\d{4})"
    parts = re.fullmatch(pattern, fold(text), re.ASCII)
    if parts:
        number, month, year = parts.groups()
        text = f"{year}-{int(month):02}-{int(number):02}"
    candidate = parse_day(text)
    return candidate if candidate and since <= candidate.year <= 2100 else None


def report_period(plan: Plan, query: str) -> str:
    """Find a reporting period by what people call it, `III` where reports are quarterly. Text that
    fits none stays as typed: the rules say what is wrong with it."""
    every = plan.reporting.every
    return query if every in (None, "year") else _numbered(plan.year, query, every) or query


def period(year: int, query: str, kind: str) -> str:
    """Find a month, quarter or half of a year by its id or its number: `3`, `III`, `Q3`, `quý 3`
    or `2023-Q3`."""
    period_id = _numbered(year, query, kind)
    if period_id is None:
        hint = f"gõ 1 đến {len(periods_of(year, kind))}; kế hoạch năm khác thì thêm --year"
        raise CannotDo(f"«{shortened(query)}» không phải kỳ của năm {year}", hint)
    return period_id


_BEFORE_NUMBER = {"month": "thang", "quarter": "quy|q", "half": "h"}
"""The words before the number of a period."""
_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _numbered(year: int, query: str, kind: str) -> str | None:
    """Find the period of a year by its id or its number; null where there is none."""
    ids = [period.id for period in periods_of(year, kind)]
    typed = query.strip().upper()
    if typed in ids:
        return typed
    bare = re.sub(rf"^({_BEFORE_NUMBER[kind]})\s*", "", fold(query)).lstrip("0")
    number = int(bare) if re.fullmatch("[1-9][0-9]?", bare) else _NUMERALS.get(bare, 0)
    return ids[number - 1] if 1 <= number <= len(ids) else None
