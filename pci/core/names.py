"""From what a person typed to what is meant: units, sections, states, periods, the subject of an update.

Accents, case, đ/d, tone placement and punctuation never matter. A name that fits exactly wins; otherwise whole
words that stand together in one name are enough, if in one only.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from pci.core.dates import parse_day, parse_period
from pci.core.errors import CannotDo
from pci.core.model import INSIDE, REST, Plan
from pci.core.vi import BRIEF_LABELS, ROLE_LABELS, STATE_LABELS, TASK_LABELS, fold, shortened

_ROMAN_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

Names = Mapping[str, Iterable[str | None]]
"""What can be meant (an id each) and every way it is called."""


def matches(query: str, candidates: Names, whole: bool = False) -> list[str]:
    """The ids that a person's words may mean; with `whole`, part of a name is not enough.

    A name may be run together (`vanphong`), an id may not: `II.11.1` is not `II.1.11`.
    """
    wanted = fold(query)
    named = {i: {fold(name) for name in names if name} for i, names in candidates.items()}
    joined = wanted.replace(" ", "")
    exact = [
        i
        for i, names in named.items()
        if wanted in (fold(i), *names)
        or (joined and joined in {n.replace(" ", "") for n in names if not _is_id(n)})
    ]
    if exact or whole or not any(c.isalpha() for c in wanted):
        return exact
    return [
        i
        for i, names in named.items()
        if any(f" {wanted} " in f" {name} " for name in (fold(i), *names))
    ]


def _is_id(name: str) -> bool:
    return any(c.isdigit() for c in name)


def resolve(query: str, candidates: Names, what: str, whole: bool = False) -> str:
    """The one id that a person's words mean.

    Raises CannotDo with the candidates where several fit, with the nearest names where none does.
    """
    found = matches(query, candidates, whole)
    if len(found) == 1:
        return found[0]
    if found:
        raise CannotDo(
            f"«{shortened(query)}» có thể là nhiều {what}",
            "gõ rõ hơn: " + ", ".join(_shown(candidates, found)),
        )
    raise CannotDo(f"không có {what} «{shortened(query)}»", _nearest(query, candidates))


def _shown(candidates: Names, ids: Iterable[str]) -> list[str]:
    """Each candidate as its id and the first name people use for it."""
    firsts = {i: next((name for name in candidates[i] if name), "") for i in ids}
    return [f"{i} ({name})" if name and fold(name) != fold(i) else i for i, name in firsts.items()]


def _nearest(query: str, candidates: Names) -> str:
    owners = {fold(name): i for i, names in candidates.items() for name in (i, *names) if name}
    near = dict.fromkeys(
        owners[name] for name in get_close_matches(fold(query)[:80], owners, 5, 0.4)
    )
    return (
        "gần nhất: " + ", ".join(_shown(candidates, list(near)[:3])) if near else "xem tệp kế hoạch"
    )


def unit(plan: Plan, query: str) -> str:
    """A unit by id, name, short name or alias. A body outside the agency is told apart, never matched."""
    outside = {i: (body.name, body.short, *body.aliases) for i, body in plan.outside.items()}
    if any(fold(query) in map(fold, filter(None, (i, *names))) for i, names in outside.items()):
        raise CannotDo(
            f"«{query}» là cơ quan ngoài, không phải đơn vị của kế hoạch",
            "xem «units» trong tệp kế hoạch",
        )
    return resolve(
        query, {i: (u.name, u.short, *u.aliases) for i, u in plan.units.items()}, "đơn vị"
    )


def sections(plan: Plan, query: str) -> tuple[str, ...]:
    """The sections that a part, a section or a sub-index means; none for a sub-index without tasks."""
    under = {
        **{
            i: tuple(s for s in plan.sections if s == i or s.startswith(i + "."))
            for i in plan.sections
        },
        **{
            i: tuple(s for s, section in plan.sections.items() if section.subindex == i)
            for i in plan.subindices
        },
    }
    names: dict[str, tuple[str, ...]] = {
        i: (section.title,) for i, section in plan.sections.items()
    }
    for i, subindex in plan.subindices.items():
        alone = under[i][0] if len(under[i]) == 1 else None
        names[alone or i] = (*names.get(alone or "", ()), i, subindex.title, subindex.short)
    found = matches(query, names)
    # "PGI" names a part, its section and its sub-indices: the widest holds all the others
    widest = max(found, key=lambda i: len(under[i]), default=None)
    if widest and under[widest] and all(set(under[i]) <= set(under[widest]) for i in found):
        return under[widest]
    return under[resolve(query, names, "chỉ số")]


def subject(plan: Plan, query: str) -> str:
    """A task, measure or duty by its id, typed in any case."""
    return resolve(
        query, dict.fromkeys((*plan.tasks, *_reported_paragraphs(plan)), ()), "nhiệm vụ", whole=True
    )


def _reported_paragraphs(plan: Plan) -> list[str]:
    """The measures and duties of the body, on which units may report."""
    return [i for i, paragraph in plan.body.items() if paragraph.text and plan.kind_of(i)]


def about(plan: Plan, query: str) -> str:
    """What an update speaks of: a task, `task/obligation`, a measure or duty, a trigger or `con-lai`."""
    names: dict[str, tuple[str | None, ...]] = dict.fromkeys(plan.tasks, ())
    names |= {
        f"{i}/{o}": (obligation.title,)
        for i, t in plan.tasks.items()
        for o, obligation in t.owes.items()
    }
    names |= dict.fromkeys(_reported_paragraphs(plan), ())
    names |= {i: (trigger.title,) for i, trigger in plan.triggers.items()}
    return resolve(
        query, {**names, REST: ("các nhiệm vụ còn lại",)}, "nhiệm vụ hoặc nội dung", whole=True
    )


def task_state(query: str) -> str:
    """A task's state, in English as in JSON or in Vietnamese as printed; `quá hạn` is overdue, not done late."""
    return resolve(
        query, {i: (label, BRIEF_LABELS[i]) for i, label in TASK_LABELS.items()}, "tình trạng"
    )


