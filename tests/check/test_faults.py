"""Hundreds of single faults, drawn from the shape of the model and put into the real plan and an
update: each is told at its own line by its own code, and none hides another."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

import pytest
from support import ROOT, Run

from pci.core.diagnostic import DocPath, Severity, Span
from pci.core.fields import Record, fields_of
from pci.core.model import Plan, Update
from pci.files.yamlio import read
from pci.loading import load

PLAN = "plans/2023.yaml"
UPDATE = "plans/2023/progress/phong-qldn/x.yaml"
TEXTS = {
    PLAN: (ROOT / PLAN).read_text(encoding="utf-8"),
    UPDATE: """\
about: A.VII.4/bao-cao-thang
period: 2023-09
unit: phong-qldn
date: 2023-09-14
state: done
percent: 100
figures:
  kien-nghi-giai-quyet: 9
result: Đã gửi báo cáo tháng 9.
evidence:
  - 412/BC-KKT ngày 14/9/2023
difficulty:
  to: noi-bo
  text: Thiếu người.
recorded: 2023-09-15T09:12:40+07:00
by: chuyên viên
""",
}
MODELS: dict[str, type[Record]] = {PLAN: Plan, UPDATE: Update}
SHAPE = 80
"""So many are drawn, by seeds that meet every code."""
MEANING = {
    "lead": "PCI211", "coordinating": "PCI211", "members": "PCI211", "part_of": "PCI211",
    "reports_through": "PCI211",
    "basis": "PCI203", "subindex": "PCI202", "after": "PCI301", "quote": "PCI302", "at": "PCI204",
    "unit": "PCI402", "about": "PCI401",
}  # fmt: skip
"""Fields that refer to something, by the code of a reference that leads nowhere."""


class Fault(NamedTuple):
    """One edit of one file: the stretch replaced, what stands there then, and the code that must be
    told, at a line."""

    where: str
    span: Span
    text: str
    code: str
    line: int


class Leaf(NamedTuple):
    """One scalar of a file with the type that the model wants there."""

    path: DocPath
    wanted: Any


def leaves(wanted: Any, held: Any, path: DocPath = ()) -> Iterator[Leaf]:
    """Every scalar of a tree beside its type, by walking the model."""
    kind = bare(wanted)
    if isinstance(held, dict) and isinstance(kind, type) and issubclass(kind, Record):
        for key, value in held.items():
            yield from leaves(fields_of(kind)[key].hint, value, (*path, key))
    elif isinstance(held, dict):
        for key, value in held.items():
            yield from leaves(get_args(kind)[1], value, (*path, key))
    elif isinstance(held, list):
        for n, value in enumerate(held):
            yield from leaves(get_args(kind)[0], value, (*path, n))
    elif held is not None:
        yield Leaf(path, wanted)


def bare(wanted: Any) -> Any:
    """A type without what annotates it and without None."""
    while get_origin(wanted) is Annotated:
        wanted = get_args(wanted)[0]
    options = [option for option in get_args(wanted) if option is not type(None)]
    if type(None) in get_args(wanted) and len(options) == 1:
        return bare(options[0])
    return wanted


class Sheet(NamedTuple):
    """A file to be spoilt: its text, its tree, where everything stands."""

    where: str
    keys: Mapping[DocPath, Span]
    values: Mapping[DocPath, Span]
    leaves: tuple[Leaf, ...]
    tree: Any


def sheet(where: str) -> Sheet:
    document = read(TEXTS[where].encode(), where)
    found = tuple(leaves(MODELS[where], document.tree))
    return Sheet(where, document.source.keys, document.source.values, found, document.tree)


SHEETS = [sheet(where) for where in TEXTS]


def wrong_value(chance: random.Random, on: Sheet) -> Fault | None:
    """A list where a scalar belongs, or a scalar of no known form."""
    leaf = chance.choice(on.leaves)
    span, kind = on.values[leaf.path], bare(leaf.wanted)
    if span.line != span.end_line:
        return None
    if get_origin(kind) is Literal:
        return Fault(on.where, span, "lạ", "PCI106", span.line)
    name = str(getattr(kind, "__name__", ""))
    spoilt = {
        "date": ("2023-02-30", "PCI104"),
        "datetime": ("hôm qua", "PCI104"),
        "time": ("25:00", "PCI104"),
    }
    spoilt |= {
        "int": ("012", "PCI105"),
        "Decimal": ("1,5 triệu", "PCI105"),
        "bool": ("yes", "PCI106"),
    }
    if name in spoilt and chance.random() < 0.7:
        return Fault(on.where, span, f'"{spoilt[name][0]}"', spoilt[name][1], span.line)
    return Fault(on.where, span, "[[]]", "PCI103", span.line)


def unknown_key(chance: random.Random, on: Sheet) -> Fault | None:
    """A field's name misspelt. Its own name is then missing too, which is told as well where it is
    wanted."""
    path = chance.choice([leaf.path for leaf in on.leaves if isinstance(leaf.path[-1], str)])
    if not is_field(path):
        return None
    span = on.keys[path]
    return Fault(on.where, span, f"{path[-1]}x", "PCI101", span.line)


def is_field(path: DocPath) -> bool:
    """Whether a key is a field's name rather than an id: of plan and update alike by their known
    names."""
    return str(path[-1]).isidentifier() and "." not in str(path[-1]) and path[-2:-1] != ("figures",)


def missing_key(chance: random.Random, on: Sheet) -> Fault | None:
    """A required line struck out."""
    fields = fields_of(MODELS[on.where])
    tops = [(key,) for key, field in fields.items() if field.default is MISSING]
    lone = [
        path for path in tops if path in on.keys and on.keys[path].line == on.values[path].end_line
    ]
    path = chance.choice(lone)
    key, value = on.keys[path], on.values[path]
    first = min(span.line for at, span in on.keys.items() if len(at) == 1 and at != path)
    return Fault(
        on.where, Span(key.line, key.column, value.end_line, value.end_column), "", "PCI102", first
    )


def duplicate_key(chance: random.Random, on: Sheet) -> Fault | None:
    """A line written twice."""
    path = chance.choice([leaf.path for leaf in on.leaves if isinstance(leaf.path[-1], str)])
    key, value = on.keys[path], on.values[path]
    line = TEXTS[on.where].split("\n")[key.line - 1]
    if key.line != value.end_line or line[: key.column - 1].strip():
        return None
    whole = line[key.column - 1 :].partition(" #")[0]
    span = Span(key.line, key.column, key.line, key.column)
    return Fault(on.where, span, f"{whole}\n{' ' * (key.column - 1)}", "PCI008", key.line + 1)


def bad_id(chance: random.Random, on: Sheet) -> Fault | None:
    """A name with capitals and spaces where an id belongs."""
    path = chance.choice(
        [
            path
            for path in on.keys
            if path[:-1] in (("units",), ("groups",), ("tasks",), ("figures",))
        ]
    )
    return Fault(on.where, on.keys[path], f"Mã Lạ {path[-1]}", "PCI107", on.keys[path].line)


def bad_syntax(chance: random.Random, on: Sheet) -> Fault | None:
    """A colon in the middle of a plain text."""
    path = chance.choice([leaf.path for leaf in on.leaves])
    span = on.values[path]
    raw = TEXTS[on.where].split("\n")[span.line - 1]
    before = raw[: span.column - 1].strip()
    if (
        span.line != span.end_line
        or raw[span.end_column - 1 :].strip()
        or not before.endswith(":")
        or "{" in before
    ):
        return None
    return Fault(on.where, span, "một: hai", "PCI005", span.line)


def bad_reference(chance: random.Random, on: Sheet) -> Fault | None:
    """A name of the right form that nothing bears."""
    named = [
        leaf.path
        for leaf in on.leaves
        if meaning(leaf.path) and isinstance(leaf.path[-1], str | int)
    ]
    path = chance.choice(named)
    code = meaning(path)
    if code is None or on.values[path].line != on.values[path].end_line:
        return None
    text = {"subindex": "pci.99", "at": "tasks.A.I.99.work", "quote": "lời không có"}.get(
        last_name(path), "ma-la"
    )
    return Fault(on.where, on.values[path], text, code, on.values[path].line)


def meaning(path: DocPath) -> str | None:
    name = last_name(path)
    if name == "quote" and path[0] == "body":
        return "PCI207"
    if (name in ("unit", "about") and len(path) != 1) or (name == "basis" and path[0] != "basis"):
        return None
    return MEANING.get(name)


def last_name(path: DocPath) -> str:
    return str(next(part for part in reversed(path) if isinstance(part, str)))


KINDS: tuple[Callable[[random.Random, Sheet], Fault | None], ...] = (
    wrong_value, wrong_value, unknown_key, missing_key, duplicate_key, bad_id, bad_syntax,
    bad_reference,
)  # fmt: skip


def drawn(seed: int, count: int) -> list[Fault]:
    """So many faults, the same ones for the same seed."""
    chance, faults = random.Random(seed), list[Fault]()  # noqa: S311
    while len(faults) < count:
        if fault := chance.choice(KINDS)(chance, chance.choice(SHEETS)):
            faults.append(fault)
    return faults


def spoilt(*faults: Fault) -> dict[str, bytes]:
    """Both files with some faults in them, the last place first so that none moves another."""
    texts = dict(TEXTS)
    for fault in sorted(faults, key=lambda f: f.span, reverse=True):
        lines = texts[fault.where].split("\n")
        start = sum(len(line) + 1 for line in lines[: fault.span.line - 1]) + fault.span.column - 1
        end = (
            sum(len(line) + 1 for line in lines[: fault.span.end_line - 1])
            + fault.span.end_column
            - 1
        )
        texts[fault.where] = texts[fault.where][:start] + fault.text + texts[fault.where][end:]
    return {where: text.encode() for where, text in texts.items()}


def told(files: Mapping[str, bytes]) -> set[tuple[str, str, int]]:
    return {(d.where, d.code, d.span.line) for d in load(files).diagnostics}


def test_the_files_are_sound_before() -> None:
    """The update bears a name that is not its own, so that any content may be put into it."""
    assert {d.code for d in load(spoilt()).diagnostics if d.severity is Severity.ERROR} == {
        "PCI405"
    }


@pytest.mark.parametrize("fault", drawn(2235, SHAPE), ids=lambda f: f"{f.code}-{f.line}")
def test_a_fault_is_told_at_its_line(fault: Fault) -> None:
    assert (fault.where, fault.code, fault.line) in told(spoilt(fault))


def phase(fault: Fault) -> int:
    """Syntax is looked for first, then shape, then meaning; a later phase waits until the earlier
    is whole."""
    return min(int(fault.code[3:]) // 100, 2)


def far_apart(one: Fault, other: Fault) -> bool:
    """Two faults in lines of their own, neither of which stops the reader of a file."""
    if one.code == other.code == "PCI102":
        return False  # both are told at the file's first line, which either may have been
    if one.code == other.code == "PCI211":
        return False  # one id that two places miss is one fault: another thing was renamed
    return (
        one.line != other.line
        and one.span.line != other.span.line
        and "PCI005" not in (one.code, other.code)
        and "\n" not in one.text + other.text
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (a, b)
        for a, b in pairwise(sorted(drawn(10, SHAPE), key=phase))
        if phase(a) == phase(b) and far_apart(a, b)
    ],
    ids=lambda f: f"{f.code}-{f.line}",
)
def test_none_hides_another_of_its_phase(one: Fault, other: Fault) -> None:
    found = told(spoilt(one, other))
    for fault in (one, other):
        assert (fault.where, fault.code, fault.line) in found


def test_the_program_tells_them_without_a_traceback(run: Run, tmp_path: Path) -> None:
    by_phase = sorted(drawn(11, 12), key=phase)
    for n, fault in enumerate(by_phase):
        root = tmp_path / str(n)
        for where, data in spoilt(fault).items():
            (root / where).parent.mkdir(parents=True, exist_ok=True)
            (root / where).write_bytes(data)
        done = run("check", cwd=root)
        assert done.code == 1
        assert "Traceback" not in done.out + done.err
        assert f"{fault.where}:{fault.line}:" in done.out
        assert fault.code in done.out
