"""The words of the scanned source, told apart from the plan's own by the recorded corrections."""

from collections.abc import Mapping

from pci.model import Paragraph, Plan, Task

_FIELDS = {"tasks": ("work", "units", "time"), "body": ("title", "text")}


def corrected_text(plan: Plan, at: str) -> str | None:
    """The text that a correction speaks of, by a place such as `tasks.A.I.3.work` or `body.II.1.4.text`."""
    kind, key, field = _place(at)
    held: Mapping[str, Task | Paragraph] = getattr(plan, kind) if field in _FIELDS.get(kind, ()) else {}
    return getattr(held[key], field) or None if key in held else None


def as_printed(plan: Plan) -> Plan:
    """The same plan with every recorded correction taken back. Its words only: readings quote the corrected ones."""
    held: dict[str, dict[str, Task | Paragraph]] = {"tasks": dict(plan.tasks), "body": dict(plan.body)}
    for correction in plan.corrections:
        kind, key, field = _place(correction.at)
        owner = held[kind][key]
        text = getattr(owner, field).replace(correction.to, correction.printed)
        held[kind][key] = owner.model_copy(update={field: text})
    return plan.model_copy(update=held)


def _place(at: str) -> tuple[str, str, str]:
    kind, _, rest = at.partition(".")
    key, _, field = rest.rpartition(".")
    return kind, key, field
