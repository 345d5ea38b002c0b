"""The annex of a decision that adjusts the plan: what is printed in the plan, as it was and as it is to be.

`fields` is the whole contract with `templates/phu-luc-dieu-chinh.docx`. Number and day of the decision, and the reason
of each change, are for people to fill in.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from pci.core.labels import LABELS, labelled
from pci.core.model import Plan, Task
from pci.core.vi import lower_first, roman, upper_first
from pci.diff.changes import Change
from pci.diff.marks import marked
from pci.lists.columns import printed_cells
from pci.reports.fields import Field, fields_of, plain
from pci.reports.letterhead import BLANK, AgencyNames, agency

FIELDS = (
    Field("minh_hoa", "kế hoạch là dữ liệu minh họa"),
    *fields_of(AgencyNames, "co_quan."),
    Field("so", "số của Quyết định, để trống chờ Văn thư", BLANK),
    Field("ky_hieu", "ký hiệu của Quyết định", "QĐ-KKT"),
    Field(
        "ngay_thang",
        "ngày tháng của Quyết định, để trống",
        f"ngày {BLANK} tháng {BLANK} năm {BLANK}",
    ),
    Field(
        "trich_yeu",
        "trích yếu của Kế hoạch",
        "triển khai Chương trình hành động nâng cao chỉ số PCI năm 2023",
    ),
    Field("phan[].so", "số La Mã của phần trong bảng", "I"),
    Field("phan[].ten", "tên của phần: điều chỉnh, bổ sung, bãi bỏ", "Nội dung điều chỉnh"),
    Field("phan[].dong[].tt", "số thứ tự trong phần", "1"),
    Field(
        "phan[].dong[].vi_tri",
        "chỗ của nội dung trong Kế hoạch",
        "Nhiệm vụ số 4, mục VII, phần A Phụ lục",
    ),
    Field("phan[].dong[].cu", "lời văn theo Kế hoạch", "Thời gian thực hiện: Quý II"),
    Field(
        "phan[].dong[].moi[].chu", "một đoạn chữ của lời văn mới", "Thời gian thực hiện: Quý III"
    ),
    Field("phan[].dong[].moi[].dam", "đoạn chữ ấy là chữ mới, in đậm"),
)

_CELLS = ("number", "work", "units", "time", "outputs")
_TEXTS = ("title", "preamble", "closing", "appendix_title")
_PRINTED = {"task": _CELLS, "plan": _TEXTS, "paragraph": ("title", "text"), "section": ("title",)}
_NOT_YET, _NO_MORE = "(Chưa có)", "Bãi bỏ."


def is_printed(change: Change) -> bool:
    """Whether the paper of the plan reads otherwise: readings, names of units and the regime are in no paper."""
    thing, _, what = change.kind.partition("-")
    if what in ("added", "removed", "renumbered"):
        return thing in ("task", "paragraph", "section") and change.field in ("", "id")
    return change.field in _PRINTED.get(thing, ())


def title(plan: Plan) -> str:
    """What the paper is called in a file's properties."""
    return f"Phụ lục điều chỉnh, bổ sung Kế hoạch {lower_first(plan.title)}"


def fields(old: Plan, new: Plan, changes: Iterable[Change]) -> dict[str, Any]:
    """Every field of the template, by its tag; of the changes, those that are printed."""
    listed = {name: list[Change]() for name in _PARTS}
    for change in filter(is_printed, changes):
        listed[_part(change)].append(change)
    parts = ((name, _rows(old, new, members)) for name, members in listed.items() if members)
    return {
        "minh_hoa": new.illustrative,
        "co_quan": plain(agency(new)),
        "so": BLANK,
        "ky_hieu": f"QĐ-{new.symbol.partition('-')[2]}",
        "ngay_thang": f"ngày {BLANK} tháng {BLANK} năm {BLANK}",
        "trich_yeu": lower_first(new.title),
        "phan": [
            {"so": roman(n), "ten": name, "dong": rows} for n, (name, rows) in enumerate(parts, 1)
        ],
    }


