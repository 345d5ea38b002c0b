"""That no pattern of the program takes more than a few steps a letter, whatever text it is given:
each is run on long texts made of its own pieces. A bad one needs minutes, a good one milliseconds;
a limit of the system on the processor's time tells them apart."""

import ast
import builtins
import importlib
import pkgutil
import re
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any, NamedTuple

import pytest

import pci
from pci.core.vi import fold, nfc
from pci.reports.annex_rows import is_tall

pytestmark = pytest.mark.long

LETTERS = 40_000
SECONDS = 0.3
"""Of the processor, for one text: ten times what the slowest good pattern takes."""
PIECES = ("a", "0", " ", "\n", "-", ".", "/", "a.", "a ", "0 ", "a-", "[", "(", "{", "<", '"', ":")
END = "\x01;\n\n"
"""What most patterns refuse, so that they go back and try again."""
ALPHABET = "a 0-.[(:" + "".join(map(chr, range(0x3000)))


class Pattern(NamedTuple):
    """A pattern with the place where it stands; `looks` where it may match anywhere in a text."""

    place: str
    compiled: re.Pattern[Any]
    looks: bool


class _Part(str):
    """What stands for a part of a pattern that is known only when it runs."""

    def __getitem__(self, _: object) -> "_Part":
        return self

    def __bytes__(self) -> bytes:
        return self.encode()


class _Known(dict[str, Any]):
    """The names of a module, and any other."""

    def __missing__(self, name: str) -> object:
        return getattr(builtins, name, _Part("2023"))


_FUNCTIONS = ("compile", "search", "match", "fullmatch", "sub", "findall", "finditer", "split")
_TAKE_A_PATTERN = (*(f"re.{name}" for name in _FUNCTIONS), "_written", "_id")


def patterns() -> Iterator[Pattern]:
    for info in pkgutil.walk_packages(pci.__path__, "pci."):
        if not info.name.endswith("__main__"):
            module = importlib.import_module(info.name)
            yield from _of_module(module)


def _of_module(module: ModuleType) -> Iterator[Pattern]:
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    for call in ast.walk(ast.parse(source)):
        function = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
        if not (isinstance(call, ast.Call) and function in _TAKE_A_PATTERN):
            continue
        constant = source.splitlines()[call.lineno - 1].partition(" = ")[0].strip()
        uses = set(re.findall(rf"\b{re.escape(constant)}\.(\w+)\(", source))
        uses = uses or {function.removeprefix("re.")}
        compiled = vars(module).get(constant)
        with suppress(KeyError):  # a table that only a part known later opens
            if not isinstance(compiled, re.Pattern):
                compiled = _compiled(call, vars(module))
            is_whole = uses <= {"match", "fullmatch", "_written", "_id"}
            yield Pattern(f"{module.__name__}:{call.lineno}", compiled, not is_whole)


def _compiled(call: ast.Call, names: Mapping[str, Any]) -> re.Pattern[Any]:
    """The pattern that stands in a call, with its flags."""
    others = (*call.args[1:], *(word.value for word in call.keywords))
    flags = "|".join(f for one in others if re.search(r"\bre\.[A-Z]", f := f"({ast.unparse(one)})"))
    known = _Known(names)
    given, flag = (eval(x, {}, known) for x in (ast.unparse(call.args[0]), flags or "0"))  # noqa: S307
    return re.compile(str(given) if isinstance(given, _Part) else given, flag)


def hostile(pattern: re.Pattern[Any]) -> set[tuple[str, str]]:
    """Beginnings, each with what is repeated after it."""
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    repeats: list[tuple[str, str]] = []
    whole = _sample(_parser.parse(pattern.pattern, flags), "", flags, repeats)
    texts = {("", whole[:length]) for length in range(1, min(len(whole), 40) + 1)}
    texts |= {("", piece) for piece in PIECES}
    for before, body in repeats:
        texts |= {(before, body), ("", before + body), (before, "a"), (before, "0"), (before, " ")}
        texts |= {
            (before, after[len(before) :]) for after, _ in repeats if len(after) > len(before)
        }
    return texts


def _sample(tree: Any, before: str, flags: int, repeats: list[tuple[str, str]]) -> str:
    """A text that a pattern begins to match; collect what it repeats, and what stands before."""
    text = ""
    for kind, value in tree:
        if kind is _constants.BRANCH:
            first, *_ = [_sample(one, before + text, flags, repeats) for one in value[1]]
            text += first
        elif kind is _constants.SUBPATTERN:
            text += _sample(value[3], before + text, flags, repeats)
        elif kind in _REPEATS:
            low, high, inner = value
            body = _sample(inner, before + text, flags, repeats)
            if high > 100 and body:
                repeats.append((before + text, body))
            text += body * max(low, 1)
        elif kind is _constants.LITERAL:
            text += chr(value)
        elif kind in _ONE_LETTER:
            one = _parser.SubPattern(tree.state, [(kind, value)])
            matched = _compiler.compile(one, flags).match
            text += next(
                (c for c in ALPHABET if matched(c if flags & re.UNICODE else c.encode())), ""
            )
    return text


_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_ONE_LETTER = (_constants.NOT_LITERAL, _constants.ANY, _constants.IN)


def runs(pattern: Pattern) -> Iterator[Callable[[Any], object]]:
    if pattern.looks:
        yield lambda text: sum(1 for _ in pattern.compiled.finditer(text))
    else:
        yield pattern.compiled.match
        yield pattern.compiled.fullmatch


def slow_text(pattern: Pattern) -> tuple[str, str] | None:
    """A text that takes a pattern too long."""
    for before, piece in sorted(hostile(pattern.compiled)):
        text: Any = before + piece * (LETTERS // len(piece)) + END
        if isinstance(pattern.compiled.pattern, bytes):
            text = text.encode("latin1", "replace")
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            for run in runs(pattern):
                run(text)
        except TimeoutError:
            return before, piece
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


@pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="limits of a Unix system")
def test_no_pattern_slows_down_on_hostile_text() -> None:
    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        assert {p.place: slow for p in patterns() if (slow := slow_text(p))} == {}
        signal.setitimer(signal.ITIMER_VIRTUAL, 5)  # by the square of the length: a minute
        assert fold("a" + "\u0301\u0323" * 400_000) == "a"
        assert nfc("\u0301\u0323" * 400_000)
        assert is_tall("x" * 8_000_000, "san_pham")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
