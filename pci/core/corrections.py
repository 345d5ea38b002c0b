"""The words of the scanned source, which the plan's corrections lead back to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.core.model import Correction, Paragraph, Plan, Task

_FIELDS = {"tasks": ("work", "units", "time"), "body": ("title", "text")}


class Misfit(NamedTuple):
    """Why a correction does not point at exactly one place, and the field of it that is wrong."""

    field: str
    message: str
    hint: str


def misfit(plan: Plan, correction: Correction) -> Misfit | None:
    """Say why a correction cannot be undone; null where it can."""
    text = _corrected_text(plan, correction.at)
    if text is None:
        hint = "viết như tasks.A.I.3.work hoặc body.II.1.4.text"
        return Misfit("at", f"không có chỗ «{correction.at}»", hint)
    count = text.count(correction.to)
    if count != 1:
        message = f"«{correction.to}» có {count} lần ở {correction.at}"
        return Misfit("to", message, "chép đủ chữ để có đúng một lần")
    return None


def _corrected_text(plan: Plan, at: str) -> str | None:
    """The text that a correction speaks of, by a place such as `tasks.A.I.3.work` or
    `body.II.1.4.text`."""
    register, key, field = _place(at)
    if field not in _FIELDS.get(register, ()):
        return None
    text: str | None = getattr(getattr(plan, register).get(key), field, None)
    return text


def as_printed(plan: Plan) -> Plan:
    """Undo every correction of a plan, so that it has the words of the scan. Obligations keep their
    quotes.

    Raises CannotDo where a correction cannot be undone: the words left would be nobody's.
    """
    for n, correction in enumerate(plan.corrections, 1):
        wrong = misfit(plan, correction)
        if wrong:
            name = f"đính chính thứ {n} («{correction.printed}» thành «{correction.to}»)"
            message = f"không in được như bản quét vì {name} không khớp: {wrong.message}"
            raise CannotDo(message, wrong.hint)
        plan = _taken_back(plan, correction)
    return plan


def _taken_back(plan: Plan, correction: Correction) -> Plan:
    register, key, field = _place(correction.at)
    things: Mapping[str, Task | Paragraph] = getattr(plan, register)
    text = getattr(things[key], field).replace(correction.to, correction.printed)
    changes: Any = {register: {**things, key: replace(things[key], **{field: text})}}
    return replace(plan, **changes)


def _place(at: str) -> tuple[str, str, str]:
    register, _, rest = at.partition(".")
    key, _, field = rest.rpartition(".")
    return register, key, field