_PARTS = ("Nội dung điều chỉnh", "Nội dung bổ sung", "Nội dung bãi bỏ")


def _part(change: Change) -> str:
    return _PARTS[{"added": 1, "removed": 2}.get(change.kind.rpartition("-")[2], 0)]


def _rows(old: Plan, new: Plan, changes: Iterable[Change]) -> list[dict[str, Any]]:
    """One row for each paragraph or task, in the order of the paper."""
    papers = [
        (*_TEXTS[:2], *plan.body, *_TEXTS[2:], *plan.sections, *plan.tasks) for plan in (old, new)
    ]
    order = {i: n for paper in papers for n, i in enumerate(paper)}
    listed = sorted(changes, key=lambda change: order[_subject(change)])
    rows = [list(members) for _, members in groupby(listed, key=_subject)]
    return [{"tt": str(n), **_row(old, new, row)} for n, row in enumerate(rows, 1)]


def _subject(change: Change) -> str:
    """What a row of the table is about."""
    return change.field if change.at == "plan" else change.at


def _row(old: Plan, new: Plan, changes: list[Change]) -> dict[str, Any]:
    """What one thing said and says, a line for each part; what is new in a line stands in bold."""
    moved = next((change for change in changes if change.field == "id"), None)
    first, at = changes[0], changes[0].at
    before = moved.was if moved else at
    place = _place(old if first.old else new, first, before)
    if not first.field:
        return {
            "vi_tri": place,
            "cu": first.old or _NOT_YET,
            "moi": [{"chu": first.new or _NO_MORE, "dam": False}],
        }
    was: list[str] = []
    now: list[dict[str, Any]] = []
    if moved:
        was.append("")
        now.append({"chu": f"Chuyển thành {lower_first(_place(new, moved, at))}", "dam": False})
    for field, label in {
        change.field: LABELS[Task].get(change.field, "") for change in changes
    }.items():
        if field == "id" or (moved and field == "number"):
            continue  # told by the row's place
        one, other = _said(old, first, before, field), _said(new, first, at, field)
        head = labelled(label, other).removesuffix(other) if field in _CELLS else ""
        was.append(labelled(label, one) if field in _CELLS else one)
        now += [{"chu": "\n" * bool(now) + head, "dam": False}, *_pieces(one, other)]
    return {"vi_tri": place, "cu": "\n".join(was), "moi": now}


def _said(plan: Plan, change: Change, i: str, field: str) -> str:
    """The words of the paper, all of the part that a change is in."""
    thing = change.kind.partition("-")[0]
    if thing == "task":
        return printed_cells(plan.tasks[i])[field].strip()
    owner = {"plan": plan, "paragraph": plan.body.get(i), "section": plan.sections.get(i)}[thing]
    return getattr(owner, field) or ""


def _pieces(one: str, other: str) -> list[dict[str, Any]]:
    if not other:
        return [{"chu": _NO_MORE, "dam": False}]
    pieces = marked(one, other)
    if not any(piece.mark == "same" and piece.text.strip() for piece in pieces):
        return [{"chu": other, "dam": True}]
    return [
        {"chu": piece.text, "dam": piece.mark == "added"}
        for piece in pieces
        if piece.mark != "removed"
    ]


def _place(plan: Plan, change: Change, i: str) -> str:
    """Where something stands in the paper, as a paper says it: from the smallest part up."""
    thing, parts = change.kind.partition("-")[0], i.split(".")
    if thing == "plan":
        return f"{change.label} của Kế hoạch"
    if thing == "task":
        return f"Nhiệm vụ số {plan.tasks[i].number}, mục {parts[1]}, phần {parts[0]} Phụ lục"
    if thing == "section":
        return f"Tên {'mục ' + parts[1] + ', ' if len(parts) > 1 else ''}phần {parts[0]} Phụ lục"
    names = ("phần", "mục", "đoạn")
    told = ", ".join(
        f"{name} {part}" for name, part in reversed(list(zip(names, parts, strict=False)))
    )
    return upper_first(told)
