"""What `pci help` tells of the keys of files and of terms: the rows of two pages of `docs/`."""

import re
from collections.abc import Collection, Iterator, Sequence
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
    typed = topic.lower().split(".")
    places = _places(keys, typed)
    if not places:
        near = get_close_matches(typed[-1], {*commands, *(key.path[-1] for key in keys)}, 1)
        hint = f"có phải «{near[0]}»?" if near else "xem «pci help», «pci --help»"
        raise CannotDo(f"không có lệnh, khóa «{topic}»", hint)
    if len(places) == 1:
        (key,) = places
        parts = [key.meaning, f"Quy tắc: {key.rule}", f"Ví dụ: {key.example}"]
        return "\n".join([f"{key.path[0]}: {key.place}", *map(_indented, parts)])
    lines = [f"{'.'.join(key.path)}\n{_indented(key.meaning)}" for key in places]
    return "\n".join([*lines, f"\nXem một chỗ: pci help {'.'.join(places[0].path)}"])


def _places(keys: Sequence[Key], typed: Sequence[str]) -> list[Key]:
    """The key of a whole path, or else all whose paths end like it; ids in it do not matter."""
    names = {name for key in keys for name in key.path}
    path = tuple(filter(names.__contains__, typed))
    if path[-1:] != (typed[-1],):
        return []
    ends = [key for key in keys if key.path[-len(path) :] == path]
    return [key for key in ends if key.path == path] or ends


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
