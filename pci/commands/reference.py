"""What `pci help` tells of the keys of files and of terms: the rows of two pages of `docs/`."""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from textwrap import fill
from typing import NamedTuple

from pci.console import width
from pci.core.errors import CannotDo
from pci.files.shipped import shipped

_TABLES = re.compile(r"<!-- khóa: (\w+) -->\n(.*?)(?=\n## |\Z)", re.S)


class Key(NamedTuple):
    """A key of a file: the kind of the file and the keys down to it, then the cells of its row."""

    path: tuple[str, ...]
    place: str
    meaning: str
    rule: str
    example: str


def key_page(topic: str, commands: Collection[str]) -> str:
    """The row of a key, or where a key stands that several files or parts of one have."""
    keys = [*_keys()]
    names = {name for key in keys for name in key.path}
    typed = topic.lower().split(".")
    path = tuple(part for part in typed if part in names)
    places = [key for key in keys if key.path[-len(path) :] == path] if path else []
    if not places or path[-1] != typed[-1]:
        near = get_close_matches(typed[-1], (*commands, *names), 1)
        hint = f"có phải «{near[0]}»?" if near else "xem «pci help», «pci --help»"
        raise CannotDo(f"không có lệnh, khóa «{topic}»", hint)
    whole = next((key for key in places if key.path == path), places[0])
    if len(places) == 1 or whole.path == path:
        said = [whole.meaning, f"Quy tắc: {whole.rule}", f"Ví dụ: {whole.example}"]
        return "\n".join([f"{whole.path[0]}: {whole.place}", *map(_indented, said)])
    lines = [f"{'.'.join(key.path)}\n{_indented(key.meaning)}" for key in places]
    return "\n".join([*lines, f"\nXem một chỗ: pci help {'.'.join(whole.path)}"])


def terms() -> str:
    """Every term with the English word that the code and its JSON have for it."""
    rows = _rows(_page("thuat-ngu"))
    return "\n".join(
        f"{word} ({english})\n{_indented(meaning)}" for word, english, meaning, _ in rows if english
    )


def _keys() -> Iterator[Key]:
    for kind, tables in _TABLES.findall(_page("ke-hoach-yaml")):
        for place, meaning, rule, example in _rows(tables):
            names = [name for name in place.split(".") if name != "*"]
            yield Key((kind, *names), place, meaning, rule, example)


def _page(name: str) -> str:
    page = shipped(f"docs/{name}.md")
    assert page
    return page.decode()


def _rows(text: str) -> Iterator[list[str]]:
    """The cells of every row of the tables of a page, without marks and heads."""
    for table in re.findall(r"^\|-.*\n((?:\|.*\n)+)", text, re.M):
        for line in table.replace("`", "").splitlines():
            yield [cell.strip() for cell in line.split("|")[1:-1]]


def _indented(text: str) -> str:
    margin = " " * 4
    room = min(width(), 100)
    return fill(text, room, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
