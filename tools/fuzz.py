"""Files spoilt at random, each read by a command: no bug of the program, no flood, no waste.

Case n of a seed is always the same file and command. A run goes on where the last one of its seed
stopped. A find is kept with its command under `out/fuzz/`; mended, its file belongs in
`tests/fuzz/finds/` as `<kind>-<command>-<what>`, where the tests try it again.
"""

import argparse
import gc
import json
import os
import random
import re
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from copy import deepcopy
from functools import cache, partial
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from lxml import etree

from pci.core.diagnostic import MOST_LISTED
from tools.forkserver import ROOT, warm_up

FOLDER = ROOT / "tests/fuzz"
FINDS = ROOT / "out/fuzz"
SECONDS, MEBIBYTES = 2.0, 300
"""What a case may take of the processor and of the memory."""
WIDE = 10
"""The system ends a run that takes so many times as much; a test judges by nothing else."""
_MOST_BYTES = 64 << 20
"""Of a case, for the run holds it in memory beside what is measured."""
MOST_LINES = MOST_LISTED + 30
"""Of what is said about a file: each hundred of its faults, and how to go on."""

_Mutate = Callable[[random.Random, bytes], bytes]


class Kind(NamedTuple):
    """A kind of file: where it lies in the workspace, what reads it, and what spoils it."""

    path: str
    commands: Sequence[str]
    mutators: tuple[_Mutate, ...]


class Case(NamedTuple):
    """A spoilt file and the command that reads it."""

    kind: str
    command: str
    data: bytes


class Verdict(NamedTuple):
    """What a case took, and what is wrong with its answer; empty where nothing is."""

    seconds: float
    mebibytes: int
    wrong: str


# --- what spoils a file ---------------------------------------------------------------------------

_WORDS = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
TOKENS: list[str] = _WORDS["tokens"]
"""What breaks readers in the place of a word, and, in TAGS, in a template."""
TAGS: list[str] = _WORDS["tags"]
_WORD = re.compile(rb"[\w.:/-]+|[^\w\s]")
_VALUE = re.compile(r"[^<>]+(?=</)|(?<=\")[^\"<>]*(?=\")")


def _token(dice: random.Random) -> str:
    token = dice.choice(TOKENS)
    return token * dice.choice((1, 1, 1, 1, 2, 40, 3000))


def bytes_spoilt(dice: random.Random, data: bytes) -> bytes:
    """Bytes changed, lost, doubled, moved, or all after a place lost."""
    start = dice.randrange(len(data) + 1)
    end = min(len(data), start + dice.choice((1, 1, 2, 4, 30, 400)))
    part, before, after = data[start:end], data[:start], data[end:]
    match dice.randrange(6):
        case 0:
            return before + dice.randbytes(len(part)) + after
        case 1:
            return before + after
        case 2:
            return before + part * dice.choice((2, 3, 500)) + after
        case 3:
            place = dice.randrange(len(after) + 1)
            return before + after[:place] + part + after[place:]
        case 4:
            return before
        case _:
            return before + bytes(byte ^ 1 << dice.randrange(8) for byte in part) + after


def tokens_spoilt(dice: random.Random, data: bytes) -> bytes:
    """A word in the place of another, from the file itself or from those that break readers."""
    if not (words := [*_WORD.finditer(data)]):
        return _token(dice).encode()
    word = dice.choice(words)
    other = dice.choice(words)[0] if dice.random() < 0.4 else _token(dice).encode()
    stays = word[0] if dice.random() < 0.2 else b""
    return data[: word.start()] + stays + other + data[word.end() :]


def lines_spoilt(dice: random.Random, data: bytes) -> bytes:
    """A line lost, doubled, moved, or set in or out."""
    lines = data.splitlines(keepends=True) or [b""]
    line = lines.pop(dice.randrange(len(lines)))
    match dice.randrange(4):
        case 0:
            new = []
        case 1:
            new = [line] * dice.choice((2, 2, 2, 2000))
        case 2:
            new = [b" " * dice.randrange(5) + line.lstrip()]
        case _:
            new = [line]
    place = dice.randrange(len(lines) + 1)
    return b"".join([*lines[:place], *new, *lines[place:]])


