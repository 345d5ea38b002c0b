"""The annex of a decision that adjusts the plan: printed words as they were and are to be.

The number and the day of the decision and the reason of each change are for people to fill in.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from pci.core.fields import title_of
from pci.core.labels import labelled
from pci.core.model import Plan, Task
from pci.core.vi import lower_first, roman, upper_first
from pci.diff.changes import Change
from pci.diff.word_diff import word_diff
from pci.lists.columns import printed_cells
from pci.reports.letterhead import BLANK, AgencyNames, agency


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
    co_quan: AgencyNames
    so: Annotated[str, "số của Quyết định, để trống chờ Văn thư", BLANK]
    ky_hieu: Annotated[str, "ký hiệu của Quyết định", "QĐ-KKT"]
    ngay_thang: Annotated[
        str,
        "ngày tháng của Quyết định, để trống",
        f"ngày {BLANK} tháng {BLANK} năm {BLANK}",
    ]
    trich_yeu: Annotated[
        str,
        "trích yếu của Kế hoạch",
        "triển khai Chương trình hành động nâng cao chỉ số PCI năm 2023",
    ]
    phan: tuple[AnnexPart, ...]


_CELLS = ("number", "work", "units", "time", "outputs")
_TEXTS = ("title", "preamble", "closing", "appendix_title")
_PRINTED = {"task": _CELLS, "plan": _TEXTS, "paragraph": ("title", "text"), "section": ("title",)}
"""The parts that the paper of the plan prints, by the things that they belong to."""
_NOT_YET, _NO_MORE = "(Chưa có)", "Bãi bỏ."
_PARTS = {
    "changed": "Nội dung điều chỉnh",
    "added": "Nội dung bổ sung",
    "removed": "Nội dung bãi bỏ",
}


def is_printed(change: Change) -> bool:
    """Tell whether the paper of the plan reads otherwise.

    How the program reads the plan, the names of units and the regime stand in no paper.
    """
    thing, _, what = change.kind.partition("-")
    if what in ("added", "removed", "renumbered"):
        return thing in ("task", "paragraph", "section") and change.field in ("", "id")
    return change.field in _PRINTED.get(thing, ())


def title(plan: Plan) -> str:
    """Name the paper in the properties of its file."""
    return f"Phụ lục điều chỉnh, bổ sung Kế hoạch {lower_first(plan.title)}"


def annex(old: Plan, new: Plan, changes: Iterable[Change]) -> AdjustmentsAnnex:
    """Write the annex of the changes that are printed."""
    by_part: dict[str, list[Change]] = {part: [] for part in _PARTS}
    for change in filter(is_printed, changes):
        what = change.kind.rpartition("-")[2]
        by_part[what if what in _PARTS else "changed"].append(change)
    parts = [(_PARTS[part], its) for part, its in by_part.items() if its]
    return AdjustmentsAnnex(
        minh_hoa=new.illustrative,
        co_quan=agency(new),
        so=BLANK,
        ky_hieu=f"QĐ-{new.symbol.partition('-')[2]}",
        ngay_thang=f"ngày {BLANK} tháng {BLANK} năm {BLANK}",
        trich_yeu=lower_first(new.title),
        phan=tuple(
            AnnexPart(roman(number), name, tuple(_rows(old, new, its)))
            for number, (name, its) in enumerate(parts, 1)
        ),
    )


def _rows(old: Plan, new: Plan, changes: Iterable[Change]) -> Iterator[AnnexRow]:
    """Write a row for each paragraph or task, in the order of the paper."""
    order = [*_in_paper(old), *_in_paper(new)]
    last = {subject: place for place, subject in enumerate(order)}
    by_place = sorted(changes, key=lambda change: last[_subject(change)])
    for number, (_, its) in enumerate(groupby(by_place, _subject), 1):
        yield _row(old, new, number, list(its))


def _in_paper(plan: Plan) -> Iterator[str]:
    """List what a row may be about, in the order of the paper."""
    yield from ("title", "preamble", *plan.body, "closing", "appendix_title")
    yield from (*plan.sections, *plan.tasks)


def _subject(change: Change) -> str:
    """Name what a row of the table is about."""
    return change.field if change.at == "plan" else change.at


def _row(old: Plan, new: Plan, number: int, changes: Sequence[Change]) -> AnnexRow:
    """Write what one thing said and is to say, a line for each part that changes."""
    first = changes[0]
    before = next((change.was for change in changes if change.field == "id"), first.at)
    place = _place(old if first.old else new, first, before)
    was: list[str] = []
    now: list[NewWords] = []
    for line, (head, *others) in _lines(old, new, changes, before):
        line_end = "\n" if now else ""
        was.append(line)
        now += [NewWords(line_end + head.chu, head.dam), *others]
    return AnnexRow(str(number), place, "\n".join(was), tuple(now))


def _lines(
    old: Plan, new: Plan, changes: Sequence[Change], before: str
) -> Iterator[tuple[str, list[NewWords]]]:
    """Write each line as it was and as it is to be."""
    first = changes[0]
    if not first.field:
        yield first.old or _NOT_YET, [NewWords(first.new or _NO_MORE)]
        return
    fields = dict.fromkeys(change.field for change in changes if change.field != "id")
    if before != first.at:
        yield "", [NewWords(f"Chuyển thành {lower_first(_place(new, first, first.at))}")]
        fields.pop("number", None)  # the new place tells it
    for field in fields:
        one, other = _words(old, first, before, field), _words(new, first, first.at, field)
        label = _labelled(field, other).removesuffix(other)
        yield _labelled(field, one), [NewWords(label), *_new_words(one, other)]


def _labelled(field: str, words: str) -> str:
    """Put the heading of its column before the words of a cell; other parts have none."""
    return labelled(title_of(Task, field), words) if field in _CELLS else words


def _words(plan: Plan, change: Change, subject: str, field: str) -> str:
    """Quote the part of the paper that a change is in, whole."""
    thing = change.kind.partition("-")[0]
    if thing == "task":
        return printed_cells(plan.tasks[subject])[field].strip()
    owner = {
        "plan": plan,
        "paragraph": plan.body.get(subject),
        "section": plan.sections.get(subject),
    }[thing]
    return getattr(owner, field) or ""


def _new_words(one: str, other: str) -> Iterator[NewWords]:
    """Write the new words, in bold what the old ones did not have."""
    pieces = word_diff(one, other)
    if not other:
        yield NewWords(_NO_MORE)
    elif any(piece.mark == "same" and piece.text.strip() for piece in pieces):
        for piece in pieces:
            if piece.mark != "removed":
                yield NewWords(piece.text, piece.mark == "added")
    else:
        yield NewWords(other, dam=True)


def _place(plan: Plan, change: Change, subject: str) -> str:
    """Say where something stands in the paper, from the smallest part up."""
    thing, parts = change.kind.partition("-")[0], subject.split(".")
    if thing == "plan":
        return f"{change.label} của Kế hoạch"
    if thing == "task":
        return f"Nhiệm vụ số {plan.tasks[subject].number}, mục {parts[1]}, phần {parts[0]} Phụ lục"
    if thing == "section":
        section = f"mục {parts[1]}, " if len(parts) > 1 else ""
        return f"Tên {section}phần {parts[0]} Phụ lục"
    levels = [f"{name} {part}" for name, part in zip(("phần", "mục", "đoạn"), parts, strict=False)]
    return upper_first(", ".join(reversed(levels)))
