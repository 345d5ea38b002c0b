"""What a path inside a workspace is of."""

import re
from collections.abc import Mapping

from pci.core.organisation import ORGANISATION_PATH
from pci.core.papers import issue_copy

Files = Mapping[str, bytes]
"""Contents by paths inside a workspace (with `/`): from a disk, a revision, an editor or a test."""

PLAN_FILE = re.compile(r"plans/(?P<id>\d{4}(?:-(?P<slug>[a-z][a-z0-9]*(?:-[a-z0-9]+)*))?)\.yaml")
CALENDARS = "plans/calendar/"
MAX_BYTES = 4 << 20
"""Of one file."""
MOST_BYTES = 256 << 20
"""Of all files of one plan."""


def belongs(path: str, plan_id: str) -> bool:
    """Whether a path inside a workspace is of a file of a plan."""
    if path.startswith(tuple(f"plans/{plan_id}/{folder}/" for folder in _FOLDERS)):
        return path.lower().endswith((".yaml", ".yml"))
    is_calendar = path.startswith(CALENDARS) and path.count("/") == 2 and path.endswith(".yaml")
    return is_calendar or path in (f"plans/{plan_id}.yaml", ORGANISATION_PATH)


_FOLDERS = ("progress", "reports", "amendments")
"""The folders of one plan."""


def is_of_progress(path: str) -> bool:
    """Whether a path inside a workspace is of an update or a withdrawal."""
    return path.split("/")[2:3] == ["progress"]


def is_sealed(path: str) -> bool:
    """Whether a file is named or sealed by its content, so that nothing can be written in it: an
    update, an issue."""
    return "/progress/" in path or issue_copy(path) > 0


def is_record(path: str) -> bool:
    """Whether a path inside a workspace is of a file of some plan that nobody edits: an update, a
    withdrawal, an issue."""
    return is_sealed(path) and path.lower().endswith((".yaml", ".yml"))