def _spoil_tree(dice: random.Random, tree: Any) -> Any:
    """Change one value of a tree: valid still, but odd."""
    places = [*_places(tree)]
    container, key = dice.choice(places) if places else ([tree], 0)
    value = container[key]
    match dice.randrange(9):
        case 0:
            del container[key]
        case 1:
            container[key] = dice.choice((None, [], {}, "", [value], {"a": value}, [[value] * 2]))
        case 2 | 3 | 4 as way:
            other, place = dice.choice(places) if places else ([tree], 0)
            container[key] = deepcopy(other[place])
            if way < 4:
                other[place] = deepcopy(value)
        case 5 if isinstance(container, dict):
            container[_token(dice)] = container.pop(key)
        case 6:
            container[key] = [value] * dice.choice((2, 3, 300))
        case 7 if isinstance(value, str):
            container[key] = value.replace(dice.choice(value.split() or [""]), _token(dice), 1)
        case _:
            container[key] = _token(dice)
    return tree


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    if not isinstance(tree, dict | list):
        return
    for key, value in [*(tree.items() if isinstance(tree, dict) else enumerate(tree))]:
        yield tree, key
        yield from _places(value)


def yaml_spoilt(dice: random.Random, data: bytes) -> bytes:
    """A tree of YAML that is odd."""
    try:
        tree = yaml.load(data, yaml.CBaseLoader)  # noqa: S506  plain text
        odd = _spoil_tree(dice, tree)
        return yaml.dump(odd, Dumper=_Dumper, allow_unicode=True, sort_keys=False).encode()
    except (yaml.YAMLError, RecursionError, ValueError):  # spoilt before
        return tokens_spoilt(dice, data)


class _Dumper(yaml.CSafeDumper):
    """Writes text bare where it can: the fields decide what it means."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

    def ignore_aliases(self, data: Any) -> bool:
        return True


def json_spoilt(dice: random.Random, data: bytes) -> bytes:
    """A tree of JSON that is odd."""
    try:
        return json.dumps(_spoil_tree(dice, json.loads(data)), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return tokens_spoilt(dice, data)


def part_spoilt(dice: random.Random, data: bytes, tags: Sequence[str] = ()) -> bytes:
    """A package of Office with one part odd, lost or twice there; `tags` may stand in its words."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except Exception:  # spoilt before: the library raises whatever comes
        return bytes_spoilt(dice, data)
    if not parts:
        return b""
    name = dice.choice(_WEIGHTY.findall("\n".join(parts)) if dice.random() < 0.7 else [*parts])
    match dice.randrange(12):
        case 0:
            del parts[name]
        case 1:
            parts[dice.choice((*parts, "../a.xml", "a/" * 300, "word/vbaProject.bin"))] = parts[
                name
            ]
        case 2 | 3:
            parts[name] = dice.choice((bytes_spoilt, tokens_spoilt))(dice, parts[name])
        case 4 | 5 | 6 | 7:
            parts[name] = _element_spoilt(dice, parts[name])
        case _:
            parts[name] = _value_spoilt(dice, parts[name], tags)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():  # with no time of day: a case is always the same
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_WEIGHTY = re.compile(
    r"^(?:word/document|xl/worksheets/sheet1|xl/workbook|word/styles|.*\.rels).*$", re.M
)


def _value_spoilt(dice: random.Random, part: bytes, tags: Sequence[str]) -> bytes:
    """Words of a document or the value of an attribute replaced."""
    text = part.decode(errors="replace")
    if not (values := [*_VALUE.finditer(text)]):
        return tokens_spoilt(dice, part)
    value = dice.choice(values)
    new = dice.choice((*tags, *[_token(dice)] * max(1, len(tags))))
    new = new.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return (text[: value.start()] + new + text[value.end() :]).encode()


