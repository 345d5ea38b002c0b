"""What a correction changes unseen: what it says no more, and in which report its words stand."""

from collections.abc import Iterator

from pci.console import notice
from pci.core.fields import content, title_of
from pci.core.model import Plan, Update
from pci.core.schedule import period_holding
from pci.core.vi import lower_first, period_words
from pci.record.drafts import Draft
from pci.workspace import Workspace


def tell_dropped(workspace: Workspace, draft: Draft) -> None:
    """Tell what a correction says no more."""
    old = _corrected(workspace, draft)
    gone = [*_dropped(workspace.plan, old, draft.update)] if old else []
    if gone:
        notice(f"Bản sửa không còn: {', '.join(gone)}; cần giữ thì nêu lại.")


def _corrected(workspace: Workspace, draft: Draft) -> Update | None:
    """The update that a new one corrects."""
    target = draft.update.corrects if draft.text else None
    standing = workspace.progress.standing
    return next((entry.update for entry in standing if entry.id == target), None)


_DROPPABLE = ("percent", "result", "evidence", "difficulty", "proposal", "answers")
"""What a correction may leave out, figures apart."""


def _dropped(plan: Plan, old: Update, new: Update) -> Iterator[str]:
    """What an update says that the one in its place does not: `số liệu (Số kiến nghị)`."""
    gone = [key for key in old.figures if key not in new.figures]
    if gone:
        known = plan.measured(old.subject)
        titles = [known[key].title if key in known else key for key in gone]
        yield f"số liệu ({'; '.join(titles)})"
    before, after = content(old), content(new)
    for key in _DROPPABLE:
        if key in before and key not in after:
            yield lower_first(title_of(Update, key))


def tell_moved(workspace: Workspace, draft: Draft) -> None:
    """Tell that a correction moves words from one report to another."""
    old, plan = _corrected(workspace, draft), workspace.plan
    if old is None:
        return
    before, after = period_holding(plan, old.date), period_holding(plan, draft.update.date)
    if before and after and before.period != after.period:
        moved = f"từ {period_words(before.period)} sang {period_words(after.period)}"
        notice(f"Bản sửa chuyển {draft.update.corrects} {moved}.")
