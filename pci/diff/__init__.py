"""What changed between two versions of a plan and its records.

Tasks, paragraphs and obligations are matched by id and, where ids moved, by their words. Deadlines
are compared as they fall due, whatever moved them: the plan's words, the reporting regime, a letter
about one period, or the calendar.
"""

from pci.diff import due, plan, records
from pci.diff.changes import KINDS, Change
from pci.diff.version import Version

__all__ = ["Version", "diff"]


def diff(old: Version, new: Version) -> tuple[Change, ...]:
    """List every difference of meaning, in the order of the table of kinds, then of the plan."""
    order = {kind: n for n, kind in enumerate(KINDS)}
    parts = (*plan.PARTS, *due.PARTS, *records.PARTS)
    changes = [change for part in parts for change in part(old, new)]
    return tuple(sorted(changes, key=lambda change: order[change.kind]))