def _element_spoilt(dice: random.Random, part: bytes) -> bytes:
    """An element lost, repeated, or moved to where it does not belong."""
    try:
        root = etree.fromstring(part)
        elements = [*root.iter("*")][1:]
        element, other = dice.choice(elements), dice.choice(elements)
        match dice.randrange(4):
            case 0:
                for parent in element.iterancestors():
                    parent.remove(element)
                    break
            case 1:
                element.clear()
            case 2:
                markup = etree.tostring(element)
                for _ in range(dice.choice((1, 1, 2, 300))):
                    element.addnext(etree.fromstring(markup))
            case _:
                other.append(element)
        return etree.tostring(root)
    except (etree.XMLSyntaxError, IndexError, ValueError):  # spoilt before, or moved into itself
        return tokens_spoilt(dice, part)


# --- what is spoilt -------------------------------------------------------------------------------

_TEXT = (bytes_spoilt, tokens_spoilt, lines_spoilt)
_YAML = (*_TEXT, yaml_spoilt, yaml_spoilt, yaml_spoilt, yaml_spoilt, yaml_spoilt)
_JSON = (*_TEXT, json_spoilt, json_spoilt, json_spoilt)
_OFFICE = (bytes_spoilt, *[part_spoilt] * 7)
_READ = """\
check
check
check --format json
check --format github
check --fix
tasks --format csv
tasks --all-plans
deadlines --within 400d
deadlines --format ics -o ra.ics
log --open
log --format md
stats
stats --by unit --quarter 3
show A.I.3 --format json
report --quarter 3 --format md
report --annual --format json
report --brief --format json
report --quarter 4 --format json --as-of 2023-12-20
report --unit VP --quarter 3 --format json
plan --format md
plan --format json --as-of 2023-12-31
remind --text
remind --format json
report --handover --format json
plan --amendment 2023-10-01-dieu-chinh --format md
report --quarter 3 -o ra.docx
form --unit VP --quarter 3 -o ra.xlsx
doctor
new 2024 --from 2023
record A.I.1 --unit VP --date 12/9/2023 --state doing --result Xong.
""".splitlines()
_UPDATE = "plans/2023/progress/van-phong/2023-09-05-A.I.1-tvxhzk.yaml"
KINDS = {
    "plan": Kind("plans/2023.yaml", _READ, _YAML),
    "update": Kind(_UPDATE, [*_READ, "record --withdraw tvxhzk --reason Nhầm"], _YAML),
    "words": Kind("plans/2023/reports/2023-Q3.yaml", _READ, _YAML),
    "calendar": Kind("plans/calendar/2023.yaml", _READ, _YAML),
    "organisation": Kind("plans/organisation.yaml", _READ, _YAML),
    "amendment": Kind("plans/2023/amendments/2023-10-01-dieu-chinh.yaml", _READ, _YAML),
    "updates": Kind("a.json", ("record --from-json a.json",), _JSON),
    "answers": Kind("moi.json", ("new --from-json moi.json --root moi",), _JSON),
    "form": Kind("bieu.xlsx", ("record ./bieu.xlsx", "record ./bieu.xlsx --dry-run"), _OFFICE),
    "document": Kind(
        "bao-cao.docx", ("check bao-cao.docx", "report --quarter 3 --pull bao-cao.docx"), _OFFICE
    ),
    "template": Kind(
        "templates/bao-cao.docx",
        ("check templates/bao-cao.docx", "report --quarter 3 -o ra.docx"),
        (bytes_spoilt, *[partial(part_spoilt, tags=TAGS)] * 7),
    ),
}
_WEIGHTS = (30, 18, 10, 6, 10, 14, 12, 2, 14, 10, 1)
"""How often each kind is spoilt: a template takes ten times the time of a plan."""


@cache
def base() -> dict[str, bytes]:
    """The files of the workspace, with those that the program makes of them."""
    from pci.cli import main

    here = Path.cwd()
    with (
        tempfile.TemporaryDirectory() as folder,
        redirect_stderr(StringIO()),
        redirect_stdout(StringIO()),
    ):
        shutil.copytree(FOLDER / "plans", f"{folder}/plans")
        os.chdir(folder)
        for command in (
            "form --unit VP --quarter 3 -o bieu.xlsx",
            "report --quarter 3 -o bao-cao.docx",
        ):
            assert main(command.split()) == 0
        os.chdir(here)
        files = _files(folder)
    files["templates/bao-cao.docx"] = (ROOT / "templates/bao-cao.docx").read_bytes()
    for path in FOLDER.glob("*.json"):
        files[path.name] = path.read_bytes()
    return files


