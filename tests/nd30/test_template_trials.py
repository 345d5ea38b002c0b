"""A template without findings can be filled, with long lists or none: whatever is made of tags,
moved and doubled."""

import io
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Annotated, Any

from documents import blank
from hypothesis import given, settings
from hypothesis import strategies as st

from pci.core.errors import CannotDo
from pci.nd30.reader import read_outline
from pci.reports.fields import sample, template_fields
from pci.word.render import render
from pci.word.tags import check_tags, with_parts


@dataclass(frozen=True)
class Piece:
    so: Annotated[str, "chữ trong danh sách của danh sách", "1"]


@dataclass(frozen=True)
class Section:
    ten: Annotated[str, "chữ trong danh sách", "Mục"]
    viec: tuple[Piece, ...]


@dataclass(frozen=True)
class Values:
    ten: Annotated[str, "chữ", "Tên"]
    co: Annotated[bool, "điều kiện"]
    ds: Annotated[tuple[str, ...], "danh sách chữ", "một\nhai"]
    muc: tuple[Section, ...]


NOTHING = {"ten": "Tên", "co": False, "ds": [], "muc": []}
KNOWN = with_parts(field.path for field in template_fields(Values))
Scope = tuple[tuple[str, str], ...]
"""The names that loops gave, each with what its items are."""


def words(draw: Random, scope: Scope) -> str:
    own = {"ds": "{}", "muc": "{}.ten", "viec": "{}.so"}
    fields = ["ten", "ds | join(', ')", *(own[kind].format(name) for name, kind in scope)]
    return draw.choice(
        (
            "chữ",
            f"{{{{ {draw.choice(fields)} }}}}",
            "{% if co %}a{% endif %}",
            "{% for x in ds %}{{ x }}{% endfor %}",
        )
    )


def block(draw: Random, scope: Scope, level: str) -> tuple[str, Scope, str]:
    """A tag that opens, what it brings into scope, and the one that closes."""
    if draw.random() < 0.4:
        return f"{{%{level} if co %}}", scope, f"{{%{level} endif %}}"
    lists = [
        ("ds", "ds"),
        ("muc", "muc"),
        *((f"{name}.viec", "viec") for name, kind in scope if kind == "muc"),
    ]
    items, kind = draw.choice(lists)
    name = draw.choice("uvw")
    inner = (*(pair for pair in scope if pair[0] != name), (name, kind))
    return f"{{%{level} for {name} in {items} %}}", inner, f"{{%{level} endfor %}}"


def paragraphs(draw: Random, scope: Scope, depth: int = 0) -> list[str]:
    made: list[str] = []
    for _ in range(draw.randint(1, 2)):
        if depth > 2 or draw.random() < 0.5:
            made.append(words(draw, scope))
        else:
            opening, inner, closing = block(draw, scope, "p")
            made += [opening, *paragraphs(draw, inner, depth + 1), closing]
    return made


def rows(draw: Random, scope: Scope, depth: int = 0) -> list[list[list[str]]]:
    made: list[list[list[str]]] = []
    for _ in range(draw.randint(1, 2)):
        if depth > 2 or draw.random() < 0.5:
            made.append([[*paragraphs(draw, scope, 2), ""], [words(draw, scope)]])
        else:
            opening, inner, closing = block(draw, scope, "tr")
            made += [[[opening], [""]], *rows(draw, inner, depth + 1), [[closing], [""]]]
    return made


def disturbed(draw: Random, lines: list[str]) -> list[str]:
    """Now and then a slip of the hand: a line lost, doubled, joined to the next, its tag of another
    kind."""
    if draw.random() < 0.85:
        return lines
    at, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    line = lines[at]
    slips = (
        [*lines[:at], *lines[at + 1 :]],
        [*lines[:at], lines[other], *lines[at:]],
        [*lines[:at], " ".join(lines[at : at + 2]), *lines[at + 2 :]],
        [
            *lines[:at],
            line.replace("{%p", "{%") if "{%p" in line else line.replace("{% ", "{%p "),
            *lines[at + 1 :],
        ],
        [*lines[:at], line + " {% else %}", *lines[at + 1 :]],
    )
    return draw.choice(slips)


def template(draw: Random) -> bytes:
    document = blank()
    for line in disturbed(draw, paragraphs(draw, ())):
        document.add_paragraph(line)
    table = document.add_table(0, 2)
    for row in rows(draw, ()):
        for cell, lines in zip(table.add_row().cells, row, strict=True):
            first, *more = disturbed(draw, lines) or [""]
            cell.paragraphs[0].add_run(first)
            for line in more:
                cell.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_what_has_no_finding_can_be_filled(draw: Random) -> None:
    data = template(draw)
    if [*check_tags(read_outline(data), KNOWN, "x.docx")]:
        return
    try:
        filled(data, sample(Values))
    except CannotDo:  # what the trial tells is a finding too
        return
    made = read_outline(filled(data, NOTHING))
    assert not any(table.broken_cells for table in made.tables)


def filled(data: bytes, values: dict[str, Any]) -> bytes:
    return render(data, "x.docx", values, "", "", date(2023, 9, 1))
