"""Why work is late or suspended, told apart from why a record of it was corrected."""

from collections.abc import Mapping

from pci.core.fields import content
from pci.core.ledger import Entry
from pci.core.model import Update


def cause_of(update: Update, recorded: Mapping[str, Entry]) -> str | None:
    """The last reason in a chain of corrections that says why the work stands as it does, given
    with the same state; null where there is none, or the chain's beginning is not there."""
    passed: set[str] = set()  # a chain without a beginning can only be forged
    while update.corrects:
        corrected = recorded.get(update.corrects)
        if corrected is None or corrected.id in passed:
            return None
        old = corrected.update
        if update.reason and _is_of_work(update, old):
            return update.reason
        if update.state != old.state:
            return None
        passed.add(corrected.id)
        update = old
    return update.reason


def _is_of_work(update: Update, old: Update) -> bool:
    """Whether the reason of a correction is of the work and not of the correction: it gives the
    same matter another day or state, or the reason is all that it changes, no day of receipt."""
    if (update.about, update.unit) != (old.about, old.unit):
        return False
    if (update.date, update.state) != (old.date, old.state):
        return True
    return update.received is None and only_explains(update, old)


def only_explains(update: Update, old: Update) -> bool:
    """Whether a correction changes nothing that is said of the work but its reason."""
    return _matter(update) == _matter(old)


def _matter(update: Update) -> dict[str, object]:
    """What an update says of the work, without what it says of itself."""
    itself = (*update.NOT_CONTENT, "reason", "corrects")
    return {key: value for key, value in content(update).items() if key not in itself}
