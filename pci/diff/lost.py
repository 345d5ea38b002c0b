"""What was recorded and is gone or edited, file by file, whatever becomes of the plans."""

from collections.abc import Iterator, Sequence

from pci.core.fields import Record
from pci.core.papers import issue_copy, report_of
from pci.core.progress import id_of
from pci.diff.changes import Change
from pci.diff.sources import Side
from pci.files.paths import Files
from pci.loading import read_file


def with_lost(old: Side, new: Side, changes: Sequence[Change]) -> list[Change]:
    """Put before some changes the lost records that they do not tell: of other plans, of a plan
    that cannot be read, those replaced since."""
    plan = f"plans/{new.version.plan.id}/"
    places = {place for change in changes if change.finding for place in (change.at, change.old)}
    lost = _lost(old.source.sealed(), new.source.sealed())
    rest = [one for one in lost if not (one.name.startswith(plan) and one.at in places)]
    return [*rest, *changes]


def _lost(old: Files, new: Files) -> Iterator[Change]:
    """List what is gone or says something else; a file may go to another folder of its plan. What
    could not be read may be mended."""
    here = {_key(path): data for path, data in new.items()}
    for path, data in old.items():
        noun, at = ("issue", report_of(path)) if issue_copy(path) else ("update", id_of(path))
        now = here.get(_key(path))
        if now is None:
            yield Change(noun, "removed", at, path)
        elif now != data and _says(data, path) not in (None, _says(now, path)):
            yield Change(noun, "changed", at, path)


def _says(data: bytes, path: str) -> Record | None:
    return read_file(data, path, "").record


def _key(path: str) -> tuple[str, str]:
    return path.split("/")[1], id_of(path)
