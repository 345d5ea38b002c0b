"""What the rules on documents find."""

from collections.abc import Iterator
from typing import NamedTuple


class Finding(NamedTuple):
    """What is wrong, in one line, and what to do about it."""

    message: str
    hint: str


Findings = Iterator[Finding]
