"""How a document's fields are described to the clerk who edits its template."""

from typing import NamedTuple


class Field(NamedTuple):
    """One value that a template may print. `path` is written as in a tag, with `[]` behind each list that a loop must
    walk: `chi_so_pci[].ten`. `example` is a value as it prints; empty for lists of mappings."""

    path: str
    meaning: str
    example: str = ""
