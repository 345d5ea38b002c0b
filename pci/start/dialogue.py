"""`pci new` in a terminal: asks for what was not given, shows what will be written."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from pci.clock import today
from pci.console import notice, result, visible
from pci.core.errors import CannotDo
from pci.core.vi import join_words
from pci.keyboard import agreed, edit_lines
from pci.record.questions import put
from pci.start.answers import Answers, faults_in, id_of, name_of, named_body, year_of


class Question(NamedTuple):
    """What is asked, how an answer is read, and what an empty one means after the answers before
    it."""

    words: str
    read: Callable[[str], Any]
    usual: Callable[[Mapping[str, Any]], str]


_PROVINCE = re.compile(r".*\b(tỉnh|thành phố|TP\.?) ", re.IGNORECASE)


def _place_in(given: Mapping[str, Any]) -> str:
    """The place that the name of the parent body ends with; dots where it names none."""
    match = _PROVINCE.match(given["parent"])
    return given["parent"][match.end() :] if match else "…"


def _separate(typed: str) -> list[str]:
    """Split a line of names, at semicolons where there are any: a name may have a comma."""
    return typed.strip(" ,;").split(";" if ";" in typed else ",")


_QUESTIONS = {
    "agency": Question("Tên cơ quan", name_of, lambda _: "Ban Quản lý Khu kinh tế"),
    "parent": Question("Cơ quan chủ quản", named_body, lambda _: "UBND tỉnh"),
    "place": Question("Địa danh ghi trên văn bản", name_of, _place_in),
    "units": Question(
        "Các đơn vị, cách nhau bằng dấu phẩy hoặc chấm phẩy; đơn vị đầu tổng hợp báo cáo",
        lambda typed: [named_body(name) for name in _separate(typed)],
        lambda _: "Văn phòng",
    ),
    "year": Question("Năm của kế hoạch", year_of, lambda _: str(today().year)),
}


def ask(given: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for what was not given."""
    edit_lines()
    answers = dict(given)
    with _stoppable():
        for key, question in _QUESTIONS.items():
            if key not in given:
                read = partial(_answer, key, answers)
                answers[key] = put(question.words, read, default=question.usual(answers))
    return answers


@contextmanager
def _stoppable() -> Iterator[None]:
    """Say that nothing is written where a person stops at a question."""
    try:
        yield
    except (EOFError, KeyboardInterrupt) as stop:
        result("\n")  # below the prompt
        if isinstance(stop, EOFError):
            raise CannotDo("thôi, chưa ghi gì") from None
        notice("pci: thôi, chưa ghi gì")
        raise


def _answer(key: str, answers: Mapping[str, Any], typed: str) -> Any:
    """Read an answer; refuse one that does not go with those before it."""
    value = _QUESTIONS[key].read(typed)
    for fault in faults_in({**answers, key: value}, {}):
        raise CannotDo(fault.message, fault.hint)
    return value


def is_wanted(answers: Answers, folder: str, paths: list[str]) -> bool:
    """Show what will be written, and whether a person wants it."""
    units = "; ".join(f"{unit.name} ({id_of(unit.name)})" for unit in answers.units)
    result(visible(f"\n{answers.agency}, {answers.parent}; {answers.place}; năm {answers.year}"))
    result(visible(f"Đơn vị: {units}"))
    result(visible(f"Sẽ ghi vào {folder}: {join_words(paths)}"))
    with _stoppable():
        return agreed("Ghi?")