def case(seed: str, number: int) -> Case:
    """Case `number` of a seed."""
    dice = random.Random(f"{seed}/{number}")  # noqa: S311
    (name,) = dice.choices([*KINDS], _WEIGHTS)
    kind = KINDS[name]
    data = base()[kind.path]
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        data = dice.choice(kind.mutators)(dice, data)
    return Case(name, dice.choice(kind.commands), data[:_MOST_BYTES])


# --- a case tried ---------------------------------------------------------------------------------


_TOGETHER = 10


class Bench:
    """A folder with the workspace, in which one case after the other is tried."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        for path, data in base().items():
            self._write(path, data)

    def all_tried(self, cases: Sequence[Case], wide: bool) -> list[Verdict]:
        """Try cases one after the other in one process, which halves the time; where anything is
        wrong, each again in its own."""
        verdicts = self._apart(cases, wide)
        if len(cases) > 1 and any(verdict.wrong for verdict in verdicts):
            return [verdict for case in cases for verdict in self._apart([case], wide)]
        return verdicts

    def _apart(self, cases: Sequence[Case], wide: bool) -> list[Verdict]:
        """Try cases in a process of their own; one verdict where the system ends it."""
        spent = Path(self.folder, "spent")
        child = os.fork()
        if not child:
            try:
                self._bind()
                spent.write_text(json.dumps([self._tried(case, wide) for case in cases]))
            finally:
                os._exit(70)
        _, status, used = os.wait4(child, 0)
        if spent.exists():
            verdicts = [Verdict(*verdict) for verdict in json.loads(spent.read_text())]
        else:
            seconds, ended = used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status)
            verdicts = [Verdict(seconds, used.ru_maxrss >> 10, f"mã thoát {ended}")]
        self._restore(_files(self.folder))
        return verdicts

    def _tried(self, case: Case, wide: bool) -> Verdict:
        """Run and judge a case; then the folder is as before."""
        path = KINDS[case.kind].path
        before = base() | {path: case.data}
        self._write(path, case.data)
        code, seconds, mebibytes = self._here(case.command.split())
        after = _files(self.folder)
        out, err = (after.pop(name, b"") for name in ("out", "err"))
        self._restore(after)
        wrong = [*_wrong(code, out, err)]
        if code == 2 and after != before:
            wrong.append("ghi tệp mà mã thoát 2")
        if not wide and (seconds > SECONDS or mebibytes > MEBIBYTES):
            wrong.append(f"{seconds:.1f} giây, {mebibytes} MiB")
        said = err[:400].decode(errors="replace") if wrong else ""
        return Verdict(seconds, mebibytes, "; ".join([*wrong, *filter(None, [said])]))

    def _restore(self, after: Mapping[str, bytes]) -> None:
        for name in after.keys() | base().keys():
            if after.get(name) != base().get(name):
                self._write(name, base().get(name))

    def _write(self, path: str, data: bytes | None) -> None:
        place = Path(self.folder, path)
        if data is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)

    def _bind(self) -> None:
        """Go to the folder, with limits of the system for this process and those it starts."""
        os.chdir(self.folder)
        seconds, memory = int(SECONDS * WIDE), MEBIBYTES * WIDE << 20
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    def _here(self, arguments: Sequence[str]) -> tuple[int, float, int]:
        """Run the program in this process, with streams of its own."""
        from pci.cli import main

        for number, name in (1, "out"), (2, "err"):
            stream = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(stream, number)
            os.close(stream)
        sys.stdout, sys.stderr = (open(n, "w", closefd=False) for n in (1, 2))  # noqa: SIM115
        before = sum(os.times()[:4])
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        largest = max(resource.getrusage(who).ru_maxrss for who in whose)
        return code, sum(os.times()[:4]) - before, largest >> 10


def _files(folder: str) -> dict[str, bytes]:
    paths = (path for path in Path(folder).rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _wrong(code: int, out: bytes, err: bytes) -> Iterator[str]:
    """List what is wrong with an answer."""
    if code not in (0, 1, 2):
        yield f"mã thoát {code}"
    said = err.decode(errors="replace")
    if "Traceback" in said or "Traceback" in out.decode(errors="replace"):
        yield "Traceback"
    if _CONTROL.search(said):
        yield "ký tự điều khiển"
    if code == 2 and out:
        yield "in ra màn hình mà mã thoát 2"
    if code == 2 and not said.strip():
        yield "không nói gì"
    if said.count("\n") > MOST_LINES:
        yield f"{said.count(chr(10))} dòng"
    if any(line.startswith("pci: ") and line.isascii() for line in said.splitlines()):
        yield "không phải tiếng Việt"


# --- many cases -----------------------------------------------------------------------------------


def worker(seed: str, numbers: range, wide: bool, done: Path) -> int:
    """Try cases one after the other, keep each find, and count them; `done` says how many were."""
    _ready()
    finds, start = 0, int(done.read_text()) if done.exists() else 0
    slowest = largest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder)
        for count in range(start, len(numbers), _TOGETHER):
            some = numbers[count : count + _TOGETHER]
            cases = [case(seed, number) for number in some]
            for number, one, verdict in zip(some, cases, bench.all_tried(cases, wide), strict=True):
                slowest, largest = max(slowest, verdict.seconds), max(largest, verdict.mebibytes)
                if verdict.wrong:
                    finds += 1
                    _keep(f"{seed}-{number}", one, verdict)
            if count % 500 == 0:
                done.write_text(f"{count}")
    done.unlink(missing_ok=True)
    print(f"  {len(numbers) - start} ca: lâu nhất {slowest:.2f} giây, nhiều nhất {largest} MiB")
    return finds


def _ready() -> None:
    """Set the process up so that its children find all that is made once."""
    for name in [name for name in os.environ if name.startswith("PCI_")]:
        del os.environ[name]
    os.environ |= {"PCI_BY": "Người thử", "PCI_NO_CACHE": "1"}
    warm_up()
    base()
    gc.disable()
    gc.freeze()


def _keep(name: str, one: Case, verdict: Verdict) -> None:
    suffix = Path(KINDS[one.kind].path).suffix
    (FINDS / f"{one.kind}-{name}{suffix}").write_bytes(one.data)
    told = f"{one.kind}-{name}{suffix}: pci {one.command}: {verdict.wrong}"
    (FINDS / f"{one.kind}-{name}.txt").write_text(told)
    print(told, flush=True)


def kept_finds() -> int:
    """Try each file that was a find once with the commands that its name begins with."""
    _ready()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder)
        for path in sorted((FOLDER / "finds").iterdir()):
            kind, first, _ = path.name.split("-", 2)
            commands = (one for one in KINDS[kind].commands if one.startswith(first))
            for command in dict.fromkeys(commands):
                (verdict,) = bench.all_tried([Case(kind, command, path.read_bytes())], wide=True)
                if verdict.wrong:
                    wrong += 1
                    print(f"{path.name}: pci {command}: {verdict.wrong}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=200_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument(
        "--wide", action="store_true", help="judge by the limits of the system alone"
    )
    parser.add_argument("--finds", action="store_true", help="only the files in tests/fuzz/finds")
    given = parser.parse_args()
    if given.finds:
        return min(kept_finds(), 1)
    FINDS.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    children = []
    for job in range(given.jobs):
        if not (child := os.fork()):
            done = FINDS / f"{given.seed}-{given.cases}-{job}-{given.jobs}"
            numbers = range(job, given.cases, given.jobs)
            os._exit(min(worker(given.seed, numbers, given.wide, done), 100))
        children.append(child)
    finds = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    took = time.monotonic() - begun
    print(f"{given.cases} ca, hạt {given.seed}: {finds} ca hỏng; {took:.0f} giây")
    return min(finds, 1)


if __name__ == "__main__":
    sys.exit(main())
