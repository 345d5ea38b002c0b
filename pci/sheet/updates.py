"""What a form that came back says: the fields of an update for each row that was filled in, or its faults by cell."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.core.model import REST, Plan
from pci.core.names import day
from pci.core.vi import STATE_LABELS, shortened
from pci.reports.fill_in import expected
from pci.sheet.cells import Fields, Question
from pci.sheet.read import Fault, Filled, Row
from pci.sheet.write import COLUMNS


class Draft(NamedTuple):
    """An update as a row tells it: its fields, and the cells they stand in, `place` that of the first. `shown` is as of
    the row."""

    place: str
    told: Fields
    places: Mapping[str, str]
    shown: tuple[str, ...] | None


class Silent(NamedTuple):
    """A row that says nothing."""

    about: str
    period: str | None
    shown: tuple[str, ...] | None


def drafts(filled: Filled, plan: Plan) -> Iterator[Draft | Silent | Fault]:
    """What the rows say, in their order, and what cannot be understood, cell by cell. A row with a fault says nothing
    else."""
    yield from filled.faults
    for row in filled.rows:
        told, places, faults = _told(row, Question(plan, expected(plan, row.about), row.asked))
        if faults:
            yield from faults
        elif told:
            place = next(iter(places.values()))
            yield Draft(
                place, {"about": row.about, "period": row.period, **told}, places, row.shown
            )
        else:
            yield Silent(row.about, row.period, row.shown)


def _told(row: Row, asked: Question) -> tuple[dict[str, Any], dict[str, str], list[Fault]]:
    """The fields of one row, where each was typed, and its faults."""
    told: dict[str, Any] = {}
    places: dict[str, str] = {}
    faults = list(row.faults)
    for column in COLUMNS:
        cell = row.cells.get(column.name)
        if cell is None or column.read is None:
            continue
        try:
            said = column.read(cell, asked)
        except CannotDo as error:
            faults.append(Fault(cell.place, error.message, error.hint))
            continue
        told |= said
        places |= dict.fromkeys(said, cell.place)
    if told and "state" not in told and not faults:
        faults.append(_stateless(row, asked, next(iter(places.values()))))
    return told, places, faults


def _stateless(row: Row, asked: Question, place: str) -> Fault:
    if row.about == REST:
        return Fault(
            place, "dòng «Các nhiệm vụ còn lại» có lời mà chưa đánh dấu", "đánh dấu x, hoặc xóa lời"
        )
    labels = ", ".join(f"«{STATE_LABELS[state]}»" for state in asked.expected.states)
    return Fault(
        place, f"{row.about}: có kết quả mà chưa chọn tình trạng", f"chọn ở cùng dòng: {labels}"
    )


def day_of(filled: Filled) -> date | Fault:
    """The day that the whole form is true of."""
    if filled.day is None:
        return Fault(filled.sheet, "chưa ghi ngày báo cáo", "ghi ở đầu biểu, như 11/9/2023")
    found = day(filled.day.text)
    return found or Fault(
        filled.day.place, f"«{shortened(filled.day.text)}» không phải ngày", "gõ như 11/9/2023"
    )


APPROVED = "(duyệt: "
"""What stands before the name of whoever approved a form."""


def author(filled: Filled) -> str | None:
    """Who wrote the form and who approved it: `Nguyễn Văn A (duyệt: Trần Thị B)`; null where nobody is named."""
    names = [
        " ".join(cell.text.split()) if cell else "" for cell in (filled.author, filled.approver)
    ]
    approved = f"{APPROVED}{names[1]})" if names[1] else ""
    return " ".join(part for part in (names[0], approved) if part) or None
