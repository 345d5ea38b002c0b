"""The fields of an update as they were given, and what is wrong with them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pci.core.errors import CannotDo

Fields = Mapping[str, Any]
"""Fields of an update by their names; null, or absent, is one left out."""


class Fault(NamedTuple):
    """What is wrong with an update: its field (empty for no single one), the words, the mend, and
    the rule that finds it, where one does."""

    field: str
    message: str
    hint: str
    code: str = ""

    @classmethod
    def of(cls, error: CannotDo, field: str = "") -> "Fault":
        """Why something of a field cannot be done."""
        return cls(field, error.message, error.hint)

    def at(self, place: str) -> "Fault":
        """The same fault with its place before the words."""
        return self._replace(message=f"{place}: {self.message}")
