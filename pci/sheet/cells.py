"""What a clerk's words in one cell of a form mean, however a spreadsheet program has kept them."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from pci.core import names
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.core.vi import STATE_LABELS, fold, nfc, number_words, short_date, shortened
from pci.reports.fill_in import PERCENT, Expected

MANAGEMENT = "lanh-dao-ban"
"""Whom a remark goes to when nobody is named: never out of the house by default."""

_NOTHING = ("khong", "khong co")
_TICKS = "✓✔☑☒✅√×"
_TOO_LARGE = 10**15


class Cell(NamedTuple):
    """A filled cell: where it stands, as people find it, its words, and its number where it holds one. `percent` tells
    that the program shows it as per cent, so that 0.8 reads 80%."""

    place: str
    text: str
    number: Decimal | None = None
    percent: bool = False


class Question(NamedTuple):
    """What a row asks, against which its cells are read; `printed` are the keys of the figures that stood in it."""

    plan: Plan
    expected: Expected
    printed: tuple[str, ...]


Fields = Mapping[str, Any]
Reader = Callable[[Cell, Question], Fields]
"""From a cell to fields of an update; none where it says nothing. Raises CannotDo."""


def cell(place: str, value: object, shown_as: str) -> Cell:
    """A cell's value as its words; `shown_as` is the number format that it has. Raises CannotDo where it has no
    words."""
    if isinstance(value, bool):
        raise CannotDo("ô ghi TRUE hoặc FALSE", "ghi bằng chữ hoặc số")
    if isinstance(value, int | float):
        if abs(value) >= _TOO_LARGE:
            raise CannotDo("số quá lớn", "xem lại số đã gõ")
        number = _plain(Decimal(repr(value)))
        return Cell(place, number_words(number), number, "%" in shown_as)
    if isinstance(value, time | timedelta):
        raise CannotDo("ô ở dạng giờ của bảng tính", "đổi ô sang dạng văn bản (Text) rồi gõ lại")
    if isinstance(value, datetime | date):
        return Cell(place, short_date(value.date() if isinstance(value, datetime) else value))
    lines = (line.rstrip() for line in nfc(str(value)).strip().splitlines())
    return Cell(place, "\n".join(lines))


def _plain(number: Decimal) -> Decimal:
    """The number that a person sees: no noise of binary fractions, no idle zeros."""
    return Decimal(f"{number.quantize(Decimal('0.000001')).normalize():f}")


# --- one reader a column ----------------------------------------------------------------------------------------------


def state(found: Cell, asked: Question) -> Fields:
    """The state chosen, by its label or by what of it nobody mistakes. A row of one state wants a mark."""
    allowed, said = asked.expected.states, fold(found.text)
    labels = {key: STATE_LABELS[key] for key in allowed}
    if len(allowed) == 1:
        if found.text in _TICKS or said in ("x", "v", "co", fold(labels[allowed[0]])):
            return {"state": allowed[0]}
        if _is_none(found.text):
            return {}
        raise CannotDo(
            f"«{shortened(found.text)}» không phải dấu chọn", "đánh dấu x, hoặc để trống"
        )
    meant = [key for key, label in labels.items() if said in _short_of(fold(label))]
    if len(meant) != 1:
        listed = " hoặc ".join(f"«{label}»" for label in labels.values())
        raise CannotDo(
            f"tình trạng «{shortened(found.text)}» không có trong danh sách", f"chọn {listed}"
        )
    return {"state": meant[0]}


def _short_of(label: str) -> tuple[str, ...]:
    """A folded label, the same without «đã», and its beginnings of two words or more: one word may mean anything."""
    words = label.split()
    return (label, label.removeprefix("da "), *(" ".join(words[:n]) for n in range(2, len(words))))


def result(found: Cell, asked: Question) -> Fields:
    """Words as they are."""
    return {"result": found.text}


def evidence(found: Cell, asked: Question) -> Fields:
    """One document a line, whatever marks its beginning."""
    lines = [re.sub(rf"^{_BULLET}\s+", "", line.strip()) for line in found.text.splitlines()]
    documents = [line for line in lines if not _is_none(line)]
    return {"evidence": documents} if documents else {}


def figures(found: Cell, asked: Question) -> Fields:
    """Numbers after the colon of their label; a number alone where only one is asked for."""
    labels = asked.expected.figures
    given: dict[str, Decimal] = {}
    for line in found.text.splitlines():
        label, colon, words = line.rpartition(":")
        if _is_none(words):
            continue
        key = _figure(label, labels) if colon else _only(line, labels, asked.printed)
        if key in given:
            raise CannotDo(f"«{labels[key]}» ghi hai lần", "mỗi chỉ tiêu một con số")
        given[key] = _fitting(_value(found, words.strip(), labels[key]), labels[key])
    percent = given.pop(PERCENT, None)
    if percent is not None and percent != int(percent):
        raise CannotDo(
            f"tỷ lệ hoàn thành {number_words(percent)}% có phần lẻ", "ghi số nguyên, từ 0 đến 100"
        )
    told = {"figures": given} if given else {}
    return told if percent is None else {**told, "percent": int(percent)}


def _figure(label: str, labels: Mapping[str, str]) -> str:
    wanted = fold(label)
    found = [
        key
        for key, name in labels.items()
        if wanted in (fold(name), fold(name.rpartition(" (")[0]))
    ]
    if len(found) != 1:
        hint = (
            f"có: {'; '.join(labels.values())}" if labels else "ghi con số vào cột Kết quả trong kỳ"
        )
        raise CannotDo(f"không có chỉ tiêu «{shortened(label.strip())}»", hint)
    return found[0]


def _only(words: str, labels: Mapping[str, str], printed: tuple[str, ...]) -> str:
    """The one figure that a bare number can mean: the one that stood there before it."""
    known = [key for key in printed if key in labels]
    if not known:
        raise CannotDo(
            f"nhiệm vụ không có chỉ tiêu cho «{shortened(words)}»", "ghi vào cột Kết quả trong kỳ"
        )
    if len(known) > 1:
        hint = "; ".join(f"{labels[key]}: …" for key in known)
        raise CannotDo(
            f"không rõ «{shortened(words)}» là số của chỉ tiêu nào", f"ghi sau dấu hai chấm: {hint}"
        )
    return known[0]


def _fitting(number: Decimal, label: str) -> Decimal:
    """A number that can be meant: nothing is counted below zero, no rate is above 100%. A dash before it is none."""
    if number < 0:
        raise CannotDo(
            f"«{label}» là số âm: {number_words(number)}", "bỏ dấu trừ, dấu gạch đầu dòng"
        )
    if _unit(label) == "%" and number > 100:
        raise CannotDo(f"«{label}» là {number_words(number)}%", "ghi từ 0% đến 100%")
    return number


def _unit(label: str) -> str:
    return label.rpartition(" (")[2].rstrip(")")


def _value(found: Cell, words: str, label: str) -> Decimal:
    unit = _unit(label)
    if found.number is not None:
        if not found.percent:
            return _sure(found.number, words, unit)
        if unit != "%":
            raise CannotDo(f"«{label}» không phải tỷ lệ, ô lại ở dạng phần trăm", f"gõ «9 {unit}»")
        return _plain(found.number * 100)
    bare = re.sub(rf"\s*{re.escape(unit)}$", "", words, flags=re.IGNORECASE).strip()
    number = _plain(names.number(bare))
    return number if bare != words else _sure(number, words, unit)


def _sure(number: Decimal, words: str, unit: str) -> Decimal:
    """A bare 0,8 of a rate is 80% to one reader and less than 1% to another; a bare 1 is what a spreadsheet leaves of
    100% where it pastes the value alone."""
    if unit == "%" and 0 < number <= 1:
        raise CannotDo(
            f"không rõ «{words}» là {number_words(number * 100)}% hay {number_words(number)}%",
            "ghi kèm dấu %",
        )
    return number


_BULLET = r"(?:[-–•+*]+|\d{1,2}[.)]|[a-zđ]\))"

_KIND = r"(?:khó khăn|vướng mắc|hạn chế|kiến nghị|đề xuất|đề nghị)"
_REMARK = re.compile(
    rf"\s*(?:{_BULLET}\s*)*(?P<kind>{_KIND}(?:\s*(?:,|và)\s*(?:vướng mắc|hạn chế|đề xuất|đề nghị))*)"
    r"\s*(?P<open>\()?\s*(?:(?(open)(?:gửi\s+)?|gửi\s+)(?P<to>[^:()]+?))?\s*(?(open)\))\s*:\s*(?P<text>.*)",
    re.IGNORECASE,
)
_LIKE_LABEL = re.compile(
    r"(?:\w{1,2} )?(?:kho khan|vuong mac|han che|kien nghi|de xuat|de nghi)\b.*"
)
"""Folded words before a colon that seem to begin another remark: as a part of the one before, it would go astray."""


def remarks(found: Cell, asked: Question) -> Fields:
    """«Khó khăn: …» and «Kiến nghị (gửi Sở KHĐT): …», each on lines of its own; a line without a label goes on."""
    if _is_none(found.text):
        return {}
    held: dict[str, tuple[str, list[str]]] = {}
    current: list[str] | None = None
    for line in found.text.splitlines():
        if label := _REMARK.fullmatch(line):
            kind = (
                "difficulty"
                if label["kind"].casefold().startswith(("khó", "vướng", "hạn"))
                else "proposal"
            )
            to = names.addressee(asked.plan, label["to"]) if label["to"] else MANAGEMENT
            if held.setdefault(kind, (to, []))[0] != to:
                raise CannotDo(
                    f"hai nơi nhận cho cùng một loại: «{shortened(line)}»", "mỗi loại một nơi nhận"
                )
            current = held[kind][1]
            current.append(label["text"].strip())
        elif current is None or (
            ":" in line and _LIKE_LABEL.fullmatch(fold(line.partition(":")[0]))
        ):
            hint = "bắt đầu bằng «Khó khăn: …» hoặc «Kiến nghị: …»"
            raise CannotDo(f"không rõ «{shortened(line)}» là khó khăn hay kiến nghị", hint)
        else:
            current.append(line)
    texts = {kind: (to, "\n".join(lines).strip()) for kind, (to, lines) in held.items()}
    return {
        kind: {"to": to, "text": text} for kind, (to, text) in texts.items() if not _is_none(text)
    }


def _is_none(text: str) -> bool:
    """Whether words say that there is nothing to say."""
    return fold(text) in ("", *_NOTHING)
