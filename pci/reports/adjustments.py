"""The annex of a decision that adjusts the plan: printed words as they were and are to be.

The number and the day of the decision and the reason of each change are for people to fill in.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pci.core.fields import Record, title_of
from pci.core.grouping import grouped
from pci.core.labels import labelled
from pci.core.model import Amended, CitedDocument, Plan, Task
from pci.core.vi import day_number, lower_first, month_words, roman, upper_first
from pci.diff.changes import NOUNS, Change
from pci.diff.things import OF_TASK, REGISTERS
from pci.diff.word_diff import word_diff
from pci.lists.columns import printed_cells
from pci.reports import phrases
from pci.reports.letterhead import BLANK, AgencyNames, agency, given


@dataclass(frozen=True)
class NewWords:
    """A stretch of the words that a part is to have."""

    chu: Annotated[str, "một đoạn chữ của lời văn mới", "Thời gian thực hiện: Quý III"]
    dam: Annotated[bool, "đoạn chữ ấy là chữ mới, in đậm"] = False


@dataclass(frozen=True)
class AnnexRow:
    """A paragraph or a task of the plan that is adjusted."""

    tt: Annotated[str, "số thứ tự trong phần", "1"]
    vi_tri: Annotated[
        str, "chỗ của nội dung trong Kế hoạch", "Nhiệm vụ số 4, mục VII, phần A Phụ lục"
    ]
    tai: Annotated[str, "chỗ ấy trong câu", "nhiệm vụ số 4, mục VII, phần A Phụ lục"]
    cu: Annotated[str, "lời văn theo Kế hoạch", "Thời gian thực hiện: Quý II"]
    moi: tuple[NewWords, ...]


@dataclass(frozen=True)
class AnnexPart:
    """What is adjusted, what is added, or what is removed."""

    so: Annotated[str, "số La Mã của phần trong bảng", "I"]
    ten: Annotated[str, "tên của phần: điều chỉnh, bổ sung, bãi bỏ", "Nội dung điều chỉnh"]
    dong: tuple[AnnexRow, ...]


@dataclass(frozen=True)
class AdjustmentsAnnex:
    """What `templates/phu-luc-dieu-chinh.docx` may print."""

    minh_hoa: Annotated[bool, "kế hoạch là dữ liệu minh họa"]
    dinh_chinh: Annotated[bool, "văn bản là đính chính chỗ in sai của Kế hoạch"]
    co_quan: AgencyNames
    loai: Annotated[str, "loại của văn bản có phụ lục này", "Quyết định"]
    so: Annotated[str, "số của văn bản, để trống chờ Văn thư", BLANK]
    ky_hieu: Annotated[str, "ký hiệu của văn bản", "QĐ-KKT"]
    ngay_thang: Annotated[
        str,
        "ngày tháng của văn bản, để trống khi chưa có",
        f"ngày {BLANK} tháng {BLANK} năm {BLANK}",
    ]
    trich_yeu: Annotated[
        str,
        "trích yếu của Kế hoạch",
        "triển khai Chương trình hành động nâng cao chỉ số PCI năm 2023",
    ]
    phan: tuple[AnnexPart, ...]


_TEXTS = ("title", "text", "preamble", "closing", "appendix_title")
_PRINTED = {
    "plan": _TEXTS,
    "paragraph": _TEXTS,
    "section": _TEXTS,
    "task": ("number", "work", "units", "time", "outputs"),
}
"""The parts that the paper of the plan prints, by the things that they belong to."""
_PERFORMERS = ("lead", "coordinating")
"""The parts of a task that its printed cell of units says in words."""
_PARTS = {
    "changed": "Nội dung điều chỉnh",
    "added": "Nội dung bổ sung",
    "removed": "Nội dung bãi bỏ",
}


def is_printed(change: Change) -> bool:
    """Tell whether the paper of the plan reads otherwise.

    How the program reads the plan, the names of units and the regime stand in no paper.
    """
    parts = _PRINTED.get(change.noun, ())
    return bool(parts) and change.field in ("", "id", *parts)


_INSIDE = {**OF_TASK, "deadline": OF_TASK["obligation"]}
"""The registers of a task, by the nouns of what changes in them."""
_IMPLIED = ("order", "report", "update")
"""What other changes bring with them."""


def of_amendment(changes: Sequence[Change], tasks: Sequence[str]) -> list[Change]:
    """List the changes that the annex of an amendment names, those of tasks in their order: all
    that it makes other, but for what the cells of a row that is printed otherwise say themselves.
    """
    whole = {change.at for change in changes if change.noun == "task" and not change.field}
    celled = {change.at for change in changes if change.field == "units"}
    named = [change for change in changes if _is_named(change, whole, celled)]
    nouns = [noun for noun in NOUNS if noun not in _INSIDE]

    def place(change: Change) -> tuple[int, int]:
        task, noun = change.at.partition("/")[0], change.noun
        is_of_task = noun in ("task", *_INSIDE) and task in tasks
        rank = nouns.index("task" if noun in _INSIDE else noun)
        return rank, tasks.index(task) if is_of_task else 0

    return sorted(named, key=place)


def _is_named(change: Change, whole: Collection[str], celled: Collection[str]) -> bool:
    task = change.at.partition("/")[0]
    if change.noun in _IMPLIED or change.field.startswith("corrections"):
        return False
    if change.noun in _INSIDE and task in whole:
        return False
    if change.noun == "deadline":
        return change.verb == "moved" or change.field == "due"
    is_of_cell = change.field == "quote" or change.field.endswith(".quote")
    return not is_of_cell and not (change.field in _PERFORMERS and change.at in celled)


def title(plan: Plan, corrects: bool = False) -> str:
    """Name the paper in the properties of its file."""
    what = "đính chính" if corrects else "điều chỉnh, bổ sung"
    return f"Phụ lục {what} Kế hoạch {lower_first(plan.title)}"


def annex(
    old: Plan, new: Plan, changes: Iterable[Change], by: Amended | None = None
) -> AdjustmentsAnnex:
    """Write the annex of changes; without the document that made them, of a decision to come."""
    document = by.document if by else _decision_to_come(new)
    number, _, symbol = (document.number or "").partition("/")
    names = agency(new)
    return AdjustmentsAnnex(
        minh_hoa=new.illustrative,
        dinh_chinh=by is not None and by.corrects,
        co_quan=replace(names, ten_day_du=document.issuer or names.ten_day_du),
        loai=document.type,
        so=number or BLANK,
        ky_hieu=given(symbol, "ký hiệu"),
        ngay_thang=_day_line(document.date),
        trich_yeu=lower_first(new.title),
        phan=tuple(
            AnnexPart(roman(number), name, tuple(_rows(old, new, part_changes)))
            for number, (name, part_changes) in enumerate(_parts(changes), 1)
        ),
    )


def _decision_to_come(plan: Plan) -> CitedDocument:
    """Cite a decision of the plan's agency that has no number yet."""
    symbol = plan.symbol and f"QĐ-{plan.symbol.partition('-')[2]}"
    return CitedDocument(type="Quyết định", number=f"/{symbol}")