def state(query: str) -> str:
    """An update's state, in English as stored or in Vietnamese as printed."""
    return resolve(query, {i: (label,) for i, label in STATE_LABELS.items()}, "tình trạng")


def role(query: str) -> str:
    """How a unit is concerned, in English as in JSON or in Vietnamese as printed."""
    return resolve(query, {i: (label,) for i, label in ROLE_LABELS.items()}, "vai trò")


def addressee(plan: Plan, query: str) -> str:
    """Whom a difficulty or proposal is addressed to."""
    names: dict[str, tuple[str | None, ...]] = {i: (label,) for i, label in INSIDE.items()}
    names |= {i: (body.name, body.short, *body.aliases) for i, body in plan.outside.items()}
    return resolve(query, names, "nơi nhận kiến nghị")


def update(known: Iterable[str], query: str) -> str:
    """A recorded update by its id, or by the mark that its id ends with, as lists show it where room is short. What
    fits none is given back as typed, to be told beside all else that is wrong."""
    typed = query.strip().lower()
    found = [i for i in known if typed in (i.lower(), i.rpartition("-")[2])]
    if len(found) > 1:
        raise CannotDo(
            f"«{shortened(query)}» có thể là nhiều cập nhật", "gõ rõ hơn: " + ", ".join(found)
        )
    return found[0] if found else query


def number(text: str) -> Decimal:
    """A number as Vietnamese type it, `118` or `98,33`. `1.234` is a thousand to one reader and a little over one to
    another, so it is refused."""
    if not re.fullmatch(r"-?[0-9]{1,15}([.,][0-9]{1,6})?", text):
        raise CannotDo(
            f"«{shortened(text)}» không phải một số",
            "gõ liền các chữ số, dấu phẩy cho số lẻ: 98,33",
        )
    if re.search(r"\.[0-9]{3}$", text):
        whole, _, part = text.partition(".")
        hint = f"gõ liền {whole}{part}, hoặc {whole},{part} cho số lẻ"
        raise CannotDo(f"«{text}» không rõ là phần nghìn hay phần lẻ", hint)
    return Decimal(text.replace(",", "."))


def day(text: str) -> date | None:
    """A day in ISO form or as a Vietnamese paper writes it, `2023-09-14`, `14/9/2023` or `ngày 14 tháng 9 năm 2023`;
    null where it is none."""
    if found := parse_day(text):
        return found
    parts = re.fullmatch(r"(?P<d>\d{1,2})([/.-])(?P<m>\d{1,2})\2(?P<y>\d{4})", text, re.ASCII)
    parts = parts or re.fullmatch(
        r"(?:ngay )?(?P<d>\d{1,2}) thang (?P<m>\d{1,2}) nam (?P<y>\d{4})", fold(text), re.ASCII
    )
    return parse_day(f"{parts['y']}-{int(parts['m']):02}-{int(parts['d']):02}") if parts else None


def quarter(year: int, query: str) -> str:
    """A quarter's period id from `3`, `III`, `Q3`, `quý 3` or `2023-Q3`."""
    if (period := parse_period(query.strip().upper())) and period.kind == "quarter":
        if period.first.year != year:
            raise CannotDo(
                f"«{query}» không thuộc kế hoạch năm {year}",
                "thêm --year để dùng kế hoạch năm khác",
            )
        return period.id
    bare = re.sub(r"^(quy|q)\s*", "", fold(query))
    if bare not in _ROMAN_QUARTERS:
        raise CannotDo(f"không có quý «{query}»", "gõ 1 đến 4 hoặc I đến IV")
    return f"{year}-Q{_ROMAN_QUARTERS[bare]}"


def report_period(plan: Plan, query: str) -> str:
    """A reporting period's id from what people call it, `III` where reports are quarterly; what is none is given back
    as typed, to be told beside what there is."""
    named = {"month": month, "quarter": quarter, "half": half}.get(plan.reporting.every)
    with suppress(CannotDo):
        return named(plan.year, query) if named else query
    return query


def month(year: int, query: str) -> str:
    """A month's period id from `9`, `09`, `tháng 9` or `2023-09`."""
    return _numbered(year, query, "month", "thang", 12, "{:02}")


def half(year: int, query: str) -> str:
    """A half-year's period id from `1`, `2`, `I`, `II` or `2023-H1`."""
    return _numbered(year, query, "half", "h", 2, "H{}")


def _numbered(year: int, query: str, kind: str, word: str, most: int, shape: str) -> str:
    if (
        (period := parse_period(query.strip().upper()))
        and period.kind == kind
        and period.first.year == year
    ):
        return period.id
    bare = re.sub(rf"^{word}\s*", "", fold(query)).lstrip("0")
    number = _ROMAN_QUARTERS.get(bare) or (
        int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 3 else 0
    )
    if not 1 <= number <= most:
        raise CannotDo(f"«{shortened(query)}» không phải kỳ của năm {year}", f"gõ 1 đến {most}")
    return f"{year}-{shape.format(number)}"
