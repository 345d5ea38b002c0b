"""What several tests share: where things lie, how a run of the program is described."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "tests/data/ke-hoach-pci-2023.txt"
"""The signed plan as scanned."""


class Ran(NamedTuple):
    """One run of the program."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
Golden = Callable[[str, str], None]


def scrubbed(text: str) -> str:
    """Output without the moment it was made."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]+\+07:00", "<lúc ghi>", text)