def _parts(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """Sort changes by what is done to things as a whole, or to a part of them; each with the name
    of its part of the annex."""
    by_part: dict[str, list[Change]] = {part: [] for part in _PARTS}
    for change in changes:
        is_whole = change.verb in _PARTS and not change.field
        by_part[change.verb if is_whole else "changed"].append(change)
    return [(_PARTS[part], listed) for part, listed in by_part.items() if listed]


def _day_line(day: date | None) -> str:
    if day is None:
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    return phrases.DATE_LINE.format(
        day=day_number(day.day, 10), month=month_words(day.month), year=day.year
    )


def _rows(old: Plan, new: Plan, changes: Iterable[Change]) -> Iterator[AnnexRow]:
    """Write a row for each paragraph or task, for each of the plan's own texts, and for each other
    thing that changes."""
    for number, alike in enumerate(grouped(changes, _place_of).values(), 1):
        yield _row(old, new, number, alike)


def _place_of(change: Change) -> tuple[str, str]:
    noun = "obligation" if change.noun == "deadline" else change.noun
    return noun, change.field if noun == "plan" else change.at


def _row(old: Plan, new: Plan, number: int, changes: Sequence[Change]) -> AnnexRow:
    """Write what one thing said and is to say, a line for each part that changes: first the parts
    that the paper prints."""
    printed = [change for change in changes if is_printed(change)]
    others = [change for change in changes if change not in printed]
    place, was, now = _cells_row(old, new, printed) if printed else ("", "", [])
    lines_before, lines_now = _in_words(others)
    place = place or _place_in_words(old, new, changes)
    cells = "\n".join(filter(None, (was, *lines_before)))
    for label, words in lines_now:
        now += [NewWords(f"\n{label}" if now else label), NewWords(words, True)]
    return AnnexRow(str(number), place, lower_first(place), cells, tuple(now))


def _cells_row(old: Plan, new: Plan, changes: Sequence[Change]) -> tuple[str, str, list[NewWords]]:
    """Write the place of one thing in the paper, what is printed there, and what is to be."""
    first = changes[0]
    before = next((change.was for change in changes if change.field == "id"), first.at)
    if first.field:
        was = _cells(old, _thing(old, first.noun, before))
        now = _cells(new, _thing(new, first.noun, first.at))
    else:
        was, now = _cells(old, first.was), _cells(new, first.now)
    fields = _changed_parts(changes)
    old_words = [_label(field, was[field]) + was[field] for field in filter(was.get, fields)]
    moved = ""
    if before != first.at:
        moved = f"Chuyển thành {lower_first(_place(first, first.at, now))}"
    return (
        _place(first, before, was or now),
        "\n".join(old_words) if was else "(Chưa có)",
        _new_words(moved, was, now, fields),
    )


def _changed_parts(changes: Sequence[Change]) -> list[str]:
    """List the parts of one thing that change: of a whole one all, but for its number."""
    if not changes[0].field:
        return [field for field in _PRINTED[changes[0].noun] if field != "number"]
    return list(dict.fromkeys(change.field for change in changes))


def _in_words(changes: Sequence[Change]) -> tuple[list[str], list[tuple[str, str]]]:
    """Say what no cell prints: a line for what each part was, and for what it is to be."""
    was, now = [], []
    for change in changes:
        label = f"{change.label}: " if change.label else ""
        was.append(label + (change.old or ("(chưa có)" if label else "(Chưa có)")))
        now.append((label, change.new or (f"bãi bỏ {change.old}" if label else "Bãi bỏ.")))
    return was, now


def _place_in_words(old: Plan, new: Plan, changes: Sequence[Change]) -> str:
    """Name what changes where the paper prints nothing of it."""
    first = changes[0]
    if first.noun == "plan":
        return f"{first.label} của Kế hoạch"
    thing = _called(new, first) or _called(old, first)
    kind = NOUNS[first.noun].name
    named = f"{kind} “{thing}”" if thing else kind
    task_id = first.at.partition("/")[0]
    task = new.tasks.get(task_id) or old.tasks.get(task_id)
    if task is None or first.noun not in ("task", *_INSIDE):
        return upper_first(named)
    place = _place(first._replace(noun="task"), task_id, {"number": task.number})
    if all(change.noun == "deadline" for change in changes):
        named = f"thời hạn “{thing}”"
    return place if first.noun == "task" else f"{place}: {named}"


def _called(plan: Plan, change: Change) -> str:
    """Get the title or the name of a thing; empty where a plan has none."""
    task_id, _, key = change.at.partition("/")
    owner = plan.tasks.get(task_id) if change.noun in _INSIDE else plan
    register = getattr(owner, {**REGISTERS, **_INSIDE}.get(change.noun, ""), {})
    thing = register.get(key or change.at)
    return next((t for f in ("title", "name") if (t := getattr(thing, f, ""))), "")


def _new_words(
    moved: str, was: Mapping[str, str], now: Mapping[str, str], fields: Iterable[str]
) -> list[NewWords]:
    """Quote what a thing is to say, what is new apart; one that says nothing more is ended."""
    words = [NewWords(moved)] if moved else []
    for field in filter(now.get, fields):
        label = _label(field, now[field])
        words.append(NewWords(f"\n{label}" if words else label))
        pieces = word_diff(was.get(field, ""), now[field])
        words += [NewWords(text, mark == "added") for mark, text in pieces if mark != "removed"]
    return words or [NewWords("Bãi bỏ.")]


def _thing(plan: Plan, noun: str, at: str) -> Record:
    registers: dict[str, Mapping[str, Record]] = {
        "plan": {at: plan},
        "paragraph": plan.body,
        "section": plan.sections,
        "task": plan.tasks,
    }
    return registers[noun][at]


def _cells(plan: Plan, thing: Record | None) -> dict[str, str]:
    """Quote what the paper prints of a thing, part by part."""
    match thing:
        case None:
            return {}
        case Task():
            return printed_cells(plan, thing)
    texts = ((field, getattr(thing, field, None)) for field in _TEXTS)
    return {field: text for field, text in texts if text}


def _label(field: str, words: str) -> str:
    """Get the heading of a cell's column, which stands before its words; other parts have none."""
    if field not in _PRINTED["task"]:
        return ""
    return labelled(title_of(Task, field), words).removesuffix(words)


def _place(change: Change, at: str, cells: Mapping[str, str]) -> str:
    """Say where something stands in the paper, from the smallest part up."""
    if change.noun == "plan":
        return f"{change.label} của Kế hoạch"
    numbers = at.split(".")
    if change.noun == "task":
        above = _levels(_APPENDIX, numbers[:-1])
        return f"Nhiệm vụ số {cells['number']}{above and ', '}{above} Phụ lục"
    if change.noun == "section":
        return f"Tên {_levels(_APPENDIX, numbers)} Phụ lục"
    return upper_first(_levels(_BODY, numbers))


_APPENDIX = ("phần", "mục", "tiểu mục", "ý")
_BODY = ("phần", "mục", "đoạn")
"""What the levels of the paper are called, from the top down."""


def _levels(names: Sequence[str], numbers: Sequence[str]) -> str:
    """Name a place from its smallest level up: `mục VII, phần A`."""
    levels = [f"{name} {number}" for name, number in zip(names, numbers, strict=False)]
    return ", ".join(reversed(levels))
